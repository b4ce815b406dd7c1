"""From what a person says to judgements about members: ids of files become the notices or names that they mean."""

from __future__ import annotations

from itertools import product

from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import AMOUNTS, ORGANIZATIONS, Property
from counterfile.store.ports import Cluster, View
from counterfile.store.rules import WITHDRAWN, statement_notice
from counterfile.text import money
from counterfile.text.names import name_key

_PAIRS = {
    "same": (Question.SAME_PROCEDURE, Answer.SAME),
    "merge": (Question.SAME_PROCEDURE, Answer.SAME),
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
    if decision == "split":
        return [judged(q, a, b, Answer.DIFFERENT) for q, a, b in _parted(view, one, other)]
    if decision in _RELEVANCE:
        return [judged(Question.RELEVANT, notice, "", _RELEVANCE[decision]) for notice in _notices(view, one)]
    if decision == "value":
        return [judged(Question.VALUE, _property(view, one), "", _value(view, one, other))]
    if decision == "undo":
        return [judged(old.question, old.subject, old.other, WITHDRAWN) for old in _last(view, by.strip())]
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
        f"{decision!r} is no decision; there are same, different, unsure, merge, split, family, relevant, irrelevant, "
        "value, withdraw, undo"
    )


def _pairs(view: View, question: Question, answer: Answer, one: str, other: str) -> list[tuple[Question, str, str]]:
    """Return the pairs of members that a decision on two files is about.

    To join two files one pair is enough; to keep them apart every pair is said, so that no third way joins them.
    """
    if not other:
        keyed = _keyed(view, question, one)
        if keyed is None:
            raise BadUsage("two ids are wanted, one was given")
        return [keyed]
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


def _keyed(view: View, question: Question, wanted: str) -> tuple[Question, str, str] | None:
    """Return the pair that a key of the queue of links names (``same organization?|one|other``); None for no such key."""
    asked, _, rest = wanted.partition("|")
    one, _, two = rest.partition("|")
    if asked not in (Question.SAME_PROCEDURE, Question.SAME_FAMILY, Question.SAME_ORGANIZATION) or not two:
        return None
    if asked == Question.SAME_ORGANIZATION:
        there = view.stated(ORGANIZATIONS, [one, two])
    else:
        there = view.present([one, two])
        asked = question if question is Question.SAME_FAMILY else asked
    if there != {one, two}:
        raise Missing(f"no pair is called {wanted!r}; `counterfile queue links` lists those to be decided")
    return Question(asked), min(one, two), max(one, two)


def _parted(view: View, wanted: str, member: str) -> list[tuple[Question, str, str]]:
    """Return the pairs that take one notice, or one name, out of its file: it with every other one."""
    if not member:
        raise BadUsage("to split a file, name it and the notice (n-…) or the name that does not belong there")
    if wanted.startswith("o-"):
        question, members, parted = Question.SAME_ORGANIZATION, _names(view, wanted), name_key(member)
    else:
        question, members, parted = Question.SAME_PROCEDURE, _notices(view, wanted), member
    if parted not in members:
        raise BadUsage(f"{member} is not in {wanted}; `counterfile show {wanted}` lists what is")
    if len(members) == 1:
        raise BadUsage(f"{member} is all that is in {wanted}; there is nothing to split")
    return [(question, min(parted, each), max(parted, each)) for each in members if each != parted]


_UNDONE = 1000  # newest judgements among which a person's last decision is looked for


def _last(view: View, by: str) -> list[Judgement]:
    """Return what a person's last decision on pairs was: judgements of one moment, question and reason, still in force."""
    asked = (Question.SAME_PROCEDURE, Question.SAME_FAMILY, Question.SAME_ORGANIZATION)
    newest = [each for each in view.history(limit=_UNDONE) if each.agent == by and each.question in asked]
    standing = [each for each in newest if each.answer != WITHDRAWN and _stands(view, each)]
    if not standing:
        raise Missing(f"{by!r} has decided nothing on links that could be taken back")
    last = standing[0]
    same = (last.question, last.answer, last.reason, last.decided_at)
    return [each for each in standing if (each.question, each.answer, each.reason, each.decided_at) == same]


def _stands(view: View, judgement: Judgement) -> bool:
    return any(each.id == judgement.id for each in view.judgements(judgement.question, [judgement.subject]))


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
