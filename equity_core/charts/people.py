"""C5: students to parity as squares, one for each student, so that a share becomes people."""

from __future__ import annotations

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.metrics import Disparity, GroupResult
from equity_core.model import Query
from equity_core.words import Words

COLUMNS = 20
MOST = 300  # more squares than that are no picture: then each stands for ten students, or a hundred


def people(
    words: Words,
    found: Disparity,
    g: GroupResult,
    *,
    measure: str,
    sentence: str,
    key: str = "people_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure | None:
    """Return the group's students who have the worse outcome; filled are those to parity.

    None where nobody is, and where no outcome is the worse one.
    """
    if found.direction == "parity" or not g.has_gap or not g.students_to_parity or g.x is None or g.n is None:
        return None
    worse = g.n - g.x if found.direction == "higher_better" else g.x
    each = next(unit for unit in (1, 10, 100, 1000, worse) if worse <= unit * MOST)
    filled = max(1, _rounded(g.students_to_parity, each))
    squares = max(filled, _rounded(worse, each))
    told = {"group": g.group, "students": g.students_to_parity, "worse": worse}
    return Figure(
        key=key,
        form="people",
        title=measure,
        subtitle=words("charts.people_subtitle", **told)
        + (f" {words('charts.people_each', each=each)}" if each > 1 else ""),
        rows=tuple(_datum(words, place, is_filled=place < filled) for place in range(squares)),
        table=Table(
            caption=words("charts.people_table", measure=measure, period=found.period),
            columns=tuple(words(f"charts.column_{name}") for name in ("group", "worse", "parity")),
            rows=((g.group, str(worse), str(g.students_to_parity)),),
        ),
        sentence=sentence,
        description=words(
            "charts.people_spoken", measure=measure, period=found.period, count=g.students_to_parity, **told
        ),
        question=question,
        method=method,
    )


def _datum(words: Words, place: int, *, is_filled: bool) -> Datum:
    return {
        "column": place % COLUMNS,
        "row": place // COLUMNS,
        "role": "focus" if is_filled else "rest",
        "aria": words("charts.people_filled" if is_filled else "charts.people_open"),
    }


def _rounded(students: int, each: int) -> int:
    return (2 * students + each) // (2 * each)
