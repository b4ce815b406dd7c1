"""Which names form one organization follows from judgements and from what notices say of the names."""

import itertools

from counterfile import flow
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.resolving.linking import PERHAPS
from counterfile.stages.resolve import ResolveStage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Cluster, Published
from counterfile.testing import facts
from counterfile.text.identifiers import is_uscc, number_key
from counterfile.text.names import name_key
from counterfile.views import clusters, organizations, relations

_KEYS = {
    Property.NUMBER: number_key,
    Property.BUYER: name_key,
    Property.SUPPLIER: name_key,
    Property.CANDIDATE: name_key,
    Property.BUYER_ID: str.casefold,
}
_SERIAL = itertools.count()

LONG, SHORT = "临沅市竹屏县公安局", "竹屏县公安局"
CODES = tuple(
    next(code for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(code := base + sign))
    for base in ("11436022MA0009901", "11436022MA0009902")
)


def notice(store: MemoryStore, *said: tuple[Property, str] | tuple[Property, str, str]) -> str:
    """Record a notice that says these (property, value) or (property, value, subject), link and gather; return its id."""
    words = facts.reading(f"notice {next(_SERIAL)}", "\n".join(each[1] for each in said))
    statements = tuple(
        facts.statement(
            words,
            each[0],
            each[1],
            subject=each[2] if len(each) > 2 else "",
            key=_KEYS[each[0]](each[1]) if each[0] in _KEYS else None,
        )
        for each in said
    )
    fact = Published(facts.notice(words), statements)
    stage = ResolveStage()
    flow.place_all(stage, store)
    with store.batch() as batch:
        batch.record("extract", "1", fact.notice.document, "k", [fact])
        flow.place(stage, batch, [fact])
        batch.mark_due(stage.name, stage.due_after([fact]))
        batch.mark_due(flow.GATHER, [f"notice:{fact.notice.id}"])
        batch.mark_due(
            flow.GATHER, [f"name:{one.key}" for one in statements if one.property in organizations.ORGANIZATIONS]
        )
    list(flow.run([stage], store, MemoryArchive(), workers=1))
    return fact.notice.id


def judge(store: MemoryStore, one: str, two: str, answer: str) -> None:
    subject, other = sorted((name_key(one), name_key(two)))
    judgement = facts.judgement(Question.SAME_ORGANIZATION, subject, other, answer, person="editor")
    with store.batch() as batch:
        batch.judge(judgement)
        batch.mark_due(flow.GATHER, clusters.members_of(judgement))
    list(flow.gather(store))


def organization(store: MemoryStore, name: str) -> str | None:
    return store.cluster(Cluster.ORGANIZATION, name_key(name))


def test_division_above_left_out_joins_only_once_notices_place_both_in_one_county() -> None:
    store = MemoryStore()
    notice(store, (Property.BUYER, LONG), (Property.CITY, "临沅市"), (Property.COUNTY, "竹屏县"))
    notice(store, (Property.BUYER, SHORT))
    assert organization(store, LONG) != organization(store, SHORT)

    notice(store, (Property.BUYER, SHORT), (Property.CITY, "临沅市"), (Property.COUNTY, "竹屏县"))

    assert organization(store, LONG) == organization(store, SHORT)


def test_one_purchase_that_names_both_in_one_role_joins_them() -> None:
    store = MemoryStore()
    notice(store, (Property.BUYER, LONG), (Property.NUMBER, "LYCG-2021-0418"))

    notice(store, (Property.BUYER, SHORT), (Property.NUMBER, "LYCG-2021-0418"))

    assert organization(store, LONG) == organization(store, SHORT)


def test_other_places_keep_names_apart() -> None:
    store = MemoryStore()
    notice(store, (Property.BUYER, LONG), (Property.PROVINCE, "湖南省"), (Property.NUMBER, "LYCG-2021-0418"))

    notice(store, (Property.BUYER, SHORT), (Property.PROVINCE, "云南省"), (Property.NUMBER, "LYCG-2021-0418"))

    assert organization(store, LONG) != organization(store, SHORT)


def test_short_name_of_two_counties_joins_neither() -> None:
    store = MemoryStore()
    short, one, two = "城关镇人民政府", "竹屏县城关镇人民政府", "桦屏县城关镇人民政府"
    for name, county in ((one, "竹屏县"), (two, "桦屏县")):
        notice(store, (Property.BUYER, name), (Property.COUNTY, county))
        notice(store, (Property.BUYER, short), (Property.COUNTY, county))

    assert len({organization(store, name) for name in (short, one, two)}) == 3


def test_side_by_side_in_one_list_of_bidders_means_two() -> None:
    store = MemoryStore()
    one, two = "霁远数据科技有限公司", "霁远数据技术有限公司"
    notice(store, (Property.SUPPLIER, one, "lot/1/supplier/1"), (Property.CANDIDATE, two, "lot/1/supplier/2"))
    names = organizations.seen(store, {one, two})

    assert "side by side" in organizations.contradicted(names[one], names[two])


def test_contradicting_registration_numbers_are_never_in_one_file() -> None:
    store = MemoryStore()
    one, two = "霁远数据科技有限公司", "霁远数据科技有限责任公司"
    notice(store, (Property.BUYER, one), (Property.BUYER_ID, CODES[0]))
    assert organization(store, one) is not None
    notice(store, (Property.BUYER, two))
    assert organization(store, one) == organization(store, two)

    notice(store, (Property.BUYER, two), (Property.BUYER_ID, CODES[1]))

    assert organization(store, one) != organization(store, two)


def test_different_by_a_person_splits_for_ever() -> None:
    store = MemoryStore()
    one, two = "中共竹屏县委政法委员会", "中国共产党竹屏县委员会政法委员会"
    notice(store, (Property.BUYER, one))
    notice(store, (Property.BUYER, two))
    assert organization(store, one) == organization(store, two)

    judge(store, one, two, "different")
    notice(store, (Property.BUYER, two), (Property.NUMBER, "LYCG-2021-0418"))
    notice(store, (Property.BUYER, "中共竹屏县委政法委"))

    assert organization(store, one) != organization(store, two)


def test_same_by_a_person_takes_the_other_spellings_along() -> None:
    store = MemoryStore()
    one, other, far = "中共竹屏县委政法委员会", "中国共产党竹屏县委员会政法委员会", "竹屏县政法办公室"
    for name in (one, other, far):
        notice(store, (Property.BUYER, name))

    judge(store, other, far, "same")

    assert len({organization(store, name) for name in (one, other, far)}) == 1


def test_id_after_a_merge_leads_to_the_one_that_stays_and_comes_back_after_a_split() -> None:
    store = MemoryStore()
    one, far = "竹屏县公安局", "竹屏县政法办公室"
    for name in (one, far):
        notice(store, (Property.BUYER, name))
    before = {organization(store, name) for name in (one, far)}

    judge(store, one, far, "same")
    (kept,) = {organization(store, name) for name in (one, far)}
    (gone,) = before - {kept}
    led = store.redirect(gone or "")
    judge(store, one, far, "different")

    assert led == kept
    assert {organization(store, name) for name in (one, far)} == before


def test_likeness_alone_is_proposed_and_joins_nothing() -> None:
    store = MemoryStore()
    one, two = "青岚区公路建设养护中心", "青岚区农村公路建设养护中心"
    notice(store, (Property.BUYER, one))
    notice(store, (Property.BUYER, two))

    (proposal,) = store.judgements(PERHAPS, [one])

    assert {proposal.subject, proposal.other} == {one, two}
    assert organization(store, one) != organization(store, two)


def test_hierarchy_and_joint_bids_are_relations_and_no_merges() -> None:
    store = MemoryStore()
    bureau, station = "竹屏县公安局", "竹屏县公安局城关派出所"
    lead, member = "霁远数据科技有限公司", "桦屏建设工程有限公司"
    notice(store, (Property.BUYER, bureau))
    notice(store, (Property.BUYER, station))
    where = notice(
        store,
        (Property.SUPPLIER, lead, "lot/1/supplier/1"),
        (Property.LEAD, "true", "lot/1/supplier/1"),
        (Property.SUPPLIER, member, "lot/1/supplier/2"),
        (Property.LEAD, "false", "lot/1/supplier/2"),
        (Property.PUBLISHED, "2021-03-01"),
    )

    of_bureau = relations.relations(store, organization(store, bureau) or "")
    of_station = relations.relations(store, organization(store, station) or "")
    of_lead = relations.relations(store, organization(store, lead) or "")

    assert [(each.kind, each.name) for each in of_bureau] == [("has part", station)]
    assert [(each.kind, each.name) for each in of_station] == [("part of", bureau)]
    assert [(each.kind, each.name, each.notices, each.date) for each in of_lead] == [
        ("joint bid with", member, (where,), "2021-03-01")
    ]


def test_former_name_is_joined_and_dated_by_the_notice_that_states_it() -> None:
    store = MemoryStore()
    now, former = "霁远数据科技有限公司（原霁远电子实业公司）", "霁远电子实业公司"
    notice(store, (Property.BUYER, former))
    notice(store, (Property.BUYER, now), (Property.PUBLISHED, "2021-03-01"))

    found = relations.relations(store, organization(store, now) or "")

    assert organization(store, now) == organization(store, former)
    assert [(each.kind, each.name, each.date) for each in found] == [("formerly", former, "2021-03-01")]
