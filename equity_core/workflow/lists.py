"""Lists that a team may edit: plain data files in `equity_core/protocols/<language>/`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "protocols"


@cache
def load(language: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return the lists of one file by name."""
    text = (FOLDER / language / f"{name}.json").read_text(encoding="utf-8")
    return {key: tuple(items) for key, items in json.loads(text).items()}
