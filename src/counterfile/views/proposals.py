"""What a language model proposed, on its way into the next extraction, and which notices it could not be asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from counterfile.model.judgement import PROPOSED, Judgement
from counterfile.model.reading import Reading
from counterfile.store.ports import Fact, View
from counterfile.text.prepared import Proposal

STAGE = "ask"
"""The stage that asks."""

UNANSWERED = "unanswered"
"""`Judgement.other` where nothing could be asked."""


def proposals_of(view: View, readings: Mapping[str, Reading]) -> dict[str, tuple[Proposal, ...]]:
    """Return the proposals for each document, sorted; documents without any are left out.

    What was proposed for another Reading of a document does not count.

    Args:
        view: The facts.
        readings: The Reading that is to be extracted from, by document.
    """
    found = {}
    for document in view.currents(STAGE, list(readings)):
        proposed = sorted(
            Proposal(span.start, span.end, judgement.subject.rpartition("|")[2])
            for judgement in view.judgements_of(STAGE, document)
            if is_proposal(judgement) and judgement.reading == readings[document].id
            for span in judgement.evidence[:1]
        )
        if proposed:
            found[document] = tuple(proposed)
    return found


def is_proposal(fact: Fact) -> bool:
    """Return whether a fact proposes words, rather than saying why nothing could be asked."""
    return isinstance(fact, Judgement) and fact.question == PROPOSED and bool(fact.evidence)


def documents(facts: Iterable[Fact]) -> list[str]:
    """Return the documents that facts propose words for: their extraction is due."""
    return [fact.other for fact in facts if isinstance(fact, Judgement) and is_proposal(fact)]


def unanswered(view: View) -> list[Judgement]:
    """Return why notices could not be asked about, one judgement each, oldest first; `Judgement.subject` is the notice."""
    return view.judgements(PROPOSED, [UNANSWERED])
