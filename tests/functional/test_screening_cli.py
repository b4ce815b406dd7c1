"""Screening on the command line, from the codebook's question to the sample after the stop."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

QUESTION = """
screening:
  question: {en: "Is this surveillance technology?", zh: "是否监控技术？"}
  start: [监控]
  random: 0.2
  reasons: [other goods]
"""


@pytest.fixture
def asked(inquiry: Path) -> Path:
    """An inquiry whose codebook asks a screening question."""
    codebook = inquiry / "codebook.yaml"
    codebook.write_text(codebook.read_text("utf-8") + QUESTION, encoding="utf-8")
    return inquiry


def test_from_the_question_to_the_sample(asked: Path, counterfile: Run) -> None:
    code, _, err = counterfile("screen", "next")
    assert (code, "screen start" in err) == (2, True)
    assert counterfile("screen", "start", "--by", "heron")[0] == 0

    _, out, _ = counterfile("screen", "next", "--by", "heron", "--json")
    shown = json.loads(out)
    assert shown["left"] == 3
    assert "shown" not in shown
    code, out, _ = counterfile("screen", "answer", shown["unit"], "no", "--by", "heron", "-r", "other goods", "--json")
    assert code == 0
    assert [one["question"] for one in json.loads(out)["judgements"]] == ["screened?", "relevant?"]
    assert counterfile("screen", "undo", "--by", "heron")[0] == 0
    assert json.loads(counterfile("screen", "next", "--by", "heron", "--json")[1])["unit"] == shown["unit"]

    counterfile("screen", "answer", shown["unit"], "yes", "--by", "heron")
    code, _, err = counterfile("screen", "stop", "--by", "heron")
    assert (code, "is not met" in err) == (2, True)
    assert counterfile("screen", "stop", "--although-not-met", "-r", "a trial", "--by", "heron")[0] == 0
    assert counterfile("screen", "sample", "5", "--by", "heron")[0] == 0

    found = json.loads(counterfile("screen", "status", "--json")[1])
    assert (found["read"], found["found"], found["ended"]["met"]) == (1, 1, False)
    assert [(one["drawn"], one["of"]) for one in found["samples"]] == [(2, 2)]


def test_reading_by_keys_with_undo_and_quit(asked: Path, counterfile: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    counterfile("screen", "start", "--by", "heron")
    monkeypatch.setattr("sys.stdin", io.StringIO("y n z u q"))

    code, out, err = counterfile("screen", "read", "--by", "heron")

    assert code == 0
    assert "Is this surveillance technology?" in out
    assert "2 of 3 read" not in err
    found = json.loads(counterfile("screen", "status", "--json")[1])
    assert (found["read"], found["found"], found["unsure"]) == (1, 1, 1)


def test_decisions_go_out_and_come_back(asked: Path, counterfile: Run) -> None:
    counterfile("screen", "start", "--by", "heron")
    unit = json.loads(counterfile("screen", "next", "--by", "heron", "--json")[1])["unit"]
    counterfile("screen", "answer", unit, "yes", "--by", "heron")

    assert counterfile("screen", "export", "all.ris")[0] == 0
    assert counterfile("screen", "export", "answers.csv", "--answers")[0] == 0
    code, out, _ = counterfile("screen", "import", "all.ris", "--json")

    assert (code, json.loads(out)["known"]) == (0, 1)
    assert (asked / "answers.csv").read_text("utf-8").count("\n") == 2
    assert counterfile("screen", "export", "all.xls")[0] == 2
