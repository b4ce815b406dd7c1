"""The queues of a coding: a coder sees passages and no other coder's answer, a third person both and nothing of software's."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_heap import ALERT, book, code, corpus, keep, start, truth

from counterfile.api._coding import Coding, CodingDisputes, Codings, Together
from counterfile.api._queued import Given, Item, Queue
from counterfile.errors import BadUsage, Missing
from counterfile.model.codebook import NOT_MENTIONED
from counterfile.testing.corpus import Corpus
from counterfile.views.coding import blind


def given(item: str, answer: str, by: str, **more: str) -> Given:
    fields = {"reason": "", "note": "", "value": "", "quote": "", **more}
    return Given(item=item, answer=answer, by=by, seconds=3.0, **fields)


def doors(made: Corpus, folder: Path) -> tuple[Coding, CodingDisputes]:
    # As the house gives it: without what is sealed, which the desk must know all the same.
    codings = Codings(lambda: blind(made.store), folder)
    return Coding(codings), CodingDisputes(codings)


def answer(made: Corpus, queue: Coding | CodingDisputes, what: Given) -> None:
    queue.note(keep(made, queue.decide(made.store, what)))


def test_a_queue_that_nobody_began_says_how_to(tmp_path: Path) -> None:
    queue, disputes = doors(corpus(2), tmp_path)

    assert "code start" in queue.upcoming("heron", 3, (), "").closed
    assert disputes.upcoming("heron", 3, (), "").items == ()


def test_items_come_with_passages_and_answers_become_codes(tmp_path: Path) -> None:
    made = corpus(6)
    start(made, book())
    queue, _ = doors(made, tmp_path)

    while items := queue.upcoming("heron", 4, (), "zh").items:
        item = items[0]
        body = ALERT if any(ALERT in each.text for each in item.passages) else ""
        name = item.id.partition("|")[2]
        if name == "cameras":
            said = given(item.id, NOT_MENTIONED, "heron")
        elif name == "who":
            said = given(item.id, "police", "heron")
        else:
            said = given(item.id, truth(body, name), "heron")
        answer(made, queue, said)

    units = [notice.id for notice in made.store.notices()]
    codes = made.store.judgements("code:alerts", units)
    assert len(codes) == 6
    assert {one.answer for one in codes} == {"yes", NOT_MENTIONED}
    assert all(one.evidence for one in codes if one.answer == "yes")
    assert queue.upcoming("heron", 4, (), "") == Queue("code", (), 0, "")


def test_the_next_items_are_ready_and_those_held_are_not_given_again(tmp_path: Path) -> None:
    made = corpus(8)
    start(made, book())
    queue, _ = doors(made, tmp_path)

    first = queue.upcoming("heron", 3, (), "")
    after = queue.upcoming("heron", 2, [each.id for each in first.items], "")

    assert len({each.id for each in first.items}) == 3
    assert not {each.id for each in first.items} & {each.id for each in after.items}
    assert first.left == 8


def test_what_one_coder_said_is_in_no_item_of_the_other(tmp_path: Path) -> None:
    made = corpus(4)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    code(made, desk, "heron", 9, lambda body, name: "unsure" if name == "alerts" else NOT_MENTIONED)
    queue, disputes = doors(made, tmp_path)

    items: list[Item] = list(queue.upcoming("wren", 9, (), "").items)

    assert items
    assert all(each.opinions == () for each in items)
    assert disputes.upcoming("stork", 9, (), "").items == ()
    assert disputes.item(items[0].id, "stork", "") is None


def test_a_third_person_sees_both_with_their_words_and_no_suggestion(tmp_path: Path) -> None:
    made = corpus(4)
    desk = start(made, book(overlap=1.0, coders="heron, wren"))
    code(made, desk, "heron", 9)
    code(made, desk, "wren", 9, lambda body, name: NOT_MENTIONED if name == "alerts" else truth(body, name))
    _, disputes = doors(made, tmp_path)

    item = disputes.upcoming("stork", 1, (), "").items[0]

    assert {each.by: each.answer for each in item.opinions} == {"heron": "yes", "wren": NOT_MENTIONED}
    assert [bool(each.passages) for each in sorted(item.opinions, key=lambda one: one.by)] == [True, False]
    assert (item.passages, "later" in {each.answer for each in item.options}) == ((), False)
    assert disputes.item(item.id, "heron", "") is None
    with pytest.raises(BadUsage, match="is one of its coders"):
        disputes.decide(made.store, given(item.id, "yes", "wren"))
    answer(made, disputes, given(item.id, "yes", "stork"))
    again, back = disputes.undo(made.store, "stork")
    disputes.note(keep(made, back))
    assert again == item.id
    assert disputes.upcoming("stork", 9, (), "").left == 2


def test_written_answers_and_quotes_are_taken(tmp_path: Path) -> None:
    made = corpus(2)
    desk = start(made, book())
    queue, _ = doors(made, tmp_path)
    unit = next(u for u in desk.began.units["notice"] if ALERT in desk.words(u, desk.questions[0].unit).body)

    item = queue.item(f"{unit}|cameras", "heron", "")
    assert item is not None
    assert item.free
    assert item.options[0].key == "accept"
    answer(made, queue, given(item.id, "other", "heron", value=item.options[0].answer, quote="摄像机"))

    (one,) = made.store.judgements("code:cameras", [unit])
    assert [span.quote for span in one.evidence] == ["摄像机"]
    with pytest.raises(Missing, match="is no question about a unit"):
        queue.decide(made.store, given("n-0123456789abcdef|cameras", "3", "heron"))


def test_two_queues_of_one_kind_are_one(tmp_path: Path) -> None:
    made = corpus(4)
    desk = start(made, book())
    code(made, desk, "heron", 9, lambda body, name: "unsure" if name == "alerts" else NOT_MENTIONED)
    _, coded = doors(made, tmp_path)
    both = Together("adjudicate", _Nothing(), coded)

    found = both.upcoming("stork", 2, (), "")
    assert (len(found.items), found.left) == (2, 4)
    assert both.item(found.items[0].id, "stork", "") is not None
    both.note(keep(made, both.decide(made.store, given(found.items[0].id, NOT_MENTIONED, "stork"))))
    assert both.undo(made.store, "stork")[0] == found.items[0].id


class _Nothing:
    """A queue without anything in it."""

    def upcoming(self, by: str, count: int, without: object, language: str) -> Queue:
        return Queue("adjudicate", (), 0, "no screening has begun")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        return None

    def decide(self, store: object, given: Given) -> list[object]:
        raise BadUsage("nothing")

    def undo(self, store: object, by: str) -> tuple[str, list[object]]:
        raise BadUsage("nothing")

    def note(self, stored: object) -> None:
        return None
