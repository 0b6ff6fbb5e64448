"""C6: where a difference arises: students more or fewer, in each place, than at others' rate there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.metrics import takes_more
from equity_core.model import Direction, Query
from equity_core.words import Words, half_up

MOST = 5  # places on one picture, beside who is in which; the table has all
COLUMNS = ("place", "group", "others", "students", "certainty", "expected")


@dataclass(frozen=True, slots=True)
class Place:
    """One place: students of the group counted there, less those expected at the rate of others there."""

    name: str
    students: Fraction
    group: str  # its numbers in words, for the table
    others: str
    certainty: str
    expected: str  # the group's rate that adding up what is so of the place and of the group would give


def places(
    words: Words,
    found: Sequence[Place],
    *,
    composition: Fraction,
    measure: str,
    period: str,
    sentence: str,
    direction: Direction,
    left_out: tuple[str, ...] = (),
    key: str = "places_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return the places in the order given, the strongest drawn; `composition` comes of who is in which place."""
    better = words(f"charts.{direction}")
    all_together = sum((p.students for p in found), composition)
    worse = -1 if takes_more(direction, all_together) else 1
    drawn = found[:MOST]
    part = words("charts.places_part", count=len(drawn), all=len(found)) if len(drawn) < len(found) else ""
    rows: list[tuple[str, Fraction, Role]] = [
        (p.name, p.students, "focus" if p.students * worse > 0 else "rest") for p in drawn
    ]
    rows.append((words("charts.places_composition"), composition, "baseline"))
    return Figure(
        key=key,
        form="places",
        title=measure,
        subtitle=" · ".join(filter(None, (period, words("charts.places_subtitle"), better, part))),
        rows=tuple(_datum(words, order, *row) for order, row in enumerate(rows)),
        table=_table(words, found, composition, measure=measure, period=period),
        sentence=sentence,
        description=words(
            "charts.places_spoken",
            measure=measure,
            period=period,
            places="; ".join(_spoken(words, name, students) for name, students, _ in rows),
        ),
        listed=left_out,
        question=question,
        method=method,
    )


def _datum(words: Words, order: int, name: str, students: Fraction, role: Role) -> Datum:
    return {
        "order": order,
        "label": "\n".join(wrap(name, LABEL_LETTERS)),
        "role": role,
        "students": float(students),
        "value": _more_or_fewer(words, students, 0),
        "aria": _spoken(words, name, students),
    }


def _more_or_fewer(words: Words, students: Fraction, digits: int) -> str:
    number = half_up(abs(students), digits)
    code = "charts.places_none" if not number else "charts.places_more" if students > 0 else "charts.places_fewer"
    return words(code, students=number)


def _spoken(words: Words, name: str, students: Fraction) -> str:
    return words("charts.places_one", name=name, students=_more_or_fewer(words, students, 0))


def _table(words: Words, found: Sequence[Place], composition: Fraction, *, measure: str, period: str) -> Table:
    none = words("charts.none")
    rows = [(p.name, p.group, p.others, _more_or_fewer(words, p.students, 1), p.certainty, p.expected) for p in found]
    rows.append((words("charts.places_composition"), none, none, _more_or_fewer(words, composition, 1), none, none))
    return Table(
        caption=words("charts.places_table", measure=measure, period=period),
        columns=tuple(words(f"charts.column_place_{name}") for name in COLUMNS),
        rows=tuple(rows),
    )
