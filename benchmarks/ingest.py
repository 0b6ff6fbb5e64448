"""A million rows through the whole import against DuckDB's own unvalidated CREATE TABLE AS: CPU, memory, interleaved.

    python -m benchmarks.ingest [--rows 1000000] [--rounds 3] [--schools 40]

"wide": four school years of an export with names and birth dates, which stop at the door; an id comes four times.
"narrow": one year, half as many bytes in a row, every column read, every id new. "dirty": 0.2 % of races are none.
"load+type": read, judged and looked through for copies. "whole": until it is kept, ids hashed, numbers released.
Each is a process of its own; memory is the peak of the process, its imports included.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Two or more races")
FAULTS = ("Martian", "Wh", "??")
YEARS = ("2021-22", "2022-23", "2023-24", "2024-25")
COLUMNS = "school,school_year,grade,gender,race_ethnicity,el_status,disability,frpl,days_enrolled,days_absent,suspended"
WIDE = f"student_id,last_name,first_name,birth_date,{COLUMNS},ela_proficient,math_proficient,course_failure"
NARROW = f"student_id,{COLUMNS},ela_proficient"
FILES = (("wide", "clean"), ("wide", "dirty"), ("narrow", "clean"), ("narrow", "dirty"))
WAYS = ("raw", "load+type", "whole")


def write(path: Path, rows: int, *, wide: bool, dirty: bool, schools: int = 40) -> None:
    """Write made-up students: schools of all sizes, every value drawn by itself."""
    chance = random.Random(1)
    sizes = [chance.paretovariate(1.5) for _ in range(schools)]
    years = YEARS if wide else YEARS[-1:]
    with path.open("w") as out:
        out.write((WIDE if wide else NARROW) + "\n")
        for i in range(rows // len(years)):
            race = chance.choices(RACES, (40, 20, 25, 8, 7))[0]
            school = chance.choices(range(schools), sizes)[0]
            fixed = f"{'FM'[i % 2]}", ("Never EL", "Current EL")[chance.random() < 0.1], chance.randrange(9)
            for year in years:
                said = chance.choice(FAULTS) if dirty and chance.random() < 0.002 else race
                who = f"S{i:07d}," + (f"Family{i % 9973},Given{i % 499},2010-{i % 12 + 1:02d}-15," if wide else "")
                more = f",{int(chance.random() < 0.4)},{int(chance.random() < 0.1)}" if wide else ""
                out.write(
                    f"{who}School {school},{year},{fixed[2] + 4:02d},{fixed[0]},{said},{fixed[1]},"
                    f"{('None', 'IDEA')[chance.random() < 0.13]},{'YN'[chance.random() < 0.5]},180,"
                    f"{chance.randint(0, 60) / 2},{int(chance.random() < 0.06)},{int(chance.random() < 0.5)}{more}\n"
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
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--schools", type=int, default=40)
    asked.add_argument("--once", nargs=2, metavar=("WAY", "FILE"))
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        for shape, state in FILES:
            path = Path(folder) / f"{shape}_{state}.csv"
            write(path, given.rows, wide=shape == "wide", dirty=state == "dirty", schools=given.schools)
            _compare(f"{shape} {state}, {path.stat().st_size // given.rows} bytes a row", path, given.rounds)


def _compare(name: str, path: Path, rounds: int) -> None:
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    memory: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.ingest", "--once", way, str(path)]
            said = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
            seconds[way].append(float(said[0]))
            memory[way].append(float(said[1]))
    for way in WAYS[1:]:
        cpu, peak = (
            statistics.median(a / b for a, b in zip(of[way], of["raw"], strict=True)) for of in (seconds, memory)
        )
        print(
            f"{name}, {way}: {cpu:.2f} x CPU ({min(seconds[way]):.2f} s, raw {min(seconds['raw']):.2f}), "
            f"{peak:.2f} x memory ({min(memory[way]):.0f} MB, raw {min(memory['raw']):.0f})"
        )


if __name__ == "__main__":
    main()
