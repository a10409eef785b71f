"""What a gateway's file says, whatever its format: for every name it serves the models, prices, limits and settings.

The file that Shortlist writes and the one that runs are read into the same values, and compared as such.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from shortlist.catalogue.importers.litellm import PIECES, PRICES
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.metrics import METRIC_UNITS
from shortlist.gateway.targets import GatewayKind
from shortlist.sanitising import shown

TODO = "TODO"
"""Stands where a person has to put what nobody here knows."""
Value = str | float | bool | tuple[str, ...]
Severity = Literal["error", "info"]
ABSENT = "nothing"
_TIER_END = re.compile(r"_above_[0-9]{1,6}k_tokens$")
SAME = 1e-9
"""Two figures within this share of each other are the same; prices of a token are too small for a fixed distance."""


class NotAConfig(ShortlistError):
    """A file that no gateway runs by."""


@dataclass(frozen=True)
class Route:
    """A model as a gateway reaches it."""

    model: str
    prices: Mapping[str, float] = field(default_factory=dict)
    """In the file's own keys and unit."""
    limits: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, Value] = field(default_factory=dict)
    """What else decides which offering it is: the address, the effort, the tier."""


@dataclass(frozen=True)
class ServedModel:
    """What stands behind one name: the models that share it, and those that are tried when they fail, in order."""

    routes: tuple[Route, ...]
    standbys: tuple[Route, ...] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """A file as it was read."""

    kind: GatewayKind
    served: Mapping[str, ServedModel]
    """By the name that the product asks for."""
    spare: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)
    """Groups that only stand in for others, by name."""
    limits: Mapping[str, float] = field(default_factory=dict)
    """Of the whole."""
    tuning: Mapping[str, float] = field(default_factory=dict)
    """Settings that the decision does not speak of: told where they differ, and no error."""


class GatewayDifference(NamedTuple):
    """In what the file that runs is not what was decided."""

    step: str
    """The step's id; empty for what concerns the whole."""
    what: Literal["default", "fallback", "model", "price", "limit", "setting", "todo"]
    decided: str
    found: str
    severity: Severity
    message: str


class NamedStep(NamedTuple):
    """A step as files may call it."""

    id: str
    title: str
    names: tuple[str, ...]
    """Those that it may have in a file, the likeliest first."""


def differences(
    decided: Running, found: Running, steps: Sequence[NamedStep], others: Sequence[str] = ()
) -> list[GatewayDifference]:
    """Everything in which a file differs from the decision, step by step.

    `decided` has a served name for every step; `others` are names that the file holds for other decisions.
    """
    rows: list[GatewayDifference] = []
    used = set(others)
    for step in steps:
        if step.names[0] not in decided.served:
            continue
        wanted = decided.served[step.names[0]]
        name = next((one for one in step.names if one in found.served), None)
        if name is None:
            told = f"{step.title}: the file serves no {step.names[0]}"
            rows.append(GatewayDifference(step.id, "default", _models(wanted.routes), ABSENT, "error", f"{told}."))
            continue
        used.add(name)
        rows += _of_step(step, wanted, found.served[name])
    known = {route.model for one in decided.served.values() for route in (*one.routes, *one.standbys)}
    asked = {one for step in steps for one in step.names}
    for name, wanted in decided.served.items():
        used.add(name)
        if name in asked:
            continue
        if name in found.served:
            rows += _of_step(NamedStep("", name, (name,)), wanted, found.served[name])
        else:
            told = f"The file serves no {name}."
            rows.append(GatewayDifference("", "default", _models(wanted.routes), ABSENT, "error", told))
    for name, one in found.served.items():
        if name not in used:
            models = _models(one.routes)
            also = ", which nobody decided on"
            if {route.model for route in one.routes} <= known:
                also = ""
            message = f"The file serves {name} by {models}{also}; no step has that name."
            rows.append(GatewayDifference("", "model", ABSENT, models, "error", message))
    for name, routes in found.spare.items():
        strangers = [route.model for route in routes if route.model not in known]
        if strangers and name not in others and not _stands_in(found, routes):
            message = f"The file holds {name}, {', '.join(strangers)}, which no step has."
            rows.append(GatewayDifference("", "model", ABSENT, ", ".join(strangers), "error", message))
    rows += _numbers("", "The file", "limit", decided.limits, found.limits)
    rows += _numbers("", "The file", "limit", decided.tuning, found.tuning, "info")
    return list(dict.fromkeys(rows))


def _stands_in(found: Running, routes: tuple[Route, ...]) -> bool:
    """Whether some name falls back on these models: then its step tells of them."""
    models = {route.model for route in routes}
    return any(models <= {route.model for route in one.standbys} for one in found.served.values())


def _of_step(step: NamedStep, wanted: ServedModel, found: ServedModel) -> Iterator[GatewayDifference]:
    for route in (*found.routes, *found.standbys):
        if TODO in route.model.split("/"):
            message = f"{step.title}: {route.model} still says {TODO}; put in how the gateway reaches it."
            yield GatewayDifference(step.id, "todo", "a provider", route.model, "error", message)
    yield from _routes(step, "default", wanted.routes, found.routes)
    yield from _routes(step, "fallback", wanted.standbys, found.standbys)
    yield from _numbers(step.id, step.title, "limit", wanted.limits, found.limits)
    yield from _settings(step, wanted.settings, found.settings, step.title)


def _routes(
    step: NamedStep, what: Literal["default", "fallback"], wanted: tuple[Route, ...], found: tuple[Route, ...]
) -> Iterator[GatewayDifference]:
    """Models by their order where they stand in, and by name where they share one; then what is said of each."""
    paired = zip(wanted, found, strict=True)
    if len(wanted) != len(found) or not all(_is(one.model, other.model) for one, other in paired):
        ours, theirs = _models(wanted), _models(found)
        message = f"{step.title}: the {what} in the file is {theirs}, the decision says {ours}."
        yield GatewayDifference(step.id, what, ours, theirs, "error", message)
    left = list(found)
    for route in wanted:
        other = next((one for one in left if _is(route.model, one.model)), None)
        if other is None:
            continue
        left.remove(other)
        title = f"{step.title}, {what} {other.model}"
        yield from _numbers(step.id, title, "price", route.prices, other.prices)
        yield from _numbers(step.id, title, "limit", route.limits, other.limits)
        yield from _settings(step, route.settings, other.settings, title)


def _is(wanted: str, found: str) -> bool:
    """Whether a file's model is the one meant; what is still to be put in may have been, by any prefix."""
    if wanted == found:
        return True
    prefix, _, model = wanted.partition("/")
    return prefix == TODO and found.endswith(f"/{model}")


def _models(routes: Sequence[Route]) -> str:
    return ", ".join(shown(route.model) for route in routes) or ABSENT


def _numbers(
    step: str,
    title: str,
    what: Literal["price", "limit"],
    wanted: Mapping[str, float],
    found: Mapping[str, float],
    severity: Severity = "error",
) -> Iterator[GatewayDifference]:
    for key in dict.fromkeys((*wanted, *found)):
        ours, theirs = wanted.get(key), found.get(key)
        if ours is not None and theirs is not None and math.isclose(ours, theirs, rel_tol=SAME):
            continue
        decided, in_file = (ABSENT if value is None else f"{value:.10g}" for value in (ours, theirs))
        said = f"{title}: {key} is {_figure(key, theirs)} in the file"
        if ours is None:
            # A figure that the decision does not know, or a limit it does not set, contradicts nothing.
            message = f"{said}; the decision says nothing of it."
            yield GatewayDifference(step, what, decided, in_file, "info", message)
        else:
            message = f"{said}, {_figure(key, ours)} by the decision."
            yield GatewayDifference(step, what, decided, in_file, severity, message)


def _figure(key: str, value: float | None) -> str:
    """A figure in words: prices that a file gives by the single token or character by the million, as they are sold."""
    if value is None:
        return ABSENT
    key = _TIER_END.sub("", key)
    metric = PRICES.get(key) or PIECES.get(key, ("",))[0]
    _, by_million, sold_by = METRIC_UNITS.get(metric, "").partition("USD per million ")
    if by_million:
        return f"${value * 1e6:.10g} a million {sold_by}"
    return f"{value:.10g}"


def _settings(
    step: NamedStep, wanted: Mapping[str, Value], found: Mapping[str, Value], title: str
) -> Iterator[GatewayDifference]:
    for key in dict.fromkeys((*wanted, *found)):
        ours, theirs = wanted.get(key), found.get(key)
        if ours == theirs:
            continue
        decided, in_file = _told(ours), _told(theirs)
        severity: Severity = "info" if ours is None else "error"
        message = f"{title}: {key} is {in_file} in the file, {decided} by the decision."
        yield GatewayDifference(step.id, "setting", decided, in_file, severity, message)


def _told(value: Value | None) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, tuple):
        return shown(", ".join(value))
    if isinstance(value, bool):
        return str(value).lower()
    return shown(f"{value}")
