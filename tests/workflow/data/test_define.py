"""A team's own measure: kept from JSON, released for the files that have its columns, refused with one reason."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from equity_core import samples
from equity_core.errors import Refused
from equity_core.model import AtLeast, Gap, Measure, OneOf, Query
from equity_core.workflow import numbers
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.define import define, keep, own, remove, report
from equity_core.workflow.undo import undo

OWN = {
    "label": "Absent 18 days or more",
    "direction": "lower_better",
    "timing": "leading",
    "rule": {"kind": "at_least", "column": "days_absent", "value": "18"},
}


@pytest.fixture
def school(ws):
    for id in ("spring", "counts"):
        file = samples.school().file(id)
        bring_in.keep(ws, bring_in.read(ws, [(file.name, file.content)]))
    return ws


def test_it_is_released_for_the_files_that_have_its_columns(school):
    defined = define(school, "absent_18", json.dumps(OWN))
    assert report(defined)["periods"] == ["2024-25"]
    found = numbers.measure(school, "absent_18", by="income")
    assert (found.total.x, found.total.n) == (132, 600)
    assert school.measure_label("absent_18") == "Absent 18 days or more"


def test_what_was_released_before_stays(school):
    before = numbers.as_json(numbers.measure(school, "suspended", by="race", period="2024-25"))
    define(school, "absent_18", json.dumps(OWN))
    assert numbers.as_json(numbers.measure(school, "suspended", by="race", period="2024-25")) == before


@pytest.mark.parametrize(
    ("id", "text", "code"),
    [
        ("suspended", json.dumps(OWN), "define.built_in"),
        ("mine", "{", "define.not_json"),
        ("mine", "[]", "define.other_id"),
        ("mine", json.dumps({**OWN, "id": "other"}), "define.other_id"),
        ("mine", json.dumps({**OWN, "direction": "up"}), "define.invalid"),
        ("mine", json.dumps({**OWN, "rule": {"kind": "flag", "column": "nothing"}}), "define.no_column"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(school, id, text, code):
    with pytest.raises(Refused) as refused:
        define(school, id, text)
    assert refused.value.code == code
    assert school.words(f"problem.{code}", **refused.value.facts)
    assert not school.all(Measure)


MARKS = "mark_a;bus;sex\n" + "".join(
    f"{i % 20};{'North' if i % 4 else 'South'};{'F' if i % 2 else 'M'}\n" for i in range(200)
)


def brought(ws, text, name="marks_2024-25.csv"):
    return bring_in.keep(ws, bring_in.read(ws, [(name, text.encode())]))


def mark(way, value, label="Mark", column="mark_a"):
    rule = {"kind": way, "column": column, "value": value}
    return json.dumps({"label": label, "direction": "higher_better", "timing": "leading", "rule": rule})


@pytest.mark.parametrize(("way", "count"), [("at_least", 100), ("more_than", 90), ("at_most", 110), ("less_than", 100)])
def test_a_limit_counts_on_its_side_in_files_that_come_later(ws, way, count):
    define(ws, "passed", mark(way, 10))
    (source,) = [brought(ws, MARKS)]
    assert source.measures == ("passed",)
    assert numbers.measure(ws, "passed", by="gender").total.x == count


def test_a_dimension_with_names_for_its_codes_comes_with_the_next_file(ws):
    told = {"kind": "dimension", "label": "Bus", "column": "bus", "names": {"North": "Northern line"}}
    define(ws, "bus_line", json.dumps(told))
    define(ws, "passed", mark("at_least", 10))
    brought(ws, MARKS)
    found = numbers.measure(ws, "passed", by="bus_line")
    assert [g.group for g in found.groups] == ["Northern line", "South"]
    assert ws.dimension_label("bus_line") == "Bus"


def test_what_was_matched_once_is_matched_next_year(ws):
    draft = bring_in.read(ws, [("marks_2023-24.csv", MARKS.encode())])
    draft.remap(0, 0, "own_number", label="Passed", at_least=Decimal(10), timing="leading")
    draft.remap(0, 1, "own_dimension", label="Bus line")
    bring_in.keep(ws, draft)
    brought(ws, MARKS)
    moved = numbers.change(ws, "passed", by="bus_line", before="2023-24", after="2024-25")
    assert [name for name, _ in moved.changes] == ["North", "South"]
    assert ws.get(Measure, "passed").timing == "leading"


def test_a_second_measure_of_a_column_needs_no_new_file(ws):
    define(ws, "passed", mark("at_least", 10))
    brought(ws, MARKS)
    define(ws, "high", mark("at_least", 15, "High mark"))
    assert numbers.measure(ws, "high", by="gender").total.x == 50


def test_two_limits_with_a_few_students_between_them_do_not_tell_of_those(ws):
    define(ws, "passed", mark("at_least", 10))
    brought(ws, MARKS.replace("\n10;", "\n9;", 9))
    defined = define(ws, "nearly", mark("more_than", 10))
    tables = {t.measure: t for t in ws.releases()[0].tables if t.dimension == "gender"}
    pairs = zip(tables["passed"].groups, tables["nearly"].groups, strict=True)
    assert not any(one.is_shown and other.is_shown for (_, one), (_, other) in pairs)
    assert defined.hides == ("Mark",)


def test_a_changed_limit_is_counted_again_and_undo_counts_it_back(ws):
    define(ws, "passed", mark("at_least", 10))
    brought(ws, MARKS)
    measure = ws.get(Measure, "passed")
    keep(ws, measure.model_copy(update={"rule": AtLeast(column="mark_a", value=Decimal(15))}))
    assert numbers.measure(ws, "passed", by="gender").total.x == 50
    assert undo(ws)
    assert numbers.measure(ws, "passed", by="gender").total.x == 100


def test_a_removed_measure_leaves_no_number_and_undo_brings_it_back(ws):
    define(ws, "passed", mark("at_least", 10))
    brought(ws, MARKS)
    remove(ws, ws.get(Measure, "passed"))
    assert ws.sources()[0].measures == ()
    assert not any(t.measure == "passed" for r in ws.releases() for t in r.tables)
    undo(ws)
    assert numbers.measure(ws, "passed", by="gender").total.x == 100


def test_a_measure_that_a_gap_rests_on_is_not_removed(ws):
    define(ws, "passed", mark("at_least", 10))
    brought(ws, MARKS)
    ws.save(Gap(cycle=ws.cycle.id, query=Query(measure="passed", dimension="gender", period="2024-25")))
    with pytest.raises(Refused) as refused:
        remove(ws, ws.get(Measure, "passed"))
    assert refused.value.code == "define.in_use"


def test_each_own_measure_says_what_it_counts(ws):
    define(ws, "passed", mark("at_least", "10.0"))
    (found,) = own(ws)
    assert found.definition.startswith("Students whose “mark_a” is 10 or more, out of all students")
    ws.save(
        Measure(
            id="agree",
            rule=OneOf(column="q", values=("Agree", "Strongly agree")),
            header="Q",
            label="a",
            direction="higher_better",
            timing="leading",
        )
    )
    assert "“Q” is “Agree” or “Strongly agree”" in own(ws)[1].definition


def test_answers_are_compared_as_they_are_meant(ws):
    draft = bring_in.read(ws, [("a.csv", b"q,sex\n" + b"agree,F\nDisagree,M\n,F\n" * 30)])
    draft.remap(0, 0, "own_yes_no", label="Agrees", yes=("Agree",))
    bring_in.keep(ws, draft)
    total = ws.table("agrees", "2025-26", "gender").total
    assert (total.x, total.n) == (30, 60)


def test_two_columns_with_one_name_are_refused_with_both(ws):
    draft = bring_in.read(ws, [("a.csv", b"q,r,sex\n" + b"Agree,Agree,F\n" * 30)])
    for column in (0, 1):
        draft.remap(0, column, "own_yes_no", label="Agrees", yes=("Agree",))
    (check,) = bring_in.check(ws, draft).files
    assert check.error.code == "import.name_twice"
    assert check.error.facts["columns"] == "q, r"


def test_an_address_among_answers_is_not_kept(ws):
    draft = bring_in.read(ws, [("a.csv", b"q,sex\n" + b"Agree,F\nNo,M\n" * 30 + b"someone@school.org,F\n")])
    draft.remap(0, 0, "own_yes_no", label="Agrees", yes=("Agree",))
    source = bring_in.keep(ws, draft)
    with ws.store.reading() as cursor:
        kept = {row[0] for row in cursor.execute(f'SELECT DISTINCT q FROM "rows_{source.id}"').fetchall()}
    assert kept == {"Agree", "No", None}


SCORES = "\n".join(
    ["student_id,school_year,race,score"]
    + [
        f"{i},2024-25,{'White' if i % 2 else 'Asian'},{75 if i < 2 else (60, 70, 80, 90)[i // 2 % 4]}"
        for i in range(400)
    ]
)


def _limit(value: int) -> str:
    rule = {"kind": "at_least", "column": "score", "value": value}
    told = {"label": f"Score of {value} or more", "direction": "higher_better", "timing": "lagging", "rule": rule}
    return json.dumps(told)


def _take_away(ws):
    remove(ws, own(ws)[0].measure)


def _bring_again(ws):
    remove(ws, own(ws)[0].measure)
    bring_in.keep(ws, bring_in.read(ws, [("again.csv", SCORES.encode() + b"\n")]))


@pytest.mark.parametrize("away", [_take_away, undo, _bring_again])
def test_a_measure_that_was_seen_and_taken_away_tells_nothing_of_the_next(ws, away):
    """One student of each group is between the two limits."""
    define(ws, "ok_70", _limit(70))
    bring_in.keep(ws, bring_in.read(ws, [("scores.csv", SCORES.encode())]))
    if away is undo:
        define(ws, "ok_75", _limit(75))
        assert numbers.measure(ws, "ok_75", by="race").group("Asian").x == 101
        undo(ws)
    else:
        remove(ws, own(ws)[0].measure)
        define(ws, "ok_75", _limit(75))
        away(ws)
    define(ws, "ok_76", _limit(76))
    found = numbers.measure(ws, "ok_76", by="race")
    assert [(g.status, g.x) for g in (found.total, *found.groups)] == [("hidden", None)] * 3
    assert all(table.measure in ("ok_70", "ok_76") for release in ws.releases() for table in release.tables)
