"""The gate. Sealed cells go in; only numbers fit for a screen come out."""

from equity_core.privacy.crossed import crossed_before
from equity_core.privacy.gate import release
from equity_core.privacy.known import key, named
from equity_core.privacy.pairs import Same
from equity_core.privacy.record import from_json, to_json
from equity_core.privacy.released import (
    EVENTS,
    HIDDEN,
    JOIN,
    At,
    AuditLine,
    Count,
    EventTable,
    Followed,
    Path,
    Release,
    Released,
    Score,
    Status,
    Turned,
)
from equity_core.privacy.rules import MIN_GROUP, Rules
from equity_core.privacy.stricter import stricter

__all__ = [
    "EVENTS",
    "HIDDEN",
    "JOIN",
    "MIN_GROUP",
    "At",
    "AuditLine",
    "Count",
    "EventTable",
    "Followed",
    "Path",
    "Release",
    "Released",
    "Rules",
    "Same",
    "Score",
    "Status",
    "Turned",
    "crossed_before",
    "from_json",
    "key",
    "named",
    "release",
    "stricter",
    "to_json",
]
