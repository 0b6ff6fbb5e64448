"""The page that prints: every kind of block, escaped."""

from __future__ import annotations

from equity_core.reports import Heading, Line, Note, Picture, Quote, Table, page

BAD = "<b onload='x'>&"


def test_every_block_is_escaped():
    blocks = [Heading(BAD), Line(BAD, is_lead=True), Line(BAD), Note(BAD), Quote(BAD, BAD), Table([BAD], [[BAD]])]
    made = page(title=BAD, blocks=[*blocks, Picture("<svg></svg>", BAD)], footer=BAD).decode()

    assert "<b " not in made
    assert made.count("&lt;b onload=&#x27;x&#x27;&gt;&amp;") == 12
    assert "<svg></svg>" in made


def test_numbers_stand_right_and_headings_have_a_scope():
    made = page(title="t", blocks=[Table(("Group", "n"), [("White", "170")])], footer="f").decode()

    assert "<th scope=col class=number>n</th>" in made
    assert "<td class=number>170</td>" in made
