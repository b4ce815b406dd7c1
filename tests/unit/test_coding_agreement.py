"""Agreement of coders on the random overlap, with themselves, and what a changed codebook means."""

from __future__ import annotations

import pytest
from coded_heap import BOOK, book, code, corpus, keep, start, truth

from counterfile.model.codebook import NOT_MENTIONED, Codebook, Unit
from counterfile.screening.agreement import Level, agreement
from counterfile.screening.coding import Given
from counterfile.screening.coding_agreement import agreements, disagreements, repeated
from counterfile.screening.coding_check import Again, check
from counterfile.testing.corpus import Corpus
from counterfile.views.coding import Standing

TWO = "heron, wren"


def test_agreement_counts_the_overlap_only_and_equals_the_table_it_is_made_of() -> None:
    made = corpus(40)
    desk = start(made, book(overlap=0.5, coders=TWO))
    flips = iter(range(10_000))

    def careless(body: str, name: str) -> str:
        return NOT_MENTIONED if name == "alerts" and next(flips) % 4 == 0 else truth(body, name)

    code(made, desk, "heron", 99)
    code(made, desk, "wren", 99, careless)
    double = sorted(unit for unit in desk.began.units["notice"] if desk.board.is_double(unit, Unit.NOTICE))
    pairs = [[desk.board.mine(unit, coder)["alerts"].answer for coder in ("heron", "wren")] for unit in double]

    found = {(one.question, one.what): one for one in agreements(desk.board)}

    alerts = found["alerts", "answer"]
    assert alerts.agreement == agreement(pairs, Level.NOMINAL)
    assert alerts.agreement.n == 20
    assert alerts.agreement.cohen is not None
    assert sum(alerts.answers.values()) == 40
    assert found["who", "answer"].agreement.level is Level.SETS
    assert found["who", "answer"].agreement.n <= sum(row == ["yes", "yes"] for row in pairs)
    assert (found["cameras", "mentioned"].agreement.level, found["cameras", "value"].agreement.level) == (
        Level.NOMINAL,
        Level.INTERVAL,
    )
    assert found["cameras", "value"].agreement.alpha.value == 1.0


def test_nothing_is_said_of_agreement_before_both_have_answered() -> None:
    made = corpus(10)
    desk = start(made, book(overlap=1.0, coders=TWO))
    code(made, desk, "heron", 99)

    assert agreements(desk.board) == []
    assert disagreements(desk.board) == []


def test_a_decision_between_two_does_not_change_how_they_agreed() -> None:
    made = corpus(10)
    desk = start(made, book(overlap=1.0, coders=TWO))
    code(made, desk, "heron", 99)
    code(made, desk, "wren", 99, lambda body, name: NOT_MENTIONED if name == "alerts" else truth(body, name))
    before = agreements(desk.board)
    open_ = disagreements(desk.board)
    assert {one.question for one in open_} == {"alerts"}
    assert {said.coder for said in open_[0].answers} == {"heron", "wren"}

    for one in open_:
        desk.note(keep(made, desk.answer(one.unit, "alerts", NOT_MENTIONED, "stork", adjudicate=True)))

    assert agreements(desk.board) == before
    assert disagreements(desk.board) == []
    assert {desk.board.resolve(one.unit, "who").standing for one in open_} == {Standing.NOT_ASKED}


def test_ordered_options_are_compared_by_their_order() -> None:
    options = "kind: one of\n    options: [none, line, paragraph, core]\n    ordered: yes"
    text = BOOK[: BOOK.index("  who:")].replace("terms: [自动预警, live alert]\n    fuzzy: [预警推送终端]", options)
    made = corpus(12)
    desk = start(made, book(overlap=1.0, coders=TWO, text=text))
    names = ("none", "line", "paragraph", "core")
    for coder, shift in (("heron", 0), ("wren", 1)):
        for number, unit in enumerate(desk.began.units["notice"]):
            answer = names[min(3, number % 3 + (shift if number % 4 == 0 else 0))]
            desk.note(keep(made, desk.answer(unit, "alerts", answer, coder, Given(quotes=("tender",)))))

    (found,) = agreements(desk.board)

    assert found.agreement.level is Level.ORDINAL
    assert found.agreement.alpha.value is not None
    assert 0.5 < found.agreement.alpha.value < 1.0


def test_repeats_tell_how_a_coder_agrees_with_themselves() -> None:
    made = corpus(30)
    desk = start(made, book(repeats=0.4))
    code(made, desk, "heron", 99)

    found = {one.question: one for one in repeated(desk.board)}

    assert found["alerts"].coder == "heron"
    assert found["alerts"].agreement.percent.value == 1.0
    assert found["alerts"].agreement.n >= 5


def changed(text: str, *, coded: int = 12) -> tuple[Corpus, dict[str, Again], Codebook]:
    made = corpus(12)
    desk = start(made, book())
    code(made, desk, "heron", coded)
    now = book(text=text)
    return made, {one.question: one for one in check(desk, now)}, now


@pytest.mark.parametrize(
    ("old", "new", "question", "how", "must", "may"),
    [
        ("Does it give live alerts?", "Does it alert?", "alerts", ("wording",), 0, 12),
        ("kind: number", "kind: number\n    version: 2", "cameras", ("version",), 12, 0),
        ("terms: [摄像机]", "terms: [摄像机, 探头]", "cameras", ("cues",), 0, 0),
        ("school: {{en: School", "court: {{en: Court}}, school: {{en: School", "who", ("options",), 6, 0),
        (", school: {{en: School, terms: [校方值班室]}}", "", "who", ("options", "cues"), 0, 0),
        ("kind: number", "kind: quotation", "cameras", ("kind",), 12, 0),
        ("is: yes", "is: [yes, unsure]", "who", ("condition",), 0, 0),
    ],
)
def test_each_kind_of_change_says_what_must_be_looked_at_again(
    old: str, new: str, question: str, how: tuple[str, ...], must: int, may: int
) -> None:
    assert old in BOOK

    _, found, _ = changed(BOOK.replace(old, new))

    assert set(found) == {question}
    assert (found[question].how, len(found[question].must), len(found[question].may)) == (how, must, may)


def test_an_option_that_is_gone_ends_only_the_answers_that_named_it() -> None:
    text = BOOK.replace("police: {{zh: 公安, terms: [责任民警]}}, ", "")

    _, found, _ = changed(text)

    assert len(found["who"].must) == 6


def test_a_new_cue_names_the_units_that_nobody_found_to_mention_it() -> None:
    _, found, _ = changed(BOOK.replace("terms: [自动预警, live alert]", "terms: [自动预警, live alert, 办公桌椅]"))

    assert found["alerts"].how == ("cues",)
    assert len(found["alerts"].new_cues) == 6


def test_a_new_condition_names_who_is_asked_now_and_who_no_more() -> None:
    _, found, _ = changed(BOOK.replace("is: yes", "is: [not mentioned]"))

    assert (len(found["who"].newly_asked), len(found["who"].no_longer_asked)) == (6, 6)


def test_a_new_and_a_lost_question_are_told() -> None:
    text = BOOK[: BOOK.index("  cameras:")] + '  colour: {{ask: "Which colour?", kind: quotation}}\n'

    _, found, _ = changed(text)

    assert (found["colour"].how, len(found["colour"].newly_asked)) == (("added",), 12)
    assert (found["cameras"].how, len(found["cameras"].must)) == (("removed",), 12)


def test_answers_that_end_are_asked_again_and_their_codes_are_taken_back() -> None:
    made, _, now = changed(BOOK.replace("kind: number", "kind: number\n    version: 2"))
    units = [notice.id for notice in made.store.notices()]
    assert len(made.store.judgements("code:cameras", units)) == 12

    desk = start(made, now, again=True)

    assert made.store.judgements("code:cameras", units) == []
    assert len(made.store.judgements("code:alerts", units)) == 12
    offer = desk.next("heron")
    assert offer is not None
    assert offer.question == "cameras"
    assert check(desk, now) == []
