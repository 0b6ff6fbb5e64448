"""Sentences made of numbers: the school is the subject, and no word blames or overclaims (UX.md §9)."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from equity_core.metrics import MEASURES
from equity_core.model import AtLeast, Measure, OneOf, Query
from equity_core.privacy import HIDDEN
from equity_core.workflow.diagnose import gaps
from tests import worlds

FORBIDDEN = re.compile(
    r"achievement gap|at-risk|\blow(est)?[- ](perform|achiev)|underperform|subgroup|minorit|non-white|significan|"
    r"\bprove|\bcaus(e|ed|es|ing)\b|due to|because of|being biased|worst|best group|lazy|fail(s|ing)? students|"
    r"\bothers race|disadvantaged",
    re.IGNORECASE,
)
JUDGING = re.compile(  # what no sentence may say where neither higher nor lower is better
    r"\b(better|worse|good side|ahead|behind|improv\w+|gained|caught up|los(t|e|es|ing) ground|success)\b",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"^(Our school|Our source)\b")
BARE = re.compile(r"\b(None|nan|inf)\b|[{}]")
GROUPS = ("Black or African American", "Not recorded", "Students with disabilities", "Two or more races")
OWN = Measure(
    id="detention",
    rule=OneOf(column="c", values=("yes",)),
    direction="lower_better",
    timing="leading",
    label="Had a detention",
)


def a_table(measure, period, kind):
    counts = {
        "wide": (worlds.shown(60, 200), worlds.shown(20, 200)),
        "narrow": (worlds.shown(41, 200), worlds.shown(40, 200)),
        "few": (worlds.shown(9, 20), worlds.shown(40, 200)),
        "nobody": (worlds.shown(20, 100), worlds.shown(0, 200)),
        "hidden": (HIDDEN, HIDDEN),
        "rates": (worlds.rate(20), worlds.rate(5)),
    }[kind]
    shown = all(c.is_shown for c in counts)
    total = worlds.shown(sum(c.x for c in counts), sum(c.n for c in counts)) if shown else HIDDEN
    return worlds.table(measure, period, "race", total, {GROUPS[0]: counts[0], "White": counts[1]})


def sentences(look):
    yield from (
        look.headline,
        look.points_and_times,
        look.certainty,
        look.parity,
        look.pooled,
        look.hidden_note,
        look.together,
    )
    yield from (*look.cautions, *look.notes, *look.figure.method, look.figure.sentence, look.figure.description)
    yield from look.over_time.sentences if look.over_time else ()


KINDS = ("wide", "narrow", "few", "nobody", "hidden", "rates")
MEASURED = (*MEASURES, "detention")
PARITY = {id for id, measure in MEASURES.items() if measure.direction == "parity"}
COMPARED = ("rest", "all", "group:White", "rate:0.1")


@pytest.mark.parametrize("measure", MEASURED)
@pytest.mark.parametrize("kind", KINDS)
def test_no_sentence_blames_or_overclaims(ws, measure, kind):
    ws.save(OWN)
    worlds.keep(ws, *(a_table(measure, p, k) for p, k in (("2023-24", "narrow"), ("2024-25", kind))))
    for compare, group in itertools.product(COMPARED, (GROUPS[0], "White")):
        query = Query(measure=measure, dimension="race", period="2024-25", compare=compare, group=group)
        for sentence in sentences(gaps.look(ws, query)):
            assert not FORBIDDEN.search(sentence), sentence
            assert measure not in PARITY or not JUDGING.search(sentence), sentence
            assert not BARE.search(sentence), sentence


@pytest.mark.parametrize("measure", MEASURED)
@pytest.mark.parametrize("kind", ["wide", "narrow", "few"])
def test_no_other_picture_of_a_gap_blames_or_overclaims(ws, measure, kind):
    ws.save(OWN)
    schools = [worlds.narrowed(a_table(measure, "2024-25", kind), school=name) for name in ("North", "South")]
    together = replace(a_table(measure, "2024-25", kind), dimension="school")
    groups = tuple((t.where[0][1], t.total) for t in schools)
    worlds.keep(ws, a_table(measure, "2024-25", kind), replace(together, groups=groups), *schools)
    query = Query(measure=measure, dimension="race", period="2024-25", group=GROUPS[0])
    pictures = gaps.look(ws, query).pictures

    assert {"shares", "places"} <= set(pictures)
    for picture in pictures.values():
        for sentence in (picture.sentence, picture.description, picture.subtitle, *picture.method):
            assert not FORBIDDEN.search(sentence), sentence
            assert measure not in PARITY or not JUDGING.search(sentence), sentence
            assert not BARE.search(sentence), sentence


def test_the_spread_within_groups_blames_nobody(ws):
    for cut in (5, 18):
        id, rule = f"absent_{cut}", AtLeast(column="days", value=Decimal(cut))
        ws.save(OWN.model_copy(update={"id": id, "rule": rule, "label": f"Absent {cut}"}))
    worlds.keep(ws, a_table("absent_5", "2024-25", "wide"), a_table("absent_18", "2024-25", "narrow"))
    query = Query(measure="absent_5", dimension="race", period="2024-25", group=GROUPS[0])
    picture = gaps.look(ws, query).pictures["spread"]

    for sentence in (picture.sentence, picture.description, picture.subtitle, *picture.method):
        assert not FORBIDDEN.search(sentence), sentence
        assert not BARE.search(sentence), sentence


@pytest.mark.parametrize("measure", MEASURED)
@pytest.mark.parametrize("kind", KINDS)
def test_the_school_is_the_subject_of_every_headline(ws, measure, kind):
    ws.save(OWN)
    worlds.keep(ws, a_table(measure, "2024-25", kind))
    for compare in COMPARED:
        query = Query(measure=measure, dimension="race", period="2024-25", compare=compare, group=GROUPS[0])
        assert SUBJECT.match(gaps.look(ws, query).headline)


@pytest.mark.parametrize("group", GROUPS)
def test_people_come_first_in_every_group(ws, group):
    table = worlds.table(
        "suspended",
        "2024-25",
        "race",
        worlds.shown(61, 600),
        {group: worlds.shown(24, 120), "White": worlds.shown(9, 99)},
    )
    worlds.keep(ws, table)
    query = Query(measure="suspended", dimension="race", period="2024-25", group=group)

    assert re.search(r"24 of 120 .*students", gaps.look(ws, query).headline)


def test_rates_alone_make_no_claim(ws):
    worlds.keep(
        ws, *(worlds.connecticut(p, Fraction(b), Fraction(w)) for p, b, w in (("2009-10", 20, 5), ("2015-16", 10, 5)))
    )
    query = Query(measure="suspended", dimension="race", period="2015-16", compare="group:White", group=GROUPS[0])
    look = gaps.look(ws, query)

    assert not any(
        re.search(r"\b(clear|leaning|better|smaller)\b", s) for s in (look.headline, *look.over_time.sentences)
    )
