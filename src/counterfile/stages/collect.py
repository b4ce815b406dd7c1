"""The world -> documents: walk what the user named and bring its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from counterfile.errors import Missing
from counterfile.text.mask import mask_name

COLLECTOR = "folder 1"
"""Name and version, kept with every arrival."""

HIDDEN = (".git", ".svn", "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
"""Names that file managers and version control leave behind; nobody means them."""


class Found(msgspec.Struct, frozen=True):
    """A file on its way in."""

    path: Path
    name: str
    origin: str
    """Path below the folder that was named, beginning with that folder's own name; `/` between parts."""


class Lost(msgspec.Struct, frozen=True):
    """A file or folder that could not be opened."""

    path: Path
    reason: str


def collect(paths: Sequence[Path], *, leave_out: Path | None = None) -> Iterator[Found | Lost]:
    """Yield every file at or below the paths, in order of name, so that a run can be repeated.

    Links are not followed: a link out of a folder would bring what the user did not name.

    Args:
        paths: Files and folders.
        leave_out: A folder never to enter (the inquiry itself).

    Raises:
        Missing: a named path does not exist; nothing has been yielded yet.
    """
    for path in paths:
        if not path.exists():
            raise Missing(f"{path} does not exist; name a file or folder that does")
    for path in paths:
        if path.is_dir():
            yield from _walk(path, path.resolve().name, leave_out and leave_out.resolve())
        else:
            yield Found(path, mask_name(path.name), mask_name(path.name))


def _walk(folder: Path, origin: str, leave_out: Path | None) -> Iterator[Found | Lost]:
    if leave_out is not None and folder.resolve() == leave_out:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Lost(folder, f"cannot be listed ({error.strerror})")
        return
    for entry in entries:
        if entry.name in HIDDEN or entry.is_symlink():
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, f"{origin}/{entry.name}", leave_out)
        elif entry.is_file(follow_symlinks=False):
            yield Found(path, mask_name(entry.name), mask_name(f"{origin}/{entry.name}"))
