"""Answers as lines of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from equity_core.words import Words


def plain(answer: Mapping[str, Any], words: Words) -> str:
    """Return an answer of the command line as a person reads it; what has no words of its own is listed by name."""
    return "\n".join(_lines(answer, words))


def _lines(answer: Mapping[str, Any], words: Words) -> Iterator[str]:
    if "measure" in answer and isinstance(answer.get("groups"), list):
        yield words("plain.asked", measure=answer["measure"], by=_name(answer["by"]), period=answer["period"])
        yield _line(words("common.all_students"), answer["total"], words)
        for group in answer["groups"]:
            yield _line(_name(group["group"]), group, words)
        return
    for name, value in answer.items():
        if name == "questions":
            yield from (words("plain.question", code=q["code"], message=q["message"]) for q in value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from (words("plain.named", name=name, value=_value(line)) for line in value)
        else:
            yield words("plain.named", name=name, value=_value(value))


def _line(name: str, cell: Mapping[str, Any], words: Words) -> str:
    if cell["status"] in ("hidden", "hidden_by_source"):
        return words("plain.hidden", group=name)
    if cell["status"] == "range" and cell.get("low") is not None:
        low, high = (words.percent(_written(cell[end])) for end in ("low", "high"))
        return words("plain.range", group=name, low=low, high=high)
    if cell["rate"] is None:
        return words("plain.under_5" if cell["status"] == "range" else "plain.missing", group=name)
    told = words.percent(_written(cell["rate"]))
    counted = words("plain.counted", x=cell["x"], n=cell["n"]) if cell["n"] else ""
    parts = [words("plain.shown", group=name, rate=told, counted=counted).rstrip()]
    if cell.get("gap") is not None:
        parts.append(words("plain.gap", points=_signed(cell["gap"], words)))
    if cell.get("gap_change") is not None:
        parts.append(words("plain.change", points=_signed(cell["gap_change"], words)))
    if cell.get("ratio") is not None:
        parts.append(words("plain.ratio", times=words.times(_written(cell["ratio"]), 2)))
    if cell.get("certainty"):
        parts.append(words("plain.certainty", word=words(f"certainty.{cell['certainty']}")))
    return "".join(parts)


def _signed(points: float, words: Words) -> str:
    return ("−" if points < 0 else "+") + words.points(_written(points))


def _written(number: float) -> Decimal:
    """Return a number of JSON as it is written: 0.975 is a little less as a float, and would be rounded down."""
    return Decimal(str(number))


def _name(told: Any) -> str:
    return " × ".join(told) if isinstance(told, list) else str(told)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(inner)}" for name, inner in value.items() if inner not in ("", None, [], {}))
    return ", ".join(map(_value, value)) if isinstance(value, list | tuple) else str(value)
