"""The scenario: what the product must do, for whom, under which limits, step by step."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from shortlist.core.document.capabilities import Capability
from shortlist.core.document.fields import (
    Amount,
    Count,
    Factor,
    Growth,
    Items,
    Name,
    OwnQualityMetric,
    Part,
    Positive,
    PositiveCount,
    PositiveShare,
    QualityMetric,
    Reference,
    Share,
    Text,
    Texts,
    absent_if_empty,
    described,
)
from shortlist.core.document.task_fit import UseCase
from shortlist.core.document.vocabulary import DataSensitivity, Operations, Role, Standby

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
NEEDED_FOR_OUTPUT: dict[str, Capability] = {
    "json": "structured_outputs",
    "strict_schema": "structured_outputs",
    "tool_arguments": "tool_calling",
}
"""Words of an output contract that no platform keeps without a capability."""


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
        "the figure that counts as fully good; left out: 1.5 times the lowest, at most 100 where that is below 100 "
        "(arena_elo: 100 points above it); below the lowest: lower is better",
        "points",
    )
    quality_metric: OwnQualityMetric = described("which quality figures judge this step; left out: the scenario's")
    unacceptable_errors: str = described("which errors no rate excuses", default="")
    max_error_rate: PositiveShare | None = described(
        "the highest share of answers that may be wrong unnoticed; only an evaluation of your own can show it", "share"
    )
    max_escalation_rate: PositiveShare | None = described(
        "the highest share of answers that may go to a person; ask the team that takes them", "share"
    )
    max_ttft_s: Positive | None = described("longest wait for the first answer token; from the product's design", "s")
    max_total_s: Positive | None = described(
        "longest wait for the whole answer, 95th percentile; from the product's design", "s"
    )
    max_p99_s: Positive | None = described(
        "longest wait for the whole answer, 99th percentile; only an evaluation of your own can show it", "s"
    )
    min_consistency: PositiveShare | None = described(
        "the lowest share of rephrased pairs that are answered alike; judged where an evaluation gives it", "share"
    )
    context_tokens: Positive | None = described(
        "the longest prompt that must fit; from your logs or documents", "tokens"
    )
    capabilities: Items[Capability] = described("platform capabilities that the step cannot do without", default=())
    modalities: Texts = described("what goes in: text, image, audio, video, pdf", default=())
    outputs: Texts = described("what comes out: text, image, audio, vector, score", default=())

    @property
    def lower_is_better(self) -> bool:
        """Whether the good figure lies below the lowest acceptable one: the metric counts what is wrong."""
        low, good = self.min_quality, self.good_quality
        return low is not None and good is not None and good < low


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
    loop_cache_hit_rate: Share | None = described(
        "of what a round of tools sends again, the share read from the cache; left out: the hit rate above", "share"
    )
    images: Amount | None = described("pictures that go in, per request; from logs", "images")
    output_images: Amount | None = described("pictures that come out, per request", "images")
    pages: Amount | None = described("pages that are charged by the page, per request; from logs", "pages")
    searches: Amount | None = described("searches that are charged by the search, per request; from logs", "searches")
    audio_input_minutes: Amount | None = described("minutes of sound that go in, per request; from logs", "minutes")
    audio_output_minutes: Amount | None = described("minutes of speech that come out, per request", "minutes")
    input_characters: Amount | None = described(
        "characters that are spoken, per request: the other measure of the speech that comes out", "characters"
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


class EvaluationSetup(Part):
    """How a run of the step's golden dataset is made: the same for every candidate."""

    golden: str = described("where the golden dataset lies; left out: golden/<step>.jsonl", default="")
    system: str = described("system prompt; the example's input follows as the user's message", default="")
    prompt_version: str = described("which prompt this is", default="")
    temperature: Amount | None = described("how freely the answer is drawn; left out: the provider's default")
    max_output_tokens: PositiveCount | None = described("longest answer", "tokens")
    response_format: str = described("empty, json_object, or a path to a JSON Schema", default="")
    judge: Reference = described("the candidate that judges; never the one that is judged")


NO_SETUP = EvaluationSetup.model_construct()


class Step(Part):
    """One job inside the product, with its own traffic, needs and role."""

    id: Name = Field(description="short id, used by decisions, evaluations and overrides")
    name: Text = Field(description="what the step does")
    role: Annotated[Role | None, absent_if_empty()] = described("the kind of model the step calls for")
    use_case: Annotated[UseCase | None, absent_if_empty()] = described("the row of the task-fit table that is nearest")
    output_contract: Texts = described("what the output must be: natural_language, citations, json …", default=())
    needs: Needs = described("what the step asks of a model", default=Needs.model_construct())
    usage: Usage = described("the traffic of the step", default=Usage.model_construct())
    evaluation: EvaluationSetup | None = described("how the golden dataset of the step is run")

    @property
    def setup(self) -> EvaluationSetup:
        """How its golden dataset is run; nothing of it is set where the step does not say."""
        return self.evaluation or NO_SETUP

    @property
    def requests(self) -> float:
        """Requests a month; none where nobody says."""
        return self.usage.requests_per_month or 0

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """The capabilities it needs, each once: those it names, and those that its output contract takes."""
        implied = (NEEDED_FOR_OUTPUT[word] for word in self.output_contract if word in NEEDED_FOR_OUTPUT)
        return tuple(dict.fromkeys((*self.needs.capabilities, *implied)))


class Limits(Part):
    """What the scenario asks whatever the step: all of it but the steps themselves."""

    summary: str = described("the product in a paragraph", default="")
    users: str = described("who uses it", default="")
    outcome: str = described("the business outcome", default="")
    data_sensitivity: Annotated[DataSensitivity, absent_if_empty("internal")] = described(
        "the most sensitive data in a prompt", default="internal"
    )
    regions: Texts = described("where processing must stay, such as eu or us; empty: anywhere", default=())
    will_fine_tune: bool = described("true: the licence must allow fine-tuning", default=False)
    will_redistribute: bool = described("true: the licence must allow redistribution", default=False)
    operations: Annotated[Operations, absent_if_empty("none")] = described(
        "the team's experience with serving models and GPUs", default="none"
    )
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
    fallback_standby: Annotated[Standby, absent_if_empty("hot")] = described(
        "machines that only stand in: hot carry all traffic, warm run the least replicas, cold start when needed",
        default="hot",
    )
    growth_per_month: Growth = described(
        "growth of the traffic from month to month; from the last months' logs, or the plan of the roll-out",
        "share",
        default=0,
    )
    peak_factor: Factor = described(
        "busiest minute against the average one; from the logs of a busy day", "×", default=3
    )
    tail_factor: Factor = described(
        "95th percentile against typical latency, until measured; from traces of a model in use", "×", default=1.5
    )
    task_step: Reference = described("the step whose stage counts the product's tasks; left out: the last")
    path: Items[Texts] = described(
        "the stages that a task passes, in order, each a list of alternative steps; left out: the task step alone",
        default=(),
    )
    max_task_ttft_s: Positive | None = described(
        "longest typical wait for the first token of a task's last stage; from the product's design", "s"
    )
    max_task_total_s: Positive | None = described(
        "longest wait for a whole task over all its stages, 95th percentile; from the product's design", "s"
    )
    weights: Weights = described("how much each column counts", default=Weights.model_construct())

    def metric_of(self, step: Step) -> str:
        """The quality metric that judges a step."""
        return step.needs.quality_metric or self.quality_metric


class Scenario(Limits):
    """What the product must do, for whom, under which limits."""

    steps: Items[Step] = Field(description="the jobs in the product", json_schema_extra={"minItems": 1})

    @property
    def limits(self) -> Limits:
        """All of it but the steps, as a value of its own."""
        return Limits.model_construct(**{name: getattr(self, name) for name in Limits.model_fields})

    @property
    def by_id(self) -> dict[str, Step]:
        """The steps by their ids, in their order."""
        return {step.id: step for step in self.steps}

    @property
    def task(self) -> Step:
        """The step whose requests are the product's tasks."""
        return next((step for step in self.steps if step.id == self.task_step), self.steps[-1])

    @property
    def stages(self) -> tuple[tuple[str, ...], ...]:
        """The stages that a task passes, each with the ids of its alternative steps."""
        return self.path or ((self.task.id,),)

    def step_name(self, step: str) -> str:
        """The name of a step, by its id; the id where it is gone."""
        return next((one.name for one in self.steps if one.id == step), step)

    def named(self, step: str) -> str:
        """The name of a step in quotes, by its id; the id where it is gone."""
        return f"“{self.step_name(step)}”"
