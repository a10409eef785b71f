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
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Step
from shortlist.core.service.figures import PER_MILLION, Figures
from shortlist.formats import NOWHERE, Source
from shortlist.gateway.header import commented, header
from shortlist.gateway.plan import Plan, StepPlan, base_url, key_env, model_id, plan_of
from shortlist.gateway.providers import provider
from shortlist.gateway.running import NotAConfig
from shortlist.gateway.unenforced import unenforced
from shortlist.gateway.yaml_text import parsed, yaml_text

Data = dict[str, Any]
NEXT = 2
"""Candidates beside the default and the fallback that are tested as well."""
MESSAGES = " (messages)"
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")
_OPENS = re.compile(r"\s*(?:file|package|https?|exec|python)://?", re.IGNORECASE)
"""Beginnings of a text that promptfoo would take for something to fetch or to run."""
_JUDGED = {"judge": "llm-rubric"}


def promptfoo(analysis: Analysis, source: Source = NOWHERE) -> str:
    """The config; what has no counterpart is a comment. It was parsed back and compared before it is given."""
    plan = plan_of(analysis, source.name)
    remarks: list[str] = []
    document = _document(analysis, plan, source, remarks)
    lines = commented(header(plan, "promptfooconfig.yaml", unenforced(plan, "promptfoo")), "#")
    lines += commented(remarks, "#")
    text = "\n".join([*lines, "", yaml_text(document)])
    if parsed(text) != document:
        raise NotAConfig("the file would not read back as the decision; nothing was written")
    return text


def _document(analysis: Analysis, plan: Plan, source: Source, remarks: list[str]) -> Data:
    providers: dict[str, Data] = {}
    prompts: list[Data] = []
    tests: list[Data] = []
    for one in plan.steps:
        tested = _tested(analysis, one)
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


def _tested(analysis: Analysis, one: StepPlan) -> list[Candidate]:
    """The default, the fallback, and the next two of the step's order that are not excluded."""
    chosen = [serving.candidate for serving in one.servings]
    ids = {candidate.id for candidate in chosen}
    places = analysis.step_places.get(one.step.id, [])
    others = [p.result.candidate for p in places if p.id not in ids and p.standing.status != "excluded"]
    return [*chosen, *others[:NEXT]]


def _provider(candidate: Candidate, plan: Plan, remarks: list[str]) -> Data:
    row, own = provider(candidate.provider), base_url(candidate)
    variable = re.sub(r"[^A-Z0-9]+", "_", candidate.provider.upper()).strip("_") or "MODEL"
    address = own or (row.base_url if row is not None else "")
    config: Data = {"apiBaseUrl": address or f"{{{{env.{variable}_API_BASE}}}}"}
    if not address:
        told = f"{candidate.id}: put the address at which it speaks OpenAI's protocol into {variable}_API_BASE."
        remarks.append(f"TODO: {told}")
    key = key_env(candidate, row.key_env if row is not None else "")
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
    setup = step.evaluation
    system = [{"role": "system", "content": setup.system}] if setup is not None and setup.system else []
    begun = "".join(f"{_raw(json.dumps(one, ensure_ascii=False))}, " for one in system)
    config: Data = {}
    if setup is not None:
        told = {"temperature": setup.temperature, "max_tokens": setup.max_output_tokens}
        config = {key: value for key, value in told.items() if value is not None}
        if setup.response_format == "json_object":
            config["response_format"] = {"type": "json_object"}
    more = {"config": config} if config else {}
    user = '{"role": "user", "content": {{ input | dump }}}'
    yield {"label": step.id, "raw": f"[{begun}{user}]", **more}
    yield {"label": f"{step.id}{MESSAGES}", "raw": f"[{begun}{{{{ messages }}}}]", **more}


def _raw(text: str) -> str:
    """A text that a template leaves as it is."""
    return f"{{% raw %}}{text.replace('{% endraw %}', '')}{{% endraw %}}" if _TEMPLATE.search(text) else text


def _plain(text: str) -> str:
    """A text without what a template would fill in."""
    return _TEMPLATE.sub(" ", text)


# --- examples ----------------------------------------------------------------------------------------------------


def _tests(
    step: Step, examples: Sequence[Mapping[str, Any]], providers: list[str], remarks: list[str]
) -> Iterator[Data]:
    for number, example in enumerate(examples, 1):
        id_ = str(example.get("id") or number)
        given = _given(example.get("input"))
        if given is None:
            remarks.append(f"{step.id}, {id_}: left out, promptfoo would open its input or fill it in as a template.")
            continue
        label, vars_ = given
        asserts: list[Data] = []
        for check in _checks(example):
            found = assertion(check)
            if found is None:
                remarks.append(f"{step.id}, {id_}: the check {_kind(check) or 'without a kind'} has no counterpart.")
            else:
                asserts.append(found)
        metadata: Data = {"id": id_, "kind": str(example.get("kind") or "real_task"), "step": step.id}
        if example.get("critical") is True:
            metadata["critical"] = True
        yield {
            "description": f"{step.id}, {_plain(id_)}",
            "vars": vars_,
            "prompts": [f"{step.id}{label}"],
            "providers": providers,
            **({"assert": asserts} if asserts else {}),
            "metadata": metadata,
            "options": {"disableVarExpansion": True},
        }


def _given(value: Any) -> tuple[str, Data] | None:
    """The input as a variable of the prompt; None where promptfoo would make something else of it."""
    if isinstance(value, str):
        return None if _OPENS.match(value) or _TEMPLATE.search(value) else ("", {"input": value})
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        text = ", ".join(json.dumps(one, ensure_ascii=False) for one in value)
        return None if _TEMPLATE.search(re.sub(r"\}\}", "", text)) else (MESSAGES, {"messages": text})
    return None


def _checks(example: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The checks of an example; without any, what is expected is to be equalled."""
    checks = [one for one in example.get("checks") or () if isinstance(one, dict)]
    if not checks and isinstance(example.get("expected"), str):
        checks = [{"type": "equals"}]
    return [{"expected": example.get("expected"), **one} for one in checks]


def _kind(check: Mapping[str, Any]) -> str:
    return str(check.get("type") or check.get("kind") or check.get("check") or "")


def assertion(check: Mapping[str, Any]) -> Data | None:
    """An assertion of promptfoo for a check of a golden example; None where it has none."""
    kind = _kind(check)
    value = next((check[key] for key in ("value", "text", kind, "expected") if check.get(key) is not None), None)
    if kind == "equals":
        return _equal(check, value)
    if kind in ("contains", "not_contains") and isinstance(value, str):
        loose = "i" if _loose(check) else ""
        return _asserted(f"{'not-' if kind.startswith('not') else ''}{loose}contains", value)
    if kind == "regex":
        pattern = check.get("pattern", value)
        return _asserted("regex", pattern) if isinstance(pattern, str) else None
    if kind == "json":
        return {"type": "is-json", "metric": "json"}
    if kind == "json_schema":
        schema = check.get("schema", value)
        return {"type": "is-json", "value": schema, "metric": "json"} if isinstance(schema, dict) else None
    if kind == "max_chars":
        most = check.get("value", check.get("max", check.get("max_chars")))
        return {"type": "javascript", "value": f"output.length <= {int(most)}"} if type(most) is int else None
    if kind == "refuses":
        return {"type": "is-refusal"}
    if kind in _JUDGED:
        rubric = check.get("rubric", value)
        return _asserted(_JUDGED[kind], rubric) if isinstance(rubric, str) else None
    return None


def _equal(check: Mapping[str, Any], value: Any) -> Data | None:
    if value is None:
        return None
    if not isinstance(value, str):
        return {"type": "equals", "value": value}
    if not _loose(check):
        return _asserted("equals", value)
    literal = json.dumps(value, ensure_ascii=True)
    even = "const even = (text) => String(text).trim().toLowerCase().replace(/\\s+/g, ' ');"
    found = f"{even} return even(output) === even({literal});"
    return None if _TEMPLATE.search(literal) else {"type": "javascript", "value": found}


def _loose(check: Mapping[str, Any]) -> bool:
    """Whether letter case, or what stands around, does not count."""
    return any(check.get(key) is True for key in ("ignore_case", "ignore_whitespace", "loose")) or any(
        check.get(key) is False for key in ("case", "whitespace", "case_sensitive")
    )


def _asserted(type_: str, value: str) -> Data | None:
    return None if _TEMPLATE.search(value) or _OPENS.match(value) else {"type": type_, "value": value}
