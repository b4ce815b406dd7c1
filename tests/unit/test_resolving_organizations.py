"""Organizations: candidates are found, pairs scored and explained, groups hold."""

from __future__ import annotations

import random
from itertools import combinations

import msgspec
import numpy as np
import pytest
from scipy import sparse  # type: ignore[import-untyped]
from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]
from scipy.spatial.distance import squareform  # type: ignore[import-untyped]

from counterfile.resolving import _grams, blocking, clustering, levels, teaching
from counterfile.resolving._trees import Forest
from counterfile.resolving.features import FEATURES, NAMES, compare
from counterfile.resolving.mentions import Table, trusted
from counterfile.resolving.model import COLUMNS, score, shipped
from counterfile.resolving.organizations import Index, Mention, block, explain, reasons, resolve

GROUPS = (
    ("湖东甲瑞智能科技股份有限公司", "甲瑞智能", "湖东甲瑞智能科技股份有限公司 "),
    ("某市公安局",),
    ("某市公安局城东分局",),
    ("某市公安局城东派出所",),
    ("北辰恒乙工程有限公司", "恒乙工程有限公司", "北辰恒乙工程有限责任公司"),
    ("北辰恒乙工程有限公司上海分公司",),
    ("Quillmark Systems Ltd", "QUILLMARK SYSTEMS LIMITED", "Quillmark Systems"),
    ("Varnholt Logistics GmbH", "Varnholt Logistics"),
    ("Testonia Kommunalbau S.A.",),
    ("某市第一中学",),
    ("某市第二中学",),
)


def mentions() -> list[Mention]:
    names = [name for group in GROUPS for name in group]
    return [Mention(f"m-{number:02}", name) for number, name in enumerate(names)]


def together(groups: dict[str, int], one: str, two: str) -> bool:
    named = {mention.name: mention.id for mention in mentions()}
    return groups[named[one]] == groups[named[two]]


def test_candidates_hold_every_true_pair() -> None:
    named = {mention.id: mention.name for mention in mentions()}
    pairs = {frozenset((named[one], named[two])) for one, two in block(mentions())}

    for group in GROUPS:
        assert all(frozenset(pair) in pairs for pair in combinations(dict.fromkeys(group), 2))


def test_spellings_of_one_company_are_proposed_as_one() -> None:
    found = resolve(mentions())

    assert together(found.proposed, "Quillmark Systems Ltd", "QUILLMARK SYSTEMS LIMITED")
    assert together(found.proposed, "北辰恒乙工程有限公司", "北辰恒乙工程有限责任公司")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("某市公安局", "某市公安局城东分局"),
        ("某市公安局", "某市公安局城东派出所"),
        ("某市公安局城东分局", "某市公安局城东派出所"),
        ("北辰恒乙工程有限公司", "北辰恒乙工程有限公司上海分公司"),
        ("某市第一中学", "某市第二中学"),
    ],
)
def test_branches_and_numbered_bodies_are_never_one(one: str, two: str) -> None:
    found = resolve(mentions())

    assert not together(found.proposed, one, two)
    assert not together(found.automatic, one, two)


def test_a_group_and_its_company_are_never_joined_without_asking() -> None:
    found = resolve([Mention("a", "甲瑞恒业集团有限公司"), Mention("b", "甲瑞恒业有限公司")])

    assert found.automatic["a"] != found.automatic["b"]


def test_what_a_person_told_apart_stays_apart() -> None:
    pair = ("a", "b")
    names = [
        Mention("a", "Quillmark Systems Ltd"),
        Mention("b", "Quillmark Systems Ltd"),
        Mention("c", "Quillmark Systems"),
    ]

    found = resolve(names, never=[pair])

    assert found.proposed["a"] != found.proposed["b"]


def test_what_a_person_joined_is_one_however_different() -> None:
    names = [
        Mention("a", "Quillmark Systems Ltd"),
        Mention("b", "恒乙工程有限公司"),
        Mention("c", "Testonia Kommunalbau"),
    ]

    found = resolve(names, same=[("a", "b")])

    assert found.proposed["a"] == found.proposed["b"] != found.proposed["c"]


def test_two_valid_credit_codes_are_two_organizations() -> None:
    names = [
        Mention("a", "甲瑞智能科技有限公司", identifiers=("91990100MAAY4CL127",)),
        Mention("b", "甲瑞智能科技有限公司", identifiers=("91990200MATH3BJ1X7",)),
    ]

    found = resolve(names)

    assert found.proposed["a"] != found.proposed["b"]


def test_a_code_with_a_wrong_check_digit_says_nothing() -> None:
    assert trusted(["91990100MAAY4CL120"]) == frozenset()


def test_sole_traders_are_never_joined() -> None:
    names = [Mention("a", "某区甲乙五金店（个体工商户）"), Mention("b", "某区甲乙五金店(个体工商户)")]

    found = resolve(names)

    assert found.proposed["a"] != found.proposed["b"]


def test_the_order_of_mentions_makes_no_difference() -> None:
    names = mentions()
    first = resolve(names)

    for seed in range(3):
        random.Random(seed).shuffle(names)
        assert resolve(names) == first


def test_nothing_resolves_to_nothing() -> None:
    found = resolve([])

    assert found.proposed == found.automatic == {}


def test_names_without_letters_are_left_alone() -> None:
    found = resolve([Mention("a", ""), Mention("b", "---"), Mention("c", "（）")])

    assert len(set(found.proposed.values())) == 3


def test_the_reasons_of_a_pair_sum_to_its_log_odds() -> None:
    table = Table(mentions())
    scored = score(table, *blocking.block(table), shipped())

    for at in range(0, len(scored.ones), 7):
        weights = [reason.weight for reason in reasons(table, scored, at, shipped(), least=0.0)]
        whole = float(shipped().second.log_odds(scored.features[[at]])[0])
        assert sum(weights) == pytest.approx(whole, abs=0.02)


def test_a_reason_names_the_two_values_it_compared() -> None:
    found = explain(Mention("a", "Quillmark Systems Ltd"), Mention("b", "Quillmark Logistics Inc"))

    form = next((reason for reason in found if reason.feature == "form"), None)
    assert all(reason.says for reason in found)
    assert form is None or (form.one, form.two) == ("ltd", "inc")


def test_a_pair_that_nothing_speaks_for_is_explained_too() -> None:
    found = explain(Mention("a", "Quillmark Ltd"), Mention("b", "某市公安局"))

    assert sum(reason.weight for reason in found) < 0


def test_an_index_finds_what_a_new_name_may_be() -> None:
    index = Index(mentions())
    named = {mention.id: mention.name for mention in mentions()}

    found = index.neighbors(Mention("new", "Quillmark Systems Limited"))

    assert named[found[0].id].casefold().startswith("quillmark systems")
    assert found[0].probability > 0.5


def test_an_index_never_joins_a_branch_without_asking() -> None:
    index = Index(mentions())
    named = {mention.id: mention.name for mention in mentions()}

    found = index.neighbors(Mention("new", "某市公安局城西分局"))

    assert not any(each.automatic for each in found if named[each.id].startswith("某市公安局"))


def test_every_feature_has_a_column_and_says_what_it_compares() -> None:
    table = Table(mentions())
    rows = compare(table, np.array([0, 1]), np.array([1, 2]))

    assert rows.shape == (2, len(FEATURES))
    assert np.isfinite(rows).all()
    assert all(feature.says for feature in FEATURES)
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_features_do_not_depend_on_which_name_comes_first() -> None:
    table = Table(mentions())
    ones, twos = blocking.block(table)

    there, back = compare(table, ones, twos), compare(table, twos, ones)

    assert np.allclose(there, back, atol=1e-4)


def test_trees_answer_the_same_by_bits_and_by_parts() -> None:
    table = Table(mentions())
    rows = compare(table, *blocking.block(table))
    forest: Forest = shipped().first

    assert np.allclose(forest.log_odds(rows), forest.parts(rows).sum(axis=1), atol=1e-2)


def test_a_chain_of_links_is_not_one_group() -> None:
    odds = np.full((4, 4), -6.0)
    for one, two in ((0, 1), (1, 2), (2, 3)):
        odds[one, two] = odds[two, one] = 3.0
    part = clustering.Components(np.arange(4)[None], odds[None])

    assert len(set(clustering.cluster(4, [part], clustering.CUT).tolist())) > 1


def test_the_weakest_member_of_a_group_is_told() -> None:
    odds = np.full((3, 3), 5.0)
    odds[2, :2] = odds[:2, 2] = 0.0
    part = clustering.Components(np.arange(3)[None], odds[None])

    assert clustering.weakest([part], np.array([7, 7, 7])) == {7: pytest.approx(0.5)}


def test_answers_move_the_border() -> None:
    table = Table(mentions())
    scored = score(table, *blocking.block(table), shipped())
    answers = dict.fromkeys(range(min(12, len(scored.ones))), True)

    layer = teaching.refit(scored, scored.log_odds, answers)
    moved = layer.apply(scored.log_odds, scored.features)

    assert moved[list(answers)].mean() > scored.log_odds[list(answers)].mean()


def test_without_answers_the_shipped_judgement_stays() -> None:
    table = Table(mentions())
    scored = score(table, *blocking.block(table), shipped())

    layer = teaching.refit(scored, scored.log_odds, {})

    assert np.allclose(layer.apply(scored.log_odds, scored.features), scored.log_odds, atol=1e-4)


def test_questions_ask_no_mention_twice_and_stakes_come_first() -> None:
    table = Table(mentions())
    scored = score(table, *blocking.block(table), shipped())

    asked = teaching.ask(table, scored, many=4)
    last = int(scored.ones[-1])
    staked = teaching.ask(table, scored, many=1, stakes={table.mentions[last].id: 1e9})

    rows = [row for at in asked for row in (int(scored.ones[at]), int(scored.twos[at]))]
    assert len(rows) == len(set(rows))
    assert last in (int(scored.ones[staked[0]]), int(scored.twos[staked[0]]))


def test_weights_without_answers_tell_equal_names_from_others() -> None:
    table = Table(mentions())
    rows = compare(table, *blocking.block(table))
    found = levels.levels(rows)

    sure = levels.probability(found, levels.estimate(found))

    same = rows[:, NAMES.index("spelling")] == 1
    assert sure[same].mean() > sure[~same].mean()


@pytest.mark.parametrize(("one", "two"), [("湖东医科大学", "湖东大学"), ("湖东省科学院", "湖东省农业科学院")])
def test_universities_of_other_fields_are_never_one(one: str, two: str) -> None:
    found = resolve([Mention("a", one), Mention("b", two)])

    assert found.proposed["a"] != found.proposed["b"]


def test_answers_that_agree_with_the_shipped_judgement_change_little() -> None:
    table = Table(mentions())
    scored = score(table, *blocking.block(table), shipped())
    usual = {at: bool(scored.log_odds[at] > 0) for at in range(len(scored.ones))}
    turned = {at: not same for at, same in usual.items()}

    def moved(answers: dict[int, bool]) -> float:
        layer = teaching.refit(scored, scored.log_odds, answers)
        return float(np.abs(layer.apply(scored.log_odds, scored.features) - scored.log_odds).mean())

    assert moved(usual) < moved(turned)


def test_no_question_comes_twice() -> None:
    table = Table(mentions())
    scored = score(table, *blocking.block(table), shipped())
    first = teaching.ask(table, scored, many=1)

    again = teaching.ask(table, scored, first, many=3)

    assert first[0] not in again


def test_average_linkage_of_many_groups_is_that_of_scipy() -> None:
    drawing = np.random.default_rng(7)
    for size in (2, 3, 6):
        odds = drawing.normal(0, 3, (40, size, size))
        odds = (odds + odds.transpose(0, 2, 1)) / 2
        rows = np.arange(40 * size).reshape(40, size)

        label = clustering.cluster(rows.size, [clustering.Components(rows, odds)], clustering.CUT)

        for members, square in zip(rows, 7.0 - np.clip(odds, -7, 7), strict=True):
            np.fill_diagonal(square, 0)
            tree = linkage(squareform(square, checks=False), "average")
            expected = fcluster(tree, 7.0 - np.log(clustering.CUT / (1 - clustering.CUT)), "distance")
            same = label[members][:, None] == label[members]
            assert (same == (expected[:, None] == expected)).all()


def test_nearest_rows_are_those_of_a_full_sort_whatever_the_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = np.random.default_rng(7)
    dense = drawing.random((60, 40)) * (drawing.random((60, 40)) < 0.2)
    rows = sparse.csr_matrix(
        (dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    )
    product = (rows @ rows.T).toarray()

    whole = blocking.nearest_of(rows, rows, 4, 0.1)
    monkeypatch.setattr(blocking, "_PART_PRODUCTS", 50)
    portions = blocking.nearest_of(rows, rows, 4, 0.1)

    assert all(np.array_equal(one, two) for one, two in zip(whole, portions, strict=True))
    for row in range(60):
        expected = np.sort(product[row][product[row] >= 0.1])[::-1][:4]
        assert np.allclose(np.sort(product[row][whole[1][whole[0] == row]])[::-1], expected, atol=1e-4)


def test_a_component_that_no_cut_takes_apart_is_taken_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "COMPONENT", 4)
    table = Table(Mention(f"m-{number:02}", f"Quillmark Systems {'Ltd' * (number % 2)}") for number in range(30))
    scored = score(table, *blocking.block(table), shipped())
    sure = msgspec.structs.replace(scored, probability=np.ones(len(scored.ones), np.float32))

    parts = clustering.components(table, sure, shipped())

    assert max(part.rows.shape[1] for part in parts) <= 4
    assert all(np.isfinite(part.odds[:, ~np.eye(part.rows.shape[1], dtype=bool)]).all() for part in parts)


def test_pieces_are_the_same_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"某市第{number}中学 quillmark {number}" for number in range(50)]
    whole = _grams.pieces(texts), _grams.words(texts)

    monkeypatch.setattr(_grams, "_TEXTS", 7)

    assert (_grams.pieces(texts) != whole[0]).nnz == (_grams.words(texts) != whole[1]).nnz == 0


def test_few_pairs_are_judged_as_among_many() -> None:
    table = Table(mentions())
    rows = np.repeat(compare(table, *blocking.block(table)), 20, axis=0)

    odds = shipped().first.log_odds(rows)

    assert np.array_equal(odds[:50], shipped().first.log_odds(rows[:50]))
