"""The list of receipts, our own measures, snapshots and the export."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from equity_core.model import Measure, Snapshot, Source
from equity_core.workflow.data import bring_in, practice
from tests.pages.conftest import has, is_whole


def with_counts(ws):
    file = next(file for file in practice.files() if file.id == "counts")
    bring_in.keep(ws, bring_in.read(ws, [(file.path.name, file.path)]))


def with_own(ws):
    rows = "".join(f"{i % 20},{'F' if i % 2 else 'M'}\n" for i in range(100))
    draft = bring_in.read(ws, [("marks_2024-25.csv", f"mark,sex\n{rows}".encode())])
    draft.remap(0, 0, "own_number", label="Passed", at_least=Decimal(10))
    bring_in.keep(ws, draft)


def total(ws):
    return ws.table("passed", "2024-25", "gender").total.x


def average(ws):
    return ws.table("passed", "2024-25", "gender").group("Female").score


def test_no_file_leads_to_the_import(open_page):
    at = open_page("sources")
    assert any("No file" in text.value for text in at.text)
    assert has(at, "bring_more_data")


def test_a_deleted_file_keeps_its_receipt(open_page, page_ws):
    at = open_page("sources", with_counts)
    (source,) = page_ws.all(Source)
    at.button(key=f"delete_yes_{source.id}").click().run()
    assert is_whole(at)
    assert page_ws.all(Source)[0].status == "deleted"
    assert page_ws.releases() == []


def test_a_changed_limit_counts_again_and_undo_counts_back(open_page, page_ws):
    at = open_page("sources", with_own)
    assert total(page_ws) == 50
    before = average(page_ws)
    assert before is not None
    at.text_input(key="own_edit_passed_limit").set_value("15")
    at.button(key="own_edit_passed_save").click().run()
    assert is_whole(at)
    assert total(page_ws) == 25
    at.button(key="undo").click().run()
    assert is_whole(at)
    assert total(page_ws) == 50
    assert average(page_ws) == before


def test_a_limit_that_is_no_number_changes_nothing(open_page, page_ws):
    at = open_page("sources", with_own)
    at.text_input(key="own_edit_passed_limit").set_value("many")
    at.button(key="own_edit_passed_save").click().run()
    assert is_whole(at)
    assert "must be a number" in at.warning[0].value
    assert total(page_ws) == 50


def test_a_deleted_measure_is_gone_with_its_numbers(open_page, page_ws):
    at = open_page("sources", with_own)
    at.button(key="own_edit_passed_delete").click().run()
    assert is_whole(at)
    assert page_ws.all(Measure) == []


def test_a_snapshot_takes_a_name(open_page, page_ws):
    at = open_page("sources", with_counts)
    at.button(key="snapshot_take").click().run()
    assert "needs a name" in at.warning[0].value
    at.text_input(key="snapshot_0_name").set_value("Fall")
    at.button(key="snapshot_take").click().run()
    assert is_whole(at)
    assert [kept.name for kept in page_ws.all(Snapshot)] == ["Fall"]


def test_the_export_is_prepared_when_asked_for(open_page):
    at = open_page("sources", with_counts)
    at.toggle(key="export_prepare").set_value(True).run()
    assert is_whole(at)
    assert has(at, "export_xlsx")


def test_the_printed_page_has_method_notes_and_no_buttons(open_page):
    at = open_page("sources", with_own, view="print")
    assert has(at, "method_notes")
    assert not has(at, "own_edit_passed_save")
    assert not has(at, "snapshot_take")


def with_own_groups(ws):
    rows = "".join(f"{i:04d},2024-25,{'North' if i % 2 else 'South'},{i % 5 // 4}\n" for i in range(200))
    draft = bring_in.read(ws, [("list.csv", f"student_id,school_year,bus,suspended\n{rows}".encode())])
    draft.remap(0, 2, "own_dimension", label="Bus route")
    bring_in.keep(ws, draft)


def test_a_grouping_of_our_own_is_renamed_deleted_and_brought_back(open_page, page_ws):
    at = open_page("sources", with_own_groups)
    assert any("North and South" in text.value for text in at.text)
    at.text_input(key="own_group_edit_bus_route_label").set_value("Gender")
    at.button(key="own_group_edit_bus_route_save").click().run()
    assert is_whole(at)
    assert "already" in at.warning[0].value
    at.text_input(key="own_group_edit_bus_route_label").set_value("Way to school")
    at.button(key="own_group_edit_bus_route_save").click().run()
    assert is_whole(at)
    assert page_ws.dimension_label("bus_route") == "Way to school"
    at.button(key="own_group_edit_bus_route_delete").click().run()
    assert is_whole(at)
    assert not has(at, "own_group_bus_route")
    assert page_ws.table("suspended", "2024-25", "bus_route") is None
    at.button(key="undo").click().run()
    assert is_whole(at)
    assert page_ws.table("suspended", "2024-25", "bus_route").total.n == 200


def test_the_day_until_which_rows_are_kept_is_seen_and_changed(open_page, page_ws):
    at = open_page("sources", with_own)
    (source,) = page_ws.sources()
    assert any("kept until" in text.value for text in at.text)
    assert not has(at, "all_due")
    day = page_ws.today() + timedelta(days=30)
    at.date_input(key=f"keep_until_{source.id}").set_value(day)
    at.button(key=f"keep_save_{source.id}").click().run()
    assert is_whole(at)
    assert page_ws.sources()[0].keep_until == day
    at.date_input(key=f"keep_until_{source.id}").set_value(page_ws.today() - timedelta(days=1))
    at.button(key=f"keep_save_{source.id}").click().run()
    assert "past" in at.warning[0].value
    assert page_ws.sources()[0].keep_until == day


def test_rows_that_are_due_are_deleted_by_one_button_and_the_numbers_stay(open_page, page_ws):
    def late(ws):
        with_own(ws)
        ws.save(ws.sources()[0].model_copy(update={"keep_until": ws.today() - timedelta(days=1)}))

    at = open_page("sources", late)
    (source,) = page_ws.sources()
    assert has(at, "all_due")
    at.button(key=f"delete_rows_yes_{source.id}").click().run()
    assert is_whole(at)
    assert not page_ws.store.has_rows(source.id)
    assert total(page_ws) == 50
    assert any("were deleted on" in text.value for text in at.text)
    assert not has(at, "all_due")
    assert not has(at, f"delete_rows_{source.id}")


def with_list_and_log(ws):
    rows = "".join(f"{i:03d},2024-25,{'White' if i % 2 else 'Black'}\n" for i in range(200))
    log = "".join(f"{i:03d},2024-09-0{i % 8 + 1},Disruption\n" for i in range(0, 200, 3))
    for name, text in (
        ("list.csv", f"student_id,school_year,race\n{rows}"),
        ("log.csv", f"student_id,date,behavior\n{log}"),
    ):
        bring_in.keep(ws, bring_in.read(ws, [(name, text.encode())]))


def test_deleting_a_list_says_that_a_joined_log_keeps_its_groups(open_page, page_ws):
    at = open_page("sources", with_list_and_log)
    source, log = page_ws.all(Source)
    before = page_ws.table("referred", "2024-25", "race")
    assert any(text.value.startswith("“log.csv” took its groups from this list") for text in at.text)
    at.button(key=f"delete_yes_{source.id}").click().run()
    assert is_whole(at)
    assert page_ws.table("referred", "2024-25", "race") == before
    at.button(key=f"delete_yes_{log.id}").click().run()
    assert is_whole(at)


def test_undo_says_what_it_undid(open_page):
    at = open_page("sources", with_own)
    at.text_input(key="own_edit_passed_limit").set_value("15")
    at.button(key="own_edit_passed_save").click().run()
    at.button(key="undo").click().run()
    assert at.success[0].value.replace("\\", "") == "Undone: our own measure is as it was before."
