"""The engine of an import: texts in memory, typed once."""

from __future__ import annotations

import hmac
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Refused
from equity_core.ingest import Planned
from equity_core.store import Intake, Store

KEY = b"k" * 32
ID = Planned("student_key", columns=(0,), is_id=True)


def student_key(key: bytes, text: str) -> str | None:
    """Return the keyed hash of an id as METHODS §6.6 has it, worked out without the engine."""
    written = unicodedata.normalize("NFKC", text).strip()
    return hmac.digest(key, f"students\x1f{written}".encode(), "sha256").hex()[:20] if written else None


def loaded(text, width=2, **how):
    intake = Intake(KEY, **how)
    intake.load(text.encode(), delimiter=",", skip=1, width=width, wanted=range(width))
    return intake


def test_rows_of_different_width_are_refused():
    with pytest.raises(Refused):
        loaded("a,b\n1,2\n1,2,3\n")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs",), exclude_characters='\x00\r\n"'), max_size=80), min_size=1
    )
)
def test_the_engine_hashes_as_python_does(ids):
    intake = loaded("id,x\n" + "".join(f'"{id}",1\n' for id in ids))
    intake.type([ID])
    assert [row[1] for row in intake.typed_rows()] == [student_key(KEY, id) for id in ids]
    intake.close()


def test_leading_zeros_make_another_student_and_spaces_do_not():
    intake = loaded("id,x\n00123,1\n123,1\n １２３ ,1\n  ,1\n")
    intake.type([ID])
    zeros, plain, wide, blank = (row[1] for row in intake.typed_rows())
    assert zeros != plain
    assert (wide, blank) == (plain, None)


def test_copies_and_contradictions_are_told_apart():
    intake = loaded("id,x\n1,a\n1,a\n1,b\n2,a\n,a\n,a\n")
    intake.type(
        [ID, Planned("period", constant="2024-25"), Planned("x", columns=(1,), values={("a",): "a", ("b",): "b"})]
    )
    found = intake.repeats(["student_key", "period"], ["x"])
    assert (found.same_rows, found.other_rows) == ((1,), (2,))
    assert intake.drop_repeats(same=True, other="keep_first") == 4


def test_copies_are_found_in_parts_as_in_one_piece():
    text = "id,x\n" + "".join(f"{i % 70},{'ab'[i % 3 == 0]}\n" for i in range(210))
    planned = [ID, Planned("period", constant="2024-25"), Planned("x", columns=(1,), values={("a",): "a", ("b",): "b"})]
    found = []
    for at_once in (1_000_000, 20):
        intake = loaded(text, at_once=at_once)
        intake.type(planned)
        found.append(intake.repeats(["student_key", "period"], ["x"]))
    assert found[0] == found[1]
    assert found[0].same + found[0].other == 140


def test_a_text_without_a_meaning_is_missing_and_never_zero():
    intake = loaded("id,x\n1,a\n2,b\n")
    intake.type([Planned("x", "BOOLEAN", (1,), {("a",): True})])
    assert [row[1] for row in intake.typed_rows()] == [True, None]


def test_rows_arrive_with_their_types():
    intake, store = loaded("id,x\n1,a\n2,\n"), Store(":memory:")
    intake.type([ID, Planned("race", columns=(1,), values={("a",): "Asian", ("",): "Not recorded"})])
    intake.keep_rows(store, "s", groups={"race": ("Asian", "Not recorded")})
    with store.reading() as cursor:
        assert cursor.execute("SELECT race, count(*) FROM rows_s GROUP BY ALL ORDER BY 1").fetchall() == [
            ("Asian", 1),
            ("Not recorded", 1),
        ]
    store.close()


@pytest.mark.parametrize("carried", [0, 1 << 30], ids=["read again", "carried along"])
def test_texts_that_a_glance_overlooks_are_added(carried):
    rows = [f"S{i},{'Asian' if i % 7 else 'White'},2024-25" for i in range(60_000)]
    rows[31_234] = "S31234,Martian,2024-25"
    rows[31_235] = "S31235,,2024-25"
    intake = Intake(KEY, carried=carried)
    intake.load(("id,race,year\n" + "\n".join(rows) + "\n").encode(), delimiter=",", skip=1, width=3, wanted=[0, 1, 2])

    assert sum(n for _, n in intake.distinct([1])) == len(rows)
    assert {text for (text,), _ in intake.distinct([1])} == {"Asian", "White", "Martian", ""}
    assert intake.rows_with(1, ["Martian"]) == (31_234,)
    assert intake.rows_with(1, ["Venusian"]) == ()
    assert len(intake.distinct([0])) == len(rows)
    intake.close()


def test_an_overlooked_column_of_many_texts_keeps_them_all():
    rows = [f"S{i},{i if i > 30_000 else i % 3}" for i in range(60_000)]
    intake = Intake(KEY)
    intake.load(("id,x\n" + "\n".join(sorted(rows)) + "\n").encode(), delimiter=",", skip=1, width=2, wanted=[0, 1])

    assert intake.texts([0, 1]) == [tuple(row.split(",")) for row in sorted(rows)]
    intake.close()


@pytest.mark.parametrize("times", [1, 3])
def test_ids_that_come_again_are_hashed_as_those_that_do_not(times):
    ids = ["0012", " 0012 ", "ﬁ", "", "x" * 100] * times
    intake = loaded("id,x\n" + "".join(f'"{id}",1\n' for id in ids))
    intake.type([ID, Planned("x", columns=(1,), values={("1",): "1"})])

    assert [row[1] for row in intake.typed_rows()] == [student_key(KEY, id) for id in ids]
    found = intake.repeats(["student_key"], ["x"])
    assert found.same == len([id for id in ids if id]) - 3
    intake.close()
