"""Figures and words as files that people keep: a page that prints and opens offline, pictures, notebooks."""

from equity_core.reports.html import Beside, Block, Heading, Line, Note, Picture, Quote, Table, page
from equity_core.reports.notebook import Asked, Said, notebook, story_notebook
from equity_core.reports.svg import compact_svg, svg

__all__ = [
    "Asked",
    "Beside",
    "Block",
    "Heading",
    "Line",
    "Note",
    "Picture",
    "Quote",
    "Said",
    "Table",
    "compact_svg",
    "notebook",
    "page",
    "story_notebook",
    "svg",
]
