"""Corrections as regression tests: every one replayed against the machine of today.

What was taught must stay learned. A correction whose change set was accepted, or that software read right when its document was
last extracted, is expected to be right; one that nobody made software learn from is only listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from counterfile.model.judgement import Judgement
from counterfile.model.notice import Property
from counterfile.store.ports import Fact, Published, View
from counterfile.text.prepared import NOTHING_LEARNED, Learned, prepared
from counterfile.views import corrected, correcting
from counterfile.views.correcting import Extract, Outcome
from counterfile.views.teaching import lessons, with_aliases


class Replay(msgspec.Struct, frozen=True):
    """One correction, and what the machine of today makes of its document."""

    judgement: str
    notice: str
    row: str
    property: Property
    value: str
    """The person's; empty where the value was taken away."""
    read: tuple[str, ...]
    is_right: bool
    is_expected: bool
    """Whether it should be right."""


def lost(replays: list[Replay]) -> list[Replay]:
    """Return those that should be right and are not."""
    return [one for one in replays if one.is_expected and not one.is_right]


def replay(view: View, extract: Extract, learned: Learned = NOTHING_LEARNED) -> Iterator[Replay]:
    """Replay every correction in force, by document.

    Args:
        view: The facts.
        extract: Extracts from a Reading with all that goes with it.
        learned: The models in use.
    """
    taught = lessons(view)
    expected = _expected(view)
    for document, given in _by_document(view).items():
        reading = view.reading_of(document)
        if reading is None:
            continue
        read = values(extract(prepared(with_aliases(reading, taught), learned=learned)))
        for judgement in given:
            yield _replayed(judgement, read, is_expected=judgement.id in expected)


def _expected(view: View) -> set[str]:
    """Return the ids of the corrections that should be right."""
    found = {source for one in correcting.change_sets(view) if one.accepted for source in one.sources}
    return found | {one.judgement for one in correcting.learned(view) if one.outcome is Outcome.LEARNED}


def _by_document(view: View) -> dict[str, list[Judgement]]:
    given = list(corrected.answers(view).values())[::-1]
    names = sorted({judgement.subject.partition("|")[0] for judgement in given})
    alive = view.present(names) if names else set()
    found: dict[str, list[Judgement]] = {}
    for judgement in given:
        notice = judgement.subject.partition("|")[0]
        known = view.notice(notice) if notice in alive else None
        if known is not None:
            found.setdefault(known.document, []).append(judgement)
    return found


def values(facts: Iterable[Fact]) -> dict[str, list[str]]:
    """Return what was read, by ``notice|subject|property``."""
    said: dict[str, list[str]] = {}
    for fact in facts:
        for one in fact.statements if isinstance(fact, Published) else ():
            said.setdefault(f"{one.notice}|{one.subject}|{one.property}", []).append(one.value)
    return said


def _replayed(judgement: Judgement, read: dict[str, list[str]], *, is_expected: bool) -> Replay:
    notice, row, name = judgement.subject.split("|", 2)
    meant = Property(name)
    said = read.get(judgement.subject, [])
    right = correcting.is_right(meant, judgement.answer, said)
    return Replay(judgement.id, notice, row, meant, judgement.answer, tuple(said), right, is_expected)
