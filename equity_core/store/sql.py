"""Names and values as SQL writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FEW = 12  # values that are compared one after the other sooner than looked up


def quoted(name: str) -> str:
    """Return a name of a table or column."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | None) -> str:
    """Return a text, or NULL."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def blob(value: bytes) -> str:
    """Return bytes."""
    return "'" + "".join(f"\\x{byte:02x}" for byte in value) + "'::BLOB"


def case(value: str, of: Mapping[str, str]) -> str:
    """Return what a value becomes, of few: the most frequent first is fastest. NULL for any other."""
    return f"CASE {value} {' '.join(f'WHEN {key} THEN {becomes}' for key, becomes in of.items())} END"


def enum(values: Sequence[str]) -> str:
    """Return the type of a column that holds a few texts."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"ENUM({listed})" if values else "VARCHAR"
