"""Many released tables by the rules of `compatibility` at once: one line a group, for a file that others read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from equity_core import stats
from equity_core.model import Measure
from equity_core.privacy import Count, Released
from equity_core.stats import PPG_RULES, Column, IndexColumn, PpgColumn


@dataclass(frozen=True, slots=True)
class CompatibilityColumns:
    """Hold each shown group of many tables, in their order.

    A bad outcome has no `proportionality` and no `index_80`: where not `higher_better`, theirs mean nothing.
    """

    tables: tuple[Released, ...]
    table: tuple[int, ...]  # of each line, its place among `tables`
    groups: tuple[str, ...]
    counts: Column
    higher_better: tuple[bool, ...]
    ppg: dict[str, PpgColumn]
    proportionality: IndexColumn
    index_80: IndexColumn


def compatibility_columns(tables: Iterable[Released], measures: Mapping[str, Measure]) -> CompatibilityColumns:
    """Report every table of which all students are shown and each is in one group; the others are left out."""
    asked = tuple(t for t in tables if t.dimension and t.partitions and t.total.is_shown)
    shown = [(i, t, name, c) for i, t in enumerate(asked) for name, c in t.groups if c.is_shown and c.n]
    place, better = [i for i, *_ in shown], [measures[t.measure].direction == "higher_better" for _, t, *_ in shown]
    own = _column(count for *_, count in shown)
    everybody, rest = _column(t.total for _, t, *_ in shown), _column(t.rest(name) for _, t, name, _ in shown)
    return CompatibilityColumns(
        tables=asked,
        table=tuple(place),
        groups=tuple(name for _, _, name, _ in shown),
        counts=own,
        higher_better=tuple(better),
        ppg={
            id: stats.ppg_column(own, {"all": everybody, "rest": rest}[rule.compare], rule, higher_better=better)
            for id, rule in PPG_RULES.items()
        },
        proportionality=stats.proportionality_column(own, everybody),
        index_80=stats.index_80_column(own, stats.best_column(own, place)),
    )


def _column(counts: Iterable[Count]) -> Column:
    """Return counts as a column; 0 of 0 where they are not shown."""
    pairs = [(c.x or 0, c.n or 0) if c.is_shown else (0, 0) for c in counts]
    return Column.of([x for x, _ in pairs], [n for _, n in pairs])
