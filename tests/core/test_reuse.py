"""An analysis that takes over what an edit did not touch says the same as one from scratch."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest
from documents import TODAY, Document, candidate, document, step
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import PER_CANDIDATE, documents, make_candidate, make_figures, seeds

from shortlist.core.analysis import analyse
from shortlist.core.assessment import checks, served_steps
from shortlist.core.assessment.reuse import FEW
from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.places import KeyPath, with_value
from shortlist.core.service.serving import Serving
from shortlist.export.analysis_json import analysis_data
from tests.counts import counted

CHANGES = ("figures", "candidate", "removed", "weights", "traffic", "checks", "team answers", "evaluations", "decision")


def changed(data: Document, what: str, g: Random) -> Document:
    """A copy with one part of it changed; nothing changes where the part is not there."""
    new = copy.deepcopy(data)
    candidates, steps = new["candidates"], new["scenario"]["steps"]
    at = g.randrange(len(candidates))
    match what:
        case "figures":
            candidates[at]["observations"] = make_figures(g, True)
        case "candidate":
            ids = [step["id"] for step in steps]
            candidates[at] = make_candidate(g, candidates[at]["id"], ids, PER_CANDIDATE, g.random() < 0.5)
        case "removed" if len(candidates) > 1:
            gone = candidates.pop(at)["id"]
            new["evaluations"] = [run for run in new.get("evaluations", []) if run["candidate"] != gone]
            new.pop("decision", None)
        case "weights":
            new["scenario"]["weights"] = {"cost_risk": g.choice([1, 50, 90])}
        case "traffic":
            g.choice(steps).setdefault("usage", {})["requests_per_month"] = g.choice([0, 7, 90_000])
        case "checks":
            new["checks"] = [{"id": "first.task_fit", "importance": g.choice(["must", "info"])}]
            for one in candidates:
                one.pop("answers", None)
        case "team answers":
            new["answers"] = [{"check": "migration.config", "verdict": g.choice(["pass", "fail"])}]
        case "evaluations":
            new["evaluations"] = new.get("evaluations", [])[1:]
        case "decision":
            new["decision"] = {"default": candidates[at]["id"]}
    return new


@counted(25, 80, documents(least=1, most=4), st.sampled_from(CHANGES), seeds)
def test_reuse_changes_no_figure(data: Document, what: str, chance: Random) -> None:
    """Whatever was edited: every figure, reason, rank and finding is the one that judging everything anew gives."""
    before = analyse(read_workspace(data), None, TODAY)
    workspace = read_workspace(changed(data, what, chance))
    assert analysis_data(analyse(workspace, None, TODAY, before=before)) == analysis_data(
        analyse(workspace, None, TODAY)
    )


@settings(max_examples=20)
@given(documents(least=2, most=4), seeds)
def test_what_was_not_touched_is_not_judged_again(data: Document, chance: Random) -> None:
    """A figure of one candidate leaves the results of the others as they are."""
    before = analyse(read_workspace(data), None, TODAY)
    assert before.ranking
    data["candidates"][0]["observations"] = [
        *data["candidates"][0].get("observations", ()),
        *make_figures(chance, True),
    ]
    now = analyse(read_workspace(data), None, TODAY, before=before)
    for one in data["candidates"][1:]:
        assert now.by_id[one["id"]] is before.by_id[one["id"]]


@counted(6, 25, documents(least=2, most=3), st.lists(st.sampled_from(CHANGES), min_size=3, max_size=6), seeds)
def test_edits_of_many_kinds_in_a_row(data: Document, kinds: list[str], chance: Random) -> None:
    """After each of them, some of them taken back, every figure is still the one of an analysis from scratch."""
    states = [data]
    last = analyse(read_workspace(data), None, TODAY)
    for kind in kinds:
        undone = len(states) > 1 and chance.random() < 0.3
        states.append(states[-2] if undone else changed(states[-1], kind, chance))
        workspace = read_workspace(states[-1])
        last = analyse(workspace, None, TODAY, before=last)
        assert analysis_data(last) == analysis_data(analyse(workspace, None, TODAY))


Edit = tuple[KeyPath, object]
TRAFFIC: KeyPath = ("scenario", "steps", 0, "usage", "requests_per_month")
DIGIT: Edit = (TRAFFIC, 2000)
FIGURE: Edit = (("candidates", 0, "observations", 0, "value"), 2.0)
TITLE: Edit = (("title",), "Another")
NOTE: Edit = (("candidates", 1, "notes"), "Tried in June.")
HISTORIES = ([DIGIT], [FIGURE], [TITLE], [DIGIT, TITLE], [FIGURE, TITLE, NOTE], [NOTE, DIGIT, NOTE])


@pytest.mark.parametrize("before", HISTORIES, ids=lambda edits: "-".join(str(path[-1]) for path, _ in edits))
def test_the_next_digit_costs_the_same_after_an_edit_of_another_kind(
    before: list[Edit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One step's traffic is edited after whatever else: what its requests come to is worked out for each candidate,
    what one of them costs, how the candidate fits a step and the checks that no traffic decides for none."""
    count = 6
    rows = [candidate(f"c{number}") for number in range(count)]
    workspace = read_workspace(document([step("answer"), step("sort")], rows))
    analysis = analyse(workspace, None, TODAY)
    assert analysis.ranking
    for path, value in before:
        workspace = with_value(workspace, path, value)
        analysis = analyse(workspace, None, TODAY, before=analysis)
        assert analysis.ranking
    calls = {"serve": 0, "traffic": 0, "lasting": 0}
    serving, lasting, at_traffic = served_steps.serve, checks._by_candidate, Serving.at_traffic_of

    def at_traffic_of(*arguments: Any) -> Any:
        calls["traffic"] += 1
        return at_traffic(*arguments)

    def serve(*arguments: Any) -> Any:
        calls["serve"] += 1
        return serving(*arguments)

    def by_candidate(*arguments: Any) -> Any:
        calls["lasting"] += 1
        return lasting(*arguments)

    monkeypatch.setattr(served_steps, "serve", serve)
    monkeypatch.setattr(Serving, "at_traffic_of", at_traffic_of)
    monkeypatch.setattr(checks, "_by_candidate", by_candidate)
    assert analyse(with_value(workspace, TRAFFIC, 77), None, TODAY, before=analysis).ranking
    assert calls == {"serve": 0, "traffic": count, "lasting": 0}


def test_what_is_there_no_longer_is_dropped() -> None:
    """The id of a candidate is changed three hundred times: results under its old ids are kept for a while, not all."""
    workspace = read_workspace(document([step("answer"), step("sort")], [candidate("a"), candidate("b")]))
    analysis = analyse(workspace, None, TODAY)
    for number in range(300):
        assert analysis.ranking and analysis.walkthrough
        workspace = with_value(workspace, ("candidates", 0, "id"), f"a{number}")
        analysis = analyse(workspace, None, TODAY, before=analysis)
    kept = analysis._reuse._kept
    assert len(kept) < 2 * FEW
    assert analysis_data(analysis) == analysis_data(analyse(workspace, None, TODAY))
