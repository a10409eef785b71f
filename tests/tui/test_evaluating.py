"""A run from the Evidence screen: what it would cost, its lines, pause and end, and the one edit."""

from __future__ import annotations

import importlib
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from shortlist.core.calling.hand_grading import Checked, shuffled, to_grade
from shortlist.core.calling.logged_answers import AnswerKey, AnswerVerdicts, LoggedAnswer, final
from shortlist.core.calling.request import Setting, asking
from shortlist.core.calling.run_progress import Ended, RunState, Tally
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.evaluation import Evaluation
from shortlist.core.document.presets import PRESETS, new_from_preset
from shortlist.core.evidence.calibration import SURE_CHECKS, BlindVerdicts, Judging, calibration, corrected
from shortlist.core.evidence.files import RunRows
from shortlist.core.evidence.rows import row_of
from shortlist.core.evidence.runs import RunInForce
from shortlist.core.golden.examples import Example, example_of, read_golden
from shortlist.core.golden.grading import Judged, ModelAnswer
from shortlist.store.evidence import read_evidence, read_judge_checks
from shortlist.store.places import starter_kinds
from shortlist.tui.dialogs.prompt import PromptDialog
from shortlist.tui.dialogs.question import QuestionDialog
from shortlist.tui.flows.evaluating.example_dialog import ExampleDialog
from shortlist.tui.flows.evaluating.golden_dialog import GoldenDialog, likely_starter
from shortlist.tui.flows.evaluating.hand_grading_dialog import HandGradingDialog
from shortlist.tui.flows.evaluating.plan_dialog import PlanDialog
from shortlist.tui.flows.evaluating.run_dialog import RunDialog
from shortlist.tui.flows.evaluating.tables import RunNames, pair_lines, progress_bar, run_table, state_words
from shortlist.tui.flows.importing.file_dialog import FileDialog
from shortlist.tui.forms.form_dialog import FormDialog
from shortlist.tui.widgets.pane import Pane
from tests.evaluating.conftest import KEY, candidate, example, log, write
from tests.evaluating.server import FaultServer, serving
from tests.tui.conftest import Open, screen_text, until, workspace_screen


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """The client takes a moment to load, which is not to be waited for in a screen."""
    importlib.import_module("openai")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key that the endpoints ask for."""
    monkeypatch.setenv("TEST_KEY", KEY)


async def planned(pilot: Pilot[None]) -> PlanDialog:
    """Go to the evidence and ask for a run."""
    await pilot.press("6")
    await until(pilot, lambda: workspace_screen(pilot).tab == "evidence" and workspace_screen(pilot).body is not None)
    await pilot.press("R")
    return await until_planned(pilot)


async def test_a_run_is_one_edit(application: Open, tmp_path: Path) -> None:
    """Within a budget: the plan, the amount, the lines, then runs with rows; undo takes all of them back."""
    with serving(FaultServer()) as server:
        examples = [example(n, "500" if n == 2 else "", "no" if n == 4 else "yes") for n in range(6)]
        path = write(tmp_path, [candidate(one, server.url) for one in ("one", "two")], examples)
        async with application(str(path)) as pilot:
            await planned(pilot)
            assert re.search(r"one +Answer +6 +6 +0[.]0003", screen_text(pilot)), "examples, calls, USD at most"
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, PromptDialog))
            pilot.app.screen.query_one(Input).value = "0.01"
            await pilot.press("enter")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: len(session.workspace.evaluations) == 2)
            assert [(one.examples, one.successes) for one in session.workspace.evaluations] == [(6, 5), (6, 5)]
            assert len(server.calls) == 14 and len(log(path)) == 12
            kept = read_evidence(path, session.workspace).of(session.workspace.evaluations[0])
            assert kept is not None and kept.rows is not None and len(kept.rows) == 6
            await pilot.press("ctrl+z")
            await until(pilot, lambda: not session.workspace.evaluations)
    assert os.environ["TEST_KEY"] == KEY


async def test_replies_of_a_judge_that_nobody_can_read_are_told(application: Open, tmp_path: Path) -> None:
    """With the answers that wait for it, and what the replies cost."""
    with serving(FaultServer()) as server:
        examples = [example(n, checks=[{"judge": "is it polite? say: fine by me"}]) for n in range(2)]
        path = write(tmp_path, [candidate(one, server.url) for one in ("one", "wise")], examples, judge="wise")
        async with application(str(path), size=(160, 45)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            told = "one: 2 replies of its judge could not be read and were paid for all the same"
            await until(pilot, lambda: told in " ".join(str(one.message) for one in pilot.app._notifications))


async def test_a_run_can_be_paused_and_ended_and_goes_on_later(application: Open, tmp_path: Path) -> None:
    """Paused, no call goes out; ended, what came is kept and nothing changes; then only the rest is asked."""
    with serving(FaultServer(first_delay_s=0.2)) as server:
        path = write(tmp_path, [candidate("one", server.url)], [example(n) for n in range(16)])
        async with application(str(path)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, RunDialog) and len(server.calls) >= 4)
            dialog = pilot.app.screen
            assert isinstance(dialog, RunDialog)
            await pilot.press("p")
            await until(
                pilot, lambda: dialog._under_way is not None and dialog._under_way.paused and not server.holding
            )
            came = len(server.calls)
            await pilot.pause(0.4)
            assert len(server.calls) == came and "paused" in screen_text(pilot)
            await until(pilot, lambda: "p goes on, s or Esc ends it" in screen_text(pilot))
            await pilot.press("s")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: not isinstance(pilot.app.screen, RunDialog))
            assert not session.workspace.evaluations and len(log(path)) == came
            await planned(pilot)
            assert f"{came} of 16 answers stand in the log" in screen_text(pilot)
            await pilot.press("down", "enter")
            await until(pilot, lambda: len(session.workspace.evaluations) == 1)
            assert len(server.calls) == 16


async def test_the_key_is_on_no_screen(application: Open, tmp_path: Path, data_dir: Path) -> None:
    """The server gives it back in answers and in every error: neither lines nor answers nor messages nor files hold
    it."""
    faults = ("", "400", "500*9", "error_in_stream*9", "429")
    with serving(FaultServer()) as server, serving(FaultServer(always="401")) as shut:
        examples = [example(n, fault, says="my key is $KEY") for n, fault in enumerate(faults)]
        path = write(tmp_path, [candidate("one", server.url), candidate("two", shut.url)], examples)
        seen = set()
        async with application(str(path), size=(160, 45)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            session = workspace_screen(pilot).session
            while not session.workspace.evaluations:
                await pilot.pause(0.05)
                seen.add(screen_text(pilot))
            seen |= {one.message for one in pilot.app._notifications}
            await pilot.press("n")
            await until(
                pilot, lambda: isinstance(pilot.app.screen, HandGradingDialog) and "[key]" in screen_text(pilot)
            )
            seen.add(screen_text(pilot))
            await pilot.press("escape", "f")
            await until(pilot, lambda: "my key is" in screen_text(pilot))
            seen.add(screen_text(pilot))
        assert server.calls and all(call.authorization == f"Bearer {KEY}" for call in (*server.calls, *shut.calls))
    assert any("HTTP 401" in text for text in seen) and not any(KEY in text for text in seen)
    for folder in (tmp_path, data_dir):
        for file in folder.rglob("*"):
            assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


async def test_what_is_missing_is_asked_for(application: Open, tmp_path: Path) -> None:
    """Without an endpoint and a dataset a run asks for both, one after the other, and goes on from there."""
    with serving(FaultServer()) as server:
        path = write(tmp_path, [candidate(one, "") for one in ("one", "two")], [])
        async with application(str(path), size=(120, 40)) as pilot:
            session = workspace_screen(pilot).session
            await pilot.press("6")
            await until(pilot, lambda: workspace_screen(pilot).body is not None)
            await until(pilot, lambda: workspace_screen(pilot).tab == "evidence")
            await pilot.press("R")
            await until(pilot, lambda: isinstance(pilot.app.screen, GoldenDialog) and pilot.app.focused is not None)
            await pilot.press("s")
            await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, GoldenDialog) and "-01" in screen_text(pilot))
            await pilot.press("escape")
            await until(pilot, lambda: "Whom does a run call first?" in screen_text(pilot))
            await pilot.press("down", "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, FormDialog) and pilot.app.focused is not None)
            await until(pilot, lambda: "two: how a run reaches it" in screen_text(pilot))
            bare = server.url.removeprefix("http://")
            await pilot.press("enter", *bare)
            assert "expected an address such as https://" in screen_text(pilot)
            waiting = session.workspace.candidate("two")
            assert waiting is not None and (waiting.endpoint is None or not waiting.endpoint.base_url)
            await pilot.press("ctrl+u", *server.url, "enter", "escape")
            found = await until_planned(pilot)
            text = screen_text(pilot)
            assert re.search("two +Answer", text) and not re.search("one +Answer", text)
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is not found)
            told = session.workspace.candidate("two")
            assert told is not None and told.endpoint is not None and told.endpoint.base_url == server.url
            assert not server.calls


async def until_planned(pilot: Pilot[None]) -> PlanDialog:
    """Wait for the plan of a run."""
    await until(pilot, lambda: isinstance(pilot.app.screen, PlanDialog))
    found = pilot.app.screen
    assert isinstance(found, PlanDialog)
    return found


STARTERS = {
    "support": {"classify": "routing", "answer": "support_answer"},
    "retrieval": {"classify": "routing", "answer": "retrieval_answer", "safety": "moderation"},
    "extraction": {"read": "extraction", "extract": "extraction"},
    "agent": {"route": "routing", "act": "tool_calls"},
    "voice": {"hear": "voice_reply", "reply": "voice_reply", "speak": "voice_reply"},
    "moderation": {"text": "moderation", "image": "moderation"},
    "routing": {"sort": "routing", "easy": "retrieval_answer"},
}


def test_a_starter_set_lies_ready_for_each_preset() -> None:
    """The one in front is that of the step; of a step of which nothing tells, none is."""
    assert set(STARTERS) == set(PRESETS)
    for id_, wanted in STARTERS.items():
        steps = new_from_preset(id_, "x").scenario.steps
        assert {step.id: kind for step in steps if (kind := likely_starter(step))} == wanted
    offered = {kind for wanted in STARTERS.values() for kind in wanted.values()}
    assert offered == set(starter_kinds()) - {"coding"}, "coding is a shipped scenario, and no preset"


NAMES = RunNames({"one": "Terra", "two": "Luna"}, {"answer": "Answer"})


def test_the_lines_of_a_run() -> None:
    """The wider the terminal the more columns; rates, times and money are those of the tally."""
    tally = Tally(wanted=10, totals=[0.2, 0.4], ttfts=[0.1, 0.4], cost_usd=0.5, unknown_costs=1, retries=3)
    tally.verdicts.update({"ok": 3, "wrong": 1, "waiting": 1})
    state = RunState({("one", "answer"): tally}, Ended("finished"), 0.6, 2.0, 1, 10.0)
    cells = {
        column.key: cell.text
        for table in (run_table(state, NAMES, 150),)
        for column, cell in zip(table.columns, table.rows[0].cells, strict=True)
    }
    assert (cells["who"], cells["done"], cells["waiting"], cells["right"]) == ("Terra", "5/10", "1", "75.0 (30–95)")
    assert (cells["cost"], cells["p50"], cells["spark"]) == ("0.500+?", "0.30", "▁█")
    assert cells["bar"] == "██████▒▒············"
    assert (cells["p95"], cells["retries"]) == ("0.39", "3")
    assert len(cells["interval"]) == 40 and cells["interval"].index("●") == 29
    narrower = run_table(state, NAMES, 110)
    drawn = dict(zip([column.key for column in narrower.columns], narrower.rows[0].cells, strict=True))
    assert (drawn["bar"].text, drawn["interval"].text) == ("███▒······", "······├───────●───┤·")
    tally.verdicts["waiting"] = 0
    assert "waiting" not in [column.key for column in run_table(state, NAMES, 150).columns]
    tally.verdicts["waiting"] = 1
    columns = [len(run_table(state, NAMES, width).columns) for width in (80, 110, 150)]
    assert columns == sorted(set(columns))
    assert "5 of 10 answers · spent at most $0.60 of $2.00 ███░░░░░░░ · about 10.0 s to go" in state_words(
        state, False, False
    )
    assert state_words(state, True, False).endswith("paused")
    assert len(state_words(state, False, False, 80).split(" 5 of 10 ")[0]) == 8
    assert (progress_bar(0, 4, 4), progress_bar(2, 4, 4), progress_bar(4, 4, 4)) == ("░░░░", "██░░", "████")


def test_a_run_says_whom_its_answers_tell_apart() -> None:
    """Ten examples that both have answered are enough to say anything; at first it is that no difference is shown."""
    one, two = ({f"{n}": n >= wrong for n in range(20)} for wrong in (1, 3))
    few = {key: right for key, right in two.items() if int(key) < 9}

    def told(first: dict[str, bool], second: dict[str, bool]) -> list[str]:
        tallies = {(id_, "answer"): Tally(20, answered=right) for id_, right in (("one", first), ("two", second))}
        return pair_lines(RunState(tallies, Ended("finished"), 0, None, 0, 1).pairs, NAMES)

    assert told(one, few) == []
    assert told(one, two) == ["Terra / Luna on 20 examples: +10 points (−9 to +31), no difference shown"]
    (better,) = told(one, dict.fromkeys(two, False))
    assert better.endswith("Terra is better")


async def test_hand_grading_hides_names_and_goes_on_where_it_was_left(application: Open, tmp_path: Path) -> None:
    """What waits for a person comes first; verdicts are kept at once, count before a program's, and are one edit."""
    with serving(FaultServer()) as server:
        examples = [
            example(0, checks=["person"]),
            example(1, says="no"),
            example(2),
        ]
        path = write(tmp_path, [candidate(one, server.url) for one in ("alpha", "beta")], examples)
        async with application(str(path), size=(120, 40)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: len(session.workspace.evaluations) == 2)
            # What a person has to grade counts as nothing before they did.
            assert [(one.examples, one.successes) for one in session.workspace.evaluations] == [(2, 1), (2, 1)]
            await pilot.press("n")
            await until(pilot, lambda: isinstance(pilot.app.screen, HandGradingDialog))
            dialog = pilot.app.screen
            assert isinstance(dialog, HandGradingDialog)
            assert [[row.why for row in item.answers] for item in dialog._items] == [["person"] * 2, ["failure"] * 2]
            await until(pilot, lambda: "Answer B" in screen_text(pilot))
            in_front = " ".join(cell.text for one in dialog.query(Pane) for cell in one.paragraphs)
            assert "alpha" not in in_front and "beta" not in in_front
            await pilot.press("y")
            await until(pilot, lambda: dialog.given == 1)
            await pilot.press("escape")
            await until(pilot, lambda: any(one.examples == 3 for one in session.workspace.evaluations))
            await pilot.press("n")
            await until(
                pilot, lambda: isinstance(pilot.app.screen, HandGradingDialog) and pilot.app.screen is not dialog
            )
            again = pilot.app.screen
            assert isinstance(again, HandGradingDialog) and len(again._said) == 1
            for number, key in enumerate(("n", "y", "n"), 1):
                await pilot.press(key)
                await until(pilot, lambda: again.given >= number)  # noqa: B023
            await pilot.press("escape")
            await until(pilot, lambda: all(one.examples == 3 for one in session.workspace.evaluations))
            assert len(session.workspace.evaluations) == 2
            assert sum(one.successes for one in session.workspace.evaluations) == 4
    kept = [json.loads(line) for line in (tmp_path / "team.evidence" / "reviews.jsonl").read_text().splitlines()]
    assert len(kept) == 4 and all(one["blind"] and one["by"] and one["at"] for one in kept)


async def test_hand_grading_holds_the_judge_against_a_person(application: Open, tmp_path: Path) -> None:
    """Answers that a judge graded are laid before the person without its verdict; what they say is a check of it."""
    with serving(FaultServer()) as server:
        said = [json.dumps({"pass": number != 1, "reason": "so"}) for number in range(3)]
        examples = [example(number, checks=[{"judge": f"polite? say: {told}"}]) for number, told in enumerate(said)]
        both = [candidate(one, server.url) for one in ("one", "wise")]
        path = write(tmp_path, both, examples, judge="wise")
        async with application(str(path), size=(120, 40)) as pilot:
            await planned(pilot)
            await pilot.press("down", "enter")
            session = workspace_screen(pilot).session
            await until(pilot, lambda: len(session.workspace.evaluations) == 1)
            await pilot.press("n")
            await until(
                pilot, lambda: isinstance(pilot.app.screen, HandGradingDialog) and pilot.app.focused is not None
            )
            dialog = pilot.app.screen
            assert isinstance(dialog, HandGradingDialog)
            assert [[row.why for row in item.answers] for item in dialog._items] == [["judge"]] * 3
            # What the judge found wrong looks like what it found right.
            assert "a judge graded it" in screen_text(pilot) and "check says" not in screen_text(pilot)
            for number in range(3):
                await pilot.press("y")
                await until(pilot, lambda: dialog.given > number)  # noqa: B023
            await pilot.press("escape")
            await until(pilot, lambda: session.workspace.evaluations[0].judge_checked == 3)
            run = session.workspace.evaluations[0]
            assert (run.judge_agreed, run.successes, run.graded_by) == (2, 2, "judge")
            assert len(server.of("wise")) == 3
    checks = read_judge_checks(path)
    assert {(one.candidate, one.step, one.model) for one in checks} == {("one", "answer", "wise")}
    assert sorted((one.judge_right, one.person_right) for one in checks) == [(False, True), (True, True), (True, True)]
    assert all(one.rubric_sha256 and one.by for one in checks)
    assert not (tmp_path / "team.evidence" / "reviews.jsonl").exists()


def test_the_sample_of_a_judge_does_not_look_at_what_it_said() -> None:
    """As many as make a judge sure, those checked among them; of the others its failures alone are looked at."""
    step = Setting("answer", judge="wise")
    one = Candidate(id="one", name="one", provider="p", access="managed_api", openness="closed")
    values = [{"id": f"q{n}", "input": f"ask {n}", "checks": [{"judge": "is it polite?"}]} for n in range(120)]
    askings = [asking(one, example_of(row), step, 1) for row in values]
    log = {
        ask.place: LoggedAnswer(ask.place, ModelAnswer("yes"), {"verdict": "waiting", "example": ask.example.id})
        for ask in askings
    }
    passed = {ask.place: number % 4 != 0 for number, ask in enumerate(askings)}

    def sampled(
        passing: dict[AnswerKey, bool], checked: Mapping[Checked, bool]
    ) -> tuple[list[AnswerKey], list[AnswerKey]]:
        verdicts = AnswerVerdicts(judge={place: Judged(good, "") for place, good in passing.items()})
        rows = [row for item in to_grade(askings, log, verdicts, checked) for row in item.answers]
        parts = [[row.place for row in rows if row.why == why] for why in ("judge", "failure")]
        assert all(row.judge_right is None for row in rows if row.why == "failure")
        return parts[0], parts[1]

    sample, failures = sampled(passed, {})
    assert len(sample) == SURE_CHECKS
    assert sorted(failures) == sorted(place for place, good in passed.items() if not good and place not in sample)
    assert sampled({place: not good for place, good in passed.items()}, {})[0] == sample
    other = next(ask for ask in askings if ask.place not in sample)
    again, _ = sampled(passed, {("one", "answer", other.example.digest, 1): True})
    assert other.place in again and len(again) == SURE_CHECKS and len(set(again) & set(sample)) == SURE_CHECKS - 1


def test_what_a_person_turned_is_not_corrected_twice() -> None:
    """A person's word stands in the row, the judge's beside it; the rate is corrected from what the judge said."""
    one = Candidate(id="one", name="one", provider="p", access="managed_api", openness="closed")
    row = example_of({"id": "q", "input": "ask", "checks": [{"judge": "is it polite?"}]})
    ask = asking(one, row, Setting("answer", judge="wise"), 1)
    line = LoggedAnswer(ask.place, ModelAnswer("yes"), {"verdict": "waiting"})
    told = AnswerVerdicts(judge={ask.place: Judged(False, "rude")}, person={ask.place: True})
    turned = final(ask, line, told)
    assert turned is not None and (turned.verdict, turned.graded_by, turned.metrics) == (
        "ok",
        "person",
        {"judge": False},
    )
    rows = (turned, *(row_of({"example": f"r{n}", "digest": f"{n}", "verdict": "ok"}) for n in range(9)))
    judge = calibration(Judging("answer", "wise", ""), BlindVerdicts(36, 4, 4, 36))
    run = Evaluation(candidate="one", step="answer", ran_on=date(2026, 11, 22), examples=10, successes=10)
    held = RunInForce(0, run, RunRows(rows), frozenset(), (), judge)
    assert held.corrected == pytest.approx(corrected(0.9, judge))


def test_the_order_of_answers_tells_nothing(tmp_path: Path) -> None:
    """It is another for each example, and the same whenever it is asked for."""
    orders = {
        tuple(sorted("abc", key=lambda one: shuffled((one, "s", "k", 1), f"digest {number}"))) for number in range(40)
    }
    assert len(orders) == 6


async def test_examples_are_added_edited_copied_and_taken_out(application: Open, tmp_path: Path) -> None:
    """Each change is in the file at once; what is no example is told and not written."""
    path = write(tmp_path, [candidate("one", "http://127.0.0.1:9/v1")], [example(1), example(2)])

    def examples() -> list[Example]:
        return list(read_golden((tmp_path / "golden" / "answer.jsonl").read_text("utf-8")).examples)

    async with application(str(path), size=(120, 40)) as pilot:
        await pilot.press("6")
        await until(
            pilot, lambda: workspace_screen(pilot).tab == "evidence" and workspace_screen(pilot).body is not None
        )
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, GoldenDialog))
        assert "2 examples of 50" in screen_text(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "input: is empty" in screen_text(pilot))
        area = pilot.app.screen.query_one(TextArea)
        area.text = area.text.replace('"input": ""', '"input": "new"').replace('"value": ""', '"value": "x"')
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(examples()) == 3)
        assert examples()[2].input == "new" and examples()[2].added_on == "2026-11-22"
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        area = pilot.app.screen.query_one(TextArea)
        area.text = area.text.replace('"real_task"', '"rare"')
        await pilot.press("ctrl+s")
        await until(pilot, lambda: examples()[2].kind == "rare")
        await pilot.press("t")
        await until(pilot, lambda: bool(examples()[2].retired_on))
        await pilot.press("u")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExampleDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(examples()) == 4)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        await pilot.press("enter")
        await until(pilot, lambda: len(examples()) == 15)
        assert examples()[-1].source == "starter set"
        table = tmp_path / "mine.csv"
        table.write_text("question,contains\nwhere is it,here\nnumber 1  say: yes,yes\nwhen,\n", "utf-8")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, FileDialog))
        pilot.app.screen.query_one(Input).value = str(table)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionDialog))
        assert "2 examples of a table" in screen_text(pilot) and "1 refused" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(examples()) == 16)
        assert examples()[-1].input == "where is it" and examples()[-1].checks[0].type == "contains"
        await until(pilot, lambda: "1 example left out: the input is there already" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, GoldenDialog))
