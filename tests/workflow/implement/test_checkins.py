import csv
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.model import Action, CheckIn
from equity_core.store import Store
from equity_core.workflow import Workspace
from equity_core.workflow.implement import checkins
from tests.conftest import SHARED, noon

MONDAY = date(2025, 1, 13)


@pytest.fixture
def action(ws):
    kept = Action(
        cycle=ws.cycle.id,
        idea="i",
        title="Mentor check-ins",
        start=MONDAY,
        end=date(2025, 12, 19),
        students_intended=40,
        sessions_per_week=80,
    )
    ws.save(kept)
    return kept


def week(ws, action, on=MONDAY, **counts):
    whole = {"planned": 80, "delivered": 0}
    return checkins.keep(ws, CheckIn(cycle=ws.cycle.id, action=action.id, week_of=on, **{**whole, **counts}))


def test_the_twelve_weeks_of_s6_give_dosage_adherence_and_reach(ws, action):
    with (SHARED / "scenarios/fixtures/s6_implementation/fidelity_log.csv").open() as file:
        for row in csv.DictReader(file):
            doubts = week(
                ws,
                action,
                date.fromisoformat(row["week_of"]),
                planned=int(row["planned_sessions"]),
                delivered=int(row["delivered_sessions"]),
                with_core_parts=int(row["sessions_with_all_core_parts"]),
                reached=34,
                hindered=row["note"],
            )
            assert doubts == ()
    found = checkins.fidelity(ws, action)
    assert (found.planned, found.delivered, found.with_core) == (960, 394, 229)
    assert (found.dosage, found.adherence, found.reach) == (
        Fraction(394, 960), Fraction(229, 394), Fraction(34, 40),
    )  # fmt: skip
    assert [value for _, value, _ in checkins.panel(ws, action, with_counts=True)] == [
        "41.0%", "58.1%", "34 of 40 (85.0%)",
    ]  # fmt: skip


def test_no_check_in_is_no_number(ws, action):
    found = checkins.fidelity(ws, action)
    assert (found.dosage, found.adherence, found.reach, found.with_core, found.weeks) == (None, None, None, None, 0)


def test_a_week_without_core_counts_is_left_out_of_adherence(ws, action):
    week(ws, action, delivered=10, with_core_parts=5)
    week(ws, action, date(2025, 1, 20), delivered=30)
    found = checkins.fidelity(ws, action)
    assert (found.delivered, found.adherence, found.core_of) == (40, Fraction(1, 2), 10)


def test_the_first_check_in_is_filled_in_from_the_plan(ws, action):
    new = checkins.draft(ws, action)
    assert (new.week_of, new.planned, new.intended) == (MONDAY, 80, 40)


def test_the_next_check_in_is_the_week_after_with_the_same_plan(ws, action):
    week(ws, action, planned=60, delivered=3, intended=38)
    new = checkins.draft(ws, action)
    assert (new.week_of, new.planned, new.delivered, new.intended) == (date(2025, 1, 20), 60, 0, 38)


def test_many_times_the_plan_is_a_slip_of_the_finger_and_a_little_more_is_not(ws, action):
    assert [(p.column, p.code) for p in week(ws, action, planned=10, delivered=9999)] == [
        ("delivered", "checkin_many_more"),
    ]  # fmt: skip
    assert week(ws, action, planned=10, delivered=12) == ()


def test_a_plan_that_has_not_started_is_checked_in_this_week(ws, action):
    later = action.model_copy(update={"start": date(2026, 1, 5)})
    ws.save(later)
    assert checkins.draft(ws, later).week_of == date(2025, 11, 3)


def test_an_earlier_week_can_be_changed(ws, action):
    week(ws, action, delivered=10)
    (first,) = checkins.history(ws, action)
    assert checkins.keep(ws, first.model_copy(update={"delivered": 12})) == ()
    assert checkins.fidelity(ws, action).delivered == 12


def test_any_day_of_a_week_is_that_week_and_a_week_is_kept_once(ws, action):
    week(ws, action, date(2025, 1, 16), delivered=10)
    assert checkins.history(ws, action)[0].week_of == MONDAY
    assert [p.code for p in week(ws, action, date(2025, 1, 17), delivered=11)] == ["checkin_week_taken"]


def test_what_cannot_be_is_said_by_field_and_not_kept(ws, action):
    doubts = week(ws, action, date(2025, 11, 10), planned=0, delivered=0, with_core_parts=1)
    assert [(p.column, p.code) for p in doubts] == [
        ("week_of", "checkin_future"),
        ("delivered", "checkin_nothing"),
        ("with_core_parts", "checkin_core_more"),
    ]
    assert checkins.history(ws, action) == []


@pytest.mark.parametrize(
    ("reached", "intended", "told"),
    [
        (34, 40, "34 of 40 (85.0%)"),
        (4, 40, "under 5 of 40"),
        (0, 40, "under 5 of 40"),
        (36, 40, "all or nearly all of 40"),
        (40, 40, "all or nearly all of 40"),
        (35, 40, "35 of 40 (87.5%)"),
        (44, 40, "44 of 40 (110.0%)"),
        (6, 9, "hidden"),
        (None, 40, "not counted"),
    ],
)
def test_students_reached_keep_the_small_count_rule(ws, action, reached, intended, told):
    week(ws, action, delivered=10, reached=reached, intended=intended)
    assert checkins.shown_reach(ws, checkins.fidelity(ws, action)) == told


def test_sessions_are_counted_out_at_the_desk_only(ws, action):
    week(ws, action, delivered=41, with_core_parts=20, reached=34)
    assert "41 of 80" in str(checkins.panel(ws, action, with_counts=True))
    away = str(checkins.panel(ws, action, with_counts=False))
    assert "51.3%" in away
    assert "41" not in away
    assert "80" not in away


def test_two_weeks_of_silence_are_named_while_the_action_runs(ws, action):
    assert checkins.is_late(ws, action)
    week(ws, action, date(2025, 10, 20), delivered=1)
    assert not checkins.is_late(ws, action)
    assert not checkins.is_late(ws, action.model_copy(update={"end": date(2025, 10, 31)}))


def test_the_weeks_are_told_newest_first_with_what_got_in_the_way(ws, action):
    week(ws, action, delivered=10)
    week(ws, action, date(2025, 1, 20), delivered=20, with_core_parts=7, hindered="Testing", drift="time")
    newest, oldest = checkins.weeks(ws, action)
    assert list(newest.values()) == [
        "January 20, 2025", "80", "20", "25.0%", "7", "", "Testing · People don't have time",
    ]  # fmt: skip
    assert oldest["With core parts"] == "not counted"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(70, 200), st.integers(0, 200)), min_size=1, max_size=8))
def test_dosage_is_the_sum_over_weeks_and_never_a_mean_of_shares(weeks):
    store = Store(":memory:", now=noon)
    ws = Workspace(store, now=noon)
    one = Action(cycle=ws.cycle.id, idea="i", title="t")
    for n, (planned, delivered) in enumerate(weeks):
        on = date.fromordinal(MONDAY.toordinal() + 7 * n)
        assert week(ws, one, on, planned=planned, delivered=delivered) == ()
    expected = Fraction(sum(d for _, d in weeks), sum(p for p, _ in weeks))
    assert checkins.fidelity(ws, one).dosage == expected
    store.close()
