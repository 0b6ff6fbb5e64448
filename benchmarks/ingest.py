"""Files through the import against DuckDB's own unvalidated CREATE TABLE AS: CPU and peak memory, interleaved.

    taskset -c 1 python -m benchmarks.ingest [--rows 1000000] [--rounds 3] [--files "wide clean,distinct"] [--large]

Ways, each a process of its own with its imports: "raw" (DuckDB alone); "checked" (read, every text judged, copies
looked for, every fault named with its lines; a row is then a number for each text, and what each text means is known);
"typed without hashes" and "typed" (the same, and a table with these meanings written in memory, ids as they are or as
keyed hashes); "kept without ids" and "kept" (through the workspace to released numbers). What single steps of "checked"
cost is printed under it. The base case that the goals name is "typed without hashes" without the search for copies.
Files: "wide" (an export with names and birth dates, which stop at the door; an id comes four times), "narrow" (every
column read, every id new), each clean and with 0.2 % faulty cells in eight columns, which must all be named and no
others; "distinct" (every text of four columns is new; "distinct %": with a sign after the numbers); "wrong days" and
"wrong groups" (one column is nothing of its kind, each text new or one of 300: one question must say so). `--large`:
ten times the rows of "wide", each time with other ids, with 512 MB for the engine. Modules are compiled before anything
is measured, as they are where a package is installed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

RACES = ("White", "Black or African American", "Hispanic or Latino", "Asian", "Two or more races")
FAULTS = {
    "race_ethnicity": ("Martian", "Whte", "??"),
    "school_year": ("2O23-24", "soon"),
    "el_status": ("Currnt", "#REF!"),
    "disability": ("IDEAL",),
    "days_enrolled": ("18O", "-180"),
    "days_absent": ("1O.5", "400", "12;5", "-3"),
    "suspended": ("maybe", "2x"),
    "ela_proficient": ("Levl 3",),
}
YEARS = ("2021-22", "2022-23", "2023-24", "2024-25")
COLUMNS = "school,school_year,grade,gender,race_ethnicity,el_status,disability,frpl,days_enrolled,days_absent,suspended"
WIDE = f"student_id,last_name,first_name,birth_date,{COLUMNS},ela_proficient,math_proficient,course_failure"
NARROW = f"student_id,{COLUMNS},ela_proficient"
FILES = (
    "wide clean",
    "wide dirty",
    "narrow clean",
    "narrow dirty",
    "distinct",
    "distinct %",
    "wrong days",
    "wrong groups",
)
Faults = dict[str, list[int]]  # "column: text" → its lines
LIMIT = "512MB"


def write(path: Path, kind: str, rows: int, *, schools: int = 40) -> Faults:
    """Write made-up students, every value drawn by itself; return the lines of each faulty text."""
    shape, _, state = kind.partition(" ")
    wide, chance = shape == "wide", random.Random(1)
    sizes = [chance.paretovariate(1.5) for _ in range(schools)]
    years = YEARS if wide else YEARS[-1:]
    header = (WIDE if wide else NARROW).split(",")
    wrong = [(column, text) for column, texts in FAULTS.items() for text in texts]
    faults: Faults = defaultdict(list)
    line = 1
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(header) + "\n")
        for i in range(rows // len(years)):
            race = chance.choices(RACES, (40, 20, 25, 8, 7))[0]
            school = chance.choices(range(schools), sizes)[0]
            fixed = "FM"[i % 2], ("Never EL", "Current EL")[chance.random() < 0.1], chance.randrange(9)
            for year in years:
                line += 1
                row = {
                    "student_id": f"S{i:07d}",
                    "last_name": f"Family{i % 9973}",
                    "first_name": f"Given{i % 499}",
                    "birth_date": f"2010-{i % 12 + 1:02d}-15",
                    "school": f"School {school}",
                    "school_year": year,
                    "grade": f"{fixed[2] + 4:02d}",
                    "gender": fixed[0],
                    "race_ethnicity": race,
                    "el_status": fixed[1],
                    "disability": ("None", "IDEA")[chance.random() < 0.13],
                    "frpl": "YN"[chance.random() < 0.5],
                    "days_enrolled": "180",
                    "days_absent": f"{chance.randint(0, 60) / 2}",
                    "suspended": f"{int(chance.random() < 0.06)}",
                    "ela_proficient": f"{int(chance.random() < 0.5)}",
                    "math_proficient": f"{int(chance.random() < 0.4)}",
                    "course_failure": f"{int(chance.random() < 0.1)}",
                }
                if state == "dirty" and chance.random() < 0.002:
                    column, text = chance.choice(wrong)
                    row[column] = text
                    faults[f"{column}: {text}"].append(line)
                if kind == "wrong days":
                    row["days_absent"] = f"text {i}"
                if kind == "wrong groups":
                    row["el_status"] = f"text {chance.randrange(300)}"
                if shape == "distinct":
                    row |= {"school": f"School {i}", "days_absent": f"{i / 10_000:.4f}{state}"}
                    row["days_enrolled"] = f"{100 + i / 10_000:.4f}{state}"
                out.write(",".join(row[column] for column in header) + "\n")
    return dict(faults)


def repeat(path: Path, times: int) -> None:
    """Write a file's rows so many times, each time with other ids."""
    head, rows = path.read_bytes().split(b"\n", 1)
    with path.open("wb") as out:
        out.write(head)
        for number in range(times):
            out.write((b"\n" + rows.rstrip(b"\n")).replace(b"\nS", b"\nS%d" % number))
        out.write(b"\n")


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


def checked(path: Path, prices: Prices, *, limit: str = "", typed: str = "") -> dict[str, Any]:
    """Read and check a file; return every text in doubt with its lines, and the codes of the questions."""
    from equity_core import ingest
    from equity_core.ingest.judging import faults
    from equity_core.store import Intake

    class Priced(Intake):
        def repeats(self, *asked):
            with prices.step("copies"):
                return super().repeats(*asked)

        def write_typed(self):
            how = self._as_written if typed == "typed without hashes" else self._as_typed
            self._execute(f"CREATE TABLE typed AS SELECT * EXCLUDE (line) FROM ({self._rows_of([*self._typed], how)})")

    with prices.step("encoding and shape of the file"):
        sheet = ingest.read(path.name, path)
    with prices.step("recognition, personal data"):
        mapping = ingest.guess(sheet)
    intake = Priced(b"k" * 32)
    if limit:
        intake._db.execute(f"SET memory_limit = '{limit}'")
    part = ingest.Part(sheet, mapping, intake)
    part.load()
    found = ingest.check(part, today=date(2025, 11, 3))
    named: Faults = {}
    if all(len(doubts) < 100 for doubts in part.doubts.values()):
        with prices.step("lines of all faults"):
            named = {f"{fault.column}: {fault.text}": list(fault.lines) for fault in faults(part)}
    if typed:
        intake.write_typed()
    return {"faults": named, "questions": [q.code for q in found.questions if q.code != "personal_columns"]}


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
    start, prices, found = time.process_time(), Prices(), {}
    if way == "raw":
        raw(path)
    elif way.startswith("kept"):
        kept(path, ids=way == "kept")
    else:
        found = checked(path, prices, limit=limit, typed=way if way != "checked" else "")
    cpu, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "peak": peak, "prices": prices.of, **found}))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--files", default=",".join(FILES))
    asked.add_argument("--large", action="store_true")
    asked.add_argument("--once", nargs=3, metavar=("WAY", "FILE", "LIMIT"))
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]), given.once[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "students.csv"
        if given.large:
            write(path, "wide clean", given.rows)
            repeat(path, 10)
            compare("wide clean, ten times the rows", path, given.rounds, ("raw", "checked"), {}, limit=LIMIT)
            return
        for kind in given.files.split(","):
            faults = write(path, kind, given.rows)
            more = ("typed",) if kind.endswith("clean") else ()
            more += ("kept without ids", "kept") if kind == FILES[0] else ()
            size = path.stat().st_size // given.rows
            ways = ("raw", "checked", "typed without hashes", *more)
            compare(f"{kind}, {size} bytes a row", path, given.rounds, ways, faults)


def run(command: list[str], folder: Path) -> dict[str, Any]:
    """Return what a process of its own prints; its modules are compiled into a folder, once."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    ran = subprocess.run([sys.executable, *command], capture_output=True, check=True, text=True, env=environ)
    return dict(json.loads(ran.stdout))


def interleaved(command: list[str], path: Path, rounds: int, ways: Sequence[str], limit: str = "") -> dict[str, list]:
    """Run the ways in turn, a round after the other, after one round that does not count."""
    runs: dict[str, list[dict]] = {way: [] for way in ways}
    for number in range(rounds + 1):
        for way in ways:
            found = run([*command, "--once", way, str(path), limit], path.parent)
            if number:
                runs[way].append(found)
    return runs


def compare(name: str, path: Path, rounds: int, ways: tuple[str, ...], faults: Faults, *, limit: str = "") -> None:
    """Print the ratios of each way to "raw"; stop when the faults that were named are not those that there are."""
    runs = interleaved(["-m", "benchmarks.ingest"], path, rounds, ways, limit)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"{name}: raw {statistics.median(r['cpu'] for r in runs['raw']):.2f} s of CPU, "
        f"{statistics.median(r['peak'] for r in runs['raw']):.0f} MB; load {load}"
    )
    for way in ways[1:]:
        pairs = list(zip(runs[way], runs["raw"], strict=True))
        cpu, peak = (statistics.median(ours[of] / raws[of] for ours, raws in pairs) for of in ("cpu", "peak"))
        print(
            f"  {way}: {cpu:.2f} x CPU, {peak:.2f} x memory ({statistics.median(r['peak'] for r in runs[way]):.0f} MB)"
        )
        if "copies" in pairs[0][0]["prices"]:
            left = statistics.median((ours["cpu"] - ours["prices"]["copies"]) / raws["cpu"] for ours, raws in pairs)
            print(f"    without looking for copies: {left:.2f} x")
        if way == "checked":
            tell_of_checked(name, pairs, faults)


def tell_of_checked(name: str, pairs: list[tuple[dict, dict]], faults: Faults) -> None:
    """Print what single steps cost and what was found."""
    first = pairs[0][0]
    for step in first["prices"]:
        price = statistics.median(ours["prices"][step] / raws["cpu"] for ours, raws in pairs)
        print(f"    of it {price:.2f} x: {step}")
    print(f"    questions: {len(first['questions'])} ({', '.join(sorted(set(first['questions'])))})")
    assert "wrong" not in name or len(first["questions"]) == 1, "a wholly wrong column is one question"
    if faults:
        assert first["faults"] == faults, "a faulty cell is not named, or a sound one is"
        print(f"    all {sum(map(len, faults.values()))} faulty cells named, and none besides")


if __name__ == "__main__":
    main()
