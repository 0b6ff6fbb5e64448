"""How long rows are kept: a day for each file, said when it is past, and deleted by a person only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from equity_core.errors import Refused
from equity_core.model import OwnDimension, Source
from equity_core.store import Store, backups
from equity_core.workflow import Workspace, home, undo
from equity_core.workflow.data import bring_in, define, own_groups, practice, retention, sources
from equity_core.workflow.release import raise_threshold

ROWS = "student_id,school_year,race,suspended,mark,bus\n" + "".join(
    f"{i:04},2024-25,{'White' if i % 3 else 'Asian' if i % 2 else 'Two or more races'},{int(i % 7 == 0)},{i % 20},"
    f"{'North' if i % 2 else 'South'}\n"
    for i in range(400)
)


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = datetime(2025, 11, 3, 12, 0)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kept(tmp_path, clock):
    """A workspace in a file, with one file of student rows in it."""
    ws = Workspace(Store(tmp_path / "our school.duckdb", now=clock), now=clock)
    draft = bring_in.read(ws, [("students.csv", ROWS.encode())])
    draft.remap(0, 4, "own_number", label="Passed", at_least=Decimal(10))
    draft.remap(0, 5, "own_dimension", label="Bus")
    bring_in.keep(ws, draft)
    yield ws
    ws.store.close()


def reopened(ws: Workspace) -> Workspace:
    """Close a workspace and open it again, which leaves a backup beside it."""
    ws.store.close()
    ws.store = Store(ws.store.path, now=Clock())
    return ws


def tables(path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as opened:
        return {name for (name,) in opened.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def table(ws):
    return ws.table("suspended", "2024-25", "race")


def test_rows_are_kept_for_two_years_unless_somebody_says_otherwise(kept):
    (source,) = kept.sources()
    assert source.keep_until == date(2027, 11, 3)
    draft = bring_in.read(kept, [("next.csv", ROWS.replace("2024-25", "2025-26").encode())])
    assert bring_in.say_until(kept, draft, date(2020, 1, 1))[0].code == "kept.past"
    assert draft.files[0].keep_until is None
    assert not bring_in.say_until(kept, draft, date(2026, 7, 31))
    assert bring_in.keep(kept, draft).keep_until == date(2026, 7, 31)


def test_counts_and_made_up_rows_have_no_day(ws):
    file = next(file for file in practice.files() if file.id == "counts")
    counts = bring_in.keep(ws, bring_in.read(ws, [(file.path.name, file.path)]))
    made_up = bring_in.keep(ws, bring_in.read(ws, [("s.csv", ROWS.encode())]), is_sample=True)
    assert (counts.keep_until, made_up.keep_until) == (None, None)
    assert retention.told(ws, counts) == ""


def test_nothing_is_deleted_when_the_day_is_past_but_it_is_said_on_home_and_on_the_receipt(kept, clock):
    (source,) = kept.sources()
    clock.at = datetime(2027, 11, 3, 12, 0)
    assert retention.due(kept) == []
    clock.at = datetime(2027, 11, 4, 12, 0)
    assert retention.due(kept) == [source]
    assert kept.store.has_rows(source.id)
    assert "due for deletion" in sources.receipt(kept, source).kept
    assert any("due for deletion" in line for tile in home.brief(kept) for line in tile.lines)
    assert not any("due for deletion" in line for tile in home.brief(kept, stage=True) for line in tile.lines)


def test_the_day_can_be_changed_and_that_undone_but_not_into_the_past(kept):
    retention.keep_until(kept, kept.sources()[0], date(2026, 6, 30))
    assert kept.sources()[0].keep_until == date(2026, 6, 30)
    with pytest.raises(Refused):
        retention.keep_until(kept, kept.sources()[0], date(2025, 11, 2))
    undo.undo(kept)
    assert kept.sources()[0].keep_until == date(2027, 11, 3)


def test_deleted_rows_leave_the_receipt_and_every_released_number(kept, clock):
    (source,) = kept.sources()
    before = table(kept)
    clock.at = datetime(2027, 12, 1, 12, 0)
    retention.delete_rows(kept, source)
    assert not kept.store.has_rows(source.id)
    assert kept.store.columns(source.id) == frozenset()
    assert table(reopened(kept)) == before
    (source,) = kept.sources()
    assert source.rows_deleted == date(2027, 12, 1)
    assert "December 1, 2027" in sources.receipt(kept, source).kept
    assert retention.due(kept) == []


@pytest.mark.parametrize("delete", [retention.delete_rows, sources.delete])
def test_no_backup_beside_the_workspace_holds_deleted_rows(kept, delete):
    path = kept.store.path
    (source,) = reopened(kept).sources()
    assert any(f"rows_{source.id}" in tables(copy) for copy in backups(path))
    delete(kept, source)
    (left,) = backups(path)
    assert f"rows_{source.id}" not in tables(left)
    kept.store.close()
    assert f"rows_{source.id}" not in tables(path)


@pytest.mark.parametrize("delete", [retention.delete_rows, sources.delete])
def test_no_undo_says_that_deleted_rows_are_here(kept, delete):
    retention.keep_until(kept, kept.sources()[0], date(2026, 6, 30))
    gone = delete(kept, kept.sources()[0])
    assert undo.undo(kept)
    (now,) = kept.all(Source)
    assert (now.status, now.rows_deleted) == (gone.status, gone.rows_deleted)


def test_what_cannot_be_counted_again_is_not_taken_away(kept):
    retention.delete_rows(kept, kept.sources()[0])
    (own,) = define.own(kept)
    with pytest.raises(Refused):
        define.remove(kept, own.measure)
    with pytest.raises(Refused):
        own_groups.remove(kept, kept.all(OwnDimension)[0])
    assert kept.table("passed", "2024-25", "bus") is not None


def test_no_file_is_joined_to_a_list_whose_rows_are_gone(kept):
    retention.delete_rows(kept, kept.sources()[0])
    facts = "student_id,school_year,days_absent\n" + "".join(f"{i:04},2024-25,{i % 30}\n" for i in range(400))
    checks = bring_in.check(kept, bring_in.read(kept, [("absences.csv", facts.encode())]))
    assert [error.code for error in checks.errors] == ["import.no_list"]


def test_next_year_goes_in_beside_numbers_whose_rows_are_gone(kept):
    before = table(kept)
    retention.delete_rows(kept, kept.sources()[0])
    bring_in.keep(kept, bring_in.read(kept, [("next.csv", ROWS.replace("2024-25", "2025-26").encode())]))
    assert table(kept) == before
    assert kept.table("suspended", "2025-26", "race").total.is_shown


def test_a_stricter_rule_hides_whole_dimensions_of_which_no_rows_are_left(kept):
    retention.delete_rows(kept, kept.sources()[0])
    assert {name for name, count in table(kept).groups if count.is_shown} == {"Asian", "Two or more races", "White"}
    assert raise_threshold(kept, 68) == 1
    assert {count.status for _, count in table(kept).groups} == {"hidden"}
    assert table(kept).total.is_shown
    assert kept.table("suspended", "2024-25", "bus").group("North").is_shown
    assert kept.releases()[0].min_group == kept.profile.min_group == 68
    raise_threshold(kept, 401)
    assert not any(t.total.is_shown for t in kept.releases()[0].tables)
