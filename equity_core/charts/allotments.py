"""Who gets what: how much each has now, at an equal share and by need, beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.words import Words

MOST = 6  # schools, grades or classes on one picture; the table has all
ON_A_WALL = 2
WAYS: tuple[tuple[str, Role], ...] = (("now", "baseline"), ("equal", "rest"), ("need", "focus"))


@dataclass(frozen=True, slots=True)
class Allotment:
    """What one school, grade or class has now, at an equal share and by need; None where that is not worked out."""

    name: str
    now: int
    equal: int | None
    need: int | None
    students: str  # in words, for the table
    with_need: str


def allotments(
    words: Words,
    found: Sequence[Allotment],
    *,
    title: str,
    unit: str,
    sentence: str,
    method: tuple[str, ...] = (),
    key: str = "share_chart",
) -> Figure:
    """Return the picture of up to six of them in the order given, with a table of all."""
    return _figure(words, found[:MOST], found, title=title, unit=unit, sentence=sentence, method=method, key=key)


def allotment_pages(
    words: Words, found: Sequence[Allotment], *, title: str, unit: str, sentence: str, key: str = "share_chart"
) -> tuple[Figure, ...]:
    """Return pictures of two at a time, for a wall, all on one scale."""
    parts = [found[i : i + ON_A_WALL] for i in range(0, len(found), ON_A_WALL)]
    return tuple(
        _figure(words, part, found, title=title, unit=unit, sentence=sentence, method=(), key=key) for part in parts
    )


def _figure(
    words: Words,
    drawn: Sequence[Allotment],
    found: Sequence[Allotment],
    *,
    title: str,
    unit: str,
    sentence: str,
    method: tuple[str, ...],
    key: str,
) -> Figure:
    rows = [row for one in drawn for row in _bars(words, one, unit)]
    part = words("charts.allotments_part", count=len(drawn), all=len(found)) if len(drawn) < len(found) else ""
    amounts = [amount for one in found for amount in (one.now, one.equal, one.need) if amount is not None]
    return Figure(
        key=key,
        form="allotments",
        title=title,
        subtitle=" · ".join(filter(None, (words("charts.allotments_subtitle", unit=unit), part))),
        rows=tuple({"order": order, **row} for order, row in enumerate(rows)),
        table=_table(words, found, title),
        sentence=sentence,
        description=words("charts.allotments_spoken", title=title, parts="; ".join(str(row["aria"]) for row in rows)),
        method=method,
        top=float(max(amounts, default=1)),
    )


def _bars(words: Words, one: Allotment, unit: str) -> list[Datum]:
    amounts = {"now": one.now, "equal": one.equal, "need": one.need}
    return [
        {
            "label": "\n".join([*wrap(one.name, LABEL_LETTERS), words(f"charts.allotments_{way}")]),
            "role": role,
            "amount": amounts[way],
            "value": str(amounts[way]),
            "aria": words(
                "charts.allotments_one",
                name=one.name,
                way=words(f"charts.allotments_{way}"),
                amount=amounts[way],
                unit=unit,
            ),
        }
        for way, role in WAYS
        if amounts[way] is not None
    ]


def _table(words: Words, found: Sequence[Allotment], title: str) -> Table:
    none = words("charts.allotments_not_worked_out")
    columns = ("name", "now", "students", "equal", "with_need", "need")
    return Table(
        caption=words("charts.allotments_table", title=title),
        columns=tuple(words(f"charts.column_allotment_{name}") for name in columns),
        rows=tuple(
            (
                one.name,
                str(one.now),
                one.students,
                none if one.equal is None else str(one.equal),
                one.with_need,
                none if one.need is None else str(one.need),
            )
            for one in found
        ),
    )
