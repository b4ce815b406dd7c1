"""Scanned pages pasted into an office document: each picture that is large enough is a page that waits for recognition.

Only documents with next to no text of their own are read so: elsewhere pictures are maps, products and stamps.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from counterfile.errors import BadInput, NotADocument
from counterfile.model.reading import Draft, Page, Picture, Source
from counterfile.plugins.readers import _pictures, _zipfile

if TYPE_CHECKING:
    from lxml import etree

LEAST_TEXT = 200  # characters; a document with fewer may be a title above scans

_LONG_SIDE, _SHORT_SIDE = 600, 300  # pixels that a scanned page has at least
_MAX_PAGES = 1000
_MAX_PICTURE = 64 << 20  # bytes of one picture's file
_BLIPS = re.compile(rb"[\x1d\x1e\x29\x2a]\xf0")
"""Kinds of record that hold a JPEG, a PNG or a TIFF (MS-ODRAW 2.2.23)."""
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


def pages_of(contents: Iterable[bytes]) -> list[bytes]:
    """Return the pictures that are large enough for a page, each once, in their order."""
    found: dict[bytes, None] = {}
    for content in contents:
        if content in found:
            continue
        size = _pictures.size_of(content)
        if size is not None and max(size) >= _LONG_SIDE and min(size) >= _SHORT_SIDE:
            found[content] = None
        if len(found) >= _MAX_PAGES:
            break
    return list(found)


def with_pages(draft: Draft, scans: Sequence[bytes]) -> Draft:
    """Return a draft with a page behind its text for each scan; unchanged where there is none."""
    if not scans:
        return draft
    end = len(draft.text)
    pages = tuple(
        Page(number, end, end, *_pictures.shape_of(_pictures.open_picture(scan)).points, source=Source.NONE)
        for number, scan in enumerate(scans, 1)
    )
    return msgspec.structs.replace(draft, pages=pages, signals=(*draft.signals, ("pictures", str(len(scans)))))


def render(scans: Sequence[bytes], number: int, dpi: float) -> Picture:
    """Return one of the pages; see `counterfile.hooks.Renderer`.

    Raises:
        NotADocument: there is no such page.
    """
    if not 1 <= number <= len(scans):
        raise NotADocument(f"page {number} of a document with {len(scans)} scanned pages")
    return _pictures.picture_of(_pictures.open_picture(scans[number - 1]), dpi)


def related(archive: zipfile.ZipFile, root: etree._Element, relations: etree._Element, base: str) -> Iterator[bytes]:
    """Yield the pictures that a part of an Office Open XML package shows, in the order in which it names them.

    Args:
        archive: The package.
        root: The part, parsed.
        relations: Its relations, parsed.
        base: The name of the part, from whose folder the relations lead on.
    """
    targets = {
        str(relation.get("Id")): posixpath.normpath(
            posixpath.join("/", posixpath.dirname(base), str(relation.get("Target") or ""))
        ).lstrip("/")
        for relation in relations
        if str(relation.get("Type") or "").endswith("/image") and relation.get("TargetMode") != "External"
    }
    names = set(archive.namelist())
    for element in root.iter("{*}blip", "{*}imagedata"):
        for key, value in element.attrib.items():
            name = targets.get(str(value), "")
            if str(key).rpartition("}")[2] in {"embed", "id"} and name in names:
                try:
                    yield _zipfile.read_member(archive, archive.getinfo(name), _MAX_PICTURE)
                except BadInput:
                    continue


def blips(stream: bytes) -> Iterator[bytes]:
    """Yield the JPEG, PNG and TIFF files that lie in a stream of an old Office file, in their order."""
    at = 0
    while (found := _BLIPS.search(stream, at)) is not None:
        at = found.start() + 1
        start = found.end() + 4
        if start > len(stream):
            return
        size = struct.unpack_from("<I", stream, found.end())[0]
        for before in (17, 33):  # one digest or two, and a tag
            if size > before and stream.startswith(_IMAGES, start + before):
                yield stream[start + before : start + size]
                at = start + size
                break
