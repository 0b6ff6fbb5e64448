"""The documents say what the tree does."""

from __future__ import annotations

import re

import polib

from tests.conftest import ROOT
from tests.rules.test_architecture import MAY

# What statistics calls things. Where a sentence on a screen uses one of them, the glossary explains it.
STATISTICAL = (
    "adherence",
    "Benjamini",
    "cohort",
    "dosage",
    "interval",
    "median",
    "MOVER",
    "Newcombe",
    "parity",
    "percentage point",
    "pool",
    "ratio",
    "reclassification",
    "threshold",
    "Wilson",
    "average",
    "baseline",
    "clear",
    "leaning",
    "leveling down",
    "chance",
    "rate",
)


def test_the_architecture_page_has_the_import_table_of_the_rules():
    assert _table() == MAY


def test_decisions_are_numbered_without_gaps_and_short():
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [file.name[:4] for file in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert [file.name for file in files if len(file.read_text(encoding="utf-8").split()) >= 300] == []


def test_the_glossary_explains_every_statistical_word_that_a_sentence_uses():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    said = "\n".join(
        text
        for file in (ROOT / "equity_core" / "words").glob("*/*.po")
        for entry in polib.pofile(str(file))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    )
    used = [word for word in STATISTICAL if re.search(rf"\b{word}", said, re.IGNORECASE)]
    assert [word for word in used if not re.search(rf"\b{word}", glossary, re.IGNORECASE)] == []


def _table() -> dict[str, frozenset[str]]:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", page.partition("## Who may import whom")[2], re.MULTILINE)
    everything = frozenset(MAY) - {"workflow", "pages", "pages/parts"}
    found = {}
    for names, may in rows[2:]:
        for name in names.split(", "):
            found[name] = everything - {"sealed"} if may == "all but sealed" else _names(may)
    return found


def _names(cell: str) -> frozenset[str]:
    return frozenset() if cell == "nothing" else frozenset(cell.split(", "))
