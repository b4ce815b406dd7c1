"""Aliases: labels that a person taught, on their way to where labels are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from counterfile.model.notice import Property
from counterfile.text.labels import AMOUNT_FIELDS, Field, Meaning, Party


class Alias(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One label and the property that stands behind it."""

    label: str
    """As `labels.alias_key` gives it."""
    property: str
    """A `Property`; empty for a label of something that is not claimed; or one of `BY_HEADING`."""


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

BY_HEADING: dict[str, Meaning] = {field.value: Meaning(field) for field in (Field.NAME, Field.ADDRESS, Field.PARTY_ID)}
"""What a taught label means in a notice that prints it for several parties: the heading above tells for whom."""


def meanings(aliases: Iterable[Alias]) -> dict[str, Meaning]:
    """Return what each label means, by its key; see `labels.aliased`."""
    return {one.label: _meaning(one.property) for one in aliases}


def _meaning(told: str) -> Meaning:
    if not told:
        return UNCLAIMED
    return BY_HEADING[told] if told in BY_HEADING else MEANINGS[Property(told)]


# Other spellings of a taught label -----------------------------------------------------------------------------------

_NAMED = ("名称", "全称", "名")
_NUMBERED = ("编号", "编码", "代码", "号码", "号")
_DATED = ("日期", "时间")
_PRICED = ("总金额", "金额", "总价", "价格", "价", "总额")
_UNITS = ("", "元", "万元", "人民币")
_RANKED = re.compile(r"第[一二三四五]")
_DATES = frozenset(
    {Field.PUBLISHED, Field.FIRST_PUBLISHED, Field.OPENING, Field.DECIDED, Field.SIGNED},
)


@lru_cache(maxsize=4096)
def spellings(label: str, meant: str) -> frozenset[str]:
    """Return how else clerks write a label that means the same: with and without 名称, 编号 as 编码, 日期 as 时间.

    Only the head of a label changes, never what it is the head of, and the label itself is left out.

    Args:
        label: As `Alias.label`.
        meant: As `Alias.property`; a label of nothing that is claimed has no other spellings.

    >>> sorted(spellings("授牌单位", "awards/suppliers/name"))
    ['授牌单位全称', '授牌单位名', '授牌单位名称']
    >>> "立约时间" in spellings("立约日期", "contracts/dateSigned")
    True
    """
    if not meant or meant in BY_HEADING or not label.isprintable():
        return frozenset()
    told = MEANINGS[Property(meant)]
    found: set[str] = set()
    if told.field in (Field.NAME, Field.TITLE):
        core = _without(label, _NAMED)
        found = {core + head for head in ("", *_NAMED)} if len(core) > 2 and _is_han(core) else set()
    elif told.field in (Field.NUMBER, Field.CONTRACT_NUMBER):
        found = _other_heads(label, _NUMBERED)
    elif told.field in _DATES:
        found = _other_heads(label, _DATED)
    elif told.field in AMOUNT_FIELDS:
        plain = _without(label, _UNITS[1:])
        found = {one + unit for one in {plain, *_other_heads(plain, _PRICED)} for unit in _UNITS}
    if told.party is Party.CANDIDATE:
        found |= {_RANKED.sub(f"第{number}", one) for one in (label, *found) for number in "一二三四五"}
    return frozenset(found - {label})


def _other_heads(label: str, heads: tuple[str, ...]) -> set[str]:
    core = _without(label, heads)
    return {core + head for head in heads} if core != label and len(core) > 1 else set()


def _without(label: str, heads: tuple[str, ...]) -> str:
    """Return a label without the longest of these heads that it ends with."""
    ending = max((head for head in heads if label.endswith(head)), key=len, default="")
    return label[: len(label) - len(ending)]


def _is_han(text: str) -> bool:
    return all("\u3400" <= sign <= "\u9fff" for sign in text)


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
