"""Notices that name their values by machine: OCDS, eForms and TED, each with its own traps."""

from __future__ import annotations

import json

import pytest

from counterfile.model.notice import Property
from counterfile.model.reading import Draft, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors._structured_fields import lot_key_among, names_no_person
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.readers.eforms import EformsReader
from counterfile.plugins.readers.html import HtmlReader
from counterfile.plugins.readers.ocds import OcdsReader
from counterfile.stages.extract import extract_reading
from counterfile.text.codes import method_of_code, stage_of_code, status_of_code


def statements(draft: Draft) -> tuple[Statement, ...]:
    segments = draft.segments or (Segment(0, len(draft.text)),)
    reading = Reading("rd-" + "0" * 20, "ab" * 32, "test", draft.text, draft.blocks, draft.pages, segments)
    return extract_reading(reading, [StructuredExtractor()])[0][1]


def said(found: tuple[Statement, ...], prop: Property) -> list[tuple[str, str]]:
    return [(one.subject, one.value) for one in found if one.property is prop]


def release(**sections: object) -> tuple[Statement, ...]:
    content = {"ocid": "ocds-abc123-1", "id": "1", "date": "2024-05-06T00:00:00Z", "tag": ["award"], **sections}
    return statements(OcdsReader().read(json.dumps(content).encode(), "release.json"))


def money(amount: float) -> dict[str, object]:
    return {"amount": amount, "currency": "EUR"}


def ted(form: str, inner: str, *, kind: str = "Contract award notice", more: str = "") -> tuple[Statement, ...]:
    xml = f"""<TED_EXPORT xmlns="ted" DOC_ID="012345-2021"><CODED_DATA_SECTION><REF_OJS><DATE_PUB>20210405</DATE_PUB></REF_OJS>
    <NOTICE_DATA><NO_DOC_OJS>2021/S 065-012345</NO_DOC_OJS><LG_ORIG>FR</LG_ORIG></NOTICE_DATA>
    <CODIF_DATA><TD_DOCUMENT_TYPE CODE="7">{kind}</TD_DOCUMENT_TYPE></CODIF_DATA></CODED_DATA_SECTION><FORM_SECTION>
    <{form} CATEGORY="ORIGINAL" FORM="{form[:3]}" LG="FR">{inner}</{form}>{more}</FORM_SECTION></TED_EXPORT>"""
    return statements(EformsReader().read(xml.encode(), "notice.xml"))


BODY = """<CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY><OFFICIALNAME>Ville de Montvert</OFFICIALNAME>
<NATIONALID>998877</NATIONALID></ADDRESS_CONTRACTING_BODY></CONTRACTING_BODY>"""


def won(name: str, amount: str, lot: str = "") -> str:
    return f"""<AWARD_CONTRACT>{f"<LOT_NO>{lot}</LOT_NO>" if lot else ""}<TITLE><P>Marché</P></TITLE><AWARDED_CONTRACT>
    <DATE_CONCLUSION_CONTRACT>2021-03-02</DATE_CONCLUSION_CONTRACT><CONTRACTORS><CONTRACTOR><ADDRESS_CONTRACTOR>
    <OFFICIALNAME>{name}</OFFICIALNAME></ADDRESS_CONTRACTOR></CONTRACTOR></CONTRACTORS>
    <VALUES><VAL_TOTAL CURRENCY="EUR">{amount}</VAL_TOTAL></VALUES></AWARDED_CONTRACT></AWARD_CONTRACT>"""


# --- TED -------------------------------------------------------------------------------------------------------------


def test_a_ted_award_gives_each_lot_its_title_supplier_and_sum() -> None:
    lots = "".join(
        f'<OBJECT_DESCR ITEM="{number}"><TITLE><P>Lot {name}</P></TITLE><LOT_NO>{number}</LOT_NO></OBJECT_DESCR>'
        for number, name in ((1, "caméras"), (2, "serveurs"))
    )

    found = ted(
        "F03_2014",
        f"{BODY}<OBJECT_CONTRACT><TITLE><P>Vidéoprotection</P></TITLE><REFERENCE_NUMBER>2020-17</REFERENCE_NUMBER>"
        f"<LOT_DIVISION/>{lots}</OBJECT_CONTRACT>{won('Exemplia Réseaux SARL', '1200.50', '1')}"
        f"{won('Nordlicht Bau GmbH', '99000', '2 / premier rang')}",
    )

    assert said(found, Property.BUYER) == [("", "Ville de Montvert")]
    assert said(found, Property.TITLE) == [("", "Vidéoprotection")]
    assert said(found, Property.NUMBER) == [("", "012345-2021"), ("", "2020-17")]
    assert said(found, Property.LOT_TITLE) == [("lot/1", "Lot caméras"), ("lot/2", "Lot serveurs")]
    assert [value for _, value in said(found, Property.SUPPLIER)] == ["Exemplia Réseaux SARL", "Nordlicht Bau GmbH"]
    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 1200.50 total"), ("lot/2", "EUR 99000.00 total")]
    assert said(found, Property.SIGNED) == [("", "2021-03-02")]


def test_a_notice_that_says_it_has_no_lots_has_none_whatever_its_awards_number() -> None:
    found = ted(
        "F03_2014",
        f"{BODY}<OBJECT_CONTRACT><TITLE><P>Étude</P></TITLE><NO_LOT_DIVISION/></OBJECT_CONTRACT>{won('Exemplia SA', '7', 'N/A')}",
    )

    assert said(found, Property.LOT_LABEL) == []
    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 7.00 total")]


def test_the_total_of_a_framework_is_its_ceiling_and_no_award() -> None:
    found = ted(
        "F03_2014",
        f"{BODY}<OBJECT_CONTRACT><TITLE><P>Cadre</P></TITLE><VAL_TOTAL CURRENCY='EUR'>5000</VAL_TOTAL></OBJECT_CONTRACT>"
        "<PROCEDURE><PT_OPEN/><FRAMEWORK/></PROCEDURE>",
    )

    assert said(found, Property.CEILING) == [("", "EUR 5000.00 total")]
    assert said(found, Property.AWARD_VALUE) == []


def test_a_sum_for_several_lots_is_stated_for_none_of_them() -> None:
    award = won("Exemplia SA", "300").replace("<TITLE>", "<LOT_NO>1</LOT_NO><LOT_NO>2</LOT_NO><TITLE>", 1)

    found = ted("F03_2014", f"{BODY}<OBJECT_CONTRACT><TITLE><P>X</P></TITLE></OBJECT_CONTRACT>{award}")

    assert [label for _, label in said(found, Property.LOT_LABEL)] == ["1", "2"]
    assert len(said(found, Property.SUPPLIER)) == 2
    assert said(found, Property.AWARD_VALUE) == []


def test_a_sole_trader_is_no_supplier_and_the_sum_stays_with_the_lot() -> None:
    found = ted(
        "F03_2014", f"{BODY}<OBJECT_CONTRACT><TITLE><P>X</P></TITLE></OBJECT_CONTRACT>{won('Anna Exemple', '300')}"
    )

    assert said(found, Property.SUPPLIER) == []
    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 300.00 total")]


def test_of_forms_in_two_languages_the_notices_own_is_read() -> None:
    other = '<F02_2014 CATEGORY="ORIGINAL" FORM="F02" LG="DE"><OBJECT_CONTRACT><TITLE><P>Kameras</P></TITLE></OBJECT_CONTRACT></F02_2014>'

    found = ted(
        "F02_2014",
        "<OBJECT_CONTRACT><TITLE><P>Caméras</P></TITLE></OBJECT_CONTRACT>",
        kind="Contract notice",
        more=other,
    )

    assert said(found, Property.TITLE) == [("", "Caméras")]


def test_without_an_original_one_of_the_translations_is_read_whole() -> None:
    forms = "".join(
        f'<F02_2014 CATEGORY="TRANSLATION" LG="{language}"><OBJECT_CONTRACT><TITLE><P>{title}</P></TITLE>'
        f"<SHORT_DESCR><P>{words}</P></SHORT_DESCR></OBJECT_CONTRACT></F02_2014>"
        for language, title, words in (("DA", "Kameraer", "Mange"), ("EN", "Cameras", "Many"))
    )
    xml = f"<TED_EXPORT xmlns='ted'><FORM_SECTION>{forms}</FORM_SECTION></TED_EXPORT>"

    draft = EformsReader().read(xml.encode(), "notice.xml")

    assert "Many" in draft.text
    assert "Kameraer" in draft.text
    assert "Mange" not in draft.text


def test_a_defence_form_is_read_though_it_calls_everything_otherwise() -> None:
    date = "<DAY>02</DAY><MONTH>3</MONTH><YEAR>2021</YEAR>"

    found = ted(
        "CONTRACT_AWARD_DEFENCE",
        f"""<FD_CONTRACT_AWARD_DEFENCE><AUTHORITY><NAMES><CA_CE_CONCESSIONAIRE_PROFILE><ORGANISATION>
        <OFFICIALNAME>Ministère d'Exemplie</OFFICIALNAME></ORGANISATION></CA_CE_CONCESSIONAIRE_PROFILE></NAMES></AUTHORITY>
        <OBJECT><TITLE_CONTRACT><P>Radars</P></TITLE_CONTRACT></OBJECT><AWARD_OF_CONTRACT_DEFENCE><LOT_NUMBER>2</LOT_NUMBER>
        <CONTRACT_AWARD_DATE>{date}</CONTRACT_AWARD_DATE><ECONOMIC_OPERATOR_NAME_ADDRESS><CONTACT_DATA><ORGANISATION>
        <OFFICIALNAME>Quenby Systems Ltd</OFFICIALNAME></ORGANISATION></CONTACT_DATA></ECONOMIC_OPERATOR_NAME_ADDRESS>
        <CONTRACT_VALUE_INFORMATION><COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE CURRENCY="EUR">
        <VALUE_COST FMTVAL="2378469.28">2 378 469,28</VALUE_COST></COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE>
        </CONTRACT_VALUE_INFORMATION></AWARD_OF_CONTRACT_DEFENCE></FD_CONTRACT_AWARD_DEFENCE>""",
    )

    assert said(found, Property.BUYER) == [("", "Ministère d'Exemplie")]
    assert said(found, Property.TITLE) == [("", "Radars")]
    assert said(found, Property.SIGNED) == [("", "2021-03-02")]
    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 2378469.28 total")]
    assert [value for _, value in said(found, Property.SUPPLIER)] == ["Quenby Systems Ltd"]


def test_an_empty_element_is_an_answer() -> None:
    xml = "<TED_EXPORT xmlns='ted'><FORM_SECTION><F02_2014 LG='EN'><PROCEDURE><PT_OPEN/></PROCEDURE></F02_2014></FORM_SECTION></TED_EXPORT>"

    draft = EformsReader().read(xml.encode(), "notice.xml")

    assert "PT_OPEN" in [
        draft.text[block.start : block.end] for block in draft.blocks if block.name.endswith("/PT_OPEN")
    ]


# --- eForms ----------------------------------------------------------------------------------------------------------


def eforms(extension: str, body: str, root: str = "ContractAwardNotice") -> tuple[Statement, ...]:
    xml = f"""<{root} xmlns="urn:x"><UBLExtensions><UBLExtension><ExtensionContent><EformsExtension>{extension}</EformsExtension>
    </ExtensionContent></UBLExtension></UBLExtensions><ContractFolderID>5c1f4b0a-0000-4000-8000-000000000017</ContractFolderID>
    <NoticeTypeCode>can-standard</NoticeTypeCode><NoticeLanguageCode>FRA</NoticeLanguageCode>{body}</{root}>"""
    return statements(EformsReader().read(xml.encode(), "notice.xml"))


def company(number: int, name: str, more: str = "") -> str:
    return f"""<Organization>{more}<Company><PartyIdentification><ID>ORG-{number}</ID></PartyIdentification><PartyName>
    <Name>{name}</Name></PartyName></Company></Organization>"""


def tender(number: int, organization: int, amount: str) -> str:
    return f"""<LotTender><ID>TEN-{number}</ID><LegalMonetaryTotal><PayableAmount currencyID="EUR">{amount}</PayableAmount>
    </LegalMonetaryTotal><TenderingParty><ID>TPA-{number}</ID></TenderingParty><TenderLot><ID>LOT-0001</ID></TenderLot></LotTender>
    <TenderingParty><ID>TPA-{number}</ID><Tenderer><ID>ORG-{organization}</ID></Tenderer></TenderingParty>"""


def test_only_the_tender_that_a_contract_follows_has_won() -> None:
    found = eforms(
        f"<Organizations>{company(1, 'Exemplia SA')}{company(2, 'Quenby Systems Ltd')}</Organizations><NoticeResult>"
        f"{tender(1, 1, '10')}{tender(2, 2, '20')}<SettledContract><LotTender><ID>TEN-2</ID></LotTender></SettledContract></NoticeResult>",
        "<ProcurementProjectLot><ID>LOT-0001</ID></ProcurementProjectLot>",
    )

    assert [value for _, value in said(found, Property.SUPPLIER)] == ["Quenby Systems Ltd"]
    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 20.00 total")]


def test_the_name_in_the_notices_language_is_taken() -> None:
    found = eforms(
        "",
        '<ProcurementProject><Name languageID="DEU">Kameras</Name><Name languageID="FRA">Caméras</Name></ProcurementProject>',
    )

    assert said(found, Property.TITLE) == [("", "Caméras")]


def test_a_buyer_with_a_name_in_each_language_is_named_in_the_notices() -> None:
    names = "".join(
        f'<PartyName><Name languageID="{language}">{name}</Name></PartyName>'
        for language, name in (("NLD", "Stad Voorbeeld"), ("FRA", "Ville d'Exemple"))
    )

    found = eforms(
        "<Organizations><Organization><Company><PartyIdentification><ID>ORG-1</ID></PartyIdentification>"
        f"{names}</Company></Organization></Organizations>",
        "<ContractingParty><Party><PartyIdentification><ID>ORG-1</ID></PartyIdentification></Party></ContractingParty>",
    )

    assert said(found, Property.BUYER) == [("", "Ville d'Exemple")]


def test_the_lot_of_an_undivided_procedure_has_no_label() -> None:
    found = eforms(
        "",
        """<ProcurementProjectLot><ID>LOT-0000</ID><ProcurementProject><Name>Caméras</Name><RequestedTenderTotal>
        <EstimatedOverallContractAmount currencyID="EUR">900</EstimatedOverallContractAmount></RequestedTenderTotal>
        </ProcurementProject></ProcurementProjectLot>""",
    )

    assert said(found, Property.LOT_LABEL) == []
    assert said(found, Property.ESTIMATE) == [("lot/1", "EUR 900.00 total")]


# --- OCDS ------------------------------------------------------------------------------------------------------------


def test_values_of_award_and_contract_are_never_mixed() -> None:
    found = release(
        awards=[{"id": "a", "status": "active", "value": money(10), "suppliers": [{"name": "Quenby Systems Ltd"}]}],
        contracts=[{"id": "c", "awardID": "a", "value": money(12)}],
    )

    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 10.00 total")]
    assert said(found, Property.CONTRACT_VALUE) == [("lot/1", "EUR 12.00 total")]


def test_of_several_contracts_for_one_award_none_is_its_value() -> None:
    found = release(
        awards=[{"id": "a", "status": "active", "suppliers": [{"name": "Quenby Systems Ltd"}]}],
        contracts=[{"id": name, "awardID": "a", "value": money(12)} for name in ("c1", "c2")],
    )

    assert said(found, Property.CONTRACT_VALUE) == []


def test_a_supplier_named_only_among_the_parties_is_found_by_its_id() -> None:
    found = release(
        parties=[
            {"id": "p1", "name": "Quenby Systems Ltd", "roles": ["supplier"], "identifier": {"id": "77"}},
            {"id": "p2", "name": "Oldemar Municipal Council", "roles": ["buyer"]},
        ],
        buyer={"id": "p2"},
        awards=[{"id": "a", "status": "active", "suppliers": [{"id": "p1"}]}],
    )

    assert [value for _, value in said(found, Property.SUPPLIER)] == ["Quenby Systems Ltd"]
    assert [value for _, value in said(found, Property.SUPPLIER_ID)] == ["77"]
    assert said(found, Property.BUYER) == [("", "Oldemar Municipal Council")]


def test_two_awards_to_one_supplier_keep_their_sums_apart() -> None:
    found = release(
        awards=[
            {"id": name, "status": "active", "value": money(amount), "suppliers": [{"name": "Quenby Systems Ltd"}]}
            for name, amount in (("a1", 10), ("a2", 20))
        ]
    )

    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 10.00 total"), ("lot/2", "EUR 20.00 total")]


def test_a_cancelled_award_names_no_supplier() -> None:
    found = release(
        awards=[{"id": "a", "status": "cancelled", "value": money(10), "suppliers": [{"name": "Quenby Systems Ltd"}]}],
        tender={"id": "t", "title": "Cameras"},
    )

    assert said(found, Property.SUPPLIER) == []
    assert said(found, Property.AWARD_VALUE) == []


def test_a_release_tagged_as_a_tender_that_states_awards_has_no_stage_and_keeps_them() -> None:
    found = release(
        tag=["tender"],
        tender={"id": "t"},
        awards=[{"id": "a", "status": "active", "value": money(10), "suppliers": [{"name": "Quenby Systems Ltd"}]}],
    )

    assert said(found, Property.STAGE) == []
    assert [value for _, value in said(found, Property.SUPPLIER)] == ["Quenby Systems Ltd"]


def test_a_single_person_among_the_suppliers_is_left_out() -> None:
    found = release(
        awards=[{"id": "a", "status": "active", "value": money(10), "suppliers": [{"name": "Juana Ejemplo Ficticia"}]}]
    )

    assert said(found, Property.SUPPLIER) == []
    assert said(found, Property.AWARD_VALUE) == [("lot/1", "EUR 10.00 total")]


@pytest.mark.parametrize(
    "odd", [{"tag": [{}]}, {"tag": "award"}, {"awards": [{"relatedLots": [{"id": "1"}]}]}, {"awards": ["x"]}]
)
def test_odd_shapes_state_less_and_break_nothing(odd: dict[str, object]) -> None:
    found = release(tender={"id": "t-1", "title": "Cameras"}, **odd)

    assert said(found, Property.NUMBER) == [("", "t-1")]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_meta_tags_of_government_sites_give_title_and_date() -> None:
    page = """<html><head><meta name="ArticleTitle" content="云岭市公安局视频会议设备中标公告">
    <meta name="PubDate" content="2026-03-16 09:30"><meta name="ContentSource" content="云岭市政府网"></head>
    <body><p>采购人：云岭市公安局</p></body></html>"""
    draft = HtmlReader().read(page.encode(), "a.html")
    reading = Reading(
        "rd-" + "0" * 20, "ab" * 32, "t", draft.text, draft.blocks, draft.pages, (Segment(0, len(draft.text)),)
    )

    found = {one.property: one.value for one in StructuredExtractor().propose(reading, reading.segments[0])}

    assert found == {Property.NOTICE_TITLE: "云岭市公安局视频会议设备中标公告", Property.PUBLISHED: "2026-03-16"}


# --- who may be named, codes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "„ПРИМЕР МЕД” ООД",
        "ΠΑΡΑΔΕΙΓΜΑ Α.Ε.",
        "SARL Exemplia",
        "Exemplo, Lda.",
        "Przykład Sp. z o.o.",
        "Quenbix",
        "NZK Architectes",
    ],
)
def test_companies_of_every_script_may_be_named(name: str) -> None:
    assert names_no_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anna Exemple",
        "EXEMPLE Anna",
        "Dr. Anna Muster",
        "ЕТ Анна Примерова",
        "Jan Novak e.K.",
        "n/a",
        "entfällt",
        "王小明",
    ],
)
def test_persons_and_nobodies_may_not(name: str) -> None:
    assert not names_no_person(name)


def test_a_lot_named_with_a_rank_is_the_lot() -> None:
    assert lot_key_among("1 / second in line", {"1", "2"}) == "1"
    assert lot_key_among("1.1A", {"1", "2"}) == "1.1A"
    assert lot_key_among("1", {"1-STUDY", "2-WORKS"}) == "1-STUDY"


def test_codes_of_three_standards_mean_the_same() -> None:
    assert {method_of_code(code) for code in ("open", "PT_OPEN", "Open  procedure")} == {"open"}
    assert {str(status_of_code(code)) for code in ("clos-nw", "unsuccessful", "NO_AWARDED_CONTRACT")} == {"failed"}
    assert str(stage_of_code("Concession award notice")) == "award"
    assert (method_of_code("Not applicable"), status_of_code("active"), stage_of_code("")) == (None, None, None)


def test_a_decimal_comma_in_a_machines_field_never_multiplies_by_a_hundred() -> None:
    award = {"id": "a", "status": "active", "value": {"amount": "1234,56", "currency": "EUR"}}

    found = release(tender={"id": "t-1"}, awards=[award])

    assert said(found, Property.AWARD_VALUE) in ([], [("lot/1", "EUR 1234.56 total")])


@pytest.mark.parametrize(
    "name", ["Anna Muster architect", "Gustav Bauer", "Ahmed Muster", "Vojtech Vzor", "Janet Monet"]
)
def test_names_that_end_or_begin_like_a_trade_are_still_persons(name: str) -> None:
    assert not names_no_person(name)


def test_a_lot_named_in_short_is_the_one_that_begins_so() -> None:
    assert lot_key_among("1", {"1-STUDY", "2-WORKS"}) == "1-STUDY"
    assert lot_key_among("1", {"1.1", "2"}) == "1"


# --- pages that describe themselves ----------------------------------------------------------------------------------


def test_a_page_that_describes_itself_gives_title_and_date_but_an_event_of_it_does_not() -> None:
    linked = """<script type="application/ld+json">[{"@type": "Event", "headline": "Open day", "datePublished": "2020-01-01"},
    {"@type": "Article", "headline": "Contract award notice: school desks", "datePublished": "2024-05-06T08:00:00Z"}]
    </script>"""
    page = f"<html><head>{linked}</head><body><p>{'Buyer and award. ' * 20}</p></body></html>"
    draft = HtmlReader().read(page.encode(), "a.html")
    whole = Segment(0, len(draft.text))
    reading = Reading("rd-" + "0" * 20, "ab" * 32, "test", draft.text, draft.blocks, draft.pages, (whole,))

    found = {(one.property, one.value) for one in StructuredExtractor().propose(reading, whole)}

    assert found == {
        (Property.PUBLISHED, "2024-05-06"),
        (Property.NOTICE_TITLE, "Contract award notice: school desks"),
    }
