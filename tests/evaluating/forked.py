"""Commands in processes of their own that begin at once: forked from one that has loaded all that `evaluate` needs.

A process that is killed after a moment has spent most of its life on loading the client; two hundred of them would.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

FORKING = """
import json, os, sys
import jsonschema, openai, regex
from shortlist.cli import main
from shortlist.evaluating import run_change
openai.AsyncOpenAI(api_key="none").chat.completions
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        for one in range(3):
            os.dup2(nothing, one)
        os._exit(main(json.loads(line)))
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("gone", flush=True)
"""


class Forked:
    """One command at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None and process.stdout is not None
        self._told, self._heard = process.stdin, process.stdout
        self._pid = 0
        self._gone = threading.Event()

    def start(self, arguments: Sequence[str]) -> None:
        """Begin `shortlist` with these arguments."""
        self._gone.clear()
        self._told.write(json.dumps(arguments) + "\n")
        self._told.flush()
        self._pid = int(self._heard.readline())
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        self._heard.readline()
        self._gone.set()

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self._gone.is_set()

    def kill(self) -> None:
        """`kill -9`, and wait for its end."""
        if not self.ended:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        assert self._gone.wait(60)


@contextmanager
def forking(env: Mapping[str, str]) -> Iterator[Forked]:
    """What begins commands in this environment."""
    command = [sys.executable, "-c", FORKING]
    with subprocess.Popen(command, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Forked(process)
        finally:
            process.kill()
