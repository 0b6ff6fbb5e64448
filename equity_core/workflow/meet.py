"""A meeting: from what it is for to an agenda that fits, through its phases by a clock that survives, to its close.

A phase ends at a time that is kept, so a reload, a restart or a laptop that slept changes nothing. The clock is no
edit: `undo` does not turn it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from equity_core.errors import Problem
from equity_core.model import Capture, LogEntry, Meeting, PlannedPhase, Promise, ProtocolRun, Query
from equity_core.workflow import naming, profiles
from equity_core.workflow.diagnose import focus, gap_choices
from equity_core.workflow.get_ready import team, terms
from equity_core.workflow.protocols import Phase, Protocol, protocols
from equity_core.workflow.workspace import Workspace

FEWEST_SEATS = 2
USUAL_SEATS = 6
SEATS = (1, 60)
MINUTES = (10, 180)
CUT_TO = 25  # minutes, where a protocol has no short version


@dataclass(frozen=True, slots=True)
class Agenda:
    """The phases with their minutes, and what they make of the slot. `cut` says what to leave out when they are over.

    `needs` are the minutes of the phases that are never left out, where these alone are over (no `cut` then), else
    0; `shorter` those of a short version that fits while these phases do not, else 0.
    """

    lines: tuple[tuple[str, int], ...]
    total: int
    slot: int
    is_short: bool
    cut: tuple[tuple[str, int], ...] = ()
    needs: int = 0
    shorter: int = 0

    @property
    def spare(self) -> int:
        """Return the minutes of the slot that no phase has; negative when the phases take longer."""
        return self.slot - self.total


@dataclass(frozen=True, slots=True)
class Running:
    """The meeting that is open: its protocol, where it stands, and the phase that is on (None once all are done)."""

    meeting: Meeting
    run: ProtocolRun
    protocol: Protocol
    phase: Phase | None

    @property
    def ends_at(self) -> datetime:
        """Return when the slot of the meeting is over."""
        return self.meeting.started + timedelta(minutes=self.meeting.minutes)


# -- before --------------------------------------------------------------------------------------------------------


def offered(ws: Workspace) -> dict[str, Protocol]:
    """Return what a meeting can be for: the protocols by id, in order."""
    return protocols(ws.words.language)


def seats(ws: Workspace) -> int:
    """Return for how many people a meeting is planned: as many as somebody said last, else six or one for each role."""
    return ws.profile.seats or max(len(ws.profile.roles), USUAL_SEATS)


def minutes(ws: Workspace) -> int:
    """Return for how many minutes a meeting is planned: as many as somebody said, else the usual ones."""
    return ws.profile.meeting_minutes or ws.profile.minutes_per_meeting


def expect(ws: Workspace, *, purpose: str | None = None, minutes: int | None = None, seats: int | None = None) -> None:
    """Keep what the next meeting is planned for; straight in the store, for undo is for what was worked on.

    A number that cannot be is not kept.
    """
    planned: dict[str, str | int] = {}
    if purpose is not None:
        planned["meeting_for"] = purpose
    if minutes is not None and MINUTES[0] <= minutes <= MINUTES[1]:
        planned["meeting_minutes"] = minutes
    if seats is not None and SEATS[0] <= seats <= SEATS[1]:
        planned["seats"] = seats
    ws.store.save(ws.profile.model_copy(update=planned))


def suggests_short(ws: Workspace, protocol: str, minutes: int) -> bool:
    """Say whether the short version is the one to take: time is limited, or the long one does not fit."""
    chosen = offered(ws)[protocol]
    is_tight = "short_protocol" in profiles.changes(ws, "meet") or chosen.minutes > minutes
    return chosen.short_minutes is not None and is_tight


def agenda(ws: Workspace, protocol: str, minutes: int, *, is_short: bool, leaves_out: bool = False) -> Agenda:
    """Return the agenda of a protocol in a slot of so many minutes; with `leaves_out` without what `cut` names."""
    chosen = offered(ws)[protocol]
    planned = _planned(chosen, minutes, is_short=is_short, leaves_out=leaves_out)
    total = sum(given for _, given in planned)
    lines = tuple((phase.title, given) for phase, given in planned)
    is_cut = is_short and chosen.short_minutes is not None
    if total <= minutes:
        return Agenda(lines, total, minutes, is_cut)
    kept = sum(given for phase, given in planned if phase.keep)
    out = _over(planned, minutes)
    short = chosen.short_minutes or 0
    return Agenda(
        lines,
        total,
        minutes,
        is_cut,
        cut=tuple((phase.title, given) for phase, given in planned if phase.key in out),
        needs=kept if kept > minutes else 0,
        shorter=0 if is_cut or short > minutes else short,
    )


def start(
    ws: Workspace,
    protocol: str,
    *,
    minutes: int,
    seats: int,
    is_short: bool | None = None,
    leaves_out: bool = False,
    query: Query | None = None,
    term: str = "",
) -> Running | Problem:
    """Begin a meeting with its first phase; the problem when nobody is there to disagree.

    What an earlier meeting of this kind left open moves here.
    """
    if seats < FEWEST_SEATS:
        return Problem("meet_seats", column="seats", facts={"fewest": FEWEST_SEATS})
    chosen, now = offered(ws)[protocol], ws.now()
    short = suggests_short(ws, protocol, minutes) if is_short is None else is_short
    parts = _planned(chosen, minutes, is_short=short, leaves_out=leaves_out)
    planned = [PlannedPhase(key=phase.key, minutes=given) for phase, given in parts]
    meeting = Meeting(cycle=ws.cycle.id, purpose=chosen.purpose, minutes=minutes, seats=seats, started=now)
    run = ProtocolRun(
        cycle=ws.cycle.id,
        meeting=meeting.id,
        protocol=protocol,
        is_short=short and chosen.short_minutes is not None,
        phases=tuple(planned),
        at=planned[0].key,
        ends_at=now + timedelta(minutes=planned[0].minutes),
        query=query,
        term=(term or terms.current(ws).id) if "term" in chosen.needs else "",
    )
    moved = [line.model_copy(update={"run": run.id}) for line in _left_open(ws, protocol)]
    ws.save(meeting, run, *moved)
    ws.store.save(ws.profile.model_copy(update={"meeting_for": "", "meeting_minutes": 0}))  # the next begins anew
    return Running(meeting, run, chosen, chosen.phase(run.at))


def current(ws: Workspace) -> Running | None:
    """Return the meeting that is open, or None."""
    open_ones = {meeting.id: meeting for meeting in ws.of_cycle(Meeting) if meeting.closed is None}
    runs = [run for run in ws.of_cycle(ProtocolRun) if run.meeting in open_ones and run.protocol in offered(ws)]
    if not runs:
        return None
    run = runs[-1]
    protocol = offered(ws)[run.protocol]
    known = {phase.key for phase in protocol.phases}
    return Running(open_ones[run.meeting], run, protocol, protocol.phase(run.at) if run.at in known else None)


def questions(ws: Workspace) -> tuple[tuple[Query, str], ...]:
    """Return the gaps that a room can look at, each with its name: the focus, the team's list, else the first table."""
    chosen, listed = focus.current(ws), [found.gap.query for found in focus.portfolio(ws)]
    named = {q.model_dump_json(): (q, focus.title(ws, q)) for q in ([chosen.query] if chosen else []) + listed}
    if named or not gap_choices.has_numbers(ws):
        return tuple(named.values())
    measure = gap_choices.measures(ws)[0]
    by = gap_choices.dimensions(ws, measure.code)[0]
    period = gap_choices.periods_of(ws, measure.code, by.code)[0].code
    first = Query(measure=measure.code, dimension=by.code, period=period)
    return ((first, ws.words("meet.first_table", measure=measure.label, dimension=by.label, period=period)),)


# -- the clock -----------------------------------------------------------------------------------------------------


def seconds_left(run: ProtocolRun, now: datetime) -> float:
    """Return the seconds that the open phase has left; negative once it is over time."""
    if run.ends_at is None:
        return run.left or 0.0
    return (run.ends_at - now).total_seconds()


def pause(ws: Workspace, run: ProtocolRun) -> ProtocolRun:
    """Stop the clock; nothing happens to one that stands."""
    run = _fresh(ws, run)
    if run.ends_at is None:
        return run
    return _keep(ws, run, ends_at=None, left=seconds_left(run, ws.now()))


def resume(ws: Workspace, run: ProtocolRun) -> ProtocolRun:
    """Let the clock go on from where it stood; nothing happens to one that goes, or when all phases are done."""
    run = _fresh(ws, run)
    if run.ends_at is not None or not run.at:
        return run
    return _keep(ws, run, ends_at=ws.now() + timedelta(seconds=run.left or 0), left=None)


def add(ws: Workspace, run: ProtocolRun, minutes: int) -> ProtocolRun:
    """Give the open phase more minutes (fewer, when negative); a phase over time begins anew with them."""
    run = _fresh(ws, run)
    left, more = seconds_left(run, ws.now()), timedelta(minutes=minutes)
    phases = tuple(
        p.model_copy(update={"minutes": max(0, p.minutes + minutes)}) if p.key == run.at else p for p in run.phases
    )
    if run.ends_at is None:
        return _keep(ws, run, phases=phases, left=max(left, 0.0) + more.total_seconds())
    return _keep(ws, run, phases=phases, ends_at=max(run.ends_at, ws.now()) + more)


# -- phases --------------------------------------------------------------------------------------------------------


def next_phase(ws: Workspace, run: ProtocolRun) -> ProtocolRun:
    """End the open phase, be it early or late, and begin the next one that is not done.

    Nothing happens when `run` is at a phase that another window, or a click before this one, has ended already.
    """
    asked, run = run.at, _fresh(ws, run)
    if run.at != asked:
        return run
    done = tuple(p.model_copy(update={"is_done": True}) if p.key == run.at else p for p in run.phases)
    keys = [p.key for p in done]
    after = done[keys.index(run.at) + 1 :] if run.at in keys else done
    waiting = [p for p in (*after, *done) if not p.is_done]
    return _open(ws, run, done, waiting[0] if waiting else None)


def go_to(ws: Workspace, run: ProtocolRun, key: str) -> ProtocolRun:
    """Open another phase, before or after this one; its minutes begin anew."""
    run = _fresh(ws, run)
    phases = tuple(p.model_copy(update={"is_done": False}) if p.key == key else p for p in run.phases)
    there = next((p for p in phases if p.key == key), None)
    return run if there is None else _open(ws, run, phases, there)


def back(ws: Workspace, run: ProtocolRun) -> ProtocolRun:
    """Open the phase before this one; nothing happens at the first."""
    run = _fresh(ws, run)
    keys = [p.key for p in run.phases]
    here = keys.index(run.at) if run.at in keys else len(keys)
    return go_to(ws, run, keys[here - 1]) if here else run


def skip(ws: Workspace, run: ProtocolRun, key: str) -> ProtocolRun:
    """Leave a phase out; the open one is not left out but ended, and one to keep stays."""
    run = _fresh(ws, run)
    if key == run.at:
        return next_phase(ws, run)
    if key not in may_skip(ws, run):
        return run
    return _keep(ws, run, phases=tuple(p for p in run.phases if p.key != key))


def may_skip(ws: Workspace, run: ProtocolRun) -> frozenset[str]:
    """Return the keys of the phases that may be left out: neither open, nor done, nor to keep."""
    waiting = [p.key for p in run.phases if not p.is_done and p.key != run.at]
    return frozenset(key for key in waiting if not offered(ws)[run.protocol].phase(key).keep)


def move_up(ws: Workspace, run: ProtocolRun, key: str) -> ProtocolRun:
    """Put a phase one place earlier."""
    run = _fresh(ws, run)
    phases = list(run.phases)
    here = next((place for place, p in enumerate(phases) if p.key == key), 0)
    if here:
        phases[here - 1 : here + 1] = [phases[here], phases[here - 1]]
    return _keep(ws, run, phases=tuple(phases))


def cut(ws: Workspace, running: Running) -> ProtocolRun:
    """Go on with the minutes of the short version; what it leaves out and has not begun is left out.

    Without a short version, parts are left out until the others take 25 minutes; those to keep are kept.
    """
    run, protocol = _fresh(ws, running.run), running.protocol
    if protocol.short_minutes is None:
        out = _left_out(ws, run)
        return _keep(ws, run, phases=tuple(p for p in run.phases if p.key not in out), is_short=True)
    short = {phase.key: given for phase, given in protocol.planned(is_short=True)}
    given = {p.key: min(p.minutes, short.get(p.key, p.minutes)) for p in run.phases}
    kept = tuple(
        p if p.is_done else p.model_copy(update={"minutes": given[p.key]})
        for p in run.phases
        if p.is_done or p.key == run.at or p.key in short
    )
    less = next((p.minutes - given[p.key] for p in run.phases if p.key == run.at), 0)
    left = seconds_left(run, ws.now())
    then = left if left <= 0 else max(0.0, left - 60 * less)  # over time already: the clock goes on counting
    clock = {"left": then} if run.ends_at is None else {"ends_at": ws.now() + timedelta(seconds=then)}
    return _keep(ws, run, phases=kept, is_short=True, **clock)


def cut_to(running: Running) -> int:
    """Return to how many minutes `cut` goes."""
    return running.protocol.short_minutes or CUT_TO


def can_cut(running: Running) -> bool:
    """Say whether the parts take longer than what `cut` goes to, and it was not done yet."""
    takes = sum(p.minutes for p in running.run.phases)
    return bool(running.run.at) and not running.run.is_short and takes > cut_to(running)


def left_out(running: Running) -> tuple[tuple[str, int], ...]:
    """Return the parts of the protocol that this meeting leaves out, with their minutes there."""
    there = {p.key for p in running.run.phases}
    return tuple((phase.title, phase.minutes) for phase in running.protocol.phases if phase.key not in there)


def cut_needs(ws: Workspace, running: Running) -> int:
    """Return how many minutes a `cut` meeting would take, where that is more than it goes to; else 0."""
    if running.protocol.short_minutes is not None:
        return 0
    out = _left_out(ws, running.run)
    takes = sum(p.minutes for p in running.run.phases if p.key not in out)
    return takes if takes > CUT_TO else 0


def next_seat(ws: Workspace, running: Running) -> ProtocolRun:
    """Give the word to the next seat: it spoke, or passed."""
    run = _fresh(ws, running.run)
    return _keep(ws, run, seat=run.seat % running.meeting.seats + 1)


def next_term(ws: Workspace, running: Running) -> ProtocolRun:
    """Begin again with the next word that is not agreed on."""
    first = running.protocol.phases[0].key
    return go_to(ws, _keep(ws, _fresh(ws, running.run), term=terms.current(ws).id), first)


def aim_at(ws: Workspace, running: Running, target_percent: Decimal | None, by: date | None) -> None:
    """Keep which target and day the room looks at; what they ask for is worked out, and frozen on the goal page."""
    run = _fresh(ws, running.run)
    if (run.target_percent, run.by) != (target_percent, by):
        _keep(ws, run, target_percent=target_percent, by=by)


def aimed_at(ws: Workspace, query: Query) -> tuple[Decimal | None, date | None]:
    """Return the target and the day that a room looked at last for this gap, for the goal page to begin with."""
    runs = [run for run in ws.of_cycle(ProtocolRun) if run.query == query and run.target_percent is not None]
    return (runs[-1].target_percent, runs[-1].by) if runs else (None, None)


def minutes_over(running: Running, now: datetime) -> int:
    """Return by how many whole minutes the phases that are left go past the end of the slot; 0 when they fit."""
    rest = sum(p.minutes for p in running.run.phases if not p.is_done and p.key != running.run.at)
    end = now + timedelta(seconds=max(0.0, seconds_left(running.run, now)), minutes=rest)
    return max(0, int((end - running.ends_at).total_seconds() // 60))


# -- close ---------------------------------------------------------------------------------------------------------


def decide(ws: Workspace, meeting: Meeting, text: str, *, role: str = "", by: date | None = None) -> Meeting | Problem:
    """Keep a decision with the role that owns it and its date, here and in the log."""
    if problem := _undecided(ws, text, role, by):
        return problem
    told, entry = _decided(ws, ws.get(Meeting, meeting.id) or meeting, text, role, by)
    ws.save(told, entry)
    return told


def close(
    ws: Workspace,
    running: Running,
    *,
    plus: Sequence[str] = (),
    delta: Sequence[str] = (),
    missing: str = "",
    decision: str = "",
    role: str = "",
    by: date | None = None,
) -> Meeting | Problem:
    """Close the meeting with what went well, what to change and who was missing, and with a decision that is typed.

    All of it is kept, or nothing and the problem by field.
    """
    is_decided = bool(decision.strip() or role or by)
    if is_decided and (problem := _undecided(ws, decision, role, by)):
        return problem
    for column, texts in (("close", plus), ("delta", delta), ("missing", (missing,))):
        if named := naming.known_in(ws, *texts):
            return Problem("meet_decision_names", column=column, facts={"seen": named})
    meeting, entries = ws.get(Meeting, running.meeting.id) or running.meeting, []
    if is_decided:
        meeting, entry = _decided(ws, meeting, decision, role, by)
        entries.append(entry)
    told = meeting.model_copy(
        update={
            "closed": ws.now(),
            "plus": tuple(filter(None, (line.strip() for line in plus))),
            "delta": tuple(filter(None, (line.strip() for line in delta))),
            "missing": missing.strip(),
        }
    )
    ws.save(told, pause_of(_fresh(ws, running.run), ws.now()), *entries)
    return told


def pause_of(run: ProtocolRun, now: datetime) -> ProtocolRun:
    """Return the run with its clock standing."""
    return run if run.ends_at is None else run.model_copy(update={"ends_at": None, "left": seconds_left(run, now)})


def earlier(ws: Workspace) -> list[Running]:
    """Return the meetings of this cycle that were closed, newest first."""
    closed = {meeting.id: meeting for meeting in ws.of_cycle(Meeting) if meeting.closed is not None}
    known = offered(ws)
    runs = [run for run in ws.of_cycle(ProtocolRun) if run.meeting in closed and run.protocol in known]
    return [Running(closed[run.meeting], run, known[run.protocol], None) for run in reversed(runs)]


# -- within --------------------------------------------------------------------------------------------------------


def _undecided(ws: Workspace, text: str, role: str, by: date | None) -> Problem | None:
    """Return why a decision cannot be kept as it is typed, or None."""
    named, owner = naming.known_in(ws, text), naming.known_in(ws, role)
    found = (
        ("decision", "meet_decision_empty", not text.strip()),
        ("decision", "meet_decision_names", bool(named)),
        ("role", "meet_decision_names", bool(owner)),
        ("by", "meet_decision_past", by is not None and by < ws.today()),
    )
    for column, code, is_so in found:
        if is_so:
            return Problem(code, column=column, facts={"seen": named or owner})
    return team.too_long(text, "decision")


def _decided(ws: Workspace, meeting: Meeting, text: str, role: str, by: date | None) -> tuple[Meeting, LogEntry]:
    """Return the meeting with one decision more, and the entry of it in the log."""
    told = meeting.model_copy(update={"decisions": (*meeting.decisions, Promise(text=text, role=role, by=by))})
    when = ws.words("meet.log_by", text=text.strip(), day=ws.words.day(by)) if by else text
    return told, LogEntry(cycle=ws.cycle.id, form="decision", text=when, on=ws.today(), role=role)


def _planned(protocol: Protocol, minutes: int, *, is_short: bool, leaves_out: bool) -> tuple[tuple[Phase, int], ...]:
    planned = protocol.planned(is_short=is_short)
    out = _over(planned, minutes) if leaves_out else frozenset()
    return tuple((phase, given) for phase, given in planned if phase.key not in out)


def _over(planned: Sequence[tuple[Phase, int]], minutes: int) -> frozenset[str]:
    """Return the keys of the parts to leave out so that the others fit; none where those to keep do not fit."""
    if sum(given for phase, given in planned if phase.keep) > minutes:
        return frozenset()
    others = [(phase.key, given) for phase, given in planned if not phase.keep]
    return frozenset(key for key, _ in _to_cut(others, sum(given for _, given in planned) - minutes))


def _to_cut(lines: Sequence[tuple[str, int]], over: int) -> tuple[tuple[str, int], ...]:
    """Return the phases to leave out: the shortest one that is enough, else the longest ones until it is."""
    chosen: list[tuple[str, int]] = []
    left = sorted(lines, key=lambda line: line[1])
    while over > 0 and left:
        enough = next((line for line in left if line[1] >= over), left[-1])
        left.remove(enough)
        chosen.append(enough)
        over -= enough[1]
    return tuple(chosen)


def _left_out(ws: Workspace, run: ProtocolRun) -> frozenset[str]:
    """Return the keys of the phases that a `cut` without a short version leaves out."""
    may = may_skip(ws, run)
    over = sum(p.minutes for p in run.phases) - CUT_TO
    return frozenset(key for key, _ in _to_cut([(p.key, p.minutes) for p in run.phases if p.key in may], over))


def _left_open(ws: Workspace, protocol: str) -> list[Capture]:
    """Return the lines of earlier meetings of this kind that became nothing yet, where phases were left undone."""
    undone = {
        running.run.id
        for running in earlier(ws)
        if running.run.protocol == protocol and not all(p.is_done for p in running.run.phases)
    }
    return [line for line in ws.of_cycle(Capture) if line.run in undone and line.landed is None]


def _fresh(ws: Workspace, run: ProtocolRun) -> ProtocolRun:
    """Return the run as it is kept now: another window may have moved it since a button was drawn."""
    return ws.get(ProtocolRun, run.id) or run


def _open(ws: Workspace, run: ProtocolRun, phases: tuple[PlannedPhase, ...], phase: PlannedPhase | None) -> ProtocolRun:
    if phase is None:
        return _keep(ws, run, phases=phases, at="", ends_at=None, left=0.0)
    ends = ws.now() + timedelta(minutes=phase.minutes)
    return _keep(ws, run, phases=phases, at=phase.key, ends_at=ends, left=None, seat=1)


def _keep(ws: Workspace, run: ProtocolRun, **changed: object) -> ProtocolRun:
    """Keep the run; straight in the store, for a clock is no edit that somebody would undo."""
    told = run.model_copy(update=changed)
    ws.store.save(told)
    return told
