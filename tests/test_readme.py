"""The README's Python runs, and its first screen holds what a newcomer needs."""

import doctest
import re

from tests.conftest import ROOT

README = ROOT / "README.md"


def test_the_python_of_the_readme_runs():
    found = doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert found.attempted >= 6
    assert found.failed == 0


def test_the_readme_has_both_commands_and_its_picture():
    text = README.read_text(encoding="utf-8")
    assert "python3 run.py " in text
    assert "python3 run.py test" in text
    assert len(text.splitlines()) <= 60
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
