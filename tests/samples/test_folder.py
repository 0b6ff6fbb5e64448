"""What lies in data/samples is what the generator makes."""

import csv
import io
import json

from openpyxl import load_workbook

from equity_core.samples import folder, school
from equity_core.words import Words
from tests.conftest import ROOT

SAMPLES = ROOT / "data" / "samples"


def test_every_stored_file_equals_what_the_generator_makes():
    for file in folder.made_up(school()):
        assert (SAMPLES / file.name).read_bytes() == file.content


def test_the_workbook_holds_the_spring_file():
    spring = school().file("spring")
    book = load_workbook((SAMPLES / spring.name).with_suffix(".xlsx"), read_only=True)
    cells = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    assert cells == list(csv.reader(io.StringIO(spring.content.decode())))


def test_the_manifest_lists_files_that_are_there_with_their_words():
    assert (SAMPLES / "manifest.json").read_bytes() == folder.manifest(school())
    words = Words()
    for entry in json.loads((SAMPLES / "manifest.json").read_bytes())["files"]:
        assert (SAMPLES / entry["file"]).exists()
        assert words(f"samples.{entry['id']}.title")
        assert words(f"samples.{entry['id']}.about")


def test_a_published_file_comes_with_its_notice():
    for entry in folder.PUBLISHED:
        assert (SAMPLES / entry["notice"]).exists()


def test_write_puts_all_of_it_in_a_folder(tmp_path):
    written = folder.write(school(2), tmp_path)
    assert {path.name for path in written} == {path.name for path in tmp_path.iterdir()}
