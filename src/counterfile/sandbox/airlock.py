"""The side of the airlock that is ours: workers, deadlines, and what their endings mean."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import msgspec

from counterfile import errors
from counterfile.model.reading import Draft, Unpacked
from counterfile.sandbox import isolation, ladder, wire
from counterfile.sandbox.checks import checked_outcome
from counterfile.sandbox.isolation import Step
from counterfile.sandbox.reading import LIGHT, Outcome, flavor

_START_SECONDS = 60.0  # a cold disk and a busy machine included
_GRACE_SECONDS = 1.0  # for a process that ends to be seen as ended

_BAD_INPUTS = {
    kind.__name__: kind
    for kind in (
        errors.BadInput,
        errors.Unreadable,
        errors.Encrypted,
        errors.TooLarge,
        errors.TimedOut,
        errors.ReaderCrashed,
        errors.NotADocument,
    )
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use."""

    wall_seconds: float = 60.0
    cpu_seconds: int = 45
    memory: int = 1 << 30
    """Bytes of address space beyond the warm worker's own and twice the file's size."""
    output: int = 1 << 30
    """Bytes of an answer."""


@dataclass(frozen=True, slots=True)
class Task:
    """A function that may be called through the airlock."""

    function: str
    """``module:function``; it takes bytes and strings and returns what msgspec can encode.

    If its module has a function `preload`, a starting worker calls it with the flavor, to import what will be needed.
    """
    result: Any
    """Type that its answer is decoded as, and refused if it is not."""
    fork: bool = True
    """True gives every call a process of its own (hostile bytes); False lets the worker itself do it (our own text)."""
    check: Callable[[Any], object] | None = None
    """Checks the meaning of a decoded answer and returns what the caller gets; None for the answer as it is."""
    flavor: Callable[..., str] | None = None
    """Names the kind of worker that a payload belongs to, which its module's `preload` is told; None for one kind."""
    limits: Limits | None = None
    """Of each call of this task; None for the airlock's. Recognition wants more of everything than reading."""


READ = Task("counterfile.sandbox.reading:read_task", Outcome, fork=True, check=checked_outcome, flavor=flavor)
"""Bytes and a name to a checked `Draft` or `Unpacked`."""


class Airlock:
    """Runs tasks in locked-down processes; safe to use from as many threads as there are workers, and more.

    with Airlock(workers=2) as airlock:
        outcome = airlock.read(content, "公告.html")
    """

    def __init__(
        self,
        workers: int = 1,
        limits: Limits | None = None,
        tasks: Sequence[Task] = (READ,),
        *,
        isolated: bool = True,
        accept_unsandboxed: bool = False,
    ) -> None:
        """Prepare; processes start when they are first needed.

        Args:
            workers: How many run at once, at least 1.
            limits: Of each call of a task that has none of its own; None for the usual ones.
            tasks: The only functions that can be called.
            isolated: False leaves out every step but the limits, for tests of these alone.
            accept_unsandboxed: Go on where this machine reaches no step that keeps a hostile file in; else `BadSetup`.
        """
        if workers < 1:
            raise errors.BadUsage(f"{workers} workers of the sandbox, where at least 1 is wanted")
        self.limits = limits or Limits()
        self._step: Step | None = None
        self._tasks = {task.function: task for task in tasks}
        self._accepted = accept_unsandboxed or not isolated
        self._locks: tuple[str, ...] = isolation.LOCKS if isolated else ()
        self._wrapped = isolated
        self._starter = _Starter()
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        self._slots = [_Slot({}) for _ in range(workers)]
        for slot in reversed(self._slots):
            self._free.put(slot)

    def _setup_of(self, flavor: str) -> bytes:
        """Return the first message to a worker of a flavor; it knows only the tasks that belong to it.

        So a worker that reads hostile bytes stays slim, which its forks pay for, and never runs what works on our own text.
        """
        tasks = tuple((task.function, task.fork) for task in self._tasks.values() if bool(task.flavor) == bool(flavor))
        memory = max((self._limits_of(self._tasks[name]).memory for name, _ in tasks), default=0)
        return msgspec.msgpack.encode(wire.Setup(tasks, flavor, memory, self._locks))

    def _limits_of(self, task: Task) -> Limits:
        return task.limits or self.limits

    def _start_worker(self, command: str, channel: int) -> tuple[subprocess.Popen[bytes], bool]:
        """Start a process of the worker, inside bubblewrap where that can be; return it and whether it is inside."""
        enclosure: list[str] = []
        if self._wrapped and not self.why_no_bubblewrap:
            enclosure = ladder.enclosure(ladder.sources_of(name.partition(":")[0] for name in self._tasks))
        return self._starter.run(
            lambda: subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*enclosure, *ladder.worker_command(command)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(channel,),
                env=ladder.worker_environment(),
                start_new_session=True,
            )
        ), bool(enclosure)

    @property
    def why_no_bubblewrap(self) -> str:
        """Why the workers are not inside bubblewrap, the first step of the ladder; empty where they are."""
        return ladder.why_no_bubblewrap() if self._wrapped else "left out for a test"

    def _judge(self, step: Step) -> None:
        """Go on with a worker at this step, or not.

        Raises:
            BadSetup: it does not keep a hostile file in, and the user has not accepted that.
        """
        if not step.is_enough and not self._accepted:
            raise errors.BadSetup(ladder.refusal(step, self.why_no_bubblewrap))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        for slot in self._slots:
            slot.stop()
        self._starter.stop()

    @property
    def step(self) -> Step:
        """How far the workers are locked down; starts one to find out.

        Raises:
            BadSetup: the worker does not start, or no step that keeps a hostile file in is reached and accepted.
        """
        if self._step is None:
            with self._worker(LIGHT if any(task.flavor for task in self._tasks.values()) else "") as worker:
                worker.start()
                self._step = worker.step
        return self._step

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        """Read a file: the task `READ`, with its type.

        Raises:
            BadInput: one of its kinds.
        """
        outcome = self.call(READ.function, content, name)
        if not isinstance(outcome, Draft | Unpacked):
            raise TypeError(f"the read task gave a {type(outcome).__name__}")
        return outcome

    def call(self, task: str, *payload: bytes | str) -> object:
        """Run one task and wait for what comes of it.

        Args:
            task: ``module:function``, one of those given at construction.
            payload: What the function is called with.

        Raises:
            KeyError: `task` is not allowed here.
            TimedOut: it took longer than the wall clock or the processor time allows.
            ReaderCrashed: its process ended without an answer, its function raised what it should not, or its answer
                is not what was wanted.
            TooLarge: it needed more memory, or said more, than is allowed.
            BadInput: what the function itself raised of these.
            BadSetup: a worker does not start, or reaches no step that keeps a hostile file in and none was accepted.
        """
        chosen = self._tasks[task]
        limits = self._limits_of(chosen)
        request = msgspec.msgpack.encode(
            wire.Request(task, payload, limits.memory, limits.cpu_seconds, limits.wall_seconds, limits.output)
        )
        with self._worker(chosen.flavor(*payload) if chosen.flavor is not None else "") as worker:
            untrusted_bytes = worker.call(request, limits, forked=chosen.fork)
        return _opened(untrusted_bytes, chosen)

    @contextlib.contextmanager
    def _worker(self, flavor: str) -> Iterator[_Worker]:
        slot = self._free.get()
        try:
            worker = slot.workers.get(flavor)
            if worker is None:
                worker = slot.workers[flavor] = _Worker(self, self._setup_of(flavor))
            yield worker
        except errors.BadInput:
            raise
        except BaseException:
            # Interrupted in the middle of a call: what the worker says next would belong to this one.
            slot.stop()
            raise
        finally:
            self._free.put(slot)


def _opened(untrusted_bytes: bytes, task: Task) -> object:
    """Decode an answer as nothing but what was asked for."""
    try:
        untrusted_answer = msgspec.msgpack.decode(untrusted_bytes, type=wire.Answer)
        if untrusted_answer.error:
            kind = _BAD_INPUTS.get(untrusted_answer.error, errors.ReaderCrashed)
            raise kind(_one_line(untrusted_answer.message))
        untrusted_value = msgspec.msgpack.decode(untrusted_answer.value, type=task.result)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.ReaderCrashed(f"the answer is not what was asked for: {_one_line(str(error))}") from None
    return task.check(untrusted_value) if task.check is not None else untrusted_value


def _one_line(message: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in message[:500]).split()) or "no reason given"


@dataclass(slots=True)
class _Slot:
    """The right to run one thing at a time, with the processes that did so before, one of each flavor."""

    workers: dict[str, _Worker]

    def stop(self) -> None:
        for worker in self.workers.values():
            worker.stop()


class _Starter:
    """A thread that all processes of an airlock are started from.

    bubblewrap is told to die with its parent, and to the kernel that is the thread which started it: a thread of the flow
    may end while another goes on with the same worker, this one ends with the airlock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def run(self, start: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(1, thread_name_prefix="airlock")
            waiting = self._pool.submit(start)
        return waiting.result()

    def stop(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()


class _Worker:
    """One process and the channel to it; used by one thread at a time."""

    def __init__(self, airlock: Airlock, setup: bytes) -> None:
        self._airlock = airlock
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self.step = Step.PROCESS

    def start(self) -> socket.socket:
        """Start the process if there is none, and return the channel to it.

        Raises:
            BadSetup: it does not start, or is not locked down as far as the user wants.
        """
        if self._channel is not None and self._process is not None and self._process.poll() is None:
            return self._channel
        self.stop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._channel = ours
        with theirs:
            self._process, wrapped = self._airlock._start_worker(str(theirs.fileno()), theirs.fileno())
        ours.settimeout(_START_SECONDS)
        try:
            ours.sendall(len(self._setup).to_bytes(wire.PREFIX, "big") + self._setup)
            ready = msgspec.msgpack.decode(_read_frame(ours), type=wire.Ready)
        except (OSError, msgspec.DecodeError) as error:
            self.stop()
            raise errors.BadSetup(
                f"the sandbox's worker did not start ({error or type(error).__name__}); "
                f"run `{sys.executable} -m counterfile.sandbox.worker` to see why"
            ) from error
        if not ready.step:
            self.stop()
            raise errors.BadSetup(f"the sandbox's worker could not load its tasks: {ready.error}")
        self.step = Step(ready.step).wrapped if wrapped else Step(ready.step)
        try:
            self._airlock._judge(self.step)
        except errors.BadSetup:
            self.stop()
            raise
        return ours

    def stop(self) -> None:
        """End the process and all that it started: its group at once, and with bubblewrap's first process the namespace."""
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
            self._process = None

    def call(self, request: bytes, limits: Limits, *, forked: bool) -> bytes:
        """Send a request and return the raw answer, within the wall clock."""
        message = struct.pack(wire.HEAD, len(request), forked) + request
        ours, theirs = os.pipe()
        try:
            channel, began = self._send(message, theirs, limits)
            os.close(theirs)
            theirs = -1
            return _Exchange(self, channel, ours, limits, began + limits.wall_seconds).run(forked=forked)
        finally:
            os.close(ours)
            if theirs >= 0:
                os.close(theirs)

    def _send(self, message: bytes, answer: int, limits: Limits) -> tuple[socket.socket, float]:
        """Send a message with the pipe to answer through; return the channel that it went over, and when that began."""
        channel = self.start()
        began = time.monotonic()  # the time that a worker takes to start is not the file's
        channel.settimeout(limits.wall_seconds)
        try:
            sent = socket.send_fds(channel, [message], [answer])
        except BrokenPipeError:
            # It ended after the last call, which is no fault of this one: another worker takes it, and if that goes too
            # it is the machine's.
            self.stop()
            channel = self.start()
            began = time.monotonic()
            channel.settimeout(limits.wall_seconds)
            sent = socket.send_fds(channel, [message], [answer])
        try:
            if sent < len(message):
                channel.sendall(memoryview(message)[sent:])
        except TimeoutError:
            self.stop()
            raise errors.TimedOut(f"it took longer than {limits.wall_seconds:g} seconds") from None
        except OSError as error:
            self.stop()
            raise errors.ReaderCrashed(f"the sandbox's worker went away ({error})") from None
        return channel, began


class _Exchange:
    """One answer on its way, with the news about the child that writes it."""

    def __init__(self, worker: _Worker, channel: socket.socket, pipe: int, limits: Limits, deadline: float) -> None:
        self.worker = worker
        self.channel = channel
        self.pipe = pipe
        self.limits = limits
        self.deadline = deadline
        self.received = bytearray()
        self.notes = bytearray()
        self.status: int | None = None
        self.closed = False
        """True when nobody can write to the pipe any more."""

    def run(self, *, forked: bool) -> bytes:
        """Return the raw answer once it is whole and, for a forked one, nobody is left who could say more.

        Raises:
            BadInput: one of the kinds that `Airlock.call` names.
        """
        poll = select.poll()
        poll.register(self.pipe, select.POLLIN)
        poll.register(self.channel, select.POLLIN)
        while not (self.status is not None if forked else self._complete() or self.closed):
            left = self.deadline - time.monotonic()
            ready = dict(poll.poll(max(left, 0.0) * 1000)) if left > 0 else {}
            if not ready:
                raise self._killed(errors.TimedOut(f"it took longer than {self.limits.wall_seconds:g} seconds"))
            if self.pipe in ready and not self.closed:
                self._take_answer(poll)
            if self.channel.fileno() in ready:
                self._take_note()
            if forked and self.closed and not self._complete():
                self._wait_for_the_end()
        if forked:
            self._drain(poll)
            if os.WIFEXITED(self.status or 0) and os.WEXITSTATUS(self.status or 0) == wire.OUT_OF_STEP:
                self.worker.stop()  # it ends by itself, but perhaps only after the next call has begun
        if not self._complete():
            raise (
                self._verdict() if forked else self._killed(errors.ReaderCrashed("the worker ended without an answer"))
            )
        wanted = wire.PREFIX + self._promised()
        if len(self.received) != wanted:
            raise errors.ReaderCrashed("it said more than one answer")
        return bytes(memoryview(self.received)[wire.PREFIX :])

    def _promised(self) -> int:
        return int.from_bytes(self.received[: wire.PREFIX], "big")

    def _complete(self) -> bool:
        received = len(self.received)
        return received >= wire.PREFIX and received >= wire.PREFIX + self._promised()

    def _take_answer(self, poll: select.poll) -> None:
        data = os.read(self.pipe, 1 << 20)
        if not data:
            self.closed = True
            poll.unregister(self.pipe)
            return
        self.received += data
        if len(self.received) > self.limits.output + 4096:
            raise self._killed(errors.TooLarge(f"more than {self.limits.output} bytes of output"))

    def _take_note(self) -> None:
        size = struct.calcsize(wire.NOTE)
        data = self.channel.recv(size - len(self.notes))
        if not data:
            raise self._killed(errors.ReaderCrashed("the sandbox's worker ended without an answer"))
        self.notes += data
        if len(self.notes) == size:
            (self.status,) = struct.unpack(wire.NOTE, self.notes)

    def _wait_for_the_end(self) -> None:
        """Give a child that has closed its pipe without an answer the moment that ending takes."""
        self.channel.settimeout(_GRACE_SECONDS)
        try:
            while self.status is None:
                self._take_note()
        except TimeoutError:
            raise self._killed(errors.ReaderCrashed("it closed its answer without giving one")) from None

    def _drain(self, poll: select.poll) -> None:
        """Take what the ended child had written before."""
        while not self.closed and dict(poll.poll(0)).get(self.pipe):
            self._take_answer(poll)

    def _killed(self, verdict: errors.BadInput) -> errors.BadInput:
        """End the child and with it the worker, and return the verdict; the next call starts another worker."""
        self.worker.stop()
        return verdict

    def _verdict(self) -> errors.BadInput:
        status = self.status or 0
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number in {signal.SIGXCPU, signal.SIGALRM}:
                return errors.TimedOut(f"it took more than {self.limits.cpu_seconds} seconds of processor time")
            if number == signal.SIGKILL and self._cpu_exhausted():
                return errors.TimedOut(f"it took more than {self.limits.cpu_seconds} seconds of processor time")
            name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
            return errors.ReaderCrashed(f"its process was ended by {name} (a fault in the reader, or out of memory)")
        return errors.ReaderCrashed(f"its process ended with code {os.WEXITSTATUS(status)} and without an answer")

    def _cpu_exhausted(self) -> bool:
        """Whether a kill may be the kernel's answer to one that ignored SIGXCPU."""
        return self.deadline - time.monotonic() < self.limits.wall_seconds - self.limits.cpu_seconds


def _read_frame(channel: socket.socket) -> bytes:
    head = _read_exactly(channel, wire.PREFIX)
    size = int.from_bytes(head, "big")
    if size > 1 << 20:
        raise OSError(f"a first message of {size} bytes")
    return _read_exactly(channel, size)


def _read_exactly(channel: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = channel.recv(size - len(data))
        if not more:
            raise OSError("it ended at once")
        data += more
    return data
