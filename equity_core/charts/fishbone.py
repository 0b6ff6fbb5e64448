"""C10: a fishbone. Six bones of the school, the causes on each, and the gap as the head; no bone is for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.words import Words

LETTERS, HEAD_LETTERS = 27, 15  # of a line on a bone, and of one at the head
MOST, LINES = 3, 6  # causes on a bone, and their lines together; the table has all
STARTS = (1, 28, 55)  # where bones stand, of a hundred from left to right
HEAD = 84
MARKS = {"supported": "●", "hypothesis": "◐", "hunch": "○"}


@dataclass(frozen=True, slots=True)
class Bone:
    """One bone: its name, and (text, status, status in words) of each cause on it."""

    name: str
    causes: tuple[tuple[str, str, str], ...]


def fishbone(words: Words, bones: Sequence[Bone], *, head: str, sentence: str, key: str = "fishbone_chart") -> Figure:
    """Return six bones, three above and three below, with the causes on them."""
    rows: list[Datum] = [_datum("spine", (0, 0, HEAD, 0), "", head)]
    for place, bone in enumerate(bones):
        x, is_above = STARTS[place % 3], place < 3
        spoken = _spoken(words, bone)
        rows.append(_datum("bone", (x, 10 if is_above else -10, x, 0), "", spoken))
        rows.append(_datum("name", (x, 10 if is_above else -1, x, 0), bone.name, spoken))
        rows.append(_datum("causes", (x, 8.3 if is_above else -2.7, x, 0), _listed(words, bone), spoken))
    rows.append(_datum("name", (HEAD, 5, HEAD, 0), "\n".join(wrap(head, HEAD_LETTERS)[:9]), head))
    columns = tuple(words(f"charts.column_fishbone_{name}") for name in ("bone", "cause", "status"))
    return Figure(
        key=key,
        form="fishbone",
        title=words("charts.fishbone_title"),
        subtitle=words("charts.fishbone_subtitle"),
        rows=tuple(rows),
        table=Table(
            caption=words("charts.fishbone_table"),
            columns=columns,
            rows=tuple((bone.name, text, told) for bone in bones for text, _, told in bone.causes),
            typed=2,
        ),
        sentence=sentence,
        description=words("charts.fishbone_spoken", head=head, bones="; ".join(_spoken(words, b) for b in bones)),
    )


def _listed(words: Words, bone: Bone) -> str:
    if not bone.causes:
        return words("charts.fishbone_nothing")
    lines: list[str] = []
    room = LINES // min(len(bone.causes), MOST)
    for text, status, _ in bone.causes[:MOST]:
        lines += wrap(f"{MARKS[status]} {text}", LETTERS, max_lines=room, placeholder=" …")
    if len(bone.causes) > MOST:
        lines.append(words("charts.fishbone_more", count=len(bone.causes) - MOST))
    return "\n".join(lines)


def _spoken(words: Words, bone: Bone) -> str:
    told = [words("charts.fishbone_one", text=text, status=status) for text, _, status in bone.causes]
    return words("charts.fishbone_bone", bone=bone.name, causes=", ".join(told) or words("charts.fishbone_nothing"))


def _datum(mark: str, line: tuple[float, float, float, float], text: str, aria: str) -> Datum:
    x, y, x2, y2 = line
    return {"mark": mark, "x": x, "y": y, "x2": x2, "y2": y2, "text": text, "aria": aria}
