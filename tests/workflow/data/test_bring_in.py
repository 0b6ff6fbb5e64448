"""Files go in whole or not at all, with a receipt that says everything."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from equity_core.errors import Refused, Unreadable
from equity_core.model import Measure, Source
from equity_core.store import Store
from equity_core.workflow import Workspace
from equity_core.workflow.data import bring_in, sources
from tests.conftest import SHARED, noon

FIXTURES = SHARED / "scenarios" / "fixtures"
S1 = FIXTURES / "s1_sample" / "riverbend_2024-25.csv"
S4 = FIXTURES / "s4_english_learners" / "reading_by_el_status.csv"


def brought(ws, *paths, **answers):
    draft = bring_in.read(ws, [(path.name, path) for path in paths])
    for code, value in answers.items():
        bring_in.answer(draft, code, value)
    return bring_in.keep(ws, draft)


def from_text(ws, text, name="a.csv"):
    return bring_in.read(ws, [(name, text.encode())])


def students(n, **columns):
    rows = [
        {"student_id": f"{i:05d}", "school_year": "2024-25", "race": "White" if i % 2 else "Black"} for i in range(n)
    ]
    for name, value in columns.items():
        for i, row in enumerate(rows):
            row[name] = value(i) if callable(value) else value
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_facts_of_s1_come_out(ws):
    source = brought(ws, S1)
    assert (source.rows_read, source.rows_kept, source.decided) == (600, 600, ())
    table = ws.table("suspended", "2024-25", "race")
    assert (table.total.x, table.total.n) == (61, 600)
    assert (table.group("Black or African American").x, table.group("Black or African American").n) == (24, 120)
    assert ws.table("chronic_absence", "2024-25", "income").total.x == 132
    assert ws.table("reading_proficient", "2024-25", "el_status").group("Current EL").n == 150


def test_the_facts_of_s4_come_out(ws):
    source = brought(ws, S4)
    assert source.periods == ("2022-23", "2023-24", "2024-25")
    assert ws.table("reading_proficient", "2022-23", "el_status").group("Current EL").x == 36


def test_a_later_file_with_the_same_numbers_replaces_the_earlier_one(ws):
    first = brought(ws, S4)
    draft = from_text(ws, S4.read_text().replace("Current EL,120,36", "Current EL,120,40"))
    (check,) = bring_in.check(ws, draft).files
    assert [q.id for q in check.questions] == ["source_exists"]
    bring_in.keep(ws, draft)
    assert ws.get(Source, first.id).status == "replaced"
    assert not ws.store.has_rows(first.id)
    assert ws.table("reading_proficient", "2022-23", "el_status").group("Current EL").x == 40


def test_a_file_comes_again_also_where_a_school_has_nobody_in_a_grade(ws):
    columns = {"school": lambda i: "North" if i < 100 else "South", "grade": lambda i: "8" if 50 < i < 100 else "7"}
    text = students(200, suspended=lambda i: str(i % 3 // 2), **columns)
    for _ in range(2):
        bring_in.keep(ws, from_text(ws, text))
    assert [source.status for source in ws.all(Source)] == ["replaced", "active"]


def test_keeping_both_is_an_answer(ws):
    first = brought(ws, S4)
    brought(ws, S4, source_exists="keep_both")
    assert ws.get(Source, first.id).status == "active"


def test_a_file_that_has_less_replaces_nothing_by_itself(ws):
    first = brought(ws, S1)
    draft = from_text(ws, students(60, suspended="0"))
    (check,) = bring_in.check(ws, draft).files
    assert check.questions[-1].default == "keep_both"
    bring_in.keep(ws, draft)
    assert ws.get(Source, first.id).status == "active"


def test_exactly_ten_percent_of_days_is_chronic_and_less_is_not(ws):
    days = ("18.0", "17.99", "17.5", "")
    bring_in.keep(ws, from_text(ws, students(400, days_enrolled="180", days_absent=lambda i: days[i // 100])))
    assert ws.table("chronic_absence", "2024-25", "race").total.n == 300  # a blank is not eligible, and never 0
    assert ws.table("chronic_absence", "2024-25", "race").total.x == 100


def test_a_wrong_spelling_is_one_question_with_its_lines(ws):
    text = students(60, suspended="0").replace("00004,2024-25,Black", "00004,2024-25,Martian")
    text = text.replace("00006,2024-25,Black", "00006,2024-25,Martian")
    draft = from_text(ws, text)
    (question,) = bring_in.check(ws, draft).files[0].questions
    assert (question.id, question.lines, question.count) == ("unknown_group:race:Martian", (6, 8), 2)
    assert "fewer than 10" in bring_in.message(ws.words, question)
    bring_in.answer(draft, question.id, "Black or African American")
    source = bring_in.keep(ws, draft)
    assert source.dimensions[0].groups == ("Black or African American", "White")


def test_a_cancelled_import_leaves_nothing(ws):
    draft = bring_in.read(ws, [(S1.name, S1)])

    def cancel(share, name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in.keep(ws, draft, progress=cancel)
    assert ws.all(Source) == []
    assert bring_in.keep(ws, draft).rows_kept == 600


def test_an_import_can_be_cancelled_at_every_moment_until_it_is_done(tmp_path):
    ws, told = Workspace(Store(tmp_path / "team.duckdb")), []
    draft = bring_in.read(ws, [("list.csv", students(150_000).encode())], key=b"k" * 32)
    bring_in.check(ws, draft)

    def cancel_at(last):
        def tell(share, name):
            told.append(share)
            if len(told) == last:
                raise KeyboardInterrupt

        return tell

    for last in range(1, 40):
        told.clear()
        try:
            bring_in.keep(ws, draft, progress=cancel_at(last))
        except KeyboardInterrupt:
            assert (ws.all(Source), ws.all(Measure), ws.releases()) == ([], [], [])
            with ws.store.reading() as cursor:
                left = cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'rows_%'").fetchall()
            assert left == [(0,)]
        else:
            break
    assert last > 1
    assert [source.rows_kept for source in ws.all(Source)] == [150_000]
    assert list(ws.store.inbox.iterdir()) == []
    ws.store.close()


def test_keeping_tells_how_far_the_release_is(tmp_path, monkeypatch):
    monkeypatch.setattr("equity_core.workflow.meanwhile.EVERY", 0.005)  # asked so often, a fast machine tells as well
    ws, told, races = Workspace(Store(tmp_path / "team.duckdb")), [], ["White"] * 12 + ["Black"] * 5 + ["Asian"]
    district = {
        "school_year": lambda i: f"{2021 + i % 4}-{22 + i % 4}",
        "school": lambda i: f"School {i % 41:02d}",
        "race": lambda i: races[i * 7919 % 97 % 18],
        "gender": lambda i: "FM"[i % 2],
        "grade": lambda i: 6 + i % 3,
        "suspended": lambda i: i * 31 % 13 // 12,
        "reading_proficient": lambda i: i * 17 % 29 % 2,
    }
    draft = bring_in.read(ws, [("list.csv", students(60_000, **district).encode())], key=b"k" * 32)
    bring_in.check(ws, draft)
    bring_in.keep(ws, draft, progress=lambda share, name: told.append(share))
    assert told == sorted(told)
    assert len({share for share in told if bring_in.WRITTEN < share < 1}) > 1
    ws.store.close()


@pytest.mark.parametrize(("copies", "said"), [(1, "One row is an exact duplicate"), (2, "2 rows are exact duplicates")])
def test_one_row_is_spoken_of_as_one(ws, copies, said):
    text = students(60, suspended="0")
    draft = from_text(ws, text + text.splitlines()[-1].join(["", "\n"]) * copies)
    (question,) = bring_in.check(ws, draft).files[0].questions
    assert bring_in.message(ws.words, question).startswith(said)


def test_a_count_of_rows_that_are_no_students_is_said_exactly(ws):
    rows = "".join(f"2024-25,Group {i},{-80 if i < 2 else 80},4\n" for i in range(6))
    draft = from_text(ws, "school_year,bus,enrolled,suspended\n" + rows)
    draft.say(0, dimension="bus")
    said = {q.code: bring_in.message(ws.words, q) for q in bring_in.check(ws, draft).files[0].questions}
    assert "in 2 rows" in said["negative_count"]


def test_referrals_need_the_student_list_first(ws):
    log = "student_id,school_year,incident_type\n00001,2024-25,Defiance\n00001,2024-25,Tardy\n00003,2024-25,Defiance\n"
    with pytest.raises(Refused) as found:
        bring_in.keep(ws, from_text(ws, log))
    assert "student list" in bring_in.refusal(ws, found.value)
    bring_in.keep(ws, from_text(ws, students(200)))
    ids = "".join(f"{i:05d},2024-25,Defiance\n" for i in range(60))
    source = bring_in.keep(ws, from_text(ws, "student_id,school_year,incident_type\n" + ids + "99999,2024-25,Tardy\n"))
    assert (source.shape, source.measures) == ("incidents", ("referred",))
    assert ws.table("referred", "2024-25", "race").group("White").x == 30
    assert ws.table("referred", "2024-25", "race").total.n == 200


def test_a_list_and_its_referrals_may_come_together(ws):
    log = "student_id,school_year,incident_type\n00001,2024-25,Defiance\n"
    draft = bring_in.read(ws, [("log.csv", log.encode()), ("list.csv", students(200).encode())])
    assert bring_in.check(ws, draft).can_be_kept
    assert [source.shape for source in bring_in.keep_all(ws, draft)] == ["students", "incidents"]


def test_a_teams_own_measures_and_groups_count(ws):
    draft = from_text(ws, students(100, mark=lambda i: str(i % 20), zone=lambda i: "North" if i < 50 else "South"))
    draft.remap(0, 3, "own_number", label="Mark of 10 or more", at_least=Decimal(10))
    draft.remap(0, 4, "own_dimension", label="Bus zone")
    source = bring_in.keep(ws, draft)
    assert ws.get(Measure, "mark_of_10_or_more").label == "Mark of 10 or more"
    table = ws.table("mark_of_10_or_more", "2024-25", "bus_zone")
    assert (table.total.x, [name for name, _ in table.groups]) == (50, ["North", "South"])
    assert source.dimensions[-1].label == "Bus zone"


def test_published_impossible_counts_are_named_and_left_out(ws):
    draft = bring_in.read(ws, [("17.csv", SHARED / "messy" / "17_negative_and_impossible_counts.csv")])
    (check,) = bring_in.check(ws, draft).files
    assert sorted(line for q in check.questions for line in q.lines) == [5, 6, 7]


def test_hidden_cells_stay_hidden(ws):
    brought(ws, SHARED / "messy" / "18_suppressed_cells.csv")
    table = ws.table("suspended", "2022-23", "race")
    assert table.group("Two or more races").status == "hidden_by_source"
    assert table.group("Asian").status == "range"


def test_no_name_or_number_reaches_the_workspace(tmp_path):
    ws = Workspace(Store(tmp_path / "w.duckdb", now=noon), now=noon)
    ids = [f"RAW{i}Q" for i in range(60)]
    rows = "".join(f"{id},Zyxwvut{i} Qqqname,0{i % 9 + 1}/02/2011,2024-25,White,{i % 2}\n" for i, id in enumerate(ids))
    draft = from_text(ws, "student_id,Student Name,DOB,school_year,race,suspended\n" + rows)
    source = bring_in.keep(ws, draft)
    assert source.columns_dropped == ("Student Name", "DOB")
    ws.store.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not any(secret in content for secret in (b"Qqqname", b"RAW1", b"/02/2011")), file


def test_a_file_that_is_no_table_is_refused_with_the_next_step(ws):
    with pytest.raises(Unreadable) as found:
        bring_in.read(ws, [("a.csv", b"%PDF-1.4")])
    assert "CSV" in bring_in.refusal(ws, found.value)


def test_deleting_a_source_keeps_its_receipt(ws):
    source = brought(ws, S4)
    sources.delete(ws, source)
    assert ws.get(Source, source.id).status == "deleted"
    assert ws.table("reading_proficient", "2022-23", "el_status") is None


def test_a_second_student_row_is_asked_about(ws):
    draft = bring_in.read(ws, [("15.csv", SHARED / "messy" / "15_duplicate_student_rows.csv")])
    (check,) = bring_in.check(ws, draft).files
    assert {q.code: q.count for q in check.questions} == {"exact_duplicates": 5, "student_twice": 3}
    assert bring_in.keep(ws, draft).rows_kept == 480


def test_a_file_of_schools_that_lack_a_group_can_come_again(ws):
    about = {
        "suspended": lambda i: int(i % 5 == 0),
        "school": lambda i: f"School {i % 2}",
        "grade": lambda i: 6 + i % 2,
    }
    for name in ("first.csv", "again.csv"):
        bring_in.keep(ws, from_text(ws, students(200, **about), name))
    assert ws.table("suspended", "2024-25", "race").total.x == 40
