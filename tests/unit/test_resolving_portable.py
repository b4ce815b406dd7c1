"""The portable rules: plain columns, levels in the SQL of both engines, weights that labeled pairs teach."""

import json
from pathlib import Path

import numpy as np
import pytest

from counterfile.errors import BadSetup, Missing
from counterfile.resolving import engines, portable
from counterfile.resolving.levels import Weights, probability
from counterfile.resolving.mentions import Mention

COMPANY = "91990000MAEXAMPL06"
NAMES = [
    Mention("a", "汀州勘测技术有限公司", identifiers=(COMPANY,)),
    Mention("b", "汀州勘测技术股份有限公司"),
    Mention("c", "海角水产养殖有限公司"),
    Mention("d", "海角水产", identifiers=(COMPANY,)),
    Mention("e", "Harbor Survey Ltd"),
    Mention("f", "HARBOR SURVEY LIMITED"),
    *(
        Mention(f"x{number}", f"{place}{trade}有限公司")
        for number, (place, trade) in enumerate(
            (place, trade)
            for place in ("澄湾", "云溪", "临沅", "石岭")
            for trade in ("测绘技术", "路桥建设", "食品贸易")
        )
    ),
]


def test_columns_hold_what_the_rules_name() -> None:
    columns = set(portable.columns(NAMES).column_names)

    for compared in portable.RULES:
        for rule in compared.levels:
            for engine in engines.ENGINES:
                words = {
                    word.removesuffix("_l")
                    for word in portable._in(rule.sql, engine)
                    .replace("(", " ")
                    .replace(",", " ")
                    .replace(")", " ")
                    .split()
                    if word.endswith("_l")
                }
                assert words <= columns, (compared.name, words - columns)


def test_rare_pieces_stand_more_often_than_common_ones() -> None:
    table = portable.columns(NAMES).to_pydict()
    by_id = dict(zip(table["id"], table["pieces"], strict=True))

    counts: dict[int, int] = {}
    for held in by_id.values():
        for piece in held:
            counts[piece // portable._HEAVIEST] = counts.get(piece // portable._HEAVIEST, 0) + 1
    alone = set(by_id["c"]) - set(by_id["d"]) - set(by_id["a"])
    assert len(by_id["a"]) == len(set(by_id["a"]))
    assert table["pieces_weight"] == [len(held) for held in table["pieces"]]
    assert alone


def test_persons_who_trade_are_not_written() -> None:
    table = portable.columns(
        [
            *NAMES,
            Mention("p", "青石百货店（个体工商户）"),
            Mention("q", "青石百货店", identifiers=("92990000MAEXAMPL16",)),
        ]
    )

    assert {"p", "q"}.isdisjoint(table.to_pydict()["id"])


def test_columns_do_not_depend_on_the_order_of_mentions() -> None:
    assert portable.columns(NAMES).equals(portable.columns(NAMES[::-1]))


def test_names_share_a_block_by_number_or_rare_piece() -> None:
    table = portable.columns(NAMES).to_pydict()
    block = {one: set(held) for one, held in zip(table["id"], table["block"], strict=True)}

    assert f"#{COMPANY}" in block["a"] & block["d"]
    assert block["a"] & block["b"]
    assert block["e"] & block["f"]


def test_settings_of_both_engines_have_the_same_levels_and_weights() -> None:
    one, two = (portable.settings(engine, portable.shipped()) for engine in engines.ENGINES)

    def told(settings: dict) -> list:  # type: ignore[type-arg]
        return [
            [
                (level["label_for_charts"], level.get("m_probability"), level.get("u_probability"))
                for level in each["comparison_levels"]
            ]
            for each in settings["comparisons"]
        ]

    assert told(one) == told(two)
    assert one["probability_two_random_records_match"] == two["probability_two_random_records_match"]
    assert "list_intersect" in json.dumps(one)
    assert "array_intersect" in json.dumps(two)
    assert "common(" not in json.dumps([one, two])


def test_shipped_weights_fit_the_rules_and_are_probabilities() -> None:
    weights = portable.shipped()

    assert [len(some) for some in weights.m] == [len(each.levels) for each in portable.RULES]
    for some in (*weights.m, *weights.u):
        assert sum(some) == pytest.approx(1)
        assert min(some) > 0
    assert 0 < weights.share < 1


def test_number_in_common_speaks_for_and_branches_speak_against() -> None:
    weights = portable.shipped()

    def odds(name: str) -> list[float]:
        at = [each.name for each in portable.RULES].index(name)
        return [float(np.log(m / u)) for m, u in zip(weights.m[at], weights.u[at], strict=True)]

    assert odds("name")[0] > odds("name")[-1]
    assert odds("branch")[0] > odds("branch")[-1]


def test_weights_are_those_of_the_regression_whatever_is_missing() -> None:
    random = np.random.default_rng(5)
    levels = np.stack([random.integers(0, len(each.levels), 600) for each in portable.RULES], axis=1)
    odds = 2.0 - 1.5 * levels[:, 0] + 0.8 * (levels[:, 3] == 1)
    same = random.random(600) < 1 / (1 + np.exp(-odds))

    sure = probability(levels, portable.fit(levels, same))

    assert sure[same].mean() > sure[~same].mean() + 0.3
    assert sure.mean() == pytest.approx(same.mean(), abs=0.03)


def test_duckdb_joins_spellings_and_leaves_others(tmp_path: Path) -> None:
    pytest.importorskip("splink", reason="SPLINK IS NOT TESTED: pip install 'counterfile[spark]'")
    engines.write(portable.columns(NAMES), tmp_path)

    found = engines.run(tmp_path, "duckdb", threshold=0.5)

    assert found.clusters["e"] == found.clusters["f"]
    assert found.clusters["c"] != found.clusters["a"]
    assert set(found.clusters) == {mention.id for mention in NAMES}
    assert all(one < two for one, two in found.pairs)


def test_levels_are_places_in_the_rules() -> None:
    pytest.importorskip("splink", reason="SPLINK IS NOT TESTED: pip install 'counterfile[spark]'")

    pairs, found = engines.levels(portable.columns(NAMES))

    name = [each.name for each in portable.RULES].index("name")
    at = next(at for at, pair in enumerate(pairs) if set(pair) == {"e", "f"})
    assert found[at][name] == 0
    for row in found:
        assert all(0 <= level < len(each.levels) for level, each in zip(row, portable.RULES, strict=True))


def test_folder_without_mentions_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="counterfile matching export"):
        engines.run(tmp_path, "duckdb")


def test_spark_without_java_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="SPARK IS NOT TESTED: pip install 'counterfile[spark]'")
    engines.write(portable.columns(NAMES), tmp_path)
    monkeypatch.setattr(engines, "java", lambda: "")

    with pytest.raises(BadSetup, match="Java 17"):
        engines.run(tmp_path, "spark")


def test_weights_are_written_where_none_are_given(tmp_path: Path) -> None:
    even = tuple(tuple(1 / len(each.levels) for _ in each.levels) for each in portable.RULES)

    engines.write(portable.columns(NAMES), tmp_path, Weights(0.5, even, even))

    told = json.loads((tmp_path / "settings-spark.json").read_text("utf-8"))
    assert told["probability_two_random_records_match"] == 0.5
