"""Containers beside ZIP, each with its own traps: what leads out, what swells, what is cut off."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sys
import tarfile
from pathlib import Path

import pytest

from counterfile.errors import Encrypted, NotADocument, TooLarge, Unreadable
from counterfile.model.reading import Member, Unpacked
from counterfile.plugins.readers import _libarchive, _zipfile
from counterfile.plugins.readers._system import programs
from counterfile.plugins.readers.rar import RarReader
from counterfile.plugins.readers.sevenzip import SevenZipReader
from counterfile.plugins.readers.tar import TarReader
from counterfile.plugins.readers.warc import WarcReader
from counterfile.sandbox import Airlock, Limits
from counterfile.stages.read import Work, _origin

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "contract"))
from reader_samples import CAPTURES, NOTICE_HTML, NOTICE_TEXT, rar, rar4, sevenzip, tarred, warc, zipped


def names(unpacked: Unpacked) -> list[str]:
    return [member.name for member in unpacked.members]


def tar_of(*infos: tuple[tarfile.TarInfo, bytes], form: int = tarfile.GNU_FORMAT, encoding: str = "utf-8") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form, encoding=encoding) as archive:
        for info, content in infos:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


# --- tar -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packing", ["", "gz", "bz2", "xz"])
def test_a_tar_is_unpacked_however_it_is_compressed(packing: str) -> None:
    content = tarred({"公告/1.txt": NOTICE_TEXT.encode(), "公告/2.txt": b"b"}, packing)

    unpacked = TarReader().read(content, "x")

    assert names(unpacked) == ["公告/1.txt", "公告/2.txt"]
    assert unpacked.members[0].content == NOTICE_TEXT.encode()
    assert unpacked.media_type == "application/x-tar"


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_in_utf8_and_gbk_are_decoded(form: int, encoding: str) -> None:
    content = tar_of((entry("采购公告/中标结果.html"), b"x"), form=form, encoding=encoding)

    assert names(TarReader().read(content, "x.tar")) == ["采购公告/中标结果.html"]


def test_members_that_lead_out_and_links_are_refused_with_their_reason() -> None:
    content = tar_of(
        (entry("../etc/passwd"), b"x"),
        (entry("/etc/shadow"), b"x"),
        (entry("C:\\windows\\a.txt"), b"x"),
        (entry("link", tarfile.SYMTYPE, "/etc/passwd"), b""),
        (entry("hard", tarfile.LNKTYPE, "a.txt"), b""),
        (entry("device", tarfile.CHRTYPE), b""),
        (entry("pipe", tarfile.FIFOTYPE), b""),
        (entry("folder", tarfile.DIRTYPE), b""),
        (entry("a.txt"), b"one"),
        (entry("a.txt"), b"two"),
    )

    unpacked = TarReader().read(content, "x.tar")

    assert [(member.name, member.content) for member in unpacked.members] == [("a.txt", b"one")]
    assert unpacked.refused == (
        ("../etc/passwd", "a path that leads out of the archive"),
        ("/etc/shadow", "an absolute path"),
        ("C:/windows/a.txt", "an absolute path"),
        ("link", "a link or a device, not a file"),
        ("hard", "a link or a device, not a file"),
        ("device", "a link or a device, not a file"),
        ("pipe", "a link or a device, not a file"),
        ("a.txt", "a second member of this name"),
    )


@pytest.mark.parametrize(
    ("name", "pack", "wanted"),
    [
        ("公告.html.gz", gzip.compress, "公告.html"),
        ("公告.html.bz2", bz2.compress, "公告.html"),
        ("公告.html.xz", lzma.compress, "公告.html"),
        ("公告", gzip.compress, "公告"),
        ("", gzip.compress, "content"),
    ],
)
def test_a_single_file_is_called_without_its_packing(name: str, pack, wanted: str) -> None:
    unpacked = TarReader().read(pack(NOTICE_TEXT.encode()), name)

    assert [(member.name, member.content) for member in unpacked.members] == [(wanted, NOTICE_TEXT.encode())]


def test_of_an_archive_that_is_cut_off_what_came_before_is_kept() -> None:
    whole = tarred({"1.txt": b"a" * 3000, "2.txt": b"b" * 3000})

    unpacked = TarReader().read(whole[:6000], "x.tar")

    assert names(unpacked) == ["1.txt"]
    assert unpacked.refused[0][0] == "(the rest)"


def test_a_damaged_header_in_the_middle_is_told() -> None:
    whole = bytearray(tarred({"1.txt": b"a" * 300, "2.txt": b"b" * 300}))
    whole[1024 + 150] ^= 1

    unpacked = TarReader().read(bytes(whole), "x.tar")

    assert names(unpacked) == ["1.txt"]
    assert "damaged" in unpacked.refused[0][1]


@pytest.mark.parametrize("content", [gzip.compress(b"x" * 999)[:15], b"\xfd7zXZ\x00" + bytes(9), b"BZh91AY&SY123"])
def test_a_damaged_packing_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        TarReader().read(content, "x")


@pytest.mark.parametrize("content", [b"no tar at all", gzip.compress(b""), gzip.compress(bytes(10240))])
def test_nothing_inside_is_no_document(content: bytes) -> None:
    with pytest.raises(NotADocument):
        TarReader().read(content, "x.tar.gz")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("inside", ["plain", "tar"])
def test_a_bomb_ends_at_its_ratio(pack, inside: str) -> None:
    swelling = bytes(10 << 20) if inside == "plain" else tarred({"zeros.bin": bytes(10 << 20)})

    with pytest.raises(TooLarge, match="archive bomb"):
        TarReader().read(pack(b"a" + swelling if inside == "plain" else swelling), "x.gz")


def test_more_members_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zipfile, "MAX_MEMBERS", 50)

    with pytest.raises(TooLarge, match="members"):
        TarReader().read(tar_of(*((entry(f"{number}.txt"), b"x") for number in range(60))), "x.tar")


def test_more_bytes_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zipfile, "MAX_TOTAL", 5000)

    with pytest.raises(TooLarge, match="5000 bytes"):
        TarReader().read(tar_of((entry("1.txt"), b"x" * 3000), (entry("2.txt"), b"x" * 3000)), "x.tar")


def test_a_sparse_member_that_claims_a_terabyte_is_refused() -> None:
    header = bytearray(tar_of((entry("sparse.bin", tarfile.GNUTYPE_SPARSE), b"x"), form=tarfile.GNU_FORMAT))
    header[386:398], header[398:410] = b"00000000000\x00", b"00000000001\x00"
    header[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\x00 " % sum(header[:512])

    with pytest.raises((TooLarge, Unreadable)):
        TarReader().read(bytes(header), "x.tar")


def test_the_sandbox_unpacks_archives_and_survives_bombs() -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        unpacked = airlock.read(tarred({"公告/1.txt": NOTICE_TEXT.encode()}, "xz"), "公告.tar.xz")
        with pytest.raises(TooLarge):
            airlock.read(gzip.compress(bytes(300 << 20)), "bomb.gz")

    assert isinstance(unpacked, Unpacked)
    assert names(unpacked) == ["公告/1.txt"]


# --- web archives ----------------------------------------------------------------------------------------------------

PAGE = "https://www.example.org/cggg/42.html"


@pytest.mark.parametrize("form", ["warc", "warc.gz", "wacz"])
def test_captured_documents_keep_their_address_and_time(form: str) -> None:
    content = warc(CAPTURES, packed=form != "warc")
    if form == "wacz":
        content = zipped({"archive/data.warc.gz": content, "pages/pages.jsonl": b"{}"})

    unpacked = WarcReader().read(content, f"crawl.{form}")

    assert [(member.name, member.origin, member.captured) for member in unpacked.members] == [
        (
            "www.example.org/cggg/t20230512_42.html?from=list",
            "https://www.example.org/cggg/t20230512_42.html?from=list",
            "2023-05-12T09:30:00Z",
        ),
        ("www.example.org/附件.txt", "https://www.example.org/%E9%99%84%E4%BB%B6.txt", "2023-05-12T09:30:00Z"),
    ]
    assert unpacked.members[0].content == NOTICE_HTML.encode()


def test_a_capture_of_a_second_time_keeps_its_time_in_the_name() -> None:
    first = warc([(PAGE, "text/html", b"<p>one")])
    second = warc([(PAGE, "text/html", b"<p>two")]).replace(b"2023-05-12T09:30:00Z", b"2023-06-01T08:00:00Z")

    unpacked = WarcReader().read(first + second, "crawl.warc")

    assert names(unpacked) == ["www.example.org/cggg/42.html", "www.example.org/cggg/42.html@20230601080000"]


def test_error_pages_are_refused_and_redirects_passed_over() -> None:
    missing = warc([(PAGE, "text/html", b"gone")], status="404 Not Found")
    moved = warc([("https://www.example.org/", "text/html", b"moved")], status="302 Found")

    unpacked = WarcReader().read(missing + moved, "crawl.warc")

    assert unpacked.members == ()
    assert unpacked.refused == (("www.example.org/cggg/42.html", "the server answered 404"),)


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/../../etc/passwd", "https://www.example.org/%2e%2e/%2e%2e/etc/passwd"],
)
def test_an_address_that_leads_out_is_refused(address: str) -> None:
    unpacked = WarcReader().read(warc([(address, "text/plain", b"root")]), "crawl.warc")

    assert unpacked.members == ()
    assert "leads out" in unpacked.refused[0][1]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://www.example.org", "www.example.org/index.html"),
        ("https://user:pw@www.example.org:8080/a//b/", "www.example.org:8080/a/b/index.html"),
        ("https://www.example.org/%B9%AB%B8%E6.html", "www.example.org/公告.html"),
        ("https://www.example.org/a?u=https://x.org/b", "www.example.org/a?u=https:%%x.org%b"),
    ],
)
def test_names_are_made_of_host_and_path(address: str, wanted: str) -> None:
    assert names(WarcReader().read(warc([(address, "text/html", b"<p>x")]), "crawl.warc")) == [wanted]


def test_a_web_archive_that_is_cut_off_keeps_what_came_before() -> None:
    whole = warc(CAPTURES, packed=True)

    unpacked = WarcReader().read(whole[: len(whole) - 60], "crawl.warc.gz")

    assert names(unpacked)[:1] == ["www.example.org/cggg/t20230512_42.html?from=list"]


def test_a_captured_bomb_ends_at_its_ratio() -> None:
    swelling = gzip.compress(bytes(20 << 20))
    record = warc([(PAGE, "text/html\r\nContent-Encoding: gzip", swelling)])

    with pytest.raises(TooLarge):
        WarcReader().read(record, "crawl.warc")
    with pytest.raises(TooLarge):
        WarcReader().read(warc([(PAGE, "text/html", bytes(20 << 20))], packed=True), "crawl.warc.gz")


def test_a_web_archive_without_documents_says_so() -> None:
    with pytest.raises(NotADocument, match="without a captured document"):
        WarcReader().read(warc(CAPTURES[1:2]), "crawl.warc")


def test_the_sandbox_unpacks_web_archives() -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        for content in (warc(CAPTURES), warc(CAPTURES, packed=True), zipped({"archive/a.warc": warc(CAPTURES)})):
            unpacked = airlock.read(content, "crawl.bin")

            assert isinstance(unpacked, Unpacked)
            assert len(unpacked.members) == 2


def test_a_captured_page_arrives_with_its_address_and_time() -> None:
    work = Work("0" * 64, "crawl.warc", "2023/crawl.warc", 0)

    captured = _origin(work, Member("www.example.org/42.html", b"x", PAGE, "2023-05-12T09:30:00Z"))
    plain = _origin(work, Member("公告/1.txt", b"x"))

    assert captured == f"2023/crawl.warc!/{PAGE} (captured 2023-05-12T09:30:00Z)"
    assert plain == "2023/crawl.warc!/公告/1.txt"


# --- names, appended bytes, sparse files ------------------------------------------------------------------------------


def test_zstandard_is_unpacked_and_its_bombs_end() -> None:
    pack = _zipfile.zstandard().compress

    plain = TarReader().read(pack(NOTICE_TEXT.encode()), "公告.txt.zst")
    inside = TarReader().read(pack(tarred({"a.txt": b"x"})), "x.tar.zst")

    assert [(member.name, member.content) for member in plain.members] == [("公告.txt", NOTICE_TEXT.encode())]
    assert names(inside) == ["a.txt"]
    with pytest.raises(TooLarge, match="archive bomb"):
        TarReader().read(pack(bytes(10 << 20)), "x.zst")
    with pytest.raises(Unreadable):
        TarReader().read(pack(NOTICE_TEXT.encode())[:20], "x.zst")


@pytest.mark.parametrize("size", [10, 100_000])
def test_rubbish_behind_a_compressed_file_is_passed_over(size: int) -> None:
    content = random.Random(7).randbytes(size)

    unpacked = TarReader().read(gzip.compress(content) + b"rubbish", "x.txt.gz")

    assert unpacked.members[0].content == content


def test_a_million_members_of_a_tar_end_early() -> None:
    header = tar_of((entry("a.txt"), b""))[:512]
    packed = gzip.compress(header * 10_000, 1) * 100  # one stream after the other, as `cat` makes them

    with pytest.raises(TooLarge, match="members"):
        TarReader().read(packed, "x.tar.gz")


# --- RAR and others --------------------------------------------------------------------------------------------------

needs_libarchive = pytest.mark.skipif(_libarchive.library() is None, reason="libarchive is not installed")


@needs_libarchive
def test_a_rar_archive_is_unpacked_and_what_leads_out_is_refused() -> None:
    content = rar({"公告/中标.txt": b"one", "../etc/passwd": b"x", "a.txt": b"two"}, links={"link": "/etc/passwd"})

    unpacked = RarReader().read(content, "x.rar")

    assert [(member.name, member.content) for member in unpacked.members] == [
        ("公告/中标.txt", b"one"),
        ("a.txt", b"two"),
    ]
    assert unpacked.refused == (
        ("../etc/passwd", "a path that leads out of the archive"),
        ("link", "a link or a device, not a file"),
    )


@needs_libarchive
@pytest.mark.parametrize(("codec", "wanted"), [("gbk", "采购文件/附件1.doc"), ("big5", "招標文件/開標紀錄.doc")])
def test_names_of_an_old_rar_archive_are_decoded(codec: str, wanted: str) -> None:
    assert names(RarReader().read(rar4({wanted.encode(codec): b"x"}), "x.rar")) == [wanted]


@needs_libarchive
def test_locked_rar_archives_and_volumes_say_what_to_do() -> None:
    with pytest.raises(Encrypted, match="another program"):
        RarReader().read(rar({"a.txt": b"x" * 16}, locked=True), "x.rar")
    with pytest.raises(Unreadable, match="in several"):
        RarReader().read(rar({"a.txt": b"x"}, volume=True), "x.part1.rar")


@needs_libarchive
def test_of_a_rar_archive_that_is_cut_off_what_came_before_is_kept() -> None:
    whole = rar({"1.txt": b"one" * 100, "2.txt": b"two" * 100})

    unpacked = RarReader().read(whole[: len(whole) - 150], "x.rar")

    assert names(unpacked) == ["1.txt"]
    assert unpacked.refused


def test_without_libarchive_a_rar_archive_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_libarchive, "library", lambda: None)

    with pytest.raises(Unreadable, match="libarchive"):
        RarReader().read(rar({"a.txt": b"x"}), "x.rar")


def test_what_the_readers_use_of_the_system_is_listed() -> None:
    ((purpose, found, version, install),) = programs()

    assert "RAR" in purpose
    assert found is bool(version)
    assert "libarchive" in install


@needs_libarchive
def test_cabinets_cpio_and_old_compressions_are_unpacked() -> None:
    header = b"070707" + b"%06o%06o%06o%06o%06o%06o%06o%011o%06o%011o"
    cpio = header % (1, 1, 0o100644, 0, 0, 1, 0, 0, 6, 3) + b"a.txt\0abc"
    cpio += header % (0, 0, 0, 0, 0, 1, 0, 0, 11, 0) + b"TRAILER!!!\0"

    assert [member.content for member in RarReader().read(cpio, "x.cpio").members] == [b"abc"]
    assert names(RarReader().read(lzma.compress(b"abc" * 50, lzma.FORMAT_ALONE), "公告.txt.lzma")) == ["公告.txt"]


@needs_libarchive
def test_a_bomb_in_an_old_compression_ends_at_its_ratio() -> None:
    with pytest.raises(TooLarge, match="archive bomb"):
        RarReader().read(lzma.compress(b"x" * (20 << 20), lzma.FORMAT_ALONE), "x.lzma")


@needs_libarchive
def test_the_sandbox_unpacks_rar_archives() -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        unpacked = airlock.read(rar({"公告/1.txt": NOTICE_TEXT.encode()}), "公告.rar")

    assert isinstance(unpacked, Unpacked)
    assert names(unpacked) == ["公告/1.txt"]


# --- 7-Zip -----------------------------------------------------------------------------------------------------------


def test_a_7z_archive_is_unpacked_and_what_leads_out_is_refused() -> None:
    content = sevenzip(
        {"公告/中标结果.html": b"one", "../etc/passwd": b"x", "/etc/shadow": b"x", "C:\\a.txt": b"x", "空.txt": b""}
    )

    unpacked = SevenZipReader().read(content, "x.7z")

    assert [(member.name, member.content) for member in unpacked.members] == [
        ("公告/中标结果.html", b"one"),
        ("空.txt", b""),
    ]
    assert unpacked.refused == (
        ("../etc/passwd", "a path that leads out of the archive"),
        ("/etc/shadow", "an absolute path"),
        ("C:/a.txt", "an absolute path"),
    )


def test_a_locked_7z_archive_says_so() -> None:
    with pytest.raises(Encrypted):
        SevenZipReader().read(sevenzip({"1.txt": b"x"}, password="secret"), "x.7z")


def test_a_password_opens_a_7z_archive() -> None:
    content = sevenzip({"公告.txt": NOTICE_TEXT.encode()}, password="密码2023")

    unpacked = SevenZipReader().unlock(content, "x.7z", ["wrong", "密码2023"])

    assert [(member.name, member.content) for member in unpacked.members] == [("公告.txt", NOTICE_TEXT.encode())]
    with pytest.raises(Encrypted, match="none of the passwords"):
        SevenZipReader().unlock(content, "x.7z", ["wrong"])
    with pytest.raises(Unreadable, match="damaged"):
        SevenZipReader().unlock(sevenzip({"1.txt": b"x"})[:40], "x.7z", ["wrong"])


def test_the_first_volume_of_a_7z_archive_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match="volumes"):
        SevenZipReader().read(sevenzip({"1.txt": b"x"})[:60], "公告.7z.001")


@pytest.mark.parametrize("cut", [10, 40, -5])
def test_a_7z_archive_that_is_cut_off_is_unreadable(cut: int) -> None:
    with pytest.raises(Unreadable):
        SevenZipReader().read(sevenzip({"1.txt": NOTICE_TEXT.encode()})[:cut], "x.7z")


def test_a_7z_bomb_ends_at_its_ratio() -> None:
    with pytest.raises(TooLarge, match="archive bomb"):
        SevenZipReader().read(sevenzip({"zeros.bin": bytes(20 << 20)}), "x.7z")


def test_more_7z_members_than_allowed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zipfile, "MAX_MEMBERS", 5)

    with pytest.raises(TooLarge, match="members"):
        SevenZipReader().read(sevenzip({f"{number}.txt": b"x" for number in range(8)}), "x.7z")


def test_the_sandbox_unpacks_7z_in_memory() -> None:
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as airlock:
        unpacked = airlock.read(sevenzip({"公告/1.txt": NOTICE_TEXT.encode()}), "公告.7z")
        with pytest.raises(TooLarge):
            airlock.read(sevenzip({"zeros.bin": bytes(50 << 20)}), "bomb.7z")

    assert isinstance(unpacked, Unpacked)
    assert names(unpacked) == ["公告/1.txt"]


def test_archives_inside_archives_come_out_one_by_one() -> None:
    inner = sevenzip({"1.txt": NOTICE_TEXT.encode()})
    outer = tarred({"inner.7z": inner}, "gz")

    unpacked = TarReader().read(outer, "x.tar.gz")

    assert [(member.name, member.content) for member in unpacked.members] == [("inner.7z", inner)]
