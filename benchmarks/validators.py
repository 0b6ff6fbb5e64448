"""The checks of an import by the libraries that check data frames, and by Pydantic a row at a time, on the same file.

    PYTHONPATH=/tmp/peers taskset -c 1 python -m benchmarks.validators [--rows 1000000] [--rounds 2]

Each way is a process of its own with its imports, beside DuckDB's own unchecked CREATE TABLE AS ("raw"). All get the
same rules: the vocabularies of nine columns, two numbers from 0 to 366, the shape of ids and schools. Printed: CPU and
peak memory as ratios, and how many of the faulty cells each way names. Ours looks for copies too, and writes no table
(benchmarks/ingest.py says what that adds); the others end with a data frame, Pydantic with a list of models.
Peers are left out where they are not installed: `pip install --target /tmp/peers dataframely pandera[polars] patito
pointblank`.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.ingest import NARROW, RACES, YEARS, Prices, checked, interleaved, raw, write

WORDS: dict[str, tuple[str, ...]] = {
    "school_year": YEARS,
    "grade": tuple(f"{n:02d}" for n in range(4, 13)),
    "gender": ("F", "M"),
    "race_ethnicity": RACES,
    "el_status": ("Never EL", "Current EL"),
    "disability": ("None", "IDEA"),
    "frpl": ("Y", "N"),
    "suspended": ("0", "1"),
    "ela_proficient": ("0", "1"),
}
NUMBERS = ("days_enrolled", "days_absent")
SHAPES = {"student_id": r"^S\d{7}$", "school": r"^School \d+$"}
MOST = 366
Lines = dict[str, list[int]]  # column → lines of its faulty cells
FIRST = 2  # the line of the first row


def texts(path: Path) -> Any:
    import polars as pl

    return pl.read_csv(path, infer_schema=False)


def numbered(path: Path) -> Any:
    """Return the file with its numbers as numbers: a text that is none becomes missing, and missing is a fault."""
    import polars as pl

    return texts(path).with_columns(pl.col(name).cast(pl.Float64, strict=False) for name in NUMBERS)


def by_column(faults: Lines) -> Lines:
    """Return the lines of "column: text" by column."""
    found: Lines = defaultdict(list)
    for text, lines in faults.items():
        found[text.partition(":")[0]] += lines
    return dict(found)


def with_ours(path: Path) -> Lines:
    return by_column(checked(path, Prices())["faults"])


def with_raw(path: Path) -> Lines:
    raw(path)
    return {}


def with_dataframely(path: Path) -> Lines:
    import dataframely as dy
    import polars as pl

    columns: dict[str, Any] = {name: dy.Enum(values) for name, values in WORDS.items()}
    columns |= {name: dy.Float64(min=0, max=MOST) for name in NUMBERS}
    columns |= {name: dy.String(regex=shape) for name, shape in SHAPES.items()}
    schema = type("Students", (dy.Schema,), {**columns, "line": dy.UInt32()})
    _, failed = schema.filter(texts(path).with_row_index("line", offset=FIRST), cast=True)
    wrong, found = failed.details(), defaultdict(list)
    for rule in failed.counts():
        found[rule.partition("|")[0]] += wrong.filter(pl.col(rule) == "invalid")["line"].to_list()
    return dict(found)


def with_pandera(path: Path) -> Lines:
    import pandera.polars as pa
    import polars as pl

    columns = {name: pa.Column(str, pa.Check.isin(values)) for name, values in WORDS.items()}
    columns |= {name: pa.Column(float, pa.Check.in_range(0, MOST)) for name in NUMBERS}
    columns |= {name: pa.Column(str, pa.Check.str_matches(shape)) for name, shape in SHAPES.items()}
    found: Lines = defaultdict(list)
    frame = numbered(path).with_row_index("line", offset=FIRST)
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        for case in error.failure_cases.filter(pl.col("index").is_not_null()).iter_rows(named=True):
            found[case["column"]].append(int(case["index"]) + FIRST)
        for name in NUMBERS:  # a missing number is told without its row
            found[name] += frame.filter(pl.col(name).is_null())["line"].to_list()
    return found


def with_patito(path: Path) -> Lines:
    from typing import Literal

    import patito as pt

    columns: dict[str, Any] = {name: Literal[values] for name, values in WORDS.items()}
    fields: dict[str, Any] = {name: pt.Field(ge=0, le=MOST) for name in NUMBERS}
    fields |= {name: pt.Field(pattern=shape) for name, shape in SHAPES.items()}
    columns |= dict.fromkeys(NUMBERS, float) | dict.fromkeys(SHAPES, str)
    model = type("Students", (pt.Model,), {"__annotations__": columns, "__module__": __name__, **fields})
    try:
        model.validate(numbered(path))
    except pt.exceptions.DataFrameValidationError as error:
        return {str(each["loc"][0]): [] for each in error.errors()}  # columns, and no rows
    return {}


def with_pointblank(path: Path) -> Lines:
    import pointblank as pb

    plan = pb.Validate(numbered(path).with_row_index("line", offset=FIRST))
    for name, values in WORDS.items():
        plan = plan.col_vals_in_set(name, set=list(values))
    for name in NUMBERS:
        plan = plan.col_vals_between(name, left=0, right=MOST)
    for name, shape in SHAPES.items():
        plan = plan.col_vals_regex(name, pattern=shape)
    done = plan.interrogate(get_first_n=1_000_000)
    found: Lines = defaultdict(list)
    for number, name in enumerate([*WORDS, *NUMBERS, *SHAPES], start=1):
        bad = done.get_data_extracts(i=number, frame=True)
        found[name] += bad["line"].to_list()
    return found


def by_row(path: Path, model: Any, spelled: dict[str, str]) -> Lines:
    from pydantic import ValidationError

    found: Lines = defaultdict(list)
    kept = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=FIRST):
            try:
                kept.append(model.model_validate({spelled.get(name, name): text for name, text in row.items()}))
            except ValidationError as error:
                for each in error.errors(include_url=False):
                    name = next((n for n, s in spelled.items() if s == each["loc"][0]), str(each["loc"][0]))
                    found[name].append(line)
    return dict(found)


def with_pydantic(path: Path) -> Lines:
    from typing import Annotated, Literal

    from pydantic import Field, create_model

    columns: dict[str, Any] = {name: (Literal[values], ...) for name, values in WORDS.items()}
    columns |= {name: (Annotated[float, Field(ge=0, le=MOST)], ...) for name in NUMBERS}
    columns |= {name: (Annotated[str, Field(pattern=shape)], ...) for name, shape in SHAPES.items()}
    return by_row(path, create_model("Students", **columns), {})


def with_our_model(path: Path) -> Lines:
    from equity_core.ingest.contract import StudentRow

    spelled = {"race_ethnicity": "race", "frpl": "income", "ela_proficient": "reading_proficient"}
    return by_row(path, StudentRow, spelled)


WAYS: dict[str, tuple[str, Callable[[Path], Lines]]] = {
    "raw": ("duckdb", with_raw),
    "ours": ("duckdb", with_ours),
    "dataframely": ("dataframely", with_dataframely),
    "pandera on polars": ("pandera", with_pandera),
    "patito": ("patito", with_patito),
    "pointblank": ("pointblank", with_pointblank),
    "Pydantic, a row at a time": ("pydantic", with_pydantic),
    "our own model, a row at a time": ("pydantic", with_our_model),
}


def once(way: str, path: Path) -> None:
    start = time.process_time()
    faults = WAYS[way][1](path)
    cpu, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "peak": peak, "faults": faults}))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=2)
    asked.add_argument("--kind", default="narrow dirty")
    asked.add_argument("--ways", default="|".join(WAYS), help="with | between them")
    asked.add_argument("--once", nargs=3, metavar=("WAY", "FILE", "LIMIT"))
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]))
        return
    wanted = given.ways.split("|")
    ways = [way for way in wanted if importlib.util.find_spec(WAYS[way][0])]
    print(f"left out, not installed: {', '.join(set(wanted) - set(ways)) or 'none'}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "students.csv"
        truth = write(path, given.kind, given.rows)
        runs = interleaved(["-m", "benchmarks.validators"], path, given.rounds, ways)
    there = {(column, line) for column, lines in by_column(truth).items() for line in lines}
    print(
        f"{given.rows:,} rows, {given.kind}, {len(there)} faulty cells of {len(NARROW.split(','))} columns; "
        f"load {', '.join(f'{each:.1f}' for each in os.getloadavg())}"
    )
    for way in ways:
        pairs = list(zip(runs[way], runs["raw"], strict=True))
        cpu, peak = (statistics.median(one[of] / base[of] for one, base in pairs) for of in ("cpu", "peak"))
        found = runs[way][0]["faults"]
        named = {(column, line) for column, lines in found.items() for line in lines}
        print(
            f"  {way}: {statistics.median(r['cpu'] for r in runs[way]):.2f} s, {cpu:.2f} x CPU, {peak:.2f} x memory; "
            f"{len(named & there)} named, {len(named - there)} that are none"
        )


if __name__ == "__main__":
    main()
