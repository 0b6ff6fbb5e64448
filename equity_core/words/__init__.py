"""Every sentence that a person reads, by id and language.

Catalogs are gettext `.po` files, one for each part of the product: `words/<language>/<part>.po`.
"""

from __future__ import annotations

import gettext
import io
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def _catalog(language: str) -> gettext.GNUTranslations:
    import polib

    whole = polib.POFile()
    whole.metadata = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for file in sorted((FOLDER / language).glob("*.po")):
        whole.extend(polib.pofile(str(file)))
    return gettext.GNUTranslations(io.BytesIO(whole.to_binary()))


@cache
def _ids(language: str) -> frozenset[str]:
    import polib

    files = (FOLDER / language).glob("*.po")
    return frozenset(entry.msgid for file in files for entry in polib.pofile(str(file)))


class Words:
    """Look up sentences in one language: `words("gaps.title")`, `words("import.read", count=3)`.

    With `count=`, the plural form of the catalog is chosen, where the sentence has one. Facts fill the `{braces}`.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def __call__(self, id: str, /, **facts: Any) -> str:
        """Return the sentence; KeyError for an id that no catalog has, so that a test finds it."""
        catalog = _catalog(self.language)
        text = catalog.ngettext(id, id, facts["count"]) if "count" in facts else id
        if text == id:
            text = catalog.gettext(id)
        if text == id:
            raise KeyError(id)
        return text.format(**facts) if facts else text.replace("{{", "{").replace("}}", "}")

    def template(self, id: str) -> str:
        """Return the sentence with its facts still in braces: that of many, where there is one for one too."""
        catalog = _catalog(self.language)
        many = catalog.ngettext(id, id, 2)
        return many if many != id else catalog.gettext(id)

    def has(self, id: str) -> bool:
        """Say whether there is such a sentence."""
        return _catalog(self.language).gettext(id) != id

    def ids(self, start: str) -> list[str]:
        """Return the ids that begin with `start`, in alphabetical order."""
        return sorted(id for id in _ids(self.language) if id.startswith(start))

    def listed(self, items: list[str] | tuple[str, ...]) -> str:
        """Return "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self("common.list_end", start=", ".join(items[:-1]), end=items[-1])

    def either(self, items: list[str] | tuple[str, ...]) -> str:
        """Return "a, b or c"."""
        if len(items) < 2:
            return "".join(items)
        return self("common.either_end", start=", ".join(items[:-1]), end=items[-1])

    def percent(self, rate: Fraction | Decimal | float, digits: int = 1) -> str:
        """Return a proportion as "20.0%", rounded half away from zero."""
        return f"{half_up(rate, digits + 2).scaleb(2)}%"

    def points(self, points: Fraction | Decimal | float, digits: int = 1) -> str:
        """Return a difference in percentage points without its sign: "12.3"."""
        return str(half_up(points, digits).copy_abs())

    def number(self, number: Fraction | Decimal | float, digits: int = 1) -> str:
        """Return a number with its sign, where it has one: "−0.6"."""
        return str(half_up(Fraction(number), digits)).replace("-", "−")

    def times(self, ratio: Fraction | Decimal | float, digits: int = 1) -> str:
        """Return a ratio as "2.6"."""
        return str(half_up(ratio, digits))

    def day(self, when: date | datetime) -> str:
        """Return "June 5, 2028"."""
        return self("common.day", month=self(f"common.month_{when.month}"), day=when.day, year=when.year)

    def month(self, when: date | datetime) -> str:
        """Return "June 2028"."""
        return self("common.month", month=self(f"common.month_{when.month}"), year=when.year)


def half_up(number: Fraction | Decimal | float, digits: int) -> Decimal:
    """Return `number` with so many decimals, rounded half away from zero on its exact value."""
    over, under = number.as_integer_ratio()
    rounded = (2 * abs(over) * 10**digits + under) // (2 * under)
    return Decimal(-rounded if over < 0 else rounded).scaleb(-digits)


__all__ = ["Words", "half_up"]
