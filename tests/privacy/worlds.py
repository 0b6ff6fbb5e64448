"""Made-up schools of any shape, as sealed cells."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from hypothesis import strategies as st

from equity_core.model import DimensionUse, Source
from equity_core.sealed import Cells, Row

MEASURES = ("absent", "reading")


def source(dimensions: dict[str, tuple[str, ...]], *, shape: str = "students", partitions: bool = True) -> Source:
    return Source(
        id="s",
        name="made-up.csv",
        shape=shape,
        fingerprint="",
        rows_read=0,
        rows_kept=0,
        imported_at=datetime(2025, 1, 1),
        dimensions=tuple(DimensionUse(id=d, groups=g, partitions=partitions) for d, g in dimensions.items()),
    )


def cells(students: list[dict], dimensions: dict[str, tuple[str, ...]], measures=MEASURES) -> Cells:
    """Count students, each a dict of dimension -> group and measure -> 0, 1 or None."""
    return Cells(rows(students, dimensions, measures))


def rows(students: list[dict], dimensions: dict[str, tuple[str, ...]], measures=MEASURES) -> list[Row]:
    n: Counter = Counter()
    x: Counter = Counter()
    several = len(dimensions.get("school", ())) > 1
    for one in students:
        ats = [(), *(((d, one[d]),) for d in dimensions)]
        if several:
            ats += [tuple(sorted(((d, one[d]), ("school", one["school"])))) for d in dimensions if d != "school"]
        for measure in measures:
            if one[measure] is not None:
                for at in ats:
                    n[measure, at] += 1
                    x[measure, at] += one[measure]
    return [Row(measure, "2024-25", at, n[measure, at], x[measure, at]) for measure, at in sorted(n)]


GROUPS = ("A", "B", "C", "D", "E")


@st.composite
def one_way(draw):
    """A school counted by one dimension: sizes and counts drawn to be awkward, near every limit."""
    names = GROUPS[: draw(st.integers(1, 5))]
    near = st.one_of(st.integers(0, 16), st.integers(0, 150))
    sizes = {name: draw(near) for name in names}
    found = [Row(m, "2024-25", (("race", name),), n, _near_end(draw, n)) for m in MEASURES for name, n in sizes.items()]
    for m in MEASURES:
        mine = [row for row in found if row.measure == m]
        found.append(Row(m, "2024-25", (), sum(r.n for r in mine), sum(r.x for r in mine)))
    return source({"race": names}), found


@st.composite
def with_schools(draw):
    """Two to four schools × two to four groups, with their margins."""
    schools = ("North", "South", "East", "West")[: draw(st.integers(2, 4))]
    names = GROUPS[: draw(st.integers(2, 4))]
    near = st.one_of(st.integers(0, 14), st.integers(0, 90))
    sizes = {(s, g): draw(near) for s in schools for g in names}
    found = []
    for m in MEASURES:
        hits = {place: _near_end(draw, n) for place, n in sizes.items()}
        at = {p: (("race", p[1]), ("school", p[0])) for p in sizes}
        found += [Row(m, "2024-25", at[p], n, hits[p]) for p, n in sizes.items()]
        for s in schools:
            mine = [p for p in sizes if p[0] == s]
            found.append(_sum(m, (("school", s),), mine, sizes, hits))
        for g in names:
            mine = [p for p in sizes if p[1] == g]
            found.append(_sum(m, (("race", g),), mine, sizes, hits))
        found.append(_sum(m, (), list(sizes), sizes, hits))
    return source({"race": names, "school": schools}), found


def _near_end(draw, n: int) -> int:
    x = draw(st.one_of(st.integers(0, min(n, 6)), st.integers(0, n)))
    return n - x if draw(st.booleans()) else x


def _sum(measure, at, places, sizes, hits) -> Row:
    return Row(measure, "2024-25", at, sum(sizes[p] for p in places), sum(hits[p] for p in places))
