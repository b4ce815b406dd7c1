"""What a notice says that helps to tell whose procedure it is, and by which keys its like are found."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec

from counterfile.model.notice import Property
from counterfile.model.statement import Statement
from counterfile.model.value import Basis
from counterfile.resolving import packages
from counterfile.store.ports import View
from counterfile.text.addresses import is_file
from counterfile.text.kinds import find_lots
from counterfile.text.names import core_title, is_organization, round_of
from counterfile.text.script import HAN

READ = frozenset(
    {
        Property.NUMBER,
        Property.CONTRACT_NUMBER,
        Property.OCID,
        Property.TITLE,
        Property.NOTICE_TITLE,
        Property.BUYER,
        Property.AGENCY,
        Property.SUPPLIER,
        Property.CANDIDATE,
        Property.ROUND,
        Property.STAGE,
        Property.METHOD,
        Property.PUBLISHED,
        Property.FIRST_PUBLISHED,
        Property.OPENING,
        Property.BUDGET,
        Property.CEILING,
        Property.ESTIMATE,
        Property.AWARD_VALUE,
        Property.CONTRACT_VALUE,
        Property.LOT_LABEL,
        Property.LINK,
        Property.PAGE_ADDRESS,
    }
)
"""The properties that are looked at."""

MOST = {
    "ocid": 1000,
    "number": 400,
    "title": 200,
    "owned": 400,
    "gram": 48,
    "near": 60,
    "day": 32,
    "link": packages.MOST,
}
"""Notices above which a key of each kind says nothing: a placeholder, a word that titles share, a busy day."""

GRAMS = 8
"""Runs of characters kept of a title, those with the smallest digests: near titles share most of theirs.

Source: Broder (1997), "On the resemblance and containment of documents", Compression and Complexity of Sequences, 21-29.
"""

_PERSON = "person"  # the layer of what persons state; see `views.corrected`
_LONGEST = 300  # characters of a title that are looked at
_MOST_VALUES = 24  # numbers, suppliers, lots … of one notice that are compared
_HAN_RUN = 4
_LATIN_RUN = 9


class Title(msgspec.Struct, frozen=True):
    """A title taken apart."""

    core: str
    """Without type of notice, round, number, punctuation; see `text.names.core_title`."""
    owner: str
    """The institution that it begins with, or empty."""
    stem: str
    """The core without owner, lots and year."""
    lots: frozenset[str]
    figures: frozenset[str]
    """Years, other figures, phases and batches: what tells apart purchases that repeat."""
    words: tuple[str, ...] = ()
    """Of a title without Han characters: its words, in order."""
    is_open: bool = False
    """Whether it may have been cut: it is long and does not end as clerks end a title (…采购项目, …公告)."""


class Said(msgspec.Struct, frozen=True):
    """What one notice says, in forms to compare by."""

    notice: str
    ocids: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    """Numbers without a closing part that may tell lot, contract or round."""
    contracts: frozenset[str] = frozenset()
    """Numbers of contracts."""
    continued: frozenset[str] = frozenset()
    """Numbers that those of its contracts may continue."""
    titles: tuple[Title, ...] = ()
    buyers: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    """Institutions that titles begin with."""
    agencies: frozenset[str] = frozenset()
    suppliers: frozenset[str] = frozenset()
    candidates: frozenset[str] = frozenset()
    lots: frozenset[str] = frozenset()
    """Of the title alone: a notice on one lot says so there."""
    round: int | None = None
    """None where nothing says so."""
    stage: str = ""
    published: str = ""
    """ISO date, or empty."""
    first: str = ""
    """When the notice that this one corrects or concludes was published."""
    opening: str = ""
    budgets: frozenset[Decimal] = frozenset()
    awards: frozenset[Decimal] = frozenset()
    own: frozenset[str] = frozenset()
    """Its own address, as a key; see `text.addresses`."""
    leads: frozenset[str] = frozenset()
    """Other pages to which its text leads."""
    files: frozenset[str] = frozenset()
    """Its attachments: files to which its text leads, by address, and those in its package, by digest."""


def spoken(notices: Collection[str], view: View) -> dict[str, Said]:
    """Return what each of the notices says, and which files came with it.

    An address to which many notices lead (a form, a home page) is left out, and so is a file that came with many.

    Args:
        notices: Ids of current notices.
        view: Where their statements are found, as corrected.
    """
    found = {notice: said(notice, some) for notice, some in view.claims(sorted(notices), READ).items()}
    linked = {link for one in found.values() for link in one.leads | one.files}
    stated = view.keyed((Property.LINK,), sorted(linked)) if linked else {}
    common = {link for link, some in stated.items() if len(some) > MOST["link"]}
    came = packages.attached(found, view)
    if came:
        keys = dict.fromkeys(set().union(*came.values()), packages.MOST)
        common |= view.crowded(packages.PACKED, keys)
        for notice, files in came.items():
            found[notice] = msgspec.structs.replace(found[notice], files=found[notice].files | files)
    return {notice: _without(one, common) for notice, one in found.items()} if common else found


def _without(one: Said, common: Collection[str]) -> Said:
    if not (one.leads | one.files) & set(common):
        return one
    return msgspec.structs.replace(one, leads=one.leads - set(common), files=one.files - set(common))


def said(notice: str, statements: Sequence[Statement]) -> Said:
    """Return what a notice says that helps to link it.

    What was read last is remembered as long as the statements are equal: a notice is read once for each neighbor.
    """
    known = _REMEMBERED.get(notice)
    if known is not None and known[0] == statements:
        return known[1]
    if len(_REMEMBERED) >= _MOST_REMEMBERED:
        _REMEMBERED.clear()
    found = _said(notice, statements)
    _REMEMBERED[notice] = (statements, found)
    return found


_REMEMBERED: dict[str, tuple[Sequence[Statement], Said]] = {}
_MOST_REMEMBERED = 8192  # notices; some 30 MB


def _said(notice: str, statements: Sequence[Statement]) -> Said:
    values: dict[Property, list[Statement]] = {}
    for statement in statements:
        if statement.property in READ:
            values.setdefault(statement.property, []).append(statement)

    def keys(*names: Property) -> frozenset[str]:
        found = dict.fromkeys(one.key for name in names for one in values.get(name, ()) if one.key)
        return frozenset(list(found)[:_MOST_VALUES])

    def first(name: Property) -> str:
        return next((one.value for one in values.get(name, ()) if not one.conflict), "")

    named = [one for name in (Property.TITLE, Property.NOTICE_TITLE) for one in values.get(name, ())]
    # Where a person gave the title, what was read in other places counts no more.
    given = [one for one in named if one.layer == _PERSON]
    printed = list(dict.fromkeys(one.value for one in given or named))[:4]
    projects = {one.value for one in given or values.get(Property.TITLE, [])}
    titles = _titles(printed, projects)
    numbers = frozenset(part for key in keys(Property.NUMBER) for part in aliases(key) if is_telling(part))
    contracts = frozenset(key for key in keys(Property.CONTRACT_NUMBER) if is_telling(key))
    links = values.get(Property.LINK, [])[:_MOST_VALUES]
    counted = [_COUNTED.sub("合同", text) for text in printed]
    # What counts contracts of one award was read as a round.
    stated = values.get(Property.ROUND, ()) if counted == printed else ()
    rounds = [int(one.value) for one in stated if one.value.isdecimal()]
    rounds += [found[0] for text in counted if (found := round_of(text)) is not None]
    rounds += [times for key in numbers if (times := round_in(key)) is not None]
    return Said(
        notice=notice,
        ocids=keys(Property.OCID),
        numbers=numbers,
        roots=frozenset(root for key in numbers for root in number_roots(key)),
        contracts=contracts,
        continued=frozenset(root for key in contracts for root in contract_roots(key)),
        titles=titles,
        buyers=keys(Property.BUYER),
        owners=frozenset(title.owner for title in titles if title.owner),
        agencies=keys(Property.AGENCY),
        suppliers=keys(Property.SUPPLIER),
        candidates=keys(Property.CANDIDATE),
        lots=frozenset(lot for title in titles for lot in title.lots),
        round=max(rounds, default=None),
        stage=first(Property.STAGE),
        published=first(Property.PUBLISHED),
        first=first(Property.FIRST_PUBLISHED),
        opening=first(Property.OPENING),
        budgets=_totals(values, Property.BUDGET, Property.CEILING, Property.ESTIMATE),
        awards=_totals(values, Property.AWARD_VALUE, Property.CONTRACT_VALUE),
        own=keys(Property.PAGE_ADDRESS),
        leads=frozenset(one.key for one in links if one.key and not is_file(one.value)),
        files=frozenset(one.key for one in links if one.key and is_file(one.value)),
    )


def _titles(printed: Sequence[str], projects: Collection[str]) -> tuple[Title, ...]:
    """Return titles taken apart, without headings that name a category (医疗设备, Software package) and no project."""
    read = [(text in projects, title) for text in printed if (title := read_title(text)).core]
    own = [title for is_project, title in read if is_project]
    kept = [title for is_project, title in read if is_project or not own or any(_tells(title, one) for one in own)]
    return tuple(dict.fromkeys(kept))


def _tells(heading: Title, project: Title) -> bool:
    """Return whether a heading tells the project again: in letters it has to hold its title, in Han to share a quarter."""
    if project.core in heading.core:
        return True
    if heading.words or heading.core in project.core:
        return not heading.words
    one, two = bigrams(heading.core), bigrams(project.core)
    return 4 * len(one & two) >= min(len(one), len(two))


def keys_of(one: Said) -> dict[str, int]:
    """Return the keys by which a notice finds its like, each with the number of notices above which it says nothing.

    Equal numbers, titles and ids share a key; near titles share runs of characters; an owner's notices share runs
    even where thousands of others buy the same; a correction shares the day of what it corrects; a notice that leads to
    another shares its address.
    """
    found: dict[str, str] = {}
    found.update((f"ocid:{ocid}", "ocid") for ocid in one.ocids)
    found.update((f"number:{number}", "number") for number in one.numbers | one.roots | one.contracts | one.continued)
    owners = one.buyers | one.owners | one.agencies
    for title in one.titles:
        # Lots of one purchase have one title but for their marks.
        base = title.owner + title.stem
        found.update((f"title:{text}", "title") for text in (title.core, base) if len(text) >= 4)
        found.update((f"owned:{owner}|{title.stem}", "owned") for owner in owners if title.stem)
        runs = _runs(title.stem if len(title.stem) >= 2 * _HAN_RUN else title.core)
        found.update((f"gram:{run}", "gram") for run in runs)
        found.update((f"near:{owner}|{run}", "near") for owner in owners for run in runs[:2])
    found.update((f"link:{address}", "link") for address in one.own | one.leads | one.files)
    days = {one.published, one.first} if one.first else {one.published}
    found.update((f"day:{owner}|{day}", "day") for owner in one.buyers | one.owners for day in days if day)
    return {_shortened(key): MOST[kind] for key, kind in found.items()}


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title:
    """Return a title taken apart.

    >>> title = read_title("临沅市公安局2024年无人机采购项目（第二包）中标公告")
    >>> title.owner, title.stem, sorted(title.lots), sorted(title.figures)
    ('临沅市公安局', '无人机', ['2'], ['2024'])
    """
    text = text[:_LONGEST]
    if text[:2].isascii():
        text = _KIND_OF_NOTICE.sub("", text)
    core = core_title(_undressed(text))
    lead = _LEADING_YEAR.match(core)
    body = core[lead.end() :] if lead else core
    owner = _owner(body)
    body = body[len(owner) :]
    marks = find_lots(body)
    stem = body
    for mark in reversed(marks):
        stem = stem[: mark.start] + stem[mark.end :]
    # 某项目第二包采购 and 某项目采购 are one title but for the lot, once what the mark hid is taken off too.
    bare = core_title(stem.strip("：:、；;()（）[]【】-—")) if marks else stem
    stem = bare.strip("：:、；;()（）[]【】-—") or body
    figures = figures_of((lead[0] if lead else "") + stem)
    # Clerks put the year in front, behind the owner, or leave it out; it is compared among the figures.
    stem = _YEAR.sub("", stem) or stem
    words = () if _HAN_CHARACTER.search(core) else tuple(_WORD.findall(text.casefold()))[:_MOST_WORDS]
    lots = frozenset([mark.key for mark in marks][:_MOST_VALUES])
    return Title(core, owner, stem, lots, figures, words, _is_open(text, core))


def _is_open(text: str, core: str) -> bool:
    """Return whether nothing stands behind the core, or dots, in a title so long that a portal may have cut it."""
    plain = "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
    return len(text) >= _SHORTEST_CUT and plain.endswith(core[-3:])


def _undressed(text: str) -> str:
    """Return a heading without what portals put around a title: its kind, a number, a date, 公告（一）.

    >>> _undressed("【中标（成交）结果公告】LYCG-2021-0366 临沅市档案数字化加工采购合同 2021-03-05")
    '临沅市档案数字化加工'
    """
    for pattern in (_KIND_IN_FRONT, _TAG_IN_FRONT, _KIND_AND_COLON, _NUMBER_IN_FRONT):
        text = pattern.sub("", text, count=1)
    text = _DATE_AT_END.sub("", text)
    text = _COUNT_AT_END.sub(r"\g<kind>", text)
    for pattern in (_KIND_CUT, _KIND_AT_END, _NUMBER_AT_END, _METHOD_AT_END, _CONTRACT_AT_END):
        text = pattern.sub("", text)
    return text


def figures_of(text: str) -> frozenset[str]:
    """Return the years, figures, phases and batches that stand in a title.

    >>> sorted(figures_of("2011年地质灾害监测(宝区)二期第3批10千伏"))
    ['10', '2011', '2期', '3批']
    """
    found = set()
    for match in _FIGURE.finditer(text):
        number, unit = match["digits"] or str(_ordinal(match["han"] or match["inside"])), match["unit"] or ""
        found.add(number.lstrip("0") + unit)
    return frozenset(sorted(found)[:_MOST_VALUES])


@lru_cache(maxsize=8192)
def aliases(key: str) -> tuple[str, ...]:
    """Return a number's key, and where another number follows it in brackets, both parts.

    >>> aliases("ly2021018(cg202131)")
    ('ly2021018(cg202131)', 'ly2021018', 'cg202131')
    >>> aliases("ly(2021)018")
    ('ly(2021)018',)
    """
    found = _BRACKETED.match(key)
    if found is None or not all(any(c.isdigit() for c in part) and len(part) > 5 for part in found.groups()):
        return (key,)
    return (key, *found.groups())


@lru_cache(maxsize=8192)
def number_roots(key: str) -> tuple[str, ...]:
    """Return what may be a number's root: without a closing part that tells lot, contract, sheet or round.

    What stands before a number of a series, with the year, is no root.

    >>> number_roots("ly-2021-018-2"), number_roots("e4162022019002858001"), number_roots("lycg-2021-018")
    (('ly-2021-018',), ('e4162022019002858',), ())
    """
    found = []
    for pattern in (_SUFFIX, _ROUND_SUFFIX):
        match = pattern.match(key)
        if match and is_telling(match[1]) and len(match[1]) >= 8 and not _YEAR_AT_END.search(match[1]):
            found.append(match[1])
    tail = _LOT_DIGITS.match(key)
    if tail and not _YEAR_AT_END.search(tail[1]):
        found.append(tail[1])
    return tuple(dict.fromkeys(found))


def contract_roots(key: str) -> tuple[str, ...]:
    """Return the numbers that a contract's number may continue: any three figures at its end may count contracts.

    >>> contract_roots("jszc-329901-g2021-0018001")
    ('jszc-329901-g2021-0018',)
    """
    tail = _CONTRACT_DIGITS.match(key)
    return tuple(dict.fromkeys((*number_roots(key), *((tail[1],) if tail else ()))))


@lru_cache(maxsize=8192)
def sequel_of(key: str) -> tuple[str, int]:
    """Return the number that a number continues and the round that it may so tell; nothing and 0 where it does not.

    >>> sequel_of("ly-2021-018-2"), sequel_of("ly-2021-018(三次)"), sequel_of("ly-2021-018")
    (('ly-2021-018', 2), ('ly-2021-018', 3), ('', 0))
    """
    match = _SEQUEL.match(key)
    if match is None or not is_telling(match["root"]) or _YEAR_AT_END.search(match["root"]):
        return "", 0
    return match["root"], _ROUNDS[match["round"] or "2"]


@lru_cache(maxsize=8192)
def round_in(key: str) -> int | None:
    """Return the round that a number states in words, or None.

    >>> round_in("ly-2021-018(二次)"), round_in("ly-2021-018重招"), round_in("ly-2021-018-2")
    (2, 2, None)
    """
    match = _SEQUEL.match(key)
    return (
        _ROUNDS[match["round"] or "2"]
        if match and (match["word"] or match["again"]) and is_telling(match["root"])
        else None
    )


@lru_cache(maxsize=8192)
def shape_of(number: str) -> str:
    """Return a number's pattern: numbers of one series have one.

    >>> shape_of("jszc-320300-g2021-0018")
    'jszc-9-g9-9'
    """
    return re.sub(r"\d+", "9", number)


def is_telling(number: str) -> bool:
    """Return whether a number can tell a procedure: it has four characters, figures among them, and not all alike.

    >>> [is_telling(number) for number in ("202601", "0000000", "xxxx", "12")]
    [True, False, False, False]
    """
    figures = {c for c in number if c.isdigit()}
    return len(number) >= 4 and (len(figures) > 1 or (len(figures) == 1 and sum(c.isdigit() for c in number) < 3))


def is_weak(number: str) -> bool:
    """Return whether a number is so short and plain that two buyers may well use it."""
    return len(number) <= 6 or (number.isdecimal() and len(number) <= 8)


def is_publication(number: str) -> bool:
    """Return whether a number is a notice's own in the Official Journal (TED): no two notices have one.

    >>> is_publication("119757-2020"), is_publication("ly-2021-018")
    (True, False)
    """
    return _PUBLICATION.fullmatch(number) is not None


def bigrams(text: str) -> frozenset[str]:
    """Return the runs by which titles are compared: of two characters, of four where there is no Han character."""
    size = 2 if _HAN_CHARACTER.search(text) else 4
    if len(text) <= size:
        return frozenset({text}) if text else frozenset()
    return frozenset(text[at : at + size] for at in range(len(text) - size + 1))


_KIND_IN_FRONT = re.compile(
    r"^\s*[【\[(（](?:[^【】\[\]]{0,12}?(?:公告|公示|通知书?|合同|候选人|[(（]成交[)）]))[^【】\[\]]{0,6}[】\])）](?=.{4})"
)
_NUMBER_IN_FRONT = re.compile(
    r"^\s*[\[【(（]?(?=[^\s\]】]{0,12}\d)[A-Za-z\d][A-Za-z\d\-_/()（）\[\]〔〕]{5,40}(?:号|[\]】)）])?[\s:：]*(?=["
    + HAN
    + r"]{4})"
    r"|^\s*[\[【(（]?["
    + HAN
    + r"]{1,6}[\[(（〔]\d{4}[\])）〕]\s*(?:第\s*)?\d{1,6}号?[\]】)）]?[\s:：]*(?=["
    + HAN
    + r"]{4})"
)
_TAG_IN_FRONT = re.compile(r"^\s*[【\[](?![^】\]]*(?:包|标段|期|批|第|次))[" + HAN + r"]{2,8}[】\]](?=.{6})")
_KIND_AND_COLON = re.compile(r"^[" + HAN + r"（）()]{0,12}(?:公告|公示|通知书?)[:：](?=.{6})")
_KIND = (
    "(?:公开招标|邀请招标|资格预审|竞争性(?:谈判|磋商)|询价|单一来源(?:采购)?|招标|采购|中标|成交|结果|中选|更正|变更|澄清|终止|废标|"
    "流标|合同|候选人|[(（](?:成交|结果)[)）])"
)
# A portal that cuts long titles leaves a part of 更正公告.
_KIND_CUT = re.compile(rf"(?<=.{{6}}){_KIND}{{1,3}}(?:的?公告?)?(?:…+|\.{{2,}})$")
_KIND_AT_END = re.compile(rf"(?<=.{{6}}){_KIND}{{1,3}}的?(?:公告|公示)$")
_NUMBER_AT_END = re.compile(
    r"(?<=.{6})[(（\[【](?=[^()（）]*\d{4})(?![^()（）]*[年期批包段月])[A-Za-z\d"
    + HAN
    + r"\-_/〔〕\[\]]{6,40}[)）\]】]$"
)
_METHOD_AT_END = re.compile(
    r"(?<=.{6})[(（\-—]?(?:单一来源|竞争性(?:谈判|磋商)|公开招标|邀请招标|询价|询比)(?:采购)?[)）]?$"
)
_DATE_AT_END = re.compile(r"[\s(（\[]*(?:19|20)\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?[)）\]]?\s*$")
_COUNT_AT_END = re.compile(
    r"(?P<kind>公告|公示|通知|文件|答疑|澄清|更正|变更)\s*[(（]?[第]?[一二三四五六七八九十\d]{1,2}[次号]?[)）]?\s*$"
)
_CONTRACT_AT_END = re.compile(
    r"(?<=.{6})(?:政府)?(?:采购)?合同(?:公告|公示)?(?:[(（][一二三四五六七八九十\d]{1,2}[)）])?\s*$"
)
_COUNTED = re.compile(r"合同(?:公告|公示)?[(（][一二三四五六七八九十\d]{1,2}[)）]")
_KIND_OF_NOTICE = re.compile(
    r"^\s*(?:(?:contract|award|tender|change|modification|cancellation|corrigendum|addendum|amendment|prior information)"
    r"(?: award)?(?: notice)?|notice of (?:award|tender|cancellation)|invitations? to (?:tender|bid|quote)|"
    r"requests? for (?:proposals?|quotations?|bids?|tenders?))\s*[:：–—-]\s*(?=.{4})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 40
_SHORTEST_CUT = 18  # characters
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_PUBLICATION = re.compile(r"\d{5,8}-(?:19|20)\d{2}")
_BRACKETED = re.compile(r"^(.+?)[(\[]([^()\[\]]{4,})[)\]]$")
# Three figures are a number of a series (…-018) unless they are 001, 002 …
_SUFFIX = re.compile(
    r"^(.+?\d)(?:(?:-?ht)?[-_/.](?:r|c|第)?(?:\d{1,2}|00\d)(?:次)?|(?:-?ht[-_/.]?|[-_/.](?:ht|xm))\d{1,3})$"
)
_ROUND_SUFFIX = re.compile(
    r"^(.+?\d)(?:[(\[-]?(?:二次|三次|第[二三四五]次|重|重招|r\d?|\d)[)\]]|[-_]?(?:二次|三次|重招?|[a-z]\d?))$"
)
_SEQUEL = re.compile(
    r"^(?P<root>.{3,}?\d)(?:[-_/(\[]{1,2}|(?=第|[二三四五]次|重))第?"
    r"(?:(?P<round>[2-5二三四五])(?P<word>次(?:招标|采购)?)?|(?P<again>重(?:招|新招标|新采购)?))[)\]]?$"
)
_ROUNDS = {"2": 2, "3": 3, "4": 4, "5": 5, "二": 2, "三": 3, "四": 4, "五": 5}
_YEAR_AT_END = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?[)\]号]?$")
_LOT_DIGITS = re.compile(r"^(.*\d{8})00\d$")
_CONTRACT_DIGITS = re.compile(r"^(.{9,}\d)\d{3}$")
_NUMERALS = "一二三四五六七八九十"
_FIGURE = re.compile(
    rf"(?:(?P<digits>\d+(?:\.\d+)?)|第?(?P<han>[{_NUMERALS}]{{1,3}})(?=期|批|阶段|季度|年级|部分|片区|号)|"
    rf"[(（](?P<inside>[{_NUMERALS}]{{1,3}})[)）])(?P<unit>期|批|阶段|季度|月|年级|部分|片区|号(?!楼))?"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:-(?:20)?\d{2})?(?:年度?|学年|财年)")
_LEADING_YEAR = re.compile(_YEAR.pattern + "的?")
_OWNER_END = frozenset("局院校学心会所部府处队司团厂馆站园社行委厅办区")
_LONGEST_OWNER = 26
_ROOM = re.compile(
    r"(?:新建|智慧)?[数据指挥信息调度监控服务活动文化会议培训体育急救监测运营控制展览康复云计算应急]{2,6}中心|.{0,2}(?:食堂|机房|病区)"
)
"""What is bought for and no institution: 数据中心, 指挥中心."""


def _ordinal(text: str) -> int:
    total = 0
    for character in text:
        digit = _NUMERALS.index(character) + 1
        total = (total or 1) * 10 if digit == 10 else total + digit
    return total


def _owner(core: str) -> str:
    """Return the institution that a title begins with, the longest that leaves something, or empty."""
    for end in range(min(len(core) - 2, _LONGEST_OWNER), 3, -1):
        if core[end - 1] in _OWNER_END and is_organization(core[:end]) and not _ROOM.fullmatch(core[:end]):
            return core[:end]
    return ""


def _runs(text: str) -> list[str]:
    size = _HAN_RUN if _HAN_CHARACTER.search(text) else _LATIN_RUN
    runs = {text[at : at + size] for at in range(max(1, len(text) - size + 1))} if text else set()
    return sorted(runs, key=_digest)[:GRAMS]


@lru_cache(maxsize=65536)
def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _shortened(key: str) -> str:
    """Return a key, or for a long one its kind and a digest: an index of a million titles need not hold their words."""
    return key if len(key) <= 40 else f"{key.partition(':')[0]}:{_digest(key)}"


def _totals(
    values: dict[Property, Sequence[Statement]] | dict[Property, list[Statement]], *names: Property
) -> frozenset[Decimal]:
    found = []
    for name in names:
        for one in values.get(name, ()):
            amount = one.amount
            if amount is not None and amount.basis is Basis.TOTAL and amount.amount is not None and amount.amount > 0:
                found.append(amount.amount)
    return frozenset(found[:_MOST_VALUES])
