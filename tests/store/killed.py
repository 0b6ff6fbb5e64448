"""Open a workspace, write documents, say each one's id once it is saved, and be killed. Run by test_killed.py.

Starts one writer after the other, each a fork, so that python and duckdb are loaded once. For each: kills it with
SIGKILL at a random moment, opens the file again, and checks that every id that was said is there.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

from equity_core.model import LogEntry
from equity_core.store import Store


def write_until_killed(path: Path, said: int) -> None:
    store = Store(path)
    while True:
        entry = LogEntry(form="note", text="x" * random.randint(1, 2000), on=date(2025, 1, 1))
        store.save(entry)
        os.write(said, f"{entry.id}\n".encode())


def kill_one(path: Path, moments: random.Random) -> list[str]:
    """Return the ids that a writer said before it was killed."""
    heard, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        write_until_killed(path, said)
    os.close(said)
    time.sleep(moments.uniform(0.02, 0.4))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(heard, "rb") as pipe:
        return pipe.read().decode().split("\n")[:-1]


def main(path: Path, times: int) -> None:
    moments = random.Random(1)
    acknowledged: set[str] = set()
    for _ in range(times):
        acknowledged.update(kill_one(path, moments))
        reader = os.fork()  # a process of its own, like the next start of the program
        if reader == 0:
            store = Store(path)
            lost = acknowledged - {entry.id for entry in store.documents(LogEntry)}
            os._exit(1 if lost else 0)
        _, status = os.waitpid(reader, 0)
        if status:
            sys.exit(f"an acknowledged edit was lost, or the workspace did not open: {status}")
    sys.stdout.write(f"{len(acknowledged)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
