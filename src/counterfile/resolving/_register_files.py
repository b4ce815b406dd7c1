"""Rows of a register's file, read as a stream: CSV, FollowTheMoney, OpenCorporates, GLEIF; plain, gzip or a ZIP of one.

However long the file is, one row at a time is held. A row that tells of a natural person is refused, one that cannot be
read is named with its number and its reason; nothing of either is kept.

Source:
    https://followthemoney.tech/explorer/ (properties of Company, Organization, PublicBody, LegalEntity);
    https://api.opencorporates.com/documentation/API-Reference (columns of a company);
    https://www.gleif.org/en/lei-data/gleif-golden-copy (level 1, common data file 3.1, flattened to CSV).
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import IO, Any

import msgspec
from stdnum.eu import vat

from counterfile.errors import BadUsage, TooLarge, Unreadable
from counterfile.model.register import Format, Identifier, NameKind, RegisterRow, RowName, Scheme
from counterfile.resolving._words import SOLE_TRADER
from counterfile.text.identifiers import UsccClass, is_uscc, uscc_class
from counterfile.text.names import is_organization
from counterfile.text.script import fold

LINE = 1 << 20
"""Characters of one row; a longer one is no row of a register."""

LARGEST = 32 << 30
"""Bytes of a register when unpacked."""

MOST_NAMES = 40
"""Names of one row that are kept."""

_HEAD = 1 << 16


class Why(StrEnum):
    """Why a row was not taken in."""

    PERSON = "person"
    OTHER = "other"
    """It tells of no organization: an ownership, an address."""
    ERROR = "error"


class Refused(msgspec.Struct, frozen=True):
    """A row that was not taken in."""

    number: int
    why: Why
    says: str
    """Why, one clause; nothing of a person's row is quoted."""


def read(
    file: IO[bytes], name: str, format: Format | None = None, columns: Mapping[str, str] | None = None
) -> Generator[RegisterRow | Refused, None, None]:
    """Yield every row of a register, in order.

    Args:
        file: Open at its beginning, seekable.
        name: Its own name, for messages.
        format: How it is written; recognized by its beginning where None.
        columns: Field -> column for `Format.CSV`, before what is recognized; see `FIELDS`.

    Raises:
        BadUsage: a named field or column is not there, or the columns that the format wants are missing.
        Unreadable: it is no text, or a damaged gzip or ZIP.
        TooLarge: a row or the whole is longer than the limits.
    """
    with _unpacked(file, name) as raw:
        head = _head(raw, name)
        lines = _Lines(raw, name, _encoding(head))
        try:
            yield from _READERS[format or recognize(head)](lines, name, columns or {})
        except (zlib.error, EOFError, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise Unreadable(f"{name}: it is damaged ({error}); get it again from its source") from error
        finally:
            lines.release()


def described_format(file: IO[bytes], name: str) -> Format:
    """Return how a file is written, by its beginning; see `read`."""
    with _unpacked(file, name) as raw:
        return recognize(_head(raw, name))


def recognize(head: bytes) -> Format:
    """Return how a register is written, by its first bytes.

    >>> recognize(b'{"id": "x", "schema": "Company"}'), recognize(b"LEI,Entity.LegalName"), recognize(b"name,city")
    (<Format.FTM: 'ftm'>, <Format.GLEIF: 'gleif'>, <Format.CSV: 'csv'>)
    """
    text = head.decode(_encoding(head), "replace").lstrip("\ufeff \r\n\t")
    if text.startswith("{"):
        return Format.FTM
    header = fold(text.partition("\n")[0])
    if "entity.legalname" in header:
        return Format.GLEIF
    if "jurisdiction_code" in header and "company_number" in header:
        return Format.OPENCORPORATES
    return Format.CSV


def _head(raw: io.BufferedReader, name: str) -> bytes:
    try:
        return raw.peek(_HEAD)[:_HEAD]
    except (zlib.error, EOFError, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise Unreadable(f"{name}: it is damaged ({error}); get it again from its source") from error


@contextmanager
def _unpacked(file: IO[bytes], name: str) -> Iterator[io.BufferedReader]:
    """Give the file's content, unpacked; the file itself stays open."""
    file.seek(0)
    magic = file.read(4)
    file.seek(0)
    if magic[:2] == b"\x1f\x8b":
        inner: Any = gzip.GzipFile(fileobj=file)
    elif magic == b"PK\x03\x04":
        inner = _only_member(file, name)
    else:
        inner = file
    raw = io.BufferedReader(inner, _HEAD)
    try:
        yield raw
    finally:
        raw.detach()


def _only_member(file: IO[bytes], name: str) -> IO[bytes]:
    try:
        packed = zipfile.ZipFile(file)
        members = [member for member in packed.infolist() if not member.is_dir()]
        if len(members) == 1 and not members[0].flag_bits & 1:
            return packed.open(members[0])
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Unreadable(f"{name}: it is a damaged ZIP ({error}); get it again from its source") from error
    held = "it is locked" if len(members) == 1 else f"it holds {len(members)} files"
    raise Unreadable(f"{name}: {held}; one table without a password is wanted, unpack it first")


def _encoding(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        # The last character of the head may be cut.
        head[: len(head) - 3 if len(head) >= _HEAD else len(head)].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(head) - error.start > 3 or len(head) < _HEAD:
            return "gb18030"
    return "utf-8-sig"


class _Lines:
    """Lines of text, each with a limit on its length, all together with one on their bytes."""

    def __init__(self, raw: io.BufferedReader, name: str, encoding: str) -> None:
        self._text = io.TextIOWrapper(raw, encoding, errors="replace", newline="")
        self._name = name
        self._read = 0

    def release(self) -> None:
        """Let go of the bytes below, which stay open."""
        self._text.detach()

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LINE + 1):
            self._read += len(line)
            if len(line) > LINE:
                raise TooLarge(f"{self._name}: a line has more than {LINE:,} characters; a table with rows is wanted")
            if self._read > LARGEST:
                raise TooLarge(f"{self._name}: it has more than {LARGEST >> 30} GB; split it")
            if "\0" in line:
                raise Unreadable(f"{self._name}: it is no text (a zero byte); export it as CSV or JSON lines")
            yield line


# ---------------------------------------------------------------- tables


def _table(lines: Iterable[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number, cells) of each row that is not blank, the header as number 0."""
    csv.field_size_limit(LINE)
    source = iter(lines)
    first = next(source, "")
    delimiter = max((",", ";", "\t", "|"), key=lambda sign: (first.count(sign), sign == ","))
    rows = csv.reader(_again(first, source), delimiter=delimiter)
    number = -1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(f"{name}: row {number + 1} cannot be read as a table ({error})") from error
        if any(cell.strip() for cell in cells):
            number += 1
            yield number, cells


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


FIELDS: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "legal name", "company name", "organisation name", "organization name", "entity name", "official name",
        "名称", "企业名称", "单位名称", "机构名称", "公司名称", "组织名称", "单位", "企业", "机构", "公司", "供应商名称", "采购人名称",
    ),
    "id": ("id", "rec id", "record id", "entity id", "序号"),
    "former": (
        "former names", "former name", "previous names", "previous name", "formerly", "曾用名", "原名称", "原名", "历史名称",
    ),
    "other": (
        "other names", "other name", "aliases", "alias", "trading name", "trading names", "trade name", "short name",
        "english name", "name en", "abbreviation", "acronym", "别名", "简称", "英文名称", "英文名", "外文名称", "企业简称",
    ),
    "uscc": ("uscc", "unified social credit code", "credit code", "统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码"),
    "lei": ("lei", "lei code"),
    "vat": ("vat", "vat number", "vat id", "vat code", "tva", "partita iva"),
    "number": (
        "registration number", "company number", "register number", "reg no", "company no", "注册号", "工商注册号", "登记证号", "登记号",
    ),
    "country": ("country", "country code", "jurisdiction", "jurisdiction code", "国家", "国别"),
    "city": ("city", "town", "locality", "municipality", "城市", "所在城市", "所属城市"),
    "address": ("address", "registered address", "street", "地址", "住所", "注册地址", "企业地址", "单位地址"),
    "status": ("status", "current status", "company status", "经营状态", "登记状态", "状态"),
    "type": ("type", "entity type", "company type", "kind", "legal form", "企业类型", "类型", "主体类型", "单位类型", "机构类型"),
}  # fmt: skip
"""What a row may say, and the headings (folded, signs as blanks) under which tables say it."""

_SIGNS = re.compile(r"[\s_\-./:：*()（）]+")


def _heading(text: str) -> str:
    return _SIGNS.sub(" ", fold(text)).strip()


def _csv(lines: Iterable[str], name: str, columns: Mapping[str, str]) -> Iterator[RegisterRow | Refused]:
    rows = _table(lines, name)
    header = next(rows, (0, []))[1]
    places = _places(header, columns, name)
    for number, cells in rows:
        yield _checked(number, cells, len(header), _from_table, places)


def _places(header: Sequence[str], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """Return the column of each field that the header has."""
    if unknown := sorted(set(columns) - set(FIELDS)):
        raise BadUsage(f"there is no field {', '.join(unknown)}; there are: {', '.join(FIELDS)}")
    known: dict[str, int] = {}
    for place, cell in enumerate(header):
        known.setdefault(_heading(cell), place)
    places: dict[str, int] = {}
    for field, headings in FIELDS.items():
        wanted = columns.get(field)
        if wanted is not None:
            if _heading(wanted) not in known:
                there = ", ".join(cell.strip() for cell in header[:20]) or "none"
                raise BadUsage(f"{name}: it has no column {wanted!r}; its columns are: {there}")
            places[field] = known[_heading(wanted)]
        elif (found := next((known[each] for each in headings if each in known), None)) is not None:
            places[field] = found
    if "name" not in places:
        there = ", ".join(cell.strip() for cell in header[:20]) or "none"
        raise BadUsage(f"{name}: no column is known to hold names; say which with --column name=…; there are: {there}")
    return places


_At = Callable[[str], str]


def _checked(
    number: int,
    cells: Sequence[str],
    width: int,
    make: Callable[[int, _At], RegisterRow | Refused],
    places: Mapping[str, int],
) -> RegisterRow | Refused:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return Refused(number, Why.ERROR, f"it has {len(cells)} cells where the header has {width}")
    if any("\ufffd" in cell for cell in cells):
        return Refused(number, Why.ERROR, "it holds bytes that are no text in the file's encoding")

    def at(field: str) -> str:
        place = places.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    return make(number, at)


def _from_table(number: int, at: _At) -> RegisterRow | Refused:
    identifiers = [*identified(at("uscc")), *identified(at("lei")), *identified(at("vat"))]
    identifiers += identified(at("number"))
    if _SOLE_CODE.fullmatch(_code(at("uscc"))) or _SOLE_CODE.fullmatch(_code(at("number"))):
        return Refused(number, Why.PERSON, "it tells of a natural person")
    names = [*_split(at("former"), NameKind.FORMER), *_split(at("other"), NameKind.OTHER)]
    country = _country(at("country"))
    return _row(
        number,
        at("name"),
        names,
        identifiers,
        id=at("id"),
        kind=at("type"),
        country=country,
        city=at("city"),
        address=at("address"),
        status=at("status"),
    )


_LIST = re.compile(r"\s*[;；|\n]\s*")
_DATE = r"\d{4}(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?)?"
_DATED = re.compile(
    rf"^(?P<name>.+?)\s*[(（](?:(?P<since>{_DATE})\s*)?(?:[-–—至~]|to|until|bis)\s*(?P<until>{_DATE})?[)）]$", re.I
)


def _split(cell: str, kind: NameKind) -> list[RowName]:
    """Return the names of a cell: a JSON list, or separated by ``;`` or ``|``, each perhaps dated ``(1998 - 2004-05-01)``."""
    if not cell:
        return []
    if cell.startswith("["):
        try:
            listed = json.loads(cell)
        except ValueError:
            listed = None
        if isinstance(listed, list):
            return [found for each in listed if (found := _listed(each, kind)) is not None]
    names = []
    for part in _LIST.split(cell):
        dated = _DATED.match(part)
        if dated is not None:
            names.append(RowName(dated["name"], kind, _day(dated["since"]), _day(dated["until"])))
        elif part:
            names.append(RowName(part, kind))
    return names


def _listed(each: Any, kind: NameKind) -> RowName | None:
    if isinstance(each, str):
        return RowName(each, kind)
    if isinstance(each, dict):
        text = each.get("company_name") or each.get("name")
        if isinstance(text, str):
            return RowName(
                text,
                kind,
                _day(str(each.get("start_date") or "")),
                _day(str(each.get("con_date") or each.get("end_date") or "")),
            )
    return None


def _day(text: str | None) -> str:
    """Return a date or year as ISO writes it; empty where it is none.

    >>> _day("2004/5/1"), _day("1998"), _day("soon")
    ('2004-05-01', '1998', '')
    """
    parts = re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T.*)?", (text or "").strip())
    return "-".join(part.zfill(2) for part in parts.groups() if part) if parts is not None else ""


# ---------------------------------------------------------------- OpenCorporates

_OPENCORPORATES = {
    "name": "name",
    "number": "company_number",
    "country": "jurisdiction_code",
    "type": "company_type",
    "status": "current_status",
    "former": "previous_names",
    "other": "alternative_names",
    "address": "registered_address_in_full",
    "city": "registered_address.locality",
}


def _opencorporates(lines: Iterable[str], name: str, columns: Mapping[str, str]) -> Iterator[RegisterRow | Refused]:
    _without_columns(columns, Format.OPENCORPORATES)
    rows = _table(lines, name)
    header = [fold(cell).strip() for cell in next(rows, (0, []))[1]]
    _wanted(name, header, ("name", "company_number", "jurisdiction_code"))
    places = {field: header.index(column) for field, column in _OPENCORPORATES.items() if column in header}

    def make(number: int, at: _At) -> RegisterRow | Refused:
        row = _from_table(number, at)
        if isinstance(row, RegisterRow):
            return msgspec.structs.replace(row, id=f"{at('country')}/{at('number')}")
        return row

    for number, cells in rows:
        yield _checked(number, cells, len(header), make, places)


def _wanted(name: str, header: Sequence[str], columns: Sequence[str]) -> None:
    if missing := [column for column in columns if column not in header]:
        raise BadUsage(
            f"{name}: the columns {', '.join(missing)} are wanted and missing; for another table use --format csv"
        )


def _without_columns(columns: Mapping[str, str], format: Format) -> None:
    if columns:
        raise BadUsage(f"columns are named for --format csv only; those of {format} are known")


# ---------------------------------------------------------------- GLEIF

_GLEIF = {
    "lei": "LEI",
    "name": "Entity.LegalName",
    "number": "Entity.RegistrationAuthority.RegistrationAuthorityEntityID",
    "country": "Entity.LegalJurisdiction",
    "land": "Entity.LegalAddress.Country",
    "city": "Entity.LegalAddress.City",
    "address": "Entity.LegalAddress.FirstAddressLine",
    "type": "Entity.EntityCategory",
    "status": "Entity.EntityStatus",
}
_OTHER_NAME = re.compile(
    r"Entity\.(?:Transliterated)?OtherEntityNames\.(?:Transliterated)?OtherEntityName\.\d+(?P<type>\.type)?"
)
_EVENT = re.compile(
    r"Entity\.LegalEntityEvents(?:\.LegalEntityEvent)?\.(?P<number>\d+)\.\w*?(?P<what>Type|EffectiveDate)"
)


def _gleif(lines: Iterable[str], name: str, columns: Mapping[str, str]) -> Iterator[RegisterRow | Refused]:
    _without_columns(columns, Format.GLEIF)
    rows = _table(lines, name)
    header = [cell.strip() for cell in next(rows, (0, []))[1]]
    _wanted(name, header, ("LEI", "Entity.LegalName"))
    places = {field: header.index(column) for field, column in _GLEIF.items() if column in header}
    named = [(column, found["type"]) for column in header if (found := _OTHER_NAME.fullmatch(column))]
    others = [column for column, kind in named if kind is None]
    places |= {column: header.index(column) for column, _ in named}
    events: dict[str, dict[str, str]] = {}
    for column in header:
        if (found := _EVENT.fullmatch(column)) is not None:
            events.setdefault(found["number"], {})[found["what"]] = column
            places[column] = header.index(column)

    def make(number: int, at: _At) -> RegisterRow | Refused:
        changed = [
            _day(at(event.get("EffectiveDate", ""))[:10])
            for event in events.values()
            if "LEGAL_NAME" in at(event.get("Type", ""))
        ]
        names = []
        for column in others:
            former = "PREVIOUS" in at(f"{column}.type")
            names += [RowName(at(column), NameKind.FORMER if former else NameKind.OTHER)] if at(column) else []
        past = [name for name in names if name.kind is NameKind.FORMER]
        if len(past) == 1 and len(changed) == 1:
            # One name was given up and one change of name is dated: it is that one.
            names = [msgspec.structs.replace(name, until=changed[0]) if name is past[0] else name for name in names]
        found = [*identified(at("lei")), *identified(at("number"))]
        country = _country(at("country") or at("land"))
        if not any(each.scheme is Scheme.LEI for each in found):
            return Refused(number, Why.ERROR, "its LEI has wrong check digits")
        return _row(
            number,
            at("name"),
            names,
            found,
            id=at("lei"),
            kind=at("type"),
            country=country,
            city=at("city"),
            address=at("address"),
            status=at("status"),
        )

    for number, cells in rows:
        yield _checked(number, cells, len(header), make, places)


# ---------------------------------------------------------------- FollowTheMoney

_SCHEMATA = frozenset({"Company", "Organization", "PublicBody", "LegalEntity"})
_OF_PERSONS = ("birthDate", "birthPlace", "firstName", "lastName", "nationality", "passportNumber", "gender", "title")


def _ftm(lines: Iterable[str], name: str, columns: Mapping[str, str]) -> Iterator[RegisterRow | Refused]:
    _without_columns(columns, Format.FTM)
    number = 0
    for line in lines:
        if not line.strip():
            continue
        number += 1
        try:
            entity = msgspec.json.decode(line, type=_Entity)
        except msgspec.MsgspecError:
            yield Refused(number, Why.ERROR, "it is no entity: {id, schema, properties} is wanted")
            continue
        yield _entity(number, entity)


class _Entity(msgspec.Struct):
    """A line of FollowTheMoney as far as it is looked at."""

    schema: str
    properties: dict[str, list[Any]]
    id: str = ""


def _entity(number: int, entity: _Entity) -> RegisterRow | Refused:
    said = {name: [str(value) for value in values if value] for name, values in entity.properties.items()}
    if entity.schema == "Person" or (entity.schema == "LegalEntity" and any(said.get(each) for each in _OF_PERSONS)):
        return Refused(number, Why.PERSON, "it tells of a natural person")
    if entity.schema not in _SCHEMATA:
        return Refused(number, Why.OTHER, f"{entity.schema[:40]} is no organization")
    first, *more = said.get("name") or [""]
    names = [RowName(text, NameKind.OTHER) for text in more]
    names += [RowName(text, NameKind.FORMER) for text in said.get("previousName", [])]
    names += [RowName(text, NameKind.OTHER) for key in ("alias", "abbreviation") for text in said.get(key, [])]
    if any(
        _SOLE_CODE.fullmatch(_code(text)) for key in ("uscCode", "registrationNumber") for text in said.get(key, [])
    ):
        return Refused(number, Why.PERSON, "it tells of a natural person")
    numbers = ("uscCode", "leiCode", "vatCode", "registrationNumber", "taxNumber", "idNumber")
    return _row(
        number,
        first,
        names,
        [found for key in numbers for text in said.get(key, []) for found in identified(text)],
        id=entity.id,
        kind=" ".join(said.get("legalForm", [])),
        country=_country(next(iter(said.get("jurisdiction") or said.get("country") or [""]))),
        city="",
        address=next(iter(said.get("address", [])), ""),
        status=next(iter(said.get("status", [])), ""),
    )


# ---------------------------------------------------------------- rows


def identified(text: str) -> list[Identifier]:
    """Return the identifier that a cell is, with the scheme whose check it passes; empty where it is none.

    A number of no scheme counts as one of a national register. One shaped as a credit code or an LEI whose check
    is wrong is a misprint and none at all.

    >>> identified("91110000123456780W")[0].scheme, identified("91110000123456780A"), identified("HRB 1234")[0].code
    (<Scheme.USCC: 'uscc'>, [], 'HRB1234')
    """
    code = _code(text)
    if is_uscc(code):
        return [Identifier(Scheme.USCC, code)]
    if _LEI.fullmatch(code):
        return [Identifier(Scheme.LEI, code)] if is_lei(code) else []
    if _USCC_LIKE.fullmatch(code):
        return []
    if _VAT.fullmatch(code) and vat.is_valid(code):
        return [Identifier(Scheme.VAT, code)]
    if len(code) >= _SHORTEST and any(sign.isdigit() for sign in code):
        return [Identifier(Scheme.NUMBER, code)]
    return []


def _code(text: str) -> str:
    return "".join(sign for sign in fold(text).upper() if (sign.isascii() and sign.isalnum()) or sign == "*")[:64]


_SOLE_CODE = re.compile(r"92[0-9A-Z*]{16}")
"""A sole trader's credit code, though misprinted or masked."""

_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
_USCC_LIKE = re.compile(r"(?=.*\d{6})[1-9ANY][0-9A-Z]{17}")
_VAT = re.compile(r"[A-Z]{2}[0-9A-Z]{6,13}")
_SHORTEST = 5  # characters from which a number says something


def is_lei(code: str) -> bool:
    """Return whether a code is a legal entity identifier with right check digits.

    Source:
        ISO 17442-1:2020; ISO/IEC 7064, MOD 97-10.

    >>> is_lei("00000000000000000098"), is_lei("00000000000000000099")
    (True, False)
    """
    return _LEI.fullmatch(code) is not None and int("".join(str(int(sign, 36)) for sign in code)) % 97 == 1


_SOLE = re.compile(
    "|".join(SOLE_TRADER) + r"|sole.?(?:trader|proprietor)|individual (?:person|entrepreneur)|natural person|"
    r"einzelunternehme|entreprise individuelle|empresario individual|ditta individuale",
    re.I,
)
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}")
_ALONE = re.compile(r"individual|person", re.I)


def _row(
    number: int, name: str, names: Sequence[RowName], identifiers: Sequence[Identifier], *, kind: str, **rest: str
) -> RegisterRow | Refused:
    """Return a row of an organization, or why it is none."""
    if _is_person(name, kind, identifiers):
        return Refused(number, Why.PERSON, "it tells of a natural person")
    if not any(sign.isalnum() for sign in name):
        return Refused(number, Why.ERROR, "it has no name")
    different: dict[str, RowName] = {name: RowName(name)}
    for each in names:
        if any(sign.isalnum() for sign in each.text):
            different.setdefault(each.text, each)
    return RegisterRow(
        number=number,
        names=tuple(list(different.values())[:MOST_NAMES]),
        identifiers=tuple(dict.fromkeys(identifiers)),
        **rest,
    )


def _is_person(name: str, kind: str, identifiers: Sequence[Identifier]) -> bool:
    codes = [each.code for each in identifiers if each.scheme is Scheme.USCC]
    if any(uscc_class(code) is UsccClass.SOLE_TRADER for code in codes):
        return True
    if _SOLE.search(kind.replace("_", " ")) or _SOLE.search(name) or _ALONE.fullmatch(kind.strip()):
        return True
    known = codes or any(each.scheme is Scheme.LEI for each in identifiers)
    return not known and _PERSON.fullmatch(name.strip()) is not None and not is_organization(name)


_COUNTRIES = {"中国": "cn", "中华人民共和国": "cn", "china": "cn", "香港": "hk", "澳门": "mo", "台湾": "tw"}


def _country(text: str) -> str:
    """Return two letters of a country or of a jurisdiction (``us_ca``, ``CN-BJ``); empty where it is neither.

    >>> _country("us_ca"), _country("CN-BJ"), _country("中国"), _country("Utopia")
    ('us', 'cn', 'cn', '')
    """
    plain = fold(text).strip()
    if plain in _COUNTRIES:
        return _COUNTRIES[plain]
    return plain[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", plain) else ""


_READERS: dict[Format, Callable[[Iterable[str], str, Mapping[str, str]], Iterator[RegisterRow | Refused]]] = {
    Format.CSV: _csv,
    Format.FTM: _ftm,
    Format.OPENCORPORATES: _opencorporates,
    Format.GLEIF: _gleif,
}
