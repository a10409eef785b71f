"""How gateways and test runners call the providers that a candidate may be served by, and where each is reached.

A provider on no list, and one with nothing under a target, is told there: nothing is guessed for it.
"""

from __future__ import annotations

from typing import NamedTuple

from shortlist.core.document.channels import channel


class Provider(NamedTuple):
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


PROVIDERS: dict[str, Provider] = {
    "anthropic": Provider(
        ("anthropic",), "ANTHROPIC_API_KEY", "anthropic", "anthropic", "https://api.anthropic.com/v1"
    ),
    "aws": Provider(("bedrock", "bedrock_converse"), "", "amazon-bedrock", "bedrock"),
    "azure": Provider(("azure", "azure_ai", "azure_text"), "AZURE_API_KEY", "azure", "openai/azure"),
    "baseten": Provider(("baseten",), "BASETEN_API_KEY", "baseten", "", "https://inference.baseten.co/v1"),
    "cerebras": Provider(("cerebras",), "CEREBRAS_API_KEY", "cerebras", "", "https://api.cerebras.ai/v1"),
    "cloudflare": Provider(("cloudflare",), "CLOUDFLARE_API_KEY", "cloudflare", "cf"),
    "cohere": Provider(
        ("cohere", "cohere_chat"), "COHERE_API_KEY", "cohere", "", "https://api.cohere.ai/compatibility/v1"
    ),
    "databricks": Provider(("databricks",), "DATABRICKS_API_KEY"),
    "deepgram": Provider(("deepgram",), "DEEPGRAM_API_KEY"),
    "deepinfra": Provider(("deepinfra",), "DEEPINFRA_API_KEY", "deepinfra", "", "https://api.deepinfra.com/v1/openai"),
    "deepseek": Provider(("deepseek",), "DEEPSEEK_API_KEY", "deepseek", "", "https://api.deepseek.com/v1"),
    "elevenlabs": Provider(("elevenlabs",), "ELEVENLABS_API_KEY"),
    "fireworks": Provider(
        ("fireworks_ai",), "FIREWORKS_API_KEY", "fireworks", "fireworks", "https://api.fireworks.ai/inference/v1"
    ),
    "google": Provider(
        ("gemini",),
        "GEMINI_API_KEY",
        "google-ai-studio",
        "google",
        "https://generativelanguage.googleapis.com/v1beta/openai",
    ),
    "google-vertex": Provider(("vertex_ai", "vertex_ai_beta"), "", "google-vertex", "google/vertex"),
    "groq": Provider(("groq",), "GROQ_API_KEY", "groq", "groq", "https://api.groq.com/openai/v1"),
    "huggingface": Provider(
        ("huggingface",), "HF_TOKEN", "", "hf-inference-providers", "https://router.huggingface.co/v1"
    ),
    "hyperbolic": Provider(("hyperbolic",), "HYPERBOLIC_API_KEY", "hyperbolic", "", "https://api.hyperbolic.xyz/v1"),
    "jina": Provider(("jina_ai",), "JINA_AI_API_KEY"),
    "meta": Provider(("meta_llama",), "LLAMA_API_KEY", "meta", "", "https://api.llama.com/compat/v1"),
    "minimax": Provider(("minimax",), "MINIMAX_API_KEY", "minimax", "", "https://api.minimax.io/v1"),
    "mistral": Provider(("mistral", "codestral"), "MISTRAL_API_KEY", "mistral", "mistral", "https://api.mistral.ai/v1"),
    "moonshotai": Provider(("moonshot",), "MOONSHOT_API_KEY", "moonshotai", "", "https://api.moonshot.ai/v1"),
    "nebius": Provider(("nebius",), "NEBIUS_API_KEY", "nebius", "", "https://api.studio.nebius.com/v1"),
    "novita": Provider(("novita",), "NOVITA_API_KEY", "novita", "", "https://api.novita.ai/v3/openai"),
    "nscale": Provider(("nscale",), "NSCALE_API_KEY", "nscale", "", "https://inference.api.nscale.com/v1"),
    "ollama": Provider(("ollama", "ollama_chat"), "", "", "ollama", "http://localhost:11434/v1"),
    "openai": Provider(("openai",), "OPENAI_API_KEY", "openai", "openai", "https://api.openai.com/v1"),
    "openrouter": Provider(("openrouter",), "OPENROUTER_API_KEY", "", "openrouter", "https://openrouter.ai/api/v1"),
    "ovhcloud": Provider(("ovhcloud",), "OVHCLOUD_API_KEY", "", "", "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1"),
    "perplexity": Provider(
        ("perplexity",), "PERPLEXITYAI_API_KEY", "perplexity", "perplexity", "https://api.perplexity.ai"
    ),
    "sambanova": Provider(("sambanova",), "SAMBANOVA_API_KEY", "sambanova", "sambanova", "https://api.sambanova.ai/v1"),
    "together": Provider(("together_ai",), "TOGETHERAI_API_KEY", "together", "together", "https://api.together.xyz/v1"),
    "vllm": Provider(("hosted_vllm", "vllm"), "", "", "vllm"),
    "voyageai": Provider(("voyage",), "VOYAGE_API_KEY"),
    "x-ai": Provider(("xai",), "XAI_API_KEY", "xai", "grok", "https://api.x.ai/v1"),
    "zai": Provider(("zai",), "ZAI_API_KEY", "z-ai", "", "https://api.z.ai/api/paas/v4"),
}
"""By our id of the provider. Sources: docs.litellm.ai/docs/providers, openrouter.ai/docs (provider routing),
inspect.aisi.org.uk/providers.html, and each provider's own page on its compatibility with OpenAI's protocol."""


def provider(name: str) -> Provider | None:
    """The row of a provider, by our id or by another name of it; None where it has none."""
    key = channel(name)
    return PROVIDERS.get("huggingface" if key.startswith("huggingface-") else key)
