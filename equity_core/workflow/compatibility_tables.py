"""The report of `workflow.compatibility` as tables that people read: one for each rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from equity_core import reports
from equity_core.metrics import Compatibility, GroupReport
from equity_core.stats import PPG_RULES
from equity_core.words import Words, half_up

HEADS = {
    **dict.fromkeys(("ccc_2017", "ccc_2022"), ("rate", "reference", "gap", "moe", "flag", "not_flagged", "parity")),
    "proportionality": ("share_outcome", "share_enrolment", "index", "ceiling", "flag", "not_flagged", "parity"),
    "index_80": ("rate", "reference", "index", "flag", "not_flagged", "parity"),
    "risk_ratio": ("risk", "ratios", "exceeds", "identified"),
}


def tables(words: Words, found: Compatibility) -> Iterator[tuple[str, reports.Table]]:
    """Return a table for each rule that applies to this measure."""
    for rule, heads in HEADS.items():
        rows = [row for row in (_printed(words, group, rule) for group in found.groups) if row]
        if rows:
            yield rule, reports.Table([words("compat.group"), *(words(f"compat.{name}") for name in heads)], rows)


def _printed(words: Words, group: GroupReport, rule: str) -> list[str]:
    """Return a group's line under one rule; nothing where the rule does not apply."""
    if rule in PPG_RULES:
        if rule not in group.ppg:
            return []
        ppg = group.ppg[rule]
        rates = [_percent(words, value) for value in (ppg.rate, ppg.reference.rate)]
        apart = [
            _times(None if ppg.gap is None else ppg.gap * 100, 1),
            _times(None if ppg.moe is None else ppg.moe * 100, 1),
        ]
        return [group.group, *rates, *apart, *_flagged(words, ppg.flag, ppg.needed_not_flagged, ppg.needed_parity)]
    if rule == "risk_ratio":
        return _risk_ratio(words, group)
    index = group.proportionality if rule == "proportionality" else group.index_80
    if index is None:
        return []
    shares = [_percent(words, value) for value in (index.share, index.reference)]
    ceiling = [_times(index.ceiling, 1)] if rule == "proportionality" else []
    told = _flagged(words, index.flag, index.needed_not_flagged, index.needed_parity)
    return [group.group, *shares, _times(index.index, 2), *ceiling, *told]


def _risk_ratio(words: Words, group: GroupReport) -> list[str]:
    if not group.risk_ratios:
        return []
    last = group.risk_ratios[-1][1]
    ratios = "; ".join(f"{period}: {_times(r.ratio if r else None, 2)}" for period, r in group.risk_ratios)
    identified = _yes(words, group.multi_year.identified) if group.multi_year else words("compat.none")
    exceeds = _yes(words, last.exceeds) if last and last.ratio is not None else words("compat.none")
    return [group.group, _percent(words, group.counts.rate), ratios, exceeds, identified]


def _flagged(words: Words, flag: bool | None, not_flagged: int, parity: int) -> Iterable[str]:
    return (words("compat.too_small") if flag is None else _yes(words, flag), str(not_flagged), str(parity))


def _yes(words: Words, value: bool) -> str:
    return words("compat.yes" if value else "compat.no")


def _percent(words: Words, value: Fraction | None) -> str:
    return "–" if value is None else words.percent(value)


def _times(value: Fraction | float | None, digits: int) -> str:
    return "–" if value is None else str(half_up(value, digits))
