"""Two more invented heaps, C and D, with other difficulties than those that weights and rules were made on.

Each was scored before any error of it was looked at (`bench/README.md` keeps that figure apart from the later one).
Heap C: framework agreements with call-offs, lots called and awarded in notices of their own, terms and seasons,
campuses and villages, late contracts, plans months ahead, offices that buy for others, third rounds, additions.
Heap D: measures, stretches and batches, faculties and parts of a program, months, notices mirrored by a second portal,
reworded titles, another method after a failure, several contracts of one award, other languages. Nothing in them is real.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bench.procedure_heaps import Kind, Maker, Told

_PLACES = ("岚溪", "鹿洲", "沐川头", "青崖", "桐浦", "云泽", "晴湾", "丹霖", "平芜", "雁丘")
_BODIES = ("卫生健康局", "农业农村局", "文化和旅游局", "应急管理局", "市场监督管理局", "机关事务服务中心", "生态环境局")
_HOSPITALS = ("人民医院", "中医医院", "妇幼保健院", "第三医院")
_COLLEGES = ("师范学院", "职业技术学院", "理工大学", "医学院")
_TOWNS = ("柏树镇", "长桥镇", "石门乡", "双河镇", "望江镇", "新集乡", "白马镇")
_VILLAGES = ("上坪村", "下湾村", "李庄村", "杨柳村", "高寨村", "大塘村", "前进村")
_GOODS = (
    "血液透析机",
    "实训室设备",
    "疫苗冷链设备",
    "应急广播系统",
    "在线监测站房",
    "农产品检测仪器",
    "校园一卡通系统",
    "救护车",
    "图书资料",
    "多媒体教学设备",
    "数字资源数据库",
    "病理切片扫描仪",
)
_SERVICES = (
    "病媒生物防制服务",
    "保洁服务",
    "安保服务",
    "绿化养护服务",
    "后勤餐饮服务",
    "洗涤服务",
    "法律顾问服务",
    "网络安全等级保护测评",
    "舆情信息服务",
    "医疗废物处置服务",
    "农业保险承保机构遴选",
)
_WORKS = ("道路硬化工程", "饮水安全巩固提升工程", "人居环境整治工程", "高标准农田建设项目", "小型水库除险加固工程")
_FIRMS = ("铭川", "广砺", "启岳", "泓澈", "驰远", "益衡", "松禾", "元朔")
_TRADES = ("科技", "建设", "医疗器械", "物业", "园林", "信息技术")


def _buyer(make: Maker) -> tuple[str, str]:
    place = make.chance.choice(_PLACES)
    kind = make.chance.randrange(3)
    if kind == 0:
        return f"{place}{make.chance.choice('市县')}{make.chance.choice(_BODIES)}", place
    return f"{place}{make.chance.choice(_HOSPITALS if kind == 1 else _COLLEGES)}", place


def _firm(make: Maker) -> str:
    chance = make.chance
    return f"{chance.choice(_PLACES)}{chance.choice(_FIRMS)}{chance.choice(_TRADES)}有限公司"


def _base(make: Maker, kind: str, title: str, buyer: str, day: dt.date, agency: str = "") -> Told:
    name = make.name()
    agency = (
        agency or f"{make.chance.choice(_PLACES)}{make.chance.choice(('正源', '诚业', '天衡', '中睿'))}招标有限公司"
    )
    return Told(name, f"f{name}", kind, title, day, numbers=(_number(make, day),), buyer=buyer, agency=agency)


def _number(make: Maker, day: dt.date) -> str:
    make.serial += make.chance.randrange(1, 5)
    at = make.serial
    return make.chance.choice(
        (
            f"PWCG{day:%Y%m}{at:04}",
            f"平政采磋字〔{day:%Y}〕第{at}号",
            f"ZYZB-{day:%Y}-FW{at:03}",
            f"[3299{at % 90 + 10}]TH[CS]{day:%Y}{at:04}",
            f"E3299{at % 90 + 10}{day:%y%m}{at:06}",
        )
    )


def _notices(
    make: Maker,
    base: Told,
    *,
    ends: str = "award",
    budget: int = 0,
    contract: float = 0.4,
    late: tuple[int, int] = (3, 45),
) -> list[Told]:
    """Return the notices of one attempt: a call, changes of it that name its day, a result, a contract."""
    chance = make.chance
    budget = budget or chance.randrange(12, 2400) * 5_000
    opening = base.published + dt.timedelta(days=chance.randrange(6, 24))
    call = replace(base, opening=opening, budget=budget)
    found = [call]
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
        opening += dt.timedelta(days=chance.choice((0, 0, 3, 5, 7)))
        day = base.published + dt.timedelta(days=chance.randrange(1, 6))
        found.append(
            replace(call, stage="amendment", published=day, first=base.published, opening=opening, budget=None)
        )
    day = opening + dt.timedelta(days=chance.randrange(0, 12))
    result = replace(
        base, stage=ends, published=day, opening=None, first=base.published if chance.random() < 0.5 else None
    )
    if ends == "award":
        award = round(budget * chance.uniform(0.7, 1.0), -2)
        result = replace(result, suppliers=(_firm(make),), award=int(award))
    found.append(result)
    if ends == "award" and chance.random() < contract:
        day += dt.timedelta(days=chance.randrange(*late))
        number = f"{base.numbers[0]}-HT" if chance.random() < 0.5 else ""
        found.append(replace(result, stage="contract", published=day, contract=number, first=None))
    return found


def _frameworks(make: Maker) -> list[Told]:
    """One framework agreement, then call-offs by the same buyer, each a purchase of its own."""
    buyer, _ = _buyer(make)
    item = make.chance.choice(("办公用纸", "复印纸", "车辆维修和保养", "印刷", "会议", "工程造价咨询", "法律"))
    day = make.day()
    found = _notices(make, _base(make, "frameworks", f"{buyer}{item}服务框架协议采购项目", buyer, day))
    sort = make.chance.randrange(3)
    for at in range(4):
        start = day + dt.timedelta(days=70 + 33 * at + make.chance.randrange(12))
        title = (
            f"{buyer}{item}服务框架协议第{'一二三四'[at]}次成交",
            f"{buyer}{start.month}月{item}服务直接选定",
            f"{item}服务二次竞价（{start:%Y%m%d}）",
        )[sort]
        one = _notices(make, _base(make, "frameworks", title, buyer, start), contract=0.8)
        found += [each for each in one if each.stage in ("award", "contract")] if sort != 2 else one
    return found


def _own_lots(make: Maker) -> list[Told]:
    """Lots of one purchase called, changed and awarded in notices of their own, with one number or a suffix each."""
    buyer, _ = _buyer(make)
    item = make.chance.choice(_GOODS)
    day = make.day()
    base = _base(make, "own lots", f"{buyer}{item}采购项目", buyer, day)
    form = make.chance.choice(("{}（第{}包）", "{}-{}包", "{}{}标段", "{} 分包{}", "{}（采购包{}）"))
    suffix = make.chance.random() < 0.5
    found = []
    for at in range(3):
        title = form.format(base.title, "123"[at])
        number = f"{base.numbers[0]}-{at + 1}" if suffix else base.numbers[0]
        found += _notices(make, replace(base, title=title, numbers=(number,), lot="123"[at]), contract=0.3)
    return found


def _terms(make: Maker) -> list[Told]:
    """What is bought again by term, season, quarter or three-year span."""
    buyer, _ = _buyer(make)
    item = make.chance.choice(_SERVICES)
    first = make.day(2020)
    sort = make.chance.randrange(5)
    found = []
    for at in range(4):
        day = first + dt.timedelta(days=(365, 182, 91, 365, 120)[sort] * at + make.chance.randrange(-8, 8))
        year = 2020 + at
        title = (
            f"{buyer}{year}-{year + 2}年度{item}项目",
            f"{buyer}{'春秋'[at % 2]}季{item}项目",
            f"{buyer}{item}（{day.year}年第{(day.month - 1) // 3 + 1}季度）",
            f"{buyer}{item}项目",
            f"{buyer}{item}续采项目" if at else f"{buyer}{item}项目",
        )[sort]
        found += _notices(make, _base(make, "terms", title, buyer, day))
    return found


def _campuses(make: Maker) -> list[Told]:
    """One body's purchases for its campuses, wards, villages, car types: on near days, through one agency."""
    buyer, place = _buyer(make)
    item = make.chance.choice(_GOODS)
    work = make.chance.choice(_WORKS)
    town = make.chance.choice(_TOWNS)
    service = make.chance.sample(_SERVICES, 3)
    forms: tuple[Sequence[str], ...] = (
        [f"{buyer}{part}院区{item}采购" for part in ("东", "南", "新")],
        [f"{buyer}{part}校区{item}采购项目" for part in ("北湖", "大学城", "老")],
        [f"{place}县{town}{part}{work}" for part in make.chance.sample(_VILLAGES, 3)],
        [f"{place}县{part}{work}" for part in make.chance.sample(_TOWNS, 3)],
        [f"{buyer}{part}采购项目" for part in ("指挥车", "救援车", "监测车")],
        [f"{buyer}{part}项目" for part in service],
        [f"{buyer}{part}{item}采购项目" for part in ("进口", "国产", "便携式")],
        [f"{buyer}{part}科{item}采购项目" for part in ("心内", "肾内", "儿")],
        [f"{place}县{work}{part}" for part in ("施工", "监理服务", "初步设计及概算编制")],
        [f"{place}X0{part}线{work}" for part in ("12", "21", "27")],
        [f"{buyer}学生公寓{part}栋{item}采购项目" for part in ("甲", "乙", "丙")],
        [f"{buyer}{item}采购项目（{part}）" for part in ("中央资金", "省级资金", "自筹资金")],
        [f"{buyer}{item}耗材采购", f"{buyer}{item}采购", f"{buyer}{item}维保服务采购"],
    )
    day = make.day()
    agency = f"{place}天衡招标有限公司"
    found = []
    for title in make.chance.choice(forms):
        start = day + dt.timedelta(days=make.chance.randrange(0, 9))
        found += _notices(make, _base(make, "campuses", title, buyer, start, agency))
    return found


def _townships(make: Maker) -> list[Told]:
    """A county's towns buy the same under one title: the buyer alone tells."""
    place = make.chance.choice(_PLACES)
    work = make.chance.choice(_WORKS)
    day = make.day()
    bare = make.chance.random() < 0.5
    found = []
    for town in make.chance.sample(_TOWNS, 3):
        buyer = f"{place}县{town}人民政府"
        title = f"{place}县2022年{work}" if bare else f"{place}县{town}2022年{work}"
        found += _notices(
            make, _base(make, "townships", title, buyer, day + dt.timedelta(days=make.chance.randrange(20)))
        )
    return found


def _late(make: Maker) -> list[Told]:
    """A plan months ahead under a looser title, candidates, and a contract half a year after the award."""
    buyer, _ = _buyer(make)
    item = make.chance.choice(_GOODS)
    base = _base(make, "late", f"{buyer}{item}采购项目", buyer, make.day())
    found = _notices(make, base, contract=0.9, late=(60, 240))
    title = make.chance.choice((f"{item}采购", base.title, f"{buyer}{item}", f"{item}购置项目"))
    ahead = base.published - dt.timedelta(days=make.chance.randrange(31, 150))
    plan = replace(base, stage="planning", title=title, published=ahead, numbers=(), agency="", budget=found[0].budget)
    return [plan, *found]


def _for_others(make: Maker) -> list[Told]:
    """An office buys for others: the call names the office, the result or the contract the body that uses it."""
    place = make.chance.choice(_PLACES)
    office, user = f"{place}市机关事务服务中心", f"{place}市{make.chance.choice(_BODIES[:5])}"
    title = f"{user}{make.chance.choice(_GOODS)}采购项目"
    found = _notices(make, _base(make, "for others", title, office, make.day()), contract=0.9)
    return [replace(one, buyer=user) if one.stage in ("award", "contract") else one for one in found]


def _thirds(make: Maker) -> list[Told]:
    """Two failures and a third attempt, marked in one of the ways of portals, its result at times without the mark."""
    buyer, _ = _buyer(make)
    title = f"{buyer}{make.chance.choice(_GOODS + _SERVICES)}项目"
    base = _base(make, "thirds", title, buyer, make.day())
    marks = make.chance.choice(
        (("（第二次）", "（第三次）"), ("(2次)", "(3次)"), ("二次公告", "三次公告"), ("-重新招标", "（三次）"))
    )
    found = _notices(make, base, ends="termination")
    for at, mark in enumerate(marks):
        day = found[-1].published + dt.timedelta(days=make.chance.randrange(4, 30))
        number = make.chance.choice((base.numbers[0], f"{base.numbers[0]}({at + 2})", _number(make, day)))
        again = replace(base, procedure=make.name(), title=title + mark, published=day, numbers=(number,))
        more = _notices(make, again, ends="award" if at else "termination")
        if make.chance.random() < 0.3:
            more = [more[0], *(replace(one, title=title) for one in more[1:])]
        found += more
    return found


def _additions(make: Maker) -> list[Told]:
    """The same buyer buys more of the same, or a new stage of it, some months later, and says so in the title."""
    buyer, _ = _buyer(make)
    item = make.chance.choice(_GOODS)
    day = make.day()
    word = make.chance.choice(("（追加）", "（增补）", "升级改造", "扩容", "后续", "配套设备", "补充"))
    titles = (f"{buyer}{item}采购项目", f"{buyer}{item}{word}采购项目")
    found = []
    for at, title in enumerate(titles):
        start = day + dt.timedelta(days=at * make.chance.randrange(20, 160))
        found += _notices(make, _base(make, "additions", title, buyer, start))
    return found


def _again(make: Maker) -> list[Told]:
    """The same buyer, the same short title, some months later, nothing but dates and sums to tell them apart."""
    buyer, _ = _buyer(make)
    title = make.chance.choice(
        (f"{buyer}设备采购项目", f"{buyer}零星维修工程", f"{buyer}试剂耗材采购项目", f"{buyer}培训服务采购项目")
    )
    day = make.day()
    found = []
    for at in range(3):
        found += _notices(make, _base(make, "again", title, buyer, day + dt.timedelta(days=95 * at)))
    return found


def _languages(make: Maker) -> list[Told]:
    """Sister purchases, years and lots in French, Spanish and German."""
    chance = make.chance
    town = chance.choice(("Valmoron", "Brissecourt", "Torrealba del Soto", "Hohenwalde", "Kirchbrück"))
    titles, buyer = chance.choice(
        (
            ([f"Réfection de la voirie, rue {one}" for one in ("des Tilleuls", "du Moulin")], f"Commune de {town}"),
            ([f"Suministro de gas natural {one}" for one in (2021, 2022)], f"Ayuntamiento de {town}"),
            ([f"Reinigungsleistungen {one}" for one in ("Grundschule Nord", "Rathaus")], f"Stadt {town}"),
            ([f"Entretien des espaces verts - {one}" for one in ("secteur est", "secteur ouest")], f"Ville de {town}"),
            (
                [f"Servicio de limpieza de colegios, {one}" for one in ("curso 2021-2022", "curso 2022-2023")],
                f"Ayuntamiento de {town}",
            ),
            (
                [f"Lieferung von {one}" for one in ("Feuerwehrfahrzeugen", "Winterdienstfahrzeugen")],
                f"Landkreis {town}",
            ),
        )
    )
    return _in_letters(make, "languages", titles, buyer, make.day(2021), f"{town} Dienste SA")


def _in_letters(make: Maker, kind: str, titles: Sequence[str], buyer: str, day: dt.date, firm: str) -> list[Told]:
    """Return notices of purchases without an agency, a year apart where titles tell years, else some days."""
    found = []
    for at, title in enumerate(titles):
        start = day + dt.timedelta(days=at * (365 if "202" in title else 5))
        found += _notices(make, _base(make, kind, title, buyer, start, "-"))
    return [replace(one, agency="", suppliers=tuple(firm for _ in one.suppliers)) for one in found]


HEAP_C: tuple[Kind, ...] = (
    _frameworks,
    _own_lots,
    _terms,
    _campuses,
    _campuses,
    _townships,
    _late,
    _for_others,
    _thirds,
    _additions,
    _again,
    _languages,
)


# Heap D --------------------------------------------------------------------------------------------------------------

_SCHOOLS = ("第五小学", "第九初级中学", "外国语学校", "中心幼儿园", "高级中学")
_FACULTIES = ("化学学院", "土木工程学院", "外国语学院", "护理学院", "美术学院")


def _measures(make: Maker) -> list[Told]:
    """One body buys things that differ in a measure, a stretch, a batch or a block of land."""
    buyer, place = _buyer(make)
    forms: tuple[Sequence[str], ...] = (
        [f"{buyer}{one}CT采购项目" for one in ("64排", "128排")],
        [f"{buyer}{one}磁共振成像系统采购" for one in ("1.5T", "3.0T")],
        [f"{place}县S302线K{a}+300至K{a + 6}+900段路面养护工程" for a in (12, 31, 47)],
        [f"{place}县{make.chance.choice(_TOWNS)}2021年度第{one}批次城镇建设用地勘测定界" for one in "三四五"],
        [f"{buyer}{one}吨洒水车采购项目" for one in (8, 12)],
        [f"{place}县{one}千伏输变电配套工程" for one in (35, 110)],
        [f"{place}县202{one}年度土地储备项目{two}号地块测绘" for one, two in ((1, 7), (1, 12), (1, 15))],
        [f"{buyer}{one}人体检服务项目" for one in ("在职", "离退休")],
    )
    day = make.day()
    found = []
    for title in make.chance.choice(forms):
        found += _notices(
            make, _base(make, "measures", title, buyer, day + dt.timedelta(days=make.chance.randrange(6)))
        )
    return found


def _faculties(make: Maker) -> list[Told]:
    """A college buys for its faculties, a hospital for its wards, a program in parts with a common long beginning."""
    place = make.chance.choice(_PLACES)
    college, hospital = place + make.chance.choice(_COLLEGES), place + make.chance.choice(_HOSPITALS)
    buyer, titles = make.chance.choice(
        (
            (college, [f"{college}{one}教学实验平台建设项目" for one in make.chance.sample(_FACULTIES, 3)]),
            (hospital, [f"{hospital}{one}试剂采购项目" for one in ("检验科", "病理科", "输血科")]),
            (
                f"{place}市大数据局",
                [f"{place}市新型智慧城市建设项目-{one}子项目" for one in ("交通", "教育", "医疗", "城管")],
            ),
            (
                f"{place}县教育局",
                [f"{place}县义务教育薄弱环节改善与能力提升项目{one}" for one in ("课桌椅", "厨房设备", "录播教室")],
            ),
            (f"{place}县教育局", [f"{place}县{one}综合楼建设项目" for one in make.chance.sample(_SCHOOLS, 3)]),
            (hospital, [f"{hospital}信息化建设项目（{one}期）" for one in "一二三"]),
            (hospital, [f"{hospital}{one}配送服务" for one in ("蔬菜", "粮油", "肉类", "水产")]),
        )
    )
    day = make.day()
    agency = f"{place}诚业招标有限公司"
    found = []
    for title in titles:
        start = day + dt.timedelta(days=make.chance.randrange(11))
        found += _notices(make, _base(make, "faculties", title, buyer, start, agency))
    return found


def _monthly(make: Maker) -> list[Told]:
    """What a canteen or a fleet needs every month or every second year."""
    buyer, _ = _buyer(make)
    way = make.chance.randrange(3)
    first = make.day(2019)
    found = []
    for at in range(3):
        day = first + dt.timedelta(days=(30, 61, 730)[way] * at + make.chance.randrange(-4, 4))
        title = (
            f"{buyer}食堂大宗物资采购（{day.month}月）",
            f"{buyer}食堂食材采购{day:%Y}年第{at + 3}期",
            f"{buyer}食堂承包经营项目",
        )[way]
        found += _notices(make, _base(make, "monthly", title, buyer, day))
    return found


def _mirrored(make: Maker) -> list[Told]:
    """Two portals carry each notice: one adds tags, its own number, a place in front, and cuts long titles with dots."""
    buyer, place = _buyer(make)
    item = make.chance.choice(_GOODS + _SERVICES)
    title = f"{buyer}{make.chance.choice(('', '2022年', '2022年度'))}{item}{make.chance.choice(('采购项目', '项目', '采购'))}"
    found = []
    for one in _notices(make, _base(make, "mirrored", title, buyer, make.day(2022))):
        found.append(one)
        shown = {"amendment": "更正公告", "award": "成交结果公告", "tender": "竞争性磋商公告"}.get(
            one.stage, "合同公告"
        )
        heading = make.chance.choice(
            (
                f"[{place}]{title}{shown}",
                f"{title}{shown}"[: make.chance.randrange(22, 30)] + "...",
                f"关于{title}的{shown}",
                f"【{place}】{shown}：{title}",
                f"{title}({one.numbers[0]}){shown}",
            )
        )
        day = one.published + dt.timedelta(days=make.chance.randrange(3))
        found.append(replace(one, title="", heading=heading, published=day, numbers=(_number(make, day),), agency=""))
    return found


def _reworded(make: Maker) -> list[Told]:
    """Clerks write one purchase in other words from notice to notice: a word less, a part more, a slip."""
    buyer, place = _buyer(make)
    item = make.chance.choice(_GOODS)
    base = _base(make, "reworded", f"{buyer}{item}采购及安装项目", buyer, make.day())
    ways = (
        f"{buyer}{item}采购安装项目",
        f"{buyer}{item}购置项目",
        f"{item}采购及安装项目",
        f"{buyer}关于{item}采购及安装的项目",
        f"{place}{item}采购及安装项目",
        f"{buyer}{item}采购及按装项目",
        base.title,
        base.title,
    )
    return [replace(one, title=make.chance.choice(ways)) for one in _notices(make, base, contract=0.7)]


def _switched(make: Maker) -> list[Told]:
    """A failed attempt is followed by another one with another method."""
    buyer, _ = _buyer(make)
    title = f"{buyer}{make.chance.choice(_GOODS)}采购项目"
    base = _base(make, "switched", title, buyer, make.day())
    found = _notices(make, base, ends="termination")
    day = found[-1].published + dt.timedelta(days=make.chance.randrange(3, 25))
    way = make.chance.choice(("（单一来源）", "（二次）竞争性谈判", "-第2次", ""))
    again = replace(base, procedure=make.name(), title=title + way, published=day, numbers=(_number(make, day),))
    return found + _notices(make, again)


def _contracts(make: Maker) -> list[Told]:
    """One award, a contract with each of several winners, published weeks apart, titled by what each delivers."""
    buyer, _ = _buyer(make)
    item = make.chance.choice(_GOODS)
    base = _base(make, "contracts", f"{buyer}{item}采购项目", buyer, make.day())
    found = _notices(make, base, contract=0)
    for at in range(3):
        day = found[-1].published + dt.timedelta(days=make.chance.randrange(4, 25))
        title = make.chance.choice((base.title, f"{base.title}合同（{'一二三'[at]}）", f"{buyer}{item}采购合同"))
        number = f"{base.numbers[0]}-{at + 1:02}"
        contract = replace(
            base, stage="contract", title=title, published=day, contract=number, award=make.chance.randrange(90) * 8_100
        )
        found.append(
            replace(contract, suppliers=(_firm(make),), numbers=base.numbers if make.chance.random() < 0.5 else ())
        )
    return found


def _abroad(make: Maker) -> list[Told]:
    """Schools, roads, terms and lots in English and Russian."""
    chance = make.chance
    town = chance.choice(("Ellisford", "Marrowby", "Stanwick Vale", "Thornmouth", "Quarrington"))
    place = chance.choice(("Белозёрский", "Тихореченский", "Синегорский"))
    titles, buyer = chance.choice(
        (
            (
                [f"Roof replacement at {one} Primary School" for one in ("Ashgrove", "Holloway")],
                f"{town} Borough Council",
            ),
            ([f"Grounds maintenance services {one}" for one in ("2020-2023", "2023-2026")], f"{town} Borough Council"),
            (
                [f"Supply of {one} for adult social care" for one in ("hoists", "profiling beds")],
                f"{town} County Council",
            ),
            ([f"Капитальный ремонт школы № {one}" for one in (3, 17)], f"Администрация {place} района"),
            (
                [f"Поставка {one}" for one in ("инсулина", "тест-полосок", "перевязочных материалов")],
                f"{place} районная больница",
            ),
            ([f"Содержание автомобильных дорог в {one} году" for one in (2021, 2022)], f"Администрация {place} района"),
        )
    )
    return _in_letters(make, "abroad", titles, buyer, make.day(2020), f"{town} Supplies Ltd")


HEAP_D: tuple[Kind, ...] = (
    _measures,
    _measures,
    _faculties,
    _faculties,
    _monthly,
    _mirrored,
    _reworded,
    _switched,
    _contracts,
    _abroad,
)
