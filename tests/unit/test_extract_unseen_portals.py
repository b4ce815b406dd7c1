"""What holds on portals unseen: who is a candidate and who only bids, whose number it is, what a head unknown stands over."""

from __future__ import annotations

import pytest

from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.plugins.extractors._flat import is_head
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.stages.extract import extract_reading
from counterfile.testing.extractors import reading_of, table_of

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())


def stated(reading: Reading, prop: Property) -> list[Statement]:
    return [one for _, statements in extract_reading(reading, LAYERS) for one in statements if one.property is prop]


def values(reading: Reading, prop: Property) -> list[str]:
    return [one.value for one in stated(reading, prop)]


def test_candidates_in_no_order_are_bids_of_their_own_and_no_joint_bid() -> None:
    reading = reading_of(
        "推荐的中标候选人（排名不分先后）：岚城恒岳建设有限公司、柏川锦程建设有限公司、沅安瑞泽建设有限公司。",
        title="岚城市滨河路改造工程中标候选人公示",
    )

    assert values(reading, Property.CANDIDATE) == [
        "岚城恒岳建设有限公司",
        "柏川锦程建设有限公司",
        "沅安瑞泽建设有限公司",
    ]
    assert stated(reading, Property.LEAD) == []


def test_a_list_beside_a_table_of_candidates_adds_nobody() -> None:
    reading = table_of(
        ["中标候选人名称", "投标报价（元）"],
        ["岚城恒岳建设有限公司", "1868200.00"],
        ["柏川锦程建设有限公司", "1871061.00"],
        title="岚城市滨河路改造工程中标候选人公示",
        before="经评审，中标候选人为（不分先后）：柏川锦程建设有限公司、岚城恒岳建设有限公司",
    )

    assert sorted(values(reading, Property.CANDIDATE)) == ["岚城恒岳建设有限公司", "柏川锦程建设有限公司"]


@pytest.mark.parametrize(
    ("heads", "last"),
    [
        (("供应商名称", "未中标原因"), "评分较低"),
        (("投标人名称", "资格审查结果"), "通过"),
        (("供应商名称", "评审结果"), "合格"),
    ],
)
def test_who_passed_a_review_or_lost_has_not_won(heads: tuple[str, str], last: str) -> None:
    reading = table_of(
        list(heads),
        ["柏川锦程科技有限公司", last],
        ["沅安瑞泽科技有限公司", last],
        title="岚城市教育局设备采购中标公告",
        before="中标供应商：岚城恒岳科技有限公司",
    )

    assert values(reading, Property.SUPPLIER) == ["岚城恒岳科技有限公司"]


def test_the_number_of_a_certificate_names_no_procedure() -> None:
    reading = reading_of(
        "项目编号：LCZB-2025-018",
        "安全员：岗位证书，编号:岚建安C2(2022)0012845、编号：0531180400261",
        title="岚城市滨河路改造工程中标结果公告",
    )

    assert values(reading, Property.NUMBER) == ["LCZB-2025-018"]


def test_a_number_ends_before_the_full_stop() -> None:
    reading = reading_of("项目编号：LCCG20260318。", title="岚城市水表采购询价公告")

    assert values(reading, Property.NUMBER) == ["LCCG20260318"]


def test_a_sum_under_the_label_of_the_winner_is_the_price() -> None:
    reading = reading_of(
        "成交单位：岚城恒岳环境工程有限公司",
        "成交单位：人民币叁拾壹万捌仟元整（￥31.80万元）",
        title="岚城市白蚁防治项目成交公告",
    )

    assert values(reading, Property.SUPPLIER) == ["岚城恒岳环境工程有限公司"]
    assert values(reading, Property.AWARD_VALUE) == ["CNY 318000.00 total"]


def test_one_of_several_parts_of_a_price_is_no_total() -> None:
    reading = reading_of(
        "中标人：岚城恒岳建设有限公司",
        "中标价：设计费412000元，施工费23518640.50元（含暂列金210万元）",
        title="岚城市仓库工程总承包中标公告",
    )

    assert not any("total" in value for value in values(reading, Property.AWARD_VALUE))


def test_a_dollar_sign_under_a_head_in_yuan_is_believed_in_neither() -> None:
    reading = table_of(
        ["包号", "中标供应商", "中标金额(元)"],
        ["1包", "岚城恒岳家具有限公司", "$1,384,210.00"],
        ["2包", "柏川锦程家具有限公司", "$31,845.00"],
        title="岚城大学办公家具中标公告",
    )

    assert not any(value.startswith("USD") for value in values(reading, Property.AWARD_VALUE))


def test_a_share_of_the_funds_is_no_budget() -> None:
    reading = reading_of("项目编号：LCZB-2025-018", "投资额：40.00%", title="岚城市路灯采购招标公告")

    assert stated(reading, Property.ESTIMATE) == stated(reading, Property.BUDGET) == []


def test_a_column_of_firms_beside_one_of_awards_names_the_winners() -> None:
    reading = table_of(
        ["序号", "承揽方全称", "中标金额（元）"],
        ["1", "岚城恒岳科技有限公司", "268500"],
        title="岚城市教育局设备采购中标公告",
        before="三、中标信息",
    )

    assert values(reading, Property.SUPPLIER) == ["岚城恒岳科技有限公司"]


def test_a_column_whose_cells_name_lots_is_the_column_of_lots() -> None:
    reading = table_of(
        ["分包编号", "成交单位名称", "成交金额（元）"],
        ["A包", "岚城恒岳科技有限公司", "268500"],
        ["B包", "柏川锦程科技有限公司", "94020"],
        title="岚城市教育局设备采购成交公告",
        before="三、成交信息",
    )

    assert values(reading, Property.LOT_LABEL) == ["A包", "B包"]


def test_lots_named_in_one_sentence_have_their_winners() -> None:
    reading = reading_of(
        "经评审，A包中标供应商为岚城恒岳科技有限公司，中标金额为人民币268,500.00元；"
        "B包中标供应商为柏川锦程科技有限公司，中标金额为人民币94,020.00元。",
        title="岚城市教育局设备采购中标公告",
    )

    assert values(reading, Property.LOT_LABEL) == ["A包", "B包"]
    assert values(reading, Property.AWARD_VALUE) == ["CNY 268500.00 total", "CNY 94020.00 total"]


def test_the_line_under_the_title_dates_the_notice_whatever_its_label() -> None:
    reading = reading_of(
        "挂网: 2026-03-16 16:23 片区: 湖北省 栏目: 政府采购/中标公告",
        "一、项目编号：LCZB-2026-018",
        "二、中标信息",
        "中标人：岚城恒岳科技有限公司",
        "中标金额：268500元",
        "三、其他",
        "无",
        title="岚城市教育局设备采购中标公告",
    )

    assert values(reading, Property.PUBLISHED) == ["2026-03-16"]
    assert values(reading, Property.PROVINCE) == ["湖北省"]


def test_the_day_of_the_call_is_not_the_day_of_the_result() -> None:
    reading = reading_of(
        "四、成交信息", "本项目招标公告日期：2016年11月21日", "2016年11月30日", title="岚城市博物馆柜采购成交公告"
    )

    assert values(reading, Property.PUBLISHED) == ["2016-11-30"]


def test_questions_are_handed_in_before_another_day_than_bids() -> None:
    reading = reading_of(
        "项目编号：LCZB-2025-018",
        "6、答疑事项：投标人若有疑问，请于2025年12月14日17:00前将对《招标文件》的疑问以书面方式提出。",
        "7、投标文件和样品递交截止及开标时间：2025年12月18日14:30",
        title="岚城市装备采购招标公告",
    )

    assert values(reading, Property.OPENING) == ["2025-12-18"]


def test_a_mere_notification_is_what_its_body_says() -> None:
    reading = reading_of(
        "岚城美术馆监控采购项目因有效投标不足三家，依据规定予以废标。",
        "项目编号：LCZB-2025-018",
        title="关于岚城美术馆监控采购项目的通知",
    )

    assert values(reading, Property.STAGE) == ["termination"]


def test_a_heading_run_together_with_the_label_below_names_the_buyer() -> None:
    reading = reading_of(
        "项目编号：LCZB-2025-018",
        "九、凡对本次公告内容提出询问，请按以下方式联系。",
        "1.采购人信息名称：岚城市文化和旅游局",
        "2.采购代理机构信息名称：岚城正衡招标代理有限公司",
        title="岚城市电脑采购中标公告",
    )

    assert values(reading, Property.BUYER) == ["岚城市文化和旅游局"]
    assert values(reading, Property.AGENCY) == ["岚城正衡招标代理有限公司"]


def test_a_center_that_runs_procedures_wins_none() -> None:
    reading = reading_of(
        "中标供应商：岚城恒岳机电有限公司", "供应商：岚城市政府采购中心", title="岚城市空调采购中标公告"
    )

    assert values(reading, Property.SUPPLIER) == ["岚城恒岳机电有限公司"]


def test_a_title_goes_on_where_its_bracket_is_open() -> None:
    reading = reading_of(
        "项目名称：岚城市供水监管（水表使用\n和管理状况评估）项目", "中标金额：268500元", title="岚城市水务局中标公告"
    )

    assert "".join(values(reading, Property.TITLE)[0].split()) == "岚城市供水监管（水表使用和管理状况评估）项目"


def test_a_total_that_its_lots_add_up_to_is_surer_than_one_alone() -> None:
    both, alone = (
        table_of(
            ["包号", "中标供应商", "中标金额（元）"],
            ["1", "岚城恒岳检测设备有限公司", "268500"],
            ["2", "柏川锦程科技有限公司", "94020"],
            title="某口岸设备采购中标公告",
            before=before,
        )
        for before in ("总中标金额：362520元", "三、中标信息")
    )

    confirmed, single = (
        next(one for one in stated(reading, Property.AWARD_VALUE) if one.subject == "lot/1")
        for reading in (both, alone)
    )
    assert confirmed.confidence > single.confidence


def test_a_ceiling_ten_thousand_times_its_budget_is_shown_as_contradicted() -> None:
    reading = reading_of("预算金额：98万元", "最高限价：9800000000元", title="岚城市路灯采购招标公告")

    (ceiling,) = stated(reading, Property.CEILING)
    assert ceiling.conflict


def test_words_like_a_head_are_told_from_cells() -> None:
    assert is_head("包最高限价（元）")
    assert is_head("合同期限")
    assert not is_head("岚城恒岳科技有限公司")
    assert not is_head("731452")
