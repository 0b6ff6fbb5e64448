"""From sealed cells to released ones. There is no way round, and no switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from equity_core.model import Source
from equity_core.privacy.census import censuses
from equity_core.privacy.crossed import is_alone
from equity_core.privacy.events import event_tables
from equity_core.privacy.page import Page
from equity_core.privacy.pairs import NONE, Same, follow
from equity_core.privacy.past import past
from equity_core.privacy.published import publish
from equity_core.privacy.released import AuditLine, Release, Released
from equity_core.privacy.renamed import as_named_now
from equity_core.privacy.rules import Rules
from equity_core.privacy.scores import with_scores
from equity_core.privacy.sheet import Sheet
from equity_core.sealed import Cells, unseal, unseal_happened, unseal_patterns, unseal_sums


def release(
    cells: Cells,
    tell: Callable[[float], None] = lambda share: None,
    *,
    source: Source,
    rules: Rules | None = None,
    earlier: Sequence[Release] = (),
    answered: str = "",
    crossed: str = "",
    had_events: str = "",
    same: Same = NONE,
) -> Release:
    """Return what may be shown of a source, with what an attacker can work out about everything that may not.

    Who is hidden is decided once for all measures of a period that count the same students, and what is hidden of
    measures that tell of each other is decided together. Released numbers are never changed: a count is true, a range
    that holds it, or hidden. `earlier` releases of the same students are known to whoever sees this one. `answered` is
    the measure that counts how many the other measures are of: under the threshold its count is small. `crossed` is the
    dimension that is released together with each of the others. `had_events` is the measure of students who had any of
    the events that cells tell of. `same` is what is known of the same students at other times. `tell` hears how much is
    decided, by periods and their dimensions; what it raises stops it.
    """
    rules = rules or Rules()
    seen, earlier = earlier, as_named_now(earlier, source)
    named = frozenset(use.id for use in source.dimensions)
    crossed = crossed if is_alone(crossed, earlier) else ""
    tables: list[Released] = []
    audit: list[AuditLine] = []
    patterns = unseal_patterns(cells)
    of_answers = rules.model_copy(update={"small": rules.min_group - 1})
    all_of_them = censuses(unseal(cells), source, alone=answered)
    periods = {p: list(found) for p, found in groupby(all_of_them, key=lambda census: census.period)}
    for done, (period, found) in enumerate(periods.items()):
        pages = []
        for census in found:
            if census.has_sizes:
                its = of_answers if census.measures == (answered,) else rules
                pages.append(Page(census, its, past(earlier, period, its, named)))
            else:
                tables += publish(census.rows, source=source, rules=rules)
        its_patterns = [p for p in patterns if p.period == period]
        sheet = Sheet(source, pages, its_patterns, rules, crossed=crossed, answered=answered)
        for share in sheet.fill():
            tell((done + share) / len(periods))
        tables += [table for page in pages for table in page.tables]
        audit += [line for page in pages for line in page.audit]
    tables = with_scores(tables, unseal_sums(cells), rules, earlier)
    happened = unseal_happened(cells)
    events, proof = event_tables(happened, tables, had_events, source=source, rules=rules, earlier=seen)
    tables, followed, also = follow(source, tables, same, rules)
    return Release(
        source=source.id,
        min_group=rules.min_group,
        tables=tuple(sorted(tables, key=lambda t: (t.measure, t.period, t.dimension, t.where))),
        audit=tuple(sorted((*audit, *proof, *also), key=lambda a: (a.measure, a.period, a.at, a.what))),
        events=tuple(events),
        followed=followed,
    )
