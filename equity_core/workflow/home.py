"""Home: what a principal with fifteen minutes needs to know today, and four stops through the sample school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from equity_core.model import Barrier, Cause, Cycle, Decision, Evidence, Goal, Query
from equity_core.workflow import ledger, loop
from equity_core.workflow.data import retention
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import causes, focus, listen
from equity_core.workflow.implement import checkins
from equity_core.workflow.reflect import delivery, results
from equity_core.workflow.workspace import Workspace

VOICES = 2


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of the brief: its id (words `home.tile_<id>`), its lines in order, and the page that it opens."""

    id: str
    lines: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour: what to see, in at most 45 words, and the page that shows it."""

    title: str
    text: str
    page: str


def is_empty(ws: Workspace) -> bool:
    """Say whether nobody has begun anything here."""
    profile = ws.profile
    begun = (profile.school, profile.roles, ws.of_cycle(Barrier), ws.sources(), len(ws.all(Cycle)) > 1)
    return not any(begun)


def headlines(ws: Workspace) -> tuple[str, ...]:
    """Return one line for each step of the loop: what stands there, or the first thing to do."""
    told = (_ready(ws), focus.statement(ws), _chosen(ws), _delivered(ws), _decided(ws))
    return tuple(line or ws.words(loop.next_act(ws, at=step).word) for line, step in zip(told, loop.STEPS, strict=True))


def brief(ws: Workspace, *, stage: bool = False, shared: bool = False) -> tuple[Tile, ...]:
    """Return the four tiles; on the wall (`stage`) what must be decided is left out.

    Where others see them (`shared`: wall and paper) only voices whose consent allows it are quoted.
    """
    decide = () if stage else (Tile("decide", (*_to_decide(ws), *ledger.home(ws), *_to_delete(ws)), "decide"),)
    return (
        Tile("gap", _gap(ws), "results" if ws.of_cycle(Goal) else "gaps"),
        Tile("action", _actions(ws), "checkins"),
        Tile("voices", _voices(ws, shared or stage), "listen"),
        *decide,
    )


def tour(ws: Workspace) -> tuple[Stop, ...]:
    """Return the four stops through a workspace that has a whole story; fewer where a part is missing."""
    found = (
        Stop(ws.words("home.stop_gap"), _stop_gap(ws), "gaps"),
        Stop(ws.words("home.stop_cause"), _stop_cause(ws), "causes"),
        Stop(ws.words("home.stop_action"), _stop_action(ws), "checkins"),
        Stop(ws.words("home.stop_decision"), _stop_decision(ws), "notebook"),
    )
    return tuple(stop for stop in found if stop.text)


def go_to_stop(ws: Workspace, stop: int | None) -> None:
    """Keep at which stop the tour stands, or that it is over; straight in the store, for there is nothing to undo."""
    ws.store.save(ws.profile.model_copy(update={"tour": stop}))


# -- headlines ----------------------------------------------------------------------------------------------------


def _ready(ws: Workspace) -> str:
    profile = ws.profile
    if not (profile.roles and profile.approver_role):
        return ""
    return ws.words("home.ready", count=len(profile.roles), role=profile.approver_role)


def _chosen(ws: Workspace) -> str:
    return ws.words.listed([action.title for action in choose.chosen(ws)])


def _delivered(ws: Workspace) -> str:
    told = [(found.action.title, found.fidelity.dosage) for found in delivery.deliveries(ws)]
    lines = [ws.words("home.delivered", title=title, share=ws.words.percent(share)) for title, share in told if share]
    return "\n".join(lines)


def _decided(ws: Workspace) -> str:
    decided = ws.of_cycle(Decision)
    if not decided:
        return ""
    last = decided[-1]
    choice = ws.words(f"home.choice_{last.choice}")
    return ws.words("home.decided", choice=choice, day=ws.words.day(last.on), role=last.approver_role)


# -- tiles --------------------------------------------------------------------------------------------------------


def _gap(ws: Workspace) -> tuple[str, ...]:
    goals, chosen = ws.of_cycle(Goal), focus.current(ws)
    if goals:
        return (
            *results.baseline_lines(ws, goals[-1]),
            *(results.latest_lines(ws) or (ws.words("home.no_later_file"),)),
        )
    if chosen:
        return (focus.sentence(ws, chosen.query), ws.words("home.not_frozen"))
    return (ws.words("home.no_focus"),)


def _actions(ws: Workspace) -> tuple[str, ...]:
    actions = choose.chosen(ws)
    if not actions:
        return (ws.words("home.no_actions"),)
    lines = [found.delivered for found in delivery.deliveries(ws)]
    weeks = [week.week_of for action in actions for week in checkins.history(ws, action)]
    if weeks:
        last = max(weeks) + timedelta(days=6)
        since = max((ws.today() - last).days, 0) // 7
        lines.append(ws.words("home.last_checkin", count=since) if since else ws.words("home.checked_this_week"))
    return tuple(lines)


def _voices(ws: Workspace, shared: bool) -> tuple[str, ...]:
    told = [e for e in ws.of_cycle(Evidence) if e.form == "voice"]
    heard = [e for e in told if not shared or not listen.is_desk_only(e)]
    if told and not heard:
        return (ws.words("listen.not_for_the_wall", count=len(told)),)
    if not heard:
        return (ws.words("home.no_voices"),)
    cards = [listen.as_card(ws, e) for e in heard[-VOICES:]]
    return tuple(ws.words("home.voice", text=card.text, who=card.who) for card in cards)


def _to_decide(ws: Workspace) -> tuple[str, ...]:
    act, profile = ws.words(loop.next_act(ws).word), ws.profile
    role = profile.approver_role or ws.words("home.no_approver")
    if profile.decide_by is None:
        return (ws.words("home.decide_no_day", role=role), ws.words("home.until_then", act=act))
    return (
        ws.words("home.decide_by", day=ws.words.day(profile.decide_by), role=role),
        ws.words("home.until_then", act=act),
    )


def _to_delete(ws: Workspace) -> tuple[str, ...]:
    late = len(retention.due(ws))
    return (ws.words("kept.home", count=late),) if late else ()


# -- stops --------------------------------------------------------------------------------------------------------


def _stop_gap(ws: Workspace) -> str:
    chosen = focus.current(ws)
    return focus.sentence(ws, chosen.query) if chosen else ""


def _stop_cause(ws: Workspace) -> str:
    for cause in causes.supported(ws):
        voice = next((e for e in _about(ws, cause) if e.form == "voice" and e.consent == "public"), None)
        number = next((e for e in _about(ws, cause) if e.form == "number" and e.query), None)
        if voice and number and number.query:
            return ws.words("home.stop_cause_text", quote=voice.text, number=_number(ws, number.query))
    return ""


def _number(ws: Workspace, query: Query) -> str:
    if query.path or query.after:  # a decision point or a step has more than a rate
        return focus.sentence(ws, query).rstrip(".")
    found = focus.figure(ws, query)
    rate = ws.words.percent(found.rate) if found and found.rate is not None else ws.words("common.hidden")
    return ws.words("home.stop_number", rate=rate, group=query.group)


def _about(ws: Workspace, cause: Cause) -> list[Evidence]:
    return [e for e in ws.of_cycle(Evidence) if cause.id in e.causes and e.stance == "supports"]


def _stop_action(ws: Workspace) -> str:
    told = [found.delivered for found in delivery.deliveries(ws) if found.fidelity.dosage is not None]
    return ws.words("home.stop_action_text", told=told[0]) if told else ""


def _stop_decision(ws: Workspace) -> str:
    closed = [cycle for cycle in ws.all(Cycle) if cycle.closed]
    decided = ws.of_cycle(Decision, closed[-1]) if closed else []
    if not decided:
        return ""
    choice = ws.words(f"home.choice_{decided[-1].choice}")
    return ws.words("home.stop_decision_text", choice=choice, story=_first_sentence(closed[-1].story))


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "." if text else ""
