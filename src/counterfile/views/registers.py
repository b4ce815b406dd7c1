"""What the inquiry's organizations are looked up by in a register, and the judgements that follow from what is found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from counterfile.errors import BadUsage, Missing
from counterfile.model.judgement import AgentKind, Answer, Judgement
from counterfile.model.notice import Property
from counterfile.model.register import IN_REGISTER, REGISTER_ROW, Identifier, Register, RegisterRow, row_id
from counterfile.resolving.mentions import Mention
from counterfile.resolving.registers import VERSION, Candidate, Sought, identified
from counterfile.store.ports import Cluster, View
from counterfile.text.names import name_key
from counterfile.views.corrected import corrected
from counterfile.views.files import ROLES
from counterfile.views.matches import answered, registers
from counterfile.views.natural import IDENTIFIERS, is_personal, is_sole_trader

STAGE = "registers"
AGENT = f"registers {VERSION}"
"""Who records what is matched without asking."""

MOST_NAMES = 5
"""Spellings of an organization that are compared."""


def sought(view: View, wanted: Iterable[str] = ()) -> list[Sought]:
    """Return the organizations of the inquiry with their names and numbers, in order of id; persons are left out.

    Args:
        view: The facts.
        wanted: Ids of organizations; all where empty.
    """
    of = dict(view.scan_clusters(Cluster.ORGANIZATION))
    chosen = {view.redirect(one) or one for one in wanted}
    return [
        Sought(one, name_key(names[0]), names[:MOST_NAMES], numbers)
        for one, names, numbers in _gathered(view, of)
        if not chosen or one in chosen
    ]


def mentions(view: View) -> list[Mention]:
    """Return each name under which organizations are known, as the matcher takes them; persons are left out.

    The id of a mention is its name key.
    """
    keys = {key: key for key, _ in view.scan_clusters(Cluster.ORGANIZATION)}
    return [
        Mention(key, names[0], identifiers=tuple(each.code for each in numbers))
        for key, names, numbers in _gathered(view, keys)
    ]


def _gathered(view: View, of: Mapping[str, str]) -> list[tuple[str, tuple[str, ...], tuple[Identifier, ...]]]:
    """Return the groups that name keys form, with spellings, the most frequent first, and with numbers.

    A group with a sole trader's number, or of names that look like persons' only, is left out.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    numbers: dict[str, set[Identifier]] = defaultdict(set)
    withheld: set[str] = set()
    notice = ""
    named: dict[tuple[str, Property], str] = {}
    printed: list[tuple[str, Property, str]] = []

    def finish() -> None:
        for subject, meant, value in printed:
            for role in IDENTIFIERS[meant]:
                key = named.get((subject, role))
                if key is None:
                    continue
                if is_sole_trader(value):
                    withheld.add(of[key])
                numbers[of[key]].update(identified(value))

    for statement in corrected(view).scan((*ROLES, *IDENTIFIERS)):
        if statement.notice != notice:
            finish()
            notice, named, printed = statement.notice, {}, []
        if statement.property in ROLES:
            key = statement.key or name_key(statement.value)
            if key in of:
                named[statement.subject, statement.property] = key
                spellings[of[key]][statement.value] += 1
        else:
            printed.append((statement.subject, statement.property, statement.value))
    finish()
    return [
        (
            one,
            tuple(name for name, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))),
            tuple(sorted(numbers[one])),
        )
        for one, counted in sorted(spellings.items())
        if one not in withheld and not all(is_personal(name) for name in counted)
    ]


def automatic(view: View, register: Register, candidates: Mapping[str, Sequence[Candidate]]) -> list[Judgement]:
    """Return what is recorded without asking: the one row whose checked number and name both agree.

    Where two rows do, or a person has answered about this row or joined another one of the register, nothing is.
    """
    found: list[Judgement] = []
    begin = row_id(register.digest, 0).removesuffix("0")
    for organization, some in candidates.items():
        sure = [each for each in some if each.automatic]
        if len(sure) != 1:
            continue
        told = [
            judgement
            for (_, row), judgement in answered(view, view.members(Cluster.ORGANIZATION, organization)).items()
            if row.startswith(begin) and judgement.agent_kind == AgentKind.PERSON
        ]
        row = sure[0].row
        if not any(each.answer == Answer.SAME or each.other == row_id(register.digest, row.number) for each in told):
            found += judged(register, sure[0].key, row, Answer.SAME, sure[0].says, score=sure[0].probability)
    return found


def judged(
    register: Register,
    key: str,
    row: RegisterRow,
    answer: Answer,
    reason: str,
    *,
    score: float | None = None,
    by: str = "",
) -> list[Judgement]:
    """Return the judgement that an organization is a row or not, and the row as it stands there.

    Args:
        register: Whose row it is.
        key: A name key of the organization; the answer holds for the organization that this name belongs to.
        row: The row.
        answer: Whether it is the organization.
        reason: Why, in words.
        score: The probability, from software.
        by: Pseudonym of a person; empty for software.
    """
    name = row_id(register.digest, row.number)
    kind = AgentKind.PERSON if by else AgentKind.SOFTWARE
    told = msgspec.json.encode(row).decode()
    return [
        Judgement(IN_REGISTER, key, name, answer, by or AGENT, kind, reason, score),
        Judgement(REGISTER_ROW, name, "", told, by or AGENT, kind, f"row {row.number} of {register.told.name}"),
    ]


def member(view: View, organization: str) -> str:
    """Return the name key under which an answer about an organization is kept: that of its most frequent name.

    Raises:
        Missing: there is no such organization, or it is withheld.
    """
    found = sought(view, [organization])
    if not found or not organization:
        raise Missing(f"no organization is called {organization!r}; `counterfile registers match` lists them")
    return found[0].key


def named(view: View, wanted: str) -> Register:
    """Return the register of this name or digest, or beginning of one.

    Raises:
        Missing: there is none.
        BadUsage: there are several.
    """
    there = registers(view)
    found = [each for each in there if each.told.name == wanted] or [
        each for each in there if len(wanted) >= 6 and each.digest.startswith(wanted)
    ]
    if not found:
        known = ", ".join(each.told.name for each in there) or "none"
        raise Missing(f"no register is called {wanted!r}; there are: {known}")
    if len(found) > 1:
        listed = ", ".join(each.digest[:16] for each in found)
        raise BadUsage(f"{len(found)} registers are called {wanted!r}; name one by its digest: {listed}")
    return found[0]


def of_row(view: View, wanted: str) -> tuple[Register, int]:
    """Return the register and the number of a row, by ``r-…``.

    Raises:
        BadUsage: it is no row's id.
        Missing: its register is not of this inquiry.
    """
    begin, _, number = wanted.rpartition("-")
    if not wanted.startswith("r-") or not number.isdigit():
        raise BadUsage(f"{wanted!r} is no row of a register; `counterfile registers match` lists them (r-…)")
    for register in registers(view):
        if row_id(register.digest, 0).rpartition("-")[0] == begin:
            return register, int(number)
    raise Missing(f"no register of this inquiry has the row {wanted!r}; `counterfile registers list` names them")


__all__ = ["AGENT", "STAGE", "answered", "automatic", "judged", "member", "named", "of_row", "registers", "sought"]
