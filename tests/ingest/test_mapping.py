"""What a column means is guessed from its header and its values."""

from __future__ import annotations

from dataclasses import replace

from equity_core.ingest import guess, read
from tests.conftest import SHARED

DATA = SHARED / "data"


def meanings(path):
    return {c.header: c.target for c in guess(read(path.name, path)).read()}


def test_a_published_file_of_counts_is_recognised_with_what_it_does_not_say():
    found = guess(
        read(
            "suspension-rates__2009-10_race_ct.csv", DATA / "01_ct_suspension" / "suspension-rates__2009-10_race_ct.csv"
        )
    )
    assert (found.shape, found.period, found.measure, found.dimension) == ("counts", "2009-10", "suspended", "race")


def test_registrations_are_recognised():
    found = meanings(DATA / "02_oulad" / "studentInfo.csv")
    assert found["code_presentation"] == "period"
    assert found["code_module"] == "course"
    assert found["final_result"] == "final_result"


def test_a_meaning_belongs_to_one_column():
    found = guess(read("a.csv", b"student_id,race,ethnicity,suspended\n1,W,W,0\n2,B,B,1\n"))
    assert [c.meaning for c in found.columns] == ["student_id", "race", "not_read", "suspended"]
    changed = found.with_column(replace(found.columns[2], meaning="race"))
    assert [c.meaning for c in changed.columns] == ["student_id", "not_read", "race", "suspended"]
