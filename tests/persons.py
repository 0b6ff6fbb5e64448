"""What real files say of persons, and whether any of it turns up: in bytes, packed or not, and in tables."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import os
import random
import re
import threading
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from tests.conftest import SHARED

VENDORS, MESSY = SHARED / "data" / "06_vendor_exports", SHARED / "messy"
POWERSCHOOL = SHARED / "scenarios" / "fixtures" / "s2_powerschool"
SAMPLE = "sample_anonymized_file"
COMMON = {"Student", "Teacher", "STUDENT", "TEACHER", "Class", "First", "Last", "Three", "Four", "Five"}
TOGETHER = (("student.export.text", "discipline_log.csv"),)
FREE_TEXT = "Is there anything else you want to tell us?"


@dataclass(frozen=True)
class Personal:
    """A file, and its columns that say who somebody is or how to reach them."""

    path: Path
    columns: tuple[str, ...]
    encoding: str = "utf-8-sig"
    delimiter: str = ","

    def table(self) -> list[list[str]]:
        text = self.path.read_bytes().decode(self.encoding)
        if "\n" not in text:
            text = text.replace("\r", "\n")
        return list(csv.reader(io.StringIO(text), delimiter=self.delimiter))

    def real(self) -> tuple[str, bytes]:
        return self.path.name, self.path.read_bytes()

    def marked(self, marks: dict[str, str]) -> tuple[str, bytes]:
        """Return the file with something that is found nowhere else in every cell that is about a person."""
        header, *rows = self.table()
        places = [header.index(name) for name in self.columns]
        for row in rows:
            for at in places:
                row[at] = _marked(row[at], marks) if row[at].strip() else row[at]
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator="\r\n").writerows([header, *rows])
        return self.path.name, out.getvalue().encode(self.encoding)


FILES = (
    Personal(
        VENDORS / f"Dibels_8_Benchmark__{SAMPLE}.csv",
        (
            *("Student Last Name", "Student First Name", "Student Middle Name", "Date of Birth"),
            *("Official Teacher Name", "Official Teacher Staff ID", "Assessing Teacher Name"),
            *("Assessing Teacher Staff ID", "Student Primary ID", "Primary ID - Student ID (State ID)"),
        ),
    ),
    Personal(VENDORS / f"MAP_Growth__{SAMPLE}.csv", ("StudentID", "Student_StateID")),
    Personal(
        VENDORS / f"STAR__SR_{SAMPLE}.csv",
        (
            *("StudentRenaissanceID", "StudentSourcedID", "StudentIdentifier", "StudentUserID", "StudentStateID"),
            *("StudentEmail", "StudentFirstName", "StudentMiddleName", "StudentLastName", "BirthDate"),
            *("TeacherRenaissanceID", "TeacherSourcedID", "TeacherIdentifier", "TeacherUserID", "TeacherStateID"),
            *("TeacherEmail", "TeacherFirstName", "TeacherMiddleName", "TeacherLastName", "TakenAtByIPAddress"),
            *("StudentDisplayID", "TeacherDisplayID"),
        ),
    ),
    Personal(
        VENDORS / f"i-Ready__{SAMPLE}_ela.csv",
        ("Last Name", "First Name", "Student ID", "Student State ID", "User Name", "Class Teacher(s)"),
    ),
    Personal(
        POWERSCHOOL / "student.export.text",
        ("Student_Number", "LastFirst", "DOB", "Home_Room"),
        encoding="cp1252",
        delimiter="\t",
    ),
    Personal(POWERSCHOOL / "discipline_log.csv", ("Student_Number", "Referred_By")),
    Personal(
        MESSY / "25_pii_ssn_emails.csv",
        ("Student Name", "email", "SSN", "Parent Phone", "DOB", "Home Address", "student_id"),
    ),
    Personal(MESSY / "29_google_forms_export.csv", ("Username",)),
)
WRITTEN_BY_HAND = ("Marcus Lee", "Marcus", "Mr. Hall", "555-010-7788")  # in the free text of 29, line 44


def batches(files):
    """Return the files as somebody drops them: those that need each other together, the others one by one."""
    by_name = dict(files)
    together = [[(name, by_name.pop(name)) for name in names] for names in TOGETHER]
    return [*together, *([file] for file in by_name.items())]


def secrets_of(files: Iterable[tuple[str, bytes]]) -> set[str]:
    """Return everything that these files say of persons, also in other spellings.

    Left out: common words, short numbers, and what the same file also says of a school, course or test.
    """
    known = {personal.path.name: personal for personal in FILES}
    found = set(WRITTEN_BY_HAND)
    for name, content in files:
        personal = known[name]
        text = content.decode(personal.encoding)
        lines = io.StringIO(text if "\n" in text else text.replace("\r", "\n"))
        header, *rows = csv.reader(lines, delimiter=personal.delimiter)
        places = [header.index(column) for column in personal.columns]
        others = {cell for row in rows for at, cell in enumerate(row) if at not in places}
        found |= {s for row in rows for at in places if row[at] not in others for s in _spellings(row[at].strip())}
    return {text for text in found if text not in COMMON and len(text) > (5 if text.isdigit() else 3)}


def marked_files() -> list[tuple[str, bytes]]:
    """Return all files with marks in place of persons; who is one person in two files is so again."""
    marks: dict[str, str] = {}
    return [personal.marked(marks) for personal in FILES]


def found_in(blob: bytes, secrets: Iterable[str]) -> set[str]:
    """Return which of these texts stand in a blob: in UTF-8, UTF-16 or Latin-1, and in what is packed into it."""
    return {secret for bare in _unpacked(blob) for secret in _standing(bare, _needles(frozenset(secrets)))}


def found_under(folder: Path, secrets: Iterable[str]) -> dict[str, set[str]]:
    """Return which of these texts stand in which file of a folder, and in its name."""
    found = {}
    for path in sorted(folder.rglob("*")):
        told = path.name.encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        found[str(path)] = found_in(told, secrets)
    return {name: texts for name, texts in found.items() if texts}


def told_by_tables(workspace: bytes, folder: Path) -> bytes:
    """Return every value of every column of every table of a workspace, and its types, as text.

    The engine packs texts when it writes them: the bytes of its file alone prove nothing.
    """
    copy = folder / "read_all.duckdb"
    copy.write_bytes(workspace)
    told: list[str] = []
    with duckdb.connect(str(copy), read_only=True) as db:
        columns = db.execute("SELECT table_name, column_name, data_type FROM duckdb_columns()").fetchall()
        for table, column, kind in columns:
            told += [table, column, kind]
            if (table,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                asked = f'SELECT DISTINCT CAST("{column}" AS VARCHAR) FROM "{table}"'
                told += [str(value) for (value,) in db.execute(asked).fetchall()]
    copy.unlink()
    return "\n".join(told).encode()


class Watched:
    """Everything that was ever written under some folders, however briefly it was there."""

    def __init__(self, kept: Path, *folders: Path) -> None:
        self._kept, self._folders, self._seen = kept, folders, set()
        self.names: set[str] = set()
        kept.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def watching(self) -> Iterator[None]:
        done = threading.Event()

        def look() -> None:
            while not done.wait(0.001):
                self._look()

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._look()
            done.set()
            thread.join()

    def _look(self) -> None:
        for folder in self._folders:
            for at, _, files in os.walk(folder):
                for name in files:
                    path = os.path.join(at, name)
                    self.names.add(name)
                    with suppress(FileNotFoundError):
                        inode = os.stat(path).st_ino
                        if inode not in self._seen:  # a link keeps what is written later, and outlives the file
                            os.link(path, self._kept / str(inode))
                            self._seen.add(inode)


def _spellings(value: str) -> set[str]:
    found = {value, *re.split(r"[ ,]+", value)} if not re.search(r"\d", value) else {value}
    if re.fullmatch(r"[\d() .+-]{9,}", value):
        found.add(re.sub(r"\D", "", value))
    if value.isdigit():
        found.add(value.lstrip("0"))
    if found_date := re.match(r"(\d{4})-(\d\d)-(\d\d)", value):
        found.add(found_date[0])
    if found_date := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", value):
        found.add(f"{found_date[3]}-{found_date[1]}-{found_date[2]}")
    return found


def _marked(value: str, marks: dict[str, str]) -> str:
    """Return a text of the same kind that is found nowhere else, always the same one for the same text."""
    chance = random.Random(value)

    def word(_: object = None) -> str:
        return "".join(chance.choice("bcdfghjklmnpqrstvwxz") for _ in range(8)).capitalize()

    def digits(run: re.Match[str]) -> str:
        size = len(run[0]) if sum(map(str.isdigit, value)) > 6 else 9
        return "".join(chance.choice("123456789") for _ in range(size))

    if value not in marks:
        if date := re.match(r"(\d{4})-(\d\d)-(\d\d)(.*)", value):
            marks[value] = f"19{chance.randint(30, 69)}-{date[2]}-{date[3]}{date[4]}"
        elif date := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", value):
            marks[value] = f"{date[1]}/{date[2]}/19{chance.randint(30, 69)}"
        elif "@" in value:
            marks[value] = f"{word().lower()}@marked.example"
        else:
            marks[value] = re.sub(r"\d+", digits, re.sub(r"[^\W\d_]+", word, value))
    return marks[value]


def _unpacked(blob: bytes) -> Iterator[bytes]:
    """Return a blob as it is and without the zeros of UTF-16, and what is packed into it."""
    yield blob
    if b"\0" in blob:
        yield blob.replace(b"\0", b"")
    if blob[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(blob)) as packed:
            for name in packed.namelist():
                yield from _unpacked(packed.read(name))
    for packed in re.findall(rb"base64,([A-Za-z0-9+/]{40,}=*)", blob):
        with suppress(binascii.Error):
            yield from _unpacked(base64.b64decode(packed))


_known: dict[frozenset[str], dict[bytes, list[tuple[bytes, str]]]] = {}


def _needles(secrets: frozenset[str]) -> dict[bytes, list[tuple[bytes, str]]]:
    """Return how each text is written, by its first four bytes."""
    if secrets not in _known:
        found: dict[bytes, list[tuple[bytes, str]]] = {}
        for secret in secrets:
            for written in {secret.encode(), secret.encode("latin-1", "ignore")}:
                found.setdefault(written[:4], []).append((written, secret))
        _known[secrets] = found
    return _known[secrets]


def _standing(blob: bytes, needles: dict[bytes, list[tuple[bytes, str]]]) -> Iterator[str]:
    """Yield each text that stands whole in a blob: not within a longer word or number."""
    if len(blob) < 4:
        return
    raw = np.frombuffer(blob, np.uint8).astype(np.uint32)
    heads = raw[:-3] | raw[1:-2] << 8 | raw[2:-1] << 16 | raw[3:] << 24
    wanted = np.array([int.from_bytes(head, "little") for head in needles], np.uint32)
    for at in np.flatnonzero(np.isin(heads, wanted)):
        for written, secret in needles[blob[at : at + 4]]:
            end = at + len(written)
            alone = not blob[max(at - 1, 0) : at].isalnum() and not blob[end : end + 1].isalnum()
            if alone and blob.startswith(written, at):
                yield secret
