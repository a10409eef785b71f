"""What a decision is written for: every gateway and test runner, its name, what a setting of its file holds it to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

GatewayKind = Literal["litellm", "openrouter"]
"""Those whose files are read back as well, and held against the decision."""
TargetKind = Literal[GatewayKind, "promptfoo", "inspect-prices"]


class ExportTarget(NamedTuple):
    """A row of the table."""

    name: str
    held: frozenset[str] = frozenset()
    """The checks and limits that a setting of its file holds it to."""


TARGETS: Mapping[TargetKind, ExportTarget] = {
    "litellm": ExportTarget("LiteLLM", frozenset({"monthly_budget_usd", "max_retries", "timeout", "max_ttft_s"})),
    "openrouter": ExportTarget(
        "OpenRouter", frozenset({"capabilities", "first.output_contract", "privacy.training", "privacy.retention"})
    ),
    "promptfoo": ExportTarget("promptfoo"),
    "inspect-prices": ExportTarget("Inspect"),
}
