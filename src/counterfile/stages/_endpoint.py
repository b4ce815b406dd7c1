"""An OpenAI-compatible endpoint: one request at a time to one address, logged before it is sent, answered from what was kept.

No redirect is followed, no proxy is used, no tool is offered, and an answer is read up to a limit of bytes and seconds.
Whatever goes wrong is an `Unanswered` with a sentence; it never stops a run, and after a few in a row nothing more is sent.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import http.client
import json
import os
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from counterfile.errors import BadUsage, StorageFull
from counterfile.settings import Model

LOG = "asked.log"
"""In the inquiry's folder: every character that was sent, and what came back; for persons to read."""

MOST_BYTES = 64 * 1024
"""Of an answer, its envelope included."""

MOST_FAILURES = 3
"""Failures in a row after which nothing more is sent until the next run."""

_CHUNK = 8 * 1024
_ANSWER = 1000  # tokens that the model may answer with


class Unanswered(Exception):
    """Raised when an endpoint gives no answer that can be used; the message says why, for the user."""


class Message(msgspec.Struct, frozen=True):
    """One message of a request."""

    role: str
    content: str


class Endpoint:
    """Asks one model, each thing once; safe to use from several threads, which wait for each other."""

    def __init__(
        self, model: Model, folder: Path, *, cache: Path, clock: Callable[[], dt.datetime], key: str | None = None
    ) -> None:
        """Prepare; nothing is sent yet.

        Args:
            model: The settings; `Model.url` is not empty.
            folder: Of the inquiry; the log is written there.
            cache: Where answers are kept, each under the digest of what was sent.
            clock: For the log, UTC.
            key: Sent as a bearer; None to look it up in the environment, as the settings say.

        Raises:
            BadUsage: the environment has no such variable, or the key is no plain text.
        """
        self.model = model
        self._log = folder / LOG
        self._cache = cache / "answers"
        self._clock = clock
        self._key = _key(model) if key is None else key
        self._lock = threading.Lock()
        self._failures = 0
        self._too_late = f"no whole answer within {model.timeout:g} seconds"

    def body(self, messages: tuple[Message, ...]) -> bytes:
        """Return exactly what is sent for these messages; it names the model and asks for its likeliest answer."""
        told = {
            "model": self.model.name,
            "temperature": 0,
            "max_tokens": _ANSWER,
            "stream": False,
            "messages": [msgspec.to_builtins(message) for message in messages],
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    def ask(self, messages: tuple[Message, ...], about: str) -> str:
        """Return the model's words, from what was kept if the very same was asked before.

        Args:
            messages: Of the request.
            about: What it is about, for the log.

        Raises:
            Unanswered: no connection, no answer in time, an answer that is none or far too long.
            StorageFull: the log cannot be written; then nothing is sent.
        """
        body = self.body(messages)
        digest = hashlib.sha256(self.model.url.encode() + b"\n" + body).hexdigest()
        kept = self._cache / f"{digest}.txt"
        with self._lock:
            with contextlib.suppress(OSError, UnicodeDecodeError):
                return kept.read_text("utf-8")
            if self._failures >= MOST_FAILURES:
                raise Unanswered(f"not asked: the endpoint failed {self._failures} times in a row")
            self._write(f"asks {self.model.url} for {self.model.name} about {about}", digest, messages)
            try:
                answer = self._send(body)
            except Unanswered as error:
                self._failures += 1
                self._write(f"no answer: {error}", digest, ())
                raise
            self._failures = 0
            self._write("answer", digest, (Message("assistant", answer),))
            _keep(kept, answer)
            return answer

    def _send(self, body: bytes) -> str:
        try:
            status, content = self._exchange(body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unanswered(
                f"no connection that holds ({type(error).__name__}: {_printable(str(error))[:200]})"
            ) from error
        if 300 <= status < 400:
            raise Unanswered(f"it redirects (HTTP {status}), and redirects are not followed")
        if status != http.client.OK:
            raise Unanswered(f"it answered HTTP {status}")
        if len(content) > MOST_BYTES:
            raise Unanswered(f"its answer has more than {MOST_BYTES:,} bytes")
        try:
            return msgspec.json.decode(content, type=_Envelope).choices[0].message.content
        except (msgspec.DecodeError, IndexError, UnicodeDecodeError) as error:
            raise Unanswered("its answer is not what an OpenAI-compatible endpoint gives") from error

    def _exchange(self, body: bytes) -> tuple[int, bytes]:
        """Send a request and return status and body, one byte more than `MOST_BYTES` at most."""
        parts = urlsplit(self.model.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=self.model.timeout)
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        connection.connect()
        gone = threading.Event()  # the timer's own is set too late, after the line is dead
        watch = threading.Timer(self.model.timeout, _hang_up, [connection.sock, gone])
        watch.start()
        try:
            connection.request("POST", parts.path.rstrip("/") + "/chat/completions", body, headers)
            answer = connection.getresponse()
            content = b""
            while len(content) <= MOST_BYTES and (some := answer.read1(_CHUNK)):
                content += some
            if gone.is_set():
                raise TimeoutError(self._too_late)
            return answer.status, content[: MOST_BYTES + 1]
        except (OSError, http.client.HTTPException) as error:
            if gone.is_set():  # we hung up
                raise TimeoutError(self._too_late) from error
            raise
        finally:
            watch.cancel()
            connection.close()

    def _write(self, what: str, digest: str, messages: tuple[Message, ...]) -> None:
        """Append to the log, durably: what is not logged is not sent."""
        lines = [f"== {self._clock():%Y-%m-%d %H:%M:%S} UTC  {digest[:16]}  {_printable(what)}"]
        for message in messages:
            lines.append(f"-- {message.role}, {len(message.content):,} characters")
            lines += [f"   | {_printable(line)}" for line in message.content.split("\n")]
        try:
            opened = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(opened, "ab") as log:
                log.write(("\n".join(lines) + "\n\n").encode("utf-8", "backslashreplace"))
                log.flush()
                os.fsync(log.fileno())
        except OSError as error:
            raise StorageFull(f"{self._log} cannot be written ({error.strerror}), so nothing is sent") from error


_KNOCK = 5.0  # seconds that an endpoint may take to say that it is there


def knock(model: Model) -> tuple[bool, str]:
    """Return whether an endpoint answers, and what it says, for the user; no document is touched and no text is sent.

    It is asked for its list of models, which every OpenAI-compatible endpoint has. No redirect and no proxy is followed.

    Args:
        model: The settings; `Model.url` is not empty.

    Raises:
        BadUsage: the key is not in the environment, as the settings say.
    """
    parts = urlsplit(model.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    key = _key(model)
    headers = {"Accept": "application/json", "Connection": "close"} | (
        {"Authorization": f"Bearer {key}"} if key else {}
    )
    seconds = min(_KNOCK, model.timeout)
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.connect()
        gone = threading.Event()
        watch = threading.Timer(seconds, _hang_up, [connection.sock, gone])
        watch.start()
        try:
            connection.request("GET", parts.path.rstrip("/") + "/models", headers=headers)
            answer = connection.getresponse()
            content = answer.read(MOST_BYTES)
        finally:
            watch.cancel()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return False, f"no answer ({type(error).__name__}: {_printable(str(error))[:120]})"
    finally:
        connection.close()
    if answer.status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        return False, f"it refuses the key (HTTP {answer.status})"
    if answer.status == http.client.OK and model.name.encode() not in content:
        return True, f"it answers, and does not list a model {model.name!r}"
    return answer.status < http.client.INTERNAL_SERVER_ERROR, f"it answers (HTTP {answer.status})"


class _Answer(msgspec.Struct, frozen=True):
    content: str


class _Choice(msgspec.Struct, frozen=True):
    message: _Answer


class _Envelope(msgspec.Struct, frozen=True):
    choices: tuple[_Choice, ...]


def _hang_up(line: socket.socket, gone: threading.Event) -> None:
    """End a conversation that takes too long: a timeout of the socket alone begins anew with each byte."""
    gone.set()
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _key(model: Model) -> str:
    """Return the key that the settings name; empty where they name none."""
    if not model.key_env:
        return ""
    key = os.environ.get(model.key_env, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise BadUsage(f"[model] key_env names {model.key_env}, which holds no key; set it, or take key_env out")
    return key


def _printable(line: str) -> str:
    """Return a line with everything that a terminal might act on written out: an answer may hold anything."""
    return "".join(sign if sign.isprintable() or sign == "\t" else f"\\u{ord(sign):04x}" for sign in line)


def _keep(path: Path, answer: str) -> None:
    """Keep an answer, whole or not at all; without a place for it, the same is asked again another time."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".coming-", delete=False) as aside:
            aside.write(answer.encode("utf-8", "backslashreplace"))
        Path(aside.name).replace(path)
