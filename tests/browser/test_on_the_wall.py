"""Every page of Get ready and Diagnose, each picture of a gap, what a team thinks of its ideas: wall, paper, phone."""

from __future__ import annotations

from itertools import product

import pytest

from equity_core import samples
from equity_core.model import Criterion, Idea, Query
from equity_core.workflow import meet
from equity_core.workflow.data import bring_in
from equity_core.workflow.design import ballots, choose
from equity_core.workflow.diagnose import screening
from equity_core.workflow.files import SUFFIX, open_workspace
from equity_core.workflow.sample_school import open_sample
from pages.parts.registry import PAGES
from tests import worlds
from tests.browser.conftest import start, stop
from tests.browser.hands import SMALLEST_ON_THE_WALL, Hands, smallest_letters
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


SETUP = {"team", "suspect"}  # forms that a team fills in before it meets
READY = {  # what must be seen of each page without scrolling; the last one is on paper too
    "words": ("words_ours_inclusion",),
    "listening": ("coverage",),
    "commitment": ("decision_map",),
    "gaps": ("headline", "gap_chart"),
    "focus": ("focus_statement", "focus_table"),
    "listen": ("beside_cards", "beside_number"),
    "causes": ("cause_board",),
    "audits": ("audit_ask", "audit_sentence"),
    "screening": ("screening_sentences", "screening_chart"),
    "access": ("headline", "access_chart"),
    "points": ("headline", "points_chart"),
    "resources": ("share_sentence", "share_chart"),
    "goal": ("goal_math", "goal_sentence"),
}
STEPS = ("Eligible", "Told", "Requested", "Enrolled")
FIELDS = "[data-testid=stMain] :is(input, textarea, button)"


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
    running = start("laptop", full)
    yield running
    stop(running)


@pytest.fixture
def riverbend(tmp_path, serve):
    """The made-up school, with the practice file of a way in and a rule over its columns: no page is empty."""
    ws, file = open_workspace(tmp_path / f"riverbend{SUFFIX}"), samples.ways_file()
    open_sample(ws)
    draft = bring_in.read(ws, [(file.name, file.content)])
    for column in draft.files[0].part.mapping.columns:
        if column.header.title() in STEPS:
            draft.remap(0, column.index, "own_yes_no")
    bring_in.keep(ws, draft, is_sample=True)
    screening.try_rule(ws, "enrolled", "all", [Criterion(measure="eligible")])
    ws.store.close()
    return serve("laptop", tmp_path)


def bottom(hands, key):
    """Return where an element ends, in pixels from the top of the window."""
    box = hands.at(key).bounding_box()
    return box["y"] + box["height"]


def drawn(hands, key):
    hands.at(key).locator(PICTURE).first.wait_for(timeout=20_000)


def scrolls(hands):
    return hands.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight > window.innerHeight")


def find_the_narrow_step(hands):
    hands.go("access")
    for step in STEPS:
        with hands._redrawn():
            hands.pick(hands.at("access_steps").locator("input").first, step)
    hands.press("access_keep")
    assert "took 42 of 84 Former EL students on from “Eligible” to “Told”" in hands.text("headline")
    hands.press("access_pin_1")
    assert "Pinned: “Told”" in hands.text("access_pins")


def test_every_page_of_get_ready_and_diagnose_stands_on_the_wall_and_on_paper(riverbend, new_tab):
    pages = {page.id for page in PAGES.values() if page.step in ("get_ready", "diagnose") and not page.in_menu}
    assert pages - SETUP == READY.keys(), "a new page needs its place on the wall"
    hands = Hands(new_tab(riverbend, width=1024, height=768))
    find_the_narrow_step(hands)
    for address, keys in ({"": ("tile_gap",)} | READY).items():
        hands.turn_to(address, view="stage")
        if hands.has("predict_skip"):
            hands.press("predict_skip")
        for key in keys:
            hands.at(key).wait_for()
            assert bottom(hands, key) <= 768, f"{address}: {key}"
        assert not scrolls(hands), address
        assert smallest_letters(hands.page) >= SMALLEST_ON_THE_WALL, address
        hands.turn_to(address, view="print")
        assert hands.at(keys[-1]).is_visible()
        assert hands.at("print_footer").is_visible()
        assert not [field for field in hands.page.locator(FIELDS).all() if field.is_visible()], address
    hands.must_never_see()


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
