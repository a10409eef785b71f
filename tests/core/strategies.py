"""Generated workspaces, as plain documents: every field, often absent, often unknown, and every status in reach.

Half of the documents are friendly (most is known, targets are wide), so that candidates pass; the others are not.
Numbers come from short lists of ordinary values, so that ties, exact hits of a target and zeros occur.

Hypothesis draws the shape (how many steps and candidates, friendly or not) and a seed for every part; the part is then
made by a seeded generator. A document has some hundred values, and drawing each of them would take forty times as long.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from documents import TODAY, Document
from hypothesis import strategies as st

from shortlist.core.document.capabilities import CAPABILITIES
from shortlist.core.document.checklist import CHECKS, asked_once
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.task_fit import TASK_FIT

Choices = dict[str, Sequence[Any]]

QUALITIES = ("quality.aa_index", "quality.aa_index", "quality.arena_elo", "quality.livebench")
STEP_IDS = ("answer", "classify", "draft", "extract")
PROVIDERS = ("openai", "anthropic", "fireworks", "own")
VERDICTS = ("pass", "pass", "pass", "fail", "unknown", "not_applicable")
PER_CANDIDATE = [check.id for check in CHECKS if not asked_once(check.id)]
ONCE = [check.id for check in CHECKS if asked_once(check.id)]
OWN_CHECK = "team.tone"
seeds = st.integers(0, 2**64 - 1).map(Random)


def some_of(g: Random, choices: Choices, there: float = 0.5) -> Document:
    """A table in which each key is there with that probability, with one of its values."""
    return {key: g.choice(values) for key, values in choices.items() if g.random() < there}


def day(g: Random, back: int = 150) -> dt.date:
    """A day before today."""
    return TODAY - dt.timedelta(days=g.randint(0, back))


# --- the scenario ------------------------------------------------------------------------------------------------

REQUESTS = (0, 100, 3000, 30000, 30000, 250000)
USAGE: Choices = {
    "input_tokens": (0, 300, 2500, 2500, 9000, 40000),
    "output_tokens": (0, 20, 250, 250, 4000),
    "reasoning_tokens": (0, 0, 300, 1500),
    "cacheable_share": (0.0, 0.3, 0.6, 1.0),
    "cache_hit_rate": (0.0, 0.5, 0.8, 1.0),
    "batch_share": (0.0, 0.0, 0.5, 1.0),
    "tool_loops": (0.0, 0.0, 0.5, 1.0, 2.0, 3.5),
    "tool_input_tokens": (0, 400, 3000),
    "tool_output_tokens": (0, 60, 300),
    "tool_fee_usd": (0.0, 0.001, 0.01),
    "loop_cache_hit_rate": (0.0, 0.9, 1.0),
    "failure_rate": (0.0, 0.02, 0.1, 0.5, 1.0),
    "max_retries": (0, 1, 2, 5),
    "escalation_rate": (0.0, 0.05, 0.3, 1.0),
    "escalation_cost_usd": (0.0, 0.02, 0.5, 4.0),
    "error_rate": (0.0, 0.05, 0.2, 1.0),
    "error_cost_usd": (0.0, 0.1, 2.0),
    "extra_latency_s": (0.0, 0.3, 1.0),
}


MEDIA: Choices = {
    "images": (0.0, 1, 2.5),
    "output_images": (0.0, 0.5),
    "pages": (0.0, 3),
    "searches": (0.0, 1, 2.0),
    "audio_input_minutes": (0.0, 0.5),
    "audio_output_minutes": (0.0, 0.25),
    "input_characters": (0, 400),
}


def make_usage(g: Random) -> Document:
    """The traffic of a step; few have anything but tokens."""
    base = some_of(g, {"requests_per_month": REQUESTS, "input_tokens": (300, 2500), "output_tokens": (20, 250)}, 0.9)
    return {**base, **some_of(g, USAGE, 0.4), **some_of(g, MEDIA, 0.4 if g.random() < 0.15 else 0.0)}


def make_needs(g: Random, metric: str, friendly: bool) -> Document:
    """What a step asks, on a quality metric."""
    arena = metric == "quality.arena_elo"
    lowest = (1100.0, 1150.0, 1250.0) if arena else (10.0, 22.0, 30) if friendly else (25.0, 30.0, 45.0)
    wide = 20 if friendly else 1
    needs = some_of(
        g,
        {
            "min_quality": lowest,
            "unacceptable_errors": ("invented prices",),
            "max_escalation_rate": (0.3, 1.0) if friendly else (0.02, 0.1, 0.3),
            "max_ttft_s": (0.5 * wide, 1.0 * wide, 2.0 * wide),
            "max_total_s": (3.0 * wide, 8.0 * wide, 25.0 * wide),
            "context_tokens": (8000, 33000, 130000),
            "modalities": ([], ["text"], ["text"] if friendly else ["text", "image"]),
            "outputs": ([], ["text"], ["text"] if friendly else ["vector"]),
        },
    )
    if g.random() < (0.0 if friendly else 0.2):
        needs |= some_of(g, {"max_p99_s": (6.0, 40.0), "min_consistency": (0.9, 0.97)})
    if g.random() < (0.1 if friendly else 0.4):
        needs["max_error_rate"] = g.choice((0.02, 0.05, 0.25))
    if g.random() < 0.5:
        needs["capabilities"] = g.sample(CAPABILITIES, g.randint(0, 2))
    if "min_quality" in needs and g.random() < 0.5:
        needs["good_quality"] = needs["min_quality"] + g.choice((5, 15.0, 60.0))
    elif "min_quality" in needs and g.random() < 0.1:
        needs["good_quality"] = needs["min_quality"] - 5
    return needs


def make_step(g: Random, id_: str, metric: str, friendly: bool) -> Document:
    """A step of a scenario whose quality metric is given."""
    own = g.choice(QUALITIES) if g.random() < 0.2 else None
    needs = make_needs(g, own or metric, friendly)
    if own:
        needs["quality_metric"] = own
    extra = some_of(
        g,
        {
            "role": ("generator", "generator", "classifier")
            if friendly
            else ("generator", "classifier", "code", "embedder", "reranker", "audio"),
            "use_case": sorted(TASK_FIT),
            "output_contract": ([], ["natural_language", "citations"], ["json"]),
        },
    )
    return {"id": id_, "name": id_.title(), **extra, "needs": needs, "usage": make_usage(g)}


def make_scenario(g: Random, friendly: bool) -> Document:
    """A scenario without its steps."""
    told = some_of(
        g,
        {
            "summary": ("some text",),
            "data_sensitivity": ("public", "internal", "personal", "regulated"),
            "regions": ([], ["eu"], ["eu", "us"]),
            "will_fine_tune": (False,) if friendly else (False, True),
            "will_redistribute": (False,) if friendly else (False, False, True),
            "fallback_standby": ("hot", "warm", "cold"),
            "max_task_ttft_s": (2.0, 60.0),
            "max_task_total_s": (8.0, 300.0),
            "operations": ("some", "strong") if friendly else ("none", "some", "strong"),
            "monthly_budget_usd": (1e4, 1e6) if friendly else (50.0, 400.0, 6000.0),
            "max_cost_per_successful_task_usd": (5.0, 1e4) if friendly else (0.005, 0.25, 2.0),
            "data_must_stay_inside": (False,) if friendly else (False, False, False, True),
            "fallback_share": (0.0, 0.01, 0.1, 0.5, 1.0),
            "growth_per_month": (0.0, 0.05, 0.2, -0.1, 1.0, -0.5),
            "peak_factor": (1.0, 3.0, 10),
            "tail_factor": (1.0, 1.5, 2.2),
        },
    )
    if friendly:
        told["operations"] = g.choice(("some", "strong"))
    if g.random() < 0.5:
        told["weights"] = some_of(g, dict.fromkeys(COLUMNS, (0, 1, 5, 10, 15, 2.5)))
        if not any({**dict.fromkeys(COLUMNS, 1), **told["weights"]}.values()):
            told["weights"]["task_fit"] = 5
    return told


# --- candidates --------------------------------------------------------------------------------------------------

FIGURE_VALUES: Choices = {
    "quality.aa_index": (22.0, 29.0, 30.0, 36, 45, 61.0),
    "quality.arena_elo": (1150, 1250, 1290, 1340, 1400),
    "quality.livebench": (22.0, 30.0, 45, 61.0),
    "output_speed": (20.0, 80.0, 150.0, 400.0),
    "ttft": (0.3, 0.5, 1.0, 2.0, 2.3, 12.0),
    "first_token": (0.2, 0.4),
    "input_price": (0.0, 0.05, 0.4, 1.25, 3.0),
    "output_price": (0.0, 0.2, 1.6, 5.0, 15.0),
    "reasoning_price": (0.2, 6.0),
    "request_price": (0.0, 0.0002, 0.005),
    "cache_read_price": (0.0, 0.01, 0.1, 0.4),
    "cache_write_price": (0.05, 0.5, 1.25, 3.75),
    "batch_discount": (0.0, 0.25, 0.5, 1.0),
    "context_window": (8192, 32768, 128000, 1_000_000, 1_000_000),
    "max_output": (240, 1000, 8192, 64000),
    "image_price": (0.0, 0.003),
    "output_image_price": (0.04,),
    "page_price": (0.0015,),
    "search_price": (0.005,),
    "audio_input_price": (0.006,),
    "audio_output_price": (0.02,),
    "character_price": (15.0,),
    "audio_token_price": (10.0,),
    "tokens_per_image": (400, 1100),
    "tokens_per_audio_minute": (600,),
    "requests_per_minute": (1, 10, 500, 10000),
    "tokens_per_minute": (1000, 100000, 4_000_000),
    "alternative_hosts": (0, 1, 3, 4, 9),
}
KNOWN_WHERE_FRIENDLY = (*QUALITIES, "output_speed", "ttft", "input_price", "output_price", "context_window")
TIERED = ("input_price", "output_price", "cache_read_price")
EXTRAS = (
    {},
    {},
    {},
    {},
    {"version": "v4"},
    {"effort": "high"},
    {"provider": "azure", "note": "elsewhere"},
    {"url": "https://example.org/x"},
    {"version": "v3", "effort": ""},
)


LASTING = {"basis": "contract", "effort": "", "valid_until": TODAY}
"""What holds today at every setting, and before any other."""


def make_observation(g: Random, metric: str) -> Document:
    """One observation of a metric."""
    return {
        "metric": metric,
        "value": g.choice(FIGURE_VALUES[metric]),
        "source": g.choice(("A board", "Another board")),
        "as_of": day(g),
        "basis": g.choice(("published", "published", "measured", "self_reported", "estimate", "contract")),
        **({"valid_until": g.choice((TODAY - dt.timedelta(days=1), TODAY))} if g.random() < 0.1 else {}),
        **g.choice(EXTRAS),
    }


def make_figures(g: Random, friendly: bool) -> list[Document]:
    """The observations of a candidate."""
    rows = []
    for metric in FIGURE_VALUES:
        known = friendly and metric in KNOWN_WHERE_FRIENDLY
        rows += [make_observation(g, metric) for _ in range(g.choice((1, 1, 2) if known else (0, 1, 1, 2)))]
        if known:
            rows.append({**make_observation(g, metric), **LASTING, "basis": "published"})
        if friendly and metric in ("context_window", "max_output"):
            rows.append({**make_observation(g, metric), "value": 2_000_000, **LASTING})
    for metric in TIERED:
        if g.random() < 0.2:
            rows.append({**make_observation(g, metric), "above_tokens": g.choice((2500, 8000, 32000))})
    g.shuffle(rows)
    return rows


HOSTING: Choices = {
    "gpu": ("H100 80GB",),
    "gpus_per_replica": (1, 2, 8),
    "target_utilisation": (0.3, 0.6, 1.0),
    "min_replicas": (1, 2, 3),
    "peak_factor": (1.0, 3.0),
    "hours_per_month": (730.0, 200.0),
    "engineering_hours": (0.0, 8.0),
    "engineering_hour_usd": (0.0, 90.0),
    "other_monthly_usd": (0.0, 25.0),
    "file_format": ("safetensors", "gguf", "pickle"),
}
MACHINES: Choices = {
    "gpu_hour_usd": (0.0, 0.4, 2.34),
    "input_tokens_per_s": (2000.0, 20000.0),
    "output_tokens_per_s": (150.0, 2500.0),
}


def make_answers(g: Random, pool: Sequence[str], friendly: bool) -> list[Document]:
    """A person's answers to checks of a pool."""
    verdicts = ("pass", "not_applicable") if friendly else VERDICTS
    extras = ({}, {"note": "seen"}, {"url": "https://example.org/a", "checked_on": TODAY})
    return [
        {"check": g.choice(pool), "verdict": g.choice(verdicts), **g.choice(extras)}
        for _ in range(g.choice((0, 0, 1, 3)))
    ]


def make_candidate(g: Random, id_: str, step_ids: Sequence[str], pool: Sequence[str], friendly: bool) -> Document:
    """A candidate that may serve the steps named."""
    known = ("yes",) if friendly else ("yes", "yes", "yes", "no", "unknown")
    all_roles = ["generator", "classifier", "code", *([] if friendly else ["embedder", "reranker", "audio"])]
    outputs = (["text"],) if friendly else (["text"], ["text", "vector"], [])
    row = some_of(
        g,
        {
            "developer": ("OpenAI", "Anthropic", "DeepSeek"),
            "size_class": ("fast", "fast", "small_specialised", "general", "reasoning"),
            "roles": (all_roles,) * 6 + (["generator"], ["classifier"], []),
            "outputs": outputs,
            "regions": (["eu-west-1"],) if friendly else (["eu"], ["us-east-1"], ["europe"], []),
            "modalities": (["text", "image"], ["text", "image"], ["text"], []),
            "licence": ("proprietary", "Apache-2.0"),
            "commercial_use": known,
        },
        0.8,
    )
    row |= some_of(
        g,
        {
            "model": ("model-1", "model-2"),
            "fine_tuning": known,
            "redistribution": known,
            "service_tier": ("", "flex"),
            "effort": ("", "low", "high"),
            "deprecated": (False, False, True),
            "ends_on": (dt.date(2027, 6, 30),),
        },
        0.3,
    )
    if friendly:
        row["commercial_use"] = "yes"
    if g.random() < 0.9:
        row["capabilities"] = some_of(g, dict.fromkeys(CAPABILITIES, known), 1 if friendly else 0.7)
    own = {id_: some_of(g, USAGE, 0.2) for id_ in step_ids if g.random() < 0.2}
    if own:
        row["usage"] = own
    access = g.choice(("managed_api", "managed_api", "hosted_inference", "self_hosted"))
    if access == "self_hosted" and g.random() < 0.9:
        row["hosting"] = {**some_of(g, MACHINES, 1 if friendly else 0.8), **some_of(g, HOSTING)}
    return {
        "id": id_,
        "name": f"Candidate {id_}",
        "provider": g.choice(PROVIDERS),
        "access": access,
        "openness": g.choice(("closed", "closed", "open_weight", "open_source")),
        **row,
        "observations": make_figures(g, friendly),
        "answers": make_answers(g, pool, friendly),
        "overrides": [
            {"column": g.choice(COLUMNS), "level": g.choice(("good", "medium", "poor")), "reason": "judged"}
            for _ in range(g.choice((0, 0, 0, 1, 2)))
        ],
    }


# --- the rest ----------------------------------------------------------------------------------------------------


def make_evaluation(g: Random, ids: Sequence[str], step_ids: Sequence[str]) -> Document:
    """A run whose counts fit its examples."""
    left = examples = g.choice((1, 20, 49, 50, 120, 400))
    counts = {}
    for key in ("errors", "invalid_outputs", "escalations"):
        if g.random() < 0.5:
            counts[key] = g.choice((0, 0, min(left, 1), min(left, examples // 20), min(left, examples // 10)))
            if g.random() < 0.05:
                counts[key] = left
            left -= counts[key]
    return {
        "candidate": g.choice(ids),
        "step": g.choice(step_ids),
        "ran_on": day(g, 60),
        "examples": examples,
        **counts,
        "successes": g.choice((left, left, left * 19 // 20, left // 2, 0)),
        **some_of(
            g,
            {
                "tool": ("promptfoo", "our own"),
                "latency_p99_s": (5.0, 40.0),
                "output_tokens": (120.5,),
                "reasoning_tokens": (0, 640.0),
                "consistency": (0.88, 0.99),
                "graded_by": ("deterministic", "judge"),
                "latency_p50_s": (0.8, 1.4),
                "latency_p95_s": (2.0, 9.2, 30.0),
                "ttft_p50_s": (0.3, 2.2),
                "cost_usd": (0.21,),
            },
        ),
    }


def make_decision(g: Random, ids: Sequence[str], step_ids: Sequence[str]) -> Document:
    """A decision, whole or in part."""
    choice = {"default": ids, "fallback": ids}
    rows = [{"step": id_, **some_of(g, choice)} for id_ in step_ids if g.random() < 0.3]
    return {**some_of(g, choice, 0.8), **({"steps": rows} if rows else {})}


TRIGGERS = (
    {"kind": "after_days", "value": 90},
    {"kind": "on_date", "value": dt.date(2027, 1, 31)},
    {"kind": "price_change", "value": 20.0},
    {"kind": "quality_drop", "value": 2},
    {"kind": "volume", "value": 50000},
    {"kind": "deprecation"},
    {"kind": "drift"},
    {"kind": "dominated", "note": "weekly"},
    {"kind": "compliance", "happened_on": dt.date(2026, 11, 1)},
    {"kind": "manual"},
)


def make_record(g: Random, number: int) -> Document:
    """A record with some prose and triggers."""
    prose = ("We wrote this.", "TODO")
    return {
        "number": number,
        "status": g.choice(("draft", "proposed", "accepted", "rejected")),
        "date": day(g, 120),
        "decision_makers": g.choice(([], ["Ada"])),
        "sections": some_of(g, {"rationale": prose, "context_needs": prose, "review": prose}),
        "triggers": [dict(g.choice(TRIGGERS)) for _ in range(g.randint(0, 3))],
    }


def make_checks(g: Random, friendly: bool) -> list[Document]:
    """Changed importances and a check of the team's own."""
    levels = ("should", "info") if friendly else ("must", "should", "info")
    ids = g.sample([*PER_CANDIDATE, *ONCE, OWN_CHECK], g.choice((0, 0, 1, 2)))
    return [{"id": id_, "importance": g.choice(levels)} for id_ in ids]


def make_path(g: Random, step_ids: Sequence[str], task: str) -> list[list[str]]:
    """Stages in any order, the task step among them."""
    on_it = [id_ for id_ in step_ids if id_ == task or g.random() < 0.7]
    g.shuffle(on_it)
    stages: list[list[str]] = []
    for id_ in on_it:
        if stages and g.random() < 0.4:
            stages[-1].append(id_)
        else:
            stages.append([id_])
    return stages


@st.composite
def documents(draw: st.DrawFn, least: int = 0, most: int = 4, friendly: bool | None = None) -> Document:
    """A valid workspace with between `least` and `most` candidates, as plain data."""
    tame = draw(st.booleans()) if friendly is None else friendly
    metric = draw(st.sampled_from(QUALITIES))
    scenario = make_scenario(draw(seeds), tame)
    if metric != "quality.aa_index":
        scenario["quality_metric"] = metric
    step_ids = STEP_IDS[: draw(st.integers(1, 3))]
    scenario["steps"] = [make_step(draw(seeds), id_, metric, tame) for id_ in step_ids]
    g = draw(seeds)
    if g.random() < 0.5:
        scenario["task_step"] = g.choice(step_ids)
    if g.random() < 0.6:
        scenario["path"] = make_path(g, step_ids, scenario.get("task_step", step_ids[-1]))
    if g.random() < 0.1:
        scenario["steps"][0]["evaluation"] = {"golden": "golden/own.jsonl", "temperature": 0.0}
    data: Document = {"schema": 2, "title": "Generated", "scenario": scenario}
    if checks := make_checks(g, tame):
        data["checks"] = checks
    pool = [*PER_CANDIDATE, *(row["id"] for row in checks if row["id"] == OWN_CHECK)]
    ids = [f"c{number}" for number in range(draw(st.integers(least, most)))]
    # Ids in file order would make the tie-break by id look like the order of the file.
    g.shuffle(ids)
    if ids:
        data["candidates"] = [make_candidate(draw(seeds), id_, step_ids, pool, tame) for id_ in ids]
        data["evaluations"] = [make_evaluation(g, ids, step_ids) for _ in range(g.choice((0, 0, 1, 2, 3)))]
        data["decision"] = make_decision(g, ids, step_ids)
    data["answers"] = make_answers(g, ONCE, tame)
    data["records"] = [make_record(g, number) for number in range(1, g.choice((0, 1, 1, 2)) + 1)]
    return data


def without_candidate(data: Document, id_: str) -> Document:
    """The document without a candidate and whatever refers to it."""

    def other(row: Document) -> Document:
        return {key: value for key, value in row.items() if key == "step" or value != id_}

    decision = other(data["decision"])
    if "steps" in decision:
        decision["steps"] = [other(row) for row in decision["steps"]]
    return {
        **data,
        "candidates": [row for row in data["candidates"] if row["id"] != id_],
        "evaluations": [row for row in data["evaluations"] if row["candidate"] != id_],
        "decision": decision,
    }
