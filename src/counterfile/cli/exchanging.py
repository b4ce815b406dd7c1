"""The command that hands out facts in the formats of others."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec
import typer

from counterfile import app as wiring
from counterfile import plugins
from counterfile.cli.output import Json, print_json, say
from counterfile.errors import BadUsage, StorageFull
from counterfile.store import layout
from counterfile.views import tables
from counterfile.views.exchange import beside, datapackage, ftm, ocds
from counterfile.views.exchange.handed_out import HandedOut
from counterfile.views.findings import load_events


class Format(StrEnum):
    """What `export` writes."""

    LABELS = "labels"
    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"
    OCDS = "ocds"
    FTM = "ftm"
    DATAPACKAGE = "datapackage"
    PROV = "prov"
    ANNOTATIONS = "annotations"


_DATASET = re.compile(r"[a-z][a-z0-9_]{0,60}")
_LEFT_OUT = "statements on natural persons left out"
_OF_FIGURES = (Format.PROV, Format.ANNOTATIONS)


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(export)


def export(
    what: Annotated[
        Format,
        typer.Argument(
            help="labels prints JSON lines; csv, parquet and jsonl write one file a table; prov and annotations one a figure."
        ),
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FINDING]...", help="For prov and annotations: which; all by default."),
    ] = None,
    folder: Annotated[Path, typer.Option("--to", help="Folder for the files.")] = Path("export"),
    prefix: Annotated[str, typer.Option(help="For ocds: your registered prefix of ocids.")] = ocds.PREFIX,
    dataset: Annotated[str, typer.Option(help="For ftm: name of the data set, which ids begin with.")] = ftm.DATASET,
    uri: Annotated[str, typer.Option(help="For ocds: address under which the packages will stand.")] = "",
    as_json: Json = False,
) -> None:
    """Write labels (to stdout), every table, or the facts in the formats of others, each value with its evidence."""
    if names and what not in _OF_FIGURES:
        raise BadUsage(f"{what} is of the whole inquiry; findings are named with prov and annotations only")
    with wiring.open_inquiry(Path()) as inquiry:
        if what is Format.LABELS:
            for line in inquiry.labels():
                sys.stdout.write(line + "\n")
            return
        try:
            written = _write(inquiry, what, names or [], folder, prefix=prefix, dataset=dataset, uri=uri)
        except OSError as error:
            raise StorageFull(f"{folder} cannot be written ({error.strerror}); choose another place") from error
    if as_json:
        print_json(written)
    else:
        for name, count in written.items():
            say(f"{folder / name}: {count}" if "." in name else f"{name}: {count}")


def _write(
    inquiry: wiring.Inquiry, what: Format, names: list[str], folder: Path, *, prefix: str, dataset: str, uri: str
) -> dict[str, int]:
    """Write what is asked for; return the number of entries by file name, and of what was left out by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    if what in (Format.CSV, Format.PARQUET, Format.JSONL):
        given = HandedOut(_bench(inquiry))
        return {**_tables(inquiry, given, what, folder), _LEFT_OUT: given.left_out}
    if what is Format.OCDS:
        return _ocds(inquiry, folder, prefix, uri)
    if what is Format.FTM:
        return _ftm(inquiry, folder, dataset)
    if what is Format.DATAPACKAGE:
        return _datapackage(inquiry, folder)
    return _figures(inquiry, what, names, folder)


# Tables --------------------------------------------------------------------------------------------------------------


def _bench(inquiry: wiring.Inquiry) -> tables.Workbench:
    return tables.Workbench(inquiry.store, buyer_class=plugins.buyer_class())


def _tables(inquiry: wiring.Inquiry, given: HandedOut, kind: str, folder: Path) -> dict[str, int]:
    """Write every table in one format; return the number of rows by file name."""
    exporter = next(each for each in plugins.builtin_exporters() if each.name == kind)
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    stated = beside.rows(inquiry.askings(), load_events(inquiry.folder / layout.EVENTS).values())
    for name, named in beside.whole_dictionary().items():
        place = folder / f"{name}{exporter.suffix}"
        aside = place.with_name(f".{place.name}.coming")
        columns, rows = ([each.name for each in named], stated[name]) if name in stated else given.table(name)
        written[place.name] = exporter.write(columns, rows, str(aside))
        aside.replace(place)
    return written


# OCDS ----------------------------------------------------------------------------------------------------------------


def _ocds(inquiry: wiring.Inquiry, folder: Path, prefix: str, uri: str) -> dict[str, int]:
    if not ocds.PREFIXED.fullmatch(prefix):
        raise BadUsage(
            f"{prefix!r} is no prefix of ocids: ocds- and six letters or digits are wanted, as in ocds-a1b2c3"
        )
    title, now = inquiry.settings.title, inquiry.store.now()
    bench = _bench(inquiry)
    releases = records = left_out = unplaced = 0
    with ExitStack() as stack:
        into_releases = stack.enter_context(
            _list(folder / "releases.json", ocds.head(uri=_uri(uri, "releases"), publisher=title, now=now), "releases")
        )
        into_records = stack.enter_context(
            _list(folder / "records.json", ocds.head(uri=_uri(uri, "records"), publisher=title, now=now), "records")
        )
        for process in ocds.processes(bench, prefix=prefix):
            for release in process.releases:
                into_releases(release)
            into_records(ocds.record(process))
            releases += len(process.releases)
            records += 1
            left_out += process.left_out
            unplaced += sum(process.unplaced.values())
    for name, content in ocds.extension().items():
        place = folder / "evidence-extension" / name
        place.parent.mkdir(exist_ok=True)
        _write_json(place, content)
    if prefix == ocds.PREFIX:
        say(f"{prefix} stands for a prefix of your own; register one and give it with --prefix before you publish")
    return {
        "releases.json": releases,
        "records.json": records,
        _LEFT_OUT: left_out,
        "statements that stand in evidence alone": unplaced,
    }


def _uri(given: str, name: str) -> str:
    return f"{given.rstrip('/')}/{name}.json" if given else f"urn:counterfile:{name}"


@contextmanager
def _list(place: Path, head: dict[str, Any], name: str) -> Iterator[Any]:
    """Write a package entry by entry: the whole need not fit into memory, and is there whole or not at all."""
    with _coming(place) as stream:
        stream.write(_line(head)[:-1] + f',"{name}":['.encode())
        first = True

        def add(entry: dict[str, Any]) -> None:
            nonlocal first
            stream.write((b"\n" if first else b",\n") + _line(entry))
            first = False

        yield add
        stream.write(b"\n]}\n")


# FollowTheMoney ------------------------------------------------------------------------------------------------------


def _ftm(inquiry: wiring.Inquiry, folder: Path, dataset: str) -> dict[str, int]:
    if not _DATASET.fullmatch(dataset):
        raise BadUsage(f"{dataset!r} is no name of a data set: lower-case letters, digits and _ are wanted")
    bench = _bench(inquiry)
    left = ftm.Left()
    count = statements = 0
    with (
        _coming(folder / "entities.ftm.json") as into_entities,
        _coming(folder / "statements.jsonl") as into_statements,
    ):
        for entity in ftm.entities(bench, left, dataset=dataset):
            into_entities.write(_line(entity.to_json()) + b"\n")
            count += 1
            for statement in entity.statements():
                into_statements.write(_line(statement) + b"\n")
                statements += 1
    return {
        "entities.ftm.json": count,
        "statements.jsonl": statements,
        _LEFT_OUT: left.persons,
        "organizations left out since the name does not tell": left.unclear,
        "procedures left out since they name no buyer": left.without_buyer,
    }


# Data package --------------------------------------------------------------------------------------------------------


def _datapackage(inquiry: wiring.Inquiry, folder: Path) -> dict[str, int]:
    files = []
    given = HandedOut(_bench(inquiry))
    for kind in ("csv", "parquet"):
        for name, rows in _tables(inquiry, given, kind, folder / kind).items():
            place = folder / kind / name
            with place.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            path = f"{kind}/{name}"
            size = place.stat().st_size
            files.append(datapackage.Written(name.partition(".")[0], path, kind, rows, size, digest))
    now, title = inquiry.store.now(), inquiry.settings.title
    _write_json(folder / "datapackage.json", datapackage.datapackage(files, name="counterfile", title=title, now=now))
    _write_json(folder / "croissant.json", datapackage.croissant(files, name="counterfile", title=title, now=now))
    return {
        **{each.path: each.rows for each in files},
        "datapackage.json": len(files),
        "croissant.json": len(files) // 2,
        _LEFT_OUT: given.left_out,
    }


# Figures -------------------------------------------------------------------------------------------------------------


def _figures(inquiry: wiring.Inquiry, what: Format, names: list[str], folder: Path) -> dict[str, int]:
    from counterfile.views import verify
    from counterfile.views.exchange import prov, webannotation

    written = {}
    for finding in inquiry.find(names, lock=False):
        if what is Format.PROV:
            place = folder / f"{finding.spec.name}.prov.json"
            content = prov.prov(inquiry.store, finding, verify.lock(finding, inquiry.store))
            count = len(content["entity"])
        else:
            place = folder / f"{finding.spec.name}.annotations.jsonld"
            content = webannotation.annotation_page(inquiry.store, finding)
            count = len(content["items"])
        _write_json(place, content)
        written[place.name] = count
    return written


# Writing -------------------------------------------------------------------------------------------------------------


@contextmanager
def _coming(place: Path) -> Iterator[IO[bytes]]:
    """Open a file that is there whole or not at all."""
    aside = place.with_name(f".{place.name}.coming")
    with aside.open("wb") as stream:
        yield stream
    aside.replace(place)


def _line(value: object) -> bytes:
    return msgspec.json.encode(value)


def _write_json(place: Path, value: object) -> None:
    with _coming(place) as stream:
        stream.write(msgspec.json.format(_line(value), indent=1) + b"\n")
