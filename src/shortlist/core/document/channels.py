"""The channels through which models are served: one id for each, whatever files and people call it."""

from __future__ import annotations

import re

CHANNELS = {
    "amazon": "aws",
    "amazon-bedrock": "aws",
    "aws-bedrock": "aws",
    "bedrock": "aws",
    "azure-ai": "azure",
    "azure-ai-foundry": "azure",
    "azure-openai": "azure",
    "foundry": "azure",
    "microsoft": "azure",
    "microsoft-foundry": "azure",
    "fireworks-ai": "fireworks",
    "ai-studio": "google",
    "gemini": "google",
    "gemini-api": "google",
    "google-ai": "google",
    "google-ai-studio": "google",
    "gcp": "google-vertex",
    "google-cloud": "google-vertex",
    "vertex": "google-vertex",
    "vertex-ai": "google-vertex",
    "vertexai": "google-vertex",
    "mistral-ai": "mistral",
    "mistralai": "mistral",
    "moonshot": "moonshotai",
    "moonshot-ai": "moonshotai",
    "own-cluster": "vllm",
    "together-ai": "together",
    "voyage": "voyageai",
    "voyage-ai": "voyageai",
    "xai": "x-ai",
    "z-ai": "zai",
    "zhipu": "zai",
    "zhipuai": "zai",
}
"""Another name, in small letters with hyphens, to the id used here: that of genai-prices where it has one."""
MAKERS = frozenset(
    ("ai21", "anthropic", "cohere", "deepseek", "elevenlabs", "google", "meta", "minimax", "mistral", "moonshotai")
) | frozenset(("openai", "perplexity", "voyageai", "x-ai", "zai"))
"""Channels on which a maker serves its own models and no others."""


def channel(name: str) -> str:
    """The id of a provider; one that is on no list is itself, in small letters."""
    key = re.sub(r"[\s_.]+", "-", name.strip().casefold()).removesuffix("-api")
    return CHANNELS.get(key, key)
