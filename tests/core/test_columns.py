"""The seven columns and the latency beneath one of them, worked out on paper."""

from __future__ import annotations

import math

import pytest
from documents import (
    Document,
    analysed,
    assessed,
    assessed_step,
    candidate,
    document,
    evaluation,
    observed,
    self_hosted,
    step,
)

from shortlist.core.assessment.column_value import ColumnValue
from shortlist.core.assessment.columns import privacy_unsaid
from shortlist.core.document.scenario import COLUMNS, Column
from shortlist.core.document.workspace import read_workspace
from shortlist.core.service.latency import Latency, lacking

Bounds = tuple[float | None, float | None]
TRAFFIC = {"requests_per_month": 1000, "input_tokens": 1000, "output_tokens": 200}


def bounds(value: ColumnValue) -> Bounds:
    return value.low, value.high


def near(low: float, high: float | None = None) -> object:
    return pytest.approx((low, low if high is None else high))


def column(
    name: Column,
    needs: Document | None = None,
    row: Document | None = None,
    scenario: Document | None = None,
    **more: object,
) -> Bounds:
    """A column of one candidate in one step."""
    fields = {key: more.pop(key) for key in ("role", "use_case", "usage", "output_contract") if key in more}
    data = document(step(needs=needs, **fields), [row or candidate("a")], scenario, **more)
    return bounds(assessed(data).columns[name])


# --- latency -----------------------------------------------------------------------------------------------------


def timed(usage: Document, figures: Document | None = None, scenario: Document | None = None, **run: float) -> Latency:
    """The latency of one candidate, 0.5 s to the first token and 100 tokens a second."""
    rows = [candidate("a", {"ttft": 0.5, "output_speed": 100.0} if figures is None else figures)]
    runs = [evaluation("a", 10, 10, **run)] if run else []
    return assessed_step(document(step(usage=usage), rows, scenario, evaluations=runs)).serving.latency


def test_latency_of_one_call() -> None:
    """0.5 + 200/100 = 2.5 s, 0.3 s of retrieval on top; the tail is half as long again."""
    time = timed({"output_tokens": 200, "extra_latency_s": 0.3})
    assert (time.ttft_s, time.typical_s, time.total_s) == pytest.approx((0.5, 2.8, 4.2))
    assert time.measured is False


def test_latency_with_loops_and_retries() -> None:
    """Each of two loops 0.5 + 50/100 = 1 s: 4.5 s an attempt; f = 0.1, R = 1: 1.1 attempts, 4.95 s; + 0.3 s; × 2."""
    usage = {
        "output_tokens": 200,
        "tool_loops": 2,
        "tool_output_tokens": 50,
        "failure_rate": 0.1,
        "max_retries": 1,
        "extra_latency_s": 0.3,
    }
    time = timed(usage, scenario={"tail_factor": 2.0})
    assert (time.typical_s, time.total_s) == pytest.approx((5.25, 10.5))


def test_measured_latency_replaces_published() -> None:
    """The run's first token stands everywhere, 0.7 + 2 s; its median for the typical time, its 95th percentile for
    the total. Nothing is typically slower than nineteen of twenty answers were."""
    first = timed({"output_tokens": 200}, ttft_p50_s=0.7)
    assert (first.ttft_s, first.typical_s, first.total_s) == pytest.approx((0.7, 2.7, 4.05))
    assert first.measured is True
    whole = timed({"output_tokens": 200}, latency_p95_s=9.0, latency_p50_s=1.0)
    assert (whole.ttft_s, whole.typical_s, whole.total_s) == pytest.approx((0.5, 1.0, 9.0))
    assert whole.measured is True
    median = timed({"output_tokens": 200}, latency_p50_s=1.0)
    assert (median.typical_s, median.total_s, median.measured) == (1.0, 1.5, True)
    tail = timed({"output_tokens": 200}, latency_p95_s=2.0)
    assert (tail.typical_s, tail.total_s, tail.measured) == (2.0, 2.0, True)
    assert timed({"output_tokens": 200}, latency_p99_s=9.0).measured is False


@pytest.mark.parametrize(
    ("fields", "needs", "typical"),
    [
        ({"role": "embedder"}, {}, 0.5),
        ({"role": "reranker"}, {}, 0.5),
        ({}, {"outputs": ["image"]}, 0.5),
        ({"role": "audio"}, {"outputs": ["audio"]}, 0.5),
        ({"role": "audio"}, {"outputs": ["text", "audio"]}, 2.5),
        ({"role": "classifier"}, {}, 2.5),
    ],
)
def test_what_writes_no_text_is_done_with_its_first_token(fields: Document, needs: Document, typical: float) -> None:
    """A vector, a score, a picture, a sound: half of the attempts fail, 1.5 × 0.5 s + 0.3 s; text takes 2 s more."""
    roles = ["embedder", "reranker", "audio", "classifier"]
    row = candidate("a", {"ttft": 0.5, "output_speed": 100.0}, roles=roles)
    usage = {"output_tokens": 200, "failure_rate": 0.5, "max_retries": 1, "extra_latency_s": 0.3}
    time = assessed_step(document(step(usage=usage, needs=needs, **fields), [row])).serving.latency
    assert time.typical_s == pytest.approx(1.5 * typical + 0.3)
    assert time.total_s == pytest.approx(1.5 * (1.5 * typical + 0.3))
    assert timed({"output_tokens": 200}, cost_usd=1.0).measured is False


@pytest.mark.parametrize(
    ("usage", "figures", "run", "lacks"),
    [
        ({"output_tokens": 200}, {"ttft": 0.5}, {}, ("output_speed",)),
        ({"output_tokens": 200}, {}, {}, ("ttft", "output_speed")),
        ({"output_tokens": 200}, {}, {"ttft_p50_s": 0.7}, ("output_speed",)),
        ({"output_tokens": 200}, {}, {"latency_p50_s": 2.0}, ()),
        ({}, {"ttft": 0.5}, {}, ()),
        ({"tool_loops": 2, "tool_output_tokens": 100}, {"ttft": 0.5}, {}, ("output_speed",)),
        ({"tool_output_tokens": 100}, {"ttft": 0.5}, {}, ()),
    ],
)
def test_what_a_typical_latency_lacks(
    usage: Document, figures: Document, run: Document, lacks: tuple[str, ...]
) -> None:
    """The speed wherever something is written, in a loop too; a run's median of the whole stands for all figures."""
    runs = [evaluation("a", 10, 10, **run)] if run else []
    one = assessed_step(document(step(usage=usage), [candidate("a", figures)], evaluations=runs)).serving
    assert lacking(one.step, one.use, one.figures, one.measured) == lacks
    assert (one.latency.typical_s is None) is bool(lacks)


def test_unknown_latency() -> None:
    """The first token of any kind is no stand-in for the first answer token; nothing written needs no speed."""
    blind = timed({"output_tokens": 200}, {"first_token": 0.2, "output_speed": 100.0})
    assert (blind.ttft_s, blind.typical_s, blind.total_s) == (None, None, None)
    slow = timed({"output_tokens": 200}, {"ttft": 0.5})
    assert (slow.ttft_s, slow.typical_s, slow.total_s) == (0.5, None, None)
    assert timed({"output_tokens": 0}, {"ttft": 0.5}).typical_s == 0.5
    measured = timed({"output_tokens": 200}, {}, latency_p95_s=9.0)
    assert (measured.typical_s, measured.total_s) == (None, 9.0)


# --- task fit ----------------------------------------------------------------------------------------------------


def test_task_fit_is_the_mean_of_what_is_asked() -> None:
    """Two capabilities (1, 0), context (1), what goes in (0), what comes out (1), size class in the table (0.5): 3.5/6.
    A capability that the output contract takes as well is asked once, and the role is no part of it."""
    row = candidate("a", size_class="reasoning")
    row["capabilities"]["batch"] = "no"
    needs = {
        "capabilities": ["tool_calling", "batch"],
        "context_tokens": 1000,
        "modalities": ["text", "image"],
        "outputs": ["text"],
    }
    usage = {"reasoning_tokens": 0}
    asked = {"use_case": "support_chatbot", "usage": usage, "output_contract": ["tool_arguments"]}
    assert column("task_fit", needs, row, role="generator", **asked) == near(3.5 / 6)


def test_task_fit_of_the_unknown() -> None:
    """Capability, context, what goes in and comes out, and size class unknown: anything from 0 to 1."""
    row = candidate("a", {}, capabilities={})
    for key in ("modalities", "outputs", "roles", "size_class"):
        del row[key]
    needs = {"capabilities": ["tool_calling"], "context_tokens": 1000, "modalities": ["text"], "outputs": ["text"]}
    assert column("task_fit", needs, row, role="generator", use_case="coding") == near(0, 1)


@pytest.mark.parametrize(
    ("use_case", "small", "thinking"),
    [
        ("support_chatbot", 1, 0.5),
        ("knowledge_assistant", 1, 0.5),
        ("document_extraction", 1, 0.5),
        ("email_drafting", 1, 0.5),
        ("lead_routing", 1, 0),
        ("voice_intake", 1, 0.5),
        ("proposal_generation", 0.5, 1),
        ("legal_review", 0.5, 1),
        ("risk_analysis", 0.5, 1),
        ("coding", 0.5, 1),
        ("content_transformation", 1, 0),
    ],
)
def test_the_task_fit_table(use_case: str, small: float, thinking: float) -> None:
    """yes is 1, sometimes 0.5, no 0; fast and small models share a column, a general one is their mean."""
    general = (small + thinking) / 2
    classes = {"fast": small, "small_specialised": small, "general": general, "reasoning": thinking}
    for size_class, fit in classes.items():
        row = candidate("a", size_class=size_class)
        assert column("task_fit", row=row, usage={}, use_case=use_case) == near(fit)
        why = assessed(document(step(usage={}, use_case=use_case), [row])).columns["task_fit"].reason
        assert ("short in size class" in why) == (fit < 1), "half a fit falls short too"


def test_the_context_part_follows_the_context_check() -> None:
    """A window that fits is 1, one that does not 0, an unknown one anything; a person's answer does not count."""
    for figures, expected in (
        ({"context_window": 9000}, near(1)),
        ({"context_window": 800}, near(0)),
        ({}, near(0, 1)),
    ):
        answers = [{"check": "first.context_needs", "verdict": "pass"}]
        assert column("task_fit", {"context_tokens": 8000}, candidate("a", figures, answers=answers)) == expected


def test_task_fit_without_anything_asked() -> None:
    """No needs and no tokens: the column counts for nobody."""
    assert column("task_fit", usage={"requests_per_month": 10}) == (None, None)


# --- expected quality --------------------------------------------------------------------------------------------

ASKED = {"min_quality": 30.0, "good_quality": 50.0}


@pytest.mark.parametrize(
    ("figure", "expected"), [(30.0, 0.5), (40.0, 0.75), (50.0, 1.0), (70.0, 1.0), (20.0, 0.25), (10.0, 0.0), (1.0, 0.0)]
)
def test_published_quality(figure: float, expected: float) -> None:
    """The lowest acceptable figure is 0.5, the good one 1, and in proportion between and below."""
    assert column("expected_quality", ASKED, candidate("a", {"quality.aa_index": figure})) == near(expected)


def test_good_quality_left_out() -> None:
    """1.5 times the lowest: 30 to 45; for arena_elo 100 points above it."""
    assert column("expected_quality", {"min_quality": 30.0}, candidate("a", {"quality.aa_index": 37.5})) == near(0.75)
    elo = {"min_quality": 1200.0, "quality_metric": "quality.arena_elo"}
    assert column("expected_quality", elo, candidate("a", {"quality.arena_elo": 1250})) == near(0.75)


def test_good_quality_left_out_ends_at_full_marks() -> None:
    """80 to 100, not to 120; an index whose lowest figure is 100 or more has no such end: 100 to 150."""
    assert column("expected_quality", {"min_quality": 80.0}, candidate("a", {"quality.aa_index": 90})) == near(0.75)
    assert column("expected_quality", {"min_quality": 100.0}, candidate("a", {"quality.aa_index": 125})) == near(0.75)


@pytest.mark.parametrize(("figure", "expected"), [(10.0, 0.5), (7.5, 0.75), (5.0, 1.0), (12.5, 0.25), (30.0, 0.0)])
def test_a_quality_of_which_less_is_better(figure: float, expected: float) -> None:
    """A word error rate of 10 is the most, one of 5 good."""
    needs = {"min_quality": 10.0, "good_quality": 5.0, "quality_metric": "quality.wer"}
    assert column("expected_quality", needs, candidate("a", {"quality.wer": figure})) == near(expected)


@pytest.mark.parametrize(("figure", "expected", "verdict"), [(1e19, 1.0, "pass"), (9e18, 0.0, "fail")])
def test_a_bar_that_leaves_nothing_between_it_and_the_good_one(figure: float, expected: float, verdict: str) -> None:
    """A hundred points above a rating of 10^19 are the same number: who reaches it is good, as the check says."""
    needs = {"min_quality": 1e19, "quality_metric": "quality.arena_elo"}
    result = assessed(document(step(needs=needs), [candidate("a", {"quality.arena_elo": figure})]))
    assert bounds(result.columns["expected_quality"]) == near(expected)
    assert result.checks["first.quality_bar"].verdict == verdict


def test_the_steps_own_metric_judges() -> None:
    """The step's metric before the scenario's."""
    row = candidate("a", {"quality.aa_index": 50, "quality.livebench": 30})
    assert column("expected_quality", {**ASKED, "quality_metric": "quality.livebench"}, row) == near(0.5)
    assert column("expected_quality", ASKED, row, {"quality_metric": "quality.livebench"}) == near(0.5)
    assert column("expected_quality", ASKED, candidate("a", {"quality.livebench": 50})) == near(0, 1)


def test_untested_error_rate() -> None:
    """With an error rate asked for and untested, from half of the published value to all of it; alone, anything."""
    row = candidate("a", {"quality.aa_index": 40})
    assert column("expected_quality", {**ASKED, "max_error_rate": 0.1}, row) == near(0.375, 0.75)
    assert column("expected_quality", {"max_error_rate": 0.1}, row) == near(0, 1)


def test_tested_error_rate() -> None:
    """10 wrong of 100 against 0.2: Wilson gives 0.05522914 to 0.17436566; 1.5 − 0.87182829 and 1.5 − 0.27614569,
    the latter held at 1."""
    runs = [evaluation("a", 90, 100)]
    found = column("expected_quality", {**ASKED, "max_error_rate": 0.2}, evaluations=runs)
    assert found == pytest.approx((0.6281717, 1.0), abs=1e-6)
    found = column("expected_quality", {"max_error_rate": 0.1}, evaluations=runs)
    assert found == pytest.approx((0.0, 0.9477086), abs=1e-6)


def test_a_test_without_a_target_does_not_speak() -> None:
    """Without max_error_rate the published figure stands, not halved."""
    runs = [evaluation("a", 50, 100)]
    assert column("expected_quality", ASKED, candidate("a", {"quality.aa_index": 40}), evaluations=runs) == near(0.75)


def test_a_test_that_left_no_trial() -> None:
    """Every answer was escalated: anything from 0 to 1, whatever the leaderboard says."""
    runs = [evaluation("a", 0, 10, escalations=10)]
    assert column("expected_quality", {**ASKED, "max_error_rate": 0.2}, evaluations=runs) == near(0, 1)


def test_quality_without_a_target() -> None:
    """An escalation target alone is none for this column."""
    assert column("expected_quality", {"max_escalation_rate": 0.1}) == (None, None)


# --- latency risk ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({"max_ttft_s": 0.5}, near(0.5)),
        ({"max_ttft_s": 1.0}, near(1.0)),
        ({"max_ttft_s": 0.4}, near(0.25)),
        ({"max_ttft_s": 0.3}, near(0)),
        # 0.5 + 200/100 = 2.5 s, × 1.5 = 3.75 s in the tail.
        ({"max_total_s": 3.75}, near(0.5)),
        ({"max_total_s": 3.0}, near(0.25)),
        ({"max_ttft_s": 0.5, "max_total_s": 3.0}, near(0.25)),
        ({"max_ttft_s": 0.5, "max_total_s": 30.0}, near(0.5)),
        ({}, (None, None)),
    ],
)
def test_latency_risk(needs: Document, expected: object) -> None:
    """1.5 less the ratio to the target, the worse of the two; a target met exactly is 0.5."""
    assert column("latency_risk", needs) == expected


def test_unknown_latency_is_anything_but_no_better_than_what_is_known() -> None:
    """The total unknown and the first token at its target: 0 to 0.5."""
    row = candidate("a", {"ttft": 0.5})
    assert column("latency_risk", {"max_ttft_s": 0.5, "max_total_s": 9.0}, row) == near(0, 0.5)
    assert column("latency_risk", {"max_total_s": 9.0}, row) == near(0, 1)


def test_the_slowest_answers_are_anything_until_a_run_shows_them() -> None:
    """Nobody publishes a 99th percentile: 0 to 1; measured 6 s against 8 s, 1.5 − 0.75."""
    assert column("latency_risk", {"max_p99_s": 8.0}) == near(0, 1)
    runs = [evaluation("a", 10, 10, latency_p99_s=6.0)]
    assert column("latency_risk", {"max_p99_s": 8.0}, evaluations=runs) == near(0.75)


def test_the_time_of_a_task_counts_for_who_plays_all_of_its_path() -> None:
    """Two steps of 2.5 s, 3.75 s in the tail: between 5 + 1.25 × √2 and 7.5 s against 7.5 s, 0.5 to 1.5 − 6.7678/7.5;
    in no step, and not for a candidate that plays one of them alone."""
    steps = [step("sort", role="classifier"), step("answer", role="generator")]
    rows = [candidate("a"), candidate("c", roles=["classifier"])]
    data = document(steps, rows, {"path": [["sort"], ["answer"]], "max_task_total_s": 7.5})
    high = 1.5 - (5 + 1.25 * math.sqrt(2)) / 7.5
    assert bounds(assessed(data, "a").columns["latency_risk"]) == near(0.5, high)
    assert bounds(assessed_step(data, "answer", "a").columns["latency_risk"]) == (None, None)
    assert bounds(assessed(data, "c").columns["latency_risk"]) == (None, None)
    # A step's own target of 3 s is the worse one: 1.5 − 1.25.
    steps[0]["needs"]["max_total_s"] = 3.0
    data = document(steps, rows, {"path": [["sort"], ["answer"]], "max_task_total_s": 7.5})
    assert bounds(assessed(data, "a").columns["latency_risk"]) == near(0.25)


# --- cost risk ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        # 1,000 × (1,000 × $1/M + 200 × $4/M) = $1.80, $0.0018 a task.
        ({"monthly_budget_usd": 1.8}, near(0.5)),
        # Half of the budget, a tenth and a hundredth of it are not the same: 0.5 + 0.25 × log10(1/r).
        ({"monthly_budget_usd": 3.6}, near(0.5752574989)),
        ({"monthly_budget_usd": 18.0}, near(0.75)),
        ({"monthly_budget_usd": 180.0}, near(1.0)),
        ({"monthly_budget_usd": 1800.0}, near(1.0)),
        ({"monthly_budget_usd": 1.44}, near(0.25)),
        ({"max_cost_per_successful_task_usd": 0.0018}, near(0.5)),
        ({"monthly_budget_usd": 1.44, "max_cost_per_successful_task_usd": 0.0018}, near(0.25)),
        ({}, (None, None)),
    ],
)
def test_cost_risk(targets: Document, expected: object) -> None:
    """The bill against the budget and a task against its limit, the worse."""
    assert column("cost_risk", scenario=targets) == expected


def test_wages_are_not_the_budgets() -> None:
    """$4,000 of escalations count for the task, not for the budget."""
    usage = {**TRAFFIC, "escalation_rate": 0.5, "escalation_cost_usd": 8.0}
    assert column("cost_risk", scenario={"monthly_budget_usd": 1.8}, usage=usage) == near(0.5)
    assert column("cost_risk", scenario={"max_cost_per_successful_task_usd": 5.0}, usage=usage) == near(0)


def test_cost_risk_of_a_step_is_against_the_whole_budget() -> None:
    """$1.80 and 4,000 × (200 × $1/M + 100 × $4/M) = $2.40 of $4.80, together $4.20: shares of 0.375, 0.5 and 0.875."""
    steps = [
        step("answer", TRAFFIC),
        step("classify", {"requests_per_month": 4000, "input_tokens": 200, "output_tokens": 100}),
    ]
    data = document(steps, [candidate("a")], {"monthly_budget_usd": 4.8})
    assert bounds(assessed_step(data, "answer").columns["cost_risk"]) == near(0.6064921831)
    assert bounds(assessed_step(data, "classify").columns["cost_risk"]) == near(0.5752574989)
    assert bounds(assessed(data).columns["cost_risk"]) == near(0.5144979868)


def test_what_costs_nothing_is_fully_good() -> None:
    """A step without tokens costs nothing of the budget: 1. Without a budget it has no target."""
    steps = [step("answer", TRAFFIC), step("idle", {"requests_per_month": 10})]
    data = document(steps, [candidate("a")], {"monthly_budget_usd": 4.8})
    assert bounds(assessed_step(data, "idle").columns["cost_risk"]) == near(1)
    limit = document(steps, [candidate("a")], {"max_cost_per_successful_task_usd": 4.8})
    assert bounds(assessed_step(limit, "answer").columns["cost_risk"]) == (None, None)


def test_the_limit_of_a_task_is_asked_of_who_plays_all_of_its_path() -> None:
    """A classifier alone finishes no task: the column has no target for it, and its score goes without."""
    steps = [step("sort", role="classifier"), step("answer", role="generator")]
    rows = [candidate("a"), candidate("c", roles=["classifier"])]
    path = {"path": [["sort"], ["answer"]]}
    data = document(steps, rows, {**path, "max_cost_per_successful_task_usd": 0.0036})
    assert bounds(assessed(data, "a").columns["cost_risk"]) == near(0.5)
    assert bounds(assessed(data, "c").columns["cost_risk"]) == (None, None)
    assert analysed(data).weight_shares["cost_risk"] > 0
    both = document(steps, rows, {**path, "max_cost_per_successful_task_usd": 0.0036, "monthly_budget_usd": 1.8})
    assert bounds(assessed(both, "c").columns["cost_risk"]) == near(0.5)


def test_unknown_cost_is_anything() -> None:
    """Without a price the column reaches from 0 to 1."""
    row = candidate("a", {"input_price": 1.0})
    assert column("cost_risk", row=row, scenario={"monthly_budget_usd": 1.8}) == near(0, 1)


# --- privacy, operation, migration -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sensitivity", "controls", "expected"),
    [
        ("public", "yes", (1, 1)),
        ("public", "no", (1, 1)),
        ("public", "unknown", (1, 1)),
        ("internal", "yes", (1, 1)),
        ("internal", "no", (0.5, 0.5)),
        ("internal", "unknown", (0.5, 1)),
        ("personal", "yes", (0.75, 0.75)),
        ("personal", "no", (0.25, 0.25)),
        ("personal", "unknown", (0.25, 0.75)),
        ("regulated", "yes", (0.5, 0.5)),
        ("regulated", "no", (0, 0)),
        ("regulated", "unknown", (0, 0.5)),
    ],
)
def test_privacy_risk(sensitivity: str, controls: str, expected: Bounds) -> None:
    """The base by sensitivity, a quarter up or down by the controls."""
    row = candidate("a", capabilities={"data_controls": controls})
    assert column("privacy_risk", row=row, scenario={"data_sensitivity": sensitivity}) == expected


@pytest.mark.parametrize(("region", "expected"), [("yes", (0.75, 0.75)), ("no", (0, 0)), ("unknown", (0, 0.75))])
def test_privacy_risk_in_a_region(region: str, expected: Bounds) -> None:
    """Outside the region is 0; not known may be."""
    row = candidate("a", capabilities={"data_controls": "yes", "regional_availability": region})
    assert column("privacy_risk", row=row, scenario={"data_sensitivity": "personal", "regions": ["eu"]}) == expected


def test_privacy_risk_inside() -> None:
    """Self-hosted is 1, but for where its machines stand; where data must stay inside everything else is 0."""
    inside = {"data_must_stay_inside": True, "data_sensitivity": "public"}
    assert column("privacy_risk", scenario=inside) == (0, 0)
    assert column("privacy_risk", row=self_hosted("a", {}), scenario={"data_sensitivity": "regulated"}) == (1, 1)
    for regions, expected in ((["eu-west-1"], (1, 1)), (["us"], (0, 0)), (["emea"], (0, 1))):
        own = self_hosted("a", {}, regions=regions)
        assert column("privacy_risk", row=own, scenario={**inside, "regions": ["eu"]}) == expected
    # Nobody's word on regions is asked for one's own machines.
    assert column("privacy_risk", row=self_hosted("a", {}), scenario={**inside, "regions": ["eu"]}) == (0, 1)


@pytest.mark.parametrize(
    ("access", "values"),
    [("managed_api", (1, 1, 1)), ("hosted_inference", (0.75, 0.85, 0.95)), ("self_hosted", (0, 0.5, 0.8))],
)
def test_operational_burden(access: str, values: tuple[float, ...]) -> None:
    """By access mode and the team's experience."""
    for operations, value in zip(("none", "some", "strong"), values, strict=True):
        row = candidate("a", access=access)
        assert column("operational_burden", row=row, scenario={"operations": operations}) == (value, value)


@pytest.mark.parametrize(
    ("openness", "hosts", "expected"),
    [
        ("closed", 0, (0.25, 0.25)),
        ("closed", 1, (0.5, 0.5)),
        ("closed", 9, (0.5, 0.5)),
        ("closed", None, (0.25, 0.5)),
        ("open_weight", 0, (0.6, 0.6)),
        ("open_weight", 1, (0.85, 0.85)),
        ("open_weight", 3, (0.85, 0.85)),
        ("open_source", 4, (1, 1)),
        ("open_source", None, (0.6, 1)),
    ],
)
def test_migration_difficulty(openness: str, hosts: int | None, expected: Bounds) -> None:
    """By openness and the number of other hosts."""
    more = [] if hosts is None else [observed("alternative_hosts", hosts)]
    assert column("migration_difficulty", row=candidate("a", None, *more, openness=openness)) == expected


# --- steps, overrides, levels, weights ---------------------------------------------------------------------------


def test_over_several_steps_the_lowest_bounds_stand() -> None:
    """0.75 in one step, 0.375 to 0.75 in another, no target in the third: 0.375 to 0.75."""
    row = candidate("a", {"quality.aa_index": 40})
    steps = [step("answer", needs=ASKED), step("classify", needs={**ASKED, "max_error_rate": 0.1}), step("draft")]
    data = document(steps, [row])
    assert bounds(assessed(data).columns["expected_quality"]) == near(0.375, 0.75)
    assert bounds(assessed_step(data, "draft").columns["expected_quality"]) == (None, None)
    # The smallest low and the smallest high may come from different steps: 0 to 1, and 0.5.
    steps = [step("answer", needs={"max_error_rate": 0.1}), step("classify", needs={"min_quality": 40.0})]
    assert bounds(assessed(document(steps, [row])).columns["expected_quality"]) == near(0, 0.5)


@pytest.mark.parametrize(("level", "value"), [("good", 5 / 6), ("medium", 1 / 2), ("poor", 1 / 6)])
def test_an_override_replaces_the_column_and_the_steps(level: str, value: float) -> None:
    """5/6, 1/2 or 1/6, exactly; in the steps too."""
    rating = {"column": "privacy_risk", "level": level, "reason": "we asked their lawyers"}
    data = document([step("answer"), step("classify")], [candidate("a", overrides=[rating])])
    result = assessed(data)
    assert bounds(result.columns["privacy_risk"]) == near(value)
    assert result.columns["privacy_risk"].overridden
    assert "we asked their lawyers" in result.columns["privacy_risk"].reason
    assert bounds(result.steps["classify"].columns["privacy_risk"]) == near(value)


def test_the_last_override_stands() -> None:
    """Of two for one column the last in the file."""
    rows = [{"column": "task_fit", "level": level, "reason": "tried"} for level in ("good", "poor")]
    data = document(step(), [candidate("a", overrides=rows)])
    assert bounds(assessed(data).columns["task_fit"]) == near(1 / 6)


def test_an_override_stands_where_a_target_is_asked_for() -> None:
    """In the step that sets a latency target and for the whole, not in the other step."""
    rating = {"column": "latency_risk", "level": "poor", "reason": "it hangs"}
    steps = [step("answer", needs={"max_ttft_s": 9.0}), step("classify")]
    result = assessed(document(steps, [candidate("a", overrides=[rating])]))
    assert bounds(result.columns["latency_risk"]) == near(1 / 6)
    assert bounds(result.steps["answer"].columns["latency_risk"]) == near(1 / 6)
    assert bounds(result.steps["classify"].columns["latency_risk"]) == (None, None)


def test_an_override_without_a_target_is_told_but_does_not_count() -> None:
    """Which columns count depends on the scenario alone."""
    rating = {"column": "latency_risk", "level": "good", "reason": "it feels quick"}
    found = assessed(document(step(), [candidate("a", overrides=[rating])])).columns["latency_risk"]
    assert (found.low, found.high, found.value, found.level, found.counts) == (None, None, None, None, False)
    assert "it feels quick" in found.reason


@pytest.mark.parametrize(("ttft", "level"), [(0.8, "good"), (0.84, "medium"), (1.16, "medium"), (1.17, "poor")])
def test_levels(ttft: float, level: str) -> None:
    """good from 2/3, medium from 1/3, else poor; against 1 s the value is 1.5 less the seconds."""
    data = document(step(needs={"max_ttft_s": 1.0}), [candidate("a", {"ttft": ttft})])
    assert assessed(data).columns["latency_risk"].level == level


def test_a_value_at_the_bound_of_a_level_has_reached_it() -> None:
    """Against 1.2 s, 1 s is worth 1.5 - 1/1.2 = 2/3, and 1.4 s is worth 1/3, whatever rounding makes of them."""
    for ttft, level in ((1.0, "good"), (1.4, "medium")):
        data = document(step(needs={"max_ttft_s": 1.2}), [candidate("a", {"ttft": ttft})])
        assert assessed(data).columns["latency_risk"].level == level
    assert [ColumnValue(v, v, str).level for v in (2 / 3, 1 / 3)] == ["good", "medium"]


def test_a_column_without_a_target_is_not_known() -> None:
    """Nothing was asked, so nothing is known; a column that counts is known where nothing it needs is unknown."""
    data = document(step(needs={"max_ttft_s": 1.2}), [candidate("a", {"ttft": 1.0}), candidate("b", {})])
    first, other = (analysed(data).by_id[id_].columns for id_ in ("a", "b"))
    assert first["latency_risk"].known and not other["latency_risk"].known
    assert not first["expected_quality"].counts and not first["expected_quality"].known


def test_every_reason_is_a_sentence() -> None:
    """Each column says why, of the whole and in every step."""
    steps = [step("answer", needs={**ASKED, "max_ttft_s": 1.0}, role="generator"), step("classify")]
    result = assessed(document(steps, [candidate("a")], {"monthly_budget_usd": 5.0}))
    for columns in (result.columns, result.steps["classify"].columns):
        assert all(columns[name].reason.endswith(".") for name in COLUMNS)
    assert result.columns["latency_risk"].reason == "0.50 s to first token against 1 s allowed."
    assert result.columns["cost_risk"].reason == "$3.60 a month against $5.00 allowed."
    assert result.steps["answer"].columns["cost_risk"].reason == "$1.80 a month against $5.00 allowed."
    assert result.steps["classify"].columns["latency_risk"].reason == "No target is set for latency risk."
    limited = assessed(document(steps, [candidate("a")], {"max_task_total_s": 5.0}))
    told = limited.steps["classify"].columns["latency_risk"]
    assert "5 s" in told.reason and "task" in told.reason and not told.counts


def test_the_score_by_hand() -> None:
    """Privacy 0.75 (weight 15), operation 1 (10), migration 0.25 to 0.5 (5), context 1 (15): 45 count.
    Low 100 × (11.25 + 10 + 1.25 + 15)/45, high 100 × (11.25 + 10 + 2.5 + 15)/45."""
    score = assessed(document(step(), [candidate("a")], {"data_sensitivity": "personal"})).score
    assert score.low == pytest.approx(100 * 37.5 / 45)
    assert score.high == pytest.approx(100 * 38.75 / 45)
    assert score.middle == pytest.approx(100 * 38.125 / 45)


@pytest.mark.parametrize(
    ("column", "needs", "scenario"),
    [
        ("expected_quality", {"min_quality": 30.0}, {}),
        ("expected_quality", {"max_error_rate": 0.1}, {}),
        ("latency_risk", {"max_ttft_s": 1.0}, {}),
        ("latency_risk", {"max_total_s": 9.0}, {}),
        ("latency_risk", {"max_p99_s": 9.0}, {}),
        ("latency_risk", {}, {"max_task_ttft_s": 1.0}),
        ("latency_risk", {}, {"max_task_total_s": 9.0}),
        ("cost_risk", {}, {"monthly_budget_usd": 9.0}),
        ("cost_risk", {}, {"max_cost_per_successful_task_usd": 9.0}),
    ],
)
def test_any_target_alone_makes_its_column_count(column: Column, needs: Document, scenario: Document) -> None:
    """In the shares of the weights as in the score; without a target it has no share."""
    asked, unasked = (analysed(document(step(needs=n), [candidate("a")], s)) for n, s in ((needs, scenario), ({}, {})))
    assert asked.weight_shares[column] > 0 and asked.by_id["a"].columns[column].counts
    assert unasked.weight_shares[column] == 0 and not unasked.by_id["a"].columns[column].counts


def test_no_score_where_what_counts_weighs_nothing() -> None:
    """All weight on a column without a target: no score, and the order is by cost."""
    weights = dict.fromkeys(COLUMNS, 0) | {"latency_risk": 1}
    rows = [candidate("b"), candidate("a", {"input_price": 9.0, "output_price": 4.0, "context_window": 9000})]
    data = document(step(), rows, {"weights": weights})
    assert assessed(data, "a").score.middle is None
    assert [result.id for result in analysed(data).ranking] == ["b", "a"]
    assert set(analysed(data).weight_shares.values()) == {0}


@pytest.mark.parametrize(
    ("scenario", "change", "unsaid"),
    [
        ({"data_sensitivity": "personal"}, {}, ("capabilities", "data_controls")),
        ({"data_sensitivity": "public", "regions": ["eu"]}, {}, ("regions",)),
        ({"data_sensitivity": "personal"}, {"access": "self_hosted"}, ()),
        ({"data_sensitivity": "public"}, {}, ()),
        ({"data_sensitivity": "personal", "data_must_stay_inside": True}, {}, ()),
    ],
)
def test_what_nobody_said_of_a_candidates_privacy(
    scenario: Document, change: Document, unsaid: tuple[str, ...]
) -> None:
    """The first field that its privacy is unknown for, which the form opens at."""
    workspace = read_workspace(document(step(), [candidate("a", **{"capabilities": {}, **change})], scenario))
    assert privacy_unsaid(workspace.scenario, workspace.candidates[0]) == unsaid
