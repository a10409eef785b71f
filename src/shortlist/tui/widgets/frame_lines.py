"""The frame: title and tabs above, walkthrough and key hints below, each drawn as plain lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen

from shortlist.tui.draw.drawn_widgets import Still
from shortlist.tui.draw.jump_letters import Target
from shortlist.tui.draw.lines import Cell, Tone, cut, fit, width_of
from shortlist.tui.keys.bindings import Hint, hint
from shortlist.tui.tabs import TABS, TabState
from shortlist.tui.widgets.stepper import Stepper
from shortlist.tui.widgets.tab_line import tab_cells, tab_texts

NAME = "Shortlist"
HELP = "app.help"
"""The action that shows every key."""
SPARE = "screen.workspaces"
"""The action whose key is shown only where all of them stand well apart."""


def room_of(hint: Hint) -> int:
    """Columns that a hint takes where they are few: ` a add`."""
    return len(hint.key) + len(hint.label) + 2


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """The hints that fit: help is always among them, and says so where it knows more than is shown."""
    if sum(map(room_of, hints)) + len(hints) <= width:
        return list(hints)
    hints = [hint for hint in hints if hint.action != SPARE]
    if sum(map(room_of, hints)) <= width:
        return hints
    help_ = next((hint for hint in hints if hint.action == HELP), None)
    if help_ is None:
        return hints
    help_ = help_._replace(label="more")
    kept: list[Hint] = []
    for one in hints:
        if one.action != HELP and sum(map(room_of, (*kept, one, help_))) <= width:
            kept.append(one)
    return [*kept, help_]


def while_typing(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """The hints that hold while a text has the focus, where every letter is text."""
    kept = (hint._replace(keys="{app.help_f1}") if hint.action == HELP else hint for hint in hints)
    return tuple(hint for hint in kept if len(hint.key) > 1)


def walk_hints(typing: bool) -> tuple[Hint, ...]:
    """The keys of the walkthrough; while a text has the focus Esc comes before a letter."""
    on, steps = hint("walk.next"), hint("walk.steps")
    if not typing:
        return on, steps
    if len(on.key) == 1:
        on = on._replace(keys=f"Esc {on.keys}")
    return while_typing((on, steps))


class TopBar(Still):
    """Title and state, the tabs, and in the rule the verdict on the decision."""

    DEFAULT_CSS = "TopBar { height: 3; }"

    @dataclass
    class Clicked(Message):
        """A tab was clicked."""

        tab: str

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.state = "opening …"
        self.tab = TABS[0].id
        self.verdict: Callable[[int], Sequence[Cell]] | None = None
        """The verdict in at most so many columns; None before there is anything to judge."""
        self.states: Mapping[str, TabState] = {}
        """What stands behind the names of the tabs, by their ids."""

    def show_verdict(self, verdict: Callable[[int], Sequence[Cell]], states: Mapping[str, TabState]) -> None:
        """Show another verdict, and other states of the tabs."""
        self.verdict = verdict
        self.refresh(Region(0, 2, self.size.width, 1))
        if states != self.states:
            self.states = states
            self.refresh(Region(0, 1, self.size.width, 1))

    def show(self, title: str, state: str, tab: str) -> None:
        """Show a title, the saved state and the tab in front."""
        if (title, state, tab) != (self.title, self.state, self.tab):
            self.title, self.state, self.tab = title, state, tab
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        if y == 0:
            state = cut(self.state, width - len(NAME) - 6)
            room = width - len(NAME) - width_of(state) - 5
            tone: Tone = "dim"
            if self.state.endswith("not saved"):
                tone = "bad"
            elif self.state.endswith("not kept"):
                tone = "warn"
            return [
                Cell(f" {NAME}  ", "head"),
                Cell(fit(self.title, room), "strong"),
                Cell(f" {state} ", tone),
            ]
        if y == 1:
            return tab_cells(self.states, self.tab, width)
        if self.verdict is None:
            return [Cell("─" * width, "dim")]
        cells = [Cell("─ ", "dim"), *self.verdict(width - 4)]
        used = sum(width_of(cell.text) for cell in cells)
        return [*cells, Cell(f" {'─' * max(0, width - used - 1)}", "dim")]

    def jump_targets(self) -> Iterator[Target]:
        """The tabs, by their numbers."""
        for number, one in enumerate(tab_texts(self.states, self.tab, self.size.width), 1):
            go = partial(self.post_message, self.Clicked(one.id))
            yield Target(self.region.x + one.start + 1, self.region.y + 1, go, str(number))

    def on_click(self, event: events.Click) -> None:
        tabs = tab_texts(self.states, self.tab, self.size.width)
        clicked = next((one.id for one in tabs if event.x < one.end), None)
        if event.y == 1 and clicked is not None:
            self.post_message(self.Clicked(clicked))


class BottomBar(Still):
    """A rule, how far the walkthrough is, the keys that matter."""

    DEFAULT_CSS = "BottomBar { height: 3; }"
    ROWS: tuple[str, ...] = ("rule", "walk", "keys")
    BANNER_HINTS = (hint("whatif.keep"), hint("whatif.drop"))

    def __init__(self, hints: tuple[Hint, ...] = ()) -> None:
        """With the hints of the first frame."""
        super().__init__()
        self.walk = Stepper()
        self.banner = ""
        """What stands in the rule while it must not be overlooked."""
        self.banner_hints: tuple[Hint, ...] = ()
        self.hints = hints
        self.typing = False
        """Whether a text has the focus."""
        self._spots: dict[int, list[tuple[int, int, str]]] = {}

    def show(
        self, walk: Stepper, hints: Sequence[Hint], banner: str = "", banner_hints: tuple[Hint, ...] = BANNER_HINTS
    ) -> None:
        """Show the walkthrough's line, the key hints, and in the rule what must not be overlooked with its keys."""
        focused = self.screen.focused
        typing = focused is not None and focused.check_consume_key("w", "w")
        hints = while_typing(hints) if typing else tuple(hints)
        shown = (walk, hints, banner, banner_hints, typing)
        if shown != (self.walk, self.hints, self.banner, self.banner_hints, self.typing):
            self.walk, self.hints, self.banner, self.banner_hints, self.typing = shown
            self.refresh()

    def line(self, y: int, width: int) -> list[Cell]:
        match self.ROWS[y] if y < len(self.ROWS) else "":
            case "rule" if self.banner:
                keys, used = self._keys(self.banner_hints, y, width, from_right=True)
                return [Cell(fit(f" {self.banner}", width - used), "cursor"), *keys]  # type: ignore[arg-type]
            case "rule":
                self._spots.pop(y, None)
                return [Cell("─" * width, "dim")]
            case "walk":
                return self._walk(y, width)
            case _:
                keys, used = self._keys(fitting(self.hints, width), y, width)
                return [*keys, Cell(" " * (width - used))]

    def _walk(self, y: int, width: int) -> list[Cell]:
        """The steps of the walkthrough, what is next behind its key, and at the right the key that lists them."""
        on, *more = walk_hints(self.typing)
        right, used = self._keys(more, y, width, from_right=True)
        spots = self._spots[y]
        track, told = self.walk.laid(width - used, on.key)
        if not self.walk.done:
            return [*track, Cell(told), *right]
        start = sum(width_of(cell.text) for cell in track) + 2
        self._spots[y] = [*spots, (start, start + len(on.key) + width_of(told), on.action)]
        return [*track, Cell("  "), Cell(on.key, "accent"), Cell(f" {told}"), *right]

    def _keys(self, hints: Sequence[Hint], y: int, width: int, from_right: bool = False) -> tuple[list[Cell], int]:
        cells, used, spots = [], 0, []
        gap = " " if sum(map(room_of, hints)) + len(hints) <= width else ""
        for one in hints:
            size = room_of(one) + len(gap)
            if used + size > width:
                break
            cells += [Cell(f" {one.key}", "accent"), Cell(f" {one.label}{gap}", "plain")]
            spots.append((used, used + size, one.action))
            used += size
        shift = width - used if from_right else 0
        self._spots[y] = [(left + shift, right + shift, action) for left, right, action in spots]
        return cells, used

    async def on_click(self, event: events.Click) -> None:
        for left, right, action in self._spots.get(event.y, ()):
            if left <= event.x < right:
                await self._do(action)

    async def _do(self, action: str) -> None:
        """Run an action on the nearest place around the focus that knows it."""
        name = f"action_{action.partition('(')[0]}"
        around = self.screen.focused.ancestors_with_self if self.screen.focused else [self.screen]
        place = next((node for node in around if hasattr(node, name)), self.screen)
        await self.app.run_action(action, default_namespace=place)


class TooSmall(Still):
    """Covers everything where the terminal is too small to work in."""

    DEFAULT_CSS = """
    TooSmall { layer: cover; dock: top; width: 100%; height: 100%; display: none; background: $background; }
    """
    WIDTH, HEIGHT = 80, 24

    def line(self, y: int, width: int) -> list[Cell]:
        size = self.app.size
        lines = [
            f"Shortlist needs {self.WIDTH} × {self.HEIGHT} characters.",
            f"This terminal has {size.width} × {size.height}.",
            "Make it larger, or its font smaller; nothing is lost.",
        ]
        row = y - max(0, (self.size.height - len(lines)) // 2)
        if 0 <= row < len(lines):
            return [Cell(fit(lines[row].center(width), width), "warn")]
        return [Cell(" " * width)]

    @classmethod
    def covers(cls, width: int, height: int) -> bool:
        """Whether a terminal is too small."""
        return width < cls.WIDTH or height < cls.HEIGHT

    @classmethod
    def fit(cls, screen: Screen[Any], width: int, height: int) -> None:
        """Show the notice over a screen, or take it away; made when it is first needed."""
        found = screen.query(cls)
        if found:
            found.first().fit_to(width, height)
        elif cls.covers(width, height):
            screen.mount(cover := cls())
            cover.fit_to(width, height)

    def fit_to(self, width: int, height: int) -> None:
        """Show itself, or not, by the size of the terminal."""
        self.display = self.covers(width, height)
        if self.display:
            self.refresh()
