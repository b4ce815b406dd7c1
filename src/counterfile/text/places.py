"""Chinese administrative places named in organizations' names, addresses and region fields.

The codes (GB/T 2260, with the years in which each was in force) come from the table that the package `python-stdnum`
ships; it is read once, on first use. What that table lacks or writes in another script stands in `_ADDED` and
`_MENDED`.

A place is only what the words make certain: ``鼓楼区`` alone is four places and therefore none, ``南京市鼓楼区`` is
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec


class Place(msgspec.Struct, frozen=True):
    """An administrative place, its names in full official form; a part that is not certain is None."""

    code: str | None
    """Six digits of GB/T 2260, of the lowest part that is named."""
    province: str | None
    """Province-level division; the four municipalities are provinces and have no city."""
    city: str | None
    """Prefecture-level division: 市, 地区, 盟 or 自治州."""
    county: str | None
    """County-level division: 县, 区, 旗 or a county-level 市."""


def locate(text: str) -> Place | None:
    """Return the most specific administrative place that a name, address or region field states.

    Where two places contradict each other, the first wins, with two exceptions: the place of a branch (…上海分公司)
    beats that of its parent, and a place after a university's name beats the one inside it (北京示例大学宣城附属学校).

    Returns:
        None where nothing is named, or nothing is certain (a county name that several provinces share).

    >>> locate("宜昌市兴山县人民政府")
    Place(code='420526', province='湖北省', city='宜昌市', county='兴山县')
    >>> locate("北京市海淀区财政局").city is None
    True
    >>> locate("鼓楼区教育局") is None
    True
    """
    chains = [(chain, place) for chain in _chains(text, apart=True) if (place := _certain(chain.bodies)) is not None]
    if not chains:
        return None
    chosen = chains[0]
    for chain, place in chains[1:]:
        branch = _BRANCH.match(text, chain.end) is not None
        campus = chosen[0].short and _UNIVERSITY.match(text, chosen[0].end, chain.start) is not None
        if branch or campus:
            chosen = (chain, place)
    return chosen[1]


def find_place(text: str) -> list[tuple[int, int, Place]]:
    """Return every place named in a text with its position, code points, half open.

    Parts that stand together (湖北省宜昌市兴山县) are one place. Names that are no place for certain are left out.

    >>> [(start, end, place.county) for start, end, place in find_place("项目位于湖北省宜昌市兴山县境内")]
    [(4, 13, '兴山县')]
    """
    found = []
    for chain in _chains(text, apart=False):
        place = _certain(chain.bodies)
        if place is not None:
            found.append((chain.start, chain.end, place))
    return found


def by_code(code: str) -> Place | None:
    """Return the place of a six-digit GB/T 2260 code, or None where no such code was ever in force.

    A code that is no longer in force gives the names it last had.

    >>> by_code("320300").city
    '徐州市'
    """
    body = _gazetteer().codes.get(code)
    return None if body is None else _certain([body])


class _Body(NamedTuple):
    """One administrative body under one code and one name."""

    code: str
    name: str
    current: bool

    @property
    def level(self) -> int:
        """Return 0 for a province, 1 for a city, 2 for a county."""
        return 0 if self.code.endswith("0000") else 1 if self.code.endswith("00") else 2

    def holds(self, other: _Body) -> bool:
        """Return whether the other body lies inside this one, by its code."""
        if self.level == 0:
            return other.level > 0 and other.code[:2] == self.code[:2]
        return self.level == 1 and other.level == 2 and other.code[:4] == self.code[:4]


class _Name(NamedTuple):
    """What a spelling can mean."""

    text: str
    free: tuple[_Body, ...]
    """Bodies it means wherever it stands."""
    bound: tuple[_Body, ...]
    """Bodies it means only right behind the body that holds them (上海 + 嘉定)."""
    short: bool
    """True where the spelling lacks the word for the level (宜昌 for 宜昌市)."""


class _Chain(NamedTuple):
    """Names that fit into each other, and the bodies they leave possible."""

    bodies: list[_Body]
    start: int
    end: int
    short: bool


class _Gazetteer(NamedTuple):
    """The table in the two forms in which it is asked."""

    codes: dict[str, _Body]
    """The body that a code stands for now, or stood for last."""
    names: dict[str, tuple[_Name, ...]]
    """Spellings by their first two characters, the longest first."""


def _chains(text: str, *, apart: bool) -> Iterator[_Chain]:
    """Yield the chains of a text in order; `apart` lets parts of one chain stand anywhere in it."""
    chain: _Chain | None = None
    for start, end, name, bodies in _matches(text):
        if chain is not None and (apart or _JOINT.fullmatch(text, chain.end, start)):
            inside = [body for body in bodies if any(outer.holds(body) or outer == body for outer in chain.bodies)]
            around = [body for body in chain.bodies if any(outer.holds(body) for outer in bodies)]
            narrowed = inside or around
            if narrowed:
                chain = _Chain(narrowed, chain.start, end, chain.short and name.short)
                continue
        if chain is not None:
            yield chain
        chain = _Chain(list(bodies), start, end, name.short)
    if chain is not None:
        yield chain


def _matches(text: str) -> Iterator[tuple[int, int, _Name, tuple[_Body, ...]]]:
    """Yield the place names of a text from left to right, the longest at each point."""
    names = _gazetteer().names
    at, last = 0, len(text) - 1
    before: tuple[_Body, ...] = ()
    before_end = -1
    while at < last:
        for name in names.get(text[at : at + 2], ()):
            if not text.startswith(name.text, at):
                continue
            end = at + len(name.text)
            behind = before if before and _JOINT.fullmatch(text, before_end, at) else ()
            bodies = _meant(name, behind, follows=text[end : end + 2])
            if bodies and not _other_word(text, at, end, name):
                yield at, end, name, bodies
                before, before_end = bodies, end
                at = end
                break
        else:
            at += 1


def _meant(name: _Name, behind: tuple[_Body, ...], *, follows: str) -> tuple[_Body, ...]:
    """Return the bodies that a name means behind these bodies and before these characters, empty for none."""
    if behind:
        inside = tuple(body for body in name.free if any(outer.holds(body) for outer in behind))
        if not inside and not (name.short and follows in _NAMESAKES):
            inside = tuple(body for body in name.bound if any(_binds(outer, body) for outer in behind))
        if inside:
            return inside
    return name.free


def _binds(outer: _Body, inner: _Body) -> bool:
    """Return whether a short name right behind `outer` may be read as `inner`.

    Behind a city or a municipality any county will do. Behind a province only cities and county-level cities: trade
    names are full of words that are also the name of some district (四川金牛…, 山东泰山…).
    """
    if not outer.holds(inner) or not inner.current or inner.name[:2] == outer.name[:2]:
        return False
    if outer.level == 1 or outer.code[:2] in _MUNICIPALITIES:
        return True
    return inner.level == 1 or (inner.name.endswith("市") and inner.name[:-1] not in _WORDS)


def _other_word(text: str, start: int, end: int, name: _Name) -> bool:
    """Return whether the characters around a name make it another word: 南京路, 长江西路, 朝阳市场."""
    if _is_cut(text, start, name):
        return True
    if name.text.endswith("市") and text.startswith("场", end) and (name.text[:-1] in _WORDS or name.free[0].level > 1):
        return True
    if not name.short:
        return False
    if _STREET.match(text, end) is not None:
        return True
    return start > 0 and text[start - 1] in _BEFORE_DIRECTION and name.text in _DIRECTIONAL


def _is_cut(text: str, start: int, name: _Name) -> bool:
    """Return whether a short county's name is only the end of a longer name: 成县 in 玉成县, 海城市 in 临海城市管理局.

    The longest name at each point is taken first, so a longer name that the table knows never comes here. Before a
    name of two characters may stand the end of another place or body, or a word that leads to a place.
    """
    if start == 0 or not _HAN_SIGN.match(text[start - 1]):
        return False
    if len(name.text) == 2 and not name.short:
        return text[start - 1] not in _BEFORE_COUNTY
    return name.text.endswith("城市") and text[start - 1] not in _BEFORE_COUNTY


_HAN_SIGN = re.compile(r"[\u4e00-\u9fff]")
_BEFORE_COUNTY = frozenset(
    "省市区州盟县旗在于受为与和及驻赴至到由对向从共网局司行社院会团部厅委处所站校厂库国信通动电某原本该将是即含自"
)
"""What may stand right before a county's name that is not part of it."""


def _certain(bodies: Iterable[_Body]) -> Place | None:
    """Return what all these bodies have in common, None if that is nothing."""
    bodies = list(bodies)
    if len(bodies) > 1:
        # The same body under an older and a newer code (a county that went to another city) is one place, the newer.
        newer = [body for body in bodies if body.current]
        if newer and {body.code[:2] for body in newer} == {body.code[:2] for body in bodies}:
            bodies = newer
    parts = {_parts(body) for body in bodies}
    if len(parts) == 1:
        province, city, county = parts.pop()
        return Place(bodies[0].code, province[1], city[1], county[1])
    provinces = {part[0] for part in parts}
    if len(provinces) > 1:
        return None
    province = provinces.pop()
    cities = {part[1] for part in parts}
    city = cities.pop() if len(cities) == 1 else (None, None)
    return Place(city[0] or province[0], province[1], city[1], None)


_Part = tuple[str | None, str | None]


def _parts(body: _Body) -> tuple[_Part, _Part, _Part]:
    """Return code and name of province, city and county of a body, (None, None) for what it has not."""
    codes = _gazetteer().codes
    nothing: _Part = (None, None)
    province = codes[body.code[:2] + "0000"]
    top: _Part = (province.code, province.name)
    if body.level == 0:
        return top, nothing, nothing
    if body.level == 1:
        return top, (body.code, body.name), nothing
    city = codes.get(body.code[:4] + "00")
    middle: _Part = (city.code, city.name) if city is not None else nothing
    return top, middle, (body.code, body.name)


_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})

_JOINT = re.compile(r"[\s\-—－/／·,，、>（(]{0,3}")
_STREET = re.compile(r"[东西南北中]?(?:路|街|巷|弄|桥|大道|大街|大厦|广场|大桥)|[一二三四五六七八九十]+(?:路|街|道|桥)")
_BRANCH = re.compile(r"[市县区省]?(?:分公司|支公司|分行|支行|分局|分院|分校|分所|分中心|分部|办事处)")
_UNIVERSITY = re.compile(r"[^，。；、（）()\s]{0,8}(?:大学|学院)")

# 河南 in 黄河南岸, 江西 in 长江西侧, 山东 in 泰山东路 are not provinces; the character before tells.
_DIRECTIONAL = frozenset(
    re.findall(
        r"\S+",
        """
    河南 河北 山东 山西 湖南 湖北 江西 海南 云南 广西
    """,
    )
)
_BEFORE_DIRECTION = frozenset("黄长运渭淮沿珠漳汉湘赣松辽滦海泰华衡嵩恒庐唐中太西东南北洞大小金银玉")

_NAMESAKES = frozenset({"大学", "学院", "中学", "高中", "高级", "一中", "医院", "公园", "宾馆", "酒店"})
"""Bodies that carry a district's name and often stand in another (武汉江汉大学): the short name proves nothing then."""

_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
    中山 朝阳 东方 大同 太平 来宾 日照 白银 大理 阿里 和田 黄山 北海 红河 怒江 海西 海东 海北 黄南 玉树 吴忠
    安康 延安 三明 吉安 长治 平凉 大庆 哈密 普洱 文山 白山 黑河 资阳 山南 平安 安宁 永康 福安 兴平 新民 高安
    瑞安 海阳 凉山 临夏 泰安 德州 宜春 金昌 河源 池州 通化 伊春 贵港 中卫 五指山 万宁 文昌 海城 大石桥 开原 新乐
    安国 共和 兴和 昌都
    """,
    )
)
"""City names that are also common words, trade names or other names: they count only behind their province."""

_GENERIC = frozenset(
    re.findall(
        r"\S+",
        """
    城区 郊区 矿区 东区 西区 新区 市区 林区 南区 北区
    """,
    )
)
"""Names that say nothing without their city."""

_HEADINGS = frozenset({"省直辖县级行政单位", "自治区直辖县级行政单位", "市辖区", "县", "市", "林区"})
"""Rows of the table that group others and name no body."""

_MENDED = {
    "加格達奇區": "加格达奇区",
    "松嶺區": "松岭区",
    "新林區": "新林区",
    "呼中區": "呼中区",
    "冷湖行政委員會": "冷湖行政委员会",
    "茫崖行政委員會": "茫崖行政委员会",
    "香港特別行政區": "香港特别行政区",
    "澳門特別行政區": "澳门特别行政区",
}
"""Names that the table writes in traditional characters."""

_STALE = frozenset({"422921", "429001"})
"""Codes that the table shows as in force and that a later code of the same body replaced (神农架林区, 随州市)."""

_ADDED: tuple[tuple[str, str, int | None], ...] = (
    # Hangzhou's districts since the State Council's approval of 2021, missing in the table of 2025.
    ("330113", "临平区", 2021),
    ("330114", "钱塘区", 2021),
    ("632857", "大柴旦行政委员会", None),
)
"""Code, name and first year."""

_SHORT_PROVINCES = {"15": ("内蒙古", "内蒙"), "45": ("广西",), "54": ("西藏",), "64": ("宁夏",), "65": ("新疆",)}

_OLDEST = 1998
"""Names that went out of use before this year are not looked for: the oldest notices are younger."""

_PEOPLES = (
    "(?:土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|傣族|景颇族|傈僳族|白族|壮族|回族|蒙古族|蒙古|哈萨克族|哈萨克|柯尔克孜|朝鲜族|"
    "满族|瑶族|黎族|畲族|仡佬族|水族|纳西族|拉祜族|佤族|布朗族|独龙族|怒族|普米族|裕固族|东乡族|保安族|撒拉族|土族|仫佬族|毛南族|"
    "达斡尔族|鄂温克族|鄂伦春|锡伯|塔吉克|各族)"
)
_AUTONOMOUS = re.compile(rf"{_PEOPLES}+自治(州|县|旗)$|自治(县)$")
_ROW = re.compile(r' +(\d{4}) county="([^"]*)"')
_DATED = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[]+)")


@cache
def _gazetteer() -> _Gazetteer:
    """Read the table and build both directories; takes some ten milliseconds, once."""
    codes: dict[str, _Body] = {}
    recent: list[_Body] = []
    for code, name, last in _rows():
        if name in _HEADINGS or code in _STALE:
            continue
        body = _Body(code, name, last is None)
        held = codes.get(code)
        if held is None or not held.current:
            codes[code] = body
        if last is None or last >= _OLDEST:
            recent.append(body)
    return _Gazetteer(codes, _directory(recent))


def _rows() -> Iterator[tuple[str, str, int | None]]:
    """Yield code, name and last year of every row of the table and of our additions; None means still in force."""
    for code, name, _first, last in _dated_rows():
        yield code, name, last


def _dated_rows() -> Iterator[tuple[str, str, int | None, int | None]]:
    """Yield code, name, first and last year of every row of the table and of our additions."""
    province = ""
    table = resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        row = _ROW.match(line)
        if row is None:
            province = line[:2]
            continue
        # Rows of one code stand from the oldest to the newest name.
        for first, last, name in _DATED.findall(row[2]):
            yield province + row[1], _MENDED.get(name, name), int(first) if first else None, int(last) if last else None
    for code, name, since in _ADDED:
        yield code, name, since, None


def dated() -> Iterator[tuple[str, str, int | None, int | None]]:
    """Yield code, name, first and last year of every division that ever was in force, in order of code and time.

    None as first year: since before the table begins, or since a year that it does not say; as last: still in force.
    """
    rows = [row for row in _dated_rows() if row[1] not in _HEADINGS and row[0] not in _STALE]
    yield from sorted(rows, key=lambda row: (row[0], row[3] is None, row[3] or 0))


def _directory(bodies: list[_Body]) -> dict[str, tuple[_Name, ...]]:
    """Return all spellings of these bodies by their first two characters."""
    free: dict[str, dict[_Body, None]] = {}
    bound: dict[str, dict[_Body, None]] = {}
    full: set[str] = set()
    for body in bodies:
        target = bound if body.name in _GENERIC else free
        target.setdefault(body.name, {})[body] = None
        full.add(body.name)
        for spelling, anywhere, complete in _spellings(body):
            (free if anywhere else bound).setdefault(spelling, {})[body] = None
            if complete:
                full.add(spelling)
    names: dict[str, list[_Name]] = {}
    for text in {**free, **bound}:
        name = _Name(text, tuple(free.get(text, ())), tuple(bound.get(text, ())), text not in full)
        names.setdefault(text[:2], []).append(name)
    return {key: tuple(sorted(group, key=lambda name: -len(name.text))) for key, group in names.items()}


def _spellings(body: _Body) -> Iterator[tuple[str, bool, bool]]:
    """Yield the other spellings of a body: whether each counts anywhere, and whether it names the level."""
    province = body.code[:2]
    if body.level == 0:
        for short in _SHORT_PROVINCES.get(province, (re.sub("(?:省|市|特别行政区)$", "", body.name),)):
            yield short, True, False
        return
    autonomous = _AUTONOMOUS.search(body.name)
    if autonomous is not None:
        stem = body.name[: autonomous.start()]
        yield stem + (autonomous[1] or autonomous[2]), True, True
    else:
        stem = re.sub("(?:地区|市|盟|县|区|旗|林区)$", "", body.name)
    if len(stem) < 2:
        return
    if body.level == 1:
        # 吉林 and 海南 are provinces first.
        yield stem, stem not in _WORDS and stem not in {"吉林", "海南"}, False
    else:
        yield stem, False, False
