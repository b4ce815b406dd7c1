"""Which attempt an unmarked notice belongs to, where another attempt is known to have begun.

Clerks mark a second attempt in its title (（二次）), in its number (…-2), or not at all; results and changes are often
published without the mark of their call. What the notices of one project say together tells more than each by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from counterfile.model.notice import Stage
from counterfile.resolving._procedure_features import Said, sequel_of

_CALLS = frozenset({Stage.TENDER, Stage.PREQUALIFICATION, Stage.SINGLE_SOURCE, Stage.PLANNING})
_AWARDS = frozenset({Stage.CANDIDATES, Stage.AWARD, Stage.CONTRACT})
_RESULTS = _AWARDS | {Stage.TERMINATION, Stage.OPENING}
_FOLLOWS = _RESULTS | {Stage.AMENDMENT}

_SOONEST = 5
"""Days between a call and its first result: nothing is called, bid for and decided in less."""
_LATER = 10
"""Days after which a call that continues another one's number is another attempt and not its next lot."""
_MOST = 400  # notices of one project that are looked at: more is no project


def with_rounds(said: Mapping[str, Said]) -> dict[str, Said]:
    """Return what the notices of one component say, with the round of those that do not state it.

    Two attempts are told apart by a mark, by a number that continues another call's (…-2), or by a failure with
    another call of the same title after it. A result or change without a mark belongs to the last attempt that had
    begun when it was published: if its number is of that attempt alone, if it names the day of its call, if the one
    before had failed, or if the one before never came to a result.

    Args:
        said: All notices that any link joins, by id.
    """
    found = dict(said)
    for project in _projects(said):
        if len(project) <= _MOST:
            found.update((one.notice, one) for one in _told(project))
    return found


def _projects(said: Mapping[str, Said]) -> Iterator[list[Said]]:
    """Yield the notices that share a number or a whole title, each group of two or more in order of date and id."""
    parent = {notice: notice for notice in said}

    def root(notice: str) -> str:
        while parent[notice] != notice:
            parent[notice] = parent[parent[notice]]
            notice = parent[notice]
        return notice

    first: dict[str, str] = {}
    for notice in sorted(said):
        one = said[notice]
        for key in (
            *one.numbers,
            *one.roots,
            *(title.core for title in one.titles),
            *(title.owner + title.stem for title in one.titles),
        ):
            low, high = sorted((root(first.setdefault(key, notice)), root(notice)))
            parent[high] = low
    groups: dict[str, list[Said]] = {}
    for notice, one in said.items():
        groups.setdefault(root(notice), []).append(one)
    for group in groups.values():
        if len(group) > 1:
            yield sorted(group, key=lambda one: (one.published or "9999", one.notice))


def _told(project: Sequence[Said]) -> Iterator[Said]:
    """Yield the notices of one project whose round follows from the others'."""
    calls = [_marked_call(one, project) for one in project if one.stage in _CALLS]
    calls = list(_after_failures(calls, [one for one in project if one.stage == Stage.TERMINATION]))
    begun: dict[int, str] = {}
    for one in [*calls, *(one for one in project if one.stage not in _CALLS)]:
        if one.round and one.round > 1 and one.published:
            begun[one.round] = min(one.published, begun.get(one.round, one.published))
    if not begun:
        return
    now = {one.notice: one for one in calls}
    whole = [now.get(one.notice, one) for one in project]
    for one in whole:
        if one.notice in now or one.round is not None or one.stage not in _FOLLOWS or not one.published:
            yield one
            continue
        number = _round_of(one, begun, whole)
        yield one if number is None else msgspec.structs.replace(one, round=number)


def _marked_call(one: Said, project: Sequence[Said]) -> Said:
    """Return a call with the round that its number tells: …-2 behind the number of an earlier call is a second one."""
    if one.round is not None or one.lots:
        return one
    for number in sorted(one.numbers):
        root, round_ = sequel_of(number)
        before = [
            other
            for other in project
            if other.stage in _CALLS and root in other.numbers and number not in other.numbers and not other.lots
        ]
        if root and any(_days(other.published, one.published) > _LATER for other in before):
            return msgspec.structs.replace(one, round=round_)
    return one


def _after_failures(calls: Sequence[Said], failures: Sequence[Said]) -> Iterator[Said]:
    """Yield calls with the round of those that were published after a failure of the one before."""
    attempt, began = 1, ""
    for one in calls:
        if one.round is not None:
            attempt = max(attempt, one.round)
            if one.round == attempt:
                began = one.published
            yield one
            continue
        failed = any(
            began and began <= failure.published < one.published and _bears_on(failure, one) for failure in failures
        )
        if failed:
            attempt, began = attempt + 1, one.published
        began = began or one.published
        yield msgspec.structs.replace(one, round=attempt) if failed or (attempt > 1 and one.published >= began) else one


def _bears_on(failure: Said, call: Said) -> bool:
    """Return whether a failure, of a lot or of all, may be why the call was made."""
    return not failure.lots or bool(failure.lots & call.lots)


def _round_of(one: Said, begun: Mapping[int, str], project: Sequence[Said]) -> int | None:
    """Return the round of a result or change that does not state it, or None where it is of the first."""
    calls = [other for other in project if other.stage in _CALLS]
    named = {other.round or 1 for other in calls if one.first and other.published == one.first}
    if len(named) == 1:
        return _later(named.pop())
    last = max((number for number, day in begun.items() if day < one.published), default=None)
    if last is None or not _may_be_on(one, [other for other in project if other.round == last]):
        return None
    its = _numbers(other for other in project if other.round == last)
    others = _numbers(other for other in calls if (other.round or 1) != last)
    if one.numbers & its - others:
        return last
    if one.numbers & others - its:
        return None
    earlier = [other for other in project if (other.round or 1) < last and other.notice != one.notice]
    failures = [other for other in earlier if other.stage == Stage.TERMINATION and other.published <= begun[last]]
    if any(not failure.lots or failure.lots & one.lots for failure in failures):
        return last
    soon = _days(begun[last], one.published) < _SOONEST
    decided = any(other.stage in _AWARDS and other.published <= begun[last] for other in earlier)
    return None if soon or decided or one.stage not in _RESULTS else last


def _may_be_on(one: Said, attempt: Sequence[Said]) -> bool:
    """Return whether a notice may be of an attempt: one that calls lots again touches no other lot."""
    lots = frozenset[str]().union(*(other.lots for other in attempt))
    return not lots or bool(lots & one.lots) or any(not other.lots for other in attempt)


def _later(number: int) -> int | None:
    return number if number > 1 else None


def _numbers(some: Iterable[Said]) -> set[str]:
    return {number for one in some for number in one.numbers}


def _days(one: str, two: str) -> int:
    """Return the days from one date to the other; 0 where one is not known."""
    try:
        return (dt.date.fromisoformat(two) - dt.date.fromisoformat(one)).days
    except ValueError:
        return 0
