"""A million rows through the whole import against DuckDB's own unvalidated CREATE TABLE AS, CPU seconds, interleaved.

    python -m benchmarks.ingest [--rows 1000000] [--rounds 3]

Ids are hashed, columns judged, copies looked for. "load+type" is the validated table; "whole" is until it is kept.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Two or more races")
HEADER = (
    "student_id,school,school_year,grade,gender,race_ethnicity,el_status,disability,frpl,"
    "days_enrolled,days_absent,suspended,ela_proficient"
)
FAULTS = ("Martian", "W", "??")
WAYS = ("raw", "load+type", "whole")


def write(path: Path, rows: int, *, dirty: bool) -> None:
    chance = random.Random(1)
    with path.open("w") as out:
        out.write(HEADER + "\n")
        for i in range(rows):
            race = chance.choice(FAULTS) if dirty and chance.random() < 0.002 else chance.choice(RACES)
            out.write(
                f"S{i:07d},School {i % 40},2024-25,{i % 12 + 1:02d},{'FM'[i % 2]},{race},"
                f"{('Never EL', 'Current EL')[i % 9 == 0]},{('None', 'IDEA')[i % 8 == 0]},{'YN'[i % 2]},"
                f"180,{chance.randint(0, 60) / 2},{int(i % 11 == 0)},{i % 2}\n"
            )


def raw(path: Path) -> None:
    import duckdb

    duckdb.connect().execute("CREATE TABLE t AS FROM read_csv(?)", [str(path)]).fetchall()


def imported(path: Path, *, kept: bool) -> None:
    from equity_core.store import Store
    from equity_core.workflow import Workspace
    from equity_core.workflow.data import bring_in

    ws = Workspace(Store(":memory:"))
    draft = bring_in.read(ws, [(path.name, path)], key=b"k" * 32)
    if kept:
        bring_in.keep(ws, draft)
    else:
        bring_in.check(ws, draft)


def once(way: str, path: Path) -> None:
    start = time.process_time()
    raw(path) if way == "raw" else imported(path, kept=way == "whole")
    print(time.process_time() - start)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--once", nargs=2, metavar=("WAY", "FILE"))
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("clean", "dirty"):
            path = Path(folder) / f"{kind}.csv"
            write(path, given.rows, dirty=kind == "dirty")
            seconds: dict[str, list[float]] = {way: [] for way in WAYS}
            for _ in range(given.rounds):
                for way in WAYS:
                    command = [sys.executable, "-m", "benchmarks.ingest", "--once", way, str(path)]
                    seconds[way].append(
                        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
                    )
            for way in WAYS[1:]:
                ratio = statistics.median(a / b for a, b in zip(seconds[way], seconds["raw"], strict=True))
                print(f"{kind} {given.rows} rows, {way}: {ratio:.2f} x raw ({min(seconds[way]):.2f} CPU s)")


if __name__ == "__main__":
    main()
