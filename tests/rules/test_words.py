"""Every sentence a person reads is in a catalog, and every word that the code asks for is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import polib
import pytest

from equity_core.ingest.questions import EXEMPT
from equity_core.model import Document
from equity_core.words import FOLDER, Words
from tests.conftest import ROOT

CATALOGS = sorted((FOLDER / "en").glob("*.po"))
CODE = [*(ROOT / "equity_core").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
NOT_SENTENCES = re.compile(
    r"[{};<>]|\b(SELECT|INSERT|CREATE|DELETE|UPDATE|ATTACH|DETACH|COPY|FILTER|FROM|WHERE|SET|DROP|ALTER|JOIN|COUNT|VALUES|"
    r"AS|CAST|AND|OR|GROUP BY|ORDER BY|WITH|UNION|CASE|WHEN|THEN)\b|@media|function|https?:|application/|\\[a-zA-Z]"
)
SENTENCE = re.compile(r"^[A-Z“\"(]?[A-Za-z'’,“”\"()–-]+( [A-Za-z'’,“”\"()–-]+){3,}[.!?:]?$")
NEVER = re.compile(
    r"\b(significant\w*|proved|proves|achievement gap|at-risk|at risk|subgroups?|minorit(y|ies)|non-white|"
    r"underperform\w*|p-values?|due to)\b",
    re.IGNORECASE,
)
BRITISH = re.compile(
    r"\b\w*((recogn|organ|real|summar|minim|prior|util|apolog|critic|categor|anonym|personal|standard|general|custom)is"
    r"(e|ed|es|ing|ation)|favour|behaviour|colour|labour|neighbour|honour|analys(e|ed|ing)\b|practis|licence|centre\b|"
    r"towards|afterwards|judgement|enrol(s|ment)?\b|(level|label|cancel|travel|model|counsel)l(ed|ing)|learnt|whilst|"
    r"programme|catalogue|grey\b|fulfil\b|maths\b)\w*",
    re.IGNORECASE,
)
FREE = {  # files whose texts are not for the screen, each with its reason
    "equity_core/__main__.py",  # help of the command line, read by developers
    "equity_core/samples",  # what the made-up people of the sample school say
}


def literals(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file that are no docstring, no argument of an exception and no part of a comparison."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        if isinstance(node, ast.Raise | ast.Assert):
            skipped.update(n for n in ast.walk(node) if isinstance(n, ast.Constant))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.lineno, node.value


def ids_asked_for(file: Path) -> Iterator[str]:
    """Yield the word ids that a file uses as they are: words("id"), view.words("id"), ws.words("id")."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if name == "words" and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def test_no_sentence_is_written_in_python():
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file in CODE
        if not any(str(file.relative_to(ROOT)).startswith(free) for free in FREE)
        for line, text in literals(file)
        if SENTENCE.match(text.strip()) and not NOT_SENTENCES.search(text)
    ]
    assert found == []


def test_every_word_that_is_asked_for_is_there():
    words = Words()
    missing = [f"{file.relative_to(ROOT)}: {id}" for file in CODE for id in ids_asked_for(file) if not words.has(id)]
    assert missing == []


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda file: file.name)
def test_every_entry_can_be_filled_in(catalog):
    for entry in polib.pofile(str(catalog)):
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert all(texts), entry.msgid
        facts = [_facts(text) for text in texts]
        assert all(name.isidentifier() for names in facts for name in names), entry.msgid
        assert all(names <= facts[-1] for names in facts), f"{entry.msgid}: a fact that the plural has not"
        assert not entry.msgid_plural or entry.msgid_plural == entry.msgid


def test_an_id_is_in_one_catalog_only():
    ids = [entry.msgid for catalog in CATALOGS for entry in polib.pofile(str(catalog))]
    assert sorted({id for id in ids if ids.count(id) > 1}) == []


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda file: file.name)
def test_words_that_harm_or_overclaim_are_not_used(catalog):
    for entry in polib.pofile(str(catalog)):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not NEVER.search(text), f"{entry.msgid}: {text}"


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda file: file.name)
def test_the_spelling_is_american(catalog):
    for entry in polib.pofile(str(catalog)):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not BRITISH.search(re.sub(r"{.*?}", "", text)), f"{entry.msgid}: {text}"


def test_every_kind_of_edit_can_be_named_when_it_is_undone():
    kinds = {model.kind for model in Document.__subclasses__()}
    assert kinds
    assert [kind for kind in sorted(kinds) if not Words().has(f"kind.{kind}")] == []


def test_what_is_said_of_rows_and_cells_is_also_right_of_one():
    """A count of students under 10 is never said; one of lines is, and can be 1."""
    plural = {entry.msgid for catalog in CATALOGS for entry in polib.pofile(str(catalog)) if entry.msgid_plural}
    counted = {id for code in EXEMPT if "{rows}" in Words().template(id := f"question.{code}")}
    assert counted
    assert counted <= plural


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
