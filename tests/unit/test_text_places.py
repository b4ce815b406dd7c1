"""Places: the most that the words make certain, and nothing beyond."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from counterfile.text.places import Place, by_code, find_place, locate

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def parts(text: str) -> tuple[str | None, str | None, str | None] | None:
    place = locate(text)
    return None if place is None else (place.province, place.city, place.county)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("湖北省宜昌市兴山县财政局", ("湖北省", "宜昌市", "兴山县")),
        ("兴山县财政局", ("湖北省", "宜昌市", "兴山县")),
        ("宜昌市公安局", ("湖北省", "宜昌市", None)),
        ("湖北体育职业学院", ("湖北省", None, None)),
        ("湖北省/宜昌市/兴山县", ("湖北省", "宜昌市", "兴山县")),
        ("新疆维吾尔自治区体育局", ("新疆维吾尔自治区", None, None)),
        ("广西财政信息中心", ("广西壮族自治区", None, None)),
        ("内蒙古锡林郭勒盟公安局", ("内蒙古自治区", "锡林郭勒盟", None)),
        ("恩施州公安局", ("湖北省", "恩施土家族苗族自治州", None)),
        ("长阳县教育局", ("湖北省", "宜昌市", "长阳土家族自治县")),
        ("巴林左旗数据管理局", ("内蒙古自治区", "赤峰市", "巴林左旗")),
        ("大兴安岭地区加格达奇区", ("黑龙江省", "大兴安岭地区", "加格达奇区")),
    ],
)
def test_place_is_named_in_full_official_form(text: str, expected: tuple[str | None, ...]) -> None:
    assert expected == parts(text)


def test_code_is_of_the_lowest_part() -> None:
    place = locate("宜昌市兴山县人民政府")

    assert Place("420526", "湖北省", "宜昌市", "兴山县") == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市海淀区教育局", ("北京市", None, "海淀区")),
        ("上海嘉定汽车站", ("上海市", None, "嘉定区")),
        ("重庆市公安局", ("重庆市", None, None)),
        ("香港特别行政区", ("香港特别行政区", None, None)),
        ("澳门某某公司", ("澳门特别行政区", None, None)),
    ],
)
def test_municipalities_are_provinces_without_a_city(text: str, expected: tuple[str | None, ...]) -> None:
    assert expected == parts(text)


def test_county_under_the_province_has_no_city() -> None:
    assert parts("仙桃市公安局") == ("湖北省", None, "仙桃市")
    assert parts("新疆石河子市教育局") == ("新疆维吾尔自治区", None, "石河子市")


@pytest.mark.parametrize("text", ["鼓楼区教育局", "朝阳区财政局", "市中区", "江北区民政局"])
def test_county_name_that_several_provinces_share_says_nothing(text: str) -> None:
    assert locate(text) is None


def test_shared_county_name_gives_what_its_bearers_have_in_common() -> None:
    # 市中区 is in Leshan and in Neijiang, both in Sichuan.
    assert parts("四川省市中区财政局") == ("四川省", None, None)


@pytest.mark.parametrize(
    ("text", "county"),
    [("南京市鼓楼区教育局", "鼓楼区"), ("北京朝阳区财政局", "朝阳区"), ("山东省-济南市-市中区", "市中区")],
)
def test_what_stands_before_settles_a_shared_name(text: str, county: str) -> None:
    place = locate(text)

    assert place is not None
    assert place.county == county


@pytest.mark.parametrize(
    "text",
    [
        "北京路15号",
        "南京东路步行街改造",
        "长江西路小学",
        "黄河南岸绿化",
        "朝阳市场改造",
        "中山医院",
        "东方电子股份有限公司",
        "中华人民共和国某关拱北海关",
        "来宾接待中心",
        "警务云平台采购",
        "",
        "市",
    ],
)
def test_words_that_contain_a_place_name_are_no_place(text: str) -> None:
    assert locate(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四川金牛建设有限公司", ("四川省", None, None)),
        ("武汉江汉大学", ("湖北省", "武汉市", None)),
        ("长沙市长沙银行", ("湖南省", "长沙市", None)),
        ("宜昌市夷陵中学", ("湖北省", "宜昌市", None)),
        ("海南东方某某有限公司", ("海南省", None, None)),
    ],
)
def test_trade_names_do_not_become_districts(text: str, expected: tuple[str | None, ...]) -> None:
    assert expected == parts(text)


def test_common_word_is_a_city_behind_its_province() -> None:
    assert parts("甘肃白银某某有限公司") == ("甘肃省", "白银市", None)
    assert parts("江苏昆山某某有限公司") == ("江苏省", "苏州市", "昆山市")


def test_branch_is_where_it_is_and_not_where_its_parent_is() -> None:
    assert parts("北京某某集团有限公司上海分公司") == ("上海市", None, None)
    assert parts("中国某某集团湖北有限公司宜昌分公司") == ("湖北省", "宜昌市", None)


def test_school_of_a_university_elsewhere_is_where_it_is() -> None:
    assert parts("北京示例大学宣城附属学校") == ("安徽省", "宣城市", None)


def test_first_place_wins_a_contradiction() -> None:
    assert parts("某某（上海）有限公司，地址：北京市海淀区") == ("上海市", None, None)


def test_street_named_after_a_province_does_not_disturb_an_address() -> None:
    assert parts("上海市静安区江苏路500号") == ("上海市", None, "静安区")


def test_former_names_are_found() -> None:
    assert parts("北京市崇文区教育局") == ("北京市", None, "崇文区")


def test_county_that_changed_its_city_is_where_it_is_now() -> None:
    assert parts("简阳市公安局") == ("四川省", "成都市", "简阳市")


def test_find_place_gives_positions_of_whole_chains() -> None:
    text = "湖北省宜昌市兴山县的项目，由成都市某公司实施"

    found = [(text[start:end], place.city) for start, end, place in find_place(text)]

    assert found == [("湖北省宜昌市兴山县", "宜昌市"), ("成都市", "成都市")]


def test_find_place_leaves_uncertain_names_out() -> None:
    assert find_place("鼓楼区和朝阳区") == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("420526", ("湖北省", "宜昌市", "兴山县")),
        ("320300", ("江苏省", "徐州市", None)),
        ("110102", ("北京市", None, "西城区")),
        ("110103", ("北京市", None, "崇文区")),
        ("330114", ("浙江省", "杭州市", "钱塘区")),
        ("429004", ("湖北省", None, "仙桃市")),
        ("650000", ("新疆维吾尔自治区", None, None)),
    ],
)
def test_code_names_its_place(code: str, expected: tuple[str | None, ...]) -> None:
    place = by_code(code)

    assert place is not None
    assert (place.province, place.city, place.county) == expected


@pytest.mark.parametrize("code", ["000000", "999999", "4205", "", "419000", "130101"])
def test_code_that_names_no_body_gives_none(code: str) -> None:
    assert by_code(code) is None


def test_a_name_takes_microseconds() -> None:
    names = ["宜昌市公安局点军区分局点军派出所", "国网湖北省电力有限公司武汉供电公司", "某某科技股份有限公司"] * 300
    locate(names[0])  # the table is read on first use

    started = time.perf_counter()
    for name in names:
        locate(name)
    took = (time.perf_counter() - started) / len(names)

    assert took < 0.0002  # seconds; measured at 0.00001, the limit leaves room for a busy machine


def test_every_present_county_is_found_under_its_province_and_city() -> None:
    folder = SHARED / "data" / "regions-modood"
    if not folder.is_dir():
        pytest.skip("the shared table of divisions is not here: nothing to compare with")
    provinces, cities, areas = (
        list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))
        for name in ("provinces.csv", "cities.csv", "areas.csv")
    )
    province_of = {row["code"]: row["name"] for row in provinces}
    city_of = {row["code"]: row["name"] for row in cities}
    wrong, missing = [], []
    for row in areas:
        city = city_of[row["cityCode"]]
        city = "" if city in {"市辖区", "县"} or "直辖" in city else city
        found = parts(province_of[row["provinceCode"]] + city + row["name"] + "财政局")
        if found is None or found[0] != province_of[row["provinceCode"]] or (found[1] or "") != city:
            wrong.append((row["name"], found))
        elif found[2] != row["name"]:
            missing.append(row["name"])

    # What is missing are statistical areas that are no counties: development zones, reefs, cities without counties.
    assert wrong == []
    assert len(missing) < 0.05 * len(areas)
    alone = [(parts(row["name"] + "财政局"), province_of[row["provinceCode"]]) for row in areas]
    assert all(found is None or found[0] == province for found, province in alone)


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("玉成县人民政府", None),  # 成县 is the end of a longer name
        ("临海城市管理局", None),  # and so is 海城市
        ("国网丰县供电公司", "丰县"),
        ("中共丰县委员会", "丰县"),
        ("徐州市丰县教育局", "丰县"),
        ("位于丰县境内", "丰县"),
        ("新丰县教育局", "新丰县"),
        ("海城市城市管理局", "海城市"),
        ("鞍山市海城市公安局", "海城市"),
    ],
)
def test_end_of_a_longer_name_is_no_county(text: str, county: str | None) -> None:
    place = locate(text)

    assert (None if place is None else place.county) == county


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("610125", ("陕西省", "西安市", "户县")),  # a county until 2016
        ("610118", ("陕西省", "西安市", "鄠邑区")),  # and a district since, under another code
        ("320300", ("江苏省", "徐州市", None)),
        ("110000", ("北京市", None, None)),
    ],
)
def test_code_gives_the_names_it_last_had(code: str, names: tuple[str | None, ...]) -> None:
    place = by_code(code)

    assert place is not None
    assert (place.province, place.city, place.county) == names


def test_name_of_before_a_county_became_a_district_is_still_found() -> None:
    assert parts("户县人民医院") == ("陕西省", "西安市", "户县")
    assert parts("鄠邑区教育局") == ("陕西省", "西安市", "鄠邑区")
