"""Locks: everything a figure rested on, and what of it is no longer so.

`lock` writes down a finding's figure, its units, and for each unit the documents, statements with their quotes and
judgements that made it count. `verify` computes every finding again and compares; it also reads the originals again
and looks every quote up. Both are pure: who calls them writes the files and sets the exit code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from counterfile.errors import BadUsage
from counterfile.hooks import Rule
from counterfile.model.finding import (
    Condition,
    Counted,
    Finding,
    FindingSpec,
    Lock,
    LockedJudgement,
    LockedStatement,
    LockedUnit,
    Moved,
    Source,
    Unit,
    Verification,
    What,
    shown,
)
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.model.statement import Statement
from counterfile.store.ports import Archive, View
from counterfile.store.rules import statement_notice
from counterfile.text import names
from counterfile.views.findings import LOCKED, compute_all, load_findings
from counterfile.views.tables import Workbench

_LINKS = (Question.SAME_PROCEDURE, Question.SAME_FAMILY)
_ABOUT_NOTICES = (*_LINKS, Question.RELEVANT)
_ROLE_VALUES = frozenset(role.value for role in ORGANIZATIONS)
_CHUNK = 2000


# Locking -------------------------------------------------------------------------------------------------------------


def lock(finding: Finding, view: View) -> Lock:
    """Return everything that a finding rests on.

    Args:
        finding: Computed with its evidence.
        view: The same facts that it was computed from.
    """
    notices = _documents_of(finding)
    documents = sorted(set(notices.values()))
    arrivals = view.first_arrivals(documents)
    statements = {
        source.id: LockedStatement(source.notice, source.subject, source.property, source.value, source.quotes)
        for unit in finding.units
        for source in unit.sources
        if source.id.startswith("st-")
    }
    judgements = _judgements(finding, view)
    by_member: dict[str, list[LockedJudgement]] = {}
    for judgement in judgements:
        for member in _members(judgement):
            by_member.setdefault(member, []).append(judgement)
    return Lock(
        finding=finding.spec.name,
        figure=finding.figure,
        unit=finding.spec.unit,
        used=finding.used,
        eligible=finding.eligible,
        excluded=dict(finding.excluded),
        units={unit.id: _locked_unit(unit, notices, by_member) for unit in finding.units},
        documents={digest: (arrivals[digest].origin,) if digest in arrivals else () for digest in documents},
        notices=notices,
        statements=dict(sorted(statements.items())),
        judgements=tuple(judgements),
        engines=_engines(view, documents),
    )


def encode_lock(found: Lock) -> bytes:
    """Return a lock as canonical JSON: sorted keys, one line feed at the end, the same bytes for the same facts."""
    return msgspec.json.format(msgspec.json.encode(found, order="sorted"), indent=1) + b"\n"


def decode_lock(content: bytes, name: str) -> Lock:
    """Return the lock that JSON spells.

    Raises:
        BadUsage: it is no lock, or one of another format; `name` is the file to name.
    """
    try:
        found = msgspec.json.decode(content, type=Lock)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadUsage(f"{name}: it is no lock ({error}); write it anew with `counterfile find --lock`") from error
    if found.format != 1:
        raise BadUsage(
            f"{name}: it has format {found.format}, 1 is wanted; use the version of Counterfile that wrote it"
        )
    return found


def is_frozen(content: bytes) -> bool:
    """Return whether JSON is a lock that was frozen; what is no lock is not, and may be written anew."""
    try:
        return bool(msgspec.json.decode(content, type=Lock).frozen)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError):
        return False


def lock_name(finding: str) -> str:
    """Return the file name of a finding's lock.

    >>> lock_name("tenders-in-2021")
    'tenders-in-2021.lock.json'
    """
    return finding + LOCKED


def _locked_unit(
    unit: Counted, notices: Mapping[str, str], judgements: Mapping[str, Sequence[LockedJudgement]]
) -> LockedUnit:
    documents = sorted({notices[notice] for notice in unit.notices if notice in notices})
    used = [
        (source.field, source.notice, source.subject, source.property, source.value, source.quotes, source.start)
        for source in unit.sources
    ]
    decided = sorted(
        {msgspec.json.encode(each) for notice in unit.notices for each in judgements.get(notice, ())}
    )  # fmt: skip
    inputs = msgspec.json.encode(
        [unit.id, unit.value, unit.within, documents, used, [each.decode() for each in decided]]
    )
    return LockedUnit(
        digest=hashlib.blake2b(inputs, digest_size=16).hexdigest(),
        notices=unit.notices,
        statements=tuple(dict.fromkeys(source.id for source in unit.sources if source.id.startswith("st-"))),
        value=unit.value,
        within=unit.within,
    )


def _documents_of(finding: Finding) -> dict[str, str]:
    """Return the document of every notice that a finding uses; of a document without notices, its own digest."""
    found: dict[str, str] = {}
    for unit in finding.units:
        if finding.spec.unit is Unit.DOCUMENT:
            found[unit.id] = unit.id
        else:
            found.update(zip(unit.notices, unit.documents, strict=True))
    return dict(sorted(found.items()))


def _file_names(view: View, digest: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(arrival.origin for arrival in view.arrivals(digest)))


def _engines(view: View, documents: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for stage in ("read", "extract"):
        versions = {version for version, _ in view.currents(stage, documents).values()}
        if versions:
            found[stage] = ", ".join(sorted(versions))
    return found


def _judgements(finding: Finding, view: View) -> list[LockedJudgement]:
    notices = {notice for unit in finding.units for notice in unit.notices}
    keys = {
        names.name_key(source.value)
        for unit in finding.units
        for source in unit.sources
        if source.property in _ROLE_VALUES
    }
    return _in_force(view, finding, notices, keys)


def _in_force(view: View, finding: Finding, notices: set[str], keys: set[str]) -> list[LockedJudgement]:
    """Return the judgements on these notices and names that a finding may rest on, in a stable order."""
    asked: list[str] = [question for question in _ABOUT_NOTICES if _matters(question, finding)]
    asked += sorted({c.field for c in _conditions(finding.spec) if c.field.startswith("code:")})
    found: list[Judgement] = [each for question in asked for each in view.judgements(question, notices)]
    if keys:
        found += view.judgements(Question.SAME_ORGANIZATION, keys)
    found += [each for each in _corrections(view).values() if each.subject.partition("|")[0] in notices]
    return sorted({_locked(each) for each in found}, key=msgspec.structs.astuple)


def _matters(question: str, finding: Finding) -> bool:
    if question in _LINKS:
        return finding.spec.unit not in (Unit.DOCUMENT, Unit.NOTICE)
    return any(condition.field.endswith("relevant") for condition in _conditions(finding.spec))


def _conditions(spec: FindingSpec) -> tuple[Condition, ...]:
    """Return all conditions of a finding, those of its nested counts among them."""
    return (*spec.conditions, *spec.share, *(condition for nested in spec.also for condition in nested.conditions))


def _corrections(view: View) -> dict[str, Judgement]:
    """Return the newest answer to every ``value?``."""
    latest: dict[str, Judgement] = {}
    for judgement in view.history(Question.VALUE, limit=1_000_000):
        latest.setdefault(judgement.subject, judgement)
    return latest


def _locked(judgement: Judgement) -> LockedJudgement:
    person = judgement.agent_kind == AgentKind.PERSON
    return LockedJudgement(
        question=judgement.question,
        subject=judgement.subject,
        other=judgement.other,
        answer=judgement.answer,
        agent=judgement.agent,
        agent_kind=judgement.agent_kind.value,
        decided_at=judgement.decided_at.isoformat() if person and judgement.decided_at else "",
    )


def _members(judgement: LockedJudgement) -> set[str]:
    if judgement.question == Question.VALUE:
        return {judgement.subject.partition("|")[0]}
    return {judgement.subject, judgement.other} - {""}


# Verifying -----------------------------------------------------------------------------------------------------------


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
        folder: Where the findings and their locks stand.
        deep: Read every original of the archive again, not only those that the findings use.
        buyer_class: The rule for the column of that name.

    Raises:
        BadUsage: a finding's file is wrong.
    """
    bench = Workbench(view, buyer_class=buyer_class)
    findings = compute_all(bench, load_findings(folder))
    moved: list[Moved] = []
    locked = 0
    used: dict[str, set[str]] = {}
    for finding in findings:
        now = lock(finding, view)
        if finding.holds is False:
            moved.append(_unexpected(finding))
        for digest in now.documents:
            used.setdefault(digest, set()).add(finding.spec.name)
        place = folder / lock_name(finding.spec.name)
        if not place.is_file():
            continue
        locked += 1
        try:
            before = decode_lock(place.read_bytes(), place.name)
        except BadUsage as error:
            moved.append(Moved(finding.spec.name, What.LOCK, place.name, str(error)))
            continue
        for digest in before.documents:
            used.setdefault(digest, set()).add(finding.spec.name)
        moved += _compare(before, now, finding, view)
    documents, broken = _check_archive(view, archive, used, deep=deep)
    quotes, lost = _check_quotes(findings, view)
    return Verification((*moved, *broken, *lost), len(findings), locked, documents, quotes)


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
        judged = any(wanted in _members(each) for each in kept.judgements)
        if judged or wanted in kept.units or wanted in kept.notices or wanted in kept.documents:
            found.append(kept.finding)
    return found


def _unexpected(finding: Finding) -> Moved:
    spec = finding.spec
    met = finding.figure.value
    if isinstance(spec.expected, dict):
        met = "; ".join(f"{key} {count}" for key, count in finding.figure.breakdown)
    within = f" (± {spec.tolerance})" if spec.tolerance else ""
    return Moved(
        spec.name,
        What.EXPECTED,
        spec.name,
        f"{spec.name}: {shown(spec.expected)}{within} is expected, {met} {finding.figure.label} is found",
    )


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
    for unit in sorted(before.units.keys() | now.units.keys()):
        was, is_ = before.units.get(unit), now.units.get(unit)
        if was == is_:
            continue
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
    names_ = (kept.documents.get(digest) if kept else None) or _file_names(view, digest)
    return names_[0] if names_ else "a file without a name"


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
    was = _by_place(before.statements)
    is_ = _by_place(now.statements)
    moved = []
    for place in sorted(was.keys() | is_.keys()):
        old, new = was.get(place, {}), is_.get(place, {})
        notice, subject, property_ = place
        if old == new or notice not in before.notices or notice not in now.notices:
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


def _by_place(statements: Mapping[str, LockedStatement]) -> dict[tuple[str, str, str], dict[str, str]]:
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for one, statement in statements.items():
        place = (statement.notice, statement.subject, statement.property)
        found.setdefault(place, {})[one] = statement.value
    return found


def _moved_judgements(before: Lock, now: Lock, finding: Finding, view: View) -> list[Moved]:
    """Return who judged otherwise, on the units as they were and as they are."""
    notices = {notice for kept in (before, now) for unit in kept.units.values() for notice in unit.notices}
    old = set(before.judgements)
    # Notices that left the finding are looked at too: the judgement that took them out is no longer among its own.
    keys = {
        names.name_key(statement.value)
        for kept in (before, now)
        for statement in kept.statements.values()
        if statement.property in _ROLE_VALUES
    }
    in_force = set(_in_force(view, finding, notices, keys))
    known = set(before.notices)
    by_pair = {(each.question, each.subject, each.other): each for each in in_force}
    moved = []
    for judgement in sorted(in_force - old, key=msgspec.structs.astuple):
        of_old = _members(judgement) & known or judgement.question == Question.SAME_ORGANIZATION
        if not of_old and judgement.agent_kind != AgentKind.PERSON:
            continue
        documents = _judged_documents(judgement, before, now)
        previous = next(
            (each for each in old if (each.question, each.subject, each.other) == _pair(judgement)), None
        )  # fmt: skip
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
    for judgement in sorted(old - in_force, key=msgspec.structs.astuple):
        if _pair(judgement) in by_pair:
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
    documents = []
    for member in sorted(_members(judgement)):
        digest = now.notices.get(member) or before.notices.get(member)
        if digest:
            documents.append(digest)
    return documents


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
        changed = sorted(
            reason
            for reason in before.excluded.keys() | now.excluded.keys()
            if before.excluded.get(reason, 0) != now.excluded.get(reason, 0)
        )
        counts = "; ".join(f"{each}: {before.excluded.get(each, 0)} → {now.excluded.get(each, 0)}" for each in changed)
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


def _check_archive(
    view: View, archive: Archive, used: Mapping[str, Iterable[str]], *, deep: bool
) -> tuple[int, list[Moved]]:
    """Compute digests again: of the documents that findings use, or of all."""
    digests = set(used)
    after = ""
    while deep and (page := view.documents(after=after, limit=_CHUNK)):
        digests |= {document.digest for document in page}
        after = page[-1].digest
    broken = []
    for digest in sorted(digests):
        if archive.verify(digest):
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


def _check_quotes(findings: Sequence[Finding], view: View) -> tuple[int, list[Moved]]:
    """Look every quote that was used up in the text that it points into."""
    used: dict[str, dict[str, set[str]]] = {}
    words: list[tuple[str, Source]] = []
    for finding in findings:
        for unit in finding.units:
            for source in unit.sources:
                if source.id.startswith("st-"):
                    used.setdefault(source.notice, {}).setdefault(source.id, set()).add(finding.spec.name)
                elif source.start >= 0:
                    words.append((finding.spec.name, source))
    count, lost = 0, []
    notices = sorted(used)
    for start in range(0, len(notices), _CHUNK):
        some = notices[start : start + _CHUNK]
        for notice, statements in view.statements(some).items():
            kept = view.notice(notice)
            reading = view.reading(kept.reading) if kept else None
            text = reading.text if reading else ""
            for statement in statements:
                for name in sorted(used[notice].get(statement.id, ())):
                    count += len(statement.evidence)
                    lost += _lost(statement, text, name, view, kept.document if kept else "")
    for name, source in words:
        found = view.reading(source.id)
        count += 1
        end = source.start + len(source.quotes[0])
        if found is None or found.text[source.start : end] != source.quotes[0]:
            document = found.document if found else ""
            message = f"{source.quotes[0]!r} no longer stands at {source.start} of {_named(document, None, view)}"
            lost.append(Moved(name, What.QUOTE, source.id, message, (document,) if document else ()))
    return count, lost


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
