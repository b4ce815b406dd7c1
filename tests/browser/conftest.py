"""A real browser over a small demo inquiry; every test here skips, and says so, where there is no Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served import chromium, served

from counterfile import app
from counterfile.cli import main

PROCEDURES = 36  # as few as hold a PDF with text

CODEBOOK = """\
version: 1
relevant:
  terms: [视频监控, 人脸识别, facial recognition]
screening:
  question: {en: "Is it surveillance?", zh: "是否监控？"}
  start: [视频监控, 人脸识别, facial recognition]
"""


# By module: while it is up, an event loop runs in this thread, and tests elsewhere could start none of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: no page is tried in a browser"
    )
    path = chromium()
    if not path:
        pytest.skip("there is no Chromium (apt install chromium): no page is tried in a browser")
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def inquiry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo inquiry in which a screening has begun."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    with app.create_demo(folder, seed=1, procedures=PROCEDURES) as made:
        list(made.add([folder / "heap"]))
        list(made.run())
        made.find((), lock=True)
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        _run("screen", "start", "--by", "editor")
    finally:
        os.chdir(before)
    return folder


def _run(*words: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["counterfile", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code in (None, 0, 4), f"counterfile {' '.join(words)} ended with {ended.value.code}"


@pytest.fixture(scope="module")
def address(inquiry: Path, browser: Any) -> Iterator[str]:
    with served(inquiry) as found:
        yield found


class Watch:
    """What must not happen on any page: another origin asked, a policy broken, a script that fails."""

    def __init__(self, page: Any, address: str) -> None:
        self.wrong: list[str] = []
        self._address = address
        page.route("**/*", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"a script failed: {error}"))

    def _asked(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((f"{self._address}/", "data:", "blob:")):
            route.continue_()
        else:
            self.wrong.append(f"another origin was asked: {url}")
            route.abort()

    def _said(self, message: Any) -> None:
        if message.type == "error" and "404" not in message.text and "net::ERR_FAILED" not in message.text:
            self.wrong.append(f"the console said: {message.text}")


@pytest.fixture
def context(browser: Any, address: str) -> Iterator[Any]:
    """A fresh browser profile; every page of it is watched, and what went wrong fails the test."""
    found = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US", base_url=address)
    found.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield found
    found.close()


@pytest.fixture
def page(context: Any, address: str) -> Iterator[Any]:
    found = context.new_page()
    found.set_default_timeout(30_000)
    watch = Watch(found, address)
    yield found
    assert watch.wrong == []


@pytest.fixture
def signed(page: Any, address: str) -> Any:
    """A page of somebody who has a name already."""
    page.context.add_cookies([{"name": "counterfile-by", "value": "heron", "url": address}])
    return page
