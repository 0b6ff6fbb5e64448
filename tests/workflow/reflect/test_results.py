"""Results against the frozen baseline: S4's group that changes, levelling down, what may not be compared."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from equity_core.model import BaselineSide, Cycle, LogEntry, Measure, OneOf, Profile
from equity_core.store import Store
from equity_core.workflow import Workspace
from equity_core.workflow.diagnose import gaps
from equity_core.workflow.reflect import decide, delivery, results
from equity_core.workflow.reflect.results import Missing, Outcome
from tests.workflow.reflect.worlds import act, freeze, give

READING = {
    "2022-23 Spring": {"Current EL": (36, 120), "Former EL": (56, 80), "Never EL": (228, 380)},
    "2023-24 Spring": {"Current EL": (32, 112), "Former EL": (72, 100), "Never EL": (229, 378)},
    "2024-25 Spring": {"Current EL": (29, 104), "Former EL": (90, 124), "Never EL": (227, 372)},
}


def reading(ws):
    give(ws, "reading_proficient", "el_status", READING)
    return freeze(
        ws, "reading_proficient", "el_status", "2022-23 Spring", "Current EL", target=50, by=date(2026, 6, 15)
    )


def suspended(ws, before, after):
    give(ws, "suspended", "race", {"2023-24": before, "2024-25": after})
    return freeze(ws, "suspended", "race", "2023-24", "Black or African American", target=12, by=date(2025, 6, 15))


def race(black, white):
    return {"Black or African American": black, "White": white}


def test_current_english_learners_are_told_beside_everybody_who_ever_was(ws):
    reading(ws)
    found = results.outcome(ws)

    assert isinstance(found, Outcome)
    assert found.period == "2024-25 Spring"
    assert "30.0% (36 of 120)" in found.sentence
    assert "27.9% (29 of 104)" in found.sentence
    assert "−2.1 points, can't tell yet" in found.sentence
    (told,) = [flag.text for flag in found.flags if flag.code == "composition"]
    assert "+6.2 points" in told
    assert "46.0% (92 of 200)" in told
    assert "52.2% (119 of 228)" in told


def test_ever_el_starts_at_the_frozen_counts_when_the_old_file_is_changed(ws):
    reading(ws)
    changed = {**READING["2022-23 Spring"], "Current EL": (60, 120)}
    give(ws, "reading_proficient", "el_status", {"2022-23 Spring": changed}, source="again")

    (told,) = [flag.text for flag in results.outcome(ws).flags if flag.code == "composition"]
    assert "from 46.0% (92 of 200)" in told
    assert "+6.2 points" in told


def test_a_group_that_changed_asks_for_the_measure_first_and_not_for_replacing(ws):
    reading(ws)
    action = act(ws, weeks=((80, 78, 76),), reached=34)
    delivery.tell(ws, action, "anything", moved="not_moved")
    advice = decide.suggest(results.facts(ws, action, results.outcome(ws)), ws.words)

    assert advice.suggestion == "fix_measure"
    assert advice.title == "Fix the measure first"


def test_points_and_ratio_are_both_told(ws):
    suspended(ws, race((30, 120), (30, 300)), race((15, 120), (30, 300)))
    told = " ".join(results.outcome(ws).others)

    assert "The gap went from 15.0 to 2.5 points" in told
    assert "2.50 times before, 1.25 times now" in told
    assert "Gap: smaller in the numbers, because the focus group gained. How sure: clear." in told


def test_rates_alone_claim_nothing_about_the_gap(ws):
    goal = suspended(ws, race((30, 120), (30, 300)), race((15, 120), (30, 300)))
    rates = {"group": BaselineSide(n=None, x=None, rate="0.25"), "rest": BaselineSide(n=None, x=None, rate="0.1")}
    ws.save(goal.model_copy(update={"baseline": goal.baseline.model_copy(update=rates)}))
    found = results.outcome(ws)

    assert "nobody can say how sure" in found.sentence
    assert "smaller" not in " ".join(found.others)
    assert results.facts(ws, None, found).gap == ""


def test_a_gap_that_narrowed_because_others_lost_ground_is_named_a_failure(ws):
    suspended(ws, race((30, 120), (24, 300)), race((30, 120), (36, 300)))
    found = results.outcome(ws)
    action = act(ws, weeks=((80, 78, 76),), reached=34)
    advice = decide.suggest(results.facts(ws, action, found), ws.words)

    assert found.flags[0].code == "levelling_down"
    assert "not a success" in found.flags[0].text
    assert advice.suggestion in ("diagnose", "stop")


def test_a_clear_loss_of_any_group_is_harm(ws):
    groups = {"Asian": (20, 100), "Black or African American": (30, 120), "White": (20, 300)}
    later = {"Asian": (45, 100), "Black or African American": (15, 120), "White": (20, 300)}
    suspended(ws, groups, later)
    found = results.outcome(ws)

    assert found.harmed == ("Everyone else", "Asian")
    assert decide.suggest(results.facts(ws, None, found), ws.words).suggestion == "stop"


def test_without_a_later_file_the_page_says_what_to_bring(ws):
    give(ws, "suspended", "race", {"2023-24": race((30, 120), (24, 300))})
    freeze(ws, "suspended", "race", "2023-24", "Black or African American", target=12, by=date(2025, 6, 15))
    found = results.outcome(ws)

    assert isinstance(found, Missing)
    assert found.code == "no_follow_up"
    assert "2023-24" in found.to_do


def test_without_a_goal_there_is_nothing_to_hold_a_result_against(ws):
    assert results.outcome(ws).code == "no_goal"


def test_a_fall_is_not_compared_with_a_whole_year(ws):
    give(ws, "suspended", "race", {"2023-24": race((30, 120), (24, 300)), "2024-25 Fall": race((5, 120), (6, 300))})
    freeze(ws, "suspended", "race", "2023-24", "Black or African American", target=12, by=date(2025, 6, 15))
    found = results.outcome(ws)

    assert found.code == "not_comparable"
    assert "another time of the year" in found.text


def test_another_definition_is_not_compared():
    days = [datetime(2025, 9, 1)]
    store = Store(":memory:", now=lambda: days[-1])
    ws = Workspace(store, now=lambda: days[-1])
    measure = Measure(
        id="sent_out",
        rule=OneOf(column="what", values=("out",)),
        direction="lower_better",
        timing="lagging",
        label="Sent out of class",
    )
    ws.save(measure)
    give(ws, "sent_out", "race", {"2023-24": race((30, 120), (24, 300)), "2024-25": race((15, 120), (20, 300))})
    freeze(ws, "sent_out", "race", "2023-24", "Black or African American", target=12, by=date(2025, 6, 15))
    assert isinstance(results.outcome(ws), Outcome)
    days.append(datetime(2025, 11, 4))
    ws.save(measure.model_copy(update={"rule": OneOf(column="what", values=("out", "in school"))}))

    found = results.outcome(ws)
    assert found.code == "not_comparable"
    assert decide.suggest(results.facts(ws, None, found), ws.words).suggestion == "fix_measure"
    store.close()


def test_rows_that_stand_for_something_else_are_not_compared(ws):
    give(ws, "suspended", "race", {"2023-24": race((30, 120), (24, 300))}, one_row_is="student")
    freeze(ws, "suspended", "race", "2023-24", "Black or African American", target=12, by=date(2025, 6, 15))
    later = {"2024-25": race((15, 120), (20, 300))}
    give(ws, "suspended", "race", later, source="second", one_row_is="registration")

    assert results.outcome(ws).code == "not_comparable"


def test_a_group_that_is_hidden_now_gives_no_sentence_and_no_chart(ws):
    suspended(ws, race((30, 120), (24, 300)), race(None, (20, 300)))
    found = results.outcome(ws)

    assert found.code == "hidden"
    assert "hidden" in found.text


def test_a_frozen_baseline_under_a_raised_threshold_is_hidden(ws):
    goal = suspended(ws, race((4, 12), (24, 300)), race((15, 120), (20, 300)))
    ws.save(Profile(min_group=15))

    assert "12" not in results.baseline_sentence(ws, goal).replace("2023-24", "")
    assert "hidden" in results.outcome(ws).sentence


def test_both_charts_start_at_the_frozen_baseline_when_the_old_file_is_changed(ws):
    reading(ws)
    give(
        ws,
        "reading_proficient",
        "el_status",
        {"2022-23 Spring": {**READING["2022-23 Spring"], "Current EL": (40, 120)}},
        source="again",
    )
    found = results.outcome(ws)

    first = next(row for row in found.time_figure.rows if row["series"] == "Current EL")
    assert first["rate"] == pytest.approx(0.30)
    assert "40" not in found.sentence
    assert [row["role"] for row in found.pair_figure.rows] == ["focus", "rest", "baseline"]
    assert {"goal", "baseline"} <= {row["role"] for row in found.time_figure.rows}


def test_both_charts_can_be_asked_again_and_say_how_they_were_computed(ws):
    reading(ws)
    again = {"2022-23 Spring": {**READING["2022-23 Spring"], "Current EL": (40, 120)}}
    give(ws, "reading_proficient", "el_status", again, source="again")
    found = results.outcome(ws)
    pair, time = found.pair_figure, found.time_figure
    look = gaps.look(ws, pair.question)

    assert [(r["was"], r["now"]) for r in look.figure.rows] == [(r["was"], r["now"]) for r in pair.rows]
    assert pair.question == time.question
    points = [
        [(r["period"], r["rate"]) for r in figure.rows if r["mark"] == "point"]
        for figure in (look.over_time.figure, time)
    ]
    assert points[0] == points[1]
    assert any("frozen" in step for step in pair.method)
    assert b"over_time=True" in gaps.notebook(ws, time, workspace="w")


def test_delivery_is_told_in_shares_and_reach_keeps_the_small_count_rule(ws):
    weeks = tuple(
        (80, d, c)
        for d, c in (
            (58, 41),
            (55, 38),
            (49, 33),
            (44, 28),
            (38, 22),
            (33, 18),
            (29, 14),
            (24, 11),
            (20, 9),
            (17, 6),
            (14, 5),
            (13, 4),
        )
    )
    act(ws, weeks=weeks)
    act(ws, "Tea with three families", weeks=((1, 1, 1),), reached=3, intended=6)
    first, second = delivery.deliveries(ws)

    assert "41.0%" in first.delivered
    assert "58.1%" in first.delivered
    assert "34 of 40" in first.reached
    assert "hidden" in second.reached
    assert "3" not in second.reached.replace("Tea with three families", "")


def test_what_is_suggested_tells_no_more_about_few_students_than_the_screen(ws):
    few = act(ws, weeks=((1, 1, 1),), reached=3, intended=20)
    fewer = act(ws, weeks=((1, 1, 1),), reached=1, intended=20)
    nowhere = results.outcome(ws)

    assert results.facts(ws, few, nowhere) == results.facts(ws, fewer, nowhere)


def test_a_leading_measure_in_words_is_told_by_the_team(ws):
    action = act(ws, leading=("Students come on time",))
    (before,) = delivery.first_signs(ws)
    delivery.tell(ws, action, "Students come on time", moved="moved")
    (after,) = delivery.first_signs(ws)

    assert (before.moved, after.moved) == ("unknown", "moved")


def test_a_leading_measure_in_the_data_is_read_from_it(ws):
    suspended(ws, race((30, 120), (24, 300)), race((15, 120), (20, 300)))
    give(
        ws,
        "referred",
        "race",
        {"2023-24": race((60, 120), (60, 300)), "2024-25": race((30, 120), (60, 300))},
        source="r",
    )
    act(ws, leading=("referred",))
    (sign,) = delivery.first_signs(ws)

    assert sign.moved == "moved"
    assert "50.0% (60 of 120)" in sign.sentence


def test_a_result_is_written_in_the_log_once(ws):
    reading(ws)
    found = results.outcome(ws)
    results.keep(ws, found)
    results.keep(ws, found)

    (line,) = ws.of_cycle(LogEntry)
    assert line.form == "outcome"
    assert results.is_kept(ws, found)


def test_a_later_cycle_keeps_showing_the_first_baseline(ws):
    first = reading(ws)
    old = ws.cycle
    ws.save(
        old.model_copy(update={"closed": ws.today()}),
        Cycle(number=2, started=ws.today(), before=old.id, original_goal=first.id),
    )
    freeze(ws, "reading_proficient", "el_status", "2023-24 Spring", "Current EL", target=50, by=date(2026, 6, 15))

    assert "28.6% (32 of 112)" in results.outcome(ws).sentence
    assert "30.0% (36 of 120)" in results.against_original(ws)
