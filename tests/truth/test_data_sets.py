"""The data sets in shared/data go in, and their reference facts come out of released numbers."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace, numbers
from equity_core.workflow.data import bring_in, quality, report
from tests.conftest import SHARED, noon
from tests.rules.twins import written

DATA = SHARED / "data"
CONNECTICUT = DATA / "01_ct_suspension"
WASHINGTON = DATA / "05_wa_enrollment" / "Report_Card_Enrollment_KingCounty_2021-22_School_Year.csv"
OULAD = DATA / "02_oulad" / "studentInfo.csv"
SCIENCE = DATA / "04_science_survey" / "sci_mo_processed.csv"
VENDORS = sorted((DATA / "06_vendor_exports").glob("*.csv"))
FACTS = {(f["dataset"], f["id"]): f["value"] for f in json.loads((DATA / "reference" / "facts.json").read_text())}
GENDER = {"F": "Female", "M": "Male"}


def workspace():
    return Workspace(Store(":memory:", now=noon), now=noon)


def fact(dataset, id):
    return FACTS[dataset, id]


@pytest.fixture(scope="module")
def oulad():
    ws = workspace()
    bring_in.keep(ws, bring_in.read(ws, [(OULAD.name, OULAD)]))
    yield ws
    ws.store.close()


@pytest.fixture(scope="module")
def science():
    """The survey with each semester as a period: its codes (S116) name no school year."""
    ws = workspace()
    draft = bring_in.read(ws, [(SCIENCE.name, SCIENCE)])
    semester = draft.files[0].part.sheet.header.index("semester")
    draft.remap(0, semester, "period")
    bring_in.keep(ws, draft)
    yield ws
    ws.store.close()


@pytest.fixture(scope="module")
def whole_survey():
    ws = workspace()
    draft = bring_in.read(ws, [(SCIENCE.name, SCIENCE)])
    semester = draft.files[0].part.sheet.header.index("semester")
    draft.remap(0, semester, "not_read")
    bring_in.keep(ws, bring_in.answer(draft, "period_missing", "2016-17"))
    yield ws
    ws.store.close()


# -- 01: suspensions that a state published ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def connecticut():
    ws = workspace()
    bring_in.keep_all(ws, bring_in.read(ws, [(path.name, path) for path in sorted(CONNECTICUT.glob("*_race_ct.csv"))]))
    yield ws
    ws.store.close()


def test_the_gap_and_the_ratio_of_twelve_years_come_out(connecticut):
    names = {"black": "Black or African American", "hisp": "Hispanic or Latino"}
    table = list(csv.DictReader((DATA / "reference" / "01_ct_suspension_state_trend.csv").read_text().splitlines()))
    assert len(table) == 12
    for row in table:
        found = numbers.measure(connecticut, "suspended", by="race", period=row["year"], compare="group:White")
        for short, group in names.items():
            g = found.group(group)
            told = [float(row[f"{short}_white_gap_pp"]), float(row[f"{short}_white_risk_ratio"])]
            assert [float(g.gap), float(g.ratio)] == pytest.approx(told, abs=1e-3)
    for period in ("2018-19", "2020-21"):
        g = numbers.measure(connecticut, "suspended", by="race", period=period, compare="group:White").group(
            names["black"]
        )
        told = [float(v) for v in (g.rate * 100, g.reference_rate * 100, g.gap, g.ratio)]
        assert told == pytest.approx(fact("01_ct_suspension", f"bw_{period}"), abs=1e-3)


def test_the_change_of_one_district_comes_out():
    ws = workspace()
    for period in ("2009-10", "2018-19"):
        path = CONNECTICUT / f"suspension-rates__{period}_race.csv"
        bring_in.keep(ws, bring_in.read(ws, [(path.name, path)]))
    asked = {"by": "race", "compare": "group:White", "where": {"school": "Waterbury School District"}}
    for period, told in zip(("2009-10", "2018-19"), fact("01_ct_suspension", "waterbury_change"), strict=True):
        g = numbers.measure(ws, "suspended", period=period, **asked).group("Black or African American")
        assert [float(g.gap), float(g.ratio)] == pytest.approx(told, abs=1e-3)


def test_students_with_disabilities_come_out_without_a_rest():
    ws = workspace()
    path = CONNECTICUT / "other_dimensions" / "suspension-rates__2015-16_sped_ct.csv"
    bring_in.keep(ws, bring_in.read(ws, [(path.name, path)]))
    (x, rate), everybody = fact("01_ct_suspension", "swd_2015-16")
    table = ws.table("suspended", "2015-16", "disability")
    g = table.group("Students with disabilities")
    assert (g.x, float(g.rate * 100)) == (int(x), pytest.approx(float(rate)))
    assert not table.partitions

    path = CONNECTICUT / "other_dimensions" / "suspension-rates__2015-16__ct.csv"
    source = bring_in.keep(ws, bring_in.read(ws, [(path.name, path)]))
    table = ws.table("suspended", "2015-16", "")
    assert (table.total.x, float(table.total.rate * 100)) == (int(everybody[0]), pytest.approx(float(everybody[1])))
    assert table.groups == ()
    assert "38100 students, 7.0%" in quality.of_source(ws, source)[0]


# -- 02: registrations at a university -----------------------------------------------------------------------------


def test_excel_s_date_is_a_range_again_and_blanks_are_not_recorded():
    ws = workspace()
    draft = bring_in.read(ws, [(OULAD.name, OULAD)])
    (check,) = bring_in.check(ws, draft).files
    (asked,) = [q for q in check.questions if q.code == "excel_date"]
    eaten, blank = fact("02_oulad", "imd_oddity")
    assert (asked.text, asked.count, asked.answer) == ("20-Oct", eaten, "10-20%")
    rows = dict(draft.files[0].part.intake.values_of("deprivation"))
    assert (rows["10-20%"], rows["Not recorded"]) == (eaten, blank)
    bring_in.keep(ws, bring_in.answer(draft, "excel_date", "keep"))
    assert "20-Oct" in dict(ws.table("final_result", "2013J", "deprivation").groups)


def test_the_most_deprived_areas_of_all_presentations(oulad):
    n, rate, gap = fact("02_oulad", "imd_0_10")
    totals = {"0-10%": [0, 0], "90-100%": [0, 0]}
    for period in ("2013B", "2013J", "2014B", "2014J"):
        table = oulad.table("final_result", period, "deprivation")
        for group, sums in totals.items():
            sums[0] += table.group(group).n
            sums[1] += table.group(group).x
    low, high = (Fraction(x, of) for of, x in totals.values())
    assert totals["0-10%"][0] == n
    assert [float(low), float(100 * (low - high))] == pytest.approx([rate, gap], abs=5e-4)


def test_gender_and_disability_at_once(oulad):
    labels = {"F": "Female", "M": "Male", "N": "Students without disabilities", "Y": "Students with disabilities"}
    table = oulad.table("final_result", "2014J", "gender,disability")
    found = fact("02_oulad", "intersection_2014J")
    for at, (x, n, rate) in found.items():
        count = table.group(" · ".join(labels[code] for code in at.split("/")))
        assert (count.n, count.x) == (n, x)
        assert count.x / count.n == pytest.approx(rate, abs=1e-6)
    turned = numbers.measure(oulad, "final_result", by="disability,gender", period="2014J")
    assert turned.group("Students with disabilities · Female").n == found["F/Y"][1]


def test_every_success_by_group_comes_out(oulad):
    names = {
        "gender": ("gender", GENDER),
        "age_band": ("age_band", {}),
        "region": ("region", {}),
        "highest_education": ("prior_education", {}),
    }
    seen = 0
    for row in csv.DictReader((DATA / "reference" / "02_oulad_success_by_group.csv").read_text().splitlines()):
        if row["dimension"] in names and row["period"] != "ALL":
            dimension, labels = names[row["dimension"]]
            count = oulad.table("final_result", row["period"], dimension).group(labels.get(row["group"], row["group"]))
            if count.is_shown:
                assert (count.n, count.x) == (int(row["n"]), int(row["x"]))
                seen += 1
    assert seen > 20


def test_older_students_are_shown_by_presentation(oulad):
    for period, n in fact("02_oulad", "age55").items():
        assert oulad.table("final_result", period, "age_band").group("55<=").n in (n, None)


def test_registrations_are_no_students_and_are_not_dropped(oulad):
    (source,) = oulad.sources()
    assert (source.rows_read, source.rows_kept, source.one_row_is) == (
        fact("02_oulad", "dups")[0],
        fact("02_oulad", "dups")[0],
        "registration",
    )


def test_a_file_of_registrations_says_how_many_students_they_are():
    ws = workspace()
    (check,) = bring_in.check(ws, bring_in.read(ws, [(OULAD.name, OULAD)])).files
    (told,) = [q for q in check.questions if q.code == "rows_are_registrations"]
    rows, students, several, _ = fact("02_oulad", "dups")
    assert (told.count, told.facts) == (rows, {"students": students, "several": several})
    assert "32593 rows of 28785 students" in report.message(ws.words, told)
    few = replace(told, facts={"students": 12, "several": 9})
    assert "12 students, fewer than 10 of whom" in report.message(ws.words, few)


# -- 04: a survey with grades --------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["q1", "q4"])
def test_favourable_answers_by_gender(whole_survey, question):
    (n_f, rate_f), (n_m, rate_m), (gap, low, high) = fact("04_science_survey", f"{question}_gender")
    found = numbers.measure(whole_survey, question, by="gender", compare="group:Male")
    female, male = found.group("Female"), found.group("Male")
    assert (female.n, male.n) == (n_f, n_m)
    assert [float(g.rate) for g in (female, male)] == pytest.approx([rate_f, rate_m], abs=5e-7)
    assert [float(female.gap), female.gap_low, female.gap_high] == pytest.approx([gap, low, high], abs=5e-4)


def test_how_many_answered_the_first_question_by_gender(whole_survey):
    rows = numbers.measure(whole_survey, "answered_survey", by="gender")
    found = numbers.measure(whole_survey, "q1", by="gender")
    rates = [found.group(name).n / rows.group(name).n for name in ("Female", "Male")]
    assert rates == pytest.approx(fact("04_science_survey", "response_rate"), abs=1e-6)


def test_cells_with_fewer_than_ten_answers_are_hidden(science):
    count, cells = fact("04_science_survey", "small_cells")
    assert count == len(cells)
    for question, semester, gender, _, _ in cells:
        assert science.table(question, semester, "gender").group(GENDER[gender]).n is None


def test_the_reference_table_of_semesters_comes_out_where_it_is_shown(science):
    seen = 0
    path = DATA / "reference" / "04_science_survey_by_gender_semester.csv"
    for row in csv.DictReader(path.read_text().splitlines()):
        if row["semester"] != "ALL" and row["gender"] in GENDER:
            count = science.table(row["question"], row["semester"], "gender").group(GENDER[row["gender"]])
            if count.is_shown:
                assert (count.n, count.x) == (int(row["n_answered"]), int(row["favorable"]))
                seen += 1
    assert seen > 20


# -- 05: how many students there are -------------------------------------------------------------------------------


def test_a_school_with_a_few_students_of_a_group_shows_none_of_them():
    """The source hides nothing: 121 schools name 1 to 9 Black students. They go in with each fourth of the others."""
    rows = list(csv.DictReader(WASHINGTON.read_text(encoding="utf-8-sig").splitlines()))
    schools = [row for row in rows if row["OrganizationLevel"] == "School" and row["GradeLevel"] == "AllGrades"]
    few = [row for row in schools if 1 <= int(row["Black/ African American"]) <= 9]
    assert len(few) == fact("05_wa_enrollment", "small_cells")
    some = {row["SchoolCode"] for row in (*few, *[row for row in schools if row not in few][::4])}
    file = written([row for row in rows if row["OrganizationLevel"] != "School" or row["SchoolCode"] in some])
    ws = workspace()
    bring_in.keep(ws, bring_in.answer(bring_in.read(ws, [(WASHINGTON.name, file)]), "which_level", "school"))
    of = {t.where[0][1]: t for r in ws.releases() for t in r.tables if t.dimension == "race" and t.where}
    for row in few:
        names = [name for name in of if name in (row["SchoolName"], f"{row['SchoolName']} ({row['DistrictName']})")]
        assert [of[name].group("Black or African American").n for name in names] == [None] * len(names)
    assert len(of) > 180


def test_the_races_of_each_district_add_up_to_its_students():
    ws = workspace()
    draft = bring_in.answer(bring_in.read(ws, [(WASHINGTON.name, WASHINGTON)]), "which_level", "district")
    bring_in.keep(ws, draft)
    off = 0
    tables = [t for r in ws.releases() for t in r.tables if t.dimension == "race" and t.where]
    for table in tables:
        sizes = [count.n for _, count in table.groups]
        off += None not in sizes and sum(sizes) != table.total.n
    assert off == fact("05_wa_enrollment", "race_sum_check")
    assert sum(None not in [count.n for _, count in t.groups] for t in tables) > 10


# -- 06: what test vendors give --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VENDORS, ids=lambda path: path.name[:7])
def test_a_vendor_s_file_goes_in_and_shows_nothing_of_so_few(path):
    ws = workspace()
    rows, columns, empty, personal = fact("06_vendor_exports", path.name)
    draft = bring_in.read(ws, [(path.name, path)])
    assert len(draft.files[0].part.sheet.header) == columns
    (check,) = bring_in.check(ws, draft).files
    (told,) = [q for q in check.questions if q.code == "empty_columns"]
    assert (told.count, told.facts["all"]) == (empty, columns)
    assert report.message(ws.words, told).startswith(f"{empty} of {columns} columns")
    found = {c.header: c.meaning for c in draft.files[0].part.mapping.columns}
    assert {found[header] for header in personal} <= {"not_read", "student_id"}
    source = bring_in.keep(ws, draft)
    assert source.rows_read == rows
    for release in ws.releases():
        for table in release.tables:
            assert {count.n for _, count in table.groups} == {None}
            assert table.total.n is None
