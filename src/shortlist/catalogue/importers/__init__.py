"""Files that hold figures of models: one module a format, chosen by what a file holds, not by its name."""

from __future__ import annotations

from shortlist.catalogue.importers import (
    arena,
    artificial_analysis,
    bfcl,
    gpus,
    litellm,
    livebench,
    lm_eval,
    model_card,
    models_dev,
    open_llm,
    openrouter,
    serving,
    shutdown_dates,
)
from shortlist.catalogue.importers.common import Importer
from shortlist.core.importing.source_file import SourceFile

FORMATS: dict[str, Importer] = {
    one.id: one
    for one in (
        *artificial_analysis.FORMATS,
        openrouter.FORMAT,
        *shutdown_dates.FORMATS,
        litellm.FORMAT,
        models_dev.FORMAT,
        *arena.FORMATS,
        *livebench.FORMATS,
        bfcl.FORMAT,
        open_llm.FORMAT,
        *gpus.FORMATS,
        *serving.FORMATS,
        lm_eval.FORMAT,
        model_card.FORMAT,
    )
}
"""Every format by its id, those first whose content says most plainly what it is."""


def recognised(document: SourceFile) -> Importer | None:
    """The format of a document; None where it is none that is known."""
    return next((one for one in FORMATS.values() if one.sniff(document)), None)
