"""The decision helper: each row of the table, what it never says, and what is kept."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.errors import Refused
from equity_core.model import Decision, LogEntry
from equity_core.words import Words
from equity_core.workflow.implement import log
from equity_core.workflow.reflect.decide import RULES, Facts, decide, suggest

WORDS = Words()
FULL = {"dosage": Fraction(9, 10), "adherence": Fraction(17, 20), "reach": Fraction(9, 10)}
WON = {"outcome": "better", "sure": "clear", "gap": "narrowed_group_improved", "leading": "moved"}

ROWS = [
    ("harm", "stop", Facts(**FULL, **WON, harmed=("White",))),
    ("changed", "fix_measure", Facts(**FULL, outcome="worse", sure="cant_tell_yet", changed=("composition",))),
    ("not_delivered", "refine", Facts(dosage=Fraction(394, 960), adherence=Fraction(229, 394), reach=Fraction(34, 40))),
    ("not_delivered", "refine", Facts(dosage=Fraction(1), adherence=Fraction(59, 100))),
    ("not_reached", "refine_access", Facts(dosage=Fraction(1), adherence=Fraction(1), reach=Fraction(79, 100))),
    ("levelling_down", "diagnose", Facts(**FULL, gap="narrowed_levelling_down", leading="moved")),
    ("too_early", "keep", Facts(**FULL, leading="moved")),
    ("leading_still", "replace", Facts(**FULL, leading="not_moved")),
    ("cannot_tell", "refine_dose", Facts(**FULL, leading="moved", sure="cant_tell_yet", horizon_passed=True)),
    (
        "gap_stays",
        "refine_targeting",
        Facts(**FULL, leading="moved", outcome="better", sure="clear", gap="not_narrowed", horizon_passed=True),
    ),
    ("worked", "scale", Facts(**FULL, **WON, horizon_passed=True)),
    (
        "worked_to_parity",
        "scale",
        Facts(**FULL, outcome="nearer", sure="leaning", gap="narrowed_to_parity", gap_sure="leaning"),
    ),
    ("unknown", "find_out", Facts(**FULL, outcome="nearer", gap="narrowed_to_parity", gap_sure="cant_tell_yet")),
    ("unknown", "find_out", Facts()),
]


@pytest.mark.parametrize(("rule", "suggestion", "facts"), ROWS)
def test_each_row_of_the_table_suggests_what_it_says(rule, suggestion, facts):
    advice = suggest(facts, WORDS)

    assert (advice.rule, advice.suggestion) == (rule, suggestion)
    assert advice.why
    assert advice.unless


def test_every_row_is_tried():
    assert {rule for rule, _, _ in ROWS} == {rule.name for rule in RULES}


def test_forty_one_percent_delivered_means_that_the_idea_has_not_been_tested():
    facts = Facts(
        dosage=Fraction(394, 960),
        adherence=Fraction(229, 394),
        reach=Fraction(34, 40),
        outcome="better",
        sure="cant_tell_yet",
        horizon_passed=True,
    )
    advice = suggest(facts, WORDS)

    assert advice.title == "Refine"
    assert "not delivered as planned, so the idea has not been tested" in advice.why
    assert {"scale", "replace", "stop"}.isdisjoint(advice.fits)
    assert "Delivered: 41.0% of the planned sessions." in advice.reasons
    assert "With all core parts: 58.1% of the delivered sessions." in advice.reasons


shares = st.none() | st.fractions(0, 1)
gaps = st.sampled_from(
    [
        "",
        "narrowed_group_improved",
        "narrowed_rest_improved",
        "narrowed_levelling_down",
        "narrowed_mixed",
        "reversed",
        "not_narrowed",
    ]
)
facts_of_all_kinds = st.builds(
    Facts,
    dosage=shares,
    adherence=shares,
    reach=shares,
    leading=st.sampled_from(["moved", "not_moved", "unknown"]),
    outcome=st.sampled_from(["better", "worse", "same", "unknown"]),
    sure=st.sampled_from(["clear", "leaning", "no_sign", "cant_tell_yet", "too_few_to_judge", "hidden"]),
    gap=gaps,
    harmed=st.sampled_from([(), ("White",)]),
    lost=st.sampled_from([(), ("White",)]),
    changed=st.sampled_from([(), ("composition",)]),
    outside_event=st.booleans(),
    horizon_passed=st.booleans(),
)


@given(facts_of_all_kinds)
def test_nothing_half_delivered_or_won_by_others_losing_is_ever_scaled(facts):
    advice = suggest(facts, WORDS)

    if advice.suggestion == "scale":
        assert facts.dosage >= Fraction(60, 100)
        assert facts.adherence >= Fraction(60, 100)
        assert facts.gap == "narrowed_group_improved"
        assert not facts.harmed
        assert not facts.lost
        assert not facts.changed
    assert advice.reasons


@given(facts_of_all_kinds)
def test_an_idea_that_was_not_delivered_is_never_replaced(facts):
    if facts.is_not_delivered and not facts.harmed:
        assert suggest(facts, WORDS).suggestion not in ("replace", "scale", "stop")


def test_a_gap_that_may_not_have_narrowed_is_not_called_smaller():
    unsure = suggest(Facts(**FULL, **WON, gap_sure="cant_tell_yet", horizon_passed=True), WORDS)
    sure = suggest(Facts(**FULL, **WON, gap_sure="clear", horizon_passed=True), WORDS)

    assert "nobody can tell yet" in unsure.why
    assert "the gap is smaller" in sure.why


def test_an_event_outside_asks_to_repeat_before_concluding():
    told = suggest(Facts(**FULL, **WON, horizon_passed=True, outside_event=True), WORDS).reasons

    assert any("repeat before concluding" in reason for reason in told)


def test_a_decision_is_kept_and_written_in_the_log(ws):
    advice = suggest(Facts(dosage=Fraction(1, 2)), ws.words)
    decide(ws, advice, choice="refine", approver_role="principal", review_on=date(2026, 1, 15))

    (kept,) = ws.of_cycle(Decision)
    (line,) = ws.of_cycle(LogEntry)
    assert (kept.choice, kept.suggested, kept.approver_role) == ("refine", "refine", "principal")
    assert line.form == "decision"
    assert "principal" in line.text
    assert "January 15, 2026" in line.text


def test_a_choice_against_the_suggestion_needs_a_reason(ws):
    advice = suggest(Facts(dosage=Fraction(1, 2)), ws.words)

    with pytest.raises(Refused, match=r"decide\.against"):
        decide(ws, advice, choice="scale", approver_role="principal", review_on=date(2026, 1, 15))
    kept = decide(
        ws,
        advice,
        choice="scale",
        approver_role="principal",
        review_on=date(2026, 1, 15),
        against_suggestion="the district asks for it",
    )
    assert kept.against_suggestion == "the district asks for it"
    assert "the district asks for it" in ws.of_cycle(LogEntry)[0].text


def test_a_decision_needs_an_approver_and_a_later_review(ws):
    advice = suggest(Facts(), ws.words)

    with pytest.raises(Refused, match=r"decide\.approver"):
        decide(ws, advice, choice="keep", approver_role=" ", review_on=date(2026, 1, 15))
    with pytest.raises(Refused, match=r"decide\.review"):
        decide(ws, advice, choice="keep", approver_role="principal", review_on=ws.today())
    with pytest.raises(Refused, match=r"decide\.review_missing"):
        decide(ws, advice, choice="keep", approver_role="principal", review_on=None)
    assert not ws.of_cycle(Decision)


def test_the_log_tells_a_decision_once(ws):
    advice = suggest(Facts(dosage=Fraction(1, 2)), ws.words)
    decide(ws, advice, choice="refine", approver_role="principal", review_on=date(2026, 1, 15))

    assert [line.kind for line in log.timeline(ws)].count("decision") == 1
