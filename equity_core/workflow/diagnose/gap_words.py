"""What the gaps page says. The school does, the school changes: it is the subject of each sentence."""

from __future__ import annotations

import re
from fractions import Fraction

from equity_core.metrics import Change, Disparity, GroupResult, is_gap, takes_more
from equity_core.privacy import Count
from equity_core.workflow.workspace import Workspace

NOT_RECORDED = "Not recorded"  # the canonical label of no value


def people(ws: Workspace, dimension: str, group: str) -> str:
    """Return a group as people: "Black or African American students", "students with disabilities"."""
    slug = re.sub(r"\W+", "_", group.lower()).strip("_")
    if group == NOT_RECORDED:
        return ws.words("group.not_recorded", dimension=ws.dimension_label(dimension))
    if ws.words.has(f"group.{dimension}.{slug}"):
        return ws.words(f"group.{dimension}.{slug}")
    if "student" in group.lower():
        return group[0].lower() + group[1:]
    return ws.words(f"group.{dimension}" if ws.words.has(f"group.{dimension}") else "group.any", group=group)


def others(ws: Workspace, found: Disparity) -> str:
    """Return whom a table compares with, as people: "other students"."""
    kind, _, named = found.comparison.partition(":")
    if kind == "group":
        return people(ws, found.by[-1], named)
    if kind == "rate":
        return ws.words("gaps.the_rate", rate=ws.words.percent(Fraction(named)))
    return ws.words(f"gaps.others_{kind}")


def headline(ws: Workspace, found: Disparity, g: GroupResult) -> str:
    """Return the rates of one group and of whom it is compared with, in one sentence."""
    who = people(ws, found.by[-1], g.group)
    if g.rate is None:
        return ws.words("gaps.headline_hidden", group=who, measure=ws.measure_label(found.measure))
    if g.n is None:
        return _rates_only(ws, found, g, who)
    left = ws.words("gaps.side", x=g.x, n=g.n, group=who, rate=ws.words.percent(g.rate))
    right = _right(ws, found, g)
    return _did(ws, found, ws.words("gaps.both", left=left, right=right) if right else left)


def whole_school(ws: Workspace, found: Disparity) -> str:
    """Return the rate of all students; nothing when it may not be shown."""
    total = found.total
    if total.rate is None or total.n is None:
        return ""
    return _did(ws, found, ws.words("gaps.side_all", x=total.x, n=total.n, rate=ws.words.percent(total.rate)))


def points_and_times(ws: Workspace, found: Disparity, g: GroupResult) -> str:
    """Return the difference in points and as a ratio, beside each other; nothing when there is none."""
    if g.gap is None:
        return ""
    kind = "_given" if found.comparison.startswith("rate:") else ""
    facts = {"points": ws.words.points(g.gap), "others": others(ws, found), "way": _way(ws, found, g.gap)}
    if g.ratio is None:
        return ws.words(f"gaps.points_only{kind}", **facts)
    return ws.words(f"gaps.points_and_times{kind}", times=ws.words.times(g.ratio), **facts)


def _way(ws: Workspace, found: Disparity, gap: Fraction) -> str:
    """Return in which direction a gap points, and whether that is the better one, where one is."""
    if not gap:
        return ws.words("gaps.way_same")
    side, is_worse = "higher" if gap > 0 else "lower", is_gap(found.direction, gap)
    kind = "parity" if found.direction == "parity" else "worse" if is_worse else "better"
    return ws.words(f"gaps.way_{side}_{kind}")


def certainty(ws: Workspace, found: Disparity, g: GroupResult) -> str:
    """Return how sure the comparison is and what that means; for rates alone, that it cannot be said."""
    if g.certainty is None:
        return ws.words("gaps.certainty_everybody" if found.is_everybody(g) else "gaps.certainty_none")
    word = ws.words(f"certainty.{g.certainty}")
    points = ws.words.points(g.detectable, 0) if g.detectable is not None else ""
    code = f"gaps.certainty_{g.certainty}"
    if g.certainty == "cant_tell_yet" and not points:
        code = "gaps.certainty_cant_tell_yet_rate"
    if g.certainty == "leaning" and (found.method["named_beforehand"] == g.group or found.method["family"] == 1):
        code = "gaps.certainty_leaning_alone"
    return ws.words(code, certainty=word, points=points)


def parity(ws: Workspace, found: Disparity, g: GroupResult) -> str:
    """Return the difference in whole students; nothing when it cannot be said."""
    if g.students_to_parity is None or g.gap is None:
        return ""
    facts = {
        "group": people(ws, found.by[-1], g.group),
        "measure": ws.measure_label(found.measure),
        "others": others(ws, found),
    }
    if not g.has_gap or g.students_to_parity == 0:
        return ws.words("gaps.parity_none", **facts)
    code = "gaps.parity_more" if takes_more(found.direction, g.gap) else "gaps.parity_fewer"
    return ws.words(code, count=g.students_to_parity, **facts)


def moved(ws: Workspace, found: Disparity, group: str, change: Change, *, before: str, after: str) -> tuple[str, ...]:
    """Return how a gap moved: points and ratio, who moved, and how sure that is. No plain win is claimed."""
    who, whom = people(ws, found.by[-1], group), others(ws, found)
    if change.gap_before is None or change.gap_after is None:
        return (_group_moved(ws, change, who, before=before, after=after),)
    facts = {
        "group": who,
        "others": whom,
        "before": before,
        "after": after,
        "points_before": ws.words.points(change.gap_before),
        "points_after": ws.words.points(change.gap_after),
    }
    ratios = change.ratio_before is not None and change.ratio_after is not None
    if change.ratio_before is not None and change.ratio_after is not None:
        facts["times_before"] = ws.words.times(change.ratio_before, 2)
        facts["times_after"] = ws.words.times(change.ratio_after, 2)
    told = [ws.words("gaps.moved" if ratios else "gaps.moved_points", **facts)]
    if change.ratio_disagrees:
        told.append(ws.words("gaps.moved_disagree"))
    if change.how and change.certainty:  # rates alone claim nothing
        told.append(ws.words(_how(change), group=who, others=whom))
    told.append(
        ws.words("gaps.moved_certainty", certainty=ws.words(f"certainty.{change.certainty}"))
        if change.certainty
        else ws.words("gaps.certainty_none")
    )
    return tuple(told)


def _how(change: Change) -> str:
    """Return the words for who moved; where the interval includes no change, that nobody can say so yet."""
    is_a_failure = change.how in ("narrowed_levelling_down", "not_narrowed")
    return f"gaps.how_{change.how}" if is_a_failure or change.certainty in ("clear", "leaning") else "gaps.how_unsure"


def average_hides(ws: Workspace, before: Count, after: Count, change: Change) -> str:
    """Say that the whole school did better while the gap grew; nothing otherwise."""
    then, now = (Fraction(c.x or 0, c.n) if c.is_shown and c.n else c.rate for c in (before, after))
    if then is None or now is None or change.gap_before is None or change.gap_after is None:
        return ""
    if not change.is_better(now - then) or abs(change.gap_after) <= abs(change.gap_before):
        return ""
    return ws.words("gaps.average_hides", before=ws.words.percent(then), after=ws.words.percent(now))


def flag_average_hides(ws: Workspace, change: Change | None) -> str:
    """Return the flag for that, with how sure the change of the gap is where it is not sure."""
    if change is None or change.certainty in (None, "clear", "leaning"):
        return ws.words("gaps.flag_average_hides")
    return ws.words("gaps.flag_average_hides_unsure", certainty=ws.words(f"certainty.{change.certainty}"))


def _did(ws: Workspace, found: Disparity, students: str) -> str:
    code = f"measure.{found.measure}.sentence"
    if ws.words.has(code):
        told = ws.words(code, students=students)
        return ws.words("gaps.only", told=told, only=ws.only) if ws.only else told
    return ws.words("gaps.did", students=students, measure=ws.measure_label(found.measure))


def _right(ws: Workspace, found: Disparity, g: GroupResult) -> str:
    other, kind = g.reference, found.comparison.partition(":")[0]
    if not other.is_shown or g.reference_rate is None:
        return ""
    code = "gaps.side_all" if kind == "all" else "gaps.side"
    return ws.words(code, x=other.x, n=other.n, group=others(ws, found), rate=ws.words.percent(g.reference_rate))


def _rates_only(ws: Workspace, found: Disparity, g: GroupResult, who: str) -> str:
    facts = {"measure": ws.measure_label(found.measure), "group": who, "rate": ws.words.percent(g.rate or 0)}
    if g.reference_rate is None:
        return ws.words("gaps.headline_rate", **facts)
    return ws.words(
        "gaps.headline_rates", others=others(ws, found), rate_others=ws.words.percent(g.reference_rate), **facts
    )


def _group_moved(ws: Workspace, change: Change, who: str, *, before: str, after: str) -> str:
    if change.group_before is None or change.group_after is None:
        return ws.words("gaps.moved_hidden", group=who, before=before, after=after)
    return ws.words(
        "gaps.moved_group",
        group=who,
        before=before,
        after=after,
        rate_before=ws.words.percent(change.group_before),
        rate_after=ws.words.percent(change.group_after),
    )
