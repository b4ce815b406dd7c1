"""Train the weights that the organization matcher ships: ``organization_model.py FILE … --out OUT.npz``.

FILE is a CSV (gzipped or not) with rec_id, name, country, city, address, cluster. Nothing of them is kept but
the trees. Invented names (`organization_names`) are learned beside them. ``--half 0`` trains on half of each file's
clusters, by a digest of the cluster, so the other half can measure; leaving a file out measures how a new set would do.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import organization_names
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

from counterfile.resolving import features, model, rivals
from counterfile.resolving._trees import LEAVES, Forest
from counterfile.resolving.blocking import block
from counterfile.resolving.mentions import Mention, Table

MOST = 3_600  # negative pairs of a set, drawn more often the more alike they are
MOST_RIGHT = 2_600  # positive ones
TREND = [feature.trend for feature in features.FEATURES]
SETTINGS: dict[str, Any] = {
    "max_iter": 100,
    "learning_rate": 0.12,
    "max_leaf_nodes": LEAVES,
    "min_samples_leaf": 20,
    "l2_regularization": 3.0,
    "random_state": 1,
    "early_stopping": False,
}


class Labeled:
    """Candidate pairs of one set with their truth."""

    def __init__(self, mentions: Sequence[Mention], clusters: Sequence[str], seed: int) -> None:
        """Block and compare the mentions."""
        numbers = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
        truth = np.array([numbers[cluster] for cluster in clusters])
        self.count = len(mentions)
        table = Table(mentions)
        self.ones, self.twos = block(table)
        self.rows = features.compare(table, self.ones, self.twos)
        self.same = truth[self.ones] == truth[self.twos]
        folds = np.array([hashlib.sha1(cluster.encode(), usedforsecurity=False).digest()[2] % 2 for cluster in numbers])
        self.fold = folds[truth[self.ones]]
        self.chosen, self.weight = self._thinned(np.random.default_rng(seed))

    def _thinned(self, random: np.random.Generator) -> tuple[Any, Any]:
        """Return pairs to learn from with weights that make up for the others."""
        right, wrong = np.flatnonzero(self.same), np.flatnonzero(~self.same)
        names = features.NAMES
        alike = np.maximum(self.rows[wrong, names.index("pieces")], self.rows[wrong, names.index("bridge")])
        chance = np.clip(MOST * (alike + 0.05) ** 2 / ((alike + 0.05) ** 2).sum(), 0, 1)
        drawn = random.random(len(wrong)) < chance
        some = right if len(right) <= MOST_RIGHT else random.choice(right, MOST_RIGHT, replace=False)
        weight = np.concatenate([np.full(len(some), len(right) / max(1, len(some))), 1 / chance[drawn]])
        # Sets count by the root of their size, so that none drowns the others.
        return np.concatenate([some, wrong[drawn]]), weight / np.sqrt(weight.sum())


def read(path: Path, half: int | None, share: tuple[float, float], *, blank: bool) -> tuple[list[Mention], list[str]]:
    """Return the mentions and clusters of a file, of one half and of a share of its clusters, or without places."""
    mentions, clusters = [], []
    packed = path.suffix == ".gz"
    with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            digest = hashlib.sha1(f"x|{row['cluster']}".encode(), usedforsecurity=False).digest()
            if (half is None or digest[0] % 2 == half) and share[0] <= digest[1] / 256 < share[1]:
                place = (row.get("country") or "", row.get("city") or "", row.get("address") or "")
                if blank:
                    place = ("", "", "")
                mentions.append(Mention(row["rec_id"], row["name"], *place))
                clusters.append(row["cluster"])
    return mentions, clusters


def grow(parts: Sequence[tuple[Any, Any, Any]], trend: Sequence[int], **changed: Any) -> Forest:
    """Return a forest fitted to rows, truth and weights."""
    rows, same, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    machine = HistGradientBoostingClassifier(**(SETTINGS | {"monotonic_cst": list(trend)} | changed))
    machine.fit(rows, same, sample_weight=weight * len(weight) / weight.sum())
    trees = [each[0].nodes for each in machine._predictors]
    forest = Forest.grown(trees, float(machine._baseline_prediction.ravel()[0]))
    some = rows[:: max(1, len(rows) // 2000)]
    if not np.allclose(forest.log_odds(some), machine.decision_function(some), atol=1e-3):
        raise RuntimeError("the exported trees do not answer as the trained ones")
    return forest


def train(sets: Sequence[Labeled], **changed: Any) -> model.Model:
    """Return the two forests; the second learns from first scores of pairs that the first had not seen."""

    def part(of: Labeled, chosen: Any, rows: Any) -> tuple[Any, Any, Any]:
        return rows[of.chosen[chosen]], of.same[of.chosen[chosen]], of.weight[chosen]

    crossed = [
        grow([part(each, each.fold[each.chosen] != fold, each.rows) for each in sets], TREND, **changed)
        for fold in (0, 1)
    ]
    first = grow([part(each, slice(None), each.rows) for each in sets], TREND, **changed)
    beside = []
    for each in sets:
        odds = np.clip(
            np.where(each.fold == 0, crossed[0].log_odds(each.rows), crossed[1].log_odds(each.rows)), -9.2, 9.2
        )
        around = rivals.neighborhood(each.count, each.ones, each.twos, odds.astype(np.float32))
        beside.append(part(each, slice(None), np.hstack([each.rows, rivals.of_candidates(around)])))
    return model.Model(first, grow(beside, TREND + [trend for _, _, trend in rivals.RIVALS], **changed))


def labeled(paths: Sequence[Path], half: int | None) -> Iterator[tuple[str, Labeled]]:
    """Yield each file's pairs under its name, of a large file a share.

    A file with places is also learned without them, since many inquiries lack them and their absence should say nothing.
    """
    for number, path in enumerate(paths):
        most = 0.5 if path.stat().st_size > 1_000_000 else 1.0
        name = path.name.split(".")[0]
        mentions, clusters = read(path, half, (0.0, most), blank=False)
        if any(mention.city for mention in mentions):
            if most < 1:
                mentions, clusters = read(path, half, (0.0, most / 2), blank=False)
            rest = read(path, half, (most / 2 if most < 1 else 0.0, most), blank=True)
            yield f"{name} without places", Labeled(*rest, seed=number + 100)
        yield name, Labeled(mentions, clusters, seed=number)


def made(count: int) -> Iterator[tuple[str, Labeled]]:
    """Yield the pairs of invented names of each kind."""
    for number, kind in enumerate(organization_names.KINDS):
        # No labeled set that may be learned from has short names of listed companies, so there are more of these.
        many = 2 * count if kind == "listed" else count
        yield f"invented {kind}", Labeled(*organization_names.invented(kind, many, number + 1), seed=number + 200)


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--invented", type=int, default=3000, help="invented names of each kind")
    options = parser.parse_args()
    sets = dict(labeled(options.files, options.half)) | dict(made(options.invented))
    for name, each in sets.items():
        sys.stderr.write(f"{name}: {each.count} mentions, {len(each.same)} pairs, {each.same.sum()} the same\n")
    arrays: dict[str, Any] = model.write(train(list(sets.values())))
    np.savez_compressed(options.out, **arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main())
