"""One correction teaches a label in all its spellings, the columns of flat and of row-wise tables, and nothing that a label does not say."""

from __future__ import annotations

import pytest

from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.testing.extractors import reading_of, table_of
from counterfile.text.aliases import BY_HEADING, Alias, spellings
from counterfile.text.prepared import PreparedReading
from counterfile.views import causes
from counterfile.views.causes import Sort
from counterfile.views.teaching import ANYWHERE, Lesson, labels_of, with_aliases

FIRM = "云溪木艺家具有限公司"


@pytest.mark.parametrize(
    ("label", "meant", "other"),
    [
        ("授牌单位", Property.SUPPLIER, "授牌单位名称"),
        ("授牌单位名称", Property.SUPPLIER, "授牌单位"),
        ("案卷编号", Property.NUMBER, "案卷编码"),
        ("立约日期", Property.SIGNED, "立约时间"),
        ("定盘价", Property.AWARD_VALUE, "定盘金额"),
        ("定盘价", Property.AWARD_VALUE, "定盘总价万元"),
        ("第一获牌人选", Property.CANDIDATE, "第二获牌人选"),
    ],
)
def test_heads_of_labels_are_written_in_several_ways(label: str, meant: Property, other: str) -> None:
    assert other in spellings(label, meant)
    assert label not in spellings(label, meant)


@pytest.mark.parametrize(
    ("label", "meant"),
    [("名称", Property.SUPPLIER), ("授牌单位", ""), ("事由", Property.METHOD), ("firm", Property.BUYER)],
)
def test_short_labels_and_what_is_not_claimed_have_no_other_spelling(label: str, meant: str) -> None:
    assert spellings(label, meant) == frozenset()


def test_spelling_that_means_something_by_itself_is_left_alone() -> None:
    lesson = Lesson(Alias("中标单位名称", Property.CANDIDATE), ANYWHERE)

    assert labels_of(lesson) == {"中标单位名称"}


def aliases(reading: Reading) -> dict[str, str]:
    assert isinstance(reading, PreparedReading)
    return {one.label: one.property for one in reading.aliases}


def test_other_spelling_goes_with_the_readings_in_which_it_stands() -> None:
    taught = [Lesson(Alias("授牌单位", Property.SUPPLIER), ANYWHERE)]
    spelled = reading_of("四、结果", f"授牌单位名称：{FIRM}")

    carried = aliases(with_aliases(spelled, taught))

    assert carried["授牌单位名称"] == Property.SUPPLIER


def test_what_was_taught_itself_goes_before_what_is_only_spelled_like_it() -> None:
    taught = [
        Lesson(Alias("授牌单位", Property.SUPPLIER), ANYWHERE),
        Lesson(Alias("授牌单位名称", Property.CANDIDATE), ANYWHERE),
    ]
    spelled = reading_of("四、结果", f"授牌单位名称：{FIRM}")

    assert aliases(with_aliases(spelled, taught))["授牌单位名称"] == Property.CANDIDATE


def test_label_that_a_notice_prints_for_several_parties_is_told_by_its_heading() -> None:
    taught = [Lesson(Alias("尊号", Property.BUYER), ANYWHERE)]
    several = reading_of("一、采购人信息", "尊号：临沅市公安局", "二、采购代理机构信息", "尊号：澄远招标代理有限公司")
    single = reading_of("一、采购人信息", "尊号：临沅市公安局", "二、其他", "联系人：略")

    assert aliases(with_aliases(several, taught)) == {"尊号": "name"}
    assert "name" in BY_HEADING
    assert aliases(with_aliases(single, taught)) == {"尊号": Property.BUYER}


def cause(reading: Reading, words: str, meant: Property) -> tuple[str, str]:
    start = reading.text.rindex(words)
    found = causes.taught_by(reading, start, start + len(words), meant)
    return ("", "") if found is None else (found.sort, found.words)


def test_head_of_a_table_that_was_printed_as_lines_is_found_by_its_place_in_the_row() -> None:
    table = reading_of(
        "结果公告",
        "二、揭晓情况",
        "序号",
        "揽下单位",
        "落定数额（元）",
        "备注",
        "1",
        FIRM,
        "45600.00",
        "共三家参加，详见附表2",
        "三、其他",
    )

    assert cause(table, FIRM, Property.SUPPLIER) == (Sort.COLUMN, "揽下单位")
    assert cause(table, "45600.00", Property.AWARD_VALUE) == (Sort.COLUMN, "落定数额（元）")


def test_labels_and_values_in_turn_are_no_flat_table() -> None:
    pairs = reading_of("结果公告", "二、揭晓情况", "揽下单位", FIRM, "拍定之日", "2026年3月4日")

    assert cause(pairs, FIRM, Property.SUPPLIER) == (Sort.LABEL, "揽下单位")
    assert cause(pairs, "2026年3月4日", Property.DECIDED) == (Sort.LABEL, "拍定之日")


def test_label_of_a_table_that_reads_by_rows_is_its_first_cell() -> None:
    firms = [f"{name}有限公司" for name in ("青澜视讯科技", "泽塘建设集团", "澄山数据技术")]
    rows = (("揽下人选", *firms), ("开出价码（元）", "100", "200", "300"))
    reading = table_of(*rows)

    assert cause(reading, firms[2], Property.CANDIDATE) == (Sort.LABEL, "揽下人选")
    assert cause(reading, "300", Property.BID_VALUE) == (Sort.LABEL, "开出价码（元）")


@pytest.mark.parametrize(
    ("label", "meant", "refused"),
    [
        ("办公地址", Property.CITY, True),
        ("出题方", Property.PROVINCE, True),
        ("所属片区", Property.CITY, False),
        ("服务概要", Property.STAGE, True),
        ("告示类别", Property.STAGE, False),
    ],
)
def test_region_and_kind_are_taught_only_by_labels_that_announce_them(
    label: str, meant: Property, refused: bool
) -> None:
    reading = reading_of("一、概况", f"{label}：临沅市")
    start = reading.text.index("临沅市")
    found = causes.cause_of(reading, start, start + 3)
    assert found is not None

    assert bool(causes.teachable(found, meant)) is refused
