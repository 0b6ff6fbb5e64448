"""What may not be shown, said once and stored with every release."""

from __future__ import annotations

from pydantic import Field

from equity_core.model.base import Record

MIN_GROUP = 10


class Rules(Record):
    """Hide groups under `min_group`; show counts of 0 to `small`, or all but so few, as a range; leave attackers room.

    `min_group` may be raised and never lowered. `min_width` is the least distance between the smallest and the
    largest value that a hidden count can have for somebody who knows everything published: 4 means five values.
    """

    min_group: int = Field(default=MIN_GROUP, ge=MIN_GROUP)
    small: int = Field(default=4, ge=4)
    min_width: int = Field(default=4, ge=4)

    def is_small_group(self, n: int) -> bool:
        """Say whether so few students may not be shown at all."""
        return n < self.min_group

    def is_small_count(self, x: int, n: int) -> bool:
        """Say whether x of n is almost nobody or almost everybody."""
        return x <= self.small or x >= n - self.small
