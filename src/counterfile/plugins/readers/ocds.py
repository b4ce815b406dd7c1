"""OCDS: open contracting data as JSON.

Reads:
    Release packages, record packages, single releases, lists of releases, answers of publishers' interfaces, and JSON
    lines of any of them. Each release is one segment; each leaf is one field whose text is the value as printed and whose
    name is its JSON pointer within the release. Of a record with embedded releases these are read, else its
    compiled release.

Source:
    Open Contracting Data Standard 1.1.5: release, release package and record package schemas.

Caveats:
    Natural persons are left out: names, e-mail and telephone of contact points, owners, and parties that are persons with
    every mention by their id. Linked releases (a ``url`` alone) are not fetched. Versioned releases are not read.

License:
    Nothing beside Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from counterfile.errors import NotADocument, TooLarge, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers._draft import Piece, assemble, clean, clean_line

MEDIA_TYPE = "application/json"
MAX_RELEASES = 100_000  # per document

_HEAD = re.compile(rb'"(?:ocid|releases|records|publishedDate|compiledRelease)"\s*:')
_SECTIONS = frozenset(
    {
        "tag",
        "planning",
        "tender",
        "awards",
        "contracts",
        "parties",
        "buyer",
        "initiationType",
        "bids",
        "compiledRelease",
    }
)
_PERSONAL = frozenset({"name", "email", "telephone", "faxNumber", "fax", "phone", "mobile"})
_POINTS = frozenset({"contactPoint", "additionalContactPoints", "processContactPoint", "contactPoints", "contact"})
_OWNERS = frozenset(
    {
        "beneficialOwners",
        "beneficialOwnership",
        "persons",
        "people",
        "persones",
        "shareholders",
        "directors",
        "legalRepresentatives",
    }
)
_PERSON_WORDS = frozenset(
    {
        "person",
        "natural person",
        "naturalperson",
        "individual",
        "persona física",
        "persona fisica",
        "natural",
        "selfemployed",
        "self-employed",
    }
)


class _Printed(str):
    """A number as the source wrote it; binary floats would change 0.10 into 0.1."""

    __slots__ = ()


class OcdsReader:
    """Reads OCDS releases and records."""

    name = "ocds"
    version = "2"

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are OCDS; see `counterfile.hooks.Reader`."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start.startswith((b"{", b"[")):
            return 0.0
        if _HEAD.search(head):
            return 0.9
        return 0.45 if name.lower().endswith((".json", ".jsonl", ".ndjson")) else 0.4

    def read(self, content: bytes, name: str) -> Draft:
        """Read releases.

        Raises:
            NotADocument: it is JSON, but not OCDS.
            Unreadable: it is damaged JSON.
            TooLarge: more releases than allowed.
        """
        decoded = _charset.decode(content)
        packages = _parse(decoded.text)
        releases: list[tuple[str, dict[str, object]]] = []
        pieces: list[Piece] = []
        for package in packages:
            pieces.extend(_about(package))
            for release in _releases(package):
                releases.append((_name(release), release))
                if len(releases) > MAX_RELEASES:
                    raise TooLarge(f"more than {MAX_RELEASES} releases")
        if not releases:
            if any(isinstance(package, dict) and isinstance(package.get("records"), list) for package in packages):
                raise NotADocument("OCDS records that only link to their releases, or hold none")
            raise NotADocument("JSON that is not OCDS: no release with an ocid in it")
        walk = _Walk()
        body = [piece for number, (_, release) in enumerate(releases) for piece in walk.release(release, number)]
        if not body:
            raise NotADocument("OCDS without any value in its releases")
        signals = [("releases", str(len(releases)))]
        if walk.dropped:
            signals.append(("dropped_personal_fields", str(walk.dropped)))
        return assemble(
            [*pieces, *body],
            media_type=MEDIA_TYPE,
            charset=decoded.charset,
            signals=signals,
            segment_names=[label for label, _ in releases],
        )


def _parse(text: str) -> list[object]:
    """Return the JSON value, or those of JSON lines."""
    try:
        return [_loads(text)]
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].lstrip().startswith("{") and lines[0].rstrip().endswith("}"):
            return _parse_lines(lines)
        raise Unreadable(f"damaged JSON: {error.msg} at line {error.lineno}") from None
    except RecursionError:
        raise Unreadable("JSON that is nested too deeply") from None


def _parse_lines(lines: list[str]) -> list[object]:
    if len(lines) > MAX_RELEASES:
        raise TooLarge(f"{len(lines)} lines of JSON where {MAX_RELEASES} are allowed")
    values = []
    for number, line in enumerate(lines, 1):
        try:
            values.append(_loads(line))
        except json.JSONDecodeError as error:
            raise Unreadable(f"damaged JSON lines: {error.msg} in line {number}") from None
        except RecursionError:
            raise Unreadable(f"JSON that is nested too deeply in line {number}") from None
    return values


def _loads(text: str) -> object:
    value: object = json.loads(text, parse_float=_Printed, parse_int=_Printed, parse_constant=_Printed)
    return value


def _releases(value: object) -> Iterator[dict[str, object]]:
    """Yield the releases of a package, a record, a list of them, or the release itself."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield from _releases(item)
        return
    if not isinstance(value, dict):
        return
    embedded = value.get("releases")
    if isinstance(value.get("records"), list):
        yield from _releases(value["records"])
    elif isinstance(embedded, list) and "ocid" not in value:
        yield from (item for item in embedded if isinstance(item, dict) and _is_release(item))
    elif "compiledRelease" in value or (isinstance(embedded, list) and "ocid" in value):
        yield from _of_record(value)
    elif _is_release(value):
        yield value
    else:
        for key in ("results", "data", "releasePackage", "recordPackage", "release", "items"):
            if isinstance(value.get(key), list | dict):
                yield from _releases(value[key])
                return


def _of_record(record: dict[str, object]) -> Iterator[dict[str, object]]:
    embedded = record.get("releases")
    full = (
        [item for item in embedded if isinstance(item, dict) and _is_release(item)]
        if isinstance(embedded, list)
        else []
    )
    compiled = record.get("compiledRelease")
    if full and isinstance(embedded, list) and len(full) == len(embedded):
        yield from full
    elif isinstance(compiled, dict):
        yield compiled if "ocid" in compiled else {"ocid": record.get("ocid"), **compiled}
    else:
        yield from full


def _is_release(value: dict[str, object]) -> bool:
    return isinstance(value.get("ocid"), str) and not _SECTIONS.isdisjoint(value)


def _name(release: dict[str, object]) -> str:
    for key in ("id", "ocid"):
        found = release.get(key)
        if isinstance(found, str) and found:
            return clean_line(found)[:300]
    return ""


def _about(package: object) -> Iterator[Piece]:
    """Yield what a package says of itself: who published it, when, under which license."""
    if not isinstance(package, dict) or not ("releases" in package or "records" in package) or "ocid" in package:
        return
    for key in ("uri", "publishedDate", "license", "publicationPolicy"):
        if isinstance(package.get(key), str):
            yield Piece(BlockKind.FIELD, clean(str(package[key])), name=f"/{key}", segment=-1)
    publisher = package.get("publisher")
    if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
        yield Piece(BlockKind.FIELD, clean(publisher["name"]), name="/publisher/name", segment=-1)


class _Walk:
    """Turns releases into fields and leaves persons out."""

    def __init__(self) -> None:
        self.dropped = 0

    def release(self, release: dict[str, object], segment: int) -> Iterator[Piece]:
        persons = _persons(release)
        # Without recursion: what JSON's own parser let through can still be nested hundreds of levels deep.
        stack: list[tuple[str, str, object]] = [("", "", release)]
        while stack:
            pointer, key, value = stack.pop()
            if isinstance(value, dict):
                if persons and _id(value) in persons:
                    self.dropped += 1
                    continue
                stack.extend(
                    (f"{pointer}/{_escape(name)}", name, inner)
                    for name, inner in reversed(value.items())
                    if not self._is_personal(key, name, inner)
                )
            elif isinstance(value, list):
                stack.extend((f"{pointer}/{number}", key, value[number]) for number in range(len(value) - 1, -1, -1))
            else:
                text = _text(value)
                if text:
                    kind = BlockKind.TITLE if pointer == "/tender/title" else BlockKind.FIELD
                    yield Piece(kind, text, name=pointer[:900], segment=segment)

    def _is_personal(self, parent: str, name: str, value: object) -> bool:
        personal = name in _OWNERS or (parent in _POINTS and name in _PERSONAL)
        if personal and value not in (None, "", [], {}):
            self.dropped += 1
        return personal


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(str(value))


def _escape(name: str) -> str:
    return clean_line(name).replace("~", "~0").replace("/", "~1")


def _persons(release: dict[str, object]) -> frozenset[str]:
    """Return the ids of the parties that are natural persons."""
    parties = release.get("parties")
    if not isinstance(parties, list):
        return frozenset()
    return frozenset(
        identifier
        for party in parties
        if isinstance(party, dict) and _is_person(party)
        for identifier in [_id(party)]
        if identifier is not None
    )


def _is_person(party: dict[str, object]) -> bool:
    details = party.get("details")
    if not isinstance(details, dict):
        return False
    return any(
        isinstance(value, str) and value.strip().lower() in _PERSON_WORDS
        for key in (
            "scale",
            "type",
            "entityType",
            "legalEntityTypeDetail",
            "legalForm",
            "partyType",
            "classification",
            "kind",
        )
        for value in [details.get(key)]
    )


def _id(value: dict[str, object]) -> str | None:
    found = value.get("id")
    return found if isinstance(found, str) and found else None
