"""Voices beside numbers: links, people and not mentions, who is silent, what goes back to the people who spoke."""

from __future__ import annotations

from equity_core.model import ListeningPlan, Query
from equity_core.workflow.diagnose import focus, guides, listen, voices
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring

LETTERS = "Letters come in English only"


def card(ws, text=LETTERS, **parts):
    return listen.add(ws, listen.new_card(ws, text, **{"from_role": "family", **parts}))


def with_a_focus(ws):
    bring(ws, EL_FILE)
    focus.choose(ws, focus.add(ws, EL_READING))
    return listen.pin(ws, EL_READING.model_copy(update={"group": "Former EL"}))


def test_a_card_stands_beside_the_number_that_it_explains_and_else_beside_the_focus(ws):
    pinned = with_a_focus(ws)
    card(ws, people=3)
    card(ws, "The test is in the wrong week", stance="questions", people=6, numbers=(pinned.id,))
    first, second = voices.numbers(ws)
    assert [n.id for n in (first, second)] == ["", pinned.id]

    shown = voices.beside(ws, first)
    assert [c.text for c in shown.supports] == [LETTERS]
    assert (shown.questions, shown.elsewhere) == ((), 1)
    assert shown.people == {"supports": "under 5", "questions": "nobody", "mixed": "nobody"}
    assert "30.0% for Current EL" in shown.sentence
    assert shown.figure is not None
    other = voices.beside(ws, second)
    assert [c.text for c in other.questions] == ["The test is in the wrong week"]
    assert other.people["questions"] == "6"


def test_the_focus_pinned_as_well_is_one_number(ws):
    with_a_focus(ws)
    again = listen.pin(ws, EL_READING)
    card(ws, numbers=(again.id,))
    assert len(voices.numbers(ws)) == 2
    assert [c.text for c in voices.beside(ws, voices.numbers(ws)[0]).supports] == [LETTERS]


def test_a_number_whose_file_is_gone_keeps_its_cards(ws):
    card(ws)
    focus.choose(ws, focus.add(ws, Query(measure="suspended", dimension="race", period="2024-25", group="White")))
    shown = voices.beside(ws, voices.numbers(ws)[0])
    assert shown.figure is None
    assert "none of our files has this figure" in shown.sentence
    assert len(shown.supports) == 1


def test_themes_count_people_and_not_mentions_and_split_by_role_from_five_on(ws):
    for role, people, themes in (
        ("student", 6, ["late bus", "late bus"]),
        ("student", 2, ["letters"]),
        ("family", 4, ["late bus", "letters"]),
        ("teacher", 5, ["letters"]),
    ):
        voices.code(ws, card(ws, from_role=role, people=people), themes)
    assert voices.theme_rows(ws) == [
        {"Theme": "late bus", "People": "10", "Students": "6", "Staff and others": "nobody"},
        {"Theme": "letters", "People": "11", "Students": "under 5", "Staff and others": "5"},
    ]
    assert voices.too_few_to_split(ws) == ("Families",)


def test_each_most_affected_group_that_nobody_heard_is_named(ws):
    with_a_focus(ws)
    ws.save(ListeningPlan(id=ws.cycle.id, cycle=ws.cycle.id, groups=("Students with disabilities",)))
    card(ws, most_affected=True)
    told = listen.silence(ws)
    assert "Most affected (Students with disabilities): 0 cards." in told
    assert not any("Current EL" in line for line in told)
    card(ws, most_affected=True, groups=("Students with disabilities",))
    assert not any("Most affected" in line for line in listen.silence(ws))


def test_what_people_disagree_on_is_asked_next_time(ws):
    card(ws)
    card(ws, "The letters were fine", stance="questions")
    assert voices.to_ask_next(ws) == [
        "We heard: “The letters were fine” Who sees it that way, who does not, and what would settle it?"
    ]


def test_only_what_may_be_public_goes_back_in_words(ws):
    with_a_focus(ws)
    voices.code(ws, card(ws, people=6), ["letters"])
    card(ws, "Call us before the letter", consent="public")
    page = voices.report_back(ws).decode()
    assert "Call us before the letter" in page
    assert "What came up: letters." in page
    assert LETTERS not in page
    assert "We look first at “Reading proficient” for Current EL" in page


def test_one_voice_that_may_be_shown_stands_beside_the_sentence(ws):
    with_a_focus(ws)
    card(ws)
    assert voices.voice_beside(ws, EL_READING) == ""  # in our own words, on our own desk
    card(ws, "Call us before the letter", consent="team")
    assert voices.voice_beside(ws, EL_READING) == "“Call us before the letter” (Family or caregiver)"


def test_guides_are_open_questions_with_consent_first_and_a_sheet_without_names(ws):
    for id, guide in guides.guides("en").items():
        assert 4 <= len(guide.questions) <= 8
        assert any("name" in line for line in guide.consent)
        sheet = guides.note_sheet(ws, id).decode()
        assert all(question.replace("'", "&#x27;") in sheet for question in guide.questions)
        assert "shred this sheet" in sheet
