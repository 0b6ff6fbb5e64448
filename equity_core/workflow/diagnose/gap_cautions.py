"""What to keep in mind beside a gap: groups that are hidden, who is counted twice or moves between groups."""

from __future__ import annotations

from fractions import Fraction

from equity_core import stats
from equity_core.metrics import Disparity
from equity_core.model import Goal, Query, Source
from equity_core.privacy import Released
from equity_core.stats import Counts
from equity_core.workflow import formulas
from equity_core.workflow.data.quality import ANSWERED, FEW_ANSWERS
from equity_core.workflow.diagnose import gap_choices
from equity_core.workflow.diagnose.goal_numbers import frozen, is_about
from equity_core.workflow.diagnose.methods import Told
from equity_core.workflow.workspace import Workspace

EVER_EL = ("Current EL", "Former EL")
_CAUTIONS = ("note.rate_only", "note.overlap")
FAIR = Fraction(8, 10)  # of a group's share of the people asked: with less it is hardly heard
_SAID_ELSEWHERE = ("note.hidden_groups",)


def hidden_note(ws: Workspace, found: Disparity) -> str:
    """Return which groups are hidden and by what rule; an empty text when none is."""
    words = ws.words
    hidden = [g.group for g in found.groups if g.status == "hidden"]
    by_source = [g.group for g in found.groups if g.status == "hidden_by_source"]
    small = [g.group for g in found.groups if g.status == "range" and g.low is None]
    told = []
    if hidden:
        rule = words("common.not_shown", min_group=_min_group(ws, found.source))
        told.append(words("gaps.hidden", groups=words.listed(hidden), rule=rule))
    if by_source:
        told.append(words("gaps.hidden_by_source", groups=words.listed(by_source)))
    if small:
        told.append(words("gaps.small_counts", groups=words.listed(small)))
    return " ".join(told)


def cautions(ws: Workspace, query: Query, found: Disparity) -> tuple[str, ...]:
    """Return what a reader must know before the numbers are talked about."""
    told = [ws.words(note) for note in found.notes if note in _CAUTIONS]
    table = ws.table(query.measure, query.period, query.dimension)
    if query.compare.startswith("group:") and table is not None and not gap_choices.has_a_rest(table):
        told.append(ws.words("gaps.no_everyone_else"))
    if query.dimension == "el_status" and table is not None:
        told.append(_reclassification(ws, found, table))
    told.append(who_answered(ws, query, found.source).sentence)
    if query.compare == "baseline":
        told.extend(_two_baselines(ws, query))
    return tuple(filter(None, told))


def who_answered(ws: Workspace, query: Query, source: str) -> Told:
    """Return how a group's answers stand for it, where the same file says who answered (METHODS.md §5)."""
    table = ws.table(ANSWERED, query.period, query.dimension)
    if query.measure == ANSWERED or table is None or table.source != source or not table.partitions:
        return Told()
    shown = {name: Counts(c.x or 0, c.n or 0) for name, c in table.groups if c.is_shown and c.n}
    if query.group not in shown or len(shown) < 2:
        return Told()
    who = stats.representativeness(shown)
    response, overall, ratio = who.response[query.group], who.overall, who.ratio[query.group]
    if response is None or overall is None or ratio is None:
        return Told()
    facts = {"response": ws.words.percent(response), "overall": ws.words.percent(overall)}
    code = "gaps.answered_few" if response < FEW_ANSWERS or ratio < FAIR else "gaps.answered"
    sentence = ws.words(code, group=query.group, ratio=ws.words.times(ratio, 2), **facts)
    return Told(sentence, (ws.words("method.answered"), formulas.of_answered(ws.words, query.group, shown, ratio)))


def no_rows(ws: Workspace, found: Disparity) -> str:
    """Return why two groups at once cannot be looked at: the file has no student rows; nothing where it has."""
    source = ws.get(Source, found.source)
    return ws.words("gaps.no_rows") if source and source.shape == "counts" else ""


def is_told(ws: Workspace, note: str) -> bool:
    """Say whether a note of a table has a place of its own below the figure."""
    return note not in (*_CAUTIONS, *_SAID_ELSEWHERE) and ws.words.has(note)


def _min_group(ws: Workspace, source: str) -> int:
    return max([ws.profile.min_group, *(r.min_group for r in ws.releases() if r.source == source)])


def _reclassification(ws: Workspace, found: Disparity, table: Released) -> str:
    there = {name for name, _ in table.groups}
    if not set(EVER_EL) <= there:
        return ws.words("gaps.el_caution")
    ever = table.union(EVER_EL)
    if not ever.is_shown or not ever.n:
        return ws.words("gaps.el_caution")
    rate = ws.words.percent(Fraction(ever.x or 0, ever.n))
    return ws.words("gaps.el_caution_ever", x=ever.x, n=ever.n, rate=rate, measure=ws.measure_label(found.measure))


def _two_baselines(ws: Workspace, query: Query) -> list[str]:
    goal, original = gap_choices.goal_of(ws, query.measure, query.dimension), ws.get(Goal, ws.cycle.original_goal)
    if goal is None or original is None or original.id == goal.id:
        return []
    if not is_about(original.baseline.query, query):
        return []
    first, this = (frozen(ws, g.baseline).group for g in (original, goal))
    if not (first.is_shown and this.is_shown):
        return []
    return [
        ws.words(
            "gaps.two_baselines",
            first=ws.words.percent(Fraction(first.x or 0, first.n or 1)),
            first_period=original.baseline.query.period,
            this=ws.words.percent(Fraction(this.x or 0, this.n or 1)),
            this_period=goal.baseline.query.period,
        )
    ]
