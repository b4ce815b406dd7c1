"""Two states of the figures compared: what moved between two folders of locks, and what it rests on.

A lock holds everything that its figure rested on, so two of them can be compared anywhere, long after and without the
documents: a folder from last month, a check-out of an older commit, a colleague's copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from counterfile.errors import Missing
from counterfile.model.finding import Lock, LockedJudgement, Moved, What
from counterfile.views.findings import LOCKED
from counterfile.views.verify import decode_lock


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
    yield from _judgements(name, was, is_)
    yield from _statements(name, was, is_)
    yield from _units(name, was, is_)
    for digest in sorted(was.documents.keys() ^ is_.documents.keys()):
        origin = (was.documents.get(digest) or is_.documents.get(digest) or ("",))[0]
        fate = "is used now" if digest in is_.documents else "is no longer used"
        yield Moved(name, What.DOCUMENT, digest, f"{origin or digest[:16]} ({digest[:16]}) {fate}", (digest,))
    for reason in sorted(was.excluded.keys() | is_.excluded.keys()):
        old, new = was.excluded.get(reason, 0), is_.excluded.get(reason, 0)
        if old != new:
            yield Moved(name, What.UNIT, reason, f"left out because {reason}: {old} before, {new} now")


def _units(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    for unit in sorted(was.units.keys() | is_.units.keys()):
        old, new = was.units.get(unit), is_.units.get(unit)
        if old is None and new is not None:
            yield Moved(name, What.UNIT, unit, f"{unit} counts now" + (f", with {new.value}" if new.value else ""))
        elif new is None and old is not None:
            yield Moved(
                name, What.UNIT, unit, f"{unit} no longer counts" + (f", it had {old.value}" if old.value else "")
            )
        elif old is not None and new is not None and (old.value, old.within) != (new.value, new.within):
            yield Moved(
                name, What.UNIT, unit, f"{unit}: {old.value or old.within} before, {new.value or new.within} now"
            )


def _statements(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    """Yield what is stated otherwise, by notice and property; what came or went with its unit is told there."""
    old = {(each.notice, each.subject, each.property): (id_, each) for id_, each in was.statements.items()}
    new = {(each.notice, each.subject, each.property): (id_, each) for id_, each in is_.statements.items()}
    for key in sorted(old.keys() & new.keys()):
        (_, before), (id_, now) = old[key], new[key]
        if before.value != now.value:
            message = f"{key[0]} states {key[2]} {now.value!r} now, {before.value!r} before"
            yield Moved(name, What.STATEMENT, id_, message, (is_.notices.get(key[0], ""),))


def _judgements(name: str, was: Lock, is_: Lock) -> Iterator[Moved]:
    old, new = _answers(was), _answers(is_)
    for key in sorted(old.keys() | new.keys()):
        before, now = old.get(key), new.get(key)
        if before == now:
            continue
        question, subject, other = key
        about = f"{question} {subject}" + (f" and {other}" if other else "")
        yield Moved(name, What.JUDGEMENT, subject, f"{about}: {_said(before)} before, {_said(now)} now")


def _answers(lock: Lock) -> dict[tuple[str, str, str], LockedJudgement]:
    return {(each.question, each.subject, each.other): each for each in lock.judgements}


def _said(judgement: LockedJudgement | None) -> str:
    if judgement is None:
        return "nothing"
    when = f", {judgement.decided_at[:10]}" if judgement.decided_at else ""
    return f"{judgement.answer or 'withdrawn'} ({judgement.agent}{when})"


def _spelled(lock: Lock) -> str:
    return f"{lock.figure.value} {lock.figure.label}"
