"""Links after answers: files are joined and parted once whoever answers has paused.

A right value may change which notices belong together. To look at all that are like a notice takes half a second of a
processor in a large inquiry, for which the next answer must not wait. So an answer is kept with a mark of what it makes
due, and this follows up. The value itself counts at once, on every page; what is not linked yet when the server ends is
linked by the next answer or run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing

from counterfile.api._problems import Refusal
from counterfile.app import settle
from counterfile.store.ports import Archive, Store

QUIET = 0.3
"""Seconds without an answer after which files are linked."""

LONGEST = 30.0
"""Seconds after which they are linked though answers come without a pause."""

LAST = 5.0
"""Seconds of linking at the end of a server."""

AGAIN = 1.0
"""Seconds after which it is tried again where somebody else writes to the inquiry."""


class Settling:
    """Links what answers have made due."""

    def __init__(self, hold: Callable[[], AbstractContextManager[Store]], archive: Archive) -> None:
        """Take what holds the inquiry for writing, or raises `Refusal`, and its archive."""
        self._hold = hold
        self._archive = archive
        self._changed = threading.Condition()
        self._first = self._last = 0.0
        self._thread: threading.Thread | None = None
        self._end: float | None = None

    def ask(self) -> None:
        """Say that an answer was kept; whoever says so holds the inquiry."""
        with self._changed:
            self._last = time.monotonic()
            if self._thread is None:
                self._first = self._last
                self._thread = threading.Thread(target=self._work, name="link", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Link what is due, as far as `LAST` goes and unless somebody else writes, and end."""
        with self._changed:
            self._end, thread = time.monotonic() + LAST, self._thread
            self._changed.notify()
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while self._end is None or time.monotonic() < self._end:
            with self._changed:
                self._changed.wait_for(self._is_time, self._left())
                if not self._is_time():
                    continue
            try:
                with self._hold() as store:
                    if not self._step(store):
                        with self._changed:  # nobody asks meanwhile: the inquiry is held
                            self._thread = None
                        return
            except Refusal:
                if self._end is not None:
                    return
                time.sleep(AGAIN)

    def _step(self, store: Store) -> bool:
        """Link one batch; return whether there was anything to do."""
        with closing(settle(store, self._archive)) as steps:  # type: ignore[type-var]  # it is a generator
            return next(steps, None) is not None

    def _left(self) -> float:
        return max(0.0, min(self._last + QUIET, self._first + LONGEST) - time.monotonic())

    def _is_time(self) -> bool:
        return self._end is not None or self._left() == 0
