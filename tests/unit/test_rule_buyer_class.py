"""The class of a buyer by its name."""

from __future__ import annotations

import pytest

from counterfile.plugins.rules.buyer_class import BuyerClassRule


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("临沅市公安局", "police"),
        ("临沅市公安局城关分局", "police"),
        ("青岚县公安局交通警察大队", "police"),
        ("中共青岚县委政法委员会", "political_legal"),
        ("中国共产党青岚县委员会政法委员会", "political_legal"),
        ("青岚县社会治安综合治理中心", "political_legal"),
        ("中共青岚县委宣传部", "propaganda"),
        ("青岚县人民法院", "court"),
        ("青岚县人民检察院", "prosecutor"),
        ("青岚县第一中学", "school"),
        ("临沅政法大学", "school"),
        ("临沅警察学院", "school"),
        ("临沅医学院附属第一医院", "hospital"),
        ("临沅市公安局机关幼儿园", "school"),
        ("青岚县水利局", "government"),
        ("青岚县人民政府城关街道办事处", "government"),
        ("临沅市消防救援支队", "government"),
        ("临沅公安保安服务有限公司", "company"),
        ("Karstmar Police Service, Harbor Division", "police"),
        ("District Court of Ellis Bay", "court"),
        ("University Hospital", "hospital"),
        ("Police Academy", "school"),
        ("Brennick Municipal Council", "government"),
        ("Ministry of Education", "government"),
        ("Castlemoor Networks Ltd", "company"),
        ("临沅铁路工务段", "railway"),
        ("临沅车务段", "railway"),
        ("临沅机务段", "railway"),
        ("临沅铁路公安处", "police"),
        ("临沅铁路公司", "company"),
        ("青岚县污水处理厂", "utility"),
        ("青岚县供水总站", "utility"),
        ("青岚县供电有限公司", "company"),
        ("青岚大学", "school"),
        ("青岚县中医院", "hospital"),
        ("Gemeinde Waldsee", "government"),
        ("Mairie de Valombre", "government"),
        ("Ayuntamiento de Villanera", "government"),
        ("Comune di Valscura", "government"),
        ("Município de Vilarinho", "government"),
        ("Gmina Lipowo", "government"),
        ("Kommun Granvik", "government"),
        ("Tungelsta kommun", "government"),
        ("Δήμος Λευκής", "government"),
        ("Община Белица", "government"),
        ("Polizeipräsidium Nordstadt", "police"),
        ("Police municipale de la Ville de Valombre", "police"),
        ("Komenda Powiatowa Policji w Lipowie", "police"),
        ("Staatsanwaltschaft Nordstadt", "prosecutor"),
        ("Tribunal administratif de Valombre", "court"),
        ("Universitätsklinikum Nordstadt", "hospital"),
        ("Azienda ospedaliera universitaria di Valscura", "hospital"),
        ("Universidad de Villanera", "school"),
        ("Freiwillige Feuerwehr Nordstadt", "government"),
        ("Stadtwerke Nordstadt", "utility"),
        ("Stadtwerke Nordstadt GmbH", "company"),
        ("Przedsiębiorstwo Wodociągów Lipowo Sp. z o.o.", "utility"),
    ],
)
def test_name_tells_its_class(name: str, expected: str) -> None:
    answer = BuyerClassRule().answer(name)

    assert answer is not None
    assert answer[0] == expected
    assert answer[1] in name


@pytest.mark.parametrize(
    "name",
    [
        "临沅市文化馆",
        "武警临沅支队",
        "临沅监狱管理局",
        "中共青岚县委组织部",
        "College of Police",
        "Brenn Trust",
        "青岚大学城",
        "École de police de Valombre",
        "Justizvollzugsanstalt Nordstadt",
        "Ministerio de Defensa, Ejército de Tierra",
        "Maison Valombre",
    ],
)
def test_rule_abstains_where_the_name_does_not_tell(name: str) -> None:
    assert BuyerClassRule().answer(name) is None
