"""Plugins of pydantic, which Shortlist has no use for: looking for them takes a tenth of a start."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

LOADER = "pydantic.plugin._loader"


class _NoLoader(ModuleType):
    """Stands in for what looks for plugins, which imports the readers of package metadata and of mail for it."""

    @staticmethod
    def get_plugins() -> tuple[()]:
        return ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # A version of pydantic that asks for more than plugins is given its own again.
        sys.modules.pop(LOADER, None)
        return getattr(import_module(LOADER), name)


def leave_out_plugins() -> None:
    """Let this process use no plugin of pydantic, unless its environment says which."""
    if os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__") == "__all__":
        sys.modules.setdefault(LOADER, _NoLoader(LOADER))
