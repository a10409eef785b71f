"""Results of the Language Model Evaluation Harness as figures of a candidate: public benchmarks, measured by the team.

https://github.com/EleutherAI/lm-evaluation-harness
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shortlist.catalogue.importers.common import Importer, Origin, key_of, records, table
from shortlist.core.importing.lm_eval import is_results
from shortlist.core.importing.rows import Item, ModelRow, RowFigure
from shortlist.core.importing.source_file import SourceFile
from shortlist.core.importing.values import BadValue, number, stamp_day, text

SOURCE, URL = "lm-evaluation-harness", "https://github.com/EleutherAI/lm-evaluation-harness"
MAIN = ("exact_match", "acc_norm", "acc", "pass@1", "mc2", "f1", "bleu", "rougeL")
"""Shares of right answers, those first that a leaderboard counts."""
POINTS = ("bleu",)
"""Of them those that the harness gives from 0 to 100 as sacrebleu does; ROUGE it gives either way, by the task."""
OF_A_HUNDRED = ("exact", "HasAns_f1")
"""Metrics beside which the others of a task are from 0 to 100 as well, as in SQuAD 2."""


def read(document: SourceFile) -> Iterator[Item]:
    """The row of the model that was evaluated, with a figure for each task."""
    whole = [("results", document.json)]
    return records(whole, lambda place, one: _row(document, place, one), key_of("model_name"))


def _row(document: SourceFile, place: str, values: Mapping[str, Any]) -> ModelRow:
    model = text(values.get("model_name")) or _argument(table(values.get("config"), "config"))
    if not model:
        raise BadValue("it names no model")
    as_of = stamp_day(values.get("date")) or document.day
    figures = list[RowFigure]()
    shots = table(values.get("n-shot"), "n-shot")
    for task, told in table(values["results"], "results").items():
        found = _main(table(told, task))
        if found is None:
            continue
        metric, filter_, points = found
        version, shot = metric, shots.get(task)
        if filter_ not in ("", "none"):
            version += f", {filter_}"
        if isinstance(shot, int):
            version = f"{shot}-shot, {version}"
        origin = Origin(SOURCE, as_of, URL, version, basis="measured")
        name = re.sub(r"[^a-z0-9_]+", "_", task.casefold()).strip("_")
        figures += origin.figure(f"quality.{name}", number(round(points, 6)), minor=True)
    if not figures:
        raise BadValue("it holds no share of right answers")
    return ModelRow(id=model, place=place, name=model.rpartition("/")[2], model=model, figures=tuple(figures))


def _argument(config: Mapping[str, Any]) -> str:
    """The model among the arguments that the harness was given, `pretrained=…,dtype=…`."""
    told = config.get("model_args")
    if isinstance(told, dict):
        return text(told.get("pretrained") or told.get("model"))
    if isinstance(told, str) and (found := re.search(r"(?:^|,)(?:pretrained|model)=([^,]+)", told)):
        return text(found[1])
    return ""


def _main(told: Mapping[str, Any]) -> tuple[str, str, float] | None:
    """The metric that counts, with the filter of its answers and its points from 0 to 100; None without a share."""
    names = {key.partition(",")[0] for key in told}
    hundred = any(name in names for name in OF_A_HUNDRED)
    for metric in MAIN:
        most, times = (100, 1) if metric in POINTS or hundred else (1, 100)
        for key, value in told.items():
            name, _, filter_ = key.partition(",")
            if name == metric and isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
                return metric, filter_, float(value) * times
    return None


FORMAT = Importer("lm-eval", "lm-evaluation-harness results", is_results, read)
