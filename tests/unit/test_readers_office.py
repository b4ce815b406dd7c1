"""RTF, OpenDocument, PowerPoint, tables of values, and old Word and Excel files, each with its own traps."""

from __future__ import annotations

import datetime as dt
import doctest
import sys
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import csv, odf
from counterfile.plugins.readers.csv import CsvReader
from counterfile.plugins.readers.doc import DocReader
from counterfile.plugins.readers.odf import OdfReader
from counterfile.plugins.readers.pptx import PptxReader
from counterfile.plugins.readers.rtf import RtfReader
from counterfile.plugins.readers.xls import XlsReader
from counterfile.sandbox.reading import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
import reader_samples as made


def shown(draft: Draft, *kinds: BlockKind) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if not kinds or block.kind in kinds]


def cells(draft: Draft) -> list[tuple[str, int, int, int, int]]:
    return [
        (draft.text[block.start : block.end], block.row, block.col, block.rowspan, block.colspan)
        for block in draft.blocks
        if block.kind is BlockKind.CELL
    ]


def rtf(body: str, head: str = "\\ansi\\ansicpg936") -> Draft:
    return RtfReader().read(f"{{\\rtf1{head}{body}}}".encode("latin-1"), "x.rtf")


# --- RTF -------------------------------------------------------------------------------------------------------------


def test_an_rtf_notice_has_title_heading_text_and_table() -> None:
    draft = RtfReader().read(made.RTF, "公告.rtf")

    assert shown(draft, BlockKind.TITLE) == ["云岭市公安局视频会议设备采购项目中标公告"]
    assert shown(draft, BlockKind.HEADING) == ["一、项目基本情况"]
    assert shown(draft, BlockKind.PARAGRAPH) == ["预算金额：128.5万元", "End"]
    assert cells(draft) == [
        ("供应商", 0, 0, 1, 1),
        ("金额（元）", 0, 1, 1, 1),
        ("云岭远视科技有限公司", 1, 0, 1, 1),
        ("1285000", 1, 1, 1, 1),
    ]
    assert [block.header for block in draft.blocks if block.table >= 0] == [True, True, False, False]


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ("\\ansi\\ansicpg936", made.rtf_escaped("金额"), "金额"),
        ("\\ansi\\ansicpg950", made.rtf_escaped("金額", "big5"), "金額"),
        ("\\ansi\\ansicpg1252{\\fonttbl{\\f3\\fcharset134 SimSun;}}", "\\f3 " + made.rtf_escaped("金额"), "金额"),
        ("\\ansi\\ansicpg1251", "\\'d6\\'e5\\'ed\\'e0", "Цена"),
        ("\\ansi", "\\uc2\\u37329\\'bd\\'f0\\u-26015??", "金額".replace("額", chr(65536 - 26015))),
        ("\\ansi", "\\uc1\\u-10187?\\u-9056?", chr(0x1D4A0)),
        ("\\ansi\\ansicpg936", "\\'81A", b"\x81A".decode("gb18030")),
    ],
)
def test_rtf_characters_come_in_code_pages_fonts_and_unicode(head: str, body: str, wanted: str) -> None:
    assert rtf(body + "\\par", head).text == wanted


def test_merged_cells_of_rtf_have_their_spans() -> None:
    draft = rtf(
        "\\trowd\\clvmgf\\cellx1000\\clmgf\\cellx2000\\clmrg\\cellx3000 A\\cell B\\cell\\cell\\row"
        "\\trowd\\clvmrg\\cellx1000\\cellx2010\\cellx3000 \\cell C\\cell D\\cell\\row"
        "\\trowd\\cellx3000 E\\cell\\row\\pard"
    )

    assert cells(draft) == [
        ("A", 0, 0, 2, 1),
        ("B", 0, 1, 1, 2),
        ("C", 1, 1, 1, 1),
        ("D", 1, 2, 1, 1),
        ("E", 2, 0, 1, 3),
    ]


def test_what_is_no_text_of_rtf_is_left_out() -> None:
    draft = rtf(
        "{\\info{\\title T}}{\\*\\generator G;}{\\pict 0102}{\\footnote F}Price{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt  EUR 5}}"
        "{\\v hidden}{\\deleted gone}\\bin3 {}}.\\par"
    )

    assert draft.text == "Price EUR 5."


def test_rtf_without_text_or_with_endless_groups_is_refused() -> None:
    with pytest.raises(NotADocument):
        rtf("{\\pict 00}")
    with pytest.raises(Unreadable, match="deep"):
        rtf("{" * 5000)


# --- OpenDocument ----------------------------------------------------------------------------------------------------


def test_an_opendocument_text_has_headings_items_and_tables() -> None:
    draft = OdfReader().read(made.odf("text", made.ODT), "公告.odt")

    assert shown(draft)[:3] == ["云岭市公安局视频会议设备采购项目中标公告", "预算金额：128.5 万元", "第一包"]
    assert draft.blocks[2].kind is BlockKind.LIST_ITEM
    assert cells(draft) == [("供应商", 0, 0, 1, 2), ("报价（元）", 0, 2, 1, 1), ("1285000", 1, 2, 1, 1)]
    assert [block.header for block in draft.blocks if block.table >= 0] == [True, True, False]
    assert draft.media_type == "application/vnd.oasis.opendocument.text"


def test_repeated_rows_and_cells_keep_their_places() -> None:
    draft = OdfReader().read(made.odf("spreadsheet", made.ODS), "结果.ods")

    assert shown(draft, BlockKind.HEADING) == ["中标结果"]
    assert cells(draft)[2:] == [
        ("云岭远视科技有限公司", 4, 0, 1, 1),
        ("1,285,000.00", 4, 1, 1, 1),
        ("1,285,000.00", 4, 2, 1, 1),
    ]


def test_each_slide_of_an_opendocument_is_a_page() -> None:
    draft = OdfReader().read(made.odf("presentation", made.ODP), "结果.odp")

    assert [(block.page, block.kind) for block in draft.blocks] == [
        (1, BlockKind.HEADING),
        (1, BlockKind.LIST_ITEM),
        (2, BlockKind.PARAGRAPH),
    ]
    assert len(draft.pages) == 2


def test_a_cell_repeated_without_end_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    row = (
        '<table:table-row table:number-rows-repeated="99999"><table:table-cell table:number-columns-repeated="9999">'
        "<text:p>1</text:p></table:table-cell></table:table-row>"
    )

    draft = OdfReader().read(made.odf("spreadsheet", f'<table:table table:name="a">{row}</table:table>'), "x.ods")
    monkeypatch.setattr(odf, "MAX_CELLS", 1000)

    assert len(cells(draft)) == 200 * 200
    with pytest.raises(TooLarge):
        OdfReader().read(made.odf("spreadsheet", f"<table:table>{row}</table:table>"), "x.ods")


def test_a_locked_opendocument_wants_its_password() -> None:
    manifest = '<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    content = made.zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"x",
            "META-INF/manifest.xml": manifest.encode(),
        }
    )

    with pytest.raises(Encrypted):
        OdfReader().read(content, "x.odt")


@pytest.mark.parametrize("reader", [OdfReader(), PptxReader()])
def test_other_archives_are_neither_opendocument_nor_slides(reader: OdfReader | PptxReader) -> None:
    with pytest.raises(NotADocument):
        reader.read(made.zipped({"a.txt": b"x"}), "x")


# --- PowerPoint ------------------------------------------------------------------------------------------------------


def test_slides_are_pages_in_the_order_in_which_they_are_shown() -> None:
    draft = PptxReader().read(made.pptx(made.PPTX_SLIDES), "结果.pptx")

    assert [
        (block.page, draft.text[block.start : block.end]) for block in draft.blocks if block.kind is BlockKind.HEADING
    ] == [
        (1, "中标结果"),
        (2, "报价"),
    ]
    assert shown(draft, BlockKind.FURNITURE) == ["1"]
    assert [(page.width, page.height) for page in draft.pages] == [(720, 540), (720, 540)]


def test_tables_of_slides_have_their_spans() -> None:
    draft = PptxReader().read(made.pptx(made.PPTX_SLIDES), "结果.pptx")

    assert cells(draft)[:3] == [("供应商", 0, 0, 1, 2), ("报价（元）", 0, 2, 1, 1), ("1包", 1, 0, 1, 1)]


def test_slides_of_pictures_are_set_aside() -> None:
    with pytest.raises(NotADocument, match="without text"):
        PptxReader().read(made.pptx(["<p:pic/>"]), "x.pptx")


# --- tables of values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_values_are_cells_whatever_the_charset_and_the_separator(encoding: str, separator: str) -> None:
    text = (
        separator.join(["包号", "供应商名称", "金额"])
        + "\r\n"
        + separator.join(["1", "云岭远视科技有限公司", '"1,285,000.00"'])
        + "\r\n"
    )

    draft = CsvReader().read(text.encode(encoding), "结果.csv")

    assert [cell[:3] for cell in cells(draft)] == [
        ("包号", 0, 0),
        ("供应商名称", 0, 1),
        ("金额", 0, 2),
        ("1", 1, 0),
        ("云岭远视科技有限公司", 1, 1),
        ("1,285,000.00", 1, 2),
    ]
    assert [block.header for block in draft.blocks] == [True, True, True, False, False, False]


def test_a_line_above_the_table_is_no_row_of_it() -> None:
    draft = CsvReader().read("视频会议设备中标结果,,\n包号,供应商,金额\n1,云岭远视,5\n".encode(), "结果.csv")

    assert shown(draft, BlockKind.PARAGRAPH) == ["视频会议设备中标结果"]
    assert cells(draft)[0] == ("包号", 0, 0, 1, 1)


def test_one_column_is_lines() -> None:
    assert shown(CsvReader().read("供应商\n云岭远视\n".encode(), "a.csv"), BlockKind.PARAGRAPH) == [
        "供应商",
        "云岭远视",
    ]


@pytest.mark.parametrize("name", ["公告.txt", "公告", "x.json"])
def test_prose_with_commas_is_no_table(name: str) -> None:
    text = "Lots 1, 2 and 3 were awarded\nto Vision Ltd, Exampletown, on\n12 May 2023, for EUR 5, net,\nand no others.\nEnd\n"

    assert CsvReader().sniff(text.encode(), name) == 0.0
    assert CsvReader().sniff(made.NOTICE_TEXT.encode(), name) == 0.0


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "MAX_CELLS", 4)

    with pytest.raises(TooLarge):
        CsvReader().read(made.CSV.encode(), "a.csv")


# --- old Excel -------------------------------------------------------------------------------------------------------


def test_an_old_workbook_prints_values_plainly() -> None:
    content = made.xls(
        [("供应商名称", "中标金额（元）", "费率"), ("云岭远视科技有限公司", 1285000.0, 0.85), (None, True, None)]
    )

    draft = XlsReader().read(content, "结果.xls")

    assert shown(draft, BlockKind.HEADING) == ["中标结果"]
    assert [cell[:3] for cell in cells(draft)][3:] == [
        ("云岭远视科技有限公司", 1, 0),
        ("1285000", 1, 1),
        ("0.85", 1, 2),
        ("true", 2, 1),
    ]


def test_an_old_workbook_without_values_is_set_aside() -> None:
    with pytest.raises(NotADocument, match="without values"):
        XlsReader().read(made.xls([]), "x.xls")


def test_a_new_office_file_behind_a_password_wants_it() -> None:
    content = made.ole({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"y" * 100})

    with pytest.raises(Encrypted):
        read_bytes(content, "结果.xlsx")


# --- old Word --------------------------------------------------------------------------------------------------------


def test_an_old_word_document_has_paragraphs_and_cells() -> None:
    content = made.doc(
        [
            "云岭市公安局视频会议设备中标公告",
            "供应商\x07",
            "报价（元）\x07",
            "\x07",
            "云岭远视\x07",
            "\x07",
            "\x07",
            "合同期\x13 DATE \x14一年\x15。",
        ]
    )

    draft = DocReader().read(content, "公告.doc")

    assert shown(draft, BlockKind.TITLE) == ["云岭市公安局视频会议设备中标公告"]
    assert shown(draft, BlockKind.PARAGRAPH) == ["合同期一年。"]
    assert [cell[:3] for cell in cells(draft)][:2] == [("供应商", 0, 0), ("报价（元）", 0, 1)]
    assert ("云岭远视", 1, 0, 1, 1) in cells(draft)


def test_locked_and_older_word_documents_say_what_to_do() -> None:
    with pytest.raises(Encrypted):
        DocReader().read(made.doc(["x"], flags=0x0300), "x.doc")
    with pytest.raises(NotADocument, match="soffice --headless --convert-to docx"):
        DocReader().read(made.doc(["x"], version=0x21), "x.doc")


@pytest.mark.parametrize("name", ["x.doc", "x.xls", "x.msg", "x"])
def test_a_compound_file_of_another_program_is_set_aside(name: str) -> None:
    with pytest.raises(NotADocument, match="old Office file"):
        read_bytes(made.ole({"PowerPoint Document": b"x" * 5000}), name)


@pytest.mark.parametrize(
    "content", [made.doc(["公告"]), made.xls([("公告",)]), made.msg({"0037": "公告", "1000": "公告"})]
)
@pytest.mark.parametrize("name", ["x.doc", "x.xls", "x.msg", "x.html"])
def test_old_files_are_told_by_what_lies_in_them_not_by_their_name(content: bytes, name: str) -> None:
    draft = read_bytes(content, name)

    assert isinstance(draft, Draft)
    assert "公告" in draft.text


def test_dates_are_days() -> None:
    from counterfile.plugins.readers.xlsx import _printed

    assert _printed(dt.datetime(2023, 5, 12)) == "2023-05-12"


@pytest.mark.parametrize("module", [csv, odf])
def test_examples_in_the_documentation_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
