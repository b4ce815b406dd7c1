"""`counterfile doctor` in an inquiry: its own words, and its language model, without sending any document."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counterfile: Call) -> Path:
    """An empty inquiry; the current folder is the inquiry."""
    assert counterfile("init", str(tmp_path / "inquiry"))[0] == 0
    monkeypatch.chdir(tmp_path / "inquiry")
    return tmp_path / "inquiry"


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """An endpoint that lists its models; yields its address and what it was asked, with the key."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((f"GET {self.path}", self.headers.get("Authorization", "")))
            refused = self.headers.get("Authorization") == "Bearer wrong"
            content = json.dumps({"data": [{"id": "small-model"}]}).encode()
            self.send_response(401 if refused else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            asked.append((f"POST {self.path}", ""))

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", asked
    server.shutdown()
    server.server_close()
    thread.join()


def check(counterfile: Call, what: str) -> dict[str, object]:
    """Return one line of the doctor's."""
    _, out, _ = counterfile("doctor", "--json")
    (found,) = [one for one in json.loads(out) if one["what"] == what]
    return dict(found)


def set_model(folder: Path, url: str, more: str = "") -> None:
    (folder / "counterfile.toml").write_text(f'[model]\nurl = "{url}"\nname = "small-model"\n{more}', "utf-8")


def test_model_is_off_until_it_is_set(folder: Path, counterfile: Call) -> None:
    assert check(counterfile, "language model") == {"what": "language model", "ok": True, "found": "off", "step": ""}


def test_model_that_answers_is_asked_for_its_list_alone(
    folder: Path, counterfile: Call, endpoint: tuple[str, list[tuple[str, str]]]
) -> None:
    url, asked = endpoint
    set_model(folder, url)

    found = check(counterfile, "language model")

    assert found["ok"] is True
    assert "on this machine" in str(found["found"])
    assert asked == [("GET /v1/models", "")]


def test_model_that_refuses_its_key_or_is_not_there_is_told_with_a_next_step(
    folder: Path, counterfile: Call, endpoint: tuple[str, list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWN_KEY", "wrong")
    set_model(folder, endpoint[0], 'key_env = "OWN_KEY"\n')
    refused = check(counterfile, "language model")
    set_model(folder, "http://127.0.0.1:9/v1")
    absent = check(counterfile, "language model")
    monkeypatch.delenv("OWN_KEY")
    set_model(folder, endpoint[0], 'key_env = "OWN_KEY"\n')
    keyless = check(counterfile, "language model")

    assert not any(one["ok"] for one in (refused, absent, keyless))
    assert "refuses the key" in str(refused["found"])
    assert "no answer" in str(absent["found"])
    assert "OWN_KEY" in str(keyless["step"])
    assert "[model]" in str(absent["step"])


def test_own_language_files_are_read_and_a_wrong_one_is_named(folder: Path, counterfile: Call) -> None:
    nothing = check(counterfile, "own language files")
    (folder / "lexicon").mkdir()
    file = folder / "lexicon" / "xx.toml"
    file.write_text('language = "xx"\nname = "Example"\n[labels]\nname-buyer = "kaupant"\n', "utf-8")
    read = check(counterfile, "own language files")
    file.write_text('language = "xx"\nname = "Example"\n[labels]\nestimate = "objet du marché"\n', "utf-8")
    mute = check(counterfile, "own language files")
    file.write_text('language = "xx"\nname = "Example"\n[labels]\nwinner = "venkinto"\n', "utf-8")
    wrong = check(counterfile, "own language files")

    assert nothing["found"] == "none"
    assert (read["ok"], read["found"]) == (True, "Example")
    assert "objet du marché" in str(mute["step"])
    assert "lexicon/xx.toml, line 4" in str(wrong["step"])
