"""What each measure counts, in a sentence that stands under its figures; written for the team's own, too."""

from __future__ import annotations

from equity_core.model import Combined, Flag, Given, Limit, Measure, OneOf
from equity_core.workflow.workspace import Workspace


def definition(ws: Workspace, measure: str) -> str:
    """Return what a measure counts and what it does not show."""
    found = ws.measure(measure)
    if found.definition:
        return found.definition
    if ws.words.has(f"measure.{measure}.definition"):
        return f"{ws.words(f'measure.{measure}.definition')} {ws.words(f'measure.{measure}.trap')}"
    return of_own(ws, found)


def of_own(ws: Workspace, measure: Measure) -> str:
    """Return what a measure of the team's own counts, from its rule."""
    rule = measure.rule
    if isinstance(rule, Combined):
        return ws.words("definition.combined", measure=measure.label)
    if isinstance(rule, Given) or not isinstance(rule, Limit | OneOf | Flag):
        return ws.words("definition.given", measure=measure.label or measure.id)
    column = measure.header or rule.column
    if isinstance(rule, Limit):
        return ws.words(f"definition.{rule.kind}", column=column, value=f"{rule.value.normalize():f}")
    if isinstance(rule, OneOf):
        return ws.words("definition.one_of", column=column, values=ws.words.either([f"“{v}”" for v in rule.values]))
    return ws.words("definition.item" if measure.header else "definition.flag", column=column)
