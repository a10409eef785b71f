"""A decision as requests to OpenRouter: the body of one for each step, and such bodies read back.

https://openrouter.ai/docs/guides/routing/provider-selection: an offering is a model at a provider, so that the routing
names both. The bodies stand in one object by step, under a comment: JSON has none, so every line of it begins with //.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from shortlist.catalogue.aliases import canonical
from shortlist.core.analysis import Analysis
from shortlist.formats import NOWHERE, ExportSource
from shortlist.gateway.gateway_config import TODO, NotAConfig, Route, Running, ServedModel, Value
from shortlist.gateway.header import commented, header
from shortlist.gateway.plan import GatewayPlan, StepPlan, StepServing, model_id, plan_of
from shortlist.gateway.providers import provider
from shortlist.sanitising import shown

Data = dict[str, Any]
HOSTS = {"eu": "https://eu.openrouter.ai/api/v1", "us": "https://us.openrouter.ai/api/v1"}
"""Where requests are processed within a region."""
_PREFERRED = ("preferred_max_latency", "preferred_min_throughput")
_SETTINGS = (
    "order",
    "only",
    "allow_fallbacks",
    "data_collection",
    "zdr",
    "require_parameters",
    "quantizations",
    "sort",
)
_AUTHORS = {"meta": "meta-llama"}
"""Authors whom OpenRouter spells otherwise than our list."""
_QUANTISED = re.compile(r"(?<![a-z0-9])(int4|int8|fp4|fp6|fp8|fp16|bf16|fp32)(?![a-z0-9])", re.IGNORECASE)
_COMMENT = re.compile(r"(?m)^[ \t]*//[^\n]*$")
_JSON_WORDS = frozenset({"json", "strict_schema"})
ALONE = ""
"""The name of a body that stands alone: it does not say whose it is."""


def openrouter(analysis: Analysis, source: ExportSource = NOWHERE) -> str:
    """The bodies of requests, by step. What is written was parsed back and compared with the decision."""
    plan = plan_of(analysis, source.name)
    bodies = bodies_of(plan)
    lines = commented(header(plan, "request bodies for OpenRouter, one a step", "openrouter"), "//")
    lines += commented(_remarks(plan), "//")
    text = "\n".join([*lines, json.dumps(bodies, indent=2, ensure_ascii=False), ""])
    if read(text) != running(bodies):
        raise NotAConfig("the bodies would not read back as the decision; nothing was written")
    return text


def bodies_of(plan: GatewayPlan) -> Data:
    """The body of each step's request, by the id of the step; of steps that somebody serves."""
    return {one.step.id: _body(plan, one) for one in plan.steps if one.default is not None}


def openrouter_model(serving: StepServing) -> str:
    """The id under which OpenRouter has a candidate's model: author/model."""
    candidate, id_ = serving.candidate, model_id(serving.candidate)
    if candidate.provider.casefold() == "openrouter":
        return id_
    known, row = canonical(candidate.provider, candidate.model or id_), provider(candidate.provider)
    if candidate.self_hosted or known is None or row is None or not row.openrouter:
        # Own machines, and hosts that are no provider there, are not reached through it.
        return f"{TODO}/{id_}"
    author, _, model = known.partition("/")
    return f"{_AUTHORS.get(author, author)}/{model}"


def _body(plan: GatewayPlan, one: StepPlan) -> Data:
    models = [openrouter_model(serving) for serving in one.servings]
    body: Data = {"model": models[0]}
    if models[1:] and models[1] != models[0]:
        # The same model at another provider is told by the order of the providers alone.
        body["models"] = models[1:]
    effort = {serving.candidate.effort for serving in one.servings}
    if len(effort) == 1 and effort != {""}:
        body["reasoning"] = {"effort": effort.pop()}
    body["provider"] = _routing(plan, one)
    if one.mode == "chat" and _JSON_WORDS.intersection(one.step.output_contract):
        body["response_format"] = {"type": "json_object"}
    return body


def _routing(plan: GatewayPlan, one: StepPlan) -> Data:
    """Which providers may serve, under which conditions, at which price at most."""
    candidates = [serving.candidate for serving in one.servings]
    rows = [provider(candidate.provider) for candidate in candidates]
    slugs = list(dict.fromkeys(row.openrouter for row in rows if row is not None and row.openrouter))
    anywhere = [candidate for candidate in candidates if candidate.provider.casefold() == "openrouter"]
    held = plan.scenario.data_sensitivity != "public" or bool(plan.scenario.regions)
    found: Data = {}
    if slugs and not anywhere:
        # Where data is held to somebody nobody else may serve it; of several, the default's provider comes first.
        found = {"only" if held and len(slugs) == 1 else "order": slugs, "allow_fallbacks": not held}
    else:
        found["allow_fallbacks"] = True
    training, retention = (_excluded(plan, one, check) for check in ("privacy.training", "privacy.retention"))
    if training or retention or plan.scenario.data_sensitivity != "public":
        found["data_collection"] = "deny"
    if retention:
        found["zdr"] = True
    if one.step.capabilities:
        found["require_parameters"] = True
    named = (_QUANTISED.search(f"{candidate.model} {candidate.name}") for candidate in candidates)
    quantised = [match[1].casefold() for match in named if match]
    if quantised:
        found["quantizations"] = list(dict.fromkeys(quantised))
    if "order" not in found and "only" not in found:
        weights = plan.scenario.weights
        found["sort"] = "latency" if weights.latency_risk > weights.cost_risk else "price"
    if one.step.needs.max_ttft_s is not None:
        found["preferred_max_latency"] = one.step.needs.max_ttft_s
    speed = _least_speed(one)
    if speed is not None:
        found["preferred_min_throughput"] = speed
    for key, metric in (("prompt", "input_price"), ("completion", "output_price")):
        prices = [serving.figures.value(metric, serving.use.input_tokens) for serving in one.servings]
        known = [value for value in prices if value is not None]
        if len(known) == len(prices):
            found.setdefault("max_price", {})[key] = max(known)
    return found


def _excluded(plan: GatewayPlan, one: StepPlan, check: str) -> bool:
    """Whether keeping the data, or training on it, is ruled out: a must, or what the default was taken on."""
    must = any(row.id == check and row.importance == "must" for row in plan.workspace.checks)
    answers = () if one.default is None else one.default.candidate.answers
    verdicts = [answer.verdict for answer in answers if answer.check == check]
    return must or verdicts[-1:] == ["pass"]


def _least_speed(one: StepPlan) -> float | None:
    """Tokens a second at which the answer is written in time: what is left of the whole time after the first token."""
    needs, default = one.step.needs, one.default
    if needs.max_total_s is None or default is None:
        return None
    left = needs.max_total_s - (needs.max_ttft_s or 0) - default.use.extra_latency_s
    if left <= 0 or not default.use.output_tokens:
        return None
    return round(default.use.output_tokens / left, 1)


def _remarks(plan: GatewayPlan) -> Iterator[str]:
    hosts = [HOSTS[region.casefold()] for region in plan.scenario.regions if region.casefold() in HOSTS]
    if hosts:
        yield f"Host: {' or '.join(hosts)}, which keeps requests within the region."
    elif plan.scenario.regions:
        yield "Host: OpenRouter has none for this region."
    bodies = bodies_of(plan)
    if any(body.get("provider", {}).get("zdr") for body in bodies.values()):
        yield "zdr excludes providers that retain; what they keep for safety is a setting of your account there."
    for one in plan.steps:
        if one.default is None:
            yield f"{one.step.id}: nobody was chosen to serve it."
            continue
        if one.mode not in ("chat", "embedding"):
            yield f"{one.step.id}: OpenRouter's chat completions do not serve this kind of call ({one.mode})."
        if "strict_schema" in one.step.output_contract:
            yield f"{one.step.id}: put your schema into response_format (type json_schema)."
        routing = bodies[one.step.id].get("provider", {})
        if _PREFERRED[0] in routing or _PREFERRED[1] in routing:
            yield f"{one.step.id}: the preferred latency and throughput order the providers; they exclude none."
        for serving in one.servings:
            candidate = serving.candidate
            if openrouter_model(serving).startswith(f"{TODO}/"):
                why = "own machines" if candidate.self_hosted else f"“{candidate.provider}”"
                yield f"TODO: {one.step.id}, {candidate.name}: {why} is not known to be reached through OpenRouter."
            elif candidate.effort and "reasoning" not in bodies[one.step.id]:
                yield f"{one.step.id}, {candidate.name}: its effort is “{candidate.effort}”; say so in the request."


# --- read back ---------------------------------------------------------------------------------------------------


def stripped(text: str) -> str:
    """The JSON of a text whose lines may be comments."""
    return _COMMENT.sub("", text)


def read(text: str) -> Running:
    """What such bodies say; a single one is read as well. Raises `NotAConfig`."""
    try:
        data = json.loads(stripped(text))
    except RecursionError:
        raise NotAConfig("is nested too deeply") from None
    except ValueError as error:
        raise NotAConfig(f"is not valid JSON: {shown(str(error))}") from None
    return running(data)


def running(data: Any) -> Running:
    """What the content says."""
    if isinstance(data, dict) and isinstance(data.get("model", data.get("models")), str | list):
        data = {ALONE: data}
    if not isinstance(data, dict) or not all(isinstance(body, dict) for body in data.values()):
        raise NotAConfig("is no body of a request to OpenRouter: it names no model")
    return Running("openrouter", {name: _served(name, body) for name, body in data.items()})


def _served(name: str, body: Mapping[str, Any]) -> ServedModel:
    place = shown(name) or "the body"
    models = body.get("models") or []
    if not isinstance(models, list) or not all(isinstance(one, str) for one in models):
        raise NotAConfig(f"{place}: models: expected a list of ids")
    first = body.get("model")
    if first is None and models:
        first, models = models[0], models[1:]
    if not isinstance(first, str):
        raise NotAConfig(f"{place}: names no model")
    routing = body.get("provider") or {}
    if not isinstance(routing, dict):
        raise NotAConfig(f"{place}: provider: expected a table")
    limits: dict[str, float] = {}
    most = routing.get("max_price")
    if most is not None and not isinstance(most, dict):
        raise NotAConfig(f"{place}: provider.max_price: expected a table")
    for key, price in (most or {}).items():
        limits[f"max_price.{key}"] = _number(price, f"{place}: provider.max_price.{shown(str(key))}")
    for key in _PREFERRED:
        if routing.get(key) is not None:
            limits[key] = _number(routing[key], f"{place}: provider.{key}")
    settings: dict[str, Value] = {}
    for key in _SETTINGS:
        value = routing.get(key)
        if isinstance(value, list):
            settings[key] = tuple(map(str, value))
        elif isinstance(value, str | bool):
            settings[key] = value
    thinking = body.get("reasoning")
    if isinstance(thinking, dict) and thinking.get("effort"):
        settings["reasoning.effort"] = str(thinking["effort"])
    format_ = body.get("response_format")
    if isinstance(format_, dict) and format_.get("type"):
        # A schema of one's own is more of the same.
        settings["response_format"] = str(format_["type"]).replace("json_schema", "json_object")
    routes = tuple(Route(one) for one in (first, *(model for model in models if model != first)))
    return ServedModel(routes[:1], routes[1:], limits, settings)


def _number(value: object, place: str) -> float:
    try:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError
        return float(value)
    except (ValueError, OverflowError):
        raise NotAConfig(f"{place}: expected a number") from None
