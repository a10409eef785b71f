"""A decision against what runs: the file of the record passes, and each single change of it is told."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.analysis import Analysis
from shortlist.core.basics.errors import ShortlistError
from shortlist.formats import FORMATS, ExportSource
from shortlist.gateway import litellm, openrouter
from shortlist.gateway.differences import GatewayComparison, read_config
from shortlist.gateway.gateway_config import GatewayDifference, NotAConfig
from shortlist.gateway.plan import plan_of
from tests.accepting import kept_file
from tests.conftest import Run
from tests.gateway.deciding import assessed, document, every

EVERY = every()
NAMES = [name for name, _ in EVERY]


def against(analysis: Analysis, name: str, text: str) -> list[GatewayDifference]:
    """The differences of a file from the decision as it stands."""
    return GatewayComparison(analysis.workspace, None, analysis.today, name, read_config(text)).differences()


def errors(rows: list[GatewayDifference]) -> list[GatewayDifference]:
    """Those that make the command exit with 1, without what a person has still to put in."""
    return [row for row in rows if row.severity == "error" and row.what != "todo"]


@pytest.mark.parametrize("target", ["litellm", "openrouter"])
@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=NAMES)
def test_the_file_of_the_decision_passes(name: str, analysis: Analysis, target: str) -> None:
    """Nothing differs from what was just written; a TODO is told, and nothing else."""
    text = FORMATS[target].write(analysis, source=ExportSource(name))
    rows = against(analysis, name, text)
    assert errors(rows) == []
    assert {row.what for row in rows} == ({"todo"} if "TODO/" in text else set())


def litellm_changes(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every single change of a model, a fallback, a price or a limit of a config, with where it is."""
    for index, item in enumerate(data["model_list"]):
        for key, value in item["litellm_params"].items():
            place = f"{item['model_name']}.{key}"
            if key == "model":
                yield place, changed(data, ("model_list", index, "litellm_params", key), "openai/gpt-2")
            elif isinstance(value, int | float):
                yield place, changed(data, ("model_list", index, "litellm_params", key), value * 1.01 + 1e-9)
                yield f"{place} gone", changed(data, ("model_list", index, "litellm_params", key), None)
        yield f"{item['model_name']} gone", changed(data, ("model_list", index), None)
        twin = copy.deepcopy(item)
        twin["litellm_params"]["model"] = "openai/gpt-2"
        yield f"{item['model_name']} twice", changed(data, ("model_list", len(data["model_list"])), twin)
    for index, row in enumerate(data["router_settings"]["fallbacks"]):
        yield f"fallbacks[{index}] gone", changed(data, ("router_settings", "fallbacks", index), None)
        other = {key: [next(iter(data["model_list"]))["model_name"]] for key in row}
        yield f"fallbacks[{index}]", changed(data, ("router_settings", "fallbacks", index), other)
    for place in (
        ("router_settings", "num_retries"),
        ("router_settings", "timeout"),
        ("litellm_settings", "max_budget"),
    ):
        if place[1] in data.get(place[0], {}):
            yield place[1], changed(data, place, data[place[0]][place[1]] + 1)
            yield f"{place[1]} gone", changed(data, place, None)
    if "litellm_settings" in data:
        yield "budget_duration", changed(data, ("litellm_settings", "budget_duration"), "1d")
    stranger = {"model_name": "more", "litellm_params": {"model": "openai/gpt-2"}}
    yield "a group more", changed(data, ("model_list", len(data["model_list"])), stranger)


def openrouter_changes(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same of the bodies of requests."""
    for step, body in data.items():
        yield f"{step}.model", changed(data, (step, "model"), "openai/gpt-2")
        yield f"{step} gone", changed(data, (step,), None)
        if "models" in body:
            yield f"{step}.models gone", changed(data, (step, "models"), None)
            yield f"{step}.models", changed(data, (step, "models"), ["openai/gpt-2"])
            yield f"{step}.models more", changed(data, (step, "models", len(body["models"])), "openai/gpt-2")
        for key, value in body["provider"].items():
            if isinstance(value, dict):
                for inside, price in value.items():
                    yield f"{step}.{key}.{inside}", changed(data, (step, "provider", key, inside), price * 1.01 + 0.01)
                    yield f"{step}.{key}.{inside} gone", changed(data, (step, "provider", key, inside), None)
            elif isinstance(value, bool):
                yield f"{step}.{key}", changed(data, (step, "provider", key), not value)
            elif isinstance(value, float | int):
                yield f"{step}.{key}", changed(data, (step, "provider", key), value + 1)
            elif isinstance(value, list):
                yield f"{step}.{key}", changed(data, (step, "provider", key), ["elsewhere"])
            yield f"{step}.{key} gone", changed(data, (step, "provider", key), None)
    yield "a body more", changed(data, ("more",), {"model": "openai/gpt-2"})


def changed(data: Any, path: tuple[Any, ...], value: object) -> Any:
    """A copy of plain data with something else at a place; None removes it, one past the end of a list appends."""
    found = copy.deepcopy(data)
    inside = found
    for key in path[:-1]:
        inside = inside[key]
    if value is None:
        del inside[path[-1]]
    elif isinstance(inside, list) and path[-1] == len(inside):
        inside.append(value)
    else:
        inside[path[-1]] = value
    return found


@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=NAMES)
def test_each_single_change_of_a_config_is_told(name: str, analysis: Analysis) -> None:
    """Every model, fallback, price and limit of the file, changed, taken away or added."""
    data = litellm.document_of(plan_of(analysis, name))
    quiet = []
    for place, other in litellm_changes(data):
        if not errors(against(analysis, name, yaml.safe_dump(other))):
            quiet.append(place)
    assert quiet == []


@pytest.mark.parametrize(("name", "analysis"), EVERY, ids=NAMES)
def test_each_single_change_of_the_bodies_is_told(name: str, analysis: Analysis) -> None:
    """The same of OpenRouter."""
    data = openrouter.bodies_of(plan_of(analysis, name))
    quiet = [p for p, other in openrouter_changes(data) if not errors(against(analysis, name, json.dumps(other)))]
    assert quiet == []


@given(st.floats(0.001, 1000.0), st.sampled_from(["input_price", "output_price", "cache_read_price"]), st.booleans())
def test_a_figure_that_moved_is_told_with_both(price: float, metric: str, tripled: bool) -> None:
    """The file has the price of its day, the workspace the one in force: equal ones pass, whatever they are."""
    data = document()
    figures = data["candidates"][0]["observations"]
    at = next(index for index, one in enumerate(figures) if one["metric"] == metric)
    figures[at]["value"] = price
    before = assessed(data)
    text = FORMATS["litellm"].write(before, source=ExportSource("x"))
    figures[at]["value"] = price * (3 if tripled else 1)
    rows = errors(against(assessed(data), "x", text))
    assert [row.what for row in rows] == (["price"] if tripled else [])
    for row in rows:
        # The fields are what the files say; the sentence says it as prices are told.
        assert float(row.decided) == pytest.approx(price * 3e-6) and float(row.found) == pytest.approx(price * 1e-6)
        told = [f"${float(f'{value:.10g}'):.10g} a million tokens" for value in (price, price * 3)]
        assert f"is {told[0]} in the file, {told[1]} by the decision." in row.message


@pytest.mark.parametrize(
    ("change", "what", "told"),
    [
        (("model_list", 0, "litellm_params", "model"), "default", "the default in the file is openai/gpt-2"),
        (("model_list", 1, "litellm_params", "model"), "fallback", "the fallback in the file is openai/gpt-2"),
    ],
)
def test_the_message_names_step_file_and_decision(change: tuple[Any, ...], what: str, told: str) -> None:
    """What stands in the file, and what was decided."""
    data = changed(litellm.document_of(plan_of(assessed(), "x")), change, "openai/gpt-2")
    row = errors(against(assessed(), "x", yaml.safe_dump(data)))[0]
    assert (row.step, row.what, row.found) == ("answer", what, "openai/gpt-2")
    assert told in row.message and row.decided in row.message


def test_groups_may_be_named_by_the_step_alone() -> None:
    """A gateway's own names: workspace-step, the step's id, or its name."""
    text = FORMATS["litellm"].write(assessed(), source=ExportSource("x"))
    for mine in ("answer", "help-desk-answer"):
        named = text.replace("x-answer-fallback", "spare").replace("x-answer", mine)
        assert errors(against(assessed(), "x", named)) == []


def test_a_body_alone_is_held_against_the_step_that_it_fits() -> None:
    """It does not say whose it is; one whose default nobody serves by is told."""
    bodies = openrouter.bodies_of(plan_of(assessed(), "x"))
    assert errors(against(assessed(), "x", json.dumps(bodies["answer"]))) == []
    lacking = {**bodies["answer"], "models": ["openai/gpt-2"]}
    assert [row.what for row in errors(against(assessed(), "x", json.dumps(lacking)))] == ["fallback"]
    (row,) = errors(against(assessed(), "x", json.dumps({"model": "openai/gpt-2"})))
    assert row.message == "The file asks for openai/gpt-2 by default, which no step has."


def test_what_the_gateway_adds_of_its_own_is_no_error() -> None:
    """A limit that the decision does not set, a key of tuning: told, and it exits with 0."""
    data = document()
    del data["scenario"]["monthly_budget_usd"]
    config = litellm.document_of(plan_of(assessed(data), "x"))
    config["litellm_settings"] = {"max_budget": 50, "drop_params": True}
    config["router_settings"] |= {"cooldown_time": 5, "routing_strategy": "simple-shuffle"}
    rows = against(assessed(data), "x", yaml.safe_dump(config))
    assert [row.severity for row in rows] == ["info", "info"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "a: b",
        "model_list: 3",
        "model_list:\n- 3",
        "model_list:\n- {model_name: x}",
        "model_list:\n- {model_name: x, litellm_params: {model: 3}}",
        "model_list:\n- {model_name: x, litellm_params: {model: a/b, rpm: many}}",
        "model_list: []\nrouter_settings: []",
        "model_list: []\nrouter_settings: {fallbacks: x}",
        "model_list: []\nmodel_list: []",
        "{",
        '{"model": 3}',
        '{"a": {"model": 3}}',
        '{"a": {"model": "x", "models": [1]}}',
        '{"a": {"model": "x", "provider": 1}}',
        '{"a": {"model": "x", "provider": {"max_price": {"prompt": "much"}}}}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} {{<<: [*c, *c]}}\n" for n in range(2)),
        "!!python/object/apply:os.system ['true']",
        "date: 2026-99-99",
    ],
)
def test_what_is_no_config_is_refused_in_a_sentence(text: str) -> None:
    """Never a traceback, and never taken for an empty one."""
    with pytest.raises(NotAConfig):
        read_config(text)


def test_anchors_are_followed() -> None:
    """As gateways' files use them; what a table says itself counts before what it is merged from, and a few lines
    stand for no million."""
    lines = ["a0: &a0 {model: a/b, rpm: 5}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 60)]
    lines += ["model_list:", "- model_name: x", "  litellm_params: &last", "    <<: *a59", "    rpm: 7"]
    found = read_config("\n".join([*lines, "- model_name: y", "  litellm_params: *last"]))
    for name in ("x", "y"):
        (route,) = found.served[name].routes
        assert (route.model, route.limits) == ("a/b", {"rpm": 7.0})


# --- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with an accepted record that nothing is due of."""
    return kept_file(tmp_path / "support.toml", 900)


def test_check_holds_the_file_against_the_accepted_record(run: Run, kept: Path, tmp_path: Path) -> None:
    """The decision may be edited meanwhile: what runs is held against what was accepted. Exit 1 on a difference."""
    config = tmp_path / "config.yaml"
    assert run("export", kept, "-f", "litellm", "--record", "1", "-o", config).returncode == 0
    text = config.read_text("utf-8")
    assert "# Accepted by Ada." in text and "\n# Digest: " in text
    before = json.loads(run("check", kept, "--json", "--config", config).stdout)
    assert before["config"]["differences"] == [] and before["config"]["gateway"] == "LiteLLM"
    assert "record 1, accepted on 2026-11-22: no difference" in run("check", kept, "--config", config).stdout
    kept.write_text(kept.read_text("utf-8").replace('fallback = "gpt-6-luna"', 'fallback = "claude-haiku-4-5"'))
    told = json.loads(run("check", kept, "--json", "--config", config).stdout)["config"]
    assert told["differences"] == []
    config.write_text(text.replace("openai/gpt-6-luna", "openai/gpt-6-sol"))
    done = run("review", kept, "--config", config)
    assert done.returncode == 1 and "DUE  " in done.stdout
    assert "config: Answer from help-center text: the fallback in the file is openai/gpt-6-sol" in done.stdout
    done = run("check", kept, "--config", config)
    assert done.returncode == 1 and "error  Answer from help-center text: the fallback" in done.stdout


def test_a_config_that_cannot_be_read_exits_with_two(run: Run, kept: Path, tmp_path: Path) -> None:
    """With the file's name and what is wrong."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("model_list: [")
    for command in ("check", "review"):
        done = run(command, kept, "--config", wrong)
        assert (done.returncode, done.stdout) == (2, "") and "wrong.yaml: line " in done.stderr
    assert run("check", kept, "--config", tmp_path / "none.yaml").returncode == 2


def test_a_file_of_several_decisions(run: Run, kept: Path, tmp_path: Path) -> None:
    """Reviewed together, the groups of one are no strangers to the other."""
    other = kept.with_name("second.toml")
    other.write_bytes(kept.read_bytes())
    (kept.with_name("second.records")).mkdir()
    for file in kept.with_name("support.records").iterdir():
        (kept.with_name("second.records") / file.name).write_bytes(file.read_bytes())
    texts = []
    for path in (kept, other):
        texts.append(yaml.safe_load(run("export", path, "-f", "litellm", "--record", "1").stdout))
    joined = texts[0]
    joined["model_list"] += texts[1]["model_list"]
    joined["router_settings"]["fallbacks"] += texts[1]["router_settings"]["fallbacks"]
    joined["router_settings"]["context_window_fallbacks"] += texts[1]["router_settings"]["context_window_fallbacks"]
    config = tmp_path / "both.yaml"
    config.write_text(yaml.safe_dump(joined))
    assert "config" not in run("review", kept, other, "--config", config).stdout
    assert "config: The file serves second-answer" in run("review", kept, "--config", config).stdout


def test_errors_are_of_the_family() -> None:
    """What a user can cause is told as such."""
    assert issubclass(NotAConfig, ShortlistError)
