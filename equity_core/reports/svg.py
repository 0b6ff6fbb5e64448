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
    spec = {**figure.chart_spec(), "data": {"values": rows}, "height": {"step": step}, "width": width}
    return from_spec(spec)


def from_spec(spec: dict[str, Any]) -> str:
    """Return a Vega-Lite specification, its data inside, as one `<svg>` element."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn[drawn.index("<svg") :]


def _name(figure: Figure, label: str) -> str:
    """Return the name in a label of several lines, as the table beside the chart has it."""
    names = ("\n".join(wrap(row[0], 26)) for row in figure.table.rows)
    return max((name for name in names if f"{label}\n".startswith(f"{name}\n")), key=len, default=label)
