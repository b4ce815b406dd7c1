"""Weights are refitted from judgements, near those that are shipped, and only where judgements held out do not lose."""

import pytest
from procedure_notices import cameras, said

from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.resolving import _procedure_teaching as teaching
from counterfile.resolving import procedures
from counterfile.resolving._procedure_teaching import Judged, refit
from counterfile.testing.corpus import Corpus

SHIPPED = procedures.shipped()
HALF = (SHIPPED.procedure, SHIPPED.bias[0])
ITEMS = ("无人机", "执法记录仪", "警务大厅", "档案库房", "食堂厨具", "巡逻车辆", "指挥屏幕", "门禁道闸")


def late(at: int, *, same: bool) -> Judged:
    """Return a pair of an office that publishes its results more than a year after their calls."""
    title = f"{ITEMS[at % len(ITEMS)]}及配套设备购置安装调试"
    one = said(f"n-{at:03}a", TITLE=title, STAGE="tender", PUBLISHED="2021-03-01")
    other = title if same else f"{ITEMS[(at + 3) % len(ITEMS)]}维修保养和更新改造"
    two = said(f"n-{at:03}b", TITLE=other, STAGE="award", PUBLISHED="2022-06-20" if same else "2021-03-20")
    return Judged(one, two, same, same)


def test_judgements_that_the_shipped_weights_get_wrong_move_them_and_are_let_in() -> None:
    pairs = [late(at, same=at % 2 == 0) for at in range(40)]
    assert teaching.held(pairs, SHIPPED).errors >= 15

    found = refit(pairs)

    assert found.let_in
    assert found.after.errors < found.before.errors
    assert "wrong (before:" in found.reason
    assert teaching.held(pairs, found.weights).errors <= 2
    # What was not judged weighs as before.
    assert found.weights.procedure["supplier"] == pytest.approx(dict(SHIPPED.procedure["supplier"]))


def test_few_judgements_or_judgements_of_one_kind_change_nothing() -> None:
    few = refit([late(at, same=at % 2 == 0) for at in range(10)])
    alike = refit([late(at, same=True) for at in range(40)])

    assert (few.let_in, few.weights) == (alike.let_in, alike.weights) == (False, SHIPPED)
    assert "20 with both answers are wanted" in few.reason


def test_judgements_that_tell_nothing_new_are_let_in_only_if_none_held_out_becomes_wrong() -> None:
    known = [late(at, same=False) for at in range(20)]
    puzzling = [Judged(each.one, each.two, at % 2 == 0, None) for at, each in enumerate(known)]

    found = refit([*known, *puzzling])

    assert found.let_in == (found.after.errors <= found.before.errors and found.after.loss < found.before.loss)
    assert found.weights is SHIPPED or found.let_in


def test_what_persons_judged_is_read_from_the_store_the_newest_answer_counting() -> None:
    corpus = Corpus()
    notices = [
        corpus.notice(stage, [("", Property.TITLE, "视频监控项目"), ("", Property.BUYER, "临沅市公安局")])
        for stage in ("tender", "award", "contract")
    ]
    for other, answer in ((1, "different"), (1, "same"), (2, "unsure")):
        one, two = sorted((notices[0], notices[other]))
        corpus.judge(Question.SAME_PROCEDURE, one, answer, other=two, agent="reviewer-7", reason="seen on paper")

    found = teaching.judged(corpus.store)

    assert [(each.procedure, each.family) for each in found] == [(True, True)]
    assert {found[0].one.notice, found[0].two.notice} == set(notices[:2])


def test_a_table_is_written_to_be_read_and_read_back() -> None:
    text = procedures.as_table(SHIPPED)

    assert procedures.read_table(text) == SHIPPED
    assert "number:\n  same number: [" in text


def test_expectation_maximization_parts_pairs_without_any_answer() -> None:
    alike = [
        procedures.levels(
            cameras(f"n-{at}a", NUMBER=f"LY-2021-0{at}"),
            cameras(f"n-{at}b", NUMBER=f"LY-2021-0{at}", STAGE="award", PUBLISHED="2021-04-01"),
        )
        for at in range(20, 50)
    ]
    unlike = [
        procedures.levels(
            cameras(f"n-{at}a", NUMBER=f"LY-2021-0{at}"),
            said(
                f"n-{at}b",
                TITLE=f"{ITEMS[at % 8]}采购",
                BUYER="白鹭县育才小学",
                PUBLISHED="2021-09-01",
                NUMBER="BL-1-77",
            ),
        )
        for at in range(20, 80)
    ]
    shares: list[float] = []

    table, bias = teaching.expected([*alike, *unlike], HALF, tell=lambda _, share: shares.append(share))

    assert shares[-1] == pytest.approx(1 / 3, abs=0.02)
    assert table["title"]["same"] > 1 > -1 > table["title"]["unlike"]
    assert bias == pytest.approx(-0.69, abs=0.1)
