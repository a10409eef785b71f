"""The terms of the field that screens use, each explained in two lines at most; plain data.

What a metric holds stands in its own row of `metrics`; here stands what needs more words than its name.
The words that a field is chosen from are explained by its key, the same in every form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shortlist.core.document.capabilities import Capabilities
from shortlist.core.document.metrics import ARENA_ELO, METRICS, is_quality
from shortlist.core.document.task_fit import TASK_FIT
from shortlist.core.document.vocabulary import ACCESS, BASES, OPENNESS, OPERATIONS, ROLES, SENSITIVITY, SIZES, STANDBY


class Term(NamedTuple):
    """A term: what it means on the screens, and as what it is written there."""

    meaning: str
    """At most 150 characters: two lines at 80 columns."""
    name: str = ""
    """Left out: its id in words."""
    of: tuple[str, ...] = ()
    """The metrics that it explains."""

    @property
    def line(self) -> str:
        """The term with its meaning."""
        return f"{self.name}: {self.meaning}"


_ROWS = {
    "step": Term("One call of a model within the product: classify, answer, speak. Each may have its own model."),
    "role": Term("What a model must be able to do in a step: write, embed, rerank, hear. Who cannot does not play it."),
    "p95": Term("The 95th percentile: nineteen of twenty answers are at least as quick. Targets in all are meant so."),
    "ttft": Term(
        "From sending a request until the answer begins: what somebody who waits sees first. Given here as typical.",
        "time to first token",
        of=("ttft",),
    ),
    "output_speed": Term(
        "Tokens a second from the first one on. The first token and the rest at this speed make the time of an answer.",
        of=("output_speed",),
    ),
    "token": Term("A piece of text as a model counts it: a word, or a part of one. Prices are for a million of them."),
    "prefix_cache": Term(
        "The beginning of a prompt that stays the same is kept by the provider and read again at a lower price.",
        of=("cache_read_price", "cache_write_price"),
    ),
    "batch": Term(
        "Requests that may wait, answered within a day or so at a discount. Only for what nobody is waiting for.",
        of=("batch_discount",),
    ),
    "blended_price": Term(
        "One price for input and output by an assumed mix of both. Here the two count apart, by your own mix."
    ),
    "bill": Term(
        "What providers and machines are paid a month. A candidate's is for all; the decision's holds the fallback."
    ),
    "successful_task": Term(
        "The whole cost, people and damage included, by the tasks that came out right: cheap and wrong is dear.",
        "cost per successful task",
    ),
    "escalation": Term(
        "What the model hands over to a person. The work of those people is part of the cost, not of the bill."
    ),
    "open_weight": Term(
        "The weights can be had and run elsewhere, under a licence to be read: several hosts, or machines of your own."
    ),
    "hosted": Term("Open weights on somebody else's machines: paid by the token, and the host can be changed."),
    "managed": Term(
        "The developer's own service, or a cloud's: nothing to run, and nobody else serves it.", "managed API"
    ),
    "context_window": Term(
        "How many tokens a request may hold, its answer included. Long prompts also cost time and, with many, quality.",
        of=("context_window",),
    ),
    "effort": Term(
        "How much a model thinks before it answers: none, low, medium, high. Quality, time and price change with it."
    ),
    "quality_index": Term(
        "Points of a leaderboard, by its name. Of two indexes or two versions of one the points cannot be compared."
    ),
    "arena_elo": Term(
        "From votes between two answers without names: what people prefer, not what is right. Distances are points.",
        "Elo rating",
        of=(ARENA_ELO,),
    ),
    "basis": Term(
        "How a figure is known: agreed in a contract, measured by you, published, claimed by the vendor, or estimated."
    ),
    "must": Term(
        "A check that has to pass: who fails one is excluded whatever the score; one that is open needs an answer."
    ),
    "near_miss": Term("A limit that is missed by little: still a fail, and told apart, as it may be worth asking for."),
    "score": Term(
        "From 0 to 100, by seven columns and your weights, anchored at your targets. Unknown figures make a range."
    ),
    "rank_open": Term("Who leads does so by the middle of a wide range: a figure that is unknown could change it."),
    "fallback": Term("Who stands in where the default fails, refuses or is down; it should not fall with it."),
    "break_even": Term(
        "The volume from which on machines of your own cost less than paying by the token.", "break-even"
    ),
    "routing": Term("Sending easy work to a cheap model and hard work to a good one, instead of all to one."),
    "interval": Term(
        "Between these two the true rate lies, but for one time in twenty. Few examples make it wide; more narrow it.",
        "95 % interval",
    ),
    "golden": Term(
        "Your own examples with what a right answer must hold: the same for every candidate.", "golden dataset"
    ),
    "pair": Term(
        "On the same examples the two differ by no more than chance explains. It does not say that they are equal.",
        "no difference shown",
    ),
    "judge": Term(
        "A model that grades answers. What it is worth is checked against people who do not see its verdict."
    ),
    "trigger": Term("What reopens an accepted decision: a day, a price, a withdrawal, more traffic, worse results."),
    "digest": Term(
        "A number computed from all that a record rests on. The same number means that nothing was changed."
    ),
    "supersede": Term("To decide anew: the accepted record stays in force until the one that follows is accepted."),
}
TERMS: Mapping[str, Term] = {id_: row._replace(name=row.name or id_.replace("_", " ")) for id_, row in _ROWS.items()}
"""In the order in which one meets them."""
BY_METRIC: Mapping[str, Term] = {metric: term for term in TERMS.values() for metric in term.of}


def explained(metric: str) -> str:
    """What a metric is in two lines at most, by its term or by its row of the table; empty for one without either."""
    if is_quality(metric) and metric != ARENA_ELO:
        return TERMS["quality_index"].line
    if metric in BY_METRIC:
        return BY_METRIC[metric].line
    if metric in METRICS:
        return METRICS[metric].help
    return ""


BY_FIELD: Mapping[str, Mapping[str, str]] = {
    "role": ROLES,
    "roles": ROLES,
    "data_sensitivity": SENSITIVITY,
    "operations": OPERATIONS,
    "fallback_standby": STANDBY,
    "access": {name: word.meaning for name, word in ACCESS.items()},
    "openness": {name: word.meaning for name, word in OPENNESS.items()},
    "size_class": SIZES,
    "basis": {name: word.meaning for name, word in BASES.items()},
    "capabilities": {name: field.description or "" for name, field in Capabilities.model_fields.items()},
    "use_case": {name: row.told for name, row in TASK_FIT.items()},
}
"""The words of the fields that have an explanation, by the key of the field."""


def meaning(field: str | int, word: str) -> str:
    """What a word of a field means; empty where the word says it."""
    return BY_FIELD.get(str(field), {}).get(word, "")
