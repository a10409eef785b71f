"""Each lever is an edit; its effect is the difference of two analyses; where it does not apply it says why."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from documents import FIGURES, Document, analysed, candidate, document, evaluation, self_hosted, step

from shortlist.core.advice.lever_edits import (
    CACHE_HIT_RATE,
    CACHED_SHARE,
    CAUGHT_SHARE,
    CONTEXT_CUT,
    FASTER_FACTOR,
)
from shortlist.core.advice.levers import LEVERS, NOT_DECIDED, LeverEffect, lever_effects
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.basics.unknown import minus
from shortlist.core.document.workspace import read_workspace
from tests.conftest import SCENARIOS, TODAY

DECIDED = {"decision": {"default": "a"}}
USAGE = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 200}


def effect(data: Document, lever: str) -> LeverEffect:
    """What a lever would do."""
    return next(one for one in lever_effects(analysed(data)) if one.lever.id == lever)


def one(usage: Document | None = None, needs: Document | None = None, **candidate_fields: Any) -> Document:
    """A decided workspace of one step and one candidate."""
    figures = candidate_fields.pop("figures", FIGURES)
    row = candidate("a", figures, **candidate_fields)
    return document(step(usage={**USAGE, **(usage or {})}, needs=needs, use_case="support_chatbot"), [row], **DECIDED)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_an_effect_is_the_difference_of_two_analyses(path: Any) -> None:
    """What a lever saves is what the decision costs now less what it costs in the workspace that the lever makes."""
    analysis = analyse(read_workspace(tomllib.loads(path.read_text("utf-8"))), None, TODAY)
    assert [one.lever for one in lever_effects(analysis)] == list(LEVERS)
    for found in lever_effects(analysis):
        assert found.told
        if found.changed is not None:
            then = analyse(read_workspace(_again(found)), None, TODAY)
            assert found.monthly == minus(analysis.decision.monthly, then.decision.monthly)
            assert found.bill == minus(analysis.decision.bill, then.decision.bill)
            assert found.per_successful_task == minus(
                analysis.decision.per_successful_task, then.decision.per_successful_task
            )
            _assert_steps(found, analysis, then)


def _again(found: LeverEffect) -> dict[str, Any]:
    assert found.changed is not None
    return found.changed.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)


def _assert_steps(found: LeverEffect, now: Analysis, then: Analysis) -> None:
    for change in found.steps:
        for state, analysis in ((change.before, now), (change.after, then)):
            assessed = analysis.by_id[state.candidate].steps[change.step]
            assert state.total_s == assessed.serving.latency.total_s
            assert state.quality_check == assessed.verdicts["first.quality_bar"]
            assert state.latency_check == assessed.verdicts["first.latency_target"]


def test_without_a_default_no_lever_applies() -> None:
    """There is nothing that could be saved before something is decided."""
    data = one()
    del data["decision"]
    assert {(found.changed, found.told) for found in lever_effects(analysed(data))} == {(None, NOT_DECIDED)}


def test_a_routine_step_goes_to_the_cheapest_small_model() -> None:
    """A reasoning model gives a routine step away; for legal review, or as a small one, it keeps it."""
    dear = {**FIGURES, "input_price": 10.0, "output_price": 40.0}
    rows = [candidate("a", dear, size_class="reasoning", usage={"answer": {"reasoning_tokens": 0}}), candidate("b")]
    data = document(step(use_case="lead_routing"), rows, **DECIDED)
    found = effect(data, "smaller_model")
    assert found.changed is not None and found.changed.decision.steps[0].default == "b"
    # 1,000 requests of 1,000 and 200 tokens: $10 and $8 a month against $1 and $0.80.
    assert found.monthly == pytest.approx(16.2)
    data["scenario"]["steps"][0]["use_case"] = "legal_review"
    assert "no step has a use case" in effect(data, "smaller_model").told
    data["scenario"]["steps"][0]["use_case"] = "lead_routing"
    data["candidates"][0]["size_class"] = "fast"
    assert "already" in effect(data, "smaller_model").told


def test_caching_is_raised_to_what_is_assumed_and_never_lowered() -> None:
    """Only where cached input has a lower price; a larger share of one's own stays."""
    assert "no default has a lower price" in effect(one(), "caching").told
    cached = {**FIGURES, "cache_read_price": 0.1}
    found = effect(one({"cacheable_share": 0.7}, figures=cached), "caching")
    assert found.changed is not None
    use = found.changed.scenario.steps[0].usage
    assert (use.cacheable_share, use.cache_hit_rate) == (0.7, CACHE_HIT_RATE)
    found = effect(one(figures=cached), "caching")
    # A dollar of input a month, half of it repeated, nine tenths of that at a tenth of the price.
    assert found.monthly == pytest.approx(CACHED_SHARE * CACHE_HIT_RATE * 0.9)
    everything = one({"cacheable_share": 1.0, "cache_hit_rate": 1.0}, figures=cached)
    assert effect(everything, "caching").changed is None


def test_less_context_leaves_the_repeated_prefix_alone() -> None:
    """What is cut is the rest, and the repeated tokens stay as many."""
    found = effect(one({"cacheable_share": 0.4}), "less_context")
    assert found.changed is not None
    use = found.changed.scenario.steps[0].usage
    assert use.input_tokens == 1000 - CONTEXT_CUT * 600
    assert use.input_tokens * (use.cacheable_share or 0) == pytest.approx(400, rel=1e-3)
    assert effect(one({"cacheable_share": 1.0}), "less_context").changed is None


def test_a_figure_of_the_candidate_is_changed_where_it_stands() -> None:
    """A candidate's own usage is in force, so the lever changes that one and leaves the step's alone."""
    data = one()
    data["candidates"][0]["usage"] = {"answer": {"input_tokens": 2000}}
    changed = effect(data, "less_context").changed
    assert changed is not None
    assert changed.candidates[0].usage["answer"].input_tokens == 1400
    assert changed.scenario.steps[0].usage.input_tokens == 1000


def test_batches_are_for_steps_that_nobody_waits_for() -> None:
    """A latency target, or no discount, is the reason against."""
    cheap = {**FIGURES, "batch_discount": 0.5}
    assert effect(one(figures=cheap), "batch").monthly == pytest.approx(0.9)
    assert "somebody waits" in effect(one(needs={"max_ttft_s": 2.0}, figures=cheap), "batch").told
    assert "batch discount" in effect(one(), "batch").told
    assert "already" in effect(one({"batch_share": 1.0}, figures=cheap), "batch").told


def test_validation_turns_unnoticed_errors_into_retries() -> None:
    """Half of the wrong answers fail detectably: fewer unnoticed errors in all, and as many answers as before."""
    usage = {"failure_rate": 0.1, "escalation_rate": 0.2, "error_rate": 0.3, "max_retries": 0}
    found = effect(one(usage), "early_validation")
    assert found.changed is not None
    use = found.changed.scenario.steps[0].usage
    f, g, e = use.failure_rate or 0, use.escalation_rate or 0, use.error_rate or 0
    assert (1 - f) * (1 - g) * e == pytest.approx(0.9 * 0.8 * 0.3 * (1 - CAUGHT_SHARE), abs=1e-4)
    assert (1 - f) * g == pytest.approx(0.9 * 0.2, abs=1e-4)
    assert (1 - f) * (1 - g) * (1 - e) == pytest.approx(0.9 * 0.8 * 0.7, abs=1e-4)
    assert "no step assumes" in effect(one(), "early_validation").told
    data = one(usage)
    data["evaluations"] = [evaluation("a", 90, 100)]
    assert "an evaluation measured" in effect(data, "early_validation").told


def test_streaming_changes_what_is_waited_for_and_no_cost() -> None:
    """The limit on the whole answer goes; not where a program reads it."""
    slow = one(needs={"max_total_s": 1.0})
    found = effect(slow, "streaming")
    assert found.changed is not None
    assert (found.changed.scenario.steps[0].needs.max_ttft_s, found.monthly) == (1.0, 0.0)
    (change,) = found.steps
    assert (change.before.latency_check, change.after.latency_check) == ("fail", "pass")
    program = one(needs={"max_total_s": 9.0, "capabilities": ["structured_outputs"]})
    assert "a program reads" in effect(program, "streaming").told


def test_faster_serving_needs_fewer_machines_or_another_provider() -> None:
    """Machines do more; the same model is taken where it answers sooner."""
    hosting = {"gpu_hour_usd": 2.0, "input_tokens_per_s": 0.1, "output_tokens_per_s": 0.1}
    data = document(step(), [self_hosted("a", hosting)], **DECIDED)
    found = effect(data, "faster_serving")
    assert found.changed is not None and found.monthly is not None and found.monthly > 0
    assert found.changed.candidates[0].hosting is not None
    assert found.changed.candidates[0].hosting.output_tokens_per_s == pytest.approx(0.1 * FASTER_FACTOR)
    rows = [
        candidate("a", model="lab/m-1"),
        candidate("b", {**FIGURES, "output_speed": 400.0}, model="M-1"),
        candidate("c", {**FIGURES, "output_speed": 900.0}, model="m-2"),
    ]
    moved = effect(document(step(), rows, **DECIDED), "faster_serving")
    assert moved.changed is not None and moved.changed.decision.steps[0].default == "b"
