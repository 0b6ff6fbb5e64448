"""Two worlds, one screen: equal released cells and the same hidden groups must give every page the same payload."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from equity_core.model import Source
from equity_core.workflow.data import bring_in
from pages.parts.registry import PAGES, exists

GROUPS = {"Black or African American": (120, 24), "White": (400, 31), "Hispanic or Latino": (90, 12)}
SMALL = {  # two hidden groups whose students and counts change places between the worlds
    "one": {"American Indian or Alaska Native": (6, 1), "Native Hawaiian or Pacific Islander": (7, 3)},
    "other": {"American Indian or Alaska Native": (7, 3), "Native Hawaiian or Pacific Islander": (6, 1)},
}
TRANSPORT = (  # what differs between any two runs: ids of documents, sessions, media and elements; the time of day
    (re.compile(r"[0-9a-f]{12,64}"), "<id>"),
    (re.compile(r"/[^\s\"]*/(one|other)\b"), "<folder>"),  # the workspace page says where its file lies
    (re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?"), "<time>"),
)


def file_of(world: str) -> bytes:
    """Return a year's file of one world: the same header, the same length, the same names of groups."""
    lines, number = ["Student ID,Race/Ethnicity,Suspended"], 0
    for group, (n, x) in {**GROUPS, **SMALL[world]}.items():
        for place in range(n):
            number += 1
            lines.append(f"{100000 + number},{group},{'Y' if place < x else 'N'}")
    return ("\n".join(lines) + "\n").encode()


def fill(ws, world: str) -> Source:
    """Import a world as a person would, taking every default."""
    draft = bring_in.read(ws, [("2024-25 students.csv", file_of(world))])
    return bring_in.keep(ws, draft)


def payload(at) -> list[str]:
    """Return everything that the page sent to the browser, without transport."""
    found: list[str] = []

    def walk(node) -> None:
        proto = getattr(node, "proto", None)
        if proto is not None:
            found.append(f"{type(node).__name__} {proto}")
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(at._tree)
    for pattern, instead in TRANSPORT:
        found = [pattern.sub(instead, text) for text in found]
    return found


@pytest.fixture
def both(tmp_path, monkeypatch):
    """Return a function that shows an address in both worlds."""
    from pages.parts import session
    from tests.pages.conftest import is_whole
    from tests.rules.walk import walked

    monkeypatch.setenv("EQUITY_LOOP_MODE", "laptop")

    def shown(address: str, view: str) -> list[list[list[str]]]:
        told = []
        for world in SMALL:
            monkeypatch.setenv("EQUITY_LOOP_HOME", str(tmp_path / world))
            ws = session.opened(session.home() / "workspace.duckdb")
            if not ws.sources():
                fill(ws, world)
            told.append([payload(at) for at in walked(address, view) if is_whole(at)])
        return told

    yield shown
    session.close_all()


def test_the_worlds_differ_in_secret_and_agree_in_public(both, tmp_path):
    both("", "desk")
    from pages.parts import session

    worlds = [session.opened(tmp_path / world / "workspace.duckdb") for world in SMALL]
    tables = [{(t.measure, t.dimension): (t.total, t.groups) for r in ws.releases() for t in r.tables} for ws in worlds]
    assert tables[0] == tables[1]
    assert any(count.status == "hidden" for _, groups in tables[0].values() for _, count in groups)
    assert file_of("one") != file_of("other")


@pytest.mark.parametrize("view", ["desk", "stage", "print"])
def test_every_page_sends_the_same_to_the_browser(both, view):
    for page in PAGES.values():
        if exists(page.id):
            one, other = both(page.address, view)
            assert one, page.id
            told = zip(chain(*one), chain(*other), strict=True)
            assert [pair for pair in told if pair[0] != pair[1]] == [], page.id


def test_the_walk_does_see_the_numbers(both):
    one, _ = both("gaps", "desk")
    assert any("20.0%" in text for text in chain(*one))
    assert any("hidden" in text for text in chain(*one))
