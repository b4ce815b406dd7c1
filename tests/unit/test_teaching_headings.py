"""A heading that a person taught opens its section: in tables, before general labels, and over bare lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counterfile import worker
from counterfile.model.notice import Property
from counterfile.model.reading import BlockKind, Reading
from counterfile.plugins.extractors import _grid, _lines, outline
from counterfile.testing.extractors import reading_of, table_of
from counterfile.text import sections
from counterfile.text.aliases import Alias
from counterfile.text.kinds import Section
from counterfile.text.prepared import PreparedReading, digest, prepared
from counterfile.views import causes
from counterfile.views.causes import Sort

FIRMS = ("青澜视讯科技有限公司", "云溪木艺家具有限公司", "泽塘建设集团有限公司")
HEAD = ("项目编号：QH-2026-0107", "项目名称：青河县公安局警务平台采购项目", "采购人：青河县公安局")
TITLE = "青河县公安局警务平台采购项目中标公告"
TAUGHT = (Alias("授牌单位名录", Property.SUPPLIER),)


@pytest.fixture(autouse=True)
def taught_sections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every place that opens sections look into what was taught."""
    for module in (outline, _lines, _grid):
        if hasattr(module, "section_of"):
            monkeypatch.setattr(module, "section_of", sections.section_of)
    _lines.look.cache_clear()
    yield
    _lines.look.cache_clear()


def suppliers(words: Reading, *headings: Alias, meant: Property = Property.SUPPLIER) -> list[str]:
    fields = {field: getattr(words, field) for field in Reading.__struct_fields__}
    found = worker.extract(PreparedReading(**fields, headings=headings))
    return [one.value for _, told in found for one in told if one.property is meant]


DRESSES = {
    "a numbered heading over lines": reading_of(*HEAD, "四、授牌单位名录", *FIRMS, "五、其他事项", title=TITLE),
    "a plain line over numbered lines": reading_of(
        *HEAD, "授牌单位名录", *(f"（{at}）{firm}；" for at, firm in enumerate(FIRMS, 1)), "联系电话：略", title=TITLE
    ),
    "one paragraph": reading_of(*HEAD, "\n".join(["授牌单位名录：", *FIRMS]), title=TITLE),
    "a table of general heads": table_of(
        ["序号", "单位名称", "金额（元）"],
        *([str(at), firm, f"{at}25000"] for at, firm in enumerate(FIRMS, 1)),
        title=TITLE,
        before="授牌单位名录",
    ),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_what_stands_below_a_taught_heading_is_what_it_announces(dress: str) -> None:
    words = DRESSES[dress]

    assert suppliers(words) == []
    assert suppliers(words, *TAUGHT) == list(FIRMS)
    assert suppliers(words) == []


def test_amounts_of_general_columns_below_a_taught_heading_are_awards() -> None:
    words = DRESSES["a table of general heads"]

    amounts = suppliers(words, *TAUGHT, meant=Property.AWARD_VALUE)

    assert amounts == ["CNY 125000.00 total", "CNY 225000.00 total", "CNY 325000.00 total"]


def test_a_heading_taught_to_mean_nothing_silences_its_section() -> None:
    words = reading_of(*HEAD, "四、中标往例", f"中标人：{FIRMS[0]}", "中标金额：12万元", title=TITLE)

    assert suppliers(words) == [FIRMS[0]]
    assert suppliers(words, Alias("中标往例", "")) == []


def test_a_list_ends_at_the_next_heading_and_leaves_joint_bids_alone() -> None:
    words = reading_of(
        *HEAD,
        "授牌单位名录",
        FIRMS[0],
        f"{FIRMS[1]}（联合体牵头人）",
        "五、参加报价的单位",
        FIRMS[2],
        title=TITLE,
    )

    assert suppliers(words, *TAUGHT) == [FIRMS[0]]


def test_marking_headings_keeps_every_word_and_place() -> None:
    words = reading_of("甲\n授牌单位名录\n乙", "二、授牌单位名录：", title=TITLE)

    marked = sections.with_headings(words, ["授牌单位名录"])

    assert marked.text == words.text
    told = [(block.kind, marked.text[block.start : block.end]) for block in marked.blocks[1:]]
    assert told == [
        (BlockKind.PARAGRAPH, "甲"),
        (BlockKind.HEADING, "授牌单位名录"),
        (BlockKind.PARAGRAPH, "乙"),
        (BlockKind.HEADING, "二、授牌单位名录："),
    ]


def test_sections_are_taught_only_inside_their_block() -> None:
    assert sections.section_of("授牌单位名录") is None
    with sections.taught({"授牌单位名录": Section.AWARD}):
        assert sections.section_of("四、授牌单位名录") is Section.AWARD
        assert sections.section_of("采购人信息") is Section.BUYER
    assert sections.section_of("授牌单位名录") is None


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize(
    "dress", ["a numbered heading over lines", "a plain line over numbered lines", "one paragraph"]
)
def test_every_item_of_a_list_is_announced_by_the_heading_above_it(dress: str, at: int) -> None:
    words = DRESSES[dress]
    place = words.text.index(FIRMS[at])

    cause = causes.cause_of(words, place, place + len(FIRMS[at]))

    assert cause is not None
    assert (cause.sort, cause.key) == (Sort.SECTION, "授牌单位名录")
    assert causes.teachable(cause, Property.SUPPLIER) == ""
    assert len(list(causes.headings(words, cause.key))) == 1


@pytest.mark.parametrize(
    ("heading", "meant", "why"),
    [
        ("四、采购人信息", Property.BUYER_ADDRESS, "already"),
        ("四、授牌单位名录", Property.CITY, "no heading tells of"),
        ("四、2026年授牌单位名录", Property.SUPPLIER, "too particular"),
    ],
)
def test_a_heading_that_cannot_be_taught_says_why(heading: str, meant: Property, why: str) -> None:
    words = reading_of(heading, "经评审后由以下企业承接本次采购项目的全部内容：", f"{FIRMS[0]}，特此公告", title=TITLE)
    at = words.text.index(FIRMS[0])
    cause = causes.cause_of(words, at, at + len(FIRMS[0]))

    assert cause is not None
    assert why in causes.teachable(cause, meant)


def test_what_a_reading_carries_is_kept_when_more_is_added() -> None:
    words = DRESSES["one paragraph"]

    first = prepared(words, headings=TAUGHT)
    both = prepared(first, (Alias("揭晓归属", Property.SUPPLIER),))

    assert isinstance(both, PreparedReading)
    assert both.headings == TAUGHT
    assert len({digest(words), digest(first), digest(both)}) == 3
    assert prepared(words, (), ()) is words
