"""ZIP archives and their traps: names in every charset, locks, cuts, and what is built to overwhelm."""

from __future__ import annotations

import bz2
import hashlib
import hmac
import io
import lzma
import struct
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Unpacked
from counterfile.plugins import builtin_readers
from counterfile.plugins.readers import _names, _zipfile
from counterfile.plugins.readers.zip import ZipReader
from counterfile.sandbox import Airlock, Limits
from counterfile.sandbox.reading import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import NOTICE_TEXT, docx, zipped

LOCAL = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")


@dataclass
class Part:
    """One member, and every lie that its headers may tell."""

    name: bytes
    content: bytes = b"x"
    packed: bytes | None = None
    method: int = 0
    flags: int = 0
    extra: bytes = b""
    local_name: bytes | None = None
    described: bool = False
    size: int | None = None
    checksum: int | None = None


def archive(*parts: Part, count: int | None = None, before: bytes = b"", behind: bytes = b"", disk: int = 0) -> bytes:
    """A ZIP archive, byte by byte."""
    body, directory = before, b""
    for part in parts:
        packed = part.content if part.packed is None else part.packed
        checksum = zlib.crc32(part.content) if part.checksum is None else part.checksum
        size = len(part.content) if part.size is None else part.size
        own = part.name if part.local_name is None else part.local_name
        flags = part.flags | (8 if part.described else 0)
        numbers = (0, 0, 0) if part.described else (checksum, len(packed), size)
        at = len(body) - len(before)
        body += LOCAL.pack(b"PK\x03\x04", 20, flags, part.method, 0, 0x5600, *numbers, len(own), 0) + own + packed
        if part.described:
            body += struct.pack("<4sLLL", b"PK\x07\x08", checksum, len(packed), size)
        directory += ENTRY.pack(
            b"PK\x01\x02", 0x314, 20, flags, part.method, 0, 0x5600, checksum, len(packed), size,
            len(part.name), len(part.extra), 0, 0, 0, 0o100644 << 16, at,
        ) + part.name + part.extra  # fmt: skip
    announced = len(parts) if count is None else count
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", disk, disk, announced, announced, len(directory), len(body) - len(before), 0
    )
    return body + directory + end + behind


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def names(unpacked: Unpacked) -> list[str]:
    return [member.name for member in unpacked.members]


def read(content: bytes) -> Unpacked:
    return ZipReader().read(content, "x.zip")


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "wanted"),
    [
        ("gbk", ["采购文件.doc", "附件1：报价表.xls", "鑫磊.pdf"]),
        ("big5", ["招標文件.pdf", "開標紀錄.xls"]),
        ("cp932", ["入札説明書.pdf", "お知らせ.doc"]),
        ("cp437", ["Ausschreibung für Möbel.pdf", "résumé.doc"]),
        ("cp1252", ["Leistungsverzeichnis Straße.pdf"]),
        ("cp866", ["Извещение о закупке.doc", "протокол.pdf"]),
        ("utf-8", ["公告.txt", "Möbel.pdf"]),
    ],
)
def test_names_of_one_archive_are_decoded_by_one_charset(codec: str, wanted: list[str]) -> None:
    assert names(read(archive(*(Part(name.encode(codec)) for name in wanted)))) == wanted


def test_a_name_that_fits_two_charsets_follows_its_neighbors() -> None:
    alone = "附件.doc".encode("big5")

    together = read(archive(Part(alone), Part("招標文件開標紀錄決標公告.pdf".encode("big5"))))

    assert names(together) == ["附件.doc", "招標文件開標紀錄決標公告.pdf"]


@pytest.mark.parametrize("name", ["联通.txt", "一.txt", "公告.txt", "移动公司.doc"])
def test_gbk_that_happens_to_be_utf8_is_chinese(name: str) -> None:
    raw = name.encode("gbk")

    assert _names.decoded(raw, _names.codec_of([raw])) == name


def test_the_unicode_path_counts_where_it_belongs_to_the_name() -> None:
    plain = b"?????.txt"

    def path(checksum: int) -> bytes:
        body = b"\x01" + struct.pack("<L", checksum) + "中标公告.txt".encode()
        return struct.pack("<HH", 0x7075, len(body)) + body

    assert names(read(archive(Part(plain, extra=path(zlib.crc32(plain)))))) == ["中标公告.txt"]
    assert names(read(archive(Part(plain, extra=path(7))))) == ["?????.txt"]


def test_a_name_marked_as_utf8_that_is_none_is_decoded_all_the_same() -> None:
    assert names(read(archive(Part("公告.txt".encode("gbk"), flags=0x800)))) == ["公告.txt"]


def test_a_member_with_two_names_is_refused_and_one_name_in_two_charsets_is_not() -> None:
    unpacked = read(
        archive(
            Part(b"notice.txt", local_name=b"run.exe!!!"),
            Part("公告.txt".encode("gbk"), local_name="公告.txt".encode()),
            Part(b"quiet.txt", local_name=b""),
        )
    )

    assert names(unpacked) == ["公告.txt", "quiet.txt"]
    assert "two names" in unpacked.refused[0][1]


def test_of_two_members_with_one_name_the_second_is_refused() -> None:
    unpacked = read(archive(Part(b"a.txt", b"one"), Part(b"a.txt", b"two")))

    assert [member.content for member in unpacked.members] == [b"one"]
    assert unpacked.refused == (("a.txt", "a second member of this name"),)


# --- methods ---------------------------------------------------------------------------------------------------------


def packed_by(method: int, content: bytes) -> bytes:
    if method == 8:
        return deflated(content)
    if method == 9:
        import inflate64

        packer = inflate64.Deflater()
        return packer.deflate(content) + packer.flush()
    if method == 12:
        return bz2.compress(content)
    if method == 14:
        packed = lzma.compress(content, lzma.FORMAT_ALONE)
        return b"\x09\x14\x05\x00" + packed[:5] + packed[13:]
    if method == 93:
        return bytes(_zipfile.zstandard().compress(content))
    if method == 95:
        return lzma.compress(content, lzma.FORMAT_XZ)
    if method == 98:
        import pyppmd

        packer = pyppmd.Ppmd8Encoder(6, 16 << 20, 0)
        return struct.pack("<H", 5 | 15 << 4) + packer.encode(content) + packer.flush()
    return content


@pytest.mark.parametrize("method", [0, 8, 9, 12, 14, 93, 95, 98])
def test_every_common_method_is_unpacked(method: int) -> None:
    content = NOTICE_TEXT.encode() * 20

    unpacked = read(archive(Part(b"a.txt", content, packed_by(method, content), method)))

    assert [member.content for member in unpacked.members] == [content]


@pytest.mark.parametrize("method", [8, 9, 12, 14, 93, 95, 98])
def test_a_bomb_by_any_method_is_refused_and_its_neighbor_read(method: int) -> None:
    content = bytes(8 << 20)

    unpacked = read(archive(Part(b"bomb.txt", content, packed_by(method, content), method), Part(b"good.txt")))

    assert names(unpacked) == ["good.txt"]
    assert "archive bomb" in unpacked.refused[0][1]


@pytest.mark.parametrize("method", [8, 9, 12, 14, 93, 95, 98])
def test_damage_by_any_method_is_told_of_the_member_alone(method: int) -> None:
    content = NOTICE_TEXT.encode() * 20
    packed = packed_by(method, content)

    unpacked = read(archive(Part(b"bad.txt", content, packed[: len(packed) // 2], method), Part(b"good.txt")))

    assert names(unpacked) == ["good.txt"]
    assert "damaged" in unpacked.refused[0][1]


def test_a_wrong_checksum_and_an_unknown_method_are_told() -> None:
    unpacked = read(archive(Part(b"a.txt", b"abc", checksum=7), Part(b"b.txt", method=1)))

    assert ["CRC" in unpacked.refused[0][1], "method 1" in unpacked.refused[1][1]] == [True, True]


# --- passwords -------------------------------------------------------------------------------------------------------


def locked_by_pkware(content: bytes, password: bytes) -> bytes:
    """PKWARE's first encryption, the other way round."""
    keys = (0x12345678, 0x23456789, 0x34567890)
    for byte in password:
        keys = _zipfile._turned(keys, byte)
    found = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
        word = keys[2] | 2
        found.append(byte ^ (word * (word ^ 1) >> 8) & 0xFF)
        keys = _zipfile._turned(keys, byte)
    return bytes(found)


def locked_by_aes(content: bytes, password: bytes, *, method: int = 8) -> tuple[bytes, bytes]:
    """WinZip's encryption of 256 bits: the bytes, and the field that tells of it."""
    from Cryptodome.Cipher import AES
    from Cryptodome.Util import Counter

    salt = b"0123456789abcdef"
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    cipher = AES.new(keys[:32], AES.MODE_CTR, counter=Counter.new(128, initial_value=1, little_endian=True))
    body = cipher.encrypt(packed_by(method, content))
    seal = hmac.digest(keys[32:64], body, "sha1")[:10]
    return salt + keys[64:] + body + seal, struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, method)


def aes_part(name: bytes, content: bytes, password: bytes) -> Part:
    packed, extra = locked_by_aes(content, password)
    return Part(name, content, packed, 99, flags=1, extra=extra, checksum=0)


@pytest.mark.parametrize("password", ["secret", "密码2023"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_password_opens_either_encryption(password: str, codec: str) -> None:
    key, content = password.encode(codec), NOTICE_TEXT.encode()
    both = archive(
        Part(b"old.txt", content, locked_by_pkware(content, key), flags=1), aes_part(b"new.txt", content, key)
    )

    unpacked = ZipReader().unlock(both, "x.zip", ["wrong", password])

    assert [(member.name, member.content) for member in unpacked.members] == [
        ("old.txt", content),
        ("new.txt", content),
    ]


def test_without_the_password_an_archive_says_how_to_give_it() -> None:
    content = archive(aes_part(b"a.txt", b"x", b"secret"))

    with pytest.raises(Encrypted, match="passwords"):
        read(content)
    with pytest.raises(Encrypted, match="none of the passwords"):
        ZipReader().unlock(content, "x.zip", ["wrong", "too"])


def test_plain_members_beside_locked_ones_are_read() -> None:
    unpacked = read(archive(Part(b"plain.txt"), aes_part(b"locked.txt", b"x", b"secret")))

    assert names(unpacked) == ["plain.txt"]
    assert "wants a password" in unpacked.refused[0][1]


def test_a_locked_member_that_was_changed_does_not_open() -> None:
    part = aes_part(b"a.txt", NOTICE_TEXT.encode(), b"secret")
    assert part.packed is not None
    part.packed = part.packed[:30] + bytes([part.packed[30] ^ 1]) + part.packed[31:]

    with pytest.raises(Encrypted):
        ZipReader().unlock(archive(part), "x.zip", ["secret"])


# --- what is cut off, joined or appended -----------------------------------------------------------------------------


@pytest.mark.parametrize("described", [False, True])
def test_of_an_archive_that_is_cut_off_whole_members_are_kept(described: bool) -> None:
    parts = [
        Part(f"公告{number}.txt".encode("gbk"), text, deflated(text), 8, described=described)
        for number, text in enumerate([b"one" * 99, b"two" * 99, b"three" * 99])
    ]
    whole = archive(*parts)
    third = whole.index(parts[2].name)

    unpacked = read(whole[: third + 12])

    assert names(unpacked) == ["公告0.txt", "公告1.txt"]
    assert unpacked.refused[-1] == ("(the rest)", "the archive is cut off: its directory is missing")


def test_an_archive_that_is_cut_off_is_not_taken_for_the_one_inside_it() -> None:
    inner = zipped({"inner.txt": b"inside"})
    whole = archive(Part(b"inner.zip", inner), Part(b"last.txt", b"y" * 500))

    unpacked = read(whole[: whole.index(b"last.txt") + 20])

    assert names(unpacked) == ["inner.zip"]


def test_nothing_whole_in_a_cut_archive_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="truncated"):
        read(archive(Part(b"a.txt", b"x" * 500))[:200])


@pytest.mark.parametrize("length", [100, 100_000])
def test_what_stands_before_and_behind_an_archive_is_passed_over(length: int) -> None:
    content = archive(Part(b"a.txt"), before=b"MZ" + bytes(length), behind=b"\x01\x02" * length)

    assert names(read(content)) == ["a.txt"]


def test_volumes_of_an_archive_say_what_to_do() -> None:
    for content in (archive(Part(b"a.txt"), disk=3), b"PK\x07\x08PK\x03\x04" + bytes(200)):
        with pytest.raises(Unreadable, match="volumes"):
            read(content)


def test_bytes_that_are_only_called_zip_are_no_archive() -> None:
    with pytest.raises(NotADocument):
        read(NOTICE_TEXT.encode())


def test_a_folder_called_word_makes_no_word_document() -> None:
    content = zipped({"word/1.txt": NOTICE_TEXT.encode(), "xl/2.txt": NOTICE_TEXT.encode()})

    outcome = read_bytes(content, "公告.zip", builtin_readers())

    assert isinstance(outcome, Unpacked)
    assert names(outcome) == ["word/1.txt", "xl/2.txt"]


# --- bombs -----------------------------------------------------------------------------------------------------------


def test_members_that_share_their_bytes_condemn_the_archive() -> None:
    """A bomb of the overlapping kind: every entry leads to one and the same packed stream."""
    content = bytearray(archive(*(Part(b"%d.txt" % number, b"x" * 100) for number in range(50))))
    at = content.index(b"PK\x01\x02")
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<L", content, at + 42, 0)
        at += 4

    with pytest.raises(Unreadable, match="over each other"):
        read(bytes(content))


def test_a_member_that_reaches_into_the_directory_condemns_the_archive() -> None:
    content = bytearray(archive(Part(b"a.txt", b"x" * 100)))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 20, 150)

    with pytest.raises(Unreadable, match="over each other"):
        read(bytes(content))


def test_a_million_members_end_before_they_are_listed() -> None:
    entry = ENTRY.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 1_000_000
    local = LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    honest = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, len(directory), 31)
    honest += struct.pack("<4sLQL", b"PK\x06\x07", 0, len(local) + len(directory), 1)

    for announced in (5, 0xFFFF):
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, announced, announced, len(directory), 31, 0)
        with pytest.raises(TooLarge, match="members"):
            read(local + directory + end)
        with pytest.raises(TooLarge, match="members"):
            read(local + directory + honest + end)


def test_a_size_that_is_a_lie_is_not_believed() -> None:
    content = b"x" * 5000

    unpacked = read(archive(Part(b"a.txt", content, deflated(content), 8, size=3), Part(b"b.txt", size=1 << 31)))

    assert [len(member.content) for member in unpacked.members] == [5000, 1]


def test_a_directory_longer_than_the_file_is_damage() -> None:
    with pytest.raises(Unreadable):
        read(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, 1 << 30, 0, 0))


def test_a_truncated_office_file_is_not_salvaged_as_an_archive() -> None:
    whole = docx("<w:p><w:r><w:t>公告</w:t></w:r></w:p>")

    with pytest.raises((NotADocument, Unreadable)):
        read_bytes(whole[: len(whole) - 60], "公告.docx", builtin_readers())


def test_the_sandbox_gives_each_trap_its_verdict() -> None:
    nested = zipped({"x.txt": b"x"})
    for _ in range(50):
        nested = zipped({"x.zip": nested}, method=zipfile.ZIP_STORED)
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        outer = airlock.read(nested, "50.zip")
        locked = ZipReader().unlock(archive(aes_part(b"a.txt", b"abc", b"s")), "x.zip", ["s"])
        with pytest.raises(Encrypted):
            airlock.read(archive(aes_part(b"a.txt", b"x", b"secret")), "x.zip")
        with pytest.raises(TooLarge):
            airlock.read(archive(Part(b"a"), count=60_000), "x.zip")
        bomb = airlock.read(archive(Part(b"a", bytes(64 << 20), deflated(bytes(64 << 20)), 8)), "x.zip")

    assert isinstance(outer, Unpacked)
    assert names(outer) == ["x.zip"]
    assert [member.content for member in locked.members] == [b"abc"]
    assert isinstance(bomb, Unpacked)
    assert bomb.members == ()


def test_reading_stays_in_memory() -> None:
    with _zipfile.open_zip(zipped({"a": b"x"})) as opened:
        assert isinstance(opened.fp, io.BytesIO)
