"""Six charts on a page: the cached template fed with released rows, against st.altair_chart, in one run.

.venv/bin/python -m benchmarks.charts
"""

from __future__ import annotations

import statistics
from time import thread_time

from streamlit.testing.v1 import AppTest

BUDGET_MS = 12


def page() -> None:
    """Draw the six charts in both ways and keep the CPU milliseconds of each."""
    from time import thread_time

    import altair as alt
    import streamlit as st

    from equity_core.charts import forms, gap_dots
    from equity_core.metrics import MEASURES, disparity
    from equity_core.privacy import Count, Released
    from equity_core.words import Words

    def table(seed: int) -> Released:
        names = ("Asian", "Black or African American", "Hispanic or Latino", "Two or more races", "White")
        groups = tuple((name, Count("shown", n=60 + 10 * seed + i, x=6 + seed + i)) for i, name in enumerate(names))
        total = Count("shown", n=sum(c.n or 0 for _, c in groups), x=sum(c.x or 0 for _, c in groups))
        return Released("s", "suspended", f"20{10 + seed}-{11 + seed}", "race", total, groups)

    words = Words()
    figures = [
        gap_dots(words, disparity(table(i), MEASURES["suspended"]), measure="Suspended", sentence="") for i in range(6)
    ]
    began = thread_time()
    for figure in figures:
        st.vega_lite_chart(figure.arrow(), figure.spec(), theme=None, alt=figure.description)
    ours = thread_time() - began
    began = thread_time()
    for figure in figures:
        chart = forms.FORMS[figure.form].build(13).properties(height=300, title=figure.title)
        chart.data = figure.frame()
        for layer in chart.layer:
            layer.data = alt.Undefined
        st.altair_chart(chart, theme=None)
    theirs = thread_time() - began
    st.session_state["ms"] = (ours * 1000, theirs * 1000)


def main() -> None:
    """Print milliseconds of CPU for the first run and the median of twenty later ones."""
    began = thread_time()
    at = AppTest.from_function(page, default_timeout=60)
    first = at.run().session_state["ms"]
    later = [at.run().session_state["ms"] for _ in range(20)]
    ours, theirs = (statistics.median(run[i] for run in later) for i in (0, 1))
    print(f"six charts, cached template     first {first[0]:6.1f} ms   later {ours:6.1f} ms CPU   budget {BUDGET_MS}")
    print(f"six charts, st.altair_chart     first {first[1]:6.1f} ms   later {theirs:6.1f} ms CPU")
    print(f"ratio {theirs / ours:.1f}   (all in {thread_time() - began:.1f} s)")


if __name__ == "__main__":
    main()
