"""Each row gets its period: from its columns, from its date, or the same for all."""

from __future__ import annotations

from datetime import date

from equity_core.ingest import dates, periods
from equity_core.ingest import vocabulary as words
from equity_core.ingest.judging import judge_column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.questions import Asked


def plan_period(part: Part, asked: Asked, *, today: date) -> Planned:
    """Return how each row gets its period: from its columns, from its date, or the same for all."""
    year, term, kept, day = (part.mapping.where(m) for m in ("school_year", "term", "period", "date"))
    if kept is not None:
        values = {(text,): words.tidy(text) or None for text in part.texts(kept)}
        return Planned("period", columns=(kept,), values=values)
    if year is not None:
        years = _years(part, asked, year)
        if term is None:
            return Planned("period", columns=(year,), values={(text,): label for text, label in years.items()})
        pairs = [texts for texts, _ in part.vocabulary(year, term)]
        labels = periods.labels((years.get(y) or "", t) for y, t in pairs)
        return Planned(
            "period",
            columns=(year, term),
            values={(y, t): labels[years.get(y) or "", t] if years.get(y) else None for y, t in pairs},
        )
    if term is not None:
        found = _terms_with_years(part, term)
        if found:
            return Planned("period", columns=(term,), values=found)
    if day is not None and part.mapping.shape == "students" and not part.mapping.period:
        return Planned("period", constant=_spelled(_ask_year_of_days(part, asked, day, today=today)))
    if day is not None and part.mapping.shape != "students":
        return Planned("period", columns=(day,), values=_years_of_days(part, asked, day, today=today))
    said = part.mapping.period or asked.ask(
        "period_missing", answers=(), default=periods.year_of(today), free=True, count=part.intake.rows
    )
    return Planned("period", constant=_spelled(said))


def labels_in(period: Planned) -> tuple[str, ...]:
    """Return the periods that there are, in order."""
    if period.constant is not None:
        return (period.constant,)
    return tuple(sorted({str(v) for v in (period.values or {}).values() if v}))


def _spelled(said: str) -> str:
    try:
        return periods.school_year(said)
    except words.Doubt:
        return words.tidy(said)


def _years(part: Part, asked: Asked, column: int) -> dict[str, str | None]:
    judged = judge_column(part, "school_year", column)
    texts = judged.rows
    years: dict[str, str | None] = dict(judged.values)
    alone = {text: label for text, (code, label) in judged.doubts.items() if code == "year_alone"}
    if alone:
        ends = asked.ask(
            "year_alone",
            column=part.header(column),
            count=sum(texts[text] for text in alone),
            answers=("ends", "starts"),
            default="ends",
            facts={"example": next(iter(alone)), "label": next(iter(alone.values()))},
        )
        later = 0 if ends == "ends" else 1
        years |= {text: periods.label(int(label[:4]) + later) for text, label in alone.items()}
    numbered = {text: label for text, (code, label) in judged.doubts.items() if code == "year_id"}
    if numbered:
        years |= _years_by_number(part, asked, column, numbered)
    unknown = [text for text in judged.doubts if text not in (*alone, *numbered)]
    if unknown:
        asked.tell(
            "unknown_period",
            column=part.header(column),
            count=sum(texts[text] for text in unknown) + judged.rest,
            lines=part.lines_with(column, *unknown),
            will="leave_out_row",
        )
        years |= dict.fromkeys(unknown)
    return years


def _years_by_number(part: Part, asked: Asked, column: int, numbered: dict[str, str]) -> dict[str, str | None]:
    """Ask what a year in two digits is: PowerSchool's own number, or the end of a year."""
    texts, header = part.texts(column), part.header(column)
    answers = ("year_id", "ends", "leave_out_row")
    said = asked.ask(
        "year_id",
        column=header,
        count=sum(texts[text] for text in numbered),
        answers=answers,
        default=answers[0] if "yearid" in words.plain(header) else answers[1],
        facts={"example": next(iter(numbered)), "label": next(iter(numbered.values()))},
    )
    ends = {text: periods.label(1999 + int(words.tidy(text))) for text in numbered}
    return dict({"year_id": numbered, "ends": ends}.get(said) or dict.fromkeys(numbered))


def _terms_with_years(part: Part, column: int) -> dict[tuple[str, ...], str | None]:
    """Return the periods of terms that name their year ("Fall 2021-2022"); nothing where one of them does not."""
    texts = [text for text in part.texts(column) if words.tidy(text)]
    pairs = {text: periods.year_and_term(text) for text in texts}
    if not all(year for year, _ in pairs.values()):
        return {}
    labels = periods.labels(pairs.values())
    return {(text,): labels[pair] for text, pair in pairs.items()}


def _ask_year_of_days(part: Part, asked: Asked, column: int, *, today: date) -> str:
    """Ask for the school year of a list of students, whose dates of entry say when it was made at best."""
    days = {text: dates.day_in(text) for text in part.texts(column)}
    found = [periods.year_of(day) for day in days.values() if day]
    usual = max(set(found), key=found.count) if found else periods.year_of(today)
    return asked.ask(
        "period_from_dates", column=part.header(column), answers=(), default=usual, free=True, count=part.intake.rows
    )


def _years_of_days(part: Part, asked: Asked, column: int, *, today: date) -> dict[tuple[str, ...], str | None]:
    days = dates.days_of(part, asked, column)
    found = [periods.year_of(day) for day in days.values() if day]
    if not found:
        said = asked.ask(
            "period_missing", answers=(), default=periods.year_of(today), free=True, count=part.intake.rows
        )
        return {(text,): _spelled(said) for text in days}
    usual = max(set(found), key=found.count)
    return {(text,): periods.year_of(day) if day else usual for text, day in days.items()}
