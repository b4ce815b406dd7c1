"""Blocks of notices become judgements, whatever the order in which the notices came."""

import itertools

import pytest

from counterfile.model.judgement import Question
from counterfile.stages.resolve import Block, Features, ResolveStage, compare


def notice(name: str, **said: object) -> Features:
    """Return features of a notice of one police bureau's camera purchase."""
    base = {
        "numbers": frozenset({"ly-2021-018"}),
        "ocids": frozenset(),
        "title": "智能监控系统采购项目",
        "buyer": "临沅市公安局",
        "agency": "",
        "round": 1,
        "stage": "tender",
        "published": "2021-03-01",
    }
    return Features(notice=name, **(base | said))


def test_same_number_same_buyer_is_one_procedure() -> None:
    question, score, reason = compare(notice("n-1"), notice("n-2", stage="award"), "number")

    assert question is Question.SAME_PROCEDURE
    assert score > 0.95
    assert "ly-2021-018" in reason


def test_second_round_with_the_same_number_is_family_only() -> None:
    question, _, reason = compare(notice("n-1"), notice("n-2", round=2), "number")

    assert question is Question.SAME_FAMILY
    assert "rounds 1 and 2" in reason


def test_number_that_another_buyer_prints_for_another_thing_links_nothing() -> None:
    other = notice("n-2", buyer="青岚区第一中学", title="办公家具采购")

    assert compare(notice("n-1"), other, "number") is None


def test_short_number_links_only_with_buyer_or_title() -> None:
    one = notice("n-1", numbers=frozenset({"202601"}), buyer="", title="智能监控系统采购项目")
    two = notice("n-2", numbers=frozenset({"202601"}), title="食堂食材配送")

    assert compare(one, two, "number") is None


def test_same_title_and_buyer_without_numbers_within_a_year_is_one_procedure() -> None:
    one = notice("n-1", numbers=frozenset())
    two = notice("n-2", numbers=frozenset(), stage="award", published="2021-04-20")

    question, score, _ = compare(one, two, "title")

    assert question is Question.SAME_PROCEDURE
    assert score == 0.75


def test_same_title_after_two_years_is_another_purchase() -> None:
    one = notice("n-1", numbers=frozenset())
    two = notice("n-2", numbers=frozenset(), published="2023-04-20")

    assert compare(one, two, "title") is None


def test_same_title_with_other_numbers_is_family_not_procedure() -> None:
    two = notice("n-2", numbers=frozenset({"ly-2021-099"}))

    question, _, _ = compare(notice("n-1"), two, "title")

    assert question is Question.SAME_FAMILY


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_answers_do_not_depend_on_the_order_of_arrival(order: tuple[int, ...]) -> None:
    from_store = [notice("n-1"), notice("n-2", published="2021-04-01"), notice("n-3", round=2, published="2021-06-01")]
    shuffled = sorted((from_store[i] for i in order), key=lambda f: (f.published, f.notice))

    facts = ResolveStage().run(Block("number", "ly-2021-018", tuple(shuffled)))

    assert [(f.question, f.subject, f.other) for f in facts] == [
        (Question.SAME_PROCEDURE, "n-1", "n-2"),
        (Question.SAME_FAMILY, "n-1", "n-3"),
    ]


def test_identifier_joins_the_names_that_carry_it() -> None:
    names = (("临沅市公安局", "n-1"), ("临沅市公安局(市局)", "n-2"))

    (judgement,) = ResolveStage().run(Block("identifier", "11330000mb1234567x", (), names))

    assert judgement.question is Question.SAME_ORGANIZATION
    assert {judgement.subject, judgement.other} == {"临沅市公安局", "临沅市公安局(市局)"}
