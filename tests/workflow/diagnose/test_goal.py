"""Scenario S4, steps 2 to 4, and what else a goal refuses and warns about."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from equity_core.errors import Refused
from equity_core.model import Goal, Query
from equity_core.privacy import HIDDEN, Count, Release
from equity_core.workflow.diagnose import focus, goal
from tests.rules.test_language import FORBIDDEN
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring

JUNE_2026 = date(2026, 6, 15)


def write(ws, query=EL_READING, *, target="50", by=JUNE_2026):
    return goal.draft(ws, query, target_percent=Decimal(target) if target else None, by=by)


def warning(draft, code):
    return next((w.text for w in draft.warnings if w.code == code), "")


def refusal(draft, code):
    return next((r.text for r in draft.refusals if r.code == code), "")


# -- S4 ----------------------------------------------------------------------------------------------------------------


def test_the_sentence_goes_from_the_baseline_to_the_target(ws):
    bring(ws, EL_FILE)
    assert write(ws).sentence == (
        "We aim to raise the share of Current EL students who are reading proficient from 30.0% to 50% by June 2026, "
        "while everyone else does not lose ground."
    )


def test_the_math_counts_whole_students_and_points_per_year(ws):
    bring(ws, EL_FILE)
    math = "\n".join(write(ws).math)
    assert "24 more students (60 of 120)" in math
    assert "6.7 points per year" in math
    assert "36 of 120" in math
    assert "22.5% to 38.7%" in math
    assert "from 31.7 to 11.7 points" in math


def test_how_the_math_was_computed_has_its_numbers(ws):
    bring(ws, EL_FILE)
    how = write(ws).method
    assert "Students: the smallest k for which (36 + k)/120 is 50% or more. k = 24." in how
    assert "Pace: from 30.0% to 50% in 3.00 school years is 6.7 points per year." in how
    assert "Baseline: 36/120 = 30.0%, 95% interval (Wilson) 22.5% to 38.7%." in how
    assert "Hard to tell: (1.96 + 0.84) × √(30.0% × (1 − 30.0%) × 2 ÷ 120) = 16.6 points." in how
    assert "Difference: 61.7% and 30.0% are 31.7 points apart; 61.7% and 50% are 11.7." in how
    assert not any(FORBIDDEN.search(step) for step in how)


def test_a_pace_that_no_year_had_is_named(ws):
    bring(ws, EL_FILE)
    assert "exceeds anything in our data: 6.7 points per year" in warning(write(ws), "pace")
    assert "no year so far moved the right way" in warning(write(ws), "pace")


def test_reclassification_is_named_with_ever_el_and_a_fixed_cohort(ws):
    bring(ws, EL_FILE)
    text = warning(write(ws), "membership")
    assert "reclassification" in text
    assert "46.0% → 49.1% → 52.2%" in text
    assert "fixed cohort" in text
    assert write(ws).together == "Ever EL"


def test_everyone_else_is_checked_too(ws):
    bring(ws, EL_FILE)
    assert "61.7% → 63.0% → 63.9%" in warning(write(ws), "everyone_else")


def test_a_freeze_copies_the_released_numbers(ws):
    bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws), track_together=True)
    assert goal.current(ws) == kept
    assert (kept.baseline.group.x, kept.baseline.group.n) == (36, 120)
    assert (kept.baseline.rest.x, kept.baseline.rest.n) == (284, 460)
    assert goal.together(kept) == ("Current EL", "Former EL")
    assert {"pace", "membership", "everyone_else"} <= set(kept.accepted_warnings)


def test_another_file_never_changes_the_baseline_and_never_tells_the_difference(ws):
    first = bring(ws, EL_FILE)
    goal.freeze(ws, write(ws))
    bring(ws, EL_FILE.replace("120 36", "120 40"), replaces=first)
    told = goal.told(ws, goal.current(ws))
    assert "30.0% (36 of 120)" in told.baseline
    assert "24 more students (60 of 120)" in told.math[0]
    assert "differs from the frozen one" in told.differs
    assert "reason to rebase" in told.differs
    assert told.can_rebase
    everything = " ".join([told.sentence, told.baseline, *told.math, told.differs, *(w.text for w in told.warnings)])
    assert not re.search(r"\b4 (more |fewer )?students\b|\b40 of 120\b|33\.3%", everything)


def test_over_time_the_baseline_s_period_keeps_the_frozen_figures(ws):
    first = bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    assert (kept.baseline.together.x, kept.baseline.together.n) == (92, 200)
    bring(ws, EL_FILE.replace("120 36", "120 40"), replaces=first)
    assert [line.values[0][1] for line in goal.told(ws, kept).lines] == ["30.0%", "46.0%", "61.7%"]
    assert "46.0% → 49.1% → 52.2%" in next(w.text for w in goal.told(ws, kept).warnings if w.code == "membership")


def test_the_same_file_again_says_nothing(ws):
    first = bring(ws, EL_FILE)
    goal.freeze(ws, write(ws))
    bring(ws, EL_FILE, replaces=first)
    assert goal.told(ws, goal.current(ws)).differs == ""


def test_a_rebase_needs_a_reason_and_keeps_the_old_goal_in_the_history(ws):
    first = bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    bring(ws, EL_FILE.replace("120 36", "120 40"), replaces=first)
    with pytest.raises(Refused, match=r"goal\.no_reason"):
        goal.rebase(ws, kept, because="  ")
    goal.rebase(ws, kept, because="The district corrected four late scores.")
    told = goal.told(ws, goal.current(ws))
    assert "33.3% (40 of 120)" in told.baseline
    assert told.differs == ""
    earlier = goal.history(ws, told.goal)
    assert [e.because for e in earlier] == ["The district corrected four late scores."]
    assert "from 30.0% to 50%" in earlier[0].sentence


def test_a_file_that_hides_the_figure_now_cannot_be_rebased_to(ws):
    first = bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    bring(ws, EL_FILE.replace("Current EL 120 36", "Current EL hidden"), replaces=first)
    told = goal.told(ws, kept)
    assert "hides the figure" in told.differs
    assert not told.can_rebase
    with pytest.raises(Refused):
        goal.rebase(ws, kept, because="because")


def test_a_deleted_source_leaves_the_baseline(ws):
    source = bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    ws.save(source.model_copy(update={"status": "deleted"}))
    told = goal.told(ws, kept)
    assert "36 of 120" in told.baseline
    assert "None of our files" in told.differs


# -- refusals ----------------------------------------------------------------------------------------------------------


def test_a_target_in_the_wrong_direction_is_refused_with_the_way_out(ws):
    bring(ws, EL_FILE)
    draft = write(ws, target="25")
    assert draft.goal is None
    assert "baseline is 30.0% already. Choose a target above it" in refusal(draft, "target")
    with pytest.raises(Refused, match=r"goal\.not_ready"):
        goal.freeze(ws, draft)


def test_for_fewer_the_target_is_below_the_baseline(ws):
    bring(ws, "2024-25 | Black or African American 120 24 | White 480 37", measure="suspended", dimension="race")
    query = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")
    assert "Choose a target below it" in refusal(write(ws, query, target="30"), "target")
    draft = write(ws, query, target="7.5")
    assert "lower the share of Black or African American students" in draft.sentence
    assert "from 20.0% to 7.5%" in draft.sentence
    assert "15 fewer students (9 of 120)" in draft.math[0]


def test_a_target_over_100_is_refused(ws):
    bring(ws, EL_FILE)
    assert "from 0 to 100" in refusal(write(ws, target="120"), "target")


def test_a_date_that_the_numbers_have_passed_is_refused(ws):
    bring(ws, EL_FILE)
    assert "already reach 2024-25 Spring" in refusal(write(ws, by=date(2025, 6, 15)), "date")


def test_a_date_that_only_the_calendar_has_passed_is_a_warning(ws):
    bring(ws, EL_FILE.strip().splitlines()[0])
    draft = write(ws, by=date(2025, 5, 31))
    assert draft.goal is not None
    assert "May 2025 has passed" in warning(draft, "date_passed")


def test_a_hidden_baseline_is_refused_with_other_periods_and_groups(ws):
    bring(ws, EL_FILE.replace("Current EL 120 36", "Current EL hidden"))
    text = refusal(write(ws), "baseline_hidden")
    assert "hidden" in text
    assert "2023-24 Spring and 2024-25 Spring" in text
    assert "Former EL and Never EL" in text
    assert write(ws).sentence == ""


def test_a_missing_target_leaves_a_blank_and_no_refusal(ws):
    bring(ws, EL_FILE)
    draft = write(ws, target=None)
    assert "from 30.0% to _____ by June 2026" in draft.sentence
    assert draft.refusals == ()
    assert draft.goal is None


# -- warnings ----------------------------------------------------------------------------------------------------------


def test_without_former_el_the_caution_stands_alone(ws):
    bring(ws, "2022-23 | Current EL 120 36 | Never EL 460 284")
    draft = write(ws, EL_READING.model_copy(update={"period": "2022-23"}))
    assert "no Former EL group" in warning(draft, "membership")
    assert draft.together == ""


def test_former_el_is_the_group_that_students_move_into_and_never_el_is_neither(ws):
    bring(ws, EL_FILE)
    told = {
        group: write(ws, EL_READING.model_copy(update={"group": group}), target="80")
        for group in ("Former EL", "Never EL")
    }
    said = warning(told["Former EL"], "membership")
    assert "join this group" in said
    assert "leave this group" not in said
    assert "no Former EL group" not in said
    assert "fixed cohort" in said
    assert "membership" not in [w.code for w in told["Never EL"].warnings]


def test_a_pace_within_what_happened_before_is_no_warning(ws):
    bring(ws, "2022-23 | A 100 20 | B 100 50\n2023-24 | A 100 40 | B 100 50", dimension="school")
    query = Query(measure="reading_proficient", dimension="school", period="2023-24", group="A")
    draft = write(ws, query, target="60", by=date(2026, 6, 1))
    assert warning(draft, "pace") == ""
    assert warning(write(ws, query, target="95", by=date(2026, 6, 1)), "pace").startswith("This pace exceeds anything")


def test_fall_is_compared_with_fall(ws):
    bring(
        ws,
        "2023-24 Fall | A 100 20 | B 100 50\n2023-24 Spring | A 100 60 | B 100 50\n2024-25 Fall | A 100 22 | B 100 50",
        dimension="school",
    )
    query = Query(measure="reading_proficient", dimension="school", period="2024-25 Fall", group="A")
    assert "best year so far moved 2.0 points" in warning(write(ws, query, by=date(2027, 10, 1)), "pace")


def test_a_hidden_everyone_else_is_said(ws):
    bring(ws, "2022-23 | A 100 20 | B hidden", dimension="school")
    query = Query(measure="reading_proficient", dimension="school", period="2022-23", group="A")
    assert "nobody can check" in warning(write(ws, query), "everyone_else")


def test_a_goal_beside_the_focus_is_named(ws):
    bring(ws, EL_FILE)
    focus.choose(ws, focus.add(ws, EL_READING.model_copy(update={"group": "Never EL"})))
    assert "not about our focus" in warning(write(ws), "not_focus")


def test_a_small_change_in_a_small_group_is_named(ws):
    bring(ws, "2022-23 | A 20 10 | B 100 50", dimension="school")
    query = Query(measure="reading_proficient", dimension="school", period="2022-23", group="A")
    draft = write(ws, query, target="60")
    assert "too few to judge" in warning(draft, "too_few")
    assert "hard to tell from chance" in warning(draft, "too_small")


def test_a_published_rate_without_counts_gives_a_sentence_and_no_students(ws):
    source = bring(ws, "2022-23 | A 100 30 | B 100 50", dimension="school")
    (table,) = ws.store.releases([source.id])[0].tables
    rates = replace(table, total=HIDDEN, groups=(("A", Count("shown", rate=Fraction(3, 10))),))
    ws.store.keep_release(Release(source=source.id, min_group=10, tables=(rates,)))
    query = Query(measure="reading_proficient", dimension="school", period="2022-23", group="A")
    draft = write(ws, query)
    assert "from 30.0% to 50%" in draft.sentence
    assert "without counts" in draft.math[0]
    kept = goal.freeze(ws, draft)
    assert kept.baseline.group.n is None
    assert "Baseline: 30.0% in 2022-23" in goal.told(ws, kept).baseline


# -- a frozen goal -----------------------------------------------------------------------------------------------------


def test_another_target_keeps_the_baseline(ws):
    bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    assert goal.change_aim(ws, kept, target_percent=Decimal(45), by=JUNE_2026, track_together=False) == ()
    changed = goal.current(ws)
    assert changed.target_percent == 45
    assert changed.baseline == kept.baseline
    assert (
        goal.change_aim(ws, changed, target_percent=Decimal(10), by=JUNE_2026, track_together=False)[0].code == "target"
    )


def test_tracking_can_be_added_later(ws):
    bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    assert goal.can_track(ws, kept)
    goal.change_aim(ws, kept, target_percent=Decimal(50), by=JUNE_2026, track_together=True)
    assert goal.current(ws).tracked_with == ("Former EL",)
    assert [line.name for line in goal.told(ws, goal.current(ws)).lines] == ["Current EL", "Ever EL", "Everyone else"]


def test_there_is_one_goal_in_a_cycle(ws):
    bring(ws, EL_FILE)
    goal.freeze(ws, write(ws))
    goal.freeze(ws, write(ws, target="45"))
    assert len(ws.of_cycle(Goal)) == 1


def test_a_goal_taken_away_comes_back_by_undo(ws):
    bring(ws, EL_FILE)
    goal.withdraw(ws, goal.freeze(ws, write(ws)))
    assert goal.current(ws) is None
    ws.undo()
    assert goal.current(ws) is not None


def test_the_pickers_begin_with_the_focus(ws):
    assert not goal.has_numbers(ws)
    bring(ws, EL_FILE)
    focus.choose(ws, focus.add(ws, EL_READING))
    assert goal.measures(ws) == ["reading_proficient"]
    assert goal.dimensions(ws, "reading_proficient") == ["el_status"]
    assert goal.baseline_periods(ws, "reading_proficient", "el_status") == [
        "2022-23 Spring",
        "2024-25 Spring",
        "2023-24 Spring",
    ]
    assert goal.groups(ws, "reading_proficient", "el_status", "2022-23 Spring")[0] == "Current EL"


def test_the_date_to_begin_with_is_june_in_three_years(ws):
    assert goal.a_date(ws, "2024-25") == date(2028, 6, 15)
    assert goal.a_date(ws, "2019-20") == date(2026, 6, 15)
    assert goal.a_date(ws, "first") == date(2026, 6, 15)
