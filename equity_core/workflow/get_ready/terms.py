"""Do we mean the same thing? Each seat writes alone, all is read at once, and the room agrees on one meaning.

What others say a word means is shown only after the team has read its own.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, NamedTuple

from equity_core.errors import Problem
from equity_core.model import Agreement, Definition
from equity_core.model.base import Record
from equity_core.workflow import naming, profiles
from equity_core.workflow.get_ready import team
from equity_core.workflow.lists import FOLDER
from equity_core.workflow.workspace import Workspace

FEWEST = 2  # definitions, before anything is compared
ENOUGH, ENOUGH_IN_A_HURRY = 3, 2  # words that a team agrees on
HANDS = "agreement_hands"  # the problem of more hands than people
REVIEW_AFTER = timedelta(days=365)
Mark = Literal["", "shared", "own"]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Named(Record):
    """A word, the forms that it has in a sentence, and what others say that it means."""

    id: str
    name: str
    forms: tuple[str, ...] = ()  # in which the word also stands in a sentence
    reference: str = ""


class _Terms(Record):
    terms: tuple[Named, ...]
    first_two: tuple[str, ...]
    stop_words: frozenset[str]


class Piece(NamedTuple):
    """A stretch of a definition: a word that several definitions have, that this one alone has, or neither."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Term:
    """One word as it stands. `reference` is empty until the team has read its own definitions."""

    id: str
    name: str
    written: int
    is_revealed: bool
    reference: str
    agreement: Agreement | None

    @property
    def is_agreed(self) -> bool:
        """Say whether there is one meaning, checked by thumbs, and nobody says "not yet"."""
        return self.agreement is not None and is_agreed(self.agreement)


# -- the words -----------------------------------------------------------------------------------------------------


def terms(ws: Workspace) -> list[Term]:
    """Return the words to agree on: the usual ones (two when time is limited), those begun, and the team's own."""
    known, begun = _known(ws.words.language), {a.id: a for a in ws.all(Agreement)}
    usual = [t for t in known.terms if not _is_hurried(ws) or t.id in (*known.first_two, *begun)]
    ids = {t.id for t in known.terms}
    own = [Named(id=a.id, name=a.name) for a in begun.values() if a.id not in ids]
    return [_term(ws, named, begun.get(named.id)) for named in (*usual, *own)]


def term(ws: Workspace, id: str) -> Term | None:
    """Return one word, or None."""
    return next((found for found in terms(ws) if found.id == id), None)


def current(ws: Workspace) -> Term:
    """Return the word that the room is at: the first one not agreed on, else the last."""
    found = terms(ws)
    return next((one for one in found if not one.is_agreed), found[-1])


def add(ws: Workspace, name: str) -> Agreement | Problem:
    """Put a word of the team's own on the list; the problem when it is empty, a name, or there already."""
    id = "-".join(_WORD.findall(name.casefold()))
    named = naming.known_in(ws, name)
    there = {t.id for t in terms(ws)} | {t.id for t in _known(ws.words.language).terms}
    for code, is_so in (("term_empty", not id), ("term_names", bool(named)), ("term_twice", id in there)):
        if is_so:
            return Problem(code, column="term", facts={"seen": named})
    made = Agreement(id=id, name=name)
    ws.save(made)
    return made


# -- what each seat writes -----------------------------------------------------------------------------------------


def define(ws: Workspace, id: str, text: str) -> Definition | Problem:
    """Keep what one seat means by a word; nobody sees it before the reveal."""
    named = naming.known_in(ws, text)
    if named:
        return Problem("term_names", column="definition", facts={"seen": named})
    made = draft(ws, id, text)
    if isinstance(made, Definition):
        ws.save(made)
    return made


def draft(ws: Workspace, id: str, text: str) -> Definition | Problem:
    """Return the definition that `define` would keep of a text that names nobody, or the problem."""
    if not text.strip():
        return Problem("definition_empty", column="definition")
    if long := team.too_long(text, "definition"):
        return long
    return Definition(cycle=ws.cycle.id, term=id, text=text)


def reveal(ws: Workspace, id: str) -> Problem | None:
    """Open all definitions of a word at once; the problem while there are fewer than two."""
    if len(_definitions(ws, id)) < FEWEST:
        return Problem("definitions_too_few", facts={"fewest": FEWEST})
    ws.save(_agreement(ws, id).model_copy(update={"revealed_in": ws.cycle.id}))
    return None


def compared(ws: Workspace, id: str) -> tuple[tuple[Piece, ...], ...]:
    """Return the revealed definitions in alphabetical order, their words marked; nothing before the reveal.

    A word is shared when two definitions have it, in any case; words that say little (a list of the team's) have no
    mark. Nothing is cut down to its stem: "needs" and "need" are two words.
    """
    if not _is_revealed(ws, id):
        return ()
    return tuple(_marked(ws, text, _counted(ws, id)) for text in sorted(_definitions(ws, id), key=str.casefold))


def shared_words(ws: Workspace, id: str) -> tuple[str, ...]:
    """Return the words that at least two revealed definitions have, most shared first; nothing before the reveal."""
    counted = _counted(ws, id) if _is_revealed(ws, id) else {}
    return tuple(sorted((w for w, n in counted.items() if n >= FEWEST), key=lambda w: (-counted[w], w)))


# -- what the room agrees on ---------------------------------------------------------------------------------------


def agree(
    ws: Workspace,
    id: str,
    text: str,
    *,
    agree: int = 0,
    live_with: int = 0,
    not_yet: int = 0,
    review_on: date | None = None,
    people: int | None = None,
) -> Agreement | Problem:
    """Keep the one meaning with its thumbs; the problem when it is empty or too long, or the day to look again is past.

    With `people`, how many there are, more hands than that are a problem too.
    """
    if long := team.too_long(text, "text"):
        return long
    named, hands = naming.known_in(ws, text), agree + live_with + not_yet
    found = (
        ("text", "agreement_empty", not text.strip()),
        ("text", "term_names", bool(named)),
        ("agree", HANDS, people is not None and hands > people),
        ("review_on", "agreement_past", review_on is not None and review_on <= ws.today()),
    )
    for column, code, is_so in found:
        if is_so:
            return Problem(code, column=column, facts={"seen": named, "hands": hands, "people": people or 0})
    told = worded(ws, id, text).model_copy(
        update={
            "agree": agree,
            "live_with": live_with,
            "not_yet": not_yet,
            "review_on": review_on or ws.today() + REVIEW_AFTER,
        }
    )
    told = told.model_copy(update={"agreed_on": ws.today() if is_agreed(told) else None})
    ws.save(told)
    return told


def worded(ws: Workspace, id: str, text: str) -> Agreement:
    """Return a word with a new wording; thumbs that were counted for another one do not count for it."""
    kept = _agreement(ws, id)
    if kept.text == text.strip():
        return kept
    fresh = {"text": text.strip(), "agree": 0, "live_with": 0, "not_yet": 0, "agreed_on": None}
    return kept.model_copy(update=fresh)


def is_agreed(agreement: Agreement) -> bool:
    """Say whether hands stand behind a meaning and none is down."""
    return bool(agreement.text) and agreement.agree + agreement.live_with > 0 and agreement.not_yet == 0


def agreed(ws: Workspace) -> list[Agreement]:
    """Return what the team agreed on, in the order of the list."""
    return [t.agreement for t in terms(ws) if t.agreement is not None and t.is_agreed]


def are_enough(ws: Workspace) -> bool:
    """Say whether the team agrees on enough words to go on with, and none is due to be looked at again."""
    return len(agreed(ws)) >= (ENOUGH_IN_A_HURRY if _is_hurried(ws) else ENOUGH) and not to_review(ws)


def to_review(ws: Workspace) -> list[Agreement]:
    """Return the agreements whose day to look again has come."""
    return [a for a in agreed(ws) if a.review_on is not None and a.review_on <= ws.today()]


def meant(ws: Workspace) -> tuple[str, ...]:
    """Return what the team means by each word it agreed on, in sentences."""
    return tuple(ws.words("words.means", name=a.name, text=a.text) for a in agreed(ws))


def used(ws: Workspace, *texts: str) -> tuple[str, ...]:
    """Return what the team means by each agreed word that one of the texts uses, in sentences."""
    said = [f" {' '.join(_plain(m.group()) for m in _WORD.finditer(text))} " for text in texts]
    forms = {t.id: (t.name, *t.forms) for t in _known(ws.words.language).terms}
    found = []
    for a in agreed(ws):
        spelled = [" ".join(_plain(m.group()) for m in _WORD.finditer(form)) for form in forms.get(a.id, (a.name,))]
        if any(f" {form} " in text for form in spelled for text in said):
            found.append(ws.words("words.used", name=a.name, text=a.text))
    return tuple(found)


# -- within --------------------------------------------------------------------------------------------------------


def _term(ws: Workspace, named: Named, agreement: Agreement | None) -> Term:
    is_revealed = agreement is not None and bool(agreement.revealed_in)
    return Term(
        id=named.id,
        name=named.name,
        written=len(_definitions(ws, named.id)),
        is_revealed=_is_revealed(ws, named.id),
        reference=named.reference if is_revealed else "",
        agreement=agreement,
    )


def _agreement(ws: Workspace, id: str) -> Agreement:
    name = next((t.name for t in _known(ws.words.language).terms if t.id == id), id)
    return ws.get(Agreement, id) or Agreement(id=id, name=name)


def _definitions(ws: Workspace, id: str) -> list[str]:
    return [d.text for d in ws.of_cycle(Definition) if d.term == id]


def _is_revealed(ws: Workspace, id: str) -> bool:
    kept = ws.get(Agreement, id)
    return kept is not None and kept.revealed_in == ws.cycle.id


def _is_hurried(ws: Workspace) -> bool:
    return "two_terms" in profiles.changes(ws, "words")


def _counted(ws: Workspace, id: str) -> dict[str, int]:
    """Return in how many definitions each word stands that says something."""
    stop = _known(ws.words.language).stop_words
    counted: dict[str, int] = {}
    for text in _definitions(ws, id):
        for word in {_plain(m.group()) for m in _WORD.finditer(text)} - stop:
            counted[word] = counted.get(word, 0) + 1
    return counted


def _marked(ws: Workspace, text: str, counted: dict[str, int]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for m in _WORD.finditer(text):
        count = counted.get(_plain(m.group()), 0)
        pieces += [Piece(text[at : m.start()], ""), Piece(m.group(), _MARKS[min(count, FEWEST)])]
        at = m.end()
    return tuple(piece for piece in (*pieces, Piece(text[at:], "")) if piece.text)


_MARKS: tuple[Mark, ...] = ("", "own", "shared")


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


@cache
def _known(language: str) -> _Terms:
    read = json.loads((FOLDER / language / "terms.json").read_text(encoding="utf-8"))
    return _Terms.model_validate(read)
