"""The engine of an import: texts in memory, typed once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Refused
from equity_core.ingest import Planned
from equity_core.store import Intake, Store
from equity_core.store.intake import student_key

KEY = b"k" * 32
ID = Planned("student_key", columns=(0,), is_id=True)


def loaded(text, width=2):
    intake = Intake(KEY)
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


def test_copies_and_contradictions_are_told_apart():
    intake = loaded("id,x\n1,a\n1,a\n1,b\n2,a\n,a\n,a\n")
    intake.type(
        [ID, Planned("period", constant="2024-25"), Planned("x", columns=(1,), values={("a",): "a", ("b",): "b"})]
    )
    found = intake.repeats(["student_key", "period"], ["x"])
    assert (found.same_rows, found.other_rows) == ((1,), (2,))
    assert intake.drop_repeats(same=True, other="keep_first") == 4


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
