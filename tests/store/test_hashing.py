import duckdb
import pytest

from equity_core.store.hashing import KEY_LETTERS, hashed, pseudonym
from equity_core.store.sql import literal

KEY = b"test-key-for-developers-only"


@pytest.mark.parametrize("id", ["00123", "123", "S-00123", "é-7"])
def test_the_engine_hashes_as_the_method_says(id):
    told = duckdb.sql(f"SELECT {hashed(KEY, literal(id))}").fetchall()
    assert told == [(pseudonym(KEY, "students", id).hex[:KEY_LETTERS],)]


def test_a_long_key_is_a_key_as_well():
    key = b"k" * 100
    assert duckdb.sql(f"SELECT {hashed(key, literal('7'))}").fetchall() == [(pseudonym(key, "students", "7").hex[:20],)]


def test_leading_zeros_are_kept_and_blanks_around_are_not():
    assert pseudonym(KEY, "students", " 00123 ") == pseudonym(KEY, "students", "00123")
    assert pseudonym(KEY, "students", "00123") != pseudonym(KEY, "students", "123")


def test_the_same_id_in_another_set_of_people_does_not_link():
    assert pseudonym(KEY, "students", "7").token != pseudonym(KEY, "answers", "7").token
