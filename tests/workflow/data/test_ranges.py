"""A range stays a range from the file to the screen; a token is never a number; what is unknown stops its column."""

from __future__ import annotations

from fractions import Fraction

import pytest

from equity_core.charts import gap_dots
from equity_core.errors import Refused
from equity_core.privacy import HIDDEN, Count
from equity_core.reports.plain import plain
from equity_core.workflow import numbers
from equity_core.workflow.data import bring_in
from tests.conftest import SHARED
from tests.workflow.data.worlds import brought, table

MESSY = SHARED / "messy" / "18_suppressed_cells.csv"


def counts(*rows, head="school_year,race,enrolled,suspended,suspension_rate"):
    return table(head, [("2024-25", *row) for row in rows])


def group(ws, name, period="2024-25"):
    return ws.table("suspended", period, "race").group(name)


def told(ws, name):
    found = numbers.as_json(numbers.measure(ws, "suspended", by="race", period="2024-25"))
    return next(g for g in found["groups"] if g["group"] == name)


def test_the_file_of_hidden_cells_comes_out_with_every_status(ws):
    draft = bring_in.read(ws, [(MESSY.name, MESSY)])
    asked = {q.code: q for q in bring_in.check(ws, draft).files[0].questions}
    assert asked["rate_contradicts_counts"].lines == (9,)
    assert asked["published_ranges"].count == 2
    bring_in.keep(ws, draft)
    first = {name: count.status for name, count in ws.table("suspended", "2022-23", "race").groups}
    assert first == {
        "American Indian or Alaska Native": "missing",
        "Asian": "range",
        "Black or African American": "shown",
        "Hispanic or Latino": "shown",
        "Native Hawaiian or Pacific Islander": "hidden_by_source",
        "Two or more races": "hidden_by_source",
        "White": "shown",
    }
    assert group(ws, "Asian", "2022-23") == Count(
        "range", n=88, x_low=0, x_high=9, rate_low=Fraction(0), rate_high=Fraction(9, 88)
    )
    assert (group(ws, "Asian", "2023-24").x_low, group(ws, "Asian", "2023-24").x_high) == (0, 5)
    assert group(ws, "White", "2023-24").x == 52
    assert group(ws, "Hispanic or Latino", "2023-24").status == "missing"


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [("<10%", 0, 8), (">95%", 84, 88), ("21-39", 19, 34), ("LE5", 0, 4), ("≤5", 0, 4), ("Suppressed: >95%", 84, 88)],
)
def test_a_range_of_a_rate_becomes_a_range_of_students(ws, rate, low, high):
    brought(ws, ("a.csv", counts(("White", 400, 40, "10.0"), ("Asian", 88, "*", rate))))
    found = group(ws, "Asian")
    assert found.status == "range"
    assert (found.n, found.x) == (88, None)
    assert (found.x_low, found.x_high) == (low, high)


def test_a_range_of_a_rate_without_sizes_is_told_as_rates(ws):
    file = table("school_year,race,suspension_rate", [("2024-25", "White", "12.5"), ("2024-25", "Asian", "<10%")])
    brought(ws, ("rates.csv", file))
    assert group(ws, "Asian") == Count("range", rate_low=Fraction(0), rate_high=Fraction(1, 10))
    asian = told(ws, "Asian")
    assert (asian["status"], asian["low"], asian["high"], asian["rate"], asian["n"]) == ("range", 0.0, 0.1, None, None)
    answer = numbers.as_json(numbers.measure(ws, "suspended", by="race", period="2024-25"))
    assert "Asian: 0.0% to 10.0%, a range that the source published" in plain(answer, ws.words)


def test_a_range_is_in_the_table_of_the_figure_and_makes_no_gap(ws):
    brought(ws, ("a.csv", counts(("White", 400, 40, "10.0"), ("Black", 300, 60, "20.0"), ("Asian", 88, "21-39", "*"))))
    found = numbers.measure(ws, "suspended", by="race", period="2024-25")
    rows = {row[0]: row for row in gap_dots(ws.words, found, measure="m", sentence="").table.rows}
    assert rows["Asian"][1:3] == ("88", "21 to 39")
    assert found.group("Asian").gap is None
    assert "note.source_range" in found.notes
    assert "note.under_5" not in found.notes


def test_a_range_tells_no_size_beside_a_group_that_we_hide(ws):
    rows = ("White", 400, 40, "10.0"), ("Black", 8, 4, "50"), ("Asian", 88, "*", "<10%"), ("All students", 496, 50, "")
    brought(ws, ("a.csv", counts(*rows)))
    assert group(ws, "Black or African American") == HIDDEN
    assert group(ws, "Asian").n is None
    assert group(ws, "Asian").rate_high == Fraction(1, 10)


def test_a_small_group_s_range_is_not_shown(ws):
    brought(ws, ("a.csv", counts(("White", 400, 40, "10.0"), ("Asian", 8, "*", "<10%"))))
    assert group(ws, "Asian") == Count("hidden_by_source")


def test_everyone_else_is_not_worked_out_where_it_is_a_hidden_group(ws):
    rows = ("White", 400, 40, "10.0"), ("Asian", "*", "*", "*"), ("All students", 412, 45, "")
    brought(ws, ("a.csv", counts(*rows)))
    assert ws.table("suspended", "2024-25", "race").rest("White") == HIDDEN


def test_sums_leave_hidden_cells_out_and_so_are_not_made(ws):
    brought(ws, ("a.csv", counts(("White", 400, 40, "10.0"), ("Black", 200, 50, "25"), ("Asian", 88, "<10", "*"))))
    assert ws.table("suspended", "2024-25", "race").total.status == "missing"


UNKNOWN = counts(("White", 400, 40, "10.0"), ("Black", 200, "cloaked", "25.0"), ("Asian", 90, 9, "10"))


def test_an_unknown_token_stops_its_column_and_asks(ws):
    draft = bring_in.read(ws, [("a.csv", UNKNOWN)])
    (asked,) = [q for q in bring_in.check(ws, draft).files[0].questions if q.code == "unknown_token"]
    assert (asked.text, asked.lines, asked.answer) == ("cloaked", (3,), "leave_out_column")
    bring_in.keep(ws, draft)
    assert group(ws, "Black or African American").x == 50  # from the size and the rate: the counts were not read


def test_an_unknown_token_that_was_explained_is_hidden(ws):
    brought(ws, ("a.csv", UNKNOWN), unknown_token="hidden_by_source")
    assert group(ws, "Black or African American") == Count("hidden_by_source")
    assert group(ws, "White").x == 40


def test_a_file_of_which_nothing_is_left_says_what_stopped_it(ws):
    file = table("school_year,race,enrolled,suspended", [("2024-25", "White", 400, "zz"), ("2024-25", "Asian", 90, 9)])
    with pytest.raises(Refused, match="unknown_token"):
        brought(ws, ("a.csv", file))


@pytest.mark.parametrize("token", ["*", "**", "TFS", "n<10", "N/A", "-99999999", "‡", "", "-", "no students", "DS"])
def test_no_token_is_ever_a_zero(ws, token):
    brought(ws, ("a.csv", counts(("White", 400, 40, "10.0"), ("Asian", 90, token, token))))
    found = group(ws, "Asian")
    assert found.status in ("hidden_by_source", "missing", "not_applicable")
    assert (found.n, found.x, found.rate) == (None, None, None)


def test_ranges_are_the_same_after_the_workspace_was_closed(tmp_path):
    from equity_core.store import Store
    from equity_core.workflow import Workspace
    from tests.conftest import noon

    ws = Workspace(Store(tmp_path / "w.duckdb", now=noon), now=noon)
    brought(ws, ("a.csv", counts(("White", 400, 40, "10.0"), ("Asian", 88, "*", "<10%"))))
    before = group(ws, "Asian")
    ws.store.close()
    again = Workspace(Store(tmp_path / "w.duckdb", now=noon), now=noon)
    assert group(again, "Asian") == before
    again.store.close()
