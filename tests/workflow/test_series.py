"""Series: the two rules of a run chart, limits with their guards, and what breaks a series."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from equity_core import stats
from equity_core.model import CheckIn, DimensionUse, LogEntry, Query, Source
from equity_core.privacy import HIDDEN, Count, Release
from equity_core.workflow import series
from equity_core.workflow.diagnose import gaps
from equity_core.workflow.implement import checkins
from equity_core.workflow.series import At
from tests import worlds
from tests.rules.test_language import BARE, FORBIDDEN
from tests.workflow.reflect.worlds import act

UP_AND_DOWN = (48, 53, 47, 52, 49, 55, 46, 51, 50, 54, 47, 52, 48, 53)


def points(counts, n=100):
    return [At(f"w{i}", x, n, Fraction(x, n)) for i, x in enumerate(counts)]


def read(ws, found):
    return series.read(ws, found, measure="M", counted=("Counted.",), direction="higher_better", key="k")


def test_under_ten_points_there_is_no_verdict_and_no_chart(ws):
    told = read(ws, points(UP_AND_DOWN[:9]))
    assert told.figure is None
    assert told.sentences == ("A run chart needs 10 points to tell a pattern from chance. There are 9 so far.",)


def test_a_series_that_wanders_has_no_pattern_and_its_limits(ws):
    told = read(ws, points(UP_AND_DOWN))
    assert told.sentences[0].startswith("No pattern")
    assert told.sentences[1].startswith("Every point is inside")
    # p chart: the rate of all is 705 of 1400
    assert told.figure.table.rows[0][3] == "35.4% to 65.4%"
    assert any("50.4% ± 3 × √(50.4% × (1 − 50.4%) ÷ 100) = 35.4% to 65.4%" in line for line in told.figure.method)


def test_rates_of_very_many_have_limits_as_wide_as_they_move(ws):
    many = [At(p.period, p.x * 100, p.n * 100, p.rate) for p in points(UP_AND_DOWN)]
    told = read(ws, many)
    assert told.sentences[1].startswith("Every point is inside")
    drawn = stats.p_prime_chart([p.x for p in many], [p.n for p in many])
    assert drawn.sigma_z > 1
    low, high = (ws.words.percent(end[0]) for end in (drawn.lower, drawn.upper))
    assert told.figure.table.rows[0][3] == f"{low} to {high}"
    assert any(
        f"÷ 10000) × {ws.words.times(drawn.sigma_z, 2)} = {low} to {high}" in line for line in told.figure.method
    )
    assert stats.p_chart([p.x for p in many], [p.n for p in many]).outside  # by a p chart nearly all would be


def test_a_long_run_is_a_pattern(ws):
    told = read(ws, points((45, 55) * 6 + (56, 57, 58, 59, 60, 61, 62, 63)))
    assert "8 points in a row are on one side of the median" in told.sentences[0]


def test_a_point_outside_its_limits_is_named_and_ringed(ws):
    told = read(ws, points((*UP_AND_DOWN, 75)))
    assert told.sentences[0].startswith("No run of points")  # and not that chance alone makes them all
    assert "Outside the limits, so more than the usual up and down: w14." in told.sentences
    assert [row["period"] for row in told.figure.rows if row["mark"] == "ring"] == ["w14"]
    assert [row[4] for row in told.figure.table.rows][-1] == "outside"


def test_between_ten_and_twelve_points_there_are_no_limits(ws):
    told = read(ws, points(UP_AND_DOWN[:11]))
    assert told.figure is not None
    assert "Limits are drawn from 12 points on." in told.sentences
    assert not [row for row in told.figure.rows if row["mark"] == "limit"]


def test_points_that_follow_each_other_have_no_limits(ws):
    told = read(ws, points(range(20, 60, 2)))
    assert any("cry wolf" in sentence for sentence in told.sentences)
    assert not [row for row in told.figure.rows if row["mark"] == "limit"]


def test_rates_without_counts_have_limits_by_their_steps(ws):
    told = read(ws, [At(f"w{i}", None, None, Fraction(x, 100)) for i, x in enumerate(UP_AND_DOWN)])
    assert any("XmR" in line for line in told.figure.method)


def test_more_delivered_than_planned_is_no_share_of_a_count(ws):
    found = [*points(UP_AND_DOWN), At("more", 120, 100, Fraction(6, 5))]
    assert any("XmR" in line for line in read(ws, found).figure.method)


def test_points_all_alike_moved_nowhere(ws):
    assert read(ws, points((50,) * 12)).sentences[0] == "All points are alike: nothing moved."


@pytest.mark.parametrize("counts", [UP_AND_DOWN, (*UP_AND_DOWN, 75), range(20, 60, 2), (50,) * 12, UP_AND_DOWN[:5]])
def test_no_sentence_blames_or_overclaims(ws, counts):
    told = read(ws, points(counts))
    more = (told.figure.description, *told.figure.method) if told.figure else ()
    for sentence in (*told.sentences, *more):
        assert not FORBIDDEN.search(sentence), sentence
        assert not BARE.search(sentence), sentence


# -- weeks of an action -----------------------------------------------------------------------------------------------


def test_weeks_are_a_series_with_the_log_beside_it(ws):
    action = act(ws, weeks=tuple((10, x, x) for x in (7, 8, 6, 9, 7, 8, 6, 8, 7, 9, 8, 7, 8)))
    storm = LogEntry(cycle=ws.cycle.id, form="event", text="Snow days", on=date(2025, 2, 5))
    ws.save(storm, storm.model_copy(update={"id": "other", "action": "another", "text": "Not ours"}))
    told = checkins.weekly(ws, action)

    assert len(told.figure.table.rows) == 13
    assert told.figure.table.rows[3][-1] == "A: Snow days"
    assert [row["name"] for row in told.figure.rows if row["mark"] == "event"] == ["A"]


def test_weeks_with_nothing_planned_are_left_out(ws):
    action = act(ws, weeks=((10, 8, 8),))
    extra = CheckIn(cycle=ws.cycle.id, action=action.id, week_of=date(2025, 1, 20), planned=0, delivered=3)
    ws.save(extra)
    assert "There is 1 so far" in checkins.weekly(ws, action).sentences[0]
    assert checkins.weekly(ws, act(ws)) is None


# -- a measure over many periods --------------------------------------------------------------------------------------

YEARS = [f"{year}-{(year + 1) % 100:02d}" for year in range(2009, 2024)]
QUERY = Query(measure="suspended", dimension="race", period=YEARS[-1], group="White")


def years(ws, *, hidden=(), forms=()):
    """Keep fifteen years of one group; `forms`: the years from which races are counted in another way."""
    for place, period in enumerate(YEARS):
        x = UP_AND_DOWN[place % len(UP_AND_DOWN)]
        white = HIDDEN if period in hidden else Count("shown", n=100, x=x)
        total = HIDDEN if period in hidden else Count("shown", n=200, x=x + 20)
        table = worlds.table(
            "suspended", period, "race", total, {"Asian": Count("shown", n=100, x=20), "White": white}, source=period
        )
        about = {"rows_read": 1, "rows_kept": 1, "periods": (period,), "measures": ("suspended",)}
        ws.save(
            Source(
                id=period,
                name="f.csv",
                shape="counts",
                fingerprint="f",
                dimensions=(DimensionUse(id="race", groups=("Asian", "White")),),
                imported_at=ws.now() + timedelta(days=place),
                race_form="spd15" if period in forms else "federal",
                **about,
            )
        )
        ws.store.keep_release(Release(period, 10, (table,)))


def test_many_periods_of_a_group_are_a_series_on_the_gaps_page(ws):
    years(ws)
    told = gaps.look(ws, QUERY).over_time.series
    assert len(told.figure.table.rows) == 15
    assert gaps.figure(ws, "suspended", by="race", group="White", form="runs").form == "runs"


def test_a_hidden_period_begins_the_series_anew(ws):
    years(ws, hidden=(YEARS[9],))
    assert "There are 5 so far" in gaps.look(ws, QUERY).over_time.series.sentences[0]


def test_another_way_to_count_races_begins_the_series_anew(ws):
    years(ws, forms=YEARS[12:])
    assert "There are 3 so far" in gaps.look(ws, QUERY).over_time.series.sentences[0]
