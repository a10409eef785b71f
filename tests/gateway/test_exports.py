"""What leaves to a gateway: every file parses back to the assignment, says what it cannot hold, and holds no key."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator

from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import MOST_TOLD, InvalidDocument
from shortlist.core.document.workspace import choices
from shortlist.core.service.figures import Figures
from shortlist.formats import FORMATS, ExportSource
from shortlist.gateway import litellm, openrouter
from shortlist.gateway.gateway_config import NotAConfig
from shortlist.gateway.inspect_prices import inspect_model
from shortlist.gateway.litellm_names import litellm_model
from shortlist.gateway.openrouter import openrouter_model
from shortlist.gateway.plan import plan_of
from shortlist.gateway.providers import PROVIDERS
from shortlist.gateway.targets import TARGETS, TargetKind
from shortlist.gateway.yaml_text import parsed, yaml_file
from tests.export.shipped import FOLDER, analysis_of
from tests.gateway.deciding import assessed, document, every

EVERY = every()


def written(target: str, analysis: Analysis, name: str, **golden: Any) -> str:
    """The text of an export."""
    return FORMATS[target].write(analysis, source=ExportSource(name, golden))


@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=[name for name, _ in EVERY])
def test_litellm_parses_back_to_the_assignment(name: str, analysis: Analysis) -> None:
    """By an ordinary reader of YAML: a group a step with its default, and through the fallbacks who stands in."""
    data = yaml.safe_load(written("litellm", analysis, name))
    groups = {item["model_name"]: item for item in data["model_list"]}
    assert len(groups) == len(data["model_list"])
    chains = {group: chain for row in data["router_settings"]["fallbacks"] for group, chain in row.items()}
    regions = analysis.scenario.regions
    for step, choice in choices(analysis.workspace).items():
        default, fallback = (analysis.workspace.candidate(id_) for id_ in choice)
        item = groups[f"{name}-{step}"]
        assert default is not None and fallback is not None
        assert item["litellm_params"]["model"] == litellm_model(Figures(default), regions).model
        assert item["model_info"]["id"] == f"{name}-{step}:{default.id}"
        (spare,) = chains[f"{name}-{step}"]
        assert groups[spare]["litellm_params"]["model"] == litellm_model(Figures(fallback), regions).model
        for held, figures in ((item, Figures(default)), (groups[spare], Figures(fallback))):
            price = figures.value("input_price")
            if price is not None and not figures.candidate.self_hosted:
                assert held["litellm_params"]["input_cost_per_token"] * 1e6 == pytest.approx(price, rel=1e-12)


@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=[name for name, _ in EVERY])
def test_openrouter_parses_back_to_the_assignment(name: str, analysis: Analysis) -> None:
    """Without its comment it is JSON: a body for each step, with who stands in among its models."""
    text = written("openrouter", analysis, name)
    bodies = json.loads("\n".join(line for line in text.splitlines() if not line.startswith("//")))
    plans = {one.step.id: one for one in plan_of(analysis, name).steps}
    for step, choice in choices(analysis.workspace).items():
        default, fallback = plans[step].default, plans[step].fallback
        assert default is not None and fallback is not None and (default.candidate.id, fallback.candidate.id) == choice
        assert bodies[step]["model"] == openrouter_model(default)
        others = [openrouter_model(fallback)]
        assert bodies[step].get("models", []) == [one for one in others if one != bodies[step]["model"]]


BODY = {
    "type": "object",
    "required": ["model"],
    "additionalProperties": False,
    "properties": {
        "model": {"type": "string", "pattern": "^[^/ ]+/.+"},
        "models": {"type": "array", "items": {"type": "string", "pattern": "^[^/ ]+/.+"}, "minItems": 1},
        "reasoning": {
            "type": "object",
            "properties": {"effort": {"enum": ["none", "minimal", "low", "medium", "high", "xhigh", "max"]}},
            "additionalProperties": False,
        },
        "response_format": {"type": "object", "properties": {"type": {"enum": ["json_object", "json_schema"]}}},
        "provider": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "order": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "only": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "allow_fallbacks": {"type": "boolean"},
                "require_parameters": {"type": "boolean"},
                "data_collection": {"enum": ["allow", "deny"]},
                "zdr": {"type": "boolean"},
                "quantizations": {
                    "type": "array",
                    "items": {"enum": ["int4", "int8", "fp4", "fp6", "fp8", "fp16", "bf16", "fp32", "unknown"]},
                },
                "sort": {"enum": ["price", "throughput", "latency"]},
                "preferred_max_latency": {"type": "number", "exclusiveMinimum": 0},
                "preferred_min_throughput": {"type": "number", "exclusiveMinimum": 0},
                "max_price": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        key: {"type": "number", "minimum": 0} for key in ("prompt", "completion", "request", "image")
                    },
                },
            },
        },
    },
}
"""A request by OpenRouter's documentation of provider routing, model fallbacks and reasoning tokens."""


@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=[name for name, _ in EVERY])
def test_the_bodies_are_as_openrouter_documents_them(name: str, analysis: Analysis) -> None:
    """Against a schema written from the documentation."""
    bodies = openrouter.bodies_of(plan_of(analysis, name))
    for body in bodies.values():
        Draft202012Validator(BODY).validate(body)
        assert not {"order", "only"} <= body["provider"].keys()


@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=[name for name, _ in EVERY])
def test_inspect_has_all_four_prices(name: str, analysis: Analysis) -> None:
    """Of everybody with a known price of input and output; the others are named in the comment."""
    text = written("inspect-prices", analysis, name)
    rows = yaml.safe_load(text) or {}
    for one in analysis.workspace.candidates:
        figures, id_ = Figures(one, analysis.today), inspect_model(one)
        known = figures.value("input_price"), figures.value("output_price")
        if one.self_hosted:
            assert set(rows[id_].values()) == {0.0}
        elif None in known:
            assert id_ not in rows and f"# {id_} ({one.name}) is left out" in text
        else:
            assert list(rows[id_]) == ["input", "output", "input_cache_write", "input_cache_read"]
            assert (rows[id_]["input"], rows[id_]["output"]) == known


# --- what a file cannot hold -------------------------------------------------------------------------------------

ASKED = {
    "monthly_budget_usd": "monthly_budget_usd: ",
    "max_cost_per_successful_task_usd": "max_cost_per_successful_task_usd: ",
    "max_task_ttft_s": "max_task_ttft_s: ",
    "max_task_total_s": "max_task_total_s: ",
    "regions": "regions: processing in eu",
    "data_must_stay_inside": "data_must_stay_inside: ",
    "min_quality": "answer, min_quality: ",
    "max_error_rate": "answer, max_error_rate: ",
    "max_escalation_rate": "answer, max_escalation_rate: ",
    "min_consistency": "answer, min_consistency: ",
    "max_ttft_s": "answer, max_ttft_s: ",
    "max_total_s": "answer, max_total_s: ",
    "max_p99_s": "answer, max_p99_s: ",
    "context_tokens": "answer, context_tokens: ",
    "capabilities": "answer, capabilities: ",
    "max_retries": "answer, max_retries: ",
    "privacy.retention": "privacy.retention, a must: ",
    "team.rule": "team.rule, a must: ",
    **{f"first.{name}": f"first.{name}, a must: " for name in ("quality_bar", "latency_target", "cost_target")},
    **{f"first.{name}": f"first.{name}, a must: " for name in ("context_needs", "output_contract", "privacy")},
    **{f"first.{name}": f"first.{name}, a must: " for name in ("licensing", "operations")},
}
"""Everything that the small decision asks, with how the comment on it begins."""
HELD_BY: dict[str, set[str]] = {
    "litellm": {"monthly_budget_usd", "max_retries", "max_p99_s", "max_ttft_s"},
    "openrouter": {"capabilities", "first.output_contract", "privacy.retention"},
    "promptfoo": set(),
    "inspect-prices": set(),
}
"""What each file holds the gateway to; the test beneath shows where it stands."""


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("asked", ASKED)
def test_what_cannot_be_enforced_is_told(target: TargetKind, asked: str) -> None:
    """A comment for each must, limit and region, unless the file has a setting for it."""
    text = written(target, assessed(), "help-desk")
    told = f"not enforced by this file: {ASKED[asked]}" in text
    assert told is (asked not in HELD_BY[target])


def test_what_is_held_stands_in_the_file() -> None:
    """Where no comment is, a setting is."""
    data = yaml.safe_load(written("litellm", assessed(), "help-desk"))
    answer = data["model_list"][0]["litellm_params"]
    assert (answer["timeout"], answer["stream_timeout"]) == (15.0, 2.0)
    assert (answer["rpm"], answer["tpm"]) == (500, 200_000)
    assert data["router_settings"]["num_retries"] == 2
    assert [item["litellm_params"].get("num_retries") for item in data["model_list"]] == [None, None, 1, 1]
    assert data["litellm_settings"] == {"max_budget": 400.0, "budget_duration": "30d"}
    routing = openrouter.bodies_of(plan_of(assessed()))["answer"]["provider"]
    assert (routing["data_collection"], routing["zdr"], routing["require_parameters"]) == ("deny", True, True)
    assert set(get_args(TargetKind)) == set(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_the_comment_says_whose_file_it_is(target: TargetKind) -> None:
    """Workspace, record, day, status, who decides and when it is reviewed."""
    text = written(target, analysis_of(FOLDER / "support-assistant-worked.toml"), "support")
    sign = "//" if target == "openrouter" else "#"
    first, second, third, fourth = text.splitlines()[:4]
    assert first.startswith(f"{sign} Support assistant (worked example): ") and "2026-11-22" in first
    assert second.startswith(f"{sign} Record 1 “Default and fallback model") and "proposed on 2026-11-22" in second
    assert third.startswith(f"{sign} Decides: Head of support engineering")
    assert fourth.startswith(f"{sign} Reviewed: on 2027-02-20; price change 20 %")


# --- what stands where -------------------------------------------------------------------------------------------


def test_litellm_by_hand() -> None:
    """Prefix, key by the name of its variable, prices by the token with their tier, own machines at an address."""
    data = yaml.safe_load(written("litellm", assessed(), "help-desk"))
    luna, opus, near, own = (item["litellm_params"] for item in data["model_list"])
    assert luna["model"] == "openai/gpt-6-luna" and luna["api_key"] == "os.environ/OPENAI_API_KEY"
    assert luna["input_cost_per_token"] == 1e-06 and luna["input_cost_per_token_above_200k_tokens"] == 3e-06
    assert (luna["output_cost_per_token"], luna["cache_read_input_token_cost"]) == (4e-06, 1e-07)
    assert luna["cache_creation_input_token_cost"] == 1.25e-06
    assert opus["reasoning_effort"] == "high"
    assert near["model"] == "together_ai/deepseek-ai/DeepSeek-V4.1-Flash"
    assert own["model"] == "hosted_vllm/openai/gpt-oss-120b" and own["api_base"] == "os.environ/OWN_API_BASE"
    assert "api_key" not in own and own["input_cost_per_token"] == 0.0


def test_an_unknown_provider_is_a_todo_and_its_own_endpoint_none() -> None:
    """Nothing is guessed; what speaks OpenAI's protocol at an address of its own is reached by that."""
    data = document()
    data["candidates"][0].update(provider="zerocloud")
    text = written("litellm", assessed(data), "x")
    assert yaml.safe_load(text)["model_list"][0]["litellm_params"]["model"] == "TODO/gpt-6-luna"
    assert "# TODO: “zerocloud” is no provider that LiteLLM's prefix is known of" in text
    data["candidates"][0]["endpoint"] = {"base_url": "https://zero.example/v1", "api_key_env": "ZERO_KEY", "model": "l"}
    params = yaml.safe_load(written("litellm", assessed(data), "x"))["model_list"][0]["litellm_params"]
    assert {key: params[key] for key in ("model", "api_base", "api_key")} == {
        "model": "openai/l",
        "api_base": "https://zero.example/v1",
        "api_key": "os.environ/ZERO_KEY",
    }


@pytest.mark.parametrize("target", TARGETS)
def test_no_secret_is_written(target: TargetKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of an endpoint is the name of its variable, whatever the variable holds; a workspace with one is
    refused."""
    data = document()
    for row in data["candidates"]:
        row["endpoint"] = {"base_url": "https://gate.example/v1", "api_key_env": "GATE_KEY"}
    monkeypatch.setenv("GATE_KEY", "hunter2-and-more")
    text = written(target, assessed(data), "x", answer=EXAMPLES)
    assert "hunter2" not in text
    assert ("GATE_KEY" in text) is (target in ("litellm", "promptfoo"))
    data["candidates"][0]["endpoint"]["base_url"] = "https://ada:hunter2@gate.example/v1"
    with pytest.raises(InvalidDocument):
        assessed(data)


@pytest.mark.parametrize(
    ("provider", "model", "wanted"),
    [
        ("aws", "regional.anthropic.claude-opus-5-5", "bedrock/eu.anthropic.claude-opus-5-5"),
        ("aws", "global.anthropic.claude-opus-5-5", "bedrock/global.anthropic.claude-opus-5-5"),
        ("azure", "azure_ai/cohere-rerank-v3.5", "azure_ai/cohere-rerank-v3.5"),
        ("openrouter", "openai/gpt-6-luna", "openrouter/openai/gpt-6-luna"),
        ("openrouter", "openrouter/auto", "openrouter/openrouter/auto"),
        ("groq", "openai/gpt-oss-120b", "groq/openai/gpt-oss-120b"),
        ("Fireworks AI", "glm-5p3", "fireworks_ai/glm-5p3"),
        ("Google", "gemini-3.8-flash", "gemini/gemini-3.8-flash"),
        ("vertex_ai", "gemini-3.8-flash", "vertex_ai/gemini-3.8-flash"),
        ("ollama", "qwen3", "ollama/qwen3"),
    ],
)
def test_prefixes(provider: str, model: str, wanted: str) -> None:
    """Of the table, whatever the provider is called; an id that has its provider's prefix keeps it."""
    data = document()
    data["candidates"][0].update(provider=provider, model=model)
    params = yaml.safe_load(written("litellm", assessed(data), "x"))["model_list"][0]["litellm_params"]
    assert params["model"] == wanted


def test_alternatives_that_ask_the_same_share_a_name() -> None:
    """Each with its weight; steps that ask for different things are not drawn by chance."""
    data = document()
    steps = data["scenario"]["steps"]
    steps[1] = {**steps[0], "id": "sort", "name": "Sort", "usage": {**steps[0]["usage"], "requests_per_month": 10000}}
    data["scenario"] |= {"task_step": "answer", "path": [["answer", "sort"]]}
    rows = yaml.safe_load(written("litellm", assessed(data), "x"))["model_list"]
    shared = [row["litellm_params"] for row in rows if row["model_name"] == "x-answer-or-sort"]
    assert [(row["model"].partition("/")[0], row["weight"]) for row in shared] == [
        ("openai", 0.75),
        ("together_ai", 0.25),
    ]
    steps[1]["needs"] = {**steps[0]["needs"], "min_quality": 31.0}
    assert "x-answer-or-sort" not in written("litellm", assessed(data), "x")


def test_a_step_that_is_called_as_anothers_fallback() -> None:
    """Two groups never share a name by accident."""
    data = document()
    data["scenario"]["steps"][1]["id"] = "answer-fallback"
    data["decision"]["steps"][0]["step"] = "answer-fallback"
    names = [row["model_name"] for row in yaml.safe_load(written("litellm", assessed(data), "x"))["model_list"]]
    assert len(set(names)) == len(names) == 4


def test_the_same_model_at_two_providers_is_told_to_openrouter_by_their_order() -> None:
    """There it is one id."""
    data = document()
    data["candidates"][1].update(provider="azure", model="gpt-6-luna")
    body = openrouter.bodies_of(plan_of(assessed(data)))["answer"]
    assert "models" not in body and body["provider"]["order"] == ["openai", "azure"]


# --- hostile texts -----------------------------------------------------------------------------------------------

HOSTILE = "a\n- model_name: evil\x1b[2J\u2028b: {{env.HOME}} # 'x' \"y\" \ufffe\u202e"


@pytest.mark.parametrize("target", TARGETS)
def test_hostile_texts_stay_texts(target: TargetKind) -> None:
    """No name, title or answer of a workspace becomes a line, a key or a template of the file."""
    data = document()
    data["title"] = "Desk: # evil"
    data["scenario"]["steps"][0]["name"] = data["candidates"][0]["name"] = HOSTILE
    data["candidates"][0]["model"] = "m: # {{env.HOME}} 'q'"
    data["checks"][1]["question"] = HOSTILE
    text = written(target, assessed(data), "x", answer=[{"id": HOSTILE, "input": HOSTILE, "expected": HOSTILE}])
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    read = json.loads(plain) if target == "openrouter" else yaml.safe_load(text)
    assert "evil" not in {row.get("model_name") for row in read.get("model_list", ())}
    assert not re.search("[\x1b\u2028\u202e\ufffe]", text)
    if target == "promptfoo":
        assert read["tests"] == []
        assert "{{env" not in json.dumps(read).replace("{{env.OWN_CLUSTER_API_BASE}}", "")


# --- golden examples ---------------------------------------------------------------------------------------------

EXAMPLES = [
    {"id": "q1", "kind": "real_task", "input": "Where is it?", "expected": "shipping", "critical": True},
    {"id": "q2", "input": "Hi", "checks": [{"type": "equals", "value": "Hello", "ignore_case": True}]},
    {
        "id": "q3",
        "kind": "edge_case",
        "input": [{"role": "user", "content": "List"}],
        "checks": [
            {"type": "contains", "value": "a"},
            {"type": "not_contains", "value": "b"},
            {"type": "regex", "value": "^c"},
            {"type": "json"},
            {"type": "json_schema", "schema": {"type": "object"}},
            {"type": "max_chars", "value": 20},
            {"type": "refuses"},
            {"type": "judge", "rubric": "polite"},
            {"type": "person"},
        ],
    },
    {"id": "q4", "input": "file:///etc/passwd", "expected": "x"},
    {"id": "q5", "input": "Say {{env.OPENAI_API_KEY}}", "expected": "x"},
]


def test_golden_examples_become_tests() -> None:
    """Each with its assertions, id and kind, held to the prompt and the providers of its step; the rest is told."""
    text = written("promptfoo", assessed(), "help-desk", answer=EXAMPLES)
    data = yaml.safe_load(text)
    assert sorted(one["label"] for one in data["providers"]) == ["luna", "near", "opus", "own"]
    assert data["providers"][0]["config"]["apiKeyEnvar"] == "OPENAI_API_KEY"
    first, second, third = data["tests"]
    assert first["vars"] == {"input": "Where is it?"} and first["assert"] == [{"type": "equals", "value": "shipping"}]
    about = {"id": "q1", "kind": "real_task", "step": "answer", "critical": True}
    # By the mark its results are known to be of the example.
    assert first["metadata"] == {**about, "shortlist": {"golden": True}}
    assert first["prompts"] == ["answer"] and first["providers"][:2] == ["luna", "opus"]
    assert second["vars"] == {"input": "Hi"} and "assert" not in second
    assert third["prompts"] == ["answer (messages)"]
    assert [one["type"] for one in third["assert"]] == [
        *("contains", "not-contains", "regex", "is-json", "is-json", "javascript", "is-refusal", "llm-rubric")
    ]
    assert third["assert"][4]["value"] == {"type": "object"}
    for told in (
        "# answer, q2: the check equals has no counterpart.",
        "# answer, q3: the check person has no counterpart.",
        "# answer, q4: left out, promptfoo would open its input or fill it in as a template.",
        "# answer, q5: left out, promptfoo would open its input or fill it in as a template.",
        "# sort: has no golden examples; put them into golden/sort.jsonl.",
    ):
        assert told in text.splitlines()


def test_every_provider_of_the_table_has_a_way() -> None:
    """A prefix, and no key that is not the name of a variable."""
    for row in PROVIDERS.values():
        assert row.litellm and re.fullmatch(r"[A-Z][A-Z0-9_]*|", row.key_env)
        assert row.base_url.startswith(("https://", "http://localhost")) or not row.base_url


def test_a_decision_without_anybody_is_an_empty_file() -> None:
    """Of the exercise as it is started: nothing is made up."""
    analysis = analysis_of(FOLDER / "support-assistant.toml")
    assert yaml.safe_load(written("litellm", analysis, "x"))["model_list"] == []
    assert litellm.read(written("litellm", analysis, "x")).served == {}


@pytest.mark.parametrize(
    "model",
    ["no", "on", "y", "null", "~", "1e3", "0x1F", "1_000", "012", "12:30:45", "2026-01-01", "llama3:70b", "a: b"],
)
def test_ids_that_yaml_takes_for_something_else_stay_texts(model: str) -> None:
    """Kind: a model called `no` that becomes false, `1e3` a thousand, a time a number; and so do names of groups."""
    data = document()
    data["candidates"][0] |= {"model": model, "provider": "ollama"}
    told = yaml.safe_load(written("litellm", assessed(data), model))
    item = told["model_list"][0]
    assert item["litellm_params"]["model"] == f"ollama/{model}" and item["model_info"]["base_model"] == model
    groups = {one["model_name"] for one in told["model_list"]}
    chains = {name: others for row in told["router_settings"]["fallbacks"] for name, others in row.items()}
    # A chain that is kept under another name than its group's would never be followed.
    assert chains and groups >= {*chains, *(other for others in chains.values() for other in others)}


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\ufeff", "\r\n", "\x1b", "\u202e"])
@pytest.mark.parametrize("text", ["none{}", "{}a", "a {} b\nc", "'{}'", '"{}: #'])
def test_a_line_end_of_some_readers_leaves_as_an_escape(text: str, sign: str) -> None:
    """Kind: where the library ends a line at U+2028, promptfoo reads on, and the indentation became part of a value."""
    data = {"one": [text.format(sign)], text.format(sign): 1}
    out = yaml_file(["# comment"], data)
    assert parsed(out) == data
    assert not re.search("[\x85\u2028\u2029\ufeff\x1b\r]", out)


def test_tables_merged_in_a_chain_are_refused_in_time() -> None:
    """Kind: 150 kB of tables, each merged from the one before, took half a minute and 400 MB."""
    chain = "a0: &a0 {x: 1}\n" + "".join(f"a{n + 1}: &a{n + 1}\n  <<: *a{n}\n  y{n}: 1\n" for n in range(1_500))
    with pytest.raises(NotAConfig, match="merges more than 100,000 entries"):
        parsed(chain)
    assert len(parsed(chain.split("a100:")[0])["a99"]) == 100


def test_what_is_no_yaml_is_told_briefly() -> None:
    with pytest.raises(NotAConfig) as error:
        parsed("!" + "a" * 100_000 + " x\n")
    assert len(str(error.value)) < 2 * MOST_TOLD
