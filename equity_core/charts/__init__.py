"""Pictures of released numbers. A figure is always a chart, a table, a sentence and a spoken description."""

from equity_core.charts.allotments import Allotment, allotment_pages, allotments
from equity_core.charts.dumbbell import dumbbell
from equity_core.charts.excess import Bar, excess_bars, more_or_fewer
from equity_core.charts.figure import Figure, Look, Table
from equity_core.charts.fishbone import Bone, fishbone
from equity_core.charts.forms import FORMS
from equity_core.charts.funnel import InFunnel, Limit, funnel
from equity_core.charts.gap_dots import gap_blank, gap_dots, gap_pages
from equity_core.charts.lines import Goalpost, Point, Series, lines
from equity_core.charts.people import people
from equity_core.charts.places import Place, places
from equity_core.charts.reach import Reached, reach
from equity_core.charts.roles import Role
from equity_core.charts.runs import Moment, runs
from equity_core.charts.shares import shares
from equity_core.charts.spread import Bin, Strip, spread
from equity_core.charts.turned import turned

__all__ = [
    "FORMS",
    "Allotment",
    "Bar",
    "Bin",
    "Bone",
    "Figure",
    "Goalpost",
    "InFunnel",
    "Limit",
    "Look",
    "Moment",
    "Place",
    "Point",
    "Reached",
    "Role",
    "Series",
    "Strip",
    "Table",
    "allotment_pages",
    "allotments",
    "dumbbell",
    "excess_bars",
    "fishbone",
    "funnel",
    "gap_blank",
    "gap_dots",
    "gap_pages",
    "lines",
    "more_or_fewer",
    "people",
    "places",
    "reach",
    "runs",
    "shares",
    "spread",
    "turned",
]
