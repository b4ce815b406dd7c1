"""Properties of the language tools: masks hide and keep, search finds exactly, keys and places hold still."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from counterfile.text.mask import mask
from counterfile.text.names import clean_name, core_title, is_organization, name_key, round_of, split_joint
from counterfile.text.places import find_place, locate
from counterfile.text.script import fold, han_share, simplify, squeeze
from counterfile.text.search import find, matches, phrases, tokens

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
PROVINCES = re.findall("..", "11121314152122233132333435363741424344454650515253546162636465")
CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

NOTICE = st.text(
    alphabet="0123456789Xx０１３８９＠@.。:：-－—( )（）/、，,\n\u3000+*￥元证份身号编账电话联系人王老师手机鄂A92M码qc",
    max_size=60,
)
HAN = st.text(alphabet="公安局采购无人机云平台市", min_size=1, max_size=6)
MIXED = st.text(alphabet="公安局采购务 務,，、 \u3000\nＡaBb12二", max_size=40)


# --- Masks -----------------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(NOTICE)
def test_mask_keeps_length_hides_only_and_repeats_nothing(text: str) -> None:
    masked, count = mask(text)

    assert len(masked) == len(text)
    assert all(after in (before, "*") for before, after in zip(text, masked, strict=True))
    assert (count == 0) == (masked == text)
    assert mask(masked) == (masked, 0)


def identity_number(chance: random.Random) -> str:
    """Make an identity number that nobody has on purpose, by the rule of GB 11643 and independently of the code."""
    body = (
        chance.choice(PROVINCES)
        + f"{chance.randint(1, 9):02d}{chance.randint(1, 29):02d}"
        + f"{chance.randint(1940, 2008)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        + f"{chance.randint(0, 999):03d}"
    )
    remainder = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body)) % 11
    return body + "10X98765432"[remainder]


def mobile_number(chance: random.Random) -> str:
    return "1" + chance.choice("3456789") + "".join(chance.choices("0123456789", k=9))


def printed(number: str, chance: random.Random) -> str:
    """Print a number as clerks and typesetters do."""
    sizes = (6, 8, 4) if len(number) == 18 else chance.choice([(3, 4, 4), (3, 8), (7, 4)])
    cuts = [sum(sizes[:index]) for index in range(len(sizes) + 1)]
    groups = [number[a:b] for a, b in pairwise(cuts)]
    return chance.choice(
        [
            number,
            number.translate(WIDE),
            " ".join(number),
            "\u3000".join(number.translate(WIDE)),
            chance.choice([" ", "\u00a0", "\u3000", "  "]).join(groups),
            chance.choice(["-", "－", "—", " - "]).join(groups),
            chance.choice([" ", "\u3000", "－"]).join(groups).translate(WIDE),
        ]
    )


def credit_code(chance: random.Random) -> str:
    body = chance.choice(["91", "11", "12", "13", "51", "52", "53", "93"]) + chance.choice(PROVINCES)
    body += f"{chance.randint(0, 9999):04d}"
    body += "".join(chance.choice(CODE_SIGNS if chance.random() < 0.3 else "0123456789") for _ in range(9))
    total = sum(CODE_SIGNS.index(sign) * (3**place % 31) for place, sign in enumerate(body))
    return body + CODE_SIGNS[-total % 31]


def project_number(chance: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(chance.choices("0123456789", k=count))

    region, year = chance.choice(PROVINCES) + digits(4), str(chance.randint(2008, 2026))
    return chance.choice(
        [
            f"JSZC-{region}-XZTY-G{year}-{digits(4)}",
            f"[{region}]CQXMGL[GK]{year}0003-1",
            f"{region}26210200{digits(6)}-XM001",
            f"{region}-{year}09-hp{digits(3)}-{digits(4)}",
            f"{digits(4)}-{digits(4)}CITC{digits(4)}",
            f"徐采公（{year}）JSSW（Q）{digits(3)}",
            f"{year}{digits(12)}",
            f"ZFCG-{year}-{digits(5)}",
            f"{year}-{digits(3)}-{digits(4)}",
            f"E{region}{digits(12)}",
        ]
    )


def test_masks_find_999_of_1000_identifiers_in_odd_prints() -> None:
    chance = random.Random(20260101)
    contexts = [
        "身份证号：%s",
        "张某某 %s",
        "%s",
        "（%s）",
        "姓名：李某，%s、",
        "联系电话：%s\n",
        "手机号码 %s。",
        "电话：0717-6012345、%s",
    ]
    missed = 0
    for _ in range(4000):
        number = chance.choice([identity_number, mobile_number])(chance)
        form = printed(number, chance)
        context = chance.choice(contexts)

        masked, _ = mask(context % form)

        missed += masked != context % ("*" * len(form))

    assert missed <= 4


def test_masks_touch_less_than_1_in_1000_numbers_of_procedures_and_bodies() -> None:
    chance = random.Random(20260102)
    contexts = ["项目编号：%s", "招标编号:%s", "（项目编号%s）", "合同编号：%s\n", "%s", "统一社会信用代码：%s"]
    touched = 0
    for _ in range(6000):
        number = chance.choice([credit_code, project_number])(chance)

        touched += mask(chance.choice(contexts) % number)[1] > 0

    assert touched <= 6


def test_numbers_with_a_label_of_a_procedure_are_never_masked() -> None:
    chance = random.Random(20260103)
    contexts = [
        "项目编号：%s",
        "合同编号（%s）",
        "招标编号: %s",
        "A%s",
        "%s7",
        "http://zfcg.example.cn/x/%s.htm",
        "预算金额：%s元",
    ]
    for _ in range(3000):
        text = chance.choice(contexts) % chance.choice([identity_number, mobile_number])(chance)

        assert mask(text) == (text, 0)


# --- Search ----------------------------------------------------------------------------------------------------------


def flat(text: str) -> str:
    return re.sub(r"\s+", "", simplify(fold(text)))


def index_holds(text: str, phrase: list[str]) -> bool:
    index = tokens(text)
    return any(index[at : at + len(phrase)] == phrase for at in range(len(index) - len(phrase) + 1))


@settings(max_examples=200)
@given(MIXED, HAN.filter(lambda term: len(term) > 1))
def test_han_term_finds_exactly_the_texts_that_hold_it(text: str, term: str) -> None:
    (phrase,) = phrases(term)

    assert index_holds(text, phrase) == (term in flat(text))


@settings(max_examples=200)
@given(MIXED, HAN)
def test_find_and_containment_agree(text: str, term: str) -> None:
    hits = find(text, term)

    assert bool(hits) == matches(text, term) == (term in flat(text))
    assert all(term in flat(text[start:end]) for start, end in hits)


@given(st.lists(HAN, min_size=1, max_size=5), st.sampled_from([" ", "\u3000", "\n", "\u200b"]))
def test_blanks_inside_han_text_change_no_token(parts: list[str], blank: str) -> None:
    assert tokens(blank.join(parts)) == tokens("".join(parts))


@settings(max_examples=100)
@given(st.text(max_size=60), st.text(max_size=10))
def test_search_takes_any_text(text: str, query: str) -> None:
    assert all(token and not token.isspace() for token in tokens(text))
    assert all(phrases(query))
    assert all(0 <= start < end <= len(text) for start, end in find(text, query))


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)
    assert len(simplify(text)) == len(text)
    assert 0.0 <= han_share(text) <= 1.0


# --- Names, places, likeness -----------------------------------------------------------------------------------------

NAME = st.text(
    alphabet="某甲乙建设有限公司局医院（）() 、；/牵头人成员：分第二次重新招标公告项目编号A1-Ltd.Co, \n", max_size=40
)


@settings(max_examples=200)
@given(NAME)
def test_name_tools_take_any_text_and_hold_still(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)
    assert name_key(clean_name(text)) == name_key(text)
    assert re.search(r"\s", core_title(text)) is None
    assert is_organization(text) in (True, False)
    found = round_of(text)
    assert found is None or (found[0] >= 1 and 0 <= found[1] < found[2] <= len(text))


@settings(max_examples=200)
@given(NAME)
def test_splitting_invents_no_characters(text: str) -> None:
    for name, _ in split_joint(text):
        assert set(name) <= set(text) | {" "}


@settings(max_examples=100)
@given(st.text(alphabet="北京市朝阳区湖南省长沙县江西路河上海嘉定鼓楼（）- ，大学分公司", max_size=30))
def test_places_stand_where_they_are_said_to_stand(text: str) -> None:
    for start, end, place in find_place(text):
        assert 0 <= start < end <= len(text)
        assert place.province is not None
    place = locate(text)
    assert place is None or place.province is not None
