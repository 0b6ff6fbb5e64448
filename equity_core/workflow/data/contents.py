"""What a file brings as it is mapped now: its measures, its groups and its rows."""

from __future__ import annotations

from collections.abc import Collection

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.ingest import Checked, Counted, Published
from equity_core.metrics import MEASURES
from equity_core.model import DimensionUse, Given, Headcount, Measure, OwnDimension, Rule, columns_of
from equity_core.store import Intake
from equity_core.workflow.data import known
from equity_core.workflow.data.draft import File, Result
from equity_core.workflow.workspace import Workspace

TOGETHER = {"Ever EL": ("Current EL", "Former EL")}


def measures(ws: Workspace, file: File, result: Result) -> tuple[str, ...]:
    """Return the ids of the measures that its columns are enough for, built in and the team's own."""
    if isinstance(result, Counted):
        return result.measures
    if file.part.mapping.shape == "incidents":
        return result.facts
    there = [m.id for m in (*MEASURES.values(), *ws.all(Measure)) if can_count(m, result.facts)]
    return tuple(dict.fromkeys((*there, *(column.id for column in result.own))))


def can_count(measure: Measure, columns: Collection[str]) -> bool:
    """Say whether these typed columns are all that a measure needs."""
    needs = columns_of(measure.rule)
    return bool(needs) and needs <= set(columns)


def own_measures(ws: Workspace, file: File, result: Result) -> list[Measure]:
    """Return the team's own measures; Refused when one has the name of another that counts otherwise."""
    if isinstance(result, Counted):
        published: Rule = Headcount() if result.is_headcount else Given()
        labels = {"enrolled": ws.words("measure.enrolled.label")} if result.is_headcount else result.labels
        new = [id for id in result.measures if id not in MEASURES]
        made = [
            Measure(id=id, label=labels.get(id, id), rule=published, direction="higher_better", timing="lagging")
            for id in new
        ]
    else:
        made = [measure for column in result.own if (measure := known.measure_of(column)) is not None]
    for measure in made:
        kept = ws.get(Measure, measure.id)
        if kept is not None and kept.rule != measure.rule:
            raise Refused("import.measure_taken", name=file.name, label=measure.label)
    return made


def own_dimensions(result: Result) -> list[OwnDimension]:
    """Return the team's own ways to group students, as they were matched."""
    if isinstance(result, Counted):
        return []
    return [
        OwnDimension(id=c.id, label=c.label, header=c.header, names=dict(c.names))
        for c in result.dimensions
        if c.meaning == "own_dimension" and c.header
    ]


def dimensions(file: File, result: Result) -> tuple[DimensionUse, ...]:
    """Return the dimensions with their groups; a single school and a column that says nothing are none."""
    if isinstance(result, Counted):
        return tuple(
            DimensionUse(
                id=id,
                label=result.labels.get(id, ""),
                groups=_apart(groups),
                partitions=len(groups) > 1
                and _are_all_there(groups)
                and not any(map(ingest.is_in_combination, groups)),
            )
            for id, groups in result.groups().items()
        )
    uses = [(column, groups_in(file, column.target)) for column in result.dimensions]
    if any(column.target == "role" and any(map(ingest.is_staff, groups)) for column, groups in uses):
        uses = [(column, groups) for column, groups in uses if column.target == "role"]  # staff: never by group
    return tuple(
        DimensionUse(id=column.target, label=column.label, groups=groups)
        for column, groups in uses
        if groups and (column.target != "school" or len(groups) > 1) and groups != (ingest.NOT_RECORDED,)
    )


def columns(file: File, result: Result | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the headers of the columns that are kept, and of those that are not."""
    mapping = file.part.mapping
    not_used, also = (result.not_used, result.also_read) if isinstance(result, Checked) else ((), ())
    unread = [c.header for c in mapping.columns if c.meaning == "not_read" and c.header not in also]
    kept = [c.header for c in mapping.read() if c.header not in not_used]
    return (*kept, *also), tuple(dict.fromkeys((*unread, *not_used)))


def columns_meant(file: File, result: Result) -> dict[str, str]:
    """Return the headers of the columns that are kept as they were matched: {header: meaning, or the team's own id}."""
    kept = set(columns(file, result)[0])
    read = [column for column in file.part.mapping.read() if column.header in kept]
    return {column.header: column.id if column.meaning in ingest.OWN else column.meaning for column in read}


def groups_in(file: File, dimension: str) -> tuple[str, ...]:
    """Return the groups that the rows of students have in a dimension."""
    intake = file.part.intake
    assert isinstance(intake, Intake)
    return ingest.in_order({str(value) for value, _ in intake.values_of(dimension) if value is not None})


def once(result: Counted) -> tuple[Published, ...]:
    """Return the counts without those of groups that count the students of others again."""
    groups = {dimension: _apart(names) for dimension, names in result.groups().items()}
    return tuple(row for row in result.rows if not row.dimension or row.group in groups[row.dimension])


def rows_kept(result: Result) -> int:
    """Return how many rows are kept of a file."""
    return len(once(result)) if isinstance(result, Counted) else result.rows_kept


def counts_twice(result: Counted) -> bool:
    """Say whether any of the groups counts the students of others again."""
    return any(_apart(groups) != groups for groups in result.groups().values())


def _apart(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return the groups without those that count the students of others again: Ever EL, where one of its parts is."""
    return tuple(group for group in groups if not set(TOGETHER.get(group, ())) & set(groups))


def _are_all_there(groups: tuple[str, ...]) -> bool:
    """Say whether what was taken out by `_apart` is in the other groups, every part of it."""
    return all(set(TOGETHER[group]) <= set(groups) for group in set(groups) - set(_apart(groups)))
