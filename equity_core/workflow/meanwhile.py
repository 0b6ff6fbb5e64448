"""Long work that cannot be asked how far it is: whoever waits is told that it goes on, and may stop waiting."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
Tick = Callable[[], object]  # called ten times a second; what it raises ends the waiting
EVERY = 0.1  # seconds


def meanwhile(work: Callable[[], T], tick: Tick | None) -> T:
    """Return the result of some work in a thread of its own. It must touch nothing: it may outlive the waiting."""
    if tick is None:
        return work()
    pool = ThreadPoolExecutor(1)
    try:
        running = pool.submit(work)
        while not wait([running], EVERY).done:
            tick()
        return running.result()
    finally:
        pool.shutdown(wait=False)
