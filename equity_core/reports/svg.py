"""A chart as a picture inside a page: no script, no font and no data from elsewhere."""

from __future__ import annotations

from typing import Any

from equity_core.charts.figure import Figure


def svg(figure: Figure) -> str:
    """Return the same chart that the screen shows as one `<svg>` element."""
    return from_spec(figure.chart_spec())


def compact_svg(figure: Figure, *, step: int = 44, width: int = 470) -> str:
    """Return the same chart with its rows closer together, for paper; its letters stay as large."""
    return from_spec({**figure.chart_spec(), "height": {"step": step}, "width": width})


def from_spec(spec: dict[str, Any]) -> str:
    """Return a Vega-Lite specification, its data inside, as one `<svg>` element."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn[drawn.index("<svg") :]
