"""What hidden numbers can be when they trade with each other and every published sum stays as it is.

Schools and groups are joints, and each hidden number is a pipe from a school to a group: one more student here is one
less elsewhere, round a circle. How far a number can move is how much flows round, counted in whole students. Pipes
whose own sum is hidden too end in a joint that they all share.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping

from equity_core.privacy.bounds import Span

Step = tuple[int, int, int]  # the joint reached, by which pipe, with or against its direction


class Network:
    """Hidden numbers with their true values and limits, each between two joints."""

    def __init__(self) -> None:
        self._joints: dict[Hashable, int] = {}
        self._steps: list[list[Step]] = []
        self._pipes: dict[Hashable, int] = {}
        self._ends: list[tuple[int, int]] = []
        self._up: list[int] = []
        self._down: list[int] = []
        self._values: list[int] = []
        self._seen: list[Span] = []

    def add(self, key: Hashable, *, ends: tuple[Hashable, Hashable], value: int, room: Span) -> None:
        """Add a hidden number of which `room` says what it may be."""
        pipe, here, there = len(self._values), self._joint(ends[0]), self._joint(ends[1])
        self._pipes[key] = pipe
        self._ends.append((here, there))
        self._up.append(room.high - value)
        self._down.append(value - room.low)
        self._values.append(value)
        self._seen.append(Span(value, value))
        self._steps[here].append((there, pipe, 1))
        self._steps[there].append((here, pipe, -1))

    def fits(self) -> bool:
        """Say whether every true value lies within its limits."""
        return min(self._up, default=0) >= 0 and min(self._down, default=0) >= 0

    def span(self, key: Hashable, *, enough: int, wider: Mapping[Hashable, int] | None = None) -> Span:
        """Return what a number can be: exactly, or a part of it that is at least `enough` wide.

        `wider` raises the upper limits of numbers (or lowers them), for this question alone.
        """
        pipe = self._pipes[key]
        if self._seen[pipe].width < enough:
            limits = {self._pipes[other]: more for other, more in (wider or {}).items()}
            for sign in (1, -1):
                if self._seen[pipe].width < enough:
                    self._push(pipe, sign, enough, limits)
        return self._seen[pipe]

    def raised(self, key: Hashable, *, by: int) -> dict[Hashable, int]:
        """Return how all numbers can change when one of them becomes as much larger as it can, up to `by`."""
        moved = self._push(self._pipes[key], 1, by, {})
        return {other: moved[pipe] for other, pipe in self._pipes.items() if moved.get(pipe)}

    def _joint(self, name: Hashable) -> int:
        if name not in self._joints:
            self._joints[name] = len(self._steps)
            self._steps.append([])
        return self._joints[name]

    def _push(self, pipe: int, sign: int, wanted: int, wider: Mapping[int, int]) -> dict[int, int]:
        """Move one number as far as `wanted`, and others with it; keep what was seen to be possible."""
        here, there = self._ends[pipe] if sign > 0 else self._ends[pipe][::-1]
        left = min(wanted, self._room(pipe, sign, {}, wider))
        moved: dict[int, int] = {}
        while left > 0:
            way = self._way(there, here, pipe, moved, wider)
            if way is None:
                break
            amount = min([left, *(self._room(p, s, moved, wider) for p, s in way)])
            for p, s in (*way, (pipe, sign)):
                moved[p] = moved.get(p, 0) + s * amount
            left -= amount
            for p, by in moved.items():
                low, high = self._seen[p]
                value = self._values[p] + by
                if not low <= value <= high:
                    self._seen[p] = Span(min(low, value), max(high, value))
        return moved

    def _way(
        self, start: int, goal: int, but: int, moved: Mapping[int, int], wider: Mapping[int, int]
    ) -> list[tuple[int, int]] | None:
        """Return a shortest way through pipes that have room, or None."""
        came: dict[int, Step] = {start: (start, -1, 0)}
        waiting = deque([start])
        while waiting:
            at = waiting.popleft()
            for other, pipe, sign in self._steps[at]:
                if other in came or pipe == but or self._room(pipe, sign, moved, wider) <= 0:
                    continue
                came[other] = (at, pipe, sign)
                if other == goal:
                    return _back(came, start, goal)
                waiting.append(other)
        return None

    def _room(self, pipe: int, sign: int, moved: Mapping[int, int], wider: Mapping[int, int]) -> int:
        by = moved.get(pipe, 0)
        return self._up[pipe] + wider.get(pipe, 0) - by if sign > 0 else self._down[pipe] + by


def _back(came: Mapping[int, Step], start: int, goal: int) -> list[tuple[int, int]]:
    way, at = [], goal
    while at != start:
        at, pipe, sign = came[at]
        way.append((pipe, sign))
    return way
