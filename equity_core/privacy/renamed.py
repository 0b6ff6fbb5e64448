"""The same students grouped the same way under another name: a column with a new header is no new column.

A dimension that is not there any more, and one that was not there then, are taken for the same where they share half
their groups; where they share no names but half the groups are as large as those were, nothing is said of the new one
(`Past.regrouped`): a bus that is now a color.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from equity_core.model import Source
from equity_core.privacy.released import Release


def as_named_now(earlier: Sequence[Release], source: Source) -> list[Release]:
    """Return earlier releases with their dimensions called what they are called in this source."""
    now = {use.id: frozenset(use.groups) for use in source.dimensions}
    return [_renamed(release, now) for release in earlier]


def _renamed(release: Release, now: dict[str, frozenset[str]]) -> Release:
    then: dict[str, set[str]] = {}
    for table in release.tables:
        if "," not in table.dimension:
            then.setdefault(table.dimension, set()).update(name for name, _ in table.groups)
    names: dict[str, str] = {}
    for new in now.keys() - then.keys():
        gone = {old: groups for old, groups in then.items() if old and old not in now and old not in names}
        alike = max(gone, key=lambda old: (_shared(gone[old], now[new]), old), default=None)
        if alike is not None and _shared(gone[alike], now[new]) * 2 >= len(gone[alike] | now[new]):
            names[alike] = new
    if not names:
        return release
    return replace(
        release,
        tables=tuple(
            replace(table, dimension=",".join(names.get(id, id) for id in table.dimension.split(",")))
            for table in release.tables
        ),
    )


def _shared(then: Collection[str], now: frozenset[str]) -> int:
    return len(now.intersection(then))
