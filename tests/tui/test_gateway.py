"""The application and what runs: formats of exports, a config beside the decision, what is due, proposals."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path

import pytest
from textual.widgets import Input

from shortlist.core.document.workspace_summary import due_words, first_due
from shortlist.formats import FORMATS, ExportSource
from shortlist.store.places import Places
from shortlist.tui.app.application import ShortlistApp
from shortlist.tui.screens.record.changes_dialog import ChangesDialog
from shortlist.tui.screens.record.gateway_dialog import GatewayDialog
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from tests.accepting import kept_file
from tests.conftest import TODAY, Run
from tests.tui.conftest import screen_text, until
from tests.tui.snapshots import ALL_SIZES, assert_snapshot
from tests.watching.test_watch import CASES, Place, catalogue


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """An accepted decision in the data directory."""
    return kept_file(tmp_path / "data" / "workspaces" / "support.toml", 30)


def application(path: Path, name: str | None = None, tab: str | None = None) -> ShortlistApp:
    """The application on the data directory in which a workspace lies."""
    data = path.parent.parent
    return ShortlistApp(Places(data, data / "state"), name, TODAY, tab)


async def test_home_says_what_is_due_in_how_many_days(kept: Path) -> None:
    """Beside the workspace, in words."""
    async with application(kept).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.pause()
        table = pilot.app.screen.query_one(Grid).table
        row = next(row for row in table.rows if row.key == "own:support")
        assert any("due in 30 days" in cell.text for cell in row.cells)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (TODAY + dt.timedelta(days=1), "due in 1 day"),
        (TODAY, "due today"),
        (TODAY - dt.timedelta(days=1), "due since 2026-11-21"),
    ],
)
def test_due_in_words(day: dt.date, told: str) -> None:
    """To come, today, gone by."""
    assert due_words(day, TODAY) == told


END = dt.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("trigger", "day"),
    [
        ({"kind": "after_days", "value": 90}, TODAY + dt.timedelta(days=90)),
        ({"kind": "after_days", "value": 10**30}, None),
        ({"kind": "on_date", "value": END}, END),
        ({"kind": "deprecation"}, END - dt.timedelta(days=90)),
        ({"kind": "deprecation", "value": 10}, END - dt.timedelta(days=10)),
        ({"kind": "manual", "happened_on": TODAY}, TODAY),
        ({"kind": "manual"}, None),
        ({"kind": "drift"}, None),
        ({"kind": 3, "value": []}, None),
    ],
)
def test_the_first_due_day_of_plain_data(trigger: dict[str, object], day: dt.date | None) -> None:
    """By the day alone; what is no record in force has none, whatever the file holds."""
    record = {"number": 1, "status": "accepted", "date": TODAY, "triggers": [trigger]}
    made = {"default": "a", "steps": [{"step": "s", "default": "c"}]}
    candidates = [{"id": "a"}, {"id": "b", "ends_on": TODAY}, {"id": "c", "ends_on": END}, 3]
    assert first_due([record], made, candidates) == day
    assert first_due([{**record, "status": "draft"}], made, candidates) is None
    assert first_due(record, [], "x") is None


async def test_a_key_compares_with_the_config_that_runs(kept: Path, tmp_path: Path) -> None:
    """A file that differs is told line by line; one that is none is asked for again."""
    from tests.export.shipped import FOLDER, analysis_of

    text = (
        FORMATS["litellm"]
        .write(analysis_of(FOLDER / "support-assistant-worked.toml"), source=ExportSource("support"))
        .replace("openai/gpt-6-luna", "openai/gpt-6-sol")
    )
    config, wrong = tmp_path / "config.yaml", tmp_path / "wrong.yaml"
    config.write_text(text, "utf-8")
    wrong.write_text("model_list: [", "utf-8")
    async with application(kept, "support", "record").run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        for file in (wrong, config):
            if file is wrong:
                await pilot.press("C")
                await pilot.pause()
            field = pilot.app.screen.query_one(Input)
            field.value = str(file)
            await pilot.press("enter")
            await pilot.pause()
        assert isinstance(pilot.app.screen, GatewayDialog)
        told = [cell.text for cell in pilot.app.screen._lines]
        assert told[0].startswith("LiteLLM against record 1, accepted on 2026-11-22: ")
        assert any("the fallback in the file is openai/gpt-6-sol" in line for line in told)
        assert pilot.app.screen.query_one(Pane).has_focus


async def test_screen_and_command_agree_where_the_kept_file_cannot_be_trusted(
    kept: Path, tmp_path: Path, run: Run
) -> None:
    """A kept file that was changed by hand chooses somebody else: neither holds the config against that."""
    from tests.export.shipped import FOLDER, analysis_of

    (frozen,) = kept.with_suffix(".records").iterdir()
    chosen = '[workspace.decision]\ndefault = "deepseek-v4-1-flash"\nfallback = "gpt-6-luna"'
    text = frozen.read_text("utf-8")
    assert chosen in text
    frozen.write_text(text.replace(chosen, chosen.replace("gpt-6-luna", "claude-haiku-4-5")), "utf-8")
    config = tmp_path / "config.yaml"
    analysis = analysis_of(FOLDER / "support-assistant-worked.toml")
    config.write_text(FORMATS["litellm"].write(analysis, source=ExportSource("support")), "utf-8")
    found = json.loads(run("check", kept, "--json", "--config", config).stdout)["config"]["differences"]
    async with application(kept, "support", "record").run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "was accepted" in screen_text(pilot))
        await pilot.press("C")
        await pilot.pause()
        pilot.app.screen.query_one(Input).value = str(config)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, GatewayDialog)
        told = [cell.text for cell in pilot.app.screen._lines if cell.text.startswith(("✖ ", "· "))]
    assert [line[2:] for line in told] == [row["message"] for row in found if row["severity"] == "error"] + [
        row["message"] for row in found if row["severity"] != "error"
    ]
    assert not any("fallback" in line for line in told)


async def test_what_is_due_looks_as_it_should(kept: Path) -> None:
    """The decision forty days later: due to be reopened since ten."""
    data = kept.parent.parent
    later = ShortlistApp(Places(data, data / "state"), "support", TODAY + dt.timedelta(days=40), "record")
    async with later.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "✓ Replayed" in screen_text(pilot) and "Due to be reopened" in screen_text(pilot))
        await assert_snapshot(pilot, "gateway-due")


async def test_the_export_dialog_knows_the_formats(kept: Path) -> None:
    """Every row of the table, those of gateways among them."""
    async with application(kept, "support", "record").run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        await pilot.press("X")
        await pilot.pause()
        answers = getattr(pilot.app.screen, "answers", None) or getattr(pilot.app.screen, "_answers", ())
        assert {key for key, _ in answers} == set(FORMATS)


async def test_a_proposal_opens_as_a_draft_with_its_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a watch wrote is shown as what it changes; once a person has said why it opens like any other."""
    folder = tmp_path / "data" / "workspaces"
    folder.mkdir(parents=True)
    place = Place(folder)
    rows = catalogue()
    CASES["cheaper"](rows)
    place.list(rows)
    place.watch(capsys, "--propose")
    for _ in range(2):
        async with application(place.path, "desk").run_test(size=(120, 40)) as pilot:
            for _ in range(20):
                await pilot.pause(0.1)
                if isinstance(pilot.app.screen, ChangesDialog):
                    break
            reasoned = "It costs less." in place.path.read_text("utf-8")
            assert isinstance(pilot.app.screen, ChangesDialog) is not reasoned
            if not reasoned:
                await assert_snapshot(pilot, "gateway-proposal", ALL_SIZES)
        text = place.path.read_text("utf-8")
        place.path.write_text(text.replace("[fill in: why this decision", "It costs less. [why this decision"), "utf-8")
    assert tomllib.loads(place.path.read_text("utf-8"))["records"][1]["status"] == "draft"
    assert json.loads(place.offerings.read_text("utf-8"))
