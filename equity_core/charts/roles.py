"""Colour says who a mark is about in the question, never which group of children. Shape and line say it again."""

from __future__ import annotations

from typing import Literal

Role = Literal["focus", "rest", "goal", "baseline"]

COLOURS: dict[Role, str] = {"focus": "#0B5CAD", "rest": "#6B7280", "goal": "#B45309", "baseline": "#111827"}
SHAPES: dict[Role, str] = {"focus": "circle", "rest": "circle", "goal": "triangle-up", "baseline": "M0,-1L0,1"}
FILLS: dict[Role, str] = {**COLOURS, "rest": "#FFFFFF"}  # ● ○ ▲ │: told apart in black and white
DASHES: dict[Role, list[int]] = {"focus": [1, 0], "rest": [6, 3], "goal": [2, 3], "baseline": [1, 0]}
LABEL_LETTERS = 18  # of a group beside its row: a phone has little more width than that to spare
ROLES: tuple[Role, ...] = ("focus", "rest", "goal", "baseline")
