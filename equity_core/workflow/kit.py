"""What a team hands out: one self-contained page that prints, with the same numbers as the screen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from equity_core.errors import Unknown
from equity_core.model import Query
from equity_core.reports import Beside, Block, Heading, Line, Note, Picture, Quote, Table, compact_svg, page
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import causes, focus, gap_choices, gaps, listen
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.implement import checkins
from equity_core.workflow.reflect import decide, delivery, results
from equity_core.workflow.workspace import Workspace

MOST_LETTERS = 150  # of one typed text on one page


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of paper. Its name is the word `kit.preset_<id>`, what it holds is `kit.about_<id>`."""

    id: str
    pages: int
    blocks: Callable[[Workspace], list[Block]]


def build(ws: Workspace, preset: str = "principal") -> bytes:
    """Return one HTML file; Unknown, with what comes close, if there is no such preset."""
    if preset not in PRESETS:
        raise Unknown.among("unknown.preset", preset, list(PRESETS))
    chosen = PRESETS[preset]
    return page(title=_title(ws, preset), blocks=chosen.blocks(ws), footer=footer(ws), language=ws.words.language)


def file_name(ws: Workspace, preset: str = "principal") -> str:
    """Return a name for the file, by preset and day."""
    return ws.words("kit.file_name", preset=preset, day=ws.today().isoformat())


def address(file: bytes) -> str:
    """Return a prepared file as an address that shows it apart from the app, with no way back into it."""
    return f"data:text/html;base64,{b64encode(file).decode()}"


def is_empty(ws: Workspace) -> bool:
    """Say whether every part of a paper would say that it is not done yet."""
    return question(ws) is None and not goals.current(ws) and not choose.chosen(ws) and not focus.barrier(ws)


def privacy_line(ws: Workspace) -> str:
    """Return what the paper does not hold, in one sentence."""
    return ws.words("kit.privacy_line", min_group=ws.profile.min_group)


def footer(ws: Workspace) -> str:
    """Return the line at the foot of the paper: the hiding rule, the workspace, the period of the numbers, the day."""
    query = question(ws)
    return ws.words(
        "kit.footer",
        min_group=ws.profile.min_group,
        workspace=_school(ws),
        period=query.period if query else ws.words("kit.no_period"),
        day=ws.words.day(ws.today()),
    )


def _principal(ws: Workspace) -> list[Block]:
    sample: list[Block] = [Note(ws.words("kit.sample"))] if ws.profile.is_sample else []
    return [*sample, *_gap(ws), *_why(ws), *_aim(ws), *_doing(ws), *_moved(ws), *_to_decide(ws)]


PRESETS: dict[str, Preset] = {preset.id: preset for preset in (Preset("principal", 1, _principal),)}


def _title(ws: Workspace, preset: str) -> str:
    return ws.words(f"kit.title_{preset}", school=_school(ws), number=ws.cycle.number)


def _school(ws: Workspace) -> str:
    return _short(ws.profile.school, 60) or ws.words("results.our_school")


def question(ws: Workspace) -> Query | None:
    """Return the gap that the paper is about: the focus, else the first question that the gaps page offers."""
    chosen = focus.current(ws)
    if chosen is not None:
        return chosen.query
    for measure in gap_choices.measures(ws)[:1]:
        for dimension in gap_choices.dimensions(ws, measure.code)[:1]:
            period = gap_choices.periods_of(ws, measure.code, dimension.code)[0].code
            return Query(measure=measure.code, dimension=dimension.code, period=period)
    return None


def _gap(ws: Workspace) -> list[Block]:
    words, query = ws.words, question(ws)
    blocks: list[Block] = [Heading(words("kit.gap"))]
    if query is None:
        suspected = focus.statement(ws)
        return [*blocks, Line(_short(suspected)) if suspected else Note(words("kit.not_done"))]
    try:
        look = gaps.look(ws, query)
    except Unknown:
        return [*blocks, Line(focus.statement(ws)), Note(words("story.no_numbers"))]
    table = look.figure.table
    blocks.append(Line(look.headline, is_lead=True))
    told = " ".join(filter(None, (look.points_and_times, look.certainty, look.parity)))
    blocks += [Line(told)] if told else []
    picture = Picture(compact_svg(look.figure), look.figure.description)
    blocks.append(Beside(picture, Table(*_narrow(table.columns, table.rows))))
    blocks += [Note(look.hidden_note)] if look.hidden_note else []
    return blocks


def _why(ws: Workspace) -> list[Block]:
    words = ws.words
    known = sorted(causes.board(ws), key=lambda w: (not w.cause.will_act, w.status != "supported"))
    blocks: list[Block] = [Heading(words("kit.why"))]
    for w in known[:2]:
        blocks.append(Line(words("story.cause", text=_short(w.cause.text), status=w.status_text)))
        blocks += [Note(w.caution)] if w.caution else []
    if not known:
        blocks.append(Note(words("kit.not_done")))
    board = listen.board(ws, stage=True)
    public = [c for c in (*board.supports, *board.questions, *board.mixed) if c.evidence.consent == "public"]
    public.sort(key=lambda card: not card.evidence.most_affected)
    blocks += [Quote(_short(card.text), _short(card.who, 90)) for card in public[:1]]
    return blocks


def _aim(ws: Workspace) -> list[Block]:
    found = goals.current(ws)
    told: Block = Line(goals.sentence(ws, found)) if found else Note(ws.words("kit.not_done"))
    return [Heading(ws.words("kit.goal")), told]


def _doing(ws: Workspace) -> list[Block]:
    words = ws.words
    heads = tuple(words(f"kit.column_{name}") for name in ("action", "owner", "delivered", "reached"))
    rows = [
        (
            _short(d.action.title, 70),
            _short(d.action.owner_role, 40) or words("kit.nobody"),
            words("kit.not_counted") if d.fidelity.dosage is None else words.percent(d.fidelity.dosage),
            checkins.shown_reach(ws, d.fidelity),
        )
        for d in delivery.deliveries(ws)[:3]
    ]
    told: Block = Table(heads, rows, numbers_from=len(heads)) if rows else Note(words("kit.not_done"))
    return [Heading(words("kit.doing")), told]


def _moved(ws: Workspace) -> list[Block]:
    found = results.outcome(ws)
    heading = Heading(ws.words("kit.moved"))
    if isinstance(found, results.Missing):
        return [heading, Note(ws.words("kit.not_done") if found.code == "no_goal" else found.text)]
    sentence = found.sentence.replace(ws.profile.school or _school(ws), _school(ws))
    named = [flag.text for flag in found.flags if flag.code in ("levelling_down", "composition", "lost")]
    return [
        heading,
        Line(sentence),
        Line(" ".join(found.others)),
        *(Note(_short(text, 260)) for text in named),
    ]


def _to_decide(ws: Workspace) -> list[Block]:
    words, profile = ws.words, ws.profile
    heading = Heading(words("kit.to_decide"))
    kept = decide.decisions(ws)
    if kept:
        titles = {a.id: a.title for a in choose.chosen(ws)}
        told = [decide.log_text(ws, d, title=_short(titles.get(d.action, ""), 70)) for d in kept[:3]]
        return [heading, *(Line(_short(text)) for text in told)]
    if profile.decide_by is None or not profile.approver_role:
        return [heading, Note(words("kit.no_decision_date"))]
    day, role = words.day(profile.decide_by), _short(profile.approver_role, 60)
    return [heading, Line(words("kit.decide_by", day=day, role=role))]


def _narrow(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the columns that fit beside the chart: who, students, rate, points, how sure."""
    kept = [i for i in range(len(columns)) if i in (0, 1, 3, 5, 8)]
    return tuple(columns[i] for i in kept), tuple(tuple(row[i] for i in kept) for row in rows)


def _short(text: str, most: int = MOST_LETTERS) -> str:
    """Return a typed text in one line, cut at a word with "…" where the page would run over."""
    whole = " ".join(text.split())
    return whole if len(whole) <= most else f"{whole[:most].rsplit(' ', 1)[0]} …"
