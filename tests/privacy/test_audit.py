from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.privacy.audit import audit_queries, audit_table, feasible
from equity_core.privacy.bounds import Span
from equity_core.privacy.rules import Rules

RULES = Rules()
tables = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=3).map(
    lambda rows: {(str(r), str(c)): n for r, line in enumerate(rows) for c, n in enumerate(line)}
)


@settings(max_examples=40, deadline=None)
@given(tables, st.data())
def test_the_true_count_is_always_possible(table, data):
    hidden = data.draw(st.sets(st.sampled_from(sorted(table)), min_size=1))
    found = audit_table(table, hidden, RULES)
    assert all(span.low <= table[place] <= span.high for place, span in found.intervals.items())


def test_one_hidden_cell_is_told_by_its_row():
    table = {("A", "x"): 4, ("A", "y"): 30, ("B", "x"): 25, ("B", "y"): 40}
    found = audit_table(table, [("A", "x")], RULES)
    assert (found.intervals, found.unsafe, found.is_safe) == ({("A", "x"): Span(4, 4)}, (("A", "x"),), False)


def test_sums_that_nothing_fits_are_said():
    assert feasible(["a"], [(["a"], 5)], upper={"a": 4}) is None


def test_a_question_about_few_students_has_no_answer():
    cells = {("6", "Y"): 3, ("6", "N"): 41}
    found = audit_queries(cells, ["grade", "el"], [{"el": ["Y"]}, {}], RULES)
    assert (found.answers, found.exposed) == ((None, 44), ())


def test_two_answers_tell_a_third():
    cells = {("6", "Y"): 3, ("6", "N"): 41}
    assert audit_queries(cells, ["grade", "el"], [{}, {"el": ["N"]}], RULES).exposed == (("6", "Y"),)
