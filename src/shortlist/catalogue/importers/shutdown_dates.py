"""Dates on which models are withdrawn, in three forms: by channel, as a list by provider, and as OpenAI lists models.

`{"spec": "model-eol/0.1", "models": [{id, aliases, announced, shutdown, date_precision, replacement, distributions}]}`;
`[{provider, model_id, announcement_date, shutdown_date, replacement_models}]`; `{"data": [{id, shutdown_date}]}`, the
answer of /v1/models (https://developers.openai.com/api/docs/deprecations). LiteLLM's and OpenRouter's dates come with
their price lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from shortlist.catalogue.aliases import aliases, canonical
from shortlist.catalogue.importers.common import Importer, first_items, key_of, numbered, records, table
from shortlist.core.document.channels import channel
from shortlist.core.document.shutdown import End
from shortlist.core.importing.rows import Item, ModelRow, Refused
from shortlist.core.importing.source_file import SourceFile, as_objects, as_table
from shortlist.core.importing.values import BadValue, day, required, text

SPEC = "model-eol/"
EARLIEST = "earliest"
NOT_ANNOUNCED = "no shutdown is announced"


def _is_model_eol(document: SourceFile) -> bool:
    spec = as_table(document.json).get("spec")
    return isinstance(spec, str) and spec.startswith(SPEC)


def _is_list(document: SourceFile) -> bool:
    return any({"model_id", "shutdown_date"} <= one.keys() for one in _listed(document)[:20])


def _listed(document: SourceFile) -> list[dict[str, Any]]:
    """The rows of the list form, which may lie under a key of their own."""
    data = document.json
    if isinstance(data, dict):
        data = next((data[key] for key in ("models", "deprecations", "data") if isinstance(data.get(key), list)), None)
    return as_objects(data)


def _is_openai(document: SourceFile) -> bool:
    items = first_items(document, "data")
    return any("shutdown_date" in one for one in items) and all("id" in one and "pricing" not in one for one in items)


# --- by channel --------------------------------------------------------------------------------------------------


def _read_model_eol(document: SourceFile) -> Iterator[Item]:
    values = document.json.get("models")
    if not isinstance(values, list):
        raise BadValue("models: expected a list")
    source = f"{text(document.json['spec'])}, read {document.day}"
    yield from records(numbered(values, "models"), lambda place, value: _model(place, value, source), key_of("id"))


def _model(place: str, value: Any, source: str) -> ModelRow | Refused:
    entry = table(value)
    id_ = required(entry.get("id"), "id")
    replacement = text(entry.get("replacement"))
    precision = entry.get("date_precision")
    ends = []
    for given in (entry, *_tables(entry.get("distributions"), "distributions")):
        via = ""
        if given is not entry:
            via = channel(required(given.get("via"), "distributions.via"))
        shut = day(given.get("shutdown"))
        if shut is not None:
            bound = given.get("date_precision", precision) == EARLIEST
            ends.append(End(via, shut, bound, source, day(given.get("announced")), replacement))
    if not ends:
        return Refused(place, id_, NOT_ANNOUNCED)
    also = [text(one) for one in entry.get("aliases") or () if isinstance(one, str)]
    return _row(place, id_, also, ends)


def _tables(values: object, what: str) -> Iterable[Mapping[str, Any]]:
    if values is None:
        return []
    if not isinstance(values, list):
        raise BadValue(f"{what}: expected a list")
    return [table(one, what) for one in values]


def _row(place: str, id_: str, also: Iterable[str], ends: Iterable[End], provider: str = "") -> ModelRow:
    """A row that speaks of a model wherever it is served, under every name that it has."""
    names = [id_, *also]
    for name in tuple(names):
        names += [key for maker in _makers(name, provider) if (key := canonical(maker, name)) is not None]
    others = tuple(dict.fromkeys(name for name in names if name and name != id_))
    return ModelRow(id=id_, place=place, name=id_, model=id_, also=others, ends=tuple(ends))


def _makers(name: str, provider: str) -> Iterable[str]:
    """At whom a name may be looked up: the provider that the row names, else the maker of a model of that name.

    The makers are those on a reviewed list, asked for ids without an author.
    """
    from shortlist.catalogue.attributes import table as attributes

    if provider:
        return (provider,)
    if "/" in name or "." in name.partition("-")[0]:
        return ("aws", "openrouter")
    known = attributes().models
    return islice((maker for maker in aliases().first_party if canonical(maker, name) in known), 1)


# --- by provider -------------------------------------------------------------------------------------------------


def _read_list(document: SourceFile) -> Iterator[Item]:
    """Rows of one model at several providers are one row with several dates."""
    found: dict[str, tuple[str, str, list[str], list[End], str]] = {}
    for place, value in numbered(_listed(document), "rows"):
        try:
            provider = channel(required(value.get("provider"), "provider"))
            id_ = required(value.get("model_id"), "model_id")
            shut = day(value.get("shutdown_date"))
            if shut is None:
                yield Refused(place, id_, NOT_ANNOUNCED)
                continue
            told = [text(one) for one in value.get("replacement_models") or () if isinstance(one, str)]
            bound = value.get("date_precision") == EARLIEST
            source = f"list of shutdown dates, read {document.day}"
            end = End(provider, shut, bound, source, day(value.get("announcement_date")), ", ".join(told))
        except BadValue as error:
            yield Refused(place, str(value.get("model_id", ""))[:80], str(error))
            continue
        key = canonical(provider, id_) or id_.casefold()
        row = found.setdefault(key, (place, id_, [], [], provider))
        row[2].append(id_)
        row[3].append(end)
    for place, id_, also, ends, provider in found.values():
        yield _row(place, id_, also, ends, provider)


def _read_openai(document: SourceFile) -> Iterator[Item]:
    source = f"OpenAI, /v1/models, read {document.day}"

    def make(place: str, value: Any) -> ModelRow | Refused:
        entry = table(value)
        id_ = required(entry.get("id"), "id")
        shut = day(entry.get("shutdown_date"))
        if shut is None:
            return Refused(place, id_, NOT_ANNOUNCED)
        return _row(place, id_, (), [End("openai", shut, False, source)], "openai")

    yield from records(numbered(document.json["data"], "data"), make, key_of("id"))


FORMATS = (
    Importer("model-eol", "Shutdown dates, model-eol", _is_model_eol, _read_model_eol),
    Importer("shutdown-dates", "Shutdown dates, a list by provider", _is_list, _read_list),
    Importer("openai-models", "OpenAI, /v1/models", _is_openai, _read_openai),
)
