"""OCDS: what goes where, what stays out, and how releases add up to a record."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from exchange_heap import PERSON, TRADER, TRADER_CODE, Heap

from counterfile.model.notice import Property as P
from counterfile.testing.corpus import Corpus, total
from counterfile.views.exchange import ocds
from counterfile.views.tables import Workbench

Json = dict[str, Any]


def made(corpus: Corpus, **options: str) -> list[ocds.Process]:
    return list(ocds.processes(Workbench(corpus.store), **options))


def main(heap: Heap, **options: str) -> ocds.Process:
    """Return the process with three notices."""
    return next(each for each in made(heap, **options) if len(each.releases) == 3)


def by_id(entries: list[Json]) -> dict[str, Json]:
    return {each["id"]: each for each in entries}


@pytest.fixture(scope="module")
def heap() -> Heap:
    return Heap()


def test_a_procedure_is_a_process_with_a_release_for_each_notice(heap: Heap) -> None:
    process = main(heap, prefix="ocds-a1b2c3")

    assert process.ocid == f"ocds-a1b2c3-{heap.procedure(heap.tender)}"
    assert [release["tag"] for release in process.releases] == [["tender"], ["award"], ["contract"]]
    assert [release["date"][:10] for release in process.releases] == ["2021-03-01", "2021-04-02", "2021-05-06"]


def test_amounts_are_plain_totals_with_a_currency(heap: Heap) -> None:
    tender, award, contract = main(heap).releases

    assert tender["planning"]["budget"]["amount"] == {"amount": 1300000, "currency": "CNY"}
    assert award["awards"][0]["value"] == {"amount": 990000.5, "currency": "CNY"}
    assert "value" not in by_id(award["awards"])["award-包2"]
    assert contract["contracts"][0]["value"]["amount"] == 985000
    assert "maxValue" not in by_id(tender["tender"]["lots"])["包2"]


def test_a_contract_has_its_number_its_day_and_its_award(heap: Heap) -> None:
    contract = main(heap).releases[2]["contracts"]

    assert [(each["id"], each["awardID"], each["dateSigned"][:10]) for each in contract] == [
        ("LY-HT-2021-3", "award-包1", "2021-05-01")
    ]


def test_persons_and_sole_traders_are_nowhere_and_are_counted(heap: Heap) -> None:
    process = main(heap)

    text = json.dumps(ocds.record(process), ensure_ascii=False)

    assert process.left_out == 3
    assert not any(name in text for name in (PERSON, TRADER, TRADER_CODE))


def test_every_statement_stands_in_the_evidence_with_its_words(heap: Heap) -> None:
    release = main(heap).releases[0]
    reading = heap.store.reading(heap.store.notice(heap.tender).reading)  # type: ignore[union-attr]
    assert reading is not None

    for each in release["evidence"]:
        assert each["document"] == reading.document
        assert [reading.text[quote["start"] : quote["end"]] for quote in each["quotes"]] == [each["quotes"][0]["text"]]
    assert {each["property"] for each in release["evidence"]} >= {"tender/maximumValue", "buyer/address/region"}


def test_a_conflict_is_told_in_the_evidence_alone() -> None:
    corpus = Corpus()
    two = [("", P.BUDGET, total("500000")), ("", P.BUDGET, total("600000"))]
    corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01")], conflicts=two)

    (release,) = made(corpus)[0].releases

    assert "planning" not in release
    assert [each["value"] for each in release["evidence"] if each.get("conflict")] == [total("500000"), total("600000")]


def test_an_open_question_is_a_related_process_and_no_join(heap: Heap) -> None:
    process = main(heap)

    related = [each for release in process.releases for each in release.get("relatedProcesses", ())]

    assert [(each["relationship"], each["identifier"], each["uncertain"], each["confidence"]) for each in related] == [
        (["possiblySameProcess"], f"{ocds.PREFIX}-{heap.procedure(heap.other)}", True, 0.55)
    ]


def test_the_publishers_ocid_is_kept_and_two_of_them_are_two_processes() -> None:
    corpus = Corpus()
    one = corpus.notice("tender", [("", P.PUBLISHED, "2021-03-01"), ("", P.OCID, "ocds-zz9zz9-0001")])
    two = corpus.notice("award", [("", P.PUBLISHED, "2021-04-01"), ("", P.OCID, "ocds-zz9zz9-0002")])
    bare = corpus.notice("tender", [("", P.PUBLISHED, "2021-02-01"), ("", P.OCID, "ocds-zz9zz9-0003")])
    joined = corpus.notice("award", [("", P.PUBLISHED, "2021-05-01")])
    corpus.same(one, two)
    corpus.same(bare, joined)

    found = {each.ocid: each for each in made(corpus)}

    assert sorted(found) == ["ocds-zz9zz9-0001", "ocds-zz9zz9-0002", "ocds-zz9zz9-0003"]
    assert found["ocds-zz9zz9-0001"].releases[0]["relatedProcesses"][0]["identifier"] == "ocds-zz9zz9-0002"
    assert len(found["ocds-zz9zz9-0003"].releases) == 2


def test_a_notice_without_a_day_has_the_day_of_arrival_and_says_so() -> None:
    corpus = Corpus()
    corpus.notice("tender", [("", P.TITLE, "办公家具采购项目")])

    (release,) = made(corpus)[0].releases

    assert release["dateIsArrival"] is True
    assert release["date"][:10] == corpus.store.now().date().isoformat()


def test_a_record_is_what_ocdsmerge_makes_of_the_releases(heap: Heap) -> None:
    merge = pytest.importorskip("ocdsmerge", reason="ocdsmerge is not installed: `pip install ocdsmerge`")
    schema = schema_at("release-schema.json")

    for process in made(heap):
        assert merge.Merger(schema).create_compiled_release(list(process.releases)) == ocds.compiled(process.releases)


def schema_at(name: str) -> Json:
    """Return a schema of OCDS; its packages carry none, and nothing is downloaded here."""
    folder = os.environ.get("COUNTERFILE_OCDS_SCHEMA", "")
    if not folder or not (Path(folder) / name).is_file():
        pytest.skip(f"COUNTERFILE_OCDS_SCHEMA names no folder with {name} of OCDS 1.1: releases are not validated")
    schema: Json = json.loads((Path(folder) / name).read_text("utf-8"))
    return schema


def test_releases_are_valid_by_the_schema(heap: Heap) -> None:
    rs = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed: it comes with the extra `dev`")
    validator = rs.Draft4Validator(schema_at("release-schema.json"))

    wrong = [
        f"{list(error.instance_path)}: {error.message}"
        for process in made(heap)
        for release in (*process.releases, ocds.compiled(process.releases))
        for error in validator.iter_errors(release)
    ]

    assert wrong == []
