"""Files gather what notices say, with proofs, corrections and differences, and never tell of a person."""

from decimal import Decimal
from pathlib import Path

import pytest

from counterfile.model.document import State
from counterfile.model.files import ProcedureFile, Role, Scope
from counterfile.model.judgement import Question
from counterfile.model.notice import Property
from counterfile.model.value import Amount, Basis
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Cluster
from counterfile.testing.corpus import Corpus, total
from counterfile.testing.sample import Sample
from counterfile.text.names import name_key
from counterfile.views import files

P = Property
BUYER = "临沅市公安局"


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return Sample(tmp_path)


def file_of(store: MemoryStore, procedure: str) -> ProcedureFile:
    found = files.procedure_file(store, procedure)
    assert found is not None
    return found


def amounts(file: ProcedureFile, role: Property) -> list[tuple[Scope, str, str]]:
    return [(row.scope, row.label, row.told.value) for row in file.amounts if row.role is role]


def test_unknown_procedure_has_no_file(sample: Sample) -> None:
    assert files.procedure_file(sample.store, "p-0000000000000000") is None


def test_timeline_runs_from_the_first_notice_to_the_last(sample: Sample) -> None:
    file = file_of(sample.store, sample.procedure)

    timeline = [(entry.date and entry.date.value, entry.stage and entry.stage.value) for entry in file.timeline]

    assert timeline == [("2025-03-01", "tender"), ("2025-04-02", "award")]
    assert [entry.name for entry in file.timeline] == ["tender.html", "award.html"]


def test_value_that_two_notices_print_stands_once_with_both_proofs(sample: Sample) -> None:
    (number,) = file_of(sample.store, sample.procedure).numbers

    assert number.value == "LYZC-2025-001"
    assert [proof.notice for proof in number.proofs] == [sample.first, sample.award]
    assert {proof.quote for proof in number.proofs} == {"LYZC-2025-001"}


def test_every_proof_opens_a_statement_of_its_own_document(sample: Sample) -> None:
    file = file_of(sample.store, sample.procedure)
    proofs = [proof for party in file.parties for proof in party.name.proofs]

    for proof in proofs:
        found = files.proof_of(sample.store, proof.statement)
        assert found is not None
        notice, statement = found
        assert (notice.document, statement.evidence[0].quote) == (proof.document, proof.quote)


def test_parties_stand_by_role_with_their_lots(sample: Sample) -> None:
    parties = file_of(sample.store, sample.procedure).parties

    assert [(party.role, party.name.value, party.lots, party.rank) for party in parties] == [
        (Role.BUYER, BUYER, (), None),
        (Role.AGENCY, "沅江招标代理有限公司", (), None),
        (Role.SUPPLIER, "甲科技有限公司", ("第1包",), None),
        (Role.CANDIDATE, "乙数据有限公司", ("第2包",), 1),
    ]
    assert parties[2].identifier is not None
    assert parties[2].identifier.value == "91110000123456780W"
    assert parties[0].organization == sample.store.cluster(Cluster.ORGANIZATION, name_key(BUYER))


def test_lots_carry_status_suppliers_and_amounts(sample: Sample) -> None:
    first, second = file_of(sample.store, sample.procedure).lots

    assert (first.label, first.title and first.title.value) == ("第1包", "云平台软件")
    assert [told.value for told in first.status] == ["awarded"]
    assert [(row.scope, row.label, row.told.value) for row in first.amounts] == [
        (Scope.SUPPLIER, "甲科技有限公司", total("3250310"))
    ]
    assert [told.value for told in second.status] == ["failed"]


def test_lot_is_gathered_though_notices_spell_its_label_differently() -> None:
    corpus = Corpus()
    tender = corpus.notice("tender", [("lot/1", P.LOT_LABEL, "第一包"), ("lot/1", P.BUDGET, total("100"))])
    award = corpus.notice("award", [("lot/1", P.LOT_LABEL, "01包"), ("lot/1", P.AWARD_VALUE, total("90"))])
    corpus.same(tender, award)

    (lot,) = file_of(corpus.store, corpus.procedure(tender)).lots

    assert lot.label == "第一包"
    assert [row.role for row in lot.amounts] == [P.BUDGET, P.AWARD_VALUE]


def test_amount_of_the_only_row_without_a_label_is_the_whole_procedures() -> None:
    corpus = Corpus()
    award = corpus.notice("award", [("lot/1", P.AWARD_VALUE, total("90"))])

    file = file_of(corpus.store, corpus.procedure(award))

    assert amounts(file, P.AWARD_VALUE) == [(Scope.PROCEDURE, "", total("90"))]
    assert file.lots == ()


def test_one_notice_that_contradicts_itself_is_shown_side_by_side(sample: Sample) -> None:
    found = [d for d in file_of(sample.store, sample.procedure).differences if d.within]

    (difference,) = found
    assert difference.property is P.BUDGET
    assert [told.value for told in difference.values] == [total("5000000"), total("500")]


def test_notices_that_print_other_totals_differ() -> None:
    corpus = Corpus()
    one = corpus.notice("award", [("", P.AWARD_VALUE, total("100"))])
    two = corpus.notice("award", [("", P.AWARD_VALUE, total("200"))])
    corpus.same(one, two)

    (difference,) = file_of(corpus.store, corpus.procedure(one)).differences

    assert (difference.property, difference.within) == (P.AWARD_VALUE, False)
    assert {told.value for told in difference.values} == {total("100"), total("200")}


def test_correction_supersedes_what_was_announced_and_both_values_stay() -> None:
    corpus = Corpus()
    tender = corpus.notice(
        "tender", [("", P.PUBLISHED, "2025-03-01"), ("", P.BUDGET, total("100")), ("", P.OPENING, "2025-03-20")]
    )
    change = corpus.notice("amendment", [("", P.PUBLISHED, "2025-03-08"), ("", P.OPENING, "2025-04-02")])
    award = corpus.notice("award", [("", P.PUBLISHED, "2025-04-09"), ("", P.BUDGET, total("100"))])
    corpus.same(tender, change, award)

    file = file_of(corpus.store, corpus.procedure(tender))

    openings = [row.told for row in file.dates if row.property is P.OPENING]
    assert [(told.value, told.superseded) for told in openings] == [("2025-03-20", change), ("2025-04-02", "")]
    assert [proof.notice for told in openings for proof in told.proofs] == [tender, change]
    assert [row.told.superseded for row in file.amounts] == [""]


def test_correction_of_one_lot_leaves_the_others_as_they_were() -> None:
    corpus = Corpus()
    lots = [("lot/1", P.LOT_LABEL, "第1包"), ("lot/2", P.LOT_LABEL, "第2包")]
    award = corpus.notice(
        "award",
        [
            ("", P.PUBLISHED, "2025-03-01"),
            *lots,
            ("lot/1", P.AWARD_VALUE, total("100")),
            ("lot/2", P.AWARD_VALUE, total("200")),
            ("lot/1/supplier/1", P.SUPPLIER, "甲科技有限公司"),
        ],
    )
    change = corpus.notice(
        "amendment",
        [
            ("", P.PUBLISHED, "2025-03-08"),
            ("lot/1", P.LOT_LABEL, "1包"),
            ("lot/1", P.AWARD_VALUE, total("90")),
            ("lot/1/supplier/1", P.SUPPLIER, "乙数据有限公司"),
        ],
    )
    corpus.same(award, change)

    file = file_of(corpus.store, corpus.procedure(award))

    assert [(row.told.value, row.told.superseded) for row in file.amounts] == [
        (total("100"), change),
        (total("200"), ""),
        (total("90"), ""),
    ]
    assert [(party.name.value, party.name.superseded) for party in file.parties] == [
        ("甲科技有限公司", change),
        ("乙数据有限公司", ""),
    ]
    assert file.differences == ()


def test_notices_that_print_the_same_total_do_not_differ() -> None:
    corpus = Corpus()
    one = corpus.notice("award", [("", P.AWARD_VALUE, total("100"))])
    two = corpus.notice("contract", [("", P.AWARD_VALUE, total("100"))])
    corpus.same(one, two)

    assert file_of(corpus.store, corpus.procedure(one)).differences == ()


def test_other_attempts_of_the_project_are_siblings(sample: Sample) -> None:
    (sibling,) = file_of(sample.store, sample.procedure).siblings

    assert (sibling.procedure, sibling.round, sibling.date) == (sample.other, "2", "2026-05-06")


def test_links_say_who_joined_the_notices_and_why(sample: Sample) -> None:
    links = file_of(sample.store, sample.procedure).links

    (link,) = [link for link in links if link.question == Question.SAME_PROCEDURE]
    assert {link.one, link.other} == {sample.first, sample.award}
    assert (link.by, link.reason, link.score) == ("resolve 1", "same number", 0.99)


def test_persons_value_stands_in_place_of_softwares(sample: Sample) -> None:
    (row,) = [row for row in file_of(sample.store, sample.procedure).amounts if row.role is P.CEILING]

    assert row.told.amount == Amount(Basis.TOTAL, Decimal("4800000.00"), "CNY")
    assert row.told.correction is not None
    assert (row.told.correction.by, row.told.correction.instead_of) == ("reviewer-1", (total("4900000"),))
    assert row.told.proofs == ()


def test_empty_answer_withdraws_a_value(sample: Sample) -> None:
    file = file_of(sample.store, sample.procedure)

    assert amounts(file, P.FEE) == []
    (gone,) = file.withdrawn
    assert (gone.property, gone.correction.instead_of) == (P.FEE, ("0.0085 rate",))


def test_withdrawn_judgement_lets_software_speak_again(sample: Sample) -> None:
    sample.corpus.judge(Question.VALUE, f"{sample.first}||{P.CEILING}", "withdrawn")

    assert amounts(file_of(sample.store, sample.procedure), P.CEILING) == [(Scope.PROCEDURE, "", total("4900000"))]


def test_person_may_confirm_one_of_two_values_and_keeps_its_proof(sample: Sample) -> None:
    sample.corpus.judge(Question.VALUE, f"{sample.award}||{P.BUDGET}", total("5000000"))

    file = file_of(sample.store, sample.procedure)

    assert amounts(file, P.BUDGET) == [(Scope.PROCEDURE, "", total("5000000"))]
    assert file.differences == ()
    (row,) = [row for row in file.amounts if row.role is P.BUDGET]
    assert {proof.notice for proof in row.told.proofs} == {sample.first, sample.award}


def test_person_may_give_a_value_that_software_missed(sample: Sample) -> None:
    sample.corpus.judge(Question.VALUE, f"{sample.first}||{P.SIGNED}", "2025-05-01")

    dates = {row.property: row.told for row in file_of(sample.store, sample.procedure).dates}

    assert dates[P.SIGNED].value == "2025-05-01"
    assert dates[P.SIGNED].correction is not None


@pytest.mark.parametrize(("answer", "expected"), [("128.6万元", "1286000.00"), ("CNY 7.00 total", "7.00")])
def test_person_may_write_an_amount_as_printed_or_in_canonical_form(sample: Sample, answer: str, expected: str) -> None:
    sample.corpus.judge(Question.VALUE, f"{sample.first}||{P.CEILING}", answer)

    (row,) = [row for row in file_of(sample.store, sample.procedure).amounts if row.role is P.CEILING]

    assert row.told.amount is not None
    assert f"{row.told.amount.amount:.2f}" == expected


def test_merged_id_leads_to_the_surviving_file() -> None:
    corpus = Corpus()
    early = corpus.notice("tender", [("", P.PUBLISHED, "2025-01-01")])
    late = corpus.notice("award", [("", P.PUBLISHED, "2025-02-01")])
    old = corpus.procedure(late)
    corpus.same(early, late)

    file = file_of(corpus.store, old)

    assert (file.id, file.asked) == (corpus.procedure(early), old)


def test_name_of_a_person_is_no_party() -> None:
    corpus = Corpus()
    award = corpus.notice("award", [("", P.BUYER, BUYER), ("lot/1/supplier/1", P.SUPPLIER, "王小明")])

    file = file_of(corpus.store, corpus.procedure(award))

    assert [party.name.value for party in file.parties] == [BUYER]


def test_sole_trader_is_no_party_and_has_no_file() -> None:
    corpus = Corpus()
    trader = "临沅区小明打印店"
    award = corpus.notice(
        "award",
        [
            ("lot/1/supplier/1", P.SUPPLIER, trader),
            ("lot/1/supplier/1", P.SUPPLIER_ID, "92110000123456781W"),
            ("lot/1/supplier/1", P.AWARD_VALUE, total("500")),
        ],
    )
    organization = corpus.store.cluster(Cluster.ORGANIZATION, name_key(trader))
    assert organization is not None

    file = file_of(corpus.store, corpus.procedure(award))
    found = files.organization_file(corpus.store, organization)

    assert file.parties == ()
    assert amounts(file, P.AWARD_VALUE)[0][1] == ""
    assert found is not None
    assert (found.withheld, found.name, found.parts) == (True, "", ())


def test_organization_file_tells_roles_names_and_parts(sample: Sample) -> None:
    organization = sample.store.cluster(Cluster.ORGANIZATION, name_key(BUYER))
    assert organization is not None

    file = files.organization_file(sample.store, organization)

    assert file is not None
    assert (file.name, file.notices, file.covered) == (BUYER, 3, 3)
    assert [(role.role, role.procedures, role.notices) for role in file.roles] == [(Role.BUYER, 2, 3)]
    assert [(part.procedure, part.date) for part in file.parts] == [
        (sample.other, "2026-05-06"),
        (sample.procedure, "2025-03-01"),
    ]
    assert [place.text for place in file.places] == ["湘南省"]


def test_supplier_is_told_its_own_amounts_only(sample: Sample) -> None:
    organization = sample.store.cluster(Cluster.ORGANIZATION, name_key("甲科技有限公司"))
    assert organization is not None

    file = files.organization_file(sample.store, organization)

    assert file is not None
    (part,) = file.parts
    assert [(row.role, row.told.value) for row in part.amounts] == [(P.AWARD_VALUE, total("3250310"))]
    assert [told.value for told in file.identifiers] == ["91110000123456780W"]


def test_large_organization_is_told_by_its_newest_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "NOTICES", 2)
    corpus = Corpus()
    for year in ("2021", "2024", "2022"):
        corpus.notice("tender", [("", P.BUYER, BUYER), ("", P.PUBLISHED, f"{year}-01-01")])
    organization = corpus.store.cluster(Cluster.ORGANIZATION, name_key(BUYER))
    assert organization is not None

    file = files.organization_file(corpus.store, organization)

    assert file is not None
    assert [part.date for part in file.parts] == ["2024-01-01", "2022-01-01"]
    assert (file.notices, file.covered) == (3, 2)


def test_document_file_tells_how_it_came_and_what_it_says(sample: Sample) -> None:
    notice = sample.store.notice(sample.first)
    assert notice is not None

    file = files.document_file(sample.store, notice.document)

    assert file is not None
    assert (file.name, file.document.state) == ("tender.html", State.READ)
    assert file.reading is not None
    assert [(one.id, one.procedure) for one in file.notices] == [(sample.first, sample.procedure)]
    said = {name: told.value for _, name, told in file.notices[0].said}
    assert said[P.CEILING] == total("4800000")


def test_failed_document_has_a_file_with_its_reason(sample: Sample) -> None:
    file = files.document_file(sample.store, sample.failed)

    assert file is not None
    assert (file.reading, file.document.reason) == (None, "the file ends too early")


def test_document_that_never_came_has_no_file(sample: Sample) -> None:
    assert files.document_file(sample.store, "0" * 64) is None


def test_statement_that_is_gone_has_no_proof(sample: Sample) -> None:
    assert files.proof_of(sample.store, f"st-{sample.first.removeprefix('n-')}-00000000") is None
    assert files.proof_of(sample.store, "nonsense") is None
