"""A candidate: one model, through one provider, in one access mode, at one setting, with its figures and evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from shortlist.core.document.capabilities import Capabilities, Stated
from shortlist.core.document.checklist import Answer
from shortlist.core.document.fields import (
    Amount,
    Count,
    Date,
    Factor,
    Items,
    MetricName,
    Name,
    Number,
    Part,
    Positive,
    PositiveShare,
    Text,
    Texts,
    absent_if_empty,
    checked_text,
    described,
    wrong,
)
from shortlist.core.document.scenario import Column, Step, UsageFigures
from shortlist.core.document.task_fit import SizeClass
from shortlist.core.document.vocabulary import Access, Basis, Level, Openness, Role

SPECIAL_ROLES = ("embedder", "reranker", "audio")  # roles that an ordinary model does not take
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{24,}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PASSWORD = re.compile(r"//[^/@\s]+:[^/@\s]*@|[?&](?:api[-_]?key|key|token|access[-_]?token)=", re.IGNORECASE)


class Observation(Part):
    """One figure about a candidate, with where it came from."""

    metric: MetricName = Field(description="what was observed")
    value: Number = Field(description="the figure; prices in USD per million tokens")
    source: Text = Field(description="who published or measured it")
    url: str = described("where it can be read", default="")
    as_of: Date = Field(description="the day it was observed")
    basis: Basis = Field(description="how it is known")
    valid_until: Date | None = described("the last day on which it holds; absent: open")
    version: str = described("index version and harness: what makes figures comparable", default="")
    effort: str = described("the setting it was observed at; absent: any", default="")
    above_tokens: Amount = described("prices only: applies when a request's input is longer", "tokens", default=0)
    provider: str = described("where it was observed, if not at this candidate's provider", default="")
    note: str = described("what a reader should know", default="")


class Override(Part):
    """A person's own rating of a column, with its reason."""

    column: Column
    level: Level
    reason: Text


class Hosting(Part):
    """The machines under a self-hosted candidate."""

    gpu: str = described("the GPU", default="")
    gpu_hour_usd: Amount | None = described("rent or depreciation of one GPU for an hour", "USD")
    gpus_per_replica: Amount = described("GPUs that one copy of the model needs", "GPUs", default=1)
    input_tokens_per_s: Positive | None = described("prompt tokens that one replica reads, batched", "tokens/s")
    output_tokens_per_s: Positive | None = described("tokens that one replica writes, batched", "tokens/s")
    target_utilisation: PositiveShare = described("how full a replica may run at the peak", "share", default=0.6)
    min_replicas: Count = described("replicas that always run", "replicas", default=1)
    peak_factor: Factor | None = described("busiest minute against the average one; left out: the scenario's", "×")
    hours_per_month: Positive = described("hours that the machines run in a month", "h", default=730)
    engineering_hours: Amount = described("work a month to keep it running", "h/month", default=0)
    engineering_hour_usd: Amount = described("what an hour of that work costs", "USD", default=0)
    other_monthly_usd: Amount = described("storage, network, licences", "USD/month", default=0)
    file_format: str = described("format of the weights: safetensors, gguf …", default="")


def _variable_name(value: str) -> str:
    """A name, as a shell takes it; a key itself is hardly one."""
    if value and (not _VARIABLE.fullmatch(value) or _HEXADECIMAL.fullmatch(value)):
        raise wrong("expected the name of an environment variable, such as OPENAI_API_KEY; the key itself stays there")
    return value


def _address(value: str) -> str:
    """An address without a key or a password in it."""
    if _PASSWORD.search(value):
        raise wrong("holds a password or a key; keep it in the environment, and name its variable in api_key_env")
    return value


ADDRESS_EXPECTED = "expected an address such as https://api.openai.com/v1"


def can_be_called(url: str) -> bool:
    """Whether an address says how it is reached and where: `localhost:8000` says neither."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


VariableName = Annotated[str, checked_text(_variable_name)]
"""The name of an environment variable; empty names none."""
Address = Annotated[str, checked_text(_address)]
"""An address, in which no secret stands."""


class Endpoint(Part):
    """How a run of the golden dataset reaches a candidate; a key of it stands in the environment, never here."""

    base_url: Address = described("address of an API that speaks OpenAI's protocol", default="")
    model: str = described("the model's id there; left out: the candidate's", default="")
    api_key_env: VariableName = described("name of the environment variable that holds the key", default="")
    headers_env: VariableName = described(
        "name of the environment variable that holds further headers, `Name: value` on a line each", default=""
    )


class Candidate(Part):
    """One offering that may serve the product."""

    id: Name = Field(description="short id, used by the decision and evaluations")
    name: Text = Field(description="the name people use")
    model: str = described("the model's id at the provider", default="")
    developer: str = described("who made the model", default="")
    provider: Text = Field(description="who serves it")
    access: Access = Field(description="how it is reached")
    openness: Openness = Field(description="what may be had of the model")
    size_class: Annotated[SizeClass | None, absent_if_empty()] = described(
        "fast, small_specialised, general (an ordinary model that does not think) or reasoning; left out where unknown"
    )
    roles: Items[Role] | None = described(
        "the work that it can take, and so the steps that it plays; left out where unknown, empty where none"
    )
    modalities: Texts | None = described(
        "what goes in: text, image, audio, video, pdf; left out where unknown, empty where nothing"
    )
    outputs: Texts | None = described(
        "what comes out: text, image, audio, vector, score; left out where unknown, empty where nothing"
    )
    regions: Texts | None = described(
        "where it can process, such as eu or us-east-1; left out where unknown, empty where nowhere"
    )
    licence: str = described("the licence's name", default="")
    commercial_use: Stated = described("whether the licence allows it", default="unknown")
    fine_tuning: Stated = described("whether the licence allows it", default="unknown")
    redistribution: Stated = described("whether the licence allows it", default="unknown")
    effort: str = described("the setting: low, high, max …", default="")
    service_tier: str = described("the provider's tier: flex, priority …", default="")
    deprecated: bool = described("the provider has announced its end", default=False)
    ends_on: Date | None = described("when the provider withdraws it")
    notes: str = described("anything else", default="")
    capabilities: Capabilities = described("what the platform can do", default=Capabilities.model_construct())
    endpoint: Endpoint | None = described("how a run of the golden dataset reaches it")
    usage: Mapping[str, UsageFigures] = described("overrides of a step's usage, by step id", default={})
    observations: Items[Observation] = described("its figures", default=())
    answers: Items[Answer] = described("the checklist", default=())
    overrides: Items[Override] = described("ratings by a person", default=())
    hosting: Hosting | None = described("self-hosted only: the machines under it")

    @property
    def self_hosted(self) -> bool:
        """Whether the team runs it itself."""
        return self.access == "self_hosted"

    @property
    def open(self) -> bool:
        """Whether the weights can be had."""
        return self.openness != "closed"

    def plays(self, step: Step) -> bool:
        """Whether it can take a step's role; of roles that nobody knows, the special ones are not taken for granted."""
        if step.role is None:
            return True
        if self.roles is None:
            return step.role not in SPECIAL_ROLES
        return step.role in self.roles
