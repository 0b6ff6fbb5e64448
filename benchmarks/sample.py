"""How long the sample school takes, from nothing: `python benchmarks/sample.py`. Limit: three seconds."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from equity_core import samples
from equity_core.workflow import find, sample_school
from equity_core.workflow.data import bring_in

LIMIT = 3.0


def main() -> None:
    """Print the seconds of each file and of the whole."""
    began = time.perf_counter()
    with find.nowhere() as ws:
        for file in samples.school().files:
            start = time.perf_counter()
            bring_in.keep(ws, bring_in.read(ws, [(file.name, file.content)]), is_sample=True)
            print(f"{file.id:12} {time.perf_counter() - start:6.3f} s")
        start = time.perf_counter()
        sample_school.play(ws)
        print(f"{'history':12} {time.perf_counter() - start:6.3f} s")
    whole = time.perf_counter() - began
    print(f"{'whole':12} {whole:6.3f} s   of the limit: {whole / LIMIT:.2f}")


if __name__ == "__main__":
    main()
