"""Each picture of a gap, and what a team thinks of its ideas: on a wall without scrolling, on paper, on a phone."""

from __future__ import annotations

from itertools import product

import pytest

from equity_core.model import Idea, Query
from equity_core.workflow import meet
from equity_core.workflow.design import ballots, choose
from equity_core.workflow.files import SUFFIX, open_workspace
from tests import worlds
from tests.browser.hands import Hands
from tests.worlds import shown

PICTURE = "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg.marks"
BLACK, SCHOOLS = "Black or African American", [f"School {letter}" for letter in "ABCDEFGH"]
YEARS = [f"{year}-{year % 100 + 1:02}" for year in range(2012, 2025)]
IDEAS = (
    "Greet every student by name at the door",
    "Late bus on Tuesdays and Thursdays",
    "Restorative circles before any referral",
    "Family calls in the first month",
    "Rewrite the referral form with examples",
    "Study hall with teachers, twice a week",
)
RACE = {"sel_measure": "suspended", "sel_dimension": "race", "sel_period": YEARS[-1]}
OF_ALL = {"measure": "suspended", "dimension": "race", "period": YEARS[-1]}
BY_SCHOOL = RACE | {"sel_dimension": "school"}
CHARTS = {  # the button of a picture on the wall, and the question that it answers
    "over_time": RACE,
    "as_runs": RACE,
    "as_shares": RACE,
    "as_people": RACE,
    "as_places": RACE,
    "as_funnel": BY_SCHOOL,
}


def year_of(period, year):
    """Return a year of eight schools: a group that is counted more often, the less the later."""
    parts = {school: (shown(24 + place - year, 60 + place), shown(20, 200)) for place, school in enumerate(SCHOOLS)}
    all_of = [shown(sum(c.x for c in side), sum(c.n for c in side)) for side in zip(*parts.values(), strict=True)]
    everybody = shown(sum(c.x for c in all_of), sum(c.n for c in all_of))
    yield worlds.table("suspended", period, "race", everybody, dict(zip((BLACK, "White"), all_of, strict=True)))
    totals = {school: shown(a.x + b.x, a.n + b.n) for school, (a, b) in parts.items()}
    yield worlds.table("suspended", period, "school", everybody, totals)
    for school, (a, b) in parts.items():
        table = worlds.table("suspended", period, "race", totals[school], {BLACK: a, "White": b})
        yield worlds.narrowed(table, school=school)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A home with a workspace of many schools, many years, and ideas that four people have scored and voted on."""
    home = tmp_path_factory.mktemp("full")
    ws = open_workspace(home / f"many{SUFFIX}")
    worlds.keep(ws, *(table for year, period in enumerate(YEARS) for table in year_of(period, year)))
    ideas = [Idea(cycle=ws.cycle.id, text=text) for text in IDEAS]
    ws.save(*ideas)
    choose.expect(ws, 4)
    for seat, (place, idea) in product(range(1, 5), enumerate(ideas)):
        choose.score(ws, idea, seat=seat, given=dict.fromkeys(choose.PARTS, 1 + (place + seat) % 5))
    look = meet.start(ws, "data_dialogue", minutes=45, seats=8, query=Query(**OF_ALL))
    meet.go_to(ws, look.run, "observe")
    for seat in range(1, 5):
        ballots.cast(ws, seat, [idea.id for idea in ideas[seat - 1 :]])
    ws.store.close()
    return home


@pytest.fixture(scope="module")
def server(full):
    from tests.browser.conftest import start, stop

    running = start("laptop", full)
    yield running
    stop(running)


def bottom(hands, key):
    """Return where an element ends, in pixels from the top of the window."""
    box = hands.at(key).bounding_box()
    return box["y"] + box["height"]


def drawn(hands, key):
    hands.at(key).locator(PICTURE).first.wait_for(timeout=20_000)


def test_every_picture_stands_on_the_wall_with_its_own_sentence(server, new_tab):
    hands = Hands(new_tab(server, width=1024, height=768))
    sentences = set()
    for button, question in CHARTS.items():
        hands.go("gaps", view="stage", **question)
        if hands.has("predict_skip"):
            hands.press("predict_skip")
        hands.press(button)
        drawn(hands, f"{button}_chart")
        sentences.add(hands.text("headline"))
        hands.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        assert bottom(hands, "headline") < bottom(hands, f"{button}_chart") <= 768, button
    assert len(sentences) == len(CHARTS)
    hands.go("meet", view="stage")  # a meeting that looks at a gap needs no scrolling either
    drawn(hands, "gap_chart")
    assert bottom(hands, "stage_capture") < bottom(hands, "gap_chart")
    assert bottom(hands, "headline") <= hands.at("stage_controls").bounding_box()["y"]
    assert hands.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight") <= 768
    hands.must_never_see()


def test_what_the_team_thinks_stands_on_the_wall_one_table_at_a_time(server, new_tab):
    hands = Hands(new_tab(server, width=1024, height=768))
    hands.go("choose", view="stage")
    for name, key in (
        ("What the team thinks", "score_table"),
        ("What the scores add up to", "weighing"),
        ("A secret ballot", "ballots"),
    ):
        if not hands.has(key):
            with hands._redrawn():
                hands.at("wall_table").get_by_text(name, exact=True).click()
        assert bottom(hands, key) <= 768
        assert bottom(hands, "basket") <= 768
    hands.must_never_see()


def test_on_paper_every_picture_and_every_count_is_there(server, new_tab):
    hands = Hands(new_tab(server, width=1024, height=768))
    for question in (RACE, BY_SCHOOL):
        hands.go("gaps", **question)
        if hands.has("predict_skip"):
            hands.press("predict_skip")
        hands.go("gaps", view="print", **question)
        for button in (button for button, asked in CHARTS.items() if asked is question):
            drawn(hands, {"over_time": "gap_lines", "as_runs": "gap_runs"}.get(button, f"{button}_chart"))
    hands.go("choose", view="print")
    assert "of 4" in hands.text("ballots")
    assert "comes first" in hands.text("weighing") or "nearly equal" in hands.text("weighing")
    hands.must_never_see()


def test_on_a_phone_no_picture_is_wider_than_the_page(server, new_tab):
    hands = Hands(new_tab(server, width=390, height=844))
    hands.go("gaps", **RACE)
    if hands.has("predict_skip"):
        hands.press("predict_skip")
    for button in ("over_time", "as_places", "as_shares"):
        hands.press(button)
    for key in ("gap_lines", "gap_runs", "as_places_chart", "as_shares_chart"):
        drawn(hands, key)
        box = hands.at(key).locator(PICTURE).first.bounding_box()
        assert box["x"] + box["width"] <= 390
    assert not hands.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
    hands.must_never_see()
