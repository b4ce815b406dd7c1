"""The pure half of reading: which reader, what is masked, what is set aside."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest

from counterfile.errors import BadInput, NotADocument, Unreadable
from counterfile.model.reading import Block, BlockKind, Draft, Unpacked
from counterfile.plugins.readers import _charset, _draft, docx, eforms, html, ocds, pdf, text, xlsx
from counterfile.plugins.readers import zip as zip_reader
from counterfile.sandbox import isolation, reading
from counterfile.sandbox.reading import Outcome, read_bytes, read_task

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import NOTICE_HTML, NOTICE_TEXT, zipped
from reader_samples import pdf as make_pdf


class Fixed:
    """A reader that gives what it was told to give."""

    version = "1"

    def __init__(self, name: str, sureness: float, outcome: Draft | BadInput) -> None:
        self.name = name
        self.sureness = sureness
        self.outcome = outcome

    def sniff(self, head: bytes, name: str) -> float:
        return self.sureness

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        if isinstance(self.outcome, BadInput):
            raise self.outcome
        return self.outcome


def draft(words: str) -> Draft:
    return Draft(words, (Block(BlockKind.PARAGRAPH, 0, len(words)),), "text/plain")


def test_personal_identifiers_are_masked_and_counted_and_positions_stay() -> None:
    words = "联系人：王老师，电话：13800138000，项目编号：YLZC-42"

    outcome = read_bytes(words.encode(), "公告.txt")

    assert isinstance(outcome, Draft)
    assert outcome.text == "联系人：王老师，电话：***********，项目编号：YLZC-42"
    assert dict(outcome.signals)["masked"] == "1"
    assert dict(outcome.signals)["reader"].startswith("text ")


def test_a_task_gives_exactly_one_of_draft_and_members() -> None:
    assert read_task(NOTICE_HTML.encode(), "公告.html").unpacked is None
    assert read_task(zipped({"公告.txt": NOTICE_TEXT.encode()}), "x.zip").draft is None
    assert isinstance(read_task(b"abc", "a.txt"), Outcome)


def test_a_pdf_named_html_is_read_as_pdf() -> None:
    outcome = read_bytes(make_pdf([["Award notice"]]), "公告.html")

    assert isinstance(outcome, Draft)
    assert outcome.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "公告.html", "empty file"),
        (b" \r\n\t", "公告.txt", "blanks"),
        (b"8BPS\x00\x01" + bytes(50), "公告.html", "a Photoshop image"),
        (b"AT&TFORM" + bytes(50), "x.djvu", "a DjVu scan"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "x.mp4", "a video"),
        (b"MZ\x90\x00" + bytes(50), "setup.exe", "a Windows program"),
        (b"\x7fELF\x02" + bytes(50), "x", "a Linux program"),
        (b"wOF2\x00" + bytes(50), "x.woff2", "a font"),
        (b"RE~^" + bytes(50), "x.rar", "a RAR archive of version 1.4"),
        (b"p { color: red }", "style.css", "a style sheet"),
        (b"var a = 1;", "app.js", "a script"),
        (b"begin 644 a.txt\nM" + b"A" * 60 + b"\n", "a.uu", "uuencoded"),
        (b"\x07\x01\x02" * 100, "x.bin", "unknown format"),
        (b'{"a": 1}', "x.json", "not OCDS"),
    ],
)
def test_what_no_reader_reads_is_set_aside_with_its_kind(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(NotADocument, match=reason):
        read_bytes(content, name)


def test_a_text_that_begins_like_a_short_signature_is_text() -> None:
    outcome = read_bytes("BM视频会议设备采购公告：采购人为云岭市公安局。".encode(), "公告.txt")

    assert isinstance(outcome, Draft)


def test_the_surest_reader_reads() -> None:
    readers = [Fixed("a", 0.3, draft("甲")), Fixed("b", 0.8, draft("乙"))]

    outcome = read_bytes(b"x", "x", readers)

    assert isinstance(outcome, Draft)
    assert outcome.text == "乙"


def test_an_unsure_reader_that_declines_hands_on_to_the_next() -> None:
    readers = [Fixed("a", 0.45, NotADocument("not mine")), Fixed("b", 0.1, draft("乙"))]

    outcome = read_bytes(b"x", "x", readers)

    assert isinstance(outcome, Draft)


def test_a_sure_reader_has_the_last_word() -> None:
    readers = [Fixed("a", 0.9, NotADocument("an anti-robot page")), Fixed("b", 0.1, draft("乙"))]

    with pytest.raises(NotADocument, match="an anti-robot page"):
        read_bytes(b"x", "x", readers)


def test_damage_is_not_handed_on() -> None:
    readers = [Fixed("a", 0.45, Unreadable("damaged")), Fixed("b", 0.1, draft("乙"))]

    with pytest.raises(Unreadable):
        read_bytes(b"x", "x", readers)


def test_every_filter_program_is_short_enough_and_ends_with_a_return() -> None:
    for denied in (isolation._DENIED, isolation._DENIED_TO_CHILDREN):
        program = isolation._program(denied)
        if program is None:
            pytest.skip("no filter for this machine")
        assert len(program) % 8 == 0
        assert len(program) // 8 <= 4096
        assert program[-8] == isolation._RETURN


def test_no_system_call_is_named_twice_with_different_numbers() -> None:
    for column in (0, 1):
        numbers = [
            pair[column]
            for table in (isolation._DENIED, isolation._DENIED_TO_CHILDREN, isolation._UNKNOWN_TO_ALL)
            for pair in table.values()
            if pair[column] is not None
        ]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "module",
    [_charset, _draft, docx, eforms, html, ocds, pdf, text, xlsx, zip_reader, reading, isolation],
    ids=lambda module: module.__name__,
)
def test_examples_in_docstrings_hold(module) -> None:
    assert doctest.testmod(module).failed == 0
