"""The files of shared/messy, damaged by chance: no trace, no hang, and every row is kept or accounted for."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_core.errors import EquityError
from equity_core.store import Store
from equity_core.workflow import Workspace
from equity_core.workflow.data import bring_in
from tests.conftest import SHARED, noon

MESSY = SHARED / "messy"
NO_TEXT = ("11_empty.csv", "32_really_xlsx.csv", "33_image.csv")
TEXTS = sorted(f.name for f in MESSY.iterdir() if f.suffix in (".csv", ".tsv", ".txt") and f.name not in NO_TEXT)
BOOKS = sorted(f.name for f in MESSY.iterdir() if f.suffix == ".xlsx" and f.stat().st_size < 50_000)
ROWS = 40  # of a file, so that an example costs little
LEFT_OUT = ("leave_out_row", "drop_copies", "keep_first")  # answers that take rows away
APART = (
    "blank_rows",
    "header_again",
    "lines_above",
    "lines_below",
    "rows_too_long",
    "total_rows",
)  # no rows of students
SLOW = 20  # seconds of work for forty rows: nobody waits so long
FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

places = st.integers(0, 5_000)
letters = st.sampled_from([b'"', b"\n", b"\r", b",", b",,", b"\x00", b"\xff", b"-", b"*", b"=", b"999", b"1e9", b"\t"])
marks = st.sampled_from([b",", b";", b"\t", b"|"])
damages = st.lists(
    st.one_of(
        st.tuples(st.just("flip"), places, st.integers(0, 255)),
        st.tuples(st.just("put"), places, letters),
        st.tuples(st.just("cut"), places, st.none()),
        st.tuples(st.just("double"), st.integers(0, ROWS), st.integers(1, 4)),
        st.tuples(st.just("drop"), st.integers(0, 12), marks),
        st.tuples(st.just("part"), st.none(), marks),
    ),
    min_size=1,
    max_size=4,
)


def beginning(file):
    """Return the first lines of a file, whatever ends them."""
    whole = (MESSY / file).read_bytes()
    if whole.startswith(b"\xff\xfe"):
        return whole[:4_000]
    end = b"\n" if b"\n" in whole else b"\r"
    return end.join(whole.split(end)[:ROWS]) + end


def damaged(text, damage):
    for kind, place, what in damage:
        at = place
        if kind == "flip" and text:
            at = place % len(text)
            text = text[:at] + bytes([what]) + text[at + 1 :]
        elif kind == "put":
            at = place % (len(text) + 1)
            text = text[:at] + what + text[at:]
        elif kind == "cut":
            text = text[: at % (len(text) + 1)]
        elif kind == "double":
            lines = text.split(b"\n")
            lines[at % len(lines) : at % len(lines)] = [lines[at % len(lines)]] * what
            text = b"\n".join(lines)
        elif kind == "drop":
            cells = [line.split(what) for line in text.split(b"\n")]
            text = b"\n".join(what.join([*line[:at], *line[at + 1 :]]) for line in cells)
        elif kind == "part":
            text = text.replace(b",", what)
    return text


def brought_in(name, content):
    """Return the files of a draft as they stand, and its report; None when it is refused with a reason in words."""
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    start = time.process_time()
    try:
        checks = bring_in.check(ws, bring_in.read(ws, [(name, content)]))
        said = bring_in.report(checks)
    except EquityError as error:
        said = bring_in.refusal(ws, error)
        return None if said else pytest.fail(f"{error.code} has no words")
    finally:
        ws.store.close()
        assert time.process_time() - start < SLOW
    return checks.files, said


def told(questions, codes=(), answers=()):
    """Return how many rows these questions speak of."""
    return sum(q.count for q in questions if q.code in codes or q.answer in answers)


@FEW
@given(st.sampled_from(TEXTS), damages)
def test_a_damaged_text_leaves_no_row_unaccounted_for(file, damage):
    content = damaged(beginning(file), damage)
    found = brought_in(file, content)
    if found is None or found[1]["outcome"] == "reject":
        return
    ((one,), said) = found
    lost = said["rows_read"] - said["rows_kept"]
    assert 0 <= lost <= told(one.questions, APART, LEFT_OUT)
    if b'"' in content or b"\x00" in content or "years_in_columns" in {q.code for q in one.questions}:
        return  # a row may be several lines, or several rows one line
    lines = sum(1 for line in re.split(rb"[\r\n]+", content) if line.strip(b" \t,;|\xef\xbb\xbf"))
    headers = 2 if "two_row_header" in {q.code for q in one.questions} else 1
    apart = told(one.questions, APART)
    assert said["rows_read"] + apart >= lines - headers
    assert said["rows_read"] <= lines - headers + apart


@settings(FEW, max_examples=40)
@given(
    st.sampled_from(BOOKS),
    st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=5),
    st.none() | st.integers(0, 40_000),
)
def test_a_damaged_workbook_is_read_or_refused_in_words(file, flips, cut):
    content = (MESSY / file).read_bytes()
    for at, byte in flips:
        place = at * 7 % len(content)
        content = content[:place] + bytes([byte]) + content[place + 1 :]
    found = brought_in(file, content[:cut])
    if found is not None and found[1]["outcome"] != "reject":
        ((one,), said) = found
        assert 0 <= said["rows_read"] - said["rows_kept"] <= told(one.questions, APART, LEFT_OUT)
