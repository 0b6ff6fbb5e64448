from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

import equity_core as eq
from equity_core.errors import Refused
from equity_core.reports import cells
from equity_core.workflow import periods

BLACK = "Black or African American"


@pytest.fixture(scope="module")
def riverbend():
    ws = eq.sample()
    yield ws
    ws.store.close()


def test_a_report_is_a_table_a_file_and_a_page_with_the_same_numbers(riverbend):
    report = eq.compatibility(riverbend, "suspended", by="race", idea_threshold="2.0", idea_drop="0.25")
    (black,) = (row for row in report.rows() if row["group"] == BLACK)

    assert (black["x"], black["n"], black["ppg_ccc_2022_needed_parity"]) == (24, 120, 15)
    assert black["idea_identified"]
    assert list(report.to_frame().group) == [row["group"] for row in report.rows()]
    lines = list(csv.DictReader(io.StringIO(report.csv().decode("utf-8-sig"))))
    assert lines[0]["ppg_ccc_2022_gap"] == str(black["ppg_ccc_2022_gap"])
    page = report.html().decode()
    assert "12.3" in page
    assert "2023-24: 2.65" in page


def test_everything_at_once_says_what_each_report_says(riverbend):
    lines = eq.every_compatibility(riverbend).to_frame()
    asked = lines[["measure", "dimension", "period", "school"]].drop_duplicates()
    assert {"suspended", "reading_proficient"} <= set(asked.measure)
    for measure, by, period, school in asked.itertuples(index=False):
        assert pd.isna(school)  # one school
        told = eq.compatibility(riverbend, measure, by=by, period=period)
        is_same = (lines.measure == measure) & (lines.dimension == by) & (lines.period == period) & lines.school.isna()
        assert len(told.rows()) == is_same.sum()
        for row, (_, line) in zip(told.rows(), lines[is_same].iterrows(), strict=True):
            assert line.group == row["group"]
            for name in set(line.index) - {"measure", "dimension", "period", "school", "group"}:
                value = row.get(name)
                assert pd.isna(line[name]) if value is None else line[name] == pytest.approx(value, rel=1e-12), name


def test_everything_at_once_is_a_file_that_says_it_is_no_legal_advice(riverbend):
    report = eq.every_compatibility(riverbend)
    lines = list(csv.DictReader(io.StringIO(report.csv().decode("utf-8-sig"))))
    whole = [line for line in lines if line["group"]]
    assert len(whole) == len(report.to_frame())
    assert {line["index_80"] for line in whole if line["measure"] == "suspended"} == {""}
    assert "Not legal advice" in lines[-2]["measure"]
    assert "Not legal advice" in report._repr_html_()


@pytest.mark.parametrize("form", ["csv", "html", "_repr_html_"])
def test_it_says_that_it_is_no_legal_advice_and_who_is_left_out(riverbend, form):
    made = getattr(eq.compatibility(riverbend, "suspended", by="race"), form)()
    text = made if isinstance(made, str) else made.decode()
    assert "Not legal advice" in text
    assert "American Indian or Alaska Native" in text


def test_a_hidden_group_has_a_name_and_no_number(riverbend):
    report = eq.compatibility(riverbend, "suspended", by="race")
    shown = {row["group"] for row in report.rows()}
    hidden = {g.group for g in eq.measure(riverbend, "suspended", by="race").result.groups if g.status != "shown"}
    assert hidden
    assert not shown & hidden


def test_only_whole_school_years_without_a_gap_count_together():
    assert periods.years_before("2000-01", 2) == ["1998-99", "1999-00"]
    assert periods.years_before("2024-25 Fall", 2) == []


@pytest.mark.parametrize("threshold", ["", "much", "0", "-1", "1/0"])
def test_a_threshold_that_is_no_number_is_refused(riverbend, threshold):
    with pytest.raises(Refused):
        eq.compatibility(riverbend, "suspended", by="race", idea_threshold=threshold)


def test_a_group_named_like_a_formula_is_text_in_a_spreadsheet():
    assert cells.safe("=1+1") == "'=1+1"
    assert cells.safe(-0.1) == -0.1
