"""Labels and values in one line without a colon: what a page parts by its looks alone (采购编号QH-2025-1, 采 购 人　某局).

A value counts only where all of it is of its label's kind: an organization's name, a figure, a day, a number, an answer.
"""

from __future__ import annotations

import re

from counterfile.text.dates import find_dates
from counterfile.text.kinds import flag_of, lot_status_of
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, Field, Meaning, Party, meaning
from counterfile.text.money import read_amount
from counterfile.text.names import clean_name, is_organization, split_joint

Beside = tuple[int, int, Meaning, int, int]
"""Label start, label end, meaning, value start, value end: positions within the line."""

_LONGEST = 200
_LONGEST_LABEL = 16
"""Code points of a label that no blank and no colon closes."""
_GAP = re.compile(r"[ \t\u3000\xa0]+")
_MAY = re.compile(r"[\u4e00-\u9fff]")
_TYPED = frozenset({Field.NAME, Field.NUMBER, Field.CONTRACT_NUMBER}) | AMOUNT_FIELDS | (DATE_FIELDS - {Field.DEADLINE})
_NUMBER = re.compile(r"(?=\S*\d{2})[^\s，,。；;：:、]{4,40}")
_CODE = re.compile(r"(?=\S*\d{3})[A-Z0-9〔\[【(（][A-Za-z0-9〔\[【(（）)】\]〕\-—–_/.#号第年]{4,39}")
_FIGURE = re.compile(r"[￥¥$€\d]|人民币|[零壹贰叁肆伍陆柒捌玖拾]|[A-Z]{3}\s?\d")
_TIME = re.compile(
    r"\s*(?:[（(][^()（）]{1,6}[)）])?\s*(?:[上下]午)?\s*(?:\d{1,2}\s*[:：时点]\s*\d{0,2}\s*(?:[:：分]\s*\d{0,2}\s*秒?)?)?\s*(?:整|前)?\s*(?:[（(]北京时间[)）])?\s*"
)
_CLOSES = re.compile(r"[ \t\u3000\xa0|]+[\u4e00-\u9fff]{2,6}(?:[：: \u3000]|$)")
"""What may follow a value of the line under a title: 发布时间 2024-03-28 浏览次数 102."""
_VALUED = re.compile(
    r"\d|[壹贰叁肆伍陆柒捌玖]|万|联合体|[废流]标|终止|作废|^.{2,12}称|[司局院校所会心队厂店府部处站学馆团行社室园][)）]?\s*$"
)
"""What a line holds that may hold a value: a figure, an answer, a title, or a body's name at its end."""
_SENTENCE = re.compile(r"[。，；！？].")
_PARTS = re.compile(r"[：:，,。；;、]")
_TIED = re.compile(r"[及和与、/或（(【]")
_NOT_ALONE = re.compile(r"民|员|会|大会|有限|股份|服务|机构|管理|项目|信息|名单")
"""Beginnings of what is left of a longer word (采购人 of 采购人民医院, 招标代理 of 招标代理有限公司)."""


def beside(text: str) -> tuple[Beside, ...]:
    """Return the labels of a line that holds no colon, each with its value; empty where not every word is one or the other.

    >>> [(text[low:high], text[start:end]) for text in ["采 购 人　青禾县公安局"] for low, high, _, start, end in beside(text)]
    [('采 购 人', '青禾县公安局')]
    >>> beside("采购人民医院设备"), beside("中标人应当按照招标文件签订合同")
    ((), ())
    """
    if not 5 <= len(text) <= _LONGEST or not _MAY.search(text[:4]) or not _VALUED.search(text):
        return ()
    return tuple(_parted(text, 0, 4)) or (() if _SENTENCE.search(text) else tuple(_glued(text)))


def in_clauses(text: str) -> tuple[Beside, ...]:
    """Return the labels with their values in the clauses of a line about one lot: 包1 彩超：中标供应商 某公司，中标金额 98 万元；"""
    found: list[Beside] = []
    for clause in _CLAUSE.finditer(text[:_LONGEST_LINE]):
        words = clause.group()
        lead = len(words) - len(words.lstrip())
        at = clause.start() + lead
        for low, high, what, start, end in beside(words.strip()):
            if what.field is Field.NAME or what.field in AMOUNT_FIELDS:
                found.append((at + low, at + high, what, at + start, at + end))
    return tuple(found)


_CLAUSE = re.compile(r"(?:[^，,；;。：:]|(?<=\d)[,](?=\d{3}))+")
_LONGEST_LINE = 400


def _parted(text: str, at: int, depth: int) -> list[Beside]:
    """Read label, blank, value, and so on to the end of the line."""
    if depth == 0:
        return []
    for gap in reversed(list(_GAP.finditer(text, at, at + 2 * _LONGEST_LABEL))):
        label = text[at : gap.start()]
        what = meaning(label) if len(label.strip()) > 1 and _is_one(label) else None
        if what is not None and what.field is Field.OTHER and label.endswith("信息"):
            what = meaning(label.removesuffix("信息"))  # 采购人信息　某局
        if what is None:
            continue
        rest = text[gap.end() :].rstrip()
        if what.field is Field.NAME and what.rank is None:
            ranked = _parted(text, gap.end(), depth - 1)
            if ranked and ranked[0][2].rank is not None:
                return ranked  # 中标候选人　第一名　某公司
        end = _end(what, label, rest, glued=False)
        if end is not None:
            return [(at, gap.start(), what, gap.end(), gap.end() + end)]
        for stop in list(_GAP.finditer(rest))[:6]:
            if _end(what, label, rest[: stop.start()], glued=False) == stop.start():
                more = _parted(text, gap.end() + stop.end(), depth - 1)
                if more:
                    return [(at, gap.start(), what, gap.end(), gap.end() + stop.start()), *more]
        return []
    return []


def _glued(text: str) -> list[Beside]:
    """Read a label and a value that nothing parts; the longest label counts."""
    for length in sorted(_edges(text), reverse=True):
        rest = text[length:]
        what = meaning(text[:length]) if _is_one(text[:length]) else None
        if what is None or _TIED.match(rest) or text[length - 1] in "不否是":
            continue
        end = None if what.weak or what.learned else _end(what, text[:length], rest, glued=True)
        if end is not None:
            return [(0, length, what, length, length + end)]
        if what.field not in AMOUNT_FIELDS and what.field is not Field.CONSORTIUM:
            return []
        # 中选机构衡准工程造价…有限公司: the longer label is the beginning of a name
    return []


def _edges(text: str) -> set[int]:
    """Return where a label may end that nothing parts from its value: before a figure, behind 称, anywhere before a body's name."""
    longest = min(_LONGEST_LABEL, len(text) - 1)
    edges = {match.start() for match in _EDGE.finditer(text, 2, longest + 1) if match.start() <= longest}
    if _ENDS_AS_BODY.search(text) or "联合体" in text:
        edges.update(at for at in range(2, longest + 1) if _MAY.match(text[at]))
    elif (named := text.find("称", 2, longest)) > 0:
        edges.add(named + 1)
    return edges


_EDGE = re.compile(r"(?<=[\u4e00-\u9fff)）])[\d￥¥$€A-Z〔\[【(（零壹贰叁肆伍陆柒捌玖拾人]")
_ENDS_AS_BODY = re.compile(r"[司局院校所会心队厂店府部处站学馆团行社室园)）]\s*$")


def _is_one(label: str) -> bool:
    """True for words that no sign parts, numbering aside."""
    words = _NUMBERING.sub("", label)
    pieces = words.split()
    return _PARTS.search(words) is None and (len(pieces) < 2 or all(len(piece) <= 3 for piece in pieces))


_NUMBERING = re.compile(r"^\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]+\s*")


def _end(what: Meaning, label: str, value: str, *, glued: bool) -> int | None:
    """Return where the value ends if it is one of this label's kind from its beginning to there."""
    if what.field is Field.NAME and what.party is Party.SUPPLIER and len(value) <= 12 and lot_status_of(value):
        return len(value)
    if what.field is Field.NAME:
        return len(value) if _names(value) and not _NOT_ALONE.match(value) else None
    if what.field in {Field.NUMBER, Field.CONTRACT_NUMBER}:
        return len(value) if (_CODE if glued else _NUMBER).fullmatch(value) else None
    if what.field in AMOUNT_FIELDS:
        return (
            len(value) if len(value) <= 60 and _FIGURE.match(value) and read_amount(value, label) is not None else None
        )
    if what.field in _TYPED:
        return _day(value)
    if what.field is Field.CONSORTIUM:
        return len(value) if len(value) <= 8 and flag_of(value) is not None else None
    if what.field is Field.TITLE and not what.weak and label.rstrip().endswith(("名称", "名 称", "称")):
        return len(value) if len(value) >= 5 and _MAY.search(value) and not re.search(r"[。；;：:]", value) else None
    return None


def _names(value: str) -> bool:
    name = clean_name(value)
    if len(name) < 5 and not name.endswith(("局", "院", "校", "所", "队")):
        return False
    if is_organization(name):
        return True
    parties = split_joint(value)
    return len(parties) > 1 and all(is_organization(one) for one, _ in parties)


def _day(value: str) -> int | None:
    dates = find_dates(value[:60])
    if not dates or dates[0][0] > 0:
        return None
    end = dates[0][1]
    time = _TIME.match(value, end)
    stop = time.end() if time else end
    if stop == len(value) or _CLOSES.match(value, max(end, len(value[:stop].rstrip()))):
        return len(value[:stop].rstrip())
    return None
