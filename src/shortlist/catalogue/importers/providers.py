"""What price lists call a provider, and what we call it: the ids of genai-prices where it has the provider.

A provider on no list keeps the name that the file gives it.
"""

from __future__ import annotations

LITELLM = {
    "azure_ai": "azure",
    "azure_text": "azure",
    "bedrock": "aws",
    "bedrock_converse": "aws",
    "cohere_chat": "cohere",
    "fireworks_ai": "fireworks",
    "fireworks_ai-embedding-models": "fireworks",
    "gemini": "google",
    "meta_llama": "meta",
    "moonshot": "moonshotai",
    "text-completion-codestral": "mistral",
    "codestral": "mistral",
    "text-completion-openai": "openai",
    "together_ai": "together",
    "voyage": "voyageai",
    "xai": "x-ai",
    "zhipu": "zhipuai",
}
MODELS_DEV = {
    "amazon-bedrock": "aws",
    "azure-cognitive-services": "azure",
    "cloudflare-workers-ai": "cloudflare",
    "fireworks-ai": "fireworks",
    "llama": "meta",
    "novita-ai": "novita",
    "togetherai": "together",
    "xai": "x-ai",
}


def from_litellm(name: str) -> str:
    """Our id of a `litellm_provider`; the parts of Google's cloud are one provider."""
    if name.startswith("vertex_ai"):
        return "google-vertex"
    return LITELLM.get(name, name.replace("_", "-"))
