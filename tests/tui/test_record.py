"""The record's screen by keys: words are written at once and never replaced unasked; everything can be undone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from shortlist.core.document.record import SECTIONS
from shortlist.core.document.workspace import read_workspace
from shortlist.core.records.draft import draft
from shortlist.store.export_log import ExportLog, NotAnExport
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.screens.record.body import RecordBody
from shortlist.tui.screens.record.difference_dialog import DifferenceDialog
from shortlist.tui.screens.record.find import matches
from shortlist.tui.screens.record.preview_dialog import PreviewDialog, rendered
from shortlist.tui.screens.record.section_list import findings_by_section
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.prose import ProseArea
from tests.tui.conftest import (
    HOSTILE,
    Open,
    hostile,
    screen_text,
    until,
    with_candidates,
    worked_data,
    workspace_screen,
)
from tests.tui.test_robust_keys import KEYS, burst, settle, told, wander


async def at(pilot: Pilot[None], section: str) -> RecordBody:
    """The record's screen, with the cursor on a section."""
    await pilot.press("5")
    body = workspace_screen(pilot).body
    assert isinstance(body, RecordBody)
    body.go_to_section(section)
    await pilot.pause()
    return body


def said(pilot: Pilot[None], section: str) -> str:
    """What the workspace holds in a section."""
    return workspace_screen(pilot).session.workspace.prose(section)


async def test_the_first_words_begin_the_record_and_are_one_edit(application: Open) -> None:
    """In the text Ctrl+Z takes back what was typed there; after leaving, the visit as a whole."""
    async with application("support-assistant") as pilot:
        body = await at(pilot, "rationale")
        start = workspace_screen(pilot).session.workspace
        assert start.record is None and "no record" in screen_text(pilot)
        await pilot.press("enter", *"Becaus", "e")
        assert said(pilot, "rationale") == "Because"
        await pilot.press("ctrl+z")
        assert said(pilot, "rationale") == "" and body.writing
        await pilot.press(*"It is", "escape")
        assert said(pilot, "rationale") == "It is" and body.query_one("#sections").has_focus
        await until(pilot, lambda: "draft record" in screen_text(pilot) and "… 2 words" in screen_text(pilot))
        await pilot.press("ctrl+z")
        assert said(pilot, "rationale") == ""
        await pilot.press("ctrl+y")
        assert said(pilot, "rationale") == "It is" and body.area.prose == "It is"


async def test_words_stay_in_the_section_they_were_typed_in(application: Open) -> None:
    """Another section and another screen are gone to before the keys have paused."""
    async with application("support-assistant") as pilot:
        await at(pilot, "risks")
        await pilot.press("enter")
        burst(pilot, ["a", "b", "escape"])
        await settle(pilot)
        await pilot.press("down", "enter")
        burst(pilot, ["c", "f2"])
        await settle(pilot)
        assert (said(pilot, "risks"), said(pilot, "review")) == ("ab", "c")


async def test_a_draft_never_replaces_words_unasked(application: Open) -> None:
    """Empty: drafted, and taken back with one key. Written: compared first; Esc and the first answer keep the words."""
    async with application() as pilot:
        await at(pilot, "risks")
        mine = said(pilot, "risks")
        for answer in (["escape"], ["enter"]):
            await pilot.press("d")
            assert isinstance(pilot.app.screen, DifferenceDialog)
            pane = pilot.app.screen.query_one(Pane)
            # What goes, comes and stays: the second line of each stands beneath the words of its first.
            assert {line[:2] for line, _ in pane._drawn} <= {"- ", "+ ", "  "} and len(pane._drawn) > len(
                pane.paragraphs
            )
            await pilot.press(*answer)
            await pilot.pause()
            assert said(pilot, "risks") == mine and pilot.app.screen is workspace_screen(pilot)
        drafted = draft(workspace_screen(pilot).session.analysis, "risks")
        await pilot.press("d", "down", "enter")
        assert said(pilot, "risks") == f"{mine.rstrip()}\n\n{drafted}"
        await pilot.press("escape", "ctrl+z")
        assert said(pilot, "risks") == mine
        await pilot.press("d", "down", "down", "enter")
        assert said(pilot, "risks") == drafted
        await pilot.press("escape", "ctrl+z")
        assert said(pilot, "risks") == mine


async def test_the_record_itself_drafts_every_empty_section(application: Open) -> None:
    """As one edit: what was written stays, a second time says that there is nothing to draft, undo takes it back."""
    async with application("support-assistant") as pilot:
        await at(pilot, "risks")
        await pilot.press("enter", *"Mine.", "escape")
        await pilot.press(*["up"] * 20, "d")
        await until(pilot, lambda: "sections drafted" in told(pilot))
        session = workspace_screen(pilot).session
        assert said(pilot, "risks") == "Mine."
        others = [section for section in SECTIONS if section != "risks"]
        assert all(said(pilot, one) == draft(session.analysis, one) for one in others)
        await pilot.press("d")
        assert "Every section says something already" in told(pilot)
        await pilot.press("ctrl+z")
        assert not any(said(pilot, one) for one in others) and said(pilot, "risks") == "Mine."


async def test_a_draft_leads_from_one_marked_place_to_the_next(application: Open) -> None:
    """The list keeps the focus and no key meant for it fills a place; in the text Ctrl+N selects one place by one."""
    async with application("support-assistant") as pilot:
        body = await at(pilot, "review")
        await pilot.press("d")
        marks = said(pilot, "review").count("[fill in")
        drafted = said(pilot, "review")
        assert marks == 2 and not body.writing and not body.area.selected_text
        await pilot.press("w")
        await until(pilot, lambda: workspace_screen(pilot).tab != "record")
        assert said(pilot, "review") == drafted
        await pilot.press("escape", "5", "enter")
        assert body.writing and body.area.selected_text.startswith("[fill in: after how many days")
        await pilot.press("enter", "backspace")
        assert said(pilot, "review") == drafted and not body.area.selected_text
        # The cursor comes to it again: by a step to its end and back into it, then once more by its key.
        await pilot.press("end", "left")
        assert body.area.selected_text.startswith("[fill in")
        await pilot.press("left", "ctrl+n")
        assert body.area.selected_text.startswith("[fill in: after how many days")
        await pilot.press(*"X", "ctrl+n", *"Y")
        assert said(pilot, "review") == "X\n\nY"
        await until(pilot, lambda: "2 words" in screen_text(pilot))
        await pilot.press("ctrl+n")
        assert "No place is left" in told(pilot)


async def test_a_decided_record_is_read_only(application: Open) -> None:
    """Keys, drafts and forms change nothing and say why."""
    data = worked_data()
    data["records"][-1]["status"] = "accepted"
    async with application(read_workspace(data)) as pilot:
        await at(pilot, "risks")
        before = workspace_screen(pilot).session.workspace
        for key in ("enter", *"dsrE"):
            pilot.app.clear_notifications()
            await pilot.press(key)
            assert "stay as they were decided on" in told(pilot), key
            if key == "enter":
                await pilot.press("x", "escape")
        assert workspace_screen(pilot).session.workspace is before


async def test_the_record_is_proposed_and_back(application: Open) -> None:
    """One key each way, one edit each."""
    async with application() as pilot:
        await at(pilot, "risks")
        before = workspace_screen(pilot).session.workspace
        await pilot.press("s")
        await until(pilot, lambda: "draft record" in screen_text(pilot))
        await pilot.press("s")
        await until(pilot, lambda: "proposed record" in screen_text(pilot))
        await pilot.press("ctrl+z", "ctrl+z")
        assert workspace_screen(pilot).session.workspace == before


async def test_who_decides_is_named_before_a_record_is_proposed(application: Open) -> None:
    """The form opens at that field; then the same key proposes."""
    async with application("support-assistant") as pilot:
        await at(pilot, "risks")
        await pilot.press("enter", *"x", "escape", "s")
        assert isinstance(pilot.app.screen, FormDialog) and "Name who decides first" in told(pilot)
        await pilot.press("enter", *"Ada", "enter", "escape", "s")
        record = workspace_screen(pilot).session.workspace.record
        assert record is not None and (record.status, record.decision_makers) == ("proposed", ("Ada",))


async def test_triggers_by_keys(application: Open) -> None:
    """The kind is chosen, what it needs is asked for; removed and undone; a workspace without a record gets one."""
    async with application("support-assistant") as pilot:
        session = workspace_screen(pilot).session
        await pilot.press("5", "down", "enter", "enter")
        await pilot.press("down", "down", "enter")
        assert isinstance(pilot.app.screen, FormDialog) and session.workspace.record is None
        await pilot.press("enter", *"20%", "enter", "escape")
        await pilot.pause()
        assert session.workspace.record is not None
        (trigger,) = session.workspace.record.triggers
        assert (trigger.kind, trigger.value) == ("price_change", 20)
        await pilot.press("G", "enter", "j", "j", "j", "j", "j", "enter", "escape")
        assert [one.kind for one in session.workspace.record.triggers] == ["price_change", "deprecation"]
        await pilot.press("k", "delete")
        assert [one.kind for one in session.workspace.record.triggers] == ["price_change"]
        await pilot.press("ctrl+z", "g", "down", "down", "enter", *"A, head; B", "enter", "escape")
        assert session.workspace.record.decision_makers == ("A, head", "B")
        assert len(session.workspace.record.triggers) == 2


async def test_a_value_typed_before_enter_is_kept(application: Open) -> None:
    """The first figure begins the field under the cursor; what follows goes on in it."""
    async with application("support-assistant") as pilot:
        session = workspace_screen(pilot).session
        await pilot.press("5", "down", "enter", "enter")
        await pilot.press("down", "down", "enter")
        assert isinstance(pilot.app.screen, FormDialog)
        await pilot.press(*"20%", "enter", "escape")
        await pilot.pause()
        assert session.workspace.record is not None
        assert [one.value for one in session.workspace.record.triggers] == [20]


@pytest.mark.walk
async def test_find_goes_through_all_sections(application: Open) -> None:
    """The next, the one before, round the end; Esc leaves the place in front, and n goes on."""
    async with application() as pilot:
        body = await at(pilot, "decision")
        found = matches(workspace_screen(pilot).session.workspace, "GOLDEN")
        assert len({one.section for one in found}) > 1
        await pilot.press("slash", *"golden")
        for one in (*found, found[0]):
            assert body.section == one.section and body.area.selected_text.casefold() == "golden"
            await pilot.press("down")
        await pilot.press("up", "up")
        assert body.section == found[-1].section
        assert f"{len(found)} of {len(found)} places" in screen_text(pilot)
        await pilot.press("escape", "n")
        assert body.section == found[0].section and body.query_one("#sections").has_focus
        await pilot.press("enter", "ctrl+f", *"nowhere!")
        assert "No section holds that" in screen_text(pilot)
        await pilot.press("escape")
        assert body.writing


async def test_a_finding_leads_to_its_place(application: Open) -> None:
    """Those of the section come first; Enter goes to the screen and the row where it lies."""
    async with application() as pilot:
        body = await at(pilot, "evaluation")
        (finding,) = findings_by_section(workspace_screen(pilot).session.analysis)["evaluation"]
        assert finding.message.split(";")[0] in " ".join(cell.text for cell in body.query_one("#facts").paragraphs)  # type: ignore[attr-defined]
        await pilot.press("f", "enter")
        await until(pilot, lambda: workspace_screen(pilot).tab == "candidates")


@pytest.mark.walk
async def test_a_preview_is_safe_and_whole(application: Open) -> None:
    """The section, then the record; hostile text in it is shown and does nothing."""
    async with application(hostile()) as pilot:
        await at(pilot, "rationale")
        await pilot.press("p")
        assert isinstance(pilot.app.screen, PreviewDialog)
        await until(pilot, lambda: "Preview: Decision Rationale" in screen_text(pilot))
        await pilot.press("p")
        await until(pilot, lambda: "the whole record" in screen_text(pilot))
        await pilot.press("G", "escape")
        assert pilot.app.screen is workspace_screen(pilot)
    for text in HOSTILE[:-2]:
        drawn = "".join(
            segment.text for strip in rendered(f"# {text}\n\n| {text} |\n|---|\n| x |\n", 60) for segment in strip
        )
        assert not any(char in drawn for char in "\x1b\x9d\x00\x7f\u202e\u2028")


@pytest.mark.walk
@pytest.mark.parametrize("number", [0, 1, 12])
async def test_every_section_stands_with_any_number_of_candidates(application: Open, number: int) -> None:
    """Facts, draft and preview of each, without anything decided."""
    async with application(with_candidates(number)) as pilot:
        body = await at(pilot, "decision")
        for section in SECTIONS:
            body.go_to_section(section)
            await pilot.pause()
            assert body.query_one("#facts").paragraphs  # type: ignore[attr-defined]


@pytest.mark.walk
async def test_hostile_prose_is_edited_as_text(application: Open) -> None:
    """It reaches the screen without a control character, and a key leaves all of it as it was."""
    async with application(hostile()) as pilot:
        for section in SECTIONS[:6]:
            body = await at(pilot, section)
            before = said(pilot, section)
            await pilot.press("enter")
            body.area.move_cursor(body.area.document.end)
            await pilot.press("Z")
            assert said(pilot, section) == f"{before}Z"
            assert not any(char in screen_text(pilot) for char in "\x1b\x9d\x00\x7f\u202e")
            await pilot.press("escape")


async def test_an_editor_that_cannot_be_used_is_told(application: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """None is set; one is set and the terminal cannot be lent: the words stay, with a plain message."""
    async with application() as pilot:
        await at(pilot, "risks")
        before = workspace_screen(pilot).session.workspace
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.delenv("EDITOR", raising=False)
        await pilot.press("E")
        assert "set VISUAL or EDITOR" in told(pilot)
        monkeypatch.setenv("EDITOR", "true")
        await pilot.press("E")
        assert "needs a terminal" in told(pilot)
        assert workspace_screen(pilot).session.workspace is before


@pytest.mark.walk
async def test_an_export_by_keys(application: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is proposed; a path that cannot be written is told and asked again; no file is replaced unasked."""
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "0001-default-and-fallback-model-for-the-record.md"
    async with application() as pilot:
        await at(pilot, "risks")
        before = workspace_screen(pilot).session.workspace
        await pilot.press("X", "enter", "enter")
        await until(pilot, target.is_file)
        assert target.read_text("utf-8").startswith("# Default and fallback model")
        # The command may replace what was written here, and nothing else.
        ExportLog(pilot.app.places).check(target)
        target.write_text("mine", "utf-8")
        with pytest.raises(NotAnExport, match="--force"):
            ExportLog(pilot.app.places).check(target)
        await pilot.press("X", "enter", "enter", "enter")
        assert target.read_text("utf-8") == "mine"
        await pilot.press("ctrl+u", *"nowhere/x.md", "enter")
        await until(pilot, lambda: "does not exist" in told(pilot))
        await pilot.press("ctrl+u", *str(tmp_path), "enter")
        await until(pilot, lambda: "add a file name" in told(pilot))
        await pilot.press("ctrl+u", *str(target), "enter", "down", "enter")
        await until(pilot, lambda: target.read_text("utf-8") != "mine")
        assert workspace_screen(pilot).session.workspace is before


async def test_the_text_takes_room_while_it_is_written(application: Open) -> None:
    """At 80 × 24 the text gets the screen, from edge to edge, the facts a line of it; back, all is there."""
    async with application() as pilot:
        body = await at(pilot, "risks")
        height, facts = body.area.size.height, body.query_one("#facts")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(body.area, ProseArea) and body.area.size.height > max(height, 10)
        assert facts.size.height == 1 and body.area.size.width > 75 and not body.query_one("#list").display
        await pilot.press("escape")
        await pilot.pause()
        assert body.area.size.height == height and facts.size.height > 1 and body.query_one("#list").display


RECORD_KEYS = (
    *KEYS,
    *"dpENXfrsARSDHc",
    *("ctrl+g", "ctrl+o", "ctrl+l", "ctrl+f", "ctrl+n", "enter", "enter", "5", "G"),
)


async def stray(seed: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random keys that begin on the record; what they may export lands in a folder of its own."""
    monkeypatch.chdir(folder)
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    chance = random.Random(seed)
    await wander(folder, 5, chance.choices(RECORD_KEYS, k=30), [chance.randint(1, 6) for _ in range(8)], 3)


@pytest.mark.walk
@pytest.mark.parametrize("seed", range(4))
async def test_random_keys_end_nothing_here(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No exception, and undoing everything leads back to the start."""
    await stray(seed, tmp_path, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 150))
async def test_many_random_keys_end_nothing_here(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, many times."""
    await stray(seed, tmp_path, monkeypatch)


async def test_facts_of_many_candidates_come_beside_the_keys(application: Open) -> None:
    """With 60 candidates the section is there at once and its facts follow; prose computes none of them anew."""
    async with application(with_candidates(60)) as pilot:
        body = await at(pilot, "task_fit")
        pane = body.query_one("#facts")
        await until(pilot, lambda: any(cell.text.startswith("──") for cell in pane.paragraphs))  # type: ignore[attr-defined]
        analysis = workspace_screen(pilot).session.analysis
        width = pane.text_width  # type: ignore[attr-defined]
        known = body._known.of(analysis, "task_fit", width)
        await pilot.press("enter", "x")
        again = body._known.of(workspace_screen(pilot).session.analysis, "task_fit", width)
        assert known is not None and again is known and workspace_screen(pilot).session.analysis is not analysis
