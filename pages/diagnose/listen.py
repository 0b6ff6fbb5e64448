"""What people told the team, beside the numbers; cards that may name somebody wait in a queue."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from equity_core.model import Call, Cause, Held
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import coding, focus, guides, listen, voices
from equity_core.workflow.get_ready import listening
from pages.parts import cards, fields, figure, frame

CARD = "listen_card"
AT_ONCE = 10  # cards of the queue: somebody reads them one by one


def show_silence() -> None:
    with st.container(key="silence"):
        st.subheader(words("listen.silence_title"), anchor=False)
        for line in board.silence or (words("listen.silence_none"),):
            st.text(line)
        if view.mode == "desk" and 0 < board.affected < listen.ENOUGH_AFFECTED:
            st.text(words("voices.affected_cards", count=board.affected))


def show_guides() -> None:
    with st.expander(words("guides.title"), expanded="phone_script" in changed, key="listen_guides"):
        if "community_conversations" in changed:
            with st.container(key="conversations"):
                st.markdown("\n".join(f"- {fields.plain(line)}" for line in listening.community(ws, "conversations")))
        known = guides.guides(words.language)
        id = st.selectbox(
            words("guides.which"), list(known), format_func=lambda id: known[id].title, key="guide", width=400
        )
        guide = known[id]
        st.text(words("guides.for", minutes=guide.minutes, people=guide.people))
        with st.container(key="guide_text", gap="small"):
            for heading, lines in (
                ("guides.before", guide.before),
                ("guides.say", guide.consent),
                ("guides.ask", guide.questions),
                ("guides.end", guide.close),
            ):
                st.markdown(f"**{words(heading)}**")
                for line in lines:
                    st.text(line)
        st.download_button(
            words("guides.sheet"),
            guides.note_sheet(ws, id),
            file_name=f"{id}.html",
            mime="text/html",
            key="note_sheet",
            on_click="ignore",
        )


def show_calls() -> None:
    with st.expander(words("listen.calls_title"), expanded=is_short or not board.voices, key="listen_calls"):
        st.text(words("listen.calls_intro"))
        for call in planned:
            with st.container(key=f"call_{call.id}"):
                st.text(call_line(call))
        if not planned and not board.voices:
            st.button(words("listen.calls_plan"), key="calls_plan", on_click=listen.plan_calls, args=(ws,))
        st.text(words("listen.more_voices"))
        if "hear_skeptics" in changed:
            with st.container(key="hear_skeptics"):
                st.text(words("listen.skeptics"))
                frame.link(view, "listening")
        frame.link(view, "bring-in", words("listen.to_questions"), key="to_questions")


def call_line(call: Call) -> str:
    role = listen.role_name(ws, call.to_role)
    line = words("listen.call_by", role=role, by=call.by_role) if call.by_role else words("listen.call_to", role=role)
    return words("listen.call_line", role=line, day=words.day(call.on)) if call.on else line


def ask_card() -> None:
    st.header(words("listen.add_title"), anchor=False)
    by_id, causes = {call.id: call for call in planned}, {c.id: c.text for c in ws.of_cycle(Cause)}
    with st.form("listen_form"):
        call_id = None
        if by_id:
            call_id = st.selectbox(
                words("listen.call_choose"),
                list(by_id),
                index=None,
                format_func=lambda id: call_line(by_id[id]),
                key=draft("call"),
            )
        places = {"text": st.container(key="ev_text")}
        with places["text"]:
            text = st.text_area(words("listen.text"), key=draft("text"), help=words("listen.text_help"))
        left, right = st.columns(2)
        with left:
            form = ask_one(places, "form", ("voice", "observation"), index=0)
            role = ask_one(places, "role", listen.ROLES, index=None)
            with st.container(key="ev_people"):
                people = st.number_input(words("listen.people"), value=1, step=1, key=draft("people"))
                can_be = fields.is_between(view, people, 1, fields.MOST)
            most_affected = st.checkbox(words("listen.most_affected"), key=draft("affected"))
            groups = listen.most_affected(ws)
            spoken_for: list[str] = []
            if len(groups) > 1:
                spoken_for = st.multiselect(words("voices.groups"), groups, key=draft("groups"))
        with right:
            stance = ask_one(places, "stance", listen.STANCES, index=None)
            asks_each = "stories_with_consent" in changed
            consent = ask_one(places, "consent", listen.CONSENTS, index=None if asks_each else 0)
            about = st.multiselect(
                words("listen.causes"),
                list(causes),
                list(causes) if listen.is_about_a_hunch(ws) else None,
                format_func=causes.get,
                key=draft("causes"),
            )
            pinned = {number.id: number.label for number in numbers if number.id}
            beside: list[str] = []
            if pinned:
                beside = st.multiselect(
                    words("voices.about"), list(pinned), format_func=pinned.get, key=draft("numbers")
                )
        if st.form_submit_button(words("listen.add"), key="ev_add", type="primary") and can_be:
            call = by_id.get(call_id)
            role = role or (call.to_role if call else None)
            given = {"text": text.strip(), "role": role, "stance": stance, "consent": consent}
            missing = [name for name, told in given.items() if not told]
            for name in missing:
                places[name].warning(words(f"listen.no_{name}"))
            if missing:
                st.caption(words("listen.not_added"))
                return
            card = listen.new_card(
                ws,
                text,
                form=form,
                from_role=role,
                people=people,
                most_affected=most_affected or bool(spoken_for),
                groups=tuple(spoken_for),
                stance=stance,
                consent=consent,
                causes=tuple(about),
                numbers=tuple(beside),
            )
            kept = listen.add(ws, card, call=call)
            frame.forget_drafts(view)
            fields.done("ev", words("listen.held_flash" if isinstance(kept, Held) else "listen.added"))


def draft(name: str) -> str:
    """Return the key of a field of the card: what was sent and not taken is still there after another page."""
    return frame.draft(view, f"{fields.fresh('ev')}_{name}")


def ask_one(places: dict[str, DeltaGenerator], word: str, options: tuple[str, ...], *, index: int | None) -> str | None:
    places[word] = st.container(key=f"ev_{word}")
    with places[word]:
        return st.selectbox(
            words(f"listen.{word}"),
            options,
            index=index,
            format_func=lambda option: words(f"listen.{word}_{option}"),
            key=draft(word),
        )


def show_queue() -> None:
    waiting = listen.queue(ws)
    with st.container(key="ev_queue"):
        st.subheader(words("listen.queue_title"), anchor=False)
        if not waiting:
            st.text(words("listen.queue_empty"))
            return
        st.warning(words("listen.queue_intro", count=len(waiting)))
        for held in waiting[:AT_ONCE]:
            show_held(held)
        if len(waiting) > AT_ONCE:
            st.text(words("listen.queue_more", count=len(waiting) - AT_ONCE))


def show_held(held: Held) -> None:
    with st.container(key=f"held_{held.id}", border=True):
        st.text(listen.why_held(ws, held))
        text = st.text_area(words("listen.queue_rewrite"), held.card.text, key=f"held_text_{held.id}")
        with st.container(horizontal=True):
            if st.button(words("listen.queue_save"), key=f"held_save_{held.id}", type="primary"):
                again = listen.rewrite(ws, held, text)
                frame.flash(words("listen.still_held" if isinstance(again, Held) else "listen.added"))
                st.rerun()
            if st.button(words("listen.queue_yes"), key=f"held_yes_{held.id}"):
                listen.let_through(ws, held)
                frame.flash(words("listen.added"))
                st.rerun()
            if st.button(words("listen.queue_drop"), key=f"held_drop_{held.id}"):
                listen.throw_away(ws, held)
                frame.flash(words("listen.dropped"))
                st.rerun()


def show_board() -> None:
    counted = 0  # cards of the desk that are told of beside their side
    with st.container(key="ev_board"):
        if not view.is_stage:
            st.header(words("listen.board_title"), anchor=False)
        if not board.voices:
            st.info(words("listen.board_empty" if view.mode == "desk" else "listen.board_empty_stage"))
        if numbers:
            counted = show_beside()
        elif board.voices and view.is_stage:
            show_one_card({stance: getattr(board, stance) for stance in listen.STANCES}, board.at_desk)
            counted = board.not_for_the_wall
        elif board.voices:
            st.caption(words("voices.no_number"))
            sides = (board.supports, board.questions, board.mixed)
            for column, word, told in zip(st.columns(3), listen.STANCES, sides, strict=True):
                with column:
                    show_side(word, words(f"listen.{word}"), told, board.at_desk[word])
        if board.not_for_the_wall > (counted if view.is_stage else 0):
            st.text(words("listen.not_for_the_wall", count=board.not_for_the_wall))


def show_beside() -> int:
    """Show one number at the left, at the right the cards that help to explain or doubt it; return how many stay."""
    labels = {number.id: number.label for number in numbers}
    picked = numbers[0].id
    if view.mode == "desk" and len(numbers) > 1:
        picked = st.selectbox(words("voices.which"), list(labels), format_func=labels.__getitem__, key="beside_which")
    number = next(number for number in numbers if number.id == picked)
    shown = voices.beside(ws, number, stage=view.mode != "desk")
    left, right = st.columns([5, 4])
    with left, st.container(key="beside_number"):
        st.text(shown.sentence)
        if shown.figure is not None:
            figure.chart(view, shown.figure, key="beside_chart")
    sides = {stance: getattr(shown, stance) for stance in listen.STANCES}
    with right, st.container(key="beside_cards"):
        if view.is_stage:
            show_one_card(sides, shown.at_desk, shown.people)
        for stance, told in sides.items() if not view.is_stage else ():
            if told or shown.at_desk[stance] or view.mode == "desk":
                show_side(stance, side_title(stance, told, shown.people), told, shown.at_desk[stance])
    if shown.elsewhere:
        st.caption(words("voices.elsewhere", count=shown.elsewhere))
    return sum(shown.at_desk.values())


def side_title(stance: str, told: tuple[listen.Card, ...], people: dict[str, str]) -> str:
    title = words(f"listen.{stance}")
    return words("voices.side_title", title=title, people=people[stance]) if told and people else title


def show_one_card(
    sides: dict[str, tuple[listen.Card, ...]], at_desk: dict[str, int], people: dict[str, str] | None = None
) -> None:
    """Show one card at a time on the wall, with its side above it; cards that stay at the desk are counted."""
    told = [(stance, card) for stance, of_it in sides.items() for card in of_it]
    if told:
        stance, card = told[cards.current(len(told), key=CARD)]
        st.subheader(side_title(stance, sides[stance], people or {}), anchor=False)
        show_card(card)
    for stance, count in at_desk.items():
        if count:
            st.text(words("listen.at_desk_of", side=words(f"listen.{stance}"), count=count))
    if len(told) > 1:
        cards.turn(view, len(told), key=CARD)


def show_card(card: listen.Card) -> None:
    place = "at_desk" if listen.is_desk_only(card.evidence) else "card"
    with st.container(key=f"{place}_{card.evidence.id}", border=True, gap="small"):
        st.text(card.text)
        st.caption(fields.plain(card.who))
        if card.evidence.themes and view.mode == "desk" and not is_second_reader():
            told = words("voices.card_themes", themes=words.listed(card.evidence.themes))
            st.caption(fields.plain(told))


def show_side(stance: str, title: str, told: tuple[listen.Card, ...], at_desk: int) -> None:
    st.subheader(title, anchor=False)
    if not told and not at_desk:
        st.text(words("listen.nothing_here"))
    if at_desk:
        with st.container(key=f"on_paper_{stance}" if view.mode == "desk" else None):
            st.text(words("causes.at_desk", count=at_desk))
    for card in told:
        show_card(card)


def show_themes() -> None:
    with st.container(key="themes"):
        st.header(words("voices.themes_title"), anchor=False)
        rows = voices.theme_rows(ws)
        if view.mode == "desk":
            st.caption(words("voices.themes_intro"))
        if rows:
            plain = [{column: fields.plain(cell) for column, cell in row.items()} for row in rows]
            st.table(plain, hide_index=True, alt=words("voices.themes_title"))
            sides = voices.too_few_to_split(ws)
            if sides:
                st.caption(words("voices.no_split", sides=words.listed(sides)))
        else:
            st.text(words("voices.themes_none"))
        if view.mode == "desk":
            ask_reader()
            show_agreement()


def is_second_reader() -> bool:
    """Say whether somebody reads who must not see what the first reader heard."""
    return st.session_state.get("theme_reader") == "second"


def ask_reader() -> None:
    if coding.to_read(ws):
        st.segmented_control(
            words("coding.reading"),
            ("first", "second"),
            default="first",
            format_func=lambda who: words(f"coding.reading_{who}"),
            key="theme_reader",
        )
    if is_second_reader():
        st.caption(words("coding.second_intro"))
        ask_again()
    else:
        ask_themes()


def ask_again() -> None:
    cards = {card.id: card for card in coding.to_read(ws)}
    id = st.selectbox(
        words("voices.themes_card"), list(cards), format_func=lambda id: cards[id].text, key="theme_card_again"
    )
    given = st.multiselect(
        words("voices.themes_of"),
        voices.themes(ws),
        list(cards[id].themes_again or ()),
        accept_new_options=True,
        max_selections=5,
        key=fields.now(f"theme_again_{id}"),
    )
    if st.button(words("voices.themes_save"), key="theme_again_save"):
        with fields.keeping(view):
            coding.code_again(ws, cards[id], given)
            frame.flash(words("coding.second_kept"))
            st.rerun()


def show_agreement() -> None:
    found = coding.agreement(ws)
    if found is not None:
        with st.container(key="coding", gap="small"):
            st.subheader(words("coding.title"), anchor=False)
            for line in found.sentences:
                st.text(line)
        figure.how(view, found.method, key="coding_how")


def ask_themes() -> None:
    cards = {card.evidence.id: card for card in (*board.supports, *board.questions, *board.mixed)}
    if not cards:
        return
    uncoded = [id for id, card in cards.items() if not card.evidence.themes]
    order = [*uncoded, *(id for id in cards if id not in uncoded)]
    id = st.selectbox(words("voices.themes_card"), order, format_func=lambda id: cards[id].text, key="theme_card")
    card = cards[id].evidence
    given = st.multiselect(
        words("voices.themes_of"),
        voices.themes(ws),
        list(card.themes),
        accept_new_options=True,
        max_selections=5,
        key=fields.now(f"theme_of_{id}"),
    )
    if st.button(words("voices.themes_save"), key="theme_save"):
        with fields.keeping(view):
            voices.code(ws, card, given)
            frame.flash(words("voices.themes_kept"))
            st.rerun()


def show_what_comes() -> None:
    with st.container(key="ask_next", gap="small"):
        st.header(words("voices.ask_title"), anchor=False)
        for line in voices.to_ask_next(ws) or [words("voices.ask_none")]:
            st.text(line)
    answered = voices.who_answered(ws)
    if answered:
        with st.container(key="who_answered", gap="small"):
            st.subheader(words("voices.answered_title"), anchor=False)
            for line in answered:
                st.text(line)
    with st.container(key="report_back"):
        st.subheader(words("voices.back_box"), anchor=False)
        st.text(words("voices.back_intro"))
        st.download_button(
            words("voices.back_download"),
            voices.report_back(ws),
            file_name="report-back.html",
            mime="text/html",
            key="report_back_page",
            on_click="ignore",
        )


view = frame.enter("listen")
ws, words = view.ws, view.words
changed = profiles.changes(ws, "listen")
is_short = "five_calls" in changed
numbers = voices.numbers(ws)
board, planned = listen.board(ws, stage=view.mode != "desk"), listen.calls(ws)

if not (view.is_stage and numbers):  # there the number says it
    st.text(words("listen.about", statement=focus.statement(ws)) if focus.statement(ws) else words("listen.no_focus"))
if view.mode == "desk":
    st.text(words("listen.intro"))
    show_silence()
    show_guides()
    show_calls()
    ask_card()
    show_queue()
    show_board()
    if board.voices:
        show_themes()
        show_what_comes()
elif view.is_stage:
    parts = {"cards": show_board, "themes": show_themes, "silence": show_silence}
    frame.show_part(view, {name: show for name, show in parts.items() if name != "themes" or voices.themes(ws)})
else:
    show_board()
    if voices.themes(ws):
        show_themes()
    show_silence()
