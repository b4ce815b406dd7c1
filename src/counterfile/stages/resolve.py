"""Pairs -> judgements: same procedure, same family, same organization.

Work is a *block*: all notices that print one number or one core title, or all names that carry one identifier. A
block's key is a digest of what its members say, so a new notice makes only its own blocks due, and the answer does
not depend on the order in which the members came.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import Property
from counterfile.model.statement import Statement
from counterfile.store.ports import Fact, Published, View
from counterfile.text import similarity
from counterfile.views.corrected import corrected

MAX_BLOCK = 400
"""Members above which a block says nothing: a placeholder printed as a number, or a title like 公告."""

TITLE_WINDOW = dt.timedelta(days=365)
"""Notices without a common number are one attempt only if published within a year: yearly purchases repeat titles."""

SAME_TITLE = 0.6
"""Likeness of core titles from which two notices with one number are one purchase though their buyers differ."""

_NUMBER, _TITLE, _IDENTIFIER, _OCID = "number", "title", "identifier", "ocid"
_FEATURES = (
    Property.NUMBER,
    Property.OCID,
    Property.TITLE,
    Property.NOTICE_TITLE,
    Property.BUYER,
    Property.AGENCY,
    Property.ROUND,
    Property.STAGE,
    Property.PUBLISHED,
)
_NAMES = {
    Property.BUYER: Property.BUYER_ID,
    Property.AGENCY: Property.AGENCY_ID,
    Property.SUPPLIER: Property.SUPPLIER_ID,
}
_BY_IDENTIFIER = {identifier: name for name, identifier in _NAMES.items()}

_KEYED: dict[str, tuple[Property, ...]] = {
    _NUMBER: (Property.NUMBER,),
    _OCID: (Property.OCID,),
    _TITLE: (Property.TITLE, Property.NOTICE_TITLE),
    _IDENTIFIER: tuple(_BY_IDENTIFIER),
}
"""Which properties' keys make each kind of block."""


class Features(msgspec.Struct, frozen=True):
    """What a notice says that helps to tell whether two belong together."""

    notice: str
    numbers: frozenset[str]
    ocids: frozenset[str]
    title: str
    buyer: str
    agency: str
    round: int
    stage: str
    published: str
    """ISO date, or empty."""


class Block(msgspec.Struct, frozen=True):
    """A block with its members, in order of publication."""

    kind: str
    value: str
    members: tuple[Features, ...]
    names: tuple[tuple[str, str], ...] = ()
    """For an identifier's block: (name key, notice) pairs, sorted."""


class ResolveStage:
    """Links notices and names; see `flow.Stage`."""

    name = "resolve"
    version = "1"
    agent = "resolve 1"

    def due_after(self, facts: Iterable[Fact]) -> Iterable[str]:
        """Return the blocks that published notices belong to."""
        for fact in facts:
            if not isinstance(fact, Published):
                continue
            for statement in fact.statements:
                if not statement.key:
                    continue
                if statement.property is Property.NUMBER:
                    yield f"{_NUMBER}:{statement.key}"
                elif statement.property is Property.OCID:
                    yield f"{_OCID}:{statement.key}"
                elif statement.property in (Property.TITLE, Property.NOTICE_TITLE):
                    yield f"{_TITLE}:{statement.key}"
                elif statement.property in _BY_IDENTIFIER:
                    yield f"{_IDENTIFIER}:{statement.key}"

    def load(self, works: Sequence[str], view: View) -> Sequence[Block | None]:
        """Return each block with what its members say, None where it has fewer than two members or far too many.

        A value that a person corrected links as corrected.
        """
        view = corrected(view)
        members = _members(works, view)
        wanted = {notice for work, notices in members.items() if _speaks(notices) for notice in notices}
        said = view.claims(sorted(wanted), _FEATURES)
        spoken = {notice: features(notice, statements) for notice, statements in said.items()}
        return [self._block(work, members[work], spoken, view) for work in works]

    def _block(self, work: str, notices: Sequence[str], spoken: Mapping[str, Features], view: View) -> Block | None:
        kind, _, value = work.partition(":")
        if not _speaks(notices):
            # An empty block retires what an earlier, fuller one said; one that never spoke needs no activity.
            return Block(kind, value, ()) if view.current(self.name, work) else None
        if kind == _IDENTIFIER:
            return Block(kind, value, (), _names(view, notices, value))
        found = sorted((spoken[notice] for notice in notices), key=lambda f: (f.published or "9999", f.notice))
        return Block(kind, value, tuple(found))

    def key(self, loaded: Block) -> str:
        """Return a digest of all that the members say."""
        content = msgspec.json.encode((loaded.kind, loaded.value, loaded.names, [_plain(f) for f in loaded.members]))
        return hashlib.sha256(content).hexdigest()[:32]

    def run(self, loaded: Block) -> Sequence[Fact]:
        """Return a judgement for each member but the first of every group that forms."""
        if loaded.kind == _IDENTIFIER:
            return self._organizations(loaded)
        found: list[Fact] = []
        groups: list[list[Features]] = []
        for member in loaded.members:
            links = [
                (score, question, reason, group)
                for group in groups
                if (link := compare(group[0], member, loaded.kind)) is not None
                for question, score, reason in [link]
            ]
            same = [link for link in links if link[1] is Question.SAME_PROCEDURE]
            if same:
                score, question, reason, group = max(same, key=lambda link: link[0])
                found.append(self._judgement(question, group[0].notice, member.notice, score, reason))
                group.append(member)
                continue
            found += [
                self._judgement(question, group[0].notice, member.notice, score, reason)
                for score, question, reason, group in links
            ]
            groups.append([member])
        return found

    def _organizations(self, block: Block) -> Sequence[Fact]:
        keys = sorted({name for name, _ in block.names})
        reason = f"both names carry the identifier {block.value}"
        return [self._judgement(Question.SAME_ORGANIZATION, keys[0], other, 0.99, reason) for other in keys[1:]]

    def _judgement(self, question: Question, one: str, two: str, score: float, reason: str) -> Judgement:
        subject, other = sorted((one, two))
        return Judgement(
            question=question,
            subject=subject,
            other=other,
            answer=Answer.SAME,
            agent=self.agent,
            agent_kind=AgentKind.SOFTWARE,
            reason=reason,
            score=score,
        )


def features(notice: str, statements: Sequence[Statement]) -> Features:
    """Return what a notice says that helps to link it."""
    first: dict[Property, Statement] = {}
    for statement in statements:
        if not statement.conflict:
            first.setdefault(statement.property, statement)

    def key(name: Property) -> str:
        return (first[name].key or "") if name in first else ""

    def value(name: Property, default: str = "") -> str:
        return first[name].value if name in first else default

    return Features(
        notice=notice,
        numbers=frozenset(
            alias for s in statements if s.property is Property.NUMBER and s.key for alias in aliases(s.key)
        ),
        ocids=frozenset(s.key for s in statements if s.property is Property.OCID and s.key),
        title=key(Property.TITLE) or key(Property.NOTICE_TITLE),
        buyer=key(Property.BUYER),
        agency=key(Property.AGENCY),
        round=int(value(Property.ROUND, "1")),
        stage=value(Property.STAGE),
        published=value(Property.PUBLISHED),
    )


def _members(works: Sequence[str], view: View) -> dict[str, list[str]]:
    """Return the notices of each block."""
    by_kind: dict[str, list[str]] = {}
    for work in works:
        kind, _, value = work.partition(":")
        by_kind.setdefault(kind, []).append(value)
    return {
        f"{kind}:{value}": notices
        for kind, values in by_kind.items()
        for value, notices in view.keyed(_KEYED[kind], values).items()
    }


def _speaks(notices: Sequence[str]) -> bool:
    return 2 <= len(notices) <= MAX_BLOCK


_BRACKETED = re.compile(r"^(.+?)[(\[]([^()\[\]]{4,})[)\]]$")


def aliases(key: str) -> tuple[str, ...]:
    """Return a number's key, and where another number follows it in brackets, both parts.

    >>> aliases("ly2021018(cg202131)")
    ('ly2021018(cg202131)', 'ly2021018', 'cg202131')
    >>> aliases("ly(2021)018")
    ('ly(2021)018',)
    """
    found = _BRACKETED.match(key)
    if found is None or not all(any(c.isdigit() for c in part) and len(part) > 5 for part in found.groups()):
        return (key,)
    return (key, *found.groups())


def compare(first: Features, second: Features, block: str) -> tuple[Question, float, str] | None:
    """Return how two notices of one block belong together: the question answered with *same*, score and reason.

    None where nothing can be said. A number conflict is evidence, never a veto; a different round is another attempt.
    """
    if first.ocids & second.ocids:
        return Question.SAME_PROCEDURE, 1.0, "both carry the publisher's own id of the procedure"
    titles = similarity.dice(first.title, second.title) if first.title and second.title else 0.0
    same_buyer = bool(first.buyer) and first.buyer == second.buyer
    other_buyer = bool(first.buyer) and bool(second.buyer) and not same_buyer
    shared = first.numbers & second.numbers
    question = Question.SAME_PROCEDURE if first.round == second.round else Question.SAME_FAMILY
    if shared:
        number = min(shared)
        if other_buyer and titles < SAME_TITLE:
            return None
        if _is_weak(number) and not same_buyer and titles < SAME_TITLE:
            return None
        score = min(0.99, 0.85 + 0.07 * same_buyer + 0.07 * titles)
        rounds = "" if first.round == second.round else f", rounds {first.round} and {second.round}"
        return question, score, f"both print the number {number}{rounds}; likeness of titles {titles:.2f}"
    if block != _TITLE or first.title != second.title or other_buyer or not _near(first, second):
        return None
    if not same_buyer and not (first.agency and first.agency == second.agency):
        return None
    if first.numbers and second.numbers:
        return Question.SAME_FAMILY, 0.6, "same title and buyer within a year, but other numbers"
    score = 0.75 if same_buyer else 0.6
    return question, score, f"same title and {'buyer' if same_buyer else 'agency'} within a year"


def _is_weak(number: str) -> bool:
    """Return whether a number is so short and plain that two buyers may well use it."""
    return len(number) <= 6 or (number.isdecimal() and len(number) <= 8)


def _near(first: Features, second: Features) -> bool:
    if not first.published or not second.published:
        return True
    days = dt.date.fromisoformat(second.published) - dt.date.fromisoformat(first.published)
    return abs(days) <= TITLE_WINDOW


def _names(view: View, notices: Sequence[str], identifier: str) -> tuple[tuple[str, str], ...]:
    """Return (name key, notice) for every name that stands beside the identifier in its own row."""
    said = view.claims(notices, {*_NAMES, *_BY_IDENTIFIER})
    found = set()
    for notice, statements in said.items():
        for statement in statements:
            if statement.key == identifier and statement.property in _BY_IDENTIFIER:
                role = _BY_IDENTIFIER[statement.property]
                found |= {
                    (other.key, notice)
                    for other in statements
                    if other.property is role and other.subject == statement.subject and other.key
                }
    return tuple(sorted(found))


def _plain(member: Features) -> tuple[object, ...]:
    values = msgspec.structs.astuple(member)
    return tuple(sorted(value) if isinstance(value, frozenset) else value for value in values)
