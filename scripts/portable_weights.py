"""Fit the weights of the portable rules: ``portable_weights.py FILE.csv… --out portable_weights.json``.

Each file is a labeled set (rec_id, name, country, city, address, cluster), gzipped or not. ``--half 0`` fits on half of
each file's clusters, by a digest of the cluster, and measures the other half beside the organization matcher. Nothing
of the files is kept but how often each level is met.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from organization_model import read

from counterfile.resolving import engines, portable
from counterfile.resolving.levels import probability
from counterfile.resolving.measures import pairwise
from counterfile.resolving.mentions import Mention

THRESHOLDS = (*(number / 20 for number in range(4, 20)), 0.97, 0.98, 0.99)


class Judged:
    """One set with the levels of its candidate pairs."""

    def __init__(self, mentions: list[Mention], clusters: list[str]) -> None:
        """Compare the mentions."""
        self.mentions = mentions
        self.truth = {mention.id: cluster for mention, cluster in zip(mentions, clusters, strict=True)}
        table = portable.columns(mentions)
        self.pairs, found = engines.levels(table)
        self.levels = np.array(found, np.int64)
        self.same = np.array([self.truth[one] == self.truth[two] for one, two in self.pairs])
        # Sets count by the root of their size, so that none drowns the others.
        self.weight = np.full(len(self.same), 1 / np.sqrt(len(self.same)))

    def best(self, weights: Any) -> dict[str, float]:
        """Return the best pairwise F1 of connected components over thresholds."""
        sure = probability(self.levels, weights)
        return max((self._at(sure, threshold) for threshold in THRESHOLDS), key=lambda found: found["f1"])

    def _at(self, sure: Any, threshold: float) -> dict[str, float]:
        leader = {mention.id: mention.id for mention in self.mentions}

        def find(one: str) -> str:
            while leader[one] != one:
                leader[one] = leader[leader[one]]
                one = leader[one]
            return one

        for at in np.flatnonzero(sure >= threshold).tolist():
            one, two = map(find, self.pairs[at])
            leader[max(one, two)] = min(one, two)
        names = {one: number for number, one in enumerate(leader)}
        truth = {cluster: number for number, cluster in enumerate(dict.fromkeys(self.truth.values()))}
        rates = pairwise(
            {one: names[find(one)] for one in leader}, {one: truth[cluster] for one, cluster in self.truth.items()}
        )
        return {"threshold": threshold} | {
            name: round(getattr(rates, name), 4) for name in ("precision", "recall", "f1")
        }


def main() -> int:
    """Fit, write and say how good it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    options = parser.parse_args()
    sets = {path.name: Judged(*read(path, options.half, (0.0, 1.0), blank=False)) for path in options.files}
    some = list(sets.values())
    weights = portable.fit(
        np.concatenate([each.levels for each in some]),
        np.concatenate([each.same for each in some]),
        np.concatenate([each.weight for each in some]) * 100,
    )
    options.out.write_bytes(msgspec.json.format(msgspec.json.encode(weights)) + b"\n")
    for path in options.files:
        judged = (
            sets[path.name] if options.half is None else Judged(*read(path, 1 - options.half, (0.0, 1.0), blank=False))
        )
        found = {"set": path.name, "records": len(judged.mentions), **judged.best(weights)}
        sys.stderr.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
