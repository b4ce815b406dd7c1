"""Whether a quote cuts through what it quotes: ``2021-0`` of ``2021-07``, 临沅市公安 of 临沅市公安局.

Such words stand in the text, and a value follows from them; but the text does not say that value. So where words are
proposed from outside (by a model, by an aligner), standing there is not enough: they must stand there whole. Chinese has
no blanks between words, so this is decided by what the value is: a number, a sum and a date end where their signs end, a
name where punctuation, a line or one of the few words stands that may follow a name in a sentence.
"""

from __future__ import annotations

import re

from counterfile.model.evidence import Span


def is_cut(text: str, span: Span, derivation: str) -> bool:
    """Return whether the words of a span go on beyond one of its ends.

    Args:
        text: Of the Reading.
        span: The value's own words.
        derivation: By which the value follows from them (`text.derive`).

    >>> is_cut("编号：XJ-2021-07", Span(3, 9, "XJ-202"), "number")
    True
    >>> is_cut("受临沅市公安局委托", Span(1, 7, "临沅市公安局"), "name")
    False
    >>> is_cut("受临沅市公安局委托", Span(2, 7, "沅市公安局"), "name")
    True
    """
    if not span.quote:
        return True
    before, behind = text[max(0, span.start - _NEAR) : span.start], text[span.end : span.end + _NEAR]
    if splits(before, span.quote) or splits(span.quote, behind):
        return True
    if derivation in _IN_BRACKETS and any(span.quote.count(a) != span.quote.count(b) for a, b in _PAIRS):
        return True
    match derivation:
        case "number":
            signs = _NUMBER_BEFORE.search(before) or _NUMBER_BEHIND.match(behind)
            return bool(signs) or _goes_on(before, span.quote, behind, _NEVER, _NEVER)
        case "amount" | "unit_price" | "money":
            return bool(_SUM_BEFORE.search(before) or _SUM_BEHIND.match(behind))
        case "name":
            return _goes_on(before, span.quote, behind, _BEFORE_NAME, _BEHIND_NAME)
        case "title" | "text" | "method":
            unit = span.quote[-1].isdecimal() and behind.startswith("号")
            return unit or _goes_on(before, span.quote, behind, _BEFORE_TITLE, _BEHIND_TITLE)
        case "lot":
            return bool(_LOT_BEFORE.search(before) or _LOT_BEHIND.match(behind))
        case "flag":
            return before.endswith(_NOT)
    return False


def splits(before: str, behind: str) -> bool:
    """Return whether an edge between two stretches of text lies within a number or a word of Latin letters.

    >>> splits("XJ-20", "21"), splits("12", ".5元"), splits("第1包", "50万元")
    (True, True, False)
    """
    if not before or not behind:
        return False
    if _WORD.match(before[-1]) and _WORD.match(behind[0]):
        return True
    return bool(_FRACTION.search(before[-2:] + "\0" + behind[:2]))


def _goes_on(before: str, quote: str, behind: str, opens: re.Pattern[str], closes: re.Pattern[str]) -> bool:
    left = bool(before and _HAN.match(before[-1]) and _HAN.match(quote[0]) and not opens.search(before))
    right = bool(behind and _HAN.match(behind[0]) and _HAN.match(quote[-1]) and not closes.match(behind))
    return (
        left
        or right
        or bool(_LATIN.search(f"{before[-2:]}\0{quote[:2]}") or _LATIN.search(f"{quote[-2:]}\0{behind[:2]}"))
    )


_NEAR = 6  # code points beside a quote that tell whether it goes on
_WORD = re.compile(r"[0-9A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FRACTION = re.compile("\\d\0[.,，]\\d|\\d[.,，]\0\\d")
_NUMBER_BEFORE = re.compile(r"[0-9A-Za-z〔\[【(（][-—–_/.〕\]】)）]?\Z|[-—–_][ ]?\Z")
_NUMBER_BEHIND = re.compile(r"[-—–_/.]?[0-9A-Za-z]|[〔\[【]\d|号")
_LATIN = re.compile("[A-Za-z] ?\0 ?[A-Za-z]")
_NEVER = re.compile(r"(?!)")
_IN_BRACKETS = frozenset({"number", "name"})
_PAIRS = (("(", ")"), ("（", "）"), ("〔", "〕"), ("[", "]"), ("【", "】"))
_NOT = ("不", "非", "未", "无", "勿")
_LOT_BEFORE = re.compile(r"(?:第|标|[0-9一二三四五六七八九十])\Z")
_LOT_BEHIND = re.compile(r"[包段标号组]|[一二三四五六七八九十]")
_NUMERAL = "零壹贰叁肆伍陆柒捌玖拾佰仟"
_SUM_BEFORE = re.compile(rf"[{_NUMERAL}万亿]\Z")
_SUM_BEHIND = re.compile(rf"[{_NUMERAL}百千万亿]|[（(]?万?元")
_BEFORE_NAME = re.compile(r"(?:受|就|由|与|和|及|为|是|系|向|对|确定|推荐|委托|包|(?:采购|招标|中标|投标|候选)人)\Z")
_BEHIND_NAME = re.compile(r"受|委托|联合|所需|为|的|就|与|和|及|对|关于|于|拟|现|将|已|是|以|在|向|根据")
_BEFORE_TITLE = re.compile(r"(?:的|关于|对|就|为|受)\Z")
_BEHIND_TITLE = re.compile(
    r"于|的|进行|中标|成交|招标|采购|开标|供应|合同|变更|更正|结果|公告|公示|第|项目|单一|竞争|询价|终止|废标|流标|延期|答疑|澄清"
)
