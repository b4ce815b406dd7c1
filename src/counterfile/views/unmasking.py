"""What is masked in a document, for the eyes of a person who may see it: only ever computed, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.reading import Reading
from counterfile.settings import Role
from counterfile.store.ports import View
from counterfile.store.rules import statement_notice
from counterfile.text.mask import mask
from counterfile.views.files import called

QUESTION = Question.UNMASK

ANSWER = "shown"

ROLES = tuple(Role)
"""Who may see what is masked."""

AROUND = 30  # characters shown before and behind an identifier


class Masked(msgspec.Struct, frozen=True):
    """Where in a document something masked is asked for."""

    digest: str
    reading: Reading
    start: int
    """Code points into the Reading's text, half open."""
    end: int


class Shown(msgspec.Struct, frozen=True):
    """One identifier in its original words; for the terminal only."""

    start: int
    """Of the identifier, in code points of the Reading's text."""
    before: str
    identifier: str
    behind: str


def request(people: Mapping[str, str], by: str, role: str, reason: str) -> tuple[str, str]:
    """Return the pseudonym and the words to record, after checking that this person may ask.

    Args:
        people: Role of each pseudonym, as the settings state it.
        by: Pseudonym of who asks.
        role: As which of their roles they ask.
        reason: Why, in words; an identifier in it is masked.

    Raises:
        BadUsage: the reason or the pseudonym is missing, or the settings do not give this person this role.
    """
    who, why = by.strip(), " ".join(reason.split())
    if not who or not why:
        raise BadUsage("unmasking needs a name and a reason; give them with --by and --reason")
    if role not in ROLES:
        raise BadUsage(f"{role!r} may not unmask; the roles that may are {' and '.join(ROLES)}")
    if people.get(who) != role:
        found = people.get(who)
        states = f"makes {who} {found}" if found else f"does not name {who}"
        raise BadUsage(f'[people] in counterfile.toml {states}; `{who} = "{role}"` there lets {who} unmask as {role}')
    return who, f"{role}: {mask(why)[0]}"


def find(view: View, wanted: str) -> Masked:
    """Return which stretch of which document is asked for.

    Args:
        view: The facts.
        wanted: A statement (its quotes), a notice, a document's digest or its beginning, or a file name.

    Raises:
        Missing: there is no such, several documents have the name, or the document has no text.
    """
    notice_id = statement_notice(wanted) if wanted.startswith("st-") else wanted
    if notice_id is not None and notice_id.startswith("n-"):
        return _in_notice(view, notice_id, wanted)
    digests = called(view, wanted)
    if len(digests) > 1:
        raise Missing(f"{len(digests)} documents are called so; name one by its digest")
    reading = view.reading_of(digests[0]) if digests else None
    if reading is None:
        raise Missing("no document with a text is called so; `counterfile search` finds documents by their words")
    return Masked(digests[0], reading, 0, len(reading.text))


def _in_notice(view: View, notice_id: str, wanted: str) -> Masked:
    notice = view.notice(notice_id)
    reading = view.reading(notice.reading) if notice is not None else None
    if notice is None or reading is None:
        raise Missing(f"no notice or statement is called {wanted!r}")
    if wanted == notice_id:
        return Masked(notice.document, reading, notice.start, notice.end)
    for statement in view.statements([notice_id])[notice_id]:
        if statement.id == wanted and statement.evidence:
            starts, ends = zip(*((span.start, span.end) for span in statement.evidence), strict=True)
            return Masked(notice.document, reading, min(starts), max(ends))
    raise Missing(f"no statement is called {wanted!r}; `counterfile show` lists the ids of a file's statements")


def record(asked: Masked, by: str, why: str, wanted: str) -> Judgement:
    """Return the judgement to be durable before anything is shown.

    It names the document, and the notice or statement if one was asked for, but never a file name: that may hold an
    identifier itself.
    """
    scope = wanted if wanted.startswith(("n-", "st-")) else ANSWER
    return Judgement(QUESTION, asked.digest, "", scope, by, AgentKind.PERSON, why)


def shown(asked: Masked, original: str) -> Iterator[Shown]:
    """Yield each identifier that is masked in the asked stretch, in its original words.

    Args:
        asked: Where.
        original: The document's text as it was before masking.

    Raises:
        Missing: `original` is not the text that was masked: it was read by another version, or recognized.
    """
    text = asked.reading.text
    if len(text) != len(original) or any(now not in (before, "*") for now, before in zip(text, original, strict=True)):
        raise Missing(
            "the file now reads otherwise than when it was masked; `counterfile run` reads it again, and a page that "
            "was recognized has no other original than its picture"
        )
    for run in _RUN.finditer(text, asked.start, asked.end):
        start, end = run.span()
        if original[start:end] != text[start:end]:
            yield Shown(
                start,
                _plain(text[max(0, start - AROUND) : start]),
                _plain(original[start:end]),
                _plain(text[end : end + AROUND]),
            )


_RUN = re.compile(r"\*+(?:\n\*+)*")


def _plain(words: str) -> str:
    """Return words without line ends and without what could steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
