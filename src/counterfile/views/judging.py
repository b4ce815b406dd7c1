"""From what a person says to judgements about members: ids of files become the notices or names that they mean."""

from __future__ import annotations

from itertools import product

from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import AMOUNTS, Property
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN, statement_notice
from counterfile.text import money

_PAIRS = {
    "same": (Question.SAME_PROCEDURE, Answer.SAME),
    "different": (Question.SAME_PROCEDURE, Answer.DIFFERENT),
    "family": (Question.SAME_FAMILY, Answer.SAME),
    "unsure": (Question.SAME_PROCEDURE, Answer.UNSURE),
}
_RELEVANCE = {"relevant": Answer.YES, "irrelevant": Answer.NO}


def judgements(view: View, decision: str, one: str, other: str, *, reason: str, by: str) -> list[Judgement]:
    """Return the judgements that a decision means; see `app.Inquiry.decide`."""
    if not reason.strip():
        raise BadUsage("a judgement needs a reason; say why with --reason")
    if not by.strip():
        raise BadUsage("a judgement needs a name, which may be a pseudonym; give one with --by")

    def judged(question: str, subject: str, second: str, answer: str) -> Judgement:
        return Judgement(question, subject, second, answer, by.strip(), AgentKind.PERSON, reason.strip())

    if decision in _PAIRS:
        question, answer = _PAIRS[decision]
        return [judged(q, a, b, answer) for q, a, b in _pairs(view, question, answer, one, other)]
    if decision in _RELEVANCE:
        return [judged(Question.RELEVANT, notice, "", _RELEVANCE[decision]) for notice in _notices(view, one)]
    if decision == "value":
        return [judged(Question.VALUE, _property(view, one), "", _value(view, one, other))]
    if decision == "withdraw":
        old = view.judgement(one)
        if old is not None and old.agent_kind is not AgentKind.PERSON:
            raise BadUsage(f"{one} is software's; decide otherwise instead of withdrawing it")
        if old is None:
            raise Missing(f"no person's judgement is called {one!r}; the log lists them")
        if old.question == Question.UNMASK:
            raise BadUsage(f"{one} records who saw what is masked; that cannot be taken back")
        return [judged(old.question, old.subject, old.other, WITHDRAWN)]
    raise BadUsage(
        f"{decision!r} is no decision; there are same, different, family, relevant, irrelevant, value, withdraw"
    )


def _pairs(view: View, question: Question, answer: Answer, one: str, other: str) -> list[tuple[Question, str, str]]:
    """Return the pairs of members that a decision on two files is about.

    To join two files one pair is enough; to keep them apart every pair is said, so that no third way joins them.
    """
    if not other:
        raise BadUsage("two ids are wanted, one was given")
    if one.startswith("o-") or other.startswith("o-"):
        if question is Question.SAME_FAMILY:
            raise BadUsage("a family is of notices or procedures, not of organizations")
        question = Question.SAME_ORGANIZATION
        firsts, seconds = _names(view, one), _names(view, other)
    else:
        firsts, seconds = _notices(view, one), _notices(view, other)
    if set(firsts) & set(seconds):
        if answer is not Answer.DIFFERENT:
            raise BadUsage(f"{one} and {other} are one already")
        raise BadUsage(f"{one} and {other} are in one file; to split it, name the two notices that are different")
    chosen = product(firsts, seconds) if answer is Answer.DIFFERENT else [(firsts[0], seconds[0])]
    return [(question, min(pair), max(pair)) for pair in chosen]


def _notices(view: View, wanted: str) -> list[str]:
    if wanted.startswith("n-"):
        found = [wanted] if view.notice(wanted) else []
    else:
        found = view.members(Cluster.PROCEDURE, view.redirect(wanted) or wanted)
    if not found:
        raise Missing(f"no notice or procedure is called {wanted!r}")
    return found


def _names(view: View, wanted: str) -> list[str]:
    found = view.members(Cluster.ORGANIZATION, view.redirect(wanted) or wanted)
    if not found:
        raise Missing(f"no organization is called {wanted!r}")
    return found


def _property(view: View, wanted: str) -> str:
    """Return ``notice|subject|property`` of a statement's id, or of that very form."""
    notice = statement_notice(wanted)
    if notice is not None:
        for statement in view.statements([notice])[notice]:
            if statement.id == wanted:
                return f"{notice}|{statement.subject}|{statement.property}"
        raise Missing(f"no statement is called {wanted!r}; `counterfile show` lists the ids of a file's statements")
    parts = wanted.split("|")
    if len(parts) != 3 or view.notice(parts[0]) is None or parts[2] not in set(Property):
        raise BadUsage(f"{wanted!r} is neither a statement's id nor notice|subject|property")
    return wanted


def _value(view: View, wanted: str, value: str) -> str:
    """Return a value in its canonical form; an amount is read by the same grammar as a document's."""
    name = Property(_property(view, wanted).split("|")[2])
    if not value or name not in AMOUNTS:
        return value
    amount = money.read_amount(value)
    if amount is None or (amount.amount is None and amount.rate is None):
        raise BadUsage(f"{value!r} cannot be read as an amount; write it with its unit, as 128.6万元 or CNY 1286000")
    return str(amount)
