"""What a team hands out: one self-contained page that prints, with the same numbers as the screen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from equity_core.errors import Unknown
from equity_core.model import Query
from equity_core.model.base import Record
from equity_core.reports import (
    PLAIN,
    STYLE,
    Beside,
    Block,
    Heading,
    Line,
    Note,
    Picture,
    Quote,
    Sheet,
    Table,
    compact_svg,
    page,
    svg,
)
from equity_core.workflow import profiles
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import causes, focus, gap_choices, gaps, guides, listen
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.get_ready import listening, terms
from equity_core.workflow.implement import checkins
from equity_core.workflow.lists import FOLDER
from equity_core.workflow.reflect import decide, delivery, results
from equity_core.workflow.workspace import Workspace

MOST_LETTERS = 150  # of one typed text on one page
FISH = 740  # pixels: the texts of neighboring bones do not touch


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of paper and its most pages. Its name is the word `kit.preset_<id>`, what it holds `kit.about_<id>`.

    `blocks` is given how many pages there may be: with little money two, with little time one.
    """

    id: str
    pages: int
    blocks: Callable[[Workspace, int], list[Block]]


def build(ws: Workspace, preset: str = "principal") -> bytes:
    """Return one HTML file; Unknown, with what comes close, if there is no such preset."""
    if preset not in PRESETS:
        raise Unknown.among("unknown.preset", preset, list(PRESETS))
    changed = profiles.changes(ws, "kit")
    most = 1 if "one_page" in changed else 2 if "black_and_white" in changed else PRESETS[preset].pages
    return page(
        title=_title(ws, preset),
        blocks=PRESETS[preset].blocks(ws, most),
        footer=footer(ws),
        language=ws.words.language,
        style=PLAIN if "black_and_white" in changed else STYLE,
    )


def offered(ws: Workspace) -> list[str]:
    """Return the papers to choose from; what answers those who doubt only where few are convinced."""
    is_asked = "helps_everyone" in profiles.changes(ws, "kit")
    return [id for id in PRESETS if id != "everyone" or is_asked]


def file_name(ws: Workspace, preset: str = "principal") -> str:
    """Return a name for the file, by preset and day."""
    return ws.words("kit.file_name", preset=preset, day=ws.today().isoformat())


def address(file: bytes) -> str:
    """Return a prepared file as an address that shows it apart from the app, with no way back into it."""
    return f"data:text/html;base64,{b64encode(file).decode()}"


def is_empty(ws: Workspace) -> bool:
    """Say whether every part of a paper would say that it is not done yet."""
    is_begun = goals.current(ws) or choose.chosen(ws) or focus.barrier(ws) or causes.board(ws)
    return question(ws) is None and not (is_begun or terms.agreed(ws) or listening.sessions(ws))


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


def _principal(ws: Workspace, most: int) -> list[Block]:
    sample: list[Block] = [Note(ws.words("kit.sample"))] if ws.profile.is_sample else []
    return [*sample, *_gap(ws), *_why(ws), *_aim(ws), *_doing(ws), *_moved(ws), *_to_decide(ws)]


def _diagnose(ws: Workspace, most: int) -> list[Block]:
    """Return what the team means by its words, what it owes to whom, and why it thinks that the gap is here."""
    picture = _picture(ws)
    if most == 1:
        return [*_words(ws, few=True), *_promises(ws), *_why(ws), *picture]
    sheet = [Sheet(ws.words("kit.causes")), *picture, *_rests_on(ws)] if picture else _why(ws)
    return [*_words(ws), *_promises(ws), *sheet]


def _notes(ws: Workspace, most: int) -> list[Block]:
    """Return a note sheet for each way to listen, one on a page, calls first."""
    known = guides.guides(ws.words.language)
    sheets = [[Sheet(known[id].title), *guides.blocks(ws, id)] for id in guides.ORDER[:most]]
    return [Line(known[guides.ORDER[0]].title, is_lead=True), *sheets[0][1:], *(b for s in sheets[1:] for b in s)]


def _everyone(ws: Workspace, most: int) -> list[Block]:
    """Return why the work helps everyone, and what those who doubt ask: from a list to edit, with our own numbers."""
    told, query, goal = _known(ws.words.language), question(ws), goals.current(ws)
    ours = [focus.every_student(ws, query) if query else "", goals.sentence(ws, goal) if goal else ""]
    blocks: list[Block] = [Line(line) for line in ours if line]
    blocks += [Line(reason) for reason in told.reasons]
    blocks.append(Heading(ws.words("kit.asked")))
    for asked in told.asked:
        blocks += [Line(asked.question, is_lead=True), Line(asked.answer)]
    return blocks


PRESETS: dict[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset("principal", 1, _principal),
        Preset("diagnose", 2, _diagnose),
        Preset("notes", 3, _notes),
        Preset("everyone", 1, _everyone),
    )
}


class _Asked(Record):
    question: str
    answer: str


class _Everyone(Record):
    reasons: tuple[str, ...]
    asked: tuple[_Asked, ...]


@cache
def _known(language: str) -> _Everyone:
    return _Everyone.model_validate_json((FOLDER / language / "everyone.json").read_text(encoding="utf-8"))


def _words(ws: Workspace, *, few: bool = False) -> list[Block]:
    """Return what the team means by each word it agreed on, and what others say where that differs."""
    blocks: list[Block] = [Heading(ws.words("words.title"))]
    for one in [t for t in terms.terms(ws) if t.is_agreed][: 2 if few else None]:
        ours = one.agreement.text if one.agreement else ""
        blocks.append(Line(ws.words("words.means", name=one.name, text=_short(ours, 300))))
        if one.reference and _plain(one.reference) != _plain(ours):
            blocks.append(Note(ws.words("words.reference", name=one.name, text=one.reference)))
    return blocks if len(blocks) > 1 else [*blocks, Note(ws.words("kit.not_done"))]


def _promises(ws: Workspace) -> list[Block]:
    owed: list[Block] = [Line(promise.text) for promise in listening.promises(ws)[:5]]
    return [Heading(ws.words("kit.promised")), *(owed or [Note(ws.words("kit.nothing_owed"))])]


def _picture(ws: Workspace) -> list[Block]:
    if not causes.board(ws):
        return []
    fish = causes.fishbone(ws)
    return [Picture(svg(fish, width=FISH), fish.description), Note(fish.sentence)]


def _rests_on(ws: Workspace) -> list[Block]:
    """Return what each cause rests on. No card is told: a cause is the team's own, a card somebody else's."""
    rows = causes.triangulation(ws)[:12]
    cells = [[_short(cell, 90) for cell in row.values()] for row in rows]
    heads = tuple(rows[0])
    return [Heading(ws.words("causes.triangulation_title")), Table(heads, cells)]


def _plain(text: str) -> str:
    return text.casefold().strip(" .")


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
    told_in_numbers = Table(*_narrow(table.columns, table.rows))
    if look.figure.rows:
        picture = Picture(compact_svg(look.figure), look.figure.description)
        blocks.append(Beside(picture, told_in_numbers))
    else:  # nothing to compare
        blocks.append(told_in_numbers)
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
