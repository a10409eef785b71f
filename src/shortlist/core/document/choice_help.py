"""What the words of a choice mean, for whoever has to choose: a short sentence for each, the same in every form."""

from __future__ import annotations

from collections.abc import Mapping

from shortlist.core.document.candidate import Capabilities
from shortlist.core.document.task_fit import TASK_FIT, TaskFit

Words = Mapping[str, str]

ROLES: Words = {
    "generator": "writes what people read: answers, drafts, summaries",
    "embedder": "turns texts into vectors, so that they are found by meaning",
    "reranker": "puts what a search found in order, before it is read",
    "classifier": "sorts inputs into labels: intent, priority, language",
    "reasoning": "works in steps before it answers; slower, dearer",
    "code": "writes, changes and reviews programs",
    "vision": "reads pictures, scans and screens",
    "audio": "hears or speaks",
    "fallback": "stands in where the first model fails or refuses",
}
SENSITIVITY: Words = {
    "public": "anybody may read it",
    "internal": "for the company only, about nobody in particular",
    "personal": "about people: names, messages, accounts",
    "regulated": "under a law or contract of its own: health, payments, children",
}
OPERATIONS: Words = {
    "none": "nobody has served a model: self-hosting fails its check",
    "some": "somebody has run one, and can be called",
    "strong": "a team serves models on GPUs and is on call",
}
ACCESS: Words = {
    "managed_api": "the developer's own service, or a cloud's",
    "hosted_inference": "open weights on somebody else's machines",
    "self_hosted": "on machines of your own",
}
OPENNESS: Words = {
    "closed": "only through a service",
    "open_weight": "the weights can be had, under a licence to be read",
    "open_source": "weights, code and data under an open licence",
}
SIZES: Words = {
    "fast": "small and general: quick and cheap",
    "small_specialised": "small, trained for one kind of work",
    "general": "an ordinary model that does not think",
    "reasoning": "thinks before it answers; a cost then needs its thinking tokens",
}
BASES: Words = {
    "contract": "agreed with the provider in writing",
    "measured": "by your own team",
    "published": "by an independent leaderboard or price list",
    "self_reported": "by the vendor",
    "estimate": "by anybody, from something else",
}
CAPABILITIES: Words = {name: field.description or "" for name, field in Capabilities.model_fields.items()}
_SECOND = {"yes": "do as well", "sometimes": "may", "no": "do not"}


def task_fit_told(row: TaskFit) -> str:
    """A row of the task-fit table in a sentence: which size suits, and what to watch."""
    review = ", with human review" if row.human_review else ""
    if row.small == "yes":
        return f"small models fit, reasoning ones {_SECOND[row.reasoning]}{review}; {row.note}"
    return f"reasoning models fit{review}, small ones {_SECOND[row.small]}; {row.note}"


BY_FIELD: Mapping[str, Words] = {
    "role": ROLES,
    "roles": ROLES,
    "data_sensitivity": SENSITIVITY,
    "operations": OPERATIONS,
    "access": ACCESS,
    "openness": OPENNESS,
    "size_class": SIZES,
    "basis": BASES,
    "capabilities": CAPABILITIES,
    "use_case": {name: task_fit_told(row) for name, row in TASK_FIT.items()},
}
"""The words of the fields that have an explanation, by the key of the field."""


def meaning(field: str | int, word: str) -> str:
    """What a word of a field means; empty where the word says it."""
    return BY_FIELD.get(str(field), {}).get(word, "")
