"""Names of organizations in the forms that rules compare, the keys by which a name finds its like, and the rules.

Pure text: nothing here weighs, and nothing depends on what other names there are.
"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from counterfile.resolving._parts import Parts, ends_as_body, parse
from counterfile.text.places import locate
from counterfile.text.script import HAN, fold, simplify

MOST = {"name": 200, "part": 60, "core": 24, "gram": 12}
"""Names above which a key of each kind says nothing: what everyone's name holds."""

GRAMS = 6
"""Runs of characters kept of a name, those with the smallest digests; see `procedures.keys_of`."""


class Form(msgspec.Struct, frozen=True):
    """A name in the forms that rules compare."""

    canon: str
    """Its letters alone: simplified, without brackets and blanks, set phrases in their short form (住房和城乡建设 is 住建)."""
    rests: tuple[str, ...] = ()
    """`canon` without one and more of the divisions in front (临沅市竹屏县公安局: 竹屏县公安局), the longest first."""
    former: tuple[str, ...] = ()
    """`canon` of former names that the name itself states, in brackets."""
    latin: str = ""
    """Of a Chinese name with its English one: the English one's words; of an English name its own words."""
    whole: str = ""
    """`canon` of the body that the name says to be a part of; empty where it says none."""
    kind: str = ""
    """``branch`` or ``group``: how it is a part of `whole`."""
    parts: Parts | None = None


class Rule(StrEnum):
    """What two names say without any weighing; the words are for a person."""

    LETTERS = "the same letters but for brackets, blanks and set phrases"
    DIVISION = "the same but for the division above, and one county by the register of places"
    PERHAPS_DIVISION = "the same but for the division above, which others of that name may have too"
    FORMER = "one name states the other as its former name"
    BILINGUAL = "one name in two languages"


SURE = frozenset({Rule.LETTERS, Rule.DIVISION, Rule.FORMER, Rule.BILINGUAL})
"""Rules that need nothing else."""

# Forms ---------------------------------------------------------------------------------------------------------------

_HAN = re.compile(f"[{HAN}]")
_NOT_WORD = re.compile(r"[\W_]+")
_FORMER = re.compile(
    r"[(（【\[]\s*(?:原名称?|曾用名|前身为?|原为?|formerly(?: known as)?|f/?k/?a)\s*[:：]?\s*([^()（）]{4,80})[)）】\]]"
)
_ASIDE_LATIN = re.compile(
    rf"[(（]([^()（）{HAN}]*[a-z]{{2,}}[^()（）{HAN}]*\s[^()（）{HAN}]*[a-z]{{2,}}[^()（）{HAN}]*)[)）]"
)
_LATIN_END = re.compile(r"(?<=[^\sa-z])\s*([a-z][a-z&.,'\-]+(?:\s+[a-z&.,'\-()]+)+)$")
_SHORT = (
    ("中国共产党", "中共"),
    ("住房和城乡建设", "住建"),
    ("住房城乡建设", "住建"),
    ("人力资源和社会保障", "人社"),
    ("人力资源社会保障", "人社"),
    ("发展和改革", "发改"),
    ("发展改革", "发改"),
    ("卫生健康", "卫健"),
    ("卫生和计划生育", "卫计"),
    ("卫生计生", "卫计"),
    ("教育和体育", "教体"),
    ("教育体育", "教体"),
    ("文化广电和旅游", "文广旅"),
    ("文化广电旅游", "文广旅"),
    ("文化和旅游", "文旅"),
    ("市场监督管理", "市监"),
    ("市场监管", "市监"),
    ("国有资产监督管理", "国资"),
    ("工业和信息化", "工信"),
    ("工业信息化", "工信"),
    ("经济和信息化", "经信"),
    ("经济信息化", "经信"),
    ("民族宗教事务", "民宗"),
    ("城市管理", "城管"),
    ("应急管理", "应急"),
    ("街道办事处", "街道办"),
    ("村民委员会", "村委会"),
    ("居民委员会", "居委会"),
    ("管理委员会", "管委会"),
    ("人民代表大会常务委员会", "人大常委会"),
    ("纪律检查委员会", "纪委"),
    ("监察委员会", "监委"),
)
"""Set phrases in names of public bodies and what everyone shortens them to."""

_FIRMS = ("公司", "集团", "厂", "店", "商行", "合作社")
_COMMITTEE = re.compile("(?<=发改|卫健|卫计|国资|工信|经信|民宗|政法)委员会")
_OWN_LEVEL = re.compile("(?<=[局委院厅部会])本级$")

_DIVISION = re.compile(
    f"[{HAN}]{{1,7}}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|旗|区)"
    f"(?=[{HAN}]{{1,7}}?(?:自治县|自治旗|市|县|旗|区|镇|乡|街道))"
)
_GENERIC = re.compile(
    "^(?:经济|技术|高新|开发|新|城|郊|园|示范|经开|景|库|林|矿|校|工业|保税|综合|产业|度假|风景|名胜)[^县镇乡]{0,8}区"
)
# The whole is the nearest one above: 某局某分局某派出所 belongs to 某局某分局.
_HEAD = re.compile(f"(?:中共)?[{HAN}]{{1,7}}?(?:自治区|自治州|自治县|自治旗|地区|省|市|州|盟|县|旗|区|镇|乡)")
_BRANCH = re.compile(
    rf"^([{HAN}]{{3,60}}(?:公司|银行|集团|公安局|法院|检察院|税务局|海关|分局))"
    rf"[{HAN}]{{0,20}}(?:派出所|看守所|拘留所|警务站|分公司|支公司|分局|支局|分行|支行|分理处|营业部|代表处|办事处|支队|大队|中队|项目部)$"
)
_GROUP = re.compile(rf"^([{HAN}]{{2,40}}?集团)(?:股份)?(?!有限公司$|公司$|股份|$)[{HAN}]{{2,}}")
_LATIN_BRANCH = re.compile(r"^(.{6,}?),\s*([^,]*\b(?:division|branch|department|office|station|unit|precinct))$")


@lru_cache(maxsize=32_768)
def form_of(name: str) -> Form:
    """Return a name in the forms that rules compare.

    >>> form = form_of("中国共产党临沅市竹屏县委员会政法委员会")
    >>> form.canon, form.rests
    ('中共临沅市竹屏县委政法委', ('中共竹屏县委政法委',))
    >>> form_of("临沅市公安局城东分局").whole
    '临沅市公安局'
    """
    folded = simplify(fold(name[:300]))
    former = tuple(dict.fromkeys(form_of(found).canon for found in _FORMER.findall(folded) if _is_name(found)))
    plain = _FORMER.sub("", folded) if former else folded
    parts = parse(plain)
    if not _HAN.search(plain):
        return _latin_form(plain, parts, former)
    latin = _ASIDE_LATIN.search(plain) or _LATIN_END.search(plain)
    if latin is not None:
        plain = plain[: latin.start()] + plain[latin.end() :]
    canon = _canon(plain)
    whole, kind = _whole(canon)
    return Form(canon, _rests(canon), former, _words(latin[1]) if latin else "", whole, kind, parts)


def _latin_form(plain: str, parts: Parts, former: tuple[str, ...]) -> Form:
    branch = _LATIN_BRANCH.match(plain)
    whole = form_of(branch[1]).canon if branch else ""
    return Form(parts.text.replace(" ", ""), (), former, _words(plain), whole, "branch" if branch else "", parts)


def _is_name(text: str) -> bool:
    """Return whether words in brackets are a name and not a remark: they end as a body, or are Latin words."""
    letters = _NOT_WORD.sub("", text)
    return not _HAN.search(letters) or ends_as_body(letters) or letters.endswith(("公司", "集团", "厂", "社"))


def _words(text: str) -> str:
    words = parse(text).words
    return words if " " in words else ""


def _canon(folded: str) -> str:
    letters = _NOT_WORD.sub("", folded).replace("有限责任公司", "有限公司")
    if letters.endswith(_FIRMS):
        # 应急管理 is a set phrase in an office's name and a trade in a firm's.
        return letters
    for long, short in _SHORT:
        letters = letters.replace(long, short)
    letters = _OWN_LEVEL.sub("", _COMMITTEE.sub("委", letters))
    # 中共某县委员会宣传部 and 中共某县委宣传部
    return letters.replace("委员会", "委") if letters.startswith("中共") else letters


def _rests(canon: str) -> tuple[str, ...]:
    party = "中共" if canon.startswith("中共") else ""
    rest = canon[len(party) :]
    found: list[str] = []
    while (division := _DIVISION.match(rest)) is not None and len(found) < 3:
        rest = rest[division.end() :]
        if len(rest) >= 5 and not _GENERIC.match(rest):
            found.append(party + rest)
    return tuple(found)


def _whole(canon: str) -> tuple[str, str]:
    """Return the body that a Chinese name says to be a part of, and how; empty texts where it says none."""
    branch = _BRANCH.match(canon)
    if branch is not None:
        return branch[1], "branch"
    group = _GROUP.match(canon)
    return (group[1], "group") if group is not None else ("", "")


# Keys ----------------------------------------------------------------------------------------------------------------


def keys_of(name: str) -> dict[str, int]:
    """Return the keys by which a name finds its like, each with the number of names above which it says nothing.

    Equal forms share a key, former and bilingual names theirs, parts that of their whole; near names share runs of
    characters or the proper name.
    """
    form = form_of(name)
    found = {f"name:{text}": "name" for text in (form.canon, *form.rests, *form.former) if text}
    if form.latin:
        found[f"words:{form.latin}"] = "name"
    wholes = {form.whole, form.canon, form.canon.removesuffix("有限公司"), form.canon.removesuffix("股份有限公司")}
    found.update((f"part:{whole}", "part") for whole in wholes if len(whole) >= 4)
    if form.parts is not None and len(form.parts.core) >= 2:
        found[f"core:{form.parts.core}"] = "core"
    found.update((f"gram:{run}", "gram") for run in _runs(form.canon))
    return {f"organization:{key[:80]}": MOST[kind] for key, kind in found.items()}


def _runs(text: str) -> list[str]:
    size = 3 if _HAN.search(text) else 6
    runs = {text[at : at + size] for at in range(len(text) - size + 1)}
    return sorted(runs, key=lambda run: hashlib.blake2b(run.encode(), digest_size=8).digest())[:GRAMS]


# Two names -----------------------------------------------------------------------------------------------------------


def rule_of(one: str, two: str) -> Rule | None:
    """Return the rule by which two names are names of one organization, or None.

    >>> rule_of("某某（上海）科技有限公司", "某某上海科技有限责任公司").name
    'LETTERS'
    >>> rule_of("湖北省宜昌市夷陵区公路局", "夷陵区公路局").name
    'DIVISION'
    >>> rule_of("某市公安局", "某市公安局城东分局") is None
    True
    """
    a, b = form_of(one), form_of(two)
    if a.canon == b.canon:
        return Rule.LETTERS
    if b.canon in a.former or a.canon in b.former:
        return Rule.FORMER
    if a.latin and a.latin == b.latin and a.canon.isascii() is not b.canon.isascii():
        return Rule.BILINGUAL
    if a.canon in b.rests or b.canon in a.rests:
        first, second = locate(one), locate(two)
        if first is not None and second is not None and first.county and first.code == second.code:
            return Rule.DIVISION
        return Rule.PERHAPS_DIVISION
    return None


def apart(one: str, two: str) -> str:
    """Return why two names are of two organizations whatever else is alike, or an empty text.

    >>> apart("甲州市城关镇人民政府", "乙州市城关镇人民政府")
    'other divisions above (甲州市 / 乙州市)'
    """
    a, b = form_of(one), form_of(two)
    if (a.parts and a.parts.sole) or (b.parts and b.parts.sole):
        return "a sole trader is a person, not an organization"
    if a.canon == b.canon or a.canon in b.rests or b.canon in a.rests:
        return ""
    for rest in a.rests:
        if rest in b.rests:
            above = a.canon[: -len(rest)], b.canon[: -len(rest)]
            if not (above[0].endswith(above[1]) or above[1].endswith(above[0])):
                return f"other divisions above ({above[0]} / {above[1]})"
    first, second = _HEAD.match(a.canon), _HEAD.match(b.canon)
    if first and second and first[0] != second[0] and a.canon[first.end() :] == b.canon[second.end() :] != "":
        return f"other divisions ({first[0]} / {second[0]})"
    return ""


def relation_of(one: str, two: str) -> tuple[str, str, str] | None:
    """Return (part, whole, how) where one name says to be a part of the other, else None.

    >>> relation_of("临沅市公安局", "临沅市公安局城东分局")
    ('临沅市公安局城东分局', '临沅市公安局', 'branch')
    """
    for part, whole in ((one, two), (two, one)):
        a, b = form_of(part), form_of(whole)
        if not a.whole or a.canon == b.canon:
            continue
        if a.kind == "branch" and a.whole in (b.canon, *b.rests):
            return part, whole, "branch"
        if a.kind == "group" and b.canon in (a.whole, a.whole + "有限公司", a.whole + "股份有限公司", a.whole + "公司"):
            return part, whole, "group"
    return None


def is_plausible(one: str, two: str) -> bool:
    """Return whether two names are near enough to be weighed at all; says no to most of what shares a key."""
    a, b = form_of(one), form_of(two)
    if rule_of(one, two) is not None or (a.latin and a.latin == b.latin):
        return True
    if a.parts is None or b.parts is None or (a.parts.sole or b.parts.sole):
        return False
    core, other = sorted((a.parts.core, b.parts.core), key=len)
    if len(core) >= 2 and LCSseq.similarity(core, other) >= 0.75 * len(core):
        return fuzz.ratio(a.canon, b.canon) >= _NEAR_CORE
    return fuzz.ratio(a.canon, b.canon) >= _NEAR


def kept_apart(one: str, two: str) -> str:
    """Return why two names beside one registration number are not one organization, in words; empty where they may be.

    Branches carry their parent's number, and units that of their body.
    """
    if why := apart(one, two):
        return why
    if (relation := relation_of(one, two)) is not None:
        return f"{relation[0]} is a part of {relation[1]}"
    a, b = form_of(one), form_of(two)
    if a.canon == b.canon or a.parts is None or b.parts is None:
        return ""
    if a.whole != b.whole and "branch" in (a.kind, b.kind):
        return "one is a branch"
    if a.parts.han and b.parts.han and (a.parts.branch != b.parts.branch or a.parts.numbers != b.parts.numbers):
        return "other branches or numbers"
    return ""


def agree(one: str, two: str) -> bool:
    """Return whether two names could be printed for one body: they have letters in common, or are in two scripts."""
    a, b = form_of(one), form_of(two)
    if a.parts is None or b.parts is None or a.parts.han != b.parts.han:
        return True
    core, other = sorted((a.parts.core, b.parts.core), key=len)
    return fuzz.ratio(a.canon, b.canon) >= _NEAR_CORE or LCSseq.similarity(core, other) * 2 >= len(core) > 0


_NEAR, _NEAR_CORE = 84.0, 50.0  # likeness of the letters, of 100, from which names are weighed
