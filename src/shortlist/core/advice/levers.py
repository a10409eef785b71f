"""The optimisation levers with what each would save: the difference of two analyses, and no formula of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from shortlist.core.advice import lever_edits as leveredits
from shortlist.core.advice.lever_edits import (
    BATCHED_SHARE,
    CACHE_HIT_RATE,
    CACHED_SHARE,
    CAUGHT_SHARE,
    CONTEXT_CUT,
    FASTER_FACTOR,
    LeverProposal,
    served_steps,
)
from shortlist.core.analysis import Analysis, analyse
from shortlist.core.basics.object_cache import once_for_each
from shortlist.core.basics.unknown import Unknown, minus
from shortlist.core.basics.words import percent, plain
from shortlist.core.document.checklist import LATENCY_TARGET, QUALITY_BAR
from shortlist.core.document.structural_sharing import shared
from shortlist.core.document.vocabulary import Verdict
from shortlist.core.document.workspace import Workspace, choices

NOT_DECIDED = "nothing is decided yet: choose a default first"


class Lever(NamedTuple):
    """A preset: its name, what it assumes and why, and the edit that it proposes."""

    id: str
    title: str
    assumes: str
    propose: Callable[[Analysis], LeverProposal]


LEVERS = (
    Lever(
        "smaller_model",
        "Smaller model, routine steps",
        "Where the task-fit table says that a small or fast model will do, the cheapest one that passes the step's "
        "checks serves it.",
        leveredits.smaller_model,
    ),
    Lever(
        "caching",
        "Prompt caching",
        f"Assumes that {percent(CACHED_SHARE)} of the input, the instructions and examples, comes first and stays the "
        f"same, and that {percent(CACHE_HIT_RATE)} of the requests find it in the cache, as under steady traffic.",
        leveredits.caching,
    ),
    Lever(
        "less_context",
        "Less context",
        f"Assumes {percent(CONTEXT_CUT)} less of what is no repeated prefix: fewer, better ranked passages, a "
        "summarised history. What the answers lose by it only your evaluation can say.",
        leveredits.less_context,
    ),
    Lever(
        "batch",
        "Batch what can wait",
        f"Assumes that {percent(BATCHED_SHARE)} of a step's traffic can wait where the step sets no latency target, "
        "because nobody waits for it.",
        leveredits.batch,
    ),
    Lever(
        "early_validation",
        "Validate early",
        f"Assumes that a check right behind the model, by schema, rule or look-up, sees {percent(CAUGHT_SHARE)} of the "
        "wrong answers that nobody catches now; they are tried again as failed attempts.",
        leveredits.early_validation,
    ),
    Lever(
        "streaming",
        "Stream the answer",
        "Saves time and no money. Assumes that people read while the answer is written, so that they wait for the "
        "first token and not for the last.",
        leveredits.streaming,
    ),
    Lever(
        "faster_serving",
        "Faster serving",
        f"Assumes that continuous batching and quantised weights let your own machines do {plain(FASTER_FACTOR)} times "
        "as much; elsewhere the same model goes to the provider that answers soonest.",
        leveredits.faster_serving,
    ),
)


class StepState(NamedTuple):
    """How a step is served: by whom, how fast in seconds, how well, and whether its targets are met."""

    candidate: str
    ttft_s: Unknown
    total_s: Unknown
    quality: Unknown
    quality_check: Verdict
    latency_check: Verdict


class StepChange(NamedTuple):
    """A step before and after a lever."""

    step: str
    before: StepState
    after: StepState


class LeverEffect(NamedTuple):
    """What a lever would do to the decision; savings are positive, in USD, and unknown where either side is."""

    lever: Lever
    changed: Workspace | None
    told: str
    """What it changes; why it does not apply where `changed` is None."""
    monthly: Unknown = None
    bill: Unknown = None
    per_successful_task: Unknown = None
    steps: tuple[StepChange, ...] = ()
    """The steps whose service, latency, quality or checks change."""
    brief: str = ""
    """Why it does not apply in no more than 48 columns, where `told` takes more."""


@once_for_each
def lever_effects(analysis: Analysis) -> tuple[LeverEffect, ...]:
    """Every lever with its effect on the decision as made, found once for each analysis."""
    if not served_steps(analysis):
        return tuple(LeverEffect(lever, None, NOT_DECIDED) for lever in LEVERS)
    return tuple(_effect(lever, analysis) for lever in LEVERS)


def _effect(lever: Lever, analysis: Analysis) -> LeverEffect:
    changed, told, brief = lever.propose(analysis)
    if changed is None:
        return LeverEffect(lever, None, told, brief=brief)
    changed = shared(analysis.workspace, changed)
    # No figure of the decision depends on the candidates that serve nothing.
    chosen = {one for choice in choices(changed).values() for one in choice}
    serving = changed.model_copy(update={"candidates": tuple(c for c in changed.candidates if c.id in chosen)})
    now, then = analysis.decision, analyse(serving, None, analysis.today)
    steps = (StepChange(step, _state(analysis, step), _state(then, step)) for step in analysis.choices)
    return LeverEffect(
        lever,
        changed,
        told,
        minus(now.monthly, then.decision.monthly),
        minus(now.bill, then.decision.bill),
        minus(now.per_successful_task, then.decision.per_successful_task),
        tuple(change for change in steps if change.before != change.after),
    )


def _state(analysis: Analysis, step: str) -> StepState:
    default = analysis.choices[step].default
    assert default is not None, "asked only where every step has a default"
    result = analysis.by_id[default].steps[step]
    latency = result.serving.latency
    return StepState(
        default,
        latency.ttft_s,
        latency.total_s,
        result.serving.quality,
        result.verdicts[QUALITY_BAR],
        result.verdicts[LATENCY_TARGET],
    )
