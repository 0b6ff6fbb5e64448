"""docs/measures.md says what the registry says."""

import pytest

from equity_core.ingest import contract, vocabulary
from equity_core.metrics import MEASURES
from equity_core.reports.measures import PAGE, measures, rule
from equity_core.words import Words

SURVEYS = {"answered_survey", "engagement", "family_trust", "staff_efficacy"}  # made of answer sheets
MADE_OF_MORE = {"chronic_absence", "referred", *SURVEYS}  # of days, of incidents, of answers


def test_the_page_in_docs_is_what_the_registry_says():
    assert PAGE.read_text(encoding="utf-8") == measures(Words())


def test_every_measure_is_on_the_page():
    assert all(f"`{id}`" in measures(Words()) for id in MEASURES)


def test_a_measure_says_who_is_counted_out_of_whom_and_with_which_limits():
    counted, of = rule(Words(), MEASURES["chronic_absence"])
    assert "10.0%" in counted
    assert "10 or more `days_enrolled`" in of


@pytest.mark.parametrize("id", MEASURES)
def test_every_measure_has_its_words(id):
    for part in ("label", "definition", "trap", "sentence"):
        assert Words().has(f"measure.{id}.{part}")
    assert Words().has(f"goal.who_{id}")


@pytest.mark.parametrize("id", sorted(set(MEASURES) - MADE_OF_MORE))
def test_every_measure_can_be_fed_by_a_file_of_students_and_by_one_of_counts(id):
    assert id in vocabulary.FLAGS
    assert id in contract.StudentRow.model_fields
    assert vocabulary.measure_named(id) == id
    assert vocabulary.table("columns")[id]
