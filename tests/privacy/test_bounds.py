from __future__ import annotations

from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity_core.privacy.bounds import Span, of_counts, of_parts

FEW = settings(max_examples=80, deadline=None)
spans = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: Span(min(ends), max(ends)))


def solve(bounds, equal, fixed, limits):
    """Return the exact span of every variable by linear programming."""
    found = []
    for index in range(len(bounds)):
        ends = []
        for sign in (1, -1):
            goal = [0] * len(bounds)
            goal[index] = sign
            upper = {"A_ub": limits, "b_ub": [0] * len(limits)} if limits else {}
            solved = linprog(goal, A_eq=equal, b_eq=fixed, bounds=bounds, method="highs", **upper)
            assert solved.status == 0
            ends.append(sign * solved.fun)
        found.append(Span(ceil(ends[0] - 1e-6), floor(ends[1] + 1e-6)))
    return found


@FEW
@given(st.lists(spans, min_size=1, max_size=5), st.data())
def test_parts_of_a_known_sum_are_bounded_as_a_linear_program_says(parts, data):
    total = sum(data.draw(st.integers(*span)) for span in parts)
    named = {str(i): span for i, span in enumerate(parts)}
    assert list(of_parts(named, total).values()) == solve(list(parts), [[1] * len(parts)], [total], [])


@FEW
@given(st.lists(spans, max_size=3), st.lists(spans, max_size=3), st.integers(0, 4), st.data())
def test_counts_of_hidden_sizes_are_bounded_as_a_linear_program_says(known, sizes, slack, data):
    if not known and not sizes:
        return
    ns = [data.draw(st.integers(*span)) for span in sizes]
    students = sum(ns)
    low = sum(data.draw(st.integers(*span)) for span in known) + sum(data.draw(st.integers(0, n)) for n in ns)
    free = of_parts({f"n{i}": span for i, span in enumerate(sizes)}, students)
    found = of_counts(
        {f"k{i}": span for i, span in enumerate(known)}, free, students=students, total=Span(low, low + slack)
    )
    # variables: x of known, x of hidden, n of hidden, what the total is above its least
    k, h = len(known), len(sizes)
    bounds = [*known, *[(0, 12)] * h, *sizes, (0, slack)]
    equal = [[1] * (k + h) + [0] * h + [-1], [0] * (k + h) + [1] * h + [0]]
    limits = [[0] * k + [int(i == j) for j in range(h)] + [-int(i == j) for j in range(h)] + [0] for i in range(h)]
    exact = solve(bounds, equal, [low, students], limits)[: k + h]
    assert [found[f"k{i}"] for i in range(k)] + [found[f"n{i}"] for i in range(h)] == exact
