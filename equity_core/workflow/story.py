"""Our story so far: the whole chain of one cycle in the team's words, link by link, with what is still empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from equity_core.charts import Figure
from equity_core.errors import EquityError
from equity_core.model import Cycle, Decision, LogEntry, Query
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import causes, focus, gaps, listen
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.loop import MINUTES
from equity_core.workflow.reflect import delivery, results
from equity_core.workflow.workspace import Workspace

LinkId = Literal["gap", "voice", "cause", "goal", "yes", "delivered", "moved", "decided"]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and from where they speak."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: what is known in sentences, a quote and a figure where there are, or an invitation.

    `page` is where it is worked on, `minutes` what the next act there takes.
    """

    id: LinkId
    title: str
    page: str
    minutes: int
    lines: tuple[str, ...] = ()
    quote: Quote | None = None
    figure: Figure | None = None
    asks: Query | None = None  # the question behind the figure
    notes: tuple[str, ...] = ()
    invitation: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is known here yet."""
        return not (self.lines or self.quote)


@dataclass(frozen=True, slots=True)
class Story:
    """One cycle's chain. `taught` is what the team said it learned, when the cycle is finished."""

    cycle: Cycle
    title: str
    links: tuple[Link, ...]
    taught: str = ""

    @property
    def next_empty(self) -> Link | None:
        """Return the first link that waits for the team, or None when the chain is whole."""
        return next((link for link in self.links if link.is_empty), None)


def story(ws: Workspace, *, wall: bool = False) -> Story:
    """Return the story of the cycle that is looked at. On the `wall` only voices whose consent allows it are quoted."""
    cycle = ws.cycle
    links = (
        _gap(ws),
        _voice(ws, wall=wall),
        _cause(ws),
        _goal(ws),
        _yes(ws),
        _delivered(ws),
        _moved(ws),
        _decided(ws),
    )
    return Story(cycle, _title(ws, cycle), links, cycle.story)


def earlier(ws: Workspace, *, wall: bool = False) -> list[Story]:
    """Return the stories of the finished cycles, latest first."""
    finished = [cycle for cycle in ws.all(Cycle) if cycle.closed is not None and cycle.id != ws.cycle.id]
    return [story(ws.as_of(cycle), wall=wall) for cycle in sorted(finished, key=lambda c: -c.number)]


def _title(ws: Workspace, cycle: Cycle) -> str:
    if cycle.title:
        return ws.words("story.cycle_titled", number=cycle.number, title=cycle.title)
    return ws.words("story.cycle", number=cycle.number)


def _gap(ws: Workspace) -> Link:
    chosen, barrier = focus.current(ws), focus.barrier(ws)
    if chosen is not None:
        try:
            look = gaps.look(ws, chosen.query)
        except EquityError:
            return _link(ws, "gap", "gaps", lines=(focus.statement(ws),), notes=(ws.words("story.no_numbers"),))
        matters = (ws.words("story.matters", text=chosen.matters),) if chosen.matters else ()
        return _link(
            ws, "gap", "gaps", lines=(look.headline, look.certainty, *matters), figure=look.figure, asks=look.query
        )
    if barrier is not None:
        return _link(ws, "gap", "gaps", lines=(focus.statement(ws),), notes=(ws.words("story.barrier_only"),))
    return _link(ws, "gap", "gaps" if ws.sources() else "bring-in")


def _voice(ws: Workspace, *, wall: bool) -> Link:
    board = listen.board(ws, stage=wall)
    cards = sorted((*board.supports, *board.questions, *board.mixed), key=lambda card: not card.evidence.most_affected)
    notes = (ws.words("story.not_for_the_wall", count=board.not_for_the_wall),) if board.not_for_the_wall else ()
    if not cards:
        return _link(ws, "voice", "listen", notes=notes)
    more = (ws.words("story.more_voices", count=len(cards) - 1),) if len(cards) > 1 else ()
    return _link(ws, "voice", "listen", quote=Quote(cards[0].text, cards[0].who), notes=(*more, *notes))


def _cause(ws: Workspace) -> Link:
    known = sorted(causes.board(ws), key=lambda w: (not w.cause.will_act, w.status != "supported"))
    told = [ws.words("story.cause", text=w.cause.text, status=w.status_text) for w in known[:2]]
    cautions = tuple(dict.fromkeys(w.caution for w in known[:2] if w.caution))
    return _link(ws, "cause", "causes", lines=tuple(told), notes=cautions)


def _goal(ws: Workspace) -> Link:
    found = goals.current(ws)
    return _link(ws, "goal", "goal", lines=(goals.sentence(ws, found),) if found else ())


def _yes(ws: Workspace) -> Link:
    told = [
        ws.words("story.yes", action=action.title, role=action.approver_role)
        for action in choose.chosen(ws)
        if action.approver_role
    ]
    return _link(ws, "yes", "plan", lines=tuple(told))


def _delivered(ws: Workspace) -> Link:
    told = [d for d in delivery.deliveries(ws) if d.fidelity.dosage is not None]
    lines = tuple(line for d in told for line in (d.delivered, d.reached))
    adjusted = [entry.text for entry in ws.of_cycle(LogEntry) if entry.form == "adjustment"]
    notes = (ws.words("story.adjusted", text=adjusted[-1]),) if adjusted and lines else ()
    return _link(ws, "delivered", "checkins", lines=lines, notes=notes)


def _moved(ws: Workspace) -> Link:
    found = results.outcome(ws)
    if isinstance(found, results.Missing):
        return _link(ws, "moved", "results", notes=() if found.code == "no_goal" else (found.text, found.to_do))
    original = results.against_original(ws, period=found.period)
    return _link(
        ws,
        "moved",
        "results",
        lines=tuple(filter(None, (found.sentence, *found.others, original))),
        figure=found.pair_figure,
        asks=results.latest_query(ws),
        notes=tuple(flag.text for flag in found.flags),
    )


def _decided(ws: Workspace) -> Link:
    titles = {action.id: action.title for action in choose.chosen(ws)}
    return _link(
        ws,
        "decided",
        "decide",
        lines=tuple(_decision(ws, d, titles.get(d.action, "")) for d in ws.of_cycle(Decision)),
    )


def _decision(ws: Workspace, decision: Decision, title: str) -> str:
    words = ws.words
    told = words(
        "story.decided",
        choice=words(f"decide.choice.{decision.choice}"),
        what=title or words("decide.whole_cycle"),
        approver=decision.approver_role,
        day=words.day(decision.on),
    )
    because = decision.against_suggestion or decision.reason
    return words("story.because", told=told, reason=because) if because else told


def _link(
    ws: Workspace,
    id: LinkId,
    page: str,
    *,
    lines: tuple[str, ...] = (),
    quote: Quote | None = None,
    figure: Figure | None = None,
    asks: Query | None = None,
    notes: tuple[str, ...] = (),
) -> Link:
    return Link(
        id=id,
        title=ws.words(f"story.title_{id}"),
        page=page,
        minutes=MINUTES.get(page, 0),
        lines=tuple(line for line in lines if line),
        quote=quote,
        figure=figure,
        asks=asks,
        notes=notes,
        invitation=ws.words(f"story.invite_{id}"),
    )
