"""Commands that match organizations on an engine of many machines, by the same rules as on one."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, print_json, say

matching = typer.Typer(name="matching", help="Match organizations past one machine: Splink on DuckDB or Spark.")


class Engine(StrEnum):
    """What carries the rules out."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def register(app: typer.Typer) -> None:
    """Add this group to the command line."""
    for command in (export, run):
        matching.command()(command)
    app.add_typer(matching)


def export(
    folder: Annotated[Path, typer.Argument(help="Folder to write to.")],
    as_json: Json = False,
) -> None:
    """Write all names of organizations as Parquet, with all that the rules compare, and the rules as settings of Splink."""
    from counterfile.resolving import engines, portable
    from counterfile.views import registers

    with wiring.open_inquiry(Path()) as inquiry:
        table = portable.columns(registers.mentions(inquiry.store))
    written = engines.write(table, folder)
    if as_json:
        print_json(written)
    else:
        say(f"{table.num_rows:,} names of organizations and the rules of {len(portable.RULES)} comparisons in {folder}")


def run(
    folder: Annotated[Path, typer.Argument(help="What `matching export` wrote.")],
    engine: Annotated[Engine, typer.Option(help="DuckDB on this machine, or Spark.")] = Engine.DUCKDB,
    master: Annotated[
        str, typer.Option(help="Of Spark: local[2] for two workers here, or spark://HOST:7077.")
    ] = "local[2]",
    threshold: Annotated[float, typer.Option(help="Probability from which names are joined.", min=0.0, max=1.0)] = 0.9,
    as_json: Json = False,
) -> None:
    """Match what was exported; write pairs and clusters beside it, as JSON lines. Nothing in the inquiry changes."""
    from counterfile.resolving import engines

    found = engines.run(folder, engine, threshold=threshold, master=master)
    pairs = [
        {"one": one, "two": two, "probability": round(sure, 9)} for (one, two), sure in sorted(found.pairs.items())
    ]
    clusters = [{"id": one, "cluster": cluster} for one, cluster in found.clusters.items()]
    for name, rows in (("pairs", pairs), ("clusters", clusters)):
        with (folder / f"{name}-{engine}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    groups = len(set(found.clusters.values()))
    if as_json:
        print_json({"engine": engine, "names": len(clusters), "pairs": len(pairs), "clusters": groups})
    else:
        say(f"{len(clusters):,} names, {len(pairs):,} likely pairs, {groups:,} clusters ({engine})")
