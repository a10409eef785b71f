"""Which section of the record a finding concerns: where a reader looks for the answer to it."""

from __future__ import annotations

import re

from shortlist.core.findings.case import Finding

SECTION_OF: dict[str, str] = {
    "top-score-only": "rationale",
    "single-source": "leaderboard_showed",
    "mixed-versions": "leaderboard_showed",
    "mixed-dates": "leaderboard_showed",
    "other-provider": "leaderboard_could_not_prove",
    "stale-figure": "leaderboard_showed",
    "sources-disagree": "leaderboard_showed",
    "leaderboard-only": "evaluation",
    "small-evaluation": "evaluation",
    "same-provider-fallback": "decision",
    "unchecked-must": "decision",
    "excluded-choice": "decision",
    "not-recommended": "rationale",
    "close-call": "rationale",
    "reasoning-for-routine": "task_fit",
    "long-context": "context_needs",
    "open-washing": "privacy_and_licence",
    "unsafe-format": "operational_burden",
    "price-unknown": "latency_and_cost",
    "deprecated": "migration",
    "no-review": "review",
    "placeholder": "decision",
    "over-budget-later": "latency_and_cost",
    "assumed-against-measured": "evaluation",
    "waiting-candidate": "rationale",
    "batch-with-latency": "latency_and_cost",
    "no-spare-replica": "operational_burden",
    "dearer-than-needed": "rationale",
    "vendor-claim": "leaderboard_showed",
    "preference-not-correctness": "leaderboard_could_not_prove",
    "assumed-answer": "privacy_and_licence",
    "record-mismatch": "decision",
    "not-frozen": "decision",
}
"""By rule; what lies in the prose of a section concerns that section, whatever the rule."""

GENERAL = "risks"
"""Where a finding without a section of its own is told."""

_IN_PROSE = re.compile(r"records\[\d+\]\.sections\.(\w+)")


def section_of(finding: Finding) -> str:
    """The section that a finding concerns."""
    inside = _IN_PROSE.match(finding.where)
    return inside[1] if inside else SECTION_OF.get(finding.rule, GENERAL)
