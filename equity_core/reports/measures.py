"""The built-in measures as a page of Markdown: `python -m equity_core.reports.measures` writes docs/measures.md."""

from __future__ import annotations

from pathlib import Path

from equity_core.metrics import MEASURES
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
            words(f"measure.{id}.trap"),
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(measures(Words()), encoding="utf-8")
