"""What a report says of the right of reply: who was asked, and who is named and was not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterfile.app import Inquiry
from counterfile.model.finding import Finding
from counterfile.model.reply import Asking, ReplyCounts, ReplyState, Stand
from counterfile.store import layout
from counterfile.views import replies
from counterfile.web import words
from counterfile.web.words import Words


@dataclass(frozen=True, slots=True)
class Replied:
    """Who was asked for a reply before a report is published."""

    counts: ReplyCounts
    asked: tuple[Sequence[Asking], ...]
    """By organization: the askings about the report's findings."""
    never: tuple[Stand, ...]
    """Organizations that findings name and nobody has asked."""
    missed: tuple[tuple[Stand, tuple[str, ...]], ...]
    """Organizations with the frozen findings that name them, about which nobody has asked them."""
    crowded: tuple[str, ...]
    """Findings that name too many organizations to be told here."""


def replied(inquiry: Inquiry, found: Sequence[Finding]) -> Replied:
    """Return who was asked for a reply of the organizations that these findings name."""
    names, askings = {each.spec.name for each in found}, inquiry.askings()
    about = [each for each in askings if not each.findings or names & set(each.findings)]
    stands = replies.stands(inquiry.store, found, askings)
    published = replies.published_days(inquiry.folder / layout.FINDINGS).keys()
    missed = ((each, tuple(name for name in each.unasked if name in published)) for each in stands)
    return Replied(
        replies.counts(about),
        tuple(replies.by_organization(about).values()),
        tuple(each for each in stands if each.state is None),
        tuple((each, some) for each, some in missed if some),
        tuple(replies.crowded(inquiry.store, found)),
    )


def in_markdown(found: Replied, spoken: Words) -> Iterator[str]:
    """Yield the section's lines in Markdown."""
    yield f"## {spoken.say('Right of reply')}"
    yield ""
    asked = spoken.count("{n} organization was asked", "{n} organizations were asked", found.counts.asked)
    states = (f"{getattr(found.counts, state)} {spoken.say(words.REPLIES[state])}" for state in ReplyState)
    more = (
        "{n} more is named by these findings and was never asked.",
        "{n} more are named by these findings and were never asked.",
    )
    yield f"{asked}: {', '.join(states)}. {spoken.count(*more, len(found.never))}"
    yield ""
    for some in found.asked:
        yield f"- {some[0].name}: {spoken.say(words.REPLIES[replies.standing(some)])}"
        yield from (f"  > {' '.join(came.words.split())}" for each in some for came in each.answers if came.words)
    yield from (f"- {stand.name}: {spoken.say('Not asked yet')} ({', '.join(names)})" for stand, names in found.missed)
    yield ""
