"""Can we trust this number: what a receipt says, beside the file before, and what is lost with a deletion."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from equity_core.errors import Refused
from equity_core.model import Baseline, BaselineSide, Evidence, Goal, Query, Snapshot, Source
from equity_core.workflow.data import bring_in, comparing, method_notes, quality, snapshots, sources, tidy

SPLIT = {"Asian": 40, "White": 60, "Hispanic": 30}


def roster(year, split, *, school="", more=""):
    """A student list with so many students of each group; every second was suspended."""
    rows = [race for race, many in split.items() for _ in range(many)]
    head = "school_year,race,suspended,grade" + (",belonging" if more else "")
    return "\n".join([head, *(f"{year},{race},{i % 2},0{i % 2 + 6}{more}" for i, race in enumerate(rows))])


def brought(ws, text, name="a.csv", **answers):
    draft = bring_in.read(ws, [(name, text.encode())])
    for code, value in answers.items():
        bring_in.answer(draft, code, value)
    return bring_in.keep(ws, draft)


def said(ws, source):
    return " ".join(sources.receipt(ws, source).compared)


def test_the_first_file_is_compared_with_nothing(ws):
    assert said(ws, brought(ws, roster("2023-24", SPLIT))) == ""


def test_fewer_students_and_a_share_that_moved_are_said(ws):
    brought(ws, roster("2023-24", SPLIT))
    text = said(ws, brought(ws, roster("2024-25", {**SPLIT, "Hispanic": 15})))
    assert "11.5% fewer students than in 2023-24 (130 then, 115 now)" in text
    assert "Hispanic or Latino (Race/ethnicity) moved from 23.1% in 2023-24 to 13.0%" in text
    assert "White" not in text


def test_a_file_like_the_one_before_is_said_to_be_so(ws):
    brought(ws, roster("2023-24", SPLIT))
    assert "no group’s share moved" in said(ws, brought(ws, roster("2024-25", SPLIT)))


def test_groups_and_measures_that_only_one_file_has_are_named(ws):
    brought(ws, roster("2023-24", SPLIT, more=",4"))
    text = said(ws, brought(ws, roster("2024-25", {"Asian": 40, "White": 60, "Black": 30})))
    assert "Black or African American and Hispanic or Latino" in text
    assert "Not in this file, but in the one before: Feel they belong" in text


def test_nothing_is_said_of_a_group_that_is_not_shown(ws):
    brought(ws, roster("2023-24", {**SPLIT, "Pacific Islander": 4}))
    text = said(ws, brought(ws, roster("2024-25", {**SPLIT, "Pacific Islander": 9})))
    assert "Pacific" not in text


def test_a_file_that_replaced_another_says_how_many_rows_that_had(ws):
    brought(ws, roster("2024-25", SPLIT), name="first.csv")
    source = brought(ws, roster("2024-25", {**SPLIT, "Asian": 50}), name="second.csv")
    assert "140 rows are kept; the file that it replaced, “first.csv”, had 130." in said(ws, source)


def test_a_definition_that_changed_since_is_said(ws):
    source = brought(ws, roster("2024-25", SPLIT))
    older = source.model_copy(update={"definitions": {"suspended": "Counted in another way."}})
    assert "Counted in another way." in " ".join(comparing.redefined(ws, older))
    assert comparing.redefined(ws, source) == ()


def test_who_is_not_recorded_is_counted_when_it_may_be(ws):
    many = brought(ws, roster("2024-25", {**SPLIT, "": 20}))
    assert any("not recorded for 20 of 150 students (13.3%)" in line for line in quality.of_source(ws, many))


def test_a_few_not_recorded_are_not_counted(ws):
    few = brought(ws, roster("2024-25", {**SPLIT, "": 4}))
    (line,) = [line for line in quality.of_source(ws, few) if "not recorded" in line]
    assert "not shown" in line
    assert "4 of" not in line


def test_a_grade_that_is_there_in_one_year_only_breaks_the_series(ws):
    later = roster("2024-25", SPLIT).replace(",07", ",06").split("\n", 1)[1]
    source = brought(ws, roster("2023-24", SPLIT) + "\n" + later)
    assert any("2023-24 and 2024-25 are not the same (07)" in line for line in quality.of_source(ws, source))


def test_response_rates_come_by_group(ws):
    rows = [f"2024-25,{'Asian' if i % 2 else 'White'},{'Agree' if i % 3 else ''}" for i in range(120)]
    source = brought(ws, "school_year,race,I feel safe at this school\n" + "\n".join(rows))
    lines = " ".join(quality.of_source(ws, source))
    assert "Who answered in 2024-25, by Race/ethnicity: Asian" in lines


def test_only_test_scores_are_noticed_and_no_voice(ws):
    brought(ws, roster("2024-25", SPLIT).replace("suspended", "reading_proficient"))
    told = " ".join(quality.of_all(ws))
    assert "All our measures are test scores" in told
    assert "Five phone calls" in told
    ws.save(Evidence(cycle=ws.cycle.id, text="It is far.", from_role="family"))
    assert "Five phone calls" not in " ".join(quality.of_all(ws))


def goal_on(ws, source):
    query = Query(measure="suspended", dimension="race", period="2024-25", group="Asian")
    frozen = Baseline(query=query, group=BaselineSide(n=40, x=8), rest=None, frozen_at=ws.now(), source=source.id)
    ws.save(Goal(cycle=ws.cycle.id, baseline=frozen, target_percent=Decimal(10), by=date(2026, 6, 1)))


def test_a_deleted_file_of_a_frozen_baseline_keeps_its_receipt_and_says_so(ws):
    source = brought(ws, roster("2024-25", SPLIT))
    goal_on(ws, source)
    sources.delete(ws, source)
    found = sources.receipt(ws, ws.get(Source, source.id))
    assert found.source.status == "deleted"
    assert "frozen baseline of the goal for Asian" in found.rests_on[0]
    assert ws.all(Goal)[0].baseline.group.x == 8


def test_a_snapshot_names_its_files_and_what_became_of_them(ws):
    source = brought(ws, roster("2024-25", SPLIT))
    snapshots.take(ws, " Fall  board ")
    sources.delete(ws, source)
    ((kept, files),) = snapshots.told(ws)
    assert (kept.name, files) == ("Fall board", ("a.csv (deleted; only this receipt is left)",))


@pytest.mark.parametrize("name", ["", "  ", "FALL"])
def test_a_snapshot_needs_a_name_of_its_own(ws, name):
    brought(ws, roster("2024-25", SPLIT))
    snapshots.take(ws, "Fall")
    with pytest.raises(Refused):
        snapshots.take(ws, name)
    assert len(ws.all(Snapshot)) == 1


def test_a_receipt_says_who_brought_it_and_what_was_counted(ws):
    draft = bring_in.read(ws, [("a.csv", roster("2024-25", SPLIT).encode())])
    assert bring_in.say_who(ws, draft, "Maria Lopez")[0].code == "team_role_is_name"
    assert bring_in.say_who(ws, draft, " Data  clerk ") == ()
    source = bring_in.keep(ws, draft)
    assert source.brought_by == "Data clerk"
    assert source.definitions["suspended"].startswith("Students whom the school suspended")


def test_the_export_has_every_released_number_and_no_hidden_one(ws):
    brought(ws, roster("2024-25", {**SPLIT, "Pacific Islander": 4}), name="=cmd.csv")
    lines = list(csv.DictReader(io.StringIO(tidy.as_csv(ws).decode("utf-8-sig"))))
    (white,) = [line for line in lines if line["group"] == "White" and line["measure"] == "suspended"]
    assert (white["numerator"], white["denominator"], white["ceds_option"]) == ("30", "60", "White")
    hidden = [line for line in lines if line["status"] == "hidden"]
    assert hidden
    assert not any(line["numerator"] or line["denominator"] or line["rate"] for line in hidden)
    assert all(line["source"] == "'=cmd.csv" for line in lines)


def test_the_workbook_has_a_dictionary_and_keeps_leading_zeros(ws):
    brought(ws, roster("2024-25", SPLIT))
    book = openpyxl.load_workbook(io.BytesIO(tidy.as_workbook(ws)))
    assert book.sheetnames == ["group_measure", "data_dictionary"]
    rows = list(book["group_measure"].iter_rows(values_only=True))
    group, denominator = rows[0].index("group"), rows[0].index("denominator")
    assert {row[group] for row in rows} >= {"06", "07"}
    assert all(row[denominator] is None or isinstance(row[denominator], float | int) for row in rows[1:])
    told = {row[0] for row in book["data_dictionary"].iter_rows(values_only=True)}
    assert {"column rate", "status hidden", "measure suspended"} <= told
    widths = book["data_dictionary"].column_dimensions
    assert widths["A"].width > len("column dimension_label")
    assert widths["B"].width == 60


def test_method_notes_define_every_measure_in_use(ws):
    assert method_notes.notes(ws) == ()
    brought(ws, roster("2024-25", SPLIT))
    notes = " ".join(method_notes.notes(ws))
    assert "Suspended at least once: Students whom" in notes
    assert "Groups under 10 students" in notes
