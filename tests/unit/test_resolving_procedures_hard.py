"""What whole portals do to notices: sisters, years, lots, rounds without marks, placeholders, titles in letters."""

import dataclasses
from itertools import combinations

import pytest
from bench import procedure_heaps
from procedure_notices import cameras, said

from counterfile.model.statement import Statement
from counterfile.resolving import _procedure_evaluation as evaluation
from counterfile.resolving import procedures
from counterfile.resolving._procedure_features import number_roots, round_in, sequel_of
from counterfile.resolving.measures import pairwise
from counterfile.resolving.procedures import FEATURES, Said, compare, levels, strength, told, with_rounds

BUYER = "临沅市公安局"


def pair(one: str, two: str, **more: str) -> procedures.Link:
    """Return how two tenders of one buyer compare that were published on one day."""
    base = {"BUYER": BUYER, "STAGE": "tender", "PUBLISHED": "2021-03-01"} | more
    return compare(said("n-1", TITLE=one, **base), said("n-2", TITLE=two, **base))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("澄阳东片区道路照明设施采购项目", "澄阳北片区道路照明设施采购项目"),
        ("三中学智慧教室设备采购项目", "八中学智慧教室设备采购项目"),
        ("临沅市公安局视频监控采购项目（A区）", "临沅市公安局视频监控采购项目（B区）"),
        ("松陵街道污水管网修复工程项目", "芦溪街道污水管网修复工程项目"),
        ("青岚河堤加固工程监理", "青岚河堤加固工程设计"),
        ("青岚河堤加固工程（硬件）采购项目", "青岚河堤加固工程（软件）采购项目"),
        ("School catering services for primary schools", "School catering services for secondary schools"),
        ("Maintenance of lifts - Penrow North", "Maintenance of lifts - Penrow South"),
    ],
)
def test_sister_purchases_are_neither_one_procedure_nor_one_family(one: str, two: str) -> None:
    link = pair(one, two)

    assert max(link.procedure, link.family) < 0.5


def test_a_work_and_the_service_for_it_are_two_purchases() -> None:
    assert pair("青岚河堤加固工程", "青岚河堤加固工程监理").procedure < 0.7
    assert levels(said("n-1", TITLE="青岚河堤加固工程"), said("n-2", TITLE="青岚河堤加固工程监理"))[
        FEATURES.index("words")
    ] == ("act in one alone")


def test_kinds_of_notices_in_english_are_no_part_of_a_title() -> None:
    link = pair("Contract award notice: Road resurfacing works", "Invitation to tender: Road resurfacing works")

    assert dict(zip(FEATURES, levels(link.one, link.two), strict=True))["title"] == "same"


def test_a_number_of_a_series_is_no_root_of_the_next_one() -> None:
    assert [number_roots(number) for number in ("lycg-2021-0366", "0788-2141ly0252", "lycg-320100-018")] == [()] * 3
    assert compare(cameras("n-1", NUMBER="LYCG-2021-0366"), cameras("n-2", NUMBER="LYCG-2021-0362")).procedure < 0.7


def test_rounds_are_read_out_of_numbers() -> None:
    assert [round_in(number) for number in ("ly-2021-018(二次)", "ly-2021-018-2", "二次供水-01")] == [2, None, None]
    assert sequel_of("ly-2021-018-3") == ("ly-2021-018", 3)
    assert sequel_of("ly-2021") == ("", 0)
    assert said("n-1", NUMBER="LY-2021-018（重招）").round == 2


# Ids


def test_one_id_on_unlike_notices_of_other_buyers_is_a_placeholder() -> None:
    one = cameras("n-1", OCID="0b9f3c51-7d2e-4c1a-9e55-6f7a8b9c0d1e")
    two = said("n-2", OCID="0b9f3c51-7d2e-4c1a-9e55-6f7a8b9c0d1e", TITLE="食堂食材配送", BUYER="白鹭县育才小学")

    assert compare(one, two).procedure < 0.5
    assert compare(one, cameras("n-3", OCID="0b9f3c51-7d2e-4c1a-9e55-6f7a8b9c0d1e", TITLE="别的名称")).procedure == 1.0


def test_two_ids_of_eforms_are_two_procedures_whatever_agrees() -> None:
    one = cameras("n-1", OCID="0b9f3c51-7d2e-4c1a-9e55-6f7a8b9c0d1e", NUMBER="LY-2021-018")
    two = cameras("n-2", OCID="5a1d7e20-1c3b-4f6a-8d90-2e3f4a5b6c7d", NUMBER="LY-2021-018")

    assert compare(one, two).procedure == 0.0
    assert compare(one, cameras("n-3", OCID="ocds-ab12cd-7", NUMBER="LY-2021-018")).procedure > 0.9


def test_short_ids_are_evidence_and_no_rule() -> None:
    assert not compare(cameras("n-1", OCID="314"), cameras("n-2", OCID="314")).rule
    assert not compare(cameras("n-1", OCID="314"), cameras("n-2", OCID="315")).rule


def test_a_notices_own_number_in_a_journal_is_no_conflict() -> None:
    one = cameras("n-1", NUMBER="119757-2020")
    two = cameras("n-2", NUMBER="203344-2020", STAGE="award", PUBLISHED="2021-04-01")

    assert compare(one, two).procedure > 0.9


def test_a_heading_that_names_a_category_counts_only_where_no_project_is_named() -> None:
    category = "Medical services"
    one = said(
        "n-1", TITLE="Occupational health checks for drivers", NOTICE_TITLE=category, BUYER="Penrow City Council"
    )
    two = said("n-2", TITLE="Vaccination campaign in schools", NOTICE_TITLE=category, BUYER="Penrow City Council")

    assert [title.core for title in one.titles] == ["occupationalhealthchecksfordrivers"]
    assert compare(one, two).procedure < 0.5
    assert [title.core for title in said("n-3", NOTICE_TITLE=category).titles] == ["medicalservices"]


# Rounds and lots


def rounds(*notices: Said) -> list[int | None]:
    """Return the round of each notice once all are known."""
    found = with_rounds({one.notice: one for one in notices})
    return [found[one.notice].round for one in notices]


FIRST = cameras("n-1", PUBLISHED="2021-03-01", NUMBER="LY-2021-018")
FAILED = cameras("n-2", PUBLISHED="2021-03-25", STAGE="termination", NUMBER="LY-2021-018")


def test_a_call_after_a_failure_is_another_attempt_though_nothing_marks_it() -> None:
    second = cameras("n-3", PUBLISHED="2021-04-10", NUMBER="LY-2021-044")
    change = cameras(
        "n-4", PUBLISHED="2021-04-14", STAGE="amendment", NUMBER="LY-2021-044", FIRST_PUBLISHED="2021-04-10"
    )
    award = cameras("n-5", PUBLISHED="2021-05-12", STAGE="award")

    assert rounds(FIRST, FAILED, second, change, award) == [None, None, 2, 2, 2]
    linked = evaluation.link({one.notice: one for one in (FIRST, FAILED, second, change, award)})
    assert linked == {"n-1": "n-1", "n-2": "n-1", "n-3": "n-3", "n-4": "n-3", "n-5": "n-3"}


def test_a_call_without_a_failure_before_it_is_the_same_attempt_on_another_portal() -> None:
    assert rounds(FIRST, cameras("n-3", PUBLISHED="2021-03-02")) == [None, None]


def test_a_number_that_continues_an_earlier_calls_is_a_second_attempt() -> None:
    second = cameras("n-3", PUBLISHED="2021-04-10", NUMBER="LY-2021-018-2")
    award = cameras("n-4", PUBLISHED="2021-05-12", STAGE="award", NUMBER="LY-2021-018-2")

    assert rounds(FIRST, second, award) == [None, 2, 2]
    # On one day it is the next lot.
    assert rounds(FIRST, cameras("n-3", PUBLISHED="2021-03-01", NUMBER="LY-2021-018-2")) == [None, None]


def test_a_change_of_the_first_call_stays_with_it_whenever_it_is_published() -> None:
    change = cameras("n-3", PUBLISHED="2021-03-20", STAGE="amendment", FIRST_PUBLISHED="2021-03-01")
    second = cameras("n-4", PUBLISHED="2021-04-10", TITLE="临沅市公安局智能监控系统采购项目（二次）")

    assert rounds(FIRST, change, FAILED, second) == [None, None, None, 2]


def test_the_first_attempts_late_contract_stays_with_it() -> None:
    award = cameras("n-2", PUBLISHED="2021-03-25", STAGE="award", NUMBER="LY-2021-018")
    again = cameras(
        "n-3", PUBLISHED="2021-06-10", TITLE="临沅市公安局智能监控系统采购项目（二次）", NUMBER="LY-2021-090"
    )
    contract = cameras("n-4", PUBLISHED="2021-06-20", STAGE="contract", NUMBER="LY-2021-018")

    assert rounds(FIRST, award, again, contract) == [None, None, 2, None]


def test_a_failure_of_one_lot_touches_no_other_lot() -> None:
    title = "临沅市公安局智能监控系统采购项目"
    awarded = cameras("n-2", TITLE=f"{title}第一包", STAGE="award", PUBLISHED="2021-03-28")
    failed = cameras("n-3", TITLE=f"{title}第三包", STAGE="termination", PUBLISHED="2021-03-26")
    again = cameras("n-4", TITLE=f"{title}第三包（二次）", PUBLISHED="2021-04-02")
    late = cameras("n-5", TITLE=f"{title}第二包", STAGE="award", PUBLISHED="2021-04-20")
    result = cameras("n-6", TITLE=f"{title}第三包", STAGE="award", PUBLISHED="2021-04-28")
    heap = (FIRST, awarded, failed, again, late, result)

    assert rounds(*heap) == [None, None, None, 2, None, 2]
    linked = evaluation.link({one.notice: one for one in heap})
    assert {name for name, cluster in linked.items() if cluster == "n-4"} == {"n-4", "n-6"}
    assert {linked[name] for name in ("n-1", "n-2", "n-3", "n-5")} == {"n-1"}


def test_a_change_of_one_lot_stays_in_its_file_and_moves_no_other() -> None:
    title = "临沅市公安局智能监控系统采购项目"
    change = cameras("n-2", TITLE=f"{title}（第二包）更正公告", STAGE="amendment", FIRST_PUBLISHED="2021-03-01")
    award = cameras("n-3", TITLE=f"{title}（第一包）", STAGE="award", PUBLISHED="2021-04-01")

    assert set(evaluation.link({one.notice: one for one in (FIRST, change, award)}).values()) == {"n-1"}


def test_rounds_do_not_depend_on_order() -> None:
    second = cameras("n-3", PUBLISHED="2021-04-10")
    award = cameras("n-4", PUBLISHED="2021-05-12", STAGE="award")
    expected = with_rounds({one.notice: one for one in (FIRST, FAILED, second, award)})

    assert with_rounds({one.notice: one for one in (award, second, FAILED, FIRST)}) == expected


# Whole heaps


@pytest.fixture(scope="module")
def heap() -> list[procedure_heaps.Told]:
    """Return a heap with every difficulty twice, of a seed that no weight was fitted on."""
    return procedure_heaps.heap(29, 2)


def statements(heap: list[procedure_heaps.Told]) -> dict[str, tuple[Statement, ...]]:
    return {fact.notice.id: fact.statements for fact in procedure_heaps.published(heap)}


@pytest.mark.parametrize("numbers", [True, False])
def test_a_hard_heap_is_linked_without_false_merges_and_rounds_are_families(
    heap: list[procedure_heaps.Told], numbers: bool
) -> None:
    read = {notice: procedures.said(notice, some) for notice, some in statements(heap).items()}
    given = read if numbers else evaluation.numberless(read)
    truth = {procedure_heaps.identifier(at): one.procedure for at, one in enumerate(heap)}
    family = {procedure_heaps.identifier(at): one.family for at, one in enumerate(heap)}

    found, families = evaluation.link(given), evaluation.link(given, family=True)

    rates = pairwise(found, truth)
    assert rates.precision >= 0.97
    assert rates.f1 >= (0.99 if numbers else 0.95)
    attempts = [(a, b) for a, b in combinations(truth, 2) if family[a] == family[b] and truth[a] != truth[b]]
    assert len(attempts) > 20
    assert not any(found[a] == found[b] for a, b in attempts)
    assert sum(families[a] == families[b] for a, b in attempts) / len(attempts) >= 0.95


def test_what_is_told_of_a_pair_is_what_was_weighed_whichever_comes_first(heap: list[procedure_heaps.Told]) -> None:
    read = {notice: procedures.said(notice, some) for notice, some in statements(heap).items()}
    for one, two in sorted(evaluation.candidates(read.values()))[:400]:
        link = compare(read[one], read[two])

        assert link == compare(read[two], read[one])
        assert tuple(row.level for row in link.rows) == levels(link.one, link.two)
        assert [feature for feature, _, _, _ in told(link.one, link.two)] == list(FEATURES)


def test_levels_without_a_weight_are_none() -> None:
    table = procedures.shipped().procedure
    known = {level for levels_ in table.values() for level in levels_}

    assert {"one sign replaced", "other act", "same id", "other id, but short"} <= known


def test_weights_are_told_in_words() -> None:
    assert [strength(weight) for weight in (3.0, -1.2, 0.5, 0.0)] == [
        "speaks strongly for it",
        "speaks against it",
        "speaks weakly for it",
        "hardly counts",
    ]


def test_a_heap_is_the_same_for_one_seed() -> None:
    assert procedure_heaps.heap(3, 1) == procedure_heaps.heap(3, 1)
    assert dataclasses.asdict(procedure_heaps.heap(3, 1)[0]) != dataclasses.asdict(procedure_heaps.heap(4, 1)[0])
