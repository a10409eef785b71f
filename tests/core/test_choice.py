"""What is recommended, decided, routed and projected, worked out on paper; and which figure is in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from documents import TODAY, Document, analysed, assessed, candidate, document, evaluation, observed, self_hosted, step

from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import success_rate
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.service.figures import Figures
from shortlist.core.service.usage import USAGE_FIELDS
from shortlist.core.walkthrough import reached

# --- the figure in force -----------------------------------------------------------------------------------------


def in_force(metric: str, *rows: Document, effort: str = "", tokens: float = 0) -> float | None:
    """The figure in force among observations."""
    row = candidate("a", {}, *rows, effort=effort)
    return Figures(Candidate.model_validate(row)).value(metric, tokens)


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_the_better_basis_stands() -> None:
    """contract, measured, published, self_reported, estimate; whatever the date and the order."""
    bases = ("estimate", "self_reported", "published", "measured", "contract")
    rows = [observed("ttft", value, basis=basis, as_of=days_ago(value)) for value, basis in enumerate(bases, 1)]
    for count in range(1, 6):
        assert in_force("ttft", *rows[:count]) == count
        assert in_force("ttft", *reversed(rows[:count])) == count


def test_then_the_newer_date_then_the_last_in_the_file() -> None:
    """Of one basis."""
    old, new = observed("ttft", 1, as_of=days_ago(9)), observed("ttft", 2, as_of=days_ago(1))
    assert in_force("ttft", old, new) == in_force("ttft", new, old) == 2
    assert in_force("ttft", new, {**new, "value": 3}) == 3


def test_only_the_candidates_effort_or_none() -> None:
    """A figure of another effort does not hold, whatever its basis; of this effort or none they are equals."""
    high = observed("ttft", 9, effort="high", basis="measured")
    assert in_force("ttft", high, effort="low") is None
    assert in_force("ttft", high) is None
    assert in_force("ttft", high, observed("ttft", 1), effort="low") == 1
    assert in_force("ttft", high, observed("ttft", 1), effort="high") == 9


def test_a_figure_holds_until_its_last_day() -> None:
    """On that day it is in force, on the day after the next best is."""
    ending = observed("ttft", 9, basis="measured", valid_until=TODAY)
    candidate_ = Candidate.model_validate(candidate("a", {}, ending, observed("ttft", 1)))
    assert Figures(candidate_, TODAY).value("ttft") == 9
    assert Figures(candidate_, TODAY + dt.timedelta(days=1)).value("ttft") == 1


def test_a_contract_leaves_no_room_for_a_list_price() -> None:
    """Not even above a tier of that; the contract's own tier holds, and other figures go by basis alone."""
    tiers = [observed("input_price", value, above_tokens=above) for value, above in ((3, 0), (6, 1000))]
    agreed = observed("input_price", 2, basis="contract")
    assert [in_force("input_price", *tiers, agreed, tokens=size) for size in (500, 5000)] == [2, 2]
    above = observed("input_price", 4, basis="contract", above_tokens=2000)
    assert [in_force("input_price", *tiers, agreed, above, tokens=size) for size in (500, 1500, 5000)] == [2, 2, 4]
    # Where the contract begins with a tier the list price holds beneath it.
    assert [in_force("input_price", *tiers, above, tokens=size) for size in (500, 1500, 5000)] == [3, 6, 4]


def test_the_highest_tier_below_the_input() -> None:
    """A tier of exactly the input does not apply; for anything but a price there is no tier."""
    rows = [observed("input_price", value, above_tokens=above) for value, above in ((1, 0), (2, 1000), (3, 9000))]
    assert [in_force("input_price", *rows, tokens=size) for size in (0, 1000, 1001, 9000, 9001)] == [1, 1, 2, 2, 3]
    assert in_force("input_price", rows[1], tokens=500) is None


# --- recommendation ----------------------------------------------------------------------------------------------

LEVELS = dict.fromkeys(COLUMNS, "medium")
TARGETS = {"monthly_budget_usd": 100.0}
NEEDS = {"min_quality": 30, "max_ttft_s": 1.0}


def rated(id_: str, good: int = 0, price: float = 1.0, **fields: Any) -> Document:
    """A candidate with every column rated medium, the first `good` of them good: 50 + good/7 × 33.3 points under even
    weights. It costs `price` dollars a month."""
    levels = {**LEVELS, **dict.fromkeys(COLUMNS[:good], "good")}
    overrides = [{"column": column, "level": level, "reason": "rated"} for column, level in levels.items()]
    figures = {"input_price": price, "quality.aa_index": 40, "ttft": 0.5, "context_window": 128_000}
    return candidate(id_, figures, overrides=overrides, **fields)


EVEN = dict.fromkeys(COLUMNS, 1)
ONE_DOLLAR = {"requests_per_month": 1000, "input_tokens": 1000}


def recommended(rows: list[Document], **tables: Any) -> dict[str, str | bool | None]:
    """The recommendation, by ids."""
    scenario = {**TARGETS, "weights": EVEN}
    advice = analysed(document(step(usage=ONE_DOLLAR, needs=NEEDS), rows, scenario, **tables)).recommendation
    names = ("default", "fallback", "cheapest_passing", "provisional")
    ids = {name: getattr(advice, name).id if getattr(advice, name) else None for name in names}
    return {**ids, "close": advice.close_call}


def test_the_default_is_the_first_eligible() -> None:
    """Not the best score, which is excluded; nor the one that waits."""
    rows = [
        rated("excluded", 7, commercial_use="no"),
        rated("waiting", 6, commercial_use="unknown"),
        rated("b", 3),
        rated("a", 1),
    ]
    assert recommended(rows)["default"] == "b"
    assert recommended(rows)["fallback"] == "a"
    assert recommended(rows)["provisional"] is None


def test_the_order_of_the_ranking() -> None:
    """Status, score, monthly cost with the unknown last, id."""
    unknown = rated("u", 2)
    unknown["observations"] = unknown["observations"][1:]
    rows = [
        rated("z", 2),
        rated("y", 2, price=0.5),
        rated("x", 2),
        unknown,
        rated("w", 1),
        rated("v", 9, commercial_use="no"),
    ]
    setting = [{"id": "first.cost_target", "importance": "info"}]
    analysis = analysed(
        document(step(usage=ONE_DOLLAR, needs=NEEDS), rows, {**TARGETS, "weights": EVEN}, checks=setting)
    )
    assert [result.id for result in analysis.ranking] == ["y", "x", "z", "u", "w", "v"]
    assert analysis.ranks["y"] == 1


def test_the_fallback_is_another_provider_and_another_developer() -> None:
    """First of both; failing that, of another provider; failing that, nobody."""
    first = rated("a", 5, provider="p", developer="d")
    same_provider = rated("b", 4, provider="p", developer="e")
    same_developer = rated("c", 3, provider="q", developer="d")
    other = rated("d", 2, provider="r", developer="f")
    assert recommended([first, same_provider, same_developer, other])["fallback"] == "d"
    assert recommended([first, same_provider, same_developer])["fallback"] == "c"
    assert recommended([first, same_provider])["fallback"] is None


def test_an_absent_developer_is_its_own() -> None:
    """Two candidates that name no developer are not taken to have the same."""
    first = rated("a", 5, developer="")
    assert recommended([first, rated("b", 4, developer=""), rated("c", 3)])["fallback"] == "b"


def test_cheapest_passing() -> None:
    """The lowest cost of a task among the eligible that reach quality and latency; unknown is never cheap; ties by
    rank."""
    dear, cheap = rated("a", 5, price=3.0), rated("b", 1, price=1.0)
    assert recommended([dear, cheap])["cheapest_passing"] == "b"
    assert recommended([dear, cheap, rated("c", 2, price=1.0)])["cheapest_passing"] == "c"
    slow = {**cheap, "observations": [o for o in cheap["observations"] if o["metric"] != "ttft"]}
    relaxed = [{"id": "first.latency_target", "importance": "should"}]
    assert recommended([dear, slow], checks=relaxed)["cheapest_passing"] == "a"
    priceless = {**cheap, "observations": cheap["observations"][1:]}
    relaxed = [{"id": "first.cost_target", "importance": "should"}]
    assert recommended([dear, priceless], checks=relaxed)["cheapest_passing"] == "a"


def test_provisional() -> None:
    """The best of those that wait, where nobody is eligible, with the checks that hold it."""
    rows = [rated("a", 1, commercial_use="unknown"), rated("b", 3, commercial_use="unknown")]
    advice = recommended(rows)
    assert (advice["default"], advice["provisional"], advice["close"]) == (None, "b", False)
    assert assessed(document(step(), rows), "b").standing.unknown == ("first.licensing",)
    assert recommended([rated("a", commercial_use="no")])["provisional"] is None


@pytest.mark.parametrize(("points", "close"), [(0, True), (1, True), (2, True), (3, True), (3.5, False), (9, False)])
def test_a_close_call_is_within_three_points(points: float, close: bool) -> None:
    """A column by a third of its weight: 9 of 100 are 3 points."""
    weights = {**dict.fromkeys(COLUMNS, 0), "task_fit": points * 3, "privacy_risk": 100 - points * 3}
    rows = [rated("a", 1), rated("b")]
    data = document(step(usage=ONE_DOLLAR), rows, {"weights": weights})
    analysis = analysed(data)
    scores = [result.score.middle or 0 for result in analysis.ranking]
    assert scores[0] - scores[1] == pytest.approx(points)
    assert analysis.recommendation.close_call is close


def test_a_close_call_where_ranges_touch() -> None:
    """Closed with unknown hosts reaches 0.5, where the other one, with a host, stands: far apart by the middle, but
    touching. With one candidate there is no call."""
    weights = {**dict.fromkeys(COLUMNS, 0), "migration_difficulty": 1}
    first, second = candidate("a", None, observed("alternative_hosts", 2)), candidate("b")
    analysis = analysed(document(step(), [first, second], {"weights": weights}))
    assert analysis.recommendation.close_call
    assert not analysed(document(step(), [first])).recommendation.close_call
    alone = candidate("b", None, observed("alternative_hosts", 0))
    assert not analysed(document(step(), [first, alone], {"weights": weights})).recommendation.close_call


# --- one for all, and one for each step --------------------------------------------------------------------------

SORTING = {"requests_per_month": 1000, "input_tokens": 200}


def specialists() -> Document:
    """A sorting and an answering step. `both` plays them for $1.20, `sorter` the first alone for $0.02, better rated;
    `answerer` the second alone for $0.50; `nobody` has another role."""
    rows = [
        rated("sorter", 6, price=0.1, roles=["classifier"]),
        rated("both", 2, roles=["classifier", "generator"]),
        rated("answerer", 4, price=0.5, roles=["generator"]),
        rated("nobody", 7, roles=["code"]),
    ]
    steps = [
        step("sort", SORTING, NEEDS, role="classifier"),
        step("answer", ONE_DOLLAR, NEEDS, role="generator"),
    ]
    return document(steps, rows, {**TARGETS, "weights": EVEN})


def test_who_plays_more_steps_ranks_first() -> None:
    """Then the score; who plays none comes last, whatever its columns."""
    analysis = analysed(specialists())
    assert [result.id for result in analysis.ranking] == ["both", "sorter", "answerer", "nobody"]
    assert [result.standing.status for result in analysis.ranking] == ["eligible"] * 3 + ["no_step"]
    assert analysis.step_ranks == {"sort": {"sorter": 1, "both": 2}, "answer": {"answerer": 1, "both": 2}}


def test_an_excluded_one_ranks_behind_whoever_plays_less() -> None:
    """The status comes before the number of steps, and no_step is the last."""
    data = specialists()
    data["candidates"][1]["commercial_use"] = "no"
    assert [result.id for result in analysed(data).ranking] == ["sorter", "answerer", "both", "nobody"]


def test_each_step_has_a_recommendation_of_its_own() -> None:
    """For all steps only who plays every one; in a step the best there, and the cheapest success."""
    analysis = analysed(specialists())
    advice = analysis.recommendation
    assert advice.default is not None and advice.default.id == "both"
    assert (advice.fallback, advice.provisional, advice.close_call) == (None, None, False)
    found = {}
    for id_, one in analysis.step_recommendations.items():
        assert one.default and one.fallback and one.cheapest_passing
        found[id_] = (one.default.id, one.fallback.id, one.cheapest_passing.id, one.provisional, one.close_call)
    assert found == {
        "sort": ("sorter", "both", "sorter", None, False),
        "answer": ("answerer", "both", "answerer", None, False),
    }


def test_nobody_plays_every_step() -> None:
    """Then nobody is recommended for all, and the first of all weights is nobody; the steps have theirs."""
    data = specialists()
    del data["candidates"][1]
    analysis = analysed(data)
    assert analysis.recommendation == (None, None, None, None, False)
    assert set(analysis.first_rank_shares.values()) == {0.0}
    assert (analysis.flips, analysis.routing.single) == ([], None)
    assert analysis.routing.mix == {"sort": "sorter", "answer": "answerer"}
    assert analysis.routing.mix_monthly == pytest.approx(0.02 + 0.5)


def test_the_provisional_one_of_a_step() -> None:
    """Nobody is eligible there: the best that only lacks answers; in the other step nothing changes."""
    data = specialists()
    for row in data["candidates"][:2]:
        row["commercial_use"] = "unknown"
    advice = analysed(data).step_recommendations
    assert advice["sort"].default is None
    assert advice["sort"].provisional is not None and advice["sort"].provisional.id == "sorter"
    assert advice["answer"].default is not None and advice["answer"].provisional is None


def test_the_cheapest_by_the_month_where_no_task_succeeds() -> None:
    """Everything fails for each of them: no success has a price, so the month decides."""
    usage = {**ONE_DOLLAR, "failure_rate": 1.0}
    rows = [rated("a", 5, price=3.0), rated("b", 1, price=1.0)]
    checks = [{"id": "first.cost_target", "importance": "should"}]
    advice = analysed(document(step(usage=usage, needs=NEEDS), rows, {**TARGETS}, checks=checks)).recommendation
    assert advice.cheapest_passing is not None and advice.cheapest_passing.id == "b"


def test_flips_of_a_step() -> None:
    """Rated alike but for two columns: the first leads in fit, the other in privacy. Level where t = 1/7 of the weight
    is on either."""
    levels = {"a": {"task_fit": "good"}, "b": {"privacy_risk": "good"}}
    rows = []
    for id_, own in levels.items():
        told = {**LEVELS, **own}
        overrides = [{"column": column, "level": level, "reason": "rated"} for column, level in told.items()]
        rows.append({**rated(id_), "overrides": overrides})
    weights = {**EVEN, "task_fit": 2}
    steps = [step(usage=ONE_DOLLAR, needs=NEEDS), step("draft", ONE_DOLLAR, NEEDS)]
    analysis = analysed(document(steps, rows, {**TARGETS, "weights": weights}))
    for found in (analysis.flips, analysis.step_flips["draft"]):
        assert [(flip.column, flip.new_first) for flip in found] == [("task_fit", "b"), ("privacy_risk", "b")]
        # Of eight parts two are on fit: level where fit has what privacy keeps of the rest, t = (1−t)/6; and turned.
        assert [flip.share_at_flip for flip in found] == pytest.approx([1 / 7, 2 / 9])
    assert analysis.step_recommendations["draft"].close_call == analysis.recommendation.close_call


def test_the_front_turns_round_where_less_is_better() -> None:
    """Word errors of 5 and 8 at one price: only the lower is on the front."""
    needs = {"min_quality": 10.0, "good_quality": 4.0, "quality_metric": "quality.wer"}
    base = {"input_price": 1.0, "output_price": 4.0, "ttft": 0.5, "output_speed": 100.0}
    rows = [candidate("a", {**base, "quality.wer": 8.0}), candidate("b", {**base, "quality.wer": 5.0})]
    data = document(step(needs=needs), rows, {"quality_metric": "quality.wer"})
    assert analysed(data).pareto == {"b"}


# --- routing -----------------------------------------------------------------------------------------------------


def test_routing_gives_each_step_the_cheapest_adequate() -> None:
    """B costs a tenth of A and reaches the lower bar alone: it takes the second step. $1.80 + $0.18 against $3.60."""
    steps = [step("answer", needs={"min_quality": 40}), step("classify", needs={"min_quality": 20})]
    cheap = {"input_price": 0.1, "output_price": 0.4, "quality.aa_index": 30, "context_window": 9e4}
    routing = analysed(document(steps, [candidate("a"), candidate("b", cheap)])).routing
    assert (routing.single, routing.single_monthly) == ("a", pytest.approx(3.6))
    assert routing.mix == {"answer": "a", "classify": "b"}
    assert routing.mix_monthly == pytest.approx(1.98)


def test_routing_needs_quality_and_latency_to_pass() -> None:
    """An unknown quality does not route, though it is no must; nor does a step that nobody serves have a mix."""
    cheap = candidate("b", {"input_price": 0.1, "output_price": 0.4, "context_window": 9e4})
    relaxed = [{"id": "first.quality_bar", "importance": "info"}]
    steps = [step(needs={"min_quality": 40})]
    assert analysed(document(steps, [candidate("a"), cheap], checks=relaxed)).routing.mix == {"answer": "a"}
    routing = analysed(document([*steps, step("draft", needs={"min_quality": 90})], [candidate("a")])).routing
    assert routing.mix == {"answer": "a", "draft": None}
    assert (routing.mix_monthly, routing.single) == (None, None)
    unfit = candidate("b", {"input_price": 0.1, "output_price": 0.4, "context_window": 9e4}, roles=["code"])
    assert analysed(document([step(role="generator")], [candidate("a"), unfit])).routing.mix == {"answer": "a"}


def test_routing_ties_go_by_rank() -> None:
    """Of one price the better-ranked."""
    better = candidate("z", None, observed("alternative_hosts", 3))
    worse = candidate("a", None, observed("alternative_hosts", 0))
    assert analysed(document(step(), [worse, better])).routing.mix == {"answer": "z"}


MACHINE = {"gpu_hour_usd": 1.0, "input_tokens_per_s": 1e6, "output_tokens_per_s": 1e6}


def test_routing_counts_shared_machines_once() -> None:
    """For each step alone the machine costs $730, less than $1,800 of the API; for both together $730, not $1,460."""
    traffic = {"requests_per_month": 1_000_000, "input_tokens": 1000, "output_tokens": 200}
    rows = [self_hosted("own", MACHINE), candidate("api")]
    routing = analysed(document([step("answer", traffic), step("draft", traffic)], rows)).routing
    assert routing.mix == {"answer": "own", "draft": "own"}
    assert routing.mix_monthly == pytest.approx(730.0)


# --- the decision ------------------------------------------------------------------------------------------------

TWO = [candidate("a"), candidate("b", {"input_price": 10.0, "output_price": 40.0, "context_window": 9e4})]


def decided(decision: Document, steps: list[Document] | None = None, **scenario: Any) -> Any:
    """The analysis of a decision between A ($1.80 a step) and B ($18 a step)."""
    return analysed(document(steps or [step("answer"), step("draft")], TWO, scenario, decision=decision))


def test_the_decisions_cost() -> None:
    """$3.60 for two steps on A; a tenth of the traffic on B makes 0.9 × 3.60 + 0.1 × 36 = $6.84."""
    assert decided({"default": "a"}).decision.monthly == pytest.approx(3.6)
    assert decided({"default": "a"}, fallback_share=0.1).decision.monthly == pytest.approx(3.6)
    both = decided({"default": "a", "fallback": "b"}, fallback_share=0.1).decision
    assert both.monthly == both.bill == pytest.approx(6.84)
    # 1,000 tasks succeed with the default.
    assert both.per_successful_task == pytest.approx(0.00684)


def test_the_decisions_cost_by_step() -> None:
    """A answers, B drafts; the draft's fallback is A, the answer's is the decision's, B: 0.9 × 19.8 + 0.1 × 19.8."""
    decision = {"default": "a", "fallback": "b", "steps": [{"step": "draft", "default": "b", "fallback": "a"}]}
    assert decided(decision).decision.monthly == pytest.approx(19.8)
    assert decided(decision, fallback_share=0.1).decision.monthly == pytest.approx(19.8)
    # Without a fallback of its own the draft falls back to B: 0.9 × 19.8 + 0.1 × 36.
    decision["steps"] = [{"step": "draft", "default": "b"}]
    assert decided(decision, fallback_share=0.1).decision.monthly == pytest.approx(21.42)


def test_no_decision_has_no_cost() -> None:
    """Without a default, or with one for a step only, every figure is unknown; the traffic is known."""
    for decision in ({}, {"fallback": "b"}, {"steps": [{"step": "draft", "default": "b"}]}):
        analysis = decided(decision)
        cost = analysis.decision
        assert (cost.monthly, cost.bill, cost.per_successful_task) == (None, None, None)
        assert [row.requests for row in analysis.projection] == [2000] * 12
        assert all(row.low is None and row.high is None for row in analysis.sensitivity)
        assert {row.step for row in analysis.sensitivity} == {row["step"] for row in decision.get("steps", ())}


def test_the_fallback_of_an_unknown_cost_counts_only_with_a_share() -> None:
    """0 times an unknown is 0."""
    rows = [candidate("a"), candidate("b", {"context_window": 9e4})]
    decision = {"default": "a", "fallback": "b"}
    free = analysed(document(step(), rows, decision=decision)).decision
    assert free.monthly == pytest.approx(1.8)
    assert analysed(document(step(), rows, {"fallback_share": 0.1}, decision=decision)).decision.monthly is None


def test_one_model_that_is_cheaper_takes_the_place_of_a_mix() -> None:
    """A machine costs $730 and stands idle for most of it. For either step alone the API is cheaper at $450, and the
    machine takes both."""
    traffic = {"requests_per_month": 250_000, "input_tokens": 1000, "output_tokens": 200}
    rows = [self_hosted("own", MACHINE), candidate("api", openness="closed")]
    weights = {**dict.fromkeys(COLUMNS, 0), "privacy_risk": 1}
    told = {"weights": weights, "data_sensitivity": "regulated"}
    routing = analysed(document([step("answer", traffic), step("draft", traffic)], rows, told)).routing
    assert (routing.single, routing.single_monthly) == ("own", pytest.approx(730.0))
    assert routing.mix == {"answer": "own", "draft": "own"}
    assert routing.mix_monthly == pytest.approx(730.0)


def test_the_decision_counts_shared_machines_once() -> None:
    """One machine for both steps; and one for the step that it serves."""
    rows = [self_hosted("own", MACHINE), candidate("api")]
    steps = [step("answer"), step("draft")]
    whole = analysed(document(steps, rows, decision={"default": "own"})).decision
    assert whole.monthly == pytest.approx(730.0)
    part = {"default": "api", "steps": [{"step": "draft", "default": "own"}]}
    assert analysed(document(steps, rows, decision=part)).decision.monthly == pytest.approx(731.8)


# --- projection --------------------------------------------------------------------------------------------------


def test_projection() -> None:
    """Month k has 1.5^k times the traffic: $1.80, $2.70, $4.05 … from month 0 to 11; every request is a task here."""
    rows = analysed(document(step(), [candidate("a")], {"growth_per_month": 0.5}, decision={"default": "a"})).projection
    assert [row.month for row in rows] == list(range(12))
    assert [row.requests for row in rows[:3]] == pytest.approx([1000, 1500, 2250])
    assert [row.tasks for row in rows[:3]] == pytest.approx([1000, 1500, 2250])
    assert [row.monthly for row in rows] == pytest.approx([1.8 * 1.5**month for month in range(12)])
    assert rows[3].bill == rows[3].monthly


def test_projection_buys_machines_anew() -> None:
    """One second a request, growth by 100 %: two, four, eight million seconds a month."""
    speeds = {"input_tokens_per_s": 1000.0, "output_tokens_per_s": 1000.0}
    machine = {"gpu_hour_usd": 1.0, **speeds, "target_utilisation": 1.0, "peak_factor": 1.0}
    traffic = {"requests_per_month": 2_000_000, "input_tokens": 1000}
    data = document(
        step(usage=traffic), [self_hosted("own", machine)], {"growth_per_month": 1.0}, decision={"default": "own"}
    )
    # 730 h × 3,600 = 2,628,000 s: 2, 4, 8 million seconds need 1, 2, 4 replicas of $730.
    assert [row.monthly for row in analysed(data).projection[:3]] == pytest.approx([730, 1460, 2920])


# --- sensitivity -------------------------------------------------------------------------------------------------


def test_sensitivity() -> None:
    """$1 of input and $0.80 of output over 1,000 tasks: at 80 % and 120 % of the input $0.0016 and $0.0020, of the
    output $0.00164 and $0.00196; the traffic moves nothing. Largest first."""
    rows = analysed(document(step(), [candidate("a")], decision={"default": "a"})).sensitivity
    assert [(row.step, row.assumption) for row in rows] == [
        ("answer", "input_tokens"),
        ("answer", "output_tokens"),
        ("answer", "requests_per_month"),
    ]
    assert [(row.low, row.high) for row in rows] == [
        pytest.approx((0.0016, 0.0020)),
        pytest.approx((0.00164, 0.00196)),
        pytest.approx((0.0018, 0.0018)),
    ]


def test_sensitivity_leaves_out_what_is_0_or_measured() -> None:
    """Figures of 0 and rates that an evaluation measured do not appear; shares stay within 1."""
    usage = dict.fromkeys(USAGE_FIELDS, 0) | {
        "requests_per_month": 100,
        "output_tokens": 10,
        "error_rate": 0.5,
        "failure_rate": 0.9,
        "max_retries": 0,
    }
    data = document(step(usage=usage), [candidate("a")], decision={"default": "a"})
    names = {row.assumption for row in analysed(data).sensitivity}
    assert names == {"requests_per_month", "output_tokens", "error_rate", "failure_rate"}
    failing = next(row for row in analysed(data).sensitivity if row.assumption == "failure_rate")
    # 0.9 × 1.2 is held at 1: nothing is delivered, and a task has no price.
    assert failing.high is None
    data["evaluations"] = [evaluation("a", 9, 10, errors=0)]
    assert {row.assumption for row in analysed(data).sensitivity} == {"requests_per_month", "output_tokens"}


def test_sensitivity_is_of_the_default() -> None:
    """With half of the traffic on B, A's tokens move half of A's cost: (0.5 × 1.8 ∓ 0.5 × 0.2 + 0.5 × 18)/1,000."""
    data = document(step(), TWO, {"fallback_share": 0.5}, decision={"default": "a", "fallback": "b"})
    row = next(row for row in analysed(data).sensitivity if row.assumption == "input_tokens")
    assert (row.low, row.high) == pytest.approx((0.0098, 0.0100))


# --- evaluations -------------------------------------------------------------------------------------------------


def test_the_success_rate_of_a_run() -> None:
    """8 of 10 answered, two calls failed: 0.8 with Wilson 0.4901625 to 0.9433178; None where every call failed."""
    data = document(
        step(), [candidate("a")], evaluations=[evaluation("a", 8, 12, errors=2), evaluation("a", 0, 2, errors=2)]
    )
    analysis = analysed(data)
    first, second = analysis.workspace.evaluations
    assert success_rate(first) == pytest.approx((0.8, 0.4901625, 0.9433178), abs=1e-6)
    assert success_rate(second) is None
    assert analysis.evaluations[("a", "answer")] is second


# --- walkthrough -------------------------------------------------------------------------------------------------


def complete() -> Document:
    """A workspace that has done all steps of the walkthrough."""
    needs = {"min_quality": 30, "max_ttft_s": 2.0}
    rows = [
        candidate("a", None, observed("alternative_hosts", 0)),
        candidate("b", None, observed("alternative_hosts", 0), size_class="small_specialised"),
        candidate("c", None, observed("alternative_hosts", 0), access="hosted_inference", openness="open_weight"),
    ]
    rows[0]["observations"].append(observed("quality.livebench", 50, source="LiveBench"))
    sections = ("rationale", "leaderboard_showed", "leaderboard_could_not_prove", "before_launch", "review")
    record = {"number": 1, "status": "draft", "date": TODAY, "sections": dict.fromkeys(sections, "We wrote this.")}
    return document(
        step(needs=needs, role="generator"),
        rows,
        {"monthly_budget_usd": 400.0},
        decision={"default": "a", "fallback": "b"},
        records=[record],
    )


def steps_left(data: Document) -> list[int]:
    return [row.step for row in analysed(data).walkthrough if not row.done]


def test_walkthrough_of_a_finished_workspace() -> None:
    """The use case and seven steps, all done, each with a title."""
    rows = analysed(complete()).walkthrough
    assert [row.step for row in rows] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert reached(rows) == (8, 8) and reached(rows[:3]) == (3, 3)
    assert all(row.done and not row.missing and row.title for row in rows)


def test_walkthrough_of_an_empty_workspace() -> None:
    """Nothing is done, and every step says what is missing."""
    rows = analysed(document(step(), [])).walkthrough
    assert [row.done for row in rows] == [False] * 8
    assert all(row.missing for row in rows)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"source": " "}, "lacks the source of its output price."),
        ({"effort": "low"}, "lacks output price at no set effort (recorded is one at effort low)."),
    ],
)
def test_walkthrough_tells_why_a_recorded_figure_does_not_count(change: Document, told: str) -> None:
    """A figure without a source, or at a setting that is not the candidate's, is not simply missing."""
    data = complete()
    next(o for o in data["candidates"][1]["observations"] if o["metric"] == "output_price").update(change)
    (message,) = analysed(data).walkthrough[3].missing
    assert message.endswith(told)


def drop(data: Document, index: int, *metrics: str) -> None:
    rows = data["candidates"][index]["observations"]
    data["candidates"][index]["observations"] = [o for o in rows if o["metric"] not in metrics]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda d: [o.update(basis="estimate") for c in d["candidates"] for o in c["observations"]], [1]),
        (lambda d: [o.update(source=" ") for c in d["candidates"] for o in c["observations"]], [1, 3, 4]),
        (lambda d: d["candidates"].pop(2), [2]),
        (lambda d: d["candidates"][2].update(access="managed_api", openness="closed"), [2]),
        (lambda d: [c.update(access="hosted_inference") for c in d["candidates"]], [2]),
        (
            lambda d: [
                c.update(size_class="reasoning", usage={"answer": {"reasoning_tokens": 0}}) for c in d["candidates"]
            ],
            [2],
        ),
        (lambda d: drop(d, 0, "context_window"), [3, 5, 6]),
        (lambda d: drop(d, 1, "output_price"), [3, 5, 6]),
        (lambda d: drop(d, 1, "output_speed"), []),
        (lambda d: drop(d, 1, "output_speed", "ttft"), [3, 5, 6]),
        (lambda d: d["scenario"]["steps"][0].pop("role"), [0]),
        (lambda d: d["scenario"]["steps"][0].update(role="", use_case="support_chatbot"), []),
        (lambda d: d["scenario"]["steps"][0]["usage"].pop("requests_per_month"), [0]),
        (lambda d: (d["scenario"].pop("monthly_budget_usd"), d["scenario"]["steps"][0]["needs"].clear()), [0]),
        (lambda d: d["scenario"]["steps"][0]["usage"].update(searches=1.0), [3, 5, 6]),
        (lambda d: d["candidates"][0].update(commercial_use="unknown"), [6]),
        (lambda d: d["candidates"][2].update(commercial_use="unknown"), []),
        (lambda d: d["candidates"][1].update(roles=["classifier"]), [6]),
        (lambda d: drop(d, 0, "quality.livebench"), [4]),
        (lambda d: drop(d, 2, "alternative_hosts"), [5]),
        (lambda d: d["decision"].pop("fallback"), [6]),
        (lambda d: d["decision"].update(fallback="a"), [6]),
        (lambda d: d["decision"].clear(), [6]),
        (lambda d: d["records"][0]["sections"].update(review=" "), [7]),
        (lambda d: d["records"].clear(), [7]),
    ],
)
def test_walkthrough_steps(change: Any, left: list[int]) -> None:
    """Each step is open again once what it asks for is gone."""
    data = complete()
    change(data)
    assert steps_left(data) == left


def test_a_word_is_no_written_section() -> None:
    """A section is written with a sentence that holds no place to fill in; what is missing is told."""
    data = complete()
    for text, told in (
        ("", "Write the section “Review”."),
        ("x", "Write a sentence in “Review”: “x” answers nothing yet."),
        ("# ok ok", "Write a sentence in “Review”: “# ok ok” answers nothing yet."),
        ("Again on [fill in: a day], or sooner.", "Fill in what is marked in “Review”."),
    ):
        data["records"][0]["sections"]["review"] = text
        assert analysed(data).walkthrough[7].missing == (told,)
    data["records"][0]["sections"]["review"] = "After ninety days."
    assert steps_left(data) == []


def test_an_answered_model_card_is_a_second_source() -> None:
    """A card.* check with an address serves in place of a second index."""
    data = complete()
    drop(data, 0, "quality.livebench")
    data["candidates"][1]["answers"] = [{"check": "card.licence", "verdict": "pass"}]
    assert steps_left(data) == [4]
    data["candidates"][1]["answers"][0]["url"] = "https://example.org/card"
    assert steps_left(data) == []


def test_an_override_makes_a_column_known() -> None:
    """Rated by a person is known."""
    data = complete()
    drop(data, 2, "alternative_hosts")
    data["candidates"][2]["overrides"] = [{"column": "migration_difficulty", "level": "good", "reason": "known"}]
    assert steps_left(data) == []


# --- triggers ----------------------------------------------------------------------------------------------------

ACCEPTED = days_ago(30)


def due(trigger: Document, rows: list[Document] | None = None, status: str = "accepted", **tables: Any) -> bool:
    """Whether a trigger of a record of thirty days ago is due."""
    record = {"number": 1, "status": status, "date": ACCEPTED, "triggers": [trigger]}
    decision = {"default": "a", "fallback": "b"}
    data = document(step(), rows or [candidate("a"), candidate("b")], decision=decision, records=[record], **tables)
    (state,) = analysed(data).triggers
    assert (state.record, state.kind) == (1, trigger["kind"])
    assert state.message.strip()
    return state.due


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ({"kind": "on_date", "value": TODAY}, True),
        ({"kind": "on_date", "value": TODAY + dt.timedelta(days=1)}, False),
        ({"kind": "on_date"}, False),
        ({"kind": "after_days", "value": 30}, True),
        ({"kind": "after_days", "value": 31}, False),
        ({"kind": "volume", "value": 1000}, True),
        ({"kind": "volume", "value": 1001}, False),
        ({"kind": "compliance"}, False),
        ({"kind": "compliance", "happened_on": TODAY}, True),
        ({"kind": "manual", "happened_on": TODAY}, True),
        ({"kind": "manual", "happened_on": TODAY + dt.timedelta(days=1)}, False),
        ({"kind": "deprecation"}, False),
        ({"kind": "price_change", "value": 10}, False),
        ({"kind": "quality_drop", "value": 1}, False),
        ({"kind": "drift"}, False),
    ],
)
def test_triggers_of_time_volume_and_hand(trigger: Document, expected: bool) -> None:
    """Due from the day, the count of days, the requests, or from when it happened."""
    assert due(trigger) is expected


def test_a_trigger_is_due_only_once_its_record_is_accepted() -> None:
    """Drafts, proposals and what was rejected are only listed."""
    for status in ("draft", "proposed", "rejected", "deprecated", "superseded"):
        assert due({"kind": "manual", "happened_on": TODAY}, status=status) is False


def test_a_chosen_candidate_that_ends() -> None:
    """Default or fallback deprecated, or near its end; not anybody else."""
    trigger = {"kind": "deprecation"}
    rows = [candidate("a"), candidate("b", deprecated=True), candidate("c")]
    assert due(trigger, rows)
    assert due(trigger, [candidate("a", ends_on=TODAY + dt.timedelta(days=90)), candidate("b")])
    assert not due(trigger, [candidate("a", ends_on=TODAY + dt.timedelta(days=91)), candidate("b")])
    assert not due(trigger, [candidate("a"), candidate("b"), candidate("c", deprecated=True)])


def moved(metric: str, then: float, now: float) -> list[Document]:
    """A default with a figure of before the record and one of today."""
    rows = [observed(metric, then, as_of=days_ago(60)), observed(metric, now)]
    return [candidate("a", {}, *rows), candidate("b")]


def test_a_price_that_moved() -> None:
    """By more than so many per cent, up or down, of a chosen candidate."""
    trigger = {"kind": "price_change", "value": 20}
    assert due(trigger, moved("input_price", 1.0, 1.21))
    assert not due(trigger, moved("input_price", 1.0, 1.2))
    assert due(trigger, moved("output_price", 1.0, 0.79))
    assert due(trigger, moved("input_price", 0.0, 0.1))


def test_a_quality_that_fell() -> None:
    """By so many points or more; a rise is no drop."""
    trigger = {"kind": "quality_drop", "value": 5}
    assert due(trigger, moved("quality.aa_index", 45, 40))
    assert not due(trigger, moved("quality.aa_index", 45, 41))
    assert not due(trigger, moved("quality.aa_index", 45, 60))


def test_drift() -> None:
    """A later run whose error rate lies above the upper Wilson bound of the one known on the record's day: 5 of 100
    gives 0.1118."""
    before = evaluation("a", 95, 100, ran_on=days_ago(40))
    for wrong, expected in ((11, False), (12, True)):
        runs = [before, evaluation("a", 100 - wrong, 100)]
        assert due({"kind": "drift"}, evaluations=runs) is expected
    assert not due({"kind": "drift"}, evaluations=[evaluation("a", 1, 100)])


def test_dominated() -> None:
    """Another candidate that is not excluded is nowhere worse and somewhere better in quality, cost and latency."""
    better = {**{o["metric"]: o["value"] for o in candidate("x")["observations"]}, "input_price": 0.5}
    assert due({"kind": "dominated"}, [candidate("a"), candidate("b", better)])
    assert not due({"kind": "dominated"}, [candidate("a"), candidate("b")])
    assert not due({"kind": "dominated"}, [candidate("a"), candidate("b", better, commercial_use="no")])
