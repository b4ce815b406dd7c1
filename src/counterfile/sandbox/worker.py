"""The process on the other side of the airlock: warm, locked down, and forking a child for each hostile file.

Started by `airlock.Airlock` as ``python -m counterfile.sandbox.worker FD`` with one end of a socket pair. It takes the
names of its tasks once, imports them, locks itself down, and then serves one request at a time until the socket closes.

A request that is to be forked is read by the child alone: the worker never holds a file's bytes, so no later child can
find them in the memory that it was copied from. The child gives the socket up before it looks at them.
"""

from __future__ import annotations

import contextlib
import ctypes
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
    if sys.argv[1:] == ["--probe"]:
        print(isolation.enter(isolation.python_folders()))  # noqa: T201 - `ladder` reads it
        return
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit("the worker can be loaded; it is started by counterfile.sandbox.Airlock, not by hand")
    channel = socket.socket(fileno=int(sys.argv[1]))
    setup = msgspec.msgpack.decode(_receive(channel), type=wire.Setup)
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
        self.tasks = {name: (_load(name, setup.flavor), forked) for name, forked in setup.tasks}
        readable = isolation.python_folders()
        for name in self.tasks:
            source = sys.modules[name.partition(":")[0]].__file__
            if source is not None and not source.startswith(tuple(f"{folder}{os.sep}" for folder in readable)):
                readable.append(Path(source).parent)
        self.base = isolation.address_space()
        self.child = isolation.Child()
        self.step = isolation.enter(readable, setup.locks)
        self.filtered = self.step in {isolation.Step.FULL, isolation.Step.SECCOMP}
        self.fork = _fork_function()
        if not any(forked for _, forked in setup.tasks):
            # Children get their limit at birth; a worker that does the work itself gets it here.
            isolation.limit(resource.RLIMIT_AS, self.base + setup.memory, self.base + setup.memory)
        # What was imported stays for good: the collector need not look at it, and children need not copy its pages.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)

    def serve(self) -> None:
        """Take request after request."""
        size_of_head = struct.calcsize(wire.HEAD)
        while True:
            head, handles, _, _ = socket.recv_fds(self.channel, size_of_head, 1)
            if len(head) != size_of_head or len(handles) != 1:
                return
            size, forked = struct.unpack(wire.HEAD, head)
            answer = handles[0]
            if forked:
                if not self._serve_in_a_child(size, answer):
                    return
            else:
                request = _request(self.channel, size)
                # A backstop, should the other side die while this runs for ever.
                signal.alarm(math.ceil(request.wall_seconds) + 5)
                _write(answer, self._work(request, forked=False))
                signal.alarm(0)
                del request
                os.close(answer)

    def _serve_in_a_child(self, size: int, answer: int) -> bool:
        """Return whether the child took its request whole, so that the next one can follow."""
        child = self.fork()
        if child == 0:
            self._be_child(size, answer)
        if child < 0:
            raise OSError(ctypes.get_errno(), "no process can be started for a file")
        os.close(answer)  # so that the other side sees when the child has closed it
        _, status = os.waitpid(child, 0)
        if not self.filtered:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                # It is dead; what it may have started, where no filter forbade it, goes with it.
                os.killpg(child, signal.SIGKILL)
        os.write(self.channel.fileno(), struct.pack(wire.NOTE, status))
        return not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == wire.OUT_OF_STEP)

    def _be_child(self, size: int, answer: int) -> None:
        """Do the work and end; nothing returns from here."""
        code = wire.OUT_OF_STEP
        try:
            request = _request(self.channel, size)
            code = 1
            os.close(self.channel.fileno())
            if not self.filtered:
                os.setpgid(0, 0)
            signal.alarm(math.ceil(request.wall_seconds) + 5)
            self.child.enter(
                memory=self.base + request.memory + 2 * size, cpu_seconds=request.cpu_seconds, filtered=self.filtered
            )
            _write(answer, self._work(request, forked=True))
            code = 0
        finally:
            os._exit(code)

    def _work(self, request: wire.Request, *, forked: bool) -> list[bytes]:
        """Return the answer as pieces to be written one after the other."""
        function, wants_a_child = self.tasks[request.task]
        if wants_a_child and not forked:
            raise ValueError(f"{request.task} was to be called in a process of its own")
        try:
            pieces = _encode(function(*request.payload))
            size = sum(map(len, pieces))
            if size > request.output:
                raise errors.TooLarge(f"{size} bytes of output where {request.output} are allowed")
        except errors.BadInput as error:
            pieces = _failure(type(error).__name__, str(error))
        except MemoryError:
            pieces = _failure("TooLarge", "reading it needs more memory than the sandbox allows")
        except BaseException as error:  # noqa: BLE001 - whatever a reader raises is the file's verdict, told to the other side
            pieces = _failure("ReaderCrashed", f"{type(error).__name__}: {error}")
        return pieces


def _fork_function() -> Callable[[], int]:
    """Return `fork`, without what Python does in a child for the sake of threads and random numbers.

    There is one thread here, and the work wants no random numbers; the hooks of `os.fork` cost a child 0.6 ms, most of it
    for pages of memory that they are the first to touch.
    """
    if sys.implementation.name != "cpython" or not getattr(sys, "_is_gil_enabled", lambda: True)():
        return os.fork
    fork: Callable[[], int] = ctypes.PyDLL(None, use_errno=True).fork
    return fork


def _load(name: str, flavor: str) -> Callable[..., object]:
    """Import a task, and what it will need: a module that has a `preload` gets it called before the locks close."""
    module_name, _, function_name = name.partition(":")
    module = importlib.import_module(module_name)
    preload = getattr(module, "preload", None)
    if preload is not None:
        preload(flavor)
    function: Callable[..., object] = getattr(module, function_name)
    return function


def _encode(value: object) -> list[bytes]:
    body = msgspec.msgpack.encode(value)
    # An Answer of an empty error, an empty message and the value, without copying the value into it.
    return [b"\x93\xa0\xa0", body]


def _failure(kind: str, message: str) -> list[bytes]:
    readable = message[:_MESSAGE].encode("utf-8", "backslashreplace").decode("utf-8")
    return [msgspec.msgpack.encode(wire.Answer(kind, readable, msgspec.Raw(b"\xc0")))]


def _write(handle: int, pieces: list[bytes]) -> None:
    """Write the length of the pieces, and the pieces."""
    head = sum(map(len, pieces)).to_bytes(wire.PREFIX, "big")
    written = os.writev(handle, [head, *pieces])
    for piece in (head, *pieces):
        if written >= len(piece):
            written -= len(piece)
            continue
        view = memoryview(piece)[written:]
        written = 0
        while view:
            view = view[os.write(handle, view) :]


def _send(channel: socket.socket, body: bytes) -> None:
    """Write with `write`: the filter knows no `send` any more."""
    _write(channel.fileno(), [body])


def _receive(channel: socket.socket) -> bytes:
    return bytes(_received(channel, int.from_bytes(_received(channel, wire.PREFIX), "big")))


def _request(channel: socket.socket, size: int) -> wire.Request:
    return msgspec.msgpack.decode(_received(channel, size), type=wire.Request)


def _received(channel: socket.socket, size: int) -> bytearray:
    """Return so many bytes.

    Raises:
        OSError: the other side closed before.
    """
    body = bytearray(size)
    view = memoryview(body)
    while view:
        count = channel.recv_into(view)
        if count == 0:
            raise OSError("the airlock closed in the middle of a message")
        view = view[count:]
    return body


if __name__ == "__main__":
    main()
