"""MADR 4.0: headings, front matter and file name to the letter, whatever the workspace holds."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import yaml
from documents import analysed, candidate, document, step
from shipped import SCENARIOS, WORKED, analysis_of, harmful, tokens
from test_markup import HOSTILE
from test_records import full, record

from shortlist.core.analysis import Analysis
from shortlist.core.document.record import SECTIONS, Record
from shortlist.core.review.filed_records import Filed, StatusChange
from shortlist.export.madr import madr, record_name
from shortlist.export.markup import headless

# https://github.com/adr/madr/blob/4.0.0/template/adr-template.md, in its order
HEADINGS = [
    ("h2", "Context and Problem Statement"),
    ("h2", "Decision Drivers"),
    ("h2", "Considered Options"),
    ("h2", "Decision Outcome"),
    ("h3", "Consequences"),
    ("h3", "Confirmation"),
    ("h2", "Pros and Cons of the Options"),
    ("h2", "More Information"),
]
KEYS = ["status", "date", "decision-makers", "consulted", "informed"]


def parts(text: str) -> tuple[dict[str, Any], str]:
    """The front matter, as YAML, and the body."""
    assert text.startswith("---\n")
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    return yaml.safe_load(head), body


def outline(body: str) -> list[tuple[str, str]]:
    """Every heading at its level."""
    read = tokens(body)
    return [(t.tag, read[i + 1].content) for i, t in enumerate(read) if t.type == "heading_open"]


def options(body: str) -> list[str]:
    """The headings of the options."""
    rows = outline(body)
    pros, more = (rows.index(HEADINGS[index]) for index in (6, 7))
    return [title for _, title in rows[pros + 1 : more]]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_headings_are_those_of_the_template(path: Any) -> None:
    """The title, then the template's headings in its order; between two of them an option each, as considered."""
    analysis = analysis_of(path)
    _, body = parts(madr(analysis))
    rows = outline(body)
    record = analysis.workspace.record
    assert rows[0] == ("h1", (record.title if record else "") or analysis.workspace.title)
    named = [("h3", title) for title in options(body)] if analysis.ranking else []
    wanted = [row for row in HEADINGS if analysis.ranking or row != HEADINGS[6]]
    at = wanted.index(HEADINGS[7])
    assert rows[1:] == [*wanted[:at], *named, wanted[at]]
    assert len(named) == len(analysis.ranking)


def test_front_matter_key_by_key() -> None:
    """Status, date and the people; what nobody wrote down is left out."""
    head, _ = parts(madr(analysis_of(WORKED)))
    assert list(head) == KEYS
    assert head["status"] == "proposed"
    assert head["date"] == dt.date(2026, 11, 22)
    assert head["decision-makers"] == ["Head of support engineering", "Product manager, help center"]
    head, _ = parts(madr(analysed(document(step(), [candidate("a")], records=[record(consulted=["Bo"])]))))
    assert list(head) == ["status", "date", "consulted"]


@pytest.mark.parametrize("status", ["proposed", "accepted", "rejected", "deprecated"])
def test_statuses_are_those_of_the_template(status: str) -> None:
    """Word for word; a superseded one names the record that replaces it."""
    data = document(step(), [candidate("a")], records=[record(status=status)])
    assert parts(madr(analysed(data)))[0]["status"] == status
    data["records"] = [record(number=12, status="draft", supersedes=3), record(number=3, status="superseded")]
    assert parts(madr(analysed(data)))[0]["status"] == "superseded by ADR-0012"


def test_the_chosen_option_is_one_of_those_considered() -> None:
    """The sentence of the template, with the title that the option has in both lists; the sources end the file."""
    text = madr(analysis_of(WORKED))
    _, body = parts(text)
    chosen = re.search(r'^Chosen option: "(.+?)", because .+\.$', body, re.MULTILINE)
    assert chosen and chosen[1] in options(body)
    considered = body.split("## Considered Options\n\n")[1].split("\n\n")[0].splitlines()
    assert considered == [f"* {title}" for title in options(body)]
    assert all(re.match(r"\* (?:Good|Neutral|Bad), because ", line) for line in _arguments(body))
    listing = body.rpartition("\n**Sources**\n")[2].strip().splitlines()
    assert [line.split(".")[0] for line in listing] == [str(number + 1) for number in range(len(listing))]


def _arguments(body: str) -> list[str]:
    """The lines with the template's mark, but those of drivers, options and the fallback."""
    outcome = body.split("### Consequences")[1].split("### Confirmation")[0]
    return [line for line in (outcome + body.split(HEADINGS[6][1])[1]).splitlines() if line.startswith("* ")]


def test_file_names() -> None:
    """`NNNN-title-with-dashes.md`."""
    one = Record(number=7, status="draft", date=dt.date(2026, 11, 22), title="Größe: GPT-6 & Claude / ../etc?")
    assert record_name(one, "x") == "0007-grosse-gpt-6-claude-etc"
    assert record_name(None, "日本") == "0000-model-decision"
    assert len(record_name(one.model_copy(update={"title": "long " * 99}), "x")) < 100


def test_who_deprecated_it_and_why() -> None:
    """What the record has no room for stands in the text."""
    data = document(step(), [candidate("a")], records=[record(status="deprecated", digest="5" * 64)])
    change = StatusChange(1, "deprecated", dt.date(2027, 1, 2), ("Ada",), "No longer *sold*.")
    workspace = analysed(data).workspace
    text = madr(Analysis(workspace, None, dt.date(2027, 1, 3), {1: Filed(None, change=change)}))
    assert "* Deprecated on 2027-01-02 by Ada: No longer \\*sold\\*." in text


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_text_changes_no_heading_and_no_key(word: str) -> None:
    """In every field, and in the prose of every section."""
    data = full(word)
    data["records"][0]["sections"] = dict.fromkeys(SECTIONS, word)
    text = madr(analysed(data))
    head, body = parts(text)
    assert list(head) == KEYS
    assert harmful(body) == harmful(text) == []
    assert [row for row in outline(body)[1:] if row in HEADINGS] == HEADINGS
    assert len(outline(body)) == 1 + len(HEADINGS) + 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]", text)


@pytest.mark.parametrize(
    "text", ["# a", "a\n===", "a\n---", "> # a", "- # a", "1. ## a", "  ### a", "a\n> b\n> ---", "```\n# kept\n```"]
)
def test_prose_without_headings(text: str) -> None:
    """What was a heading is text; code stays code."""
    assert not outline(headless(text))
    assert "kept" not in text or headless(text) == text
