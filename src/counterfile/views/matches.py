"""Registers of the inquiry and which of their rows an organization is, as far as that was decided."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from counterfile.model.judgement import Answer, Judgement
from counterfile.model.register import (
    IN_REGISTER,
    REGISTER,
    REGISTER_ROW,
    Description,
    Match,
    Register,
    RegisterRow,
    row_id,
)
from counterfile.store.ports import View
from counterfile.store.rules import WITHDRAWN

_ALL = 1_000_000


def registers(view: View) -> list[Register]:
    """Return the registers of the inquiry, the oldest first; removed ones are left out."""
    newest: dict[str, Judgement] = {}
    for judgement in view.history(REGISTER, limit=_ALL):
        newest.setdefault(judgement.subject, judgement)
    found = [
        Register(each.subject, each.id, each.agent, each.decided_at, msgspec.json.decode(each.answer, type=Description))
        for each in newest.values()
        if each.answer != WITHDRAWN
    ]
    return sorted(found, key=lambda register: int(register.judgement.removeprefix("j-")))


def answered(view: View, keys: Collection[str]) -> dict[tuple[str, str], Judgement]:
    """Return what was answered about the organization of these name keys, by (name key, row)."""
    return {
        (each.subject, each.other): each for each in view.judgements(IN_REGISTER, keys) if each.subject in set(keys)
    }


def matches(view: View, keys: Collection[str], *, answers: Collection[str] = (Answer.SAME,)) -> list[Match]:
    """Return the rows of the inquiry's registers that the organization of these name keys is, the newest register first.

    A person's answer *different* takes away what software found for any of the keys.

    Args:
        view: Where the judgements are.
        keys: All name keys of one organization.
        answers: Which answers are wanted.
    """
    judged = list(answered(view, keys).values())
    if not judged:
        return []
    known = {row_id(each.digest, 0).rpartition("-")[0]: each for each in registers(view)}
    said = {
        each.subject: each.answer for each in view.judgements(REGISTER_ROW, sorted({each.other for each in judged}))
    }
    newest: dict[str, Judgement] = {}
    for each in sorted(judged, key=_weight):
        newest[each.other] = each
    found = []
    for row, judgement in newest.items():
        register = known.get(row.rpartition("-")[0])
        if register is None or judgement.answer not in answers or row not in said:
            continue
        found.append(
            Match(
                row_id=row,
                register=register.told.name,
                file=register.told.file,
                digest=register.digest,
                added_at=register.added_at,
                row=msgspec.json.decode(said[row], type=RegisterRow),
                judgement=judgement.id,
                answer=judgement.answer,
                by=judgement.agent,
                kind=judgement.agent_kind,
                reason=judgement.reason,
                decided_at=judgement.decided_at,
            )
        )
    return sorted(found, key=lambda match: (match.register, match.row.number))


def _weight(judgement: Judgement) -> tuple[bool, int]:
    """Return what sorts a person's answers after software's, and newer after older ones."""
    return judgement.agent_kind == "person", int(judgement.id.removeprefix("j-"))
