"""Race and ethnicity counted in two ways, in two years' files: no change is told between them, on any surface."""

from __future__ import annotations

from datetime import date

import pytest

from equity_core.__main__ import main
from equity_core.errors import Refused
from equity_core.model import Query
from equity_core.store import Store
from equity_core.workflow import Workspace, numbers, race_break
from equity_core.workflow.diagnose import gaps, goal_numbers
from equity_core.workflow.reflect import delivery, results
from tests.conftest import noon
from tests.workflow.data.worlds import brought, table
from tests.workflow.reflect.worlds import act, freeze

BLACK = "Black or African American"
HEAD = "school_year,race_ethnicity,enrolled,suspended"
FEDERAL = (("White", 400), (BLACK, 200), ("Two or more races", 100))
SPD15 = (("White", 350), (BLACK, 170), ("Multiracial and/or multiethnic", 180))


def year(period, groups, rate):
    return f"{period}.csv", table(HEAD, [(period, name, n, n * rate // 100) for name, n in groups])


@pytest.fixture
def broken(ws):
    """Three years: two by the federal form, then one by the form of 2024."""
    brought(ws, year("2022-23", FEDERAL, 22), year("2023-24", FEDERAL, 20), year("2024-25", SPD15, 10))
    return ws


def query(period, compare="rest"):
    return Query(measure="suspended", dimension="race", period=period, group=BLACK, compare=compare)


def test_the_files_are_known_to_count_in_two_ways(broken):
    assert [source.race_form for source in broken.sources()] == ["federal", "federal", "spd15"]
    first, _, last = (source.id for source in broken.sources())
    assert race_break.is_between(broken, "race", first, last)
    assert race_break.is_between(broken, "school,race", first, last)
    assert not race_break.is_between(broken, "gender", first, last)


def test_a_change_is_refused_across_the_break_and_told_within_a_form(broken):
    with pytest.raises(Refused) as refused:
        numbers.change(broken, "suspended", by="race", before="2023-24", after="2024-25")
    assert refused.value.code == "change.race_form"
    told = broken.words("problem.change.race_form", **refused.value.facts)
    assert "the way to count race and ethnicity changed" in told
    assert numbers.change(broken, "suspended", by="race", before="2022-23", after="2023-24").group(BLACK)


def test_the_command_line_refuses_in_one_sentence(tmp_path, capsys):
    path = tmp_path / "w.duckdb"
    ws = Workspace(Store(path, now=noon), now=noon)
    brought(ws, year("2023-24", FEDERAL, 20), year("2024-25", SPD15, 10))
    ws.store.close()
    asked = ["change", "suspended", "--by", "race", "--from", "2023-24", "--to", "2024-25", "--workspace", str(path)]
    assert main(asked) == 2
    assert "the way to count race and ethnicity changed" in "".join(capsys.readouterr())


def test_a_goal_is_held_against_no_year_of_the_other_form(broken):
    freeze(broken, "suspended", "race", "2023-24", BLACK, target=10, by=date(2026, 6, 1))
    assert results.offered_periods(broken) == []
    missing = results.outcome(broken)
    assert (missing.code, missing.why) == ("not_comparable", "race_form")
    assert "race and ethnicity are counted in another way" in missing.text
    assert results.facts(broken, None, missing).changed == ("definition",)


def test_gaps_tell_no_change_since_the_baseline(broken):
    freeze(broken, "suspended", "race", "2023-24", BLACK, target=10, by=date(2026, 6, 1))
    look = gaps.look(broken, query("2024-25", "baseline"))
    assert look.figure.key != "gap_dumbbell"
    assert look.over_time.sentences == (broken.words("gaps.series_break_race"),)


def test_the_pace_of_a_goal_counts_no_step_across_the_break(broken):
    assert len(goal_numbers.yearly_moves(broken, query("2022-23"))) == 1


def test_an_early_sign_says_nothing_across_the_break(broken):
    freeze(broken, "suspended", "race", "2023-24", BLACK, target=10, by=date(2026, 6, 1))
    act(broken, leading=("suspended",))
    (first,) = delivery.first_signs(broken)
    assert first.moved == "unknown"
    assert "the way to count race and ethnicity changed" in first.sentence
