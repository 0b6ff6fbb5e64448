"""What a page, a notebook cell and the command line hold: one open workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Literal, TypeVar

from equity_core.errors import Refused, Unknown
from equity_core.metrics import MEASURES
from equity_core.model import Cycle, Document, Measure, Profile, Source
from equity_core.privacy import At, Followed, Release, Released
from equity_core.store import Store
from equity_core.words import Words

D = TypeVar("D", bound=Document)


class Workspace:
    """Ask and change one team's work: documents by kind, released numbers, words; never rows.

    Every save is on disk when it returns.
    """

    def __init__(self, store: Store, *, words: Words | None = None, now: Callable[[], datetime] = datetime.now) -> None:
        self.store = store
        self.words = words or Words()
        self._now = now
        self._undo: list[list[Document | tuple[type[Document], str]]] = []
        self._looking_at: str = ""
        self._where: At = ()

    # -- time -----------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the time by the workspace's clock."""
        return self._now()

    def today(self) -> date:
        """Return the day by the workspace's clock."""
        return self._now().date()

    # -- documents ------------------------------------------------------------------------------------------------

    def all(self, model: type[D]) -> list[D]:
        """Return every document of a kind, oldest first."""
        return self.store.documents(model)

    def of_cycle(self, model: type[D], cycle: Cycle | None = None) -> list[D]:
        """Return the documents of a kind that belong to a cycle (the open one by default), oldest first."""
        wanted = (cycle or self.cycle).id
        return [d for d in self.all(model) if d.cycle == wanted]

    def get(self, model: type[D], id: str) -> D | None:
        """Return one document, or None."""
        return self.store.get(model, id)

    def save(self, *documents: Document, remove: tuple[Document, ...] = ()) -> None:
        """Keep documents together, and take others away; one `undo` takes all of it back.

        Refused for a cycle that is closed.
        """
        self._refuse_closed((*documents, *remove))
        self._remember((*documents, *remove))
        with self.store.writing():
            self.store.save(*documents)
            self.store.remove(*remove)

    def remove(self, *documents: Document) -> None:
        """Take documents away; `undo` brings them back. Refused for a cycle that is closed."""
        self._refuse_closed(documents)
        self._remember(documents)
        self.store.remove(*documents)

    def undo(self) -> bool:
        """Take the last edit of this session back; False when there is none (at most ten are kept)."""
        if not self._undo:
            return False
        for before in self._undo.pop():
            if isinstance(before, Source):
                self.store.save(_still_gone(before, self.store.get(Source, before.id) or before))
            elif isinstance(before, Profile):
                self.store.save(_as_planned(before, self.profile))
            elif isinstance(before, Document):
                self.store.save(before)
            else:
                now = self.store.get(*before)
                if now is not None:
                    self.store.remove(now)
        return True

    @property
    def last_edit(self) -> list[tuple[str, Literal["added", "changed", "removed"]]]:
        """Return what `undo` would take back: the kinds of documents, and what was done to each."""
        found: list[tuple[str, Literal["added", "changed", "removed"]]] = []
        for before in self._undo[-1] if self._undo else []:
            if isinstance(before, Document):
                is_there = self.store.get(type(before), before.id) is not None
                found.append((before.kind, "changed" if is_there else "removed"))
            else:
                found.append((before[0].kind, "added"))
        return found

    @property
    def can_undo(self) -> bool:
        """Say whether there is an edit to take back."""
        return bool(self._undo)

    def _refuse_closed(self, documents: tuple[Document, ...]) -> None:
        closed = {c.id for c in self.all(Cycle) if c.closed is not None}
        if any(d.cycle in closed for d in documents):
            raise Refused("cycle.closed")

    def _remember(self, documents: tuple[Document, ...]) -> None:
        self._undo.append([self.store.get(type(d), d.id) or (type(d), d.id) for d in documents])
        del self._undo[:-10]

    # -- the frame of everything ------------------------------------------------------------------------------------

    @property
    def profile(self) -> Profile:
        """Return who the team is; an empty profile before anybody said so."""
        return self.store.get(Profile, "profile") or Profile()

    @property
    def cycle(self) -> Cycle:
        """Return the open cycle, beginning the first one when there is none; the one that `as_of` names."""
        looked_at = self.get(Cycle, self._looking_at) if self._looking_at else None
        if looked_at is not None:
            return looked_at
        cycles = self.all(Cycle)
        open_ones = [c for c in cycles if c.closed is None]
        if open_ones:
            return open_ones[-1]
        first = Cycle(number=len(cycles) + 1, started=self.today())
        self.store.save(first)
        return first

    def as_of(self, cycle: Cycle) -> Workspace:
        """Return the same workspace with one cycle, open or finished, as the one that is looked at."""
        other = Workspace(self.store, words=self.words, now=self._now)
        other._looking_at = cycle.id
        return other

    def narrowed(self, where: At) -> Workspace:
        """Return the same workspace with only the numbers of one group, such as (("school", "North"),), to look at.

        What the numbers count is called so: each measure's label names the group. An edit there is an edit here.
        """
        if where == self._where:
            return self
        other = Workspace(self.store, words=self.words, now=self._now)
        other._looking_at, other._where, other._undo = self._looking_at, where, self._undo
        return other

    @property
    def where(self) -> At:
        """Return to whom the numbers are narrowed; () where they are everybody's."""
        return self._where

    @property
    def only(self) -> str:
        """Return whose numbers these are when they are narrowed: "Grade: 7"; nothing otherwise."""
        told = (self.words("common.only", dimension=self.dimension_label(d), group=g) for d, g in self._where)
        return ", ".join(told)

    # -- numbers ----------------------------------------------------------------------------------------------------

    def sources(self) -> list[Source]:
        """Return the active sources, oldest first."""
        return [s for s in self.all(Source) if s.status == "active"]

    def releases(self) -> list[Release]:
        """Return the stored release of every active source, in the order of `sources()`."""
        found = self.store.releases([s.id for s in self.sources()])
        return [release.narrowed(self._where) for release in found] if self._where else found

    def table(self, measure: str, period: str, dimension: str, where: At = ()) -> Released | None:
        """Return the released table of the newest active source that has it, or None."""
        for release in reversed(self.releases()):
            found = release.table(measure, period, dimension, where)
            if found is not None:
                return found
        return None

    def followed(self, measure: str, period: str, next_period: str, dimension: str) -> Followed | None:
        """Return what is told of the same students in two periods: by a dimension, or of all where it has none."""
        for by in (dimension, ""):
            for release in reversed(self.releases()):
                for one in release.followed:
                    if (one.measure, one.period, one.next_period, one.dimension) == (measure, period, next_period, by):
                        return one
        return None

    def measure(self, id: str) -> Measure:
        """Return a measure, built in or the team's own; Unknown, with what comes close, if there is none."""
        found = self.get(Measure, id) or MEASURES.get(id)
        if found is None:
            known = [*MEASURES, *(m.id for m in self.all(Measure))]
            raise Unknown.among("unknown.measure", id, known)
        return found

    def measure_label(self, id: str) -> str:
        """Return what people call a measure, and whose it is where the numbers are narrowed."""
        label = self.measure(id).label or self.words(f"measure.{id}.label")
        return self.words("common.measure_only", measure=label, only=self.only) if self._where else label

    def dimension_label(self, id: str) -> str:
        """Return what people call a dimension, or two of them at once."""
        if "," in id:
            first, second = map(self.dimension_label, id.split(","))
            return self.words("dimension.both", first=first, second=second)
        for source in self.all(Source):
            for use in source.dimensions:
                if use.id == id and use.label:
                    return use.label
        return self.words(f"dimension.{id}")


def _as_planned(before: Profile, now: Profile) -> Profile:
    """Return a team as it was, but for the next meeting and the tour, which no edit has changed."""
    fields = ("seats", "meeting_for", "meeting_minutes", "tour")
    return before.model_copy(update={name: getattr(now, name) for name in fields})


def _still_gone(before: Source, now: Source) -> Source:
    """Return a receipt as it was, but for what was deleted since: no undo brings rows back."""
    return before.model_copy(update={"status": now.status, "rows_deleted": now.rows_deleted})
