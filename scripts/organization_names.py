"""Invented organizations as several parties would write them, for ``organization_model.py``: no name here is a real one.

The labeled sets that exist each show one habit (short names of listed companies, translated institutes, corporate
groups). These show the plain ones: a missing 市, another spelling of the legal form, a lost word, a typing error, a branch
and its parent, two schools with different numbers, the same shop at two addresses.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from opencc import OpenCC  # type: ignore[import-untyped]

from counterfile.resolving.mentions import Mention


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


SIGNS = (
    "晟瑞恒泽宏泰嘉禾铭远卓越弘毅博雅天启星辰云海蓝图鼎盛金桥华信中诺安邦德隆昊融创万和同心聚力航领军优品智汇慧方圆正大光明荣顺达通联科讯佳音凯旋锐"
    "意百川长河东南西北山水林森清源润丰利民康健宝龙凤飞翔宇宙世纪新元亨贞久福禄寿喜春夏秋冬梅兰竹菊松柏杨柳梧桐"
)
PLACES = _each(
    "北京 上海 天津 重庆 杭州 南京 武汉 成都 西安 长沙 郑州 合肥 济南 沈阳 广州 昆明 贵阳 兰州 苏州 宁波 厦门 青岛 大连 深圳 无锡 温州 佛山 "
    "东莞 洛阳 徐州 襄阳 宜昌 岳阳 株洲 绵阳 泸州 遵义 大理 桂林 柳州 烟台 潍坊 临沂 唐山 保定 邯郸 大同 包头 鞍山 吉林 哈尔滨 大庆"
)
PROVINCES = _each("江苏 浙江 广东 山东 河南 四川 湖北 湖南 河北 福建 安徽 辽宁 陕西 江西 云南 广西 山西 贵州 甘肃 海南")
DISTRICTS = _each("城东 城西 城南 城北 新城 老城 高新 临江 河口 东湖 西山 南岗 北塘 中原 和平 解放 建设 红旗")
TRADES = _each(
    "科技 信息技术 电子 电子科技 建设工程 建筑安装工程 医疗器械 商贸 物业管理 物业服务 安防技术 环保科技 教育咨询 机械设备 机电设备 网络科技 "
    "软件 生物科技 药业 医药 制药 食品 农业发展 实业 实业发展 投资 投资管理 工程咨询 项目管理 招标代理 园林绿化 装饰工程 汽车销售 汽车服务 "
    "文化传媒 广告 旅游 物流 运输 化工 新材料 能源 电力工程 水利工程 市政工程 家具 服装 纺织 印刷 包装 贸易 进出口 房地产开发 置业 餐饮管理 "
    "保安服务 人力资源 劳务 检测技术 测绘 设计院 消防工程 智能科技 自动化设备 仪器仪表 通信技术 光电 照明 数据"
)
MIXED = {
    "搏": "博", "晖": "辉", "鑫": "馨", "宏": "弘", "源": "原", "嘉": "佳", "恒": "衡", "德": "得", "华": "桦", "明": "铭",
    "利": "力", "诚": "城", "泰": "太", "瑞": "锐", "丰": "锋", "盛": "晟", "昊": "浩", "远": "元", "新": "欣", "中": "仲",
}  # fmt: skip
BANKS = {
    "中国银行": "中行", "中国工商银行": "工行", "中国农业银行": "农行", "中国建设银行": "建行", "交通银行": "交行",
    "招商银行": "招行", "中国邮政储蓄银行": "邮储银行", "兴业银行": "兴业银行", "中信银行": "中信银行",
}  # fmt: skip
BODIES = _each(
    "公安局 财政局 教育局 卫生健康委员会 水利局 交通运输局 住房和城乡建设局 农业农村局 民政局 司法局 生态环境局 自然资源局 文化和旅游局 "
    "人力资源和社会保障局 市场监督管理局 应急管理局 审计局 统计局 林业局 城市管理局 退役军人事务局 医疗保障局 人民法院 人民检察院 人民政府 "
    "图书馆 博物馆 体育馆 文化馆 疾病预防控制中心 妇幼保健院 中医院 儿童医院 公共资源交易中心 机关事务管理局 广播电视台 消防救援支队"
)
SCHOOLS = _each("中学 小学 幼儿园 高级中学 实验小学 职业技术学校 人民医院")
SCHOLARS = _each(
    "大学 师范大学 医科大学 理工大学 农业大学 财经大学 科技大学 学院 职业技术学院 工业职业技术学院 师范学院 医学院"
)
UNITS = _each(
    "附属医院 附属第一医院 附属第二医院 附属中学 图书馆 数学学院 化学研究所 后勤集团 继续教育学院 信息中心 药学院"
)
NUMBERS = "一二三四五六七八九十"

SYLLABLES = _each(
    "ka lo mi ran tev sor bel nor dax vin tal ern qui zor pel mar fen gri hol jun kes lum nad ost pra rex ul ba ti"
)
WORK = _each(
    "Systems Services Construction Consulting Solutions Technologies Logistics Medical Foods Energy Engineering Electric Marine "
    "Security Software Transport Industries Trading Holdings Management Development International Manufacturing Environmental "
    "Communications Laboratories Equipment Supply Associates Partners Design Aviation Instruments Plastics Steel Printing"
)
SHORTER = {
    "International": "Intl", "Manufacturing": "Mfg", "Services": "Svcs", "Construction": "Constr", "Technologies": "Tech",
    "Management": "Mgmt", "Development": "Dev", "Laboratories": "Labs", "Engineering": "Eng", "Associates": "Assoc",
    "Center": "Ctr", "Department": "Dept", "University": "Univ", "Street": "St", "Avenue": "Ave", "Saint": "St",
}  # fmt: skip
FORMS = {
    "Ltd": ("Ltd", "Limited", "Ltd.", "LTD"), "Inc": ("Inc", "Inc.", "Incorporated", "INC"), "LLC": ("LLC", "L.L.C."),
    "GmbH": ("GmbH", "Gesellschaft mit beschränkter Haftung", "G.m.b.H."), "SA": ("S.A.", "SA", "Sociedad Anónima"),
    "SARL": ("SARL", "S.à r.l."), "SL": ("S.L.", "SL", "Sociedad Limitada"), "srl": ("S.r.l.", "srl"), "AG": ("AG", "Aktiengesellschaft"),
    "BV": ("B.V.", "BV"), "AB": ("AB", "Aktiebolag"), "spzoo": ("Sp. z o.o.", "spółka z ograniczoną odpowiedzialnością"),
    "ooo": ("ООО", "OOO", "Общество с ограниченной ответственностью"), "Corp": ("Corp", "Corporation", "Corp."),
}  # fmt: skip
OFFICES: tuple[tuple[str, ...], ...] = (
    ("Ministry of {}", "{} Ministry", "Ministère de la {}", "Ministerio de {}", "Ministerium für {}"),
    ("Department of {}", "{} Department", "Dept. of {}", "Département de {}"),
    (
        "University of {}",
        "{} University",
        "Université de {}",
        "Universidad de {}",
        "Universität {}",
        "Università di {}",
    ),
    ("City of {}", "{} City Council", "Ville de {}", "Ayuntamiento de {}", "Stadt {}", "Comune di {}", "Miasto {}"),
    (
        "{} Municipality",
        "Municipality of {}",
        "Commune de {}",
        "Gemeinde {}",
        "Município de {}",
        "Gmina {}",
        "Община {}",
    ),
    ("{} County Council", "County of {}", "Landkreis {}", "Province de {}", "Provincia de {}", "Powiat {}"),
    ("{} General Hospital", "Hospital General de {}", "Hôpital général de {}", "Krankenhaus {}", "Szpital {}"),
    ("{} Police Service", "Police Service of {}", "Policía de {}", "Polizei {}"),
    ("{} Port Authority", "Port of {}", "Port de {}", "Puerto de {}", "Hafen {}"),
    ("{} Secondary School No. {n}", "{} Secondary School {n}", "Secondary School № {n}, {}", "Школа № {n} {}"),
    ("{} Research Institute for {w}", "Institute for {w} {}", "Institut {} pour {w}", "Institut für {w} {}"),
    ("{} Water Utility", "Water Utility of {}", "Régie des eaux de {}", "Aguas de {}", "Stadtwerke {}"),
)
SHOPS = (
    "Child Care Center", "Day Care", "Learning Academy", "Preschool", "Pharmacy",
    "Family Clinic", "Restaurant", "Auto Repair", "Community Center", "Elementary School", "Early Learning",
)  # fmt: skip
STREETS = _each(
    "Main Oak Pine Maple Cedar Elm Lake Hill Park River Church Mill Spring Ridge Walnut Chestnut Franklin Highland"
)

Names = Iterator[tuple[str, str, str, str]]
"""Cluster, name, city, address."""


def invented(kind: str, count: int, seed: int) -> tuple[list[Mention], list[str]]:
    """Return some `count` mentions and their clusters; the kinds are those of `KINDS`."""
    drawing = random.Random(seed)  # noqa: S311 (names to learn from are no secret)
    mentions: list[Mention] = []
    clusters: list[str] = []
    seen: set[tuple[str, str]] = set()
    number = 0
    while len(mentions) < count:
        for cluster, name, city, address in KINDS[kind](drawing):
            # What begins with "=" is one wherever it turns up: there is one police of a town.
            key = (cluster if cluster.startswith("=") else f"{number}-{cluster}", name + address)
            if name and key not in seen:
                seen.add(key)
                mentions.append(Mention(f"{kind}-{len(mentions)}", name, "", city, address))
                clusters.append(key[0])
        number += 1
    return mentions, clusters


def _few(drawing: random.Random, make: Callable[[], str], most: int = 3) -> list[str]:
    return [make() for _ in range(drawing.choice(range(1, most + 1)))]


# ---------------------------------------------------------------- Chinese


_TRADITIONAL = OpenCC("s2t")


def _slipped(drawing: random.Random, name: str, chance: float = 0.12) -> str:
    """Return the name with what typing does to it, now and then."""
    if drawing.random() < 0.04:
        name = str(_TRADITIONAL.convert(name))
    if drawing.random() > chance or len(name) < 5:
        return name
    at = drawing.randrange(1, len(name) - 1)
    way = drawing.randrange(4)
    if way == 0:
        return "".join(MIXED.get(sign, sign) for sign in name)
    if way == 1:
        return name[:at] + name[at + 1 :]
    if way == 2:
        return name[:at] + name[at] + name[at:]
    return name[:at] + drawing.choice(SIGNS) + name[at + 1 :]


def _core(drawing: random.Random) -> str:
    return "".join(drawing.sample(SIGNS, drawing.choice((2, 2, 2, 3, 3, 4))))


def _company(drawing: random.Random, place: str, core: str, trade: str, form: str, group: str) -> str:
    """Return one way to write a Chinese company."""
    at = drawing.random()
    city = place + drawing.choice(("市", "", "", "")) if place in PLACES else place + drawing.choice(("省", "", ""))
    group = drawing.choice((group, "（集团）", "集团")) if group else ""
    form = drawing.choice((form, form, "有限公司", "有限责任公司")) if "股份" not in form else form
    if at < 0.55:
        name = city + core + trade + group + form
    elif at < 0.65:
        name = f"{core}（{place}）{trade}{group}{form}"
    elif at < 0.75:
        name = core + trade + group + form
    elif at < 0.83:
        name = city + core + trade + drawing.choice(("", "", "公司"))
    elif at < 0.9:
        name = core + trade + drawing.choice(("", "公司", "股份"))
    elif at < 0.95:
        name = place + core + (group.strip("（）") or drawing.choice(("", "公司")))
    else:
        name = core + (trade[:2] if len(trade) > 2 else trade)
    if drawing.random() < 0.15:
        name = name.replace("（", "(").replace("）", ")")
    return _slipped(drawing, name)


def companies(drawing: random.Random) -> Names:
    """Yield a Chinese company and, often, others that look like it."""
    place, core, trade = drawing.choice((*PLACES, *PROVINCES)), _core(drawing), drawing.choice(TRADES)
    form = drawing.choice(("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"))
    group = "集团" if drawing.random() < 0.15 else ""
    for name in _few(drawing, lambda: _company(drawing, place, core, trade, form, group)):
        yield "it", name, "", ""
    if drawing.random() < 0.3:  # the same proper name in another trade or place is another company
        other, elsewhere = drawing.choice(TRADES), drawing.choice(PLACES)
        if drawing.random() < 0.5 and other[:2] != trade[:2]:
            yield from (("trade", place + core + other + form, "", ""), ("it", place + core + trade + form, "", ""))
        elif elsewhere != place:
            yield from (
                ("place", elsewhere + core + trade + form, "", ""),
                ("it", place + core + trade + form, "", ""),
            )
    if drawing.random() < 0.3:  # one sign of the proper name differs
        near = drawing.choice(SIGNS) + core[1:] if drawing.random() < 0.5 else core[:-1] + drawing.choice(SIGNS)
        if near != core and MIXED.get(near[0]) != core[0] and MIXED.get(core[0]) != near[0]:
            yield "near", place + near + trade + form, "", ""
    if drawing.random() < 0.12:
        branch = drawing.choice(PLACES)
        for _ in range(2):
            city = branch + drawing.choice(("市", "", ""))
            yield "branch", _slipped(drawing, f"{place}{core}{trade}{form}{city}分公司", 0.05), "", ""


def banks(drawing: random.Random) -> Names:
    """Yield branches of banks and of carriers, which are many under few names."""
    bank, short = drawing.choice(list(BANKS.items()))
    place, district = drawing.choice(PLACES), drawing.choice(DISTRICTS)
    kind = drawing.choice(("支行", "支行", "支行", "分行", "分行营业部"))

    def write() -> str:
        head = drawing.choice((bank + "股份有限公司", bank, bank, short))
        where = place + drawing.choice(("市", "", "")) + (district if kind == "支行" else "")
        return _slipped(drawing, head + where + kind, 0.05)

    whole = f"={bank}{place}{district if kind == '支行' else ''}{kind}"
    for name in _few(drawing, write):
        yield whole, name, "", ""


def bodies(drawing: random.Random) -> Names:
    """Yield Chinese public bodies of one town: a bureau, its parts, numbered schools, a university and its units."""
    place, district = drawing.choice(PLACES), drawing.choice(DISTRICTS)

    def at(level: int) -> str:
        return place + ("市" if drawing.random() < 0.8 else "") + (district + "区" if level else "")

    level = drawing.randrange(2)
    body = drawing.choice(BODIES)
    for name in _few(drawing, lambda: _slipped(drawing, at(level) + body, 0.04)):
        yield f"={place}{district if level else ''}{body}", name, "", ""
    if body == "公安局":
        for unit in drawing.sample(("交通警察支队", district + "分局", district + "派出所", "刑事侦查大队"), 2):
            for name in _few(drawing, lambda: at(0) + "公安局" + unit, 2):  # noqa: B023 (called at once)
                yield f"={place}{unit}", name, "", ""
    school = drawing.choice(SCHOOLS)
    for number in drawing.sample(range(10), drawing.choice((1, 2, 3))):
        for name in _few(drawing, lambda: at(0) + _numbered(drawing, number, school), 2):  # noqa: B023
            yield f"={place}{school}{number}", name, "", ""
    if drawing.random() < 0.4:
        scholar = drawing.choice((place, drawing.choice(PROVINCES))) + drawing.choice(SCHOLARS)
        for name in _few(drawing, lambda: _slipped(drawing, scholar, 0.05), 2):
            yield "=" + scholar, name, "", ""
        for unit in drawing.sample(UNITS, 2):
            for name in _few(drawing, lambda: scholar + _turned(drawing, unit), 2):  # noqa: B023
                yield "=" + scholar + unit, name, "", ""


def _numbered(drawing: random.Random, number: int, school: str) -> str:
    sign = NUMBERS[number]
    return drawing.choice((f"第{sign}{school}", f"第{sign}{school}", f"第{number + 1}{school}"))


def _turned(drawing: random.Random, unit: str) -> str:
    if "第" in unit and drawing.random() < 0.5:
        return unit[2:4] + "附属" + unit[4:]
    return unit


# ---------------------------------------------------------------- Latin and Cyrillic


def _word(drawing: random.Random, least: int = 2) -> str:
    return "".join(drawing.choice(SYLLABLES) for _ in range(drawing.choice((least, least, least + 1)))).title()


def _typed(drawing: random.Random, name: str, chance: float = 0.15) -> str:
    """Return the name with what typing does to it, now and then."""
    if drawing.random() < 0.2:
        name = name.upper()
    if drawing.random() < 0.2:
        name = " ".join(SHORTER.get(word, word) for word in name.split())
    if drawing.random() > chance or len(name) < 6:
        return name
    at = drawing.randrange(1, len(name) - 1)
    way = drawing.randrange(4)
    if way == 0:
        return name[:at] + name[at + 1 :]
    if way == 1:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if way == 2:
        return name[:at] + name[at] + name[at:]
    return name.replace(" ", "", 1)


def _firm(drawing: random.Random, words: list[str], place: str, form: str) -> str:
    kept = words[:-1] if len(words) > 2 and drawing.random() < 0.15 else words
    name = drawing.choice((" ", " ", " & " if len(kept) > 3 else " ")).join(kept)
    if drawing.random() < 0.12:
        name = "The " + name
    if place and drawing.random() < 0.4:
        name += drawing.choice((f" ({place})", f" {place}"))
    if drawing.random() < 0.7:
        written = drawing.choice(FORMS[form])
        name = f"{written} {name}" if form == "ooo" else name + drawing.choice((" ", ", ")) + written
    return _typed(drawing, name)


def firms(drawing: random.Random) -> Names:
    """Yield a company in Latin (or Cyrillic) letters and, often, others that look like it."""
    core = [_word(drawing) for _ in range(drawing.choice((1, 1, 2)))]
    work = drawing.sample(WORK, drawing.choice((0, 1, 1, 2)))
    form, place = drawing.choice(list(FORMS)), drawing.choice(("", "", _word(drawing)))
    for name in _few(drawing, lambda: _firm(drawing, core + work, place, form)):
        yield "it", name, "", ""
    end = drawing.choice(FORMS[form])
    if drawing.random() < 0.3 and work:  # the same proper name at other work
        yield "work", " ".join([*core, drawing.choice(sorted(set(WORK) - set(work))), end]), "", ""
    if drawing.random() < 0.2:  # the same work under another name
        yield "name", " ".join([_word(drawing), *core[1:], *work, end]), "", ""
    if drawing.random() < 0.1:
        whole = " ".join(core + work)
        for number in drawing.sample(("II", "III", "2", "3", "IV"), 2):
            yield number, f"{whole} {number} {end}", "", ""
        yield "it", f"{whole} {end}", "", ""
    if drawing.random() < 0.08 and len(core + work) > 2:
        acronym = "".join(word[0] for word in core + work)
        yield "it", drawing.choice((acronym, f"{' '.join(core + work)} ({acronym})", f"{acronym} {end}")), "", ""


def offices(drawing: random.Random) -> Names:
    """Yield public bodies of a place, in several languages."""
    place = _word(drawing, 3)
    for ways in drawing.sample(OFFICES, drawing.choice((1, 2, 3))):
        work = drawing.choice(WORK)
        numbers = drawing.sample(range(1, 30), drawing.choice((1, 2))) if "{n}" in ways[0] else [0]
        for number in numbers:
            few = ways if drawing.random() < 0.4 else ways[:2]
            for way in drawing.sample(few, drawing.choice((1, 2, min(3, len(few))))):
                yield f"{ways[0]}{number}", _typed(drawing, way.format(place, n=number, w=work), 0.06), "", ""
    if drawing.random() < 0.5:
        whole = f"University of {place}"
        unit = drawing.choice(("Medical School", "Hospital", "Library", "Department of Chemistry", "Press"))
        yield "unit", drawing.choice((f"{whole} {unit}", f"{whole}, {unit}", f"{unit}, {whole}")), "", ""
        yield OFFICES[2][0] + "0", whole, "", ""


# ---------------------------------------------------------------- with addresses


def sites(drawing: random.Random) -> Names:
    """Yield shops and schools with their street: one name at two places is two, two names in one house are two."""
    word, shop, city = (
        _word(drawing),
        drawing.choice(SHOPS),
        drawing.choice(("Varnholt", "Testville", _word(drawing, 3))),
    )

    def street() -> tuple[int, str, str]:
        way = drawing.choice(("N ", "S ", "W ", "E ", ""))
        return drawing.randrange(1, 9900), way + drawing.choice(STREETS), drawing.choice(("Street", "Avenue", "Road"))

    def written(house: tuple[int, str, str]) -> str:
        if drawing.random() < 0.15:
            return ""
        number, road, kind = house
        kind = drawing.choice((kind, kind, SHORTER.get(kind, "Rd"), SHORTER.get(kind, "Rd") + ".", ""))
        tail = drawing.choice(("", "", "", ", Suite 2", " 1st Floor"))
        return _typed(drawing, f"{number} {road} {kind}".strip() + tail, 0.08)

    def called() -> str:
        name = drawing.choice((f"{word} {shop}", f"{word} {shop}", f"{word}'s {shop}", word, f"{word} {shop} Inc"))
        return _typed(drawing, name)

    for branch in range(drawing.choice((1, 1, 2))):
        house = street()
        for _ in range(drawing.choice((1, 2, 3))):
            yield f"site {branch}", called(), drawing.choice((city, city, "")), written(house)
        if drawing.random() < 0.15:
            yield f"other {branch}", _typed(drawing, f"{_word(drawing)} {drawing.choice(SHOPS)}"), city, written(house)


KINDS: dict[str, Callable[[random.Random], Names]] = {
    "companies": companies,
    "banks": banks,
    "bodies": bodies,
    "firms": firms,
    "offices": offices,
    "sites": sites,
}
"""Kinds of invented organizations."""
