"""Each layer proposes what its words carry, in the role in which they stand."""

from __future__ import annotations

import pytest

from counterfile.hooks import Extractor
from counterfile.model.candidate import Candidate
from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.testing.extractors import check_extractor, reading_of, table_of

LAYERS: tuple[Extractor, ...] = (
    StructuredExtractor(),
    SummaryExtractor(),
    LabelExtractor(),
    TableExtractor(),
    ProseExtractor(),
)


def proposed(layer: Extractor, reading: Reading) -> list[Candidate]:
    return [one for segment in reading.segments for one in layer.propose(reading, segment)]


def values(layer: Extractor, reading: Reading, prop: Property) -> list[str]:
    return [one.value for one in proposed(layer, reading) if one.property is prop]


AWARD = reading_of(
    "一、项目编号：QHZC-2026-0107",
    "二、项目名称：青河县公安局警务平台采购项目",
    "三、中标（成交）信息",
    "供应商名称：临沅数据技术有限公司",
    "中标（成交）金额：517.9175 万元",
    "五、评审专家名单：",
    "王小明、李小红",
    "六、代理服务收费标准及金额：",
    "收费金额（元）：22600",
    "九、凡对本次公告内容提出询问，请按以下方式联系。",
    "1.采购人信息",
    "名 称：青河县公安局",
    "地 址：湖北省宜昌市兴山县古夫镇丰邑大道1号",
    "联系人：王小明",
    "2.采购代理机构信息",
    "名 称：泽塘招标代理有限公司",
    title="青河县公安局警务平台采购项目（二次）中标公告",
)
FLAT = reading_of(
    "三、中标（成交）信息",
    "1.中标结果：",
    "序号",
    "供应商名称",
    "供应商地址",
    "中标（成交）金额",
    "评审报价",
    "1",
    "临沅数据技术有限公司",
    "临沅市解放路26号",
    "报价：749808（元）",
    "749808.0元",
    "2.废标结果:",
    "序号",
    "标项名称",
    "废标理由",
    title="青河县广告服务采购项目成交公告",
)
RANKED = table_of(
    ["名次", "第一名", "第二名"],
    ["中标候选人名称", "临沅建设工程有限公司", "泽塘建设集团有限公司"],
    ["投标报价(元/%)", "6848751.94", "6838010.00"],
    ["工期（日历天）", "60", "60"],
    title="青河县学生公寓改造工程中标候选人公示",
)
LOTS = table_of(
    ["包号", "名称", "预算金额（万元）"],
    ["A包", "前端设备", "553.5"],
    ["B包", "配套软件", "369.1"],
    title="青河县雪亮工程设备采购项目招标公告",
)
LEAD = reading_of(
    "泽塘招标代理有限公司受青河县水利局的委托，就青河县水文测报设备采购项目（项目编号：QHSL2016-15）组织采购，评标工作已经结束，成交结果如下：",
    "经评审，确定临沅仪器有限公司为中标供应商，中标金额为人民币32.5万元。",
    "本项目不接受联合体投标。",
    "2016年11月30日",
)
SAMPLES = (AWARD, FLAT, RANKED, LOTS, LEAD)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_layer_keeps_the_rules_of_its_socket(layer: Extractor) -> None:
    check_extractor(layer, SAMPLES)


def test_title_gives_stage_round_and_project() -> None:
    layer = SummaryExtractor()

    assert values(layer, AWARD, Property.STAGE)[:1] == ["award"]
    assert values(layer, AWARD, Property.ROUND) == ["2"]
    assert values(layer, AWARD, Property.TITLE) == ["青河县公安局警务平台采购项目（二次）"]


def test_labels_give_parties_by_their_section() -> None:
    layer = LabelExtractor()

    assert values(layer, AWARD, Property.BUYER) == ["青河县公安局"]
    assert values(layer, AWARD, Property.AGENCY) == ["泽塘招标代理有限公司"]
    assert values(layer, AWARD, Property.SUPPLIER) == ["临沅数据技术有限公司"]


def test_agency_fee_is_a_fee_and_no_award() -> None:
    layer = LabelExtractor()

    assert values(layer, AWARD, Property.FEE) == ["CNY 22600.00 total"]
    assert values(layer, AWARD, Property.AWARD_VALUE) == ["CNY 5179175.00 total"]


def test_persons_are_never_proposed() -> None:
    found = {one.value for layer in LAYERS for one in proposed(layer, AWARD)}

    assert not any("王小明" in value or "李小红" in value for value in found)


def test_flattened_table_is_read_by_its_header() -> None:
    layer = TableExtractor()

    assert values(layer, FLAT, Property.SUPPLIER) == ["临沅数据技术有限公司"]
    assert values(layer, FLAT, Property.AWARD_VALUE) == ["CNY 749808.00 total"]


def test_flattened_table_with_an_empty_cell_is_read_by_type() -> None:
    reading = reading_of(
        "三、成交信息",
        "序号",
        "供应商名称",
        "供应商地址",
        "成交金额（元）",
        "备注",
        "1",
        "临沅数据技术有限公司",
        "120000.00",
        title="青河县服务采购成交公告",
    )

    assert values(TableExtractor(), reading, Property.AWARD_VALUE) == ["CNY 120000.00 total"]


def test_transposed_table_gives_ranked_candidates_with_their_bids() -> None:
    layer = TableExtractor()

    assert values(layer, RANKED, Property.CANDIDATE) == ["临沅建设工程有限公司", "泽塘建设集团有限公司"]
    assert values(layer, RANKED, Property.RANK) == ["1", "2"]
    assert values(layer, RANKED, Property.BID_VALUE) == ["CNY 6848751.94 total", "CNY 6838010.00 total"]


def test_lots_are_rows_with_the_unit_of_the_header() -> None:
    layer = TableExtractor()

    assert values(layer, LOTS, Property.LOT_LABEL) == ["A包", "B包"]
    assert values(layer, LOTS, Property.BUDGET) == ["CNY 5535000.00 total", "CNY 3691000.00 total"]


def test_lead_sentence_gives_buyer_agency_and_project() -> None:
    layer = ProseExtractor()

    assert values(layer, LEAD, Property.BUYER) == ["青河县水利局"]
    assert values(layer, LEAD, Property.AGENCY) == ["泽塘招标代理有限公司"]
    assert values(layer, LEAD, Property.TITLE) == ["青河县水文测报设备采购项目"]
    assert values(layer, LEAD, Property.PUBLISHED) == ["2016-11-30"]
    assert values(layer, LEAD, Property.CONSORTIUM_ALLOWED) == ["false"]


def test_sentence_gives_the_winner_and_the_price() -> None:
    layer = ProseExtractor()

    assert values(layer, LEAD, Property.SUPPLIER) == ["临沅仪器有限公司"]
    assert values(layer, LEAD, Property.AWARD_VALUE) == ["CNY 325000.00 total"]


def test_label_split_by_tags_is_mended() -> None:
    reading = reading_of(
        "项目编号",
        "：QHZC-2026-0107",
        "预算金额：",
        "60",
        "万元",
        "。",
        "开标时间：",
        "202",
        "6",
        "年",
        "3",
        "月",
        "20",
        "日",
    )
    layer = LabelExtractor()

    assert values(layer, reading, Property.NUMBER) == ["QHZC-2026-0107"]
    assert values(layer, reading, Property.BUDGET) == ["CNY 600000.00 total"]
    assert values(layer, reading, Property.OPENING) == ["2026-03-20"]


def test_losing_bidders_are_nobodys_award() -> None:
    reading = table_of(
        ["未中标供应商", "未中标原因"],
        ["临沅数据技术有限公司", "评分低，不推荐"],
        title="青河县服务采购成交公告",
    )

    assert [one for layer in LAYERS for one in proposed(layer, reading) if one.property is Property.SUPPLIER] == []


def test_earlier_contracts_of_a_bidder_are_not_read() -> None:
    reading = table_of(
        ["单位名称", "项目名称", "合同金额（万元）", "项目负责人"],
        ["临沅数据技术有限公司", "白石市平台一期", "686.0", "王小明"],
        before="业绩",
        title="青河县服务采购中标候选人公示",
    )

    assert proposed(TableExtractor(), reading) == []


def test_amended_date_is_the_new_one() -> None:
    reading = reading_of(
        "更正内容：原公告的提交投标文件截止时间、开标时间：2021年02月24日09点30分，更正为：2021年03月03日09点30分。"
    )

    assert values(LabelExtractor(), reading, Property.OPENING) == ["2021-03-03"]


def test_unmarked_form_of_yes_and_no_is_no_answer() -> None:
    reading = reading_of("本项目（是/否）接受联合体投标:", "是", "否", "二、申请人的资格要求：")

    assert [
        one for layer in LAYERS for one in proposed(layer, reading) if one.property is Property.CONSORTIUM_ALLOWED
    ] == []


def test_furniture_is_never_evidence() -> None:
    text = "上一篇：青河县服务采购中标公告\n中标单位：临沅数据技术有限公司"
    cut = text.index("\n")
    blocks = (Block(BlockKind.FURNITURE, 0, cut), Block(BlockKind.FURNITURE, cut + 1, len(text)))
    reading = Reading("rd-0", "0" * 64, "test 1", text, blocks, (), (Segment(0, len(text)),))

    assert [one for layer in LAYERS for one in proposed(layer, reading)] == []


def _fields(**fields: str) -> Reading:
    blocks, parts, at = [], [], 0
    for name, value in fields.items():
        blocks.append(Block(BlockKind.FIELD, at, at + len(value), name=name))
        parts.append(value)
        at += len(value) + 1
    text = "\n".join(parts)
    return Reading("rd-0", "0" * 64, "test 1", text, tuple(blocks), (), (Segment(0, len(text)),))


def test_ocds_release_is_read_by_pointer() -> None:
    reading = _fields(
        **{
            "/ocid": "ocds-lnd0ra-17",
            "/date": "2021-09-11T09:00:00Z",
            "/tag/0": "award",
            "/buyer/name": "Brennick Police Service",
            "/tender/id": "LD/2021/ICB-9317",
            "/tender/title": "Records platform",
            "/awards/0/id": "a1",
            "/awards/0/date": "2021-09-08T00:00:00Z",
            "/awards/0/value/amount": "423368.21",
            "/awards/0/value/currency": "USD",
            "/awards/0/suppliers/0/name": "Harrowgate Vision Systems Ltd",
        }
    )
    layer = StructuredExtractor()

    assert values(layer, reading, Property.STAGE) == ["award"]
    assert values(layer, reading, Property.BUYER) == ["Brennick Police Service"]
    assert values(layer, reading, Property.SUPPLIER) == ["Harrowgate Vision Systems Ltd"]
    assert values(layer, reading, Property.AWARD_VALUE) == ["USD 423368.21 total"]
    assert values(layer, reading, Property.DECIDED) == ["2021-09-08"]


def test_eforms_result_links_lot_tender_and_company() -> None:
    root, wrap = (
        "/ContractAwardNotice/",
        "/ContractAwardNotice/UBLExtensions/UBLExtension/ExtensionContent/EformsExtension/",
    )
    reading = _fields(
        **{
            root + "ContractFolderID": "5c1f4b0a-0000-4000-8000-000000000017",
            root + "NoticeTypeCode": "can-standard",
            root + "ContractingParty/Party/PartyIdentification/ID": "ORG-0001",
            root + "ProcurementProjectLot/ID": "LOT-0001",
            wrap + "Organizations/Organization[1]/Company/PartyIdentification/ID": "ORG-0001",
            wrap + "Organizations/Organization[1]/Company/PartyName/Name": "Oldemar Municipal Council",
            wrap + "Organizations/Organization[2]/Company/PartyIdentification/ID": "ORG-0002",
            wrap + "Organizations/Organization[2]/Company/PartyName/Name": "Quenby Vision Systems Ltd",
            wrap + "NoticeResult/TenderingParty/ID": "TPA-0001",
            wrap + "NoticeResult/TenderingParty/Tenderer/ID": "ORG-0002",
            wrap + "NoticeResult/LotTender/ID": "TEN-0001",
            wrap + "NoticeResult/LotTender/TenderingParty/ID": "TPA-0001",
            wrap + "NoticeResult/LotTender/TenderLot/ID": "LOT-0001",
            wrap + "NoticeResult/LotTender/LegalMonetaryTotal/PayableAmount": "120000.00",
            wrap + "NoticeResult/LotTender/LegalMonetaryTotal/PayableAmount/@currencyID": "EUR",
        }
    )
    layer = StructuredExtractor()

    assert values(layer, reading, Property.STAGE) == ["award"]
    assert values(layer, reading, Property.BUYER) == ["Oldemar Municipal Council"]
    assert values(layer, reading, Property.SUPPLIER) == ["Quenby Vision Systems Ltd"]
    assert values(layer, reading, Property.AWARD_VALUE) == ["EUR 120000.00 total"]
    check_extractor(layer, [reading])
