"""What a label means: ``中标（成交）金额（万元）`` is the award's amount, in units of 10,000 yuan.

The words stand in `counterfile.text.lexicon`, one file a language; here stand the rules that put them together.

Portals write thousands of different labels for a dozen meanings, so the lexicon is one of morphemes, not of whole
labels: a *head* at the end of the label says what kind of thing follows (an amount, a date, a number, a name) and
*modifiers* before it say whose. A label that no head explains has no meaning here, and a label whose modifiers are
those of people, papers or accounts means `Field.OTHER`: known, and nothing that is claimed.

>>> meaning("中标（成交）金额（万元）").field, meaning("中标（成交）金额（万元）").unit
(<Field.AWARD: 'award'>, '万元')
>>> meaning("2.采购代理机构地址：").field, meaning("2.采购代理机构地址：").party
(<Field.ADDRESS: 'address'>, <Party.AGENCY: 'agency'>)
>>> meaning("Date limite de réception des offres").field, meaning("Name des Zuschlagsempfängers").party
(<Field.OPENING: 'opening'>, <Party.SUPPLIER: 'supplier'>)
>>> meaning("供应商应当在截止时间前递交") is None
True
"""

from __future__ import annotations

# ruff: noqa: PLR0912 (a ladder of heads whose order is the rule)
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from counterfile.text.kinds import ordinal
from counterfile.text.lexicon import lexicon, until_added
from counterfile.text.phrases import MAX_SIGNS, phrase_of
from counterfile.text.script import has_han


class Field(StrEnum):
    """What stands beside a label."""

    NUMBER = "number"
    CONTRACT_NUMBER = "contract_number"
    TITLE = "title"
    """The project's name."""
    TITLE_NUMBER = "title_number"
    """Name and number of the project in one value (项目名称及编号)."""
    NOTICE_TITLE = "notice_title"
    NOTICE_TYPE = "notice_type"
    METHOD = "method"
    NAME = "name"
    """The name of an organization; `Meaning.party` says in which role, None that the section must say."""
    ADDRESS = "address"
    PARTY_ID = "party_id"
    """A unified social credit code or what came before it."""
    RANK = "rank"
    LOT = "lot"
    LOT_TITLE = "lot_title"
    LOT_STATUS = "lot_status"
    UNIT = "unit"
    """A table's own column for the unit of money."""
    BUDGET = "budget"
    CEILING = "ceiling"
    ESTIMATE = "estimate"
    BID = "bid"
    AWARD = "award"
    CONTRACT = "contract"
    FEE = "fee"
    DEPOSIT = "deposit"
    AMOUNT = "amount"
    """Money whose role the section or the table must say (金额, 总价)."""
    PUBLISHED = "published"
    PERIOD = "period"
    """The period in which a notice is shown (公示期); its first day is when the notice was published."""
    FIRST_PUBLISHED = "first_published"
    OPENING = "opening"
    DECIDED = "decided"
    SIGNED = "signed"
    DEADLINE = "deadline"
    """A bare 时间 or 截止时间, whose section says what it is the time of."""
    REGION = "region"
    CONSORTIUM = "consortium"
    OTHER = "other"
    """A known label of something that is not claimed: a person, a phone, a term, a bank."""


class Party(StrEnum):
    """In which role an organization is named."""

    BUYER = "buyer"
    AGENCY = "agency"
    SUPPLIER = "supplier"
    """A winner or contractor."""
    CANDIDATE = "candidate"
    """A bidder; the notice's stage and the rank say what became of it."""


AMOUNT_FIELDS = frozenset(
    {
        Field.BUDGET,
        Field.CEILING,
        Field.ESTIMATE,
        Field.BID,
        Field.AWARD,
        Field.CONTRACT,
        Field.FEE,
        Field.DEPOSIT,
        Field.AMOUNT,
    }
)
DATE_FIELDS = frozenset(
    {
        Field.PUBLISHED,
        Field.PERIOD,
        Field.FIRST_PUBLISHED,
        Field.OPENING,
        Field.DECIDED,
        Field.SIGNED,
        Field.DEADLINE,
    }
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one label means."""

    field: Field
    party: Party | None = None
    unit: str | None = None
    """The unit of money that the label names (``万元``); None if it names none."""
    rank: int | None = None
    """Of a candidate named by the label itself (第一中标候选人); None otherwise."""
    unit_price: bool = False
    rate: bool = False
    weak: bool = False
    """True where a stronger label of the same field, if any, should be preferred; for `Field.OTHER`, that only the
    head is known (…名称) and whose it is, is not."""
    learned: bool = False
    """True where `counterfile.text.label_model` told it, not the lexicon."""


MAX_LABEL = 40
"""Code points of the longest label that is looked at, brackets included."""

_NUMBERING = re.compile(
    r"^(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[a-zA-Z]|[ivxⅰ-ⅻⅠ-Ⅻ]{1,4})[)）]"
    r"|[一二三四五六七八九十]{1,3}[、.．:：]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、.．]?"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}(?:[、．.)）:：]|(?=[^\d.,%元万年月日号个包标段]))"
    r"|[①-⑳]|第[一二三四五六七八九十]+[章节条部]分?|[*★☆▲△●○◆◇■□·•\-—>＞】]+)+"
)
_TRAIL = "：:;；。.，,、-—_*|/ \t"
_BRACKET = re.compile(r"[(（\[【〔{]([^()（）\[\]【】〔〕{}]*)[)）\]】〕}]")
_VERB = re.compile(r"(?<=..)(?:(?:现)?(?:变更|调整|更改|修改|更正|顺延|延期|推迟|延长|改)(?:为|至|到)|[为是])$")
_SPACE = re.compile(r"[\s\u3000\u200b\ufeff\xa0]+")
_STOP = re.compile(r"[，。；！？“”\"'《》,;!?]|出资比例|本公告|详见|按照|根据|应当|不得|必须|以下简称|http")
_UNIT = re.compile(
    r"(百万元|十万元|万人民币|[亿万千百]?美元|[亿万千]?欧元|[亿万千百]?日元|[亿万千百]?港元|[亿万千百]?元|万|%|％|‰)"
)


def fold_label(label: str) -> str:
    """Return a label without spaces, numbering and closing colon, in compatibility form.

    >>> fold_label(" 一、 采 购 人 名称 ：")
    '采购人名称'
    """
    text = _SPACE.sub("", unicodedata.normalize("NFKC", label))
    text = text.strip(_TRAIL)
    folded = _VERB.sub("", _NUMBERING.sub("", text))
    return (folded or text).strip(_TRAIL)


def bare_label(label: str) -> str:
    """Return a label folded and without brackets; what a bracket holds where nothing stands outside one.

    >>> bare_label("2. 中标（成交）金额（万元）："), bare_label("（发标人）")
    ('中标金额', '发标人')
    """
    folded = fold_label(label)
    base, notes = _without_brackets(folded)
    return base or notes


_ZH = lexicon("zh")


def _told(key: str) -> Meaning:
    """Return the meaning that a key of the lexicon's ``labels`` stands for, such as ``name-buyer`` or ``amount-weak``."""
    field, *marks = key.split("-")
    party = next((Party(mark) for mark in marks if mark != "weak"), None)
    return Meaning(Field(field), party=party, weak="weak" in marks)


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_ZH.pattern("patterns", key))


def _head(key: str) -> re.Pattern[str]:
    return re.compile(f"(?:{_ZH.pattern('heads', key)})$")


# The order of the roles decides where a word stands for two (组织机构).
_PARTY_OF = {
    word: party
    for party in (Party.AGENCY, Party.BUYER, Party.SUPPLIER, Party.CANDIDATE)
    for word in _ZH.words("parties", party)
}
_PARTY_WORD = re.compile("|".join(sorted(map(re.escape, _PARTY_OF), key=len, reverse=True)))
_PARTY_AT_END = re.compile("(?:" + _PARTY_WORD.pattern + r")(?:\d|[一二三四五六七八九十])?$")

# Heads that end a label which is known and not claimed: people, papers, terms, accounts, web.
_OTHER_END = _head("other")
_NUMBER_END = _head("number")
_NUMBER_NOT = _pattern("not_number")
_ID_END = _head("identifier")
_ADDRESS_END = _head("address")
_PERIOD_END = _head("period")
_AMOUNT_END = _head("amount")
_DATE_END = _head("date")
_NAME_END = _head("name")


_aliases: dict[str, Meaning] = {}


@contextmanager
def aliased(aliases: Mapping[str, Meaning]) -> Iterator[None]:
    """Let `meaning` look into `aliases`, by `alias_key`, before its own words, until the block ends; in one thread."""
    before = dict(_aliases)
    _aliases.update(aliases)
    try:
        yield
    finally:
        _aliases.clear()
        _aliases.update(before)


def alias_key(label: str) -> str:
    """Return by what a label is found among aliases: without numbering, blanks, brackets, colon and case.

    >>> alias_key("2. 授牌 单位（全称）："), alias_key("Awarded firm:")
    ('授牌单位', 'awardedfirm')
    """
    return _without_brackets(fold_label(label))[0].casefold()


def meaning(label: str) -> Meaning | None:
    """Return what a label means, or None if it is no label that is known.

    `label` may still carry its numbering, inner blanks, brackets and colon.
    """
    if _aliases and 0 < len(label) <= MAX_LABEL + 40:
        base, notes = _without_brackets(fold_label(label))
        found = _aliases.get(base.casefold())
        if found is not None:
            return _with_unit(found, base, notes)
    return own_meaning(label)


@until_added
@lru_cache(maxsize=32768)
def own_meaning(label: str) -> Meaning | None:
    """Return what a label means whatever aliases say. The answer is cached: a corpus repeats its labels."""
    if not label or len(label) > MAX_SIGNS:
        return None
    found = _own(label) if len(label) <= MAX_LABEL + 40 else None
    return found if found is not None or has_han(label) else _worded(label)


def _own(label: str) -> Meaning | None:
    """Return what a Chinese or English label means."""
    folded = fold_label(label)
    if not folded:
        return None
    base, notes = _without_brackets(folded)
    base = _in_chinese(base)
    if len(base) > MAX_LABEL or _STOP.search(base):
        return None
    if base.isascii():
        return _english(base, notes)
    found = _classify(base, notes) if base else None
    if found is None and notes and len(folded) <= MAX_LABEL:
        # 采购单位（甲方）名称 needs no bracket; （采购人）名称 does.
        found = _classify(folded.translate(_NO_BRACKETS), "")
    return found


_TRANSLATED = re.compile(r"(?P<han>[\u4e00-\u9fff、]{2,})[/|·\-]?(?P<latin>[A-Za-z.,'’&/\-]*[a-z]{2}[A-Za-z.,'’&/\-]*)")
_TRANSLATED_BEFORE = re.compile(
    r"(?P<latin>[A-Za-z.,'’&/\-]*[a-z]{2}[A-Za-z.,'’&\-]*)[/|·]?(?P<han>[\u4e00-\u9fff、]{2,})"
)


def _in_chinese(base: str) -> str:
    """Return the Chinese half of a label in two languages (招标编号TenderNo)."""
    both = _TRANSLATED.fullmatch(base) or _TRANSLATED_BEFORE.fullmatch(base)
    return both["han"] if both is not None else base


def _worded(label: str) -> Meaning | None:
    """Return what a label means in one of the other languages whose words are parted by blanks."""
    found = phrase_of(label)
    return None if found is None else _with_currency(_told(found.key), label)


_NO_BRACKETS = {ord(sign): None for sign in "()（）[]【】〔〕{}"}


def _without_brackets(folded: str) -> tuple[str, str]:
    notes = "".join(_BRACKET.findall(folded))
    base = _BRACKET.sub("", folded)
    # One more pass for nested brackets, and a cut bracket at the end of a split header cell.
    base = re.sub(r"[(（][^()（）]*$", "", _BRACKET.sub("", base)).strip(_TRAIL + ")）")
    return base, notes


def _rank_of(base: str) -> int | None:
    match = re.search(
        r"第([一二三四五六七八九十\d]{1,3})(?:名|位|顺位|顺序|序位)?(?:中标|成交|中选|推荐|预中标|拟中标)?(?:排序|候选|候补|名|排名)?",
        base,
    )
    if match and re.search(r"候选|候补|第.{1,2}[名位]|排序|顺[位序]", base):
        return ordinal(match.group(1))
    match = re.search(
        r"(?:候选人|候选供应商|候选单位|候选中标人|候选成交供应商)(\d{1,2}|[一二三四五六七八九十])(?!\d)", base
    )
    if match:
        return ordinal(match.group(1))
    match = re.search(r"排(?:名|序)第?([一二三四五六七八九十\d]{1,2})", base)
    return ordinal(match.group(1)) if match else None


def _classify(base: str, notes: str) -> Meaning | None:
    exact = _EXACT.get(base)
    if exact is not None:
        return _with_unit(exact, base, notes)
    if _LOT.fullmatch(base):
        return Meaning(Field.LOT)
    if _JOINT.search(base):
        return None  # 联合体牵头人：甲；联合体成员：乙 is one value
    if _LOSING.search(base):
        return Meaning(Field.OTHER)
    if _TWO_HEADS.search(base):
        if _TITLE_AND_NUMBER.search(base):
            return Meaning(Field.TITLE_NUMBER)
        if _OPENING_AND_PLACE.search(base) and not _OBTAINING.search(base):
            return Meaning(Field.OPENING)
        # 供应商名称、地址及成交金额 announces several values: what follows must speak for itself.
        return Meaning(Field.OTHER)
    if (
        "联合体" in base
        and re.search(r"接受|允许|是否|参加|投标$", base)
        and not re.search(r"要求|资格(?!预审)|资质|协议|成员|牵头", base)
    ):
        return Meaning(Field.CONSORTIUM)
    if _ID_END.search(base):
        return Meaning(Field.PARTY_ID, party=_party(base))
    if _ADDRESS_END.search(base):
        return Meaning(Field.ADDRESS, party=_party(base))
    if _NUMBER_END.search(base) and not re.search(r"名称", base):
        return _number(base)
    if _NAME_END.search(base):
        return _name(base)
    if _PERIOD_END.search(base):
        return Meaning(Field.PERIOD)
    if _DATE_END.search(base):
        return _date(base)
    if _OTHER_END.search(base):
        # 某单位 may be any party whose word is not known here.
        return _bare(base) or Meaning(Field.OTHER, weak=base.endswith("单位"))
    if _AMOUNT_END.search(base):
        return _amount(base, notes)
    return _bare(base)


_JOINT = _pattern("joint")
_LOSING = _pattern("losing")
_LOT = re.compile(
    r"(?:采购|招标|项目|所属|中标|成交|对应|投标|所投|合同|分|预算)?(?:标段|标包|标项|分包|采购包|合同包|包组|包件|分标|包|包段)(?:包)?(?:号|序号|号码|及标段号|划分)?"
)
_TWO_HEADS = re.compile(
    r"(?:名称|地址|编号|时间|日期|金额|报价|数量|单价|联系人|电话|媒体)(?:[、/]|及|和|与|以及|或)"
    r"(?=.{0,8}(?:名称|地址|编号|时间|日期|金额|报价|价格|地点|媒体|媒介|电话|方式|数量|规格|单价|要求|联系|住所))"
)
_TITLE_AND_NUMBER = re.compile(
    r"^(?:采购|招标|本)?(?:项目|工程|标段)(?:名称|编号)(?:[、/]|及|和|与)(?:项目|其|采购)?(?:编号|名称)$"
)
_OPENING_AND_PLACE = re.compile(
    r"(?:开标|开启|截止|谈判|磋商|递交|提交).{0,8}(?:时间|日期).{0,10}(?:地点|时间)$|(?:截止|开标).{0,4}(?:时间|及开标时间)$"
)
_OBTAINING = _pattern("obtaining")

_EXACT = {word: _told(key) for key, words in _ZH.tables["labels"].items() for word in words}


def _with_unit(found: Meaning, base: str, notes: str) -> Meaning:
    if found.field in AMOUNT_FIELDS:
        return Meaning(
            found.field, found.party, _unit(base, notes), found.rank, found.unit_price, found.rate, found.weak
        )
    return found


def _party(base: str) -> Party | None:
    """Return the party word that stands last in a label: 招标代理机构 is the agency, though 招标 belongs to the buyer."""
    last = None
    for match in _PARTY_WORD.finditer(base):
        last = match
    return _PARTY_OF[last.group()] if last else None


def _number(base: str) -> Meaning:
    if "合同" in base and not re.search(r"合同包|合同段", base):
        return Meaning(Field.CONTRACT_NUMBER)
    if _NUMBER_NOT.search(base):
        return Meaning(Field.OTHER)
    if re.search(r"(?:标项|品目|序)编?号$", base):
        return Meaning(Field.OTHER)
    return Meaning(Field.NUMBER, weak=base in {"公告编号", "备案编号", "备案号", "任务书号"})


_OBJECT = _pattern("object")


def _name(base: str) -> Meaning | None:
    rank = _rank_of(base)
    party = _party(base)
    if party is None and re.search(r"(?:公告|公示|信息)(?:名称|标题)$", base):
        return Meaning(Field.NOTICE_TITLE)
    if rank is not None:
        return Meaning(Field.NAME, party=Party.CANDIDATE, rank=rank)
    if base.endswith(("姓名", "联系人名", "署名", "签名")):
        return Meaning(Field.OTHER)
    if re.search(r"(?:标的|采购标的|服务标的)名称$", base):
        return Meaning(Field.LOT_TITLE, weak=True)
    if _OBJECT.search(base) and not re.search(r"项目名称", base):
        return Meaning(Field.OTHER)
    # 采购项目名称, 采购人项目名称: the project is nearer to the head than the party.
    if re.search(
        r"(?:项目|工程|采购|招标|标段|标包|包|课题|合同段|分包|标项|计划|需求)(?:包|及标段)?(?:名称|全称|名|标题)(?:及编号|和编号|与编号)?$",
        base,
    ) and not re.search(r"(?:单位|人|方|机构|商|业主|公司|中心)(?:名称|全称|名)$", base):
        if re.search(r"^(?:中标|成交|采购)?(?:包|标项|标包|分包|采购包|合同包|品目)名称$", base):
            return Meaning(Field.LOT_TITLE)
        return Meaning(Field.TITLE, weak=bool(re.search(r"标段|包|需求|计划", base)))
    if party is not None:
        return Meaning(Field.NAME, party=party)
    if re.search(r"合同(?:名称|标题)$", base):
        return Meaning(Field.TITLE, weak=True)
    if re.search(r"单位(?:名称|全称|名)$|公司(?:名称|全称|名)$|企业(?:名称|名)$|机构(?:名称|全称)$", base):
        return Meaning(Field.NAME)
    return Meaning(Field.OTHER, weak=True) if len(base) <= 12 else None


_DATE = {
    key: _pattern(key)
    for key in (
        *("date_other", "signed", "first_published", "not_first", "opening", "decided", "not_decided", "corrected"),
        *("ended", "published"),
    )
}


def _date(base: str) -> Meaning | None:
    def says(key: str) -> bool:
        return _DATE[key].search(base) is not None

    if says("date_other"):
        return Meaning(Field.OTHER)
    if says("signed"):
        return Meaning(Field.SIGNED)
    first = _DATE["first_published"].search(base)
    if first is not None and not says("not_first") and not _DATE["opening"].search(base, first.end()):
        return Meaning(Field.FIRST_PUBLISHED)
    if says("opening"):
        return Meaning(Field.OPENING)
    if says("decided") and not says("not_decided"):
        return Meaning(Field.DECIDED)
    if says("corrected"):
        return Meaning(Field.PUBLISHED, weak=True)
    if says("ended"):
        return Meaning(Field.OTHER)
    if says("published"):
        return Meaning(Field.PUBLISHED)
    return Meaning(Field.OTHER, weak=True) if len(base) <= 12 else None


def _unit(base: str, notes: str) -> str | None:
    for place in (notes, base[-6:]):
        hits = _UNIT.findall(place)
        if hits and "%" not in place and "％" not in place and "‰" not in place and len(set(hits)) == 1:
            return str(hits[0])
    return None


_MONEY = {
    key: _pattern(key)
    for key in (
        *("fee", "not_fee", "paper", "rate", "not_rate", "ceiling", "budget", "estimate", "award", "not_award"),
        *("contract", "bid", "purchase", "trade", "bare_amount"),
    )
}


def _amount(base: str, notes: str) -> Meaning | None:
    if len(base) > 24:
        return None

    def says(key: str) -> bool:
        return _MONEY[key].search(base) is not None

    unit = _unit(base, notes)
    unit_price = "单价" in base or ("单价" in notes and "、" not in notes and "总价" not in notes and len(notes) < 6)
    rate = says("rate") and not says("not_rate")
    rank = _rank_of(base)

    def as_(field: Field, *, weak: bool = False) -> Meaning:
        return Meaning(field, _party(base), unit, rank, unit_price, rate, weak)

    if says("paper"):
        return Meaning(Field.OTHER)
    if "保证金" in base or "保函" in base:
        return as_(Field.DEPOSIT)
    if says("fee") and not says("not_fee"):
        return as_(Field.FEE)
    for field in (Field.CEILING, Field.BUDGET, Field.ESTIMATE):
        if says(field):
            return as_(field)
    if says("award") and not says("not_award"):
        return as_(Field.AWARD)
    for field in (Field.CONTRACT, Field.BID):
        if says(field):
            return as_(field)
    if says("purchase"):
        return as_(Field.ESTIMATE, weak=True)
    if says("trade"):
        return as_(Field.AWARD)
    if _MONEY["bare_amount"].fullmatch(base):
        return as_(Field.AMOUNT, weak=True)
    return Meaning(Field.OTHER, weak=True) if len(base) <= 12 else None


def _bare(base: str) -> Meaning | None:
    """Return the meaning of a label that is a party's or a project's word without any attribute."""
    rank = _rank_of(base)
    if rank is not None and len(base) <= 16 and not re.search(r"业绩|情况|负责人|经理|得分|报价|理由|资质", base):
        return Meaning(Field.NAME, party=Party.CANDIDATE, rank=rank)
    match = _PARTY_AT_END.search(base)
    if match and len(base) <= 16:
        word = re.sub(r"[\d一二三四五六七八九十]$", "", match.group())
        party = _PARTY_OF.get(word) or _PARTY_OF.get(match.group())
        if party is None:
            return None
        return Meaning(Field.NAME, party=party, weak=word in _WEAK_PARTIES)
    return None


def _english_key(words: str) -> str:
    return re.sub(r"[^a-z]", "", words.casefold())


_ENGLISH = {
    _english_key(phrase): _told(key) for key, phrases in lexicon("en").tables["labels"].items() for phrase in phrases
}
_CURRENCY_NOTE = re.compile(
    r"\b(USD|EUR|GBP|CNY|RMB|JPY|CHF|CAD|AUD|INR|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|ISK)\b", re.IGNORECASE
)


def _english(base: str, notes: str) -> Meaning | None:
    found = _ENGLISH.get(_english_key(base))
    if found is None and base[:3].casefold() == "the":
        found = _ENGLISH.get(_english_key(base[3:]))
    if found is None or re.search(r"\d", base):
        return None
    return _with_currency(found, notes)


def _with_currency(found: Meaning, notes: str) -> Meaning:
    """Return a meaning with the currency that a label of money names (Contract value (EUR))."""
    currency = _CURRENCY_NOTE.search(notes)
    if currency and found.field in AMOUNT_FIELDS:
        return Meaning(
            found.field, found.party, currency.group().upper(), None, found.unit_price, found.rate, found.weak
        )
    return found


_WEAK_PARTIES = frozenset(_ZH.words("parties", "weak"))


def _glued() -> dict[str, Meaning]:
    """Labels sure enough to be recognized right after a value, without a blank (薛某联系电话：…)."""
    found = {}
    for word in _ZH.words("glued", "labels"):
        what = meaning(word)
        found[word] = what if what is not None else Meaning(Field.OTHER)
    return found


GLUED = _glued()
