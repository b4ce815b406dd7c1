"""What persons taught about labels and headings: ``授牌单位 means the supplier``, in one layout or everywhere.

Stored as judgements, replayed at every reading.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counterfile.model.judgement import HEADING_MEANS, LABEL_MEANS, NOTHING
from counterfile.model.reading import Reading
from counterfile.store.ports import View
from counterfile.text import sections
from counterfile.text.aliases import MEANINGS, Alias, Squeezed
from counterfile.text.prepared import prepared
from counterfile.views import corrected
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

    What was taught for its own layout goes before what was taught for all.
    """
    if not taught:
        return reading
    text = Squeezed(reading.text)
    present = [lesson for lesson in taught if text.holds(lesson.alias.label)]
    if not present:
        return reading
    own = layout_of(reading).id if any(lesson.layout for lesson in present) else ANYWHERE
    chosen: dict[tuple[str, bool], Alias] = {}
    for lesson in present:
        if lesson.layout in (ANYWHERE, own):
            chosen.setdefault((lesson.alias.label, lesson.heading), lesson.alias)
    labels = tuple(alias for (_, heading), alias in chosen.items() if not heading)
    headings = tuple(alias for (_, heading), alias in chosen.items() if heading)
    return prepared(reading, labels, headings=headings)
