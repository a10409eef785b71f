"""How the work of a function grows with its input: a ratio of times, of which the machine's speed is no part."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable
from typing import Any

PATIENCE_S = 20.0
"""A call that takes longer is cut off: no input here is large."""


class TooLong(Exception):
    """A call that did not come to its end."""


def cpu_s(call: Callable[[], object], repeats: int = 3) -> float:
    """The least time of the processor that some calls took, in seconds; endless where one did not come to its end."""

    def cut(*_: Any) -> None:
        raise TooLong

    best = float("inf")
    before, collecting = signal.signal(signal.SIGALRM, cut), gc.isenabled()
    gc.disable()
    try:
        for _ in range(repeats):
            signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
            began = time.thread_time()
            call()
            best = min(best, time.thread_time() - began)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TooLong:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if collecting:
            gc.enable()
    return best


def growth(call: Callable[[int], object], size: int, factor: int = 4, repeats: int = 3) -> float:
    """How many times as long an input takes that is `factor` times as large: that many times where work is linear."""
    least = cpu_s(lambda: call(size), repeats)
    if least == float("inf"):
        return least
    return cpu_s(lambda: call(size * factor), repeats) / max(least, 1e-9)


def is_linear(call: Callable[[int], object], size: int, tries: int = 3) -> bool:
    """Whether four times the input takes less than nine times as long; squares take sixteen times."""
    return any(growth(call, size) < 9 for _ in range(tries))
