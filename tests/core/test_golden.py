"""Golden datasets: what is read, what each check says of an answer, starter sets, other tools and back."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.workspace import read_workspace, to_data
from shortlist.core.golden.check import TYPES
from shortlist.core.golden.coverage import coverage, golden_answers, with_golden_answers
from shortlist.core.golden.examples import Example, example_of, golden_text, plain_example, read_golden
from shortlist.core.golden.grading import Call, ModelAnswer, cited_ids, grade, judged
from shortlist.core.golden.promptfoo import from_promptfoo, to_promptfoo
from shortlist.core.golden.tables import example_meanings, from_inspect, from_rows
from shortlist.store.golden import read_starter
from shortlist.store.golden_files import read_examples
from shortlist.store.places import starter_kinds
from tests.conftest import TODAY
from tests.tui.conftest import worked_data

SCHEMA = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}


def one(*checks: Any, **keys: Any) -> Example:
    """An example with checks."""
    return example_of({"id": "q", "input": "in", "checks": list(checks), **keys})


def call(name: str, arguments: object) -> ModelAnswer:
    """An answer that calls a tool."""
    return ModelAnswer(calls=(Call(name, arguments if isinstance(arguments, str) else json.dumps(arguments)),))


CASES: list[tuple[Any, ModelAnswer | str, str]] = [
    ({"equals": "refund"}, " refund\n", "ok"),
    ({"equals": "refund"}, "Refund", "wrong"),
    ({"type": "equals", "value": "refund", "ignore_case": True}, "REFUND", "ok"),
    ({"type": "equals", "value": "refund", "case": False}, "REFUND", "ok"),
    ({"type": "equals", "value": "refund", "case_sensitive": True}, "REFUND", "wrong"),
    ({"type": "equals", "value": "a b"}, "a  b", "wrong"),
    ({"type": "equals", "value": "a b", "ignore_whitespace": True}, "a \n b", "ok"),
    ({"type": "equals", "value": ["yes", "y"]}, "y", "ok"),
    ({"type": "equals", "value": {"a": 1}}, '{"a": 1.0}', "ok"),
    ({"type": "equals", "value": {"a": 1}}, '{"a": true}', "wrong"),
    ({"contains": "x"}, "axb", "ok"),
    ({"contains": ["a", "z"]}, "axb", "wrong"),
    ({"type": "contains", "value": "AX", "ignore_case": True}, "axb", "ok"),
    ({"not_contains": ["z", "x"]}, "axb", "wrong"),
    ({"not_contains": "z"}, "axb", "ok"),
    ({"regex": r"^\d{3}$"}, "123", "ok"),
    ({"regex": r"^\d{3}$"}, "12", "wrong"),
    ("json", '{"a": 1}', "ok"),
    ("json", '{"a": NaN}', "invalid"),
    ({"json": True}, "{", "invalid"),
    ({"json_schema": SCHEMA}, '{"n": 1}', "ok"),
    ({"json_schema": SCHEMA}, '{"n": "1"}', "invalid"),
    ({"json_schema": {"$ref": "http://127.0.0.1:9/x"}}, '{"n": 1}', "wrong"),
    ({"tool_call": {"name": "find", "arguments": {"id": 1}}}, call("find", {"id": 1}), "ok"),
    ({"tool_call": {"name": "find", "arguments": {"id": 1}}}, call("find", {"id": 2}), "wrong"),
    ({"tool_call": {"name": "find", "schema": SCHEMA}}, call("find", {"n": "x"}), "invalid"),
    ({"tool_call": {"name": "find"}}, call("find", "{not json"), "invalid"),
    ({"tool_call": "find"}, call("other", {}), "wrong"),
    ({"tool_call": "find"}, "I will look it up", "invalid"),
    ({"citations": {"among": ["a", "b"], "at_least": 2}}, "so [a] and [b]", "ok"),
    ({"citations": {"among": ["a", "b"], "at_least": 2}}, "so [a] and [a]", "wrong"),
    ({"citations": ["a", "b"]}, "so [a, c]", "wrong"),
    ({"citations": ["a"]}, "see [the page](http://x) [a]", "ok"),
    ({"max_chars": 3}, "abc", "ok"),
    ({"max_chars": 3}, "abcd", "wrong"),
    ("refuses", "I'm sorry, but I can't help with that.", "ok"),
    ("refuses", "Sure: here it is.", "wrong"),
    ("refuses", ModelAnswer(refusal="no"), "ok"),
    ({"refuses": False}, "I cannot share that.", "wrong"),
    ({"equals": "a"}, ModelAnswer("a", finish_reason="length"), "cut"),
]


@pytest.mark.parametrize(("check", "answer", "verdict"), CASES, ids=[f"{n}" for n in range(len(CASES))])
def test_what_a_check_says(check: Any, answer: ModelAnswer | str, verdict: str) -> None:
    """A failed shape is invalid, another failed check wrong, what is cut is cut."""
    found = grade(one(check), answer if isinstance(answer, ModelAnswer) else ModelAnswer(answer))
    assert found.verdict == verdict and bool(found.reason) is (verdict != "ok")


def test_all_checks_must_pass_and_the_shape_decides() -> None:
    """Wrong and invalid together are invalid, and both reasons are told; each is counted under its name."""
    example = one("json", {"type": "contains", "value": "z", "name": "says z"}, {"judge": "is it good?"})
    found = grade(example, ModelAnswer("abc"))
    assert (found.verdict, dict(found.metrics)) == ("invalid", {"json": False, "says z": False})
    assert "no JSON" in found.reason and "says z" in found.reason
    passed = grade(one({"contains": "a"}, {"judge": "good?"}, "person"), ModelAnswer("abc"))
    assert passed.verdict is None and [check.type for check in passed.waiting] == ["judge", "person"]


def test_a_pattern_without_end_is_ended() -> None:
    """A pattern that takes exponential time costs half a second, in a check and in a schema, and is told."""
    begun = time.monotonic()
    for check in ({"regex": r"^(a|a)*$"}, {"json_schema": {"type": "string", "pattern": r"^(a|a)*$"}}):
        text = "a" * 40 + "!"
        found = grade(one(check), ModelAnswer(json.dumps(text) if "json_schema" in check else text))
        assert found.verdict in ("wrong", "invalid") and "took longer" in found.reason
    assert time.monotonic() - begun < 10


def test_citations_of_an_answer_in_json() -> None:
    """A list of sources counts as what is cited."""
    assert cited_ids('{"answer": "x", "citations": ["p1", {"id": "p2"}]}') == ["p1", "p2"]
    assert cited_ids("[a; b] and [c]", None) == ["a", "b", "c"]


BAD = {
    "{": "no JSON",
    "[]": "expected an object",
    '{"id": "a"}': "input: is missing",
    '{"id": "a", "input": ""}': "is empty",
    '{"id": "a", "input": "x"}': "there is none, and nothing is expected",
    '{"id": "a", "input": "x", "checks": ["contain"]}': "did you mean contains?",
    '{"id": "a", "input": "x", "checks": [{"regex": "("}]}': "no regular expression",
    '{"id": "a", "input": "x", "checks": [{"type": "max_chars", "value": "9"}]}': "whole number",
    '{"id": "a", "input": "x", "checks": ["json"], "expcted": 1}': "did you mean expected?",
    '{"id": "a", "input": [{"role": "robot", "content": "x"}], "checks": ["json"]}': "a role",
    '{"id": "a", "input": "x", "checks": ["json"], "critical": "yes"}': "true or false",
    '{"id": "a", "input": "x", "checks": ["json"], "added_on": "today"}': "expected a day",
    '{"id": "a", "input": NaN, "checks": ["json"]}': "no JSON",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_told_and_the_others_are_read(line: str) -> None:
    """One message, with the line and what would be right."""
    found = read_golden(
        f'{{"id": "first", "input": "1", "checks": ["json"]}}\n\n{line}\n{{"id":"z","input":"2","expected":"b"}}'
    )
    assert [example.id for example in found.examples] == ["first", "z"]
    (problem,) = found.problems
    assert problem.line == 3 and BAD[line] in problem.why


def test_ids_and_inputs_are_there_once() -> None:
    """A second example of an id, or of an input that is run, is a bad line."""
    rows = [{"id": "a", "input": "1"}, {"id": "a", "input": "2"}, {"id": "b", "input": "1"}]
    found = read_golden("".join(json.dumps({**row, "expected": "x"}) + "\n" for row in rows))
    assert [problem.line for problem in found.problems] == [2, 3]
    retired = [{**rows[0], "retired_on": "2026-01-01"}, rows[2]]
    found = read_golden("".join(json.dumps({**row, "expected": "x"}) + "\n" for row in retired))
    assert not found.problems and [example.id for example in found.active] == ["b"]


@pytest.mark.parametrize("kind", starter_kinds())
def test_a_starter_set_is_ready_to_be_replaced(kind: str) -> None:
    """Ten to fifteen examples of several kinds, marked; what is expected passes, and silence does not."""
    golden = read_starter(kind)
    assert not golden.problems and 10 <= len(golden.examples) <= 15
    assert all(example.source == "starter set" and "replace it" in example.note for example in golden.examples)
    assert {"real_task", "edge_case", "adversarial", "rare", "ambiguous"} <= {
        example.kind for example in golden.examples
    }
    assert any(example.critical for example in golden.examples) or kind == "routing"
    for example in golden.examples:
        if example.expected is not None:
            text = example.expected if isinstance(example.expected, str) else json.dumps(example.expected)
            assert grade(example, ModelAnswer(text)).verdict == "ok", example.id
        silent = [check.type for check in example.checks if check.type not in ("not_contains", "max_chars")]
        assert not silent or grade(example, ModelAnswer("")).verdict != "ok", example.id


def test_a_starter_set_for_every_kind_of_step() -> None:
    """The kinds of steps that the shipped scenarios have."""
    assert starter_kinds() == [
        "coding",
        "extraction",
        "moderation",
        "retrieval_answer",
        "routing",
        "support_answer",
        "tool_calls",
        "voice_reply",
    ]


# --- what it covers


def test_coverage_and_what_it_answers_of_the_checklist() -> None:
    """Starters are nobody's own; retired ones count nowhere; whether incidents all add one no file can say."""
    rows = [
        one({"equals": "a"}, kind="real_task", critical=True)._replace(id="1"),
        one({"judge": "good?"}, kind="adversarial")._replace(id="2"),
        one("json", kind="regression")._replace(id="3"),
        one("json", kind="edge_case", source="starter set")._replace(id="4"),
        one("json", kind="rare", retired_on="2026-01-01")._replace(id="5"),
    ]
    told = coverage(rows)
    assert (told.examples, told.critical, told.starters, told.retired) == (4, 1, 1, 1)
    assert told.checks == {"equals": 1, "judge": 1, "json": 2} and any(
        "4 examples of 50" in one for one in told.warnings
    )
    answers = {check: answer.verdict for check, answer in golden_answers({"s": rows}).items()}
    assert answers == {
        "golden.real_tasks": "pass",
        "golden.targets": "pass",
        "golden.deterministic": "pass",
        "golden.adversarial": "pass",
        "golden.edge_cases": "fail",
        "golden.regressions": "unknown",
    }
    assert golden_answers({}) == {}


def test_the_checklist_is_answered_by_the_files_and_a_person_before_them() -> None:
    """What they decide is written down once; a person's answer stays; what they cannot tell stays open."""
    data = to_data(read_workspace(worked_data()))
    person = {"check": "golden.real_tasks", "verdict": "fail", "checked_by": "Ada"}
    workspace = read_workspace({**data, "answers": [person]})
    found = golden_answers(
        {"s": [one({"equals": "a"}, kind="real_task"), one("json", kind="regression")._replace(id="2")]}
    )
    changed = with_golden_answers(workspace, found, TODAY)
    told = {answer.check: (answer.verdict, answer.checked_by) for answer in changed.answers}
    assert told["golden.real_tasks"] == ("fail", "Ada") and "golden.regressions" not in told
    assert told["golden.targets"] == ("pass", "the golden datasets") == told["golden.deterministic"]
    assert with_golden_answers(changed, found, TODAY) is changed
    fewer = golden_answers({"s": [one({"judge": "good?"})]})
    assert {a.check: a.verdict for a in with_golden_answers(changed, fewer, TODAY).answers}[
        "golden.deterministic"
    ] == "fail"


# --- other tools


texts = st.text(min_size=1, max_size=20).filter(str.strip)
checks = st.one_of(
    st.builds(lambda value: {"type": "equals", "value": value}, texts),
    st.builds(lambda value: {"type": "contains", "value": value, "ignore_case": True}, texts),
    st.builds(lambda value: {"type": "not_contains", "value": value}, st.lists(texts, min_size=1, max_size=3)),
    st.just({"type": "json"}),
    st.just({"type": "json_schema", "value": SCHEMA}),
    st.builds(lambda n: {"type": "max_chars", "value": n}, st.integers(0, 500)),
    st.just({"type": "refuses"}),
    st.just({"type": "refuses", "value": False}),
    st.just({"type": "tool_call", "value": "find", "arguments": {"a": 1}}),
    st.just({"type": "citations", "value": ["a"], "at_least": 2}),
    st.builds(lambda value: {"type": "judge", "value": value, "name": "tone"}, texts),
    st.just({"type": "person"}),
)
examples = st.builds(
    lambda number, text, found, critical, kind: {
        "id": f"q{number}",
        "kind": kind,
        "input": text,
        "checks": found,
        "critical": critical,
    },
    st.integers(0, 99),
    texts,
    st.lists(checks, min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from(["real_task", "rare", ""]),
)


@given(examples)
def test_the_file_and_the_tests_of_promptfoo_say_the_same(values: dict[str, Any]) -> None:
    """Out and back nothing is lost but the order of checks; in the own file not even that."""
    example = example_of(values)
    assert read_golden(golden_text([example])).examples == (example,)
    told = json.loads(json.dumps(to_promptfoo([example])))
    (back,), refused, notices = from_promptfoo(told)
    assert not refused and not notices

    def told_of(found: Example) -> Any:
        written = plain_example(found)
        order = sorted(json.dumps(check, sort_keys=True) for check in written.get("checks", []))
        return {**written, "checks": order, "source": ""}

    assert told_of(back) == told_of(example)


def test_tests_of_promptfoo_with_a_template(tmp_path: Path) -> None:
    """YAML with one prompt: its variables are filled in; an assertion without an equal is told; aliases are refused."""
    file = tmp_path / "tests.yaml"
    file.write_text(
        "prompts: ['Sort: {{mail}}']\ntests:\n- vars: {mail: 'too late'}\n  assert:\n"
        "  - {type: icontains, value: delivery}\n"
        "  - {type: latency, threshold: 5}\n  - {type: javascript, value: 'output.length < 9'}\n- {assert: []}\n",
        "utf-8",
    )
    found = read_examples(file)
    (example,) = found.examples
    assert example.input == "Sort: too late" and [check.type for check in example.checks] == ["contains", "max_chars"]
    assert example.checks[1].value == 8 and found.refused[0][0] == "test 2" and "latency" in found.notices[0]
    file.write_text("a: &x [1]\ntests: *x\n", "utf-8")
    with pytest.raises(ShortlistError, match="aliases"):
        read_examples(file)


def test_a_table_and_a_dataset_of_inspect(tmp_path: Path) -> None:
    """Columns are known by their usual names; the letters of choices are the target."""
    table = tmp_path / "t.csv"
    table.write_text('Question,Answer,Critical,checks\nhi,hello,yes,\nx,,,"[{""max_chars"": 3}]"\ny,,,\n', "utf-8")
    found = read_examples(table)
    assert [(one.input, one.critical, one.checks[0].type) for one in found.examples] == [
        ("hi", True, "equals"),
        ("x", False, "max_chars"),
    ]
    assert found.refused[0][0] == "line 4"
    with pytest.raises(ShortlistError, match="no column holds what goes in"):
        example_meanings(["a", "b"])
    with pytest.raises(ShortlistError, match="no column says what is right"):
        example_meanings(["input", "kind"])
    assert from_rows([], {"input": "a"}, "t") == ([], [])
    samples = [{"input": "2+2?", "choices": ["3", "4"], "target": "B", "id": 7}, {"target": "x"}]
    (sample,), refused = from_inspect(samples)
    assert sample.id == "7" and "B) 4" in sample.text and sample.checks[0].value == "B" and refused[0][0] == "sample 2"


def test_a_column_may_be_called_by_a_check(tmp_path: Path) -> None:
    """Each filled cell of it is a check; numbers are texts, lists are lists, and a mark stands for no value."""
    table = tmp_path / "t.csv"
    table.write_text(
        "input,contains,Not contains,max_chars,person,refuses\n"
        'when,30,"[""never"", ""no""]",600,,\nwho,,,,how polite?,\nwhat,,,many,,\nwhy,,,,,yes\n',
        "utf-8",
    )
    found = read_examples(table)
    assert [[(check.type, check.value) for check in one.checks] for one in found.examples] == [
        [("contains", "30"), ("not_contains", ["never", "no"]), ("max_chars", 600)],
        [("person", "how polite?")],
        [("refuses", None)],
    ]
    assert found.refused == (("line 4", "checks[0]: value: expected a whole number of characters"),)


def test_what_a_judge_replies() -> None:
    """JSON, in whatever words; anything else is no verdict."""
    assert judged('Well: {"pass": false, "reason": "rude"}') == (False, "rude")
    for reply in ("yes", '{"pass": "true"}', ""):
        with pytest.raises(ShortlistError):
            judged(reply)


def test_every_type_of_check_is_tried_here() -> None:
    """A new one comes with its cases."""
    tried = {
        next(iter(check)) if isinstance(check, dict) and "type" not in check else check
        for check, _, _ in CASES
        if not (isinstance(check, dict) and "type" in check)
    }
    assert set(TYPES) - {"judge", "person"} <= tried
