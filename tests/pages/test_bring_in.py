"""The import on the page: nothing yet, something wrong, ready."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from equity_core.model import Evidence, Source
from tests.conftest import SHARED
from tests.pages.conftest import has, is_whole
from tests.workflow.data.test_sheets import workbook

RIVERBEND = SHARED / "scenarios" / "fixtures" / "s1_sample" / "riverbend_2024-25.csv"


def uploaded(at, *files):
    at.get("file_uploader")[0].set_value([(name, content, "text/csv") for name, content in files])
    return at.run()


def test_an_empty_page_offers_practice_files(open_page):
    at = open_page("bring-in")
    assert has(at, "upload_files")
    assert has(at, "practise_spring")


def test_who_does_not_know_what_to_ask_for_gets_the_fields_and_a_letter(open_page):
    at = open_page("bring-in")
    assert "Student_Number" in at.code[0].value
    at.selectbox(key="recipe_system").set_value("aeries").run()
    assert is_whole(at)
    assert "STU.RC1" in at.code[0].value
    assert "no names" in at.code[0].value


def test_a_recognised_file_is_named_aloud(open_page):
    at = uploaded(open_page("bring-in"), ("a.csv", RIVERBEND.read_bytes()))
    assert any("looks like our own template for students: 13 of 13" in text.value for text in at.text)


def test_a_practice_file_goes_in_by_three_clicks(open_page, page_ws):
    at = open_page("bring-in")
    at.button(key="practise_spring").click().run()
    assert has(at, "match_table")
    at.button(key="match_done").click().run()
    assert has(at, "check_questions")
    at.button(key="check_done").click().run()
    assert is_whole(at)
    assert has(at, "receipt")
    assert page_ws.table("suspended", "2024-25", "race") is not None
    (to_gaps,) = (link for link in at.get("page_link") if link.proto.label == page_ws.words("data.to_gaps"))
    assert "sel_dimension=race" in to_gaps.proto.query_string, "not the first of the alphabet"


def test_only_columns_with_a_control_are_counted_where_they_can_be_read(open_page):
    rows = b"Student_Number,LastFirst,DOB,Grade_Level,Suspended,Referred_By\n"
    rows += b"".join(b"%d,Nguyen Anh,1/2/2012,7,%d,Ms Kern\n" % (1000 + i, i % 2) for i in range(30))
    at = uploaded(open_page("bring-in"), ("a.csv", rows))
    assert any("LastFirst" in line.value and "Referred" in line.value for line in at.markdown)
    assert not has(at, "unread_0")


def test_an_upload_shows_no_student_number(open_page):
    at = uploaded(open_page("bring-in"), ("a.csv", RIVERBEND.read_bytes()))
    assert has(at, "match_table")
    assert not any("S1000" in text.value for text in at.text)


@pytest.mark.parametrize("buttons", [["match_done", "check_done"], ["start_again"]])
def test_a_file_that_is_kept_or_given_up_is_not_held_any_longer(open_page, monkeypatch, buttons):
    held = {}
    add, remove = MemoryUploadedFileManager.add_file, MemoryUploadedFileManager.remove_file

    def added(manager, session, file):
        held[file.file_id] = file
        add(manager, session, file)

    def removed(manager, session, file):
        del held[file]
        remove(manager, session, file)

    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", added)
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", removed)
    at = uploaded(open_page("bring-in"), ("a.csv", RIVERBEND.read_bytes()))
    for key in buttons:
        assert held
        at.button(key=key).click().run()
    assert is_whole(at)
    assert not held


def test_a_picture_is_named_for_what_it_is(open_page, page_ws):
    at = uploaded(open_page("bring-in"), ("a.csv", b"\x89PNG\r\n\x1a\n0000"))
    assert is_whole(at)
    assert "picture" in at.warning[0].value
    assert page_ws.words("data.no_file") not in [text.value for text in at.text]
    assert page_ws.all(Source) == []


def test_a_changed_meaning_stays_changed(open_page):
    at = open_page("bring-in")
    at.button(key="practise_spring").click().run()
    at.selectbox(key="match_0_11").set_value("not_read").run()
    assert is_whole(at)
    assert at.selectbox(key="match_0_11").value == "not_read"
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert is_whole(at)


def test_the_wall_does_not_show_the_import(open_page):
    at = open_page("bring-in", view="stage")
    assert not has(at, "upload_files")


def test_templates_and_questions_are_offered_when_asked_for(open_page):
    at = open_page("bring-in")
    assert not has(at, "template_students")
    at.toggle(key="show_templates").set_value(True).run()
    assert is_whole(at)
    assert all(has(at, key) for key in ("template_workbook", "template_listening", "questions_student"))


def test_a_filled_template_of_notes_goes_to_listen_without_a_match(open_page, page_ws):
    notes = b"date,from_role,people,most_affected,stance,consent,text\n2024-10-14,family,1,Yes,mixed,team,It is far.\n"
    at = uploaded(open_page("bring-in"), ("notes.csv", notes))
    assert has(at, "notes_0")
    at.button(key="check_done").click().run()
    assert is_whole(at)
    assert has(at, "to_listen")
    assert len(page_ws.all(Evidence)) == 1


def test_a_log_of_no_known_action_says_what_to_do_and_keeps_nothing(open_page, page_ws):
    log = b"week_of,action,planned_sessions,delivered_sessions,sessions_with_all_core_parts,quality_1_to_4,"
    log += b"adults_active,adults_assigned,note\n2025-01-13,Tutoring,8,4,2,,,,\n"
    at = uploaded(open_page("bring-in"), ("log.csv", log))
    assert is_whole(at)
    assert "not in this cycle" in at.warning[0].value
    assert not has(at, "check_done")


WRONG = "school_year,race,enrolled,suspended\n2024-25,White,80,4\n2024-25,Black,60,90\n2024-25,Asian,-20,1\n"


def test_cells_in_doubt_go_out_as_a_list_and_come_back_on_the_same_draft(open_page, page_ws):
    at = uploaded(open_page("bring-in"), ("counts.csv", WRONG.encode()))
    at.button(key="match_done").click().run()
    assert has(at, "fix_file")
    head = ",".join(page_ws.words(f"fix.{field}") for field in ("file", "line", "column", "says", "right"))
    right = f"{head}\ncounts.csv,3,suspended,90,9\ncounts.csv,4,enrolled,-20,20\ncounts.csv,9,enrolled,7,8\n"
    at.get("file_uploader")[1].set_value([("fixed.csv", right.encode(), "text/csv")])
    at.run()
    assert is_whole(at)
    assert [said.value.replace("\\", "") for said in at.info] == [
        "2 cells were corrected. These lines of the list fit no cell of the files here: 4."
    ]
    assert not has(at, "fix_file")
    at.button(key="check_done").click().run()
    assert page_ws.all(Source)[0].rows_kept == 3


def test_a_list_that_is_full_says_so(open_page):
    rows = "".join(f"{i:05d},2024-25,White,0,180,{i % 100 - 200}\n" for i in range(20_001))
    text = "student_id,school_year,race,suspended,days_enrolled,days_absent\n" + rows
    at = uploaded(open_page("bring-in"), ("2024-25.csv", text.encode()))
    at.button(key="match_done").click().run()
    assert is_whole(at)
    assert any("The list is full" in said.value for said in at.warning)


def test_a_list_that_was_applied_is_not_spoken_of_at_the_next_file(open_page):
    at = uploaded(open_page("bring-in"), ("counts.csv", WRONG.encode()))
    at.button(key="match_done").click().run()
    at.get("file_uploader")[1].set_value([("fixed.csv", b"a,b\n1,2\n", "text/csv")])
    at.run()
    assert "not the list" in at.info[0].value
    at.button(key="start_again").click().run()
    at = uploaded(at, ("counts.csv", WRONG.encode()))
    at.button(key="match_done").click().run()
    assert is_whole(at)
    assert not at.info


def test_another_sheet_of_a_workbook_can_be_chosen(open_page, page_ws):
    at = uploaded(open_page("bring-in"), ("book.xlsx", workbook()))
    chosen = at.selectbox(key="sheet_0")
    assert (chosen.value, chosen.options) == ("Last year", ["Last year", "This year", "No rows"])
    chosen.set_value("No rows").run()
    assert is_whole(at)
    assert "no data below" in at.warning[0].value
    assert at.selectbox(key="sheet_0").value == "Last year"
    at.button(key="match_done").click().run()
    at.selectbox(key="answer_0_0").set_value("This year").run()
    assert is_whole(at)
    assert not at.warning
    assert at.selectbox(key="sheet_0").value == "This year"
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert page_ws.all(Source)[0].periods == ("2024-25",)


def test_the_other_sheets_of_a_workbook_follow_after_the_receipt(open_page, page_ws):
    at = uploaded(open_page("bring-in"), ("book.xlsx", workbook()))
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert [at.button(key=f"next_sheet_{i}").label for i in (0, 1)] == [
        "“This year” of book\\.xlsx",
        "“No rows” of book\\.xlsx",
    ]
    at.button(key="next_sheet_1").click().run()
    assert "no data below" in warned(at)[0]
    at.button(key="next_sheet_0").click().run()
    assert is_whole(at)
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert is_whole(at)
    assert [source.periods for source in page_ws.sources()] == [("2023-24",), ("2024-25",)]
    assert at.button(key="next_sheet_0").label == "“No rows” of book\\.xlsx"
    assert not has(at, "next_sheet_1")


def test_an_upload_of_students_asks_until_when_their_rows_are_needed(open_page, page_ws):
    at = uploaded(open_page("bring-in"), ("a.csv", RIVERBEND.read_bytes()))
    at.button(key="match_done").click().run()
    assert not has(at, "few_students_0")
    at.date_input(key="keep_until").set_value(page_ws.today() - timedelta(days=1)).run()
    assert "That day is past" in at.warning[0].value
    assert at.button(key="check_done").disabled
    day = page_ws.today() + timedelta(days=90)
    at.date_input(key="keep_until").set_value(day).run()
    at.button(key="check_done").click().run()
    assert is_whole(at)
    assert page_ws.sources()[0].keep_until == day


COUNTS = ("counts.csv", b"school_year,race,enrolled,suspended\n2024-25,White,80,4\n2024-25,Black,60,9\n")
DAMAGED = ("bad.xlsx", workbook()[:3000])
PICTURE = ("pic.csv", b"\x89PNG\r\n\x1a\n0000")


def warned(at):
    return [said.value.replace("\\", "") for said in at.warning]


def test_each_of_several_files_is_told_for_itself(open_page, page_ws):
    at = uploaded(open_page("bring-in"), DAMAGED, PICTURE)
    assert [line.split("”")[0] for line in warned(at)] == ["“bad.xlsx", "“pic.csv"]
    assert has(at, "start_again")
    at = uploaded(at, DAMAGED, COUNTS, PICTURE)
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert is_whole(at)
    assert has(at, "receipt")
    assert [line.split("”")[0] for line in warned(at)] == ["“bad.xlsx", "“pic.csv"]
    assert [source.name for source in page_ws.all(Source)] == ["counts.csv"]


def test_no_warning_stays_over_an_empty_box(open_page):
    at = uploaded(open_page("bring-in"), DAMAGED)
    assert warned(at)
    at = uploaded(at)
    assert is_whole(at)
    assert not warned(at)
    assert not has(at, "start_again")


def test_a_file_that_cannot_go_in_is_named_and_can_be_left_out(open_page, page_ws):
    alone = ("alone.csv", b"student_id,suspended\n1,0\n2,1\n")
    at = uploaded(open_page("bring-in"), COUNTS, alone)
    at.button(key="match_done").click().run()
    assert not has(at, "check_done")
    assert any("One file cannot go in as it is: alone.csv" in text.value for text in at.text)
    at.button(key="leave_out_1").click().run()
    assert is_whole(at)
    at.button(key="check_done").click().run()
    assert [source.name for source in page_ws.all(Source)] == ["counts.csv"]


def test_the_receipt_leads_to_the_measure_that_was_brought(open_page, page_ws):
    at = open_page("bring-in")
    at.button(key="practise_spring").click().run()
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    at.button(key="bring_more").click().run()
    fails = b"school_year,grade,enrolled,course_failure\n2023-24,7,80,9\n2023-24,8,60,9\n"
    at = uploaded(at, ("fails.csv", fails))
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert is_whole(at)
    (to_gaps,) = (link for link in at.get("page_link") if link.proto.label == page_ws.words("data.to_gaps"))
    assert to_gaps.proto.query_string == "sel_measure=course_failure&sel_dimension=grade&sel_period=2023-24"


def test_a_list_without_a_measure_leads_to_the_next_file(open_page, page_ws):
    rows = "".join(f"{i:03d},2024-25,{'White' if i % 2 else 'Black'},{i % 20}\n" for i in range(56))
    at = uploaded(open_page("bring-in"), ("list.csv", f"student_id,school_year,race,days_absent\n{rows}".encode()))
    at.button(key="match_done").click().run()
    assert any("chronic absence needs days absent and days enrolled" in text.value for text in at.text)
    assert any("56 rows of students" in info.value for info in at.info), "of so few nearly all is hidden"
    assert has(at, "few_tally_0")
    at.button(key="check_done").click().run()
    assert at.button(key="bring_more").label == page_ws.words("data.to_measure")
    assert not has(at, "next_gaps")
    said = [text.value for text in at.text]
    assert any(line.startswith("Columns read: ") and "days_absent: Days absent" in line for line in said)
    assert any(line.startswith("Read, but no measure can be made of it: days_absent.") for line in said)


def test_one_primary_act_at_a_time(open_page):
    at = open_page("bring-in")
    assert has(at, "next_act")
    at.button(key="practise_spring").click().run()
    assert not has(at, "next_act")


def test_columns_that_are_not_read_are_counted_and_a_few_are_open(open_page):
    head = "student_id,school_year,race,suspended"
    for extra, is_open in ((2, True), (7, False)):
        names = [f"x{i}" for i in range(extra)]
        rows = "".join(f"{i:03d},2024-25,White,0,{','.join('abc'[i % 3] for _ in names)}\n" for i in range(60))
        at = uploaded(open_page("bring-in"), ("a.csv", f"{head},{','.join(names)}\n{rows}".encode()))
        (unread,) = (box for box in at.expander if "not read" in box.label)
        assert unread.label.startswith(f"{extra} columns are not read")
        assert unread.proto.expanded == is_open


def test_what_was_matched_stays_when_a_file_is_added_or_taken_away(open_page, page_ws):
    at = uploaded(open_page("bring-in"), ("a.csv", RIVERBEND.read_bytes()))
    at.selectbox(key="match_0_11").set_value("not_read").run()
    for files in ((DAMAGED, COUNTS), (COUNTS,), ()):
        at = uploaded(at, *files, ("a.csv", RIVERBEND.read_bytes()))
        assert is_whole(at)
        assert at.selectbox(key=f"match_{len(files) and 1}_11").value == "not_read"
    at.button(key="match_done").click().run()
    at.button(key="check_done").click().run()
    assert is_whole(at)
    assert [source.name for source in page_ws.sources()] == ["a.csv"]
