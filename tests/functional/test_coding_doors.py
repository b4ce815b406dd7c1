"""No door tells what one coder said before the other has answered: command line, API, pages, log, explanation, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from counterfile import app as wiring
from counterfile.api import create_api
from counterfile.desk import Desk as Lists
from counterfile.screening.coding import Desk, Given
from counterfile.web import create_app

Run = Callable[..., tuple[int, str, str]]
BOOK = """
coding: {overlap: 1, seed: 1, scope: all, coders: [heron, wren]}
questions:
  alerts: {ask: "Are there live alerts?", kind: quotation, terms: [监控]}
"""


@pytest.fixture
def half(inquiry: Path, counterfile: Run) -> tuple[Path, str, str]:
    """An inquiry where one of two coders has answered: its folder, the unit, the judgement."""
    (inquiry / "codebook.yaml").write_text(BOOK, encoding="utf-8")
    assert counterfile("code", "start", "--by", "stork")[0] == 0
    with wiring.open_inquiry(inquiry) as found:
        desk = Desk(found.store)
        offer = desk.next("heron")
        assert offer is not None
        body = desk.words(offer.unit, offer.kind).body
        made = desk.answer(
            offer.unit,
            "alerts",
            body[:12],
            "heron",
            Given(at=((0, 12),), reason="TELLTALE"),
        )
        with found.store.batch() as batch:
            kept = [batch.judge(each) for each in made]
    return inquiry, offer.unit, kept[0].id


def test_no_command_tells_what_is_sealed(half: tuple[Path, str, str], counterfile: Run) -> None:
    _, unit, judgement = half

    for words in (
        ("log", "--json"),
        ("show", unit, "--json"),
        ("explain", unit, "--json"),
        ("explain", judgement),
        ("code", "status", "--json"),
        ("code", "disagreements", "--json"),
        ("code", "agreement", "--json"),
        ("code", "next", "--by", "wren", "--json"),
        ("code", "next", "--adjudicate", "--by", "stork", "--json"),
        ("code", "export", "answers.csv"),
    ):
        _, out, err = counterfile(*words)
        assert "TELLTALE" not in out + err, words
        assert "coded:" not in out, words
    assert "TELLTALE" not in Path("answers.csv").read_text("utf-8")


def test_neither_api_nor_pages_tell_what_is_sealed(half: tuple[Path, str, str]) -> None:
    folder, unit, judgement = half
    with wiring.open_inquiry(folder) as found:
        lists = Lists(found)
        with TestClient(create_api(lists, found), base_url="http://127.0.0.1:8321") as api:
            assert "coded:" not in api.get("/api/v1/judgements?limit=50").text
            assert api.get("/api/v1/judgements", params={"question": "coded:alerts"}).json()["items"] == []
            about = {"question": "coded:alerts", "about": unit}
            assert api.get("/api/v1/judgements", params=about).json()["items"] == []
            assert api.get(f"/api/v1/judgements/{judgement}").status_code == 404
            assert "TELLTALE" not in api.get(f"/api/v1/explain/{judgement}").text
        with TestClient(create_app(lists), base_url="http://127.0.0.1:8321") as pages:
            for path in ("/", "/judgements", "/judgements.json", "/judgements.csv"):
                assert "TELLTALE" not in pages.get(path).text


def test_once_both_have_answered_the_log_tells_both(half: tuple[Path, str, str], counterfile: Run) -> None:
    _, unit, _ = half
    code, _, err = counterfile("code", "answer", unit, "alerts", "not mentioned", "--by", "wren")
    assert code == 0, err

    said = [one for one in json.loads(counterfile("log", "--json")[1]) if one["question"] == "coded:alerts"]

    assert {one["other"] for one in said} == {"heron", "wren"}
    assert json.loads(counterfile("code", "disagreements", "--json")[1])[0]["unit"] == unit
