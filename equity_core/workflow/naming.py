"""Whether a typed text may name somebody: asked in one place, wherever a text is kept that others will read.

It doubts; a person decides. Cards and lines of a meeting wait in a queue of their own for that. Everything else is not
kept while it is doubted: what was seen is said, and what was typed stays where it was typed.
"""

from __future__ import annotations

import re

from equity_core.errors import Problem, Refused
from equity_core.privacy.free_text import doubts
from equity_core.workflow import lists
from equity_core.workflow.workspace import Workspace

CODE, ROLE_CODE = "names_somebody", "team_role_is_name"


def doubts_in(ws: Workspace, text: str) -> tuple[str, ...]:
    """Return the pieces of a sentence that may tell who somebody is; the school and its groups are ordinary."""
    known = lists.load(ws.words.language, "listening")
    groups = [group for source in ws.sources() for use in source.dimensions if not use.label for group in use.groups]
    places = {word.lower() for name in (ws.profile.school, *groups) for word in name.split()}
    found = doubts(
        text,
        first_names=known["first_names"],
        ordinary={*known["ordinary"], *places},
        single_out=known["single_out"],
    )
    return _once(text, found)


def seen_in(ws: Workspace, *texts: str) -> str:
    """Return the first piece of these sentences that may tell who somebody is, or nothing."""
    return next((piece for text in texts for piece in doubts_in(ws, text)), "")


def known_in(ws: Workspace, *texts: str) -> str:
    """Return the first piece that is a known first name, a title with a name, an address or a number; or nothing.

    For roles and for sentences with places and programs, in which a capital is usual ("the last bus to Eastside").
    """
    names = lists.load(ws.words.language, "listening")["first_names"]
    seen = (piece for text in texts for piece in doubts(text, first_names=names, ordinary=_words_of(text)))
    return next(seen, "")


def problems(ws: Workspace, **sentences: str) -> tuple[Problem, ...]:
    """Return a problem for each field with a sentence that may name somebody."""
    return _problems(CODE, {column: seen_in(ws, text) for column, text in sentences.items()})


def known_problems(ws: Workspace, **texts: str | tuple[str, ...]) -> tuple[Problem, ...]:
    """Return a problem for each field with a text in which somebody is named."""
    told = {column: (text,) if isinstance(text, str) else text for column, text in texts.items()}
    return _problems(CODE, {column: known_in(ws, *lines) for column, lines in told.items()})


def role_problems(ws: Workspace, **roles: str | tuple[str, ...]) -> tuple[Problem, ...]:
    """Return a problem for each field with a role that looks like a person."""
    told = {column: (role,) if isinstance(role, str) else role for column, role in roles.items()}
    return _problems(ROLE_CODE, {column: known_in(ws, *lines) for column, lines in told.items()})


def refuse(ws: Workspace, *texts: str, code: str = CODE) -> None:
    """Refuse texts in which somebody is named (`known_in`): nobody stands by to say that a place is no person."""
    seen = known_in(ws, *texts)
    if seen:
        raise Refused(code, seen=seen)


def _once(text: str, pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return pieces of a text with those that overlap as one: "Mrs. Jane", "Jane Miller" and "Miller" is one person."""
    spans = sorted((m.start(), m.end()) for piece in pieces for m in re.finditer(re.escape(piece), text))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(dict.fromkeys(text[start:end] for start, end in merged))


def _words_of(text: str) -> set[str]:
    """Return the words of a text in lower case, without the marks around them and without "'s"."""
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.lower())
    return {re.sub(r"['’]s$", "", word) for word in words}


def _problems(code: str, found: dict[str, str]) -> tuple[Problem, ...]:
    return tuple(Problem(code, column=column, facts={"seen": seen}) for column, seen in found.items() if seen)
