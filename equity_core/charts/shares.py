"""C4: each group's share of all students beside its share of those with the outcome."""

from __future__ import annotations

from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.metrics import Disparity, GroupResult
from equity_core.model import Query
from equity_core.words import Words

COLUMNS = ("group", "share_of_students", "share_of_outcome")


def shares(
    words: Words,
    found: Disparity,
    *,
    measure: str,
    sentence: str,
    group: str = "",
    key: str = "shares_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure | None:
    """Return the shares of the groups that may be shown; None without all students, or where groups overlap."""
    if not found.total.x or not found.total.n or "note.overlap" in found.notes:
        return None
    sides = {g.group: _shares(found.total, g) for g in found.groups}
    drawn = [(g, pair) for g in found.groups if (pair := sides[g.group]) is not None]
    return Figure(
        key=key,
        form="shares",
        title=measure,
        subtitle=words("charts.shares_subtitle", period=found.period),
        rows=tuple(_datum(words, i, g, pair, _role(g, group)) for i, (g, pair) in enumerate(drawn)),
        table=Table(
            caption=words("charts.shares_table", measure=measure, period=found.period),
            columns=tuple(words(f"charts.column_{name}") for name in COLUMNS),
            rows=tuple(_row(words, g.group, sides[g.group]) for g in found.groups),
        ),
        sentence=sentence,
        description=words(
            "charts.shares_spoken",
            measure=measure,
            period=found.period,
            groups="; ".join(_spoken(words, g.group, pair) for g, pair in drawn) or words("charts.nothing_shown"),
        ),
        listed=tuple(name for name, pair in sides.items() if pair is None),
        question=question,
        method=method,
    )


_Pair = tuple[Fraction, Fraction]  # of students, of those with the outcome


def _shares(total: GroupResult, g: GroupResult) -> _Pair | None:
    if g.x is None or g.n is None or not total.x or not total.n:
        return None
    return Fraction(g.n, total.n), Fraction(g.x, total.x)


def _role(g: GroupResult, group: str) -> Role:
    return "focus" if g.group == group else "rest"


def _datum(words: Words, order: int, g: GroupResult, pair: _Pair, role: Role) -> Datum:
    of_students, of_outcome = pair
    return {
        "order": order,
        "label": "\n".join(wrap(g.group, LABEL_LETTERS)),
        "role": role,
        "was": float(of_students * 100),
        "now": float(of_outcome * 100),
        "was_text": words.percent(of_students),
        "now_text": words.percent(of_outcome),
        "aria": _spoken(words, g.group, pair),
    }


def _spoken(words: Words, name: str, pair: _Pair) -> str:
    students, outcome = (words.percent(share) for share in pair)
    return words("charts.shares_group", group=name, students=students, outcome=outcome)


def _row(words: Words, name: str, pair: _Pair | None) -> tuple[str, ...]:
    return (name, *([words("common.hidden")] * 2 if pair is None else map(words.percent, pair)))
