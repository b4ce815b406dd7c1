"""A name of an organization, taken apart: legal form, group, branch, number, places, kind, and what is left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
from anyascii import anyascii

from counterfile.resolving import _words
from counterfile.text.places import find_place
from counterfile.text.script import HAN, fold, simplify


class Parts(msgspec.Struct, frozen=True):
    """A name in the forms that it is compared by; an empty string or tuple where the name has no such part."""

    text: str
    """Folded: no accents, no punctuation, simplified characters; words of other scripts in Latin letters."""
    han: bool
    """Whether it is a name in Han characters; such a name has no blanks in its forms."""
    bare: str
    """Without the legal form, without blanks."""
    core: str
    """What is left without legal form, place, trade and kind: the name proper; `bare` where nothing is left."""
    trade: str
    """What follows the name proper of a Han name, legal form aside: 科技, 数码科技, 大学."""
    words: str
    """The words without legal form and function words, in alphabetical order; for a Han name as `bridge`."""
    concepts: str
    """As `words`, common words of many languages replaced by their English one."""
    bridge: str
    """The name in English words and Latin letters, by which scripts are compared."""
    spelled: str
    """The whole name in Latin letters, without blanks or legal form: pinyin of a Han name."""
    aside: str
    """A short name or acronym in brackets."""
    initials: str
    """First letters of the words, for acronyms."""
    form: str
    """The class of the legal form."""
    group: bool
    """Whether the name calls itself a group or holding."""
    branch: str
    """The branch or sub-office with what says which one, as printed (上海分公司)."""
    numbers: tuple[str, ...]
    """Numbers in the name, as digits (第二 and II are 2)."""
    places: tuple[str, ...]
    """Codes of Chinese places, six digits of GB/T 2260 without closing zeros in pairs."""
    kind: str
    """What kind of body: university, hospital, police."""
    sole: bool
    """Whether the name says that it is a person who trades."""


MAX_NAME = 300  # characters; longer cells are cut, which bounds the work a name can cost


def parse(name: str) -> Parts:
    """Return the parts of a name.

    >>> parts = parse("某某（上海）科技股份有限公司北京分公司")
    >>> parts.form, parts.branch, parts.core
    ('stock', '北京分公司', '某某')
    >>> parse("Société Exemple S.A.R.L.").form
    'sarl'
    >>> parse("University of Example").concepts == parse("Universidad de Example").concepts
    True
    """
    folded = simplify(fold(name[:MAX_NAME])).translate(_SIGNS)
    if _HAN.search(folded):
        han, latin = _apart(folded)
        return _parse_han(han, latin)
    return _parse_latin(folded)


_HAN = re.compile(f"[{HAN}]")
_SIGNS = {
    ord(sign): to
    for signs, to in (("（[{〔【<〈《", "("), ("）]}〕】>〉》", ")"), ("’‘`´ʼ", "'"), ("–—−‐‑―", "-"))
    for sign in signs
}
_ASIDE = re.compile(r"\(([^()]*)\)")
_LATIN_STRETCH = re.compile(r"[a-z0-9.,&'\- ]*[a-z]{2,}[a-z.,&'\- ]* [a-z0-9.,&'\- ]*[a-z]{2,}[a-z0-9.,&'\-()/ ]*")
_NOT_WORD = re.compile(r"[^\w]+|_+")


def _apart(folded: str) -> tuple[str, str]:
    """Return the Han name and the Latin name of a bilingual one; a few letters inside a Han name stay in it."""
    latin = []

    def aside(found: re.Match[str]) -> str:
        inner = found[1].strip()
        if inner and not _HAN.search(inner) and re.search(r"[a-z]{4}", inner):
            if " " in inner:
                latin.append(inner)
            return ""
        return found[0]

    han = _ASIDE.sub(aside, folded)
    stretch = _LATIN_STRETCH.search(han)
    if stretch is not None and len(stretch[0]) >= 8:
        latin.append(stretch[0])
        han = han[: stretch.start()] + han[stretch.end() :]
    return (han, " ".join(latin)) if _HAN.search(han) else (folded, "")


# ---------------------------------------------------------------- Han


# What exchanges put around the short name of a listed company: special treatment, delisting, the class of the share.
_LISTED = re.compile(rf"^(?:s?\*?st|pt|s|g|n|退市|xd|xr|dr)(?=[{HAN}]{{2}})|(?<=[{HAN}]{{2}})(?:退|-?[ab]股?|-[uwd]+)$")
_AROUND = re.compile("^(?:简称|又称|又名|原名|现名|曾用名)[:：]?|(?:官方网站|官网|网站)$")
_FORM_BEFORE = re.compile("^(?:" + "|".join(sorted(_words.HAN_FORMS_BEFORE, key=len, reverse=True)) + ")")
_BRANCH = re.compile(f"(.{{0,12}}?)({_words.BRANCH_HAN})")
_BRANCH_END = re.compile(f"(?:{_words.BRANCH_HAN})$")
_COMPANY_END = re.compile("公司|银行|集团|公安局|法院|检察院|大学|医院|税务局|海关")
_TRADES = (
    "科技|技术|实业|发展|贸易|商贸|经贸|信息|网络|工程|建设|建筑|投资|控股|材料|新材|生物|医药|制药|药业|电子|电气|电器|机械|装备|设备|"
    "化工|化学|能源|环保|环境|食品|农业|汽车|传媒|文化|旅游|物流|运输|证券|保险|软件|智能|自动化|通信|光电|半导体|器械|医疗|健康|"
    "纺织|服装|服饰|造纸|纸业|钢铁|矿业|煤业|煤电|电力|水务|燃气|热电|港口|航空|航天|船舶|铁路|高速公路|高速|路桥|水泥|玻璃|陶瓷|"
    "家居|家具|包装|印刷|出版|教育|酒业|酿酒|乳业|牧业|渔业|种业|林业|工业|国际|服务|咨询|管理|设计|检测|安防|消防|制造|有色|金属|"
    "塑料|塑胶|橡胶|轮胎|电缆|线缆|电源|电机|股份|集团|数码|数据|系统|仪器|仪表|测控|精密|精工|重工|轻工|机电|机床|置业|地产|房地产|"
    "开发|置地|城建|园林|生态|景观|装饰|百货|商业|商城|零售|连锁|药房|食用菌|饲料|农牧|化肥|化纤|纤维|玻纤|新能源|光伏|照明|显示|"
    "传动|轴承|齿轮|阀门|泵业|模具|铸造|锻造|特钢|特种|特材|合金|铝业|铜业|锌业|钨业|稀土|磁材|磁性|石化|石油|天然气|油气|煤层气|"
    "新型|现代|高科|高新|新技术|新材料|科学|综合|产业|事业|企业|经济|进出口|外贸|供应链|租赁|典当|担保|信托|期货|基金|资产|资本|"
    "创业|风险|影视|影业|动漫|游戏|广告|会展|出租|客运|货运|公交|轨道|交通|海运|远洋|航运|空港|机场|水电|火电|核电|风电|风能|"
    "自来水|污水|供水|供热|热力|节能|再生|循环|资源|矿山|地矿|勘探|勘测|测绘|规划|监理|施工|安装|钢构|幕墙|门窗|木业|地板|纸品|"
    "日化|化妆品|美容|服务业|餐饮|酒店|饭店|饮料|饮品|糖业|盐业|粮油|油脂|肉类|水产|海洋|茶业|烟草|中药|药材|医学|诊断|疫苗|血液"
)
_TRADE_END = re.compile(f"(?:{_TRADES}|及|和|与|的)$")
_TRADE_ANY = re.compile(_TRADES)
_KINDS_HAN = tuple(sorted(_words.KIND_HAN.items(), key=lambda pair: -len(pair[0])))
_KIND_END = re.compile("(" + "|".join(word for word, _ in _KINDS_HAN) + ")$")
_HAN_NUMBER = re.compile(
    r"第([〇零一二三四五六七八九十百\d]+)|([一二三四五六七八九十]+)(?=所|院|中(?!心|国|央|华|海|医|南|山|科|材|天|远|金|信|铁|建|交|核|航|船|兵|石|粮)|小(?!米)|局|厂|队|附院|医院|分|监|师|军|冶|建|航)|(\d+)"
)
_HAN_DIGIT = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
_SOLE = re.compile("|".join(_words.SOLE_TRADER))


def _parse_han(folded: str, latin: str) -> Parts:
    sole = _SOLE.search(folded) is not None
    other = _other_name(folded)
    if other:
        folded = folded[: folded.rindex("(")]
    asides = _ASIDE.findall(folded)
    text = _NOT_WORD.sub("", _AROUND.sub("", _LISTED.sub("", folded))) or _NOT_WORD.sub("", folded)
    text = _in_full(text)
    found = find_place(text)
    places = tuple(dict.fromkeys(code for _, _, place in found if (code := _short(place.code))))
    bare = _FORM_BEFORE.sub("", text)
    before = "" if bare == text else "jp"
    bare, branch = _branch(bare)
    bare, form, group = _form(bare)
    if branch:
        # The parent keeps its form, and the branch its words: 某某有限公司上海分公司 is no 某某有限公司.
        whole = bare + branch
    else:
        whole = bare
    kind = _KIND_END.search(whole) if form in {"", "stock-word"} or branch else None
    names = [text[start:end] for start, end, _ in found]
    core = _core(bare, names + [_NOT_WORD.sub("", aside) for aside in asides])
    bridge = to_english(whole, names) if not latin else " ".join(_latin_words(latin)[0])
    words = " ".join(sorted(set(bridge.split())))
    return Parts(
        text=text,
        han=True,
        bare=whole or text,
        core=core,
        trade=bare[bare.find(core) + len(core) :] if core in bare else "",
        words=words,
        concepts=words,
        bridge=words,
        spelled="".join(_latin(sign) for sign in bare),
        aside=other,
        initials="",
        form=form or before,
        group=group,
        branch=branch,
        numbers=_han_numbers(text),
        places=places,
        kind=_words.KIND_HAN[kind[1]] if kind is not None else ("company" if form else ""),
        sole=sole,
    )


_BANK_BRANCH = re.compile("(?:支行|分行|营业部|营业室|分理处|储蓄所|营业所)$")


def _in_full(text: str) -> str:
    """Return a Han name with the everyday short form of a bank, carrier or academy at its beginning, and of a body at its
    end, written out.

    A bank's short form counts only where a branch follows, since its two characters may begin another name.

    >>> _in_full("工行某市支行"), _in_full("工行科技有限公司")
    ('中国工商银行某市支行', '工行科技有限公司')
    """
    short = _SHORT_START.match(text)
    if short is not None:
        rest = text[short.end() :]
        bank = short[0].endswith("行")
        if not bank or (not rest and len(short[0]) >= _LEAST_BANK) or _BANK_BRANCH.search(rest):
            text = _words.SHORT_HAN[short[0]] + rest
    if text.endswith("所"):
        text = _ACADEMY_INSTITUTE.sub(r"\1研究所", text)
    found = _BODY_END.search(text)
    return text if found is None else text[: found.start()] + _words.SHORT_HAN_ENDS[found[0]]


_SHORT_START = re.compile("|".join(sorted(_words.SHORT_HAN, key=len, reverse=True)))
_LEAST_BANK = 4  # characters of a bank's short form from which it is no other name
_ACADEMY_INSTITUTE = re.compile("(?<=科学院)(.{2,8}?)(?:研究)?所$")
_BODY_END = re.compile("(?<=..)(?:" + "|".join(sorted(_words.SHORT_HAN_ENDS, key=len, reverse=True)) + ")$")


def same_branch(one: str, two: str) -> bool:
    """Return whether two branches are one: towns with or without 市, and a parent that only one of them names.

    >>> same_branch("某州市分行", "某州分行"), same_branch("城东支行", "城西支行")
    (True, False)
    >>> same_branch("某电信某州分公司", "某州分公司")
    True
    """
    short, long = sorted((LEVEL.sub("", one), LEVEL.sub("", two)), key=len)
    return short == long or (len(short) >= _LEAST_BRANCH and long.endswith(short))


LEVEL = re.compile(f"(?<=[{HAN}]{{2}})[市县区省](?=[{HAN}]{{2}})")
_LEAST_BRANCH = 5  # characters from which a branch's own words can be told from what stands before them


def _other_name(folded: str) -> str:
    """Return the second name of a body that stands in brackets behind its first, or an empty text."""
    found = re.search(r"(?<=..)\(([^()]{4,40})\)\s*$", folded)
    if found is None or not _HAN.search(found[1]) or _BRANCH_END.search(_NOT_WORD.sub("", found[1])):
        return ""
    if _KIND_END.search(_NOT_WORD.sub("", found[1])) is None:
        return ""
    return _form(_NOT_WORD.sub("", found[1]))[0]


def ends_as_body(text: str) -> bool:
    """Return whether the last words of a Han text are those of a body (大学, 医院, 局), 集团 and 公司 aside.

    >>> ends_as_body("某某大学"), ends_as_body("某某")
    (True, False)
    """
    found = _KIND_END.search(text)
    return found is not None and _words.KIND_HAN[found[1]] != "company"


def _short(code: str | None) -> str:
    if code is None:
        return ""
    while code.endswith("00"):
        code = code[:-2]
    return code


def _branch(bare: str) -> tuple[str, str]:
    """Return the parent's name and the branch's words, which begin after the parent's own kind or form."""
    if _BRANCH_END.search(bare) is None:
        return bare, ""
    ends = [found.end() for found in _COMPANY_END.finditer(bare) if found.end() < len(bare) - 1]
    ends = [end for end in ends if not _BRANCH_END.fullmatch(bare[end:]) or len(bare) - end >= 2]
    if ends:
        return bare[: ends[-1]], bare[ends[-1] :]
    found = _BRANCH_END.search(bare)
    return (bare, "") if found is None else ("", bare)


_HAN_FORM_END = re.compile("(?<=.)(?:" + "|".join(words for words, _, _ in _words.HAN_FORMS) + ")$")
_HAN_FORM_OF = {words: (name, group) for words, name, group in _words.HAN_FORMS}


def _form(bare: str) -> tuple[str, str, bool]:
    form, group = "", False
    for _ in range(3):
        found = _HAN_FORM_END.search(bare)
        if found is None:
            break
        name, is_group = _HAN_FORM_OF[found[0]]
        bare = bare[: found.start()]
        form, group = form or name, group or is_group
    return bare, form, group or "集团" in bare


def _core(bare: str, leave: list[str]) -> str:
    """Return the proper name: without places and brackets, then without trades and kinds from its end.

    A name of nothing but a place and a kind (某市大学) is proper as it stands.
    """
    core = bare
    for words in leave:
        if words and len(core) - len(words) >= 2:
            core = core.replace(words, "", 1)
            if core[:1] in {"市", "省", "县", "区"} and len(core) > 3:
                core = core[1:]
    if _KIND_END.fullmatch(core):
        core = bare
    for _ in range(6):
        found = _TRADE_END.search(core) or _KIND_END.search(core)
        if found is None or found.start() < 2:
            break
        core = core[: found.start()]
    return core or bare


def without_trades(text: str) -> str:
    """Return a text without the trades and kinds of bodies at its end, "" where it is nothing else.

    >>> without_trades("智能科技"), without_trades("甲瑞科技")
    ('', '甲瑞')
    """
    while text:
        found = _TRADE_END.search(text) or _KIND_END.search(text)
        if found is None:
            break
        text = text[: found.start()]
    return text


def word_starts(text: str) -> frozenset[int]:
    """Return where words of a Han name begin: its places, the name proper, and trades.

    >>> sorted(word_starts("广东某某路桥建设"))
    [0, 2, 4, 6, 8]
    """
    starts = {0}
    proper = 0
    for start, end, _ in find_place(text):
        proper = end if start == proper else proper
        starts |= {start, end}
    for found in _TRADE_ANY.finditer(text, proper):
        starts |= {found.start(), found.end()}
    # Most proper names are two characters.
    return frozenset(starts | {proper, proper + 2})


def _han_numbers(text: str) -> tuple[str, ...]:
    numbers = []
    for found in _HAN_NUMBER.finditer(text):
        sign = found[1] or found[2] or found[3]
        numbers.append(_value(sign))
    return tuple(dict.fromkeys(numbers))


def _value(sign: str) -> str:
    if sign.isdigit():
        return sign.lstrip("0") or "0"
    total, digit = 0, 0
    for one in sign:
        if one == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif one == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif one.isdigit():
            digit = digit * 10 + int(one)
        else:
            digit = _HAN_DIGIT.get(one, 0)
    return str(total + digit)


def _by_first(words: dict[str, str]) -> dict[str, tuple[tuple[str, list[str]], ...]]:
    """Return words with their English, as `Parts.concepts` has it, by first character, longest first."""
    by: dict[str, list[tuple[str, list[str]]]] = {}
    for word in sorted(words, key=len, reverse=True):
        english = [_words.CONCEPTS.get(each, each) for each in words[word].split()]
        by.setdefault(word[0], []).append((word, english))
    return {sign: tuple(found) for sign, found in by.items()}


_BRIDGES = _by_first(_words.BRIDGE_HAN)


def to_english(text: str, places: Sequence[str] = ()) -> str:
    """Return a Han name in English words, the longest known word first, everything else transliterated.

    Args:
        text: The name.
        places: Places in it as printed (山西省), whose characters are no words by themselves.

    >>> to_english("兰州交通大学")
    'lanzhou transport jiaotong university'
    >>> to_english("湖东学院", ["湖东"])
    'hudong college university'
    """
    for place in places:
        at = text.find(place)
        if at >= 0:
            around = (to_english(text[:at]), _place_in_english(place), to_english(text[at + len(place) :], places))
            return " ".join(words for words in around if words)
    words: list[str] = []
    spelled = ""
    at = 0
    while at < len(text):
        for word, english in _BRIDGES.get(text[at], ()):
            # A known character inside an unknown word is part of it: only the last one counts by itself.
            if text.startswith(word, at) and not (len(word) == 1 and spelled and at + 1 < len(text)):
                if spelled:
                    words.append(spelled)
                    spelled = ""
                words += english
                at += len(word)
                break
        else:
            spelled += _latin(text[at])
            at += 1
    if spelled:
        words.append(spelled)
    return " ".join(words)


@lru_cache(maxsize=20_000)
def _place_in_english(place: str) -> str:
    """Return a place that may be several, one within the other, in English or pinyin, and its levels."""
    words = []
    for name, level in _LEVELS.findall(place):
        words += [" ".join(_BRIDGE_OF[name]) if name in _BRIDGE_OF else "".join(map(_latin, name))]
        words += _BRIDGE_OF.get(level, [])
    return " ".join(words)


_LEVELS = re.compile("(.{2,}?)((?:[壮回维土苗彝藏蒙].{0,6}?)?自治[区州县]|[省市县区旗]|$)")
_BRIDGE_OF = {word: english for words in _BRIDGES.values() for word, english in words}


@lru_cache(maxsize=50_000)
def _latin(sign: str) -> str:
    return _NOT_WORD.sub("", anyascii(sign).lower())


# ---------------------------------------------------------------- Latin, and what is transliterated


_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_SPACED_FORM = re.compile(r"\bsp(?:olka)?\.? ?z\.? ?o\.? ?o\b\.?")
_LONG_FORM = re.compile(r"\b(?:" + "|".join(form.replace(" ", r"[\s\-]+") for form in _words.LONG_FORMS) + r")\b")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_ORDINAL = {
    word: str(value)
    for value, words in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=1
    )
    for word in words.split()
}
_DIGITS = re.compile(r"\d+")


def _parse_latin(folded: str) -> Parts:
    words, form, group = _latin_words(folded)
    kept = [word for word in words if word not in _words.STOP_WORDS] or words
    concepts = [_words.CONCEPTS.get(word, word) for word in kept]
    core = [
        word
        for word, concept in zip(kept, concepts, strict=True)
        if concept == word and concept not in _words.KIND_LATIN and word not in _words.LATIN_PLACES
    ]
    places = tuple(dict.fromkeys(_words.LATIN_PLACES[word] for word in kept if word in _words.LATIN_PLACES))
    text = " ".join(words)
    kinds = [_words.KIND_LATIN[concept] for concept in concepts if concept in _words.KIND_LATIN]
    joined = " ".join(sorted(set(concepts)))
    return Parts(
        text=text + (f" {form}" if form else ""),
        han=False,
        bare="".join(words),
        core="".join(core) or "".join(word for word in kept if word not in _words.LATIN_PLACES) or "".join(kept),
        trade="",
        words=" ".join(sorted(set(kept))),
        concepts=joined,
        bridge=joined,
        spelled="".join(words),
        aside=_aside(folded),
        initials="".join(word[0] for word in kept) if len(kept) > 1 else "",
        form=form,
        group=group,
        branch="",
        numbers=_latin_numbers(words),
        places=places,
        kind=kinds[0] if kinds else "",
        sole=False,
    )


def _aside(folded: str) -> str:
    """Return a single word in brackets, such as an acronym; places in brackets are longer or several words."""
    for inner in _ASIDE.findall(folded):
        word = _spelled(inner.strip()).replace(".", "")
        if 2 <= len(word) <= _LONGEST_ACRONYM and word.isalpha() and word not in _words.LATIN_FORMS:
            return word
    return ""


_LONGEST_ACRONYM = 7


def _latin_words(folded: str) -> tuple[list[str], str, bool]:
    """Return the words without legal forms, the first form's class, and whether a word says group or holding."""
    text = folded if folded.isascii() else _spelled(folded)
    text = text.replace("hong kong", "hongkong").replace("new york", "newyork").replace("xi'an", "xian")
    text = text.replace("&", " and ").replace("'", " " if "' " in text else "'")
    text = _LONG_FORM.sub(lambda found: f" {_words.LONG_FORMS[_NOT_WORD.sub(' ', found[0]).strip()]} ", text)
    text = _SPACED_FORM.sub(" spzoo ", text)
    text = _DOTTED.sub(lambda dotted: dotted[0].replace(".", "").replace(" ", "") + " ", text)
    text = _SLASHED.sub(r"\1\2", text).replace("'", " ")
    words = _NOT_WORD.sub(" ", text).split()
    words = _join_letters(words)
    form = ""
    kept = []
    last = len(words) - 1
    for place, word in enumerate(words):
        known = _words.LATIN_FORMS.get(word)
        sure = known is not None and (word in _words.SURE_FORMS or place == 0 or _ends(words, place, last))
        if sure and len(words) > 1:
            form = form or known or ""
        else:
            kept.append(word)
    group = any(word in _words.GROUP_WORDS for word in words)
    while len(kept) > 1 and kept[-1] in {"and", "the"}:
        kept.pop()
    return kept or words, form, group


def _ends(words: list[str], place: int, last: int) -> bool:
    """Return whether only forms, places in brackets aside, stand behind: a short form counts only at the end."""
    return all(word in _words.LATIN_FORMS for word in words[place + 1 : last + 1])


def _join_letters(words: list[str]) -> list[str]:
    """Return the words with single letters in a row joined: a b c company is abc company."""
    if not any(len(one) == 1 and len(two) == 1 for one, two in pairwise(words)):
        return words
    joined: list[str] = []
    row = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            row += word
            continue
        if row:
            joined.append(row)
            row = ""
        joined.append(word)
    if row:
        joined.append(row)
    return joined


def _spelled(text: str) -> str:
    """Return a text in Latin letters without accents."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return plain if plain.isascii() else anyascii(unicodedata.normalize("NFC", plain)).lower()


def _latin_numbers(words: list[str]) -> tuple[str, ...]:
    numbers = []
    for word in words:
        if word in _ROMAN:
            numbers.append(_ROMAN[word])
        elif word in _ORDINAL:
            numbers.append(_ORDINAL[word])
        else:
            numbers.extend(digits.lstrip("0") or "0" for digits in _DIGITS.findall(word))
    return tuple(dict.fromkeys(numbers))
