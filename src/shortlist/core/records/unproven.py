"""What no leaderboard proves for this very decision, and what to measure next: both computed from the workspace."""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult, standing_for
from shortlist.core.basics.tolerance import tie
from shortlist.core.basics.words import listed, percent, seconds
from shortlist.core.document.evaluation import ENOUGH_EXAMPLES
from shortlist.core.document.scenario import Step
from shortlist.core.records.draft_sentences import checks_named, line, named
from shortlist.core.service.serving import Serving

RATES = (
    ("error_rate", "wrong answers"),
    ("escalation_rate", "answers handed to a person"),
    ("failure_rate", "failures"),
)
"""Rates of a step that are assumed until an evaluation gives them."""
MOST_NAMED = 3  # candidates that are named at most, unless more serve a step


def decided_on(analysis: Analysis) -> list[CandidateResult]:
    """Whom the sentences are about: the candidates that the decision names, defaults first; before that, all."""
    choices = [analysis.choices[step.id] for step in dearest_first(analysis)]
    ids = dict.fromkeys([*(one.default for one in choices), *(one.fallback for one in choices)])
    return [analysis.by_id[id_] for id_ in ids if id_ is not None] or list(analysis.ranking)


def dearest_first(analysis: Analysis) -> list[Step]:
    """The steps by what their default costs a month, the dearest first; those of unknown cost last, as they stand."""

    def cost(step: Step) -> float:
        default = analysis.assignment[step.id].default
        if default is None:
            return -1.0
        monthly = analysis.by_id[default.candidate.id].steps[step.id].cost.monthly
        return -1.0 if monthly is None else tie(monthly)

    return sorted(analysis.scenario.steps, key=cost, reverse=True)


def told_of(analysis: Analysis) -> list[CandidateResult]:
    """Those of whom something is told by name: everybody who serves a step, so that none is left out, and others as
    far as there is room."""
    serving = {one.default for one in analysis.choices.values() if one.default is not None}
    return decided_on(analysis)[: max(MOST_NAMED, len(serving))]


def untested_steps(analysis: Analysis, result: CandidateResult) -> list[str]:
    """The names of the steps in which a candidate was never run on the team's own examples; see `concerning`."""
    runs = analysis.evaluations
    return [step.name for step in concerning(analysis, result) if (result.id, step.id) not in runs]


def concerning(analysis: Analysis, result: CandidateResult) -> list[Step]:
    """The steps that matter of a candidate: those that it was chosen for and plays, where it was for none all that it
    plays."""
    played = [step for step in analysis.scenario.steps if step.id in result.steps]
    return [step for step in played if result.id in analysis.choices[step.id]] or played


def unproven(analysis: Analysis) -> list[str]:
    """What the figures do not show for this decision, a sentence each."""
    told = []
    for result in told_of(analysis):
        steps = untested_steps(analysis, result)
        if steps:
            where = _steps(analysis, steps)
            told.append(f"That {named(result)} does your own work: it was never run on your examples for {where}.")
    # Rates that somebody wrote down and nobody measured, for the default of each step.
    for step in dearest_first(analysis):
        default = analysis.assignment[step.id].default
        facts = default.measured if default is not None else None
        rates = [
            f"{percent(rate)} {words}"
            for name, words in RATES
            if (rate := getattr(step.usage, name)) and getattr(facts, name, None) is None
        ]
        if rates:
            told.append(f"How often “{line(step.name)}” goes wrong: {listed(rates)} are assumed.")
        if step.needs.unacceptable_errors.strip():
            told.append(f"That the errors which no rate excuses in “{line(step.name)}” do not happen.")
    for result in told_of(analysis):
        provider = result.candidate.provider
        places = {o.provider for o in result.in_force() if o.provider.strip() and o.provider != provider}
        if places:
            where = listed(sorted(map(line, places)))
            told.append(f"How fast and how dear {named(result)} is at {line(provider)}: it was observed at {where}.")
    return list(dict.fromkeys([*told, *_tails(analysis)]))


def _tails(analysis: Analysis) -> Iterator[str]:
    factor = analysis.workspace.scenario.tail_factor
    for result in decided_on(analysis)[:1]:
        guessed = [
            (s.latency.total_s, s.step.name) for s in _unmeasured(analysis, result) if s.latency.total_s is not None
        ]
        if guessed:
            total_s, step = max(guessed)
            yield (
                f"How long the slowest answers of {named(result)} take: {seconds(total_s)} in “{line(step)}” is "
                f"the typical time multiplied by an assumed {factor:g}."
            )


def _unmeasured(analysis: Analysis, result: CandidateResult) -> list[Serving]:
    """The services whose 95th percentile nobody measured."""
    servings = (result.steps[step.id].serving for step in concerning(analysis, result))
    return [one for one in servings if one.measured is None or one.measured.total_s is None]


def _steps(analysis: Analysis, names: list[str]) -> str:
    every = len(names) == len(analysis.workspace.scenario.steps) > 1
    return "every step" if every else listed(f"“{line(name)}”" for name in names)


def to_measure(analysis: Analysis) -> list[str]:
    """What to measure or to find out next, the most telling first, a sentence each."""
    told = []
    answers = {answer.check: answer.verdict for answer in analysis.workspace.answers}
    if answers.get("golden.real_tasks") != "pass":
        told.append(
            "Build a golden dataset: real tasks with the answers they should get, edge cases and attacks among them."
        )
    told += _runs(analysis)
    serving = {one.default for one in analysis.choices.values() if one.default is not None}
    asked = [one for one in decided_on(analysis) if one.id in serving] or decided_on(analysis)[:1]
    late = [
        named(result)
        for result in asked
        if any(one.step.needs.max_total_s is not None for one in _unmeasured(analysis, result))
    ]
    if late:
        told.append(f"Measure {listed(late)} from your own region at the 95th percentile, at your busiest hour.")
    for result in told_of(analysis):
        unknown = standing_for(result, [step.id for step in concerning(analysis, result)]).unknown
        if unknown:
            told.append(f"Answer for {named(result)}, before anything is decided: {checks_named(unknown)}.")
    for swing in analysis.sensitivity[:1]:
        if swing.size > 0:
            step = analysis.scenario.step_name(swing.step)
            assumed = swing.assumption.replace("_", " ")
            told.append(f"Confirm the {assumed} of “{line(step)}”: no other assumption moves the cost more.")
    return told


def _runs(analysis: Analysis) -> Iterator[str]:
    for result in told_of(analysis):
        steps = untested_steps(analysis, result)
        if steps:
            needs = [step.needs for step in analysis.workspace.scenario.steps if step.name in steps]
            rates = sorted({need.max_error_rate for need in needs if need.max_error_rate is not None})
            targets = ""
            if rates:
                targets = f", against at most {listed(percent(rate) for rate in rates)} errors"
            yield f"Run {named(result)} on your examples for {_steps(analysis, steps)}{targets}."
        for step in concerning(analysis, result):
            run = analysis.evaluations.get((result.id, step.id))
            if run is not None and run.examples < ENOUGH_EXAMPLES:
                yield f"Run more examples of {named(result)} in “{line(step.name)}”: {run.examples} decide little."
