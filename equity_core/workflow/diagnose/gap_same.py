"""What the same students did between two periods, in words and as a figure: from released numbers of both only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from equity_core import metrics
from equity_core.charts import Figure, turned
from equity_core.metrics import SameStudents
from equity_core.model import Query
from equity_core.privacy import Followed
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose.gap_words import people
from equity_core.workflow.workspace import Workspace

MOST = Fraction(1, 2)  # where more of the students of a period are in the other, they are no two groups of students


@dataclass(frozen=True, slots=True)
class Same:
    """The same students in two periods: sentences, a figure, and what to think of comparing all students beside it."""

    sentences: tuple[str, ...]
    figure: Figure | None = None
    beside: str = ""


def same(ws: Workspace, query: Query, *, before: str, after: str) -> Same | None:
    """Return what is told of a question's students who are in both periods; None where no files say who they are."""
    followed = ws.followed(query.measure, before, after, query.dimension)
    if followed is None or query.where:
        return None
    found = metrics.same_students(followed, practical_points=ws.profile.practical_points, named=query.group)
    told = {"before": before, "after": after, "measure": ws.measure_label(query.measure)}
    whole = found[""]
    if whole.n is None:
        rule = ws.words("common.not_shown", min_group=ws.profile.min_group)
        return Same((ws.words("same.hidden", rule=rule, **told),))
    about = found.get(query.group)
    sentences = [_sentence(ws, whole, ws.words("same.everybody", **told), told)]
    if about is not None:
        who = people(ws, query.dimension, query.group)
        sentences.append(_of_group(ws, about, who, told))
    return Same(
        tuple(sentences),
        turned(
            ws.words,
            found,
            measure=ws.measure_label(query.measure),
            periods=(before, after),
            sentence=sentences[-1],
            group=query.group,
            key="same_students",
            method=_method(ws, query, found, about or whole),
        ),
        _beside(ws, followed, query, told),
    )


def _of_group(ws: Workspace, about: SameStudents, who: str, told: Mapping[str, str]) -> str:
    if about.n is None:
        rule = ws.words("common.not_shown", min_group=ws.profile.min_group)
        return ws.words("same.group_hidden", group=who, rule=rule, **told)
    return _sentence(ws, about, ws.words("same.group", group=who, **told), told)


def _sentence(ws: Workspace, one: SameStudents, who: str, told: Mapping[str, str]) -> str:
    assert one.change is not None  # it is shown
    return ws.words(
        "same.sentence",
        who=who,
        n=one.n,
        began=one.began,
        stopped=one.stopped,
        as_before=one.as_before,
        change=_signed(ws, one.change),
        low=_signed(ws, one.low or 0),
        high=_signed(ws, one.high or 0),
        certainty=ws.words(f"certainty.{one.certainty}"),
        **told,
    )


def _method(ws: Workspace, query: Query, found: Mapping[str, SameStudents], one: SameStudents) -> tuple[str, ...]:
    words = ws.words
    family = sum(1 for name, other in found.items() if name and other.n)
    formula = words(
        "formula.same_students",
        began=one.began,
        stopped=one.stopped,
        n=one.n,
        change=_signed(ws, one.change or 0),
        low=_signed(ws, one.low or 0),
        high=_signed(ws, one.high or 0),
    )
    return (
        definition(ws, query.measure),
        words("method.same_students"),
        words("method.same_interval"),
        words("method.same_certainty", points=ws.profile.practical_points, family=family),
        *([formula] if one.n else []),
        words("method.shown_only"),
    )


def _beside(ws: Workspace, followed: Followed, query: Query, told: Mapping[str, str]) -> str:
    """Return that the two periods are hardly two groups of students, where most of either are in both."""
    tables = [ws.table(query.measure, period, query.dimension) for period in (told["before"], told["after"])]
    sizes = [table.total.n for table in tables if table is not None and table.total.n]
    if followed.total.n is None or not sizes or followed.total.n < MOST * min(sizes):
        return ""
    return ws.words("same.beside", n=followed.total.n, **told)


def _signed(ws: Workspace, points: Fraction | float) -> str:
    told = ws.words.points(points)
    return told if Fraction(told) == 0 else f"−{told}" if points < 0 else f"+{told}"
