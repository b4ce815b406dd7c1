"""A screening as the judgements tell it: what was chosen before the start, who answered what, and what it comes to.

Each answer of a reader is a judgement on `Question.SCREENED` of its own, so nobody's answer replaces another's. What
they come to for the notices (a double reading counts when both agree, or a third has decided) is a judgement on
`Question.RELEVANT`, as any decision of a person is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

import msgspec

from counterfile.errors import Missing
from counterfile.model.codebook import Screening, Unit
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import BlockKind, Reading
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN
from counterfile.views import _events
from counterfile.views._events import ALL
from counterfile.views.circumstances import read, written

PAGE = 2000
"""Notices looked up at once."""

ANSWERS = ("yes", "no", "unsure", "later", "not-a-document")
"""What a reader may say; see ``screening.session.Answer``."""

BLIND = frozenset({"start", "rank", "random", "overlap", "sample"})
"""Why a unit is shown where the screening chose it, not the reader."""

SETTLED = frozenset({"yes", "no", "not-a-document"})
"""Answers that settle a unit."""


class Shown(StrEnum):
    """Why a unit was shown to a reader; it is recorded with the answer."""

    START = "start"
    RANK = "rank"
    RANDOM = "random"
    """Drawn by chance from all that was unread: what an unbiased estimate rests on."""
    OVERLAP = "overlap"
    """Somebody else has answered it, too."""
    SAMPLE = "sample"
    """Drawn by chance from what software decides, after the stop."""
    ASKED = "asked"
    """The reader named it."""
    IMPORTED = "imported"
    ADJUDICATED = "adjudicated"
    """A third person decides between two readers."""


# --- What is screened


class Item(msgspec.Struct, frozen=True):
    """A unit of the heap."""

    id: str
    notices: tuple[Notice, ...]

    @property
    def content(self) -> str:
        """Return what its words follow from: Readings and places in them."""
        return " ".join(f"{one.reading} {one.start} {one.end}" for one in self.notices)


class Words(msgspec.Struct, frozen=True):
    """What a reader sees of a unit."""

    id: str
    title: str
    buyer: str
    body: str
    """The notices' own words, without page furniture."""
    places: tuple[tuple[int, str, int], ...]
    """Where a stretch of `body` comes from: its start, the Reading, the start there; in order."""
    document: str
    """Digest of the first notice's document."""
    stage: str = ""
    published: str = ""


def items(view: View, unit: Unit) -> list[Item]:
    """Return the units of the heap, in order of id."""
    notices = _notices(view)
    if unit is Unit.NOTICE:
        return [Item(one.id, (one,)) for one in notices]
    gathered: dict[str, list[Notice]] = {}
    for some in _pages(list(notices)):
        clusters = view.clusters_of(Cluster.PROCEDURE, [one.id for one in some])
        for one in some:
            gathered.setdefault(clusters.get(one.id, one.id), []).append(one)
    return [Item(name, tuple(gathered[name])) for name in sorted(gathered)]


def item(view: View, unit: Unit, wanted: str) -> Item:
    """Return one unit by its id, or by that of one of its notices.

    Raises:
        Missing: there is no such unit.
    """
    notice = view.notice(wanted)
    if unit is Unit.NOTICE and notice is not None:
        return Item(wanted, (notice,))
    if unit is Unit.PROCEDURE:
        name = (view.cluster(Cluster.PROCEDURE, wanted) or wanted) if notice else view.redirect(wanted) or wanted
        found = [one for member in view.members(Cluster.PROCEDURE, name) if (one := view.notice(member))]
        if found:
            return Item(name, tuple(found))
        if notice is not None:
            return Item(wanted, (notice,))
    raise Missing(f"no {unit} is called {wanted!r}; `counterfile screen next` names the one to read")


def words(view: View, some: Sequence[Item]) -> list[Words]:
    """Return what readers see of these units, in their order."""
    notices = [one for each in some for one in each.notices]
    readings = view.readings_of([one.document for one in notices])
    wanted = (Property.NOTICE_TITLE, Property.TITLE, Property.BUYER, Property.STAGE, Property.PUBLISHED)
    said = view.claims([one.id for one in notices], wanted)
    return [_words(view, each, readings, said) for each in some]


def spans(shown: Words, marks: Iterable[tuple[int, int]], view: View) -> tuple[str, list[Span]]:
    """Return the Reading with most of these stretches of `Words.body`, and where in it they stand.

    A judgement's evidence points into one Reading, so stretches in others are left out.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    bounds = [*shown.places, (len(shown.body) + 1, "", 0)]
    for start, end in marks:
        for (first, reading, origin), (after, _, _) in pairwise(bounds):
            if first <= start and end < after:
                found.setdefault(reading, []).append((origin + start - first, origin + end - first))
    if not found:
        return "", []
    name = max(found, key=lambda each: len(found[each]))
    kept = view.reading(name)
    if kept is None:
        return "", []
    places = sorted(set(found[name]))
    return name, [Span(start, end, kept.text[start:end], _page(kept, start)) for start, end in places]


def _page(reading: Reading, at: int) -> int:
    return next((block.page for block in reading.blocks if block.start <= at < block.end), 0)


def _notices(view: View) -> list[Notice]:
    found: list[Notice] = []
    while some := view.notices(after=found[-1].id if found else "", limit=PAGE):
        found.extend(some)
    return found


def _pages(some: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(some), PAGE):
        yield some[at : at + PAGE]


def _words(view: View, one: Item, readings: dict[str, Reading], said: dict[str, Any]) -> Words:
    body = ""
    places: list[tuple[int, str, int]] = []
    for notice in one.notices:
        reading = readings.get(notice.document)
        if reading is None or reading.id != notice.reading:
            reading = view.reading(notice.reading)
        if reading is None:
            continue
        for start, end in own_stretches(reading, notice.start, notice.end):
            if body:
                body += "\n"
            places.append((len(body), reading.id, start))
            body += reading.text[start:end]

    def first(*names: Property) -> str:
        told = [
            claim for name in names for notice in one.notices for claim in said[notice.id] if claim.property == name
        ]
        return str(told[0].value) if told else ""

    titles = [first_of for notice in one.notices if (first_of := _title(said[notice.id]))]
    return Words(
        id=one.id,
        title=" / ".join(dict.fromkeys(titles)),
        buyer=first(Property.BUYER),
        body=body,
        places=tuple(places),
        document=one.notices[0].document,
        stage=first(Property.STAGE),
        published=first(Property.PUBLISHED),
    )


def _title(claims: Sequence[Any]) -> str:
    for name in (Property.NOTICE_TITLE, Property.TITLE):
        for claim in claims:
            if claim.property == name:
                return str(claim.value)
    return ""


def own_stretches(reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of a Reading's text from `start` to `end` that are no page furniture."""
    found = []
    at = start
    for block in reading.blocks:
        if block.kind is BlockKind.FURNITURE and block.start < end and block.end > start:
            if block.start > at:
                found.append((at, block.start))
            at = max(at, block.end)
    if at < end:
        found.append((at, end))
    return [(first, last) for first, last in found if reading.text[first:last].strip()]


# --- What was chosen before the start, and how it ended


class Began(msgspec.Struct, frozen=True):
    """The settings of a screening, recorded before anything was read, or when what came later was taken in."""

    screening: Screening
    units: int
    """Units of the heap then."""
    heap: str
    """Digest of their ids."""
    again: bool = False
    """Whether it goes on with an earlier screening's answers."""
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None


class Ended(msgspec.Struct, frozen=True):
    """What stood fast when reading stopped."""

    rule: str
    met: bool
    """Whether the rule said stop; reading may end before it."""
    statement: str
    """What the rule said, in words."""
    total: int
    read: int
    found: int
    recall_low: float
    """0.0 where the rule states no bound."""
    missed_high: int | None
    reads: str
    """Digest of all answers in order."""
    heap: str
    learned: bool = True
    """Whether enough was decided for software to decide the rest."""
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None


class Drawn(msgspec.Struct, frozen=True):
    """A sample of what software decides, drawn after the stop."""

    units: tuple[str, ...]
    of: int
    """Units that it was drawn from."""
    software: tuple[str, ...] = ()
    """What software says of each."""
    decided: str = ""
    """``yes`` or ``no``: what software says of all it was drawn from; empty: they are all the unread ones."""
    id: str = ""
    by: str = ""
    at: dt.datetime | None = None


Event = Began | Ended | Drawn
_EVENTS: dict[str, type[Event]] = {"start": Began, "stop": Ended, "sample": Drawn}


def events(view: View) -> list[Event]:
    """Return what was chosen, ended and drawn, the oldest first."""
    return _events.events(view, Question.SCREENING, _EVENTS)


def recorded(event: Event, reason: str, by: str) -> Judgement:
    """Return the judgement that keeps an event."""
    return _events.recorded(event, Question.SCREENING, _EVENTS, reason, by)


def digest(names: Iterable[str]) -> str:
    """Return 16 hexadecimal digits that name these ids in this order."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


# --- What readers said


class Entry(msgspec.Struct, frozen=True):
    """One reader's answer about one unit; it stands until the reader changes it."""

    unit: str
    reader: str
    answer: str
    shown: Shown
    ranking: int | None = None
    """How many decisions the ranking that chose it was learned from."""
    reason: str = ""
    note: str = ""
    seconds: float | None = None
    """From showing to answering, where it was measured."""
    id: str = ""
    at: dt.datetime | None = None


def judgement(said: Entry) -> Judgement:
    """Return the judgement that keeps an said."""
    about = {
        "shown": said.shown.value,
        "ranking": "" if said.ranking is None else str(said.ranking),
        "seconds": "" if said.seconds is None else f"{said.seconds:.1f}",
        "note": said.note,
    }
    words_ = said.reason or "read"
    return Judgement(
        Question.SCREENED,
        said.unit,
        said.reader,
        said.answer,
        said.reader,
        AgentKind.PERSON,
        written(words_, about),
    )


def undone(said: Entry) -> Judgement:
    """Return the judgement that takes a reader's last answer about a unit back; the one before it stands again."""
    return Judgement(Question.SCREENED, said.unit, said.reader, WITHDRAWN, said.reader, AgentKind.PERSON, "taken back")


def log(view: View) -> list[Entry]:
    """Return every answer that was not taken back, the oldest first; changed minds stay beside the new ones."""
    kept: list[Entry | None] = []
    stacks: dict[tuple[str, str], list[int]] = {}
    for one in reversed(view.history(Question.SCREENED, limit=ALL)):
        unit = view.redirect(one.subject) or one.subject if one.subject.startswith("p-") else one.subject
        stack = stacks.setdefault((unit, one.other), [])
        if one.answer == WITHDRAWN:
            if stack:
                kept[stack.pop()] = None
            continue
        stack.append(len(kept))
        kept.append(entry(one, unit))
    return [each for each in kept if each is not None]


def entry(one: Judgement, unit: str) -> Entry:
    """Return what a judgement on `Question.SCREENED` tells of a unit."""
    said, about = read(one.reason)
    return Entry(
        unit=unit,
        reader=one.other,
        answer=one.answer,
        shown=Shown(about.get("shown", Shown.ASKED)),
        ranking=int(about["ranking"]) if "ranking" in about else None,
        reason="" if said == "read" else said,
        note=about.get("note", ""),
        seconds=float(about["seconds"]) if "seconds" in about else None,
        id=one.id,
        at=one.decided_at,
    )


class Standing(StrEnum):
    """How far a unit is."""

    OPEN = "open"
    SINGLE = "single"
    WAITING = "waiting"
    """One of two readers has answered."""
    AGREED = "agreed"
    DISAGREED = "disagreed"
    ADJUDICATED = "adjudicated"


class Resolved(msgspec.Struct, frozen=True):
    """What the readers' answers about a unit come to."""

    standing: Standing
    answer: str
    """What is learned from and counted; ``unsure`` while readers disagree; empty while nobody has answered."""
    shown: Shown
    """Why it was shown first."""


class Board:
    """All answers unit by unit, kept up to date answer by answer."""

    def __init__(self, screening: Screening, entries: Iterable[Entry] = ()) -> None:
        """Take the answers so far, the oldest first."""
        self.screening = screening
        self.entries: list[Entry] = []
        self._by_unit: dict[str, list[Entry]] = {}
        self.double: dict[str, None] = {}
        """Units that wait for their second reader, in the order of the first answer."""
        self.disputed: dict[str, None] = {}
        """Units about which two readers disagree."""
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> Resolved:
        """Take one more answer and return what its unit comes to."""
        self.entries.append(entry)
        self._by_unit.setdefault(entry.unit, []).append(entry)
        return self._sort(entry.unit)

    def last(self, reader: str) -> Entry | None:
        """Return the reader's newest answer that stands."""
        return next((entry for entry in reversed(self.entries) if entry.reader == reader), None)

    def trial(self, entry: Entry) -> Resolved:
        """Return what a unit would come to with one more answer."""
        self._by_unit.setdefault(entry.unit, []).append(entry)
        found = self.resolve(entry.unit)
        self._by_unit[entry.unit].pop()
        return found

    def trial_without(self, entry: Entry) -> Resolved:
        """Return what a unit would come to without one of its answers."""
        kept = self._by_unit[entry.unit]
        self._by_unit[entry.unit] = [each for each in kept if each is not entry]
        found = self.resolve(entry.unit)
        self._by_unit[entry.unit] = kept
        return found

    def of(self, unit: str) -> list[Entry]:
        """Return all answers about a unit, changed ones too."""
        return list(self._by_unit.get(unit, ()))

    def units(self) -> list[str]:
        """Return the units with an answer, in the order of their first."""
        return [unit for unit, entries in self._by_unit.items() if entries]

    def newest(self, unit: str) -> dict[str, Entry]:
        """Return each reader's answer that stands; an adjudication is not among them."""
        return {entry.reader: entry for entry in self._by_unit.get(unit, ()) if entry.shown is not Shown.ADJUDICATED}

    def resolve(self, unit: str) -> Resolved:
        """Return what the answers about a unit come to."""
        entries = self._by_unit.get(unit, ())
        if not entries:
            return Resolved(Standing.OPEN, "", Shown.RANK)
        first = entries[0].shown
        decided = [entry for entry in entries if entry.shown is Shown.ADJUDICATED]
        if decided:
            return Resolved(Standing.ADJUDICATED, decided[-1].answer, first)
        every = list(self.newest(unit).values())
        own = [entry for entry in every if entry.shown is not Shown.IMPORTED]
        # What was decided elsewhere counts until somebody reads the unit here; nobody knows who was blind to whom.
        said = [entry.answer for entry in own or every]
        settled = [answer for answer in said if answer != "later"]
        if not own:
            return Resolved(Standing.SINGLE, said[-1], first)
        if len(settled) < 2:
            standing = Standing.WAITING if self.is_double(unit) and settled else Standing.SINGLE
            return Resolved(standing, settled[0] if settled else said[0], first)
        if len(set(settled)) == 1:
            return Resolved(Standing.AGREED, settled[0], first)
        return Resolved(Standing.DISAGREED, "unsure", first)

    def is_double(self, unit: str) -> bool:
        """Return whether two people read this unit; it follows from its id and the seed alone."""
        return chance(self.screening.seed, "overlap", unit) < self.screening.overlap

    def is_for(self, unit: str, reader: str) -> bool:
        """Return whether a unit is among those that a reader is to read; without declared readers all are."""
        readers = self.screening.readers
        if reader not in readers:
            return True
        first = int(chance(self.screening.seed, "reader", unit) * len(readers))
        if readers[first] == reader:
            return True
        if not self.is_double(unit) or len(readers) < 2:
            return False
        step = 1 + int(chance(self.screening.seed, "second", unit) * (len(readers) - 1))
        return readers[(first + step) % len(readers)] == reader

    def _sort(self, unit: str) -> Resolved:
        found = self.resolve(unit)
        for table, standing in ((self.double, Standing.WAITING), (self.disputed, Standing.DISAGREED)):
            if found.standing is standing:
                table.setdefault(unit, None)
            else:
                table.pop(unit, None)
        return found


def chance(seed: int, use: str, name: str) -> float:
    """Return a number from 0 up to 1 that looks random and follows from the seed, the use and the name alone."""
    found = hashlib.blake2b(f"{seed}\x1f{use}\x1f{name}".encode(), digest_size=8).digest()
    return int.from_bytes(found, "big") / 2**64


def follows(view: View, one: Item, resolved: Resolved, by: str) -> list[Judgement]:
    """Return the judgements on `Question.RELEVANT` that a unit's state makes, those that stand already left out.

    A unit that waits for its second reader, or about which two disagree, says nothing yet: its notices would tell the
    one what the other thinks.
    """
    wanted = {"yes": Answer.YES, "no": Answer.NO, "unsure": Answer.UNSURE}.get(resolved.answer)
    if resolved.standing in (Standing.WAITING, Standing.DISAGREED, Standing.OPEN):
        wanted = None
    names = [notice.id for notice in one.notices]
    stand = {each.subject: each for each in view.judgements(Question.RELEVANT, names) if each.agent_kind == "person"}
    found = []
    for name in names:
        before = stand.get(name)
        if wanted is None and before is not None and "screen" not in read(before.reason)[1]:
            continue  # what somebody decided outside the screening is not the screening's to take back
        if (before.answer if before else None) == wanted:
            continue
        answer = WITHDRAWN if wanted is None else wanted
        reason = written(f"screening: {resolved.standing}", {"screen": one.id})
        found.append(Judgement(Question.RELEVANT, name, "", answer, by, AgentKind.PERSON, reason))
    return found


def outside(view: View, heap: Sequence[Item], board: Board) -> list[Entry]:
    """Return the decisions that persons made on notices of the heap outside the screening, as entries, oldest first.

    They say nothing on how their units were found, so they count as imported; one that is newer than the readers'
    answers counts as an adjudication. Where a unit's notices are decided differently, the yes counts.
    """
    answers: dict[str, Judgement] = {}
    for one in view.history(Question.RELEVANT, limit=ALL):
        answers.setdefault(one.subject, one)
    # Withdrawn here, so that software's word stands again: no decision.
    kept = {name: one for name, one in answers.items() if one.answer != WITHDRAWN}
    found = []
    for each in heap:
        said = [kept[notice.id] for notice in each.notices if notice.id in kept]
        own = [one for one in said if "screen" not in read(one.reason)[1]]
        if not own:
            continue
        chosen = next((one for one in own if one.answer == Answer.YES), own[0])
        before = board.of(each.id)
        if before and not _later(chosen.id, before[-1].id):
            continue
        shown = Shown.ADJUDICATED if before else Shown.IMPORTED
        entry = Entry(each.id, chosen.agent, chosen.answer, shown, reason=chosen.reason, id=chosen.id)
        found.append(msgspec.structs.replace(entry, at=chosen.decided_at))
    return sorted(found, key=lambda one: _number(one.id))


def _later(one: str, other: str) -> bool:
    """Return whether a judgement was stored after another; the store numbers them."""
    return _number(one) > _number(other)


def _number(judgement_id: str) -> int:
    return int(judgement_id.removeprefix("j-") or 0)
