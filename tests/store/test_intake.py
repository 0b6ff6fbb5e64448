"""The engine of an import: texts in memory, typed once."""

from __future__ import annotations

import hmac
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Refused
from equity_core.ingest import Planned
from equity_core.store import Intake, Store

KEY = b"k" * 32
ID = Planned("student_key", columns=(0,), is_id=True)
AB = {("a",): "a", ("b",): "b"}


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
    intake.type([ID, Planned("period", constant="2024-25"), Planned("x", columns=(1,), values=AB)])
    found = intake.repeats(["student_key", "period"], ["x"])
    assert (found.same_rows, found.other_rows) == ((1,), (2,))
    assert intake.drop_repeats(same=True, other="keep_first") == 4


def test_copies_are_found_in_parts_as_in_one_piece():
    text = "id,x\n" + "".join(f"{i % 70},{'ab'[i % 3 == 0]}\n" for i in range(210))
    planned = [ID, Planned("period", constant="2024-25"), Planned("x", columns=(1,), values=AB)]
    found = []
    for at_once in (1_000_000, 20):
        intake = loaded(text, at_once=at_once)
        intake.type(planned)
        found.append(intake.repeats(["student_key", "period"], ["x"]))
    assert found[0] == found[1]
    assert found[0].same + found[0].other == 140


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["1", "2", "2 ", "３", "3", ""]), st.integers(0, 199), st.sampled_from("ab"))),
    st.integers(1, 200),
    st.sampled_from([1_000_000, 3]),
)
def test_copies_are_found_however_many_periods_there_are(drawn, periods, at_once):
    rows = [(id, f"p{period % periods}", x) for id, period, x in drawn] or [("1", "p0", "a")]
    intake = loaded("id,period,x\n" + "".join(f"{','.join(row)}\n" for row in rows), 3, at_once=at_once)
    spelled = {(f"p{i}",): None if i == 7 else f"P{i // 2}" for i in range(periods)}  # two spellings of each
    intake.type([ID, Planned("period", columns=(1,), values=spelled), Planned("x", columns=(2,), values=AB)])
    found = intake.repeats(["student_key", "period"], ["x"])

    same, other, seen = [], [], {}
    for line, (id, period, x) in enumerate(rows):
        key = unicodedata.normalize("NFKC", id).strip(), spelled[period,]
        if all(key):
            before = seen.setdefault(key, [])
            if before:
                (same if x in before else other).append(line)
            before.append(x)
    assert (found.same, found.other) == (len(same), len(other))
    assert (found.same_rows, found.other_rows) == (tuple(same[:20]), tuple(other[:20]))
    intake.close()


def test_a_text_without_a_meaning_is_missing_and_never_zero():
    intake = loaded("id,x\n1,a\n2,b\n")
    intake.type([Planned("x", "BOOLEAN", (1,), {("a",): True})])
    assert [row[1] for row in intake.typed_rows()] == [True, None]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40).map(lambda i: f"it's {i}" if i % 3 else f"ﬁ{i}") | st.just(""),
            st.sampled_from(["", "Y", "N", "y ", "é"]),
        ),
        min_size=1,
        max_size=120,
    )
)
def test_each_text_and_each_pair_of_texts_becomes_what_it_means(rows):
    """However few or many there are: they are compared one by one, or looked up."""
    one = {(a,): None if a == "it's 1" else f"to {a}" for a, _ in rows}
    two = {(a, b): None if b == "y " else len(a) > 5 or b == "Y" for a, b in rows[1:]}
    intake, store = loaded("a,b\n" + "".join(f'"{a}","{b}"\n' for a, b in rows)), Store(":memory:")
    intake.type([Planned("one", columns=(0,), values=one), Planned("two", "BOOLEAN", (0, 1), two)])

    right = [(one[a,], two.get((a, b))) for a, b in rows]
    assert [row[1:] for row in intake.typed_rows()] == right
    assert dict(intake.distinct([0])) == {(a,): [x for x, _ in rows].count(a) for a, _ in rows}
    intake.keep_rows(store, "s", groups={"one": sorted({text for text, _ in right if text})})
    with store.reading() as cursor:
        assert cursor.execute("SELECT one, two FROM rows_s ORDER BY rowid").fetchall() == right
    intake.close()
    store.close()


@pytest.mark.parametrize("texts", [1, 30])
def test_a_column_in_which_no_text_means_anything_keeps_its_type(texts):
    spelled = {("x",): "P1", ("y",): "P2"} | {(f"p{i}",): None for i in range(texts)}
    intake = loaded("id,period,x\n" + "".join(f"{i},p{i % texts},a\n" for i in range(60)), 3)
    intake.type([ID, Planned("period", columns=(1,), values=spelled), Planned("x", columns=(2,), values=AB)])
    assert intake.repeats(["student_key", "period"], ["x"]).same == 0
    assert {row[2] for row in intake.typed_rows()} == {None}
    intake.close()


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


@pytest.mark.parametrize("first", ["S0", '"S\n0"'], ids=["rows are lines", "a row of two lines"])
def test_texts_that_a_glance_overlooks_are_added(first):
    rows = [f"S{i},{'Asian' if i % 7 else 'White'},2024-25" for i in range(60_000)]
    rows[0] = f"{first},White,2024-25"
    rows[31_234] = "S31234,Martian,2024-25"
    rows[31_235] = "S31235,,2024-25"
    rows[59_999] = '"S59999","of, two","2024 25"'
    intake = Intake(KEY)
    intake.load(("id,race,year\n" + "\n".join(rows)).encode(), delimiter=",", skip=1, width=3, wanted=[0, 1, 2])

    assert sum(n for _, n in intake.distinct([1])) == len(rows)
    assert {text for (text,), _ in intake.distinct([1])} == {"Asian", "White", "Martian", "", "of, two"}
    assert intake.rows_with(1, ["Martian"]) == (31_234,)
    assert intake.rows_with(1, ["Venusian"]) == ()
    assert intake.rows_with(2, ["2024 25"]) == (59_999,)
    assert len(intake.distinct([0])) == len(rows)
    intake.close()


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.integers(0, 59_999), st.sampled_from(["x", 'say ""so""', "a,b", "two\nlines", "ﬁ", " "])))
def test_a_row_with_an_overlooked_text_keeps_it(odd):
    rows = [f'S{i},"{odd.get(i, "ab"[i % 2])}"' for i in range(60_000)]
    intake = loaded("id,x\n" + "\n".join(rows) + "\n")

    right = {i: text.replace('""', '"') for i, text in odd.items()}
    assert [row[1] for row in intake.texts([0, 1])] == [right.get(i, "ab"[i % 2]) for i in range(60_000)]
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


def test_closing_waits_for_another_thread_that_is_at_work_and_is_stopped():
    began, cancelled = threading.Event(), threading.Event()

    class Cancelled(Exception):
        pass

    def watch(share):
        began.set()
        cancelled.wait()
        raise Cancelled

    def read_on():
        while True:  # until a statement takes long enough to be watched
            intake.load(body, delimiter=",", skip=1, width=2, wanted=(0, 1))

    intake = Intake(b"k")
    intake.watch = watch
    body = b"a,b\n" + b"".join(b"%d,%d\n" % (i, i) for i in range(2_000_000))
    with ThreadPoolExecutor(1) as pool:
        try:
            reading = pool.submit(read_on)
            assert began.wait(60)
            threading.Timer(0.1, cancelled.set).start()
            intake.close()
        finally:
            cancelled.set()  # or the pool would wait for ever
        with pytest.raises(Cancelled):
            reading.result()
