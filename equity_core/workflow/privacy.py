"""What is hidden, how much of it, and the proof that is kept: for a privacy officer, and for whoever asks why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core.errors import Refused
from equity_core.model import Source
from equity_core.privacy import EVENTS, JOIN, MIN_GROUP, At, Release, Rules
from equity_core.workflow.data import retention
from equity_core.workflow.meanwhile import Tell
from equity_core.workflow.release import raise_threshold
from equity_core.workflow.workspace import Workspace

HIGHEST = 100  # a threshold above it would hide nearly every school


@dataclass(frozen=True, slots=True)
class Overview:
    """How much is shown and hidden, over every active source. `least` is the fewest values that a hidden count has."""

    min_group: int
    sources: int
    shown: int
    hidden: int
    hidden_by_source: int
    least: int

    @property
    def share(self) -> Fraction:
        """Return the share of the counts that are shown, of those that no source has hidden."""
        return Fraction(self.shown, max(self.shown + self.hidden, 1))


def overview(ws: Workspace) -> Overview:
    """Return how many counts are shown, and how many are not; never by which rule."""
    statuses = [status for release in ws.releases() for status in _statuses(release).values()]
    return Overview(
        min_group=ws.profile.min_group,
        sources=len(ws.sources()),
        shown=statuses.count("shown"),
        hidden=statuses.count("hidden") + statuses.count("range"),
        hidden_by_source=statuses.count("hidden_by_source"),
        least=Rules().min_width + 1,
    )


def audit(ws: Workspace) -> list[dict[str, str]]:
    """Return the stored proof as a table in words: one row for each count that is not shown.

    It says how many values are possible at least, and neither which values nor why the count is hidden.
    """
    values: dict[tuple[str, str, At], int] = {}
    for release in ws.releases():
        for line in release.audit:
            key = (line.measure, line.period, line.at)
            values[key] = min(values.get(key, Rules().min_width + 1), line.high - line.low + 1)
    words = ws.words
    return [
        {
            words("privacy.column_measure"): _measure(ws, measure),
            words("privacy.column_period"): _when(ws, period),
            words("privacy.column_group"): _named(ws, at),
            words("privacy.column_values"): words("privacy.at_least", count=count),
        }
        for (measure, period, at), count in sorted(values.items())
    ]


def kept(ws: Workspace) -> list[str]:
    """Return for each file in use until when its rows are kept, or when they were deleted."""
    told = [(source.name, retention.told(ws, source)) for source in ws.sources()]
    return [ws.words("kept.file", file=name, told=text) for name, text in told if text]


def ledger(ws: Workspace) -> list[dict[str, str]]:
    """Return everything that was ever let out as a table in words, the newest first: also what was replaced since."""
    words, names = ws.words, {source.id: source for source in ws.all(Source)}
    told = []
    for entry in reversed(ws.store.ledger()):
        source, statuses = names.get(entry.release.source), list(_statuses(entry.release).values())
        periods = sorted({table.period for table in entry.release.tables})
        told.append(
            {
                words("reviewer.when"): words.day(entry.at),
                words("reviewer.file"): source.name if source else words("reviewer.no_file"),
                words("reviewer.periods"): ", ".join(periods),
                words("reviewer.threshold"): str(entry.release.min_group),
                words("reviewer.shown"): str(statuses.count("shown")),
                words("reviewer.hidden"): str(statuses.count("hidden") + statuses.count("range")),
            }
        )
    return told


def statement(ws: Workspace) -> str:
    """Return what a team can hand to its district; it has no number about students.

    The rule, how it is checked, what is kept where, what leaves, what is not promised, and where the rules come from.
    """
    words, rules = ws.words, Rules(min_group=ws.profile.min_group)
    paragraphs = [
        words(
            "reviewer.statement_title",
            school=ws.profile.school or words("reviewer.our_school"),
            day=words.day(ws.now()),
        ),
        words("reviewer.rule", min_group=rules.min_group, small=rules.small, least=rules.min_width + 1),
        words("reviewer.checked", least=rules.min_width + 1),
        words("reviewer.kept"),
        words("reviewer.leaves"),
        words("reviewer.not_promised"),
        words("reviewer.sources"),
    ]
    return "\n\n".join(paragraphs) + "\n"


def raise_to(ws: Workspace, min_group: int, *, tell: Tell | None = None) -> int:
    """Raise the threshold for the whole workspace and plan every release again; return how many sources that were."""
    if min_group > HIGHEST:
        raise Refused("privacy.too_high", highest=HIGHEST)
    return raise_threshold(ws, min_group, tell=tell)


def _statuses(release: Release) -> dict[tuple[str, str, At], str]:
    """Return the status of each count; one that lies in several tables is one count."""
    found: dict[tuple[str, str, At], str] = {}
    for table in release.tables:
        found[table.measure, table.period, table.where] = table.total.status
        for name, count in table.groups:
            found[table.measure, table.period, table.at(name)] = count.status
    return found


def _measure(ws: Workspace, id: str) -> str:
    return ws.words("privacy.events") if id == EVENTS else ws.measure_label(id)


def _when(ws: Workspace, period: str) -> str:
    """Return a period, or that it is about the students of two."""
    before, _, after = period.partition(JOIN)
    return ws.words("privacy.same_students", before=before, after=after) if after else period


def _named(ws: Workspace, at: At) -> str:
    if not at:
        return ws.words("common.all_students")
    return ", ".join(f"{ws.dimension_label(dimension)}: {group}" for dimension, group in at)


__all__ = ["HIGHEST", "MIN_GROUP", "Overview", "audit", "kept", "ledger", "overview", "raise_to", "statement"]
