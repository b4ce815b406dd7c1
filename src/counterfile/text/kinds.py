"""What kind of act, method, section or lot some words name, by rules that a person can read."""

from __future__ import annotations

# ruff: noqa: E501 (a pattern that names one kind of act stays one line)
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from counterfile.model.notice import LotStatus, Stage

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

_TITLE_STAGES: tuple[tuple[Stage, str], ...] = (
    # Order matters: 中标结果更正公告 is an amendment, 终止公告 of a tender is a termination, and so on.
    (
        Stage.OTHER,
        r"投诉处理|监督检查|行政处罚|处理决定|履约验收|验收结果|验收公告|验收报告|验收公示|考核结果|质疑答复|征集意见|意见征询|需求公示|需求征求|进口产品|"
        r"(?:采购|招标)?需求(?:调查|调研|征集)|市场调研|资产转让公告",
    ),
    (Stage.OPENING, r"开标(?:记录|情况|结果|信息|一览)|唱标|开启记录|解密结果"),
    (
        Stage.AMENDMENT,
        r"更正|变更(?!登记)|延期|延长|澄清|答疑|补遗|补充(?:公告|通知|说明|文件)|修改(?:公告|通知)|顺延|勘误|修正|推迟|改期|暂停|恢复(?:公告|招标|采购)|通知$|说明函|补充更正|时间调整",
    ),
    (
        Stage.TERMINATION,
        r"废标|流标|终止(?![阀器])|中止|招标失败|采购失败|失败公告|流拍|撤销公告|撤项|取消(?:公告|采购|招标)|异常公告|作废|流采|流选|失败的公告|无效公告|未成交",
    ),
    (Stage.CONTRACT, r"合同(?:公告|公示|备案|信息|签订)|合同$|合同书|协议书$|合同（|采购合同|框架协议$|履约信息"),
    (
        Stage.CANDIDATES,
        r"候选|预中标|预成交|拟中标|拟成交|评标结果(?!公告)|评审结果公示|中标前|拟定标|中选候选|定标候选|结果预公告|预中选",
    ),
    (
        Stage.SINGLE_SOURCE,
        r"单一来源(?!.*(?:结果|成交|中标|终止|谈判公告|采购公告|磋商公告))|单一来源(?:采购)?(?:方式)?(?:征求意见|论证|公示|审核前公示|事前公示)|唯一供应商|直接采购公示",
    ),
    (
        Stage.AWARD,
        r"中标|成交|结果|中选|定标|入围(?:公告|公示|名单)|竞得|授标|采购结果|决标|入选|中征",
    ),
    (Stage.PREQUALIFICATION, r"资格预审|资审公告|资格预选|预审公告"),
    (
        Stage.PLANNING,
        r"招标计划|采购意向|意向公开|采购计划|计划公示|计划公告|采购预告|预公告|预告|招标预公示|采购意向公告|需求计划|计划表",
    ),
    (
        Stage.TENDER,
        r"招标|采购|磋商|谈判|询价|竞价|比选|邀请|遴选|询比|征集|竞争性|公开招|竞买|议价|比价|竞谈|竞磋|招募|询标|交易公告|框架协议|单一来源|招租|拍卖|招商|招选|比质|挂牌",
    ),
)
_TITLE_STAGE = tuple((stage, re.compile(pattern)) for stage, pattern in _TITLE_STAGES)
_REVOKED = re.compile(
    r"(?:取消|撤销|废除)[^，。]{0,40}?(?:中标|成交|中选)(?:候选人)?(?:结果|资格|通知书)?的?(?:公告|公示|通知|通告)"
)
"""An award that is taken back."""
_ABOUT_ACT = re.compile(
    r"[^关]{0,24}关于(?:(?P<ends>终止|中止|取消)|(?:更正|变更|延期|推迟|顺延))(?!阀|器|设备|登记)[^，。]{2,120}的?(?:公告|公示|通知|通告)\s*$"
)
"""关于终止…的公告 says what it does before it names the project."""
_ENDING = re.compile(
    r"[^\s\]】）)|_—\-–:：《》]{0,22}(?:公告|公示|通知|通告|公报|记录|名单|预告|合同|协议|意向|邀请函|邀请书|邀请|答疑书?|答疑|澄清|补遗|结果|计划|说明|函|书|表|公开|(?:澄清|答疑|补遗|更正|变更|补充)文件)"
    r"(?=$|[\s(（\[【_|\-—]|第?[一二三四五六七八九十\d]+[)）号次]?$)"
)


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
        return next((stage for stage, pattern in _ENGLISH_STAGE if pattern.search(text)), None)
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
_ENGLISH_STAGES: tuple[tuple[Stage, str], ...] = (
    (Stage.AMENDMENT, r"\bavis rectificatif|\bavis de modification"),
    (Stage.TERMINATION, r"\bd[ée]clar[ée]e?s? sans suite|\binfructueu(?:x|se)"),
    (Stage.AWARD, r"\bavis d['’]attribution|\br[ée]sultat de march[ée]"),
    (Stage.TENDER, r"\bavis de march[ée]|\bavis d['’]appel|\bappel d['’]offres"),
    (Stage.OPENING, r"\b(?:bid|tender) opening (?:minutes|record|report|results)|minutes of (?:bid|tender) opening"),
    (
        Stage.AMENDMENT,
        r"\b(?:amend(?:ment|ed)|corrigend(?:um|a)|addend(?:um|a)|change notice|correction|clarification|extension of (?:the )?(?:deadline|submission)|modification)\b",
    ),
    (
        Stage.TERMINATION,
        r"\b(?:cancell?ation|cancell?ed|terminat(?:ion|ed)|unsuccessful (?:tender|bidding|procurement)|annul(?:ment|led)|failed (?:tender|bid)|no award)\b",
    ),
    (Stage.CONTRACT, r"\bcontract (?:signature|signing|conclusion|concluded)|signed contract|conclusion of contract"),
    (
        Stage.SINGLE_SOURCE,
        r"\b(?:voluntary ex[- ]ante|ex[- ]ante transparency|sole[- ]source|single[- ]source|direct award notice|intent(?:ion)? to award directly)",
    ),
    (
        Stage.CANDIDATES,
        r"\bintent(?:ion)? to award|recommended bidder|preferred bidder|provisional award|evaluation result",
    ),
    (Stage.AWARD, r"\b(?:award(?:ed|s)?|results? of (?:the )?(?:tender|bidding|procurement)|tender results?|winner)\b"),
    (Stage.PREQUALIFICATION, r"\bpre-?qualification|qualification system|expressions? of interest"),
    (
        Stage.PLANNING,
        r"\b(?:prior information|planned procurement|general procurement notice|procurement plan|periodic indicative|advance notice|forthcoming|early engagement|procurement intent)",
    ),
    (
        Stage.TENDER,
        r"\b(?:invitation (?:for|to)|call for|request for|contract notice|tender notice|procurement notice|notice inviting|specific procurement notice|open tender|invitation|tender)\b",
    ),
)
_ENGLISH_STAGE = tuple((stage, re.compile(pattern, re.IGNORECASE)) for stage, pattern in _ENGLISH_STAGES)
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


_METHODS = (
    ("公开招标", r"公开招标|国内公开|国际公开"),
    ("邀请招标", r"邀请招标"),
    ("竞争性谈判", r"竞争性?谈判|竞谈"),
    ("竞争性磋商", r"竞争性?磋商|竞磋|磋商"),
    ("询价", r"询价|询比|比价"),
    ("单一来源采购", r"单一来源"),
    ("框架协议采购", r"框架协议"),
    ("竞价", r"竞价|反拍"),
    ("比选", r"比选|遴选|招选"),
    ("直接采购", r"直接(?:采购|发包|委托)"),
)
_METHOD = tuple((name, re.compile(pattern)) for name, pattern in _METHODS)


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


_SECTIONS: tuple[tuple[Section, str], ...] = (
    (
        Section.FAILED,
        r"废标(?:结果|情况|标段|包|信息)|流标(?:结果|情况|标段)|否决|无效投标|未通过|落标|未中标|未成交|不合格(?:供应商|投标)|被拒绝|终止(?:的)?(?:原因|理由|标段)",
    ),
    (Section.PERFORMANCE, r"业绩|奖项|获奖|项目负责人情况|资格能力|管理人员|管理机构|项目经理|拟派|主要人员|信誉"),
    (
        Section.EXPERTS,
        r"专家.{0,12}名单|评审(?:专家|小组|委员会)|评标委员会|谈判小组|磋商小组|询价小组|评委|评审人员|采购人员名单",
    ),
    (Section.FEE, r"代理(?:服务)?(?:费|收费)|服务费|收费标准|代理机构收费"),
    (Section.COMPLAINT, r"质疑|投诉|异议|监督|监管|公告期限|公示期限|发布媒|公告媒|公示媒|公示期|媒介"),
    (Section.CORRECTION, r"更正(?:信息|内容|事项)|变更(?:信息|内容|事项)|澄清(?:信息|内容)|修改内容|更正情况"),
    (Section.QUALIFICATION, r"资格(?:要求|条件|标准)|申请人的资格|投标人资格|供应商资格|资质要求|特定资格|参加条件"),
    (Section.OBTAIN, r"获取|购买|报名|领取|发售"),
    (Section.SUBMIT, r"(?:提交|递交|投标|响应|报价|应答).{0,12}(?:截止|文件)|截止时间|文件的?(?:提交|递交)|投标截止"),
    (Section.OPENING, r"开标|开启"),
    (
        Section.OBJECTS,
        r"主要标的|标的信息|标的名称|货物清单|成交标的|中标标的|产品信息|标的清单|分项|报价明细|明细|采购需求|采购内容|采购清单|规格型号|服务要求",
    ),
    (
        Section.CANDIDATES,
        r"候选(?:人|供应商|单位)|推荐.{0,6}(?:顺序|名次|排名|排序|供应商)|评标结果|评审结果|预中标|拟中标|拟成交|中标候选",
    ),
    (Section.AGENCY, r"代理(?:机构|单位|公司)|集中采购机构|招标机构"),
    (
        Section.SUPPLIER,
        r"^(?:中标|成交|中选)(?:人|供应商|单位|方)(?:信息|情况|基本情况|名单)?$|^供应商(?:信息|情况)?$|乙方|供应商信息",
    ),
    (Section.CONTRACT, r"合同(?:主体|主要信息|信息|基本情况|要素)|合同主要"),
    (
        Section.BUYER,
        r"^(?:采购|招标|建设|委托|业主|征集|比选|询价|询比|谈判|磋商|遴选|发包|竞价)(?:人|单位|方)(?:信息|情况|基本情况)?|业主|甲方|采购人信息|采购单位",
    ),
    (Section.AWARD, r"中标|成交|中选|定标|采购结果|入围|结果(?:信息|公示|如下)?$|授标"),
    (
        Section.BIDS,
        r"投标(?:情况|报价)|开标(?:情况|记录)|报价(?:情况|一览)|各(?:投标|供应商)|参加.{0,6}供应商|有效投标|得分(?:情况|汇总)?|打分|评分|排名情况|投标人(?:名单|得分|情况)",
    ),
    (Section.EVALUATION, r"评标(?:情况|过程|信息)|评审(?:情况|过程|信息|意见)|评标"),
    (Section.CONTACT, r"联系|询问|咨询"),
    (
        Section.PROJECT,
        r"项目(?:基本|概况|信息|情况|相关|名称|概述|简介|编号)|基本情况|招标(?:概况|条件|项目|信息)|采购(?:概况|项目|信息)|工程概况|公告概要|概况",
    ),
    (Section.TERM, r"履行|工期|合同期|服务期|用途|期限"),
    (Section.OTHER, r"其他|其它|补充|附件|附录|备注|注意|说明"),
)
_SECTION = tuple((section, re.compile(pattern)) for section, pattern in _SECTIONS)


_ENGLISH_SECTIONS = {
    "award": Section.AWARD,
    "awards": Section.AWARD,
    "awardeddata": Section.AWARD,
    "awardedbidder": Section.AWARD,
    "awardedbidders": Section.AWARD,
    "contractaward": Section.AWARD,
    "result": Section.AWARD,
    "results": Section.AWARD,
    "winner": Section.AWARD,
    "evaluatedbidders": Section.BIDS,
    "bidders": Section.BIDS,
    "rejectedbidders": Section.FAILED,
    "rejectedbids": Section.FAILED,
    "unsuccessfulbidders": Section.FAILED,
    "scope": Section.OBJECTS,
    "description": Section.OBJECTS,
    "eligibility": Section.QUALIFICATION,
    "qualification": Section.QUALIFICATION,
    "contact": Section.CONTACT,
    "contacts": Section.CONTACT,
    "contract": Section.CONTRACT,
    "buyer": Section.BUYER,
    "supplier": Section.SUPPLIER,
    "lots": Section.PROJECT,
}


@lru_cache(maxsize=8192)
def section_of(heading: str) -> Section | None:
    """Return what a heading's section is about, or None if it does not tell.

    >>> section_of("六、代理服务收费标准及金额："), section_of("2.采购代理机构信息（如有）")
    (<Section.FEE: 'fee'>, <Section.AGENCY: 'agency'>)
    """
    text = re.sub(r"[\s\u3000]", "", unicodedata.normalize("NFKC", heading)).strip("：:。.")
    if text and text.isascii():
        return _ENGLISH_SECTIONS.get(re.sub(r"[^a-z]", "", text.casefold()))
    text = re.sub(r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+)+", "", text)
    if not text or len(text) > 40:
        return None
    if re.match(r"(?:凡|对)?.{0,6}(?:本次|此次).{0,8}(?:提出|询问|联系)|凡对", text):
        return Section.CONTACT
    for section, pattern in _SECTION:
        if pattern.search(text):
            return section
    return None


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
        end = match.end()
        words = match.group()
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


_FAILED = re.compile(
    r"废标|流标|作废|终止|失败|无效标|未成交|不足\s*(?:三|3)\s*家|无供应商|流采|取消采购|采购失败|招标失败"
)
_NOT_FAILED = re.compile(r"无废标|未废标|^\s*(?:否|无|不(?!足))|如有|废标条款|是否")


def lot_status_of(text: str) -> tuple[LotStatus, int, int] | None:
    """Return what some words say became of a lot, with their place, or None.

    >>> lot_status_of("有效供应商不足三家，本包废标")[0]
    <LotStatus.FAILED: 'failed'>
    """
    if _NOT_FAILED.search(text):
        return None
    match = _FAILED.search(text)
    return (LotStatus.FAILED, match.start(), match.end()) if match else None


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


_WORDS: tuple[tuple[Stage, str], ...] = (
    (
        Stage.TERMINATION,
        r"(?:本项目|本次采购|本次招标|采购活动|招标)(?:\S{0,6})?(?:废标|流标|终止|招标失败|采购失败)|(?:予以|作)(?:废标|流标)|项目终止|终止采购|终止招标",
    ),
    (Stage.OPENING, r"开标记录|唱标记录"),
    (Stage.AMENDMENT, r"更正|变更(?!登记)|澄清|延期|顺延|补遗|答疑"),
    (Stage.CONTRACT, r"合同(?:签订|签署|公告|公示|金额|编号)|签订合同|采购合同$"),
    (Stage.CANDIDATES, r"候选|预中标|拟中标|拟成交"),
    (Stage.SINGLE_SOURCE, r"单一来源"),
    (Stage.AWARD, r"中标|成交|中选|采购结果|定标|评标工作已经结束|结果公[告示]|竞得"),
    (Stage.PREQUALIFICATION, r"资格预审"),
    (Stage.PLANNING, r"采购意向|招标计划"),
    (Stage.TENDER, r"招标|投标|采购|磋商|谈判|询价|响应文件|竞价|比选"),
)
_STAGE_WORDS = tuple((stage, re.compile(pattern)) for stage, pattern in _WORDS)


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
