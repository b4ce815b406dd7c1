"""Originals are whole, sealed and checked."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from counterfile.errors import Missing, StorageFull
from counterfile.store import layout
from counterfile.store.archive import FileArchive

TENDER = "临沅市公安局智能监控系统采购项目公开招标公告".encode("gb18030")


def test_original_is_kept_by_its_digest_and_sealed(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path)

    (digest,) = archive.put([TENDER])

    place = layout.archived(tmp_path, digest)
    assert hashlib.sha256(TENDER).hexdigest() == digest
    assert archive.get(digest) == TENDER
    assert place.stat().st_mode & 0o777 == 0o444
    assert archive.verify(digest)


def test_one_changed_bit_is_noticed(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path)
    (digest,) = archive.put([TENDER])
    place = layout.archived(tmp_path, digest)
    place.chmod(0o644)
    place.write_bytes(bytes([TENDER[0] ^ 1]) + TENDER[1:])

    assert not archive.verify(digest)


def test_same_bytes_twice_are_one_original(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path)

    digests = archive.put([TENDER, TENDER])

    assert digests[0] == digests[1]
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageFull, match="free some"):
        FileArchive(tmp_path).put([TENDER])

    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_lost_original_says_what_to_do(tmp_path: Path) -> None:
    archive = FileArchive(tmp_path)

    assert not archive.verify("ab" * 32)
    with pytest.raises(Missing, match="restore"):
        archive.get("ab" * 32)
