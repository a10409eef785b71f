"""How what a word says is toned: by verdict, status, level and severity; a place that departs from it says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from shortlist.tui.draw.lines import Tone

if TYPE_CHECKING:
    from shortlist.core.document.vocabulary import CandidateStatus, Verdict

VERDICT_TONES: Mapping[Verdict, Tone] = {"pass": "good", "unknown": "warn", "fail": "bad", "not_applicable": "dim"}
ODD_TONES: Mapping[Verdict, Tone] = {**VERDICT_TONES, "pass": "plain", "not_applicable": "plain"}
"""Where most pass or are not asked: those are plain, so that the others are seen."""
STATUS_TONES: Mapping[CandidateStatus, Tone] = {
    "eligible": "good",
    "needs_check": "warn",
    "excluded": "bad",
    "no_step": "dim",
}
LEVEL_TONES: Mapping[str | None, Tone] = {"good": "plain", "medium": "warn", "poor": "bad", None: "warn"}
"""Good is what most are, and plain; unknown has the tone of what is open."""
SEVERITY_TONES: Mapping[str, Tone] = {"error": "bad", "warning": "warn", "info": "dim"}
