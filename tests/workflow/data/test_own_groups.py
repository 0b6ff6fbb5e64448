"""A grouping of the team's own can be given another name, and taken away, after the import."""

from __future__ import annotations

import pytest

from equity_core.errors import Refused
from equity_core.model import Gap, OwnDimension, Query, Source
from equity_core.workflow import numbers
from equity_core.workflow.data import bring_in, own_groups
from equity_core.workflow.undo import undo

HEAD = "student_id,school_year,race,bus,suspended\n"


def brought(ws, year="2024-25"):
    rows = "".join(
        f"{i:05d},{year},{'White' if i % 3 else 'Black'},{'North' if i % 2 else 'South'},{i % 5 // 4}\n"
        for i in range(400)
    )
    draft = bring_in.read(ws, [(f"list_{year}.csv", (HEAD + rows).encode())])
    if not ws.all(OwnDimension):
        draft.remap(0, 3, "own_dimension", label="Bus route")
    return bring_in.keep(ws, draft)


@pytest.fixture
def school(ws):
    brought(ws, "2023-24")
    brought(ws)
    return ws


def only(ws):
    (found,) = own_groups.own(ws)
    return found


def counted(ws, year="2024-25"):
    return ws.table("suspended", year, "bus_route")


def test_it_is_listed_with_its_groups_and_files(school):
    found = only(school)
    assert (found.dimension.label, found.groups, found.is_in_use) == ("Bus route", ("North", "South"), False)
    assert found.files == ("list_2023-24.csv", "list_2024-25.csv")


def test_another_name_holds_in_every_file_and_the_numbers_stay(school):
    before = counted(school)
    own_groups.rename(school, only(school).dimension, "  Way to\tschool ")
    assert school.dimension_label("bus_route") == "Way to school"
    assert {use.label for s in school.all(Source) for use in s.dimensions if use.id == "bus_route"} == {"Way to school"}
    assert counted(school) == before
    brought(school, "2025-26")
    assert school.all(Source)[-1].dimensions[-1].label == "Way to school"
    assert counted(school, "2025-26").group("North").n == 200
    undo(school)
    assert school.dimension_label("bus_route") == "Bus route"


@pytest.mark.parametrize(("label", "code"), [("  ", "define.no_name"), ("gender", "define.name_taken")])
def test_a_name_that_is_none_or_taken_changes_nothing(school, label, code):
    with pytest.raises(Refused) as found:
        own_groups.rename(school, only(school).dimension, label)
    assert found.value.code == code
    assert school.words(f"problem.{code}", **found.value.facts)
    assert school.dimension_label("bus_route") == "Bus route"


def test_taken_away_it_has_no_numbers_and_undo_brings_them_back(school):
    before = numbers.as_json(numbers.measure(school, "suspended", by="race"))
    its = [counted(school, year) for year in ("2023-24", "2024-25")]
    own_groups.remove(school, only(school).dimension)
    assert own_groups.own(school) == []
    assert not any(t.dimension == "bus_route" for release in school.releases() for t in release.tables)
    assert numbers.as_json(numbers.measure(school, "suspended", by="race")) == before
    assert undo(school)
    assert [counted(school, year) for year in ("2023-24", "2024-25")] == its
    assert only(school).files == ("list_2023-24.csv", "list_2024-25.csv")


def test_after_that_the_next_file_is_not_grouped_by_the_column(school):
    own_groups.remove(school, only(school).dimension)
    draft = bring_in.read(school, [("list.csv", f"{HEAD}1,2025-26,White,North,0\n".encode())])
    assert draft.files[0].part.mapping.columns[3].meaning == "not_read"


def test_it_stays_while_work_rests_on_it(school):
    school.save(Gap(query=Query(measure="suspended", dimension="bus_route", period="2024-25", group="North")))
    assert only(school).is_in_use
    with pytest.raises(Refused) as found:
        own_groups.remove(school, only(school).dimension)
    assert found.value.code == "define.in_use"
    assert counted(school) is not None
