"""Small worlds of released numbers, made by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from equity_core.model import DimensionUse, Source
from equity_core.privacy import HIDDEN, Count, Release, Released
from tests.conftest import noon


def shown(x, n):
    return Count("shown", n=n, x=x)


def rate(percent):
    return Count("shown", rate=Fraction(percent) / 100)


def table(measure, period, dimension, total, groups, *, source="s", partitions=True):
    return Released(source, measure, period, dimension, total, tuple(groups.items()), partitions=partitions)


def s1_race():
    """Riverbend, suspended by race: two groups hidden, two with a count under 5."""
    return table(
        "suspended",
        "2024-25",
        "race",
        shown(61, 600),
        {
            "American Indian or Alaska Native": HIDDEN,
            "Asian": Count("range", n=48, x_low=0, x_high=4),
            "Black or African American": shown(24, 120),
            "Hispanic or Latino": shown(15, 150),
            "Native Hawaiian or Pacific Islander": HIDDEN,
            "Two or more races": Count("range", n=42, x_low=0, x_high=4),
            "White": shown(13, 220),
        },
    )


def s1_reading():
    groups = {"Current EL": shown(45, 150), "Former EL": shown(63, 90), "Never EL": shown(207, 360)}
    return table("reading_proficient", "2024-25", "el_status", shown(315, 600), groups)


S4 = {
    "2022-23": ((36, 120), (56, 80), (228, 380)),
    "2023-24": ((32, 112), (72, 100), (229, 378)),
    "2024-25": ((29, 104), (90, 124), (227, 372)),
}


def s4_reading(period):
    counts = S4[period]
    total = shown(sum(x for x, _ in counts), sum(n for _, n in counts))
    names = ("Current EL", "Former EL", "Never EL")
    return table(
        "reading_proficient",
        period,
        "el_status",
        total,
        {name: shown(*c) for name, c in zip(names, counts, strict=True)},
    )


def connecticut(period, black, white):
    """State suspension rates, of which the source publishes no numbers of students."""
    groups = {"Black or African American": rate(black), "White": rate(white)}
    return table("suspended", period, "race", Count("missing"), groups, source="ct")


def keep(ws, *tables, shape="counts"):
    """Keep tables as the releases of one source each, as an import would."""
    for source in dict.fromkeys(t.source for t in tables):
        mine = tuple(t for t in tables if t.source == source)
        dimensions = {t.dimension: DimensionUse(id=t.dimension, groups=tuple(n for n, _ in t.groups)) for t in mine}
        ws.store.save(
            Source(
                id=source,
                name=f"{source}.csv",
                shape=shape,
                fingerprint="f",
                rows_read=1,
                rows_kept=1,
                periods=tuple(dict.fromkeys(t.period for t in mine)),
                measures=tuple(dict.fromkeys(t.measure for t in mine)),
                dimensions=tuple(dimensions.values()),
                imported_at=noon(),
            )
        )
        ws.store.keep_release(Release(source, 10, mine))
    return ws


def narrowed(found, **where):
    """Return the same table for a part of the students, such as one school."""
    return replace(found, where=tuple(sorted(where.items())))


def range_of(n, *, low, high):
    return Count("range", n=n, x_low=low, x_high=high)
