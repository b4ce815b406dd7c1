"""Runs Splink and nomenklatura on names, in whatever Python has them: JSON of names and pairs in, scores out."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

Pairs = tuple[list[int], list[int], list[float]]


def _nomenklatura(half: dict[str, Any]) -> Pairs:
    """Return scores of its default matcher on the pairs that it is given."""
    matching: Any = import_module("nomenklatura.matching")
    followthemoney: Any = import_module("followthemoney")
    algorithm = matching.get_algorithm("logic-v2")
    config = algorithm.default_config()
    entities = []
    for number, name in enumerate(half["names"]):
        entity = followthemoney.model.make_entity("Organization")
        entity.id = f"o-{number}"
        entity.add("name", name)
        entities.append(entity)
    ones, twos = [pair[0] for pair in half["pairs"]], [pair[1] for pair in half["pairs"]]
    scores = [float(algorithm.compare(entities[one], entities[two], config).score) for one, two in half["pairs"]]
    return ones, twos, scores


def _splink(half: dict[str, Any]) -> Pairs:
    """Return scores of a name model: its Jaro-Winkler levels, blocking on beginnings and words, weights by EM."""
    splink: Any = import_module("splink")
    library: Any = import_module("splink.comparison_library")
    pandas: Any = import_module("pandas")
    rows = []
    for number, name in enumerate(half["names"]):
        plain = re.sub(r"[^\w]+", " ", unicodedata.normalize("NFKC", name).casefold()).strip()
        words = plain.split() or [""]
        rows.append({"unique_id": number, "name": plain, "start": plain[:4], "first": words[0], "end": words[-1][-4:]})
    frame = pandas.DataFrame(rows)
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.NameComparison("name"),
            library.ExactMatch("first").configure(term_frequency_adjustments=True),
            library.ExactMatch("end"),
        ],
        blocking_rules_to_generate_predictions=[
            splink.block_on("start"),
            splink.block_on("first"),
            splink.block_on("name"),
        ],
        retain_intermediate_calculation_columns=False,
        # A like for every name: where no two names are equal, its own estimate from equal names is 0 and fails.
        probability_two_random_records_match=1 / max(len(rows), 2),
    )
    linker = splink.Linker(splink.DuckDBAPI().register(frame), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(splink.block_on("start"))
    linker.training.estimate_parameters_using_expectation_maximisation(splink.block_on("first"))
    found = linker.inference.predict(threshold_match_probability=0.3).as_pandas_dataframe()
    return (
        [int(row) for row in found["unique_id_l"]],
        [int(row) for row in found["unique_id_r"]],
        [float(score) for score in found["match_probability"]],
    )


def _run(peer: Callable[[dict[str, Any]], Pairs], halves: list[dict[str, Any]]) -> dict[str, Any]:
    began = time.process_time()
    found = [peer(half) for half in halves]
    return {"halves": found, "seconds": time.process_time() - began}


def main() -> None:
    """Answer for every peer that is installed; a word for those that are not or fail."""
    halves = json.load(sys.stdin)
    answer: dict[str, object] = {}
    for name, peer in (("nomenklatura", _nomenklatura), ("splink", _splink)):
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                answer[f"{name} {version(name)}"] = _run(peer, halves)
        except Exception as error:  # noqa: BLE001 (a peer that fails is told as such, the others go on)
            answer[name] = f"failed: {type(error).__name__}: {str(error)[:200]}"
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
