"""What self-hosting a model takes, estimated as the screens do it, without a screen."""

from __future__ import annotations

import argparse

from shortlist.commands.common import OK, print_json, say
from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown


def size(arguments: argparse.Namespace) -> int:
    """Print the estimate, what it rests on, and how far such estimates are off."""
    from shortlist.core.sizing.constants import PRESETS
    from shortlist.core.sizing.estimate import Deployment, DoesNotFit
    from shortlist.core.sizing.estimate import size as estimated
    from shortlist.core.sizing.hosting_values import filled
    from shortlist.core.sizing.questions import understood
    from shortlist.core.sizing.sentences import checks_told, error_told, results, sources_told

    texts = _texts(arguments.model, arguments.fields)
    read = understood(texts)
    if read.plan is None:
        raise ShortlistError("\n".join(f"size: {name}: {shown(why)}" for name, why in read.problems.items()))
    plan: Deployment = read.plan
    try:
        estimate = estimated(plan)
    except DoesNotFit as error:
        field = "gpus" if plan.gpus else "gpu"
        raise ShortlistError(f"size: {field}: {error}") from None
    preset = next((one for one in PRESETS if one.name == texts["model"]), None)
    hosting = filled(plan, estimate, read.gpu_hour_usd)
    if arguments.json:
        print_json(
            {
                "estimate": estimate._asdict(),
                "hosting": hosting,
                "basis": {row.name: row.basis for row in results(plan, estimate)},
                "published": [{"figure": figure, "estimate_over_it": ratio} for figure, ratio in checks_told()],
                "sources": sources_told(plan, preset),
            }
        )
        return OK
    say("Estimated, not measured:")
    for row in results(plan, estimate):
        say(f"  {row.name:<13} {row.text:<18} {row.basis}")
    say("[candidates.hosting] would be:")
    for key, value in hosting.items():
        say(f"  {key} = {value}")
    for line in (*error_told(plan), *sources_told(plan, preset)):
        say(line)
    return OK


def _texts(model: str, fields: list[str]) -> dict[str, str]:
    """The form, filled in: the model's own figures, what an empty form begins with, what was given."""
    from shortlist.core.document.problems import meant
    from shortlist.core.sizing.questions import (
        BEGUN,
        BY_NAME,
        OWN,
        gpu_named,
        precision_texts,
        preset_named,
        preset_texts,
    )

    preset = preset_named(model)
    texts = {**BEGUN, "model": OWN}
    if preset:
        texts |= {"model": preset.name, **preset_texts(preset.name)}
    texts |= precision_texts(model)
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or name not in BY_NAME or name == "model":
            raise ShortlistError(f"size: {shown(field)!r} is no FIELD=VALUE; {shown(meant(name, BY_NAME))}")
        texts[name] = value
        if name == "gpu":
            texts[name] = gpu_named(value) or value
    return texts
