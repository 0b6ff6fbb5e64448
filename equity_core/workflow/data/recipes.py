"""What to ask for: for each system, the fields, how to get them, and a letter to the district's data person.

The recipes are data (`equity_core/protocols/<language>/recipes.json`), and a test brings in what each of them yields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from equity_core.words import Words
from equity_core.workflow.lists import FOLDER


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file of a recipe: its name, and (column name, what it means) for each column."""

    name: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to ask one system for, and how."""

    id: str
    system: str
    steps: tuple[str, ...]
    files: tuple[Wanted, ...]


def recipes(words: Words) -> tuple[Recipe, ...]:
    """Return the recipes, the systems that most schools have first."""
    return tuple(
        Recipe(told["id"], told["system"], tuple(told["steps"]), tuple(map(_wanted, told["files"])))
        for told in load(words.language)
    )


def letter(words: Words, recipe: Recipe) -> str:
    """Return a letter that asks the district's data person for what a recipe needs."""
    fields = []
    for file in recipe.files:
        fields += ["", words("recipes.file", name=file.name)]
        fields += [words("recipes.field", name=name, means=means) for name, means in file.columns]
    return words("recipes.letter", system=recipe.system, fields="\n".join(fields).strip())


def load(language: str) -> list[dict[str, Any]]:
    """Return the recipes as they are written."""
    found: list[dict[str, Any]] = json.loads((FOLDER / language / "recipes.json").read_text(encoding="utf-8"))
    return found


def _wanted(told: dict[str, Any]) -> Wanted:
    return Wanted(told["name"], tuple((column["name"], column["means"]) for column in told["columns"]))
