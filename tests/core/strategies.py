"""Generated workspaces, as plain documents: every field, often absent, often unknown, and every status in reach.

Half of the documents are friendly (most is known, targets are wide), so that candidates pass; the others are not.
Numbers come from short lists of ordinary values, so that ties, exact hits of a target and zeros occur.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from documents import TODAY, Document
from hypothesis import strategies as st

from shortlist.core.checklist import CHECKS, asked_once
from shortlist.core.judging import CAPABILITIES
from shortlist.core.scenario import COLUMNS
from shortlist.core.taskfit import TASK_FIT

Draw = st.DrawFn
Fields = dict[str, st.SearchStrategy[Any]]

QUALITIES = ("quality.aa_index", "quality.aa_index", "quality.arena_elo", "quality.livebench")
STEP_IDS = ("answer", "classify", "draft")
PROVIDERS = ("openai", "anthropic", "fireworks", "own")
VERDICTS = ("pass", "pass", "pass", "fail", "unknown", "not_applicable")
PER_CANDIDATE = [check.id for check in CHECKS if not asked_once(check.id)]
ONCE = [check.id for check in CHECKS if asked_once(check.id)]
OWN_CHECK = "team.tone"


def some(*values: Any) -> st.SearchStrategy[Any]:
    """One of the values; repeat a value to see it more often."""
    return st.sampled_from(values)


@st.composite
def maybe(draw: Draw, fields: Fields, likely: Sequence[str] = ()) -> Document:
    """A table of optional keys, each there half of the time; the likely ones three times of four."""
    often, half = (True, True, True, False), (True, False)
    return {
        key: draw(value)
        for key, value in fields.items()
        if draw(st.sampled_from(often if key in likely else half))
    }


def days(back: int = 150) -> st.SearchStrategy[dt.date]:
    """Days before today."""
    return st.integers(0, back).map(lambda days: TODAY - dt.timedelta(days=days))


# --- the scenario ------------------------------------------------------------------------------------------------

FIGURES_OF_USAGE: Fields = {
    "input_tokens": some(0, 300, 2500, 2500, 9000, 40000),
    "output_tokens": some(0, 20, 250, 250, 4000),
    "reasoning_tokens": some(0, 0, 300, 1500),
    "cacheable_share": some(0.0, 0.3, 0.6, 1.0),
    "cache_hit_rate": some(0.0, 0.5, 0.8, 1.0),
    "batch_share": some(0.0, 0.0, 0.5, 1.0),
    "tool_loops": some(0.0, 0.0, 0.5, 1.0, 2.0, 3.5),
    "tool_input_tokens": some(0, 400, 3000),
    "tool_output_tokens": some(0, 60, 300),
    "tool_fee_usd": some(0.0, 0.001, 0.01),
    "failure_rate": some(0.0, 0.02, 0.1, 0.5, 1.0),
    "max_retries": some(0, 1, 2, 5),
    "escalation_rate": some(0.0, 0.05, 0.3, 1.0),
    "escalation_cost_usd": some(0.0, 0.02, 0.5, 4.0),
    "error_rate": some(0.0, 0.05, 0.2, 1.0),
    "error_cost_usd": some(0.0, 0.1, 2.0),
    "extra_latency_s": some(0.0, 0.3, 1.0),
}
REQUESTS = some(0, 100, 3000, 30000, 30000, 250000)
usages = maybe({"requests_per_month": REQUESTS, **FIGURES_OF_USAGE}, ("requests_per_month", "input_tokens"))
own_usages = maybe(FIGURES_OF_USAGE)


@st.composite
def _needs(draw: Draw, metric: str, friendly: bool) -> Document:
    wide = (0.01, 1e5) if friendly else (1, 1)
    needs = draw(
        maybe(
            {
                "min_quality": some(1150.0, 1250.0, 1300.0)
                if metric == "quality.arena_elo"
                else some(25.0, 30.0, 45.0),
                "unacceptable_errors": st.just("invented prices"),
                "max_error_rate": some(0.02, 0.05, 0.25),
                "max_escalation_rate": some(0.02, 0.1, 0.3),
                "max_ttft_s": some(0.5, 1.0, 2.0, 10.0),
                "max_total_s": some(3.0, 8.0, 25.0, 90.0),
                "context_tokens": some(8000, 33000, 130000),
                "capabilities": st.lists(st.sampled_from(CAPABILITIES), max_size=2, unique=True),
                "modalities": some([], ["text"], ["text", "image"]),
            }
        )
    )
    for key, factor in (("min_quality", wide[0]), ("max_ttft_s", wide[1]), ("max_total_s", wide[1])):
        if key in needs and draw(st.booleans()):
            needs[key] = needs[key] * factor
    if friendly:
        needs.pop("max_error_rate", None)
    if "min_quality" in needs and draw(st.booleans()):
        needs["good_quality"] = needs["min_quality"] + draw(some(5, 15.0, 60.0))
    return needs


@st.composite
def steps(draw: Draw, id_: str, metric: str, friendly: bool) -> Document:
    """A step of a scenario whose quality metric is given."""
    own = draw(some(None, None, None, *QUALITIES))
    needs = draw(_needs(own or metric, friendly))
    if own:
        needs["quality_metric"] = own
    extra = draw(
        maybe(
            {
                "role": some("generator", "generator", "classifier", "code"),
                "use_case": st.sampled_from(sorted(TASK_FIT)),
                "output_contract": some([], ["natural_language", "citations"]),
            }
        )
    )
    return {"id": id_, "name": id_.title(), **extra, "needs": needs, "usage": draw(usages)}


@st.composite
def scenarios(draw: Draw, friendly: bool) -> Document:
    """A scenario of one to three steps."""
    told = draw(
        maybe(
            {
                "summary": st.just("some text"),
                "data_sensitivity": some("public", "internal", "personal", "regulated"),
                "regions": some([], ["eu"], ["eu", "us"]),
                "operations": some("none", "some", "strong") if not friendly else some("some", "strong"),
                "monthly_budget_usd": some(50.0, 400.0, 6000.0) if not friendly else some(1e5, 1e7),
                "max_cost_per_successful_task_usd": some(0.005, 0.25, 2.0) if not friendly else some(50.0, 1e4),
                "data_must_stay_inside": some(False, False, False, True) if not friendly else st.just(False),
                "fallback_share": some(0.0, 0.01, 0.1, 0.5, 1.0),
                "growth_per_month": some(0.0, 0.05, 0.2, -0.1, 1.0, -0.5),
                "peak_factor": some(1.0, 3.0, 10),
                "tail_factor": some(1.0, 1.5, 2.2),
                "weights": maybe({column: some(0, 1, 5, 10, 15, 2.5) for column in COLUMNS}),
            }
        )
    )
    if not any({**dict.fromkeys(COLUMNS, 1), **told.get("weights", {})}.values()):
        told["weights"]["task_fit"] = 5
    metric = draw(st.sampled_from(QUALITIES))
    if metric != "quality.aa_index":
        told["quality_metric"] = metric
    ids = STEP_IDS[: draw(some(1, 1, 2, 2, 3))]
    if draw(st.booleans()):
        told["task_step"] = draw(st.sampled_from(ids))
    return {**told, "steps": [draw(steps(id_, metric, friendly)) for id_ in ids]}


# --- candidates --------------------------------------------------------------------------------------------------

FIGURE_VALUES: Fields = {
    "quality.aa_index": some(22.0, 29.0, 30.0, 36, 45, 61.0),
    "quality.arena_elo": some(1150, 1250, 1290, 1340, 1400),
    "quality.livebench": some(22.0, 30.0, 45, 61.0),
    "output_speed": some(20.0, 80.0, 150.0, 400.0),
    "ttft": some(0.3, 0.5, 1.0, 2.0, 2.3, 12.0),
    "first_token": some(0.2, 0.4),
    "input_price": some(0.0, 0.05, 0.4, 1.25, 3.0),
    "output_price": some(0.0, 0.2, 1.6, 5.0, 15.0),
    "reasoning_price": some(0.2, 6.0),
    "request_price": some(0.0, 0.0002, 0.005),
    "cache_read_price": some(0.0, 0.01, 0.1, 0.4),
    "cache_write_price": some(0.05, 0.5, 1.25, 3.75),
    "batch_discount": some(0.0, 0.25, 0.5, 1.0),
    "context_window": some(8192, 32768, 128000, 1_000_000, 1_000_000),
    "max_output": some(240, 1000, 8192, 64000),
    "requests_per_minute": some(1, 10, 500, 10000),
    "tokens_per_minute": some(1000, 100000, 4_000_000),
    "alternative_hosts": some(0, 1, 3, 4, 9),
}
ALWAYS = ("quality.aa_index", "output_speed", "ttft", "input_price", "output_price", "context_window")
TIERED = ("input_price", "output_price", "cache_read_price")
_EXTRAS = (
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


@st.composite
def observations(draw: Draw, metric: str) -> Document:
    """One observation of a metric."""
    return {
        "metric": metric,
        "value": draw(FIGURE_VALUES[metric]),
        "source": draw(some("A board", "Another board")),
        "as_of": draw(days()),
        "basis": draw(some("published", "published", "measured", "self_reported", "estimate")),
        **draw(st.sampled_from(_EXTRAS)),
    }


@st.composite
def _figures(draw: Draw, friendly: bool) -> list[Document]:
    rows = []
    for metric in FIGURE_VALUES:
        often = (1, 1, 1, 1, 2) if friendly and metric in ALWAYS else (0, 1, 1, 2)
        rows += [draw(observations(metric)) for _ in range(draw(st.sampled_from(often)))]
    for metric in TIERED:
        if draw(some(False, False, False, True)):
            rows.append({**draw(observations(metric)), "above_tokens": draw(some(2500, 8000, 32000))})
    return rows


hostings = maybe(
    {
        "gpu": st.just("H100 80GB"),
        "gpu_hour_usd": some(0.0, 0.4, 2.34),
        "gpus_per_replica": some(1, 2, 8),
        "input_tokens_per_s": some(2000.0, 20000.0),
        "output_tokens_per_s": some(150.0, 2500.0),
        "target_utilisation": some(0.3, 0.6, 1.0),
        "min_replicas": some(1, 2, 3),
        "peak_factor": some(1.0, 3.0),
        "hours_per_month": some(730.0, 200.0),
        "engineering_hours": some(0.0, 8.0),
        "engineering_hour_usd": some(0.0, 90.0),
        "other_monthly_usd": some(0.0, 25.0),
        "file_format": some("safetensors", "gguf", "pickle"),
    },
    ("gpu_hour_usd", "input_tokens_per_s", "output_tokens_per_s"),
)


@st.composite
def answers(draw: Draw, pool: Sequence[str], friendly: bool) -> list[Document]:
    """A person's answers to checks of a pool."""
    rows = []
    for check in draw(st.lists(st.sampled_from(pool), max_size=3)):
        extra = draw(some({}, {"note": "seen"}, {"url": "https://example.org/a", "checked_on": TODAY}))
        rows.append({"check": check, "verdict": draw(some("pass") if friendly else st.sampled_from(VERDICTS)), **extra})
    return rows


@st.composite
def candidates(draw: Draw, id_: str, step_ids: Sequence[str], pool: Sequence[str], friendly: bool) -> Document:
    """A candidate that may serve the steps named."""
    known = some("yes") if friendly else some("yes", "yes", "no", "unknown")
    row = draw(
        maybe(
            {
                "model": some("model-1", "model-2"),
                "developer": some("OpenAI", "Anthropic", "DeepSeek"),
                "size_class": some("fast", "fast", "small_specialised", "reasoning"),
                "roles": some(["generator", "classifier", "code"], ["generator", "classifier", "code"], ["generator"], []),
                "modalities": some(["text", "image"], ["text", "image"], ["text"], []),
                "licence": some("proprietary", "Apache-2.0"),
                "commercial_use": known,
                "fine_tuning": known,
                "effort": some("", "low", "high"),
                "deprecated": some(False, False, True),
                "ends_on": some(dt.date(2027, 6, 30)),
                "capabilities": maybe(dict.fromkeys(CAPABILITIES, known), CAPABILITIES if friendly else ()),
                "usage": maybe(dict.fromkeys(step_ids, own_usages)),
                "overrides": st.lists(
                    st.fixed_dictionaries(
                        {
                            "column": st.sampled_from(COLUMNS),
                            "level": some("good", "medium", "poor"),
                            "reason": st.just("judged"),
                        }
                    ),
                    max_size=2,
                ),
            },
            ("size_class", "roles", "modalities", "commercial_use", "capabilities"),
        )
    )
    if friendly:
        row["commercial_use"] = "yes"
    access = draw(some("managed_api", "managed_api", "hosted_inference", "self_hosted"))
    if access == "self_hosted" and draw(some(True, True, True, False)):
        row["hosting"] = draw(hostings)
    return {
        "id": id_,
        "name": f"Candidate {id_}",
        "provider": draw(st.sampled_from(PROVIDERS)),
        "access": access,
        "openness": draw(some("closed", "closed", "open_weight", "open_source")),
        **row,
        "observations": draw(_figures(friendly)),
        "answers": draw(answers(pool, friendly)),
    }


# --- the rest ----------------------------------------------------------------------------------------------------


@st.composite
def evaluations(draw: Draw, ids: Sequence[str], step_ids: Sequence[str]) -> Document:
    """A run whose counts fit its examples."""
    examples = draw(some(1, 20, 49, 50, 120, 400))
    row = {
        "candidate": draw(st.sampled_from(ids)),
        "step": draw(st.sampled_from(step_ids)),
        "ran_on": draw(days(60)),
        "examples": examples,
    }
    left = examples
    for key in ("errors", "invalid_outputs", "escalations"):
        if draw(st.booleans()):
            row[key] = draw(some(0, 0, min(left, 1), min(left, examples // 20), left))
            left -= row[key]
    row["successes"] = draw(some(left, left, left * 19 // 20, left // 2, 0))
    return {
        **row,
        **draw(
            maybe(
                {
                    "tool": some("promptfoo", "csv"),
                    "graded_by": some("deterministic", "judge"),
                    "latency_p50_s": some(0.8, 1.4),
                    "latency_p95_s": some(2.0, 9.2, 30.0),
                    "ttft_p50_s": some(0.3, 2.2),
                    "cost_usd": st.just(0.21),
                }
            )
        ),
    }


@st.composite
def _decisions(draw: Draw, ids: Sequence[str], step_ids: Sequence[str]) -> Document:
    choice = maybe({"default": st.sampled_from(ids), "fallback": st.sampled_from(ids)}, ("default", "fallback"))
    rows = [{"step": id_, **draw(choice)} for id_ in step_ids if draw(some(False, False, True))]
    return {**draw(choice), **({"steps": rows} if rows else {})}


_TRIGGERS = some(
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


@st.composite
def _records(draw: Draw) -> list[Document]:
    rows = []
    for number in range(1, draw(some(0, 1, 1, 2)) + 1):
        sections = draw(maybe({name: some("We wrote this.", "TODO") for name in ("rationale", "context_needs", "review")}))
        rows.append(
            {
                "number": number,
                "status": draw(some("draft", "proposed", "accepted", "rejected")),
                "date": draw(days(120)),
                "decision_makers": draw(some([], ["Ada"])),
                "sections": sections,
                "triggers": draw(st.lists(_TRIGGERS, max_size=3)),
            }
        )
    return rows


@st.composite
def documents(draw: Draw, least: int = 0, most: int = 4, friendly: bool | None = None) -> Document:
    """A valid workspace with between `least` and `most` candidates, as plain data."""
    tame = draw(st.booleans()) if friendly is None else friendly
    scenario = draw(scenarios(tame))
    step_ids = [row["id"] for row in scenario["steps"]]
    data: Document = {"schema": 1, "title": "Generated", "scenario": scenario}
    pool = list(PER_CANDIDATE)
    settings = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "id": st.sampled_from([*PER_CANDIDATE, *ONCE, OWN_CHECK]),
                    "importance": some("should", "info") if tame else some("must", "should", "info"),
                }
            ),
            max_size=2,
            unique_by=lambda row: row["id"],
        )
    )
    if settings:
        data["checks"] = settings
        pool += [row["id"] for row in settings if row["id"] == OWN_CHECK]
    ids = [f"c{number}" for number in range(draw(st.integers(least, most)))]
    # Ids in file order would make the tie-break by id look like the order of the file.
    ids = draw(st.permutations(ids))
    if ids:
        data["candidates"] = [draw(candidates(id_, step_ids, pool, tame)) for id_ in ids]
        data["evaluations"] = draw(st.lists(evaluations(ids, step_ids), max_size=3))
        data["decision"] = draw(_decisions(ids, step_ids))
    data["answers"] = draw(answers(ONCE, tame))
    data["records"] = draw(_records())
    return data


def without_candidate(data: Document, id_: str) -> Document:
    """The document without a candidate and whatever refers to it."""
    decision = {key: value for key, value in data["decision"].items() if value != id_ and key != "steps"}
    rows = [
        {key: value for key, value in row.items() if key == "step" or value != id_}
        for row in data["decision"].get("steps", [])
    ]
    return {
        **data,
        "candidates": [row for row in data["candidates"] if row["id"] != id_],
        "evaluations": [row for row in data["evaluations"] if row["candidate"] != id_],
        "decision": {**decision, "steps": rows},
    }
