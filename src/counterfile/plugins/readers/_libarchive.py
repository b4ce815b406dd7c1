"""The system's libarchive, called through ctypes: it reads in this process what Python knows no library for.

Nothing is written to the disk, and only the formats that are asked for are tried.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from counterfile.errors import BadInput, Encrypted, TooLarge, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins.readers import _names, _zipfile
from counterfile.plugins.readers._draft import clean_line
from counterfile.plugins.readers._members import Collector, refusal, tidy

INSTALL = {
    "linux": "apt install libarchive13 (Debian, Ubuntu) or dnf install libarchive (Fedora)",
    "darwin": "brew install libarchive",
}
"""Platform -> how the library is installed."""

_NAMES = {
    "linux": ("libarchive.so.13", "libarchive.so"),
    "darwin": (
        "/opt/homebrew/opt/libarchive/lib/libarchive.13.dylib",
        "/usr/local/opt/libarchive/lib/libarchive.13.dylib",
        "/usr/lib/libarchive.2.dylib",
        "libarchive.dylib",
    ),
    "win32": ("archive.dll", "libarchive.dll"),
}
_OK, _END, _WARN = 0, 1, -20
_REGULAR, _FOLDER = 0o100000, 0o040000
_BUFFER = 1 << 20  # bytes read at a time


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as the library tells it."""

    raw: bytes | None
    """Its name as bytes of some charset; None where only `name` is known."""
    name: str
    content: bytes | BadInput | None
    """None for a link or a device."""


def library() -> ctypes.CDLL | None:
    """Return libarchive, or None where it is not installed; looked for once."""
    return _loaded()


def version() -> str:
    """Return the version of the library that is there, or nothing."""
    found = library()
    if found is None:
        return ""
    number = int(found.archive_version_number())
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


def install_line() -> str:
    """Return what to type to install it here."""
    return INSTALL.get(sys.platform, "install libarchive 3.4 or newer")


@cache
def _loaded() -> ctypes.CDLL | None:
    for name in _NAMES.get(sys.platform, ()):
        try:
            found = ctypes.CDLL(name)
        except OSError:
            continue
        for function, result, arguments in _FUNCTIONS:
            call = getattr(found, function, None)
            if call is None:
                break
            call.restype, call.argtypes = result, arguments
        else:
            return found
    return None


_A, _E, _INT, _SIZE = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
_FUNCTIONS: tuple[tuple[str, object, list[object]], ...] = (
    ("archive_version_number", _INT, []),
    ("archive_read_new", _A, []),
    ("archive_read_free", _INT, [_A]),
    ("archive_read_support_filter_all", _INT, [_A]),
    ("archive_read_support_format_rar", _INT, [_A]),
    ("archive_read_support_format_rar5", _INT, [_A]),
    ("archive_read_support_format_cab", _INT, [_A]),
    ("archive_read_support_format_lha", _INT, [_A]),
    ("archive_read_support_format_iso9660", _INT, [_A]),
    ("archive_read_support_format_cpio", _INT, [_A]),
    ("archive_read_support_format_xar", _INT, [_A]),
    ("archive_read_support_format_tar", _INT, [_A]),
    ("archive_read_support_format_raw", _INT, [_A]),
    ("archive_read_support_format_7zip", _INT, [_A]),
    ("archive_read_open_memory", _INT, [_A, ctypes.c_char_p, _SIZE]),
    ("archive_read_next_header", _INT, [_A, ctypes.POINTER(_E)]),
    ("archive_read_data", ctypes.c_ssize_t, [_A, ctypes.c_void_p, _SIZE]),
    ("archive_error_string", ctypes.c_char_p, [_A]),
    ("archive_entry_pathname", ctypes.c_char_p, [_E]),
    ("archive_entry_pathname_w", ctypes.c_wchar_p, [_E]),
    ("archive_entry_filetype", _INT, [_E]),
    ("archive_entry_hardlink", ctypes.c_char_p, [_E]),
    ("archive_entry_is_encrypted", _INT, [_E]),
)


def unpacked(
    content: bytes, formats: Sequence[str], media_type: str, *, single: str = ""
) -> tuple[Unpacked, BadInput | None]:
    """Unpack an archive as far as it can be.

    Args:
        content: The whole archive.
        formats: Which to try; see `entries`.
        media_type: Of the archive.
        single: What the member of a compressed file is called.

    Returns:
        What was unpacked, and why nothing was where that is so: damage or a password.

    Raises:
        TooLarge: it unpacks to more than allowed, or swells as a bomb does.
    """
    found = Collector(media_type, len(content))
    walked: list[Entry] = []
    broken: BadInput | None = None
    try:
        for entry in entries(content, formats, found.room):
            walked.append(entry)
            if len(walked) > _zipfile.MAX_MEMBERS:
                break  # the collector refuses so many
    except (Encrypted, Unreadable) as error:
        broken = error
    codec = _names.codec_of(entry.raw for entry in walked if entry.raw is not None)
    for entry in walked:
        shown = entry.name if entry.raw is None else _names.decoded(entry.raw, codec)
        _take(found, single if single and shown == "data" else tidy(shown), entry.content)
    if walked and all(isinstance(entry.content, Encrypted) for entry in walked):
        broken = Encrypted("every member wants a password")
    if broken is not None and found.members:
        found.refuse("(the rest)", str(broken))
        broken = None
    return found.unpacked(), broken


def _take(found: Collector, name: str, content: bytes | BadInput | None) -> None:
    if content is None:
        found.refuse(name, refusal(name) or "a link or a device, not a file")
    elif isinstance(content, BadInput):
        found.refuse(name, str(content))
    else:
        found.take(name, lambda _most: content)


def entries(content: bytes, formats: Sequence[str], most: int) -> Iterator[Entry]:
    """Yield the members of an archive, folders left out; together they hold at most `most` bytes.

    Args:
        content: The whole archive.
        formats: Which to try, as libarchive calls them: ``rar``, ``rar5``, ``cab``, ``raw`` …; ``raw`` stands for a
            single file under one of its compressions.
        most: Bytes of all members together.

    Raises:
        TooLarge: they hold more.
        Encrypted: the list of members itself is locked.
        Unreadable: the library is not there, or the archive is damaged from here on.
    """
    found = library()
    if found is None:
        raise Unreadable(f"this kind of archive is read with libarchive, which is missing: {install_line()}")
    archive = found.archive_read_new()
    if not archive:
        raise MemoryError
    try:
        if "raw" in formats:
            found.archive_read_support_filter_all(archive)
        for name in formats:
            getattr(found, f"archive_read_support_format_{name}")(archive)
        if found.archive_read_open_memory(archive, content, len(content)) < _WARN:
            raise _refusal(found, archive)
        yield from _walk(found, archive, most)
    finally:
        found.archive_read_free(archive)


def _walk(found: ctypes.CDLL, archive: int, most: int) -> Iterator[Entry]:
    entry = ctypes.c_void_p()
    buffer = ctypes.create_string_buffer(_BUFFER)
    while (state := found.archive_read_next_header(archive, ctypes.byref(entry))) != _END:
        if state < _WARN:
            raise _refusal(found, archive)
        kind = found.archive_entry_filetype(entry)
        if kind == _FOLDER:
            continue
        raw = found.archive_entry_pathname(entry)
        name = "" if raw is not None else _clean(found.archive_entry_pathname_w(entry))
        if kind not in {0, _REGULAR} or found.archive_entry_hardlink(entry) is not None:
            yield Entry(raw, name, None)
            continue
        outcome = (
            Encrypted("this member wants a password")
            if found.archive_entry_is_encrypted(entry)
            else _content(found, archive, buffer, most)
        )
        most -= len(outcome) if isinstance(outcome, bytes) else 0
        yield Entry(raw, name, outcome)


def _content(found: ctypes.CDLL, archive: int, buffer: ctypes.Array[ctypes.c_char], most: int) -> bytes | BadInput:
    parts = []
    total = 0
    while (size := found.archive_read_data(archive, buffer, _BUFFER)) > 0:
        total += size
        if total > most:
            raise TooLarge(
                "unpacked it is longer than allowed (a gibibyte, or 200 times as long as packed), as in an archive bomb"
            )
        parts.append(buffer.raw[:size])
    return _refusal(found, archive) if size < 0 else b"".join(parts)


def _clean(name: str | None) -> str:
    return (name or "").encode("utf-8", "replace").decode("utf-8")


def _refusal(found: ctypes.CDLL, archive: int) -> BadInput:
    said = found.archive_error_string(archive) or b"no reason given"
    reason = clean_line(said.decode("utf-8", "replace"))[:120]
    if "ncrypt" in reason or "passphrase" in reason:
        return Encrypted("wants a password")
    return Unreadable(f"damaged, or packed in a way that libarchive {version()} does not know ({reason})")
