"""Text, PDF, Word, Excel, OCDS, eForms and ZIP files, each with its own traps."""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _zipfile
from counterfile.plugins.readers.docx import DocxReader
from counterfile.plugins.readers.eforms import EformsReader
from counterfile.plugins.readers.ocds import OcdsReader
from counterfile.plugins.readers.pdf import PdfReader
from counterfile.plugins.readers.text import TextReader
from counterfile.plugins.readers.xlsx import XlsxReader
from counterfile.plugins.readers.zip import ZipReader

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import DOCX_BODY, DOCX_STYLES, EFORMS, PACKAGE, RELEASE, docx, pdf, xlsx, zipped


def shown(draft: Draft, *kinds: BlockKind) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if not kinds or block.kind in kinds]


def fields(draft: Draft) -> dict[str, str]:
    return {block.name: draft.text[block.start : block.end] for block in draft.blocks}


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first", ["标题：视频会议设备中标公告", "Title: 视频会议设备中标公告", "# 视频会议设备中标公告"]
)
def test_a_marked_first_line_is_the_title(first: str) -> None:
    draft = TextReader().read(f"{first}\n一、项目编号：YLZC-42\n".encode(), "公告.txt")

    assert shown(draft, BlockKind.TITLE) == ["视频会议设备中标公告"]
    assert shown(draft, BlockKind.PARAGRAPH) == ["一、项目编号：YLZC-42"]


def test_a_title_mark_later_on_is_text() -> None:
    draft = TextReader().read("项目概况\n标题：甲".encode(), "公告.txt")

    assert shown(draft, BlockKind.PARAGRAPH) == ["项目概况", "标题：甲"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_text_is_read_in_every_charset(encoding: str) -> None:
    text = "采购人：云岭市公安局\n项目名称：视频会议设备\nBudget: CNY 1,285,000"

    assert TextReader().read(text.encode(encoding), "公告.txt").text == text


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 500, bytes(range(256)) * 20, b"--- ... ---\n"])
def test_bytes_without_words_are_no_text(content: bytes) -> None:
    with pytest.raises(NotADocument):
        TextReader().read(content, "x.txt")


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("style.css", b"p { color: red }"),
        ("app.js", b"var a = 1"),
        ("x", b"function a() {}"),
        ("x", b'{"a": 1}'),
        ("x.eml", b"From: a"),
    ],
)
def test_programs_and_style_sheets_are_not_taken_for_prose(name: str, head: bytes) -> None:
    assert TextReader().sniff(head, name) == 0.0


# --- PDF -------------------------------------------------------------------------------------------------------------


def test_lines_keep_their_page_and_pages_their_size() -> None:
    draft = PdfReader().read(pdf([["Award notice", "Value: EUR 5"], [], ["Supplier: Vision Ltd"]]), "x.pdf")

    assert [(block.page, draft.text[block.start : block.end]) for block in draft.blocks] == [
        (1, "Award notice"),
        (1, "Value: EUR 5"),
        (3, "Supplier: Vision Ltd"),
    ]
    assert [(page.number, page.width, page.height) for page in draft.pages] == [
        (1, 595, 842),
        (2, 595, 842),
        (3, 595, 842),
    ]
    assert dict(draft.signals)["empty_pages"] == "1"


def test_running_heads_and_page_numbers_are_furniture() -> None:
    pages = [
        [
            "City of Exampletown",
            f"Section {letter} begins here",
            f"Text of part {letter}",
            "More text",
            "And more",
            f"Page {number} of 4",
        ]
        for number, letter in enumerate("ABCD", 1)
    ]

    draft = PdfReader().read(pdf(pages), "x.pdf")

    furniture = shown(draft, BlockKind.FURNITURE)
    assert furniture.count("City of Exampletown") == 4
    assert "Page 3 of 4" in furniture
    assert "Text of part B" not in furniture


def test_a_pdf_behind_rubbish_is_read() -> None:
    content = b"\r\n<!-- saved -->\r\n" + pdf([["Award notice"]])

    assert PdfReader().sniff(content, "x.html") >= 0.9
    assert PdfReader().read(content, "x.html").text == "Award notice"


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\n" + b"x" * 1000, pdf([["a"]])[:60]])
def test_a_damaged_pdf_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        PdfReader().read(content, "x.pdf")


# --- Word and Excel --------------------------------------------------------------------------------------------------


def test_a_word_table_keeps_its_spans_and_its_header() -> None:
    draft = DocxReader().read(docx(DOCX_BODY, DOCX_STYLES), "更正公告.docx")

    assert [
        (block.row, block.col, block.rowspan, block.colspan, block.header, draft.text[block.start : block.end])
        for block in draft.blocks
        if block.kind is BlockKind.CELL
    ] == [
        (0, 0, 1, 2, True, "供应商"),
        (0, 2, 1, 1, True, "报价（元）"),
        (1, 0, 2, 1, False, "1包"),
        (1, 1, 1, 1, False, "云岭远视科技有限公司"),
        (1, 2, 1, 1, False, "1285000"),
        (2, 1, 1, 1, False, "云岭数联信息有限公司"),
        (2, 2, 1, 1, False, "1290000"),
    ]


def test_deleted_words_are_left_out_and_hidden_ones_are_furniture() -> None:
    draft = DocxReader().read(docx(DOCX_BODY, DOCX_STYLES), "更正公告.docx")

    assert shown(draft, BlockKind.PARAGRAPH) == ["预算金额：128.5万元"]
    assert shown(draft, BlockKind.FURNITURE) == ["隐藏文字"]
    assert shown(draft, BlockKind.HEADING) == ["一、项目基本情况"]
    assert shown(draft, BlockKind.TITLE) == ["云岭市公安局视频会议设备采购项目更正公告"]


def test_a_text_box_is_read_once_and_its_fallback_is_not() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>盖章处</w:t></w:r></w:p></w:txbxContent>"
    body = f'<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>'

    assert shown(DocxReader().read(docx(body), "x.docx")) == ["盖章处"]


def test_entities_in_a_word_part_are_not_resolved() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "BOOM">]>'
    content = zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f'{bomb}<d xmlns:w="urn:w"><w:body><w:p><w:r><w:t>甲&a;乙&b;</w:t></w:r></w:p></w:body></d>'.encode(),
        }
    )

    try:
        text = DocxReader().read(content, "x.docx").text
    except Unreadable:
        return
    assert "root" not in text


def test_a_document_of_deep_tables_is_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 80

    with pytest.raises(Unreadable):
        DocxReader().read(docx(deep), "x.docx")


def test_an_excel_sheet_is_a_table_under_its_name() -> None:
    draft = XlsxReader().read(xlsx(), "结果.xlsx")

    assert shown(draft, BlockKind.HEADING) == ["中标结果"]
    assert shown(draft, BlockKind.CELL) == [
        "包号",
        "供应商名称",
        "中标金额（元）",
        "1",
        "云岭远视科技有限公司",
        "1285000",
        "2",
        "0.85",
    ]
    assert (draft.blocks[-1].row, draft.blocks[-1].col) == (2, 2)


def test_office_files_that_are_something_else_are_no_documents() -> None:
    for reader in (DocxReader(), XlsxReader()):
        with pytest.raises(NotADocument):
            reader.read(zipped({"a.txt": b"x"}), "x")


def test_a_part_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = docx("<w:p><w:r><w:t>" + "A" * 3_000_000 + "</w:t></w:r></w:p>")

    with pytest.raises(TooLarge, match="archive bomb"):
        DocxReader().read(content, "x.docx")


# --- OCDS ------------------------------------------------------------------------------------------------------------


def read_json(value: object, name: str = "x.json") -> Draft:
    return OcdsReader().read(json.dumps(value, ensure_ascii=False).encode(), name)


def test_each_release_is_a_segment_and_each_leaf_a_field() -> None:
    draft = read_json(PACKAGE)

    assert [segment.name for segment in draft.segments] == ["000042-award", "000042-update"]
    first = draft.segments[0]
    names = [block.name for block in draft.blocks if first.start <= block.start < first.end]
    assert names[:3] == ["/ocid", "/id", "/date"]
    assert fields(draft)["/awards/0/value/currency"] == "CNY"
    assert fields(draft)["/publisher/name"] == "Yunling"


def test_numbers_are_read_as_printed() -> None:
    release = json.dumps(RELEASE).replace("1285000.1", "1285000.10")

    assert fields(OcdsReader().read(release.encode(), "x.json"))["/awards/0/value/amount"] == "1285000.10"


def test_persons_are_left_out_everywhere() -> None:
    draft = read_json(RELEASE)

    for word in ("Li Ming", "li.ming", "871", "Wang Fang"):
        assert word not in draft.text
    assert "Yunling Municipal Public Security Bureau" in draft.text
    assert dict(draft.signals)["dropped_personal_fields"] == "5"


@pytest.mark.parametrize(
    ("value", "segments"),
    [
        (RELEASE, 1),
        ([RELEASE, RELEASE], 2),
        ({"releases": [RELEASE]}, 1),
        ({"records": [{"ocid": "o", "releases": [RELEASE, RELEASE], "compiledRelease": RELEASE}]}, 2),
        ({"records": [{"ocid": "o", "releases": [{"url": "https://example.org/1"}], "compiledRelease": RELEASE}]}, 1),
        ({"ocid": "o", "compiledRelease": {"tag": ["compiled"], "tender": {"title": "x"}}}, 1),
        ({"results": [{"releases": [RELEASE]}]}, 1),
    ],
)
def test_releases_are_found_in_every_wrapping(value: object, segments: int) -> None:
    assert segments == len(read_json(value).segments)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        {"a": 1},
        {"releases": []},
        {"ocid": "x"},
        {"records": [{"ocid": "x", "releases": [{"url": "u"}]}]},
        "x",
        5,
    ],
)
def test_json_that_holds_no_release_is_no_document(value: object) -> None:
    with pytest.raises(NotADocument):
        read_json(value)


@pytest.mark.parametrize("content", [b'{"releases": [', b'{"ocid": "a"}\n{"broken\n', b"[" * 100_000])
def test_damaged_json_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        OcdsReader().read(content, "x.json")


# --- eForms ----------------------------------------------------------------------------------------------------------


def test_leaves_of_a_european_notice_are_fields_with_their_path() -> None:
    found = fields(EformsReader().read(EFORMS.encode(), "notice.xml"))

    assert found["/ContractAwardNotice/ProcurementProjectLot[2]/Amount"] == "125000.50"
    assert found["/ContractAwardNotice/ProcurementProjectLot[2]/Amount/@currencyID"] == "EUR"
    assert found["/ContractAwardNotice/ProcurementProject/Name"] == "Street cameras"


def test_natural_persons_and_contacts_are_left_out() -> None:
    text = EformsReader().read(EFORMS.encode(), "notice.xml").text

    for word in ("Jane Roe", "+32", "John", "Doe"):
        assert word not in text
    assert "City of Exampletown" in text


def test_of_a_translated_form_only_the_title_is_kept_and_paragraphs_are_lines() -> None:
    xml = """<TED_EXPORT xmlns="ted"><CODED_DATA_SECTION><LG_ORIG>FR</LG_ORIG></CODED_DATA_SECTION><FORM_SECTION>
    <F02_2014 CATEGORY="ORIGINAL" LG="FR"><OBJECT_CONTRACT><TITLE><P>Caméras</P></TITLE><SHORT_DESCR><P>Un</P><P>Deux</P></SHORT_DESCR></OBJECT_CONTRACT>
    <CONTRACTING_BODY><OFFICIALNAME>Ville</OFFICIALNAME><CONTACT_POINT>Mme Roe</CONTACT_POINT></CONTRACTING_BODY></F02_2014>
    <F02_2014 CATEGORY="TRANSLATION" LG="DE"><OBJECT_CONTRACT><TITLE><P>Kameras</P></TITLE>
    <SHORT_DESCR>Eins</SHORT_DESCR></OBJECT_CONTRACT></F02_2014></FORM_SECTION></TED_EXPORT>"""

    draft = EformsReader().read(xml.encode(), "ted.xml")

    assert shown(draft, BlockKind.TITLE) == ["Caméras"]
    assert "Un\nDeux" in shown(draft)
    assert "Kameras" in shown(draft, BlockKind.FIELD)
    assert "Eins" not in draft.text
    assert "Roe" not in draft.text


def test_entities_are_neither_resolved_nor_fetched() -> None:
    xml = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "BOOM">]>' + EFORMS.partition("?>")[
        2
    ].replace("Street cameras", "Street &x;&y; cameras")

    try:
        text = EformsReader().read(xml.encode(), "notice.xml").text
    except Unreadable:
        return
    assert "root" not in text


def test_a_billion_laughs_end_early() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE a [<!ENTITY l0 "ha">{levels}]><ContractNotice><ID>&l11;</ID></ContractNotice>'

    with pytest.raises((Unreadable, NotADocument)):
        EformsReader().read(xml.encode(), "x.xml")


@pytest.mark.parametrize(
    ("xml", "kind"),
    [("<note/>", NotADocument), ("<ContractNotice><ID>", Unreadable), ("<ContractNotice/>", NotADocument)],
)
def test_other_xml_is_refused(xml: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        EformsReader().read(xml.encode(), "x.xml")


# --- ZIP -------------------------------------------------------------------------------------------------------------


def raw_zip(names: list[bytes], flags: int = 0) -> bytes:
    """An archive whose names are written as given, as old Chinese archivers do."""
    body, directory = b"", b""
    for name in names:
        local = (
            struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, 0, 0, 0x52A5, 0x8CDC0B4D, 3, 3, len(name), 0)
            + name
            + b"abc"
        )
        local = local.replace(struct.pack("<L", 0x8CDC0B4D), struct.pack("<L", zlib.crc32(b"abc")))
        directory += (
            struct.pack(
                "<4s6H3L5H2L",
                b"PK\x01\x02",
                20,
                20,
                flags,
                0,
                0,
                0x52A5,
                zlib.crc32(b"abc"),
                3,
                3,
                len(name),
                0,
                0,
                0,
                0,
                0,
                len(body),
            )
            + name
        )
        body += local
    return (
        body
        + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), len(body), 0)
    )


@pytest.mark.parametrize(
    ("raw", "flags", "wanted"),
    [
        ("公告/中标.txt".encode("gb18030"), 0, "公告/中标.txt"),
        ("公告/中标.txt".encode(), 0, "公告/中标.txt"),
        ("公告/中标.txt".encode(), 0x800, "公告/中标.txt"),
        (b"a\\b.txt", 0, "a/b.txt"),
        (b"./a.txt", 0, "a.txt"),
    ],
)
def test_member_names_are_decoded_rightly(raw: bytes, flags: int, wanted: str) -> None:
    unpacked = ZipReader().read(raw_zip([raw], flags), "x.zip")

    assert [member.name for member in unpacked.members] == [wanted]


@pytest.mark.parametrize(
    "name", [b"../evil.txt", b"/etc/passwd", b"C:/evil.txt", b"a/../../evil", b"..\\evil", b"a//b", b"__MACOSX/._a"]
)
def test_members_that_lead_out_or_nowhere_are_refused_with_a_reason(name: bytes) -> None:
    unpacked = ZipReader().read(raw_zip([name, b"good.txt"]), "x.zip")

    assert [member.name for member in unpacked.members] == ["good.txt"]
    assert len(unpacked.refused) == 1
    assert unpacked.refused[0][1]


def test_links_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("link")
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    unpacked = ZipReader().read(target.getvalue(), "x.zip")

    assert unpacked.members == ()
    assert "link" in unpacked.refused[0][1]


def test_a_member_that_swells_is_refused_and_the_others_read() -> None:
    unpacked = ZipReader().read(zipped({"bomb.txt": b"0" * (8 << 20), "good.txt": b"ok"}), "x.zip")

    assert [member.name for member in unpacked.members] == ["good.txt"]
    assert "archive bomb" in unpacked.refused[0][1]


def test_overlapping_members_condemn_the_archive() -> None:
    content = raw_zip([b"a.txt", b"b.txt"])
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    at = second + 42
    overlapping = content[:at] + struct.pack("<L", 0) + content[at + 4 :]

    with pytest.raises(Unreadable, match="over each other"):
        ZipReader().read(overlapping, "x.zip")


def test_too_many_members_are_refused_before_they_are_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zipfile, "MAX_MEMBERS", 3)

    with pytest.raises(TooLarge, match="5 members"):
        ZipReader().read(raw_zip([b"%d" % number for number in range(5)]), "x.zip")


def test_too_much_content_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zipfile, "MAX_TOTAL", 1000)
    content = zipped({"a": bytes(range(256)) * 3, "b": bytes(range(256)) * 3}, method=zipfile.ZIP_STORED)

    with pytest.raises(TooLarge):
        ZipReader().read(content, "x.zip")


def test_a_locked_archive_wants_its_password() -> None:
    with pytest.raises(Encrypted):
        ZipReader().read(raw_zip([b"a.txt"], flags=1), "x.zip")


@pytest.mark.parametrize("content", [zipped({}), zipped({"ppt/presentation.xml": b"x"}), zipped({"OFD.xml": b"x"})])
def test_archives_that_are_no_archives_of_documents_are_set_aside(content: bytes) -> None:
    with pytest.raises(NotADocument):
        ZipReader().read(content, "x.zip")
