"""Pure functions of numbers. Rates and thresholds are exact fractions; intervals are floats.

Formulas and sources: METHODS.md in the design folder, and each function's own line.
"""

from equity_core.stats.chance import (
    benjamini_hochberg,
    fisher_exact,
    one_proportion_p,
    smallest_detectable,
    two_proportion_p,
    two_proportion_z,
)
from equity_core.stats.change import How, gap_of_gaps, gap_of_gaps_p, how_it_moved
from equity_core.stats.intervals import Z95, Interval, mover, newcombe, ratio_mover, versus_overall, wilson, z_value
from equity_core.stats.parity import fewer_to_parity, fewer_to_rate, more_to_parity, more_to_rate
from equity_core.stats.trajectory import Trajectory, pace_per_year, regress, trajectory

__all__ = [
    "Z95",
    "How",
    "Interval",
    "Trajectory",
    "benjamini_hochberg",
    "fewer_to_parity",
    "fewer_to_rate",
    "fisher_exact",
    "gap_of_gaps",
    "gap_of_gaps_p",
    "how_it_moved",
    "more_to_parity",
    "more_to_rate",
    "mover",
    "newcombe",
    "one_proportion_p",
    "pace_per_year",
    "ratio_mover",
    "regress",
    "smallest_detectable",
    "trajectory",
    "two_proportion_p",
    "two_proportion_z",
    "versus_overall",
    "wilson",
    "z_value",
]
