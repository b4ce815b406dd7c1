"""The pure half of reading: bytes in, masked text with positions out. It runs inside the airlock."""

from __future__ import annotations

import contextlib
import importlib
import re
import unicodedata
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import msgspec

from counterfile.errors import BadInput, Encrypted, NotADocument, Unreadable
from counterfile.model.reading import Draft, Unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterfile.hooks import Reader

HEAD = 4096  # bytes that a reader's `sniff` sees
GROUP = "counterfile.readers"  # entry points of readers

_SURE = 0.5
"""From here on a reader's "no document" is the last word; below it, the next reader is asked."""


class Outcome(msgspec.Struct, frozen=True):
    """Exactly one of the two, as it crosses the airlock."""

    draft: Draft | None = None
    unpacked: Unpacked | None = None


def read_task(content: bytes, name: str, *passwords: str) -> Outcome:
    """Do `read_bytes` as a task of the airlock."""
    outcome = read_bytes(content, name, passwords=passwords)
    return Outcome(draft=outcome) if isinstance(outcome, Draft) else Outcome(unpacked=outcome)


LIGHT, HEAVY = "light", "heavy"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound files: old Word and Excel, Outlook
_HEAVY = (
    *(b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"WARC/", b"<?xml", _OLE),
    *(b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"Rar!", b"MSCF", b"\x28\xb5\x2f\xfd"),
)


def flavor(content: bytes, name: str, *_passwords: str) -> str:
    """Return which worker a file belongs to: one with the large libraries, or a slim one that forks in half the time.

    A guess by the first bytes; a file that is sent to the wrong one is read all the same, only more slowly.
    """
    head = content[:1100].lstrip(b"\xef\xbb\xbf \t\r\n")
    return HEAVY if head.startswith(_HEAVY) or (b"%PDF-" in head and b"<html" not in head) else LIGHT


def preload(kind: str) -> None:
    """Import what the readers need before the worker locks itself down and forks.

    A reader with large libraries has a `preload` of its own, which only the heavy worker calls.
    """
    readers = installed_readers()
    if kind == HEAVY:
        for reader in readers:
            load = getattr(reader, "preload", None)
            if load is not None:
                load()
    # Read something once: codecs, tables and caches that are filled here need not be filled in every child.
    page = (
        "<html><meta charset=gbk><title>\u91c7\u8d2d\u516c\u544a</title><table><tr><td>\u9879\u76ee<td>\u7532"
        + "\u4e59" * 500
    )
    for content, name in (
        (page.encode("gb18030"), "x.html"),
        (page.encode(), "x.html"),
        (b"[1", "x.txt"),
        (b"caf\xc3\xa9 " * 9, "x.txt"),
    ):
        with contextlib.suppress(BadInput):
            read_task(content, name)


def read_bytes(
    content: bytes, name: str, readers: Sequence[Reader] | None = None, *, passwords: Sequence[str] = ()
) -> Draft | Unpacked:
    """Read a file with the reader that its bytes ask for, and mask personal identifiers in its text.

    Args:
        content: The whole file.
        name: The file's own name; a hint, never trusted over the bytes.
        readers: To choose from; None for all installed ones.
        passwords: To try where the file wants one.

    Returns:
        A Draft whose text is masked, whose signals tell the reader (``("reader", "html 1")``) and how many identifiers
        were masked (``("masked", "3")``); or the members of a container.

    Raises:
        BadInput: one of its kinds, from the reader; NotADocument where no reader reads such bytes.
    """
    outcome, reader = read_as_is(content, name, installed_readers() if readers is None else readers, passwords)
    label = f"{reader.name} {reader.version}"
    if isinstance(outcome, Unpacked):
        return msgspec.structs.replace(outcome, reader=label)
    return _masked(outcome, label)


def read_as_is(
    content: bytes, name: str, readers: Sequence[Reader], passwords: Sequence[str] = ()
) -> tuple[Draft | Unpacked, Reader]:
    """Do what `read_bytes` does without masking; return the reader too."""
    if not content:
        raise NotADocument("an empty file (0 bytes)")
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise NotADocument("a file of blanks")
    first_refusal: NotADocument | None = None
    locked: Encrypted | None = None
    chosen = ranked(content[:HEAD], name, readers)
    for sureness, reader in chosen:
        try:
            return reader.read(content, name), reader
        except NotADocument as refusal:
            if sureness >= _SURE:
                raise
            first_refusal = first_refusal or refusal
        except Encrypted as refusal:
            if passwords:
                return _unlocked(content, name, [each for _, each in chosen], passwords)
            # Another reader may know a password that the program itself gives.
            locked = locked or refusal
    if locked is not None:
        raise locked
    foreign = (
        describe(content[:HEAD])
        or described_by_lines(content[:HEAD])
        or (_OLD_OFFICE if content.startswith(_OLE) else None)
        or _SUFFIXES.get(name.lower().rpartition(".")[2])
    )
    if foreign is not None:
        why = f" ({first_refusal})" if content.startswith(_OLE) and first_refusal is not None else ""
        raise NotADocument(f"{foreign}: no reader reads this format{why}") from first_refusal
    if first_refusal is not None:
        raise first_refusal
    raise NotADocument("unknown format: no reader reads such bytes")


def _unlocked(
    content: bytes, name: str, readers: Sequence[Reader], passwords: Sequence[str]
) -> tuple[Draft | Unpacked, Reader]:
    """Open a locked file with one of the passwords, by the first of its readers that can."""
    for reader in readers:
        unlock = getattr(reader, "unlock", None)
        if unlock is None:
            continue
        with contextlib.suppress(NotADocument):
            return unlock(content, name, passwords), reader
    raise Encrypted("it wants a password, and no reader of this format takes one")


def ranked(head: bytes, name: str, readers: Sequence[Reader]) -> list[tuple[float, Reader]]:
    """Return the readers that may read these bytes, the surest first.

    A format that is told by its first bytes and that nobody reads (an image, a program) is offered only to readers that
    are as sure of it.
    """
    least = 0.9 if describe(head) is not None or described_by_lines(head) is not None else 0.0
    scored = [(reader.sniff(head, name), reader) for reader in readers]
    chosen = [(sureness, reader) for sureness, reader in scored if sureness > 0.0 and sureness >= least]
    return sorted(chosen, key=lambda pair: (-pair[0], pair[1].name))


_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (0, b"BM", "a BMP image"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (0, b"II+\x00", "a TIFF image"),
    (0, b"\x00\x00\x01\x00", "an icon"),
    (0, b"8BPS", "a Photoshop image"),
    (0, b"AT&TFORM", "a DjVu scan"),
    (0, b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 image"),
    (8, b"WEBP", "a WebP image"),
    (8, b"AVI ", "a video (AVI)"),
    (8, b"WAVE", "a sound file (WAV)"),
    (4, b"ftyp", "a video or image (MP4 family)"),
    (0, b"\x1aE\xdf\xa3", "a video (Matroska)"),
    (0, b"FLV\x01", "a video (Flash)"),
    (0, b"FWS", "a Flash program"),
    (0, b"CWS", "a Flash program"),
    (0, b"ID3", "a sound file (MP3)"),
    (0, b"OggS", "a sound or video file (Ogg)"),
    (0, b"RIFF", "a sound or video file (RIFF)"),
    (0, b"MZ", "a Windows program"),
    (0, b"\x7fELF", "a Linux program"),
    (0, b"\xca\xfe\xba\xbe", "a Java class or macOS program"),
    (0, b"\xcf\xfa\xed\xfe", "a macOS program"),
    (0, b"\x00\x01\x00\x00\x00", "a font (TrueType)"),
    (0, b"OTTO", "a font (OpenType)"),
    (0, b"wOFF", "a font (WOFF)"),
    (0, b"wOF2", "a font (WOFF2)"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"RE~^", "a RAR archive of version 1.4 (unpack it with another program and add the files)"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (0, b"SQLite format 3\x00", "an SQLite database"),
    (0, b"!<arch>", "a Unix archive"),
    (0, b"MSCF", "a Windows cabinet"),
    (0, b"\x1f\x9d", "a compress archive"),
    (0, b"%!PS", "a PostScript document"),
)

_OLD_OFFICE = "an old Office file that is no doc, xls, ppt or msg with text of its own"

_SUFFIXES = {
    "css": "a style sheet (CSS)",
    "js": "a script (JavaScript)",
    "mjs": "a script (JavaScript)",
    "map": "a script's map",
    "svg": "a drawing (SVG)",
    "vcf": "an address card",
    "ics": "a calendar entry",
    "eot": "a font (EOT)",
    "uu": "a uuencoded file",
}
"""What a name promises, asked only after every reader declined the bytes."""


def describe(head: bytes) -> str | None:
    """Return what kind of foreign file the first bytes tell of, with its article; None for text and readable formats.

    >>> describe(b"\\x89PNG\\r\\n\\x1a\\n")
    'a PNG image'
    """
    for offset, mark, words in _SIGNATURES:
        if head[offset : offset + len(mark)] == mark:
            # Two-letter marks also begin texts: only with binary bytes behind them are they marks.
            if len(mark) == 2 and mark.isalpha() and b"\x00" not in head:
                continue
            return words
    return None


_HEADER = re.compile(
    rb"(?:received|return-path|message-id|mime-version|delivered-to|from|to|subject|date|content-type|x-[\w-]+|dkim-signature|"
    rb"reply-to|sender|envelope-to|status)\s*:",
    re.IGNORECASE,
)
_UUENCODED = re.compile(rb"(?:^|\n)begin [0-7]{3} \S+.*\r?\n[M-`]")


def described_by_lines(head: bytes) -> str | None:
    """Return what kind of foreign file the first lines tell of: e-mail or encoded mail; None for other text."""
    if _UUENCODED.search(head):
        return "a uuencoded file"
    lines = [line for line in head[:2000].lstrip(b"\r\n").splitlines()[:12] if not line.startswith((b" ", b"\t"))]
    if lines and lines[0].startswith(b"From ") and len(lines) > 1:
        lines = lines[1:]
    if lines and _HEADER.match(lines[0]):
        known = {found.group().lower() for line in lines for found in [_HEADER.match(line)] if found is not None}
        if len(known) >= 3 and not known.isdisjoint(
            {b"from:", b"received:", b"message-id:", b"mime-version:", b"return-path:"}
        ):
            return "an e-mail (EML)"
    return None


def _masked(draft: Draft, label: str) -> Draft:
    from counterfile.text.languages import runs
    from counterfile.text.mask import mask, mask_name

    text, count = mask(draft.text)
    if len(text) != len(draft.text):
        raise Unreadable(f"masking changed the text's length from {len(draft.text)} to {len(text)}; please report this")
    told = tuple((name, mask(value)[0]) for name, value in draft.signals)
    return msgspec.structs.replace(
        draft,
        text=text,
        segments=tuple(msgspec.structs.replace(each, name=mask_name(each.name)) for each in draft.segments),
        signals=(("reader", label), ("masked", str(count)), *told),
        languages=draft.languages or runs(text, draft.blocks),
    )


@cache
def installed_readers() -> tuple[Reader, ...]:
    """Return the built-in readers and those of other packages, each name once; a package's own reader wins.

    Raises:
        ValueError: an entry point does not give a reader.
    """
    # The floors forbid this room to import a guest by name, so the built-ins come by name like any other plugin.
    found: dict[str, Reader] = {
        reader.name: reader for reader in importlib.import_module("counterfile.plugins").builtin_readers()
    }
    for point in entry_points(group=GROUP):
        if point.value.startswith("counterfile.plugins."):
            continue
        reader = point.load()()
        for wanted in ("name", "version", "sniff", "read"):
            if not hasattr(reader, wanted):
                raise ValueError(f"the reader plugin {point.name!r} ({point.value}) has no {wanted!r}")
        found[reader.name] = reader
    return tuple(found.values())


def is_clean(text: str) -> bool:
    """Return whether text is as a Reading wants it: NFC, no NUL, no carriage return, no surrogate."""
    if "\x00" in text or "\r" in text:
        return False
    return text.isascii() or unicodedata.is_normalized("NFC", text)
