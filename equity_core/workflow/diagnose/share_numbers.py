"""Who gets what, worked out: now, an equal share for each student, and a share by need, of the same amount.

Students and need come from released numbers, or as the team typed them. A share that would need a hidden number is not
worked out for anybody: neither it nor what is left of the amount then tells that number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equity_core import stats
from equity_core.charts import Allotment, Figure, allotment_pages, allotments
from equity_core.model import Evidence, Portion, Share
from equity_core.privacy import Count, Released
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """One school, grade or class: what it has, its students and those with the need (None: hidden or not typed)."""

    name: str
    label: str
    now: int
    students: int | None
    need: int | None
    equal: int | None
    by_need: int | None
    students_text: str
    need_text: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A share with everything worked out. `notes` say which share is not, and why."""

    share: Share
    amount: int
    unit: str
    need_is: str
    rows: tuple[Row, ...]
    sentence: str
    notes: tuple[str, ...]


def work_out(ws: Workspace, share: Share) -> Shared:
    """Return who gets what now, at an equal share and by need, by name."""
    table = ws.table(share.measure, share.period, share.dimension) if share.dimension else None
    known = sorted(_known(ws, share, table), key=lambda one: one[0])
    amount = sum(now for _, now, *_ in known)
    equal = _shares(amount, [students for _, _, students, *_ in known])
    by_need = _shares(amount, [need for _, _, _, need, *_ in known])
    rows = tuple(
        Row(name, _label(ws, share, name), now, students, need, e, n, students_text, need_text)
        for (name, now, students, need, students_text, need_text), e, n in zip(known, equal, by_need, strict=True)
    )
    unit = ws.words(f"shares.unit_{share.of}")
    return Shared(
        share=share,
        amount=amount,
        unit=unit,
        need_is=_need_is(ws, share),
        rows=rows,
        sentence=_sentence(ws, share, rows, amount, unit),
        notes=_notes(ws, share, rows),
    )


def figure(ws: Workspace, shared: Shared) -> Figure:
    """Return the picture and the table of a share."""
    method = tuple(ws.words(f"shares.method_{n}", amount=shared.amount, unit=shared.unit) for n in (1, 2, 3))
    return allotments(
        ws.words,
        _allotments(shared),
        title=shared.share.what,
        unit=shared.unit,
        sentence=shared.sentence,
        method=(*method, shared.need_is),
    )


def figure_pages(ws: Workspace, shared: Shared) -> Sequence[Figure]:
    """Return the picture of a share in parts that a wall has room for."""
    return allotment_pages(
        ws.words, _allotments(shared), title=shared.share.what, unit=shared.unit, sentence=shared.sentence
    )


def sentence(ws: Workspace, card: Evidence) -> str:
    """Return what a share's card says, worked out anew; that it is gone, where it is."""
    share = ws.get(Share, card.sheet)
    return work_out(ws, share).sentence if share else ws.words("shares.gone")


def _allotments(shared: Shared) -> list[Allotment]:
    return [Allotment(r.label, r.now, r.equal, r.by_need, r.students_text, r.need_text) for r in shared.rows]


def _known(
    ws: Workspace, share: Share, table: Released | None
) -> list[tuple[str, int, int | None, int | None, str, str]]:
    """Return name, now, students, need, and the last two in words, for each that the amount is shared over."""
    if not share.dimension:
        return [_typed(ws, portion) for portion in share.portions]
    now = {portion.name: portion.now for portion in share.portions}
    if table is None:
        gone = ws.words("shares.no_number")
        return [(name, has, None, None, gone, gone) for name, has in now.items()]
    higher = ws.measure(share.measure).direction == "higher_better"
    unknown = ws.words("common.not_recorded")
    return [
        (name, now.get(name, 0), *_counted(ws, count, higher=higher)) for name, count in table.groups if name != unknown
    ]


def _typed(ws: Workspace, portion: Portion) -> tuple[str, int, int | None, int | None, str, str]:
    told = [ws.words("shares.not_typed") if n is None else str(n) for n in (portion.students, portion.need)]
    return portion.name, portion.now, portion.students, portion.need, told[0], told[1]


def _counted(ws: Workspace, count: Count, *, higher: bool) -> tuple[int | None, int | None, str, str]:
    hidden = ws.words("shares.hidden")
    students = hidden if count.n is None else str(count.n)
    if count.n is None or count.x is None or not count.is_shown:
        return count.n, None, students, hidden
    need = count.n - count.x if higher else count.x
    return count.n, need, students, str(need)


def _shares(amount: int, weights: Sequence[int | None]) -> Sequence[int | None]:
    known = [weight for weight in weights if weight is not None]
    nothing: list[int | None] = [None] * len(weights)
    if len(known) < len(weights):
        return nothing
    return stats.largest_remainders(amount, known) or nothing


def _label(ws: Workspace, share: Share, name: str) -> str:
    return ws.words("shares.grade", name=name) if share.dimension == "grade" and name[:1].isdigit() else name


def _need_is(ws: Workspace, share: Share) -> str:
    if not share.dimension:
        return ws.words("shares.need_typed")
    word = "shares.need_without" if ws.measure(share.measure).direction == "higher_better" else "shares.need_with"
    return ws.words(word, measure=ws.measure_label(share.measure), period=share.period)


def _sentence(ws: Workspace, share: Share, rows: tuple[Row, ...], amount: int, unit: str) -> str:
    facts = {"amount": amount, "unit": unit, "what": share.what}
    if not rows or not amount:
        return ws.words("shares.nothing", what=share.what)
    told = max(rows, key=_moves)
    parts = [ws.words("shares.now", now=told.now, name=told.label, **facts)]
    if told.equal is not None:
        parts.append(ws.words("shares.equal", count=told.equal))
    if told.by_need is not None:
        parts.append(ws.words("shares.by_need", count=told.by_need))
    if told.equal is not None and told.by_need is not None:
        parts.append(_apart(ws, rows))
    return " ".join(parts)


def _moves(row: Row) -> int:
    """Return by how much a share by need, else an equal share, is another one than now."""
    other = row.equal if row.by_need is None else row.by_need
    return 0 if other is None else abs(other - row.now)


def _apart(ws: Workspace, rows: tuple[Row, ...]) -> str:
    """Say where an equal share and a share by need differ most."""
    most = max(rows, key=lambda r: (r.by_need or 0) - (r.equal or 0))
    more = (most.by_need or 0) - (most.equal or 0)
    if not more:
        return ws.words("shares.alike")
    return ws.words("shares.apart", name=most.label, more=more)


def _notes(ws: Workspace, share: Share, rows: tuple[Row, ...]) -> tuple[str, ...]:
    if not rows:
        return ()
    why = "hidden" if share.dimension else "not_typed"
    notes = [
        ws.words(f"shares.no_{which}_{why}")
        for which, numbers in (("equal", [r.students for r in rows]), ("need", [r.need for r in rows]))
        if any(number is None for number in numbers)
    ]
    if not notes and all(r.by_need is None for r in rows):
        notes.append(ws.words("shares.no_need_at_all"))
    return tuple(notes)
