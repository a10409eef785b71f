"""Python's collector of cycles is paused while a table is judged, and stands as before afterwards."""

from __future__ import annotations

import gc

from documents import analysed, candidate, document, step


def test_an_analysis_leaves_the_collector_as_it_was() -> None:
    """What an application has frozen stays so, nothing is frozen for good where nothing was, and it runs again."""
    data, enabled = document(step(), [candidate("one")]), gc.isenabled()
    try:
        gc.enable()
        gc.freeze()
        frozen = gc.get_freeze_count()
        assert len(analysed(data).ranking) == 1
        # What is no longer needed may have gone meanwhile.
        assert gc.isenabled() and gc.get_freeze_count() > frozen * 0.9
        gc.unfreeze()
        assert len(analysed(data).ranking) == 1
        assert gc.isenabled() and gc.get_freeze_count() == 0
    finally:
        gc.freeze()
        if not enabled:
            gc.disable()
