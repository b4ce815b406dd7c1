"""Notices with their neighborhoods become judgements, whatever the order in which the notices came."""

import datetime as dt
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from counterfile import flow
from counterfile.model.judgement import Judgement, Question
from counterfile.model.notice import Notice, Property
from counterfile.resolving import linking
from counterfile.resolving.linking import PART_OF, PERHAPS
from counterfile.resolving.model import Layer
from counterfile.stages._names import Block, Name, Names
from counterfile.stages.resolve import Neighborhood, ResolveStage
from counterfile.store import layout, sqlite
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Cluster, Published, Store
from counterfile.testing import facts
from counterfile.text.identifiers import number_key
from counterfile.text.names import core_title, name_key

KEYS = {Property.NUMBER: number_key, Property.BUYER: name_key, Property.TITLE: core_title}
STAGES = ("tender", "amendment", "award", "contract")


def notice(name: str, **values: str) -> Published:
    """Return a notice of one police bureau's purchases, with what it says."""
    base = {"TITLE": "临沅市公安局智能监控系统采购项目", "BUYER": "临沅市公安局", "PUBLISHED": "2021-03-01"}
    told = {Property[field]: value for field, value in (base | values).items() if value}
    words = facts.reading(name, "\n".join(told.values()))
    said = [
        facts.statement(words, meant, value, key=KEYS[meant](value) if meant in KEYS else None)
        for meant, value in told.items()
    ]
    return Published(facts.notice(words), tuple(said))


def add(store: Store, *notices: Published) -> None:
    """Record notices as extraction does, and bring the store up to date."""
    stage = ResolveStage()
    flow.place_all(stage, store)
    with store.batch() as batch:
        for fact in notices:
            batch.record("extract", "1", fact.notice.document, "k", [fact])
            batch.mark_due(flow.GATHER, [f"notice:{fact.notice.id}"])
            batch.mark_due(
                flow.GATHER, [f"name:{one.key}" for one in fact.statements if one.property is Property.BUYER]
            )
        flow.place(stage, batch, notices)
    list(flow.run([stage], store, MemoryArchive(), workers=1))


def files(store: Store) -> dict[Cluster, dict[str, str]]:
    return {kind: dict(store.scan_clusters(kind)) for kind in Cluster}


def judged(store: Store, *notices: Published) -> list[Judgement]:
    members = {fact.notice.id for fact in notices}
    return [each for ask in (Question.SAME_PROCEDURE, Question.SAME_FAMILY) for each in store.judgements(ask, members)]


def heap() -> list[Published]:
    """Return the notices of four purchases of one bureau, one of them in two rounds and one in lots."""
    found = []
    for item, number in (("智能监控系统", 18), ("执法记录仪", 21), ("警用无人机", 34), ("指挥中心大屏", 47)):
        for month, stage in enumerate(STAGES, start=1):
            said = {"STAGE": stage, "PUBLISHED": f"2021-0{month}-{number - 10:02}"}
            title = f"临沅市公安局{item}采购项目"
            if item == "警用无人机" and stage == "award":
                title += "（第一包）"
            said |= {"NUMBER": f"LYCG-2021-0{number}"} if month % 2 else {}
            found.append(notice(f"{item}-{stage}", TITLE=title, **said))
    for month, stage in enumerate(("tender", "award"), start=7):
        title = "临沅市公安局执法记录仪采购项目（二次）"
        found.append(notice(f"second-{stage}", TITLE=title, STAGE=stage, PUBLISHED=f"2021-0{month}-04"))
    return found


def test_same_number_and_title_is_one_procedure_with_its_reasons() -> None:
    store = MemoryStore()
    one, two = notice("tender", NUMBER="LY-2021-018"), notice("award", NUMBER="LY-2021-018", STAGE="award")

    add(store, one, two)

    (judgement,) = judged(store, one)
    assert judgement.question == Question.SAME_PROCEDURE
    assert "same number (ly-2021-018)" in judgement.reason
    assert judgement.score is not None
    assert judgement.score > 0.95


def test_pair_is_judged_once_however_many_keys_it_shares() -> None:
    store = MemoryStore()
    several = [notice(f"copy-{at}", NUMBER="LY-2021-018", PUBLISHED=f"2021-03-0{at + 1}") for at in range(4)]

    add(store, *several)

    assert len(judged(store, *several)) == 6


def test_notice_alone_makes_no_activity() -> None:
    store = MemoryStore()
    one = notice("tender")

    add(store, one)

    assert store.current("resolve", f"notice:{one.notice.id}") is None
    assert store.due("resolve", ResolveStage.version, 10) == []


def test_a_new_notice_touches_only_its_own_neighborhood() -> None:
    store = MemoryStore()
    school = {"TITLE": "青岚区第一中学办公家具采购项目", "BUYER": "青岚区第一中学"}
    add(store, *heap(), notice("desks", STAGE="tender", **school))
    before = current(store)

    new = notice("more-desks", STAGE="award", **school | {"PUBLISHED": "2021-04-01"})
    add(store, new)

    changed = {work for work, activity in current(store).items() if before.get(work) != activity}
    school_only = {f"notice:{new.notice.id}", f"notice:{notice('desks', **school).notice.id}"}
    assert changed
    assert changed <= school_only


def current(store: MemoryStore) -> dict[str, str]:
    """Return the id of the activity that is current for each notice's work."""
    found = {f"notice:{each.id}": store.current("resolve", f"notice:{each.id}") for each in store.notices()}
    return {work: activity.id for work, activity in found.items() if activity is not None}


def test_notice_that_says_something_else_now_leaves_its_file() -> None:
    store = MemoryStore()
    one, two = notice("tender", NUMBER="LY-2021-018"), notice("award", NUMBER="LY-2021-018", STAGE="award")
    add(store, one, two)

    add(store, notice("award", TITLE="临沅市财政局食堂食材配送", BUYER="临沅市财政局", STAGE="award"))

    assert judged(store, one) == []
    assert len(set(files(store)[Cluster.PROCEDURE].values())) == 2


def test_what_an_earlier_version_said_by_blocks_is_retired() -> None:
    store = MemoryStore()
    one, two = notice("tender"), notice("furniture", TITLE="办公家具采购项目", BUYER="青岚区第一中学")
    wrong = facts.judgement(Question.SAME_PROCEDURE, one.notice.id, two.notice.id, "same")
    with store.batch() as batch:
        for fact in (one, two):
            batch.record("extract", "1", fact.notice.document, "k", [fact])
        batch.record("resolve", "1", "number:x", "k", [wrong])

    list(flow.run([ResolveStage()], store, MemoryArchive(), workers=1))

    assert judged(store, one, two) == []
    assert store.near("resolve", [f"notice:{one.notice.id}"]) is not None


def test_a_heap_of_an_earlier_version_is_placed_and_linked_by_the_next_run() -> None:
    store = MemoryStore()
    with store.batch() as batch:
        for fact in heap():
            batch.record("extract", "1", fact.notice.document, "k", [fact])

    list(flow.run([ResolveStage()], store, MemoryArchive(), workers=1))

    fresh = MemoryStore()
    add(fresh, *heap())
    assert files(store)[Cluster.PROCEDURE] == files(fresh)[Cluster.PROCEDURE]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / layout.DATABASE
    sqlite.create(path)
    return path


def sqlite_store(empty: Path, folder: Path) -> sqlite.SqliteStore:
    """Open a copy of an empty store."""
    folder.mkdir()
    path = folder / layout.DATABASE
    shutil.copy(empty, path)
    return sqlite.SqliteStore(path, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


@pytest.mark.parametrize("quarter", range(4))
def test_a_hundred_orders_of_arrival_give_the_same_files_and_ids(quarter: int, empty: Path, tmp_path: Path) -> None:
    add(whole := sqlite_store(empty, tmp_path / "whole"), *heap())
    expected = files(whole)
    assert len(set(expected[Cluster.PROCEDURE].values())) == 5
    assert len(set(expected[Cluster.FAMILY].values())) == 4

    for seed in range(25 * quarter, 25 * quarter + 25):
        order = heap()
        random.Random(seed).shuffle(order)
        cut = random.Random(seed).randint(1, len(order) - 1)
        store = sqlite_store(empty, tmp_path / str(seed))
        add(store, *order[:cut])
        add(store, *order[cut:])
        assert files(store) == expected
        store.close()
    whole.close()


def test_ten_percent_more_notices_change_only_ids_that_must_change() -> None:
    """An id goes over to another only where an earlier notice joined, and the old one leads to the new."""
    some, more = heap()[1::2], heap()[::2]
    store = MemoryStore()
    add(store, *some)
    before = files(store)[Cluster.PROCEDURE]

    add(store, *more)

    after = files(store)[Cluster.PROCEDURE]
    days = {fact.notice.id: fact.statements[2].value for fact in heap()}
    for member, old in before.items():
        if after[member] != old:
            assert store.redirect(old) == after[member]
            together = [other for other, cluster in after.items() if cluster == after[member]]
            earlier = [
                other for other in together if other not in before and days[other] <= days[old.replace("p-", "n-")]
            ]
            assert earlier


def test_identifier_joins_the_names_that_carry_it() -> None:
    names = (Name("临沅市公安局", "临沅市公安局"), Name("临沅市公安局(市局)", "临沅市公安局(市局)"))

    (judgement,) = ResolveStage().run(Block("11330000mb1234567x", names))

    assert judgement.question is Question.SAME_ORGANIZATION
    assert {judgement.subject, judgement.other} == {"临沅市公安局", "临沅市公安局(市局)"}


def test_identifier_of_names_without_anything_in_common_is_left_to_a_person() -> None:
    names = (Name("桦屏食品配送中心", "桦屏食品配送中心"), Name("霁远数据科技有限公司", "霁远数据科技有限公司"))

    (judgement,) = ResolveStage().run(Block("11330000mb1234567x", names))

    assert judgement.question == PERHAPS
    assert judgement.answer == "unsure"
    assert "nothing in common" in judgement.reason


def test_name_is_compared_with_its_like_and_with_nothing_else() -> None:
    store = MemoryStore()
    add(store, notice("one"), notice("two", BUYER="中共临沅市委政法委员会"), notice("three", BUYER="青岚区第一中学"))

    add(store, notice("four", BUYER="中国共产党临沅市委员会政法委员会"))

    (judgement,) = store.judgements(Question.SAME_ORGANIZATION, ["中共临沅市委政法委员会"])
    assert judgement.other == "中国共产党临沅市委员会政法委员会"
    assert "set phrases" in judgement.reason
    assert len(set(files(store)[Cluster.ORGANIZATION].values())) == 3


def test_organizations_do_not_depend_on_the_order_of_arrival() -> None:
    variants = (
        "临沅市竹屏县公安局",
        "竹屏县公安局",
        "竹屏县公安局城关分局",
        "中共竹屏县委政法委员会",
        "中国共产党竹屏县委员会政法委员会",
        "中共竹屏县委政法委",
        "青岚区公路建设养护中心",
        "青岚区农村公路建设养护中心",
    )
    notices = [
        notice(f"{name}-{at}", BUYER=name, TITLE=f"{name}第{at}批物资采购项目", NUMBER=f"LYZP-2021-0{at + 31}")
        for name in variants
        for at in range(2)
    ]
    seen = set()

    for seed in range(8):
        store, order = MemoryStore(), list(notices)
        random.Random(seed).shuffle(order)
        for start in range(0, len(order), 5 if seed else len(order)):
            add(store, *order[start : start + (5 if seed else len(order))])
        found = files(store)[Cluster.ORGANIZATION]
        seen.add(tuple(sorted(found.items())))

    (only,) = seen
    assert len(set(dict(only).values())) == 5


def test_part_is_told_from_its_whole() -> None:
    store = MemoryStore()

    add(store, notice("one"), notice("two", BUYER="临沅市公安局青岚分局"))

    (judgement,) = store.judgements(PART_OF, ["临沅市公安局"])
    assert (judgement.subject, judgement.other, judgement.answer) == ("临沅市公安局青岚分局", "临沅市公安局", "branch")
    assert len(set(files(store)[Cluster.ORGANIZATION].values())) == 2


def test_a_known_name_in_a_new_notice_makes_no_new_activity() -> None:
    store = MemoryStore()
    add(store, notice("one"), notice("two", BUYER="临沅市公安局青岚分局"))
    names = ["name:临沅市公安局", "name:临沅市公安局青岚分局"]
    before = [store.current("resolve", name) for name in names]

    add(store, notice("three", TITLE="办公家具采购项目"))

    assert [store.current("resolve", name) for name in names] == before


def test_names_that_stand_as_they_were_are_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    add(store, notice("one"), notice("two", BUYER="临沅市公安局青岚分局"))
    pairs: list[tuple[str, str]] = []
    compare = linking.compare

    def counted(some: Sequence[tuple[str, str]], layer: Layer | None = None) -> list[linking.Link]:
        pairs.extend(some)
        return compare(some, layer)

    monkeypatch.setattr(linking, "compare", counted)
    add(store, notice("three", TITLE="办公家具采购项目"))
    assert pairs == []
    add(store, notice("four", BUYER="临沅市公安局青岚区分局"))
    assert {two for one, two in pairs} | {one for one, two in pairs} >= {
        "临沅市公安局青岚区分局",
        "临沅市公安局青岚分局",
    }


def test_links_are_no_part_of_a_names_key() -> None:
    stage, names = ResolveStage(), Names(Name("a", "a"), (Name("b", "b"),), (), "")

    assert stage.key(names) == stage.key(Names(names.name, names.before, (), ""))
    assert stage.key(names) != stage.key(Names(names.name, names.before, (), "taught"))


def test_key_follows_from_what_is_said_and_nothing_else() -> None:
    stage = ResolveStage()
    store = MemoryStore()
    one, two = sorted((notice("tender"), notice("award")), key=lambda fact: fact.notice.id)
    add(store, one, two)
    work = f"notice:{two.notice.id}"

    (loaded,) = stage.load([work], store)
    (again,) = stage.load([work], store)

    assert isinstance(loaded, Neighborhood)
    assert stage.key(loaded) == stage.key(again)
    assert stage.places([Published(Notice("n-9", "d", "r", 0, 1), ())]) == {"notice:n-9": {}}
