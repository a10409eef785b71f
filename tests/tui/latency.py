"""How long a key takes to the bytes that show its result, as a ratio to a key in an empty Textual `Input`.

Both run in pseudo-terminals at the same time and are pressed in turn, so that a busy machine slows both. A press
names the text that its result puts on the screen; the time runs from the key to the last byte of that text. Use it in
tests marked `benchmark`:

    with open_application(data, name, width=120, height=40) as terminal:
        terminal.wait_for("a month.")
        ratios = against_empty_input(terminal, [Press(b"j", "Rank 2 of 40"), Press(b"j", "Rank 3 of 40")])
        print(ratios)
        assert ratios.p50 <= 5

What must be pressed before and is not to be timed is a `Press` without a text.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.tui.terminal import Terminal

EMPTY_INPUT = """
from textual.app import App
from textual.widgets import Input

class Bare(App):
    def compose(self):
        yield Input(placeholder="an empty input")

Bare().run()
"""
EMPTY_TEXT = """
from textual.app import App
from textual.widgets import TextArea

class Bare(App):
    def compose(self):
        yield TextArea(placeholder="an empty input", soft_wrap=True, show_line_numbers=False)

Bare().run()
"""
"""The same with a text area; Ctrl+U empties its line."""
PAINTED = "whatever is painted"
"""For a `Press` that shows no text of its own: the time runs to the last byte of what is painted first."""
BURST_S = 0.004
"""What comes closer behind each other is painted together."""
QUIET_S = 0.05
"""A terminal that said nothing for so long has drawn everything."""
LONGEST_S = 5.0
TYPED = "abcdefghijklmnopqrst"


class Press(NamedTuple):
    """Keys, and the text that shows their result; without a text they are not timed."""

    keys: bytes
    shows: str = ""
    counts: bool = True
    """Whether the time is one of those looked for; False where the text only has to be there before the next key."""


class Ratios(NamedTuple):
    """Seconds of the presses and of those in the empty input, and their quotients."""

    times: tuple[float, ...]
    base: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Median to median."""
        return statistics.median(self.times) / statistics.median(self.base)

    @property
    def p95(self) -> float:
        """95th percentile to 95th percentile."""
        return _p95(self.times) / _p95(self.base)

    def __str__(self) -> str:
        p50, p95 = (1000 * one for one in (statistics.median(self.times), _p95(self.times)))
        base50, base95 = (1000 * one for one in (statistics.median(self.base), _p95(self.base)))
        return (
            f"p50 {p50:.1f} ms against {base50:.1f} ms: {self.p50:.1f} x, "
            f"p95 {p95:.1f} ms against {base95:.1f} ms: {self.p95:.1f} x, {len(self.times)} presses"
        )


def _p95(times: tuple[float, ...]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def against_empty_input(terminal: Terminal, presses: Iterable[Press], program: str = EMPTY_INPUT) -> Ratios:
    """Press keys here and in an empty input, or in another program that shows what is typed, in turn."""
    times, base = [], []
    with empty_input(program) as other:
        letters = typed_letters()
        for press in presses:
            taken = timed(terminal, press)
            if taken is not None and press.counts:
                times.append(taken)
                base.append(next(filter(None, (timed(other, letter) for letter in letters))))
    return Ratios(tuple(times), tuple(base))


@contextmanager
def empty_input(program: str = EMPTY_INPUT) -> Iterator[Terminal]:
    """The application that the others are compared with."""
    with Terminal(["-c", program]) as terminal:
        terminal.wait_for("an empty input")
        quiet(terminal)
        yield terminal


def typed_letters() -> Iterator[Press]:
    """Letters for the empty input, which is emptied before they fill it."""
    while True:
        yield from (Press(TYPED[at - 1].encode(), TYPED[:at]) for at in range(1, len(TYPED) + 1))
        yield Press(b"\x15")


def timed(terminal: Terminal, press: Press) -> float | None:
    """Press, and wait for the text; the seconds between."""
    quiet(terminal)
    # Presses at random moments: a screen that is painted sixty times a second is met in every phase.
    time.sleep(random.random() / 60)
    seen = len(terminal.output)
    start = time.perf_counter()
    terminal.type(press.keys)
    if not press.shows:
        return None
    if press.shows == PAINTED:
        assert terminal.read_some(LONGEST_S), f"{press.keys!r} painted nothing"
        end = time.perf_counter()
        while terminal.read_some(BURST_S):
            end = time.perf_counter()
        return end - start
    wanted = press.shows.encode()
    while wanted not in terminal.output[seen:]:
        assert time.perf_counter() < start + LONGEST_S, f"{press.shows!r} in {terminal.output[seen:][-300:]!r}"
        terminal.read_some(0.5)
    return time.perf_counter() - start


def quiet(terminal: Terminal) -> None:
    """Read until nothing comes any more."""
    end = time.perf_counter() + LONGEST_S
    while terminal.read_some(QUIET_S) and time.perf_counter() < end:
        pass
