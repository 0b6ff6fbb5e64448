"""Ways in: from a file with a column for each step to the step where the way gets narrow; in words what is no way."""

from __future__ import annotations

import json

from equity_core.model import AccessPath
from equity_core.workflow import home
from equity_core.workflow.data.define import define, own
from equity_core.workflow.diagnose import causes, listen, voices, ways_in
from equity_core.workflow.release import raise_threshold
from tests import worlds
from tests.pages.conftest import has, is_whole
from tests.rules.test_language import BARE, FORBIDDEN, SUBJECT
from tests.workflow.data.worlds import brought, table

BLACK = "Black or African American"
STEPS = ("eligible", "told", "requested", "enrolled", "passed")
STUDENTS = {"Black": 110, "White": 130, "Hispanic": 52, "Asian": 8}
WENT = {
    "Black": (84, 42, 32, 22, 11),
    "White": (115, 100, 88, 76, 64),
    "Hispanic": (46, 37, 28, 19, 9),
    "Asian": (4, 3, 2, 1, 1),
}


def students(groups) -> bytes:
    """300 students: each went on as far as the numbers of the group say; only the eligible were asked of a club."""
    rows, number = [], 0
    for group in groups:
        for place in range(STUDENTS[group]):
            number += 1
            went = ["Yes" if place < there else "No" for there in WENT[group]]
            rows.append((number, "2024-25", group, *went, "" if went[0] == "No" else "Yes" if place % 2 else "No"))
    return table(",".join(("student_id,school_year,race", *STEPS, "club")), rows)


def a_way_in(ws, groups=tuple(STUDENTS)):
    for column in (*STEPS, "club"):
        rule = {"kind": "one_of", "column": column, "values": ["Yes"]}
        own = {"label": column.title(), "direction": "higher_better", "timing": "leading", "rule": rule}
        define(ws, column, json.dumps(own))
    brought(ws, ("access.csv", students(groups)))


def told(at):
    return at.get_by_key("headline").markdown[0].value.strip("*").replace("\\", "")


def choose(at, *steps):
    at.multiselect(key="access_steps").set_value(list(steps)).run()
    at.button(key="access_keep").click().run()
    assert is_whole(at)


def test_nothing_yet_teaches_which_columns_make_a_way_in(open_page):
    at = open_page("access")
    assert any("Who got into advanced math" in t.value for t in at.get_by_key("access_nothing").text)
    assert has(at, "to_points")
    assert has(at, "to_screening")
    assert not has(at, "access_keep")


def test_steps_are_chosen_looked_at_refused_and_undone(open_page, page_ws):
    at = open_page("access", a_way_in)
    choose(at, "told")
    assert any("two" in w.value or "2 steps" in w.value for w in at.warning)
    choose(at, "eligible", "told", "requested", "passed")
    assert page_ws.all(AccessPath)[0].steps == ("eligible", "told", "requested", "passed")
    assert at.selectbox(key="access_group").options == ["Black or African American", "White"]
    assert told(at) == (
        "Our school took 42 of 84 Black or African American students on from “Eligible” to “Told” (50.0%), and "
        "140 of 165 other students (84.8%): 29 fewer than at everyone else's share."
    )
    said = " ".join(t.value for t in at.get_by_key("access_sentences").text)
    assert "counts alone do not show it" in said
    assert "On “Gaps” each measure is counted of all students of the group" in said
    shown = at.get_by_key("access_table").table[0].value.to_string()
    assert "50.0% (42 of 84)" in shown
    assert "29.3 fewer" in shown
    assert "−34.8 (−46.3 to −22.7)" in shown, "the same minus as on the chart"
    assert "−8.1 (−23.7 to 4.3)" in shown, "a range on both sides of no difference keeps its signs"
    at.button(key="access_pin_1").click().run()
    assert is_whole(at)
    assert not has(at, "access_pin_1")
    assert has(at, "access_pin_2")
    for view in ("stage", "print"):
        at.query_params["view"] = view
        at.run()
        assert is_whole(at)
        assert has(at, "access_chart")
        assert not has(at, "access_keep")
        assert not has(at, "access_pins")
    at.query_params["view"] = "desk"
    at.run()

    choose(at, "told", "eligible")
    assert "“Eligible” has more students than “Told”" in at.get_by_key("access_wrong").warning[0].value
    choose(at, "eligible", "club")
    assert "“Eligible” and “Club” are not counted of the same students" in (
        at.get_by_key("access_wrong").warning[0].value
    )
    assert not has(at, "access_chart")

    page_ws.undo()
    assert page_ws.all(AccessPath)[0].steps == ("told", "eligible")


def test_a_pinned_step_is_asked_again_and_supports_a_cause_while_it_is_shown(ws):
    a_way_in(ws)
    ways_in.keep(ws, ("eligible", "told", "requested"))
    look = ways_in.look(ws, ways_in.current(ws), "race", "2024-25", BLACK)
    assert [(query.after, step) for query, step, _ in look.steps] == [
        ("", "Eligible"),
        ("eligible", "Told"),
        ("told", "Requested"),
    ]
    cause = causes.add(ws, "We tell families about the course in one evening only", lens="access")
    pinned = listen.pin(ws, look.steps[1][0], cause=cause.id)
    listen.add(ws, listen.new_card(ws, "Nobody told us", from_role="family", causes=(cause.id,), consent="public"))
    assert listen.as_card(ws, pinned).text == (
        "From “Eligible” to “Told”, 2024-25: our school took 42 of 84 Black or African American students on (50.0%), "
        "and 140 of 165 other students (84.8%)."
    )
    assert causes.status(ws, cause) == "supported"
    assert any("42 of 84" in stop.text for stop in home.tour(ws))
    [number] = voices.numbers(ws)
    assert number.label == voices.beside(ws, number).sentence == listen.as_card(ws, pinned).text
    assert voices.beside(ws, number).figure is None
    assert [one.is_in_use for one in own(ws) if one.measure.id == "eligible"] == [True]

    raise_threshold(ws, 90)
    assert "is not shown today" in listen.as_card(ws, pinned).text
    assert causes.status(ws, cause) != "supported"


def test_every_sentence_has_the_school_as_its_subject_and_blames_nobody(ws):
    a_way_in(ws)
    heads = set()
    for steps in (STEPS, STEPS[::3], STEPS[2:4]):
        ways_in.keep(ws, steps)
        path = ways_in.current(ws)
        for group in ways_in.groups(ws, path, "race", "2024-25"):
            look = ways_in.look(ws, path, "race", "2024-25", group.code)
            heads.add(look.headline)
            assert [row["role"] for row in look.figure.rows].count("focus") == ("cannot tell" not in look.headline)
            for said in (look.headline, *look.sentences, look.hidden_note, *look.figure.method):
                assert not FORBIDDEN.search(said), said
                assert not BARE.search(said), said
    assert len(heads) == 4
    assert all(SUBJECT.match(head) for head in heads)


def test_with_one_small_group_beside_two_large_ones_nobody_is_shown(open_page):
    """What the large ones leave would be the small one: the page says so, and where to ask instead."""

    def three_groups(ws):
        a_way_in(ws, groups=("Black", "White", "Asian"))
        ways_in.keep(ws, STEPS)

    at = open_page("access", three_groups)
    assert has(at, "access_hidden")
    assert not has(at, "headline")


def test_steps_of_two_files_are_not_put_together(open_page):
    """What lies between them was never weighed, and whether they count the same students nobody knows."""

    def two_files(ws):
        counts = {"A": worlds.shown(60, 100), "B": worlds.shown(120, 200)}
        told = [(id, worlds.shown(180, 300), counts) for id in ("advanced_course", "belonging")]
        tables = [worlds.table(id, "2024-25", "race", *rest, source=id) for id, *rest in told]
        worlds.keep(ws, *tables, shape="students")
        ways_in.keep(ws, ("advanced_course", "belonging"))

    at = open_page("access", two_files)
    assert "are never in one file of one period" in at.get_by_key("access_wrong").warning[0].value
    assert not has(at, "access_group")
