"""Splink on DuckDB and on Spark: the portable rules carried out, on this machine or on many."""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from counterfile.errors import BadSetup, Missing
from counterfile.resolving import portable
from counterfile.resolving.levels import Weights

if TYPE_CHECKING:
    from collections.abc import Sequence

MENTIONS, SETTINGS = "mentions.parquet", "settings-{engine}.json"
ENGINES = ("duckdb", "spark")
THRESHOLD = 0.9
"""Probability from which two mentions are joined."""


class Found(msgspec.Struct, frozen=True):
    """What an engine found."""

    pairs: dict[tuple[str, str], float]
    """(smaller id, greater id) -> probability, of all pairs from the least probability asked for."""
    clusters: dict[str, str]
    """Mention -> the smallest id of its cluster."""


def write(table: pa.Table, folder: Path, weights: Weights | None = None) -> dict[str, int]:
    """Write mentions and the settings for both engines into `folder`; return rows by file name.

    Args:
        table: What `portable.columns` returned.
        folder: Made where it is not there.
        weights: The shipped ones by default.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / MENTIONS)
    written = {MENTIONS: table.num_rows}
    for engine in ENGINES:
        name = SETTINGS.format(engine=engine)
        told = portable.settings(engine, weights or portable.shipped())
        (folder / name).write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written[name] = len(told["comparisons"])
    return written


def run(
    folder: Path, engine: str, *, least: float = 0.01, threshold: float = THRESHOLD, master: str = "local[2]"
) -> Found:
    """Match what `write` wrote.

    Args:
        folder: Where it was written.
        engine: ``duckdb`` or ``spark``.
        least: Probability from which pairs are returned.
        threshold: Probability from which two are joined; clusters are connected components.
        master: Of Spark: ``local[2]`` for two workers of this machine, else the cluster's address.

    Raises:
        Missing: `folder` holds no mentions.
        BadSetup: Splink, PySpark or Java is not installed.
    """
    place = folder / MENTIONS
    if not place.is_file():
        raise Missing(f"{place} is not there; `counterfile matching export` writes it")
    settings = json.loads((folder / SETTINGS.format(engine=engine)).read_text("utf-8"))
    with _engine(engine, master) as api:
        pairs, clusters = _found(api, str(place), settings, least, threshold)
    return Found(
        {(min(one, two), max(one, two)): sure for one, two, sure in pairs},
        _smallest(clusters),
    )


def levels(table: pa.Table) -> tuple[list[tuple[str, str]], list[list[int]]]:
    """Return the pairs that the rules bring together and their levels, as places in `Compared.levels`.

    On DuckDB; to fit weights from labeled pairs.
    """
    even = tuple(tuple(1 / len(each.levels) for _ in each.levels) for each in portable.RULES)
    settings = portable.settings("duckdb", Weights(0.5, even, even))
    settings["retain_intermediate_calculation_columns"] = True
    with _engine("duckdb", "") as api:
        linker = _linker(api, api.register(table), settings)
        rows = linker.inference.predict().as_pyarrow_table().to_pydict()
    found = [
        # Splink counts from the last level, 0, up to the first.
        [len(each.levels) - 1 - value for value in rows[f"gamma_{each.name}"]]
        for each in portable.RULES
    ]
    return list(zip(rows["id_l"], rows["id_r"], strict=True)), [list(row) for row in zip(*found, strict=True)]


def java() -> str:
    """Return the path of Java, empty where there is none."""
    return shutil.which("java") or ""


def _found(
    api: Any, place: str, settings: dict[str, Any], least: float, threshold: float
) -> tuple[list[tuple[str, str, float]], list[tuple[str, str]]]:
    linker = _linker(api, _registered(api, place), settings)
    scored = linker.inference.predict(threshold_match_probability=min(least, threshold))
    rows = scored.as_pyarrow_table().to_pydict()
    grouped = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold).as_pyarrow_table()
    groups = grouped.to_pydict()
    return (
        list(zip(rows["id_l"], rows["id_r"], rows["match_probability"], strict=True)),
        list(zip(groups["id"], groups["cluster_id"], strict=True)),
    )


def _registered(api: Any, place: str) -> Any:
    if hasattr(api, "spark"):
        return api.register(api.spark.read.parquet(place))
    return api.register(pq.read_table(place))


def _linker(api: Any, mentions: Any, settings: dict[str, Any]) -> Any:
    from splink import Linker

    return Linker(mentions, settings, log_level=logging.WARNING)


def _smallest(clusters: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return mention -> smallest member: engines name clusters as they like."""
    by: dict[str, str] = {}
    for one, cluster in clusters:
        by[cluster] = min(one, by.get(cluster, one))
    return {one: by[cluster] for one, cluster in sorted(clusters)}


@contextmanager
def _engine(engine: str, master: str) -> Iterator[Any]:
    """Give Splink's door to an engine, as long as the block lasts."""
    try:
        if engine == "duckdb":
            from splink import DuckDBAPI

            yield DuckDBAPI(connection=":memory:")
            return
        from pyspark.sql import SparkSession
        from splink import SparkAPI
    except ImportError as error:
        raise BadSetup(f"{error.name} is not installed; `pip install 'counterfile[spark]'` brings it") from error
    if not java():
        raise BadSetup("Spark needs Java 17 or newer; install one, as by `apt install openjdk-17-jre-headless`")
    with tempfile.TemporaryDirectory(prefix="counterfile-spark-") as home:
        session = (
            SparkSession.builder.master(master)
            .appName("counterfile")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", f"{home}/warehouse")
            .config("spark.local.dir", home)
            .config("spark.sql.shuffle.partitions", "4")
            # Spark would try to compile all levels into one method, which Java's compiler refuses after minutes.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        session.sparkContext.setCheckpointDir(f"{home}/checkpoints")
        try:
            yield SparkAPI(  # type: ignore[no-untyped-call]
                spark_session=session,
                break_lineage_method="parquet",
                num_partitions_on_repartition=4,
                register_udfs_automatically=False,
            )
        finally:
            session.stop()
