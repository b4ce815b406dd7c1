"""The invented bodies of the demo inquiry: places, buyers, agencies, suppliers.

Provinces are real, so that a notice's province can be found; every city, county, company and office below them is
invented, so that no institution that exists is described. ``tests/unit/test_demo.py`` checks the place names
against a list of real divisions and the company names against listed companies.
"""

# ruff: noqa: E501, SIM905 (a list of names is read best as words in a row)

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_CITIES = (
    "临沅 浔津 淇原 沅津 绯津 霁泉 雁泽 洺塘 远岭 景原 荷砚 碧坪 玄原 苍湾 澄泉 霁皋 墨洲 墨屏 绯陵 泽塘 皓屏 鹤湾 墨泉 梧澜 晴岚 绯岚 雁岭 枫湾 苍塘 朔津 汀浦 兰沅 枫屏 素溪 竹汀 素岚"
).split()

_COUNTIES = (
    "青岚 芷屏 澄原 桦岭 绯阜 兰湾 鹭阜 漪渚 绯浦 鹤沅 宁溪 曜陵 潇屏 桦湾 素皋 皓塘 朔皋 桐皋 柏坪 临湾 榆皋 桐塘 绯皋 竹岚 晴湾 蕙湾 溱塘 泽湾 碧陵 芷津 漪湾 怀皋 汐津 雁坪 潇岚 荷湾 "
    "竹屏 淇泽 蕙坪 桦屏 桐陵 远原 菱岭 霁原 安塘 碧岚 洺阜 霁溪 皓汀 桦津 朔阜 苍陵 溆原 榆泉 青沅 湄川 鹿泽 泽泉 汐岭 洺津 丹泽 云陵 苇澜 湄坪 芷渚 澄澜 曜坪 葭坪 竹塘 澄汀 霁泽 鹿沅 "
    "苍皋 溆湾 淇汀 洺坪 葭屏 望泽 兰原 沅泉 怀屏 玄洲 鹭渚 洺渚 凤原 芷洲 鹿阜 鹭汀 松澜 桐原 皓皋 怀澜 曜浦 梓澜 沅洲 望泉 凤泽 鹭坪 鹭塘 葭沅 松湾 翠洲 浔浦 沐溪 漪汀 兰渚 临坪 凤溪 "
    "湄陵 榆浦 素坪 晴坪 苇洲 苍岚 竹陵 望阜 雁津 汐原 湄屏 曜汀 溱沅 桐川 晴溪 砚津 砚泉 云湾 玄坪 梓岚 澄岚 荷洲 丹岚 远津 桐汀 翠沅 葭皋 鹤阜 怀阜 凤浦 朔岚 桐溪 雁泉 苍汀 菱渚 泽原 "
    "桐洲 苍阜 汀屏 和沅 苇渚 雁沅 苇陵 溆屏 碧阜 临阜 碧川 绯屏 景溪 景屏 岚川 望坪 碧沅 望汀 桦洲 远皋 鹤皋 菱皋 岚津 和浦 岚原 翠原 苇阜 泽溪 雁阜 晴泽 望渚 鹤岭 浔陵 桐湾 鹿汀 玄岚 "
    "湄津 云洲 沐泽 汐塘 澜坪 荻川 潇澜 鹤陵 苇泽 砚沅 霁屏 汀皋 荷原 葭岚 溆岭 洺浦 皓湾 葭塘 晴皋 泽津 苇川 潇泉 汀岚 碧津 汐浦 安津 丹沅 皓岭 岚澜 素沅 溆川 溱渚 望塘 桦渚 葭洲 鹤泽 "
    "鹤屏 梓洲 翠陵 青津 湄浦 玄沅 汀坪 玄汀 梧陵 安皋 绯澜 沅岭 松浦 鹤渚 蕙汀 溱川 菱津 漪陵 苍川 洺原 皓津 竹川 岚湾 荷岚 浔泉 翠泽 漪原 汐洲 桦原 晴岭 梓岭 霁陵 怀泉 荻津 泽沅 浔川 "
    "碧皋 汐岚 荷溪 汐阜 苍沅 晴陵 溆岚 荷屏 墨塘 澜洲 蕙渚 碧浦 鹿岚 景津 晴泉 远沅 景塘 蕙洲 鹿屏 蕙阜 汐渚 苇溪 松汀 荷沅 桐沅 朔岭 曜泽 榆阜 沅坪 榆渚 绯泽 临塘 玄泉 漪澜 素浦 梓阜 "
    "绯岭 玄溪 枫泉 汐汀 澜湾 芷塘 鹭岭 远湾 梧浦 荷浦 榆湾 荻坪 朔浦 汐坪 素津 望澜 溱泉 皓渚 和渚 兰岭 雁岚 墨皋 丹溪 漪沅 桦浦 鹿川 临皋 景川 梧岚 宁屏 岚陵 丹屏 雁陵 溱洲 桐澜 泽渚"
).split()

_STEMS = (
    "澄远 澄图 澄衡 澄序 澄芯 澄译 澄枢 澄屿 澄禾 澄桓 澄拓 澄珩 澄策 澄弈 曜远 曜图 曜衡 曜序 曜芯 曜译 曜枢 曜屿 曜禾 曜桓 曜拓 曜珩 曜策 曜弈 璟远 璟图 璟衡 璟序 璟芯 璟译 璟枢 璟屿 "
    "璟禾 璟桓 璟拓 璟珩 璟策 璟弈 翊远 翊图 翊衡 翊序 翊芯 翊译 翊枢 翊屿 翊禾 翊桓 翊拓 翊珩 翊策 翊弈 昱远 昱图 昱衡 昱序 昱芯 昱译 昱枢 昱屿 昱禾 昱桓 昱拓 昱珩 昱策 昱弈 砚远 砚图 "
    "砚衡 砚序 砚芯 砚译 砚枢 砚屿 砚禾 砚桓 砚拓 砚珩 砚策 砚弈 珩远 珩图 珩衡 珩序 珩芯 珩译 珩枢 珩屿 珩禾 珩桓 珩拓 珩策 珩弈 沐远 沐图 沐衡 沐序 沐芯 沐译 沐枢 沐屿 沐禾 沐桓 沐拓 "
    "沐珩 沐策 沐弈 霁远 霁图 霁衡 霁序 霁芯 霁译 霁枢 霁屿 霁禾 霁桓 霁拓 霁珩 霁策 霁弈 岚远 岚图 岚衡 岚序 岚芯 岚译 岚枢 岚屿 岚禾 岚桓 岚拓 岚珩 岚策 岚弈 煦远 煦图 煦衡 煦序 煦芯 "
    "煦译 煦枢 煦屿 煦禾 煦桓 煦拓 煦珩 煦策 煦弈 峤远 峤图 峤衡 峤序 峤芯 峤译 峤枢 峤屿 峤禾 峤桓 峤拓 峤珩 峤策 峤弈 衍远 衍图 衍衡 衍序 衍芯 衍译 衍枢 衍屿 衍禾 衍桓 衍拓 衍珩 衍策 "
    "衍弈 祺远 祺图 祺衡 祺序 祺芯 祺译 祺枢 祺屿 祺禾 祺桓 祺拓 祺珩 祺策 祺弈 筠远 筠图 筠衡 筠序 筠芯 筠译 筠枢 筠屿 筠禾 筠桓 筠拓 筠珩 筠策 筠弈 翎远 翎图 翎衡 翎序 翎芯 翎译 翎枢 "
    "翎屿 翎禾 翎桓 翎拓 翎珩 翎策 翎弈"
).split()

PROVINCES = (
    ("湖南省", "43", "HN"), ("江苏省", "32", "JS"), ("河南省", "41", "HA"), ("甘肃省", "62", "GS"), ("四川省", "51", "SC"),
    ("浙江省", "33", "ZJ"), ("新疆维吾尔自治区", "65", "XJ"), ("福建省", "35", "FJ"), ("山东省", "37", "SD"),
    ("内蒙古自治区", "15", "NM"), ("广东省", "44", "GD"), ("云南省", "53", "YN"), ("重庆市", "50", "CQ"),
    ("湖北省", "42", "HB"), ("陕西省", "61", "SN"), ("河北省", "13", "HE"), ("贵州省", "52", "GZ"), ("安徽省", "34", "AH"),
    ("江西省", "36", "JX"), ("辽宁省", "21", "LN"), ("广西壮族自治区", "45", "GX"), ("山西省", "14", "SX"),
    ("吉林省", "22", "JL"), ("黑龙江省", "23", "HL"), ("青海省", "63", "QH"), ("海南省", "46", "HI"),
    ("宁夏回族自治区", "64", "NX"), ("西藏自治区", "54", "XZ"), ("北京市", "11", "BJ"), ("上海市", "31", "SH"),
    ("天津市", "12", "TJ"), ("湖南省", "43", "HN"), ("河南省", "41", "HA"), ("山东省", "37", "SD"), ("四川省", "51", "SC"),
    ("广东省", "44", "GD"),
)  # fmt: skip
"""Province, first two digits of its division codes, letters used in project numbers; one entry for each invented city."""
_MUNICIPALITIES = frozenset({"重庆市", "北京市", "上海市", "天津市"})
COUNTIES = len(_COUNTIES)
"""How many invented counties and districts there are."""


class BuyerClass(StrEnum):
    """What kind of body buys."""

    POLICE = "police"
    POLITICAL_LEGAL = "political_legal"
    PROPAGANDA = "propaganda"
    SCHOOL = "school"
    COURT = "court"
    HOSPITAL = "hospital"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body sits, in the words that notices print."""

    province: str | None
    city: str | None
    county: str | None
    code: str
    """Six digits shaped like a division code, with a city part that no real division has."""
    letters: str

    @property
    def short(self) -> str:
        """The most specific name: ``云溪县``."""
        return self.county or self.city or self.province or ""

    @property
    def whole(self) -> str:
        """All parts in order: ``湖南省临沅市云溪县``."""
        return (self.province or "") + (self.city or "") + (self.county or "")


@dataclass(frozen=True, slots=True)
class Organization:
    """A buyer, an agency or a supplier."""

    id: str
    name: str
    """The canonical name."""
    place: Place
    variants: tuple[str, ...] = ()
    """Other ways in which some notices print the same body."""
    kind: BuyerClass | None = None
    """None for agencies and suppliers."""
    parent: str | None = None
    """Id of the body that this one is a branch of; the two are different organizations."""
    uscc: str | None = None
    """Unified social credit code with a valid check digit; None if notices never print one."""


@cache
def city(index: int) -> Place:
    """Return the place of invented city number ``index`` (taken modulo the number of cities)."""
    index %= len(_CITIES)
    province, digits, letters = PROVINCES[index]
    if province in _MUNICIPALITIES:
        return Place(province, None, None, f"{digits}6000", letters)
    return Place(province, f"{_CITIES[index]}市", None, f"{digits}{60 + index}00", letters)


@cache
def county(index: int) -> Place:
    """Return the place of invented county number ``index`` (taken modulo `COUNTIES`).

    >>> county(0).whole
    '湖南省临沅市青岚区'
    """
    index %= COUNTIES
    above = city(index % len(_CITIES))
    nth = index // len(_CITIES)
    suffix = "区" if nth < 1 or (above.city is None and nth < 5) else "市" if nth == 3 and above.city else "县"
    code = f"{above.code[:4]}{(nth + 2 if suffix == '区' else nth + 21):02d}"
    return Place(above.province, above.city, _COUNTIES[index] + suffix, code, above.letters)


_OFFICES: tuple[tuple[BuyerClass, str], ...] = (
    (BuyerClass.POLICE, "公安局"),
    (BuyerClass.POLICE, "公安局城关分局"),
    (BuyerClass.POLICE, "公安局城关派出所"),
    (BuyerClass.POLICE, "公安局交通警察大队"),
    (BuyerClass.POLITICAL_LEGAL, "委政法委员会"),
    (BuyerClass.PROPAGANDA, "委宣传部"),
    (BuyerClass.COURT, "人民法院"),
    (BuyerClass.SCHOOL, "第一中学"),
    (BuyerClass.SCHOOL, "实验小学"),
    (BuyerClass.SCHOOL, "职业技术学校"),
    (BuyerClass.HOSPITAL, "人民医院"),
    (BuyerClass.HOSPITAL, "中医医院"),
    (BuyerClass.GOVERNMENT, "城关街道办事处"),
    (BuyerClass.GOVERNMENT, "教育局"),
    (BuyerClass.GOVERNMENT, "大数据管理局"),
    (BuyerClass.GOVERNMENT, "交通运输局"),
    (BuyerClass.GOVERNMENT, "住房和城乡建设局"),
    (BuyerClass.GOVERNMENT, "水利局"),
    (BuyerClass.GOVERNMENT, "机关事务服务中心"),
    (BuyerClass.GOVERNMENT, "司法局"),
)
OFFICES = tuple(office for _, office in _OFFICES)
_CLASS = {office: kind for kind, office in _OFFICES}


def offices(kind: BuyerClass) -> tuple[str, ...]:
    """Return the kinds of office of one class."""
    return tuple(office for office, of in _CLASS.items() if of is kind)


@cache
def buyer(where: int, office: str) -> Organization:
    """Return the office of that kind in county number ``where``; a negative ``where`` means city ``-1 - where``.

    >>> buyer(40, "委政法委员会").name.startswith("中共")
    True
    """
    if where < 0 and city(-1 - where).city is None:
        # A municipality's own offices are real bodies, so one of its invented districts stands in.
        return buyer(-1 - where, office)
    place = city(-1 - where) if where < 0 else county(where)
    kind = _CLASS[office]
    seat = f"{place.letters.lower()}{'c' if where < 0 else ''}{abs(where)}"
    identity = f"o-{seat}-{OFFICES.index(office)}"
    name, variants, parent = f"{place.short}{office}", [], None
    if kind in {BuyerClass.POLITICAL_LEGAL, BuyerClass.PROPAGANDA}:
        tail = office.removeprefix("委")
        name = f"中共{place.short}委{tail}"
        variants.append(f"中共{place.short}委员会{tail}")
        if kind is BuyerClass.POLITICAL_LEGAL:
            variants.append(f"中国共产党{place.short}委员会{tail}")
    elif office == "公安局" and place.county and place.county.endswith("区") and place.city:
        # A district has no bureau of its own: it has a branch of the city's.
        name = f"{place.city}公安局{place.county[:-1]}分局"
        parent = buyer(-1 - where % len(_CITIES), "公安局").id
    elif office.startswith("公安局") and place.county and place.county.endswith("区") and place.city:
        name = f"{place.city}公安局{place.county[:-1]}分局{office.removeprefix('公安局').replace('城关分局', '城关警务站')}"
        parent = buyer(where, "公安局").id
    elif place.city and place.county:
        variants.append(f"{place.city}{name}")
        if office in {"公安局城关分局", "公安局城关派出所", "公安局交通警察大队"}:
            parent = buyer(where, "公安局").id
    heads = {BuyerClass.SCHOOL: "12", BuyerClass.HOSPITAL: "12"}
    code = uscc(heads.get(kind, "11"), place.code, (abs(where) * 40 + OFFICES.index(office)) * 2 + (where < 0) + 1)
    return Organization(identity, name, place, tuple(variants), kind, parent, code)


_AGENCY_WORDS = ("招标代理有限公司", "工程咨询有限公司", "项目管理有限公司", "招标采购咨询有限公司", "工程管理有限公司")


@cache
def agency(index: int) -> Organization:
    """Return invented procurement agency number ``index``; some are the procurement center of a city."""
    seat = city(index)
    home = seat.city or county(index).short
    if index % 7 == 3:
        return Organization(f"o-pc{index % len(_CITIES)}", f"{home}政府采购中心", seat)
    word = _AGENCY_WORDS[index // 3 % len(_AGENCY_WORDS)]
    stem = _STEMS[(index * 31 + 17) % len(_STEMS)]
    code = uscc("91", seat.code, 700_000 + index)
    return Organization(f"o-a{index}", f"{home.rstrip('市区县')}{stem}{word}", seat, (), None, None, code)


_TRADES = (
    "视讯科技", "智能科技", "信息技术", "数据科技", "电子科技", "安防技术", "网络科技", "系统集成", "物联科技", "软件",
)  # fmt: skip
_OTHER_TRADES = (
    "家具制造", "建设工程", "食品配送", "商贸", "医疗器械", "物业服务", "路桥工程", "印务", "环保工程", "汽车服务",
)  # fmt: skip


@cache
def supplier(index: int, technical: bool) -> Organization:
    """Return invented supplier number ``index`` of its kind; every eleventh technical one is a telecom branch."""
    letter = "t" if technical else "u"
    if technical and index % 11 == 5:
        where = county(index // 11)
        parent = "o-telecom"
        name = f"霁澜通信集团有限公司{where.short.rstrip('县区市')}分公司"
        variants = (f"霁澜通信集团有限公司{where.whole.removeprefix(where.province or '').rstrip('县区')}分公司",)
        return Organization(f"o-tb{index // 11 % COUNTIES}", name, where, variants, None, parent, None)
    # Stem and trade together name 2,230 companies; each further lap moves them to other cities.
    lap, rest = divmod(index, len(_STEMS) * 10)
    nth = (index * 7 + lap) + (0 if technical else 3)
    seat = city(nth)
    home = (seat.city or county(nth).short).rstrip("市区县")
    stem = _STEMS[(rest % len(_STEMS) * 5 + (0 if technical else 111)) % len(_STEMS)]
    trades = _TRADES if technical else _OTHER_TRADES
    trade = trades[_trade(rest)]
    code = uscc("91", seat.code, index + (0 if technical else 500_000))
    if index % 6 == 4:
        name = f"{stem}{trade}（{home}）有限公司"
        return Organization(f"o-{letter}{index}", name, seat, (f"{stem}{trade}({home})有限公司",), None, None, code)
    form = "股份有限公司" if index % 17 == 3 else "有限责任公司" if index % 9 == 2 else "有限公司"
    return Organization(f"o-{letter}{index}", f"{home}{stem}{trade}{form}", seat, (), None, None, code)


def _trade(index: int) -> int:
    rest = index % (len(_STEMS) * 10)
    return (rest // len(_STEMS) + rest % len(_STEMS)) % 10


def other_supplier(index: int, trades: tuple[str, ...]) -> Organization:
    """Return the first non-technical supplier from number ``index`` on whose trade is one of ``trades``."""
    while trades and _OTHER_TRADES[_trade(index)] not in trades:
        index += 1
    return supplier(index, technical=False)


_TOWN_HEADS = "Brenn Karst Olde Tavish Sorrel Lind Marr Quill Hask Verrin Dunmore Ellis Fenwick Garr Ister Corv".split()
_TOWN_TAILS = ("ick", " Vale", "mar", " Bay", " Point", "or", "owford", "ton Mills", " Ferry", "wick Harbor")
_EN_OFFICES: tuple[tuple[BuyerClass, str], ...] = (
    (BuyerClass.POLICE, "{} Police Service"),
    (BuyerClass.POLICE, "{} Police Service, Harbor Division"),
    (BuyerClass.GOVERNMENT, "{} Municipal Council"),
    (BuyerClass.SCHOOL, "{} Technical University"),
    (BuyerClass.COURT, "District Court of {}"),
    (BuyerClass.HOSPITAL, "{} General Hospital"),
    (BuyerClass.GOVERNMENT, "{} Roads Authority"),
)


@cache
def english_buyer(town: int, office: int) -> Organization:
    """Return an invented English-speaking buyer in the invented Republic of Lindora."""
    town %= len(_TOWN_HEADS) * len(_TOWN_TAILS)
    name = _TOWN_HEADS[town % len(_TOWN_HEADS)] + _TOWN_TAILS[(town // len(_TOWN_HEADS) + town) % 10]
    kind, pattern = _EN_OFFICES[office % len(_EN_OFFICES)]
    place = Place(None, name, None, "000000", "LD")
    parent = english_buyer(town, 0).id if "Division" in pattern else None
    return Organization(f"o-en{town}-{office % len(_EN_OFFICES)}", pattern.format(name), place, (), kind, parent)


_EN_STEMS = "Harrowgate Silvane Optivar Quenby Northlane Veridion Castlemoor Arkwell Penhallow Tessaly Brightwater Orrin".split()
_EN_TRADES = ("Vision Systems", "Security Technologies", "Data Services", "& Sons Supplies", "Networks", "Engineering")
_EN_FORMS = ("Ltd", "Limited", "LLC", "Inc.", "GmbH")


@cache
def english_supplier(index: int) -> Organization:
    """Return an invented English-named supplier."""
    stem = _EN_STEMS[index % len(_EN_STEMS)]
    trade = _EN_TRADES[index // len(_EN_STEMS) % len(_EN_TRADES)]
    form = _EN_FORMS[index // (len(_EN_STEMS) * len(_EN_TRADES)) % len(_EN_FORMS)]
    name = f"{stem} {trade} {form}"
    return Organization(f"o-es{index % 360}", name, Place(None, None, None, "000000", "LD"))


_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc(head: str, division: str, serial: int) -> str:
    """Return a unified social credit code with valid check digits (GB 32100-2015 around GB 11714-1997).

    >>> uscc("91", "436001", 7)
    '91436001MA0000074A'
    """
    body = f"MA{serial % 1_000_000:06d}"
    digit = (11 - sum(w * _USCC_ORG[c] for w, c in zip(_ORG_WEIGHTS, body, strict=True)) % 11) % 11
    first = f"{head}{division}{body}{'X' if digit == 10 else digit}"
    total = sum(w * _USCC.index(c) for w, c in zip(_USCC_WEIGHTS, first, strict=True))
    return first + _USCC[(31 - total % 31) % 31]


_USCC_ORG = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
