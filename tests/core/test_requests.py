"""What a run sends: the same of every candidate, but for what its endpoint and its setting ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.calling.call_cost import prompt_tokens, worst_case
from shortlist.core.calling.request import LONGEST_ANSWER_TOKENS, Setting, asking, body_of
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.scenario import Step
from shortlist.core.golden.examples import Example, example_of
from shortlist.core.service.figures import Figures
from shortlist.store.golden import read_response_format
from tests.core.documents import TODAY, observed

PLAIN = example_of({"id": "q", "input": "Where is it?", "expected": "here"})


def candidate(url: str = "https://models.example/v1", **fields: Any) -> Candidate:
    """A candidate with an endpoint."""
    told = {"id": "luna", "name": "Luna", "provider": "p", "access": "managed_api", "openness": "closed"}
    endpoint = {"base_url": url, **fields.pop("endpoint", {})}
    return Candidate.model_validate({**told, "endpoint": endpoint, **fields})


def test_the_model_is_the_endpoints_or_the_candidates() -> None:
    """Its own name for it, else the candidate's model, else the id."""
    assert body_of(candidate(endpoint={"model": "dep-1"}, model="luna-6"), PLAIN, Setting("s"))["model"] == "dep-1"
    assert body_of(candidate(model="luna-6"), PLAIN, Setting("s"))["model"] == "luna-6"
    assert body_of(candidate(), PLAIN, Setting("s"))["model"] == "luna"


def test_the_example_follows_the_system_prompt() -> None:
    """As the user's message; messages of its own stay, and one that has a system prompt keeps that."""
    setting = Setting("s", system="Be brief.")
    system, user = {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Where is it?"}
    assert body_of(candidate(), PLAIN, setting)["messages"] == [system, user]
    assert body_of(candidate(), PLAIN, Setting("s"))["messages"] == [user]

    def sent(messages: list[dict[str, str]], **more: Any) -> dict[str, Any]:
        whole: Any = {"messages": messages, **more} if more else messages
        return body_of(candidate(), example_of({"id": "q", "input": whole, "expected": "x"}), setting)

    turns = [user, {"role": "assistant", "content": "Here."}, {"role": "user", "content": "And now?"}]
    assert sent(turns)["messages"] == [system, *turns]
    own = [{"role": "system", "content": "Be long."}, user]
    assert sent(own)["messages"] == own
    tools = [{"type": "function", "function": {"name": "find", "parameters": {"type": "object"}}}]
    assert sent(turns, tools=tools)["tools"] == tools and "tools" not in sent(turns)


def test_parameters_are_the_steps_and_settings_the_candidates() -> None:
    """What nobody says is not sent but for a longest answer, without which nothing bounds the cost."""
    assert body_of(candidate(), PLAIN, Setting("s")).keys() == {"model", "messages", "max_tokens"}
    assert body_of(candidate(), PLAIN, Setting("s"))["max_tokens"] == LONGEST_ANSWER_TOKENS
    setting = Setting("s", temperature=0.0, max_output_tokens=400, response_format={"type": "json_object"})
    body = body_of(candidate(effort="low", service_tier="flex"), PLAIN, setting)
    assert (body["temperature"], body["max_tokens"], body["response_format"]) == (0.0, 400, {"type": "json_object"})
    assert (body["reasoning_effort"], body["service_tier"]) == ("low", "flex")
    odd = body_of(candidate(effort="deep thought", service_tier="gold"), PLAIN, setting)
    assert not {"reasoning_effort", "service_tier"} & odd.keys()


@pytest.mark.parametrize("host", ["api.openai.com", "team.openai.azure.com"])
def test_some_hosts_call_the_longest_answer_otherwise(host: str) -> None:
    """Their newer models refuse the older name."""
    body = body_of(candidate(f"https://{host}/v1"), PLAIN, Setting("s", max_output_tokens=9))
    assert body["max_completion_tokens"] == 9 and "max_tokens" not in body


def test_what_is_asked_where_is_one_answer() -> None:
    """Another prompt, parameter, example or address is another answer; another candidate's name is not."""
    base = asking(candidate(), PLAIN, Setting("s", system="A"), 1).key
    assert base == asking(candidate(name="Luna 2"), PLAIN, Setting("s", system="A"), 1).key
    others: list[tuple[Candidate, Example, Setting]] = [
        (candidate(), PLAIN, Setting("s", system="B")),
        (candidate(), PLAIN, Setting("s", system="A", temperature=0.5)),
        (candidate(), example_of({"id": "q", "input": "Where?", "expected": "here"}), Setting("s", system="A")),
        (candidate("https://other.example/v1"), PLAIN, Setting("s", system="A")),
        (candidate(effort="low"), PLAIN, Setting("s", system="A")),
    ]
    assert len({base, *(asking(*other, 1).key for other in others)}) == len(others) + 1


def test_the_worst_case_of_a_call() -> None:
    """A third of the prompt's 300 characters are 100 tokens, at the dearer of reading and writing the cache; 50 tokens
    at the dearer of writing and thinking; and what a call costs by itself. Without a price it is unknown."""
    body = {"messages": [{"role": "user", "content": "x" * 300}], "max_tokens": 50}
    assert prompt_tokens(body) == 100
    assert prompt_tokens({"messages": [{"role": "user", "content": "x" * 301}]}) == 101

    def worst(grown: float = 1.0, **prices: float) -> float | None:
        row = candidate(observations=[observed(metric, value) for metric, value in prices.items()])
        return worst_case(Figures(row, TODAY), body, grown)

    assert worst(input_price=2.0, output_price=10.0) == pytest.approx(100 * 2e-6 + 50 * 10e-6)
    dear = {"cache_write_price": 2.5, "reasoning_price": 12.0, "request_price": 0.01}
    assert worst(input_price=2.0, output_price=10.0, **dear) == pytest.approx(100 * 2.5e-6 + 50 * 12e-6 + 0.01)
    assert worst(1.5, input_price=2.0, output_price=10.0) == pytest.approx(150 * 2e-6 + 50 * 10e-6)
    assert worst(input_price=2.0) is None and worst(output_price=10.0) is None


def test_the_format_of_answers(tmp_path: Path) -> None:
    """None, the protocol's own, or a schema from a file beside the workspace; what is none is told with its place."""
    workspace = tmp_path / "team.toml"

    def read(told: str) -> dict[str, Any] | None:
        step = {"id": "sort it", "name": "Sort", "evaluation": {"response_format": told}}
        return read_response_format(workspace, Step.model_validate(step))

    (tmp_path / "shape.json").write_text(json.dumps({"type": "object"}), "utf-8")
    assert read("") is None and read("json_object") == {"type": "json_object"}
    schema = {"name": "sort_it", "schema": {"type": "object"}, "strict": True}
    assert read("shape.json") == {"type": "json_schema", "json_schema": schema}
    for text in ("{", "[]"):
        (tmp_path / "bad.json").write_text(text, "utf-8")
        with pytest.raises(ShortlistError, match=r"bad\.json"):
            read("bad.json")
    with pytest.raises(ShortlistError, match=r"gone\.json"):
        read("gone.json")
