"""A register's file is read row by row: organizations come in, persons are refused, errors are named."""

import gzip
import io
import json
import zipfile

import pytest

from counterfile.errors import BadUsage, TooLarge, Unreadable
from counterfile.model.register import Format, NameKind, RegisterRow, RowName, Scheme
from counterfile.resolving import _register_files as files
from counterfile.resolving.registers import Refused, Why, read

COMPANY = "91990000MAEXAMPL06"
SOLE_TRADER = "92990000MAEXAMPL16"
LEI = "EXAMPLE0000000000184"


def rows(text: str | bytes, **options: object) -> list[RegisterRow | Refused]:
    content = text.encode() if isinstance(text, str) else text
    return list(read(io.BytesIO(content), "register.csv", **options))  # type: ignore[arg-type]


def row(text: str | bytes, **options: object) -> RegisterRow:
    (found,) = rows(text, **options)
    assert isinstance(found, RegisterRow), found
    return found


def refused(text: str | bytes, **options: object) -> list[tuple[int, Why]]:
    return [(each.number, each.why) for each in rows(text, **options) if isinstance(each, Refused)]


def test_columns_of_a_chinese_table_are_recognized() -> None:
    found = row(
        f"序号,企业名称,统一社会信用代码,曾用名,注册地址,登记状态\n7,澄湾测绘技术有限公司,{COMPANY},,临沅市北街,存续\n"
    )

    assert (found.name, found.id, found.address, found.status) == ("澄湾测绘技术有限公司", "7", "临沅市北街", "存续")
    assert [(each.scheme, each.code) for each in found.identifiers] == [(Scheme.USCC, COMPANY)]


def test_named_column_goes_before_the_recognized_one() -> None:
    found = row("name,party\nx,Harbor Survey Ltd\n", columns={"name": "Party"})

    assert found.name == "Harbor Survey Ltd"


def test_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadUsage, match=r"no column 'firm'; its columns are: a, b"):
        rows("a,b\n1,2\n", columns={"name": "firm"})


def test_field_that_is_none_is_named_with_those_that_are() -> None:
    with pytest.raises(BadUsage, match="there is no field phone; there are: name"):
        rows("name\nx\n", columns={"phone": "name"})


def test_table_without_names_says_how_to_name_the_column() -> None:
    with pytest.raises(BadUsage, match="--column name="):
        rows("a,b\n1,2\n")


def test_former_names_keep_their_dates() -> None:
    found = row(
        "name;former names\nHarbor Survey Ltd;Port Maps Ltd (1998-02-01 - 2004/5/1) | Bay Charts (until 1998)\n"
    )

    assert found.names[1:] == (
        RowName("Port Maps Ltd", NameKind.FORMER, "1998-02-01", "2004-05-01"),
        RowName("Bay Charts", NameKind.FORMER, "", "1998"),
    )


@pytest.mark.parametrize(
    "line",
    [
        f"青石百货店,{SOLE_TRADER},",
        "青石百货店,9299****EXAMPL9**6,",
        "青石百货店,,个体工商户",
        "Harbor Paints,,Sole trader",
        "何某某,,",
        "Harbor Paints,,individual",
    ],
)
def test_natural_persons_are_refused(line: str) -> None:
    assert refused(f"名称,统一社会信用代码,企业类型\n{line}\n") == [(1, Why.PERSON)]


def test_nothing_of_a_refused_person_is_said() -> None:
    (found,) = rows("name,type\n何某某,自然人\n")

    assert isinstance(found, Refused)
    assert "何" not in found.says


def test_misprinted_credit_code_is_no_identifier() -> None:
    assert row(f"name,uscc\n澄湾测绘技术有限公司,{COMPANY[:-1]}7\n").identifiers == ()


def test_vat_number_is_checked() -> None:
    found = rows("name,vat\nBeispiel Vermessung GmbH,DE136695976\nBeispiel Karten GmbH,DE136695977\n")

    schemes = [[each.scheme for each in one.identifiers] for one in found if isinstance(one, RegisterRow)]
    assert schemes == [[Scheme.VAT], [Scheme.NUMBER]]


def test_rows_with_too_many_cells_or_without_a_name_are_errors_and_the_rest_is_read() -> None:
    found = rows('name,city\nHarbor Survey Ltd,Bay\na,b,c\n"",Bay\nHarbor Paints Ltd,Bay\n')

    assert [each.number if isinstance(each, Refused) else each.name for each in found] == [
        "Harbor Survey Ltd",
        2,
        3,
        "Harbor Paints Ltd",
    ]


def test_tables_in_gb18030_and_utf16_are_read() -> None:
    text = "名称,城市\n澄湾测绘技术有限公司,临沅\n"

    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        assert row(text.encode(encoding)).name == "澄湾测绘技术有限公司"


def test_bytes_that_are_no_text_make_their_row_an_error() -> None:
    content = "名称,城市\n".encode() + b"a,b\n" * 20_000 + b"\xff\xfa broken,x\n"

    assert refused(content) == [(20_001, Why.ERROR)]


def test_gzip_and_zip_of_one_are_unpacked() -> None:
    text = b"name\nHarbor Survey Ltd\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("register.csv", text)

    assert row(gzip.compress(text)).name == row(packed.getvalue()).name == "Harbor Survey Ltd"


def test_zip_of_two_files_is_refused_with_what_is_wanted() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "name\n")
        archive.writestr("b.csv", "name\n")

    with pytest.raises(Unreadable, match="holds 2 files; one table"):
        rows(packed.getvalue())


def test_damaged_gzip_is_refused() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        rows(gzip.compress(b"name\n" + bytes(range(65, 90)) * 9000)[:-20])


def test_endless_line_is_refused() -> None:
    with pytest.raises(TooLarge, match="a line has more than"):
        rows(b"name\n" + b"x" * (files.LINE + 1))


def test_whole_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1000)

    with pytest.raises(TooLarge, match="split it"):
        rows(b"name\n" + b"Harbor Survey Ltd\n" * 100)


def test_file_stays_open_for_a_second_reading() -> None:
    file = io.BytesIO(b"name\nHarbor Survey Ltd\n")

    assert files.described_format(file, "x") is Format.CSV
    assert len(list(read(file, "x"))) == len(list(read(file, "x"))) == 1


def entity(schema: str, **said: list[str]) -> str:
    return json.dumps({"id": "x-1", "schema": schema, "properties": said}, ensure_ascii=False) + "\n"


def test_follow_the_money_gives_organizations_with_all_their_names() -> None:
    found = row(
        entity(
            "Company",
            name=["Harbor Survey Ltd", "Harbor Survey Limited"],
            previousName=["Port Maps Ltd"],
            leiCode=[LEI],
            jurisdiction=["gb"],
        )
    )

    assert [(each.text, each.kind) for each in found.names] == [
        ("Harbor Survey Ltd", NameKind.LEGAL),
        ("Harbor Survey Limited", NameKind.OTHER),
        ("Port Maps Ltd", NameKind.FORMER),
    ]
    assert (found.id, found.country, found.identifiers[0].scheme) == ("x-1", "gb", Scheme.LEI)


def test_follow_the_money_persons_and_relations_stay_outside() -> None:
    text = (
        entity("Person", name=["何某某"])
        + entity("LegalEntity", name=["A. Example"], birthDate=["1970-01-01"])
        + entity("Ownership", owner=["x-1"])
        + "{broken\n"
        + entity("PublicBody", name=["临沅市水务局"])
    )

    assert refused(text) == [(1, Why.PERSON), (2, Why.PERSON), (3, Why.OTHER), (4, Why.ERROR)]


def test_opencorporates_rows_have_the_jurisdictions_number_and_dated_previous_names() -> None:
    previous = json.dumps([{"company_name": "Port Maps Ltd", "con_date": "2004-05-01"}]).replace('"', '""')
    found = row(
        "company_number,jurisdiction_code,name,current_status,previous_names,company_type\n"
        f'0099001X,us_ca,Harbor Survey Ltd,Active,"{previous}",LLC\n'
    )

    assert (found.id, found.country) == ("us_ca/0099001X", "us")
    assert found.names[1] == RowName("Port Maps Ltd", NameKind.FORMER, "", "2004-05-01")
    assert found.identifiers[0].code == "0099001X"


GLEIF = (
    "LEI,Entity.LegalName,Entity.OtherEntityNames.OtherEntityName.1,Entity.OtherEntityNames.OtherEntityName.1.type,"
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName.1,Entity.LegalAddress.City,"
    "Entity.LegalJurisdiction,Entity.RegistrationAuthority.RegistrationAuthorityEntityID,Entity.EntityCategory,"
    "Entity.LegalEntityEvents.LegalEntityEvent.1.LegalEntityEventType,"
    "Entity.LegalEntityEvents.LegalEntityEvent.1.LegalEntityEventEffectiveDate\n"
)


def test_gleif_rows_have_both_numbers_and_the_date_of_a_change_of_name() -> None:
    found = row(
        GLEIF
        + f"{LEI},澄湾测绘技术有限公司,临沅图文有限公司,PREVIOUS_LEGAL_NAME,Chengwan Survey Co Ltd,Linyuan,CN,{COMPANY},"
        "GENERAL,CHANGE_LEGAL_NAME,2019-03-04T00:00:00Z\n"
    )

    assert [(each.text, each.kind, each.until) for each in found.names] == [
        ("澄湾测绘技术有限公司", NameKind.LEGAL, ""),
        ("临沅图文有限公司", NameKind.FORMER, "2019-03-04"),
        ("Chengwan Survey Co Ltd", NameKind.OTHER, ""),
    ]
    assert {each.scheme for each in found.identifiers} == {Scheme.LEI, Scheme.USCC}
    assert found.country == "cn"


def test_gleif_refuses_sole_proprietors_and_wrong_check_digits() -> None:
    text = (
        GLEIF
        + f"{LEI},Harbor Paints,,,,Bay,GB,,SOLE_PROPRIETOR,,\n"
        + f"{LEI[:-1]}5,Harbor Survey Ltd,,,,Bay,GB,,GENERAL,,\n"
    )

    assert refused(text) == [(1, Why.PERSON), (2, Why.ERROR)]


def test_columns_are_named_for_csv_only() -> None:
    with pytest.raises(BadUsage, match="for --format csv only"):
        rows(entity("Company", name=["x"]), columns={"name": "title"})


def test_format_is_recognized_by_the_beginning() -> None:
    assert files.recognize(b"\xef\xbb\xbfcompany_number,jurisdiction_code,name") is Format.OPENCORPORATES
    assert files.recognize(GLEIF.encode()) is Format.GLEIF
    assert files.recognize("名称,地址".encode("gb18030")) is Format.CSV
