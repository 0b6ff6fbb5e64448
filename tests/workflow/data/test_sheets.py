"""A workbook with several tables: another of its sheets can be read; how far the reading is, and that it can stop."""

from __future__ import annotations

import io
import threading

import openpyxl
import pytest
import xlwt

from equity_core.errors import Unreadable
from equity_core.model import Source
from equity_core.workflow.data import bring_in
from equity_core.workflow.meanwhile import meanwhile

HEAD = ("student_id", "school_year", "race", "suspended")


def students(year, rows):
    return [HEAD, *((f"{i:04d}", year, "White" if i % 2 else "Asian", i % 3 // 2) for i in range(rows))]


SHEETS = {
    "Read me": [["Student export"], ["Ask Ms. Doe"], ["Second page is this year"]],
    "Last year": students("2023-24", 90),
    "This year": students("2024-25", 60),
    "No rows": [["Only a title", ""], HEAD],
    "Archive": students("2021-22", 400),
}


def workbook(kind="xlsx"):
    """Return a workbook of these sheets; the archive is hidden."""
    out = io.BytesIO()
    if kind == "xls":
        old = xlwt.Workbook()
        for title, rows in SHEETS.items():
            sheet = old.add_sheet(title)
            sheet.visibility = int(title == "Archive")
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(at, place, value)
        old.save(out)
        return out.getvalue()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in SHEETS.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title == "Archive" else "visible"
        for row in rows:
            sheet.append(list(row))
    book.save(out)
    return out.getvalue()


def asked(ws, draft):
    return next(q for q in bring_in.check(ws, draft).files[0].questions if q.code == bring_in.OTHER_SHEET)


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_the_largest_visible_sheet_is_read_and_the_others_are_offered(ws, kind):
    draft = bring_in.read(ws, [(f"book.{kind}", workbook(kind))])
    question = asked(ws, draft)
    assert question.answers == ("Last year", "This year", "No rows")
    assert (question.default, question.answer, draft.files[0].sheet_read) == ("Last year",) * 3
    assert "“Last year”" in bring_in.message(ws.words, question)


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_another_sheet_is_read_as_if_it_had_been_given(ws, kind):
    draft = bring_in.read(ws, [(f"book.{kind}", workbook(kind))])
    draft.remap(0, 3, "not_read")
    bring_in.answer(draft, "sheet_of_several", "This year")
    question = asked(ws, draft)
    assert (question.answer, question.answers[0]) == ("This year", "Last year")
    source = bring_in.keep(ws, draft)
    assert (source.periods, source.rows_kept, source.measures) == (("2024-25",), 60, ("suspended",))
    decided = next(d for d in source.decided if d.code == "sheet_of_several")
    assert (decided.answer, decided.by_default) == ("This year", False)


def test_a_sheet_without_a_table_is_named_and_the_first_one_stays(ws):
    draft = bring_in.read(ws, [("book.xlsx", workbook())])
    with pytest.raises(Unreadable) as found:
        bring_in.take_sheet(draft, 0, "No rows")
    assert found.value.code == "file.no_rows"
    assert draft.files[0].sheet_read == "Last year"
    assert bring_in.keep(ws, draft).rows_kept == 90


def test_a_hidden_sheet_cannot_be_asked_for(ws):
    draft = bring_in.read(ws, [("book.xlsx", workbook())])
    bring_in.answer(draft, "sheet_of_several", "Archive")
    assert draft.files[0].sheet_read == "Last year"


def test_each_sheet_goes_in_by_itself(ws):
    for title in ("Last year", "This year"):
        draft = bring_in.read(ws, [("book.xlsx", workbook())])
        bring_in.answer(draft, "sheet_of_several", title)
        bring_in.keep(ws, draft)
    assert [(s.periods, s.status) for s in ws.all(Source)] == [(("2023-24",), "active"), (("2024-25",), "active")]


def many_rows(rows=30_000):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("data")
    for row in students("2024-25", rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_reading_a_workbook_tells_how_far_it_is_and_never_goes_back(ws):
    told = []
    draft = bring_in.read(ws, [("book.xlsx", many_rows(60_000))], progress=lambda share, name: told.append(share))
    assert draft.files[0].part.sheet.width == len(HEAD)
    assert len(set(told)) > 1
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_reading_that_is_cancelled_leaves_nothing(ws, kind):
    content = many_rows() if kind == "xlsx" else workbook("xls")
    first, made = threading.active_count(), []

    def cancel(share, name):
        made.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in.read(ws, [("a.csv", b"student_id,race\n1,White\n"), (f"book.{kind}", content)], progress=cancel)
    assert made
    assert ws.all(Source) == []
    for thread in threading.enumerate():
        if thread.name.startswith("ThreadPoolExecutor"):
            thread.join(30)
    assert threading.active_count() <= first


def test_work_that_nobody_waits_for_stops_at_its_next_word():
    went_on, goes_on, ended = [], threading.Event(), threading.Event()

    def work(tell):
        try:
            tell(0.5)
            goes_on.wait(30)
            tell(0.6)
            went_on.append(True)
        finally:
            ended.set()

    def leave(share):
        if share:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        meanwhile(work, leave)
    goes_on.set()
    assert ended.wait(30)
    assert went_on == []
