"""What a model would cost on machines of one's own, where nobody runs any: an estimate on a rented GPU of the table.

Of the candidates with open weights whose model is in the table of the sizing, the first by rank; where there is none,
a model of the table in place of the decision's default. Nothing of the workspace changes, and it is judged on cost
alone: whether that model would do is another question.
"""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.analysis import Analysis
from shortlist.core.assessment.assessor import CandidateResult
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.basics.object_cache import once_for_each
from shortlist.core.comparison.break_even import BreakEven, break_even, shared_steps
from shortlist.core.document.candidate import Hosting
from shortlist.core.sizing.constants import Rent
from shortlist.core.sizing.estimate import Deployment, Estimate, size
from shortlist.core.sizing.hosting_values import filled
from shortlist.core.sizing.questions import first_texts, preset_of, preset_texts, understood

STAND_IN = "gpt-oss-120b"
"""The model that is estimated where no candidate is one of the table: open weights, and in most catalogues."""
OWN_ID = "on-own-machines"
"""The id of the candidate that stands for it; it is in no file."""


class OwnMachines(NamedTuple):
    """A model on rented machines, estimated."""

    result: CandidateResult
    """Judged as if the team ran it itself."""
    plan: Deployment
    estimate: Estimate
    rent: Rent
    """What an hour of a GPU costs, in USD."""
    stands_in: bool
    """Whether it is a model that no candidate is."""


@once_for_each
def on_own_machines(analysis: Analysis) -> OwnMachines | None:
    """The estimate; None where somebody is self-hosted, nobody can be priced, or the model does not fit a machine."""
    ranked = [result.candidate for result in analysis.ranking if result.steps]
    if not ranked or any(one.self_hosted for one in ranked):
        return None
    base = next((one for one in ranked if one.open and preset_of(one) is not None), None)
    candidate, name = base or ranked[0], STAND_IN
    # Machines are sized by the longest request with an answer.
    written = [step for step in analysis.scenario.steps if candidate.plays(step) and step.usage.output_tokens]
    texts = first_texts(candidate, analysis.scenario.model_copy(update={"steps": written or analysis.scenario.steps}))
    if base is None:
        texts |= {"model": STAND_IN, **preset_texts(STAND_IN)}
    elif (preset := preset_of(base)) is not None:
        name = preset.name
    plan, hour, _ = understood(texts)
    if plan is None or hour is None or plan.gpu.rent is None:
        return None
    try:
        estimate = size(plan)
    except ShortlistError:
        return None
    changed = {
        "id": OWN_ID,
        "name": f"{name} on {estimate.gpus} × {plan.gpu.name}",
        "hosting": Hosting.model_validate(filled(plan, estimate, hour)),
        "access": "self_hosted",
        "openness": "open_weight",
    }
    own = candidate.model_copy(update=changed)
    return OwnMachines(analysis.assessing()(own), plan, estimate, plan.gpu.rent, base is None)


def own_break_evens(analysis: Analysis, own: OwnMachines) -> list[BreakEven]:
    """From which traffic on those machines are no dearer than each candidate, in rank order."""
    rows = []
    for priced in analysis.ranking:
        steps = shared_steps(own.result, priced)
        if steps and priced.cost.monthly is not None:
            factor = break_even(own.result, priced)
            requests = sum(priced.steps[step].cost.requests for step in steps)
            at = None if factor is None else factor * requests
            rows.append(BreakEven(OWN_ID, priced.id, steps, factor, at))
    return rows
