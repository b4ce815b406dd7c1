"""Corrections are regression tests: what was taught and is no longer read right is named."""

from __future__ import annotations

from collections.abc import Sequence

from taught_notices import STAGE, accept, award, correct, firm_of, run, store_of

from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.store.ports import Fact, Published
from counterfile.views import correcting, replaying


def forgetful(reading: Reading) -> Sequence[Fact]:
    """Extract, and forget every supplier: a machine that has become worse."""
    return [
        Published(fact.notice, tuple(one for one in fact.statements if one.property is not Property.SUPPLIER))
        for fact in STAGE.run(reading)
        if isinstance(fact, Published)
    ]


def test_a_correction_that_was_never_taught_is_listed_and_not_lost() -> None:
    store = store_of(award(1))
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))

    (one,) = list(replaying.replay(store, STAGE.run))

    assert (one.is_right, one.is_expected) == (False, False)
    assert replaying.lost([one]) == []


def test_a_taught_correction_that_is_no_longer_read_right_is_lost() -> None:
    store = store_of(award(1))
    correct(store, 0, "supplier", firm_of(store, 0), quote=firm_of(store, 0))
    accept(store, correcting.change_sets(store)[0].id)
    run(store)

    good = list(replaying.replay(store, STAGE.run))
    bad = list(replaying.replay(store, forgetful))

    assert [(one.is_right, one.is_expected) for one in good] == [(True, True)]
    assert replaying.lost(good) == []
    (lost,) = replaying.lost(bad)
    assert (lost.property, lost.value, lost.read) == (Property.SUPPLIER, firm_of(store, 0), ())


def test_a_confirmed_value_that_a_worse_machine_misses_is_lost() -> None:
    store = store_of(award(1, who="中标人"))
    correct(store, 0, "supplier", firm_of(store, 0))

    assert replaying.lost(list(replaying.replay(store, STAGE.run))) == []
    assert len(replaying.lost(list(replaying.replay(store, forgetful)))) == 1


def test_a_value_taken_away_is_right_where_nothing_is_read() -> None:
    store = store_of(award(1, who="中标人"))
    correct(store, 0, "supplier", "")

    (now,) = list(replaying.replay(store, STAGE.run))
    (worse,) = list(replaying.replay(store, forgetful))

    assert (now.is_right, worse.is_right) == (False, True)
