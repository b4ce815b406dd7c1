"""Labels mean what a reader of notices takes them for."""

from __future__ import annotations

import pytest

from counterfile.text.labels import Field, Party, fold_label, meaning


@pytest.mark.parametrize(
    ("label", "field", "party"),
    [
        ("采购人", Field.NAME, Party.BUYER),
        ("一、 采 购 人 名称：", Field.NAME, Party.BUYER),
        ("招标（采购）人名称", Field.NAME, Party.BUYER),
        ("采购人（甲方）", Field.NAME, Party.BUYER),
        ("建设单位", Field.NAME, Party.BUYER),
        ("采购代理机构全称", Field.NAME, Party.AGENCY),
        ("招标机构", Field.NAME, Party.AGENCY),
        ("集中招标（采购）机构名称", Field.NAME, Party.AGENCY),
        ("中标（成交）供应商名称", Field.NAME, Party.SUPPLIER),
        ("供应商（乙方）", Field.NAME, Party.SUPPLIER),
        ("成交单位", Field.NAME, Party.SUPPLIER),
        ("中标候选人名称", Field.NAME, Party.CANDIDATE),
        ("名称", Field.NAME, None),
        ("单位名称", Field.NAME, None),
        ("采购人地址", Field.ADDRESS, Party.BUYER),
        ("Procuring entity", Field.NAME, Party.BUYER),
        ("Awarded bidder", Field.NAME, Party.SUPPLIER),
    ],
)
def test_label_of_a_party_tells_its_role(label: str, field: Field, party: Party | None) -> None:
    found = meaning(label)

    assert found is not None
    assert (field, party) == (found.field, found.party)


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("预算金额", Field.BUDGET),
        ("包预算（元）", Field.BUDGET),
        ("最高限价（如有）", Field.CEILING),
        ("招标控制价（元）", Field.CEILING),
        ("标段合同估算价", Field.ESTIMATE),
        ("中标（成交）金额", Field.AWARD),
        ("总中标金额", Field.AWARD),
        ("合同总金额", Field.CONTRACT),
        ("投标报价(元/%)", Field.BID),
        ("代理服务收费金额（元）", Field.FEE),
        ("投标保证金", Field.DEPOSIT),
        ("招标文件售价", Field.OTHER),
        ("注册资金", Field.OTHER),
        ("评审价格", Field.OTHER),
        ("Estimated budget", Field.BUDGET),
        ("Contract price", Field.CONTRACT),
    ],
)
def test_label_of_money_tells_its_role(label: str, field: Field) -> None:
    found = meaning(label)

    assert found is not None
    assert field == found.field


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("公告发布日期", Field.PUBLISHED),
        ("首次公告日期", Field.FIRST_PUBLISHED),
        ("采购公告发布日期", Field.FIRST_PUBLISHED),
        ("开标时间", Field.OPENING),
        ("递交投标文件截止时间", Field.OPENING),
        ("投标截止及开标时间变更为", Field.OPENING),
        ("成交日期", Field.DECIDED),
        ("合同签订日期", Field.SIGNED),
        ("公示期", Field.PERIOD),
        ("获取招标文件时间", Field.OTHER),
        ("质疑截止时间", Field.OTHER),
        ("Deadline for submission of bids", Field.OPENING),
    ],
)
def test_label_of_a_date_tells_which(label: str, field: Field) -> None:
    found = meaning(label)

    assert found is not None
    assert field == found.field


@pytest.mark.parametrize(
    "label",
    [
        "项目编号",
        "招标编号",
        "标段（包）编号",
        "采购计划编号",
        "投资项目代码",
        "项目编号（或招标编号、政府采购计划编号等，如有）",
    ],
)
def test_label_of_a_project_number_is_a_number(label: str) -> None:
    found = meaning(label)

    assert found is not None
    assert found.field == Field.NUMBER


@pytest.mark.parametrize("label", ["证书编号", "安全生产许可证编号", "邮政编码", "行业代码", "预算编号", "银行账号"])
def test_numbers_of_papers_and_accounts_name_no_project(label: str) -> None:
    found = meaning(label)

    assert found is None or found.field is not Field.NUMBER


@pytest.mark.parametrize(
    "label", ["项目联系人", "评标委员会成员名单", "项目经理", "质疑电话", "采购人代表", "未中标供应商", "落标原因"]
)
def test_labels_of_people_and_losers_are_known_and_claim_nothing(label: str) -> None:
    found = meaning(label)

    assert found is not None
    assert found.field == Field.OTHER


def test_unit_and_unit_price_stand_in_the_label() -> None:
    assert getattr(meaning("中标价（万元）"), "unit", None) == "万元"
    assert getattr(meaning("投标单价（元/亩）"), "unit_price", False)
    assert getattr(meaning("中标下浮率"), "rate", False)


def test_rank_stands_in_the_label() -> None:
    assert getattr(meaning("第一中标候选人"), "rank", None) == 1
    assert getattr(meaning("中标候选人2单位名称"), "rank", None) == 2


def test_two_heads_announce_values_and_are_none() -> None:
    found = meaning("成交供应商名称、地址及成交金额")

    assert found is not None
    assert found.field == Field.OTHER


@pytest.mark.parametrize(
    "text", ["供应商应当在截止时间前递交", "", "某市公安局城东分局，地址：", "本公告期限为五个工作日。"]
)
def test_a_sentence_is_no_label(text: str) -> None:
    assert meaning(text) is None


def test_folding_drops_numbering_blanks_and_colon() -> None:
    assert fold_label("（一）采 购 人 名称 ：") == "采购人名称"
    assert fold_label("3.2 项目编号:") == "项目编号"


@pytest.mark.parametrize("label", ["项目审批文号", "批准文号", "项目审批、核准或备案文号", "信息编号", "受理编号"])
def test_number_of_a_paper_about_the_project_is_not_its_number(label: str) -> None:
    found = meaning(label)

    assert found is not None
    assert found.field is Field.OTHER


def test_share_of_the_funds_is_no_estimate() -> None:
    assert meaning("项目出资比例为国有（政府投资）") is None
