from __future__ import annotations

from fractions import Fraction

import pytest

import equity_core as eq
from equity_core.model import Query, Source
from equity_core.privacy import HIDDEN, Count, Release, Released
from equity_core.workflow.diagnose import by_school, gaps

QUERY = Query(measure="suspended", dimension="el_status", period="2024-25", group="Current EL")


def shown(x, n):
    return Count("shown", n=n, x=x)


def table(dimension, groups, *, where=()):
    counts = [c for c in groups.values() if c.is_shown]
    hidden = len(counts) < len(groups)
    total = HIDDEN if hidden else shown(sum(c.x for c in counts), sum(c.n for c in counts))
    return Released("s", "suspended", "2024-25", dimension, total, tuple(groups.items()), where)


def at(school):
    return (("school", school),)


def bring(ws, schools):
    """Keep released numbers of schools: {school: (current EL, others)}."""
    together = [shown(sum(c.x for c in side), sum(c.n for c in side)) for side in zip(*schools.values(), strict=True)]
    tables = [
        table("el_status", dict(zip(("Current EL", "Never EL"), together, strict=True))),
        table("school", {s: shown(a.x + b.x, a.n + b.n) for s, (a, b) in schools.items()}),
        *(
            table("el_status", {"Current EL": a, "Never EL": b}, where=(("school", s),))
            for s, (a, b) in schools.items()
        ),
    ]
    facts = {"rows_read": 0, "rows_kept": 0, "periods": ("2024-25",), "measures": ("suspended",)}
    ws.save(Source(id="s", name="s.csv", shape="counts", fingerprint="", imported_at=ws.now(), **facts))
    ws.store.keep_release(Release("s", 10, tuple(tables)))


def told(ws):
    return by_school.caution(ws, QUERY, by_school.by_school(ws, QUERY)).sentence


SIMPSON = {"A": (shown(480, 800), shown(130, 200)), "B": (shown(30, 200), shown(160, 800))}


def test_a_gap_is_the_sum_of_its_schools(ws):
    bring(ws, {"A": (shown(20, 100), shown(10, 100)), "B": (shown(30, 100), shown(30, 300))})
    found = eq.by_school(ws, "suspended", by="el_status", group="Current EL", period="2024-25")
    gap = Fraction(50, 200) - Fraction(40, 400)

    assert found.parts.gap == found.parts.rate + found.parts.composition == gap
    assert found.excess.excess == {"A": 10, "B": 20}
    assert list(found.to_frame().school) == ["A", "B"]
    assert float(found.to_frame().part_of_gap_rates.sum()) == pytest.approx(float(found.parts.rate))


def test_schools_that_turn_a_gap_round_are_a_caution_on_the_page(ws):
    bring(ws, SIMPSON)
    (caution,) = gaps.look(ws, QUERY).cautions[-1:]
    assert by_school.by_school(ws, QUERY).simpson.verdict == "full_reversal"
    assert "the other way round" in caution
    assert "22.0 points" in caution
    # 800 × 200 ÷ 1,000 in each school, and −8 − 8 students: −16 ÷ 320
    how = gaps.look(ws, QUERY).figure.method
    assert "Differences: A 480/800 − 130/200; B 30/200 − 160/800." in how
    assert any("divided by 320.0, the sum of the weights, is −5.0 points." in step for step in how)


def test_schools_that_agree_are_none(ws):
    bring(ws, {"A": (shown(20, 100), shown(10, 100)), "B": (shown(30, 100), shown(30, 300))})
    assert told(ws) == ""


def test_schools_that_point_both_ways_are_counted(ws):
    bring(ws, {"A": (shown(30, 100), shown(10, 100)), "B": (shown(10, 100), shown(60, 300))})
    assert "higher than that of others in 1 and lower in 1" in told(ws)


def test_a_school_that_may_not_be_shown_is_left_out_and_named(ws):
    bring(ws, SIMPSON | {"C": (shown(12, 40), shown(10, 60))})
    release = ws.releases()[0]
    tables = [
        table("el_status", {"Current EL": HIDDEN, "Never EL": HIDDEN}, where=t.where)
        if t.where == (("school", "C"),)
        else t
        for t in release.tables
    ]
    ws.store.keep_release(Release("s", 10, tuple(tables)))
    assert by_school.by_school(ws, QUERY).left_out == ("C",)


def test_one_school_has_no_schools_to_compare(ws):
    bring(ws, {"A": (shown(20, 100), shown(10, 100))})
    assert by_school.by_school(ws, QUERY) is None
    assert by_school.by_school(ws, QUERY.model_copy(update={"compare": "rate:0.2"})) is None
