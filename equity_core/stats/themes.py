"""People per theme: a person counts once, however often they mention it (METHODS.md §5). Never % of mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple


class Voice(NamedTuple):
    """One person: the group they speak from, and the themes of what they said, as often as they came up."""

    group: str
    themes: tuple[str, ...]


class Themes(NamedTuple):
    """Hold how many people raised each theme. Not a sample: nothing may be inferred from it.

    `reach` is people over all who were heard; `together` counts people who raised both of two themes.
    """

    people: dict[str, int]
    mentions: dict[str, int]
    reach: dict[str, Fraction]
    by_group: dict[str, dict[str, int]]
    group_sizes: dict[str, int]
    together: dict[tuple[str, str], int]


def theme_counts(voices: Sequence[Voice]) -> Themes:
    """Return who raised what, themes and groups in alphabetical order."""
    themes = sorted({theme for voice in voices for theme in voice.themes})
    sizes = dict(sorted(Counter(voice.group for voice in voices).items()))
    raised = [(voice.group, set(voice.themes)) for voice in voices]
    people = {theme: sum(theme in said for _, said in raised) for theme in themes}
    return Themes(
        people=people,
        mentions={theme: sum(voice.themes.count(theme) for voice in voices) for theme in themes},
        reach={theme: Fraction(n, len(voices)) for theme, n in people.items()},
        by_group={
            group: {theme: sum(theme in said for its, said in raised if its == group) for theme in themes}
            for group in sizes
        },
        group_sizes=sizes,
        together={pair: sum(said >= {*pair} for _, said in raised) for pair in combinations(themes, 2)},
    )
