"""The files where they run: LiteLLM's own router and promptfoo, each in an environment of its own, against a server on
this machine. Long: they install what they test, there and nowhere else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from shortlist.formats import FORMATS, ExportSource
from tests.gateway.deciding import assessed, document

LITELLM, PROMPTFOO = "litellm==1.110.2", "promptfoo@0.121.20"
"""Pinned; 1.82.7 and 1.82.8 of LiteLLM were compromised, and no range may reach them."""
ANSWER = "shipping"


class Loopback:
    """An endpoint that speaks OpenAI's protocol, and fails every call of one model."""

    def __init__(self, failing: str) -> None:
        self.failing, self.asked = failing, list[str]()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(body["model"])
                failed = body["model"] == outer.failing
                data = json.dumps({"error": {"message": "down"}} if failed else answer(body["model"])).encode()
                self.send_response(500 if failed else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def answer(model: str) -> dict[str, Any]:
    """A whole answer."""
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": ANSWER}}
    usage = {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}
    return {"id": "a", "object": "chat.completion", "created": 1, "model": model, "choices": [choice], "usage": usage}


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A server on this machine whose model `main` is down."""
    found = Loopback("main")
    yield found
    found.server.shutdown()


def at(address: str) -> dict[str, Any]:
    """The small decision, everybody reached at an address."""
    data = document()
    data["scenario"]["steps"][0]["usage"]["max_retries"] = 0
    data["scenario"]["steps"][1]["usage"]["max_retries"] = 0
    data["scenario"] |= {"data_must_stay_inside": False, "regions": []}
    for row, model in zip(data["candidates"], ("main", "spare", "own", "near"), strict=True):
        row.update(provider="a gateway of ours", model=model, access="managed_api", effort="")
        row.pop("hosting", None)
        row["endpoint"] = {"base_url": address, "api_key_env": "LOOPBACK_KEY"}
    return data


def installed(folder: Path, package: str) -> Path:
    """A Python of its own with a package."""
    python = folder / "bin" / "python"
    done = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        command = [str(python), "-m", "pip", "install", "-q", package]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    if done.returncode != 0:
        pytest.skip(f"{package} cannot be installed here: {done.stderr.strip().splitlines()[-1:]}")
    return python


ROUTES = """
import json, sys, yaml
from litellm import Router, provider_list
config = yaml.safe_load(open(sys.argv[1]))
settings = {k: v for k, v in config["router_settings"].items()}
router = Router(model_list=config["model_list"], **settings)
told = {}
for group in sys.argv[2:]:
    found = router.completion(model=group, messages=[{"role": "user", "content": "hi"}])
    told[group] = [found.choices[0].message.content, found.model]
told["providers"] = sorted(str(getattr(one, "value", one)) for one in provider_list)
print(json.dumps(told))
"""


@pytest.mark.long
def test_litellm_routes_by_the_file(tmp_path: Path, loopback: Loopback) -> None:
    """Its own router loads the config, asks the default of each step by the step's name, and then who stands in."""
    python = installed(tmp_path / "litellm", LITELLM)
    config = tmp_path / "config.yaml"
    config.write_text(FORMATS["litellm"].write(assessed(at(loopback.address)), source=ExportSource("desk")), "utf-8")
    environment = {**os.environ, "LOOPBACK_KEY": "none", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    command = [str(python), "-c", ROUTES, str(config), "desk-answer", "desk-sort"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told["desk-answer"][0] == told["desk-sort"][0] == ANSWER
    # The default of the first step fails, so who stands in answers; the second step's default needs nobody.
    assert loopback.asked[0] == "main" and loopback.asked[-2:] == ["spare", "near"]
    from shortlist.gateway.providers import PROVIDERS

    unknown = {prefix for row in PROVIDERS.values() for prefix in row.litellm} - set(told["providers"])
    assert unknown <= {"vertex_ai_beta", "bedrock_converse"}


@pytest.mark.long
def test_promptfoo_takes_and_runs_the_file(tmp_path: Path, loopback: Loopback) -> None:
    """`promptfoo validate` finds nothing, and a run asks every candidate each example and grades the answers."""
    if shutil.which("npm") is None:
        pytest.skip("there is no npm here")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", PROMPTFOO]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=240)
    if done.returncode != 0:
        pytest.skip(f"promptfoo cannot be installed here: {done.stderr.strip().splitlines()[-1:]}")
    examples = [
        {"id": "q1", "kind": "real_task", "input": "Where is it?", "expected": ANSWER},
        {"id": "q2", "kind": "edge_case", "input": [{"role": "user", "content": "x"}], "checks": [{"type": "json"}]},
    ]
    source = ExportSource("desk", {"answer": examples})
    config = FORMATS["promptfoo"].write(assessed(at(loopback.address)), source=source)
    (tmp_path / "promptfooconfig.yaml").write_text(config, "utf-8")
    environment = {
        **os.environ,
        "LOOPBACK_KEY": "none",
        "PROMPTFOO_DISABLE_TELEMETRY": "1",
        "PROMPTFOO_DISABLE_UPDATE": "1",
        "PROMPTFOO_CONFIG_DIR": str(tmp_path / "state"),
    }
    script = str(tmp_path / "node_modules" / ".bin" / "promptfoo")
    done = subprocess.run(
        [script, "validate"], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=120
    )
    if "better-sqlite3" in done.stderr and "bindings" in done.stderr:
        pytest.skip("promptfoo's database has no binary for this machine")
    assert done.returncode == 0 and "valid" in done.stdout + done.stderr, done.stdout + done.stderr
    run = [script, "eval", "--no-cache", "-o", "results.json", "--no-progress-bar"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=180)
    results = tmp_path / "results.json"
    if not results.exists() and "better-sqlite3" in done.stdout + done.stderr:
        pytest.skip("promptfoo's database has no binary for this machine")
    assert results.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    rows = json.loads(results.read_text("utf-8"))["results"]["results"]
    told = {(row["provider"]["label"], row["testCase"]["metadata"]["id"]): row["success"] for row in rows}
    # The default is down; the others answer the first example rightly and the second with what is no JSON.
    assert told == {
        (id_, example): example == "q1" and id_ != "luna"
        for id_ in ("luna", "opus", "own", "near")
        for example in ("q1", "q2")
    }
    assert set(loopback.asked) == {"main", "spare", "own", "near"}
