"""A decision as LiteLLM's proxy runs by it (config.yaml), and such a file read back.

https://docs.litellm.ai/docs/proxy/configs: a group of `model_list` for every step and one for who stands in there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shortlist.core.analysis import Analysis
from shortlist.core.basics.words import listed
from shortlist.core.document.vocabulary import EFFORTS
from shortlist.core.service.prices_charged import charged
from shortlist.formats import NOWHERE, ExportSource
from shortlist.gateway.gateway_config import NotAConfig, Route, Running, ServedModel, Value
from shortlist.gateway.header import commented, header
from shortlist.gateway.litellm_names import SHORTEST_TIER, litellm_model, prices, reached
from shortlist.gateway.plan import GatewayPlan, StepPlan, StepServing, plan_of
from shortlist.gateway.yaml_text import parsed, yaml_text
from shortlist.sanitising import shown

Data = dict[str, Any]
BUDGET_PERIOD = "30d"
ALLOWED_FAILS, COOLDOWN_S = 3, 30
"""After so many failures within a minute a model is left alone for so many seconds: ordinary values of a gateway."""
_LIMITS = ("rpm", "tpm", "timeout", "stream_timeout", "num_retries")
_SETTINGS = ("api_base", "reasoning_effort", "service_tier")
_ROUTER_LIMITS = ("num_retries", "timeout")
_TUNING = ("allowed_fails", "cooldown_time")
LITELLM_EFFORTS = EFFORTS[:-1]
"""Settings of effort that LiteLLM passes on by that name."""


def litellm(analysis: Analysis, source: ExportSource = NOWHERE) -> str:
    """The decision as a config.yaml of LiteLLM's proxy.

    What is written was parsed back and compared with the decision. Raises `ShortlistError` where it would not be the
    same, which would be a defect.
    """
    plan = plan_of(analysis, source.name)
    document = document_of(plan)
    lines = commented(header(plan, "config.yaml for LiteLLM", "litellm", _besides(plan)), "#")
    lines += ["", "model_list:" if document["model_list"] else "model_list: []"]
    notes = dict(_notes(plan))
    for item in document["model_list"]:
        # What is said of a group stands above its first model.
        lines += commented(notes.pop(item["model_name"], ()), "#", "  ")
        lines += [f"  {line}" for line in yaml_text([item]).rstrip("\n").split("\n")]
    rest = {key: value for key, value in document.items() if key != "model_list"}
    text = "\n".join([*lines, "", yaml_text(rest)])
    if read(text) != running(document):
        raise NotAConfig("the file would not read back as the decision; nothing was written")
    return text


# --- what stands where -------------------------------------------------------------------------------------------


def document_of(plan: GatewayPlan) -> Data:
    """The content of the file."""
    retries = max((one.max_retries for one in plan.steps), default=0)
    timeouts = [one.timeout_s for one in plan.steps if one.timeout_s is not None]
    fallbacks, longer = [], []
    for one in plan.steps:
        if one.default is not None and one.fallback is not None:
            fallbacks.append({one.group: [one.fallback_group]})
            window, other = (serving.figures.value("context_window") for serving in (one.default, one.fallback))
            # A prompt that is too long for the default may fit who stands in.
            if window is None or other is None or other > window:
                longer.append({one.group: [one.fallback_group]})
    router: Data = {"fallbacks": fallbacks, "context_window_fallbacks": longer, "num_retries": retries}
    if timeouts:
        router["timeout"] = max(timeouts)
    router |= {"allowed_fails": ALLOWED_FAILS, "cooldown_time": COOLDOWN_S}
    document: Data = {"model_list": list(_items(plan, retries)), "router_settings": router}
    budget = plan.scenario.monthly_budget_usd
    if budget is not None:
        document["litellm_settings"] = {"max_budget": budget, "budget_duration": BUDGET_PERIOD}
    return document


def _items(plan: GatewayPlan, retries: int) -> Iterator[Data]:
    for one in plan.steps:
        if one.default is not None:
            yield _item(plan, one, one.default, one.group, retries)
        if one.fallback is not None:
            yield _item(plan, one, one.fallback, one.fallback_group, retries)
    for split in plan.splits:
        for step, share in split.shares:
            if step.default is not None:
                yield _item(plan, step, step.default, split.group, retries, round(share, 6))


def _item(
    plan: GatewayPlan, one: StepPlan, serving: StepServing, group: str, retries: int, weight: float | None = None
) -> Data:
    figures, candidate = serving.figures, serving.candidate
    model = litellm_model(figures, plan.scenario.regions).model
    params: Data = {"model": model, **dict(reached(figures))}
    if candidate.effort in LITELLM_EFFORTS:
        params["reasoning_effort"] = candidate.effort
    if candidate.service_tier:
        params["service_tier"] = candidate.service_tier
    for key, metric in (("rpm", "requests_per_minute"), ("tpm", "tokens_per_minute")):
        limit = figures.value(metric)
        if limit is not None:
            params[key] = int(limit)
    params |= {"timeout": one.timeout_s, "stream_timeout": one.step.needs.max_ttft_s}
    if one.max_retries != retries:
        params["num_retries"] = one.max_retries
    params |= {"weight": weight, **prices(figures, one.mode)}
    about = f"{group}:{one.step.id}:{candidate.id}"
    if weight is None:
        about = f"{group}:{candidate.id}"
    return {
        "model_name": group,
        "litellm_params": {key: value for key, value in params.items() if value is not None},
        "model_info": {"id": about, "mode": one.mode, "base_model": model.partition("/")[2]},
    }


def _notes(plan: GatewayPlan) -> Iterator[tuple[str, list[str]]]:
    """By group, what stands above it."""
    for one in plan.steps:
        roles = (("by default", one.default, one.group), ("standing in", one.fallback, one.fallback_group))
        for role, serving, group in roles:
            if serving is not None:
                yield group, [f"{one.step.name}, {role}: {serving.candidate.name}", *_remarks(plan, one, serving)]
    for split in plan.splits:
        yield split.group, [f"{listed(step.step.name for step, _ in split.shares)}, by their shares of the traffic"]


def _remarks(plan: GatewayPlan, one: StepPlan, serving: StepServing) -> Iterator[str]:
    candidate, figures = serving.candidate, serving.figures
    todo = litellm_model(figures, plan.scenario.regions).todo
    if todo:
        yield f"TODO: {todo}"
    if candidate.effort and candidate.effort not in LITELLM_EFFORTS:
        yield f"its effort is “{candidate.effort}”, for which LiteLLM has no name: set it in the request"
    for metric in dict.fromkeys(metric for metric, _ in charged(one.step, serving.use, figures)):
        if figures.observation(metric) is None:
            yield f"its {metric.replace('_', ' ')} is unknown and left out: spend is counted without it"
    for tier in (tier for tier in figures.tiers if tier % SHORTEST_TIER):
        yield f"its prices change above {tier:,.0f} tokens of input, for which there is no key"
    shared = [step.step.name for step in plan.steps for other in step.servings if other.candidate.id == candidate.id]
    if len(shared) > 1 and figures.value("requests_per_minute") is not None:
        yield f"rpm and tpm are the account's, shared by {listed(dict.fromkeys(shared))}"


def _besides(plan: GatewayPlan) -> Iterator[str]:
    """What a reader of the file must know of settings that are there."""
    if plan.scenario.monthly_budget_usd is not None:
        hosted = any(serving.candidate.self_hosted for one in plan.steps for serving in one.servings)
        machines = ""
        if hosted:
            machines = "the machines of self-hosting, which are part of the budget; and "
        yield f"{machines}max_budget without a database: the proxy counts spend in one"
    for one in plan.steps:
        if one.default is None:
            yield f"{one.step.id}: nobody was chosen to serve it"


# --- read back ---------------------------------------------------------------------------------------------------


def read(text: str) -> Running:
    """What a config.yaml says. Raises `NotAConfig`."""
    data = parsed(text)
    if not isinstance(data, dict) or not isinstance(data.get("model_list"), list):
        raise NotAConfig("is no config of LiteLLM's proxy: it has no `model_list`")
    return running(data)


def running(document: Mapping[str, Any]) -> Running:
    """What the content of such a file says. Raises `NotAConfig` where it is not of that shape."""
    groups: dict[str, list[Route]] = {}
    for index, item in enumerate(document["model_list"]):
        match item:
            case {"model_name": str(name), "litellm_params": {"model": str()} as params}:
                groups.setdefault(name, []).append(_route(params, f"model_list[{index}].litellm_params"))
            case _:
                raise NotAConfig(f"model_list[{index}]: needs a model_name, and litellm_params with a model")
    router = _table(document.get("router_settings"), "router_settings")
    general = _table(document.get("litellm_settings"), "litellm_settings")
    chains = _chains(router, "fallbacks") or _chains(general, "fallbacks")
    longer = _chains(router, "context_window_fallbacks") or _chains(general, "context_window_fallbacks")
    every = _names(router.get("default_fallbacks", general.get("default_fallbacks")))
    spare = {name for chain in (*chains.values(), *longer.values(), every) for name in chain} - set(chains)
    served = {}
    for name, routes in groups.items():
        if name in spare:
            continue
        chain = chains.get(name, every if name not in every else ())
        standbys = tuple(route for other in chain for route in groups.get(other, [Route(other)]))
        settings: dict[str, Value] = {}
        if name in longer:
            settings["context_window_fallbacks"] = longer[name]
        served[name] = ServedModel(tuple(routes), standbys, settings=settings)
    budget = _numbers(general, ("max_budget",), "litellm_settings")
    if budget and general.get("budget_duration"):
        # By the period for which it holds, so that another period is another limit.
        budget = {f"max_budget per {shown(str(general['budget_duration']))}": budget["max_budget"]}
    return Running(
        "litellm",
        served,
        {name: tuple(routes) for name, routes in groups.items() if name in spare},
        {**_numbers(router, _ROUTER_LIMITS, "router_settings"), **budget},
        _numbers(router, _TUNING, "router_settings"),
    )


def _route(params: Mapping[str, Any], place: str) -> Route:
    costs = [key for key in params if "cost" in key and not isinstance(params[key], dict | list | str)]
    settings = {key: str(params[key]) for key in _SETTINGS if params.get(key) not in (None, "")}
    return Route(
        params["model"], _numbers(params, costs, place), _numbers(params, (*_LIMITS, "weight"), place), settings
    )


def _numbers(table: Mapping[str, Any], keys: Any, place: str) -> dict[str, float]:
    found = {}
    for key in keys:
        value = table.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            try:
                # YAML 1.1 takes 1e-7 for a text.
                value = float(value)
            except (TypeError, ValueError, OverflowError):
                raise NotAConfig(f"{place}.{shown(str(key))}: expected a number") from None
        found[str(key)] = float(value)
    return found


def _table(value: object, place: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise NotAConfig(f"{place}: expected a table")
    return value


def _chains(table: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    rows = table.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotAConfig(f"{key}: expected a list of tables, each with a group and those that stand in for it")
    return {str(name): _names(others) for row in rows for name, others in row.items()}


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        return ()
    return tuple(map(str, value))
