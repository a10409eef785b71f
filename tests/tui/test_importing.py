"""Importing by keys: a file, its preview, what is taken, undone; confirmed names; a table's columns; the catalogue."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from shortlist.catalogue.importers import FORMATS
from shortlist.catalogue.importers.arena import BOARDS
from shortlist.core.document.workspace import Workspace
from shortlist.tui.app.help import HelpDialog
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.flows.importing import flow as importflow
from shortlist.tui.flows.importing.columns_dialog import ColumnsDialog
from shortlist.tui.flows.importing.file_dialog import FileDialog, by_name
from shortlist.tui.flows.importing.meaning_dialog import MeaningDialog
from shortlist.tui.flows.importing.preview_dialog import ImportPreview
from shortlist.tui.flows.importing.preview_lines import ImportLines
from shortlist.tui.flows.importing.reading_dialog import ReadingDialog
from shortlist.tui.widgets.pane import Pane
from tests.tui.conftest import HOSTILE, Open, screen_text, until, with_candidates, workspace_screen
from tests.tui.test_robust_keys import burst, settle


def model(slug: str, name: str, index: float) -> dict[str, Any]:
    """A row of a leaderboard."""
    return {"slug": slug, "name": name, "evaluations": {"artificial_analysis_intelligence_index": index}}


@pytest.fixture
def leaderboard(tmp_path: Path) -> Path:
    """A leaderboard with a known model, a likely match, a new one and one without figures."""
    rows = [
        model("gpt-6-luna-non-reasoning", "GPT-6 Luna (Non-reasoning)", 19.5),
        model("claude-4-5-haiku", "Claude 4.5 Haiku (Non-reasoning)", 16),
        model("zeta-9", "Zeta 9 (Low)", 30),
        {"slug": "bare", "name": "Bare", "evaluations": {}},
    ]
    path = tmp_path / "aa_2026-11-20.json"
    path.write_text(json.dumps({"intelligence_index_version": 4.3, "data": rows}), "utf-8")
    return path


def now(pilot: Pilot[None]) -> Workspace:
    """The workspace as it is."""
    return workspace_screen(pilot).session.workspace


async def preview(pilot: Pilot[None], path: Path) -> ImportPreview:
    """Import a file by keys, as far as its preview."""
    await pilot.press("2", "i")
    await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and bool(pilot.app.screen.query(Input)))
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview | ColumnsDialog | QuestionDialog))
    await until(pilot, lambda: pilot.app.focused is not None)
    return pilot.app.screen  # type: ignore[return-value]


def value(workspace: Workspace, id_: str) -> float:
    """The last quality figure of a candidate."""
    one = workspace.candidate(id_)
    assert one is not None
    return [o.value for o in one.observations if o.metric == "quality.aa_index"][-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_preview_of_few_lines_is_as_tall_as_they_need(
    application: Open, leaderboard: Path, size: tuple[int, int]
) -> None:
    """The longest details leave no line free, a filter and other lines move nothing, and it grows with the terminal."""
    async with application(size=size) as pilot:
        dialog = await preview(pilot, leaderboard)
        await settle(pilot)
        box, pane = dialog.query_one("#box"), dialog.query_one(Pane)
        height, free = box.region.height, []
        for _ in dialog.lines.found:
            free.append(pane.content_size.height - pane.count())
            assert box.region.height == height
            await pilot.press("down")
            await settle(pilot)
        assert size == (80, 24) or min(free) == 0, "the longest details fill their pane"
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert dialog.query_one("#foot").region.bottom < 24 and pane.region.height >= 4
        await pilot.resize_terminal(*size)
        await settle(pilot)
        assert box.region.height == height


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_leaderboard_becomes_one_change(application: Open, leaderboard: Path, size: tuple[int, int]) -> None:
    """What matches is taken at the start, a likely match when Space confirms it; undo takes all of it back."""
    async with application("support-assistant-worked", size=size) as pilot:
        before = now(pilot)
        dialog = await preview(pilot, leaderboard)
        headings = [row.heading for row in dialog.query_one(ImportLines).found if row.heading]
        assert headings[0] == "Concern your candidates (1)" and headings[-1] == "Refused (1)"
        assert "AA index" in screen_text(pilot)
        assert [line.row.id for line in dialog.taken] == ["gpt-6-luna-non-reasoning"]
        await pilot.press("down", "space")
        assert len(dialog.taken) == 2
        await pilot.press("enter")
        await until(pilot, lambda: value(now(pilot), "claude-haiku-4-5") == 16)
        assert value(now(pilot), "gpt-6-luna") == 19.5
        await pilot.press("ctrl+z")
        assert now(pilot) == before
        # Confirmed once, it joins by itself.
        dialog = await preview(pilot, leaderboard)
        assert len(dialog.taken) == 2


async def test_a_new_candidate_is_asked_for_what_no_file_says(application: Open, leaderboard: Path) -> None:
    """Filtered by name, picked, completed by three answers."""
    async with application("support-assistant") as pilot:
        dialog = await preview(pilot, leaderboard)
        # At once, as a hand types it: no letter is a key of the list, and a slash in a name is a slash.
        burst(pilot, ["slash", *"zet", "enter"])
        await settle(pilot)
        burst(pilot, ["slash", "a", "slash", "backspace"])
        await settle(pilot)
        assert (pilot.app.screen.query_one(Input).value, dialog.taken) == ("zeta", [])
        await pilot.press("enter")
        assert [line.row.id for line in dialog.query_one(ImportLines).visible_lines] == ["zeta-9"]
        await pilot.press("space", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        await pilot.press(*"acme", "enter")
        await pilot.press("down", "enter")
        await pilot.press("down", "enter")
        await until(pilot, lambda: bool(now(pilot).candidates))
        one = now(pilot).candidates[0]
        assert (one.id, one.provider, one.access, one.openness, one.effort) == (
            "zeta-9-low",
            "acme",
            "hosted_inference",
            "open_weight",
            "low",
        )
        figure = one.observations[0]
        assert (figure.value, figure.version, figure.effort) == (30, "Intelligence Index v4.3", "low")


async def test_a_table_of_ones_own_is_asked_about_once(application: Open, tmp_path: Path) -> None:
    """The columns are proposed, confirmed, and remembered."""
    path = tmp_path / "ours_2026-11-20.csv"
    path.write_text("Model,Provider,Input $/1K tokens,Mood\ngpt-6-luna,openai,0.0005,good\n", "utf-8")
    async with application("support-assistant-worked") as pilot:
        columns = await preview(pilot, path)
        assert isinstance(columns, ColumnsDialog)
        assert columns.columns["Input $/1K tokens"] == "input_price:per_thousand"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        await pilot.press("escape")
        dialog = await preview(pilot, path)
        assert isinstance(dialog, ImportPreview)
        (line,) = dialog.taken
        assert line.figures[0].figure.value == 0.5


async def test_a_mistaken_answer_is_seen_and_mended(application: Open, tmp_path: Path) -> None:
    """The question shows what becomes of the table; the preview refuses, and `c` opens the columns again."""
    path = tmp_path / "ours_2026-11-20.csv"
    path.write_text("Model;Provider;Quality;Input\ngpt-6-luna;openai;42,1;0,75\n", "utf-8")
    async with application("support-assistant-worked", size=(80, 24)) as pilot:
        columns = await preview(pilot, path)
        assert isinstance(columns, ColumnsDialog)
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        text = screen_text(pilot)
        assert "like 1,234.5: 42,1 is refused" in text and "like 1.234,5: 42,1 reads 42.1" in text
        # What the table's own cells tell is chosen already.
        assert columns.columns["numbers"] == "1.234,5"
        await pilot.press("up", "enter", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        assert "Refused (1)" in screen_text(pilot) and "c columns" in screen_text(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ColumnsDialog) and "replace" in screen_text(pilot))
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("down", "enter", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        pilot.app.screen.query_one(Input).value = "Our test"
        await pilot.press("enter", *["down"] * 2, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("up", "enter", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview) and bool(pilot.app.screen.taken))
        assert "Source “Our test”, basis measured." in " ".join(screen_text(pilot).split())
        await pilot.press("escape")
        # What was changed is what is remembered.
        dialog = await preview(pilot, path)
        assert isinstance(dialog, ImportPreview)
        told = [(one.figure.value, one.figure.source, one.figure.basis) for one in dialog.taken[0].figures]
        assert told == [(42.1, "Our test", "measured"), (0.75, "Our test", "measured")]


async def test_typing_finds_what_a_column_means(application: Open, tmp_path: Path) -> None:
    """A line says what the meaning is; where nothing is found, Enter chooses nothing."""
    path = tmp_path / "ours_2026-11-20.csv"
    path.write_text("Model,Where\ngpt-6-luna,openai\n", "utf-8")
    async with application("support-assistant-worked", size=(80, 24)) as pilot:
        columns = await preview(pilot, path)
        assert isinstance(columns, ColumnsDialog)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, MeaningDialog) and pilot.app.focused is not None)
        burst(pilot, ["z", "z", "enter"])
        await settle(pilot)
        assert isinstance(pilot.app.screen, MeaningDialog) and "No meaning has these words" in screen_text(pilot)
        assert not re.search(r"▼ [0-9]+ more ", screen_text(pilot))
        await pilot.press("backspace", "backspace")
        await settle(pilot)
        assert re.search(r"▼ [0-9]+ more ", screen_text(pilot))
        burst(pilot, [*"prov"])
        await settle(pilot)
        assert "Who serves the model and sends the bill" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is columns)
        assert columns.columns["Where"] == "provider"


@pytest.mark.parametrize(("size", "key"), [((80, 24), "question_mark"), ((120, 40), "f1")])
async def test_help_is_there_in_the_preview(
    application: Open, leaderboard: Path, size: tuple[int, int], key: str
) -> None:
    """As its hint says: the signs, the keys, and back to the preview with the same key."""
    async with application("support-assistant-worked", size=size) as pilot:
        dialog = await preview(pilot, leaderboard)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpDialog))
        assert "± concerns one of your candidates" in screen_text(pilot)
        await pilot.press(key)
        await until(pilot, lambda: pilot.app.screen is dialog)
        # A file of a known format has no columns to state.
        await pilot.press("c")
        assert pilot.app.screen is dialog


async def test_a_file_that_is_not_recognised_may_be_named(application: Open, tmp_path: Path) -> None:
    """Its format is asked; what fits is read, the others are refused with the reason."""
    path = tmp_path / "prices_2026-11-20.json"
    entry = {"litellm_provider": "openai", "input_cost_per_token": 1e-7}
    path.write_text(json.dumps({"a": {}, "b": {}, "gpt-6-luna": entry}), "utf-8")
    async with application("support-assistant-worked") as pilot:
        # An object of objects is a table as well, whose format may be said.
        assert isinstance(await preview(pilot, path), ColumnsDialog)
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        assert "LiteLLM price map" in screen_text(pilot)
        listed = [told for _, told in pilot.app.screen._answers]  # type: ignore[attr-defined]
        assert listed[0] == "none of these" and listed[1:] == sorted(listed[1:], key=by_name), "by name"
        await pilot.press(*["down"] * listed.index(FORMATS["litellm"].title), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        assert pilot.app.screen.plan.refusals == 2  # type: ignore[attr-defined]
        assert [line.row.id for line in pilot.app.screen.taken] == ["gpt-6-luna"]  # type: ignore[attr-defined]


async def test_a_table_may_be_said_to_be_a_known_format(application: Open, tmp_path: Path) -> None:
    """Where it is none after all, the file is asked for again, with the reason."""
    path = tmp_path / "ours_2026-11-20.csv"
    path.write_text("Model,Mood\ngpt-6-luna,good\n", "utf-8")
    async with application("support-assistant-worked", size=(80, 24)) as pilot:
        columns = await preview(pilot, path)
        assert isinstance(columns, ColumnsDialog)
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press(*["down"] * (1 + list(FORMATS).index("litellm")), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and "is not what" in screen_text(pilot))


async def test_the_catalogue_offers_what_it_knows_newer(application: Open) -> None:
    """Prices of a moment ago follow those recorded; nothing is asked of the network."""
    async with application("support-assistant-worked") as pilot:
        await pilot.press("2", "I")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        plan = pilot.app.screen.plan  # type: ignore[attr-defined]
        assert plan.format == "catalogue"
        assert plan.read + plan.refusals == len(now(pilot).candidates)
        shown = screen_text(pilot)
        assert "GPT-6 Sol:" not in shown, "a row says its name once"
        refused = shown.partition("candidate 5: it is self-hosted")[2].partition("│")[0].rstrip()
        assert refused.endswith("…") and "candidates[" not in shown


async def test_few_lines_of_an_import_leave_the_room_to_what_they_change(application: Open) -> None:
    """The details begin right beneath the lines; a filter moves nothing."""
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        await pilot.press("2", "I")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        lines, pane = (pilot.app.screen.query_one(part) for part in (ImportLines, Pane))
        await until(pilot, lambda: pane.region.height > 20)
        assert lines.region.height == 9 and pane.region.y == lines.region.bottom
        before = pane.region
        await pilot.press("slash", *"luna")
        await settle(pilot)
        assert len(lines.visible_lines) == 1 and pane.region == before
        assert "n none of those shown," in screen_text(pilot)
        await pilot.press("enter", "escape")
        await until(pilot, lambda: "n none, " in screen_text(pilot))


async def test_a_file_that_cannot_be_read_is_asked_for_again(application: Open, tmp_path: Path) -> None:
    """With the reason, and what was typed."""
    path = tmp_path / "bad.json"
    path.write_text('{"a": NaN}', "utf-8")
    async with application("support-assistant-worked") as pilot:
        await pilot.press("2", "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and bool(pilot.app.screen.query(Input)))
        pilot.app.screen.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and "holds NaN" in screen_text(pilot))
        assert pilot.app.screen.query_one(Input).value == str(path)


async def test_hostile_names_are_shown_harmlessly(application: Open, tmp_path: Path) -> None:
    """Names that steer terminals or choke markup, through list, details and edit."""
    rows = [model(f"s{index}", text[:250], 10 + index) for index, text in enumerate(HOSTILE)]
    path = tmp_path / "hostile_2026-11-20.json"
    path.write_text(json.dumps({"intelligence_index_version": 4.3, "data": rows}), "utf-8")
    async with application("support-assistant-worked") as pilot:
        dialog = await preview(pilot, path)
        for _ in rows:
            await pilot.press("down")
        text = screen_text(pilot)
        assert not any(char in text for char in "\x1b\x9d\x07\u202e\u2028")
        assert dialog.plan.count("new") >= len(HOSTILE) - 2


async def test_a_row_of_another_provider_says_what_joins_it(application: Open, tmp_path: Path) -> None:
    """It is no match; the details name the candidate of the same model, and the two ways to go on."""
    path = tmp_path / "prices_2026-11-20.csv"
    path.write_text("model,provider,input_price\ndeepseek-v4-1-flash,openrouter,0.1\n", "utf-8")
    workspace = with_candidates(4)
    (ours,) = [one.provider for one in workspace.candidates if one.model.endswith("deepseek-v4p1-flash")]
    async with application(workspace) as pilot:
        dialog: Any = await preview(pilot, path)
        if isinstance(dialog, ColumnsDialog):
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
            await until(pilot, lambda: pilot.app.focused is not None)
        told = " ".join(cell.text for cell in pilot.app.screen.query_one(Pane).paragraphs)
        assert f"It may be the model of Candidate 2 at {ours}." in told
        assert "take it beside yours" in told and "give yours that provider first (e); then the row joins it" in told


async def test_a_long_reading_says_how_far_it_is_and_stops(
    application: Open, leaderboard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc ends the work between two records, and nothing has changed."""
    ended = Event()

    def endless(workspace: Workspace, source: Any, aliases: Any, *, tick: Any) -> None:
        try:
            for number in count(1000, 1000):
                tick(number)
        finally:
            ended.set()

    monkeypatch.setattr(importflow, "plan_import", endless)
    async with application() as pilot:
        before = now(pilot)
        await pilot.press("2", "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and bool(pilot.app.screen.query(Input)))
        pilot.app.screen.query_one(Input).value = str(leaderboard)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReadingDialog) and "000 rows" in screen_text(pilot))
        assert "Esc stops it; nothing has changed." in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, ended.is_set)
        assert pilot.app.screen is workspace_screen(pilot) and now(pilot) is before


async def test_a_defect_of_a_reading_is_told(
    application: Open, leaderboard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong unforeseen closes the reading in words, and changes nothing."""

    def wrong(*_args: object, **_more: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr(importflow, "plan_import", wrong)
    async with application() as pilot:
        before = now(pilot)
        await pilot.press("2", "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog) and bool(pilot.app.screen.query(Input)))
        pilot.app.screen.query_one(Input).value = str(leaderboard)
        await pilot.press("enter")
        await until(pilot, lambda: "a defect: KeyError" in screen_text(pilot))
        assert isinstance(pilot.app.screen, FileDialog) and now(pilot) is before


# --- who serves what is new


def unserved(tmp_path: Path) -> Path:
    """A leaderboard of two models that no catalogue has, one of them at two settings."""
    rows = [
        model("zeta-9-low", "Zeta 9 (Low)", 30),
        model("zeta-9-high", "Zeta 9 (High)", 35),
        model("eta-9", "Eta 9", 31),
    ]
    path = tmp_path / "aa_2026-11-20.json"
    path.write_text(json.dumps({"intelligence_index_version": 4.3, "data": rows}), "utf-8")
    return path


async def test_esc_leaves_one_row_out(application: Open, tmp_path: Path) -> None:
    """Kind: one question given up drops all that was chosen. A skipped row is one row; the others are taken."""
    async with application("support-assistant-worked") as pilot:
        before = len(now(pilot).candidates)
        await preview(pilot, unserved(tmp_path))
        await pilot.press("a", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        assert "Esc leaves this row out" in screen_text(pilot) and "Row 1 of 3." in screen_text(pilot)
        await pilot.press("escape")
        # The other setting is a row of its own, and asked about.
        await until(pilot, lambda: "Who serves Zeta 9 (High)" in screen_text(pilot))
        pilot.app.screen.query_one(Input).value = "acme"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await until(pilot, lambda: "How open" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "Who serves Eta 9" in screen_text(pilot))
        assert "Row 3 of 3." in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: len(now(pilot).candidates) > before)
        made = now(pilot).candidates[before:]
        assert [(one.name, one.provider) for one in made] == [("Zeta 9 (High)", "acme")]
        told = " ".join(str(n.message) for n in pilot.app._notifications)
        assert "2 rows left out: Zeta 9 (Low), Eta 9." in told


async def test_what_can_hardly_be_is_not_taken_with_all(application: Open, tmp_path: Path) -> None:
    """Kind: a figure outside of its index among the others: told above the lines, asked beneath, taken by itself."""
    path = tmp_path / "aa_2026-11-20.json"
    rows = [model("zeta-9", "Zeta 9", 30), model("eta-9", "Eta 9", 3000)]
    path.write_text(json.dumps({"intelligence_index_version": 4.3, "data": rows}), "utf-8")
    async with application("support-assistant-worked") as pilot:
        dialog = await preview(pilot, path)
        assert "1 line with a figure that can" in screen_text(pilot)
        await pilot.press("a")
        await until(pilot, lambda: bool(dialog.taken))
        assert [line.row.id for line in dialog.taken] == ["zeta-9"]
        await pilot.press("down")
        await until(pilot, lambda: "Can that be? aa index: the index goes from 0 to 100" in screen_text(pilot))
        await pilot.press("space")
        await until(pilot, lambda: len(dialog.taken) == 2)


async def test_who_serves_a_model_is_chosen_from_the_catalogue(application: Open, tmp_path: Path) -> None:
    """Kind: asked although it is known. The offering chosen brings its id, its prices and how it is reached."""
    path = tmp_path / "aa_2026-11-20.json"
    rows = [model("gpt-5-4-mini", "GPT-5.4 mini (Max)", 33)]
    path.write_text(json.dumps({"intelligence_index_version": 4.3, "data": rows}), "utf-8")
    async with application("support-assistant-worked") as pilot:
        before = len(now(pilot).candidates)
        await preview(pilot, path)
        await pilot.press("a", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        text = screen_text(pilot)
        assert "Who serves GPT-5.4 mini (Max)?" in text and "OpenAI: gpt-5.4-mini (in $" in text
        await pilot.press("enter")
        await until(pilot, lambda: len(now(pilot).candidates) > before)
        made = now(pilot).candidates[-1]
        assert (made.model, made.provider, made.access, made.effort) == ("gpt-5.4-mini", "openai", "managed_api", "max")
        assert {"input_price", "output_price", "quality.aa_index"} <= {one.metric for one in made.observations}


async def test_a_board_is_asked_where_nothing_says_it(application: Open, tmp_path: Path) -> None:
    """Kind: ratings of one board taken for another's."""
    path = tmp_path / "ratings.csv"
    path.write_text("Model,Arena Score,Votes\ngpt-6-luna,1301,500\n", "utf-8")
    async with application("support-assistant-worked") as pilot:
        await preview(pilot, path)
        assert isinstance(pilot.app.screen, QuestionDialog) and "Of which board" in screen_text(pilot)
        await pilot.press(*["down"] * BOARDS.index("vision"), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        assert isinstance(pilot.app.screen, ImportPreview)
        metrics = {one.figure.metric for line in pilot.app.screen.plan.lines for one in line.figures}
        assert metrics == {"quality.arena_vision"}


async def test_the_line_of_the_headings_may_be_said(application: Open, tmp_path: Path) -> None:
    """Kind: titles above a table. One with several cells looks like headings."""
    path = tmp_path / "ours_2026-11-20.csv"
    path.write_text("Prices,seen in autumn,x\nModel,Provider,Input\ngpt-6-luna,openai,0.5\n", "utf-8")
    async with application("support-assistant-worked") as pilot:
        columns = await preview(pilot, path)
        assert isinstance(columns, ColumnsDialog) and "line of the headings" in screen_text(pilot)
        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        pilot.app.screen.query_one(Input).value = "2"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ColumnsDialog) and "Provider" in screen_text(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        assert [one.figure.value for one in pilot.app.screen.taken[0].figures] == [0.5]  # type: ignore[attr-defined]


async def test_the_details_say_once_where_figures_come_from(application: Open, tmp_path: Path) -> None:
    """A line a figure, and beneath those of one source that source; the plot goes where there is no room beside it."""
    path = tmp_path / "aa_2026-11-20.json"
    rows = [
        {**model(slug, slug, 20 + place), "median_output_tokens_per_second": 90 + place}
        for place, slug in enumerate(("gpt-6-luna-non-reasoning", "a-new-one", "another"))
    ]
    path.write_text(json.dumps({"intelligence_index_version": 4.3, "data": rows}), "utf-8")
    async with application("support-assistant-worked", size=(120, 40)) as pilot:
        dialog = await preview(pilot, path)
        told = [cell.text for cell in dialog.query_one(Pane).paragraphs]
        at = next(at for at, text in enumerate(told) if text.startswith("AA Intelligence Index"))
        assert told[at].endswith("Intelligence Index v4.3") and told[at + 1].startswith("output speed")
        assert "2026-11-20" in told[at + 2] and sum("2026-11-20" in text for text in told) == 1
        assert dialog.has_class("with-plot")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not dialog.has_class("with-plot"))
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: dialog.has_class("with-plot"))
