"""Which counts have few possible values: against a linear program for each end of each count."""

from __future__ import annotations

from math import ceil, floor

from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity_core.privacy.bounds import Span
from equity_core.privacy.cells import Cells


@st.composite
def published(draw):
    """Return sums of cells that are true of some numbers, how many each cell may hold, and counts of cells."""
    truth = draw(st.lists(st.integers(0, 9), min_size=2, max_size=12))
    some = st.lists(st.sampled_from(range(len(truth))), min_size=1, unique=True).map(tuple)
    rows = []
    for cells in draw(st.lists(some, max_size=8)):
        total, under, over = sum(truth[c] for c in cells), draw(st.integers(0, 3)), draw(st.integers(0, 3))
        rows.append((cells, Span(total - under, total + over)))
    weights = st.dictionaries(st.sampled_from(range(len(truth))), st.sampled_from([-1, 1, 2]), max_size=4)
    return rows, [max(9, x) for x in truth], draw(st.lists(weights, min_size=1, max_size=9))


@settings(max_examples=80, deadline=None)
@given(published(), st.integers(1, 6))
def test_the_counts_with_few_values_are_found(said, enough):
    rows, most, counts = said
    upper = [[float(sign * (c in cells)) for c in range(len(most))] for cells, _ in rows for sign in (1, -1)]
    limits = [float(limit) for _, span in rows for limit in (span.high, -span.low)]
    few = []
    for number, count in enumerate(counts):
        goal = [float(count.get(cell, 0)) for cell in range(len(most))]
        ends = [
            sign
            * linprog(
                [sign * g for g in goal], A_ub=upper or None, b_ub=limits or None, bounds=[(0, m) for m in most]
            ).fun
            for sign in (1, -1)
        ]
        if floor(ends[1] + 1e-6) - ceil(ends[0] - 1e-6) < enough:
            few.append(number)
    assert Cells(rows, most).few_values(counts, enough=enough) == few


def test_where_no_numbers_fit_all_counts_are_said_to_have_few():
    impossible = [((0, 1), Span(5, 5)), ((0, 1), Span(6, 6))]
    assert Cells(impossible, [9, 9, 9]).few_values([{0: 1}, {2: 1}], enough=2) == [0, 1]
    elsewhere = [((0,), Span(20, 20))]
    assert Cells(elsewhere, [9, 9, 9]).few_values([{2: 1}], enough=2) == [0]
    of_nothing = [((), Span(1, 1))]
    assert Cells(of_nothing, [9]).few_values([{0: 1}], enough=2) == [0]
