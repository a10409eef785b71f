"""Which file to import: a path being typed, completed from the folder, and the files imported last."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static

from shortlist.shown import shown
from shortlist.store.path_completion import completions
from shortlist.store.places import expanded
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.draw.lines import Cell, fit, strip_of
from shortlist.tui.keys.bindings import bound
from shortlist.tui.widgets.finder import FindLine, Found

ABOUT = (
    "Artificial Analysis, Arena, LiveBench, BFCL, Open LLM Leaderboard; OpenRouter, LiteLLM, models.dev; GPU offers; "
    "model cards; your own CSV or JSON. The content tells which it is."
)


class Paths(Found):
    """Paths that go on from what was typed."""

    paths: tuple[str, ...] = ()

    def show(self, paths: list[str]) -> None:
        """Show other paths, from the first."""
        self.paths = tuple(paths)
        self.begin()

    @property
    def here(self) -> str | None:
        """The path under the cursor."""
        return self.paths[self.cursor] if self.cursor < len(self.paths) else None

    def count(self) -> int:
        """The number of paths."""
        return len(self.paths)

    def render_line(self, y: int) -> Strip:
        """Draw a path; of a long one the end is seen."""
        width, base = self.room, self.rich_style
        place = self.scroll_offset.y + y
        if place >= len(self.paths):
            return Strip.blank(width, base)
        path = shown(self.paths[place])
        told = path if len(path) <= width else f"…{path[-(width - 1) :]}"
        if place == self.cursor:
            base += self.tones["cursor"]
        return strip_of([Cell(fit(told, width))], width, self.tones, base)


class PathLine(FindLine):
    """The path, which Tab completes."""

    BINDINGS: ClassVar[list[BindingType]] = bound("path")

    def action_complete(self) -> None:
        """Take over the path under the cursor."""
        here = self.screen.query_one(Paths).here
        if here is not None:
            self.value = here
            self.cursor_position = len(here)


class FileDialog(Dialog[Path]):
    """Asks for a file; None for Esc."""

    DEFAULT_CSS = """
    FileDialog > #box { width: 100; height: 96%; max-height: 96%; padding: 0 1; }
    FileDialog #about { height: auto; color: $text-muted; }
    FileDialog #wrong { height: auto; color: $text-error; }
    FileDialog #foot { margin-top: 0; }
    """
    help_text = (
        "Type or paste the path of a file; what goes on from it is listed, the files imported last come first. Nothing "
        "changes before you have seen what the file would change."
    )

    def __init__(self, recent: list[str], wrong: str = "", typed: str = "") -> None:
        super().__init__()
        self._recent, self._wrong, self._typed = recent, wrong, typed

    @property
    def memory(self) -> str:
        """None: a path leads to a file, and is no text of the decision."""
        return ""

    def compose(self) -> ComposeResult:
        """The line, the list, what may be imported, the keys."""
        with Vertical(id="box"):
            yield Static(Content("Import figures from a file"), id="heading")
            yield PathLine(self.list_paths, "path of a file", self._typed)
            yield Static(Content(shown(self._wrong)), id="wrong")
            yield Paths()
            yield Static(Content(ABOUT), id="about")
            yield Static(Content("Enter opens, Tab completes, ↑ ↓ move, Esc closes."), id="foot")

    def on_mount(self) -> None:
        """Start in the line."""
        self.list_paths(self._typed)
        self.query_one(PathLine).focus()

    def list_paths(self, typed: str) -> None:
        """List what goes on from what is typed."""
        if self.query(Paths):
            self.query_one(Paths).show(completions(typed, self._recent))

    def on_input_submitted(self) -> None:
        """Open the file that is typed, else the one under the cursor; go into a folder."""
        line, here = self.query_one(PathLine), self.query_one(Paths).here
        typed = expanded(line.value)
        if line.value.strip() and typed.is_file():
            self.dismiss(typed)
        elif here is None:
            told = "There is no such file." if line.value.strip() else "Type the path of a file first."
            self.query_one("#wrong", Static).update(Content(shown(told)))
        elif here.endswith("/"):
            line.action_complete()
        else:
            self.dismiss(expanded(here))

    def on_found_chosen(self) -> None:
        """A second click opens as well."""
        self.query_one(PathLine).action_complete()
        self.on_input_submitted()
