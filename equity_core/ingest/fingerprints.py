"""Which system a file comes from, by its column names. The table `data/fingerprints.json` may be edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from typing import Any

from equity_core.ingest.vocabulary import plain, table

ENOUGH = 60  # percent of the column names that a system always writes
QUESTION_WORDS = 4  # a column name with so many words is a question of a form


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What one system's file looks like, and what its columns mean."""

    id: str
    name: str
    needs: tuple[frozenset[str], ...]  # each with its other spellings
    shape: str = ""
    measure: str = ""
    min_group: int = 0  # the source hides smaller groups
    headcounts: bool = False  # a column for each group, with the number of its students
    questions: int = 0  # how many column names must be whole questions
    columns: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # by column: what a code means
    ask: dict[str, dict[str, str]] = field(default_factory=dict)  # by column: what a code may mean

    def knows(self, header: str) -> bool:
        """Say whether a column name is one of this system's."""
        return any(key in self.columns or any(key in need for need in self.needs) for key in keys_of(header))

    def about(self, header: str) -> dict[str, Any]:
        """Return what a column of this name is: `meaning`, and for a measure of its own `label` and `yes`."""
        for key in keys_of(header):
            if key in self.columns:
                told = self.columns[key]
                return dict(told) if isinstance(told, dict) else {"meaning": told}
        return {}

    def means(self, header: str, text: str) -> str:
        """Return what a code of a column means, or ""."""
        return _code(self.codes, header, text)

    def may_mean(self, header: str, text: str) -> str:
        """Return what a code of a column may mean (it must be asked), or ""."""
        return _code(self.ask, header, text)


def recognise(header: Sequence[str]) -> Fingerprint | None:
    """Return the system that these column names come from: 60 % of what it always writes must be there."""
    found = [(score, known) for known in fingerprints().values() if (score := _score(known, header)) >= (ENOUGH, 0)]
    return max(found, key=lambda each: each[0])[1] if found else None


def named(id: str) -> Fingerprint | None:
    """Return a fingerprint by its id."""
    return fingerprints().get(id)


def keys_of(header: str) -> tuple[str, str]:
    """Return a column name as it is compared: whole, and without the table that a dot puts before it."""
    whole = header.replace("%", "percent")
    return plain(whole), plain(whole.rsplit(".", 1)[-1])


@cache
def fingerprints() -> dict[str, Fingerprint]:
    """Return every fingerprint of the table."""
    return {id: _read(id, told) for id, told in table("fingerprints").items()}


def _read(id: str, told: dict[str, Any]) -> Fingerprint:
    by_column: dict[str, Any] = {
        name: {keys_of(key)[0]: value for key, value in told.get(name, {}).items()} for name in _BY_COLUMN
    }
    rest = {name: value for name, value in told.items() if name not in (*_BY_COLUMN, "needs")}
    needs = tuple(frozenset(keys_of(other)[0] for other in need.split("|")) for need in told["needs"])
    return Fingerprint(id=id, needs=needs, **rest, **by_column)


_BY_COLUMN = ("columns", "codes", "ask")


def _score(known: Fingerprint, header: Sequence[str]) -> tuple[int, int]:
    """Return (percent of what the system always writes, how many columns it knows)."""
    there = {key for each in header for key in keys_of(each)}
    if known.questions > sum(1 for each in header if len(each.split()) >= QUESTION_WORDS):
        return (0, 0)
    found = sum(1 for need in known.needs if need & there)
    return 100 * found // len(known.needs), sum(1 for each in header if known.knows(each))


def _code(table: dict[str, dict[str, str]], header: str, text: str) -> str:
    for key in keys_of(header):
        for code, meaning in table.get(key, {}).items():
            if fnmatch(text.strip(), code):
                return meaning
    return ""
