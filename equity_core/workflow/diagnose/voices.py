"""Voices beside numbers: which number a card explains or doubts, what themes people raise, what to ask next.

People are counted, not mentions; a number of people, and a theme by who said it, is told from five people on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equity_core import reports, stats
from equity_core.charts import Figure
from equity_core.errors import Unknown
from equity_core.model import Action, Evidence, Query
from equity_core.reports import Block
from equity_core.stats import Voice
from equity_core.workflow import naming
from equity_core.workflow.diagnose import causes, focus, gap_cautions, gaps, goal, listen
from equity_core.workflow.diagnose.listen import FEWEST_COUNTED, Card
from equity_core.workflow.get_ready import terms
from equity_core.workflow.workspace import Workspace

SIDES = ("student", "family", "staff")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that cards can stand beside: the focus (empty id), or one that was pinned."""

    id: str
    label: str
    query: Query


@dataclass(frozen=True, slots=True)
class Beside:
    """One number with the cards that help to explain or doubt it, and how many people each side has.

    `figure` is None when no active file has the number any more; `elsewhere` is how many cards stand beside others.
    """

    number: Number
    sentence: str
    figure: Figure | None
    supports: tuple[Card, ...]
    questions: tuple[Card, ...]
    mixed: tuple[Card, ...]
    people: dict[str, str]
    at_desk: dict[str, int]  # by stance: cards that neither a wall nor paper shows
    elsewhere: int


def numbers(ws: Workspace) -> list[Number]:
    """Return the numbers that cards can stand beside, the focus first."""
    chosen = focus.current(ws)
    found = [Number("", focus.title(ws, chosen.query), chosen.query)] if chosen else []
    for card in ws.of_cycle(Evidence):
        if card.form == "number" and card.query and all(card.query != n.query for n in found):
            label = (
                focus.sentence(ws, card.query) if card.query.path or card.query.after else focus.title(ws, card.query)
            )
            found.append(Number(card.id, label, card.query))
    return found


def beside(ws: Workspace, number: Number, *, stage: bool = False) -> Beside:
    """Return one number with its cards; a card that names no number stands beside the focus."""
    found = [e for e in ws.of_cycle(Evidence) if e.form != "number"]
    ids = {e.id for e in ws.of_cycle(Evidence) if e.form == "number" and e.query == number.query}
    of_it = [e for e in found if ids & {*e.numbers} or (not e.numbers and not number.id)]
    told, mine = ([e for e in cards if not stage or not listen.is_desk_only(e)] for cards in (found, of_it))
    sides = {stance: [e for e in mine if e.stance == stance] for stance in listen.STANCES}
    return Beside(
        number=number,
        sentence=focus.sentence(ws, number.query),
        figure=_figure(ws, number.query),
        supports=tuple(listen.as_card(ws, e) for e in sides["supports"]),
        questions=tuple(listen.as_card(ws, e) for e in sides["questions"]),
        mixed=tuple(listen.as_card(ws, e) for e in sides["mixed"]),
        people={stance: _people(ws, _heard(cards)) for stance, cards in sides.items()},
        at_desk=listen.at_desk(of_it),
        elsewhere=len(told) - len(mine),
    )


def about(ws: Workspace, card: Evidence, numbers: Sequence[str]) -> None:
    """Say which numbers a card helps to explain or doubts."""
    ws.save(card.model_copy(update={"numbers": tuple(numbers)}))


# -- themes --------------------------------------------------------------------------------------------------------


def code(ws: Workspace, card: Evidence, themes: Sequence[str]) -> None:
    """Say which themes a card raises."""
    naming.refuse(ws, *themes)
    plain = dict.fromkeys(" ".join(theme.split()) for theme in themes if theme.strip())
    ws.save(card.model_copy(update={"themes": tuple(plain)}))


def themes(ws: Workspace) -> list[str]:
    """Return the themes that were given so far, by either reader, in alphabetical order."""
    given = ((*e.themes, *(e.themes_again or ())) for e in ws.of_cycle(Evidence))
    return sorted({theme for themes in given for theme in themes}, key=str.casefold)


def theme_rows(ws: Workspace) -> list[dict[str, str]]:
    """Return the themes as a table in words: how many people raised each, and who, where enough were heard.

    A person on one card counts once for a theme, however often it came up there.
    """
    words, heard = ws.words, _people_heard(ws)
    counted = stats.theme_counts(heard)
    split = [side for side in SIDES if counted.group_sizes.get(side, 0) >= FEWEST_COUNTED]
    return [
        {
            words("voices.theme"): theme,
            words("voices.people"): _people(ws, people),
            **{words(f"voices.side_{side}"): _people(ws, counted.by_group[side][theme]) for side in split},
        }
        for theme, people in sorted(counted.people.items(), key=lambda pair: pair[0].casefold())
    ]


def too_few_to_split(ws: Workspace) -> tuple[str, ...]:
    """Return the sides that are not shown apart, because fewer than five people of them were heard."""
    sizes = stats.theme_counts(_people_heard(ws)).group_sizes
    return tuple(ws.words(f"voices.side_{side}") for side in SIDES if sizes.get(side, 0) < FEWEST_COUNTED)


# -- what comes of it ------------------------------------------------------------------------------------------------


def to_ask_next(ws: Workspace) -> list[str]:
    """Return what people disagree on as questions for the next time the team listens."""
    of_the_gap = [
        ws.words("voices.ask_next", card=listen.as_card(ws, e).text)
        for e in ws.of_cycle(Evidence)
        if e.form != "number" and e.stance in ("questions", "mixed") and not e.causes
    ]
    return [*of_the_gap, *causes.open_questions(ws)]


def who_answered(ws: Workspace) -> list[str]:
    """Return how the answers to each survey stand for the group of the focus, where the file says who answered."""
    chosen = focus.current(ws)
    if chosen is None:
        return []
    told = []
    for release in ws.releases():
        for table in release.tables:
            query = chosen.query.model_copy(update={"measure": table.measure, "period": table.period, "where": ()})
            if table.dimension == query.dimension and not table.where:
                told.append(gap_cautions.who_answered(ws, query, release.source).sentence)
    return list(dict.fromkeys(filter(None, told)))


def report_back(ws: Workspace) -> bytes:
    """Return one page for the people who spoke: what we heard, what we do, what we do not know yet, to be translated.

    Only what may be public is quoted; of all else, themes alone are told.
    """
    words = ws.words
    lines = _report(ws)
    blocks: list[Block] = [reports.Line(words("voices.back_thanks"), is_lead=True)]
    for heading, told in lines:
        blocks.append(reports.Heading(heading))
        blocks += [reports.Line(line) for line in told]
    flat = [words("voices.back_thanks"), *(line for heading, told in lines for line in (heading, *told))]
    meant = terms.used(ws, *flat)
    blocks += [reports.Note(line) for line in meant]
    flat += meant
    blocks.append(reports.Heading(words("voices.back_translate")))
    heads = [words("voices.back_ours"), words("voices.back_theirs")]
    blocks.append(reports.Table(heads, [[line, "\u00a0"] for line in flat], 2))
    school = ws.profile.school or words("frame.no_school")
    return reports.page(
        title=words("voices.back_title", school=school),
        blocks=blocks,
        footer=words("voices.back_footer", school=school, day=words.day(ws.today())),
        language=words.language,
    )


def voice_beside(ws: Workspace, query: Query) -> str:
    """Return one thing that people told about a number and that may be shown to a room, or nothing."""
    for number in numbers(ws):
        if number.query == query:
            for card in beside(ws, number, stage=True).supports:
                if card.evidence.form == "voice":
                    return ws.words("voices.one", text=card.text, who=card.who)
    return ""


def _report(ws: Workspace) -> list[tuple[str, list[str]]]:
    words, cards = ws.words, ws.of_cycle(Evidence)
    roles = dict.fromkeys(listen.role_name(ws, e.from_role) for e in cards if e.form == "voice")
    heard = [words("voices.back_roles", roles=words.listed(list(roles)))] if roles else []
    raised = [row[words("voices.theme")] for row in theme_rows(ws)]
    heard += [words("voices.back_themes", themes=words.listed(raised))] if raised else []
    heard += [words("voices.quoted", text=e.text) for e in cards if e.form == "voice" and e.consent == "public"]
    kept = goal.current(ws)
    done = [focus.statement(ws)] if focus.statement(ws) else []
    done += [goal.sentence(ws, kept)] if kept else []
    done += [a.title for a in ws.of_cycle(Action) if not a.dropped]
    missing = [words("voices.back_silence", who=line) for line in listen.silence(ws)]
    return [
        (words("voices.back_heard"), heard or [words("voices.back_nothing")]),
        (words("voices.back_do"), done or [words("voices.back_not_yet")]),
        (words("voices.back_open"), missing or [words("voices.back_ask")]),
    ]


def _people_heard(ws: Workspace) -> list[Voice]:
    return [
        Voice(_side(e.from_role), e.themes) for e in ws.of_cycle(Evidence) if e.form == "voice" for _ in range(e.people)
    ]


def _heard(cards: Sequence[Evidence]) -> int:
    return sum(e.people for e in cards if e.form == "voice")


def _side(role: str) -> str:
    return role if role in listen.FAMILY_ROLES else "staff"


def _people(ws: Workspace, count: int) -> str:
    if not count:
        return ws.words("voices.nobody")
    return str(count) if count >= FEWEST_COUNTED else ws.words("voices.few")


def _figure(ws: Workspace, query: Query) -> Figure | None:
    """Return the chart of a number; a decision point and a step of a way in have none of their own."""
    if query.path or query.after:
        return None
    try:
        return gaps.look(ws, query).figure
    except Unknown:
        return None
