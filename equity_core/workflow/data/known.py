"""What the team defined before: the next file's columns are read the same way, without asking again."""

from __future__ import annotations

from dataclasses import replace

from equity_core import ingest
from equity_core.ingest import Column, Mapping, Sheet
from equity_core.ingest.mapping import Way
from equity_core.ingest.vocabulary import plain
from equity_core.model import AtLeast, AtMost, Flag, LessThan, Limit, Measure, MoreThan, OneOf, OwnDimension, Rule
from equity_core.workflow.definitions import of_own
from equity_core.workflow.workspace import Workspace

WAYS: dict[Way, type[Limit]] = {"at_least": AtLeast, "more_than": MoreThan, "at_most": AtMost, "less_than": LessThan}


def apply(ws: Workspace, sheet: Sheet, mapping: Mapping) -> Mapping:
    """Return a mapping in which columns that nobody reads yet, or as the team's own, mean what they meant before."""
    if mapping.shape == "counts":
        return mapping
    for column in mapping.columns:
        if column.meaning != "not_read" and column.meaning not in ingest.OWN:
            continue
        known = _dimension(ws, sheet, column) or _measure(ws, sheet, column)
        if known is not None and known.personal == column.personal:
            mapping = mapping.with_column(known)
    return mapping


def measure_of(column: Column) -> Measure | None:
    """Return the measure that a column of the team's own is; None while it is not said what counts."""
    rule = _rule(column)
    if rule is None:
        return None
    return Measure(
        id=column.id,
        label=column.label,
        rule=rule,
        direction=column.better,
        timing=column.timing,
        header=column.header,
    )


def sentence(ws: Workspace, column: Column) -> str:
    """Return what a column of the team's own will count, as it is matched now."""
    measure = measure_of(column)
    return of_own(ws, measure) if measure else ws.words("own.nothing_counts")


def _rule(column: Column) -> Rule | None:
    if column.meaning == "own_number" and column.at_least is not None:
        rule: Rule = WAYS[column.way](column=column.target, value=column.at_least)  # type: ignore[call-arg, assignment]
        return rule
    if column.meaning == "item":
        return Flag(column=column.target)
    if column.meaning == "own_yes_no" and column.yes:
        return OneOf(column=column.target, values=column.yes)
    return None


def _dimension(ws: Workspace, sheet: Sheet, column: Column) -> Column | None:
    for known in ws.all(OwnDimension):
        if plain(known.header) == plain(column.header):
            found = ingest.column_as(sheet, column, "own_dimension")
            return replace(found, id=known.id, label=known.label, names=tuple(known.names.items()))
    return None


def _measure(ws: Workspace, sheet: Sheet, column: Column) -> Column | None:
    for known in ws.all(Measure):
        if not known.header or plain(known.header) != plain(column.header):
            continue
        rule = known.rule
        if isinstance(rule, OneOf):
            found = replace(ingest.column_as(sheet, column, "own_yes_no"), yes=rule.values)
        elif isinstance(rule, Limit):
            way = next(way for way, kind in WAYS.items() if isinstance(rule, kind))
            found = replace(ingest.column_as(sheet, column, "own_number"), at_least=rule.value, way=way)
        else:
            continue
        return replace(
            found, id=known.id, label=known.label, typed=rule.column, better=known.direction, timing=known.timing
        )
    return None
