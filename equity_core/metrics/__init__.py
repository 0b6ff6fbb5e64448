"""What we measure: each measure is a record, each result is made of released numbers."""

from equity_core.metrics.registry import MEASURES

__all__ = ["MEASURES"]
