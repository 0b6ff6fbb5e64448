"""Who can say yes, and have they? The decision map, what was promised, who stands up for it, and a private map."""

from __future__ import annotations

import streamlit as st

from equity_core.model import DecisionRight
from equity_core.workflow import profiles
from equity_core.workflow.get_ready import commitment, influence, team
from pages.parts import fields, frame

ON_THE_WALL = 6
PEOPLE = ("drivers", "approvers", "contributors", "informed")


def show_map() -> None:
    with st.container(key="decision_map"):
        rows = commitment.rows(ws, wall=view.is_stage)
        if not rows:
            st.info(words("commitment.map_empty"))
            return
        fields.table(rows[:ON_THE_WALL] if view.is_stage else rows, alt=words("commitment.map_alt"))
        if view.is_stage and len(rows) > ON_THE_WALL:
            st.text(words("commitment.more", count=len(rows) - ON_THE_WALL))
        if not view.is_stage:
            for right in commitment.rights(ws):
                for flag in commitment.flags(ws, right):
                    st.warning(fields.plain(flag))


def change_map() -> None:
    known = {right.id: right for right in commitment.rights(ws)}
    with st.expander(words("commitment.add"), expanded=not known, key="right_add"):
        ask_right(DecisionRight(cycle=ws.cycle.id, what=""), "right")
    if known:
        with st.expander(words("commitment.change"), key="right_change"):
            name = {id: commitment.name(ws, right) for id, right in known.items()}.get
            right = known[st.selectbox(words("commitment.which"), list(known), format_func=name, key="right_which")]
            ask_right(right, "mapped", right.id)
            st.button(words("commitment.remove"), key="right_remove", on_click=ws.remove, args=(right,))


def ask_right(right: DecisionRight, name: str, tail: str | None = None) -> None:
    form = fields.Form(name, tail)
    with st.form(f"{name}_form", border=False, enter_to_submit=False):
        typed = {**ask_what(right, form), **ask_people(right, form), **ask_yes(right, form)}
        if st.form_submit_button(words("commitment.save"), key=f"{name}_save", type="primary") and not form.is_wrong:
            problems = commitment.keep_right(ws, right, **typed)
            if problems:
                form.doubts(view, problems)
            else:
                fields.done(name, words("commitment.saved"))


def ask_what(right: DecisionRight, form: fields.Form) -> dict[str, object]:
    what = form.one_of(
        "what",
        words("commitment.what"),
        commitment.unmapped(ws),
        right.what,
        format_func=lambda id: commitment.what(ws, id),
        placeholder=words("commitment.what_hint"),
    )
    return {"what": what}


def ask_people(right: DecisionRight, form: fields.Form) -> dict[str, object]:
    typed: dict[str, object] = {}
    hint = words("commitment.roles_hint")
    for column, place in zip(PEOPLE, (*st.columns(2), *st.columns(2)), strict=True):
        with place:
            label, now, known = words(f"commitment.{column}"), getattr(right, column), team.known_roles(ws)
            if (
                column == "approvers" and len(now) < 2
            ):  # one says yes; two, as a meeting or a file brings them, are shown
                one = form.one_of(column, label, known, "".join(now), placeholder=words("commitment.approver_hint"))
                typed[column] = (one,) if one else ()
            else:
                typed[column] = form.several(column, label, known, now, placeholder=hint)
    return typed


def ask_yes(right: DecisionRight, form: fields.Form) -> dict[str, object]:
    one, two, three = st.columns(3)
    with one:
        days = form.number(view, "lead_days", words("commitment.lead_days"), right.lead_days, high=999)
    with two, form.field("body") as key:
        hint = words("commitment.body_hint")
        body = form.text(view, words("commitment.body"), right.body, longest=80, placeholder=hint, key=key)
    with three, form.field("meets") as key:
        meets = st.date_input(words("commitment.meets"), right.meets, format="MM/DD/YYYY", key=key)
    with form.field("yes") as key:
        yes = st.radio(
            words("commitment.yes"),
            commitment.YES,
            commitment.YES.index(right.yes),
            format_func=lambda id: words(f"commitment.yes_{id}"),
            horizontal=True,
            key=key,
        )
    with form.field("evidence") as key:
        hint = words("commitment.evidence_hint")
        label = words("commitment.evidence")
        evidence = form.text(view, label, right.evidence, longest=200, placeholder=hint, key=key)
    return {"lead_days": days, "body": body, "meets": meets, "yes": yes, "evidence": evidence}


def show_promised() -> None:
    with st.container(key="promised"):
        fields.lines(commitment.panel(ws), alt=words("commitment.promised"))
        for line in () if view.is_stage else commitment.lip_service(ws):
            st.warning(fields.plain(line))


def ask_promised() -> None:
    now, form = commitment.current(ws), fields.Form("promise", "now")
    with st.form("promise_form", border=False, enter_to_submit=False):
        one, two, three, four = st.columns(4)
        with one:
            hours = form.number(view, "hours", words("commitment.hours"), now.hours)
        with two:
            money = form.number(view, "money", words("commitment.money"), zero(now.money), step=100)
        with three:
            class_size = form.number(view, "class_size", words("commitment.class_size"), now.class_size, low=1, high=60)
        with four:
            program_size = form.number(view, "program_size", words("commitment.program_size"), now.program_size, low=1)
        said, where, authority = st.columns(3)
        with said:
            hint = words("commitment.roles_hint")
            label = words("commitment.said_by")
            said_by = form.one_of("said_by", label, team.known_roles(ws), now.said_by, placeholder=hint)
        with where, form.field("said_where") as key:
            hint = words("commitment.said_where_hint")
            label = words("commitment.said_where")
            said_where = form.text(view, label, now.said_where, longest=120, placeholder=hint, key=key)
        with authority, form.field("authority") as key:
            may = form.text(view, words("commitment.authority"), now.authority, longest=200, key=key)
        data_access = ask_one("data_access", "data", ("yes", "partly", "no"), now.data_access, form)
        scope = ask_one("scope", "scope", commitment.SCOPES, now.scope or small(), form)
        if st.form_submit_button(words("commitment.save"), key="promise_save", type="primary") and not form.is_wrong:
            typed = {"hours": hours, "money": money, "said_by": said_by, "said_where": said_where}
            typed |= {"authority": may, "data_access": data_access, "scope": scope}
            problems = commitment.keep(ws, **typed, class_size=class_size, program_size=program_size)
            if problems:
                form.doubts(view, problems)
            else:
                frame.flash(words("commitment.saved"))
                st.rerun()


def zero(money: int | None) -> int | None:
    """Return what the field for money begins with: with little of it, zero is written down, and time is traded."""
    return 0 if money is None and "money_may_be_zero" in changed else money


def small() -> str:
    """Return the scope that is chosen at first: with little time, one program."""
    return "program" if "small_scope" in changed else ""


def ask_one(column: str, word: str, options: tuple[str, ...], now: str, form: fields.Form) -> str:
    with form.field(column) as key:
        picked = st.radio(
            words(f"commitment.{column}"),
            options,
            options.index(now) if now else None,
            format_func=lambda id: words(f"commitment.{word}_{id}"),
            horizontal=True,
            key=key,
        )
    return picked or ""


def show_reach() -> None:
    with st.container(key="reach"):
        st.header(words("commitment.reach"), anchor=False)
        st.text(words("commitment.reach_help"))
        fields.table(commitment.reach_rows(ws), alt=words("commitment.reach_alt"))
        st.caption(fields.plain(commitment.basis(ws)))


def show_champions() -> None:
    with st.container(key="champions"):
        rows = commitment.champion_rows(ws)
        st.text(words("commitment.levels", count=len(commitment.levels(ws))))
        if rows:
            fields.table(rows[:ON_THE_WALL] if view.is_stage else rows, alt=words("commitment.champions_alt"))


def ask_champion() -> None:
    form, leads = fields.Form("champion"), "respected_lead" in changed
    with st.form("champion_form", border=False, enter_to_submit=False):
        one, two, three = st.columns((1, 1, 2))
        with one, form.field("level") as key:
            level = st.selectbox(
                words("commitment.level"),
                commitment.LEVELS,
                commitment.LEVELS.index("teachers") if leads else 0,
                format_func=lambda id: words(f"commitment.level_{id}"),
                key=key,
            )
        with two:
            hint = words("commitment.roles_hint")
            role = form.one_of("role", words("commitment.role"), team.known_roles(ws), placeholder=hint)
        with three, form.field("will_do") as key:
            hint = words("commitment.will_do_lead" if leads else "commitment.will_do_hint")
            will_do = form.text(view, words("commitment.will_do"), longest=160, placeholder=hint, key=key)
        if st.form_submit_button(words("commitment.add_champion"), key="champion_add") and not form.is_wrong:
            problems = commitment.add_champion(ws, level, role, will_do)
            if problems:
                form.doubts(view, problems)
            else:
                fields.done("champion", words("commitment.champion_kept"))
    with st.container(horizontal=True, gap="small"):
        for champion in commitment.champions(ws):
            label = words("commitment.champion_remove", role=fields.plain(champion.role))
            key = f"champion_remove_{champion.id}"
            st.button(label, key=key, type="tertiary", on_click=ws.remove, args=(champion,))


def ask_influence() -> None:
    with st.expander(words("influence.title"), expanded="influence_open" in changed, key="influence_map"):
        st.text(words("influence.about"))
        rows = influence.rows(ws)
        if rows:
            fields.table(rows, alt=words("influence.alt"))
        form = fields.Form("influence")
        with st.form("influence_form", border=False, enter_to_submit=False):
            typed: dict[str, object] = {}
            one, two, three = st.columns(3)
            with one, form.field("initials") as key:
                label, most = words("influence.initials"), influence.MOST_INITIALS
                typed["initials"] = form.text(view, label, longest=most, key=key)
            for column, place in (("interest", two), ("influence", three)):
                with place, form.field(column) as key:
                    typed[column] = st.select_slider(
                        words(f"influence.{column}"),
                        (1, 2, 3),
                        2,
                        format_func=lambda level: words(f"influence.level_{level}"),
                        key=key,
                    )
            for column, place in zip(influence.TEXTS, st.columns(3), strict=True):
                with place, form.field(column) as key:
                    typed[column] = form.text(view, words(f"influence.{column}"), longest=160, key=key)
            if st.form_submit_button(words("influence.add"), key="influence_add") and not form.is_wrong:
                problems = influence.add(ws, **typed)
                if problems:
                    form.doubts(view, problems)
                else:
                    fields.done("influence", words("influence.kept"))
        with st.container(horizontal=True, gap="small"):
            for line in influence.lines(ws):
                label = words("influence.remove", initials=fields.plain(line.initials))
                key = f"influence_remove_{line.id}"
                st.button(label, key=key, type="tertiary", on_click=influence.remove, args=(ws, line))


def show_desk() -> None:
    st.text(words("commitment.intro"))
    if "influence_open" in changed:
        ask_influence()
    st.header(words("commitment.map"), anchor=False)
    st.markdown(words("commitment.map_help"))
    show_map()
    change_map()
    st.header(words("commitment.promised"), anchor=False)
    st.text(words("commitment.promised_help"))
    ask_promised()
    with st.container(key="on_paper_promised"):
        fields.lines(commitment.panel(ws), alt=words("commitment.promised"))
    for line in commitment.lip_service(ws):
        st.warning(fields.plain(line))
    show_reach()
    st.header(words("commitment.champions"), anchor=False)
    st.text(words("commitment.champions_help"))
    show_champions()
    ask_champion()
    if "influence_open" not in changed:
        ask_influence()
    frame.link_as(view, "commitment", "print", words("commitment.print"), key="commitment_print")


def show_paper() -> None:
    st.header(words("commitment.map"), anchor=False)
    show_map()
    st.header(words("commitment.promised"), anchor=False)
    show_promised()
    show_reach()
    st.header(words("commitment.champions"), anchor=False)
    show_champions()


view = frame.enter("commitment")
ws, words = view.ws, view.words
changed = profiles.changes(ws, "commitment")

if view.is_stage:
    frame.show_part(view, {"map": show_map, "promised": show_promised, "champions": show_champions})
elif view.mode == "print":
    show_paper()
else:
    show_desk()
