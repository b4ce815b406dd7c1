"""Aliases: labels that a person taught, on their way to where labels are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from counterfile.model.notice import Property
from counterfile.text.labels import Field, Meaning, Party


class Alias(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One label and the property that stands behind it."""

    label: str
    """As `labels.alias_key` gives it."""
    property: str
    """A `Property`; empty for a label of something that is not claimed."""


MEANINGS: dict[Property, Meaning] = {
    Property.NOTICE_TITLE: Meaning(Field.NOTICE_TITLE),
    Property.STAGE: Meaning(Field.NOTICE_TYPE),
    Property.NUMBER: Meaning(Field.NUMBER),
    Property.CONTRACT_NUMBER: Meaning(Field.CONTRACT_NUMBER),
    Property.TITLE: Meaning(Field.TITLE),
    Property.METHOD: Meaning(Field.METHOD),
    Property.BUYER: Meaning(Field.NAME, Party.BUYER),
    Property.BUYER_ID: Meaning(Field.PARTY_ID, Party.BUYER),
    Property.BUYER_ADDRESS: Meaning(Field.ADDRESS, Party.BUYER),
    Property.PROVINCE: Meaning(Field.REGION),
    Property.CITY: Meaning(Field.REGION),
    Property.COUNTY: Meaning(Field.REGION),
    Property.AGENCY: Meaning(Field.NAME, Party.AGENCY),
    Property.AGENCY_ID: Meaning(Field.PARTY_ID, Party.AGENCY),
    Property.SUPPLIER: Meaning(Field.NAME, Party.SUPPLIER),
    Property.SUPPLIER_ID: Meaning(Field.PARTY_ID, Party.SUPPLIER),
    Property.CANDIDATE: Meaning(Field.NAME, Party.CANDIDATE),
    Property.RANK: Meaning(Field.RANK),
    Property.BUDGET: Meaning(Field.BUDGET),
    Property.CEILING: Meaning(Field.CEILING),
    Property.ESTIMATE: Meaning(Field.ESTIMATE),
    Property.BID_VALUE: Meaning(Field.BID),
    Property.AWARD_VALUE: Meaning(Field.AWARD),
    Property.CONTRACT_VALUE: Meaning(Field.CONTRACT),
    Property.FEE: Meaning(Field.FEE),
    Property.DEPOSIT: Meaning(Field.DEPOSIT),
    Property.PUBLISHED: Meaning(Field.PUBLISHED),
    Property.OPENING: Meaning(Field.OPENING),
    Property.DECIDED: Meaning(Field.DECIDED),
    Property.SIGNED: Meaning(Field.SIGNED),
    Property.FIRST_PUBLISHED: Meaning(Field.FIRST_PUBLISHED),
    Property.LOT_LABEL: Meaning(Field.LOT),
    Property.LOT_TITLE: Meaning(Field.LOT_TITLE),
    Property.LOT_STATUS: Meaning(Field.LOT_STATUS),
    Property.CONSORTIUM_ALLOWED: Meaning(Field.CONSORTIUM),
}
"""What a label means behind which a property stands. Properties that no label announces (a round, who leads) are absent."""

UNCLAIMED = Meaning(Field.OTHER)


def meanings(aliases: Iterable[Alias]) -> dict[str, Meaning]:
    """Return what each label means, by its key; see `labels.aliased`."""
    return {one.label: MEANINGS[Property(one.property)] if one.property else UNCLAIMED for one in aliases}


_BLANK = re.compile(r"[\s\u200b\ufeff]+")
_BRACKET = re.compile(r"[(\[【〔{][^()\[\]【】〔〕{}]*[)\]】〕}]")


class Squeezed:
    """A text in which a label can be looked for quickly, however it is spaced, numbered or bracketed."""

    def __init__(self, text: str) -> None:
        """Fold `text` once."""
        self._plain = _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()
        self._bare = _BRACKET.sub("", self._plain)

    def holds(self, label: str) -> bool:
        """Return whether the text holds this label's letters in a row; it may still be no label there."""
        return label in self._plain or label in self._bare
