"""The verdict on the decision, the same on every screen, and the limits and the time of a task on Cost."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from shortlist.core.advice.levers import NOT_DECIDED, lever_effects
from shortlist.core.analysis import Analysis
from shortlist.core.basics.short_names import short_names
from shortlist.core.comparison.compared import nobody_serves
from shortlist.core.document.vocabulary import VERDICTS
from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.places import with_value
from shortlist.export.limits import limit_line
from shortlist.export.verdict import limit_states, told, verdict_lines, verdict_text
from shortlist.tui.draw.gauges import FULL, MARK, RANGE, TAIL, gauge
from shortlist.tui.draw.lines import width_of
from shortlist.tui.forms.cost import Assumptions, field_under
from shortlist.tui.screens.cost.decision import decision_detail, decision_table
from shortlist.tui.screens.cost.limits import lane_bar
from shortlist.tui.screens.cost.parts import part_detail, parts_table
from shortlist.tui.widgets.stepper import Stepper
from shortlist.tui.widgets.summary import change_line, recommendation_line, verdict_cells
from tests.conftest import SCENARIOS
from tests.core.documents import analysed, candidate, document, step
from tests.tui.conftest import Open, screen_text, until, workspace_screen
from tests.tui.test_cost_tables import EXAMPLES, example, words
from tests.tui.test_tables import cells

PATH = {"path": [["one"], ["two", "other"], ["three"]], "task_step": "one"}


def named(name: str) -> Analysis:
    """A shipped scenario."""
    return example(SCENARIOS / f"{name}.toml")


def product(decided: dict[str, str | None], scenario: dict[str, Any] | None = None) -> dict[str, Any]:
    """Three stages of which the second has two alternatives, 30 % and 70 % of 1,000 tasks; two candidates.

    `a` waits 1 s for the first token and writes 100 tokens a second, `b` 0.5 s and 200: 200 tokens take 3 and 1.5 s.
    """

    def usage(requests: float) -> dict[str, Any]:
        return {"requests_per_month": requests, "input_tokens": 1000, "output_tokens": 200}

    traffic = {"one": 1000, "two": 300, "other": 700, "three": 1000}
    steps = [step(id_, usage(number)) for id_, number in traffic.items()]
    figures = {"input_price": 1.0, "output_price": 2.0, "context_window": 100_000.0}
    rows = [
        candidate("a", {**figures, "ttft": 1.0, "output_speed": 100.0}),
        candidate("b", {**figures, "ttft": 0.5, "output_speed": 200.0}),
    ]
    made = {"steps": [{"step": id_, "default": who} for id_, who in decided.items() if who]}
    return document(steps, rows, {**PATH, "tail_factor": 2.0, **(scenario or {})}, decision=made)


ALL = {"one": "a", "two": "b", "other": "a", "three": "b"}


def test_shipped_decisions_in_a_line() -> None:
    """Who serves, what is open, how much of which limit; by step where several serve."""
    assert verdict_text(named("support-assistant-worked")).startswith(
        "★ DeepSeek V4.1 Flash 86 · no open checks · $43 of $400 · $0.229 of $0.30 a task · 3.4 of 8 s"
    )
    retrieval = verdict_text(named("retrieval-assistant"))
    assert retrieval.startswith("Classify ✓ Embed ✓ Rerank ✓ Answer ✓ Check ✓ · $425 of $2.5k")
    assert retrieval.endswith("7.4–8.5 of 12 s")
    assert verdict_text(named("support-assistant")) == "No candidates yet"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_line_shortens_and_fits(path: object) -> None:
    """Every line is no longer than the one before it in what it says; at 80 columns it is whole."""
    analysis = example(path)
    for width in (76, 90, 116, 196):
        cells_ = verdict_cells(analysis, width)
        assert width_of("".join(cell.text for cell in cells_)) <= width
    lengths = [width_of(told(line)) for line in verdict_lines(analysis)]
    assert lengths[-1] == min(lengths)


def test_what_stands_badly_is_never_left_out() -> None:
    """Over the budget, too slow in part, a step without anybody, one that its default does not play."""
    data = product(ALL, {"monthly_budget_usd": 1.0, "max_task_total_s": 12.5, "max_task_ttft_s": 0.5})
    data["scenario"]["steps"][3]["role"] = "reranker"
    data["decision"]["steps"][0].pop("default")
    lines = [told(line) for line in verdict_lines(analysed(data))]
    assert lines[0] == "One – Two ✓ Other ✓ Three ✖ · cost and time not known"
    assert lines[-2] == "2 of 4 steps ✓ · ✖ 1 failing · – 1 undecided · cost and time not known"
    assert lines[-1] == "2 of 4 steps ✓ · ✖ 1 failing · – 1 undecided · ? 3 limits not known"
    limits = {"monthly_budget_usd": 1.0, "max_task_total_s": 12.5, "max_task_ttft_s": 0.5}
    whole = [told(line) for line in verdict_lines(analysed(product(ALL, limits)))]
    assert all("✖ $4.20 of $1" in line for line in whole[:-1]), "1,000 and 200 tokens at $1 and $2, 3,000 times"
    assert all("✖ 6.0 of 0.5 s to the first token" in line and "? 12.0–15.0 of 12.5 s" in line for line in whole[:-1])
    assert whole[-1] == "4 of 4 steps ✓ · ✖ 2 limits passed over · ? 1 limit not known"


def test_nothing_is_decided() -> None:
    """Then the line says who would serve, and never what is decided costs."""
    data = product(dict.fromkeys(ALL))
    assert verdict_text(analysed(data)).startswith("Undecided · recommended: Model")
    for row in data["candidates"]:
        row["roles"] = ["classifier"]
    data["scenario"]["steps"][0]["role"] = "classifier"
    data["scenario"]["steps"][3]["role"] = "reranker"
    assert verdict_text(analysed(data)) == "Undecided · somebody is eligible for 3 of 4 steps"
    for row in data["candidates"]:
        row["answers"] = [{"check": "first.licensing", "verdict": "unknown"}]
    assert verdict_text(analysed(data)) == "Undecided · nobody is eligible for any step"


def test_nothing_is_called_undecided_beside_a_cost() -> None:
    """What is decided step by step is decided: in each row of Cost, in the levers and in the words of each part."""
    for name in ("retrieval-assistant", "voice-booking", "coding-agent"):
        analysis = named(name)
        assert analysis.decision.monthly is not None
        told_ = [words(decision_detail(analysis, row.key, None)) for row in decision_table(analysis).rows]
        told_ += [effect.told for effect in lever_effects(analysis)]
        told_ += [verdict_text(analysis), *(cell for cell in cells(decision_table(analysis)).values())]
        assert not [text for text in told_ if "decided yet" in text or "ndecided" in text], name
    nobody = analysed(product(dict.fromkeys(ALL)))
    assert "nobody is chosen" in words(decision_detail(nobody, "one", None))
    assert "a step has nobody" in words(decision_detail(nobody, "single", None))
    assert nobody.decision.monthly is None and {one.told for one in lever_effects(nobody)} == {NOT_DECIDED}


def test_short_names() -> None:
    """As few words as tell apart, never an article at the end; what is alike stays whole."""
    assert short_names(["Answer from the text", "Classify it"]) == ["Answer", "Classify"]
    assert short_names(["Patch an easy issue", "Patch a hard issue"]) == ["Patch an easy", "Patch a hard"]
    assert short_names(["Same thing", "same Thing", ""]) == ["Same thing", "same Thing", ""]


# --- the lane


def test_the_lane_by_hand() -> None:
    """3 s, then 0.3 × 1.5 + 0.7 × 3 s, then 1.5 s; tails twice that; alternatives begin together."""
    analysis = analysed(product(ALL))
    assert [(one.step, one.stage, one.share) for one in analysis.lane] == [
        ("one", 0, 1.0),
        ("two", 1, 0.3),
        ("other", 1, 0.7),
        ("three", 2, 1.0),
    ]
    assert [one.start_s for one in analysis.lane] == pytest.approx([0.0, 3.0, 3.0, 5.55])
    assert [one.latency.typical_s for one in analysis.lane] == pytest.approx([3.0, 1.5, 3.0, 1.5])
    time = analysis.decision_time
    last = analysis.lane[-1]
    assert time.typical_s == pytest.approx(last.start_s + (last.latency.typical_s or 0)) == pytest.approx(7.05)
    assert time.total_high_s == pytest.approx(6 + 6 + 3)
    assert time.total_low_s == pytest.approx(3 + 3 + 1.5 + (9 + 9 + 2.25) ** 0.5)


def test_the_lane_as_drawn() -> None:
    """A row for each step and one for the task, the limit across all of them, the figures before the bars."""
    analysis = analysed(product(ALL, {"max_task_total_s": 14.0}))
    shown = cells(decision_table(analysis))
    assert shown["lane:one", "default"].startswith("3.0–6.0 s")
    assert shown["lane:two", "default"].startswith("30 % 1.5–3.0 s")
    assert shown["lane", "default"].startswith("12.0–15.0 s")
    lines = {row.key: row.drawn for row in decision_table(analysis).rows}
    drawn = [lines[key] for key in (*(f"lane:{id_}" for id_ in ALL), "lane")]
    rows = ["".join(cell.text for cell in draw(90)) for draw in drawn if draw is not None]
    assert len({row.index(MARK) for row in rows}) == 1
    assert rows[1].index(FULL) == rows[2].index(FULL) > rows[0].index(FULL)
    assert RANGE in rows[-1] and all(RANGE not in row for row in rows[:-1]) and TAIL in rows[0]
    said = words(decision_detail(analysis, "lane:two", None))
    assert "“Two”, by Model b: typically 1.5 s, at the 95th percentile 3.0 s" in said
    assert "30 % of the tasks take it at stage 2." in said
    assert "95th percentile: 12.0–15.0 s" in words(decision_detail(analysis, "lane", None))


def test_the_lane_says_what_is_missing() -> None:
    """A figure, a choice, a role: the stage says which, the task that it is not known; without traffic, that."""
    data = product({**ALL, "two": None})
    data["candidates"][0]["observations"] = [
        one for one in data["candidates"][0]["observations"] if one["metric"] != "ttft"
    ]
    data["scenario"]["steps"][3]["role"] = "reranker"
    analysis = analysed(data)
    shown = cells(decision_table(analysis))
    assert shown["lane:one", "default"] == "? Model a lacks time to first token"
    assert shown["lane:two", "default"] == "? nobody is chosen"
    assert shown["lane:three", "default"] == "? Model b does not take its role"
    assert shown["lane", "default"] == "? not known, as a stage is not"
    assert "“Two”: nobody is chosen." in words(decision_detail(analysis, "lane", None))
    idle = copy.deepcopy(data)
    for one in idle["scenario"]["steps"]:
        one["usage"].pop("requests_per_month")
    assert "no traffic" in cells(decision_table(analysed(idle)))["lane", "default"]


def test_bars_of_a_lane() -> None:
    """What takes any time at all is seen, the limit lies over it, and nothing leaves the width."""
    assert lane_bar(0, 2, 4, 10, 8, 10) == "██░░    ┃ "
    assert lane_bar(4, 0.001, 0.002, 10, None, 10) == "    █     "
    assert lane_bar(0, 4, 6, 10, None, 10, high=9) == "████░░▒▒▒ "
    assert lane_bar(8, 4, None, 10, 2, 10) == "  ┃     ██"


# --- the gauges


@pytest.mark.parametrize("width", [12, 25, 40])
def test_a_gauge_never_rounds_across_its_limit(width: int) -> None:
    """A bar that ends within the limit stays left of the mark; one past it shows beyond."""
    mark = gauge(0.0, 0.0, 1.0, width).index(MARK)
    for value in (0.001, 0.5, 0.97, 0.999999):
        assert gauge(value, value, 1.0, width).rstrip()[-1] == MARK
    assert FULL in gauge(1.2, 1.2, 1.0, width)[mark + 1 :]
    assert gauge(0.9, 1.3, 1.0, width)[mark + 1] == RANGE
    assert gauge(9.0, 9.0, 1.0, width).endswith("▶") and len(gauge(9.0, 9.0, 1.0, width)) == width
    assert gauge(None, None, 1.0, width).startswith("?")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_limit_has_its_gauge_and_its_words(path: object) -> None:
    """The figure, the target and the verdict of the analysis, in a row and in a sentence."""
    analysis = example(path)
    shown = cells(decision_table(analysis))
    if nobody_serves(analysis.choices.values()):  # what nobody decided has no figures to be held against a limit
        assert not [key for key, _ in shown if key.startswith("limit:")]
        return
    for state in analysis.limits:
        row = shown[f"limit:{state.limit}", "default"]
        drawn = next(row.drawn for row in decision_table(analysis).rows if row.key == f"limit:{state.limit}")
        assert drawn is not None
        for room in (44, 60, 90, 160):
            text = "".join(cell.text for cell in drawn(room))
            assert len(text) == room and MARK in text and VERDICTS[state.verdict].sign in text
        assert {"pass": "✓ within", "fail": "✖ over", "unknown": "? unknown"}[state.verdict] in row
        assert words(decision_detail(analysis, f"limit:{state.limit}", None)).startswith(f"{limit_line(state)}.")
    assert {f"limit:{state.limit}" for state in limit_states(analysis)} == {
        key for key, column in shown if key.startswith("limit:") and column == "step"
    }


def test_verdicts_in_words() -> None:
    """Within by so much, over by so much, in part, not known."""
    limits = {"monthly_budget_usd": 1.0, "max_task_total_s": 13.0, "max_task_ttft_s": 20.0}
    told_ = {one.limit: limit_line(one) for one in analysed(product(ALL, limits)).limits}
    assert told_["monthly_budget_usd"] == "Bill a month: $4.20 of $1.00 allowed; over by $3.20"
    assert told_["max_task_ttft_s"].endswith("6.0 of 20 s allowed; within, 13.9 s left")
    assert "12.0–15.0 of 13 s allowed; unknown: it depends" in told_["max_task_total_s"]
    none = {one.limit: limit_line(one) for one in analysed(product(dict.fromkeys(ALL), limits)).limits}
    assert none["monthly_budget_usd"] == (
        "Bill a month: unknown of $1.00 allowed; "
        "unknown: somebody chosen lacks a price or a usage figure, or a step has nobody"
    )


# --- the frame


def test_the_steps_are_never_cut() -> None:
    """The sentence gives way to its first part, then to a few words, the name of the line goes before those do."""
    sentence = "GPT-6 Luna: input price unknown; find the figure or rate the column."
    line = Stepper((True, True, False, True), 2, sentence, "Find figures")
    texts = {}
    for width in (30, 45, 60, 72, 120):
        track, words_ = line.laid(width, "w")
        assert width_of("".join(cell.text for cell in track) + "  w " + words_) <= width
        texts[width] = "".join(cell.text for cell in track) + "  w " + words_.rstrip()
    assert texts[120] == f" Walkthrough ✓─✓─②─✓  w {sentence}"
    assert texts[45] == " Walkthrough ✓─✓─②─✓  w Find figures"
    assert texts[60] == " Walkthrough ✓─✓─②─✓  w GPT-6 Luna: input price unknown"
    assert texts[72] == " Walkthrough ✓─✓─②─✓  w Find figures: GPT-6 Luna: input price unknown"
    assert texts[30] == " ✓─✓─②─✓  w Find figures"


async def test_the_verdict_is_the_same_on_every_screen_and_follows_an_edit(application: Open) -> None:
    """In the rule under the tabs; a smaller budget turns it at once."""
    async with application("retrieval-assistant") as pilot:
        seen = set()
        for key in "12345":
            await pilot.press(key)
            await pilot.pause()
            seen.add(screen_text(pilot).split("\n")[2])
        assert len(seen) == 1 and "Classify ✓ Embed ✓ Rerank ✓ Answer ✓ Check ✓ · $425 of $2.5k" in seen.pop()
        workspace_screen(pilot).desk.edit(
            "budget", lambda one: with_value(one, ("scenario", "monthly_budget_usd"), 400.0)
        )
        await until(pilot, lambda: "✖ $425 of $400" in screen_text(pilot).split("\n")[2])


def test_an_open_rank_is_said_while_nothing_is_decided() -> None:
    """Who leads by the middle of a range is told with what is unknown of it, in few words where there is no room."""
    dear = {"input_price": 40.0, "output_price": 100.0, "quality.aa_index": 45.0, "alternative_hosts": 1.0}
    figures = {**dear, "ttft": 0.5, "output_speed": 100.0, "context_window": 128_000.0}
    hidden = {key: value for key, value in figures.items() if key not in ("input_price", "context_window")}
    checks = [{"id": check, "importance": "info"} for check in ("first.cost_target", "first.context_needs")]
    scenario = {"monthly_budget_usd": 40.0, "weights": {"cost_risk": 40, "task_fit": 20}}
    rows = [candidate("known", figures), candidate("hidden", hidden)]
    analysis = analysed(document(step(needs={"min_quality": 20.0}), rows, scenario, checks=checks))
    lines = [told(line) for line in verdict_lines(analysis)]
    assert "recommended: Model hidden" in lines[0]
    assert "rank open: price and context window unknown" in lines[0]
    assert "rank open" in lines[1]
    assert "price and context" not in lines[1]


# --- the parts of the cost


def test_a_part_says_what_it_is_paid_by() -> None:
    """The unit and its own price where it is charged; a task of its own only where it plays the whole path."""
    analysis = named("voice-booking")
    heard = words(part_detail(analysis, "media", "deepgram-nova-3"))
    assert "“Hear the caller”: 0.12 a request, at $0.0048 a minute heard." in heard
    spoken = words(part_detail(analysis, "media", "grok-tts-streaming"))
    assert "“Speak the reply”: 170 a request, at $0.000015 a character." in spoken
    batch = words(part_detail(named("invoice-extraction"), "batch_savings", "gpt-6-luna"))
    assert "“Extract header and line items”: 100 % can wait; batch discount 50 %." in batch
    assert cells(parts_table(analysis))["per_successful_task", "deepgram-nova-3"].strip() == "–"
    assert "does not play all that a task passes" in words(
        part_detail(analysis, "per_successful_task", "deepgram-nova-3")
    )


def test_enter_on_a_part_leads_to_the_step_that_has_most_of_it() -> None:
    """Of what is paid by the unit to its price; never to a step that the candidate does not play."""
    analysis = named("voice-booking")
    places = {}
    for id_ in ("deepgram-nova-3", "grok-tts-streaming", "deepseek-v4-1-flash"):
        index = next(at for at, one in enumerate(analysis.workspace.candidates) if one.id == id_)
        places[id_] = [field_under(analysis.workspace, index, row, analysis.by_id[id_]) for row in ("media", "retry")]
    numbers = {id_: rows[0][1] for id_, rows in places.items()}
    assert places["deepgram-nova-3"][0] == ("candidates", numbers["deepgram-nova-3"], "prices", "audio_input_price", 0)
    assert places["grok-tts-streaming"][0][3] == "character_price"
    assert [places[id_][1][2] for id_ in places] == [0, 2, 1], "hear, speak, decide"


async def test_an_own_price_beside_an_agreed_one_counts(application: Open) -> None:
    """Only what was agreed on counts beside what was agreed on: what is typed replaces it."""
    data = product(ALL)
    data["candidates"][0]["observations"][0]["basis"] = "contract"
    async with application(read_workspace(data)) as pilot:
        screen = workspace_screen(pilot)
        form = Assumptions(screen.desk, 0)
        spec = next(one for part in form.parts for one in part.specs if one.path[-2:] == ("input_price", 0))
        before = screen.session.analysis.by_id["a"].cost.bill
        form.set(spec, 9.0)
        after = screen.session.analysis.by_id["a"].cost.bill
        assert before is not None and after is not None and after > 2 * before


def test_the_recommendation_is_told_by_step_where_nobody_plays_all() -> None:
    """In the forms, and what an edit did to it."""
    before = named("retrieval-assistant")
    told_ = recommendation_line(before)
    assert told_ == (
        "Recommended: Classify → Qwen3.8 27B, OVHcloud; Rerank → Cohere Rerank 3.5, Azure; "
        "Embed, Answer and Check as decided."
    )
    higher = with_value(before.workspace, ("scenario", "steps", 0, "needs", "good_quality"), 40.0)
    higher = with_value(higher, ("scenario", "steps", 0, "needs", "min_quality"), 25.0)
    after = type(before)(higher, None, before.today)
    assert change_line(before, after).startswith("Changed. Recommended: Classify → GPT-6 Sol, Bedrock EU;")
    more = with_value(before.workspace, ("scenario", "steps", 1, "usage", "requests_per_month"), 900_000.0)
    dearer = type(before)(more, None, before.today)
    assert change_line(before, dearer).startswith("The decision's bill $425 → $")
