"""Every attachment that a notice names is a row with the words that name it, whether it was captured or not."""

import datetime as dt
import hashlib

import pytest

from counterfile.model.document import Arrival, State
from counterfile.model.notice import Notice, notice_id
from counterfile.model.reading import Block, BlockKind, Page, Reading, Segment, Source
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Outcome, Published
from counterfile.testing.facts import reading as words_of
from counterfile.views import attachments
from counterfile.views.attachments import Kind, Presence

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Heap:
    """A store with notices and the files around them."""

    def __init__(self) -> None:
        self.store = MemoryStore()

    def file(
        self,
        origin: str,
        *,
        container: str | None = None,
        state: State = State.READ,
        reason: str | None = None,
        source: Source = Source.LAYER,
    ) -> str:
        """Add a document that is no notice."""
        digest = hashlib.sha256(origin.encode()).hexdigest()
        arrival = Arrival(digest, origin.rpartition("/")[2], origin, container, "folder 1", LONG_AGO)
        facts: list[Outcome | Reading] = [Outcome(state, reason)]
        if state is State.READ:
            page = Page(1, 0, 0 if source is Source.NONE else 2, 595, 842, source=source)
            text = "" if source is Source.NONE else "附件"
            facts.insert(0, Reading(f"rd-{digest[:20]}", digest, "pdf 1", text, (), (page,), (Segment(0, len(text)),)))
        with self.store.batch() as batch:
            batch.arrive(arrival, 10)
            if state is not State.PENDING:
                batch.record("read", "1", digest, digest, facts)
        return digest

    def notice(self, text: str, origin: str = "heap/portal/2021/notice.html", container: str | None = None) -> str:
        """Add a document with one notice."""
        digest = hashlib.sha256((origin + text).encode()).hexdigest()
        blocks, at = [], 0
        for line in text.split("\n"):
            blocks.append(
                Block(BlockKind.FURNITURE if line.startswith("#") else BlockKind.PARAGRAPH, at, at + len(line))
            )
            at += len(line) + 1
        reading = Reading(f"rd-{digest[:20]}", digest, "html 1", text, tuple(blocks), segments=(Segment(0, len(text)),))
        notice = Notice(notice_id(digest, 0), digest, reading.id, 0, len(text))
        with self.store.batch() as batch:
            batch.arrive(Arrival(digest, origin.rpartition("/")[2], origin, container, "folder 1", LONG_AGO), len(text))
            batch.record("read", "1", digest, digest, [reading, Outcome(State.READ)])
            batch.record("extract", "1", digest, reading.id, [Published(notice, ())])
        return digest

    def rows(self) -> list[attachments.Attachment]:
        return list(attachments.rows(self.store))


@pytest.fixture
def heap() -> Heap:
    return Heap()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("附件：采购需求.docx", [("采购需求.docx", Kind.FILE)]),
        ("附件1：报价表.xlsx 附件2：技术参数.pdf", [("报价表.xlsx", Kind.FILE), ("技术参数.pdf", Kind.FILE)]),
        ("附件1\n招标文件（定稿）.PDF", [("招标文件（定稿）.PDF", Kind.FILE)]),
        ("附件：临沅市“一人一档”平台、报价表.pdf", [("临沅市“一人一档”平台、报价表.pdf", Kind.FILE)]),
        ("附件：1.投标报名表 2.授权委托书", [("投标报名表", Kind.TITLE), ("授权委托书", Kind.TITLE)]),
        ("中标金额：详见附件", [("详见附件", Kind.POINTER)]),
        ("采购需求详见附件1《技术规格书》", [("详见附件1", Kind.POINTER)]),
        ("点击下载", [("点击下载", Kind.BUTTON)]),
        ("附件1", [("附件1", Kind.BUTTON)]),
        ("附件信息：\n上一条", [("附件信息：", Kind.BUTTON)]),
        ("附件信息：\n招标文件.pdf", [("招标文件.pdf", Kind.FILE)]),
        ("评分结果表：-详见后面附件-", [("详见后面附件", Kind.POINTER)]),
        ("采购需求：详见采购需求附件", [("详见采购需求附件", Kind.POINTER)]),
        ("附件：无", []),
        ("附件：/", []),
        ("# 附件：导航里的.docx", []),
        ("供应商应按采购文件要求提供附件所列证明。", []),
        ("网址：www.example.org/cggg/index.htm 邮箱 zfcg@example.org", []),
        ("招标公告.docx\n见附件：招标公告.docx", [("招标公告.docx", Kind.FILE)]),
    ],
)
def test_names_are_found_as_written(text: str, names: list[tuple[str, Kind]], heap: Heap) -> None:
    heap.notice(text)

    assert names == [(row.name, row.kind) for row in heap.rows()]


def test_row_points_at_its_words(heap: Heap) -> None:
    digest = heap.notice("项目概况\n附件：采购需求.docx")

    (row,) = heap.rows()

    reading = heap.store.reading_of(digest)
    assert reading is not None
    assert (row.reading, reading.text[row.start : row.end]) == (reading.id, "采购需求.docx")


def test_attachment_that_nobody_captured_is_missing(heap: Heap) -> None:
    heap.notice("附件：采购需求.docx")

    (row,) = heap.rows()

    assert (row.presence, row.digest) == (Presence.MISSING, None)


@pytest.mark.parametrize(
    "origin",
    [
        "heap/portal/2021/采购需求.docx",
        "heap/portal/2021/notice_files/采购需求.docx",
        "heap/portal/2021/采购需求(1).docx",
        "heap/portal/2021/附件1：采购需求.docx",
        "heap/portal/2021/%E9%87%87%E8%B4%AD%E9%9C%80%E6%B1%82.docx",
        "heap/elsewhere/采购需求.docx",
    ],
)
def test_attachment_is_found_by_its_name(origin: str, heap: Heap) -> None:
    heap.notice("附件：采购需求.docx")
    digest = heap.file(origin)

    (row,) = heap.rows()

    assert (row.presence, row.digest) == (Presence.PRESENT, digest)


def test_nearest_file_of_a_common_name_is_taken(heap: Heap) -> None:
    heap.notice("附件：采购需求.docx")
    heap.file("heap/portal/2019/采购需求.docx")
    near = heap.file("heap/portal/2021/采购需求.docx")

    (row,) = heap.rows()

    assert near == row.digest


def test_common_name_in_two_other_places_is_nobodys(heap: Heap) -> None:
    heap.notice("附件：采购需求.docx")
    heap.file("heap/portal/2019/采购需求.docx")
    heap.file("heap/portal/2020/采购需求.docx")

    (row,) = heap.rows()

    assert row.presence is Presence.MISSING


def test_attachment_of_a_mail_is_inside_it(heap: Heap) -> None:
    notice = heap.notice("现将公告发布如下，详见附件。", "heap/公告.eml")
    inside = heap.file("heap/公告.eml!/招标文件.pdf", container=notice)

    (row,) = heap.rows()

    assert (row.presence, row.digest) == (Presence.PRESENT, inside)


def test_failed_attachment_is_unreadable_with_its_reason(heap: Heap) -> None:
    heap.notice("附件：采购需求.docx")
    heap.file("heap/portal/2021/采购需求.docx", state=State.FAILED, reason="the archive ends too early")

    (row,) = heap.rows()

    assert (row.presence, row.reason) == (Presence.UNREADABLE, "the archive ends too early")


def test_scan_that_waits_for_recognition_is_unreadable(heap: Heap) -> None:
    heap.notice("附件：成交通知书.pdf")
    heap.file("heap/portal/2021/成交通知书.pdf", source=Source.NONE)

    (row,) = heap.rows()

    assert (row.presence, row.reason) == (Presence.UNREADABLE, "pictures of pages wait for recognition")


def test_file_that_was_not_read_yet_is_unreadable(heap: Heap) -> None:
    heap.notice("附件：成交通知书.pdf")
    heap.file("heap/portal/2021/成交通知书.pdf", state=State.PENDING)

    (row,) = heap.rows()

    assert (row.presence, row.reason) == (Presence.UNREADABLE, "not read yet")


def test_pointer_is_answered_by_what_the_notice_names(heap: Heap) -> None:
    heap.notice("采购需求：详见附件\n附件：采购需求.docx")
    digest = heap.file("heap/portal/2021/采购需求.docx")

    assert {(row.kind, row.digest) for row in heap.rows()} == {(Kind.POINTER, digest), (Kind.FILE, digest)}


def test_long_hostile_line_costs_little(heap: Heap) -> None:
    heap.notice("附件：" + "1.a" * 20_000 + "附件1" * 10_000)

    assert len(heap.rows()) <= attachments.MOST


def test_names_can_be_asked_of_a_reading_alone() -> None:
    found = attachments.named(words_of("notice", "公告如下\n附件：清单.xls"))

    assert [(each.name, each.start) for each in found] == [("清单.xls", 8)]
