"""What a release is of, as a key: the sample school comes with its releases, planned once and checked by a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from equity_core.model import Source
from equity_core.privacy.pairs import NONE, Same
from equity_core.privacy.record import to_json
from equity_core.privacy.released import Release
from equity_core.privacy.rules import Rules
from equity_core.sealed import Cells, unseal, unseal_happened, unseal_patterns, unseal_sums, unseal_turns


def key(
    cells: Cells, source: Source, rules: Rules, earlier: Sequence[Release], crossed: str, *, same: Same = NONE
) -> str:
    """Return a text that is the same where the gate decides the same; it tells of the numbers: of made-up ones only."""
    about = (source.shape, source.one_row_is, source.measures, source.dimensions, source.periods, rules, crossed)
    before = [to_json(named(release, ""), audit=False) for release in earlier]
    happened, turns = unseal_happened(cells), unseal_turns(same.cells)
    counted = (unseal(cells), unseal_patterns(cells), unseal_sums(cells), *((happened,) if happened else ()))
    beside = [[to_json(named(release, ""), audit=False) for release in some] for some in (same.beside, same.ledger)]
    students = ((turns, unseal_patterns(same.cells), beside),) if turns else ()
    told = repr((about, before, *counted, *students))
    return sha256(told.encode()).hexdigest()


def named(release: Release, source: str) -> Release:
    """Return a release as one of another source."""
    tables = tuple(replace(table, source=source) for table in release.tables)
    events = tuple(replace(table, source=source) for table in release.events)
    followed = tuple(replace(one, source=source) for one in release.followed)
    return replace(release, source=source, tables=tables, events=events, followed=followed)
