"""The same notice elsewhere is found; a correction, a second round, another lot or another purchase never is."""

import datetime as dt
import hashlib

import pytest

from counterfile.model.document import Arrival, State
from counterfile.model.evidence import Span
from counterfile.model.notice import Notice, Property, notice_id
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Outcome, Published
from counterfile.views import duplicates
from counterfile.views.duplicates import TwinKind, page_name

P = Property
TITLE = "临沅市公安局智能监控系统采购项目"
BODY = """{title}公开招标公告
项目概况
临沅市公安局智能监控系统的潜在投标人应在澄远招标代理有限公司获取招标文件，并于2021年03月25日09时30分前递交投标文件。
一、项目基本情况
项目编号：{number}
项目名称：{title}
预算金额：{budget}
采购需求：视频存储设备四十台及安装调试服务，质保三年，详细参数见采购文件第三章。
本项目不接受联合体投标。
二、申请人的资格要求
满足《中华人民共和国政府采购法》第二十二条规定；落实政府采购政策需满足的资格要求：无。
三、提交投标文件截止时间、开标时间和地点
2021年03月25日09时30分（北京时间），临沅市公共资源交易中心二楼开标室。
四、联系方式
采购人：临沅市公安局
采购代理机构：澄远招标代理有限公司"""


def body(title: str = TITLE, number: str = "LYZC-2021-018", budget: str = "130万元") -> str:
    return BODY.format(title=title, number=number, budget=budget)


class Heap:
    """A store that grows document by document."""

    def __init__(self) -> None:
        self.store = MemoryStore()

    def add(
        self,
        origin: str,
        text: str,
        *,
        stage: str = "tender",
        number: str = "LYZC-2021-018",
        title: str = TITLE,
        published: str = "2021-03-01",
        furniture: str = "",
    ) -> str:
        """Add a document with one notice and return its digest."""
        digest = hashlib.sha256(origin.encode()).hexdigest()
        lines = [*((BlockKind.FURNITURE, line) for line in furniture.split("\n") if line)]
        lines += [(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line]
        blocks, whole = [], ""
        for kind, line in lines:
            start = len(whole) + bool(whole)
            whole = f"{whole}\n{line}" if whole else line
            blocks.append(Block(kind, start, start + len(line)))
        segment = Segment(0, len(whole))
        reading = Reading(f"rd-{digest[:20]}", digest, "html 1", whole, tuple(blocks), segments=(segment,))
        notice = Notice(notice_id(digest, 0), digest, reading.id, 0, len(whole))
        says = [(P.STAGE, stage, None), (P.NUMBER, number, number.lower()), (P.TITLE, title, title)]
        statements = tuple(
            Statement(notice.id, "", name, value, (Span(0, 1, whole[0]),), "text", "L2", key=key)
            for name, value, key in (*says, (P.PUBLISHED, published, None))
            if value
        )
        arrival = Arrival(
            digest, origin.rpartition("/")[2], origin, None, "folder 1", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        )
        with self.store.batch() as batch:
            batch.arrive(arrival, len(whole))
            batch.record("read", "1", digest, digest, [reading, Outcome(State.READ, media_type="text/html")])
            batch.record("extract", "1", digest, reading.id, [Published(notice, statements)])
        return digest


@pytest.fixture
def heap() -> Heap:
    made = Heap()
    made.add("heap/alpha/t20210301_3000001.html", body(), furniture="首页 > 采购公告\n云溪县校服采购项目公告")
    return made


def kinds(heap: Heap) -> list[tuple[str, ...]]:
    return [(str(pair.kind),) for group in duplicates.groups(heap.store).linked for pair in group.pairs]


def test_same_notice_on_another_portal_is_near(heap: Heap) -> None:
    text = body(budget="1,300,000.00元").replace("：", ": ").replace("2021年03月25日", "2021-3-25 ")
    heap.add("heap/beta/content_5000001.html", f"来源：乙市交易网 浏览次数：77\n{text}", furniture="网站首页\n通知公告")

    assert kinds(heap) == [("near",)]


def test_summary_that_a_portal_adds_does_not_make_it_another_notice(heap: Heap) -> None:
    box = f"采购项目名称\n{TITLE}\n品目\n货物\n采购单位\n临沅市公安局\n公告时间\n2021年03月01日 15:20\n预算金额\n￥130万元"
    heap.add("heap/beta/content_5000001.html", f"{box}\n{body()}")

    assert kinds(heap) == [("near",)]


def test_text_that_was_cut_at_one_width_is_near(heap: Heap) -> None:
    cut = "\n".join(line[at : at + 31] for line in body().split("\n") for at in range(0, len(line), 31))
    heap.add("heap/gamma/g-9000001.txt", cut)

    assert kinds(heap) == [("near",)]


def test_text_that_was_read_wrong_is_near_all_the_same(heap: Heap) -> None:
    heap.add("heap/beta/content_5000001.html", body().replace("：", ":"), stage="award", number="2021-018")

    assert kinds(heap) == [("near",)]


def test_twin_says_where_it_differs(heap: Heap) -> None:
    first = heap.add("heap/beta/content_5000001.html", body())
    heap.add("heap/gamma/later/content_5000001.html", body(budget="125万元"))

    (near, version) = duplicates.of(heap.store, first)

    assert (near.kind, near.similarity, near.differs) == (TwinKind.NEAR, 1.0, ())
    assert (version.kind, version.differs) == (TwinKind.VERSION, ("1300000 → 1250000",))


def test_page_captured_again_and_changed_is_a_version(heap: Heap) -> None:
    heap.add("heap/again/t20210301_3000001.html", body().replace("03月25日", "03月28日"))

    assert kinds(heap) == [("version",)]


def test_page_captured_again_with_a_paragraph_more_is_a_version(heap: Heap) -> None:
    heap.add("heap/again/t20210301_3000001 (1).html", body() + "\n供应商应当自行踏勘现场，费用自理。")

    assert kinds(heap) == [("version",)]


def test_same_text_of_one_page_is_no_version(heap: Heap) -> None:
    heap.add("heap/again/t20210301_3000001.html", body(), furniture="今天是星期一")

    assert kinds(heap) == [("near",)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (body().replace("公开招标公告", "更正公告"), {"stage": "amendment"}),
        (body().replace("公开招标公告", "更正公告"), {}),
        (body(title=TITLE + "（二次）"), {"title": TITLE + "（二次）"}),
        (body().replace("公开招标", "第二次公开招标"), {}),
        (body().replace("采购项目公开", "采购项目第2包公开"), {}),
        (body(number="LYZC-2021-019"), {"number": "LYZC-2021-019"}),
        (body(number="LYZC-2021-019"), {"number": ""}),
        (body(budget="230万元"), {"published": "2021-03-09"}),
        (body().replace("2021", "2022"), {"published": "2022-03-01"}),
        (body().replace("临沅市公安局", "云溪市公安局"), {"number": ""}),
        (body().replace("公开招标公告", "中标候选人公示"), {"stage": "candidates"}),
        (body().replace("公开招标公告", "中标候选人公示"), {}),
    ],
    ids=[
        "correction",
        "correction that was read as a tender",
        "second round",
        "second round that was not read",
        "another lot",
        "sibling purchase",
        "sibling purchase without a stated number",
        "other sum on another page",
        "another year",
        "another county",
        "candidates",
        "candidates that were read as a tender",
    ],
)
def test_another_act_is_never_linked(heap: Heap, text: str, says: dict[str, str]) -> None:
    heap.add("heap/beta/content_5000001.html", text, **says)

    assert kinds(heap) == []


def test_index_and_single_document_agree(heap: Heap) -> None:
    one = heap.add("heap/beta/content_5000001.html", body())
    other = heap.add("heap/delta/7000001.docx", body().replace("\n", " \n"))

    (group,) = duplicates.groups(heap.store).linked

    assert len(group.pairs) == 3
    assert {twin.digest for twin in duplicates.of(heap.store, one)} == set(group.digests) - {one}
    assert other in group.digests


def test_same_bytes_at_two_places_are_exact_copies(heap: Heap) -> None:
    digest = hashlib.sha256(b"heap/alpha/t20210301_3000001.html").hexdigest()
    again = Arrival(
        digest, "copy.html", "downloads/copy.html", None, "folder 1", dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    )
    with heap.store.batch() as batch:
        batch.arrive(again, 10)

    (twin,) = duplicates.of(heap.store, digest)

    assert (twin.kind, twin.differs) == (TwinKind.EXACT, ("heap/alpha/t20210301_3000001.html", "downloads/copy.html"))
    assert [copies.digest for copies in duplicates.groups(heap.store).exact] == [digest]


def test_document_without_a_text_has_no_twins(heap: Heap) -> None:
    assert duplicates.of(heap.store, "0" * 64) == ()


def test_empty_inquiry_has_no_duplicates() -> None:
    assert duplicates.groups(MemoryStore()) == duplicates.Groups((), (), 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/t20210301_3000001.htm", "b/t20210301_3000001 (1).htm"),
        (
            "x.warc!/https://www.example.org/a/1.htm (captured 2021-03-01T00:00:00Z)",
            "y.warc!/http://example.org/a/1.htm",
        ),
        ("a/content_300123.html", "b/content_300123_20210405.html"),
    ],
)
def test_page_has_one_name_however_often_it_was_saved(one: str, other: str) -> None:
    assert page_name(one) == page_name(other) != ""


def test_names_that_every_portal_uses_name_no_page() -> None:
    assert {page_name(f"heap/{name}") for name in ("index.html", "招标公告.docx", "1.pdf")} == {""}
