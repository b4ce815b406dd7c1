"""Which attempt an unmarked notice belongs to, where another attempt is known to have begun."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from counterfile.model.notice import Stage
from counterfile.resolving._procedure_features import Said

_CALLS = frozenset({Stage.TENDER, Stage.PREQUALIFICATION, Stage.SINGLE_SOURCE, Stage.PLANNING})
_RESULTS = frozenset({Stage.CANDIDATES, Stage.AWARD, Stage.CONTRACT, Stage.TERMINATION, Stage.OPENING})


def with_rounds(said: Mapping[str, Said]) -> dict[str, Said]:
    """Return what the notices of one family say, with the round of results that do not state it.

    A result is often published without the mark （二次） of its call. It belongs to the last attempt that had begun
    when it was published, if its number is of that attempt and of no unmarked call, or if the first one had failed.

    Args:
        said: All notices that any link joins, by id.
    """
    begun: dict[int, str] = {}
    for one in said.values():
        if one.round and one.round > 1 and one.published:
            begun[one.round] = min(one.published, begun.get(one.round, one.published))
    if not begun:
        return dict(said)
    unmarked = [one for one in said.values() if one.round is None]
    numbers = {number for one in unmarked if one.stage in _CALLS for number in one.numbers}
    failed = min((one.published for one in unmarked if one.stage == Stage.TERMINATION and one.published), default="")
    return {notice: _marked(one, begun, said, numbers, failed) for notice, one in said.items()}


def _marked(one: Said, begun: Mapping[int, str], said: Mapping[str, Said], numbers: set[str], failed: str) -> Said:
    if one.round is not None or one.stage not in _RESULTS or not one.published:
        return one
    last = max((number for number, day in begun.items() if day < one.published), default=None)
    if last is None:
        return one
    its = {number for other in said.values() if other.round == last for number in other.numbers}
    known_by_number = bool(one.numbers & its - numbers)
    of_first = bool(one.numbers & numbers - its)
    after_failure = bool(failed) and failed <= begun[min(begun)] and failed < one.published
    if known_by_number or (after_failure and not of_first):
        return msgspec.structs.replace(one, round=last)
    return one
