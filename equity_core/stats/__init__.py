"""Pure functions of numbers. Rates and thresholds are exact fractions; intervals are floats.

One module, one idea; formulas and sources: METHODS.md in the design folder, and each function's own line.
"""

from equity_core.stats.adjusted import Simpson, Standardised, simpson, standardised_gap
from equity_core.stats.agreement import CoderAgreement, Concordance, coder_agreement, kendall_w
from equity_core.stats.ballots import Copeland, Tally, copeland, nominal_group
from equity_core.stats.binomial import Reliability, clopper_pearson, reliability
from equity_core.stats.chance import (
    ZTest,
    fisher_exact,
    one_proportion_p,
    smallest_detectable,
    two_proportion_p,
    two_proportion_z,
)
from equity_core.stats.change import GapChange, How, gap_of_gaps, gap_of_gaps_p, how_it_moved
from equity_core.stats.control import Limits, Xmr, p_chart, p_prime_chart, u_chart, xmr
from equity_core.stats.counts import Counts, Groups, rest_of, together
from equity_core.stats.criteria import Switch, Weighed, weigh
from equity_core.stats.estimates import (
    Change,
    Estimate,
    change_independent,
    difference,
    difference_from_all,
    odds_ratio,
    rate,
    ratio,
    ratio_for_state_reports,
)
from equity_core.stats.events import EventRates, EventRatio, event_rate, event_rate_ratio, event_rates
from equity_core.stats.excess import (
    Contributions,
    Excess,
    Intersection,
    LeaveOneOut,
    contributions,
    excess,
    intersection,
    leave_one_out,
)
from equity_core.stats.families import benjamini_hochberg, discoveries
from equity_core.stats.idea import Minimums, MultiYear, RiskRatio, idea_multi_year, idea_risk_ratio
from equity_core.stats.indices import (
    PPG_RULES,
    Composition,
    Index,
    Ppg,
    PpgRule,
    composition,
    index_80,
    ppg,
    proportionality,
)
from equity_core.stats.intervals import Z95, Interval, mover, newcombe, versus_overall, wilson, z_value
from equity_core.stats.kitagawa import Decomposition, Strata, Stratum, kitagawa
from equity_core.stats.paired import PairedChange, change_paired
from equity_core.stats.parity import (
    Parity,
    fewer_students_to_parity,
    fewer_to_parity,
    fewer_to_rate,
    more_to_parity,
    more_to_rate,
    students_to_parity,
)
from equity_core.stats.ratios import katz, ratio_mover, woolf
from equity_core.stats.references import Reference, best, reference
from equity_core.stats.regression import Regression, regress
from equity_core.stats.runcharts import Autocorrelation, RunChart, autocorrelation, run_chart
from equity_core.stats.scores import (
    DifferenceInDifferences,
    MeanDifference,
    Scores,
    difference_in_differences,
    mean_difference,
)
from equity_core.stats.shrinkage import Shrinkage, Shrunken, funnel_limits, shrink
from equity_core.stats.special_cause import Assured, SpecialCauses, assurance, special_causes
from equity_core.stats.surveys import Alpha, Representativeness, cronbach_alpha, representativeness
from equity_core.stats.themes import Themes, Voice, theme_counts
from equity_core.stats.trajectory import Trajectory, pace_per_year, trajectory

__all__ = [
    "PPG_RULES",
    "Z95",
    "Alpha",
    "Assured",
    "Autocorrelation",
    "Change",
    "CoderAgreement",
    "Composition",
    "Concordance",
    "Contributions",
    "Copeland",
    "Counts",
    "Decomposition",
    "DifferenceInDifferences",
    "Estimate",
    "EventRates",
    "EventRatio",
    "Excess",
    "GapChange",
    "Groups",
    "How",
    "Index",
    "Intersection",
    "Interval",
    "LeaveOneOut",
    "Limits",
    "MeanDifference",
    "Minimums",
    "MultiYear",
    "PairedChange",
    "Parity",
    "Ppg",
    "PpgRule",
    "Reference",
    "Regression",
    "Reliability",
    "Representativeness",
    "RiskRatio",
    "RunChart",
    "Scores",
    "Shrinkage",
    "Shrunken",
    "Simpson",
    "SpecialCauses",
    "Standardised",
    "Strata",
    "Stratum",
    "Switch",
    "Tally",
    "Themes",
    "Trajectory",
    "Voice",
    "Weighed",
    "Xmr",
    "ZTest",
    "assurance",
    "autocorrelation",
    "benjamini_hochberg",
    "best",
    "change_independent",
    "change_paired",
    "clopper_pearson",
    "coder_agreement",
    "composition",
    "contributions",
    "copeland",
    "cronbach_alpha",
    "difference",
    "difference_from_all",
    "difference_in_differences",
    "discoveries",
    "event_rate",
    "event_rate_ratio",
    "event_rates",
    "excess",
    "fewer_students_to_parity",
    "fewer_to_parity",
    "fewer_to_rate",
    "fisher_exact",
    "funnel_limits",
    "gap_of_gaps",
    "gap_of_gaps_p",
    "how_it_moved",
    "idea_multi_year",
    "idea_risk_ratio",
    "index_80",
    "intersection",
    "katz",
    "kendall_w",
    "kitagawa",
    "leave_one_out",
    "mean_difference",
    "more_to_parity",
    "more_to_rate",
    "mover",
    "newcombe",
    "nominal_group",
    "odds_ratio",
    "one_proportion_p",
    "p_chart",
    "p_prime_chart",
    "pace_per_year",
    "ppg",
    "proportionality",
    "rate",
    "ratio",
    "ratio_for_state_reports",
    "ratio_mover",
    "reference",
    "regress",
    "reliability",
    "representativeness",
    "rest_of",
    "run_chart",
    "shrink",
    "simpson",
    "smallest_detectable",
    "special_causes",
    "standardised_gap",
    "students_to_parity",
    "theme_counts",
    "together",
    "trajectory",
    "two_proportion_p",
    "two_proportion_z",
    "u_chart",
    "versus_overall",
    "weigh",
    "wilson",
    "woolf",
    "xmr",
    "z_value",
]
