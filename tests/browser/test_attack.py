"""What reaches a browser of made-up schools, frame by frame and as a person reads it, gives no hidden number away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
import pytest
from google.protobuf.message import DecodeError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from equity_core.store import Store
from equity_core.workflow import Workspace
from pages.parts.registry import PAGES
from tests.browser.hands import Hands
from tests.privacy import everything
from tests.rules import screen

WITH_NUMBERS = (
    "home",
    "data",
    "sources",
    "gaps",
    "focus",
    "listen",
    "causes",
    "points",
    "goal",
    "kit",
    "meet",
    "privacy",
)
ON_PAPER = ("gaps", "sources", "notebook", "privacy")
PLACE = ("order",)  # where a row stands: groups are alphabetical
HASH = re.compile(r"\b(?=[0-9a-f-]*[a-f])[0-9a-f-]{16,}\b|\d*\.\d+")  # of an element or a session; or a rate
PROMISE = "fewer than 10 students"


@pytest.mark.parametrize(("kind", "seed"), [("school", 5), ("only one hidden", 7), ("district", 7)])
def test_nothing_that_reaches_the_browser_tells_of_a_hidden_group(kind, seed, serve, new_tab, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    ws = Workspace(Store(home / "workspace.duckdb"))
    made = everything.students(kind, seed)
    everything.brought(ws, made)
    told, asked = everything.quick(ws), list(screen.questions(ws, groups=False))
    ws.store.close()

    hands = Hands(new_tab(serve("laptop", home)))
    for id in WITH_NUMBERS:
        hands.go(PAGES[id].address)
        told[f"DOM {id}"] = hands.page.locator("body").inner_text()
    for id in ON_PAPER:
        hands.go(PAGES[id].address, view="print")
        told[f"DOM {id} on paper"] = hands.page.locator("body").inner_text()
    for question in islice(asked, 0, None, max(1, len(asked) // 8)):
        hands.go("gaps", **dict(zip(screen.PICKERS, question, strict=True)))
        if hands.has("predict_skip"):
            hands.press("predict_skip")
        told[f"DOM gaps {question}"] = hands.page.locator("body").inner_text()
    messages = list(forwarded(hands.frames))
    told |= {f"frame {number}": str(message) for number, message in enumerate(messages)}

    assert everything.assert_nothing_else_is_said(told) > 3
    hidden = hidden_groups(told)
    rows = [row for message in messages for row in rows_of(message)]
    assert hidden
    named = [(row.get("Group") or row.get("label"), row) for row in rows]
    assert {name for name, _ in named} >= hidden, "tables and charts are looked at"
    assert any(re.search(r"\d", str(row)) for name, row in named if name not in hidden)
    for name, row in named:
        if name in hidden:
            said = " ".join(str(value) for key, value in row.items() if key not in PLACE)
            assert not re.search(r"\d", said.replace(PROMISE, "")), row
    words = {word for text in told.values() for word in re.findall(r"\w+", HASH.sub(" ", text))}
    assert len(words) > 1_000
    assert not words & {s["Student ID"] for s in made}
    hands.must_never_see()


def hidden_groups(told: screen.Sent) -> set[str]:
    """Return the groups whose size is shown nowhere."""
    groups: dict[str, list] = {}
    for release in everything.releases(told):
        for table in release.tables:
            for name, count in table.groups if not table.where else ():
                groups.setdefault(name, []).append(count.n)
    return {name for name, sizes in groups.items() if set(sizes) == {None}}


def forwarded(frames: Sequence[bytes]) -> Iterator[ForwardMsg]:
    """Yield the messages of the app among the frames of a tab."""
    for frame in frames:
        message = ForwardMsg()
        try:
            message.ParseFromString(frame)
        except DecodeError:
            continue
        yield message


def rows_of(message: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of every table of data in a message, however deep it lies."""
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for one in values:
            if field.type == field.TYPE_MESSAGE and hasattr(one, "ListFields"):
                yield from rows_of(one)
            elif field.type == field.TYPE_BYTES and one:
                yield from _table(one)


def _table(data: bytes) -> list[dict[str, Any]]:
    try:
        return pa.ipc.open_stream(data).read_all().to_pylist()
    except pa.ArrowInvalid:
        return []
