"""Figures and stories as notebooks that ask the same questions of the team's workspace again."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"([\\`*_{}\[\]()#!|~$])")


@dataclass(frozen=True, slots=True)
class Said:
    """A cell of words: a heading and lines. They are typed by people, so nothing in them is read as markup."""

    heading: str
    lines: Sequence[str] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell that asks `equity_core.figure` for a figure; `options`: period, compare, group, over_time."""

    measure: str
    by: str
    options: Mapping[str, object]


def notebook(
    title: str, sentence: str, *, workspace: str, measure: str, by: str, options: Mapping[str, object]
) -> bytes:
    """Return an .ipynb without outputs: it opens `workspace` and shows the figure; nothing is pasted into it.

    `options` are the other arguments of `equity_core.figure`: period, compare, group, over_time.
    """
    told = f"# {plain(title)}\n\n{plain(sentence)}"
    code = f"{_opening(workspace)}\n{_question(Asked(measure, by, options))}"
    return _file([_words("question", told), _code("answer", code)])


def story_notebook(title: str, cells: Sequence[Said | Asked], *, workspace: str) -> bytes:
    """Return an .ipynb without outputs: words as they are, and each figure asked again of `workspace`."""
    made = [_words("title", f"# {plain(title)}"), _code("open", _opening(workspace))]
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, Said):
            lines = [f"{'#' * cell.level} {plain(cell.heading)}", *(plain(line) for line in cell.lines)]
            made.append(_words(f"cell-{number}", "\n\n".join(lines)))
        else:
            made.append(_code(f"cell-{number}", _question(cell)))
    return _file(made)


def plain(text: str) -> str:
    r"""Return a text as Markdown that shows it as it was typed: no links, no pictures, no HTML.

    >>> plain("![x](http://host/x.png) <b>")
    '\\!\\[x\\]\\(http://host/x.png\\) &lt;b&gt;'
    """
    return _MARKS.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))


def _opening(workspace: str) -> str:
    return f"import equity_core as eq\n\nws = eq.open({workspace!r})"


def _question(asked: Asked) -> str:
    arguments = "".join(f", {name}={value!r}" for name, value in asked.options.items() if value)
    return f"eq.figure(ws, {asked.measure!r}, by={asked.by!r}{arguments})"


def _words(id: str, text: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": text}


def _code(id: str, text: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "id": id,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": text,
    }


def _file(cells: list[dict[str, object]]) -> bytes:
    told = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": cells,
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()
