"""The principal's page on real paper: one page of Letter and one of A4, offline, even when everybody wrote a lot."""

from __future__ import annotations

import re
from datetime import date

import pytest

from equity_core.model import Agreement, Cause, Focus, Listening, Profile, Query
from equity_core.workflow import kit
from equity_core.workflow.diagnose import causes, guides
from tests.workflow.reflect.worlds import act, freeze, give
from tests.workflow.test_kit import school

LONG = "We promise to look at each referral together and to say out loud what we saw, every week, in every grade. " * 4
GROUPS = (
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Filipino",
    "Hispanic or Latino",
    "Middle Eastern or North African",
    "Native Hawaiian or Pacific Islander",
    "Two or more races",
    "White",
)


def crowded(ws):
    school(ws, text=LONG)
    ws.save(Profile(school=LONG, roles=(LONG,), approver_role=LONG, decide_by=date(2025, 12, 16), is_sample=True))
    query = Query(measure="suspended", dimension="race", period="2023-24", group=GROUPS[2])
    before = {name: (20 + i, 120) for i, name in enumerate(GROUPS)}
    later = {name: (40 + i, 120) for i, name in enumerate(GROUPS)}
    give(ws, "suspended", "race", {"2023-24": before, "2024-25": later}, source="many")
    ws.save(Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=query, matters=LONG))
    freeze(ws, "suspended", "race", "2023-24", GROUPS[2], target=12, by=date(2025, 12, 15))
    for _ in range(2):
        act(ws, LONG, weeks=((80, 60, 50),))


WHOLE = ("low_budget", "limited_time", "low_buy_in")


def busy(ws):
    """Everything that the papers of Get ready and Diagnose hold, as long as the fields take it."""
    crowded(ws)
    cycle = ws.cycle.id
    ws.save(
        *(Cause(cycle=cycle, text=LONG[:300], lens=lens) for lens in causes.LENSES for _ in range(2)),
        *(
            Agreement(id=id, name=id.title(), text=LONG[:300], agree=4, revealed_in=cycle)
            for id in ("equality", "equity", "diversity", "inclusion", "justice")
        ),
        *(Listening(cycle=cycle, on=date(2025, 11, day), report_back=date(2025, 12, day)) for day in range(1, 8)),
    )


def pages(chromium, paper, size):
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    called = []
    page.on("request", lambda request: called.append(request.url))
    page.goto(f"file://{paper}")
    printed = page.pdf(format=size, prefer_css_page_size=False)
    context.close()
    assert called == [f"file://{paper}"]
    return len(re.findall(rb"/Type\s*/Page[^s]", printed))


@pytest.mark.parametrize("size", ["Letter", "A4"])
@pytest.mark.parametrize("fill", [school, crowded, lambda ws: None], ids=["some", "crowded", "nothing"])
def test_the_principals_page_is_one_page(ws, chromium, tmp_path, fill, size):
    fill(ws)
    paper = tmp_path / "paper.html"
    paper.write_bytes(kit.build(ws, "principal"))

    assert pages(chromium, paper, size) == 1


def test_the_other_papers_keep_to_their_pages_and_leave_room_to_write(ws, chromium, tmp_path):
    busy(ws)
    paper = tmp_path / "paper.html"
    for bound, ids, most in (
        ((), ("diagnose", "notes", "everyone"), 3),
        (("low_budget",), ("notes",), 2),
        (WHOLE, ("diagnose", "notes"), 1),
    ):
        ws.save(ws.profile.model_copy(update={"constraints": bound}))
        for id in ids:
            paper.write_bytes(kit.build(ws, id))
            assert pages(chromium, paper, "Letter") <= min(kit.PRESETS[id].pages, most), (id, bound)
    paper.write_bytes(guides.note_sheet(ws, "interview"))
    assert pages(chromium, paper, "A4") == 1
    page = chromium.new_page()
    page.goto(f"file://{paper}")
    room = page.get_by_text("What should we have asked you?").bounding_box()
    page.close()
    assert room["height"] > 40
