"""The resolver decides once: agreement counts, contradiction is kept, roles follow the stage."""

from __future__ import annotations

from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Page, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import VERSION, decide, extract_reading
from counterfile.testing.extractors import reading_of, table_of
from counterfile.text.derive import derive
from counterfile.text.names import core_title
from counterfile.views.labels import label

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())


def told(reading: Reading) -> tuple[Statement, ...]:
    notices = extract_reading(reading, LAYERS)
    return notices[0][1] if notices else ()


def values(reading: Reading, prop: Property, subject: str = "") -> list[str]:
    return [one.value for one in told(reading) if one.property is prop and one.subject == subject]


def test_version_is_given() -> None:
    assert VERSION


def test_every_statement_follows_from_its_quotes() -> None:
    reading = reading_of(
        "受青河县水利局委托，泽塘招标代理有限公司就水文设备采购项目（项目编号：QHSL-2026-15）组织采购，成交结果如下：",
        "成交供应商：临沅仪器有限公司",
        "成交金额（万元）：32.5",
        title="青河县水文设备采购项目成交公告",
    )

    statements = told(reading)

    assert statements
    for one in statements:
        assert one.value == derive(one.derivation, tuple(span.quote for span in one.evidence))
        assert all(reading.text[span.start : span.end] == span.quote for span in one.evidence)


def test_totals_ten_thousand_times_apart_are_a_conflict_and_no_label() -> None:
    reading = reading_of(
        "总成交金额：3250310.000000 万元（人民币）",
        "成交供应商：临沅仪器有限公司",
        "成交金额：3250310元",
        title="青河县水文设备采购项目成交公告",
    )

    statements = [one for one in told(reading) if one.property is Property.AWARD_VALUE]

    assert {"CNY 32503100000.00 total", "CNY 3250310.00 total"} == {one.value for one in statements}
    assert all(one.conflict for one in statements)
    lots = label(told(reading), "a.html")["lots"]
    assert isinstance(lots, list)
    assert [lot["amount"] for lot in lots] == [None]


def test_rounded_total_agrees_with_the_exact_one() -> None:
    reading = reading_of(
        "总成交金额：32.5031 万元（人民币）",
        "成交供应商：临沅仪器有限公司",
        "成交金额：325031.40元",
        title="青河县水文设备采购项目成交公告",
    )

    assert values(reading, Property.AWARD_VALUE, "lot/1") == ["CNY 325031.40 total"]


def test_award_far_above_its_ceiling_is_in_conflict() -> None:
    reading = reading_of(
        "最高限价：330000元",
        "成交供应商：临沅仪器有限公司",
        "成交金额：325031万元",
        title="青河县水文设备采购项目成交公告",
    )

    assert all(one.conflict for one in told(reading) if one.property is Property.AWARD_VALUE)


def test_number_without_any_unit_is_no_amount() -> None:
    reading = reading_of("中标单位：临沅仪器有限公司", "中标金额：1267500", title="青河县水文设备采购项目中标公告")

    assert values(reading, Property.AWARD_VALUE, "lot/1") == ["unknown_unit"]


def test_one_yuan_where_a_rate_was_bid_is_a_placeholder() -> None:
    reading = table_of(
        ["排序", "中标候选人名称", "投标报价（元）"],
        ["1", "临沅建设工程有限公司", "1"],
        ["2", "泽塘建设集团有限公司", "1"],
        title="青河县道路工程中标候选人公示",
    )

    assert [one for one in told(reading) if one.property is Property.BID_VALUE] == []


def test_first_ranked_candidate_of_an_award_is_the_winner() -> None:
    reading = reading_of(
        "A包临沅建设工程有限公司为第一成交候选供应商，谈判报价为290000元。",
        "B包泽塘建设集团有限公司为第一成交候选供应商，谈判报价为437500元。",
        title="青河县腐熟剂采购项目成交公告",
    )

    assert values(reading, Property.LOT_LABEL, "lot/1") == ["A包"]
    assert values(reading, Property.SUPPLIER, "lot/1/supplier/1") == ["临沅建设工程有限公司"]
    assert values(reading, Property.SUPPLIER, "lot/2/supplier/1") == ["泽塘建设集团有限公司"]


def test_notice_headed_award_that_only_ranks_announces_candidates() -> None:
    reading = table_of(
        ["推荐名次", "投标人名称", "投标单价（元/亩）"],
        ["推荐第一成交候选人", "临沅测绘有限公司", "29.86"],
        ["推荐第二成交候选人", "泽塘测绘有限公司", "30.00"],
        title="青河县确权登记采购项目中标公告",
    )

    assert values(reading, Property.STAGE) == ["candidates"]
    assert values(reading, Property.CANDIDATE, "lot/1/supplier/1") == ["临沅测绘有限公司"]
    assert values(reading, Property.BID_VALUE, "lot/1/supplier/1") == ["CNY 29.86 unit_price"]


def test_joint_bid_has_lead_and_members() -> None:
    reading = reading_of(
        "中标人：临沅建设工程有限公司（联合体牵头人）、泽塘设计院有限公司（成员）",
        "中标价（元）：602307595.46",
        title="青河县公路工程中标结果公告",
    )

    assert values(reading, Property.LEAD, "lot/1/supplier/1") == ["true"]
    assert values(reading, Property.LEAD, "lot/1/supplier/2") == ["false"]
    assert values(reading, Property.AWARD_VALUE, "lot/1") == ["CNY 602307595.46 total"]


def test_tender_has_no_suppliers() -> None:
    reading = reading_of(
        "项目编号：QHSL-2026-15",
        "采购人：青河县水利局",
        "供应商名称：临沅仪器有限公司",
        title="青河县水文设备采购项目公开招标公告",
    )

    assert [one for one in told(reading) if one.property in {Property.SUPPLIER, Property.CANDIDATE}] == []


def test_failed_lot_stands_beside_an_awarded_one() -> None:
    reading = table_of(
        ["包号", "中标供应商名称", "中标金额（元）"],
        ["第一包", "临沅仪器有限公司", "325000"],
        ["第二包", "有效供应商不足三家，废标", ""],
        title="青河县水文设备采购项目中标公告",
    )

    assert values(reading, Property.LOT_STATUS, "lot/1") == ["awarded"]
    assert values(reading, Property.LOT_STATUS, "lot/2") == ["failed"]


def test_lots_of_two_layers_are_one_row() -> None:
    reading = reading_of(
        "第一包：水文设备",
        "中标供应商：临沅仪器有限公司",
        "中标金额：32.5万元",
        "第二包：通信设备",
        "中标供应商：泽塘通信有限公司",
        "中标金额：12万元",
        "经评审，确定泽塘通信有限公司为中标供应商。",
        title="青河县设备采购项目中标公告",
    )

    assert [one.value for one in told(reading) if one.property is Property.LOT_LABEL] == ["第一包", "第二包"]
    assert values(reading, Property.AWARD_VALUE, "lot/2") == ["CNY 120000.00 total"]


def test_buyer_may_stand_only_before_the_project_in_the_title() -> None:
    reading = table_of(
        ["项目名称", "成交金额（元）", "成交供应商"],
        ["水文设备采购项目", "325000", "临沅仪器有限公司"],
        title="青河县水利局水文设备采购项目成交公告",
    )

    assert values(reading, Property.BUYER) == ["青河县水利局"]


def test_keys_are_forms_to_link_by() -> None:
    reading = reading_of(
        "项目编号：QHSL〔2026〕 015号",
        "采购人：青河县水利局",
        "项目名称：青河县水文设备采购项目（二次）",
        title="青河县水文设备采购项目（二次）公开招标公告",
    )

    keys = {one.property: one.key for one in told(reading)}

    assert keys[Property.NUMBER] not in {None, "QHSL〔2026〕 015号"}
    assert keys[Property.BUYER] == "青河县水利局"
    assert keys[Property.TITLE] == core_title("青河县水文设备采购项目（二次）")


def test_pages_of_evidence_are_told() -> None:
    text = "青河县水文设备采购项目中标公告\n中标单位：临沅仪器有限公司"
    cut = text.index("\n")
    blocks = (Block(BlockKind.TITLE, 0, cut, 1), Block(BlockKind.PARAGRAPH, cut + 1, len(text), 2))
    pages = (Page(1, 0, cut, 595, 842), Page(2, cut + 1, len(text), 595, 842))
    reading = Reading("rd-0", "0" * 64, "test 1", text, blocks, pages, (Segment(0, len(text)),))

    supplier = next(one for one in told(reading) if one.property is Property.SUPPLIER)

    assert supplier.evidence[0].page == 2


def test_nothing_is_extracted_from_a_page_that_is_not_believed() -> None:
    text = "青河县水文设备采购项目中标公告\n中标单位：临沅仪器有限公司"
    cut = text.index("\n")
    blocks = (Block(BlockKind.TITLE, 0, cut, 1), Block(BlockKind.PARAGRAPH, cut + 1, len(text), 2))
    pages = (Page(1, 0, cut, 595, 842), Page(2, cut + 1, len(text), 595, 842, doubt="garbled"))
    reading = Reading("rd-0", "0" * 64, "test 1", text, blocks, pages, (Segment(0, len(text)),))

    assert Property.STAGE in {one.property for one in told(reading)}
    assert values(reading, Property.SUPPLIER) == []


def test_segment_without_any_sign_of_a_notice_gives_nothing() -> None:
    reading = reading_of("序号 货物 数量", "1 摄像机 58", "2 交换机 16")

    assert extract_reading(reading, LAYERS) == ()


def test_each_segment_is_a_notice_of_its_own() -> None:
    first, second = "青河县水文设备采购项目中标公告", "白石市道路工程招标公告"
    text = f"{first}\n中标单位：临沅仪器有限公司\n{second}\n招标人：白石市交通运输局"
    cut = text.index(second)
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    segments = (Segment(0, cut - 1, "one"), Segment(cut, len(text), "two"))
    reading = Reading("rd-0", "ab" * 32, "test 1", text, tuple(blocks), (), segments)

    assert [notice for notice, _ in extract_reading(reading, LAYERS)] == ["n-abababababababab", "n-abababababababab-2"]


def test_candidates_outside_the_segment_are_ignored() -> None:
    reading = reading_of("采购人：青河县水利局", "项目编号：QHSL-2026-15", title="青河县水文设备公开招标公告")
    candidates = [one for layer in LAYERS for one in layer.propose(reading, reading.segments[0])]

    assert decide(candidates, reading, Segment(0, 3), "n-1") == ()
