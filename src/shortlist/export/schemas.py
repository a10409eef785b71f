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
    return _headed(description) | {"type": "object", "required": list(properties), "properties": properties}


def _mapping(values: Schema, description: str) -> Schema:
    return {"description": description, "type": "object", "additionalProperties": values}


def _list(items: Schema, description: str = "") -> Schema:
    return _headed(description) | {"type": "array", "items": items}


def _headed(description: str) -> Schema:
    return {"description": description} if description else {}


def _all(schema: Schema, names: str) -> Schema:
    """The same schema under several names, apart by spaces."""
    return dict.fromkeys(names.split(), schema)


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
            "break_even": _list(_BREAK_EVEN),
            "projection": _list(_PROJECTION, "the decision's cost over twelve months"),
            "sensitivity": _list(_SENSITIVITY, "largest first"),
            "evaluations": _list(_EVALUATION),
            "findings": _list(_FINDING, "the gravest first"),
            "walkthrough": _list(_WALKTHROUGH),
            "triggers": _list(_TRIGGER),
            "evaluation_pairs": _list(_PAIR, "candidates that were run on the same examples"),
            "sources": _list(_SOURCE, "what the figures, evaluations and answers rest on, numbered"),
            "figures": _list(_FIGURE, "every observation with its source, its age and what contradicts it"),
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
        "not_played": _NOT_PLAYED,
    }
    return {**head, **body, "$defs": definitions}


def _by_column(values: Schema) -> Schema:
    return _table(dict.fromkeys(COLUMNS, values))


def _candidate() -> Schema:
    checks = _list(TEXT)
    return _table(
        {
            **_all(TEXT, "id name"),
            "rank": {"type": "integer", "minimum": 1},
            "plays": _list(TEXT, "the steps whose role it takes, by id; it is judged in these and in no other"),
            "status": _one_of(get_args(CandidateStatus)),
            "blocked_by": _told(checks, "must checks that fail"),
            "unknown": _told(checks, "must checks that are unknown"),
            "near_miss": _told(checks, "must checks that fail by little"),
            **_all(SCORE, "score score_low score_high"),
            "pareto": _told(FLAG, "not dominated in quality, monthly cost and worst latency"),
            "first_rank_share": _told(SHARE, "the share of all weights under which it leads"),
            "columns": _by_column(_ref("column")),
            "checks": _mapping(_ref("check"), "by check id"),
            "cost": _COST,
            "task": _told(_or_null(_ref("task")), "null unless it plays the whole path"),
            "latency": _mapping(_or_null(_LATENCY), "by step id, in seconds; null where it does not play the step"),
            "steps": _mapping({"anyOf": [_ref("step"), _ref("not_played")]}, "by step id"),
        }
    )


_COLUMN = _table(
    {
        **_all(UNKNOWN_OR_SHARE, "value low high"),
        "level": _or_null(_one_of(get_args(Level))),
        "reason": TEXT,
        **_all(FLAG, "overridden counts"),
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

_COST = _table(
    {
        **_all(UNKNOWN_OR_NUMBER, "monthly bill per_request per_successful_task successful_tasks"),
        "replicas": _told(_or_null(COUNT), "null: not self-hosted, or unknown"),
        "parts": _ref("parts"),
    },
    "USD a month, unless the key says otherwise",
)

_LATENCY = _table(
    {**_all(UNKNOWN_OR_NUMBER, "ttft_s typical_s total_s"), "measured": FLAG}, "total_s is the 95th percentile"
)

_TASK = _table(
    dict.fromkeys(TaskTime._fields, UNKNOWN_OR_NUMBER),
    "seconds of a whole task; the 95th percentile lies between total_low_s and total_high_s",
)

STEP: Schema = {
    "status": _one_of(status for status in get_args(CandidateStatus) if status != "no_step"),
    **_all(_list(TEXT), "blocked_by unknown"),
    **_all(SCORE, "score score_low score_high"),
    "rank": {"type": "integer", "minimum": 1},
    "columns": _by_column(_ref("column")),
    "cost": _table({**_all(UNKNOWN_OR_NUMBER, "monthly bill"), "parts": _ref("parts")}),
}

_STEP = _table(STEP, "the candidate judged on this step alone")

_NOT_PLAYED = _table(
    {**{key: {"type": "null"} for key in STEP}, "status": {"const": "not_played"}}, "a step whose role it does not take"
)


def _recommendation() -> Schema:
    flip = _table(
        {"column": _one_of(COLUMNS), "share_now": SHARE, "share_at_flip": SHARE, "new_first": TEXT},
        "the weight share at which another candidate draws level with the first",
    )
    named = _all(ID_OR_NULL, "default fallback cheapest_passing provisional")
    advice: Schema = {**named, "close_call": FLAG, "flips": _list(flip)}
    return _table({**advice, "steps": _mapping(_table(advice), "by step id")}, "of those that play every step")


def _decision() -> Schema:
    choice = _all(ID_OR_NULL, "default fallback")
    limit = {
        "limit": TEXT,
        "target": NUMBER,
        **_all(UNKNOWN_OR_NUMBER, "low high"),
        "verdict": _one_of(("pass", "fail", "unknown")),
    }
    return _table(
        {
            **choice,
            "steps": _mapping(_table(choice), "every step, as it stands"),
            **_all(UNKNOWN_OR_NUMBER, "monthly bill per_successful_task successful_tasks"),
            "parts": _ref("parts"),
            "task": _ref("task"),
            "limits": _list(_table(limit), "the scenario's limits, as far as they are set"),
        }
    )


_ROUTING = _table(
    {
        "single": _table({"candidate": ID_OR_NULL, "monthly": UNKNOWN_OR_NUMBER}),
        "mix": _mapping(ID_OR_NULL, "the cheapest adequate candidate by step id"),
        "mix_monthly": UNKNOWN_OR_NUMBER,
    }
)

_BREAK_EVEN = _table(
    {
        **_all(TEXT, "self_hosted against"),
        "steps": _list(TEXT, "those that both play"),
        **_all(_told(_or_null(NUMBER), "null: there is none"), "factor requests_per_month"),
    }
)

_PROJECTION = _table(
    {
        "month": {"type": "integer", "minimum": 0, "maximum": 11},
        **_all(NUMBER, "tasks requests"),
        **_all(UNKNOWN_OR_NUMBER, "monthly bill"),
    }
)

_SENSITIVITY = _table(
    {**_all(TEXT, "step assumption"), **_all(UNKNOWN_OR_NUMBER, "low high")},
    "USD per successful task with the assumption at −20 % and at +20 %",
)

_EVALUATION = _table(
    {
        **_all(TEXT, "candidate step"),
        "examples": COUNT,
        **_all(UNKNOWN_OR_SHARE, "success_rate low high"),
        "in_force": FLAG,
    }
)

_FINDING = _table(
    {
        "rule": TEXT,
        "severity": _one_of(get_args(Severity)),
        "where": _told(TEXT, "the key path in the document"),
        "message": TEXT,
    }
)

_WALKTHROUGH = _table(
    {"step": {"type": "integer", "minimum": 0, "maximum": 7}, "title": TEXT, "done": FLAG, "missing": _list(TEXT)}
)

_TRIGGER = _table(
    {
        "record": COUNT,
        "kind": _one_of(get_args(TriggerKind)),
        "due": FLAG,
        "message": TEXT,
        "unchecked": _told(_list(TEXT), "what could not be judged, and why"),
        "about": _told(_list(TEXT), "the candidates that it speaks of"),
        "due_on": _told(_or_null(DATE), "from which day on; null where no day decides"),
    }
)

_SOURCE = _table(
    {
        "number": COUNT,
        **_all(TEXT, "name version"),
        "as_of": _told(_or_null(DATE), "null: undated"),
        **_all(TEXT, "basis url observed_at"),
        "candidates": _list(TEXT),
    }
)

_PAIR = _table(
    {
        **_all(TEXT, "step first second"),
        **_all({"type": "number", "minimum": -2, "maximum": 2}, "difference low high"),
        "better": {"type": ["string", "null"], "description": "null where the difference lies inside the noise"},
    }
)

_CONTRADICTION = _table({"source": TEXT, "as_of": DATE, "value": NUMBER})

_FIGURE = _table(
    {
        **_all(TEXT, "candidate metric"),
        "value": NUMBER,
        "in_force": FLAG,
        "above_tokens": NUMBER,
        **_all(TEXT, "effort source url"),
        "as_of": DATE,
        "age_days": {"type": "integer"},
        **_all(TEXT, "basis version observed_at note"),
        "contradicted_by": _list(
            _CONTRADICTION, "figures of other sources for the same thing, further apart than a fifth"
        ),
    }
)
