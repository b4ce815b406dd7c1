"""The report: one file with the figures, their passages and the method, in both languages."""

import html
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


CODEBOOK = """
screening:
  question: {en: "Is it in scope?", zh: "是否在范围内？"}
coding: {overlap: 1, repeats: 0, scope: all, coders: [heron, wren]}
questions:
  alerts:
    ask: {en: "Are alerts asked for?", zh: "是否要求预警？"}
    unit: notice
"""


@pytest.fixture
def coded(findings: Path, counterfile: Call) -> Path:
    """An inquiry of which two coders answered every notice, and differ on one."""
    (findings / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    assert counterfile("code", "start", "--by", "heron")[0] == 0
    for coder in ("heron", "wren"):
        number = 0
        while (offer := json.loads(counterfile("code", "next", "--by", coder, "--json")[1]))["unit"]:
            answer = "unsure" if coder == "wren" and not number else "not mentioned"
            assert counterfile("code", "answer", offer["unit"], "alerts", answer, "--by", coder)[0] == 0
            number += 1
    return findings


def test_the_method_says_how_the_material_was_found_read_and_decided_in_both_forms(
    findings: Path, counterfile: Call
) -> None:
    counterfile("report", "--to", "out.html")
    counterfile("report", "--to", "out.md")

    page, marked = ((findings / name).read_text("utf-8") for name in ("out.html", "out.md"))
    for section in ("protocol", "reading", "masks", "duplicates", "screening", "stated", "decisions"):
        assert f'id="method-{section}"' in page
    for title in ("How the material was found", "What is masked", "Duplicates", "Screening", "How much is stated"):
        assert f"### {title}" in marked
    assert re.search(r"in the [1-9]\d* documents that these figures rest on", marked)


def test_the_network_of_the_counted_procedures_is_drawn_once_and_always_the_same(
    findings: Path, counterfile: Call
) -> None:
    counterfile("report", "--to", "one.html")
    counterfile("report", "--to", "two.html")
    counterfile("report", "--to", "out.md")

    pages = [(findings / name).read_text("utf-8") for name in ("one.html", "two.html")]
    drawn = [page[page.index('id="network"') : page.index('id="method"')] for page in pages]
    spec = json.loads(html.unescape(re.findall(r"<pre>(\{.*?)</pre>", drawn[0])[-1]))
    assert drawn[0] == drawn[1]
    assert spec["mark"] == "rule"
    for line in spec["data"]["values"]:
        assert f"| {line['one']} | {line['tie']} | {line['other']} |" in (findings / "out.md").read_text("utf-8")
    assert drawn[0].count("<line ") == len(spec["data"]["values"]) > 0


def test_every_chart_has_its_specification_with_its_data(findings: Path, counterfile: Call) -> None:
    counterfile("report", "--to", "out.html")

    page = (findings / "out.html").read_text("utf-8")
    figure = json.loads(counterfile("find", "police", "--json")[1])[0]["figure"]
    specs = [json.loads(html.unescape(each)) for each in re.findall(r"<pre>(\{.*?)</pre>", page)]
    assert {each["mark"] for each in specs} == {"bar", "rect", "rule"}
    (police,) = [each for each in specs if each["description"].startswith("claim of police")]
    assert [[row["published_year"], row["value"]] for row in police["data"]["values"]] == figure["parts"]


def test_coder_agreement_is_told_of_the_overlap_with_what_a_third_has_to_decide(coded: Path, counterfile: Call) -> None:
    counterfile("report", "--to", "out.html", "--language", "zh")
    counterfile("report", "--to", "out.md")

    page, marked = ((coded / name).read_text("utf-8") for name in ("out.html", "out.md"))
    measured = json.loads(counterfile("code", "agreement", "--json")[1])["agreement"][0]["agreement"]
    row = next(line for line in marked.splitlines() if line.startswith("| Are alerts asked for?"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert (measured["n"], measured["percent"]["value"] < 1) == (int(cells[3]), True)
    assert cells[4].startswith(f"{measured['percent']['value'] * 100:.0f} % [")
    assert cells[6].startswith(f"{measured['ac1']['value']:.2f} [")
    assert "a third person decided: 0; still open: 1." in marked
    assert 'id="method-coders"' in page
    assert "是否要求预警？" in page


def test_the_chinese_report_calls_figures_and_columns_in_chinese(findings: Path, counterfile: Call) -> None:
    counterfile("report", "--to", "out.html", "--language", "zh")

    page = (findings / "out.html").read_text("utf-8")
    assert "公告日期的年份" in page
    assert "符合条件（公告类型）的公告，占全部公告" in page
    assert not re.search(r">(?:procedures|notices)\b|published_year<", page)
