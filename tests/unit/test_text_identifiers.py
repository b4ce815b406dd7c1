"""Credit codes and project numbers."""

from __future__ import annotations

import pytest

from counterfile.text.identifiers import (
    NumberHints,
    UsccClass,
    clean_number,
    find_numbers,
    is_uscc,
    number_hints,
    number_key,
    uscc_class,
)

# Invented codes; only their check characters are computed.
CODES = {
    "91110000123456780W": UsccClass.COMPANY,
    "113201000123456700": UsccClass.STATE_ORGAN,
    "N23301001234567807": UsccClass.RURAL_COLLECTIVE,
    "A1110000123456780U": UsccClass.MILITARY,
    "92330100123456780L": UsccClass.SOLE_TRADER,
}


@pytest.mark.parametrize("code", CODES)
def test_right_check_character_is_accepted(code: str) -> None:
    assert is_uscc(code)
    assert is_uscc(f" {code.lower()}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91110000123456780",
        "91110000123456780A",
        "9111000012345678OW",
        "0111000012345678 W",
        "某市公安局",
        "91110000123456780WW",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert not is_uscc(text)


@pytest.mark.parametrize(("code", "expected"), CODES.items())
def test_class_of_a_code(code: str, expected: UsccClass) -> None:
    assert expected is uscc_class(code)


def test_class_of_no_code_is_an_error() -> None:
    with pytest.raises(ValueError, match="no unified social credit code"):
        uscc_class("91110000123456780A")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (" SXZC-2026-0107 ", "SXZC-2026-0107"),
        ("项目编号：SXZC-2026-0107", "SXZC-2026-0107"),
        ("采购项目编号（备案号）：SXZC-2026-0107；", "SXZC-2026-0107"),
        ("（招标编号:SXZC-2026-0107）", "SXZC-2026-0107"),
        ("SXZC-2026-0107）", "SXZC-2026-0107"),
        ("（SXZC-2026-0107", "SXZC-2026-0107"),
        ("“SXZC-2026-0107”。", "SXZC-2026-0107"),
        ("“项目编号：SXZC-2026-0107”", "SXZC-2026-0107"),
        ("((SXZC-2026-0107)", "SXZC-2026-0107"),
        ("兴采公（2026）GZ（Q）015", "兴采公（2026）GZ（Q）015"),
        ("[230199]XM[GK]20260107-1", "[230199]XM[GK]20260107-1"),
        ("(2026)-015(二次)", "(2026)-015(二次)"),
        ("Reference: ABC-2026/17", "ABC-2026/17"),
        ("/", "/"),
        ("", ""),
        ("（）", ""),
    ],
)
def test_number_is_kept_as_printed_without_what_is_around_it(printed: str, expected: str) -> None:
    assert expected == clean_number(printed)


@pytest.mark.parametrize(
    "spelling",
    [
        "兴采公（2026）GZ（Q）015",
        "兴采公(2026)GZ(Q)015",
        "兴采公[2026]GZ[q]015号",
        "兴采公〔２０２６〕gz【Q】 015",
        "兴采公 ﹝2026﹞\nGZ（Q）015\u200b",
    ],
)
def test_spellings_of_one_number_share_a_key(spelling: str) -> None:
    assert number_key(spelling) == "兴采公(2026)gz(q)015"


@pytest.mark.parametrize("dash", "-－—–−‐‑―")
def test_dashes_share_a_key(dash: str) -> None:
    assert number_key(f"SXZC{dash}2026{dash}0107") == "sxzc-2026-0107"


def test_rounds_keep_different_keys() -> None:
    assert number_key("SXZC-2026-0107") != number_key("SXZC-2026-0107（二次）")


@pytest.mark.parametrize(
    "number",
    [
        "SXZC-2026-0107",
        "JSZC-320199-XMTY-G2026-0107",
        "0707-2641XMTC0107",
        "兴采公（2026）GZ（Q）015",
        "[230199]XMZC[GK]20260107-1",
        "11019926210200010707-XM001",
        "449900-202609-xm059-0107",
        "兴财采〔2026〕15号",
        "兴州政采磋商-2026-7",
        "2026XMZ(SZS)000107",
        "XMC1107107",
        "XMC1107107（2026-058）",
        "XMYJ-ZB-(2026)1018号",
        "XMA010081-202601-01(2)",
        "2026-320199-48-01-010707",
        "XMZFCG2026货字107号",
        "SXZC-2026-0107（二次）",
    ],
)
def test_project_numbers_are_found_in_prose(number: str) -> None:
    for text in (f"视频监控项目，项目编号：{number}，现公告如下", f"视频监控项目（{number}）成交公告"):
        assert [number] == [found for _, _, found in find_numbers(text)]


def test_words_before_a_number_count_only_after_a_label() -> None:
    assert [found for *_, found in find_numbers("采购编号：兴公资采购H2026-018，")] == ["兴公资采购H2026-018"]
    assert [found for *_, found in find_numbers("现就采购H2026-018公告")] == ["H2026-018"]
    assert [found for *_, found in find_numbers("关于兴采公（2026）015号的公告")] == ["兴采公（2026）015号"]
    assert [found for *_, found in find_numbers("采购编号为-2026-010701的项目")] == ["2026-010701"]


def test_digits_alone_are_a_number_only_after_a_label() -> None:
    assert [found for *_, found in find_numbers("项目代码：2604210107")] == ["2604210107"]
    assert find_numbers("总计2604210107") == []


def test_place_is_in_code_points_of_the_text() -> None:
    text = "（编号：兴采公〔２０２６〕０１５号）"

    [(start, end, found)] = find_numbers(text)

    assert found == "兴采公〔２０２６〕０１５号"
    assert text[start:end] == found


@pytest.mark.parametrize(
    "text",
    [
        "电话0311-85550123",
        "手机13800138000",
        "服务热线400-810-0107",
        "传真：0311-85550123-801",
        "2026-03-16",
        "2026-03-16 至 2026-03-20",
        "2026-03-16至2026-03-20",
        "20260316 09:30",
        "￥1234567.00元",
        "报价：999200（元）",
        "10000000-20000000元",
        "统一社会信用代码91110000123456780W",
        "统一社会信用代码：91110000123456780A",
        "代码91110000123456780W",
        "身份证110101199001011237",
        "财库〔2020〕46号",
        "计价格[2002]1980号",
        "http://www.example.gov.cn/cggg/t20260316_123456.htm",
        "zhang12345@example.com",
        "附件XM2026-0107.docx",
        "施工总承包贰级D242364475",
        "（兴）JZ安许证字[2026]002342",
        "GB50348-2018",
        "K6+582-K19+539",
        "某市公安局",
        "12-3",
    ],
)
def test_other_strings_are_no_project_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_letter_of_a_lot_is_not_part_of_the_number() -> None:
    assert [found for *_, found in find_numbers("XMC-202603-0107A包")] == ["XMC-202603-0107"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("JSZC-320199-XMTY-G2026-0107", NumberHints("320199", 2026, "open", None)),
        ("JSZC-320199-XMTY-C2026-0107", NumberHints("320199", 2026, "consultation", None)),
        ("[230199]XMZC[TP]20260107-1", NumberHints("230199", 2026, "negotiation", None)),
        ("11019926210200010707-XM002", NumberHints("110199", None, None, 2)),
        ("449900-202609-xm059-0107", NumberHints("449900", 2026, None, None)),
        ("0707-2641XMTC0107", NumberHints(None, 2026, None, None)),
        ("兴采公（2026）GZ（Q）015", NumberHints(None, 2026, "open", None)),
        ("兴州政采询价-2026-7（二次）", NumberHints(None, 2026, "inquiry", 2)),
        ("SXZC-2026-0107(2)", NumberHints(None, 2026, None, 2)),
        ("SXZC-DY-2026-0107", NumberHints(None, 2026, "single_source", None)),
        ("SXZC-YQ-2026-0107重招", NumberHints(None, 2026, "restricted", 2)),
        ("XM-2025-2026-1", NumberHints(None, None, None, None)),
        ("XMC-320199", NumberHints(None, None, None, None)),
        ("XMC第三次", NumberHints(None, None, None, 3)),
    ],
)
def test_hints_of_a_number(number: str, expected: NumberHints) -> None:
    assert expected == number_hints(number)


@pytest.mark.parametrize(
    "number",
    ["2020/S 068-161232", "2020/S 68-161232", "2020/s068-161232", "161232-2020", "00161232-2020", "2020/S 068–161232"],
)
def test_notice_of_the_official_journal_has_one_key(number: str) -> None:
    assert number_key(number) == "161232-2020"
    assert number_key(number_key(number)) == "161232-2020"


@pytest.mark.parametrize("number", ["0012-2024", "ZB-2020-001", "161232-20200", "2020/S 068-161232-1", "0016123-2020"])
def test_other_numbers_keep_their_zeros(number: str) -> None:
    assert number_key(number) == number.replace(" ", "").casefold()


def test_number_of_the_official_journal_is_found_in_prose() -> None:
    assert [words for _, _, words in find_numbers("see notice 2020/S 068-161232 of that day")] == ["2020/S 068-161232"]


@pytest.mark.parametrize(
    ("number", "region", "year", "method"),
    [
        ("JSZC-320300-XZTY-G2026-0001", "320300", 2026, "open"),
        ("JSZC-320300-XZTY-C2026-0001", "320300", 2026, "consultation"),
        ("JSZC-320300-XZTY-T2026-0001", "320300", 2026, "negotiation"),
        ("JSZC-320300-XZTY-X2026-0001", "320300", 2026, "inquiry"),
        ("JSZC-320300-XZTY-D2026-0001", "320300", 2026, "single_source"),
        ("[230225]CQXMGL[GK]20260003-1", "230225", 2026, "open"),
        ("[230225]CQXMGL[CS]20260003", "230225", 2026, "consultation"),
        ("442000-202009-hp059-0057", "442000", 2020, None),
        ("SDGP370102000202302000123", "370102", 2023, None),
        ("N5101012023000123", "510101", 2023, None),
        ("0702-1641CITC7062", None, 2016, None),
        ("兴采〔竞谈〕2025-08", None, 2025, "negotiation"),
        ("SXZC-2026-0107", None, 2026, None),
        ("202601", None, 2026, None),
        ("999999-202009-hp059", None, 2020, None),
    ],
)
def test_number_hints_at_place_year_and_method(
    number: str, region: str | None, year: int | None, method: str | None
) -> None:
    hints = number_hints(number)

    assert (hints.region_code, hints.year, hints.method) == (region, year, method)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("11", UsccClass.STATE_ORGAN),
        ("12", UsccClass.PUBLIC_INSTITUTION),
        ("13", UsccClass.MASS_ORGANIZATION),
        ("19", UsccClass.OTHER),
        ("21", UsccClass.FOREIGN_OFFICE),
        ("31", UsccClass.LEGAL_SERVICE),
        ("35", UsccClass.LEGAL_SERVICE),
        ("41", UsccClass.FOREIGN_OFFICE),
        ("51", UsccClass.ASSOCIATION),
        ("52", UsccClass.PRIVATE_NON_ENTERPRISE),
        ("53", UsccClass.FOUNDATION),
        ("59", UsccClass.OTHER),
        ("61", UsccClass.FOREIGN_OFFICE),
        ("71", UsccClass.RELIGIOUS),
        ("81", UsccClass.TRADE_UNION),
        ("91", UsccClass.COMPANY),
        ("92", UsccClass.SOLE_TRADER),
        ("93", UsccClass.COOPERATIVE),
        ("A1", UsccClass.MILITARY),
        ("N1", UsccClass.RURAL_COLLECTIVE),
        ("N2", UsccClass.RURAL_COLLECTIVE),
        ("Y1", UsccClass.OTHER),
    ],
)
def test_first_two_characters_of_a_credit_code_tell_the_class(head: str, expected: UsccClass) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"{head}420526MA4F0RJQ0"
    total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    code = body + alphabet[-total % 31]

    assert uscc_class(code) is expected
