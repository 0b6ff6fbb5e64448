"""Every worked method of ../shared/reference/methods.json as a call of the product.

An adapter renames and repackages; it computes nothing. `NOT_OFFERED` says what the product leaves out, and why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from equity_core import stats
from equity_core.privacy.audit import audit_queries, audit_table, feasible
from equity_core.privacy.bands import percent_band
from equity_core.privacy.published import counts_behind
from equity_core.privacy.rules import Rules
from equity_core.stats import Counts, Scores, Stratum, Voice
from equity_core.store.hashing import pseudonym as pseudonym_of

Case = dict[str, Any]
ADAPTERS: dict[str, Callable[[Case], Case]] = {}

NOT_OFFERED = {
    "summary_disparity": "could: one number over many groups hides which group, and the design lists no screen for it",
    "its_segmented": "could: needs eight points on each side, which a school's years do not have",
    "oaxaca_blinder": "could: needs student rows beside scores, and 'unexplained' is read as bias",
    "rr_koopman": "test oracle only (METHODS §2.3): MOVER-R is the one engine",
    "min_complementary": "test oracle: the least that any method could hide; tests/truth/test_hiding.py compares ours",
    "round_base": "could: rounding alone does not protect additive tables (METHODS §6.5)",
    "dp_count_noise": "not: noise of this size hides the gaps (METHODS §6.5)",
}


def adapter(method: Callable[[Case], Case]) -> Callable[[Case], Case]:
    ADAPTERS[method.__name__] = method
    return method


def slots(found: Any, **renamed: str) -> Case:
    """Return a result's fields by name; `renamed`: what the reference calls one of them."""
    names = [f.name for f in fields(found)] if is_dataclass(found) else found._fields
    return {renamed.get(name, name): getattr(found, name) for name in names}


def counts(given: Case) -> Counts:
    return Counts(x=given["x"], n=given["n"])


def groups(given: Case) -> dict[str, Counts]:
    return {name: counts(group) for name, group in given["groups"].items()}


def strata(given: Case) -> dict[str, Stratum]:
    return {name: Stratum(counts(s["group"]), counts(s["ref"])) for name, s in given["strata"].items()}


def two(given: Case) -> tuple[Counts, Counts]:
    return Counts(given["x1"], given["n1"]), Counts(given["x2"], given["n2"])


def exact(number: float) -> Fraction:
    return Fraction(str(number))


def compared(reference: str | float) -> str:
    if isinstance(reference, float):
        return f"rate:{reference}"
    return {"overall": "all", "all but current": "rest", "hpg": "best"}.get(reference, f"group:{reference}")


def named(reference: str | float, found: tuple[str, ...]) -> str:
    return found[0] if found else ("numeric" if isinstance(reference, float) else str(reference))


# 1 Disparity


@adapter
def ppg(i: Case) -> Case:
    rule = stats.PpgRule(compared(i["reference"]), exact(i["min_moe"]), i["use_prop_in_moe"])
    found = stats.ppg(groups(i), rule)
    return {
        name: slots(each)
        | {"reference": each.reference.rate, "reference_group": named(i["reference"], each.reference.groups)}
        for name, each in found.items()
    }


@adapter
def prop_index(i: Case) -> Case:
    found = stats.proportionality(groups(i), cutoff=exact(i["cutoff"]))
    return {name: slots(each, share="share_success", reference="share_group") for name, each in found.items()}


@adapter
def index80(i: Case) -> Case:
    found = stats.index_80(groups(i), compare=compared(i["reference"]), cutoff=exact(i["cutoff"]))
    return {
        name: slots(each, share="rate") | {"reference_group": named(i["reference"], each.reference_groups)}
        for name, each in found.items()
    }


@adapter
def composition(i: Case) -> Case:
    renamed = {
        "difference": "composition_difference",
        "relative_difference": "relative_composition_difference",
        "index": "composition_index",
        "risk_ratio": "risk_ratio_vs_rest",
        "risk_difference": "risk_difference_vs_rest",
        "odds_ratio": "odds_ratio_vs_rest",
    }
    return {name: slots(c, **renamed) for name, c in stats.composition(groups(i), named=i["reference"]).items()}


@adapter
def parity_count(i: Case) -> Case:
    others = [counts(other) for other in i["others"]]
    target = {"reference_fixed": "reference", "overall_fixed": "all_fixed", "overall_moving": "all_moving"}
    other = others[i["reference_index"]] if "reference_index" in i else stats.together(others)
    found = stats.students_to_parity(counts(i["group"]), other, target.get(i["target"], "rest"))
    return slots(found, students="needed")


@adapter
def parity_count_adverse(i: Case) -> Case:
    rest = stats.together(counts(other) for other in i["others"])
    return slots(stats.fewer_students_to_parity(counts(i["group"]), rest), students="fewer_events_needed")


@adapter
def idea_risk_ratio(i: Case) -> Case:
    sides = {
        name: Counts(i[name]["num"], i[name]["den"]) for name in ("group", "comparison", "state_comparison") if i[name]
    }
    minimums = stats.Minimums(i["min_cell"], i["min_n"])
    return slots(stats.idea_risk_ratio(**sides, threshold=exact(i["threshold"]), minimums=minimums), risk="group_risk")


@adapter
def idea_multi_year(i: Case) -> Case:
    ratios = [None if ratio is None else exact(ratio) for ratio in i["ratios_oldest_first"]]
    drop, threshold = exact(i["progress_min_drop"]), exact(i["threshold"])
    return slots(stats.idea_multi_year(ratios, threshold=threshold, min_drop=drop, years=i["years"]))


@adapter
def event_rates(i: Case) -> Case:
    renamed = {"incidence": "incidence_per", "per_student_involved": "events_per_student_involved"}
    return {name: slots(stats.event_rates(**group, per=i["per"]), **renamed) for name, group in i["groups"].items()}


# 2 Uncertainty


@adapter
def wilson(i: Case) -> Case:
    return slots(stats.rate(counts(i), i["level"]), value="rate")


@adapter
def clopper_pearson(i: Case) -> Case:
    return dict(zip(("low", "high"), stats.clopper_pearson(i["x"], i["n"], i["level"]), strict=True))


@adapter
def newcombe_diff(i: Case) -> Case:
    return slots(stats.difference(*two(i), i["level"]), value="difference")


@adapter
def diff_vs_overall(i: Case) -> Case:
    known = groups(i)
    group, rest = known[i["group"]], stats.rest_of(known, i["group"])
    of_all = stats.difference_from_all(group, stats.together(known.values()), i["level"])
    of_rest = stats.difference(group, rest, i["level"])
    return slots(of_all, value="gap_vs_overall") | slots(of_rest, value="gap_vs_rest", low="rest_low", high="rest_high")


@adapter
def rr_katz(i: Case) -> Case:
    return slots(stats.ratio_for_state_reports(*two(i), i["level"]), value="ratio")


@adapter
def rr_mover(i: Case) -> Case:
    return slots(stats.ratio(*two(i), i["level"]), value="ratio")


@adapter
def odds_ratio(i: Case) -> Case:
    return slots(stats.odds_ratio(*two(i), i["level"]), value="odds_ratio")


@adapter
def event_rate_ci(i: Case) -> Case:
    return slots(stats.event_rate(i["events"], i["exposure"], per=i["per"], level=i["level"]), value="rate")


@adapter
def event_rate_ratio_ci(i: Case) -> Case:
    found = stats.event_rate_ratio(i["e1"], i["t1"], i["e2"], i["t2"], i["level"])
    (exact_low, exact_high), (wald_low, wald_high) = found.exact, found.wald
    return {
        "ratio": found.value,
        "exact_low": exact_low,
        "exact_high": exact_high,
        "wald_low": wald_low,
        "wald_high": wald_high,
    }


@adapter
def mean_diff(i: Case) -> Case:
    found = stats.mean_difference(Scores.of(i["a"]), Scores.of(i["b"]), i["level"])
    return slots(found, df="welch_df", hedges_g_approximate="hedges_g_approx")


@adapter
def bh(i: Case) -> Case:
    return {"adjusted": stats.benjamini_hochberg(i["p"]), "reject": stats.discoveries(i["p"], i["q"])}


@adapter
def nchs_reliability(i: Case) -> Case:
    return slots(stats.reliability(counts(i)), relative_width_percent="relative_width_pct")


@adapter
def two_prop_tests(i: Case) -> Case:
    sides = (i["x1"], i["n1"], i["x2"], i["n2"])
    return slots(stats.two_proportion_z(*sides), p="p_two_sided") | {"fisher_two_sided": stats.fisher_exact(*sides)}


# 3 Change


@adapter
def change_independent(i: Case) -> Case:
    found = stats.change_independent(counts(i["before"]), counts(i["after"]), i["level"])
    return slots(found, relative="relative_change") | slots(found.change, value="change")


@adapter
def change_paired(i: Case) -> Case:
    return slots(stats.change_paired(**i), p="mcnemar_exact_p")


@adapter
def gap_of_gaps(i: Case) -> Case:
    sides = {name.replace("ref", "rest"): counts(i[name]) for name in SIDES}
    return slots(stats.gap_of_gaps(**sides, level=i["level"]), rest_change="ref_change")


SIDES = ("group_before", "ref_before", "group_after", "ref_after")


@adapter
def did_means(i: Case) -> Case:
    sides = {name: Scores.of(i[name]) for name in i if name != "level"}
    return slots(stats.difference_in_differences(**sides, level=i["level"]), difference="did", error="se")


@adapter
def trajectory(i: Case) -> Case:
    found = stats.trajectory(
        *counts(i["current"]),
        baseline=exact(i["baseline_rate"]),
        target=exact(i["target_rate"]),
        start=exact(i["baseline_period"]),
        end=exact(i["target_period"]),
        now=exact(i["current_period"]),
        level=i["level"],
    )
    return slots(found, projected_hit="projected_hit_period")


@adapter
def xmr(i: Case) -> Case:
    return slots(stats.xmr(i["y"], screened=i["screen_mr"], baseline=i["baseline_n"], constant=i["constant"]))


@adapter
def p_chart(i: Case) -> Case:
    return slots(stats.p_chart(i["x"], i["n"]))


@adapter
def u_chart(i: Case) -> Case:
    return slots(stats.u_chart(i["events"], i["exposure"]))


@adapter
def p_prime_chart(i: Case) -> Case:
    return slots(stats.p_prime_chart(i["x"], i["n"]))


@adapter
def run_chart_anhoej(i: Case) -> Case:
    return slots(stats.run_chart(i["y"]))


@adapter
def ptd_special_cause(i: Case) -> Case:
    found = stats.special_causes(i["y"], higher_better=i["improvement_direction"] == "increase")
    return {
        **slots(found, upper="upl", lower="lpl"),
        "rule": [NHS_RULES[rule] for rule in found.rules],
        "point_type": [NHS_TYPES.get(meaning, meaning) for meaning in found.meanings],
    }


NHS_RULES = {
    "common": "Common Cause",
    "above": "Above UCL",
    "below": "Below LCL",
    "rising": "7 Point Trend (Increasing)",
    "falling": "7 Point Trend (Decreasing)",
    "near_above": "2 in 3 Above CL",
    "near_below": "2 in 3 Below CL",
    "run_above": "7 Points Above CL",
    "run_below": "7 Points Below CL",
}
NHS_TYPES = {"improvement": "special_cause_improvement", "concern": "special_cause_concern"}


@adapter
def ptd_assurance(i: Case) -> Case:
    found = stats.assurance(i["y"], target=i["target"], higher_better=i["improvement_direction"] == "increase")
    return slots(found, upper="upl", lower="lpl")


@adapter
def autocorrelation(i: Case) -> Case:
    found = stats.autocorrelation(i["y"])
    return slots(found, durbin_watson="durbin_watson_of_deviations", bound="rough_95_bound")


@adapter
def regression_to_mean(i: Case) -> Case:
    mean, reliability = exact(i["population_mean"]), exact(i["reliability"])
    found = stats.regress(exact(i["first_value"]), mean=mean, reliability=reliability)
    return slots(found, expected_change="expected_change_from_chance")


# 4 Decomposition


@adapter
def kitagawa(i: Case) -> Case:
    found = stats.kitagawa(strata(i))
    return slots(found) | {"strata": {name: slots(part) for name, part in found.strata.items()}}


@adapter
def additive_contribution(i: Case) -> Case:
    events = {name: (e["group"], e["ref"]) for name, e in i["events"].items()}
    found = stats.contributions(events, n_group=i["n_group"], n_reference=i["n_ref"], per=i["per"])
    return slots(found, order="rank")


@adapter
def excess_events(i: Case) -> Case:
    renamed = {"total": "total_excess", "composition": "composition_excess", "crude": "crude_excess", "order": "rank"}
    return slots(stats.excess(strata(i)), **renamed)


@adapter
def leave_one_out_gap(i: Case) -> Case:
    return slots(stats.leave_one_out(strata(i)))


@adapter
def standardised_gap(i: Case) -> Case:
    found = stats.standardised_gap(strata(i))
    low, high = found.mh_interval
    renamed = {
        "group": "standardised_group",
        "reference": "standardised_ref",
        "gap": "standardised_gap",
        "mh_difference": "mh_risk_difference",
        "mh_error": "mh_rd_se",
        "mh_ratio": "mh_risk_ratio",
    }
    return slots(found, **renamed) | {"mh_rd_low": low, "mh_rd_high": high}


@adapter
def simpson(i: Case) -> Case:
    return slots(stats.simpson(strata(i)), share_explained="share_of_gap_explained")


@adapter
def intersection(i: Case) -> Case:
    found = stats.intersection({tuple(name.split("|")): counts(cell) for name, cell in i["cells"].items()})
    cells = {"|".join(at): slots(cell) for at, cell in found.cells.items()}
    return {"cells": cells, "interaction_contrast": found.interaction}


@adapter
def eb_shrinkage(i: Case) -> Case:
    found = stats.shrink(groups(i))
    each = {name: slots(g, weight="weight_on_own_data", rate="shrunken") for name, g in found.groups.items()}
    return slots(found, variance="tau2") | {"groups": each}


@adapter
def funnel_limits(i: Case) -> Case:
    limits = {str(level): stats.funnel_limits(exact(i["p0"]), i["n"], level) for level in i["levels"]}
    return {level: {"low": low, "high": high} for level, (low, high) in limits.items()}


# 5 Listening and choosing


@adapter
def representativeness(i: Case) -> Case:
    found = stats.representativeness(
        {name: Counts(x=g["respondents"], n=g["population"]) for name, g in i["groups"].items()}
    )
    renamed = {
        "response": "response_rate",
        "overall": "overall_rate",
        "ratio": "representation_ratio",
        "largest_gap": "largest_gap_pp",
    }
    return slots(found, **renamed)


@adapter
def cronbach_alpha(i: Case) -> Case:
    return slots(stats.cronbach_alpha(i["items"], i["level"]), if_dropped="alpha_if_dropped")


@adapter
def theme_counts(i: Case) -> Case:
    found = stats.theme_counts([Voice(p["group"], tuple(p["themes"])) for p in i["participants"]])
    return slots(found) | {"co_occurrence": {"|".join(pair): n for pair, n in found.together.items()}}


@adapter
def coder_agreement(i: Case) -> Case:
    found = stats.coder_agreement(i["coder1"], i["coder2"])
    return slots(found, krippendorff_alpha="krippendorff_alpha_nominal")


@adapter
def ngt(i: Case) -> Case:
    return slots(stats.nominal_group(i["ideas"], i["ballots"], top=i["top"]), ballots="valid_ballots")


@adapter
def kendall_w(i: Case) -> Case:
    return slots(stats.kendall_w(i["ranks"]))


@adapter
def copeland(i: Case) -> Case:
    found = stats.copeland(i["ideas"], i["ballots"])
    return slots(found, beats="score") | {"pairwise": {"|".join(pair): list(n) for pair, n in found.pairs.items()}}


@adapter
def mcda(i: Case) -> Case:
    weights = dict(zip(i["criteria"], (exact(w) for w in i["weights"]), strict=True))
    found = stats.weigh(i["scores"], weights, scale=tuple(i["scale"]))
    switches = {name: slots(s, lower="lower_switch", upper="upper_switch") for name, s in found.switches.items()}
    return slots(found, first_share="first_rank_share") | {
        "dominates": [list(pair) for pair in found.dominates],
        "weight_switch": switches,
    }


# 6 Privacy


@adapter
def display_percent(i: Case) -> Case:
    return slots(percent_band(i["x"], i["n"], min_group=i["min_n"]))


@adapter
def feasible_intervals(i: Case) -> Case:
    sums = [(list(p["coef"]), p["value"]) for p in i["published"]]
    found = feasible(i["cells"], sums, lower=i["lower"], upper=i["upper"])
    return {
        "intervals": {cell: list(span) for cell, span in found.items()},
        "exposed": [cell for cell, span in found.items() if not span.width],
    }


@adapter
def numerator_from_percent(i: Case) -> Case:
    text = f"{i['percent']:.{i['decimals']}f}"
    return {"pairs": [list(pair) for pair in counts_behind(text, i["n_min"], i["n_max"])]}


@adapter
def table_audit(i: Case) -> Case:
    table = {
        (r, c): n for r, line in zip(i["rows"], i["values"], strict=True) for c, n in zip(i["cols"], line, strict=True)
    }
    found = audit_table(
        table, [tuple(at) for at in i["suppressed"]], Rules(min_group=i["min_n"], min_width=i["min_width"])
    )
    return {
        "intervals": {"|".join(at): list(span) for at, span in found.intervals.items()},
        "small_cells": ["|".join(at) for at in found.small],
        "unsafe": ["|".join(at) for at in found.unsafe],
        "safe": found.is_safe,
    }


@adapter
def differencing(i: Case) -> Case:
    dimensions = [name for name in i["cube"][0] if name != "n"]
    cells = {tuple(str(cell[d]) for d in dimensions): cell["n"] for cell in i["cube"]}
    queries = [{d: [str(v) for v in (w if isinstance(w, list) else [w])] for d, w in q.items()} for q in i["queries"]]
    found = audit_queries(cells, dimensions, queries, Rules(min_group=i["min_n"]))
    return {
        "shown": list(found.answers),
        "exposed_small": ["&".join(f"{d}={v}" for d, v in zip(dimensions, at, strict=True)) for at in found.exposed],
    }


@adapter
def pseudonym(i: Case) -> Case:
    return slots(pseudonym_of(i["key_utf8"].encode(), i["dataset"], i["student_id"]))
