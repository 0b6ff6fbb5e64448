"""A figure as a small notebook that asks the same question of the team's workspace again."""

from __future__ import annotations

import json
from collections.abc import Mapping


def notebook(
    title: str, sentence: str, *, workspace: str, measure: str, by: str, options: Mapping[str, str | bool]
) -> bytes:
    """Return an .ipynb without outputs: it opens `workspace` and shows the figure; nothing is pasted into it.

    `options` are the other arguments of `equity_core.figure`: period, compare, group, over_time.
    """
    arguments = "".join(f", {name}={value!r}" for name, value in options.items() if value)
    code = f"import equity_core as eq\n\nws = eq.open({workspace!r})\neq.figure(ws, {measure!r}, by={by!r}{arguments})"
    told = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            {"cell_type": "markdown", "id": "question", "metadata": {}, "source": f"# {title}\n\n{sentence}"},
            {
                "cell_type": "code",
                "id": "answer",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": code,
            },
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()
