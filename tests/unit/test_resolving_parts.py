"""Names of organizations are taken apart the same way however they are printed."""

import pytest

from counterfile.resolving._parts import MAX_NAME, parse, to_english


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("某某（上海）科技有限公司", "某某(上海)科技有限公司 "),
        ("某某科技有限公司", "某某科技有限责任公司"),
        ("某某醫院", "某某医院"),
        ("Société d'Exemple S.A.R.L.", "SOCIETE D EXEMPLE sarl"),
        ("T.E.S. Example Inc.", "TES EXAMPLE INCORPORATED"),
        ("Przykład sp. z o.o.", "Przyklad Spółka z ograniczoną odpowiedzialnością"),
        ("ООО Пример", "Obshchestvo s ogranichennoy otvetstvennostyu Primer"),
        ("*ST某某", "某某"),
    ],
)
def test_spellings_of_one_name_are_equal_but_for_the_form(one: str, two: str) -> None:
    assert parse(one).bare == parse(two).bare


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("某某科技股份有限公司", "stock"),
        ("某某科技有限责任公司", "limited"),
        ("某某集团有限公司", "limited"),
        ("Muster GmbH & Co. KG", "gmbh"),
        ("Ejemplo, Sociedad Anónima", "sa"),
        ("UAB Pavyzdys", "uab"),
        ("Example", ""),
    ],
)
def test_legal_forms_of_many_countries_are_read(name: str, form: str) -> None:
    assert parse(name).form == form


def test_a_group_is_told_from_the_company() -> None:
    assert parse("某某集团有限公司").group
    assert not parse("某某有限公司").group


@pytest.mark.parametrize(
    ("name", "branch"),
    [
        ("某某银行股份有限公司北京分行", "北京分行"),
        ("某市公安局城东分局", "城东分局"),
        ("某某科技有限公司上海分公司", "上海分公司"),
        ("某某科技有限公司", ""),
    ],
)
def test_branches_keep_what_says_which_one(name: str, branch: str) -> None:
    assert parse(name).branch == branch


def test_a_police_station_is_a_branch() -> None:
    assert parse("某市公安局城东派出所").branch


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("某市第十二中学", ("12",)),
        ("某市第二人民医院", ("2",)),
        ("海洋三所", ("3",)),
        ("Example School No. 7", ("7",)),
        ("Second Example Hospital", ("2",)),
        ("Example Works II", ("2",)),
        ("某市三中心医院", ()),
    ],
)
def test_numbers_are_read_in_every_form(name: str, numbers: tuple[str, ...]) -> None:
    assert parse(name).numbers == numbers


def test_the_proper_name_is_without_place_trade_and_form() -> None:
    assert parse("上海某某智能科技股份有限公司").core == "某某"


def test_a_second_name_in_brackets_is_kept_aside() -> None:
    parts = parse("某某大学附属第四医院（某市甲乙医院）")

    assert parts.aside == "某市甲乙医院"
    assert parts.bare == "某某大学附属第四医院"


def test_words_of_many_languages_are_compared_as_one() -> None:
    names = ("University of Testville", "Universidad de Testville", "Université de Testville", "Universität Testville")

    assert len({parse(name).concepts for name in names}) == 1


def test_a_chinese_name_meets_its_english_one() -> None:
    assert set(to_english("兰州交通大学").split()) >= {"lanzhou", "jiaotong", "university"}


def test_a_bilingual_name_is_compared_by_its_english_half() -> None:
    parts = parse("某某生物科技有限公司 (Moumou Example Biotech Co., Ltd.)")

    assert parts.han
    assert "biotech" in parts.bridge


def test_a_person_who_trades_is_marked() -> None:
    assert parse("某区甲乙五金店（个体工商户）").sole
    assert not parse("某某科技有限公司").sole


@pytest.mark.parametrize(
    "name", ["", " ", "（）", "&&&", "\ud800", "a" * 10_000, "某" * 10_000, "(" * 5000, "\n\t", "Ltd"]
)
def test_odd_names_are_taken_apart_without_an_error(name: str) -> None:
    parts = parse(name)

    assert len(parts.text) <= 20 * MAX_NAME


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("某市卫健委", "某市卫生健康委员会"),
        ("某省农科院", "某省农业科学院"),
        ("中科院甲乙所", "中国科学院甲乙研究所"),
        ("中国人民解放军海军甲乙学院", "海军甲乙学院"),
        ("甲乙全国重点实验室", "甲乙国家重点实验室"),
    ],
)
def test_everyday_short_forms_of_bodies_are_written_out(short: str, full: str) -> None:
    assert parse(short).bare == parse(full).bare


def test_a_short_form_that_could_be_a_name_stays() -> None:
    assert parse("工行").bare == "工行"
    assert parse("甲师大药房有限公司").bare == "甲师大药房"


def test_characters_of_a_place_are_no_words_by_themselves() -> None:
    assert "mountain" in to_english("湖山学院").split()
    assert "mountain" not in to_english("湖山学院", ["湖山"]).split()
    assert "shanxi" in parse("山西省某某医院").concepts.split()


def test_a_romanized_name_has_the_words_of_the_chinese_one() -> None:
    assert set(parse("Moumou Yiyuan").concepts.split()) == set(parse("某某医院").concepts.split())


def test_words_of_a_chinese_name_are_those_its_english_one_is_compared_by() -> None:
    english = set(parse("Testville Medical Transportation Bureau").concepts.split())

    assert {"medicine", "transport"} <= english
    assert {"medicine", "transport"} <= set(to_english("医科交通").split())
