"""A model card of Hugging Face: the YAML at its head, and the sentences that answer checks of the model card.

Nothing is judged here: what the card says is proposed as an answer, with the sentence, and a person takes it or not.
https://huggingface.co/docs/hub/model-cards
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shortlist.catalogue.importers.common import Importer
from shortlist.core.document.vocabulary import Verdict, restriction
from shortlist.core.importing.rows import Item, ModelRow, ProposedAnswer, Refused
from shortlist.core.importing.source_file import SourceFile
from shortlist.core.importing.values import word
from shortlist.core.sizing.questions import precision_named

HEAD = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)
DEEPEST, MOST_NODES = 20, 50_000
PERMISSIVE = frozenset({"apache-2.0", "mit", "bsd-3-clause", "bsd-2-clause", "cc-by-4.0", "cc0-1.0", "unlicense"})
"""Licences, by Hugging Face's names, whose text allows commercial use, fine-tuning and redistribution."""
MODALITIES = {
    "text-generation": ["text"],
    "image-text-to-text": ["text", "image"],
    "any-to-any": None,
    "audio-text-to-text": ["text", "audio"],
}
ROLES = {
    "feature-extraction": "embedder",
    "sentence-similarity": "embedder",
    "text-ranking": "reranker",
    "text-classification": "classifier",
}
SECTIONS: tuple[tuple[str, str, Verdict], ...] = (
    (r"intended use|direct use|^uses$|use cases", "card.intended_use", "unknown"),
    (r"training data|^training|pre-?training", "card.training_notes", "pass"),
    (r"limitation|out-of-scope|misuse|restrictions|prohibited", "card.usage_constraints", "pass"),
    (r"how to use|usage|deployment|inference|serving|quick ?start", "card.serving", "pass"),
    (r"support|maintenance|contact|citation and contact", "card.maintenance", "unknown"),
)
"""Headings, the check that the first sentence under them speaks to, and the verdict that they can bear."""
NO_LICENCE = frozenset({"other", "unknown", "none", "n/a"})
"""Names of licences that name none: https://huggingface.co/docs/hub/repositories-licenses."""
_FENCE = re.compile(r"[ \t]{0,3}(?:>[ \t]*)?(`{3,}+|~{3,}+)(.*)")
"""A line that opens or ends a piece of code."""
FORMATS_OF_WEIGHTS = ("safetensors", "gguf")
_REPOSITORY = re.compile(r"https://huggingface\.co/([A-Za-z0-9_.-]{1,96}/[A-Za-z0-9_.-]{1,96})(?:/|$)")


def sniff(document: SourceFile) -> bool:
    """A text that begins with a head between two lines of three dashes, blank lines aside."""
    return document.text is not None and HEAD.match(document.text.lstrip()) is not None


def read(document: SourceFile) -> Iterator[Item]:
    """One row: the model of the card."""
    assert document.text is not None
    card = document.text.lstrip()
    head = HEAD.match(card)
    assert head is not None
    values, problem = front_matter(head[1])
    if values is None:
        yield Refused("the head", document.name, problem)
        return
    body = without_code(card[head.end() :])
    model = _repository(values, f"{document.name} {_title(body)}")
    url = f"https://huggingface.co/{model}" if model else ""
    # The licences that the head names; `other` and `unknown` say that none is named.
    named = _texts(values.get("license_name")) or _texts(values.get("license"))
    licences = [one for one in named if one.casefold() not in NO_LICENCE]
    licence = ", ".join(licences)
    yield ModelRow(
        id=model or document.name,
        place="the card",
        name=_title(body) or model or document.name,
        model=model,
        facts=_facts(values, licences),
        answers=tuple(_answers(values, licence, card[head.end() :], body, url)),
        notes=tuple(_notes(values, licence)),
    )


def without_code(body: str) -> str:
    """A piece of Markdown without its fenced code, of which comments look like headings."""
    kept, fence = [], ""
    for line in body.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif not fence:
            kept.append(line)
        elif found and found[1].startswith(fence) and not found[2].strip("`~ \t"):
            fence = ""
    return "\n".join(kept)


def front_matter(text: str) -> tuple[Mapping[str, Any] | None, str]:
    """The head of a card as texts, lists and tables of them, or why it is refused.

    Every value stays text: the loader makes no numbers, dates or objects. Anchors, aliases and depth are refused
    before anything is made.
    """
    import yaml  # only a model card needs it

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        depth = 0
        for number, event in enumerate(yaml.parse(text, Loader=loader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
                return None, "its YAML holds an anchor or an alias, which a model card does not need"
            if depth > DEEPEST or number > MOST_NODES:
                return None, "its YAML is nested too deeply or too long for a model card"
        values = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "" if line is None else f" in line {line + 2}"
        return None, f"its head is not valid YAML{where}"
    if isinstance(values, dict):
        return values, ""
    return None, "its head is no table of keys"


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [found for one in values[:50] if (found := word(one))]


def _repository(values: Mapping[str, Any], called: str) -> str:
    """The model's own address, where the link to its licence shows it.

    The card of a derivative often links the licence of its base: an address that the head names as the base, or that
    lacks the quantisation that the card's own name and tags tell, is not its own.
    """
    found = _REPOSITORY.match(word(values.get("license_link")))
    if found is None:
        return ""
    bases = {one.casefold() for one in _texts(values.get("base_model"))}
    said = (called, *_texts(values.get("tags")), *_texts(values.get("quantized_by")), word(values.get("library_name")))
    quantised = "quantized_by" in values or any(precision_named(one) not in (None, "BF16") for one in said)
    derived = found[1].casefold() in bases or (quantised and precision_named(found[1]) is None)
    return "" if derived else found[1]


def _title(body: str) -> str:
    found = re.search(r"^# +(\S[^\r\n]{0,199})$", body[:20_000], re.MULTILINE)
    return word(found[1]) if found else ""


def _facts(values: Mapping[str, Any], licences: list[str]) -> dict[str, Any]:
    facts: dict[str, Any] = {"openness": "open_weight", "licence": ", ".join(licences)}
    # Of several licences nobody says which part each is of: what all of them allow is allowed.
    if licences and all(one.casefold() in PERMISSIVE for one in licences):
        facts["commercial_use"] = "yes"
    elif licences and all(re.search(r"(?:^|-)nc(?:-|$)", one.casefold()) for one in licences):
        facts["commercial_use"] = "no"
    tag = word(values.get("pipeline_tag"))
    facts["modalities"] = MODALITIES.get(tag)
    if tag in ROLES:
        facts["roles"] = [ROLES[tag]]
    return {key: value for key, value in facts.items() if value}


def _notes(values: Mapping[str, Any], licence: str) -> Iterator[str]:
    if not licence and values.get("license"):
        link = word(values.get("license_link"))
        yield "The head names no licence" + (f"; its text: {link}." if link else ".")
    base, languages = _texts(values.get("base_model")), _texts(values.get("language"))
    if base:
        yield f"Based on {', '.join(base)}."
    if languages:
        yield f"Languages: {', '.join(languages[:20])}."
    if _gated(values):
        yield "Gated: access to the weights has to be asked for."


def _gated(values: Mapping[str, Any]) -> bool:
    return any(key.startswith("extra_gated") for key in values if isinstance(key, str))


def _answers(values: Mapping[str, Any], licence: str, card: str, body: str, url: str) -> Iterator[ProposedAnswer]:
    if licence:
        why = restriction(licence)
        told = "; ".join(filter(None, (f"The card's head says license: {licence}", why)))
        # That it was read, no file can know.
        yield ProposedAnswer("card.licence", "unknown", f"{told}; whether it was read, only a person knows.", url)
        reasons = [why] if why else []
        if _gated(values):
            reasons.append("access is gated")
        if reasons:
            told = "; ".join([f"license: {licence}", *reasons])
            yield ProposedAnswer("card.openness_claim", "unknown", f"{told}.", url)
    words = " ".join([*_texts(values.get("tags")), word(values.get("library_name")), card]).casefold()
    format_ = next((one for one in FORMATS_OF_WEIGHTS if one in words), "")
    if format_:
        yield ProposedAnswer("card.file_format", "pass", f"The card names {format_}.", url)
    seen = set()
    for heading, text in sections(body):
        for pattern, check, verdict in SECTIONS:
            if check not in seen and re.search(pattern, heading.casefold()):
                sentence = first_sentence(text)
                if sentence:
                    seen.add(check)
                    yield ProposedAnswer(check, verdict, f"“{heading}”: {sentence}", url)
                break


def sections(body: str) -> Iterator[tuple[str, str]]:
    """The headings of a card and the text under each; at most the first hundred."""
    heads = list(re.finditer(r"^#{1,6}[ \t]+([^\r\n]{1,200})$", body, re.MULTILINE))[:100]
    ends = [*(following.start() for following in heads[1:]), len(body)]
    for head, end in zip(heads, ends, strict=False):
        yield word(head[1].strip("# *")), body[head.end() : min(end, head.end() + 5_000)]


def first_sentence(text: str) -> str:
    """The first sentence of prose in a piece of Markdown, without code, tables and images."""
    bare = re.sub(r"```.*?(?:```|$)|<[^<>]{0,500}>", " ", text, flags=re.DOTALL)
    for line in bare.splitlines():
        words = line.strip().lstrip("-*> ").strip()
        if len(words) < 20 or words.startswith(("|", "!", "[", "#")):
            continue
        found = re.match(r".{20,280}?[.!?](?=\s|$)", words)
        if found:
            return found[0]
        return words if len(words) < 280 else f"{words[:279]}…"
    return ""


FORMAT = Importer("model-card", "A model card", sniff, read)
