"""Who may import whom: the table of docs/architecture.md, read from the code itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

CORE = ROOT / "equity_core"
MAY: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "stats": frozenset(),
    "sealed": frozenset(),
    "model": frozenset({"errors"}),
    "words": frozenset({"errors"}),
    "ingest": frozenset({"errors", "model"}),
    "store": frozenset({"errors", "model", "sealed", "privacy"}),
    "privacy": frozenset({"errors", "model", "sealed"}),
    "metrics": frozenset({"errors", "model", "stats", "privacy"}),
    "charts": frozenset({"errors", "model", "metrics", "privacy", "words"}),
    "reports": frozenset({"errors", "model", "metrics", "privacy", "words", "charts"}),
    "samples": frozenset({"errors", "model"}),
    "pages": frozenset({"errors", "model", "workflow", "words"}),
    "pages/parts": frozenset({"errors", "model", "workflow", "words", "charts"}),
}
MAY["workflow"] = frozenset(MAY) - {"sealed", "pages", "pages/parts"}
ALONE = {  # who may import an outside library
    "duckdb": {"store"},
    "altair": {"charts"},
    "streamlit": {"app.py", "pages", "pages/parts"},
    "vl_convert": {"reports", "charts"},
    "polib": {"words"},
    "scipy": {"stats", "privacy"},
    "highspy": {"privacy"},
    "cryptography": {"ingest"},
}
FILES = [*CORE.rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]


def room(file: Path) -> str:
    """Return the package that a file belongs to, as the table names it."""
    inside = file.relative_to(ROOT)
    if inside.parts[0] == "pages":
        return "pages/parts" if inside.parts[1] == "parts" else "pages"
    if inside.parts[0] != "equity_core":
        return inside.name
    return inside.parts[1].removesuffix(".py")


@cache
def tree(file: Path) -> ast.Module:
    """Return a file as Python reads it."""
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(read: ast.Module) -> Iterator[str]:
    """Yield the full name of everything that a file imports, inside functions too."""
    for node in ast.walk(read):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "import by the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def past_the_table(room: str, read: ast.Module) -> list[str]:
    """Return what a file of a room imports from equity_core that the table does not give it."""
    if room in ("__init__", "__main__", "app.py"):
        return []
    ours = [name for name in imported(read) if name.startswith("equity_core.")]
    return [name for name in ours if name.split(".")[1] not in MAY[room] | {room}]


def of_another_owner(room: str, read: ast.Module) -> list[str]:
    """Return the outside libraries that a file imports and that belong to another room."""
    return [name for name in imported(read) if room not in ALONE.get(name.split(".")[0], {room})]


SEALED = {"unseal", "unseal_patterns", "unseal_sums", "unseal_happened", "unseal_turns"}
SEALED |= {"_Cells__rows", "_Cells__patterns", "_Cells__sums", "_Cells__happened", "_Cells__turns"}


def past_the_gate(room: str, read: ast.Module) -> list[str]:
    """Return the names with which a file above the gate would reach rows or sealed cells without importing them."""
    asked = {node.attr for node in ast.walk(read) if isinstance(node, ast.Attribute)}
    found = SEALED & _names(read) if room not in ("privacy", "sealed") else set()
    if room in ("pages", "pages/parts", "app.py"):
        found |= {"cells", "writing", "cursor"} & asked
    if room not in ("store", "ingest"):
        found |= {"execute", "_root"} & asked
    return sorted(found)


def test_a_file_imports_only_what_its_room_may():
    wrong = [(_named(file), name) for file in FILES for name in past_the_table(room(file), tree(file))]
    assert wrong == []


def test_some_libraries_have_one_owner():
    wrong = [(_named(file), name) for file in FILES for name in of_another_owner(room(file), tree(file))]
    assert wrong == []


def test_nothing_above_the_gate_reaches_behind_it():
    wrong = [(_named(file), name) for file in FILES for name in past_the_gate(room(file), tree(file))]
    assert wrong == []


def test_nothing_catches_everything_but_the_app():
    wrong = [
        f"{_named(file)}:{node.lineno}"
        for file in FILES
        if file.name != "app.py"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    ]
    assert wrong == []


def test_no_markup_is_made_of_what_somebody_typed():
    texts = {_named(file): file.read_text(encoding="utf-8") for file in FILES}
    assert [name for name, text in texts.items() if "unsafe_allow_html" in text or ":material/" in text] == []
    with_scripts = [name for name, text in texts.items() if "unsafe_allow_javascript" in text]
    assert with_scripts == ["pages/parts/frame.py"]


def test_no_browser_drops_the_end_of_what_was_pasted():
    """`fields.Form.text` keeps a long text whole and says a sentence; `max_chars` would cut it and say nothing."""
    asked = {_named(file): {k.arg for k in ast.walk(tree(file)) if isinstance(k, ast.keyword)} for file in FILES}
    assert [name for name, keywords in asked.items() if "max_chars" in keywords] == []


def test_the_documents_show_the_same_table():
    shown = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name in set(MAY) - {"pages/parts"}:
        assert name in shown


def test_importing_the_library_loads_no_more_than_duckdb_and_pydantic():
    heavy = ["streamlit", "pandas", "altair", "scipy", "numpy", "polib", "openpyxl", "python_calamine", "pyarrow"]
    told = subprocess.run(
        [sys.executable, "-c", "import sys, equity_core; print(*sorted({m.partition('.')[0] for m in sys.modules}))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    assert not loaded & set(heavy)
    outside = {m for m in loaded if m not in sys.stdlib_module_names and not m.startswith("_")}
    known = {"duckdb", "pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"}
    assert outside <= known | {"equity_core", "sitecustomize"}, outside - known


def _named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _names(read: ast.Module) -> set[str]:
    found = list(ast.walk(read))
    return {n.id for n in found if isinstance(n, ast.Name)} | {n.attr for n in found if isinstance(n, ast.Attribute)}


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "Exception"
    goes_on = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return caught == "Exception" or (caught == "BaseException" and not goes_on)
