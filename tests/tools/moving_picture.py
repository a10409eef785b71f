"""A small moving picture of the real application: frames of its screens as one SVG, animated by CSS alone.

A line that several frames have in common is drawn once and shown by its number, so that the file stays small. Whoever
asks for less motion sees the first frame. Nothing is loaded: the letters are those of a monospaced font of the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.app import App

CELL, LINE, SIZE = 7.8, 17.0, 13.0
"""The width of a column, the height of a line and the size of the letters, in pixels."""
SECONDS = 2.6
"""How long a frame stands."""
CAPTION = 30.0
EDGE = 8.0


class Run(NamedTuple):
    """Letters of one look, from a column on."""

    column: int
    text: str
    front: str
    back: str
    bold: bool


Line = tuple[Run, ...]


class Frame(NamedTuple):
    """What the screen shows, and what is said under it."""

    lines: tuple[Line, ...]
    caption: str


def frame_of(app: App[object], caption: str) -> Frame:
    """The screen as it now is."""
    return Frame(tuple(_line(strip) for strip in app.screen._compositor.render_strips()), caption)


def _line(strip: object) -> Line:
    runs, column = [], 0
    for segment in strip:  # type: ignore[attr-defined]
        style = segment.style or Style()
        front, back = (
            None if colour is None or colour.is_default else colour.get_truecolor().hex
            for colour in (style.color, style.bgcolor)
        )
        if style.reverse:
            front, back = back, front
        runs.append(Run(column, segment.text, front or "#e0e0e0", back or "#121212", bool(style.bold)))
        column += segment.cell_length
    return tuple(runs)


def moving(frames: Sequence[Frame], columns: int) -> str:
    """The picture as an SVG document."""
    lines = list(dict.fromkeys(line for frame in frames for line in frame.lines))
    numbers = {line: at for at, line in enumerate(lines)}
    width = columns * CELL + 2 * EDGE
    height = len(frames[0].lines) * LINE + CAPTION + 2 * EDGE
    colours = dict.fromkeys(run.front for line in lines for run in line)
    classes = {colour: f"c{at}" for at, colour in enumerate(colours)}
    ground = _ground(lines)
    drawn = "\n".join(f'<g id="l{at}">{_drawn(line, classes, ground)}</g>' for at, line in enumerate(lines))
    shown = "\n".join(_frame(frame, at, numbers, height) for at, frame in enumerate(frames))
    style = _style(len(frames)) + "".join(f".{name}{{fill:{colour}}}" for colour, name in classes.items())
    told = escape("; ".join(frame.caption for frame in frames))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{told}">\n<style>{style}</style>\n<defs>\n{drawn}\n</defs>\n'
        f'<rect width="100%" height="100%" rx="8" fill="{ground}"/>\n{shown}\n</svg>\n'
    )


def _ground(lines: Sequence[Line]) -> str:
    """The background that most columns have."""
    counted: dict[str, int] = {}
    for line in lines:
        for run in line:
            counted[run.back] = counted.get(run.back, 0) + cell_len(run.text)
    return max(counted, key=lambda colour: counted[colour])


def _style(frames: int) -> str:
    share = 100 / frames
    every = frames * SECONDS
    delays = "".join(f".f{at}{{animation-delay:{at * SECONDS:.1f}s}}" for at in range(1, frames))
    return (
        f"text{{font:{SIZE:.0f}px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}}"
        ".b{font-weight:700}.k{fill:#9aa4ad;font-family:system-ui,sans-serif}"
        f".f{{visibility:hidden;animation:a {every:.1f}s step-end infinite}}{delays}"
        f"@keyframes a{{0%{{visibility:visible}}{share:.3f}%{{visibility:hidden}}}}"
        "@media (prefers-reduced-motion:reduce){.f{animation:none}.f0{visibility:visible}}"
    )


def _frame(frame: Frame, at: int, numbers: dict[Line, int], height: float) -> str:
    used = "".join(
        f'<use href="#l{numbers[line]}" x="{EDGE:.0f}" y="{EDGE + y * LINE:.0f}"/>'
        for y, line in enumerate(frame.lines)
        if any(run.text.strip() for run in line)
    )
    caption = f'<text class="k" x="{EDGE * 2:.0f}" y="{height - EDGE - 6:.0f}">{escape(frame.caption)}</text>'
    return f'<g class="f f{at}">{used}{caption}</g>'


def _drawn(line: Line, classes: dict[str, str], ground: str) -> str:
    parts = []
    for back, group in groupby(line, key=lambda run: run.back):
        runs = list(group)
        if back != ground:
            columns = sum(cell_len(run.text) for run in runs)
            parts.append(
                f'<rect x="{runs[0].column * CELL:.1f}" width="{columns * CELL:.1f}" height="{LINE:.0f}" '
                f'fill="{back}"/>'
            )
    for (front, bold), group in groupby(line, key=lambda run: (run.front, run.bold)):
        runs = list(group)
        text = "".join(run.text for run in runs)
        start = runs[0].column + cell_len(text) - cell_len(text.lstrip())
        text = text.strip()
        if text:
            look = f"{classes[front]} b" if bold else classes[front]
            # The length is given, so that a reader's font of another width keeps the columns.
            parts.append(
                f'<text class="{look}" x="{start * CELL:.1f}" y="{LINE - 4:.0f}" '
                f'textLength="{cell_len(text) * CELL:.1f}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
            )
    return "".join(parts)
