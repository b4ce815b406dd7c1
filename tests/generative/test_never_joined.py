"""What is never joined on its own, whatever the names: branches, numbers, groups, other codes, sole traders."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfile.resolving._agreement import differ
from counterfile.resolving._parts import parse
from counterfile.resolving.organizations import Index, Mention, resolve

HAN = "甲乙丙瑞恒泽嘉禾铭卓弘毅雅启辰澜图鼎盛"
SIGNS = st.text(HAN, min_size=2, max_size=4)
TOWNS = st.sampled_from(["临沅", "湖东", "某州", "北塘", "青泽"])
WORDS = st.text("bdfgklmnprstvz", min_size=3, max_size=5).flatmap(
    lambda rest: st.sampled_from(["Qua", "Ve", "Tho", "Mi", "Ul"]).map(lambda head: head + rest)
)
FORMS = st.sampled_from(["有限公司", "有限责任公司", "股份有限公司"])
SMALL = st.integers(2, 29)

Pair = tuple[str, str]


def both(make: Callable[..., Pair], *parts: st.SearchStrategy[object]) -> st.SearchStrategy[Pair]:
    return st.tuples(*parts).map(lambda drawn: make(*drawn))


NEVER = {
    "a branch and its company": both(
        lambda core, town, form: (f"{core}科技{form}", f"{core}科技{form}{town}分公司"), SIGNS, TOWNS, FORMS
    ),
    "a branch in brackets and its company": both(
        lambda core, town: (f"{core}工程有限公司", f"{core}工程有限公司（{town}分公司）"), SIGNS, TOWNS
    ),
    "two branches of one bank": both(
        lambda town, one: (f"中国银行股份有限公司{town}{one}东支行", f"中国银行{town}{one}西支行"), TOWNS, SIGNS
    ),
    "the police and a police station": both(
        lambda town, place: (f"{town}市公安局", f"{town}市公安局{place}派出所"), TOWNS, SIGNS
    ),
    "the police and its division": both(
        lambda town, place: (f"{town}市公安局", f"{town}市公安局{place}分局"), TOWNS, SIGNS
    ),
    "a town's office and a district's": both(lambda town: (f"{town}市财政局", f"{town}市城东区财政局"), TOWNS),
    "an office and its service center": both(lambda town: (f"{town}海关", f"{town}海关机关服务中心"), TOWNS),
    "a university and its hospital": both(lambda town: (f"{town}大学", f"{town}大学附属医院"), TOWNS),
    "a group and its company": both(lambda core: (f"{core}集团有限公司", f"{core}有限公司"), SIGNS),
    "two numbered schools": both(lambda town: (f"{town}市第一中学", f"{town}市第二中学"), TOWNS),
    "a numbered school and one without": both(lambda town: (f"{town}市第一中学", f"{town}市中学"), TOWNS),
    "two numbered schools, in digits": both(
        lambda town, one: (f"{town}第{one}小学", f"{town}第{one + 1}小学"), TOWNS, SMALL
    ),
    "a limited and a stock company": both(lambda core: (f"{core}科技有限公司", f"{core}科技股份有限公司"), SIGNS),
    "schools in English": both(
        lambda word, one: (f"{word} Secondary School No. {one}", f"{word} Secondary School No. {one + 1}"), WORDS, SMALL
    ),
    "a company and its second": both(lambda word: (f"{word} Systems Ltd", f"{word} Systems II Ltd"), WORDS),
    "a university and its press": both(lambda word: (f"University of {word}", f"University of {word} Press"), WORDS),
    "other work under one name": both(lambda word: (f"{word} Logistics Ltd", f"{word} Foods Ltd"), WORDS),
    "other forms under one name": both(lambda word: (f"{word} Systems Ltd", f"{word} Systems Plc"), WORDS),
    "schools in French": both(lambda word, one: (f"Lycée {word} n° {one}", f"Lycée {word} n° {one + 1}"), WORDS, SMALL),
    "other forms in French": both(lambda word: (f"{word} Travaux SARL", f"{word} Travaux SAS"), WORDS),
    "schools in Spanish": both(
        lambda word, one: (f"Escuela {word} núm. {one}", f"Escuela {word} núm. {one + 1}"), WORDS, SMALL
    ),
    "a town and its school in Spanish": both(
        lambda word: (f"Ayuntamiento de {word}", f"Ayuntamiento de {word} Instituto Municipal de Deportes"), WORDS
    ),
    "schools in German": both(
        lambda word, one: (f"{one}. Grundschule {word}", f"{one + 1}. Grundschule {word}"), WORDS, SMALL
    ),
    "other forms in German": both(lambda word: (f"{word} Bau GmbH", f"{word} Bau AG"), WORDS),
    "schools in Russian": both(
        lambda one: (f"Школа № {one} города Тестова", f"Школа № {one + 1} города Тестова"), SMALL
    ),
    "other forms in Russian": both(lambda one: (f"ООО Велмор-{one}", f"АО Велмор-{one}"), SMALL),
}


@pytest.mark.parametrize("kind", NEVER)
def test_the_names_differ_in_a_part(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(NEVER[kind])
    def never(pair: Pair) -> None:
        one, two = parse(pair[0]), parse(pair[1])

        assert differ(one, two)
        assert differ(one, two) == differ(two, one)

    never()


@pytest.mark.parametrize("kind", NEVER)
def test_these_are_never_joined_without_asking(kind: str) -> None:
    @settings(max_examples=3, deadline=None)
    @given(NEVER[kind])
    def never(pair: Pair) -> None:
        one, two = Mention("a", pair[0], "xx", "某地"), Mention("b", pair[1], "xx", "某地")

        found = resolve([one, two])
        near = Index([one]).neighbors(two)

        assert found.automatic["a"] != found.automatic["b"]
        assert not any(each.automatic for each in near)

    never()


@settings(max_examples=8, deadline=None)
@given(core=SIGNS, town=TOWNS, form=FORMS)
def test_other_credit_codes_are_other_organizations_whatever_the_name(core: str, town: str, form: str) -> None:
    name = f"{town}{core}科技{form}"

    found = resolve(
        [
            Mention("a", name, identifiers=("91990100MAAY4CL127",)),
            Mention("b", name, identifiers=("91990200MATH3BJ1X7",)),
        ]
    )

    assert found.proposed["a"] != found.proposed["b"]


@settings(max_examples=8, deadline=None)
@given(core=SIGNS, mark=st.sampled_from(["（个体工商户）", "（个体经营）", "(个人独资)"]))
def test_sole_traders_are_joined_with_nobody(core: str, mark: str) -> None:
    found = resolve([Mention("a", f"{core}五金店{mark}"), Mention("b", f"{core}五金店{mark}", city="临沅")])
    near = Index([Mention("a", f"{core}五金店{mark}")]).neighbors(Mention("b", f"{core}五金店{mark}"))

    assert found.proposed["a"] != found.proposed["b"]
    assert near == []


@settings(max_examples=8, deadline=None)
@given(core=SIGNS)
def test_a_sole_traders_code_keeps_its_holder_alone(core: str) -> None:
    code = ("92990100MAG612DD2G",)

    found = resolve([Mention("a", f"{core}超市", identifiers=code), Mention("b", f"{core}超市 ", identifiers=code)])

    assert found.proposed["a"] != found.proposed["b"]


@settings(max_examples=8, deadline=None)
@given(core=SIGNS, town=TOWNS)
def test_what_a_person_told_apart_never_comes_together(core: str, town: str) -> None:
    names = [f"{town}{core}工程有限公司", f"{town}市{core}工程有限公司", f"{core}工程有限责任公司"]
    mentions = [Mention(str(number), name) for number, name in enumerate(names)]

    found = resolve(mentions, never=[("0", "2")])

    assert found.proposed["0"] != found.proposed["2"]
    assert found.automatic["0"] != found.automatic["2"]
