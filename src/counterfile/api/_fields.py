"""The queue of values to be checked: those where a look is expected to remove most errors come first.

What is expected of one look is the probability that what counts now is wrong. Of a value that stands alone that is one less
its confidence, which extraction states as a probability. Of values that contradict each other in one notice it is what the
best of them leaves to the others, in proportion to their confidences. Of a value that a notice of its kind should state and
does not, it is how often persons who looked at such a gap found a value in it, beginning at one in five (as if five had been
looked at and one found). What a person has decided is not asked again.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

import msgspec

from counterfile.api._house import House
from counterfile.api._queued import (
    PUT_ASIDE,
    TAKEN_BACK,
    Consequence,
    Fact,
    Given,
    Item,
    Kind,
    Option,
    Passage,
    Queue,
    opens,
    passage,
    standing_token,
    tokened,
)
from counterfile.desk import Desk
from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.store.ports import Store, View
from counterfile.views import circumstances, corrected, correcting, stated
from counterfile.views.aside import ASIDE, LATER, asides, put_aside
from counterfile.views.correcting import ChangeSet, Reach
from counterfile.views.coverage import EXPECTED, Reason
from counterfile.views.persons import WITHHELD, impersonal, told

MOST = 5000
"""Values kept in the queue; the others follow when these are decided."""

SETS = 20
"""Change sets asked about at once."""

OPENING = 900
"""Code points of a notice's beginning that are shown where a value is missing."""

LOOKED, FOUND = 5, 1  # what is known of gaps before anybody looked

_GAPS = frozenset({Reason.NOT_FOUND})
_HEADS = (Property.NOTICE_TITLE, Property.TITLE, Property.STAGE, Property.PUBLISHED, Property.BUYER)
_SHOWN = ((Property.BUYER, "Buyer"), (Property.STAGE, "Kind of notice"), (Property.PUBLISHED, "Published"))


class Due(msgspec.Struct, frozen=True, order=True):
    """A value to be looked at."""

    expected: float
    """Errors that a look is expected to remove, 0 to 1."""
    notice: str
    subject: str
    name: str
    """A `Property`."""
    why: str
    """A key of the interface's catalogue."""

    @property
    def id(self) -> str:
        """Return ``notice|subject|property``."""
        return f"{self.notice}|{self.subject}|{self.name}"


def due(view: View, most: int = MOST) -> list[Due]:
    """Return the values to be looked at, those where most is expected first; goes through every statement once."""
    known = corrected.answers(view)
    return sorted(
        heapq.nlargest(most, (one for one in _candidates(view, known) if one.id not in known)),
        key=lambda one: (-one.expected, one.id),
    )


def _candidates(view: View, known: Collection[str]) -> Iterator[Due]:
    gathered: list[Statement] = []
    for one in view.scan(frozenset(Property)):
        if gathered and gathered[-1].notice != one.notice:
            yield from _doubts(gathered)
            gathered = []
        gathered.append(one)
    yield from _doubts(gathered)
    share = gap_share(view)
    for gap in stated.tell(view):
        if gap.reason in _GAPS:
            properties, _ = EXPECTED[gap.field]
            yield Due(share, gap.notice, "", properties[0].value, "Nothing was found for it")


def _doubts(said: Sequence[Statement]) -> Iterator[Due]:
    """Yield the values of one notice that may be wrong."""
    values: dict[tuple[str, str], list[Statement]] = {}
    for one in said:
        values.setdefault((one.subject, one.property.value), []).append(one)
    for (subject, name), some in values.items():
        best: dict[str, float] = {}
        for one in some:
            best[one.value] = max(best.get(one.value, 0.0), one.confidence)
        top, total = max(best.values()), sum(best.values())
        if len(best) > 1 and any(one.conflict for one in some):
            expected, why = 1 - top / total if total else 1.0, "The notice contradicts itself"
        else:
            expected, why = 1 - min(best.values()), "Software is not sure"
        if expected > 0:
            yield Due(round(expected, 6), some[0].notice, subject, name, why)


def gap_share(view: View) -> float:
    """Return how often a person who looked where nothing had been read found a value, 0 to 1."""
    replaced = set(corrected.newest_answers(view, Question.READ_BEFORE))
    looked, found = LOOKED, FOUND
    for subject, judged in corrected.answers(view).items():
        if subject not in replaced and _token(judged) == _GAP:
            looked += 1
            found += bool(judged.answer)
    return found / looked


_GAP = "gap"


def _token(judged: Judgement) -> str:
    return circumstances.read(judged.reason)[1].get("asked", "")


class Fields:
    """The queue of values to be checked, and of what the answers teach."""

    kind: Kind = "fields"

    def __init__(self, house: House) -> None:
        """Take the inquiry."""
        self._house = house

    def upcoming(self, by: str, count: int, without: Collection[str], language: str) -> Queue:
        """Return what is to be checked next; see `_queued.Source`.

        Raises:
            NotReady: the list is being made.
        """
        view = self._house.view
        rows = self._house.desk.now(all_due, list[Due])
        sets = self._house.desk.now(all_sets, list[tuple[ChangeSet, Reach | None]])
        # The list may be older than the newest answers, so what was decided since is left out here.
        known = corrected.answers(view)
        open_ = [row for row in rows if row.id not in known]
        waiting: Iterable[tuple[str, Callable[[], Item | None]]] = chain(
            ((one.id, partial(_set_item, view, one, reach)) for one, reach in sets),
            ((row.id, partial(field_item, view, row.id, row)) for row in open_),
        )
        if later := asides(view, by):
            waiting = sorted(waiting, key=lambda one: later.get(one[0], -1))
        made = (make() for name, make in waiting if name not in without)
        items = tuple(islice((item for item in made if item is not None), count))
        return Queue(self.kind, items, len(sets) + len(open_), "")

    def item(self, wanted: str, by: str, language: str) -> Item | None:
        """Return one value to be checked."""
        view = self._house.view
        if wanted.startswith("cs-"):
            one = next((each for each in correcting.change_sets(view) if each.id == wanted), None)
            return _set_item(view, one, None) if one is not None else None
        return field_item(view, wanted, None)

    def decide(self, store: Store, given: Given) -> list[Judgement]:
        """Return what an answer makes true: a statement's id, ``absent``, ``later``, or ``other`` with a value and its words.

        Raises:
            BadUsage: there is no such value, or it does not follow from its words.
            Missing: there is no such notice.
        """
        if given.answer == LATER:
            return [put_aside(given.item, given.by, tokened(given, "fields"))]
        notice, subject, name = _parts(given.item)
        said = store.statements([notice])[notice]
        own = [one for one in said if one.subject == subject and one.property.value == name]
        reason = tokened(given, "fields", asked="" if own else _GAP)

        def meant(new: str, **more: object) -> list[Judgement]:
            made = correcting.correct(
                store, notice, name, new, reason=reason, by=given.by, row=subject, **more  # type: ignore[arg-type]
            )  # fmt: skip
            return [*made.before, made.value]

        if given.answer == "absent":
            return meant("")
        if given.answer == "other":
            if not given.value.strip():
                raise BadUsage("another value was announced and none was given; write it, or say that there is none")
            return meant(given.value, quote=given.quote)
        chosen = next((one for one in own if one.id == given.answer), None)
        if chosen is None:
            raise BadUsage(
                f"{given.answer!r} is no answer here; there are the ids of the values, `absent`, `later` and `other`"
            )
        span = chosen.evidence[0]
        try:
            return meant(chosen.value, span=(span.start, span.end))
        except BadUsage:
            # What joins words of several places follows from no single quote; then it stands on the person's word.
            return meant(chosen.value)

    def undo(self, store: Store, by: str) -> tuple[str, list[Judgement]]:
        """Return what takes a person's last answer here back.

        Raises:
            BadUsage: there is none.
        """
        rows = standing_token(store, (Question.VALUE, ASIDE), by, "fields")
        return rows[0].subject, [msgspec.structs.replace(row, **TAKEN_BACK) for row in rows]

    def note(self, stored: Sequence[Judgement]) -> None:
        """Need not: the list follows from the facts."""


def all_due(desk: Desk) -> list[Due]:
    """Return the values to be looked at."""
    return due(desk.view)


def all_sets(desk: Desk) -> list[tuple[ChangeSet, Reach | None]]:
    """Return the change sets that wait for a person's word."""
    return _open_sets(desk.view)


def _parts(wanted: str) -> tuple[str, str, str]:
    parts = wanted.split("|")
    if len(parts) != 3 or parts[2] not in set(Property):
        raise Missing(f"{wanted!r} is no value; `notice|subject|property` is wanted")
    return parts[0], parts[1], parts[2]


def field_item(view: View, wanted: str, row: Due | None) -> Item | None:
    """Return a value with the words that say it; None where it is a natural person's, or its notice is gone."""
    notice_id, subject, name = _parts(wanted)
    notice = view.notice(notice_id)
    reading = view.reading(notice.reading) if notice is not None else None
    if notice is None or reading is None:
        return None
    every = view.statements([notice_id])[notice_id]
    said = impersonal(view).statements([notice_id])[notice_id]
    own = [one for one in said if one.subject == subject and one.property.value == name]
    if len(own) != sum(1 for one in every if one.subject == subject and one.property.value == name):
        return None
    judged = Judgement(Question.VALUE, wanted, "", own[0].value if own else "", "", AgentKind.PERSON, "")
    if told(judged).answer == WITHHELD:
        return None
    values: dict[str, list[Statement]] = {}
    for one in own:
        values.setdefault(one.value, []).append(one)
    ordered = sorted(values.values(), key=lambda some: -max(one.confidence for one in some))[:9]
    heads = {one.property: one.value for one in reversed(said) if one.property in _HEADS}
    passages = [each for some in ordered for each in _said(reading, some)]
    return Item(
        id=wanted,
        kind="fields",
        question="Which value is right?" if len(ordered) > 1 else ("Is this right?" if ordered else "What does it say?"),
        asked=name,
        title=heads.get(Property.NOTICE_TITLE) or heads.get(Property.TITLE, ""),
        facts=tuple(
            Fact(label, heads[each]) for each, label in _SHOWN if heads.get(each) and each.value != name
        ) + ((Fact("Whose", subject),) if subject else ()),
        passages=tuple(passages) or (_opening(reading, notice),),
        options=(
            *(Option(some[0].id, some[0].value, said=True, key="yes" if len(ordered) == 1 else "") for some in ordered),
            Option("absent", "The notice does not say", key="no"),
            PUT_ASIDE,
        ),
        why=row.why if row is not None else "",
        expected=row.expected if row is not None else None,
        document=notice.document,
        opens=passages[0].opens if passages else opens(notice.document),
        free=True,
    )  # fmt: skip


def _said(reading: Reading, some: Sequence[Statement]) -> Iterator[Passage]:
    """Yield where a value stands: its own words first, then what else it follows from where that is elsewhere."""
    shown: list[tuple[int, int]] = []
    for one in some[:2]:
        for number, span in enumerate(one.evidence[:3]):
            if any(first <= span.start and span.end <= last for first, last in shown):
                continue
            ordered = [span, *(each for each in one.evidence if each is not span)]
            made = passage(
                reading, ordered, label="" if number == 0 else "It also follows from", option=one.id, statement=one.id
            )
            shown.append((made.start, made.start + len(made.text)))
            yield made


def _opening(reading: Reading, notice: Notice) -> Passage:
    end = min(notice.start + OPENING, notice.end)
    return Passage(
        text=reading.text[notice.start : end],
        start=notice.start,
        highlights=(),
        cut_before=False,
        cut_after=end < notice.end,
        document=notice.document,
        page=0,
        label="The notice begins",
        option="",
        opens=opens(notice.document),
    )


# Change sets


def _open_sets(view: View) -> list[tuple[ChangeSet, Reach | None]]:
    """Return the change sets that nobody accepted or contests, those that reach most documents first."""
    found = [one for one in correcting.change_sets(view) if not one.accepted and not one.contested][:SETS]
    reaches = correcting.reaches(view, found)
    pairs: list[tuple[ChangeSet, Reach | None]] = [(one, reaches[one.id]) for one in found]
    return sorted(
        (pair for pair in pairs if pair[1] is not None and len(pair[1].layout) > 1),
        key=lambda pair: -len(pair[1].layout) if pair[1] is not None else 0,
    )


def _set_item(view: View, one: ChangeSet, reach: Reach | None) -> Item:
    reading = view.reading(one.reading)
    counts = []
    if reach is not None:
        counts = [
            Consequence("{n} documents of this layout hold the label", len(reach.layout)),
            Consequence("{n} documents of other layouts hold it too and stay as they are", len(reach.elsewhere)),
        ]
    return Item(
        id=one.id,
        kind="fields",
        question="Does this label announce this value in all documents of its layout?",
        asked=one.property,
        title=one.label,
        facts=(),
        passages=(passage(reading, [one.evidence]),) if reading is not None else (),
        options=(Option("accept", "Yes: read all of them so", key="yes"), PUT_ASIDE),
        why="A correction proposes it",
        expected=float(len(reach.layout)) if reach is not None else None,
        document=reading.document if reading is not None else "",
        opens=opens(reading.document, "", (one.evidence.start, one.evidence.end)) if reading is not None else "",
        consequences=tuple(each for each in counts if each.count),
        change_set=one.id,
    )
