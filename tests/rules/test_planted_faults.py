"""Faults that somebody might write one day, planted here: each of them must be caught by a fence."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from dataclasses import replace
from fractions import Fraction
from random import Random

import pandas as pd
import pytest

from equity_core import charts, metrics, privacy
from equity_core.metrics import MEASURES
from equity_core.privacy import HIDDEN, Count, Release, Released, Rules, release, to_json
from equity_core.sealed import Cells, Row, unseal
from equity_core.words import Words
from equity_core.workflow.data import bring_in
from tests.conftest import ROOT
from tests.privacy import everything
from tests.privacy.worlds import source
from tests.rules import screen
from tests.rules import test_architecture as architecture
from tests.rules.test_nothing_personal import words_of
from tests.rules.twins import random_files, random_twin, small_files, small_students
from tests.worlds import s1_race

SEALED = Cells([Row("suspended", "2024-25", (("race", "Asian"),), 6, 1)])
SECRET = Count("hidden", n=6, x=1)  # what the gate never makes: hidden, and yet with its numbers


def leaking() -> Released:
    """Return a table in which a hidden cell still carries its numbers."""
    table = s1_race()
    return replace(table, groups=tuple((g, SECRET if c.status == "hidden" else c) for g, c in table.groups))


def test_a_hidden_cell_with_numbers_does_not_reach_a_chart():
    figure = _figure(leaking())
    drawn = {row["group"] for row in figure.rows if "group" in row}
    assert not drawn & set(leaking().hidden())
    honest = _figure(s1_race())
    assert json.dumps(figure.chart_spec()) == json.dumps(honest.chart_spec())
    assert figure.description == honest.description


def test_a_hidden_cell_with_numbers_has_no_rate_no_gap_and_no_rest():
    table, measure = leaking(), MEASURES["suspended"]
    for name in table.hidden():
        assert metrics.rate_of(table.group(name)) is None
        assert table.rest(name) == HIDDEN
        assert table.union([name, "White"]) == HIDDEN
        for compare in ("rest", "all", "group:White", "rate:0.1"):
            found = metrics.disparity(table, measure, compare=compare).group(name)
            assert (found.rate, found.gap, found.ratio, found.low, found.students_to_parity) == (None,) * 5


def test_groups_do_not_stand_in_the_order_of_hidden_numbers():
    """Whatever the hidden counts are, the order of the table is the alphabet's."""
    for x in (0, 6):
        table = leaking()
        table = replace(table, groups=tuple((g, replace(c, x=x) if c == SECRET else c) for g, c in table.groups))
        names = [row[0] for row in _figure(table).table.rows if row[0] in dict(table.groups)]
        assert names == sorted(names)


@pytest.mark.parametrize(
    "use",
    [
        lambda: metrics.disparity(SEALED, MEASURES["suspended"]),
        lambda: metrics.pair(SEALED, "Asian"),
        lambda: metrics.rate_of(SEALED),
        lambda: Release("s", 10, SEALED).table("suspended", "2024-25", "race"),
        lambda: to_json(SEALED),
        lambda: Words()("gaps.headline_rate", **SEALED),
        lambda: sorted(SEALED),
        lambda: list(SEALED),
        lambda: SEALED[0],
        lambda: len(SEALED),
        lambda: vars(SEALED),
        lambda: json.dumps(SEALED),
        lambda: pickle.dumps(SEALED),
        lambda: copy.deepcopy(SEALED),
        lambda: pd.DataFrame(SEALED),
        lambda: Fraction(SEALED),
    ],
)
def test_sealed_cells_are_refused_by_whatever_they_are_given_to(use):
    with pytest.raises((TypeError, AttributeError, ValueError)):
        use()


def test_sealed_cells_say_nothing_in_a_text():
    told = f"{SEALED} {SEALED!r} {SEALED:>10} {[SEALED]} {dir(SEALED)}"
    assert "6" not in told
    assert "Asian" not in told


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("pages/diagnose/gaps.py", "from equity_core.store import Store"),
        ("pages/diagnose/gaps.py", "from equity_core import store"),
        ("pages/diagnose/gaps.py", "from equity_core.sealed import unseal"),
        ("pages/diagnose/gaps.py", "from equity_core.privacy import release"),
        ("pages/parts/figure.py", "import equity_core.sealed"),
        ("equity_core/metrics/pair.py", "from equity_core.sealed import Row"),
        ("equity_core/charts/figure.py", "from equity_core.sealed import Cells"),
        ("equity_core/charts/figure.py", "from equity_core.store import Store"),
        ("equity_core/workflow/numbers.py", "from equity_core.sealed import unseal"),
        ("equity_core/reports/html.py", "import duckdb"),
    ],
)
def test_an_import_past_the_gate_is_refused(path, line):
    room, read = architecture.room(ROOT / path), ast.parse(line)
    assert architecture.past_the_table(room, read) or architecture.of_another_owner(room, read)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("pages/diagnose/gaps.py", "with view.ws.store.writing() as cursor: cursor.execute('SELECT * FROM rows_1')"),
        ("pages/parts/figure.py", "figure.show(view.ws.store.cells(source, measures))"),
        ("pages/parts/figure.py", "cells._Cells__rows"),
        ("equity_core/workflow/kit.py", "ws.store._root.execute('SELECT * FROM rows_1')"),
        ("equity_core/charts/figure.py", "unseal(cells)"),
    ],
)
def test_reaching_past_the_gate_without_an_import_is_refused(path, line):
    assert architecture.past_the_gate(architecture.room(ROOT / path), ast.parse(line))


def test_the_gate_hides_whatever_the_source_of_the_rows_says():
    rows = [Row("m", "24", (("race", g),), n, x) for g, (n, x) in {"A": (6, 1), "B": (8, 6), "C": (200, 60)}.items()]
    rows.append(Row("m", "24", (), 214, 67))
    released = release(Cells(rows), source=source({"race": ("A", "B", "C")}))
    for _, cell in released.table("m", "24", "race").groups[:2]:
        assert (cell.n, cell.x, cell.x_low, cell.x_high, cell.rate) == (None,) * 5


def _figure(table: Released) -> charts.Figure:
    found = metrics.disparity(table, MEASURES["suspended"])
    return charts.gap_dots(Words(), found, measure="Suspended", sentence="", group="Black or African American")


# -- faults planted in the running program: whoever reads what it gives out must notice --------------------------------


def test_a_gate_that_hides_small_groups_alone_is_found_out_by_the_attacker(monkeypatch):
    """Hiding groups under ten on each table, and nothing beside them, is how such programs usually leak."""
    assert narrow(monkeypatch) == []
    monkeypatch.setattr("equity_core.privacy.release", _naive)
    exact = [what for what, low, high in narrow(monkeypatch) if low == high]
    assert exact


def test_hidden_groups_in_the_order_of_their_rates_tell_two_worlds_apart(monkeypatch):
    assert _twins(monkeypatch)
    honest = privacy.release

    def sorted_by_rate(cells, tell=None, **asked):
        found, rate = honest(cells, **asked), {(r.measure, r.at): r.x / r.n for r in unseal(cells) if r.n}
        tables = [
            replace(
                t, groups=tuple(sorted(t.groups, key=lambda g, t=t: rate.get((t.measure, ((t.dimension, g[0]),)), 0)))
            )
            for t in found.tables
        ]
        return replace(found, tables=tuple(tables))

    monkeypatch.setattr("equity_core.privacy.release", sorted_by_rate)
    assert not _twins(monkeypatch)


def test_a_name_in_a_tooltip_is_seen(monkeypatch):
    student = small_students(2024)[0]
    names = {student["Last Name"], student["First Name"]}
    assert not _said(monkeypatch) & names
    honest = charts.gap_dots

    def with_a_name(*given, **asked):
        figure = honest(*given, **asked)
        return replace(
            figure, rows=tuple({**row, "aria": f"{row['aria']} {student['Last Name']}"} for row in figure.rows)
        )

    monkeypatch.setattr("equity_core.workflow.diagnose.gaps.gap_dots", with_a_name)
    assert _said(monkeypatch) & names


def narrow(monkeypatch) -> list[tuple]:
    """Return what an attacker works out too well of everything that some made-up schools give out."""
    found = []
    for seed in range(6):
        ws = screen.opened(None, monkeypatch)
        made = everything.students("school", seed)
        everything.brought(ws, made)
        told = everything.quick(ws)
        ws.store.close()
        for what, _, low, high in everything.found_out(told, made):
            found += [(what, low, high)] if high - low < everything.RULES.min_width else []
    return found


def _naive(cells, tell=None, *, source, rules=None, **_) -> Release:
    """Release every count but those of groups under ten."""
    rules, rows = Rules(), {(row.measure, row.period, row.at): row for row in unseal(cells)}

    def count(measure, period, at) -> Count:
        row = rows.get((measure, period, at), Row(measure, period, at, 0, 0))
        return HIDDEN if at and rules.is_small_group(row.n) else Count("shown", n=row.n, x=row.x)

    tables = [
        Released(
            source.id,
            measure,
            period,
            use.id,
            count(measure, period, ()),
            tuple((group, count(measure, period, ((use.id, group),))) for group in use.groups),
        )
        for measure in source.measures
        for period in source.periods
        for use in source.dimensions
    ]
    return Release(source.id, rules.min_group, tuple(tables))


def _twins(monkeypatch) -> bool:
    """Say whether two schools that differ in secret alone give out the same."""
    made = random_files(Random(5))
    told = []
    other = None
    for files in (made, None):
        ws = screen.opened(None, monkeypatch)
        for name, content in files or other:
            bring_in.keep(ws, bring_in.read(ws, [(name, content)]))
        other = random_twin(ws, made, seed=7) if files else other
        told.append(everything.quick(ws))
        ws.store.close()
    assert other != made
    return told[0] == told[1]


def _said(monkeypatch) -> set[str]:
    """Return the words of everything that a school with names in its files gives out."""
    ws = screen.opened(None, monkeypatch)
    name, content = small_files()[1]
    bring_in.keep(ws, bring_in.read(ws, [(name, content)]))
    told = screen.files(ws)
    ws.store.close()
    return words_of("\n".join(told.values()))
