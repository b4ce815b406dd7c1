"""Bytes become the characters that they were."""

from __future__ import annotations

import random

import pytest

from counterfile.errors import NotADocument
from counterfile.plugins.readers import _charset

CHINESE = "云岭市公安局视频会议设备采购项目中标公告，中标供应商为云岭远视科技有限公司，中标金额128.5万元。"
TAIWAN = "臺北市政府採購中心公開招標公告，請廠商於截止投標期限前遞交文件。"
JAPAN = "東山市は、防犯カメラの購入について一般競争入札を行いますので、次のとおり公告します。"
KOREA = "동산시는 방범 카메라 구매를 위한 입찰을 다음과 같이 공고합니다."
RUSSIA = "Администрация города объявляет конкурс на поставку камер для нужд города."
FRANCE = "La commune procède à l'acquisition de caméras ; les critères sont précisés au règlement."
POLAND = "Zamówienie obejmuje dostawę i montaż kamer oraz świadczenie usług konserwacji."

CASES = [
    (CHINESE, "utf-8", "utf-8"),
    (CHINESE, "gb18030", "gb2312"),
    (CHINESE, "gb18030", "gbk"),
    (CHINESE, "utf-16-le", ""),
    (CHINESE, "utf-16-be", ""),
    (TAIWAN, "big5", "big5"),
    (JAPAN, "cp932", "shift_jis"),
    (JAPAN, "euc-jp", "euc-jp"),
    (KOREA, "cp949", "euc-kr"),
    (RUSSIA, "cp1251", "windows-1251"),
    (RUSSIA, "koi8-r", "koi8-r"),
    (FRANCE, "cp1252", "iso-8859-1"),
    (POLAND, "cp1250", "windows-1250"),
]


@pytest.mark.parametrize(("text", "codec", "declared"), CASES)
def test_text_is_read_with_and_without_a_declaration(text: str, codec: str, declared: str) -> None:
    page = f'<html><meta charset="{declared}"><p>{text}</p></html>'
    content = page.encode(codec)

    assert _charset.decode(content, declared_in=content[:4096]).text == page
    assert _charset.decode(content).text == page
    assert _charset.decode(text.encode(codec)).text == text


@pytest.mark.parametrize(
    ("text", "codec", "declared"), [case for case in CASES if case[1] not in {"utf-16-le", "utf-16-be"}]
)
def test_a_wrong_declaration_of_utf_8_does_not_mislead(text: str, codec: str, declared: str) -> None:
    content = f'<html><meta charset="utf-8"><p>{text}</p></html>'.encode(codec)

    assert text in _charset.decode(content, declared_in=content[:4096]).text


@pytest.mark.parametrize(
    "text",
    ["采购", "中标", "联通", "备注", "模版", "岩土", "公告", "一", "无", "项目名称", "肆拾伍万元整", "云岭市公安局"],
)
def test_short_chinese_strings_are_read_in_either_charset(text: str) -> None:
    assert _charset.decode(text.encode("gb18030")).text == text
    assert _charset.decode(text.encode()).text == text


@pytest.mark.parametrize("text", ["Café", "Ärzte", "Привет", "Ελλάδα", "© 2023", "±5 %", "naïve"])
def test_short_western_strings_in_utf_8_are_not_taken_for_chinese(text: str) -> None:
    assert _charset.decode(text.encode()).text == text


def test_what_gb2312_lacks_is_read_as_gb18030() -> None:
    page = '<meta charset="gb2312"><p>采购人：镕基㐂堃大学 ￥５</p>'
    content = page.encode("gb18030")

    found = _charset.decode(content, declared_in=content)

    assert (found.text, found.charset) == (page, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_outweighs_a_declaration(encoding: str) -> None:
    page = f'<meta charset="gbk"><p>{CHINESE}</p>'
    content = page.encode(encoding)

    assert _charset.decode(content, declared_in=content[:4096]).text == page


def test_bytes_of_no_text_are_refused() -> None:
    random.seed(142)

    for size in (64, 1_000, 20_000):
        with pytest.raises(NotADocument):
            _charset.decode(bytes(random.randrange(256) for _ in range(size)))


def test_a_cut_at_the_end_costs_one_character() -> None:
    content = (CHINESE * 20).encode("gb18030")[:-1]

    found = _charset.decode(content)

    assert found.charset == "gb18030"
    assert found.text.startswith(CHINESE * 19)
