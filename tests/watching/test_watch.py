"""The decisions in force watched: what is proposed byte for byte, what stays untouched, and that nothing comes twice.

After a wanted change run `REGENERATE_GOLDEN=1 pytest tests/watching`, and read the difference in git.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shortlist.cli import main
from shortlist.core.document.offering import Figure, Offering, offering_key
from shortlist.core.document.workspace import read_workspace
from shortlist.core.edits.record import with_status
from shortlist.core.records.lifecycle import proposed, rejected
from shortlist.store.places import records_folder
from shortlist.store.records import keep_record
from shortlist.store.toml_text import workspace_text
from tests.accepting import ADA, agreed
from tests.core.documents import candidate

GOLDEN = Path(__file__).parent / "golden"
DAY = dt.date(2026, 11, 22)
TODAY = dt.date(2026, 12, 20)
Change = Callable[[list[dict[str, Any]]], None]


def served(id_: str, provider: str, model: str, quality: float, **fields: Any) -> dict[str, Any]:
    """A candidate of the decision, at $1 in and $4 out where nothing else is said."""
    price = fields.pop("price", 1.0)
    row = candidate(id_, None, provider=provider, model=model, name=fields.pop("name"), **fields)
    for one in row["observations"]:
        if one["metric"] == "quality.aa_index":
            one["value"] = quality
        if one["metric"].endswith("_price"):
            one["value"] *= price
    return row


def document() -> dict[str, Any]:
    """Two steps: the one with a bar is served by a model that two other providers serve as well."""
    usage = {"requests_per_month": 100_000, "input_tokens": 1000, "output_tokens": 200, "error_cost_usd": 1.0}
    flash = "deepseek-ai/DeepSeek-V4.1-Flash"
    return {
        "schema": 2,
        "title": "Help desk",
        "scenario": {
            "data_sensitivity": "public",
            "steps": [
                {"id": "answer", "name": "Answer", "needs": {"min_quality": 40.0}, "usage": usage},
                {"id": "sort", "name": "Sort", "needs": {"min_quality": 30.0}, "usage": {**usage, "input_tokens": 300}},
            ],
        },
        "candidates": [
            served("flash", "together", flash, 45.0, name="Flash", openness="open_weight"),
            served("luna", "openai", "gpt-6-luna", 42.0, name="Luna"),
            served("opus", "anthropic", "claude-opus-5-5", 60.0, name="Opus", price=5),
        ],
        "decision": {
            "default": "flash",
            "fallback": "luna",
            "steps": [{"step": "sort", "default": "luna", "fallback": "flash"}],
        },
        "records": [
            {
                "number": 1,
                "status": "draft",
                "date": DAY,
                "sections": {"rationale": "Cheap and good."},
                "triggers": [{"kind": "price_change", "value": 20}, {"kind": "deprecation"}],
            }
        ],
    }


def listed(provider: str, model: str, price: float = 1.0, **fields: Any) -> dict[str, Any]:
    """An offering of the catalogue, as `catalogue --json` prints it."""
    figures = {"input_price": price, "output_price": 4 * price, "context_window": 128_000}
    rows = [
        {"metric": key, "value": value, "source": "A list", "as_of": "2026-12-18"} for key, value in figures.items()
    ]
    about = {"access": "managed_api", "openness": "closed", "modalities": ["text"], "outputs": ["text"]}
    return {"provider": provider, "model": model, "name": model.rpartition("/")[2], "figures": rows, **about, **fields}


def catalogue() -> list[dict[str, Any]]:
    """Nothing has moved, and nobody has come."""
    opened = {"access": "hosted_inference", "openness": "open_weight"}
    return [
        listed("together", "deepseek-ai/DeepSeek-V4.1-Flash", **opened),
        listed("openai", "gpt-6-luna"),
        listed("anthropic", "claude-opus-5-5", 5.0),
    ]


NEARBY = {"access": "hosted_inference", "openness": "open_weight", "provider_name": "DeepInfra"}
FLASH = "deepseek-ai/DeepSeek-V4.1-Flash"


def dearer(rows: list[dict[str, Any]]) -> None:
    """The default's prices rise by half."""
    for figure in rows[0]["figures"][:2]:
        figure["value"] *= 1.5


def shut(rows: list[dict[str, Any]]) -> None:
    """The default ends in sixty days."""
    rows[0]["ends_on"] = str(TODAY + dt.timedelta(days=60))


def cheaper(rows: list[dict[str, Any]]) -> None:
    """The prices rise, and the same model is served elsewhere for less."""
    dearer(rows)
    rows.append(listed("deepinfra", FLASH, 0.9, **NEARBY))


def failing(rows: list[dict[str, Any]]) -> None:
    """The prices rise; what is served elsewhere for less reads too little."""
    dearer(rows)
    rows.append(listed("deepinfra", FLASH, 0.9, **NEARBY))
    rows[-1]["figures"][2]["value"] = 500


def unknown(rows: list[dict[str, Any]]) -> None:
    """The prices rise; a model comes of which nobody knows how good it is, and one of which nobody knows the price."""
    dearer(rows)
    rows.append(listed("groq", "new-model-9b", 0.1, access="hosted_inference", openness="open_weight"))
    rows.append(listed("deepinfra", FLASH, 0.9, **NEARBY))
    del rows[-1]["figures"][1]


CASES: dict[str, Change] = {
    "price-rise": dearer,
    "shutdown": shut,
    "cheaper": cheaper,
    "fails-a-must": failing,
    "too-little-known": unknown,
}


class Place:
    """A decision on disk, and the catalogue that it is held against."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "desk.toml"
        self.offerings = folder / "offerings.json"
        known = {offering_key(row["provider"], row["model"]): as_offering(row) for row in catalogue()}
        done = agreed(read_workspace(document()), DAY, known)
        self.path.write_text(workspace_text(done.workspace), "utf-8")
        keep_record(self.path, done.frozen, done.workspace.title)
        self.list(catalogue())

    def list(self, rows: list[dict[str, Any]]) -> None:
        """Let the catalogue say that."""
        self.offerings.write_text(json.dumps(rows), "utf-8")

    def watch(self, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
        """The exit code, and what is printed; the folder is called as it is, not where it lies."""
        arguments = ["--data-dir", str(self.path.parent / "data"), "--today", TODAY.isoformat()]
        code = main([*arguments, "watch", str(self.path), "--catalogue", str(self.offerings), *more])
        return code, capsys.readouterr().out.replace(str(self.path.parent), "decisions")


def as_offering(row: dict[str, Any]) -> Offering:
    """The offering as it was kept on acceptance."""
    figures = tuple(Figure(one["metric"], one["value"], "A list", DAY) for one in row["figures"])
    return Offering(row["provider"], row["provider"], row["model"], row["name"], figures=figures)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The accepted decision."""
    return Place(tmp_path)


def golden(name: str, text: str) -> None:
    """Hold a text to the golden one."""
    if os.environ.get("REGENERATE_GOLDEN"):
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_and_proposed(case: str, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte: for the terminal, for a change request, and the draft in the workspace."""
    rows = catalogue()
    CASES[case](rows)
    place.list(rows)
    accepted = {file.name: file.read_bytes() for file in records_folder(place.path).iterdir()}
    before = tomllib.loads(place.path.read_text("utf-8"))
    code, text = place.watch(capsys)
    assert code == 1
    golden(f"{case}.txt", text)
    assert tomllib.loads(place.path.read_text("utf-8")) == before
    golden(f"{case}.md", place.watch(capsys, "--format", "markdown")[1])
    code, told = place.watch(capsys, "--propose")
    assert code == 1 and told == f"{text}     proposed as record 2, a draft\n"
    after = tomllib.loads(place.path.read_text("utf-8"))
    golden(f"{case}.toml", place.path.read_text("utf-8").replace(str(place.path.parent), "decisions"))
    first, draft = after["records"]
    assert first == before["records"][0]
    assert (draft["status"], draft["supersedes"]) == ("draft", 1)
    assert {file.name: file.read_bytes() for file in records_folder(place.path).iterdir()} == accepted


@pytest.mark.parametrize("case", CASES)
def test_a_repeated_run_proposes_nothing_twice(case: str, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Not while the draft is there, and not once it was turned down, as long as nothing else has come."""
    rows = catalogue()
    CASES[case](rows)
    place.list(rows)
    place.watch(capsys, "--propose")
    once = place.path.read_bytes()
    code, told = place.watch(capsys, "--propose")
    assert code == 1 and "nothing is proposed: record 2 is draft already" in told
    assert place.path.read_bytes() == once
    workspace = read_workspace(tomllib.loads(once.decode("utf-8")))
    turned_down = rejected(proposed(with_status(workspace, "draft", TODAY), TODAY, ADA), TODAY, ADA)
    place.path.write_text(workspace_text(turned_down), "utf-8")
    told = place.watch(capsys, "--propose")[1]
    assert "nothing is proposed: the same was turned down as record 2 on 2026-12-20" in told
    rows[1]["deprecated"] = True
    place.list(rows)
    assert "proposed as record 3, a draft" in place.watch(capsys, "--propose")[1]


def test_nothing_due_is_quiet(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """It exits with 0, writes nothing and looks for nobody."""
    before = place.path.read_bytes()
    assert place.watch(capsys, "--propose") == (
        0,
        "ok   Help desk (decisions/desk.toml), record 1, accepted on 2026-11-22: nothing is due\n",
    )
    assert place.path.read_bytes() == before


def test_the_draft_chooses_who_lacks_nothing(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """The cheaper offering takes over the step; of two of which something is open nobody does."""
    rows = catalogue()
    cheaper(rows)
    place.list(rows)
    place.watch(capsys, "--propose")
    after = read_workspace(tomllib.loads(place.path.read_text("utf-8")))
    new = after.candidates[-1]
    assert (new.provider, new.model) == ("deepinfra", FLASH)
    assert {row.step: row.default for row in after.decision.steps} == {"answer": new.id, "sort": "luna"}
    prices = [row.value for row in after.candidates[0].observations if row.metric == "input_price"]
    assert prices == [1.0, 1.5]
    assert after.records[-1].sections.rationale.startswith("[fill in: why") and "Cheap and good." in after.prose(
        "rationale"
    )


def test_figures_of_a_file_count_for_newcomers(
    place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A leaderboard says how good a model is that the workspace does not have; without it the model is not compared."""
    rows = catalogue()
    dearer(rows)
    rows.append(listed("mistral", "mistral-small-2603", 0.5))
    place.list(rows)
    told = place.watch(capsys)[1]
    assert "mistral" not in told and "1 offering of the catalogue is not compared" in told
    board = tmp_path / "board.json"
    index = {"artificial_analysis_intelligence_index": 44}
    models = [{"name": "Mistral Small", "slug": "mistral-small-2603", "evaluations": index}]
    board.write_text(json.dumps({"intelligence_index_version": 4.3, "data": models}))
    code, text = place.watch(capsys, "--figures", str(board), "--json")
    assert code == 1
    named = [one["model"] for one in json.loads(text)[0]["steps"][0]["challengers"]]
    assert "mistral-small-2603" in named


def test_one_that_cannot_be_read_does_not_stop_the_others(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Its mistake comes at the end, with exit 2."""
    rows = catalogue()
    dearer(rows)
    place.list(rows)
    broken = place.path.with_name("broken.toml")
    broken.write_text("x")
    arguments = ["--data-dir", str(place.path.parent / "data"), "--today", TODAY.isoformat()]
    code = main([*arguments, "watch", str(broken), str(place.path), "--catalogue", str(place.offerings)])
    told = capsys.readouterr()
    assert code == 2 and "DUE  Help desk" in told.out and "broken.toml" in told.err


def test_json_and_markdown_exclude_each_other(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says so."""
    assert place.watch(capsys, "--json", "--format", "markdown")[0] == 2


def test_json_has_the_same(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers unrounded, what is due with its old and new figures, challengers with what is not known."""
    rows = catalogue()
    cheaper(rows)
    place.list(rows)
    (found,) = json.loads(place.watch(capsys, "--json")[1])
    keys = ("workspace", "title", "record", "accepted_on", "due", "steps", "gateway", "not_compared", "outcome")
    assert tuple(found) == keys
    assert found["due"][0]["about"] == ["flash"] and "$1.00 then, $1.50 now" in found["due"][0]["message"]
    answer = found["steps"][0]
    (first,) = [one for one in answer["challengers"] if one["model"] == FLASH]
    assert first["monthly"] == pytest.approx(100_000 * (1000 * 0.9 + 200 * 3.6) / 1e6)
