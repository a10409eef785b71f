"""The steps of the exercise, with all that each still lacks; Enter goes to the very place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from shortlist.core.walkthrough import WalkStep, reached
from shortlist.shown import shown
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.tabs import STEP_TABS
from shortlist.tui.widgets.choices import Choices

END = "What no leaderboard proves, and what to measure next"


class Chosen(NamedTuple):
    """Where to go: a key path and the screen, or the end of the walk."""

    where: str = ""
    tab: str | None = None
    end: bool = False


class WalkDialog(Dialog[Chosen]):
    """Lists the steps; returns where the chosen line leads."""

    DEFAULT_CSS = "WalkDialog OptionList, WalkDialog OptionList:focus { max-height: 65vh; }"

    def __init__(self, steps: tuple[WalkStep, ...], brief: Callable[[str], str] = str) -> None:
        """`brief` shortens the names in what a step lacks."""
        done, of = reached(steps)
        foot = "Enter goes there, ↑ ↓ move, Esc closes; done is what lacks nothing."
        super().__init__(f"Walkthrough: {done} of {of} steps done", foot)
        self._lines = [(brief(told), chosen) for told, chosen in _lines(steps)]

    def inside(self) -> ComposeResult:
        yield Choices(*(Option(Content(shown(told))) for told, _ in self._lines), markup=False)

    def on_mount(self) -> None:
        pending = next((at for at, (_, chosen) in enumerate(self._lines) if chosen.where), 0)
        self.query_one(Choices).highlighted = pending

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._lines[event.option_index][1])


def _lines(steps: tuple[WalkStep, ...]) -> Iterator[tuple[str, Chosen]]:
    for step in steps:
        sign = "✓" if step.done else "·"
        yield f" {sign} {step.step} {step.title}", Chosen(tab=STEP_TABS[step.step])
        yield from ((f"     {one.message}", Chosen(one.where)) for one in step.lacking)
    yield f"   {END}", Chosen(end=True)
