import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.privacy.free_text import doubts
from equity_core.workflow.lists import load

LISTS = load("en", "listening")


def found(text):
    return doubts(text, first_names=LISTS["first_names"], ordinary=LISTS["ordinary"])


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Maria said the bus comes late", "Maria"),
        ("maria said the bus comes late", "maria"),
        ("my son Jamal was sent out", "Jamal"),
        ("Ms. Hill never explains", "Ms. Hill"),
        ("Grace Hill told us nobody asked", "Grace Hill"),
        ("Maria's brother waits", "Maria"),
        ("call 555-123-4567 after five", "555-123-4567"),
        ("call (555) 123 4567", "(555) 123 4567"),
        ("call 555-1234", "555-1234"),
        ("555.123.4567 after five", "555.123.4567"),
        ("write to kim@school.org please", "kim@school.org"),
        ("student 1048823 told us", "1048823"),
        ("born 04/05/2012 here", "04/05/2012"),
    ],
)
def test_what_may_tell_who_somebody_is_is_doubted(text, seen):
    assert seen in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nobody asked us. The letters come in English only.",
        "In 2024-25 the school closed at 3:30",
        "40 of 120 in March 2025, 3:30-4:30 pm",
        "24 of 120 (20.0%) were sent out, 1200 (34.5%) in all",
        "fewer than in 2023-24 (520 then, 470 now)",
        '"Teachers call home only when it is bad," one father said.',
        "TEACHERS NEVER CALL",
        "The form lists 'disrespect' without examples",
    ],
)
def test_ordinary_words_pass(text):
    assert found(text) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text):
    assert all(piece in text or piece == "" for piece in found(text))
