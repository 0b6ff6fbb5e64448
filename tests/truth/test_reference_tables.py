"""Every row of the reference tables of ../shared/data, from its counts: rates, gaps, ratios, composition, means."""

from __future__ import annotations

import csv
import json

import pytest

from equity_core import stats
from equity_core.stats import Counts, Scores
from tests.conftest import SHARED

REFERENCE = SHARED / "data" / "reference"
FACTS = {f["id"]: f["value"] for f in json.loads((REFERENCE / "facts.json").read_text(encoding="utf-8"))}


def lines(*path, delimiter=","):
    with SHARED.joinpath("data", *path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def tables():
    """Return the groups of each (file, period, dimension), with what the reference says of them."""
    found = {}
    for name in ("02_oulad_success_by_group.csv", "03_uci_student_pass_by_group.csv"):
        for row in lines("reference", name):
            found.setdefault((name, row["period"], row["dimension"]), []).append(row)
    return found


TABLES = tables()


@pytest.mark.parametrize("key", TABLES, ids=" ".join)
def test_a_table_is_reproduced_to_the_last_digit(key):
    rows = TABLES[key]
    groups = {row["group"]: Counts(int(row["x"]), int(row["n"])) for row in rows}
    for row in rows:
        own, reference = groups[row["group"]], groups[row["reference"]]
        told = {name: float(value) for name, value in row.items() if name in NUMBERS and value}
        rate, gap, ratio = stats.rate(own), stats.difference(own, reference), stats.ratio(own, reference)
        katz, rest = stats.ratio_for_state_reports(own, reference), stats.rest_of(groups, row["group"])
        found = {
            "rate": rate.value,
            "wilson_lo": rate.low,
            "wilson_hi": rate.high,
            "gap_pp": gap.value * 100,
            "gap_lo": gap.low * 100,
            "gap_hi": gap.high * 100,
            "risk_ratio": ratio.value,
            "rr_lo": katz.low,
            "rr_hi": katz.high,
            "p_z": stats.two_proportion_z(*own, *reference).p,
            "composition_index": stats.proportionality(groups)[row["group"]].index,
            "gap_vs_rest_pp": stats.difference(own, rest).value * 100 if rest.n else None,
        }
        for name, value in told.items():
            assert float(found[name]) == pytest.approx(value, abs=2e-6), (row["group"], name)


NUMBERS = (
    *("rate", "wilson_lo", "wilson_hi", "gap_pp", "gap_lo", "gap_hi", "risk_ratio", "rr_lo", "rr_hi", "p_z"),
    *("composition_index", "gap_vs_rest_pp"),
)


@pytest.mark.parametrize("exam", ["G1", "G3"])
def test_mean_scores_by_sex(exam):
    rows = lines("03_uci_student", "student-mat.csv", delimiter=";")
    women, men = (Scores.of([float(r[exam]) for r in rows if r["sex"] == sex]) for sex in "FM")
    found = stats.mean_difference(women, men)
    mean_f, mean_m, apart, (low, high), d = FACTS[f"mean_sex_{exam}"]

    assert [women.mean, men.mean, found.difference] == pytest.approx([mean_f, mean_m, apart], abs=5e-4)
    assert [found.low, found.high, found.cohens_d] == pytest.approx([low, high, d], abs=5e-4)


@pytest.mark.parametrize("question", ["q1", "q4"])
def test_favorable_answers_by_gender(question):
    rows = lines("reference", "04_science_survey_by_gender_semester.csv")
    women, men = (
        Counts(int(row["favorable"]), int(row["n_answered"]))
        for sex in "FM"
        for row in rows
        if (row["question"], row["semester"], row["gender"]) == (question, "ALL", sex)
    )
    gap = stats.difference(women, men)
    (n_f, rate_f), (n_m, rate_m), interval = FACTS[f"{question}_gender"]

    assert (women.n, men.n) == (n_f, n_m)
    assert [float(women.rate), float(men.rate)] == pytest.approx([rate_f, rate_m], abs=5e-4)
    assert [float(gap.value) * 100, gap.low * 100, gap.high * 100] == pytest.approx(interval, abs=5e-4)


def test_who_answered_the_science_survey():
    rows = lines("reference", "04_science_survey_by_gender_semester.csv")
    asked = {
        row["gender"]: Counts(int(row["n_answered"]), int(row["enrolled"]))
        for row in rows
        if (row["question"], row["semester"]) == ("q1", "ALL") and row["gender"] in "FM"
    }
    found = stats.representativeness(asked).response
    assert [float(found[sex]) for sex in "FM"] == pytest.approx(FACTS["response_rate"], abs=1e-6)


def test_two_groups_at_once():
    rows = lines("reference", "02_oulad_intersection_gender_disability_2014J.csv")
    cells = {(r["gender"], r["disability"]): Counts(int(r["sum"]), int(r["size"])) for r in rows}
    found = stats.intersection(cells)
    for at, (x, n, rate) in FACTS["intersection_2014J"].items():
        a, b = at.split("/")
        assert cells[a, b] == (x, n)
        assert float(found.cells[a, b].rate) == pytest.approx(rate, abs=1e-6)
