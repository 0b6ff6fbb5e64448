"""C2: then and now, for the group the goal is about, everyone else, and the points between them."""

from __future__ import annotations

from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.metrics import Change
from equity_core.model import Query
from equity_core.words import Words


def dumbbell(
    words: Words,
    moved: Change,
    *,
    measure: str,
    group: str,
    before: str,
    after: str,
    sentence: str,
    rest: str = "",
    between: bool = True,
    key: str = "dumbbell_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return a change against a baseline; `before` and `after` are the labels of the two periods.

    `between` draws the points between the two sides as a row of its own, too.
    """
    sides = _sides(words, moved, group, rest or words("common.everyone_else"))[: 3 if between else 2]
    drawn = [side for side in sides if side[2] is not None and side[3] is not None]
    better = words(f"charts.{moved.direction}")
    return Figure(
        key=key,
        form="dumbbell",
        title=measure,
        subtitle=words("charts.then_and_now", before=before, after=after, better=better)
        if between
        else words("charts.then_and_now_two", before=before, after=after, better=better),
        rows=tuple(_datum(words, i, side, before, after) for i, side in enumerate(drawn)),
        table=_table(words, moved, sides, measure=measure, before=before, after=after),
        sentence=sentence,
        description=words(
            "charts.dumbbell_spoken",
            measure=measure,
            sides="; ".join(_spoken(words, side, before, after) for side in drawn) or words("charts.nothing_shown"),
        ),
        listed=tuple(name for name, _, then, now in sides if then is None or now is None),
        question=question,
        method=method,
    )


_Side = tuple[str, Role, Fraction | None, Fraction | None]


def _sides(words: Words, moved: Change, group: str, rest: str) -> list[_Side]:
    return [
        (group, "focus", moved.group_before, moved.group_after),
        (rest, "rest", moved.rest_before, moved.rest_after),
        (
            words("charts.points_between"),
            "baseline",
            None if moved.gap_before is None else abs(moved.gap_before) / 100,
            None if moved.gap_after is None else abs(moved.gap_after) / 100,
        ),
    ]


def _datum(words: Words, order: int, side: _Side, before: str, after: str) -> Datum:
    name, role, then, now = side
    assert then is not None  # only such sides are drawn
    assert now is not None
    return {
        "order": order,
        "label": "\n".join(wrap(name, LABEL_LETTERS)),
        "role": role,
        "was": float(then * 100),
        "now": float(now * 100),
        "was_text": words("charts.mark_then", value=_value(words, role, then), period=before),
        "now_text": words("charts.mark_now", value=_value(words, role, now), period=after),
        "aria": _spoken(words, side, before, after),
    }


def _value(words: Words, role: Role, share: Fraction | None) -> str:
    if share is None:
        return words("common.hidden")
    if role == "baseline":
        return words("charts.points", points=words.points(share * 100))
    return words.percent(share)


def _spoken(words: Words, side: _Side, before: str, after: str) -> str:
    name, role, then, now = side
    return words(
        "charts.then_now_spoken",
        name=name,
        then=_value(words, role, then),
        now=_value(words, role, now),
        before=before,
        after=after,
    )


def _table(words: Words, moved: Change, sides: list[_Side], *, measure: str, before: str, after: str) -> Table:
    rows = [
        (name, _value(words, role, then), _value(words, role, now), _difference(words, then, now))
        for name, role, then, now in sides
    ]
    if len(sides) > 2:
        ratios = (_times(words, moved.ratio_before), _times(words, moved.ratio_after))
        rows.append((words("charts.times_between"), *ratios, words("charts.none")))
    return Table(
        caption=words("charts.dumbbell_table", measure=measure),
        columns=(words("charts.column_who"), before, after, words("charts.column_change")),
        rows=tuple(rows),
    )


def _difference(words: Words, then: Fraction | None, now: Fraction | None) -> str:
    if then is None or now is None:
        return words("common.hidden")
    step = (now - then) * 100
    code = "charts.up" if step > 0 else "charts.down" if step < 0 else "charts.level"
    return words(code, points=words.points(step))


def _times(words: Words, ratio: Fraction | None) -> str:
    return words("charts.none") if ratio is None else words.times(ratio, 2)
