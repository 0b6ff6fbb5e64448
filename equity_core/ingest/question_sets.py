"""Our own questions: which headings of a form are items of which scale, and who agrees with a scale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.vocabulary import plain

FOLDER = Path(__file__).parent.parent / "protocols"


class Scale(NamedTuple):
    """A few questions about one thing, asked of one role. Its id is the measure's."""

    id: str
    role: str
    items: tuple[str, ...]


@cache
def scales() -> tuple[Scale, ...]:
    """Return the scales of every language."""
    found = []
    for file in sorted(FOLDER.glob("*/questions.json")):
        told = json.loads(file.read_text("utf-8"))["measures"]
        found += [Scale(one["id"], one["role"], tuple(one["items"])) for one in told]
    return tuple(found)


def plan_scales(part: Part, read: Sequence[tuple[Column, Planned]]) -> list[Planned]:
    """Return, for each scale of which at least half of the items are here, who agrees with most of what they answered.

    Who answered less than half of the items that are here is in neither count.
    """
    taken = {planned.name for _, planned in read}
    items = {plain(column.header): planned for column, planned in read if column.meaning == "item"}
    made = []
    for scale in scales():
        here = [items[plain(item)] for item in scale.items if plain(item) in items]
        if 2 <= len(here) >= len(scale.items) / 2 and scale.id not in taken:
            made.append(_planned(part, scale.id, here))
            taken.add(scale.id)
    return made


def _planned(part: Part, name: str, items: Sequence[Planned]) -> Planned:
    columns = tuple(item.columns[0] for item in items)
    answers = [item.values or {} for item in items]
    values = {
        texts: _agrees([known.get((text,)) for known, text in zip(answers, texts, strict=True)])
        for texts, _ in part.vocabulary(*columns)
    }
    return Planned(name, "BOOLEAN", columns, values)


def _agrees(answers: Sequence[bool | None]) -> bool | None:
    """Return whether more than half of the given answers are favourable; None where less than half was answered."""
    given = [answer for answer in answers if answer is not None]
    return 2 * sum(given) > len(given) if given and 2 * len(given) >= len(answers) else None
