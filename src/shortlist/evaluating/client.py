"""The one place that calls a model: OpenAI's client, asked once a call, its stream read chunk by chunk.

Times are those of the wire: from the moment at which the request is sent, waiting for a free connection and the making
of requests left out, to the moment at which bytes arrive. Nothing is retried here.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import json
import os
import re
import socket
import ssl
import struct
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextvars import ContextVar
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from shortlist.core.basics.errors import ShortlistError
from shortlist.core.document.candidate import ADDRESS_EXPECTED, can_be_called
from shortlist.core.golden.grading import Call, ModelAnswer
from shortlist.core.importing.source_file import as_objects, as_table

NO_CLIENT = 'calling models needs the openai client: pip install "shortlist[eval]"'
CHARACTERS_A_TOKEN, SPARE_CHARACTERS = 24, 4_096
"""An answer of more characters than that for each token it may have does not keep to what was asked."""
CHUNKS_A_TOKEN, SPARE_CHUNKS = 2, 64
"""The same of chunks, of which each carries a token as a rule."""
EVENTS_A_CHUNK = 8
"""And of events that carry nothing, for each chunk that could come."""
GOODBYE_S = 0.25
"""How long the end of a connection is waited for once an answer has come."""
SHORTEST_SECRET = 6
"""Characters of a key that are looked for in what comes back; a shorter one is no key, and stands in any text."""
HIDDEN = "[key]"

ReplyKind = Literal["answer", "status", "cut", "broken", "timeout", "unreachable", "endless"]
TICK_S = 0.004
"""How exactly the kernel tells when it received something: a tick of its clock."""
_TCP_INFO_BYTES, _LAST_RECEIVED = 104, 52
"""Of Linux's `struct tcp_info`: its size as far as needed, and where it tells the milliseconds since data came."""


class Reply(NamedTuple):
    """What became of one call."""

    kind: ReplyKind
    """An answer; a refusal by status; a stream that broke off; one that holds an error, or what the protocol does not
    know; a time-out; no connection; an answer without end."""
    answer: ModelAnswer | None = None
    """None where nothing of it came."""
    why: str = ""
    status: int | None = None
    retry_after_s: float | None = None
    usage: Mapping[str, Any] | None = None
    """As it was reported, also by a call that failed."""
    served_model: str = ""
    ttft_s: float | None = None
    first_any_s: float | None = None
    total_s: float | None = None


class Timeouts(NamedTuple):
    """How long a call may take, in seconds."""

    total_s: float = 120.0
    idle_s: float = 120.0
    """Without a byte."""


THINKING = Timeouts(600.0, 600.0)
"""Of a model that thinks, which may say nothing for minutes."""


class _Stamps:
    """When a request went out; and the gate that lets one request at a time be made."""

    def __init__(self, gate: asyncio.Lock) -> None:
        self._gate = gate
        self.held = False
        self.sent: float | None = None

    def open(self) -> None:
        """Let the next request be made."""
        if self.held:
            self.held = False
            self._gate.release()

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """What the transport tells of a request."""
        self.open()
        if event.endswith("send_request_body.started"):  # its head has gone, and no server answers before its end
            self.sent = time.perf_counter()


_CURRENT: ContextVar[_Stamps | None] = ContextVar("stamps", default=None)


async def _traced(request: Any) -> None:
    stamps = _CURRENT.get()
    if stamps is not None:
        request.extensions["trace"] = stamps.trace


def require_client() -> None:
    """Raise `ShortlistError` with what to install where the client is not there; it is not loaded yet, which takes
    most of a second."""
    if find_spec("openai") is None:
        raise ShortlistError(NO_CLIENT)


def load_client() -> None:
    """Load it; raises `ShortlistError` as above."""
    try:
        import openai  # noqa: F401
    except ImportError:
        raise ShortlistError(NO_CLIENT) from None


class Connection:
    """The address at which a candidate answers; it holds the key in memory alone."""

    def __init__(self, url: str, key_env: str = "", headers_env: str = "", limits: Timeouts = Timeouts()) -> None:  # noqa: B008
        """Read key and headers from the environment. Raises `ShortlistError` where one that is named is not there."""
        load_client()
        import openai

        if not can_be_called(url):
            raise ShortlistError(f"base_url: {ADDRESS_EXPECTED}")
        parts = urlsplit(url)
        host = parts.hostname or ""
        key, headers = _of_environment(key_env), _headers(_of_environment(headers_env))
        for name, text in ((key_env, key), *((headers_env, part) for one in headers.items() for part in one)):
            if not (text.isascii() and text.isprintable()):
                # Before the transport refuses it in a message that quotes it.
                raise ShortlistError(
                    f"the environment variable {name} holds a line break or a letter that no header carries"
                )
        if key and host.endswith(".azure.com"):
            headers = {"api-key": key, **headers}
        self.limits = limits
        self.secrets = tuple(one for one in (key, *headers.values()) if len(one) >= SHORTEST_SECRET)
        self._broken_up = [re.compile(r"\s*+".join(map(re.escape, one))) for one in self.secrets]
        """However a server breaks it into lines."""
        self._gate = asyncio.Lock()
        # Proxies and certificates come from the environment, as everywhere: HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE.
        # What runs on this machine is reached without a proxy.
        here = host in ("localhost", "::1") or host.startswith("127.")
        certificates = os.environ.get("SSL_CERT_FILE")
        transport = openai.DefaultAsyncHttpxClient(
            follow_redirects=False,
            trust_env=not here,
            verify=ssl.create_default_context(cafile=certificates) if here and certificates else True,
            timeout=openai.Timeout(limits.total_s, connect=30.0, read=limits.idle_s),
            event_hooks={"request": [_traced]},
        )
        self._client = openai.AsyncOpenAI(
            api_key=key or "none",
            base_url=urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
            default_query=dict(parse_qsl(parts.query)) or None,
            default_headers=headers or None,
            max_retries=0,
            timeout=openai.Timeout(limits.total_s, connect=30.0, read=limits.idle_s),
            http_client=transport,
            organization=None,
            project=None,
        )

    def hidden(self, text: str) -> str:
        """A text from outside without the key, which a server may give back."""
        for one in self._broken_up:
            text = one.sub(HIDDEN, text)
        return text

    async def close(self) -> None:
        """Let go of the connections."""
        with contextlib.suppress(Exception):
            await self._client.close()

    async def ask(self, body: Mapping[str, Any], longest: int) -> Reply:
        """One call, streamed; `longest` are the tokens that the answer may have. Never raises but when cancelled."""
        import openai

        reading = _Reading(longest)
        stamps = _Stamps(self._gate)
        token = _CURRENT.set(stamps)
        try:
            async with asyncio.timeout(self.limits.total_s):
                await self._gate.acquire()
                stamps.held = True
                begun = time.perf_counter()
                # As it stands, and not as parameters: the client would go over every message of it once more.
                async with self._client.chat.completions.with_streaming_response.create(
                    model=body["model"],
                    messages=(),
                    stream=True,
                    stream_options={"include_usage": True},
                    extra_body=body,
                ) as response:
                    stamps.open()
                    reading.opened = True
                    reading.begun = stamps.sent or begun
                    reading.lateness = _lateness(response)
                    kind = response.headers.get("content-type", "")
                    await reading.read(response.iter_bytes(), "json" in kind and "stream" not in kind)
            reply = reading.reply()
        except (TimeoutError, openai.APITimeoutError):
            reply = reading.broken("timeout", f"no end within {self.limits.total_s:g} s")
        except openai.APIStatusError as error:
            reply = _refused(error.status_code, error.response.headers, error.response.content, error.message)
        except _Endless as error:
            reply = reading.broken("endless", str(error))
        except _Broken as error:
            reply = reading.broken("broken", str(error))
        except Exception as error:
            # Not the client's classes alone: what the transport raises while a stream is read belongs to none of them.
            reply = self._lost(reading, error)
        finally:
            stamps.open()
            _CURRENT.reset(token)
        return self._clean(reply)

    def _lost(self, reading: _Reading, error: Exception) -> Reply:
        cause = error.__cause__ or error
        told = f"{type(cause).__name__}: {cause}".rstrip(": ")
        if "Timeout" in type(cause).__name__:
            return reading.broken("timeout", f"nothing came for {self.limits.idle_s:g} s")
        return reading.broken("cut" if reading.opened else "unreachable", told)

    def _clean(self, reply: Reply) -> Reply:
        answer, hidden = reply.answer, self.hidden
        if answer is not None:
            calls = tuple(Call(hidden(one.name), hidden(one.arguments)) for one in answer.calls)
            answer = ModelAnswer(hidden(answer.text), calls, hidden(answer.finish_reason), hidden(answer.refusal))
        why = " ".join(hidden(reply.why).split())[:500]
        return reply._replace(answer=answer, why=why, served_model=hidden(reply.served_model)[:200])


def _of_environment(name: str) -> str:
    """What a variable of the environment holds; nothing where none is named."""
    if not name:
        return ""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ShortlistError(f"the environment variable {name} is not set; export it with what the endpoint asks for")
    return value


def _headers(text: str) -> dict[str, str]:
    """Headers, one a line or between semicolons, as `Name: value`."""
    found = {}
    for line in text.replace(";", "\n").splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip():
            found[name.strip()] = value.strip()
    return found


# --- what comes back


class _Broken(Exception):
    """A stream that is not what the protocol says."""


class _Endless(Exception):
    """An answer that goes on beyond what was asked for."""


def _not_late() -> float:
    return 0.0


def _lateness(response: Any) -> Callable[[], float]:
    """How long ago the newest bytes of a connection arrived, in seconds, as the kernel knows.

    Where many answers come at once, or the machine is busy, bytes lie there before they are read: that is no time of
    the server's. Where no kernel tells, bytes count as arrived when they are read.
    """
    if not hasattr(socket, "TCP_INFO"):
        return _not_late
    try:
        connection = response.http_response.extensions["network_stream"].get_extra_info("socket")
        connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
        _acknowledge(connection)
    except Exception:
        return _not_late

    def late() -> float:
        try:
            _acknowledge(connection)
            told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
            return max(0.0, float(struct.unpack_from("I", told, _LAST_RECEIVED)[0]) / 1000 - TICK_S)
        except (OSError, ValueError, struct.error):
            return 0.0

    return late


def _acknowledge(connection: Any) -> None:
    """Tell the server now that its bytes came, and not up to 40 ms later, as a kernel does to save packets.

    A server that waits for that before it sends a next small packet would seem so much slower than it is.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


class _Reading:
    """What has come of an answer so far, with the moments at which it came."""

    def __init__(self, longest: int) -> None:
        self.begun = 0.0
        self.lateness: Callable[[], float] = _not_late
        self.opened = False
        self.fault: _Broken | None = None
        """The first thing in it that the protocol does not know."""
        self._last = 0.0
        self._most_characters = longest * CHARACTERS_A_TOKEN + SPARE_CHARACTERS
        self._most_chunks = longest * CHUNKS_A_TOKEN + SPARE_CHUNKS
        self._chunks = self._characters = self._events = 0
        self._text: list[str] = []
        self._refusal: list[str] = []
        self._calls: dict[int, list[str]] = {}
        self._finish = self._model = ""
        self._usage: Mapping[str, Any] | None = None
        self._first: float | None = None
        self._any: float | None = None
        self._end: float | None = None

    async def read(self, chunks: AsyncIterator[bytes], whole: bool) -> None:
        """Read to the end. Raises `_Broken` or `_Endless`."""
        rest = b""
        async for chunk in chunks:
            now = max(self._last, time.perf_counter() - self.begun - self.lateness())
            self._last = now
            rest += chunk
            if whole:
                if len(rest) > 64 * self._most_characters:
                    raise _Endless("the answer is longer than what was asked for")
                continue
            *lines, rest = rest.replace(b"\r\n", b"\n").split(b"\n")
            if len(rest) > 64 * self._most_characters:
                raise _Endless("a line of the stream does not end")
            ended = False
            for line in lines:
                ended = self._line(line, now) or ended
            if ended:
                # What comes after the end, so that the connection can serve the next call; a server may take its time.
                with contextlib.suppress(Exception):
                    async with asyncio.timeout(GOODBYE_S):
                        async for _ in chunks:
                            pass
                rest = b""
                break
        if whole:
            self._whole(rest, self._last)
        elif rest.strip() and self.fault is None:
            self._line(rest, self._last)
            self.fault = None  # half a line is what a stream leaves that was cut
        if self.fault is not None:
            raise self.fault

    def _line(self, line: bytes, now: float) -> bool:
        """Take a line; whether it says that the stream has ended. What comes after a broken one may still be paid."""
        if not line.startswith(b"data:"):
            return False
        data = line[5:].strip()
        if data == b"[DONE]":
            return True
        if data:
            self._events += 1
            if self._events > EVENTS_A_CHUNK * self._most_chunks:
                raise _Endless("the stream does not end, and was not waited for")
            try:
                told = _object(data)
                if self.fault is None:
                    self._chunk(told, now)
                else:
                    self._take_usage(told)
            except _Broken as error:
                self.fault = self.fault or error
        return False

    def _chunk(self, told: Mapping[str, Any], now: float) -> None:
        self._common(told)
        for choice in as_objects(told.get("choices"))[:1]:
            delta = as_table(choice.get("delta"))
            content, refusal = _said(delta.get("content")), _said(delta.get("refusal"))
            calls = as_objects(delta.get("tool_calls"))
            thought = _said(delta.get("reasoning_content")) or _said(delta.get("reasoning"))
            if self._first is None and (content or refusal or calls):
                self._first = now
            if content or refusal or calls or thought:
                if self._any is None:
                    self._any = now
                self._chunks += 1
            self._text.append(content)
            self._refusal.append(refusal)
            self._characters += len(content) + len(refusal) + len(thought)
            for one in calls:
                self._call(one)
            if self._characters > self._most_characters or self._chunks > self._most_chunks:
                raise _Endless("the answer is longer than what was asked for, and was not waited for")
            if choice.get("finish_reason"):
                self._finish, self._end = str(choice["finish_reason"])[:100], now

    def _common(self, told: Mapping[str, Any]) -> None:
        self._take_usage(told)
        if told.get("error"):
            raise _Broken(f"the stream says: {_message(told['error'])}")
        if isinstance(told.get("model"), str):
            self._model = told["model"]

    def _take_usage(self, told: Mapping[str, Any]) -> None:
        if isinstance(told.get("usage"), dict):
            self._usage = told["usage"]

    def _call(self, told: Mapping[str, Any]) -> None:
        place = told.get("index")
        if not isinstance(place, int):
            place = len(self._calls)
        known = self._calls.setdefault(place, ["", ""])
        function = as_table(told.get("function"))
        arguments = function.get("arguments")
        if arguments is None:
            arguments = ""
        elif not isinstance(arguments, str):
            arguments = json.dumps(arguments)
        known[0] += _said(function.get("name"))
        known[1] += arguments
        self._characters += len(arguments)

    def _whole(self, data: bytes, now: float) -> None:
        """An answer in one piece, by a server that does not stream: no time of a first token is known."""
        told = _object(data)
        self._common(told)
        for choice in as_objects(told.get("choices"))[:1]:
            message = as_table(choice.get("message"))
            self._text.append(_said(message.get("content")))
            self._refusal.append(_said(message.get("refusal")))
            for one in as_objects(message.get("tool_calls")):
                self._call({key: value for key, value in one.items() if key != "index"})
            self._finish = str(choice.get("finish_reason") or "")[:100]
        self._end = now

    def _answer(self) -> ModelAnswer:
        calls = tuple(Call(name, arguments) for _, (name, arguments) in sorted(self._calls.items()))
        return ModelAnswer("".join(self._text), calls, self._finish, "".join(self._refusal))

    def reply(self) -> Reply:
        """What came, once the stream has ended."""
        if not self._finish:
            return self.broken("cut", "the stream ended without a finish_reason")
        return Reply(
            "answer",
            self._answer(),
            usage=self._usage,
            served_model=self._model,
            ttft_s=self._first,
            first_any_s=self._any,
            total_s=self._end,
        )

    def broken(self, kind: ReplyKind, why: str) -> Reply:
        """What came of a call that did not end."""
        answer = self._answer()
        if self._finish and kind != "endless" and self.fault is None:
            # All of the answer is there; only the goodbye, or the usage, is missing.
            return self.reply()
        return Reply(
            kind,
            answer if answer.text or answer.calls else None,
            why,
            usage=self._usage,
            served_model=self._model,
            ttft_s=self._first,
            first_any_s=self._any,
        )


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise _Broken("the server sent what is no JSON") from None
    if not isinstance(found, dict):
        raise _Broken("the server sent what is no JSON object")
    return found


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""


def _message(error: object) -> object:
    """What an error says, which some servers send by itself."""
    return error.get("message") if isinstance(error, dict) else error


def _refused(status: int, headers: Mapping[str, str], body: bytes, message: str) -> Reply:
    told: dict[str, Any] = {}
    with contextlib.suppress(_Broken):
        told = _object(body)
    usage = told.get("usage")
    return Reply(
        "status",
        why=f"HTTP {status}: {_message(told.get('error', told)) or message}",
        status=status,
        retry_after_s=retry_after(headers, time.time()),
        usage=usage if isinstance(usage, dict) else None,
    )


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """How long a server asks to be left alone, in seconds: a number, or a day and time."""
    with contextlib.suppress(ValueError):
        return max(0.0, float(headers.get("retry-after-ms", "")) / 1000)
    told = headers.get("retry-after", "").strip()
    if not told:
        return None
    with contextlib.suppress(ValueError):
        seconds = float(told)
        return max(0.0, seconds) if seconds == seconds else None
    try:
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
