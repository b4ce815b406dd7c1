"""A correction on the command line: given, shown, accepted, exported and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from counterfile import app as wiring
from counterfile.cli import correcting
from counterfile.errors import BadUsage
from counterfile.model.notice import Property
from counterfile.text import label_training
from counterfile.views import replaying

Run = Callable[..., tuple[int, str, str]]

NOTICE = """标题: {town}市公安局执法终端采购项目中标公告
发布时间：2021-06-0{day}
项目编号：ZD-2021-00{day}
项目名称：{town}市公安局执法终端采购项目
采购人：{town}市公安局
揭晓归属：{firm}
"""
FIRMS = {"青河": "青澜视讯科技有限公司", "澄山": "白杨通信工程有限公司", "柳湾": "澄山数据技术有限公司"}


@pytest.fixture
def call(inquiry: Path, counterfile: Run, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    """Run one of the commands in an inquiry whose supplier stands behind a label that no lexicon has."""
    for day, (town, firm) in enumerate(FIRMS.items(), 1):
        path = inquiry.parent / "more" / f"{town}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(NOTICE.format(town=town, day=day, firm=firm), encoding="utf-8")
    assert counterfile("add", "../more")[0] == 0
    assert counterfile("run")[0] == 4  # one file of the heap is broken
    commands = typer.Typer()
    correcting.register(commands)

    def run(*words: str) -> tuple[str, str]:
        capsys.readouterr()
        commands(list(words), standalone_mode=False)
        out, err = capsys.readouterr()
        return out, err

    return run


def suppliers() -> dict[str, list[str]]:
    """Return the suppliers that software reads in each of the notices."""
    with wiring.open_inquiry(Path()) as inquiry:
        store = inquiry.store
        found = {}
        for town in FIRMS:
            (notice,) = store.notices_in(store.named(f"{town}.txt")[0])
            told = store.statements([notice.id], [Property.SUPPLIER])[notice.id]
            found[town] = [one.value for one in told]
            found[f"{town} id"] = [notice.id]
    return found


def test_a_correction_teaches_all_notices_and_is_taken_back(
    call: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    before = suppliers()
    assert not any(before[town] for town in FIRMS)
    (notice,) = before["青河 id"]
    why = ("--reason", "it says so", "--by", "heron")

    _, told = call("correct", notice, "supplier", FIRMS["青河"], "--quote", FIRMS["青河"], *why)
    assert "3 documents of this layout" in told
    wanted = json.loads(call("corrections", "--json")[0])[0]["change_set"]["id"]
    listed, _ = call("corrections")
    assert "揭晓归属" in listed
    shown, _ = call("corrections", "show", wanted)
    assert all(firm in shown for firm in FIRMS.values())

    call("corrections", "accept", wanted, *why)
    after = suppliers()
    assert {town: after[town] for town in FIRMS} == {town: [firm] for town, firm in FIRMS.items()}
    assert "1 right by itself" in call("corrections", "--learned")[1]
    call("corrections", "export", str(tmp_path / "fixtures"))
    (row,) = (tmp_path / "fixtures" / "corrections.jsonl").read_text("utf-8").splitlines()
    assert json.loads(row)["id"] == notice

    call("corrections", "withdraw", wanted, *why)
    assert not any(suppliers()[town] for town in FIRMS)


@pytest.fixture
def quick_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train beside a few of our own labels."""
    every = label_training.load()
    monkeypatch.setattr(label_training, "load", lambda: every[::3])
    monkeypatch.setattr(label_training, "FEWEST", 150)


def test_corrections_train_a_model_that_reads_a_layout_it_never_saw(
    call: Callable[..., tuple[str, str]], counterfile: Run, quick_training: None, inquiry: Path
) -> None:
    why = ("--reason", "it says so", "--by", "heron")
    buyers = {"泽塘": "招标人", "岭东": "采购单位", "平澜": "采购方"}
    folder = inquiry.parent / "others"
    folder.mkdir()
    for day, (town, buyer) in enumerate(buyers.items(), 4):
        text = NOTICE.format(town=town, day=day, firm=f"{town}视讯科技有限公司").replace("采购人", buyer)
        (folder / f"{town}.txt").write_text(text, encoding="utf-8")
    assert counterfile("add", "../others")[0] == 0
    assert counterfile("run")[0] == 4
    with pytest.raises(BadUsage, match="no correction teaches"):
        call("corrections", "train")
    for town in ("泽塘", "岭东"):
        with wiring.open_inquiry(Path()) as opened:
            (notice,) = opened.store.notices_in(opened.store.named(f"{town}.txt")[0])
        firm = f"{town}视讯科技有限公司"
        call("correct", notice.id, "supplier", firm, "--quote", firm, *why)

    tried, told = call("corrections", "train", "--dry-run")
    assert "awards/suppliers/name" in tried
    assert "would be used" in told
    assert not any(suppliers()[town] for town in FIRMS)
    _, told = call("corrections", "train", *why)
    assert "is used from now on" in told
    assert {town: suppliers()[town] for town in FIRMS} == {town: [firm] for town, firm in FIRMS.items()}
    assert "trained from 2 samples" in call("corrections")[1]
    assert "2 are read right" in call("corrections", "check")[1]

    call("corrections", "untrain", *why)
    assert not any(suppliers()[town] for town in FIRMS)


def test_check_names_a_taught_correction_that_is_no_longer_read_right(
    call: Callable[..., tuple[str, str]], counterfile: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = ("--reason", "it says so", "--by", "heron")
    (notice,) = suppliers()["青河 id"]
    call("correct", notice, "supplier", FIRMS["青河"], "--quote", FIRMS["青河"], *why)
    assert "1 were not taught yet" in call("corrections", "check")[1]
    wanted = json.loads(call("corrections", "--json")[0])[0]["change_set"]["id"]
    call("corrections", "accept", wanted, *why)
    assert "1 are read right" in call("corrections", "check")[1]
    monkeypatch.setattr(replaying, "with_aliases", lambda reading, taught: reading)

    code, told, _ = counterfile("corrections", "check")

    assert code == 1
    assert "j-" in told


def test_a_span_that_is_none_is_refused(call: Callable[..., tuple[str, str]]) -> None:
    with pytest.raises(BadUsage, match="write where the words begin and end"):
        call("correct", "n-1", "buyer", "x", "--span", "abc", "--reason", "r")
    with pytest.raises(BadUsage, match="give one of them"):
        call("correct", "n-1", "buyer", "x", "--span", "1-2", "--quote", "q", "--reason", "r")
