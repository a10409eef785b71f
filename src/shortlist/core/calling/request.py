"""What a candidate is asked of an example: the request, the same for every candidate but for the model's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from shortlist.core.basics.canonical import digest_of
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Step
from shortlist.core.document.vocabulary import EFFORTS
from shortlist.core.golden.examples import Example

LONGEST_ANSWER_TOKENS = 1_024
"""Tokens of an answer where the step does not say how long one may be: without a bound nothing bounds the cost."""
JUDGE_ANSWER_TOKENS = 400
"""Tokens that a judge may take to say pass or fail, and why."""
TIERS = ("auto", "default", "flex", "priority", "scale")
COMPLETION_TOKENS_HOSTS = ("api.openai.com", "openai.azure.com", "services.ai.azure.com")
"""Hosts whose newer models refuse `max_tokens`, and that call it `max_completion_tokens`."""


class Setting(NamedTuple):
    """How a step is run, the same for every candidate."""

    step: str
    system: str = ""
    prompt_version: str = ""
    temperature: float | None = None
    max_output_tokens: int = LONGEST_ANSWER_TOKENS
    response_format: Mapping[str, Any] | None = None
    judge: str = ""


class Asking(NamedTuple):
    """One answer that is wanted: a candidate, an example, and which repeat of it."""

    candidate: str
    step: str
    example: Example
    repeat: int
    body: Mapping[str, Any]
    """The request, streaming left out."""
    key: str
    """Digest of what is asked and where: an answer that stands in the log under it is not asked for again."""

    @property
    def place(self) -> tuple[str, str, str, int]:
        """What no other answer of the log has."""
        return self.candidate, self.step, self.key, self.repeat


def setting_of(step: Step, response_format: Mapping[str, Any] | None = None) -> Setting:
    """How a step is run; `response_format` as the protocol has it, where the step names a schema."""
    told = step.evaluation
    if told is None:
        return Setting(step.id)
    return Setting(
        step.id,
        told.system,
        told.prompt_version,
        told.temperature,
        told.max_output_tokens or LONGEST_ANSWER_TOKENS,
        response_format,
        told.judge or "",
    )


def base_url(candidate: Candidate) -> str:
    """The address of a candidate's endpoint; empty where it has none."""
    return candidate.endpoint.base_url if candidate.endpoint else ""


def body_of(candidate: Candidate, example: Example, setting: Setting) -> dict[str, Any]:
    """The request for an answer, streaming left out.

    The system prompt of the step, then the example; an example with a system prompt of its own keeps that.
    """
    messages = example.messages
    if setting.system and messages[0]["role"] not in ("system", "developer"):
        messages = [{"role": "system", "content": setting.system}, *messages]
    besides = {
        "temperature": setting.temperature,
        "response_format": setting.response_format,
        "tools": example.tools or None,
    }
    return _body(candidate, messages, setting.max_output_tokens, besides)


def judge_body(candidate: Candidate, messages: list[dict[str, str]]) -> dict[str, Any]:
    """The request for a judge's verdict."""
    return _body(candidate, messages, JUDGE_ANSWER_TOKENS, {"temperature": None if candidate.effort else 0.0})


def _body(
    candidate: Candidate, messages: list[Any], max_output_tokens: int, besides: Mapping[str, Any]
) -> dict[str, Any]:
    host = urlsplit(base_url(candidate)).hostname or ""
    longest = "max_tokens"
    if host.endswith(COMPLETION_TOKENS_HOSTS):
        longest = "max_completion_tokens"
    model = candidate.model or candidate.id
    if candidate.endpoint is not None and candidate.endpoint.model:
        model = candidate.endpoint.model
    told: dict[str, Any] = {"model": model, "messages": messages, longest: max_output_tokens, **besides}
    if candidate.effort in EFFORTS:
        told["reasoning_effort"] = candidate.effort
    if candidate.service_tier in TIERS:
        told["service_tier"] = candidate.service_tier
    return {key: value for key, value in told.items() if value is not None}


def asking(candidate: Candidate, example: Example, setting: Setting, repeat: int) -> Asking:
    """One answer that is wanted of a candidate."""
    body = body_of(candidate, example, setting)
    key = digest_of({"url": base_url(candidate), "body": body})
    return Asking(candidate.id, setting.step, example, repeat, body, key)


def longest_answer(body: Mapping[str, Any]) -> int:
    """The most tokens that a request lets the model write."""
    found: int = body.get("max_completion_tokens") or body.get("max_tokens") or LONGEST_ANSWER_TOKENS
    return found
