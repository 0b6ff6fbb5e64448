"""What schools write, and what it means: read from the tables in `ingest/data`, which a district may edit."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER = Path(__file__).parent / "data"

DIMENSIONS: Final = ("race", "el_status", "disability", "income", "gender", "grade", "school")
FLAGS: Final = (
    "suspended",
    "reading_proficient",
    "math_proficient",
    "belonging",
    "course_failure",
    "advanced_course",
    "gifted_identified",
    "sped_identified",
    "ninth_on_track",
    "growth_met",
    "el_progress",
    "reclassified",
    "grad_4yr",
)
LEVELS: Final = ("school", "district", "county", "state")  # from one building to all of them
LETTERS: Final = 3  # a code for a group has so many letters at most
DAYS: Final = ("days_enrolled", "days_absent")
OUTSIDE: Final = "days"  # of one incident: how long somebody was sent away
NOT_RECORDED: Final = "Not recorded"
ALL_STUDENTS: Final = "All students"


class Doubt(ValueError):
    """A text whose meaning is not certain: why, and what it could mean."""

    def __init__(self, code: str, suggests: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.suggests = suggests


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the tables in `ingest/data`."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def plain(text: str) -> str:
    """Return the letters and digits of a text, in lower case: how headers and group names are compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


def tidy(text: str | None) -> str:
    """Return a text without spaces around it or runs of them in it, and without Excel's ="…"."""
    text = re.sub(r"^uri://[^#\s]*#", "", " ".join((text or "").split()))  # Ed-Fi writes uri://…/Descriptor#White
    return text[2:-1] if text.startswith('="') and text.endswith('"') and len(text) >= 3 else text


def group_label(dimension: str, text: str | None) -> str:
    """Return the group that a text names: a canonical label, or "Not recorded"; raise Doubt if it is not certain."""
    written = tidy(text)
    found = _groups(dimension).get(_group_key(written))
    if found:
        return found
    if dimension == "race" and (combined := _in_combination(written)):
        return combined
    if names_contact(written):
        raise Doubt("personal_value")
    if is_blank(written):
        return NOT_RECORDED
    several = several_races(written) if dimension == "race" else ""
    if several:
        return several
    about = table("groups").get(dimension, {"ambiguous": {}, "fixed": False})
    suggested = about["ambiguous"].get(written.casefold())
    if suggested:
        raise Doubt("ambiguous_group", suggested)
    if about["fixed"]:
        raise Doubt("unknown_group", written)
    return written


def is_in_combination(group: str) -> bool:
    """Say whether a group of race holds everybody who named it, whatever else they named: such groups overlap."""
    return group.endswith(str(table("races")["in_combination"]))


def _in_combination(text: str) -> str:
    """Return the group that a published name such as "Black (alone or in any combination)" stands for, or ""."""
    found = re.match(r"(.+?)[\s,(\[–-]*alone or in (any )?combination\b", text, re.IGNORECASE)
    race = _groups("race").get(plain(found[1]), "") if found else ""
    return f"{race} {table('races')['in_combination']}" if race else ""


def yes_no_group(dimension: str, text: str) -> str:
    """Return the group of a team's own dimension that a yes or no stands for; the text itself where it is neither."""
    about, written = table("dimensions").get(dimension, {}), tidy(text).casefold()
    if "yes" not in about:
        return text
    return str(about["yes"] if written in _words("yes") else about["no"] if written in _words("no") else text)


def groups_of(dimension: str) -> tuple[str, ...]:
    """Return the canonical groups of a dimension, in the order of the table."""
    return tuple(table("groups").get(dimension, {"groups": {}})["groups"])


def is_blank(text: str) -> bool:
    """Say whether a text says that a group was not recorded."""
    return tidy(text).casefold() in _words("not_recorded")


def yes_or_no(text: str | None) -> bool | None:
    """Return what a yes/no text says; None where there is no answer."""
    written = tidy(text).casefold()
    if written in _words("yes"):
        return True
    if written in _words("no"):
        return False
    if written in _words("missing") or token(written):
        return None
    raise Doubt("count_above_one" if re.fullmatch(r"[1-9][0-9]{0,3}(\.0)?", written) else "unknown_value")


def favourable(text: str | None) -> bool | None:
    """Return whether an answer on a scale of 1 to 5 is 4 or 5 (or the words for it); None where there is no answer."""
    written = answer_on_scale(text)
    if written in _scale("favourable"):
        return True
    if written in _scale("not_favourable"):
        return False
    if is_no_answer(text):
        return None
    raise Doubt("unknown_value")


def is_no_answer(text: str | None) -> bool:
    """Say whether a text says that a question of a survey was not answered."""
    written = answer_on_scale(text)
    return written in _scale("no_answer") or written in _words("missing") or bool(token(written))


def answer_on_scale(text: str | None) -> str:
    """Return an answer as the tables of scales write it.

    >>> answer_on_scale("Strongly Agree"), answer_on_scale("5.0"), answer_on_scale("4 - Agree")
    ('strongly agree', '5', '4')
    """
    written = tidy(text).casefold()
    numbered = re.fullmatch(r"([1-5])(\.0+|\s*[-–—=:.)]\s*\D+)", written)
    return numbered[1] if numbered else written


def is_good_word(text: str) -> bool:
    """Say whether a value such as "Pass" would usually be counted as yes."""
    return tidy(text).casefold() in _words("good_words")


def token(text: str | None) -> str:
    """Return the status that a text stands for in place of a number, or "" when it is none."""
    written = tidy(text).casefold()
    for status, tokens in table("tokens").items():
        if written in tokens:
            return str(status)
    if re.fullmatch(r"(suppressed)?\W*n?\s*[<>≤≥]=?\s*\d+(\.\d+)?\s*%?(\s*\(.*\))?", written):
        return "hidden_by_source"
    return ""


def is_all_students(text: str | None) -> bool:
    """Say whether a group's name means all students together."""
    return plain(tidy(text)) in {plain(word) for word in table("values")["all_students"]}


def measure_named(text: str | None) -> str:
    """Return the measure that a name stands for, or "" when it is none of the built-in ones."""
    key = plain(tidy(text))
    for id, names in table("measures").items():
        if key == plain(id) or key in (plain(name) for name in names):
            return str(id)
    return ""


def measure_in(text: str) -> str:
    """Return the measure that a file name speaks of, or ""."""
    key = plain(text)
    for id, names in table("measures").items():
        if any(plain(name) in key for name in names if len(plain(name)) > 4):
            return str(id)
    return ""


def dimension_named(text: str | None) -> str:
    """Return the dimension that a name or a column header stands for, or ""."""
    key = plain(tidy(text))
    for id in DIMENSIONS:
        if key == plain(id) or key in (plain(name) for name in table("columns")[id]):
            return id
    return next((id for id, it in table("dimensions").items() if key == plain(id) or key in it["headers"]), "")


def several_races(text: str) -> str:
    """Return the group of somebody who ticked several races, by the federal rule; "" where that is not what it says."""
    races = _groups("race")
    found = {races.get(plain(part)) for part in re.split(r"[,;]", tidy(text))}
    if len(found) < 2 or None in found:
        return ""
    hispanic = races["hispanicorlatino"]
    return hispanic if hispanic in found else races["twoormoreraces"]


def is_contact(text: str) -> bool:
    """Say whether a text is an e-mail address, a phone number or the number of a person."""
    return any(pattern.fullmatch(text.strip()) for pattern in _contacts())


def names_contact(text: str) -> bool:
    """Say whether such a thing stands anywhere in a text."""
    return any(pattern.search(text) for pattern in _contacts())


@cache
def _contacts() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in table("personal")["contact"].values())


def race_called(text: str) -> str:
    """Return the race that a text is the name of, or ""."""
    return _groups("race").get(plain(tidy(text)), "")


def race_named(header: str) -> str:
    """Return the race that a column of yes and no is about by its name, or ""."""
    key = plain(header)
    return _groups("race").get(key, "") if len(key) > LETTERS else ""


def category(text: str | None) -> tuple[str, str] | None:
    """Return the (dimension, group) of a reporting category or of a column of counts; ("", "") is all students."""
    found = table("categories").get(plain(tidy(text)))
    return None if found is None else (found[0], found[1])


def level(text: str | None) -> str:
    """Return whose numbers a row holds: "school", "district", "county" or "state"; "" where that is not known."""
    written = tidy(text).casefold()
    return next((name for name, texts in table("levels").items() if name in LEVELS and written in texts), "")


def is_no_district(name: str) -> bool:
    """Say whether a place that a file calls a district is something else: a total of several, for example."""
    return any(phrase in name.casefold() for phrase in table("levels")["not_a_district"])


def is_yes_or_no(text: str) -> bool:
    """Say whether a text is a plain yes or no, or says that there is none."""
    written = tidy(text).casefold()
    return written in _words("yes") or written in _words("no") or written in _words("missing")


def _group_key(text: str) -> str:
    return f"neg{text[1:]}" if re.fullmatch(r"-\d+", text) else plain(text)


@cache
def _groups(dimension: str) -> dict[str, str]:
    groups = table("groups").get(dimension, {"groups": {}})["groups"]
    return {key: label for label, texts in groups.items() for key in (plain(label), *map(plain, texts))}


@cache
def _scale(name: str) -> frozenset[str]:
    return frozenset(table("scales")[name])


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("values")[name])
