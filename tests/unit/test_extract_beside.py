"""Labels without a colon, tables of plain text, and strange labels that their values explain."""

from __future__ import annotations

import pytest

from counterfile.model.notice import Property, Stage
from counterfile.model.reading import Reading
from counterfile.plugins.extractors._beside import beside, in_clauses
from counterfile.plugins.extractors._spaced import is_row_of_heads
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.testing.extractors import reading_of, table_of
from counterfile.text.kinds import stage_of
from counterfile.text.label_values import told_by_value
from counterfile.text.labels import Field, Party, meaning
from counterfile.text.names import split_joint

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())


def values(reading: Reading, prop: Property) -> list[str]:
    return [
        one.value
        for _, told in extract_reading(reading, LAYERS)
        for one in told
        if one.property is prop and not one.conflict
    ]


def parts(text: str) -> list[tuple[str, str]]:
    return [(text[low:high].strip(), text[start:end]) for low, high, _, start, end in beside(text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("采购编号QH-2025-0117", ("采购编号", "QH-2025-0117")),
        ("采购单位青禾县公安局", ("采购单位", "青禾县公安局")),
        ("采 购 人　青禾县公安局", ("采 购 人", "青禾县公安局")),
        ("中标金额　￥683,200.00元", ("中标金额", "￥683,200.00元")),
        ("发布时间 2024-03-28 浏览次数 102", ("发布时间", "2024-03-28")),
        ("中选机构衡准工程造价咨询有限公司", ("中选机构", "衡准工程造价咨询有限公司")),
        ("是否允许联合体不允许", ("是否允许联合体", "不允许")),
    ],
)
def test_a_label_and_its_value_need_no_colon(line: str, expected: tuple[str, str]) -> None:
    assert parts(line) == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "采购人民医院设备",
        "招标代理有限公司",
        "中标人应当按照招标文件签订合同",
        "项目名称及编号",
        "某工程有限公司：投标报价862万元",
        "包号 名称 预算金额（万元）",
    ],
)
def test_words_that_only_begin_like_a_label_are_none(line: str) -> None:
    assert parts(line) == []


def test_clauses_about_one_lot_are_read_each_by_itself() -> None:
    line = "包1 彩超：中标供应商 青禾医疗器械有限公司，中标金额 186.8 万元；"

    assert [line[start:end] for _, _, _, start, end in in_clauses(line)] == ["青禾医疗器械有限公司", "186.8 万元"]


def test_heads_in_one_line_are_no_label_of_the_row_below() -> None:
    reading = reading_of(
        "项目编号：QH-2025-08\n采购人：青禾县教育局\n包号 名称 预算金额（万元）\n01 图书 22\n02 桌椅 19.5",
        title="青禾县教育局采购招标公告",
    )

    assert is_row_of_heads("包号 名称 预算金额（万元）")
    assert values(reading, Property.BUDGET) == ["CNY 220000.00 total", "CNY 195000.00 total"]


def test_a_lot_followed_by_its_name_keeps_its_own_label() -> None:
    reading = reading_of(
        "标包1 起升钢丝绳\n成交供应商\n青禾索具有限公司\n标包2 俯仰钢丝绳\n成交供应商\n岚城钢绳有限公司",
        title="丰洛港钢丝绳采购成交公告",
    )

    assert values(reading, Property.LOT_LABEL) == ["标包1", "标包2"]


def test_a_rank_on_a_line_of_its_own_holds_for_the_labels_below() -> None:
    reading = reading_of(
        "第1名\n供应商\n青禾劳保用品有限公司\n报价\n112.68万元\n第2名\n供应商\n岚城防护科技有限公司\n报价\n113万元",
        title="丰洛港劳保用品候选供应商公示",
    )

    assert values(reading, Property.RANK) == ["1", "2"]
    assert values(reading, Property.BID_VALUE) == ["CNY 1126800.00 total", "CNY 1130000.00 total"]


@pytest.mark.parametrize(
    ("label", "value", "field", "party"),
    [
        ("成交合作方", "青禾物业有限公司", Field.NAME, Party.SUPPLIER),
        ("集中采购受托机构", "青禾县政府采购中心", Field.NAME, Party.AGENCY),
        ("财政项目编号", "QHCZ2025-0794", Field.NUMBER, None),
        ("开标会时刻", "2025年3月8日9时", Field.OPENING, None),
        ("成交合同造价", "12.5万元", Field.AWARD, None),
    ],
)
def test_a_strange_label_is_told_by_a_word_and_the_kind_of_its_value(
    label: str, value: str, field: Field, party: Party | None
) -> None:
    what = told_by_value(label, value)

    assert what is not None
    assert (what.field, what.party, what.learned) == (field, party, True)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("监督单位", "青禾县财政局"),
        ("未中标单位", "青禾物业有限公司"),
        ("青禾建设工程有限公司", "岚城建设工程有限公司"),
        ("投标保证金数额", "5万元"),
        ("获取文件开始", "2025年3月8日"),
    ],
)
def test_a_strange_label_of_something_else_stays_unknown(label: str, value: str) -> None:
    assert told_by_value(label, value) is None


def test_a_second_bidder_beside_the_first_is_no_key_of_a_table() -> None:
    reading = table_of(
        ["名次", "第一名", "第二名", "第三名"],
        ["单位名称", "青禾建设有限公司", "岚城建设有限公司", "沅安建设有限公司"],
        ["投标报价（万元）", "98.6", "101.2", "99.75"],
        title="青禾县小学改扩建工程中标候选人公示",
    )

    assert values(reading, Property.RANK) == ["1", "2", "3"]
    assert values(reading, Property.CANDIDATE) == ["青禾建设有限公司", "岚城建设有限公司", "沅安建设有限公司"]


def test_the_sum_below_a_price_list_counts_only_where_the_rows_add_up() -> None:
    heads = ["序号", "货物", "数量", "单价（元）", "小计（元）"]
    body = "项目编号：QH-2025-11\n采购人：青禾县小学\n成交供应商：青禾教具有限公司"
    rows = (["1", "黑板", "3", "21000", "63000"], ["2", "投影", "2", "48500", "97000"])
    right = table_of(heads, *rows, ["合计", "", "", "", "160000"], title="青禾县小学教具采购成交公告", before=body)
    wrong = table_of(heads, *rows, ["合计", "", "", "", "190000"], title="青禾县小学教具采购成交公告", before=body)

    assert values(right, Property.AWARD_VALUE) == ["CNY 160000.00 total"]
    assert values(wrong, Property.AWARD_VALUE) == []


def test_a_letter_awards_the_one_addressed_and_nobody_called_your_company() -> None:
    reading = reading_of(
        "青禾教具有限公司：\n经评审，确定贵公司为青禾县小学教具采购项目（项目编号：QH-2025-12）的中标人，"
        "中标金额为人民币12.5万元。\n采购人：青禾县小学",
        title="中标通知书",
    )

    assert values(reading, Property.SUPPLIER) == ["青禾教具有限公司"]
    assert values(reading, Property.AWARD_VALUE) == ["CNY 125000.00 total"]


def test_prices_in_labels_that_begin_with_a_name_are_that_bidders() -> None:
    reading = reading_of(
        "中标结果：\n第一包入围：\n1、青禾迎宾馆中标标准间协议价：400元/天\n2、岚城饭店有限公司中标标准间协议价：330元/天\n"
        "第二包入围：\n1、沅安酒店有限公司中标标准间协议价：280元/天",
        title="青禾县会议定点场所采购项目中标公告",
    )

    assert values(reading, Property.SUPPLIER) == ["青禾迎宾馆", "岚城饭店有限公司", "沅安酒店有限公司"]
    assert len(values(reading, Property.LOT_LABEL)) == 2


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("招标编号 Tender No.", Field.NUMBER),
        ("合同编号Contract No.", Field.CONTRACT_NUMBER),
        ("Bid Opening Time 开标时间", Field.OPENING),
        ("采购人信息名称", Field.NAME),
        ("原公告中的开标时间", Field.OPENING),
        ("中标降点数（%）", Field.AWARD),
    ],
)
def test_labels_in_two_languages_and_run_together_keep_their_meaning(label: str, field: Field) -> None:
    what = meaning(label)

    assert what is not None
    assert what.field is field


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("某小学空调采购项目中标通知", Stage.AWARD),
        ("某局办公用品采购通知", Stage.TENDER),
        ("关于延长某污水厂设备采购投标截止时间的通知", Stage.AMENDMENT),
        ("某港区疏浚工程资格预审结果公示", Stage.PREQUALIFICATION),
        ("关于某区体育馆建设项目的通知", None),
    ],
)
def test_a_title_that_only_notifies_tells_no_change(title: str, stage: Stage | None) -> None:
    assert stage_of(title) is stage


def test_the_lead_of_a_joint_bid_is_known_by_the_label_of_the_other() -> None:
    assert split_joint("青禾建设有限公司（联合体单位：岚城设计院有限公司）") == [
        ("青禾建设有限公司", True),
        ("岚城设计院有限公司", False),
    ]


def test_a_line_torn_inside_a_bracket_is_one_joint_bid() -> None:
    reading = reading_of(
        "采购人：青禾县水务局\n中标人：青禾建设有限公司（联合体牵头人）与岚城设计院有限公司（联合体成\n员）组成的联合体；中标价：98万元",
        title="青禾县污水管网项目中标公告",
    )

    assert values(reading, Property.SUPPLIER) == ["青禾建设有限公司", "岚城设计院有限公司"]
    assert values(reading, Property.LEAD) == ["true", "false"]
