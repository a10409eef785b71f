"""Waiting for another program beside the loop."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from contextlib import suppress


async def ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a program, once it has ended; the loop may end before."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[int] = loop.create_future()

    def tell(code: int) -> None:
        if not found.done():
            found.set_result(code)

    def wait() -> None:
        code = process.wait()
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, code)

    threading.Thread(target=wait, daemon=True, name="waiting").start()
    return await found
