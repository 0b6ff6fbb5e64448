"""Texts become facts about a student: yes or no, or a number; a text that is not certain is asked about."""

from __future__ import annotations

from equity_core.ingest import contacts, contract, personal, surveys
from equity_core.ingest import vocabulary as words
from equity_core.ingest.judging import Found, judge_column
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned, Type
from equity_core.ingest.questions import Asked

MANY_ANSWERS = 60  # a column with more different answers is no question with a few answers
MANY_TEXTS = 25  # more doubts than this in a column are one question: is this the right column?
ANY_NUMBERS = (*words.DAYS, words.OUTSIDE, "own_number")
PLAIN_YES_NO = {"0", "1", "yes", "no", "y", "n", "", "na"}


def plan_fact(part: Part, asked: Asked, column: Column) -> Planned | None:
    """Return what the texts of a column become; None where it holds no fact that can be read."""
    if column.meaning == "own_yes_no":
        return _own_yes_no(part, asked, column)
    if column.meaning == "item":
        return _item(part, asked, column)
    if column.meaning in words.FLAGS:
        return _flag(part, asked, column)
    if column.meaning in ANY_NUMBERS:
        return _number(part, asked, column)
    return None


def answers_of(part: Part, asked: Asked, column: int, field: str, *, counted: bool = False) -> dict[str, bool | None]:
    """Return what each text of a yes/no column says, asking about those that are not certain.

    Where the column may hold how often (`counted`), more than one is taken for yes.
    """
    judged = judge_column(part, field, column)
    texts = judged.rows
    if len(judged.doubts) > MANY_TEXTS:
        _tell_wrong_column(part, asked, column, judged)
        return dict.fromkeys(texts)
    answers: dict[str, bool | None] = dict(judged.values)
    found = [text for text in judged.doubts if words.names_contact(text)]
    contacts.tell(part, asked, column, found)
    answers |= dict.fromkeys(found)
    names = [t for t in judged.doubts if t not in found and texts[t] < personal.RARE and _may_be_a_name(t)]
    if names:
        said = contacts.ask_about_names(part, asked, column, names, answers=("leave_out", "yes", "no"))
        answers |= dict.fromkeys(names, {"yes": True, "no": False}.get(said))
    for text, (code, _) in judged.doubts.items():
        if text in found or text in names:
            continue
        is_count = code == "count_above_one" and counted
        answer = asked.ask(
            code if is_count else "unknown_value",
            column=part.header(column),
            text=words.tidy(text),
            count=texts[text],
            lines=part.lines_with(column, text),
            answers=("yes", "no", "leave_out"),
            default="yes" if is_count else "leave_out",
        )
        answers[text] = {"yes": True, "no": False}.get(answer)
    return answers


def _may_be_a_name(text: str) -> bool:
    return personal.may_name(text) or personal.may_be_one_name(text)


def _flag(part: Part, asked: Asked, column: Column) -> Planned | None:
    field = column.meaning
    if field == "belonging" and {words.tidy(text).casefold() for text in part.some_texts(column.index)} <= PLAIN_YES_NO:
        field = "suspended"  # a plain yes/no column: the same type
    counted = column.meaning in words.table("values")["counted_as_yes_above_one"]
    answers = answers_of(part, asked, column.index, field, counted=counted)
    if all(value is None for value in answers.values()):
        return None
    return Planned(column.meaning, "BOOLEAN", (column.index,), {(text,): value for text, value in answers.items()})


def _item(part: Part, asked: Asked, column: Column) -> Planned | None:
    """Return which answers on a scale are the two best of five, or of four where somebody says that there are four."""
    answers = answers_of(part, asked, column.index, "item")
    if surveys.may_be_of_four(list(answers)):
        said = asked.ask("scale_of_four", column=column.header, answers=("five", "four"), default="five")
        if said == "four":
            answers |= {text: True for text in answers if words.answer_on_scale(text) == "3"}
    if all(value is None for value in answers.values()):
        return None
    return Planned(column.id, "BOOLEAN", (column.index,), {(text,): value for text, value in answers.items()})


def _own_yes_no(part: Part, asked: Asked, column: Column) -> Planned | None:
    texts = part.texts(column.index)
    yes = {words.tidy(text) for text in column.yes}
    if not yes:
        asked.tell("no_yes_values", column=column.header, will="leave_out_column")
        return None
    missing = set(words.table("values")["missing"])
    values = {(text,): _answer(words.tidy(text), yes, missing) for text in texts}
    if len(set(values.values())) > MANY_ANSWERS:
        asked.tell("too_many_answers", column=column.header, count=len(set(values.values())), will="leave_out_column")
        return None
    return Planned(column.target, "VARCHAR", (column.index,), values)


def _answer(text: str, yes: set[str], missing: set[str]) -> str | None:
    """Return a text as the rule of its measure spells it; None where nobody answered, or it reaches a person."""
    if text in yes:
        return text
    if words.names_contact(text):
        return None
    spelled = {value.casefold(): value for value in yes}
    return spelled.get(text.casefold()) or (None if text.casefold() in missing else text)


def _number(part: Part, asked: Asked, column: Column) -> Planned | None:
    if column.meaning == "own_number" and column.at_least is None:
        asked.tell("no_at_least", column=column.header, will="leave_out_column")
        return None
    model = contract.IncidentRow if column.meaning == words.OUTSIDE else contract.StudentRow
    judged = judge_column(part, column.meaning, column.index, model=model)
    texts = judged.rows
    if judged.is_other and len(judged.doubts) > MANY_TEXTS:
        _tell_wrong_column(part, asked, column.index, judged)
        return None
    for code in sorted({code for code, _ in judged.doubts.values()}):
        wrong = [text for text, (its, _) in judged.doubts.items() if its == code]
        asked.tell(
            code,
            column=column.header,
            count=sum(texts[text] for text in wrong),
            lines=part.lines_with(column.index, *wrong),
            will="leave_out",
        )
    kind: Type = "DECIMAL(9,4)" if column.meaning != "own_number" else "DECIMAL(28,16)"
    values = dict(judged.values) | dict.fromkeys(judged.doubts)
    plain = contract.plain(column.meaning)
    meant = {(text,): value for text, value in values.items()}
    return Planned(column.target, kind, (column.index,), meant, plain=plain)


def _tell_wrong_column(part: Part, asked: Asked, column: int, judged: Found) -> None:
    asked.tell(
        "wrong_column",
        column=part.header(column),
        count=judged.doubtful_rows(),
        lines=part.lines_with(column, *list(judged.doubts)[:3]),
        will="leave_out_column",
    )
