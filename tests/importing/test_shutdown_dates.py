"""Dates of withdrawal: five forms by their content, the channel that counts, bounds, channels that nobody names."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from shortlist.catalogue import embedded, fetched_dates, updating
from shortlist.catalogue.aliases import canonical
from shortlist.catalogue.importers import recognised
from shortlist.catalogue.search import find
from shortlist.cli import main
from shortlist.core.document.candidate import Candidate
from shortlist.core.document.shutdown import End, ending_for, is_bound, with_ending
from shortlist.core.document.workspace import Workspace, read_workspace
from shortlist.core.importing.applying import with_import
from shortlist.core.importing.names import Names
from shortlist.core.importing.plan import make_plan
from shortlist.core.importing.source_file import BY_WRITING, SourceFile
from tests.core.documents import candidate

DAY = dt.date(2026, 11, 29)
MODEL_EOL = {
    "spec": "model-eol/0.1",
    "models": [
        {
            "id": "claude-opus-5-5",
            "aliases": ["claude-opus-latest"],
            "announced": "2026-10-01",
            "shutdown": "2027-06-30",
            "date_precision": "exact",
            "replacement": "claude-opus-6",
            "distributions": [
                {"via": "amazon-bedrock", "announced": "2026-11-01", "shutdown": "2027-09-30"},
                {"via": "vertex", "shutdown": "2027-12-31"},
            ],
        },
        {"id": "gemini-3.8-flash", "shutdown": "2027-03-01", "date_precision": "earliest"},
        {"id": "gpt-6-luna", "announced": None, "shutdown": None},
        {"id": "broken", "shutdown": "soon"},
    ],
}
LIST = [
    {
        "provider": "anthropic",
        "model_id": "claude-opus-5-5",
        "announcement_date": "2026-10-01",
        "shutdown_date": "2027-06-30",
        "replacement_models": ["claude-opus-6", "claude-sonnet-6"],
    },
    {"provider": "bedrock", "model_id": "anthropic.claude-opus-5-5", "shutdown_date": "2027-09-30"},
    {"provider": "openai", "model_id": "gpt-6-luna", "shutdown_date": None},
]
OPENAI = {
    "object": "list",
    "data": [
        {"id": "gpt-6-luna", "object": "model", "shutdown_date": "2027-04-30"},
        {"id": "gpt-6-sol", "object": "model", "shutdown_date": None},
    ],
}
LITELLM = {
    "gpt-6-luna": {"litellm_provider": "openai", "input_cost_per_token": 1e-7, "deprecation_date": "2027-05-31"},
    "bedrock/x": {"litellm_provider": "bedrock", "input_cost_per_token": 1e-7},
}
OPENROUTER = {
    "data": [{"id": "openai/gpt-6-luna", "pricing": {"prompt": "0.0000001"}, "expiration_date": "2027-02-01"}]
}


def offered(id_: str, provider: str, model: str, **fields: Any) -> dict[str, Any]:
    """A candidate of a provider, at a setting: dates hold at every one."""
    return candidate(id_, {}, provider=provider, model=model, developer="", effort="high", **fields)


def workspace() -> Workspace:
    """One model with three clocks and at a host that no list names; and others."""
    rows = [
        offered("maker", "anthropic", "claude-opus-5-5"),
        offered("bedrock", "aws", "regional.anthropic.claude-opus-5-5"),
        offered("vertex", "Vertex AI", "claude-opus-5-5"),
        offered("elsewhere", "some host", "claude-opus-5-5", notes="Cheap."),
        offered("gemini", "google", "gemini-3.8-flash"),
        offered("luna", "openai", "gpt-6-luna"),
        offered("routed", "openrouter", "openai/gpt-6-luna"),
    ]
    return read_workspace({"title": "w", "scenario": {"steps": [{"id": "a", "name": "A"}]}, "candidates": rows})


def imported(content: Any, into: Workspace) -> tuple[Workspace, str]:
    """What a file makes of a workspace, and what it was recognised as."""
    document = SourceFile("dates.json", DAY, BY_WRITING, json=content)
    importer = recognised(document)
    assert importer is not None
    plan = make_plan(into, importer.read(document), Names(into.candidates, importer.id, canonical))
    lines = [line for line in plan.lines if line.chosen_at_first]
    return (with_import(into, lines, {}, DAY) if lines else into), importer.id


def ends(into: Workspace) -> dict[str, str]:
    """Who ends when, by id."""
    return {one.id: str(one.ends_on) for one in into.candidates if one.ends_on is not None}


def one_of(into: Workspace, id_: str) -> Candidate:
    """A candidate."""
    found = into.candidate(id_)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("content", "format_", "wanted"),
    [
        (
            MODEL_EOL,
            "model-eol",
            {
                "maker": "2027-06-30",
                "bedrock": "2027-09-30",
                "vertex": "2027-12-31",
                "elsewhere": "2027-06-30",
                "gemini": "2027-03-01",
            },
        ),
        (
            LIST,
            "shutdown-dates",
            {"maker": "2027-06-30", "bedrock": "2027-09-30", "vertex": "2027-06-30", "elsewhere": "2027-06-30"},
        ),
        ({"deprecations": LIST}, "shutdown-dates", None),
        (OPENAI, "openai-models", {"luna": "2027-04-30", "routed": "2027-04-30"}),
        (LITELLM, "litellm", {"luna": "2027-05-31"}),
        (OPENROUTER, "openrouter", {"routed": "2027-02-01"}),
    ],
    ids=["model-eol", "list", "list under a key", "openai", "litellm", "openrouter"],
)
def test_each_form_by_its_content(content: Any, format_: str, wanted: dict[str, str] | None) -> None:
    """One model has three clocks: the channel that a candidate uses counts; importing again changes nothing."""
    after, told = imported(content, workspace())
    assert told == format_
    if wanted is not None:
        assert ends(after) == wanted
    assert imported(content, after)[0] == after


def test_the_notes_say_by_whom_and_what_comes_in_its_place() -> None:
    """Source, announcement and replacement; a person's own remarks stay."""
    after, _ = imported(MODEL_EOL, workspace())
    assert one_of(after, "bedrock").notes == (
        "Ends on 2027-09-30 at aws (model-eol/0.1, read 2026-11-29), announced on 2026-11-01; "
        "named in its place: claude-opus-6."
    )
    assert one_of(after, "elsewhere").notes.split("\n") == [
        "Cheap.",
        "Ends on 2027-06-30 at its maker, the earliest date of all, for none is given for some-host "
        "(model-eol/0.1, read 2026-11-29), announced on 2026-10-01; named in its place: claude-opus-6.",
    ]


def test_a_bound_is_kept_as_one_until_it_is_exact() -> None:
    """Worded as not before; the exact date of the same day takes its line."""
    after, _ = imported(MODEL_EOL, workspace())
    one = one_of(after, "gemini")
    assert one.ends_on is not None and is_bound(one.notes, one.ends_on)
    assert one.notes.startswith("Ends not before 2027-03-01 at its maker")
    exact = {**MODEL_EOL, "models": [{"id": "gemini-3.8-flash", "shutdown": "2027-03-01", "date_precision": "exact"}]}
    later, _ = imported(exact, after)
    assert one_of(later, "gemini").notes.startswith("Ends on 2027-03-01 at its maker")
    assert one_of(later, "gemini").notes.count("Ends ") == 1


def test_a_row_that_cannot_be_read_refuses_itself() -> None:
    """The others count."""
    document = SourceFile("dates.json", DAY, BY_WRITING, json=MODEL_EOL)
    importer = recognised(document)
    assert importer is not None
    plan = make_plan(workspace(), importer.read(document), Names((), importer.id, canonical))
    assert {row.name: row.why for row in plan.refused} == {
        "gpt-6-luna": "no shutdown is announced",
        "broken": "expected a date such as 2026-11-22, found 'soon'",
    }


@pytest.mark.parametrize(
    ("provider", "developer", "wanted", "told"),
    [
        ("aws", "", 2, "at aws"),
        ("Amazon Bedrock", "", 2, "at aws"),
        ("anthropic", "", 1, "at its maker"),
        ("Zeta", "Zeta", 1, "at its maker"),
        ("azure", "", 0, "at google-vertex, the earliest date of all, for none is given for azure"),
    ],
)
def test_which_date_counts(provider: str, developer: str, wanted: int, told: str) -> None:
    """The channel's own, else the maker's where the maker serves it, else the earliest of all."""
    days = [DAY + dt.timedelta(days=days) for days in (10, 20, 30)]
    rows = [End("google-vertex", days[0]), End("", days[1]), End("aws", days[2])]
    found = ending_for(rows, provider, developer)
    assert found is not None and found.day == days[wanted] and f"{days[wanted]} {told}." in found.sentence


def test_no_date_is_no_ending() -> None:
    """Nothing is made up, and a line of notes that says otherwise stays."""
    assert ending_for((), "openai") is None
    assert with_ending("Ends well.", "Ends on 2027-01-01.") == "Ends well.\nEnds on 2027-01-01."


def test_fetched_dates_reach_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the prices, on request; a source that fails is told, and the others count."""
    answers = {fetched_dates.SOURCES["LiteLLM"]: LITELLM, "https://eol.example/models.json": MODEL_EOL}

    def get(address: str) -> bytes:
        if address not in answers:
            raise fetched_dates.ShortlistError("no way there")
        return json.dumps(answers[address]).encode()

    found = fetched_dates.fetch_dates(DAY, ["https://eol.example/models.json"], get)
    assert found.models == 3 and found.problems == (f"{fetched_dates.SOURCES['OpenRouter']}: no way there",)
    monkeypatch.setattr(updating, "_location", tmp_path / "prices.json")
    (tmp_path / fetched_dates.NAME).write_bytes(found.data)
    fetched_dates._known.cache_clear()
    embedded.load.cache_clear()
    try:
        luna, opus = find("openai", "gpt-6-luna", DAY), find("aws", "regional.anthropic.claude-opus-5-5", DAY)
        assert luna is not None and luna.ends_on == dt.date(2027, 5, 31)
        assert opus is not None and opus.ends_on == dt.date(2027, 9, 30)
        (tmp_path / fetched_dates.NAME).write_bytes(b'{"schema": 1, "rows": [{}]}')
        fetched_dates._known.cache_clear()
        luna = find("openai", "gpt-6-luna", DAY)
        assert luna is not None and luna.ends_on is None
    finally:
        fetched_dates._known.cache_clear()
        embedded.load.cache_clear()


def test_the_command_imports_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As any other file: recognised by what it holds."""
    from shortlist.store.toml_text import workspace_text

    path, file = tmp_path / "w.toml", tmp_path / "dates.json"
    path.write_text(workspace_text(workspace()), "utf-8")
    file.write_text(json.dumps(MODEL_EOL), "utf-8")
    assert main(["--data-dir", str(tmp_path / "data"), "--today", str(DAY), "import", str(path), str(file)]) == 0
    assert "ends_on = 2027-09-30" in path.read_text("utf-8")
    capsys.readouterr()
