"""A workbook of 100,000 students: read, recognised and checked, beside the same with openpyxl as the reader.

    python -m benchmarks.workbooks [--rows 100000] [--rounds 3]

Each is a process of its own with its imports; CPU time, interleaved, the median of the ratios of each round.
"""

from __future__ import annotations

import argparse
import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.ingest import write

WAYS = ("ours", "openpyxl, read_only", "openpyxl")


def workbook(path: Path, rows: int) -> None:
    """Write made-up students, numbers as numbers, ids and grades with their leading zeros as texts."""
    from openpyxl import Workbook

    text = path.with_suffix(".csv")
    write(text, "narrow clean", rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Students")
    with text.open(encoding="utf-8", newline="") as lines:
        for at, row in enumerate(csv.reader(lines)):
            sheet.append(row if not at else [*row[:9], *(float(cell) for cell in row[9:])])
    book.save(path)


def once(way: str, path: Path) -> None:
    from equity_core import ingest
    from equity_core.store import Intake

    start = time.process_time()
    sheet = ingest.read(path.name, path) if way == "ours" else by_openpyxl(path, read_only="read_only" in way)
    part = ingest.Part(sheet, ingest.guess(sheet), Intake(b"k" * 32))
    part.load()
    checked = ingest.check(part, today=date(2025, 11, 3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - start, peak, checked.rows_kept)


def by_openpyxl(path: Path, *, read_only: bool):
    """Return the same sheet, with the same looks at the file, by another reader."""
    from openpyxl import load_workbook

    from equity_core.ingest import grids, packed, workbooks

    packed.look(path.name, path)
    book = load_workbook(path, read_only=read_only, data_only=True)
    rows = [[workbooks._cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    return grids.sheet_of(path.name, rows)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--once", nargs=2, metavar=("WAY", "FILE"))
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "students.xlsx"
        workbook(path, given.rows)
        runs: dict[str, list[list[float]]] = {way: [] for way in WAYS}
        for _ in range(given.rounds):
            for way in WAYS:
                command = [sys.executable, "-m", "benchmarks.workbooks", "--once", way, str(path)]
                said = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
                runs[way].append([float(figure) for figure in said])
    for way in WAYS:
        ratio = statistics.median(a[0] / b[0] for a, b in zip(runs[way], runs["ours"], strict=True))
        best = min(run[0] for run in runs[way])
        print(
            f"{way:22} {best:6.2f} s of CPU, {ratio:5.2f} x, {runs[way][0][1]:.0f} MB, {runs[way][0][2]:.0f} rows kept"
        )


if __name__ == "__main__":
    main()
