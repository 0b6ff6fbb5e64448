"""The examples in docstrings say what the code does."""

import doctest
import importlib
import pkgutil

import pytest

import equity_core

WITH_EXAMPLES = sorted(
    module.name
    for module in pkgutil.walk_packages(equity_core.__path__, "equity_core.")
    if ">>> " in (module.module_finder.find_spec(module.name).loader.get_source(module.name) or "")
)


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_some_modules_have_examples():
    assert "equity_core.stats.intervals" in WITH_EXAMPLES
