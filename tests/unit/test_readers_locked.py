"""Office files behind a password, and old presentations."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft, Unpacked
from counterfile.plugins import builtin_readers
from counterfile.plugins.readers import ppt as ppt_module
from counterfile.plugins.readers.locked import LockedReader
from counterfile.plugins.readers.ppt import PptReader
from counterfile.plugins.readers.xlsx import XlsxReader
from counterfile.sandbox import Airlock, Limits
from counterfile.sandbox.reading import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import (
    PPT_OUTLINES,
    PPT_SLIDES,
    doc,
    locked,
    ole,
    ppt,
    ppt_shape,
    ppt_text,
    xls,
    xlsx,
    zipped,
)

# --- locks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [zipped({"word/document.xml": bytes(range(256)) * 40}, method=0), xlsx()])
def test_a_password_opens_a_new_office_file_which_then_is_a_document_of_its_own(content: bytes) -> None:
    unpacked = LockedReader().unlock(locked(content, "密码2023"), "结果.xlsx", ["wrong", "密码2023"])

    assert [(member.name, member.content) for member in unpacked.members] == [("结果.xlsx", content)]


def test_without_the_password_it_says_how_to_give_it() -> None:
    content = locked(xlsx(), "secret")

    with pytest.raises(Encrypted, match="passwords"):
        read_bytes(content, "结果.xlsx", builtin_readers())
    with pytest.raises(Encrypted, match="none of the passwords"):
        LockedReader().unlock(content, "结果.xlsx", ["wrong"])


def test_the_password_that_excel_gives_itself_is_known() -> None:
    content = xlsx()

    outcome = read_bytes(locked(content), "结果.xlsx", builtin_readers())

    assert isinstance(outcome, Unpacked)
    assert outcome.members[0].content == content
    assert "云岭远视科技有限公司" in XlsxReader().read(outcome.members[0].content, "x").text


@pytest.mark.parametrize("content", [doc(["公告"]), xls([("供应商", 1.0)]), ppt(PPT_SLIDES, PPT_OUTLINES)])
def test_what_is_not_locked_is_left_to_its_own_reader(content: bytes) -> None:
    with pytest.raises(NotADocument, match="not locked"):
        LockedReader().read(content, "x")
    assert isinstance(read_bytes(content, "x", builtin_readers()), Draft)


def test_a_locked_old_document_wants_its_password() -> None:
    with pytest.raises(Encrypted):
        read_bytes(doc(["公告"], flags=0x0300), "公告.doc", builtin_readers())


def test_rights_management_is_told_from_a_password() -> None:
    content = ole({"EncryptedPackage": b"x" * 100, "\x06DataSpaces/DataSpaceInfo": b"y"})

    with pytest.raises(Encrypted):
        LockedReader().read(content, "x")


def test_a_key_that_takes_for_ever_is_not_made() -> None:
    info = b'\x04\x00\x04\x00\x40\x00\x00\x00<encryption><k spinCount="2000000000"/></encryption>'
    with pytest.raises(Unreadable, match="turns"):
        LockedReader().read(ole({"EncryptionInfo": info, "EncryptedPackage": b"x" * 5000}), "x")


def test_the_sandbox_says_that_a_file_is_locked() -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        with pytest.raises(Encrypted):
            airlock.read(locked(xlsx(), "secret"), "结果.xlsx")
        outcome = airlock.read(locked(xlsx()), "结果.xlsx")

    assert isinstance(outcome, Unpacked)


# --- old presentations -----------------------------------------------------------------------------------------------


def shown(draft: Draft) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.page, draft.text[block.start : block.end]) for block in draft.blocks]


def test_slides_are_pages_in_the_order_of_the_outline() -> None:
    draft = PptReader().read(ppt(PPT_SLIDES, PPT_OUTLINES), "结果.ppt")

    assert shown(draft) == [
        (BlockKind.HEADING, 1, "中标结果"),
        (BlockKind.PARAGRAPH, 1, "云岭市公安局"),
        (BlockKind.PARAGRAPH, 1, "中标金额：128.5万元"),
        (BlockKind.HEADING, 2, "报价"),
        (BlockKind.FURNITURE, 2, "2"),
    ]
    assert [(page.width, page.height) for page in draft.pages] == [(720.0, 540.0)] * 2


def test_a_hidden_slide_is_furniture() -> None:
    draft = PptReader().read(ppt([[ppt_shape(ppt_text("公告"))], [ppt_shape(ppt_text("草稿"))]], hidden=1), "x.ppt")

    assert shown(draft) == [(BlockKind.PARAGRAPH, 1, "公告"), (BlockKind.FURNITURE, 2, "草稿")]


def test_slides_are_found_where_the_way_to_them_is_damaged() -> None:
    whole = ppt([[ppt_shape(ppt_text("供应商：云岭远视科技有限公司"))]])
    damaged = whole.replace(struct.pack("<HHI", 0, 4085, 28), struct.pack("<HHI", 0, 4086, 28))

    assert "云岭远视" in PptReader().read(damaged, "x.ppt").text


def test_a_chain_of_edits_that_leads_in_a_circle_ends() -> None:
    whole = bytearray(ppt(PPT_SLIDES, PPT_OUTLINES))
    edit = whole.index(struct.pack("<HHI", 0, 4085, 28))
    stream = whole.index(struct.pack("<HHI", 0xF, 1006, 0)[:4])
    struct.pack_into("<I", whole, edit + 16, edit - stream)

    assert "中标金额" in PptReader().read(bytes(whole), "x.ppt").text


def test_groups_too_deep_are_refused() -> None:
    inner = ppt_shape(ppt_text("x"))
    for _ in range(100):
        inner = struct.pack("<HHI", 0xF, 0xF003, len(inner)) + inner

    with pytest.raises(Unreadable, match="deep"):
        PptReader().read(ppt([[inner]]), "x.ppt")


def test_more_slides_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppt_module, "MAX_SLIDES", 1)

    with pytest.raises(TooLarge, match="slides"):
        PptReader().read(ppt(PPT_SLIDES, PPT_OUTLINES), "x.ppt")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ppt([[]]), "without text"),
        (ole({"PP40": b"x" * 100}), "LibreOffice"),
        (doc(["公告"]), "no presentation"),
        (b"text", "signature"),
    ],
)
def test_what_is_no_presentation_says_what_it_is(content: bytes, reason: str) -> None:
    with pytest.raises(NotADocument, match=reason):
        PptReader().read(content, "x.ppt")


def test_a_locked_presentation_wants_its_password() -> None:
    user = struct.pack("<HHIIII", 0, 4086, 20, 20, 0xF3D1C4DF, 0) + bytes(8)

    with pytest.raises(Encrypted):
        PptReader().read(ole({"PowerPoint Document": bytes(5000), "Current User": user}), "x.ppt")
