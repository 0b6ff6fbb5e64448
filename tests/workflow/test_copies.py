from __future__ import annotations

import json

import pytest

from equity_core.errors import Damaged, Refused, Unreadable
from equity_core.model import DOCUMENTS, Document, Flag, Focus, Goal, LogEntry, Measure, Profile, Query, Source
from equity_core.store import Store
from equity_core.workflow import Workspace, copies
from equity_core.workflow.diagnose import focus, goal_numbers
from tests.conftest import noon
from tests.workflow import filled
from tests.workflow.small_school import bring_in_small_school


@pytest.fixture
def kept(tmp_path):
    ws = Workspace(Store(tmp_path / "school.duckdb", now=noon), now=noon)
    yield ws
    ws.store.close()


def test_every_kind_of_record_comes_back_whole_after_a_restart_and_from_a_saved_copy(tmp_path):
    """What any page keeps is one of these: nothing that was typed is lost, down to its last field."""
    assert set(DOCUMENTS.values()) == set(Document.__subclasses__())
    made = [filled.document(model) for model in DOCUMENTS.values()]
    first = Workspace(Store(tmp_path / "school.duckdb", now=noon), now=noon)
    first.save(*made)
    copy = copies.backup(first)
    first.store.close()
    restarted = Workspace(Store(tmp_path / "school.duckdb", now=noon), now=noon)
    continued = copies.restore(copy, tmp_path / "elsewhere.duckdb", now=noon)
    for ws in (restarted, continued):
        assert [ws.get(type(doc), doc.id) for doc in made] == made
        ws.store.close()


def test_a_release_writes_the_released_copy_beside_the_workspace(kept, tmp_path):
    bring_in_small_school(kept)
    assert (tmp_path / "school.released.json").is_file()
    assert not list(tmp_path.glob("*.unfinished"))


def test_the_released_copy_answers_as_the_workspace_does_while_it_is_open(kept, tmp_path):
    kept.save(Profile(school="North School"))
    bring_in_small_school(kept)
    copy = copies.read_released(tmp_path / "school.released.json", now=noon)
    assert copy.profile.school == "North School"
    live = kept.table("suspended", "2024-25", "race")
    assert copy.table("suspended", "2024-25", "race") == live
    assert [s.id for s in copy.sources()] == [s.id for s in kept.sources()]
    copy.store.close()


def test_the_released_copy_is_fresh_after_a_change_of_who_the_team_is_or_what_it_counts(kept, tmp_path):
    bring_in_small_school(kept)
    kept.save(Profile(school="North School", practical_points=5))
    own = Measure(id="late", rule=Flag(column="late"), direction="lower_better", timing="leading", label="Late")
    kept.save(own)
    copy = copies.read_released(tmp_path / "school.released.json", now=noon)
    assert (copy.profile.school, copy.profile.practical_points) == ("North School", 5)
    assert copy.measure("late") == own
    copy.store.close()
    kept.undo()
    assert "Late" not in (tmp_path / "school.released.json").read_text()


def test_a_save_of_anything_else_does_not_write_the_copy_again(kept, tmp_path):
    bring_in_small_school(kept)
    written = (tmp_path / "school.released.json").stat().st_mtime_ns
    kept.save(LogEntry(form="note", text="a note", on=noon().date()))
    assert (tmp_path / "school.released.json").stat().st_mtime_ns == written


def test_a_copy_that_somebody_deleted_comes_back_when_the_workspace_opens(kept, tmp_path):
    bring_in_small_school(kept)
    kept.store.close()
    (tmp_path / "school.released.json").unlink()
    again = Workspace(Store(tmp_path / "school.duckdb", now=noon), now=noon)
    assert (tmp_path / "school.released.json").is_file()
    again.store.close()


def test_the_released_copy_judges_by_the_same_focus_and_goal_and_holds_nothing_typed_about_them(kept, tmp_path):
    bring_in_small_school(kept)
    query = Query(measure="suspended", dimension="race", period="2024-25", group="White")
    kept.save(Focus(id=kept.cycle.id, cycle=kept.cycle.id, query=query, matters="typed by somebody"))
    baseline = goal_numbers.baseline(kept, query)
    kept.save(Goal(cycle=kept.cycle.id, baseline=baseline, target_percent=5, by=noon().date(), note="typed too"))
    text = (tmp_path / "school.released.json").read_text()
    copy = copies.read_released(tmp_path / "school.released.json", now=noon)
    assert focus.current(copy).query == query
    assert copy.of_cycle(Goal)[0].baseline == baseline
    assert "typed" not in text
    assert "asked" not in copies.share(kept).decode()
    copy.store.close()
    kept.save(Profile(min_group=1000))
    assert json.loads((tmp_path / "school.released.json").read_text())["asked"]["goal"] == []


def test_a_share_copy_has_no_rows_ids_fingerprint_or_audit(kept):
    bring_in_small_school(kept)
    shared = copies.share(kept).decode()
    for secret in ("hashed-", "secret fingerprint", "audit", "decided"):
        assert secret not in shared
    asian = json.loads(shared)["releases"][0]["tables"][0]["groups"][0]
    assert asian == ["Asian", {"status": "hidden"}]


def test_a_missing_and_a_broken_released_copy_are_told_apart(tmp_path):
    with pytest.raises(Refused) as told:
        copies.read_released(tmp_path / "none.released.json")
    assert told.value.code == "released.missing"
    for text in ("", "[]", '{"format": "something else"}', "\x00\xff"):
        (tmp_path / "bad.json").write_text(text)
        with pytest.raises(Damaged):
            copies.read_released(tmp_path / "bad.json")


def test_a_backup_goes_on_elsewhere_with_everything(kept, tmp_path):
    bring_in_small_school(kept)
    again = copies.restore(copies.backup(kept), tmp_path / "elsewhere" / "copy.duckdb", now=noon)
    assert again.store.events() == kept.store.events()
    assert again.releases() == kept.releases()
    assert again.store.has_rows("small")
    again.save(Profile(school="still works"))
    again.store.close()
    assert [p.name for p in (tmp_path / "elsewhere").glob("*incoming*")] == []


@pytest.mark.parametrize("data", [b"", b"not a workspace", b"%PDF-1.7 " * 1000])
def test_a_file_of_another_kind_is_refused_and_leaves_nothing(tmp_path, data):
    with pytest.raises(Unreadable) as told:
        copies.restore(data, tmp_path / "copy.duckdb")
    assert told.value.code == "workspace.foreign"
    assert not list(tmp_path.iterdir())


def test_half_a_backup_is_damaged_and_leaves_nothing(kept, tmp_path):
    bring_in_small_school(kept)
    kept.store.save(*[LogEntry(form="note", text="x" * 800, on=noon().date()) for _ in range(300)])
    whole = copies.backup(kept)
    with pytest.raises(Damaged):
        copies.restore(whole[: len(whole) // 2], tmp_path / "new" / "copy.duckdb")
    assert not list((tmp_path / "new").iterdir())


def test_a_backup_does_not_replace_a_workspace(kept, tmp_path):
    with pytest.raises(Refused) as told:
        copies.restore(copies.backup(kept), tmp_path / "school.duckdb")
    assert told.value.code == "workspace.exists"


def test_the_source_in_a_released_copy_keeps_its_receipt(kept):
    bring_in_small_school(kept)
    kept_source = json.loads(copies.share(kept))["sources"][0]
    assert kept_source["rows_kept"] == 200
    assert Source.model_validate({**kept_source, "fingerprint": ""}).name == "made-up.csv"


def test_neither_copy_says_who_is_on_the_team_or_what_holds_it_back(kept, tmp_path):
    bring_in_small_school(kept)
    kept.save(
        Profile(school="North School", roles=("Ms Okafor",), approver_role="Dr Ruiz", constraints=("low_buy_in",))
    )
    for told in (copies.share(kept).decode(), (tmp_path / "school.released.json").read_text(encoding="utf-8")):
        assert "North School" in told
        assert [word for word in ("Okafor", "Ruiz", "low_buy_in") if word in told] == []
