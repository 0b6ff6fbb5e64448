"""Can we trust this number: who is not recorded, who did not answer, where a series breaks, what is not measured."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from equity_core.metrics import MEASURES
from equity_core.model import Evidence, Source
from equity_core.privacy import Released
from equity_core.workflow import periods
from equity_core.workflow.workspace import Workspace

MANY_MISSING = Fraction(5, 100)  # of all students without a group recorded
FEW_ANSWERS = Fraction(50, 100)
INCOME_JUMP = Fraction(20, 100)  # of all students: a new rule, not a new school
NOT_RECORDED = "Not recorded"
ANSWERED = "answered_survey"
ABOUT_PEOPLE = ("belonging", "engagement", "family_trust", "staff_efficacy", ANSWERED)


def of_source(ws: Workspace, source: Source) -> tuple[str, ...]:
    """Return what to keep in mind about one file, in words, from its released numbers."""
    released = [t for r in ws.store.releases([source.id]) for t in r.tables if not t.where]
    tables = [t for t in released if t.dimension]
    alone = (_totals(ws, table) for table in released if not table.dimension)
    return (*filter(None, alone), *_missing(ws, tables), *_answers(ws, tables), *_breaks(ws, tables))


def of_all(ws: Workspace) -> tuple[str, ...]:
    """Return what all files together do not say: who is not in them, and what only test scores leave out."""
    there = [id for source in ws.sources() for id in source.measures]
    if not there:
        return ()
    words, told = ws.words, [ws.words("quality.not_in")]
    if all(id in MEASURES and MEASURES[id].is_test_score for id in there):
        told.append(words("quality.only_tests"))
    elif not any(id in ABOUT_PEOPLE for id in there) and not any(s.shape == "survey" for s in ws.sources()):
        told.append(words("quality.no_survey"))
    if not any(card.form == "voice" for card in ws.of_cycle(Evidence)):
        told.append(words("quality.no_voice"))
    return tuple(told)


def _totals(ws: Workspace, table: Released) -> str:
    """Return what a file of totals alone says of all students, "" where that is not shown."""
    total = table.total
    rate = Fraction(total.x or 0, total.n) if total.is_shown and total.n else total.rate
    if rate is None or total.x is None:
        return ""
    facts = {"measure": ws.measure_label(table.measure), "percent": ws.words.percent(rate), "x": total.x}
    return ws.words("quality.totals", period=table.period, **facts)


def _widest(tables: list[Released]) -> dict[tuple[str, str], Released]:
    """Return, for each dimension and period, the table of the measure that counts the most students."""
    found: dict[tuple[str, str], Released] = {}
    for table in tables:
        held = found.get((table.dimension, table.period))
        if table.total.n and (held is None or table.total.n > (held.total.n or 0)):
            found[table.dimension, table.period] = table
    return found


def _missing(ws: Workspace, tables: list[Released]) -> Iterator[str]:
    for (dimension, period), table in _widest(tables).items():
        count = dict(table.groups).get(NOT_RECORDED)
        if count is None or not table.total.n:
            continue
        facts = {"dimension": ws.dimension_label(dimension), "period": period}
        if count.n is None:
            yield ws.words("quality.missing_few", **facts)
            continue
        share = Fraction(count.n, table.total.n)
        code = "quality.missing_many" if share > MANY_MISSING else "quality.missing"
        yield ws.words(code, x=count.n, n=table.total.n, percent=ws.words.percent(share), **facts)


def _answers(ws: Workspace, tables: list[Released]) -> Iterator[str]:
    for table in tables:
        rates = [(name, Fraction(c.x or 0, c.n)) for name, c in table.groups if c.is_shown and c.n]
        if table.measure == ANSWERED and len(rates) > 1:
            said = [ws.words("quality.rate", group=name, percent=ws.words.percent(rate)) for name, rate in rates]
            facts = {"dimension": ws.dimension_label(table.dimension), "rates": "; ".join(said)}
            yield ws.words("quality.answered", period=table.period, **facts)
            low = [name for name, rate in rates if rate < FEW_ANSWERS]
            if low:
                yield ws.words("quality.answered_few", groups=ws.words.listed(low))


def _breaks(ws: Workspace, tables: list[Released]) -> Iterator[str]:
    """Say where the groups of a dimension differ between two periods, or where income was counted by a new rule."""
    widest = _widest(tables)
    for dimension in dict.fromkeys(t.dimension for t in tables):
        years = periods.ordered(p for d, p in widest if d == dimension)
        for before, after in pairwise(years):
            then, now = widest[dimension, before], widest[dimension, after]
            other = sorted(_there(then) ^ _there(now))
            facts = {"dimension": ws.dimension_label(dimension), "before": before, "after": after}
            if other and dimension != "school":
                yield ws.words("quality.break_groups", groups=ws.words.listed(other), **facts)
            elif dimension == "income" and _jump(then, now) > INCOME_JUMP:
                yield ws.words("quality.break_income", **facts)


def _there(table: Released) -> set[str]:
    """Return the groups that may have somebody in them: a group that is not shown is one of them."""
    return {name for name, count in table.groups if count.status != "not_applicable"}


def _jump(then: Released, now: Released) -> Fraction:
    shares = [
        {name: Fraction(c.n, t.total.n) for name, c in t.groups if c.n is not None and t.total.n} for t in (then, now)
    ]
    return max(
        (abs(shares[1][name] - shares[0][name]) for name in set(shares[0]) & set(shares[1])), default=Fraction(0)
    )
