"""What answers on pairs of notices teach is let in through the gate, used by the next run, and can be taken back."""

import pytest

from counterfile import flow
from counterfile.errors import BadUsage
from counterfile.model.judgement import Answer, Judgement, Question
from counterfile.model.notice import Property
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.testing.corpus import Corpus
from counterfile.views import judging, linking

ITEMS = ("无人机", "执法记录仪", "警务大厅", "档案库房", "食堂厨具", "巡逻车辆", "指挥屏幕", "门禁道闸")


def answered(many: int) -> Corpus:
    """Return a heap with answers on pairs of an office whose results come more than a year after their calls."""
    corpus = Corpus()
    for at in range(many):
        same = at % 2 == 0
        called = f"{ITEMS[at % 8]}及配套设备购置安装调试{at}"
        told = called if same else f"{ITEMS[(at + 3) % 8]}维修保养和更新改造{at}"
        one = corpus.notice("tender", [("", Property.TITLE, called), ("", Property.PUBLISHED, "2021-03-01")])
        other = corpus.notice(
            "award", [("", Property.TITLE, told), ("", Property.PUBLISHED, "2022-06-20" if same else "2021-03-20")]
        )
        answer = Answer.SAME if same else Answer.DIFFERENT
        subject, end = sorted((one, other))
        corpus.judge(Question.SAME_PROCEDURE, subject, answer, other=end, agent="reviewer-7", reason="seen on paper")
    return corpus


def judge(store: MemoryStore, judgement: Judgement) -> Judgement:
    with store.batch() as batch:
        return batch.judge(judgement)


def test_answers_on_notices_are_let_in_used_and_taken_back() -> None:
    store = answered(40).store

    (lesson,) = linking.lessons(store, list(linking.SUBJECTS), by="editor", reason="")

    assert (lesson.kind, lesson.answers, lesson.let_in) == ("procedure", 40, True)
    assert lesson.wrong_after < lesson.wrong_before
    assert lesson.judgement is not None
    assert linking.in_use(store) is None
    kept = judge(store, lesson.judgement)
    taught = linking.in_use(store)
    assert taught is not None
    assert taught.names is None
    assert taught.notices is not None
    assert linking.bearing(store) == [f"notice:{each.id}" for each in store.notices()]
    for each in judging.judgements(store, "withdraw", kept.id, "", reason="too early", by="editor"):
        judge(store, each)
    assert linking.in_use(store) is None


def test_what_notices_taught_links_others_like_them() -> None:
    corpus = answered(40)
    store = corpus.store
    pair = [
        corpus.notice(stage, [("", Property.TITLE, "视频会议及配套设备购置安装调试90"), ("", Property.PUBLISHED, day)])
        for stage, day in (("tender", "2021-03-01"), ("award", "2022-06-20"))
    ]

    def linked(stage: ResolveStage) -> float:
        """Return how surely the two are one procedure, 0 where nothing links them."""
        flow.place_all(stage, store)
        with store.batch() as batch:
            batch.mark_due(stage.name, linking.bearing(store))
        list(flow.run([stage], store, MemoryArchive(), workers=1))
        found = store.judgements(Question.SAME_PROCEDURE, pair)
        return max((each.score or 0.0 for each in found), default=0.0)

    before = linked(ResolveStage(linking.in_use(store)))
    judgement = linking.lessons(store, ["procedure"], by="editor", reason="")[0].judgement
    assert judgement is not None
    judge(store, judgement)

    assert linked(ResolveStage(linking.in_use(store))) > max(before, 0.5)


def test_too_few_answers_on_notices_teach_nothing() -> None:
    with pytest.raises(BadUsage, match="20 with both answers are wanted"):
        linking.lessons(answered(10).store, ["procedure"], by="editor", reason="")
    with pytest.raises(BadUsage, match="--by"):
        linking.lessons(answered(1).store, ["procedure"], by=" ", reason="")
