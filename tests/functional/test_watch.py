"""What arrives in a folder is taken in by itself, and what it moves is told; called as a user calls it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfile import app

FINDING = """claim: {en: one tender of the police, zh: 公安招标一个}
unit: procedure
population: {stage: tender, where: {buyer_class: police}}
measure: count
"""
TENDER = """标题: 沧溪市公安局门禁系统采购项目公开招标公告
发布时间：2021-03-{day}
项目编号：CX-2021-{day}8
项目名称：沧溪市公安局{name}采购项目
采购人：沧溪市公安局
"""


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """Give the folder that is watched, with one notice in it, and the command that watches it."""
    heap = tmp_path / "heap"
    heap.mkdir()
    (heap / "first.txt").write_text(TENDER.format(day="01", name="门禁系统"), "utf-8")
    made = app.create_inquiry(tmp_path / "inquiry")
    (made / "findings" / "police.yaml").write_text(FINDING, "utf-8")
    command = [sys.executable, "-m", "counterfile", "watch", str(heap), "--every", "0.2", "--json"]
    running = subprocess.Popen(  # our own command
        command, cwd=made, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield heap, running
    running.kill()
    running.communicate()


def test_what_arrives_is_taken_in_and_the_figure_that_it_moves_is_named(
    watching: tuple[Path, subprocess.Popen[str]],
) -> None:
    heap, running = watching
    assert running.stdout is not None

    first = json.loads(running.stdout.readline())
    with app.open_inquiry(heap.parent / "inquiry") as inquiry:
        inquiry.find((), lock=True)
    (heap / "second.txt").write_text(TENDER.format(day="02", name="无线网络"), "utf-8")
    second = json.loads(running.stdout.readline())
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)

    assert (first["files"], first["notices"], first["moved"]) == (1, 1, [])
    assert (second["files"], second["new"], second["notices"]) == (1, 1, 2)
    assert [each["finding"] for each in second["moved"]] == ["police"] * len(second["moved"]) != []
    assert running.returncode == 0
    assert "what was taken in is kept" in told


def test_folder_that_is_not_there_is_named_at_once(tmp_path: Path) -> None:
    made = app.create_inquiry(tmp_path / "inquiry")

    ended = subprocess.run(  # our own command
        [sys.executable, "-m", "counterfile", "watch", str(tmp_path / "heap")],
        cwd=made, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (ended.returncode, "heap does not exist" in ended.stderr) == (2, True)
