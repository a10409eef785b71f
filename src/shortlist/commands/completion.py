"""Completion of commands and names in a shell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from shortlist.commands.common import OK, store_of
from shortlist.core.basics.errors import ShortlistError
from shortlist.sanitising import shown


def completion(arguments: argparse.Namespace) -> int:
    """Print the completion code for a shell."""
    from argcomplete.shell_integration import shellcode

    sys.stdout.write(shellcode(["shortlist"], shell=arguments.shell))
    return OK


def names(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Iterable[str]:
    """Workspaces and scenarios, for completion."""
    store, found = store_of(parsed_args), list[str]()
    with suppress(ShortlistError):  # told by the command itself
        found += store.names()
    found += [entry.name for entry in store.scenarios()]
    return [name for name in found if shown(name) == name]  # a shell prints them as they are


def presets(**_: Any) -> Iterable[str]:
    """The presets of a new workspace, for completion."""
    from shortlist.core.document.presets import PRESETS

    return tuple(PRESETS)


COMPLETE: Mapping[str, Callable[..., Iterable[str]]] = {"names": names, "presets": presets}
"""What completes an argument, by what its row says."""
