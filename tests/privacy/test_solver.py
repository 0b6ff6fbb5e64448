"""One program solved for one goal after the other gives what scipy gives for each by itself."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from equity_core.privacy.bounds import Span
from equity_core.privacy.solver import Row, Solver
from tests.privacy.ends import ends as attackers

WIDTH = 6
WEIGHTS = st.dictionaries(st.integers(0, WIDTH - 1), st.sampled_from([-1.0, 1.0, 2.0]), min_size=1)
ROWS = st.lists(st.tuples(WEIGHTS, st.integers(0, 20), st.sampled_from(["sum", "limit"])), max_size=6)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.lists(st.integers(0, 9), min_size=WIDTH, max_size=WIDTH), st.lists(WEIGHTS, min_size=1, max_size=6))
def test_each_goal_is_as_low_as_scipy_makes_it(rows, most, goals):
    solver = Solver(
        [Span(0, high) for high in most], [Row(w, to if kind == "sum" else -inf, to) for w, to, kind in rows]
    )
    equal, upper = ([(_spread(w), to) for w, to, kind in rows if kind == wanted] for wanted in ("sum", "limit"))
    said = {
        "equal": [row for row, _ in equal],
        "fixed": [to for _, to in equal],
        "upper": [row for row, _ in upper],
        "limits": [to for _, to in upper],
        "bounds": [(0, high) for high in most],
    }
    for goal in goals:
        expected = linprog(
            _spread(goal),
            A_eq=said["equal"] or None,
            b_eq=said["fixed"] or None,
            A_ub=said["upper"] or None,
            b_ub=said["limits"] or None,
            bounds=said["bounds"],
        )
        found = solver.least(goal)
        assert (found is None) == (expected.status == 2)
        if found is not None:
            assert sum(found[place] * weight for place, weight in goal.items()) == pytest.approx(expected.fun, abs=1e-6)
            low, high = attackers(_spread(goal), **said)
            assert low == pytest.approx(expected.fun, abs=1e-6)
            assert high == pytest.approx(-attackers([-w for w in _spread(goal)], **said)[0], abs=1e-6)


def test_no_numbers_at_all_fit_nothing():
    assert Solver([], []).least({}) == []


def test_making_and_asking_writes_nothing(capfd):
    Solver([Span(0, 1)], [Row({0: 1.0}, 1, 1)]).least({0: 1.0})
    assert capfd.readouterr() == ("", "")


def _spread(weights):
    return [weights.get(place, 0.0) for place in range(WIDTH)]
