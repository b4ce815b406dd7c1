"""ZIP containers read with suspicion: nothing is believed about sizes, names or places until it was counted.

Source:
    APPNOTE.TXT 6.3.10 of PKWARE for the format and its own encryption (6.1); "AES Encryption Information" of WinZip for
    the other.
"""

from __future__ import annotations

import bz2
import hashlib
import hmac
import importlib
import io
import itertools
import lzma
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

from counterfile.errors import BadInput, Encrypted, TooLarge, Unreadable

MAX_MEMBERS = 10_000
MAX_TOTAL = 1 << 30  # bytes of all members together, unpacked
MAX_RATIO = 200  # unpacked to packed, for members of more than a mebibyte
UNLOCK = "its password in `passwords` of counterfile.toml opens it"
"""How a password is given; ends the message of whatever wants one."""

_SMALL = 1 << 20
_CHUNK = 1 << 16

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = 20  # bytes of the place of a wide directory
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_UTF8 = 0x800
_LOCKED, _DESCRIBED = 0x1, 0x8
_AES = 99


def zstandard() -> ModuleType:
    """Return Python's own module, from 3.14 on, or the one that stands in for it."""
    return importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


_ZstdError: type[Exception] = zstandard().ZstdError
DAMAGE = (zlib.error, lzma.LZMAError, _ZstdError, EOFError, OSError, ValueError)
"""What Python's own unpackers raise on damaged bytes."""
_ALL_DAMAGE = (*DAMAGE, TypeError, IndexError, RuntimeError, struct.error)


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Open an archive whose directory is of a bearable size and whose members do not lie over each other.

    Raises:
        TooLarge: more members than allowed.
        Unreadable: damaged, one volume of several, or built as a bomb.
    """
    place = _directory(content)
    if place is None:
        raise Unreadable("this archive is truncated: its directory is missing")
    content = _tidied(content, place)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Unreadable(f"this archive is damaged or truncated ({str(error)[:120]})") from None
    if len(archive.infolist()) > MAX_MEMBERS:
        raise TooLarge(f"{len(archive.infolist())} members where {MAX_MEMBERS} are allowed")
    _refuse_overlaps(content, archive)
    return archive


def is_truncated(content: bytes) -> bool:
    """Return whether an archive begins, but has no directory at its end."""
    return content.startswith(b"PK\x03\x04") and _directory(content) is None


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where an archive's directory lies."""

    start: int
    end: int
    count: int
    """As it announces."""
    last: int
    """Where the archive ends."""


def _directory(content: bytes) -> _Directory | None:
    """Find the directory, also before what was appended to the archive; None where there is none.

    Raises:
        Unreadable: the archive is one volume of several.
    """
    at = content.rfind(b"PK\x05\x06", max(len(content) - 65_557, 0))
    if at < 0:
        at = content.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(content):
        if content.startswith(b"PK\x07\x08"):
            raise Unreadable("the first of several volumes of an archive: join them and add the whole")
        return None
    _, disk, first_disk, _, count, size, offset, comment = _END.unpack_from(content, at)
    if 0 < disk < 0xFFFF or 0 < first_disk < 0xFFFF:
        raise Unreadable("the last of several volumes of an archive: join them and add the whole")
    end = at
    wide = at - _LOCATOR - _END_64.size
    if (
        wide >= 0
        and content[at - _LOCATOR : at - _LOCATOR + 4] == b"PK\x06\x07"
        and content[wide : wide + 4] == b"PK\x06\x06"
    ):
        count, size, offset = _END_64.unpack_from(content, wide)[7:10]
        end = wide
    before = end - size - offset
    if before > 0 and content.startswith(b"PK\x03\x04") and _is_inside(content, before):
        # An archive that is cut off and holds another one: that one's directory is the last that is there.
        return None
    return _Directory(end - size, end, count, min(at + _END.size + comment, len(content)))


def _tidied(content: bytes, directory: _Directory) -> bytes:
    """Return an archive as `zipfile` can read it: nothing behind it, and names marked as UTF-8 only where they are.

    The directory is walked over before anything builds a list of it: what it announces is only a claim.
    """
    if directory.count > MAX_MEMBERS:
        raise TooLarge(f"{directory.count} members where {MAX_MEMBERS} are allowed")
    if directory.start < 0:
        raise Unreadable("this archive is damaged: its directory is longer than the file")
    at, count = directory.start, 0
    wrong = []
    while at + _ENTRY.size <= directory.end and content[at : at + 4] == b"PK\x01\x02":
        fields = _ENTRY.unpack_from(content, at)
        name = content[at + _ENTRY.size : at + _ENTRY.size + fields[10]]
        if fields[3] & _UTF8 and not _is_utf8(name):
            wrong.append(at + 8)
        at += _ENTRY.size + fields[10] + fields[11] + fields[12]
        count += 1
        if count > MAX_MEMBERS:
            raise TooLarge(f"more than {MAX_MEMBERS} members where {directory.count} are announced")
    if not wrong and directory.last >= len(content) - 0xFFFF:
        return content
    changed = bytearray(content[: directory.last])
    for place in wrong:
        changed[place + 1] &= ~(_UTF8 >> 8) & 0xFF
    return bytes(changed)


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_inside(content: bytes, place: int) -> bool:
    """Return whether a place lies inside a member of the archive that the file begins with, by the members' own headers."""
    at = 0
    for _ in range(MAX_MEMBERS):
        if at + _LOCAL.size > len(content):
            return False
        fields = _LOCAL.unpack_from(content, at)
        if fields[0] != b"PK\x03\x04":
            return False
        if fields[2] & _DESCRIBED and not fields[7]:
            # Its length stands behind it. An archive that ends before the place has a directory of its own there.
            return content.rfind(b"PK\x05\x06", 0, place) < 0
        at += _LOCAL.size + fields[7] + fields[9] + fields[10]
        if at > place:
            return True
    return False


def _refuse_overlaps(content: bytes, archive: zipfile.ZipFile) -> None:
    spans = [(archive.start_dir, archive.start_dir)]
    for info in archive.infolist():
        at = info.header_offset
        if at < 0 or at + _LOCAL.size > len(content):
            raise Unreadable("this archive is truncated: a member lies behind its end")
        fields = _LOCAL.unpack_from(content, at)
        if fields[0] != b"PK\x03\x04":
            raise Unreadable("this archive is damaged: a member is not where the directory says")
        spans.append((at, at + _LOCAL.size + fields[9] + fields[10] + info.compress_size))
    spans.sort()
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            raise Unreadable("members of this archive lie over each other, as in an archive bomb")


def is_link(info: zipfile.ZipInfo) -> bool:
    """Return whether a member is a symbolic link or a device instead of a file."""
    mode = info.external_attr >> 16
    return info.create_system == 3 and mode != 0 and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}


def raw_name(info: zipfile.ZipInfo) -> bytes:
    """Return a member's name as it stands in the directory."""
    codec = "utf-8" if info.flag_bits & _UTF8 else "cp437"
    return info.orig_filename.encode(codec, "surrogateescape")


# --- members ---------------------------------------------------------------------------------------------------------


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, passwords: Sequence[str] = ()) -> bytes:
    """Unpack one member, at most `most` bytes of it.

    Raises:
        TooLarge: it is longer than `most`, or swells more than `MAX_RATIO` times.
        Encrypted: it wants a password, and none of these.
        Unreadable: it is damaged, or packed in a way that is not known here.
    """
    packed = _packed(archive, info)
    if not info.flag_bits & _LOCKED:
        return unpack(packed, info.compress_type, most, info.CRC, info.file_size)
    if not passwords:
        raise Encrypted("this member wants a password")
    if info.flag_bits & 0x2040:
        raise Encrypted("this member is locked in PKWARE's way with certificates: unpack it with PKZIP")
    for password in passwords:
        # Chinese systems make the key of the bytes in GBK.
        for key in dict.fromkeys(password.encode(codec, "replace") for codec in ("utf-8", "gb18030")):
            unpacked = _try(packed, info, most, key)
            if unpacked is not None:
                return unpacked
    raise Encrypted("none of the passwords opens this member")


def _packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> memoryview:
    """Return the bytes of a member as they lie in the archive.

    Raises:
        Unreadable: its own header tells another name than the directory.
    """
    stream = archive.fp
    if not isinstance(stream, io.BytesIO):
        raise TypeError("archives are opened by open_zip")
    whole = stream.getbuffer()
    fields = _LOCAL.unpack_from(whole, info.header_offset)
    start = info.header_offset + _LOCAL.size
    own, listed = bytes(whole[start : start + fields[9]]), raw_name(info)
    if own and own.replace(b"\\", b"/") != listed.replace(b"\\", b"/") and not _same_name(own, listed):
        shown = own.decode("utf-8", "replace")[:60]
        raise Unreadable(f"two names: its own header calls it {shown!r}")
    start += fields[9] + fields[10]
    return whole[start : start + info.compress_size]


def _same_name(own: bytes, listed: bytes) -> bool:
    """Return whether two names are one in two charsets: some writers use UTF-8 in one place and GBK in the other."""
    texts: list[set[str]] = []
    for raw in (own, listed):
        found = set()
        for codec in ("utf-8", "gb18030", "big5hkscs", "cp932"):
            try:
                found.add(raw.decode(codec))
            except UnicodeDecodeError:
                continue
        texts.append(found)
    return bool(texts[0] & texts[1])


def unpack(packed: bytes | memoryview, method: int, most: int, checksum: int | None, size: int | None) -> bytes:
    """Unpack bytes by one of ZIP's methods.

    Args:
        packed: All of them.
        method: Its number.
        most: How many bytes may come out.
        checksum: What CRC-32 must give; None for no check.
        size: How many bytes are announced; None where that is not known.

    Raises:
        TooLarge: more come out, or more than `MAX_RATIO` times as many as go in.
        Unreadable: they are damaged, or the method is not known here.
    """
    parts = []
    total = 0
    try:
        for chunk in _chunks(packed, method, size):
            total += len(chunk)
            if total > most:
                raise TooLarge(f"more than {most} bytes when unpacked")
            if total > _SMALL and total > MAX_RATIO * max(len(packed), 1):
                raise TooLarge(f"unpacked it is more than {MAX_RATIO} times as long as packed, as in an archive bomb")
            parts.append(chunk)
    except _ALL_DAMAGE as error:
        raise Unreadable(f"damaged ({str(error)[:120]})") from None
    content = b"".join(parts)
    if checksum is not None and zlib.crc32(content) != checksum:
        raise Unreadable("damaged (Bad CRC-32)")
    return content


class _Unpacker(Protocol):
    """What the libraries' decompressors have in common."""

    @property
    def eof(self) -> bool:
        """Whether all came out."""
        ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return what comes out of these bytes."""
        ...


def _chunks(packed: bytes | memoryview, method: int, size: int | None) -> Iterator[bytes]:
    """Yield what comes out, a little at a time.

    Raises:
        Unreadable: the method is not known here.
    """
    if method == 0:
        yield bytes(packed)
        return
    if method == 8:
        yield from _deflated(packed)
    elif method == 9:
        yield from _inflated64(packed)
    elif method == 12:
        yield from _fed(bz2.BZ2Decompressor(), bytes(packed))
    elif method == 14:
        yield from _lzma(bytes(packed), size)
    elif method == 93:
        yield from _fed(_zstandard(), bytes(packed))
    elif method == 95:
        yield from _fed(lzma.LZMADecompressor(format=lzma.FORMAT_XZ), bytes(packed))
    elif method == 98:
        yield from _ppmd(bytes(packed), size)
    else:
        raise Unreadable(f"packed by method {method}, which is not known here: unpack it with 7-Zip and add the files")


def _deflated(packed: bytes | memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    chunk = unpacker.decompress(packed, _SMALL)
    while chunk:
        yield chunk
        chunk = unpacker.decompress(unpacker.unconsumed_tail, _SMALL)
    yield unpacker.flush()
    if not unpacker.eof:
        raise EOFError("it ends early")


def _inflated64(packed: bytes | memoryview) -> Iterator[bytes]:
    import inflate64

    unpacker = inflate64.Inflater()
    for at in range(0, len(packed), _CHUNK):
        yield unpacker.inflate(bytes(packed[at : at + _CHUNK]))


def _fed(unpacker: _Unpacker, packed: bytes) -> Iterator[bytes]:
    chunk = unpacker.decompress(packed, _SMALL)
    while chunk:
        yield chunk
        if unpacker.eof:
            return
        chunk = unpacker.decompress(b"", _SMALL)
    if not unpacker.eof:
        raise EOFError("it ends early")


def _lzma(packed: bytes, size: int | None) -> Iterator[bytes]:
    length = struct.unpack_from("<H", packed, 2)[0]
    filters = [lzma._decode_filter_properties(lzma.FILTER_LZMA1, packed[4 : 4 + length])]  # type: ignore[attr-defined]
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    left = -1 if size is None else size
    chunk = unpacker.decompress(packed[4 + length :], _SMALL)
    while chunk:
        left -= len(chunk)
        yield chunk
        if unpacker.eof or left == 0:
            return
        chunk = unpacker.decompress(b"", _SMALL)


def _ppmd(packed: bytes, size: int | None) -> Iterator[bytes]:
    import pyppmd

    word = struct.unpack_from("<H", packed)[0]
    order, memory, restore = (word & 0xF) + 1, ((word >> 4) & 0xFF) + 1 << 20, word >> 12
    if size is None or memory > 1 << 28:
        raise ValueError("it wants too much memory")
    unpacker = pyppmd.Ppmd8Decoder(order, memory, restore)
    left = size
    chunk = unpacker.decode(packed[2:], min(left, _SMALL))
    while chunk:
        left -= len(chunk)
        yield chunk
        if left <= 0:
            return
        chunk = unpacker.decode(b"", min(left, _SMALL))


def _zstandard() -> _Unpacker:
    unpacker: _Unpacker = zstandard().ZstdDecompressor()
    return unpacker


# --- passwords -------------------------------------------------------------------------------------------------------


def _try(packed: memoryview, info: zipfile.ZipInfo, most: int, password: bytes) -> bytes | None:
    """Return a locked member unpacked, or None where this password does not open it."""
    method, checksum = info.compress_type, info.CRC
    if method == _AES:
        opened = _open_aes(packed, info.extra, password)
        if opened is None:
            return None
        plain, method, version = opened
        return unpack(plain, method, most, checksum if version == 1 else None, info.file_size)
    check = info._raw_time >> 8 if info.flag_bits & _DESCRIBED else info.CRC >> 24  # type: ignore[attr-defined]
    opened_plain = _open_pkware(packed, password, check & 0xFF)
    if opened_plain is None:
        return None
    try:
        return unpack(opened_plain, method, most, checksum, info.file_size)
    except Unreadable:
        # One wrong password in 256 passes the check of one byte.
        return None


def _open_aes(packed: memoryview, extra: bytes, password: bytes) -> tuple[bytes, int, int] | None:
    """Return the bytes, their method and the version of the scheme; None for the wrong password."""
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    field = next((body for number, body in fields_of(extra) if number == 0x9901 and len(body) >= 7), None)
    if field is None:
        raise Unreadable("damaged (locked by AES, but it does not say how)")
    version, _, strength, method = struct.unpack_from("<HHBH", field)
    size = {1: 16, 2: 24, 3: 32}.get(strength, 0)
    if not size or len(packed) < size // 2 + 12:
        raise Unreadable("damaged (its lock is too short)")
    salt, check = bytes(packed[: size // 2]), bytes(packed[size // 2 : size // 2 + 2])
    body, seal = bytes(packed[size // 2 + 2 : -10]), bytes(packed[-10:])
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * size + 2)
    if keys[-2:] != check:
        return None
    if not hmac.compare_digest(hmac.digest(keys[size : 2 * size], body, "sha1")[:10], seal):
        return None
    cipher = AES.new(keys[:size], AES.MODE_CTR, counter=Counter.new(128, initial_value=1, little_endian=True))
    return cipher.decrypt(body), method, version


def fields_of(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the numbered fields that stand behind a member's name."""
    at = 0
    while at + 4 <= len(extra):
        number, size = struct.unpack_from("<HH", extra, at)
        yield number, extra[at + 4 : at + 4 + size]
        at += 4 + size


_TABLE = [0] * 256
for _number in range(256):
    _value = _number
    for _ in range(8):
        _value = _value >> 1 ^ (0xEDB88320 if _value & 1 else 0)
    _TABLE[_number] = _value


def _open_pkware(packed: memoryview, password: bytes, check: int) -> bytes | None:
    """Return the bytes behind PKWARE's first encryption; None for the wrong password."""
    if len(packed) < 12:
        raise Unreadable("damaged (its lock is too short)")
    keys = (0x12345678, 0x23456789, 0x34567890)
    for byte in password:
        keys = _turned(keys, byte)
    head, keys = _decrypted(bytes(packed[:12]), keys)
    return _decrypted(bytes(packed[12:]), keys)[0] if head[11] == check else None


def _turned(keys: tuple[int, int, int], byte: int) -> tuple[int, int, int]:
    first = _TABLE[(keys[0] ^ byte) & 0xFF] ^ keys[0] >> 8
    second = ((keys[1] + (first & 0xFF)) * 134_775_813 + 1) & 0xFFFF_FFFF
    return first, second, _TABLE[(keys[2] ^ second >> 24) & 0xFF] ^ keys[2] >> 8


def _decrypted(content: bytes, keys: tuple[int, int, int]) -> tuple[bytes, tuple[int, int, int]]:
    # The keys turn by every byte, so this cannot be done in stretches; `_turned` is written out for speed.
    first, second, third = keys
    table = _TABLE
    plain = bytearray(len(content))
    for place, locked in enumerate(content):
        word = third | 2
        byte = locked ^ (word * (word ^ 1) >> 8) & 0xFF
        plain[place] = byte
        first = table[(first ^ byte) & 0xFF] ^ first >> 8
        second = ((second + (first & 0xFF)) * 134_775_813 + 1) & 0xFFFF_FFFF
        third = table[(third ^ second >> 24) & 0xFF] ^ third >> 8
    return bytes(plain), (first, second, third)


# --- what is left of an archive without its directory ----------------------------------------------------------------


def salvage(content: bytes) -> Iterator[tuple[bytes, int, bytes | BadInput]]:
    """Walk over the members of a truncated archive by their own headers, to the first that is not whole.

    Yields:
        Name, flags, and the content or why it could not be unpacked.

    Raises:
        TooLarge: more members than allowed.
    """
    at = 0
    for _ in range(MAX_MEMBERS):
        if at + _LOCAL.size > len(content):
            return
        mark, _, flags, method, _, _, checksum, packed, size, name_size, extra_size = _LOCAL.unpack_from(content, at)
        if mark != b"PK\x03\x04":
            return
        start = at + _LOCAL.size + name_size + extra_size
        name = content[at + _LOCAL.size : at + _LOCAL.size + name_size]
        if flags & _DESCRIBED and not packed:
            # Only what was packed by deflate tells where it ends.
            outcome, at = _described(content, start, method, flags)
        elif packed == 0xFFFF_FFFF or start + packed > len(content):
            outcome, at = Unreadable("the archive is cut off here"), len(content)
        else:
            outcome, at = _salvaged(content[start : start + packed], method, flags, checksum, size), start + packed
            if flags & _DESCRIBED:
                at, _ = _descriptor(content, at)
        if name and not name.endswith(b"/"):
            yield name, flags, outcome
    raise TooLarge(f"{MAX_MEMBERS} members or more where fewer are allowed")


def _salvaged(packed: bytes, method: int, flags: int, checksum: int, size: int) -> bytes | BadInput:
    if flags & _LOCKED:
        return Encrypted("this member wants a password")
    try:
        return unpack(packed, method, MAX_TOTAL, checksum, size)
    except (Unreadable, TooLarge) as error:
        return error


def _described(content: bytes, start: int, method: int, flags: int) -> tuple[bytes | BadInput, int]:
    if method != 8 or flags & _LOCKED:
        return Unreadable("the archive is cut off, and nothing tells where this member ends"), len(content)
    unpacker = zlib.decompressobj(-15)
    rest = memoryview(content)[start:]
    most = min(MAX_TOTAL, max(MAX_RATIO * len(rest), _SMALL))
    try:
        unpacked = unpacker.decompress(rest, most)
    except zlib.error as error:
        return Unreadable(f"damaged ({str(error)[:120]})"), len(content)
    if not unpacker.eof:
        return Unreadable("the archive is cut off here"), len(content)
    end = len(content) - len(unpacker.unused_data)
    behind, checksum = _descriptor(content, end)
    if checksum is not None and zlib.crc32(unpacked) != checksum:
        return Unreadable("damaged (Bad CRC-32)"), behind
    return unpacked, behind


def _descriptor(content: bytes, at: int) -> tuple[int, int | None]:
    """Return where the next header stands behind a member's sizes, which come in four forms, and the checksum there."""
    for size, before in ((16, 4), (12, 0), (24, 4), (20, 0)):
        if content[at + size : at + size + 4] in {b"PK\x03\x04", b"PK\x01\x02"}:
            return at + size, int(struct.unpack_from("<L", content, at + before)[0])
    return at, None
