"""`evaluate extract` gives the figures of the script that came with the labels; both lie beside the checkout."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from counterfile.cli.evaluating import _as_json
from counterfile.views.evaluation import Case, evaluate, labeled

GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "gold"


def _harmed(value: Any, chance: random.Random) -> Any:
    """Return a label's part with some values dropped, changed, multiplied or doubled."""
    if isinstance(value, dict):
        return {key: _harmed(part, chance) for key, part in value.items() if chance.random() > 0.05}
    if isinstance(value, list):
        return [_harmed(part, chance) for part in value if chance.random() > 0.1]
    if chance.random() < 0.85 or value is None:
        return value
    if isinstance(value, str) and value.replace(".", "").isdecimal():
        return str(float(value) * chance.choice((100, 10_000, 0.0001, 1.1)))
    return None if chance.random() < 0.5 else f"{value}　某" if isinstance(value, str) else value


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_are_those_of_the_script(seed: int, tmp_path: Path) -> None:
    if not (GOLD / "score.py").is_file():
        pytest.skip(f"no labels and script at {GOLD}: equality with the readers' own script was NOT checked")
    chance = random.Random(seed)
    cases, rows = [], []
    for path in sorted((GOLD / "dev" / "labels").glob("*.json")):
        wanted = labeled(json.loads(path.read_text("utf-8")))
        given = {} if chance.random() < 0.05 else _harmed(dict(wanted.label), chance)
        cases.append(Case(wanted.id, wanted.layout, wanted.label, given, wanted.disputed))
        rows += [json.dumps({**given, "file": f"{wanted.id}.html"}, ensure_ascii=False)] if given else []
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("\n".join(rows), "utf-8")
    command = [sys.executable, str(GOLD / "score.py"), str(GOLD / "dev"), str(predictions), "--json"]

    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours: Any = _as_json(evaluate(cases, resamples=10), [])

    scored = ("precision", "recall", "f1", "tp", "fp", "fn")
    assert {field: {name: row[name] for name in scored} for field, row in ours["fields"].items()} == theirs["fields"]
    rest = {name: value for name, value in theirs.items() if name != "fields"}
    assert {name: ours[name] for name in rest} == rest
    assert theirs["amounts_off_by_power_of_ten"] > 0
