"""The audits at no cost: their records, how answers add up, and how a finding becomes evidence."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import AuditAnswers, AuditLine, Evidence
from equity_core.store import Store
from equity_core.workflow import Workspace, sample_school
from equity_core.workflow.diagnose import audit_findings, audits, causes, listen
from tests.rules.test_language import BARE, FORBIDDEN
from tests.rules.test_words import BRITISH, NEVER

AUDITS = audit_findings.registry("en")
CODE = next(audit for audit in AUDITS if audit.id == "discipline_code")


def texts(audit):
    """Yield everything of an audit that a person reads."""
    yield from (audit.title, audit.why, audit.each, audit.many, audit.name, audit.origin, *audit.have)
    for item in audit.items:
        yield from (item.question, item.suggests, item.finding.format(count=1, all=2, things=audit.many))


def test_the_registry_has_the_five_audits_each_in_the_file_of_its_name():
    found = ["course_access", "curriculum", "discipline_code", "meeting_access", "referral_steps", "resources"]
    assert [a.id for a in AUDITS] == found


@pytest.mark.parametrize("audit", AUDITS, ids=lambda audit: audit.id)
def test_an_audit_can_be_run_and_blames_nobody(audit):
    assert len({item.id for item in audit.items}) == len(audit.items)
    assert {answer.counts for answer in audit.answers} >= {"fine", "look", "open"}
    for item in audit.items:
        assert item.question.endswith("?")
        assert item.finding.startswith("Our ")
        assert {name for _, name, _, _ in Formatter().parse(item.finding) if name} == {"count", "all", "things"}
    for text in texts(audit):
        assert not FORBIDDEN.search(text), text
        assert not NEVER.search(text), text
        assert not BRITISH.search(text), text
        assert not BARE.search(text), text


def filled(ws):
    audits.add(ws, CODE.id, "Defiance", {"defined": "no", "observable": "no"})
    audits.add(ws, CODE.id, "Fighting", {"defined": "yes", "observable": "yes"})
    audits.add(ws, CODE.id, "Disruption", {"defined": "partly", "observable": "unknown"})
    return audits.look(ws, CODE.id)


def test_counts_are_of_what_was_answered_and_say_what_is_open(ws):
    now = filled(ws)
    told = {found.item.id: found.sentence for found in now.findings}
    assert told["defined"] == (
        "Our discipline code leaves open what is meant by 1 of 3 infractions. For 1 more the answer is “in part”."
    )
    assert told["observable"] == (
        "Our discipline code asks adults to judge an attitude for 1 of 2 infractions. 1 has no answer yet."
    )
    assert told["range"] == "Our school has no answer to this yet."
    assert now.sentence == (
        "Our school went through 3 infractions (Discipline code). Of 5 answers, 3 are something to look into. "
        "10 answers are still missing."
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["yes", "partly", "no", "unknown", None]), max_size=9))
def test_every_thing_is_counted_once(given):
    ws = Workspace(Store(":memory:"))
    lines = tuple(AuditLine(name=f"T{i}", answers={"told": a} if a else {}) for i, a in enumerate(given))
    (found,) = [
        f for f in audit_findings.findings(ws, CODE, AuditAnswers(audit=CODE.id, lines=lines)) if f.item.id == "told"
    ]
    ws.store.close()
    fine = given.count("yes")
    assert fine + found.partly + found.look == found.answered
    assert found.answered + found.still_open == len(given)
    assert (f"{found.look} of {found.answered}" in found.sentence) == (found.answered > 0)


def test_an_audit_grows_in_parts_and_undo_takes_the_last_part_back(ws):
    filled(ws)
    audits.answer(ws, CODE.id, "Defiance", "range", "no")
    audits.answer(ws, CODE.id, "Defiance", "defined", "yes")
    assert audits.look(ws, CODE.id).lines[0].answers == {"defined": "yes", "observable": "no", "range": "no"}
    ws.undo()
    assert audits.look(ws, CODE.id).lines[0].answers["defined"] == "no"
    audits.remove(ws, CODE.id, "Fighting")
    assert [line.name for line in audits.look(ws, CODE.id).lines] == ["Defiance", "Disruption"]
    ws.undo()
    assert [line.name for line in audits.look(ws, CODE.id).lines] == ["Defiance", "Fighting", "Disruption"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("  ", "audit.no_name"), ("defiance", "audit.twice"), ("Maria Lopez’s class", "audit.names_somebody")],
)
def test_a_name_that_cannot_stand_is_not_kept(ws, name, code):
    filled(ws)
    doubt = audits.add(ws, CODE.id, name, {})
    assert isinstance(doubt, Problem)
    assert doubt.code == code
    assert len(audits.look(ws, CODE.id).lines) == 3


def test_a_finding_is_evidence_that_is_counted_anew(ws):
    cause = causes.add(ws, "Our code leaves “defiance” open", lens="policy")
    assert audits.use(ws, audits.look(ws, CODE.id), "defined") is None
    card = audits.use(ws, filled(ws), "defined", cause=cause.id)
    assert "1 of 3 infractions" in listen.as_card(ws, card).text
    audits.answer(ws, CODE.id, "Disruption", "defined", "no")
    assert "2 of 3 infractions" in listen.as_card(ws, card).text
    assert card.text == ""
    assert audits.use(ws, audits.look(ws, CODE.id), "defined", cause=cause.id).id == card.id
    assert len(ws.of_cycle(Evidence)) == 1
    assert causes.triangulation(ws)[0]["Observation or audit"] == "● supports"
    assert causes.status(ws, cause) == "hunch"


def test_a_finding_of_answers_that_were_taken_away_says_so(ws):
    card = audits.use(ws, filled(ws), "defined")
    ws.remove(audits.look(ws, CODE.id).kept)
    assert listen.as_card(ws, card).text == "The answers of this audit are no longer here."


def test_the_sheets_are_to_fill_in_or_filled(ws):
    blank = audits.sheet(ws, audits.look(ws, CODE.id), blank=True).decode()
    assert "We could not tell" in blank
    assert blank.count("<tr>") > 12
    full = audits.sheet(ws, filled(ws), blank=False).decode()
    assert "Defiance" in full
    assert "1 of 3 infractions" in full


def test_what_is_used_most_comes_from_released_counts_of_events():
    ws = sample_school.in_memory()
    now = audits.look(ws, CODE.id)
    told = audits.used(ws, now)
    (release,) = [r for r in ws.releases() if r.events]
    table = release.events[-1]
    behaviors = {p[table.levels.index("behavior")]: n for p, n in table.of().items() if len(p) == 2}
    assert len(told) == len(behaviors) > 1
    for name, n in behaviors.items():
        (line,) = [line for line in told if f"“{name}”" in line]
        assert f"{n} incidents" in line
    assert [int(line.split()[3]) for line in told] == sorted(behaviors.values(), reverse=True)
    assert "Says what it means: No. Can be seen or heard: No." in next(line for line in told if "“Defiance”" in line)
    assert audits.used(ws, audits.look(ws, "curriculum")) == ()
    ws.store.close()
