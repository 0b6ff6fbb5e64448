"""One measure as others report it: California's gaps, proportionality, four fifths, the federal risk ratio.

For whoever must hand in such a report; our own verdict is in `disparity`. Built from released numbers only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from equity_core import stats
from equity_core.errors import Refused
from equity_core.metrics.pair import rate_of, reference
from equity_core.model import Direction, Measure
from equity_core.privacy import Count, Released
from equity_core.privacy.bands import Band, percent_band
from equity_core.stats import (
    PPG_RULES,
    Composition,
    Counts,
    Estimate,
    Index,
    Minimums,
    MultiYear,
    Ppg,
    Reference,
    RiskRatio,
)

Years = Sequence[tuple[str, Released | None]]


@dataclass(frozen=True, slots=True)
class StateRule:
    """What the State sets for 34 CFR 300.647: there is no default threshold."""

    threshold: Fraction
    min_drop: Fraction | None = None
    years: int = 3
    minimums: Minimums = field(default_factory=Minimums)


@dataclass(frozen=True, slots=True)
class GroupReport:
    """Hold one group's numbers by each rule.

    `proportionality` and `index_80` ask for more of an outcome, so a bad one has none; `risk_ratios`: a good one has
    none, earliest year first, None in a year in which they may not be shown. Where parity is wanted there is no `ppg`.
    `ratio` (Katz) and `odds` (Woolf) are those to everyone else, with the intervals that state reports use.
    """

    group: str
    counts: Counts
    band: Band
    ppg: dict[str, Ppg]
    composition: Composition
    ratio: Estimate
    odds: Estimate
    proportionality: Index | None = None
    index_80: Index | None = None
    risk_ratios: tuple[tuple[str, RiskRatio | None], ...] = ()
    multi_year: MultiYear | None = None


@dataclass(frozen=True, slots=True)
class Compatibility:
    """Hold a report: each group that may be shown, and the names of those that are left out."""

    measure: str
    dimension: str
    period: str
    direction: Direction
    groups: tuple[GroupReport, ...]
    left_out: tuple[str, ...]
    state: StateRule | None = None


def compatibility(
    table: Released,
    measure: Measure,
    *,
    state: StateRule | None = None,
    earlier: Years = (),
) -> Compatibility:
    """Report a table. `earlier`: the years before it without a gap, earliest first, for the rule over several years.

    Refused where all students are not shown or groups overlap: then nobody knows who everyone else is.
    """
    years = (*earlier, (table.period, table))
    if not (table.total.is_shown and table.partitions):
        raise Refused("compatibility.no_rest", asked=table.dimension)
    shown = [name for name, count in table.groups if count.is_shown and count.n]
    return Compatibility(
        measure=measure.id,
        dimension=table.dimension,
        period=table.period,
        direction=measure.direction,
        groups=tuple(_group(years, name, measure.direction, state=state) for name in shown),
        left_out=tuple(name for name, count in table.groups if name not in shown and count.status != "not_applicable"),
        state=state,
    )


def _group(years: Years, name: str, direction: Direction, *, state: StateRule | None) -> GroupReport:
    higher_better = direction == "higher_better"
    table = years[-1][1]
    assert table is not None  # it is the one that is reported
    own, everybody, rest = (_counts(c) for c in (table.group(name), table.total, table.rest(name)))
    shown = {other: _counts(count) for other, count in table.groups if count.is_shown}
    best = stats.best(shown, higher_better=True)
    ratios = () if higher_better or state is None else tuple((p, _risk_ratio(t, name, state)) for p, t in years)
    return GroupReport(
        group=name,
        counts=own,
        band=percent_band(*own),
        ppg={
            id: stats.ppg_of(own, _reference(table, name, rule.compare), rule, higher_better=higher_better)
            for id, rule in PPG_RULES.items()
            if direction != "parity"
        },
        composition=stats.composition_of(own, rest),
        ratio=stats.ratio_for_state_reports(own, rest),
        odds=stats.odds_ratio(own, rest),
        proportionality=stats.proportionality_of(own, everybody) if higher_better else None,
        index_80=stats.index_80_of(own, best) if higher_better else None,
        risk_ratios=ratios,
        multi_year=_multi_year(ratios, state),
    )


def _reference(table: Released, name: str, compare: str) -> Reference:
    return Reference(rate_of(reference(table, name, compare)))


def _risk_ratio(table: Released | None, name: str, state: StateRule) -> RiskRatio | None:
    """Return a year's risk ratio; None where the group, or everyone else, is not shown."""
    group = dict(table.groups).get(name) if table else None
    if table is None or group is None or not table.rest(name).is_shown:
        return None
    return stats.idea_risk_ratio(
        _counts(group), _counts(table.rest(name)), threshold=state.threshold, minimums=state.minimums
    )


def _multi_year(years: Sequence[tuple[str, RiskRatio | None]], state: StateRule | None) -> MultiYear | None:
    if state is None or state.min_drop is None or len(years) < state.years:
        return None
    ratios = [found.ratio if found else None for _, found in years]
    return stats.idea_multi_year(ratios, threshold=state.threshold, min_drop=state.min_drop, years=state.years)


def _counts(count: Count) -> Counts:
    return Counts(count.x or 0, count.n or 0)  # is_shown says that none of them is None
