"""Whether two names say the same in every part, which joining without asking needs."""

from __future__ import annotations

import pytest

from counterfile.resolving._agreement import differ
from counterfile.resolving._parts import parse


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("北辰市恒乙工程有限公司", "北辰恒乙工程有限责任公司"),
        ("湖东甲瑞（集团）有限公司", "湖东甲瑞集团有限公司"),
        ("湖东甲瑞药业有限公司", "湖東甲瑞葯業有限公司"),
        ("深圳市甲瑞智能科技有限公司", "甲瑞（深圳）智能科技有限公司"),
        ("甲瑞智能", "深圳甲瑞智能科技股份有限公司"),
        ("中国银行股份有限公司湖东支行", "中行湖东支行"),
        ("中国工商银行股份有限公司临沅市分行", "工行临沅分行"),
        ("中国电信股份有限公司临沅分公司", "中国电信临沅分公司"),
        ("上海甲瑞有限公司（珠海分公司）", "上海甲瑞有限公司珠海分公司"),
        ("浙江省杭州市财政局", "杭州市财政局"),
        ("临沅市第一人民医院", "临沅第一人民医院"),
        ("Quillmark Systems Ltd", "QUILMARK SYSTEMS LIMITED"),
        ("University of Varnholt", "Universidad de Varnholt"),
        ("St. Brandan School", "Saint Brandan School"),
        ("Varnholt Daycare Center", "Varnholt Day Care Center"),
    ],
)
def test_other_spellings_do_not_differ(one: str, two: str) -> None:
    assert differ(parse(one), parse(two)) == differ(parse(two), parse(one)) == ""


@pytest.mark.parametrize(
    ("one", "two", "part"),
    [
        ("上海甲瑞实业有限公司", "上海乙瑞实业有限公司", "words"),
        ("上海甲瑞实业有限公司", "上海甲瑞物业有限公司", "words"),
        ("上海甲瑞实业发展有限公司", "北京甲瑞实业发展有限公司", "place"),
        ("甲瑞智能", "深圳甲瑞恒智能科技股份有限公司", "words"),
        ("甲瑞", "深圳甲瑞智能科技股份有限公司", "words"),
        ("甲瑞传媒股份有限公司", "甲瑞科技传媒股份有限公司", "words"),
        ("湖东甲瑞进出口集团公司", "湖东甲瑞进出口有限公司", "group"),
        ("湖东甲瑞有限公司", "湖东甲瑞股份有限公司", "form"),
        ("临沅市财政局", "临沅市教育局", "words"),
        ("临沅市财政局", "临沅市财政厅", "kind"),
        ("杭州市财政局", "杭州市西湖区财政局", "words"),
        ("某大学", "某大学附属医院", "kind"),
        ("Hunan Institute of Technology", "Henan Institute of Technology", "place"),
        ("Institute of Software Engineering", "Institute of Chemical Engineering", "words"),
        ("Quillmark A/S", "Quillmark Services A/S", "words"),
        ("ООО Ромашинка", "АО Ромашинка", "form"),
        ("Happy Kids #1", "Happy Kids #2", "number"),
        ("甲乙五金店（个体工商户）", "甲乙五金店（个体工商户）", "sole"),
    ],
)
def test_the_part_that_differs_is_named(one: str, two: str, part: str) -> None:
    assert differ(parse(one), parse(two)) == part
    assert differ(parse(two), parse(one)) == part
