"""From a key press to the bytes that show its result, against a key press in an empty Textual `Input`.

p50 to p50 and p95 to p95, pressed in turn. The aims: the 95th percentile within four times on every screen with twelve
candidates, within eight times with 200 candidates x 5 steps. Run by hand:
`pytest -m benchmark -s tests/benchmarks/test_keys.py`.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from shortlist.catalogue.search import matching
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import Workspace
from shortlist.core.edits.places import KeyPath, with_value
from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.forms.scenario import form
from shortlist.tui.widgets.summary import change_line
from tests.benchmarks.test_analyse import workspace as large
from tests.conftest import TODAY
from tests.tui.conftest import with_candidates
from tests.tui.latency import PAINTED, Press, Ratios, against_empty_input, quiet, timed
from tests.tui.terminal import Terminal, open_application

AIM, LARGE_AIM = 4.0, 8.0
SIZES = {"width": 120, "height": 40}


def assessed(workspace: Workspace) -> Analysis:
    """The analysis that the screen shows."""
    return analyse(workspace, None, TODAY)


def opened(data: Path, workspace: Workspace) -> Terminal:
    """The application on a workspace, its first figures shown."""
    name = str(Store(Places(data, data / "state")).create(workspace).path)
    terminal = open_application(data, name, **SIZES)
    terminal.wait_for("Walkthrough")
    terminal.wait_for("a month")
    return terminal


def told(name: str, ratios: Ratios, aim: float = AIM) -> None:
    """Print a result, and hold it against the aim."""
    print(f"\n{name}: {ratios}")
    assert ratios.p95 <= aim


TRAFFIC: KeyPath = ("scenario", "steps", 0, "usage", "requests_per_month")
DIGITS = "7250946183"


def edits(workspace: Workspace) -> Iterator[Press]:
    """A traffic figure typed digit by digit and taken back, with the running line that each key must bring."""
    before, line = assessed(workspace), ""
    lengths = [1, *(length for _ in range(12) for length in (*range(2, 7), *range(5, 0, -1)))]
    typed = [DIGITS[:length] for length in lengths]
    for was, text in zip(["", *typed], typed, strict=False):
        now = change_line(before, assessed(with_value(workspace, TRAFFIC, int(text))))
        key = text[-1:].encode() if len(text) > len(was) else b"\x7f"
        yield Press(key, now if now != line else "")
        line = now


@pytest.mark.benchmark
def test_editing_a_field_with_twelve_candidates(tmp_path: Path) -> None:
    """From a digit of the traffic to the running line that says what it does to the recommendation."""
    workspace = with_candidates(12)
    with opened(tmp_path, workspace) as terminal:
        for key in (b"\t", b"j", b"\t"):
            timed(terminal, Press(key))
        place = form_place(workspace)
        timed(terminal, Press(b"j" * place))
        timed(terminal, Press(b"\r"))
        told("editing a scenario field, 12 candidates", against_empty_input(terminal, edits(workspace)))


def form_place(workspace: Workspace) -> int:
    """How many fields stand above the traffic in the step's form."""
    paths = [spec.path for section in form(workspace, "0") for spec in section.specs]
    return paths.index(TRAFFIC)


def moves() -> Iterator[Press]:
    """Down and up again, ten times, from the top."""
    for _ in range(10):
        yield from (Press(b"j", PAINTED) for _ in range(5))
        yield from (Press(b"k", PAINTED) for _ in range(5))


@pytest.mark.benchmark
@pytest.mark.parametrize(
    ("tab", "shows"), [(b"1", "Walkthrough"), (b"2", "Rank 1 of 12"), (b"3", "must"), (b"4", "bill"), (b"5", "ecord")]
)
def test_moving_on_a_screen(tmp_path: Path, tab: bytes, shows: str) -> None:
    """From `j` to all that is painted of it, on every screen with twelve candidates and three steps."""
    with opened(tmp_path, with_candidates(12)) as terminal:
        if tab != b"1":
            timed(terminal, Press(tab, shows))
        quiet(terminal)
        told(f"moving on screen {tab.decode()}", against_empty_input(terminal, moves()))


@pytest.mark.benchmark
def test_moving_in_a_table_of_forty(tmp_path: Path) -> None:
    """From `j` to the pane that tells of the next candidate."""
    workspace = with_candidates(40)
    down = [Press(b"j", f"Rank {place} of 40") for place in range(2, 41)]
    with opened(tmp_path, workspace) as terminal:
        timed(terminal, Press(b"2", "Rank 1 of 40"))
        told("moving in a table of 40", against_empty_input(terminal, [*down, Press(b"g"), *down]))


QUERIES = ("gpt-6 mini", "claude haiku", "deepseek flash", "qwen coder 30b", "gemini pro")


def searches() -> Iterator[Press]:
    """Queries typed letter by letter, with the number of offerings that each letter must bring."""
    for query in QUERIES:
        count = len(matching(""))
        for length in range(1, len(query) + 1):
            found = len(matching(query[:length]))
            yield Press(query[length - 1].encode(), f": {found:,} found" if found != count else "")
            count = found
        yield Press(b"\x15")


@pytest.mark.benchmark
def test_filtering_the_catalogue(tmp_path: Path) -> None:
    """From a letter to the list of the offerings that are left of 2,330."""
    assert len(matching("")) == 2330
    with opened(tmp_path, with_candidates(4)) as terminal:
        timed(terminal, Press(b"2", "Rank 1 of 4"))
        timed(terminal, Press(b"a", "of 2,330"))
        told("filtering 2,330 offerings", against_empty_input(terminal, [*searches(), *searches()]))


NAME: KeyPath = ("scenario", "steps", 0, "name")
START = 3000
"""Requests a month that each round begins with."""


def rounds(workspace: Workspace, between: bytes, back: bytes) -> Iterator[tuple[str, Press]]:
    """Two digits of the traffic after a letter in the step's name, each with its kind: after another edit, or not.

    `between` are the keys from the traffic's field to the name's, `back` those from there to the traffic's.
    """
    now = with_value(workspace, TRAFFIC, START)
    for number in range(30):
        letter = "abcdefghij"[number % 10]
        now = with_value(now, NAME, letter)
        # A pause after an escape: with a letter close behind it, it would be that letter with Alt.
        escape = (b"\x1b", b"", b"", b"")
        for keys in (*escape, between + letter.encode(), *escape):
            yield "", Press(keys)
        # Where much is computed after an edit, the application is still at it when the next key comes: what it shows
        # of the last round must be gone before the same is looked for again.
        yield "", Press(back, "Requests that reach this step", counts=False)
        yield "", Press(b"\x1b[F")
        before, line, text = assessed(now), "", str(START)
        for kind in ("mixed", "same"):
            text += str(number % 8 + 1)
            now = with_value(now, TRAFFIC, int(text))
            shown = change_line(before, assessed(now))
            yield kind, Press(text[-1:].encode(), shown if shown != line else "")
            line = shown
        now = with_value(now, TRAFFIC, START)
        yield "", Press(b"\x7f\x7f")


@pytest.mark.benchmark
def test_a_digit_after_an_edit_of_another_kind(tmp_path: Path) -> None:
    """A digit that follows a letter elsewhere costs about what one that follows a digit does: the aim is 1.2 times."""
    workspace = with_candidates(12)
    paths = [spec.path for section in form(workspace, "0") for spec in section.specs]
    distance = paths.index(TRAFFIC) - paths.index(NAME)
    up, down = (b"k" * distance, b"j" * distance) if distance > 0 else (b"j" * -distance, b"k" * -distance)
    times: dict[str, list[float]] = {"mixed": [], "same": []}
    with opened(tmp_path, with_value(workspace, TRAFFIC, START)) as terminal:
        for key in (b"\t", b"j", b"\t", b"j" * paths.index(TRAFFIC), b"\r"):
            timed(terminal, Press(key))
        for kind, press in rounds(workspace, up + b"\r", down + b"\r"):
            taken = timed(terminal, press)
            if taken is not None and press.counts:
                times[kind].append(taken)
    mixed, same = (statistics.median(times[kind]) for kind in ("mixed", "same"))
    print(
        f"\na digit after another edit: {1000 * mixed:.1f} ms, after a digit {1000 * same:.1f} ms: {mixed / same:.2f} x"
    )
    assert mixed <= 1.2 * same


@pytest.mark.benchmark
def test_a_digit_after_an_edit_of_another_kind_with_200_candidates(tmp_path: Path) -> None:
    """Within eight times a key in an empty input, with 200 candidates and five steps."""
    workspace = with_value(large(200, 5), TRAFFIC, START)
    paths = [spec.path for section in form(workspace, "0") for spec in section.specs]
    distance = paths.index(TRAFFIC) - paths.index(NAME)
    up, down = (b"k" * distance, b"j" * distance) if distance > 0 else (b"j" * -distance, b"k" * -distance)
    with opened(tmp_path, workspace) as terminal:
        for key in (b"\t", b"j", b"\t", b"j" * paths.index(TRAFFIC), b"\r"):
            timed(terminal, Press(key))
        presses = [
            one._replace(shows="") if kind == "same" else one
            for kind, one in rounds(workspace, up + b"\r", down + b"\r")
        ]
        told("a digit after another edit, 200 candidates x 5 steps", against_empty_input(terminal, presses), LARGE_AIM)
