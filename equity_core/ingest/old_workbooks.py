"""An old Excel file is read in a process of its own: a damaged one can end its reader, and nothing else."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from equity_core.errors import Unreadable
from equity_core.ingest import workbooks
from equity_core.ingest.encodings import whole
from equity_core.ingest.sheet import Sheet
from equity_core.ingest.watching import Watch, unwatched

ROOT = Path(__file__).parents[2]
LONGEST = 120  # seconds; a full sheet of 65,536 rows takes a few
EVERY = 0.2  # seconds between two looks at whether it is still wanted
MOST_MEMORY = 3 << 30
ASK = f"from {__name__} import answer; answer()"


def sheet_of(name: str, content: bytes | Path, title: str = "", watch: Watch = unwatched) -> Sheet:
    """Return the sheet of an .xls; Unreadable when it is locked, damaged, or no workbook."""
    everything = whole(content)
    if "EncryptedPackage".encode("utf-16-le") in everything:
        raise Unreadable("file.locked", name=name)
    if "WordDocument".encode("utf-16-le") in everything or "PowerPoint Document".encode("utf-16-le") in everything:
        raise Unreadable("file.document", name=name)
    return workbooks.as_sheet(name, _asked(name, everything, title, watch))


def answer() -> None:
    """Read a workbook from the standard input and write its sheet, or the code of what is wrong, as JSON."""
    with suppress(ImportError):  # Windows has no such limit
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        told: dict[str, object] = {"sheet": workbooks.chosen("", sys.stdin.buffer.read(), sys.argv[1])}
    except Unreadable as error:
        told = {"code": error.code}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _asked(name: str, content: bytes, title: str, watch: Watch) -> workbooks.Chosen:
    """Ask the other process; what ends it is a damaged file."""
    asked = [sys.executable, "-c", ASK, title]
    pipe = subprocess.PIPE
    with subprocess.Popen(asked, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        try:
            answered = _waited_for(process, content, watch)
        finally:
            process.kill()
    if process.returncode or answered is None:
        raise Unreadable("file.damaged", name=name)
    told = json.loads(answered)
    if "code" in told:
        raise Unreadable(told["code"], name=name)
    return workbooks.Chosen(*told["sheet"])


def _waited_for(process: subprocess.Popen[bytes], content: bytes, watch: Watch) -> bytes | None:
    """Return what the other process says; None when that takes too long."""
    end, left = time.monotonic() + LONGEST, [content]
    while time.monotonic() < end:
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(left.pop() if left else None, timeout=EVERY)[0]
        watch(0.0)
    return None
