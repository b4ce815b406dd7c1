"""Numbers as articles say them."""

import itertools
from decimal import Decimal

import pytest

from counterfile.text.said import said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nine tenders", "9"),
        ("Twenty-two companies", "22"),
        ("three hundred lots", "300"),
        ("有九项采购", "9"),
        ("三十二家公司", "32"),
        ("一百零五个项目", "105"),
        ("二〇个", "20"),
        ("CNY 139 million", "139050678.50"),
        ("1.39亿元", "139050678.50"),
        ("1,234.56 yuan", "1234.56"),
        ("nearly 140 million", "139050678"),
        ("more than 50 documents", "52"),
        ("more than a dozen", "13"),
        ("dozens of buyers", "31"),
        ("数十家单位", "31"),
        ("至少四个", "4"),
        ("约2万元", "19800"),
        ("不到3份", "2"),
    ],
)
def test_a_count_fits_its_words(text: str, value: str) -> None:
    numbers = said(text)

    assert [each.fits(Decimal(value)) for each in numbers] == [True]
    assert not any(each.fits(Decimal(value) * 10 + 1) for each in numbers)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("64 %", "64", "66"),
        ("64 percent", "63.9", "62"),
        ("百分之五十，即50％", "50", "52"),
        ("the majority", "64", "50"),
        ("half of them", "50", "60"),
        ("半数以上", "50.1", "50"),
        ("不到一半", "40", "50"),
        ("two-thirds", "66", "50"),
        ("六成", "62", "70"),
        ("六成以上", "90", "50"),
    ],
)
def test_a_share_fits_its_words(text: str, true: str, false: str) -> None:
    shares = [each for each in said(text) if each.share]

    assert [(each.fits(Decimal(true)), each.fits(Decimal(false))) for each in shares] == [(True, False)]


@pytest.mark.parametrize(
    "text",
    [
        "since 2018",
        "2015-2020",
        "2015–20",
        "on 15 July 2021",
        "July 15, 2021, at 14:30",
        "2021年7月15日",
        "2021-07-15",
        "第三次招标",
        "the 3rd time",
        "F12 and COVID-19",
        "one of them",
        "一个问题",
    ],
)
def test_dates_ordinals_and_names_are_no_counts(text: str) -> None:
    assert said(text) == []


def test_numbers_are_found_in_order_and_never_within_another() -> None:
    numbers = said("Nine of 50 tenders (18 %), more than a dozen in 2021, 数十家 of 三十二家")

    assert [each.words for each in numbers] == ["Nine", "50", "18 %", "more than a dozen", "数十", "三十二"]
    assert all(one.end <= two.start for one, two in itertools.pairwise(numbers))
