"""OFD documents: characters put together to lines by where they stand on the page."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins import builtin_readers
from counterfile.plugins.readers.ofd import OfdReader
from counterfile.sandbox.reading import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import OFD_PAGES, ofd, ofd_text, zipped


def lines(draft: Draft, *kinds: BlockKind) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if not kinds or block.kind in kinds]


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(*pages: str) -> Draft:
    return OfdReader().read(ofd(list(pages)), "公告.ofd")


def test_lines_keep_their_page_and_pages_their_size_in_points() -> None:
    draft = OfdReader().read(ofd(OFD_PAGES), "公告.ofd")

    assert lines(draft, BlockKind.TITLE) == ["云岭市公安局视频会议设备采购项目中标公告"]
    assert [(block.page, draft.text[block.start : block.end]) for block in draft.blocks[1:]] == [
        (1, "中标金额： 1285000.00"),
        (2, "采购人：云岭市公安局"),
    ]
    assert [(page.number, page.width, page.height) for page in draft.pages] == [
        (1, 595.28, 841.89),
        (2, 595.28, 841.89),
    ]


def test_runs_of_one_baseline_are_one_line_whatever_their_order() -> None:
    draft = read(ofd_text(30, 60, "第二行") + ofd_text(70, 40, "云岭市公安局") + ofd_text(30, 40.5, "采购单位名称："))

    assert lines(draft) == ["采购单位名称： 云岭市公安局", "第二行"]


def test_runs_that_touch_are_joined_without_a_blank() -> None:
    draft = read(ofd_text(30, 40, "预算金额") + ofd_text(46, 40, "128.5", step=2) + ofd_text(56, 40, "万元"))

    assert lines(draft) == ["预算金额128.5万元"]


def test_text_that_is_printed_twice_to_look_heavier_is_read_once() -> None:
    draft = read(ofd_text(30, 40, "55万元", step=4) + ofd_text(30.2, 40, "55万元", step=4))

    assert lines(draft) == ["55万元"]


def test_numbers_printed_into_the_gaps_of_a_form_take_their_place() -> None:
    form = '<ofd:TextObject Boundary="30 36 90 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="12 12">年月日</ofd:TextCode></ofd:TextObject>'

    draft = read(form + ofd_text(36, 40, "11", step=2) + ofd_text(48, 40, "08", step=2))

    assert lines(draft)[0].replace(" ", "") == "年11月08日"


def test_the_template_of_a_form_and_what_is_filled_in_share_lines() -> None:
    content = ofd([ofd_text(50, 40, "云岭远视科技有限公司")], template=ofd_text(30, 40, "供应商："))

    assert lines(OfdReader().read(content, "x.ofd")) == ["供应商： 云岭远视科技有限公司"]


def test_a_matrix_moves_and_scales_text() -> None:
    draft = read(ofd_text(30, 60, "后") + ofd_text(30, 90, "前", more='CTM="2 0 0 2 0 -60"'))

    assert lines(draft) == ["前", "后"]


def test_a_far_step_inside_a_run_is_a_blank() -> None:
    draft = read(
        '<ofd:TextObject Boundary="30 36 180 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="4 30 4">甲方乙方</ofd:TextCode></ofd:TextObject>'
    )

    assert lines(draft) == ["甲方 乙方"]


@pytest.mark.parametrize("more", ['Visible="false"', 'Alpha="0"', 'Fill="false"', 'CTM="0.7 0.7 -0.7 0.7 0 0"'])
def test_hidden_text_and_watermarks_are_furniture(more: str) -> None:
    draft = read(ofd_text(30, 40, "正文") + ofd_text(30, 80, "样张", more=more))

    assert lines(draft, BlockKind.FURNITURE) == ["样张"]
    assert lines(draft, BlockKind.PARAGRAPH) == ["正文"]


def test_a_missing_page_is_counted_and_the_others_are_read() -> None:
    content = ofd(OFD_PAGES).replace(b"Page_1/Content.xml", b"Page_x/Content.xml")

    draft = OfdReader().read(content, "x.ofd")

    assert dict(draft.signals)["damaged_pages"] == "1"
    assert "中标金额" in draft.text


def test_attachments_are_counted_and_not_read() -> None:
    parts = unzipped(
        ofd(OFD_PAGES, more={"Doc_0/A/Attachments.xml": b'<a><Attachment ID="1"/><Attachment ID="2"/></a>'})
    )
    document = parts["Doc_0/Document.xml"]
    named = document.replace(
        b"</ofd:Pages>", b"</ofd:Pages><ofd:Attachments>/Doc_0/A/Attachments.xml</ofd:Attachments>"
    )

    draft = OfdReader().read(zipped({**parts, "Doc_0/Document.xml": named}), "x.ofd")

    assert dict(draft.signals)["attachments"] == "2"


def test_a_document_of_nothing_is_refused() -> None:
    with pytest.raises(Unreadable, match="neither text nor pictures"):
        read("<ofd:ImageObject/>", "")


def test_an_encrypted_document_says_so() -> None:
    with pytest.raises(Encrypted):
        OfdReader().read(ofd(OFD_PAGES, more={"Encryptions.xml": b"<a/>"}), "x.ofd")


def test_each_line_tells_where_it_stands_on_its_page() -> None:
    draft = read(ofd_text(30, 40, "采购人") + ofd_text(30, 60, "金额"), ofd_text(100, 20, "供应商"))

    # 30 millimeters are 85 points; a character of 4 millimeters rises 3.5 above its baseline.
    assert [(line.page, draft.text[line.start : line.end], line.left, line.top) for line in draft.lines] == [
        (1, "采购人", 850, 1034),
        (1, "金额", 850, 1601),
        (2, "供应商", 2835, 467),
    ]
    assert [line.right - line.left for line in draft.lines] == [341, 227, 340]
    assert {line.edges for line in draft.lines} == {()}


def test_each_character_of_a_page_can_be_asked_for_its_place() -> None:
    content = ofd([ofd_text(30, 40, "首页"), ofd_text(30, 40, "金额：") + ofd_text(60, 40, "12 万元", step=2)])

    (line,) = OfdReader().characters(content, "x.ofd", 2)
    draft = OfdReader().read(content, "x.ofd")

    assert draft.text[line.start : line.end] == "金额： 12 万元"
    assert len(line.edges) == line.end - line.start + 1
    assert line.edges[:4] == (850, 964, 1077, 1191)
    assert line.edges[4] == 1701
    assert list(line.edges) == sorted(line.edges)


def test_text_that_runs_downward_has_the_place_of_its_object_and_no_edges() -> None:
    down = (
        '<ofd:TextObject Boundary="50 20 6 40" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="0 0" DeltaY="6 6">供应商'
        "</ofd:TextCode></ofd:TextObject>"
    )

    (line,) = OfdReader().characters(ofd([down]), "x.ofd", 1)

    assert (line.left, line.top, line.right, line.bottom, line.edges) == (1417, 567, 1587, 1701, ())


def test_text_off_the_page_is_read_without_a_place() -> None:
    draft = read(ofd_text(30, 40, "正文") + ofd_text(500, 40, "页外"))

    assert "页外" in draft.text
    assert len(draft.lines) <= len(draft.blocks)


def test_another_archive_is_no_ofd_document() -> None:
    with pytest.raises(NotADocument):
        OfdReader().read(zipped({"a.txt": b"x"}), "x.ofd")


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><OFD><DocBody><DocRoot>&a;</DocRoot></DocBody></OFD>'

    with pytest.raises(Unreadable):
        OfdReader().read(zipped({"OFD.xml": bomb}), "x.ofd")


def test_a_mark_behind_the_first_bytes_is_found_all_the_same() -> None:
    content = zipped({"a.bin": bytes(range(256)) * 40}, method=0)
    padded = ofd(OFD_PAGES)
    both = zipped({"0.bin": content, **unzipped(padded)}, method=0)

    outcome = read_bytes(both, "公告.bin", builtin_readers())

    assert isinstance(outcome, Draft)
    assert dict(outcome.signals)["reader"] == "ofd 2"
