"""Sums of numbers are exact, of those who have one, over the same lattice as counts."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.model import AtLeast, Flag, ShareAtLeast
from equity_core.sealed import unseal_sums
from equity_core.store import Store
from tests.store.test_counting import fill, measure, source

MARK = measure(AtLeast(column="mark", value=Decimal(10)), "passed")


@pytest.fixture
def store():
    opened = Store(":memory:")
    yield opened
    opened.close()


def summed(store, made, *measures) -> dict:
    return {one.at: one for one in unseal_sums(store.cells(made, measures))}


def test_who_has_no_number_is_in_no_sum(store):
    fill(store, "period TEXT, race TEXT, mark DECIMAL(9, 3)", ("y", "A", "10.5"), ("y", "A", None), ("y", "B", "0.25"))
    found = summed(store, source(race=("A", "B")), MARK)
    assert set(found) == {(), (("race", "A"),), (("race", "B"),)}
    assert found[()][6:] == (2, Decimal("10.75"), Decimal("110.3125"), Decimal("0.25"), Decimal("10.5"), 2)


def test_schools_and_groups_are_added_up_at_once_where_there_are_several(store):
    fill(store, "period TEXT, race TEXT, school TEXT, mark INT", ("y", "A", "N", 3), ("y", "A", "S", 4))
    found = summed(store, source(race=("A",), school=("N", "S")), MARK)
    assert found[("race", "A"), ("school", "S")].total == 4
    assert found[(("school", "N"),)].total == 3


def test_a_sum_knows_which_measures_tell_of_its_column(store):
    fill(store, "period TEXT, mark INT, days INT, other BOOLEAN", ("y", 3, 5, True))
    higher = measure(AtLeast(column="mark", value=Decimal(15)), "well")
    share = measure(ShareAtLeast(part="mark", whole="days", share=Decimal("0.5"), min_whole=Decimal(1)), "share")
    flag = measure(Flag(column="other"), "flag")
    (found,) = unseal_sums(store.cells(source(), (MARK, higher, share, flag)))
    assert (found.measures, found.beside) == (("passed", "well"), ("passed", "well", "share"))
    assert found.limits == ((True, Decimal(10)), (True, Decimal(15)))


def test_measures_without_a_limit_have_no_sums(store):
    fill(store, "period TEXT, other BOOLEAN", ("y", True))
    assert unseal_sums(store.cells(source(), (measure(Flag(column="other"), "flag"),))) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=1, max_size=20))
def test_sums_are_exact(marks):
    opened = Store(":memory:")
    fill(opened, "period TEXT, mark DECIMAL(18, 6)", *(("y", str(mark)) for mark in marks))
    (found,) = unseal_sums(opened.cells(source(), (MARK,)))
    opened.close()
    with localcontext(prec=60):
        squares = sum(mark * mark for mark in marks)
        assert found[6:] == (len(marks), sum(marks), squares, min(marks), max(marks), len(set(marks)))
