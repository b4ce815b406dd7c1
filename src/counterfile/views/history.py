"""What changed in a file, when, by whom or by which document, and why.

A file is made anew from the facts whenever it is asked for, so its history is read from the facts too: when each document
came, what a later notice states anew, what persons decided and what they decided before. Software's own answers are not
told one by one: they follow from the documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from counterfile.model.document import Arrival
from counterfile.model.files import Link, OrganizationFile, ProcedureFile, Told
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN
from counterfile.text.names import name_key
from counterfile.views import circumstances, persons
from counterfile.views.coding import CODE
from counterfile.views.files import ROLES
from counterfile.views.natural import is_personal

MOST = 100_000
"""Newest decisions that are looked through."""

NAMES = 40
"""Names of an organization whose first printing is told."""


class What(StrEnum):
    """What happened."""

    ARRIVED = "arrived"
    """A notice came."""
    RESTATED = "restated"
    """A later notice states a value anew."""
    NAMED = "named"
    """An organization is printed with this name for the first time."""
    DECIDED = "decided"
    """A person answered."""
    WITHDRAWN = "withdrawn"
    """A person took an answer back."""


class Change(msgspec.Struct, frozen=True):
    """One thing that happened to a file."""

    what: What
    at: dt.datetime | None
    """When the inquiry came to know it, UTC."""
    about: str
    """The property that it is about, or the question that was answered; empty for a notice that came."""
    whose: str
    """A lot, a row of the notice, or the other of two that were compared; empty where it is the whole."""
    before: str
    """What was there; empty where nothing was, or where that is not known."""
    after: str
    """What is there now: a value, an answer, a title."""
    by: str
    """Pseudonym of the person; empty where a document did it."""
    document: str
    """Digest of the document that did it; empty where a person did."""
    notice: str
    """The notice that it is about; empty where it is about none."""
    reason: str
    """In words; empty where a document did it and nothing more is to be said."""
    judgement: str = ""
    """Id of the person's decision."""


Decisions = Mapping[str, Sequence[Judgement]]


def decisions(view: View) -> Decisions:
    """Return persons' decisions on values, links, scope and codes, the newest first, by what they are about."""
    found: dict[str, list[Judgement]] = {}
    for each in view.history(limit=MOST):
        if each.question in _TOLD or each.question.startswith(CODE):
            for member in dict.fromkeys((each.subject.partition("|")[0], each.other)):
                found.setdefault(member, []).append(each)
    return found


_PAIRS = (Question.SAME_PROCEDURE, Question.SAME_FAMILY, Question.SAME_ORGANIZATION)
_TOLD = frozenset({*_PAIRS, Question.RELEVANT, Question.VALUE, Question.READ_BEFORE, Question.IN_REGISTER})


def of_procedure(view: View, file: ProcedureFile, decided: Decisions) -> list[Change]:
    """Return what changed in a procedure's file, the newest first.

    Args:
        view: The facts.
        file: As it is now.
        decided: See `decisions`.
    """
    documents = {entry.notice: entry.document for entry in file.timeline}
    came = view.first_arrivals(sorted(set(documents.values())))
    names = {entry.notice: entry.title or entry.name for entry in file.timeline}
    found = [*_arrived(file, came), *_restated(file, documents, came)]
    found += _decided(_about({*documents, *documents.values(), file.id}, decided), names)
    return _ordered(found)


def of_organization(view: View, file: OrganizationFile, decided: Decisions) -> list[Change]:
    """Return what changed in an organization's file, the newest first; see `of_procedure`."""
    keys = view.members(Cluster.ORGANIZATION, file.id)
    rows = _about({*keys, file.id}, decided)
    notices = {proof.notice for part in file.parts for proof in part.proofs}
    said = _about(notices, decided)
    named = {each.subject for each in said if _names_one_of(each, set(keys))}
    rows += [each for each in said if each.subject in named]
    return _ordered([*_named(view, file), *_decided(rows, {})])


def _about(members: Collection[str], decided: Decisions) -> list[Judgement]:
    found = {each.id: each for member in members for each in decided.get(member, ())}
    return sorted(found.values(), key=_number, reverse=True)


def _number(one: Judgement) -> int:
    return int(one.id.removeprefix("j-"))


def _ordered(found: Iterable[Change]) -> list[Change]:
    """Return the newest first; what happened at one moment stays in its order."""
    return sorted(found, key=lambda each: each.at.timestamp() if each.at is not None else 0.0, reverse=True)


def _when(came: Mapping[str, Arrival], document: str) -> dt.datetime | None:
    return came[document].arrived_at if document in came else None


# Documents


def _arrived(file: ProcedureFile, came: Mapping[str, Arrival]) -> Iterator[Change]:
    """Yield the coming of each notice, with why it is in this file."""
    before: set[str] = set()
    for entry in file.timeline:
        yield Change(
            What.ARRIVED,
            _when(came, entry.document),
            about="",
            whose="",
            before="",
            after=entry.title or entry.name,
            by="",
            document=entry.document,
            notice=entry.notice,
            reason=_joined(file.links, entry.notice, before),
        )
        before.add(entry.notice)


def _joined(links: Iterable[Link], notice: str, before: Collection[str]) -> str:
    """Return why software put a notice to those before it; empty where none of them is linked to it directly."""
    for link in links:
        if link.question == Question.SAME_PROCEDURE and link.answer == Answer.SAME and link.kind == AgentKind.SOFTWARE:
            ends = {link.one, link.other}
            if notice in ends and ends & set(before):
                return link.reason
    return ""


def _restated(file: ProcedureFile, documents: Mapping[str, str], came: Mapping[str, Arrival]) -> Iterator[Change]:
    """Yield each value that a later correction notice states anew."""
    rows: list[tuple[str, str, Told]] = [(row.role, row.label, row.told) for row in file.amounts]
    rows += [(row.property, "", row.told) for row in file.dates]
    rows += [(party.role, ", ".join(party.lots), party.name) for party in file.parties]
    for about, whose, told in rows:
        if told.superseded:
            document = documents.get(told.superseded, "")
            anew = [
                other.value
                for name, label, other in rows
                if (name, label) == (about, whose) and any(proof.notice == told.superseded for proof in other.proofs)
            ]
            yield Change(
                What.RESTATED,
                _when(came, document),
                about,
                whose,
                before=told.value,
                after="; ".join(dict.fromkeys(anew)),
                by="",
                document=document,
                notice=told.superseded,
                reason="",
            )


def _named(view: View, file: OrganizationFile) -> Iterator[Change]:
    """Yield the first printing of each name."""
    first: dict[str, tuple[str, str, str]] = {}
    for part in sorted(file.parts, key=lambda part: part.date or "9999"):
        for proof in part.proofs:
            if not is_personal(proof.quote):
                first.setdefault(" ".join(proof.quote.split()), (part.title, proof.document, proof.notice))
    shown = list(first.items())[:NAMES]
    came = view.first_arrivals(sorted({document for _, (_, document, _) in shown}))
    for name, (title, document, notice) in shown:
        yield Change(
            What.NAMED, _when(came, document), "", title, "", name, by="", document=document, notice=notice, reason=""
        )


# Persons


def _names_one_of(one: Judgement, keys: Collection[str]) -> bool:
    """Return whether a decision on a value gives or takes one of these names."""
    about_a_name = one.question in (Question.VALUE, Question.READ_BEFORE) and one.subject.rpartition("|")[2] in set(
        ROLES
    )
    return about_a_name and name_key(one.answer) in keys


def _decided(rows: Sequence[Judgement], names: Mapping[str, str]) -> Iterator[Change]:
    """Yield persons' decisions.

    Args:
        rows: The newest first.
        names: Titles of notices, for the other of two.
    """
    older: dict[tuple[str, str, str], str] = {}
    read = {row.subject: persons.told(row).answer for row in rows if row.question == Question.READ_BEFORE}
    found = []
    for row in reversed(rows):
        if row.question == Question.READ_BEFORE:
            continue
        told = persons.told(row)
        place = (row.question, row.subject, row.other)
        about, whose, notice = _subject(told, names)
        found.append(
            Change(
                What.WITHDRAWN if row.answer == WITHDRAWN else What.DECIDED,
                row.decided_at,
                about,
                whose,
                before=older.get(place, read.get(row.subject, "") if row.question == Question.VALUE else ""),
                after="" if row.answer == WITHDRAWN else told.answer,
                by=row.agent,
                document="",
                notice=notice,
                reason=circumstances.read(told.reason)[0],
                judgement=row.id,
            )
        )
        older[place] = "" if row.answer == WITHDRAWN else told.answer
    yield from reversed(found)


def _subject(told: Judgement, names: Mapping[str, str]) -> tuple[str, str, str]:
    """Return what a decision is about, whose, and the notice."""
    first, _, rest = told.subject.partition("|")
    notice = first if first.startswith("n-") else ""
    if told.question == Question.VALUE:
        row, _, name = rest.partition("|")
        return name, row, notice
    if told.question in _PAIRS:
        return told.question, " ↔ ".join(names.get(each, each) for each in (told.subject, told.other)), notice
    return told.question, names.get(first, ""), notice
