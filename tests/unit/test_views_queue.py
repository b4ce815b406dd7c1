"""The queue of links: what waits for a person, what speaks for it, and what an answer would change."""

import itertools

import pytest

from counterfile import flow
from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Property
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Cluster, Published
from counterfile.testing import facts
from counterfile.text.names import core_title, name_key
from counterfile.views import clusters, judging, linking, queue
from counterfile.views.findings import parse_finding
from counterfile.views.supposed import suppose

_KEYS = {Property.BUYER: name_key, Property.TITLE: core_title}
_SERIAL = itertools.count()
ONE, TWO = "青岚区公路建设养护中心", "青岚区农村公路建设养护中心"
COUNT = """
claim:
  en: Bodies that bought
  zh: 采购单位
unit: procedure
measure: distinct
of: buyer
expected: "{expected}"
"""


@pytest.fixture
def store() -> MemoryStore:
    """A store with two names that may be one, and one that is like neither."""
    made = MemoryStore()
    for buyer, goods in ((ONE, "办公设备"), (TWO, "道路划线涂料"), ("临沅市财政局", "食堂食材配送")):
        notice(made, buyer, f"{buyer}{goods}采购项目")
    return made


def notice(store: MemoryStore, buyer: str, title: str) -> str:
    told = {Property.BUYER: buyer, Property.TITLE: title, Property.PUBLISHED: "2021-03-01"}
    words = facts.reading(f"notice {next(_SERIAL)}", "\n".join(told.values()))
    said = tuple(
        facts.statement(words, meant, value, key=_KEYS[meant](value) if meant in _KEYS else None)
        for meant, value in told.items()
    )
    fact, stage = Published(facts.notice(words), said), ResolveStage()
    flow.place_all(stage, store)
    with store.batch() as batch:
        batch.record("extract", "1", fact.notice.document, "k", [fact])
        flow.place(stage, batch, [fact])
        batch.mark_due(flow.GATHER, [f"notice:{fact.notice.id}", f"name:{name_key(buyer)}"])
    list(flow.run([stage], store, MemoryArchive(), workers=1))
    return fact.notice.id


def judge(store: MemoryStore, *judgements: Judgement) -> list[Judgement]:
    with store.batch() as batch:
        kept = [batch.judge(each) for each in judgements]
        batch.mark_due(flow.GATHER, {member for each in judgements for member in clusters.members_of(each)})
    list(flow.gather(store))
    return kept


def decide(store: MemoryStore, decision: str, one: str = "", other: str = "") -> list[Judgement]:
    return judge(store, *judging.judgements(store, decision, one, other, reason="checked", by="editor"))


def test_pair_that_may_be_one_waits_with_a_line_for_each_thing_compared(store: MemoryStore) -> None:
    (item,) = queue.links(store)

    assert set(item.subjects) == {ONE, TWO}
    assert item.kind == "organization"
    assert {field.name for field in item.table} >= {
        "letters",
        "proper name",
        "registration number",
        "where",
        "purchases",
    }
    assert {field.agrees for field in item.table} <= {"agree", "near", "differ", "missing"}
    assert 0 < item.probability < 1


def test_both_sides_open_on_their_words(store: MemoryStore) -> None:
    (item,) = queue.links(store)

    for side in item.sides:
        (proof,) = side.proofs
        assert proof.quote == side.name
        assert store.notice(proof.notice) is not None
        assert side.cluster == store.cluster(Cluster.ORGANIZATION, side.member)


def test_consequence_names_the_figures_that_the_answer_same_moves(store: MemoryStore) -> None:
    spec = parse_finding(COUNT.format(expected=3), "buyers.yaml")

    (item,) = queue.links(store, specs=[spec])

    assert item.consequence.files == 2
    ((move),) = item.consequence.figures
    assert (move.finding, move.before, move.after) == ("buyers", "3", "2")
    assert item.consequence.says == "joins 2 files, moves 1 figures"


def test_pair_that_moves_a_figure_comes_before_one_that_moves_none(store: MemoryStore) -> None:
    spec = parse_finding(COUNT.format(expected=3), "buyers.yaml")

    (plain,), (moving,) = queue.links(store), queue.links(store, specs=[spec])

    assert moving.weight > plain.weight


def test_supposing_stores_nothing(store: MemoryStore) -> None:
    (item,) = queue.links(store)
    before = (dict(store.scan_clusters(Cluster.ORGANIZATION)), store.counts())

    effect = suppose(store, [queue.answer(item, Answer.SAME, by="editor", reason="checked")])

    assert (dict(store.scan_clusters(Cluster.ORGANIZATION)), store.counts()) == before
    assert len(effect.before) == 2
    assert len(effect.after) == 1
    assert len(set(dict(effect.view.scan_clusters(Cluster.ORGANIZATION)).values())) == 2


@pytest.mark.parametrize("decision", ["same", "different", "unsure"])
def test_answered_pair_leaves_the_queue(store: MemoryStore, decision: str) -> None:
    (item,) = queue.links(store)

    decide(store, decision, item.key)

    assert queue.links(store) == ()


def test_undo_takes_the_last_decision_back(store: MemoryStore) -> None:
    (item,) = queue.links(store)
    decide(store, "same", item.key)
    joined = len(set(dict(store.scan_clusters(Cluster.ORGANIZATION)).values()))

    decide(store, "undo")

    assert joined == 2
    assert len(set(dict(store.scan_clusters(Cluster.ORGANIZATION)).values())) == 3
    assert [each.key for each in queue.links(store)] == [item.key]
    with pytest.raises(Missing, match="nothing on links"):
        decide(store, "undo")


def test_name_is_split_out_of_its_file(store: MemoryStore) -> None:
    (item,) = queue.links(store)
    decide(store, "merge", *(side.cluster for side in item.sides))
    merged = store.cluster(Cluster.ORGANIZATION, ONE) or ""

    decide(store, "split", merged, TWO)

    assert store.cluster(Cluster.ORGANIZATION, ONE) != store.cluster(Cluster.ORGANIZATION, TWO)


def test_split_needs_something_that_is_in_the_file(store: MemoryStore) -> None:
    file = store.cluster(Cluster.ORGANIZATION, ONE) or ""

    with pytest.raises(BadUsage, match="is not in"):
        decide(store, "split", file, "临沅市财政局")
    with pytest.raises(BadUsage, match="nothing to split"):
        decide(store, "split", file, ONE)


def test_item_is_found_by_its_key_whether_decided_or_not(store: MemoryStore) -> None:
    (item,) = queue.links(store)
    decide(store, "unsure", item.key)

    again = queue.item(store, item.key)

    assert again is not None
    assert again.subjects == item.subjects
    assert queue.item(store, "same organization?|甲|乙") is None
    assert queue.item(store, "nonsense") is None


def test_pairs_like_a_decided_one_are_proposed_next(store: MemoryStore) -> None:
    first = next(iter(queue.links(store)))
    for buyer, goods in (("桦岭区公路建设养护中心", "除雪机械"), ("桦岭区农村公路建设养护中心", "沥青")):
        notice(store, buyer, f"{buyer}{goods}采购项目")

    found = queue.similar(store, first)

    assert [set(each.subjects) for each in found] == [{"桦岭区公路建设养护中心", "桦岭区农村公路建设养护中心"}]


# What answers teach


def answers(store: MemoryStore, many: int) -> None:
    """Record answers: a word put in between makes another body, a letter misprinted does not."""
    for at in range(many):
        place = "青岚桦岭竹屏临沅霁泉绯津淇原碧坪"[2 * at : 2 * at + 2]
        same = at % 2 == 0
        one = f"{place}建筑装饰工程有限公司" if same else f"{place}区公路建设养护中心"
        two = f"{place}建筑装饰上程有限公司" if same else f"{place}区农村公路建设养护中心"
        for name in (one, two):
            notice(store, name, f"{name}办公设备采购项目")
        subject, other = sorted((name_key(one), name_key(two)))
        answer = Answer.SAME if same else Answer.DIFFERENT
        judge(
            store, Judgement(Question.SAME_ORGANIZATION, subject, other, answer, "editor", AgentKind.PERSON, "checked")
        )


def test_too_few_answers_teach_nothing() -> None:
    with pytest.raises(BadUsage, match="8 are wanted"):
        linking.lessons(MemoryStore(), ["organization"], by="editor", reason="")


def test_answers_refit_the_weights_through_a_gate_and_are_replayed() -> None:
    store = MemoryStore()
    answers(store, 8)

    (lesson,) = linking.lessons(store, list(linking.SUBJECTS), by="editor", reason="enough were checked")

    assert (lesson.kind, lesson.answers, lesson.let_in) == ("organization", 8, True)
    assert lesson.wrong_after < lesson.wrong_before
    assert lesson.judgement is not None
    assert linking.in_use(store) is None
    judge(store, lesson.judgement)
    taught = linking.in_use(store)
    assert taught is not None
    answers(store, 2)
    assert linking.in_use(store) == taught


def test_what_was_taught_makes_names_due_again_and_moves_proposals() -> None:
    store = MemoryStore()
    answers(store, 8)
    judgement = linking.lessons(store, ["organization"], by="editor", reason="enough were checked")[0].judgement
    assert judgement is not None
    for name in ("洺塘区公路建设养护中心", "洺塘区农村公路建设养护中心"):
        notice(store, name, f"{name}办公设备采购项目")
    before = next(each for each in queue.links(store) if "洺塘区公路建设养护中心" in each.subjects)

    judge(store, judgement)
    with store.batch() as batch:
        batch.mark_due(ResolveStage.name, linking.bearing(store))
    list(flow.run([ResolveStage(linking.in_use(store))], store, MemoryArchive(), workers=1))

    after = next((each for each in queue.links(store) if each.key == before.key), None)
    assert after is None or after.probability < before.probability


def test_layer_taken_back_is_no_longer_used() -> None:
    store = MemoryStore()
    answers(store, 8)
    judgement = linking.lessons(store, ["organization"], by="editor", reason="enough were checked")[0].judgement
    assert judgement is not None
    (kept,) = judge(store, judgement)

    judge(store, *judging.judgements(store, "withdraw", kept.id, "", reason="too early", by="editor"))

    assert linking.in_use(store) is None
