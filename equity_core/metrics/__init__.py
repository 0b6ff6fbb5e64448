"""What we measure: each measure is a record, each result is made of released numbers."""

from equity_core.metrics.access import AccessStep, AccessSteps, access_steps
from equity_core.metrics.averages import Averages, GroupAverage, averages
from equity_core.metrics.certainty import Certainty, judge, of_a_pool
from equity_core.metrics.change import Change, Move, baseline_pair, baseline_side, change, changes, move, moves
from equity_core.metrics.comparison import is_gap, takes_more
from equity_core.metrics.compatibility import Compatibility, GroupReport, StateRule, compatibility
from equity_core.metrics.compatibility_columns import CompatibilityColumns, compatibility_columns
from equity_core.metrics.composition import composition
from equity_core.metrics.disparity import Disparity, GroupResult, disparity
from equity_core.metrics.pair import Pair, pair, rate_of
from equity_core.metrics.paired import SameStudents, same_students
from equity_core.metrics.points import ELSEWHERE, HAD_EVENTS, EventGap, decision_points
from equity_core.metrics.points import Point as DecisionPoint
from equity_core.metrics.registry import MEASURES

__all__ = [
    "ELSEWHERE",
    "HAD_EVENTS",
    "MEASURES",
    "AccessStep",
    "AccessSteps",
    "Averages",
    "Certainty",
    "Change",
    "Compatibility",
    "CompatibilityColumns",
    "DecisionPoint",
    "Disparity",
    "EventGap",
    "GroupAverage",
    "GroupReport",
    "GroupResult",
    "Move",
    "Pair",
    "SameStudents",
    "StateRule",
    "access_steps",
    "averages",
    "baseline_pair",
    "baseline_side",
    "change",
    "changes",
    "compatibility",
    "compatibility_columns",
    "composition",
    "decision_points",
    "disparity",
    "is_gap",
    "judge",
    "move",
    "moves",
    "of_a_pool",
    "pair",
    "rate_of",
    "same_students",
    "takes_more",
]
