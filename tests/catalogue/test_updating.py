"""Newest prices on request: fetched once, kept with their day, used from then on; nothing fetched, nothing changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shortlist.catalogue import embedded, search, updating
from shortlist.cli import main
from shortlist.core.basics.errors import ShortlistError
from tests.conftest import Run

DAY = dt.date(2026, 11, 22)


def provider(number: int, price: float) -> dict[str, Any]:
    """A provider with one model, in the form in which prices are served."""
    return {
        "id": f"provider{number}",
        "name": f"Provider {number}",
        "api_pattern": f"https://api{number}\\.example",
        "models": [
            {
                "id": f"fresh-{number}",
                "match": {"equals": f"fresh-{number}"},
                "prices": {"input_mtok": price, "output_mtok": 4 * price},
            }
        ],
    }


PRICES = json.dumps([provider(number, 0.5) for number in range(12)]).encode()


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """The catalogue is read anew, before and after."""
    for _ in range(2):
        updating._location = None
        embedded.load.cache_clear()
        search._ordered.cache_clear()
        search._named.cache_clear()
        if _ == 0:
            yield


def test_fetched_prices_are_kept_and_used_with_their_day(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The source of a figure names the day of the fetch."""
    asked: list[str] = []

    def get(address: str) -> bytes:
        asked.append(address)
        return PRICES

    monkeypatch.setattr(updating, "over_the_network", get)
    arguments = ["--data-dir", str(data_dir), "--today", "2026-11-22", "catalogue"]
    assert main([*arguments, "--update"]) == 0
    told = capsys.readouterr().out
    assert "Prices of 2026-11-22: 12 providers, 12 offerings, from https://" in told
    assert main([*arguments, "fresh-3", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    figure = found["figures"][0]
    assert (figure["value"], figure["source"], figure["as_of"]) == (0.5, "genai-prices 2026-11-22", "2026-11-22")
    assert len(asked) == 1, "a search uses no network"


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b"[]", b"[1, 2]", b'[{"id": 1}]' * 20, b"[" * 100_000])
def test_an_answer_that_is_no_prices_changes_nothing(data_dir: Path, answer: bytes) -> None:
    """One sentence; the package's own prices stay."""
    with pytest.raises(ShortlistError, match=r"the prices stay as they are|not understood"):
        updating.fetch(DAY, lambda _: answer)
    assert not data_dir.exists()


def test_a_kept_file_that_was_damaged_is_told_and_passed_over(data_dir: Path) -> None:
    """The package's own prices answer."""
    data_dir.mkdir()
    path = data_dir / "prices.json"
    path.write_bytes(b'{"schema": 1, "fetched_on": "2026-11-22", "providers": [')
    updating.use(path)
    assert "cannot be used; the package's own prices are" in embedded.load().problem
    assert embedded.load().source == "genai-prices 0.2.3"


def test_prices_older_than_the_package_are_passed_over(data_dir: Path) -> None:
    """A newer release of the package beats what was fetched before it."""
    _, data = updating.fetch(dt.date(2026, 11, 1), lambda _: PRICES)
    data_dir.mkdir()
    (data_dir / "prices.json").write_bytes(data)
    updating.use(data_dir / "prices.json")
    assert (embedded.load().source, embedded.load().problem) == ("genai-prices 0.2.3", "")


def test_without_a_network_it_says_so(run: Run, data_dir: Path) -> None:
    """Exit code 2, one sentence, no traceback; nothing was written."""
    unreachable = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""}
    done = run("catalogue", "--update", env={**unreachable, **{k.lower(): v for k, v in unreachable.items()}})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("shortlist: the prices could not be fetched (")
    assert done.stderr.endswith("); those that are here stay in use\n")
    assert not (data_dir / "prices.json").exists()


def test_a_search_needs_words(run: Run) -> None:
    """Without words and without an update there is nothing to do."""
    done = run("catalogue")
    assert (done.returncode, "say what to search for" in done.stderr) == (2, True)
