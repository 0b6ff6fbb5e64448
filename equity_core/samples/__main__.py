"""Write the sample files: `python -m equity_core.samples [FOLDER] [--seed N]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from equity_core.samples.folder import write
from equity_core.samples.school import school

FOLDER = Path(__file__).parents[2] / "data" / "samples"


def main() -> None:
    """Write the files of a seed into a folder."""
    ask = argparse.ArgumentParser(prog="equity_core.samples")
    ask.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    write(school(given.seed), given.folder)


if __name__ == "__main__":
    main()
