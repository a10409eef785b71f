"""An analysis that takes over what an edit did not touch says the same as one from scratch."""

from __future__ import annotations

import copy
from random import Random

from documents import TODAY, Document
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import PER_CANDIDATE, documents, make_candidate, make_figures, seeds

from shortlist.core.analysis import analyse
from shortlist.core.document.workspace import read_workspace
from shortlist.export.analysis_json import analysis_data

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


@settings(max_examples=80)
@given(documents(least=1, most=4), st.sampled_from(CHANGES), seeds)
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
