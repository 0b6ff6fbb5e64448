"""The same gap in other pictures: by school (C6), and the spread within groups (C12)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from equity_core.model import AtLeast, LessThan, Measure, MoreThan, Query
from equity_core.privacy import HIDDEN
from equity_core.workflow.diagnose import gap_choices, gaps
from tests import worlds
from tests.rules.test_language import BARE, FORBIDDEN
from tests.workflow.diagnose.test_by_school import QUERY as EL
from tests.workflow.diagnose.test_by_school import SIMPSON, bring, shown

SCHOOLS = {
    "North": (shown(20, 100), shown(10, 100)),
    "South": (shown(30, 100), shown(30, 300)),
    "West": (shown(12, 100), shown(22, 200)),
}


def pictures(ws, query=EL):
    return gaps.look(ws, query).pictures


def test_each_school_adds_the_students_that_its_rate_makes(ws):
    bring(ws, SCHOOLS)
    figure = pictures(ws)["places"]

    drawn = [(row["label"], row["students"], row["value"], row["role"]) for row in figure.rows]
    assert drawn[:3] == [
        ("South", 20.0, "20 more", "focus"),
        ("North", 10.0, "10 more", "focus"),
        ("West", 1.0, "1 more", "focus"),
    ]
    assert sum(row["students"] for row in figure.rows) == pytest.approx(
        float(300 * (Fraction(62, 300) - Fraction(62, 600)))
    )


def test_the_strongest_schools_are_named_with_what_they_make_together(ws):
    bring(ws, SCHOOLS)
    told = pictures(ws)["places"].sentence

    assert "at South: at the rate of other students there, about 20 fewer Current EL students" in told
    assert "1 of 3 schools makes 65% of the difference." in told


def test_shares_over_a_hundred_are_never_said(ws):
    bring(ws, SCHOOLS | {"East": (shown(2, 60), shown(40, 200))})
    assert "%" not in pictures(ws)["places"].sentence


def test_a_good_outcome_is_told_as_how_many_more(ws):
    bring(ws, SIMPSON)
    assert "no school" in pictures(ws)["places"].sentence  # within each school the group is ahead


def test_a_school_has_its_counts_how_sure_and_its_formula(ws):
    bring(ws, SCHOOLS)
    figure = pictures(ws)["places"]

    assert figure.table.rows[0] == ("South", "30 of 100 (30.0%)", "30 of 300 (10.0%)", "20.0 more", "clear", "21.9%")
    assert any("South: 30 − 100 × 30/300 = 20.0 students" in line for line in figure.method)
    assert any("31.0" in line and "together 31.0" in line for line in figure.method)
    # 62/300 + 60/400 − 124/900
    assert "South: 20.7% + 15.0% − 13.8% = 21.9%; seen 30.0%." in figure.method


def test_many_schools_are_all_in_the_table_and_the_strongest_are_drawn(ws):
    bring(ws, {f"School {i:02}": (shown(10 + i, 100), shown(10, 100)) for i in range(12)})
    figure = pictures(ws)["places"]

    assert [row["label"] for row in figure.rows][:2] == ["School 11", "School 10"]
    assert len(figure.rows) == 6  # with who is in which school
    assert len(figure.table.rows) == 13
    assert "5 of 12 schools" in figure.subtitle


def test_one_school_has_no_picture_by_school(ws):
    bring(ws, {"North": SCHOOLS["North"]})
    assert "places" not in pictures(ws)


# -- the spread within groups ------------------------------------------------------------------------------------------

BLACK = "Black or African American"
ABSENT = Query(measure="absent_18", dimension="race", period="2024-25", group=BLACK)
RULES = {
    "absent_9": AtLeast(column="days", value=Decimal(9)),
    "absent_18": AtLeast(column="days", value=Decimal(18)),
    "absent_36": MoreThan(column="days", value=Decimal(36)),
    "here": LessThan(column="days", value=Decimal(5)),
    "other": AtLeast(column="mark", value=Decimal(9)),
}


def absences(ws, **counts):
    """Keep measures of days absent: {measure: (total, Black, White)}."""
    for id in counts:
        ws.save(Measure(id=id, rule=RULES[id], direction="lower_better", timing="leading", label=id.replace("_", " ")))
    tables = [
        worlds.table(id, "2024-25", "race", total, {BLACK: black, "White": white})
        for id, (total, black, white) in counts.items()
    ]
    return worlds.keep(ws, *tables)


CUTS = {
    "absent_9": (shown(150, 400), shown(60, 100), shown(90, 300)),
    "absent_18": (shown(70, 400), shown(30, 100), shown(40, 300)),
    "absent_36": (shown(26, 400), shown(14, 100), shown(12, 300)),
}


def bins(figure, group):
    return [
        (row["start"], row["end"], row["value"])
        for row in figure.rows
        if row["label"].replace("\n", " ").startswith(group)
    ]


def test_cuts_of_one_column_are_taken_apart_into_bins(ws):
    absences(ws, **CUTS, other=(shown(1, 400), shown(0, 100), shown(1, 300)))
    figure = pictures(ws, ABSENT)["spread"]

    assert figure.table.columns[2:] == ("under 9", "9 to under 18", "18 to 36", "over 36")
    assert bins(figure, BLACK) == [(0, 1, "40"), (1, 2, "30"), (2, 3, "16"), (3, 4, "14")]
    assert figure.table.rows[1] == (BLACK, "100", "40.0% (40)", "30.0% (30)", "16.0% (16)", "14.0% (14)")
    assert figure.sentence.startswith(f"Of our school's 100 {BLACK} students, 40 are at under 9")
    assert any("14/100" in line for line in figure.method)


def test_a_measure_that_counts_below_its_cut_is_turned_round(ws):
    absences(ws, **{id: CUTS[id] for id in ("absent_9",)}, here=(shown(120, 400), shown(20, 100), shown(100, 300)))
    figure = pictures(ws, ABSENT.model_copy(update={"measure": "absent_9"}))["spread"]

    assert figure.table.columns[2:] == ("under 5", "5 to under 9", "9 or more")
    assert bins(figure, BLACK) == [(0, 1, "20"), (1, 2, "20"), (2, 3, "60")]


def test_a_bin_under_ten_is_joined(ws):
    absences(ws, **CUTS | {"absent_36": (shown(19, 400), shown(6, 100), shown(13, 300))})
    figure = pictures(ws, ABSENT)["spread"]

    assert bins(figure, BLACK) == [(0, 1, "40"), (1, 2, "30"), (2, 4, "30")]
    assert figure.table.rows[1][-1] == "with the one before"
    assert all(int(cell.split("(")[1][:-1]) >= 10 for row in figure.table.rows for cell in row[2:] if "(" in cell)


def test_a_group_that_is_hidden_once_is_listed(ws):
    absences(ws, **CUTS | {"absent_36": (shown(26, 400), shown(14, 100), HIDDEN)})
    figure = pictures(ws, ABSENT)["spread"]

    assert figure.listed == ("White",)
    assert figure.table.rows[2] == ("White", *["hidden"] * 5)
    assert "White" not in figure.description


def test_one_cut_has_no_picture_and_the_page_may_say_how_to_get_one(ws):
    absences(ws, absent_18=CUTS["absent_18"])
    look = gaps.look(ws, ABSENT)

    assert "spread" not in look.pictures
    assert look.can_spread
    assert not gaps.look(worlds.keep(ws, worlds.s1_race()), EL.model_copy(update={"dimension": "race"})).can_spread


@pytest.mark.parametrize("form", ["shares", "people", "places", "spread"])
def test_a_picture_is_asked_for_again_from_a_notebook(ws, form):
    if form == "spread":
        absences(ws, **CUTS)
        asked, by = "absent_18", "race"
    else:
        bring(ws, SCHOOLS)
        asked, by = "suspended", "el_status"
    assert by in [d.code for d in gap_choices.dimensions(ws, asked)]
    figure = gaps.figure(ws, asked, by=by, form=form)

    assert figure.form == form
    assert f"form='{form}'" in gaps.notebook(ws, figure, workspace="w").decode()


# -- many schools ------------------------------------------------------------------------------------------------------

BY_SCHOOL = Query(measure="suspended", dimension="school", period="2024-25")


def many(ws, **counts):
    groups = {name: shown(*count) for name, count in counts.items()}
    total = shown(sum(c.x for c in groups.values()), sum(c.n for c in groups.values()))
    worlds.keep(ws, worlds.table("suspended", "2024-25", "school", total, groups))
    return pictures(ws, BY_SCHOOL).get("funnel")


def test_schools_outside_the_funnel_are_named_and_none_has_a_rank(ws):
    figure = many(ws, North=(10, 100), South=(12, 100), East=(9, 100), West=(40, 100), Adams=(2, 20), Young=(11, 100))

    assert figure.sentence == (
        "1 of our 6 schools is further from the rate of all than chance alone takes a school of its size: West."
    )
    assert [row[0] for row in figure.table.rows] == ["Adams", "East", "North", "South", "West", "Young"]
    assert [row["value"] for row in figure.rows if row["mark"] == "point"] == ["", "", "", "", "West", ""]


def test_a_small_school_is_drawn_in_more_than_a_large_one(ws):
    figure = many(ws, North=(10, 100), South=(12, 100), East=(30, 100), West=(150, 500), Adams=(6, 20), Young=(11, 100))
    drawn = {row[0]: float(row[3].rstrip("%")) for row in figure.table.rows}

    assert 25 < drawn["Adams"] < drawn["East"] < drawn["West"] <= 30  # each counted 30 %
    assert any(" = " in line and "± 3.09" in line for line in figure.method)


def test_schools_that_differ_by_chance_alone_are_not_singled_out(ws):
    figure = many(ws, North=(10, 100), South=(12, 100), East=(9, 100), West=(11, 100), Adams=(2, 20))
    assert "none is outside the funnel" in figure.sentence


def test_no_sentence_about_schools_blames_or_overclaims(ws):
    figure = many(ws, North=(10, 100), South=(12, 100), East=(9, 100), West=(40, 100), Adams=(2, 20))
    for sentence in (figure.sentence, figure.description, figure.subtitle, *figure.method):
        assert not FORBIDDEN.search(sentence), sentence
        assert not BARE.search(sentence), sentence


def test_a_few_schools_and_other_groups_have_no_funnel(ws):
    assert many(ws, North=(10, 100), South=(12, 100), East=(9, 100), West=(40, 100)) is None
    assert "funnel" not in pictures(worlds.keep(ws, worlds.s1_race()), EL.model_copy(update={"dimension": "race"}))


# -- who answered ------------------------------------------------------------------------------------------------------


def survey(ws, black, white):
    """Keep a survey: belonging among those who answered, and who answered."""
    (x, n), (x2, n2) = black, white
    belong = worlds.table(
        "belonging",
        "2024-25",
        "race",
        shown(x + x2, 2 * (x + x2)),
        {BLACK: shown(x, 2 * x), "White": shown(x2, 2 * x2)},
    )
    answered = worlds.table(
        "answered_survey", "2024-25", "race", shown(x + x2, n + n2), {BLACK: shown(x, n), "White": shown(x2, n2)}
    )
    worlds.keep(ws, belong, answered)
    return gaps.look(ws, Query(measure="belonging", dimension="race", period="2024-25", group=BLACK))


def test_a_survey_says_beside_its_gap_who_answered(ws):
    told = survey(ws, (80, 100), (240, 300)).cautions
    assert f"Who answered: 80.0% of {BLACK}, and 80.0% of all groups that are shown" in told[-1]
    assert "1.00 times its share of the people asked." in told[-1]


def test_a_group_that_is_hardly_heard_is_to_be_asked_in_person(ws):
    look = survey(ws, (40, 100), (240, 300))
    told = look.cautions
    # 40 of 280 answers, 100 of 400 people
    assert "0.57 times its share of the people asked, so this rate speaks for few of them" in told[-1]
    assert not FORBIDDEN.search(told[-1])
    assert (
        f"{BLACK}: 40/100 answered. Share of the answers ÷ share of the people asked: (40/280) ÷ (100/400) = 0.57."
        in look.figure.method
    )


def test_who_answered_has_no_such_line_about_itself(ws):
    survey(ws, (40, 100), (240, 300))
    query = Query(measure="answered_survey", dimension="race", period="2024-25", group=BLACK)
    assert not any("Who answered" in caution for caution in gaps.look(ws, query).cautions)


def test_of_two_schools_and_of_too_few_students_nobody_says_which_makes_the_gap(ws):
    bring(ws, {name: SCHOOLS[name] for name in ("North", "South")})
    told = pictures(ws)["places"].sentence
    assert "make" not in told
    assert told.endswith("How sure is the difference at South: clear.")


def test_a_school_that_may_differ_by_chance_is_not_said_to_make_the_gap(ws):
    bring(ws, {"North": (shown(4, 60), shown(3, 60)), "South": (shown(9, 60), shown(7, 60)), "West": SCHOOLS["West"]})
    told = pictures(ws)["places"].sentence
    assert "How sure is the difference at" in told
    assert "of the difference." not in told
