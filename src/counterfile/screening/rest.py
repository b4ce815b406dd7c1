"""What software decides of what persons left unread, once their screening has stopped.

It is a first sort by what they taught, marked as software's; a yes shows the words that speak for it. Samples of it,
read by persons, say how good it is (`desk.Desk.draw`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from counterfile.model.evidence import Span
from counterfile.model.judgement import Answer
from counterfile.model.notice import Notice
from counterfile.model.reading import Reading
from counterfile.screening.desk import Desk
from counterfile.screening.vectors import record
from counterfile.store.ports import View
from counterfile.views import screening as facts
from counterfile.views.screening import Began, Ended, Item

MOST_MARKS = 12
"""Words shown for a yes."""


class Learned:
    """Judges notices by a screening that has stopped; see ``stages.screen.Screener``."""

    def __init__(self, view: View, cache: Path, ended: Ended) -> None:
        """Use the screening that this certificate ends; it is rebuilt when the first notice comes."""
        self.version = f"2 learned {ended.id}"
        self._view, self._cache = view, cache
        self._desk: Desk | None = None

    def judge(self, notice: Notice, reading: Reading) -> tuple[Answer, float, Sequence[Span], str]:
        """Return the answer, its probability, the words that speak for it, and why."""
        if self._desk is None:
            self._desk = Desk(self._view, self._cache)
        told = facts.words(self._view, [Item(notice.id, (notice,))])[0]
        chance, marks = self._desk.session.judge(record(told))
        chance = round(chance, 4)
        if chance < 0.5:
            return Answer.NO, chance, (), "it is like what readers found irrelevant"
        speaking = [(mark.start, mark.end) for mark in marks if mark.weight > 0 and mark.field == "body"][:MOST_MARKS]
        name, found = facts.spans(told, speaking, self._view)
        if name != reading.id or not found:
            return Answer.UNSURE, chance, (), "it is like what readers found relevant, and no words of its text say so"
        return Answer.YES, chance, found, "it is like what readers found relevant by these words"


def screener(view: View, cache: Path) -> Learned | None:
    """Return what decides notices now, None while no screening has stopped: then cue terms do.

    A screening that goes on again, or never found enough to learn a probability from, decides nothing.
    """
    events = facts.events(view)
    last = next((each for each in reversed(events) if isinstance(each, Began | Ended)), None)
    if not isinstance(last, Ended) or not last.learned:
        return None
    return Learned(view, cache, last)
