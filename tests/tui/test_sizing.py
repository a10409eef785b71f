"""The self-hosting helper as it is used: estimates while typing, mistakes at their field, one edit to take back."""

from __future__ import annotations

from shortlist.core.document.candidate import Hosting
from shortlist.core.sizing.hosting_values import MARK
from shortlist.tui.parts.sizing_dialog import SizingDialog, open_sizing
from shortlist.tui.screens.candidates.candidate_dialog import CandidateDialog
from shortlist.tui.widgets.editor import LineEditor
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, workspace_screen


def told(dialog: SizingDialog) -> str:
    """What the estimate says."""
    return "\n".join(cell.text for cell in dialog.query_one(Pane).paragraphs)


async def test_machines_are_estimated_and_filled_in(application: Open) -> None:
    """From the candidates by M: the figures move with the keys, errors stand beneath, Ctrl+S is one edit."""
    async with application(size=(80, 24)) as pilot:
        await pilot.press("2", "M")
        assert any("self-hosted" in one.message for one in pilot.app._notifications), "the first one is not run by us"
        pilot.app.clear_notifications()
        await pilot.press("G", "M")
        await until(pilot, lambda: isinstance(pilot.app.screen, SizingDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, SizingDialog)
        assert "Estimated, not measured" in screen_text(pilot) and dialog.form.texts["model"] == "gpt-oss-120b"
        one, two = "GPUs of a replica: 1\n", "GPUs of a replica: 2 (now 1)"
        assert one in told(dialog) and "One GPU for an hour: 2.29 USD" in told(dialog)
        assert "Reads, a replica: 23,300 tokens/s (now " in told(dialog)
        assert not any(key in told(dialog) for key in Hosting.model_fields if "_" in key), "as the form says it"
        await pilot.press("enter", *"1,200")
        assert "No estimate yet" not in told(dialog)
        await pilot.press("enter")
        assert "1,200" in screen_text(pilot), "as every field shows it"
        await pilot.press("enter", *"400")
        assert two in told(dialog) and "Would fill in 2 × H100 80GB" in screen_text(pilot)
        await pilot.press(*"x")
        assert "leave out “x”" in screen_text(pilot) and "No estimate yet" in told(dialog)
        await pilot.press("enter", "ctrl+s")
        assert isinstance(pilot.app.screen, SizingDialog), "a mistake is mended first"
        await pilot.press("enter", *"400", "enter", "ctrl+s")
        await until(pilot, lambda: pilot.app.screen is workspace_screen(pilot))
        session = workspace_screen(pilot).session
        hosting = session.workspace.candidates[-1].hosting
        assert hosting is not None and hosting.gpus_per_replica == 2 and hosting.engineering_hours == 40
        assert MARK in session.workspace.candidates[-1].notes
        await pilot.press("ctrl+z")
        assert session.workspace == session.opened.workspace, "one edit, which undo takes back"


async def test_enter_on_what_is_no_number_stays_in_the_field(application: Open) -> None:
    """Kept as typed, marked and explained; typed anew in its place, Enter is done."""
    async with application("contract-review") as pilot:
        own = next(one for one in workspace_screen(pilot).session.workspace.candidates if one.self_hosted)
        open_sizing(workspace_screen(pilot).desk, workspace_screen(pilot).app, own.id)
        await until(pilot, lambda: isinstance(pilot.app.screen, SizingDialog))
        found = pilot.app.screen
        assert isinstance(found, SizingDialog)
        await pilot.press("enter", *"many", "enter")
        assert isinstance(pilot.app.focused, LineEditor) and pilot.app.focused.value == "many"
        assert found.form.texts["requests"] == "many" and "✖" in screen_text(pilot)
        assert "Nothing to fill in yet" in screen_text(pilot)
        await pilot.press(*"8", "enter")
        assert isinstance(pilot.app.focused, Sheet) and found.form.texts["requests"] == "8"


async def test_the_mouse_closes_the_field_and_the_keys_say_so(application: Open) -> None:
    """A click beside the form leaves the field with its text; beneath stand the keys of the form again."""
    async with application("contract-review", size=(100, 30)) as pilot:
        own = next(one for one in workspace_screen(pilot).session.workspace.candidates if one.self_hosted)
        open_sizing(workspace_screen(pilot).desk, workspace_screen(pilot).app, own.id)
        await until(pilot, lambda: isinstance(pilot.app.screen, SizingDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, SizingDialog)
        await pilot.press("enter", *"12")
        assert "what is typed stays" in screen_text(pilot)
        await pilot.click(Pane)
        await until(pilot, lambda: dialog.box.editing is None)
        assert dialog.form.texts["requests"] == "12" and "fills it in" in screen_text(pilot)


async def test_a_model_and_a_gpu_are_chosen(application: Open) -> None:
    """Another model fills its figures in; another GPU brings its rent unless the rent is the user's own."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2", "G", "M")
        await until(pilot, lambda: isinstance(pilot.app.screen, SizingDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, SizingDialog)
        dialog.form.texts["gpu_hour_usd"] = "2.4"
        await pilot.press("down", "enter", "down", "down", "enter")
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert (dialog.form.texts["gpu"], dialog.form.texts["gpu_hour_usd"]) == ("H200 141GB", "3.39")
        await pilot.press("down", "down", "down", "down", "enter", "G", "k", "enter")
        await until(pilot, lambda: pilot.app.screen is dialog)
        assert dialog.form.texts["model"] == "DeepSeek V3" and dialog.form.texts["layers"] == "61"
        assert "DeepSeek V3" in told(dialog) and "https://huggingface.co/deepseek-ai/DeepSeek-V3" in told(dialog)
        await pilot.press("escape")
        session = workspace_screen(pilot).session
        assert not session.dirty, "nothing is kept before it is filled in"


async def test_from_the_cost_screen_and_from_the_form(application: Open) -> None:
    """M on the column of a self-hosted candidate, and M in the candidate's form; elsewhere it is said why not."""
    async with application(size=(120, 40)) as pilot:
        app = pilot.app
        await pilot.press("4", "M")
        assert any("not run by you" in one.message for one in app._notifications)
        await pilot.press(*["right"] * 5, "M")
        await until(pilot, lambda: isinstance(app.screen, SizingDialog))
        await pilot.press("escape", "2", "G", "e")
        await until(pilot, lambda: isinstance(app.screen, CandidateDialog))
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, SizingDialog))
