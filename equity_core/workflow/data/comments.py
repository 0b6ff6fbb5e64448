"""What people wrote in a survey: struck out where it may name somebody, kept apart, and read by a person first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from equity_core import ingest
from equity_core.ingest import Checked
from equity_core.model import Evidence, Held, Source
from equity_core.privacy.free_text import doubts, masked
from equity_core.workflow import lists
from equity_core.workflow.data.draft import File, Result
from equity_core.workflow.workspace import Workspace

ROLES = {"students": "student", "families": "family", "family": "family", "staff": "teacher", "student": "student"}
LONGEST = 2_000


def names_in(files: Sequence[File]) -> frozenset[str]:
    """Return the words of every name column of these files, in lower case: in memory only, for as long as it takes."""
    if not any(column.meaning == "comment" for file in files for column in file.part.mapping.columns):
        return frozenset()
    return frozenset().union(*(ingest.names_in(file.part.sheet) for file in files))


def keep(ws: Workspace, file: File, result: Result, source: Source, *, names: frozenset[str]) -> int:
    """Put what people wrote into the queue, names struck out; return how many texts wait there.

    Nothing of it is seen anywhere else until a person has read it and said yes.
    """
    if not isinstance(result, Checked) or not result.comments:
        return 0
    role = next((column.index for column in result.dimensions if column.target == "role" and column.index >= 0), None)
    texts = [
        (texts[0], texts[-1] if role is not None else result.role, people)
        for column in result.comments
        for texts, people in file.part.vocabulary(column.index, *([] if role is None else [role]))
        if not ingest.is_no_answer(texts[0])
    ]
    known = lists.load(ws.words.language, "listening")
    starts = {*known["starts"], *_used_often(text for text, _, _ in texts)}
    places = {word.lower() for word in ws.profile.school.split()}
    cycle = ws.cycle.id  # asked for once: within a transaction, a first cycle is not there before its end
    held = []
    for written, wrote, people in texts:
        text = " ".join(written.split())[:LONGEST]
        seen = doubts(
            text,
            first_names=known["first_names"],
            ordinary={*known["ordinary"], *places},
            names=names,
            also_words=known["also_names"],
            single_out=known["single_out"],
            starts=starts,
        )
        card = Evidence(
            cycle=cycle,
            text=masked(text, seen),
            from_role=ROLES.get(wrote.strip().casefold(), ""),
            people=people,
            heard_on=ws.today(),
        )
        held.append(Held(cycle=cycle, card=card, seen=(), source=source.id))
    ws.store.save(*held)
    return len(held)


def _used_often(texts: Iterable[str]) -> set[str]:
    """Return the words that several texts have in lower case: whoever begins a sentence with one names nobody."""
    seen = Counter(word for text in texts for word in {w for w in text.split() if w.isalpha() and w.islower()})
    return {word for word, count in seen.items() if count > 1}
