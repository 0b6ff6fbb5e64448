"""The average behind a measure of a limit: marks, days."""

from __future__ import annotations

from equity_core.metrics import Certainty
from equity_core.model import Limit, Query
from equity_core.workflow import averages, formulas
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.diagnose.methods import Told
from equity_core.workflow.workspace import Workspace


def told(ws: Workspace, query: Query, certainty: Certainty | None = None) -> Told:
    """Return the averages of a group and of whom it is compared with; nothing where there are none to show.

    `certainty` is that of the rates: where the averages are surer, it is said why that is no contradiction.
    """
    measure = ws.measure(query.measure)
    if not isinstance(measure.rule, Limit) or "," in query.dimension:
        return Told()
    compare = query.compare if query.compare == "all" or query.compare.startswith("group:") else "rest"
    found = averages.averages(ws, query.measure, by=query.dimension, period=query.period, compare=compare)
    g = found.group(query.group)
    if g is None or g.average is None:
        return Told()
    steps = (ws.words("method.average"), *formulas.of_average(ws.words, g))
    facts = {
        "column": measure.header or measure.rule.column,
        "group": gap_words.people(ws, query.dimension, g.group),
        "average": ws.words.number(g.average),
    }
    if g.reference_average is None or g.difference is None or g.low is None or g.high is None:
        return Told(ws.words("gaps.average_alone", **facts), steps)
    sentence = ws.words(
        "gaps.average",
        others=gap_words.people(ws, query.dimension, compare.partition(":")[2])
        if compare.startswith("group:")
        else ws.words(f"gaps.others_{compare}"),
        average_others=ws.words.number(g.reference_average),
        difference=ws.words.number(g.difference),
        low=ws.words.number(g.low),
        high=ws.words.number(g.high),
        **facts,
    )
    if not g.low <= 0 <= g.high and certainty not in ("clear", "leaning"):
        sentence += " " + ws.words("gaps.average_surer", measure=ws.measure_label(query.measure))
    return Told(sentence, steps)
