"""CSV, Parquet and JSON lines: what is in the files."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from counterfile.errors import BadUsage
from counterfile.plugins.exporters.csv import CsvExporter
from counterfile.plugins.exporters.jsonl import JsonlExporter
from counterfile.plugins.exporters.parquet import ParquetExporter
from counterfile.testing.exporters import COLUMNS, ROWS


def test_csv_cells_that_would_be_formulas_are_made_inert(tmp_path: Path) -> None:
    texts = ["=1+1", "+86", "-cmd", "@SUM", "\tx", " =1", "＝1", "某市公安局"]

    CsvExporter().write(["name"], ((text,) for text in texts), str(tmp_path / "a.csv"))

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        cells = [row[0] for row in csv.reader(stream)][1:]
    assert cells == ["'=1+1", "'+86", "'-cmd", "'@SUM", "'\tx", "' =1", "'＝1", "某市公安局"]


def test_csv_numbers_stay_numbers(tmp_path: Path) -> None:
    CsvExporter().write(["amount", "n"], iter([(Decimal("-12.50"), -3)]), str(tmp_path / "a.csv"))

    assert (tmp_path / "a.csv").read_text("utf-8") == "amount,n\n-12.50,-3\n"


def test_csv_has_no_byte_order_mark_and_empty_cells_for_what_is_missing(tmp_path: Path) -> None:
    CsvExporter().write(COLUMNS, iter(ROWS), str(tmp_path / "a.csv"))

    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"id,title")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["numbers"] == "HNZC-436022-2021-0431; 临采公（2021）0431号"
    assert (rows[1]["published"], rows[1]["empty"], rows[2]["has_award"]) == ("", "", "")


def test_jsonl_keeps_cents_and_lists(tmp_path: Path) -> None:
    JsonlExporter().write(COLUMNS, iter(ROWS), str(tmp_path / "a.jsonl"))

    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert lines[0]["budget"] == "5179175.00"
    assert lines[0]["published"] == "2021-07-29"
    assert lines[1]["numbers"] == []
    assert lines[2]["budget"] is None


def test_jsonl_amounts_are_written_without_exponents(tmp_path: Path) -> None:
    JsonlExporter().write(["a"], iter([(Decimal("1E+3"),)]), str(tmp_path / "a.jsonl"))

    assert (tmp_path / "a.jsonl").read_text("utf-8") == '{"a":"1000"}\n'


def test_parquet_keeps_types(tmp_path: Path) -> None:
    ParquetExporter().write(COLUMNS, iter(ROWS), str(tmp_path / "a.parquet"))

    table = pq.read_table(tmp_path / "a.parquet")
    assert str(table.schema.field("budget").type) == "decimal128(24, 2)"
    assert str(table.schema.field("published").type) == "date32[day]"
    assert table.column("published").to_pylist() == [dt.date(2021, 7, 29), None, dt.date(2012, 1, 1)]
    assert table.column("numbers").to_pylist()[1] == []


def test_parquet_refuses_a_column_of_two_types(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="column a"):
        ParquetExporter().write(["a"], iter([(1,), ("x",)]), str(tmp_path / "a.parquet"))
