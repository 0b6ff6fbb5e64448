"""Choose → Match → Check → Receipt, on one page. Nothing is kept before the receipt."""

from __future__ import annotations

from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from equity_core.errors import EquityError
from equity_core.workflow import id_keys
from equity_core.workflow.data import bring_in, practice, retention, sources
from pages.parts import cells_to_mend, fields, frame, importing, recipe_cards, session, to_fill, written

SHEET = "sheet"  # in place of the ids of uploads: the draft is another sheet of a workbook that is kept
KEY = "_bring_in"  # the draft, its stage, the ids of what was kept


def work() -> dict:
    empty = {"stage": "choose", "draft": None, "files": (), "kept": [], "notes": [], "errors": [], "wish": None}
    return st.session_state.setdefault(KEY, empty | {"sheets": []})


def begin(files, mark) -> None:
    found = work()
    before = found["draft"]
    st.session_state.pop(cells_to_mend.DONE, None)
    found |= {"draft": None, "files": (), "errors": [], "stage": "choose"}
    try:
        with watched() as tell:
            found["draft"] = bring_in.read(ws, files, progress=tell, before=before)
        draft = found["draft"]
        found["stage"] = "match" if draft.files else "check"
        found["errors"] = [bring_in.refusal(ws, error) for error in draft.refused]
        if not draft.files and not draft.notes:
            draft.close()
            found["draft"] = None
    except EquityError as error:
        found["errors"] = [bring_in.refusal(ws, error)]
    finally:
        if before is not None:
            before.close()
    found["files"] = mark


def start_again() -> None:
    found = work()
    if found["draft"] is not None:
        found["draft"].close()
    forget_uploads()
    del st.session_state[KEY]
    st.session_state.pop(cells_to_mend.DONE, None)
    st.session_state["_uploads"] = st.session_state.get("_uploads", 0) + 1


def upload_key() -> str:
    return f"upload_{st.session_state.get('_uploads', 0)}"


def forget_uploads() -> None:
    """Let go of the files that were chosen: Streamlit holds them until the tab is closed."""
    context = get_script_run_ctx()
    for file in st.session_state.get(upload_key(), ()):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def to(stage: str) -> None:
    work()["stage"] = stage


def wish_sheet(number: int, title: str) -> None:
    """Note that another sheet of a workbook is to be read, which is done where its progress can be seen."""
    work()["wish"] = (number, title)


def take_sheet(number: int, title: str) -> None:
    found = work()
    try:
        with watched() as tell:
            bring_in.take_sheet(found["draft"], number, title, progress=tell)
        found |= {"stage": "match", "errors": []}
    except EquityError as error:
        found["errors"] = [bring_in.refusal(ws, error)]
    found["wish"] = None


def choose() -> None:
    st.header(words("data.choose"), anchor=False)
    st.text(words("data.promise"))
    if not id_keys.can_link(ws):
        st.warning(words("key.cannot_link"))
        frame.link(view, "workspace")
    with st.container(key="upload_files"):
        given = st.file_uploader(
            words("data.upload"),
            accept_multiple_files=True,
            key=upload_key(),
            max_upload_size=session.largest_upload(),
        )
    st.caption(words("frame.largest_upload", megabytes=session.largest_upload()))
    mark = tuple(file.file_id for file in given)
    if not given:
        work()["errors"] = []  # they are of files that were taken away
    if given and mark != work()["files"] and not mended(given, mark):
        begin([(file.name, file.getvalue()) for file in given], mark)
    if work()["wish"]:
        take_sheet(*work()["wish"])
    for error in work()["errors"]:
        st.warning(fields.plain(error))
    if work()["draft"] is not None or work()["errors"]:
        st.button(words("data.start_again"), key="start_again", on_click=start_again)
    if work()["draft"] is None:
        if not work()["errors"]:
            st.text(words("data.no_file"))
        recipe_cards.offer(view)
        to_fill.offer(view)
        offer_practice()


def mended(given, mark) -> bool:
    """Apply corrected lists that were dropped among the files; say whether the draft stays as it is besides."""
    lists = [file for file in given if bring_in.is_fix_file(ws, file.getvalue())]
    others = tuple(file.file_id for file in given if file not in lists)
    if work()["draft"] is None or not lists or others not in (work()["files"], ()):
        return False
    for file in lists:
        cells_to_mend.mend(view, work()["draft"], file)
    work()["files"] = mark
    return True


def offer_practice() -> None:
    st.subheader(words("data.practise"), anchor=False)
    for file in practice.files():
        with st.container(key=f"practice_{file.id}", border=True):
            st.text(words(f"samples.{file.id}.title"))
            st.caption(words(f"samples.{file.id}.about"))
            if st.button(words("data.practise_with"), key=f"practise_{file.id}"):
                begin([(file.path.name, file.path.read_bytes())], ("practice", file.id))
                st.rerun()


def may_bring_students() -> bool:
    """On the internet, student rows need a role that confirms; returns whether to go on."""
    draft = work()["draft"]
    if session.is_laptop() or not draft.has_students() or is_practice():
        return True
    st.warning(words("data.cloud"))
    form = fields.Form("cloud")
    role = form.text(view, words("data.cloud_role"), longest=60, key="cloud_role")
    agreed = st.checkbox(words("data.cloud_ack"), key="cloud_ack")
    if not (agreed and role.strip()) or form.is_wrong:
        st.text(words("problem.import.needs_ack"))
        return False
    bring_in.confirm_host(draft, role.strip())
    return True


def is_practice() -> bool:
    return work()["files"][:1] == ("practice",)


def match() -> None:
    st.header(words("data.match"), anchor=False)
    st.text(words("data.match_about"))
    with st.container(key="match_table"):
        for number, _ in enumerate(work()["draft"].files):
            importing.match(view, work()["draft"], number, wish_sheet)
    if may_bring_students():
        st.button(words("data.match_done"), key="match_done", type="primary", on_click=to, args=("check",))


def ask_until(draft) -> bool:
    """Ask until when the rows are kept; returns whether that day can be."""
    day = st.date_input(
        words("kept.ask"),
        retention.usual(ws),
        format="MM/DD/YYYY",
        help=words("kept.ask_help"),
        key="keep_until",
    )
    problems = bring_in.say_until(ws, draft, day)
    fields.doubts(view, problems, "keep_until")
    return not problems


def check() -> None:
    st.header(words("data.check"), anchor=False)
    draft = work()["draft"]
    with watched() as tell:
        checks = bring_in.check(ws, draft, progress=tell)
    can_be_kept = checks.can_be_kept
    with st.container(key="check_questions"):
        if any(found.open for found in checks.files):
            st.text(words("data.check_about"))
        for number, found in enumerate(checks.files):
            importing.questions(view, draft, number, found, wish_sheet)
        if draft.files:
            form = fields.Form("brought")
            who = form.text(view, words("sources.who"), longest=60, key="brought_by")
            can_be_kept = can_be_kept and not form.is_wrong
            fields.doubts(view, bring_in.say_who(ws, draft, who), "brought_by")
            if draft.has_students() and not is_practice():
                can_be_kept = ask_until(draft) and can_be_kept
        for number, line in enumerate(bring_in.few(ws, checks)):
            with st.container(key=f"few_students_{number}"):
                st.info(fields.plain(line))
                frame.link(view, "listening", words("data.few_tally"), key=f"few_tally_{number}")
        for number, found in enumerate(checks.notes):
            written.ask(view, found, key=f"notes_{number}")
    cells_to_mend.offer(view, draft)
    with st.container(horizontal=True):
        if draft.files:
            st.button(words("data.back"), key="back_to_match", on_click=to, args=("match",))
        if checks.can_be_kept:
            kept = st.button(words("data.check_done"), key="check_done", type="primary", disabled=not can_be_kept)
        else:
            kept = False
            leave_out(draft, checks)
    if kept:
        keep(draft, checks.notes)


def leave_out(draft, checks) -> None:
    """Say which files cannot go in, and offer to keep the others without them."""
    wrong = [number for number, found in enumerate(checks.files) if found.error is not None]
    if len(draft.files) + len(draft.notes) < 2:
        st.text(words("data.gone_wrong_alone"))
        return
    names = [draft.files[number].name for number in wrong]
    names += [found.notes.name for found in checks.notes if found.error is not None]
    st.text(words("data.gone_wrong", count=len(names), files=words.listed(names)))
    for number in wrong:
        label = fields.plain(words("data.leave_out_file", name=draft.files[number].name))
        st.button(label, key=f"leave_out_{number}", on_click=draft.leave_out, args=(number,))


@contextmanager
def watched():
    """Give what the work tells how far it is: a bar and a way to stop, drawn once the work takes a while."""
    place, bar = st.empty(), None

    def tell(share: float, name: str) -> None:
        nonlocal bar
        share = min(share, 1.0)
        said = fields.plain(words("data.at_work", name=name, percent=words.percent(share, 0)))
        if bar is not None:
            bar.progress(share, text=said)
            return
        with place.container(key="import_progress"):
            bar = st.progress(share, text=said)
            st.button(words("data.cancel"), key="cancel_import", on_click=start_again)

    try:
        yield tell
    finally:
        place.empty()


def keep(draft, notes) -> None:
    try:
        with watched() as tell:
            found = bring_in.keep_all(ws, draft, progress=tell, is_sample=is_practice())
    except EquityError as error:
        st.warning(fields.plain(bring_in.refusal(ws, error)))
        return
    work()["sheets"] = sheets_beside(draft)
    draft.close()
    forget_uploads()
    refused = [bring_in.refusal(ws, error) for error in draft.refused]
    work().update(stage="receipt", draft=None, kept=[source.id for source in found], notes=notes, errors=refused)
    st.rerun()


def sheets_beside(draft) -> list:
    """Return the other sheets of workbooks, (file, title), that were not brought in yet."""
    known = {(file.fingerprint, title): (file, title) for file, title in work()["sheets"]}
    if work()["files"][:1] != (SHEET,):
        known = {(file.fingerprint, title): (file, title) for file in draft.files for title in file.sheets}
    for file in draft.files:
        known.pop((file.fingerprint, file.sheet_read), None)
    return list(known.values())


def bring_sheet(file, title: str) -> None:
    try:
        with watched() as tell:
            draft = bring_in.sheet_beside(ws, file, title, progress=tell)
    except EquityError as error:
        st.warning(fields.plain(bring_in.refusal(ws, error)))
        return
    work().update(stage="match", draft=draft, files=(SHEET, title), kept=[], notes=[], errors=[])
    st.session_state["_uploads"] = st.session_state.get("_uploads", 0) + 1
    st.rerun()


def offer_sheets() -> None:
    """Offer the other sheets of a workbook that was brought in, each at a press."""
    if work()["sheets"]:
        with st.container(key="next_sheets"):
            st.text(words("data.next_sheets"))
            with st.container(horizontal=True):
                for place, (file, title) in enumerate(work()["sheets"]):
                    label = fields.plain(words("data.next_sheet", sheet=title, name=file.name))
                    if st.button(label, key=f"next_sheet_{place}"):
                        bring_sheet(file, title)


def show_receipt() -> None:
    st.header(words("data.receipt"), anchor=False)
    st.success(words("data.kept", count=len(work()["kept"]) + len(work()["notes"])))
    for error in work()["errors"]:
        st.warning(fields.plain(error))
    with st.container(key="receipt"):
        for place, found in enumerate(sources.of(ws, work()["kept"])):
            importing.receipt(view, found, first=place == 0)
        for line in written.become(view, work()["notes"]):
            st.text(line)
        written.links(view, work()["notes"])
    look = sources.first_look(ws, work()["kept"])
    is_only_list = look is None and bool(work()["kept"])
    if is_only_list:
        frame.has_own_next()
    with st.container(horizontal=True, vertical_alignment="center"):
        if look is not None:
            asked = {f"sel_{what}": getattr(look, what) for what in ("measure", "dimension", "period")}
            frame.link(view, "gaps", words("data.to_gaps"), key="next_gaps", **asked)
        st.button(
            words("data.to_measure" if is_only_list else "data.more"),
            key="bring_more",
            type="primary" if is_only_list else "secondary",
            on_click=start_again,
        )
    offer_sheets()


view = frame.enter("bring-in")
ws, words = view.ws, view.words
if work()["stage"] == "receipt":
    show_receipt()
else:
    choose()
    if work()["draft"] is not None:
        frame.has_own_next()
        {"match": match, "check": check}[work()["stage"]]()
