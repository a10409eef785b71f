"""Reading a workspace: every refusal of the contract as a key path and a sentence, and what is accepted unchanged."""

from __future__ import annotations

import copy
import datetime as dt
import json
import math
from typing import Any

import pytest
from documents import EVEN_WEIGHTS, TODAY, Document, candidate, document, evaluation, observed, step
from hypothesis import given, settings
from strategies import documents

from shortlist.core.basics.errors import InvalidDocument, Problem
from shortlist.core.document.workspace import read_workspace, to_data
from tests.counts import counted

GONE = ...
"""Put where a key is to be left out."""


def valid() -> Document:
    """A workspace with something in every table."""
    return document(
        step(needs={"min_quality": 30}),
        [candidate("gpt-6"), candidate("qwen")],
        decision={"default": "gpt-6", "fallback": "qwen"},
        evaluations=[evaluation("gpt-6", 9, 10)],
        records=[{"number": 1, "status": "draft", "date": TODAY}],
        checks=[{"id": "team.tone"}],
        answers=[{"check": "migration.config", "verdict": "pass"}],
    )


def put(data: Document, path: str, value: object) -> None:
    """Set, append or remove what lies at a path such as `candidates.0.id`."""
    *parents, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    place: Any = data
    for part in parents:
        place = place.setdefault(part, {}) if isinstance(place, dict) else place[part]
    if value is GONE:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value


def problems(data: Document) -> list[Problem]:
    with pytest.raises(InvalidDocument) as refused:
        read_workspace(data)
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))
    return list(refused.value.problems)


ANSWERED = [{"check": "privacy.region", "verdict": "pass"}]
RATED = {"column": "cost_risk", "level": "good", "reason": "told"}
TRIGGERS = "records/0/triggers"

REFUSED: list[tuple[str, object, str, str]] = [
    # --- unknown keys, with the nearest known one
    ("titel", "x", "titel", "unknown key; did you mean title?"),
    ("scenario/monthly_budget", 1, "scenario.monthly_budget", "did you mean monthly_budget_usd?"),
    ("scenario/weights/taskfit", 1, "scenario.weights.taskfit", "did you mean task_fit?"),
    ("scenario/steps/0/usage/input_token", 1, "scenario.steps[0].usage.input_token", "did you mean input_tokens?"),
    ("scenario/steps/0/needs/max_ttft", 1, "scenario.steps[0].needs.max_ttft", "did you mean max_ttft_s?"),
    ("candidates/0/licens", "MIT", "candidates[0].licens", "did you mean licence?"),
    ("candidates/0/hosting/gpu_hour", 1, "candidates[0].hosting.gpu_hour", "did you mean gpu_hour_usd?"),
    ("candidates/0/capabilities/batches", "yes", "candidates[0].capabilities.batches", "did you mean batch?"),
    ("candidates/0/observations/0/valeu", 1, "candidates[0].observations[0].valeu", "did you mean value?"),
    ("candidates/0/usage/answer/batchshare", 1, "candidates[0].usage.answer.batchshare", "did you mean batch_share?"),
    ("candidates/0/what is this", 1, 'candidates[0]."what is this"', "unknown key"),
    ("records/0/sections", {"rational": "x"}, "records[0].sections.rational", "did you mean rationale?"),
    # A candidate may override anything but the traffic.
    (
        "candidates/0/usage/answer/requests_per_month",
        3,
        "candidates[0].usage.answer.requests_per_month",
        "unknown key",
    ),
    # --- absent
    ("title", GONE, "title", "required, but absent; add title"),
    ("scenario", GONE, "scenario", "required, but absent"),
    ("scenario/steps", GONE, "scenario.steps", "required, but absent"),
    ("scenario/steps", [], "scenario.steps", "at least one step is required"),
    ("scenario/steps/0/name", GONE, "scenario.steps[0].name", "required, but absent"),
    ("candidates/1/provider", GONE, "candidates[1].provider", "required, but absent"),
    (
        "candidates/1/access",
        GONE,
        "candidates[1].access",
        "absent; add one of managed_api, hosted_inference, self_hosted",
    ),
    ("candidates/1/openness", GONE, "candidates[1].openness", "required, but absent"),
    ("candidates/0/observations/0/source", GONE, "candidates[0].observations[0].source", "required, but absent"),
    ("candidates/0/observations/0/basis", GONE, "candidates[0].observations[0].basis", "required, but absent"),
    (
        "candidates/0/overrides",
        [{"column": "cost_risk", "level": "good"}],
        "candidates[0].overrides[0].reason",
        "required",
    ),
    ("evaluations/0/ran_on", GONE, "evaluations[0].ran_on", "required, but absent; add ran_on = 2026-11-22"),
    ("evaluations/0/successes", GONE, "evaluations[0].successes", "required, but absent"),
    ("decision/steps", [{"default": "qwen"}], "decision.steps[0].step", "required, but absent"),
    ("records/0/status", GONE, "records[0].status", "required, but absent"),
    (TRIGGERS, [{"value": 90}], "records[0].triggers[0].kind", "required, but absent"),
    # --- wrong types
    ("title", 3, "title", "expected text, found a number"),
    ("title", " ", "title", "must not be empty; write what it is called"),
    ("scenario", 3, "scenario", "expected a table, found a number"),
    ("scenario/steps", "answer", "scenario.steps", "expected a list, found text"),
    ("scenario/regions", "eu", "scenario.regions", "expected a list, found text"),
    ("scenario/regions", [1], "scenario.regions[0]", "expected text, found a number"),
    ("scenario/data_must_stay_inside", "yes", "scenario.data_must_stay_inside", "expected true or false, found text"),
    ("scenario/data_must_stay_inside", 1, "scenario.data_must_stay_inside", "expected true or false, found a number"),
    ("candidates/0", 3, "candidates[0]", "expected a table, found a number"),
    ("candidates/0/observations", {}, "candidates[0].observations", "expected a list, found a table"),
    ("candidates/0/notes", ["x"], "candidates[0].notes", "expected text, found a list"),
    ("candidates/0/deprecated", "no", "candidates[0].deprecated", "expected true or false, found text"),
    ("decision", [], "decision", "expected a table, found a list"),
    # --- numbers
    ("candidates/0/observations/0/value", True, "candidates[0].observations[0].value", "found true or false"),
    ("candidates/0/observations/0/value", "3", "candidates[0].observations[0].value", "write it without quotes"),
    ("candidates/0/observations/0/value", math.inf, "candidates[0].observations[0].value", "expected a finite number"),
    ("candidates/0/observations/0/value", -math.inf, "candidates[0].observations[0].value", "expected a finite number"),
    ("candidates/0/observations/0/value", math.nan, "candidates[0].observations[0].value", "leave out what is unknown"),
    ("candidates/0/observations/0/value", 10**400, "candidates[0].observations[0].value", "expected a finite number"),
    ("candidates/0/observations/0/value", -1, "candidates[0].observations[0].value", "input_price must be 0 or more"),
    ("scenario/steps/0/usage/input_tokens", True, "scenario.steps[0].usage.input_tokens", "found true or false"),
    ("scenario/steps/0/usage/input_tokens", -1, "scenario.steps[0].usage.input_tokens", "must be 0 or more, found -1"),
    ("scenario/steps/0/usage/input_tokens", math.nan, "scenario.steps[0].usage.input_tokens", "finite number"),
    ("scenario/steps/0/usage/max_retries", 1.5, "scenario.steps[0].usage.max_retries", "expected a whole number"),
    ("scenario/steps/0/usage/max_retries", 2.0, "scenario.steps[0].usage.max_retries", "expected a whole number"),
    ("scenario/steps/0/usage/batch_share", 1.2, "scenario.steps[0].usage.batch_share", "between 0 and 1, found 1.2"),
    ("scenario/steps/0/usage/error_rate", -0.1, "scenario.steps[0].usage.error_rate", "between 0 and 1, found -0.1"),
    ("scenario/fallback_share", 1.2, "scenario.fallback_share", "between 0 and 1, found 1.2"),
    ("scenario/growth_per_month", -0.6, "scenario.growth_per_month", "between -0.5 and 1, found -0.6"),
    ("scenario/growth_per_month", 1.1, "scenario.growth_per_month", "between -0.5 and 1, found 1.1"),
    ("scenario/weights/task_fit", -1, "scenario.weights.task_fit", "must be 0 or more, found -1"),
    ("evaluations/0/examples", 9.5, "evaluations[0].examples", "expected a whole number"),
    ("evaluations/0/cost_usd", -1, "evaluations[0].cost_usd", "must be 0 or more"),
    ("records/0/number", 0, "records[0].number", "must be 1 or more"),
    ("records/0/supersedes", -1, "records[0].supersedes", "must be 0 or more"),
    ("records/0/supersedes", True, "records[0].supersedes", "expected a whole number, found true or false"),
    (TRIGGERS, [{"kind": "volume", "value": math.inf}], "records[0].triggers[0].value", "finite number"),
    (TRIGGERS, [{"kind": "volume", "value": -1}], "records[0].triggers[0].value", "0 or more"),
    # --- a target of 0 is no target
    ("scenario/monthly_budget_usd", 0, "scenario.monthly_budget_usd", "leave the key out where it is unknown"),
    ("scenario/max_cost_per_successful_task_usd", 0, "scenario.max_cost_per_successful_task_usd", "must be above 0"),
    ("scenario/max_task_ttft_s", 0, "scenario.max_task_ttft_s", "must be above 0"),
    ("scenario/max_task_total_s", 0, "scenario.max_task_total_s", "must be above 0"),
    ("scenario/tail_factor", 0, "scenario.tail_factor", "must be 1 or more"),
    ("scenario/peak_factor", 0.9, "scenario.peak_factor", "must be 1 or more, found 0.9"),
    ("candidates/0/hosting/peak_factor", 0.9, "candidates[0].hosting.peak_factor", "must be 1 or more, found 0.9"),
    ("scenario/steps/0/needs/max_p99_s", 0, "scenario.steps[0].needs.max_p99_s", "must be above 0"),
    ("scenario/steps/0/needs/max_escalation_rate", 0, "scenario.steps[0].needs.max_escalation_rate", "must be above 0"),
    ("scenario/steps/0/needs/min_consistency", 0, "scenario.steps[0].needs.min_consistency", "must be above 0"),
    ("scenario/steps/0/needs/min_consistency", 1.1, "scenario.steps[0].needs.min_consistency", "must be 1 or less"),
    ("scenario/steps/0/needs/min_quality", 0, "scenario.steps[0].needs.min_quality", "must be above 0"),
    ("scenario/steps/0/needs/max_ttft_s", 0, "scenario.steps[0].needs.max_ttft_s", "must be above 0"),
    ("scenario/steps/0/needs/max_total_s", 0.0, "scenario.steps[0].needs.max_total_s", "must be above 0"),
    ("scenario/steps/0/needs/max_error_rate", 0, "scenario.steps[0].needs.max_error_rate", "must be above 0"),
    ("scenario/steps/0/needs/max_error_rate", 1.1, "scenario.steps[0].needs.max_error_rate", "must be 1 or less"),
    ("scenario/steps/0/needs/context_tokens", 0, "scenario.steps[0].needs.context_tokens", "must be above 0"),
    (
        "scenario/steps/0/needs/good_quality",
        30,
        "scenario.steps[0].needs.good_quality",
        "must not equal min_quality (30)",
    ),
    ("scenario/steps/0/needs", {"good_quality": 30}, "scenario.steps[0].needs.good_quality", "add min_quality"),
    *(
        (
            "scenario/steps/0/needs",
            {"quality_metric": f"quality.{index}", "min_quality": 10.0, **good},
            "scenario.steps[0].needs.good_quality",
            "less is better: set a good_quality below min_quality (10)",
        )
        for index in ("wer", "speech-WER", "cer_2026", "our.hallucination.rate", "refusal", "mae", "errors")
        for good in ({}, {"good_quality": 15.0})
    ),
    ("candidates/0/hosting/target_utilisation", 0, "candidates[0].hosting.target_utilisation", "must be above 0"),
    ("candidates/0/hosting/target_utilisation", 1.1, "candidates[0].hosting.target_utilisation", "must be 1 or less"),
    ("candidates/0/hosting/hours_per_month", 0, "candidates[0].hosting.hours_per_month", "must be above 0"),
    ("candidates/0/hosting/input_tokens_per_s", 0, "candidates[0].hosting.input_tokens_per_s", "must be above 0"),
    ("candidates/0/hosting/min_replicas", -1, "candidates[0].hosting.min_replicas", "must be 0 or more"),
    (
        "candidates/0/observations/6",
        observed("output_speed", 0),
        "candidates[0].observations[6].value",
        "must be above 0",
    ),
    (
        "candidates/0/observations/6",
        observed("batch_discount", 1.2),
        "candidates[0].observations[6].value",
        "between 0 and 1, found 1.2",
    ),
    ("scenario/weights", dict.fromkeys(EVEN_WEIGHTS, 0), "scenario.weights", "at least one must be above 0"),
    # --- dates
    (
        "candidates/0/observations/0/as_of",
        "2026-11-22",
        "candidates[0].observations[0].as_of",
        "written without quotes",
    ),
    (
        "candidates/0/observations/0/as_of",
        dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC),
        "candidates[0].observations[0].as_of",
        "found a time of day",
    ),
    ("candidates/0/ends_on", 2027, "candidates[0].ends_on", "expected a date such as 2026-11-22, found a number"),
    ("evaluations/0/ran_on", "yesterday", "evaluations[0].ran_on", "expected a date"),
    ("records/0/date", "x", "records[0].date", "expected a date"),
    (TRIGGERS, [{"kind": "on_date", "value": 90}], "records[0].triggers[0].value", "on_date takes the day"),
    (TRIGGERS, [{"kind": "volume", "value": TODAY}], "records[0].triggers[0].value", "volume takes a number"),
    (TRIGGERS, [{"kind": "on_date", "value": "2027-01-31"}], "records[0].triggers[0].value", "without quotes"),
    # --- words that are not allowed, with those that are
    (
        "scenario/data_sensitivity",
        "privat",
        "scenario.data_sensitivity",
        "allowed: public, internal, personal, regulated",
    ),
    ("scenario/operations", "lots", "scenario.operations", "allowed: none, some, strong"),
    ("scenario/quality_metric", "aa_index", "scenario.quality_metric", "such as quality.aa_index"),
    ("scenario/steps/0/use_case", "chatbot", "scenario.steps[0].use_case", "did you mean support_chatbot?"),
    ("scenario/steps/0/role", "writer", "scenario.steps[0].role", "allowed: generator, embedder"),
    ("scenario/steps/0/needs/capabilities", ["json"], "scenario.steps[0].needs.capabilities[0]", "structured_outputs"),
    ("candidates/0/access", "api", "candidates[0].access", "allowed: managed_api, hosted_inference, self_hosted"),
    ("candidates/0/access", 3, "candidates[0].access", "expected text, found a number; allowed: managed_api"),
    ("candidates/0/openness", "open", "candidates[0].openness", "allowed: closed, open_weight, open_source"),
    ("candidates/0/capabilities/batch", True, "candidates[0].capabilities.batch", "allowed: yes, no, unknown"),
    (
        "candidates/0/observations/0/metric",
        "input_prise",
        "candidates[0].observations[0].metric",
        "did you mean input_price?",
    ),
    ("candidates/0/observations/0/metric", "quality.", "candidates[0].observations[0].metric", "unknown metric"),
    (
        "candidates/0/observations/0/basis",
        "guess",
        "candidates[0].observations[0].basis",
        "allowed: contract, measured, published",
    ),
    (
        "candidates/0/overrides",
        [{**RATED, "column": "cost"}],
        "candidates[0].overrides[0].column",
        "did you mean cost_risk?",
    ),
    (
        "candidates/0/overrides",
        [{**RATED, "level": "high"}],
        "candidates[0].overrides[0].level",
        "allowed: good, medium, poor",
    ),
    (
        "candidates/0/answers",
        [{**ANSWERED[0], "verdict": "ok"}],
        "candidates[0].answers[0].verdict",
        "allowed: pass, fail",
    ),
    ("checks/0/importance", "high", "checks[0].importance", "allowed: must, should, info"),
    ("evaluations/0/graded_by", "nobody", "evaluations[0].graded_by", "allowed: deterministic, person, judge"),
    ("scenario/fallback_standby", "idle", "scenario.fallback_standby", "allowed: hot, warm, cold"),
    ("candidates/0/size_class", "large", "candidates[0].size_class", "allowed: fast, small_specialised, general"),
    ("records/0/status", "done", "records[0].status", "allowed: draft, proposed, accepted"),
    (TRIGGERS, [{"kind": "soon"}], "records[0].triggers[0].kind", "allowed: on_date, after_days"),
    ("schema", 3, "schema", "written by a newer Shortlist (schema 3); this one reads schema 2: update it"),
    ("schema", "2", "schema", "expected 2"),
    ("schema", 0, "schema", "expected 2"),
    # --- an empty text is an absent one, and these are required
    ("scenario/steps/0/name", "", "scenario.steps[0].name", "an empty text is an absent one"),
    ("candidates/0/name", "", "candidates[0].name", "an empty text is an absent one"),
    ("candidates/0/provider", "", "candidates[0].provider", "an empty text is an absent one"),
    (
        "candidates/0/observations/0/source",
        "",
        "candidates[0].observations[0].source",
        "an empty text is an absent one",
    ),
    ("candidates/0/overrides", [{**RATED, "reason": ""}], "candidates[0].overrides[0].reason", "an empty text"),
    # --- the path of a task
    ("scenario/path", "answer", "scenario.path", "expected a list, found text"),
    ("scenario/path", ["answer"], "scenario.path[0]", "expected a list, found text"),
    ("scenario/path", [["answr"], ["answer"]], "scenario.path[0][0]", "no step 'answr'; did you mean answer?"),
    ("scenario/path", [["answer"], []], "scenario.path[1]", "a stage lists one step or more"),
    ("scenario/path", [["answer"], ["answer"]], "scenario.path[1][0]", "'answer' stands in the path already"),
    ("scenario/path", [["answer", "answer"]], "scenario.path[0][1]", "'answer' stands in the path already"),
    # --- how a run is made
    ("scenario/steps/0/evaluation", {"judge": "gpt-7"}, "scenario.steps[0].evaluation.judge", "did you mean gpt-6?"),
    ("scenario/steps/0/evaluation", {"goldn": "x"}, "scenario.steps[0].evaluation.goldn", "did you mean golden?"),
    (
        "candidates/0/endpoint",
        {"api_key_env": "not a name"},
        "candidates[0].endpoint.api_key_env",
        "the name of an environment variable",
    ),
    (
        "candidates/0/endpoint",
        {"base_url": "https://me:secret@example.org/v1"},
        "candidates[0].endpoint.base_url",
        "holds a password or a key",
    ),
    # --- ids and references
    ("scenario/steps/1", step("answer"), "scenario.steps[1].id", "used already at scenario.steps[0]; choose another"),
    ("candidates/2", candidate("qwen"), "candidates[2].id", "'qwen' is used already at candidates[1]"),
    ("checks/1", {"id": "team.tone"}, "checks[1].id", "'team.tone' is used already at checks[0]"),
    (
        "records/1",
        {"number": 1, "status": "draft", "date": TODAY},
        "records[1].number",
        "1 is used already at records[0]",
    ),
    ("decision/steps", [{"step": "answer"}, {"step": "answer"}], "decision.steps[1].step", "used already"),
    ("scenario/steps/0/id", "", "scenario.steps[0].id", "must not be empty"),
    ("scenario/task_step", "answr", "scenario.task_step", "no step 'answr'; did you mean answer?"),
    ("candidates/0/usage/anser", {}, "candidates[0].usage.anser", "no step 'anser'; did you mean answer?"),
    ("evaluations/0/candidate", "gpt-5", "evaluations[0].candidate", "no candidate 'gpt-5'; did you mean gpt-6?"),
    ("evaluations/0/step", "zzz", "evaluations[0].step", "no step 'zzz'; known: answer"),
    ("decision/default", "zzz", "decision.default", "no candidate 'zzz'; known: gpt-6, qwen"),
    ("decision/fallback", "qwn", "decision.fallback", "did you mean qwen?"),
    ("decision/steps", [{"step": "zzz"}], "decision.steps[0].step", "no step 'zzz'"),
    ("decision/steps", [{"step": "answer", "fallback": "zzz"}], "decision.steps[0].fallback", "no candidate 'zzz'"),
    ("answers/0/check", "migration.confg", "answers[0].check", "did you mean migration.config?"),
    (
        "candidates/0/answers",
        [{"check": "team.tune", "verdict": "pass"}],
        "candidates[0].answers[0].check",
        "team.tone?",
    ),
    # --- answers in the wrong table
    ("answers/0/check", "privacy.region", "answers[0].check", "is answered in [[candidates.answers]]"),
    (
        "candidates/0/answers",
        [{"check": "golden.targets", "verdict": "pass"}],
        "candidates[0].answers[0].check",
        "is answered in [[answers]], once per workspace",
    ),
    # --- counts and tiers
    ("evaluations/0/errors", 2, "evaluations[0].examples", "more than 10 examples; correct a count"),
    ("evaluations/0/escalations", 2, "evaluations[0].examples", "make 11, more than 10 examples"),
    ("evaluations/0/invalid_outputs", 2, "evaluations[0].examples", "make 11, more than 10 examples"),
    ("evaluations/0/successes", 11, "evaluations[0].examples", "make 11, more than 10 examples"),
    ("evaluations/0/examples", 0, "evaluations[0].examples", "must be 1 or more"),
    (
        "evaluations/0/critical_failures",
        2,
        "evaluations[0].critical_failures",
        "more than the 1 examples that were not",
    ),
    ("evaluations/0/judge_checked", 11, "evaluations[0].judge_checked", "more than the 10 examples"),
    ("evaluations/0/judge_agreed", 11, "evaluations[0].judge_agreed", "more than the 10"),
    ("evaluations/0/consistency", 1.1, "evaluations[0].consistency", "between 0 and 1"),
    (
        "evaluations/0/metrics",
        [{"name": "json_valid", "passed": 3, "total": 2}],
        "evaluations[0].metrics[0].passed",
        "3, more than the 2 looked at",
    ),
    (
        "evaluations/0/slices",
        [{"kind": kind, "examples": 6, "successes": 1} for kind in ("edge_case", "adversarial")],
        "evaluations[0].slices",
        "12, more than the 10 examples",
    ),
    (
        "evaluations/0/slices",
        [{"kind": "edge_case", "examples": 3, "successes": 4}],
        "evaluations[0].slices[0].successes",
        "4, more than the 3",
    ),
    (
        "candidates/0/observations/6",
        observed("alternative_hosts", 1.5),
        "candidates[0].observations[6].value",
        "alternative_hosts is a whole number, found 1.5",
    ),
    (
        "candidates/0/observations/6",
        observed("batch_discount", 0.5, above_tokens=5),
        "candidates[0].observations[6].above_tokens",
        "only prices have tiers",
    ),
    (
        "candidates/0/observations/6",
        observed("ttft", 1, above_tokens=5),
        "candidates[0].observations[6].above_tokens",
        "only prices have tiers",
    ),
    (
        "candidates/0/observations/6",
        observed("quality.x", 1, above_tokens=5),
        "candidates[0].observations[6].above_tokens",
        "only prices have tiers",
    ),
]


@pytest.mark.parametrize(("path", "value", "place", "message"), REFUSED)
def test_refused(path: str, value: object, place: str, message: str) -> None:
    """One mistake is one problem, at its place, with what is wrong and what would be right."""
    data = valid()
    put(data, path, copy.deepcopy(value))
    found = problems(data)
    here = [problem for problem in found if problem.path == place]
    assert len(here) == 1, found
    assert message in here[0].message
    assert "Input should" not in here[0].message
    # Whatever refers to what was refused may be told as well; nothing else may.
    assert all(problem.message.startswith(("no candidate", "no step")) for problem in found if problem not in here)


def test_twenty_mistakes_are_told_at_once() -> None:
    """Of form, of range and of reference, each once."""
    data = valid()
    mistakes = [
        ("titel", "x", "titel"),
        ("title", 3, "title"),
        ("scenario/fallback_share", 1.2, "scenario.fallback_share"),
        ("scenario/monthly_budget_usd", 0, "scenario.monthly_budget_usd"),
        ("scenario/task_step", "zzz", "scenario.task_step"),
        ("scenario/steps/0/usage/input_tokens", "many", "scenario.steps[0].usage.input_tokens"),
        ("scenario/steps/0/usage/max_retries", True, "scenario.steps[0].usage.max_retries"),
        ("scenario/steps/0/needs/good_quality", 30.0, "scenario.steps[0].needs.good_quality"),
        ("scenario/steps/0/needs/max_ttft_s", math.nan, "scenario.steps[0].needs.max_ttft_s"),
        ("candidates/0/access", "api", "candidates[0].access"),
        ("candidates/0/observations/0/value", -1, "candidates[0].observations[0].value"),
        ("candidates/0/observations/1/as_of", "x", "candidates[0].observations[1].as_of"),
        ("candidates/0/observations/2/metric", "zzz", "candidates[0].observations[2].metric"),
        ("candidates/1/usage/zzz", {}, "candidates[1].usage.zzz"),
        ("candidates/1/hosting/gpu_hour", 1, "candidates[1].hosting.gpu_hour"),
        ("checks/0/importance", "high", "checks[0].importance"),
        ("answers/0/check", "privacy.region", "answers[0].check"),
        ("evaluations/0/errors", 5, "evaluations[0].examples"),
        ("decision/default", "zzz", "decision.default"),
        ("records/0/status", "done", "records[0].status"),
    ]
    for path, value, _ in mistakes:
        put(data, path, value)
    assert sorted(problem.path for problem in problems(data)) == sorted(place for _, _, place in mistakes)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", GONE),
        ("candidates", GONE),
        ("scenario/peak_factor", 1),
        ("scenario/tail_factor", 1.0),
        ("scenario/path", [["answer"]]),
        ("scenario/steps/0/needs/good_quality", 29),
        ("scenario/steps/0/evaluation", {"golden": "g.jsonl", "temperature": 0.0, "judge": "qwen"}),
        ("candidates/0/endpoint", {"base_url": "https://example.org/v1", "api_key_env": "OPENAI_API_KEY"}),
        ("candidates/0/observations/6", observed("image_price", 0.01, above_tokens=5)),
        ("evaluations/0/tool", "our own"),
        ("evaluations/0/critical_failures", 1),
        ("evaluations/0/slices", [{"kind": "edge_case", "examples": 10, "successes": 9}]),
        ("scenario/weights", {"task_fit": 0}),
        ("scenario/growth_per_month", -0.5),
        ("candidates/0/roles", []),
        ("candidates/0/observations/0/value", 0),
        ("candidates/0/observations/0/above_tokens", 100),
        ("candidates/0/observations/6", observed("quality.our_own", -5)),
        ("candidates/0/observations/6", observed("request_price", 0.01, above_tokens=5)),
        ("evaluations/0/errors", 1),
        ("records/0/triggers", [{"kind": "on_date", "value": TODAY}, {"kind": "drift"}]),
        ("decision/steps", [{"step": "answer"}]),
    ],
)
def test_accepted(path: str, value: object) -> None:
    """What lies at the edge of a range, or may be absent."""
    data = valid()
    put(data, path, value)
    if path == "candidates":
        del data["evaluations"], data["decision"]
    assert plain(to_data(read_workspace(data))) == data


def test_a_document_of_schema_1_reads_as_it_stands_and_is_written_as_2() -> None:
    """With the meaning of schema 2."""
    data = {**valid(), "schema": 1}
    assert read_workspace(data) == read_workspace(valid())
    assert to_data(read_workspace(data))["schema"] == 2


def test_an_empty_text_is_an_absent_one() -> None:
    """Where a word is chosen, what holds without it holds."""
    data = valid()
    absent = {"role": "", "use_case": ""}
    data["scenario"]["steps"][0] |= absent
    data["scenario"] |= {"operations": "", "data_sensitivity": "", "fallback_standby": "", "task_step": ""}
    data["candidates"][0] |= {"size_class": "", "commercial_use": "", "capabilities": {"batch": ""}}
    data["evaluations"][0] |= {"graded_by": ""}
    read = read_workspace(data)
    (one,), scenario = read.scenario.steps, read.scenario
    assert (one.role, one.use_case, scenario.task_step) == (None, None, None)
    assert (scenario.operations, scenario.data_sensitivity, scenario.fallback_standby) == ("none", "internal", "hot")
    first = read.candidates[0]
    assert (first.size_class, first.commercial_use, first.capabilities.batch) == (None, "unknown", "unknown")
    assert read.evaluations[0].graded_by is None


def test_the_task_step_that_is_left_out_is_the_last_and_stands_on_the_path() -> None:
    """The last of two steps, which the path does not hold."""
    data = valid()
    data["scenario"] |= {"steps": [step("sort"), step("answer")], "path": [["sort"]]}
    (found,) = problems(data)
    assert (found.path, found.message) == ("scenario.path", "holds no stage with the task step 'answer'; add it")
    data["scenario"]["task_step"] = "sort"
    assert read_workspace(data).scenario.stages == (("sort",),)


def plain(value: Any) -> Any:
    """Tuples as lists, as TOML has them."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def written(value: Any) -> str:
    """The text of a document in its order, which tells 1 from 1.0 and true."""
    return json.dumps(value, default=str)


@counted(80, 300, documents())
def test_what_is_read_is_written_unchanged(data: Document) -> None:
    """A document comes back with the same keys and values: 30000 stays 30000, and 30.0 stays 30.0."""
    workspace = read_workspace(data)
    back = plain(to_data(workspace))
    assert back == data
    assert sorted(written(back)) == sorted(written(data))
    assert read_workspace(back) == workspace
    assert plain(to_data(read_workspace(back))) == back


@settings(max_examples=100)
@given(documents())
def test_reading_leaves_the_data_alone(data: Document) -> None:
    """What is given to the reader is not changed by it."""
    before = copy.deepcopy(data)
    read_workspace(data)
    assert data == before


def test_a_workspace_is_frozen() -> None:
    """Nobody changes a value that others hold."""
    workspace = read_workspace(valid())
    with pytest.raises(ValueError, match="frozen"):
        workspace.title = "Another"  # type: ignore[misc]
