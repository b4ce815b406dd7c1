"""Whether a quote cuts through what it quotes: ``2021-0`` of ``2021-07``, 临沅市公安 of 临沅市公安局.

Such words stand in the text, and a value follows from them; but the text does not say that value. So standing there is
not enough: words must stand there whole. Chinese has no blanks between words, so this is decided by what the value is: a
number, a sum and a date end where their signs end, a name where punctuation, a line or one of the few words stands that
may follow a name in a sentence, and brackets that belong to a name are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from counterfile.model.evidence import Span
from counterfile.text.labels import Field, own_meaning
from counterfile.text.places import locate


def is_cut(text: str, span: Span, derivation: str, *, whole_line: bool = False) -> bool:
    """Return whether the words of a span go on beyond one of its ends.

    Args:
        text: Of the Reading.
        span: The value's own words.
        derivation: By which the value follows from them (`text.derive`).
        whole_line: True for what is printed as a line of its own (a notice's title): then no Chinese word may stand beside
            it, where a project's title may stand in a sentence.

    >>> is_cut("编号：XJ-2021-07", Span(3, 9, "XJ-202"), "number")
    True
    >>> is_cut("受临沅市公安局委托", Span(1, 7, "临沅市公安局"), "name")
    False
    >>> is_cut("受临沅市公安局委托", Span(2, 7, "沅市公安局"), "name")
    True
    """
    quote = span.quote
    if not quote or (derivation in _WORDED | {"lot"} and quote != quote.strip()):
        return True
    before, behind = text[max(0, span.start - _NEAR) : span.start], text[span.end : span.end + _NEAR]
    if splits(before, quote) or splits(quote, behind) or _leaves_bracket(before, quote, behind):
        return True
    if derivation in _WORDED and not _HAN.search(quote) and _is_cut_latin(text, span, derivation):
        return True
    if whole_line and before.endswith(": "):
        return True
    if whole_line and (_HAN.match(before[-1:]) or _HAN.match(behind[:1])):
        return True
    return _goes_beyond(before, quote, behind, derivation)


def _goes_beyond(before: str, quote: str, behind: str, derivation: str) -> bool:
    """Return whether a value of this kind goes on beside its quote."""
    edges = (f"{before[-2:]}\0{quote[0]}", f"{quote[-1]}\0{behind[:1]}")
    match derivation:
        case "number":
            signs = _NUMBER_BEFORE.search(before) or _NUMBER_BEHIND.match(behind)
            return bool(signs) or _unbalanced(quote) or _goes_on(before, quote, behind, _NEVER, _NEVER)
        case "amount" | "unit_price" | "money" | "corrected_amount":
            return bool(_SUM_BEFORE.search(edges[0]) or _SUM_BEHIND.match(behind) or _SUM_BARE.search(quote))
        case "name" | "corrected_name" | "lead":
            return _is_cut_name(before, quote, behind)
        case "title" | "text" | "method":
            unit = quote[-1].isdecimal() and behind.startswith("号")
            again = derivation == "title" and _ROUND_BEHIND.match(behind)
            again = again or (_LOT_MARK.match(before[-1:]) if quote[0] in _LOT_WORDS else None)
            return unit or bool(again) or _goes_on(before, quote, behind, _BEFORE_TITLE, _BEHIND_TITLE)
        case "lot":
            return _is_cut_lot(before, quote, behind)
        case "flag":
            return bool(_NOT.search(before))
        case "province" | "city" | "county":
            return _is_cut_place(before, quote)
    inner = _COUNTS if derivation in _COUNTED else _ACT if derivation in _ACTS else _NEVER
    return any(inner.search(edge) for edge in edges)


def are_cut(text: str, evidence: Sequence[Span], derivation: str, *, whole_line: bool = False) -> bool:
    """Return whether any words of a value are cut: its own, or those that it follows from as well. See `is_cut`."""
    return is_cut(text, evidence[0], derivation, whole_line=whole_line) or any(
        splits(text[max(0, span.start - 2) : span.start], span.quote)
        or splits(span.quote, text[span.end : span.end + 2])
        for span in evidence[1:]
    )


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
    left = left and not (opens is not _NEVER and _is_labeled(before))
    right = bool(behind and _HAN.match(behind[0]) and _HAN.match(quote[-1]) and not closes.match(behind))
    return (
        left
        or right
        or bool(_LATIN.search(f"{before[-2:]}\0{quote[:2]}") or _LATIN.search(f"{quote[-2:]}\0{behind[:2]}"))
    )


def _is_labeled(before: str) -> bool:
    """True where a label of a name or a title stands right before, at the beginning of its line: 采购单位 before a name."""
    words = _LABELED.search(before)
    what = own_meaning(words[1]) if words is not None else None
    return what is not None and not what.weak and what.field in {Field.NAME, Field.TITLE}


def _leaves_bracket(before: str, quote: str, behind: str) -> bool:
    """True where the other half of one of its brackets stands beside a quote: …（一标段 of …（一标段）."""
    return any(
        (behind[:1] in closing and _open(quote, opening, closing) > 0)
        or (before[-1:] in opening and _open(quote[::-1], closing, opening) > 0)
        for opening, closing in _BRACKETS
        if behind or before
    )


def _open(quote: str, opening: str, closing: str) -> int:
    """Return how many brackets are still open at the end of a quote."""
    depth = 0
    for sign in quote:
        if sign in opening:
            depth += 1
        elif sign in closing:
            depth = max(0, depth - 1)
    return depth


def _unbalanced(quote: str) -> bool:
    return any(sum(map(quote.count, opening)) != sum(map(quote.count, closing)) for opening, closing in _BRACKETS)


def _is_cut_name(before: str, quote: str, behind: str) -> bool:
    if _unbalanced(quote) or (quote[-1] in "、，,；;：:" and behind[:1] not in {"", "\n"}):
        return True
    if _HAN.match(quote[-1]) and _LONE_BEHIND.match(behind):
        return True
    if quote[0] in _TIES or _TIED.search(before) or (behind[:1] in _TIES and _HAN.match(behind[1:2])):
        return True
    if _HAN.match(before[-1:]) and (quote[0] in "（(" or _NO_NAME.match(quote)):
        return True
    if quote[-1] in "）)" and _HAN.match(behind[:1]) and not _BEHIND_NAME.match(behind):
        return True
    if before.endswith("共和") and quote[0] == "国":
        return True
    inner = _INNER_BEFORE.search(before)
    if inner is not None and _HAN.match(quote[0]) and not _ROLE.search(inner[1]):
        return True
    if _INNER_BEHIND.match(behind):
        return True
    whole = _WHOLE_NAME.search(quote) is not None and not _PART_BEHIND.match(behind)
    if behind[:1] in {"和", "与", "及"} and _HAN.match(quote[-1]) and _PARTY.search(quote) is None:
        return True
    return _goes_on(before, quote, behind, _BEFORE_NAME, _ANY if whole else _BEHIND_NAME)


def _is_cut_latin(text: str, span: Span, derivation: str) -> bool:
    """A name or a title in Latin, Greek or Cyrillic letters ends where its line, its clause or its brackets end."""
    quote = span.quote
    begin = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    before = text[max(begin, span.start - _NEAR) : span.start]
    behind = text[span.end : min(stop if stop >= 0 else len(text), span.end + _LINE)]
    if span.start == begin and not behind.strip():
        return False  # a whole line, however oddly it ends
    if _LATIN_OPEN.search(quote) or _LATIN_STRAY.match(quote):
        return True
    if _LATIN_BEFORE.search(before) or (behind and behind[0] == quote[-1] and not behind[0].isalnum()):
        return True
    closed = (
        behind.strip() in {",", ";"}
        or _LATIN_CLOSES.match(behind)
        or (_LATIN_STOPS.match(behind) and not _LATIN_SHORT.search(quote))
    )
    if span.start == begin and behind.strip() and not closed:
        return True  # what begins its line is a field or a cell, and goes to its end
    if before.strip() and _LATIN_ENDS.search(before) and _LATIN_INNER.match(quote):
        return True
    return derivation in _NAMED and _LATIN_BEHIND.match(behind) is not None


def _is_cut_lot(before: str, quote: str, behind: str) -> bool:
    left, right = before[-1:], behind[:1]
    if quote[-1] in "-—–_/.":
        return True
    if len(quote) > _LONG_LOT:  # a lot that is called by the whole number
        signs = _NUMBER_BEFORE.search(before) or _NUMBER_BEHIND.match(behind)
        if signs or _goes_on(before, quote, behind, _NEVER, _ANY):
            return True
    if (
        left in {"第", "标", "采"}
        or before.endswith(("采购", "分"))
        or (quote[0] in _LOT_WORDS and _LOT_MARK.match(left))
    ):
        return True
    if _LOT_MARK.search(quote) is None:  # 包 or 标段 alone: what tells it from the others stands beside it
        return any(_LOT_MARK.match(sign) is not None for sign in (left, behind.lstrip()[:1]))
    if _LOT_MARK.match(quote[-1]) or quote[-1] in _LOT_WORDS:
        return (
            right != ""
            and not behind.startswith("项目")
            and (right in _LOT_WORDS or _COUNTS.search(f"{quote[-1]}\0{right}") is not None)
        )
    return False


def _is_cut_place(before: str, quote: str) -> bool:
    """True where what stands before makes another place of the first words: 远 before 安县."""
    for more in range(1, min(3, len(before)) + 1):
        if not _HAN.match(before[-more]):
            return False
        words = before[-more:] + quote[:_NEAR]
        place = _locate(words)
        for name in (place.county, place.city, place.province) if place is not None else ():
            at = words.find(name) if name else -1
            if name and 0 <= at < more < at + len(name):
                return True
    return False


_locate = lru_cache(maxsize=4096)(locate)
_NEAR = 12  # code points beside a quote that tell whether it goes on
_WORD = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff]|\ufffd")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FRACTION = re.compile("\\d\0[.,，]\\d|\\d[.,，]\0\\d")
_LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]"
_LATIN = re.compile(f"{_LETTER} ?\0 ?{_LETTER}")
_NAMED = frozenset({"name", "corrected_name", "lead"})
_WORDED = _NAMED | {"title", "text", "method"}
_LINE = 80  # code points of the rest of a line that tell whether a name in Latin letters goes on
_FORM = r"(?:S\.|S\s?A\b|Ltd|LLC|LLP|Inc|GmbH|AG\b|KG\b|B\.?V|C\.?\s?V|Co\b|Corp|plc|PLC|Lda|Sp\.|z o|s\.r|a\.s|INC|LTD|Unip)"
_LATIN_ENDS = re.compile(rf"(?:{_LETTER}|[.)])\s?\Z")
_LATIN_OPEN = re.compile(r"(?:[,&+/(\[–—'’]|\s-|\b[Aa]nd|\b[Oo]f)\Z")
_LATIN_INNER = re.compile(rf"\(|{_FORM}")
_LATIN_STRAY = re.compile(r"[,&+/)\]–—.]|-\s?\S")
_LATIN_BEFORE = re.compile(r"[^\W\d_\u3400-\u9fff][.]?(?:\s?[&+/–—]\s?|\s-\s|-|,\s|['’])\Z|\d-\Z")
_LATIN_CLOSES = re.compile(
    r"\s*\((?:lots?|lead|member|partner|joint|the|herein)\b|[:：]\s?\S|\s+[|｜]|\s{2,}|\t|;\s", re.I
)
_LATIN_STOPS = re.compile(r"\.\s+[^\W\d_a-z]")
_LATIN_SHORT = re.compile(r"\b\w{1,3}\Z")
_LATIN_BEHIND = re.compile(
    rf"\s?[,;]?\s?(?:\(\w{{2,20}}\)\s?)?{_FORM}|\s?[&+/–—]\s?\w|\s-\s\w|-\w|\.\s?[A-Za-z]\.|['’]\w"
)
_NEVER = re.compile(r"(?!)")
_ANY = re.compile(r"")
_BRACKETS = (("（(", "）)"), ("〔[", "〕]"), ("【", "】"), ("“", "”"), ("《", "》"))
_NUMBER_BEFORE = re.compile(r"%\Z|[〔\[【]\Z|[0-9A-Za-z][-—–_/.〔\[【(（〕\]】)）]?\Z|[-—–_][ ]?\Z")
_NUMBER_BEHIND = re.compile(r"[-—–_/.]?[0-9A-Za-z]|[〔\[【]\d|号")
_NOT = re.compile(r"(?:[不非未无勿](?:予以?|得|能|可|允许|准|再)?|[（(]\s*[否不]\s*[)）])\s*\Z")
_COUNTED = frozenset({"rank", "date", "corrected_date", "round"})
_ACTS = frozenset({"stage", "stage_words", "status_of_stage"})
_COUNTS = re.compile("[〇○零一二三四五六七八九十]\0[〇○零一二三四五六七八九十]")
_ACT = re.compile(
    "公\0[告示报]|通\0知|公告\0示|[中成开招流废]\0[标交]|合\0同|结\0果|候\0选|澄\0清|变\0更|更\0正|终\0止|[预拟]\0[中成]"
)
_LONG_LOT = 8  # code points
_LOT_WORDS = "包段标组项"
_LOT_MARK = re.compile(r"[0-9Ⅰ-Ⅻ〇零一二三四五六七八九十甲乙丙丁]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_NUMERAL = "零壹贰叁肆伍陆柒捌玖拾佰仟"
_SUM_BEFORE = re.compile(f"[{_NUMERAL}万亿￥¥$€£]\0|价\0格|系\0数|费\0率|[上下]\0浮|折\0扣|单\0价|总\0[价额]")
_SUM_BARE = re.compile(r"\A\s*[百千万亿]*元|[/／∕]\Z")
_SUM_BEHIND = re.compile(rf"[{_NUMERAL}百千万亿]|[（(]?万?元|\s?[%％‰]|[/／∕]\s?[\u3400-\u9fff]")
_BEFORE_NAME = re.compile(
    r"(?:受|就|由|与|和|及|为|是|系|向|对|现?将|[付交托授]给|(?<!申)请|联合|看好|花落|者|了|宣布|确定|推荐|选定|授予|委托|包|(?:采购|招标|中标|成交|投标|候选)人|[（(]\w{1,8}[)）])\Z"
)
_LABELED = re.compile(r"(?:\A|[\n，,；;。|])([\u4e00-\u9fff（）()]{2,11})\Z")
"""Words that nothing parts from what follows, at the beginning of their line or clause."""
_BEHIND_NAME = re.compile(
    r"中标|成交|中选|入围|受|委托|联合|所需|为|的|就|与|和|及|对|关于|于|拟|现|将|已|是|以|在|向|根据"
)
_WHOLE_NAME = re.compile(
    r"(?:公司|局|厅|院|委员会|政府|大学|学校|中学|小学|幼儿园|中心|支队|总队|大队|监狱|管理处|管理所|银行)\Z"
)
_PART_BEHIND = re.compile(
    r"[\u3400-\u9fff]{0,8}?(?:公司|集团|局|厅|院|委员会|政府|大学|学校|中学|小学|幼儿园|中心|队|所|处|科|室|站|(?:宣传|组织|统战|武装|保障|后勤|工程|基建|采购)部|分行|支行|办公|党校|校区|本级|机关|本部)"
)
_PARTY = re.compile(rf"{_WHOLE_NAME.pattern}|[所站处队科室部厂社店行会人]\Z")
_LONE_BEHIND = re.compile(r"[ \u3000]{1,2}[\u3400-\u9fff](?:\s|[，。,；）)]|\Z)")  # 师范学 院: a blank within a word
_TIES = ("-", "—", "–", "·", "&", "+")
_TIED = re.compile(r"[\u3400-\u9fff][-—–·&+]\Z")
_NO_NAME = re.compile(r"(?:工程|管理|科技|招标|咨询|信息|技术|建设|集团|有限|股份|责任|服务|统集成|分公司|公司)")
_INNER_BEFORE = re.compile(r"[\u3400-\u9fff][（(]([\u3400-\u9fff]{2,8})[）)]\Z")
_INNER_BEHIND = re.compile(
    r"\s?[（(][\u3400-\u9fff]{2,10}(?:[）)][\u3400-\u9fff]{0,8}(?:公司|集团|有限|院|中心|厂|所)|(?:公司|分局|分院|支队|分部|校区)[）)])"
)
_ROLE = re.compile(r"章|全?称|方|如有|主|成员|代理|单位|人|或|及")
_BEFORE_TITLE = re.compile(r"(?:的|关于|对|就|为|受)\Z")
_BEHIND_TITLE = re.compile(
    r"于|进行|中标|成交|招标|采购|开标|供应|合同|变更|更正|结果|公告|公示|第[一二三四五六七八九十0-9]+[标包次]|的[通公更变补澄答说函中成竞候资潜投招采询单磋谈]|公开|组织|项目[编名代概]|单一|竞争|询价|终止|废标|流标|延期|答疑|澄清"
)
_ROUND_BEHIND = re.compile(r"\s?[（(](?:第?[一二两三四五六2-6]次|重新|再次|重招|[一二三四五六]期)[^（()）]{0,6}[)）]")
