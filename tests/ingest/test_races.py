"""One column or many, one form or the other: each student is in one group of race and ethnicity."""

from __future__ import annotations

import pytest

from equity_core.errors import Refused
from equity_core.ingest import races
from equity_core.workflow import numbers
from equity_core.workflow.data import bring_in, race_form
from tests.conftest import SHARED

HISPANIC, WHITE, BLACK, ASIAN = "Hispanic or Latino", "White", "Black or African American", "Asian"
FLAGS = "student_id,school_year,Asian,BlackOrAfricanAmerican,White,HispanicOrLatinoEthnicity,suspended\n"


@pytest.mark.parametrize(
    ("several", "federal", "spd15"),
    [
        ({WHITE}, WHITE, WHITE),
        (set(), "Not recorded", "Not recorded"),
        ({HISPANIC}, HISPANIC, HISPANIC),
        ({HISPANIC, WHITE}, HISPANIC, "Multiracial and/or multiethnic"),
        ({BLACK, WHITE}, "Two or more races", "Multiracial and/or multiethnic"),
        ({"Middle Eastern or North African"}, WHITE, "Middle Eastern or North African"),
        ({"Middle Eastern or North African", WHITE}, WHITE, "Multiracial and/or multiethnic"),
        ({"Filipino", ASIAN}, "Filipino", "Filipino"),
        ({"Two or more races"}, "Two or more races", "Multiracial and/or multiethnic"),
        ({WHITE, "Not recorded"}, WHITE, WHITE),
    ],
)
def test_a_set_is_counted_in_one_group(several, federal, spd15):
    assert races.group_of(several, "federal") == federal
    assert races.group_of(several, "spd15") == spd15


def flags(n=40):
    kinds = ("true,false,false,false", "false,true,true,false", "false,false,true,true", "false,false,false,false")
    return FLAGS + "".join(f"{i},2024-25,{kinds[i % 4]},{i // 4 % 2}\n" for i in range(4 * n))


def brought(ws, text, **said):
    draft = bring_in.read(ws, [("a.csv", text.encode())])
    for code, value in said.items():
        bring_in.answer(draft, code, value)
    return bring_in.keep(ws, draft)


def groups(source):
    return next(use.groups for use in source.dimensions if use.id == "race")


def test_columns_of_yes_and_no_become_one_group(ws):
    source = brought(ws, flags())
    assert groups(source) == (ASIAN, HISPANIC, "Two or more races", "Not recorded")
    assert source.race_form == "federal"
    assert ws.table("suspended", "2024-25", "race").group(HISPANIC).n == 40


def test_the_form_of_2024_is_an_answer(ws):
    source = brought(ws, flags(), race_form="spd15")
    assert groups(source) == (ASIAN, "Multiracial and/or multiethnic", "Not recorded")
    assert ws.table("suspended", "2024-25", "race").group("Multiracial and/or multiethnic").n == 80


def test_the_form_stays_for_the_whole_time_round(ws):
    brought(ws, flags(), race_form="spd15")
    assert race_form.current(ws) == "spd15"
    draft = bring_in.read(ws, [("b.csv", flags().encode())])
    (check,) = bring_in.check(ws, draft).files
    assert "race_form_spd15" in [q.code for q in check.questions]
    bring_in.answer(draft, "race_form", "federal")
    (check,) = bring_in.check(ws, draft).files
    assert check.error.code == "import.race_form_locked"
    with pytest.raises(Refused):
        race_form.choose(ws, "federal")


def test_a_file_without_sets_decides_nothing(ws):
    source = brought(
        ws, "student_id,school_year,race,suspended\n" + "".join(f"{i},2024-25,White,0\n" for i in range(40))
    )
    assert source.race_form == "federal"
    assert race_form.current(ws) == ""


def test_a_group_that_only_the_new_form_has_suggests_it(ws):
    rows = "".join(f"{i},2024-25,{'MENA' if i % 2 else 'White'},0\n" for i in range(80))
    source = brought(ws, "student_id,school_year,race,suspended\n" + rows)
    assert groups(source) == ("Middle Eastern or North African", "White")


def test_filipino_is_kept_or_counted_as_asian_by_choice(ws):
    rows = "".join(f"{i},2024-25,{'Filipino' if i % 2 else 'Asian'},0\n" for i in range(80))
    text = "student_id,school_year,race,suspended\n" + rows
    assert groups(brought(ws, text)) == ("Asian", "Filipino")
    assert groups(brought(ws, text, filipino="filipino_asian")) == ("Asian",)


def test_powerschool_counts_its_hispanic_students_whatever_their_race(ws):
    path = SHARED / "scenarios/fixtures/s2_powerschool/student.export.text"
    (check,) = bring_in.check(ws, bring_in.read(ws, [(path.name, path)])).files
    told = {q.id: q.count for q in check.questions}
    assert told["hispanic_any_race:Ethnicity"] == 82  # 80 students; two of them are copies that are dropped
    assert {"race_form:Ethnicity", "ambiguous_group:Ethnicity:M"} <= set(told)
    assert dict(check.file.part.intake.values_of("race"))[HISPANIC] == 242


def test_a_multi_select_cell_is_a_set(ws):
    rows = "".join(f'{i},2024-25,"{("White", "Black or African American, White")[i % 2]}",0\n' for i in range(80))
    source = brought(ws, "student_id,school_year,race,suspended\n" + rows, race_form="spd15")
    assert groups(source) == ("Multiracial and/or multiethnic", "White")


@pytest.mark.parametrize(
    ("asian", "filipino", "together"),
    [
        ("200,20", "100,30", (300, 50, "shown")),
        ("200,20", "*,*", (None, None, "hidden_by_source")),
        ("*,*", "100,30", (None, None, "hidden_by_source")),
    ],
)
def test_published_counts_of_filipino_students_are_added_to_asian_if_somebody_says_so(ws, asian, filipino, together):
    rows = f"2024-25,White,400,40\n2024-25,Asian,{asian}\n2024-25,Filipino,{filipino}\n"
    text = "school_year,race_ethnicity,enrolled,suspended\n" + rows
    kept = brought(ws, text)
    assert {"Asian", "Filipino"} <= set(groups(kept))
    source = brought(ws, text, filipino="filipino_asian")
    assert groups(source) == ("Asian", "White")
    count = dict(ws.table("suspended", "2024-25", "race").groups)[ASIAN]
    assert (count.n, count.x, count.status) == together


def test_published_groups_alone_or_in_combination_are_compared_with_who_is_not_in_them(ws):
    """Groups overlap: everyone else is all students less the group, and nothing is made of the sum of groups."""
    rows = (
        ("All Students", 500, 100),
        ("White alone or in combination", 400, 60),
        ("Black (alone or in any combination)", 180, 54),
    )
    text = "school_year,race_ethnicity,enrolled,suspended\n"
    source = brought(ws, text + "".join(f"2024-25,{name},{n},{x}\n" for name, n, x in rows))
    black = f"{BLACK} alone or in combination"
    assert source.decided == ()
    assert groups(source) == (black, "White alone or in combination")
    assert source.race_form == "combination"
    found = numbers.measure(ws, "suspended", by="race")
    g = found.group(black)
    assert (g.n, g.x, g.reference.n, g.reference.x) == (180, 54, 320, 46)
    assert "note.overlap" in found.notes


def test_without_all_students_nobody_is_everyone_else_of_a_group_in_combination(ws):
    rows = (("White alone or in combination", 400, 60), ("Black alone or in combination", 180, 54))
    text = "school_year,race_ethnicity,enrolled,suspended\n"
    brought(ws, text + "".join(f"2024-25,{name},{n},{x}\n" for name, n, x in rows))
    found = numbers.measure(ws, "suspended", by="race")
    assert found.total.n is None
    assert found.group(f"{BLACK} alone or in combination").gap is None


def test_groups_in_combination_and_single_groups_are_two_ways_to_count(ws):
    rows = (("All Students", 500, 100), ("White", 300, 40), (BLACK, 150, 50), ("Two or more races", 50, 10))
    text = "school_year,race_ethnicity,enrolled,suspended\n"
    brought(ws, text + "".join(f"2023-24,{name},{n},{x}\n" for name, n, x in rows))
    several = ((f"{name} alone or in combination", n + 30, x) for name, n, x in rows[1:3])
    later = "".join(f"2024-25,{name},{n},{x}\n" for name, n, x in (rows[0], *several))
    source = brought(ws, text + later)
    assert [s.race_form for s in ws.sources()] == ["federal", source.race_form]
    with pytest.raises(Refused, match=r"change\.race_form"):
        numbers.change(ws, "suspended", by="race", before="2023-24", after="2024-25")
