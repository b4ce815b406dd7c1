"""The world -> documents: walk what the user named and bring its bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
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


class Watched:
    """Files and folders that are looked at again and again, so that what comes there is taken in once it is whole.

    A file is whole when it was the same, by size and time, at two looks one after the other: what a browser or a
    copying program still writes to waits for the next look. Files that were taken and did not change since are not
    opened again. What was taken is remembered here alone; taking a file twice records nothing twice.
    """

    def __init__(self, paths: Sequence[Path], *, leave_out: Path | None = None) -> None:
        """Watch these paths; see `collect`."""
        self._paths, self._leave_out = paths, leave_out
        self._before: dict[Path, tuple[int, int]] = {}
        self._taken: dict[Path, tuple[int, int]] = {}

    def look(self) -> list[Found | Lost]:
        """Return what is whole and was not taken yet, and folders that cannot be listed.

        Raises:
            Missing: a path that is watched is gone, such as a disk that was pulled out.
        """
        seen: dict[Path, tuple[int, int]] = {}
        whole: list[Found | Lost] = []
        for each in collect(self._paths, leave_out=self._leave_out):
            if isinstance(each, Lost):
                whole.append(each)
                continue
            try:
                about = each.path.stat()
            except OSError:
                continue  # It went between the listing and this line; where it went, a later look finds it.
            seen[each.path] = about.st_size, about.st_mtime_ns
            if self._before.get(each.path) == seen[each.path] != self._taken.get(each.path):
                whole.append(each)
        self._before = seen
        return whole

    def taken(self, found: Iterable[Found | Lost]) -> None:
        """Remember that these were taken, as they were at the last look."""
        self._taken |= {each.path: self._before[each.path] for each in found if isinstance(each, Found)}


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
