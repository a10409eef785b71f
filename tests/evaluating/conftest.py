"""A workspace with endpoints at a server of the tests', and the command on it."""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from shortlist.cli import main
from tests.conftest import TODAY
from tests.evaluating.server import FaultServer, serving

KEY = "tk-live-9aZq4Xw7Lm2Rt8Bv"
"""What a key looks like; a text of its own, to be looked for everywhere."""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A server in a thread."""
    with serving(FaultServer()) as one:
        yield one


def candidate(id_: str, url: str, price: float | None = 1.0, **keys: str) -> str:
    """A candidate as TOML; its price in USD per million tokens, in and out."""
    told = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    rows = "".join(
        f'[[candidates.observations]]\nmetric = "{metric}"\nvalue = {price}\nsource = "list"\nas_of = 2026-11-20\n'
        'basis = "published"\n'
        for metric in ("input_price", "output_price")
        if price is not None
    )
    return (
        f'[[candidates]]\nid = "{id_}"\nname = "{id_}"\nprovider = "{id_}-cloud"\naccess = "managed_api"\n'
        f'openness = "closed"\n[candidates.endpoint]\nbase_url = "{url}"\nmodel = "{id_}"\n'
        f'api_key_env = "TEST_KEY"\n{told}{rows}'
    )


def write(folder: Path, candidates: Sequence[str], examples: Sequence[dict[str, Any]], **setup: object) -> Path:
    """A workspace of one step with its golden dataset beside it."""
    told = "".join(f"{key} = {json.dumps(value)}\n" for key, value in {"max_output_tokens": 50, **setup}.items())
    path = folder / "team.toml"
    path.write_text(
        'schema = 2\ntitle = "Tickets"\n[scenario]\n[[scenario.steps]]\nid = "answer"\nname = "Answer"\n'
        f"[scenario.steps.evaluation]\n{told}{''.join(candidates)}",
        "utf-8",
    )
    (folder / "golden").mkdir(exist_ok=True)
    lines = "".join(json.dumps(one) + "\n" for one in examples)
    (folder / "golden" / "answer.jsonl").write_text(lines, "utf-8")
    return path


def example(number: int, fault: str = "", says: str = "yes", **keys: Any) -> dict[str, Any]:
    """An example whose prompt tells the server what to do with it."""
    told = f"number {number} {f'[[{fault}]]' if fault else ''} say: {says}"
    return {"id": f"q{number}", "kind": "real_task", "input": told, "checks": [{"equals": "yes"}], **keys}


def log(path: Path) -> list[dict[str, Any]]:
    """The log beside a workspace."""
    file = path.with_suffix(".evidence") / "log.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Evaluate = Callable[..., Done]


@pytest.fixture
def evaluate(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Evaluate:
    """`shortlist evaluate --yes` on a workspace in this process, with the key in the environment."""

    def call(path: Path, *arguments: object, env: Mapping[str, str] | None = None) -> Done:
        told = {"TEST_KEY": KEY, "SHORTLIST_DATA_DIR": str(data_dir), "SHORTLIST_TODAY": TODAY.isoformat()}
        with monkeypatch.context() as patch:
            for key, value in {**told, **(env or {})}.items():
                patch.setenv(key, value)
            capfd.readouterr()
            signals = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGHUP)}
            try:
                code = main(["evaluate", str(path), "--yes", *map(str, arguments)])
            finally:
                gc.unfreeze()
                gc.enable()
                for one, handler in signals.items():
                    signal.signal(one, handler)
        return Done(code, *capfd.readouterr())

    return call
