"""What `import equity_core` costs, and what it loads: `python benchmarks/imports.py`.

CPU milliseconds over an empty interpreter, beside its two allowed libraries. Ratios in one run are the result.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

ROUNDS = 5
ALLOWED = {"duckdb", "pydantic"}
HEAVY = {
    *("altair", "highspy", "numpy", "openpyxl", "pandas", "polib"),
    *("python_calamine", "scipy", "streamlit", "vl_convert"),
}
CASES = {
    "nothing": "pass",
    "duckdb and pydantic": "import duckdb, pydantic",
    "equity_core": "import equity_core",
    "equity_core, a workspace opened": "from equity_core.workflow import find; find.nowhere().__enter__()",
    "streamlit": "import streamlit",
    "pandas": "import pandas",
}


def cpu(code: str) -> tuple[float, set[str]]:
    script = (
        f"import sys, time, json; t = time.process_time(); before = set(sys.modules)\n{code}\n"
        "took = time.process_time() - t\n"
        "print(json.dumps([took * 1000, sorted({m.split('.')[0] for m in set(sys.modules) - before})]))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    took, loaded = json.loads(ran.stdout)
    return took, set(loaded)


def main() -> None:
    took: dict[str, list[float]] = {name: [] for name in CASES}
    loaded: dict[str, set[str]] = {}
    for _ in range(ROUNDS):  # interleaved, so that a busy moment hits all of them
        for name, code in CASES.items():
            ms, loaded[name] = cpu(code)
            took[name].append(ms)
    base = statistics.median(took["duckdb and pydantic"])
    for name, all_ms in took.items():
        ms = statistics.median(all_ms)
        heavy = ", ".join(sorted(loaded[name] & HEAVY)) or "-"
        print(f"{name:34} {ms:7.1f} ms CPU  {ms / base:5.2f} x   heavy libraries: {heavy}")
    extra = loaded["equity_core"] & HEAVY
    print("limit: import equity_core loads none of the heavy libraries:", "kept" if not extra else f"broken by {extra}")


if __name__ == "__main__":
    main()
