"""Decision points of scenario S2: where the difference arises, what is said about it, and what is not shown."""

from __future__ import annotations

import pytest

import equity_core as eq
from equity_core.errors import Unknown
from equity_core.metrics import decision_points
from equity_core.model import Cause, Evidence
from equity_core.privacy import EVENTS, from_json, to_json
from equity_core.store import Store
from equity_core.workflow import Workspace, copies
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import causes, listen, points, tally
from equity_core.workflow.release import raise_threshold
from tests.conftest import SHARED, noon
from tests.workflow.data.worlds import brought, table

S2 = SHARED / "scenarios" / "fixtures" / "s2_powerschool"
PERIOD, BLACK = "2024-25", "Black or African American"
FIRST = ("subjective", "Defiance/Disrespect", "Classroom")


def the_list() -> bytes:
    rows = [(f"{i:04}", PERIOD, "Black" if i % 2 else "White") for i in range(120)]
    return table("student_id,school_year,race", rows)


@pytest.fixture(scope="module")
def school() -> Workspace:
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    files = [(path.name, path.read_bytes()) for path in (S2 / "student.export.text", S2 / "discipline_log.csv")]
    bring_in.keep(ws, bring_in.read(ws, files))
    return ws


def test_the_numbers_are_those_of_the_scenario(school):
    (release,) = (r for r in school.releases() if r.events)
    found = decision_points(release.events[0], release.table("referred", PERIOD, "race"), BLACK)
    told = [(p.path, p.group, p.others, float(p.expected), float(p.excess), float(p.share)) for p in found.points]
    assert told == [
        (FIRST, 56, 64, 16.0, 40.0, 0.4),
        (("subjective", "Disruption", "Classroom"), 28, 32, 8.0, 20.0, 0.2),
        (("objective", "Skipping class", "Hallway"), 24, 48, 12.0, 12.0, 0.12),
    ]
    assert float(found.excess) == 100.0
    assert [(k.path, k.group, k.others, float(k.share)) for k in found.kinds] == [
        (("subjective",), 108, 120, 0.78),
        (("objective",), 52, 120, 0.22),
    ]
    assert sum(p.excess for p in (*found.points, found.left)) == found.excess
    assert float(found.rate.value) == 100.0
    assert float(found.rate_others.value) == 37.5


def test_bus_and_vape_are_hidden_with_one_more_of_their_kind(school):
    (events,) = (table for r in school.releases() for table in r.events)
    shown = {path[1:] for path in events.of(BLACK) if len(path) == 3}
    hidden = {("Defiance/Disrespect", "Bus"), ("Tobacco/Vape", "Restroom")}
    assert not shown & hidden
    assert not shown & {("Inappropriate language", "Cafeteria"), ("Fighting", "Hallway")}
    look = points.look(school, PERIOD, BLACK)
    told = repr(look)
    for word in ("Bus", "Vape", "Restroom", "Cafeteria", "Fighting"):
        assert word not in told


def test_what_is_said_is_how_much_how_sure_and_that_frequent_is_not_strong(school):
    look = points.look(school, PERIOD, BLACK)
    assert "100.0 referrals per 100" in look.headline
    assert "37.5 per 100" in look.headline
    assert look.summary[0] == "2 decision points make 60% of the difference."
    assert "Skipping class × Hallway, 72 referrals" in look.summary[1]
    assert "not the second-strongest point (12% of the difference)" in look.summary[1]
    assert look.summary[2].startswith("78% of the difference")
    assert "a few children can drive it" in look.summary[3]
    assert any("56 − 64/640 × 160 = 56 − 16.0 = 40.0" in step for step in look.figure.method)
    assert points.groups(school, PERIOD)[0] == BLACK


def test_a_notebook_gets_the_picture_and_says_what_it_does_not_know(school):
    found = eq.points(school)
    assert [row["value"] for row in found.rows] == ["40 more", "20 more", "12 more", "28 more"]
    assert "Defiance/Disrespect × Classroom: 40 more" in found.description
    with pytest.raises(Unknown) as seen:
        eq.points(school, "White")
    assert "White" not in seen.value.facts["known"]


def test_a_pinned_point_supports_a_cause_with_a_voice_and_says_when_it_is_hidden(school):
    look = points.look(school, PERIOD, BLACK)
    card = listen.pin(school, look.points[0][0])
    cause = causes.add(school, "Referral form lists 'disrespect' without examples", lens="policy")
    assert isinstance(cause, Cause)
    causes.link(school, cause, card)
    assert "56 referrals" in listen.as_card(school, card).text
    assert causes.status(school, cause) == "hunch"
    voice = listen.new_card(school, "We are told to calm down and nobody asks", from_role="student", stance="supports")
    kept = listen.add(school, voice)
    assert isinstance(kept, Evidence)
    causes.link(school, cause, kept)
    assert causes.status(school, cause) == "supported"
    assert FIRST in points.look(school, PERIOD, BLACK).pinned
    raise_threshold(school, 60)
    assert causes.status(school, cause) == "hunch"
    assert "not shown today" in listen.as_card(school, card).text


def test_a_second_list_of_the_same_students_adds_nothing_and_is_named(ws):
    rows = [(f"{i:04}", PERIOD, "Defiance" if i < 70 else "Fighting") for i in (*range(70), *range(50, 100))]
    head = "student_id,school_year,behavior"
    brought(ws, ("students.csv", the_list()), ("log.csv", table(head, rows)))
    before = points.of_everybody(ws, PERIOD)
    brought(ws, ("more.csv", table(head, rows[:90])), source_exists="keep_both")
    assert points.of_everybody(ws, PERIOD) == before
    assert points.not_counted(ws, PERIOD) == ["more.csv"]


def test_a_newer_list_in_place_of_one_that_was_shown_keeps_its_numbers_and_says_so(ws, tmp_path):
    """Both sets of numbers would tell where the others were: what was shown stays, as of the earlier file."""
    told = [("Defiance", "Fighting")[i % 3 > 0] for i in range(300)]
    rows = [(f"{i % 90:04}", PERIOD, what, ("Classroom", "Hall")[i % 5 > 2]) for i, what in enumerate(told)]
    head = "student_id,school_year,behavior,location"
    brought(ws, ("students.csv", the_list()), ("log.csv", table(head, rows[:-40])))
    first = next(r for r in ws.releases() if r.events)
    before = points.look(ws, PERIOD, BLACK)
    card = listen.pin(ws, before.points[0][0])
    brought(ws, ("longer.csv", table(head, rows)), source_exists="replace")
    after = points.look(ws, PERIOD, BLACK)
    assert (before.headline, before.summary, before.heat) == (after.headline, after.summary, after.heat)
    assert "“log.csv”" in after.of_earlier
    assert "“longer.csv”" in after.of_earlier
    assert not before.of_earlier
    assert points.not_counted(ws, PERIOD) == []
    for text in (after.figure.subtitle, listen.as_card(ws, card).text):
        assert f"{PERIOD}, by an earlier file" in text
    now = next(r for r in ws.releases() if r.events)
    assert now.events[0].counts == first.events[0].counts
    assert [a for a in now.audit if a.measure == EVENTS] == [a for a in first.audit if a.measure == EVENTS]
    assert from_json(to_json(now)) == now
    (tmp_path / "shared.json").write_bytes(copies.share(ws))
    shared = copies.read_released(tmp_path / "shared.json", now=noon)
    assert points.look(shared, PERIOD, BLACK).figure == after.figure
    brought(ws, ("log again.csv", table(head, rows[:-40])), source_exists="replace")
    assert not points.of_earlier(ws, PERIOD), "the very same numbers are those of the newest file"
    raise_threshold(ws, 20)
    brought(ws, ("third.csv", table(head, rows)), source_exists="replace")
    raise_threshold(ws, 25)
    assert points.state(ws) == "too_few", "of how many different students each count is was not kept"


def test_a_list_of_days_alone_says_which_columns_are_missing(ws):
    assert points.state(ws) == "nothing"
    log = table("student_id,incident_date,consequence", [(f"{i:04}", "2025-01-15", "OSS") for i in range(30)])
    brought(ws, ("students.csv", the_list()), ("log.csv", log))
    assert points.state(ws) == "no_columns"


def test_a_list_without_places_names_behaviors_alone(ws):
    rows = [(f"{i:04}", PERIOD, "Defiance" if i < 70 else "Fighting") for i in (*range(70), *range(50, 100))]
    log = table("student_id,school_year,behavior", rows)
    brought(ws, ("students.csv", the_list()), ("log.csv", log))
    assert points.state(ws) == "ready"
    assert "“log.csv” has no column for the place." in points.of_columns(ws)[0]
    assert points.of_everybody(ws, PERIOD)


def test_a_list_without_places_is_told_by_the_time_of_day(ws):
    rows = [
        (f"{i % 90:04}", PERIOD, ("Defiance", "Fighting")[i % 3 > 0], ("9:10", "2:30 PM")[i % 5 > 2])
        for i in range(300)
    ]
    log = table("student_id,school_year,behavior,time", rows)
    brought(ws, ("students.csv", the_list()), ("log.csv", log))
    (release,) = (r for r in ws.releases() if r.events)
    assert release.events[0].levels == ("kind", "behavior", "time_band")
    look = points.look(ws, PERIOD, BLACK)
    assert "Fighting × Morning" in [title for _, title in look.points]
    assert look.heat.caption.startswith("Behavior by time of day")
    assert "behaviors and times of day" in look.hidden_note
    assert points.of_columns(ws) == [ws.words("points.by_time", file="log.csv")]
    by_place = [(*row[:3], ("Gym", "Hall")[i % 4 > 1]) for i, row in enumerate(rows)]
    places = table("student_id,school_year,behavior,location", by_place)
    brought(ws, ("places.csv", places), source_exists="replace")
    assert points.look(ws, PERIOD, BLACK).heat == look.heat, "of the same students places are never shown beside times"


def test_a_list_with_place_and_time_is_told_by_place_and_says_so(school):
    assert points.of_columns(school) == [school.words("points.time_unused", file="discipline_log.csv")]


def test_few_referrals_are_in_and_nothing_of_them_is_shown(ws):
    log = table("student_id,school_year,behavior,location", [(f"{i:04}", PERIOD, "Defiance", "Bus") for i in range(6)])
    brought(ws, ("students.csv", the_list()), ("log.csv", log))
    assert points.state(ws) == "too_few"


def test_the_paper_for_four_weeks_has_no_name_and_a_table_for_each_week(ws):
    paper = tally.sheet(ws).decode()
    assert paper.count("<table") == 8
    assert "<script" not in paper


def test_a_term_of_a_year_that_was_shown_shows_no_events(ws):
    """Those of the year less those of the term would be three, and where they happened."""
    told = [("Defiance", "Fighting")[i % 3 > 0] for i in range(300)]
    rows = [(f"{i % 90:04}", PERIOD, what, ("Classroom", "Hall")[i % 5 > 2]) for i, what in enumerate(told)]
    head = "student_id,school_year,behavior,location"
    term = [(id, year, "Fall", *told) for id, year, *told in rows[:-3]]
    brought(ws, ("students.csv", the_list()), ("year.csv", table(head, rows)))
    assert {t.period for release in ws.releases() for t in release.events} == {PERIOD}
    brought(ws, ("fall.csv", table(head.replace("behavior", "term,behavior"), term)))
    assert {t.period for release in ws.releases() for t in release.events} == {PERIOD}
