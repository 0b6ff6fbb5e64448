"""Weighted medians with their switch points, agreement of people, and secret ballots."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from equity_core.model import Ballot, Idea
from equity_core.workflow.design import ballots, choose, weighing
from tests.rules.test_language import BARE, FORBIDDEN


def ideas(ws, *texts):
    kept = [Idea(cycle=ws.cycle.id, text=text) for text in texts]
    ws.save(*kept)
    return kept


def judge(ws, idea, *by_seat):
    """Keep each seat's (impact, feasibility, values)."""
    for seat, (impact, feasibility, values) in enumerate(by_seat, start=1):
        parts = {"cost": feasibility, "time": feasibility, "expertise": feasibility}
        choose.score(ws, idea, seat=seat, given={"impact": impact, "values": values, **parts})


def two(ws):
    a, b = ideas(ws, "Call home", "Tutor")
    judge(ws, a, (5, 2, 3), (5, 2, 3))
    judge(ws, b, (2, 4, 4), (2, 4, 4))
    return a, b


def test_medians_are_weighed_on_their_fixed_scale(ws):
    two(ws)
    told = weighing.weigh(ws)

    # (1 + 1/4 + 1/2)/3 and (1/4 + 3/4 + 3/4)/3
    assert [row["Weighed, of 100"] for row in told.rows] == ["58", "58"]
    assert "nearly equal" in told.sentences[0]


def test_a_weight_changes_who_comes_first_and_the_switch_is_told(ws):
    two(ws)
    weighing.set_weights(ws, {"impact": 3, "feasibility": 1, "values": 1})
    told = weighing.weigh(ws)

    assert told.sentences[0] == "With these weights “Call home” comes first (75 of 100), then “Tutor” (45)."
    assert "Were “Likely impact” to count for less than 33% (now 60%), another idea would come first." in told.sentences
    assert any("3 × (5.0 − 1)/4 + 1 × (2.0 − 1)/4 + 1 × (3.0 − 1)/4) ÷ 5 = 75" in line for line in told.method)


def test_an_idea_that_is_nowhere_better_is_named(ws):
    a, b = ideas(ws, "Call home", "Tutor")
    judge(ws, a, (5, 4, 4), (5, 4, 4))
    judge(ws, b, (4, 4, 3), (4, 4, 3))
    told = weighing.weigh(ws)
    assert "“Call home” is nowhere worse than “Tutor”, and somewhere better." in told.sentences
    assert [row["First in this share of all weights"] for row in told.rows] == ["100%", "0%"]  # level at one corner


def test_nothing_is_weighed_before_everybody_has_scored(ws):
    two(ws)
    choose.expect(ws, 3)
    assert weighing.weigh(ws) is None


def test_a_weight_outside_one_to_five_is_refused(ws):
    with pytest.raises(ValidationError):
        weighing.set_weights(ws, {"impact": 9, "feasibility": 1, "values": 1})


def three_people(ws, *orders):
    choose.expect(ws, 3)
    found = ideas(ws, "A", "B", "C", "D")
    for place, idea in enumerate(found):
        judge(ws, idea, *((order[place],) * 3 for order in orders))
    return " ".join(weighing.weigh(ws).sentences)


def test_people_who_order_the_ideas_alike_are_told_so(ws):
    assert "much alike (Kendall's W 1.00 of 1)" in three_people(ws, (5, 4, 2, 1), (5, 4, 2, 1), (5, 4, 3, 2))


def test_people_without_a_shared_ranking_are_told_to_talk(ws):
    assert "no shared ranking" in three_people(ws, (5, 4, 2, 1), (1, 2, 4, 5), (2, 5, 1, 4))


def test_two_people_are_not_told_how_far_they_agree(ws):
    two(ws)
    assert not any("Kendall" in sentence for sentence in weighing.weigh(ws).sentences)


# -- ballots ----------------------------------------------------------------------------------------------------------


def test_the_count_is_closed_until_the_last_ballot_is_in(ws):
    a, b, c = ideas(ws, "Call home", "Tutor", "Mentor")
    ballots.cast(ws, 1, (a.id, b.id))
    assert (ballots.missing(ws), ballots.count(ws)) == (1, None)

    ballots.cast(ws, 2, (a.id, c.id))
    told = ballots.count(ws)
    assert [tuple(row.values()) for row in told.rows] == [
        ("Call home", "6", "2 of 2"),
        ("Tutor", "2", "1 of 2"),
        ("Mentor", "2", "1 of 2"),
    ]


def test_an_abstention_opens_the_count_and_does_not_count(ws):
    choose.expect(ws, 3)
    a, b = ideas(ws, "Call home", "Tutor")
    ballots.cast(ws, 1, (a.id,))
    ballots.cast(ws, 2, (a.id, b.id))
    ballots.cast(ws, 3, ())
    assert ballots.count(ws).rows[0]["Who chose it"] == "2 of 2"


def test_one_ballot_is_never_counted_alone(ws):
    (a,) = ideas(ws, "Call home")
    ballots.cast(ws, 1, (a.id,))
    ballots.cast(ws, 2, ())
    assert ballots.missing(ws) == 0
    assert ballots.count(ws) is None


def test_a_new_ballot_takes_the_place_of_the_seats_old_one(ws):
    a, b = ideas(ws, "Call home", "Tutor")
    ballots.cast(ws, 1, (a.id,))
    ballots.cast(ws, 1, (b.id,))
    assert [ballot.ideas for ballot in ws.of_cycle(Ballot)] == [(b.id,)]


def test_a_near_tie_at_the_end_of_the_basket_has_no_winner(ws):
    found = ideas(ws, "A", "B", "C", "D", "E")
    a, b, c, d, _ = (idea.id for idea in found)
    ballots.cast(ws, 1, (a, b, c, d))
    ballots.cast(ws, 2, (a, b, d, c))
    assert "Nearly equal where the basket ends: “C” and “D”." in ballots.count(ws).sentences[0]


def test_no_sentence_blames_or_overclaims(ws):
    a, b = two(ws)
    ballots.cast(ws, 1, (a.id, b.id))
    ballots.cast(ws, 2, (b.id, a.id))
    told = (*weighing.weigh(ws).sentences, *weighing.weigh(ws).method)
    for sentence in (*told, *ballots.count(ws).sentences, *ballots.count(ws).method):
        assert not FORBIDDEN.search(sentence), sentence
        assert not BARE.search(sentence), sentence
