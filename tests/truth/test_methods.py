"""The worked cases of ../shared/reference/methods.json, for every method that is built."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from equity_core import stats
from tests.conftest import SHARED

CASES = json.loads((SHARED / "reference" / "methods.json").read_text())["cases"]


def wilson(i):
    low, high = stats.wilson(i["x"], i["n"], i["level"]) or (None, None)
    return {"rate": i["x"] / i["n"] if i["n"] else None, "low": low, "high": high}


def newcombe_diff(i):
    low, high = stats.newcombe(i["x1"], i["n1"], i["x2"], i["n2"], i["level"])
    return {"difference": i["x1"] / i["n1"] - i["x2"] / i["n2"], "low": low, "high": high}


def rr_mover(i):
    low, high = stats.ratio_mover(i["x1"], i["n1"], i["x2"], i["n2"], i["level"])
    ratio = (i["x1"] / i["n1"]) / (i["x2"] / i["n2"]) if i["x2"] else None
    return {"ratio": ratio, "low": low, "high": high}


def diff_vs_overall(i):
    g, total = i["groups"][i["group"]], {k: sum(v[k] for v in i["groups"].values()) for k in "nx"}
    rest = {k: total[k] - g[k] for k in "nx"}
    low, high = stats.versus_overall(g["x"], g["n"], total["x"], total["n"], i["level"])
    rest_low, rest_high = stats.newcombe(g["x"], g["n"], rest["x"], rest["n"], i["level"])
    rate = g["x"] / g["n"]
    return {
        "gap_vs_overall": rate - total["x"] / total["n"],
        "low": low,
        "high": high,
        "gap_vs_rest": rate - rest["x"] / rest["n"],
        "rest_low": rest_low,
        "rest_high": rest_high,
    }


def two_prop_tests(i):
    z = stats.two_proportion_z(i["x1"], i["n1"], i["x2"], i["n2"])
    return {
        "z": z,
        "p_two_sided": stats.chance._two_sided(z),
        "fisher_two_sided": stats.fisher_exact(i["x1"], i["n1"], i["x2"], i["n2"]),
    }


def bh(i):
    adjusted = stats.benjamini_hochberg(i["p"])
    return {"adjusted": adjusted, "reject": [p <= i["q"] for p in adjusted]}


def parity_count(i):
    g, others = i["group"], i["others"]
    rest = {k: sum(o[k] for o in others) for k in "nx"}
    if i["target"] == "reference_fixed":
        ref = others[i["reference_index"]]
        return _target(Fraction(ref["x"], ref["n"]), stats.more_to_parity(g["x"], g["n"], ref["x"], ref["n"]))
    if i["target"] == "overall_fixed":
        rate = Fraction(rest["x"] + g["x"], rest["n"] + g["n"])
        return _target(rate, stats.more_to_rate(g["x"], g["n"], rate))
    needed = stats.more_to_parity(g["x"], g["n"], rest["x"], rest["n"])
    if i["target"] == "rest":
        return _target(Fraction(rest["x"], rest["n"]), needed)
    return _target(Fraction(rest["x"] + g["x"] + needed, rest["n"] + g["n"]), needed)


def _target(rate, needed):
    return {"target_rate": float(rate), "needed": needed}


def parity_count_adverse(i):
    g, rest = i["group"], {k: sum(o[k] for o in i["others"]) for k in "nx"}
    fewer = stats.fewer_to_parity(g["x"], g["n"], rest["x"], rest["n"])
    return {"target_rate": rest["x"] / rest["n"], "fewer_events_needed": fewer}


def change_independent(i):
    b, a = i["before"], i["after"]
    low, high = stats.newcombe(a["x"], a["n"], b["x"], b["n"], i["level"])
    before, after = b["x"] / b["n"], a["x"] / a["n"]
    return {
        "before": before,
        "after": after,
        "change": after - before,
        "low": low,
        "high": high,
        "relative_change": after / before - 1,
    }


def gap_of_gaps(i):
    c = {name: (i[key]["x"], i[key]["n"]) for name, key in SIDES.items()}
    low, high = stats.gap_of_gaps(**c, level=i["level"])
    r = {name: Fraction(*xn) for name, xn in c.items()}
    before, after = r["group_before"] - r["rest_before"], r["group_after"] - r["rest_after"]
    return {
        "gap_before": float(before),
        "gap_after": float(after),
        "gap_change": float(after - before),
        "low": low,
        "high": high,
        "group_change": float(r["group_after"] - r["group_before"]),
        "ref_change": float(r["rest_after"] - r["rest_before"]),
        "how": stats.how_it_moved(**r),
    }


SIDES = {
    "group_before": "group_before",
    "rest_before": "ref_before",
    "group_after": "group_after",
    "rest_after": "ref_after",
}


def trajectory(i):
    t = stats.trajectory(
        i["current"]["x"],
        i["current"]["n"],
        baseline=Fraction(str(i["baseline_rate"])),
        target=Fraction(str(i["target_rate"])),
        start=Fraction(i["baseline_period"]),
        end=Fraction(i["target_period"]),
        now=Fraction(i["current_period"]),
        level=i["level"],
    )
    found = {name: getattr(t, name) for name in t.__slots__}
    found["projected_hit_period"] = found.pop("projected_hit")
    return {k: float(v) if isinstance(v, Fraction) else v for k, v in found.items()}


def regression_to_mean(i):
    mean, reliability, value = (Fraction(str(i[k])) for k in ("population_mean", "reliability", "first_value"))
    following = stats.regress(value, mean=mean, reliability=reliability)
    return {"expected_next": float(following), "expected_change_from_chance": float(following - value)}


ADAPTERS = {
    f.__name__: f
    for f in (
        wilson,
        newcombe_diff,
        rr_mover,
        diff_vs_overall,
        two_prop_tests,
        bh,
        parity_count,
        parity_count_adverse,
        change_independent,
        gap_of_gaps,
        trajectory,
        regression_to_mean,
    )
}


def close(a, b, tol):
    if b is None or isinstance(b, (bool, str)):
        return a == b
    if isinstance(b, dict):
        return all(close(a[k], v, tol) for k, v in b.items())
    if isinstance(b, list):
        return len(a) == len(b) and all(close(x, y, tol) for x, y in zip(a, b, strict=True))
    return a is not None and abs(a - b) <= tol * max(1, abs(b))


@pytest.mark.parametrize("case", [c for c in CASES if c["method"] in ADAPTERS], ids=lambda c: c["id"])
def test_a_worked_case_is_reproduced(case):
    found = ADAPTERS[case["method"]](case["input"])
    assert close(found, case["expected"], case["tol"]), (found, case["expected"])
