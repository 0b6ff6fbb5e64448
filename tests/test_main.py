"""The command line, as a script would call it: real files, real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from equity_core import samples
from equity_core.workflow.files import open_workspace
from tests.conftest import ROOT, SHARED
from tests.workflow.data.test_sheets import workbook

FIXTURES = SHARED / "scenarios" / "fixtures"
S1 = FIXTURES / "s1_sample" / "riverbend_2024-25.csv"
S4 = FIXTURES / "s4_english_learners" / "reading_by_el_status.csv"
CT = SHARED / "data" / "01_ct_suspension"
OULAD = SHARED / "data" / "02_oulad" / "studentInfo.csv"
shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not on this machine")


def run(*args: object, code: int | None = None) -> dict:
    """Run a command with --json and return its one JSON object."""
    ran = subprocess.run(
        [sys.executable, "-m", "equity_core", *map(str, args), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert code is None or ran.returncode == code, (ran.returncode, ran.stdout, ran.stderr)
    assert ran.stderr == ""
    return json.loads(ran.stdout)


def said(*args: object) -> tuple[int, str]:
    """Run a command as a person does and return its exit code and all that it printed."""
    ran = _ran(*args)
    return ran.returncode, ran.stdout + ran.stderr


def _ran(*args: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "equity_core", *map(str, args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def group(answer: dict, name: str) -> dict:
    return next(g for g in answer["groups"] if g["group"] == name)


@pytest.fixture(scope="module")
def riverbend(tmp_path_factory) -> Path:
    """A workspace with the spring file of the sample school."""
    folder = tmp_path_factory.mktemp("riverbend")
    file = samples.school().file("spring")
    (folder / file.name).write_bytes(file.content)
    run("import", folder / file.name, "--workspace", folder / "riverbend.duckdb")
    return folder / "riverbend.duckdb"


@shared
def test_s1_gives_24_of_120_against_37_of_480(tmp_path):
    imported = run("import", S1, "--workspace", tmp_path / "s1.duckdb")
    assert (imported["rows_read"], imported["rows_kept"]) == (600, 600)
    answer = run("measure", "suspended", "--by", "race", "--workspace", tmp_path / "s1.duckdb", code=0)
    black = group(answer, "Black or African American")
    assert (black["x"], black["n"]) == (24, 120)
    assert (answer["total"]["x"] - black["x"], answer["total"]["n"] - black["n"]) == (37, 480)
    assert round(black["gap"], 1) == 12.3
    assert round(black["ratio"], 2) == 2.59
    assert black["certainty"] == "clear"
    assert black["students_to_parity"] == 15
    hidden = {g["group"] for g in answer["groups"] if g["status"] == "hidden"}
    assert {"American Indian or Alaska Native", "Native Hawaiian or Pacific Islander"} <= hidden
    assert all(g["x"] is None for g in answer["groups"] if g["group"] in ("Asian", "Two or more races"))


@shared
def test_s4_keeps_the_published_counts(tmp_path):
    run("import", S4, "--workspace", tmp_path / "s4.duckdb")
    answer = run(
        "measure", "reading_proficient", "--by", "el_status", "--period", "2022-23", "-w", tmp_path / "s4.duckdb"
    )
    assert (group(answer, "Current EL")["x"], group(answer, "Current EL")["n"]) == (36, 120)
    assert group(answer, "Former EL")["rate"] == 0.7


@shared
def test_oulad_gives_the_published_disability_gaps(tmp_path):
    there = tmp_path / "oulad.duckdb"
    run("import", OULAD, "--workspace", there)
    ids = [m["id"] for m in run("measures", "--workspace", there)["measures"]]
    facts = {
        "2013J": (849, 353, 0.415783, -9.9724, -13.4208, -6.4516, 0.80655),
        "2014J": (1077, 404, 0.375116, -12.1103, -15.1139, -9.0227, 0.75595),
    }
    success = next(id for id in ids if "result" in id)
    for period, (n, x, rate, gap, low, high, ratio) in facts.items():
        answer = run("measure", success, "--by", "disability", "--period", period, "--workspace", there)
        with_disability = next(g for g in answer["groups"] if g["n"] == n)
        assert with_disability["x"] == x
        assert with_disability["rate"] == pytest.approx(rate, abs=5e-7)
        assert with_disability["gap"] == pytest.approx(gap, abs=5e-4)
        assert (with_disability["gap_low"], with_disability["gap_high"]) == pytest.approx((low, high), abs=5e-4)
        assert with_disability["ratio"] == pytest.approx(ratio, abs=5e-4)
    moved = run("change", success, "--by", "disability", "--from", "2013J", "--to", "2014J", "--workspace", there)
    now = next(g for g in moved["groups"] if g["after"]["n"] == 1077)
    assert now["gap_change"] == pytest.approx(-2.1379, abs=5e-4)


@shared
def test_connecticut_narrows_in_points_and_widens_as_a_ratio(tmp_path):
    there = tmp_path / "ct.duckdb"
    facts = {"2009-10": (0.200, 14.6, 3.7037), "2015-16": (0.162, 12.3, 4.1538)}
    for year, (rate, gap, ratio) in facts.items():
        run("import", CT / f"suspension-rates__{year}_race_ct.csv", "--as", year, "--workspace", there)
        answer = run(
            "measure", "suspended", "--by", "race", "--period", year, "--compare", "group:White", "--workspace", there
        )
        black = group(answer, "Black or African American")
        assert black["rate"] == pytest.approx(rate, abs=1e-6)
        assert black["gap"] == pytest.approx(gap, abs=1e-3)
        assert black["ratio"] == pytest.approx(ratio, abs=1e-3)
    moved = run(
        *("change", "suspended", "--by", "race", "--from", "2009-10", "--to", "2015-16"),
        *("--compare", "group:White", "--workspace", there),
    )
    black = group(moved, "Black or African American")
    assert black["gap_change"] == pytest.approx(-2.3, abs=1e-3)
    assert black["after"]["ratio"] - black["before"]["ratio"] == pytest.approx(0.4501, abs=1e-3)
    assert black["ratio_disagrees"] is True


def test_check_writes_nothing(tmp_path):
    file = tmp_path / "spring.csv"
    file.write_bytes(samples.school().file("spring").content)
    found = run("check", file)
    assert found["outcome"] in ("accept", "accept_with_warnings")
    assert found["periods"] == ["2024-25"]
    assert [path.name for path in tmp_path.iterdir()] == ["spring.csv"]


def test_another_sheet_of_a_workbook_is_read_when_asked_for(tmp_path):
    file = tmp_path / "book.xlsx"
    file.write_bytes(workbook())
    (question,) = run("check", file, code=1)["questions"]
    assert (question["code"], question["answers"]) == ("sheet_of_several", ["Last year", "This year", "No rows"])
    assert run("check", file, "--answer", "sheet_of_several=This year", code=1)["periods"] == ["2024-25"]
    assert "No rows" in run("check", file, "--answer", "sheet_of_several=Archive", code=2)["error"]["message"]
    assert run("check", file, "--answer", "sheet_of_several=No rows", code=2)["error"]["code"] == "file.no_rows"


def test_a_question_is_answered_by_its_code(tmp_path):
    text = samples.school().file("spring").content.decode().replace("Two or more races", "Blended")
    (tmp_path / "spring.csv").write_text(text)
    asked = run("check", tmp_path / "spring.csv", code=1)["questions"]
    question = next(q for q in asked if "Blended" in q["message"])
    answer = f"{question['code']}=Two or more races"
    kept = run("import", tmp_path / "spring.csv", "--answer", answer, "--workspace", tmp_path / "a.duckdb")
    assert "Two or more races" in kept["groups"]["race"]
    assert not any("Blended" in group for group in kept["groups"]["race"])


def test_an_answer_that_a_question_cannot_have_is_refused_and_leaves_nothing(tmp_path):
    text = samples.school().file("spring").content.decode().replace("Two or more races", "Blended")
    (tmp_path / "spring.csv").write_text(text)
    answer = "unknown_group:race_ethnicity:Blended=Purple"
    for command in (("check",), ("import", "--workspace", tmp_path / "a.duckdb")):
        refused = run(*command, tmp_path / "spring.csv", "--answer", answer, code=2)
        assert refused["error"]["code"] == "command.answer"
        assert "Two or more races" in refused["error"]["message"]
    assert "measures" not in run("measures", "--workspace", tmp_path / "a.duckdb", code=2)


def test_a_file_that_is_no_table_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "nothing.csv").write_text("")
    refused = run("import", tmp_path / "nothing.csv", "--workspace", tmp_path / "a.duckdb", code=2)
    assert refused["outcome"] == "reject"
    assert refused["questions"][0]["message"]
    assert [path.name for path in tmp_path.iterdir()] == ["nothing.csv"]
    assert run("check", tmp_path / "nothing.csv", code=2)["outcome"] == "reject"


def test_measures_lists_what_can_be_asked(riverbend):
    offered = run("measures", "--workspace", riverbend, code=0)
    assert {"suspended", "chronic_absence", "reading_proficient"} <= {m["id"] for m in offered["measures"]}
    assert {"race", "el_status", "disability", "income", "gender", "grade"} <= {d["id"] for d in offered["dimensions"]}
    assert offered["periods"] == ["2024-25"]


def test_a_wrong_name_is_refused_with_the_one_that_comes_close(riverbend):
    answer = run("measure", "suspnded", "--by", "race", "--workspace", riverbend, code=2)
    assert "suspended" in answer["error"]["message"]


def test_two_dimensions_without_school_are_refused(riverbend):
    answer = run("measure", "suspended", "--by", "race,gender", "--workspace", riverbend, code=2)
    assert answer["error"]["code"] == "two_dimensions.unreleased"


def test_a_missing_file_and_a_missing_workspace_get_one_sentence(tmp_path):
    for args in (("check", tmp_path / "nothing.csv"), ("measures", "--workspace", tmp_path / "nothing.duckdb")):
        code, told = said(*args)
        assert code == 2
        assert told.count("\n") == 1
        assert "Traceback" not in told


def test_wrong_arguments_are_refused_as_json_too():
    answer = run("measure", "suspended", code=2)
    assert answer["error"]["code"] == "command.usage"


def test_a_person_reads_lines(riverbend):
    code, told = said("measure", "suspended", "--by", "race", "--workspace", riverbend)
    assert code == 0
    assert "Black or African American: 20.0% (24 of 120), +12.3 points, 2.59 times, clear" in told
    assert "American Indian or Alaska Native: hidden" in told


def test_a_measure_of_the_teams_own_is_released_with_the_rest(riverbend, tmp_path):
    rule = {"kind": "at_least", "column": "days_absent", "value": "18"}
    own = {"label": "Absent 18 days or more", "direction": "lower_better", "timing": "leading", "rule": rule}
    (tmp_path / "own.json").write_text(json.dumps(own))
    run("define", "absent_18", "--from-json", tmp_path / "own.json", "--workspace", riverbend, code=0)
    answer = run("measure", "absent_18", "--by", "income", "--workspace", riverbend, code=0)
    assert (answer["total"]["x"], answer["total"]["n"]) == (132, 600)


def test_the_same_numbers_come_while_another_process_holds_the_workspace(riverbend):
    holder = (
        f"from pathlib import Path; from equity_core.workflow.files import open_workspace; "
        f"ws = open_workspace(Path({str(riverbend)!r})); print('open', flush=True); input()"
    )
    before = run("measure", "suspended", "--by", "race", "--workspace", riverbend, code=0)
    with subprocess.Popen(
        [sys.executable, "-c", holder], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "open\n"
        assert run("measure", "suspended", "--by", "race", "--workspace", riverbend, code=0) == before
        assert "reading_proficient" in str(run("measures", "--workspace", riverbend, code=0))
        held.communicate("\n")


def test_a_private_copy_brings_everything_back(riverbend, tmp_path):
    run("backup", tmp_path / "copy.zip", "--workspace", riverbend, code=0)
    run("restore", tmp_path / "copy.zip", "--workspace", tmp_path / "again.duckdb", code=0)
    args = ("measure", "suspended", "--by", "race", "--workspace")
    assert run(*args, tmp_path / "again.duckdb") == run(*args, riverbend)
    run("delete", "--workspace", tmp_path / "again.duckdb", code=0)
    assert {path.name for path in tmp_path.iterdir()} == {"copy.zip"}


def test_the_kit_says_what_to_do_while_the_app_holds_the_workspace(riverbend, tmp_path):
    ws = open_workspace(riverbend)
    code, told = said("kit", "--preset", "principal", "--out", tmp_path, "--workspace", riverbend)
    ws.store.close()

    assert code == 2
    assert "riverbend is open in the app" in told
    assert "close the app and try again" in told


def test_help_has_an_example_that_can_be_copied():
    code, told = said("--help")

    assert code == 0
    assert "measure suspended --by race --workspace Riverbend --json" in told


def test_the_sample_school_by_name_and_its_kit(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUITY_LOOP_HOME", str(tmp_path))
    made = run("sample", "--workspace", "Riverbend", code=0)
    assert Path(made["workspace"]) == tmp_path / "Riverbend.duckdb"
    assert run("sample", "--workspace", "Riverbend", code=2)["error"]["code"] == "workspace.exists"
    answer = run("measure", "suspended", "--by", "race", "--period", "2024-25", "--workspace", "Riverbend")
    assert group(answer, "Black or African American")["x"] == 24
    events = run("points", "--group", "Black or African American", "--workspace", "Riverbend", code=0)
    assert sum(p["events"] for p in events["points"]) == events["events"]
    assert sum(p["excess"] for p in events["points"]) == pytest.approx(events["excess"])
    assert run("points", "--group", "Nobody", "--workspace", "Riverbend", code=2)["error"]["code"] == "unknown.group"
    written = run("kit", "--preset", "principal", "--out", tmp_path / "kit", "--workspace", "Riverbend", code=0)
    assert all(Path(path).stat().st_size for path in written["written"])


def test_templates_are_written_and_come_back(tmp_path):
    written = run("templates", "--out", tmp_path / "fill", code=0)["written"]
    assert {Path(path).name for path in written} >= {"equity_loop_templates.xlsx", "questions_student.html"}
    report = run("check", tmp_path / "fill" / "survey_template.csv", code=1)
    assert (report["recognised_as"], report["rows_kept"]) == ("our own questions for students", 3)
