from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from equity_core import metrics
from equity_core.errors import Unknown
from equity_core.model import Baseline, BaselineSide, Cycle, Flag, Focus, Goal, Measure, Prediction, Query
from equity_core.privacy import HIDDEN, Count
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import gap_choices, gap_words, gaps
from tests import worlds

RACE = Query(measure="suspended", dimension="race", period="2024-25")
EL = Query(measure="reading_proficient", dimension="el_status", period="2024-25")
BLACK = "Black or African American"


@pytest.fixture
def s1(ws):
    return worlds.keep(ws, worlds.s1_race(), worlds.s1_reading())


@pytest.fixture
def s4(ws):
    return worlds.keep(ws, *(worlds.s4_reading(p) for p in worlds.S4))


@pytest.fixture
def ct(ws):
    points = {"2009-10": ("20.0", "5.4"), "2015-16": ("16.2", "3.9")}
    return worlds.keep(ws, *(worlds.connecticut(p, Fraction(b), Fraction(w)) for p, (b, w) in points.items()))


def a_goal(ws, **baseline):
    frozen = Baseline(
        query=Query(**{**EL.model_dump(), "period": "2022-23", "group": "Current EL"}),
        group=BaselineSide(n=120, x=36),
        rest=BaselineSide(n=460, x=284),
        frozen_at=datetime(2025, 1, 1),
        source="s",
    )
    goal = Goal(
        cycle=ws.cycle.id, baseline=frozen.model_copy(update=baseline), target_percent=Decimal(50), by=date(2026, 6, 1)
    )
    ws.save(goal)
    return goal


def test_the_headline_has_the_school_as_its_subject(s1):
    assert gaps.look(s1, RACE).headline == (
        "Our school suspended 24 of 120 Black or African American students (20.0%) and 37 of 480 other students (7.7%)."
    )


def test_points_and_times_stand_beside_each_other(s1):
    assert gaps.look(s1, RACE).points_and_times.startswith("12.3 points, 2.6 times")


def test_the_table_has_two_decimals_of_the_ratio(s1):
    rows = {row[0]: row for row in gaps.look(s1, RACE).figure.table.rows}
    assert "2.59" in rows[BLACK]


def test_the_focus_group_has_the_headline(s1):
    s1.save(Focus(id=s1.cycle.id, cycle=s1.cycle.id, query=RACE.model_copy(update={"group": "White"})))
    assert gaps.look(s1, RACE).group == "White"


def test_a_hidden_group_has_a_headline_without_a_number(s1):
    look = gaps.look(s1, RACE.model_copy(update={"group": "American Indian or Alaska Native"}))

    assert not any(c.isdigit() for c in look.headline + look.certainty + look.parity + look.points_and_times)


def test_el_status_warns_of_reclassification_with_ever_el(s1):
    (caution,) = gaps.look(s1, EL).cautions
    assert "45.0% (108 of 240)" in caution


def test_rates_alone_are_told_and_nothing_is_claimed(ct):
    look = gaps.look(ct, RACE.model_copy(update={"period": "2015-16", "compare": "group:White"}))

    assert look.headline.startswith("Our source gives 16.2%")
    assert (look.parity, look.points_and_times) == (
        "",
        "12.3 points, 4.2 times the rate of White students: it is higher, and lower is better.",
    )
    assert "cannot be said" in look.certainty


def test_points_and_ratio_that_disagree_are_both_said_and_no_win_is_claimed(ct):
    look = gaps.look(ct, RACE.model_copy(update={"period": "2015-16", "compare": "group:White"}))
    told = " ".join(look.over_time.sentences)

    assert "14.6 to 12.3 points" in told
    assert "3.70 to 4.15 times" in told
    assert "no plain win" in told
    assert "smaller, and" not in told
    assert "cannot be said" in told


def test_a_gap_that_moved_no_more_than_chance_is_not_said_to_have_narrowed(s4):
    change = metrics.change(
        metrics.Pair(Count("shown", n=120, x=36), Count("shown", n=460, x=284)),
        metrics.Pair(Count("shown", n=120, x=40), Count("shown", n=460, x=284)),
        s4.measure(EL.measure),
    )
    told = " ".join(gap_words.moved(s4, gaps.look(s4, EL).found, EL.group, change, before="1", after="2"))

    assert change.how == "narrowed_group_improved"
    assert "nobody can say yet that the gap" in told
    assert "smaller" not in told


def test_the_average_can_hide_a_gap_that_grew(s4):
    told = gaps.look(s4, EL).over_time.sentences
    assert "better, while this gap is wider" in told[0]


def test_without_a_goal_no_baseline_is_offered(s4):
    assert "baseline" not in [o.code for o in gap_choices.comparisons(s4, EL.measure, EL.dimension, EL.period)]


def test_with_a_goal_the_baseline_and_the_goal_can_be_compared_with(s4):
    a_goal(s4)
    codes = [o.code for o in gap_choices.comparisons(s4, EL.measure, EL.dimension, EL.period)]
    assert codes[:4] == ["rest", "all", "baseline", "rate:0.5"]


def test_against_the_baseline_there_is_a_dumbbell_from_the_frozen_counts(s4):
    a_goal(s4, group=BaselineSide(n=120, x=48))
    look = gaps.look(s4, EL.model_copy(update={"compare": "baseline"}))

    assert look.figure.form == "dumbbell"
    assert look.figure.rows[0]["was"] == 40.0
    assert "2022-23 to 2024-25" in look.figure.sentence


def test_over_time_draws_baseline_and_goal(s4):
    a_goal(s4)
    roles = {row["role"] for row in gaps.look(s4, EL).over_time.figure.rows}
    assert roles == {"focus", "rest", "baseline", "goal"}


def test_over_time_the_formula_has_the_counts_of_every_period(s4):
    how = gaps.look(s4, EL).over_time.figure.method
    rows = [step for step in how if step.startswith("20")]
    assert [row[:7] for row in rows] == ["2022-23", "2023-24", "2024-25"]
    assert rows[-1] == "2024-25: Current EL 29/104 = 27.9%; other students 317/496 = 63.9%."
    assert any(step.startswith("Change of the difference: (29/104 − 317/496) − (") for step in how)


def test_a_later_cycle_names_both_baselines(s4):
    first = a_goal(s4, group=BaselineSide(n=100, x=20))
    s4.save(s4.cycle.model_copy(update={"closed": date(2025, 6, 1)}))
    s4.save(Cycle(number=2, started=date(2025, 7, 1), original_goal=first.id))
    a_goal(s4)
    look = gaps.look(s4, EL.model_copy(update={"compare": "baseline"}))

    assert any("20.0%" in c and "30.0%" in c for c in look.cautions)


def test_measures_stand_in_one_sensible_order_and_the_teams_own_come_last(ws):
    own = Measure(id="late", rule=Flag(column="late"), direction="lower_better", timing="leading", label="Late")
    ws.save(own)
    late = worlds.table("late", "2024-25", "race", worlds.shown(60, 300), {"A": worlds.shown(20, 100)})
    worlds.keep(ws, late, worlds.s1_reading(), worlds.s1_race())

    assert [o.code for o in gap_choices.measures(ws)] == ["suspended", "reading_proficient", "late"]


def test_rates_alone_open_on_a_named_group_and_say_why(ct):
    options = gap_choices.comparisons(ct, "suspended", "race", "2015-16")
    look = gaps.look(ct, RACE.model_copy(update={"period": "2015-16", "compare": options[0].code}))

    assert options[0].code == f"group:{BLACK}"
    assert "points" in look.points_and_times
    assert any("Everyone else cannot be worked out" in caution for caution in look.cautions)


def test_a_flag_of_not_learning_english_reads_as_people(ws):
    people = gap_words.people(ws, "el_status", "Not a current EL")
    assert people == "students who are not current English learners"


def test_one_period_has_no_line(s1):
    assert gaps.look(s1, RACE).over_time is None
    with pytest.raises(Unknown):
        gaps.figure(s1, "suspended", by="race", over_time=True)


def test_a_table_that_is_gone_is_unknown(s1):
    with pytest.raises(Unknown):
        gaps.look(s1, RACE.model_copy(update={"period": "1999-00"}))


def test_a_guess_opens_one_table_and_no_other(s1):
    gaps.predict(s1, RACE, "")

    assert gaps.prediction(s1, RACE.model_copy(update={"compare": "all", "group": BLACK})) is not None
    assert gaps.prediction(s1, EL) is None
    assert len(s1.all(Prediction)) == 1


def test_a_notebook_asks_the_same_question_again(s4):
    look = gaps.look(s4, EL)
    told = gaps.notebook(s4, look.over_time.figure, workspace="our school").decode()

    assert "eq.open('our school')" in told
    assert "eq.figure(ws, 'reading_proficient', by='el_status', period='2024-25'" in told
    assert "over_time=True" in told
    assert '"outputs": []' in told


def test_the_team_can_ask_the_same_figure_by_function(s4):
    assert gaps.figure(s4, "reading_proficient", by="el_status") == gaps.look(s4, EL).figure


@pytest.mark.parametrize("form", ["shares", "people"])
def test_other_pictures_of_a_gap_are_asked_for_by_their_form(s1, form):
    figure = gaps.figure(s1, "suspended", by="race", form=form)
    assert figure.form == form
    assert f"form='{form}'" in gaps.notebook(s1, figure, workspace="w").decode()


def test_a_picture_that_is_not_there_is_said(s1):
    with pytest.raises(Unknown):
        gaps.figure(s1, "suspended", by="race", form="pie")


def test_an_average_that_hides_a_wider_gap_raises_a_flag(ws):
    text = "school_year,metric,dimension,group,denominator,numerator\n"
    for year, black, white in (("2022-23", 40, 100), ("2024-25", 38, 60)):
        text += f"{year},suspended,race,Black,100,{black}\n{year},suspended,race,White,400,{white}\n"
    bring_in.keep(ws, bring_in.read(ws, [("a.csv", text.encode())]))
    look = gaps.look(ws, Query(measure="suspended", dimension="race", period="2024-25", compare="rest"))
    unsure = (
        "Gap widening while the average improves, in these numbers. How sure is the change of the gap: can't tell yet."
    )
    assert look.over_time.flag == unsure
    assert "no student rows" in look.no_rows


def test_a_change_of_the_race_form_breaks_the_line_and_says_nothing_of_a_change(ws):
    head = "school_year,metric,dimension,group,denominator,numerator\n"
    for year, group in (("2022-23", "Two or more races"), ("2024-25", "Multiracial and/or multiethnic")):
        text = f"{head}{year},suspended,race,Black,100,40\n{year},suspended,race,White,400,60\n"
        text += f"{year},suspended,race,{group},100,20\n"
        bring_in.keep(ws, bring_in.read(ws, [(f"{year}.csv", text.encode())]))
    look = gaps.look(ws, Query(measure="suspended", dimension="race", period="2024-25", compare="rest"))
    (told,) = look.over_time.sentences
    assert "the way to count race and ethnicity changed" in told
    assert {row["series"] for row in look.over_time.figure.rows if row["mark"] == "point"} == {
        "Black or African American (two questions, 1997)",
        "Black or African American (one question, 2024)",
        "Other students (two questions, 1997)",
        "Other students (one question, 2024)",
    }


def test_numbers_are_narrowed_to_a_school_by_what_was_released_there_and_nothing_else(ws):
    races = {BLACK: worlds.shown(24, 120), "White": worlds.shown(37, 480)}
    everybody = worlds.table("suspended", "2024-25", "race", worlds.shown(61, 600), races)
    north = {BLACK: worlds.shown(16, 60), "White": HIDDEN}
    at_north = worlds.narrowed(
        worlds.table("suspended", "2024-25", "race", worlds.shown(30, 300), north), school="North"
    )
    at_south = replace(
        at_north, where=(("school", "South"),), total=HIDDEN, groups=((BLACK, HIDDEN), ("White", HIDDEN))
    )
    overlapping = replace(at_north, dimension="program", partitions=False)
    worlds.keep(ws, everybody, at_north, at_south, overlapping)

    assert [o.code for o in gap_choices.narrowings(ws, "suspended", "race")] == ["", "school=North"]
    assert [o.code for o in gap_choices.narrowings(ws, "suspended", "program")] == [""]
    where = (("school", "North"),)
    assert ws.narrowed(where).narrowed(where).only == "School: North"
    assert ws.narrowed(where).table("suspended", "2024-25", "program") is None
    look = gaps.look(ws, Query(measure="suspended", dimension="race", period="2024-25", group=BLACK, where=where))
    assert "16 of 60" in look.headline
    assert "School: North only" in look.headline
    assert look.found.group("White").status == "hidden"
    assert look.found.group(BLACK).reference.status == "hidden"  # it would be just those who are not shown
    assert "where=(('school', 'North'),)" in gaps.notebook(ws, look.figure, workspace="w").decode()


def test_where_all_students_are_one_group_nothing_is_drawn_and_the_sentences_say_so(ws):
    one = worlds.table("suspended", "2024-25", "race", worlds.shown(24, 120), {BLACK: worlds.shown(24, 120)})
    look = gaps.look(worlds.keep(ws, one), RACE)
    assert look.headline == "Our school suspended 24 of 120 Black or African American students (20.0%)."
    assert look.certainty.startswith("Every student in these numbers is in this one group")
    assert "note.no_rest" not in look.found.notes
    assert (look.figure.rows, [page.rows for page in look.pages]) == ((), [()])
    assert len(look.figure.table.rows) == 2
    assert look.on_the_wall() == {}


def test_where_no_group_is_shown_all_students_alone_are_no_picture(ws):
    table = worlds.table("suspended", "2024-25", "race", worlds.shown(24, 120), {BLACK: HIDDEN, "White": HIDDEN})
    look = gaps.look(worlds.keep(ws, table), RACE)
    assert look.figure.rows == ()
    assert look.headline == "Our school suspended 24 of all 120 students (20.0%)."
