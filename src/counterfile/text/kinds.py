"""What kind of act, method, section or lot some words name, by rules that a person can read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from counterfile.model.notice import LotStatus, Stage
from counterfile.text.lexicon import lexicon, lexicons, until_added
from counterfile.text.phrases import MAX_SIGNS, fold_letters, fold_words, pattern_of, spellings

_DIGITS = {"〇": 0, "零": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "贰": 2, "三": 3, "叁": 3, "四": 4, "肆": 4, "五": 5}
_DIGITS |= {"伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9}


_LONGEST_NUMERAL = 20
_LONGEST_TITLE = 2000
"""Code points; what is longer is no numeral and no title, and a hostile text costs no time."""


def ordinal(words: str) -> int | None:
    """Return the number that a short numeral spells, or None.

    >>> ordinal("十二"), ordinal("3"), ordinal("二十"), ordinal("甲")
    (12, 3, 20, None)
    """
    if len(words) > _LONGEST_NUMERAL:
        return None
    text = unicodedata.normalize("NFKC", words).strip()
    if text.isdecimal():
        return int(text)
    if not text or any(sign not in _DIGITS and sign not in "十拾" for sign in text):
        return None
    text = text.replace("拾", "十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return int("".join(str(_DIGITS[sign]) for sign in text))


# ---------------------------------------------------------------------------------------------------------------- stage

_ZH = lexicon("zh")


def _patterns(language: str, table: str, flags: re.RegexFlag = re.NOFLAG) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of one table of a lexicon, in the file's order: the first that is found counts."""
    spoken = lexicon(language)
    return tuple((key, re.compile(spoken.pattern(table, key), flags)) for key in spoken.tables[table])


# The order matters: 中标结果更正公告 is an amendment, 终止公告 of a tender is a termination, and so on.
_TITLE_STAGE = tuple((Stage(key), pattern) for key, pattern in _patterns("zh", "title_patterns"))
_REVOKED = re.compile(
    r"(?:取消|撤销|废除)[^，。]{0,40}?(?:中标|成交|中选)(?:候选人)?(?:结果|资格|通知书)?的?(?:公告|公示|通知|通告)"
)
"""An award that is taken back."""
_ABOUT_ACT = re.compile(
    r"[^关]{0,24}关于(?:(?P<ends>终止|中止|取消)|(?:更正|变更|延期|延长|推迟|顺延|调整|修改))(?!阀|器|设备|登记)[^，。]{2,120}的?(?:公告|公示|通知|通告)\s*$"
)
"""关于终止…的公告 says what it does before it names the project."""
_ENDING = re.compile(
    r"[^\s\]】）)|_—\-–:：《》]{0,22}(?:公告|公示|通知|通告|公报|记录|名单|预告|合同|协议|意向|邀请函|邀请书|邀请|答疑书?|答疑|澄清|补遗|结果|计划|说明|函|书|表|公开|(?:澄清|答疑|补遗|更正|变更|补充)文件)"
    r"(?=$|[\s(（\[【_|\-—]|第?[一二三四五六七八九十\d]+[)）号次]?$)"
)


@until_added
@lru_cache(maxsize=8192)
def stage_of(title: str) -> Stage | None:
    """Return what kind of act a notice's title announces, or None if it does not say.

    The end of a title counts first, since its beginning is the project's name (…终止阀采购项目成交公告 is an award).

    >>> stage_of("某市公安局平台（二次）中标结果公告"), stage_of("成 交 公 示")
    (<Stage.AWARD: 'award'>, <Stage.AWARD: 'award'>)
    >>> stage_of("某市公安局平台建设项目") is None
    True
    """
    if len(title) > _LONGEST_TITLE:
        return None
    text = _BETWEEN_HAN.sub("", title.strip())
    if not _HAN.search(text):
        worded = stage_of_phrases(text)
        return worded or next((stage for stage, pattern in _ENGLISH_STAGE if pattern.search(text)), None)
    if _REVOKED.search(text):
        return Stage.TERMINATION
    if (about := _ABOUT_ACT.match(text)) is not None:
        return Stage.TERMINATION if about["ends"] else Stage.AMENDMENT
    for window in _windows(text):
        start, end = window
        part = text[start:end]
        for stage, pattern in _TITLE_STAGE:
            last = None
            for match in pattern.finditer(part):
                last = match
            if last is not None:
                if stage is Stage.TENDER and not _announces(text, start + last.end()):
                    continue
                return stage
    return None


_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_STAGE = tuple((Stage(key), pattern) for key, pattern in _patterns("en", "title_patterns", re.IGNORECASE))


def _phrases(table: str, key: str = "") -> dict[str, set[str]]:
    """Return the folded phrases of a table, with the keys under which each stands; of one key if it is named."""
    found: dict[str, set[str]] = {}
    for spoken in lexicons():
        if spoken.language == "en" and table != "statuses":
            continue
        for name, phrases in spoken.tables.get(table, {}).items():
            if key in ("", name):
                for phrase in phrases:
                    for words in spellings(phrase, spoken):
                        ending = "*" if phrase.endswith("*") else ""
                        found.setdefault(" ".join(words) + ending, set()).add(name)
    return found


_PHRASE_ORDER = (
    *(Stage.AMENDMENT, Stage.TERMINATION, Stage.OPENING, Stage.SINGLE_SOURCE, Stage.AWARD, Stage.CONTRACT),
    *(Stage.CANDIDATES, Stage.PREQUALIFICATION, Stage.PLANNING, Stage.TENDER, Stage.OTHER),
)


@until_added
@cache
def _stage_phrases() -> tuple[tuple[Stage, re.Pattern[str]], ...]:
    told = _phrases("titles")
    return tuple(
        (stage, pattern_of(one for one, stages in told.items() if stages == {stage})) for stage in _PHRASE_ORDER
    )


def stage_of_phrases(title: str) -> Stage | None:
    """Return what kind of act a title announces in any language but Chinese and English, or None.

    >>> stage_of_phrases("Bekanntmachung vergebener Aufträge"), stage_of_phrases("Avis d’attribution de marché")
    (<Stage.AWARD: 'award'>, <Stage.AWARD: 'award'>)
    """
    folded = fold_letters(title[:_LONGEST_TITLE])
    return next((stage for stage, pattern in _stage_phrases() if pattern.search(folded)), None)


@until_added
@cache
def _section_phrases() -> dict[str, Section]:
    told = _phrases("sections")
    return {one.replace(" ", ""): Section(next(iter(keys))) for one, keys in told.items() if len(keys) == 1}


def section_of_phrases(heading: str) -> Section | None:
    """Return what a heading's section is about in any language but Chinese and English, or None.

    >>> section_of_phrases("Section V: Attribution du marché"), section_of_phrases("Auftraggeber")
    (<Section.AWARD: 'award'>, <Section.BUYER: 'buyer'>)
    """
    if len(heading) > MAX_SIGNS:
        return None
    text = _SECTION_NUMBER.sub("", fold_letters(heading).strip(), count=1)
    return _section_phrases().get("".join(fold_words(text)))


_SECTION_NUMBER = re.compile(
    r"(?:se[ck]\w*|abschnitt|sezione|afdeling|avsnitt|oddil)?\s*(?:[ivx]{1,5}|\d{1,2})(?:\.\d{1,2}){0,3}\s*[.):–—-]+\s*"
)


@until_added
@cache
def _failed_phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return pattern_of(_phrases("statuses", "failed")), pattern_of(_phrases("statuses", "not_failed"))


def failed_in(text: str) -> tuple[int, int] | None:
    """Return where words say in any language but Chinese and English that a lot got no winner, or None.

    >>> failed_in("Lot 2 : déclaré infructueux")
    (16, 27)
    """
    folded = fold_letters(text)
    failed, not_failed = _failed_phrases()
    match = failed.search(folded)
    if match is None or not_failed.search(folded):
        return None
    # Folding may have changed the length (ß becomes ss): then the whole text is the place.
    return match.span() if len(folded) == len(text) else (0, len(text))


_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


def _windows(text: str) -> list[tuple[int, int]]:
    """Return stretches of a title that may say the kind of act, the surest first."""
    found = [(match.start(), match.end()) for match in _ENDING.finditer(text)]
    if not found:
        tail = re.search(r"(?:公告|公示|通知|记录|合同|意向|预告|结果|中标|成交|废标|流标|终止|候选人)", text)
        return [(max(0, tail.start() - 14), len(text))] if tail else []
    found.reverse()
    # More than the ending may be project name, so it is tried last: 招标更正（澄清）公告 needs it.
    return [(max(start, end - 14), end) for start, end in found] + [(max(0, end - 18), end) for _, end in found[:1]]


def _announces(text: str, end: int) -> bool:
    return bool(re.search(r"公告|公示|邀请|通知|通告|公报|文件|书$|函", text[max(0, end - 4) :]))


_METHOD = _patterns("zh", "methods")


def method_of(text: str) -> tuple[str, int, int] | None:
    """Return the procurement method that words name, with its place, or None.

    >>> method_of("竞争性磋商")
    ('竞争性磋商', 0, 5)
    """
    for name, pattern in _METHOD:
        match = pattern.search(text)
        if match:
            return name, match.start(), match.end()
    return None


# -------------------------------------------------------------------------------------------------------------- sections


class Section(StrEnum):
    """What a heading says the following is about."""

    PROJECT = "project"
    AWARD = "award"
    CANDIDATES = "candidates"
    BIDS = "bids"
    """All bidders with their prices or scores, winners and losers alike."""
    FAILED = "failed"
    OBJECTS = "objects"
    EXPERTS = "experts"
    FEE = "fee"
    BUYER = "buyer"
    AGENCY = "agency"
    SUPPLIER = "supplier"
    CONTACT = "contact"
    OBTAIN = "obtain"
    SUBMIT = "submit"
    OPENING = "opening"
    QUALIFICATION = "qualification"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    PERFORMANCE = "performance"
    """A bidder's earlier work, prizes and staff: full of names and sums that are not this procedure's."""
    EVALUATION = "evaluation"
    CONTRACT = "contract"
    TERM = "term"
    OTHER = "other"


_SECTION = tuple((Section(key), pattern) for key, pattern in _patterns("zh", "sections"))
_ENGLISH_SECTIONS = {
    phrase: Section(key) for key, phrases in lexicon("en").tables["sections"].items() for phrase in phrases
}


@until_added
@lru_cache(maxsize=8192)
def section_of(heading: str) -> Section | None:
    """Return what a heading's section is about, or None if it does not tell.

    >>> section_of("六、代理服务收费标准及金额："), section_of("2.采购代理机构信息（如有）")
    (<Section.FEE: 'fee'>, <Section.AGENCY: 'agency'>)
    """
    text = re.sub(r"[\s\u3000]", "", unicodedata.normalize("NFKC", heading)).strip("：:。.")
    if text and text.isascii():
        english = _ENGLISH_SECTIONS.get(re.sub(r"[^a-z]", "", text.casefold()))
        return english or section_of_phrases(heading)
    if text and not _HAN.search(text):
        return section_of_phrases(heading)
    text = re.sub(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+)+", "", text)
    if not text or len(text) > 40:
        return None
    if re.match(r"(?:凡|对)?.{0,6}(?:本次|此次).{0,8}(?:提出|询问|联系)|凡对", text):
        return Section.CONTACT
    if _RECOMMENDED.search(text):
        return Section.CANDIDATES  # 评标委员会推荐的中标候选人 names the candidates, and not the committee
    for section, pattern in _SECTION:
        if pattern.search(text):
            return section
    return None


_RECOMMENDED = re.compile(r"推荐的?(?:中标|成交|中选|入围)?(?:候选|供应商|单位)")


# ------------------------------------------------------------------------------------------------------------------ lots

_NUMERAL = r"(?:[一二三四五六七八九十]{1,3}|\d{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,3}|[IVX]{1,4}|[A-Za-z])"
_LOT_NOUN = r"(?:标段包|合同包|采购包|项目包|分包|标包|标段|包组|标项|包件|包号|标号|子包|品目|分标|合同段|包|标)"
_LOT = re.compile(
    rf"(?:标段\s*[(（]\s*包\s*[)）]\s*[\[【]\s*\d{{1,3}}\s*[\]】]"
    rf"|第\s*{_NUMERAL}\s*(?:合同包|采购包|分包|标包|标段|包组|标项|包件|包|分标|标(?![准志书的]))(?![括含装机袋裹])"
    # 总承包（EPC） holds no lot E.
    rf"|(?<![承面软])(?:标段包|合同包|采购包|分包|标包|标段|包组|标项|包件|分标|包)\s*(?:号)?\s*[(（]?\s*{_NUMERAL}(?![A-Za-z])(?![\d.]*\s*(?:万|元|%|年|月|日|个|家|名))(?:[-—－]\d{{1,2}}(?!\d))?\s*[)）]?"
    rf"|\b[Ll]ot(?:\s+[Nn]o\.?)?\s*(?:\d{{1,3}}|[A-Z])\b"
    rf"|(?<![\d.A-Za-z])(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}}|[A-Za-z]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{{1,3}}|[IVX]{{1,4}})\s*(?:号)?(?:合同包|采购包|标包|标段|包组|标项|包件|分包|分标|包)(?![括含装机袋裹]))"
)


@dataclass(frozen=True, slots=True)
class LotLabel:
    """A lot's label as printed, and the number it comes down to."""

    start: int
    end: int
    key: str
    """``1`` for 第一包, 包1, 01包 and 1标段; a letter for lettered lots."""


def find_lots(text: str) -> list[LotLabel]:
    """Return the lot labels in some text, in order.

    >>> [(lot.key, "第一包：终端；包2：软件"[lot.start:lot.end]) for lot in find_lots("第一包：终端；包2：软件")]
    [('1', '第一包'), ('2', '包2')]
    >>> find_lots("包含第三批服务，软包装2个")
    []
    """
    if not _MAY_LOT.search(text):
        return []
    found = []
    for match in _LOT.finditer(text):
        words = match.group().rstrip()
        end = match.start() + len(words)
        if words[-1] in ")）" and "(" not in words and "（" not in words:
            end -= 1
            words = words[:-1].rstrip()
            end = match.start() + len(words)
        found.append(LotLabel(match.start(), end, lot_key(words)))
    return found


_MAY_LOT = re.compile(r"[包标分]|\b[Ll]ot\b")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10}
_ROMAN_ASCII = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def lot_key(label: str) -> str:
    """Return what is compared between two labels of one lot.

    >>> lot_key("第二标段"), lot_key("包02"), lot_key("A包"), lot_key("ZB-2026-01")
    ('2', '2', 'A', 'ZB-2026-01')
    """
    text = re.sub(r"[\s\u3000]", "", unicodedata.normalize("NFKC", label)).strip("()（）:：.、")
    form = re.fullmatch(r"标段[(]包[)][\[【]0*(\d+)[\]】]", text)
    if form:
        return form.group(1)
    english = re.fullmatch(r"(?i:lot(?:no\.?)?)-?0*(\d+|[A-Za-z])", text)
    if english:
        return english.group(1).upper()
    core = re.sub(
        rf"^第|(?:号)?{_LOT_NOUN}$|^{_LOT_NOUN}(?:号)?", "", re.sub(rf"^第|(?:号)?{_LOT_NOUN}$", "", text)
    ).strip("()（）:：")
    if core in _ROMAN_ASCII:
        return str(_ROMAN_ASCII[core])
    number = ordinal(core) if core else None
    if number is not None:
        return str(number)
    if core in _ROMAN:
        return str(_ROMAN[core])
    return core.upper() or text


_FAILED = re.compile(_ZH.pattern("statuses", "failed"))
_NOT_FAILED = re.compile(_ZH.pattern("statuses", "not_failed"))


def lot_status_of(text: str) -> tuple[LotStatus, int, int] | None:
    """Return what some words say became of a lot, with their place, or None.

    >>> lot_status_of("有效供应商不足三家，本包废标")[0]
    <LotStatus.FAILED: 'failed'>
    """
    if _NOT_FAILED.search(text):
        return None
    match = _FAILED.search(text)
    if match is None:
        place = None if _HAN.search(text) else failed_in(text)
        return None if place is None else (LotStatus.FAILED, *place)
    return LotStatus.FAILED, match.start(), match.end()


_POINTER = re.compile(
    r"[(（【]?\s*(?:具体|详细|内容|详情)?(?:内容)?(?:请)?(?:详见|见|参见|另见|详情见|具体见|附于)\s*[^\s，。；;:：]{0,12}?[“\"《]?(?:附件|附表|附后|后附)[^\n。；;]{0,24}[。]?"
    r"|[(（]?附后[)）]?|(?:please )?see (?:the )?(?:attach(?:ment|ed)|annex|appendix)[^\n]{0,30}",
    re.IGNORECASE,
)


def is_pointer(value: str) -> bool:
    """Return whether a value only says that it stands in an attachment.

    >>> is_pointer("详见附件"), is_pointer("（见附件1《报价明细表》）"), is_pointer("某某公司，详见附件")
    (True, True, False)
    """
    return len(value) <= 60 and _POINTER.fullmatch(value.strip()) is not None


_PAPERS = re.compile(
    r"(?:招标|采购|磋商|谈判|询价|比选|资格预审|单一来源|竞争性磋商|竞争性谈判|征集|遴选|应答|竞价)(?:采购|招标)?(?:文件|邀请书)\s*(?:[(（][^()（）\n]{0,20}[)）])?\s*"
)
_CHAPTER = re.compile(r"^[ \t\u3000]*第\s*[一二三四五六七八九十]{1,2}\s*(?:章|部分|卷|篇)", re.MULTILINE)


def is_tender_papers(text: str) -> bool:
    """Return whether a text is a set of tender papers: a cover that says so, and chapters.

    Papers are part of a procedure and no notice of their own: the notice that announces them is.

    >>> is_tender_papers("某项目\\n招标文件\\n第一章 招标公告\\n第二章 投标人须知\\n第三章 评标办法")
    True
    >>> is_tender_papers("某项目招标公告\\n获取招标文件")
    False
    """
    cover = [line for line in text[:1500].split("\n") if line.strip()][:14]
    if not any(_PAPERS.fullmatch(re.sub(r"[\s\u3000]", "", line)[-12:]) or _PAPER_TITLE.search(line) for line in cover):
        return False
    return len({"".join(match.group().split()) for match in _CHAPTER.finditer(text[:60_000])}) >= 3


_PAPER_TITLE = re.compile(
    r"^(?!.*(?:公告|公示|通知|获取|提供|下载|更正|澄清)).{0,60}(?:招标|采购|磋商|谈判|询价|比选|资格预审|征集)文件\s*(?:[(（][^()（）]{0,20}[)）])?\s*$"
)
_CHECKED = re.compile(r"[☑√■☒✓✔●▣⊠]\s*([^\s□☐☑√■○●)）/]{1,4})")
_ANSWERED = re.compile(r"[(（]\s*(是|否|不)\s*[)）]\s*接受")
_UNCHECKED = re.compile(r"[□☐○]")


def flag_of(answer: str) -> bool | None:
    """Return the answer to a question such as 是否接受联合体投标, or None where both or none are given.

    >>> flag_of("否"), flag_of("☑不接受 □接受"), flag_of("是 否"), flag_of("本项目不接受联合体投标")
    (False, False, None, False)
    """
    text = unicodedata.normalize("NFKC", answer).strip()
    inner = _ANSWERED.search(text)
    if inner:
        return inner.group(1) == "是"
    if text.isascii() and len(text) > 5:
        if re.search(r"\bnot\b|\bno joint|\bno consorti", text, re.IGNORECASE):
            return False
        return True if re.search(r"allowed|permitted|accepted|welcome", text, re.IGNORECASE) else None
    checked = _CHECKED.findall(text)
    if checked:
        text = checked[0]
    elif _UNCHECKED.search(text):
        return None
    bare = re.sub(r"\(?是/否\)?|是否|[\s。.;；:：,，(（)）]", "", text)
    if bare in {"是否", "否是", "是/否"}:
        return None
    bare = re.sub(r"^(?:本项目|本标段|本次招标|本次采购)", "", bare)
    if re.fullmatch(r"否|不|不接受.*|不允许.*|0|N|NO|FALSE|×|不可以?|不得.*|拒绝.*", bare, re.IGNORECASE):
        return False
    if re.fullmatch(r"是|接受.*|允许.*|1|Y|YES|TRUE|√|可以?|可接受.*", bare, re.IGNORECASE):
        if re.search(r"不接受|不允许", bare):
            return None
        return True
    return None


_STAGE_WORDS = tuple((Stage(key), pattern) for key, pattern in _patterns("zh", "stage_words"))


def stage_of_words(words: str) -> Stage | None:
    """Return the stage that a phrase of the body or a channel's name speaks of, or None.

    Weaker than `stage_of`: to be used where the title does not say.

    >>> stage_of_words("现将成交结果公告如下")
    <Stage.AWARD: 'award'>
    """
    for stage, pattern in _STAGE_WORDS:
        if pattern.search(words):
            return stage
    return None


_STAGE_OF_FIELD = {
    ("award", None): Stage.AWARD,
    ("decided", None): Stage.AWARD,
    ("name", "supplier"): Stage.AWARD,
    ("name", "candidate"): Stage.CANDIDATES,
    ("signed", None): Stage.CONTRACT,
    ("contract_number", None): Stage.CONTRACT,
    ("contract", None): Stage.CONTRACT,
    ("opening", None): Stage.TENDER,
}


def stage_of_field(field: str, party: str | None) -> Stage | None:
    """Return the stage that a label with this meaning gives away, or None."""
    return _STAGE_OF_FIELD.get((field, party)) or _STAGE_OF_FIELD.get((field, None))


_RANK = re.compile(r"第\s*([一二三四五六七八九十\d]{1,3})")
_RANK_DIGIT = re.compile(
    r"(?:候选人|候选供应商|候选单位|排名|排序|名次|推荐)\D{0,2}(\d{1,2}|[一二三四五六七八九十])(?!\d)"
)


def rank_of(words: str) -> int | None:
    """Return the rank that words such as 第一名, 第2中标候选人 or a bare 1 state, or None.

    >>> rank_of("第二中标候选人"), rank_of("1"), rank_of("推荐第一成交候选人"), rank_of("甲公司")
    (2, 1, 1, None)
    """
    text = re.sub(r"[\s\u3000]", "", unicodedata.normalize("NFKC", words))
    match = _RANK.search(text) or _RANK_DIGIT.search(text)
    if match:
        return ordinal(match.group(1))
    bare = text.strip("()第名位.、:：")
    if len(bare) <= 2:
        number = ordinal(bare)
        return number if number and number <= 60 else None
    return None


_TYPE_TAIL = re.compile(
    r"[\s\-—_–:：]*(?:的)?[\s\-—_–(（【\[]*(?:(?:公开|邀请|国内|国际|竞争性|电子化?|网上|第[一二三四五六七八九十\d]+次|首次|再次|二次)*"
    r"(?:招标|谈判|磋商|询价|竞价|比选|遴选|单一来源(?:采购)?|资格预审|资审|中标候选人|成交候选人|候选人|中标|成交|中选|中标[(（]成交[)）]|中标、成交|预中标|预成交|采购|评标|评审|定标|开标|流标|废标|终止|中止|"
    r"更正|变更|延期|澄清|答疑|补遗|补充|修改|结果|合同|验收|意向|招标计划|计划|框架协议入围|入围|征集|结果更正|结果变更|通知|邀请|成交结果|中标结果|采购结果|文件|招标文件|磋商文件|采购文件|[(（](?:澄清|成交|更正|变更)[)）])*)*"
    r"(?:公告|公示|通知|通告|公报|记录|记录表|邀请函|邀请书|邀请|答疑书?|澄清|补遗|合同|合同书|预告|文件|意向|名单|结果)"
    r"[)）】\]]*(?:\s*[(（]?第?[一二三四五六七八九十\d]{1,9}[次号期]?[)）]?)?\s*$"
)
TITLE_LABEL = re.compile(r"\s*(?:采购|招标)?(?:项目|工程|标段)(?:名称|名)\s*[:：]\s*(?=\S)")
"""The label of a title, where it stands in the title's own place."""


def trim_title(title: str) -> tuple[int, int]:
    """Return the place of the project's name in a notice's title: without the trailing type of notice.

    A round that belongs to the project ((第2次招标)) stays.

    >>> title = "某学院武术馆地板项目合同"
    >>> start, end = trim_title(title)
    >>> title[start:end]
    '某学院武术馆地板项目'
    """
    start = len(title) - len(title.lstrip())
    if len(title) > _LONGEST_TITLE:
        return start, len(title.rstrip())
    if (label := TITLE_LABEL.match(title)) is not None:
        start = label.end()
    if not _HAN.search(title):
        lead = re.match(r"[^:–—]{4,80}?\s*(?::|\s[–—-]\s)\s*(?=\S)", title)
        if lead and stage_of(lead.group()) is not None:
            return lead.end(), len(title.rstrip())
        return start, len(title.rstrip())
    match = _TYPE_TAIL.search(title)
    end = match.start() if match else len(title)
    if match and title.startswith("关于", start) and re.match(r"\s*的", match.group()):
        start += 2  # 关于…的通知
    if match and end > start:
        tail = match.group()
        # …服装采购公告 is the purchase of clothes; …项目采购公告 is a notice of purchase.
        kept = re.match(
            r"[\s的]*采购(?=公告|公示|招标|竞争|结果|公开|中标|成交|合同|更正|变更|询价|单一|磋商|谈判|终止|废标)", tail
        )
        if kept and not re.search(r"(?:项目|工程|采购|[)）])$", title[:end].rstrip()):
            end += kept.end()
    while end > start and title[end - 1] in " \t-—_–:：":
        end -= 1
    # A bracket that the tail opened and the name does not close goes with the tail.
    return (start, end) if end - start >= 4 else (start, len(title.rstrip()))
