"""What somebody typed is only text on every page: no link, no picture; and the wall repeats nothing that is refused."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from google.protobuf.json_format import MessageToDict

from equity_core.errors import Problem
from equity_core.model import DOCUMENTS, Document
from equity_core.words import Words
from pages.parts import session, typed
from pages.parts.registry import PAGES
from tests.rules.screen import Screen, _Recorded
from tests.rules.test_names import ROLES, SENTENCES

PICTURE = "![zq](u)"
UNESCAPED = re.compile(rb"(?<!\\)!\\?\[zq")
AS_TEXT = {  # what Streamlit shows as it is
    "text.body", "textInput.default", "textArea.default", "selectbox.options", "multiselect.options", "table.alt",
    "vegaLiteChart.alt", "vegaLiteChart.data.data", "vegaLiteChart.spec",
}  # fmt: skip


def typed_paths() -> dict[str, list[list[str]]]:
    """Return the fields of each record that somebody types, as tests/rules/test_names.py lists them."""
    found: dict[str, list[list[str]]] = {"profile": [["school"]]}
    for field in (*SENTENCES, *ROLES):
        kind, *path = field.split(".")
        found.setdefault(kind, []).append(path)
    return found


def marked(value: object, path: list[str]) -> object:
    if isinstance(value, list | tuple):
        return [marked(one, path) for one in value]
    if path:
        return {**value, path[0]: marked(value[path[0]], path[1:])} if value and path[0] in value else value
    return f"{value} {PICTURE}" if value else value


def planted(document: Document, paths: list[list[str]]) -> Document:
    told: object = document.model_dump()
    for path in paths:
        told = marked(told, path)
    return type(document).model_validate(told)


def shown(message: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(message, dict):
        for name, inner in message.items():
            yield from shown(inner, f"{path}.{name}" if path else name)
    elif isinstance(message, list):
        for inner in message:
            yield from shown(inner, path)
    elif isinstance(message, str):
        yield path, message


def as_markdown(messages: object) -> Iterator[str]:
    """Yield where typed marks stand that the browser would make something of."""
    for message in messages:
        for path, text in shown(MessageToDict(message.delta) if message.WhichOneof("type") == "delta" else {}):
            where = path.removeprefix("newElement.").removeprefix("addBlock.")
            content = base64.b64decode(text) if where.endswith(".data") else text.encode()
            if where not in AS_TEXT and not where.endswith(".id") and UNESCAPED.search(content):
                yield f"{where}: {text[:80]}"


def test_what_is_typed_is_only_text_on_every_page(laptop_home, monkeypatch):
    screen = Screen(monkeypatch)
    screen.at.button(key="open_sample").click().run()
    ws = session.opened(session.path())
    paths = typed_paths()
    for kind, model in DOCUMENTS.items():
        ws.store.save(*(planted(one, paths.get(kind, [])) for one in ws.store.documents(model)))
    found = {}
    for id in PAGES:
        for view in ("desk", "stage") if id in ("home", "words", "ideas", "choose", "meet") else ("desk",):
            screen.open(id, view)
            found[f"{id} {view}"] = [*as_markdown(_Recorded.last)]
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("code", ["names_somebody", "unknown.measure"])
def test_the_wall_repeats_nothing_that_was_typed(code):
    problem = Problem(code, facts={"seen": "M*ria", "asked": "M*ria", "near": "", "known": ""})
    assert "M\\*ria" in typed.said(Words(), problem, wall=False)
    assert "ria" not in typed.said(Words(), problem, wall=True)
