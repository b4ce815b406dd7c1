"""Document -> Reading, through the airlock; a container becomes its members."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Protocol

import msgspec

from counterfile.errors import BadInput, TooLarge
from counterfile.model.document import Arrival, State
from counterfile.model.reading import Draft, Lines, Member, Reading, Segment, Unpacked
from counterfile.store.ports import Archive, Arrived, Fact, Outcome, View
from counterfile.text.mask import mask, mask_name

MAX_DEPTH = 5  # containers within containers; enforced here, where the whole way in is known


class Airlock(Protocol):
    """What this stage needs of the sandbox."""

    @property
    def step(self) -> str:
        """Return the step of the ladder that the sandbox reached."""
        ...

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        """Read hostile bytes in another process, or raise `BadInput`."""
        ...


class Work(msgspec.Struct, frozen=True):
    """A document to read."""

    digest: str
    name: str
    origin: str
    depth: int
    """How many containers it is inside."""


class ReadStage:
    """Reads documents; see `flow.Stage`."""

    name = "read"

    def __init__(self, archive: Archive, airlock: Airlock, version: str) -> None:
        """`version` names all readers with their versions: a new reader reads again what it may know better."""
        self.version = version
        self._archive = archive
        self._airlock = airlock

    def load(self, works: Sequence[str], view: View) -> Sequence[Work | None]:
        """Return each document's first name and how deep it lies."""
        arrivals = view.first_arrivals(works)
        return [_work(arrivals[work], view) if work in arrivals else None for work in works]

    def key(self, loaded: Work) -> str:
        """Return the digest: the bytes are all that goes in."""
        return loaded.digest

    def run(self, loaded: Work) -> Sequence[Fact]:
        """Return a Reading or the members, and the outcome."""
        if loaded.depth > MAX_DEPTH:
            raise TooLarge(f"it lies in {loaded.depth} containers, {MAX_DEPTH} is the limit")
        try:
            draft = self._airlock.read(self._archive.get(loaded.digest), loaded.name)
        except BadInput as error:
            error.sandbox = self._step
            raise
        if isinstance(draft, Unpacked):
            return self._unpacked(loaded, draft)
        reading = self._reading(loaded.digest, draft)
        lines = [Lines(reading.id, draft.lines)] if draft.lines else []
        outcome = Outcome(State.READ, media_type=draft.media_type, reader=reading.reader, sandbox=reading.sandbox)
        return [reading, *lines, outcome]

    def _unpacked(self, loaded: Work, unpacked: Unpacked) -> Sequence[Fact]:
        reason = None
        if unpacked.refused:
            names = ", ".join(f"{mask_name(name)} ({mask(why)[0]})" for name, why in unpacked.refused[:3])
            more = f" and {len(unpacked.refused) - 3} more" if len(unpacked.refused) > 3 else ""
            reason = f"not unpacked: {names}{more}"
        members = [
            Arrived(
                content=member.content,
                name=mask_name(member.name.rpartition("/")[2]),
                origin=_origin(loaded, member),
                container=loaded.digest,
            )
            for member in unpacked.members
        ]
        return [*members, Outcome(State.READ, reason, unpacked.media_type, unpacked.reader or None, self._step)]

    def _reading(self, digest: str, draft: Draft) -> Reading:
        signals = dict(draft.signals)
        reader = signals.pop("reader", draft.media_type)
        masked = int(signals.pop("masked", "0"))
        return Reading(
            id=reading_id(digest, reader),
            document=digest,
            reader=reader,
            text=draft.text,
            blocks=draft.blocks,
            pages=draft.pages,
            segments=draft.segments or (Segment(0, len(draft.text)),),
            charset=draft.charset,
            masked=masked,
            signals=tuple(sorted(signals.items())),
            sandbox=self._step,
            languages=draft.languages,
        )

    @cached_property
    def _step(self) -> str:
        return str(self._airlock.step)

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return nothing: documents are marked as due when they arrive."""
        return ()


def _origin(loaded: Work, member: Member) -> str:
    """Return the way to a member; of a captured page, the address that it was captured from, and when."""
    when = f" (captured {member.captured})" if member.captured else ""
    return f"{loaded.origin}!/{mask_name(member.origin or member.name)}{when}"


def _work(first: Arrival, view: View) -> Work:
    depth, container = 0, first.container
    while container is not None and depth <= MAX_DEPTH:
        depth += 1
        above = view.first_arrivals([container]).get(container)
        container = above.container if above else None
    return Work(first.digest, first.name, first.origin, depth)


def reading_id(digest: str, reader: str) -> str:
    """Return ``rd-`` and 20 hexadecimal digits of a document's digest and its reader's name and version."""
    return "rd-" + hashlib.sha256(f"{digest}\n{reader}".encode()).hexdigest()[:20]
