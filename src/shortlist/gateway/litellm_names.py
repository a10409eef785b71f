"""How LiteLLM calls what a workspace has: a candidate's model, its prices, and how it is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from shortlist.catalogue.importers.litellm import PIECES, PRICES
from shortlist.core.importing.values import MILLION
from shortlist.core.service.figures import Figures
from shortlist.gateway.gateway_config import TODO
from shortlist.gateway.plan import Mode, base_url, key_env, model_id
from shortlist.gateway.providers import provider

TOKEN_PRICES: Mapping[str, str] = {metric: key for key, metric in PRICES.items()}
"""Our metric to its key; USD per million tokens here, per token there."""
UNIT_PRICES: Mapping[str, tuple[str, Decimal, tuple[str, ...]]] = {
    metric: (key, factor, modes) for key, (metric, factor, modes) in PIECES.items()
}
"""Our metric to its key, how many of the key's units our unit is, and the modes in which the key means that; of two
keys for one metric the last one in the list."""
SHORTEST_TIER = 1000
"""Tiers are written in thousands of tokens in the names of the keys."""
_SCOPES = {"eu": "eu.", "us": "us.", "apac": "apac.", "jp": "jp.", "au": "au."}
"""What begins the id of a geographic inference profile on Bedrock, by the region that processing must stay in."""
_PRICE_LIST_SCOPE = "regional."


class LiteLLMModel(NamedTuple):
    """A candidate's model as LiteLLM is given it, and what a person still has to put in."""

    model: str
    todo: str = ""


def litellm_model(figures: Figures, regions: tuple[str, ...]) -> LiteLLMModel:
    """The provider's prefix and the model's id."""
    candidate, id_ = figures.candidate, model_id(figures.candidate)
    row = provider(candidate.provider)
    if row is None and candidate.self_hosted:
        return LiteLLMModel(f"hosted_vllm/{id_}")
    if row is None:
        if base_url(candidate):
            # Whatever speaks OpenAI's protocol is reached by its prefix, at its own address.
            return LiteLLMModel(f"openai/{id_}")
        return LiteLLMModel(f"{TODO}/{id_}", f"“{candidate.provider}” is no provider that LiteLLM's prefix is known of")
    usual = row.litellm[0]
    # On a router what stands before the slash is the author of a model, who may have the router's own name.
    routed = usual in ("openrouter", "huggingface") and not id_.startswith(f"{usual}/{usual}/")
    if "/" in id_ and id_.partition("/")[0] in row.litellm and not routed:
        return LiteLLMModel(id_)
    if usual == "bedrock" and id_.startswith(_PRICE_LIST_SCOPE):
        own = id_.removeprefix(_PRICE_LIST_SCOPE)
        for region in regions:
            if region.casefold() in _SCOPES:
                return LiteLLMModel(f"bedrock/{_SCOPES[region.casefold()]}{own}")
        todo = "“regional.” is a price list's word; put in the region of the inference profile"
        return LiteLLMModel(f"bedrock/{TODO}/{own}", todo)
    return LiteLLMModel(f"{usual}/{id_}")


def reached(figures: Figures) -> Iterator[tuple[str, str]]:
    """Where the model is reached and by which key: names of environment variables, never a key itself."""
    candidate = figures.candidate
    row, own = provider(candidate.provider), base_url(candidate)
    first, key = "", key_env(candidate, row)
    if row is not None:
        first = row.litellm[0]
    if own:
        yield "api_base", own
    elif first == "azure":
        yield "api_base", "os.environ/AZURE_API_BASE"
    elif candidate.self_hosted or (row is not None and not row.base_url and first in ("hosted_vllm", "vllm")):
        yield "api_base", f"os.environ/{_variable(candidate.id)}_API_BASE"
    if key:
        yield "api_key", f"os.environ/{key}"
    elif row is None and not candidate.self_hosted:
        yield "api_key", f"os.environ/{_variable(candidate.provider)}_API_KEY"
    if first == "azure":
        yield "api_version", "os.environ/AZURE_API_VERSION"
    elif first == "bedrock":
        yield "aws_region_name", "os.environ/AWS_REGION_NAME"
    elif first == "vertex_ai":
        yield "vertex_project", "os.environ/VERTEXAI_PROJECT"
        yield "vertex_location", "os.environ/VERTEXAI_LOCATION"


def _variable(name: str) -> str:
    """A name as one of an environment variable."""
    words = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
    if not words or words[0].isdigit():
        return f"MODEL_{words}".rstrip("_")
    return words


def prices(figures: Figures, mode: Mode) -> dict[str, float]:
    """The prices in force as LiteLLM counts spend by, tiers among them; what is unknown is left out, never 0."""
    found: dict[str, float] = {}
    if figures.candidate.self_hosted:
        # Machines cost by the hour: their tokens cost nothing by themselves.
        found = {"input_cost_per_token": 0.0, "output_cost_per_token": 0.0}
    else:
        for metric, key in TOKEN_PRICES.items():
            base = figures.value(metric, 0)
            if base is not None:
                found[key] = _each(base, MILLION)
            for tier in figures.tiers:
                value = figures.value(metric, tier + 1)
                if value is not None and value != base and tier % SHORTEST_TIER == 0:
                    found[f"{key}_above_{int(tier) // SHORTEST_TIER}k_tokens"] = _each(value, MILLION)
    for metric, (key, factor, modes) in UNIT_PRICES.items():
        value = figures.value(metric)
        if value is not None and (not modes or mode in modes):
            found[key] = _each(value, factor)
    return found


def _each(value: float, factor: Decimal) -> float:
    """A price by one of the key's units, without what dividing floats leaves behind."""
    return float(Decimal(repr(float(value))) / factor)
