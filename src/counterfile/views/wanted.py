"""Which pictures are worth recognizing: recognition takes seconds a page, so the heap is not recognized blindly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from counterfile.model.document import Arrival, Document
from counterfile.model.judgement import Answer, Question
from counterfile.store.ports import View
from counterfile.text import search

NEIGHBORS = 50
"""A folder, archive or mail with at most this many documents is taken for one notice with its attachments."""


def wanted(view: View, terms: Sequence[str] = ()) -> list[str]:
    """Return the documents whose waiting pages the screening asks for, in order of digest.

    They are those of a relevant notice, those that came in one archive, mail or small folder with one, and those whose
    own file name holds a cue term.

    Args:
        view: The inquiry.
        terms: Cue terms of the codebook.
    """
    documents = list(waiting(view))
    if not documents:
        return []
    relevant = _relevant(view)
    beside = _Beside(view, relevant)
    queries = ['"' + term.replace('"', " ") + '"' for term in terms]
    found = []
    for document in documents:
        arrivals = view.arrivals(document.digest)
        named = any(search.matches(arrival.name, query) for arrival in arrivals for query in queries)
        if document.digest in relevant or named or any(map(beside, arrivals)):
            found.append(document.digest)
    return found


def waiting(view: View) -> Iterator[Document]:
    """Yield all documents with pages that wait for recognition, in order of digest."""
    after = ""
    while some := view.waiting(after=after):
        yield from some
        after = some[-1].digest


def _relevant(view: View) -> set[str]:
    """Return the documents with a notice that a person or the screening found relevant."""
    found: set[str] = set()
    after = ""
    while notices := view.notices(after=after, limit=5000):
        after = notices[-1].id
        documents = {notice.id: notice.document for notice in notices}
        for judgement in view.judgements(Question.RELEVANT, documents):
            if judgement.answer == Answer.YES and judgement.subject in documents:
                found.add(documents[judgement.subject])
    return found


class _Beside:
    """Whether something came with a relevant document."""

    def __init__(self, view: View, relevant: set[str]) -> None:
        sizes: Counter[str] = Counter()
        near: set[str] = set()
        for arrival in view.scan_arrivals():
            places = _places(arrival)
            sizes.update(places)
            if arrival.digest in relevant:
                near |= places
        self._near = {place for place in near if sizes[place] <= NEIGHBORS}

    def __call__(self, arrival: Arrival) -> bool:
        return not self._near.isdisjoint(_places(arrival))


def _places(arrival: Arrival) -> set[str]:
    """Return the folder and the container that something came in; what lies at the top of a heap is in no folder."""
    folder = arrival.origin.rpartition("/")[0]
    return {place for place in (folder, arrival.container) if place}
