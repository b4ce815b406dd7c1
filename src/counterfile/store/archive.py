"""Originals on disk, by digest: written aside, made durable, renamed into place, then sealed."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from counterfile.errors import Missing, StorageFull
from counterfile.store import layout

SEALED = 0o444
"""Mode of an original: nobody writes to it again."""


class FileArchive:
    """`ports.Archive` below an inquiry's folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder` (the inquiry's); its archive is made when the first document comes."""
        self._folder = folder

    def put(self, contents: Sequence[bytes]) -> list[str]:
        """Keep bytes durably and return their digests in the same order.

        Written to a temporary file beside its place, synchronized, renamed, and the folders synchronized once at
        the end: after a crash there is either the whole original or a temporary file that nothing points to.
        """
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        touched: set[Path] = set()
        with filling(self._folder / layout.ARCHIVE) as home:
            for digest, content in zip(digests, contents, strict=True):
                place = layout.archived(self._folder, digest)
                if not place.exists():
                    _write(place, content)
                    touched |= {place.parent, home}
            for folder in touched:
                synchronize(folder)
        return digests

    def get(self, digest: str) -> bytes:
        """Return the bytes with this digest, or raise `Missing`."""
        try:
            return layout.archived(self._folder, digest).read_bytes()
        except FileNotFoundError as error:
            raise Missing(f"the archive has no document {digest}; restore the folder archive/ from a copy") from error

    def verify(self, digest: str) -> bool:
        """Return whether the kept bytes still have this digest; False when changed or gone."""
        try:
            with layout.archived(self._folder, digest).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == digest
        except FileNotFoundError:
            return False


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=place.parent, prefix=".coming-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fchmod(handle, SEALED)
            os.fsync(handle)
        Path(aside).rename(place)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


@contextmanager
def filling(home: Path) -> Iterator[Path]:
    """Give a folder to write into.

    Raises:
        StorageFull: there was no space left for it.
    """
    try:
        yield home
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(f"no space left for {home}; free some and run the command again") from error
        raise


def synchronize(folder: Path) -> None:
    """Make what a folder lists durable: a file that was renamed into it is found there after a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
