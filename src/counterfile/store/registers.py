"""Registers in the archive: a file of any size is copied there as a stream, by its digest, and read from there."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from counterfile.errors import Missing
from counterfile.store import layout
from counterfile.store.archive import SEALED, filling, synchronize

_PART = 1 << 20


def keep(folder: Path, path: Path) -> tuple[str, int]:
    """Copy a file into the archive of the inquiry at `folder`; return its SHA-256 and its bytes.

    As `FileArchive.put`, but never with more than a part of the file in memory: written aside, made durable, renamed
    into place, sealed. Bytes already kept are left alone.

    Raises:
        Missing: there is no such file.
        StorageFull: there is no space; nothing of it is kept.
    """
    if not path.is_file():
        raise Missing(f"there is no file {path}")
    with filling(folder / layout.ARCHIVE) as home:
        home.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=home, prefix=".coming-")
        aside = Path(name)
        try:
            digest, size = _copied(path, handle)
            place = layout.archived(folder, digest)
            if not place.exists():
                place.parent.mkdir(exist_ok=True)
                aside.rename(place)
                for each in (place.parent, home):
                    synchronize(each)
        finally:
            aside.unlink(missing_ok=True)
    return digest, size


def opened(folder: Path, digest: str) -> IO[bytes]:
    """Return a file of the archive, open at its beginning.

    Raises:
        Missing: the archive has no such bytes.
    """
    try:
        return layout.archived(folder, digest).open("rb")
    except FileNotFoundError as error:
        raise Missing(f"the archive has no register {digest}; restore the folder archive/ from a copy") from error


def _copied(path: Path, handle: int) -> tuple[str, int]:
    counted, size = hashlib.sha256(), 0
    with os.fdopen(handle, "wb") as to, path.open("rb") as source:
        while part := source.read(_PART):
            counted.update(part)
            to.write(part)
            size += len(part)
        to.flush()
        os.fchmod(to.fileno(), SEALED)
        os.fsync(to.fileno())
    return counted.hexdigest(), size
