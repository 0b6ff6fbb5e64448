"""School years in all their spellings."""

from __future__ import annotations

from datetime import date

import pytest

from equity_core.ingest import periods
from equity_core.ingest.vocabulary import Doubt


@pytest.mark.parametrize(
    "text", ["2024-25", "2024-2025", "24-25", "2024/25", "2425", "SY2025", "2024–25", " 2024 - 25 "]
)
def test_one_year_has_many_spellings(text):
    assert periods.school_year(text) == "2024-25"


@pytest.mark.parametrize("text", ["2024-26", "soon", "", "24", "1/2"])
def test_what_is_no_year_is_a_doubt(text):
    with pytest.raises(Doubt):
        periods.school_year(text)


def test_a_year_alone_is_asked_about():
    with pytest.raises(Doubt) as found:
        periods.school_year("2025")
    assert (found.value.code, found.value.suggests) == ("year_alone", "2024-25")


def test_the_year_turns_in_july():
    assert periods.year_of(date(2025, 6, 30)) == "2024-25"
    assert periods.year_of(date(2025, 7, 1)) == "2025-26"


def test_a_fall_alone_keeps_its_name():
    assert periods.labels([("2024-25", "Fall")]) == {("2024-25", "Fall"): "2024-25 Fall"}


def test_a_file_name_says_the_year():
    assert periods.year_in("suspension-rates__2009-10_race.csv") == "2009-10"
    assert periods.year_in("export_20240105.csv") == ""
