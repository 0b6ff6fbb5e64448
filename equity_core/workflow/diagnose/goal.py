"""What exactly will be different, for whom, by when: a sentence tied to numbers that are copied at the freeze."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from equity_core.errors import Refused
from equity_core.model import Baseline, Goal, Query
from equity_core.workflow import naming, school_year
from equity_core.workflow.diagnose import focus, gap_choices, goal_checks, goal_letters, goal_numbers, goal_words
from equity_core.workflow.diagnose.goal_checks import Note
from equity_core.workflow.diagnose.goal_letters import Answers, Letter
from equity_core.workflow.diagnose.goal_numbers import Line
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """A goal that is being written, with everything that the released numbers say about it.

    `goal` is None while a piece is missing or refused; then the sentence has blanks. `together` is the name of the
    group that watching those who leave makes (Ever EL), or nothing; `lines` shows it over time beside the goal's group.
    """

    query: Query
    goal: Goal | None
    sentence: str
    math: tuple[str, ...]
    method: tuple[str, ...]  # how the math was worked out
    warnings: tuple[Note, ...]
    refusals: tuple[Note, ...]
    together: str
    lines: tuple[Line, ...]

    @property
    def is_ready(self) -> bool:
        """Say whether this can be frozen."""
        return self.goal is not None


@dataclass(frozen=True, slots=True)
class Told:
    """A frozen goal as it is shown: from its own baseline, whatever the files say today.

    `differs` says in words that the newest file has another figure, never how much; `can_rebase` when it is shown.
    """

    goal: Goal
    sentence: str
    baseline: str
    math: tuple[str, ...]
    method: tuple[str, ...]  # how the math was worked out
    warnings: tuple[Note, ...]
    differs: str
    can_rebase: bool
    together: str
    lines: tuple[Line, ...]
    letters: tuple[Letter, ...] = ()
    bets: tuple[str, ...] = ()  # what was gone on without knowing at the freeze


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version of the goal that another took the place of, and the reason where the baseline changed."""

    at: datetime
    sentence: str
    because: str


def for_the_wall(told: Draft | Told) -> tuple[str, ...]:
    """Return the math that fits beside the sentence on a projector: students, pace, and what the gap would be."""
    return tuple(dict.fromkeys((*told.math[:2], *told.math[-1:])))


# -- what can be chosen ----------------------------------------------------------------------------------------------


def rows(ws: Workspace, lines: tuple[Line, ...]) -> list[dict[str, str]]:
    """Return lines over time as the rows of a table, one column for each period."""
    return [{ws.words("goal.line_name"): line.name, **dict(line.values)} for line in lines]


def has_numbers(ws: Workspace) -> bool:
    """Say whether any file has numbers by group to write a goal on."""
    return any(t.dimension for t in goal_numbers.tables(ws))


def narrowings(ws: Workspace, measure: str, dimension: str) -> list[gap_choices.Option]:
    """Return to whom a goal can be narrowed, the focus's first."""
    options, chosen = gap_choices.narrowings(ws, measure, dimension), _suggested(ws)
    wanted = gap_choices.code_of(chosen.where)
    is_focus = (chosen.measure, chosen.dimension) == (measure, dimension)
    return sorted(options, key=lambda option: is_focus and option.code != wanted)


def measures(ws: Workspace) -> list[str]:
    """Return the measures that have numbers by group, the focus's first."""
    found = dict.fromkeys(t.measure for t in goal_numbers.tables(ws) if t.dimension)
    return _first(found, _suggested(ws).measure)


def dimensions(ws: Workspace, measure: str) -> list[str]:
    """Return the dimensions that a measure comes by, the focus's first."""
    found = dict.fromkeys(t.dimension for t in goal_numbers.tables(ws) if t.measure == measure and t.dimension)
    return _first(found, _suggested(ws).dimension)


def baseline_periods(ws: Workspace, measure: str, dimension: str) -> list[str]:
    """Return the periods that can be a baseline: the focus's first, then the newest first."""
    found = dict.fromkeys(reversed(goal_numbers.periods_of(ws, measure, dimension)))
    return _first(found, _suggested(ws).period)


def groups(ws: Workspace, measure: str, dimension: str, period: str) -> list[str]:
    """Return the groups that a goal can be for, hidden ones too, the focus's first."""
    table = ws.table(measure, period, dimension)
    return _first(dict.fromkeys(name for name, _ in table.groups) if table else {}, _suggested(ws).group)


def a_date(ws: Workspace, period: str) -> date:
    """Return a date to begin with: June three years after the baseline, or the next June if that has passed."""
    moment, today = school_year.moment(period), ws.today()
    if moment is not None and date(int(moment) + 3, 6, 15) > today:
        return date(int(moment) + 3, 6, 15)
    this_june = date(today.year, 6, 15)
    return this_june if this_june > today else this_june.replace(year=today.year + 1)


# -- writing a goal --------------------------------------------------------------------------------------------------


def draft(ws: Workspace, query: Query, *, target_percent: Decimal | None, by: date | None) -> Draft:
    """Return what the released numbers say about a goal: sentence, math, what to watch, what stands in the way."""
    start = goal_numbers.baseline(ws, query)
    refusals = goal_checks.refusals(ws, query, start, target_percent=target_percent, by=by)
    goal = None
    if start is not None and target_percent is not None and by is not None and not refusals:
        goal = Goal(cycle=ws.cycle.id, baseline=start, target_percent=target_percent, by=by)
    return Draft(
        query=query,
        goal=goal,
        sentence=sentence(ws, goal) if goal else _with_blanks(ws, query, start, target_percent, by),
        math=goal_words.math(ws, goal) if goal else (),
        method=goal_words.method(ws, goal) if goal else (),
        warnings=goal_checks.warnings(ws, goal) if goal else (),
        refusals=refusals,
        together=goal_numbers.with_leavers(ws, query),
        lines=goal_numbers.lines(ws, query),
    )


def freeze(
    ws: Workspace,
    draft: Draft,
    *,
    track_together: bool = False,
    note: str = "",
    answers: Answers | None = None,
    because: str = "",
) -> Goal:
    """Keep the goal of this cycle with its copy of the released numbers; Refused while something stands in the way.

    What it lacks (`goal_letters.without`) is kept as an assumption with the reason why it is frozen all the same. A
    second freeze in the same cycle writes over the first; `history` has every version.
    """
    if draft.goal is None:
        raise Refused("goal.not_ready")
    answers = answers or Answers()
    naming.refuse(ws, note, because, answers.equity, answers.leading)
    before = current(ws)
    goal = draft.goal.model_copy(
        update={
            "id": before.id if before else draft.goal.id,
            "tracked_with": _leavers(draft.query) if track_together and draft.together else (),
            "accepted_warnings": tuple(w.code for w in draft.warnings),
            "note": note.strip(),
        }
    )
    goal = goal_letters.answered(goal, answers)
    missing = goal_letters.without(ws, goal)
    made = [goal_letters.bet(ws, goal, missing, because)] if missing and because.strip() else []
    ws.save(goal, *made, remove=tuple(goal_letters.bets(ws, goal)))
    return goal


def answer(ws: Workspace, goal: Goal, answers: Answers) -> Goal:
    """Keep what the team says of a frozen goal; the assumption it was frozen on goes when nothing is missing now."""
    naming.refuse(ws, answers.equity, answers.leading)
    told = goal_letters.answered(goal, answers)
    is_whole = not goal_letters.without(ws, told)
    ws.save(told, remove=tuple(goal_letters.bets(ws, told)) if is_whole else ())
    return told


# -- a frozen goal ---------------------------------------------------------------------------------------------------


def current(ws: Workspace) -> Goal | None:
    """Return the goal of this cycle, or None."""
    return next(reversed(ws.of_cycle(Goal)), None)


def told(ws: Workspace, goal: Goal) -> Told:
    """Return a frozen goal as it is shown, with what the newest files say about its baseline."""
    query, side, day = goal.baseline.query, goal.baseline.group, ws.words.day(goal.baseline.frozen_at)
    if goal_numbers.is_hidden_since(ws, goal.baseline):
        return _told_hidden(ws, goal, day)
    differs = _differs(ws, goal)
    together = goal_numbers.with_leavers(ws, query) if goal.tracked_with else ""
    return Told(
        goal=goal,
        sentence=sentence(ws, goal),
        baseline=ws.words(
            "goal.baseline" if side.n is not None else "goal.baseline_rate",
            rate=ws.words.percent(goal_numbers.rate(side)),
            x=side.x,
            n=side.n,
            period=query.period,
            day=day,
        ),
        math=goal_words.math(ws, goal),
        method=goal_words.method(ws, goal),
        warnings=goal_checks.warnings(ws, goal),
        differs=ws.words(f"goal.{differs}", day=day, period=query.period) if differs else "",
        can_rebase=differs == "differs",
        together=together,
        lines=goal_numbers.lines(ws, query, goal.baseline),
        letters=goal_letters.letters(ws, goal),
        bets=tuple(bet.text for bet in goal_letters.bets(ws, goal)),
    )


def sentence(ws: Workspace, goal: Goal) -> str:
    """Return the goal in one sentence."""
    return goal_words.sentence(
        ws,
        goal.baseline.query,
        is_raised=goal_numbers.is_raised(ws, goal.baseline, goal.target_percent),
        start=goal_numbers.rate_text(ws, goal.baseline),
        target=goal_words.percent(goal.target_percent),
        by=ws.words.month(goal.by),
    )


def together(goal: Goal) -> tuple[str, ...]:
    """Return the groups that are watched as one beside the goal's own (Current EL, Former EL), or nothing."""
    return (goal.baseline.query.group, *goal.tracked_with) if goal.tracked_with else ()


def can_track(ws: Workspace, goal: Goal) -> bool:
    """Say whether those who leave the goal's group can be watched with it."""
    return bool(goal_numbers.with_leavers(ws, goal.baseline.query))


def change_aim(
    ws: Workspace, goal: Goal, *, target_percent: Decimal, by: date, track_together: bool
) -> tuple[Note, ...]:
    """Keep another target or date, or what is watched with a frozen goal, or return why not.

    The baseline is not touched.
    """
    start = None if goal_numbers.is_hidden_since(ws, goal.baseline) else goal.baseline
    refusals = goal_checks.refusals(ws, goal.baseline.query, start, target_percent=target_percent, by=by)
    aim = goal.model_copy(
        update={
            "target_percent": target_percent,
            "by": by,
            "tracked_with": _leavers(goal.baseline.query) if track_together else (),
        }
    )
    if not refusals and aim != goal:
        ws.save(aim.model_copy(update={"accepted_warnings": tuple(w.code for w in goal_checks.warnings(ws, aim))}))
    return refusals


def rebase(ws: Workspace, goal: Goal, *, because: str) -> Goal:
    """Freeze the newest file's figures in place of the old ones, for a reason; Refused without one or if hidden."""
    if not because.strip():
        raise Refused("goal.no_reason")
    naming.refuse(ws, because)
    fresh = goal_numbers.baseline(ws, goal.baseline.query)
    if fresh is None:
        raise Refused("goal.not_ready")
    rebased = goal.model_copy(update={"baseline": fresh.model_copy(update={"rebased_because": because.strip()})})
    ws.save(rebased)
    return rebased


def withdraw(ws: Workspace, goal: Goal) -> None:
    """Take the goal away to write another; `undo` brings it back and the history keeps it."""
    ws.remove(goal, *goal_letters.bets(ws, goal))


def history(ws: Workspace, goal: Goal) -> list[Earlier]:
    """Return the earlier versions of a goal, oldest first, each with the reason why its baseline was replaced."""
    kept = [
        (event.at, Goal.model_validate_json(event.body))
        for event in ws.store.events()
        if (event.kind, event.id) == (Goal.kind, goal.id) and event.body is not None
    ]
    return [
        Earlier(at, sentence(ws, old), new.baseline.rebased_because if new.baseline != old.baseline else "")
        for (at, old), (_, new) in pairwise(kept)
        if old != new
    ]


def _told_hidden(ws: Workspace, goal: Goal, day: str) -> Told:
    """Return a goal whose baseline the raised threshold hides: nothing that is worked out from it either."""
    query = goal.baseline.query
    return Told(
        goal=goal,
        sentence=sentence(ws, goal),
        baseline=ws.words("goal.baseline_hidden", period=query.period, day=day, min_group=ws.profile.min_group),
        math=(),
        method=(),
        warnings=(),
        differs="",
        can_rebase=False,
        together="",
        lines=goal_numbers.lines(ws, query),
    )


def _leavers(query: Query) -> tuple[str, ...]:
    also = goal_numbers.TOGETHER.get(query.group)
    return (also,) if also else ()


def _differs(ws: Workspace, goal: Goal) -> str:
    query = goal.baseline.query
    table = ws.narrowed(query.where).table(query.measure, query.period, query.dimension)
    if table is None or query.group not in dict(table.groups):
        return "source_gone"
    fresh = goal_numbers.baseline(ws, query)
    if fresh is None:
        return "hidden_now"
    return "differs" if _figures(fresh) != _figures(goal.baseline) else ""


def _figures(kept: Baseline) -> tuple[object, ...]:
    return kept.group, kept.rest, kept.together


def _with_blanks(
    ws: Workspace, query: Query, start: Baseline | None, target_percent: Decimal | None, by: date | None
) -> str:
    if start is None:
        return ""
    blank = ws.words("goal.blank")
    return goal_words.sentence(
        ws,
        query,
        is_raised=goal_numbers.is_raised(ws, start, target_percent),
        start=ws.words.percent(goal_numbers.rate(start.group)),
        target=blank if target_percent is None else goal_words.percent(target_percent),
        by=blank if by is None else ws.words.month(by),
    )


def _suggested(ws: Workspace) -> Query:
    chosen = focus.current(ws)
    return chosen.query if chosen else Query(measure="", dimension="", period="")


def _first(found: dict[str, None], wanted: str) -> list[str]:
    return [wanted, *(f for f in found if f != wanted)] if wanted in found else list(found)
