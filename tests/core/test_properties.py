"""What holds in every workspace: sums, directions, independence of the field, and honesty about the unknown."""

from __future__ import annotations

import copy
import itertools
import math
from random import Random
from typing import Any

from documents import Document, analysed, assessed, candidate, document, observed, self_hosted
from hypothesis import assume
from hypothesis import strategies as st
from strategies import CAPABILITIES, documents, make_step, seeds, some_of, without_candidate

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.service.cost import PART_NAMES, Cost
from tests.counts import counted

SAVINGS = ("caching_savings", "batch_savings")


def close(one: float | None, other: float | None, scale: float = 1.0) -> bool:
    """Equal but for rounding at the size of what was summed."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 * max(1.0, scale))


# --- sums --------------------------------------------------------------------------------------------------------


def check_sums(cost: Cost) -> None:
    parts = {name: getattr(cost.parts, name) for name in PART_NAMES}
    if None in parts.values():
        assert cost.monthly is None
        return
    scale = max(map(abs, parts.values()))
    signed = sum(-value if name in SAVINGS else value for name, value in parts.items())
    assert close(signed, cost.monthly, scale)
    people = parts["human_escalation"] + parts["undetected_error"] + parts["upkeep"]
    assert cost.monthly is not None
    assert close(cost.monthly - people, cost.bill, scale)


@counted(80, 300, documents(least=1))
def test_the_parts_add_up_to_the_monthly_cost(data: Document) -> None:
    """The signed parts of a cost are its monthly cost, of the whole and of every step; one unknown part is enough to
    make the sum unknown. The bill is the same sum without people, errors and upkeep."""
    for result in analysed(data).ranking:
        check_sums(result.cost)
        for assessed_step in result.steps.values():
            check_sums(assessed_step.cost)


@counted(80, 300, documents(least=1))
def test_the_steps_add_up_to_the_whole(data: Document) -> None:
    """Unless self-hosted, where every step tells the machines as if it were alone, its steps' costs are the whole."""
    for result in analysed(data).ranking:
        steps = [assessed_step.cost.monthly for assessed_step in result.steps.values()]
        if result.candidate.self_hosted or not steps:
            continue
        whole = None if None in steps else sum(value for value in steps if value is not None)
        assert close(whole, result.cost.monthly, abs(whole or 0))
        assert result.cost.parts.fixed == 0
        assert result.cost.replicas is None


# --- one priced candidate in one step ----------------------------------------------------------------------------

PRICES = ("input_price", "output_price", "reasoning_price", "cache_read_price", "cache_write_price", "request_price")
VOLUMES = {
    "requests_per_month": (1, 5000),
    "input_tokens": (1, 20000),
    "output_tokens": (1, 3000),
    "reasoning_tokens": (1, 3000),
    "tool_loops": (0.25, 3),
    "tool_input_tokens": (1, 3000),
    "tool_output_tokens": (1, 300),
    "tool_fee_usd": (0.0001, 0.01),
    "escalation_cost_usd": (0.01, 5),
    "error_cost_usd": (0.01, 5),
}
amounts = st.integers(0, 4000).map(lambda number: number / 100)
shares = st.integers(0, 20).map(lambda number: number / 20)


@st.composite
def priced(draw: st.DrawFn) -> tuple[Document, Document]:
    """The traffic of a step, and the prices of a candidate; dearer above a tier, and writing a cache no cheaper than
    not caching, as every provider has it."""
    traffic = {
        "requests_per_month": draw(st.integers(0, 40)) * 1000,
        "input_tokens": draw(st.integers(0, 60)) * 250,
        "output_tokens": draw(st.integers(0, 40)) * 50,
        "reasoning_tokens": draw(st.integers(0, 10)) * 100,
        "cacheable_share": draw(shares),
        "cache_hit_rate": draw(shares),
        "batch_share": draw(shares),
        "tool_loops": draw(st.sampled_from((0, 0, 0.25, 1, 1.5, 2, 7))),
        "tool_input_tokens": draw(st.integers(0, 10)) * 200,
        "tool_output_tokens": draw(st.integers(0, 10)) * 20,
        "tool_fee_usd": draw(st.sampled_from((0, 0.001, 0.01))),
        "failure_rate": draw(shares),
        "max_retries": draw(st.integers(0, 4)),
        "escalation_rate": draw(shares),
        "escalation_cost_usd": draw(amounts),
        "error_rate": draw(shares),
        "error_cost_usd": draw(amounts),
    }
    input_price = draw(amounts)
    figures = {
        "input_price": input_price,
        "output_price": draw(amounts),
        "reasoning_price": draw(amounts),
        "cache_read_price": input_price * draw(shares),
        "cache_write_price": input_price * (1 + draw(shares)),
        "request_price": draw(st.sampled_from((0, 0.0002, 0.005))),
        "batch_discount": draw(shares),
    }
    for metric in ("reasoning_price", "cache_write_price", "request_price", "batch_discount"):
        if draw(st.booleans()):
            del figures[metric]
    if draw(st.booleans()):
        traffic["loop_cache_hit_rate"] = draw(shares)
    return traffic, figures


def one_step(traffic: Document, figures: Document, tiers: bool = False) -> Document:
    """A workspace of that step and candidate; above 6,000 tokens every price is half as dear again."""
    dearer = [
        observed(metric, value * 1.5, above_tokens=6000)
        for metric, value in figures.items()
        if tiers and metric.endswith("price")
    ]
    step = {"id": "answer", "name": "Answer", "usage": traffic}
    return document(step, [candidate("a", figures, *dearer, size_class="reasoning")])


def monthly(data: Document) -> float:
    result = assessed(data).cost.monthly
    assert result is not None
    return result


def no_less(after: float, before: float) -> bool:
    return after >= before - 1e-9 * max(1.0, abs(before))


@counted(80, 300, priced(), st.sampled_from(PRICES), amounts, st.booleans())
def test_cost_grows_with_every_price(case: tuple[Document, Document], metric: str, more: float, tiers: bool) -> None:
    """Raising one price never lowers the monthly cost. An absent price is not raised: what stands in for it is."""
    traffic, figures = case
    assume(metric in figures)
    dearer = {**figures, metric: figures[metric] + more}
    if metric == "cache_read_price":
        # Reading a cache above the price of not caching would be no saving, and nobody sells it.
        dearer[metric] = min(dearer[metric], figures["input_price"])
    assert no_less(monthly(one_step(traffic, dearer, tiers)), monthly(one_step(traffic, figures, tiers)))


@counted(80, 300, priced(), st.sampled_from(sorted(VOLUMES)), st.integers(0, 10), st.booleans())
def test_cost_grows_with_every_volume(case: tuple[Document, Document], field: str, share: int, tiers: bool) -> None:
    """More requests, tokens, loops or dearer people and errors never lower the monthly cost, tiers crossed or not."""
    traffic, figures = case
    least, most = VOLUMES[field]
    more = {**traffic, field: traffic[field] + least + (most - least) * share / 10}
    assert no_less(monthly(one_step(more, figures, tiers)), monthly(one_step(traffic, figures, tiers)))


@counted(80, 300, priced(), shares)
def test_cost_grows_with_the_failure_rate(case: tuple[Document, Document], rate: float) -> None:
    """Where a wrong answer costs no more than an escalation, more failures never lower the monthly cost."""
    traffic, figures = case
    traffic["error_cost_usd"] = min(traffic["error_cost_usd"], traffic["escalation_cost_usd"])
    low, high = sorted((rate, traffic["failure_rate"]))
    before = one_step({**traffic, "failure_rate": low}, figures)
    after = one_step({**traffic, "failure_rate": high}, figures)
    assert no_less(monthly(after), monthly(before))


@counted(80, 200, priced())
def test_caching_at_the_input_price_saves_nothing(case: tuple[Document, Document]) -> None:
    """A cache that is read and written at the price of input saves exactly 0."""
    traffic, figures = case
    same = {**figures, "cache_read_price": figures["input_price"], "cache_write_price": figures["input_price"]}
    assert assessed(one_step(traffic, same)).cost.parts.caching_savings == 0


@counted(100, 300, priced(), st.booleans())
def test_cost_is_the_formula_of_the_contract(case: tuple[Document, Document], tiers: bool) -> None:
    """The monthly cost, the bill and the cost of a task equal the contract's formula, written here call by call."""
    use, price = case
    n, ti, to, tr = (use[k] for k in ("requests_per_month", "input_tokens", "output_tokens", "reasoning_tokens"))
    loops, ai, ao = (use[k] for k in ("tool_loops", "tool_input_tokens", "tool_output_tokens"))
    fee, h, q, b = (use[k] for k in ("tool_fee_usd", "cacheable_share", "cache_hit_rate", "batch_share"))
    f, retries, g, e = (use[k] for k in ("failure_rate", "max_retries", "escalation_rate", "error_rate"))
    ql = use.get("loop_cache_hit_rate", q)

    def at(metric: str, tokens: float) -> float:
        return price[metric] * (1.5 if tiers and tokens > 6000 else 1) / 1e6

    def writing(tokens: float) -> float:
        return at("cache_write_price", tokens) - at("input_price", tokens) if "cache_write_price" in price else 0

    rp = price.get("request_price", 0) * (1.5 if tiers and ti > 6000 else 1)
    d, last = price.get("batch_discount", 0), math.ceil(loops)
    sent = [ti + k * (ai + ao) for k in range(last + 1)]
    weight = [1.0] * last + [loops - last + 1 if last else 1.0]
    longest = ti + loops * (ai + ao)
    gross = ti * at("input_price", ti) + rp + to * at("output_price", longest)
    gross += tr * at("reasoning_price" if "reasoning_price" in price else "output_price", longest)
    caching = h * ti * (q * (at("input_price", ti) - at("cache_read_price", ti)) - (1 - q) * writing(ti))
    for k in range(1, last + 1):
        written = ao * at("output_price", sent[k - 1])
        gross += weight[k] * (sent[k] * at("input_price", sent[k]) + written + rp)
        reread = at("input_price", sent[k]) - at("cache_read_price", sent[k])
        caching += ql * weight[k] * (sent[k - 1] * reread - (ai + ao) * writing(sent[k]))
    caching -= ql * min(1, loops) * (1 - h) * ti * writing(ti)
    attempt = gross + loops * fee - caching - b * d * (gross - caching)
    attempts = sum(f**k for k in range(retries + 1))
    x = f ** (retries + 1)
    escalated, wrong, right = x + (1 - x) * g, (1 - x) * (1 - g) * e, (1 - x) * (1 - g) * (1 - e)
    people = escalated * use["escalation_cost_usd"] + wrong * use["error_cost_usd"]
    cost = assessed(one_step(use, price, tiers)).cost
    assert close(cost.bill, n * attempt * attempts)
    assert close(cost.monthly, n * (attempt * attempts + people))
    assert close(cost.per_successful_task, (attempt * attempts + people) / right if n * right else None)


RATES = ("cacheable_share", "cache_hit_rate", "loop_cache_hit_rate", "batch_share", "failure_rate", "escalation_rate")


@counted(80, 300, priced(), st.sampled_from((*RATES, "error_rate", "tool_loops")))
def test_nothing_jumps_where_a_share_a_rate_or_the_loops_go_to_0(case: tuple[Document, Document], field: str) -> None:
    """As good as none costs as good as none."""
    traffic, figures = case
    none = monthly(one_step({**traffic, field: 0}, figures))
    hardly = monthly(one_step({**traffic, field: 1e-10}, figures))
    assert math.isclose(none, hardly, rel_tol=1e-6, abs_tol=1e-3)


@counted(40, 200, documents(least=2, most=3, friendly=True))
def test_nothing_jumps_where_a_fallback_or_a_step_serves_hardly_anything(data: Document) -> None:
    """A fallback that takes as good as no traffic, and a step that as good as no task passes, cost and spoil as good as
    nothing. Machines move in whole ones and are left out; so is whatever is not known."""
    rows = [row for row in data["candidates"] if row["access"] != "self_hosted"]
    assume(len(rows) > 1)
    for row in data["candidates"]:
        if row not in rows:
            data = without_candidate(data, row["id"])
    data["decision"] = {"default": rows[0]["id"], "fallback": rows[1]["id"]}
    *others, _ = data["scenario"]["steps"]
    task = data["scenario"].get("task_step", data["scenario"]["steps"][-1]["id"])
    rare = next((row for row in others if row["id"] != task), None)

    def costs(share: float, requests: float | None = None) -> tuple[float | None, float | None]:
        scenario = {**data["scenario"], "fallback_share": share}
        if rare is not None and requests is not None:
            usage = {**rare["usage"], "requests_per_month": requests}
            scenario["steps"] = [{**row, "usage": usage} if row is rare else row for row in scenario["steps"]]
        made = analysed({**data, "scenario": scenario}).decision
        return made.monthly, made.per_successful_task

    for none, hardly in ((costs(0.0), costs(1e-10)), (costs(0.1, 0.0), costs(0.1, 1e-7))):
        for one, other in zip(none, hardly, strict=True):
            # Nothing of an unknown price is nothing, and something of it is unknown.
            if one is not None and other is not None:
                assert math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-3)


# --- independence of the field -----------------------------------------------------------------------------------


def standing_alone(result: CandidateResult) -> dict[str, Any]:
    """Everything about a candidate that must not depend on who else is compared."""
    return {
        "score": (result.score.low, result.score.high),
        "columns": {column: (value.low, value.high) for column, value in result.columns.items()},
        "standing": (result.standing.status, result.standing.blocked_by, result.standing.unknown),
        "near": result.standing.near_miss,
        "checks": {id_: check.verdict for id_, check in result.checks.items()},
        "cost": (result.cost.monthly, result.cost.bill, result.cost.replicas),
        "steps": {id_: (step.score.low, step.score.high, step.standing.status) for id_, step in result.steps.items()},
    }


def step_orders(analysis: Analysis) -> dict[str, list[str]]:
    return {step: sorted(ranks, key=ranks.__getitem__) for step, ranks in analysis.step_ranks.items()}


@counted(150, 20_000, documents(least=2, most=4), st.integers(0, 3))
def test_another_candidate_changes_nobody(data: Document, which: int) -> None:
    """Adding or removing a candidate changes no other's score, columns, checks or cost, nor their order."""
    gone = data["candidates"][which % len(data["candidates"])]["id"]
    full, fewer = analysed(data), analysed(without_candidate(data, gone))
    assert [r.id for r in full.ranking if r.id != gone] == [r.id for r in fewer.ranking]
    for step, order in step_orders(fewer).items():
        assert [id_ for id_ in step_orders(full)[step] if id_ != gone] == order
    for result in fewer.ranking:
        assert standing_alone(full.by_id[result.id]) == standing_alone(result)


# --- the unknown -------------------------------------------------------------------------------------------------

FIGURES_WITHOUT_STAND_IN = (
    "quality.aa_index",
    "quality.arena_elo",
    "quality.livebench",
    "output_speed",
    "ttft",
    "input_price",
    "output_price",
    "context_window",
    "requests_per_minute",
    "tokens_per_minute",
    "alternative_hosts",
)
"""The other prices have a stand-in, and a longest output that is not known is not judged."""
FACTS = ("modalities", "outputs", "commercial_use", "size_class")
"""Of roles that are not known others are played, so that there is nothing to compare."""
MACHINE_FACTS = ("gpu_hour_usd", "input_tokens_per_s", "output_tokens_per_s")


def forget(row: Document, fact: str) -> bool:
    """Make one fact of a candidate unknown; False where it was, or where something stands in for it."""
    if fact in FIGURES_WITHOUT_STAND_IN:
        left = [o for o in row["observations"] if o["metric"] != fact]
        known, row["observations"] = len(left) < len(row["observations"]), left
        return known
    if fact in MACHINE_FACTS:
        return row.get("hosting", {}).pop(fact, None) is not None
    if fact in CAPABILITIES:
        was = row.get("capabilities", {}).pop(fact, None)
        if fact == "prompt_caching" and row["access"] == "self_hosted":
            # Own machines that are not known to cache compute all that they are sent.
            return False
        # Without a word about them, caching and batch are taken to be had where there is a price for them.
        return was == "yes" or (was == "no" and fact not in ("prompt_caching", "batch"))
    if fact == "size_class" and row.get(fact) == "reasoning":
        # A reasoning model of unknown size class is taken not to think: a usage figure that is absent is 0.
        return False
    return row.pop(fact, None) is not None


def widened(before: tuple[float | None, float | None], after: tuple[float | None, float | None]) -> bool:
    (low, high), (new_low, new_high) = before, after
    if low is None or high is None or new_low is None or new_high is None:
        return before == after
    return new_low <= low + 1e-9 and new_high >= high - 1e-9


@counted(
    100,
    1000,
    documents(least=1, most=1),
    st.sampled_from((*FIGURES_WITHOUT_STAND_IN, *FACTS, *MACHINE_FACTS, *CAPABILITIES)),
)
def test_an_unknown_widens_every_range_and_passes_nothing(data: Document, fact: str) -> None:
    """Forgetting a fact leaves every column, score and step column at least as wide, and no check passes for it."""
    before = assessed(data)
    poorer = copy.deepcopy(data)
    # The thinking that a step assumes counts for a model of unknown size class, and for no other that does not think.
    assume(fact != "size_class" or not any(row["usage"].get("reasoning_tokens") for row in data["scenario"]["steps"]))
    assume(forget(poorer["candidates"][0], fact))
    after = assessed(poorer)
    assert widened((before.score.low, before.score.high), (after.score.low, after.score.high))
    for column in COLUMNS:
        was, now = before.columns[column], after.columns[column]
        assert widened((was.low, was.high), (now.low, now.high)), column
    for id_, step in before.steps.items():
        for column in COLUMNS:
            was, now = step.columns[column], after.steps[id_].columns[column]
            assert widened((was.low, was.high), (now.low, now.high)), (id_, column)
    for id_, check in before.checks.items():
        assert check.verdict == "pass" or after.checks[id_].verdict != "pass", id_


@counted(80, 500, documents(least=1, most=1), st.sampled_from(("input_price", "output_price")))
def test_a_missing_price_never_reads_as_zero(data: Document, metric: str) -> None:
    """Where a cost is known without a price, no price changes it: what the price would multiply is 0. Everywhere else
    the cost is unknown, its column reaches down to 0 and its check does not pass."""
    row = data["candidates"][0]
    row["observations"] = [o for o in row["observations"] if o["metric"] not in (metric, "reasoning_price")]
    without = assessed(data)
    for value in (0, 7.5):
        row["observations"].append(observed(metric, value, basis="measured"))
        known = assessed(data)
        del row["observations"][-1]
        if without.cost.monthly is not None:
            assert close(known.cost.monthly, without.cost.monthly, abs(without.cost.monthly))
    if without.cost.bill is None:
        assert without.checks["first.cost_target"].verdict != "pass" or (
            without.checks["first.cost_target"].by == "person"
        )
        low = without.columns["cost_risk"].low
        assert low in (0, None) or without.columns["cost_risk"].overridden


@counted(80, 300, documents(least=1, most=1), st.sampled_from(("ttft", "output_speed")))
def test_a_missing_speed_never_reads_as_fast(data: Document, metric: str) -> None:
    """Where a latency is known without a speed, no speed changes it."""
    row = data["candidates"][0]
    row["observations"] = [o for o in row["observations"] if o["metric"] != metric]
    without = assessed(data)
    row["observations"].append(observed(metric, 3.0))
    for id_, step in assessed(data).steps.items():
        before = without.steps[id_].serving.latency
        for name in ("ttft_s", "typical_s", "total_s"):
            if getattr(before, name) is not None:
                assert getattr(before, name) == getattr(step.serving.latency, name), name


# --- machines ----------------------------------------------------------------------------------------------------


def machine(g: Random) -> Document:
    """Hosting that is known."""
    return {
        "gpu_hour_usd": g.choice((0.4, 2.34)),
        "input_tokens_per_s": g.choice((500.0, 20000.0)),
        "output_tokens_per_s": g.choice((50.0, 2500.0)),
        **some_of(
            g,
            {
                "gpus_per_replica": (1, 2, 8),
                "target_utilisation": (0.3, 0.6, 1.0),
                "min_replicas": (0, 1, 3),
                "peak_factor": (1.0, 3.0),
                "hours_per_month": (730.0, 200.0),
                "other_monthly_usd": (0.0, 25.0),
                "engineering_hours": (0, 8),
                "engineering_hour_usd": (0, 90),
            },
        ),
    }


@counted(50, 200, seeds, priced(), st.lists(st.integers(1, 40_000_000), min_size=2, max_size=6))
def test_self_hosted_cost_is_a_staircase_in_the_volume(
    g: Random, case: tuple[Document, Document], volumes: list[int]
) -> None:
    """More requests never lower the fixed cost; it moves by whole replicas, each of which costs the same; and the
    replicas carry the peak: one fewer would not."""
    traffic, _ = case
    hosting = machine(g)
    per_replica = hosting.get("gpus_per_replica", 1) * hosting["gpu_hour_usd"] * hosting.get("hours_per_month", 730)
    treads = []
    for requests in sorted(volumes):
        step = {"id": "answer", "name": "Answer", "usage": {**traffic, "requests_per_month": requests}}
        result = assessed(document(step, [self_hosted("a", hosting, {})]))
        load = result.steps["answer"].serving.cost.replica_seconds
        fixed, replicas = result.cost.parts.fixed, result.cost.replicas
        assert fixed is not None and replicas is not None and load is not None
        treads.append((fixed, replicas))
        seconds = hosting.get("hours_per_month", 730) * 3600 * hosting.get("target_utilisation", 0.6)
        needed = hosting.get("peak_factor", 3) * load / seconds
        assert replicas >= needed - 1e-6
        assert replicas == hosting.get("min_replicas", 1) or replicas - 1 < needed
    for (fixed, replicas), (more_fixed, more_replicas) in itertools.pairwise(treads):
        assert more_replicas >= replicas
        assert close(more_fixed - fixed, (more_replicas - replicas) * per_replica, more_fixed)


# --- steps, stages and who plays them ----------------------------------------------------------------------------


@counted(40, 150, documents(least=1, most=3), seeds)
def test_a_step_that_a_candidate_does_not_play_changes_nothing_of_it(data: Document, g: Random) -> None:
    """Another step, with targets and traffic of its own and on no path: whoever does not take its role keeps every
    column, check, cost, time and status."""
    before = analysed(data)
    added = {**make_step(g, "added", "quality.aa_index", friendly=False), "role": "audio"}
    more = {**data["scenario"], "steps": [added, *data["scenario"]["steps"]]}
    after = analysed({**data, "scenario": more})
    for result in before.ranking:
        if "added" not in after.by_id[result.id].steps:
            assert standing_alone(after.by_id[result.id]) == standing_alone(result)
            assert after.by_id[result.id].time == result.time


@counted(50, 200, documents(least=1, most=2, friendly=True))
def test_one_candidate_everywhere_costs_what_it_costs_alone(data: Document) -> None:
    """Chosen for every step, with itself or nobody behind it: the assignment's parts, tasks, time and price of a task
    are the candidate's own."""
    for row in data["candidates"]:
        for decision in ({"default": row["id"]}, {"default": row["id"], "fallback": row["id"]}):
            analysis = analysed({**data, "decision": decision})
            result, made = analysis.by_id[row["id"]], analysis.decision
            if len(result.steps) < len(data["scenario"]["steps"]):
                continue
            for one, other in zip(made.parts, result.cost.parts, strict=True):
                assert close(one, other, abs(other or 0))
            assert close(made.per_successful_task, result.cost.per_successful_task)
            assert close(made.successful_tasks, result.cost.successful_tasks)
            assert analysis.decision_time == result.time


def split(data: Document, id_: str, share: float) -> Document:
    """A step as two alternatives of one stage, which share its requests; whatever is said of it is said of both."""
    new = copy.deepcopy(data)
    scenario, other = new["scenario"], f"{id_}-too"
    path = scenario.get("path") or [[scenario.get("task_step", scenario["steps"][-1]["id"])]]
    scenario["path"] = [[*stage, other] if id_ in stage else stage for stage in path]
    scenario["task_step"] = scenario.get("task_step", scenario["steps"][-1]["id"])
    step = next(row for row in scenario["steps"] if row["id"] == id_)
    requests = step["usage"].get("requests_per_month", 0)
    twin = {**copy.deepcopy(step), "id": other}
    step["usage"]["requests_per_month"], twin["usage"]["requests_per_month"] = requests * share, requests * (1 - share)
    scenario["steps"].append(twin)
    for row in new["candidates"]:
        if id_ in row.get("usage", {}):
            row["usage"][other] = row["usage"][id_]
    new["evaluations"] += [{**run, "step": other} for run in new["evaluations"] if run["step"] == id_]
    return new


@counted(60, 200, documents(least=1, most=2), st.integers(0, 2), st.sampled_from((0.5, 0.3, 0.25)))
def test_splitting_a_step_changes_neither_tasks_nor_their_cost(data: Document, which: int, share: float) -> None:
    """Two alternatives with equal needs pass as many tasks, and with the same model a success costs the same."""
    steps = data["scenario"]["steps"]
    id_ = steps[which % len(steps)]["id"]
    before, after = analysed(data), analysed(split(data, id_, share))
    assert close(before.task.monthly, after.task.monthly)
    # What is passed more often than there are tasks counts once for each step.
    assume(before.scenario.steps[which % len(steps)].requests <= before.task.monthly)
    for result in before.ranking:
        now = after.by_id[result.id]
        if not result.candidate.self_hosted and result.steps:
            assert close(result.cost.monthly, now.cost.monthly, abs(result.cost.monthly or 0))
            assert close(result.cost.successful_tasks, now.cost.successful_tasks, before.task.monthly)
            assert close(result.cost.per_successful_task, now.cost.per_successful_task)


@counted(80, 200, documents(least=1, most=3))
def test_a_task_succeeds_no_more_often_and_is_no_faster_than_its_stages(data: Document) -> None:
    """Of the tasks that pass all stages no more succeed than of the worst one; the tails together lie between being
    slow one at a time and all at once, and are the tail itself where there is one stage."""
    analysis = analysed(data)
    task = analysis.task
    for result in analysis.ranking:
        if result.time is None:
            continue
        rates = {id_: assessed_step.serving.cost.success_rate for id_, assessed_step in result.steps.items()}
        if task.monthly:
            stages = [sum((share or 0) * (1 - rates[id_]) for id_, share in stage) for stage in task.stages]
            assert result.cost.successful_tasks is not None
            assert no_less(task.monthly * min(max(0, 1 - failed) for failed in stages), result.cost.successful_tasks)
        low, high = result.time.total_low_s, result.time.total_high_s
        if low is not None and high is not None:
            assert no_less(high, low)
            if len(task.stages) == 1:
                assert close(low, high)


@counted(80, 200, documents(least=1, most=3, friendly=True))
def test_an_assignment_succeeds_no_more_often_and_is_no_faster_than_its_stages(data: Document) -> None:
    """The same of what was decided, whoever serves each step and stands in."""
    analysis = analysed(data)
    task, made, share = analysis.task, analysis.decision, data["scenario"].get("fallback_share", 0.0)
    if made.successful_tasks is not None and task.monthly:
        rates = {}
        for id_, choice in analysis.choices.items():
            serving, behind = (analysis.serving(one, id_) if one else None for one in (choice.default, choice.fallback))
            # Where nobody serves a step the tasks are known all the same if none passes it, or another spoils them all.
            own = 1.0 if serving is None else serving.cost.success_rate
            rates[id_] = own if behind is None else (1 - share) * own + share * behind.cost.success_rate
        stages = [sum(part * (1 - rates[id_]) for id_, part in stage if part) for stage in task.stages]
        assert no_less(task.monthly * min(max(0, 1 - failed) for failed in stages), made.successful_tasks)
    low, high = analysis.decision_time.total_low_s, analysis.decision_time.total_high_s
    if low is not None and high is not None:
        assert no_less(high, low)
        if len(task.stages) == 1:
            assert close(low, high)
