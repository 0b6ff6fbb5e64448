"""docs/measures.md says what the registry says."""

from equity_core.metrics import MEASURES
from equity_core.reports.measures import PAGE, measures
from equity_core.words import Words


def test_the_page_in_docs_is_what_the_registry_says():
    assert PAGE.read_text(encoding="utf-8") == measures(Words())


def test_every_measure_is_on_the_page():
    assert all(f"`{id}`" in measures(Words()) for id in MEASURES)
