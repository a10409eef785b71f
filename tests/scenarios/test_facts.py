"""What each shipped scenario says of itself in its summary is what the arithmetic gives, to the figure."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.document.metrics import PER_MILLION
from shortlist.core.document.workspace import read_workspace

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
TODAY = dt.date(2026, 11, 22)
NAMES = sorted(path.stem for path in SCENARIOS.glob("*.toml"))


def document(name: str) -> dict[str, Any]:
    return tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8"))


def analysed(data: dict[str, Any]) -> Analysis:
    return analyse(read_workspace(data), None, TODAY)


def told(name: str) -> tuple[Analysis, str]:
    """The analysis of a scenario and its summary."""
    analysis = analysed(document(name))
    return analysis, analysis.workspace.scenario.summary


def model(result: CandidateResult) -> str:
    """A candidate's name without its effort: GPT-6.1 Sol (high) is told as GPT-6.1 Sol."""
    return result.candidate.name.partition(" (")[0]


def known(value: float | None) -> float:
    assert value is not None
    return value


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_reads_and_says_what_it_is(name: str) -> None:
    """A title, a summary, users and an outcome; and an analysis that can be told whole."""
    analysis, summary = told(name)
    scenario = analysis.workspace.scenario
    assert analysis.workspace.title and summary.strip() and scenario.users and scenario.outcome
    assert len(analysis.walkthrough) == 8
    assert all(finding.message for finding in analysis.findings)


def test_invoice_extraction_saves_by_batch_and_routing() -> None:
    """The decision's bill is at least 30 % below that of everything on the best single model without batch."""
    analysis, summary = told("invoice-extraction")
    best = analysis.recommendation.default
    assert best is not None and best.id == analysis.workspace.decision.default
    plain = document("invoice-extraction")
    for row in plain["scenario"]["steps"]:
        row["usage"]["batch_share"] = 0.0
    single = known(analysed(plain).by_id[best.id].cost.bill)
    decided = known(analysis.decision.bill)
    saved = 1 - decided / single
    assert saved >= 0.3
    assert f"cut the bill by {saved:.0%}".replace("%", " %") in summary
    assert f"${decided:,.0f} a month" in summary
    assert f"${single:,.0f} for everything on {model(best)}" in summary


def test_invoice_extraction_batch_and_routing_each_save() -> None:
    """Each alone saves less than both together: what the record says of the parts."""
    analysis = analysed(document("invoice-extraction"))
    best = known(analysis.by_id[analysis.workspace.decision.default or ""].cost.bill)
    plain = document("invoice-extraction")
    for row in plain["scenario"]["steps"]:
        row["usage"]["batch_share"] = 0.0
    routed = known(analysed(plain).decision.bill)
    assert known(analysis.decision.bill) < min(best, routed)
    prose = analysis.workspace.prose("latency_and_cost")
    assert f"Batch alone brings it to ${best:,.0f}, routing alone to ${routed:,.0f}" in prose


def test_contract_review_breaks_even_within_ten_times_its_volume() -> None:
    """Self-hosting breaks even with both managed Claude candidates between 1 and 10 times the volume, with the same
    weights at a host only far beyond it."""
    analysis, summary = told("contract-review")
    names = {"Claude Opus 5.5": 0.0, "Claude Sonnet 5.5": 0.0}
    for row in analysis.break_even:
        other = analysis.by_id[row.against].candidate
        if other.access != "managed_api":
            assert f"against the same weights hosted in the EU only at {known(row.factor):.0f} times" in summary
            continue
        family = next(name for name in names if name in other.name)
        names[family] = known(row.factor)
    assert all(1 <= factor <= 10 for factor in names.values())
    opus, sonnet = names["Claude Opus 5.5"], names["Claude Sonnet 5.5"]
    assert f"Claude Opus 5.5 at {opus:.1f} times this volume" in summary
    assert f"Claude Sonnet 5.5 at {sonnet:.1f} times" in summary


def with_default(data: dict[str, Any], **chosen: str) -> dict[str, Any]:
    """The same with other defaults in some steps, and everything else as decided."""
    data = copy.deepcopy(data)
    for row in data["decision"]["steps"]:
        row["default"] = chosen.get(row["step"], row["default"])
    return data


def verdicts(analysis: Analysis) -> set[str]:
    return {limit.verdict for limit in analysis.limits}


def test_nobody_plays_every_step_of_the_retrieval_assistant() -> None:
    """Nobody plays more than two of the five, and everybody who was chosen is eligible."""
    analysis, summary = told("retrieval-assistant")
    steps = analysis.workspace.scenario.steps
    assert len(steps) == 5
    assert max(len(result.steps) for result in analysis.ranking) == 2
    assert "nobody plays more than two of them" in summary
    assert verdicts(analysis) == {"pass"}
    served = [analysis.by_id[id_] for choice in analysis.choices.values() for id_ in choice if id_]
    assert {result.standing.status for result in served} == {"eligible"}
    # Data stay in the EU, and who ranks the passages is paid by the search.
    assert analysis.workspace.scenario.regions == ("eu",)
    assert {result.checks["first.privacy"].verdict for result in served} == {"pass"}
    ranked = analysis.serving(analysis.choices["rerank"].default or "", "rerank")
    assert ranked is not None and ranked.use.held["searches"] == 1
    paid = ranked.cost.parts
    assert (paid.input, paid.media) == (0, pytest.approx(ranked.use.requests_per_month * 0.002))


def test_the_retrieval_assignment_costs_at_most_half_of_that_with_the_dearest_answerer() -> None:
    """The same assignment with the dearest eligible answerer in the place of the one chosen."""
    analysis, summary = told("retrieval-assistant")
    answerers = [one for one in analysis.ranking if "answer" in one.steps and one.standing.status == "eligible"]
    dearest = max(answerers, key=lambda result: known(result.steps["answer"].serving.cost.parts.bill))
    decided = known(analysis.decision.bill)
    dear = known(analysed(with_default(document("retrieval-assistant"), answer=dearest.id)).decision.bill)
    assert decided <= dear / 2
    assert f"The five together cost ${decided:,.0f} a month" in summary
    assert f"with {model(dearest).partition(',')[0]}, the dearest answerer that is eligible" in summary
    assert f"${dear:,.0f}: the assignment costs {decided / dear * 100:.0f} % of that" in summary


def test_each_leader_alone_takes_the_voice_turn_over_its_limits() -> None:
    """The best quality of each step, put in alone, and all three together; the decision meets the limits."""
    analysis, summary = told("voice-booking")
    data = document("voice-booking")
    leaders: dict[str, str] = {}
    for step, places in analysis.step_places.items():
        rated = {place.id: quality for place in places if (quality := analysis.serving(place.id, step).quality)}  # type: ignore[union-attr]
        best = min if step == "hear" else max
        leaders[step] = best(rated, key=rated.__getitem__)
        slowest = max(rated, key=lambda id_: known(analysis.serving(id_, step).latency.ttft_s))  # type: ignore[union-attr]
        assert leaders[step] == slowest, "the leader of each step is its slowest"
    waits = {}
    for step, leader in leaders.items():
        swapped = analysed(with_default(data, **{step: leader}))
        waits[step] = known(swapped.decision_time.ttft_s)
        failed = {limit.limit for limit in swapped.limits if limit.verdict == "fail"}
        assert {"max_task_ttft_s", "max_task_total_s"} & failed, (step, leader)
        name = model(analysis.by_id[leader]).partition(",")[0]
        quality = known(analysis.serving(leader, step).quality)  # type: ignore[union-attr]
        assert f"{name} (" in summary and f"{quality:g}" in summary
        assert f" to {waits[step]:.1f} s" in summary
    together = known(analysed(with_default(data, **leaders)).decision_time.ttft_s)
    assert f"all three together take {together:.1f} s" in summary
    assert verdicts(analysis) == {"pass"}
    time = analysis.decision_time
    low, high = known(time.total_low_s), known(time.total_high_s)
    assert f"meets it with {known(time.ttft_s):.1f} s, and {low:.1f} to {high:.1f} s" in summary
    assert f"for ${known(analysis.decision.bill):,.0f} a month" in summary


def test_the_voices_are_sold_by_the_character_and_by_the_minute() -> None:
    """Who hears is paid by the minute; of those who speak, one."""
    analysis, summary = told("voice-booking")
    priced = {
        step: sorted(
            figure.metric
            for place in places
            for figure in place.result.candidate.observations
            if figure.metric in ("audio_input_price", "audio_output_price", "character_price")
        )
        for step, places in analysis.step_places.items()
    }
    assert set(priced["hear"]) == {"audio_input_price"}
    assert priced["speak"] == ["audio_output_price", *["character_price"] * 3]
    assert "three are paid by the character and one by the minute" in summary


def test_coding_agent_saves_by_routing_by_difficulty() -> None:
    """At least 40 % against the strong model on every step, at the same bars, which it clears."""
    analysis, summary = told("coding-agent")
    strong = analysis.by_id[analysis.workspace.decision.default or ""]
    assert strong.standing.status == "eligible"
    assert analysis.choices["hard"].default == strong.id
    steps = {step.id for step in analysis.workspace.scenario.steps}
    assert set(strong.steps) == steps
    alone, decided = known(strong.cost.bill), known(analysis.decision.bill)
    saved = 1 - decided / alone
    assert saved >= 0.4
    assert f"saves {saved * 100:.0f} % against the strong model alone at the same bars" in summary
    easy = analysis.by_id[analysis.choices["easy"].default or ""]
    assert f"${decided:,.0f} a month, with {model(easy)} on the easy issues and {model(strong)} on the hard" in summary
    assert f"${alone:,.0f} for {model(strong)} on every step" in summary
    both = known(analysed(with_default(document("coding-agent"), easy=strong.id)).decision.bill)
    assert f"it would be ${both:,.0f}: {(1 - decided / both) * 100:.0f} % are saved by that choice alone" in summary
    for step, choice in analysis.choices.items():
        serving = analysis.serving(choice.default or "", step)
        assert serving is not None and known(serving.quality) >= known(serving.step.needs.min_quality)


def test_coding_agent_saves_by_caching() -> None:
    """Of what input costs in the steps as decided, that of tool loops included."""
    analysis, summary = told("coding-agent")
    saved = paid = 0.0
    for step, choice in analysis.choices.items():
        serving = analysis.serving(choice.default or "", step)
        assert serving is not None
        use, parts = serving.use, serving.cost.parts
        price = known(serving.figures.value("output_price", use.input_tokens)) * PER_MILLION
        per_request = use.tool_loops * (use.tool_output_tokens * price + use.tool_fee_usd)
        paid += known(parts.input) + known(parts.tool_loop) - use.requests_per_month * per_request
        saved += known(parts.caching_savings)
    assert f"Caching takes {saved / paid * 100:.0f} % off the cost of what is sent" in summary


def test_the_worked_example_is_finished() -> None:
    """Four candidates or more, no error among the findings, all seven steps done, an eligible default that is the
    recommended one, a record that is proposed, and no evaluation invented."""
    analysis, summary = told("support-assistant-worked")
    assert len(analysis.ranking) >= 4
    assert [finding for finding in analysis.findings if finding.severity == "error"] == []
    assert [step.step for step in analysis.walkthrough if not step.done] == []
    decision = analysis.workspace.decision
    chosen = [analysis.by_id[id_] for id_ in (decision.default, decision.fallback) if id_]
    assert [result.standing.status for result in chosen] == ["eligible", "eligible"]
    assert analysis.recommendation.default is chosen[0]
    assert analysis.workspace.record is not None and analysis.workspace.record.status == "proposed"
    assert analysis.workspace.evaluations == ()
    own = next(result for result in analysis.ranking if result.candidate.self_hosted)
    assert {"first.operations", "first.cost_target"} <= set(own.standing.blocked_by)
    upkeep = known(own.cost.parts.upkeep)
    assert f"${known(own.cost.bill):,.0f} a month, with ${upkeep:,.0f} of upkeep on top" in summary
    prose = analysis.workspace.prose("rationale")
    assert f"comes first with a score of {known(chosen[0].score.middle):.1f}" in prose
    flip = next(flip for flip in analysis.flips if flip.column == "operational_burden")
    share = f"{flip.share_at_flip:.0%} instead of {flip.share_now:.0%}".replace("%", " %")
    assert f"if operational burden weighed {share}, GPT-6 Sol would draw level" in prose
    hosted = next(result for result in analysis.ranking if result.candidate.access == "hosted_inference")
    assert f"the hosted open-weight model costs ${known(hosted.cost.bill):,.0f}" in summary


@pytest.mark.parametrize("name", ["support-assistant", "support-assistant-worked"])
def test_the_exercises_traffic(name: str) -> None:
    """The figures that the summary of the exercise tells; the worked one is the same exercise."""
    analysis, summary = told(name)
    uses = [step.usage for step in analysis.workspace.scenario.steps]
    requests = sum(known(use.requests_per_month) for use in uses)
    assert f"{requests:,.0f} requests a month over the three steps" in summary
    assert len(uses) == 3
    assert "5 % of answers handed to a person at $4.00 each" in summary
    answer = analysis.workspace.scenario.task.usage
    assert (answer.escalation_rate, answer.escalation_cost_usd) == (0.05, 4.0)
    if name == "support-assistant":
        tokens_in = sum(known(use.requests_per_month) * known(use.input_tokens) for use in uses)
        tokens_out = sum(known(use.requests_per_month) * known(use.output_tokens) for use in uses)
        assert f"{tokens_in / 1e6:.0f} million input tokens" in summary
        assert f"{tokens_out / 1e6:.1f} million output tokens" in summary
        assert analysis.ranking == ()


def test_the_worked_exercise_is_the_exercise() -> None:
    """But for its summary, the finished scenario is the one the user starts with."""
    start, end = (
        copy.deepcopy(document(name)["scenario"]) for name in ("support-assistant", "support-assistant-worked")
    )
    del start["summary"], end["summary"]
    assert start == end


@pytest.mark.parametrize(
    ("name", "step", "requests"),
    [
        ("invoice-extraction", "sort", 250_000),
        ("invoice-extraction", "extract", 200_000),
        ("invoice-extraction", "reconcile", 8_000),
        ("contract-review", "review", 4_000),
        ("contract-review", "memo", 1_000),
        ("retrieval-assistant", "classify", 165_000),
        ("retrieval-assistant", "answer", 150_000),
        ("voice-booking", "speak", 120_000),
        ("coding-agent", "triage", 5_000),
    ],
)
def test_the_volumes_in_the_summaries(name: str, step: str, requests: int) -> None:
    """The traffic that a summary tells is the step's, and is called an assumption."""
    analysis, summary = told(name)
    found = next(row for row in analysis.workspace.scenario.steps if row.id == step)
    assert found.usage.requests_per_month == requests
    assert f"{requests:,} " in summary
    assert "assumed for this example" in summary


def test_the_loops_and_lengths_in_the_summaries() -> None:
    """Ten calls for an easy patch and 22 for a hard one; reviews of 40,000 tokens, 15 % of them passed on."""
    coding, summary = told("coding-agent")
    uses = {step.id: step.usage for step in coding.workspace.scenario.steps}
    assert (uses["easy"].tool_loops, uses["hard"].tool_loops) == (10, 22)
    assert "ten tool calls for an easy patch and twenty-two for a hard one" in summary
    easy, hard = (known(uses[id_].requests_per_month) for id_ in ("easy", "hard"))
    assert easy / (easy + hard) == 0.8
    assert "four in five of them easy" in summary
    contracts, summary = told("contract-review")
    review = contracts.workspace.scenario.steps[0].usage
    assert (review.input_tokens, review.escalation_rate) == (40_000, 0.15)
    assert "4,000 reviews of 40,000 tokens" in summary
    assert "15 % of the reviews passed on to a lawyer" in summary
