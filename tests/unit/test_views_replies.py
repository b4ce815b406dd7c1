"""The right-of-reply log: of organizations only, appended, with counts that add up and days that show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.unit.test_findings import find

from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import Property as P
from counterfile.model.reply import Asking, Channel, ReplyCounts, ReplyOutcome, ReplyState
from counterfile.store.ports import Cluster
from counterfile.testing.corpus import Corpus
from counterfile.text.names import name_key
from counterfile.views import judging, replies
from counterfile.views.article import check

TODAY = dt.date(2026, 6, 1)
POLICE, SCHOOL, OTHER = "临沅市公安局", "青岚县第一中学", "临沅市公安局城东分局"


@pytest.fixture
def corpus() -> Corpus:
    corpus = Corpus()
    for name in (POLICE, SCHOOL, OTHER):
        corpus.notice("tender", [("", P.BUYER, name)])
    corpus.notice(
        "award",
        [("lot/1/supplier/1", P.SUPPLIER, "沅南视讯服务部"), ("lot/1/supplier/1", P.SUPPLIER_ID, "92430000MA4L000X1Y")],
    )
    return corpus


def organization(corpus: Corpus, name: str) -> str:
    found = corpus.store.cluster(Cluster.ORGANIZATION, name_key(name))
    assert found is not None
    return found


def keep(corpus: Corpus, entry: Judgement) -> Judgement:
    with corpus.store.batch() as batch:
        return batch.judge(entry)


def ask(corpus: Corpus, wanted: str, **more: Any) -> str:
    given: dict[str, Any] = {
        "channel": Channel.LETTER,
        "findings": [],
        "known": ("cameras",),
        "day": dt.date(2026, 5, 1),
        "deadline": dt.date(2026, 5, 15),
        "today": TODAY,
        "note": "",
        "by": "heron",
    }
    return keep(corpus, replies.asked(corpus.store, wanted, **{**given, **more})).id


def hear(corpus: Corpus, wanted: str, outcome: ReplyOutcome, **more: Any) -> str:
    given: dict[str, Any] = {
        "outcome": outcome,
        "day": dt.date(2026, 5, 10),
        "words": "",
        "document": "",
        "today": TODAY,
        "note": "",
        "by": "heron",
    }
    return keep(corpus, replies.heard(corpus.store, wanted, **{**given, **more})).id


def log(corpus: Corpus, **published: dt.date) -> list[Asking]:
    return replies.log(corpus.store, today=TODAY, published=published)


def test_an_asking_stands_with_all_that_came_of_it(corpus: Corpus) -> None:
    asked = ask(corpus, organization(corpus, POLICE), findings=["cameras"])
    hear(corpus, asked, ReplyOutcome.CONFIRMED, day=dt.date(2026, 5, 2))
    hear(corpus, asked, ReplyOutcome.ANSWERED, words="We bought 12 cameras. 联系电话：138 0013 8000", note="by letter")

    (found,) = log(corpus)

    assert (found.organization, found.name, found.state) == (organization(corpus, POLICE), POLICE, ReplyState.ANSWERED)
    assert (found.day, found.deadline, found.findings) == (dt.date(2026, 5, 1), dt.date(2026, 5, 15), ("cameras",))
    assert [each.outcome for each in found.answers] == [ReplyOutcome.CONFIRMED, ReplyOutcome.ANSWERED]
    assert found.answers[1].words == "We bought 12 cameras. 联系电话：*************"
    assert not any(each.late for each in found.answers)


def test_each_organization_counts_once_and_the_states_add_up(corpus: Corpus) -> None:
    asked = ask(corpus, organization(corpus, POLICE))
    hear(corpus, asked, ReplyOutcome.DECLINED)
    ask(corpus, organization(corpus, POLICE))
    ask(corpus, organization(corpus, SCHOOL))
    ask(corpus, organization(corpus, OTHER), deadline=None)
    ask(corpus, "沅江监控设备有限公司", deadline=TODAY)
    hear(corpus, ask(corpus, "Yuanjiang Optics Ltd"), ReplyOutcome.SILENT, day=dt.date(2026, 5, 20))

    counts = replies.counts(log(corpus))

    assert counts == ReplyCounts(asked=5, answered=0, declined=1, waiting=2, overdue=1, silent=1)
    assert counts.asked == sum(msgspec.structs.astuple(counts)[1:])


def test_a_later_answer_ends_a_silence_and_its_lateness_shows(corpus: Corpus) -> None:
    asked = ask(corpus, organization(corpus, SCHOOL), findings=["cameras"])
    hear(corpus, asked, ReplyOutcome.SILENT, day=dt.date(2026, 5, 16))
    hear(corpus, asked, ReplyOutcome.ANSWERED, day=dt.date(2026, 5, 28), words="都是演练用的。")

    (found,) = log(corpus, cameras=dt.date(2026, 5, 20))

    assert found.state is ReplyState.ANSWERED
    assert [(each.late, each.after_publication) for each in found.answers] == [(False, ()), (True, ("cameras",))]


def test_a_deadline_that_passes_shows(corpus: Corpus) -> None:
    ask(corpus, organization(corpus, SCHOOL))

    assert [
        replies.log(corpus.store, today=dt.date(2026, 5, day))[0].state for day in (15, 16)
    ] == [ReplyState.WAITING, ReplyState.OVERDUE]  # fmt: skip


def test_the_log_follows_organizations_that_are_joined_and_parted(corpus: Corpus) -> None:
    one, other = organization(corpus, POLICE), organization(corpus, OTHER)
    ask(corpus, other)
    first, second = sorted((name_key(POLICE), name_key(OTHER)))
    corpus.judge(Question.SAME_ORGANIZATION, first, "same", other=second)
    joined = organization(corpus, POLICE)

    keys = corpus.store.members(Cluster.ORGANIZATION, joined)
    assert [each.name for each in replies.of_names(corpus.store, keys, today=TODAY)] == [OTHER]
    assert [each.organization for each in log(corpus)] == [joined]
    hear(corpus, one, ReplyOutcome.ANSWERED, words="joined")

    corpus.judge(Question.SAME_ORGANIZATION, first, "different", other=second)
    assert [each.organization for each in log(corpus)] == [organization(corpus, OTHER)]
    assert organization(corpus, OTHER) != organization(corpus, POLICE)


def test_an_undo_is_a_new_entry_and_takes_an_asking_with_all_that_came_of_it(corpus: Corpus) -> None:
    first = ask(corpus, organization(corpus, POLICE))
    hear(corpus, first, ReplyOutcome.ANSWERED, words="yes")
    before = len(corpus.store.history(Question.REPLY))

    keep(corpus, replies.undone(corpus.store, "", reason="typed twice", by="heron"))
    assert [(each.state, each.answers) for each in log(corpus)] == [(ReplyState.OVERDUE, ())]
    keep(corpus, replies.undone(corpus.store, first, reason="", by="wren"))

    assert log(corpus) == []
    assert len(corpus.store.history(Question.REPLY)) == before + 2
    with pytest.raises(Missing, match="no entry of the log"):
        replies.undone(corpus.store, first, reason="", by="wren")


def test_the_ordinary_withdrawal_takes_one_entry_back(corpus: Corpus) -> None:
    first = ask(corpus, organization(corpus, POLICE))
    ask(corpus, organization(corpus, POLICE), day=dt.date(2026, 5, 20), deadline=None)

    (taken,) = judging.judgements(corpus.store, "withdraw", first, "", reason="wrong body", by="wren")
    keep(corpus, taken)

    assert [each.day for each in log(corpus)] == [dt.date(2026, 5, 20)]


@pytest.mark.parametrize("name", ["王小明", "沅南视讯服务部", "Li Wei", "o-000000000000"])
def test_a_natural_person_is_never_asked_here(corpus: Corpus, name: str) -> None:
    with pytest.raises((BadUsage, Missing)):
        ask(corpus, name)


def test_who_turns_out_to_be_a_sole_trader_leaves_the_log(corpus: Corpus) -> None:
    ask(corpus, "沅北监控经营有限公司")
    corpus.notice(
        "award",
        [
            ("lot/1/supplier/1", P.SUPPLIER, "沅北监控经营有限公司"),
            ("lot/1/supplier/1", P.SUPPLIER_ID, "92430000MA4L000X1Y"),
        ],
    )

    assert log(corpus) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"findings": ["lamps"]}, "no finding is called 'lamps'"),
        ({"day": dt.date(2026, 7, 1), "deadline": None}, "is to come"),
        ({"deadline": dt.date(2026, 4, 30)}, "lies before the day of asking"),
    ],
)
def test_what_does_not_fit_is_refused(corpus: Corpus, more: dict[str, Any], message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        ask(corpus, organization(corpus, POLICE), **more)


def test_an_answer_needs_words_or_a_document_and_an_asking(corpus: Corpus) -> None:
    with pytest.raises(Missing, match="nobody has asked"):
        hear(corpus, organization(corpus, POLICE), ReplyOutcome.ANSWERED, words="yes")
    ask(corpus, organization(corpus, POLICE))
    with pytest.raises(BadUsage, match="an answer has words"):
        hear(corpus, organization(corpus, POLICE), ReplyOutcome.ANSWERED)
    with pytest.raises(Missing, match="no document has the digest"):
        hear(corpus, organization(corpus, POLICE), ReplyOutcome.ANSWERED, document="ab" * 32)
    with pytest.raises(BadUsage, match="there are no words"):
        hear(corpus, organization(corpus, POLICE), ReplyOutcome.SILENT, words="yes")
    with pytest.raises(BadUsage, match="lies before the day of asking"):
        hear(corpus, organization(corpus, POLICE), ReplyOutcome.DECLINED, day=dt.date(2026, 4, 1))


def test_organizations_that_findings_name_stand_with_whether_they_were_asked(corpus: Corpus) -> None:
    found = find(corpus, "unit: procedure\nmeasure: count\npopulation: {where: {buyer_class: police}}")
    ask(corpus, organization(corpus, POLICE), known=("f",), findings=["f"])
    ask(corpus, organization(corpus, OTHER), known=("g",), findings=["g"])

    stands = replies.stands(corpus.store, [found], log(corpus))

    assert [(each.name, each.findings, each.unasked, each.state) for each in stands] == [
        (POLICE, ("f",), (), ReplyState.OVERDUE),
        (OTHER, ("f",), ("f",), ReplyState.OVERDUE),
    ]


def test_the_day_of_publication_is_read_from_frozen_locks(tmp_path: Path) -> None:
    (tmp_path / "a.lock.json").write_text('{"finding": "a", "frozen": "2026-05-20: weekly", "units": {}}')
    (tmp_path / "b.lock.json").write_text('{"finding": "b", "frozen": ""}')
    (tmp_path / "c.lock.json").write_text("{")

    assert replies.published_days(tmp_path) == {"a": dt.date(2026, 5, 20)}


def test_an_article_may_say_what_the_log_says(corpus: Corpus) -> None:
    hear(corpus, ask(corpus, organization(corpus, POLICE)), ReplyOutcome.ANSWERED, words="yes")
    hear(corpus, ask(corpus, organization(corpus, SCHOOL)), ReplyOutcome.DECLINED)
    hear(corpus, ask(corpus, organization(corpus, OTHER)), ReplyOutcome.SILENT)
    text = (
        "Three organizations were asked, one answered, one declined and one was silent. [[replies: all]]\n\n"
        f"The school did not wish to answer. [[replies: {organization(corpus, SCHOOL)}]]\n\n"
        "Of four that were asked nobody answered. [[replies: all]]\n\nThey were asked. [[replies: o-000000000000]]\n"
    )

    article = check(text, {}, log(corpus))

    assert [each.problems for each in article.sentences] == [
        (),
        (),
        (
            "'four' is not what its finding says: the log has 3 asked, 1 answered, 1 declined, 0 waiting, 0 overdue, 1 silent",
        ),
        ("the log of replies has nothing on o-000000000000; `counterfile reply ask` records that one asked",),
    ]
    assert {number.carried for number in article.sentences[0].numbers} == {"replies: all"}


def test_entries_are_persons_answers_that_no_software_gives(corpus: Corpus) -> None:
    ask(corpus, organization(corpus, POLICE), note="mobile 138 0013 8000")

    (kept,) = corpus.store.history(Question.REPLY)

    assert (kept.agent_kind, kept.agent, kept.subject) == (AgentKind.PERSON, "heron", name_key(POLICE))
    assert "138" not in kept.reason
