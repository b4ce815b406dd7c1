"""Invented heaps of notices that are hard to link, with their truth: what whole portals do and a tidy heap does not.

Each kind of difficulty is a function that tells a few purchases of one buyer: sisters that differ in one character,
purchases repeated every year, one title used by many buyers, lots in notices of their own, rounds with and without
marks, titles cut by a portal, notices published on two portals, notices in English. Nothing in them is real.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from counterfile.model.evidence import Span
from counterfile.model.notice import Notice, Property
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.store.ports import Published
from counterfile.text.identifiers import number_key
from counterfile.text.names import core_title, name_key, round_of


@dataclass(frozen=True)
class Told:
    """One notice: what it says, and whose it is."""

    procedure: str
    family: str
    kind: str
    """The difficulty that it was made for."""
    title: str
    published: dt.date
    stage: str = "tender"
    numbers: tuple[str, ...] = ()
    contract: str = ""
    buyer: str = ""
    agency: str = ""
    opening: dt.date | None = None
    first: dt.date | None = None
    budget: int | None = None
    award: int | None = None
    suppliers: tuple[str, ...] = ()
    lot: str = ""
    """What its title says of lots, or empty."""
    heading: str = ""
    """The notice's own title, where the project's is not printed."""
    extra: tuple[tuple[Property, str], ...] = field(default=())


_PLACES = ("澄阳", "芦溪湾", "松陵", "白鹭", "云岫", "青岚", "安澜", "临沅", "竹屏", "砚池", "鹤亭", "望川")
_OFFICES = ("公安局", "教育局", "水务局", "交通运输局", "城市管理局", "自然资源局", "民政局", "住房和城乡建设局")
_SCHOOLS = ("第一中学", "第二中学", "第三中学", "实验小学", "育才小学", "职业技术学校", "人民医院", "中医院", "图书馆")
_ITEMS = (
    "智能监控系统",
    "无人机巡查服务",
    "数据中心机房改造",
    "执法记录仪",
    "食堂食材配送服务",
    "物业管理服务",
    "办公家具",
    "信息化运维服务",
    "污水管网修复工程",
    "道路照明设施",
    "安全评估咨询服务",
    "智慧教室设备",
    "垃圾清运服务",
    "彩色多普勒超声诊断仪",
    "规划编制服务",
    "档案数字化加工",
    "消防设施维护保养",
    "校车租赁服务",
)
_COMMON = ("办公设备采购", "空调采购", "食堂食材采购", "保安服务", "印刷服务", "课桌椅采购", "计算机采购", "物业服务")
_FIRMS = ("澄远科技", "华砚信息", "恒岫建设", "天鹭智能", "安临物业", "博川电子", "远松环境", "瑞亭服务")
_AGENCIES = ("衡鉴招标代理有限公司", "公信工程咨询有限公司", "昱珩招标代理有限公司", "中砚项目管理有限公司")
_STAGES_EN = {
    "tender": "Invitation to tender",
    "award": "Contract award notice",
    "amendment": "Change notice",
    "termination": "Cancellation",
}
_ITEMS_EN = (
    "Supply of body-worn cameras",
    "Road resurfacing works",
    "School catering services",
    "Maintenance of lifts and escalators",
    "Provision of cleaning services",
    "Fleet of electric vans",
    "Data centre hosting",
    "Framework for legal advice",
)
_TOWNS_EN = ("Ashmere", "Colwick Bay", "Northwell", "Penrow", "Tarnsby", "Wexcombe")
_PORTAL_CUT = (24, 28, 30, 36)


class Maker:
    """Draws purchases; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.count = 0
        self.serial = self.chance.randrange(100, 400)

    def name(self) -> str:
        self.count += 1
        return f"x{self.count:05}"

    def office(self) -> tuple[str, str]:
        """Return a buyer and its place."""
        place = self.chance.choice(_PLACES)
        return f"{place}{self.chance.choice('市县区')}{self.chance.choice(_OFFICES)}", place

    def number(self, year: int, style: int | None = None) -> str:
        self.serial += self.chance.randrange(1, 4)
        style = self.chance.randrange(5) if style is None else style
        return (
            f"CYZC-{year}-{self.serial:04}",
            f"澄采公[{year}]{self.serial:03}号",
            f"QLZB{year % 100}{self.serial:05}",
            f"JSZC-3299{self.chance.randrange(10, 40)}-G{year}-{self.serial:04}",
            f"0788-{year % 100}41LY{self.serial:04}",
        )[style]

    def day(self, year: int = 0) -> dt.date:
        year = year or self.chance.choice((2019, 2020, 2021, 2022, 2023))
        return dt.date(year, 1, 4) + dt.timedelta(days=self.chance.randrange(300))

    def later(self, day: dt.date, low: int, high: int) -> dt.date:
        return day + dt.timedelta(days=self.chance.randrange(low, high))

    def firm(self) -> str:
        return f"{self.chance.choice(_PLACES)}{self.chance.choice(_FIRMS)}有限公司"

    def attempt(self, base: Told, *, ends: str = "award", more: bool = True) -> list[Told]:
        """Return the notices of one attempt: a call, perhaps changes of it, a result, perhaps a contract."""
        chance = self.chance
        opening = self.later(base.published, 8, 26)
        call = replace(base, opening=opening, budget=base.budget or chance.randrange(30, 900) * 10_000)
        found = [call]
        if chance.random() < 0.35:
            moved = self.later(opening, 3, 9) if chance.random() < 0.5 else opening
            day = self.later(base.published, 2, 8)
            found.append(
                replace(call, stage="amendment", published=day, first=base.published, opening=moved, budget=None)
            )
            opening = moved
        result = replace(call, stage=ends, published=self.later(opening, 1, 14), opening=None)
        if ends == "award":
            result = replace(
                result,
                suppliers=(self.firm(),),
                award=round(call.budget * chance.uniform(0.8, 0.995)) if call.budget else None,
                first=base.published if chance.random() < 0.4 else None,
                budget=call.budget if chance.random() < 0.3 else None,
            )
            if chance.random() < 0.25:
                ranked = replace(result, stage="candidates", published=self.later(opening, 0, 2))
                found.append(replace(ranked, award=None))
        found.append(result)
        if ends == "award" and more and chance.random() < 0.3:
            day = self.later(result.published, 5, 40)
            number = f"{base.numbers[0]}001" if base.numbers and base.numbers[0][-1].isdigit() else ""
            contract = replace(result, stage="contract", published=day, contract=number, first=None, budget=None)
            found.append(replace(contract, numbers=base.numbers if chance.random() < 0.5 else ()))
        return found

    def base(self, kind: str, title: str, buyer: str, day: dt.date, agency: str | None = None) -> Told:
        name, number = self.name(), self.number(day.year)
        agency = self.chance.choice(_PLACES) + self.chance.choice(_AGENCIES) if agency is None else agency
        return Told(name, f"f{name}", kind, title, day, numbers=(number,), buyer=buyer, agency=agency)


def _sisters(make: Maker) -> list[Told]:
    """One buyer, one day, titles that differ in a character or a word."""
    buyer, place = make.office()
    item = make.chance.choice(_ITEMS)
    forms: tuple[tuple[str, ...], ...] = (
        tuple(f"{place}{part}片区{item}采购项目" for part in make.chance.sample("东西南北中", 3)),
        tuple(f"{buyer}{item}采购项目（{part}区）" for part in "ABC"),
        tuple(f"{part}中学{item}采购项目" for part in make.chance.sample(("一", "三", "五", "七", "八"), 3)),
        tuple(f"{part}街道{item}项目" for part in make.chance.sample(_PLACES, 3)),
        tuple(f"{buyer}{part}号楼{item}采购项目" for part in "137"),
        tuple(f"{place}市{item}{part}" for part in ("设计", "监理", "施工")),
        tuple(f"{place}{item}（{part}）采购项目" for part in ("硬件", "软件", "系统集成")),
        tuple(f"{buyer}{item}{part}期采购项目" for part in "一二三"),
        tuple(f"{buyer}{item}第{part}批采购项目" for part in "一二三"),
        tuple(f"{place}{way}{item}项目" for way in make.chance.sample(("平安大道", "新华路", "滨江路", "学府街"), 3)),
    )
    day = make.day()
    agency = make.chance.choice(_PLACES) + make.chance.choice(_AGENCIES)
    found = []
    for title in make.chance.choice(forms):
        found += make.attempt(make.base("sisters", title, buyer, make.later(day, 0, 12), agency))
    return found


def _yearly(make: Maker) -> list[Told]:
    """The same purchase again each year, the year sometimes left out of the title."""
    buyer, _ = make.office()
    item = make.chance.choice(_ITEMS)
    first = make.day(2020)
    shown = make.chance.random() < 0.6
    found = []
    for at in range(3):
        day = first.replace(year=2020 + at) + dt.timedelta(days=make.chance.randrange(-20, 20))
        year = f"{2020 + at}年" if shown else ""
        title = make.chance.choice((f"{year}{buyer}{item}采购项目", f"{buyer}{year}{item}项目"))
        found += make.attempt(make.base("yearly", title, buyer, day))
    return found


def _namesakes(make: Maker) -> list[Told]:
    """One title used by several buyers in one month."""
    title = make.chance.choice(_COMMON) + make.chance.choice(("", "项目"))
    day = make.day()
    place = make.chance.choice(_PLACES)
    found = []
    for school in make.chance.sample(_SCHOOLS, 3):
        buyer = f"{place}{make.chance.choice('县区')}{school}"
        found += make.attempt(make.base("namesakes", title, buyer, make.later(day, 0, 30)))
    return found


def _lots(make: Maker) -> list[Told]:
    """One call for several lots, results in notices of their own; the last lot fails and is called again."""
    buyer, _ = make.office()
    day = make.day()
    title = f"{buyer}{make.chance.choice(_ITEMS)}采购项目"
    base = make.base("lots", title, buyer, day)
    opening = make.later(day, 10, 25)
    call = replace(base, opening=opening, budget=make.chance.randrange(100, 900) * 10_000)
    word = make.chance.choice(("第{}包", "（{}标段）", "包{}", "第{}标段"))
    han = "一二三" if make.chance.random() < 0.5 else "123"
    found = [call]
    over = make.later(opening, 2, 8)
    for at in range(2):
        lot = word.format(han[at])
        award = replace(call, stage="award", published=make.later(over, 0, 6), opening=None, budget=None, lot=lot)
        found.append(
            replace(award, suppliers=(make.firm(),), award=make.chance.randrange(20, 99) * 10_000, title=title + lot)
        )
    lot = word.format(han[2])
    found.append(replace(call, stage="termination", published=over, opening=None, lot=lot, title=title + lot))
    again = replace(
        base, procedure=make.name(), published=make.later(over, 6, 20), title=f"{title}{lot}（二次）", lot=lot
    )
    number = base.numbers[0]
    again = replace(again, numbers=(make.chance.choice((number, f"{number}-2", make.number(day.year))),))
    return found + make.attempt(again)


def _rounds(make: Maker) -> list[Told]:
    """A failed attempt and another: marked in the title, in the number, or not at all."""
    buyer, _ = make.office()
    title = f"{buyer}{make.chance.choice(_ITEMS)}采购项目"
    base = make.base("rounds", title, buyer, make.day())
    found = make.attempt(base, ends="termination")
    failed = found[-1].published
    mark = make.chance.choice(("title", "title", "call", "number", "none"))
    number = base.numbers[0]
    other = {
        "title": make.chance.choice((number, f"{number}-2", f"{number}(2)", make.number(base.published.year))),
        "call": make.chance.choice((number, make.number(base.published.year))),
        "number": make.chance.choice((f"{number}-2", f"{number}(二次)")),
        "none": make.number(base.published.year),
    }[mark]
    shown = make.chance.choice(("（二次）", "(第二次)", "（重新招标）", "二次"))
    again = replace(
        base,
        kind=f"rounds, {mark}",
        procedure=make.name(),
        published=make.later(failed, 5, 40),
        numbers=(other,),
        title=title + shown if mark in ("title", "call") else title,
    )
    second = make.attempt(again)
    if mark == "call":
        second = [second[0], *(replace(one, title=title) for one in second[1:])]
    return [replace(one, kind=f"rounds, {mark}") for one in found] + second


def _shortened(make: Maker) -> list[Told]:
    """Portals cut titles, drop the buyer, or lengthen them."""
    buyer, place = make.office()
    title = f"{buyer}{make.chance.choice(('2021年', '', '关于'))}{make.chance.choice(_ITEMS)}及配套设施建设采购项目"
    found = []
    for one in make.attempt(make.base("shortened", title, buyer, make.day())):
        way = make.chance.randrange(6)
        changed = title
        if way == 0:
            changed = title[: make.chance.choice(_PORTAL_CUT)] + make.chance.choice(("...", "", "…"))
        elif way == 1:
            changed = title.removeprefix(buyer)
        elif way == 2:
            changed = title.replace("及配套设施建设采购项目", "采购")
        elif way == 3:
            changed = f"{place}市公共资源交易中心关于{title}"
        elif way == 4:
            changed = title.replace(place, "", 1)
        shown = {"amendment": "更正公告", "award": "中标结果公告", "tender": "公开招标公告"}.get(one.stage, "公告")
        heading = changed + shown
        hidden = make.chance.random()
        found.append(
            replace(
                one,
                title="" if hidden < 0.5 else changed,
                heading=heading if hidden < 0.7 else "",
                buyer="" if hidden > 0.8 else one.buyer,
            )
        )
    return found


def _twice(make: Maker) -> list[Told]:
    """The same notices on two portals, each with a number of its own and its own way of writing."""
    buyer, place = make.office()
    title = f"{buyer}{make.chance.choice(_ITEMS)}采购项目"
    attempt = make.attempt(make.base("twice", title, buyer, make.day()))
    number = make.number(attempt[0].published.year)
    found = list(attempt)
    for one in attempt:
        if make.chance.random() < 0.7:
            short = buyer.replace(f"{place}市", place).replace(f"{place}县", place)
            copy = replace(one, numbers=(number,), published=make.later(one.published, 0, 3), contract="")
            way = make.chance.randrange(3)
            found.append(
                replace(copy, buyer=short)
                if way == 0
                else replace(copy, title=title.removeprefix(buyer))
                if way == 1
                else replace(copy, agency="", first=None)
            )
    return found


def _busy(make: Maker) -> list[Told]:
    """One buyer's unlike purchases in one month by one agency: only the titles tell them apart."""
    buyer, place = make.office()
    day = make.day()
    agency = place + make.chance.choice(_AGENCIES)
    found = []
    for item in make.chance.sample(_ITEMS, 4):
        title = make.chance.choice((f"{buyer}{item}采购项目", f"{item}采购项目", f"{place}{item}项目"))
        base = make.base("busy", title, buyer, make.later(day, 0, 20), agency)
        found += make.attempt(base)
    return found


def _bare(make: Maker) -> list[Told]:
    """Notices that say little: no buyer, no agency, sometimes no date."""
    buyer, _ = make.office()
    title = f"{buyer}{make.chance.choice(_ITEMS)}采购项目"
    return [
        replace(one, buyer="", agency="", budget=None, opening=None, first=None)
        for one in make.attempt(make.base("bare", title, buyer, make.day()))
    ]


def _plan(make: Maker) -> list[Told]:
    """Each notice prints another of the numbers: the project's, the plan's, the agency's."""
    buyer, _ = make.office()
    title = f"{buyer}{make.chance.choice(_ITEMS)}采购项目"
    base = make.base("plan", title, buyer, make.day())
    all_of_them = (
        *base.numbers,
        f"计划[{base.published.year}]{make.serial + 3000:05}号",
        make.number(base.published.year),
    )
    return [
        replace(one, numbers=tuple(make.chance.sample(all_of_them, make.chance.choice((1, 1, 2)))))
        for one in make.attempt(base)
    ]


def _english(make: Maker) -> list[Told]:
    """Notices in English: lots, years, towns, and a second attempt."""
    town = make.chance.choice(_TOWNS_EN)
    buyer = make.chance.choice((f"{town} City Council", f"{town} District Council", f"County of {town}"))
    item = make.chance.choice(_ITEMS_EN)
    day = make.day()
    way = make.chance.randrange(4)
    titles = {
        0: [f"{item} - {town} {part}" for part in ("North", "South")],
        1: [f"{item} {year}" for year in (2021, 2022)],
        2: [f"{item} for {part} schools" for part in ("primary", "secondary")],
        3: [item, f"{item} (re-tender)"],
    }[way]
    found = []
    family = f"f{make.name()}" if way == 3 else ""
    for at, title in enumerate(titles):
        start = make.later(day, 70, 100) if way == 3 and at else make.later(day, 0, 15)
        if way == 1:
            start = start.replace(year=2021 + at, day=min(start.day, 28))
        base = make.base("english", title, buyer, start, "")
        number = f"{town[:3].upper()}/{start.year}/{make.serial:04}"
        base = replace(base, family=family or base.family, numbers=(number,))
        for one in make.attempt(base, ends="termination" if way == 3 and not at else "award", more=False):
            heading = f"{_STAGES_EN.get(one.stage, 'Notice')}: {title}" if make.chance.random() < 0.5 else ""
            firms = ("Larkfield Services Ltd", "Oakhurst Group plc", "Meridian Works Ltd")
            found.append(replace(one, heading=heading, suppliers=(make.chance.choice(firms),) if one.suppliers else ()))
    return found


Kind = Callable[[Maker], list[Told]]
"""A function that tells the notices of a few purchases that are hard in one way."""

KINDS: tuple[Kind, ...] = (
    _sisters,
    _yearly,
    _namesakes,
    _lots,
    _rounds,
    _rounds,
    _shortened,
    _twice,
    _busy,
    _bare,
    _plan,
    _english,
)
"""Each difficulty; rounds count twice."""


def heap(seed: int, times: int = 8, kinds: Sequence[Kind] = KINDS) -> list[Told]:
    """Return a heap with every difficulty so many times, some values left out as notices do."""
    make = Maker(seed)
    found: list[Told] = []
    for _ in range(times):
        for kind in kinds:
            found += kind(make)
    return [_worn(one, make.chance) for one in found]


def _worn(one: Told, chance: random.Random) -> Told:
    """Return a notice with values left out at random, as a quarter of real ones have."""
    return replace(
        one,
        buyer="" if chance.random() < 0.1 else one.buyer,
        agency="" if chance.random() < 0.3 else one.agency,
        opening=None if chance.random() < 0.3 else one.opening,
        first=None if chance.random() < 0.3 else one.first,
        budget=None if chance.random() < 0.3 else one.budget,
        suppliers=() if chance.random() < 0.15 else one.suppliers,
    )


def published(heap: Sequence[Told]) -> Iterator[Published]:
    """Yield notices with statements of what they say: what extraction finds when it finds everything."""
    for at, one in enumerate(heap):
        name = identifier(at)
        yield Published(Notice(name, f"{at:064x}", "rd-0", 0, 1), tuple(_statements(name, one)))


def identifier(at: int) -> str:
    """Return the id of notice number `at`, spread so that neighbors in the order of ids are no neighbors in the heap."""
    return f"n-{at * 2654435761 % 2**32:016x}"


def _statements(name: str, one: Told) -> Iterator[Statement]:
    marked = round_of(one.title) or round_of(one.heading)
    pairs: list[tuple[Property, str, str | None]] = [
        (Property.STAGE, one.stage, None),
        (Property.ROUND, str(marked[0]) if marked else "", None),
        (Property.TITLE, one.title, core_title(one.title)),
        (Property.NOTICE_TITLE, one.heading, core_title(one.heading)),
        (Property.BUYER, one.buyer, name_key(one.buyer)),
        (Property.AGENCY, one.agency, name_key(one.agency)),
        (Property.PUBLISHED, one.published.isoformat(), None),
        (Property.OPENING, one.opening.isoformat() if one.opening else "", None),
        (Property.FIRST_PUBLISHED, one.first.isoformat() if one.first else "", None),
        (Property.BUDGET, str(one.budget or ""), None),
        (Property.AWARD_VALUE, str(one.award or ""), None),
        (Property.CONTRACT_NUMBER, one.contract, number_key(one.contract)),
        *((Property.NUMBER, number, number_key(number)) for number in one.numbers),
        *((Property.SUPPLIER, firm, name_key(firm)) for firm in one.suppliers),
        *((meant, value, None) for meant, value in one.extra),
    ]
    for meant, value, key in pairs:
        if value:
            money = meant in (Property.BUDGET, Property.AWARD_VALUE)
            amount = Amount(Basis.TOTAL, Decimal(value), "CNY", None) if money else None
            yield Statement(name, "", meant, value, (Span(0, 1, "–"),), "text", "L2", amount=amount, key=key or None)
