"""What persons taught about labels and headings: ``授牌单位 means the supplier``, in one layout or everywhere.

Stored as judgements, replayed at every reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from counterfile.model.judgement import HEADING_MEANS, LABEL_MEANS, NOTHING
from counterfile.model.notice import Property
from counterfile.model.reading import Reading
from counterfile.store.ports import View
from counterfile.text import sections
from counterfile.text.aliases import BY_HEADING, MEANINGS, Alias, Squeezed, spellings
from counterfile.text.kinds import Section
from counterfile.text.labels import Field, Party, own_meaning
from counterfile.text.prepared import prepared
from counterfile.views import causes, corrected
from counterfile.views.layouts import layout_of

ANYWHERE = ""
"""Stands for every layout."""


class Lesson(msgspec.Struct, frozen=True):
    """An alias and where it holds."""

    alias: Alias
    layout: str
    """`layouts.Layout.id`, or `ANYWHERE`."""
    judgement: str = ""
    """Id of the judgement that it follows from; empty while it is only proposed."""
    heading: bool = False
    """Whether it is a heading that means this, not a label."""

    @property
    def place(self) -> tuple[str, str, bool]:
        """What is taught about: of two lessons on one place the newer counts."""
        return self.layout, self.alias.label, self.heading


def subject(label: str, layout: str) -> str:
    """Return how a judgement on `LABEL_MEANS` or `HEADING_MEANS` names what it is about."""
    return f"{layout}|{label}"


def lessons(view: View) -> list[Lesson]:
    """Return every lesson in force, those for one layout before those for all; the newest answer on a label and layout counts."""
    return in_order([*_lessons(view, LABEL_MEANS), *_lessons(view, HEADING_MEANS)])


def _lessons(view: View, question: str) -> list[Lesson]:
    newest = corrected.newest_answers(view, question)
    heading = question == HEADING_MEANS
    known = sections.SECTIONS if heading else MEANINGS
    found = []
    for said_of, judgement in newest.items():
        layout, _, label = said_of.partition("|")
        if judgement.answer == NOTHING:
            found.append(Lesson(Alias(label, ""), layout, judgement.id, heading))
        elif judgement.answer in known:  # neither withdrawn nor a property that this version does not know
            found.append(Lesson(Alias(label, judgement.answer), layout, judgement.id, heading))
    return found


def in_order(taught: Sequence[Lesson]) -> list[Lesson]:
    """Return lessons with those for one layout before those for all."""
    return sorted(taught, key=lambda one: (one.layout == ANYWHERE, one.layout, one.heading, one.alias))


def with_aliases(reading: Reading, taught: Sequence[Lesson]) -> Reading:
    """Return a Reading with the aliases that hold in it, or just as it is where none of their labels stands in it.

    What was taught for its own layout goes before what was taught for all. Other spellings of a label (`aliases.spellings`)
    count with it. Where one notice prints a label under headings of several parties, its heading tells whose it is.
    """
    if not taught:
        return reading
    text = Squeezed(reading.text)
    present = [(lesson, label) for lesson in taught for label in _spelled(lesson) if text.holds(label)]
    if not present:
        return reading
    own = layout_of(reading).id if any(lesson.layout for lesson, _ in present) else ANYWHERE
    # What was taught itself goes before what is only spelled like it.
    present.sort(key=lambda one: one[1] != one[0].alias.label)
    chosen: dict[tuple[str, bool], Alias] = {}
    for lesson, label in present:
        if lesson.layout in (ANYWHERE, own):
            chosen.setdefault((label, lesson.heading), Alias(label, lesson.alias.property))
    labels = tuple(_for_whom(reading, alias) for (_, heading), alias in chosen.items() if not heading)
    headings = tuple(alias for (_, heading), alias in chosen.items() if heading)
    return prepared(reading, labels, headings=headings)


def labels_of(lesson: Lesson) -> frozenset[str]:
    """Return all labels that a lesson bears on: its own, and other spellings of it that mean nothing by themselves."""
    return frozenset(_spelled(lesson))


def _spelled(lesson: Lesson) -> Iterator[str]:
    yield lesson.alias.label
    if not lesson.heading:
        others = spellings(lesson.alias.label, lesson.alias.property)
        yield from (label for label in sorted(others) if _says_nothing(label))


def _says_nothing(label: str) -> bool:
    """Tell whether a label means nothing by itself, or only that some name or sum follows."""
    own = own_meaning(label)
    if own is None or (own.field is Field.OTHER and own.weak):
        return True
    return own.party is None and own.field in (Field.NAME, Field.AMOUNT)


_PARTIES: Mapping[Section, Party] = {
    Section.BUYER: Party.BUYER,
    Section.AGENCY: Party.AGENCY,
    Section.SUPPLIER: Party.SUPPLIER,
    Section.AWARD: Party.SUPPLIER,
    Section.CANDIDATES: Party.CANDIDATE,
}
_WON = frozenset({Party.SUPPLIER, Party.CANDIDATE})


def _for_whom(reading: Reading, alias: Alias) -> Alias:
    """Return an alias as it is, or as one whose heading tells for whom, where the notice prints it for other parties too.

    Only where every heading above it names a party: under any other, what was taught is all that is known.
    """
    meaning = MEANINGS[Property(alias.property)] if alias.property else None
    if meaning is None or meaning.party is None or meaning.field.value not in BY_HEADING:
        return alias
    found = {_PARTIES.get(section) if section else None for section in causes.sections_over(reading, alias.label)}
    if None in found or found <= {meaning.party} or (meaning.party in _WON and found <= _WON):
        return alias
    return Alias(alias.label, meaning.field.value)
