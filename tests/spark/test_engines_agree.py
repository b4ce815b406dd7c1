"""The matching rules give the same answers on DuckDB and on Spark with two local workers: ``make test-spark``."""

import os
from pathlib import Path

import pytest

from counterfile import demo
from counterfile.app import create_inquiry, open_inquiry
from counterfile.resolving import engines, portable
from counterfile.resolving.mentions import Mention
from counterfile.views import registers

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("COUNTERFILE_SPARK") != "1", reason="SPARK IS NOT TESTED: `make test-spark` does it, in minutes"
    ),
    pytest.mark.skipif(not engines.java(), reason="SPARK IS NOT TESTED: there is no Java (apt install openjdk-17-jre)"),
    # Splink and PySpark warn about their own insides.
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[Mention]:
    """The organizations of the demo inquiry."""
    folder = tmp_path_factory.mktemp("spark")
    demo.write(folder / "heap", seed=1, procedures=60)
    with open_inquiry(create_inquiry(folder / "inquiry")) as inquiry:
        for _ in inquiry.add([folder / "heap"]):
            pass
        for _ in inquiry.run(recognize="never"):
            pass
        return registers.mentions(inquiry.store)


def test_pairs_probabilities_and_clusters_are_the_same_on_the_demo(names: list[Mention], tmp_path: Path) -> None:
    engines.write(portable.columns(names), tmp_path)

    here = engines.run(tmp_path, "duckdb", threshold=0.5)
    there = engines.run(tmp_path, "spark", threshold=0.5, master="local[2]")

    assert len(here.clusters) == len(names)
    assert len(here.pairs) > 10
    assert len(set(here.clusters.values())) < len(names)  # some are joined, so that joining is tested too
    assert there.pairs.keys() == here.pairs.keys()
    assert max(abs(there.pairs[pair] - here.pairs[pair]) for pair in here.pairs) < 1e-9
    assert there.clusters == here.clusters
