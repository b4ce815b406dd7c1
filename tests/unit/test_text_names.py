"""Names of organizations and titles of projects."""

from __future__ import annotations

import pytest

from counterfile.text.names import clean_name, core_title, is_organization, name_key, round_of, split_joint

# --- clean_name ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (" 某某（上海）\n科技有限 公司；", "某某（上海）科技有限公司"),
        ("某市公安局。", "某市公安局"),
        ("：某市公安局", "某市公安局"),
        ("某市教育局（某市体育局）", "某市教育局（某市体育局）"),
        ("某市公安局）", "某市公安局"),
        ("（某市公安局", "某市公安局"),
        ("“某某”文化有限公司", "“某某”文化有限公司"),
        ("Example  Systems\nLtd.", "Example Systems Ltd."),
        ("Example S.p.A.", "Example S.p.A."),
        ("City of Example.", "City of Example"),
        ("   ", ""),
    ],
)
def test_clean_name_drops_what_the_layout_left(printed: str, expected: str) -> None:
    assert clean_name(printed) == expected


# --- name_key --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("某某（上海）科技有限公司", "某某(上海) 科技有限公司。"),
        ("某某〔上海〕科技有限公司", "某某（上海）科技有限公司"),
        ("ＡＢＣ科技有限公司", "abc科技有限公司"),
        ("Example Systems Limited", "EXAMPLE SYSTEMS LTD."),
        ("Example Systems Co., Ltd.", "Example Systems Company Limited"),
        ("Example & Sons Inc", "Example and Sons Incorporated"),
        ("Example S.p.A.", "EXAMPLE SPA"),
        ("Example Holding A/S", "Example Holding AS"),
        ("O'Example GmbH", "O’Example GmbH"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("某市公安局", "某市公安局城东分局"),
        ("某某有限公司", "某某有限公司上海分公司"),
        ("某某（上海）有限公司", "某某（北京）有限公司"),
        ("某市第一中学", "某市第二中学"),
        ("某某有限公司", "某某股份有限公司"),
        ("某某有限公司", "某某集团有限公司"),
        ("Example Systems Ltd", "Example Systems Inc"),
        ("Example 1 Ltd", "Example 2 Ltd"),
    ],
)
def test_different_bodies_keep_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


# --- is_organization -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "某市公安局",
        "某市公安局城东分局解放路派出所",
        "某县人民政府",
        "某区解放路街道办事处",
        "中共某市委政法委员会",
        "某某科技有限公司",
        "某某科技股份有限公司上海分公司",
        "无锡某某微电子股份有限公司",
        "未来某某科技有限公司",
        "某市某某家具有限公司",
        "某市教育局（某市体育局）",
        "某某会计师事务所（普通合伙）",
        "某县某某农机专业合作社",
        "某大学附属医院",
        "某市体育局本级行政",
        "某市第一看守所",
        "某镇某某村村民委员会",
        "某市住房和城乡建设局",
        "國立某某科技大學",
        "Example City Council",
        "Ministry of the Interior",
        "Example Systems Co., Ltd.",
        "Example Bau GmbH & Co. KG",
        "Example Systems Ltd (Leeds)",
        "Universität Musterstadt",
        "Stadt Musterstadt",
        "Ayuntamiento de Ejemplo",
        "Société Exemple SAS",
    ],
)
def test_institutions_and_companies_are_organizations(name: str) -> None:
    assert is_organization(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "王小明",
        "欧阳某某",
        "采购人",
        "采购代理机构",
        "评标委员会",
        "采购单位",
        "有限公司",
        "本公司",
        "无",
        "详见采购文件",
        "某市道路改造工程",
        "某市公安局无人机采购项目",
        "某市公安局无人机采购项目中标公告",
        "供应商应当具有独立法人资格的公司",
        "由本项目招标人委托的公司",
        "采购人：某市公安局",
        "某市公安局负责组织验收，各分局配合，相关部门",
        "2025年12月20日",
        "Jane Doe",
        "Supplier",
        "Department",
        "the service is to be provided by the company",
        "Provision of cleaning services",
        "https://www.example.gov",
    ],
)
def test_persons_labels_and_sentences_are_no_organizations(text: str) -> None:
    assert not is_organization(text)


# --- split_joint -----------------------------------------------------------------------------------------------------

JIA, YI, BING = "某甲建设有限公司", "某乙设计院有限公司", "某丙勘察测绘院"


@pytest.mark.parametrize(
    "cell",
    [
        f"{JIA}（联合体牵头人）、{YI}（联合体成员）",
        f"{JIA}(牵头方)；{YI}(成员方)",
        f"{JIA}（主）；{YI}",
        f"{JIA}（牵头人）{YI}（成员）",
        f"（联合体牵头人）{JIA}（联合体成员）{YI}",
        f"（主）{JIA}，（成）{YI}",
        f"牵头人：{JIA} 联合体成员1：{YI}",
        f"联合体牵头人：{JIA}\n联合体成员：{YI}",
        f"联合体牵头单位：{JIA}；成员单位：{YI}",
        f"{JIA}（牵头方：施工）、{YI}（成员方：设计）",
        f"{JIA}（联合体牵头人）和{YI}",
    ],
)
def test_joint_bid_names_its_lead_and_members(cell: str) -> None:
    assert split_joint(cell) == [(JIA, True), (YI, False)]


def test_members_behind_one_label_are_several() -> None:
    cell = f"联合体牵头人：{JIA}，联合体成员：{YI}、{BING}"

    assert split_joint(cell) == [(JIA, True), (YI, False), (BING, False)]


@pytest.mark.parametrize("separator", ["、", "；", ";", "/", "，", " ", "\n", " + "])
def test_parties_without_roles_are_parted_if_all_are_organizations(separator: str) -> None:
    assert split_joint(JIA + separator + YI) == [(JIA, None), (YI, None)]


def test_latin_names_are_parted_at_semicolons_only() -> None:
    assert split_joint("Example Co., Ltd.; Muster GmbH") == [("Example Co., Ltd.", None), ("Muster GmbH", None)]
    assert split_joint("Example Co., Ltd.") == [("Example Co., Ltd.", None)]


def test_name_with_separators_inside_brackets_stays_whole() -> None:
    assert split_joint("某甲（北京、上海）有限公司") == [("某甲（北京、上海）有限公司", None)]


def test_list_with_a_part_that_is_no_organization_stays_whole() -> None:
    assert split_joint("某甲建设有限公司、王小明") == [("某甲建设有限公司、王小明", None)]


def test_empty_cell_has_no_parties() -> None:
    assert split_joint(" ") == []


# --- core_title ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某市公安局无人机采购项目公开招标公告", "某市公安局无人机"),
        ("某市公安局无人机采购项目中标（成交）结果公告", "某市公安局无人机"),
        ("某市公安局无人机采购成交公告", "某市公安局无人机"),
        ("某市公安局无人机采购", "某市公安局无人机"),
        ("关于某市公安局无人机采购项目的更正公告", "某市公安局无人机"),
        ("某市公共资源交易中心关于某市公安局无人机采购的单一来源公示", "某市公安局无人机"),
        ("某市公安局无人机采购项目（第二次）竞争性磋商公告", "某市公安局无人机"),
        ("某市公安局无人机采购项目(三次)", "某市公安局无人机"),
        ("某市公安局无人机采购项目（重新招标）", "某市公安局无人机"),
        ("某市公安局无人机采购项目（项目编号：ABC-2025-001）废标公告", "某市公安局无人机"),
        ("[某省]某市公安局无人机采购项目JSZC-320300-XZTY-G2026-0001招标公告", "某市公安局无人机"),
        ("某市公安局 无人机  采购项目", "某市公安局无人机"),
        ("某桥梁检测项目第2标段评标结果公示", "某桥梁检测项目第2标段"),
        ("某市公安局无人机采购项目A、B包中标公告", "某市公安局无人机采购项目a包b包"),
        ("某市公安局无人机采购项目A包/B包中标公告", "某市公安局无人机采购项目a包b包"),
        ("某市公安局无人机采购项目第一、二包成交公告", "某市公安局无人机采购项目第一包第二包"),
        ("某市公安局无人机采购项目1-3包成交公告", "某市公安局无人机采购项目1包2包3包"),
        ("某市2、3号楼维修", "某市23号楼维修"),
        ("某小区二次供水改造工程", "某小区二次供水改造工程"),
        ("某县第二次全国污染源普查服务", "某县第二次全国污染源普查服务"),
        ("某市2025年道路养护（一期）", "某市2025年道路养护一期"),
        ("招标公告", ""),
    ],
)
def test_core_title_keeps_what_stays_from_notice_to_notice(title: str, expected: str) -> None:
    assert core_title(title) == expected


# --- round_of --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "number", "mark"),
    [
        ("某项目（第二次）招标公告", 2, "第二次"),
        ("某项目(第2次招标)", 2, "第2次招标"),
        ("某项目二次公告", 2, "二次公告"),
        ("某项目（三次）", 3, "三次"),
        ("某项目第四次竞争性磋商公告", 4, "第四次"),
        ("某项目（重新招标）", 2, "重新招标"),
        ("某项目重招公告", 2, "重招"),
        ("某项目（重）", 2, "重"),
        ("某项目再次招标公告", 2, "再次招标"),
        ("某项目重新招标（三次）", 3, "三次"),
        ("Supply of drones - re-tender", 2, "re-tender"),
    ],
)
def test_round_is_read_with_its_position(title: str, number: int, mark: str) -> None:
    found = round_of(title)

    assert found is not None
    assert (found[0], title[found[1] : found[2]]) == (number, mark)


@pytest.mark.parametrize(
    "title",
    [
        "某项目招标公告",
        "某项目二期",
        "某项目（第二批）",
        "某小区二次供水改造项目",
        "某楼二次装修工程",
        "某楼二次结构施工",
        "某变电站二次设备采购",
        "某县第二次全国污染源普查服务项目",
        "某省第三次国土调查项目",
        "第二十次代表大会会场布置",
        "",
    ],
)
def test_words_that_contain_a_number_of_times_are_no_round(title: str) -> None:
    assert round_of(title) is None


@pytest.mark.parametrize(
    "title", ["云溪县智慧校园采购项目第二次变更公告", "视频专网扩容项目第2次澄清公告", "监控设备二次更正公告"]
)
def test_second_amendment_is_no_second_round(title: str) -> None:
    assert round_of(title) is None


def test_amendment_of_a_second_round_is_a_second_round() -> None:
    assert round_of("云溪县智慧校园采购项目（第二次）变更公告") == (2, 12, 15)


def test_mark_of_an_electronic_seal_is_no_part_of_a_name() -> None:
    assert clean_name("&&&招标人盖章位置2&&&临沅地铁运营有限责任公司") == "临沅地铁运营有限责任公司"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Budowa Lipowo Sp. z o.o.", True),
        ("Stavby Horní Lípa, spol. s r.o.", True),
        ("Ravintola Granvik Oy", True),
        ("Općina Brezovo", True),
        ("Tungelsta kommun", True),
        ("Δήμος Λευκής", True),
        ("Болница Белица ЕООД", True),
        ("Maria Nowak", False),
        ("Jan Nowak e.K.", False),  # a person in business
        ("Ремонт на училище", False),
        ("Die Stadt vergibt die Lieferung von Kameras", False),
    ],
)
def test_organization_is_told_in_its_language(name: str, expected: bool) -> None:
    assert is_organization(name) is expected
