"""C1: each group's rate with its interval, all students first, then the groups in alphabetical order."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.metrics import Disparity, GroupResult
from equity_core.model import Query
from equity_core.words import Words

ROWS_ON_STAGE = 7


def gap_dots(
    words: Words,
    found: Disparity,
    *,
    measure: str,
    sentence: str,
    group: str = "",
    key: str = "gap_chart",
    method: tuple[str, ...] = (),
) -> Figure:
    """Return the groups of one table as dots; `group` is who the question is about, `measure` its label.

    Nothing is drawn where there is nothing to compare: one row, or one group that is all students.
    """
    drawn = [g for g in found.groups if g.rate is not None]
    return _figure(words, found, drawn, measure=measure, sentence=sentence, group=group, key=key, method=method)


def gap_pages(
    words: Words,
    found: Disparity,
    *,
    measure: str,
    sentence: str,
    group: str = "",
    key: str = "gap_chart",
    method: tuple[str, ...] = (),
) -> list[Figure]:
    """Return the same for a projector: at most seven rows on a page, all students on top, one axis for all pages."""
    drawn = [g for g in found.groups if g.rate is not None]
    size = ROWS_ON_STAGE - (found.total.rate is not None)
    parts = [drawn[i : i + size] for i in range(0, len(drawn), size)] or [[]]
    ends = [float(g.high if g.high is not None else g.rate or 0) for g in (found.total, *drawn)]
    return [
        _figure(
            words,
            found,
            part,
            measure=measure,
            sentence=sentence,
            group=group,
            key=f"{key}_{number}",
            method=method,
            width=40,
            page=words("charts.page", number=number, pages=len(parts)) if len(parts) > 1 else "",
            top=max(ends) if len(parts) > 1 else None,
        )
        for number, part in enumerate(parts, start=1)
    ]


def gap_blank(words: Words, page: Figure) -> Figure:
    """Return a picture's axis with its groups and without its numbers, for a room that says first what it expects."""
    empty = {"rate": None, "low": None, "high": None, "inner_low": None, "inner_high": None, "value": "", "aria": ""}
    return replace(
        page,
        rows=tuple({**row, **empty} for row in page.rows),
        table=Table(page.table.caption, (), ()),
        sentence="",
        description=words("charts.gap_blank_spoken", measure=page.title),
        question=None,
        method=(),
        top=1.0,
    )


def _figure(
    words: Words,
    found: Disparity,
    drawn: list[GroupResult],
    *,
    measure: str,
    sentence: str,
    group: str,
    key: str,
    method: tuple[str, ...],
    page: str = "",
    top: float | None = None,
    width: int = LABEL_LETTERS,
) -> Figure:
    shown = ([found.total] if found.total.rate is not None else []) + drawn
    rows = [] if _is_alone(found) else shown
    better = words(f"charts.{found.direction}")
    return Figure(
        key=key,
        form="gap_dots",
        title=measure,
        subtitle=" · ".join(filter(None, (found.period, better, _line(words, found), page))),
        rows=tuple(_datum(words, i, g, _role(g, found, group), width) for i, g in enumerate(rows)),
        table=_table(words, found, measure),
        sentence=sentence,
        description=_description(words, found, shown, measure),
        listed=tuple(g.group for g in found.groups if g.rate is None),
        question=_question(found, group),
        method=method,
        top=top,
    )


def _is_alone(found: Disparity) -> bool:
    """Say whether one row, or the same students twice, would be all of the picture."""
    drawn = [g for g in found.groups if g.rate is not None]
    return not drawn or (len(drawn) == 1 and (found.total.rate is None or found.is_everybody(drawn[0])))


def _line(words: Words, found: Disparity) -> str:
    """Return what the dotted line is, where there is one."""
    return "" if found.total.rate is None else words("charts.dotted_line")


def _question(found: Disparity, group: str) -> Query:
    return Query(
        measure=found.measure,
        dimension=",".join(found.by),
        period=found.period,
        group=group,
        compare=found.comparison,
    )


def _role(g: GroupResult, found: Disparity, group: str) -> Role:
    if g is found.total:
        return "baseline"
    return "focus" if g.group == group else "rest"


def _datum(words: Words, order: int, g: GroupResult, role: Role, width: int) -> Datum:
    assert g.rate is not None  # only such groups are drawn
    return {
        "order": order,
        "label": "\n".join([*wrap(_name(words, g), width), *_students(words, g)]),
        "role": role,
        "rate": float(g.rate),
        "low": g.low,
        "high": g.high,
        "inner_low": g.inner_low,
        "inner_high": g.inner_high,
        "value": words.percent(g.rate),
        "aria": _spoken(words, g),
    }


def _name(words: Words, g: GroupResult) -> str:
    return g.group or words("common.all_students")


def _students(words: Words, g: GroupResult) -> list[str]:
    return [] if g.n is None else [words("charts.students", count=g.n)]


def _spoken(words: Words, g: GroupResult) -> str:
    assert g.rate is not None  # only such groups are spoken of
    if g.low is None or g.high is None or g.n is None:
        return words("charts.aria_rate_only", group=_name(words, g), rate=words.percent(g.rate))
    return words(
        "charts.aria",
        group=_name(words, g),
        rate=words.percent(g.rate),
        low=words.percent(g.low),
        high=words.percent(g.high),
        n=g.n,
    )


def _description(words: Words, found: Disparity, shown: list[GroupResult], measure: str) -> str:
    told = words(
        "charts.gap_dots_spoken",
        measure=measure,
        period=found.period,
        groups="; ".join(_spoken(words, g) for g in shown),
    )
    return f"{told} {words('charts.spoken_hidden', groups=words.listed(found.hidden))}" if found.hidden else told


def _table(words: Words, found: Disparity, measure: str) -> Table:
    columns = ("group", "students", "counted", "rate", "interval", "points", "times", "parity", "certainty")
    return Table(
        caption=words("charts.gap_table", measure=measure, period=found.period),
        columns=tuple(words(f"charts.column_{name}") for name in columns),
        rows=tuple(_row(words, g) for g in (found.total, *found.groups)),
    )


def _row(words: Words, g: GroupResult) -> tuple[str, ...]:
    name = _name(words, g)
    if g.status == "range":
        size = words("charts.not_published") if g.n is None else str(g.n)
        span = range_words(words, g) if g.x_high is not None else words("charts.not_published")
        rates = (
            [words("common.hidden"), _published_rates(words, g)] if g.low is not None else [words("common.hidden")] * 2
        )
        return (name, size, span, *rates, *[words("common.hidden")] * 4)
    if g.rate is None:
        return (name, *[words(f"charts.status_{g.status}")] * 8)
    return (
        name,
        str(g.n) if g.n is not None else words("charts.not_published"),
        str(g.x) if g.x is not None else words("charts.not_published"),
        words.percent(g.rate),
        words("charts.interval", low=words.percent(g.low), high=words.percent(g.high))
        if g.low is not None and g.high is not None
        else _none(words),
        words(
            "charts.more" if g.gap > 0 else "charts.fewer" if g.gap < 0 else "charts.same", points=words.points(g.gap)
        )
        if g.gap is not None
        else _none(words),
        words.times(g.ratio, 2) if g.ratio is not None else _none(words),
        str(g.students_to_parity) if g.has_gap and g.students_to_parity is not None else _none(words),
        words(f"certainty.{g.certainty}") if g.certainty else _none(words),
    )


def _published_rates(words: Words, g: GroupResult) -> str:
    """Return the range of a rate as a source published it."""
    return words("charts.interval", low=words.percent(g.low or 0), high=words.percent(g.high or 0))


def range_words(words: Words, g: GroupResult) -> str:
    """Return "under 5", "all but under 5" at the other end, or "21 to 39" for a range that a source published."""
    if g.x_low and g.x_high is not None and g.x_high != g.n:
        return words("charts.from_to", low=g.x_low, high=g.x_high)
    if g.x_high is not None and g.x_high == g.n:
        return words("charts.all_but_under", limit=g.x_high - (g.x_low or 0) + 1)
    return words("charts.under", limit=(g.x_high or 0) + 1)


def _none(words: Words) -> str:
    return words("charts.none")
