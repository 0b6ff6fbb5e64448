"""An answer that a notebook can show, take apart, or turn into a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from equity_core.metrics import Averages, Change, Disparity, GroupAverage, GroupResult
from equity_core.workflow import averages, numbers
from equity_core.workflow.numbers import Changed, Offer


@dataclass(frozen=True, slots=True)
class Answer:
    """What these questions return: released numbers, with the names of the command line's JSON."""

    result: Disparity | Changed | Offer | Averages

    def group(self, name: str) -> GroupResult | Change | GroupAverage | None:
        """Return one group's numbers, or None."""
        return None if isinstance(self.result, Offer) else self.result.group(name)

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain numbers and texts: rates as proportions, gaps in percentage points."""
        if isinstance(self.result, Averages):
            return averages.as_json(self.result)
        return numbers.as_json(self.result)

    def to_frame(self) -> Any:
        """Return one line per group (per measure, for `measures`) as a pandas DataFrame."""
        import pandas as pd

        told = self.to_json()
        return pd.DataFrame(told["measures"] if isinstance(self.result, Offer) else told["groups"])

    def _repr_html_(self) -> str:
        html: str = self.to_frame().to_html(index=False, na_rep="", border=0)
        return html
