"""What the pages are made from: the facts, and lists that are kept until the facts change."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from counterfile.errors import BadSetup
from counterfile.model.finding import Finding
from counterfile.pictures import Pictures
from counterfile.settings import Settings
from counterfile.store import layout
from counterfile.store.ports import View
from counterfile.views.coding import blind
from counterfile.views.overview import Register, register

T = TypeVar("T")

SLOW = 0.5
"""Seconds of making from which a value is made in the background."""

SMALL = 3000
"""Notices up to which a reader waits for the first lists rather than being told to come back."""


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


class Kept(Generic[T]):
    """A value that takes long to make, kept until what it was made from changes.

    A value that is quick to make is made while the reader waits. One that takes longer is made in the background: the
    old one is shown meanwhile, and while another process writes it is made anew no more often than a tenth of the time,
    so that a growing inquiry does not keep the machine busy with lists.
    """

    def __init__(self, make: Callable[[], T], fingerprint: Callable[[], object]) -> None:
        self._make = make
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._value: T | None = None
        self._of: object = None
        self._cost = 0.0
        self._until = 0.0
        self._error: tuple[object, BadSetup] | None = None

    def get(self, *, wait: bool) -> T:
        """Return the value, made anew if need be.

        Args:
            wait: Whether to wait for a value that is not there yet.

        Raises:
            NotReady: there is no value yet; it is being made.
            BadSetup: it cannot be made from what is there.
        """
        with self._lock:
            if self._error is not None and self._error[0] == self._fingerprint():
                raise self._error[1]
            value, known, slow = self._value, self._of, self._cost >= SLOW
            if value is not None and (known == self._fingerprint() or time.monotonic() < self._until):
                return value
            if value is not None and slow:
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
        except BadSetup as error:
            self._error = (of, error)  # for the reader who comes next
        finally:
            self._making.release()

    def _remake(self) -> T:
        of, begun = self._fingerprint(), time.monotonic()
        value = self._make()
        self._cost = time.monotonic() - begun
        self._until = time.monotonic() + (10 * self._cost if self._cost >= SLOW else 0.0)
        self._value, self._of = value, of
        return value


class Figures(msgspec.Struct, frozen=True):
    """What the findings' files gave."""

    findings: tuple[Finding, ...]
    wrong: tuple[str, ...]
    """A sentence for each finding that cannot be computed."""


class Desk:
    """An inquiry with its lists."""

    def __init__(self, source: Source) -> None:
        """Take an open inquiry; it stays the caller's to close."""
        self.source = source
        self._register = Kept(lambda: register(source.store), self.fingerprint)
        self._findings = Kept(self._compute, self.fingerprint)

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

    def register(self) -> Register:
        """Return the lists over everything.

        Raises:
            NotReady: they are still being prepared.
        """
        return self._register.get(wait=self._register.ready or self.is_small())

    def findings(self) -> Figures:
        """Return all findings, computed.

        Raises:
            BadUsage: a finding's file is wrong; the message names the file and the key.
            NotReady: they are still being computed.
        """
        return self._findings.get(wait=self._findings.ready or self.is_small())

    def prepare(self) -> None:
        """Make the lists, to have them ready."""
        self._register.get(wait=True)

    def is_small(self) -> bool:
        """Return whether a reader waits for the first lists; see `SMALL`."""
        return self.view.counts().notices <= SMALL

    def _compute(self) -> Figures:
        from counterfile import plugins
        from counterfile.views import findings, tables

        desk = findings.Desk(tables.Workbench(self.view, buyer_class=plugins.buyer_class()))
        computed, wrong = [], []
        for spec in findings.load_findings(self.source.folder / layout.FINDINGS):
            try:
                computed.append(findings.compute(desk, spec))
            except BadSetup as error:
                wrong.append(str(error))
        return Figures(tuple(computed), tuple(wrong))

    def fingerprint(self) -> object:
        """Return what changes whenever a fact or a finding's file does."""
        folder = self.source.folder
        paths = [folder / layout.DATABASE, folder / (layout.DATABASE + "-wal")]
        if not paths[0].exists():
            return self.view.counts()  # a store without a file, in tests
        specs = sorted((folder / layout.FINDINGS).glob("*.yaml"))
        return [_stamp(path) for path in (*paths, *specs)]


def _stamp(path: Path) -> tuple[Any, ...]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (path.name,)
    return (path.name, found.st_mtime_ns, found.st_size)
