from fractions import Fraction

from equity_core.metrics import same_students
from equity_core.privacy import Followed, Turned


def followed(total, **groups):
    told = tuple((name, Turned(*numbers)) for name, numbers in groups.items())
    return Followed("s", "suspended", "2023-24", "2024-25", "race", Turned(*total), told)


def test_who_began_and_who_stopped_make_the_change():
    whole = same_students(followed((412, 18, 31)))[""]

    assert whole.change == Fraction(18 - 31, 412) * 100
    assert whole.as_before == 363
    assert whole.low < whole.change < whole.high
    assert round(whole.p, 3) == 0.085
    assert whole.certainty == "cant_tell_yet"


def test_groups_are_judged_as_a_family_and_the_named_one_by_itself():
    groups = {"Asian": (100, 10, 23), "Black": (120, 12, 12), "White": (140, 9, 9), "Two": (80, 8, 8)}
    found = same_students(followed((440, 39, 52), **groups))
    named = same_students(followed((440, 39, 52), **groups), named="Asian")

    assert round(found["Asian"].p, 3) == 0.035
    assert found["Asian"].certainty == "leaning"
    assert named["Asian"].certainty == "clear"


def test_few_and_hidden_students_are_no_verdict():
    found = same_students(followed((440, 39, 52), Asian=(), Black=(20, 5, 6)))

    assert found["Asian"].certainty == "hidden"
    assert found["Asian"].change is None
    assert found["Black"].certainty == "too_few_to_judge"
