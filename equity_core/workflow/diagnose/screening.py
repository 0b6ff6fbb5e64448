"""Universal screening: a rule over the columns that a team has, and whom it would reach beside who is in a program now.

The rule is a measure like any other: counted in the store, let out by the gate, never asked of single students.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from equity_core.charts import Figure, Reached, reach
from equity_core.errors import Refused
from equity_core.metrics import MEASURES
from equity_core.model import (
    Combined,
    Criterion,
    Evidence,
    Flag,
    Given,
    Headcount,
    Limit,
    Measure,
    OneOf,
    Query,
    Rule,
    Screening,
    ShareAtLeast,
    Source,
)
from equity_core.model.measure import OneColumn
from equity_core.privacy import Count, Released
from equity_core.workflow import periods
from equity_core.workflow.data import define
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.diagnose.gap_choices import Option
from equity_core.workflow.workspace import Workspace

MEASURE = "would_qualify"
MOST = 3  # criteria of one rule
RULES = 6  # of the same workspace: what more of them tell together is weighed in part only (docs/privacy.md)


@dataclass(frozen=True, slots=True)
class Choice:
    """One criterion that can be chosen; `limit` is the number that its measure asks for in `column`, if it does."""

    measure: str
    label: str
    column: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule would do, by one dimension: the sentence, what it is about, the picture."""

    rule: str
    sentences: tuple[str, ...]
    figure: Figure
    query: Query
    is_pinned: bool


def programs(ws: Workspace) -> list[Option]:
    """Return what can be looked at as a program: yes-or-no measures of which less is not better, in files with rows."""
    there = [m for m in _measures(ws) if isinstance(m.rule, Flag | OneOf) and m.direction != "lower_better"]
    there.sort(key=lambda m: m.id != "advanced_course")
    return [Option(m.id, ws.measure_label(m.id)) for m in there]


def choices(ws: Workspace, program: str) -> list[Choice]:
    """Return the criteria that can be asked of the students of a program's file."""
    sources = _sources(ws, program)
    there = {id for source in sources for id in source.measures} - {program}
    return [_choice(ws, m) for m in _measures(ws) if m.id in there]


def current(ws: Workspace) -> Screening | None:
    """Return the rule of this cycle; None before there is one, or when what it counted is there no more."""
    found = ws.get(Screening, ws.cycle.id)
    return found if found and ws.get(Measure, MEASURE) and _table(ws, MEASURE) else None


def try_rule(ws: Workspace, program: str, how: str, criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Keep a rule, count whom it reaches and let that out; return measures of which fewer numbers are shown now.

    Refused without a criterion, with more than three, with one of another file, or when six others were tried.
    """
    known = {choice.measure for choice in choices(ws, program)}
    if not criteria:
        raise Refused("screening.no_criterion")
    if len(criteria) > MOST:
        raise Refused("screening.too_many", most=MOST)
    if not {criterion.measure for criterion in criteria} <= known:
        raise Refused("screening.other_file")
    rule = Combined(how="any" if how == "any" else "all", rules=tuple(_rule(ws, one) for one in criteria))
    if rule not in (tried := _tried(ws)) and len(tried) >= RULES:
        raise Refused("screening.enough", most=RULES)
    kept = Screening(id=ws.cycle.id, cycle=ws.cycle.id, program=program, how=rule.how, criteria=tuple(criteria))
    measure = Measure(
        id=MEASURE,
        label=ws.words("screening.label"),
        rule=rule,
        direction="higher_better",
        timing="leading",
        definition=ws.words("screening.definition", rule=said(ws, kept)),
    )
    hides = define.keep(ws, measure, kept).hides
    return tuple(name for name in hides if name != measure.label)


def said(ws: Workspace, rule: Screening) -> str:
    """Return a rule in words."""
    told = [_said(ws, criterion) for criterion in rule.criteria]
    return ws.words.listed(told) if rule.how == "all" else ws.words.either(told)


def dimensions(ws: Workspace) -> list[Option]:
    """Return by what the answer can be told."""
    found = dict.fromkeys(t.dimension for t in _tables(ws, MEASURE) if "," not in t.dimension)
    return [Option(id, ws.dimension_label(id)) for id in found]


def look(ws: Workspace, rule: Screening, dimension: str) -> Look:
    """Return what a rule would change, by one dimension, from released numbers."""
    ruled = _table(ws, MEASURE, dimension)
    assert ruled is not None  # `dimensions` offers no other
    now = ws.table(rule.program, ruled.period, dimension)
    groups = [_reached(name, count, now) for name, count in ruled.groups]
    everybody = Reached("", _pair(now.total) if now else None, _pair(ruled.total))
    about = _gains_most(groups)
    named = about.name if about else ruled.groups[0][0]
    query = Query(measure=MEASURE, dimension=dimension, period=ruled.period, group=named)
    return Look(
        rule=ws.words("screening.rule", rule=said(ws, rule)),
        sentences=tuple(_sentences(ws, rule, dimension, groups, everybody)),
        figure=reach(
            ws.words,
            groups,
            measure=ws.words("screening.chart", program=ws.measure_label(rule.program)),
            period=ruled.period,
            sentence="",
            question=query,
            method=(
                definition(ws, MEASURE),
                definition(ws, rule.program),
                ws.words("method.rate"),
                ws.words("screening.method"),
                ws.words("method.shown_only"),
            ),
        ),
        query=query,
        is_pinned=any(card.form == "number" and card.query == query for card in ws.of_cycle(Evidence)),
    )


def _tried(ws: Workspace) -> list[Rule]:
    """Return the different rules that were tried in this workspace, in any cycle: all of them were seen."""
    found = [e.body for e in ws.store.events() if (e.kind, e.id) == (Measure.kind, MEASURE) and e.body]
    rules = [Measure.model_validate_json(body).rule for body in dict.fromkeys(found)]
    return [rule for place, rule in enumerate(rules) if rule not in rules[:place]]


def _sentences(
    ws: Workspace, rule: Screening, dimension: str, groups: Sequence[Reached], everybody: Reached
) -> list[str]:
    """Return whom the rule would reach: all students, the group that gains most, and what stays apart."""
    words, told = ws.words, []
    now, ruled = everybody.now, everybody.ruled
    if ruled and now:
        told.append(
            words(
                "screening.everybody",
                program=ws.measure_label(rule.program),
                ruled=words.percent(Fraction(*ruled)),
                x=ruled[0],
                n=ruled[1],
                now=words.percent(Fraction(*now)),
                there=now[0],
            )
        )
    most = _gains_most(groups)
    if most and most.now and most.ruled:
        told.append(
            words(
                "screening.most",
                group=gap_words.people(ws, dimension, most.name),
                ruled=words.percent(Fraction(*most.ruled)),
                now=words.percent(Fraction(*most.now)),
            )
        )
    both = [(Fraction(*g.now), Fraction(*g.ruled)) for g in groups if g.now and g.ruled]
    if len(both) > 1:
        before, after = (max(shares) - min(shares) for shares in zip(*both, strict=True))
        told.append(words("screening.apart", before=words.points(before * 100), after=words.points(after * 100)))
    told.append(words("screening.cannot_tell"))
    return told


def _gains_most(groups: Sequence[Reached]) -> Reached | None:
    """Return the group that the rule adds the greatest share to, where it adds to one."""
    gains = {g.name: Fraction(*g.ruled) - Fraction(*g.now) for g in groups if g.now and g.ruled}
    most = max(sorted(gains), key=lambda name: gains[name], default="")
    return next((g for g in groups if g.name == most and gains[most] > 0), None)


def _reached(name: str, count: Count, now: Released | None) -> Reached:
    there = dict(now.groups).get(name) if now else None
    return Reached(name, _pair(there) if there else None, _pair(count))


def _pair(count: Count) -> tuple[int, int] | None:
    return (count.x or 0, count.n) if count.is_shown and count.n else None


def _choice(ws: Workspace, measure: Measure) -> Choice:
    rule, label = measure.rule, ws.measure_label(measure.id)
    if not isinstance(rule, Limit):
        return Choice(measure.id, label)
    return Choice(measure.id, label, measure.header or rule.column, f"{rule.value.normalize():f}")


def _said(ws: Workspace, criterion: Criterion) -> str:
    measure = ws.measure(criterion.measure)
    if criterion.limit is None or not isinstance(measure.rule, Limit):
        return f"“{ws.measure_label(measure.id)}”"
    column = measure.header or measure.rule.column
    return ws.words(f"screening.{measure.rule.kind}", column=column, limit=f"{criterion.limit.normalize():f}")


def _rule(ws: Workspace, criterion: Criterion) -> OneColumn:
    rule = ws.measure(criterion.measure).rule
    if isinstance(rule, Limit) and criterion.limit is not None:
        rule = rule.model_copy(update={"value": Decimal(criterion.limit)})
    assert not isinstance(rule, Combined | Given | Headcount)  # `_measures` has no other
    return rule


def _measures(ws: Workspace) -> list[Measure]:
    ids = dict.fromkeys(id for source in _counted(ws) for id in source.measures if id != MEASURE)
    in_order = [id for id in MEASURES if id in ids] + [id for id in ids if id not in MEASURES]
    found = [ws.measure(id) for id in in_order]
    return [m for m in found if isinstance(m.rule, Flag | OneOf | Limit | ShareAtLeast)]


def _counted(ws: Workspace) -> list[Source]:
    return [s for s in ws.sources() if s.shape == "students" and ws.store.has_rows(s.id)]


def _sources(ws: Workspace, program: str) -> list[Source]:
    return [source for source in _counted(ws) if program in source.measures]


def _tables(ws: Workspace, measure: str) -> list[Released]:
    found = [t for release in ws.releases() for t in release.tables if t.measure == measure and not t.where]
    return [table for table in found if table.dimension]


def _table(ws: Workspace, measure: str, dimension: str = "") -> Released | None:
    """Return the latest table of a measure."""
    found = [t for t in _tables(ws, measure) if dimension in ("", t.dimension)]
    latest = periods.ordered(t.period for t in found)[-1:]
    return next((t for t in found if t.period in latest), None)
