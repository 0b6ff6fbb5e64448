"""What can go wrong, as a page of Markdown: `python -m equity_core.reports.problems` writes docs/problems.md."""

from __future__ import annotations

from pathlib import Path

from equity_core.words import Words

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"


def problems(words: Words) -> str:
    """Return each code with what people read: what happened and what to do next."""
    refused = [id.removeprefix("problem.") for id in words.ids("problem.")]
    asked = [id.removeprefix("asked.") for id in words.ids("asked.")]
    parts = [f"# {words('problems_page.title')}", words("problems_page.about")]
    parts += [f"## {words('problems_page.refused')}"]
    parts += [text for code in refused for text in (f"### `{code}`", words.template(f"problem.{code}"))]
    parts += [f"## {words('problems_page.asked')}"]
    for code in asked:
        question = f"question.{code}"
        parts += [f"### `{code}`", words(f"asked.{code}"), *([words.template(question)] if words.has(question) else [])]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(problems(Words()), encoding="utf-8")
