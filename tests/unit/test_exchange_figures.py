"""A figure's provenance and its quotes, and the description of tables, in the vocabularies of others."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from exchange_heap import PERSON, TRADER, Heap

from counterfile.model.finding import Finding
from counterfile.model.judgement import Question
from counterfile.plugins.rules.buyer_class import BuyerClassRule
from counterfile.views import verify
from counterfile.views.exchange import datapackage, prov, webannotation
from counterfile.views.findings import compute_all, load_findings
from counterfile.views.tables import dictionary

FINDING = """
claim: {en: one procedure with an award, zh: 有中标结果的项目一个}
unit: procedure
population: {stage: award, where: {buyer_class: police}}
measure: count
"""
Json = dict[str, Any]
NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def heap() -> Heap:
    heap = Heap()
    said = heap.store.statements([heap.award])[heap.award]
    title = f"{said[0].notice}||tender/procurementMethodDetails"
    heap.judge(Question.VALUE, title, "公开招标", agent="reviewer-7")
    return heap


@pytest.fixture(scope="module")
def finding(heap: Heap, tmp_path_factory: pytest.TempPathFactory) -> Finding:
    folder: Path = tmp_path_factory.mktemp("findings")
    (folder / "awarded.yaml").write_text(FINDING, "utf-8")
    (found,) = compute_all(heap.store, load_findings(folder), buyer_class=BuyerClassRule())
    assert found.used == 1
    return found


def test_annotations_find_their_quotes_by_words_by_position_and_in_context(heap: Heap, finding: Finding) -> None:
    page = webannotation.annotation_page(heap.store, finding)

    assert page["items"]
    for each in page["items"]:
        target = each["target"]
        reading = heap.store.reading(target["source"]["id"].rpartition(":")[2])
        assert reading is not None
        quote, position = target["selector"][:2]
        start, end = position["start"], position["end"]
        assert reading.text[start:end] == quote["exact"]
        assert reading.text[max(0, start - 32) : end + 32] == quote["prefix"] + quote["exact"] + quote["suffix"]
        assert target["source"]["canonical"] == f"urn:sha256:{reading.document}"


def test_the_page_of_a_quote_is_a_fragment(heap: Heap, finding: Finding) -> None:
    from counterfile.views.pack import Quote

    reading = next(iter(heap.store.readings_of([heap.store.notice(heap.award).document]).values()))  # type: ignore[union-attr]
    quote = Quote("q1", "p-1", "buyer", reading.document, "texts/x.txt", 0, 2, reading.text[:2], 3)

    selectors = webannotation.annotation(quote, reading, "x", finding)["target"]["selector"]

    assert selectors[2]["value"] == "page=3"


def test_provenance_walks_from_the_figure_to_the_bytes(heap: Heap, finding: Finding) -> None:
    graph = prov.prov(heap.store, finding, verify.lock(finding, heap.store))

    derived: dict[str, set[str]] = {}
    for each in graph["wasDerivedFrom"].values():
        derived.setdefault(each["prov:generatedEntity"], set()).add(each["prov:usedEntity"])
    reached, waiting = set(), ["cf:figure/awarded"]
    while waiting:
        one = waiting.pop()
        reached.add(one)
        waiting += derived.get(one, set()) - reached
    assert {f"sha256:{digest}" for unit in finding.units for digest in unit.documents} <= reached


def test_everything_that_is_related_is_there(heap: Heap, finding: Finding) -> None:
    graph = prov.prov(heap.store, finding, verify.lock(finding, heap.store))
    kinds = {"entity": "entity", "generatedEntity": "entity", "usedEntity": "entity"}

    for name, relations in graph.items():
        if name in ("prefix", "entity", "activity", "agent"):
            continue
        for ends in relations.values():
            for end, one in ends.items():
                role = end.removeprefix("prov:")
                assert one in graph[kinds.get(role, role)], (name, role)


def test_persons_are_agents_under_their_pseudonyms_and_software_has_versions(heap: Heap, finding: Finding) -> None:
    graph = prov.prov(heap.store, finding, verify.lock(finding, heap.store))

    persons = [each["prov:label"] for each in graph["agent"].values() if each["prov:type"] == "prov:Person"]
    software = {each["cf:version"] for each in graph["agent"].values() if "cf:version" in each}

    assert persons == ["reviewer-7"]
    assert "text 1" in software


def test_names_of_persons_are_withheld_from_provenance_and_annotations(heap: Heap, tmp_path: Path) -> None:
    text = """
claim: {en: different winners, zh: 中标供应商}
unit: award
measure: distinct
of: suppliers
"""
    (tmp_path / "winners.yaml").write_text(text, "utf-8")
    (found,) = compute_all(heap.store, load_findings(tmp_path), buyer_class=BuyerClassRule())
    assert any(PERSON in source.quotes for unit in found.units for source in unit.sources)

    graph = prov.prov(heap.store, found, verify.lock(found, heap.store))
    page = webannotation.annotation_page(heap.store, found)

    told = json.dumps(graph, ensure_ascii=False)
    quoted = [each["target"]["selector"][0]["exact"] for each in page["items"]]
    assert not any(name in told or name in quoted for name in (PERSON, TRADER))
    assert "临沅澄远视讯科技有限公司" in quoted
    assert sum("cf:withheld" in each for each in graph["entity"].values()) >= 2


def test_provenance_is_read_by_the_library(heap: Heap, finding: Finding) -> None:
    model = pytest.importorskip("prov.model", reason="prov is not installed: `pip install prov`")
    graph = prov.prov(heap.store, finding, verify.lock(finding, heap.store))

    read = model.ProvDocument.deserialize(content=json.dumps(graph), format="json")

    assert len(list(read.get_records(model.ProvEntity))) == len(graph["entity"])


def written(kind: str) -> list[datapackage.Written]:
    return [datapackage.Written(name, f"{kind}/{name}.{kind}", kind, 1, 10, "ab" * 32) for name in dictionary()]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_data_package_describes_every_column_of_every_table(kind: str) -> None:
    package = datapackage.datapackage(written(kind), name="heap", title="Heap", now=NOW)

    assert len(package["resources"]) == len(dictionary())
    for resource in package["resources"]:
        columns = dictionary()[resource["name"].removesuffix(f"-{kind}")]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in columns]
        assert all(field["description"] and field["type"] for field in fields)


def test_keys_refer_to_tables_of_the_same_package() -> None:
    package = datapackage.datapackage(written("csv"), name="heap", title="Heap", now=NOW)
    names = {resource["name"] for resource in package["resources"]}

    keys = [key for resource in package["resources"] for key in resource["schema"].get("foreignKeys", ())]

    assert keys
    assert {key["reference"]["resource"] for key in keys} <= names


def test_croissant_has_a_record_set_for_each_table_and_a_field_for_each_column() -> None:
    about = datapackage.croissant(written("parquet"), name="heap", title="Heap", now=NOW)

    found = {each["name"]: [field["name"] for field in each["field"]] for each in about["recordSet"]}

    assert found == {name: [column.name for column in columns] for name, columns in dictionary().items()}
    files = {each["@id"] for each in about["distribution"]}
    assert {field["source"]["fileObject"]["@id"] for each in about["recordSet"] for field in each["field"]} == files


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_croissant_is_read_by_the_library() -> None:
    library: Any = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed: `pip install mlcroissant`")

    about = datapackage.croissant(written("parquet"), name="heap", title="Heap", now=NOW)

    assert library.Dataset(jsonld=about).metadata.name == "heap"
