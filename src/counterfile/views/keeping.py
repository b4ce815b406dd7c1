"""What was worked out from the facts as they are, kept in the inquiry's cache folder and believed only while they stay so.

The facts are as they were while neither the database's file nor its log has another size, time or place on the disk. A time
can be set back, the time of the last change of any kind (``ctime``) cannot; and what changed within the last moments is not
believed, since a clock's tick may hide a second change. Another version of the program believes nothing of it either. The
whole folder can be deleted.

Source:
    "Racy git", Documentation/technical/racy-git.txt of git: why a young file is not trusted.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

import msgspec

import counterfile
from counterfile.hooks import Rule
from counterfile.model.finding import Figure, Moved, Unit
from counterfile.store import layout
from counterfile.store.ports import View
from counterfile.views.carrying import Basis, Now
from counterfile.views.tables import Stored, Workbench

YOUNG = 2.0
"""Seconds for which a changed file is not believed; the coarsest clocks of file systems tick so slowly."""

Seal = tuple[int, int, int, int]
"""A file's size, its times of writing and of any change in nanoseconds, and its number on the disk."""


class Checked(msgspec.Struct, frozen=True, array_like=True):
    """What verifying one finding gave."""

    finding: str
    """Digest of its file."""
    lock: str
    """Digest of its lock; empty where there is none."""
    moved: tuple[Moved, ...]
    lost: tuple[Moved, ...]
    """Quotes that no longer stand."""
    quotes: int
    figure: Figure


class Memory(msgspec.Struct, frozen=True, array_like=True):
    """What is remembered of the last time that everything was verified."""

    seals: dict[str, Seal] = {}
    """Originals whose bytes had their digest, as they lay then."""
    checked: dict[str, Checked] = {}
    """By name of the finding."""
    used: dict[str, tuple[int, ...]] = {}
    """Original -> the findings that rest on it, as places in `checked`."""


class Kept:
    """The cache of one inquiry."""

    def __init__(self, folder: Path, rule: Rule | None = None, *, anew: bool = False) -> None:
        """Use an inquiry's folder, and the rule that its tables are made with; `anew` believes nothing that was kept."""
        self._folder = folder
        self._rule = rule
        self._anew = anew
        self.stamp = _stamp(folder / layout.DATABASE, rule)
        """What the facts and the program are, from before anything is worked out; empty where nothing may be kept."""

    def memory(self) -> Memory:
        """Return what is remembered; of another state of the facts only the seals."""
        if self._anew:
            return Memory()
        try:
            stamp, memory = msgspec.msgpack.decode(self._place.read_bytes(), type=tuple[str, Memory])
        except (FileNotFoundError, msgspec.MsgspecError):
            return Memory()
        return memory if stamp and stamp == self.stamp else Memory(seals=memory.seals)

    def remember(self, memory: Memory) -> None:
        """Keep what was verified, if the facts can be told from later ones."""
        if self.stamp:
            write_whole(self._place, msgspec.msgpack.encode((self.stamp, memory)))

    @property
    def _place(self) -> Path:
        return self._folder / layout.CACHE / "verified.msgpack"

    def workbench(self, view: View) -> Workbench:
        """Return the tables of these facts: as they were kept, or made of those of earlier facts, or made now; and kept.

        Args:
            view: The facts as the inquiry's database holds them, nothing supposed.
        """
        kept = None if self._anew else self._tables()
        if kept is not None and self.stamp and kept[0] == self.stamp:
            return Workbench(view, buyer_class=self._rule, stored=kept[1])
        bench = Now(view, buyer_class=self._rule)
        earlier = self._basis(kept[0]) if kept is not None else None
        if kept is not None and earlier is not None:
            bench.carry(kept[1], earlier)
        if self.stamp:
            made = {_FACTS: self.stamp, _MADE: self._made}
            for unit in Unit:
                write_whole(self._table(unit), _packed(bench.rows(unit), made))
            write_whole(self._of("basis.msgpack"), msgspec.msgpack.encode((self.stamp, bench.basis)))
        return bench

    def _tables(self) -> tuple[str, dict[Unit, Stored]] | None:
        """Return the kept tables and of which facts they are; None where they are not of one state or made otherwise."""
        import pyarrow as pa  # type: ignore[import-untyped]

        found: dict[Unit, Stored] = {}
        facts: set[str] = set()
        for unit in Unit:
            try:
                with pa.memory_map(str(self._table(unit))) as file:
                    table = pa.ipc.open_file(file).read_all()
            except (FileNotFoundError, pa.ArrowInvalid):
                return None
            said = table.schema.metadata
            if said.get(_MADE.encode(), b"").decode() != self._made:
                return None
            facts.add(said[_FACTS.encode()].decode())
            found[unit] = Stored.unpacked(unit, table)
        return (facts.pop(), found) if len(facts) == 1 else None

    def _basis(self, facts: str) -> Basis | None:
        """Return what the kept tables were made of, if they are of these facts."""
        try:
            known, basis = msgspec.msgpack.decode(self._of("basis.msgpack").read_bytes(), type=tuple[str, Basis])
        except (FileNotFoundError, msgspec.MsgspecError):
            return None
        return basis if known == facts else None

    @property
    def _made(self) -> str:
        """By which version of the program and with which rule tables are made."""
        return _digest(repr((_said(self._rule), _program())).encode())

    def _table(self, unit: Unit) -> Path:
        return self._of(f"{unit}.arrow")

    def _of(self, name: str) -> Path:
        return self._folder / layout.CACHE / "tables" / name


_FACTS, _MADE = "facts", "made"


def _packed(rows: Stored, said: Mapping[str, str]) -> bytes:
    """Return rows as an Arrow file that says of which facts they are, and what made them."""
    import pyarrow as pa

    table = rows.packed().replace_schema_metadata(dict(said))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as file:
        file.write_table(table)
    return cast(bytes, sink.getvalue().to_pybytes())


def _said(rule: Rule | None) -> tuple[str, ...]:
    return (rule.name, rule.version) if rule is not None else ()


def _stamp(database: Path, rule: Rule | None) -> str:
    facts, log = seal(database), seal(database.with_name(database.name + "-wal"))
    if log is not None and not log[0]:
        log = None  # whoever opens the database makes an empty one
    if facts is None or is_young(facts) or (log is not None and is_young(log)):
        return ""
    return _digest(repr((facts, log, _said(rule), _program())).encode())


def seal(file: Path) -> Seal | None:
    """Return how a file lies on the disk; None where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_young(found: Seal) -> bool:
    """Return whether a file was changed so lately that another change might not show."""
    return time.time() - max(found[1], found[2]) / 1e9 < YOUNG


def digest_of(file: Path) -> str:
    """Return a digest of a small file; empty where there is none."""
    try:
        return _digest(file.read_bytes())
    except FileNotFoundError:
        return ""


def write_whole(place: Path, content: bytes) -> None:
    """Write a file of the cache so that it is there whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=place.parent, prefix=".coming-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(aside).replace(place)


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@cache
def _program() -> str:
    """Return what this version of the program is: every file of it, as it lies on the disk."""
    root = Path(counterfile.__file__).parent
    files: Mapping[str, Seal | None] = {str(file.relative_to(root)): seal(file) for file in sorted(root.rglob("*.py"))}
    return _digest(repr((counterfile.__file__, files)).encode())
