"""The report: one file with the figures, their passages and the method, in both languages."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counterfile.views.tiles import tile_map
from counterfile.web.report import CHROMIUM

Call = Callable[..., tuple[int, str, str]]

FINDINGS = {
    "police": "unit: procedure\npopulation: {where: {buyer_class: police}}\nmeasure: count\nby: published_year\nexpected: 1",
    "late": "unit: notice\nmeasure: share\nof: {stage: award}\ncoverage: 1\ncites: ['<b>yearbook</b>']",
}


@pytest.fixture
def findings(inquiry: Path) -> Path:
    (inquiry / "findings").mkdir(exist_ok=True)
    for name, text in FINDINGS.items():
        head = f'claim: {{en: "claim of {name} <i>", zh: "{name}的说法"}}\n'
        (inquiry / "findings" / f"{name}.yaml").write_text(head + text + "\n", encoding="utf-8")
    return inquiry


def test_a_report_is_one_file_that_loads_nothing_and_shows_each_figure_with_its_passages(
    findings: Path, counterfile: Call
) -> None:
    code, _, err = counterfile("report", "--to", "out.html")

    page = (findings / "out.html").read_text("utf-8")
    figure = json.loads(counterfile("find", "police", "--json")[1])[0]
    quote = next(words for unit in figure["units"] for source in unit["sources"] for words in source["quotes"])
    assert code == 0, err
    assert 'id="police"' in page
    assert "claim of police &lt;i&gt;" in page
    assert "<b>yearbook" not in page
    assert f"<mark>{quote}</mark>" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b|(?:src|href)=\"(?!#)", page)


def test_a_report_is_written_in_chinese_and_as_markdown_that_check_accepts(findings: Path, counterfile: Call) -> None:
    chinese = counterfile("report", "--to", "out.html", "--language", "zh")
    marked = counterfile("report", "--to", "out.md", "--finding", "police")
    checked = counterfile("check", "out.md")

    assert (chinese[0], marked[0]) == (0, 0)
    page = (findings / "out.html").read_text("utf-8")
    assert 'lang="zh-Hans"' in page
    assert "方法说明" in page
    assert "police的说法" in page
    assert "[[finding:police]]" in (findings / "out.md").read_text("utf-8")
    assert "is not what its finding says" not in checked[1]


def test_other_endings_and_unknown_findings_are_refused(findings: Path, counterfile: Call) -> None:
    assert counterfile("report", "--to", "out.docx")[0] == 2
    assert counterfile("report", "--to", "out.md", "--pdf")[0] == 2
    assert counterfile("report", "--finding", "none")[0] != 0


@pytest.mark.skipif(not any(map(shutil.which, CHROMIUM)), reason="no Chromium is installed")
def test_a_report_is_printed_by_the_chromium_that_is_there(findings: Path, counterfile: Call) -> None:
    code, out, err = counterfile("report", "--to", "out.html", "--finding", "police", "--pdf")

    assert code == 0, out + err
    assert (findings / "out.pdf").read_bytes().startswith(b"%PDF")


def test_tiles_say_no_data_where_there_is_none_and_keep_names_that_have_no_place() -> None:
    found = tile_map({"江苏省": 8, "内蒙古自治区": 1, "香港特别行政区": 2, "Brennick": 4})

    by_name = {tile.name: (tile.count, tile.shade) for tile in found.tiles}
    assert by_name["江苏省"] == (8, 4)
    assert by_name["内蒙古自治区"] == (1, 1)
    assert by_name["北京"] == (None, 0)
    assert "香港特别行政区" in by_name
    assert "台湾" not in by_name
    assert (found.elsewhere, found.placed) == ((("Brennick", 4),), 11)
    assert len({(tile.column, tile.row) for tile in found.tiles}) == len(found.tiles) == 32
