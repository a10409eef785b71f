"""The constraint checklist: every check with its question and importance, and the answers of people."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from shortlist.core.document.capabilities import CAPABILITY_QUESTIONS
from shortlist.core.document.fields import Date, Name, Part, absent_if_empty, described
from shortlist.core.document.vocabulary import Verdict

Importance = Literal["must", "should", "info"]


class CheckSetting(Part):
    """A changed importance of a known check, or a check of the team's own."""

    id: Name = Field(description="the check's id")
    importance: Annotated[Importance | None, absent_if_empty()] = described("must, should or info")
    question: str = described("for a check of the team's own", default="")


class Answer(Part):
    """A person's verdict on a check, with the evidence."""

    check: str = Field(description="the check's id")
    verdict: Verdict = Field(description="pass, fail, unknown or not_applicable")
    note: str = described("what was found", default="")
    url: str = described("where it can be read", default="")
    checked_on: Date | None = described("when it was read")
    checked_by: str = described("by whom", default="")


class Check(NamedTuple):
    id: str
    question: str
    importance: Importance
    derived: bool = False
    self_hosted: Importance | None = None
    """Its importance for self-hosted candidates, where that differs."""
    open: Importance | None = None
    """Its importance for candidates with open weights or source, where that differs."""

    @property
    def group(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def label(self) -> str:
        """The part of the id that names the check, in words; a check of the team's own by its question."""
        if self.id not in KNOWN_CHECKS:
            return self.question or self.id
        return self.id.partition(".")[2].replace("_", " ").capitalize()

    def importance_for(self, self_hosted: bool, open_: bool) -> Importance:
        """Its default importance for a kind of candidate."""
        if self_hosted and self.self_hosted:
            return self.self_hosted
        if open_ and self.open:
            return self.open
        return self.importance


TASK_FIT, QUALITY_BAR, LATENCY_TARGET = "first.task_fit", "first.quality_bar", "first.latency_target"
COST_TARGET, CONTEXT_NEEDS, OUTPUT_CONTRACT = "first.cost_target", "first.context_needs", "first.output_contract"
MIGRATION, RATE_LIMITS = "first.migration", "reliability.rate_limits"
"""Checks that rules name."""


class CheckGroup(NamedTuple):
    """What the checks of a group have in common."""

    name: str
    importance: Importance = "info"
    self_hosted: Importance | None = None
    open: Importance | None = None
    derived: bool = False
    once: bool = False
    """Whether they are asked once per workspace: they concern the team, not a candidate."""


GROUPS = {
    "first": CheckGroup("First questions", "must", derived=True),
    "platform": CheckGroup("Platform", derived=True),
    "reliability": CheckGroup("Reliability", "should"),
    "privacy": CheckGroup("Privacy", "should"),
    "operate": CheckGroup("Operation", self_hosted="should"),
    "card": CheckGroup("Model card", open="should"),
    "migration": CheckGroup("Migration defences", once=True),
    "golden": CheckGroup("Golden dataset", once=True),
}
WORKSPACE_GROUPS = frozenset(id_ for id_, group in GROUPS.items() if group.once)
QUESTIONS: dict[str, dict[str, str]] = {
    "first": {
        "task_fit": "Does it take what goes in and give what must come out, in each of its steps?",
        "quality_bar": "Does it reach the quality that each of its steps asks for?",
        "latency_target": "Is it fast enough in each of its steps?",
        "cost_target": "Does it stay within the budget and the price of a task?",
        "context_needs": "Do the longest prompt and its answer fit?",
        "output_contract": "Does the platform have every capability the steps and their output need?",
        "privacy": "May the data go there?",
        "licensing": "Does the licence allow what the product will do?",
        "operations": "Can the team run it?",
        "migration": "Could the product leave it?",
    },
    "platform": CAPABILITY_QUESTIONS,
    "reliability": {
        "rate_limits": "Do the rate limits carry the busiest minute?",
        "spikes": "What happens when traffic doubles within a minute?",
        "fallbacks": "Has the switch to the fallback been tried?",
        "region_outage": "What happens when the provider's region is down?",
        "degradation": "What does the product do when answers become slow?",
        "invalid_output": "What happens to an answer that does not fit the contract?",
        "rephrasing": "Are answers stable when users say the same in other words?",
        "drift": "Would a silent change of the model be noticed?",
    },
    "privacy": {
        "retention": "How long are prompts and answers kept?",
        "training": "Are prompts and answers used for training?",
        "region": "Where are they processed and stored?",
        "staff_access": "Who at the provider can read them?",
        "licence": "Do the terms allow this use of the output?",
        "audit_deletion": "Can access be audited and data be deleted?",
    },
    "operate": {
        "downloads": "Who fetches and verifies the weights?",
        "quantization": "Who chooses the precision and checks what it costs in quality?",
        "memory": "Who sizes memory for weights and cache?",
        "autoscaling": "Who makes replicas follow the traffic?",
        "batching": "Who tunes batching against latency?",
        "failover": "Who takes over when a replica dies?",
        "patching": "Who patches drivers, images and the server?",
        "observability": "Who watches latency, errors and utilisation?",
        "upgrades": "Who tests and rolls out a new model version?",
        "capacity": "Who secures GPUs for the next months?",
        "incidents": "Who is called at night?",
    },
    "card": {
        "licence": "Does the model card name the licence, and was it read?",
        "intended_use": "Is this use among the intended ones?",
        "training_notes": "Does it say what the model was trained on?",
        "maintenance": "Is the model still maintained?",
        "usage_constraints": "Which uses does it rule out?",
        "serving": "Does it say how to serve it?",
        "file_format": "In which format are the weights?",
        "openness_claim": "Does what is published bear out the claim of openness?",
    },
    "migration": {
        "config": "Is the model a line of configuration?",
        "routing": "Can a part of the traffic be sent to another model?",
        "adapters": "Are the provider's own features behind an adapter?",
        "golden_tests": "Would a golden dataset show what a change breaks?",
        "fallbacks": "Is there a fallback that works today?",
        "validation": "Is every output validated before it is used?",
        "monitoring": "Are quality, cost and latency watched per model?",
    },
    "golden": {
        "real_tasks": "Does the golden dataset hold real tasks?",
        "targets": "Does each example say what a good answer is?",
        "deterministic": "Can most of it be graded without judgement?",
        "adversarial": "Does it hold hostile inputs?",
        "edge_cases": "Does it hold the rare cases?",
        "regressions": "Does every incident add an example?",
    },
}


def _check(group: str, name: str, question: str) -> Check:
    id_, row = f"{group}.{name}", GROUPS[group]
    importance: Importance = "should" if id_ == MIGRATION else row.importance
    return Check(id_, question, importance, row.derived or id_ == RATE_LIMITS, row.self_hosted, row.open)


CHECKS: tuple[Check, ...] = tuple(
    _check(group, name, question) for group, questions in QUESTIONS.items() for name, question in questions.items()
)
KNOWN_CHECKS = {check.id: check for check in CHECKS}
VENDOR_CHECKS = frozenset(
    {check.id for check in CHECKS if check.group in ("privacy", "card", "platform")}
    | {"first.privacy", "first.licensing", RATE_LIMITS}
)
"""Checks whose answer is a fact about a vendor, which needs an address."""


def asked_once(check: str) -> bool:
    """Whether a check is answered once per workspace rather than per candidate."""
    return check.partition(".")[0] in WORKSPACE_GROUPS


def checklist(settings: tuple[CheckSetting, ...]) -> tuple[Check, ...]:
    """Every check of a workspace: the known ones, then the team's own, which `should` pass unless set."""
    own = [s for s in settings if s.id not in KNOWN_CHECKS]
    return CHECKS + tuple(Check(s.id, s.question, s.importance or "should") for s in own)


def check_labels(settings: tuple[CheckSetting, ...]) -> dict[str, str]:
    """What every check of a workspace is called, by its id."""
    return {check.id: check.label for check in checklist(settings)}
