"""Descriptions of exported tables, from the one data dictionary: Frictionless Data Package and Croissant.

Rules:
    * Each table is one resource, in Parquet or CSV, with its Table Schema: names, types and descriptions of columns are
      those of `counterfile.views.exchange.beside.whole_dictionary`, keys those by which tables refer to one another.
    * Digests and sizes are of the files as written, so a package tells whether it is whole.

Source:
    Data Package v2 (https://datapackage.org), Table Schema v2; Croissant 1.0 (http://mlcommons.org/croissant/1.0).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from counterfile.views.exchange.beside import whole_dictionary
from counterfile.views.tables import Column, Kind

Json = dict[str, Any]

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
CROISSANT = "http://mlcommons.org/croissant/1.0"

_REFERS = {
    "document": "documents",
    "notice": "notices",
    "procedure": "procedures",
    "family": "families",
    "lot": "lots",
}
"""Columns that name a row of another table, and that table."""

_TYPES = {
    Kind.DATE: "date",
    Kind.AMOUNT: "number",
    Kind.NUMBER: "integer",
    Kind.FLAG: "boolean",
    Kind.TEXTS: "list",
    Kind.CODES: "list",
}
_CROISSANT = {Kind.DATE: "sc:Date", Kind.AMOUNT: "sc:Float", Kind.NUMBER: "sc:Integer", Kind.FLAG: "sc:Boolean"}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_SEPARATOR = "; "
_TERMS = (
    *("column", "dataBiases", "dataCollection", "extract", "field", "fileProperty", "fileObject", "fileSet", "format"),
    *("includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "personalSensitiveInformation"),
    *("recordSet", "references", "regex", "repeated", "replace", "separator", "source", "subField", "transform"),
)
"""Terms of Croissant that its context maps to themselves."""


class Written(msgspec.Struct, frozen=True):
    """A table as it was written."""

    table: str
    path: str
    """Relative to the description, ``/`` between parts."""
    format: str
    """``csv`` or ``parquet``."""
    rows: int
    size: int
    """Bytes."""
    sha256: str


def datapackage(files: Sequence[Written], *, name: str, title: str, now: dt.datetime) -> Json:
    """Return the content of ``datapackage.json``.

    Args:
        files: All that was written.
        name: Of the package: lower case letters, digits, ``-``, ``_`` and ``.``.
        title: In words.
        now: When, UTC.
    """
    return {
        "$schema": PROFILE,
        "name": name,
        "title": title,
        "description": "Typed tables made from public procurement notices; empty cells are values that nothing states.",
        "created": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [_resource(each, files) for each in files],
    }


def _resource(written: Written, files: Sequence[Written]) -> Json:
    resource: Json = {
        "$schema": RESOURCE_PROFILE,
        "name": f"{written.table}-{written.format}",
        "path": written.path,
        "type": "table",
        "format": written.format,
        "mediatype": _MEDIA[written.format],
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
    }
    if written.format == "csv":
        resource["encoding"] = "utf-8"
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True}
    resource["schema"] = _schema(written, files)
    return resource


def _schema(written: Written, files: Sequence[Written]) -> Json:
    columns = whole_dictionary()[written.table]
    there = {each.table for each in files if each.format == written.format}
    schema: Json = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(column, written.format) for column in columns],
        "missingValues": [""],
    }
    if any(column.name == "id" for column in columns):
        schema["primaryKey"] = ["id"]
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": f"{_REFERS[column.name]}-{written.format}", "fields": ["id"]},
        }
        for column in columns
        if column.kind is Kind.ID and column.name in _REFERS and _REFERS[column.name] in there
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def _field(column: Column, kind: str) -> Json:
    field: Json = {"name": column.name, "type": _TYPES.get(column.kind, "string"), "description": column.description}
    if field["type"] == "list" and kind == "csv":
        # Several values stand in one cell, with a blank behind each separator; a list's delimiter is one character.
        field = {**field, "type": "string", "description": f"{column.description} (several, joined by “{_SEPARATOR}”)"}
    return field


def croissant(files: Sequence[Written], *, name: str, title: str, now: dt.datetime, base: str = "") -> Json:
    """Return the same package as Croissant metadata (JSON-LD), of its Parquet files.

    Args:
        files: All that was written; those in Parquet are described, or those in CSV where there are none.
        name: Of the data set.
        title: In words.
        now: When, UTC.
        base: Address below which the files will be published; empty gives relative ones.
    """
    described = [each for each in files if each.format == "parquet"] or list(files)
    return {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": CROISSANT,
        "name": name,
        "description": title,
        "datePublished": now.strftime("%Y-%m-%d"),
        "version": "1.0.0",
        "url": base or "./",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": each.path,
                "name": each.path,
                "contentUrl": f"{base}{each.path}",
                "contentSize": f"{each.size} B",
                "encodingFormat": "application/x-parquet" if each.format == "parquet" else _MEDIA[each.format],
                "sha256": each.sha256,
            }
            for each in described
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": each.table,
                "name": each.table,
                "field": [_croissant_field(each, column) for column in whole_dictionary()[each.table]],
            }
            for each in described
        ],
    }


def _croissant_field(written: Written, column: Column) -> Mapping[str, Any]:
    field: Json = {
        "@type": "cr:Field",
        "@id": f"{written.table}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _CROISSANT.get(column.kind, "sc:Text"),
        "source": {"fileObject": {"@id": written.path}, "extract": {"column": column.name}},
    }
    return {**field, "repeated": True} if column.kind in (Kind.TEXTS, Kind.CODES) else field


def _context() -> Json:
    """Return the context that Croissant 1.0 prescribes."""
    plain = {name: f"cr:{name}" for name in _TERMS}
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        **plain,
        "citeAs": "cr:citeAs",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
    }
