"""Once more round: what carries over into the next cycle, what starts empty, and the start itself.

What outlives a cycle (profile, measures, sources) has no cycle and needs no copy. What carries is copied with new ids,
so that the finished cycle stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from equity_core.errors import Refused
from equity_core.model import (
    Action,
    Assumption,
    Barrier,
    Cause,
    CheckIn,
    Cycle,
    Decision,
    Document,
    Evidence,
    Focus,
    Gap,
    Goal,
    Idea,
    LogEntry,
    Prediction,
    Query,
    Score,
    Training,
    new_id,
)
from equity_core.workflow import naming
from equity_core.workflow.diagnose import causes, focus
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.get_ready import commitment, listening, terms
from equity_core.workflow.reflect import results
from equity_core.workflow.workspace import Workspace

Fate = Literal["carries", "empty", "archived"]
GOES_ON = ("keep", "refine", "scale")


@dataclass(frozen=True, slots=True)
class Carry:
    """One line of the table: what it is, what happens to it, and what it holds in the team's words."""

    what: str  # its words are `next.what.<what>`
    fate: Fate
    items: tuple[str, ...] = ()
    count: int = 0


def table(ws: Workspace) -> list[Carry]:
    """Return what carries over, what starts empty and what stays behind to be read, in that order."""
    profile, goal = ws.profile, original_goal(ws)
    latest = results.latest_sentence(ws)
    lines = [
        Carry("roles", "carries", profile.roles, len(profile.roles)),
        Carry("agreements", "carries", *_listed(list(terms.meant(ws)))),
        Carry("decision_map", "carries", *_listed([commitment.name(ws, r) for r in commitment.rights(ws)])),
        Carry("champions", "carries", *_listed([c.role for c in commitment.champions(ws)])),
        Carry("promises", "carries", *_listed([p.text for p in listening.promises(ws)])),
        Carry("measures", "carries", *_listed(_measures(ws))),
        Carry("original", "carries", *_listed([results.baseline_sentence(ws, goal)] if goal else [])),
        Carry("latest", "carries", *_listed([latest] if latest else [])),
        Carry("gaps", "carries", *_listed([focus.title(ws, g.query) for g in parked_gaps(ws)])),
        Carry("causes", "carries", *_listed([c.text for c in unused_causes(ws)])),
        Carry("ideas", "carries", *_listed([i.text for i in _parked(ws)])),
        Carry("assumptions", "carries", *_listed([_assumption(ws, a) for a in _assumptions(ws)])),
        Carry("actions", "carries", *_listed([a.title for a in open_actions(ws)])),
    ]
    lines += [
        Carry(what, "empty", (), len(ws.of_cycle(model)))
        for what, model in (("predictions", Prediction), ("scores", Score), ("checkins", CheckIn))
    ]
    return [*lines, Carry("rest", "archived")]


def rows(ws: Workspace) -> list[dict[str, str]]:
    """Return the same table in words."""
    return [_row(ws, line) for line in table(ws)]


def is_decided(ws: Workspace) -> bool:
    """Say whether this cycle has a decision."""
    return bool(ws.of_cycle(Decision))


def is_empty(ws: Workspace) -> bool:
    """Say whether nothing has happened in this cycle that could be carried over or learned from."""
    kept = (Gap, Focus, Barrier, Evidence, Cause, Goal, Idea, Action, Decision)
    return not any(ws.of_cycle(model) for model in kept)


def begin(ws: Workspace, *, title: str = "", taught: str = "", without_decision: str = "") -> Cycle:
    """Close this cycle and open the next with what carries; one `undo` takes all of it back.

    Without a decision in this cycle a reason is needed (Refused with code "next.undecided"); it becomes an assumption.
    """
    old, today = ws.cycle, ws.today()
    if not is_decided(ws) and not without_decision.strip():
        raise Refused("next.undecided")
    naming.refuse(ws, title, taught, without_decision)
    goal = original_goal(ws)
    new = Cycle(
        id=new_id(),
        number=old.number + 1,
        title=title,
        started=today,
        before=old.id,
        original_goal=goal.id if goal else "",
    )
    begun = LogEntry(cycle=new.id, form="note", on=today, text=_opening(ws, new))
    carried = _carried(ws, new)
    if without_decision.strip():
        carried.append(Assumption(cycle=new.id, text=without_decision, comes_from="gate", about=old.id))
    ws.save(old.model_copy(update={"closed": today, "story": taught or old.story}), new, begun, *carried)
    return new


def original_goal(ws: Workspace, cycle: Cycle | None = None) -> Goal | None:
    """Return the goal whose baseline every later cycle keeps showing: the first cycle's, or this one's."""
    wanted = cycle or ws.cycle
    if wanted.original_goal:
        return ws.get(Goal, wanted.original_goal)
    return goals.current(ws.as_of(wanted))


def parked_gaps(ws: Workspace) -> list[Gap]:
    """Return the gaps that the team found and did not choose."""
    chosen = focus.current(ws)
    return [g for g in ws.of_cycle(Gap) if chosen is None or g.query != chosen.query]


def unused_causes(ws: Workspace) -> list[Cause]:
    """Return the supported causes of this cycle that no chosen action is about."""
    ideas = {i.id: i for i in ws.of_cycle(Idea)}
    acted_on = {c for a in ws.of_cycle(Action) if a.idea in ideas and not a.dropped for c in ideas[a.idea].causes}
    return [c for c in ws.of_cycle(Cause) if c.id not in acted_on and causes.status(ws, c) == "supported"]


def open_actions(ws: Workspace) -> list[Action]:
    """Return the actions of this cycle that the team decided to keep, refine or scale."""
    newest: dict[str, Decision] = {d.action: d for d in ws.of_cycle(Decision)}
    whole = newest.get("")
    actions = [a for a in ws.of_cycle(Action) if not a.dropped]
    return [a for a in actions if (found := newest.get(a.id, whole)) is not None and found.choice in GOES_ON]


def _row(ws: Workspace, line: Carry) -> dict[str, str]:
    words = ws.words
    if line.items:
        holds = words("next.separator").join(line.items)
    elif line.count:
        holds = words("next.count", count=line.count)
    else:
        holds = "" if line.fate == "archived" else words("next.none")
    return {
        words("next.column_what"): words(f"next.what.{line.what}"),
        words("next.column_fate"): words(f"next.fate_{line.fate}"),
        words("next.column_items"): holds,
    }


def _carried(ws: Workspace, new: Cycle) -> list[Document]:
    actions = open_actions(ws)
    ideas_kept = {a.idea for a in actions}
    ideas = [i for i in ws.of_cycle(Idea) if i.parked or i.id in ideas_kept]
    about = {c for i in ideas for c in i.causes} | {c.id for c in unused_causes(ws)}
    old_causes = [c for c in ws.of_cycle(Cause) if c.id in about]
    rights = commitment.rights(ws)
    renamed = {d.id: new_id() for d in (*actions, *ideas, *old_causes, *rights, *_assumptions(ws))}

    def again(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(renamed[i] for i in ids if i in renamed)

    made: list[Document] = []
    made += [gap.model_copy(update={"id": new_id(), "cycle": new.id}) for gap in parked_gaps(ws)]
    for cause in old_causes:
        made.append(cause.model_copy(update={"id": renamed[cause.id], "cycle": new.id, "will_act": False}))
    for evidence in ws.of_cycle(Evidence):
        if again(evidence.causes):
            made.append(evidence.model_copy(update={"id": new_id(), "cycle": new.id, "causes": again(evidence.causes)}))
    for idea in ideas:
        made.append(idea.model_copy(update={"id": renamed[idea.id], "cycle": new.id, "causes": again(idea.causes)}))
    for action in actions:
        update = {"id": renamed[action.id], "idea": renamed.get(action.idea, ""), "needs": again(action.needs)}
        made.append(action.model_copy(update={"cycle": new.id, **update}))
    for training in ws.of_cycle(Training):
        if training.action in renamed:
            update = {"id": new_id(), "cycle": new.id, "action": renamed[training.action]}
            made.append(training.model_copy(update=update))
    for assumption in _assumptions(ws):
        update = {"id": renamed[assumption.id], "cycle": new.id, "about": renamed.get(assumption.about, "")}
        made.append(assumption.model_copy(update=update))
    made += [
        right.model_copy(update={"id": renamed[right.id], "cycle": new.id, "yes": "not_asked"}) for right in rights
    ]
    kept = (*commitment.champions(ws), *(promise.session for promise in listening.promises(ws)))
    made += [document.model_copy(update={"id": new_id(), "cycle": new.id}) for document in kept]
    reference = results.latest_query(ws)
    if reference is not None:
        made.append(_reference(ws, new, reference))
    return made


def _reference(ws: Workspace, new: Cycle, query: Query) -> Evidence:
    """Return the number that the next cycle starts beside: a question that is asked again, never a pasted figure."""
    return Evidence(
        cycle=new.id, form="number", query=query, text=ws.words("next.reference", number=new.number - 1), people=1
    )


def _opening(ws: Workspace, new: Cycle) -> str:
    latest = results.latest_sentence(ws)
    opening = ws.words("next.opening", number=new.number, before=new.number - 1)
    return f"{opening} {ws.words('next.ended_at', number=new.number - 1, latest=latest)}" if latest else opening


def _listed(items: list[str]) -> tuple[tuple[str, ...], int]:
    return tuple(items), len(items)


def _measures(ws: Workspace) -> list[str]:
    asked = {(goal.baseline.query.measure, goal.baseline.query.where) for goal in ws.of_cycle(Goal)}
    return sorted(ws.narrowed(where).measure_label(id) for id, where in asked)


def _parked(ws: Workspace) -> list[Idea]:
    return [i for i in ws.of_cycle(Idea) if i.parked]


def _assumptions(ws: Workspace) -> list[Assumption]:
    return [a for a in ws.of_cycle(Assumption) if a.status != "holding"]


def _assumption(ws: Workspace, assumption: Assumption) -> str:
    return ws.words("next.assumption", text=assumption.text, status=ws.words(f"next.status.{assumption.status}"))
