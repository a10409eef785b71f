"""Task fit: which size class suits which use case, as a table."""

from __future__ import annotations

from typing import Literal, NamedTuple

UseCase = Literal[
    "support_chatbot",
    "knowledge_assistant",
    "document_extraction",
    "email_drafting",
    "lead_routing",
    "voice_intake",
    "proposal_generation",
    "legal_review",
    "risk_analysis",
    "coding",
    "content_transformation",
]
SizeClass = Literal["fast", "small_specialised", "general", "reasoning"]

SECOND = {"yes": "do as well", "sometimes": "may", "no": "do not"}  # what the size does that is not named first
FIT = {"yes": 1.0, "sometimes": 0.5, "no": 0.0}  # what a cell of the table counts in the task-fit column


class TaskFit(NamedTuple):
    """A row: whether a fast or small model suits, whether a reasoning model does, and what to watch."""

    small: str
    reasoning: str
    note: str
    human_review: bool = False

    @property
    def told(self) -> str:
        """Which size suits, and what to watch, in a sentence."""
        review = ", with human review" if self.human_review else ""
        if self.small == "yes":
            return f"small models fit, reasoning ones {SECOND[self.reasoning]}{review}; {self.note}"
        return f"reasoning models fit{review}, small ones {SECOND[self.small]}; {self.note}"

    def value(self, size_class: SizeClass) -> float:
        """What the row is worth to a size class; a general model lies between a small and a reasoning one."""
        if size_class == "general":
            return (FIT[self.small] + FIT[self.reasoning]) / 2
        return FIT[self.reasoning if size_class == "reasoning" else self.small]


TASK_FIT: dict[str, TaskFit] = {
    "support_chatbot": TaskFit("yes", "sometimes", "retrieval often matters more than model size"),
    "knowledge_assistant": TaskFit("yes", "sometimes", "long context and citations"),
    "document_extraction": TaskFit("yes", "sometimes", "schema reliability and validation"),
    "email_drafting": TaskFit("yes", "sometimes", "tone"),
    "lead_routing": TaskFit("yes", "no", "a classifier's work"),
    "voice_intake": TaskFit("yes", "sometimes", "latency first"),
    "proposal_generation": TaskFit("sometimes", "yes", "synthesis and judgment", human_review=True),
    "legal_review": TaskFit("sometimes", "yes", "risk and audit", human_review=True),
    "risk_analysis": TaskFit("sometimes", "yes", "consistency, escalation"),
    "coding": TaskFit("sometimes", "yes", "repository context, tools"),
    "content_transformation": TaskFit("yes", "no", "batch and caching"),
}
