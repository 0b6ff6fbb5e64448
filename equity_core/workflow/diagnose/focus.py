"""Choose one focus: the gaps that the team found, its three judgements of each, and the one that it takes on.

Nothing here sorts gaps by size: the order is the team's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from equity_core.metrics import GroupResult, disparity, rate_of, takes_more
from equity_core.model import Assumption, Barrier, Evidence, Focus, Gap, Query
from equity_core.workflow import naming, profiles, school_year
from equity_core.workflow.diagnose import goal_numbers, points, way_steps
from equity_core.workflow.workspace import Workspace

FAMILY_ROLES = ("student", "family")


@dataclass(frozen=True, slots=True)
class Found:
    """One gap of the portfolio with what the released numbers say about it today.

    `result` is None when no active file has this figure any more. `facts` are sentences: what would close the gap, how
    sure it is, how it went over time.
    """

    gap: Gap
    title: str
    sentence: str
    facts: tuple[str, ...]
    result: GroupResult | None
    is_chosen: bool
    is_first: bool
    is_last: bool
    voices: tuple[str, ...]  # what people told that says why it matters
    too_late: str = ""  # with little time: that it is not counted again before the team decides


def add(ws: Workspace, query: Query) -> Gap:
    """Put a gap on the focus list, once; a second call for the same gap returns the first."""
    for gap in ws.of_cycle(Gap):
        if gap.query == query:
            return gap
    gap = Gap(cycle=ws.cycle.id, query=query, place=1 + max((g.place for g in ws.of_cycle(Gap)), default=0))
    ws.save(gap)
    return gap


def portfolio(ws: Workspace) -> list[Found]:
    """Return the gaps of this cycle in the team's order, each with its figure of today."""
    chosen, gaps = current(ws), _in_order(ws)
    return [
        Found(
            gap=gap,
            title=title(ws, gap.query),
            sentence=sentence(ws, gap.query),
            facts=_facts(ws, gap.query),
            result=figure(ws, gap.query),
            is_chosen=chosen is not None and chosen.query == gap.query,
            is_first=place == 0,
            is_last=place == len(gaps) - 1,
            voices=tuple(card.text for card in _cards(ws, gap.voices)),
            too_late=too_late(ws, gap.query),
        )
        for place, gap in enumerate(gaps)
    ]


def judge(
    ws: Workspace,
    gap: Gap,
    *,
    matters: str,
    in_our_control: str,
    fits_plan: str = "",
    voices: Sequence[str] = (),
    policy_can_move: bool = False,
) -> None:
    """Keep the team's three judgements of a gap; the focus takes them over when this gap is chosen."""
    naming.refuse(ws, matters, in_our_control, fits_plan)
    told = {
        "matters": matters.strip(),
        "in_our_control": in_our_control.strip(),
        "fits_plan": fits_plan.strip(),
        "voices": tuple(voices),
    }
    judged = gap.model_copy(update={**told, "policy_can_move": policy_can_move})
    chosen = current(ws)
    if judged == gap:
        return
    if chosen is not None and chosen.query == gap.query:
        ws.save(judged, chosen.model_copy(update=told))
    else:
        ws.save(judged)


def all_voices(ws: Workspace) -> list[Evidence]:
    """Return the cards with what students and families told, of whom one may say that a gap matters."""
    return [e for e in ws.of_cycle(Evidence) if e.form == "voice" and (e.most_affected or e.from_role in FAMILY_ROLES)]


def too_late(ws: Workspace, query: Query) -> str:
    """Say, with little time, that a gap is not counted again before the team decides; nothing otherwise.

    The next count is expected as long after the newest as that came after the one before; a year later where there is
    one count only.
    """
    by = ws.profile.decide_by
    if "measured_in_time" not in profiles.changes(ws, "focus") or by is None:
        return ""
    moments = [
        school_year.moment(p) for p in goal_numbers.periods_of(ws.narrowed(query.where), query.measure, query.dimension)
    ]
    known = sorted(m for m in moments if m is not None)
    if not known:
        return ""
    step = min((b - a for a, b in pairwise(known) if b > a), default=Fraction(1))
    if known[-1] + step <= school_year.moment_of_day(by):
        return ""
    return ws.words("focus.too_late", measure=ws.measure_label(query.measure), day=ws.words.day(by))


def every_student(ws: Workspace, query: Query) -> str:
    """Return what the released numbers say of all students together, to be said before any group; else nothing."""
    here = ws.narrowed(query.where)
    table = here.table(query.measure, query.period, query.dimension)
    rate = rate_of(table.total) if table is not None and not query.path else None
    if table is None or rate is None:
        return ""
    counts = ws.words("focus.counts", x=table.total.x, n=table.total.n) if table.total.n else ""
    facts = {"measure": here.measure_label(query.measure), "period": query.period}
    return ws.words("focus.every_student", rate=ws.words.percent(rate), counts=counts, **facts)


def move_up(ws: Workspace, gap: Gap) -> None:
    """Put a gap one place higher in the list."""
    gaps = _in_order(ws)
    here = [g.id for g in gaps].index(gap.id)
    if here > 0:
        gaps[here - 1 : here + 1] = [gaps[here], gaps[here - 1]]
        ws.save(*(g.model_copy(update={"place": i}) for i, g in enumerate(gaps, start=1) if g.place != i))


def move_down(ws: Workspace, gap: Gap) -> None:
    """Put a gap one place lower in the list."""
    gaps = _in_order(ws)
    here = [g.id for g in gaps].index(gap.id)
    if here + 1 < len(gaps):
        move_up(ws, gaps[here + 1])


def remove(ws: Workspace, gap: Gap) -> None:
    """Take a gap off the list; `undo` brings it back."""
    ws.remove(gap)


def choose(ws: Workspace, gap: Gap, *, because: str = "") -> Focus:
    """Make a gap the one focus of this cycle and park the others.

    `because`: why it is chosen although it is not counted again in time; the reason is kept as an assumption.
    """
    naming.refuse(ws, because)
    focus = Focus(
        id=ws.cycle.id,
        cycle=ws.cycle.id,
        query=gap.query,
        matters=gap.matters,
        in_our_control=gap.in_our_control,
        fits_plan=gap.fits_plan,
        voices=gap.voices,
        parked=tuple(g.query for g in _in_order(ws) if g.id != gap.id),
    )
    bets = [a for a in ws.of_cycle(Assumption) if a.about == focus.id and a.comes_from == "gate"]
    made = [_bet(ws, gap, because)] if because.strip() else []
    ws.save(focus, *made, remove=tuple(bets))
    return focus


def current(ws: Workspace) -> Focus | None:
    """Return the focus of this cycle, or None."""
    return ws.get(Focus, ws.cycle.id)


def barrier(ws: Workspace) -> Barrier | None:
    """Return what the team suspects in its own words, or None."""
    return ws.get(Barrier, ws.cycle.id)


def statement(ws: Workspace) -> str:
    """Return what this cycle is about in one sentence: the focus, else the barrier in words, else nothing."""
    chosen, words = current(ws), barrier(ws)
    if chosen is not None:
        return ws.words("focus.statement", **_names(ws, chosen.query))
    return ws.words("focus.statement_barrier", text=words.text) if words else ""


def title(ws: Workspace, query: Query) -> str:
    """Return what people call a gap: its measure, group and period."""
    return ws.words("focus.gap_title", **_names(ws, query))


def sentence(ws: Workspace, query: Query) -> str:
    """Return the gap's figure of today in one sentence; a hidden one says that it is hidden."""
    if query.path:
        return points.sentence(ws, query)
    if query.after:
        return way_steps.sentence(ws, query)
    found = figure(ws, query)
    names, ws = _names(ws, query), ws.narrowed(query.where)
    if not query.group and ws.table(query.measure, query.period, query.dimension):
        return ws.words("focus.hidden_figure", **names)
    if found is None:
        return ws.words("focus.no_figure", **names)
    if found.rate is None:
        return ws.words("focus.hidden_figure", **names)
    rate = ws.words.percent(found.rate)
    counts = ws.words("focus.counts", x=found.x, n=found.n) if found.x is not None and found.n is not None else ""
    if found.gap is None:
        return ws.words("focus.figure_alone", rate=rate, counts=counts, **names)
    return ws.words(
        "focus.figure_lower" if found.gap < 0 else "focus.figure_higher",
        rate=rate,
        counts=counts,
        points=ws.words.points(found.gap),
        compare=compared_with(ws, query.compare),
        **names,
    )


def line(ws: Workspace, query: Query) -> str:
    """Return the gap in one short line for a wall: its figure of today and how sure it is."""
    found = figure(ws, query)
    if found is None or found.rate is None or found.gap is None:
        return sentence(ws, query)
    return ws.words(
        "focus.line_lower" if found.gap < 0 else "focus.line_higher",
        title=title(ws, query),
        rate=ws.words.percent(found.rate),
        points=ws.words.points(found.gap),
        compare=compared_with(ws, query.compare),
        certainty=ws.words(f"certainty.{found.certainty}") if found.certainty else ws.words("focus.not_sure"),
    )


def is_shown(ws: Workspace, query: Query) -> bool:
    """Say whether the released numbers show a rate for the query's group, events at its decision point, or its step."""
    if query.path:
        return points.is_shown(ws, query)
    if query.after:
        return way_steps.is_shown(ws, query)
    found = figure(ws, query)
    return found is not None and found.rate is not None


def figure(ws: Workspace, query: Query) -> GroupResult | None:
    """Return the released figure of the query's group; None for a step of a way in, or when no active file has it."""
    if query.after:
        return None
    ws = ws.narrowed(query.where)
    table = ws.table(query.measure, query.period, query.dimension)
    kind, _, reference = query.compare.partition(":")
    if table is None or (kind == "group" and reference not in dict(table.groups)):
        return None
    found = disparity(
        table, ws.measure(query.measure), compare=query.compare, practical_points=ws.profile.practical_points
    )
    return found.group(query.group)


def _facts(ws: Workspace, query: Query) -> tuple[str, ...]:
    everyone = every_student(ws, query) if "every_student" in profiles.changes(ws, "focus") else ""
    facts = [everyone] if everyone else []
    found, ws = figure(ws, query), ws.narrowed(query.where)
    if found is None or found.rate is None:
        return tuple(facts)
    if found.has_gap and found.students_to_parity and found.gap is not None:
        word = (
            "focus.parity_more" if takes_more(ws.measure(query.measure).direction, found.gap) else "focus.parity_fewer"
        )
        facts.append(
            ws.words(word, count=found.students_to_parity, group=query.group, measure=ws.measure_label(query.measure))
        )
    if found.certainty:
        facts.append(ws.words("focus.sure", certainty=ws.words(f"certainty.{found.certainty}")))
    path = [value for _, value in goal_numbers.group_over_time(ws, query)]
    if len(path) > 1:
        facts.append(ws.words("focus.over_time", group=query.group, path=" → ".join(path)))
    return tuple(facts)


def _bet(ws: Workspace, gap: Gap, because: str) -> Assumption:
    text = ws.words("focus.bet", gap=title(ws, gap.query), because=because.strip())
    return Assumption(cycle=ws.cycle.id, text=text, comes_from="gate", about=ws.cycle.id)


def _cards(ws: Workspace, ids: Sequence[str]) -> list[Evidence]:
    return [card for card in ws.of_cycle(Evidence) if card.id in ids]


def _in_order(ws: Workspace) -> list[Gap]:
    return sorted(ws.of_cycle(Gap), key=lambda gap: gap.place)


def compared_with(ws: Workspace, compare: str) -> str:
    """Return in words what a gap is compared with."""
    kind, _, what = compare.partition(":")
    return what if kind == "group" else ws.words(f"focus.compared_{kind}")


def _names(ws: Workspace, query: Query) -> dict[str, str]:
    return {
        "measure": ws.narrowed(query.where).measure_label(query.measure),
        "group": query.group or ws.words("focus.every_group", dimension=ws.dimension_label(query.dimension)),
        "period": query.period,
        "dimension": ws.dimension_label(query.dimension),
    }
