"""Corrections that teach: from one corrected value to the words that announce it, and from those to all other notices.

A correction is a judgement on ``value?`` with the words that it rests on. From those words follows what announces the value
(`causes`), and from that a *change set*: "this label, in this layout, means this property", with everything that it would change.
Change sets are computed from the corrections, not kept; accepting one stores one judgement (`teaching`), and taking that back
undoes it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from counterfile.errors import BadUsage, Missing, NoEvidence
from counterfile.model.document import State
from counterfile.model.evidence import Span
from counterfile.model.judgement import (
    HEADING_MEANS,
    LABEL_MEANS,
    MODEL,
    NOTHING,
    READ_BEFORE,
    AgentKind,
    Judgement,
    Question,
)
from counterfile.model.notice import AMOUNTS, DATES, ORGANIZATIONS, LotStatus, Notice, Property, Stage
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.model.value import read_canonical
from counterfile.store.ports import Fact, Published, View
from counterfile.store.rules import WITHDRAWN, statement_notice
from counterfile.text import money, prepared
from counterfile.text.aliases import Alias, Squeezed
from counterfile.text.derive import derive
from counterfile.text.identifiers import number_key
from counterfile.text.names import name_key
from counterfile.text.sections import SECTIONS
from counterfile.views import causes, clusters, corrected, labels
from counterfile.views.acceptance import Gate, Scores, Taught, gate
from counterfile.views.causes import Cause, Sort
from counterfile.views.evaluation import FIELDS
from counterfile.views.layouts import layout_of
from counterfile.views.teaching import ANYWHERE, Lesson, in_order, labels_of, lessons, subject, with_aliases

Extract = Callable[[Reading], Sequence[Fact]]
"""Extracts from a Reading with the aliases that it carries: `ExtractStage.run`."""

PAGE = 500  # documents looked at together

# Correcting one value -------------------------------------------------------------------------------------------------

_DERIVATIONS: dict[Property, tuple[str, ...]] = {
    **dict.fromkeys(AMOUNTS, ("amount", "unit_price")),
    **dict.fromkeys(DATES, ("date",)),
    **dict.fromkeys(ORGANIZATIONS, ("name",)),
    **dict.fromkeys(
        (
            Property.NUMBER,
            Property.CONTRACT_NUMBER,
            Property.OCID,
            Property.BUYER_ID,
            Property.AGENCY_ID,
            Property.SUPPLIER_ID,
        ),
        ("number",),
    ),
    Property.NOTICE_TITLE: ("title",),
    Property.TITLE: ("title",),
    Property.LOT_TITLE: ("title",),
    Property.STAGE: ("stage", "stage_words", "stage_label"),
    Property.ROUND: ("round",),
    Property.METHOD: ("method", "text"),
    Property.BUYER_ADDRESS: ("text",),
    Property.PROVINCE: ("province",),
    Property.CITY: ("city",),
    Property.COUNTY: ("county",),
    Property.RANK: ("rank",),
    Property.LOT_LABEL: ("lot",),
    Property.LOT_STATUS: ("status",),
    Property.CONSORTIUM_ALLOWED: ("flag",),
    Property.MISSING_DOCUMENT: ("text",),
}
"""By which grammars a property's value follows from a quote. Who leads a joint bid follows from no quote alone."""

_ROWS = {
    **dict.fromkeys((Property.AWARD_VALUE, Property.BID_VALUE, Property.CONTRACT_VALUE), "lot/1"),
    **dict.fromkeys((Property.LOT_LABEL, Property.LOT_TITLE, Property.LOT_STATUS), "lot/1"),
    **dict.fromkeys((Property.SUPPLIER, Property.CANDIDATE, Property.SUPPLIER_ID), "lot/1/supplier/1"),
    **dict.fromkeys((Property.RANK, Property.LEAD), "lot/1/supplier/1"),
}
"""Whose property it is where software read none and the person does not say."""

_CODES: dict[Property, frozenset[str]] = {
    Property.STAGE: frozenset(Stage),
    Property.LOT_STATUS: frozenset(LotStatus),
    Property.LEAD: frozenset({"true", "false"}),
    Property.CONSORTIUM_ALLOWED: frozenset({"true", "false"}),
}
_SUBJECT = re.compile(r"(?:lot/\d+(?:/supplier/\d+)?)?")
_NUMBERS = (Property.NUMBER, Property.CONTRACT_NUMBER, Property.OCID)


class Correct(msgspec.Struct, frozen=True):
    """A correction, ready to be stored."""

    value: Judgement
    before: tuple[Judgement, ...]
    """What software read until now, one a statement."""
    cause: Cause | None
    """What announces the right value (of a value that is taken away: the wrong one); None without a quote."""
    why_not: str
    """Why nothing can be proposed for other notices; empty where a change set is."""


def field_of(name: str) -> Property:
    """Return the property that a person names by its path or its plain name: ``awards/value`` or ``award_value``.

    Raises:
        BadUsage: there is none, with those that there are.
    """
    plain = name.strip()
    if plain in set(Property):
        return Property(plain)
    found = Property.__members__.get(plain.upper().replace("-", "_").replace(" ", "_"))
    if found is None:
        listed = ", ".join(sorted(each.lower() for each in Property.__members__))
        raise BadUsage(f"{name!r} is no field; there are: {listed}")
    return found


def correct(
    view: View,
    wanted: str,
    field: str,
    new: str,
    *,
    reason: str,
    by: str,
    span: tuple[int, int] | None = None,
    quote: str = "",
    row: str | None = None,
) -> Correct:
    """Return what a person's correction means.

    Args:
        view: The facts.
        wanted: A statement's id or a notice's.
        field: See `field_of`.
        new: The right value, as a person writes it; empty to take the value away.
        reason: Why, in words.
        by: Pseudonym.
        span: Where in the Reading's text the right value stands, code points, half open.
        quote: Its words, instead of `span`.
        row: Whose property it is, ``lot/2/supplier/1``; None for the row that the statement or the only value is of.

    Raises:
        BadUsage: the field, the row, the value or the quote does not fit, saying what would.
        Missing: there is no such statement or notice.
    """
    if not reason.strip() or not by.strip():
        raise BadUsage("a correction needs a reason and a name; give them with --reason and --by")
    meant = field_of(field)
    notice, said = _said(view, wanted)
    statement = next((one for one in said if one.id == wanted), None)
    if statement is not None and statement.property is not meant:
        raise BadUsage(
            f"{wanted} is a statement on {statement.property.value}, not on {meant.value}; "
            f"correct that, or name the notice {notice.id} to give its {meant.value}"
        )
    whose = _whose(meant, said, statement, row)
    old = [one for one in said if one.property is meant and one.subject == whose]
    reading = view.reading(notice.reading)
    if reading is None:
        raise Missing(f"the text of {notice.id} is not kept; `counterfile run --reread` reads it again")
    value = canonical(meant, new) if new else ""
    evidence: tuple[Span, ...] = ()
    if span is not None or quote:
        if not value:
            raise BadUsage("a value that is taken away rests on no quote; leave --quote and --span out")
        value, evidence = _proven(reading, notice, meant, value, span, quote)
    judged = Judgement(
        question=Question.VALUE,
        subject=f"{notice.id}|{whose}|{meant}",
        other="",
        answer=value,
        agent=by.strip(),
        agent_kind=AgentKind.PERSON,
        reason=reason.strip(),
        reading=reading.id if evidence else "",
        evidence=evidence,
    )
    before = tuple(_before(judged, one, notice) for one in old if one.value != value)
    at = evidence[:1] or (old[0].evidence[:1] if old and not value else ())
    cause = causes.taught_by(reading, at[0].start, at[0].end, meant if value else None) if at else None
    return Correct(judged, before, cause, _why_not(cause, meant if value else None, bool(at)))


def _why_not(cause: Cause | None, meant: Property | None, quoted: bool) -> str:
    if not quoted:
        return "without a quote nothing tells what announces the value; give one with --quote"
    if cause is None:
        return "no label, column or heading announces the value"
    return causes.teachable(cause, meant)


def _before(judged: Judgement, one: Statement, notice: Notice) -> Judgement:
    return msgspec.structs.replace(
        judged,
        question=READ_BEFORE,
        other=one.id,
        answer=one.value,
        reading=notice.reading,
        evidence=one.evidence,
    )


def _said(view: View, wanted: str) -> tuple[Notice, list[Statement]]:
    named = statement_notice(wanted) if wanted.startswith("st-") else wanted
    notice = view.notice(named) if named and named.startswith("n-") else None
    if notice is None:
        raise Missing(
            f"no statement or notice is called {wanted!r}; `counterfile show` lists the ids of a file's statements"
        )
    said = view.statements([notice.id])[notice.id]
    if wanted.startswith("st-") and all(one.id != wanted for one in said):
        raise Missing(
            f"no statement is called {wanted!r} any more; `counterfile show {notice.id}` lists those there are"
        )
    return notice, said


def _whose(meant: Property, said: Sequence[Statement], statement: Statement | None, row: str | None) -> str:
    if row is not None:
        if not _SUBJECT.fullmatch(row):
            raise BadUsage(f"{row!r} is no row; write lot/1 or lot/1/supplier/2, or nothing for the whole notice")
        return row
    if statement is not None:
        return statement.subject
    subjects = list(dict.fromkeys(one.subject for one in said if one.property is meant))
    if len(subjects) > 1:
        listed = ", ".join(each or "the notice" for each in subjects)
        raise BadUsage(f"the notice gives {meant.value} for several rows ({listed}); say which with --row")
    return subjects[0] if subjects else _ROWS.get(meant, "")


def canonical(meant: Property, new: str) -> str:
    """Return a value that a person wrote in its canonical form.

    Raises:
        BadUsage: it is no value of this property, saying how one is written.
    """
    value = " ".join(new.split())
    if meant in AMOUNTS:
        amount = read_canonical(value) or money.read_amount(value)
        if amount is None or (amount.amount is None and amount.rate is None):
            raise BadUsage(f"{new!r} cannot be read as an amount; write it with its unit, as 128.6万元 or CNY 1286000")
        return str(amount)
    if meant in _CODES:
        if value not in _CODES[meant]:
            raise BadUsage(f"{new!r} is no {meant.value}; it is one of {', '.join(sorted(_CODES[meant]))}")
        return value
    if meant in DATES:
        try:
            return derive("date", (value,))
        except NoEvidence as error:
            raise BadUsage(f"{new!r} cannot be read as a date; write it as 2026-03-16 or 2026年3月16日") from error
    if meant in (Property.ROUND, Property.RANK) and not re.fullmatch(r"[1-9]\d?", value):
        raise BadUsage(f"{new!r} is no {meant.value}; it is a number from 1")
    if not value:
        raise BadUsage("the new value is blank; to take a value away give an empty one: ''")
    return value


def equal(meant: Property, one: str, other: str) -> bool:
    """Return whether two values of a property say the same: spelled alike, or with the same key."""
    if one == other:
        return True
    if meant in ORGANIZATIONS:
        return name_key(one) == name_key(other)
    if meant in _NUMBERS:
        return number_key(one) == number_key(other)
    if meant in AMOUNTS:
        return False
    return _folded(one) == _folded(other)


def _folded(value: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).casefold()


MAX_PLACES = 50
"""Places of one quote that are tried; a word that stands more often proves nothing about one value."""


def _proven(
    reading: Reading, notice: Notice, meant: Property, value: str, span: tuple[int, int] | None, quote: str
) -> tuple[str, tuple[Span, ...]]:
    """Return the value as it follows from the words, and the words; see `correct`."""
    places = [span] if span is not None else list(_places(reading, notice, quote))
    for start, end in places:
        if not notice.start <= start < end <= notice.end:
            raise BadUsage(f"{start}-{end} is not inside the notice, whose text is {notice.start}-{notice.end}")
    found: list[tuple[bool, str, tuple[Span, ...]]] = []
    follows: set[str] = set()
    for start, end in places:
        cause = causes.cause_of(reading, start, end)
        for derived, evidence in _derived(reading, meant, start, end, cause):
            follows.add(derived)
            if equal(meant, derived, value):
                found.append((cause is not None and not causes.teachable(cause, meant), derived, evidence))
                break
    if not found:
        shown = " or ".join(sorted(follows)) or "nothing"
        raise BadUsage(
            f"{value!r} does not follow from these words, from which our grammar reads {shown} as {meant.value}; "
            "quote the value's own words with its unit, or leave the quote out to store your word alone"
        )
    # Of several places the first counts whose label can be taught: a buyer's name stands in every paragraph.
    _, derived, evidence = next((one for one in found if one[0]), found[0])
    return derived, evidence


def _places(reading: Reading, notice: Notice, quote: str) -> Iterator[tuple[int, int]]:
    at = reading.text.find(quote, notice.start, notice.end)
    if at < 0:
        raise BadUsage(
            f"{quote!r} does not stand in {notice.id}; copy it from the document as shown, on one line, or give its --span"
        )
    count = 0
    while at >= 0 and count < MAX_PLACES:
        yield at, at + len(quote)
        count += 1
        at = reading.text.find(quote, at + len(quote), notice.end)


def _derived(
    reading: Reading, meant: Property, start: int, end: int, cause: Cause | None
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield each value that our grammars read from the words: with what announces them first, since it may carry the unit."""
    page = _page(reading, start)
    own = Span(start, end, reading.text[start:end], page)
    sets: list[tuple[Span, ...]] = [(own,)]
    if cause is not None and meant in AMOUNTS:
        sets.insert(0, (own, Span(cause.start, cause.end, reading.text[cause.start : cause.end], page)))
    for name in _DERIVATIONS.get(meant, ()):
        for spans in sets:
            try:
                yield derive(name, tuple(span.quote for span in spans)), spans
            except NoEvidence:
                continue


def _page(reading: Reading, at: int) -> int:
    return next((page.number for page in reading.pages if page.start <= at < page.end), 0)


def published(view: View, notice_id: str) -> list[Published]:
    """Return a notice with what was read and with what now counts: what links it, before and after a correction.

    For `ResolveStage.due_after` and `clusters`, once before a judgement is stored and once after.
    """
    notice = view.notice(notice_id)
    if notice is None:
        return []
    said = view.statements([notice_id])[notice_id]
    return [
        Published(notice, tuple(said)),
        Published(notice, tuple(corrected.apply(notice_id, said, corrected.answers(view)))),
    ]


def members(facts: Sequence[Published]) -> set[str]:
    """Return the notices and names whose clusters these facts may change, as `flow.gather` wants them."""
    found = {clusters.notice_member(fact.notice.id) for fact in facts}
    for fact in facts:
        found |= {clusters.name_member(one.key) for one in fact.statements if one.property in ORGANIZATIONS and one.key}
    return found


# Change sets ----------------------------------------------------------------------------------------------------------


class ChangeSet(msgspec.Struct, frozen=True):
    """A proposal: a label or a heading of a layout means a property."""

    id: str
    """``cs-`` and 8 hexadecimal digits of layout, label and property."""
    label: str
    """As printed where it was corrected."""
    key: str
    layout: str
    property: str
    """A `Property`; empty for: nothing that is claimed."""
    sort: str
    """``label``, ``column`` or ``section``."""
    section: str
    sources: tuple[str, ...]
    """Ids of the corrections that it follows from."""
    reading: str
    evidence: Span
    """The label in the first of them."""
    generic: bool = False
    """Whether the label means other things under other headings: it can be taught for its layout alone."""
    contested: tuple[str, ...] = ()
    """What else corrections say that this label means there."""
    accepted: str = ""
    """Id of the judgement that accepted it; empty while it is open."""
    everywhere: bool = False
    """Whether it was accepted for all layouts."""

    heading: bool = False
    """Whether it is a heading that announces the value."""


class Reach(msgspec.Struct, frozen=True):
    """Where a label stands."""

    layout: tuple[str, ...]
    """Digests of the documents of the same layout that hold it as a label."""
    elsewhere: tuple[str, ...]
    """Those of other layouts."""
    places: int
    """How often it stands there in all."""


class Change(msgspec.Struct, frozen=True):
    """What would be read otherwise of one property of one notice."""

    notice: str
    document: str
    property: Property
    old: tuple[str, ...]
    """Values that would no longer be read."""
    new: tuple[str, ...]
    """Values that would be read."""
    quote: str
    """The words of the first new value, else of the first old one."""
    person: str = ""
    """What a person said of it, which stands whatever is read; empty where nobody did."""


def change_sets(view: View, until: Judgement | None = None) -> list[ChangeSet]:
    """Return what the corrections in force propose: those still open first, each in order of its first correction.

    Args:
        view: The facts.
        until: Only what was said before this judgement counts; None for all.
    """
    taught = lessons(view)
    found: dict[tuple[str, str, str, bool], ChangeSet] = {}
    before = corrected.newest_answers(view, READ_BEFORE, until)
    for judgement in list(corrected.answers(view, until).values())[::-1]:
        proof = judgement if judgement.answer else before.get(judgement.subject)
        reading = view.reading(proof.reading) if proof is not None and proof.evidence else None
        if proof is None or reading is None:
            continue
        meant = Property(judgement.subject.rpartition("|")[2]) if judgement.answer else None
        cause = causes.taught_by(reading, proof.evidence[0].start, proof.evidence[0].end, meant)
        if cause is None or causes.teachable(cause, meant):
            continue
        heading = cause.sort is Sort.SECTION
        place = (layout_of(reading).id, cause.key, meant.value if meant else "", heading)
        if place in found:
            known = found[place]
            found[place] = msgspec.structs.replace(known, sources=(*known.sources, judgement.id))
            continue
        words = Span(cause.start, cause.end, reading.text[cause.start : cause.end])
        found[place] = ChangeSet(
            id=change_set_id(*place),
            label=cause.words,
            key=cause.key,
            layout=place[0],
            property=place[2],
            sort=cause.sort,
            section=cause.section,
            sources=(judgement.id,),
            reading=reading.id,
            evidence=words,
            generic=cause.is_generic and not heading,
            heading=heading,
        )
    sets = [_standing(one, found, taught) for one in found.values()]
    return sorted(sets, key=lambda one: bool(one.accepted))


def change_set_id(layout: str, key: str, meant: str, heading: bool = False) -> str:
    """Return the id of a change set: the same wherever the same is proposed."""
    name = f"{layout}|{key}|{meant}{'|heading' if heading else ''}"
    return "cs-" + hashlib.blake2b(name.encode(), digest_size=4).hexdigest()


def _standing(one: ChangeSet, found: Iterable[tuple[str, str, str, bool]], taught: Sequence[Lesson]) -> ChangeSet:
    contested = tuple(
        meant
        for layout, key, meant, heading in found
        if (layout, key, heading) == (one.layout, one.key, one.heading)
        and not _agree(meant, one.property, heading=heading)
    )
    lesson = next((lesson for lesson in taught if _is_of(lesson, one)), None)
    return msgspec.structs.replace(
        one,
        contested=contested,
        accepted=lesson.judgement if lesson else "",
        everywhere=lesson is not None and lesson.layout == ANYWHERE,
    )


def _agree(one: str, other: str, *, heading: bool) -> bool:
    """Tell whether two properties are no contradiction: a heading may announce suppliers and their amounts."""
    if one == other or not (heading and one and other):
        return one == other
    return SECTIONS[Property(one)] is SECTIONS[Property(other)]


def _is_of(lesson: Lesson, one: ChangeSet) -> bool:
    """Tell whether a lesson teaches what a change set proposes."""
    return (
        lesson.layout in (ANYWHERE, one.layout)
        and (lesson.alias.label, lesson.heading) == (one.key, one.heading)
        and _agree(lesson.alias.property, one.property, heading=one.heading)
    )


def change_set(view: View, wanted: str) -> ChangeSet:
    """Return a change set by its id.

    Raises:
        Missing: no correction proposes it.
    """
    found = next((one for one in change_sets(view) if one.id == wanted), None)
    if found is None:
        raise Missing(f"no change set is called {wanted!r}; `counterfile corrections` lists them")
    return found


def reaches(view: View, sets: Sequence[ChangeSet]) -> dict[str, Reach]:
    """Return where the labels of change sets stand, by id; one walk over all Readings for all of them."""
    own: dict[str, list[str]] = {one.id: [] for one in sets}
    other: dict[str, list[str]] = {one.id: [] for one in sets}
    places = dict.fromkeys(own, 0)
    keys = {(one.key, one.heading) for one in sets}
    for reading in readings(view) if sets else ():
        text = Squeezed(reading.text)
        counts = {(key, heading): _count(reading, key, heading=heading) for key, heading in keys if text.holds(key)}
        if not any(counts.values()):
            continue
        layout = layout_of(reading).id
        for one in sets:
            if counts.get((one.key, one.heading)):
                (own if layout == one.layout else other)[one.id].append(reading.document)
                places[one.id] += counts[one.key, one.heading]
    return {one.id: Reach(tuple(own[one.id]), tuple(other[one.id]), places[one.id]) for one in sets}


def _count(reading: Reading, key: str, *, heading: bool) -> int:
    places = causes.headings(reading, key) if heading else causes.occurrences(reading, key)
    return sum(1 for _ in places)


def readings(view: View) -> Iterator[Reading]:
    """Yield the current Reading of every document that was read, in order of digest."""
    after = ""
    while documents := view.documents(State.READ, after=after, limit=PAGE):
        after = documents[-1].digest
        yield from view.readings_of([document.digest for document in documents]).values()


def lesson_of(one: ChangeSet, *, anywhere: bool) -> Lesson:
    """Return what accepting a change set teaches, for its layout or for all."""
    return Lesson(Alias(one.key, one.property), ANYWHERE if anywhere else one.layout, heading=one.heading)


def acceptance(view: View, one: ChangeSet, *, anywhere: bool, by: str, reason: str) -> Judgement:
    """Return the judgement that accepts a change set.

    Raises:
        BadUsage: it is accepted already, or contested, or has no reason.
    """
    if not reason.strip() or not by.strip():
        raise BadUsage("accepting a change set needs a reason and a name; give them with --reason and --by")
    if one.accepted and one.everywhere >= anywhere:
        raise BadUsage(f"{one.id} is accepted already by {one.accepted}")
    if anywhere and one.generic:
        raise BadUsage(
            f"{one.label!r} means other things elsewhere; accept {one.id} for its layout alone, without --anywhere"
        )
    if one.contested:
        others = ", ".join(each or "nothing that is claimed" for each in one.contested)
        raise BadUsage(
            f"other corrections say that {one.label!r} means {others} in this layout; withdraw the wrong ones first"
        )
    return Judgement(
        question=HEADING_MEANS if one.heading else LABEL_MEANS,
        subject=subject(one.key, ANYWHERE if anywhere else one.layout),
        other="",
        answer=one.property or NOTHING,
        agent=by.strip(),
        agent_kind=AgentKind.PERSON,
        reason=reason.strip(),
        reading=one.reading,
        evidence=(one.evidence,),
    )


def withdrawal(view: View, wanted: str, *, by: str, reason: str) -> Judgement:
    """Return the judgement that takes back a correction (``j-…``) or an accepted change set (``cs-…`` or ``j-…``).

    Raises:
        BadUsage: it is not accepted, no correction, or taken back already.
        Missing: there is none of this name.
    """
    if not reason.strip() or not by.strip():
        raise BadUsage("taking back needs a reason and a name; give them with --reason and --by")
    name = wanted
    if wanted.startswith("cs-"):
        name = change_set(view, wanted).accepted
        if not name:
            raise BadUsage(f"{wanted} was not accepted; to take back a correction itself name its judgement (j-…)")
    old = view.judgement(name)
    if old is None:
        raise Missing(f"no judgement is called {wanted!r}; `counterfile log` lists them")
    if (
        old.question not in (Question.VALUE, LABEL_MEANS, HEADING_MEANS, MODEL)
        or old.agent_kind is not AgentKind.PERSON
    ):
        raise BadUsage(f"{wanted} is no correction; `counterfile decide withdraw` takes back other judgements")
    if old.answer == WITHDRAWN:
        raise BadUsage(f"{wanted} is a withdrawal itself")
    return Judgement(old.question, old.subject, old.other, WITHDRAWN, by.strip(), AgentKind.PERSON, reason.strip())


def affected(view: View, before: Sequence[Lesson], after: Sequence[Lesson]) -> list[str]:
    """Return the digests of the documents on which other aliases are used after than before."""
    differing = {label for lesson in set(_plain(before)) ^ set(_plain(after)) for label in labels_of(lesson)}
    found = []
    for reading in readings(view) if differing else ():
        text = Squeezed(reading.text)
        if any(text.holds(label) for label in differing) and _aliases(reading, before) != _aliases(reading, after):
            found.append(reading.document)
    return found


def _plain(taught: Iterable[Lesson]) -> list[Lesson]:
    return [msgspec.structs.replace(lesson, judgement="") for lesson in taught]


def _aliases(reading: Reading, taught: Sequence[Lesson]) -> str:
    return prepared.digest(with_aliases(reading, taught))


def with_lesson(taught: Sequence[Lesson], lesson: Lesson) -> list[Lesson]:
    """Return the lessons with one more, in place of what was taught about its label there."""
    return in_order([*(one for one in taught if one.place != lesson.place), lesson])


def changes(view: View, documents: Iterable[str], taught: Sequence[Lesson], extract: Extract) -> Iterator[Change]:
    """Yield what extraction would say otherwise of documents if these lessons were in force."""
    given = corrected.answers(view)
    for digest in documents:
        reading = view.reading_of(digest)
        if reading is not None:
            yield from _changes_of(view, reading, taught, extract, given)


def _changes_of(
    view: View, reading: Reading, taught: Sequence[Lesson], extract: Extract, given: Mapping[str, Judgement]
) -> Iterator[Change]:
    old = _statements_now(view, reading.document)
    new = _statements_then(reading, taught, extract)
    for place in sorted({*old, *new}):
        notice, meant = place
        was, now = old.get(place, []), new.get(place, [])
        left = {(one.subject, one.value) for one in was}
        right = {(one.subject, one.value) for one in now}
        gone = [one for one in was if (one.subject, one.value) not in right]
        come = [one for one in now if (one.subject, one.value) not in left]
        if {one.value for one in gone} == {one.value for one in come}:
            continue  # only the numbers of rows moved
        spans = [span for one in (come or gone) for span in one.evidence[:1]]
        subjects = {one.subject for one in (*gone, *come)}
        said = [given[name].answer for each in sorted(subjects) if (name := f"{notice}|{each}|{meant}") in given]
        yield Change(
            notice=notice,
            document=reading.document,
            property=Property(meant),
            old=tuple(one.value for one in gone),
            new=tuple(one.value for one in come),
            quote=spans[0].quote if spans else "",
            person=said[0] if said else "",
        )


_Places = dict[tuple[str, str], list[Statement]]


def _statements_now(view: View, digest: str) -> _Places:
    notices = [notice.id for notice in view.notices_in(digest)]
    said = view.statements(notices) if notices else {}
    return _by_place(one for statements in said.values() for one in statements)


def _statements_then(reading: Reading, taught: Sequence[Lesson], extract: Extract) -> _Places:
    facts = extract(with_aliases(reading, taught))
    return _by_place(one for fact in facts if isinstance(fact, Published) for one in fact.statements)


def _by_place(statements: Iterable[Statement]) -> _Places:
    found: _Places = {}
    for one in statements:
        found.setdefault((one.notice, one.property.value), []).append(one)
    return found


# Whether a lesson makes things better ---------------------------------------------------------------------------------


def judge_lesson(view: View, one: ChangeSet, *, anywhere: bool, extract: Extract, documents: Iterable[str]) -> Gate:
    """Return whether accepting a change set is borne out by what persons said of the documents that it changes.

    Held out are all answers but those that the change set follows from. An answer that confirms what was read counts like a
    correction; where nobody answered, nothing is borne out and nothing is refused.
    """
    taught = with_lesson(lessons(view), lesson_of(one, anywhere=anywhere))
    held: dict[str, list[Judgement]] = {}
    for judgement in corrected.answers(view).values():
        if judgement.id not in one.sources:
            held.setdefault(judgement.subject.partition("|")[0], []).append(judgement)
    before, after = Scores(), Scores()
    for digest in documents:
        notices = [notice.id for notice in view.notices_in(digest) if notice.id in held]
        reading = view.reading_of(digest) if notices else None
        if reading is None:
            continue
        now, then = _statements_now(view, digest), _statements_then(reading, taught, extract)
        for notice in notices:
            for judgement in held[notice]:
                _, whose, meant = judgement.subject.split("|", 2)
                for scores, places in ((before, now), (after, then)):
                    said = [each.value for each in places.get((notice, meant), []) if each.subject == whose]
                    scores.count(meant, is_right(Property(meant), judgement.answer, said))
    return gate(before, after)


def is_right(meant: Property, answer: str, said: Sequence[str]) -> bool:
    """Tell whether what was read of a property of a row is what a person answered; an empty answer wants nothing read."""
    if not answer:
        return not said
    return bool(said) and all(equal(meant, answer, value) for value in said)


# What became of corrections ---------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """How what software reads now stands to what a person said."""

    LEARNED = "learned"
    """Software reads the same by itself."""
    CONTRADICTED = "contradicted"
    """It still reads something else."""
    MISSED = "missed"
    """It reads nothing there."""


class Learned(msgspec.Struct, frozen=True):
    """One correction beside what software reads now."""

    judgement: str
    notice: str
    row: str
    property: Property
    value: str
    """The person's; empty where the value was taken away."""
    read: tuple[str, ...]
    outcome: Outcome


def learned(view: View) -> list[Learned]:
    """Return what became of each correction in force, the oldest first; those of notices that are gone are left out."""
    given = list(corrected.answers(view).values())[::-1]
    names = sorted({judgement.subject.partition("|")[0] for judgement in given})
    present = sorted(view.present(names)) if names else []
    said = view.claims(present, tuple(Property)) if present else {}
    found = []
    for judgement in given:
        notice, whose, name = judgement.subject.split("|", 2)
        if notice not in said:
            continue
        meant = Property(name)
        read = tuple(one.value for one in said[notice] if one.property is meant and one.subject == whose)
        right = is_right(meant, judgement.answer, read)
        outcome = Outcome.LEARNED if right else Outcome.CONTRADICTED if read else Outcome.MISSED
        found.append(Learned(judgement.id, notice, whose, meant, judgement.answer, read, outcome))
    return found


# Fixtures -------------------------------------------------------------------------------------------------------------

_FIELD_OF: dict[Property, str] = {
    Property.STAGE: "stage",
    Property.ROUND: "round",
    Property.TITLE: "project_title",
    Property.BUYER: "buyer",
    Property.AGENCY: "agency",
    Property.BUDGET: "budget",
    Property.ESTIMATE: "budget",
    Property.CEILING: "ceiling",
    Property.PUBLISHED: "published",
    Property.OPENING: "opening",
    Property.DECIDED: "decided",
    Property.SIGNED: "signed",
    Property.CONSORTIUM_ALLOWED: "consortium_allowed",
    Property.PROVINCE: "province",
    Property.CITY: "city",
    Property.COUNTY: "county",
    Property.NUMBER: "project_numbers",
    Property.SUPPLIER: "suppliers",
    Property.CANDIDATE: "suppliers",
    Property.RANK: "suppliers",
    Property.LEAD: "suppliers",
    Property.AWARD_VALUE: "amounts",
    Property.BID_VALUE: "amounts",
    Property.CONTRACT_VALUE: "amounts",
    Property.LOT_LABEL: "lots",
    Property.LOT_TITLE: "lots",
    Property.LOT_STATUS: "lots",
}
"""In which field of the labeling guidelines a property is scored; the rest is in none."""


def fixtures(view: View) -> Iterator[dict[str, object]]:
    """Yield a row for each notice that persons corrected: its label as corrected, scored in the corrected fields alone.

    The schema is that of two readers: ``agreed`` is the label, ``disputed`` lists the fields that are not scored.
    """
    given = corrected.answers(view)
    fields: dict[str, set[str]] = {}
    sources: dict[str, list[str]] = {}
    for judgement in given.values():
        whose, _, name = judgement.subject.split("|", 2)
        if Property(name) in _FIELD_OF:
            fields.setdefault(whose, set()).add(_FIELD_OF[Property(name)])
            sources.setdefault(whose, []).append(judgement.id)
    for each in sorted(view.present(sorted(fields)) if fields else ()):
        notice = view.notice(each)
        reading = view.reading(notice.reading) if notice is not None else None
        if notice is None or reading is None:
            continue
        said = [_quoted(one) for one in corrected.apply(each, view.statements([each])[each], given)]
        arrival = view.first_arrivals([notice.document])[notice.document]
        yield {
            "id": each,
            "file": arrival.name,
            "document": notice.document,
            "layout": layout_of(reading).id,
            "corrections": sorted(sources[each]),
            "agreed": {**labels.label(said, arrival.name), "id": each},
            "disputed": [field for field in FIELDS if field not in fields[each]],
        }


def _quoted(one: Statement) -> Statement:
    """Return a statement with a person's own words where it has no quote: a label shows how each amount is spelled."""
    return one if one.evidence else msgspec.structs.replace(one, evidence=(Span(0, 0, one.value),))


# What a model of labels can be trained from ------------------------------------------------------------------------


def taught_labels(view: View, until: Judgement | None = None) -> list[Taught]:
    """Return the labels that corrections explain and nobody contests, accepted or not; see `views.models`.

    Args:
        view: The facts.
        until: Only what was said before this judgement counts; None for all.
    """
    return [
        Taught(one.label, one.section, one.property, one.layout)
        for one in change_sets(view, until)
        if not one.contested and not one.heading
    ]
