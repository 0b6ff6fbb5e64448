"""Scenario S4 from the school's file on: import, goal, freeze, the same file with one number edited."""

from datetime import date
from decimal import Decimal

from equity_core.model import Query
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import goal

FILE = """\
school,school_year,term,metric,dimension,group,denominator,numerator
Willow Creek Middle School,2022-23,Spring,reading_proficient,el_status,Current EL,120,36
Willow Creek Middle School,2022-23,Spring,reading_proficient,el_status,Former EL,80,56
Willow Creek Middle School,2022-23,Spring,reading_proficient,el_status,Never EL,380,228
Willow Creek Middle School,2023-24,Spring,reading_proficient,el_status,Current EL,112,32
Willow Creek Middle School,2023-24,Spring,reading_proficient,el_status,Former EL,100,72
Willow Creek Middle School,2023-24,Spring,reading_proficient,el_status,Never EL,378,229
Willow Creek Middle School,2024-25,Spring,reading_proficient,el_status,Current EL,104,29
Willow Creek Middle School,2024-25,Spring,reading_proficient,el_status,Former EL,124,90
Willow Creek Middle School,2024-25,Spring,reading_proficient,el_status,Never EL,372,227
"""


def bring(ws, text):
    draft = bring_in.read(ws, [("reading_by_el_status.csv", text.encode())])
    return bring_in.keep(ws, draft)


def test_a_goal_on_a_file_and_the_file_again_with_one_number_edited(ws):
    source = bring(ws, FILE)
    query = Query(measure="reading_proficient", dimension="el_status", period=source.periods[0], group="Current EL")
    draft = goal.draft(ws, query, target_percent=Decimal(50), by=date(2026, 5, 31))
    assert "from 30.0% to 50% by May 2026" in draft.sentence
    assert "24 more students (60 of 120)" in draft.math[0]
    assert "6.7 points per year" in draft.math[1]
    assert [w.code for w in draft.warnings] == ["pace", "membership", "everyone_else", "newer_numbers"]
    kept = goal.freeze(ws, draft, track_together=True)

    bring(ws, FILE.replace("120,36", "120,40"))
    told = goal.told(ws, kept)
    assert (kept.baseline.group.x, kept.baseline.group.n) == (36, 120)
    assert "differs from the frozen one" in told.differs
    assert told.can_rebase
    rebased = goal.rebase(ws, kept, because="The district corrected late scores")
    assert (rebased.baseline.group.x, rebased.baseline.group.n) == (40, 120)
    assert goal.told(ws, rebased).differs == ""
