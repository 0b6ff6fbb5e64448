"""Files through the import against DuckDB's own unvalidated CREATE TABLE AS: CPU and peak memory, interleaved.

    python -m benchmarks.ingest [--rows 1000000] [--rounds 3] [--large]

Ways, each a process of its own with its imports: "raw" (DuckDB alone); "checked" (read, every text judged, rows typed,
copies looked for); "kept without ids" and "kept" (through the workspace to released numbers). What single steps of
"checked" cost is printed under it: what is left without them is the base case that the goals name.
Files: "wide" (an export with names and birth dates, which stop at the door; an id comes four times), "narrow" (every
column read, every id new), each clean and with 0.2 % faulty texts, which must all be named and no others; "distinct"
(every text of six columns is new); "wrong" (one column is nothing of its kind). `--large`: ten times as many rows of
"wide" with 512 MB for the engine.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Two or more races")
FAULTS = ("Martian", "Wh", "??")
YEARS = ("2021-22", "2022-23", "2023-24", "2024-25")
COLUMNS = "school,school_year,grade,gender,race_ethnicity,el_status,disability,frpl,days_enrolled,days_absent,suspended"
WIDE = f"student_id,last_name,first_name,birth_date,{COLUMNS},ela_proficient,math_proficient,course_failure"
NARROW = f"student_id,{COLUMNS},ela_proficient"
FILES = ("wide clean", "wide dirty", "narrow clean", "narrow dirty", "distinct", "wrong")
LIMIT = "512MB"


def write(path: Path, kind: str, rows: int, *, schools: int = 40) -> dict[str, list[int]]:
    """Write made-up students, every value drawn by itself; return the lines of each faulty text."""
    shape, _, state = kind.partition(" ")
    wide, chance = shape == "wide", random.Random(1)
    sizes = [chance.paretovariate(1.5) for _ in range(schools)]
    years = YEARS if wide else YEARS[-1:]
    faults: dict[str, list[int]] = defaultdict(list)
    line = 1
    with path.open("w", encoding="utf-8") as out:
        out.write((WIDE if wide else NARROW) + "\n")
        for i in range(rows // len(years)):
            race = chance.choices(RACES, (40, 20, 25, 8, 7))[0]
            school = chance.choices(range(schools), sizes)[0]
            fixed = "FM"[i % 2], ("Never EL", "Current EL")[chance.random() < 0.1], chance.randrange(9)
            for year in years:
                line += 1
                said = chance.choice(FAULTS) if state == "dirty" and chance.random() < 0.002 else race
                if said != race:
                    faults[said].append(line)
                if shape == "wrong":
                    said = f"text {i}"
                days = f"{i / 100_000:.5f}" if shape == "distinct" else f"{chance.randint(0, 60) / 2}"
                where = f"School {i}" if shape == "distinct" else f"School {school}"
                who = f"S{i:07d}," + (f"Family{i % 9973},Given{i % 499},2010-{i % 12 + 1:02d}-15," if wide else "")
                more = f",{int(chance.random() < 0.4)},{int(chance.random() < 0.1)}" if wide else ""
                out.write(
                    f"{who}{where},{year},{fixed[2] + 4:02d},{fixed[0]},{said},{fixed[1]},"
                    f"{('None', 'IDEA')[chance.random() < 0.13]},{'YN'[chance.random() < 0.5]},180,"
                    f"{days},{int(chance.random() < 0.06)},{int(chance.random() < 0.5)}{more}\n"
                )
    return dict(faults)


def raw(path: Path) -> None:
    import duckdb

    duckdb.connect().execute("CREATE TABLE t AS FROM read_csv(?)", [str(path)]).fetchall()


class Prices:
    """What single steps cost, in seconds of CPU."""

    def __init__(self) -> None:
        self.of: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        self.of[name] = self.of.get(name, 0.0) + time.process_time() - start


def checked(path: Path, prices: Prices, *, limit: str = "") -> dict[str, list[int]]:
    """Read and check a file; return every text in doubt with its lines."""
    from equity_core import ingest
    from equity_core.ingest.judging import faults
    from equity_core.store import Intake

    class Priced(Intake):
        def repeats(self, *asked):
            with prices.step("copies"):
                return super().repeats(*asked)

    with prices.step("encoding and shape of the file"):
        sheet = ingest.read(path.name, path)
    with prices.step("recognition, personal data"):
        mapping = ingest.guess(sheet)
    intake = Priced(b"k" * 32)
    if limit:
        intake._db.execute(f"SET memory_limit = '{limit}'")
    part = ingest.Part(sheet, mapping, intake)
    part.load()
    ingest.check(part, today=date(2025, 11, 3))
    found: dict[str, list[int]] = {}
    if len(next(iter(part.doubts.values()), {})) < 100:
        with prices.step("lines of all faults"):
            found = {fault.text: list(fault.lines) for fault in faults(part)}
    return found


def kept(path: Path, *, ids: bool) -> None:
    from equity_core.store import Store
    from equity_core.workflow import Workspace
    from equity_core.workflow.data import bring_in

    ws = Workspace(Store(":memory:"))
    draft = bring_in.read(ws, [(path.name, path)], key=b"k" * 32)
    if not ids:
        draft.remap(0, 0, "not_read")
    bring_in.keep(ws, draft)


def once(way: str, path: Path, limit: str) -> None:
    start, prices, faults = time.process_time(), Prices(), {}
    if way == "raw":
        raw(path)
    elif way == "checked":
        faults = checked(path, prices, limit=limit)
    else:
        kept(path, ids=way == "kept")
    cpu, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "peak": peak, "prices": prices.of, "faults": faults}))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--once", nargs=3, metavar=("WAY", "FILE", "LIMIT"))
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]), given.once[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "students.csv"
        if given.large:
            write(path, "wide clean", 10 * given.rows)
            compare("wide clean, ten times the rows", path, given.rounds, ("raw", "checked"), {}, limit=LIMIT)
            return
        for kind in FILES:
            faults = write(path, kind, given.rows)
            more = () if kind in ("distinct", "wrong") else ("kept without ids", "kept")
            size = path.stat().st_size // given.rows
            compare(f"{kind}, {size} bytes a row", path, given.rounds, ("raw", "checked", *more), faults)


def compare(name: str, path: Path, rounds: int, ways: tuple[str, ...], faults: dict, *, limit: str = "") -> None:
    """Print the ratios of each way to "raw"; stop when the faults that were named are not those that there are."""
    runs: dict[str, list[dict]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            command = [sys.executable, "-m", "benchmarks.ingest", "--once", way, str(path), limit]
            runs[way].append(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    for way in ways[1:]:
        pairs = list(zip(runs[way], runs["raw"], strict=True))
        cpu, peak = (statistics.median(ours[of] / raws[of] for ours, raws in pairs) for of in ("cpu", "peak"))
        print(f"{name}, {way}: {cpu:.2f} x CPU, {peak:.2f} x memory ({min(r['peak'] for r in runs[way]):.0f} MB)")
        if way == "checked":
            for step in runs[way][0]["prices"]:
                price = statistics.median(ours["prices"][step] / raws["cpu"] for ours, raws in pairs)
                print(f"    of it {price:.2f} x: {step}")
            base = statistics.median(
                (ours["cpu"] - sum(p for s, p in ours["prices"].items() if s in ("copies", "lines of all faults")))
                / raws["cpu"]
                for ours, raws in pairs
            )
            print(f"    read, judged and typed, without looking for copies: {base:.2f} x")
            named = {text: lines for text, lines in runs[way][0]["faults"].items() if text in faults}
            if faults:
                assert named == faults == runs[way][0]["faults"], "a faulty cell is not named, or a sound one is"
                print(f"    all {sum(map(len, faults.values()))} faulty cells named, and none besides")


if __name__ == "__main__":
    main()
