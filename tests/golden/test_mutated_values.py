"""What a notice does not say is not stored, and no generated amount is read off by a power of ten.

Small runs of the two benchmarks, which measure 10,000 values each (bench/README.md).
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module


def test_mutated_values_are_refused_and_true_ones_pass(bench: Any) -> None:
    mutations, corpus = bench("bench.mutations"), bench("bench.corpus")
    pool: list[Any] = []

    stored = mutations._stored((file.reading for file in corpus.invented(7, 10)), pool)
    found = mutations.offer(pool, 1000, Random(7))

    assert stored["statements"] == stored["re_derived"] == len(pool) > 300
    assert (stored["refused_though_true"], stored["wrong"]) == (0, [])
    assert found["mutated"] == 1000
    assert [kind for kind in found["falsely_grounded_by_kind"] if kind.endswith("true quote")] == []
    grounded = {kind.partition(":")[0] for kind in found["falsely_grounded_by_kind"]}
    assert not grounded & {"digit changed", "ten times", "ten thousand times"}
    assert (stored["held_to_be_cut"], found["falsely_grounded_and_not_cut"]) == ([], 0)


def test_no_generated_amount_is_off_by_a_power_of_ten(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    magnitudes = bench("bench.magnitudes")
    monkeypatch.setattr(magnitudes, "AMOUNTS", 100)
    monkeypatch.setattr(magnitudes, "PROCEDURES", 25)

    found = magnitudes.measure(None)

    assert found["amounts_printed"] >= 100
    assert found["amounts_given"] > 0.95 * found["amounts_printed"]
    assert (found["off_by_power_of_ten"], found["wrong"]) == (0, 0)
    assert found["statements"] == found["re_derived"]


@pytest.mark.parametrize(
    ("yuan", "words"),
    [(1286000, "壹佰贰拾捌万陆仟元整"), (50300, "伍万零叁佰元整"), (20000001, "贰仟万零壹元整"), (405, "肆佰零伍元整")],
)
def test_sums_in_words_of_the_benchmark_are_those_of_cheques(bench: Any, yuan: int, words: str) -> None:
    assert bench("bench.extracting").capitals(yuan) == words
