"""Who can come, case by case. 2026-03-02 is a Monday, 2026-03-07 a Saturday."""

from __future__ import annotations

from datetime import date, time

import pytest

from equity_core.model import Listening, ListeningPlan
from equity_core.words import Words
from equity_core.workflow.get_ready import access

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)
NOON, HALF_PAST_THREE, BEFORE_EVENING, EVENING = time(12), time(15, 30), time(16, 59), time(17)
PLAN = ListeningPlan(languages=("Arabic", "Spanish"))
GROUP = ("Current EL",)


def meeting(starts=NOON, on=MONDAY, **rest):
    return Listening(on=on, starts=starts, groups=GROUP, **rest)


TWO = {"off_hours", "two_slots", "childcare", "transport", "remote", "all_in_school_hours", "languages", "groups"}
ALL_OPEN = TWO - {"two_slots"}  # one meeting is no "same time"
CASES = {
    "nothing planned": ((), None),
    "a Monday noon": ((meeting(),), ALL_OPEN),
    "without an hour nothing is said of when": (
        (meeting(None),),
        {"when", "childcare", "transport", "remote", "languages"},
    ),
    "an hour is not said beside an evening": (
        (meeting(None), meeting(EVENING)),
        {"when", "childcare", "transport", "remote", "languages"},
    ),
    "two Monday noons are one time of the week": ((meeting(), meeting()), TWO),
    "the last minute of school": ((meeting(time(15, 29)),), ALL_OPEN),
    "the minute school ends, yet before evening": ((meeting(HALF_PAST_THREE),), ALL_OPEN - {"all_in_school_hours"}),
    "a minute before evening": ((meeting(BEFORE_EVENING),), ALL_OPEN - {"all_in_school_hours"}),
    "the minute evening begins": (
        (meeting(EVENING),),
        ALL_OPEN - {"off_hours", "all_in_school_hours", "groups"},
    ),
    "a Saturday noon": ((meeting(on=SATURDAY),), ALL_OPEN - {"off_hours", "all_in_school_hours", "groups"}),
    "noon and evening": (
        (meeting(), meeting(EVENING)),
        ALL_OPEN - {"off_hours", "two_slots", "all_in_school_hours", "groups"},
    ),
    "noon, also online": ((meeting(is_remote=True),), ALL_OPEN - {"remote", "groups"}),
    "childcare at noon": ((meeting(supports=("childcare", "food")),), ALL_OPEN - {"childcare"}),
    "a ride at noon": ((meeting(supports=("transport",)),), ALL_OPEN - {"transport"}),
    "one of two languages": ((meeting(languages=("Spanish",)),), ALL_OPEN),
    "two languages at two meetings": (
        (meeting(languages=("Spanish",)), meeting(languages=("Arabic",))),
        TWO - {"languages"},
    ),
    "calls alone: no question about slots": (
        (Listening(setting="calls", groups=GROUP, languages=PLAN.languages),),
        set(),
    ),
    "students at noon are there": ((meeting(with_role="student", languages=PLAN.languages),), set()),
    "calls make up for a noon": (
        (meeting(), Listening(setting="calls", groups=GROUP)),
        ALL_OPEN - {"remote", "groups"},
    ),
    "another group in the evening": (
        (Listening(on=MONDAY, starts=EVENING, groups=("Asian",)),),
        ALL_OPEN - {"off_hours", "all_in_school_hours"},
    ),
    "a meeting without a day says nothing of when": (
        (meeting(EVENING, on=None),),
        {"when", "childcare", "transport", "remote", "languages"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_hold(case):
    sessions, expected = CASES[case]
    found = access.check(sessions, PLAN, groups=GROUP)
    assert ({f.code for f in found if not f.holds} or None) == (expected or None)
    assert bool(found) == (expected is not None)


def test_it_names_which_languages_and_groups_are_left_out():
    found = access.check((meeting(languages=("Spanish",)),), PLAN, groups=(*GROUP, "Asian"))
    missing = {f.code: f.missing for f in found if f.missing}
    assert missing == {"languages": ("Arabic",), "groups": ("Current EL", "Asian")}


BY_GROUP = {  # evening or weekend, languages, childcare, a ride, from where they are
    "nobody asks them": ((), "no no no no no"),
    "a Monday noon": ((meeting(languages=("Spanish",)),), "no no no no no"),
    "without an hour": ((meeting(None),), "unsaid no no no no"),
    "a Saturday with all that helps": (
        (meeting(on=SATURDAY, supports=("childcare", "transport"), languages=("Arabic", "Spanish")),),
        "yes yes yes yes no",
    ),
    "a noon that people can dial into": ((meeting(is_remote=True),), "no no no no yes"),
    "calls alone: nobody has to come": (
        (Listening(setting="calls", groups=GROUP, languages=PLAN.languages),),
        "needless yes needless needless yes",
    ),
    "students at noon are there": ((meeting(with_role="student"),), "needless no needless needless no"),
    "what helps another group is not theirs": (
        (meeting(), Listening(on=SATURDAY, starts=NOON, groups=("Asian",), supports=("childcare", "transport"))),
        "no no no no no",
    ),
}


@pytest.mark.parametrize("case", BY_GROUP)
def test_each_group_is_asked_after_what_makes_it_possible_to_come(case):
    sessions, expected = BY_GROUP[case]
    (found,) = access.by_group(sessions, PLAN, groups=GROUP)
    assert found.group == GROUP[0]
    assert " ".join(found.needs.values()) == expected


def test_where_no_language_is_named_nothing_is_said_of_languages():
    (found,) = access.by_group((meeting(),), ListeningPlan(), groups=GROUP)
    assert found.needs["languages"] == "unsaid"
    said = {f.code: f.holds for f in access.check((meeting(),), ListeningPlan(), groups=GROUP)}
    assert "languages" not in said
    assert said["named"] is False


def test_a_school_day_that_begins_later_moves_the_hours():
    late = PLAN.model_copy(update={"school_starts": time(12, 30), "school_ends": time(18)})
    assert access.part(meeting(), late) == "around_school"
    assert access.part(meeting(time(16)), late) == "school_hours"


def test_every_finding_has_its_words():
    words = Words()
    for sessions, _ in CASES.values():
        for finding in access.check(sessions, PLAN, groups=GROUP):
            assert words(f"access.{finding.code}_{'yes' if finding.holds else 'no'}", missing="")
