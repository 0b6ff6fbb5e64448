"""Write the made-up files where a person can practise with them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from equity_core.samples.bus import bus_file
from equity_core.samples.school import SampleFile, School
from equity_core.samples.ways import ways_file

AS_WORKBOOK = "spring"
NEEDS = {"incidents": "fall"}  # a list of referrals says who by a roster that came before
PUBLISHED: tuple[dict[str, Any], ...] = (
    {
        "id": "ct_state",
        "file": "ct_suspension_2015-16_race.csv",
        "made_up": False,
        "licence": "PDDL-1.0",
        "notice": "LICENSE-PDDL.txt",
        "origin": "CT-Data-Collaborative/suspension-rate-by-race",
    },
)


def write(school: School, folder: Path) -> list[Path]:
    """Write a school's files, one of them as a workbook too, and the manifest that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_put(folder / file.name, file.content) for file in made_up(school)]
    spring = school.file(AS_WORKBOOK)
    written.append(_put((folder / spring.name).with_suffix(".xlsx"), workbook(spring.content)))
    written.append(_put(folder / "manifest.json", manifest(school)))
    return written


def manifest(school: School) -> bytes:
    """Return the list of practice files as JSON: id, file, what must go in before it, and whose it is.

    The words of a file are `samples.<id>.title` and `samples.<id>.about`.
    """
    made = [{"id": f.id, "file": f.name, "made_up": True, "needs": NEEDS.get(f.id, "")} for f in made_up(school)]
    return (json.dumps({"files": [*made, *PUBLISHED]}, indent=2) + "\n").encode()


def made_up(school: School) -> tuple[SampleFile, ...]:
    """Return every made-up file: a school's own, and those of one story each."""
    return (*school.files, bus_file(school.seed), ways_file(school.seed))


def workbook(content: bytes) -> bytes:
    """Return a CSV file as an Excel workbook: every cell as the text it was."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(AS_WORKBOOK)
    for row in csv.reader(io.StringIO(content.decode())):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
