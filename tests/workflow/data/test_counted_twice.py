"""A file of counts that adds groups up itself: whoever subtracts a part from the whole must not learn a hidden part."""

from __future__ import annotations

import pytest

from equity_core.workflow.data import bring_in

PARTS = {"Current EL": (6, 2), "Former EL": (90, 10), "Never EL": (252, 28), "Ever EL": (96, 12)}
ALL = {"All students": (348, 40)}


def released(ws, groups):
    lines = [f"2022-23,suspended,el_status,{name},{n},{x}" for name, (n, x) in groups.items()]
    head = "school_year,metric,dimension,group,denominator,numerator"
    draft = bring_in.read(ws, [("counts.csv", "\n".join((head, *lines)).encode())])
    source = bring_in.keep(ws, draft)
    return source, ws.table("suspended", "2022-23", "el_status")


@pytest.mark.parametrize("total", [{}, ALL])
def test_ever_el_is_left_out_beside_its_parts_and_nobody_counts_twice(ws, total):
    source, table = released(ws, PARTS | total)
    assert (table.total.n, table.total.x) == (348, 40)
    assert "Ever EL" not in dict(table.groups)
    assert not table.group("Current EL").is_shown
    assert not table.group("Former EL").is_shown
    assert source.notes == ("data.note_counted_twice",)
    assert source.rows_kept == 3 + len(total)


def test_ever_el_beside_one_part_says_nothing_about_the_other(ws):
    groups = {name: cell for name, cell in PARTS.items() if name != "Current EL"}
    _, table = released(ws, groups | ALL)
    assert not table.partitions
    assert "Ever EL" not in dict(table.groups)


def test_ever_el_without_its_parts_is_a_group_like_any_other(ws):
    source, table = released(ws, {name: PARTS[name] for name in ("Ever EL", "Never EL")})
    assert table.partitions
    assert (table.group("Ever EL").n, table.total.n) == (96, 348)
    assert source.notes == ()


RACES = [f"{race} alone or in combination" for race in ("White", "Black or African American", "Asian")]


@pytest.mark.parametrize("wrong", [(60, 55), (400, 39), (400, 55), (290, 5)])  # of 300 students, 40 of whom count
def test_a_group_that_is_larger_than_its_school_is_left_out_and_named(ws, wrong):
    lines = ["School Year,School,Race/Ethnicity,Number of students,Number suspended"]
    for school in ("North", "South", "West"):
        last = wrong if school == "North" else (30, 5)
        its = zip(("All Students", *RACES), ((300, 40), (200, 25), (90, 14), last), strict=True)
        lines += [f"2024-25,{school},{group},{n},{x}" for group, (n, x) in its]
    draft = bring_in.read(ws, [("counts.csv", "\n".join(lines).encode())])
    (asked,) = bring_in.check(ws, draft).files[0].questions
    assert (asked.code, asked.lines) == ("group_above_all", (5,))
    assert bring_in.keep(ws, draft).rows_kept == 11
    assert ws.table("suspended", "2024-25", "race", where=(("school", "North"),)).group(RACES[0]).is_shown
