"""How our numbers are made, in sentences that print: what each measure counts, and by which methods."""

from __future__ import annotations

from equity_core.workflow.definitions import definition
from equity_core.workflow.workspace import Workspace


def notes(ws: Workspace) -> tuple[str, ...]:
    """Return what each measure in use counts, how rates and ranges are worked out, and what is hidden."""
    words = ws.words
    ids = dict.fromkeys(id for source in ws.sources() for id in source.measures)
    counted = [words("sources.definition", measure=ws.measure_label(id), text=definition(ws, id)) for id in ids]
    methods = [words(f"method.{name}") for name in ("rate", "interval", "gap_rest", "shown_only")]
    return (*counted, *methods, words("sources.hidden_rule", min_group=ws.profile.min_group)) if ids else ()
