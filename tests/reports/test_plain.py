"""Answers as a person reads them in a terminal."""

from equity_core.reports.plain import plain
from equity_core.words import Words

SHOWN = {"status": "shown", "n": 120, "x": 24, "rate": 0.2, "gap": 12.29, "ratio": 2.594, "certainty": "cant_tell_yet"}
NOTHING = {"n": None, "x": None, "rate": None, "gap": None, "ratio": None, "certainty": None}


def told(**cell) -> str:
    groups = [{"group": "North", **NOTHING, **cell}]
    total = {**NOTHING, **SHOWN, "gap": None, "ratio": None, "certainty": None}
    answer = {"measure": "suspended", "by": "race", "period": "2024-25", "groups": groups, "total": total}
    return plain(answer, Words()).splitlines()[-1]


def test_a_shown_group_has_rate_count_gap_ratio_and_certainty():
    assert told(**SHOWN) == "North: 20.0% (24 of 120), +12.3 points, 2.59 times, can't tell yet"


def test_numbers_are_rounded_as_they_are_written_not_as_they_are_stored():
    assert "0.98 times" in told(**{**SHOWN, "ratio": 0.975})
    assert "−0.3 points" in told(**{**SHOWN, "gap": -0.25})
    assert "28.2%" in told(**{**SHOWN, "rate": 0.2815})


def test_a_rate_without_a_number_of_students_has_no_count():
    assert told(**{**SHOWN, "n": None, "x": None}).startswith("North: 20.0%, +12.3")


def test_a_hidden_group_says_so():
    assert told(status="hidden") == "North: hidden"


def test_a_small_count_says_no_number():
    assert told(status="range") == "North: under 5, or all but under 5"


def test_other_answers_are_listed_by_name():
    assert plain({"deleted": ["a.duckdb"]}, Words()) == "deleted: a.duckdb"
    asked = {"outcome": "accept", "questions": [{"code": "year", "message": "Which year?"}]}
    assert plain(asked, Words()) == "outcome: accept\nWhich year? (year)"
