"""Long work in a thread of its own: whoever waits is told how far it is, and may stop waiting."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[float], None]  # told the share that is done, ten times a second; what it raises ends the waiting
EVERY = 0.1  # seconds


class _Unwanted(Exception):
    """Nobody waits any more."""


def meanwhile(work: Callable[[Tell], T], tell: Tell | None) -> T:
    """Return the result of some work, which is given somebody to tell how far it is.

    It must touch nothing: it may outlive the waiting, until it next tells.
    """
    if tell is None:
        return work(lambda share: None)
    so_far, left = [0.0], Event()

    def heard(share: float) -> None:
        if left.is_set():
            raise _Unwanted
        so_far[0] = share

    pool = ThreadPoolExecutor(1)
    try:
        running = pool.submit(work, heard)
        while not wait([running], EVERY).done:
            tell(so_far[0])
        return running.result()
    finally:
        left.set()
        pool.shutdown(wait=False)
