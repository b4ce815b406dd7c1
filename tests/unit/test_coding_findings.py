"""Answers of a coding as conditions of findings: whose they are, and what unsure, no and not mentioned mean."""

from __future__ import annotations

import pytest
from coded_heap import BOOK, answers, book, code, corpus, keep, start

from counterfile.model.codebook import NOT_MENTIONED
from counterfile.model.finding import Finding
from counterfile.screening.coding import Given
from counterfile.testing.corpus import Corpus
from counterfile.views.coding import by_member, told
from counterfile.views.findings import compute, parse_finding
from counterfile.views.tables import Workbench


def find(made: Corpus, where: str, unit: str = "notice") -> Finding:
    text = f"claim: {{en: a, zh: b}}\nunit: {unit}\nmeasure: count\npopulation: {{where: {where}}}"
    return compute(Workbench(made.store), parse_finding(text, "f.yaml"))


def coded() -> Corpus:
    """Return a heap of eight: four yes, two not mentioned, one no, one unsure."""
    made = corpus(8)
    desk = start(made, book())
    plain = iter((NOT_MENTIONED, NOT_MENTIONED, "no", "unsure"))

    def says(body: str, name: str) -> str:
        if name == "alerts":
            return "yes" if "自动预警" in body else next(plain)
        return "police; school" if name == "who" else NOT_MENTIONED

    code(made, desk, "heron", 9, says)
    return made


@pytest.mark.parametrize(
    ("where", "count", "eligible"),
    [
        ("{'code:alerts': yes}", "4", 5),
        ("{'code:alerts': no}", "1", 2),
        ("{'code:alerts': not mentioned}", "2", 3),
        ("{'code:alerts': [no, not mentioned]}", "3", 4),
        ("{'code:alerts': unsure}", "1", 1),
        ("{'code:colour': yes}", "0", 8),
    ],
)
def test_unsure_and_unanswered_are_neither_in_nor_out(where: str, count: str, eligible: int) -> None:
    found = find(coded(), where)

    assert (found.figure.value, found.eligible) == (count, eligible)


def test_each_counted_unit_shows_the_words_of_its_answer() -> None:
    found = find(coded(), "{'code:alerts': yes}")

    for unit in found.units:
        assert [source.quotes for source in unit.sources if source.property == "code:alerts"] == [("自动预警",)]


def test_one_of_several_answers_is_enough() -> None:
    assert find(coded(), "{'code:who': school}").figure.value == "4"
    assert find(coded(), "{'code:who': police}").figure.value == "4"


def test_answers_about_a_document_or_a_procedure_are_those_of_its_notices() -> None:
    for kind in ("document", "procedure"):
        made = corpus(4)
        text = BOOK[: BOOK.index("  who:")].replace("terms:", f"unit: {kind}\n    terms:", 1)
        desk = start(made, book(text=text))
        for unit in desk.began.units[kind]:
            yes = "自动预警" in desk.words(unit, desk.questions[0].unit).body
            given = Given(quotes=("自动预警",)) if yes else Given()
            desk.note(keep(made, desk.answer(unit, "alerts", "yes" if yes else NOT_MENTIONED, "heron", given)))
        one = next(unit for unit in desk.began.units[kind] if answers(made, "alerts", unit)[0][1] == "yes")
        (shown,) = told(made.store, [one])

        assert (shown.answer, shown.software, shown.standing) == ("yes", False, "single")
        assert find(made, "{'code:alerts': yes}").figure.value == "2"


def test_a_members_own_answer_comes_before_that_of_its_unit() -> None:
    made = corpus(1)
    (notice,) = [one.id for one in made.store.notices()]
    made.judge("code:alerts", made.procedure(notice), "no")
    made.judge("code:alerts", notice, "yes")

    found = by_member(made.store, "code:alerts", {notice: (notice, made.procedure(notice))})

    assert found[notice].answer == "yes"
    assert by_member(made.store, "code:alerts", {"n-other": ()}) == {}
