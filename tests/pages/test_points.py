"""The page of decision points: nothing yet, a list without places, ready, on the wall and on paper."""

from __future__ import annotations

from equity_core.model import Evidence
from equity_core.workflow.data import bring_in
from tests.conftest import SHARED
from tests.pages.conftest import has, is_whole
from tests.workflow.data.worlds import brought, table

S2 = SHARED / "scenarios" / "fixtures" / "s2_powerschool"
BLACK = "Black or African American"


def s2(ws):
    files = [(path.name, path.read_bytes()) for path in (S2 / "student.export.text", S2 / "discipline_log.csv")]
    bring_in.keep(ws, bring_in.read(ws, files))


def text_of(at, key):
    return " ".join(str(e.value) for e in at.get_by_key(key) if hasattr(e, "value"))


def test_without_a_list_there_is_a_recipe_and_a_sheet_for_four_weeks(open_page):
    at = open_page("points")
    assert has(at, "points_nothing")
    assert has(at, "recipes")
    assert has(at, "tally_download")
    assert not has(at, "points_table")
    assert has(at, "to_screening"), "who gets in is a decision point too"


def test_a_list_without_behavior_and_place_asks_which_columns_say_it(open_page):
    def days_alone(ws):
        students = [(f"{i:04}", "2024-25", "Black" if i % 2 else "White") for i in range(120)]
        days = [(f"{i:04}", "2025-01-15", "OSS") for i in range(30)]
        head = "student_id,incident_date,consequence"
        brought(ws, ("s.csv", table("student_id,school_year,race", students)), ("log.csv", table(head, days)))

    at = open_page("points", days_alone)
    assert has(at, "points_no_columns")
    assert "consequence" in text_of(at, "points_no_columns")
    assert has(at, "tally_download")


def test_from_a_list_to_a_pinned_point_on_the_wall_and_on_paper(open_page, page_ws):
    at = open_page("points", s2)
    assert at.selectbox(key="points_group").value == BLACK
    assert "referrals per 100" in text_of(at, "headline")
    assert "60%" in text_of(at, "points_summary")
    assert "78%" in text_of(at, "points_summary")
    shown = at.get_by_key("points_table").table[0].value.to_string()
    assert shown.index("Defiance/Disrespect × Classroom") < shown.index("Disruption × Classroom")
    assert "Bus" not in shown
    assert has(at, "points_heat")
    assert has(at, "points_redesign")
    assert has(at, "points_to_audit"), "which alternatives are used is asked of each point"
    at.button(key="points_pin_0").click().run()
    assert is_whole(at)
    assert not has(at, "points_pin_0")
    (card,) = page_ws.all(Evidence)
    assert card.query.path == ("subjective", "Defiance/Disrespect", "Classroom")

    wall = open_page("points", view="stage")
    assert len(wall.get("vega_lite_chart")) == 1
    assert "60%" in text_of(wall, "points_summary")
    assert not has(wall, "points_table")
    assert not has(wall, "points_pin_1")

    paper = open_page("points", view="print")
    assert has(paper, "points_table")
    assert has(paper, "points_redesign")
    assert not paper.selectbox
    assert not has(paper, "points_earlier")

    log = (S2 / "discipline_log.csv").read_bytes()
    brought(page_ws, ("longer.csv", log + log.strip().rpartition(b"\n")[2]), source_exists="replace")
    for view in ("desk", "stage"):
        assert "“longer.csv” has other referrals" in text_of(open_page("points", view=view), "points_earlier")
