"""Notices -> judgements "relevant?", by the cue terms of the codebook.

Software answers yes where a cue term stands in a notice's own words, and shows them; no where none does. It is a first
sort for people to correct: a person's judgement beats it, always.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import yaml

from counterfile.errors import BadUsage
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Notice
from counterfile.model.reading import BlockKind, Reading
from counterfile.store.ports import Fact, Published, View
from counterfile.text import search

MOST_SPANS = 20
"""Passages shown for one notice: enough to judge by, few enough to read."""

_KEYS = ("version", "relevant", "questions")
_RELEVANT = ("terms",)


class Codebook(msgspec.Struct, frozen=True):
    """What the inquiry asks of a notice's words."""

    terms: tuple[str, ...] = ()
    """Cue terms for relevance, in the codebook's order; empty means: no screening."""

    @property
    def digest(self) -> str:
        """Return 8 hexadecimal digits that change when a term does, whatever their order."""
        return hashlib.blake2b("\n".join(sorted(self.terms)).encode(), digest_size=4).hexdigest()


def load_codebook(path: Path) -> Codebook:
    """Return the codebook in a YAML file; an empty one if there is no such file.

    Raises:
        BadUsage: it is not YAML, or a key or value is wrong; the message gives the line.
    """
    if not path.exists():
        return Codebook()
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadUsage(f"{path.name}: it is not YAML ({error})") from error
    if root is None:
        return Codebook()
    keys = _mapping(root, _KEYS, path.name)
    if "relevant" not in keys:
        return Codebook()
    relevant = _mapping(keys["relevant"], _RELEVANT, path.name)
    if "terms" not in relevant:
        return Codebook()
    node = relevant["terms"]
    if not isinstance(node, yaml.SequenceNode):
        raise BadUsage(
            f"{path.name}:{node.start_mark.line + 1}: terms are a list, such as [人脸识别, facial recognition]"
        )
    terms = []
    for each in node.value:
        if not isinstance(each, yaml.ScalarNode) or not search.phrases(_quoted(each.value)):
            raise BadUsage(
                f"{path.name}:{each.start_mark.line + 1}: a term is a word or a few, with letters or characters"
            )
        terms.append(str(each.value).strip())
    return Codebook(tuple(dict.fromkeys(terms)))


def _mapping(node: yaml.Node, allowed: Sequence[str], file: str) -> dict[str, yaml.Node]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise BadUsage(f"{file}:{line}: keys with values are wanted; the keys are {', '.join(allowed)}")
    found = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value not in allowed:
            raise BadUsage(
                f"{file}:{key.start_mark.line + 1}: there is no key {getattr(key, 'value', '')}; the keys are {', '.join(allowed)}"
            )
        found[str(key.value)] = value
    return found


class Work(msgspec.Struct, frozen=True):
    """A document's notices with the Reading that they point into."""

    document: str
    reading: Reading | None
    """None where the document has no notices any more."""
    notices: tuple[Notice, ...]


class ScreenStage:
    """Screens notices by cue terms; see `flow.Stage`."""

    name = "screen"

    def __init__(self, codebook: Codebook) -> None:
        """Use the terms of `codebook`; with others, all notices are screened again."""
        self.version = f"1 terms {codebook.digest}"
        self._terms = codebook.terms
        self._query = " ".join(_quoted(term) for term in codebook.terms)

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the documents whose notices were found anew."""
        if not self._terms:
            return ()
        return {fact.notice.document for fact in facts if isinstance(fact, Published)}

    def load(self, works: Sequence[str], view: View) -> Sequence[Work | None]:
        """Return each document's notices and words; nothing for one that has no notices and was never screened."""
        readings = view.readings_of(works) if self._terms else {}
        return [self._load(work, view, readings.get(work)) for work in works]

    def _load(self, work: str, view: View, reading: Reading | None) -> Work | None:
        notices = tuple(view.notices_in(work)) if self._terms else ()
        if not notices:
            # Empty work retires what was said before.
            return Work(work, None, ()) if view.current(self.name, work) else None
        if reading is None or reading.id != notices[0].reading:
            reading = view.reading(notices[0].reading)
        return Work(work, reading, notices)

    def key(self, loaded: Work) -> str:
        """Return the Reading and its notices; the terms are part of the version."""
        parts = [loaded.reading.id if loaded.reading else "", *(f"{n.id} {n.start} {n.end}" for n in loaded.notices)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def run(self, loaded: Work) -> Sequence[Fact]:
        """Return one judgement for each notice."""
        if loaded.reading is None:
            return []
        spans = own_spans(loaded.reading, self._query)
        return [self._judgement(notice, loaded.reading, spans) for notice in loaded.notices]

    def _judgement(self, notice: Notice, reading: Reading, spans: Sequence[Span]) -> Judgement:
        inside = [span for span in spans if notice.start <= span.start and span.end <= notice.end]
        if inside:
            quotes = {span.quote for span in inside}
            terms = [term for term in self._terms if any(search.matches(quote, _quoted(term)) for quote in quotes)]
            shown = "、".join(terms[:5]) + (f" and {len(terms) - 5} more" if len(terms) > 5 else "")
            reason = f"it says {shown}"
        else:
            reason = f"none of the {len(self._terms)} terms occurs"
        return Judgement(
            question=Question.RELEVANT,
            subject=notice.id,
            other="",
            answer=Answer.YES if inside else Answer.NO,
            agent=f"screen {self.version}",
            agent_kind=AgentKind.SOFTWARE,
            reason=reason,
            reading=reading.id if inside else "",
            evidence=tuple(inside[:MOST_SPANS]),
        )


def own_spans(reading: Reading, query: str) -> list[Span]:
    """Return where terms of a query stand in a Reading's own words, in order; furniture is not its own.

    Args:
        reading: The whole document.
        query: As `text.search.find` takes it.
    """
    blocks = [block for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
    starts = [block.start for block in blocks]
    found = []
    for start, end in search.find(reading.text, query):
        place = bisect_right(starts, start) - 1
        if place >= 0 and end <= blocks[place].end:
            found.append(Span(start, end, reading.text[start:end], blocks[place].page))
    return found


def _quoted(term: str) -> str:
    """Return a term as a query that keeps it whole."""
    return '"' + term.strip().replace('"', " ") + '"'
