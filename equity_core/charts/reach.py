"""C2: how much of each group is in a program now, and how much a rule that looks at everybody would reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.model import Query
from equity_core.words import Words

COLUMNS = ("group", "in_it_now", "would_qualify", "more_students")


@dataclass(frozen=True, slots=True)
class Reached:
    """One group: (students who are in the program, of how many), and the same under the rule; None where not shown."""

    name: str
    now: tuple[int, int] | None
    ruled: tuple[int, int] | None
    role: Role = "rest"


def reach(
    words: Words,
    groups: Sequence[Reached],
    *,
    measure: str,
    period: str,
    sentence: str,
    key: str = "reach_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return both shares of each group that may be shown, in the order given."""
    drawn = [(g, _share(g.now), _share(g.ruled)) for g in groups if g.now and g.ruled]
    return Figure(
        key=key,
        form="dumbbell",
        title=measure,
        subtitle=words("charts.reach_subtitle", period=period),
        rows=tuple(_datum(words, i, g, now, ruled) for i, (g, now, ruled) in enumerate(drawn)),
        table=Table(
            caption=words("charts.reach_table", measure=measure, period=period),
            columns=tuple(words(f"charts.column_{name}") for name in COLUMNS),
            rows=tuple(_row(words, g) for g in groups),
        ),
        sentence=sentence,
        description=words(
            "charts.reach_spoken",
            measure=measure,
            groups="; ".join(_spoken(words, g.name, now, ruled) for g, now, ruled in drawn)
            or words("charts.nothing_shown"),
        ),
        listed=tuple(g.name for g in groups if not (g.now and g.ruled)),
        question=question,
        method=method,
    )


def _share(counted: tuple[int, int]) -> Fraction:
    return Fraction(*counted)


def _datum(words: Words, order: int, g: Reached, now: Fraction, ruled: Fraction) -> Datum:
    return {
        "order": order,
        "label": "\n".join(wrap(g.name, LABEL_LETTERS)),
        "role": g.role,
        "was": float(now * 100),
        "now": float(ruled * 100),
        "was_text": words("charts.mark_in_it", value=words.percent(now)),
        "now_text": words("charts.mark_qualify", value=words.percent(ruled)),
        "aria": _spoken(words, g.name, now, ruled),
    }


def _spoken(words: Words, name: str, now: Fraction, ruled: Fraction) -> str:
    return words("charts.reach_group", group=name, now=words.percent(now), ruled=words.percent(ruled))


def _row(words: Words, g: Reached) -> tuple[str, ...]:
    hidden = words("common.hidden")
    told = [
        hidden
        if counted is None
        else words("charts.of_students", x=counted[0], n=counted[1], rate=_said(words, counted))
        for counted in (g.now, g.ruled)
    ]
    more = hidden if g.now is None or g.ruled is None else str(g.ruled[0] - g.now[0])
    return (g.name, *told, more)


def _said(words: Words, counted: tuple[int, int]) -> str:
    return words.percent(_share(counted))
