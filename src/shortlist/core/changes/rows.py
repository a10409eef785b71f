"""Rows of the document's lists in words: figures, answers, ratings, evaluations, triggers; what came and what went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shortlist.core.basics.text_diff import excerpt
from shortlist.core.basics.words import count
from shortlist.core.changes.values import DocumentNames, unit_at
from shortlist.core.document.checklist import KNOWN_CHECKS
from shortlist.core.document.field_names import figure, label_of, per
from shortlist.core.document.metrics import index_name, is_quality
from shortlist.core.document.record import Trigger, trigger_words
from shortlist.core.document.vocabulary import ACCESS
from shortlist.core.judging.column_value import level_name

Path = tuple[str, ...]
Raw = Mapping[str, Any]


def check_name(id_: str) -> str:
    """A check in words; one of the team's own by its id."""
    if id_ in KNOWN_CHECKS:
        return KNOWN_CHECKS[id_].label
    return f"“{id_}”"


def row_name(list_: str, row: Raw, names: DocumentNames) -> str:
    """What a row is about."""
    match list_:
        case "observations":
            metric = row["metric"]
            name = f"Quality on {index_name(metric)}" if is_quality(metric) else label_of(metric)
            if row.get("above_tokens"):
                name += f" above {row['above_tokens']:,.0f} tokens"
            if row.get("effort"):
                name += f" at effort {row['effort']}"
            return name
        case "answers":
            return f"Answer on {check_name(row['check']).lower()}"
        case "checks":
            return f"Check {check_name(row['id']).lower()}"
        case "overrides":
            return f"Own rating of {label_of(row['column']).lower()}"
        case "evaluations":
            return f"{names.candidate(row['candidate'])} in {names.step(row['step'])}"
        case "triggers":
            return f"Trigger {row['kind'].replace('_', ' ')}"
    return ""


def row_told(list_: str, row: Raw, names: DocumentNames) -> str:
    """A row that came or went: what it is about, and what it says."""
    name = "Trigger" if list_ == "triggers" else row_name(list_, row, names)
    return ": ".join(filter(None, (name, _said(list_, row))))


def _said(list_: str, row: Raw) -> str:
    note = f", “{excerpt(row['note'])}”" if row.get("note") else ""
    match list_:
        case "observations":
            unit = unit_at(("value",), row)
            told = f"{figure(row['value'], unit)} {per(unit)}".rstrip()
            return f"{told} ({row['source']}, {row['as_of']})"
        case "answers":
            return f"{row['verdict'].replace('_', ' ')}{note}"
        case "checks":
            return ", ".join(filter(None, (row.get("importance"), row.get("question"))))
        case "overrides":
            return f"{level_name(row['column'], row['level'])}, “{excerpt(row['reason'])}”"
        case "evaluations":
            return f"{row['successes']:,} of {count(row['examples'], 'example')} right on {row['ran_on']}"
        case "triggers":
            return f"{trigger_words(Trigger.model_validate(row))}{note}"
        case "candidates":
            return f"{ACCESS[row['access']].name}, {row['provider']}"
    return ""
