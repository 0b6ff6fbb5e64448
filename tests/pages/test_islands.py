"""Islands without a browser: time passes by hand."""

from __future__ import annotations

import pytest

from equity_core.errors import EquityError
from equity_core.model import Profile
from equity_core.workflow import copies
from pages.parts.islands import IDLE_SECONDS, Islands

MINE, YOURS = "a" * 64, "b" * 64


class Clock:
    def __init__(self) -> None:
        self.at = 1_000_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def islands(tmp_path, clock):
    found = Islands(tmp_path / "islands", now=clock)
    yield found
    found.close()


def test_the_same_token_finds_the_same_island_and_another_finds_an_empty_one(islands):
    islands.of(MINE).ws.save(Profile(school="Harbor"))
    assert islands.of(MINE).ws.profile.school == "Harbor"
    assert islands.of(YOURS).ws.profile.school == ""


@pytest.mark.parametrize("forged", ["", "a" * 63, "A" * 64, "../" * 21 + "a", "a" * 64 + "\n", None, 7])
def test_what_has_not_the_shape_of_a_token_is_refused(islands, forged):
    with pytest.raises(ValueError, match="not a token"):
        islands.of(forged)


def test_an_island_is_deleted_after_two_idle_hours_and_not_before(islands, clock):
    islands.of(MINE).ws.save(Profile(school="Harbor"))
    clock.at += IDLE_SECONDS - 1
    assert islands.sweep() == 0
    clock.at += 2
    assert islands.sweep() == 1
    assert list(islands.folder.iterdir()) == []
    assert islands.of(MINE).ws.profile.school == ""


def test_what_a_dead_process_left_is_swept_too(islands, clock):
    left = islands.folder / ("c" * 64)
    left.mkdir()
    assert islands.sweep() == 0 or not left.exists()
    clock.at = left.stat().st_mtime + IDLE_SECONDS + 1 if left.exists() else clock.at
    islands.sweep()
    assert not left.exists()


def test_the_first_look_is_no_edit_and_an_edit_waits_for_a_copy(islands, clock):
    assert islands.of(MINE).ws.store.seq == islands.of(MINE).saved_seq
    islands.of(MINE).ws.save(Profile(school="Harbor"))
    assert islands.of(MINE).unsaved_since == clock.at


def test_a_private_copy_goes_on_elsewhere_and_a_broken_one_changes_nothing(islands):
    islands.of(MINE).ws.save(Profile(school="Harbor"))
    islands.put(YOURS, copies.backup(islands.of(MINE).ws))
    assert islands.of(YOURS).ws.profile.school == "Harbor"
    with pytest.raises(EquityError):
        islands.put(YOURS, b"no workspace at all" * 300)
    assert islands.of(YOURS).ws.profile.school == "Harbor"
