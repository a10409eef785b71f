"""What is typed in a dialog outlives the process: every dialog with a line or an area, whichever is added."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import inspect
import os
import pkgutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

import shortlist.tui
import shortlist.tui.dialogs
from shortlist.core.document.workspace import read_workspace
from shortlist.core.importing.source_file import BY_NAME, SourceFile
from shortlist.store.drafts import read_draft
from shortlist.store.locking import state_folder
from shortlist.store.places import Places
from shortlist.store.workspaces import Store
from shortlist.tui.dialogs.base import Dialog
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.flows.evaluating.golden_dialog import ExampleDialog
from shortlist.tui.flows.importing.columns_dialog import ColumnsDialog
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.flows.importing.meaning_dialog import MeaningDialog
from shortlist.tui.flows.importing.preview_dialog import ImportPreview
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.value_dialogs import TextDialog
from shortlist.tui.parts.sizing_dialog import SizingDialog
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog, TableDialog
from shortlist.tui.screens.checklist.answer_dialog import AnswerDialog
from shortlist.tui.screens.checklist.own_check_dialog import OwnCheckDialog
from shortlist.tui.screens.record.decide_dialog import DecideDialog
from shortlist.tui.widgets.pane import Pane
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.terminal import open_application
from tests.tui.test_keeper import asked, opened

TYPED = "7q7q"
"""What is typed; no word of the example, and no valid number."""
DIALOGS: dict[str, tuple[type[Dialog[object]], tuple[str, ...], tuple[str, ...]]] = {
    "a pasted table": (TableDialog, ("2", "t"), ()),
    "figures in a line": (QuickDialog, ("2", "plus"), ()),
    "where figures come from": (QuickDialog, ("2", "plus"), ("tab",)),
    "a reason for a rating": (PromptDialog, ("2", "r", "enter", "enter"), ()),
    "a candidate by hand": (FormDialog, ("2", "A"), ("enter",)),
    "a field of a candidate": (FormDialog, ("2", "e"), ("enter",)),
    "an evaluation": (FormDialog, ("2", "R"), ("enter",)),
    "machines": (SizingDialog, ("2", "G", "M"), ("enter",)),
    "a check of one's own": (OwnCheckDialog, ("3", "a"), ()),
    "an answer": (AnswerDialog, ("3", "e"), ("tab",)),
    "who accepts, and why": (DecideDialog, ("5", "A"), ()),
    "fields of the record": (FormDialog, ("5", "r"), ("enter",)),
    "where to export to": (PromptDialog, ("5", "X", "enter"), ()),
    "an example of the golden dataset": (ExampleDialog, ("6", "d", "enter", "a"), ()),
    "a text of several lines": (TextDialog, ("1", "prose"), ()),
}
"""What is typed where: the dialog, the keys that open it, and those that lead to a text in it."""
SEARCHES = {CatalogueDialog, FileDialog, ImportPreview, MeaningDialog}
"""What is typed there finds something, and is no text of the decision."""


async def arrived(pilot: Pilot[None], kind: type[Dialog[object]], keys: tuple[str, ...]) -> None:
    """Open a dialog with keys, each once the one before has done its work."""
    for key in keys:
        if key == "prose":
            body = workspace_screen(pilot).body
            assert body is not None
            body.show_place(("scenario", "summary"))
            key = "enter"
        before = pilot.app.screen
        await pilot.press(key)
        if isinstance(before, QuestionDialog):
            await until(pilot, lambda before=before: pilot.app.screen is not before)  # type: ignore[misc]
        await pilot.pause(0.05)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


def kept(places: Places, path: Path) -> str:
    """Everything that is on disk of a workspace and of what is not saved of it."""
    found = [path, *state_folder(places.state, path).glob("draft*.toml")]
    return "\n".join(one.read_text() for one in found)


@pytest.mark.walk
@pytest.mark.parametrize("case", DIALOGS)
async def test_what_is_typed_in_a_dialog_is_on_disk_soon(
    places: Places, store: Store, application: Open, case: str
) -> None:
    """In the file or in a draft, while the dialog is open."""
    kind, keys, inside = DIALOGS[case]
    async with application(size=(120, 40)) as pilot:
        path = workspace_screen(pilot).session.opened.path
        await until(pilot, lambda: workspace_screen(pilot).desk.keeper.watching)
        await arrived(pilot, kind, keys)
        await pilot.press(*inside, *TYPED)
        await until(pilot, lambda: TYPED in kept(places, path))


async def test_what_was_typed_stands_in_the_dialog_again(places: Places, store: Store) -> None:
    """After a kill it is offered, told, and stands in the dialog when opened again; taken, it is in no draft."""
    path = store.create(read_workspace(worked_data())).path
    async with opened(places, path) as pilot:
        await arrived(pilot, OwnCheckDialog, ("3", "a"))
        await pilot.press(*TYPED)
        await until(pilot, lambda: TYPED in kept(places, path))
        left = state_folder(places.state, path) / "draft.toml"
        killed = left.read_bytes()
        await pilot.press("escape")
        await until(pilot, lambda: TYPED in path.read_text() and not left.exists())
        assert workspace_screen(pilot).session.typed.dialogs == {}
        await pilot.press("ctrl+z", "ctrl+s")
        await until(pilot, lambda: TYPED not in path.read_text())
    left.write_bytes(killed)
    async with opened(places, path) as pilot:
        await asked(pilot)
        assert "1 text not finished" in screen_text(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: f"A check of your own: typed “{TYPED}”" in screen_text(pilot))
        await pilot.press("escape")
        await asked(pilot)
        await pilot.press("up", "enter")
        session = workspace_screen(pilot).session
        await until(pilot, lambda: bool(session.typed.dialogs))
        assert not session.dirty, "what a dialog holds is no edit"
        await arrived(pilot, OwnCheckDialog, ("3", "a"))
        await until(pilot, lambda: TYPED in screen_text(pilot))


async def test_leaving_keeps_what_was_typed(application: Open) -> None:
    """Esc keeps a table, a line and an answer for the next time; a line of another candidate never shows."""
    async with application(size=(120, 40)) as pilot:
        session = workspace_screen(pilot).session
        await arrived(pilot, TableDialog, ("2", "t"))
        await pilot.press(*TYPED, "escape")
        await arrived(pilot, TableDialog, ("t",))
        assert pilot.app.screen.query_one(TextArea).text == TYPED
        await pilot.press(*["backspace"] * len(TYPED), "escape")
        assert session.typed.dialogs == {}
        await arrived(pilot, QuickDialog, ("plus",))
        await pilot.press(*TYPED, "escape")
        await arrived(pilot, QuickDialog, ("down", "plus"))
        assert pilot.app.screen.query(Input).first().value == ""
        await pilot.press("escape")
        await arrived(pilot, QuickDialog, ("up", "plus"))
        assert pilot.app.screen.query(Input).first().value == TYPED
        await pilot.press("ctrl+u", *"quality 38", "tab", *"me", "enter", "escape")
        assert session.typed.dialogs == {}
        await arrived(pilot, PromptDialog, ("r", "enter", "enter"))
        heading = pilot.app.screen.heading  # type: ignore[attr-defined]
        await pilot.press(*TYPED, "escape")
        assert session.typed.dialogs == {heading: {"OneLine": TYPED}}
        await arrived(pilot, PromptDialog, ("r", "enter", "enter"))
        assert pilot.app.screen.query_one(Input).value == TYPED


async def test_a_table_of_any_length_is_told_in_part(application: Open) -> None:
    """A paste may hold a file: what is told one by one is limited, and how many more there are is said."""
    rows = "".join(f"model {number}\t1\n" for number in range(5_000))
    async with application(size=(120, 40)) as pilot:
        await arrived(pilot, TableDialog, ("2", "t"))
        pilot.app.post_message(events.Paste(f"model\tquality\n{rows}"))
        told = pilot.app.screen.query_one(Pane)
        await until(pilot, lambda: any("4,800 more refused" in cell.text for cell in told.paragraphs))
        assert len(told.paragraphs) < 210


async def test_what_columns_mean_is_kept_until_it_is_confirmed(application: Open) -> None:
    """Chosen one by one: opened again, they stand as they were left."""
    async with application(size=(120, 40)) as pilot:
        session = workspace_screen(pilot).session

        def columns() -> ColumnsDialog:
            document = SourceFile("ours.json", dt.date(2026, 11, 20), BY_NAME, json=[{"Model": "m", "Score": 3}])
            return ColumnsDialog(document, {"Model": "model"}, "quality.aa_index", again=False)

        pilot.app.push_screen(columns())
        await until(pilot, lambda: isinstance(pilot.app.screen, ColumnsDialog))
        await pilot.press("down", "enter", "down", "down", "enter")
        await until(pilot, lambda: bool(session.typed.dialogs))
        chosen = pilot.app.screen.columns["Score"]  # type: ignore[attr-defined]
        await pilot.press("escape")
        again = columns()
        pilot.app.push_screen(again)
        await until(pilot, lambda: again.is_active and again.columns.get("Score") == chosen)


def writing() -> Iterator[type[Dialog[object]]]:
    """Every dialog that makes a line or an area for typing, itself or as what it is made from does."""
    names = [module.name for module in pkgutil.walk_packages(shortlist.tui.__path__, "shortlist.tui.")]
    found = {one for name in names for one in vars(importlib.import_module(name)).values() if isinstance(one, type)}
    lines = {one.__name__ for one in found if issubclass(one, Input | TextArea)} | {"FormBox", "StampFields"}

    def makes_one(kind: type[object]) -> bool:
        calls = (node.func for node in ast.walk(ast.parse(inspect.getsource(kind))) if isinstance(node, ast.Call))
        return any(isinstance(call, ast.Name) and call.id in lines for call in calls)

    for one in found:
        if issubclass(one, Dialog) and not one.__subclasses__():
            own = [kind for kind in one.__mro__ if kind is not Dialog and kind.__module__.startswith("shortlist.")]
            if any(map(makes_one, own)):
                yield one


def test_no_dialog_forgets_what_is_typed() -> None:
    """Each is typed into above, or only searches; the texts of one that is added are kept unless it says otherwise."""
    known = {kind for kind, _, _ in DIALOGS.values()} | SEARCHES
    made = set(writing())
    assert {kind for kind in made if not issubclass(kind, tuple(known))} == set()
    assert {kind for kind in known if not any(issubclass(one, kind) for one in made)} == set()

    class NewDialog(Dialog[None]):
        pass

    assert NewDialog().memory == "New Dialog"


def test_a_pasted_table_outlives_a_kill(tmp_path: Path) -> None:
    """Two seconds after the paste the process is killed; the draft that is offered next holds the table."""
    store = Store(Places(tmp_path, tmp_path / "state"))
    path = store.duplicate("support-assistant-worked", "worked").path
    terminal = open_application(tmp_path, str(path))
    terminal.wait_for("a month.", 60)
    terminal.read(0.5)
    terminal.type(b"2")
    terminal.read(0.5)
    terminal.type(b"t")
    terminal.wait_for("A table of figures", 60)
    terminal.type(b"\x1b[200~model\tquality\nGPT-6 Luna\t41.5\n\x1b[201~")
    terminal.wait_for("41.5", 60)
    terminal.read(2.0)
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_code(60) == -signal.SIGKILL
    os.close(terminal.master)
    (draft,) = state_folder(tmp_path / "state", path).glob("draft*.toml")
    assert read_draft(draft).texts == {"A table of figures": {"table": "model\tquality\nGPT-6 Luna\t41.5\n"}}
