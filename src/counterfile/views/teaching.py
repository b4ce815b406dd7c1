"""What persons taught about labels: ``授牌单位 means the supplier``, in one layout or everywhere; stored as judgements, replayed at every reading."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from counterfile.model.judgement import LABEL_MEANS, NOTHING, AgentKind, Judgement
from counterfile.model.reading import Reading
from counterfile.store.ports import View
from counterfile.text.aliases import MEANINGS, Alias, Squeezed
from counterfile.text.prepared import prepared
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


def subject(label: str, layout: str) -> str:
    """Return how a judgement on `LABEL_MEANS` names what it is about."""
    return f"{layout}|{label}"


def lessons(view: View) -> list[Lesson]:
    """Return every lesson in force, those for one layout before those for all; the newest answer on a label and layout counts."""
    newest: dict[str, Judgement] = {}
    for judgement in view.history(LABEL_MEANS, limit=1_000_000):
        if judgement.agent_kind == AgentKind.PERSON:
            newest.setdefault(judgement.subject, judgement)
    found = []
    for said_of, judgement in newest.items():
        layout, _, label = said_of.partition("|")
        if judgement.answer == NOTHING:
            found.append(Lesson(Alias(label, ""), layout, judgement.id))
        elif judgement.answer in MEANINGS:  # neither withdrawn nor a property that this version does not know
            found.append(Lesson(Alias(label, judgement.answer), layout, judgement.id))
    return sorted(found, key=lambda one: (one.layout == ANYWHERE, one.layout, one.alias))


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
    chosen: dict[str, Alias] = {}
    for lesson in present:
        if lesson.layout in (ANYWHERE, own):
            chosen.setdefault(lesson.alias.label, lesson.alias)
    return prepared(reading, tuple(chosen.values()))
