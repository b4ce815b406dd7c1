"""Two names of organizations are judged by the names alone, in words."""

import pytest

from counterfile.resolving import linking
from counterfile.resolving.linking import Rule


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("某某（青岚）科技有限公司", "某某青岚科技有限责任公司"),
        ("中国共产党竹屏县委员会政法委员会", "中共竹屏县委政法委员会"),
        ("竹屏县住房和城乡建设局", "竹屏县住建局"),
        ("竹屏县卫生健康委员会", "竹屏县卫健委"),
        ("竹屏县城关镇人民政府（本级）", "竹屏县城关镇人民政府(本级)"),
        ("竹屏县教育局（本级）", "竹屏县教育局"),
        ("霁澜招标有限公司（桦岭分公司）", "霁澜招标有限公司桦岭分公司"),
    ],
)
def test_set_phrases_and_brackets_make_no_other_organization(one: str, two: str) -> None:
    assert linking.rule_of(one, two) is Rule.LETTERS
    assert linking.compare([(one, two)])[0].automatic


def test_division_above_may_be_left_out_where_the_register_knows_one_such_county() -> None:
    (link,) = linking.compare([("湖北省宜昌市兴山县水利局", "兴山县水利局")])

    assert link.rule is Rule.DIVISION
    assert link.automatic


def test_division_above_is_only_proposed_where_several_counties_have_the_name() -> None:
    (link,) = linking.compare([("南京市鼓楼区教育局", "鼓楼区教育局")])

    assert link.rule is Rule.PERHAPS_DIVISION
    assert not link.automatic


def test_same_town_of_two_counties_is_never_one() -> None:
    one, two = "桦屏县城关镇人民政府", "竹屏县城关镇人民政府"

    (link,) = linking.compare([(one, two)])

    assert "other divisions above" in linking.apart(one, two)
    assert not link.automatic


def test_former_name_that_a_name_states_is_the_same() -> None:
    (link,) = linking.compare([("霁远数据科技有限公司（原霁远电子实业公司）", "霁远电子实业公司")])

    assert link.rule is Rule.FORMER
    assert link.automatic


def test_a_name_in_two_languages_is_the_same_as_either() -> None:
    both = "霁远数据科技有限公司（Jiyuan Data Technology Co., Ltd.）"

    assert linking.rule_of(both, "霁远数据科技有限公司") is Rule.LETTERS
    assert linking.rule_of(both, "Jiyuan Data Technology Co., Ltd.") is Rule.BILINGUAL


@pytest.mark.parametrize(
    ("part", "whole", "how"),
    [
        ("竹屏县公安局城关分局", "竹屏县公安局", "branch"),
        ("竹屏县公安局城关派出所", "临沅市竹屏县公安局", "branch"),
        ("霁澜通信集团有限公司桦岭分公司", "霁澜通信集团有限公司", "branch"),
        ("霁澜建设集团第一工程有限公司", "霁澜建设集团有限公司", "group"),
        ("Sorrel Point Police Service, Harbor Division", "Sorrel Point Police Service", "branch"),
    ],
)
def test_part_is_related_to_its_whole_and_never_merged(part: str, whole: str, how: str) -> None:
    (link,) = linking.compare([(whole, part)])

    assert link.relation == (part, whole, how)
    assert not link.automatic
    assert "is a part of" in link.guard


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("竹屏县第一中学", "竹屏县第二中学"),
        ("霁澜通信集团有限公司桦岭分公司", "霁澜通信集团有限公司青岚分公司"),
        ("竹屏县公安局城关分局", "竹屏县公安局城关派出所"),
        ("湖北盛达工程项目管理有限公司", "湖北盛远工程项目管理有限公司"),
        ("临沅市公安局", "临沅市竹屏县公安局"),
        ("霁澜集团有限公司", "霁澜科技有限公司"),
        ("霁远股份有限公司", "霁远有限公司"),
        ("Lindor Municipal Council", "Lindor Technical University"),
    ],
)
def test_likeness_alone_never_joins_without_asking(one: str, two: str) -> None:
    (link,) = linking.compare([(one, two)])

    assert not link.automatic
    assert link.probability < linking.JOINS


def test_a_proposal_says_what_agrees_row_by_row() -> None:
    one, two = "青岚区公路建设养护中心", "青岚区农村公路建设养护中心"

    (link,) = linking.compare([(one, two)])

    assert link.probability >= linking.PROPOSES
    assert {"letters", "proper name"} <= {row.feature for row in link.rows}
    assert one in linking.explain(link)


def test_both_orders_and_other_pairs_beside_give_the_same_probability() -> None:
    one, two = "青岚建筑装饰工程有限公司", "青岚建筑装饰到有限公司"
    others = [("竹屏县公安局", "竹屏县交通运输局"), ("霁远数据科技有限公司", "霁远数码科技有限公司")]

    (alone,) = linking.compare([(one, two)])
    turned = linking.compare([*others, (two, one)])[-1]

    assert turned.probability == pytest.approx(alone.probability, abs=1e-4)


def test_a_name_is_found_by_the_keys_of_its_variants() -> None:
    long, short = linking.keys_of("临沅市竹屏县公安局"), linking.keys_of("竹屏县公安局")

    assert "organization:name:竹屏县公安局" in long.keys() & short.keys()


def test_sole_trader_is_no_organization() -> None:
    assert "person" in linking.apart("青岚区王记五金店（个体工商户）", "青岚区王记五金店")


def test_generic_district_is_not_taken_for_a_county() -> None:
    assert linking.rule_of("临沅市高新区管委会办公室", "高新区管委会办公室") is None


def test_names_that_share_an_identifier_but_no_letters_do_not_agree() -> None:
    assert not linking.agree("霁远数据科技有限公司", "桦屏食品配送中心")
    assert linking.agree("霁远数据科技有限公司", "Jiyuan Data Technology Co., Ltd.")


def test_set_phrases_of_offices_are_trades_in_firms() -> None:
    assert linking.rule_of("霁远应急管理科技有限公司", "霁远应急科技有限公司") is None


def test_two_firms_with_one_english_name_are_not_one_by_it() -> None:
    one, two = "霁远数据有限公司（Jiyuan Group Holdings）", "霁远科技有限公司（Jiyuan Group Holdings）"

    assert linking.rule_of(one, two) is None


def test_a_letter_misprinted_in_a_long_name_is_proposed_and_never_joined_by_itself() -> None:
    (link,) = linking.compare([("霁远建筑装饰工程有限公司", "霁远建筑装饰到有限公司")])

    assert link.probability >= linking.PROPOSES
    assert not link.automatic


def test_names_likely_one_and_equal_word_by_word_are_joined() -> None:
    (link,) = linking.compare([("Quillmark Surveillance Systems Limited", "Quillmark Surveillance Systems, Ltd")])

    assert link.automatic
