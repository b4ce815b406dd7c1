"""Two states of the figures compared: what moved between two folders of locks, and what it rests on.

A lock holds everything that its figure rested on, so two of them can be compared anywhere, long after and without the
documents: a folder from last month, a check-out of an older commit, a colleague's copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from counterfile.errors import Missing
from counterfile.model.finding import Lock, LockedJudgement, Moved, What
from counterfile.views.findings import LOCKED
from counterfile.views.locks import decode_lock


def read_locks(place: Path) -> dict[str, Lock]:
    """Return the locks of a folder, of its folder ``findings``, or of one lock file, by name of their finding.

    Raises:
        BadUsage: a file is no lock.
        Missing: there are none.
    """
    folder = place / "findings" if (place / "findings").is_dir() else place
    files = [place] if place.is_file() else sorted(folder.glob("*" + LOCKED))
    if not files:
        raise Missing(f"{place} holds no {LOCKED} files; give an inquiry, its findings folder, or one lock")
    locks = [decode_lock(file.read_bytes(), file.name) for file in files]
    return {lock.finding: lock for lock in locks}


def differences(before: Mapping[str, Lock], now: Mapping[str, Lock]) -> list[Moved]:
    """Return what moved from one state to the other, by finding: its figure, then why."""
    found: list[Moved] = []
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            found.append(
                Moved(name, What.FIGURE, name, f"{name}: it is no longer there, it was {_spelled(before[name])}")
            )
        elif name not in before:
            found.append(Moved(name, What.FIGURE, name, f"{name}: it is new, {_spelled(now[name])}"))
        else:
            found += _between(name, before[name], now[name])
    return found


def _between(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    if was.figure != is_.figure:
        yield Moved(name, What.FIGURE, name, f"{name}: {_spelled(was)} before, {_spelled(is_)} now")
    yield from events_moved(name, was, is_)
    yield from _judgements(name, was, is_)
    yield from _statements(name, was, is_)
    yield from _units(name, was, is_)
    for digest in sorted(was.documents.keys() ^ is_.documents.keys()):
        origin = (was.documents.get(digest) or is_.documents.get(digest) or ("",))[0]
        fate = "is used now" if digest in is_.documents else "is no longer used"
        yield Moved(name, What.DOCUMENT, digest, f"{origin or digest[:16]} ({digest[:16]}) {fate}", (digest,))
    for reason, old, new in changed(was.excluded, is_.excluded):
        message = f"left out because {reason}: {old or 0} before, {new or 0} now"
        yield Moved(name, What.UNIT, reason, message)


def events_moved(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    """Yield the outside events that are dated otherwise than before, or that the window no longer hangs on."""
    for event, before, now in changed(was.events, is_.events):
        if before is None:
            fate = f"({now}) anchors the window and did not before"
        else:
            fate = f"is dated {now}, was {before}" if now else f"({before}) no longer anchors the window"
        yield Moved(name, What.EVENT, event, f"the event {event} {fate}")


def _units(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    for unit, old, new in changed(was.units, is_.units):
        if old is None and new is not None:
            yield Moved(name, What.UNIT, unit, f"{unit} counts now" + (f", with {new.value}" if new.value else ""))
        elif new is None and old is not None:
            said = f"{unit} no longer counts" + (f", it had {old.value}" if old.value else "")
            yield Moved(name, What.UNIT, unit, said)
        elif old is not None and new is not None and (old.value, old.within) != (new.value, new.within):
            said = f"{unit}: {old.value or old.within} before, {new.value or new.within} now"
            yield Moved(name, What.UNIT, unit, said)


def _statements(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    """Yield what is stated otherwise, by notice and property; what came or went with its unit is told there."""
    for (notice, _, property_), old, new in changed(by_place(was), by_place(is_)):
        if old is None or new is None:
            continue
        (before, (id_, now)) = list(old.values())[-1], list(new.items())[-1]
        if before != now:
            message = f"{notice} states {property_} {now!r} now, {before!r} before"
            yield Moved(name, What.STATEMENT, id_, message, (is_.notices.get(notice, ""),))


def _judgements(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    for (question, subject, other), before, now in changed(by_pair(was.judgements), by_pair(is_.judgements)):
        about = f"{question} {subject}" + (f" and {other}" if other else "")
        yield Moved(name, What.JUDGEMENT, subject, f"{about}: {_said(before)} before, {_said(now)} now")


def _said(judgement: LockedJudgement | None) -> str:
    if judgement is None:
        return "nothing"
    when = f", {judgement.decided_at[:10]}" if judgement.decided_at else ""
    return f"{judgement.answer or 'withdrawn'} ({judgement.agent}{when})"


def _spelled(lock: Lock) -> str:
    return f"{lock.figure.value} {lock.figure.label}"


# What differs; how it is said is the matter of who asks ---------------------------------------------------------------

Key = TypeVar("Key", bound="str | tuple[str, ...]")
Value = TypeVar("Value")


def changed(was: Mapping[Key, Value], is_: Mapping[Key, Value]) -> list[tuple[Key, Value | None, Value | None]]:
    """Return what differs between two states, in order of key, as it was and as it is; None where it is not there.

    >>> changed({"a": 1, "b": 2}, {"b": 3, "c": 4})
    [('a', 1, None), ('b', 2, 3), ('c', None, 4)]
    """
    keys = sorted(was.keys() | is_.keys())
    return [(key, was.get(key), is_.get(key)) for key in keys if was.get(key) != is_.get(key)]


def by_place(lock: Lock) -> dict[tuple[str, str, str], dict[str, str]]:
    """Return what a lock's notices state by notice, subject and property: the values by id of their statement."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for one, statement in lock.statements.items():
        place = (statement.notice, statement.subject, statement.property)
        found.setdefault(place, {})[one] = statement.value
    return found


def by_pair(judgements: Iterable[LockedJudgement]) -> dict[tuple[str, str, str], LockedJudgement]:
    """Return judgements by what they are about."""
    return {(each.question, each.subject, each.other): each for each in judgements}
