"""What a browser is sent and shows of a made-up school, read as an attacker reads it: nothing hidden is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
from google.protobuf.message import DecodeError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from equity_core.privacy import Released
from equity_core.workflow import Workspace
from equity_core.workflow.diagnose import gap_choices, gaps
from pages.parts.registry import PAGES
from tests.browser.hands import Hands
from tests.privacy import everything
from tests.rules import screen

WITH_NUMBERS = {
    "": "home data sources focus listen causes points goal results notebook kit meet privacy",
    "print": "sources notebook privacy",
    "stage": "focus privacy",
}
PLACES = [(id, {"view": view} if view else {}) for view, ids in WITH_NUMBERS.items() for id in ids.split()]
WALL = {"view": "stage"}  # where no table stands
VIEWS = ({}, {"view": "print"}, {}, WALL)  # of the gaps page, in turn
PICKERS = (*screen.PICKERS, "sel_where")
PLACE = ("order",)  # where a row stands: groups are alphabetical
HASH = re.compile(r"\b(?=[0-9a-f-]*[a-f])[0-9a-f-]{16,}\b|\d*\.\d+")  # of an element or a session; or a rate
Place = tuple[str, dict[str, str]]  # a page and how it is looked at
PROMISE = "fewer than 10 students"


def questions(ws: Workspace, seed: int, *, whole: bool) -> list[gaps.Query]:
    """Return some ten questions for the gaps page of all that can be asked, or one; narrowed ones among them."""
    names = ("measure", "dimension", "period", "compare", "group")
    asked = [gaps.Query(**dict(zip(names, question, strict=True))) for question in screen.questions(ws)]
    narrowed = list(screen.narrowed(ws))
    if whole:
        return [*asked[:: max(1, len(asked) // 8)], *narrowed[:2]]
    chance = Random(seed)
    return [chance.choice(chance.choice([some for some in (asked, narrowed) if some]))] if asked else []


def assert_nothing_hidden_is_told(hands: Hands, ws: Workspace, file: Path, seed: int, *, whole: bool = False) -> None:
    """Close a school's workspace and go through it in a browser: every page and some questions, or one of each."""
    asked = questions(ws, seed, whole=whole)
    for query in asked:
        gaps.predict(ws, query, "")
        gaps.pin(ws, query)
    told = everything.released(ws)
    ws.store.close()
    (file.parent / ".last").write_text(file.name, encoding="utf-8")

    hands.frames.clear()
    told |= read(hands, asked, PLACES if whole else [PLACES[seed % len(PLACES)]], seed)
    messages = list(forwarded(hands.frames))
    rows = [row for message in messages for row in taken_out(message)]
    told |= {f"row {number}": "\n".join(map(str, row.values())) for number, row in enumerate(rows)}
    told |= {f"frame {number}": str(message) for number, message in enumerate(messages)}
    seen = everything.assert_nothing_else_is_said(told)

    hidden, shown = groups_of(told, [q for n, q in enumerate(asked) if VIEWS[(seed + n) % len(VIEWS)] != WALL])
    named = [(row.get("Group") or row.get("label"), row) for row in rows]
    assert {name for name, _ in named} >= hidden, "tables and charts are looked at"
    assert not shown or any(re.search(r"\d", str(row)) for name, row in named if name in shown)
    for name, row in named:
        if name in hidden:
            said = " ".join(str(value) for key, value in row.items() if key not in PLACE)
            assert not re.search(r"\d", said.replace(name, "").replace(PROMISE, "")), row
    words = {word for text in told.values() for word in re.findall(r"\w+", HASH.sub(" ", text))}
    assert len(words) > 300
    assert not whole or seen > 3
    assert not words & everything.IDS
    hands.must_never_see()


def read(hands: Hands, asked: Sequence[gaps.Query], places: Sequence[Place], seed: int) -> screen.Sent:
    """Return what a person reads on some pages, and of some questions on the gaps page, one after the other."""
    told = {}
    for turn, (place, query) in enumerate(zip_longest(places, asked)):
        if query:  # the page before was another one, so that no picker stands already
            at = {key: code for key, code in zip(PICKERS, _codes(query), strict=True) if code}
            told[f"DOM gaps {at}"] = _turned(hands, "gaps", **at, **VIEWS[(seed + turn) % len(VIEWS)])
        elif not asked:
            told["DOM gaps"] = _turned(hands, "gaps")
        if place:
            id, view = place
            told[f"DOM {id} {view}"] = _turned(hands, id, **view)
    return told


def _turned(hands: Hands, id: str, **query: str) -> str:
    hands.turn_to(PAGES[id].address, **query)
    return hands.page.locator("body").inner_text()


def _codes(query: gaps.Query) -> tuple[str, ...]:
    where = gap_choices.code_of(query.where)
    return (query.measure, query.dimension, query.period, query.compare, query.group, where)


def groups_of(told: screen.Sent, asked: Sequence[gaps.Query]) -> tuple[set[str], set[str]]:
    """Return the groups of what is asked whose size is shown nowhere, and those with a number where it is asked."""
    sizes: dict[str, list] = {}
    shown = set()
    for table in (table for release in everything.releases(told) for table in release.tables):
        if not table.where and table.dimension in {query.dimension for query in asked}:
            for name, count in table.groups:
                sizes.setdefault(name, []).append(count.n)
        if any((q.measure, q.dimension, q.period, q.where) == (*_key(table), table.where) for q in asked):
            shown |= {name for name, count in table.groups if count.is_shown}
    return {name for name, some in sizes.items() if set(some) == {None}}, shown


def _key(table: Released) -> tuple[str, str, str]:
    return table.measure, table.dimension, table.period


def forwarded(frames: Sequence[bytes]) -> Iterator[ForwardMsg]:
    """Yield the messages of the app among the frames of a tab."""
    for frame in frames:
        message = ForwardMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            continue
        yield message


def taken_out(message: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of every table of data in a message, however deep it lies; the message is then without them.

    In a table's bytes one text follows the other: "3 of 12" before "30 of 70" would read as 3 of 1,230.
    """
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for one in values:
            if field.type == field.TYPE_MESSAGE and hasattr(one, "ListFields"):
                yield from taken_out(one)
            elif field.type == field.TYPE_BYTES and one:
                with suppress(pa.ArrowInvalid):
                    yield from pa.ipc.open_stream(one).read_all().to_pylist()
                    setattr(message, field.name, b"")
