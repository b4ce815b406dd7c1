"""Pages that are pictures get their text; everything else of a document stays as it was."""

import threading
from collections.abc import Callable

import msgspec

from counterfile import flow
from counterfile.errors import TimedOut
from counterfile.model.document import State
from counterfile.model.reading import (
    Block,
    BlockKind,
    Line,
    Lines,
    Page,
    Reading,
    Seen,
    Segment,
    Sight,
    Source,
)
from counterfile.stages.ocr import BASE, OcrStage, compose
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Outcome
from counterfile.testing import facts

SIZE = (595.0, 842.0)


def seen(text: str, top: int, **places: int) -> Seen:
    edges = tuple(700 + 100 * number for number in range(len(text) + 1))
    return Seen(text, edges[0], top, edges[-1], top + 120, edges, 0.95, **places)


SCANNED = Sight(
    595.0,
    842.0,
    90,
    "fake 1",
    (
        seen("临沅市公安局视频监控采购项目中标公告", 700),
        seen("成交供应商", 900, table=0, row=0, col=0),
        seen("临沅众安科技", 900, table=0, row=0, col=1),
        seen("有限公司", 1020, table=0, row=0, col=1),
        seen("联系人手机:13800138000", 1200),
        seen("- 2 -", 8000),
    ),
)


def mixed() -> tuple[Reading, tuple[Line, ...]]:
    """A document whose first page has text, whose second is a picture, whose third lies."""
    lines = ("采购文件第一章", "□□□□", "说明")
    text = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    blocks = (
        Block(BlockKind.PARAGRAPH, *spans[0], page=1),
        Block(BlockKind.PARAGRAPH, *spans[1], page=3),
        Block(BlockKind.PARAGRAPH, *spans[2], page=4),
    )
    pages = (
        Page(1, *spans[0], *SIZE),
        Page(2, spans[0][1], spans[0][1], *SIZE, source=Source.NONE),
        Page(3, *spans[1], *SIZE, doubt="garbled"),
        Page(4, *spans[2], *SIZE),
    )
    reading = Reading(
        id="rd-base",
        document=facts.digest("paper"),
        reader="pdf 2",
        text=text,
        blocks=blocks,
        pages=pages,
        segments=(Segment(0, len(text)),),
        signals=(("pages", "4"),),
    )
    places = tuple(
        Line(start, end, page, 700, 700, 1400, 820) for (start, end), page in zip(spans, (1, 3, 4), strict=True)
    )
    return reading, places


def test_a_picture_gets_its_text_between_the_pages_around_it() -> None:
    base, places = mixed()

    reading, lines = compose(base, places, {2: SCANNED}, {}, "fake 1")

    assert reading.text == (
        "采购文件第一章\n临沅市公安局视频监控采购项目中标公告\n成交供应商\n临沅众安科技有限公司\n联系人手机:***********\n- 2 -\n□□□□\n说明"
    )
    assert [(page.source, page.doubt, page.turned) for page in reading.pages] == [
        ("layer", "", 0),
        ("ocr", "", 90),
        ("layer", "garbled", 0),
        ("layer", "", 0),
    ]
    assert reading.masked == 1
    assert dict(reading.signals)[BASE] == base.id
    assert dict(reading.signals)["recognized"] == "2"
    assert reading.reader == "pdf 2 + fake 1"
    for page in reading.pages:
        inside = {block.page for block in reading.blocks if page.start <= block.start and block.end <= page.end}
        assert inside == {page.number}
    assert [reading.text[line.start : line.end] for line in lines] == [
        "采购文件第一章",
        "临沅市公安局视频监控采购项目中标公告",
        "成交供应商",
        "临沅众安科技",
        "有限公司",
        "联系人手机:***********",
        "- 2 -",
        "□□□□",
        "说明",
    ]
    assert all(len(line.edges) in (0, line.end - line.start + 1) for line in lines)


def test_kinds_of_recognized_lines_follow_from_where_they_stand() -> None:
    base, places = mixed()
    first = msgspec.structs.replace(base, text="", blocks=(), pages=(Page(1, 0, 0, *SIZE, source=Source.NONE),))

    reading, _ = compose(first, (), {1: SCANNED}, {}, "fake 1")

    kinds = {reading.text[block.start : block.end]: block.kind for block in reading.blocks}
    assert kinds["临沅市公安局视频监控采购项目中标公告"] is BlockKind.TITLE
    assert kinds["临沅众安科技有限公司"] is BlockKind.CELL
    assert kinds["- 2 -"] is BlockKind.FURNITURE
    cells = [(block.table, block.row, block.col) for block in reading.blocks if block.kind is BlockKind.CELL]
    assert cells == [(0, 0, 0), (0, 0, 1)]
    assert len(places) == 3


class FakeRecognition:
    """Sees the same on every page, unless told to fail."""

    version = "fake 1"

    def __init__(self, fails: set[int] | None = None) -> None:
        self.fails = fails or set()
        self.asked: list[int] = []
        self._lock = threading.Lock()

    def see(self, digest: str, content: bytes, name: str, reader: str, page: int) -> Sight:
        assert (content, name, reader) == (b"paper", "paper.html", "pdf")
        with self._lock:
            self.asked.append(page)
        if page in self.fails:
            raise TimedOut("it took longer than 180 seconds")
        return SCANNED


def recognized(
    recognition: FakeRecognition, *, on_page: Callable[[], object] = lambda: None
) -> tuple[MemoryStore, Reading]:
    store, archive = MemoryStore(), MemoryArchive()
    base, places = mixed()
    (digest,) = archive.put([b"paper"])
    base = msgspec.structs.replace(base, document=digest)
    with store.batch() as batch:
        batch.arrive(msgspec.structs.replace(facts.arrival("paper"), digest=digest), 5)
        batch.record("read", "1", digest, "k", [base, Lines(base.id, places), Outcome(State.READ, reader="pdf 2")])
        batch.mark_due("ocr", [digest])
    list(flow.run([OcrStage(archive, recognition, workers=2, on_page=on_page)], store, archive))
    reading = store.reading_of(digest)
    assert reading is not None
    return store, reading


def test_the_reading_before_is_kept_and_names_why_the_page_was_doubted() -> None:
    store, reading = recognized(FakeRecognition())

    before = store.reading(dict(reading.signals)[BASE])
    assert before is not None
    assert "□□□□" in before.text
    assert "□□□□" not in reading.text
    assert [(page.source, page.doubt) for page in reading.pages][2] == ("ocr", "garbled")
    assert store.counts().waiting == 0


def test_only_waiting_pages_are_recognized_and_each_is_told() -> None:
    recognition, told = FakeRecognition(), []

    recognized(recognition, on_page=lambda: told.append(1))

    assert sorted(recognition.asked) == [2, 3]
    assert len(told) == 2


def test_a_page_that_cannot_be_recognized_stays_waiting_with_the_reason() -> None:
    store, reading = recognized(FakeRecognition(fails={3}))

    assert dict(reading.signals)["not_recognized"] == "3: it took longer than 180 seconds"
    assert [document.waiting for document in store.waiting()] == [1]
    assert store.counts().failed == 0


def test_recognizing_again_begins_from_what_the_reader_gave() -> None:
    store, reading = recognized(FakeRecognition(fails={3}))
    archive = MemoryArchive()
    archive.put([b"paper"])
    recognition = FakeRecognition()
    with store.batch() as batch:
        batch.redo("ocr", [reading.document])

    list(flow.run([OcrStage(archive, recognition)], store, archive))

    again = store.reading_of(reading.document)
    assert again is not None
    assert again.id != reading.id
    assert sorted(recognition.asked) == [2, 3]
    assert store.waiting() == []
