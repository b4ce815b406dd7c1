"""The right-of-reply log: whom one asked about what, what they said, and whom nobody has asked yet.

What is said of organizations is put to them before it is published. The log keeps that as it keeps everything that people
say: appended, never changed, taken back by a newer entry. It never names a natural person, and it moves no figure: an
answer that shows an error leads to a correction, which does.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from counterfile.errors import BadUsage, Missing
from counterfile.model.finding import Finding
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS
from counterfile.model.reply import (
    Asked,
    Asking,
    Came,
    Channel,
    Entry,
    Heard,
    ReplyCounts,
    ReplyOutcome,
    ReplyState,
    Stand,
)
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN, in_force
from counterfile.text.mask import mask
from counterfile.text.names import is_organization, name_key
from counterfile.views._events import ALL
from counterfile.views.files import ROLES, organization_file
from counterfile.views.findings import LOCKED
from counterfile.views.natural import is_personal
from counterfile.views.organizations import SEEN, seen
from counterfile.views.persons import impersonal

LONGEST = 20_000
"""Code points of the words of an answer."""

MOST_NAMED = 500
"""Names of organizations in one finding, above which it speaks of none in particular."""

COLUMNS = (
    *("id", "organization", "name", "state", "asked", "channel", "findings", "deadline", "outcome", "day", "late"),
    *("after_publication", "words", "document", "by", "note"),
)
"""Of the table of askings, a line for each thing that came of one."""

_ROLES = frozenset(ROLES)
_ENDS = {
    ReplyOutcome.ANSWERED: ReplyState.ANSWERED,
    ReplyOutcome.DECLINED: ReplyState.DECLINED,
    ReplyOutcome.SILENT: ReplyState.SILENT,
}

# Saying --------------------------------------------------------------------------------------------------------------


def asked(
    view: View,
    wanted: str,
    *,
    channel: Channel,
    findings: Sequence[str],
    known: Collection[str],
    day: dt.date,
    deadline: dt.date | None,
    today: dt.date,
    note: str,
    by: str,
) -> Judgement:
    """Return the entry that an organization was asked, not yet stored.

    Args:
        view: The facts.
        wanted: An organization (``o-…``), or the name of one that no notice names.
        channel: By which way.
        findings: About which findings.
        known: Names of the findings that there are.
        day: When.
        deadline: The last day for an answer; None where none was set.
        today: No day may lie behind it but the deadline.
        note: In words; empty for none.
        by: Pseudonym of who asked.

    Raises:
        BadUsage: it is a natural person, a finding is named that is not there, or days do not fit.
        Missing: there is no such organization.
    """
    for one in findings:
        if one not in known:
            raise BadUsage(f"no finding is called {one!r}; there are: {', '.join(sorted(known)) or 'none'}")
    _not_after(day, today)
    if deadline is not None and deadline < day:
        raise BadUsage(f"the deadline {deadline} lies before the day of asking, {day}")
    key, name = _called(view, wanted)
    entry = Asked(name, day, channel, tuple(dict.fromkeys(findings)), deadline)
    return _kept(view, key, entry, note or "right of reply", by)


def heard(
    view: View,
    wanted: str,
    *,
    outcome: ReplyOutcome,
    day: dt.date,
    words: str,
    document: str,
    today: dt.date,
    note: str,
    by: str,
) -> Judgement:
    """Return the entry on what came of an asking, not yet stored.

    Args:
        view: The facts.
        wanted: The asking (``j-…``), or the organization, whose newest asking is meant.
        outcome: What came.
        day: When; of `ReplyOutcome.SILENT` the day on which one gave up waiting.
        words: Of the answer; identifiers of persons in them are masked.
        document: SHA-256 of the archived document that holds it; empty for none.
        today: The day may not lie behind it.
        note: In words; empty for none.
        by: Pseudonym of who records it.

    Raises:
        BadUsage: days do not fit, or an answer comes without words and document.
        Missing: nobody asked, or there is no such document.
    """
    asking = _meant(view, wanted, today)
    _not_after(day, today)
    if day < asking.day:
        raise BadUsage(f"{day} lies before the day of asking, {asking.day}")
    if outcome is ReplyOutcome.ANSWERED and not (words.strip() or document):
        raise BadUsage("an answer has words, or a document that holds them; give one of the two")
    if outcome is ReplyOutcome.SILENT and (words.strip() or document):
        raise BadUsage("where no answer came, there are no words; record what came as answered, declined or confirmed")
    if len(words) > LONGEST:
        raise BadUsage(f"the words have {len(words):,} characters, {LONGEST:,} are allowed; add the document instead")
    if document and view.document(document) is None:
        raise Missing(f"no document has the digest {document!r}; `counterfile add` archives it first")
    entry = Heard(asking.number, outcome, day, mask(words.strip())[0], document)
    key = next(each.subject for each in view.history(Question.REPLY, limit=ALL) if each.id == asking.id)
    return _kept(view, key, entry, note or "right of reply", by)


def undone(view: View, wanted: str, *, reason: str, by: str) -> Judgement:
    """Return the entry that takes another one back, not yet stored; with an asking goes all that came of it.

    Args:
        view: The facts.
        wanted: The entry (``j-…``); empty for the newest that this person made and that stands.
        reason: Why.
        by: Pseudonym.

    Raises:
        Missing: no entry of that id stands.
    """
    standing = _standing(view)
    found = [each for each in standing if (each.id == wanted if wanted else each.agent == by)]
    if not found:
        what = f"no entry of the log of replies that stands is called {wanted!r}" if wanted else f"{by!r} has no entry"
        raise Missing(f"{what}; `counterfile reply list` names them")
    old = found[-1]
    return Judgement(
        Question.REPLY, old.subject, old.other, WITHDRAWN, by, AgentKind.PERSON, _words(reason or "undone")
    )


def _kept(view: View, key: str, entry: Entry, note: str, by: str) -> Judgement:
    number = f"reply-{len(view.history(Question.REPLY, limit=ALL)) + 1}"
    answer = msgspec.json.encode(entry).decode()
    return Judgement(Question.REPLY, key, number, answer, by, AgentKind.PERSON, _words(note))


def _words(text: str) -> str:
    return mask(text.strip())[0]


def _not_after(day: dt.date, today: dt.date) -> None:
    # East of Greenwich the new day begins while it is still yesterday in UTC.
    if day > today + dt.timedelta(days=1):
        raise BadUsage(f"{day} is to come; record what has happened")


def _called(view: View, wanted: str) -> tuple[str, str]:
    """Return the name key under which an organization's log is kept, and the name as it is printed."""
    there = wanted if wanted.startswith("o-") else view.cluster(Cluster.ORGANIZATION, name_key(wanted))
    if there is not None:
        file = organization_file(view, there)
        if file is None:
            raise Missing(f"no organization is called {wanted!r}; `counterfile search` finds documents by their words")
        if file.withheld:
            raise BadUsage(f"{wanted} is a sole trader or natural person; the log is of organizations only")
        keys = view.members(Cluster.ORGANIZATION, file.id)
        return next((key for key in keys if key == name_key(file.name)), keys[0]), file.name
    name = " ".join(wanted.split())
    if is_personal(name) or not is_organization(name):
        raise BadUsage(
            f"{wanted!r} is no name of an organization of this inquiry, and does not tell what kind of body it is; "
            "give its id (o-…), or its full name as registered"
        )
    return name_key(name), name


def _meant(view: View, wanted: str, today: dt.date) -> Asking:
    """Return the asking that an id, an organization or its name means."""
    if not wanted.startswith("j-"):
        keys = (
            view.members(Cluster.ORGANIZATION, view.redirect(wanted) or wanted)
            if wanted.startswith("o-")
            else _members(view, name_key(wanted))
        )
        found = of_names(view, keys, today=today)
    else:
        found = [each for each in log(view, today=today) if each.id == wanted]
    if not found:
        raise Missing(f"nobody has asked {wanted!r}; `counterfile reply ask` records that one did")
    return found[-1]


def _members(view: View, key: str) -> list[str]:
    """Return all name keys of the organization that one of them belongs to; itself where no notice names it."""
    found = view.cluster(Cluster.ORGANIZATION, key)
    return view.members(Cluster.ORGANIZATION, found) if found is not None else [key]


# Reading -------------------------------------------------------------------------------------------------------------


def log(view: View, *, today: dt.date, published: Mapping[str, dt.date] | None = None) -> list[Asking]:
    """Return all askings, in order of day and of being recorded; none of a natural person.

    Args:
        view: The facts.
        today: For what is overdue.
        published: When findings were frozen for publication; see `published_days`.
    """
    return _askings(view, _standing(view), today, published or {})


def of_names(
    view: View, keys: Collection[str], *, today: dt.date, published: Mapping[str, dt.date] | None = None
) -> list[Asking]:
    """Return the askings of the organization of these name keys; see `log`."""
    rows = [each for each in view.judgements(Question.REPLY, keys) if each.subject in set(keys)]
    return _askings(view, rows, today, published or {})


def counts(askings: Iterable[Asking]) -> ReplyCounts:
    """Return how many organizations were asked and where each stands; one that was asked twice counts once."""
    found = Counter(standing(some) for some in by_organization(askings).values())
    return ReplyCounts(found.total(), *(found[state] for state in ReplyState))


def by_organization(askings: Iterable[Asking]) -> dict[str, list[Asking]]:
    """Return askings by whose they are."""
    found: dict[str, list[Asking]] = {}
    for each in askings:
        found.setdefault(each.whose, []).append(each)
    return found


def standing(askings: Sequence[Asking]) -> ReplyState:
    """Return where an organization stands: an answer to any asking counts, then what is still open, then silence."""
    states = {each.state for each in askings}
    return next(state for state in ReplyState if state in states)


def table(askings: Iterable[Asking]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of `COLUMNS`."""
    for each in askings:
        about = (each.organization or None, each.name, each.state.value, each.day, each.channel.value)
        head = (*about, "; ".join(each.findings), each.deadline)
        yield (each.id, *head, *(None,) * 6, each.by, each.note)
        for came in each.answers:
            said = (came.outcome.value, came.day, came.late, "; ".join(came.after_publication))
            yield (came.id, *head, *said, came.words, came.document or None, came.by, came.note)


def _standing(view: View) -> list[Judgement]:
    """Return the entries in force, the oldest first."""
    return in_force(reversed(view.history(Question.REPLY, limit=ALL)))


def _askings(view: View, rows: Sequence[Judgement], today: dt.date, published: Mapping[str, dt.date]) -> list[Asking]:
    keys = sorted({each.subject for each in rows})
    of = view.clusters_of(Cluster.ORGANIZATION, keys)
    persons = _persons(view, keys)
    told = [(each, _entry(each)) for each in rows if each.subject not in persons]
    came: dict[str, list[tuple[Judgement, Heard]]] = {}
    for each, entry in told:
        if isinstance(entry, Heard):
            came.setdefault(entry.of, []).append((each, entry))
    found = [
        _asking(each, entry, of.get(each.subject, ""), came.get(each.other, ()), today, published)
        for each, entry in told
        if isinstance(entry, Asked)
    ]
    return sorted(found, key=lambda one: (one.day, int(one.id.removeprefix("j-"))))


def _persons(view: View, keys: Collection[str]) -> set[str]:
    """Return those name keys whose organization turned out to be a sole trader or a natural person."""
    members = {key: _members(view, key) for key in keys}
    every = sorted({each for some in members.values() for each in some})
    stated = {key: notices[:SEEN] for key, notices in view.keyed(ORGANIZATIONS, every).items()} if every else {}
    notices = sorted({notice for some in stated.values() for notice in some})
    named, told = (
        Counter(one.key for some in each.claims(notices, ORGANIZATIONS).values() for one in some)
        for each in (view, impersonal(view))
    )
    return {key for key, some in members.items() if any(told[each] < named[each] for each in some)}


def _entry(one: Judgement) -> Entry:
    found: Entry = msgspec.json.decode(one.answer, type=Entry)
    return found


def _asking(
    one: Judgement,
    entry: Asked,
    organization: str,
    came: Sequence[tuple[Judgement, Heard]],
    today: dt.date,
    published: Mapping[str, dt.date],
) -> Asking:
    answers = tuple(_answer(each, said, entry, published) for each, said in sorted(came, key=lambda two: two[1].day))
    ends = [_ENDS[each.outcome] for each in answers if each.outcome in _ENDS]
    passed = entry.deadline is not None and entry.deadline < today
    state = ends[-1] if ends else ReplyState.OVERDUE if passed else ReplyState.WAITING
    return Asking(
        id=one.id,
        number=one.other,
        organization=organization,
        name=entry.name,
        day=entry.day,
        channel=entry.channel,
        findings=entry.findings,
        deadline=entry.deadline,
        by=one.agent,
        note=_words(one.reason),
        state=state,
        answers=answers,
    )


def _answer(one: Judgement, said: Heard, entry: Asked, published: Mapping[str, dt.date]) -> Came:
    return Came(
        id=one.id,
        outcome=said.outcome,
        day=said.day,
        words=_words(said.words),
        document=said.document,
        by=one.agent,
        note=_words(one.reason),
        late=said.outcome is not ReplyOutcome.SILENT and entry.deadline is not None and said.day > entry.deadline,
        after_publication=tuple(
            name
            for name in entry.findings
            if said.outcome is not ReplyOutcome.SILENT and name in published and said.day > published[name]
        ),
    )


# Findings ------------------------------------------------------------------------------------------------------------


class _Frozen(msgspec.Struct):
    """What of a lock tells that it is frozen; the rest is not read."""

    finding: str
    frozen: str = ""


def published_days(folder: Path) -> dict[str, dt.date]:
    """Return the day on which each finding was frozen for publication, from the locks of a folder of findings."""
    found = {}
    for place in sorted(folder.glob("*" + LOCKED)):
        told = place.stat()
        if (lock := _frozen(place, told.st_mtime_ns, told.st_size)) is not None:
            found[lock[0]] = lock[1]
    return found


@lru_cache(maxsize=1000)
def _frozen(place: Path, _written: int, _size: int) -> tuple[str, dt.date] | None:
    """Return the finding of a lock and the day on which it was frozen, once while the file is as it was; else None."""
    try:
        lock = msgspec.json.decode(place.read_bytes(), type=_Frozen)
        return (lock.finding, dt.date.fromisoformat(lock.frozen.partition(":")[0])) if lock.frozen else None
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
        return None  # `counterfile verify` names a lock that cannot be read


def stands(view: View, findings: Iterable[Finding], askings: Sequence[Asking]) -> list[Stand]:
    """Return every organization that findings name, in order of name, and whether it was asked.

    A finding names an organization where it is a unit of the figure, or where the words that made a unit count are its
    name. Natural persons are left out, and findings that name so many that nobody asks each of them (`crowded`).
    """
    names: dict[str, set[str]] = {}
    for found in findings:
        for key in _named(view, found) or ():
            names.setdefault(key, set()).add(found.spec.name)
    of = view.clusters_of(Cluster.ORGANIZATION, sorted(names))
    printed = seen(view, sorted(names)) if names else {}
    persons = _persons(view, sorted(names))
    told: dict[str, tuple[str, set[str]]] = {}
    for key in sorted(names):
        shown = printed.get(key)
        if key in of and shown is not None and key not in persons:
            told.setdefault(of[key], (shown.printed, set()))[1].update(names[key])
    asked_of = by_organization(askings)
    return sorted(
        (_stand(one, name, sorted(named), asked_of.get(one, [])) for one, (name, named) in told.items()),
        key=lambda each: (each.name, each.organization),
    )


def crowded(view: View, findings: Iterable[Finding]) -> list[str]:
    """Return the names of the findings that name more than `MOST_NAMED` organizations."""
    return [found.spec.name for found in findings if _named(view, found) is None]


def _named(view: View, found: Finding) -> set[str] | None:
    """Return the name keys of the organizations that a finding names; None where there are too many."""
    organizations = [unit.id for unit in found.units if unit.id.startswith("o-")]
    keys = {
        name_key(source.value) for unit in found.units for source in unit.sources if source.property in _ROLES
    }  # fmt: skip
    if max(len(keys), len(organizations)) > MOST_NAMED:
        return None
    for one in organizations:
        keys |= set(view.members(Cluster.ORGANIZATION, one))
    return keys


def _stand(organization: str, name: str, findings: Sequence[str], askings: Sequence[Asking]) -> Stand:
    # Who asked before there were findings named none: that asking is about all that is said of the organization.
    about = {one for each in askings for one in each.findings or findings}
    return Stand(
        organization,
        name,
        tuple(findings),
        tuple(one for one in findings if one not in about),
        standing(askings) if askings else None,
        tuple(askings),
    )
