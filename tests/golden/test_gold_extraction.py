"""Extraction reaches the issue's floors on notices that two readers labeled; the labels lie beside the checkout."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold" / "dev"

FLOORS = {
    "stage": 0.97,
    "round": 0.97,
    "project_numbers": 0.97,
    "buyer": 0.97,
    "agency": 0.97,
    "suppliers": 0.97,
    "amounts": 0.97,
}
"""F1 a field; the issue asks 0.90, and what was reached once is kept."""


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not (GOLD / "notices").is_dir():
        pytest.skip(f"no labeled notices at {GOLD}: the golden scores were NOT checked")
    spec = importlib.util.spec_from_file_location("extract_gold", ROOT / "bench" / "extract_gold.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    predictions = tmp_path_factory.mktemp("gold") / "predictions.jsonl"
    rows = [bench.predict(path) for path in sorted((GOLD / "notices").iterdir())]
    predictions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    command = [sys.executable, str(SHARED / "gold" / "score.py"), str(GOLD), str(predictions), "--json"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize(("field", "floor"), FLOORS.items())
def test_field_reaches_its_floor(scores: dict[str, Any], field: str, floor: float) -> None:
    assert scores["fields"][field]["f1"] >= floor


def test_macro_f1_reaches_its_floor(scores: dict[str, Any]) -> None:
    assert scores["macro_f1"] >= 0.97


def test_no_amount_is_off_by_a_power_of_ten(scores: dict[str, Any]) -> None:
    assert scores["amounts_off_by_power_of_ten"] == 0


def test_precision_comes_before_recall(scores: dict[str, Any]) -> None:
    assert min(row["precision"] for row in scores["fields"].values()) >= 0.97
