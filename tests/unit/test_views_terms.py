"""Terms by year: what holds a term, out of how many, and where it stands first."""

from __future__ import annotations

import pytest
from reused_notices import BUYERS, tender

from counterfile.errors import BadUsage
from counterfile.model.finding import Unit
from counterfile.model.notice import Property
from counterfile.testing.corpus import Corpus
from counterfile.views import terms
from counterfile.views.findings import compute, parse_finding
from counterfile.views.tables import Workbench
from counterfile.views.terms import Term, Terms

P = Property


@pytest.fixture
def corpus() -> Corpus:
    made = Corpus()
    first = tender(made, 0, "须支持逐帧回放。", day="2019-05-02")
    award = made.notice("award", [("", P.PUBLISHED, "2020-06-01"), ("", P.BUYER, BUYERS[0])], words="逐帧回放已验收。")
    made.same(first, award)
    tender(made, 1, "", day="2019-07-09")
    tender(made, 2, "双机热备与逐帧\n回放。", day="2021-01-15")
    made.notice("tender", words="逐帧回放。")
    made.notice("tender", [("", P.PUBLISHED, "2018-01-01")], words="别无所求。", furniture="邻近公告：逐帧回放系统")
    return made


def counted(corpus: Corpus, *asked: str, unit: Unit = Unit.NOTICE, most: int = 0) -> Terms:
    return terms.terms(corpus.store, terms.calendar(Workbench(corpus.store)), asked, unit, most=most)


def by_year(term: Term) -> list[tuple[str, int, int]]:
    return [(year.year, year.holds, year.of) for year in term.years]


def test_notices_of_a_year_stand_beside_those_that_hold_the_term(corpus: Corpus) -> None:
    found = counted(corpus, "逐帧回放")

    (term,) = found.terms
    assert by_year(term) == [("2018", 0, 1), ("2019", 1, 2), ("2020", 1, 1), ("2021", 1, 1)]
    assert (term.holds, term.undated, found.units, found.undated) == (4, 1, 6, 1)


def test_procedure_counts_once_in_the_year_of_its_first_notice(corpus: Corpus) -> None:
    found = counted(corpus, "逐帧回放", unit=Unit.PROCEDURE)

    assert by_year(found.terms[0]) == [("2018", 0, 1), ("2019", 1, 2), ("2021", 1, 1)]
    assert (found.terms[0].holds, found.units) == (3, 5)


def test_first_mention_opens_on_its_words(corpus: Corpus) -> None:
    first = counted(corpus, "逐帧回放").terms[0].first

    assert first is not None
    reading = corpus.store.reading_of(first.document)
    assert reading is not None
    assert (first.date, reading.text[first.start : first.end]) == ("2019-05-02", "逐帧回放")
    assert [part.text for part in first.passage.parts if part.hit] == ["逐帧回放"]


def test_shares_are_of_the_year() -> None:
    assert terms.Year("2019", 1, 4).share == 0.25
    assert terms.Year("2020", 0, 0).share == 0.0


def test_term_that_nobody_uses_has_no_first_mention(corpus: Corpus) -> None:
    (term,) = counted(corpus, "海底电缆").terms

    assert (term.holds, term.first) == (0, None)
    assert by_year(term)[0] == ("2018", 0, 1)


def test_term_in_too_many_documents_is_not_counted_at_all(corpus: Corpus) -> None:
    (term,) = counted(corpus, "逐帧回放", most=2).terms

    assert (term.holds, term.years, term.documents > 2) == (None, (), True)


def test_documents_that_could_not_be_read_are_told(corpus: Corpus) -> None:
    corpus.fail("broken.pdf", "no text")

    assert counted(corpus, "逐帧回放").unread == 1


def test_rows_have_a_line_for_what_has_no_date(corpus: Corpus) -> None:
    rows = list(terms.rows(counted(corpus, "逐帧回放")))

    assert rows[1] == ("逐帧回放", "notice", "2019", 1, 2, 0.5)
    assert rows[-1] == ("逐帧回放", "notice", "", 1, 1, None)


def test_a_finding_gives_the_same_figures(corpus: Corpus) -> None:
    spec = parse_finding(
        "claim: {en: a, zh: b}\nunit: notice\nmeasure: share\nof: {text: {any: [逐帧回放]}}\nby: published_year",
        "f.yaml",
    )

    figure = compute(Workbench(corpus.store), spec).figure

    (term,) = counted(corpus, "逐帧回放").terms
    told = dict(figure.breakdown)
    assert {year.year: told[year.year] for year in term.years} == {y.year: f"{y.holds}/{y.of}" for y in term.years}


@pytest.mark.parametrize("asked", [[], ["，"], ["字" * 101], [f"词语{n}" for n in range(21)]])
def test_what_is_no_term_is_refused(corpus: Corpus, asked: list[str]) -> None:
    with pytest.raises(BadUsage):
        counted(corpus, *asked)
