"""Adding candidates: the catalogue that opens with what suits, a leaderboard that ships, ratings for several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shortlist.catalogue.candidate import draft
from shortlist.catalogue.embedded import offering
from shortlist.catalogue.narrowing import ALL, Narrowing, parsed, price_of
from shortlist.catalogue.search import matching
from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.walkthrough import kinds
from shortlist.importing import open_source, plan_import
from shortlist.store.places import shipped_leaderboards
from shortlist.store.workspaces import load
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.draw.drawn_widgets import ToldLine
from shortlist.tui.draw.lines import width_of
from shortlist.tui.draw.plotting import plan as laid_out
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.flows.importing.leaderboard import FittedNames, board_columns, board_order, board_plot
from shortlist.tui.flows.importing.preview_dialog import ImportPreview
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.screens.candidates.body import CandidatesBody
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.candidates.exercise_kinds import current, slots, waiting_slot
from shortlist.tui.screens.candidates.figures_dialog import QuickDialog
from shortlist.tui.screens.candidates.offerings import Offerings, price_text
from shortlist.tui.widgets.grid import Grid
from shortlist.tui.widgets.pane import Pane
from shortlist.tui.widgets.scatter import Scatter
from shortlist.tui.widgets.sheet import Sheet
from tests.conftest import SCENARIOS, TODAY
from tests.tui.conftest import Open, screen_text, until, worked_data, workspace_screen
from tests.tui.exercise import done, type_in
from tests.tui.test_candidates_look import assert_tidy


def exercise() -> Workspace:
    """The exercise as it is begun."""
    return load(SCENARIOS / "support-assistant.toml").workspace


# --- the catalogue


def test_words_narrow_the_catalogue() -> None:
    """How it is reached, whether its weights are open, its price, its window; all other words are searched for."""
    assert parsed("gpt luna") == ("gpt luna", ALL)
    text, asked = parsed("DeepSeek hosted open <0.5 >100k")
    assert (text, asked) == (
        "DeepSeek",
        Narrowing(access="hosted_inference", open=True, below=0.5, window=100_000.0),
    )
    kept = [offering(entry, TODAY) for entry in matching(text) if asked.keeps(entry, lambda one: offering(one, TODAY))]
    assert len(kept) > 5
    for one in kept:
        assert one.access == "hosted_inference" and one.openness in ("open_weight", "open_source")
        assert (one.value("input_price") or 9) <= 0.5 and (one.context_window or 0) >= 100_000
    assert parsed("managed closed >2")[1] == Narrowing(access="managed_api", open=False, above=2.0)


def test_what_is_offered_first_is_current_and_suits() -> None:
    """Of an embedder vectors, of a reranker scores, of a listener what hears; nothing withdrawn, nothing old."""
    for name, step, metric in (
        ("retrieval-assistant", "embed", "input_price"),
        ("voice-booking", "speak", "character_price"),
    ):
        analysis = analyse(load(SCENARIOS / f"{name}.toml").workspace, None, TODAY)
        wanted = current(analysis.on(step))
        assert [one.id for one in wanted.suits] == [step]
        found = [
            one for entry in matching("") if wanted.keeps(entry, lambda one: offering(one, TODAY))
            for one in (offering(entry, TODAY),)
        ]  # fmt: skip
        assert found and not any(one.deprecated for one in found)
        assert any(one.figure(metric) is not None for one in found)
        assert all(one.released is None or (TODAY - one.released).days <= 365 for one in found)
        if step == "embed":
            assert all(one.outputs == ("vector",) for one in found)
            document, asked = draft(found[0])
            assert document["roles"] == ["embedder"] and "roles" not in asked and "size_class" in asked


def test_three_places_are_filled_one_after_the_other() -> None:
    """Managed, then cheaper than that, then open or hosted; none where the steps need models of different kinds."""
    data = worked_data()
    by_id = {row["id"]: row for row in data["candidates"]}
    data.pop("decision", None)
    data.pop("evaluations", None)
    order = ["gpt-6-sol", "gpt-6-luna", "deepseek-v4-1-flash"]
    seen = []
    for number in range(4):
        filled = analyse(read_workspace({**data, "candidates": [by_id[id_] for id_ in order[:number]]}), None, TODAY)
        seen.append(waiting_slot(filled))
        if number == 1:
            cheaper = slots(filled)[1]
            assert "GPT-6 Sol" in cheaper.title and cheaper.narrowing.cheaper == 12.0
    assert seen == [0, 1, 2, None]
    assert len(kinds(filled.workspace.candidates).managed) == 2
    assert waiting_slot(analyse(load(SCENARIOS / "retrieval-assistant.toml").workspace, None, TODAY)) is None


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_catalogue_is_sorted_and_filtered_by_keys(application: Open, size: tuple[int, int]) -> None:
    """It opens with what suits, newest first; a query searches all; the key sorts; the note is whole."""
    async with application(exercise(), size) as pilot:
        await pilot.press("2", "a")
        await until(pilot, lambda: "current and suit" in screen_text(pilot))
        dialog = pilot.app.screen
        assert isinstance(dialog, CatalogueDialog)
        offerings = dialog.query_one(Offerings)
        assert "[① a managed API]" in dialog.query_one(ToldLine).told.text
        await until(pilot, lambda: len(offerings.found) > 100)
        days = [offerings.worked_out(entry).released for entry in offerings.found[:50]]
        assert None not in days and days == sorted(days, reverse=True)  # type: ignore[type-var]
        assert {offerings.worked_out(entry).access for entry in offerings.found} == {"managed_api"}
        assert_tidy(pilot)
        await type_in(pilot, "hosted open <0.5", "ctrl+o")
        found = [offerings.worked_out(entry) for entry in offerings.found]
        prices = [one.value(price_of(one) or "") or 0.0 for one in found]
        assert prices == sorted(prices) and len(prices) > 20 and max(prices) <= 0.5
        assert "by price" in screen_text(pilot) and "of 2,330" in screen_text(pilot)
        await pilot.press("ctrl+u")
        await type_in(pilot, "tts-1")
        assert "$/M chars" in screen_text(pilot)


def test_prices_stand_beneath_each_other() -> None:
    """To three decimals, the point in one column; what is smaller is written as it is."""
    assert [price_text(one) for one in (0.552, 1, 168, 0.05, 0, None)] == [
        *("0.552", "1.00 ", "168.00 ", "0.05 ", "0.00 ", "?   ")
    ]
    assert price_text(0.0001) == "0.0001"


# --- a leaderboard that ships


def test_the_excerpts_are_read_with_source_day_version_and_attribution() -> None:
    """Each by an importer, each figure with where it comes from; the package ships what lies beside the scenarios."""
    paths = shipped_leaderboards()
    beside = [path for path in (SCENARIOS / "leaderboards").iterdir() if path.suffix != ".md"]
    assert {(path.name, path.read_bytes()) for path in beside} == {
        (Path(path).name, Path(path).read_bytes()) for path in paths
    }
    assert len(paths) == 2
    first, second = (plan_import(exercise(), open_source(Path(path))) for path in paths)
    assert 30 <= first.read <= 40 and not first.refused and not second.refused
    assert any("artificialanalysis.ai" in notice for notice in first.notices)
    for line in first.lines:
        metrics = {one.metric: one for one in line.row.figures}
        assert {"quality.aa_index", "output_speed"} <= metrics.keys() and metrics.keys() & {"ttft", "first_token"}
        index = metrics["quality.aa_index"]
        assert index.version == "Intelligence Index v4.3" and str(index.as_of) == "2026-10-03"
        assert index.source == "Artificial Analysis" and "artificialanalysis.ai" in index.url
        assert all("artificialanalysis.ai" in figure.note for figure in line.row.figures)
    assert {line.row.effort for line in first.lines} >= {"none", "low", "max"}


def test_a_leaderboard_is_a_table_and_a_plot() -> None:
    """Columns of the figures that rows share, sorted best first; points of quality and speed with the picks lit."""
    plan = plan_import(exercise(), open_source(Path(next(iter(shipped_leaderboards())))))
    columns = board_columns(plan)
    assert [one.metric for one in columns][:3] == ["quality.aa_index", "output_speed", "ttft"]
    fastest = board_order(plan.lines, "output_speed")
    quickest = board_order(plan.lines, "ttft")
    speeds = [next(one.value for one in line.row.figures if one.metric == "output_speed") for line in fastest]
    assert speeds == sorted(speeds, reverse=True)
    assert not any(one.metric == "ttft" for one in quickest[-1].row.figures)
    assert len({text.index(".") for line in plan.lines if "." in (text := columns[1].text(line.row).rjust(9))}) == 1
    chosen = {plan.lines[3].key}
    plot = board_plot(columns, plan.lines, chosen)
    assert plot is not None and len(plot.points) == plan.read
    assert [key for key, sign in plot.signs.items() if sign.text == "●"] == [plan.lines[3].key]
    assert plot.points[0].key == plan.lines[3].key
    assert board_plot(columns, plan.lines[:2], chosen) is None


@pytest.mark.parametrize("size", [(50, 16), (70, 26), (100, 40), (150, 50)])
def test_no_two_labels_of_a_leaderboard_read_alike(size: tuple[int, int]) -> None:
    """Where they are cut they keep what tells one setting of a model from another, or are left out."""
    for path in shipped_leaderboards():
        plan = plan_import(exercise(), open_source(Path(path)))
        plot = board_plot(board_columns(plan), plan.lines, ())
        if plot is None:
            continue
        labels = [one.text for one in laid_out(plot.points, plot.across, plot.up, *size).labels]
        assert len(labels) > 8 and len(set(labels)) == len(labels), sorted(labels)


def test_what_tells_names_apart_is_never_cut() -> None:
    """The end in brackets, or the end, where names begin alike; always exactly as wide."""
    names = [f"Claude Opus 5.5 Extended Thinking Preview ({effort})" for effort in ("Max", "High", "Low")]
    names += [f"very-long-model-name-of-a-vendor-{size}b" for size in (7, 70)] + [
        "Short",
        "Another name altogether, long",
    ]
    cut = FittedNames(names)
    for width in (16, 20, 30, 60):
        fitted = [cut.fit(name, width) for name in names]
        assert len(set(fitted)) == len(names) and {width_of(text) for text in fitted} == {width}


@pytest.mark.walk
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_first_four_steps_by_importing(application: Open, size: tuple[int, int]) -> None:
    """`i` offers the excerpts first: three rows with prices from the catalogue, then a second source; few keys."""
    pressed = 0
    async with application(exercise(), size) as pilot:

        async def press(*keys: str) -> None:
            nonlocal pressed
            pressed += len(keys)
            await pilot.press(*keys)
            await pilot.pause()

        await press("2", "i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog))
        offered = screen_text(pilot)
        assert "★ Artificial Analysis v4.3" in offered and "an excerpt for the exercise" in offered
        await press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        preview = pilot.app.screen
        assert isinstance(preview, ImportPreview)
        assert_tidy(pilot)
        lines = preview.lines
        for name in (
            "GPT-6 Luna (Non-reasoning)",
            "Claude 4.5 Haiku (Non-reasoning)",
            "DeepSeek V4.1 Flash (Non-reasoning)",
        ):
            line = next(one for one in lines.visible_lines if one.row.name == name)
            lines.at_key(line.key)
            await press("space")
        scatter = preview.query_one(Scatter)
        lit = [key for key, sign in scatter.plot.signs.items() if sign.text == "●"]
        assert len(lit) == 3 and scatter.display == (size[0] >= 120)
        await press("v")
        assert scatter.display and not lines.display
        await press("v", "s")
        assert lines.order == "quality.aa_index"
        await press("enter")
        for _ in range(8):
            await until(pilot, lambda: pilot.app.screen is not preview)
            if not isinstance(pilot.app.screen, QuestionDialog | PromptDialog):
                break
            shown = screen_text(pilot)
            wanted = "Fireworks:" if "Fireworks:" in shown else "Anthropic:" if "Anthropic:" in shown else ""
            if wanted and isinstance(pilot.app.screen, QuestionDialog):
                answers = [told for _, told in pilot.app.screen._answers]
                await press(*["down"] * next(at for at, told in enumerate(answers) if told.startswith(wanted)))
            await press("enter")
            await until(pilot, lambda shown=shown: screen_text(pilot) != shown)  # type: ignore[misc]
        session = workspace_screen(pilot).session
        assert {one.provider for one in session.workspace.candidates} == {"openai", "anthropic", "fireworks"}
        assert done(pilot)[:3] == [1, 2, 3], session.analysis.walkthrough
        await press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, FileDialog)
        at = next(at for at, path in enumerate(dialog._paths.found) if path.endswith(".csv"))
        await press(*["down"] * at, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportPreview))
        preview = pilot.app.screen
        assert isinstance(preview, ImportPreview)
        match = next(one for one in preview.lines.visible_lines if one.candidate is not None)
        if match.key not in preview.chosen:
            preview.lines.at_key(match.key)
            await press("space")
        await press("enter")
        await until(pilot, lambda: 4 in done(pilot))
        assert done(pilot)[:4] == [1, 2, 3, 4]
    print(f"\nsteps 1 to 4 by importing: {pressed} keys and the moves to four rows")
    assert pressed <= 45


# --- ratings and figures


@pytest.mark.parametrize(
    ("column", "change", "at"),
    [
        ("task_fit", {"size_class": None}, "size_class"),
        ("task_fit", {"capabilities": {"batch": "yes"}}, "structured_outputs"),
        ("expected_quality", {"observations": []}, "figure new"),
        ("privacy_risk", {"capabilities": {"batch": "yes"}}, "data_controls"),
    ],
)
async def test_the_form_begins_at_what_a_column_lacks(
    application: Open, column: str, change: dict[str, Any], at: str
) -> None:
    """Where the walkthrough asks for it, the next key leads on to the field."""
    data = worked_data()
    row = data["candidates"][1]
    row.update(change)
    row.pop("overrides", None)
    for name in [name for name, value in row.items() if value is None]:
        del row[name]
    async with application(read_workspace(data), (120, 40)) as pilot:
        screen = workspace_screen(pilot)
        await pilot.press("2")
        screen.desk.go_to(f"candidates[1].overrides.{column}")
        await pilot.pause()
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
        sheet = pilot.app.screen.query_one(Sheet)
        assert at in (sheet.key or "")


async def test_a_rating_holds_for_several(application: Open) -> None:
    """Of all marked rows at once; else it asks whether those of whom it is unknown have it too. One edit each."""
    data = worked_data()
    for row in data["candidates"]:
        row["capabilities"] = {**row.get("capabilities", {}), "data_controls": "unknown"}
        row.pop("overrides", None)
    async with application(read_workspace(data), (120, 40)) as pilot:
        await pilot.press("2")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        session = workspace_screen(pilot).session

        def rated(column: str) -> int:
            return sum(any(one.column == column for one in row.overrides) for row in session.workspace.candidates)

        body.query_one(Grid).at_column("privacy_risk")
        await pilot.press("r", "enter")
        await type_in(pilot, "The terms were read.", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        assert "for whom?" in screen_text(pilot)
        await pilot.press("down", "enter")
        await until(pilot, lambda: rated("privacy_risk") == 4)
        await pilot.press("ctrl+z")
        assert rated("privacy_risk") == 0
        await pilot.press("space", "down", "space")
        body.query_one(Grid).at_column("task_fit")
        await pilot.press("r", "enter")
        assert "and 1 other" in screen_text(pilot)
        await type_in(pilot, "Seen in a trial.", "enter")
        await until(pilot, lambda: rated("task_fit") == 2)


async def test_a_figure_says_what_it_replaces_and_stays_with_its_candidate(application: Open) -> None:
    """Of the same index the one before is named; what is typed for one candidate is not there for the next."""
    async with application("support-assistant-worked", (120, 40)) as pilot:
        await pilot.press("2", "plus")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuickDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, QuickDialog)
        await type_in(pilot, "aa_index 31")
        await pilot.press("tab", "ctrl+u")
        await type_in(pilot, "Artificial Analysis", "enter")
        await until(pilot, lambda: "1 figure added" in screen_text(pilot))
        told = " ".join(cell.text for cell in dialog.query_one(Pane).paragraphs)
        assert "AA Intelligence Index 31 replaces 24.7 of Artificial Analysis, which stays recorded" in told
        await type_in(pilot, "livebench 50 ttft 0")
        await pilot.press("pagedown")
        assert "GPT-6 Sol" in screen_text(pilot) and "livebench" not in dialog.query_one("QuickLine").value  # type: ignore[attr-defined]


async def test_a_form_shows_the_traffic_of_its_own_steps(application: Open) -> None:
    """A reranker's form has no tokens of the answers, and names steps as people do."""
    async with application("retrieval-assistant", (120, 60)) as pilot:
        await pilot.press("2")
        body = workspace_screen(pilot).query_one(CandidatesBody)
        body.go_to("zerank-2")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
        form = pilot.app.screen
        assert isinstance(form, FormDialog)
        titles = [line.label for line in form.query_one("Sheet").lines if line.heading]  # type: ignore[attr-defined]
        traffic = [title for title in titles if title.startswith("Traffic of")]
        assert traffic == ["Traffic of “Rerank fifty passages”, where it differs for this candidate"]


async def test_who_plays_nothing_is_not_asked_to_be_rated(application: Open) -> None:
    """The walkthrough asks for columns of the steps that a candidate plays; of one that plays none for nothing."""
    data = worked_data()
    data["candidates"][0]["roles"] = []
    data["candidates"][0].pop("overrides", None)
    async with application(read_workspace(data), (120, 40)) as pilot:
        session = workspace_screen(pilot).session
        name = data["candidates"][0]["name"]
        assert not any(one.message.startswith(f"{name}:") for one in session.analysis.walkthrough[5].lacking)
