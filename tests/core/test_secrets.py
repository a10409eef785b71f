"""Keys are kept out of a workspace, and nothing that is no key is taken for one."""

from __future__ import annotations

import base64
import json
import random
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from shortlist.core.basics.errors import InvalidDocument
from shortlist.core.document.secrets import secret_in, secrets
from shortlist.core.document.workspace import new_workspace
from shortlist.core.edits.places import with_value
from tests.conftest import FIXTURES, SCENARIOS, TODAY

random_text = random.Random(7)


def letters(count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Random characters, as a generator of keys makes them."""
    return "".join(random_text.choice(alphabet) for _ in range(count))


LOWER = string.ascii_lowercase + string.digits
KEYS = [
    f"sk-{letters(48)}",
    f"sk-proj-{letters(40)}_{letters(30)}-{letters(20)}",
    f"sk-ant-api03-{letters(60)}-{letters(24)}AA",
    f"sk-or-v1-{letters(64, '0123456789abcdef')}",
    f"sk-{letters(32, '0123456789abcdef')}",
    f"gsk_{letters(52)}",
    f"xai-{letters(80)}",
    f"AIza{letters(35)}",
    f"AKIA{letters(16, string.ascii_uppercase + string.digits)}",
    f"hf_{letters(34)}",
    f"r8_{letters(37)}",
    f"pplx-{letters(48)}",
    f"nvapi-{letters(64)}",
    f"fw_{letters(24)}",
    f"tgp_v1_{letters(43)}",
    f"ghp_{letters(36)}",
    f"github_pat_{letters(22)}_{letters(59)}",
    f"glpat-{letters(20)}",
    f"xoxb-{letters(12, string.digits)}-{letters(24)}",
    f"npm_{letters(36)}",
    "-----BEGIN OPENSSH PRIVATE KEY-----",
    "eyJ"
    + base64.urlsafe_b64encode(b"hbGciOiJIUzI1NiJ9xx").decode().rstrip("=")
    + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0."
    + "a" * 43,
    letters(32),
    letters(40),
    letters(64),
]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:10])
@pytest.mark.parametrize("around", ["{}", "the key is {}, do not lose it", 'api_key="{}"'])
def test_a_key_is_found_wherever_it_stands(key: str, around: str) -> None:
    """Alone, in a sentence, in quotes; what is told of it is its beginning."""
    found = secret_in(around.format(key))
    assert found is not None and len(found) <= 6


@pytest.mark.parametrize("key", [KEYS[1], KEYS[2], KEYS[3], KEYS[16]], ids=lambda key: key[:10])
@pytest.mark.parametrize("before", ["30", "my", "title_", "Ω7"])
def test_a_key_glued_to_a_word_is_found_by_a_prefix_that_nothing_else_has(key: str, before: str) -> None:
    """Pasted behind what was typed; what is told is the beginning of the key, not of the word."""
    assert (secret_in(f"{before}{key}") or "").startswith(key[:6])


@pytest.mark.parametrize("key", KEYS[:-3], ids=lambda key: key[:10])
def test_a_key_of_a_known_kind_is_found_within_an_address(key: str) -> None:
    """A random part of an address is mostly the name of a document; a known prefix tells a key even there."""
    assert secret_in(f"https://x.example/v1?key={key}")


@pytest.mark.parametrize(
    "text",
    [
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8",
        "accounts/fireworks/models/deepseek-v3p1-terminus",
        "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5",
        "xai-grok-4-fast-non-reasoning-2026-01-01-preview-long",
        "pplx-70b-online-and-a-long-suffix-of-words",
        "risk-adjusted-pricing-of-all-the-models-we-have-2026",
        "task-proj-internationalizationofeverything2026",
        "desk-ant-Observations-of-formicidae-in-2026-by-HandCounting",
        "task-proj-20260101-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnop",
        "task-admin-" * 200,
        "mygithub_pat_for_the_pipelines_of_everybody_who_works_here",
        "sk-learn-style-pipelines-for-everybody-2026-edition",
        "https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms/edit",
        "123e4567-e89b-12d3-a456-426614174000",
        "Donaudampfschifffahrtsgesellschaftskapitaen",
        "ThisIsAVeryLongCamelCaseIdentifierOf2026InSomeCode",
        "1" * 60,
        "=" * 60,
    ],
)
def test_what_is_no_key_passes(text: str) -> None:
    """Digests, names of models, addresses of documents, long words."""
    assert secret_in(text) is None


def texts_in(node: Any) -> list[str]:
    """Every text of a document, keys of tables too."""
    found, left = [], [node]
    while left:
        one = left.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one
    return found


def test_no_offering_of_the_catalogue_is_refused() -> None:
    """0 of all known offerings, in any of their texts."""
    from dataclasses import asdict

    from shortlist.catalogue.search import offerings

    known = [
        text
        for offering in offerings(TODAY)
        for text in texts_in(json.loads(json.dumps(asdict(offering), default=str)))
    ]
    assert len(known) > 10_000
    assert [text for text in known if secret_in(text)] == []


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the files of others are not part of the project")
def test_no_text_of_a_published_file_is_refused() -> None:
    """0 of all texts in catalogues and leaderboards that people import, and in their tables."""
    known: list[str] = []
    for path in sorted(FIXTURES.iterdir()):
        if path.suffix == ".json":
            known += texts_in(json.loads(path.read_text("utf-8")))
        elif path.suffix == ".csv":
            known += path.read_text("utf-8").replace('"', "").replace("\n", ",").split(",")
    assert len(known) > 50_000
    assert [text for text in known if secret_in(text)] == []


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_no_shipped_scenario_holds_one(path: Path) -> None:
    """The examples pass their own rule."""
    assert secrets(tomllib.loads(path.read_text("utf-8"))) == []


def test_a_workspace_refuses_a_key_in_any_field_and_says_where() -> None:
    """In an edit and in a file alike, with the place and without the key."""
    key = KEYS[0]
    workspace = new_workspace("T")
    for path in (("title",), ("scenario", "summary"), ("scenario", "steps", 0, "name")):
        with pytest.raises(InvalidDocument) as refused:
            with_value(workspace, path, f"use {key}")
        (problem,) = refused.value.problems
        assert problem.path.endswith(str(path[-1]))
        assert "looks like an API key (sk-" in problem.message and key not in problem.message
