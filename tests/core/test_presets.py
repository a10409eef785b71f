"""Presets: each lays down a scenario that stands, and every figure in it is told as assumed, with its reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from shortlist.core.analysis import analyse
from shortlist.core.basics.errors import InvalidDocument, ShortlistError
from shortlist.core.basics.words import listed
from shortlist.core.document.metrics import index_told
from shortlist.core.document.presets import PRESETS, assumed, begun_with, laid_down, new_from_preset, preset, reasons
from shortlist.core.document.workspace import Workspace, new_workspace, read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.core.edits.presets import is_empty, with_preset
from tests.conftest import SCENARIOS, TODAY

UNITS = {
    "audio": ("audio_input_minutes", "audio_output_minutes", "input_characters"),
    "image": ("images",),
    "pdf": ("pages",),
    "score": ("searches",),
}
"""What a step is charged by, by a word of what goes in or comes out."""
LONGEST = 120
"""Characters of a reason: two lines under a form in a terminal of 80 columns hold it with what the field means."""


@pytest.fixture(params=PRESETS)
def id_(request: pytest.FixtureRequest) -> str:
    """Each preset."""
    return str(request.param)


def numbers(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The step and the field of every number in a scenario."""
    for key, value in node.items():
        if key == "steps":
            for row in value:
                yield from numbers(row, (row["id"],))
        elif isinstance(value, dict):
            yield from numbers(value, path)
        elif isinstance(value, int | float):
            yield (*path, "")[0], key


def test_a_preset_is_a_workspace_with_a_use_case_and_no_error(id_: str) -> None:
    """The use case is described, nothing in it is found wrong, and all that is left to do is what no preset can."""
    workspace = new_from_preset(id_, "Ours")
    analysis = analyse(workspace, None, TODAY)
    assert workspace.title == "Ours" and not workspace.candidates
    assert analysis.walkthrough[0].done
    assert [one for one in analysis.findings if one.severity != "info"] == []
    assert {one.rule for one in analysis.findings} <= {
        one.rule for one in analyse(new_workspace("x"), None, TODAY).findings
    }


def test_every_figure_is_assumed_with_a_reason(id_: str) -> None:
    """Each number of the scenario once, and nothing of a reason is cut where it is shown."""
    told = reasons(id_)
    assert {(one.step, one.field) for one in told} >= set(numbers(laid_down(id_)))
    assert len({(one.step, one.field) for one in told}) == len(told)
    assert all(3 < len(one.reason) <= LONGEST and not one.reason.endswith(".") for one in told)
    assert all(one.told for one in told)


def test_a_step_is_charged_by_what_it_handles(id_: str) -> None:
    """Sound by the minute and the character, pictures and pages by the piece, reranking by the search."""
    for step in new_from_preset(id_, "x").scenario.steps:
        assert step.role is not None and step.needs.modalities and step.needs.outputs and step.output_contract
        handled = {*step.needs.modalities, *step.needs.outputs}
        for word, units in UNITS.items():
            used = [name for name in units if getattr(step.usage, name)]
            assert bool(used) == (word in handled), (step.id, word)
        if "vector" in handled:
            assert step.role == "embedder" and not step.usage.output_tokens
        if "text" in step.needs.outputs and "text" in step.needs.modalities:
            assert step.usage.input_tokens and step.usage.output_tokens


def test_the_path_of_each_preset() -> None:
    """Alternatives share a stage and its tasks; a step beside the path counts none."""
    tasks = {}
    for id_ in PRESETS:
        scenario = new_from_preset(id_, "x").scenario
        stage = next(stage for stage in scenario.stages if scenario.task.id in stage)
        tasks[id_] = sum(step.requests for step in scenario.steps if step.id in stage)
    assert tasks == {
        "support": 30_000,
        "retrieval": 100_000,
        "extraction": 20_000,
        "agent": 10_000,
        "voice": 60_000,
        "moderation": 1_000_000,
        "routing": 20_000,
    }


QUOTED = re.compile(r" \((\d[\d.]*)[,)]")


def test_what_a_reason_quotes_stands_in_a_shipped_scenario() -> None:
    """A figure of a leaderboard is one of a candidate by that name, which has its source and its date there."""
    shipped = [tomllib.loads(path.read_text("utf-8")) for path in sorted(SCENARIOS.glob("*.toml"))]
    known = {
        (row["name"].partition(",")[0], one["value"])
        for data in shipped
        for row in data.get("candidates", ())
        for one in row.get("observations", ())
        if one["metric"].startswith("quality.")
    }
    quoted = 0
    for id_ in PRESETS:
        for one in reasons(id_):
            for found in QUOTED.finditer(one.reason):
                quoted += 1
                named = one.reason[: found.start()]
                assert any(value == float(found[1]) and named.endswith(name) for name, value in known), one
    assert quoted >= 30


def test_a_share_is_what_its_reason_says() -> None:
    """`700 of 2,500 tokens` is the share that stands there."""
    found = 0
    for id_ in PRESETS:
        for one in reasons(id_):
            told = re.search(r"([\d,]+) of ([\d,]+) tokens", one.reason)
            if told is not None:
                part, whole = (float(text.replace(",", "")) for text in told.groups())
                assert one.value == pytest.approx(part / whole, abs=0.01), (id_, one)
                found += 1
    assert found >= 6


TEXT = [
    "quality figure (AA Intelligence Index)",
    "speed or time to first token",
    "input price",
    "output price",
    "context window",
]
UNTIMED = [TEXT[0], *TEXT[2:]]
ASKED = {
    "retrieval": {
        "classify": TEXT,
        "embed": ["quality figure (Agentset nDCG@10)", "time to its result (ttft)", "input price", "context window"],
        "rerank": ["quality figure (Agentset Elo)", "time to its result (ttft)", "search price or input price"],
        "answer": TEXT,
        "safety": ["quality figure (ToxicChat F1)", *TEXT[1:]],
    },
    "voice": {
        "hear": ["quality figure (Semantic WER)", "audio input price"],
        "reply": UNTIMED,
        "speak": ["quality figure (Vapi Humanness Index)", "audio output price or character price"],
    },
    "extraction": {"read": ["page price"], "extract": UNTIMED, "check": UNTIMED},
}


@pytest.mark.parametrize("id_", ASKED)
def test_the_walkthrough_asks_for_what_a_step_needs(id_: str) -> None:
    """No price of a token and no context window where the step has no tokens, and either of two where one will do."""
    workspace = new_from_preset(id_, "x")
    offer = {"provider": "p", "access": "managed_api", "openness": "closed"}
    rows = [{"id": f"c-{one.id}", "name": one.id, "roles": [one.role], **offer} for one in workspace.scenario.steps]
    analysis = analyse(read_workspace({**to_data(workspace), "candidates": rows}), None, TODAY)
    wanted = [f"{name} lacks {listed(lacking)}." for name, lacking in ASKED[id_].items()]
    assert list(analysis.walkthrough[3].missing) == wanted


@pytest.mark.parametrize("metric", ["search_price", "input_price"])
def test_a_reranker_is_whole_with_either_price(metric: str) -> None:
    """Sold by the search or by the token."""
    workspace = new_from_preset("retrieval", "x")
    figure = {"metric": metric, "value": 2.0, "source": "a list", "as_of": TODAY, "basis": "published"}
    row = {
        "id": "r",
        "name": "r",
        "roles": ["reranker"],
        "provider": "p",
        "access": "managed_api",
        "openness": "closed",
    }
    data = {**to_data(workspace), "candidates": [{**row, "observations": [figure]}]}
    (told,) = analyse(read_workspace(data), None, TODAY).walkthrough[3].missing
    assert told == "r lacks quality figure (Agentset Elo) and time to its result (ttft)."


def test_every_index_of_a_preset_is_known_by_name() -> None:
    """Whoever meets one reads what it measures and where it is published."""
    for id_ in PRESETS:
        scenario = new_from_preset(id_, "x").scenario
        for step in scenario.steps:
            assert index_told(scenario.metric_of(step)), (id_, step.id)


# --- which figures are still assumed


def test_all_of_a_preset_is_assumed_until_it_is_replaced(id_: str) -> None:
    """One figure changed is nobody's assumption any more, all the others are."""
    workspace = new_from_preset(id_, "x")
    all_ = assumed(workspace.scenario)
    assert all_ == {(one.step, one.field): one.reason for one in reasons(id_)}
    first = workspace.scenario.steps[0]
    changed = with_value(workspace, ("scenario", "steps", 0, "usage", "requests_per_month"), first.requests + 1)
    assert set(all_) - set(assumed(changed.scenario)) == {(first.id, "requests_per_month")}
    emptied = with_value(workspace, ("scenario", "steps", 0, "usage", "requests_per_month"), None)
    assert (first.id, "requests_per_month") not in assumed(emptied.scenario)


def test_what_says_nothing_of_a_preset_assumes_nothing() -> None:
    """Shipped scenarios have some figures in common with presets, and reasons of their own."""
    for path in SCENARIOS.glob("*.toml"):
        assert assumed(read_workspace(tomllib.loads(path.read_text("utf-8"))).scenario) == {}
    workspace = new_from_preset("support", "x")
    rewritten = with_value(workspace, ("scenario", "summary"), "Our shop.")
    assert begun_with(rewritten.scenario) is None and assumed(rewritten.scenario) == {}
    wrapped = with_value(workspace, ("scenario", "summary"), "Our shop.\nBegun with the\npreset “support”: more.")
    assert begun_with(wrapped.scenario) == "support"


# --- into a scenario that is there


def test_a_preset_is_laid_into_an_empty_scenario(id_: str) -> None:
    """Its steps come in place of the bare ones; what was said of the whole stays."""
    bare = with_value(new_workspace("Ours"), ("scenario", "data_sensitivity"), "regulated")
    bare = with_value(bare, ("scenario", "users"), "Everybody.")
    made = with_preset(bare, id_)
    assert (made.title, made.scenario.users, made.scenario.data_sensitivity) == ("Ours", "Everybody.", "regulated")
    assert [step.id for step in made.scenario.steps] == [row["id"] for row in laid_down(id_)["steps"]]
    assert begun_with(made.scenario) == id_
    fresh = with_preset(new_workspace("Ours"), id_)
    assert fresh == new_from_preset(id_, "Ours") == read_workspace(to_data(fresh))


def test_an_own_summary_stays_and_says_where_the_figures_come_from() -> None:
    """The sentence is put behind it."""
    own = with_value(new_workspace("Ours"), ("scenario", "summary"), "Our shop.\n")
    made = with_preset(own, "support").scenario
    assert made.summary.startswith("Our shop. Begun with the preset “support”") and begun_with(made) == "support"


@pytest.mark.parametrize(
    ("path", "value"),
    [(("role",), "generator"), (("usage", "requests_per_month"), 10), (("needs", "max_total_s"), 3.0)],
)
def test_no_preset_is_laid_over_steps_that_say_something(path: tuple[str, ...], value: object) -> None:
    """Nothing that was typed is lost to one."""
    said = with_value(new_workspace("Ours"), ("scenario", "steps", 0, *path), value)
    assert is_empty(new_workspace("Ours").scenario) and not is_empty(said.scenario)
    with pytest.raises(ShortlistError, match="say nothing yet"):
        with_preset(said, "support")


def test_a_choice_for_a_step_that_goes_is_refused() -> None:
    """A preset without that step would leave the choice for nobody."""
    data = {**to_data(new_workspace("Ours")), "decision": {"steps": [{"step": "answer"}]}}
    bare: Workspace = read_workspace(data)
    with pytest.raises(InvalidDocument):
        with_preset(bare, "voice")
    assert with_preset(bare, "support").decision == bare.decision


def test_no_such_preset() -> None:
    """Those that there are, are told."""
    with pytest.raises(ShortlistError, match="there are: support, retrieval"):
        preset("suport")
