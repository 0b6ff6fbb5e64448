"""All worked cases of ../shared/reference/methods.json, and what of the ranking in METHODS.md §10 is not offered."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.truth.adapters import ADAPTERS, NOT_OFFERED

CASES = json.loads((SHARED / "reference" / "methods.json").read_text(encoding="utf-8"))["cases"]
METHODS = (SHARED / "design" / "METHODS.md").read_text(encoding="utf-8")
MAY_BE_LEFT_OUT = {"could", "not", "oracle"}
# METHODS.md ranks by section heading; where it ranks a method in its text, the words that do so stand here.
RANKED_IN_THE_TEXT = {
    "rr_koopman": ("oracle", "Koopman only as test oracle"),
    "min_complementary": (
        "oracle",
        "`min_complementary` (our heuristic must be safe and hide at most 1.5× the optimum)",
    ),
    "round_base": ("could", "Rounding base 5 (`round_base`) alone is not protection"),
    "dp_count_noise": ("not", "**Not**: DP noise"),
}


def close(a, b, tol):
    if b is None or isinstance(b, (bool, str)):
        return a is b if isinstance(b, bool) else a == b
    if isinstance(b, dict):
        return all(close(a[k], v, tol) for k, v in b.items())
    if isinstance(b, list):
        return len(a) == len(b) and all(close(x, y, tol) for x, y in zip(a, b, strict=True))
    return a is not None and abs(a - b) <= tol * max(1, abs(b))


def rank_of(method):
    """Return the rank that the heading of a method's section gives it."""
    if method in RANKED_IN_THE_TEXT:
        rank, words = RANKED_IN_THE_TEXT[method]
        assert words in METHODS
        return rank
    rank = ""
    for line in METHODS.splitlines():
        heading = re.match(r"#{2,3} .*?(?:— (must|should|could)\b.*)?$", line)
        if heading:
            rank = heading[1] or ""
        elif item := re.match(r"\* .*?`\w+`.*?— (must|should|could)\b", line):
            rank = item[1]
        if f"`{method}`" in line and rank:
            return rank
    raise AssertionError(f"METHODS.md ranks no {method}")


@pytest.mark.parametrize("case", [c for c in CASES if c["method"] in ADAPTERS], ids=lambda c: c["id"])
def test_a_worked_case_is_reproduced(case):
    found = ADAPTERS[case["method"]](case["input"])
    assert close(found, case["expected"], case["tol"]), (found, case["expected"])


def test_every_method_is_offered_or_says_why_not():
    methods = {case["method"] for case in CASES}
    assert len(CASES) == 312
    assert methods == set(ADAPTERS) | set(NOT_OFFERED)
    assert not set(ADAPTERS) & set(NOT_OFFERED)


@pytest.mark.parametrize("method", sorted(NOT_OFFERED))
def test_only_what_the_ranking_allows_is_left_out(method):
    assert rank_of(method) in MAY_BE_LEFT_OUT


@pytest.mark.parametrize(
    ("method", "rank"), [("ppg", "must"), ("xmr", "should"), ("ngt", "must"), ("its_segmented", "could")]
)
def test_the_ranking_is_read_as_it_is_written(method, rank):
    assert rank_of(method) == rank


def test_the_adapters_compute_nothing():
    tree = ast.parse((Path(__file__).parent / "adapters.py").read_text(encoding="utf-8"))
    places = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            assert isinstance(node.op, ast.BitOr), ast.unparse(node)  # dictionaries joined
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            assert id(node) in places, ast.unparse(node)
