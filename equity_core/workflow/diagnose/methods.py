"""How the numbers of a figure were worked out, step by step, for whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from equity_core.metrics import Change, Disparity, GroupResult
from equity_core.model import Baseline
from equity_core.workflow import formulas
from equity_core.workflow.definitions import definition
from equity_core.workflow.workspace import Workspace


class Told(NamedTuple):
    """A line that is said beside a figure, and the steps of how its numbers were worked out."""

    sentence: str = ""
    method: tuple[str, ...] = ()


def of_table(
    ws: Workspace, found: Disparity, about: GroupResult | None = None, beside: Iterable[Told] = ()
) -> tuple[str, ...]:
    """Return how each group of a table was compared, the formula of the group that it is about, and of lines beside."""
    words, (kind, _, named) = ws.words, found.comparison.partition(":")
    gap = {
        "group": {"group": named},
        "rate": {"rate": words.percent(Fraction(named)) if kind == "rate" else ""},
    }.get(kind, {})
    beforehand, family = found.method["named_beforehand"], found.method["family"]
    return (
        definition(ws, found.measure),
        words("method.rate"),
        words("method.interval"),
        words(f"method.gap_{kind}", **gap),
        words("method.times"),
        *([words("method.certainty", points=found.practical_points, family=family)] if family else []),
        *([words("method.named", group=beforehand)] if beforehand else []),
        words("method.parity"),
        *(formulas.of_group(words, found, about) if about else ()),
        *(step for told in beside for step in told.method),
        words("method.shown_only"),
    )


def of_change(
    ws: Workspace,
    measure: str,
    frozen: Baseline | None,
    moved: Change | None = None,
    points: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return how a rate and a gap were compared with an earlier period, or with a frozen baseline.

    `points`: the formulas of each period, where a figure has several.
    """
    words = ws.words
    code = "method.change_named" if frozen else "method.change_adjusted"
    return (
        definition(ws, measure),
        words("method.rate"),
        *([words("method.frozen", period=frozen.query.period, day=words.day(frozen.frozen_at))] if frozen else []),
        words("method.change"),
        words("method.gap_change"),
        words("method.times"),
        words(code, points=ws.profile.practical_points),
        *points,
        *(formulas.of_change(words, moved) if moved else ()),
        words("method.shown_only"),
    )
