"""A chart as a picture inside a page: no script, no font and no data from elsewhere."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from equity_core.charts.figure import Figure


def svg(figure: Figure, *, width: int = 520) -> str:
    """Return the same chart that the screen shows as one `<svg>` element."""
    return from_spec({**figure.chart_spec(), "width": width})


def compact_svg(figure: Figure, *, step: int = 36, width: int = 240) -> str:
    """Return the same chart for paper beside its table: rows closer together, and only names at their left."""
    rows = [{**row, "label": _name(figure, str(row["label"]))} for row in figure.rows]
    made = figure.chart_spec()
    config = {**made.get("config", {}), "axisX": {"labelFlush": False, "labelOverlap": "greedy", "labelSeparation": 6}}
    return from_spec({**made, "data": {"values": rows}, "height": {"step": step}, "width": width, "config": config})


def from_spec(spec: dict[str, Any]) -> str:
    """Return a Vega-Lite specification, its data inside, as one `<svg>` element."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn[drawn.index("<svg") :]


def _name(figure: Figure, label: str) -> str:
    """Return the name in a label of several lines, as the table beside the chart has it."""
    told = " ".join(label.split())
    named = (row[0] for row in figure.table.rows if f"{told} ".startswith(f"{' '.join(row[0].split())} "))
    return "\n".join(wrap(max(named, key=len, default=label), 20))
