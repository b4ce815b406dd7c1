"""The process on the other side of the airlock: warm, locked down, and forking a child for each hostile file.

Started by `airlock.Airlock` as ``python -m counterfile.sandbox.worker FD`` with one end of a socket pair. It takes the
names of its tasks once, imports them, locks itself down, and then serves one request at a time until the socket closes.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import math
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from counterfile import errors
from counterfile.sandbox import isolation, wire

_MESSAGE = 2000  # characters of an error's message


def main() -> None:
    """Serve until the other side closes."""
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit("the worker can be loaded; it is started by counterfile.sandbox.Airlock, not by hand")
    channel = socket.socket(fileno=int(sys.argv[1]))
    setup = msgspec.msgpack.decode(_receive(channel) or b"", type=wire.Setup)
    try:
        worker = _Worker(channel, setup)
    except (ImportError, AttributeError, ValueError, OSError) as error:
        _send(channel, msgspec.msgpack.encode(wire.Ready("", f"{type(error).__name__}: {error}")))
        return
    _send(channel, msgspec.msgpack.encode(wire.Ready(worker.step.value)))
    worker.serve()


class _Worker:
    def __init__(self, channel: socket.socket, setup: wire.Setup) -> None:
        self.channel = channel
        self.setup = setup
        self.tasks = {name: (_load(name, setup.flavor), forked) for name, forked in setup.tasks}
        readable = isolation.python_folders()
        for name in self.tasks:
            source = sys.modules[name.partition(":")[0]].__file__
            if source is not None and not source.startswith(tuple(f"{folder}{os.sep}" for folder in readable)):
                readable.append(Path(source).parent)
        self.base = isolation.address_space()
        self.child = isolation.Child()
        self.step = isolation.enter(readable) if setup.isolated else isolation.Step.PROCESS
        if not any(forked for _, forked in setup.tasks):
            # Children get their limit at birth; a worker that does the work itself gets it here.
            isolation.limit(resource.RLIMIT_AS, self.base + setup.memory, self.base + setup.memory)
        # What was imported stays for good: the collector need not look at it, and children need not copy its pages.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)

    def serve(self) -> None:
        """Take request after request."""
        while True:
            head, handles, _, _ = socket.recv_fds(self.channel, wire.PREFIX, 1)
            if not head:
                return
            body = _receive_rest(self.channel, head)
            if body is None or len(handles) != 1:
                return
            answer = handles[0]
            request = msgspec.msgpack.decode(body, type=wire.Request)
            del body
            function, forked = self.tasks[request.task]
            if forked:
                self._fork(function, request, answer)
            else:
                # A backstop, should the other side die while this runs for ever.
                signal.alarm(math.ceil(self.setup.wall_seconds) + 5)
                _write(answer, _work(function, request, self.setup.output))
                signal.alarm(0)
                os.close(answer)
            del request

    def _fork(self, function: Callable[..., object], request: wire.Request, answer: int) -> None:
        child = os.fork()
        if child == 0:
            self._be_child(function, request, answer)
        os.close(answer)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpgid(child, child)  # unless it has ended already, or did so itself
        self._note(wire.FORKED, child, 0)
        _, status = os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # It is dead; what it may have started and left behind goes with it.
            os.killpg(child, signal.SIGKILL)
        self._note(wire.ENDED, child, status)

    def _note(self, kind: bytes, child: int, status: int) -> None:
        os.write(self.channel.fileno(), struct.pack(wire.NOTE, kind, child, status))

    def _be_child(self, function: Callable[..., object], request: wire.Request, answer: int) -> None:
        """Do the work and end; nothing returns from here."""
        code = 1
        try:
            os.setpgid(0, 0)
            os.close(self.channel.fileno())
            signal.alarm(math.ceil(self.setup.wall_seconds) + 5)
            size = sum(len(part) for part in request.payload)
            self.child.enter(
                memory=self.base + self.setup.memory + 2 * size,
                cpu_seconds=self.setup.cpu_seconds,
                filtered=self.step in {isolation.Step.FULL, isolation.Step.SECCOMP},
            )
            _write(answer, _work(function, request, self.setup.output))
            code = 0
        finally:
            os._exit(code)


def _load(name: str, flavor: str) -> Callable[..., object]:
    """Import a task, and what it will need: a module that has a `preload` gets it called before the locks close."""
    module_name, _, function_name = name.partition(":")
    module = importlib.import_module(module_name)
    preload = getattr(module, "preload", None)
    if preload is not None:
        preload(flavor)
    function: Callable[..., object] = getattr(module, function_name)
    return function


def _work(function: Callable[..., object], request: wire.Request, most: int) -> list[bytes]:
    """Return the answer as pieces to be written one after the other, their length first."""
    try:
        pieces = _encode(function(*request.payload))
        size = sum(map(len, pieces))
        if size > most:
            raise errors.TooLarge(f"{size} bytes of output where {most} are allowed")
    except errors.BadInput as error:
        pieces = _failure(type(error).__name__, str(error))
    except MemoryError:
        pieces = _failure("TooLarge", "reading it needs more memory than the sandbox allows")
    except BaseException as error:  # noqa: BLE001 - whatever a reader raises is the file's verdict, told to the other side
        pieces = _failure("ReaderCrashed", f"{type(error).__name__}: {error}")
    return pieces


def _encode(value: object) -> list[bytes]:
    body = msgspec.msgpack.encode(value)
    # An Answer of an empty error, an empty message and the value, without copying the value into it.
    return [b"\x93\xa0\xa0", body]


def _failure(kind: str, message: str) -> list[bytes]:
    readable = message[:_MESSAGE].encode("utf-8", "backslashreplace").decode("utf-8")
    return [msgspec.msgpack.encode(wire.Answer(kind, readable, msgspec.Raw(b"\xc0")))]


def _write(handle: int, pieces: list[bytes]) -> None:
    os.write(handle, sum(map(len, pieces)).to_bytes(wire.PREFIX, "big"))
    for piece in pieces:
        view = memoryview(piece)
        while view:
            view = view[os.write(handle, view) :]


def _send(channel: socket.socket, body: bytes) -> None:
    """Write with `write`: the filter knows no `send` any more."""
    _write(channel.fileno(), [body])


def _receive(channel: socket.socket) -> bytes | None:
    head = channel.recv(wire.PREFIX, socket.MSG_WAITALL)
    return _receive_rest(channel, head) if head else None


def _receive_rest(channel: socket.socket, head: bytes) -> bytes | None:
    while len(head) < wire.PREFIX:
        more = channel.recv(wire.PREFIX - len(head))
        if not more:
            return None
        head += more
    left = int.from_bytes(head, "big")
    body = bytearray(left)
    view = memoryview(body)
    while view:
        count = channel.recv_into(view)
        if count == 0:
            return None
        view = view[count:]
    return bytes(body)


if __name__ == "__main__":
    main()
