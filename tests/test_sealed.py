from __future__ import annotations

import copy
import json
import pickle

import pytest

from equity_core.sealed import Cells, Row

CELLS = Cells([Row("suspended", "2024-25", (("race", "secret group"),), 7, 3)])


def test_text_of_sealed_cells_shows_nothing():
    for text in (repr(CELLS), str(CELLS), f"{CELLS}", f"{CELLS!r:>40}", "%s" % CELLS, f"{[CELLS]}"):  # noqa: UP031
        assert "secret" not in text
        assert "7" not in text


@pytest.mark.parametrize(
    "take",
    [pickle.dumps, copy.copy, copy.deepcopy, iter, list, dict, len, vars, json.dumps, lambda c: c[0]],
    ids=["pickle", "copy", "deepcopy", "iter", "list", "dict", "len", "vars", "json", "index"],
)
def test_sealed_cells_cannot_be_taken_apart(take):
    with pytest.raises(TypeError):
        take(CELLS)


def test_sealed_cells_name_no_attribute():
    assert dir(CELLS) == []
    assert not hasattr(CELLS, "rows")
