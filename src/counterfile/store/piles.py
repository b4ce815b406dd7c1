"""What is long and lies in the cache: sequences that are read by stretches, and values that are read without a stop.

A page shows fifty of a hundred thousand rows: a `Pile` reads those. A list that pages look through as a whole is read at
once, and to read thirty megabytes stops every other thread for half a second; `packed` puts them into pieces of some
milliseconds each.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import weakref
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Generic, TypeVar, overload

import msgspec

T = TypeVar("T")

STRETCH = 50
"""Rows that are read at once."""

PIECE = 1000
"""Rows, or entries of a mapping, in one piece of a packed value."""

ENDING = ".pile"


def packed(value: object) -> bytes:
    """Return a value in pieces: a sequence, a mapping, or a struct that has such."""
    parts = {"": value}
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
    return msgspec.msgpack.encode({name: list(map(msgspec.msgpack.encode, _cut(part))) for name, part in parts.items()})


def unpacked(content: bytes | memoryview, kind: Any) -> Any:
    """Return a packed value.

    Args:
        content: As `packed` gave it.
        kind: The type of the value.

    Raises:
        msgspec.DecodeError: it is of another type.
    """
    pieces = msgspec.msgpack.decode(content, type=dict[str, list[bytes]])
    if "" in pieces:
        return _joined(pieces[""], kind)
    is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    kinds = {field.name: field.type for field in msgspec.structs.fields(kind)} if is_struct else {}
    if {*pieces} != {*kinds}:
        raise msgspec.ValidationError(f"what was packed is no {kind}")
    return kind(**{name: _joined(each, kinds[name]) for name, each in pieces.items()})


def _cut(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple) and len(value) > PIECE:
        yield from (value[first : first + PIECE] for first in range(0, len(value), PIECE))
    elif isinstance(value, dict) and len(value) > PIECE:
        entries = iter(value.items())
        yield from (dict(islice(entries, PIECE)) for _ in range(0, len(value), PIECE))
    else:
        yield value


def _joined(pieces: Sequence[bytes], kind: Any) -> Any:
    decoder = msgspec.msgpack.Decoder(kind)
    parts = [decoder.decode(piece) for piece in pieces]
    if len(parts) == 1:
        return parts[0]
    if isinstance(parts[0], dict):
        return {key: each for part in parts for key, each in part.items()}
    return type(parts[0])(each for part in parts for each in part)


class Head(msgspec.Struct, frozen=True):
    """What tells where the rows lie."""

    file: str
    count: int
    starts: tuple[int, ...]
    """Where each stretch begins, bytes, and where the last one ends."""
    order: tuple[int, ...] = ()
    """The numbers of the rows in the order in which people see them; empty where they lie in it."""


class Layer:
    """Lays sequences into a file."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        """Take a file, opened for writing, and the name that it will have."""
        self._file = file
        self._name = name

    def lay(self, rows: Sequence[Any], order: Sequence[int] = ()) -> Head:
        """Write rows down; return where they lie."""
        starts = [self._file.tell()]
        for first in range(0, len(rows), STRETCH):
            self._file.write(msgspec.msgpack.encode(rows[first : first + STRETCH]))
            starts.append(self._file.tell())
        return Head(self._name, len(rows), tuple(starts), tuple(order))


@contextlib.contextmanager
def laying(folder: Path, kind: str) -> Iterator[Layer]:
    """Open a new file for sequences of a kind; it is there once the block ends.

    Of the older ones only the newest is kept, for whoever reads in it until the new one is known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob(f"{kind}-*{ENDING}"))[:-1]:
        old.unlink()
    name = f"{kind}-{time.time_ns()}{ENDING}"
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        yield Layer(file, name)  # type: ignore[arg-type]  # it writes and tells as a file does
    Path(file.name).replace(folder / name)


class Pile(Sequence[T], Generic[T]):
    """A sequence in a file; safe to read from several threads."""

    def __init__(self, folder: Path, head: Head, kind: Any) -> None:
        """Open it.

        Args:
            folder: Where its file lies.
            head: As `Layer.lay` gave it.
            kind: The type of a row.

        Raises:
            FileNotFoundError: the file is gone.
        """
        self.order: Sequence[int] = head.order or range(head.count)
        self._head = head
        self._file = os.open(folder / head.file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._decoder = msgspec.msgpack.Decoder(list[kind])
        self._read: tuple[int, list[T]] = (-1, [])

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._head.count

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        """Return a row, or some."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        number = at + len(self) if at < 0 else at
        if not 0 <= number < len(self):
            raise IndexError(at)
        return self._stretch(number // STRETCH)[number % STRETCH]

    def _stretch(self, number: int) -> list[T]:
        known, rows = self._read
        if known != number:
            start, end = self._head.starts[number : number + 2]
            rows = self._decoder.decode(os.pread(self._file, end - start, start))
            self._read = (number, rows)
        return rows
