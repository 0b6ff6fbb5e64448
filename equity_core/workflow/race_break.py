"""Race and ethnicity counted in two ways: who is in a group is not the same, so nothing is compared between them."""

from __future__ import annotations

from equity_core.model import Source
from equity_core.workflow.workspace import Workspace


def form(ws: Workspace, source: str, dimension: str) -> str:
    """Return how a source counts more than one race: "federal", "spd15", "combination"; "" where that plays no part."""
    found = ws.get(Source, source)
    return found.race_form if found and "race" in dimension.split(",") else ""


def is_between(ws: Workspace, dimension: str, before: str, after: str) -> bool:
    """Say whether two sources (by id) are known to count more than one race in different ways."""
    return len({form(ws, source, dimension) for source in (before, after)} - {""}) > 1
