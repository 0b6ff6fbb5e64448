"""In which schools a gap arises, as bars of students (C6): excess by school from released numbers (METHODS.md §4.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from equity_core import metrics, stats
from equity_core.charts import Figure, Place, places
from equity_core.metrics import Certainty, Disparity
from equity_core.model import Query
from equity_core.privacy import Count
from equity_core.stats import Counts, Excess
from equity_core.words import half_up
from equity_core.workflow import formulas
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.diagnose.by_school import BySchool
from equity_core.workflow.workspace import Workspace

MOST_OF_IT = Fraction(6, 10)  # of the difference: so much is worth a sentence (UX.md §6, D5)
FEWEST_SCHOOLS = 3  # of two schools, one always makes half or more
SPELLED_OUT = 3  # schools whose formula is printed


def as_places(ws: Workspace, query: Query, found: Disparity, schools: BySchool) -> Figure:
    """Return how many students of a group each school adds to the gap, the largest first."""
    words, excess = ws.words, schools.excess
    worse = _worse(found, excess)
    order = sorted(excess.excess, key=lambda name: (-excess.excess[name] * worse, name))
    sure, together = _certainty(ws, schools), {name: _both(schools, name) for name in order}
    return places(
        words,
        [
            Place(
                name,
                excess.excess[name],
                group=_counts(ws, schools.strata[name].group),
                others=_counts(ws, schools.strata[name].reference),
                certainty=words(f"certainty.{sure[name]}") if sure[name] else words("charts.none"),
                expected=words.percent(together[name].expected),
            )
            for name in order
        ],
        composition=excess.composition,
        measure=ws.measure_label(found.measure),
        period=found.period,
        sentence=_sentence(ws, query, found, excess, first=order[0], sure=sure),
        direction=found.direction,
        left_out=schools.left_out,
        question=query,
        method=(
            definition(ws, found.measure),
            words("method.rate"),
            words("method.places"),
            words("method.places_certainty", points=found.practical_points, family=len(schools.strata)),
            *(
                formulas.of_place(words, name, schools.strata[name], excess.excess[name])
                for name in order[:SPELLED_OUT]
            ),
            formulas.of_places(words, excess),
            words("method.both"),
            *(formulas.of_both(words, name, together[name]) for name in order[:SPELLED_OUT]),
            words("method.places_left_out"),
            words("method.shown_only"),
        ),
    )


def _both(schools: BySchool, name: str) -> formulas.Both:
    """Return what adding up the school and the group alone would give for its students there (METHODS.md §4.6)."""
    there = schools.strata[name]
    elsewhere = [s for school, s in schools.strata.items() if school != name]
    cells = {
        ("here", "group"): there.group,
        ("here", "others"): there.reference,
        ("elsewhere", "group"): stats.together(s.group for s in elsewhere),
        ("elsewhere", "others"): stats.together(s.reference for s in elsewhere),
    }
    both = stats.intersection(cells).cells["here", "group"]
    group = stats.together((there.group, cells["elsewhere", "group"])).rate
    school = stats.together((there.group, there.reference)).rate
    everybody = stats.together(cells.values()).rate
    assert both.rate is not None  # somebody is on each side in each school
    assert both.expected_additive is not None
    assert group is not None
    assert school is not None
    assert everybody is not None
    return formulas.Both(group, school, everybody, both.expected_additive, both.rate)


def _certainty(ws: Workspace, schools: BySchool) -> dict[str, Certainty | None]:
    """Return how sure the gap within each school is, adjusted for looking at all of them."""
    sides = {name: (_shown(s.reference), _shown(s.group)) for name, s in schools.strata.items()}
    moved = metrics.moves(sides, practical_points=ws.profile.practical_points)
    return {name: m.certainty for name, m in moved.items()}


def _shown(counts: Counts) -> Count:
    return Count("shown", n=counts.n, x=counts.x)


def _counts(ws: Workspace, side: Counts) -> str:
    return ws.words("charts.counts", x=side.x, n=side.n, rate=ws.words.percent(Fraction(side.x, side.n)))


def _sentence(
    ws: Workspace, query: Query, found: Disparity, excess: Excess, *, first: str, sure: Mapping[str, Certainty | None]
) -> str:
    worse = _worse(found, excess)
    facts = {
        "school": first,
        "group": gap_words.people(ws, query.dimension, query.group),
        "others": gap_words.others(ws, found),
        "measure": ws.measure_label(found.measure),
    }
    students = half_up(excess.excess[first] * worse, 0)
    if students < 1:
        return ws.words("gaps.places_none", **facts)
    code = "gaps.places_more" if worse < 0 else "gaps.places_fewer"
    told = [ws.words(code, students=students, **facts)]
    if sure[first]:
        told.append(ws.words("gaps.places_sure", school=first, certainty=ws.words(f"certainty.{sure[first]}")))
    certain = {name for name, word in sure.items() if word in ("clear", "leaning")}
    share = _share(excess, worse, certain)
    if share:
        told.append(ws.words("gaps.places_share", **share))
    return " ".join(told)


def _worse(found: Disparity, excess: Excess) -> int:
    """Return the sign of those students who make the gap: too few of them, or too many."""
    return -1 if metrics.takes_more(found.direction, excess.crude) else 1


def _share(excess: Excess, worse: int, certain: Collection[str]) -> dict[str, object]:
    """Return how few of three schools or more make most of the difference.

    Nothing where some part points the other way, or where nobody can tell yet that one of those schools differs.
    """
    order = sorted(excess.excess, key=lambda name: -excess.excess[name] * worse)
    parts = [excess.excess[name] * worse for name in order]
    if len(parts) < FEWEST_SCHOOLS:
        return {}
    if excess.crude * worse <= 0 or min(*parts, excess.composition * worse) < 0:
        return {}
    made = Fraction(0)
    for count, part in enumerate(parts[:-1], start=1):
        made += part
        if order[count - 1] not in certain:
            return {}
        if made >= MOST_OF_IT * excess.crude * worse:
            return {"count": count, "all": len(parts), "share": f"{half_up(made * 100 / (excess.crude * worse), 0)}%"}
    return {}
