"""An old Excel file is read in a process of its own: a damaged one can end its reader, and nothing else."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from equity_core.errors import Unreadable
from equity_core.ingest import workbooks
from equity_core.ingest.encodings import whole
from equity_core.ingest.sheet import Sheet

ROOT = Path(__file__).parents[2]
LONGEST = 120  # seconds; a full sheet of 65,536 rows takes a few
MOST_MEMORY = 3 << 30
ASK = f"from {__name__} import answer; answer()"


def sheet_of(name: str, content: bytes | Path) -> Sheet:
    """Return the sheet of an .xls; Unreadable when it is locked, damaged, or no workbook."""
    everything = whole(content)
    if "EncryptedPackage".encode("utf-16-le") in everything:
        raise Unreadable("file.locked", name=name)
    if "WordDocument".encode("utf-16-le") in everything or "PowerPoint Document".encode("utf-16-le") in everything:
        raise Unreadable("file.document", name=name)
    return workbooks.as_sheet(name, _asked(name, everything))


def answer() -> None:
    """Read a workbook from the standard input and write its sheet, or the code of what is wrong, as JSON."""
    with suppress(ImportError):  # Windows has no such limit
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        told: dict[str, object] = {"sheet": workbooks.chosen("", sys.stdin.buffer.read())}
    except Unreadable as error:
        told = {"code": error.code}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _asked(name: str, content: bytes) -> workbooks.Chosen:
    """Ask the other process; what ends it is a damaged file."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", ASK], input=content, capture_output=True, cwd=ROOT, timeout=LONGEST, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Unreadable("file.damaged", name=name) from None  # what it had written may hold cells of the file
    told = json.loads(done.stdout)
    if "code" in told:
        raise Unreadable(told["code"], name=name)
    return workbooks.Chosen(*told["sheet"])
