"""One process writes to an inquiry at a time; another may wait for it."""

import threading
from pathlib import Path

import pytest

from counterfile import app
from counterfile.errors import StoreBusy


def test_who_does_not_wait_is_told_at_once_that_another_writes(tmp_path: Path) -> None:
    folder = app.create_inquiry(tmp_path / "inquiry")
    with app.open_inquiry(folder) as one, app.open_inquiry(folder) as other, one.writing():
        with pytest.raises(StoreBusy, match="another command is writing"), other.writing():
            pytest.fail("two held the inquiry for writing")
        with pytest.raises(StoreBusy), other.writing(patience=0.05):
            pytest.fail("two held the inquiry for writing")


def test_who_waits_goes_on_when_the_other_has_ended(tmp_path: Path) -> None:
    folder = app.create_inquiry(tmp_path / "inquiry")
    order: list[str] = []
    began, end = threading.Event(), threading.Event()

    def hold() -> None:
        with app.open_inquiry(folder) as one, one.writing():
            began.set()
            end.wait(10)
            order.append("one")

    thread = threading.Thread(target=hold)
    thread.start()
    assert began.wait(10)
    threading.Timer(0.1, end.set).start()
    with app.open_inquiry(folder) as other, other.writing(patience=10):
        order.append("other")
    thread.join()
    assert order == ["one", "other"]
