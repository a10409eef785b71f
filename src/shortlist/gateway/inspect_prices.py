"""The prices of everybody in the workspace as Inspect reads them (`--model-cost-config`), USD per million tokens.

https://inspect.aisi.org.uk/models.html: by model {input, output, input_cache_write, input_cache_read}, all four.
"""

from __future__ import annotations

from collections.abc import Iterator

from shortlist.core.analysis import Analysis
from shortlist.core.document.candidate import Candidate
from shortlist.core.service.figures import Figures
from shortlist.formats import NOWHERE, ExportSource
from shortlist.gateway.gateway_config import TODO
from shortlist.gateway.header import commented, header
from shortlist.gateway.plan import model_id, plan_of
from shortlist.gateway.providers import provider
from shortlist.gateway.yaml_text import yaml_file

KEYS = {
    "input": "input_price",
    "output": "output_price",
    "input_cache_write": "cache_write_price",
    "input_cache_read": "cache_read_price",
}
"""Inspect's key to our metric."""


def inspect_prices(analysis: Analysis, source: ExportSource = NOWHERE) -> str:
    """The price file, parsed back before it is given; who has no price of input and output is a comment, never 0."""
    plan = plan_of(analysis, source.name)
    rows: dict[str, dict[str, float]] = {}
    remarks: list[str] = []
    for candidate in analysis.workspace.candidates:
        figures, id_ = Figures(candidate, plan.today), inspect_model(candidate)
        prices = inspect_row(figures)
        if prices is None:
            remarks.append(f"{id_} ({candidate.name}) is left out: its price of input or output is unknown.")
            continue
        if id_ in rows and rows[id_] != prices:
            remarks.append(f"{id_} ({candidate.name}) has other prices at another setting; the first ones stand here.")
            continue
        rows[id_] = prices
        remarks += [f"{id_}: {told}" for told in _told(candidate, figures)]
    head = header(plan, "prices for Inspect", "inspect-prices")
    return yaml_file(commented([*head, *remarks], "#"), rows)


def inspect_model(candidate: Candidate) -> str:
    """The model as Inspect is given it: the provider's prefix and the model's id."""
    row, id_ = provider(candidate.provider), model_id(candidate)
    if row is not None and row.inspect:
        return f"{row.inspect}/{id_}"
    if candidate.self_hosted:
        return f"vllm/{id_}"
    if row is not None:
        # Whoever speaks OpenAI's protocol is reached by it, under a name of one's own.
        return f"openai-api/{row.litellm[0].replace('_', '-')}/{id_}"
    return f"{TODO}/{id_}"


def inspect_row(figures: Figures) -> dict[str, float] | None:
    """All four prices; what a cache costs is that of the input where nobody says it. None without the other two."""
    if figures.candidate.self_hosted:
        return dict.fromkeys(KEYS, 0.0)
    prices = {key: figures.value(metric) for key, metric in KEYS.items()}
    if prices["input"] is None or prices["output"] is None:
        return None
    return {key: float(prices["input"] if value is None else value) for key, value in prices.items()}


def _told(candidate: Candidate, figures: Figures) -> Iterator[str]:
    if candidate.self_hosted:
        yield "own machines, which cost by the hour and not by the token."
        return
    unknown = [key for key, metric in KEYS.items() if figures.value(metric) is None]
    if unknown:
        yield f"{' and '.join(unknown)} unknown: the price of the input stands there."
    if figures.tiers:
        yield f"dearer above {figures.tiers[0]:,.0f} tokens of input, which this file cannot say."
    if inspect_model(candidate).startswith(f"{TODO}/"):
        yield f"TODO: put in how Inspect reaches “{candidate.provider}”."
