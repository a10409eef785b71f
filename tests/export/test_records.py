"""The record and the matrix of ordinary, empty, unknown and hostile workspaces."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from documents import Document, analysed, candidate, document, evaluation, observed, self_hosted, step
from shipped import SCENARIOS, WORKED, analysis_of, harmful, headings, shape
from strategies import documents
from test_markup import HOSTILE

from shortlist.core.analysis import analyse
from shortlist.core.document.record import SECTIONS
from shortlist.core.document.sections import SECTION_TITLES
from shortlist.core.document.workspace import read_workspace
from shortlist.core.records.draft import draft
from shortlist.core.review.filed_records import Filed, StatusChange
from shortlist.export.csv_table import csv_table
from shortlist.export.html_page import html_page
from shortlist.export.madr import madr
from shortlist.export.markdown import SECTION_FACTS, markdown
from shortlist.export.matrix import CRITERIA, matrix
from shortlist.export.notes import record_analysis
from tests.counts import counted

MINIMAL = ["Decision", "Context", "Candidates", "Evaluation", "Decision Rationale", "Risks", "Review"]
ELEVEN = [
    "Use Case",
    "Task Fit",
    "Candidates",
    "Quality",
    "Latency & Cost",
    "Context",
    "Output Reliability",
    "Privacy / License",
    "Operational Burden",
    "Migration",
    "Review Trigger",
]


def record(**fields: Any) -> Document:
    """A draft record."""
    return {"number": 1, "status": "draft", "date": analysed(document(step(), [])).today, **fields}


def section(text: str, title: str) -> str:
    """The text of one section."""
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_sections_and_criteria() -> None:
    """The minimal record comes first, every section is there once, and so are the eleven criteria."""
    assert list(SECTION_TITLES.values())[:7] == MINIMAL
    rest = [name for name in SECTIONS if SECTION_TITLES[name] not in MINIMAL]
    assert list(SECTION_TITLES)[7:] == rest
    assert sorted(SECTION_TITLES) == sorted(SECTIONS) == sorted(SECTION_FACTS)
    assert list(CRITERIA) == ELEVEN


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios(path: Any) -> None:
    """Every shipped scenario reads as a record with all its sections, and every citation has a source."""
    analysis = analysis_of(path)
    text = markdown(analysis)
    assert [h for h in headings(text) if h in [*SECTION_TITLES.values(), "Sources"]] == [
        *SECTION_TITLES.values(),
        "Sources",
    ]
    for written in (text, matrix(analysis)):
        body, _, sources = written.partition("\n## Sources\n")
        cited = {int(number) for number in re.findall(r"(?<=[ |])\[(\d+)\](?=[ |.\n;])", body)}
        assert cited == set(range(1, len(re.findall(r"^\d+\. ", sources, re.MULTILINE)) + 1))


def test_prose_follows_the_facts_unchanged() -> None:
    """What the team wrote stands under the computed facts, word for word."""
    analysis = analysis_of(WORKED)
    text = markdown(analysis)
    for name, title in SECTION_TITLES.items():
        facts, _, written = section(text, title).partition("*The team writes:*")
        assert facts.strip()
        assert written.strip() == analysis.workspace.prose(name).strip()


def test_without_candidates() -> None:
    """A workspace that has only a scenario gives a record that says so."""
    analysis = analysed(document(step(), []))
    text = markdown(analysis)
    assert "No decision record has been started." in text
    assert "Default: not chosen" in section(text, "Decision")
    assert "No candidate has been added." in section(text, "Candidates")
    assert "No trigger is set" in section(text, "Review")
    assert "No source is recorded." in text
    assert "no candidates" in matrix(analysis)
    assert csv_table(analysis) == "rank,id,name\n"


def test_without_a_decision() -> None:
    """The recommendation is told, the choice is not invented."""
    text = section(markdown(analysed(document(step(), [candidate("a")], records=[record()]))), "Decision")
    assert "Default: not chosen" in text
    assert "Recommended by the comparison: Model a" in text
    assert "Cost:" not in text


def test_unknown_prices_are_unknown_and_never_0() -> None:
    """Nobody reads a missing price as free."""
    figures = {"quality.aa_index": 40.0}
    analysis = analysed(document(step(), [candidate("a", figures)], decision={"default": "a"}))
    text = markdown(analysis)
    cost = section(text, "Latency & Cost")
    rows = [line.split("|")[2:-1] for line in cost.splitlines() if line.startswith("| Model a")]
    assert [{cell.strip() for cell in row} for row in rows[:1]] == [{"unknown"}]
    bill = next(row for row in rows if len(row) == 6)
    assert [bill[0].strip(), bill[3].strip(), bill[5].strip()] == ["unknown"] * 3
    assert "a bill of unknown a month" in section(text, "Decision")
    assert "bill unknown a month" in matrix(analysis)
    header, row = (line.split(",") for line in csv_table(analysis).splitlines())
    known = dict(zip(header, row, strict=True))
    assert known["bill_usd_month"] == known["per_successful_task_usd"] == known["input_price"] == ""


def test_self_hosting_tells_its_machines() -> None:
    """The machines, the replicas and the break-even are in the record."""
    hosting = {
        "gpu": "H100",
        "gpu_hour_usd": 2.0,
        "input_tokens_per_s": 10_000,
        "output_tokens_per_s": 2_000,
        "engineering_hours": 10,
        "engineering_hour_usd": 100,
    }
    data = document(step(), [self_hosted("own", hosting), candidate("api")])
    text = section(markdown(analysed(data)), "Latency & Cost")
    assert "Model own: 1 replica of 1 × H100 at $2.00 an hour for 730 hours: $1,460 a month;" in text
    assert "upkeep, 10 hours of engineering at $100: $1,000 a month" in text
    assert "break-even of" in text


def test_evaluations_are_cited_as_measured() -> None:
    """A success rate has its interval and its source."""
    runs = [evaluation("a", 90, 100, tool="promptfoo", file="runs/a.json")]
    text = markdown(analysed(document(step(), [candidate("a")], evaluations=runs)))
    assert "90 % (82.6 % to 94.5 %) [1]" in section(text, "Evaluation")
    assert "1. Evaluation with promptfoo on the team's own examples, runs/a.json, as of 2026-11-22, measured." in text


def test_tiers_of_a_price_are_both_shown() -> None:
    """Where steps fall into different tiers of a price, both prices are told."""
    long = step("long", usage={"requests_per_month": 10, "input_tokens": 300_000, "output_tokens": 10})
    tier = observed("input_price", 2.0, above_tokens=200_000)
    text = markdown(analysed(document([step(), long], [candidate("a", None, tier)])))
    assert "$1.00 / $2.00 [" in section(text, "Latency & Cost")


def test_same_names_are_told_apart() -> None:
    """Two settings of one model may share a name; the id tells which is which."""
    twins = [candidate("low", name="Twin"), candidate("high", name="Twin")]
    text = markdown(analysed(document(step(), twins)))
    assert "Twin (low)" in text
    assert "Twin (high)" in text


def full(word: str) -> Document:
    """A document that has the word in every text field."""
    day = analysed(document(step(), [])).today
    url = f"https://example.org/{word}"
    observation = {
        **observed("quality.aa_index", 40.0),
        **dict.fromkeys(("source", "version", "effort", "provider", "note"), word),
        "url": word,
    }
    answers = [
        {
            "check": check,
            "verdict": "fail",
            "note": word,
            "url": address,
            "checked_by": word,
            "checked_on": day,
        }
        for check, address in (("privacy.retention", word), ("card.licence", url), ("team.x" + word, url))
    ]
    texts = ("name", "model", "developer", "provider", "licence", "effort", "notes")
    one = candidate(f"c {word}", None, observation, **dict.fromkeys(texts, word), modalities=[word], answers=answers)
    one["overrides"] = [{"column": "task_fit", "level": "poor", "reason": word}]
    hosting = {"gpu": word, "gpu_hour_usd": 2.0, "file_format": word}
    own = self_hosted(f"d {word}", hosting, None, name=word, notes=word)
    needs = {"unacceptable_errors": word, "modalities": [word], "min_quality": 10.0}
    run = {
        "file": word,
        "sha256": word,
        "dataset_sha256": word,
        "prompt_version": word,
        "tool": word,
        "metrics": [{"name": word, "passed": 1, "total": 2}],
        "slices": [{"kind": word, "examples": 2, "successes": 1}],
    }
    people = {key: [word, word] for key in ("decision_makers", "consulted", "informed")}
    triggers = [{"kind": "manual", "note": word, "happened_on": day}]
    return {
        "schema": 1,
        "title": word,
        "scenario": {
            **dict.fromkeys(("summary", "users", "outcome"), word),
            "regions": [word],
            "steps": [{**step(f"s {word}", needs=needs, output_contract=[word]), "name": word}],
        },
        "candidates": [one, own],
        "checks": [{"id": "team.x" + word, "question": word}],
        "answers": [{"check": "migration.config", "verdict": "fail", "note": word, "url": word, "checked_by": word}],
        "evaluations": [evaluation(f"c {word}", 9, 10, f"s {word}", **run)],
        "decision": {"default": f"c {word}", "fallback": f"d {word}"},
        "records": [record(title=word, status="accepted", triggers=triggers, digest=word, **people)],
    }


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_text_is_inert_in_every_field(word: str) -> None:
    """No field adds a heading, a cell, a list, a link or HTML, and no control character is left."""
    analysis, plain = analysed(full(word)), analysed(full("word"))
    assert harmful(markdown(analysis)) == [] == harmful(matrix(analysis))
    # A name with a character that nobody sees is a finding more, which the plain one has not.
    analysis = analysed(full(word))
    analysis.__dict__["findings"] = [one for one in analysis.findings if one.rule != "unclear-name"]
    for written, harmless in ((markdown(analysis), markdown(plain)), (matrix(analysis), matrix(plain))):
        assert harmful(written) == []
        assert headings(written)[1:] == headings(harmless)[1:]
        # A summary of two paragraphs is two paragraphs.
        if not re.search(r"[\r\n\x85\u2028]", word):
            assert shape(written) == shape(harmless)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", written)


@pytest.mark.parametrize("word", [*HOSTILE, "```", "~~~\n<script>", "- ```", "<div>", "[1]: javascript:alert(1)"])
def test_hostile_prose_cannot_leave_its_section(word: str) -> None:
    """A section's prose neither hides the sections after it nor holds HTML."""
    sections = dict.fromkeys(SECTIONS, word)
    text = markdown(analysed(document(step(), [candidate("a")], records=[record(sections=sections)])))
    assert harmful(text) == []
    ours = [*SECTION_TITLES.values(), "Sources"]
    assert [h for h in headings(text) if h in ours] == ours


@pytest.mark.parametrize("word", HOSTILE)
def test_drafts_that_cite_hostile_runs_are_inert(word: str) -> None:
    """Names, tools and files of runs in the prose that is drafted: no heading, no HTML, in Markdown and as a page."""
    data = full(word)
    data["evaluations"].append({**data["evaluations"][0], "candidate": f"d {word}"})
    data["records"] = []
    drafted = analysed(data)
    sections = {name: draft(drafted, name) for name in ("evaluation", "before_launch", "leaderboard_could_not_prove")}
    data["records"] = [record(sections=sections)]
    text = markdown(analysed(data))
    assert harmful(text) == []
    ours = [*SECTION_TITLES.values(), "Sources"]
    assert [h for h in headings(text) if h in ours] == ours
    page = html_page(analysed(data))
    tags = re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", page)
    assert not {"script", "iframe", "img", "object", "form", "input", "b"} & {tag.casefold() for tag in tags}
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", page + text)
    for cell in (cell for line in csv.reader(io.StringIO(csv_table(analysed(data)))) for cell in line):
        assert not cell.lstrip().startswith(("=", "+", "@")) and not re.search(r"[\x00-\x09\x0b-\x1f]", cell)


@counted(15, 60, documents())
def test_generated_workspaces(data: Document) -> None:
    """Any workspace can be written down, in tables that are tables, without a number that is none."""
    analysis = analysed(data)
    for written in (markdown(analysis), matrix(analysis), csv_table(analysis)):
        assert not re.search(r"\b(?:nan|inf|None)\b", written)
        assert written.endswith("\n")
    assert harmful(markdown(analysis)) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("draft", "Once accepted, supersedes: record 1"),
        ("proposed", "Once accepted, supersedes: record 1"),
        ("rejected", "Was to supersede: record 1"),
        ("accepted", "Supersedes: record 1"),
    ],
)
def test_what_it_replaces_and_from_when(status: str, told: str) -> None:
    """Nothing is superseded before the new record is accepted; the old one then says by which, and on which day."""
    data = document(step(), [candidate("a")], decision={"default": "a"})
    first = record(status="superseded" if status == "accepted" else "accepted")
    data["records"] = [first, record(number=2, status=status, supersedes=1)]
    analysis = analysed(data)
    assert f"- {told}\n" in markdown(analysis)
    old = markdown(*record_analysis(analysis, 1))
    assert ("- Superseded by: record 2, accepted on 2026-11-22\n" in old) == (status == "accepted")


@pytest.mark.parametrize(
    ("status", "said", "triggers"),
    [
        ("draft", "draft on 2026-11-22", "triggers start once it is accepted"),
        ("accepted", "accepted on 2026-11-22", ""),
        ("rejected", "rejected on 2026-11-22", "The record is rejected, so nothing is watched."),
        ("deprecated", "accepted on 2026-11-22, deprecated on 2027-01-02", "so nothing is watched any more"),
        ("superseded", "accepted on 2026-11-22, superseded on 2027-01-05", "so nothing is watched any more"),
    ],
)
def test_a_record_says_when_it_was_accepted_and_when_it_ceased(status: str, said: str, triggers: str) -> None:
    """Kind: a present state joined with the day of an earlier one; the sentence on triggers fits the state."""
    data = document(step(), [candidate("a")], decision={"default": "a"})
    first = record(status=status, triggers=[{"kind": "drift"}])
    data["records"] = [first, *([record(number=2, status="accepted", supersedes=1)] if status == "superseded" else [])]
    if status == "superseded":
        data["records"][1]["date"] = dt.date(2027, 1, 5)
    change = StatusChange(1, "deprecated", dt.date(2027, 1, 2), ("Bea",), "Old.")
    filed = {1: Filed(None, change=change)} if status == "deprecated" else {}
    analysis = analyse(read_workspace(data), None, dt.date(2027, 1, 9), filed)
    alone, note = record_analysis(analysis, 1)
    text = markdown(alone, note)
    assert f"\nModel decision record 1, {said}.\n" in text
    waiting = [line for line in text.splitlines() if line.startswith("The record is ")]
    assert [triggers in line for line in waiting] == ([True] if triggers else [])
    ceased = said.rpartition(" ")[2] if "," in said else "2026-11-22"
    assert f"\ndate: {ceased}\n" in madr(alone, note)


def test_a_record_whose_end_nobody_noted() -> None:
    """No day is made up."""
    data = document(step(), [candidate("a")], records=[record(status="deprecated")])
    assert "record 1, accepted on 2026-11-22, since deprecated." in markdown(analysed(data))
