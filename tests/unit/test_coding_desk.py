"""Coding an inquiry: who answers what, blind to each other, and what the answers come to."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from coded_heap import ALERT, BOOK, PLAIN, answers, book, code, corpus, keep, start, truth

from counterfile.errors import BadUsage, Missing
from counterfile.model.codebook import NOT_MENTIONED, Codebook, Unit
from counterfile.model.notice import Property
from counterfile.screening.coding import Desk, Given, begin
from counterfile.testing.corpus import Corpus
from counterfile.views import coding as facts
from counterfile.views.coding import Shown, Standing


def test_nothing_is_answered_before_the_questions_are_recorded() -> None:
    with pytest.raises(BadUsage, match="no coding has begun"):
        Desk(corpus(2).store)


def test_an_answer_is_a_judgement_with_its_passage_and_the_code_follows() -> None:
    made = corpus()
    desk = start(made, book())

    code(made, desk, "heron", 20)

    yes = [one for one in made.store.history("code:alerts", limit=99) if one.answer == "yes"]
    assert len(yes) == 10
    for one in yes:
        reading = made.store.reading(one.reading)
        assert reading is not None
        assert [reading.text[span.start : span.end] for span in one.evidence] == ["自动预警"]
    assert len(made.store.history("coded:alerts", limit=99)) == 20
    assert desk.next("heron") is None


def test_a_yes_without_words_is_refused_and_not_mentioned_needs_none() -> None:
    made = corpus()
    desk = start(made, book())
    plain = next(u for u in desk.began.units["notice"] if PLAIN in desk.words(u, Unit.NOTICE).body)

    with pytest.raises(BadUsage, match="wants the words that say so"):
        desk.answer(plain, "alerts", "yes", "heron")
    with pytest.raises(BadUsage, match="does not stand in the unit's words"):
        desk.answer(plain, "alerts", "yes", "heron", Given(quotes=("人脸识别",)))
    with pytest.raises(BadUsage, match="is no place"):
        desk.answer(plain, "alerts", "yes", "heron", Given(at=((5, 99999),)))
    desk.note(keep(made, desk.answer(plain, "alerts", NOT_MENTIONED, "heron")))

    assert answers(made, "alerts", plain) == [("heron", NOT_MENTIONED)]


def test_a_suggested_passage_carries_the_answer_that_it_speaks_for() -> None:
    made = corpus()
    desk = start(made, book())
    unit = next(u for u in desk.began.units["notice"] if ALERT in desk.words(u, Unit.NOTICE).body)

    (said, code_) = desk.answer(unit, "alerts", "yes", "heron")

    assert [span.quote for span in said.evidence] == [ALERT]
    assert (code_.question, code_.answer, code_.evidence) == ("code:alerts", "yes", said.evidence)
    assert "suggested: yes" in said.reason


def test_a_question_is_asked_only_where_its_condition_is_met() -> None:
    made = corpus(4)
    desk = start(made, book())
    units = {u: ALERT in desk.words(u, Unit.NOTICE).body for u in desk.began.units["notice"]}
    code(made, desk, "heron", 4)

    for unit, has in units.items():
        assert [said.answer for name, said in desk.board.mine(unit, "heron").items() if name == "who"] == [
            "police"
        ] * has
        assert (desk.board.resolve(unit, "who").standing is Standing.NOT_ASKED) != has
    other = next(unit for unit, has in units.items() if not has)
    with pytest.raises(BadUsage, match="who is asked only after alerts"):
        desk.answer(other, "who", "police", "heron", Given(quotes=("办公桌椅",)))


def test_the_overlap_is_drawn_before_the_start_and_is_exactly_the_share() -> None:
    made = corpus(40)
    desk = start(made, book(overlap=0.2, coders="heron, wren"))
    units = desk.began.units["notice"]

    double = [unit for unit in units if desk.board.is_double(unit, Unit.NOTICE)]

    assert len(double) == 8
    heron, wren = ({u for u in units if desk.board.is_for(u, c, Unit.NOTICE)} for c in ("heron", "wren"))
    assert heron & wren == set(double)
    assert heron | wren == set(units)
    assert not [u for u in units if desk.board.is_for(u, "stork", Unit.NOTICE)]
    with pytest.raises(BadUsage, match="none of the coders named before the start"):
        desk.next("stork")


def test_coders_are_blind_to_each_other_until_both_have_answered_all() -> None:
    made = corpus(10)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    code(made, desk, "heron", 10)
    unit = next(u for u in desk.began.units["notice"] if ALERT in desk.words(u, Unit.NOTICE).body)
    hidden = [one for one in made.store.history(limit=999) if one.question.startswith("coded:")]

    blind = facts.blind(made.store)
    assert [one.question for one in blind.history(limit=999)] == ["coding"]
    assert all(blind.judgement(one.id) is None for one in hidden)
    assert blind.judgements("coded:alerts", [unit]) == []
    assert answers(made, "alerts", unit) == []
    assert facts.told(blind, [unit]) == []
    assert desk.learned(desk.question("alerts")) is None, "what is sealed teaches nothing"
    assert facts.blind(made.store, "heron").judgements("coded:alerts", [unit]) != []

    code(made, desk, "wren", 10)

    blind = facts.blind(made.store)
    assert {one.id for one in hidden} < {one.id for one in blind.history(limit=999)}
    assert answers(made, "alerts", unit) == [("wren", "yes")]
    assert [(one.answer, one.standing) for one in facts.told(blind, [unit]) if one.question == "alerts"] == [
        ("yes", "agreed")
    ]


def test_a_page_of_the_log_is_full_though_sealed_answers_are_left_out() -> None:
    made = corpus(10)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    for number in range(3):
        made.judge("relevant?", desk.began.units["notice"][number], "yes")
    code(made, desk, "heron", 10)

    assert [one.question for one in facts.blind(made.store).history(limit=3)] == ["relevant?"] * 3


def test_what_was_taken_back_stays_sealed() -> None:
    made = corpus(4)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    offer = desk.next("heron")
    assert offer is not None
    desk.note(keep(made, desk.answer(offer.unit, offer.question, "unsure", "heron")))
    desk.note(keep(made, desk.undo("heron")))

    assert [one.question for one in facts.blind(made.store).history(limit=99)] == ["coding"]
    assert desk.next("heron") == offer


def test_a_third_decides_between_two_and_sees_both_with_their_words() -> None:
    made = corpus(6)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    code(made, desk, "heron", 6)
    code(made, desk, "wren", 6, lambda body, name: NOT_MENTIONED if name == "alerts" else truth(body, name))
    offer = desk.next_dispute("stork")
    assert offer is not None
    assert desk.next_dispute("heron") is None
    both = desk.board.resolve(offer.unit, "alerts")

    assert {(said.coder, said.answer) for said in both.said} == {("heron", "yes"), ("wren", NOT_MENTIONED)}
    assert answers(made, "alerts", offer.unit) == []
    assert desk.board.resolve(offer.unit, "who").standing is Standing.DISAGREED
    with pytest.raises(BadUsage, match="is one of its coders"):
        desk.answer(offer.unit, "alerts", "yes", "wren", adjudicate=True)
    made_ = desk.answer(offer.unit, "alerts", "yes", "stork", Given(reason="it says so"), adjudicate=True)
    desk.note(keep(made, made_))

    # The words are those of the coder who had said so; the question below is answered by one and stands.
    assert [span.quote for span in made_[0].evidence] == ["自动预警"]
    assert answers(made, "alerts", offer.unit) == [("stork", "yes")]
    assert answers(made, "who", offer.unit) == [("stork", "police")]
    assert len(desk.board.disputes()) == 2


def test_unsure_of_a_single_coder_goes_to_a_third_as_well() -> None:
    made = corpus(2)
    desk = start(made, book())
    offer = desk.next("heron")
    assert offer is not None
    desk.note(keep(made, desk.answer(offer.unit, "alerts", "unsure", "heron")))

    assert desk.next_dispute("wren") is not None
    assert answers(made, "alerts", offer.unit) == [("heron", "unsure")]


def test_repeats_come_silently_and_change_nothing() -> None:
    made = corpus(30)
    desk = start(made, book(repeats=0.2))
    flips = iter(range(1000))

    def says(body: str, name: str) -> str:
        return "unsure" if name == "alerts" and next(flips) >= 26 else truth(body, name)

    code(made, desk, "heron", 99, says)

    again = [said for said in desk.board.entries if said.shown is Shown.REPEAT and said.question == "alerts"]
    twice = {said.unit for said in again}
    assert 2 <= len(twice) <= 12
    assert len([said for said in desk.board.entries if said.question == "alerts"]) == 30 + len(twice)
    for unit in twice:
        first = desk.board.mine(unit, "heron")["alerts"]
        assert answers(made, "alerts", unit) == [("heron", first.answer)]


def test_the_order_follows_from_the_seed_and_differs_between_coders() -> None:
    made = corpus(30)
    desk, again = start(made, book(overlap=1.0, coders="heron, wren")), Desk(made.store)
    names = list(desk.began.units["notice"])

    assert facts.order(5, names, "heron") == facts.order(5, names, "heron")
    assert facts.order(5, names, "heron") != facts.order(5, names, "wren")
    assert sorted(facts.order(5, names, "heron")) == sorted(names)
    assert desk.next("heron") == again.next("heron")


def test_a_desk_rebuilt_from_the_judgements_goes_on_as_the_old_one(tmp_path: Path) -> None:
    made = corpus(12)
    desk = start(made, book(overlap=0.5, repeats=0.1, coders="heron, wren"))
    code(made, desk, "heron", 5)
    code(made, desk, "wren", 4)
    desk.note(keep(made, desk.undo("wren")))

    again = Desk(made.store, tmp_path)

    assert (again.next("heron"), again.next("wren")) == (desk.next("heron"), desk.next("wren"))
    assert again.status() == desk.status()


def test_undo_takes_answers_back_one_by_one_and_the_code_with_them() -> None:
    made = corpus(4)
    desk = start(made, book())
    (unit,) = code(made, desk, "heron", 1)
    said = len(desk.board.entries)

    for _ in range(said):
        desk.note(keep(made, desk.undo("heron")))

    assert (answers(made, "alerts", unit), answers(made, "cameras", unit)) == ([], [])
    assert desk.board.entries == []
    with pytest.raises(BadUsage, match="no answer of 'heron'"):
        desk.undo("heron")


def test_later_comes_again_when_all_else_is_done() -> None:
    made = corpus(4)
    desk = start(made, book())
    offer = desk.next("heron")
    assert offer is not None
    desk.note(keep(made, desk.answer(offer.unit, "alerts", "later", "heron")))

    between = desk.next("heron")
    assert between is not None
    assert (between.unit, between.question) == (offer.unit, "cameras")
    code(made, desk, "heron", 9, lambda body, name: NOT_MENTIONED)
    assert answers(made, "alerts", offer.unit) == [("heron", NOT_MENTIONED)]
    assert desk.next("heron") is None


def test_reasons_and_notes_are_masked_and_kept() -> None:
    made = corpus(2)
    desk = start(made, book())
    unit = desk.began.units["notice"][0]

    (said, _) = desk.answer(
        unit, "alerts", NOT_MENTIONED, "heron", Given(reason="致电 13900001234", note="see lot 2", seconds=4.2)
    )
    kept = facts.read_said(keep(made, [said])[0], unit)

    assert "13900001234" not in said.reason
    assert (kept.note, kept.seconds, kept.answer) == ("see lot 2", 4.2, NOT_MENTIONED)


def test_units_and_questions_that_are_not_to_be_coded_are_refused() -> None:
    made = corpus(2)
    desk = start(made, book())
    late = made.notice("tender", words=ALERT)

    with pytest.raises(Missing, match="no notice that is to be coded"):
        desk.answer(late, "alerts", "yes", "heron")
    with pytest.raises(Missing, match="there is no question 'colour'"):
        desk.answer(desk.began.units["notice"][0], "colour", "yes", "heron")
    with pytest.raises(BadUsage, match="give one with --by"):
        desk.next(" ")


def test_passages_of_several_notices_of_a_procedure_are_all_kept() -> None:
    made = Corpus()
    one = made.notice("tender", words="平台自动预警。")
    two = made.notice("award", words="本次自动预警模块。")
    made.same(one, two)
    text = BOOK.replace("terms: [自动预警, live alert]", "unit: procedure\n    terms: [自动预警]")
    text = text[: text.index("  who:")]
    desk = start(made, book(text=text))
    (unit,) = desk.began.units["procedure"]

    said, code_ = desk.answer(unit, "alerts", "yes", "heron")
    kept = facts.read_said(keep(made, [said])[0], unit)

    assert len(kept.evidence) == len(kept.also) == 1
    name, first, last = kept.also[0]
    other = made.store.reading(name)
    assert other is not None
    assert "自动预警" in other.text[first:last]
    assert name != kept.reading
    assert code_.subject == unit


def test_a_merged_procedure_keeps_its_answers() -> None:
    made = Corpus()
    one = made.notice("tender", [("", Property.PUBLISHED, "2021-01-01")], words="平台自动预警。")
    two = made.notice("award", [("", Property.PUBLISHED, "2020-01-01")], words="其他。")
    text = BOOK.replace("terms: [自动预警, live alert]", "unit: procedure\n    terms: [自动预警]")
    desk = start(made, book(text=text[: text.index("  who:")]))
    keep(made, desk.answer(made.procedure(one), "alerts", "yes", "heron"))
    made.same(one, two)

    again = Desk(made.store)

    merged = made.procedure(one)
    assert merged == made.procedure(two)
    assert again.board.resolve(merged, "alerts").answer == "yes"


def test_sole_traders_are_no_units() -> None:
    made = Corpus()
    made.notice("award", [("lot/1/supplier/1", Property.SUPPLIER, "临沅澄远视讯科技有限公司")])
    made.notice("award", [("lot/1/supplier/1", Property.SUPPLIER, "王小某")])
    text = BOOK[: BOOK.index("  who:")].replace("terms:", "unit: organization\n    terms:", 1)

    desk = start(made, book(text=text))

    assert len(desk.began.units["organization"]) == 1


def test_settings_that_cannot_work_are_refused() -> None:
    made = corpus(2)
    with pytest.raises(BadUsage, match="wants two coders"):
        begin(made.store, book(overlap=0.2, coders="heron"), again=False)
    with pytest.raises(BadUsage, match="asks no questions"):
        begin(made.store, Codebook(), again=False)
    guessing = msgspec.structs.replace(book().coding, classifier="oracle")
    with pytest.raises(BadUsage, match="there is no classifier"):
        begin(made.store, msgspec.structs.replace(book(), coding=guessing), again=False)
    scoped = msgspec.structs.replace(book().coding, scope="relevant")
    with pytest.raises(BadUsage, match="nothing that is in scope"):
        begin(made.store, msgspec.structs.replace(book(), coding=scoped), again=False)


def test_what_comes_later_is_taken_in_and_no_unit_changes_sides() -> None:
    made = corpus(20)
    desk = start(made, book(overlap=0.3, coders="heron, wren"))
    double = {unit for unit in desk.began.units["notice"] if desk.board.is_double(unit, Unit.NOTICE)}
    code(made, desk, "heron", 30)
    for number in range(5):
        made.notice("tender", words=f"{ALERT}第{number}件。")

    again = start(made, book(overlap=0.3, coders="heron, wren"), again=True)

    assert len(again.began.units["notice"]) == 25
    assert double <= {unit for unit in again.began.units["notice"] if again.board.is_double(unit, Unit.NOTICE)}
    assert {said.id for said in again.board.entries} == {said.id for said in desk.board.entries}
    assert again.resettle("stork") == []


def test_a_new_share_of_overlap_seals_what_now_waits() -> None:
    made = corpus(10)
    desk = start(made, book(coders="heron, wren"))
    code(made, desk, "heron", 30)
    (unit, *_) = desk.board.units()
    assert len(answers(made, "alerts", unit)) == 1

    again = start(made, book(overlap=1.0, coders="heron, wren"), again=True)
    keep(made, again.resettle("stork"))

    assert answers(made, "alerts", unit) == []
    assert facts.blind(made.store).judgements("coded:alerts", [unit]) == []


def test_two_desks_at_once_see_each_others_answers() -> None:
    made = corpus(8)
    one = start(made, book(overlap=1.0, coders="heron, wren"))
    other = Desk(made.store)
    (unit,) = code(made, one, "heron", 1)
    code(made, other, "wren", 8)

    assert other.refresh()
    assert not other.refresh()
    assert one.refresh()

    again = Desk(made.store)
    assert {one.board.is_waiting(unit), other.board.is_waiting(unit)} == {again.board.is_waiting(unit)} == {False}
    assert (one.next("heron"), other.next("heron")) == (again.next("heron"), again.next("heron"))
    assert one.status() == other.status() == again.status()
