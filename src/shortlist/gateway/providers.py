"""How gateways and test runners call the providers that a candidate may be served by, and where each is reached.

A provider on no list, and one with nothing under a target, is told there: nothing is guessed for it.
"""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.document.channels import channel


class GatewayProvider(NamedTuple):
    """A row of the table."""

    litellm: tuple[str, ...]
    """LiteLLM's prefixes, the usual one first; a model id that begins with one of them is taken as it stands."""
    key_env: str
    """The environment variable in which its key usually lies; empty where it takes none or several."""
    openrouter: str = ""
    """OpenRouter's slug of it."""
    inspect: str = ""
    """Inspect's prefix."""
    base_url: str = ""
    """Where it speaks OpenAI's protocol."""


def _at(prefixes: str, key_env: str, openrouter: str = "", inspect: str = "", base_url: str = "") -> GatewayProvider:
    """A row, LiteLLM's prefixes apart by spaces."""
    return GatewayProvider(tuple(prefixes.split()), key_env, openrouter, inspect, base_url)


PROVIDERS: dict[str, GatewayProvider] = {
    "anthropic": _at("anthropic", "ANTHROPIC_API_KEY", "anthropic", "anthropic", "https://api.anthropic.com/v1"),
    "aws": _at("bedrock bedrock_converse", "", "amazon-bedrock", "bedrock"),
    "azure": _at("azure azure_ai azure_text", "AZURE_API_KEY", "azure", "openai/azure"),
    "baseten": _at("baseten", "BASETEN_API_KEY", "baseten", "", "https://inference.baseten.co/v1"),
    "cerebras": _at("cerebras", "CEREBRAS_API_KEY", "cerebras", "", "https://api.cerebras.ai/v1"),
    "cloudflare": _at("cloudflare", "CLOUDFLARE_API_KEY", "cloudflare", "cf"),
    "cohere": _at("cohere cohere_chat", "COHERE_API_KEY", "cohere", "", "https://api.cohere.ai/compatibility/v1"),
    "databricks": _at("databricks", "DATABRICKS_API_KEY"),
    "deepgram": _at("deepgram", "DEEPGRAM_API_KEY"),
    "deepinfra": _at("deepinfra", "DEEPINFRA_API_KEY", "deepinfra", "", "https://api.deepinfra.com/v1/openai"),
    "deepseek": _at("deepseek", "DEEPSEEK_API_KEY", "deepseek", "", "https://api.deepseek.com/v1"),
    "elevenlabs": _at("elevenlabs", "ELEVENLABS_API_KEY"),
    "fireworks": _at(
        "fireworks_ai", "FIREWORKS_API_KEY", "fireworks", "fireworks", "https://api.fireworks.ai/inference/v1"
    ),
    "google": _at(
        "gemini",
        "GEMINI_API_KEY",
        "google-ai-studio",
        "google",
        "https://generativelanguage.googleapis.com/v1beta/openai",
    ),
    "google-vertex": _at("vertex_ai vertex_ai_beta", "", "google-vertex", "google/vertex"),
    "groq": _at("groq", "GROQ_API_KEY", "groq", "groq", "https://api.groq.com/openai/v1"),
    "huggingface": _at("huggingface", "HF_TOKEN", "", "hf-inference-providers", "https://router.huggingface.co/v1"),
    "hyperbolic": _at("hyperbolic", "HYPERBOLIC_API_KEY", "hyperbolic", "", "https://api.hyperbolic.xyz/v1"),
    "jina": _at("jina_ai", "JINA_AI_API_KEY"),
    "meta": _at("meta_llama", "LLAMA_API_KEY", "meta", "", "https://api.llama.com/compat/v1"),
    "minimax": _at("minimax", "MINIMAX_API_KEY", "minimax", "", "https://api.minimax.io/v1"),
    "mistral": _at("mistral codestral", "MISTRAL_API_KEY", "mistral", "mistral", "https://api.mistral.ai/v1"),
    "moonshotai": _at("moonshot", "MOONSHOT_API_KEY", "moonshotai", "", "https://api.moonshot.ai/v1"),
    "nebius": _at("nebius", "NEBIUS_API_KEY", "nebius", "", "https://api.studio.nebius.com/v1"),
    "novita": _at("novita", "NOVITA_API_KEY", "novita", "", "https://api.novita.ai/v3/openai"),
    "nscale": _at("nscale", "NSCALE_API_KEY", "nscale", "", "https://inference.api.nscale.com/v1"),
    "ollama": _at("ollama ollama_chat", "", "", "ollama", "http://localhost:11434/v1"),
    "openai": _at("openai", "OPENAI_API_KEY", "openai", "openai", "https://api.openai.com/v1"),
    "openrouter": _at("openrouter", "OPENROUTER_API_KEY", "", "openrouter", "https://openrouter.ai/api/v1"),
    "ovhcloud": _at("ovhcloud", "OVHCLOUD_API_KEY", "", "", "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1"),
    "perplexity": _at("perplexity", "PERPLEXITYAI_API_KEY", "perplexity", "perplexity", "https://api.perplexity.ai"),
    "sambanova": _at("sambanova", "SAMBANOVA_API_KEY", "sambanova", "sambanova", "https://api.sambanova.ai/v1"),
    "together": _at("together_ai", "TOGETHERAI_API_KEY", "together", "together", "https://api.together.xyz/v1"),
    "vllm": _at("hosted_vllm vllm", "", "", "vllm"),
    "voyageai": _at("voyage", "VOYAGE_API_KEY"),
    "x-ai": _at("xai", "XAI_API_KEY", "xai", "grok", "https://api.x.ai/v1"),
    "zai": _at("zai", "ZAI_API_KEY", "z-ai", "", "https://api.z.ai/api/paas/v4"),
}
"""By our id of the provider. Sources: docs.litellm.ai/docs/providers, openrouter.ai/docs (provider routing),
inspect.aisi.org.uk/providers.html, and each provider's own page on its compatibility with OpenAI's protocol."""


def provider(name: str) -> GatewayProvider | None:
    """The row of a provider, by our id or by another name of it; None where it has none."""
    key = channel(name)
    return PROVIDERS.get("huggingface" if key.startswith("huggingface-") else key)
