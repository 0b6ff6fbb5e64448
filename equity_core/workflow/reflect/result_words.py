"""Results in sentences: the school is who went from here to there."""

from __future__ import annotations

from fractions import Fraction

from equity_core.metrics import Change
from equity_core.model import Query
from equity_core.privacy import Count
from equity_core.words import Words
from equity_core.workflow.diagnose.gap_words import people
from equity_core.workflow.reflect.decide import gap_fact
from equity_core.workflow.workspace import Workspace


def moved_sentence(ws: Workspace, query: Query, moved: Change, *, period: str) -> str:
    """Return how the focus group moved: from, to, points, how sure."""
    words = ws.words
    told = {
        **names(ws, query),
        "group": people(ws, query.dimension, query.group),
        "before": value(words, moved.before.group),
        "after": value(words, moved.after.group),
        "from_period": query.period,
        "to_period": period,
    }
    if moved.group_change is None:
        return words("results.sentence_hidden", **told)
    told["change"] = signed(words, moved.group_change)
    if moved.group_change_low is None or moved.group_change_high is None or moved.group_certainty is None:
        return words("results.sentence_no_interval", **told)
    return words(
        "results.sentence",
        **told,
        sure=words(f"decide.sure.{moved.group_certainty}"),
        low=signed(words, moved.group_change_low),
        high=signed(words, moved.group_change_high),
    )


def others(ws: Workspace, moved: Change) -> tuple[str, ...]:
    """Return how everyone else moved, then the gap in points, as a ratio, and who did it: a sentence each."""
    words = ws.words
    if moved.rest_change is None or moved.gap_change is None or moved.gap_before is None or moved.gap_after is None:
        return (words("results.no_rest"),)
    parts = [
        words(
            "results.rest",
            before=value(words, moved.before.rest),
            after=value(words, moved.after.rest),
            change=signed(words, moved.rest_change),
        )
    ]
    gaps = {"before": words.points(moved.gap_before), "after": words.points(moved.gap_after)}
    if moved.gap_change_low is None or moved.gap_change_high is None or moved.certainty is None:
        parts.append(words("results.gap_no_interval", **gaps))
    else:
        parts.append(
            words(
                "results.gap",
                **gaps,
                sure=words(f"decide.sure.{moved.certainty}"),
                low=signed(words, moved.gap_change_low),
                high=signed(words, moved.gap_change_high),
            )
        )
    if moved.ratio_before is not None and moved.ratio_after is not None:
        ratios = {"before": words.times(moved.ratio_before, 2), "after": words.times(moved.ratio_after, 2)}
        parts.append(words("results.ratio", **ratios))
    if moved.how is not None and moved.certainty is not None:  # rates alone claim nothing
        parts.append(gap_fact(moved.how, moved.certainty, words))
    return tuple(parts)


def value(words: Words, count: Count) -> str:
    """Return a count as people read it: "30.0% (36 of 120)", a rate alone, or hidden."""
    if count.is_shown and count.n:
        return words("results.value", percent=words.percent(Fraction(count.x or 0, count.n)), x=count.x, n=count.n)
    if count.status == "shown" and count.rate is not None:
        return words.percent(count.rate)
    return words("common.hidden")


def signed(words: Words, points: Fraction | float) -> str:
    """Return a change in points with its sign: "+6.2", "−2.1", "0.0"."""
    told = words.points(points)
    if Fraction(told) == 0:
        return told
    return f"−{told}" if points < 0 else f"+{told}"


def names(ws: Workspace, query: Query) -> dict[str, str]:
    """Return the names that a sentence about a question needs."""
    return {
        "school": ws.profile.school or ws.words("results.our_school"),
        "measure": ws.measure_label(query.measure),
        "group": query.group,
    }
