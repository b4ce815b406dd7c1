"""Clusters follow from the judgements in force, and their ids stay."""

from counterfile import flow
from counterfile.model.document import State
from counterfile.model.judgement import Judgement, Question
from counterfile.model.notice import Property
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Cluster, Outcome
from counterfile.testing import facts
from counterfile.views import clusters

SAME = Question.SAME_PROCEDURE


def notice(store: MemoryStore, name: str, published: str) -> str:
    """Record a notice that prints a publication date, and return its id."""
    words = facts.reading(name, f"临沅市公安局监控系统\n{published}")
    said = facts.statement(words, Property.PUBLISHED, published)
    with store.batch() as batch:
        batch.arrive(facts.arrival(name), 10)
        batch.record("read", "1", words.document, "k", [words, Outcome(State.READ)])
        batch.record("extract", "1", words.document, "k", [facts.published(words, said)])
        batch.mark_due(flow.GATHER, [clusters.notice_member(facts.notice(words).id)])
    return facts.notice(words).id


def judge(store: MemoryStore, judgement: Judgement) -> None:
    """Record a judgement and gather what it touches."""
    with store.batch() as batch:
        batch.judge(judgement)
        batch.mark_due(flow.GATHER, clusters.members_of(judgement))
    list(flow.gather(store))


def procedure(store: MemoryStore, notice_id: str) -> str | None:
    return store.cluster(Cluster.PROCEDURE, notice_id)


def test_notice_alone_is_a_procedure_and_a_family() -> None:
    store = MemoryStore()
    one = notice(store, "tender", "2021-03-01")

    list(flow.gather(store))

    assert procedure(store, one) == one.replace("n-", "p-")
    assert store.cluster(Cluster.FAMILY, one) == one.replace("n-", "f-")


def test_merged_procedure_keeps_the_id_of_the_earliest_notice_and_the_other_leads_there() -> None:
    store = MemoryStore()
    award, tender = notice(store, "award", "2021-04-01"), notice(store, "tender", "2021-03-01")
    list(flow.gather(store))
    old = procedure(store, award)

    judge(store, facts.judgement(SAME, award, tender, "same", person="editor"))

    assert procedure(store, award) == procedure(store, tender) == tender.replace("n-", "p-")
    assert store.redirect(old) == tender.replace("n-", "p-")


def test_split_leaves_the_id_with_the_earliest_side_and_gives_the_other_its_own_back() -> None:
    store = MemoryStore()
    tender, award = notice(store, "tender", "2021-03-01"), notice(store, "award", "2021-04-01")
    judge(store, facts.judgement(SAME, award, tender, "same", person="editor"))

    judge(store, facts.judgement(SAME, award, tender, "different", person="editor"))

    assert procedure(store, tender) == tender.replace("n-", "p-")
    assert procedure(store, award) == award.replace("n-", "p-")
    assert store.redirect(award.replace("n-", "p-")) is None


def test_different_by_a_person_keeps_two_apart_though_a_third_is_linked_to_both() -> None:
    store = MemoryStore()
    a, b, c = (notice(store, name, f"2021-0{n}-01") for n, name in enumerate("abc", start=1))
    judge(store, facts.judgement(SAME, a, c, "different", person="editor"))
    with store.batch() as batch:
        batch.record(
            "resolve",
            "1",
            "number:x",
            "k",
            [facts.judgement(SAME, a, b, "same", score=0.9), facts.judgement(SAME, b, c, "same", score=0.8)],
        )
        batch.mark_due(flow.GATHER, [clusters.notice_member(each) for each in (a, b, c)])

    list(flow.gather(store))

    assert procedure(store, a) == procedure(store, b)
    assert procedure(store, c) != procedure(store, a)


def test_other_round_joins_the_family_and_not_the_procedure() -> None:
    store = MemoryStore()
    first, second = notice(store, "first", "2021-03-01"), notice(store, "second", "2021-05-01")

    judge(store, facts.judgement(Question.SAME_FAMILY, first, second, "same", person="editor"))

    assert procedure(store, first) != procedure(store, second)
    assert store.cluster(Cluster.FAMILY, first) == store.cluster(Cluster.FAMILY, second)


def test_name_that_nothing_states_any_more_is_no_organization() -> None:
    store = MemoryStore()
    words = facts.reading("tender", "采购人:临沅市公安局")
    for version, quote in (("1", "临沅市公安局"), ("2", "公安局")):
        said = facts.statement(words, Property.BUYER, quote, key=quote)
        with store.batch() as batch:
            batch.record("extract", version, words.document, "k", [facts.published(words, said)])
            batch.mark_due(flow.GATHER, [clusters.name_member("临沅市公安局"), clusters.name_member("公安局")])
        list(flow.gather(store))

    assert store.cluster(Cluster.ORGANIZATION, "临沅市公安局") is None
    assert store.counts().organizations == 1


def stated(store: MemoryStore, name: str, title: str, published: str, stage: str, **more: str) -> str:
    """Record a notice with title, date and stage, and return its id."""
    told = {"TITLE": title, "PUBLISHED": published, "STAGE": stage, **more}
    words = facts.reading(name, "\n".join(told.values()))
    said = [
        facts.statement(words, Property[field], value, key=value.lower() if field != "PUBLISHED" else None)
        for field, value in told.items()
    ]
    with store.batch() as batch:
        batch.arrive(facts.arrival(name), 10)
        batch.record("extract", "1", words.document, "k", [facts.published(words, *said)])
        batch.mark_due(flow.GATHER, [clusters.notice_member(facts.notice(words).id)])
    return facts.notice(words).id


def test_one_wrong_link_does_not_join_two_files() -> None:
    """A chain of links would make one file of a camera purchase and a catering contract."""
    store = MemoryStore()
    cameras = [stated(store, f"camera-{n}", "临沅市公安局智能监控系统", f"2021-03-0{n}", "tender") for n in (1, 2, 3)]
    meals = [stated(store, f"meal-{n}", "青岚区第一中学食堂食材配送", f"2021-03-0{n}", "award") for n in (1, 2, 3)]
    links = [
        facts.judgement(SAME, group[0], other, "same", score=0.95) for group in (cameras, meals) for other in group[1:]
    ]
    with store.batch() as batch:
        batch.record("resolve", "1", "x", "k", [*links, facts.judgement(SAME, cameras[2], meals[0], "same", score=0.8)])
        batch.mark_due(flow.GATHER, [clusters.notice_member(each) for each in (*cameras, *meals)])

    list(flow.gather(store))

    assert len({procedure(store, each) for each in cameras}) == 1
    assert len({procedure(store, each) for each in meals}) == 1
    assert procedure(store, cameras[0]) != procedure(store, meals[0])


def test_two_ids_of_one_publisher_are_never_in_one_file() -> None:
    store = MemoryStore()
    title = "临沅市公安局智能监控系统"
    one = stated(store, "one", title, "2021-03-01", "tender", OCID="ocds-ab12cd-1")
    two = stated(store, "two", title, "2021-03-02", "tender", OCID="ocds-ab12cd-2")
    between = stated(store, "between", title, "2021-04-01", "award")
    with store.batch() as batch:
        links = [facts.judgement(SAME, between, each, "same", score=0.9) for each in (one, two)]
        batch.record("resolve", "1", "x", "k", links)
        batch.mark_due(flow.GATHER, [clusters.notice_member(each) for each in (one, two, between)])

    list(flow.gather(store))

    assert procedure(store, one) != procedure(store, two)
    assert procedure(store, between) in {procedure(store, one), procedure(store, two)}


def test_result_without_a_rounds_mark_goes_to_the_second_attempt() -> None:
    store = MemoryStore()
    title = "临沅市公安局智能监控系统"
    first = stated(store, "first", title, "2021-03-01", "tender")
    failed = stated(store, "failed", title, "2021-03-20", "termination")
    second = stated(store, "second", f"{title}（二次）", "2021-04-10", "tender")
    award = stated(store, "award", title, "2021-05-10", "award")
    with store.batch() as batch:
        links = [facts.judgement(SAME, first, each, "same", score=0.95) for each in (failed, award)]
        links.append(facts.judgement(Question.SAME_FAMILY, first, second, "same", score=0.9))
        batch.record("resolve", "1", "x", "k", links)
        batch.mark_due(flow.GATHER, [clusters.notice_member(each) for each in (first, failed, second, award)])

    list(flow.gather(store))

    assert procedure(store, first) == procedure(store, failed)
    assert procedure(store, second) == procedure(store, award)
    assert len({store.cluster(Cluster.FAMILY, each) for each in (first, failed, second, award)}) == 1
