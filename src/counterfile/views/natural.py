"""Which names and identifiers in a notice are natural persons'; all that is told leaves them out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.text.names import is_organization
from counterfile.text.script import fold

IDENTIFIERS = {
    Property.BUYER_ID: (Property.BUYER,),
    Property.AGENCY_ID: (Property.AGENCY,),
    Property.SUPPLIER_ID: (Property.SUPPLIER, Property.CANDIDATE),
}
"""Properties that identify the organization named at the same subject."""

_PERSON = re.compile(r"[\u3400-\u9fff·]{2,4}")
_SOLE_TRADER = re.compile(r"92[0-9a-z*]{16}")
_MASKED = re.compile(r"[*＊xX×]{6,}")

Claim = tuple[str, Property, str]
"""Subject, property and value of a statement."""


def is_sole_trader(identifier: str) -> bool:
    """Return whether an identifier is a sole trader's: a credit code of class 92, though misprinted or masked."""
    return _SOLE_TRADER.fullmatch(fold(identifier).strip()) is not None


def is_personal(name: str) -> bool:
    """Return whether a name looks like a person's and like no organization's."""
    return _PERSON.fullmatch(name) is not None and not is_organization(name)


def natural(claims: Sequence[Claim]) -> list[bool]:
    """Return for each statement of one notice whether it names or identifies a natural person.

    An identifier tells that the name beside it is a sole trader's, and a name that the identifier beside it is a person's:
    in a row of the notice, where one party stands; a masked name or identifier was a person's.

    Args:
        claims: The notice's names of organizations and all its identifiers, others as may be.
    """
    traders = {subject for subject, name, value in claims if name in IDENTIFIERS and _is_number(value)}
    persons = {subject for subject, name, value in claims if name in ORGANIZATIONS and _is_name(value)}
    return [
        (name in ORGANIZATIONS and (_is_name(value) or (_is_row(subject) and subject in traders)))
        or (name in IDENTIFIERS and (_is_number(value) or (_is_row(subject) and subject in traders | persons)))
        for subject, name, value in claims
    ]


def _is_row(subject: str) -> bool:
    return subject.startswith("lot/")


def _is_number(value: str) -> bool:
    return is_sole_trader(value) or _MASKED.search(value) is not None


def _is_name(value: str) -> bool:
    return is_personal(value) or "*" in value
