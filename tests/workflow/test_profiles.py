"""Little money, little time, few convinced: each changes what the matrix says, and no combination hides a check."""

from __future__ import annotations

from datetime import date, time
from itertools import chain, combinations

import pytest

from equity_core.model import Baseline, BaselineSide, Cause, Evidence, Focus, Gap, Goal, Listening, Profile, Query
from equity_core.workflow import kit_workbook, loop, meet, privacy, profiles
from equity_core.workflow.design import choose, ideas
from equity_core.workflow.diagnose import causes, focus, gap_choices, gaps, goal_letters, listen
from equity_core.workflow.get_ready import commitment, coverage, listening, terms
from equity_core.workflow.get_ready.team import CONSTRAINTS
from pages.parts.registry import PAGES
from tests import worlds
from tests.conftest import noon

ALL = tuple(chain.from_iterable(combinations(CONSTRAINTS, n) for n in range(len(CONSTRAINTS) + 1)))
GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")
UX = {  # screen, constraint: what UX.md §10 says there, in our ids
    ("words", "limited_time"): {"two_terms"},
    ("words", "low_buy_in"): {"child_first"},
    ("listening", "low_budget"): {"free_venues", "community_conversations", "phone_script"},
    ("listening", "limited_time"): {"existing_data_first", "five_calls"},
    ("listening", "low_buy_in"): {"stories_with_consent", "hear_skeptics"},
    ("listen", "limited_time"): {"existing_data_first", "five_calls"},
    ("listen", "low_budget"): {"community_conversations", "phone_script"},
    ("listen", "low_buy_in"): {"stories_with_consent", "hear_skeptics"},
    ("commitment", "low_budget"): {"money_may_be_zero"},
    ("commitment", "limited_time"): {"small_scope"},
    ("commitment", "low_buy_in"): {"respected_lead", "influence_open"},
    ("gaps", "low_budget"): {"audits_first"},
    ("gaps", "limited_time"): {"measured_in_time"},
    ("gaps", "low_buy_in"): {"goal_line", "every_student"},
    ("focus", "low_budget"): {"policy_can_move"},
    ("focus", "limited_time"): {"measured_in_time"},
    ("focus", "low_buy_in"): {"every_student"},
    ("audits", "low_budget"): {"audits_first"},
    ("causes", "low_budget"): {"audits_first"},
    ("causes", "limited_time"): {"one_branch"},
    ("causes", "low_buy_in"): {"look_together"},
    ("ideas", "low_budget"): {"no_cost_first"},
    ("ideas", "limited_time"): {"tested_elsewhere"},
    ("choose", "limited_time"): {"basket_of_one"},
    ("choose", "low_buy_in"): {"volunteers_first"},
    ("plan", "low_budget"): {"hours_not_dollars", "use_what_is_there"},
    ("plan", "low_buy_in"): {"opt_in"},
    ("checkins", "limited_time"): {"one_minute", "six_weeks"},
    ("checkins", "low_buy_in"): {"share_early"},
    ("results", "limited_time"): {"leading_decides"},
    ("results", "low_buy_in"): {"story_and_number", "who_benefited"},
    ("kit", "low_budget"): {"black_and_white"},
    ("kit", "limited_time"): {"one_page"},
    ("kit", "low_buy_in"): {"helps_everyone"},
}


ORDERS = {  # short of time, few convinced: reading alone is counted again in time, absence alone nobody gains from
    (False, False): ["chronic_absence", "reading_proficient", "math_proficient"],
    (True, False): ["reading_proficient", "chronic_absence", "math_proficient"],
    (False, True): ["reading_proficient", "math_proficient", "chronic_absence"],
    (True, True): ["reading_proficient", "math_proficient", "chronic_absence"],
}


def a_table(measure, period):
    groups = {"Black or African American": worlds.shown(40, 120), "White": worlds.shown(80, 220)}
    return worlds.table(measure, period, "race", worlds.shown(120, 340), groups)


@pytest.fixture
def full(ws):
    """A team with numbers, a focus, a hunch, a frozen goal, and a plan to listen at noon."""
    others = [a_table(measure, "2024-25") for measure in ("chronic_absence", "math_proficient")]
    terms_of = [a_table("reading_proficient", f"2024-25 {term}") for term in ("Fall", "Spring")]
    worlds.keep(ws, worlds.s1_race(), *others, *terms_of)
    cycle = ws.cycle.id
    sides = {"group": BaselineSide(n=120, x=24), "rest": BaselineSide(n=480, x=37)}
    frozen = Baseline(query=GAP, **sides, frozen_at=noon(), source="s")
    ws.save(
        Focus(id=cycle, cycle=cycle, query=GAP),
        Cause(cycle=cycle, text="Letters go out late", lens="practice", will_act=True, whys=("One person sends them",)),
        Cause(cycle=cycle, text="The bus leaves first", lens="access"),
        Gap(cycle=cycle, query=GAP),
        Evidence(cycle=cycle, form="voice", text="It came late", from_role="family", most_affected=True),
        Listening(cycle=cycle, on=date(2025, 11, 10), starts=time(12), ends=time(13)),
        Goal(cycle=cycle, baseline=frozen, target_percent=10, by=date(2026, 6, 1)),
    )
    return ws


def bound(ws, constraints):
    ws.save(Profile(constraints=constraints, decide_by=date(2026, 2, 1)))
    return ws


@pytest.mark.parametrize("constraints", ALL, ids=lambda c: "+".join(c) or "none")
def test_each_screen_changes_by_the_union_of_what_binds(ws, constraints):
    bound(ws, constraints)
    for screen in profiles.matrix("en"):
        expected = {id for one in constraints for id in profiles.matrix("en")[screen].get(one, ())}
        assert set(profiles.changes(ws, screen)) == expected
        assert len(profiles.told(ws, screen)) == len(expected)
    for (screen, one), ids in UX.items():
        assert (ids <= set(profiles.changes(ws, screen))) == (one in constraints)


@pytest.mark.parametrize("constraints", ALL, ids=lambda c: "+".join(c) or "none")
def test_what_changes_is_done_and_not_only_said(full, constraints):
    ws = bound(full, constraints)
    poor, short, wary = (one in constraints for one in CONSTRAINTS)
    assert choose.basket(ws).limit == (1 if short else 3)
    assert (ideas.board(ws).still_to_type == 0) == short
    commitment.keep(ws, hours=9, money=9, said_by="Principal", scope="school")
    assert any("Little time" in line for line in commitment.lip_service(ws)) == short
    assert [t.id for t in terms.terms(ws)][2:] == ([] if short else ["diversity", "inclusion", "justice"])
    assert (listening.new(ws).setting == "conversation") == poor
    assert any("who may read" in line for line in listening.checklist(ws)) == wary
    assert (gap_choices.comparisons(ws, "suspended", "race", "2024-25")[0].code == "rate:0.1") == wary
    assert (gap_choices.comparisons(ws, "math_proficient", "race", "2024-25")[0].code == "all") == wary
    assert [m.code for m in gap_choices.measures(ws)][1:] == ORDERS[short, wary]
    assert bool(focus.too_late(ws, GAP)) == short
    assert ("10.2%" in focus.portfolio(ws)[0].facts[0]) == wary
    first, second = ws.of_cycle(Cause)
    assert (causes.branch(ws, second) == first) == short
    assert ("pattern" in causes.worded(ws, "causes.text")) == wary
    assert ("leading" in goal_letters.without(ws, ws.of_cycle(Goal)[0])) == short
    assert meet.suggests_short(ws, "root_cause", 90) == short


def test_every_screen_of_the_matrix_is_a_page():
    assert set(profiles.matrix("en")) - {"words"} <= set(PAGES)


@pytest.mark.parametrize("constraints", ALL[1:], ids="+".join)
def test_no_profile_hides_a_privacy_an_evidence_or_an_equity_check(full, constraints):
    def checks():
        look = gaps.look(full, GAP)
        return (
            [(check.id, check.page) for step in loop.steps(full) for check in step.checks],
            [(f.code, f.holds, f.missing) for f in listening.check(full)],
            coverage.equity_check(full),
            full.profile.min_group,
            (look.headline, look.certainty, look.hidden_note, look.cautions, look.notes),
            [(w.cause.id, w.status) for w in causes.board(full)],
            causes.open_questions(full),
            [commitment.flags(full, right) for right in commitment.rights(full)],
            privacy.overview(full),
            kit_workbook.sheets(full)["hidden_cells"],
            listen.silence(full),
        )

    before = checks()
    bound(full, constraints)
    assert checks() == before
