"""Listen: cards with what people said, held back while they may name somebody, and the silences beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from equity_core.model import Call, Cause, Evidence, Held, ListeningPlan, Query, Source
from equity_core.model.diagnose import Consent, Stance
from equity_core.workflow import naming
from equity_core.workflow.diagnose import audit_findings, focus, share_numbers
from equity_core.workflow.workspace import Workspace

ROLES = ("student", "family", "teacher", "support", "counselor", "administrator", "community", "district")
FAMILY_ROLES = focus.FAMILY_ROLES
STANCES: tuple[Stance, ...] = ("supports", "questions", "mixed")
CONSENTS: tuple[Consent, ...] = ("paraphrase", "team", "public")
ON_THE_WALL: tuple[Consent, ...] = ("team", "public")
ENOUGH_AFFECTED = 3  # cards of people most affected (UX.md §6, D3)
FEWEST_COUNTED = 5  # a number of people is shown from five on (DESIGN.md §4)
FIRST_CALLS = ("family", "family", "student", "student", "teacher")


@dataclass(frozen=True, slots=True)
class Card:
    """One card as it may be shown: `who` says the role and, from five people on, how many."""

    evidence: Evidence
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Board:
    """The cards of a cycle by what they do to the gap or a cause, numbers apart, with what is missing."""

    supports: tuple[Card, ...]
    questions: tuple[Card, ...]
    mixed: tuple[Card, ...]
    numbers: tuple[Card, ...]
    silence: tuple[str, ...]
    not_for_the_wall: int
    at_desk: dict[str, int]  # by stance: cards that neither a wall nor paper shows
    affected: int = 0  # cards of people most affected

    @property
    def voices(self) -> int:
        """Return how many cards with words there are."""
        return len(self.supports) + len(self.questions) + len(self.mixed)


def add(ws: Workspace, card: Evidence, *, call: Call | None = None) -> Evidence | Held:
    """Keep a card, or hold it when its text may tell who somebody is. `call` is the planned call that it came from."""
    kept = checked(ws, card)
    ws.save(kept, *([call.model_copy(update={"evidence": card.id})] if call else []))
    return kept


def checked(ws: Workspace, card: Evidence) -> Evidence | Held:
    """Return a card as it may be kept: held when its text may tell who somebody is."""
    seen = naming.doubts_in(ws, card.text)
    return Held(cycle=card.cycle, card=card, seen=seen) if seen else card


def new_card(ws: Workspace, text: str, *, from_role: str, people: int = 1, **rest: object) -> Evidence:
    """Return a card of this cycle, heard today, not kept yet."""
    return Evidence.model_validate(
        {"cycle": ws.cycle.id, "text": text, "from_role": from_role, "people": people, "heard_on": ws.today(), **rest}
    )


def pin(ws: Workspace, query: Query, *, cause: str = "", stance: Stance = "supports") -> Evidence:
    """Keep a number as evidence: the question is kept, the figure is looked up each time."""
    for card in ws.of_cycle(Evidence):
        if card.form == "number" and card.query == query and card.stance == stance:
            if not cause or cause in card.causes:
                return card
            linked = card.model_copy(update={"causes": (*card.causes, cause)})
            ws.save(linked)
            return linked
    made = Evidence(
        cycle=ws.cycle.id,
        form="number",
        query=query,
        stance=stance,
        causes=(cause,) if cause else (),
        heard_on=ws.today(),
    )
    ws.save(made)
    return made


def from_sheet(ws: Workspace, sheet: str, **rest: Any) -> Evidence:
    """Keep what a sheet adds up to as a card for the team, once; one that is there takes the causes and the stance."""
    made = Evidence(cycle=ws.cycle.id, sheet=sheet, consent="team", heard_on=ws.today(), **rest)
    for card in ws.of_cycle(Evidence):
        if (card.form, card.sheet, card.item) == (made.form, sheet, made.item):
            causes = tuple(dict.fromkeys((*card.causes, *made.causes)))
            made = card.model_copy(update={"causes": causes, "stance": made.stance})
            if made == card:
                return card
            break
    ws.save(made)
    return made


def queue(ws: Workspace) -> list[Held]:
    """Return the cards that wait for a person's yes, oldest first."""
    return [held for held in ws.of_cycle(Held) if not held.is_decided]


def why_held(ws: Workspace, held: Held) -> str:
    """Return why a card waits: the words that were seen, or that it came with a survey and was read by nobody."""
    source = ws.get(Source, held.source) if held.source else None
    if source is not None:
        return ws.words("listen.queue_survey", name=source.name)
    return ws.words("listen.queue_seen", seen=ws.words.listed(held.seen))


def let_through(ws: Workspace, held: Held) -> Evidence:
    """Keep a held card as it is: somebody read it and said that it names nobody."""
    ws.save(held.card, _decided(held))
    return held.card


def rewrite(ws: Workspace, held: Held, text: str) -> Evidence | Held:
    """Put other words on a held card; it is kept when they name nobody, and waits on when they may."""
    card = held.card.model_copy(update={"text": text.strip()})
    seen = naming.doubts_in(ws, card.text)
    if seen:
        waiting = held.model_copy(update={"card": card, "seen": seen})
        ws.save(waiting)
        return waiting
    ws.save(card, _decided(held))
    return card


def throw_away(ws: Workspace, document: Held | Evidence) -> None:
    """Take a card away; `undo` brings it back."""
    ws.remove(document)


def is_about_a_hunch(ws: Workspace) -> bool:
    """Say whether what people tell now is about the one cause that the team suspects: no gap is its focus yet."""
    return focus.current(ws) is None and len(ws.of_cycle(Cause)) == 1


def calls(ws: Workspace) -> list[Call]:
    """Return the planned calls that nobody has made yet."""
    return [call for call in ws.of_cycle(Call) if not call.evidence]


def plan_calls(ws: Workspace, roles: tuple[str, ...] = FIRST_CALLS, *, by_role: str = "") -> list[Call]:
    """Plan phone calls, one for each role."""
    planned = [Call(cycle=ws.cycle.id, to_role=role, by_role=by_role) for role in roles]
    ws.save(*planned)
    return planned


def board(ws: Workspace, *, stage: bool = False) -> Board:
    """Return the cards of this cycle. On the wall (`stage`) only those whose consent allows it."""
    told = [e for e in ws.of_cycle(Evidence) if e.form != "number"]
    open_ones = [e for e in told if not stage or not is_desk_only(e)]
    by_stance = {s: tuple(as_card(ws, e) for e in open_ones if e.stance == s) for s in STANCES}
    return Board(
        supports=by_stance["supports"],
        questions=by_stance["questions"],
        mixed=by_stance["mixed"],
        numbers=tuple(as_card(ws, e) for e in ws.of_cycle(Evidence) if e.form == "number"),
        silence=silence(ws),
        not_for_the_wall=len(told) - len(open_ones),
        at_desk=at_desk(told),
        affected=sum(e.most_affected for e in told),
    )


def is_desk_only(card: Evidence) -> bool:
    """Say whether a card stays at the desk: its consent covers neither a wall nor paper. Numbers need none."""
    return card.form != "number" and card.consent not in ON_THE_WALL


def at_desk(cards: Sequence[Evidence]) -> dict[str, int]:
    """Return how many of these cards stay at the desk, by stance."""
    return {stance: sum(is_desk_only(e) for e in cards if e.stance == stance) for stance in STANCES}


def as_card(ws: Workspace, evidence: Evidence) -> Card:
    """Return one card as it may be shown: numbers, findings and shares are worked out again."""
    if evidence.form == "number" and evidence.query is not None:
        return Card(evidence, focus.sentence(ws, evidence.query), ws.words("listen.a_number"))
    if evidence.form == "audit":
        return Card(evidence, audit_findings.sentence(ws, evidence), audit_findings.title(ws, evidence))
    if evidence.form == "share":
        return Card(evidence, share_numbers.sentence(ws, evidence), ws.words("shares.card"))
    parts = [role_name(ws, evidence.from_role)]
    if evidence.most_affected:
        parts.append(ws.words("listen.most_affected_tag"))
    if evidence.people >= FEWEST_COUNTED:
        parts.append(ws.words("listen.people_tag", people=evidence.people))
    return Card(evidence, evidence.text, " · ".join(parts))


def silence(ws: Workspace) -> tuple[str, ...]:
    """Return one sentence for each side that nobody has listened to yet; most affected first."""
    voices = [e for e in ws.of_cycle(Evidence) if e.form == "voice"]
    missing, groups, near = [], most_affected(ws), [e for e in voices if e.most_affected]
    if not groups and not near:
        missing.append(ws.words("listen.silence_affected"))
    missing += [
        ws.words("listen.silence_group", group=group)
        for group in groups
        if not any(group in e.groups or len(groups) == 1 or (not e.groups and group == groups[0]) for e in near)
    ]
    missing += [
        ws.words("listen.silence_role", role=role_name(ws, role))
        for role in FAMILY_ROLES
        if not any(e.from_role == role for e in voices)
    ]
    if voices and not any(e.stance in ("questions", "mixed") for e in voices):
        missing.append(ws.words("listen.silence_questions"))
    return tuple(missing)


def most_affected(ws: Workspace) -> tuple[str, ...]:
    """Return who is most affected: the group of the focus or of what is suspected, and those that the plan names."""
    chosen, suspected, plan = focus.current(ws), focus.barrier(ws), ws.get(ListeningPlan, ws.cycle.id)
    first = chosen.query.group if chosen else suspected.who if suspected else ""
    return tuple(dict.fromkeys(g for g in (first, *(plan.groups if plan else ())) if g))


def role_name(ws: Workspace, role: str) -> str:
    """Return what people call a role; a role in the team's own words stays as it is."""
    id = f"listen.role_{role}"
    return ws.words(id) if ws.words.has(id) else role


def _decided(held: Held) -> Held:
    """Return it decided, and empty: a text that was rewritten because it named somebody is not kept a second time."""
    return held.model_copy(update={"is_decided": True, "seen": (), "card": held.card.model_copy(update={"text": ""})})
