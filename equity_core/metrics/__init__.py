"""What we measure: each measure is a record, each result is made of released numbers."""

from equity_core.metrics.certainty import Certainty, judge
from equity_core.metrics.change import Change, baseline_pair, change, changes
from equity_core.metrics.disparity import Disparity, GroupResult, disparity
from equity_core.metrics.pair import Pair, pair, rate_of, union_pair
from equity_core.metrics.registry import MEASURES

__all__ = [
    "MEASURES",
    "Certainty",
    "Change",
    "Disparity",
    "GroupResult",
    "Pair",
    "baseline_pair",
    "change",
    "changes",
    "disparity",
    "judge",
    "pair",
    "rate_of",
    "union_pair",
]
