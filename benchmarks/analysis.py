"""Counting, comparing and looking up: interleaved CPU time on one thread, beside numpy, polars, pandas and others.

    python -m benchmarks.analysis [--rows 1000000] [--rounds 5] [--clicks 10000,100000,1000000] [--colleges 200]

Eight one-way tables x five measures x four periods: n and sums (and gaps and intervals of what may be released).
"lattice": the same with every pair that has the school in it, which is all that is released of order two; "order two":
every cell of one dimension and of two, in one statement (beside numpy's for the same cells).
"clicks": what a page asks for one click, from released numbers, in workspaces of so many rows.
"published": a job of the size of DisImpact's vignette "Scaling DI Calculations", 4,000,000 rows to 180,498 rows: three
outcomes with cohorts of their own, by nothing, ethnicity and gender, for every goal, status and college, three rules.
Peers that are not installed are left out with a sentence: `pip install --target DIR polars fairlearn scikit-learn`,
`apt-get install r-base-core r-cran-data.table`.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.ingest import YEARS
from equity_core import metrics, privacy, stats
from equity_core.errors import Refused
from equity_core.metrics import MEASURES
from equity_core.model import DimensionUse, Source
from equity_core.sealed import unseal
from equity_core.store import Store
from equity_core.workflow import Workspace, numbers

GROUPS = {"race": 8, "el_status": 4, "disability": 3, "income": 3, "gender": 3, "grade": 13, "school": 40, "zone": 6}
ASKED = ("suspended", "reading_proficient", "math_proficient", "course_failure", "advanced_course")
FEW = 20_000  # students for Fairlearn, which takes minutes on more


def names(dimension: str) -> list[str]:
    return [f"{dimension} {i:02d}" for i in range(GROUPS[dimension])]


def codes(rows: int) -> dict[str, np.ndarray]:
    """Draw students: groups of all sizes, each value by itself, 3 % of each measure missing (2)."""
    draw = np.random.default_rng(1)
    made = {"period": draw.integers(0, len(YEARS), rows)}
    for dimension, groups in GROUPS.items():
        share = 1 / np.arange(1, groups + 1)
        made[dimension] = draw.choice(groups, rows, p=share / share.sum())
    for measure in ASKED:
        made[measure] = np.where(draw.random(rows) < 0.03, 2, draw.random(rows) < 0.3).astype(np.int64)
    return made


def stored(made: dict[str, np.ndarray]) -> tuple[Store, Source]:
    """Put the students into a workspace as an import leaves them: groups as enums, measures as booleans."""
    import pyarrow as pa

    store, rows = Store(":memory:"), len(made["period"])

    def spelled(codes: np.ndarray, texts: Sequence[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(codes.astype(np.int8), list(texts))

    frame = {"student_key": pa.array(np.arange(rows)), "period": spelled(made["period"], YEARS)}
    frame |= {d: spelled(made[d], names(d)) for d in GROUPS}
    frame |= {m: pa.array(made[m] == 1, mask=made[m] == 2) for m in ASKED}
    with store.writing() as cursor:
        cursor.register("arriving", pa.table(frame))
        listed = {d: ", ".join(f"'{name}'" for name in names(d)) for d in GROUPS}
        listed["period"] = ", ".join(f"'{year}'" for year in YEARS)
        typed = ", ".join(f'"{d}"::ENUM({values}) AS "{d}"' for d, values in listed.items())
        flags = ", ".join(f'"{m}"' for m in ASKED)
        cursor.execute(
            f"CREATE TABLE rows_bench AS SELECT student_key::VARCHAR AS student_key, {typed}, {flags} FROM arriving"
        ).fetchall()
    uses = tuple(DimensionUse(id=d, label=d, groups=tuple(names(d))) for d in GROUPS)
    return store, _source("bench", uses, rows)


def _source(id: str, uses: tuple[DimensionUse, ...], rows: int) -> Source:
    return Source(
        id=id,
        name=id,
        shape="students",
        fingerprint=id,
        imported_at=datetime(2026, 11, 25),
        dimensions=uses,
        measures=ASKED,
        periods=YEARS,
        rows_read=rows,
        rows_kept=rows,
    )


def numpy_cells(made: dict[str, np.ndarray]) -> object:
    """Count the same cells with bincount: by table and measure, students without a value, with a no, with a yes."""
    found = {}
    for dimension, groups in GROUPS.items():
        place = (made["period"] * groups + made[dimension]) * 3
        for measure in ASKED:
            found[dimension, measure] = np.bincount(place + made[measure], minlength=len(YEARS) * groups * 3)
    return found


def numpy_pairs(made: dict[str, np.ndarray]) -> object:
    """Count every pair of dimensions with bincount, as `numpy_cells` counts each by itself."""
    found = {}
    for (one, ones), (two, twos) in itertools.combinations(GROUPS.items(), 2):
        place = ((made["period"] * ones + made[one]) * twos + made[two]) * 3
        for measure in ASKED:
            found[one, two, measure] = np.bincount(place + made[measure], minlength=len(YEARS) * ones * twos * 3)
    return found


def polars_cells(made: dict[str, np.ndarray]) -> Callable[[], object]:
    import polars as pl

    frame = pl.DataFrame(
        {d: pl.Series(names(d)).gather(made[d]).cast(pl.Enum(names(d))) for d in GROUPS}
        | {"period": pl.Series(YEARS).gather(made["period"]).cast(pl.Enum(YEARS))}
        | {m: pl.Series(made[m] == 1).set(pl.Series(made[m] == 2), None) for m in ASKED}
    ).lazy()
    counted = [pl.col(m).count().alias(f"n {m}") for m in ASKED] + [pl.col(m).sum().alias(f"x {m}") for m in ASKED]
    return lambda: pl.collect_all([frame.group_by("period", d).agg(counted) for d in GROUPS])


def pandas_cells(made: dict[str, np.ndarray]) -> Callable[[], object]:
    import pandas as pd

    frame = pd.DataFrame(
        {d: pd.Categorical.from_codes(made[d], names(d)) for d in GROUPS}
        | {"period": pd.Categorical.from_codes(made["period"], list(YEARS))}
        | {m: np.where(made[m] == 2, np.nan, made[m]) for m in ASKED}
    )
    return lambda: [frame.groupby(["period", d], observed=True)[list(ASKED)].agg(["count", "sum"]) for d in GROUPS]


def fairlearn_cells(made: dict[str, np.ndarray]) -> Callable[[], object]:
    """Return n and rate with the difference to the best group, by table, measure and period, as MetricFrame has it."""
    from fairlearn.metrics import MetricFrame, count, selection_rate

    def run() -> object:
        found = []
        for measure in ASKED:
            known = made[measure] < 2
            values = made[measure][known]
            for dimension in GROUPS:
                frame = MetricFrame(
                    metrics={"n": count, "rate": selection_rate},
                    y_true=values,
                    y_pred=values,
                    sensitive_features=made[dimension][known],
                    control_features=made["period"][known],
                )
                found.append((frame.by_group, frame.difference()))
        return found

    return run


def data_table(made: dict[str, np.ndarray], folder: Path) -> Callable[[], float]:
    """Return what has data.table count in R, one thread, and gives its seconds of CPU."""
    for name, values in made.items():
        values.astype("<i4").tofile(folder / name)
    (folder / "columns").write_text("\n".join(made) + "\n")
    (folder / "measures").write_text("\n".join(ASKED) + "\n")
    script = Path(__file__).with_name("data_table.R")
    running = subprocess.Popen(["Rscript", script, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    one = (made["period"] == 0) & (made["race"] == 0)
    here = (int((one & (made["suspended"] < 2)).sum()), int((one & (made["suspended"] == 1)).sum()))

    def run() -> float:
        print("go", file=running.stdin, flush=True)
        seconds, n, x = running.stdout.readline().split()
        assert (int(n), int(x)) == here
        return float(seconds)

    return run


def cpu(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def there(library: str) -> bool:
    if importlib.util.find_spec(library) is None:
        print(f"{library} is not installed and is left out")
        return False
    return True


def compare(rows: int, rounds: int) -> None:
    made = codes(rows)
    store, source = stored(made)
    asked = [MEASURES[id] for id in ASKED]
    pairs = [(), *((d,) for d in GROUPS), *itertools.combinations(GROUPS, 2)]
    one_way = source.model_copy(update={"dimensions": tuple(_alone(use) for use in source.dimensions)})
    ways: dict[str, Callable[[], object]] = {
        "numpy bincount": lambda: numpy_cells(made),
        "ours, one-way tables": lambda: store.cells(one_way, asked),
        "ours, lattice": lambda: store.cells(source, asked),
        "numpy bincount, order two": lambda: (numpy_cells(made), numpy_pairs(made)),
        "ours, order two": lambda: store.cells(source, asked, sets=pairs),
    }
    for library, peer in (("polars", polars_cells), ("pandas", pandas_cells)):
        if there(library):
            ways[library] = peer(made)
    timed = {way: partial(cpu, job) for way, job in ways.items()}
    if shutil.which("Rscript"):
        with tempfile.TemporaryDirectory() as folder:
            timed["data.table"] = data_table(made, Path(folder))
            timed["data.table"]()  # it has read the columns then
    else:
        print("R is not installed: data.table is left out")
    for job in timed.values():
        job()  # what is loaded on first use is loaded
    told = {way: [] for way in timed}
    for _ in range(rounds):
        for way, job in timed.items():
            told[way].append(job())
    print(f"eight one-way tables x five measures x four periods, {rows:,} rows, CPU, medians of {rounds}:")
    for way, seconds in told.items():
        numpys = told["numpy bincount, order two" if "order two" in way else "numpy bincount"]
        ratio = statistics.median(a / b for a, b in zip(seconds, numpys, strict=True))
        print(f"  {way}: {statistics.median(seconds):.3f} s, {ratio:.2f} x numpy")
    _release_and_compare(store, one_way)
    if there("fairlearn"):
        few = {name: values[:FEW] for name, values in made.items()}
        run = fairlearn_cells(few)
        run()
        small, own = stored(few)
        own = own.model_copy(update={"dimensions": one_way.dimensions})
        ratio = statistics.median(cpu(run) / cpu(lambda: small.cells(own, asked)) for _ in range(3))
        print(f"  Fairlearn MetricFrame (n, rate, difference), {len(few['period']):,} rows: {ratio:.0f} x ours")


def _alone(use: DimensionUse) -> DimensionUse:
    """Return a dimension that makes no pairs: pairs are made with a dimension called school that has several groups."""
    return use if use.id != "school" else use.model_copy(update={"groups": use.groups[:1]})


def _release_and_compare(store: Store, source: Source) -> None:
    cells = store.cells(source, [MEASURES[id] for id in ASKED])
    start = time.process_time()
    released = privacy.release(cells, source=source)
    planned = time.process_time() - start
    tables = [table for table in released.tables if table.dimension]
    start = time.process_time()
    found = [metrics.disparity(table, MEASURES[table.measure]) for table in tables]
    took = time.process_time() - start
    groups = sum(len(each.groups) for each in found)
    print(f"  the gate, once for these: {planned:.3f} s; gaps, intervals and words of {groups} groups: {took:.3f} s")


def clicks(sizes: list[int], asked: int = 400) -> None:
    """Ask random questions of released numbers, no question twice in a row; the same questions for every size."""
    print("one click, from released numbers, CPU:")
    for rows in sizes:
        store, source = stored(codes(rows))
        ws = Workspace(store)
        store.save(source)
        start = time.process_time()
        store.keep_release(privacy.release(store.cells(source, [MEASURES[id] for id in ASKED]), source=source))
        planned = time.process_time() - start
        draw, seconds = random.Random(7), []
        numbers.measures(ws)
        for _ in range(asked):
            question = draw.choice(ASKED), draw.choice(list(GROUPS)), draw.choice(YEARS)
            compare = draw.choice(("rest", "all", f"rate:0.{draw.randrange(100, 999)}"))  # seldom asked before
            where = {"school": draw.choice(names("school")[:5])} if draw.random() < 0.3 else {}
            start = time.process_time()
            try:
                numbers.measure(ws, question[0], by=question[1], period=question[2], compare=compare, where=where)
            except Refused:  # a school within itself
                assert question[1] == "school"
            seconds.append((time.process_time() - start) * 1000)
        seconds.sort()
        print(
            f"  {rows:,} rows: median {seconds[asked // 2]:.2f} ms, "
            f"95th percentile {seconds[int(asked * 0.95)]:.2f} ms (released once in {planned:.1f} s)"
        )
        store.close()


def published(colleges: int, rows_each: int = 20_000) -> None:
    """Count and judge by our exact rules what took 1,241 s (426 s on four cores) where it was published."""
    import pyarrow as pa

    draw, rows = np.random.default_rng(3), colleges * rows_each
    sizes = {"school": colleges, "goal": 2, "status": 2, "ethnicity": 6, "gender": 3}
    cohorts = {"math_proficient": 4, "reading_proficient": 3, "advanced_course": 3}
    made = {name: draw.integers(0, size, rows).astype(np.int16) for name, size in sizes.items()}
    made |= {f"{name}_cohort": draw.integers(0, size, rows).astype(np.int8) for name, size in cohorts.items()}
    made |= {name: draw.random(rows) < 0.4 for name in cohorts}
    store = Store(":memory:")
    with store.writing() as cursor:
        cursor.register("arriving", pa.table(made))
        cursor.execute("CREATE TABLE students AS SELECT * FROM arriving").fetchall()
        for name in cohorts:  # each outcome has a cohort of its own
            cursor.execute(f"CREATE VIEW rows_{name} AS SELECT *, {name}_cohort AS period FROM students").fetchall()
    uses = tuple(DimensionUse(id=d, label=d, groups=tuple(map(str, range(size)))) for d, size in sizes.items())
    scenarios = [
        tuple(name for name, is_in in zip(("school", "goal", "status"), some, strict=True) if is_in)
        for some in itertools.product((0, 1), repeat=3)
    ]
    sets = [scenario + by for scenario in scenarios for by in ((), ("ethnicity",), ("gender",))]
    start = time.process_time()
    cells = [store.cells(_source(name, uses, rows), [MEASURES[name]], sets=sets) for name in cohorts]
    counted = time.process_time() - start
    place: dict[tuple[object, ...], int] = {}
    table, x, n = [], [], []
    for row in itertools.chain.from_iterable(map(unseal, cells)):
        by = tuple(pair for pair in row.at if pair[0] not in ("ethnicity", "gender"))
        axis = next((d for d, _ in row.at if d in ("ethnicity", "gender")), "")
        table.append(place.setdefault((row.measure, row.period, by, axis), len(place)))
        x.append(row.x)
        n.append(row.n)
    group = stats.Column.of(x, n)
    everybody = stats.Column(
        *(np.bincount(table, weights=values)[table].astype(np.int64) for values in group)
    )  # sums under 2^53 are exact
    stats.ppg_column(group, everybody, stats.PPG_RULES["ccc_2017"])
    stats.proportionality_column(group, everybody)
    stats.index_80_column(group, stats.best_column(group, table))
    print(
        f"{rows:,} rows to {len(n):,} rows, one thread: counted in {counted:.1f} s, with three exact rules in "
        f"{time.process_time() - start:.1f} s of CPU"
    )


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--rows", type=int, default=1_000_000)
    given.add_argument("--rounds", type=int, default=5)
    given.add_argument("--clicks", default="10000,100000,1000000,10000000")
    given.add_argument("--colleges", type=int, default=200)
    told = given.parse_args()
    compare(told.rows, told.rounds)
    clicks([int(size) for size in told.clicks.split(",")])
    published(told.colleges)


if __name__ == "__main__":
    main()
