"""The scenario: what the product must do, for whom, under which limits, step by step."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from shortlist.core.document.capabilities import Capability
from shortlist.core.document.fields import (
    Amount,
    Count,
    Growth,
    Name,
    OwnQualityMetric,
    Part,
    Positive,
    PositiveShare,
    QualityMetric,
    Reference,
    Share,
    Texts,
    described,
)
from shortlist.core.document.task_fit import UseCase
from shortlist.core.document.vocabulary import DataSensitivity, Operations, Role

Column = Literal[
    "task_fit",
    "expected_quality",
    "latency_risk",
    "cost_risk",
    "privacy_risk",
    "operational_burden",
    "migration_difficulty",
]
COLUMNS: tuple[Column, ...] = get_args(Column)


class Weights(Part):
    """How much each column counts; any positive numbers, of which the shares are computed."""

    task_fit: Amount = described("how much the fit of the model to the task counts", default=15)
    expected_quality: Amount = described("how much the expected quality counts", default=25)
    latency_risk: Amount = described("how much the risk of being too slow counts", default=15)
    cost_risk: Amount = described("how much the risk of being too dear counts", default=15)
    privacy_risk: Amount = described("how much the risk to the data counts", default=15)
    operational_burden: Amount = described("how much the work of running it counts", default=10)
    migration_difficulty: Amount = described("how much the difficulty of leaving counts", default=5)

    def of(self, column: Column) -> float:
        """The weight of a column as written."""
        weight: float = getattr(self, column)
        return weight


class Needs(Part):
    """What a step asks of a model; a target that is left out is not judged."""

    min_quality: Positive | None = described(
        "the lowest acceptable figure on the quality metric; read it off the leaderboard beside a model you have used",
        "points",
    )
    good_quality: Positive | None = described(
        "the figure that counts as fully good; left out: 1.5 times the lowest (arena_elo: 100 points above it)",
        "points",
    )
    quality_metric: OwnQualityMetric = described("which quality figures judge this step; left out: the scenario's")
    unacceptable_errors: str = described("which errors no rate excuses", default="")
    max_error_rate: PositiveShare | None = described(
        "the highest share of answers that may be wrong unnoticed; only an evaluation of your own can show it",
        "share",
    )
    max_escalation_rate: PositiveShare | None = described(
        "the highest share of answers that may go to a person; ask the team that takes them",
        "share",
    )
    max_ttft_s: Positive | None = described("longest wait for the first answer token; from the product's design", "s")
    max_total_s: Positive | None = described(
        "longest wait for the whole answer, 95th percentile; from the product's design", "s"
    )
    context_tokens: Positive | None = described(
        "the longest prompt that must fit; from your logs or documents", "tokens"
    )
    capabilities: Annotated[tuple[Capability, ...], Field(strict=False)] = described(
        "platform capabilities that the step cannot do without", default=()
    )
    modalities: Texts = described("what goes in: text, image, audio, video, pdf", default=())


class UsageFigures(Part):
    """The traffic of a step that a candidate may override."""

    input_tokens: Amount | None = described("tokens of the prompt, per attempt; from logs or a tokenizer", "tokens")
    output_tokens: Amount | None = described(
        "tokens of the answer, per attempt; from logs, or a tokenizer over sample answers", "tokens"
    )
    reasoning_tokens: Amount | None = described(
        "thinking tokens, over all calls of a request; from the provider's usage report", "tokens"
    )
    cacheable_share: Share | None = described(
        "share of the input that is a repeated prefix; fixed instructions and documents against the whole prompt",
        "share",
    )
    cache_hit_rate: Share | None = described(
        "share of those prefixes that are found in the cache; from the provider's usage report", "share"
    )
    batch_share: Share | None = described(
        "share of the traffic that can wait for a batch; from the product's design", "share"
    )
    tool_loops: Amount | None = described("extra calls per request, one for each round of tools; from traces", "calls")
    tool_input_tokens: Amount | None = described(
        "tokens that each tool result adds to the prompt; from traces", "tokens"
    )
    tool_output_tokens: Amount | None = described("tokens that each tool call writes; from traces", "tokens")
    tool_fee_usd: Amount | None = described(
        "what one round of tools costs by itself; from the tool's price list", "USD"
    )
    failure_rate: Share | None = described(
        "share of attempts that fail detectably: invalid output, time-out; from logs or an evaluation", "share"
    )
    max_retries: Count | None = described(
        "how often a failed attempt is tried again; from the code, or the gateway's settings", "times"
    )
    escalation_rate: Share | None = described(
        "share of delivered answers handed to a person all the same; from the support desk, or an evaluation", "share"
    )
    escalation_cost_usd: Amount | None = described(
        "what a person's handling of one request costs; minutes of it times the cost of an hour", "USD"
    )
    error_rate: Share | None = described(
        "share of answers that nobody catches and are wrong; from an audited sample, or an evaluation", "share"
    )
    error_cost_usd: Amount | None = described(
        "what one wrong answer costs downstream; from refunds, rework and complaints", "USD"
    )
    extra_latency_s: Amount | None = described(
        "retrieval, tools, validation: time added to every request; from traces", "s"
    )


class _Traffic(Part):
    requests_per_month: Amount | None = described("requests that reach this step in a month; from logs", "requests")


class Usage(UsageFigures, _Traffic):
    """The traffic of a step; a figure left out is 0."""


class Step(Part):
    """One job inside the product, with its own traffic, needs and role."""

    id: Name = Field(description="short id, used by decisions, evaluations and overrides")
    name: str = Field(description="what the step does")
    role: Role | None = described("the kind of model the step calls for")
    use_case: UseCase | None = described("the row of the task-fit table that is nearest")
    output_contract: Texts = described("what the output must be: natural_language, citations, json …", default=())
    needs: Needs = described("what the step asks of a model", default=Needs.model_construct())
    usage: Usage = described("the traffic of the step", default=Usage.model_construct())


class Scenario(Part):
    """What the product must do, for whom, under which limits."""

    summary: str = described("the product in a paragraph", default="")
    users: str = described("who uses it", default="")
    outcome: str = described("the business outcome", default="")
    data_sensitivity: DataSensitivity = described("the most sensitive data in a prompt", default="internal")
    regions: Texts = described("where processing must stay; empty: anywhere", default=())
    operations: Operations = described("the team's experience with serving models and GPUs", default="none")
    monthly_budget_usd: Positive | None = described(
        "what providers and machines may be paid, people's time left out; from whoever holds the budget", "USD/month"
    )
    max_cost_per_successful_task_usd: Positive | None = described(
        "what one successful task may cost, people's time included; from what it is worth, or costs by hand today",
        "USD",
    )
    data_must_stay_inside: bool = described("true: nothing may leave the company, self-hosted only", default=False)
    quality_metric: QualityMetric = described(
        "which figures count as quality; a step may name its own", default="quality.aa_index"
    )
    fallback_share: Share = described(
        "share of traffic that the fallback serves; from the provider's status page: 1 % is about seven hours a month",
        "share",
        default=0,
    )
    growth_per_month: Growth = described(
        "growth of the traffic from month to month; from the last months' logs, or the plan of the roll-out",
        "share",
        default=0,
    )
    peak_factor: Amount = described(
        "busiest minute against the average one; from the logs of a busy day", "×", default=3
    )
    tail_factor: Positive = described(
        "95th percentile against typical latency, until measured; from traces of a model in use", "×", default=1.5
    )
    task_step: Reference = described("the step whose requests are the product's tasks; left out: the last")
    weights: Weights = described("how much each column counts", default=Weights.model_construct())
    steps: Annotated[tuple[Step, ...], Field(strict=False)] = Field(
        description="the jobs in the product", json_schema_extra={"minItems": 1}
    )

    @property
    def task(self) -> Step:
        """The step whose requests are the product's tasks."""
        return next((step for step in self.steps if step.id == self.task_step), self.steps[-1])

    def metric_of(self, step: Step) -> str:
        """The quality metric that judges a step."""
        return step.needs.quality_metric or self.quality_metric
