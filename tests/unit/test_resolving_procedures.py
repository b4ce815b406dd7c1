"""Two notices are compared feature by feature, and every level that decides is told in words."""

import itertools
import random

import pytest
from procedure_notices import cameras, said

from counterfile.resolving import _procedure_evaluation as evaluation
from counterfile.resolving import _procedure_linkage as linkage
from counterfile.resolving._procedure_features import figures_of, is_telling, number_roots, read_title
from counterfile.resolving.procedures import FEATURES, compare, explain, keys_of


def test_one_number_and_one_title_is_one_procedure_and_says_why() -> None:
    one = cameras("n-1", NUMBER="LY-2021-018")
    two = cameras("n-2", NUMBER="LY-2021-018", STAGE="award", PUBLISHED="2021-04-01")

    link = compare(one, two)

    assert link.procedure > 0.99
    assert "same number (ly-2021-018)" in explain(link)
    assert [row.feature for row in link.rows] == list(FEATURES)


def test_title_buyer_and_time_are_enough_without_numbers() -> None:
    link = compare(cameras("n-1"), cameras("n-2", STAGE="award", PUBLISHED="2021-04-01"))

    assert link.procedure > 0.9
    assert "title: same" in explain(link)


def test_the_order_of_two_notices_makes_no_difference() -> None:
    one, two = cameras("n-1", NUMBER="LY-2021-018"), cameras("n-2", STAGE="contract", PUBLISHED="2021-05-01")

    assert compare(one, two) == compare(two, one)


def test_second_round_is_another_attempt_of_the_same_family() -> None:
    second = cameras("n-2", TITLE="临沅市公安局智能监控系统采购项目（二次）", PUBLISHED="2021-05-01")

    link = compare(cameras("n-1", NUMBER="LY-2021-018"), second)

    assert link.procedure == 0.0
    assert link.family > 0.8
    assert "rounds 1 and 2" in explain(link)


def test_second_extension_of_the_deadline_is_no_second_round() -> None:
    extended = cameras("n-2", NOTICE_TITLE="临沅市公安局智能监控系统采购项目第二次延期公告", STAGE="amendment")

    assert compare(cameras("n-1"), extended).procedure > 0.5


def test_a_conflict_of_numbers_is_evidence_and_no_veto() -> None:
    """A correction prints the number of the plan, the tender that of the agency."""
    tender = cameras("n-1", NUMBER="LYCG-2021-018", BUDGET="1286000", OPENING="2021-03-22")
    correction = cameras(
        "n-2",
        NUMBER="计划[2021]0457",
        STAGE="amendment",
        PUBLISHED="2021-03-09",
        FIRST_PUBLISHED="2021-03-01",
        OPENING="2021-03-22",
    )

    link = compare(tender, correction)

    assert link.procedure > 0.9
    assert "but number: other number" in explain(link)


def test_another_number_of_one_series_is_another_purchase() -> None:
    one = cameras("n-1", NUMBER="LYCG-2021-018")
    two = cameras("n-2", NUMBER="LYCG-2021-044", PUBLISHED="2021-07-01")

    assert compare(one, two).procedure < 0.5


def test_last_years_purchase_is_neither_the_same_procedure_nor_family() -> None:
    one = said("n-1", TITLE="青岚区2021年度环卫服务项目", BUYER="青岚区城市管理局", PUBLISHED="2021-03-01")
    two = said("n-2", TITLE="青岚区2022年度环卫服务项目", BUYER="青岚区城市管理局", PUBLISHED="2022-03-03")

    link = compare(one, two)

    assert max(link.procedure, link.family) < 0.5


def test_one_title_of_two_buyers_is_two_purchases() -> None:
    one = said("n-1", TITLE="办公家具采购项目", BUYER="青岚区实验小学", PUBLISHED="2021-03-01")
    two = said("n-2", TITLE="办公家具采购项目", BUYER="澄原区实验小学", PUBLISHED="2021-03-05")

    assert compare(one, two).procedure < 0.5


@pytest.mark.parametrize(
    "title",
    [
        "临沅市公安局智能监控系统",
        "智能监控系统采购项目",
        "临沅市公安局智能监控系统采购",
        "临沅市公安局智能监控系统升级采购项目",
        "2021年临沅市公安局智能监控系统采购项目",
    ],
)
def test_an_edited_title_is_found_and_linked(title: str) -> None:
    one = cameras("n-1")
    two = cameras("n-2", TITLE=title, STAGE="award", PUBLISHED="2021-04-01")

    assert keys_of(one).keys() & keys_of(two).keys()
    assert compare(one, two).procedure > 0.5


def test_a_replaced_place_makes_another_purchase_of_a_like_title() -> None:
    one = said("n-1", TITLE="临沅市水利局澄阳片区雨水利用详细规划", STAGE="tender", PUBLISHED="2021-03-01")
    two = said("n-2", TITLE="临沅市水利局光启片区雨水利用详细规划", STAGE="tender", PUBLISHED="2021-03-01")

    assert compare(one, two).procedure < 0.5


def test_notices_on_other_lots_say_nothing_about_each_other() -> None:
    one = cameras("n-1", TITLE="临沅市公安局智能监控系统采购项目（第一包）")
    two = cameras("n-2", TITLE="临沅市公安局智能监控系统采购项目（第二包）")

    link = compare(one, two)

    assert link.neutral
    assert link.procedure < 0.5
    assert compare(cameras("n-1", TITLE="甲市公安局监控项目（第一包）", NUMBER="LY-2021-018"), two).neutral


def test_the_publishers_own_ids_join_and_separate() -> None:
    one = cameras("n-1", OCID="ocds-ab12cd-000-00001")

    assert compare(one, said("n-2", OCID="ocds-ab12cd-000-00001")).procedure == 1.0
    assert compare(one, cameras("n-2", OCID="ocds-ab12cd-000-00002")).procedure == 0.0
    assert compare(one, cameras("n-2", OCID="ocds-zz99zz-7")).procedure > 0.5


def test_contracts_number_belongs_to_the_number_that_it_continues() -> None:
    tender = cameras("n-1", NUMBER="JSZC-320300-G2021-0018")
    contract = said(
        "n-2",
        TITLE="智能监控系统采购合同",
        CONTRACT_NUMBER="JSZC-320300-G2021-0018001",
        BUYER="临沅市公安局",
        PUBLISHED="2021-05-02",
        STAGE="contract",
    )

    link = compare(tender, contract)

    assert link.procedure > 0.9
    assert "contract's number" in explain(link)


def test_placeholders_are_no_numbers() -> None:
    assert [is_telling(number) for number in ("****", "xxxxxx", "00000000", "ly-2021-018")] == [False] * 3 + [True]
    assert number_roots("ly-2021-018-2") == ("ly-2021-018",)


def test_titles_are_taken_apart() -> None:
    title = read_title("2021年临沅市公安局无人机侦测设备采购项目（二标段）（第三次）中标公告")

    assert (title.owner, title.stem, title.lots) == ("临沅市公安局", "无人机侦测设备", frozenset({"2"}))
    assert figures_of("第三人民医院二期") == {"2期"}


def test_keys_are_few_whatever_a_notice_says() -> None:
    long = said(
        "n-1",
        TITLE=["智能监控系统" * 60, "澄阳" * 100],
        NUMBER=[f"LY-{number}" for number in range(1000, 3000)],
        BUYER=["临沅市公安局"] * 50,
    )

    assert len(keys_of(long)) < 150


def test_a_result_without_its_rounds_mark_belongs_to_the_attempt_that_had_begun() -> None:
    notices = {
        "n-1": cameras("n-1", PUBLISHED="2021-03-01"),
        "n-2": cameras("n-2", PUBLISHED="2021-03-25", STAGE="termination"),
        "n-3": cameras("n-3", PUBLISHED="2021-04-10", TITLE="临沅市公安局智能监控系统采购项目（二次）"),
        "n-4": cameras("n-4", PUBLISHED="2021-05-12", STAGE="award"),
    }

    assert evaluation.link(notices) == {"n-1": "n-1", "n-2": "n-1", "n-3": "n-3", "n-4": "n-3"}
    assert set(evaluation.link(notices, family=True).values()) == {"n-1"}


def test_what_is_linked_does_not_depend_on_the_order_of_notices() -> None:
    heap = {}
    for at, item in enumerate(("智能监控系统", "执法记录仪", "警用无人机", "指挥中心大屏")):
        for offset, (stage, mark) in enumerate(
            (("tender", ""), ("amendment", ""), ("award", ""), ("tender", "（二次）"), ("award", "（二次）"))
        ):
            name = f"n-{(at * 7 + offset * 3) % 23:02}"
            title = f"临沅市公安局{item}采购项目{mark}"
            heap[name] = cameras(name, TITLE=title, STAGE=stage, PUBLISHED=f"2021-0{offset + 2}-0{at + 1}")
    expected = evaluation.link(heap)
    assert len(set(expected.values())) == 8

    for seed in range(20):
        names = list(heap)
        random.Random(seed).shuffle(names)
        assert evaluation.link({name: heap[name] for name in names}) == expected


def test_evaluation_tells_layers_features_and_wrong_pairs() -> None:
    notices = {
        "n-1": cameras("n-1", NUMBER="LY-2021-018"),
        "n-2": cameras("n-2", NUMBER="LY-2021-018", STAGE="award", PUBLISHED="2021-04-01"),
        "n-3": cameras("n-3", TITLE="临沅市公安局食堂食材配送", PUBLISHED="2021-03-02"),
    }

    report = evaluation.evaluate(notices, {"n-1": "A", "n-2": "A", "n-3": "A"}, resamples=20)

    assert (report.all.pairwise.precision.value, report.all.pairwise.recall.value) == (1.0, 1 / 3)
    assert {layer.name for layer in report.layers} == set(evaluation.LAYERS)
    assert [layer.name for layer in report.without] == list(FEATURES)
    assert {(wrong.one, wrong.two) for wrong in report.missed} == {("n-1", "n-3"), ("n-2", "n-3")}
    assert all("title" in wrong.reason for wrong in report.missed)
    assert report.false == ()


# Linkage


def scored(pairs: dict[str, float]) -> linkage.Score:
    return lambda one, two: pairs.get(one + two, pairs.get(two + one))


def test_one_wrong_link_does_not_join_two_groups() -> None:
    pairs = dict.fromkeys(map("".join, itertools.combinations("abcdef", 2)), 0.1)
    pairs |= {"ab": 0.9, "ac": 0.9, "bc": 0.9, "de": 0.9, "df": 0.9, "ef": 0.9, "cd": 0.8}
    links = {(pair[0], pair[1]): value for pair, value in pairs.items() if value > 0.5}

    assert linkage.groups("abcdef", links, scored(pairs)) == [["a", "b", "c"], ["d", "e", "f"]]


def test_what_a_person_keeps_apart_stays_apart_whatever_joins_them() -> None:
    links = {("a", "b"): 0.9, ("b", "c"): 0.9}

    for together in ([], [("a", "b"), ("b", "c")]):
        found = linkage.groups("abc", links, scored({"ab": 0.9, "bc": 0.9}), together=together, apart=[("a", "c")])
        assert found == [["a", "b"], ["c"]]


def test_rule_that_forbids_wins_over_averages_and_a_person_over_the_rule() -> None:
    never = scored({"ab": linkage.NEVER, "bc": 1.0, "ac": 1.0})
    links = {("a", "c"): 1.0, ("b", "c"): 1.0}

    assert linkage.groups("abc", links, never) == [["a", "c"], ["b"]]
    assert linkage.groups("abc", links, never, together=[("a", "b")]) == [["a", "b", "c"]]


def test_pairs_that_say_nothing_count_for_nothing() -> None:
    links = {("a", "t"): 0.8, ("b", "t"): 0.8}

    assert linkage.groups("abt", links, scored({"at": 0.8, "bt": 0.8})) == [["a", "b", "t"]]


def test_component_that_is_too_large_is_cut_at_its_weak_links() -> None:
    left = [f"l{at:03}" for at in range(linkage.LARGEST)]
    right = [f"r{at:03}" for at in range(linkage.LARGEST)]
    links = {(group[0], other): 0.995 for group in (left, right) for other in group[1:]}
    links[left[3], right[5]] = 0.6

    found = linkage.groups([*left, *right], links, lambda one, two: 0.995 if one[0] == two[0] else 0.6)

    assert found == [left, right]
