"""The gaps page: nothing yet, a guess first, then the answer; on the wall; from a link."""

from __future__ import annotations

from equity_core.model import Evidence, Gap, Observation, Prediction, Query
from equity_core.privacy import HIDDEN
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import focus, listen
from tests import worlds
from tests.pages.conftest import has, is_whole

BLACK = "Black or African American"


def s1(ws):
    return worlds.keep(ws, worlds.s1_race(), worlds.s1_reading())


def s4(ws):
    return worlds.keep(ws, *(worlds.s4_reading(p) for p in worlds.S4))


def text_of(at, key):
    return " ".join(str(e.value) for e in at.get_by_key(key) if hasattr(e, "value"))


def revealed(open_page, setup, **query):
    at = open_page("gaps", setup, **query)
    if has(at, "predict_skip"):
        at = press(at, "predict_skip")
    return at


def press(at, key):
    next(b for b in at.button if b.key == key).click()
    at.run()
    assert is_whole(at)
    return at


def charts(at):
    return at.get("vega_lite_chart")


def test_without_data_the_page_says_what_to_bring(open_page):
    at = open_page("gaps")

    assert has(at, "gaps_empty")
    assert not has(at, "sel_measure")


def test_nobody_sees_a_number_before_the_guess(open_page):
    at = open_page("gaps", s1)

    assert has(at, "predict_text")
    assert not has(at, "headline")
    assert not has(at, "gap_table")
    assert not charts(at)


def test_a_skipped_guess_is_remembered(open_page, page_ws):
    at = revealed(open_page, s1)

    assert has(at, "headline")
    assert [p.text for p in page_ws.all(Prediction)] == [""]
    at.run()
    assert not has(at, "predict_card")


def test_a_guess_is_kept_and_shown_beside_the_numbers(open_page, page_ws):
    at = open_page("gaps", s1)
    at.text_area(key="predict_text").input("about the same")
    at = press(at, "reveal")

    assert page_ws.all(Prediction)[0].text == "about the same"
    assert any(t.value == "about the same" for t in at.text)


def test_the_answer_names_the_school_and_its_numbers(open_page):
    at = revealed(open_page, s1)

    told = text_of(at, "headline")
    assert "Our school suspended 24 of 120" in told.replace("\\", "")
    assert "(20.0%)" in told.replace("\\", "")
    assert "37 of 480 other students (7.7%)" in told.replace("\\", "")
    assert "clear" in text_of(at, "certainty")
    assert "about 15 fewer" in text_of(at, "people_to_parity")
    assert "12.3 points, 2.6 times" in text_of(at, "points_and_times")


def test_hidden_groups_are_named_with_one_reason_and_an_invitation(open_page):
    at = revealed(open_page, s1)

    note = text_of(at, "hidden_note")
    assert "American Indian or Alaska Native and Native Hawaiian or Pacific Islander" in note
    assert "fewer than 10 students, a count too small, or needed to protect such a group" in note
    assert has(at, "listen_instead")


def test_the_chart_has_a_spoken_description_and_a_table(open_page):
    at = revealed(open_page, s1)

    (chart,) = charts(at)
    assert "Black or African American: 20.0%, 95% interval 13.8% to 28.0%, 120 students" in chart.proto.alt
    table = at.table[0].value
    assert list(table.iloc[:, 0])[:3] == ["All students", "American Indian or Alaska Native", "Asian"]
    assert "2.59" in table.to_string()


def test_a_link_opens_its_question(open_page):
    at = revealed(open_page, s1, sel_measure="reading_proficient", sel_dimension="el_status")

    assert at.selectbox(key="sel_measure").value == "reading_proficient"
    assert "about 45 more" in text_of(at, "people_to_parity")
    assert any("45\\.0% \\(108 of 240\\)" in w.value for w in at.warning)


def test_a_code_in_the_address_that_nobody_offers_is_ignored(open_page):
    at = open_page("gaps", s1, sel_measure="<script>", sel_dimension="no")

    assert at.selectbox(key="sel_measure").value == "suspended"


def test_a_number_is_pinned_once(open_page, page_ws):
    at = press(revealed(open_page, s1), "pin_evidence")

    (card,) = page_ws.all(Evidence)
    assert (card.form, card.query.group, card.text) == ("number", "Black or African American", "")
    assert not has(at, "pin_evidence")


def test_a_gap_goes_on_the_focus_list(open_page, page_ws):
    press(revealed(open_page, s1), "add_focus")

    (gap,) = page_ws.all(Gap)
    assert gap.query.group == "Black or African American"


def test_where_every_group_is_hidden_there_is_none_to_put_on_the_list_or_to_pin(open_page, page_ws):
    def few(ws):
        hidden = dict.fromkeys(("Asian", "White"), HIDDEN)
        return worlds.keep(ws, worlds.table("suspended", "2024-25", "race", worlds.shown(3, 40), hidden))

    at = revealed(open_page, few)

    assert has(at, "certainty")
    assert not has(at, "add_focus")
    assert not has(at, "pin_evidence")
    assert any("there is none to pin" in text.value for text in at.text)
    pinned = Query(measure="suspended", dimension="race", period="2024-25")
    told = focus.sentence(page_ws, pinned)  # as one pinned before this was seen to
    assert told.startswith("Suspended at least once, every group (Race/ethnicity), 2024-25: this figure is hidden.")


def test_the_sentence_can_be_about_another_group(open_page):
    at = revealed(open_page, s1)
    at.selectbox(key="sel_group").select("Hispanic or Latino").run()

    assert is_whole(at)
    assert "Hispanic or Latino" in text_of(at, "headline")


def test_over_time_draws_lines_and_says_who_moved(open_page):
    at = revealed(open_page, s4)
    at.toggle(key="over_time").set_value(True).run()

    assert is_whole(at)
    assert len(charts(at)) == 2
    assert "31.7 to 36.0 points" in text_of(at, "over_time_sentences")


def test_on_the_wall_there_is_a_sentence_a_chart_and_no_table(open_page):
    at = revealed(open_page, s1, view="stage")

    assert has(at, "headline")
    assert len(charts(at)) == 1
    assert not at.table
    assert not has(at, "pin_evidence")


def test_on_the_wall_one_other_picture_takes_the_place_of_the_chart(open_page):
    at = revealed(open_page, s1, view="stage")
    at.toggle(key="as_people").set_value(True).run()

    assert is_whole(at)
    assert len(charts(at)) == 1
    assert "about 15 fewer" in text_of(at, "headline")  # one sentence at a time


def twelve_years(ws):
    rates = [24, 22, 23, 20, 21, 19, 18, 17, 16, 17, 15, 14]
    years = {f"{year}-{year % 100 + 1:02}": x for year, x in enumerate(rates, start=2013)}
    groups = {year: {"A": worlds.shown(x, 100), "B": worlds.shown(90, 900)} for year, x in years.items()}
    return worlds.keep(
        ws, *(worlds.table("suspended", y, "race", worlds.shown(years[y] + 90, 1000), g) for y, g in groups.items())
    )


def test_on_the_wall_the_lines_and_the_run_chart_are_two_pictures(open_page):
    at = revealed(open_page, twelve_years, view="stage")
    at.toggle(key="as_runs").set_value(True).run()

    assert is_whole(at)
    assert len(charts(at)) == 1
    assert has(at, "as_runs_chart")
    at.toggle(key="over_time").set_value(True).run()
    assert has(at, "over_time_chart")


def test_on_paper_there_are_the_other_pictures_too(open_page):
    revealed(open_page, s1)
    at = open_page("gaps", None, view="print")

    assert len(charts(at)) == 3  # the gap, as shares, as people


def test_a_measure_with_a_limit_says_how_to_see_the_spread(open_page):
    assert not has(revealed(open_page, s1), "no_spread")
    absent = worlds.table(
        "chronic_absence",
        "2024-25",
        "race",
        worlds.shown(61, 600),
        {"White": worlds.shown(21, 300), BLACK: worlds.shown(40, 300)},
    )
    at = revealed(open_page, lambda ws: worlds.keep(ws, absent), sel_measure="chronic_absence")

    assert "another limit" in text_of(at, "no_spread")


def test_on_paper_there_is_everything_and_no_picker(open_page, page_ws):
    revealed(open_page, s1)
    at = open_page("gaps", None, view="print")

    assert has(at, "gap_table")
    steps = [step.value for step in at.markdown if step.value.startswith("- ")]
    assert len(steps) == len(set(steps)) > 5, "how it was computed stands once"
    assert not at.selectbox
    assert not at.button or all(b.key != "pin_evidence" for b in at.button)


def test_two_dimensions_at_once_are_one_choice(open_page):
    """What is hidden of both is listed and not drawn."""
    at = revealed(open_page, crossed, sel_measure="reading_proficient", sel_dimension="race,gender")

    assert "Black or African American · Female students" in text_of(at, "headline")
    assert len(charts(at)) == 1
    hidden = text_of(at, "hidden_note")
    assert "American Indian or Alaska Native · Female" in hidden
    assert "Black or African American · Female" not in hidden


def crossed(ws):
    """Girls who are Black read least; there are few girls of one race."""
    groups = {("B", "F"): (70, 21), ("B", "M"): (75, 38), ("W", "F"): (80, 52), ("W", "M"): (85, 51)}
    groups |= {("I", "F"): (6, 3), ("I", "M"): (31, 15), ("A", "F"): (40, 25), ("A", "M"): (45, 27)}
    names = {"B": "Black or African American", "W": "White", "I": "American Indian or Alaska Native", "A": "Asian"}
    lines = ["Student ID,Race/Ethnicity,Gender,Reading Proficient"]
    for (race, gender), (n, x) in groups.items():
        lines += [f"{810_000 + len(lines) + i},{names[race]},{gender},{'NY'[i < x]}" for i in range(n)]
    bring_in.keep(ws, bring_in.read(ws, [("2024-25 students.csv", "\n".join(lines).encode())]))


def test_each_person_guesses_before_seeing_numbers(open_page, page_ws):
    at = open_page("gaps", s1)
    at.text_area(key="predict_text").input("about the same")
    at = press(at, "reveal")
    at = press(at, "next_person")
    assert has(at, "predict_card")
    assert not has(at, "headline")
    assert "Person 2" in text_of(at, "predict_person")
    at = press(at, "predict_skip")
    assert has(at, "headline")
    assert [(p.seat, p.text) for p in page_ws.all(Prediction)] == [(1, "about the same"), (2, "")]
    at = press(at, "next_person")  # who skipped does not open the table for the next one either
    assert not has(at, "headline")


def test_what_is_seen_is_kept_and_a_because_is_reminded_of_and_never_refused(open_page, page_ws):
    at = revealed(open_page, s1)
    at = press(at, "observe_add")
    assert any("Write down what you see first" in w.value for w in at.warning)
    next(t for t in at.text_input if t.key.startswith("observe_")).input("We asked Maria Lopez about it")
    at = press(at, "observe_add")
    assert any("“Maria Lopez” may name somebody" in w.value for w in at.warning)
    assert next(t for t in at.text_input if t.key.startswith("observe_")).value == "We asked Maria Lopez about it"
    for text in ("White students have the lowest rate", "It is high because of the bus"):
        next(t for t in at.text_input if t.key.startswith("observe_")).input(text)
        at = press(at, "observe_add")
    assert [o.text for o in page_ws.all(Observation)] == [
        "White students have the lowest rate",
        "It is high because of the bus",
    ]
    told = [i.value for i in at.info]
    assert len(told) == 1
    assert "“because” begins to explain" in told[0]
    first, _ = page_ws.all(Observation)
    at = press(at, f"unsee_{first.id}")
    assert [o.text for o in page_ws.all(Observation)] == ["It is high because of the bus"]


def in_grades(ws):
    grades = {"6": worlds.shown(31, 300), "7": worlds.shown(30, 300)}
    cells = {
        f"{BLACK} · 6": worlds.shown(8, 60),
        f"{BLACK} · 7": worlds.shown(16, 60),
        "White · 6": worlds.shown(23, 240),
        "White · 7": worlds.shown(14, 240),
    }
    races = {BLACK: worlds.shown(24, 120), "White": worlds.shown(37, 480)}
    tables = (("race", races), ("grade", grades), ("race,grade", cells))
    worlds.keep(ws, *(worlds.table("suspended", "2024-25", by, worlds.shown(61, 600), t) for by, t in tables))


def test_a_filter_stays_in_the_title_the_sentence_and_the_pin(open_page, page_ws):
    at = revealed(open_page, in_grades, sel_dimension="race")
    assert "24 of 120" in text_of(at, "headline")
    at.selectbox(key="sel_where").set_value("grade=7").run()
    assert is_whole(at)
    told = text_of(at, "headline").replace("\\", "")
    assert "Our school suspended 16 of 60" in told
    assert "14 of 240 other students (5.8%)" in told
    assert "Counted here: Grade: 7 only" in told
    assert "Suspended at least once (Grade: 7)" in charts(at)[0].proto.spec
    assert at.query_params["sel_where"] == "grade=7"
    at = press(at, "pin_evidence")
    (card,) = page_ws.all(Evidence)
    assert card.query.where == (("grade", "7"),)
    shown = listen.as_card(page_ws, card).text
    assert "“Suspended at least once (Grade: 7)” was 26.7%" in shown
    assert "16 of 60" in shown
    at = press(at, "add_focus")
    assert "(Grade: 7)" in focus.title(page_ws, page_ws.all(Gap)[0].query)
