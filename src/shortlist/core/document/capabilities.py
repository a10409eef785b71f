"""What a platform can do: each capability with what it is, and the question that the checklist asks of it.

A new one is a word of `Capability` and its field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from shortlist.core.document.fields import Part, absent_if_empty, described
from shortlist.core.document.vocabulary import Known

Capability = Literal[
    "structured_outputs",
    "tool_calling",
    "prompt_caching",
    "batch",
    "data_controls",
    "regional_availability",
    "observability",
    "rate_limits",
]
CAPABILITIES: tuple[Capability, ...] = get_args(Capability)


Stated = Annotated[Known, absent_if_empty("unknown")]
"""A fact that somebody states; an empty text states nothing."""


@dataclass(frozen=True)
class CapabilityQuestion:
    """The annotation of a capability with its question in the checklist."""

    question: str


class Capabilities(Part):
    """What the platform can do; absent is unknown."""

    structured_outputs: Annotated[Stated, CapabilityQuestion("Can output be held to a schema?")] = described(
        "output held to a JSON schema", default="unknown"
    )
    tool_calling: Annotated[Stated, CapabilityQuestion("Can it call the product's functions?")] = described(
        "calls of the product's functions", default="unknown"
    )
    prompt_caching: Annotated[Stated, CapabilityQuestion("Are repeated prefixes cached?")] = described(
        "repeated prefixes at a lower price", default="unknown"
    )
    batch: Annotated[Stated, CapabilityQuestion("Is there a batch mode for work that can wait?")] = described(
        "requests that may wait, at a discount", default="unknown"
    )
    data_controls: Annotated[Stated, CapabilityQuestion("Are training and retention under the customer's control?")] = (
        described("no training on prompts, retention under contract", default="unknown")
    )
    regional_availability: Annotated[Stated, CapabilityQuestion("Is it served inside the regions that are needed?")] = (
        described("served inside the scenario's regions", default="unknown")
    )
    observability: Annotated[Stated, CapabilityQuestion("Are logs, usage and traces to be had?")] = described(
        "logs, usage and traces to be had", default="unknown"
    )
    rate_limits: Annotated[Stated, CapabilityQuestion("Are the limits published, and can they be raised?")] = described(
        "published limits that can be raised", default="unknown"
    )

    def of(self, capability: Capability) -> Known:
        known: Known = getattr(self, capability)
        return known


CAPABILITY_QUESTIONS: dict[str, str] = {
    name: mark.question
    for name, field in Capabilities.model_fields.items()
    for mark in field.metadata
    if isinstance(mark, CapabilityQuestion)
}
