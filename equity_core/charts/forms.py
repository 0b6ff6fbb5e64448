"""The chart forms: each is built and validated with Altair once, then fed with released rows (PERFORMANCE.md §3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal

from equity_core.charts.roles import COLOURS, DASHES, FILLS, ROLES, SHAPES

if TYPE_CHECKING:
    import altair as alt

    Chart = alt.LayerChart | alt.FacetChart

Form = Literal[
    "gap_dots", "dumbbell", "lines", "shares", "people", "places", "spread", "runs", "funnel", "allotments", "fishbone"
]


@dataclass(frozen=True, slots=True)
class FormOf:
    """One chart form: the columns of its data, how it is built, how high a row is by look (None: one height)."""

    columns: Mapping[str, Literal["number", "text"]]
    build: Callable[[int], Chart]
    steps: Mapping[str, int] | None


@cache
def template(form: Form, look: str) -> dict[str, Any]:
    """Return a form's specification without data, made and validated once in a process. Do not change it in place."""
    import altair as alt

    of, size = FORMS[form], _SIZES[look]
    height: Any = alt.Step(of.steps[look]) if of.steps else _HEIGHTS_OF.get(form, _HEIGHTS)[look]
    drawn = of.build(size).properties(width="container", height=height, background="#FFFFFF", padding=_EDGES)
    spec: dict[str, Any] = _configured(drawn).to_dict()
    del spec["data"]
    return spec


def height(form: Form, look: str, rows: int) -> dict[str, int] | None:
    """Return how high a row is where few rows on a wall leave room; None where it is as the template says."""
    of = FORMS[form]
    roomy = look == "stage" and of.steps is not None and rows <= FEW_ROWS
    return {"step": max(ROOMY, of.steps[look])} if roomy and of.steps else None


def up_to(layers: list[dict[str, Any]], top: float) -> list[dict[str, Any]]:
    """Return the layers of a template with the x axis up to a value, whatever the rows have."""
    found = []
    for layer in layers:
        x = layer["encoding"].get("x", {})
        if "scale" in x:
            x = {**x, "scale": {**x["scale"], "domainMax": top}}
            layer = {**layer, "encoding": {**layer["encoding"], "x": x}}  # noqa: PLW2901
        found.append(layer)
    return found


def title(text: str, subtitle: str, look: str) -> dict[str, Any]:
    """Return the title of a chart, at the left above it, in lines that a phone or a wall has room for."""
    letters = _LETTERS[look]
    return {
        "text": wrap(text, letters - 8),
        "subtitle": wrap(subtitle, letters),
        **_TITLE,
        "fontSize": _SIZES[look] + 3,
        "subtitleFontSize": _SIZES[look],
    }


_SIZES = {"desk": 13, "stage": 18}
_LETTERS = {"desk": 46, "stage": 84}  # of a line below the title
FEW_ROWS, ROOMY = 4, 72  # so few rows on a wall are so high
_HEIGHTS = {"desk": 286, "stage": 342}  # of forms that have no rows, with title and axis
_HEIGHTS_OF: dict[str, dict[str, int]] = {"fishbone": {"desk": 340, "stage": 424}}  # six lines on each bone
_INK = COLOURS["baseline"]
_EDGES = {"left": 12, "right": 36, "top": 12, "bottom": 12}  # Streamlit writes into it: a number will not do
_TITLE: dict[str, Any] = {"anchor": "start", "frame": "bounds", "fontWeight": "bold", "offset": 10}
_TITLE |= {"color": _INK, "subtitleColor": _INK}


def _configured(chart: Chart) -> Chart:
    """Set what Streamlit's theme leaves alone; its colours of axes would vanish on our white ground in the dark."""
    configured: Chart = chart.properties(view={"stroke": None}).configure(font="Source Sans, sans-serif")
    return configured


def _axis(size: int, **more: object) -> alt.Axis:
    import altair as alt

    told: dict[str, Any] = {
        "title": None,
        "labelFontSize": size,
        "labelColor": _INK,
        "domainColor": COLOURS["rest"],
        "tickColor": COLOURS["rest"],
        "gridColor": "#E5E7EB",
        "labelAngle": 0,
        "labelLimit": 400,
        "labelPadding": 6,
    }
    return alt.Axis(**(told | more))


def _roles() -> dict[str, Any]:
    import altair as alt

    roles = list(ROLES)
    return {
        "color": alt.Color("role:N", legend=None).scale(domain=roles, range=[COLOURS[r] for r in ROLES]),
        "stroke": alt.Stroke("role:N", legend=None).scale(domain=roles, range=[COLOURS[r] for r in ROLES]),
        "fill": alt.Fill("role:N", legend=None).scale(domain=roles, range=[FILLS[r] for r in ROLES]),
        "solid": alt.Fill("role:N", legend=None).scale(domain=roles, range=[COLOURS[r] for r in ROLES]),
        "shape": alt.Shape("role:N", legend=None).scale(domain=roles, range=[SHAPES[r] for r in ROLES]),
        "strokeDash": alt.StrokeDash("role:N", legend=None).scale(domain=roles, range=[DASHES[r] for r in ROLES]),
    }


def _label_axis(size: int) -> alt.Axis:
    return _axis(
        size,
        labelExpr="split(datum.value, '\\n')",
        labelLineHeight=size + 4,
        minExtent=100,
        ticks=False,
        domain=False,
        grid=False,
    )


def _gap_dots(size: int) -> Chart:
    """C1: a dot and two intervals for each group, the whole school's rate as a line through all of them."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("label:N", axis=_label_axis(size)).sort(field="order", op="min")
    x = alt.X("rate:Q", axis=_axis(size, format=".0%", tickCount=6)).scale(zero=True, nice=True)
    whole = (
        base.transform_filter("datum.role == 'baseline'")
        .mark_rule(strokeDash=[2, 3], strokeWidth=1.5, color=_INK, aria=False)
        .encode(x=x)
    )
    thin = base.mark_rule(strokeWidth=2, aria=False).encode(
        y=y, x=alt.X("low:Q", axis=_axis(size, format=".0%", tickCount=6)), x2="high:Q", color=role["color"]
    )
    thick = base.mark_rule(strokeWidth=6, aria=False, opacity=0.55).encode(
        y=y, x=alt.X("inner_low:Q", axis=_axis(size, format=".0%", tickCount=6)), x2="inner_high:Q", color=role["color"]
    )
    dots = base.mark_point(size=size * 10, strokeWidth=2.5, opacity=1, filled=False).encode(
        y=y, x=x, color=role["color"], fill=role["fill"], shape=role["shape"], description=alt.Description("aria:N")
    )
    values = base.encode(y=y, x=x, text="value:N")
    return alt.layer(whole, thin, thick, dots, *_texts(values, size, dy=-size, baseline="bottom", weight="bold"))


def _dumbbell(size: int) -> Chart:
    """C2: then and now for the focus group, everyone else and the points between them."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("label:N", axis=_label_axis(size)).sort(field="order", op="min")
    x = alt.X("now:Q", axis=_axis(size, format=".0f", tickCount=6)).scale(zero=True, nice=True)
    then = alt.X("was:Q", title=None)
    between = base.mark_rule(strokeWidth=3, aria=False).encode(
        y=y, x=then, x2="now:Q", color=role["color"], strokeDash=role["strokeDash"]
    )
    starts = base.mark_point(size=size * 22, strokeWidth=3, shape=SHAPES["baseline"], color=_INK, aria=False).encode(
        y=y, x=then
    )
    ends = base.mark_point(size=size * 10, strokeWidth=2.5, opacity=1, filled=False).encode(
        y=y, x=x, color=role["color"], fill=role["fill"], shape=role["shape"], description=alt.Description("aria:N")
    )
    ends_at, starts_at = (_inside(size, name) for name in ("now", "was"))
    now = _texts(
        base.encode(y=y, x=x, text="now_text:N"), size, dy=-size, baseline="bottom", weight="bold", align=ends_at
    )
    before = _texts(base.encode(y=y, x=then, text="was_text:N"), size, dy=size, baseline="top", align=starts_at)
    return alt.layer(between, starts, ends, *before, *now)


def _lines(size: int) -> Chart:
    """C3: rates over periods, broken where a period is not shown, with the frozen baseline and the goal drawn."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    x = alt.X("period:N", axis=_axis(size, labelFlush=False, grid=False, labelOverlap="greedy"))
    x = x.sort(field="order", op="min")
    y = alt.Y("rate:Q", axis=_axis(size, format=".0%", tickCount=5)).scale(zero=True, nice=True)
    levels = (
        base.transform_filter("datum.mark == 'level'")
        .mark_rule(strokeWidth=1.5, aria=False)
        .encode(y=y, color=role["color"], strokeDash=role["strokeDash"])
    )
    paths = (
        base.transform_filter("datum.mark != 'level'")
        .mark_line(strokeWidth=2.5, invalid="break-paths-show-domains", aria=False)
        .encode(x=x, y=y, detail="series:N", color=role["color"], strokeDash=role["strokeDash"])
    )
    dots = (
        base.transform_filter("datum.mark == 'point'")
        .mark_point(size=size * 8, strokeWidth=2.5, opacity=1, filled=False)
        .encode(
            x=x, y=y, color=role["color"], fill=role["fill"], shape=role["shape"], description=alt.Description("aria:N")
        )
    )
    marked = base.transform_filter("datum.mark != 'level'").encode(x=x, y=y)
    texts = [text for place in ("around", "above", "below") for text in _beside(marked, size, place)]
    level_names = _texts(
        base.transform_filter("datum.mark == 'level'").encode(x=alt.value("width"), y=y, text="name:N"),
        size,
        dy=-4,
        baseline="bottom",
        align="right",
    )
    return alt.layer(levels, paths, dots, *level_names, *texts)


def _people(size: int) -> Chart:
    """C5: a square for each student, the filled ones first."""
    import altair as alt

    role = _roles()
    hidden: dict[str, Any] = {"axis": None}
    squares = (
        alt.Chart(alt.NamedData("rows"))
        .mark_point(shape="square", size=size * 8, strokeWidth=1.5, opacity=1, filled=False)
        .encode(
            x=alt.X("column:O", **hidden).scale(domain=list(range(20))),
            y=alt.Y("row:O", **hidden),
            color=role["color"],
            fill=role["fill"],
            description=alt.Description("aria:N"),
        )
    )
    return alt.layer(squares)


def _places(size: int) -> Chart:
    """C6: bars of students from a line at none, to the right more, to the left fewer."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("label:N", axis=_label_axis(size)).sort(field="order", op="min")
    x = alt.X("students:Q", axis=_axis(size, format=".0f", tickCount=5, tickMinStep=1)).scale(zero=True, nice=True)
    bars = base.mark_bar(height=size, strokeWidth=2.5, opacity=1).encode(
        y=y, x=x, stroke=role["stroke"], fill=role["fill"], description=alt.Description("aria:N")
    )
    none = base.mark_rule(strokeWidth=1.5, color=_INK, aria=False).encode(x=alt.datum(0))
    values = base.encode(y=y, x=x, text="value:N")
    return alt.layer(bars, none, *_texts(values, size, dy=-size, baseline="bottom", weight="bold"))


def _allotments(size: int) -> Chart:
    """Who gets what: a bar for each way to hand out, its number at its end."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("label:N", axis=_label_axis(size)).sort(field="order", op="min")
    x = alt.X("amount:Q", axis=_axis(size, format=",.0f", tickCount=5, tickMinStep=1)).scale(zero=True, nice=True)
    bars = base.mark_bar(height=size, strokeWidth=2.5, opacity=1).encode(
        y=y, x=x, stroke=role["stroke"], fill=role["fill"], description=alt.Description("aria:N")
    )
    values = base.encode(y=y, x=x, text="value:N")
    return alt.layer(bars, *_texts(values, size, dy=0, dx=2 * size, baseline="middle", weight="bold"))


def _fishbone(size: int) -> Chart:
    """C10: a spine, six bones that stand on it, and texts beside them."""
    import altair as alt

    base = alt.Chart(alt.NamedData("rows"))
    x = alt.X("x:Q", axis=None).scale(domain=[0, 100], nice=False)
    y = alt.Y("y:Q", axis=None).scale(domain=[-10, 10], nice=False)
    lines = [
        base.transform_filter(f"datum.mark == '{mark}'")
        .mark_rule(strokeWidth=width, color=_INK)
        .encode(x=x, y=y, x2="x2:Q", y2="y2:Q", description=alt.Description("aria:N"))
        for mark, width in (("spine", 4), ("bone", 2))
    ]
    texts = [
        text
        for mark, weight in (("name", "bold"), ("causes", "normal"))
        for text in _texts(
            base.transform_filter(f"datum.mark == '{mark}'").encode(x=x, y=y, text="text:N"),
            size,
            dx=6,
            dy=0,
            baseline="top",
            weight="bold" if weight == "bold" else "normal",
            align="left",
        )
    ]
    return alt.layer(*lines, *texts)


def _spread(size: int) -> Chart:
    """C12: a strip of bins for each group, the darker the more students; the first row has the limits between them."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    y = alt.Y("label:N", axis=_label_axis(size)).sort(field="order", op="min")
    x = alt.X("start:Q", axis=None).scale(zero=True, nice=False)
    strips = (
        base.transform_filter("datum.order > 0")
        .mark_rect(height=round(2.4 * size), stroke="#FFFFFF", strokeWidth=2)
        .encode(
            y=y,
            x=x,
            x2="end:Q",
            fill=role["solid"],
            fillOpacity=alt.FillOpacity("depth:Q", legend=None).scale(domain=[0, 1], range=[0, 1]),
            description=alt.Description("aria:N"),
        )
    )
    texts = base.encode(y=y, x=alt.X("middle:Q", axis=None), text="value:N")
    return alt.layer(strips, *_texts(texts, size, dy=0, baseline="middle", weight="bold"))


def _runs(size: int) -> Chart:
    """C7: points joined in time, the median as a line, limits as dashes, a ring where a point is outside them."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    x = alt.X("period:N", axis=_axis(size, labelFlush=False, grid=False, labelOverlap="greedy"))
    x = x.sort(field="order", op="min")
    y = alt.Y("rate:Q", axis=_axis(size, format=".0%", tickCount=5)).scale(zero=True, nice=True)
    points, limits = (base.transform_filter(f"datum.mark == '{mark}'") for mark in ("point", "limit"))
    rings, events, medians = (base.transform_filter(f"datum.mark == '{mark}'") for mark in ("ring", "event", "median"))
    return alt.layer(
        events.mark_rule(strokeWidth=1.5, strokeDash=[2, 3], color=_INK, aria=False).encode(x=x),
        medians.mark_rule(strokeWidth=1.5, color=_INK, aria=False).encode(y=y),
        limits.mark_line(strokeWidth=2, interpolate="step", aria=False).encode(
            x=x, y=y, detail="series:N", color=role["color"], strokeDash=role["strokeDash"]
        ),
        points.mark_line(strokeWidth=2.5, aria=False).encode(x=x, y=y, color=role["color"]),
        points.mark_point(size=size * 6, strokeWidth=2.5, opacity=1, filled=False).encode(
            x=x, y=y, color=role["color"], fill=role["fill"], shape=role["shape"], description=alt.Description("aria:N")
        ),
        rings.mark_point(size=size * 26, strokeWidth=2.5, shape="circle", color=_INK, aria=False).encode(x=x, y=y),
        *_texts(rings.encode(x=x, y=y, text="value:N"), size, dy=-size, baseline="bottom", weight="bold"),
        *_texts(events.encode(x=x, y=alt.value(0), text="name:N"), size, dy=0, baseline="top", weight="bold"),
    )


def _funnel(size: int) -> Chart:
    """Schools by size and rate, between curves that say how far chance alone takes them."""
    import altair as alt

    role = _roles()
    base = alt.Chart(alt.NamedData("rows"))
    students = _axis(size, format=",.0f", tickCount=6, grid=False)
    x = alt.X("students:Q", axis=students).scale(zero=False, nice=True)
    y = alt.Y("rate:Q", axis=_axis(size, format=".0%", tickCount=6)).scale(zero=True, nice=True)
    points = base.transform_filter("datum.mark == 'point'").encode(x=x, y=y)
    limits = base.transform_filter("datum.mark == 'limit'").mark_line(strokeWidth=2, aria=False)
    overall = base.transform_filter("datum.mark == 'overall'").mark_line(strokeWidth=1.5, color=_INK, aria=False)
    return alt.layer(
        overall.encode(x=x, y=y, strokeDash=alt.value([2, 3])),
        limits.encode(x=x, y=y, detail="series:N", color=role["color"], strokeDash=role["strokeDash"]),
        points.mark_point(size=size * 8, strokeWidth=2.5, opacity=1, filled=False).encode(
            color=role["color"], fill=role["fill"], shape=role["shape"], description=alt.Description("aria:N")
        ),
        *_texts(points.encode(text="value:N"), size, dy=-size, baseline="bottom", weight="bold"),
    )


def _beside(marked: alt.Chart, size: int, place: Literal["around", "above", "below"]) -> list[alt.Chart]:
    """Return the value and the name of a point: above and under it, or both on the side where no other line is."""
    here = marked.transform_filter(f"datum.place == '{place}'")
    line = round(1.25 * size)
    value_at = size if place == "below" else -size
    name_at = {"around": size, "above": -size - line, "below": size + line}[place]
    return [
        *_texts(
            here.encode(text="name:N"),
            size,
            dx=2 * size,
            dy=name_at,
            baseline="bottom" if name_at < 0 else "top",
            align="right",
        ),
        *_texts(
            here.encode(text="value:N"), size, dy=value_at, baseline="bottom" if value_at < 0 else "top", weight="bold"
        ),
    ]


def _inside(size: int, field: str) -> alt.ExprRef:
    """Return how a text stands at its mark: in its middle, but beside it where the edge, or a row's label, is near."""
    import altair as alt

    at, room = f"scale('x', datum.{field})", 4 * size
    return alt.ExprRef(expr=f"{at} < {room} ? 'left' : {at} > width - {room} ? 'right' : 'center'")


def _texts(
    base: alt.Chart,
    size: int,
    *,
    dy: int,
    dx: int = 0,
    baseline: Literal["top", "bottom", "middle"],
    weight: Literal["bold", "normal"] = "normal",
    align: Literal["center", "left", "right"] | alt.ExprRef = "center",
) -> tuple[alt.Chart, alt.Chart]:
    """Return text with a white edge around it, so that a line behind does not cross it out."""
    place: dict[str, Any] = {"dx": dx, "dy": dy, "baseline": baseline, "align": align, "aria": False}
    place |= {"fontSize": size, "fontWeight": weight, "color": _INK, "lineBreak": "\n"}
    return base.mark_text(stroke="#FFFFFF", strokeWidth=5, strokeJoin="round", **place), base.mark_text(**place)


_THEN_AND_NOW: Mapping[str, Literal["number", "text"]] = {
    "order": "number",
    "label": "text",
    "role": "text",
    "was": "number",
    "now": "number",
    "was_text": "text",
    "now_text": "text",
    "aria": "text",
}

FORMS: dict[Form, FormOf] = {
    "gap_dots": FormOf(
        {
            "order": "number",
            "label": "text",
            "role": "text",
            "rate": "number",
            "low": "number",
            "high": "number",
            "inner_low": "number",
            "inner_high": "number",
            "value": "text",
            "aria": "text",
        },
        _gap_dots,
        {"desk": 70, "stage": 46},
    ),
    "dumbbell": FormOf(_THEN_AND_NOW, _dumbbell, {"desk": 74, "stage": 92}),
    "shares": FormOf(_THEN_AND_NOW, _dumbbell, {"desk": 74, "stage": 74}),  # C4: of all students, of the outcome
    "people": FormOf(
        {"column": "number", "row": "number", "role": "text", "aria": "text"}, _people, {"desk": 18, "stage": 26}
    ),
    "places": FormOf(
        {
            "order": "number",
            "label": "text",
            "role": "text",
            "students": "number",
            "value": "text",
            "aria": "text",
        },
        _places,
        {"desk": 50, "stage": 50},
    ),
    "allotments": FormOf(
        {
            "order": "number",
            "label": "text",
            "role": "text",
            "amount": "number",
            "value": "text",
            "aria": "text",
        },
        _allotments,
        {"desk": 46, "stage": 46},
    ),
    "fishbone": FormOf(
        {
            "mark": "text",
            "x": "number",
            "y": "number",
            "x2": "number",
            "y2": "number",
            "text": "text",
            "aria": "text",
        },
        _fishbone,
        None,
    ),
    "spread": FormOf(
        {
            "order": "number",
            "label": "text",
            "role": "text",
            "start": "number",
            "end": "number",
            "middle": "number",
            "depth": "number",
            "value": "text",
            "aria": "text",
        },
        _spread,
        {"desk": 60, "stage": 56},
    ),
    "runs": FormOf(
        {
            "order": "number",
            "period": "text",
            "series": "text",
            "role": "text",
            "mark": "text",
            "rate": "number",
            "value": "text",
            "name": "text",
            "aria": "text",
        },
        _runs,
        None,
    ),
    "funnel": FormOf(
        {
            "series": "text",
            "mark": "text",
            "role": "text",
            "students": "number",
            "rate": "number",
            "value": "text",
            "aria": "text",
        },
        _funnel,
        None,
    ),
    "lines": FormOf(
        {
            "order": "number",
            "period": "text",
            "series": "text",
            "role": "text",
            "mark": "text",
            "rate": "number",
            "value": "text",
            "name": "text",
            "place": "text",
            "aria": "text",
        },
        _lines,
        None,
    ),
}
