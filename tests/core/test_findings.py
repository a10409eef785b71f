"""Every finding rule, raised by one workspace and not by another that differs in what the rule is about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from documents import FIGURES, TODAY, Document, analysed, candidate, document, evaluation, observed, self_hosted, step

from shortlist.core.analysis import analyse
from shortlist.core.document.offering import Offering, offering_key
from shortlist.core.document.workspace import read_workspace
from shortlist.core.findings import RULES, Finding
from shortlist.core.findings.rule import THERE, rule
from shortlist.core.records.freezing import confirm
from shortlist.core.records.lifecycle import People
from shortlist.core.records.lifecycle import accepted as agree
from shortlist.core.review.filed_records import Filed, digest_of, frozen_data

Change = Callable[[Document], Any]


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def sound() -> Document:
    """A decision without a weakness: two tested candidates far apart, two sources each, a record with its prose."""
    second = observed("quality.livebench", 50, source="LiveBench")
    hosts = observed("alternative_hosts", 2)
    rows = [candidate("a", None, second, hosts), candidate("b", {**FIGURES, "quality.aa_index": 31}, second, hosts)]
    sections = {"rationale": "It leads.", "context_needs": "Short prompts."}
    record = {
        "number": 1,
        "status": "draft",
        "date": TODAY,
        "sections": sections,
        "triggers": [{"kind": "after_days", "value": 90}],
    }
    return document(
        step(needs={"min_quality": 30}),
        rows,
        {"monthly_budget_usd": 400.0},
        decision={"default": "a", "fallback": "b"},
        evaluations=[evaluation("a", 95, 100), evaluation("b", 95, 100)],
        records=[record],
    )


def raised(data: Document) -> dict[str, Finding]:
    return {finding.rule: finding for finding in analysed(data).findings}


def first(data: Document) -> Document:
    found: Document = data["candidates"][0]
    return found


def figure(data: Document, metric: str, index: int = 0) -> Document:
    """An observation of a candidate, to be changed."""
    rows = data["candidates"][index]["observations"]
    found: Document = next(row for row in rows if row["metric"] == metric)
    return found


def forget(data: Document, *metrics: str, index: int = 0) -> None:
    row = data["candidates"][index]
    row["observations"] = [o for o in row["observations"] if o["metric"] not in metrics]


def answer(data: Document, **more: Any) -> None:
    first(data)["answers"] = [{"check": "privacy.training", "verdict": "pass", **more}]


def only_step(data: Document) -> Document:
    found: Document = data["scenario"]["steps"][0]
    return found


def silent(data: Document, *sections: str) -> None:
    for section in sections or ("rationale",):
        data["records"][0]["sections"].pop(section, None)


def relax(data: Document, *checks: str) -> None:
    data["checks"] = [{"id": check, "importance": "should"} for check in checks]


def tiered(data: Document, *metrics: str) -> None:
    """The first candidate has a cache, and charges more for these above 500 tokens, of which half a prompt repeats."""
    first(data)["observations"].append(observed("cache_read_price", 0.1))
    first(data)["observations"] += [observed(metric, 9, above_tokens=500) for metric in metrics]
    only_step(data)["usage"] |= {"cacheable_share": 0.5, "cache_hit_rate": 0.5}
    data["scenario"]["monthly_budget_usd"] = 4000.0


def host(data: Document, index: int = 0, **hosting: Any) -> None:
    machine = {"gpu_hour_usd": 0.1, "input_tokens_per_s": 1e5, "output_tokens_per_s": 1e5, "min_replicas": 2, **hosting}
    row = data["candidates"][index]
    row |= {"access": "self_hosted", "openness": "open_weight", "hosting": machine}


def both(*changes: Change) -> Change:
    def change(data: Document) -> None:
        for one in changes:
            one(data)

    return change


def accepted(data: Document) -> None:
    data["records"][0]["status"] = "accepted"


def own_run(data: Document) -> None:
    """`evaluate` made the first run, and timed it; its answers are what is worked out."""
    data["evaluations"][0] |= {"tool": "shortlist", "latency_p50_s": 0.5, "latency_p95_s": 0.8}


def other_tool(data: Document) -> None:
    data["evaluations"][0]["tool"] = "promptfoo"


def untested(data: Document) -> None:
    data["evaluations"] = []


def dearer_default(data: Document) -> None:
    """B, of lower rank, is the default, and costs as much as A unless told."""
    data["decision"] = {"default": "b", "fallback": "a"}


def waits(data: Document, lead: float) -> None:
    """A third candidate that lacks an answer and is rated on the column that alone counts."""
    waiting = candidate("w", None, commercial_use="unknown")
    level = {0.0: "medium", 33.0: "good"}[lead]
    for row in (*data["candidates"], waiting):
        row["overrides"] = [{"column": "task_fit", "level": "medium", "reason": "rated"}]
    waiting["overrides"][0]["level"] = level
    data["candidates"].append(waiting)
    data["scenario"]["weights"] = dict.fromkeys(
        ("expected_quality", "latency_risk", "cost_risk", "privacy_risk", "operational_burden", "migration_difficulty"),
        0,
    )


def split(data: Document, own_fallback: bool = True, **fields: Any) -> None:
    """A second step, which B serves."""
    data["scenario"]["steps"].append(step("draft", **fields))
    row = {"step": "draft", "default": "b", "fallback": "b"}
    data["decision"] = {"default": "a", "fallback": "a" if own_fallback else "b", "steps": [row]}


def staged(data: Document, limit: float) -> None:
    """A second stage like the first, and a limit on the time of a task."""
    data["scenario"]["steps"].append(step("draft"))
    data["scenario"] |= {"path": [["answer"], ["draft"]], "max_task_total_s": limit}


def agreed(data: Document, basis: str) -> None:
    """A price that ended yesterday, of some basis; the list price takes its place."""
    ended = observed("input_price", 0.5, basis=basis, valid_until=days_ago(1))
    first(data)["observations"].append(ended)


# rule, severity, place, what raises it, what is as near to it as can be and does not
TABLE: list[tuple[str, str, str, Change, Change]] = [
    (
        "top-score-only",
        "warning",
        "decision.default",
        lambda d: forget(d, "ttft"),
        lambda d: forget(d, "ttft", index=1),
    ),
    (
        "single-source",
        "warning",
        "candidates[0].observations[2]",
        both(untested, lambda d: forget(d, "quality.livebench")),
        lambda d: forget(d, "quality.livebench"),
    ),
    (
        "mixed-versions",
        "warning",
        "candidates",
        lambda d: (
            figure(d, "quality.aa_index").update(version="v3"),
            figure(d, "quality.aa_index", 1).update(version="v4"),
        ),
        lambda d: figure(d, "quality.aa_index").update(version="v3"),
    ),
    (
        "mixed-dates",
        "warning",
        "candidates",
        lambda d: figure(d, "quality.aa_index").update(as_of=days_ago(46)),
        lambda d: figure(d, "quality.aa_index").update(as_of=days_ago(45)),
    ),
    (
        "other-provider",
        "warning",
        "candidates[0].observations[3]",
        lambda d: figure(d, "ttft").update(provider="azure"),
        lambda d: (figure(d, "ttft").update(provider="a-cloud"), figure(d, "context_window").update(provider="azure")),
    ),
    (
        "stale-figure",
        "warning",
        "candidates[0].observations[3]",
        lambda d: figure(d, "ttft").update(as_of=days_ago(61)),
        lambda d: figure(d, "ttft").update(as_of=days_ago(60)),
    ),
    (
        "sources-disagree",
        "warning",
        "candidates[0].observations[8]",
        lambda d: first(d)["observations"].append(observed("ttft", 0.61, source="Another board")),
        lambda d: first(d)["observations"].extend(
            [observed("ttft", 0.6, source="Another board"), observed("output_speed", 900)]
        ),
    ),
    ("leaderboard-only", "warning", "decision.default", untested, lambda d: d["evaluations"].pop()),
    ("leaderboard-only", "error", "decision.default", both(untested, accepted), accepted),
    (
        "small-evaluation",
        "info",
        "evaluations[2]",
        lambda d: d["evaluations"].append(evaluation("a", 49, 49)),
        lambda d: d["evaluations"].extend([evaluation("a", 50, 50), evaluation("a", 9, 9, ran_on=days_ago(9))]),
    ),
    (
        "same-provider-fallback",
        "warning",
        "decision.fallback",
        lambda d: d["candidates"][1].update(provider="a-cloud"),
        lambda d: d["candidates"][1].update(developer="a-lab"),
    ),
    (
        "unchecked-must",
        "error",
        "decision.fallback",
        lambda d: d["candidates"][1].update(commercial_use="unknown"),
        both(lambda d: d["candidates"][1].update(commercial_use="unknown"), lambda d: relax(d, "first.licensing")),
    ),
    (
        "excluded-choice",
        "error",
        "decision.default",
        lambda d: first(d).update(commercial_use="no"),
        both(lambda d: first(d).update(commercial_use="no"), lambda d: relax(d, "first.licensing")),
    ),
    ("not-recommended", "warning", "decision.default", both(dearer_default, silent), dearer_default),
    (
        "close-call",
        "info",
        "records",
        both(silent, lambda d: figure(d, "quality.aa_index", 1).update(value=44.9)),
        lambda d: figure(d, "quality.aa_index", 1).update(value=44.9),
    ),
    (
        "reasoning-for-routine",
        "warning",
        "decision.default",
        lambda d: (
            first(d).update(size_class="reasoning", usage={"answer": {"reasoning_tokens": 1}}),
            only_step(d).update(use_case="lead_routing"),
        ),
        lambda d: (
            first(d).update(size_class="reasoning", usage={"answer": {"reasoning_tokens": 1}}),
            only_step(d).update(use_case="support_chatbot"),
        ),
    ),
    (
        "long-context",
        "info",
        "scenario.steps[0].needs.context_tokens",
        both(lambda d: only_step(d)["needs"].update(context_tokens=32_001), lambda d: silent(d, "context_needs")),
        both(lambda d: only_step(d)["needs"].update(context_tokens=32_000), lambda d: silent(d, "context_needs")),
    ),
    (
        "long-context",
        "info",
        "scenario.steps[0].needs.context_tokens",
        both(lambda d: only_step(d)["needs"].update(context_tokens=99_000), lambda d: silent(d, "context_needs")),
        lambda d: only_step(d)["needs"].update(context_tokens=99_000),
    ),
    (
        "open-washing",
        "error",
        "candidates[0].openness",
        lambda d: first(d).update(openness="open_source", commercial_use="no"),
        lambda d: first(d).update(openness="open_weight", commercial_use="no"),
    ),
    (
        "open-washing",
        "error",
        "candidates[0].openness",
        lambda d: first(d).update(openness="open_source", licence="Llama 4 Community License"),
        lambda d: first(d).update(openness="open_source", licence="Apache-2.0"),
    ),
    (
        "unsafe-format",
        "error",
        "candidates[0].hosting.file_format",
        lambda d: host(d, file_format="pickle"),
        lambda d: host(d, file_format="safetensors"),
    ),
    (
        "price-unknown",
        "warning",
        "candidates[0]",
        both(lambda d: forget(d, "output_price"), lambda d: relax(d, "first.cost_target")),
        lambda d: forget(d, "output_price"),
    ),
    (
        "tier-unstated",
        "info",
        "candidates[0].observations[8]",
        lambda d: tiered(d, "input_price", "output_price"),
        lambda d: tiered(d, "input_price", "output_price", "cache_read_price"),
    ),
    (
        "deprecated",
        "error",
        "decision.default",
        lambda d: first(d).update(deprecated=True),
        lambda d: d["candidates"].append(candidate("z", commercial_use="no", deprecated=True)),
    ),
    (
        "deprecated",
        "error",
        "decision.fallback",
        lambda d: d["candidates"][1].update(ends_on=dt.date(2027, 6, 30)),
        lambda d: d["candidates"][1].update(deprecated=False),
    ),
    (
        "no-review",
        "error",
        "records[0].triggers",
        both(accepted, lambda d: d["records"][0].update(triggers=[])),
        lambda d: d["records"][0].update(triggers=[]),
    ),
    (
        "placeholder",
        "warning",
        "records[0].sections.risks",
        lambda d: d["records"][0]["sections"].update(risks="[fill in: what could go wrong]"),
        lambda d: d["records"][0]["sections"].update(risks="Fill in the blanks of the form."),
    ),
    (
        "placeholder",
        "error",
        "records[0].sections.risks",
        both(accepted, lambda d: d["records"][0]["sections"].update(risks="TBD")),
        accepted,
    ),
    (
        # $1.80 grows by 10 % a month to 1.80 × 1.1^11 = $5.14.
        "over-budget-later",
        "info",
        "scenario.growth_per_month",
        lambda d: d["scenario"].update(growth_per_month=0.1, monthly_budget_usd=5.13),
        lambda d: d["scenario"].update(growth_per_month=0.1, monthly_budget_usd=5.14),
    ),
    (
        "assumed-against-measured",
        "warning",
        "candidates[1]",
        lambda d: d["evaluations"].pop(),
        untested,
    ),
    ("waiting-candidate", "warning", "candidates[2]", lambda d: waits(d, 33.0), lambda d: waits(d, 0.0)),
    (
        "batch-with-latency",
        "warning",
        "scenario.steps[0].usage.batch_share",
        lambda d: (only_step(d)["usage"].update(batch_share=0.5), only_step(d)["needs"].update(max_total_s=60)),
        lambda d: only_step(d)["usage"].update(batch_share=0.5),
    ),
    (
        "no-spare-replica",
        "info",
        "decision.fallback",
        lambda d: host(d, 1, min_replicas=1),
        lambda d: host(d, 1, min_replicas=2),
    ),
    (
        "dearer-than-needed",
        "warning",
        "decision.default",
        both(silent, lambda d: figure(d, "input_price", 1).update(value=0.9)),
        lambda d: figure(d, "input_price", 1).update(value=0.9),
    ),
    (
        "vendor-claim",
        "warning",
        "candidates[0].observations[3]",
        lambda d: figure(d, "ttft").update(basis="self_reported"),
        lambda d: first(d)["observations"].append(observed("ttft", 0.5, basis="self_reported")),
    ),
    (
        "preference-not-correctness",
        "warning",
        "scenario.steps[0].needs.quality_metric",
        lambda d: (
            only_step(d).update(use_case="legal_review"),
            only_step(d)["needs"].update(quality_metric="quality.arena_elo"),
        ),
        lambda d: (
            only_step(d).update(use_case="voice_intake"),
            only_step(d)["needs"].update(quality_metric="quality.arena_elo"),
        ),
    ),
    (
        "assumed-answer",
        "info",
        "candidates[0].answers",
        answer,
        lambda d: answer(d, url="https://example.org/terms"),
    ),
    (
        "leaderboard-only",
        "warning",
        "decision.steps[0].default",
        lambda d: (split(d), d["evaluations"].append(evaluation("a", 95, 100, "draft"))),
        lambda d: (split(d), d["evaluations"].append(evaluation("b", 95, 100, "draft"))),
    ),
    (
        "excluded-choice",
        "error",
        "decision.steps[0].default",
        lambda d: split(d, needs={"min_quality": 40}),
        lambda d: (split(d), d["scenario"]["steps"].append(step("other", needs={"min_quality": 40}, role="vision"))),
    ),
    (
        # B is chosen for the draft alone, whose $1.80 are within the budget that both steps would pass.
        "excluded-choice",
        "error",
        "decision.fallback",
        lambda d: (split(d, own_fallback=False), d["scenario"].update(monthly_budget_usd=2.0)),
        lambda d: (split(d), d["scenario"].update(monthly_budget_usd=2.0)),
    ),
    (
        "deprecated",
        "error",
        "decision.default",
        lambda d: first(d).update(ends_on=days_ago(1)),
        lambda d: d["candidates"].append(candidate("z", commercial_use="no", ends_on=days_ago(1))),
    ),
    (
        "batch-with-latency",
        "warning",
        "scenario.steps[0].usage.batch_share",
        lambda d: (only_step(d)["usage"].update(batch_share=0.5), only_step(d)["needs"].update(max_p99_s=60)),
        lambda d: only_step(d)["needs"].update(max_p99_s=60),
    ),
    (
        # 1,000 requests of 1,000 tokens at $1 and 200 at $4 a million are $1.80 a month, $0.0018 each.
        "decision-over-budget",
        "error",
        "scenario.monthly_budget_usd",
        lambda d: d["scenario"].update(monthly_budget_usd=1.79),
        lambda d: d["scenario"].update(monthly_budget_usd=1.8),
    ),
    (
        "decision-over-task-limit",
        "error",
        "scenario.max_cost_per_successful_task_usd",
        lambda d: d["scenario"].update(max_cost_per_successful_task_usd=0.0018),  # one in twenty fails
        lambda d: d["scenario"].update(max_cost_per_successful_task_usd=0.0019),
    ),
    (
        # 0.5 s to the first token and 2 s of writing; the tail is one and a half times that.
        "decision-too-slow",
        "error",
        "scenario.max_task_total_s",
        lambda d: d["scenario"].update(max_task_total_s=3.74),
        lambda d: d["scenario"].update(max_task_total_s=3.75),
    ),
    (
        "decision-too-slow",
        "error",
        "scenario.max_task_ttft_s",
        lambda d: d["scenario"].update(max_task_ttft_s=0.49),
        lambda d: d["scenario"].update(max_task_ttft_s=0.5),
    ),
    (
        # Two stages: 5 + 1.25·√2 = 6.77 s where their tails are apart, 7.5 s where both come at once.
        "decision-maybe-slow",
        "warning",
        "scenario.max_task_total_s",
        lambda d: staged(d, 7.49),
        lambda d: staged(d, 7.5),
    ),
    (
        "decision-maybe-slow",
        "warning",
        "scenario.max_task_total_s",
        lambda d: staged(d, 6.77),
        lambda d: staged(d, 6.76),
    ),
    (
        "unserved-step",
        "info",
        "scenario.steps[1]",
        lambda d: d["scenario"]["steps"].append(step("embed", role="embedder")),
        lambda d: d["scenario"]["steps"].append(step("sort", role="classifier")),
    ),
    (
        "unserved-step",
        "error",
        "scenario.steps[0]",
        lambda d: (d.update(decision={}), d["records"][0].update(status="proposed")),
        lambda d: d.update(decision={}),
    ),
    (
        # 5 wrong of 100 are 2.2 % to 11.2 %.
        "undecided-evaluation",
        "warning",
        "evaluations[1]",
        lambda d: only_step(d)["needs"].update(max_error_rate=0.1),
        lambda d: only_step(d)["needs"].update(max_error_rate=0.12),
    ),
    (
        "critical-failure",
        "error",
        "evaluations[1]",
        lambda d: d["evaluations"][1].update(critical_failures=1),
        lambda d: d["evaluations"][1].update(critical_failures=0),
    ),
    (
        "uncalibrated-judge",
        "warning",
        "evaluations[0]",
        lambda d: d["evaluations"][0].update(graded_by="judge", judge_checked=19, judge_agreed=19),
        lambda d: d["evaluations"][0].update(graded_by="judge", judge_checked=20, judge_agreed=16),
    ),
    (
        "uncalibrated-judge",
        "warning",
        "evaluations[0]",
        lambda d: d["evaluations"][0].update(graded_by="judge", judge_checked=20, judge_agreed=15),
        lambda d: d["evaluations"][0].update(graded_by="person"),
    ),
    (
        "measured-cost-differs",
        "warning",
        "evaluations[0]",
        lambda d: d["evaluations"][0].update(cost_usd=0.2161),
        lambda d: d["evaluations"][0].update(cost_usd=0.216),
    ),
    (
        "same-assumptions",
        "info",
        "candidates",
        untested,
        both(untested, lambda d: first(d).update(usage={"answer": {"error_rate": 0.05}})),
    ),
    (
        "no-upkeep",
        "warning",
        "candidates[1].hosting.engineering_hours",
        lambda d: host(d, 1),
        lambda d: host(d, 1, engineering_hours=1, engineering_hour_usd=90),
    ),
    (
        "contract-ends",
        "warning",
        "candidates[0].observations[0]",
        lambda d: figure(d, "input_price").update(basis="contract", valid_until=days_ago(-59)),
        lambda d: figure(d, "input_price").update(basis="contract", valid_until=days_ago(-60)),
    ),
    (
        "contract-ends",
        "warning",
        "candidates[0].observations[8]",
        lambda d: agreed(d, "contract"),
        lambda d: agreed(d, "published"),
    ),
    (
        "implausible-figure",
        "warning",
        "candidates[0].observations[0]",
        lambda d: figure(d, "input_price").update(value=1000.5),
        lambda d: figure(d, "input_price").update(value=1000),
    ),
    (
        "implausible-figure",
        "warning",
        "candidates[0].observations[0]",
        lambda d: figure(d, "input_price").update(value=0.003),
        lambda d: figure(d, "input_price").update(value=0.0031),
    ),
    (
        "trigger-already-due",
        "warning",
        "records[0].triggers[0]",
        lambda d: d["records"][0].update(triggers=[{"kind": "volume", "value": 1000}]),
        lambda d: d["records"][0].update(triggers=[{"kind": "volume", "value": 1001}]),
    ),
    (
        "endpoint-address",
        "warning",
        "candidates[0].endpoint.base_url",
        lambda d: first(d).update(endpoint={"base_url": "localhost:8977"}),
        lambda d: first(d).update(endpoint={"base_url": "http://localhost:8977"}),
    ),
    (
        "stale-evaluation",
        "warning",
        "evaluations[0]",
        lambda d: d["evaluations"][0].update(ran_on=TODAY - dt.timedelta(days=91)),
        lambda d: d["evaluations"][0].update(ran_on=TODAY - dt.timedelta(days=90)),
    ),
    (
        "plain-calls",
        "info",
        "evaluations[0]",
        both(own_run, lambda d: only_step(d)["usage"].update(tool_loops=1.0)),
        own_run,
    ),
    (
        "plain-calls",
        "info",
        "evaluations[0]",
        both(own_run, lambda d: only_step(d)["usage"].update(extra_latency_s=0.1)),
        both(own_run, lambda d: only_step(d)["usage"].update(extra_latency_s=0.1), other_tool),
    ),
    (
        "not-frozen",
        "warning",
        "records[0].digest",
        accepted,
        both(accepted, lambda d: d["records"][0].update(digest="5" * 64)),
    ),
    (
        "unclear-name",
        "warning",
        "candidates[1].name",
        lambda d: d["candidates"][1].update(name="Zwe\u200bi"),
        lambda d: d["candidates"][1].update(name="Größe 2 \U0001f468\u200d\U0001f680 модель Ω"),
    ),
]


def test_a_sound_decision_has_no_finding() -> None:
    """What the table starts from."""
    assert analysed(sound()).findings == []


@pytest.mark.parametrize(
    ("name", "severity", "where", "raising", "near"), TABLE, ids=lambda v: v if isinstance(v, str) else ""
)
def test_rule(name: str, severity: str, where: str, raising: Change, near: Change) -> None:
    """The rule speaks, with its severity and place, and is silent one step away."""
    data = sound()
    raising(data)
    found = raised(data)
    assert name in found
    assert (found[name].severity, found[name].where) == (severity, where)
    # What was found, then what to do.
    assert found[name].message.endswith(".") and "; " in found[name].message
    data = sound()
    near(data)
    silent_now = raised(data)
    assert name not in silent_now or silent_now[name].severity != severity


def test_the_table_has_every_rule_of_the_contract() -> None:
    """The 45 rules of the contract, two on kept records, three on runs, one on endpoints, two on figures in another
    unit or another tier, one on names; those beyond the file are tested with their files."""
    assert {row[0] for row in TABLE} == RULES.keys() - {"record-mismatch", "other-rules", "evidence-mismatch"}
    assert len(RULES) == 54


UNSEEN = (
    "a\u00adb",
    "a\u200bb",
    "\u3164",
    "a\u2800",
    "a\ufeffb",
    "a\u202eb",
    "a\U000e0041b",
    "a\x7fb",
    "a\u00a0\u2060",
)
"""A hyphen that is soft, spaces without width, letters of Hangul that are none, marks of direction, tags."""
MIXED = ("gрt-6", "Сlaude", "GΡT", "mistraӏ", "lӏama", "ѕonnet")
"""With letters of Cyrillic and Greek."""
CLEAR = ("gpt-6", "Яндекс GPT", "GPT-β", "通义千问 2", "मॉडल", "می\u200cخواهم", "❤\ufe0f", "naïve", "модель x")
"""Whole words of another script, and what is written with joiners."""


@pytest.mark.parametrize(("text", "told"), [*((t, "nobody sees") for t in UNSEEN), *((t, "look Latin") for t in MIXED)])
@pytest.mark.parametrize("field", ["name", "developer", "provider", "model"])
def test_a_name_that_is_not_what_it_looks_like_is_told(field: str, text: str, told: str) -> None:
    """Whatever name of a candidate it is."""
    data = sound()
    data["candidates"][0][field] = text
    found = raised(data)["unclear-name"]
    assert (found.where, told in found.message) == (f"candidates[0].{field}", True)


@pytest.mark.parametrize("text", CLEAR)
def test_a_name_in_another_script_is_a_name(text: str) -> None:
    """Nothing is wrong with it."""
    data = sound()
    for field in ("name", "developer", "provider", "model"):
        data["candidates"][0][field] = text
    assert "unclear-name" not in raised(data)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Ｍodel 2", "Model 2", True),
        ("МОДЕЛ", "MOДEЛ", True),
        ("MODEL 2", "Model  2", True),
        ("Model 2", "Model 2", False),
        ("Model 2", "Model 3", False),
    ],
)
def test_two_candidates_that_look_the_same_are_told(one: str, other: str, told: bool) -> None:
    """At one provider; that two have one name is seen."""
    data = sound()
    for index, name in enumerate((one, other)):
        data["candidates"][index].update(name=name, provider="azure")
    found = [f for f in analysed(data).findings if f.rule == "unclear-name" and "look the same" in f.message]
    assert [f.where for f in found] == ["candidates[1].name"] * told
    data["candidates"][1]["provider"] = "openai"
    assert not any("look the same" in f.message for f in analysed(data).findings)


def test_a_rule_says_all_of_its_row_or_fails_on_import() -> None:
    """A name or an order that is taken, a section that no record has, and a mend that was forgotten."""
    row: dict[str, Any] = {"order": 2000, "section": "risks", "mend": THERE}
    for name, part in (("long-context", {}), ("new", {"order": 160}), ("new", {"section": "risk"})):
        with pytest.raises(ValueError, match=name):
            rule(name, "info", **{**row, **part})
    with pytest.raises(TypeError, match="mend"):
        rule("new", "info", order=2000, section="risks")  # type: ignore[call-arg]


def test_a_rule_has_room_before_the_next() -> None:
    """One between two others renumbers neither."""
    orders = sorted(one.order for one in RULES.values())
    assert min(after - before for before, after in pairwise(orders)) > 1


def test_record_mismatch() -> None:
    """Raised where the frozen file is missing or was changed; not where it is confirmed, or nobody looked."""
    data = sound()
    both(accepted, lambda d: d["records"][0].update(digest="5" * 64))(data)
    workspace = read_workspace(data)
    for filed, expected in (
        ({1: Filed(None, "the file is missing", "kept.records/0001-test.toml")}, ["record-mismatch"]),
        ({1: Filed(None)}, []),
        (None, []),
    ):
        found = analyse(workspace, None, TODAY, filed).findings
        assert [finding.rule for finding in found] == expected
        if found:
            assert (found[0].severity, found[0].where) == ("error", "records[0].digest")
            assert "kept.records/0001-test.toml: the file is missing; restore it" in found[0].message


@pytest.mark.parametrize("provider", ["a-cloud", "A-Cloud", "elsewhere"])
@pytest.mark.parametrize("marked", [{"deprecated": True}, {"ends_on": dt.date(2027, 6, 30)}, {}])
def test_deprecated_according_to_the_catalogue(provider: str, marked: dict[str, Any]) -> None:
    """The catalogue's mark counts for the chosen model at its provider, and for no other."""
    data = sound()
    first(data)["model"] = "model-a"
    offering = Offering(provider, provider, "Model-A", "Model A", **marked)
    catalogue = {offering_key(offering.provider, offering.model): offering}
    found = [f for f in analyse(read_workspace(data), catalogue, TODAY).findings if f.rule == "deprecated"]
    assert bool(found) == (bool(marked) and provider != "elsewhere")
    assert all("according to the catalogue; choose what replaces it" in f.message for f in found)


def test_the_gravest_comes_first() -> None:
    """Errors, then warnings, then infos."""
    data = sound()
    both(untested, silent, accepted, answer)(data)
    first(data)["commercial_use"] = "no"
    order = [finding.severity for finding in analysed(data).findings]
    assert order == sorted(order, key=("error", "warning", "info").index)
    assert set(order) == {"error", "warning", "info"}


def test_dearer_than_needed_says_the_dollars() -> None:
    """$1.80 against $1.70 a month."""
    data = sound()
    both(silent, lambda d: figure(d, "input_price", 1).update(value=0.9))(data)
    assert "$0.10 a month more" in raised(data)["dearer-than-needed"].message


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        ("Reviewer 1", "Reviewer 2", True),
        ("prices 0.2.3", "prices 0.2.4", False),
        ("board 2026-10-03", "board 2026-11-03", False),
        ("board v8", "Board v9", False),
    ],
)
def test_a_version_at_the_end_makes_no_other_source(one: str, other: str, disagree: bool) -> None:
    """Two releases of one source are one source at two times; two numbered sources are two."""
    data = sound()
    figure(data, "ttft").update(source=one)
    first(data)["observations"].append(observed("ttft", 0.61, source=other))
    assert ("sources-disagree" in raised(data)) is disagree


def test_findings_of_a_steps_own_choice() -> None:
    """A choice for a step is judged by the step's own standing, at its own place."""
    data = sound()
    data["scenario"]["steps"].append(step("draft", needs={"min_quality": 40}))
    data["decision"]["steps"] = [{"step": "draft", "default": "b", "fallback": "a"}, {"step": "answer", "default": "b"}]
    found = [f for f in analysed(data).findings if f.rule == "excluded-choice"]
    assert [f.where for f in found] == ["decision.steps[0].default"]
    assert "“Quality bar”" in found[0].message


@pytest.mark.parametrize(("target", "told"), [(0.1, "139 examples"), (0.05, "no number of examples")])
def test_an_undecided_evaluation_says_what_would_settle_it(target: float, told: str) -> None:
    """1.96² · 0.1 · 0.9 / 0.05² = 138.3; at the target itself nothing settles it."""
    data = sound()
    only_step(data)["needs"]["max_error_rate"] = target
    assert told in raised(data)["undecided-evaluation"].message


@pytest.mark.parametrize(("section", "told"), [("risks", "Risks"), ("latency_and_cost", "Latency and cost")])
def test_a_section_is_called_what_its_heading_says(section: str, told: str) -> None:
    """Not by its key in the file; the place stays the key."""
    data = sound()
    data["records"][0]["sections"][section] = "TBD"
    found = raised(data)["placeholder"]
    assert found.message == f"“{told}” still holds “TBD”; replace it."
    assert found.where == f"records[0].sections.{section}"


def test_a_volume_is_counted_in_tasks() -> None:
    """Two million tasks in five steps are two million, not ten."""
    data = sound()
    traffic = {"requests_per_month": 2_000_000, "input_tokens": 1, "output_tokens": 1}
    data["scenario"]["steps"] = [step(f"s{number}", traffic) for number in range(5)]
    data["evaluations"] = []
    data["records"][0]["triggers"] = [{"kind": "volume", "value": 3_000_000}]
    assert "trigger-already-due" not in raised(data)
    data["records"][0]["triggers"] = [{"kind": "volume", "value": 2_000_000}]
    assert "trigger-already-due" in raised(data)


def test_a_record_of_earlier_rules_keeps_its_result() -> None:
    """It is told that the rules changed, and nothing is called altered."""
    data = sound()
    data["records"][0]["status"] = "proposed"
    done = agree(read_workspace(data), TODAY, People(("Ada",)), {})
    kept = frozen_data(done.frozen)
    kept["schema"] = kept["workspace"]["schema"] = 1
    kept["result"]["decision"]["monthly_usd"] = 7.0
    kept["result_digest"] = digest_of(kept["result"])
    record = done.workspace.records[0].model_copy(update={"digest": digest_of(kept)})
    filed = confirm(kept, record)
    assert filed.problem is None and filed.frozen is not None and filed.frozen.digest == record.digest
    workspace = done.workspace.model_copy(update={"records": (record,)})
    found = [f for f in analyse(workspace, None, TODAY, {1: filed}).findings if f.rule == "other-rules"]
    assert [(f.severity, f.where) for f in found] == [("info", "records[0].digest")]
    now = {1: confirm(frozen_data(done.frozen), done.workspace.records[0])}
    assert "other-rules" not in {f.rule for f in analyse(done.workspace, None, TODAY, now).findings}


def test_every_place_is_there() -> None:
    """The key path of every finding leads to something in the document, but for what is missing at its end."""
    for _, _, _, raising, _ in TABLE:
        data = sound()
        raising(data)
        for finding in analysed(data).findings:
            parts = re.findall(r"[A-Za-z_-]+|\d+", finding.where)
            value: Any = data
            for part in parts[:-1]:
                value = value[int(part)] if part.isdigit() else value[part]
            assert isinstance(value, dict | list)


def test_self_hosted_documents_are_sound_too() -> None:
    """The machines that the table uses carry the traffic and pass."""
    data = sound()
    data["candidates"][0] = self_hosted("a", {}, {**FIGURES})
    host(data)
    assert analysed(data).by_id["a"].standing.status == "eligible"
