"""Locks: everything that a figure rested on, written down beside its finding to be compared by anyone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from counterfile.errors import BadUsage
from counterfile.model.finding import (
    Condition,
    Counted,
    Finding,
    FindingSpec,
    Lock,
    LockedJudgement,
    LockedStatement,
    LockedUnit,
    Unit,
)
from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS
from counterfile.store.ports import Cluster, View
from counterfile.text import names
from counterfile.views.findings import LOCKED, columns_in

_LINKS = (Question.SAME_PROCEDURE, Question.SAME_FAMILY)
_ABOUT_NOTICES = (*_LINKS, Question.RELEVANT)
_ROLE_VALUES = frozenset(role.value for role in ORGANIZATIONS)


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
        for member in members_of(judgement):
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
        events={each.event: each.date for each in finding.spec.window.events} if finding.spec.window else {},
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
    return in_force(view, finding, notices, keys)


def names_in(lock: Lock) -> set[str]:
    """Return the keys of the organizations that a lock's statements name."""
    return {names.name_key(each.value) for each in lock.statements.values() if each.property in _ROLE_VALUES}


def in_force(view: View, finding: Finding, notices: set[str], keys: set[str]) -> list[LockedJudgement]:
    """Return the judgements on these notices and names that a finding may rest on, in a stable order."""
    asked: list[str] = [question for question in _ABOUT_NOTICES if _matters(question, finding)]
    found: list[Judgement] = [each for question in asked for each in view.judgements(question, notices)]
    asked_of = (*(condition.field for condition in _conditions(finding.spec)), *finding.spec.by)
    coded = sorted({name for name in asked_of if name.startswith("code:")})
    if coded:
        # A question may be asked of a procedure or a document: its answer holds for all notices in it.
        units = {*notices, *view.clusters_of(Cluster.PROCEDURE, sorted(notices)).values()}
        if finding.spec.unit is Unit.ORGANIZATION:
            units.update(unit.id for unit in finding.units)
        units.update(kept.document for notice in notices if (kept := view.notice(notice)) is not None)
        found += [each for question in coded for each in view.judgements(question, units)]
    if keys:
        found += view.judgements(Question.SAME_ORGANIZATION, keys)
    found += [each for each in _corrections(view).values() if each.subject.partition("|")[0] in notices]
    return sorted({_locked(each) for each in found}, key=msgspec.structs.astuple)


def _matters(question: str, finding: Finding) -> bool:
    if question in _LINKS:
        return finding.spec.unit not in (Unit.DOCUMENT, Unit.NOTICE)
    asked = (*(each.field for each in _conditions(finding.spec)), *columns_in(finding.spec.unit, finding.spec.sql))
    return any(field.endswith("relevant") for field in asked)


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


def members_of(judgement: LockedJudgement) -> set[str]:
    """Return the notices or names that a judgement is about."""
    if judgement.question == Question.VALUE:
        return {judgement.subject.partition("|")[0]}
    return {judgement.subject, judgement.other} - {""}
