"""Articles: each number has a finding that carries it, a source, or a line that says so."""

from __future__ import annotations

import pytest
from tests.unit.test_findings import find, tender

from counterfile.model.finding import Finding
from counterfile.testing.corpus import Corpus
from counterfile.views.article import Article, check


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    corpus = Corpus()
    for day in ("2020-03-01", "2021-03-02", "2021-04-03"):
        tender(corpus, "临沅市公安局", day)
    tender(corpus, "青岚县第一中学", None)
    return {
        "all": find(corpus, "unit: procedure\nmeasure: count\nby: buyer_class"),
        "in-2021": find(corpus, "unit: procedure\nmeasure: share\nof: {opened_year: 2021}"),
        "wrong": find(corpus, "unit: procedure\nmeasure: count\nexpected: 7"),
        "scarce": find(corpus, "unit: procedure\nmeasure: share\nof: {opened_year: 2021}\ncoverage: 1"),
    }


def problems(article: Article) -> list[tuple[int, str]]:
    return [(each.line, problem) for each in article.sentences for problem in each.problems]


def test_numbers_that_their_findings_carry_stand(findings: dict[str, Finding]) -> None:
    text = (
        "# Cameras\n\nFour tenders were examined [[finding:all]]. Three of them came from the police [[finding:all]].\n"
        "Of those with a date, two of three, or 67 %, were opened in 2021.[[finding:in-2021]] 大多数在2021年开标。[[finding:in-2021]]\n\n"
        "The prefecture has 9 million inhabitants. [[source: yearbook 2020, p. 3]]\n"
    )

    article = check(text, findings)

    assert problems(article) == []
    assert [(each.line, each.findings or each.sources) for each in article.sentences] == [
        (3, ("all",)),
        (3, ("all",)),
        (4, ("in-2021",)),
        (4, ("in-2021",)),
        (6, ("yearbook 2020, p. 3",)),
    ]
    assert [number.carried for number in article.sentences[2].numbers] == ["in-2021"] * 3


def test_a_number_without_a_finding_is_named_with_its_line(findings: dict[str, Finding]) -> None:
    article = check("Nothing here.\n\nDozens of tenders were found.\n警方发起了九项采购。", findings)

    assert problems(article) == [
        (3, "no finding carries 'Dozens'; add [[finding:NAME]], or [[source: where it comes from]]"),
        (4, "no finding carries '九'; add [[finding:NAME]], or [[source: where it comes from]]"),
    ]


def test_a_number_that_its_finding_does_not_say_is_named_with_the_figure(findings: dict[str, Finding]) -> None:
    article = check("Five tenders were found [[finding:all]]. Half were opened in 2021 [[finding:in-2021]].", findings)

    assert problems(article) == [
        (1, "'Five' is not what its finding says: all is 4"),
        (1, "'Half' is not what its finding says: in-2021 is 2/3"),
    ]


def test_findings_that_do_not_hold_or_do_not_exist_carry_nothing_silently(findings: dict[str, Finding]) -> None:
    text = "Four tenders [[finding:wrong]]. Some more [[finding:none]]. Two thirds [[finding:scarce]]."

    found = [problem for _, problem in problems(check(text, findings))]

    assert found[0] == "wrong does not hold: 4 procedures"
    assert found[1].startswith("there is no finding none; there are all, in-2021")
    assert found[2].startswith("scarce gives no figure: everything asked is stated for 3 of 4 procedures")


def test_code_links_comments_and_list_numbers_are_not_read(findings: dict[str, Finding]) -> None:
    text = "1. First\n2. Second\n\n```\n50 lines\n```\n`12` <!-- 99 --> [a page](https://a.example/17) https://b.example/23\n"

    assert check(text, findings).sentences == ()
