"""What was released before is remembered, also when its file was replaced or deleted: it has been seen."""

from __future__ import annotations

import csv
import io

import pytest

from equity_core.model import Source
from equity_core.workflow import copies
from equity_core.workflow.data import bring_in, sources
from equity_core.workflow.release import raise_threshold
from tests.workflow.small_school import bring_in_small_school

SIZES = {"Asian": 48, "Black or African American": 120, "Hispanic or Latino": 90, "White": 143}


def students(*, without: int | None = None, sex: bool = False) -> str:
    """Return 401 students of whom 47 were suspended, or all but one of them."""
    rows = []
    for place, race in enumerate(race for race, n in SIZES.items() for _ in range(n)):
        row = {
            "student_id": f"{place:05}",
            "school_year": "2024-25",
            "race": race,
            "suspended": int(place % 401 % 17 < 2),
        }
        rows.append(row | ({"gender": "FM"[place % 2]} if sex else {}))
    if without is not None:
        rows.pop(without)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def brought(ws, text: str, **answers: str) -> Source:
    draft = bring_in.read(ws, [("students.csv", text.encode())])
    for code, answer in answers.items():
        bring_in.answer(draft, code, answer)
    return bring_in.keep(ws, draft)


def race(ws):
    return ws.releases()[-1].table("suspended", "2024-25", "race")


def shown(table) -> list[str]:
    return [name for name, count in table.groups if count.is_shown]


@pytest.mark.parametrize("fate", ["replaced", "deleted", "kept"])
def test_one_student_less_does_not_tell_whether_that_student_counted(ws, fate):
    first = brought(ws, students())
    assert (race(ws).total.n, race(ws).total.x) == (401, 48)
    if fate == "deleted":
        sources.delete(ws, first)
        brought(ws, students(without=1))
    else:
        brought(ws, students(without=1), source_exists="replace" if fate == "replaced" else "keep_both")
    assert race(ws).total.status == "hidden"
    assert shown(race(ws)) == ["Black or African American", "Hispanic or Latino", "White"]


def test_the_same_file_again_is_shown_as_it_was(ws):
    brought(ws, students())
    before = race(ws)
    brought(ws, students(), source_exists="replace")
    assert (race(ws).total, race(ws).groups) == (before.total, before.groups)


def test_a_dimension_more_is_shown_beside_what_was_there(ws):
    brought(ws, students())
    before = race(ws)
    brought(ws, students(sex=True), source_exists="replace")
    assert (race(ws).total, race(ws).groups) == (before.total, before.groups)
    assert shown(ws.releases()[-1].table("suspended", "2024-25", "gender")) == ["Female", "Male"]


def test_next_year_is_shown_whatever_was_seen_of_this_one(ws):
    brought(ws, students())
    brought(ws, students(without=1).replace("2024-25", "2025-26"))
    assert ws.releases()[-1].table("suspended", "2025-26", "race").total.x == 47


def test_the_ledger_says_what_was_let_out_when_and_under_which_rules(ws):
    bring_in_small_school(ws)
    raise_threshold(ws, 20)
    entries = ws.store.ledger()
    assert [entry.release.min_group for entry in entries] == [10, 20]
    assert all(entry.release.audit for entry in entries)
    assert ws.store.ledger(["another"]) == []


def test_a_share_copy_has_no_ledger(ws):
    first = brought(ws, students())
    sources.delete(ws, first)
    assert b'"suspended","2024' not in copies.share(ws)
    assert ws.store.ledger([first.id])
