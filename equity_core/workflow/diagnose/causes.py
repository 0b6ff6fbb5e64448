"""Why does it happen here? Six lenses on the school, none on children or families, and what each cause rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from equity_core.charts import Bone, Figure
from equity_core.charts import fishbone as draw
from equity_core.model import Capture, Cause, Evidence, Gap, Query
from equity_core.model.diagnose import Lens, Stance, Told
from equity_core.workflow import lists, naming, profiles
from equity_core.workflow.diagnose import focus, listen
from equity_core.workflow.workspace import Workspace

Status = Literal["hunch", "hypothesis", "supported"]
LENSES: tuple[Lens, ...] = get_args(Lens)
SLOTS = ("number", "voice", "practice")  # what a cause can rest on; the first two make it supported
TESTS = ("recurs", "influence", "upstream")
MOST_WHYS = 5
COUNTED = ("audit", "share", "tally")  # what was counted in the school's own practice
VOICES = ("number", "student", "family", "staff", "observation")  # the columns of the triangulation


@dataclass(frozen=True, slots=True)
class Weighed:
    """One cause with the cards for it and against it, in equal weight, and what it still needs."""

    cause: Cause
    lens: str
    status: Status
    status_text: str
    supports: tuple[listen.Card, ...]
    questions: tuple[listen.Card, ...]
    needs: tuple[str, ...]
    slots: tuple[str, ...]
    depth: str
    caution: str  # that its only number is the gap that it should explain; else ""
    desk_supports: int  # cards that neither a wall nor paper shows
    desk_questions: int


@dataclass(frozen=True, slots=True)
class Blame:
    """A text that puts the cause in children or families, and the words that say so. Nothing was kept."""

    text: str
    seen: str
    instead: str = ""  # a gentle way to say it about the school, where the list has one


def add(ws: Workspace, text: str, *, lens: Lens) -> Cause | Blame:
    """Keep a cause as a hunch; a text that blames children or families comes back to be reworded."""
    seen = blame(ws, text)
    if seen:
        return Blame(text, seen, instead(ws, seen))
    naming.refuse(ws, text)
    cause = Cause(cycle=ws.cycle.id, text=text, lens=lens)
    ws.save(cause)
    return cause


def add_as_belief(ws: Workspace, text: str) -> Cause:
    """Keep a text that blames as what some adults here believe: something to look into, never a supported cause."""
    naming.refuse(ws, text)
    cause = Cause(cycle=ws.cycle.id, text=ws.words("causes.belief", text=text.strip()), lens="expectations")
    ws.save(cause)
    return cause


def reword(ws: Workspace, cause: Cause, text: str) -> Cause | Blame:
    """Put other words on a cause; its evidence stays."""
    seen = blame(ws, text)
    if seen:
        return Blame(text, seen, instead(ws, seen))
    naming.refuse(ws, text)
    told = cause.model_copy(update={"text": text.strip()})
    ws.save(told)
    return told


def remove(ws: Workspace, cause: Cause) -> None:
    """Take a cause away; its cards stay on the board and `undo` brings it back."""
    ws.remove(cause)


def work_out(
    ws: Workspace,
    cause: Cause,
    *,
    whys: Sequence[str],
    tests: Mapping[str, Told],
    begins: str,
    looked_against: bool,
) -> Cause | Blame:
    """Keep why a cause is so, the three tests of it, how early it starts, and whether the team looked against it.

    Nothing is kept while one of the texts puts it in children or families.
    """
    told = tuple(filter(None, (" ".join(why.split()) for why in whys)))[:MOST_WHYS]
    for text in (*told, begins):
        seen = blame(ws, text)
        if seen:
            return Blame(text, seen, instead(ws, seen))
    naming.refuse(ws, *told, begins)
    update = {**tests, "whys": told, "begins": begins.strip(), "looked_against": looked_against}
    worked = cause.model_copy(update=update)
    if worked != cause:
        ws.save(worked)
    return worked


def branch(ws: Workspace, cause: Cause) -> Cause | None:
    """Return the other cause whose whys a team short of time has begun: one branch is enough then. Else None."""
    if "one_branch" not in profiles.changes(ws, "causes") or cause.whys:
        return None
    return next((other for other in ws.of_cycle(Cause) if other.whys), None)


def act_on(ws: Workspace, cause: Cause, will_act: bool) -> None:
    """Say that the team will act on a cause, or not."""
    if cause.will_act != will_act:
        ws.save(cause.model_copy(update={"will_act": will_act}))


def link(ws: Workspace, cause: Cause, card: Evidence, *, stance: Stance | None = None) -> None:
    """Say that a card is about a cause."""
    causes = card.causes if cause.id in card.causes else (*card.causes, cause.id)
    linked = card.model_copy(update={"causes": causes, "stance": stance or card.stance})
    if linked != card:
        ws.save(linked)


def unlink(ws: Workspace, cause: Cause, card: Evidence) -> None:
    """Say that a card is not about a cause; the card stays."""
    ws.save(card.model_copy(update={"causes": tuple(c for c in card.causes if c != cause.id)}))


def worded(ws: Workspace, id: str, **facts: str) -> str:
    """Return a sentence of this page, in the neutral words (`<id>_together`) where few are convinced yet."""
    neutral = f"{id}_together"
    is_neutral = "look_together" in profiles.changes(ws, "causes") and ws.words.has(neutral)
    return ws.words(neutral if is_neutral else id, **facts)


def status(ws: Workspace, cause: Cause) -> Status:
    """Return "supported" when a shown number and a voice of those most affected support it, else "hunch".

    A hunch of which the whys and the three tests are answered, and that blames nobody, is a "hypothesis".
    """
    needs = _needs(ws, cause)
    if not needs:
        return "supported"
    return "hypothesis" if "reword" not in needs and cause.whys and _is_tested(cause) else "hunch"


def supported(ws: Workspace) -> list[Cause]:
    """Return the causes of this cycle that a number and a voice support."""
    return [cause for cause in ws.of_cycle(Cause) if status(ws, cause) == "supported"]


def has_numbers(ws: Workspace) -> bool:
    """Say whether any number has arrived that could support a cause."""
    return bool(ws.releases())


def board(ws: Workspace, *, stage: bool = False) -> list[Weighed]:
    """Return the causes of this cycle by lens, then oldest first; on the wall with the cards that may hang there."""
    causes = sorted(ws.of_cycle(Cause), key=lambda cause: LENSES.index(cause.lens))
    return [_weighed(ws, cause, stage=stage) for cause in causes]


def unlinked(ws: Workspace, cause: Cause) -> list[listen.Card]:
    """Return the cards that are not about this cause yet."""
    return [listen.as_card(ws, e) for e in ws.of_cycle(Evidence) if cause.id not in e.causes]


def triangulation(ws: Workspace) -> list[dict[str, str]]:
    """Return a table in words: each cause against number, students, families, staff and observations."""
    return [_triangle(ws, cause) for cause in ws.of_cycle(Cause)]


def open_questions(ws: Workspace) -> list[str]:
    """Return the questions of the team's meetings, and the cards that question a cause as questions, to ask next."""
    names = {cause.id: cause.text for cause in ws.of_cycle(Cause)}
    typed = dict.fromkeys(line.text for line in ws.of_cycle(Capture) if line.type == "question" and not line.seen)
    return [*typed] + [
        ws.words("causes.open_question", cause=names[id], card=listen.as_card(ws, e).text)
        for e in ws.of_cycle(Evidence)
        if e.stance in ("questions", "mixed")
        for id in e.causes
        if id in names
    ]


def fishbone(ws: Workspace) -> Figure:
    """Return the causes of this cycle on the six bones of a fish, with the gap as its head."""
    known = ws.of_cycle(Cause)
    bones = [
        Bone(
            ws.words(f"causes.lens_{lens}"),
            tuple((c.text, status(ws, c), ws.words(f"causes.status_{status(ws, c)}")) for c in known if c.lens == lens),
        )
        for lens in LENSES
    ]
    some = supported(ws)
    told = ws.words("causes.fish_sentence", count=len(known), supported=len(some))
    return draw(ws.words, bones, head=focus.statement(ws) or ws.words("causes.fish_head"), sentence=told)


def instead(ws: Workspace, phrase: str) -> str:
    """Return a gentle way to say about the school what a phrase says about people, or nothing (an editable list)."""
    for entry in _rewrites(ws.words.language):
        if phrase in entry["phrases"]:
            return str(entry["instead"])
    return ""


def blame(ws: Workspace, text: str) -> str:
    """Return the words of `text` that put the cause in children or families, or nothing (an editable list)."""
    known = lists.load(ws.words.language, "blame")
    low = " ".join(text.lower().replace("’", "'").split())
    padded = f" {low} "
    for phrase in known["blame"]:
        at = padded.find(f" {phrase}")
        if at < 0:
            continue
        before = set(_plain(padded[:at]))
        is_about_people = bool(before & set(known["people"]) or set(_plain(phrase)) & set(known["people"]))
        if is_about_people or not before & set(known["system"]):
            return phrase
    return ""


@cache
def _rewrites(language: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((lists.FOLDER / language / "rewrites.json").read_text(encoding="utf-8"))
    return told


def _plain(text: str) -> list[str]:
    return [word.strip(".,;:!?\"'()“”") for word in text.split()]


def _cards(ws: Workspace, cause: Cause) -> list[Evidence]:
    return [e for e in ws.all(Evidence) if cause.id in e.causes]


def _needs(ws: Workspace, cause: Cause) -> list[str]:
    if blame(ws, cause.text):
        return ["reword"]
    supporting = [e for e in _cards(ws, cause) if e.stance == "supports"]
    needs = []
    if not _numbers(ws, supporting):
        needs.append("number")
    if not any(_is_voice(e) for e in supporting):
        needs.append("voice")
    return needs


def _numbers(ws: Workspace, cards: Sequence[Evidence]) -> list[Query]:
    """Return the questions of the numbers among these cards that the released numbers show."""
    return [e.query for e in cards if e.form == "number" and e.query is not None and focus.is_shown(ws, e.query)]


def _rests_on_the_gap(ws: Workspace, cause: Cause) -> bool:
    """Say whether all that was counted for a cause is the gap that it should explain (any gap, while none is chosen).

    The same gap of another year or beside another group is that gap; narrowed to where the cause applies it is not.
    """
    supporting, chosen = [e for e in _cards(ws, cause) if e.stance == "supports"], focus.current(ws)
    explained = [chosen.query] if chosen else [gap.query for gap in ws.of_cycle(Gap)]
    numbers, gaps = _numbers(ws, supporting), [_of_whom(query) for query in explained]
    is_counted = any(e.form in COUNTED for e in supporting)
    return bool(numbers) and not is_counted and all(_of_whom(query) in gaps for query in numbers)


def _of_whom(query: Query) -> tuple[object, ...]:
    return query.measure, query.dimension, query.group, query.path, query.after, query.where


def _is_voice(card: Evidence) -> bool:
    return card.form == "voice" and (card.most_affected or card.from_role in listen.FAMILY_ROLES)


def _weighed(ws: Workspace, cause: Cause, *, stage: bool) -> Weighed:
    needs, found = _needs(ws, cause), status(ws, cause)
    known = _cards(ws, cause)
    cards, at_desk = [e for e in known if not stage or not listen.is_desk_only(e)], listen.at_desk(known)
    return Weighed(
        cause=cause,
        lens=ws.words(f"causes.lens_{cause.lens}"),
        status=found,
        status_text=ws.words(f"causes.status_{found}"),
        supports=tuple(listen.as_card(ws, e) for e in cards if e.stance == "supports"),
        questions=tuple(listen.as_card(ws, e) for e in cards if e.stance != "supports"),
        needs=tuple(ws.words(f"causes.needs_{need}") for need in needs),
        slots=_slots(ws, cause, needs),
        depth=_depth(ws, cause),
        caution=ws.words("causes.gap_only") if _rests_on_the_gap(ws, cause) else "",
        desk_supports=at_desk["supports"],
        desk_questions=at_desk["questions"] + at_desk["mixed"],
    )


def _slots(ws: Workspace, cause: Cause, needs: list[str]) -> tuple[str, ...]:
    """Return the three things that a cause can rest on, in words: filled or still empty."""
    rests = any(_column(e) == "observation" and e.stance == "supports" for e in _cards(ws, cause))
    filled = {"number": "number" not in needs, "voice": "voice" not in needs, "practice": rests}
    return tuple(ws.words(f"causes.slot_{slot}_{'filled' if filled[slot] else 'empty'}") for slot in SLOTS)


def _is_tested(cause: Cause) -> bool:
    return all(getattr(cause, test) for test in TESTS)


def _depth(ws: Workspace, cause: Cause) -> str:
    """Return whether a cause may be the surface of another one, by the three tests; "" before one is answered."""
    if not any(getattr(cause, test) for test in TESTS):
        return ""
    if cause.recurs == "yes" or cause.upstream == "no":
        return ws.words("causes.depth_surface")
    if cause.influence == "no":
        return ws.words("causes.depth_reach")
    return ws.words("causes.depth_deep" if _is_tested(cause) and "unsure" not in _tests(cause) else "causes.depth_open")


def _tests(cause: Cause) -> set[str]:
    return {getattr(cause, test) for test in TESTS}


def _triangle(ws: Workspace, cause: Cause) -> dict[str, str]:
    cards = _cards(ws, cause)
    row = {ws.words("causes.column_cause"): cause.text}
    for column in VOICES:
        stances = {e.stance for e in cards if _column(e) == column}
        cell = _together(stances)
        if (column, cell) == ("number", "supports") and _rests_on_the_gap(ws, cause):
            cell = "gap_only"
        row[ws.words(f"causes.column_{column}")] = ws.words(f"causes.cell_{cell}")
    row[ws.words("causes.column_status")] = ws.words(f"causes.status_{status(ws, cause)}")
    return row


def _column(card: Evidence) -> str:
    if card.form in COUNTED:
        return "observation"
    if card.form != "voice":
        return card.form
    return card.from_role if card.from_role in listen.FAMILY_ROLES else "staff"


def _together(stances: set[Stance]) -> str:
    if not stances:
        return "empty"
    return stances.pop() if len(stances) == 1 else "mixed"
