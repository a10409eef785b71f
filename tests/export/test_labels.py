"""What people read names things as people do: no id of the file, of a check, of a rule or of a place in it.

CSV, JSON, TOML and the files of gateways are read by programs: their headings and ids are a contract.
"""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from shipped import SCENARIOS, TODAY, WORKED

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.capabilities import CAPABILITIES
from shortlist.core.document.checklist import KNOWN_CHECKS
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.scenario import COLUMNS, Limits, Usage
from shortlist.core.document.vocabulary import ACCESS, OPENNESS
from shortlist.core.document.workspace import read_workspace
from shortlist.core.findings import RULES
from shortlist.core.review.filed_records import Reason
from shortlist.export.head_card import card_rows
from shortlist.export.limits import brief_limit, limit_against, limit_line, limit_target
from shortlist.export.markdown import markdown
from shortlist.export.notes import RecordNote, note_of
from shortlist.export.verdict import limit_states, verdict_text
from shortlist.formats import FORMATS

FOR_PEOPLE = ("markdown", "madr", "matrix", "html")
OWN_CHECK = {"id": "zq-own-check", "importance": "must", "question": "Is there an office in the country?"}
NAMES = {"name", "model", "title", "label"}
"""Keys whose text is what people call a thing, whatever an id says."""
PATH = re.compile(r"\b(?:scenario|candidates|checks|evaluations|decision|records)(?:\[\d+\]|\.[a-z_]+)")
"""A place of the file, such as `records[0].triggers`."""
WITH_LABELS = {
    *(id_ for id_ in KNOWN_CHECKS),
    *(rule for rule in RULES if "-" in rule),
    *(id_ for id_ in (*COLUMNS, *CAPABILITIES, *SECTIONS, *ACCESS, *OPENNESS) if "_" in id_),
    *(id_ for id_ in (*Limits.model_fields, *Usage.model_fields) if "_" in id_),
}
"""Ids that have a label, and that no person would write as a word."""


def renamed(value: Any, ids: dict[str, str], key: str = "") -> Any:
    """A document in which every id of a step or of a candidate is one that nobody would write."""
    if isinstance(value, dict):
        by_step = ids if key == "usage" else {}
        return {by_step.get(name, name): renamed(inside, ids, name) for name, inside in value.items()}
    if isinstance(value, list):
        return [renamed(one, ids, key) for one in value]
    return ids.get(value, value) if isinstance(value, str) and key not in NAMES else value


@cache
def unmistakable(path: Path) -> tuple[Analysis, RecordNote]:
    """A shipped scenario with such ids, a check of the team's own, and an error that was accepted."""
    data = tomllib.loads(path.read_text("utf-8"))
    things = [*data["scenario"]["steps"], *data.get("candidates", [])]
    ids = {one["id"]: f"zq-{number}-id" for number, one in enumerate(things)}
    workspace = read_workspace({**renamed(data, ids), "checks": [*data.get("checks", []), OWN_CHECK]})
    analysis = analyse(workspace, None, TODAY)
    reason = Reason("leaderboard-only", "decision.default", "Nothing was run.", "A pilot is planned.")
    return analysis, note_of(analysis)._replace(reasons=(reason,))


def told(format_: str, analysis: Analysis, note: RecordNote) -> str:
    """What a reader of the export sees: without addresses, and of HTML without its style and its tags."""
    text = FORMATS[format_].write(analysis, note)
    if format_ == "html":
        text = re.sub(r"<style>.*?</style>", " ", text, flags=re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return re.sub(r"https?://\S+", " ", text)


@pytest.mark.parametrize("format_", FOR_PEOPLE)
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_nothing_is_called_by_its_id(path: Path, format_: str) -> None:
    """Every step and candidate by its name, checks and rules by their labels, and no place of the file."""
    analysis, note = unmistakable(path)
    text = told(format_, analysis, note).replace("\\", "")
    written = " ".join(analysis.workspace.prose(section) for section in SECTIONS)
    words = set(re.findall(r"[\w.-]+[\w]", text)) - set(re.findall(r"[\w.-]+[\w]", written))
    assert not {word for word in words if word.startswith("zq-")}
    assert not words & WITH_LABELS
    assert not PATH.findall(text)
    if analysis.ranking:
        assert OWN_CHECK["question"] in text


def test_a_time_against_its_limit_reads_the_same_everywhere() -> None:
    """In the verdict line, on the card, beneath a gauge, in a report: the limit as a person gave it, the unit once."""
    data = tomllib.loads(WORKED.read_text("utf-8"))
    data["scenario"]["max_task_total_s"] = 8.0
    analysis = analyse(read_workspace(data), None, TODAY)
    state = next(one for one in limit_states(analysis) if one.limit == "max_task_total_s")
    assert limit_against(state) == brief_limit(state) == "3.4 of 8 s"
    assert limit_target(state) == "8 s" and limit_against(state._replace(high=5.0)) == "3.4–5.0 of 8 s"
    card = next(row for row in card_rows(analysis) if row.title == "Time of a task")
    assert card.told == "3.4 of 8 s" in verdict_text(analysis) and "3.4 of 8 s allowed" in limit_line(state)
    report = markdown(analysis)
    assert " of 8 s allowed" in report and " of 8.0 s" not in report
    reason = analysis.ranking[0].columns["latency_risk"].reason
    assert "against 8 s allowed" in reason and "against 8.0 s" not in reason
    assert not re.search(r"\.0 s (allowed|to)", report) and "| 8 s |" in report
