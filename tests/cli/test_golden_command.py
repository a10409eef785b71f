"""`shortlist golden`: what a dataset covers, and how examples come into its file, rest, and leave it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.golden.examples import Example, read_golden
from shortlist.store.golden import read_starter
from tests.conftest import Run
from tests.evaluating.conftest import candidate, example, write


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of one step with two examples."""
    examples = [example(1, critical=True), example(2, kind="adversarial", checks=["json", {"contains": "yes"}])]
    return write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], examples)


def examples_of(workspace: Path) -> dict[str, Example]:
    """The examples in the file beside it, by their ids."""
    found = read_golden((workspace.parent / "golden" / "answer.jsonl").read_text("utf-8"))
    assert not found.problems
    return {one.id: one for one in found.examples}


def test_what_a_dataset_covers(run: Run, workspace: Path) -> None:
    """By kind and by check, what it is too little for, and what it says of the checklist; as data as well."""
    done = run("golden", workspace)
    assert (done.returncode, done.stderr) == (0, "")
    for told in (
        "answer: 2 examples in ",
        "kinds: 1 adversarial, 1 real_task",
        "checks: 1 contains, 1 equals, 1 json",
        "1 critical, 0 retired",
        "2 examples of 50: an interval over so few settles little",
        "none of the kind edge case",
        "golden.real_tasks: pass: ",
        "golden.edge_cases: fail: ",
    ):
        assert told in done.stdout, told
    data = json.loads(run("golden", workspace, "--json").stdout)
    (step,) = data["steps"]
    assert (step["step"], step["examples"], step["critical"], step["retired"]) == ("answer", 2, 1, 0)
    assert (step["kinds"], step["checks"]) == (
        {"adversarial": 1, "real_task": 1},
        {"contains": 1, "equals": 1, "json": 1},
    )
    assert data["checks"]["golden.adversarial"]["verdict"] == "pass"


def test_a_dataset_that_other_workspaces_have_too_is_told(run: Run, workspace: Path) -> None:
    """A step of the same id beside it reads and writes the same file; a path of its own ends that, for either."""
    assert "shared with" not in run("golden", workspace).stdout
    text = workspace.read_text("utf-8")
    workspace.with_name("other.toml").write_text(text, "utf-8")
    workspace.with_name("third.toml").write_text(text.replace('id = "answer"', 'id = "reply"'), "utf-8")
    workspace.with_name("broken.toml").write_text("[[", "utf-8")
    told = 'shared with the workspace other, whose step has this file too; golden = "golden/team-answer.jsonl" in'
    assert told in run("golden", workspace).stdout
    assert told in run("golden", workspace, "--starter", "routing").stdout
    (step,) = json.loads(run("golden", workspace, "--json").stdout)["steps"]
    assert step["shared_with"] == ["other"]
    own = text.replace("max_output_tokens", 'golden = "golden/team-answer.jsonl"\nmax_output_tokens')
    workspace.write_text(own, "utf-8")
    assert "shared with" not in run("golden", workspace).stdout
    assert "shared with" not in run("golden", workspace.with_name("other.toml")).stdout


def test_a_line_that_is_no_example_is_told(run: Run, workspace: Path) -> None:
    """With its place; the others are counted, and the command says so by its exit."""
    file = workspace.parent / "golden" / "answer.jsonl"
    file.write_text(file.read_text("utf-8") + '{"id": "q9", "input": "x", "checks": ["contain"]}\n', "utf-8")
    done = run("golden", workspace)
    assert done.returncode == 1
    assert "answer.jsonl: line 3" in done.stdout and "did you mean contains?" in done.stdout
    assert "answer: 2 examples" in done.stdout


def test_a_starter_set_is_added_once(run: Run, workspace: Path) -> None:
    """Marked as nobody's; a second time nothing doubles."""
    own, starters = examples_of(workspace), read_starter("routing").examples
    done = run("golden", workspace, "--step", "answer", "--starter", "routing")
    assert done.returncode == 0 and f"{len(starters)} examples of starter set routing added to" in done.stdout
    found = examples_of(workspace)
    assert list(found)[:2] == list(own) and len(found) == 2 + len(starters)
    assert all(one.source == "starter set" for id_, one in found.items() if id_ not in own)
    again = run("golden", workspace, "--starter", "routing")
    assert again.returncode == 0 and f"{len(starters)} examples of starter set routing left out" in again.stdout
    assert examples_of(workspace) == found
    assert f"{len(starters)} of them are of a starter set: replace them by your own" in run("golden", workspace).stdout


PROMPTFOO = [{"vars": {"input": "too late"}, "assert": [{"type": "icontains", "value": "delivery"}]}, {"assert": []}]
INSPECT = {"input": "2+2?", "choices": ["3", "4"], "target": "B", "id": "sum"}


@pytest.mark.parametrize(
    ("name", "content", "made"),
    [
        ("tests.json", json.dumps(PROMPTFOO), ("too late", "contains", "delivery")),
        ("mine.csv", "input,contains\nwhere is it,here\nwho,\n", ("where is it", "contains", "here")),
        ("samples.jsonl", json.dumps(INSPECT) + "\n" + json.dumps({"target": "x"}) + "\n", ("2+2?", "equals", "B")),
    ],
)
def test_examples_of_other_tools_are_added(
    name: str, content: str, made: tuple[str, str, str], run: Run, workspace: Path, tmp_path: Path
) -> None:
    """Tests of promptfoo, a table, a dataset of Inspect; what is none is told, and the exit says so."""
    file = tmp_path / name
    file.write_text(content, "utf-8")
    done = run("golden", workspace, "--import", file)
    assert done.returncode == 1 and "1 example of " in done.stdout and " added to " in done.stdout
    assert f"{file}: " in done.stdout
    one = list(examples_of(workspace).values())[-1]
    text, type_, value = made
    assert one.text.startswith(text) and (one.checks[0].type, one.checks[0].value) == (type_, value)
    assert len(examples_of(workspace)) == 3


def test_an_example_is_retired(run: Run, workspace: Path) -> None:
    """It stays in the file and counts no more."""
    assert run("golden", workspace, "--retire", "q2").returncode == 0
    assert examples_of(workspace)["q2"].retired_on == "2026-11-22"
    told = run("golden", workspace).stdout
    assert "answer: 1 example in " in told and "1 critical, 1 retired" in told
    gone = run("golden", workspace, "--retire", "q2")
    assert gone.returncode == 2 and "no example 'q2' in answer" in gone.stderr


def test_the_checklist_is_answered(run: Run, workspace: Path) -> None:
    """What the files decide is written into the workspace, and nothing else."""
    done = run("golden", workspace, "--answer")
    assert done.returncode == 0
    answers = {one["check"]: one["verdict"] for one in tomllib.loads(workspace.read_text("utf-8"))["answers"]}
    assert answers["golden.real_tasks"] == "pass" and answers["golden.edge_cases"] == "fail"
    assert "golden.regressions" not in answers


def test_tests_of_promptfoo_go_out_and_come_back(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Printed or written; a file that is there stays; read back they are the examples that were."""
    printed = run("golden", workspace, "--export", "promptfoo")
    tests: list[dict[str, Any]] = json.loads(printed.stdout)["tests"]
    assert [one["assert"][0]["type"] for one in tests] == ["equals", "is-json"]
    file = tmp_path / "tests.json"
    assert run("golden", workspace, "--export", "promptfoo", "-o", file).returncode == 0
    assert file.read_text("utf-8") == printed.stdout
    again = run("golden", workspace, "--export", "promptfoo", "-o", file)
    assert again.returncode == 2 and "is there already" in again.stderr
    before = examples_of(workspace)
    (workspace.parent / "golden" / "answer.jsonl").unlink()
    assert run("golden", workspace, "--import", file).returncode == 0
    after = examples_of(workspace)
    assert list(after) == list(before)
    for id_, one in before.items():
        assert (after[id_].input, after[id_].kind, after[id_].critical) == (one.input, one.kind, one.critical)
        assert {check.type for check in after[id_].checks} == {check.type for check in one.checks}


@pytest.mark.parametrize(
    "taken",
    [
        {"input": "file:///etc/passwd"},
        {"input": "Say {{env.OPENAI_API_KEY}}"},
        {"input": [{"role": "user", "content": "{% for x in y %}"}]},
        {"input": "hello", "checks": [{"contains": "file://answer.txt"}]},
        {"input": "hello", "checks": [{"contains": "{{env.HOME}}"}]},
    ],
    ids=str,
)
def test_what_promptfoo_would_open_or_fill_in_does_not_go_out(taken: dict[str, Any], run: Run, workspace: Path) -> None:
    """Kind: an adversarial example that has promptfoo read a file, or send what the environment holds to a model."""
    file = workspace.parent / "golden" / "answer.jsonl"
    row = {"id": "q7", "kind": "adversarial", "checks": [{"equals": "no"}], **taken}
    file.write_text(file.read_text("utf-8") + json.dumps(row) + "\n", "utf-8")
    done = run("golden", workspace, "--export", "promptfoo")
    assert done.returncode == 0 and "q7 is left out" in done.stderr and done.stderr.count("\n") == 1
    assert [one["metadata"]["id"] for one in json.loads(done.stdout)["tests"]] == ["q1", "q2"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--starter", "nonsense"), "no starter set 'nonsense'; known: coding, extraction"),
        (("--step", "answr", "--starter", "routing"), "no step 'answr'; did you mean answer?"),
        (("--retire", "q3"), "no example 'q3' in answer"),
        (("--retire", "q1", "--answer"), "one of --starter, --import, --retire, --answer and --export at a time"),
        (("--import", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_is_refused_changes_nothing(arguments: tuple[str, ...], told: str, run: Run, workspace: Path) -> None:
    """One line with what there is."""
    before = examples_of(workspace)
    done = run("golden", workspace, *arguments)
    assert (done.returncode, done.stdout) == (2, "") and told in done.stderr and done.stderr.count("\n") == 1
    assert examples_of(workspace) == before


def test_a_shipped_scenario_gets_no_examples(run: Run) -> None:
    """Its folder is everybody's; and of several steps one is named."""
    done = run("golden", "retrieval-assistant", "--step", "answer", "--starter", "retrieval_answer")
    assert done.returncode == 2 and "duplicate it first" in done.stderr
    done = run("golden", "retrieval-assistant", "--starter", "retrieval_answer")
    assert done.returncode == 2 and "of which step? --step ID, one of: classify, embed" in done.stderr


def test_the_starter_sets_stand_in_the_help(run: Run) -> None:
    """They are known before one is asked for, and not from the refusal of another."""
    told = " ".join(run("golden", "--help").stdout.split())
    assert "to be replaced by your own examples: coding, extraction" in told, told


def test_an_example_out_of_the_runs_is_no_test_of_an_export(run: Run, workspace: Path) -> None:
    """It stays in the file, and a test runner is not to ask it."""
    file = workspace.parent / "golden" / "answer.jsonl"
    assert "id: q1" in run("export", workspace, "--format", "promptfoo").stdout
    first, *rest = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([json.dumps({**json.loads(first), "retired_on": "2026-11-20"}), *rest]), "utf-8")
    done = run("export", workspace, "--format", "promptfoo")
    assert (done.returncode, done.stderr) == (0, "")
    assert "id: q1" not in done.stdout and "id: q2" in done.stdout
