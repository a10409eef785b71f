"""The exercise by keys, step by step, for tests that walk through it."""

from __future__ import annotations

from textual.pilot import Pilot

from shortlist.core.walkthrough import first_missing
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.frame.workspace import WorkspaceScreen
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog
from shortlist.tui.widgets.grid import Grid
from tests.tui.conftest import screen_text, until, workspace_screen
from tests.tui.test_robust_keys import burst, settle


async def type_in(pilot: Pilot[None], text: str, *after: str) -> None:
    """Letters at once, as a hand types them, then some keys."""
    burst(pilot, list(text))
    await settle(pilot)
    await pilot.press(*after)


def done(pilot: Pilot[None]) -> list[int]:
    """The seven steps of the walkthrough that are done; the use case before them is given."""
    return [step.step for step in workspace_screen(pilot).session.analysis.walkthrough if step.done and step.step]


def missing(pilot: Pilot[None]) -> str:
    """What the walkthrough says next; empty at the end."""
    found = first_missing(workspace_screen(pilot).session.analysis.walkthrough)
    return found.message if found else ""


def stands_on_what_is_asked(pilot: Pilot[None]) -> bool:
    """Whether the cursor stands on the candidate and the column that the walkthrough asks for.

    What a toast says is no sign of it: on a slow machine the toast of the press before still stands, or this
    one's has gone.
    """
    session = workspace_screen(pilot).session
    asked = first_missing(session.analysis.walkthrough)
    body = workspace_screen(pilot).body
    if not isinstance(body, CandidatesBody):
        return False
    grid = body.query_one(Grid)
    places = {
        f"candidates[{index}].overrides.{grid.column_key}": one.id
        for index, one in enumerate(session.workspace.candidates)
    }
    return asked is not None and places.get(asked.where) == grid.row_key


async def back(pilot: Pilot[None]) -> None:
    """Out of every dialog."""
    while not isinstance(pilot.app.screen, WorkspaceScreen):
        await pilot.press("escape")
        await pilot.pause()


async def walk_on(pilot: Pilot[None], to: type) -> None:
    """The key that goes on, until it has led to a dialog or a screen."""
    await pilot.press("w")
    await until(pilot, lambda: isinstance(pilot.app.screen, to))


async def add_candidate(pilot: Pilot[None], query: str) -> None:
    """From the catalogue; its size and its roles, which the catalogue does not know."""
    await until(pilot, lambda: isinstance(pilot.app.screen, CatalogueDialog))
    await type_in(pilot, query)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
    await pilot.press("enter", "g", "enter")
    await pilot.press("down", "enter", "enter", "down", "down", "down", "enter", "escape")
    await back(pilot)


async def add_figures(pilot: Pilot[None], line: str, source: str = "") -> None:
    """A line of figures; where no source is named, that of the figures before is taken over."""
    await until(pilot, lambda: isinstance(pilot.app.screen, QuickDialog))
    await type_in(pilot, line)
    if source:
        await pilot.press("tab", "ctrl+u")
        await type_in(pilot, source)
    else:
        await pilot.press("enter")
        await until(pilot, lambda: "Enter: " in screen_text(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: "added; Ctrl+Z" in screen_text(pilot))
    await back(pilot)


async def rate(pilot: Pilot[None], reason: str) -> None:
    """The column under the cursor rated as good, with a reason, for all of whom it is unknown."""
    await pilot.press("r", "enter")
    await type_in(pilot, reason, "enter")
    await pilot.pause()
    if isinstance(pilot.app.screen, QuestionDialog):
        await pilot.press("down", "enter")
    await back(pilot)
