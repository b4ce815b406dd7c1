"""E-mails, saved pages and Outlook messages: text or members, and never an address."""

from __future__ import annotations

import doctest
import struct
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, TooLarge
from counterfile.model.reading import BlockKind, Draft, Unpacked
from counterfile.plugins.readers import _mail, eml, msg
from counterfile.plugins.readers.eml import EmlReader
from counterfile.plugins.readers.html import HtmlReader
from counterfile.plugins.readers.mhtml import MhtmlReader
from counterfile.plugins.readers.msg import MsgReader
from counterfile.sandbox.reading import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
import reader_samples as made


def shown(draft: Draft | Unpacked, *kinds: BlockKind) -> list[str]:
    assert isinstance(draft, Draft)
    return [draft.text[block.start : block.end] for block in draft.blocks if not kinds or block.kind in kinds]


def members(outcome: Draft | Unpacked) -> dict[str, bytes]:
    assert isinstance(outcome, Unpacked)
    return {member.name: member.content for member in outcome.members}


def mail(subject: str = "视频会议设备中标通知") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Purchasing <office@tenders.example.org>"
    message["To"] = "supplier@example.com"
    message["Date"] = "Fri, 12 May 2023 09:30:00 +0800"
    message["Subject"] = subject
    return message


def test_a_plain_mail_is_its_subject_its_day_its_senders_domain_and_its_lines() -> None:
    draft = EmlReader().read(made.EML, "通知.eml")

    assert shown(draft, BlockKind.TITLE) == ["云岭市公安局视频会议设备中标通知"]
    assert shown(draft, BlockKind.FIELD) == ["2023-05-12", "tenders.example.org"]
    assert shown(draft, BlockKind.PARAGRAPH) == ["一、项目编号：YLZC2023-G1-0042", "中标金额：128.5万元"]


def test_no_address_of_a_mail_is_read() -> None:
    draft = EmlReader().read(made.EML, "通知.eml")

    assert isinstance(draft, Draft)
    assert "@" not in draft.text
    assert "office" not in draft.text
    assert "采购中心" not in draft.text


def test_of_two_forms_of_a_text_the_page_is_read_with_its_tables() -> None:
    message = mail()
    message.set_content("中标金额：128.5万元")
    message.add_alternative(
        "<p>中标结果</p><table><tr><td>中标金额</td><td>128.5万元</td></tr></table>", subtype="html"
    )

    draft = EmlReader().read(message.as_bytes(), "x.eml")

    assert shown(draft, BlockKind.CELL) == ["中标金额", "128.5万元"]
    assert shown(draft).count("中标金额：128.5万元") == 0


def test_a_mail_with_attachments_becomes_its_body_and_them() -> None:
    message = mail()
    message.set_content("请见附件。")
    workbook = made.xlsx()
    message.add_attachment(workbook, maintype="application", subtype="octet-stream", filename="结果.xlsx")
    message.add_attachment("第一包", filename="../../结果.txt")

    found = members(EmlReader().read(message.as_bytes(), "x.eml"))
    body = read_bytes(found["body.txt"], "body.txt")

    assert list(found) == ["body.txt", "结果.xlsx", "结果.txt"]
    assert found["结果.xlsx"] == workbook
    assert shown(body, BlockKind.TITLE) == ["视频会议设备中标通知"]
    assert "请见附件。" in shown(body)


def test_a_page_with_attachments_keeps_its_subject_as_title() -> None:
    message = mail()
    message.set_content("<html><head><title>old</title></head><body><p>请见附件一。</p></body></html>", subtype="html")
    message.add_attachment("a", filename="a.txt")
    message.add_attachment("b", filename="a.txt")

    found = members(EmlReader().read(message.as_bytes(), "x.eml"))
    body = read_bytes(found["body.html"], "body.html")

    assert list(found) == ["body.html", "a.txt", "a (2).txt"]
    assert "视频会议设备中标通知" in shown(body)
    assert "请见附件一。" in shown(body)


def test_a_mail_inside_a_mail_is_a_member() -> None:
    inner = mail("更正通知")
    inner.set_content("开标时间改为五月二十日。")
    message = mail()
    message.set_content("转发。")
    message.add_attachment(inner)

    found = members(EmlReader().read(message.as_bytes(), "x.eml"))

    assert list(found) == ["body.txt", "更正通知.eml"]
    assert shown(EmlReader().read(found["更正通知.eml"], "x.eml"), BlockKind.TITLE) == ["更正通知"]


def test_pictures_inside_the_body_are_no_attachments() -> None:
    message = mail()
    message.set_content("<p>中标结果公告<img src='cid:logo'></p>", subtype="html")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")

    assert isinstance(EmlReader().read(message.as_bytes(), "x.eml"), Draft)


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8", "big5"])
def test_bodies_and_raw_subjects_are_read_in_their_charset(charset: str) -> None:
    text = "中標公告" if charset == "big5" else "中标公告"
    head = (
        f"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nSubject: x\r\n\r\n"
    )

    draft = EmlReader().read(head.encode() + text.encode(charset), "x.eml")

    assert shown(draft, BlockKind.PARAGRAPH) == [text]


def test_a_subject_written_raw_and_one_cut_in_the_middle_of_a_character_are_read() -> None:
    raw = "Subject: 视频会议设备采购项目中标公告".encode("gb18030")
    cut = b"Subject: =?utf-8?b?5Lit5qA=?=\r\n =?utf-8?b?h+WFrOWRig==?="

    subjects = [
        shown(EmlReader().read(b"From: a@example.org\r\nDate: x\r\n" + line + b"\r\n\r\nhi", "x.eml"), BlockKind.TITLE)
        for line in (raw, cut)
    ]

    assert subjects == [["视频会议设备采购项目中标公告"], ["中标公告"]]


def test_a_file_written_into_the_text_is_an_attachment() -> None:
    content = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nSee below.\r\n\r\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n"

    assert members(EmlReader().read(content, "x.eml"))["a.txt"] == b"abc"


def test_a_mailbox_is_its_mails() -> None:
    box = b"".join(
        b"From office@example.org Fri May 12 09:30:00 2023\n" + made.EML.replace(b"\r\n", b"\n") + b"\n"
        for _ in range(3)
    )

    found = members(EmlReader().read(box, "a.mbox"))

    assert list(found) == ["mail-1.eml", "mail-2.eml", "mail-3.eml"]
    assert shown(EmlReader().read(found["mail-2.eml"], "x.eml"), BlockKind.TITLE) == [
        "云岭市公安局视频会议设备中标通知"
    ]


def test_encrypted_and_empty_mails_are_refused() -> None:
    head = b"From: a@example.org\r\nMIME-Version: 1.0\r\n"

    with pytest.raises(Encrypted):
        EmlReader().read(
            head + b"Content-Type: multipart/encrypted; boundary=a\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n", "x.eml"
        )
    with pytest.raises(NotADocument, match="without subject"):
        EmlReader().read(head + b"\r\n\r\n", "x.eml")


def test_too_many_parts_and_parts_too_deep_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eml, "MAX_PARTS", 3)
    message = mail()
    for number in range(4):
        message.add_attachment("x", filename=f"{number}.txt")

    with pytest.raises(TooLarge):
        EmlReader().read(message.as_bytes(), "x.eml")


def test_a_text_that_quotes_a_header_is_no_mail() -> None:
    assert EmlReader().sniff("Subject: 视频会议设备采购公告\n采购人：云岭市公安局\n".encode(), "公告.txt") == 0.0


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../a.doc", "a.doc"),
        ("C:\\x\\公告.doc", "公告.doc"),
        ("a:b?.txt", "a_b_.txt"),
        ("...", "attachment"),
        ("", "attachment"),
    ],
)
def test_names_of_attachments_lead_nowhere(given: str, name: str) -> None:
    assert _mail.safe_name(given) == name


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_saved_page_is_read_as_the_page_itself(charset: str) -> None:
    saved = MhtmlReader().read(made.mhtml(charset), "公告.mhtml")
    page = HtmlReader().read(made.NOTICE_HTML.encode(), "公告.html")

    assert saved.text == page.text
    assert saved.blocks == page.blocks
    assert saved.media_type == "multipart/related"


def test_of_several_saved_pages_the_named_root_is_read() -> None:
    content = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; start="<root@x>"; boundary=b\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-ID: <frame@x>\r\n\r\n<p>Frame of the page about nothing</p>\r\n"
        b"--b\r\nContent-Type: text/html\r\nContent-ID: <root@x>\r\n\r\n<p>Award notice: contract value EUR 125,000</p>\r\n--b--\r\n"
    )

    assert shown(MhtmlReader().read(content, "x.mht")) == ["Award notice: contract value EUR 125,000"]


def test_an_archive_without_a_page_is_set_aside() -> None:
    content = b"From: <Saved by Blink>\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/css\r\n\r\nx\r\n--b--\r\n"

    with pytest.raises(NotADocument, match="without a page"):
        MhtmlReader().read(content, "x.mht")


def test_an_outlook_message_is_read_like_a_mail() -> None:
    content = made.msg(
        {"0037": "视频会议设备中标通知", "1000": "中标金额：128.5万元", "5D01": "office@tenders.example.org"}
    )

    draft = MsgReader().read(content, "通知.msg")

    assert shown(draft, BlockKind.TITLE) == ["视频会议设备中标通知"]
    assert shown(draft, BlockKind.FIELD) == ["2023-05-12", "tenders.example.org"]
    assert shown(draft, BlockKind.PARAGRAPH) == ["中标金额：128.5万元"]


def test_an_outlook_message_with_attachments_becomes_members() -> None:
    content = made.msg(
        {"0037": "中标通知", "1000": "请见附件。"}, attachments={"结果.xlsx": made.xlsx(), "a.txt": b"abc"}
    )

    found = members(MsgReader().read(content, "通知.msg"))

    assert list(found) == ["body.txt", "结果.xlsx", "a.txt"]
    assert found["结果.xlsx"] == made.xlsx()


def test_a_body_in_chinese_bytes_is_read_by_its_code_page() -> None:
    properties = bytes(32) + struct.pack("<HHIQ", 3, 0x3FFD, 6, 936)
    content = made.ole(
        {
            "__properties_version1.0": properties,
            "__substg1.0_0037001E": "中标".encode("gbk"),
            "__substg1.0_1000001E": "金额：5万元".encode("gbk"),
        }
    )

    assert shown(MsgReader().read(content, "x.msg")) == ["中标", "金额：5万元"]


def test_a_body_in_compressed_rtf_is_unpacked() -> None:
    # The example of MS-OXRTFCP, section 3.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0".replace(
            " ", ""
        )
    )

    unpacked = msg.unpacked_rtf(packed)
    content = made.msg({"0037": "x"}, more={"__substg1.0_10090102": packed})

    assert unpacked == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert "hello world" in shown(MsgReader().read(content, "x.msg"))


def test_another_compound_file_is_no_message() -> None:
    with pytest.raises(NotADocument):
        MsgReader().read(made.ole({"Workbook": b"x" * 5000}), "x.msg")


@pytest.mark.parametrize("module", [_mail, eml, msg])
def test_examples_in_the_documentation_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
