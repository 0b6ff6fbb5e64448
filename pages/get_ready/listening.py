"""Can we see who is served, and hear why? What our numbers show, whom we will hear, and who can come."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from equity_core.model import Held, Listening
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import guides, listen
from equity_core.workflow.get_ready import coverage, listening, tallies, team
from pages.parts import fields, frame

ON_THE_WALL = 6
LARGEST_SHEET_MB = 5
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_numbers() -> None:
    with st.container(key="coverage"):
        if not view.is_stage:
            st.header(words("listening.numbers"), anchor=False)
        if not ws.sources():
            st.info(words("listening.no_numbers"))
        rows = coverage.rows(ws, most=ON_THE_WALL) if view.is_stage else coverage.rows(ws)
        st.table(rows, hide_index=True, alt=words("listening.grid_alt"))
        st.caption(words("listening.grid_note"))
        if view.mode == "desk":
            with st.expander(words("listening.ways"), key="coverage_ways"):
                for way in coverage.ways(ws):
                    st.text(way)
                frame.link(view, "bring-in", words("listening.to_recipes"), key="to_recipes")


def show_equity_check() -> None:
    with st.container(key="data_equity"):
        st.subheader(words("listening.data_equity"), anchor=False)
        found = coverage.equity_check(ws)
        for line in found or ((words("listening.data_equity_none"),) if ws.sources() else ()):
            st.text(line)


def show_quick() -> None:
    with st.container(key="listening_quick"):
        st.text(words("listening.quick_about"))
        if st.button(words("listening.quick"), key="plan_quick"):
            listening.plan_quick(ws)
            frame.flash(words("listening.quick_done"))
            st.rerun()


def show_skeptics() -> None:
    with st.container(key="listening_skeptics"):
        if listening.are_skeptics_planned(ws):
            st.text(words("listening.skeptics_planned"))
        else:
            label = words("listening.skeptics_plan")
            st.button(label, key="plan_skeptics", on_click=listening.plan_skeptics, args=(ws,))


def offer_script() -> None:
    sheet = guides.note_sheet(ws, "phone_call")
    st.download_button(
        words("listening.phone_script"), sheet, "phone_call.html", "text/html", on_click="ignore", key="phone_script"
    )


def ask_frame() -> None:
    now, form = listening.plan(ws), fields.Form("hearing", "plan")
    place = st.popover(words("listening.who"), key="listening_who") if now.languages else st.container()
    with place, st.form("hearing_form"):
        groups = ask_several(form, "groups", listening.known_groups(ws), listening.groups(ws))
        languages = ask_several(form, "languages", (), now.languages)
        one, two = st.columns(2)
        with one, form.field("school_starts") as key:
            starts = st.time_input(words("listening.school_starts"), now.school_starts, key=key)
        with two, form.field("school_ends") as key:
            ends = st.time_input(words("listening.school_ends"), now.school_ends, key=key)
        assets = ask_several(form, "assets", listening.community(ws, "assets"), now.assets)
        if st.form_submit_button(words("listening.keep_plan"), key="hearing_save"):
            typed = {"groups": groups, "languages": languages, "school_starts": starts, "school_ends": ends}
            problems = listening.keep_plan(ws, **typed, assets=assets)
            if problems:
                form.doubts(view, problems)
            else:
                frame.flash(words("listening.plan_kept"))
                st.rerun()


def ask_several(form: fields.Form, column: str, known: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    help = words(f"listening.{column}_help") if words.has(f"listening.{column}_help") else None
    hint = words(f"listening.{column}_hint")
    return form.several(column, words(f"listening.{column}"), known, now, placeholder=hint, help=help)


def ask_session(session: Listening, name: str, tail: str | None = None) -> None:
    form = fields.Form(name, tail)
    with st.form(f"{name}_form", border=False, enter_to_submit=False):
        typed = {**ask_what(session, form), **ask_when(session, form), **ask_how(session, form)}
        if st.form_submit_button(words("listening.save"), key=f"{name}_save", type="primary") and not form.is_wrong:
            problems = listening.keep(ws, session, **typed)
            if problems:
                form.doubts(view, problems)
            else:
                fields.done(name, words("listening.saved"))


def ask_what(session: Listening, form: fields.Form) -> dict[str, object]:
    one, two, three = st.columns(3)
    with one, form.field("setting") as key:
        setting = st.selectbox(
            words("listening.setting"),
            listening.SETTINGS,
            listening.SETTINGS.index(session.setting),
            format_func=lambda id: words(f"listening.setting_{id}"),
            key=key,
        )
    with two, form.field("with_role") as key:
        role = st.selectbox(
            words("listening.with_role"),
            listen.ROLES,
            listen.ROLES.index(session.with_role) if session.with_role in listen.ROLES else 0,
            format_func=lambda id: listen.role_name(ws, id),
            key=key,
        )
    with three:
        known, hint = listening.known_groups(ws), words("listening.groups_hint")
        groups = form.several("groups", words("listening.for_groups"), known, session.groups, placeholder=hint)
    return {"setting": setting, "with_role": role, "groups": groups}


def ask_when(session: Listening, form: fields.Form) -> dict[str, object]:
    one, two, three, four = st.columns((2, 1, 1, 2))
    with one, form.field("on") as key:
        on = st.date_input(words("listening.on"), session.on, format="MM/DD/YYYY", key=key)
    with two, form.field("starts") as key:
        starts = st.time_input(words("listening.starts"), session.starts, key=key)
    with three, form.field("ends") as key:
        ends = st.time_input(words("listening.ends"), session.ends, key=key)
    with four, form.field("report_back") as key:
        back = st.date_input(words("listening.report_back"), session.report_back, format="MM/DD/YYYY", key=key)
    return {"on": on, "starts": starts, "ends": ends, "report_back": back}


def ask_how(session: Listening, form: fields.Form) -> dict[str, object]:
    one, two = st.columns(2)
    with one, form.field("place") as key:
        label, hint = words("listening.place"), words("listening.place_hint")
        place = form.text(view, label, session.place, longest=120, placeholder=hint, key=key)
    with one, form.field("is_remote") as key:
        is_remote = st.checkbox(words("listening.is_remote"), session.is_remote, key=key)
    with one, form.field("supports") as key:
        supports = st.pills(
            words("listening.supports"),
            listening.SUPPORTS,
            selection_mode="multi",
            default=session.supports,
            format_func=lambda id: words(f"listening.support_{id}"),
            key=key,
        )
    with two:
        spoken, hint = words("listening.spoken"), words("listening.languages_hint")
        languages = form.several("languages", spoken, listening.plan(ws).languages, session.languages, placeholder=hint)
        label, hint = words("listening.invites"), words("team.approver_hint")
        invites = form.one_of("invites", label, team.known_roles(ws), session.invites, placeholder=hint)
    return {
        "place": place,
        "is_remote": is_remote,
        "supports": tuple(supports),
        "languages": languages,
        "invites": invites,
    }


def show_plan() -> None:
    with st.container(key="listening_plan"):
        rows = listening.rows(ws, wall=view.is_stage)
        if not rows:
            st.info(words("listening.none"))
        else:
            fields.table(rows, alt=words("listening.table"))
        before = len(listening.sessions(ws)) - len(listening.planned(ws))
        if before and not view.is_stage:
            st.text(words("listening.before", count=before))
    if not view.is_stage:
        show_promises()


def show_promises() -> None:
    owed = listening.promises(ws)
    if not owed:
        return
    with st.container(key="promises"):
        st.subheader(words("listening.promises"), anchor=False)
        for promise in owed:
            (st.warning if promise.is_overdue else st.text)(promise.text)
            if view.mode == "desk" and listening.is_over(ws, promise.session):
                st.button(
                    words("listening.reported"),
                    key=f"reported_{promise.session.id}",
                    on_click=listening.reported,
                    args=(ws, promise.session),
                )


def change_plan() -> None:
    planned = {session.id: session for session in listening.sessions(ws)}
    with st.expander(words("listening.add"), expanded=not planned, key="hear_add"):
        ask_session(listening.new(ws), "hear")
    if planned:
        with st.expander(words("listening.change"), key="hear_change"):
            which = st.selectbox(
                words("listening.which"),
                list(planned),
                format_func=lambda id: name_session(planned[id]),
                key="hear_which",
            )
            ask_session(planned[which], "change", which)
            st.button(
                words("listening.remove"), key="hear_remove", on_click=listening.remove, args=(ws, planned[which])
            )
    if planned:
        st.download_button(
            words("listening.calendar_file"),
            listening.calendar(ws),
            "listening_plan.ics",
            "text/calendar",
            help=words("listening.calendar_help"),
            on_click="ignore",
            key="listening_ics",
        )


def name_session(session: Listening) -> str:
    return f"{listening.title(ws, session)} · {listening.when(ws, session)}"


def show_access() -> None:
    with st.container(key="access_check"):
        if not view.is_stage:
            st.subheader(words("listening.access"), anchor=False)
        found = listening.check(ws)
        if not found:
            st.text(words("listening.access_empty"))
        for finding in found:
            told = listening.said(ws, finding)
            if finding.holds:
                st.text(told)
            else:
                st.warning(fields.plain(told))
        rows = [] if view.is_stage else listening.access_rows(ws)
        if rows:
            fields.table(rows, alt=words("access.by_group"))


def show_checklist() -> None:
    with st.container(key="checklist"):
        st.subheader(words("listening.checklist"), anchor=False)
        st.markdown("\n".join(f"- {line}" for line in listening.checklist(ws)))


def ask_tally() -> None:
    with st.expander(words("tally.title"), expanded=tallies.is_one_class(ws), key="tally"):
        st.text(words("tally.about"))
        with st.container(key="tally_sheets", horizontal=True):
            offer_sheet("print", tallies.sheet(ws), "practice_tally.html", "text/html")
            offer_sheet("to_fill", tallies.to_fill(ws), "practice_tally.xlsx", XLSX)
        form = fields.Form("tally")
        with st.form("tally_form", border=False):
            with form.field("text") as key:
                label, hint = words("tally.paste"), words("tally.hint")
                text = form.text(view, label, longest=4000, is_long=True, placeholder=hint, key=key)
            with form.field("file") as key:
                file = st.file_uploader(
                    words("tally.file"), ("xlsx", "csv", "tsv"), max_upload_size=LARGEST_SHEET_MB, key=key
                )
            if st.form_submit_button(words("tally.keep"), key="tally_keep") and not form.is_wrong:
                keep_tally(form, text, file)
        st.caption(words("tally.cannot"))


def offer_sheet(which: str, content: bytes, name: str, kind: str) -> None:
    st.download_button(words(f"tally.{which}"), content, name, kind, on_click="ignore", key=f"tally_{which}")


def keep_tally(form: fields.Form, text: str, file: UploadedFile | None) -> None:
    read = [tallies.read_file(ws, file.name, file.getvalue())] if file else []
    read += [tallies.read(ws, text)] if text.strip() or not file else []
    problems = [problem for _, found in read for problem in found]
    if problems:
        form.doubts(view, problems)
        return
    kept = tallies.keep(ws, [tally for found, _ in read for tally in found])
    waits = words("tally.held") if any(isinstance(card, Held) for card in kept) else ""
    fields.done("tally", f"{words('tally.kept', count=len(kept))} {waits}".strip())


def show_free() -> None:
    with st.container(key="listening_free"):
        for name in ("venues", "conversations", "assets", "resources"):
            st.markdown(f"**{words(f'listening.free_{name}')}**")
            st.markdown("\n".join(f"- {fields.plain(line)}" for line in listening.community(ws, name)))


def show_desk() -> None:
    changed = profiles.changes(ws, "listening")
    st.text(words("listening.intro"))
    if "five_calls" in changed:
        show_quick()
    if "phone_script" in changed:
        offer_script()
    show_numbers()
    show_equity_check()
    st.header(words("listening.plan"), anchor=False)
    st.markdown(words("listening.two_meetings"))
    ask_frame()
    show_plan()
    if "hear_skeptics" in changed:
        show_skeptics()
    change_plan()
    show_access()
    if "five_calls" not in changed:
        show_quick()
    ask_tally()
    with st.expander(words("listening.checklist"), key="listening_checklist"):
        show_checklist()
    with st.expander(words("listening.free"), expanded="free_venues" in changed, key="free"):
        show_free()
    frame.link_as(view, "listening", "print", words("listening.print"), key="listening_print")


view = frame.enter("listening")
ws, words = view.ws, view.words

if view.is_stage:
    frame.show_part(view, {"numbers": show_numbers, "plan": show_plan, "access": show_access})
elif view.mode == "print":
    show_numbers()
    show_equity_check()
    st.header(words("listening.plan"), anchor=False)
    show_plan()
    show_access()
    show_checklist()
else:
    show_desk()
