"""At which step does the way into a program get narrow? The steps are measures that are released already (UX.md D5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core.charts import Bar, Figure, excess_bars, more_or_fewer
from equity_core.errors import Refused, Unknown
from equity_core.metrics import AccessStep, AccessSteps
from equity_core.model import AccessPath, Evidence, Given, Headcount, Measure, Query
from equity_core.privacy import Released
from equity_core.words import half_up
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose import gap_choices, gap_words, way_steps
from equity_core.workflow.diagnose.gap_choices import Option
from equity_core.workflow.workspace import Workspace

FEWEST, MOST = 2, 6  # steps of one way in
COLUMNS = ("step", "group", "others", "apart", "fewer", "sure")


@dataclass(frozen=True, slots=True)
class Look:
    """What the page shows about one group; `wrong` says why the steps are none, and then there is nothing else."""

    wrong: str = ""
    headline: str = ""
    sentences: tuple[str, ...] = ()
    hidden_note: str = ""
    figure: Figure | None = None
    steps: tuple[tuple[Query, str, bool], ...] = ()  # what can be pinned: question, name of the step, pinned already


def choices(ws: Workspace) -> list[Option]:
    """Return the measures that can be a step: of students, more is not worse, no test score; none where it is one."""
    found = [o for o in gap_choices.measures(ws) if _can_be_step(ws.measure(o.code))]
    return found if len(found) >= FEWEST else []


def current(ws: Workspace) -> AccessPath | None:
    """Return the steps of this cycle; None before there are any, or when one of them is a measure no more."""
    kept = ws.get(AccessPath, ws.cycle.id)
    known = {option.code for option in choices(ws)}
    return kept if kept and known.issuperset(kept.steps) else None


def keep(ws: Workspace, steps: Sequence[str]) -> None:
    """Keep the steps of a way in, in their order. Refused with fewer than two, more than six, or another measure."""
    if len(set(steps)) < FEWEST:
        raise Refused("access.too_few", fewest=FEWEST)
    if len(steps) > MOST:
        raise Refused("access.too_many", most=MOST)
    known = [option.code for option in choices(ws)]
    for step in steps:
        if step not in known:
            raise Unknown.among("unknown.measure", step, known)
    ws.save(AccessPath(id=ws.cycle.id, cycle=ws.cycle.id, steps=tuple(dict.fromkeys(steps))))


def dimensions(ws: Workspace, path: AccessPath) -> list[Option]:
    """Return by what every step of a way in is released in one period."""
    options = [o for o in gap_choices.dimensions(ws, path.steps[0]) if "," not in o.code]
    return [o for o in options if periods_of(ws, path, o.code)]


def periods_of(ws: Workspace, path: AccessPath, dimension: str) -> list[Option]:
    """Return the periods in which every step is released by a dimension, the latest first."""
    options = gap_choices.periods_of(ws, path.steps[0], dimension)
    return [o for o in options if way_steps.tables(ws, path.steps, dimension, o.code)]


def apart(ws: Workspace, path: AccessPath) -> str:
    """Return that the steps are never released together, by name."""
    return ws.words("ways.apart", steps=_named(ws, path.steps))


def groups(ws: Workspace, path: AccessPath, dimension: str, period: str) -> list[Option]:
    """Return the groups that any step is shown of, the one of whom most are missing at a step first."""
    tables = way_steps.tables(ws, path.steps, dimension, period)
    shown = [n for n, _ in tables[0].groups if any(n in dict(t.groups) and t.rest(n).is_shown for t in tables)]
    return [Option(name, name) for name in sorted(shown, key=lambda name: (-_missing(ws, tables, name), name))]


def look(ws: Workspace, path: AccessPath, dimension: str, period: str, group: str) -> Look:
    """Return who of a group goes on at each step, beside everyone else, from released numbers."""
    tables = way_steps.tables(ws, path.steps, dimension, period)
    try:
        found = way_steps.found(ws, tables, group)
    except Refused as error:
        told = {name: ws.measure_label(str(id)) for name, id in error.facts.items()}
        return Look(wrong=ws.words(f"problem.{error.code}", **told))
    return Look(
        headline=headline(ws, found),
        sentences=_sentences(ws, found),
        hidden_note=_hidden_note(ws, found),
        figure=_figure(ws, found),
        steps=_to_pin(ws, found),
    )


def headline(ws: Workspace, found: AccessSteps) -> str:
    """Return at which step the school lets fewer of a group go on than of everyone else, or that it cannot be told."""
    words, people, steepest = ws.words, gap_words.people(ws, found.dimension, found.group), found.steepest
    if all(step.share is None for step in found.steps):
        return words("ways.headline_hidden", people=people)
    if steepest is None:
        return words("ways.headline_none", people=people)
    place = found.steps.index(steepest)
    facts = {
        "people": people,
        "step": ws.measure_label(steepest.measure),
        "x": steepest.x,
        "n": steepest.before,
        "share": words.percent(steepest.share or 0),
        "x_others": steepest.x_others,
        "n_others": steepest.before_others,
        "share_others": words.percent(steepest.share_others or 0),
        "students": half_up(steepest.fewer or 0, 0),
    }
    if place == 0:
        return words("ways.headline_first", **facts)
    return words("ways.headline", last=ws.measure_label(found.steps[place - 1].measure), **facts)


def _sentences(ws: Workspace, found: AccessSteps) -> tuple[str, ...]:
    """Return how sure the steepest step is, and what all of it rests on."""
    told, steepest = [], found.steepest
    if steepest is not None:
        facts = {"points": ws.words.points(abs(steepest.gap or Fraction(0))), "certainty": _sure(ws, steepest)}
        ends = sorted([abs(steepest.gap_low or 0.0), abs(steepest.gap_high or 0.0)])
        told.append(ws.words("ways.how_sure", low=ws.words.points(ends[0]), high=ws.words.points(ends[1]), **facts))
    return (*told, *(ws.words(note) for note in found.notes))


def _to_pin(ws: Workspace, found: AccessSteps) -> tuple[tuple[Query, str, bool], ...]:
    """Return each shown step as a question; the first one is a gap like any other."""
    pinned = [card.query for card in ws.of_cycle(Evidence) if card.form == "number"]
    told = []
    for step, before in zip(found.steps, [None, *found.steps[:-1]], strict=True):
        query = Query(
            measure=step.measure,
            dimension=found.dimension,
            period=found.period,
            group=found.group,
            after=before.measure if before else "",
        )
        if step.share is not None:
            told.append((query, ws.measure_label(step.measure), query in pinned))
    return tuple(told)


def _hidden_note(ws: Workspace, found: AccessSteps) -> str:
    hidden = [step.measure for step in found.steps if step.share is None]
    if not hidden:
        return ""
    few = ws.profile.min_group
    rule = ws.words("common.not_shown", min_group=few)
    return ws.words("ways.hidden", steps=_named(ws, hidden), rule=rule, few=few)


def _figure(ws: Workspace, found: AccessSteps) -> Figure:
    words = ws.words
    return excess_bars(
        words,
        [
            Bar(
                ws.measure_label(step.measure),
                None if step.fewer is None else -step.fewer,
                _cells(ws, step),
                is_named=step == found.steepest,
            )
            for step in found.steps
        ],
        columns=tuple(words(f"ways.column_{name}") for name in COLUMNS),
        title=words("ways.chart_title", people=gap_words.people(ws, found.dimension, found.group)),
        subtitle=words("ways.chart_subtitle", period=found.period),
        caption=words("ways.table", group=found.group, period=found.period),
        sentence=headline(ws, found),
        method=_method(ws, found),
        most=MOST,
        key="access_chart",
    )


def _cells(ws: Workspace, step: AccessStep) -> tuple[str, ...]:
    words = ws.words
    if step.share is None or step.share_others is None or step.gap is None or step.fewer is None:
        return (words("common.hidden"),) * (len(COLUMNS) - 1)
    return (
        words("ways.of", share=words.percent(step.share), x=step.x, n=step.before),
        words("ways.of", share=words.percent(step.share_others), x=step.x_others, n=step.before_others),
        words(
            "ways.points",
            points=words.number(step.gap),
            low=words.number(step.gap_low or 0.0),
            high=words.number(step.gap_high or 0.0),
        ),
        more_or_fewer(words, -step.fewer, 1),
        _sure(ws, step),
    )


def _method(ws: Workspace, found: AccessSteps) -> tuple[str, ...]:
    """Return how the numbers came about, with those of the steepest step (else the first shown) in the formula."""
    words = ws.words
    told = [definition(ws, step.measure) for step in found.steps]
    told.append(words("ways.method_share"))
    step = found.steepest or next((step for step in found.steps if step.fewer is not None), None)
    if step is not None:
        told.append(
            words(
                "ways.method_fewer",
                step=ws.measure_label(step.measure),
                x=step.x,
                n=step.before,
                x_others=step.x_others,
                n_others=step.before_others,
                fewer=words.number(step.fewer or 0),
            )
        )
    told.append(words("ways.method_sure", family=found.method["family"]))
    told += [words(note) for note in found.notes]
    return (*told, words("method.shown_only"))


def _missing(ws: Workspace, tables: Sequence[Released], group: str) -> Fraction:
    try:
        found = [step.fewer for step in way_steps.found(ws, tables, group).steps if step.fewer is not None]
    except Refused:
        return Fraction(0)
    return max(found, default=Fraction(0))


def _can_be_step(measure: Measure) -> bool:
    counts = not isinstance(measure.rule, Given | Headcount) and not measure.is_test_score
    return counts and measure.direction != "lower_better"


def _named(ws: Workspace, steps: Sequence[str]) -> str:
    return ws.words.listed([ws.words("ways.named", step=ws.measure_label(step)) for step in steps])


def _sure(ws: Workspace, step: AccessStep) -> str:
    return ws.words(f"certainty.{step.certainty}")
