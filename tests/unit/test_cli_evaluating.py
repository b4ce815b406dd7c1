"""`evaluate extract` and `report extraction` from the command line, on invented notices."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from counterfile import app as wiring
from counterfile.cli import evaluating
from counterfile.errors import BadUsage, Missing

PAGE = """<html><head><title>{title}</title></head><body><h1>{title}</h1>
<p>一、项目编号：{number}</p><p>二、项目名称：{project}</p>
<p>三、采购人名称：{buyer}</p><p>四、采购代理机构名称：临沅诚达招标代理有限公司</p>
<table><tr><th>序号</th><th>中标供应商名称</th><th>中标金额（万元）</th></tr>
<tr><td>1</td><td>青澜视讯科技有限公司</td><td>{amount}</td></tr></table>
<p>公告日期：2021年3月4日</p></body></html>"""


def page(number: str, buyer: str, amount: str) -> str:
    project = "视频监控系统采购项目"
    return PAGE.format(title=f"{buyer}{project}中标公告", number=number, project=project, buyer=buyer, amount=amount)


def label(name: str, number: str, buyer: str, amount: str) -> dict[str, object]:
    supplier = {"name": "青澜视讯科技有限公司", "rank": None, "lead": None}
    lot = {"lot": None, "suppliers": [supplier], "amount": amount, "role": "award", "basis": "total"}
    return {
        "id": name,
        "stage": "award",
        "round": 1,
        "project_numbers": [number],
        "project_title": "视频监控系统采购项目",
        "buyer": buyer,
        "agency": "临沅诚达招标代理有限公司",
        "published": "2021-03-04",
        "lots": [lot],
        "place": {},
    }


RIGHT = ("LYGA-2021-07", "临沅市公安局", "1286000.00")
WRONG = ("LYJY-2021-19", "临沅市教育局", "50000.00")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two labeled notices; the second label's amount is another one than its page prints."""
    home = tmp_path / "gold"
    (home / "labels").mkdir(parents=True)
    (home / "notices").mkdir()
    for name, (number, buyer, amount), printed in (("g1", RIGHT, "128.6"), ("g2", WRONG, "500")):
        (home / "notices" / f"{name}.html").write_text(page(number, buyer, printed), "utf-8")
        agreed = {"id": name, "agreed": label(name, number, buyer, amount), "disputed": ["city", "province", "county"]}
        (home / "labels" / f"{name}.json").write_text(json.dumps(agreed, ensure_ascii=False), "utf-8")
    return home


@pytest.fixture
def call() -> Callable[..., Result]:
    app = typer.Typer()
    evaluating.register(app)
    return lambda *words: CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)


def scored(call: Callable[..., Result], *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call("evaluate", "extract", *words, "--json").stdout)
    return found


def test_figures_count_what_is_as_labeled(gold: Path, call: Callable[..., Result]) -> None:
    found = scored(call, gold)

    assert (found["notices"], found["predicted"], found["amounts_off_by_power_of_ten"]) == (2, 2, 1)
    assert (found["fields"]["buyer"]["tp"], found["fields"]["amounts"]["fp"]) == (2, 1)
    assert found["off_by_power_of_ten"] == ["g2"]
    assert found["statements"] > 10
    assert found["unproven"] == []
    assert {(each["id"], each["field"]) for each in found["wrong"]} >= {("g2", "amounts"), ("g2", "lot_rows")}


def test_layer_can_be_switched_off(gold: Path, call: Callable[..., Result]) -> None:
    without, only = (scored(call, gold, *words) for words in (("--without", "L3"), ("--layers", "L0,L1")))

    assert without["layers"] == ["L0", "L1", "L2", "L4", "L6", "L7"]
    assert without["fields"]["amounts"]["tp"] == 0 == only["fields"]["amounts"]["tp"]
    assert without["fields"]["buyer"]["tp"] == 2


def test_unknown_layer_is_refused_with_those_there_are(gold: Path, call: Callable[..., Result]) -> None:
    with pytest.raises(BadUsage, match="L9; there are: L0"):
        call("evaluate", "extract", gold, "--without", "L9")
    with pytest.raises(BadUsage, match="exclude each other"):
        call("evaluate", "extract", gold, "--without", "L0", "--layers", "L1")


def test_text_says_each_figure_with_its_interval(gold: Path, call: Callable[..., Result]) -> None:
    fields = call("evaluate", "extract", gold, "--errors", "amounts").stdout
    layouts = call("evaluate", "extract", gold, "--by", "layout").stdout

    assert "lot_rows" in fields
    assert "g2  amounts  wanted [\"('50000.00', 'total')\"]" in fields
    assert "amounts off by a power of ten: 1 of 2  g2" in fields
    assert "calibration error (ECE)" in fields
    assert "amounts 1" in layouts


def test_labels_may_be_json_lines_with_the_files_beside(
    gold: Path, call: Callable[..., Result], tmp_path: Path
) -> None:
    lines = tmp_path / "gold.jsonl"
    lines.write_text(json.dumps({**label("x", *RIGHT), "file": "g1.html"}, ensure_ascii=False) + "\n\n", "utf-8")
    (gold / "notices" / "g1.html").rename(tmp_path / "g1.html")

    assert scored(call, lines)["fields"]["amounts"]["tp"] == 1


def test_file_that_is_nowhere_counts_as_nothing_found(gold: Path, call: Callable[..., Result]) -> None:
    (gold / "notices" / "g2.html").unlink()

    result = call("evaluate", "extract", gold, "--json")

    assert json.loads(result.stdout)["predicted"] == 1
    assert "1 labeled notices are neither beside the labels nor in this inquiry: g2" in result.stderr


def test_file_that_cannot_be_read_counts_as_nothing_found(gold: Path, call: Callable[..., Result]) -> None:
    (gold / "notices" / "g2.html").rename(gold / "notices" / "g2.docx")
    (gold / "notices" / "g2.docx").write_bytes(b"PK\x03\x04 cut off")

    result = call("evaluate", "extract", gold, "--json")

    assert json.loads(result.stdout)["predicted"] == 1
    assert "g2: " in result.stderr


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_what_holds_no_labels_is_refused(content: str, call: Callable[..., Result], tmp_path: Path) -> None:
    lines = tmp_path / "gold.jsonl"
    lines.write_text(content, "utf-8")

    with pytest.raises(BadUsage):
        call("evaluate", "extract", lines)


def test_gold_that_is_not_there_is_named(call: Callable[..., Result], tmp_path: Path) -> None:
    with pytest.raises(Missing, match="nowhere"):
        call("evaluate", "extract", tmp_path / "nowhere")


@pytest.fixture
def inquiry(gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = wiring.create_inquiry(tmp_path / "inquiry")
    with wiring.open_inquiry(folder) as opened:
        list(opened.add([gold / "notices"]))
        list(opened.run(workers=1))
    monkeypatch.chdir(folder)
    return folder


def test_labels_find_their_notices_in_the_inquiry(
    gold: Path, inquiry: Path, call: Callable[..., Result], tmp_path: Path
) -> None:
    assert inquiry.is_dir()
    lines = tmp_path / "labels.jsonl"
    rows = [label("g1", *RIGHT), {**label("", *WRONG), "id": "", "file": "g2.html"}]
    lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")

    kept, anew = scored(call, lines), scored(call, lines, "--without", "L3")

    assert (kept["predicted"], kept["fields"]["amounts"]["tp"], kept["unproven"]) == (2, 1, [])
    assert anew["fields"]["amounts"]["tp"] == 0


def test_report_names_the_notices_behind_each_number(inquiry: Path, call: Callable[..., Result]) -> None:
    assert inquiry.is_dir()
    found = json.loads(call("report", "extraction", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(call("report", "extraction", "--csv", "--by", "year").stdout)))
    text = call("report", "extraction", "--by", "layout", "--ids").stdout

    amount = next(line for line in found["lines"] if line["field"] == "amount")
    assert len(amount["stated"]) == 2
    stated = next(row for row in rows if (row["key"], row["field"], row["state"]) == ("2021", "amount", "stated"))
    assert stated["ids"].split() == amount["stated"]
    assert "name buyer: 采购人名称" in text
    assert call("report", "extraction").stdout.startswith("field")
