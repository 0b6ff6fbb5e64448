"""Names, birth dates and contacts stop at the door: by header, and by what is in a column."""

from __future__ import annotations

import csv
import io
import json

import pytest

from equity_core.errors import EquityError
from equity_core.ingest import guess, personal, read
from equity_core.store import Store
from equity_core.workflow import Workspace, copies
from equity_core.workflow.data import bring_in
from tests import persons
from tests.conftest import SHARED, noon

VENDORS = sorted((SHARED / "data" / "06_vendor_exports").glob("*.csv"))
FACTS = json.loads((SHARED / "data" / "reference" / "facts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "header",
    [
        "Student Last Name",
        "DOB",
        "StudentEmail",
        "LastFirst",
        "Home_Room",
        "Parent Phone",
        "SSN",
        "Class Teacher(s)",
        "Scholar name",
        "PARENT_EMAIL",
        "Legal guardian",
        "Referred_By",
        "student.firstName",
    ],
)
def test_headers_of_persons_stop(header):
    assert personal.by_header(header)


@pytest.mark.parametrize(
    "header",
    [
        "BlackOrAfricanAmerican",
        "School Name",
        "GroupOrClassName",
        "Goal1Name",
        "Reporting Class Name",
        "Letter Names (LNF) - Level",
        "Parent education",
        "Military Parent",
        "Home Language",
        "Gender",
        "race_ethnicity",
        "Grade_Level",
        "Consequence",
    ],
)
def test_other_headers_pass(header):
    assert not personal.by_header(header)


@pytest.mark.parametrize("values", [["U", "R"] * 20, ["204", "88", "7"] * 10])
def test_codes_and_counts_are_no_addresses(values):
    assert not personal.by_header("address", values)
    assert personal.by_header("address", ["1 Elm Street", "2 Elm Street"] * 20)


@pytest.mark.parametrize(
    "values",
    [
        ["900-10-1000", "901-11-1001"],
        ["a@b.org", "c@d.org"],
        ["Muñoz, Ana", "Lowe, Kai"],
        ["(555) 010-0000"],
        ["10.0.0.17", "192.168.1.4"],
        ["100 Elm Street, Apt 0", "7 Oak Ave"],
        ["blue"] * 49 + ["900-10-1000"],
    ],
)
def test_content_of_persons_stops_under_any_header(values):
    assert personal.by_content(values) == "content"


@pytest.mark.parametrize("values", [["Asian, White"] * 30, ["Black or African American", "White"] * 20])
def test_groups_are_no_persons(values):
    assert personal.by_content(values) == ""


def test_texts_that_are_nearly_all_different_stop():
    assert personal.by_content([f"text number {i}" for i in range(30)]) == "distinct"
    assert (
        personal.by_content([f"{50 + i}.1234567" for i in range(30)] + ["NA", "n/a"]) == ""
    )  # marks, two of them missing
    assert personal.by_content([str(i) for i in range(30)]) == ""


def test_an_example_is_of_several_rows_and_no_date():
    assert personal.examples("Level", ["Low", "Low", "Odd", "2012-01-01", "2012-01-01", "a@b.org", "a@b.org"]) == (
        "Low",
    )
    assert personal.examples("StudentDisplayID", ["0001", "0001"]) == ()


@pytest.mark.parametrize("path", VENDORS, ids=lambda path: path.name[:12])
def test_a_vendor_file_shows_nobody(path):
    (people,) = [fact["value"][3] for fact in FACTS if fact["id"] == path.name]
    columns = {c.header: c for c in guess(read(path.name, path)).columns}
    for header in people:
        column = columns[header]
        assert column.examples == (), header
        assert column.meaning in ("not_read", "student_id"), header


def test_numbers_of_persons_among_groups_are_not_read_and_not_shown(ws):
    rows = "".join(f"s{i},{'White' if i % 2 else 'Asian'},{i % 3 // 2}\n" for i in range(600))
    body = (
        "student_id,race,suspended\n" + rows + "s900,912-55-0199,0\ns901,a.b@example.org,1\ns902,White,ab@example.org\n"
    )
    draft = bring_in.read(ws, [("2024-25.csv", body.encode())])
    told = bring_in.report(bring_in.check(ws, draft))
    assert [q["lines"] for q in told["questions"] if q["code"].startswith("personal_value")] == [[602, 603], [604]]
    assert "912-55" not in json.dumps(told)
    assert "example.org" not in json.dumps(told)
    assert set(told["groups"]["race"]) == {"Asian", "White", "Not recorded"}


CONTACTS = ("555-010-7788", "call 555-010-7788", "ava.nguyen@mail.example", "ask ava@mail.example", "912-55-0199 (SSN)")
STRAYED = {
    "2024-25 students.csv": (
        "student_id,school,race,gender,el,frpl,swd,grade,days_enrolled,days_absent,suspended,ela_proficient,Bus",
        lambda i: f"{i:05d},S{i % 2},{('Asian', 'White')[i % 2]},F,N,Y,N,08,180,{i % 30},{i % 2},{i % 2},R{i % 3}",
    ),
    "counts.csv": (
        "school_year,school,race_ethnicity,enrolled,suspended",
        lambda i: (
            f"{2000 + i // 8}-{(i // 8 + 1) % 100:02d},S{i % 4},{('Asian', 'White')[i // 4 % 2]},{50 + i},{i % 40}"
        ),
    ),
    "groups_template.csv": (
        "school,school_year,metric,dimension,group,denominator,numerator",
        lambda i: (
            f"S{i // 2 % 5},{2000 + i // 10}-{(i // 10 + 1) % 100:02d},suspended,race,"
            f"{('Asian', 'White')[i % 2]},{50 + i},{i % 40}"
        ),
    ),
    "enrollment.csv": (
        "SchoolYear,OrganizationLevel,DistrictName,SchoolName,GradeLevel,All Students,Female,Male,Asian,White",
        lambda i: (
            f"2024-25,School,D,S{i // 4},{('AllGrades', '9th Grade', '10th Grade', '11th Grade')[i % 4]},"
            f"{300 + i},{150 + i},150,{100 + i},200"
        ),
    ),
    "2024-25 survey.csv": (
        "Timestamp,How do you identify?,I feel like I belong at this school.,Adults here treat students fairly.",
        lambda i: f"10/1/2024 8:{i % 60:02d}:07,{('Girl', 'Boy')[i % 2]},{('Agree', 'Disagree')[i % 2]},Agree",
    ),
}


@pytest.mark.parametrize("text", CONTACTS)
@pytest.mark.parametrize("name", STRAYED)
def test_a_contact_in_any_other_column_is_never_said_and_never_kept(tmp_path, name, text):
    header, row = STRAYED[name]
    found = {}
    for at, column in enumerate(header.split(",")):
        lines = [row(i).split(",") for i in range(200)]
        lines[77][at] = text
        body = "\n".join([header, *map(",".join, lines)]).encode()
        ws = Workspace(Store(":memory:", now=noon), now=noon)
        draft = bring_in.read(ws, [(name, body)])
        told = _everything_said(ws, draft)
        kept = persons.told_by_tables(copies.backup(ws), tmp_path)
        ws.store.close()
        secrets = {text, "555-010-7788", "912-55-0199", "ava.nguyen@mail.example", "ava@mail.example"}
        found[column] = persons.found_in(told, secrets), persons.found_in(kept, secrets)
    assert {column: where for column, where in found.items() if where != (set(), set())} == {}


@pytest.mark.parametrize("at", [2, 3, 4, 5])
def test_a_contact_in_a_list_of_referrals_is_said_without_it_and_not_kept(tmp_path, at):
    lists = "".join(f"{i:05d},{('Asian', 'White')[i % 2]},2024-25\n" for i in range(100))
    rows = [[f"{i:05d}", "10/01/2024", "Defiance", "Hall", "1:40", "Detention"] for i in range(60)]
    rows[7][at] = "suspended, call 555-010-7788"
    log = io.StringIO(newline="")
    header = ("student_id", "date", "Incident_Type", "Location", "Time", "Consequence")
    csv.writer(log).writerows([header, *rows])
    given = [("list.csv", f"student_id,race,school_year\n{lists}".encode()), ("log.csv", log.getvalue().encode())]
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    draft = bring_in.read(ws, given)
    codes = [q.code for check in bring_in.check(ws, draft).files for q in check.questions]
    assert "personal_value" in codes
    told = _everything_said(ws, draft) + persons.told_by_tables(copies.backup(ws), tmp_path)
    assert persons.found_in(told, {"555-010-7788"}) == set()
    assert len(ws.sources()) == 2
    ws.store.close()


def test_a_text_of_few_that_is_left_out_is_in_no_receipt(tmp_path):
    rows = "".join(f"{i:05d},{('Asian', 'White')[i % 2]},{i % 2},2024-25\n" for i in range(100))
    strayed = "00100,Grubnik,see Quillon,2024-25\n"
    body = f"student_id,race,suspended,school_year\n{rows}{strayed}".encode()
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    draft = bring_in.answer(bring_in.read(ws, [("students.csv", body)]), "unknown_group", "not_recorded")
    (source,) = bring_in.keep_all(ws, draft)
    assert {(d.code, d.text) for d in source.decided} == {("perhaps_a_name", ""), ("unknown_group", "")}
    assert persons.found_in(persons.told_by_tables(copies.backup(ws), tmp_path), {"Quillon", "Grubnik"}) == set()
    ws.store.close()


def test_a_name_with_a_comma_that_moved_the_cells_of_its_row_is_not_read(tmp_path):
    """ "Zornig, Quillon" without quotation marks: the first name stands in the next column, and so on."""
    header = "student_id,Name,grade,race,gender,suspended,school_year\n"
    rows = "".join(f'{i:05d},"Zornig{i}, Ana",08,{("Asian", "White")[i % 2]},F,{i % 2},2024-25\n' for i in range(100))
    moved = "00100,Zornig, Quillon,08,White,F,1,2024-25\n00101,Grubnik, Braxil,08,White,F,1,2024-25\n"
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    draft = bring_in.read(ws, [("students.csv", (header + rows + moved).encode())])
    (check,) = bring_in.check(ws, draft).files
    (asked,) = [question for question in check.questions if question.code == "rows_too_long"]
    assert (asked.count, asked.lines) == (2, (102, 103))
    told = _everything_said(ws, draft)
    kept = persons.told_by_tables(copies.backup(ws), tmp_path)
    assert persons.found_in(told + kept, {"Quillon", "Braxil", "Zornig", "Grubnik"}) == set()
    assert ws.sources()[0].rows_kept == 100
    ws.store.close()


def test_a_header_with_too_few_names_loses_no_rows(ws):
    rows = "".join(f"{i:05d},{('Asian', 'White')[i % 2]},{i % 2},2024-25,more\n" for i in range(60))
    draft = bring_in.read(ws, [("students.csv", f"student_id,race,suspended,school_year\n{rows}".encode())])
    assert bring_in.keep(ws, draft).rows_kept == 60


def _everything_said(ws, draft):
    """Check a draft, keep it, and return what is said on the way, or why it cannot be kept."""
    told = [json.dumps(bring_in.report(bring_in.check(ws, draft))), repr(draft)]
    told.append((bring_in.cells_to_mend(ws, draft) or b"").decode())
    try:
        told.append(json.dumps(bring_in.report(bring_in.keep_all(ws, draft))))
    except EquityError as error:
        told.append(bring_in.refusal(ws, error))
    return "\n".join(told).encode()


NAME = "Zornig Quillon"


@pytest.mark.parametrize("column", ["race", "gender", "suspended", "bus", "reading_proficient"])
def test_a_name_among_codes_is_asked_about_by_its_line_and_shown_nowhere(tmp_path, column):
    head = ["student_id", "school_year", "race", "gender", "suspended", "bus", "reading_proficient"]
    rows = [[f"{i:05d}", "2024-25", ("A", "W")[i % 2], "FM"[i % 2], "NY"[i % 2], f"B{i % 2}", i % 2] for i in range(60)]
    rows[7][head.index(column)] = rows[9][head.index(column)] = NAME
    body = "\n".join(",".join(map(str, row)) for row in (head, *rows))
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    draft = bring_in.read(ws, [("students.csv", body.encode())])
    if column == "bus":
        draft.remap(0, 5, "own_dimension", label="Bus")
    assert NAME not in draft.values(0, head.index(column))
    (asked,) = [q for q in bring_in.check(ws, draft).files[0].questions if q.code == "perhaps_a_name"]
    assert (asked.column, asked.lines, asked.text) == (column, (9, 11), "")
    assert "fewer than 10" in bring_in.message(ws.words, asked)
    seen = f"{draft.files[0].part.mapping!r} {bring_in.cells_to_mend(ws, draft)!r}".encode()
    told = seen + _everything_said(ws, draft)
    kept = persons.told_by_tables(copies.backup(ws), tmp_path)
    assert persons.found_in(told + kept, {"Zornig", "Quillon"}) == set()
    ws.store.close()


def test_a_group_of_two_words_can_be_kept_by_who_looked_at_its_lines(ws):
    rows = "".join(f"{i:05d},2024-25,{'Asian' if i % 2 else 'White'},0\n" for i in range(60))
    rows = rows.replace("00007,2024-25,Asian", "00007,2024-25,Hmong Lao")
    draft = bring_in.read(ws, [("a.csv", f"student_id,school_year,race,suspended\n{rows}".encode())])
    bring_in.answer(draft, "perhaps_a_name", "keep")
    assert "Hmong Lao" in bring_in.keep(ws, draft).dimensions[0].groups


def test_examples_of_few_rows_hold_no_name():
    values = ["B1", "B2"] * 30 + [NAME, NAME]
    assert personal.examples("bus", values) == ("B1", "B2")
    assert personal.examples("house", ["Maple House"] * 10) == ("Maple House",)


def test_schools_and_houses_are_called_as_they_are():
    assert not personal.are_codes({"Lincoln Elementary": 4, "Hope Academy": 5, "P.S. 12": 3})
    assert personal.without_names({"Maple House": 4, "Oak House": 4}) == ["Maple House", "Oak House"]
