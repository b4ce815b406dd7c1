"""Invented notices in layouts that no rule was written from: nothing wrong is stated, and little is missed."""

from __future__ import annotations

import pytest
import unseen_last
import unseen_more
import unseen_notices
import unseen_traps
from _unseen_scoring import Fact, said, truth
from unseen_notices import Unseen

EVERY = (*unseen_notices.NOTICES, *unseen_more.NOTICES, *unseen_traps.NOTICES, *unseen_last.NOTICES)
FLOORS = {"unseen_notices": 0.94, "unseen_more": 0.98, "unseen_traps": 0.96, "unseen_last": 0.96}
"""Share of the facts that are found."""


def _wrong(notice: Unseen) -> set[Fact]:
    """Return what is stated and not true; a date of signature and a pointer count where the truth speaks of such."""
    true = truth(notice.truth)
    kinds = {fact[0] for fact in true}
    free = {"published", "missing"} - kinds
    return {fact for fact in said(notice.text) - true if fact[0] not in free and not fact[0].startswith("conflict-")}


@pytest.mark.parametrize("notice", EVERY, ids=lambda notice: notice.name)
def test_nothing_that_is_stated_is_wrong(notice: Unseen) -> None:
    assert _wrong(notice) == set()


@pytest.mark.parametrize(
    ("notices", "floor"),
    [
        (unseen_notices.NOTICES, FLOORS["unseen_notices"]),
        (unseen_more.NOTICES, FLOORS["unseen_more"]),
        (unseen_traps.NOTICES, FLOORS["unseen_traps"]),
        (unseen_last.NOTICES, FLOORS["unseen_last"]),
    ],
    ids=list(FLOORS),
)
def test_most_of_what_they_say_is_found(notices: tuple[Unseen, ...], floor: float) -> None:
    true = [(notice.name, fact) for notice in notices for fact in truth(notice.truth)]
    found = {(notice.name, fact) for notice in notices for fact in said(notice.text)}

    assert sum(fact in found for fact in true) / len(true) >= floor
