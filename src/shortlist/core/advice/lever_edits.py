"""The optimisation levers as edits of the workspace: what each assumes, and where it does not apply.

A lever changes assumptions or choices, never a figure that follows from them. The shares below are assumptions to
start from, cautious on purpose; a team replaces them by what it measures. Whatever a lever would change for the worse
of somebody's own, larger figure is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.words import listed, percent, plain, time_limit
from shortlist.core.comparison.assignment import cheapest_for
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.workspace import Workspace, read_workspace, to_data
from shortlist.core.edits.candidates import with_choice
from shortlist.core.edits.places import Data
from shortlist.core.service.figures import TokenPrices
from shortlist.core.service.serving import Serving

CACHED_SHARE = 0.5
"""Instructions, tool descriptions and examples put first make about half of a prompt that also carries a question and
a few passages."""
CACHE_HIT_RATE = 0.9
"""Under steady traffic all but the first requests after a pause find the prefix in the cache."""
CONTEXT_CUT = 0.3
"""Fewer, better ranked passages and a summarised history; what is a repeated prefix stays."""
BATCHED_SHARE = 1.0
"""A step without a latency target has nobody waiting for it."""
CAUGHT_SHARE = 0.5
"""A schema, a rule or a look-up sees that a number, a name or a citation is wrong, and not that a judgement is."""
FASTER_FACTOR = 1.3
"""Batching continuously and quantised weights, before anything else is changed; the quality is to be tested anew."""
SMALL = ("fast", "small_specialised")
Figures = Mapping[str, float]


class LeverProposal(NamedTuple):
    """The workspace as a lever would have it, with what it changes; or None, with why it does not apply."""

    changed: Workspace | None
    told: str
    brief: str = ""
    """Why it does not apply in no more than 48 columns, where `told` takes more."""


class ServedStep(NamedTuple):
    """A step with the candidate that serves it by default."""

    result: CandidateResult
    serving: Serving

    @property
    def name(self) -> str:
        """The step's name in quotes."""
        return f"“{self.serving.step.name}”"

    @property
    def price(self) -> TokenPrices:
        """What the tokens of the first call cost."""
        return self.serving.figures.prices(self.serving.use.input_tokens)


def served_steps(analysis: Analysis) -> list[ServedStep]:
    """Every step with the default of the decision; empty while a step has none that plays it."""
    found = []
    for one in analysis.assignment.values():
        if one.default is None:
            return []
        found.append(ServedStep(analysis.by_id[one.default.candidate.id], one.default))
    return found


def _with_figures(
    analysis: Analysis, changes: list[tuple[ServedStep, Figures]], done: str, without: str, brief: str = ""
) -> LeverProposal:
    """Usage figures changed where they are in force: in the candidate's own where it has them, else in the step's."""
    if not changes:
        return LeverProposal(None, without, brief)
    data = to_data(analysis.workspace)
    steps = {row["id"]: row for row in data["scenario"]["steps"]}
    candidates = {row["id"]: row for row in data["candidates"]}
    for served, figures in changes:
        id_ = served.serving.step.id
        step: Data = steps[id_]
        own: Data = candidates[served.serving.candidate.id].get("usage", {}).get(id_, {})
        for name, value in figures.items():
            # Tokens are whole, shares as fine as a person would read them.
            figure = round(value) if value > 1 else round(value, 4)
            (own if name in own else step.setdefault("usage", {}))[name] = figure
    return LeverProposal(read_workspace(data), f"{done} in {listed(served.name for served, _ in changes)}.")


# --- who serves


def smaller_model(analysis: Analysis) -> LeverProposal:
    """Routine steps go to the cheapest small candidate that passes there."""
    routine = [
        one
        for one in served_steps(analysis)
        if (row := TASK_FIT.get(one.serving.step.use_case or "")) is not None and row.small == "yes"
    ]
    large = [one for one in routine if one.result.candidate.size_class not in SMALL]
    workspace, told = analysis.workspace, []
    for served in large:
        step = served.serving.step.id
        small = [place for place in analysis.step_places[step] if place.result.candidate.size_class in SMALL]
        found = cheapest_for(small)
        if found is None:
            continue
        then, now = found.steps[step].cost.monthly, served.result.steps[step].cost.monthly
        if then is not None and (now is None or then < now):
            workspace = with_choice(workspace, "default", found.id, step)
            told.append(f"{served.name} to {found.candidate.name}")
    if told:
        return LeverProposal(workspace, f"Gives {listed(told)}.")
    if not routine:
        return LeverProposal(
            None,
            "no step has a use case for which the task-fit table says that a small model will do",
            "no step has a use case that a small model does",
        )
    if not large:
        return LeverProposal(
            None,
            "a small or fast model serves the routine steps already",
            "a small or fast model serves them already",
        )
    return LeverProposal(
        None,
        "no small or fast candidate that passes is cheaper than what serves the routine steps",
        "no small or fast one that passes is cheaper",
    )


def faster_serving(analysis: Analysis) -> LeverProposal:
    """Machines that do more, or the same model where it answers sooner."""
    workspace, told = analysis.workspace, []
    tuned: set[str] = set()
    for served in served_steps(analysis):
        candidate, step = served.result.candidate, served.serving.step.id
        if candidate.self_hosted:
            if candidate.id not in tuned and (changed := _with_throughput(workspace, candidate.id)) is not None:
                workspace = changed
                told.append(f"the machines under {candidate.name} do {plain(FASTER_FACTOR)} times as much")
            tuned.add(candidate.id)
        elif (other := _faster_offering(analysis, served)) is not None:
            workspace = with_choice(workspace, "default", other.id, step)
            told.append(f"{served.name} goes to {other.candidate.name} at {other.candidate.provider}")
    if told:
        return LeverProposal(workspace, f"{listed(told)}.")
    return LeverProposal(
        None,
        "no default is self-hosted, and no candidate is the same model at a provider that is faster",
        "no machines of your own, and no faster provider",
    )


def _with_throughput(workspace: Workspace, id_: str) -> Workspace | None:
    data = to_data(workspace)
    hosting: Data = next(row for row in data["candidates"] if row["id"] == id_).get("hosting", {})
    rates = [name for name in ("input_tokens_per_s", "output_tokens_per_s") if name in hosting]
    for name in rates:
        hosting[name] = hosting[name] * FASTER_FACTOR
    return read_workspace(data) if rates else None


def _faster_offering(analysis: Analysis, served: ServedStep) -> CandidateResult | None:
    step, now = served.serving.step.id, served.serving.latency.total_s
    if now is None:
        return None
    found = [
        (total, rank, other)
        for rank, other in enumerate(analysis.ranking)
        if other.id != served.result.id
        and _model(other) == _model(served.result) != ("", "")
        and (assessed := other.steps.get(step)) is not None
        and (total := assessed.serving.latency.total_s) is not None
        and total < now
        and assessed.standing.status != "excluded"
    ]
    return min(found)[2] if found else None


def _model(result: CandidateResult) -> tuple[str, str]:
    """What is the same model at another provider: its id without the publisher in front, and the effort."""
    candidate = result.candidate
    return candidate.model.rpartition("/")[2].casefold(), candidate.effort if candidate.model else ""


# --- what is sent


def caching(analysis: Analysis) -> LeverProposal:
    """The part of the prompt that repeats comes first and is read from the cache."""
    changes: list[tuple[ServedStep, Figures]] = []
    for served in served_steps(analysis):
        use, price = served.serving.use, served.price
        wanted = {
            "cacheable_share": max(use.cacheable_share, CACHED_SHARE),
            "cache_hit_rate": max(use.cache_hit_rate, CACHE_HIT_RATE),
        }
        cheaper = price.cache_read is not None and price.input is not None and price.cache_read < price.input
        caches = served.result.candidate.capabilities.prompt_caching != "no"
        if caches and cheaper and use.input_tokens and any(getattr(use, name) < v for name, v in wanted.items()):
            changes.append((served, wanted))
    done = f"At least {percent(CACHED_SHARE)} of the input repeated and {percent(CACHE_HIT_RATE)} of that found"
    return _with_figures(
        analysis,
        changes,
        done,
        "no default has a lower price for cached input, or as much is cached as is assumed here",
        "no cheaper cached input, or cached already",
    )


def less_context(analysis: Analysis) -> LeverProposal:
    """Less of what is not a repeated prefix."""
    changes: list[tuple[ServedStep, Figures]] = []
    for served in served_steps(analysis):
        use = served.serving.use
        before = use.input_tokens
        after = round(before * (1 - CONTEXT_CUT * (1 - use.cacheable_share)))
        if after < before:
            figures: dict[str, float] = {"input_tokens": after}
            if use.cacheable_share:
                figures["cacheable_share"] = min(1.0, use.cacheable_share * before / after)
            changes.append((served, figures))
    done = f"{percent(CONTEXT_CUT)} less of the input that is no repeated prefix"
    return _with_figures(analysis, changes, done, "no step sends anything but a repeated prefix")


def batch(analysis: Analysis) -> LeverProposal:
    """What nobody waits for goes through the batch endpoint."""
    changes: list[tuple[ServedStep, Figures]] = []
    waited, priced = False, False
    for served in served_steps(analysis):
        needs, candidate = served.serving.step.needs, served.result.candidate
        batches = candidate.capabilities.batch != "no" and not candidate.self_hosted
        if needs.max_ttft_s is not None or needs.max_total_s is not None:
            waited = True
        elif not batches or not served.serving.figures.value("batch_discount"):
            priced = True
        elif served.serving.use.batch_share < BATCHED_SHARE:
            changes.append((served, {"batch_share": BATCHED_SHARE}))
    why, brief = [], ""
    if waited:
        why.append("somebody waits for the answer: the step sets a latency target")
        brief = "somebody waits: the step has a latency target"
    if priced:
        why.append("no default that could wait has a batch discount on record")
        brief = "somebody waits, or no batch discount is known" if waited else "no batch discount on record"
    done = f"{percent(BATCHED_SHARE)} of the traffic in batches"
    return _with_figures(analysis, changes, done, "; ".join(why) or "all that can wait is batched already", brief)


# --- what comes back


def early_validation(analysis: Analysis) -> LeverProposal:
    """Wrong answers that a check can see are tried again, in place of being delivered."""
    changes: list[tuple[ServedStep, Figures]] = []
    measured = False
    for served in served_steps(analysis):
        use, facts = served.serving.use, served.serving.measured
        wrong = use.error_rate
        if not wrong:
            continue
        if facts is not None and (facts.error_rate, facts.failure_rate, facts.escalation_rate) != (None, None, None):
            measured = True
            continue
        caught = wrong * CAUGHT_SHARE
        noticed = (1 - use.escalation_rate) * caught
        if caught < 1 and noticed < 1:
            rates = {
                "failure_rate": use.failure_rate + (1 - use.failure_rate) * noticed,
                "error_rate": (wrong - caught) / (1 - caught),
            }
            if use.escalation_rate:
                rates["escalation_rate"] = use.escalation_rate / (1 - noticed)
            changes.append((served, rates))
    otherwise, brief = "no step assumes errors that nobody catches", ""
    if measured:
        otherwise = "an evaluation measured the errors: run it again with the check in place"
        brief = "errors are measured: run it again with the check"
    told = f"{percent(CAUGHT_SHARE)} of the unnoticed errors caught and tried again"
    return _with_figures(analysis, changes, told, otherwise, brief)


def streaming(analysis: Analysis) -> LeverProposal:
    """People read while the answer is written: the first token is what they wait for."""
    data = to_data(analysis.workspace)
    told, machine = [], False
    for row, served in zip(data["scenario"]["steps"], served_steps(analysis), strict=False):
        needs = served.serving.step.needs
        if needs.max_total_s is None:
            continue
        if "structured_outputs" in needs.capabilities:
            machine = True
            continue
        table: Data = row["needs"]
        table["max_ttft_s"] = min(table.get("max_ttft_s", needs.max_total_s), table.pop("max_total_s"))
        told.append(f"{served.name}: the first token within {time_limit(table['max_ttft_s'])}")
    if told:
        return LeverProposal(read_workspace(data), f"The limit on the whole answer goes in {listed(told)}.")
    if machine:
        return LeverProposal(
            None,
            "a program reads the answer: it needs all of it before it can go on",
            "a program reads the answer, and needs all of it",
        )
    return LeverProposal(None, "no step sets a limit for the whole answer")
