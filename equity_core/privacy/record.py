"""A release as text, for the workspace file and for the released copy."""

from __future__ import annotations

import json
from dataclasses import fields
from fractions import Fraction
from typing import Any, get_args

from equity_core.privacy.released import (
    At,
    AuditLine,
    Count,
    EventTable,
    Followed,
    Release,
    Released,
    Score,
    Status,
    Turned,
)

RATES = ("rate", "rate_low", "rate_high")


def to_json(release: Release, *, audit: bool = True) -> str:
    """Return a release as JSON; without its audit for a copy that leaves the house."""
    kept: dict[str, Any] = {
        "source": release.source,
        "min_group": release.min_group,
        "tables": [_table(table) for table in release.tables],
    }
    if release.events:
        kept["events"] = [_events(table) for table in release.events]
    if release.followed:
        kept["followed"] = [_followed(one) for one in release.followed]
    if audit:
        kept["audit"] = [[a.measure, a.period, a.at, a.what, a.low, a.high] for a in release.audit]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Release:
    """Return the release that `to_json` wrote; ValueError for anything else."""
    try:
        kept = json.loads(text)
        return Release(
            source=str(kept["source"]),
            min_group=int(kept["min_group"]),
            tables=tuple(_read_table(table) for table in kept["tables"]),
            followed=tuple(_read_followed(one) for one in kept.get("followed", [])),
            audit=tuple(AuditLine(m, p, _read_at(at), w, lo, hi) for m, p, at, w, lo, hi in kept.get("audit", [])),
            events=tuple(_read_events(table) for table in kept.get("events", [])),
        )
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise ValueError("not a release") from error


def _table(table: Released) -> dict[str, Any]:
    return {
        "source": table.source,
        "measure": table.measure,
        "period": table.period,
        "dimension": table.dimension,
        "total": _count(table.total),
        "groups": [[name, _count(count)] for name, count in table.groups],
        "where": table.where,
        "partitions": table.partitions,
    }


def _events(table: EventTable) -> dict[str, Any]:
    kept = {f.name: getattr(table, f.name) for f in fields(EventTable) if f.name != "students"}
    return kept | ({"students": _table(table.students)} if table.students else {})


def _count(count: Count) -> dict[str, Any]:
    kept = {f.name: getattr(count, f.name) for f in fields(Count)}
    kept |= {name: str(kept[name]) for name in RATES if kept[name] is not None}
    kept["score"] = [str(part) for part in count.score] if count.score else None
    return {name: value for name, value in kept.items() if value is not None}


def _followed(one: Followed) -> dict[str, Any]:
    about = {name: getattr(one, name) for name in ("source", "measure", "period", "next_period", "dimension")}
    groups = [[name, _turned(turned)] for name, turned in one.groups]
    return {**about, "total": _turned(one.total), "groups": groups}


def _turned(turned: Turned) -> list[int]:
    return [turned.n, turned.began or 0, turned.stopped or 0] if turned.n is not None else []


def _read_followed(kept: dict[str, Any]) -> Followed:
    groups = tuple((str(name), Turned(*map(int, told))) for name, told in kept.pop("groups"))
    return Followed(**{**kept, "total": Turned(*map(int, kept["total"]))}, groups=groups)


def _read_table(kept: dict[str, Any]) -> Released:
    return Released(
        source=kept["source"],
        measure=kept["measure"],
        period=kept["period"],
        dimension=kept["dimension"],
        total=_read_count(kept["total"]),
        groups=tuple((name, _read_count(count)) for name, count in kept["groups"]),
        where=_read_at(kept["where"]),
        partitions=bool(kept["partitions"]),
    )


def _read_count(kept: dict[str, Any]) -> Count:
    if kept.get("status") not in get_args(Status):
        raise ValueError("not a count")
    exact: dict[str, Any] = {name: Fraction(kept[name]) for name in RATES if name in kept}
    if "score" in kept:
        exact["score"] = Score(*map(Fraction, kept["score"]))
    return Count(**{**kept, **exact})


def _read_events(kept: dict[str, Any]) -> EventTable:
    counts = tuple(
        (str(group), tuple((tuple(map(str, path)), int(events)) for path, events in its))
        for group, its in kept["counts"]
    )
    texts = {name: str(kept[name]) for name in ("source", "period", "dimension")}
    students = _read_table(kept["students"]) if "students" in kept else None
    levels, hidden = tuple(kept["levels"]), tuple(kept["hidden"])
    return EventTable(**texts, levels=levels, counts=counts, hidden=hidden, students=students)


def _read_at(kept: list[list[str]]) -> At:
    return tuple((str(dimension), str(group)) for dimension, group in kept)
