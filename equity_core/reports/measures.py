"""The built-in measures as a page of Markdown: `python -m equity_core.reports.measures` writes docs/measures.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from equity_core.metrics import MEASURES
from equity_core.model import Measure
from equity_core.words import Words

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def measures(words: Words) -> str:
    """Return what each built-in measure counts, of whom, and what it does not show."""
    parts = [f"# {words('measures_page.title')}", words("measures_page.about")]
    for id, measure in sorted(MEASURES.items()):
        better = words(f"measures_page.{measure.direction}")
        moves = words(f"measures_page.{measure.timing}")
        parts += [
            f"## {words(f'measure.{id}.label')}",
            f"`{id}` · {better} · {moves}",
            words(f"measure.{id}.definition"),
            "\n".join(f"- {line}" for line in rule(words, measure)),
            words(f"measure.{id}.trap"),
        ]
    return "\n\n".join(parts) + "\n"


def rule(words: Words, measure: Measure) -> tuple[str, str]:
    """Return numerator and denominator as the rule has them, its parameters in them."""
    told: dict[str, Any] = measure.rule.model_dump()
    if "share" in told:
        told["share"] = words.percent(told["share"])
    return words(f"rule.counted_{measure.rule.kind}", **told), words(f"rule.of_{measure.rule.kind}", **told)


if __name__ == "__main__":
    PAGE.write_text(measures(Words()), encoding="utf-8")
