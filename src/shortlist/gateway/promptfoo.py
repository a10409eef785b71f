"""A decision's regression test for promptfoo (promptfooconfig.yaml): who was chosen and who came next, on the golden
examples.

https://www.promptfoo.dev/docs/configuration/reference: a prompt for each step, a provider for each candidate, a test
for each example, each test held to the prompt and the providers of its step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.metrics import PER_MILLION
from shortlist.core.document.scenario import Step
from shortlist.core.golden.examples import Example, example_of
from shortlist.core.golden.promptfoo import mark_of, to_promptfoo
from shortlist.core.service.figures import Figures
from shortlist.formats import NOWHERE, ExportSource
from shortlist.gateway.header import commented, header
from shortlist.gateway.plan import GatewayPlan, base_url, key_env, model_id, plan_of
from shortlist.gateway.providers import provider
from shortlist.gateway.yaml_text import yaml_file

Data = dict[str, Any]
NEXT = 2
"""Candidates beside the default and the fallback that are tested as well."""
MESSAGES = " (messages)"
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")
_STARTS = re.compile(r"\{\{|\{%|\{#")
"""What begins a template; what only ends one does nothing."""
_OPENS = re.compile(r"\s*(?:file|package|https?|exec|python)://?", re.IGNORECASE)
"""Beginnings of a text that promptfoo would take for something to fetch or to run."""


def promptfoo(analysis: Analysis, source: ExportSource = NOWHERE) -> str:
    """The config; what has no counterpart is a comment. It was parsed back and compared before it is given."""
    plan = plan_of(analysis, source.name)
    remarks: list[str] = []
    document = _document(analysis, plan, source, remarks)
    head = header(plan, "promptfooconfig.yaml", "promptfoo")
    return yaml_file(commented([*head, *remarks], "#"), document)


def _document(analysis: Analysis, plan: GatewayPlan, source: ExportSource, remarks: list[str]) -> Data:
    providers: dict[str, Data] = {}
    prompts: list[Data] = []
    tests: list[Data] = []
    for one in plan.steps:
        # The default, the fallback, and the next of the step's order that are not excluded.
        chosen = [serving.candidate for serving in one.servings]
        ids = {candidate.id for candidate in chosen}
        places = analysis.step_places.get(one.step.id, [])
        others = [p.result.candidate for p in places if p.id not in ids and p.standing.status != "excluded"]
        tested = [*chosen, *others[:NEXT]]
        if one.mode != "chat":
            remarks.append(f"{one.step.id}: no counterpart here, it is no chat ({one.mode}).")
            continue
        if not tested:
            remarks.append(f"{one.step.id}: nobody plays it, so nobody is tested.")
            continue
        for candidate in tested:
            if candidate.id not in providers:
                providers[candidate.id] = _provider(candidate, plan, remarks)
        examples = source.golden.get(one.step.id, ())
        if not examples:
            remarks.append(f"{one.step.id}: has no golden examples; put them into golden/{one.step.id}.jsonl.")
        found = list(_tests(one.step, examples, [candidate.id for candidate in tested], remarks))
        used = {label for test in found for label in test["prompts"]} or {one.step.id}
        prompts += [prompt for prompt in _prompts(one.step) if prompt["label"] in used]
        tests += found
    return {
        "description": _plain(plan.workspace.title),
        "prompts": prompts,
        "providers": list(providers.values()),
        "tests": tests,
    }


def _provider(candidate: Candidate, plan: GatewayPlan, remarks: list[str]) -> Data:
    row, own = provider(candidate.provider), base_url(candidate)
    variable = re.sub(r"[^A-Z0-9]+", "_", candidate.provider.upper()).strip("_") or "MODEL"
    address = own or (row and row.base_url)
    config: Data = {"apiBaseUrl": address or f"{{{{env.{variable}_API_BASE}}}}"}
    if not address:
        told = f"{candidate.id}: put the address at which it speaks OpenAI's protocol into {variable}_API_BASE."
        remarks.append(f"TODO: {told}")
    key = key_env(candidate, row)
    if key or not candidate.self_hosted:
        config["apiKeyEnvar"] = key or f"{variable}_API_KEY"
    figures = Figures(candidate, plan.today)
    prices = {"inputCost": figures.value("input_price"), "outputCost": figures.value("output_price")}
    if not candidate.self_hosted and None not in prices.values():
        config |= {name: float(f"{value * PER_MILLION:.12g}") for name, value in prices.items() if value is not None}
    if candidate.effort:
        config["reasoning_effort"] = candidate.effort
    return {"id": f"openai:chat:{_plain(model_id(candidate))}", "label": candidate.id, "config": config}


def _prompts(step: Step) -> Iterator[Data]:
    """The prompt of a step: its system prompt, then the example's input as the user's message or as messages."""
    setup, begun = step.setup, ""
    if setup.system:
        begun = json.dumps({"role": "system", "content": setup.system}, ensure_ascii=False)
        if _TEMPLATE.search(begun):
            # The template is to leave it as it is.
            begun = f"{{% raw %}}{begun.replace('{% endraw %}', '')}{{% endraw %}}"
        begun += ", "
    told = {"temperature": setup.temperature, "max_tokens": setup.max_output_tokens}
    config: Data = {key: value for key, value in told.items() if value is not None}
    if setup.response_format == "json_object":
        config["response_format"] = {"type": "json_object"}
    more = {"config": config} if config else {}
    user = '{"role": "user", "content": {{ input | dump }}}'
    yield {"label": step.id, "raw": f"[{begun}{user}]", **more}
    yield {"label": f"{step.id}{MESSAGES}", "raw": f"[{begun}{{{{ messages }}}}]", **more}


def _plain(text: str) -> str:
    """A text without what a template would fill in."""
    return _TEMPLATE.sub(" ", text)


# --- examples ----------------------------------------------------------------------------------------------------


def _tests(
    step: Step, examples: Sequence[Mapping[str, Any]], providers: list[str], remarks: list[str]
) -> Iterator[Data]:
    for number, row in enumerate(examples, 1):
        place = f"{step.id}, {row.get('id') or number}"
        try:
            example = example_of(row)
        except ShortlistError as error:
            remarks.append(f"{place}: left out, {error}")
            continue
        given = _given(example)
        if given is None:
            remarks.append(f"{place}: left out, promptfoo would open its input or fill it in as a template.")
            continue
        label, vars_ = given
        (test,) = to_promptfoo((example,))["tests"]
        metadata = test.get("metadata", {})
        without = metadata.get("shortlist", {}).get("checks", ())
        remarks += [f"{place}: the check {told.get('type')} has no counterpart." for told in without]
        found = [one for one in test.get("assert", ()) if not _filled_in(one)]
        if len(found) < len(test.get("assert", ())):
            remarks.append(f"{place}: a check is left out, promptfoo would fill it in as a template.")
        about: Data = {"id": example.id, "kind": example.kind or "real_task", "step": step.id}
        about["shortlist"] = mark_of(example)
        if example.critical:
            about["critical"] = True
        yield {
            "description": f"{step.id}, {_plain(example.id)}",
            "vars": vars_,
            "prompts": [f"{step.id}{label}"],
            "providers": providers,
            **({"assert": found} if found else {}),
            "metadata": about,
            "options": {"disableVarExpansion": True},
        }


def is_taken_otherwise(example: Example) -> bool:
    """Whether promptfoo would open what goes in or what is looked for as a file, or fill it in as a template."""
    (test,) = to_promptfoo((example,))["tests"]
    return _given(example) is None or any(map(_filled_in, test["assert"]))


def _given(example: Example) -> tuple[str, Data] | None:
    """The input as a variable of the prompt; None where promptfoo would make something else of it."""
    label, name, text = "", "input", example.input
    if not isinstance(text, str):
        # Messages are a variable that the prompt puts into a list of its own.
        label, name = MESSAGES, "messages"
        text = ", ".join(json.dumps(one, ensure_ascii=False) for one in example.messages)
    elif _OPENS.match(text):
        return None
    if _STARTS.search(text):
        return None
    return label, {name: text}


def _filled_in(assertion: Mapping[str, Any]) -> bool:
    """Whether an assertion holds what a template would fill in, or what would be opened as a file."""
    value = assertion.get("value")
    opened = isinstance(value, str) and _OPENS.match(value) is not None
    return opened or _STARTS.search(json.dumps(value, ensure_ascii=False)) is not None
