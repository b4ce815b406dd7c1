"""Asking a language model from the command line: shown first, logged before it is sent, and never in the way of a run."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from counterfile import app as wiring
from counterfile.cli import asking
from counterfile.errors import BadUsage
from counterfile.views import proposals

Call = Callable[..., tuple[int, str, str]]
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>云溪县图书馆书架更新项目中标公告</title></head><body>
<h1>云溪县图书馆书架更新项目中标公告</h1><div class="content"><p>发布时间：2021年04月02日</p><p>项目编号：YX-2021-031</p>
<p>采购人：云溪县图书馆</p><p>几轮商谈下来，此事托付给云溪木艺家具有限公司操办，双方说好的数目是45.6万元，联系电话13900001234。</p></div></body></html>"""


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[str]]]:
    """A model on this machine that quotes a winner and invents a price; yields its address and what it was sent."""
    sent: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            words = body["messages"][1]["content"]
            sent.append(words)
            number = next(
                (n for n in range(1, 20) if "木艺" in words.partition(f"passage {n}\n")[2].split("passage ")[0]), 1
            )
            rows = [
                {"field": "awards/suppliers/name", "passage_no": number, "quote": "云溪木艺家具有限公司", "value": ""},
                {"field": "awards/value", "passage_no": number, "quote": "99.9万元", "value": "999000"},
            ]
            answer = {"choices": [{"message": {"content": json.dumps(rows, ensure_ascii=False)}}]}
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", sent
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def prose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call) -> Path:
    """An inquiry with one award in words that no layer knows; the current folder is the inquiry."""
    (tmp_path / "award.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    counterfile("init", "inquiry")
    monkeypatch.chdir(tmp_path / "inquiry")
    counterfile("add", "../award.html")
    assert counterfile("run")[0] == 0
    return tmp_path / "inquiry"


def ask(*words: str) -> Any:
    line = typer.Typer()
    line.callback()(lambda: None)
    asking.register(line)
    return CliRunner().invoke(line, ["ask", *words], catch_exceptions=True)


def configure(inquiry: Path, url: str) -> None:
    (inquiry / "counterfile.toml").write_text(f'[model]\nurl = "{url}"\nname = "qwen"\ntimeout = 5\n', encoding="utf-8")


def test_without_an_endpoint_nothing_is_asked(prose: Path) -> None:
    found = ask()

    assert isinstance(found.exception, BadUsage)
    assert "counterfile.toml" in str(found.exception)


def test_dry_run_shows_every_word_and_sends_none(prose: Path, endpoint: tuple[str, list[str]]) -> None:
    url, sent = endpoint
    configure(prose, url)

    found = ask("--dry-run")

    assert found.exit_code == 0
    assert "木艺家具" in found.stdout
    assert "13900001234" not in found.stdout
    assert sent == []
    assert not (prose / "asked.log").exists()


def test_quotes_that_hold_are_kept_once_and_invented_ones_are_not(prose: Path, endpoint: tuple[str, list[str]]) -> None:
    url, sent = endpoint
    configure(prose, url)

    first, second = ask("--json"), ask("--json")

    assert first.exit_code == second.exit_code == 0, first.output
    assert json.loads(first.stdout)["proposed"] == {"awards/suppliers/name": 1}
    assert len(sent) == 1
    assert "13900001234" not in sent[0]
    assert "木艺家具" in (prose / "asked.log").read_text("utf-8")


def test_endpoint_that_is_down_is_told_of_and_the_run_goes_on(prose: Path) -> None:
    configure(prose, "http://127.0.0.1:9/v1")

    found = ask()

    assert found.exit_code == asking.PARTIAL
    with wiring.open_inquiry(prose) as inquiry:
        (failed,) = proposals.unanswered(inquiry.store)
        assert "no connection" in failed.reason
        assert inquiry.store.counts().failed == 0
