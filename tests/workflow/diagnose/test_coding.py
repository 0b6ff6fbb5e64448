"""Two people read the same cards: how far they agree is worked out from what each heard, and said with care."""

from __future__ import annotations

from fractions import Fraction

import pytest

from equity_core import stats
from equity_core.errors import Refused
from equity_core.model import Evidence
from equity_core.workflow.diagnose import coding, listen, voices

FIRST = (*[("late bus",)] * 4, *[("letters",)] * 5, ("late bus", "letters"))
SECOND = (*[("Late bus",)] * 3, ("letters",), *[("letters",)] * 4, (), ("late bus", "letters"))


def read(ws, first, second):
    for told, again in zip(first, second, strict=True):
        kept = listen.add(ws, listen.new_card(ws, "Letters come in English only", from_role="family"))
        voices.code(ws, kept, told)
        coding.code_again(ws, ws.get(Evidence, kept.id), again)


def test_every_theme_in_every_card_is_one_decision(ws):
    assert coding.agreement(ws) is None
    read(ws, FIRST, SECOND)
    found = coding.agreement(ws)

    # worked by hand: card 4 differs in both themes, card 9 in one; 17 of 20 alike
    assert "17 of 20 decisions" in found.sentences[0]
    assert "(85.0%)" in found.sentences[0]
    assert "kappa 0.70" in found.sentences[1]
    assert found.sentences[2].startswith("Most often heard by one of the two only: letters and late bus.")
    assert "Both yes 9, only the first 2, only the second 1, neither 8." in found.method[1]
    yes_no = stats.coder_agreement([True] * 11 + [False] * 9, [True] * 9 + [False] * 2 + [True] + [False] * 8)
    assert yes_no.agreement == Fraction(17, 20)
    assert f"kappa {float(yes_no.kappa):.2f}" in found.sentences[1]
    assert f"alpha {float(yes_no.krippendorff_alpha):.2f}" in found.sentences[1]


def test_few_cards_and_readers_with_one_answer_claim_nothing(ws):
    read(ws, FIRST[:9], SECOND[:9])
    assert coding.agreement(ws).sentences == (
        "9 cards were read by two people. From 10 on it is said how far they agree.",
    )


def test_full_agreement_on_one_theme_has_no_kappa(ws):
    read(ws, [("letters",)] * 10, [("letters",)] * 10)
    told = coding.agreement(ws).sentences
    assert "10 of 10 decisions" in told[0]
    assert "kappa not defined" in told[1]
    assert len(told) == 2


def test_the_second_reading_counts_nobody_and_is_read_once(ws):
    read(ws, FIRST, SECOND)
    assert {row["Theme"] for row in voices.theme_rows(ws)} == {"late bus", "letters"}
    assert voices.themes(ws) == ["late bus", "letters"]  # "Late bus" is the same theme
    fresh = listen.add(ws, listen.new_card(ws, "The bus is late", from_role="student"))
    voices.code(ws, fresh, ["late bus"])
    assert coding.to_read(ws)[0].id == fresh.id
    with pytest.raises(Refused, match="names_somebody"):
        coding.code_again(ws, ws.get(Evidence, fresh.id), ["Mrs Miller"])
    assert len(coding.to_read(ws)) == 11
