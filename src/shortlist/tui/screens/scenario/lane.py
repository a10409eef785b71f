"""The lane: boxes beside each other, one of them marked, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.draw.lines import Cell, Tone, cut, fit, width_of
from shortlist.tui.forms.scenario import SCENARIO
from shortlist.tui.keys.bindings import bound
from shortlist.tui.screens.scenario.stages import BoxLine, StageBox

JOINT = 2
"""Columns between two boxes."""
LEAST, LEAST_WHOLE, MOST = 16, 21, 44
"""Columns of a box at least, of the first one, and of any at most."""
LOW, TALL = 4, 6
"""Lines of the lane, by how tall the terminal is."""
TALL_FROM = 30
BORDERS = {"usual": (*"╭─╮│╰╯",), "beside": (*"╭╌╮┆╰╯",), "marked": (*"┏━┓┃┗┛",)}
"""Corners and lines of a box: of a step that no task passes they are broken, of the one in front heavy."""


class StagesLane(Still, can_focus=True):
    """Shows the boxes; posts `BoxHighlighted` when another one is in front, `FormAsked` on Enter,
    `StepEditAsked` for the keys of steps.
    """

    DEFAULT_CSS = f"StagesLane {{ height: {LOW}; }}"
    BINDINGS: ClassVar[list[BindingType]] = bound("steps", "list", "grid")

    class BoxHighlighted(Message):
        """Another box is in front."""

    class FormAsked(Message):
        """The form of the box is asked for."""

    class StepEditAsked(Message):
        """Something is to be done with the step in front: add, copy, remove, down or up."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.boxes: list[StageBox] = []
        self.cursor = 0
        self._first = 0
        """The first box in sight."""

    def show(self, boxes: list[StageBox]) -> None:
        """Show other boxes; the one of the same key stays in front."""
        key = self.row_key
        if boxes == self.boxes:
            return
        self.boxes = boxes
        last = max(0, len(boxes) - 1)
        self.cursor = next((at for at, box in enumerate(boxes) if box.key == key), min(self.cursor, last))
        self.refresh()

    @property
    def row_key(self) -> str | None:
        """The key of the box in front."""
        return self.boxes[self.cursor].key if self.cursor < len(self.boxes) else None

    def at_row(self, key: str) -> None:
        """Bring the box of a key to the front."""
        self.place_cursor(next((at for at, box in enumerate(self.boxes) if box.key == key), self.cursor))

    def place_cursor(self, place: int) -> None:
        """Bring a box to the front."""
        place = max(0, min(len(self.boxes) - 1, place))
        if place != self.cursor:
            self.cursor = place
            self.refresh()
            self.post_message(self.BoxHighlighted())

    def action_move(self, by: int) -> None:
        self.place_cursor(self.cursor + by)

    def action_across(self, by: int) -> None:
        self.action_move(by)

    def action_page(self, by: int) -> None:
        """As many boxes on as are in sight."""
        self.place_cursor(self.cursor + by * max(1, len(self._laid()[1]) - 1))

    def action_edge(self, side: int) -> None:
        self.place_cursor(len(self.boxes) - 1 if side > 0 else 0)

    def action_home(self) -> None:
        self.place_cursor(0)

    def action_open(self) -> None:
        self.post_message(self.FormAsked())

    def action_step(self, what: str) -> None:
        self.post_message(self.StepEditAsked(what))

    # --- drawing

    def _laid(self) -> tuple[int, list[int]]:
        self._first, sizes = laid(self.boxes, self.size.width, self.cursor, self._first, self.size.height)
        return self._first, sizes

    def line(self, y: int, width: int) -> list[Cell]:
        first, sizes = self._laid()
        cells: list[Cell] = []
        for at, (box, size) in enumerate(named_alike(self.boxes[first : first + len(sizes)], sizes), first):
            if at > 0:
                joint = "◀─" if at == first else box.joint
                cells.append(Cell(joint if y == 1 else " " * JOINT, "dim"))
            cells += stage_line(box, y, self.size.height, size, at == self.cursor, self.has_focus)
        if y == 1 and first + len(sizes) < len(self.boxes):
            cells.append(Cell("─▶", "dim"))
        return cells

    # --- the mouse

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """For each box in sight its place, and the columns at which it begins and ends."""
        first, sizes = self._laid()
        edge = JOINT if first else 0
        for at, size in enumerate(sizes, first):
            yield at, edge, edge + size
            edge += size + JOINT

    def jump_targets(self) -> Iterator[Target]:
        for at, start, _ in self._places():
            yield Target(self.region.x + start, self.region.y, partial(self._go, at))

    def _go(self, place: int) -> None:
        self.focus()
        self.place_cursor(place)

    def on_click(self, event: events.Click) -> None:
        """A click brings a box to the front, a second one opens it."""
        clicked = next((at for at, start, end in self._places() if start <= event.x < end), None)
        if clicked is not None:
            self.place_cursor(clicked)
            if event.chain > 1:
                self.action_open()


def natural(box: StageBox, height: int) -> int:
    """The columns in which a box says all that it may."""
    told = [_fitting(one, MOST - 4) for one in (box.title, box.serves, *box.lines[: height - 2])]
    return max(least(box), max(map(width_of, told)) + 4)


def least(box: StageBox) -> int:
    """The columns that a box keeps; figures of the whole need some more."""
    return LEAST_WHOLE if box.key == SCENARIO else LEAST


def laid(boxes: Sequence[StageBox], width: int, cursor: int, first: int, height: int) -> tuple[int, list[int]]:
    """The first box in sight and the columns of each that is: all of them where they fit, the widest shortened first;
    else as many as do around the one in front, which fill the line."""
    wanted, kept = [natural(box, height) for box in boxes], [least(box) for box in boxes]
    if sum(kept) + JOINT * (len(boxes) - 1) <= width:
        return 0, shortened(wanted, kept, width - JOINT * (len(boxes) - 1))
    first = min(first, cursor)
    while first < cursor and _last(kept, first, width) < cursor:
        first += 1
    while first > 0 and _last(kept, first - 1, width) == len(boxes) - 1:
        first -= 1
    last = _last(kept, first, width)
    # An arrow at either end says that there is more.
    ends = (first > 0) + (last < len(boxes) - 1)
    room = width - JOINT * (last - first + ends)
    return first, shortened(wanted[first : last + 1], kept[first : last + 1], room)


def _last(kept: Sequence[int], first: int, width: int) -> int:
    """The last box that is in sight behind the first one, arrows at both ends counted."""
    last, used = first, kept[first] + 2 * JOINT
    while last + 1 < len(kept) and used + JOINT + kept[last + 1] <= width:
        last += 1
        used += JOINT + kept[last]
    return last


def shortened(wanted: Sequence[int], kept: Sequence[int], room: int) -> list[int]:
    """Sizes that fit into a room together: the longest give way, all of them alike, each down to what it keeps."""
    limit = max(wanted, default=0)
    while limit > LEAST and sum(max(least, min(size, limit)) for size, least in zip(wanted, kept, strict=True)) > room:
        limit -= 1
    found = [max(least, min(size, limit)) for size, least in zip(wanted, kept, strict=True)]
    spare = room - sum(found)
    for at, size in enumerate(wanted):
        if size > found[at] and spare > 0:
            found[at] += 1
            spare -= 1
    return found


def named_alike(boxes: Sequence[StageBox], sizes: Sequence[int]) -> list[tuple[StageBox, int]]:
    """Boxes in so many columns each: with short names in all of them where the whole name of one has no room."""
    if all(width_of(box.title.texts[0]) <= size - 4 for box, size in zip(boxes, sizes, strict=True)):
        return list(zip(boxes, sizes, strict=True))
    brief = (box._replace(title=box.title._replace(texts=box.title.texts[-1:])) for box in boxes)
    return list(zip(brief, sizes, strict=True))


def stage_line(box: StageBox, y: int, height: int, width: int, marked: bool, focused: bool) -> list[Cell]:
    """One line of a box, in exactly so many columns."""
    borders, title = "beside" if box.beside else "usual", box.title._replace(tone="head")
    tone: Tone = "dim"
    if marked:
        borders, tone = "marked", "strong"
    if marked and focused:
        tone, title = "accent", box.title._replace(tone="accent")
    left, flat, right, side, low_left, low_right = BORDERS[borders]
    room = width - 4
    if 0 < y < height - 1:
        line = box.lines[y - 1] if y - 1 < len(box.lines) else BoxLine(("",))
        return [Cell(f"{side} ", tone), Cell(fit(_fitting(line, room), room), line.tone), Cell(f" {side}", tone)]
    told, start, end = (box.serves, low_left, low_right) if y else (title, left, right)
    text = _fitting(told, room)
    return [Cell(f"{start} ", tone), Cell(text, told.tone), Cell(f" {flat * (room - width_of(text))}{end}", tone)]


def _fitting(told: BoxLine, room: int) -> str:
    return cut(next((one for one in told.texts if width_of(one) <= room), told.texts[-1]), room)
