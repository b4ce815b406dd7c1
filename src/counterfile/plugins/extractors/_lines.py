"""What one line's own words tell: its labels with their values, its level, the section that it opens; and which lines a page tore apart."""

from __future__ import annotations

# ruff: noqa: PLR0912 (one branch a kind of line; the order of the branches is the rule)
import re
from dataclasses import dataclass
from functools import lru_cache

from counterfile.plugins.extractors._beside import beside, in_clauses
from counterfile.plugins.extractors._spaced import is_row_of_heads
from counterfile.text.kinds import Section, find_lots
from counterfile.text.label_model import guess_label, understand
from counterfile.text.label_values import told_by_value
from counterfile.text.labels import AMOUNT_FIELDS, GLUED, Field, Meaning, Party, fold_label, meaning
from counterfile.text.names import is_organization
from counterfile.text.sections import section_of

MAX_LINE = 3000
"""Code points of a line that are looked at: no label stands later, and a hostile line costs no more than a long one."""
_COLON = re.compile(r"[:：]")
_BOUNDARY = re.compile(
    r"[\s，,；;。、(（)）>》】\]|/*!！?？“”\"「『]|(?<=[\dA-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=\d{1,2}[.．、][\u4e00-\u9fff])"
)
_FIRST_LEVEL = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(（][一二三四五六七八九十]{1,3}[)）]\s*、?|第[一二三四五六七八九十]{1,2}(?:章|部分|节)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ])"
)
_SECOND_LEVEL = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})?\s*[、.．)）](?!\d)|[(（]\d{1,2}[)）]|\d{1,2}\s*(?=[\u4e00-\u9fff]{2,}信息))"
)
_SHORT_HEADING = re.compile(
    r"(?:信息|情况|概况|名单|结果|公示|内容|清单|方式|名次|顺序|代理|记录|事宜|事项|期限|信息[(（]如有[)）])$"
)
TRIM_LEFT = " \t\n\u3000：:、，,;；"
_TRIM_RIGHT = " \t\n\u3000，,；;、(（“"
LAX = re.compile(
    r"满足|达到|符合|执行|按照|按|见|优秀|合格|详|无|一致|负责|提供|具有|完成|的|及以上|[^标]服务$|以上|以内|签订|起"
)
_PLAIN_SECTIONS = frozenset(
    {
        Section.BUYER,
        Section.AGENCY,
        Section.SUPPLIER,
        Section.AWARD,
        Section.CANDIDATES,
        Section.PROJECT,
        Section.CONTACT,
        Section.CONTRACT,
        Section.FAILED,
        Section.PERFORMANCE,
    }
)
"""Sections that a line without a number may open; 评标委员会成员名单 in the middle of a list of labels opens none."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one line's own words tell, positions within the line."""

    pairs: tuple[tuple[int, int, Meaning, int, int], ...]
    label: Meaning | None
    level: int
    """1 or 2 for numbered lines, 0 otherwise."""
    section: Section | None
    """Of a line that is a heading; None otherwise."""


@lru_cache(maxsize=16384)
def look(text: str) -> Found:
    level = 1 if _FIRST_LEVEL.match(text) else 2 if _SECOND_LEVEL.match(text) else 0
    pairs = _pairs(text)
    label = None
    if not pairs and len(text) <= 40:
        label = _whole_label(text)
    if not pairs and (label is None or label.field is Field.CONSORTIUM):
        pairs = beside(text) or (in_clauses(text) if _LOT_LINE.match(text) else ())
        label = None if pairs else label
    section = None
    bare = not pairs or (pairs[0][0] == 0 and pairs[0][3] >= pairs[0][4] and len(pairs) == 1)
    if level == 2 and bare and re.search(r"[，,；;]|\d{3}", text):
        pass  # 1. 某公司，投标报价 512 万元: an item of a list, and no heading
    elif pairs and (run := _PARTY_AND_NAME.match(text[: pairs[0][1]])) is not None:
        section, level = section_of(run.group().strip("0123456789.．、 ()（）")), 2
    elif len(text) <= 40 and (level or (bare and (len(text) <= 20 and _SHORT_HEADING.search(text.rstrip("：: "))))):
        if level == 1 or bare:
            section = section_of(text if bare else text[: pairs[0][1]])
        if section is None and level == 1:
            section = Section.OTHER
        if not level and (section not in _PLAIN_SECTIONS or (section is Section.CONTACT and len(text) <= 8)):
            section = None
    elif level == 1 and pairs and pairs[0][0] == 0:
        section = section_of(text[: pairs[0][1]]) or Section.OTHER
    elif level == 1:
        section = Section.OTHER
    return Found(pairs, label, level, section)


def _whole_label(text: str) -> Meaning | None:
    if (lot := _LOT_LINE.match(text)) is not None and (marks := find_lots(text[:12])) and marks[0].start <= lot.end():
        below = meaning(text[marks[0].end :]) if len(text) - marks[0].end <= 16 else None
        if below is not None and (below.field in AMOUNT_FIELDS or below.party in {Party.SUPPLIER, Party.CANDIDATE}):
            return below  # 第1包 中标人
    found = meaning(text)
    if found is None or is_row_of_heads(text):
        return None
    folded = fold_label(text)
    if re.search(r"\d", folded) and found.rank is None:
        return None
    if found.field is Field.OTHER and (len(folded) > 12 or LAX.search(folded)):
        return None
    lots = find_lots(folded)
    if lots and lots[0].start <= 1 and found.field is not Field.LOT:
        return None
    if len(folded) > (60 if folded.isascii() else 22):
        return None
    if len(folded) > 6 and found.field in {Field.NAME, Field.OTHER} and is_organization(folded):
        return None
    return found


def _pairs(text: str) -> tuple[tuple[int, int, Meaning, int, int], ...]:
    """Return label and value places: (label start, label end, meaning, value start, value end)."""
    if "：" not in text and ":" not in text:
        return ()
    if _JOINT_ROLE.match(text) and all(_JOINT_ROLE.match(words) for words in _COLONED.findall(text)):
        return ()  # 牵头单位：甲公司 / 成员单位：乙公司 is one value
    found: list[list[int]] = []
    meanings: list[Meaning] = []
    searched = 0
    for match in _COLON.finditer(text):
        at = match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if (before.isdigit() and after.isdigit()) or text.startswith("//", at + 1):
            continue
        place = _label_before(text, searched, at)
        if place is None:
            continue
        if found:
            found[-1][3] = place[0]
        found.append([place[0], at, at + 1, len(text)])
        meanings.append(place[1])
        searched = at + 1
    result = []
    for (start, end, value, stop), what in zip(found, meanings, strict=True):
        opened = text[start - 1 : start] in "(（【[〔" if start else False
        left, right = tight(text, value, stop)
        if opened:
            closing = _closing(text, start - 1)
            if closing >= left:
                right = min(right, closing)
                left, right = tight(text, left, right)
        result.append((start, end, what, left, max(left, right)))
    return tuple(result)


_JOINT_ROLE = re.compile(r"\s*[(（]?(?:联合体)?(?:牵头|成员|主办|参与)|\s*联合体(?:单位|方)?\s*[:：]?")
_COLONED = re.compile(r"([^\s，,；;、。：:]{2,14})[:：]")


def _closing(text: str, at: int) -> int:
    """Return where the bracket at `at` closes, brackets of its kind inside it counted; -1 if it does not."""
    kinds = "(（", ")）"
    if text[at] not in "(（":
        kinds = text[at], _CLOSES[text[at]]
    depth = 0
    for place in range(at, min(len(text), at + 200)):
        if text[place] in kinds[0]:
            depth += 1
        elif text[place] in kinds[1]:
            depth -= 1
            if depth == 0:
                return place
    return -1


_CLOSES = {"【": "】", "[": "]", "〔": "〕"}


def _label_before(text: str, begin: int, end: int) -> tuple[int, Meaning] | None:
    """Find the label that ends at a colon: the whole line so far, or what follows the last boundary."""
    low = max(begin, end - 64)
    piece = text[low:end]
    first = begin == 0 and low == 0
    if (
        first
        and (run := _PARTY_AND_NAME.match(piece)) is not None
        and (below := meaning(piece[run.end() :])) is not None
    ):
        return run.end(), below
    if first:
        found = meaning(piece)
        if found is not None and not (" " in piece.strip() and _SENTENCE.search(piece)):
            return 0, _surer(found, piece, text[end + 1 : end + 80])
    chosen: tuple[int, Meaning] | None = None
    stops = [match.end() for match in _BOUNDARY.finditer(piece)]
    if not first:
        stops.insert(0, 0)
    for index in range(len(stops) - 1, -1, -1):
        start = stops[index]
        words = piece[start:]
        if not words.strip():
            continue
        found = meaning(words)
        if (
            found is not None
            and found.field is Field.LOT
            and re.search(r"[\dA-Za-z一二三四五六七八九十第]$", piece[:start].rstrip())
        ):
            found = None  # 01包： opens a lot, 包： would name one
        if found is None:
            if chosen is not None or len(words) > 30:
                break
            continue
        if chosen is None:
            chosen = (low + start, found)
            if not _generic(found) and len(words.strip()) > 3:
                break
            continue
        if _NUMBERED.match(piece, chosen[0] - low):
            break  # …元5.工期： is numbered, so nothing before it belongs to it
        gap = piece[start : chosen[0] - low].strip()
        if piece[start - 1 : start].isdigit() and _UNIT.match(gap):
            break  # 中标价：23658元 工期： the unit belongs to the figure
        short = 0 < len(gap) <= (6 if _generic(chosen[1]) and found.field is not Field.OTHER else 2)
        if short and not re.search(r"[\dA-Za-z，,；;。、）)]", gap):
            chosen = (low + start, found)
        break
    if chosen is not None:
        return chosen
    for length in range(min(12, len(piece)), 1, -1):
        found = GLUED.get(piece[-length:])
        if found is not None:
            return end - length, found
    last = stops[-1] if stops else 0
    guess = guess_label(piece[last:], value=text[end + 1 : end + 80])
    if guess is not None and guess.meaning.field is not Field.OTHER:
        return low + last, guess.meaning
    told = told_by_value(piece[last:], text[end + 1 : end + 80]) if guess is None else None
    return (low + last, told) if told is not None else None


def _surer(found: Meaning, label: str, value: str) -> Meaning:
    """Ask the classifier where the lexicon knows only a label's head (…单位, …名称)."""
    if found.field is Field.OTHER and _OPENS.search(fold_label(label)):
        return Meaning(Field.OPENING)  # …截止及开标时间
    weak = found.field is Field.OTHER and found.weak
    return understand(label, value=value) or found if weak else found


_OPENS = re.compile(
    r"(?:截止|递交|提交|投标|响应|报价)\S{0,12}[及和与暨、/](?:开标|开启)(?:的?时间|日期|时间\S{0,3}地点)$"
)
_LOT_LINE = re.compile(
    r"\s*(?:\d{1,2}[、.．]\s*)?[【（(]?(?=第|[采分标合包]|[\dA-Za-z一二三四五六七八九十]{1,3}号?(?:[采合标分]|包))"
)
_PARTY_AND_NAME = re.compile(
    r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）]?\s*[.．、]?\s*)?(?:采购人|采购单位|招标人|采购代理机构|招标代理机构|代理机构|集中采购机构|中标人|成交人|供应商|中标供应商|成交供应商)(?:的)?信息\s*(?=(?:单位|机构|公司)?名\s*称\s*$)"
)
"""The heading of a party and the label below it, run together: 1.采购人信息名称."""
_UNIT = re.compile(r"[元万亿年月日天个％%]")
_NUMBERED = re.compile(r"\d{1,2}[.．、][\u4e00-\u9fff]")
_SENTENCE = re.compile(r"[。；！？]|[\u4e00-\u9fff]{12,}\s")


def _generic(found: Meaning) -> bool:
    return found.field in {Field.DEADLINE, Field.AMOUNT, Field.OTHER} or (
        found.field in {Field.NAME, Field.ADDRESS} and found.party is None
    )


def tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in TRIM_LEFT:
        start += 1
    while end > start and (text[end - 1] in _TRIM_RIGHT or text[end - 1] == "。"):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and not text[end - 2].isascii():
        end -= 1
    if end - start > 1 and text[end - 1] in "”」』" and not any(sign in text[start:end] for sign in "“「『"):
        return tight(text, start, end - 1)  # “开标时间：9时” closes a quotation that the label opened
    return start, end


# ------------------------------------------------------------------------------------------------- lines torn apart

_CONTINUES = re.compile(r"[：:。，,；;）)】》\]〕%％]|元(?:$|[^\u4e00-\u9fff])|万元|[(（][元万亿%％/、]{1,4}[)）]$")
_OPEN_AT_END = re.compile(r"[\u4e00-\u9fff][（(][\u4e00-\u9fff]{1,12}$")
_CLOSES_SOON = re.compile(r"[\u4e00-\u9fff]{1,12}[)）]")
_DATE_UNIT = re.compile(r"[年月日时点]|分(?![包标项公类组部])")


def wraps(before: str, text: str, width: int) -> bool:
    """True where a page's edge broke a line in two: the first half is as long as lines get and the second opens nothing."""
    last = before.rsplit("\n", 1)[-1]
    if len(last) < 0.86 * width or len(before) > 1200 or before.rstrip()[-1:] in "。；;！？":
        return False
    found = look(text)
    return (
        not found.level
        and found.section is None
        and found.label is None
        and not (found.pairs and found.pairs[0][0] == 0)
    )


def belongs(before: str, text: str) -> bool:
    """True where a line only goes on with the one before it."""
    first, last = text[:1], before[-1:]
    if (
        "牵头" in before[:8]
        and len(before) + len(text) <= 200
        and (last in "：:" or re.match(r"联合体成员|成员", text))
    ):
        return True
    if _CONTINUES.match(text) and len(before) <= 200:
        return not (first in ":：" and len(before) > 30)
    if last in "（(【《" and len(text) <= 60:
        return True
    if _OPEN_AT_END.search(before) and _CLOSES_SOON.match(text) and len(before) <= 400:
        return True  # …（联合体成 / 员）
    if (
        len(text) <= 12
        and before.count("(") + before.count("（") > before.count(")") + before.count("）")
        and len(before) <= 60
    ):
        return True
    if (
        len(before) <= 3
        and re.fullmatch(r"[\d一二三四五六七八九十]{1,3}", before.strip())
        and re.match(r"[.．、](?!\d)", text)
    ):
        return True
    if before.rstrip().isdigit() and len(before) <= 4 and (_DATE_UNIT.match(text) or re.match(r"[.．、][^\d]", text)):
        return True
    if (
        before.rstrip().isdigit()
        and len(before.strip()) == 3
        and before.startswith("20")
        and re.fullmatch(r"\d", text.strip())
    ):
        return True
    if (
        re.search(r"\d\s*[年月日时点]\s*$", before)
        and re.match(r"\s*\d{1,2}\s*(?:$|[月日时点分:：])", text)
        and len(text) <= 20
    ):
        return True
    if re.search(r"[年月日时点]\s*\d{1,2}\s*$", before) and _DATE_UNIT.match(text):
        return True
    if len(before) > 20 or before.endswith(("：", ":")):
        return False
    return text.strip() == "信息" or (text.strip() in {"名称", "方式"} and meaning(before) is None)


def first_colon(text: str) -> int:
    match = _COLON.search(text)
    return match.start() if match else -1
