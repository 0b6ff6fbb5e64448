"""docs/problems.md has a heading for each code, and each code has a text."""

from __future__ import annotations

import re

from equity_core.reports.problems import PAGE, problems
from equity_core.words import Words
from tests.conftest import ROOT

RAISED = re.compile(r'\b(?:Refused|Unreadable|Unknown|Unknown\.among|Locked|Damaged|Problem)\(\s*"([a-z_.]+)"')


def test_the_page_in_docs_is_what_the_words_say():
    assert PAGE.read_text(encoding="utf-8") == problems(Words())


def test_every_code_that_the_library_names_has_a_text():
    codes = {
        code
        for file in (ROOT / "equity_core").rglob("*.py")
        for code in RAISED.findall(file.read_text(encoding="utf-8"))
    }
    words = Words()
    assert codes
    assert [c for c in sorted(codes) if not (words.has(f"problem.{c}") or words.has(f"asked.{c}"))] == []
