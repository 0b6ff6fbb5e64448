"""A file is recognised by its column names; that is said aloud and nothing is skipped for it."""

from __future__ import annotations

import pytest

from equity_core.ingest import fingerprints, guess, read
from equity_core.ingest.mapping import MEANINGS
from tests.conftest import SHARED

REAL = {
    "data/01_ct_suspension/suspension-rates__2018-19_race.csv": ("connecticut_edsight", 5),
    "data/05_wa_enrollment/Report_Card_Enrollment_KingCounty2018-19_School_Year.csv": ("washington_enrollment", 45),
    "data/06_vendor_exports/Dibels_8_Benchmark__sample_anonymized_file.csv": ("dibels", 105),
    "data/06_vendor_exports/MAP_Growth__sample_anonymized_file.csv": ("map_growth", 143),
    "data/06_vendor_exports/STAR__SR_sample_anonymized_file.csv": ("star", 126),
    "data/06_vendor_exports/i-Ready__sample_anonymized_file_ela.csv": ("iready", 65),
    "messy/29_google_forms_export.csv": ("google_forms", 8),
    "scenarios/fixtures/s1_sample/riverbend_2024-25.csv": ("our_students", 13),
    "scenarios/fixtures/s2_powerschool/student.export.text": ("powerschool_students", 13),
    "scenarios/fixtures/s2_powerschool/discipline_log.csv": ("discipline_log", 8),
    "scenarios/fixtures/s3_state_file/chronicabsenteeism_demo.txt": ("california_absence", 14),
    "scenarios/fixtures/s4_english_learners/reading_by_el_status.csv": ("our_groups", 8),
}
KEYS = {"meaning", "label", "yes"}


@pytest.mark.parametrize("path", REAL)
def test_real_files_are_recognised(path):
    system, columns = REAL[path]
    found = guess(read(path, SHARED / path))
    assert (found.system, len(found.columns)) == (system, columns)
    assert found.recognised >= len(fingerprints.named(system).needs) * 6 // 10


@pytest.mark.parametrize(
    "path", ["messy/01_clean.csv", "data/02_oulad/studentInfo.csv", "data/03_uci_student/student-mat.csv"]
)
def test_files_of_no_system_are_nobodys(path):
    assert guess(read(path, SHARED / path)).system == ""


@pytest.mark.parametrize("system", fingerprints.fingerprints().values(), ids=lambda known: known.id)
def test_every_fingerprint_recognises_its_own_columns_and_names_meanings_that_exist(system):
    known = [next(iter(need)) for need in system.needs]
    questions = [f"I feel that I belong here {number}" for number in range(system.questions)]
    assert fingerprints.recognise([*known, *questions]).name == system.name
    shapes = [system.shape] if system.shape else list(MEANINGS)
    for header in system.columns:
        told = system.about(header)
        assert set(told) <= KEYS
        assert any(told["meaning"] in MEANINGS[shape] for shape in shapes), header


def test_forty_percent_of_the_columns_are_not_enough():
    assert fingerprints.recognise(["Student_Number", "Grade_Level", "Gender", "school"]) is None


def test_a_name_that_is_not_verified_is_no_preset():
    names = " ".join(known.name for known in fingerprints.fingerprints().values())
    assert "Skyward" not in names
    assert "Panorama" not in names


def test_the_race_codes_of_infinite_campus_are_asked_and_not_assumed():
    known = fingerprints.named("infinite_campus_students")
    assert known.means("student.raceEthnicityFed", "4") == ""
    assert known.may_mean("student.raceEthnicityFed", "4") == "Black or African American"


def test_a_code_may_be_a_family_of_codes():
    known = fingerprints.named("aeries_query")
    assert known.means("STU.RC1", "201") == "Asian"
    assert known.means("STU.RC1", "999") == ""
