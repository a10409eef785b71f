"""How each provider of the catalogue is reached, with the reason, so that a reader can disagree.

A provider that is in no row, and a row without a mode, leave the access unknown: the user is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shortlist.core.document.vocabulary import Access, Openness

SellerKind = Literal["developer", "cloud", "host", "router", "tool"]
"""Who a provider is: it serves models it made, models of several developers in its cloud, open models on its
machines, other companies' endpoints, or models inside its own product only."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One row of the table."""

    kind: SellerKind
    reason: str
    source: str
    """The page of the provider that shows it."""
    operator: str = ""
    """Whose machines answer, where that is another provider of the table."""


REASONS: dict[SellerKind, str] = {
    "developer": "the developer's own API, run and priced by whoever made the model",
    "cloud": "a cloud's managed model service: one contract and one API over several developers' models",
    "host": "an inference company that serves open models on its own machines",
    "router": "passes requests on: a closed model stays a managed API, an open one is hosted by someone",
    "tool": "the prices hold inside the vendor's own product, which is no API that another product can call",
}

_DEVELOPERS = {
    "anthropic": "https://www.anthropic.com/pricing#api",
    "arcee": "https://docs.arcee.ai/get-started/pricing",
    "cohere": "https://cohere.com/pricing",
    "deepseek": "https://api-docs.deepseek.com/quick_start/pricing",
    "elevenlabs": "https://elevenlabs.io/pricing/api",
    "meta": "https://dev.meta.ai/docs/pricing-rate-limits",
    "minimax": "https://platform.minimax.io/docs/pricing/overview",
    "mistral": "https://mistral.ai/pricing/api",
    "moonshotai": "https://platform.kimi.ai/docs/pricing/chat.md",
    "openai": "https://developers.openai.com/api/docs/pricing",
    "perplexity": "https://docs.perplexity.ai/docs/getting-started/pricing",
    "typesafe": "https://docs.typesafe.ai/models",
    "voyageai": "https://docs.voyageai.com/docs/pricing",
    "x-ai": "https://docs.x.ai/docs/models",
    "zai": "https://docs.z.ai/guides/overview/pricing",
}
_CLOUDS = {
    "aws": "https://aws.amazon.com/bedrock/pricing/",
    "azure": "https://azure.microsoft.com/en-us/pricing/details/cognitive-services/openai-service/#pricing",
    "google": "https://ai.google.dev/gemini-api/docs/pricing",
}
_HOSTS = {
    "avian": "https://avian.io/pricing/",
    "baseten": "https://docs.baseten.co/inference/model-apis/overview",
    "cerebras": "https://www.cerebras.ai/pricing#pricing",
    "cloudflare": "https://developers.cloudflare.com/workers-ai/platform/pricing/",
    "databricks": "https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/supported-models",
    "doubleword": "https://docs.doubleword.ai/inference-api/models",
    "fireworks": "https://fireworks.ai/pricing",
    "groq": "https://console.groq.com/docs/models",
    "modal": "https://modal.com/library",
    "novita": "https://novita.ai/pricing",
    "ovhcloud": "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/models",
    "together": "https://www.together.ai/pricing",
}
_HUGGINGFACE = "https://huggingface.co/inference/models"
# The part after the underscore is the host that answers, here by its own id where it has one.
_HUGGINGFACE_HOSTS = {
    "cerebras": "cerebras",
    "fireworks-ai": "fireworks",
    "groq": "groq",
    "hyperbolic": "hyperbolic",
    "nebius": "nebius",
    "novita": "novita",
    "nscale": "nscale",
    "ovhcloud": "ovhcloud",
    "publicai": "publicai",
    "sambanova": "sambanova",
    "together": "together",
}
_ROUTERS = {"openrouter": "https://openrouter.ai/models", "quicksilverpro": "https://quicksilverpro.io/#pricing"}
_TOOLS = {
    "cursor": "https://cursor.com/docs/models-and-pricing",
    "github-copilot": "https://docs.github.com/en/copilot/reference/copilot-billing/models-and-pricing",
}


def _rows(kind: SellerKind, pages: dict[str, str]) -> dict[str, Provider]:
    return {provider: Provider(kind, REASONS[kind], page) for provider, page in pages.items()}


PROVIDERS: dict[str, Provider] = {
    **_rows("developer", _DEVELOPERS),
    **_rows("cloud", _CLOUDS),
    **_rows("host", _HOSTS),
    **_rows("router", _ROUTERS),
    **_rows("tool", _TOOLS),
    **{
        f"huggingface_{name}": Provider("host", REASONS["host"], _HUGGINGFACE, operator)
        for name, operator in _HUGGINGFACE_HOSTS.items()
    },
    "openai-decisions": Provider(
        "developer", REASONS["developer"], "https://developers.openai.com/api/docs/guides/decisions", "openai"
    ),
    "zhipuai": Provider("developer", REASONS["developer"], "https://open.bigmodel.cn/pricing", "zai"),
}


def access(provider: str, openness: Openness | None) -> Access | None:
    """How a model of this openness is reached through the provider; None where the table cannot tell."""
    row = PROVIDERS.get(provider)
    if row is None or row.kind == "tool":
        return None
    if row.kind == "host":
        return "hosted_inference"
    if row.kind != "router":
        return "managed_api"
    if openness is None:
        return None
    return "managed_api" if openness == "closed" else "hosted_inference"


def operator(provider: str) -> str | None:
    """Whose machines answer: itself, the host behind it, or None for routers, tools and unknown providers."""
    row = PROVIDERS.get(provider)
    if row is None or row.kind in ("router", "tool"):
        return None
    return row.operator or provider
