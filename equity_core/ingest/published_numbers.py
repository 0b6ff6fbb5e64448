"""What one published cell says: counts, a rate, a range of either, or why there is nothing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor
from typing import NamedTuple

from equity_core.ingest.contract import Cell, Status

HUNDRED = Decimal(100)


class Numbers(NamedTuple):
    """The numbers of a cell; rates are proportions as texts."""

    n: int | None
    x: int | None
    rate: str | None
    status: Status
    x_low: int | None = None
    x_high: int | None = None
    rate_low: str | None = None
    rate_high: str | None = None


def numbers(n: Cell | None, x: Cell | None, rate: Cell | None, *, share: bool, hides_under: int = 0) -> Numbers:
    """Return counts where there are both, else a range, else the rate, else why there is nothing.

    A range is never taken for one of its ends. Where a source hid a number, no other is worked out from the rest; one
    that hides small groups leaves their numbers blank, whatever it says of their size.
    """
    if n and x and n.value is not None and x.value is not None:
        return Numbers(int(n.value), int(x.value), None, "exact")
    if n and n.value is not None and n.value < hides_under:
        return Numbers(None, None, None, "hidden_by_source")
    given = [cell for cell in (n, x, rate) if cell is not None]
    if (x and x.status == "range") or (rate and rate.status == "range"):
        return _range(n, x, rate, share=share)
    withheld = any(cell.status in ("hidden_by_source", "range") for cell in given)
    if rate and rate.value is not None and not withheld:
        proportion = rate.value if share else rate.value / HUNDRED
        if n and n.value is not None:
            hits = _only_count(n.value, rate.value * (HUNDRED if share else 1))
            if hits is not None:
                return Numbers(int(n.value), hits, None, "exact")
        return Numbers(None, int(x.value) if x and x.value is not None else None, _text(proportion), "exact")
    reasons: tuple[Status, ...] = ("hidden_by_source", "range", "not_applicable", "missing")
    found: list[Status] = [status for status in reasons if any(cell.status == status for cell in given)]
    status: Status = found[0] if found else "missing"
    return Numbers(None, None, None, "hidden_by_source" if status == "range" else status)


def contradicts(n: Cell | None, x: Cell | None, rate: Cell | None, *, share: bool) -> bool:
    """Say whether a published rate, or the range of it, cannot be that of the counts beside it."""
    if not (n and x and rate) or not n.value or x.value is None:
        return False
    percent = x.value * HUNDRED / n.value
    if rate.status == "range":
        low, high = _percents(rate, share=share)
        return not (low <= percent.quantize(Decimal(1), ROUND_HALF_UP) <= high or low <= percent <= high)
    if rate.value is None:
        return False
    told = rate.value * (HUNDRED if share else 1)
    return abs(told - percent) > max(Decimal(1).scaleb(int(told.as_tuple().exponent)), Decimal("0.01"))


def _range(n: Cell | None, x: Cell | None, rate: Cell | None, *, share: bool) -> Numbers:
    size = int(n.value) if n and n.value is not None else None
    rates = _percents(rate, share=share) if rate and rate.status == "range" else None
    low, high = (None, None) if rates is None else (_text(rates[0] / HUNDRED), _text(rates[1] / HUNDRED))
    counts = (x.low, x.high) if x and x.status == "range" else (None, None)
    if size is None:
        if n and n.status != "missing":
            counts = (None, None)  # of how many is hidden: only the published range of the rate is told
        least, most = (None if count is None else int(count) for count in counts)
        is_told = low is not None or (least is not None and most is not None)
        return Numbers(None, None, None, "range" if is_told else "hidden_by_source", least, most, low, high)
    lowest, highest = 0, size
    if counts[0] is not None:
        lowest, highest = int(counts[0]), size if counts[1] is None else min(int(counts[1]), size)
    if rates is not None:
        lowest = max(lowest, ceil(rates[0] * size / HUNDRED))
        highest = min(highest, floor(rates[1] * size / HUNDRED))
    if lowest > highest:
        return Numbers(None, None, None, "hidden_by_source")
    return Numbers(size, None, None, "range", lowest, highest, low, high)


def _percents(rate: Cell, *, share: bool) -> tuple[Decimal, Decimal]:
    times = HUNDRED if share and not rate.is_percent else Decimal(1)
    low = Decimal(0) if rate.low is None else rate.low * times
    return low, HUNDRED if rate.high is None else rate.high * times


def _only_count(n: Decimal, percent: Decimal) -> int | None:
    """Return the one whole count that a published percentage of n can mean, or None."""
    step = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    if n <= 0:
        return None
    nearest = int((n * percent / 100).to_integral_value(ROUND_HALF_UP))
    fits = [
        count
        for count in (nearest - 1, nearest, nearest + 1)
        if 0 <= count <= n and (Decimal(count) * 100 / n).quantize(step, ROUND_HALF_UP) == percent
    ]
    return fits[0] if len(fits) == 1 else None


def _text(proportion: Decimal) -> str:
    return format(proportion.normalize(), "f")
