"""The application behind one tab of the browser: it ends with the tab, and the tab with it, whatever either is at.

Some of textual-serve that is not public is leant on here, checked against 1.1.3: on its upgrade this file is read.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from textual_serve.app_service import AppService

from shortlist.web.driver import bounded

DRIVER = "shortlist.web.driver:BrowserDriver"
PATIENCE_S = 5.0
"""How long the application may take to save and end when the tab is closed; after that it is made to."""


class Tab(AppService):
    """A process of the application, in a group of its own."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {**super()._build_environment(width, height), "TEXTUAL_DRIVER": DRIVER}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(*bounded(width, height))
        command = shlex.split(self.command)
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        self._process, self._stdin = process, process.stdin
        return process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the application how large the tab is."""
        await super().set_terminal_size(*bounded(width, height))

    async def on_data(self, payload: bytes) -> None:
        """What is drawn for a tab that has gone is dropped: an application that waits for a reader saves nothing."""
        with suppress(ConnectionError, RuntimeError):
            await super().on_data(payload)

    async def run(self) -> None:
        """Pass on what the application says until it ends, in good order or not; then the tab has ended as well."""
        try:
            await super().run()
        finally:
            with suppress(ConnectionError, RuntimeError):
                await self.remote_close()

    async def stop(self) -> None:
        """End the application: asked to, then told to, then made to."""
        task, self._task, process = self._task, None, self._process
        if task is None or process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.send_meta({"type": "quit"}), PATIENCE_S)
        for number in (None, signal.SIGTERM, signal.SIGKILL):
            if number is not None:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, number)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), PATIENCE_S)
                break
        # What the application has started may go on, and must not keep the pipes open.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(TimeoutError):
            await asyncio.wait_for(task, PATIENCE_S)
