"""eForms and TED: European notices as XML.

Reads:
    eForms notices (UBL 2.3: ContractNotice, ContractAwardNotice, PriorInformationNotice, BusinessRegistrationInformationNotice)
    and the older TED_EXPORT (R2.0.8 and R2.0.9). Each leaf is one field whose text is the value as printed and whose name is
    its path of local names, with an index where siblings share a name; attributes that carry meaning (currency, scheme, list,
    language) are fields of their own, named ``path/@attribute``. In TED_EXPORT an empty element is an answer by its being there
    (PT_OPEN, NO_AWARDED_CONTRACT): its name is its text. A date in three elements is one field, year first.

Source:
    OP-TED eForms SDK 1.16 (fields.json, notice types), TED R2.0.9 schemas; parsing by lxml without entities, network or
    huge trees.

Caveats:
    Natural persons are left out: contacts, owners, and organizations marked as natural persons. Of TED_EXPORT the form is
    read whole in its original languages; of translations only titles and names are kept. Coded values stay codes.

License:
    lxml BSD-3-Clause, libxml2 MIT.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from counterfile.errors import NotADocument, Unreadable
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers._draft import Piece, assemble, clean

if TYPE_CHECKING:
    from lxml import etree

MEDIA_TYPE = "application/xml"

_ROOTS = frozenset(
    {
        "ContractNotice",
        "ContractAwardNotice",
        "PriorInformationNotice",
        "BusinessRegistrationInformationNotice",
        "TED_EXPORT",
    }
)
_HEAD = re.compile(
    rb"<(?:\w+:)?(?:ContractNotice|ContractAwardNotice|PriorInformationNotice|BusinessRegistrationInformationNotice|TED_EXPORT)[\s>]"
)
_PERSONAL = frozenset(
    {
        # eForms
        "Contact",
        "Person",
        "UltimateBeneficialOwner",
        # TED
        "CONTACT_POINT",
        "PHONE",
        "E_MAIL",
        "FAX",
        "E_MAILS",
        "FAXES",
        "ATTENTION",
        "RESPONSIBLE_PERSON",
    }
)
_ATTRIBUTES = frozenset(
    {
        "currencyID",
        "CURRENCY",
        "schemeName",
        "schemeID",
        "listName",
        "unitCode",
        "languageID",
        "LG",
        "CODE",
        "VALUE",
        "ITEM",
        "CTYPE",
        "TYPE",
        "FMTVAL",
        "PUBLICATION",
        "CATEGORY",
        "FORM",
        "LOT_NO",
        "DOC_ID",
    }
)
_TRANSLATED = frozenset({"TITLE", "OFFICIALNAME", "TITLE_CONTRACT"})
"""What is kept of a form's translation."""
_ANSWERS = frozenset({"NO_AWARDED_CONTRACT", "NO_AWARDED_PRIZE", "PROCUREMENT_DISCONTINUED"})
"""Elements that are an answer by being there though others stand in them."""
_TITLES = re.compile(r"/[A-Za-z]+Notice/ProcurementProject/Name(?:\[1\])?|.*/OBJECT_CONTRACT(?:\[1\])?/TITLE(?:/P)?")


class EformsReader:
    """Reads eForms and TED XML."""

    name = "eforms"
    version = "2"

    def preload(self) -> None:
        """Load lxml; the sandbox calls this in the worker that reads PDF, office and XML files."""
        from lxml import etree  # noqa: F401

    def sniff(self, head: bytes, name: str) -> float:
        """Return how surely these bytes are a European notice; see `counterfile.hooks.Reader`."""
        start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if not start.startswith(b"<"):
            return 0.0
        if _HEAD.search(start):
            return 1.0
        if start.startswith(b"<?xml") and b"<html" not in start.lower():
            return 0.5
        return 0.3 if name.lower().endswith(".xml") else 0.0

    def read(self, content: bytes, name: str) -> Draft:
        """Read a notice.

        Raises:
            NotADocument: it is XML of another kind.
            Unreadable: it is not well-formed.
        """
        root = _parse(content)
        kind = _local(root)
        if kind not in _ROOTS:
            raise NotADocument(f"XML that is no procurement notice (its root is {kind[:60]!r})")
        walk = _Walk(root)
        pieces = list(walk.pieces())
        if not any(piece.kind is BlockKind.TITLE or len(piece.text) > 3 for piece in pieces):
            raise NotADocument("a notice without any value")
        signals = [("dropped_personal_fields", str(walk.dropped))] if walk.dropped else []
        return assemble(pieces, media_type=MEDIA_TYPE, charset=root.getroottree().docinfo.encoding, signals=signals)


def _parse(content: bytes) -> etree._Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"damaged XML: {str(error)[:200]}") from None
    if root is None:
        raise Unreadable("XML without a root")
    return root


class _Walk:
    """Turns elements into fields and leaves persons out."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.dropped = 0
        self.is_ted = _local(root) == "TED_EXPORT"
        self.originals = _original_languages(root)
        self.translations = _translations(root, self.originals) if self.is_ted else frozenset()

    def pieces(self) -> Iterator[Piece]:
        stack: list[tuple[str, etree._Element, bool]] = [(f"/{_local(self.root)}", self.root, False)]
        while stack:
            path, element, translated = stack.pop()
            if self._is_left_out(element):
                continue
            translated = translated or path in self.translations
            children = [child for child in element if isinstance(child.tag, str)]
            if not translated or _local(element) in _TRANSLATED:
                yield from self._values(path, element, children, translated=translated)
            elif path in self.translations:
                yield from _attributes(path, element)
            if _is_flow_text(children) or _is_split_date(children):
                continue
            stack.extend((place, child, translated) for place, child in reversed(_numbered(path, children)))

    def _values(
        self, path: str, element: etree._Element, children: list[etree._Element], *, translated: bool
    ) -> Iterator[Piece]:
        attributes = list(_attributes(path, element))
        text = _split_date(children) if _is_split_date(children) else clean(_own_text(element, children))
        if not text and self.is_ted and (_local(element) in _ANSWERS or not (children or attributes)):
            text = _local(element)
        if text:
            kind = BlockKind.TITLE if _TITLES.fullmatch(path) and not translated else BlockKind.FIELD
            yield Piece(kind, text, name=path[:900])
        yield from attributes

    def _is_left_out(self, element: etree._Element) -> bool:
        local = _local(element)
        if local in _PERSONAL or (local == "Organization" and _is_natural(element)):
            self.dropped += 1
            return True
        if local == "ML_TI_DOC":
            return element.get("LG") not in {*self.originals, "EN"}
        return False


def _attributes(path: str, element: etree._Element) -> Iterator[Piece]:
    is_root = element.getparent() is None
    for name, value in element.attrib.items():
        local = str(name).rpartition("}")[2]
        shown = clean(str(value)) if local in _ATTRIBUTES else ""
        if shown and (not is_root or local == "DOC_ID"):
            yield Piece(BlockKind.FIELD, shown, name=f"{path[:880]}/@{local}")


def _numbered(path: str, children: list[etree._Element]) -> list[tuple[str, etree._Element]]:
    """Return children with their paths, an index added where siblings share a name."""
    counts = Counter(map(_local, children))
    seen: Counter[str] = Counter()
    found = []
    for child in children:
        local = _local(child)
        seen[local] += 1
        index = f"[{seen[local]}]" if counts[local] > 1 else ""
        found.append((f"{path}/{local}{index}", child))
    return found


_INLINE = frozenset({"P", "FT", "BR", "A", "I", "B", "U", "SUB", "SUP"})


def _is_flow_text(children: list[etree._Element]) -> bool:
    """Paragraphs inside a TED value are that value's lines."""
    return bool(children) and all(_local(child) in _INLINE for child in children)


_DATE_PARTS = ("YEAR", "MONTH", "DAY")


def _is_split_date(children: list[etree._Element]) -> bool:
    """Day, month and year in elements of their own, as in the forms of R2.0.8 and of defence."""
    return len(children) >= len(_DATE_PARTS) and {*map(_local, children)} - {"TIME"} == {*_DATE_PARTS}


def _split_date(children: list[etree._Element]) -> str:
    parts = {_local(child): clean(child.text or "") for child in children}
    time = parts.get("TIME", "")
    day = "-".join(parts[name].zfill(2) for name in _DATE_PARTS if parts[name])
    return f"{day} {time}" if time and day else day


def _own_text(element: etree._Element, children: list[etree._Element]) -> str:
    if not children:
        return element.text or ""
    if not _is_flow_text(children):
        return ""
    parts = [element.text or ""]
    for child in children:
        inner = "".join(map(str, child.itertext()))
        parts.append(f"\n{inner}\n" if _local(child) in {"P", "BR"} else inner)
        parts.append(child.tail or "")
    return "".join(parts)


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_natural(organization: etree._Element) -> bool:
    return any(
        _local(inner) == "NaturalPersonIndicator" and (inner.text or "").strip().lower() in {"true", "1"}
        for inner in organization.iter()
    )


def _original_languages(root: etree._Element) -> tuple[str, ...]:
    for element in root.iter("{*}LG_ORIG"):
        return tuple((element.text or "").split())
    return ()


def _translations(root: etree._Element, originals: tuple[str, ...]) -> frozenset[str]:
    """Return the paths of forms that say again what another form says in the notice's own language.

    Notices of the Union's institutions come in 24 languages, none of which is called the original; one of them is read
    whole, the one of the notice's language, else English, else the first.
    """
    found: set[str] = set()
    for section in root.iter("{*}FORM_SECTION"):
        path = "/".join(["", *(_local(up) for up in reversed([section, *section.iterancestors()]))])
        children = [child for child in section if isinstance(child.tag, str)]
        forms = [(place, child) for place, child in _numbered(path, children) if child.get("LG")]
        kept = {place for place, form in forms if form.get("CATEGORY") == "ORIGINAL"}
        for language in (*originals, "EN"):
            kept = kept or {place for place, form in forms if form.get("LG") == language}
        kept = kept or {place for place, _ in forms[:1]}
        found.update(place for place, _ in forms if place not in kept)
    return frozenset(found)
