"""A scenario in minutes: presets by key, a step's form that asks first what matters, and the way to a candidate."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from shortlist.core.document.presets import PRESETS, assumed, new_from_preset
from shortlist.core.document.scenario import EvaluationSetup, Needs, Step, Usage
from shortlist.core.document.workspace import Workspace, new_workspace, read_workspace, to_data
from shortlist.core.edits.places import value_at, with_value
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.forms.scenario import HOLDS, MORE, first_targets, form, holds
from shortlist.tui.frame.workspace import WorkspaceScreen
from shortlist.tui.screens.candidates.catalogue_dialog import CatalogueDialog
from shortlist.tui.screens.scenario.body import ScenarioBody, StagesLane
from shortlist.tui.widgets.sheet import Sheet
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.test_robust_keys import burst, settle

MOST = 80
"""Keys from nothing to the first candidate of a five-step retrieval assistant."""


class Hands:
    """Presses keys and counts them."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        """Keys by name, one after the other."""
        self.pressed += len(keys)
        await self.pilot.press(*keys)

    async def type(self, text: str, *after: str) -> None:
        """A text at once, then keys by name."""
        self.pressed += len(text)
        burst(self.pilot, list(text))
        await settle(self.pilot)
        await self.press(*after)

    async def sees(self, kind: type) -> None:
        """Wait for a screen or a dialog."""
        await until(self.pilot, lambda: isinstance(self.pilot.app.screen, kind))


def scenario_body(pilot: Pilot[None]) -> ScenarioBody:
    """The scenario in front."""
    body = workspace_screen(pilot).body
    assert isinstance(body, ScenarioBody)
    return body


def now(pilot: Pilot[None]) -> Workspace:
    """The workspace as it is."""
    return workspace_screen(pilot).session.workspace


@pytest.mark.walk
@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
async def test_from_nothing_to_a_candidate(application: Open, size: tuple[int, int]) -> None:
    """Preset, name, the traffic of every step and the budget, then an answerer from the catalogue: at most 80 keys."""
    async with application(None, size) as pilot:
        hands = Hands(pilot)
        await hands.press("p")
        await hands.sees(QuestionDialog)
        await hands.press("j", "enter")
        await hands.sees(PromptDialog)
        await hands.type("Rules", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen) and pilot.app.screen.opened)
        await until(pilot, lambda: isinstance(workspace_screen(pilot).body, ScenarioBody))
        await until(pilot, lambda: isinstance(pilot.app.focused, Sheet))
        assert workspace_screen(pilot).session.analysis.walkthrough[0].done
        for _ in range(4):
            await hands.press("down")
        await hands.press("enter")
        await hands.type("900", "enter", "escape", "down")
        for number in range(5):
            await hands.press("tab", *(() if number else ("down", "down")), "enter")
            await hands.type("30k", "enter", "tab", *(("down",) if number < 4 else ()))
        scenario = now(pilot).scenario
        assert scenario.monthly_budget_usd == 900
        assert [step.requests for step in scenario.steps] == [30_000] * 5
        await hands.press("2", "a")
        await hands.sees(CatalogueDialog)
        await until(pilot, lambda: "of 2,330" in screen_text(pilot))
        await hands.type("luna op", "enter")
        await hands.sees(FormDialog)
        await hands.press("enter", "enter", "down", "enter", "enter", "escape", "escape")
        await hands.sees(WorkspaceScreen)
        (one,) = now(pilot).candidates
        assert (now(pilot).title, one.name, one.roles) == ("Rules", "GPT-6 Luna", ("generator",))
        result = workspace_screen(pilot).session.analysis.by_id[one.id]
        assert list(result.steps) == ["answer"] and result.cost.monthly is not None
    print(f"\nfrom nothing to the first candidate: {hands.pressed} keys")
    assert hands.pressed <= MOST


# --- a preset by its key


@pytest.mark.parametrize("place", [0, len(PRESETS) - 1])
async def test_any_preset_from_the_welcome_screen(application: Open, place: int) -> None:
    """Chosen from the list, named as it is, opened on its first field."""
    async with application(None) as pilot:
        await pilot.press("p", *["j"] * place, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorkspaceScreen) and pilot.app.screen.opened)
        id_ = list(PRESETS)[place]
        assert now(pilot) == new_from_preset(id_, PRESETS[id_].title)


async def test_all_presets_are_seen_at_once(application: Open) -> None:
    """In the smallest terminal, each in a line."""
    async with application(None) as pilot:
        await pilot.press("p")
        await until(pilot, lambda: bool(pilot.app.screen.query(OptionList)))
        text = screen_text(pilot)
        assert all(f"{one.title}: {one.does}" in text for one in PRESETS.values())
        await pilot.press("escape")
        assert not pilot.app.screen.is_modal


async def test_a_preset_fills_an_empty_scenario_and_undo_takes_it_back(application: Open) -> None:
    """From the form and from the list of steps; over steps that say something it is refused, with the way out."""
    async with application(new_workspace("Ours")) as pilot:
        before = now(pilot)
        await until(pilot, lambda: "p preset" in screen_text(pilot))
        await pilot.press("p", "j", "enter")
        await until(pilot, lambda: len(now(pilot).scenario.steps) == 5)
        assert now(pilot).title == "Ours" and "p preset" not in screen_text(pilot)
        await pilot.press("p")
        await until(pilot, lambda: any("say something already" in one.message for one in pilot.app._notifications))
        await pilot.press("ctrl+z")
        assert now(pilot) == before


# --- a step's form


def first_keys(workspace: Workspace, index: int) -> list[str]:
    """The fields of a step that are asked first, in their order."""
    return [str(spec.path[-1]) for part in form(workspace, str(index), unfolded=False) for spec in part.specs]


@pytest.mark.parametrize("role", list(HOLDS))
def test_a_step_asks_first_for_what_its_role_needs(role: str | None) -> None:
    """Role, requests, what a request holds, targets; all the others once it is unfolded, and none twice."""
    workspace = with_value(new_workspace("x"), ("scenario", "steps", 0, "role"), role)
    first = first_keys(workspace, 0)
    assert first[:3] == ["role", "name", "requests_per_month"]
    assert tuple(first[3 : 3 + len(HOLDS[role])]) == HOLDS[role]
    assert {"min_quality", "max_total_s"} <= set(first[3 + len(HOLDS[role]) :])
    whole = [spec.path for part in form(workspace, "0") for spec in part.specs]
    assert len(whole) == len(set(whole))
    models = (Step, Needs, Usage, EvaluationSetup)
    assert len(whole) == sum(len(model.model_fields) for model in models) - len(("needs", "usage", "evaluation"))


def test_what_goes_in_and_out_is_asked_too() -> None:
    """A generator that speaks is asked for minutes and characters, not for tokens that it does not have."""
    steps = {step.id: step for step in new_from_preset("voice", "x").scenario.steps}
    assert holds(steps["hear"]) == HOLDS["audio"]
    assert holds(steps["speak"]) == ("audio_output_minutes", "input_characters")
    assert holds(steps["reply"]) == ("input_tokens", "output_tokens", "reasoning_tokens")
    assert first_targets(steps["speak"])[:2] == ("quality_metric", "min_quality")
    seen = {step.id: holds(step) for step in new_from_preset("extraction", "x").scenario.steps}
    assert "pages" in seen["read"] and "pages" not in seen["extract"]


async def test_one_key_unfolds_the_form(application: Open) -> None:
    """And folds it again; the line does the same by Enter, and what is set stays where it is."""
    async with application(new_from_preset("retrieval", "x"), (120, 40)) as pilot:
        body = scenario_body(pilot)
        await pilot.press("escape", "down", "tab")
        assert "Cache hit rate" not in screen_text(pilot) and "more fields, 10 set" in screen_text(pilot)
        await pilot.press("z")
        sheet = body.query_one(Sheet)
        assert body.item.unfolded and "− fold" in screen_text(pilot)
        assert "Unacceptable errors" in [line.label for line in sheet.lines]
        await pilot.press("z")
        assert not body.item.unfolded
        sheet.place_cursor(next(at for at, line in enumerate(sheet.lines) if line.key == MORE))
        await pilot.press("enter")
        assert body.item.unfolded
        assert now(pilot) == new_from_preset("retrieval", "x")


async def test_what_is_folded_is_found(application: Open) -> None:
    """The walkthrough and the findings lead to a field that is not asked first: the form unfolds for it."""
    async with application(new_from_preset("retrieval", "x"), (120, 40)) as pilot:
        body = scenario_body(pilot)
        workspace_screen(pilot).desk.go_to("scenario.steps[3].usage.requests_per_month")
        await until(pilot, lambda: body.box.spec is not None and body.box.spec.path[-1] == "requests_per_month")
        assert not body.item.unfolded
        workspace_screen(pilot).desk.go_to("scenario.steps[3].usage.batch_share")
        await until(pilot, lambda: body.box.spec is not None and body.box.spec.path[-1] == "batch_share")
        assert body.item.unfolded


async def test_another_role_asks_other_things_first(application: Open) -> None:
    """Chosen in the form, they stand beneath it at once."""
    async with application(new_workspace("x"), (120, 40)) as pilot:
        await pilot.press("escape", "down", "tab")
        assert "Input tokens" in screen_text(pilot) and "Audio input minutes" not in screen_text(pilot)
        await pilot.press("enter", "g", *["j"] * 7, "enter")
        await until(pilot, lambda: now(pilot).scenario.steps[0].role == "audio")
        text = screen_text(pilot)
        assert "Audio input minutes" in text and "Quality metric" in text and "Input tokens" not in text


async def test_an_assumption_says_so_until_it_is_replaced(application: Open) -> None:
    """Beside the figure, and all of the reason beneath the form; a figure of one's own has none."""
    async with application(new_from_preset("support", "x"), (120, 40)) as pilot:
        await pilot.press("escape", "down", "tab", "down", "down")
        assert "40,000 requests  assumed: 1,300 messages a day" in screen_text(pilot)
        assert "Assumed: 1,300 messages a day." in screen_text(pilot)
        await pilot.press("enter", *"12k", "enter")
        assert now(pilot).scenario.steps[0].requests == 12_000
        assert "1,300 messages a day" not in screen_text(pilot)
        assert ("classify", "requests_per_month") not in assumed(now(pilot).scenario)
        await pilot.press("ctrl+z")
        assert "assumed: 1,300 messages a day" in screen_text(pilot)


async def test_a_value_is_not_cut_for_its_reason(application: Open) -> None:
    """In a narrow terminal the reason gives way."""
    async with application(new_from_preset("moderation", "x")) as pilot:
        await pilot.press("escape", "down", "tab")
        assert "900,000 requests" in screen_text(pilot)


async def test_how_the_golden_dataset_is_run_is_typed_in_the_form(application: Open) -> None:
    """Its judge is one of the candidates; emptied, the table goes again."""
    path = ("scenario", "steps", 0, "evaluation")
    async with application("support-assistant-worked", (120, 40)) as pilot:
        workspace_screen(pilot).desk.go_to("scenario.steps[0].evaluation")
        body = scenario_body(pilot)
        await until(pilot, lambda: body.box.spec is not None and body.box.spec.path == (*path, "golden"))
        await pilot.press("enter", *"golden/a.jsonl", "enter")
        assert value_at(now(pilot), (*path, "golden")) == "golden/a.jsonl"
        judge = next(spec for part in body.item.parts for spec in part.specs if spec.path == (*path, "judge"))
        assert body.item.words(judge) == tuple(one.id for one in now(pilot).candidates)
        await pilot.press("delete")
        assert value_at(now(pilot), path) is None
        assert isinstance(pilot.app.screen, WorkspaceScreen) and body.query_one(StagesLane)


async def test_an_endpoint_is_typed_in_the_candidates_form(application: Open) -> None:
    """The name of a variable is kept, a key is refused there and written nowhere."""
    async with application("support-assistant-worked", (120, 40)) as pilot:
        await pilot.press("2", "g", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
        dialog = pilot.app.screen
        assert isinstance(dialog, FormDialog)
        spec = next(s for part in dialog.item.parts for s in part.specs if s.path[-1] == "api_key_env")
        dialog.show_form(repr(spec.path))
        await pilot.press("enter", *"OPENAI_API_KEY", "enter")
        assert value_at(now(pilot), spec.path) == "OPENAI_API_KEY"
        await pilot.press("enter", "ctrl+u", *("f0" * 16))
        assert "name of an environment variable" in screen_text(pilot)
        assert value_at(now(pilot), spec.path) == "OPENAI_API_KEY"
        await pilot.press("escape")


# --- what is chosen and not known


async def test_choosing_says_what_must_still_be_known(application: Open) -> None:
    """The labels of the open checks, as long as there are any; the walkthrough asks for the same."""
    async with application("support-assistant-worked", (120, 40)) as pilot:
        screen = workspace_screen(pilot)
        desk = screen.session
        first = desk.workspace.candidates[0]
        answers = [one for one in first.answers if one.check != "first.licensing"]
        unknown = {"check": "first.licensing", "verdict": "unknown"}
        screen.desk.edit(
            "open it",
            lambda w: with_value(
                with_value(
                    w,
                    ("candidates", 0, "answers"),
                    [*(one.model_dump(exclude_none=True, exclude_unset=True) for one in answers), unknown],
                ),
                ("decision",),
                None,
            ),
        )
        await pilot.press("2", "g")
        await until(pilot, lambda: screen.tab == "candidates" and screen.body is not None and not screen.body.stale)
        screen.desk.go_to("", "candidates", first.id)
        await pilot.pause()
        await pilot.press("d")
        await until(pilot, lambda: now(pilot).decision.default == first.id)
        (told,) = [one.message for one in pilot.app._notifications if "is now the default" in one.message]
        assert "“Licensing” remains to be answered first" in told
        assert not desk.analysis.walkthrough[6].done
        assert any("“Licensing” must be known" in line for line in desk.analysis.walkthrough[6].missing)
        screen.desk.edit(
            "answer it", lambda w: with_value(w, ("candidates", 0, "answers", len(answers), "verdict"), "pass")
        )
        await pilot.press("d", "d")
        last = [one.message for one in pilot.app._notifications][-1]
        assert last == f"{first.name} is now the default of every step."


# --- what a newcomer needs to know


async def test_what_an_index_is_and_who_asks_for_a_role_is_told_where_it_is_asked(application: Open) -> None:
    """The name of an index and where it is published, at the target; beside a role the steps that ask for it."""
    asked = new_from_preset("retrieval", "x")
    offer = {"name": "Sorter", "provider": "p", "access": "managed_api", "openness": "closed", "roles": ["classifier"]}
    async with application(read_workspace({**to_data(asked), "candidates": [{"id": "c", **offer}]})) as pilot:
        body = scenario_body(pilot)
        body.show_place(("scenario", "steps", 2, "needs", "min_quality"))
        await until(pilot, lambda: "agentset.ai/rerankers" in screen_text(pilot))
        assert "Agentset Elo" in screen_text(pilot) and "agentset_elo" in screen_text(pilot)
        await pilot.press("2", *["right_square_bracket"] * 5)
        await until(pilot, lambda: "does not play Check, which asks for reasoning" in screen_text(pilot))
        await pilot.press("left_square_bracket", "e", *["down"] * 8, "enter")
        await until(pilot, lambda: "(Classify asks for it)" in screen_text(pilot))
        assert "(Check asks for it)" in screen_text(pilot)
        # A letter that does something in a list begins a word all the same.
        await pilot.press("end", *"gen", "space", "escape")
        assert now(pilot).candidates[0].roles == ("generator", "classifier")


async def test_an_offering_is_asked_for_what_the_scenario_asks(application: Open) -> None:
    """What comes out where a step says so, and regions where the scenario names some: both decide checks."""
    asked = with_value(new_from_preset("voice", "x"), ("scenario", "regions"), ["eu"])
    async with application(asked, (120, 40)) as pilot:
        await pilot.press("2", "a")
        await until(pilot, lambda: "of 2,330" in screen_text(pilot))
        await pilot.press(*"luna openai", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog))
        fields = [line.label for line in pilot.app.screen.query_one(Sheet).lines]
        assert {"Roles", "Outputs", "Regions"} <= set(fields)
        await pilot.press(*["down"] * (fields.index("Regions") - fields.index("Size class")))
        await until(pilot, lambda: "such as eu or us-east-1" in screen_text(pilot))


async def test_a_transcriber_is_asked_for_what_it_is_sold_and_judged_by(application: Open) -> None:
    """A rate of wrong words and a price a minute, not the figures of a model that writes answers."""
    voice = new_from_preset("voice", "x")
    offer = {"name": "Ear", "provider": "p", "access": "managed_api", "openness": "closed", "roles": ["audio"]}
    async with application(read_workspace({**to_data(voice), "candidates": [{"id": "c", **offer}]})) as pilot:
        await pilot.press("2", "plus")
        await until(pilot, lambda: "its steps need quality.semantic_wer, audio input," in screen_text(pilot))
        assert "audio input 0.0043/min" in screen_text(pilot)
