"""Answers of a coding as conditions of findings: whose they are, and what unsure, no and not mentioned mean."""

from __future__ import annotations

import pytest
from coded_heap import BOOK, answers, book, code, corpus, keep, start

from counterfile.errors import BadUsage
from counterfile.model.codebook import NOT_MENTIONED
from counterfile.model.finding import Finding, Unit
from counterfile.model.notice import Property
from counterfile.screening.coding import Given
from counterfile.testing.corpus import Corpus
from counterfile.views.coding import by_member, told
from counterfile.views.findings import compute, parse_finding
from counterfile.views.locks import lock
from counterfile.views.tables import Workbench

UNDECIDED = "code:{} is not answered, or the answer is unsure"


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


BOUGHT = """
coding: {{overlap: {overlap}, repeats: {repeats}, seed: 5, scope: all{coders}}}
questions:
  cameras:
    ask: How many cameras?
    kind: number
    terms: [摄像机]
  ready:
    ask: By when?
    kind: date
    terms: [竣工]
  who:
    ask: Who receives alerts?
    kind: many of
    options: {{police: {{zh: 公安}}, school: {{zh: 校方}}}}
"""


def counted() -> Corpus:
    """Return a heap of five: 3, 12 and 40 cameras, one that says nothing of them, one unsure."""
    made = corpus(5)
    start(made, book(text=BOUGHT))
    said = {
        "cameras": ("3", "12", "40", NOT_MENTIONED, "unsure"),
        "ready": ("2021-05-01", "2021-06", "2022", NOT_MENTIONED, "2021"),
        "who": ("police", "police; school", "school", NOT_MENTIONED, "unsure"),
    }
    for number, notice in enumerate(made.store.notices()):
        for name, answers_ in said.items():
            made.judge(f"code:{name}", notice.id, answers_[number])
    return made


@pytest.mark.parametrize(
    ("where", "count", "left_out"),
    [
        ("{'code:cameras': {from: 12}}", "2", {"code:cameras is not mentioned": 1, UNDECIDED.format("cameras"): 1}),
        ("{'code:cameras': {from: 4, to: 12.5}}", "1", {"code:cameras is not mentioned": 1, UNDECIDED.format("cameras"): 1}),
        # A month lies on both sides of one of its days, and a year on both sides of one of its months.
        ("{'code:ready': {to: 2021-06-15}}", "1", {UNDECIDED.format("ready"): 2, "code:ready is not mentioned": 1}),
        ("{'code:ready': {from: 2021, to: 2021}}", "3", {"code:ready is not mentioned": 1}),
    ],
)  # fmt: skip
def test_numbers_and_days_have_limits_and_what_says_nothing_is_left_out(
    where: str, count: str, left_out: dict[str, int]
) -> None:
    found = find(counted(), where)

    assert (found.figure.value, dict(found.excluded)) == (count, left_out)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("{'code:who': {from: 3}}", "question of kind many of.*only numbers and dates"),
        ("{'code:cameras': {from: 2021-05}}", "question of kind number.*a number such as 3"),
        ("{'code:ready': {to: 2.5}}", "question of kind date.*a day such as"),
    ],
)
def test_a_limit_that_its_question_cannot_have_is_refused(where: str, message: str) -> None:
    with pytest.raises(BadUsage, match=f"f.yaml: .*{message}"):
        find(counted(), where)


def by(made: Corpus, keys: str) -> Finding:
    return compute(Workbench(made.store), parse_finding(f"claim: {{en: a, zh: b}}\n{keys}", "f.yaml"))


def test_a_count_is_broken_down_by_answers_and_says_that_some_units_have_several() -> None:
    found = by(counted(), "unit: notice\nmeasure: count\nby: 'code:who'")

    assert found.figure.value == "5"
    assert dict(found.figure.parts) == {"not mentioned": 1, "police": 2, "school": 2, "unsure": 1}
    assert found.figure.label == "notices; 1 with several answers, counted under each"
    assert sorted(unit.value for unit in found.units) == [
        "not mentioned",
        "police",
        "police, school",
        "school",
        "unsure",
    ]
    assert all(any(source.field == "code:who" for source in unit.sources) for unit in found.units)
    assert found.rests is not None
    assert found.rests.people == 5


def test_units_without_an_answer_have_a_row_of_their_own_and_a_share_keeps_its_denominator() -> None:
    made = corpus(3)
    first = find(made, "{text: 自动预警}").units[0].id
    made.judge("code:who", made.procedure(first), "police; school")

    crossed = by(made, "unit: procedure\nmeasure: count\nby: ['code:who', published_year]")
    shared = by(made, "unit: procedure\nmeasure: share\nof: {text: 自动预警}\nby: 'code:who'")

    assert dict(crossed.figure.breakdown) == {
        "not answered / not stated": "2",
        "police / not stated": "1",
        "school / not stated": "1",
    }
    assert (shared.figure.value, dict(shared.figure.breakdown)) == (
        "2/3",
        {"not answered": "1/2", "police": "1/1", "school": "1/1"},
    )


def test_an_organizations_answers_are_conditions_on_it_with_their_words() -> None:
    made = Corpus()
    made.notice("tender", [("", Property.BUYER, "临沅市公安局")], words="采购人：临沅市公安局")
    made.notice("tender", [("", Property.BUYER, "青岚县第一中学")], words="采购人：青岚县第一中学")
    rows = Workbench(made.store).rows(Unit.ORGANIZATION)
    ids = {row.values["name"]: one for one, row in rows.items()}
    made.judge("code:armed", ids["临沅市公安局"], "yes")

    found = find(made, "{'code:armed': yes}", unit="organization")
    split = by(made, "unit: organization\nmeasure: count\nby: 'code:armed'")

    assert [unit.id for unit in found.units] == [ids["临沅市公安局"]]
    assert dict(found.excluded) == {UNDECIDED.format("armed"): 1}
    assert any(source.field == "code:armed" and source.notice for source in found.units[0].sources)
    assert dict(split.figure.parts) == {"not answered": 1, "yes": 1}


@pytest.mark.parametrize(("expected", "holds"), [(2, True), (3, False)])
def test_a_finding_holds_only_where_its_nested_counts_do(expected: int, holds: bool) -> None:
    keys = f"also: [{{name: many, where: {{'code:cameras': {{from: 12}}}}, expected: {expected}}}]"

    found = by(counted(), f"unit: notice\nmeasure: count\nexpected: 5\n{keys}")
    alone = by(counted(), f"unit: notice\nmeasure: count\n{keys}")

    assert (found.holds, alone.holds, found.nested[0].holds) == (holds, holds, holds)
    assert found.unexpected == (() if holds else ("of these many: 3 is expected, 2 is found",))


def test_answers_by_which_a_count_is_broken_down_are_locked() -> None:
    made = corpus(2)
    first = made.store.notices()[0].id
    made.judge("code:who", first, "police")

    found = by(made, "unit: notice\nmeasure: count\nby: 'code:who'")

    assert [each.answer for each in lock(found, made.store).judgements] == ["police"]
