"""Files of ids and facts find their groups in a student list; who is not on it is counted and said."""

from __future__ import annotations

import pytest

from equity_core.errors import Refused
from equity_core.model import Source
from equity_core.workflow.data import bring_in, sources
from tests.conftest import SHARED
from tests.workflow.data.worlds import brought, table

S2 = SHARED / "scenarios" / "fixtures" / "s2_powerschool"
S2_FILES = tuple((path.name, path) for path in (S2 / "student.export.text", S2 / "discipline_log.csv"))
RACES = ("Asian", "Black", "White")


def the_list(n=120, year="2024-25"):
    return table("student_id,school_year,race", [(f"{i:04d}", year, RACES[i % 3]) for i in range(n)])


def attendance(ids, year="2024-25"):
    head = "student_id,school_year,days_enrolled,days_absent"
    return table(head, [(i, year, 180, 20 if int(i) % 4 else 2) for i in ids])


def ids(n):
    return [f"{i:04d}" for i in range(n)]


@pytest.mark.parametrize("together", [True, False])
def test_facts_attach_to_the_students_of_a_list_in_one_go_or_after_it(ws, together):
    files = ("attendance.csv", attendance(ids(100))), ("students.csv", the_list())
    if together:
        brought(ws, *files)
    else:
        brought(ws, files[1])
        brought(ws, files[0])
    found = ws.table("chronic_absence", "2024-25", "race")
    assert (found.total.n, found.total.x) == (100, 75)  # 20 students of the list have no days: in neither number
    assert {name for name, _ in found.groups} == {"Asian", "Black or African American", "White"}
    joined = ws.sources()[-1]
    assert joined.joined_to == (ws.sources()[0].id,)


def test_three_files_dropped_together_each_bring_their_facts(ws):
    scores = table("student_id,school_year,math_proficient", [(i, "2024-25", int(i) % 2) for i in ids(60)])
    log = table("student_id,school_year,behavior,consequence", [(i, "2024-25", "Tardy", "OSS") for i in ids(30) * 2])
    brought(ws, ("log.csv", log), ("scores.csv", scores), ("students.csv", the_list()))
    assert (ws.table("math_proficient", "2024-25", "race").total.n) == 60
    for measure in ("referred", "suspended"):
        assert (ws.table(measure, "2024-25", "race").total.n, ws.table(measure, "2024-25", "race").total.x) == (120, 30)


def test_who_is_not_on_the_list_is_counted_and_said(ws):
    brought(ws, ("students.csv", the_list()))
    (source,) = brought(ws, ("attendance.csv", attendance([*ids(120), *range(5000, 5012)])))
    assert [(d.code, d.count) for d in source.decided if d.code == "not_on_the_list"] == [("not_on_the_list", 12)]
    assert ws.table("chronic_absence", "2024-25", "race").total.n == 120


def test_without_a_list_the_sentence_says_which_file_is_missing(ws):
    draft = bring_in.read(ws, [("attendance.csv", attendance(ids(50)))])
    (found,) = bring_in.check(ws, draft).files
    assert found.error.code == "import.no_list"
    assert "student list of 2024-25" in bring_in.refusal(ws, found.error)
    with pytest.raises(Refused, match="no_list"):
        bring_in.keep(ws, draft)
    assert ws.all(Source) == []


def test_a_list_of_another_year_does_not_do(ws):
    brought(ws, ("students.csv", the_list(year="2022-23")))
    with pytest.raises(Refused, match="no_list"):
        brought(ws, ("attendance.csv", attendance(ids(50))))


def test_a_list_of_the_year_is_good_for_its_terms(ws):
    brought(ws, ("students.csv", the_list()))
    rows = [(i, "2024-25", term, int(i) % 2) for i in ids(90) for term in ("Fall", "Winter")]
    brought(ws, ("map.csv", table("student_id,school_year,term,reading_proficient", rows)))
    assert ws.table("reading_proficient", "2024-25 Fall", "race").total.n == 90
    assert ws.table("reading_proficient", "2024-25 Winter", "race").total.n == 90


def test_each_year_finds_its_own_list(ws):
    brought(ws, ("a.csv", the_list(60, "2023-24")), ("b.csv", the_list(120, "2024-25")))
    both = attendance(ids(60), "2023-24") + b"\n" + attendance(ids(120)).split(b"\n", 1)[1]
    brought(ws, ("attendance.csv", both))
    totals = [ws.table("chronic_absence", year, "race").total.n for year in ("2023-24", "2024-25")]
    assert totals == [60, 120]


def test_ids_that_nobody_on_the_list_has_are_refused_whole(ws):
    brought(ws, ("students.csv", the_list()))
    before = len(ws.all(Source))
    with pytest.raises(Refused, match="nobody_listed"):
        brought(ws, ("attendance.csv", attendance(range(7000, 7050))))
    assert len(ws.all(Source)) == before


def test_a_list_is_never_replaced_by_a_file_that_needs_it(ws):
    listed = table("student_id,school_year,race,suspended", [(i, "2024-25", RACES[int(i) % 3], 0) for i in ids(90)])
    brought(ws, ("students.csv", listed))
    log = table("student_id,school_year,behavior,consequence", [(i, "2024-25", "Tardy", "OSS") for i in ids(30)])
    draft = bring_in.read(ws, [("log.csv", log)])
    assert "source_exists" not in [q.code for q in bring_in.check(ws, draft).files[0].questions]


def test_incidents_are_kept_typed_and_go_with_their_file(ws):
    (_, log) = brought(ws, *S2_FILES, period_missing="2024-25")
    with ws.store.reading() as cursor:
        rows = cursor.sql(f'SELECT * FROM "incidents_{log.id}"').to_arrow_table()
    assert rows.num_rows == 400
    assert rows.column_names == [
        *("student_key", "period", "behavior", "location", "time_band", "decision", "day", "days")
    ]
    kinds = {name: str(rows.schema.field(name).type) for name in ("day", "days")}
    assert kinds == {"day": "date32[day]", "days": "decimal128(9, 4)"}
    assert set(rows["time_band"].to_pylist()) == {"Morning", "Midday", "Afternoon"}
    at = list(zip(rows["behavior"].to_pylist(), rows["location"].to_pylist(), strict=True))
    assert at.count(("Defiance/Disrespect", "Classroom")) == 120
    assert "Referred_By" in log.columns_dropped
    sources.delete(ws, log)
    with ws.store.reading() as cursor:
        assert not cursor.execute("SELECT * FROM duckdb_tables() WHERE table_name LIKE 'incidents%'").fetchall()


def test_suspensions_come_from_the_consequences_of_the_log(ws):
    brought(ws, *S2_FILES, period_missing="2024-25")
    found = ws.table("suspended", "2024-25", "race")
    assert (found.total.x, found.total.n) == (96, 800)
    assert (found.group("White").x, found.group("White").n) == (22, 320)


def test_a_consequence_that_may_be_a_suspension_is_asked_about(ws):
    brought(ws, ("students.csv", the_list()))
    rows = [(i, "2024-25", "Tardy", '"Suspension, 2 days"' if int(i) < 30 else "ISS") for i in ids(60)]
    draft = bring_in.read(ws, [("log.csv", table("student_id,school_year,behavior,consequence", rows))])
    asked = [q for q in bring_in.check(ws, draft).files[0].questions if q.code == "is_suspension"]
    assert [(q.text, q.answer) for q in asked] == [("Suspension, 2 days", "yes")]
    bring_in.keep(ws, draft)
    assert ws.table("suspended", "2024-25", "race").total.x == 30
