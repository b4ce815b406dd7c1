"""Masks: what is a person's is hidden with its length kept, what is a procedure's stays readable."""

from __future__ import annotations

import pytest

from counterfile.text.mask import mask, mask_name

# Made by the rule of GB 11643 for an invented person, so that the check digit holds.
ID = "420502198503120018"


def hidden(text: str) -> str:
    masked, _ = mask(text)
    return masked


def test_mask_keeps_length_and_everything_around() -> None:
    masked, count = mask("联系人：王老师，手机：13800138000，地址：解放路12号")

    assert (masked, count) == ("联系人：王老师，手机：***********，地址：解放路12号", 1)


def test_text_without_identifiers_comes_back_as_it_is() -> None:
    text = "预算金额：517.9175万元，2025年12月20日09时30分前递交。"

    assert (text, 0) == mask(text)


@pytest.mark.parametrize(
    "printed",
    [
        ID,
        "420502 19850312 0018",
        "420502-19850312-0018",
        "４２０５０２１９８５０３１２００１８",
        " ".join(ID),
        "\u3000".join(ID),
        "42050219850312001８",
    ],
)
def test_identity_number_is_masked_in_every_print(printed: str) -> None:
    masked, count = mask(f"身份证号码：{printed}，性别：男")

    assert (f"身份证号码：{'*' * len(printed)}，性别：男", 1) == (masked, count)


def test_identity_number_with_check_letter_is_masked() -> None:
    assert hidden("张某某 11010119900307803X") == "张某某 ******************"


def test_identity_number_with_wrong_check_digit_is_masked_only_behind_its_label() -> None:
    assert hidden("身份证：420502198503120019") == "身份证：******************"
    assert hidden("420502198503120019") == "420502198503120019"


def test_old_identity_number_wants_its_label() -> None:
    assert hidden("身份证号：420502850312001") == "身份证号：***************"
    assert hidden("注册号：420502850312001") == "注册号：420502850312001"


@pytest.mark.parametrize(
    "text",
    [
        f"项目编号：{ID}",
        f"合同编号（{ID}）",
        f"招标编号: {ID}",
        f"采购计划编号：A-17、{ID}",
        f"XM{ID}",
        f"{ID}01",
        f"{ID}-001",
        f"http://zfcg.example.gov.cn/{ID}.html",
        f"统一社会信用代码：{ID}",
    ],
)
def test_number_of_a_procedure_stays_even_if_it_could_be_an_identity_number(text: str) -> None:
    assert (text, 0) == mask(text)


@pytest.mark.parametrize(
    "printed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138－0013－8000",
        "１３８００１３８０００",
        "1 3 8 0 0 1 3 8 0 0 0",
        "1380013 8000",
        "138\u00a00013\u00a08000",
        "0086-138-0013-8000",
        "8613800138000",
    ],
)
def test_mobile_number_is_masked_in_every_print(printed: str) -> None:
    masked, count = mask(f"联系电话：{printed}。")

    assert (f"联系电话：{'*' * len(printed)}。", 1) == (masked, count)


def test_country_code_before_a_mobile_number_is_masked_with_it() -> None:
    assert hidden("Tel: +86 13800138000") == "Tel: +**************"


def test_two_mobile_numbers_side_by_side_are_two() -> None:
    assert mask("13800138000/13900139000") == ("***********/***********", 2)


def test_mobile_number_without_a_label_is_masked() -> None:
    assert hidden("王某 13800138000 汉族") == "王某 *********** 汉族"


@pytest.mark.parametrize(
    "text",
    [
        "项目编号：13800138000",
        "预算金额：13800138000元",
        "合同金额 13800138000.00",
        "￥13800138000",
        "采购编号：ABC-1、13800138000",
        "15-2025-01001",
        "t20250101_13812345678.htm",
        "138 2000 45000 21",
    ],
)
def test_amounts_and_numbers_that_look_like_mobiles_stay(text: str) -> None:
    assert (text, 0) == mask(text)


def test_landline_of_a_named_contact_is_masked() -> None:
    assert hidden("项目联系人：李某\n电　话：　　010-55501234") == "项目联系人：李某\n电　话：　　************"
    assert hidden("电话：010-55501234（王女士）") == "电话：************（王女士）"
    assert hidden("联系方式：刘老师,55501234") == "联系方式：刘老师,********"


def test_switchboard_of_an_institution_stays() -> None:
    text = "名称：某市公安局\n地址：解放路12号\n联系方式：0717-6012345"

    assert (text, 0) == mask(text)


def test_landline_of_the_agency_behind_a_contact_of_the_buyer_stays() -> None:
    text = "联系人：李某\n代理机构：某某招标有限公司 电话：0717-6012345"

    assert (text, 0) == mask(text)


def test_fax_line_stays() -> None:
    assert hidden("联系人：李某 传 真：0717-6012345") == "联系人：李某 传 真：0717-6012345"


def test_personal_mailbox_loses_its_local_part() -> None:
    assert hidden("邮箱：zhang.san@qq.com") == "邮箱：*********@qq.com"
    assert hidden("邮箱：zhang＠163．com") == "邮箱：*****＠163．com"


@pytest.mark.parametrize(
    "address", ["info@example.gov.cn", "zfcg2020@126.com", "hbggzy@163.com", "tenders@city.example"]
)
def test_mailbox_of_an_office_stays(address: str) -> None:
    assert (address, 0) == mask(address)


def test_at_sign_that_is_no_address_stays() -> None:
    assert mask("单价@12元, @某市公安局, a@b") == ("单价@12元, @某市公安局, a@b", 0)


def test_card_number_behind_its_label_is_masked() -> None:
    assert hidden("卡号：6222 0212 3456 7890 123") == "卡号：***********************"
    assert hidden("账号 42050133123456789") == "账号 *****************"


def test_card_number_with_check_digit_near_a_bank_is_masked() -> None:
    assert hidden("开户银行：某某银行 4111111111111111") == "开户银行：某某银行 ****************"
    assert hidden("设备序列 4111111111111111") == "设备序列 4111111111111111"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("车牌鄂A12345，", "车牌*******，"),
        ("鄂AD12345", "********"),
        ("桂A·B1234", "********"),
        ("警车粤B1234警", "警车*******"),
    ],
)
def test_number_plate_is_masked(text: str, expected: str) -> None:
    assert expected == hidden(text)


@pytest.mark.parametrize("text", ["豫A2025001", "豫1412023202406509", "编号：鄂A12345", "鄂AB-12345", "京ABCDEF"])
def test_certificates_that_resemble_plates_stay(text: str) -> None:
    assert (text, 0) == mask(text)


def test_credit_code_of_a_sole_trader_is_masked_and_of_a_company_stays() -> None:
    # 92 is the class of sole traders (GB 32100); both codes are invented and have right check characters.
    assert hidden("信用代码：92420502MA4ABCDE1A") == "信用代码：******************"
    assert mask("91110000802100433B") == ("91110000802100433B", 0)


@pytest.mark.parametrize(
    "number",
    [
        "JSZC-320300-XZTY-G2026-0001",
        "[230225]CQXMGL[GK]20260003-1",
        "11010226210200025327-XM001",
        "442000-202009-hp059-0057",
        "0702-1641CITC7062",
        "徐采公（2021）JSSW（Q）001",
    ],
)
def test_project_numbers_stay(number: str) -> None:
    assert (number, 0) == mask(number)


def test_masking_twice_changes_nothing() -> None:
    once, _ = mask(f"联系人：王老师 138 0013 8000、010-55501234，zhang@qq.com，{ID}，卡号：6222021234567890123")

    assert (once, 0) == mask(once)


@pytest.mark.parametrize(
    "text",
    [
        "身份证号：42O5O2l98503l2OOIB",
        "联系电话：I38OOI38OOO",
        "手机：138 OO13 8OOO",
        "联系人：王某 l3800138000",
        "卡号：6222 O212 3456 789O 123",
    ],
)
def test_digits_that_were_read_as_letters_do_not_hide_an_identifier(text: str) -> None:
    masked = hidden(text)

    assert masked.count("*") == len(text.replace("联系人：王某 ", "").rpartition("：")[2])


@pytest.mark.parametrize(
    "text", ["型号：1380B1380O1", "规格 B8001380O13", "项目编号：I3800I38000", "I/O点数 138", "5S店 O2O平台"]
)
def test_letters_among_digits_of_other_things_stay(text: str) -> None:
    assert (text, 0) == mask(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证号：420502\n198503120018", "身份证号：******\n************"),
        ("手机：1380013\n8000，", "手机：*******\n****，"),
        ("身份证号\n" + "\n".join(ID), "身份证号\n" + "\n".join("*" * 18)),
        ("身份证号 | 420502 | 19850312 | 0018", "身份证号 | ************************"),
        ("序号\n姓名\n身份证号\n1\n王某\n420502850312001\n", "序号\n姓名\n身份证号\n1\n王某\n***************\n"),
        ("卡号：6222021234567890\n128", "卡号：****************\n***"),
    ],
)
def test_identifier_over_lines_and_cells_is_masked_and_line_ends_stay(text: str, expected: str) -> None:
    assert expected == hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0351-822409\n9、某某饭店",
        "数量\n138\n0013\n8000\n合计\n9151",
        "电话：0717-6012345\n2025年3月1日",
    ],
)
def test_numbers_on_lines_of_their_own_are_not_joined(text: str) -> None:
    assert (text, 0) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "项目联系人 李某某 电话 0717-6234567",
        "项目联系人\n联系电话\n李某某\n0717-6234567",
        "采购单位\n联系人\n联系电话\n临沅市公安局\n李某某\n0717-6234567",
        "0717-6234567\n联系电话\n李某某\n项目联系人",
        "电话：0717-6234567 联系人：李某某",
        "联系人\n李某某\n地址\n临沅市大学路12号\n电话\n0717-6234567",
        "采购代理机构联系人：李工\n采购代理机构联系电话：0717-6234567",
        "联系人：李某某 0717-6234567-802",
    ],
)
def test_direct_line_is_masked_in_whatever_order_the_table_was_flattened(text: str) -> None:
    assert "6234567" not in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "2.采购代理机构信息\n联系方式：0717-6234567\n3.项目联系方式\n项目联系人：李某某",
        "联系人：李某某\n监督电话：0717-6234567",
        "技术负责人\n李某某,职称证,021401004901",
        "联系人：李某某 合同号：4541 0435 4114 2614",
    ],
)
def test_line_of_an_institution_or_a_certificate_stays_beside_a_name(text: str) -> None:
    assert "*" not in hidden(text)


def test_line_before_a_contact_with_a_number_of_his_own_stays() -> None:
    text = "电话：0717-6234567\n联系人：李某某 电话：0717-6234568"

    assert hidden(text) == "电话：0717-6234567\n联系人：李某某 电话：************"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("护照号码：E12345678，", "护照号码：*********，"),
        ("港澳居民来往内地通行证 H12345678", "港澳居民来往内地通行证 *********"),
        ("台胞证\n12345678\n", "台胞证\n********\n"),
        ("QQ：123456789", "QQ：*********"),
        ("微信号：wx_523102", "微信号：*********"),
        ("微信：zhangsan88", "微信：**********"),
        ("车牌号 鄂a 12345", "车牌号 ********"),
        ("邮箱：zhangsan#qq.com", "邮箱：********#qq.com"),
        ("邮箱：zhangsan(at)lyzb.com", "邮箱：********(at)lyzb.com"),
        ("Mobile: +33 6 12 34 56 78", "Mobile: *****************"),
        ("Contact person: Mr Li, tel. +33 1 12 34 56 78", "Contact person: Mr Li, tel. *****************"),
        ("private IBAN: DE89 3704 0044 0532 0130 00", "private IBAN: ***************************"),
    ],
)
def test_identifiers_that_only_their_label_tells_are_masked(text: str, expected: str) -> None:
    assert expected == hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "QQ群：123456789",
        "客服QQ：4001234567",
        "微信公众号：lyzfcg88",
        "中小微企业1234567",
        "许可证号：12345678",
        "Telephone: +33 1 12 34 56 78",
        "IBAN: DE89 3704 0044 0532 0130 00",
        "C#.net 与 F#2.0",
        "Project ID: 123456789012345",
    ],
)
def test_what_belongs_to_an_office_stays(text: str) -> None:
    assert (text, 0) == mask(text)


@pytest.mark.parametrize(
    "text",
    [
        f"序号\n项目编号\n项目名称\n1\n{ID}\n办公家具采购项目",
        f"项目编号 | {ID} | 办公家具",
        f"合同编号={ID};名称=办公家具",
        "项目编号 | 17655696955 | 监控设备",
        f"附件：/upload/{ID}/招标文件.pdf",
        "中标金额：CNY 16758088585",
        "开户银行：某某银行 统一社会信用代码：12 410105 6899087953",
        "S/N: LVX14426586545",
        "https://www.example.com/view?id=1546522221093143&page=2",
    ],
)
def test_numbers_in_columns_of_projects_and_in_addresses_stay(text: str) -> None:
    assert (text, 0) == mask(text)


def test_identity_number_beside_a_name_is_masked_below_a_project_number() -> None:
    assert ID not in hidden(f"项目编号\nLY-2021-018\n法定代表人\n王某\n{ID}\n")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2021/投标函_王某_13800138000.pdf", "2021/投标函_王某_***********.pdf"),
        (f"{ID}.pdf", "******************.pdf"),
        ("王某13800138000/zhang.san@qq.com.eml", "王某***********/*********@qq.com.eml"),
        (
            "http://x.example/a?id=13800138000&mobile=13900139000",
            "http://x.example/a?id=13800138000&mobile=***********",
        ),
        ("bundle.zip!/王某13800138000.txt", "bundle.zip!/王某***********.txt"),
    ],
)
def test_identifiers_in_names_of_files_are_masked(name: str, expected: str) -> None:
    assert expected == mask_name(name)


@pytest.mark.parametrize(
    "name",
    ["13800138000.html", "t20250101_13812345678.htm", "项目编号13800138000.docx", "LY-2021-018(2021-03-01).html"],
)
def test_numbers_that_name_pages_and_projects_stay(name: str) -> None:
    assert name == mask_name(name)
