"""A recipe is a promise: what it asks a system for goes in."""

from __future__ import annotations

import csv
import io

import pytest

from equity_core.words import Words
from equity_core.workflow.data import bring_in, recipes

TOLD = recipes.load("en")
ROWS = 120


def yielded(file):
    """Build the file that somebody gets who asks for exactly this."""
    columns = file["columns"]
    out = io.StringIO(newline="")
    write = csv.writer(out, delimiter=file["separator"], lineterminator="\n").writerow
    write([column["name"] for column in columns])
    if "below" in file:
        write(file["below"])
    for row in range(file.get("rows", ROWS)):
        write([f"{10000 + row}" if c["values"] == ["#"] else c["values"][row % len(c["values"])] for c in columns])
    return file["name"], out.getvalue().encode()


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["id"])
def test_what_a_recipe_yields_goes_in(ws, told):
    draft = bring_in.read(ws, [yielded(file) for file in told["files"]])
    checks = bring_in.check(ws, draft)
    assert [check.error for check in checks.files] == [None] * len(told["files"])
    sources = bring_in.keep_all(ws, draft)
    assert all(source.rows_kept for source in sources)
    assert all(source.periods == ("2024-25",) for source in sources)
    shown = [t for release in ws.releases() for t in release.tables if t.dimension]
    assert shown or told["id"] == "aeries"  # a student list alone has no measure


@pytest.mark.parametrize(
    "id", ["powerschool", "infinite_campus", "aeries", "google_forms", "surveymonkey", "state_file"]
)
def test_what_a_recipe_yields_is_recognised(ws, id):
    told = next(told for told in TOLD if told["id"] == id)
    draft = bring_in.read(ws, [yielded(file) for file in told["files"]])
    assert all(file.part.mapping.system for file in draft.files)


def test_every_recipe_has_a_letter_with_each_field_and_asks_for_no_names():
    words = Words()
    for recipe in recipes.recipes(words):
        text = recipes.letter(words, recipe)
        assert all(name in text for file in recipe.files for name, _ in file.columns)
        assert "no names" in text


def test_a_column_name_that_is_not_verified_is_not_promised():
    skyward = next(told for told in TOLD if told["id"] == "skyward")
    assert "whatever the columns are called" in skyward["steps"][0]
