"""Race and ethnicity: what a file says about a student, in one column or in many, becomes a set, and the set one group.

A team chooses once in each time round the loop how sets are counted: by the two-question form of 1997, or by the one
question of 2024 (SPD-15). Published counts of groups alone or in combination, where a student is in several at once,
are read as they are. From rows that way is not offered: beside the other, it would tell how few have two certain races.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace

from equity_core.errors import Refused
from equity_core.ingest import vocabulary as words
from equity_core.ingest.fact_columns import answers_of
from equity_core.ingest.mapping import OF_RACE, Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.questions import Asked

FORMS = ("federal", "spd15")
KNOWN = words.table("races")
HISPANIC, WHITE, MENA, ASIAN, FILIPINO = (str(KNOWN[id]) for id in ("hispanic", "white", "mena", "asian", "filipino"))
SEVERAL: dict[str, str] = KNOWN["several"]
OF_2024: frozenset[str] = frozenset(KNOWN["only_in_2024"])  # groups that the form of 1997 does not have
Races = frozenset[str]


def races_in(text: str | None) -> Races:
    """Return the races that a cell names when it names several; nothing when it does not.

    A name may have a comma of its own: parts are put together until they are a known group.

    >>> sorted(races_in("Hispanic, Latino, or Spanish origin; White"))
    ['Hispanic or Latino', 'White']
    >>> sorted(races_in("Asian, Martian"))
    []
    """
    parts = [part for part in re.split(r"[,;|]", words.tidy(text)) if part.strip()]
    found: set[str] = set()
    while parts:
        for upto in range(len(parts), 0, -1):
            group = words.race_called(", ".join(parts[:upto]))
            if group:
                found.add(group)
                del parts[:upto]
                break
        else:
            return frozenset()
    return frozenset(found) if len(found) > 1 else frozenset()


def group_of(races: Iterable[str], form: str) -> str:
    """Return the one group in which a student with these races is counted.

    >>> group_of({"Hispanic or Latino", "White"}, "federal"), group_of({"Hispanic or Latino", "White"}, "spd15")
    ('Hispanic or Latino', 'Multiracial and/or multiethnic')
    """
    found = set(races) - {words.NOT_RECORDED}
    if form == "federal":
        if HISPANIC in found:
            return HISPANIC
        found = {WHITE if race == MENA else race for race in found}
    if len(found) > 1:
        found -= {ASIAN} if FILIPINO in found else set()  # Filipino is a part of Asian
    if len(found) > 1 or found & set(SEVERAL.values()):
        return SEVERAL[form]
    return next(iter(found), words.NOT_RECORDED)


def form_of(groups: Iterable[str]) -> str:
    """Return the form that a file's groups are in; "" where it has none."""
    there = set(groups) - {words.NOT_RECORDED}
    if any(map(words.is_in_combination, there)):
        return "combination"
    return "" if not there else "spd15" if there & OF_2024 else "federal"


def plan_race(part: Part, asked: Asked, column: Column, labels: Map[str, str]) -> Planned:
    """Return the group of each student from all columns about race; `labels` are those of the texts in `column`."""
    labels = _rolled_up(part, asked, column, labels)
    sets = {text: races_in(text) or frozenset({label}) for text, label in labels.items()}
    is_one = all(len(races) == 1 for races in sets.values()) and not OF_2024 & {*labels.values()}
    if is_one and not _others(part, column):
        return Planned("race", columns=(column.index,), values={(text,): label for text, label in labels.items()})
    return _plan(part, asked, column, sets)


def plan_flags(part: Part, asked: Asked, column: Column) -> Planned:
    """Return the group of each student where only columns of yes and no say it; `column` is the first of them."""
    return _plan(part, asked, column, _sets_of(part, asked, replace(column, meaning="race_flag")))


def _plan(part: Part, asked: Asked, column: Column, sets: dict[str, Races]) -> Planned:
    others = _others(part, column)
    says = [sets, *(_sets_of(part, asked, each) for each in others)]
    indexes = (column.index, *(each.index for each in others))
    whole = {
        texts: frozenset[str]().union(*(said[text] for said, text in zip(says, texts, strict=True)))
        - {words.NOT_RECORDED}
        for texts, _ in part.vocabulary(*indexes)
    }
    has_new = any(OF_2024 & races for races in whole.values())
    form = FORMS[0]
    if has_new or any(len(races) > 1 for races in whole.values()):
        form = _form(part, asked, column, default=FORMS[1] if has_new else FORMS[0])
    _tell(asked, column, [(whole[texts], count) for texts, count in part.vocabulary(*indexes)], form)
    return Planned("race", columns=indexes, values={texts: group_of(races, form) for texts, races in whole.items()})


def _others(part: Part, column: Column) -> list[Column]:
    return [c for c in part.mapping.read() if c.meaning in OF_RACE and c.index != column.index]


def _rolled_up(part: Part, asked: Asked, column: Column, labels: Map[str, str]) -> dict[str, str]:
    """Keep Filipino as a group of its own, or count it as Asian if somebody chose that."""
    texts = part.texts(column.index)
    filipino = [text for text, label in labels.items() if label == FILIPINO]
    if not filipino:
        return dict(labels)
    is_asian = roll_up(asked, column.header, sum(texts[text] for text in filipino))
    return {text: ASIAN if is_asian and label == FILIPINO else label for text, label in labels.items()}


def roll_up(asked: Asked, column: str, rows: int) -> bool:
    """Ask whether Filipino is a group of its own, as in California, or a part of Asian, as in both federal forms."""
    answers = ("filipino_keep", "filipino_asian")
    return asked.ask("filipino", column=column, count=rows, answers=answers, default=answers[0]) == answers[1]


def _form(part: Part, asked: Asked, column: Column, *, default: str) -> str:
    """Return how sets are counted: as this time round the loop decided, or as the answer says."""
    locked, said = part.race_form, part.said.get("race_form", "")
    if locked and said in FORMS and said != locked:
        raise Refused("import.race_form_locked", name=part.sheet.name)
    if locked:
        asked.tell(f"race_form_{locked}", column=column.header)
        return locked
    return asked.ask("race_form", column=column.header, answers=FORMS, default=default, count=part.intake.rows)


def _sets_of(part: Part, asked: Asked, column: Column) -> dict[str, Races]:
    """Return what each text of a further column adds to the set."""
    if column.meaning == "race_more":
        return {text: races_in(text) or _one(part, column, text) for text in part.texts(column.index)}
    race = HISPANIC if column.meaning == "hispanic" else column.label
    yes = answers_of(part, asked, column.index, "hispanic")
    return {text: frozenset({race} if is_so else ()) for text, is_so in yes.items()}


def _one(part: Part, column: Column, text: str) -> Races:
    known = part.code(column, text) or words.race_called(text)
    return frozenset({known} if known else ())


def _tell(asked: Asked, column: Column, counted: Sequence[tuple[Races, int]], form: str) -> None:
    """Say whom the rule moves: more than one race, and Hispanic or Latino of any race."""
    several = sum(count for races, count in counted if len(races) > 1)
    hispanic = sum(count for races, count in counted if HISPANIC in races and len(races) > 1)
    mena = sum(count for races, count in counted if MENA in races and HISPANIC not in races)
    if form == "spd15" and several:
        asked.tell("several_races_spd15", column=column.header, count=several)
    if form == "federal" and several > hispanic:
        asked.tell("several_races", column=column.header, count=several - hispanic)
    if form == "federal" and hispanic:
        asked.tell("hispanic_any_race", column=column.header, count=hispanic)
    if form == "federal" and mena:
        asked.tell("mena_as_white", column=column.header, count=mena)
