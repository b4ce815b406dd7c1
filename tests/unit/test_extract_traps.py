"""Traps of real notices: corrections, attachments, tender papers, sums that do not add up, channels that disagree."""

from __future__ import annotations

import pytest

from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors._coded import coded_fields
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.testing.extractors import reading_of, table_of
from counterfile.text.derive import derive

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())


def stated(reading: Reading, prop: Property) -> list[Statement]:
    return [one for _, statements in extract_reading(reading, LAYERS) for one in statements if one.property is prop]


def test_a_corrected_date_keeps_the_old_words_beside_the_new_ones() -> None:
    reading = reading_of(
        "原“投标截止时间：2025年6月24日9时”，更正为“投标截止时间：2025年7月1日9时”。", title="某局保洁服务项目更正公告"
    )

    (opening,) = stated(reading, Property.OPENING)

    assert opening.value == "2025-07-01"
    assert opening.derivation == "corrected_date"
    new, old = (span.quote for span in opening.evidence)
    assert (derive("date", (new,)), derive("date", (old,))) == ("2025-07-01", "2025-06-24")


def test_a_corrected_amount_keeps_the_old_words_beside_the_new_ones() -> None:
    reading = reading_of(
        "原公告内容：", "最高限价：680万元", "现变更为：", "最高限价：652万元", title="某局保洁服务项目变更公告"
    )

    (ceiling,) = stated(reading, Property.CEILING)

    assert ceiling.value == "CNY 6520000.00 total"
    assert ceiling.derivation == "corrected_amount"
    assert ceiling.evidence[-1].quote == "680万元"


def test_a_corrected_winner_keeps_the_name_that_it_replaces() -> None:
    reading = reading_of(
        "更正内容：原成交供应商：悦厨设备有限公司，现更正为成交供应商：鼎鲜厨房设备有限公司。",
        title="某中学食堂设备采购项目成交结果更正公告",
    )

    (winner,) = stated(reading, Property.SUPPLIER)

    assert winner.value == "鼎鲜厨房设备有限公司"
    assert winner.derivation == "corrected_name"
    assert winner.evidence[-1].quote == "悦厨设备有限公司"


def test_the_words_of_a_correction_mean_nothing_in_an_award() -> None:
    reading = reading_of("成交供应商：鼎鲜厨房设备有限公司", "成交金额：30万元", title="某中学食堂设备采购项目成交公告")

    (winner,) = stated(reading, Property.SUPPLIER)

    assert winner.derivation == "name"


def test_a_value_that_stands_in_an_annex_is_a_missing_document() -> None:
    reading = reading_of("成交供应商：科诺实验设备有限公司", "成交金额：详见附件", title="某大学实验室家具采购成交公告")

    (missing,) = stated(reading, Property.MISSING_DOCUMENT)

    assert missing.value == "详见附件"


def test_tender_papers_are_no_notice_of_their_own() -> None:
    papers = reading_of(
        "某局信息系统采购项目",
        "招标文件",
        "项目编号：QH-2026-1",
        "采购人：青河县数据局",
        "第一章 招标公告",
        "第二章 投标人须知",
        "第三章 评标办法",
        "预算金额：80万元",
    )

    assert extract_reading(papers, LAYERS) == ()


def test_a_notice_with_its_papers_below_stays_a_notice() -> None:
    notice = reading_of(
        "招标文件",
        "第一章 招标公告",
        "第二章 投标人须知",
        "第三章 评标办法",
        "采购人：青河县数据局",
        title="某局信息系统采购项目招标公告",
    )

    assert len(extract_reading(notice, LAYERS)) == 1


def test_lots_that_do_not_add_up_to_the_total_put_it_in_conflict() -> None:
    reading = table_of(
        ["包号", "中标供应商", "中标金额（元）"],
        ["1", "申威检测设备有限公司", "268500"],
        ["2", "迈拓科技有限公司", "94020"],
        title="某口岸设备采购中标公告",
        before="总中标金额：462520元",
    )

    amounts = stated(reading, Property.AWARD_VALUE)

    assert [(one.subject, one.conflict) for one in amounts] == [("", True), ("lot/1", False), ("lot/2", False)]


def test_lots_that_add_up_to_the_total_leave_it_unquestioned() -> None:
    reading = table_of(
        ["包号", "中标供应商", "中标金额（元）"],
        ["1", "申威检测设备有限公司", "268500"],
        ["2", "迈拓科技有限公司", "94020"],
        title="某口岸设备采购中标公告",
        before="总中标金额：362520元",
    )

    assert [one.conflict for one in stated(reading, Property.AWARD_VALUE)] == [False, False, False]


def test_capitals_and_digits_in_two_labels_that_disagree_are_both_kept() -> None:
    reading = reading_of(
        "成交供应商：天眼安防工程有限公司",
        "成交金额（大写）：叁拾陆万伍仟元整",
        "成交金额（小写）：36.5元",
        title="某公园监控项目成交公告",
    )

    amounts = stated(reading, Property.AWARD_VALUE)

    assert {one.value for one in amounts} == {"CNY 365000.00 total", "CNY 36.50 total"}
    assert all(one.conflict for one in amounts)


def test_a_channel_that_contradicts_the_title_is_kept_as_a_conflict() -> None:
    reading = reading_of("公告类型：招标公告", "采购人：青河县水务局", title="某局设备采购项目中标结果公告")

    stages = stated(reading, Property.STAGE)

    assert [(one.value, one.conflict) for one in stages] == [("award", False), ("tender", True)]


def test_several_buyers_of_one_value_are_all_stated() -> None:
    reading = reading_of("采购人：三联县第一中学、三联县实验小学", title="某设备联合采购招标公告")

    assert [one.value for one in stated(reading, Property.BUYER)] == ["三联县第一中学", "三联县实验小学"]


def test_bidders_marked_as_not_chosen_are_no_winners() -> None:
    reading = table_of(
        ["供应商", "报价（元）", "是否成交"],
        ["启航数码科技有限公司", "58740", "是"],
        ["速捷电脑有限公司", "59100", "否"],
        title="笔记本电脑采购网上竞价成交公告",
    )

    assert [one.value for one in stated(reading, Property.SUPPLIER)] == ["启航数码科技有限公司"]


def test_a_code_class_names_its_value_once() -> None:
    text = "采购人：青河县融媒体中心\n声宏音视频工程有限公司\n甲\n乙"
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, 12, name="class:code-00014"),
        Block(BlockKind.CELL, 13, 24, 0, 0, 0, 0, name="class:code-winningSupplierName"),
        Block(BlockKind.CELL, 25, 26, 0, 0, 1, 0, name="class:code-twice"),
        Block(BlockKind.CELL, 27, 28, 0, 0, 2, 0, name="class:code-twice"),
    )
    reading = Reading("rd-" + "0" * 20, "0" * 64, "test 1", text, blocks, (), (Segment(0, len(text)),))

    found = coded_fields(reading, reading.segments[0])

    assert {code: spot.text for code, spot in found.items()} == {
        "code-00014": "青河县融媒体中心",
        "code-winningSupplierName": "声宏音视频工程有限公司",
    }


def test_an_award_above_its_ceiling_is_kept_and_shown_as_contradicted() -> None:
    below, above = (
        reading_of(
            "最高限价：48万元", "成交供应商：洁源环保工程有限公司", f"成交金额：{sum_}", title="某乡厕所改造成交公告"
        )
        for sum_ in ("47万元", "49万元")
    )

    (sure,), (doubted,) = (stated(reading, Property.AWARD_VALUE) for reading in (below, above))

    assert doubted.value == "CNY 490000.00 total"
    assert (sure.conflict, doubted.conflict) == (False, True)
    assert doubted.confidence < sure.confidence


def test_a_count_of_corrections_is_no_second_attempt() -> None:
    reading = reading_of("采购人：碧溪乡人民政府", title="碧溪乡污水处理站设备采购更正公告（第二次）")

    assert stated(reading, Property.ROUND) == []


def test_an_award_that_is_taken_back_ends_the_procedure_and_names_no_winner() -> None:
    reading = reading_of(
        "原成交供应商：康影医疗设备有限公司", "采购人：碧溪乡卫生院", title="关于取消碧溪乡卫生院B超采购成交结果的公告"
    )

    (stage,) = stated(reading, Property.STAGE)

    assert stage.value == "termination"
    assert stated(reading, Property.SUPPLIER) == []


def test_a_unit_above_the_table_is_evidence_of_its_sums() -> None:
    reading = table_of(
        ["分包号", "成交供应商", "成交金额"],
        ["1", "骏驰汽车销售有限公司", "63.5"],
        title="某林业局防火车辆采购成交公告",
        before="成交结果（单位：万元）",
    )

    (award,) = stated(reading, Property.AWARD_VALUE)

    assert award.value == "CNY 635000.00 total"
    assert [span.quote for span in award.evidence] == ["63.5", "成交结果（单位：万元）"]


def test_the_parties_of_a_complaint_have_won_nothing() -> None:
    reading = reading_of(
        "项目编号：BCZC-2025-044", "供应商：华影医学设备有限公司", title="柏川市财政局投诉处理决定公告"
    )

    assert stated(reading, Property.SUPPLIER) == []


@pytest.mark.parametrize(
    "below",
    [
        "两个包中标金额合计：5881.5271万元。",
        "以上中标金额总计5881.5271万元。",
        "合计金额：5881.5271万元",
        "中标总金额：5881.5271万元",
        "中标金额共计5881.5271万元",
    ],
)
def test_the_sum_below_a_flattened_table_is_no_cell_of_its_last_row(below: str) -> None:
    cells = [
        "包号",
        "中标供应商",
        "中标金额（万元）",
        "1",
        "青溪明远科技有限公司",
        "3397.6",
        "2",
        "青溪安澜智能系统有限公司",
        "2483.9271",
    ]
    reading = reading_of(
        "三、中标信息", *cells, below, "采购人：青溪市水务局", title="青溪市视频监控平台项目中标结果公告"
    )

    of_lots = {one.subject: one.value for one in stated(reading, Property.AWARD_VALUE) if one.subject}

    assert of_lots == {"lot/1": "CNY 33976000.00 total", "lot/2": "CNY 24839271.00 total"}
