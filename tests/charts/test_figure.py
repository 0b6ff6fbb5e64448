"""What every chart form must have: chart, table, sentence, spoken description; and what none may have."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction

import altair as alt
import pytest

from equity_core.charts import (
    FORMS,
    Allotment,
    Bin,
    Bone,
    Goalpost,
    InFunnel,
    Limit,
    Moment,
    Place,
    Point,
    Series,
    Strip,
    allotment_pages,
    allotments,
    dumbbell,
    fishbone,
    funnel,
    gap_dots,
    gap_pages,
    lines,
    people,
    places,
    runs,
    shares,
    spread,
)
from equity_core.charts.forms import template
from equity_core.charts.roles import COLOURS
from equity_core.metrics import MEASURES, Pair, change, disparity, pair
from equity_core.privacy import HIDDEN
from equity_core.words import Words
from tests import worlds

WORDS, BLACK = Words(), "Black or African American"
RACE = disparity(worlds.s1_race(), MEASURES["suspended"])


def dots():
    return gap_dots(WORDS, RACE, measure="Suspended", sentence="Our school …", group=BLACK)


def pair_of_dumbbells():
    then, now = (worlds.s4_reading(p) for p in ("2022-23", "2024-25"))
    moved = change(pair(then, "Current EL"), pair(now, "Current EL"), MEASURES["reading_proficient"])
    return dumbbell(
        WORDS, moved, measure="Reading", group="Current EL", before="2022-23", after="2024-25", sentence="Our school …"
    )


def broken_lines():
    rates = (Fraction(3, 10), None, Fraction(1, 4))
    points = tuple(Point(p, r) for p, r in zip(worlds.S4, rates, strict=True))
    return lines(
        WORDS,
        [Series("Current EL", "focus", points)],
        measure="Reading",
        sentence="Our school …",
        direction="higher_better",
        baseline=Goalpost("Baseline", Fraction(3, 10), "2022-23"),
        goal=Goalpost("Goal", Fraction(1, 2), "June 2026"),
    )


def pairs_of_shares():
    return shares(WORDS, RACE, measure="Suspended", sentence="Our school …", group=BLACK)


def squares():
    return people(WORDS, RACE, RACE.group(BLACK), measure="Suspended", sentence="Our school …")


def bars():
    found = [
        Place("North", Fraction(41, 2), "a", "b", "clear", "9%"),
        Place("South", Fraction(-3), "a", "b", "leaning", "9%"),
    ]
    return places(
        WORDS,
        found,
        composition=Fraction(0),
        measure="M",
        period="p",
        sentence="Our school …",
        direction="lower_better",
    )


def strips():
    drawn = [
        Strip("All students", "baseline", (Bin(0, 0, 60), Bin(1, 1, 25), Bin(2, 2, 15))),
        Strip(BLACK, "focus", (Bin(0, 0, 30), Bin(1, 2, 20))),
        Strip("Asian", "rest", ()),
    ]
    return spread(
        WORDS, drawn, ("under 9", "9 to 18", "over 18"), ("9", "18"), measure="M", period="p", sentence="Our school …"
    )


def a_funnel():
    schools = [InFunnel("North", 30, 100, Fraction(2, 10), 0.1, 0.25, is_outside=True)]
    limits = [Limit(n, share, 0.1, 0.2) for share in ("95", "99.8") for n in (50, 100)]
    return funnel(
        WORDS,
        schools,
        limits,
        overall=Fraction(15, 100),
        measure="M",
        period="p",
        sentence="Our schools …",
        direction="lower_better",
    )


def a_run():
    moments = [
        Moment(f"w{i}", "a", Fraction(x, 10), 0.1, 0.9, x > 8, ("Snow",) * (x == 7)) for i, x in enumerate((5, 7, 9))
    ]
    return runs(WORDS, moments, median=0.7, measure="M", sentence="No pattern", direction="higher_better")


def allotted(count=2):
    """Return who gets what, the last one without a share by need."""
    return [Allotment(f"Grade {i}", 60 - i, 40, None if i == count - 1 else 24, "200", "hidden") for i in range(count)]


def a_share():
    return allotments(WORDS, allotted(), title="Tutor", unit="hours", sentence="Our school …")


def a_fish():
    bones = [Bone(f"B{i}", tuple((f"Cause {n} " * 9, "hunch", "hunch") for n in range(i))) for i in range(6)]
    return fishbone(WORDS, bones, head="Our school …", sentence="Our school …")


FIGURES = {
    "fishbone": a_fish,
    "allotments": a_share,
    "gap_dots": dots,
    "dumbbell": pair_of_dumbbells,
    "lines": broken_lines,
    "shares": pairs_of_shares,
    "people": squares,
    "places": bars,
    "spread": strips,
    "runs": a_run,
    "funnel": a_funnel,
}


def text_size(node):
    """Yield every font size in a specification."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name.lower().endswith("fontsize") and isinstance(value, int | float):
                yield value
            yield from text_size(value)
    elif isinstance(node, list):
        for value in node:
            yield from text_size(value)


def test_every_form_is_tested_here():
    assert set(FIGURES) == set(FORMS)


every_form = pytest.mark.parametrize("form", FORMS)


@every_form
def test_every_form_has_all_four_parts(form):
    figure = FIGURES[form]()

    assert figure.rows
    assert figure.table.rows
    assert figure.table.caption
    assert figure.sentence
    assert figure.description


@every_form
def test_every_form_is_a_valid_chart(form):
    spec = FIGURES[form]().chart_spec()
    alt.LayerChart.from_dict(spec, validate=True)


@every_form
def test_its_rows_have_exactly_the_columns_of_the_form(form):
    for row in FIGURES[form]().rows:
        assert list(row) == list(FORMS[form].columns)


@every_form
def test_its_data_travel_as_arrow_and_as_a_frame_alike(form):
    figure = FIGURES[form]()
    assert figure.arrow().to_pylist() == [dict(row) for row in figure.rows]
    assert list(figure.frame().columns) == list(FORMS[form].columns)


@every_form
@pytest.mark.parametrize("look", ["desk", "stage"])
def test_it_has_no_legend_no_small_text_and_only_the_four_role_colours(form, look):
    spec = FIGURES[form]().chart_spec(look)

    assert min(text_size(spec)) >= (18 if look == "stage" else 13)
    assert '"legend": {' not in json.dumps(spec)
    named = set(re.findall(r"#[0-9A-F]{6}", json.dumps(spec["layer"])))
    assert named <= {*COLOURS.values(), "#FFFFFF", "#E5E7EB"}


@every_form
def test_its_marks_are_spoken(form):
    assert all(row["aria"] for row in FIGURES[form]().rows)


@every_form
def test_its_template_is_made_once(form):
    assert template(form, "desk") is template(form, "desk")
    assert "data" not in template(form, "desk")


@every_form
def test_it_shows_itself_in_a_notebook(form):
    shown = FIGURES[form]()._repr_mimebundle_()
    assert "<svg" in shown["text/html"]
    assert "<table>" in shown["text/html"]


def test_hidden_groups_are_there_by_name_only():
    figure = dots()
    drawn = json.dumps(figure.chart_spec())

    assert figure.listed == (
        "American Indian or Alaska Native",
        "Asian",
        "Native Hawaiian or Pacific Islander",
        "Two or more races",
    )
    assert not any(name in drawn for name in figure.listed)
    for name in ("American Indian or Alaska Native", "Native Hawaiian or Pacific Islander"):
        (row,) = (row for row in figure.table.rows if row[0] == name)
        assert set(row[1:]) == {"hidden"}


def test_a_count_under_five_is_never_drawn_and_never_a_rate():
    (row,) = (row for row in dots().table.rows if row[0] == "Asian")
    assert row[2] == "under 5"
    assert not any("%" in cell for cell in row)


def test_almost_everybody_is_told_from_the_other_end():
    many = worlds.range_of(48, low=44, high=48)
    table = worlds.table("suspended", "p", "race", worlds.shown(90, 200), {"A": many})
    figure = gap_dots(WORDS, disparity(table, MEASURES["suspended"]), measure="M", sentence="S")
    assert figure.table.rows[1][2] == "all but under 5"


def test_all_students_come_first_and_groups_stay_alphabetical():
    labels = [row["label"].replace("\n", " ").rsplit(" ", 2)[0] for row in dots().rows]
    assert labels == ["All students", "Black or African American", "Hispanic or Latino", "White"]


def test_roles_say_who_is_meant():
    roles = [row["role"] for row in dots().rows]
    assert roles == ["baseline", "focus", "rest", "rest"]


def test_a_wall_shows_at_most_seven_rows_at_a_time():
    counts = {f"Group {i:02}": worlds.shown(20, 100) for i in range(10)}
    table = worlds.table("suspended", "p", "race", worlds.shown(200, 1000), counts)
    pages = gap_pages(WORDS, disparity(table, MEASURES["suspended"]), measure="M", sentence="S")

    assert [len(page.rows) for page in pages] == [7, 5]
    assert "1 of 2" in pages[0].subtitle


def test_the_pages_of_a_wall_have_one_axis():
    counts = {f"Group {i:02}": worlds.shown(10 + 8 * i, 100) for i in range(10)}
    table = worlds.table("suspended", "p", "race", worlds.shown(460, 1000), counts)
    pages = gap_pages(WORDS, disparity(table, MEASURES["suspended"]), measure="M", sentence="S")
    axes = [re.findall(r">(\d+%)<", page._repr_mimebundle_()["text/html"]) for page in pages]

    assert len(pages) == 2
    assert axes[0] == axes[1]
    assert max(row["high"] for row in pages[0].rows) < 0.7 < pages[0].top


def test_a_line_breaks_where_a_period_is_hidden():
    figure = broken_lines()
    (gap,) = (row for row in figure.rows if row["period"] == "2023-24")

    assert (gap["rate"], gap["value"]) == (None, "")
    assert "hidden" in figure.table.rows[1]
    assert "hidden in 2023-24" in figure.description


def ends(low, high):
    """Return where the texts of two lines stand at their end."""
    lines_ = [Series("A", "focus", (Point("1", low),)), Series("B", "rest", (Point("1", high),))]
    drawn = lines(WORDS, lines_, measure="Reading", sentence="Our school …", direction="higher_better")
    return [row["place"] for row in drawn.rows]


def test_texts_of_lines_that_end_close_together_stand_apart():
    assert ends(Fraction(30, 100), Fraction(32, 100)) == ["below", "above"]
    assert ends(Fraction(32, 100), Fraction(30, 100)) == ["above", "below"]
    assert ends(Fraction(30, 100), Fraction(30, 100)) == ["above", "below"]
    assert ends(Fraction(30, 100), Fraction(60, 100)) == ["around", "around"]


def test_of_many_periods_only_the_ends_have_their_number_beside_them():
    points = tuple(Point(str(year), Fraction(year, 100)) for year in range(10, 16))
    figure = lines(WORDS, [Series("A", "focus", points)], measure="R", sentence="S", direction="higher_better")

    assert [row["value"] for row in figure.rows] == ["10.0%", "", "", "", "", "15.0%"]
    assert [row["name"] for row in figure.rows] == ["", "", "", "", "", "A"]
    assert len(figure.table.rows) == 6


def test_a_dumbbell_with_a_hidden_side_draws_the_other_one():
    then, now = worlds.s4_reading("2022-23"), worlds.s4_reading("2024-25")
    moved = change(
        Pair(then.group("Current EL"), HIDDEN), Pair(now.group("Current EL"), HIDDEN), MEASURES["reading_proficient"]
    )
    figure = dumbbell(WORDS, moved, measure="R", group="Current EL", before="a", after="b", sentence="S")

    assert [row["label"] for row in figure.rows] == ["Current EL"]
    assert figure.listed == ("Everyone else", "Points between them")
    assert figure.table.rows[1][1:3] == ("hidden", "hidden")


def test_shares_are_of_all_students_and_of_those_counted():
    figure = pairs_of_shares()
    (black,) = (row for row in figure.rows if row["role"] == "focus")

    assert (black["was"], round(black["now"], 1)) == (20.0, 39.3)
    assert "American Indian or Alaska Native" in figure.listed
    assert all(row[1:] == ("hidden", "hidden") for row in figure.table.rows if row[0] in figure.listed)


def test_shares_need_all_students_and_groups_that_do_not_overlap():
    groups = {"A": worlds.shown(9, 50), "B": worlds.shown(14, 70)}
    table = worlds.table("suspended", "p", "race", HIDDEN, groups)
    overlap = worlds.table("suspended", "p", "race", worlds.shown(20, 100), groups, partitions=False)
    for found in (disparity(t, MEASURES["suspended"]) for t in (table, overlap)):
        assert shares(WORDS, found, measure="M", sentence="S") is None


def test_a_square_is_a_student_and_the_filled_ones_are_those_to_parity():
    roles = [row["role"] for row in squares().rows]
    assert (roles.count("focus"), len(roles)) == (15, 24)
    assert (
        squares().subtitle
        == "■ 15: so many would have to have the better outcome for the rates to match. All squares: 24 students."
    )


def test_of_a_good_outcome_the_squares_are_those_who_do_not_have_it_yet():
    found = disparity(worlds.s1_reading(), MEASURES["reading_proficient"])
    roles = [row["role"] for row in people(WORDS, found, found.group("Current EL"), measure="R", sentence="S").rows]
    assert (roles.count("focus"), len(roles)) == (45, 105)


def test_too_many_students_share_a_square():
    groups = {"A": worlds.shown(1500, 3000), "B": worlds.shown(900, 5000)}
    table = worlds.table("suspended", "p", "race", worlds.shown(2400, 8000), groups)
    found = disparity(table, MEASURES["suspended"])
    figure = people(WORDS, found, found.group("A"), measure="M", sentence="S")
    assert len(figure.rows) == 150
    assert "Each square is 10 students." in figure.subtitle


def test_a_group_that_is_not_behind_has_no_squares():
    assert people(WORDS, RACE, RACE.group("White"), measure="M", sentence="S") is None


def test_bars_say_more_or_fewer_and_none_for_nothing():
    assert [row["value"] for row in bars().rows] == ["21 more", "3 fewer", "none"]
    assert [row["role"] for row in bars().rows] == ["focus", "rest", "baseline"]


def test_who_gets_what_draws_only_what_is_worked_out_and_a_wall_has_two_on_one_scale():
    assert [row["role"] for row in a_share().rows] == ["baseline", "rest", "focus", "baseline", "rest"]
    assert a_share().table.rows[1][-1] == "not worked out"
    pages = allotment_pages(WORDS, allotted(5), title="Tutor", unit="hours", sentence="S")
    assert [len(page.rows) for page in pages] == [6, 6, 2]
    assert {page.top for page in pages} == {60}
    assert "6 of 7" in allotments(WORDS, allotted(7), title="T", unit="hours", sentence="S").subtitle


def test_a_fish_has_six_bones_and_what_has_no_room_is_in_the_table():
    rows = a_fish().rows
    assert [row["mark"] for row in rows].count("bone") == 6
    assert "and 2 more" in [row["text"] for row in rows if row["mark"] == "causes"][-1]
    assert len(a_fish().table.rows) == 15


def test_joined_bins_are_one_strip_over_two_columns():
    joined = strips().rows[-1]
    assert (joined["start"], joined["end"], joined["value"]) == (1, 3, "40")
    assert strips().listed == ("Asian",)
    assert strips().table.rows[1][-2:] == ("40.0% (20)", "with the one before")


def test_long_lines_over_a_chart_are_broken_and_few_rows_on_a_wall_stand_apart():
    moved = change(pair(worlds.s1_race(), "White"), pair(worlds.s1_race(), "White"), MEASURES["suspended"])
    figure = dumbbell(WORDS, moved, measure="M " * 40, group="White", before="2022-23", after="2024-25", sentence="S")
    for look, letters in (("desk", 46), ("stage", 84)):
        told = figure.spec(look)["title"]
        assert len(told["text"]) > 1
        assert max(map(len, [*told["text"], *told["subtitle"]])) <= letters
    few = gap_dots(WORDS, disparity(worlds.s1_reading(), MEASURES["reading_proficient"]), measure="M", sentence="S")
    many = replace(few, rows=few.rows * 2)
    assert few.spec("stage")["height"]["step"] > many.spec("stage")["height"]["step"]
    assert few.spec("desk")["height"] == many.spec("desk")["height"]
    assert "dotted line: all students" in few.subtitle
