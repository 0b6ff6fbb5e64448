"""Leaks of sums that a reviewer demonstrated: each world told a number of few students."""

import pytest

from tests.privacy import test_scores as ts
from tests.privacy.test_scores import released, shown_sums


def full(n):
    return [(0, 20, 5, 15, 10)[i % 5] for i in range(n)]


def races(**marks):
    return [{"race": g, "mark": m} for g, ms in marks.items() for m in ms]


def places(*spec):
    return [{"school": s, "grade": g, "mark": m} for s, g, ms in spec for m in ms]


DISTRICT = {"school": ("El", "Mid"), "grade": ("5", "6", "7", "8")}


def test_a_school_less_its_own_grades_is_not_two_students():
    """Mid less 7 and 8: two students, 20 and 200: both have 10."""
    w = places(
        *((s, g, full(25)) for s, g in (("Mid", "7"), ("Mid", "8"), ("El", "5"), ("El", "6"))),
        ("Mid", "5", [10]),
        ("Mid", "6", [10]),
    )
    at = shown_sums(released(w, DISTRICT))
    assert not {a[0][0] for a in at if a} >= {"school", "grade"}


def test_schools_then_grades_tell_of_nobody():
    """Mid of the first release less grade 7 of the second: one student's mark, 17."""
    w = places(("El", "5", full(25)), ("Mid", "7", full(25)), ("Mid", "5", [17]))
    r1 = released(w, {"school": ("El", "Mid")})
    r2 = released(w, {"school": ("El", "Mid"), "grade": ("5", "7")}, earlier=[r1], file="t")
    known = shown_sums(r1) | shown_sums(r2)
    assert not {(("school", "Mid"),), (("grade", "7"),)} <= known.keys()


def test_another_guard_in_a_second_release_tells_nothing(monkeypatch):
    """E of the first, A, B and D of the second: what is left is C, whose sum is hidden."""
    monkeypatch.setattr(ts, "LIMIT", 3)
    low = [4] * 6 + [0] * 6
    rest, dims = {"A": full(50), "B": full(40), "E": full(24)}, {"race": tuple("ABCDE")}
    r1 = released(races(**rest, C=low + low, D=full(22)), dims)
    r2 = released(races(**rest, C=low, D=full(22) + low), dims, earlier=[r1], file="t")
    assert len({a for a in (shown_sums(r1) | shown_sums(r2)) if a}) < 4


@pytest.mark.parametrize(("limit", "a", "b"), [(2, (7, 12, 1), (15, 12, 10)), (3, (9, 8, 12, 1), (15, 12, 10, 8))])
def test_few_levels_are_not_added_up(monkeypatch, limit, a, b):
    """n, how many reach the limit, sum and squares: as many equations as levels. One student has the highest."""
    monkeypatch.setattr(ts, "LIMIT", limit)
    w = races(**{g: [i + 1 for i, k in enumerate(h) for _ in range(k)] for g, h in (("A", a), ("B", b))})
    assert shown_sums(released(w, {"race": ("A", "B")})) == {}


def test_all_but_one_within_a_fifth_of_the_range():
    w = races(A=[10] * 34 + [9] * 5 + [15], B=full(50))
    assert (("race", "A"),) not in shown_sums(released(w, {"race": ("A", "B")}))


def spread(n):
    return [8 * i % 21 for i in range(n)]


def test_all_who_pass_have_just_enough():
    """20 of 40 pass, and their marks add up to 20 × 10: so each of them has 10, and all others have 0."""
    w = races(A=[10] * 20 + [0] * 20, B=spread(63))
    assert shown_sums(released(w, {"race": ("A", "B")})).keys() == {()}


def test_a_group_that_is_one_of_another_and_one_student_more():
    """All but one of A learn English, and nobody else does: A less those who do is one student."""
    one = [{"race": "A", "el": "yes", "mark": m} for m in spread(63)] + [{"race": "A", "el": "no", "mark": 17}]
    w = one + [{"race": "B", "el": "no", "mark": m} for m in spread(84)]
    dimensions = {at[0][0] for at in shown_sums(released(w, {"race": ("A", "B"), "el": ("no", "yes")})) if at}
    assert len(dimensions) == 1


RACES = {"race": ("A", "B", "C")}


def three(c=40):
    return races(A=spread(63), B=spread(84), C=spread(c))


def test_the_same_rows_again_say_the_same_and_no_more():
    """An undo, a raised threshold, a limit that is far from every average: what was said is said again."""
    first = released(three(), RACES)
    again = released(three(), RACES, earlier=[first])
    one_more = released(three(), RACES, earlier=[first, again], passed=ts.LIMIT, good=12)
    assert shown_sums(first).keys() == {(), *((("race", g),) for g in "ABC")}
    assert shown_sums(first) == shown_sums(again) == shown_sums(one_more)


def test_a_group_that_was_not_shown_is_not_shown_later():
    """With 29 students C was not shown; beside the others of then, it would follow."""
    first = released(three(29), RACES)
    later = released(three(31), RACES, earlier=[first])
    assert shown_sums(first)
    assert shown_sums(later) == {}


@pytest.mark.parametrize("file", ["s", "t"])
def test_who_left_had_nothing(file):
    """Sums and squares are as they were, and one student is less: that one had 0."""
    first = released([*three(), {"race": "C", "mark": 0}], RACES)
    assert shown_sums(first)
    assert shown_sums(released(three(), RACES, earlier=[first], file=file)) == {}


def test_who_left_had_as_much_as_who_came():
    """All is as it was. Somebody who knows that one left and one came would know that both have the same mark."""
    first = released(three(), RACES)
    assert shown_sums(first)
    assert shown_sums(released(three(), RACES, earlier=[first], file="t")) == {}


@pytest.mark.parametrize("earlier", ["another measure", "the same"])
def test_a_measure_made_again_does_not_show_other_groups(earlier):
    """C is all alike. The first limit is near E's average, the second near D's: all less A, B, D and E is C."""
    d, e = [10] * 23 + [9] * 5 + [20] * 10, [10] * 22 + [0] * 11 + [19] * 5
    w, dims = races(A=spread(63), B=spread(84), C=[9, 11] * 17, D=d, E=e), {"race": tuple("ABCDE")}
    name = "passed" if earlier == "the same" else "other"
    first = released(w, dims, passed=10)
    second = released(w, dims, earlier=[first], **{name: 11})
    assert shown_sums(first)
    assert shown_sums(second).items() <= shown_sums(first).items()


@pytest.mark.parametrize(
    ("first", "file"), [({"passed": 3}, "s"), ({"passed": 3, "other": 3}, "s"), ({"passed": 3}, "t")]
)
def test_a_limit_set_later_tells_nothing_beside_the_average(first, file):
    """20 of 40 have 10 or more, and their marks are known to add up to 20 × 10: so each of them has 10."""
    w = races(A=[10] * 20 + [0] * 20, B=spread(63))
    before = released(w, {"race": ("A", "B")}, **first)
    assert (("race", "A"),) in shown_sums(before)
    for name in ("passed", "late"):
        after = released(w, {"race": ("A", "B")}, earlier=[before], file=file, **first | {name: 10})
        tables = [t for t in after.tables if t.measure == name and t.total.n]
        assert not any(t.group("A").is_shown for t in tables), name


def test_what_changed_and_what_did_not_looks_the_same_in_another_file():
    first = released(three(), RACES)
    changed = released(three(41), RACES, earlier=[first], file="t")
    assert shown_sums(changed) == {}
