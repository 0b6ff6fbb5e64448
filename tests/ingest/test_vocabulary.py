"""The tables that a district may edit hold no entry that is never found or that says two things."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter

import pytest

from equity_core.ingest import vocabulary
from equity_core.ingest.vocabulary import FOLDER, group_label, plain, table, token
from tests.conftest import ROOT

CODES = ROOT / "docs" / "codes.md"
DIMENSIONS = sorted(table("groups"))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_spelling_belongs_to_one_group(dimension):
    about = table("groups")[dimension]
    spellings = [key for label, texts in about["groups"].items() for key in {plain(label), *texts}]
    assert [key for key, times in Counter(spellings).items() if times > 1] == []
    assert [text for text in about["ambiguous"] if plain(text) in spellings] == []
    assert set(about["ambiguous"].values()) <= set(about["groups"])


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_spelling_of_a_group_is_written_as_it_is_compared(dimension):
    spellings = [text for texts in table("groups")[dimension]["groups"].values() for text in texts]
    assert [text for text in spellings if text != plain(text)] == []


def test_a_header_belongs_to_one_meaning_and_is_written_as_it_is_compared():
    headers = [header for found in table("columns").values() for header in found]
    assert [header for header, times in Counter(headers).items() if times > 1] == []
    assert [header for header in headers if header != plain(header)] == []


def test_a_token_has_one_status():
    tokens = [text for texts in table("tokens").values() for text in texts]
    assert [text for text, times in Counter(tokens).items() if times > 1] == []
    assert [text for text in tokens if text != text.casefold()] == []
    assert not {text for text in tokens if token(text) == "hidden_by_source"} & set(table("values")["yes"])


def test_a_code_that_a_district_adds_is_read(tmp_path, monkeypatch):
    shutil.copytree(FOLDER, tmp_path / "data")
    file = tmp_path / "data" / "groups.json"
    edited = json.loads(file.read_text("utf-8"))
    edited["el_status"]["groups"]["Current EL"].append("elp3")
    file.write_text(json.dumps(edited), "utf-8")
    with pytest.raises(vocabulary.Doubt):
        group_label("el_status", "ELP-3")
    forget()
    try:
        monkeypatch.setattr(vocabulary, "FOLDER", tmp_path / "data")
        assert group_label("el_status", "ELP-3") == "Current EL"
    finally:
        monkeypatch.undo()
        forget()


def test_the_page_on_codes_tells_of_every_table():
    told = set(re.findall(r"`(\w+\.json)`", CODES.read_text("utf-8")))
    assert told == {file.name for file in FOLDER.glob("*.json")}


def forget() -> None:
    for cached in vars(vocabulary).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
