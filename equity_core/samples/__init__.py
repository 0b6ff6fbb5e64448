"""A made-up school with known, planted gaps. Nobody in these files exists."""

from equity_core.samples.bus import bus_file
from equity_core.samples.releases import RELEASES, released
from equity_core.samples.school import SampleFile, School, school
from equity_core.samples.ways import ways_file

__all__ = ["RELEASES", "SampleFile", "School", "bus_file", "released", "school", "ways_file"]
