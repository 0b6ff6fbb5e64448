"""Text cells that a spreadsheet shows and never runs; numbers stay numbers."""

from __future__ import annotations

import re
from typing import TypeVar

RUNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a text that begins so (OWASP, CSV injection)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?")

Value = TypeVar("Value")


def safe(value: Value) -> Value | str:
    """Return a cell with an apostrophe before a text that a spreadsheet would run; a negative number stays as it is.

    >>> safe("=1+1"), safe("-4"), safe("-2+3"), safe(-4), safe("Peña – Niño")
    ("'=1+1", '-4', "'-2+3", -4, 'Peña – Niño')
    """
    runs = isinstance(value, str) and value.startswith(RUNS) and not NUMBER.fullmatch(value)
    return f"'{value}" if runs else value


def unsafe(text: str) -> str:
    """Return what `safe` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUNS) else text
