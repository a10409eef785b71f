"""What the figures are held against while something is edited or tried: the analysis of what was saved."""

from __future__ import annotations

from shortlist.core.analysis import Analysis, analyse
from shortlist.core.document.workspace import Workspace
from shortlist.tui.session.session import Session


class SavedState:
    """The saved workspace since the assumptions were opened, judged when it is first asked for."""

    def __init__(self) -> None:
        self._saved: Workspace | None = None
        self._judged: Analysis | None = None

    def begin(self, session: Session) -> None:
        """From here on differences are told to what is saved now."""
        self._saved = session.opened.workspace

    def end(self) -> None:
        """Nothing is edited any more."""
        self._saved = None

    def base(self, session: Session) -> Analysis | None:
        """The analysis that differences are told against; None while nothing is edited or tried."""
        if session.trial is not None:
            return session.kept_analysis
        if self._saved is None:
            return None
        saved = self._saved if session.opened.managed else session.opened.workspace
        if saved is session.workspace:
            # Kept for the first key that edits it: a large workspace is not judged twice.
            self._judged = session.analysis
        if self._judged is None or self._judged.workspace is not saved:
            self._judged = analyse(saved, session.catalogue, session.today, session.filed)
        return self._judged
