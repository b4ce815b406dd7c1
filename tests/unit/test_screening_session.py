"""A session shows what to read next, says why, and can be rebuilt from its decisions."""

from __future__ import annotations

import random

import pytest

from counterfile.errors import BadUsage, Missing
from counterfile.screening import learners
from counterfile.screening.parts import Balancer, Classifier, FeatureExtractor, Querier, Record, Stopper, Why
from counterfile.screening.session import Answer, Decision, Session, Settings, load_rows
from counterfile.screening.stopping import rule

WANTED = ("人脸识别", "视频监控", "facial recognition", "body cameras")
OTHERS = ("校服", "食堂食材", "绿化养护", "office paper", "road repair", "school lunches", "路灯维修", "印刷服务")


def heap(size: int = 120, every: int = 12) -> tuple[list[Record], set[str]]:
    rng = random.Random(7)
    records, relevant = [], set()
    for number in range(size):
        wanted = number % every == 0
        thing = rng.choice(WANTED if wanted else OTHERS)
        place = rng.choice(("甲市", "乙县", "丙区", "North County"))
        records.append(Record(f"r{number}", f"{place}{thing}采购公告", f"{place} 采购 {thing} 一批，数量{number}。"))
        if wanted:
            relevant.add(f"r{number}")
    return records, relevant


def play(session: Session, relevant: set[str], steps: int) -> list[str]:
    shown = []
    for _ in range(steps):
        each = session.next()[0]
        session.decide(Decision(each.id, Answer.YES if each.id in relevant else Answer.NO, each.why))
        shown.append(each.id)
    return shown


def test_the_learner_finds_most_after_little_reading() -> None:
    records, relevant = heap()

    shown = play(Session(records, (), Settings(random_share=0.0, start=("人脸识别", "body cameras")), 3), relevant, 30)

    assert len(relevant & set(shown)) >= 8


def test_the_same_seed_and_decisions_give_the_same_reading() -> None:
    records, relevant = heap()

    first = play(Session(records, (), None, 5), relevant, 40)
    second = play(Session(records, (), None, 5), relevant, 40)
    other = play(Session(records, (), None, 6), relevant, 40)

    assert first == second
    assert first != other


def test_a_session_rebuilt_from_its_rows_stands_where_it_stood() -> None:
    records, relevant = heap()
    session = Session(records, (), None, 5)
    play(session, relevant, 25)

    again = Session(records, load_rows(session.export()), None, 5)

    assert again.history() == session.history()
    assert again.state().found == session.state().found
    assert again.reads() == session.reads()


def test_without_words_or_labels_it_starts_with_records_unlike_each_other() -> None:
    records, _ = heap()
    session = Session(records, (), Settings(random_share=0.0), 1)

    shown = [session.next()[0]]
    session.decide(Decision(shown[0].id, Answer.NO, shown[0].why))
    shown.append(session.next()[0])

    assert [each.why for each in shown] == [Why.START, Why.START]
    assert shown[0].score is None
    assert session.explain(records[0].id) == []


def test_start_words_rank_before_anything_is_read() -> None:
    records, relevant = heap()
    session = Session(records, (), Settings(random_share=0.0, start=("人脸识别 视频监控",)), 1)

    shown = session.next(3)

    assert all(each.why is Why.RANK for each in shown)
    assert {each.id for each in shown} <= relevant


def test_the_random_share_is_drawn_from_all_unread_and_said_so() -> None:
    records, relevant = heap(400)
    session = Session(records, (), Settings(random_share=0.3), 2)
    play(session, relevant, 200)

    state = session.state()

    assert 35 <= state.random <= 85
    assert state.prevalence is not None
    assert state.prevalence[1] <= state.prevalence[0] <= state.prevalence[2]


def test_asking_again_shows_the_same_until_something_is_decided() -> None:
    records, relevant = heap()
    session = Session(records, (), Settings(random_share=0.5), 4)
    play(session, relevant, 10)

    first, again = session.next(5), session.next(5)

    assert first == again
    assert len({each.id for each in first}) == 5


def test_unsure_and_later_stay_in_the_unread_heap_of_the_bound() -> None:
    records, _ = heap(20)
    session = Session(records, [Decision("r1", Answer.UNSURE), Decision("r2", Answer.LATER), Decision("r3", Answer.NO)])

    state = session.state()

    assert (state.total, state.read, state.unsure, state.later) == (20, 1, 1, 1)


def test_what_is_no_document_leaves_the_heap() -> None:
    records, _ = heap(20)
    session = Session(records, [Decision("r1", Answer.NOT_A_DOCUMENT), Decision("r2", Answer.NO)])

    assert session.state().total == 19
    assert session.reads()[0].unread == 19


def test_what_was_put_aside_comes_back_at_the_end() -> None:
    records, _ = heap(3)
    session = Session(records, [Decision("r0", Answer.LATER), Decision("r1", Answer.NO), Decision("r2", Answer.NO)])

    assert [each.id for each in session.next(2)] == ["r0"]


def test_a_changed_mind_counts_and_the_history_keeps_both() -> None:
    records, _ = heap(20)
    session = Session(records, [Decision("r0", Answer.NO, Why.RANDOM), Decision("r0", Answer.YES, Why.RANK)])

    assert session.state().found == 1
    assert session.reads()[0].random  # it was drawn by chance, whatever was thought of it later
    assert [each.answer for each in session.history()] == [Answer.NO, Answer.YES]


def test_undo_takes_back_the_last_decision_only() -> None:
    records, _ = heap(20)
    session = Session(records, [Decision("r0", Answer.NO), Decision("r0", Answer.YES), Decision("r1", Answer.NO)])

    undone = [session.undo(), session.undo()]

    assert [each.record for each in undone if each] == ["r1", "r0"]
    assert (session.state().read, session.state().found) == (1, 0)
    assert session.undo() is not None
    assert session.undo() is None
    assert session.state().read == 0


def test_explanations_name_the_words_and_add_up_to_the_score() -> None:
    records, relevant = heap()
    session = Session(records, (), Settings(random_share=0.0, start=("人脸识别",)), 3)
    play(session, relevant, 40)
    record = next(each for each in records if "人脸识别" in each.title)

    marks = session.explain(record.id, most=10_000)

    texts = {"title": record.title, "body": record.body}
    best = {texts[mark.field][mark.start : mark.end] for mark in marks[:10] if mark.weight > 0}
    assert any(words in "人脸识别" for words in best)
    assert sum(mark.weight for mark in marks) == pytest.approx(session.score(record.id), abs=1e-4)


def test_unknown_records_parts_and_rows_are_refused() -> None:
    records, _ = heap(5)

    with pytest.raises(Missing, match="no record 'x'"):
        Session(records, [Decision("x", Answer.NO)])
    with pytest.raises(BadUsage, match="there are linear-svm, logistic"):
        Session(records, (), Settings(classifier="oracle"))
    with pytest.raises(BadUsage, match="same id"):
        Session([*records, records[0]])
    with pytest.raises(BadUsage, match="row 1"):
        load_rows([{"record_id": "r1", "answer": "perhaps"}])
    with pytest.raises(BadUsage, match="no column answer"):
        load_rows([{"record_id": "r1"}])
    with pytest.raises(BadUsage, match="random share"):
        Settings(random_share=2)


@pytest.mark.parametrize(
    ("kind", "name", "socket"),
    [
        ("extractor", "hashed-text", FeatureExtractor),
        ("classifier", "linear-svm", Classifier),
        ("classifier", "logistic", Classifier),
        ("balancer", "fixed-ratio", Balancer),
        ("querier", "highest", Querier),
        ("querier", "nearest", Querier),
    ],
)
def test_built_in_parts_fit_their_sockets(kind: str, name: str, socket: type) -> None:
    made = learners.part(kind, name)

    assert isinstance(made, socket)
    assert made.name == name
    assert type(made).__doc__


@pytest.mark.parametrize("name", ["ranked-tail", "betting-martingale", "in-a-row", "knee"])
def test_built_in_rules_fit_their_socket(name: str) -> None:
    assert isinstance(rule(name), Stopper)
    assert rule(name).name == name


def test_a_logistic_learner_finds_them_too() -> None:
    records, relevant = heap()
    settings = Settings(random_share=0.0, classifier="logistic", start=("人脸识别", "body cameras"))

    shown = play(Session(records, (), settings, 3), relevant, 30)

    assert len(relevant & set(shown)) >= 8
