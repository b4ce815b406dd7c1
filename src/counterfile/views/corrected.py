"""The facts as persons left them: a view in which a corrected value links and gathers in place of what was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

import msgspec

from counterfile.model.judgement import AgentKind, Judgement, Question
from counterfile.model.notice import AMOUNTS, ORGANIZATIONS, Property
from counterfile.model.statement import Statement
from counterfile.model.value import read_canonical
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN
from counterfile.text.identifiers import number_key
from counterfile.text.names import core_title, name_key

PERSON = "person"
"""Layer and derivation of a statement that a person makes."""


def answers(view: View, until: Judgement | None = None) -> dict[str, Judgement]:
    """Return persons' answers to ``value?`` in force, by ``notice|subject|property``; those that were when `until` was said."""
    newest = newest_answers(view, Question.VALUE, until)
    return {subject: judgement for subject, judgement in newest.items() if judgement.answer != WITHDRAWN}


def newest_answers(view: View, question: str, until: Judgement | None = None) -> dict[str, Judgement]:
    """Return a person's newest answer about each subject, withdrawals included; see `answers`."""
    newest: dict[str, Judgement] = {}
    last = _number(until) if until is not None else None
    for judgement in view.history(question, limit=1_000_000):
        if judgement.agent_kind == AgentKind.PERSON and (last is None or _number(judgement) < last):
            newest.setdefault(judgement.subject, judgement)
    return newest


def _number(judgement: Judgement) -> int:
    """Return a judgement's place in the log."""
    return int(judgement.id.removeprefix("j-"))


def key_of(name: Property, value: str) -> str | None:
    """Return by what a value is linked, as extraction makes it; None for values that nothing is linked by."""
    if name in (Property.NUMBER, Property.CONTRACT_NUMBER, Property.OCID):
        return number_key(value)
    if name in ORGANIZATIONS:
        return name_key(value)
    if name in (Property.TITLE, Property.NOTICE_TITLE, Property.LOT_TITLE):
        return core_title(value)
    return None


def statement_of(judgement: Judgement) -> Statement | None:
    """Return what a person's answer states; None where it takes a value away."""
    notice, subject, name = judgement.subject.split("|", 2)
    if not judgement.answer:
        return None
    meant = Property(name)
    return Statement(
        notice=notice,
        subject=subject,
        property=meant,
        value=judgement.answer,
        evidence=judgement.evidence,
        derivation="judgement",
        layer=PERSON,
        amount=read_canonical(judgement.answer) if meant in AMOUNTS else None,
        key=key_of(meant, judgement.answer),
        id=judgement.id,
    )


def apply(
    notice: str,
    said: Sequence[Statement],
    given: Mapping[str, Judgement],
    properties: Collection[Property] | None = None,
) -> list[Statement]:
    """Return a notice's statements with the answers about it in their places; those it did not make stand at the end.

    Args:
        notice: Its id.
        said: What was read.
        given: Answers by ``notice|subject|property``; only this notice's count.
        properties: Which are wanted; all when None.
    """
    own = {subject: judgement for subject, judgement in given.items() if subject.startswith(f"{notice}|")}
    if not own:
        return list(said)
    rows: list[Statement] = []
    placed: set[str] = set()
    for statement in said:
        name = f"{notice}|{statement.subject}|{statement.property}"
        if name not in own:
            rows.append(statement)
        elif name not in placed:
            placed.add(name)
            made = statement_of(own[name])
            rows += [made] if made is not None else []
    for name, judgement in own.items():
        made = statement_of(judgement) if name not in placed else None
        if made is not None and (properties is None or made.property in properties):
            rows.append(made)
    return rows


def corrected(view: View) -> View:
    """Return a view whose statements and keys are as persons left them; the very same view where nobody corrected anything."""
    given = answers(view)
    return cast(View, _Corrected(view, given)) if given else view


class _Corrected:
    """Answers what linking and gathering ask about values; all else goes to the view beneath."""

    def __init__(self, view: View, given: Mapping[str, Judgement]) -> None:
        self._view = view
        self._given: dict[str, dict[str, Judgement]] = {}
        for subject, judgement in given.items():
            self._given.setdefault(subject.partition("|")[0], {})[subject] = judgement

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def statements(
        self, notices: Sequence[str], properties: Collection[Property] | None = None
    ) -> dict[str, list[Statement]]:
        """Return statements with corrections in place."""
        return self._with(self._view.statements(notices, properties), properties)

    def claims(self, notices: Sequence[str], properties: Collection[Property]) -> dict[str, list[Statement]]:
        """Return statements without evidence, with corrections in place."""
        found = self._with(self._view.claims(notices, properties), properties)
        return {
            notice: [msgspec.structs.replace(one, evidence=(), id="") if one.layer == PERSON else one for one in said]
            for notice, said in found.items()
        }

    def keyed(self, properties: Collection[Property], keys: Collection[str]) -> dict[str, list[str]]:
        """Return the notices of each key: without those whose value a person took away, with those that got it."""
        found = {key: set(notices) for key, notices in self._view.keyed(properties, keys).items()}
        touched = self._touched(properties)
        now = self.claims(touched, properties) if touched else {}
        for notice, said in now.items():
            stated = {one.key for one in said}
            for key, notices in found.items():
                if key in stated:
                    notices.add(notice)
                else:
                    notices.discard(notice)
        return {key: sorted(notices) for key, notices in found.items()}

    def stated(self, properties: Collection[Property], keys: Collection[str]) -> set[str]:
        """Return those of the keys that some notice states, as corrected."""
        found = self._view.stated(properties, keys)
        touched = self._touched(properties)
        if not touched:
            return found
        before = _keys(self._view.claims(touched, properties).values())
        now = _keys(self.claims(touched, properties).values())
        gone = {key for key in found & before - now if not self.keyed(properties, [key])[key]}
        return found - gone | set(keys) & now

    def _touched(self, properties: Collection[Property]) -> list[str]:
        wanted = {name.value for name in properties}
        named = [notice for notice, given in self._given.items() if any(s.rpartition("|")[2] in wanted for s in given)]
        alive = self._view.present(named) if named else set()
        return sorted(alive)

    def _with(
        self, said: dict[str, list[Statement]], properties: Collection[Property] | None
    ) -> dict[str, list[Statement]]:
        return {
            notice: apply(notice, statements, self._given[notice], properties) if notice in self._given else statements
            for notice, statements in said.items()
        }


def _keys(said: Iterable[Iterable[Statement]]) -> set[str]:
    return {one.key for statements in said for one in statements if one.key}
