"""An open inquiry behind the API, made of hand-made facts in memory, for tests."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from counterfile.api import create_api
from counterfile.api._guard import Guard
from counterfile.desk import Desk
from counterfile.errors import StoreBusy
from counterfile.flow import Progress
from counterfile.pictures import Pictures
from counterfile.store.memory import MemoryArchive
from counterfile.testing.sample import Sample

ADDRESS = "http://127.0.0.1:8321"
BY = {"by": "heron", "reason": "read both"}


class Inquiry(Sample):
    """The sample, with what a door needs besides: an archive, a lock, a run that can be held up."""

    def __init__(self, folder: Path, odd: str = "") -> None:
        super().__init__(folder, odd)
        self.busy = False
        """Whether another process holds the inquiry."""
        self.hold = threading.Event()
        """Cleared, a run waits before its next step."""
        self.hold.set()
        self.runs: list[dict[str, Any]] = []

    @property
    def archive(self) -> MemoryArchive:
        return self.corpus.archive

    @property
    def pictures(self) -> Pictures:
        return Pictures(self.store, self.archive, self.folder / "cache")

    @contextlib.contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        if self.busy:
            raise StoreBusy("another command is writing")
        yield

    def run(
        self, *, retry: bool = False, reread: bool = False, recognize: Sequence[str] | str | None = None
    ) -> Iterator[Progress]:
        self.runs.append({"retry": retry, "recognize": recognize})
        for number in range(1, 4):
            self.hold.wait(10)
            yield Progress("read", number, 3, 0)


def app(inquiry: Inquiry, hosts: Sequence[str] = ()) -> Guard:
    return create_api(Desk(inquiry), inquiry, hosts)


@contextlib.contextmanager
def client(inquiry: Inquiry, **options: Any) -> Iterator[TestClient]:
    with TestClient(app(inquiry), base_url=ADDRESS, **options) as found:
        yield found


def wait(done: Callable[[], bool]) -> None:
    """Wait for something that happens in another thread."""
    import time

    until = time.monotonic() + 10
    while not done():
        assert time.monotonic() < until, "it did not happen within ten seconds"
        time.sleep(0.01)


def document(inquiry: Inquiry, notice: str) -> str:
    found = inquiry.store.notice(notice)
    assert found is not None
    return found.document
