"""What is typed in a meeting: each line is kept at once and becomes what it is (an idea, a cause), by one table.

Where there is no such object yet, or it is there already, the line stays with the meeting and is shown there. A line
that may name somebody waits, off the wall and out of every object, until a person has read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import ValidationError

from equity_core import ingest
from equity_core.errors import Problem, Unreadable
from equity_core.ingest.sheet import rows_below
from equity_core.model import (
    DOCUMENTS,
    Capture,
    Cause,
    DecisionRight,
    Definition,
    Document,
    Idea,
    Listening,
    Meeting,
    Observation,
    Prediction,
    ProtocolRun,
    new_id,
)
from equity_core.model.base import Record
from equity_core.model.diagnose import Lens
from equity_core.workflow import naming
from equity_core.workflow.design import ideas
from equity_core.workflow.diagnose import causes, listen
from equity_core.workflow.get_ready import commitment, team, terms
from equity_core.workflow.meet import Running
from equity_core.workflow.workspace import Workspace

FORMAT = "equity-loop-contribution-1"
OFF_THE_WALL = ("voice", "definition")  # never shown as lines: a voice has its consent, a definition its reveal
ABOUT_CAUSES = ("cause", "why", "inference")  # of the school, and not of children or families
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]|\(?\d{1,3}[.)])\s+")


class Taken(NamedTuple):
    """What became of lines that came together: those kept, those of them that wait, how many were there already."""

    kept: tuple[Capture, ...]
    waiting: tuple[Capture, ...]
    known: int


class _Told(Record):
    """One line of a contribution file."""

    id: str
    phase: str
    type: str
    text: str
    choice: str = ""


class _Contribution(Record):
    format: str
    protocol: str
    lines: tuple[_Told, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form export that was read: its columns, and their answers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


# -- what is asked beside a line, and said of it -------------------------------------------------------------------


def choices(ws: Workspace, type: str) -> dict[str, str]:
    """Return what a line of this type is asked beside it, id to label; nothing where only a text is asked."""
    words = ws.words
    if type == "cause":
        return {lens: words(f"causes.lens_{lens}") for lens in causes.LENSES}
    if type == "why":
        return {weighed.cause.id: weighed.cause.text for weighed in causes.board(ws)}
    if type == "voice":
        return {role: words(f"listen.role_{role}") for role in listen.ROLES}
    if type == "decision_right":
        return {"": words("meet.approver_open"), **{role: role for role in team.known_roles(ws)}}
    return {}


def reminder(ws: Workspace, running: Running, text: str) -> str:
    """Return what is said gently of a line that was typed; it stops nothing.

    A cause that is put in children or families is said to be none, with other words for it; else what the phase says.
    """
    phase = running.phase
    if phase is None or phase.capture is None:
        return ""
    seen = causes.blame(ws, text) if phase.capture.type in ABOUT_CAUSES else ""
    if not seen:
        return phase.guarded(text)
    other = causes.instead(ws, seen)
    told = [ws.words("meet.blame", seen=seen), ws.words("causes.blame_instead", text=other) if other else ""]
    return " ".join(filter(None, told))


# -- lines in ------------------------------------------------------------------------------------------------------


def take(ws: Workspace, running: Running, text: str, *, phase: str = "", choice: str = "", seat: int = 0) -> Taken:
    """Keep what was typed or pasted, each line of it, in the open phase or in the one that is named."""
    at = phase or running.run.at
    return _keep(ws, running, ((new_id(), at, _type(running, at), line, choice) for line in lines_of(text)), seat=seat)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text without their bullets and numbers; empty ones are none."""
    return tuple(filter(None, (_BULLET.sub("", line).strip() for line in text.splitlines())))


def read_form(name: str, content: bytes) -> Form | Problem:
    """Read a form export (CSV, Excel) so that one of its columns can be taken."""
    try:
        sheet = ingest.read(name, content)
        return Form(sheet.header, tuple(tuple(row) for _, row in rows_below(sheet)))
    except Unreadable as error:
        return Problem(error.code, column="form", facts=error.facts)


def take_form(ws: Workspace, running: Running, form: Form, column: str, *, phase: str = "") -> Taken:
    """Keep the answers of one column, each once; what is there already is not doubled."""
    index, at = form.columns.index(column), phase or running.run.at
    answers = (" ".join(row[index].split()) for row in form.rows if index < len(row))
    told = ((new_id(), at, _type(running, at), answer, "") for answer in answers if answer)
    return _keep(ws, running, told, is_once=True)


def contribution(ws: Workspace, running: Running) -> bytes:
    """Return this meeting's lines as a file for a colleague to merge; what waits or is private stays here."""
    told = [
        _Told(id=line.id, phase=line.phase, type=line.type, text=line.text, choice=line.choice)
        for line in of_run(ws, running.run)
        if not line.seen and line.type not in OFF_THE_WALL
    ]
    file = _Contribution(format=FORMAT, protocol=running.protocol.id, lines=tuple(told))
    return json.dumps(file.model_dump(), indent=1, ensure_ascii=False).encode()


def merge(ws: Workspace, running: Running, content: bytes) -> Taken | Problem:
    """Take in a colleague's contribution file; lines that are here already, by id or by words, are not doubled."""
    try:
        file = _Contribution.model_validate_json(content)
    except ValidationError:
        return Problem("meet_contribution", column="contribution")
    if file.format != FORMAT:
        return Problem("meet_contribution", column="contribution")
    keys = {phase.key for phase in running.protocol.phases}
    open_at = running.run.at or running.protocol.phases[-1].key
    types = {p.capture.type for p in running.protocol.phases if p.capture}
    told = (
        (line.id, line.phase if line.phase in keys else open_at, line.type, line.text, line.choice)
        for line in file.lines
        if line.type not in OFF_THE_WALL and line.type in {*types, "note"}
    )
    return _keep(ws, running, told, is_once=True)


# -- lines out -----------------------------------------------------------------------------------------------------


def of_run(ws: Workspace, run: ProtocolRun) -> list[Capture]:
    """Return the lines of a meeting, oldest first."""
    return [line for line in ws.of_cycle(Capture) if line.run == run.id]


def listed(ws: Workspace, running: Running) -> list[Capture]:
    """Return the lines that the wall may show now, oldest first: of the open phase's kind, else all of the meeting."""
    lines = [c for c in of_run(ws, running.run) if not c.seen and c.type not in OFF_THE_WALL]
    kind = running.phase.capture.type if running.phase and running.phase.capture else ""
    if running.phase is not None and not running.phase.reveal and kind == "prediction":
        return []  # silent: what one writes does not lead the others
    return [c for c in lines if c.type == kind] or lines if kind not in OFF_THE_WALL else []


def waiting(ws: Workspace, run: ProtocolRun) -> list[Capture]:
    """Return the lines that may name somebody and that nobody has decided on."""
    return [line for line in of_run(ws, run) if line.seen]


def all_waiting(ws: Workspace) -> list[Capture]:
    """Return the lines that wait, of every meeting of this cycle: also after its close they lead to a decision."""
    return [line for line in ws.of_cycle(Capture) if line.seen]


def steps(ws: Workspace, run: ProtocolRun) -> list[Capture]:
    """Return who does what by when as the room typed it, without what it has decided already."""
    meeting = ws.get(Meeting, run.meeting)
    decided = {_plain(promise.text) for promise in meeting.decisions} if meeting else set()
    typed = [line for line in of_run(ws, run) if line.type == "next_step" and not line.seen]
    return [line for line in typed if _plain(line.text) not in decided]


def drafts(ws: Workspace) -> list[str]:
    """Return the goals that rooms of this cycle drafted, oldest first; each wording once."""
    return list(dict.fromkeys(line.text for line in ws.of_cycle(Capture) if line.type == "goal" and not line.seen))


def let_through(ws: Workspace, line: Capture) -> Capture:
    """Take a line that waits as it is: somebody read it and said that it names nobody."""
    return _decided(ws, line.model_copy(update={"seen": ()}))


def reword(ws: Workspace, line: Capture, text: str) -> Capture:
    """Put other words on a line that waits; it waits on while they may name somebody, or when there are none."""
    seen = (named,) if (named := naming.seen_in(ws, text)) else ()
    if seen or not text.strip():
        return line
    return _decided(ws, line.model_copy(update={"text": text.strip(), "seen": ()}))


def remove(ws: Workspace, line: Capture) -> None:
    """Take one line away, with what it became."""
    _take_back(ws, [line])


def undo(ws: Workspace, run: ProtocolRun) -> tuple[Capture, ...]:
    """Take back what was typed last, all lines of it, with what they became; nothing when there is nothing.

    What somebody has changed since stays. Lines are kept, so this works as often as there are lines, also tomorrow.
    """
    lines = of_run(ws, run)
    if not lines:
        return ()
    last = tuple(line for line in lines if line.act == lines[-1].act)
    _take_back(ws, last)
    return last


# -- what a line becomes -------------------------------------------------------------------------------------------

Made = Mapping[str, Document]  # what the lines before it, of the same paste, became: by id


def _idea(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    drafted = ideas.draft(ws, line.text)
    return drafted if isinstance(drafted, Idea) else None


def _cause(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    if causes.blame(ws, line.text):
        return None
    lens: Lens = next((lens for lens in causes.LENSES if lens == line.choice), "practice")
    return Cause(cycle=ws.cycle.id, text=line.text, lens=lens)


def _why(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    """Return the cause that is chosen with one why more; nothing where that blames, or where it has five."""
    about = made.get(line.choice) or ws.get(Cause, line.choice)
    if not isinstance(about, Cause) or len(about.whys) >= causes.MOST_WHYS or causes.blame(ws, line.text):
        return None
    return about.model_copy(update={"whys": (*about.whys, line.text)})


def _voice(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document:
    return listen.checked(ws, listen.new_card(ws, line.text, from_role=line.choice, stance="mixed"))


def _prediction(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    if run.query is None:
        return None
    seat = 1 + sum(one.query == run.query for one in ws.of_cycle(Prediction))
    return Prediction(cycle=ws.cycle.id, text=line.text, query=run.query, seat=seat)


def _observation(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    return Observation(cycle=ws.cycle.id, text=line.text, query=run.query) if run.query else None


def _listening(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document:
    return Listening(cycle=ws.cycle.id, groups=(line.text,))


def _decision_right(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    """Return a new line of the decision map, or the one that is there with who approves; None where that says nothing.

    Somebody else than who stands there is kept beside them: that is what the room has to talk about.
    """
    what, approver = _decision(ws, line)
    there = next((r for r in (*made.values(), *ws.of_cycle(DecisionRight)) if _is_about(r, what)), None)
    if not isinstance(there, DecisionRight):
        return DecisionRight(id=line.id, cycle=ws.cycle.id, what=what, approvers=tuple(filter(None, (approver,))))
    if not approver or approver in there.approvers:
        return None
    return there.model_copy(update={"approvers": (*there.approvers, approver)})


def _decision(ws: Workspace, line: Capture) -> tuple[str, str]:
    """Return a decision (the id of a usual one) and which role approves it; a pasted line may say "Bus: Principal"."""
    what, _, said = line.text.partition(":")
    roles = {_plain(role): role for role in team.known_roles(ws)}
    approver = roles.get(_plain(said).removesuffix(" approves"), "")
    name = what if approver else line.text
    usual = {_plain(commitment.what(ws, id)): id for id in commitment.DECISIONS}
    return usual.get(_plain(name), name.strip()), line.choice or approver


def _is_about(right: Document, what: str) -> bool:
    return isinstance(right, DecisionRight) and _plain(right.what) == _plain(what)


def _definition(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> Document | None:
    drafted = terms.draft(ws, run.term, line.text)
    return drafted if isinstance(drafted, Definition) else None


LANDS: dict[str, Callable[[Workspace, Capture, ProtocolRun, Made], Document | None]] = {
    "idea": _idea,
    "cause": _cause,
    "why": _why,
    "voice": _voice,
    "prediction": _prediction,
    "observation": _observation,
    "listening": _listening,
    "decision_right": _decision_right,
    "definition": _definition,
}


# -- within --------------------------------------------------------------------------------------------------------


def _type(running: Running, phase: str) -> str:
    line = running.protocol.phase(phase).capture if phase else None
    return line.type if line else "note"


def _keep(
    ws: Workspace,
    running: Running,
    told: Iterable[tuple[str, str, str, str, str]],
    *,
    seat: int = 0,
    is_once: bool = False,
) -> Taken:
    there = of_run(ws, running.run)
    ids, said = {line.id for line in there}, {(line.type, _plain(line.text)) for line in there}
    act, at, known = new_id(), ws.now(), 0
    made: list[Capture] = []
    became: dict[str, Document] = {}
    for id, phase, type, text, choice in told:
        if is_once and (id in ids or (type, _plain(text)) in said):
            known += 1
            continue
        ids.add(id)
        said.add((type, _plain(text)))
        named = "" if type == "voice" else naming.seen_in(ws, text)
        line = Capture(
            id=id, cycle=ws.cycle.id, run=running.run.id, phase=phase, type=type, text=text, choice=choice, seat=seat,
            act=act, at=at, seen=(named,) if named else (),
        )  # fmt: skip
        line, object = _land(ws, line, running.run, became)
        made.append(line)
        became |= {object.id: object} if object else {}
    if made:
        ws.save(*became.values(), *made)
    return Taken(tuple(made), tuple(line for line in made if line.seen), known)


def _land(ws: Workspace, line: Capture, run: ProtocolRun, made: Made) -> tuple[Capture, Document | None]:
    """Return the line and what it becomes; words that are off the wall are kept once, there."""
    became = None if line.seen or line.type not in LANDS else LANDS[line.type](ws, line, run, made)
    if became is None:
        return line, None
    text = "" if line.type in OFF_THE_WALL else line.text
    return line.model_copy(update={"landed": (became.kind, became.id), "text": text}), became


def _decided(ws: Workspace, line: Capture) -> Capture:
    run = ws.get(ProtocolRun, line.run)
    told, made = _land(ws, line, run, {}) if run else (line, None)
    ws.save(told, *([made] if made else []))
    return told


def _take_back(ws: Workspace, lines: Sequence[Capture]) -> None:
    """Take lines away with what they became where it still says the same, or with what they added to it."""
    gone: list[Document] = []
    kept: dict[str, Document] = {}
    for line in lines:
        found = ws.get(DOCUMENTS[line.landed[0]], line.landed[1]) if line.landed else None
        less = _without(ws, kept.get(found.id, found), line) if found else None
        if less is not None:
            kept[less.id] = less
        elif found is not None and (not line.text or _words_of(found) == _words_for(ws, line)):
            gone.append(found)
    changed = (document for document in kept.values() if document.id not in {one.id for one in gone})
    ws.save(*changed, remove=(*lines, *gone))


def _without(ws: Workspace, found: Document, line: Capture) -> Document | None:
    """Return what a line added something to without that; None where the line made it."""
    if line.type == "why" and isinstance(found, Cause):
        return found.model_copy(update={"whys": tuple(why for why in found.whys if why != line.text)})
    if isinstance(found, DecisionRight) and found.id != line.id:
        approver = _decision(ws, line)[1]
        return found.model_copy(update={"approvers": tuple(role for role in found.approvers if role != approver)})
    return None


def _words_for(ws: Workspace, line: Capture) -> str:
    return _decision(ws, line)[0] if line.type == "decision_right" else line.text


def _words_of(made: Document) -> str:
    if isinstance(made, Listening):
        return ", ".join(made.groups)
    return made.what if isinstance(made, DecisionRight) else str(getattr(made, "text", ""))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
