"""Charts as pictures: from the same specification as the screen, with nothing that runs."""

from __future__ import annotations

from equity_core.charts import Point, Series, lines
from equity_core.reports import compact_svg, svg
from equity_core.words import Words


def figure(name="Focus group"):
    points = (Point("2023-24", None), Point("2024-25", None))
    return lines(Words(), [Series(name, "focus", points)], measure="Suspended", sentence="s", higher_better=False)


def test_a_figure_is_one_picture_without_scripts():
    drawn = svg(figure("<script>alert(1)</script>"))

    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    assert "http://host" not in drawn


def test_the_compact_picture_is_the_same_chart():
    assert compact_svg(figure()).startswith("<svg")
