"""What the app sends about a school holds nobody's name, id, key or birthday, and no number of a hidden group."""

from __future__ import annotations

import base64
import csv
import io
import json
import logging
import re

import pytest

from equity_core.errors import EquityError
from equity_core.workflow import Workspace, numbers, privacy
from equity_core.workflow.data import bring_in
from pages.parts import session
from tests.rules.screen import VIEWS, Screen, Sent, files, opened
from tests.rules.twins import SIZES, open_small, small_files

HIDDEN = ("American Indian or Alaska Native", "Native Hawaiian or Pacific Islander")


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A school whose files have names, and everything that its pages and files say."""
    home = tmp_path_factory.mktemp("scan") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUITY_LOOP_MODE", "laptop")
        patch.setenv("EQUITY_LOOP_HOME", str(home))
        ws = opened(home / "workspace.duckdb", patch)
        open_small(ws, small_files())
        screen = Screen(patch)
        screen.every_gap(ws, "desk")
        for view in VIEWS:
            screen.every_page(view)
        beside = {path.name: path.read_text(encoding="utf-8") for path in home.glob("*.json")}
        yield ws, screen.sent | files(ws) | beside
        session.close_all()


def test_what_is_collected_is_what_people_see(school):
    """A collector that sees nothing finds nothing: it must see a chart's data, a sentence and a download."""
    _, told = school
    everything = "\n".join(told.values())
    assert "25 of 120" in everything
    assert "ARROW1" in everything or "arrow" in everything
    assert "/mock/media/" in everything
    assert re.search(r"workspace.*released\.json", " ".join(told))


def test_nobody_is_in_it(school):
    ws, told = school
    students = [s for _, content in small_files() for s in csv.DictReader(io.StringIO(content.decode()))]
    secrets = {s[column] for s in students for column in ("Student ID", "Last Name", "First Name", "Birth Date")}
    secrets |= {key for source in ws.sources() for (key,) in _keys(ws, source.id)}
    secrets |= {source.fingerprint for source in ws.sources()}
    assert len(secrets) > 3000
    found = {(name, word) for line, name in lines(told).items() for word in words_of(line) & secrets}
    assert found == set()


def test_no_hidden_number_stands_beside_its_group(school):
    _, told = school
    for line, name in lines(told).items():
        for group in HIDDEN:
            beside = line.split(group, 1)[1][:60] if group in line else ""
            n, x, _ = SIZES[group]
            assert not re.search(rf"(?<![\d.%-])({n}|{x}) of|\b{x}/{n}\b|\b[nx]['\"]?[=:] ?{n}\b", beside), (
                name,
                line,
            )


def test_an_answer_for_a_script_has_no_number_of_a_hidden_group(school):
    ws, _ = school
    for compare in ("rest", "all", "group:White", "rate:0.8"):
        found = numbers.as_json(numbers.measure(ws, "suspended", by="race", period="2024-25", compare=compare))
        for group in found["groups"]:
            if group["group"] in HIDDEN:
                assert {v for k, v in group.items() if k not in ("group", "status", "certainty")} == {None}


def test_the_proof_says_how_many_values_and_not_which(school):
    ws, told = school
    lines = [line for release in ws.releases() for line in release.audit]
    assert len({line.high - line.low for line in lines}) > 1
    everything = "".join(told.values())
    assert "AuditLine" not in everything
    assert '"audit": [{' not in everything
    column = ws.words("privacy.column_values")
    assert {row[column] for row in privacy.audit(ws)} == {ws.words("privacy.at_least", count=5)}


def test_a_file_that_is_questioned_or_refused_echoes_no_id_and_no_name(monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    ws = opened(None, monkeypatch)
    head = "Student ID,Last Name,First Name,Birth Date,Race/Ethnicity,Suspended\n"
    for row in (
        "A771,Zornig,Quillon,2011-02-03,Asian,maybe\n",
        "A771,Zornig,Quillon,2011-02-03,White,Y,extra\n",
        '"A771',
    ):
        try:
            draft = bring_in.read(ws, [("2024-25 students.csv", (head + row * 30).encode())])
            told = json.dumps(bring_in.report(bring_in.check(ws, draft))) + repr(draft)
        except EquityError as error:
            told = f"{error} {error.facts} {bring_in.refusal(ws, error)}"
        for secret in ("A771", "Zornig", "Quillon", "2011-02-03"):
            assert secret not in told + caplog.text, row


def _keys(ws: Workspace, source: str) -> list[tuple[str]]:
    with ws.store.writing() as cursor:
        return cursor.execute(f'SELECT student_key FROM "rows_{source}"').fetchall()


def lines(told: Sent) -> dict[str, str]:
    """Return each line once, with the first place where it is said: most stand on every page."""
    return {line: name for name, text in reversed(told.items()) for line in text.splitlines()}


def words_of(text: str) -> set[str]:
    """Return the words of a text, also of what is packed into it for the browser."""
    packed = re.findall(r"base64,([A-Za-z0-9+/=]{40,})", text)
    unpacked = " ".join(base64.b64decode(p).decode("utf-8", "ignore") for p in packed)
    return set(re.findall(r"[\w-]+", f"{text} {unpacked}"))
