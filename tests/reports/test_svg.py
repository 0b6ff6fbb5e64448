"""Charts as pictures: from the same specification as the screen, with nothing that runs."""

from __future__ import annotations

from equity_core.charts import gap_dots
from equity_core.metrics import MEASURES, disparity
from equity_core.privacy import Count, Released
from equity_core.reports import compact_svg, svg
from equity_core.words import Words


def figure(name="Focus group"):
    groups = ((name, Count("shown", n=120, x=24)), ("White", Count("shown", n=480, x=37)))
    table = Released("s", "suspended", "2024-25", "race", Count("shown", n=600, x=61), groups)
    return gap_dots(Words(), disparity(table, MEASURES["suspended"]), measure="Suspended", sentence="s")


def test_a_figure_is_one_picture_without_scripts():
    drawn = svg(figure("<script>alert(1)</script>"))

    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    assert "http://host" not in drawn


def test_the_compact_picture_is_the_same_chart():
    drawn = compact_svg(figure("Black or African American focus group"))

    assert drawn.startswith("<svg")
    assert "20.0%" in drawn
    assert "Black or African American" in drawn
    assert ">120 students<" not in drawn  # the table beside it has them
