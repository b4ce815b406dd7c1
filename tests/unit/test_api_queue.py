"""One queue for five uses: what comes next with its evidence, one decision a time, and the way back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_house import Inquiry, client, wait
from starlette.testclient import TestClient

from counterfile.api import _house, _screens, _settling
from counterfile.api._fields import due, gap_share
from counterfile.api._links import Links
from counterfile.api.queue import BEING_MADE
from counterfile.model.codebook import Screening
from counterfile.model.files import Proof
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.screening.desk import begin
from counterfile.store.ports import Cluster, View
from counterfile.testing.corpus import total
from counterfile.views.queue import Consequence, Field, FigureMove, Side
from counterfile.views.queue import Item as Pair
from counterfile.views.screening import recorded

ROOT = "/api/v1/queue"


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def api(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(_house, "PATIENCE", 0.05)
    with client(inquiry) as found:
        yield found


def queue(api: TestClient, kind: str, **query: str) -> dict[str, Any]:
    response = api.get(f"{ROOT}/{kind}", params={"by": "heron", "limit": "20", **query})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [item["id"] for item in found["items"]]


def answer(api: TestClient, kind: str, item: str, said: str, status: int = 201, **more: Any) -> Any:
    body = {"item": item, "answer": said, "by": "heron", **more}
    response = api.post(f"{ROOT}/{kind}/answers", json=body)
    assert response.status_code == status, response.text
    return response.json()


def undo(api: TestClient, kind: str, by: str = "heron", status: int = 201) -> Any:
    response = api.post(f"{ROOT}/{kind}/undo", json={"by": by})
    assert response.status_code == status, response.text
    return response.json()


# Values to be checked


def contradiction(inquiry: Inquiry) -> str:
    return f"{inquiry.award}||{Property.BUDGET}"


def test_a_contradiction_comes_first_with_every_value_and_its_words(api: TestClient, inquiry: Inquiry) -> None:
    first = queue(api, "fields")["items"][0]

    assert first["id"] == contradiction(inquiry)
    assert {option["label"] for option in first["options"]} >= {total("5000000"), total("500")}
    assert first["why"] == "The notice contradicts itself"
    for passage in first["passages"]:
        (light,) = passage["highlights"]
        words = passage["text"][light["start"] - passage["start"] : light["end"] - passage["start"]]
        assert words
        assert passage["option"] in {option["answer"] for option in first["options"]}


def test_values_are_asked_in_the_order_of_the_errors_that_a_look_removes(api: TestClient, inquiry: Inquiry) -> None:
    expected = [item["expected"] for item in queue(api, "fields")["items"]]

    assert expected == sorted(expected, reverse=True)
    assert expected[0] == 0.5


def test_a_chosen_value_stands_with_its_words_and_is_not_asked_again(api: TestClient, inquiry: Inquiry) -> None:
    item = queue(api, "fields")["items"][0]
    chosen = next(option for option in item["options"] if option["label"] == total("5000000"))

    kept = answer(api, "fields", item["id"], chosen["answer"])

    (judged,) = [each for each in kept["judgements"] if each["question"] == Question.VALUE]
    assert (judged["answer"], judged["by"], judged["kind"]) == (total("5000000"), "heron", "person")
    assert judged["evidence"]
    assert item["id"] not in ids(queue(api, "fields"))


def test_a_value_may_be_taken_away_or_written_anew(api: TestClient, inquiry: Inquiry) -> None:
    item = contradiction(inquiry)

    (gone,) = [
        each for each in answer(api, "fields", item, "absent")["judgements"] if each["question"] == Question.VALUE
    ]
    undo(api, "fields")
    written = answer(api, "fields", item, "other", value="480万元")["judgements"]

    assert gone["answer"] == ""
    assert {each["answer"] for each in written if each["question"] == Question.VALUE} == {total("4800000")}


def test_files_are_linked_anew_after_a_pause_and_not_at_all_where_nothing_changed(
    inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_settling, "QUIET", 1000.0)

    def due() -> int:
        return inquiry.store.due_count("resolve", None)

    with client(inquiry) as api:
        said = inquiry.store.statements([inquiry.award])[inquiry.award]
        right = next(one for one in said if one.property is Property.PUBLISHED)
        before = due()
        answer(api, "fields", f"{inquiry.award}||{Property.PUBLISHED}", right.id)
        confirmed = due()
        answer(api, "fields", f"{inquiry.award}||{Property.NUMBER}", "other", value="ZJ-2023-4471")
        renamed = due()

    assert confirmed == before
    assert renamed > before
    assert due() == 0  # what was due when the server ended was linked first


def test_what_does_not_follow_from_its_words_is_refused(api: TestClient, inquiry: Inquiry) -> None:
    problem = answer(api, "fields", contradiction(inquiry), "other", 422, value="480万元", quote="no such words")

    assert "does not stand in" in problem["detail"]
    assert contradiction(inquiry) in ids(queue(api, "fields"))


def test_a_gap_is_asked_about_where_a_notice_should_say_more(api: TestClient, inquiry: Inquiry) -> None:
    gaps = [item for item in queue(api, "fields")["items"] if item["why"] == "Nothing was found for it"]

    assert gaps
    assert all(item["question"] == "What does it say?" and item["free"] for item in gaps)


def test_gaps_weigh_as_much_as_values_were_found_in_them(api: TestClient, inquiry: Inquiry) -> None:
    assert gap_share(inquiry.store) == 0.2
    gap = next(item for item in queue(api, "fields")["items"] if item["why"] == "Nothing was found for it")

    answer(api, "fields", gap["id"], "absent")

    assert gap_share(inquiry.store) == pytest.approx(1 / 6)


def test_no_value_is_due_twice(inquiry: Inquiry) -> None:
    found = [one.id for one in due(inquiry.store)]

    assert len(found) == len(set(found))


# The way back


def test_undo_takes_answer_after_answer_back_in_a_log_that_only_grows(api: TestClient, inquiry: Inquiry) -> None:
    first, second = ids(queue(api, "fields"))[:2]
    answer(api, "fields", first, "absent")
    answer(api, "fields", second, "absent")
    before = len(inquiry.store.history(limit=1000))

    taken = [undo(api, "fields")["item"], undo(api, "fields")["item"]]

    assert taken == [second, first]
    assert ids(queue(api, "fields"))[:2] == [first, second]
    assert len(inquiry.store.history(limit=1000)) > before


def test_undo_gives_the_item_to_be_shown_again(api: TestClient, inquiry: Inquiry) -> None:
    item = queue(api, "fields")["items"][0]
    answer(api, "fields", item["id"], "absent")

    again = undo(api, "fields")["again"]

    assert (again["id"], again["options"]) == (item["id"], item["options"])


def test_an_answer_after_an_undo_can_be_taken_back_too(api: TestClient, inquiry: Inquiry) -> None:
    item = contradiction(inquiry)
    for _ in range(3):
        answer(api, "fields", item, "absent")
        assert undo(api, "fields")["item"] == item

    assert "no answer of 'heron'" in undo(api, "fields", status=422)["detail"]


def test_nobody_takes_back_what_another_answered(api: TestClient, inquiry: Inquiry) -> None:
    answer(api, "fields", contradiction(inquiry), "absent")

    undo(api, "fields", by="wren", status=422)

    assert contradiction(inquiry) not in ids(queue(api, "fields"))


# What holds for every queue


def test_items_in_hand_are_not_given_again(api: TestClient, inquiry: Inquiry) -> None:
    every = ids(queue(api, "fields"))

    rest = ids(queue(api, "fields", without="\n".join(every[:2])))

    assert rest == [each for each in every if each not in every[:2]] or rest[: len(every) - 2] == every[2:]


def test_what_is_put_aside_comes_last_for_whoever_did_it_until_it_is_taken_back(api: TestClient) -> None:
    first, second, *rest = ids(queue(api, "fields"))

    answer(api, "fields", first, "later")
    answer(api, "fields", second, "later")

    assert ids(queue(api, "fields")) == [*rest, first, second]
    assert ids(queue(api, "fields", by="wren"))[:2] == [first, second]
    assert queue(api, "fields")["left"] == len(rest) + 2
    assert undo(api, "fields")["item"] == second
    assert ids(queue(api, "fields")) == [second, *rest, first]


def test_an_answer_sent_twice_is_kept_once(api: TestClient, inquiry: Inquiry) -> None:
    body = {"item": contradiction(inquiry), "answer": "absent", "by": "heron"}
    send = {"idempotency-key": "one-and-only"}

    first = api.post(f"{ROOT}/fields/answers", json=body, headers=send)
    again = api.post(f"{ROOT}/fields/answers", json=body, headers=send)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    judged = [each for each in inquiry.store.history(Question.VALUE) if each.subject == contradiction(inquiry)]
    assert len(judged) == 1


def test_unknown_answers_items_and_names_are_refused(api: TestClient, inquiry: Inquiry) -> None:
    answer(api, "fields", contradiction(inquiry), "st-0", 422)
    answer(api, "fields", "n-0000000000000000||tag", "absent", 404)
    answer(api, "fields", "nonsense", "absent", 404)
    assert api.get(f"{ROOT}/fields", params={"by": "13800138000"}).status_code == 422
    assert api.get(f"{ROOT}/nonsense").status_code == 422


def test_every_queue_says_how_much_waits_or_why_it_is_closed(api: TestClient) -> None:
    found = {each["kind"]: each for each in api.get(ROOT).json()["items"]}

    assert found["fields"]["left"] > 0
    assert "screen start" in found["screen"]["closed"]


# Screening


@pytest.fixture
def screened(api: TestClient, inquiry: Inquiry) -> TestClient:
    asked = Screening(
        {"en": "Is it surveillance?", "zh": "是否监控？"},
        start=("人脸识别",),
        overlap=1.0,
        random=0.0,
        readers=("heron", "wren"),
    )
    began = begin(inquiry.store, asked, again=False)
    with inquiry.store.batch() as batch:
        batch.judge(recorded(began, "to be read", "editor"))
    return api


def test_screening_asks_in_the_readers_language_and_does_not_say_why(screened: TestClient) -> None:
    item = queue(screened, "screen", lang="zh")["items"][0]

    assert item["question"] == "是否监控？"
    assert item["why"] == ""
    assert "人脸识别" in item["passages"][0]["text"]


def test_a_screening_answer_is_kept_with_how_the_unit_was_shown(screened: TestClient, inquiry: Inquiry) -> None:
    unit = ids(queue(screened, "screen"))[0]

    answer(screened, "screen", unit, "yes", seconds=2.5)

    (judged,) = inquiry.store.history(Question.SCREENED)
    assert (judged.subject, judged.other, judged.answer) == (unit, "heron", "yes")
    assert "seconds: 2.5" in judged.reason
    assert "shown: asked" not in judged.reason


def test_the_second_reader_does_not_see_the_first_ones_answer(screened: TestClient) -> None:
    unit = ids(queue(screened, "screen"))[0]
    answer(screened, "screen", unit, "no", reason="other goods")

    seen = next(item for item in queue(screened, "screen", by="wren")["items"] if item["id"] == unit)

    assert seen["opinions"] == []
    assert "heron" not in str(seen)
    assert "other goods" not in str(seen)


def test_a_third_person_decides_where_two_disagree(screened: TestClient, inquiry: Inquiry) -> None:
    unit = ids(queue(screened, "screen"))[0]
    answer(screened, "screen", unit, "no")
    answer(screened, "screen", unit, "yes", by="wren")

    assert ids(queue(screened, "adjudicate")) == []
    item = queue(screened, "adjudicate", by="egret")["items"][0]
    answer(screened, "adjudicate", unit, "yes", by="egret")

    assert {(each["by"], each["answer"]) for each in item["opinions"]} == {("heron", "no"), ("wren", "yes")}
    (judged,) = [each for each in inquiry.store.judgements(Question.RELEVANT, [unit]) if each.agent_kind == "person"]
    assert judged.answer == "yes"


def test_a_large_screening_is_made_beside_and_closes_no_other_queue(
    screened: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_screens, "SMALL", 0)

    first = screened.get(f"{ROOT}/screen", params={"by": "heron"})
    told = {each["kind"]: each for each in screened.get(ROOT).json()["items"]}
    wait(lambda: screened.get(f"{ROOT}/screen", params={"by": "heron"}).status_code == 200)

    assert first.status_code == 503
    assert told["screen"]["closed"] in (BEING_MADE, "")
    assert told["fields"]["left"] > 0
    assert len(ids(queue(screened, "screen"))) > 0


def test_screening_answers_are_taken_back_too(screened: TestClient) -> None:
    first = ids(queue(screened, "screen"))[0]
    answer(screened, "screen", first, "yes")

    assert undo(screened, "screen")["again"]["id"] == first
    assert first in ids(queue(screened, "screen"))


# Links


def pair(inquiry: Inquiry) -> Pair:
    one, other = sorted((inquiry.first, inquiry.second))
    sides = tuple(Side(each, inquiry.corpus.procedure(each), each, 1, _proofs(inquiry, each)) for each in (one, other))
    return Pair(
        kind="procedure",
        key=f"{Question.SAME_PROCEDURE}|{one}|{other}",
        question=Question.SAME_PROCEDURE,
        subjects=(one, other),
        title="警务云平台",
        sides=(sides[0], sides[1]),
        table=(Field("title", "", "甲", "甲", "agree", 3.2), Field("number", "", "1", "2", "differ", -2.0)),
        probability=0.7,
        consequence=Consequence(2, (), (FigureMove("rounds", "3", "2"),), ""),
        weight=1.0,
        why="",
    )


def _proofs(inquiry: Inquiry, notice: str) -> tuple[Proof, ...]:
    one = inquiry.store.statements([notice])[notice][0]
    found = inquiry.store.notice(notice)
    assert found is not None
    return (Proof(one.id, notice, found.document, one.evidence[0].quote),)


class Pairs:
    """Stands in for the module `views.queue`: one pair."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.pair = pair(inquiry)

    def links(self, view: View, **_: object) -> tuple[Pair, ...]:
        return (self.pair,)

    def item(self, view: View, key: str, **_: object) -> Pair | None:
        return self.pair if key == self.pair.key else None


@pytest.fixture
def linked(inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    pairs = Pairs(inquiry)
    monkeypatch.setattr("counterfile.api.queue.Links", lambda house: Links(house, pairs))
    with client(inquiry) as found:
        yield found


def test_a_pair_is_shown_field_by_field_with_what_a_decision_changes(linked: TestClient) -> None:
    (item,) = queue(linked, "links")["items"]

    assert [(row["field"], row["agreement"], row["weight"]) for row in item["rows"]] == [
        ("title", "agree", 3.2),
        ("number", "differ", -2.0),
    ]
    assert item["consequences"] == [
        {"words": "joins {n} files", "count": 2},
        {"words": "moves {n} figures", "count": 1},
    ]
    assert [passage["option"] for passage in item["passages"]] == ["1", "2"]


def test_a_pair_said_to_be_the_same_joins_its_files_and_is_parted_again_by_undo(
    linked: TestClient, inquiry: Inquiry
) -> None:
    (item,) = queue(linked, "links")["items"]
    answer(linked, "links", item["id"], "same")
    joined = inquiry.store.cluster(Cluster.PROCEDURE, inquiry.first) == inquiry.store.cluster(
        Cluster.PROCEDURE, inquiry.second
    )
    assert queue(linked, "links")["items"] == []

    back = undo(linked, "links")

    assert joined
    assert back["item"] == item["id"]
    assert ids(queue(linked, "links")) == [item["id"]]


def test_to_keep_two_files_apart_every_pair_is_said_and_all_are_taken_back_by_one_undo(
    linked: TestClient, inquiry: Inquiry
) -> None:
    (item,) = queue(linked, "links")["items"]

    kept = answer(linked, "links", item["id"], "different")["judgements"]
    back = undo(linked, "links")["judgements"]

    assert len(kept) == 2
    assert {each["id"] for each in kept}.isdisjoint({each["id"] for each in back})
    assert len(back) == len(kept)
    assert ids(queue(linked, "links")) == [item["id"]]


def test_a_pair_put_aside_comes_again_and_joins_nothing(linked: TestClient, inquiry: Inquiry) -> None:
    (item,) = ids(queue(linked, "links"))

    answer(linked, "links", item, "later")

    assert ids(queue(linked, "links")) == [item]
    assert inquiry.corpus.procedure(inquiry.first) != inquiry.corpus.procedure(inquiry.second)
    assert undo(linked, "links")["again"]["id"] == item


def test_the_number_that_waits_is_the_same_in_the_list_and_in_the_queue(screened: TestClient) -> None:
    listed = {each["kind"]: each["left"] for each in screened.get(ROOT, params={"by": "heron"}).json()["items"]}

    assert listed["screen"] == queue(screened, "screen")["left"] > 0
    assert listed["fields"] == queue(screened, "fields")["left"] > 0
