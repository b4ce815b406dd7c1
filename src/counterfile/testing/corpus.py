"""A small heap of facts for tests, made by hand: notices whose words stand in real Readings, without any reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from counterfile.model.document import Arrival, State
from counterfile.model.evidence import Span
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import AMOUNTS, ORGANIZATIONS, Notice, Property, notice_id
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Cluster, Outcome, Published
from counterfile.text.names import name_key
from counterfile.views import clusters

Says = tuple[str, Property, str]
"""Subject, property and value of a statement; the value is what the text prints."""


def total(amount: str, currency: str = "CNY") -> str:
    """Return the canonical form of a total.

    >>> total("5179175")
    'CNY 5179175.00 total'
    """
    return str(Amount(Basis.TOTAL, Decimal(amount), currency))


class Corpus:
    """A store and an archive that grow notice by notice."""

    def __init__(self) -> None:
        """Begin empty."""
        self.store = MemoryStore()
        self.archive = MemoryArchive()

    def notice(
        self,
        stage: str,
        says: Sequence[Says] = (),
        *,
        words: str = "",
        furniture: str = "",
        name: str = "",
        conflicts: Sequence[Says] = (),
    ) -> str:
        """Add a document with one notice and return the notice's id.

        Args:
            stage: Value of the STAGE statement.
            says: One statement each; its value becomes a line of the text.
            words: More text of the notice's own.
            furniture: Text beside the notice: a neighbor's title, a footer.
            name: The file's name; made up when empty.
            conflicts: Statements that are marked as being in conflict.
        """
        lines = [("", Property.STAGE, stage), *says, *conflicts]
        printed = [f"{subject} {property_.value}: {value}" for subject, property_, value in lines]
        blocks, text = [], ""
        for kind, line in [
            *((BlockKind.PARAGRAPH, line) for line in printed),
            (BlockKind.PARAGRAPH, words),
            (BlockKind.FURNITURE, furniture),
        ]:
            if line:
                start = len(text) + bool(text)
                text = f"{text}\n{line}" if text else line
                blocks.append(Block(kind, start, start + len(line)))
        content = f"{text}\n{len(self.archive.contents)}".encode()
        digest = hashlib.sha256(content).hexdigest()
        file = name or f"notice-{len(self.archive.contents) + 1}.html"
        reading = Reading(
            id=f"rd-{digest[:20]}",
            document=digest,
            reader="text 1",
            text=text,
            blocks=tuple(blocks),
            segments=(Segment(0, len(text)),),
            sandbox="process",
        )
        notice = Notice(notice_id(digest, 0), digest, reading.id, 0, len(text))
        statements = []
        at = 0
        for (subject, property_, value), line in zip(lines, printed, strict=True):
            start = at + len(line) - len(value)
            at += len(line) + 1
            statements.append(
                Statement(
                    notice=notice.id,
                    subject=subject,
                    property=property_,
                    value=value,
                    evidence=(Span(start, start + len(value), value),),
                    derivation="text",
                    layer="L2",
                    conflict=(subject, property_, value) in conflicts,
                    amount=_amount(value) if property_ in AMOUNTS else None,
                    key=name_key(value) if property_ in ORGANIZATIONS else None,
                )
            )
        self.archive.put([content])
        with self.store.batch() as batch:
            batch.arrive(Arrival(digest, file, f"heap/{file}", None, "folder 1", self.store.now()), len(content))
            batch.record("read", "text 1", digest, digest, [reading, Outcome(State.READ, media_type="text/html")])
            batch.record("extract", "1", digest, reading.id, [Published(notice, tuple(statements))])
        keys = {statement.key for statement in statements if statement.key}
        self._gather([notice.id], sorted(keys))
        return notice.id

    def fail(self, name: str, reason: str) -> str:
        """Add a document that could not be read and return its digest."""
        content = name.encode()
        (digest,) = self.archive.put([content])
        with self.store.batch() as batch:
            batch.arrive(Arrival(digest, name, f"heap/{name}", None, "folder 1", self.store.now()), len(content))
            batch.record("read", "text 1", digest, digest, [Outcome(State.FAILED, reason)])
        return digest

    def same(self, *notices: str, question: Question = Question.SAME_PROCEDURE) -> None:
        """Let software link notices to the first one."""
        for other in notices[1:]:
            one, two = sorted((notices[0], other))
            judgement = Judgement(question, one, two, Answer.SAME, "resolve 1", AgentKind.SOFTWARE, "same number", 0.99)
            with self.store.batch() as batch:
                batch.record("resolve", "1", f"number:{one}:{two}:{question}", one, [judgement])
        self._gather(list(notices), [])

    def judge(
        self,
        question: str,
        subject: str,
        answer: str,
        *,
        other: str = "",
        agent: str = "reviewer-1",
        reason: str = "read it",
    ) -> Judgement:
        """Record a person's judgement."""
        with self.store.batch() as batch:
            kept = batch.judge(Judgement(question, subject, other, answer, agent, AgentKind.PERSON, reason))
        if question in (Question.SAME_PROCEDURE, Question.SAME_FAMILY):
            self._gather([subject, other], [])
        if question == Question.SAME_ORGANIZATION:
            self._gather([], [subject, other])
        return kept

    def screen(self, notice: str, answer: str) -> None:
        """Let software judge a notice's relevance."""
        judgement = Judgement(
            Question.RELEVANT, notice, "", answer, "screen 1", AgentKind.SOFTWARE, "none of the 3 terms occurs", 0.9
        )
        with self.store.batch() as batch:
            batch.record("screen", "1", notice, notice, [judgement])

    def procedure(self, notice: str) -> str:
        """Return the procedure that a notice belongs to."""
        found = self.store.cluster(Cluster.PROCEDURE, notice)
        assert found is not None
        return found

    def _gather(self, notices: list[str], keys: list[str]) -> None:
        for kind in Cluster:
            seeds = keys if kind is Cluster.ORGANIZATION else notices
            changes = list(clusters.changes(kind, seeds, self.store))
            with self.store.batch() as batch:
                for change in changes:
                    batch.assign(kind, change.id, change.members)
                    for old in change.absorbed:
                        batch.lead(old, change.id)


def _amount(value: str) -> Amount:
    """Return the amount of a canonical form."""
    parts = value.split()
    if len(parts) == 3:
        return Amount(Basis(parts[2]), Decimal(parts[1]), parts[0])
    if len(parts) == 2:
        return Amount(Basis(parts[1]), rate=Decimal(parts[0]))
    return Amount(Basis(value))
