"""The same students in two periods: of each group, how many stopped to count in a measure beside how many began."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS
from equity_core.metrics import SameStudents
from equity_core.words import Words

COLUMNS = ("group", "in_both", "stopped", "began", "as_before", "same_change")


def turned(
    words: Words,
    found: Mapping[str, SameStudents],
    *,
    measure: str,
    periods: tuple[str, str],
    sentence: str,
    group: str = "",
    key: str = "turned_chart",
    method: tuple[str, ...] = (),
) -> Figure:
    """Return the students who stopped and who began, as shares of those in both periods; all of them ("") first."""
    told = {"measure": measure, "before": periods[0], "after": periods[1]}
    names = {name: name or words("charts.everybody_in_both") for name in found}
    shown = [one for one in found.values() if one.n]
    return Figure(
        key=key,
        form="shares",
        title=measure,
        subtitle=words("charts.turned_subtitle", **told),
        rows=tuple(_datum(words, i, one, names[one.group], group) for i, one in enumerate(shown)),
        table=Table(
            caption=words("charts.turned_table", **told),
            columns=tuple(words(f"charts.column_{name}") for name in COLUMNS),
            rows=tuple(_row(words, one, names[one.group]) for one in found.values()),
        ),
        sentence=sentence,
        description=words(
            "charts.turned_spoken",
            groups="; ".join(_spoken(words, one, names[one.group]) for one in shown) or words("charts.nothing_shown"),
            **told,
        ),
        listed=tuple(names[one.group] for one in found.values() if not one.n),
        method=method,
    )


def _datum(words: Words, order: int, one: SameStudents, name: str, group: str) -> Datum:
    stopped, began = (float(Fraction(count or 0, one.n or 1) * 100) for count in (one.stopped, one.began))
    return {
        "order": order,
        "label": "\n".join(wrap(name, LABEL_LETTERS)),
        "role": "focus" if group and one.group == group else "rest",
        "was": stopped,
        "now": began,
        "was_text": words("charts.turned_stopped", stopped=one.stopped),
        "now_text": words("charts.turned_began", began=one.began),
        "aria": _spoken(words, one, name),
    }


def _spoken(words: Words, one: SameStudents, name: str) -> str:
    return words("charts.turned_group", group=name, n=one.n, stopped=one.stopped, began=one.began)


def _row(words: Words, one: SameStudents, name: str) -> tuple[str, ...]:
    if one.n is None or one.change is None:
        return (name, *[words("common.hidden")] * 5)
    change = words(
        "charts.turned_change", **{what: words.number(getattr(one, what)) for what in ("change", "low", "high")}
    )
    return (name, str(one.n), str(one.stopped), str(one.began), str(one.as_before), change)
