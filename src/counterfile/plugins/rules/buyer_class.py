"""The class of a buyer, from its name.

Answers:
    ``police``, ``political_legal`` (Party committees for political and legal affairs), ``propaganda``, ``court``,
    ``prosecutor``, ``school`` (universities too), ``hospital``, ``railway``, ``utility`` (power, water, gas, heat),
    ``government``, ``company``; nothing where the name does not tell.

Method:
    A Chinese name ends with what the body is (大学附属医院 is a hospital, 公安局幼儿园 a school), so the last word that
    tells a class decides; the last characters alone tell a company. Words that only say "some office" (局, 委员会,
    人民政府) count where no other word does, and never for bodies of the Party. In English names the words before
    ``of`` name the body; where those after it tell another class, the rule abstains. Names in other languages are told
    by the words of `counterfile.text.lexicon` (Gemeinde, Mairie, Ayuntamiento): a word for a kind of body beats one for
    some authority, a hospital beats its university, and any other two kinds in one name leave it open.

Caveats:
    It reads names, not duties. Prisons, drug rehabilitation centers and the armed police belong to other systems than
    the police, fire services left it in 2018: the rule does not call them police. A company that runs a railway or a
    supply network is a company by its form; its sections and stations are told by their work.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from counterfile.text.lexicon import lexicons, until_added
from counterfile.text.phrases import fold_letters, pattern_of, spellings

_COMPANY = re.compile(
    r"(?:公司|集团|企业|商行|经营部|事务所|工作室|合作社|厂|商店|超市|酒店|银行)(?:[(（][^()（）]*[)）])?$"
    r"|\b(?:ltd|limited|llc|inc|incorporated|gmbh|corp|corporation|plc|pty|s\.?a|s\.?r\.?l|co)\.?$",
    re.IGNORECASE,
)
_TELLING: tuple[tuple[str, str], ...] = (
    (
        "school",
        r"大学(?!城|生)|学院|中学|小学|学校|幼儿园|幼教中心|党校|职教中心|职业教育中心|技校|附中|附小|一中|二中|三中",
    ),
    ("hospital", r"医院|卫生院|保健院|卫生服务中心|急救中心|卫生室|疗养院|血站"),
    (
        "political_legal",
        r"政法委(?:员会)?|政法工作委员会|政法工作部|综治[办委]|综治中心|社会治安综合治理\w*|维稳办|维护稳定工作\w*",
    ),
    ("propaganda", r"宣传部|宣传思想工作\w*"),
    ("prosecutor", r"检察院|检察分院"),
    ("court", r"法院(?!校)|人民法庭|法庭(?!科学)"),
    ("government", r"消防(?:救援)?(?:总队|支队|大队|站|局)?"),
    (
        "railway",
        r"(?:工务|车务|机务|电务|供电|客运|车辆|动车|工电|房建|房建公寓|货运|通信)段|铁路局|铁路(?:办事处|车站)|高铁(?:工务|基础设施)段",
    ),
    (
        "utility",
        r"供电(?:分公司|公司|局|所)|供水(?:总站|站|所|厂)|自来水厂|污水处理(?:厂|中心)|水务(?:局)?(?:所|站)|供热(?:中心|站|所)|热电厂|水厂",
    ),
    (
        "police",
        r"公安(?:分局|局|厅|处|部)?|派出所|(?<!武装)警察(?!部队)|交警|特警|巡警|刑警|网警|巡特警|(?<!武)警务|看守所|拘留所|出入境管理|车辆管理所|警卫局",
    ),
)
_OFFICE = re.compile(
    r"人民政府|街道办事处|办事处|管理委员会|管委会|机关事务\w*中心|公共资源交易\w*|(?:委员会|办公室|局|厅|署|镇政府|乡政府)$|[发卫农财教](?:展|健|业|政|育)\w*委$"
)
_PARTY = re.compile(r"^(?:中共|中国共产党)|党委|党工委|纪律检查|纪委|组织部|统战部|共青团|总工会|妇女联合会")
_ABSTAIN = re.compile(r"武警|武装警察|戒毒|监狱")
_ENGLISH: tuple[tuple[str, str], ...] = (
    ("police", r"\bpolice\b|\bconstabulary\b|\bsheriff(?:'s)?\b|\bpublic security (?:bureau|department|office)\b"),
    ("political_legal", r"\bpolitical and legal (?:affairs )?(?:commission|committee)\b"),
    ("propaganda", r"\b(?:propaganda|publicity) department\b"),
    ("prosecutor", r"\bprosecutor'?s?\b|\bprosecution (?:office|service)\b|\bprocuratorate\b"),
    ("court", r"\b(?:supreme|high|district|county|municipal|people's|appeals?|regional|labou?r|magistrates'?) court\b|\bcourts?(?= of\b|$)"),
    ("school", r"\buniversity\b|\bcollege\b|\bschools?\b|\bacademy\b|\bkindergarten\b|\bpolytechnic\b"),
    ("hospital", r"\bhospital\b|\bclinics?\b|\bmedical cent(?:er|re)\b|\bhealth cent(?:er|re)\b"),
    (
        "government",
        r"\bministry\b|\bgovernment\b|\b(?:municipal|city|county|town|borough|parish|regional|district) council\b|\bmunicipality\b"
        r"|\b(?:roads?|ports?|transport|housing|water|port|harbou?r|highways?) authority\b|^(?:city|county|town|state) of\b",
    ),
)  # fmt: skip
_CHINESE_WORDS = [(name, re.compile(pattern)) for name, pattern in _TELLING]
_ENGLISH_WORDS = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _ENGLISH]
_HAN = re.compile(r"[\u4e00-\u9fff]")


class BuyerClassRule:
    """Tells the class of a buyer by its name; see `counterfile.hooks.Rule`."""

    name = "buyer class"
    version = "2"

    def answer(self, text: str) -> tuple[str, str] | None:
        """Return the class and the words it rests on, or None where the name does not tell.

        >>> BuyerClassRule().answer("某市公安局城东分局交警大队")
        ('police', '交警')
        >>> BuyerClassRule().answer("中国政法大学")
        ('school', '大学')
        >>> BuyerClassRule().answer("District Court of Ellis Bay")
        ('court', 'District Court')
        >>> BuyerClassRule().answer("Ayuntamiento de Villanera"), BuyerClassRule().answer("Polizeipräsidium Nordstadt")
        (('government', 'Ayuntamiento'), ('police', 'Polizeipräsidium'))
        >>> BuyerClassRule().answer("某市文化馆") is None
        True
        """
        name = unicodedata.normalize("NFKC", text).strip()[:_LONGEST]
        company = _COMPANY.search(name)
        if company is not None and _PLANT.search(name) is None:
            return "company", company[0]
        if _HAN.search(name):
            return _chinese(name)
        kinds = _worded(name)
        if len(kinds) > 1:
            return None
        return _english(name) or next(iter(kinds.items()), None)


def _chinese(name: str) -> tuple[str, str] | None:
    found = _last(name, _CHINESE_WORDS)
    if found is not None:
        return None if found[0] in ("police", "government") and _ABSTAIN.search(name) else found
    office = _OFFICE.search(name)
    if office is None or _PARTY.search(name) or _ABSTAIN.search(name):
        return None
    return "government", office[0]


def _english(name: str) -> tuple[str, str] | None:
    head, _, tail = name.partition(" of ")
    whole = _last(name, _ENGLISH_WORDS)
    first, second = _last(head, _ENGLISH_WORDS), _last(tail, _ENGLISH_WORDS)
    if first is not None and second is not None and first[0] != second[0]:
        return None
    return first or whole


_LONGEST = 300
_PLANT = re.compile(r"(?:自来水|污水处理|供水|热电)厂$")
"""Works that supply a town, though 厂 is also what a factory is called."""
_MERGED = {"university": "school", "fire": "government"}
"""Classes of the lexicon that are part of another one here."""


@until_added
@cache
def _worded_classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of all languages but English, one a class, over names without accents."""
    words: dict[str, set[str]] = {}
    for spoken in lexicons():
        if spoken.language == "en":
            continue
        for kind, phrases in spoken.tables.get("buyers", {}).items():
            for phrase in phrases:
                head, tail = "*" * phrase.startswith("*"), "*" * phrase.endswith("*")
                words.setdefault(_MERGED.get(kind, kind), set()).update(
                    head + " ".join(one) + tail for one in spellings(phrase, spoken)
                )
    return tuple((kind, pattern_of(phrases)) for kind, phrases in words.items())


def _worded(name: str) -> dict[str, str]:
    """Return the classes that words of a name tell in languages but Chinese and English, each with those words.

    More than one where they leave the name open; none where nothing tells or the body belongs to none of the classes.
    """
    folded, places = _folded(name)
    found: dict[str, str] = {}
    for kind, pattern in _worded_classes():
        match = pattern.search(folded)
        if match is not None:
            found[kind] = name[places[match.start()] : places[match.end() - 1] + 1]
    if found.keys() & {"prison", "military"}:
        return {}
    if len(found) > 1:
        found.pop("government", None)
    if "hospital" in found:
        found.pop("school", None)
    return found


def _folded(name: str) -> tuple[str, list[int]]:
    """Return a name in small letters without accents, and where each of its characters stood."""
    letters, places = [], []
    for index, sign in enumerate(name):
        for letter in fold_letters(sign):
            letters.append(letter)
            places.append(index)
    return "".join(letters), places


def _last(name: str, words: list[tuple[str, re.Pattern[str]]]) -> tuple[str, str] | None:
    """Return the class whose word ends last in a name, with that word; of words that end together the longest."""
    best: tuple[int, int, str, str] | None = None
    for kind, pattern in words:
        for match in pattern.finditer(name):
            found = (match.end(), -match.start(), kind, match[0])
            if best is None or found[:2] > best[:2]:
                best = found
    return None if best is None else (best[2], best[3])
