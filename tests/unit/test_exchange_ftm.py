"""FollowTheMoney: organizations only, every value with its proof and its statement."""

from __future__ import annotations

import json

import pytest
from exchange_heap import BUYER, COMPANY_CODE, PERSON, TRADER, Heap

from counterfile.model.notice import Property as P
from counterfile.testing.corpus import Corpus, total
from counterfile.views.exchange import ftm
from counterfile.views.tables import Workbench


def made(corpus: Corpus) -> tuple[list[ftm.Entity], ftm.Left]:
    left = ftm.Left()
    return list(ftm.entities(Workbench(corpus.store), left, dataset="heap")), left


def of(found: list[ftm.Entity], schema: str) -> list[ftm.Entity]:
    return [each for each in found if each.schema == schema]


@pytest.fixture(scope="module")
def heap() -> Heap:
    return Heap()


def test_buyer_agency_and_winner_have_their_schemata(heap: Heap) -> None:
    found, _ = made(heap)

    assert [each.properties["name"] for each in of(found, "PublicBody")] == [["临沅市公安局"]]
    companies = {each.properties["name"][0]: each.properties for each in of(found, "Company")}
    assert sorted(companies) == ["临沅澄远视讯科技有限公司", "澄远招标代理有限公司"]
    assert companies["临沅澄远视讯科技有限公司"]["uscCode"] == [COMPANY_CODE]
    assert of(found, "Person") == []


def test_persons_and_sole_traders_are_left_out_and_counted(heap: Heap) -> None:
    found, left = made(heap)

    text = json.dumps([each.to_json() for each in found], ensure_ascii=False)

    assert PERSON not in text
    assert TRADER not in text
    assert left.persons == 3


def test_a_supplier_whose_name_does_not_tell_is_left_out_and_counted() -> None:
    corpus = Corpus()
    corpus.notice("award", [BUYER, ("lot/1/supplier/1", P.SUPPLIER, "Brivane Olten")])

    found, left = made(corpus)

    assert (left.unclear, of(found, "ContractAward")) == (1, [])


def test_the_award_of_a_lot_links_winner_contract_and_call(heap: Heap) -> None:
    found, _ = made(heap)
    (award,) = of(found, "ContractAward")
    (contract,) = of(found, "Contract")
    call = next(each for each in of(found, "CallForTenders") if "callId" in each.properties)
    by_id = {each.id: each for each in found}

    assert award.properties["amount"] == ["990000.50"]
    assert award.properties["contract"] == [contract.id]
    assert award.properties["callForTenders"] == [call.id]
    assert by_id[award.properties["supplier"][0]].properties["name"] == ["临沅澄远视讯科技有限公司"]
    assert (contract.properties["amount"], contract.properties["title"]) == (["985000.00"], ["前端设备"])
    assert call.properties["publicationDate"] == ["2021-03-01"]


def test_an_amount_that_several_winners_share_is_nobodys() -> None:
    corpus = Corpus()
    winners = [(f"lot/1/supplier/{n}", P.SUPPLIER, f"临沅{name}科技有限公司") for n, name in ((1, "青桐"), (2, "白榆"))]
    corpus.notice("award", [BUYER, *winners, ("lot/1", P.AWARD_VALUE, total("700000"))])

    found, _ = made(corpus)

    assert [each.properties.get("amount") for each in of(found, "ContractAward")] == [None, None]


def test_every_entity_but_a_document_names_the_documents_that_prove_it(heap: Heap) -> None:
    found, _ = made(heap)
    documents = {each.id for each in of(found, "Document")}

    for each in found:
        if each.schema != "Document":
            assert each.properties["proof"]
            assert set(each.properties["proof"]) <= documents


def test_every_value_is_a_statement_that_names_ours(heap: Heap) -> None:
    found, _ = made(heap)
    (award,) = of(found, "ContractAward")

    said = {each["prop"]: each for each in award.statements()}

    (ours,) = [
        each.id
        for each in heap.store.statements([heap.award])[heap.award]
        if each.property is P.AWARD_VALUE and each.amount and each.amount.amount
    ]
    assert said["amount"]["origin"] == ours
    assert set(said) == {*award.properties, "id"}


def test_entities_and_statements_are_what_the_library_makes_of_them(heap: Heap) -> None:
    model = pytest.importorskip("followthemoney", reason="`pip install followthemoney`").model
    from followthemoney.proxy import EntityProxy
    from followthemoney.statement import Statement

    found, _ = made(heap)

    for each in found:
        raw = each.to_json()
        proxy = EntityProxy.from_dict(raw, cleaned=False)
        model.get(each.schema).validate({"properties": raw["properties"]})
        for name, values in raw["properties"].items():
            # A value that the library cleans away, or another way, is one that it does not know.
            assert sorted(proxy.get(name)) == sorted(values), (each.schema, name)
        for row in each.statements():
            said = Statement.from_dict(row)
            assert said.id == row["id"]
            assert row["id"] == Statement.make_key(row["dataset"], row["entity_id"], row["prop"], row["value"], False)
