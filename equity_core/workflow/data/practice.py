"""Files to practise with: small, made up or published for everybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FIRST = "spring"  # the one to begin with
FOLDER = Path(__file__).parents[3] / "data" / "samples"


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice file. Its words are `samples.<id>.title` and `samples.<id>.about`."""

    id: str
    path: Path
    needs: str  # the practice file that must go in before it


def files() -> list[Practice]:
    """Return the practice files that are there, the one to begin with first."""
    manifest = FOLDER / "manifest.json"
    if not manifest.is_file():
        return []
    listed = json.loads(manifest.read_text("utf-8"))["files"]
    found = [Practice(entry["id"], FOLDER / entry["file"], entry.get("needs", "")) for entry in listed]
    return sorted((one for one in found if one.path.is_file()), key=lambda one: one.id != FIRST)
