"""Two worlds, one screen: equal released cells and the same hidden cells must give every page and file the same bytes.

The worlds differ in their students only: some of them sit in other groups, wherever nothing shown changes with it. The
clock, the folder and the ids of documents are the same, so nothing is taken out of a payload before comparing: the
list of transport fields to ignore (DESIGN.md §4) is empty. Session and script-run ids are AppTest's own, and the
addresses of files to download are made of the files' bytes. /bring-in is opened without a file in hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from equity_core.workflow import Workspace
from pages.parts import session
from tests.rules.screen import VIEWS, Screen, Sent, files, opened
from tests.rules.twins import (
    File,
    open_sample,
    open_small,
    random_files,
    random_twin,
    sample_files,
    sample_twin,
    small_files,
    small_twin,
)

Told = list[tuple[Sent, Sent, dict]]


@pytest.fixture(scope="module")
def sample_worlds(tmp_path_factory) -> tuple[list[list[File]], Told]:
    """The sample school with everything that its team wrote, over two cycles, and two twins."""

    def walk(screen: Screen, ws: Workspace) -> None:
        for view in VIEWS:
            screen.every_page(view)
        for id in ("goal", "results", "listen", "points"):
            screen.every_option(id, "desk")

    return worlds(tmp_path_factory.mktemp("sample"), sample_files(), open_sample, sample_twin, walk, seeds=(4, 5))


@pytest.fixture(scope="module")
def small_worlds(tmp_path_factory) -> tuple[list[list[File]], Told]:
    """A school of two years with a focus, numbers pinned to causes and a frozen goal, and two twins."""

    def walk(screen: Screen, ws: Workspace) -> None:
        for view in VIEWS:
            screen.every_gap(ws, view)
        screen.every_page("desk")

    return worlds(tmp_path_factory.mktemp("small"), small_files(), open_small, small_twin, walk, seeds=(2, 3))


@pytest.fixture(params=["sample", "small"])
def both(request) -> tuple[list[list[File]], Told]:
    return request.getfixturevalue(f"{request.param}_worlds")


def test_the_worlds_agree_in_public_and_differ_in_secret(both):
    made, told = both
    for twin, (_, _, tables) in zip(made[1:], told[1:], strict=True):
        assert tables == told[0][2]
        moved = {
            name: sum(a != b for a, b in zip(old.splitlines(), new.splitlines(), strict=True))
            for (name, old), (_, new) in zip(made[0], twin, strict=True)
            if "race_ethnicity,el_status" in old.decode()
        }
        assert all(students > 1 for students in moved.values()), (
            moved
        )  # who is in two files stays: few are left to move
        assert sum(moved.values()) > 100 or not moved
    counts = [groups for (measure, *_), (_, groups) in told[0][2].items() if measure != "events"]
    assert any(cell.status == "hidden" for groups in counts for _, cell in groups)


def test_every_page_sends_the_same_to_the_browser(both):
    _, told = both
    assert len(told[0][0]) > 100
    for sent, _, _ in told[1:]:
        assert sent.keys() == told[0][0].keys() or not sent
        for name in sent:
            same(told[0][0][name], sent[name], name)


def test_every_file_that_can_leave_is_the_same(both):
    _, told = both
    assert len(told[0][1]) > 100
    for _, left, _ in told[1:]:
        assert left.keys() == told[0][1].keys()
        for name in left:
            same(told[0][1][name], left[name], name)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_whatever_the_school_no_file_and_no_answer_tells_twins_apart(chance):
    with pytest.MonkeyPatch.context() as patch:
        made = random_files(chance)
        one = _kept(made, patch)
        other = _kept(random_twin(one, made, seed=chance.randrange(99)), patch)
        assume(tables_of(one) == tables_of(other))
        left, right = files(one), files(other)
        one.store.close()
        other.store.close()
    for name in left:
        same(left[name], right[name], name)


def worlds(
    folder,
    first: list[File],
    fill: Callable[[Workspace, Sequence[File]], object],
    twin: Callable[..., list[File]],
    walk: Callable[[Screen, Workspace], None],
    *,
    seeds: tuple[int, ...],
) -> tuple[list[list[File]], Told]:
    """Return each world's files, and what it tells, one world after the other in the same folder."""
    home, made, told = folder / "home", [first], []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUITY_LOOP_MODE", "laptop")
        patch.setenv("EQUITY_LOOP_HOME", str(home))
        for world in range(1 + len(seeds)):
            ws = opened(home / "workspace.duckdb", patch)
            fill(ws, made[world])
            if world == 0:
                made += [twin(ws, first, seed=seed) for seed in seeds]
            screen = Screen(patch)
            if world < 2:  # further twins are compared by what can leave
                walk(screen, ws)
            told.append((screen.sent, files(ws), tables_of(ws)))
            session.close_all()
            shutil.rmtree(home)
    return made, told


def tables_of(ws: Workspace) -> dict:
    """Return what is released, by its place."""
    tables = {(t.measure, t.period, t.dimension, t.where): (t.total, t.groups) for r in ws.releases() for t in r.tables}
    return tables | {("events", t.period, t.dimension): (t.hidden, t.counts) for r in ws.releases() for t in r.events}


def same(one: str, other: str, name: str) -> None:
    """Compare line by line, so that a failure shows where."""
    for first, second in zip(one.splitlines(), other.splitlines(), strict=False):
        assert first == second, name
    assert len(one) == len(other), name


def _kept(made: list[File], patch) -> Workspace:
    from equity_core.workflow.data import bring_in

    ws = opened(None, patch)
    for file in made:
        bring_in.keep(ws, bring_in.read(ws, [file]))
    return ws
