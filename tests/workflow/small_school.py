"""A school of 200 made-up students in the store, released: for tests that need numbers and no file."""

from __future__ import annotations

from datetime import datetime

from equity_core.model import DimensionUse, Source
from equity_core.workflow import Workspace
from equity_core.workflow.release import release

RACES = {"Asian": (6, 1), "Black or African American": (60, 15), "Two or more races": (14, 5), "White": (120, 20)}


def bring_in_small_school(ws: Workspace, id: str = "small") -> Source:
    source = Source(
        id=id,
        name="made-up.csv",
        shape="students",
        fingerprint="secret fingerprint",
        rows_read=200,
        rows_kept=200,
        periods=("2024-25",),
        measures=("suspended",),
        dimensions=(DimensionUse(id="race", groups=tuple(RACES)),),
        imported_at=datetime(2025, 9, 1),
    )
    with ws.store.writing() as cursor:
        cursor.execute(
            f'CREATE TABLE "rows_{id}" (student_key VARCHAR, period VARCHAR, race VARCHAR, suspended BOOLEAN)'
        )
        for race, (n, x) in RACES.items():
            for number in range(n):
                row = [f"hashed-{race}-{number}", "2024-25", race, number < x]
                cursor.execute(f'INSERT INTO "rows_{id}" VALUES (?, ?, ?, ?)', row)
        ws.store.save(source)
        release(ws, source)
    return source
