"""Coding on the command line: two coders, a third, software for the rest, and a finding that counts what they said."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counterfile import app as wiring
from counterfile import cli
from counterfile.model.codebook import NOT_MENTIONED
from counterfile.model.judgement import AgentKind
from counterfile.screening.coding import Desk, Given
from counterfile.views.coding import Said, checked_sample

Run = Callable[..., tuple[int, str, str]]

BOOK = """
relevant: {terms: [项目]}
coding: {overlap: 0.2, repeats: 0.05, seed: 7, scope: all, coders: [heron, wren]}
questions:
  alerts:
    ask: {en: "Does the system raise alerts by itself?", zh: "系统是否自动预警？"}
    instructions: {en: "A report that a person asks for is no alert."}
    examples: [{text: 发现异常即推送, answer: yes}]
    terms: [自动预警, raises alerts]
    fuzzy: [实时预警推送]
  who:
    ask: {en: "Which bodies receive them?", zh: "由谁接收？"}
    kind: many of
    options: {police: {en: Police, zh: 公安, terms: [公安机关]}, school: {en: School, zh: 学校, terms: [校方]}}
    when: {question: alerts, is: yes}
"""
KINDS = (
    ("智能监控", "平台应具备分级处置功能，出现异常时自动预警，并推送至公安机关值班终端。", "yes", "police"),
    ("校园安防", "陌生人员进入时系统自动预警，提示校方值班室与公安机关。", "yes", "police; school"),
    ("办公家具", "供应办公桌椅与文件柜，含运输和安装。", NOT_MENTIONED, ""),
    ("食堂食材", "每日六时前送达米面粮油和蔬菜。", NOT_MENTIONED, ""),
    ("道路养护", "挖补罩面，更换波形护栏，不含监控设备。", NOT_MENTIONED, ""),
)
SIZE = 90


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inquiry of ninety notices of five kinds, and a codebook; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("coding")
    for number in range(SIZE):
        thing, words, *_ = KINDS[number % len(KINDS)]
        path = folder / "heap" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"标题: 临沅市{thing}采购项目公开招标公告\n发布时间：2021-03-{1 + number % 28:02d}\n项目编号：LY-2021-{number:03d}\n"
            f"项目名称：临沅市{thing}采购项目\n采购人：临沅市第{number}单位\n一、采购需求\n{words}\n二、其他\n第{number}批次，详询采购人。\n",
            encoding="utf-8",
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for words_ in (["init", "inquiry"], ["add", "../heap"], ["run"]):
            patch.setattr("sys.argv", ["counterfile", *words_])
            with pytest.raises(SystemExit) as stop:
                cli.main()
            assert stop.value.code == 0
            patch.chdir(folder / "inquiry")
    (folder / "inquiry" / "codebook.yaml").write_text(BOOK, encoding="utf-8")
    return folder / "inquiry"


@pytest.fixture
def heap(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the inquiry; the current folder is it."""
    copied = tmp_path / "inquiry"
    shutil.copytree(made, copied)
    monkeypatch.chdir(copied)
    return copied


def right(body: str, question: str) -> str:
    """Return what is true of a notice."""
    _, _, alerts, who = next(kind for kind in KINDS if kind[1] in body)
    return alerts if question == "alerts" else who


def code(folder: Path, coder: str, units: int, *, slips: int = 0) -> int:
    """Code so many units as a careful coder does, but for every so many-th of the overlap, where an alert is overlooked."""
    with wiring.open_inquiry(folder) as inquiry:
        desk = Desk(inquiry.store, folder / "cache")
        met: list[str] = []
        while (offer := desk.next(coder)) is not None:
            if offer.unit not in met[-1:]:
                if len(met) == units:
                    break
                met.append(offer.unit)
            body = desk.words(offer.unit, offer.kind).body
            answer = right(body, offer.question)
            if (
                slips
                and offer.question == "alerts"
                and desk.board.is_double(offer.unit, offer.kind)
                and len(met) % slips == 0
            ):
                answer = NOT_MENTIONED
            words = ("自动预警",) if answer == "yes" else ()
            given = Given(quotes=words) if words else Given()
            if offer.question == "who":
                given = Given(quotes=("公安机关",))
            with inquiry.store.batch() as batch:
                kept = [batch.judge(e) for e in desk.answer(offer.unit, offer.question, answer, coder, given)]
            desk.note(kept)
        return len(met)


def test_two_coders_a_third_software_and_a_finding(heap: Path, counterfile: Run) -> None:
    code_, _, err = counterfile("code", "check")
    assert (code_, "2 questions, no mistakes" in err) == (0, True)
    code_, _, err = counterfile("code", "next", "--by", "heron")
    assert (code_, "code start" in err) == (2, True)
    assert counterfile("code", "start", "--by", "stork")[0] == 0

    # Sixty units: each coder has half of what is not in the overlap; each overlooks some alerts.
    assert code(heap, "heron", 36) == 36
    waiting = json.loads(counterfile("code", "status", "--json")[1])
    assert waiting["coders"] == {"heron": len(_answers(heap, "heron"))}
    assert waiting["waiting"] > 0
    assert code(heap, "wren", 36, slips=2) == 36

    found = json.loads(counterfile("code", "agreement", "--json")[1])["agreement"]
    alerts = next(one for one in found if one["question"] == "alerts")
    assert alerts["agreement"]["n"] >= 8
    assert alerts["agreement"]["alpha"]["value"] is not None
    lines = list(csv.DictReader(io.StringIO(counterfile("code", "agreement", "--csv")[1])))
    assert {line["measure"] for line in lines} >= {"percent agreement", "Cohen's kappa", "Gwet's AC1"}

    disputes = json.loads(counterfile("code", "disagreements", "--json")[1])
    for _ in disputes:
        told = json.loads(counterfile("code", "next", "--adjudicate", "--by", "stork", "--json")[1])
        assert {one["coder"] for one in told["answers"]} == {"heron", "wren"}
        assert (told["suggested"], told["passages"]) == ("", [])
        args = (
            "code",
            "answer",
            told["unit"],
            told["question"],
            "yes",
            "--adjudicate",
            "--by",
            "stork",
            "-r",
            "it says so",
        )
        assert counterfile(*args)[0] == 0
    assert json.loads(counterfile("code", "disagreements", "--json")[1]) == []

    code_, out, _ = counterfile("code", "stop", "--by", "stork", "--json")
    stopped = json.loads(out)
    assert code_ == 0
    assert stopped["by_software"] == SIZE - stopped["stopped"]["coded"]
    assert counterfile("code", "sample", "12", "--question", "alerts", "--by", "stork")[0] == 0
    while (offer := json.loads(counterfile("code", "next", "--by", "stork", "--json", "--text")[1]))["unit"]:
        assert (offer["suggested"], offer["passages"]) == ("", [])
        said = right(offer["text"], offer["question"])
        words = ("--quote", "自动预警") if said == "yes" else ()
        assert counterfile("code", "answer", offer["unit"], offer["question"], said, *words, "--by", "stork")[0] == 0

    with wiring.open_inquiry(heap) as inquiry:
        sample = checked_sample(inquiry.store, "alerts")
        assert sample is not None
        assert sample.is_complete
        assert all(0 < one.probability <= 1 for one in sample.units)
        assert [one.software for one in sample.units] == [one.person for one in sample.units]
        assert sum(1 / one.probability for one in sample.units) == pytest.approx(sample.of)
        units = [notice.id for notice in inquiry.store.notices()]
        by_software = [
            one
            for one in inquiry.store.judgements("code:alerts", units)
            if one.agent_kind is AgentKind.SOFTWARE and one.answer == "yes"
        ]
        assert by_software
        for one in by_software:
            reading = inquiry.store.reading(one.reading)
            assert reading is not None
            assert one.evidence
            assert all(reading.text[span.start : span.end] == span.quote for span in one.evidence)

    (heap / "findings" / "alerts.yaml").write_text(
        'claim: {en: "36 notices raise alerts", zh: "36份公告"}\nunit: notice\nmeasure: count\n'
        "population: {where: {'code:alerts': yes}}\nexpected: 36\n",
        encoding="utf-8",
    )
    code_, out, _ = counterfile("find", "alerts", "--json")
    assert code_ == 0
    assert '"value": "36"' in out or '"value":"36"' in out

    assert counterfile("code", "export", "answers.csv", "--software")[0] == 0
    with (heap / "answers.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0])[:7] == ["item", "unit", "question", "coder", "value", "evidence", "time"]
    assert all(row["evidence"] for row in rows if row["value"] == "yes")


def _answers(folder: Path, coder: str) -> list[Said]:
    with wiring.open_inquiry(folder) as inquiry:
        board = Desk(inquiry.store).board
        return [said for unit in board.units() for said in board.mine(unit, coder).values()]


def test_one_key_an_answer(heap: Path, counterfile: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    counterfile("code", "start", "--by", "stork")
    first = json.loads(counterfile("code", "next", "--by", "heron", "--json")[1])
    keys = "y 1 . z z 0 q" if first["suggested"] == "yes" else "0 z 0 q"
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))

    code_, out, err = counterfile("code", "read", "--by", "heron")

    assert (code_, "1 answered" in err) == (0, True)
    assert "Does the system raise alerts by itself?" in out
    assert len(_answers(heap, "heron")) == 1
    found = json.loads(counterfile("code", "status", "--json")[1])
    assert found["seconds"] is not None


def test_a_yes_without_a_suggestion_asks_for_its_words(
    heap: Path, counterfile: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    counterfile("code", "start", "--by", "stork")
    monkeypatch.setattr("sys.stdin", io.StringIO("y临沅市\n项目名称\nq"))

    assert counterfile("code", "read", "--by", "heron", "--plain")[0] == 0

    (said,) = _answers(heap, "heron")
    assert [span.quote for span in said.evidence] == ["项目名称"]
    assert said.suggested == ""


def test_a_changed_codebook_says_what_must_be_looked_at_again(heap: Path, counterfile: Run) -> None:
    counterfile("code", "start", "--by", "stork")
    code(heap, "heron", 20)
    assert counterfile("code", "check")[0] == 0
    (heap / "codebook.yaml").write_text(
        BOOK.replace("by itself?", "on its own?").replace(
            "school: {en: School", "court: {en: Court}, school: {en: School"
        ),
        encoding="utf-8",
    )

    code_, out, err = counterfile("code", "check", "--json")
    changed = {one["question"]: one for one in json.loads(out)["changed"]}
    assert code_ == 1
    assert "code start --again" in err
    assert changed["alerts"]["how"] == ["wording"]
    assert len(changed["alerts"]["may"]) == 20
    assert (changed["who"]["how"], bool(changed["who"]["must"])) == (["options"], True)

    assert counterfile("code", "start", "--by", "stork")[0] == 2
    assert counterfile("code", "start", "--again", "--by", "stork")[0] == 0
    assert counterfile("code", "check")[0] == 0
    again = json.loads(counterfile("code", "next", "--by", "heron", "--json")[1])
    assert again["question"] == "who"


def test_wrong_words_are_refused_with_a_sentence(heap: Path, counterfile: Run) -> None:
    counterfile("code", "start", "--by", "stork")
    unit = json.loads(counterfile("code", "next", "--by", "heron", "--json")[1])["unit"]

    for args, words in (
        ((unit, "alerts", "perhaps"), "is no answer"),
        ((unit, "alerts", "yes", "--at", "x"), "is no place"),
        ((unit, "alerts", "yes", "--quote", "不在文中的字"), "does not stand"),
        (("n-0123456789abcdef", "alerts", "no"), "that is to be coded"),
    ):
        code_, _, err = counterfile("code", "answer", *args, "--by", "heron")
        assert (code_, words in err) == (2, True), err
    assert counterfile("code", "sample", "5", "--by", "stork")[0] == 2
    assert counterfile("code", "export", "answers.xls")[0] == 2
