"""Links on the command line: listed, looked at, decided and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from counterfile import app as wiring
from counterfile.cli import queueing
from counterfile.errors import BadUsage, Missing
from counterfile.store.ports import Cluster

Run = Callable[..., tuple[int, str, str]]

NOTICE = """标题: {buyer}{goods}采购项目公开招标公告
发布时间：2021-06-0{day}
项目编号：QL-2021-40{day}
项目名称：{buyer}{goods}采购项目
采购人：{buyer}
预算金额：4{day}万元
"""
BUYERS = {"青岚区公路建设养护中心": "除雪机械", "青岚区农村公路建设养护中心": "道路划线涂料"}


@pytest.fixture
def call(inquiry: Path, counterfile: Run, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Run one of the commands in an inquiry with two buyers that may be one, and a finding that counts buyers."""
    for day, (buyer, goods) in enumerate(BUYERS.items(), 1):
        path = inquiry.parent / "more" / f"{day}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(NOTICE.format(buyer=buyer, goods=goods, day=day), encoding="utf-8")
    (inquiry / "findings" / "buyers.yaml").write_text(
        "claim:\n  en: Bodies that bought\n  zh: 采购单位\nunit: procedure\nmeasure: distinct\nof: buyer\nexpected: '4'\n",
        encoding="utf-8",
    )
    assert counterfile("add", "../more")[0] == 0
    assert counterfile("run")[0] == 4  # one file of the heap is broken
    commands = typer.Typer()
    queueing.register(commands)

    def run(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        commands(list(words), standalone_mode=False)
        out, err = capsys.readouterr()
        return out, err

    return run


def organizations() -> set[str]:
    with wiring.open_inquiry(Path()) as inquiry:
        return {cluster for _, cluster in inquiry.store.scan_clusters(Cluster.ORGANIZATION)}


def test_a_link_is_listed_shown_decided_and_taken_back(call: Callable[..., tuple[str, str]], counterfile: Run) -> None:
    before = organizations()
    (item,) = json.loads(call("queue", "links", "--json")[0])
    shown = call("queue", "show", item["key"])[0]

    assert item["consequence"]["says"] == "joins 2 files, moves 1 figures"
    assert "buyers: 4 -> 3" in shown
    assert all(buyer in shown for buyer in BUYERS)
    assert counterfile("decide", "same", item["key"], "--reason", "one office, two signs")[0] == 0
    assert len(organizations()) == len(before) - 1
    assert "no pair waits" in call("queue", "links")[1]
    assert counterfile("decide", "undo", "--reason", "too quick")[0] == 0
    assert organizations() == before
    assert counterfile("decide", "different", item["key"], "--reason", "two offices")[0] == 0
    assert organizations() == before
    assert "no pair waits" in call("queue", "links")[1]
    counterfile("run", "--reread")
    assert "no pair waits" in call("queue", "links")[1]


def test_strange_keys_kinds_and_too_few_answers_are_told(call: Callable[..., tuple[str, str]]) -> None:
    with pytest.raises(Missing, match="queue links"):
        call("queue", "show", "same organization?|甲|乙")
    with pytest.raises(BadUsage, match="procedure, organization"):
        call("queue", "links", "--kind", "persons")
    with pytest.raises(BadUsage, match="can teach nothing"):
        call("queue", "teach")
