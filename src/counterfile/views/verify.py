"""Verifying: every figure is computed again, every original and quote it rests on looked at, and what moved is named.

What did not change since the last time is not done again: the figures while the facts and their files are as they were,
an original while it lies on the disk as it lay when its bytes were right (`keeping`). With `deep` nothing of that is
believed. Nothing but that memory is written: who calls it writes the locks and sets the exit code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from counterfile.errors import BadUsage
from counterfile.hooks import Rule
from counterfile.model.finding import (
    Finding,
    FindingSpec,
    Lock,
    LockedJudgement,
    LockedUnit,
    Moved,
    Source,
    Verification,
    What,
)
from counterfile.model.judgement import AgentKind, Question
from counterfile.model.notice import Notice, Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.store import layout
from counterfile.store.ports import Archive, View
from counterfile.store.rules import statement_notice
from counterfile.views.differing import by_pair, by_place, changed, events_moved
from counterfile.views.findings import LOCKED, compute_all, load_findings
from counterfile.views.keeping import Checked, Kept, Memory, Seal, digest_of, is_young, seal
from counterfile.views.locks import decode_lock, encode_lock, in_force, is_frozen, lock, lock_name, members_of, names_in

__all__ = ["decode_lock", "encode_lock", "is_frozen", "lock", "lock_name", "touched", "verify"]

_CHUNK = 2000


def verify(
    view: View,
    archive: Archive,
    folder: Path,
    *,
    deep: bool = False,
    buyer_class: Rule | None = None,
) -> Verification:
    """Compute every finding again and say what moved.

    Args:
        view: The facts.
        archive: The originals.
        folder: Where the findings and their locks stand, inside the inquiry's folder.
        deep: Read every original of the archive again, not only those that the findings use, and believe nothing that is
            remembered of the last time.
        buyer_class: The rule for the column of that name.

    Raises:
        BadUsage: a finding's file is wrong.
    """
    kept = Kept(folder.parent, buyer_class, anew=deep)
    before = kept.memory()
    specs = load_findings(folder)
    checked = {spec.name: known for spec in specs if (known := _unchanged(spec, folder, before)) is not None}
    names = list(before.checked)
    used: dict[str, set[str]] = {}
    for digest, places in before.used.items():
        if still := {names[place] for place in places} & checked.keys():
            used[digest] = still
    moved = [spec for spec in specs if spec.name not in checked]
    for spec, found in zip(moved, _check_all(moved, view, kept, folder, used), strict=True):
        checked[spec.name] = found
    seals = dict(before.seals)
    documents, broken = _check_archive(view, archive, used, _Originals(folder.parent, seals), deep=deep)
    ordered = {spec.name: checked[spec.name] for spec in specs}
    place_of = {name: place for place, name in enumerate(ordered)}
    places_of = {digest: tuple(sorted(place_of[name] for name in used[digest])) for digest in used}
    kept.remember(Memory(seals, ordered, places_of))
    return Verification(
        (
            *(each for found in ordered.values() for each in found.moved),
            *broken,
            *(each for found in ordered.values() for each in found.lost),
        ),
        len(specs),
        sum(bool(found.lock) for found in ordered.values()),
        documents,
        sum(found.quotes for found in ordered.values()),
    )


def _unchanged(spec: FindingSpec, folder: Path, memory: Memory) -> Checked | None:
    """Return what verifying a finding gave, if the facts, its file and its lock are as they were then; else None."""
    known = memory.checked.get(spec.name)
    if known is None or known.finding != _stated(spec, folder):
        return None
    return known if known.lock == digest_of(folder / lock_name(spec.name)) else None


def _stated(spec: FindingSpec, folder: Path) -> str:
    """Return what changes with a finding's file, or with the date of an event that its window hangs on."""
    events = spec.window.events if spec.window is not None else ()
    return " ".join((digest_of(folder / spec.source), *(f"{each.event} {each.date}" for each in events)))


def _check_all(
    specs: Sequence[FindingSpec], view: View, kept: Kept, folder: Path, used: dict[str, set[str]]
) -> list[Checked]:
    """Compute findings again and compare each with its lock; note which originals they use, and used, in `used`."""
    findings = compute_all(kept.workbench(view), specs) if specs else []
    quotes = _check_quotes(findings, view)
    checked = []
    for finding in findings:
        name, now, moved = finding.spec.name, lock(finding, view), []
        if finding.holds is False:
            moved.append(_unexpected(finding))
        documents = set(now.documents)
        place = folder / lock_name(name)
        if place.is_file():
            try:
                before = decode_lock(place.read_bytes(), place.name)
            except BadUsage as error:
                moved.append(Moved(name, What.LOCK, place.name, str(error)))
            else:
                documents.update(before.documents)
                moved += _compare(before, now, finding, view)
        for digest in documents:
            used.setdefault(digest, set()).add(name)
        count, lost = quotes[name]
        source = _stated(finding.spec, folder)
        checked.append(Checked(source, digest_of(place), tuple(moved), tuple(lost), count, finding.figure))
    return checked


def touched(folder: Path, subject: str) -> list[str]:
    """Return the names of the locked findings that use a notice, a statement, a document, a unit or a judged pair.

    Quick, since only the locks are read: what a change would touch is known before anything is computed again.

    Args:
        folder: Where the locks stand.
        subject: An id, or the subject of a judgement (``notice|subject|property`` counts for its notice).
    """
    wanted = subject.partition("|")[0]
    wanted = statement_notice(wanted) or wanted
    found = []
    for place in sorted(folder.glob("*" + LOCKED)):
        kept = decode_lock(place.read_bytes(), place.name)
        judged = any(wanted in members_of(each) for each in kept.judgements)
        if judged or wanted in kept.units or wanted in kept.notices or wanted in kept.documents:
            found.append(kept.finding)
    return found


def _unexpected(finding: Finding) -> Moved:
    name = finding.spec.name
    return Moved(name, What.EXPECTED, name, f"{name}: {'; '.join(finding.unexpected)}")


def _compare(before: Lock, now: Lock, finding: Finding, view: View) -> list[Moved]:
    # That it is frozen is no part of what it says.
    before = msgspec.structs.replace(before, frozen="")
    if before == now:
        return []
    name = finding.spec.name
    moved: list[Moved] = []
    if before.figure != now.figure:
        was, is_ = _spelled(before), _spelled(now)
        moved.append(Moved(name, What.FIGURE, name, f"{name}: {was} was locked, {is_} is found"))
    moved += events_moved(name, before, now)
    moved += _moved_judgements(before, now, finding, view)
    moved += _moved_statements(before, now, name, view)
    moved += _moved_units(before, now, finding, view)
    moved += _moved_documents(before, now, name, view)
    if not moved:
        moved += _moved_rest(before, now, name)
    return moved


def _spelled(found: Lock) -> str:
    parts = "".join(f", {key} {count}" for key, count in found.figure.breakdown)
    return f"{found.figure.value} {found.figure.label}{parts}"


def _moved_units(before: Lock, now: Lock, finding: Finding, view: View) -> list[Moved]:
    name = finding.spec.name
    moved = []
    left_out = dict(finding.left_out)
    for unit, was, is_ in changed(before.units, now.units):
        files = _files_of(unit, before, now, view)
        documents = tuple(digest for digest, _ in files)
        listed = _listed(files)
        if was is None:
            message = f"{unit} counts now and did not before ({listed})"
        elif is_ is None:
            led = view.redirect(unit)
            why = f"it is now {led}" if led else left_out.get(unit, "it is no longer in the population")
            message = f"{unit} no longer counts: {why} ({listed})"
        elif (was.value, was.within) != (is_.value, is_.within):
            message = f"{unit} counts with {is_.value or _within(is_)}, was {was.value or _within(was)} ({listed})"
        elif was.notices != is_.notices:
            new = [each for each in is_.notices if each not in was.notices]
            gone = [each for each in was.notices if each not in is_.notices]
            parts = [f"{', '.join(new)} came" if new else "", f"{', '.join(gone)} went" if gone else ""]
            message = f"{unit} consists of other notices: {' and '.join(part for part in parts if part)} ({listed})"
        else:
            message = f"{unit} still counts, on other grounds than before ({listed})"
        moved.append(Moved(name, What.UNIT, unit, message, documents))
    return moved


def _within(unit: LockedUnit) -> str:
    return "yes" if unit.within else "no"


def _files_of(unit: str, before: Lock, now: Lock, view: View) -> list[tuple[str, str]]:
    """Return digest and name of the files of a unit, those that are new or gone before the others."""
    found: dict[str, str] = {}
    for kept in (now, before):
        notices = kept.units[unit].notices if unit in kept.units else ()
        for notice in notices:
            digest = kept.notices.get(notice, "")
            if digest:
                found[digest] = _named(digest, kept, view)
        if unit in kept.documents:
            found[unit] = _named(unit, kept, view)
    both = before.documents.keys() & now.documents.keys()
    return sorted(found.items(), key=lambda item: (item[0] in both, item[1]))


def _named(digest: str, kept: Lock | None, view: View) -> str:
    names = (kept.documents.get(digest) if kept else None) or tuple(
        dict.fromkeys(arrival.origin for arrival in view.arrivals(digest))
    )
    return names[0] if names else "a file without a name"


def _listed(files: Sequence[tuple[str, str]], most: int = 5) -> str:
    shown = [f"{name}, {digest[:12]}" for digest, name in files[:most]]
    more = f" and {len(files) - most} more" if len(files) > most else ""
    return "; ".join(shown) + more


def _moved_documents(before: Lock, now: Lock, name: str, view: View) -> list[Moved]:
    moved = []
    for digest in sorted(now.documents.keys() - before.documents.keys()):
        message = f"{_named(digest, now, view)} ({digest}) is used now and was not before"
        moved.append(Moved(name, What.DOCUMENT, digest, message, (digest,)))
    for digest in sorted(before.documents.keys() - now.documents.keys()):
        message = f"{_named(digest, before, view)} ({digest}) was used before and no longer is"
        moved.append(Moved(name, What.DOCUMENT, digest, message, (digest,)))
    return moved


def _moved_statements(before: Lock, now: Lock, name: str, view: View) -> list[Moved]:
    """Return what known notices say otherwise than before; what new notices say is told with their documents."""
    moved = []
    for (notice, subject, property_), was, is_ in changed(by_place(before), by_place(now)):
        old, new = was or {}, is_ or {}
        if notice not in before.notices or notice not in now.notices:
            continue
        gone = [f"{value!r} ({one})" for one, value in sorted(old.items()) if one not in new]
        come = [f"{value!r} ({one})" for one, value in sorted(new.items()) if one not in old]
        if not gone and not come:
            continue
        digest = now.notices[notice]
        file = _named(digest, now, view)
        what = f"{property_}{f' of {subject}' if subject else ''} in {file} ({digest[:12]})"
        if gone and come:
            message = f"{what} was {', '.join(gone)}, is {', '.join(come)}"
        elif gone:
            message = f"{what} was {', '.join(gone)} and is no longer used"
        else:
            message = f"{what} is {', '.join(come)} and was not used before"
        moved.append(Moved(name, What.STATEMENT, next(iter([*new, *old])), message, (digest,)))
    return moved


def _moved_judgements(before: Lock, now: Lock, finding: Finding, view: View) -> list[Moved]:
    """Return who judged otherwise, on the units as they were and as they are."""
    notices = {notice for kept in (before, now) for unit in kept.units.values() for notice in unit.notices}
    old = set(before.judgements)
    # Notices that left the finding are looked at too: the judgement that took them out is no longer among its own.
    standing = set(in_force(view, finding, notices, names_in(before) | names_in(now)))
    known = set(before.notices)
    said_before, said_now = by_pair(old), by_pair(standing)
    moved = []
    for judgement in sorted(standing - old, key=msgspec.structs.astuple):
        of_old = members_of(judgement) & known or judgement.question == Question.SAME_ORGANIZATION
        if not of_old and judgement.agent_kind != AgentKind.PERSON:
            continue
        documents = _judged_documents(judgement, before, now)
        previous = said_before.get(_pair(judgement))
        was = f"; before, {_who(previous)} said {previous.answer!r}" if previous else ""
        moved.append(
            Moved(
                finding.spec.name,
                What.JUDGEMENT,
                _judgement_id(judgement, view),
                f"{_who(judgement)} answered {judgement.question!r} of {_about(judgement)} with {judgement.answer!r}"
                f"{was} ({_listed([(d, _named(d, now, view)) for d in documents])})",
                tuple(documents),
            )
        )
    for judgement in sorted(old - standing, key=msgspec.structs.astuple):
        if _pair(judgement) in said_now:
            continue
        documents = _judged_documents(judgement, before, now)
        moved.append(
            Moved(
                finding.spec.name,
                What.JUDGEMENT,
                _judgement_id(judgement, view),
                f"the answer {judgement.answer!r} of {_who(judgement)} to {judgement.question!r} of {_about(judgement)} no longer "
                f"counts{_taken_back(judgement, view)} ({_listed([(d, _named(d, before, view)) for d in documents])})",
                tuple(documents),
            )
        )
    return moved


def _pair(judgement: LockedJudgement) -> tuple[str, str, str]:
    return judgement.question, judgement.subject, judgement.other


def _who(judgement: LockedJudgement) -> str:
    return f"{judgement.agent} on {judgement.decided_at}" if judgement.decided_at else judgement.agent


def _about(judgement: LockedJudgement) -> str:
    return f"{judgement.subject} and {judgement.other}" if judgement.other else judgement.subject


def _taken_back(judgement: LockedJudgement, view: View) -> str:
    """Return who took a judgement back, and when; empty where software no longer says it."""
    for each in view.history(judgement.question, limit=100_000):
        if (each.subject, each.other) == (judgement.subject, judgement.other) and each.decided_at is not None:
            return f": {each.agent} answered {each.answer!r} on {each.decided_at.isoformat()}"
    return ""


def _judgement_id(judgement: LockedJudgement, view: View) -> str:
    subjects = [judgement.subject] + ([judgement.other] if judgement.other else [])
    for each in view.judgements(judgement.question, subjects):
        if (each.subject, each.other, each.answer) == (judgement.subject, judgement.other, judgement.answer):
            return each.id
    return ""


def _judged_documents(judgement: LockedJudgement, before: Lock, now: Lock) -> list[str]:
    """Return the documents of what a judgement is about: notices, all notices of a unit of the figure, or documents."""
    documents: list[str] = []
    for member in sorted(members_of(judgement)):
        for held in (now, before):
            unit = held.units.get(member)
            notices = unit.notices if unit is not None else (member,)
            found = [held.notices[notice] for notice in notices if notice in held.notices]
            found += [member] if member in held.documents else []
            if found:
                documents += found
                break
    return list(dict.fromkeys(documents))


def _moved_rest(before: Lock, now: Lock, name: str) -> list[Moved]:
    """Return what is left of a difference that no unit shows: what was left out, or the engines."""
    moved = []
    if before.engines != now.engines:
        was = "; ".join(f"{stage} {version}" for stage, version in before.engines.items())
        is_ = "; ".join(f"{stage} {version}" for stage, version in now.engines.items())
        moved.append(
            Moved(
                name, What.LOCK, name, f"{name}: the figure and its words are the same, made by {is_} instead of {was}"
            )
        )
    if (before.eligible, before.excluded) != (now.eligible, now.excluded):
        others = changed(before.excluded, now.excluded)
        counts = "; ".join(f"{reason}: {was or 0} → {is_ or 0}" for reason, was, is_ in others)
        moved.append(
            Moved(
                name,
                What.UNIT,
                name,
                f"{name}: other units are left out than before, of {now.eligible} in all ({counts})",
            )
        )
    if not moved:
        moved.append(
            Moved(name, What.LOCK, name, f"{name}: the lock differs; write it anew with `counterfile find --lock`")
        )
    return moved


class _Originals:
    """Looks whether originals are what they were, each once while it lies as it lay."""

    def __init__(self, inquiry: Path, seals: dict[str, Seal]) -> None:
        self._inquiry = inquiry
        self._seals = seals

    def are_sound(self, digest: str, archive: Archive, *, deep: bool) -> bool:
        lies = seal(layout.archived(self._inquiry, digest))
        if lies is not None and not deep and self._seals.get(digest) == lies:
            return True
        self._seals.pop(digest, None)
        young = lies is None or is_young(lies)
        if not archive.verify(digest):
            return False
        if lies is not None and not young:
            self._seals[digest] = lies
        return True


def _check_archive(
    view: View, archive: Archive, used: Mapping[str, Iterable[str]], originals: _Originals, *, deep: bool
) -> tuple[int, list[Moved]]:
    """Compute digests again: of the documents that findings use, or of all."""
    digests = set(used)
    after = ""
    while deep and (page := view.documents(after=after, limit=_CHUNK)):
        digests |= {document.digest for document in page}
        after = page[-1].digest
    broken = []
    for digest in sorted(digests):
        if originals.are_sound(digest, archive, deep=deep):
            continue
        file = _named(digest, None, view)
        findings = ", ".join(sorted(used.get(digest, ())))
        message = (
            f"the original of {file} ({digest}) is missing or its bytes were changed"
            f"{f'; {findings} rests on it' if findings else ''}; restore it from a copy"
        )
        broken += [
            Moved(name, What.DOCUMENT, digest, message, (digest,)) for name in sorted(used.get(digest, ())) or [""]
        ]
    return len(digests), broken


def _check_quotes(findings: Sequence[Finding], view: View) -> dict[str, tuple[int, list[Moved]]]:
    """Look every quote that was used up in the text that it points into; return how many, and those gone, by finding."""
    used: dict[str, dict[str, set[str]]] = {}
    properties: set[Property] = set()
    words: dict[str, list[tuple[str, Source]]] = {}
    for finding in findings:
        for unit in finding.units:
            for source in unit.sources:
                if source.id.startswith("st-"):
                    used.setdefault(source.notice, {}).setdefault(source.id, set()).add(finding.spec.name)
                    properties.add(Property(source.property))
                elif source.start >= 0:
                    words.setdefault(source.id, []).append((finding.spec.name, source))
    counts = {finding.spec.name: 0 for finding in findings}
    lost: dict[str, list[Moved]] = {name: [] for name in counts}
    notices = sorted(used)
    for start in range(0, len(notices), _CHUNK):
        some = view.notices_called(notices[start : start + _CHUNK])
        readings = view.readings_of(sorted({kept.document for kept in some.values()}))
        for notice, statements in view.statements(list(some), properties).items():
            text = _text_of(some[notice], readings, view)
            for statement in statements:
                for name in sorted(used[notice].get(statement.id, ())):
                    counts[name] += len(statement.evidence)
                    lost[name] += _lost(statement, text, name, view, some[notice].document)
    for one, sources in words.items():
        found = view.reading(one)
        for name, source in sources:
            counts[name] += 1
            end = source.start + len(source.quotes[0])
            if found is None or found.text[source.start : end] != source.quotes[0]:
                document = found.document if found else ""
                message = f"{source.quotes[0]!r} no longer stands at {source.start} of {_named(document, None, view)}"
                lost[name].append(Moved(name, What.QUOTE, source.id, message, (document,) if document else ()))
    return {name: (counts[name], lost[name]) for name in counts}


def _text_of(notice: Notice, readings: Mapping[str, Reading], view: View) -> str:
    """Return the text that a notice was extracted from; of a document that was read anew since, the one before."""
    reading = readings.get(notice.document)
    if reading is None or reading.id != notice.reading:
        reading = view.reading(notice.reading)
    return reading.text if reading else ""


def _lost(statement: Statement, text: str, finding: str, view: View, document: str) -> list[Moved]:
    return [
        Moved(
            finding,
            What.QUOTE,
            statement.id,
            f"{span.quote!r} ({Property(statement.property).value}) no longer stands at {span.start} of "
            f"{_named(document, None, view)} ({document[:12]})",
            (document,),
        )
        for span in statement.evidence
        if text[span.start : span.end] != span.quote
    ]
