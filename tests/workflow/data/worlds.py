"""Small files for tests of what goes in."""

from __future__ import annotations

from equity_core.workflow.data import bring_in


def table(head, rows):
    """Return a file with this head line and these rows."""
    return "\n".join([head, *(",".join(map(str, row)) for row in rows)]).encode()


def brought(ws, *files, **said):
    """Bring files (name, content) in together, with these answers."""
    draft = bring_in.read(ws, files)
    for code, value in said.items():
        bring_in.answer(draft, code, value)
    return bring_in.keep_all(ws, draft)
