"""What is sold by the minute and by the character is the same figure in the file, on the screen and in every export."""

from __future__ import annotations

import csv
import io
import tomllib

import pytest
from documents import TODAY, Document, analysed, candidate, document, self_hosted, step
from rich.console import Console

from shortlist.catalogue.candidate import draft
from shortlist.catalogue.search import find
from shortlist.core.analysis import Analysis
from shortlist.core.document.workspace import read_workspace
from shortlist.export.csv_table import csv_table
from shortlist.export.markdown import markdown
from shortlist.export.offerings import print_offerings
from shortlist.store.toml_text import workspace_text
from shortlist.tui.forms.candidate import candidate_parts
from shortlist.tui.forms.cost import assumption_parts
from shortlist.tui.screens.cost.parts import parts_table

VOICE = [
    step("hear", {"requests_per_month": 1000, "audio_input_minutes": 10}, role="audio"),
    step("speak", {"requests_per_month": 1000, "input_characters": 2000}, role="audio"),
]
"""10,000 minutes and 2 million characters a month: $60 at $0.36 an hour, $30 at $15 a million."""


def sold(provider: str, model: str) -> list[Document]:
    """The prices of an offering of the catalogue, as a candidate that was added from it has them."""
    offering = find(provider, model, TODAY)
    assert offering is not None
    return [one for one in draft(offering).document["observations"] if one["metric"].endswith("_price")]


def voice() -> Document:
    """One candidate that hears at the price of whisper-1 and speaks at that of tts-1, and machines beside it."""
    rows = [*sold("openai", "whisper-1"), *sold("openai", "tts-1")]
    both = candidate("voice", {}, *rows, roles=["audio"])
    machines = {"gpu_hour_usd": 0.1, "gpus_per_replica": 1, "hours_per_month": 730.0}
    own = self_hosted("own", machines, {}, roles=["audio"])
    return document(VOICE, [both, own], decision={"default": "voice"})


def analysis() -> Analysis:
    return analysed(voice())


def test_the_file_the_screen_and_the_exports_say_the_same() -> None:
    """$0.36 an hour is $0.006 a minute, $15 a million characters stays; $90 a month of media."""
    found = analysis()
    again = read_workspace(tomllib.loads(workspace_text(found.workspace)))
    assert again == found.workspace
    assert 'metric = "audio_input_price"\nvalue = 0.006\n' in workspace_text(again)
    assert found.by_id["voice"].cost.parts.media == pytest.approx(90)
    rows = {row.key: [cell.text for cell in row.cells] for row in parts_table(found).rows}
    assert "90.00" in [cell.strip() for cell in rows["media"]]
    row = next(one for one in csv.DictReader(io.StringIO(csv_table(found))) if one["id"] == "voice")
    assert (float(row["audio_input_price"]), float(row["character_price"])) == (0.006, 15)
    assert float(row["bill_usd_month"]) == pytest.approx(90)
    written = markdown(found)
    assert "$0.006" in written
    assert "a minute heard" in written
    assert "per million characters" in written


def test_rounds_of_tools_stand_beside_the_tokens() -> None:
    """The bill counts them, and so the table of the steps says them, with what else a request holds."""
    data = voice()
    data["scenario"]["steps"][0]["usage"]["tool_loops"] = 2.5
    written = markdown(analysed(data))
    assert "minutes heard" in written and "2.5 rounds of tools" in written


def test_the_forms_hold_the_traffic_and_the_prices() -> None:
    """A field for each measure of a step, and for each price with its unit."""
    workspace = analysis().workspace
    specs = [spec for part in assumption_parts(workspace, 0) for spec in part.specs]
    assert {str(spec.path[-1]) for spec in specs} >= {"audio_input_minutes", "input_characters", "pages", "searches"}
    units = {spec.path[3]: spec.unit for spec in specs if "prices" in spec.path}
    assert (units["audio_input_price"], units["character_price"]) == ("USD a minute", "USD per million characters")
    leads = [lead for part in candidate_parts(0)(workspace) for lead in part.leads]
    assert any("0.006 USD a minute" in str(lead) for lead in leads)


def test_the_catalogue_says_what_is_sold_by_another_unit() -> None:
    """A column of its own, which a list of what is sold by tokens alone does not have."""

    def printed(*ids: str) -> str:
        found = [find("openai", one, TODAY) for one in ids]
        told = io.StringIO()
        print_offerings([one for one in found if one is not None], Console(file=told, width=160))
        return told.getvalue()

    told = printed("whisper-1", "tts-1")
    assert "$0.006 a minute heard" in told
    assert "$15 per million" in told
    assert "sold by" not in printed("gpt-5.4")


def test_sensitivity_and_break_even_take_part() -> None:
    """A fifth more minutes is $12 more of $90; machines of $73 are beaten below 73/90 of the traffic."""
    found = analysis()
    swings = {(row.step, row.assumption): row for row in found.sensitivity}
    heard = swings["hear", "audio_input_minutes"]
    assert heard.low is not None
    assert heard.high is not None
    assert heard.low / heard.high == pytest.approx(78 / 102)
    assert ("speak", "input_characters") in swings
    (row,) = found.break_even
    assert row.factor == pytest.approx(73 / 90, rel=2e-3)
