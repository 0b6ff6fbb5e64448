"""A rule that looks at everybody: counted like any measure, beside who is in the program now."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from random import Random

import pytest

from equity_core.errors import Refused
from equity_core.model import Criterion, Screening
from equity_core.store import Store
from equity_core.workflow import Workspace, numbers, undo
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.define import define
from equity_core.workflow.diagnose import screening

RULE = {"kind": "at_least", "column": "score", "value": 75}
SCORE = {"label": "Score of 75 or more", "direction": "higher_better", "timing": "leading", "rule": RULE}


def students() -> list[dict]:
    chance = Random(5)
    found = []
    for i in range(600):
        el = "Current EL" if i % 4 == 0 else "Never EL"
        score, reads = chance.randrange(50, 100), chance.random() < 0.6
        nominated = score > 80 and chance.random() < (0.2 if i % 4 == 0 else 0.8)
        found.append({"el": el, "score": score, "reads": reads, "in": nominated})
    return found


def table(made: list[dict]) -> bytes:
    lines = ["student_id,school_year,el_status,score,reading_proficient,advanced_course"]
    said = {True: "Yes", False: "No"}
    lines += [f"{i},2024-25,{s['el']},{s['score']},{said[s['reads']]},{said[s['in']]}" for i, s in enumerate(made)]
    return "\n".join(lines).encode()


@pytest.fixture
def school(ws):
    define(ws, "ok_75", json.dumps(SCORE))
    bring_in.keep(ws, bring_in.read(ws, [("students.csv", table(students()))]))
    return ws


def test_one_undo_takes_a_rule_back_with_its_numbers(school):
    screening.try_rule(school, "advanced_course", "all", [Criterion(measure="ok_75", limit=Decimal(85))])
    assert screening.dimensions(school)
    undo.undo(school)
    assert screening.current(school) is None
    assert not screening.dimensions(school), "what is released no more hides nothing either"


@pytest.mark.parametrize("how", ["all", "any"])
def test_a_rule_counts_the_students_for_whom_it_holds(school, how):
    rule = [Criterion(measure="ok_75", limit=Decimal(85)), Criterion(measure="reading_proficient")]
    screening.try_rule(school, "advanced_course", how, rule)
    join = all if how == "all" else any
    found = numbers.measure(school, screening.MEASURE, by="el_status")
    for group in ("Current EL", "Never EL"):
        mine = [s for s in students() if s["el"] == group]
        assert found.group(group).x == sum(join((s["score"] >= 85, s["reads"])) for s in mine)
        assert found.group(group).n == len(mine)


def test_the_answer_stands_beside_who_is_in_it_now(school):
    rule = [Criterion(measure="ok_75", limit=Decimal(85))]
    screening.try_rule(school, "advanced_course", "all", rule)
    kept = screening.current(school)
    assert isinstance(kept, Screening)
    look = screening.look(school, kept, "el_status")
    el = [s for s in students() if s["el"] == "Current EL"]
    ruled, now = (sum(s["score"] >= 85 for s in el), sum(s["in"] for s in el))
    row = next(row for row in look.figure.table.rows if row[0] == "Current EL")
    assert f"({now} of {len(el)})" in row[1]
    assert f"({ruled} of {len(el)})" in row[2]
    assert row[3] == str(ruled - now)
    assert look.query.group == "Current EL"
    assert "“score” is 85 or more" in look.rule
    assert any("current English learners" in s or "Current EL" in s for s in look.sentences)


@pytest.mark.parametrize(
    ("criteria", "code"),
    [
        ([], "screening.no_criterion"),
        ([Criterion(measure="suspended")], "screening.other_file"),
        ([Criterion(measure="ok_75")] * 4, "screening.too_many"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_and_nothing_is_kept(school, criteria, code):
    with pytest.raises(Refused) as refused:
        screening.try_rule(school, "advanced_course", "all", criteria)
    assert refused.value.code == code
    assert screening.current(school) is None


def test_a_limit_moved_by_one_student_tells_nothing_of_that_student(school):
    """What two limits differ by is a small count."""
    made = students()
    scores = sorted(s["score"] for s in made if s["el"] == "Current EL")
    limit = next(v for v in range(80, 95) if 0 < sum(s == v for s in scores) <= 4)
    screening.try_rule(school, "advanced_course", "all", [Criterion(measure="ok_75", limit=Decimal(limit))])
    before = numbers.measure(school, screening.MEASURE, by="el_status").group("Current EL")
    screening.try_rule(school, "advanced_course", "all", [Criterion(measure="ok_75", limit=Decimal(limit + 1))])
    after = numbers.measure(school, screening.MEASURE, by="el_status").group("Current EL")
    assert before.status == "shown"
    assert after.status == "hidden"


def test_after_many_rules_one_more_does_not_tell_how_few_are_in_two_measures():
    """How many are in either, taken from the sum of both, is how many are in both."""
    tick, chance = count(), Random(2)
    clock = lambda: datetime(2025, 11, 3, 12) + timedelta(seconds=next(tick))  # noqa: E731
    ws, made = Workspace(Store(":memory:", now=clock), now=clock), []
    for i in range(400):
        el = "Current EL" if i % 4 == 0 else "Never EL"
        score, reads = chance.randrange(50, 100), chance.random() < 0.5
        counts = chance.random() < (0.03 if reads and el == "Current EL" else 0.4)
        made.append({"el": el, "score": score, "reads": reads, "counts": counts, "in": chance.random() < 0.3})
    both = sum(s["reads"] and s["counts"] for s in made if s["el"] == "Current EL")
    assert 0 < both <= 4
    define(ws, "ok_75", json.dumps(SCORE))
    said = {True: "Yes", False: "No"}
    head = "student_id,school_year,el_status,score,reading_proficient,math_proficient,advanced_course"
    lines = [
        f"{i},2024-25,{s['el']},{s['score']},{said[s['reads']]},{said[s['counts']]},{said[s['in']]}"
        for i, s in enumerate(made)
    ]
    bring_in.keep(ws, bring_in.read(ws, [("students.csv", "\n".join([head, *lines]).encode())]))
    reads, counts = Criterion(measure="reading_proficient"), Criterion(measure="math_proficient")
    for limit, also in ((60, [reads]), (72, [reads]), (82, [reads]), (62, []), (85, [])):
        screening.try_rule(ws, "advanced_course", "all", [Criterion(measure="ok_75", limit=Decimal(limit)), *also])
    screening.try_rule(ws, "advanced_course", "any", [reads, counts])
    shown = [
        numbers.measure(ws, id, by="el_status").group("Current EL").status
        for id in ("reading_proficient", "math_proficient", screening.MEASURE)
    ]
    ws.store.close()
    assert shown != ["shown"] * 3


def test_what_is_either_of_two_and_of_three_does_not_tell_how_few_are_in_all_three():
    tick, chance, made = count(), Random(1), []
    clock = lambda: datetime(2025, 11, 3, 12) + timedelta(seconds=next(tick))  # noqa: E731
    ws = Workspace(Store(":memory:", now=clock), now=clock)
    for i in range(400):
        el = "Current EL" if i % 4 == 0 else "Never EL"
        one, two = chance.random() < 0.5, chance.random() < 0.5
        three = chance.random() < (0.06 if one and two and el == "Current EL" else 0.5)
        made.append((i, "2024-25", el, *("Yes" if is_so else "No" for is_so in (one, two, three, i % 3))))
    head = "student_id,school_year,el_status,reading_proficient,math_proficient,suspended,advanced_course"
    lines = [",".join(map(str, row)) for row in made]
    bring_in.keep(ws, bring_in.read(ws, [("students.csv", "\n".join([head, *lines]).encode())]))
    all_ = [Criterion(measure=m) for m in ("reading_proficient", "math_proficient", "suspended")]
    statuses = []
    for some in (all_[:2], all_[1:], [all_[0], all_[2]], all_):
        screening.try_rule(ws, "advanced_course", "any", some)
        statuses.append(numbers.measure(ws, screening.MEASURE, by="el_status").group("Current EL").status)
    ws.store.close()
    assert statuses == ["shown", "shown", "shown", "hidden"]


def test_after_six_rules_only_those_can_be_looked_at_again(school):
    rules = [[Criterion(measure="ok_75", limit=Decimal(limit))] for limit in (55, 65, 75, 80, 85, 95)]
    for rule in rules:
        screening.try_rule(school, "advanced_course", "all", rule)
    with pytest.raises(Refused) as refused:
        screening.try_rule(school, "advanced_course", "all", [Criterion(measure="ok_75", limit=Decimal(60))])
    assert refused.value.code == "screening.enough"
    screening.try_rule(school, "advanced_course", "all", rules[1])
    kept = screening.current(school)
    assert kept
    assert kept.criteria[0].limit == 65
