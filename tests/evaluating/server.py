"""A server that speaks the protocol of chat completions, fails as it is told to, and counts what it was asked.

What becomes of a call is written in the prompt: `[[429]]` fails the first call of that prompt, `[[429*3]]` the first
three, `[[cut*9]]` nine; what is not written is answered. Run as a program it prints its port, then a line a call.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import socket
import ssl
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PLAN = re.compile(r"\[\[([a-z0-9_.-]+)(?:\*(\d+))?\]\]")
STATUSES = ("400", "401", "403", "404", "408", "409", "429", "500", "503")
RETRY_AFTER_S = 0.2


@dataclass
class Call:
    """A call as the server saw it."""

    prompt: str
    model: str
    number: int
    """Which call of this prompt and model it is, from 1."""
    fault: str
    began: float
    body: dict[str, Any]
    headers: dict[str, str]
    """By their names in small letters."""
    target: str
    """What was asked for: a path, or of a proxy an address."""
    usage: dict[str, Any] | None = None
    """As it was told to the client."""
    first_s: float | None = None
    total_s: float | None = None
    ended: bool = False

    @property
    def authorization(self) -> str:
        """The key as it was sent."""
        return self.headers.get("authorization", "")


@dataclass
class FaultServer:
    """The server; delays in seconds."""

    first_delay_s: float = 0.0
    chunk_delay_s: float = 0.0
    chunks: int = 3
    completion_tokens: int = 7
    always: str = ""
    """What becomes of every call, whatever its prompt says."""
    tls: ssl.SSLContext | None = None
    calls: list[Call] = field(default_factory=list)
    withheld: bool = False
    """Whether no call is answered until this is taken back."""
    told: bool = False
    """Whether every call is printed."""
    port: int = 0
    holding: int = 0
    most_at_once: int = 0
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def url(self) -> str:
        """The address for an endpoint."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}/v1"

    def of(self, model: str) -> list[Call]:
        """The calls of a model."""
        return [one for one in self.calls if one.model == model]

    async def serve(self, started: threading.Event | None = None) -> None:
        """Answer until cancelled."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=2**22, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        if started is not None:
            started.set()
        if self.told:
            print(self.port, flush=True)
        async with server:
            await server.serve_forever()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._request(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = {
            name.casefold(): value.strip()
            for name, _, value in (line.partition(":") for line in head.split("\r\n")[1:])
            if value
        }
        body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))))
        began = time.perf_counter() - waited(writer)
        prompt = "\n".join(str(one.get("content")) for one in body["messages"])
        key = (str(body["model"]), prompt)
        self._seen[key] += 1
        call = Call(
            prompt,
            key[0],
            self._seen[key],
            self.always or _fault(prompt, self._seen[key]),
            began,
            body,
            headers,
            head.split(" ", 2)[1],
        )
        self.calls.append(call)
        if self.told:
            print(json.dumps({"call": prompt, "model": call.model, "number": call.number}), flush=True)
        self.holding += 1
        self.most_at_once = max(self.most_at_once, self.holding)
        try:
            return await self._answer(call, writer)
        finally:
            self.holding -= 1

    def _usage(self, call: Call) -> dict[str, Any]:
        return {
            "prompt_tokens": max(1, len(call.prompt) // 4),
            "completion_tokens": self.completion_tokens,
            "prompt_tokens_details": {"cached_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 2},
        }

    async def _answer(self, call: Call, writer: asyncio.StreamWriter) -> bool:
        fault = call.fault
        if fault in STATUSES:
            retry = f"retry-after: {RETRY_AFTER_S}\r\n" if fault == "429" else ""
            error = {"error": {"message": f"no: {call.authorization}", "type": "test"}}
            _whole(writer, int(fault), json.dumps(error).encode(), retry)
            await writer.drain()
            return True
        if fault == "garbage":
            # Told, as servers do: else the client may ask the next one on a connection that is about to close.
            _whole(writer, 200, b"<html>not json</html>", "connection: close\r\n")
            await writer.drain()
            return False
        if fault == "paid_500":
            call.usage = self._usage(call)
            _whole(writer, 500, json.dumps({"error": {"message": "late"}, "usage": call.usage}).encode())
            await writer.drain()
            return True
        if fault == "drop":
            return False
        if fault == "silent":
            await asyncio.sleep(3600)
        if fault == "whole":
            await asyncio.sleep(self.first_delay_s)
            call.usage = self._usage(call)
            message = {"role": "assistant", "content": answer_of(call)}
            told = {
                "model": call.model,
                "choices": [{"message": message, "finish_reason": "stop"}],
                "usage": call.usage,
            }
            _whole(writer, 200, json.dumps(told).encode())
            await writer.drain()
            call.ended = True
            return True
        return await self._stream(call, writer)

    async def _stream(self, call: Call, writer: asyncio.StreamWriter) -> bool:
        fault = call.fault
        model = "another-model-2" if fault == "another" else call.model
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        _chunk(writer, model, {"role": "assistant", "content": ""})
        await writer.drain()
        while self.withheld:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.6 if fault == "slow" else self.first_delay_s)
        if fault == "thinks":
            _chunk(writer, model, {"reasoning_content": "hm"})
            await writer.drain()
            await asyncio.sleep(0.3)
        if fault == "calls_a_tool":
            function = {"name": "find", "arguments": '{"id"'}
            _chunk(writer, model, {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": function}]})
            await writer.drain()
            await asyncio.sleep(0.3)
            _chunk(writer, model, {"tool_calls": [{"index": 0, "function": {"arguments": ": 1}"}}]})
        words = answer_of(call) if fault != "calls_a_tool" else ""
        if fault == "endless":
            while True:
                _chunk(writer, model, {"content": "and so on "})
                await writer.drain()
                await asyncio.sleep(0)
        size = max(1, -(-len(words) // self.chunks))
        pieces = [words[at : at + size] for at in range(0, len(words), size)] or [""]
        for number, piece in enumerate(pieces):
            if number:
                await asyncio.sleep(self.chunk_delay_s)
            if fault == "cut" and number == 1:
                writer.write(b'40\r\ndata: {"choices": [{"del')
                await writer.drain()
                return False
            if fault == "paid_cut" and number == 1:
                call.usage = self._usage(call)
                _event(writer, {"model": model, "choices": [], "usage": call.usage})
                await writer.drain()
                return False
            if fault == "bad_chunk" and number == 1:
                _raw(writer, b"data: {not json}\n\n")
            if fault == "error_in_stream" and number == 1:
                _event(writer, {"error": {"message": "overloaded", "code": 503}})
            _chunk(writer, model, {"content": piece})
            await writer.drain()
            if number == 0:
                call.first_s = time.perf_counter() - call.began
        if fault == "no_finish":
            _raw(writer, b"data: [DONE]\n\n")
            writer.write(b"0\r\n\r\n")
            await writer.drain()
            return True
        finish = "length" if fault == "length" else "stop"
        _event(writer, {"model": model, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        call.total_s = time.perf_counter() - call.began
        if self.told:
            print(json.dumps({"ended": call.prompt, "first_s": call.first_s, "total_s": call.total_s}), flush=True)
        if fault != "no_usage":
            call.usage = self._usage(call)
            _event(writer, {"model": model, "choices": [], "usage": call.usage})
        _raw(writer, b"data: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        call.ended = True
        return True


def _fault(prompt: str, number: int) -> str:
    """What becomes of a call of a prompt: its faults in their order, each so often."""
    for name, often in PLAN.findall(prompt):
        number -= int(often or 1)
        if number <= 0:
            return str(name)
    return ""


def answer_of(call: Call) -> str:
    """What is answered: what stands behind `say:` in the prompt, with the key where that is asked for."""
    said = re.search(r"say:(.*)", call.prompt)
    return said[1].strip().replace("$KEY", call.authorization) if said else "a plain answer"


def _whole(writer: asyncio.StreamWriter, status: int, body: bytes, headers: str = "") -> None:
    head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {len(body)}\r\n\r\n"
    writer.write(head.encode("latin-1", "replace") + body)


def _raw(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(b"%x\r\n%s\r\n" % (len(data), data))


TICK_S = 0.004
"""How exactly Linux tells when it received something."""


def waited(writer: asyncio.StreamWriter) -> float:
    """For how many seconds a request had arrived before this process came to read it: a time of the server's."""
    try:
        told = writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
        return max(0.0, float(struct.unpack_from("I", told, 52)[0]) / 1000 - TICK_S)  # tcpi_last_data_recv
    except (AttributeError, OSError, struct.error):
        return 0.0


def _event(writer: asyncio.StreamWriter, told: dict[str, Any]) -> None:
    _raw(writer, b"data: " + json.dumps(told).encode() + b"\n\n")


def _chunk(writer: asyncio.StreamWriter, model: str, delta: dict[str, Any]) -> None:
    _event(writer, {"model": model, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})


@contextlib.contextmanager
def serving(server: FaultServer) -> Iterator[FaultServer]:
    """The server in a thread of its own."""
    started, loops = threading.Event(), []

    def work() -> None:
        async def main() -> None:
            loops.append((asyncio.get_running_loop(), asyncio.current_task()))
            with contextlib.suppress(asyncio.CancelledError):
                await server.serve(started)

        asyncio.run(main())

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield server
    finally:
        loop, task = loops[0]
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)


if __name__ == "__main__":
    first, between = (float(one) for one in sys.argv[1:3])
    asyncio.run(FaultServer(first, between, told=len(sys.argv) > 3).serve())
