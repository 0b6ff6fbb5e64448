"""Rows and documents at rest. Rows go in and never come out; the store answers with sealed counts."""

from equity_core.store.intake import Intake
from equity_core.store.store import Event, Store, backups

__all__ = ["Event", "Intake", "Store", "backups"]
