"""Weekly logs, feedback and listening notes come in by our templates, without a row of students."""

from __future__ import annotations

from equity_core.model import Action, CheckIn, Evidence, Held, Source
from equity_core.workflow.data import bring_in, notes, templates
from equity_core.workflow.implement import checkins
from tests.conftest import SHARED

LOG = SHARED / "scenarios" / "fixtures" / "s6_implementation" / "fidelity_log.csv"
LISTENING = "date,from_role,people,most_affected,stance,consent,text\n"
FIDELITY = LOG.read_text().splitlines()[0] + "\n"


def planned(ws, title="Mentor check-ins"):
    action = Action(cycle=ws.cycle.id, idea="", title=title, students_intended=40)
    ws.save(action)
    return action


def checked(ws, text, name="notes.csv"):
    return bring_in.check(ws, bring_in.read(ws, [(name, text.encode())]))


def test_the_log_of_s6_becomes_its_dosage_and_adherence(ws):
    action = planned(ws)
    bring_in.keep_all(ws, bring_in.read(ws, [(LOG.name, LOG)]))
    found = checkins.fidelity(ws, action)
    assert (found.delivered, found.planned, found.with_core, found.weeks) == (394, 960, 229, 12)
    assert sum(bool(c.hindered) for c in ws.all(CheckIn)) == 3
    assert ws.all(Source) == []


def test_a_log_of_an_unknown_action_is_refused_with_the_names_of_the_plan(ws):
    planned(ws, "Tutoring")
    checks = bring_in.check(ws, bring_in.read(ws, [(LOG.name, LOG)]))
    assert not checks.can_be_kept
    assert "Tutoring" in bring_in.refusal(ws, checks.notes[0].error)
    assert bring_in.report(checks)["outcome"] == "reject"


def test_a_week_that_is_there_already_stays_as_it_is(ws):
    planned(ws)
    text = FIDELITY + "2025-01-13,Mentor check-ins,8,4,2,,,,\n2025-01-15,mentor check-ins,9,9,9,,,,\n"
    (found,) = checked(ws, text).notes
    assert (found.ready, [(q.code, q.lines) for q in found.questions]) == (1, [("notes_week_taken", (3,))])


def test_a_row_that_cannot_be_right_is_named_by_its_line(ws):
    planned(ws)
    rows = (
        "2025-01-13,Mentor check-ins,8,4,9,,,,",
        "soon,Mentor check-ins,8,4,2,,,,",
        "2025-01-20,Mentor check-ins,8,4,2,,,,",
    )
    (found,) = checked(ws, FIDELITY + "\n".join(rows)).notes
    assert [(q.code, q.lines) for q in found.questions] == [("notes_impossible", (2,)), ("notes_unclear", (3,))]
    assert found.ready == 1


def test_a_note_with_a_name_is_left_out_and_said(ws):
    planned(ws)
    text = FIDELITY + "2025-01-13,Mentor check-ins,8,4,2,,,,Mrs. Alvarez had no time\n"
    (found,) = checked(ws, text).notes
    assert [q.code for q in found.questions] == ["notes_name"]
    notes.keep(ws, found)
    assert ws.all(CheckIn)[0].hindered == ""


def test_listening_notes_become_cards_and_a_name_waits(ws):
    rows = (
        "2024-10-14,family,2,Yes,questions,team,The bus comes after the first bell.",
        "2024-10-15,student,1,No,,,Ask Maria Lopez about it.",
    )
    (found,) = checked(ws, LISTENING + "\n".join(rows)).notes
    assert notes.keep(ws, found) == (1, 1)
    (card,) = ws.all(Evidence)
    assert (card.from_role, card.people, card.most_affected, card.stance, card.consent) == (
        "family",
        2,
        True,
        "questions",
        "team",
    )
    (held,) = ws.all(Held)
    assert (held.card.stance, held.card.consent) == ("mixed", "paraphrase")


def test_feedback_says_which_action_it_is_about(ws):
    text = "date,action,from_role,people,most_affected,text\n2025-02-03,Mentor check-ins,student,1,Yes,It helps.\n"
    (found,) = checked(ws, text).notes
    notes.keep(ws, found)
    assert ws.all(Evidence)[0].text == "Mentor check-ins: It helps."


def test_the_templates_for_notes_go_in_as_they_are(ws):
    planned(ws, "Example: mentor check-ins")
    for id, kept in (("fidelity", 3), ("feedback", 3), ("listening", 3)):
        file = templates.one(ws.words, id)
        (found,) = bring_in.check(ws, bring_in.read(ws, [(file.file, file.content)])).notes
        assert (found.ready, [q.code for q in found.questions]) == (kept, ["only_examples"])
