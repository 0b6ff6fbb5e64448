"""Weekly logs, feedback and listening notes on our templates: they become check-ins and cards, not rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from equity_core import ingest
from equity_core.errors import EquityError, Refused
from equity_core.ingest import Question, Sheet, Template
from equity_core.model import Action, CheckIn, Evidence, Held
from equity_core.workflow import naming
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import listen
from equity_core.workflow.implement import checkins
from equity_core.workflow.workspace import Workspace

SHAPE = "notes"
MOST = 500  # rows of one file: what the reader shows of it
YES = ("yes", "y", "1", "true")
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")


@dataclass(frozen=True, slots=True)
class Notes:
    """One file of notes on its way in."""

    name: str
    template: Template
    sheet: Sheet = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotesCheck:
    """What a file of notes becomes if it is kept now, and what is left out, by line."""

    notes: Notes
    checkins: tuple[CheckIn, ...] = field(repr=False)
    cards: tuple[Evidence, ...] = field(repr=False)
    rows: int
    questions: tuple[Question, ...]
    error: EquityError | None = None

    @property
    def ready(self) -> int:
        """Return how many rows can be kept."""
        return len(self.checkins) + len(self.cards)


def of(sheet: Sheet) -> Notes | None:
    """Return the notes that a sheet holds; None when it is none of our templates for notes."""
    template = ingest.template_of(sheet.header)
    return Notes(sheet.name, template, sheet) if template is not None and template.shape == SHAPE else None


def check(ws: Workspace, notes: Notes) -> NotesCheck:
    """Return what a file of notes becomes, and what about it is not certain."""
    found = _Reading(ws, notes)
    found.read()
    made = NotesCheck(notes, tuple(found.checkins), tuple(found.cards), len(notes.sheet.sample), found.questions())
    if made.ready:
        return made
    why = "notes.no_action" if found.actions_missing else "notes.nothing"
    known = ", ".join(action.title for action in choose.chosen(ws)) or ws.words("notes.none")
    error = Refused(why, name=notes.name, actions=known)
    return NotesCheck(notes, (), (), made.rows, made.questions, error)


def keep(ws: Workspace, found: NotesCheck) -> tuple[int, int]:
    """Keep check-ins and cards; return how many are kept, and how many cards wait because they may name somebody."""
    if found.error is not None:
        raise found.error
    held = [listen.add(ws, card) for card in found.cards]
    for checkin in found.checkins:
        checkins.keep(ws, checkin)
    waiting = sum(isinstance(one, Held) for one in held)
    return found.ready - waiting, waiting


class _Reading:
    """Read the rows of one file of notes."""

    def __init__(self, ws: Workspace, notes: Notes) -> None:
        self.ws, self.notes = ws, notes
        self.at = notes.template.places(notes.sheet.header)
        self.actions = {action.title.casefold(): action for action in choose.chosen(ws)}
        self.checkins: list[CheckIn] = []
        self.cards: list[Evidence] = []
        self.doubts: dict[str, list[int]] = {}
        self.actions_missing: set[str] = set()

    def read(self) -> None:
        """Read every row; a row that cannot be kept is a doubt with its line."""
        make = self._checkin if self.notes.template.id == "fidelity" else self._card
        for place, row in enumerate(self.notes.sheet.sample):
            if any(cell.strip() for cell in row):
                code = make(row)
                if code:
                    self.doubts.setdefault(code, []).append(place)

    def questions(self) -> tuple[Question, ...]:
        """Return what was seen in the file, and which lines are left out."""
        sheet = self.notes.sheet
        seen = [
            Question(p.code, lines=p.lines, count=p.count, facts=dict(p.facts))
            for p in sheet.problems
            if p.code in ("examples_left_out", "only_examples")
        ]
        facts = {"actions": ", ".join(sorted(self.actions_missing)), "most": MOST}
        if len(sheet.sample) >= MOST:
            seen.append(Question("notes_many", count=MOST, facts=facts))
        for code, rows in self.doubts.items():
            will = "" if code == "notes_name" else "leave_out_row"
            seen.append(
                Question(
                    code,
                    lines=sheet.lines(rows[:20]),
                    count=len(rows),
                    facts=facts,
                    answers=(will,) if will else (),
                    answer=will,
                    default=will,
                )
            )
        return tuple(seen)

    def _checkin(self, row: Sequence[str]) -> str:
        title = self._text(row, "action")
        action = self.actions.get(title.casefold())
        if action is None:
            self.actions_missing.add(title or self.ws.words("data.blank"))
            return "notes_no_action"
        day = _day(self._text(row, "week_of"))
        planned, delivered = self._whole(row, "planned_sessions"), self._whole(row, "delivered_sessions")
        if day is None or planned is None or delivered is None:
            return "notes_unclear"
        note = self._text(row, "note")
        made = CheckIn(
            cycle=self.ws.cycle.id,
            action=action.id,
            week_of=checkins.monday(day),
            planned=planned,
            delivered=delivered,
            with_core_parts=self._whole(row, "sessions_with_all_core_parts"),
            intended=action.students_intended,
            hindered="" if naming.seen_in(self.ws, note) else note,
        )
        problems = checkins.doubts(self.ws, made)
        taken = self._is_taken(action, made) or any(p.code == "checkin_week_taken" for p in problems)
        if taken or problems:
            return "notes_week_taken" if taken else "notes_impossible"
        self.checkins.append(made)
        return "notes_name" if note and not made.hindered else ""

    def _is_taken(self, action: Action, made: CheckIn) -> bool:
        return any(c.action == action.id and c.week_of == made.week_of for c in self.checkins)

    def _card(self, row: Sequence[str]) -> str:
        text, role = self._text(row, "text"), self._text(row, "from_role").casefold()
        if not text or not role:
            return "notes_unclear"
        about = self._text(row, "action")
        stance, consent = self._text(row, "stance").casefold(), self._text(row, "consent").casefold()
        self.cards.append(
            listen.new_card(
                self.ws,
                self.ws.words("notes.about", action=about, text=text) if about else text,
                from_role=role,
                people=max(self._whole(row, "people") or 1, 1),
                most_affected=self._text(row, "most_affected").casefold() in YES,
                stance=stance if stance in listen.STANCES else "mixed",
                consent=consent if consent in listen.CONSENTS else "paraphrase",
                heard_on=_day(self._text(row, "date")) or self.ws.today(),
            )
        )
        return ""

    def _text(self, row: Sequence[str], name: str) -> str:
        place = self.at.get(name)
        return "" if place is None else " ".join(row[place].split())

    def _whole(self, row: Sequence[str], name: str) -> int | None:
        text = self._text(row, name).removesuffix(".0")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _day(text: str) -> date | None:
    for way in DAYS:
        try:
            return datetime.strptime(text.split(" ", maxsplit=1)[0], way).date()
        except ValueError:
            continue
    return None
