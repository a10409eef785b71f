"""JSON Schemas (draft 2020-12): of the workspace file, and of what `show --json` prints.

The first is derived from the models. The second is written by hand: it is a promise to those who read the
output, and must not follow the code by itself. Keys may be added to the output, so none is forbidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from shortlist.core.document.checklist import Importance
from shortlist.core.document.record import TriggerKind
from shortlist.core.document.scenario import COLUMNS
from shortlist.core.document.vocabulary import CandidateStatus, Level, Verdict
from shortlist.core.document.workspace import SCHEMA, Workspace
from shortlist.core.findings import Severity
from shortlist.core.service.cost import PART_NAMES
from shortlist.core.service.task import TaskTime

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def workspace_schema() -> Schema:
    """The schema of the workspace file; dates are TOML dates, here strings of format date."""
    schema = Workspace.model_json_schema(by_alias=True)
    head = {
        "$schema": DIALECT,
        "title": "Shortlist workspace",
        "description": "One decision on a language model: scenario, candidates, answers, evaluations, "
        "decision and records. A figure that is left out is unknown. Money is USD, "
        "prices are USD per million tokens.",
    }
    return head | {key: value for key, value in schema.items() if key not in head}


# --- building blocks --------------------------------------------------------------------------------------

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
DATE: Schema = {"type": "string", "format": "date"}


def _table(properties: Schema, description: str = "") -> Schema:
    """An object that has all of these keys, and may have more."""
    told = {"description": description} if description else {}
    return {**told, "type": "object", "required": list(properties), "properties": properties}


def _mapping(values: Schema, description: str) -> Schema:
    return {"description": description, "type": "object", "additionalProperties": values}


def _list(items: Schema, description: str = "") -> Schema:
    return {**({"description": description} if description else {}), "type": "array", "items": items}


def _one_of(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


UNKNOWN_OR_NUMBER = _told(_or_null(NUMBER), "null is unknown")
UNKNOWN_OR_SHARE = _told(_or_null(SHARE), "null is unknown")
ID_OR_NULL = _or_null(TEXT)
SCORE = _or_null({"type": "number", "minimum": 0, "maximum": 100})

# --- the output of `show --json` --------------------------------------------------------------------------


def analysis_schema() -> Schema:
    """The schema of `show --json`."""
    body = _table(
        {
            "schema": {"const": SCHEMA},
            "title": TEXT,
            "today": _told(DATE, "the day the workspace was judged on"),
            "weights": _told(_by_column(SHARE), "shares among the columns that count, else 0"),
            "candidates": _list(_ref("candidate"), "in rank order"),
            "recommendation": _recommendation(),
            "decision": _decision(),
            "routing": _ROUTING,
            "break_even": _list(_break_even()),
            "projection": _list(_projection(), "the decision's cost over twelve months"),
            "sensitivity": _list(_SENSITIVITY, "largest first"),
            "evaluations": _list(_evaluation()),
            "findings": _list(_FINDING, "the gravest first"),
            "walkthrough": _list(_walkthrough()),
            "triggers": _list(_trigger()),
            "evaluation_pairs": _list(_pair(), "candidates that were run on the same examples"),
            "sources": _list(_source(), "what the figures, evaluations and answers rest on, numbered"),
            "figures": _list(_figure(), "every observation with its source, its age and what contradicts it"),
        }
    )
    head = {
        "$schema": DIALECT,
        "title": "Shortlist analysis",
        "description": "What `shortlist show --json` prints: unrounded numbers, USD, null where unknown.",
    }
    definitions = {
        "candidate": _candidate(),
        "column": _COLUMN,
        "check": _CHECK,
        "parts": _told(_table(dict.fromkeys(PART_NAMES, UNKNOWN_OR_NUMBER)), "USD a month; savings are positive"),
        "task": _TASK,
        "step": _STEP,
        "not_played": _not_played(),
    }
    return {**head, **body, "$defs": definitions}


def _by_column(values: Schema) -> Schema:
    return _table(dict.fromkeys(COLUMNS, values))


def _candidate() -> Schema:
    checks = _list(TEXT)
    return _table(
        {
            "id": TEXT,
            "name": TEXT,
            "rank": {"type": "integer", "minimum": 1},
            "plays": _list(TEXT, "the steps whose role it takes, by id; it is judged in these and in no other"),
            "status": _one_of(get_args(CandidateStatus)),
            "blocked_by": _told(checks, "must checks that fail"),
            "unknown": _told(checks, "must checks that are unknown"),
            "near_miss": _told(checks, "must checks that fail by little"),
            "score": SCORE,
            "score_low": SCORE,
            "score_high": SCORE,
            "pareto": _told(FLAG, "not dominated in quality, monthly cost and worst latency"),
            "first_rank_share": _told(SHARE, "the share of all weights under which it leads"),
            "columns": _by_column(_ref("column")),
            "checks": _mapping(_ref("check"), "by check id"),
            "cost": _cost(),
            "task": _told(_or_null(_ref("task")), "null unless it plays the whole path"),
            "latency": _mapping(_or_null(_LATENCY), "by step id, in seconds; null where it does not play the step"),
            "steps": _mapping({"anyOf": [_ref("step"), _ref("not_played")]}, "by step id"),
        }
    )


_COLUMN = _table(
    {
        "value": UNKNOWN_OR_SHARE,
        "low": UNKNOWN_OR_SHARE,
        "high": UNKNOWN_OR_SHARE,
        "level": _or_null(_one_of(get_args(Level))),
        "reason": TEXT,
        "overridden": FLAG,
        "counts": FLAG,
    },
    "from 0 (bad) to 1 (good); null where the scenario sets no target",
)


_CHECK = _table(
    {
        "verdict": _one_of(get_args(Verdict)),
        "importance": _one_of(get_args(Importance)),
        "by": _told(_or_null(_one_of(("derived", "person"))), "null: nobody has answered"),
        "reason": TEXT,
    }
)


def _cost() -> Schema:
    figures = ("monthly", "bill", "per_request", "per_successful_task", "successful_tasks")
    return _table(
        {
            **dict.fromkeys(figures, UNKNOWN_OR_NUMBER),
            "replicas": _told(_or_null(COUNT), "null: not self-hosted, or unknown"),
            "parts": _ref("parts"),
        },
        "USD a month, unless the key says otherwise",
    )


_LATENCY = _table(
    {**dict.fromkeys(("ttft_s", "typical_s", "total_s"), UNKNOWN_OR_NUMBER), "measured": FLAG},
    "total_s is the 95th percentile",
)


_TASK = _table(
    dict.fromkeys(TaskTime._fields, UNKNOWN_OR_NUMBER),
    "seconds of a whole task; the 95th percentile lies between total_low_s and total_high_s",
)


STEP: Schema = {
    "status": _one_of(status for status in get_args(CandidateStatus) if status != "no_step"),
    "blocked_by": _list(TEXT),
    "unknown": _list(TEXT),
    "score": SCORE,
    "score_low": SCORE,
    "score_high": SCORE,
    "rank": {"type": "integer", "minimum": 1},
    "columns": _by_column(_ref("column")),
    "cost": _table({"monthly": UNKNOWN_OR_NUMBER, "bill": UNKNOWN_OR_NUMBER, "parts": _ref("parts")}),
}


_STEP = _table(STEP, "the candidate judged on this step alone")


def _not_played() -> Schema:
    nothing: Schema = {key: {"type": "null"} for key in STEP}
    return _table({**nothing, "status": {"const": "not_played"}}, "a step whose role it does not take")


def _recommendation() -> Schema:
    flip = _table(
        {"column": _one_of(COLUMNS), "share_now": SHARE, "share_at_flip": SHARE, "new_first": TEXT},
        "the weight share at which another candidate draws level with the first",
    )
    names = ("default", "fallback", "cheapest_passing", "provisional")
    advice: Schema = {**dict.fromkeys(names, ID_OR_NULL), "close_call": FLAG, "flips": _list(flip)}
    return _table({**advice, "steps": _mapping(_table(advice), "by step id")}, "of those that play every step")


def _decision() -> Schema:
    choice = _table({"default": ID_OR_NULL, "fallback": ID_OR_NULL})
    figures = ("monthly", "bill", "per_successful_task", "successful_tasks")
    limit = _table(
        {
            "limit": TEXT,
            "target": NUMBER,
            "low": UNKNOWN_OR_NUMBER,
            "high": UNKNOWN_OR_NUMBER,
            "verdict": _one_of(("pass", "fail", "unknown")),
        }
    )
    return _table(
        {
            "default": ID_OR_NULL,
            "fallback": ID_OR_NULL,
            "steps": _mapping(choice, "every step, as it stands"),
            **dict.fromkeys(figures, UNKNOWN_OR_NUMBER),
            "parts": _ref("parts"),
            "task": _ref("task"),
            "limits": _list(limit, "the scenario's limits, as far as they are set"),
        }
    )


_ROUTING = _table(
    {
        "single": _table({"candidate": ID_OR_NULL, "monthly": UNKNOWN_OR_NUMBER}),
        "mix": _mapping(ID_OR_NULL, "the cheapest adequate candidate by step id"),
        "mix_monthly": UNKNOWN_OR_NUMBER,
    }
)


def _break_even() -> Schema:
    figure = _told(_or_null(NUMBER), "null: there is none")
    steps = _list(TEXT, "those that both play")
    return _table(
        {"self_hosted": TEXT, "against": TEXT, "steps": steps, "factor": figure, "requests_per_month": figure}
    )


def _projection() -> Schema:
    month = {"type": "integer", "minimum": 0, "maximum": 11}
    cost = dict.fromkeys(("monthly", "bill"), UNKNOWN_OR_NUMBER)
    return _table({"month": month, "tasks": NUMBER, "requests": NUMBER, **cost})


_SENSITIVITY = _table(
    {"step": TEXT, "assumption": TEXT, "low": UNKNOWN_OR_NUMBER, "high": UNKNOWN_OR_NUMBER},
    "USD per successful task with the assumption at −20 % and at +20 %",
)


def _evaluation() -> Schema:
    rates = dict.fromkeys(("success_rate", "low", "high"), UNKNOWN_OR_SHARE)
    return _table({"candidate": TEXT, "step": TEXT, "examples": COUNT, **rates, "in_force": FLAG})


_FINDING = _table(
    {
        "rule": TEXT,
        "severity": _one_of(get_args(Severity)),
        "where": _told(TEXT, "the key path in the document"),
        "message": TEXT,
    }
)


def _walkthrough() -> Schema:
    number = {"type": "integer", "minimum": 0, "maximum": 7}
    return _table({"step": number, "title": TEXT, "done": FLAG, "missing": _list(TEXT)})


def _trigger() -> Schema:
    unchecked = {**_list(TEXT), "description": "what could not be judged, and why"}
    about = {**_list(TEXT), "description": "the candidates that it speaks of"}
    day = _told(_or_null({"type": "string", "format": "date"}), "from which day on; null where no day decides")
    told = {"due": FLAG, "message": TEXT, "unchecked": unchecked, "about": about, "due_on": day}
    return _table({"record": COUNT, "kind": _one_of(get_args(TriggerKind)), **told})


def _source() -> Schema:
    day = _told(_or_null({"type": "string", "format": "date"}), "null: undated")
    texts = dict.fromkeys(("basis", "url", "observed_at"), TEXT)
    return _table({"number": COUNT, "name": TEXT, "version": TEXT, "as_of": day, **texts, "candidates": _list(TEXT)})


def _pair() -> Schema:
    names = dict.fromkeys(("step", "first", "second"), TEXT)
    difference = {key: {"type": "number", "minimum": -2, "maximum": 2} for key in ("difference", "low", "high")}
    better = {"type": ["string", "null"], "description": "null where the difference lies inside the noise"}
    return _table({**names, **difference, "better": better})


def _figure() -> Schema:
    day = {"type": "string", "format": "date"}
    texts = dict.fromkeys(("effort", "source", "url"), TEXT)
    other = _table({"source": TEXT, "as_of": day, "value": NUMBER})
    return _table(
        {
            "candidate": TEXT,
            "metric": TEXT,
            "value": NUMBER,
            "in_force": {"type": "boolean"},
            "above_tokens": NUMBER,
            **texts,
            "as_of": day,
            "age_days": {"type": "integer"},
            **dict.fromkeys(("basis", "version", "observed_at", "note"), TEXT),
            "contradicted_by": _list(other, "figures of other sources for the same thing, further apart than a fifth"),
        }
    )
