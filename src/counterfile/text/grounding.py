"""What may be taken over from words that something outside the layers proposes: by a language model, or by a trained tagger.

Neither is believed. The words must stand there whole (`text.quotes`), one of our grammars must derive a value of that
kind from them, and what stands beside them must not say that they are something else: the fee of an agent is no award,
whoever proposes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from counterfile.errors import NoEvidence
from counterfile.model.evidence import Span
from counterfile.model.notice import AMOUNTS, ORGANIZATIONS, Property, Stage
from counterfile.model.value import Amount, Basis
from counterfile.text.derive import amount_of, derive
from counterfile.text.names import clean_name, is_organization, name_key
from counterfile.text.quotes import is_cut

DERIVATIONS: Mapping[Property, tuple[str, ...]] = {
    Property.NUMBER: ("number",),
    Property.TITLE: ("title",),
    Property.BUYER: ("name",),
    Property.AGENCY: ("name",),
    Property.SUPPLIER: ("name",),
    Property.CANDIDATE: ("name",),
    Property.BUDGET: ("amount",),
    Property.CEILING: ("amount",),
    Property.AWARD_VALUE: ("amount",),
    Property.CONTRACT_VALUE: ("amount",),
    Property.BID_VALUE: ("amount",),
    Property.PUBLISHED: ("date",),
    Property.OPENING: ("date",),
    Property.DECIDED: ("date",),
    Property.SIGNED: ("date",),
}
"""What may be proposed from outside, and the grammars that may derive its value."""

ROWS = {
    **dict.fromkeys((Property.AWARD_VALUE, Property.CONTRACT_VALUE), "lot/1"),
    Property.BID_VALUE: "lot/1/bid/1",
    **dict.fromkeys((Property.SUPPLIER, Property.CANDIDATE), "lot/1/bid/1/supplier/1"),
}
"""Whose property it is, as layers name subjects; the notice's own for all others."""

_RESULT = frozenset({Stage.AWARD, Stage.CONTRACT})
_ADMISSIBLE: Mapping[Property, frozenset[Stage]] = {
    Property.SUPPLIER: _RESULT,
    Property.AWARD_VALUE: frozenset({Stage.AWARD}),
    Property.CONTRACT_VALUE: frozenset({Stage.CONTRACT}),
    Property.CANDIDATE: frozenset({Stage.CANDIDATES, Stage.SINGLE_SOURCE}),
    Property.BID_VALUE: frozenset({Stage.CANDIDATES}),
    Property.OPENING: frozenset({Stage.TENDER, Stage.PREQUALIFICATION, Stage.AMENDMENT}),
    Property.DECIDED: _RESULT | {Stage.CANDIDATES},
    Property.SIGNED: frozenset({Stage.CONTRACT}),
    Property.BUDGET: frozenset({Stage.PLANNING, Stage.TENDER, Stage.PREQUALIFICATION, Stage.SINGLE_SOURCE}),
    Property.CEILING: frozenset({Stage.TENDER, Stage.PREQUALIFICATION}),
}


class Grounded(msgspec.Struct, frozen=True):
    """A value that follows from words that stand there whole."""

    property: Property
    value: str
    evidence: tuple[Span, ...]
    """One span."""
    derivation: str
    amount: Amount | None = None


def is_admissible(prop: Property, stage: Stage) -> bool:
    """Return whether a notice of this stage may state the property at all.

    >>> is_admissible(Property.SUPPLIER, Stage.TENDER), is_admissible(Property.BUYER, Stage.TENDER)
    (False, True)
    """
    return prop in DERIVATIONS and stage in _ADMISSIBLE.get(prop, frozenset(Stage))


def ground(text: str, start: int, end: int, prop: Property) -> Grounded | str:
    """Return what follows from proposed words, or why they are refused.

    Args:
        text: Of the Reading.
        start: Code points into `text`, half open.
        end: Likewise.
        prop: That the words are proposed for.

    >>> ground("采购人：临沅市公安局", 4, 10, Property.BUYER).value
    '临沅市公安局'
    >>> ground("采购人：临沅市公安局", 4, 9, Property.BUYER)
    'the words are cut out of longer ones'
    """
    quote = text[start:end] if 0 <= start < end else ""
    if not quote.strip() or len(quote) > _LONGEST:
        return "there are no words, or far too many"
    span = Span(start, end, quote)
    reason = f"nothing is proposed for {prop} from outside"
    for derivation in DERIVATIONS.get(prop, ()):
        try:
            value = derive(derivation, (quote,))
        except NoEvidence:
            reason = f"no {derivation} follows from the words"
            continue
        if is_cut(text, span, derivation):
            reason = "the words are cut out of longer ones"
            continue
        reason = _wrong_kind(prop, quote, value) or rival(text, start, end, prop)
        if not reason:
            return Grounded(prop, value, (span,), derivation, amount_of((quote,)) if prop in AMOUNTS else None)
    return reason


def agrees(found: Grounded, said: str) -> bool:
    """Return whether what somebody says that the words mean is what our grammar derives; true where they say nothing.

    A sum may be said in yuan, without its unit.
    """
    said = said.strip()
    if not said or said in {found.value, found.evidence[0].quote}:
        return True
    if found.property in ORGANIZATIONS:
        return name_key(clean_name(said)) == name_key(found.value)
    plain = _FIGURE.sub("", said)
    if found.amount is not None and found.amount.amount is not None and re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Decimal(plain) == found.amount.amount or _derived(found, said)
    return _derived(found, said)


def _derived(found: Grounded, said: str) -> bool:
    try:
        return derive(found.derivation, (said,)) == found.value
    except NoEvidence:
        return False


def _wrong_kind(prop: Property, quote: str, value: str) -> str:
    """Return why a derived value is none of the kind that the property wants; empty where it is."""
    if prop in ORGANIZATIONS:
        return "" if is_organization(value) else "the words are no name of an organization"
    if prop in AMOUNTS:
        amount = amount_of((quote,))
        told = amount is not None and amount.basis in {Basis.TOTAL, Basis.PER_YEAR, Basis.UNIT_PRICE, Basis.RATE}
        return "" if told else "no sum with its unit follows from the words"
    if prop is Property.NUMBER:
        whole = len(value) <= _LONGEST_NUMBER and sum(sign.isdigit() for sign in value) >= _LEAST_DIGITS
        return "" if whole and not _NO_NUMBER.search(value) else "the words are no number of a procedure"
    if prop is Property.TITLE:
        return "" if _LEAST_TITLE <= len(value) <= _LONGEST_TITLE and "\n" not in quote else "the words are no title"
    return ""


def rival(text: str, start: int, end: int, prop: Property) -> str:
    """Return what the words beside a quote say that it is instead; empty where they say nothing against the property.

    The nearest sign before the quote counts, within its sentence or cell, and the first one behind a name.
    """
    # A name is told by its own clause: 代理 in the name before the comma says nothing of it.
    ends = _CLAUSE if prop in ORGANIZATIONS else _SENTENCE
    before = ends.split(text[max(0, start - _BESIDE) : start])[-1]
    told = _KINDS[DERIVATIONS[prop][0]]
    signs = [(match.end(), name) for name, sign in _SIGNS.items() if name in told for match in sign.finditer(before)]
    if signs:
        # Of signs that end at one place the longer word counts, which stands earlier in the table.
        at = max(end for end, _ in signs)
        near = {name for end, name in signs if end >= at - 1}
        if not near & _MEANT[prop]:
            return f"the words before say {sorted(near)[0]}"
    if prop in ORGANIZATIONS and (behind := _BEHIND.match(text[end : end + _BESIDE])):
        role = "buyer" if behind["asks"] else "agency" if behind["runs"] else "supplier"
        if role not in _MEANT[prop]:
            return f"the words behind say {role}"
    return ""


def places(passage: str, quote: str) -> Iterator[int]:
    """Yield where a quote stands in a passage, at most 20 times."""
    at = passage.find(quote) if quote else -1
    for _ in range(20):
        if at < 0:
            return
        yield at
        at = passage.find(quote, at + 1)


_LONGEST = 300  # code points of words that carry one value
_LONGEST_NUMBER = 60
_LEAST_DIGITS = 3
_LEAST_TITLE, _LONGEST_TITLE = 5, 150
_BESIDE = 24  # code points in which a sign tells what a value is
_FIGURE = re.compile(r"[,，\s]|CNY|RMB|人民币|[￥¥]|元整?\Z")
_NO_NUMBER = re.compile(r"[，。；！？]|\*{3}|^\d{11}$|^\d{4}年|^0\d{2,3}-\d{7,8}$")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_CLAUSE = re.compile(r"[。；;！!？?\n，,]")
_BEHIND = re.compile(
    r"\s*(?:(?P<asks>的?委\s*托|所需)|(?P<runs>受|接受)|(?:被?(?:确定|评)?为)?(?:中标|成交|中选)(?!候选|结果|通知|公[告示])(?:人|供应商|单位)?)"
)
_SIGNS: Mapping[str, re.Pattern[str]] = {
    "fee": re.compile(
        r"(?:代理|服务|招标|评审|专家|公证|交易)(?:服务)?费|(?<!总)费用|手续费|工本费|标书(?:售)?价|售价|[Ff]ees?\b"
    ),
    "deposit": re.compile(r"保证金|履约担保|[Bb]ond\b|[Dd]eposit"),
    "budget": re.compile(r"预算|采购金额|资金|[Bb]udget|[Ee]stimated"),
    "ceiling": re.compile(r"最高(?:投标)?限价|控制价|拦标价|限价|[Cc]eiling|[Mm]aximum"),
    "award value": re.compile(
        r"(?:中标|成交|中选|合同|投标|响应|最终|承包)(?:总)?(?:报价|价格?|金额|总价|总额)|报价|[Cc]ontract (?:price|value|sum)|for the sum of"
    ),
    "agency": re.compile(r"代理(?:机构|公司|单位|人)?|受托(?:人|方)|[Aa]gent|[Aa]gency"),
    "buyer": re.compile(
        r"(?:采购|招标|建设|需求|使用|发包|询价|比选|委托)(?:人|单位|方)|甲方|业主|受(?!托)|[Bb]uyer|[Pp]urchaser|[Aa]uthority|on behalf of"
    ),
    "supplier": re.compile(
        r"(?:中标|成交|中选|得标|供货|承包|承建|承揽|受让|竞得|供应)(?:人|单位|方|商|厂商|企业)|供应商|乙方|[Ww]inner|[Aa]warded to|[Cc]ontractor|[Ss]upplier"
    ),
    "candidate": re.compile(r"候选(?:人|供应商|单位)|第[一二三四五]名|[Cc]andidate"),
    "loser": re.compile(r"未(?:中标|成交|入围)|否决|废标|无效投标|[Rr]ejected|[Uu]nsuccessful"),
    "published": re.compile(r"(?:公告|发布|公示|发表)(?:日期|时间|期|于)?|[Pp]ublished"),
    "opening": re.compile(r"开标|开启|截止|递交|[Oo]pening|[Dd]eadline|[Cc]losing"),
    "decided": re.compile(r"评标|评审|定标|中标日期|成交日期|确定日期|[Dd]ecided|[Ee]valuated"),
    "signed": re.compile(r"签订|签署|签约|[Ss]igned"),
    "term": re.compile(r"工期|服务期|交货|供货期|有效期|获取|领取|报名|登记|成立|[Dd]elivery|[Vv]alid"),
    "number": re.compile(r"编号|代码|[Nn]o\.?|[Rr]eference|文号|备案号"),
    "other number": re.compile(r"信用代码|电话|传真|邮编|账号|帐号|身份证|手机|许可证|[Pp]hone|[Ff]ax|[Aa]ccount"),
}
"""What words before a value say that it is."""
_KINDS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"agency", "buyer", "supplier", "candidate", "loser"}),
    "amount": frozenset({"fee", "deposit", "budget", "ceiling", "award value"}),
    "date": frozenset({"published", "opening", "decided", "signed", "term"}),
    "number": frozenset({"number", "other number"}),
    "title": frozenset(),
}
"""The signs that speak of a value of each derivation."""
_MEANT: Mapping[Property, frozenset[str]] = {
    Property.NUMBER: frozenset({"number"}),
    Property.TITLE: frozenset(),
    Property.BUYER: frozenset({"buyer"}),
    Property.AGENCY: frozenset({"agency"}),
    Property.SUPPLIER: frozenset({"supplier"}),
    Property.CANDIDATE: frozenset({"candidate", "supplier"}),
    Property.BUDGET: frozenset({"budget"}),
    Property.CEILING: frozenset({"ceiling"}),
    **dict.fromkeys((Property.AWARD_VALUE, Property.CONTRACT_VALUE, Property.BID_VALUE), frozenset({"award value"})),
    Property.PUBLISHED: frozenset({"published"}),
    Property.OPENING: frozenset({"opening"}),
    Property.DECIDED: frozenset({"decided"}),
    Property.SIGNED: frozenset({"signed"}),
}
"""The signs that fit each property."""
