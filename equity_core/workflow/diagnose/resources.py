"""Who gets what: a fixed amount as it is handed out now is entered, kept, printed, and made evidence."""

from __future__ import annotations

from collections.abc import Mapping

from equity_core.errors import Problem
from equity_core.model import Evidence, Portion, Share
from equity_core.model.diagnose import Stance
from equity_core.model.share import Kind
from equity_core.reports import Block, Line, Note, Picture, Table, compact_svg, page
from equity_core.workflow import naming
from equity_core.workflow.diagnose import gap_choices, listen, share_numbers
from equity_core.workflow.diagnose.gap_choices import Option
from equity_core.workflow.diagnose.share_numbers import Shared
from equity_core.workflow.workspace import Workspace

KINDS: tuple[Kind, ...] = ("hours", "funds", "materials", "seats")
PLACES = ("school", "grade")  # an amount is handed out over these, never by what a person is
FEWEST = 5  # a typed number of students with the need, or without it, is kept from here on
MOST_LETTERS = 80


def shares(ws: Workspace) -> list[Share]:
    """Return the shares of this cycle, oldest first."""
    return ws.of_cycle(Share)


def needs(ws: Workspace) -> list[Option]:
    """Return the measures that can stand for the need: those that come by school, grade or the like.

    Where parity is wanted, neither those who count nor those who do not have a need.
    """
    known = [one for one in gap_choices.measures(ws) if ws.measure(one.code).direction != "parity"]
    return [measure for measure in known if places(ws, measure.code)]


def places(ws: Workspace, measure: str) -> list[Option]:
    """Return over what an amount can be shared by a measure's numbers."""
    return [option for option in gap_choices.dimensions(ws, measure) if option.code in PLACES]


def begin(ws: Workspace, what: str, *, of: Kind, measure: str = "", dimension: str = "") -> Share | Problem:
    """Keep a new share: over what a measure comes by (its newest period), or over what the team types."""
    doubt = _doubt(ws, what, "what")
    if doubt is not None:
        return doubt
    period = gap_choices.periods_of(ws, measure, dimension)[0].code if dimension else ""
    share = Share(cycle=ws.cycle.id, what=what, of=of, measure=measure, dimension=dimension, period=period)
    ws.save(share)
    return share


def hand_out(ws: Workspace, share: Share, now: Mapping[str, int]) -> None:
    """Keep how much each of a share over released numbers has now."""
    told = share.model_copy(update={"portions": tuple(Portion(name=name, now=has) for name, has in now.items())})
    if told != share:
        ws.save(told)


def add(
    ws: Workspace, share: Share, name: str, *, now: int, students: int | None = None, need: int | None = None
) -> Portion | Problem:
    """Keep one school, grade or class with what it has now; the problem when a number could point at somebody.

    `students` and `need` (how many of them have it) may be left out. A name that is there already is changed.
    """
    doubt = _doubt(ws, name, "name") or _too_few(ws, students, need)
    if doubt is not None:
        return doubt
    portion = Portion(name=" ".join(name.split()), now=now, students=students, need=need)
    others = [other for other in share.portions if other.name.casefold() != portion.name.casefold()]
    ws.save(share.model_copy(update={"portions": (*others, portion)}))
    return portion


def take_off(ws: Workspace, share: Share, name: str) -> None:
    """Take one off a share; `undo` brings it back."""
    ws.save(share.model_copy(update={"portions": tuple(p for p in share.portions if p.name != name)}))


def remove(ws: Workspace, share: Share) -> None:
    """Take a share away; `undo` brings it back."""
    ws.remove(share)


def use(ws: Workspace, share: Share, *, cause: str = "", stance: Stance = "supports") -> Evidence:
    """Make a share a card on the evidence board, once, and link it."""
    about = (cause,) if cause else ()
    return listen.from_sheet(ws, share.id, form="share", causes=about, stance=stance)


def sheet(ws: Workspace, shared: Shared) -> bytes:
    """Return a share as a page that prints: its sentence, picture, table and how it was worked out."""
    words, drawn = ws.words, share_numbers.figure(ws, shared)
    blocks: list[Block] = [Line(shared.sentence, is_lead=True), Line(shared.need_is)]
    blocks += [Picture(compact_svg(drawn), drawn.description), Table(drawn.table.columns, drawn.table.rows)]
    blocks += [Note(note) for note in (*shared.notes, *drawn.method)]
    school, day = ws.profile.school or words("results.our_school"), words.day(ws.today())
    footer = words("shares.footer", school=school, day=day, min_group=ws.profile.min_group)
    title = words("shares.sheet_title", what=shared.share.what)
    return page(title=title, blocks=blocks, footer=footer, language=words.language)


def _doubt(ws: Workspace, text: str, column: str) -> Problem | None:
    if not text.strip():
        return Problem(f"share.no_{column}", column)
    return Problem("share.names_somebody", column) if naming.seen_in(ws, text) else None


def _too_few(ws: Workspace, students: int | None, need: int | None) -> Problem | None:
    if students is not None and students < ws.profile.min_group:
        return Problem("share.few_students", "students", facts={"min_group": ws.profile.min_group})
    if need is None:
        return None
    if students is not None and need > students:
        return Problem("share.more_than_students", "need")
    without = None if students is None else students - need
    if need < FEWEST or (without is not None and without < FEWEST):
        return Problem("share.few_need", "need")
    return None
