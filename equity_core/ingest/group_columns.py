"""Texts become groups of one dimension; a text that is not known is asked about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping as Map

from equity_core.ingest import contacts, personal
from equity_core.ingest import vocabulary as words
from equity_core.ingest.eaten import ask_dates
from equity_core.ingest.fact_columns import MANY_TEXTS
from equity_core.ingest.judging import Found, judge_column
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.questions import Asked
from equity_core.ingest.races import plan_flags, plan_race

MANY_GROUPS = 60
MANY_SCHOOLS = 2_000
ONE_VALUE = 95  # percent of the rows: our own limit, for a column of income that every student has the same in
FEWEST = 20  # rows: fewer tell nothing about a school


def plan_groups(part: Part, asked: Asked, column: Column) -> Planned | None:
    """Return what the texts of a dimension become; None where it is not a column of groups."""
    if column.meaning == "race" and column.label:
        return plan_flags(part, asked, column)
    most = MANY_SCHOOLS if column.meaning == "school" else MANY_GROUPS
    judged = judge_column(part, column.meaning, column.index, most=most)
    texts = judged.rows
    leave_out_contacts(part, asked, column, judged)
    _as_the_system_says(part, column, judged)
    if len(judged.doubts) > MANY_TEXTS and _wrong_column(part, asked, column, judged):
        return None
    ask_about_names(part, asked, column, judged)
    labels = dict(judged.values) | {
        text: ask_group(part, asked, column, text, count=texts[text], doubt=doubt)
        for text, doubt in judged.doubts.items()
    }
    if column.meaning == "own_dimension":
        labels = ask_dates(part, asked, column.index, labels)
    if column.names:
        called = dict(column.names)
        labels = {text: called.get(words.tidy(text), label) for text, label in labels.items()}
    if judged.rest or len(set(labels.values())) > most:
        asked.tell("too_many_groups", column=column.header, count=len(set(labels.values())), will="leave_out_column")
        return None
    if column.target in words.table("dimensions"):
        labels = {text: words.yes_no_group(column.target, label) for text, label in labels.items()}
    _tell_combined(asked, column, labels)
    if column.meaning == "race":
        return plan_race(part, asked, column, labels)
    if column.meaning == "income" and _is_of_one_value(asked, column, Counter(_by_label(labels, texts))):
        return None
    return Planned(column.target, columns=(column.index,), values={(text,): label for text, label in labels.items()})


def _as_the_system_says(part: Part, column: Column, judged: Found) -> None:
    """Read the codes of a recognised system; those that nobody confirmed stay doubts, with what they may mean."""
    for text, (code, _) in list(judged.doubts.items()):
        known, perhaps = part.code(column, text), part.may_mean(column, text)
        if known:
            judged.values[text] = known
            del judged.doubts[text]
        elif perhaps:
            judged.doubts[text] = ("ambiguous_group" if code == "unknown_group" else code, perhaps)


def _by_label(labels: Map[str, str], texts: Map[str, int]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for text, label in labels.items():
        found[label] += texts[text]
    return found


def _is_of_one_value(asked: Asked, column: Column, rows: Counter[str]) -> bool:
    """Say whether nearly all rows are in one group of income, as where all meals are free: then it tells nothing."""
    (most, count), *_ = rows.most_common(1) or [("", 0)]
    if most in ("", words.NOT_RECORDED) or count * 100 < ONE_VALUE * rows.total() or rows.total() < FEWEST:
        return False
    facts = {"percent": ONE_VALUE}
    if most == words.groups_of("income")[0]:
        asked.tell("income_of_one_value", column=column.header, facts=facts, will="leave_out_column")
        return True
    answers = ("leave_out_column", "keep_column")
    said = asked.ask("income_nearly_one", column=column.header, facts=facts, answers=answers, default=answers[0])
    return said == answers[0]


def leave_out_contacts(part: Part, asked: Asked, column: Column, judged: Found) -> None:
    """Take e-mail addresses, telephones and numbers of persons for nothing, and say on which lines; show none."""
    found = [text for text, (code, _) in judged.doubts.items() if code == "personal_value"]
    contacts.tell(part, asked, column.index, found)
    for text in found:
        judged.values[text] = words.NOT_RECORDED
        del judged.doubts[text]


def ask_about_names(part: Part, asked: Asked, column: Column, judged: Found) -> None:
    """Ask once about rare texts that may be names of persons: not recorded, unless somebody says that they are groups.

    A school, or a group of the team's own, may be called anything: there, only a name among codes is one.
    """
    if column.meaning in ("school", "own_dimension") and not personal.are_codes(judged.rows):
        return
    found = [
        text
        for text, count in judged.rows.items()
        if count < personal.RARE
        and (
            judged.doubts[text][0] == "unknown_group"
            if text in judged.doubts
            else judged.values[text] == words.tidy(text)
        )
        and words.tidy(text) not in words.groups_of(column.meaning)
        and personal.may_name(text)
    ]
    if not found:
        return
    said = contacts.ask_about_names(part, asked, column.index, found, answers=("not_recorded", "keep"))
    for text in found:
        judged.values[text] = words.tidy(text) if said == "keep" else words.NOT_RECORDED
        judged.doubts.pop(text, None)


def ask_group(part: Part, asked: Asked, column: Column, text: str, *, count: int, doubt: tuple[str, str]) -> str:
    """Ask what a text means in a dimension; return the group."""
    written = words.tidy(text)
    code, suggests = doubt
    known = words.groups_of(column.meaning)
    default = suggests if code == "ambiguous_group" else "keep"
    answer = asked.ask(
        code,
        column=column.header,
        text=written,
        count=count,
        lines=part.lines_with(column.index, text),
        answers=tuple(dict.fromkeys((default, "keep", *known, "not_recorded"))),
        default=default,
    )
    return {"keep": written, "not_recorded": words.NOT_RECORDED}.get(answer, answer)


def _tell_combined(asked: Asked, column: Column, labels: Map[str, str]) -> None:
    """Say which spellings became one group."""
    spellings = defaultdict(set)
    for text, label in labels.items():
        if label != words.NOT_RECORDED:
            spellings[label].add(words.tidy(text))
    several = {label: sorted(texts) for label, texts in spellings.items() if len(texts) > 1}
    if several:
        told = "; ".join(f"{', '.join(texts)} → {label}" for label, texts in sorted(several.items()))
        asked.tell("groups_combined", column=column.header, count=len(several), facts={"which": told})


def _wrong_column(part: Part, asked: Asked, column: Column, judged: Found) -> bool:
    answer = asked.ask(
        "wrong_column",
        column=column.header,
        count=judged.doubtful_rows(),
        lines=part.lines_with(column.index, *list(judged.doubts)[:3]),
        answers=("leave_out_column", "keep"),
        default="leave_out_column",
    )
    if answer == "keep":
        judged.values.update({text: words.tidy(text) for text in judged.doubts})
        judged.doubts.clear()
    return answer != "keep"
