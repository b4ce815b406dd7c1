"""Labels that the lexicon does not know are told by the classifier, or left alone."""

from __future__ import annotations

import pytest

from counterfile.text import label_model
from counterfile.text.kinds import Section
from counterfile.text.label_model import (
    features,
    fits,
    guess_label,
    label_key,
    pack_weights,
    understand,
    unpack_weights,
)
from counterfile.text.labels import Field, Meaning, Party, aliased, meaning


@pytest.mark.parametrize(
    ("label", "field", "party", "value"),
    [
        ("招采单位", Field.NAME, Party.BUYER, "青山县公安局"),
        ("得標廠商", Field.NAME, Party.SUPPLIER, "江城市明远科技有限公司"),
        ("决标金额（万元）", Field.AWARD, None, "128.60"),
        ("Awarded vendor name", Field.NAME, Party.SUPPLIER, ""),
        ("Name of the awarded contractor", Field.NAME, Party.SUPPLIER, ""),
    ],
)
def test_label_that_the_lexicon_does_not_know_is_told_by_its_letters(
    label: str, field: Field, party: Party | None, value: str
) -> None:
    known = meaning(label)

    found = understand(label, value=value)

    assert known is None or (known.field is Field.OTHER and known.weak)
    assert found is not None
    assert (found.field, found.party, found.learned) == (field, party, True)


@pytest.mark.parametrize(
    "label",
    [
        "项目经理",
        "甲方代表",
        "业主代表",
        "质疑电话",
        "投诉电话",
        "评标委员会成员名单",
        "评审专家名单",
        "项目负责人",
        "落标供应商名称",
        "代理公司联系电话",
        "招采单位电话",
        "获取文件方式",
        "投标人须知",
        "资格审查方式",
        "首页",
        "上一篇",
        "技术得分",
        "保证金账户",
        "交货期限",
        "代理服务费收费标准",
        "中标通知书领取时间",
        "供应商资格要求",
        "合同签署人",
        "报价方式",
        "预算编制单位",
        "设计单位",
    ],
)
def test_label_of_people_papers_and_terms_is_never_a_claim(label: str) -> None:
    guess = guess_label(label)

    assert guess is None or guess.meaning.field is Field.OTHER
    found = understand(label)
    assert found is None or found.field is Field.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "龘靐齉爩",
        "本项目采用电子化方式，请各单位知悉",
        "2026-03-16 09",
        "http",
        "Zxqv wrtk plm",
        "",
        "：",
        "12345",
        "王某某",
    ],
)
def test_text_that_is_no_label_is_left_alone(text: str) -> None:
    guess = guess_label(text)

    assert guess is None or guess.meaning.field is Field.OTHER


def test_sure_lexicon_is_not_asked_again() -> None:
    found = understand("采购人名称", value="青山县公安局")

    assert found == meaning("采购人名称")
    assert found is not None
    assert not found.learned


def test_value_of_another_kind_refutes_the_guess() -> None:
    assert guess_label("招采单位", value="0717-6221100") is None
    assert guess_label("决标金额", value="2026年3月16日") is None
    assert guess_label("决标金额", value="98.5万元") is not None


def test_section_of_experts_refutes_a_claim() -> None:
    assert guess_label("得标厂商", section=Section.PERFORMANCE) is None
    assert guess_label("得标厂商", section=Section.AWARD) is not None


def test_unit_in_the_brackets_of_a_learned_label_is_kept() -> None:
    found = understand("决标金额（万元）", value="128.6")

    assert found is not None
    assert found.unit == "万元"


def test_what_a_person_taught_comes_before_the_classifier() -> None:
    taught = Meaning(Field.NAME, Party.AGENCY)

    with aliased({"招采单位": taught}):
        found = understand("招采单位", value="青山县公安局")

    assert found == taught


@pytest.mark.parametrize(
    ("told", "value", "expected"),
    [
        (Meaning(Field.NAME, Party.BUYER), "青山县公安局 联系人：某某", True),
        (Meaning(Field.NAME, Party.BUYER), "张某", False),
        (Meaning(Field.OPENING), "2026年4月8日9时30分", True),
        (Meaning(Field.OPENING), "详见采购文件", False),
        (Meaning(Field.NUMBER), "QSX-2026-015", True),
        (Meaning(Field.NUMBER), "无", False),
        (Meaning(Field.TITLE), "3", False),
        (Meaning(Field.AWARD), "壹佰贰拾万元整", True),
        (Meaning(Field.OTHER), "", True),
    ],
)
def test_value_fits_the_kind_of_its_label(told: Meaning, value: str, *, expected: bool) -> None:
    assert expected == fits(told, value)


def test_traditional_and_simplified_label_have_one_key() -> None:
    assert label_key("採購單位：") == label_key("一、采购单位") == "采购单位"


def test_words_of_other_scripts_are_features_whole_and_in_parts() -> None:
    found = features("name of buyer")

    assert {"=buyer", "=of+buyer", " buy"} <= set(found)
    assert len(found) == len(set(found))


def test_packed_weights_come_back_as_they_were() -> None:
    packed = pack_weights(["award", "other"], [0.5, -0.5], 0.25, ["中", "中标"], bytes([1, 255, 127, 129]))

    model = unpack_weights(packed)

    assert model.classes == ("award", "other")
    assert model.rows == {"中": 0, "中标": 1}
    assert list(model.cells) == [1, -1, 127, -127]
    assert model.scale == 0.25


def test_every_class_of_the_shipped_weights_is_a_meaning() -> None:
    model = label_model._weights()

    told = [label_model._meaning_of(name, "") for name in model.classes]

    assert all(one.learned for one in told)
    assert len(model.cells) == len(model.rows) * len(model.classes)
