"""What the pages are made from: the facts, and lists that are kept until the facts change.

A list over everything takes minutes over a hundred thousand documents. It is made by a process of its own, so that pages
are answered meanwhile, and is left in the inquiry's cache, so that the next server has it at once. Until it is made anew the
old one is shown; whoever shows it says of when it is (`as_of`).
"""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import gc
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from counterfile.errors import BadSetup, CounterfileError
from counterfile.model.finding import Counted, Finding
from counterfile.pictures import Pictures
from counterfile.settings import Settings
from counterfile.store import layout
from counterfile.store.piles import Head, Pile, laying, packed, unpacked
from counterfile.store.ports import View
from counterfile.views import attachments, coverage
from counterfile.views.attachments import Attachment
from counterfile.views.coding import blind
from counterfile.views.coverage import Coverage
from counterfile.views.overview import Register, register

T = TypeVar("T")

SLOW = 0.5
"""Seconds of making from which a value is made in the background."""

SMALL = 3000
"""Notices up to which a reader waits for the first lists rather than being told to come back."""

LISTS = "lists"
"""Folder of the cache with the lists of large inquiries."""


class Source(Protocol):
    """An open inquiry, as far as reading goes (`app.Inquiry` is one)."""

    @property
    def folder(self) -> Path:
        """Return where the inquiry lies."""
        ...

    @property
    def settings(self) -> Settings:
        """Return what the user has set."""
        ...

    @property
    def store(self) -> View:
        """Return the facts."""
        ...

    @property
    def pictures(self) -> Pictures:
        """Return what shows pages of documents."""
        ...


class NotReady(Exception):
    """Raised when a list over a large inquiry is still being prepared, from `Kept.get`."""


_OLDEST: ContextVar[dt.datetime | None] = ContextVar("oldest", default=None)
_MAKING: ContextVar[bool] = ContextVar("making", default=False)


def as_of() -> dt.datetime | None:
    """Return of when the oldest list is that this request was answered from, None where all are as the facts are now."""
    return _OLDEST.get()


def as_of_header() -> dict[str, str]:
    """Return the header that tells programs what `as_of` tells people; none where all is as the facts are now."""
    found = as_of()
    return {} if found is None else {"As-Of": found.isoformat(timespec="seconds")}


class Kept(Generic[T]):
    """A value that takes long to make, kept until what it was made from changes.

    A value that is quick to make is made while the reader waits. One that takes longer is made in the background: the
    old one is shown meanwhile, and while another process writes it is made anew no more often than a tenth of the time,
    so that a growing inquiry does not keep the machine busy with lists.
    """

    def __init__(self, make: Callable[[], T], fingerprint: Callable[[], object], apart: Apart[T] | None = None) -> None:
        """Take what makes the value, what changes with it, and where it is made of a large inquiry; None for here."""
        self._make = make
        self._fingerprint = fingerprint
        self._apart = apart
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._value: T | None = None
        self._of: object = None
        self._made = dt.datetime.now(dt.UTC)
        self._cost = 0.0
        self._until = 0.0
        self._error: tuple[object, Exception] | None = None

    def get(self, *, wait: bool) -> T:
        """Return the value, made anew if need be.

        Args:
            wait: Whether to wait for a value that is not there yet.

        Raises:
            NotReady: there is no value yet; it is being made.
            BadSetup: it cannot be made from what is there.
        """
        with self._lock:
            now, apart = self._fingerprint(), self._apart is not None and self._apart.is_wanted()
            if self._error is not None and self._error[0] == now:
                raise self._error[1]
            if self._value is None:
                self._take_up(now)
            value, known, slow = self._value, self._of, self._cost >= SLOW or apart
            if value is not None and (known == now or slow or time.monotonic() < self._until):
                if known != now:
                    _OLDEST.set(min(self._made, _OLDEST.get() or self._made))
                    if time.monotonic() >= self._until:
                        self._begin()
                return value
            if value is None and not wait:
                self._begin()
                raise NotReady
        with self._making:
            if self._of is not known and self._value is not None:
                return self._value  # another reader waited for the same and made it
            return self._remake()

    @property
    def made(self) -> dt.datetime:
        """Return when the value was made."""
        return self._made

    @property
    def ready(self) -> bool:
        """Return whether a value is there, however old."""
        return self._value is not None

    def _begin(self) -> None:
        """Make the value in the background, unless that is being done."""
        if self._making.acquire(blocking=False):
            threading.Thread(target=self._in_background, daemon=True).start()

    def _in_background(self) -> None:
        of = self._fingerprint()
        try:
            self._remake()
        except (CounterfileError, subprocess.SubprocessError) as error:
            self._error = (of, error)  # for the reader who comes next
        finally:
            self._making.release()

    def _remake(self) -> T:
        of, made, begun = self._fingerprint(), dt.datetime.now(dt.UTC), time.monotonic()
        if self._apart is not None and self._apart.is_wanted():
            self._apart.make(again=self._value is not None)
            self._take_up(of)
            if self._value is None:
                raise BadSetup(f"{self._apart.path} cannot be read back; free some space, or remove it")
            value = self._value
        else:
            within = _MAKING.set(True)
            try:
                value = self._make()
            finally:
                _MAKING.reset(within)
            self._value, self._of, self._made = value, of, made
            if self._apart is not None and self._apart.is_inside:
                self._apart.leave(of, made, value)
        self._cost = time.monotonic() - begun
        self._until = time.monotonic() + (10 * self._cost if self._cost >= SLOW else 0.0)
        return value

    def _take_up(self, now: object) -> None:
        """Take the value that lies in the cache, where it is one of a large inquiry; inside only the present one."""
        if self._apart is not None and (found := self._apart.find(now)) is not None:
            self._of, self._made, self._value = found


class _Head(msgspec.Struct, frozen=True):
    """What stands before a list in the cache."""

    of: Any
    """The fingerprint of what it was made from."""
    made: dt.datetime
    program: str
    """Of the version of Counterfile that made it."""


class Apart(Generic[T]):
    """A list that a process of its own makes and leaves in the cache."""

    def __init__(self, desk: Desk, make: Callable[[Desk], T], kind: Any) -> None:
        """Take a function that a module has by its name, and the type of what it returns."""
        self._desk = desk
        self._name = f"{make.__module__}:{make.__name__}"
        self._kind = kind
        self.is_inside = bool(desk.inside)
        self._program = desk.inside or program()
        self.path = desk.source.folder / layout.CACHE / LISTS / f"{self._name.replace(':', '-')}.msgpack"

    def is_wanted(self) -> bool:
        """Return whether the inquiry is so large that its lists are made apart."""
        return not self.is_inside and self._desk.is_large()

    def find(self, now: object) -> tuple[object, dt.datetime, T] | None:
        """Return the list in the cache: its fingerprint, its time, itself; None where there is none of this version.

        What makes lists has no use for one that is older than `now`.
        """
        if not (self.is_inside or self.is_wanted()):
            return None
        try:
            content = self.path.read_bytes()
            size = int.from_bytes(content[:4])
            head = msgspec.msgpack.decode(content[4 : 4 + size], type=_Head)
            if head.program != self._program or (self.is_inside and head.of != now):
                return None
            with _uncollected():
                return head.of, head.made, unpacked(memoryview(content)[4 + size :], self._kind)
        except (FileNotFoundError, msgspec.DecodeError):
            return None

    def leave(self, of: object, made: dt.datetime, value: T) -> None:
        """Leave a list in the cache."""
        head = msgspec.msgpack.encode(_Head(of, made, self._program))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.path.parent, delete=False) as file:
            file.write(len(head).to_bytes(4) + head + packed(value))
        Path(file.name).replace(self.path)

    def make(self, *, again: bool = False) -> None:
        """Have the list made, after those that were asked for before.

        Args:
            again: Whether there is an older one, so that nobody waits: those that are made again go in a line of their own.

        Raises:
            BadSetup: it cannot be made from what is there.
            subprocess.CalledProcessError: the program is at fault; the other process has said why.
        """
        command = [sys.executable, "-s", "-P", "-c", f"from {__name__} import inside; inside()"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if os.path.isabs(path))}
        with self._desk.one_at_a_time[again]:
            # It ends with its input, so that no work goes on for a server that is gone.
            with subprocess.Popen(  # noqa: S603 -- this very program
                [*command, str(self._desk.source.folder.resolve()), self._name, self._program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=environment,
            ) as process:
                said = process.stdout.read() if process.stdout else ""
            if process.returncode == _REFUSED:
                raise BadSetup(said)
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, self._name)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep what is made meanwhile from the garbage collector.

    A list of a hundred thousand rows has no cycles; each look through all lists would stop every reader for half a second.
    """
    gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


atexit.register(gc.unfreeze)  # libraries that count their own objects want them collected in the end


def inside() -> None:
    """Make one list in this process: its arguments are the inquiry's folder, the maker's name, and for which program."""
    from counterfile.app import open_inquiry

    threading.Thread(target=lambda: sys.stdin.read() or os._exit(0), daemon=True).start()
    os.nice(10)
    folder, name, asked_by = sys.argv[1:]
    room, _, maker = name.partition(":")
    try:
        with open_inquiry(Path(folder)) as inquiry:
            Desk(inquiry, inside=asked_by).kept(getattr(import_module(room), maker), Any).get(wait=True)
    except BadSetup as error:
        sys.stdout.write(str(error))
        raise SystemExit(_REFUSED) from error


_REFUSED = 3  # exit status: what is there does not let the list be made; the output says why


@cache
def program() -> str:
    """Return what differs between two versions of Counterfile, those that are being worked on included."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*.py"))
    told = "\n".join(f"{path.relative_to(here)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


class Aside(msgspec.Struct, frozen=True):
    """Where the long parts of a finding lie."""

    units: Head
    left_out: Head


class Figures(msgspec.Struct, frozen=True):
    """What the findings' files gave."""

    findings: tuple[Finding, ...]
    wrong: tuple[str, ...]
    """A sentence for each finding that cannot be computed."""
    aside: tuple[Aside, ...] = ()
    """Of each finding of a large inquiry: all units with their words are hundreds of megabytes, of which a page shows few."""


class Desk:
    """An inquiry with its lists."""

    def __init__(self, source: Source, *, inside: str = "") -> None:
        """Take an open inquiry; it stays the caller's to close.

        Args:
            source: The inquiry.
            inside: Where this process makes lists for another one, what `program` is there.
        """
        self.source = source
        self.inside = inside
        self.one_at_a_time = {again: threading.Lock() for again in (False, True)}
        self._large = False
        self._opened: tuple[Figures | None, Figures] = (None, Figures((), ()))
        self._lists: dict[Callable[..., Any], Kept[Any]] = {}

    @property
    def view(self) -> View:
        """Return the facts, without answers of coders that their other coder may not see yet."""
        return blind(self.source.store)

    @property
    def title(self) -> str:
        """Return what the inquiry is called."""
        return self.source.settings.title

    @property
    def pictures(self) -> Pictures:
        """Return what shows pages of documents; its sandbox starts with the first picture."""
        return self.source.pictures

    def kept(self, make: Callable[[Desk], T], kind: Any) -> Kept[T]:
        """Return the list that a function of a module makes; the same one for whoever asks.

        Args:
            make: Gets a desk, which in a large inquiry is that of another process.
            kind: The type of what it returns, to read it back by.
        """
        if make not in self._lists:
            self._lists[make] = Kept(lambda: make(self), self.fingerprint, Apart(self, make, kind))
        return self._lists[make]

    def now(self, make: Callable[[Desk], T], kind: Any) -> T:
        """Return what `kept` keeps; see there.

        Raises:
            NotReady: it is being made for the first time.
        """
        found = self.kept(make, kind)
        return found.get(wait=found.ready or _MAKING.get() or self.is_small())

    def register(self) -> Register:
        """Return the lists over everything.

        Raises:
            NotReady: they are still being prepared.
        """
        return self.now(all_rows, Register)

    def findings(self) -> Figures:
        """Return all findings, computed. In a large inquiry their units are read from the cache when they are looked at.

        Raises:
            BadUsage: a finding's file is wrong; the message names the file and the key.
            BadSetup: what was computed is gone from the cache.
            NotReady: they are still being computed.
        """
        found = self.now(all_figures, Figures)
        if not found.aside:
            return found
        of, opened = self._opened
        if of is not found:
            folder = self.source.folder / layout.CACHE / LISTS
            try:
                shown = [_opened(folder, *each) for each in zip(found.findings, found.aside, strict=True)]
            except FileNotFoundError as error:
                raise BadSetup(f"{error.filename} is gone; stop the server, remove {folder}, start it again") from error
            opened = Figures(tuple(shown), found.wrong)
            self._opened = (found, opened)
        return opened

    def attachments(self) -> list[Attachment]:
        """Return every attachment that a notice names.

        Raises:
            NotReady: they are still being looked for.
        """
        return self.now(all_attachments, list[Attachment])

    def coverage(self) -> Coverage:
        """Return what the inquiry does not have.

        Raises:
            NotReady: it is still being counted.
        """
        return self.now(all_coverage, Coverage)

    def prepare(self) -> None:
        """Make the lists, to have them ready."""
        self.kept(all_rows, Register).get(wait=True)

    def is_small(self) -> bool:
        """Return whether a reader waits for the first lists; see `SMALL`."""
        self._large = self._large or self.view.counts().notices > SMALL
        return not self._large

    def is_large(self) -> bool:
        """Return whether lists are made apart: the inquiry is not small, and another process can open it."""
        return not self.is_small() and (self.source.folder / layout.DATABASE).exists()

    def fingerprint(self) -> object:
        """Return what changes whenever a fact or a finding's file does."""
        specs = sorted((self.source.folder / layout.FINDINGS).glob("*.yaml"))
        return [self.source.store.changes(), *map(_stamp, [*specs, self.source.folder / layout.EVENTS])]


def all_rows(desk: Desk) -> Register:
    """Return the lists over everything."""
    return register(desk.source.store)


def all_attachments(desk: Desk) -> list[Attachment]:
    """Return every attachment that a notice names."""
    return list(attachments.rows(desk.view))


def all_coverage(desk: Desk) -> Coverage:
    """Return what the inquiry does not have."""
    return coverage.cover(desk.view, named=desk.attachments())


def all_figures(desk: Desk) -> Figures:
    """Return all findings, computed."""
    from counterfile import plugins
    from counterfile.views import findings, tables

    bench = findings.Desk(tables.Workbench(desk.view, buyer_class=plugins.buyer_class()))
    computed, wrong, aside = [], [], []
    folder = desk.source.folder / layout.CACHE / LISTS
    with laying(folder, "units") if desk.inside else contextlib.nullcontext() as layer:
        for spec in findings.load_findings(desk.source.folder / layout.FINDINGS):
            try:
                found = findings.compute(bench, spec)
            except BadSetup as error:
                wrong.append(str(error))
                continue
            if layer is not None:
                order = within_first(found) if spec.share else ()
                aside.append(Aside(layer.lay(found.units, order), layer.lay(found.left_out)))
                found = msgspec.structs.replace(found, units=(), left_out=())
            computed.append(found)
    return Figures(tuple(computed), tuple(wrong), tuple(aside))


def _opened(folder: Path, found: Finding, aside: Aside) -> Finding:
    """Return a finding with its long parts, which are read when they are looked at."""
    units: Any = Pile(folder, aside.units, Counted)
    left_out: Any = Pile(folder, aside.left_out, tuple[str, str])
    return msgspec.structs.replace(found, units=units, left_out=left_out)


def within_first(found: Finding) -> Sequence[int]:
    """Return the numbers of a finding's units, the counted part of a share first, each part in the order of its ids."""
    units: Sequence[Counted] = found.units
    if isinstance(units, Pile):
        return units.order
    return sorted(range(len(units)), key=lambda at: not units[at].within)


def whole(found: Finding) -> Finding:
    """Return a finding with all of its units in memory."""
    return msgspec.structs.replace(found, units=tuple(found.units), left_out=tuple(found.left_out))


def _stamp(path: Path) -> list[Any]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return [path.name]
    return [path.name, found.st_mtime_ns, found.st_size]
