"""Rows and documents at rest. Rows go in and never come out; the store answers with sealed counts."""

from equity_core.store.intake import Intake
from equity_core.store.pairs import Step
from equity_core.store.released_copy import FORMAT, RELEASED, released_path, share, write_whole
from equity_core.store.store import Entry, Event, Store, backups

__all__ = [
    "FORMAT",
    "RELEASED",
    "Entry",
    "Event",
    "Intake",
    "Step",
    "Store",
    "backups",
    "released_path",
    "share",
    "write_whole",
]
