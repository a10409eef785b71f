"""The estimate of self-hosting without a screen."""

from __future__ import annotations

import json

from tests.conftest import Run


def test_an_estimate_as_data(run: Run) -> None:
    """The same figures as in the form, what they rest on, and the published ones with the error."""
    done = run("size", "openai/gpt-oss-120b", "--set", "requests=64", "--json", "--set", "gpu=h200")
    data = json.loads(done.stdout)
    assert data["hosting"]["gpu"] == "H200 141GB" and data["hosting"]["gpus_per_replica"] == 1
    assert round(data["estimate"]["weights_gb"], 1) == 62.0 and data["estimate"]["requests"] == 64
    assert len(data["published"]) >= 3 and all(one["estimate_over_it"] > 0 for one in data["published"])


def test_an_estimate_is_marked_as_one(run: Run) -> None:
    """In its first line."""
    assert run("size", "llama-3.3-70b").stdout.startswith("Estimated, not measured")


def test_mistakes_in_one_line_each(run: Run) -> None:
    """Place and remedy, and nothing on stdout."""
    for arguments, told in (
        (("size", "unheard-of"), "size: layers: needed: num_hidden_layers in config.json"),
        (("size", "qwen3-32b", "--set", "request=4"), "did you mean requests?"),
        (("size", "qwen3-32b", "--set", "gpus=3"), "size: gpus: must be 1, 2, 4 or 8"),
        (("size", "deepseek-v3", "--set", "gpu=L4"), "take a larger GPU or less precise weights"),
    ):
        done = run(*arguments)
        assert done.returncode == 2 and told in done.stderr and not done.stdout
