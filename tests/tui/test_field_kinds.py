"""What people met in the application: a kind of fault each, with its right value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from textual import events
from textual.widgets import Input, OptionList
from textual.widgets._toast import Toast

from shortlist.core.analysis import analyse
from shortlist.core.basics.numbers import NotANumber, number_shown, parse_number
from shortlist.core.changes.place_words import place_words
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.edits.quick_entry import Stamp, new_indices, read_line
from shortlist.core.findings import RULES
from shortlist.store.trash import Deleted
from shortlist.store.workspaces import Store
from shortlist.tui.app.commands import ShortlistCommands
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.forms.form_box import FormBox
from shortlist.tui.forms.scenario import SCENARIO, form, scenario_lines
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog, QuickLine
from shortlist.tui.screens.welcome.trash_dialog import deleted_told as trash_told
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.sheet import Sheet
from tests.conftest import SCENARIOS, TODAY
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.test_candidate_edits import now, type_in


@pytest.mark.parametrize("text", ["E5", "e5", ".E5", "-E5", "$E5k", "E5%", "+E-3", "1e999", "9" * 19, "1E+400"])
def test_a_power_without_a_number_is_refused(text: str) -> None:
    """Kind: a text that is nearly a number ends the program. Right: it is refused with how one is written."""
    with pytest.raises(NotANumber, match="write a number such as"):
        parse_number(text)


async def test_a_power_typed_in_a_field_stays_as_typed(application: Open) -> None:
    """Kind: the same, in a field of the scenario and in the filter of the candidates."""
    async with application(size=(120, 40)) as pilot:
        workspace_screen(pilot).desk.go_to("scenario.monthly_budget_usd")
        await until(pilot, lambda: isinstance(pilot.app.focused, Sheet))
        await pilot.press("enter", "E", "5")
        assert "write a number such as" in screen_text(pilot)
        assert now(pilot).scenario.monthly_budget_usd == worked_data()["scenario"]["monthly_budget_usd"]
        await pilot.press("ctrl+u", "escape", "2", "slash")
        await pilot.press(*"quality", "greater_than_sign", *"E5")
        assert pilot.app.return_code is None and "✖" in screen_text(pilot)


async def test_each_candidate_has_a_line_of_its_own(application: Open) -> None:
    """Kind: what is typed for one thing follows to the next. Right: a draft each, and next is next as shown."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2", "g")
        order = [result.id for result in workspace_screen(pilot).session.analysis.ranking]
        assert order != [one.id for one in now(pilot).candidates]
        await pilot.press("plus")
        dialog = pilot.app.screen
        assert isinstance(dialog, QuickDialog)
        line = dialog.query_one(QuickLine)
        await type_in(pilot, "speed 99")
        await pilot.press("pagedown")
        names = {one.id: one.name for one in now(pilot).candidates}
        assert line.value == "" and dialog.memory == f"Figures of {names[order[1]]}"
        await type_in(pilot, "speed 7")
        await pilot.press("pageup")
        assert line.value == "speed 99" and dialog.memory == f"Figures of {names[order[0]]}"
        await pilot.press("pagedown")
        assert line.value == "speed 7"


async def test_what_was_taken_back_is_no_longer_said_to_be_added(application: Open) -> None:
    """Kind: a message outlives what it tells. Right: after undo the dialog no longer says that a figure was added."""
    async with application(size=(120, 40)) as pilot:
        before = now(pilot)
        await pilot.press("2", "g", "plus", "tab", *"me", "shift+tab")
        await type_in(pilot, "speed 99")
        await pilot.press("enter")
        pane = pilot.app.screen.query_one(Pane)
        assert any("✓ 1 figure added" in cell.text for cell in pane.paragraphs)
        await pilot.press("ctrl+z")
        assert now(pilot) == before
        assert not any("added" in cell.text for cell in pane.paragraphs)


def test_an_index_is_known_by_its_bare_name_and_a_strange_one_is_asked_about() -> None:
    """Kind: a misspelled name is taken, and a usual one refused. Right: the other way round."""
    stamp = Stamp(TODAY, "Arena")
    taken = read_line("arena 1400 livebench 61", "c", stamp, "quality.aa_index")
    assert [one.observation["metric"] for one in taken.additions] == ["quality.arena_elo", "quality.livebench"]
    workspace = read_workspace(worked_data())
    assert new_indices(workspace, ["quality.foo", "quality.aa_index", "ttft"]) == ["quality.foo"]


# --- one count, and labels


WORKED = [path.stem for path in sorted(SCENARIOS.glob("*.toml")) if path.stem != "support-assistant"]


def of(name: str) -> Workspace:
    """A shipped scenario."""
    import tomllib

    return read_workspace(tomllib.loads((SCENARIOS / f"{name}.toml").read_text("utf-8")))


@pytest.mark.parametrize("name", WORKED)
def test_the_record_and_the_frame_count_the_same_errors(name: str) -> None:
    """Kind: two counts of one thing at once. Right: the list of the record tells those that the last line counts."""
    analysis = analyse(of(name), None, TODAY)
    errors = [one for one in analysis.findings_ahead if one.severity == "error"]
    assert errors == analysis.against_acceptance
    assert {(one.rule, one.where) for one in analysis.findings} <= {
        (one.rule, one.where) for one in analysis.findings_ahead
    }


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The parts of a document."""
    for one in base.__subclasses__():
        if one.__module__.startswith("shortlist.core.document"):
            yield one
        yield from _models(one)


KEYS = {name for model in _models(BaseModel) for name in model.model_fields if "_" in name}
"""The keys of a document that are no words, which no screen has to show."""
PATH = re.compile(r"\b(?:records|candidates|steps|observations|answers|evaluations)\[\d+\]|\brecords\.|\bdecision\.")
RULE = re.compile(r"(?<![\w-])(?:" + "|".join(name for name in RULES if "-" in name) + r")(?![\w-])")
KEY = re.compile(r"\b(?:" + "|".join(sorted(KEYS)) + r")\b")


def internal(text: str) -> list[str]:
    """What of a screen is a key path, the id of a rule, or a key of the document."""
    return [found for pattern in (PATH, RULE, KEY) for found in pattern.findall(text)]


def test_what_is_internal_is_found() -> None:
    """The search below has something to find."""
    shown = "records[0].triggers unchecked-must error_cost_usd max_error_rate 3 rows of a top-score"
    assert internal(shown) == ["records[0]", "unchecked-must", "error_cost_usd", "max_error_rate"]


@pytest.mark.walk
@pytest.mark.parametrize("name", ["support-assistant-worked", "retrieval-assistant"])
async def test_no_screen_shows_an_id_where_there_is_a_label(application: Open, name: str) -> None:
    """Kind: ids of the document where people read. Right: places, rules and fields by what they are called."""
    found: dict[str, list[str]] = {}
    async with application(name, size=(200, 60)) as pilot:
        for keys in (("1",), ("2",), ("4",), ("5",), ("5", "f"), ("6",), ("W",)):
            await pilot.press("escape", *keys)
            await pilot.pause()
            found["".join(keys)] = internal(screen_text(pilot))
        await pilot.press("escape")
        workspace_screen(pilot).desk.go_to("records[0].title", "record")
        await pilot.pause()
    assert {place: ids for place, ids in found.items() if ids} == {}


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("records[0].triggers", "Triggers of record 1"),
        ("records[0].sections.risks", "Risks of record 1"),
        ("decision.default", "Default of the decision"),
        ("scenario.monthly_budget_usd", "Scenario: monthly budget"),
        ("scenario.steps[0].needs.min_quality", "“Answer from help-center text”: lowest quality"),
        ("candidates[0].observations[0]", "GPT-6 Sol: quality on AA Intelligence Index at effort none"),
        ("candidates[99].answers", "candidates, answers"),
    ],
)
def test_a_place_in_words(where: str, told: str) -> None:
    """Kind: the same, for the places of findings, of the walkthrough and of what is accepted with a reason."""
    assert place_words(of("support-assistant-worked"), where) == told


# --- keys, lists and lines


async def test_a_redo_with_nothing_to_redo_says_so_once(application: Open) -> None:
    """Kind: a key that is held down fills the corner. Right: one toast, until something changes."""
    async with application(size=(120, 40)) as pilot:
        said: list[str] = []
        pilot.app.say = lambda words, *_, **__: said.append(words)  # type: ignore[attr-defined]
        await pilot.press(*["ctrl+y"] * 5)
        assert said == ["There is nothing to redo."]
        await pilot.press("ctrl+z", "ctrl+z")
        assert said[1:] == ["There is nothing to undo."]


async def test_a_list_of_choices_takes_typing(application: Open) -> None:
    """Kind: a long list that only arrows move in. Right: letters go to what begins with them, j and k still move."""
    async with application(size=(120, 40)) as pilot:
        answers = tuple((word, word) for word in ("alpha", "beta", "best", "kappa", "jota"))
        pilot.app.push_screen(QuestionDialog("Which?", "One of them.", answers))
        await until(pilot, lambda: isinstance(pilot.app.focused, OptionList))
        choices = pilot.app.screen.query_one(OptionList)
        await pilot.press("b", "e", "s")
        assert choices.highlighted == 2
        choices._typed_at = 0.0  # type: ignore[attr-defined]
        await pilot.press("j")
        assert choices.highlighted == 3


async def test_a_line_says_what_of_a_paste_it_left_out(application: Open) -> None:
    """Kind: the rest of a paste is gone without a word. Right: how many lines were left out is said."""
    async with application(size=(120, 40)) as pilot:
        workspace_screen(pilot).desk.go_to("scenario.steps[0].name")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        pilot.app.post_message(events.Paste("one\ntwo\nthree\n"))
        await until(pilot, lambda: any("2 more lines were left out" in one.message for one in pilot.app._notifications))
        assert now(pilot).scenario.steps[0].name.endswith("one")


async def test_the_palette_has_no_command_without_use(application: Open) -> None:
    """Kind: commands that break the screen, or fail where a folder is missing. Right: none of those."""
    async with application(size=(120, 40)) as pilot:
        commands = {one.title: one.callback for one in pilot.app.get_system_commands(pilot.app.screen)}
        assert set(commands) == {"Theme", "Tour", "Screenshot"}


async def test_the_keys_at_the_bottom_are_those_of_what_has_them(application: Open) -> None:
    """Kind: a hint that says otherwise than the key does. Right: once Esc has shown all rows it offers that no more."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2", "slash", *"gpt")
        await until(pilot, lambda: "Esc all rows" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Esc all rows" not in screen_text(pilot))
        assert "/ filter" in screen_text(pilot) and isinstance(pilot.app.focused, Grid)


@pytest.mark.parametrize("tab", ["1", "2", "5", "6"])
async def test_the_palette_names_commands_and_no_movements(application: Open, tab: str) -> None:
    """Kind: a list of commands full of `Cursor word left select` and `Page Left`. Right: what has an id as a key."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press(tab)
        named = [command.name for command in ShortlistCommands(pilot.app.screen)._commands()]
        assert "Go to Cost" in named and len(named) == len(set(named))
        noise = re.compile(r"(?i)cursor|delete (all|left|right|line|character|to)|^page |^focus|select")
        assert [name for name in named if noise.search(name)] == []


async def test_a_picture_is_saved_without_a_folder_of_downloads(
    application: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: what is saved goes to a folder that is not there. Right: to where the application was started."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    async with application(size=(80, 24)) as pilot:
        next(one for one in pilot.app.get_system_commands(pilot.app.screen) if one.title == "Screenshot").callback()
        await until(pilot, lambda: any((tmp_path / "here").glob("*.svg")))


def test_thirty_days_are_thirty_days() -> None:
    """Kind: a figure that is one less than was promised. Right: just deleted, it is kept for 30 days more."""
    deleted = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
    assert trash_told(Deleted(deleted, "x", Path("x.toml"))).endswith("kept for 30 days more")


async def test_the_cursor_stands_on_what_was_restored_or_renamed(application: Open, store: Store) -> None:
    """Kind: the cursor is lost after a list was changed. Right: it stands on what came back, or has another name."""
    for name in ("alpha", "beta", "gamma"):
        store.create(of("support-assistant-worked"), name)
    store.delete("beta")
    async with application(None, size=(120, 40)) as pilot:
        grid = pilot.app.screen.query_one(Grid)
        await pilot.press("t", "enter", "escape")
        await until(pilot, lambda: grid.row_key == "own:beta")
        await pilot.press("f11", "ctrl+u", *"delta", "enter")
        await until(pilot, lambda: grid.row_key == "own:delta")
        assert set(store.names()) == {"alpha", "delta", "gamma"}


async def test_an_open_workspace_is_renamed(application: Open, store: Store) -> None:
    """Kind: what the command can do the screen cannot. Right: it is saved, renamed and opened again where it was."""
    store.create(of("support-assistant-worked"), "alpha")
    async with application("alpha", size=(120, 40)) as pilot:
        await pilot.press("4", "f11", "ctrl+u", *"omega", "enter")
        await until(pilot, lambda: store.names() == ["omega"])
        await until(pilot, lambda: workspace_screen(pilot).opened and workspace_screen(pilot).tab == "cost")


async def test_a_session_that_may_only_look_opens_no_field(application: Open, store: Store) -> None:
    """Kind: typing is taken and then refused. Right: the field does not open, and why is said."""
    opened = store.create(of("support-assistant-worked"), "alpha")
    async with application(str(opened.path), size=(120, 40)) as pilot:
        session = workspace_screen(pilot).session
        session.save_state = session.save_state.looked_at("another session has it open")
        await pilot.press("1", "enter")
        assert workspace_screen(pilot).query_one(FormBox).editing is None
        assert "Read-only" in screen_text(pilot)


# --- words


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (1, "searches", "1 search"),
        (1, "times", "1 time"),
        (1, "tokens/s", "1 token/s"),
        (1, "s", "1 s"),
        (1, "USD an image", "1 USD an image"),
        (2, "searches", "2 searches"),
        (0.5, "times", "0.5 times"),
    ],
)
def test_units_by_number(value: float, unit: str, told: str) -> None:
    """Kind: `1 searches`. Right: one search."""
    assert number_shown(value, unit) == told


def test_a_form_shows_names_where_the_file_has_ids() -> None:
    """Kind: ids of metrics and steps as values of a form. Right: what they are called, the metric's id behind it."""
    workspace = of("retrieval-assistant")
    analysis = analyse(workspace, None, TODAY)
    lines = {line.label: line for line in scenario_lines(form(workspace, SCENARIO), analysis, {})}
    metric = lines["Quality metric"]
    assert (metric.value, metric.note) == ("AA Intelligence Index", "quality.aa_index")
    assert lines["Step that is the task"].value == "Answer from the best eight passages"
    assert lines["Path"].value == "Classify > Embed > Rerank > Answer > Check"


async def test_a_sentence_in_the_corner_is_whole(application: Open) -> None:
    """Kind: its last line lies under the lines at the bottom. Right: all of it above them, at every width."""
    told = "DeepSeek is not run by you: only a self-hosted candidate has machines. e, then Access, changes that."
    async with application(size=(80, 24)) as pilot:
        for width in (80, 100, 120, 121, 160):
            await pilot.resize_terminal(width, 40)
            pilot.app.say(told)  # type: ignore[attr-defined]
            await until(pilot, lambda: bool(pilot.app.screen.query(Toast)))
            await pilot.pause()
            toast = pilot.app.screen.query_one(Toast)
            assert toast.region.bottom <= 40 - 3 and toast.region.right <= width, width
            pilot.app.clear_notifications()


async def test_the_palette_lists_what_is_ours(application: Open) -> None:
    """Kind: what Textual binds itself is listed first. Right: only actions of the application."""
    async with application(size=(120, 40)) as pilot:
        await pilot.press("2", "ctrl+p")
        await until(pilot, lambda: "Show the next view" in screen_text(pilot))
        assert "Page Left" not in screen_text(pilot)
