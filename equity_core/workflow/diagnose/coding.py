"""Two people read the same cards, each alone: do they hear the same themes? (METHODS.md §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.model import Evidence
from equity_core.workflow import naming
from equity_core.workflow.workspace import Workspace

FEWEST = 10  # cards that both have read: fewer say nothing of how alike two people read
MOST_NAMED = 3  # themes on which the two differ most


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers hear the same themes, in sentences, and how that was worked out."""

    sentences: tuple[str, ...]
    method: tuple[str, ...] = ()


def code_again(ws: Workspace, card: Evidence, themes: Sequence[str]) -> None:
    """Say which themes a second person hears in a card; none at all is an answer, too."""
    naming.refuse(ws, *themes)
    spelled = {theme.casefold(): theme for one in ws.of_cycle(Evidence) for theme in one.themes}
    heard = [" ".join(theme.split()) for theme in themes if theme.strip()]
    plain = dict.fromkeys(spelled.get(theme.casefold(), theme) for theme in heard)
    ws.save(card.model_copy(update={"themes_again": tuple(plain)}))


def to_read(ws: Workspace) -> list[Evidence]:
    """Return the cards that have themes, those that nobody has read a second time first."""
    coded = [card for card in ws.of_cycle(Evidence) if card.themes]
    return sorted(coded, key=lambda card: card.themes_again is not None)


def agreement(ws: Workspace) -> Agreement | None:
    """Return how far two readers of the same cards agree; None before a card was read twice.

    One decision is whether a theme is in a card: every card that both have read, with every theme that either gave.
    """
    cards = [card for card in to_read(ws) if card.themes_again is not None]
    if not cards:
        return None
    if len(cards) < FEWEST:
        return Agreement((ws.words("coding.too_few", count=len(cards), fewest=FEWEST),))
    first, second = ([_folded(card.themes) for card in cards], [_folded(card.themes_again or ()) for card in cards])
    themes = sorted(set().union(*first, *second))
    one, two = ([theme in said for said in side for theme in themes] for side in (first, second))
    found, cells = stats.coder_agreement(one, two), Counter(zip(one, two, strict=True))
    facts = {
        "cards": len(cards),
        "themes": len(themes),
        "agreed": cells[True, True] + cells[False, False],
        "all": len(one),
        "share": ws.words.percent(found.agreement),
        "kappa": _number(ws, found.kappa),
        "ac1": _number(ws, found.gwet_ac1),
        "alpha": _number(ws, found.krippendorff_alpha),
    }
    sentences = [ws.words("coding.agreement", **facts), ws.words("coding.beyond_chance", **facts)]
    apart = Counter(
        theme for a, b in zip(first, second, strict=True) for theme in themes if (theme in a) != (theme in b)
    )
    if apart:
        named = sorted(apart, key=lambda theme: (-apart[theme], theme))[:MOST_NAMED]
        sentences.append(ws.words("coding.apart", themes=ws.words.listed(named)))
    counts = {
        "both": cells[True, True],
        "one": cells[True, False],
        "two": cells[False, True],
        "neither": cells[False, False],
    }
    return Agreement(tuple(sentences), (ws.words("method.coding"), ws.words("formula.coding", **facts, **counts)))


def _folded(themes: Sequence[str]) -> set[str]:
    return {theme.casefold() for theme in themes}


def _number(ws: Workspace, value: Fraction | None) -> str:
    return ws.words("coding.undefined") if value is None else ws.words.number(value, 2)
