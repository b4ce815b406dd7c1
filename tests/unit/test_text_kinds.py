"""Kinds of notice, section and lot, told by their words."""

from __future__ import annotations

import pytest

from counterfile.model.notice import LotStatus, Stage
from counterfile.text import kinds
from counterfile.text.kinds import Section, find_lots, is_pointer, stage_of, trim_title


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("青河县公安局警务平台采购项目公开招标公告", Stage.TENDER),
        ("青河县公安局警务平台采购项目竞争性磋商公告", Stage.TENDER),
        ("青河县公安局警务平台采购项目中标（成交）结果公告", Stage.AWARD),
        ("青河县公安局警务平台采购项目（二次）成交公告", Stage.AWARD),
        ("青河县体育场屋面改造工程中标候选人公示", Stage.CANDIDATES),
        ("青河县公安局警务平台采购项目更正（澄清）公告（一）", Stage.AMENDMENT),
        ("青河县中标结果更正公告", Stage.AMENDMENT),
        ("青河县绿化项目第一次延期公告", Stage.AMENDMENT),
        ("青河县公安局警务平台采购项目废标公告", Stage.TERMINATION),
        ("青河县医院设备终止公告", Stage.TERMINATION),
        ("青河县医院设备采购合同公告", Stage.CONTRACT),
        ("青河学院武术馆地板项目合同", Stage.CONTRACT),
        ("青河县公安局2026年政府采购意向公告", Stage.PLANNING),
        ("青河县污水管网工程招标计划", Stage.PLANNING),
        ("青河大学期刊数据库单一来源采购公示", Stage.SINGLE_SOURCE),
        ("青河大学期刊数据库单一来源成交公告", Stage.AWARD),
        ("青河县女生宿舍楼项目开标记录", Stage.OPENING),
        ("青河县大桥工程资格预审公告", Stage.PREQUALIFICATION),
        ("成 交 公 示", Stage.AWARD),
        ("Contract Award Notice: Records platform", Stage.AWARD),
        ("Invitation for Bids: Records platform", Stage.TENDER),
        ("Amendment to the Invitation for Bids: Catering", Stage.AMENDMENT),
        ("Cancellation of Bidding Process: Cameras", Stage.TERMINATION),
    ],
)
def test_title_tells_the_stage(title: str, stage: Stage) -> None:
    assert stage == kinds.stage_of(title)


@pytest.mark.parametrize("title", ["青河大学基础软件平台采购", "青河县雪亮工程二期", "Records platform"])
def test_title_without_a_type_tells_no_stage(title: str) -> None:
    assert kinds.stage_of(title) is None


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、项目基本情况", Section.PROJECT),
        ("三、中标（成交）信息", Section.AWARD),
        ("2.废标结果:", Section.FAILED),
        ("四、主要标的信息", Section.OBJECTS),
        ("五、评审专家（单一来源采购人员）名单：", Section.EXPERTS),
        ("六、代理服务收费标准及金额：", Section.FEE),
        ("1.采购人信息", Section.BUYER),
        ("2.采购代理机构信息（如有）", Section.AGENCY),
        ("九、凡对本次公告内容提出询问，请按以下方式联系", Section.CONTACT),
        ("三、获取招标文件", Section.OBTAIN),
        ("四、提交投标文件截止时间、开标时间和地点", Section.SUBMIT),
    ],
)
def test_heading_tells_the_section(heading: str, section: Section) -> None:
    assert section == kinds.section_of(heading)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("第一包：终端；包2：软件", ["第一包", "包2"]),
        ("采购包1、采购包2、采购包3", ["采购包1", "采购包2", "采购包3"]),
        ("A包某某公司为第一成交候选人", ["A包"]),
        ("公路工程（一标段）", ["一标段"]),
        ("平台采购项目（包1）采购合同", ["包1"]),
        ("Lot 2: Software", ["Lot 2"]),
        ("软包装2个，包含第三批服务，书包10元", []),
        ("第一批设备采购、雪亮工程二期、CT室改造", []),
    ],
)
def test_lot_labels_are_found_and_boxes_are_not(text: str, labels: list[str]) -> None:
    assert labels == [text[lot.start : lot.end] for lot in kinds.find_lots(text)]


def test_spellings_of_one_lot_share_a_key() -> None:
    assert {"2"} == {kinds.lot_key(label) for label in ("第二包", "包2", "02包", "二标段", "采购包2", "Lot 2", "标段Ⅱ")}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("否", False),
        ("是", True),
        ("☑不接受 □接受", False),
        ("□不接受 ☑接受", True),
        ("是 否", None),
        ("0", False),
        ("本项目不接受联合体投标", False),
        ("本项目（否）接受联合体投标", False),
        ("Joint ventures are not allowed", False),
        ("Joint ventures are allowed", True),
        ("详见招标文件", None),
    ],
)
def test_flag_is_the_answer_and_never_the_word(answer: str, expected: bool | None) -> None:
    assert expected is kinds.flag_of(answer)


def test_status_words_tell_that_a_lot_failed() -> None:
    found = kinds.lot_status_of("有效供应商不足三家，本包废标")

    assert found is not None
    assert found[0] == LotStatus.FAILED
    assert kinds.lot_status_of("无废标") is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青河学院武术馆地板项目合同", "青河学院武术馆地板项目"),
        ("青河县公安局服装采购公告", "青河县公安局服装采购"),
        ("青河县公安局警务平台项目竞争性磋商公告", "青河县公安局警务平台项目"),
        ("青河县钢管材料(第2次招标)中标结果公告", "青河县钢管材料(第2次招标)"),
        ("关于青河县监控系统采购项目的更正公告", "青河县监控系统采购项目"),
        ("Invitation for Bids: Records platform", "Records platform"),
    ],
)
def test_title_is_trimmed_to_the_project(title: str, name: str) -> None:
    start, end = kinds.trim_title(title)

    assert name == title[start:end]


@pytest.mark.parametrize(
    ("words", "rank"), [("第二中标候选人", 2), ("1", 1), ("推荐第一成交候选人", 1), ("青河建设有限公司", None)]
)
def test_rank_is_read(words: str, rank: int | None) -> None:
    assert rank == kinds.rank_of(words)


def test_serial_behind_the_type_of_notice_is_no_part_of_the_title() -> None:
    title = "临沅市轨道交通通风空调控制系统采购集成招标公告308831"

    start, end = trim_title(title)

    assert title[start:end] == "临沅市轨道交通通风空调控制系统采购集成"


def test_label_before_a_title_is_no_part_of_it() -> None:
    title = "项目名称：临沅市视频专网扩容项目"

    start, end = kinds.trim_title(title)

    assert title[start:end] == "临沅市视频专网扩容项目"


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("关于终止青石路小学空调采购项目（第二次）的公告", "termination"),
        ("关于取消碧溪乡卫生院B超采购成交结果的公告", "termination"),
        ("关于变更某局设备采购项目开标时间的公告", "amendment"),
        ("河岸路工程答疑澄清文件", "amendment"),
        ("关于终止阀采购项目的成交公告", "award"),
        ("Avis d'attribution de marché : Travaux", "award"),
        ("Avis rectificatif - Fournitures", "amendment"),
    ],
)
def test_a_title_that_names_its_act_first_is_read(title: str, stage: str) -> None:
    assert stage_of(title) == stage


def test_the_lot_of_a_national_form_is_read_and_a_general_contract_is_none() -> None:
    text = "标段(包)[001]河岸路雨污分流工程施工"

    (lot,) = find_lots(text)

    assert (text[lot.start : lot.end], lot.key) == ("标段(包)[001]", "1")
    assert find_lots("智慧水务工程总承包（EPC）中标结果") == []


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ("详见附件", True),
        ("（见附件1《报价明细表》）", True),
        ("具体内容详见采购需求附件", True),
        ("See the attached schedule", True),
        ("详见招标文件", False),
        ("某某公司，详见附件", False),
        ("附件厂", False),
    ],
)
def test_a_pointer_says_only_that_the_value_stands_in_an_annex(value: str, pointer: bool) -> None:
    assert is_pointer(value) is pointer
