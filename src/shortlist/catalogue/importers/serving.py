"""Benchmarks of a model that is served: `vllm bench serve`, GuideLLM and llama-bench, measured by the team.

What a machine reads and writes a second goes to the candidate's hosting, the wait for the first token is a figure.
https://docs.vllm.ai/en/latest/benchmarking/cli/ · https://github.com/vllm-project/guidellm ·
https://github.com/ggml-org/llama.cpp/tree/master/tools/llama-bench
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from shortlist.catalogue.importers.common import (
    Importer,
    Origin,
    first_items,
    no_figure,
    numbered,
    objects_with,
    records,
    table,
)
from shortlist.core.basics.unknown import ratio, times
from shortlist.core.importing.rows import Item, ModelRow
from shortlist.core.importing.source_file import SourceFile, as_table
from shortlist.core.importing.values import BadValue, day, number_or_unmeasured, required, stamp_day, text

TOGETHER = (
    "Reading and writing were measured at once, so each is slower than by itself, and the machines that are counted "
    "by them are rather too many than too few"
)
NOTHING = "it measured nothing: no request was answered"
USUAL_LOAD = 0.6
"""Share of the greatest throughput at which the wait for the first token is taken: the share that machines are planned
to be used."""


def _row(
    place: str,
    model: str,
    reads: float | None,
    writes: float | None,
    origin: Origin,
    figures: Mapping[str, float | None],
) -> ModelRow:
    """A row of one model's machine: tokens read and written a second, and the figures that are its candidate's."""
    hosting = {key: value for key, value in (("input_tokens_per_s", reads), ("output_tokens_per_s", writes)) if value}
    found = [one for metric, value in figures.items() for one in origin.figure(metric, value)]
    if not hosting and not found:
        raise BadValue(NOTHING)
    return ModelRow(
        id=model,
        place=place,
        name=model.rpartition("/")[2],
        model=model,
        facts={"hosting": hosting},
        figures=tuple(found),
    )


Placed = tuple[str, dict[str, Any]]
"""A result with its place in the file."""


def _by_model(
    results: Iterator[tuple[str, Any]],
    name: Callable[[dict[str, Any]], object],
    make: Callable[[str, str, list[Placed]], ModelRow],
) -> Iterator[Item]:
    """A row for every model, of all the results that name it."""
    found: dict[str, list[Placed]] = {}
    for place, one in results:
        result = as_table(one)
        model = name(result)
        found.setdefault(model if isinstance(model, str) else "", []).append((place, result))
    groups = [(placed[0][0], (model, placed)) for model, placed in found.items()]
    return records(groups, lambda place, one: make(place, *one), lambda one: one[0])


# --- vllm bench serve --------------------------------------------------------------------------------------------


VLLM_KEYS = {"model_id", "duration", "total_input_tokens", "output_throughput", "median_ttft_ms"}


def sniff_vllm(document: SourceFile) -> bool:
    """The result of a benchmark, or several as JSON Lines."""
    items = [document.json] if isinstance(document.json, dict) else first_items(document)
    return bool(items) and all(one.keys() >= VLLM_KEYS for one in items)


def read_vllm(document: SourceFile) -> Iterator[Item]:
    """A row for every model: of several loads the greatest throughput, and the wait at the usual load."""
    values = document.json if isinstance(document.json, list) else [document.json]
    return _by_model(numbered(values, "results"), lambda one: one.get("model_id"), partial(_vllm, document))


def _vllm(document: SourceFile, place: str, model: str, results: list[Placed]) -> ModelRow:
    required(model, "model_id")
    notes = list[str]()
    known = list[tuple[float, dict[str, Any]]]()
    for where, one in results:
        writes = number_or_unmeasured(one.get("output_throughput"))
        failed, answered = number_or_unmeasured(one.get("failed")) or 0, number_or_unmeasured(one.get("completed"))
        asked = failed + (answered or 0)
        if failed and answered is not None:
            note = f"{failed:,.0f} of {asked:,.0f} requests failed."
            notes.append(f"{where}: {note}" if len(results) > 1 else note)
        # Of a server that turns most requests away nobody knows what it can do.
        if writes and not (answered is not None and failed > answered):
            known.append((writes, one))
    if not known:
        raise no_figure(notes, NOTHING)
    most, fastest = max(known, key=lambda pair: pair[0])
    usual = min(known, key=lambda pair: abs(pair[0] - USUAL_LOAD * most))[1]
    version = _load(usual)
    if len(known) > 1:
        version += f"; greatest of {len(known)} loads: {_load(fastest)}"
    origin = Origin("vllm bench serve", _stamp(usual.get("date")) or document.day, version=version, basis="measured")
    wait, each = number_or_unmeasured(usual.get("median_ttft_ms")), number_or_unmeasured(usual.get("median_tpot_ms"))
    row = _row(
        place,
        model,
        ratio(number_or_unmeasured(fastest.get("total_input_tokens")), number_or_unmeasured(fastest.get("duration"))),
        most,
        origin,
        {"ttft": ratio(wait, 1000), "output_speed": ratio(1000, each)},
    )
    return replace(row, notes=tuple(notes))


def _load(values: Mapping[str, Any]) -> str:
    """How many requests of what were made how fast, in words."""
    rate, at_once = values.get("request_rate"), values.get("max_concurrency")
    if rate == "inf":
        rate = "all"
    load = f"{text(str(values.get('num_prompts', '?')))} prompts, {rate} a second"
    return f"{load}, {at_once} at once" if at_once else load


def _stamp(value: object) -> date | None:
    """A day such as 20260115-103000."""
    if isinstance(value, str) and (found := re.match(r"(20[0-9]{2})([01][0-9])([0-3][0-9])(?:-|$)", value)):
        return day("-".join(found.groups()))
    return None


# --- GuideLLM ----------------------------------------------------------------------------------------------------


def sniff_guidellm(document: SourceFile) -> bool:
    """A report with benchmarks, each with its metrics."""
    return any(
        {"time_to_first_token_ms", "output_tokens_per_second"} <= one["metrics"].keys()
        for one in first_items(document, "benchmarks")
        if isinstance(one.get("metrics"), dict)
    )


def read_guidellm(document: SourceFile) -> Iterator[Item]:
    """A row for every model of a report: of a sweep the greatest throughput, and the wait at the usual load."""
    benchmarks = numbered(document.json["benchmarks"], "benchmarks")
    return _by_model(benchmarks, partial(_guidellm_model, document.json), partial(_guidellm, document))


def _guidellm_model(report: Mapping[str, Any], benchmark: Mapping[str, Any]) -> str:
    """The model, wherever this version of the report has it."""
    places = (
        (benchmark, "worker", "backend_model"),
        (benchmark, "config", "backend", "model"),
        (report, "args", "model"),
        (report, "args", "backend_kwargs", "model"),
    )
    for node, *keys in places:
        found: Any = node
        for key in keys:
            found = as_table(found).get(key)
        if isinstance(found, str) and found.strip():
            return text(found)
    return ""


def _guidellm(document: SourceFile, place: str, model: str, benchmarks: list[Placed]) -> ModelRow:
    writes = [(_mean(one, "output_tokens_per_second"), one) for _, one in benchmarks]
    known = [(value, one) for value, one in writes if value]
    if not known:
        raise BadValue(NOTHING)
    most, fastest = max(known, key=lambda pair: pair[0])
    usual = min(known, key=lambda pair: abs(pair[0] - USUAL_LOAD * most))[1]
    wait = _mean(usual, "time_to_first_token_ms", "median")
    each = _mean(usual, "time_per_output_token_ms", "median") or _mean(usual, "inter_token_latency_ms", "median")
    reads = _mean(fastest, "prompt_tokens_per_second") or times(
        _mean(fastest, "requests_per_second"), _mean(fastest, "prompt_token_count")
    )
    version = f"greatest of {len(known)} loads" if len(known) > 1 else ""
    origin = Origin("GuideLLM", stamp_day(fastest.get("start_time")) or document.day, version=version, basis="measured")
    figures = {"ttft": ratio(wait, 1000), "output_speed": ratio(1000, each)}
    return _row(place, required(model, "model"), reads, most, origin, figures)


def _mean(benchmark: Mapping[str, Any], name: str, kind: str = "mean") -> float | None:
    """A metric of the requests that were answered."""
    metrics = table(benchmark.get("metrics"), "metrics")
    return number_or_unmeasured(table(table(metrics.get(name), name).get("successful"), name).get(kind))


# --- llama-bench -------------------------------------------------------------------------------------------------


is_llama = objects_with("model_filename", "n_prompt", "n_gen", "avg_ts")


def read_llama(document: SourceFile) -> Iterator[Item]:
    """A row for every model: the fastest test of reading alone, and the fastest of writing alone."""
    by_model: dict[str, list[dict[str, Any]]] = {}
    for one in document.json:
        if isinstance(one, dict):
            name = one.get("model_filename")
            by_model.setdefault(name if isinstance(name, str) else "", []).append(one)
    return records(
        by_model.items(), lambda place, one: _llama(document, place, one), lambda one: one[0].get("model_filename")
    )


def _llama(document: SourceFile, place: str, tests: list[dict[str, Any]]) -> ModelRow:
    file = required(tests[0].get("model_filename"), "model_filename").replace("\\", "/").rpartition("/")[2]
    origin = Origin("llama-bench", day(tests[0].get("test_time")) or document.day, basis="measured")
    model = file.removesuffix(".gguf")
    depths = {int(depth) for one in tests if (depth := number_or_unmeasured(one.get("n_depth")))}
    speeds = {depth: _at_depth(tests, depth) for depth in sorted({0, *depths})}
    empty = next((depth for depth, speed in speeds.items() if any(speed)), 0)
    reads, writes = speeds[empty]
    # One request at a time: what the machine writes is what its reader sees.
    row = _row(place, model, reads, writes, origin, {"output_speed": writes})
    notes = []
    for depth, speed in speeds.items():
        if depth and any(speed):
            told = [f"{value:,.0f} {what}" for value, what in zip(speed, ("read", "written"), strict=True) if value]
            notes.append(f"Behind {depth:,} tokens that are in the cache: {' and '.join(told)} a second.")
    return replace(row, notes=tuple(notes))


def _at_depth(tests: list[dict[str, Any]], depth: int) -> tuple[float | None, float | None]:
    """Tokens read alone and written alone a second behind so many tokens that are in the cache, the fastest test."""
    here = [one for one in tests if (number_or_unmeasured(one.get("n_depth")) or 0) == depth]
    reading = [number_or_unmeasured(one.get("avg_ts")) or 0 for one in here if one.get("n_gen") == 0]
    writing = [number_or_unmeasured(one.get("avg_ts")) or 0 for one in here if one.get("n_prompt") == 0]
    return max(reading, default=0) or None, max(writing, default=0) or None


def _together(document: SourceFile) -> tuple[str, ...]:
    return (f"{TOGETHER}.",)


FORMATS = (
    Importer("vllm-bench", "vllm bench serve", sniff_vllm, read_vllm, notices=_together),
    Importer("guidellm", "GuideLLM", sniff_guidellm, read_guidellm, notices=_together),
    Importer("llama-bench", "llama-bench", is_llama, read_llama),
)
