"""Train the classifier of labels from our own words, measure it on words held out whole, and write its weights.

    python scripts/label_model.py            # train on all, write src/counterfile/text/label_model.bin
    python scripts/label_model.py --measure  # hold out words, then whole stems, and print precision and coverage

Training itself is `counterfile.text.label_training`. The same words give the same file.
"""

from __future__ import annotations

# ruff: noqa: T201 (a script prints what it did)
import argparse
import json
import re
import zlib
from pathlib import Path

from counterfile.text.label_model import WEIGHTS
from counterfile.text.label_training import Example, load, pack, prune, train
from counterfile.text.labels import Field, meaning
from counterfile.text.script import has_han

__all__ = ["load", "measure", "pack", "prune", "train"]

TARGET = Path(__file__).resolve().parents[1] / "src" / "counterfile" / "text" / WEIGHTS
FOLDS = 3
LEASTS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95)
"""Thresholds at which the measurement reports."""


def measure(examples: tuple[Example, ...], *, stems: bool) -> dict[str, object]:
    """Return precision and coverage on labels whose words (or whose stems, two characters) were held out whole."""
    rows: list[tuple[str, str, float, str]] = []
    for fold in range(FOLDS):
        inside = [any(_fold(atom, stems=stems) == fold for atom in example.atoms) for example in examples]
        model = train([one for one, out in zip(examples, inside, strict=True) if not out])
        asked = [one for one, out in zip(examples, inside, strict=True) if out]
        chances = model.scores([one.key for one in asked])
        for one, chance in zip(asked, chances, strict=True):
            best = int(chance.argmax())
            rows.append((one.name, model.classes[best], float(chance[best]), one.key))
    rows = [row for row in rows if not _is_loser(row[3])]
    report: dict[str, object] = {"held out": "stems" if stems else "words", "labels": len(rows)}
    for script, han in (("han", True), ("latin", False)):
        part = [row for row in rows if has_han(row[3]) is han]
        left = [row for row in part if _abstains(row[3])]
        report[script] = [_at(part, least) for least in LEASTS]
        report[f"{script}, where the lexicon abstains"] = [_at(left, least) for least in LEASTS]
    wrong = sorted((row for row in rows if row[0] != row[1] != "other" and row[2] >= 0.9), key=lambda row: -row[2])
    report["worst"] = [f"{key}: {name} taken for {told} {chance:.2f}" for name, told, chance, key in wrong[:60]]
    return report


def _fold(atom: str, *, stems: bool) -> int:
    return zlib.crc32((atom[:2] if stems else atom).encode()) % FOLDS


def _abstains(key: str) -> bool:
    """True where the lexicon leaves a label to the classifier."""
    known = meaning(key)
    return known is None or (known.field is Field.OTHER and known.weak)


def _is_loser(key: str) -> bool:
    """True for 落标…, 未中标…: the lexicon is asked first and has a rule for them, so the classifier never sees them."""
    return re.search(r"未(?:中标|成交|中选)|落标|落选|否决|淘汰|弃标|废标", key) is not None


def _at(rows: list[tuple[str, str, float, str]], least: float) -> dict[str, float]:
    claimed = [row for row in rows if row[1] != "other" and row[2] >= least]
    right = sum(name == told for name, told, _, _ in claimed)
    field = sum(name.partition(":")[0] == told.partition(":")[0] for name, told, _, _ in claimed)
    wanted = sum(name != "other" for name, _, _, _ in rows)
    others = [row for row in rows if row[0] == "other"]
    false = sum(told != "other" and chance >= least for _, told, chance, _ in others)
    return {
        "threshold": least,
        "precision": round(right / max(len(claimed), 1), 4),
        "field_precision": round(field / max(len(claimed), 1), 4),
        "coverage": round(right / max(wanted, 1), 4),
        "others_claimed": round(false / max(len(others), 1), 4),
        "labels": len(rows),
    }


def main() -> None:
    """Train and write, or measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    examples = load()
    if options.measure:
        for stems in (False, True):
            print(json.dumps(measure(examples, stems=stems), ensure_ascii=False, indent=1))
        return
    model = prune(train(examples))
    content = pack(model)
    TARGET.write_bytes(content)
    print(f"{len(examples)} labels, {len(model.classes)} classes, {len(model.grams)} features, {len(content)} bytes")


if __name__ == "__main__":
    main()
