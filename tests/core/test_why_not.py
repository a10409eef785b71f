"""“Why not this one?”: each change that is told is enough, and a little less of it is not."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from shortlist.core.advice.why_not import Change, why_not, why_not_anywhere
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.metrics import PRICE_METRICS
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.places import with_value
from shortlist.store.workspaces import load
from tests.conftest import SCENARIOS, TODAY

WEIGHT = re.compile(r"(.*) counted ([0-9.]+) % instead of")


def analysed(name: str) -> Analysis:
    return analyse(load(SCENARIOS / f"{name}.toml").workspace, None, TODAY)


def change_of(analysis: Analysis, candidate: str, lever: str) -> list[Change]:
    return [change for change in why_not(analysis, candidate).changes if change.lever == lever]


def first_of(workspace: Workspace, today: dt.date = TODAY) -> str | None:
    first = analyse(workspace, None, today).recommendation.default
    return first.id if first else None


def scaled(workspace: Workspace, candidate: str, metrics: tuple[str, ...], factor: float) -> Workspace:
    """The workspace with some observations of a candidate multiplied."""
    data = to_data(workspace)
    for row in data["candidates"]:
        if row["id"] == candidate:
            row["observations"] = [
                {**o, "value": o["value"] * factor} if o["metric"] in metrics else o for o in row["observations"]
            ]
    return read_workspace(data)


def share_in(sentence: str) -> float:
    found = re.search(r"by ([0-9.]+) %", sentence)
    assert found
    return float(found.group(1)) / 100


def test_the_first_needs_nothing() -> None:
    """The recommended candidate has nothing in its way."""
    analysis = analysed("coding-agent")
    first = analysis.recommendation.default
    assert first is not None
    assert why_not(analysis, first.id) == (first.id, first.id, (), ())


def test_a_price_that_fell_that_far_is_enough_and_less_is_not() -> None:
    """The share by which prices must fall is told to 0.1 %: a point more wins, a point less does not."""
    analysis = analysed("coding-agent")
    (change,) = change_of(analysis, "claude-opus-5-5", "price")
    share = share_in(change.sentence)
    for off, wins in ((share + 0.01, True), (share - 0.01, False)):
        changed = scaled(analysis.workspace, "claude-opus-5-5", PRICE_METRICS, 1 - off)
        assert (first_of(changed) == "claude-opus-5-5") is wins


def test_a_quality_that_rose_that_far_is_enough_and_less_is_not() -> None:
    """The same for quality, for a candidate that a quality check excludes."""
    workspace = load(SCENARIOS / "coding-agent.toml").workspace
    hard = next(n for n, step in enumerate(workspace.scenario.steps) if step.id == "hard")
    bar = ("scenario", "steps", hard, "needs", "min_quality")
    analysis = analyse(with_value(workspace, bar, 51.0), None, TODAY)
    assert why_not(analysis, "gpt-6-1-sol").held_by == ("first.quality_bar",)
    (change,) = change_of(analysis, "gpt-6-1-sol", "quality")
    rise = share_in(change.sentence)
    for off, wins in ((rise + 0.01, True), (rise - 0.01, False)):
        changed = scaled(analysis.workspace, "gpt-6-1-sol", ("quality.aa_index",), 1 + off)
        assert (first_of(changed) == "gpt-6-1-sol") is wins


@pytest.mark.parametrize("name", ["support-assistant-worked", "contract-review", "coding-agent"])
def test_each_weight_told_makes_the_candidate_first(name: str) -> None:
    """A share that is told, a little exceeded, turns the order; the share today does not."""
    analysis = analysed(name)
    told = 0
    for result in analysis.ranking:
        for change in change_of(analysis, result.id, "weight"):
            found = WEIGHT.match(change.sentence)
            assert found
            column = found.group(1).replace(" ", "_")
            shares = analysis.weight_shares
            now, share = shares[column], float(found.group(2)) / 100  # type: ignore[index]
            share += 0.001 if share > now else -0.001
            weights = {c: s * (1 - share) / (1 - now) for c, s in shares.items()} | {column: share}
            assert first_of(with_value(analysis.workspace, ("scenario", "weights"), weights)) == result.id
            told += 1
    assert told


def test_an_open_answer_may_be_all_that_is_missing() -> None:
    """A better candidate that only lacks an answer wins once it is given."""
    workspace = load(SCENARIOS / "support-assistant-worked.toml").workspace
    index = next(n for n, c in enumerate(workspace.candidates) if c.id == "deepseek-v4-1-flash")
    answers = to_data(workspace)["candidates"][index]["answers"]
    workspace = with_value(workspace, ("candidates", index, "commercial_use"), "unknown")
    kept = [answer for answer in answers if answer["check"] != "first.licensing"]
    workspace = with_value(workspace, ("candidates", index, "answers"), kept)
    analysis = analyse(workspace, None, TODAY)
    answer = why_not(analysis, "deepseek-v4-1-flash")
    assert answer.held_by == ("first.licensing",)
    assert [change.lever for change in answer.changes] == ["answers"]


def test_an_index_of_quality_is_called_as_everywhere() -> None:
    """Not by its key, but as its publisher writes it."""
    analysis = analysed("support-assistant-worked")
    found = [one.why for each in analysis.ranking for one in why_not_anywhere(analysis, each.id).steps]
    told = [change.sentence for why in found for change in why.changes if change.lever == "quality"]
    assert told and all(", to AA Intelligence Index " in sentence for sentence in told)


def test_nothing_helps_a_candidate_that_nobody_can_run() -> None:
    """No price, weight or speed lifts a candidate over a constraint of another kind."""
    analysis = analysed("support-assistant-worked")
    answer = why_not(analysis, "gpt-oss-120b")
    assert "first.operations" in answer.held_by
    assert answer.changes == ()
