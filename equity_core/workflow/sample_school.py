"""Open the sample school: made-up files go in as an upload does, then a made-up team's work so far."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from equity_core import samples
from equity_core.model import DOCUMENTS, BaselineSide, CheckIn, Document, Profile, Query, Score, Source
from equity_core.privacy import Count
from equity_core.store import Store
from equity_core.workflow.data import bring_in
from equity_core.workflow.release import plan_sample
from equity_core.workflow.workspace import Workspace

HISTORY = Path(samples.__file__).with_name("history.json")
JUDGED = ("impact", "cost", "time", "expertise", "values")
NOTED = ("planned", "delivered", "with_core_parts", "reached", "worked", "hindered", "drift")


def open_sample(ws: Workspace, *, seed: int = 1) -> list[Source]:
    """Fill an empty workspace with the made-up school of a seed; return the receipts of its files.

    Cycle 1 is decided and closed, cycle 2 is in Implement. Days count from the workspace's own today.
    """
    kept = []
    for file in samples.school(seed).files:
        draft = bring_in.read(ws, [(file.name, file.content)])
        kept.append(bring_in.keep(ws, draft, is_sample=True))
    play(ws)
    return kept


def plan(seed: int = 1) -> dict[str, str]:
    """Return the releases of the made-up school by key, planned anew: what `samples/releases.json` must be."""
    planned: dict[str, str] = {}
    ws = Workspace(Store(":memory:"))
    for file in samples.school(seed).files:
        source = bring_in.keep(ws, bring_in.read(ws, [(file.name, file.content)]), is_sample=True)
        planned |= plan_sample(ws, source)
    return planned


def write_plan() -> None:
    """Write the releases that come with the made-up school: `python -c "…sample_school.write_plan()"`."""
    samples.RELEASES.unlink(missing_ok=True)  # or what it says would count as released before
    samples.RELEASES.write_text(json.dumps(plan(), indent=0) + "\n", encoding="utf-8")


def in_memory(seed: int = 1) -> Workspace:
    """Return a workspace in memory with the made-up school of a seed."""
    ws = Workspace(Store(":memory:"))
    open_sample(ws, seed=seed)
    return ws


def play(ws: Workspace) -> None:
    """Keep what the made-up team has written, each document on the day when it was written."""
    with ws.store.writing():
        for day, documents in groupby(history(ws), lambda document: _written_on(document, ws.today())):
            ws.store.save(*documents, at=datetime.combine(day, time(12)))


def history(ws: Workspace) -> list[Document]:
    """Return what the made-up team has written so far, with baselines from the released numbers of `ws`."""
    told = _told()
    found: list[Document] = [Profile.model_validate(_on_days(told["profile"], ws.today()))]
    for entry in told["documents"]:
        known = _on_days(entry, ws.today())
        if "baseline" in known:
            known["baseline"] = _frozen(ws, known["baseline"])
        found.append(DOCUMENTS[known.pop("kind")].model_validate(known))
    return [*found, *_scores(told["scores"]), *_checkins(told["checkins"], ws.today())]


def _written_on(document: Document, today: date) -> date:
    told = document.model_dump(include={"on", "heard_on", "week_of", "started", "agreed_on"})
    for day in told.values():
        if isinstance(day, date):
            return day
    written = _told()["written"].get(document.cycle)
    return date.fromisoformat(_on_days(written, today)) if written else today


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(HISTORY.read_text(encoding="utf-8"))
    return told


def _on_days(value: Any, today: date) -> Any:
    """Replace "day:-7" by the day a week before today, and "june:+2" by the middle of June in two years."""
    if isinstance(value, dict):
        return {name: _on_days(inner, today) for name, inner in value.items()}
    if isinstance(value, list):
        return [_on_days(inner, today) for inner in value]
    if isinstance(value, str) and value.startswith("day:"):
        return (today + timedelta(days=int(value[4:]))).isoformat()
    if isinstance(value, str) and value.startswith("june:"):
        return date(today.year + int(value[5:]), 6, 15).isoformat()
    return value


def _frozen(ws: Workspace, told: dict[str, Any]) -> dict[str, Any]:
    query = Query.model_validate(told["query"])
    table = ws.table(query.measure, query.period, query.dimension)
    assert table is not None, query  # the sample's own files have it
    return {
        **told,
        "frozen_at": f"{told['frozen_at']}T12:00:00",
        "group": _side(table.group(query.group)),
        "rest": _side(table.rest(query.group)),
        "source": table.source,
    }


def _side(count: Count) -> BaselineSide:
    return BaselineSide(n=count.n, x=count.x, rate=None if count.rate is None else _decimal(count.rate))


def _decimal(rate: Fraction) -> Decimal:
    return Decimal(rate.numerator) / Decimal(rate.denominator)


def _scores(told: list[dict[str, Any]]) -> list[Score]:
    return [
        Score(
            id=f"{entry['idea']}-{seat}",
            cycle=entry["cycle"],
            idea=entry["idea"],
            seat=seat,
            **dict(zip(JUDGED, given, strict=True)),
        )
        for entry in told
        for seat, given in enumerate(entry["seats"], start=1)
    ]


def _checkins(told: list[dict[str, Any]], today: date) -> list[CheckIn]:
    found = []
    for entry in told:
        day = date.fromisoformat(_on_days(entry["first_week"], today))
        first = day - timedelta(days=day.weekday())
        for number, noted in enumerate(entry["weeks"]):
            found.append(
                CheckIn(
                    id=f"{entry['action']}-week-{number + 1}",
                    cycle=entry["cycle"],
                    action=entry["action"],
                    week_of=first + timedelta(weeks=number),
                    intended=entry["intended"],
                    **dict(zip(NOTED, noted, strict=True)),
                )
            )
    return found
