"""Every notice of the demo heap is read as it was written: the generator knows the truth of all of them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import pytest

from counterfile.demo import NoticeTruth, build
from counterfile.errors import BadInput
from counterfile.model.reading import Reading, Segment, Unpacked
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.sandbox.reading import read_bytes
from counterfile.stages.extract import extract_reading
from counterfile.views.labels import label

LAYERS = (StructuredExtractor(), SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())
Label = dict[str, object]


def _labels(path: str, content: bytes) -> Iterator[tuple[tuple[str, int], Label]]:
    try:
        draft = read_bytes(content, path.rpartition("/")[2])
    except BadInput:
        return
    if isinstance(draft, Unpacked):
        for member in draft.members:
            yield from _labels(f"{path}!/{member.name}", member.content)
        return
    reading = Reading(
        "rd-demo",
        hashlib.sha256(content).hexdigest(),
        "test 1",
        draft.text,
        draft.blocks,
        draft.pages,
        draft.segments or (Segment(0, len(draft.text)),),
    )
    for notice, statements in extract_reading(reading, LAYERS):
        parts = notice.split("-")
        yield (path, int(parts[2]) - 1 if len(parts) > 2 else 0), label(statements, path)


@pytest.fixture(scope="module")
def told() -> list[tuple[NoticeTruth, Label]]:
    heap = build(1, 25)
    found = {key: one for file in heap.files for key, one in _labels(file.path, file.content)}
    return [
        (notice, found.get((notice.file, notice.segment), {})) for file in heap.truth.files for notice in file.notices
    ]


def _plain(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text)).split())


@pytest.mark.parametrize(
    "field", ["stage", "round", "buyer", "agency", "project_title", "published", "opening", "signed"]
)
def test_field_is_as_written(told: list[tuple[NoticeTruth, Label]], field: str) -> None:
    wrong = [
        (notice.file, getattr(notice, field), found.get(field))
        for notice, found in told
        # Tender papers are of no stage; that some are taken for those of a tender is not wrong.
        if (field != "stage" or notice.stage is not None) and _plain(getattr(notice, field)) != _plain(found.get(field))
    ]

    assert wrong == []


def test_project_numbers_are_as_written(told: list[tuple[NoticeTruth, Label]]) -> None:
    wrong = [
        (notice.file, notice.project_numbers, found.get("project_numbers"))
        for notice, found in told
        if set(map(_plain, notice.project_numbers)) != set(map(_plain, _list(found, "project_numbers")))
    ]

    assert wrong == []


def test_suppliers_are_as_written(told: list[tuple[NoticeTruth, Label]]) -> None:
    wrong = [
        (notice.file, want, got)
        for notice, found in told
        if (want := {_plain(one.name) for lot in notice.lots for one in lot.suppliers})
        != (got := {_plain(one["name"]) for lot in _list(found, "lots") for one in lot["suppliers"]})
    ]

    assert wrong == []


def test_amounts_are_as_written_and_contradictions_abstain(told: list[tuple[NoticeTruth, Label]]) -> None:
    wrong = []
    for notice, found in told:
        want = {Decimal(lot.amount) for lot in notice.lots if lot.amount and lot.basis != "rate"}
        want |= {Decimal(one.amount) for lot in notice.lots for one in lot.suppliers if one.amount}
        got = {Decimal(lot["amount"]) for lot in _list(found, "lots") if lot["amount"]}
        got |= {Decimal(one["amount"]) for lot in _list(found, "lots") for one in lot["suppliers"] if one.get("amount")}
        if notice.conflict:
            want = set()
        if want != got:
            wrong.append((notice.file, want, got))

    assert wrong == []


@pytest.mark.parametrize("field", ["budget", "ceiling"])
def test_budget_and_ceiling_are_as_written(told: list[tuple[NoticeTruth, Label]], field: str) -> None:
    wrong = [
        (notice.file, getattr(notice, field), found.get(field))
        for notice, found in told
        if (Decimal(value) if (value := getattr(notice, field)) else None)
        != (Decimal(str(found[field])) if found.get(field) else None)
    ]

    assert wrong == []


def _list(found: Label, key: str) -> list[dict[str, object]]:
    value = found.get(key) or []
    assert isinstance(value, list)
    return value
