"""Own evidence as plain data, for `evidence --json`: numbers unrounded, unknown is null."""

from __future__ import annotations

import shlex
from typing import Any

from shortlist.core.advice.value_of_information import Look, ValueOfInformation
from shortlist.core.analysis import Analysis
from shortlist.core.basics.plain_data import plain_fields
from shortlist.core.basics.unknown import Unknown, ratio
from shortlist.core.evidence.pairs import RunPair
from shortlist.core.evidence.rates import Rate
from shortlist.core.evidence.runs import JudgeTrust, RunInForce
from shortlist.export.evidence_words import pair_words

SCHEMA = 1


def evidence_data(analysis: Analysis, information: ValueOfInformation, name: str) -> dict[str, Any]:
    """Runs in force, pairs, and what would settle the choice; `name` is that of the workspace, for the commands."""
    return {
        "schema": SCHEMA,
        "title": analysis.workspace.title,
        "today": analysis.today.isoformat(),
        "runs": [_run(analysis, one) for one in analysis.runs],
        "pairs": [_pair(analysis, pair) for pair in analysis.run_pairs],
        "settle": {
            "steps": [
                {
                    "step": step.step,
                    "now": step.chosen,
                    **plain_fields(step, "expected_usd unpriced asks_for_costs"),
                }
                for step in information.steps
            ],
            "looks": [_look(analysis, look, name) for look in information.looks],
            "questions": [plain_fields(one, "check candidate bearing") for one in information.questions],
        },
    }


def modelled_per_success(analysis: Analysis, candidate: str, step: str) -> Unknown:
    """What providers and machines are paid for each success in a step, by the figures and assumptions; USD."""
    one = analysis.by_id[candidate].steps.get(step)
    if one is None:
        return None
    return ratio(one.serving.cost.parts.bill, one.serving.cost.successful)


def limit_of(analysis: Analysis, look: Look) -> int:
    """How many examples of the golden dataset a run must ask for, so that the look's come to those it has run."""
    for one in analysis.runs:
        if (one.run.step, one.run.candidate) == (look.step, look.candidate) and one.coverage is not None:
            return look.examples + one.coverage[0]
    return look.examples


def command_of(analysis: Analysis, look: Look, name: str) -> str:
    """The command that makes a look."""
    limit = str(limit_of(analysis, look))
    words = ("evaluate", name, "--step", look.step, "--candidate", look.candidate, "--limit", limit)
    return shlex.join(("shortlist", *words))


def _rate(rate: Rate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    told = {"count": rate.hits, "of": rate.of, "rate": rate.share, "low": rate.low, "high": rate.high}
    return {**told, "effective": rate.effective}


def _run(analysis: Analysis, one: RunInForce) -> dict[str, Any]:
    run, rates, waiting, cost = one.run, one.rates, one.waiting, one.cost_per_success
    return {
        **plain_fields(run, "candidate step"),
        "index": one.place,
        "ran_on": run.ran_on.isoformat(),
        "tool": run.tool or None,
        "prompt_version": run.prompt_version or None,
        "graded_by": run.graded_by,
        "rows": one.has_rows,
        "problem": (one.kept and one.kept.problem) or None,
        "stale": list(one.stale),
        "examples": run.examples,
        **{key: _rate(getattr(rates, key)) for key in ("success", "error", "failure", "escalation")},
        "critical_failures": run.critical_failures,
        "kinds": [{"kind": kind, **(_rate(rate) or {})} for kind, rate in one.by_kind.items()],
        "metrics": [{"name": name, **(_rate(rate) or {})} for name, rate in one.by_metric.items()],
        "coverage": one.coverage and dict(zip(("examples", "of"), one.coverage, strict=True)),
        "latency": {
            "p50_s": waiting.p50,
            "p95_s": waiting.p95,
            "p99_s": waiting.p99,
            "ttft_p50_s": waiting.ttft_p50,
            "answers": waiting.of,
            "p99_of_only": waiting.of_only,
        },
        "cost_per_success": {
            "measured": cost and cost.usd,
            "low": cost and cost.low,
            "high": cost and cost.high,
            "modelled": modelled_per_success(analysis, run.candidate, run.step),
        },
        "judge": one.judge and _judge(one, one.judge),
    }


def _judge(one: RunInForce, judge: JudgeTrust) -> dict[str, Any]:
    found = one.calibration
    return {
        "trust": judge.trust,
        "checked": judge.checked,
        "agreement": _rate(judge.agreement),
        "kappa": found and found.kappa,
        "true_positive": found and _rate(found.true_positive),
        "false_positive": found and _rate(found.false_positive),
        "corrected_success": one.corrected,
    }


def _pair(analysis: Analysis, pair: RunPair) -> dict[str, Any]:
    counted = ("examples", "both", "first_only", "second_only", "neither")
    return {
        **plain_fields(pair, "step first second basis"),
        **{key: pair.counts and getattr(pair.counts, key) for key in counted},
        **plain_fields(pair, "difference low high p adjusted_p better"),
        "more_examples": pair.more,
        "words": pair_words(analysis, pair),
    }


def _look(analysis: Analysis, look: Look, name: str) -> dict[str, Any]:
    return {
        **plain_fields(look, "step candidate examples saves_usd costs_usd net_usd changes settles"),
        "command": command_of(analysis, look, name),
    }
