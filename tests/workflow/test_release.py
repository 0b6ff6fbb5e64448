from __future__ import annotations

import pytest

from equity_core.errors import Refused
from equity_core.workflow import privacy
from equity_core.workflow.release import raise_threshold
from tests.workflow.small_school import bring_in_small_school


def statuses(ws) -> dict[str, str]:
    table = ws.table("suspended", "2024-25", "race")
    return {name: count.status for name, count in table.groups}


def test_a_small_group_is_hidden_and_the_next_smallest_guards_it(ws):
    bring_in_small_school(ws)
    assert statuses(ws) == {
        "Asian": "hidden",
        "Black or African American": "shown",
        "Two or more races": "hidden",
        "White": "shown",
    }


def test_raising_the_threshold_plans_every_release_again(ws):
    bring_in_small_school(ws, "one")
    bring_in_small_school(ws, "two")
    told = []
    assert raise_threshold(ws, 61, tell=told.append) == 2
    assert told
    assert told == sorted(told)
    assert 0 <= min(told) <= max(told) <= 1
    assert ws.profile.min_group == 61
    assert list(statuses(ws).values()) == ["hidden", "hidden", "hidden", "shown"]
    assert {release.min_group for release in ws.releases()} == {61}


def test_raising_the_threshold_can_be_stopped_and_changes_nothing_then(ws):
    bring_in_small_school(ws, "one")
    before = statuses(ws)

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        raise_threshold(ws, 61, tell=stop)
    assert (ws.profile.min_group, statuses(ws)) == (10, before)


@pytest.mark.parametrize("lower", [0, 5, 9])
def test_the_threshold_cannot_be_lowered(ws, lower):
    with pytest.raises(Refused) as told:
        raise_threshold(ws, lower)
    assert told.value.code == "privacy.lowered"


def test_the_overview_counts_what_is_hidden_and_not_why(ws):
    bring_in_small_school(ws)
    seen = privacy.overview(ws)
    assert (seen.shown, seen.hidden) == (3, 2)
    assert [row["Possible values"] for row in privacy.audit(ws)] == ["at least 5", "at least 5"]
