"""What a page shows, a file keeps and a notebook displays: chart, table, sentence, spoken description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from equity_core.charts import forms
from equity_core.model import Query

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Look = Literal["desk", "stage"]
Datum = Mapping[str, str | float | int | None]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headings, with a caption; what the chart shows, to be read.

    The first `typed` columns hold what people typed, or what their files call things; the others are ours.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    typed: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one answer in four ways. `rows` are the chart's data: released values of shown cells and nothing else.

    `listed` are the groups that are named below the chart because they are not drawn. `question` asks for the same
    figure again; `method` says in words how it was computed. `top` is the greatest value of the x axis, where several
    figures of one kind have the same one.
    """

    key: str
    form: forms.Form
    title: str
    subtitle: str
    rows: tuple[Datum, ...]
    table: Table
    sentence: str
    description: str
    listed: tuple[str, ...] = ()
    question: Query | None = None
    method: tuple[str, ...] = ()
    top: float | None = None

    def spec(self, look: Look = "desk") -> dict[str, Any]:
        """Return the Vega-Lite specification without data: the validated template of the form with this title."""
        made = {**forms.template(self.form, look), "title": forms.title(self.title, self.subtitle, look)}
        if self.top is not None:
            made["layer"] = forms.up_to(made["layer"], self.top)
        roomy = forms.height(self.form, look, len(self.rows))
        return made if roomy is None else {**made, "height": roomy}

    def chart_spec(self, look: Look = "desk") -> dict[str, Any]:
        """Return the whole Vega-Lite specification with its data inside, for a file or a picture."""
        return {**self.spec(look), "width": 520, "data": {"values": [dict(row) for row in self.rows]}}

    def frame(self) -> pd.DataFrame:
        """Return the chart's data as a pandas DataFrame with the columns of the form."""
        import pandas as pd

        return pd.DataFrame([dict(row) for row in self.rows], columns=list(forms.FORMS[self.form].columns))

    def arrow(self) -> pa.Table:
        """Return the same as an Arrow table: a quarter of what a DataFrame costs on its way to the browser."""
        import pyarrow as pa

        kinds = {"number": pa.float64(), "text": pa.string()}
        columns = forms.FORMS[self.form].columns
        return pa.table({name: pa.array([row[name] for row in self.rows], kinds[columns[name]]) for name in columns})

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            "application/vnd.vegalite.v6+json": self.chart_spec(),
            "text/html": _as_html(self),
            "text/plain": f"{self.title}\n{self.sentence}\n{self.description}",
        }


def _as_html(figure: Figure) -> str:
    from html import escape

    head = "".join(f"<th>{escape(column)}</th>" for column in figure.table.columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in figure.table.rows)
    return (
        f"<figure>{_picture(figure)}<figcaption>{escape(figure.sentence)}</figcaption>"
        f"<table><caption>{escape(figure.table.caption)}</caption><tr>{head}</tr>{body}</table></figure>"
    )


def _picture(figure: Figure) -> str:
    if not figure.rows:
        return ""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(figure.chart_spec(), allowed_base_urls=[])
    return drawn[drawn.index("<svg") :]
