"""Titles as portals dress and cut them, sisters by a word, and what keeps a weak pair out of a file."""

import msgspec
import pytest
from bench import procedure_heaps, procedure_heaps_unseen
from procedure_notices import cameras, said

from counterfile.model.notice import notice_id
from counterfile.resolving import _procedure_evaluation as evaluation
from counterfile.resolving import _procedure_linkage as linkage
from counterfile.resolving import procedures
from counterfile.resolving._procedure_features import number_roots, read_title
from counterfile.resolving.measures import pairwise
from counterfile.resolving.procedures import FEATURES, compare, levels

TITLE = "松陵市民政局养老床位采购项目"


def level(feature: str, one: str, two: str) -> str:
    """Return the level of a feature of two notices of which only titles are known."""
    return levels(said("n-1", TITLE=one), said("n-2", TITLE=two))[FEATURES.index(feature)]


@pytest.mark.parametrize(
    "heading",
    [
        f"【松陵】{TITLE}成交结果公告",
        f"竞争性磋商公告：{TITLE}",
        f"【松陵市】更正公告：{TITLE}",
        f"{TITLE}(SLCG202103077)更正公告",
        f"{TITLE}（松政采磋字〔2021〕第77号）成交公告",
        f"{TITLE}成交结果公...",
        f"{TITLE}（单一来源）",
        f"{TITLE}竞争性谈判",
        f"{TITLE}合同（二）",
    ],
)
def test_what_portals_put_around_a_title_is_taken_off(heading: str) -> None:
    assert read_title(heading).core == read_title(TITLE).core


def test_a_title_that_was_cut_is_no_title_that_goes_on() -> None:
    whole = "松陵市民政局社区养老服务中心适老化改造及配套设施"

    assert read_title(whole[:20]).is_open
    assert not read_title(f"{whole[:20]}采购项目").is_open
    assert not read_title(TITLE).is_open
    assert level("title", whole[:20], f"{whole}采购项目") == "one cut short"
    assert level("title", f"{whole[:20]}采购项目", f"{whole}采购项目") == "one goes on"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("松陵市民政局养老床位采购项目", "松陵市民政局养老床位耗材采购项目", "more of it in one alone"),
        ("松陵市民政局东院区养老床位采购", "松陵市民政局新院区养老床位采购", "one character replaced"),
        ("松陵市民政局养老床位采购项目", "松陵市民政局护理型养老床位采购项目", "one put in"),
        ("Street cleaning - east", "Street cleaning - west", "one replaced"),
        ("Nettoyage des rues - secteur est", "Nettoyage des rues - secteur ouest", "one replaced"),
        ("Street cleaning services", "Street cleanning service", "not told"),
    ],
)
def test_a_word_tells_sister_purchases_apart(one: str, two: str, expected: str) -> None:
    assert level("words", one, two) == expected


def test_what_counts_contracts_is_no_round() -> None:
    contract = said("n-1", TITLE=f"{TITLE}合同（二）", ROUND="2", STAGE="contract")

    assert contract.round is None
    assert said("n-2", TITLE=f"{TITLE}（二次）", ROUND="2").round == 2


def test_a_date_in_a_number_is_one_that_exists() -> None:
    assert number_roots("[329911]th[cs]20210451-2") == ("[329911]th[cs]20210451",)
    assert number_roots("lycg-20210401-2") == ()


def test_a_change_before_the_call_is_of_another_purchase() -> None:
    change = cameras("n-1", STAGE="amendment", PUBLISHED="2021-02-20")
    order = FEATURES.index("order")

    assert levels(change, cameras("n-2"))[order] == "out of order"
    assert levels(cameras("n-2"), change)[order] == "out of order"
    assert levels(cameras("n-1", STAGE="amendment"), cameras("n-2"))[order] == "not told"


def test_lots_with_notices_of_their_own_are_linked_where_everything_else_agrees() -> None:
    more = {"NUMBER": "[329911]TH[CS]20210451-1", "AGENCY": "公信工程咨询有限公司", "OPENING": "2021-03-24"}
    one = cameras("n-1", TITLE="临沅市公安局智能监控系统采购项目（第一包）", **more)
    two = cameras(
        "n-2", TITLE="临沅市公安局智能监控系统采购项目（第二包）", **(more | {"NUMBER": "[329911]TH[CS]20210451-2"})
    )
    later = cameras("n-3", TITLE="临沅市公安局智能监控系统采购项目（第三包）", PUBLISHED="2021-06-20")

    assert compare(one, two).procedure >= 0.95
    assert compare(one, later).procedure < 0.5


def test_lines_of_one_list_are_purchases_of_their_own() -> None:
    """A plan of a year in one document has many lines of one title, buyer and day."""
    line, other = (cameras(notice_id("ab" * 32, at), STAGE="planning") for at in (2, 14))
    call = cameras(notice_id("ab" * 32, 3))
    elsewhere = cameras(notice_id("cd" * 32, 0), STAGE="planning")

    assert levels(line, other)[FEATURES.index("order")] == "same kind, in one list"
    assert max(compare(line, other).procedure, compare(line, other).family) < 0.5
    assert min(compare(line, call).procedure, compare(line, elsewhere).procedure) > 0.5
    numbered = [msgspec.structs.replace(one, numbers=frozenset({"ly-2021-018"})) for one in (line, other)]
    assert compare(numbered[0], numbered[1]).procedure > 0.5


# Weak pairs


def test_an_unlikely_pair_is_not_joined_by_the_average_of_the_others() -> None:
    scores = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): 0.05, ("a", "d"): 0.9, ("b", "d"): 0.9, ("c", "d"): 0.9}
    weak = scores | {("a", "c"): linkage.UNLIKELY}

    def grouped(given: dict[tuple[str, str], float], together: tuple[tuple[str, str], ...] = ()) -> list[list[str]]:
        return linkage.groups("abcd", scores, lambda one, two: given[min(one, two), max(one, two)], together=together)

    assert grouped(scores) == [["a", "b", "c", "d"]]
    assert all(not {"a", "c"} <= set(group) for group in grouped(weak))
    # A person who put two together said more than the average does.
    assert grouped(weak, together=(("a", "c"),)) == [["a", "b", "c", "d"]]


def test_numbers_alone_keep_nothing_out_of_a_file() -> None:
    one = cameras("n-1", NUMBER="LYCG-2021-0366", PUBLISHED="2021-03-01")
    plan = cameras("n-2", NUMBER="LYCG-2021-0871", PUBLISHED="2021-04-20")
    other = cameras("n-3", TITLE="临沅市公安局食堂食材配送服务", PUBLISHED="2021-12-20")

    assert not compare(one, plan).unlikely
    assert compare(one, other).unlikely
    assert procedures.bond(compare(one, other)) == linkage.UNLIKELY
    assert procedures.bond(compare(one, plan)) == compare(one, plan).procedure


@pytest.mark.parametrize("kinds", [procedure_heaps_unseen.HEAP_C, procedure_heaps_unseen.HEAP_D])
def test_heaps_with_other_difficulties_are_linked_without_their_numbers(
    kinds: tuple[procedure_heaps.Kind, ...],
) -> None:
    made = procedure_heaps.heap(29, 2, kinds)
    read = {
        fact.notice.id: procedures.said(fact.notice.id, fact.statements) for fact in procedure_heaps.published(made)
    }
    truth = {procedure_heaps.identifier(at): one.procedure for at, one in enumerate(made)}

    rates = pairwise(evaluation.link(evaluation.numberless(read)), truth)

    assert rates.precision >= 0.95
    assert rates.f1 >= 0.9
