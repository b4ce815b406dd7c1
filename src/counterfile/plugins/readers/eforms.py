"""eForms and TED: European notices as XML.

Reads:
    eForms notices (UBL 2.3: ContractNotice, ContractAwardNotice, PriorInformationNotice, BusinessRegistrationInformationNotice)
    and the older TED_EXPORT (R2.0.8 and R2.0.9). Each leaf is one field whose text is the value as printed and whose name is
    its path of local names, with an index where siblings share a name; attributes that carry meaning (currency, scheme, list,
    language) are fields of their own, named ``path/@attribute``.

Source:
    OP-TED eForms SDK 1.16 (fields.json, notice types), TED R2.0.9 schemas; parsing by lxml without entities, network or
    huge trees.

Caveats:
    Natural persons are left out: contacts, owners, and organizations marked as natural persons. Of TED_EXPORT only the
    form in its original language is read, not its translations. Coded values stay codes.

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
    }
)
_TITLES = re.compile(r"/[A-Za-z]+Notice/ProcurementProject/Name(?:\[1\])?|.*/OBJECT_CONTRACT(?:\[1\])?/TITLE(?:/P)?")


class EformsReader:
    """Reads eForms and TED XML."""

    name = "eforms"
    version = "1"

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
        self.original = _original_language(root)

    def pieces(self) -> Iterator[Piece]:
        stack: list[tuple[str, etree._Element]] = [(f"/{_local(self.root)}", self.root)]
        while stack:
            path, element = stack.pop()
            if self._is_left_out(element):
                continue
            children = [child for child in element if isinstance(child.tag, str)]
            text = clean(_own_text(element, children))
            if text:
                yield Piece(BlockKind.TITLE if _TITLES.fullmatch(path) else BlockKind.FIELD, text, name=path[:900])
            for name, value in element.attrib.items():
                local = str(name).rpartition("}")[2]
                shown = clean(str(value)) if local in _ATTRIBUTES else ""
                if shown and element is not self.root:
                    yield Piece(BlockKind.FIELD, shown, name=f"{path[:880]}/@{local}")
            if _is_flow_text(children):
                continue
            stack.extend(reversed(_numbered(path, children)))

    def _is_left_out(self, element: etree._Element) -> bool:
        local = _local(element)
        if local in _PERSONAL or (local == "Organization" and _is_natural(element)):
            self.dropped += 1
            return True
        if local == "ML_TI_DOC":
            return element.get("LG") not in {self.original, "EN"}
        parent = element.getparent()
        if parent is not None and _local(parent) == "FORM_SECTION" and element.get("CATEGORY") == "TRANSLATION":
            return any(other.get("CATEGORY") == "ORIGINAL" for other in parent)
        return False


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


def _original_language(root: etree._Element) -> str:
    for element in root.iter("{*}LG_ORIG"):
        return (element.text or "").strip()
    return ""
