from datetime import date, datetime

from equity_core.model import Action, CheckIn, Profile, Source
from equity_core.workflow.implement import plan

WHOLE = {
    "core_parts": ("Meet twice a week", "Ask one question", "Make up what was missed"),
    "owner_role": "Dean",
    "approver_role": "Principal",
    "start": date(2026, 1, 13),
    "end": date(2026, 4, 4),
    "students_intended": 40,
    "leading": ("belonging",),
    "lagging": ("chronic_absence",),
}


def action(ws, **planned):
    kept = Action(cycle=ws.cycle.id, idea="i", title="Mentor check-ins", **planned)
    ws.save(kept)
    return kept


def open_fields(one):
    return [(problem.column, problem.code) for problem in plan.problems(one)]


def test_a_whole_plan_is_ready(ws):
    assert plan.is_ready(action(ws, **WHOLE))


def test_each_field_says_what_it_misses(ws):
    assert [column for column, _ in open_fields(action(ws))] == [
        "core_parts", "owner_role", "approver_role", "start", "end", "students_intended", "leading", "lagging",
    ]  # fmt: skip


def test_a_plan_cannot_end_before_it_starts(ws):
    wrong = action(ws, **{**WHOLE, "end": date(2026, 1, 12)})
    assert open_fields(wrong) == [("end", "plan_end_first")]


def test_a_plan_may_last_one_day(ws):
    assert plan.is_ready(action(ws, **{**WHOLE, "end": WHOLE["start"]}))


def test_half_a_plan_is_kept_with_what_is_wrong_in_it(ws):
    one = action(ws)
    plan.keep(ws, one, **{**WHOLE, "owner_role": "", "end": date(2024, 1, 1)})
    kept = ws.get(Action, one.id)
    assert kept.core_parts == WHOLE["core_parts"]
    assert [column for column, _ in open_fields(kept)] == ["owner_role", "end"]


def test_saving_what_did_not_change_is_no_edit(ws):
    one, before = action(ws, **WHOLE), ws.store.seq
    plan.keep(ws, one, **WHOLE)
    assert ws.store.seq == before


def test_a_fresh_action_is_not_begun(ws):
    assert not plan.is_begun(action(ws))
    assert plan.is_begun(action(ws, owner_role="Dean"))


def test_one_core_part_is_allowed_and_deserves_a_second_look(ws):
    one = action(ws, **{**WHOLE, "core_parts": ("Meet",)})
    assert plan.is_ready(one)
    assert [problem.code for problem in plan.advice(ws, one)] == ["plan_few_core"]


def test_seven_core_parts_are_too_many_to_watch(ws):
    one = action(ws, **{**WHOLE, "core_parts": tuple("abcdefg")})
    assert [(problem.code, problem.count) for problem in plan.advice(ws, one)] == [("plan_many_core", 7)]


def test_only_test_scores_and_an_end_after_the_decision_are_said(ws):
    ws.save(Profile(decide_by=date(2026, 3, 1)))
    one = action(ws, **{**WHOLE, "leading": ("math_proficient",), "lagging": ("reading_proficient",)})
    assert [problem.code for problem in plan.advice(ws, one)] == ["plan_ends_late", "plan_tests_only"]


def test_days_that_are_past_pass_with_a_word_until_a_week_is_written_down(ws):
    one = action(ws, **{**WHOLE, "start": date(2025, 10, 6), "end": date(2025, 11, 2)})
    assert plan.is_ready(one)
    assert [(note.column, note.code) for note in plan.advice(ws, one)] == [
        ("start", "plan_start_past"),
        ("end", "plan_end_past"),
    ]
    ws.save(CheckIn(cycle=ws.cycle.id, action=one.id, week_of=date(2025, 10, 6), planned=2, delivered=2))
    assert [note.code for note in plan.advice(ws, one)] == ["plan_end_past"]


def test_words_of_the_teams_own_are_more_than_test_scores(ws):
    one = action(ws, **{**WHOLE, "leading": ("students say good morning",), "lagging": ("reading_proficient",)})
    assert plan.advice(ws, one) == ()


def test_measures_offered_are_those_in_the_data_and_those_typed(ws):
    ws.save(
        Source(
            name="f.csv", shape="students", fingerprint="x", rows_read=1, rows_kept=1,
            measures=("suspended",), imported_at=datetime(2025, 1, 1),
        )
    )  # fmt: skip
    assert plan.measures(ws, ("smiles", "suspended")) == ["suspended", "smiles"]


def test_roles_are_the_teams_and_those_named(ws):
    ws.save(Profile(roles=("Dean", "Teacher"), approver_role="Principal"))
    assert plan.roles(ws, "Coach", "") == ["Dean", "Teacher", "Principal", "Coach"]


def test_the_charter_says_what_is_not_decided_yet(ws):
    told = plan.charter(ws, action(ws, owner_role="Dean", leading=("smiles",)))
    assert (told["Makes sure it happens"], told["Moves first"]) == ("Dean", "smiles")
    assert told["When"] == "not decided yet"


def test_the_charter_gives_dates_and_dose(ws):
    told = plan.charter(ws, action(ws, **{**WHOLE, "leading": (), "lagging": ()}, sessions_per_week=80))
    assert told["When"] == "January 13, 2026 to April 4, 2026 · 80 sessions each week"
    assert told["For"] == "40 students"
