"""What happens in the demo inquiry: the purchases, drawn from a seed, before anything is printed."""

# ruff: noqa: E501 (tables of products and scripts read across)

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, TypeVar

from counterfile.demo import names
from counterfile.demo.names import BuyerClass, Organization
from counterfile.demo.script import CAST, SCRIPT

T = TypeVar("T")

FEATURES: dict[str, tuple[str, str]] = {
    "face_recognition": ("人脸识别", "facial recognition"),
    "early_warning": ("预警", "early warning"),
    "vehicles": ("车辆", "vehicle"),
    "one_person_one_file": ("一人一档", "one person, one file"),
    "social_media": ("社交", "social media"),
    "ethnicity": ("民族属性", "ethnic"),
    "counter_terrorism": ("反恐", "counter-terrorism"),
    "stability": ("维稳", "maintaining stability"),
    "relatives": ("亲属", "relatives"),
    "auto_update": ("自动更新", "updated automatically"),
}
"""Codes, each with the Chinese and the English words whose presence in a notice's own text means yes."""

LINES: dict[str, tuple[str, ...]] = {
    "face_recognition": (
        "建设人脸识别抓拍点位{n}处，接入上级人脸识别平台，支持黑名单布控和以图搜图。",
        "出入口安装人脸识别摄像机{n}台，识别准确率不低于99%，比对结果1秒内返回。",
    ),
    "early_warning": (
        "对布控对象的活动规律进行分析，出现异常聚集、昼伏夜出等情形时自动预警并推送至责任民警。",
        "平台应具备分级预警功能，预警信息同步推送至移动终端。",
    ),
    "vehicles": (
        "卡口相机{n}套，识别车辆号牌、品牌、颜色及未系安全带等特征，还原车辆轨迹。",
        "对过往车辆进行结构化分析，车辆数据保存不少于180天。",
    ),
    "one_person_one_file": (
        "汇聚视频、卡口、旅店、网吧等数据，对辖区人员自动聚类，形成“一人一档”。",
        "“一人一档”应用支持档案的手工合并与拆分。",
    ),
    "auto_update": ("档案随新数据自动更新，保留每次更新的记录。",),
    "social_media": (
        "采集微博、论坛、短视频等平台的公开信息，对重点社交账号7×24小时监测。",
        "提供社交账号关联分析，每日出具监测简报。",
    ),
    "public_posts": ("采集互联网公开信息，每日出具监测简报。",),
    "ethnicity": ("系统支持按性别、年龄段、民族属性等标签进行检索。",),
    "counter_terrorism": ("项目服务于辖区反恐防范重点目标建设。",),
    "stability": ("成果用于重大活动期间的维稳安保。",),
    "relatives": ("支持亲属关系信息的登记和展示。",),
    "contacts": ("支持同行、同住等社会关系的分析和展示。",),
    "marriage": ("接入婚姻登记信息，按业务需要比对。",),
    "purchases": ("接入网络购物收货信息，按业务需要比对。",),
    "strangers": ("陌生人员进入校园时，系统提示值班室核验。",),
    "security": ("建设目标：提升社会治安防控能力，服务公共安全。",),
    "traffic": ("建设目标：改善道路通行秩序，服务交通管理。",),
    "campus": ("建设目标：规范校园出入管理，保障师生安全。",),
    "service": ("建设目标：改进窗口服务，提高内部管理效率。",),
}
"""Codes, each with the sentences of which one states it."""

_DEPTHS = {
    "line": (
        "“一人一档”软件模块{one}套",
        "One-person-one-file software module (one person, one file), {one} license(s).",
    ),
    "core": (
        "“一人一档”综合应用为本项目核心建设内容，含建档、检索、统计和权限管理四个子系统。",
        "The one person, one file platform is the subject of this contract: filing, search, statistics and access control.",
    ),
}
"""How ``one_person_one_file`` is stated where it is one line of a list, or what is bought; Chinese and English."""

_COMMON = (
    "新增高清网络摄像机{n}台，利旧{m}台，含立杆、线缆、防雷接地及三年运维。",
    "视频存储时间不少于90天，配置存储服务器{m}台。",
    "完成与现有视频专网的对接，并提供驻场运维人员2名。",
    "提供不少于三年的免费质保，接到故障通知后2小时内到达现场。",
)

_POLICE = (BuyerClass.POLICE,)
_PARTY = (BuyerClass.POLITICAL_LEGAL, BuyerClass.PROPAGANDA)
_LOCAL = (BuyerClass.POLITICAL_LEGAL, BuyerClass.GOVERNMENT, BuyerClass.POLICE)
_ANY = tuple(BuyerClass)
_STREET = ("公安局", "公安局城关分局", "公安局城关派出所", "委政法委员会", "城关街道办事处", "大数据管理局")


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of purchase."""

    buyers: tuple[BuyerClass, ...]
    title: str
    kind: str
    """``goods``, ``services`` or ``works``."""
    low: int
    """Yuan."""
    high: int
    sure: tuple[str, ...] = ()
    """Features that its requirements always name."""
    maybe: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Requirements of its own; empty means those of its features."""
    offices: tuple[str, ...] = ()
    """Kinds of office that buy it; empty means any of its classes."""
    pricing: str = "total"
    """How it is priced: ``total``, ``rate`` or ``unit_price``."""
    english: str = ""
    """``relevant`` or ``other`` for purchases in English; empty for Chinese ones."""
    trades: tuple[str, ...] = ()
    """Trades of the companies that offer it; empty means any."""


_WATCHING = (
    Product(_POLICE, "人脸识别卡口建设项目", "goods", 800_000, 18_000_000, ("face_recognition",), ("early_warning", "vehicles", "stability")),
    Product(_POLICE, "“一人一档”综合应用平台建设项目", "services", 1_500_000, 60_000_000, ("one_person_one_file",), ("face_recognition", "early_warning", "relatives", "ethnicity", "social_media", "vehicles")),
    Product(_POLICE, "车辆特征识别及轨迹分析系统采购项目", "goods", 500_000, 9_000_000, ("vehicles",), ("early_warning",)),
    Product(_LOCAL, "雪亮工程二期前端感知设备采购项目", "goods", 2_000_000, 90_000_000, (), ("face_recognition", "vehicles", "stability", "early_warning"), offices=_STREET),
    Product(_LOCAL, "智慧社区视频监控建设项目", "goods", 300_000, 8_000_000, (), ("face_recognition", "vehicles", "one_person_one_file"), offices=_STREET),
    Product(_PARTY, "网络舆情监测服务采购项目", "services", 150_000, 2_500_000, ("social_media",), ("early_warning", "stability")),
    Product(_PARTY, "重点人员动态管控系统采购项目", "services", 600_000, 15_000_000, ("early_warning",), ("one_person_one_file", "relatives", "ethnicity", "counter_terrorism", "social_media", "face_recognition")),
    Product((BuyerClass.SCHOOL,), "智慧校园周界防范及陌生人识别系统采购项目", "goods", 200_000, 3_000_000, ("face_recognition",), ("early_warning",)),
    Product((BuyerClass.COURT,), "诉讼服务大厅智能安检及人像比对系统采购项目", "goods", 200_000, 1_800_000, (), ("face_recognition",)),
    Product((BuyerClass.HOSPITAL,), "智能安防视频监控系统改造项目", "goods", 300_000, 6_000_000, (), ("face_recognition", "early_warning", "vehicles")),
    Product(_LOCAL, "智慧安防小区（第一批）建设工程", "works", 3_000_000, 120_000_000, ("face_recognition",), ("vehicles", "one_person_one_file"), offices=_STREET),
    Product(_POLICE, "公安大数据实战平台及反恐维稳指挥系统建设项目", "services", 5_000_000, 190_000_000, ("counter_terrorism", "stability"), ("one_person_one_file", "face_recognition", "vehicles", "ethnicity", "early_warning")),
)  # fmt: skip

_OTHER = (
    Product(_ANY, "办公家具采购项目", "goods", 50_000, 1_500_000, needs=("办公桌椅{n}套、文件柜{m}组，含运输、安装及旧家具清运。",), trades=("家具制造", "商贸")),
    Product((BuyerClass.GOVERNMENT,), "农村公路养护工程", "works", 900_000, 30_000_000, offices=("交通运输局",), needs=("挖补罩面{n}千米，更换波形护栏{m}处。",), trades=("路桥工程", "建设工程")),
    Product((BuyerClass.SCHOOL,), "食堂食材配送服务项目", "services", 300_000, 5_000_000, needs=("供应米面粮油、蔬菜、肉类，每日6时前送达。", "服务期一年，就餐人数约{n}人。"), pricing="rate", trades=("食品配送", "商贸")),
    Product((BuyerClass.HOSPITAL,), "医用耗材采购项目", "goods", 100_000, 6_000_000, needs=("一次性使用输液器、注射器等{m}个品规。",), trades=("医疗器械", "商贸")),
    Product((BuyerClass.HOSPITAL,), "彩色多普勒超声诊断仪采购项目", "goods", 800_000, 4_500_000, needs=("全身应用型彩色多普勒超声诊断仪{one}台。",), trades=("医疗器械",)),
    Product((BuyerClass.SCHOOL, BuyerClass.COURT), "校舍及附属用房维修改造工程", "works", 300_000, 9_000_000, offices=("第一中学", "实验小学", "职业技术学校"), needs=("屋面防水{n}平方米，外墙粉刷，更换门窗{m}樘。",), trades=("建设工程",)),
    Product((BuyerClass.GOVERNMENT,), "污水管网改造工程", "works", 2_000_000, 45_000_000, offices=("住房和城乡建设局",), needs=("新建DN300污水管{n}米，检查井{m}座。",), trades=("建设工程", "环保工程")),
    Product((BuyerClass.GOVERNMENT,), "山洪灾害监测设施维护服务项目", "services", 200_000, 2_000_000, offices=("水利局",), needs=("维护雨量站{n}处、水位站{m}处，保障汛期预警信息及时发布。",), trades=("环保工程", "商贸")),
    Product(_ANY, "保洁及绿化养护服务项目", "services", 80_000, 1_800_000, needs=("保洁面积{n}00平方米，配备保洁员{one}名。",), trades=("物业服务", "环保工程")),
    Product(_ANY, "空调设备采购项目", "goods", 60_000, 900_000, needs=("壁挂式空调{n}台、柜式空调{m}台，含安装。",), trades=("商贸",)),
    Product((BuyerClass.GOVERNMENT, BuyerClass.COURT), "公务用车维修保养定点服务项目", "services", 80_000, 600_000, offices=("机关事务服务中心", "人民法院"), needs=("约{m}辆公务车辆的日常维修、保养和年检。",), pricing="rate", trades=("汽车服务",)),
    Product((BuyerClass.GOVERNMENT,), "宣传册及档案盒印刷服务项目", "services", 20_000, 300_000, offices=("机关事务服务中心", "教育局", "司法局"), needs=("宣传册{n}00册、档案盒{m}00个，按实际数量结算。",), pricing="unit_price", trades=("印务", "商贸")),
)  # fmt: skip

_STUDY = Product((BuyerClass.GOVERNMENT,), "平安县城视频监控一期工程监理服务项目", "services", 200_000, 900_000, needs=("对一期工程的施工质量、进度和投资进行监理，监理期{m}个月。",), trades=("建设工程",))  # fmt: skip
"""A service beside what is looked for; the study among its tender papers is the first to name it."""

_EN_PRODUCTS = (
    Product(_ANY, "Supply of facial recognition cameras for public squares", "goods", 200_000, 4_000_000, ("face_recognition",), ("early_warning", "vehicles"), english="relevant"),
    Product(_ANY, "Number plate and vehicle recognition system", "goods", 150_000, 3_000_000, ("vehicles",), ("early_warning",), english="relevant"),
    Product(_ANY, "Social media monitoring services", "services", 60_000, 700_000, ("social_media",), ("early_warning", "counter_terrorism"), english="relevant"),
    Product(_ANY, "Person-centered records platform (one person, one file)", "services", 400_000, 9_000_000, ("one_person_one_file",), ("face_recognition", "relatives", "ethnicity"), english="relevant"),
    Product(_ANY, "Supply of office furniture", "goods", 20_000, 400_000, needs=("Delivery and assembly of {n} desks and {m} cabinets.",), english="other"),
    Product(_ANY, "Resurfacing of access roads", "works", 300_000, 5_000_000, needs=("Resurfacing of {m} km of access roads including drainage.",), english="other"),
    Product(_ANY, "Catering services for the staff canteen", "services", 30_000, 600_000, needs=("Hot meals for about {n} staff on working days.",), english="other"),
)  # fmt: skip

_EN_LINES = {
    "face_recognition": "Installation of {n} cameras with facial recognition linked to the control room.",
    "early_warning": "The software raises an early warning when a listed person is seen.",
    "vehicles": "Vehicle make, color and number plate are recorded at {m} sites.",
    "one_person_one_file": "Records from all sources are joined into one person, one file.",
    "social_media": "Public social media posts are collected around the clock.",
    "ethnicity": "Search by age band, sex and ethnic group.",
    "counter_terrorism": "The service supports the counter-terrorism unit.",
    "stability": "The service helps in maintaining stability during public events.",
    "relatives": "Relations between relatives are recorded and displayed.",
    "auto_update": "Records are updated automatically when new data arrive.",
    "security": "Purpose: to serve public security.",
    "traffic": "Purpose: to improve road traffic management.",
}


@dataclass(slots=True)
class Bid:
    """An offer: by one supplier, or by a consortium whose lead comes first."""

    suppliers: tuple[Organization, ...]
    price: int
    """In cents (fen)."""


@dataclass(slots=True)
class Lot:
    """A part of a purchase that is awarded by itself."""

    label: str | None
    """``包1``; None when the purchase has no lots."""
    title: str | None
    budget: int
    """In cents, like every price here."""
    ceiling: int
    bids: list[Bid]
    """Ranked; the first wins unless the lot failed."""
    failed: bool = False
    pricing: str = "total"
    rate: str = ""
    """The discount, in percent, where `pricing` is ``rate``."""


@dataclass(slots=True)
class Purchase:
    """One attempt to buy: what the truth calls a procedure."""

    id: str
    family: str
    index: int
    """Number of the family."""
    attempt: int
    product: Product
    features: tuple[str, ...]
    needs: tuple[str, ...]
    """What the notice says is wanted, line by line."""
    inside: tuple[str, ...]
    """What only the tender papers say of it."""
    says: dict[str, str]
    """The line that states each of `features`."""
    title: str
    buyer: Organization
    agency: Organization | None
    method: str
    """``open``, ``consultation``, ``negotiation``, ``inquiry`` or ``single``."""
    number: str
    plan_number: str | None
    budget: int
    ceiling: int
    currency: str
    lots: list[Lot]
    portal: str
    """Where its notices stand: ``national``, ``cloud``, ``provincial``, ``works``, ``agency``, ``donor``, ``ocds``, ``eforms``."""
    published: dt.date
    opening: dt.date
    moved_opening: dt.date | None
    """The opening after an amendment moved it."""
    decided: dt.date
    signed: dt.date
    outcome: str
    """``award``, ``terminated`` or ``open`` (nothing more was heard)."""
    stages: tuple[str, ...]
    """What is published, in order."""
    style: str
    """How award amounts are printed."""
    budget_style: str
    consortium: bool
    consortium_style: int
    fee: int
    street: str
    contact: tuple[str, str, str]
    """Invented name, mobile and e-mail."""
    experts: str
    traits: dict[str, Any] = field(default_factory=dict)
    """What the script wants of it, beyond the usual."""

    @property
    def english(self) -> bool:
        """True for purchases in English."""
        return bool(self.product.english)

    @property
    def paper(self) -> str:
        """The kind of its tender papers: ``docx``, ``pdf``, ``zip``, ``study``; empty where none came with the notice."""
        return str(self.traits.get("paper", ""))

    @property
    def depth(self) -> str:
        """How far “one person, one file” is described: ``line``, ``paragraph`` or ``core``; empty where it is not."""
        return str(self.traits.get("depth", "paragraph")) if "one_person_one_file" in self.features else ""

    @property
    def relevant(self) -> bool:
        """True if surveillance is what is bought."""
        return (bool(self.features) and self.product.english != "other") or self.product in _WATCHING


_YEARS = (2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023)
_YEAR_WEIGHTS = (2, 5, 8, 12, 17, 23, 31, 41, 61, 86, 95, 100)
_STREETS = ("人民路", "建设路", "解放街", "文昌路", "滨河大道", "新华街", "朝阳路", "和平路", "迎宾大道", "工业路")
_SURNAMES = "沈顾纪程骆温闻宁柳易秦阮"
_GIVEN = ("砚秋", "知远", "若溪", "景行", "怀瑾", "书宁", "望舒", "牧之", "清和", "允之", "嘉树", "令仪")
_LOT_TITLES = ("前端设备", "平台软件", "存储及网络设备", "运维服务")
_PLAIN_LOT_TITLES = ("第一批货物", "第二批货物", "配套服务", "其他")
_REASONS = (
    "截至投标截止时间，递交投标文件的供应商不足三家。",
    "经资格审查，通过资格审查的供应商不足三家。",
    "采购任务取消，采购文件存在重大缺陷需重新编制。",
)
REASONS = _REASONS


def purchases(seed: int, procedures: int) -> Iterator[list[Purchase]]:
    """Yield the families of an inquiry of exactly ``procedures`` procedures, each a list of its attempts."""
    made = index = 0
    modulus = 9_973 if procedures < 9_000 else 999_983
    while made < procedures:
        rng = Random(f"{seed}/{index}")  # noqa: S311 (nothing here is secret)
        script = SCRIPT.get(index, {})
        first = _purchase(
            rng, index, script, procedures=procedures, nth=made + 1, serial=(index * 7_919 + seed * 101 + 431) % modulus
        )
        attempts = [first]
        again = "retender" in script or (not script and rng.random() < 0.075 and first.method != "single")
        if again and made + 2 <= procedures:
            second = _again(rng, first, script.get("retender") or _pick(rng, ("suffix", "new")), made + 2)
            attempts.append(second)
        made += len(attempts)
        index += 1
        yield attempts


def _pick(rng: Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


def _purchase(rng: Random, index: int, script: dict[str, Any], *, procedures: int, nth: int, serial: int) -> Purchase:
    random = rng.random
    year = (
        script["day"].year
        if "day" in script
        else script.get("year") or rng.choices(_YEARS, cum_weights=_YEAR_WEIGHTS)[0]
    )
    english = "english" in script or (not script and random() < 0.15)
    product = _product(rng, index, script, english=english)
    buyer = _buyer(rng, script, product, procedures, english)
    asks = product.sure + tuple(code for code in product.maybe if random() < 0.4)
    if "asks" in script:
        asks = tuple(script["asks"].split())
    inside = tuple(script.get("inside", "").split())
    says = _says(rng, (*asks, *inside), str(script.get("depth", "")), english=english)
    needs = _needs(rng, product, [says[code] for code in asks])
    published = script.get("day") or dt.date(year, 1, 5) + dt.timedelta(days=int(random() * 280))
    method = script.get("method") or _method(rng, product, script)
    portal = script.get("portal") or _portal(rng, product, published, english)
    if portal == "works":
        method = "open"
    opening = published + dt.timedelta(days=20 + int(random() * 5) if method == "open" else 10 + int(random() * 4))
    amended = method != "single" and random() < 0.4 and portal not in {"ocds", "eforms"}
    moved = opening + dt.timedelta(days=7) if amended and random() < 0.6 else None
    decided = (moved or opening) + dt.timedelta(days=int(random() * 3))
    budget = _round(product.low * 100 * (product.high / product.low) ** random(), 5)
    if "yuan" in script:
        budget = script["yuan"] * 100
    ceiling = budget if random() < 0.5 else _round(budget * (0.93 + 0.06 * random()), 5)
    pricing = script.get("pricing") or (product.pricing if random() < 0.75 and not script else "total")
    lots = _lots(rng, script, product, budget=budget, ceiling=ceiling, pricing=pricing, procedures=procedures)
    if english:
        ceiling = 0
    title, number, plan_number = _names(
        rng,
        product,
        buyer,
        script.get("scheme"),
        published=published,
        method=method,
        portal=portal,
        serial=serial,
        procedures=procedures,
    )
    outcome = "terminated" if "retender" in script else "award" if "award" in script or random() < 0.86 else "open"
    if "open" in script:
        outcome = "open"
    if method == "single":
        outcome = "award"
    start = int(random() * 144)
    agency_pool = max(9, min(300, procedures // 12))
    without = english or (portal != "agency" and random() < 0.08)
    agency = None if without else names.agency(int(random() * agency_pool))
    name = _pick(rng, _SURNAMES) + _pick(rng, _GIVEN)
    return Purchase(
        id=f"p{nth:05d}",
        family=f"f{index + 1:05d}",
        index=index,
        attempt=1,
        product=product,
        features=(*asks, *inside),
        needs=needs,
        inside=tuple(says[code] for code in inside),
        says=says,
        title=title,
        buyer=buyer,
        agency=agency,
        method=method,
        number=number,
        plan_number=plan_number,
        budget=budget,
        ceiling=ceiling,
        currency=_pick(rng, ("USD", "EUR", "GBP")) if english else "CNY",
        lots=lots,
        portal=portal,
        published=published,
        opening=opening,
        moved_opening=moved,
        decided=decided,
        signed=decided + dt.timedelta(days=9 + int(random() * 18)),
        outcome=outcome,
        stages=_stages(rng, script, method=method, portal=portal, outcome=outcome, amended=amended),
        style=script.get("style") or _style(rng, portal),
        budget_style=_pick(rng, ("wan", "yuan", "label", "wan_label")),
        consortium=bool(script.get("joint")) or random() < 0.2 or any(len(lot.bids[0].suppliers) > 1 for lot in lots),
        consortium_style=int(random() * 4),
        fee=_round(budget * 0.011, 4),
        street=f"{_pick(rng, _STREETS)}{1 + int(random() * 220)}号" if not english else f"{1 + int(random() * 90)} Quay Street",
        contact=(name, f"1390000{int(random() * 10000):04d}", f"contact{serial}@example.com"),
        experts="、".join(_SURNAMES[(start * 5 + n) % 12] + _GIVEN[(start * 7 + n * 5) % 12] for n in range(3)),
        traits=script,
    )  # fmt: skip


def _product(rng: Random, index: int, script: dict[str, Any], *, english: bool) -> Product:
    if "product" in script:
        return _WATCHING[script["product"]]
    if "other" in script:
        return _OTHER[script["other"]]
    if "study" in script:
        return _STUDY
    if "english" in script:
        return _EN_PRODUCTS[script["english"]]
    if english:
        found = _pick(rng, _EN_PRODUCTS)
        return found if index >= CAST or found.english == "other" else _EN_PRODUCTS[-1]
    watching = rng.random() < 0.55 and index >= CAST
    return _pick(rng, _WATCHING) if watching else _pick(rng, _OTHER)


def _buyer(rng: Random, script: dict[str, Any], product: Product, procedures: int, english: bool) -> Organization:
    if english:
        town = int(rng.random() * max(6, min(160, procedures // 10)))
        return names.english_buyer(
            town, int(rng.random() * 3) if product.english == "relevant" else 2 + int(rng.random() * 5)
        )
    if "buyer" in script:
        return names.buyer(*script["buyer"])
    counties = max(30, min(names.COUNTIES, procedures // 6))
    where = int(rng.random() * counties)
    offices = product.offices or names.offices(_pick(rng, product.buyers))
    office = _pick(rng, offices)
    if office in {"公安局", "职业技术学校"} and rng.random() < 0.15:
        where = -1 - where % 36
    return names.buyer(where, office)


def _says(rng: Random, codes: Sequence[str], depth: str, *, english: bool) -> dict[str, str]:
    """Return the sentence that states each code."""
    found = {}
    for code in codes:
        if code == "one_person_one_file" and depth in _DEPTHS:
            line = _DEPTHS[depth][english]
        else:
            line = _EN_LINES[code] if english else _pick(rng, LINES[code])
        found[code] = _counted(rng, line)
    return found


def _needs(rng: Random, product: Product, said: Sequence[str]) -> tuple[str, ...]:
    if product.needs:
        return tuple(_counted(rng, line) for line in product.needs)
    if product.english:
        return tuple(said)
    # What is looked for stands beside what every such purchase asks.
    return (*said, _counted(rng, _pick(rng, _COMMON)))


def _counted(rng: Random, line: str) -> str:
    n, m, one = 20 + int(rng.random() * 700), 3 + int(rng.random() * 60), 1 + int(rng.random() * 8)
    return line.replace("{n}", str(n)).replace("{m}", str(m)).replace("{one}", str(one))


def _method(rng: Random, product: Product, script: dict[str, Any]) -> str:
    if product.english or "retender" in script or script.get("lots") or product.kind == "works":
        return "open"
    found = rng.choices(("open", "consultation", "negotiation", "inquiry", "single"), (52, 27, 6, 8, 7))[0]
    # A direct award has no tender papers; the script says where one is wanted.
    return "open" if script and found == "single" else found


def _portal(rng: Random, product: Product, published: dt.date, english: bool) -> str:
    chance = rng.random()
    if english:
        return "donor"
    if product.kind == "works" and published.year >= 2016:
        return "works"
    if published.year <= 2014:
        return "agency" if chance < 0.7 else "national"
    if published < dt.date(2020, 7, 1):
        return "national" if chance < 0.6 else "provincial"
    return "national" if chance < 0.4 else "cloud" if chance < 0.7 else "provincial"


def _round(amount: float, digits: int) -> int:
    """Round down to so many trailing zeros (of cents), keeping at least two leading figures."""
    whole = int(amount)
    while digits and whole // 10**digits < 10:
        digits -= 1
    unit = int(10**digits)
    return whole // unit * unit


def _lots(
    rng: Random, script: dict[str, Any], product: Product, *, budget: int, ceiling: int, pricing: str, procedures: int
) -> list[Lot]:
    english = bool(product.english)
    count = script.get("lots") or (
        1 if script or pricing != "total" or rng.random() > 0.14 else 2 + (rng.random() < 0.3)
    )
    technical = product in _WATCHING
    pool = max(40, int(procedures * 0.4))

    def one(taken: set[str]) -> Organization:
        draw, bump = rng.random(), 0
        while True:
            # Where a narrow trade has few companies, each refusal looks further down the list.
            nth = int(pool * draw * draw) + bump
            if english:
                found = names.english_supplier(nth)
            elif technical:
                found = names.supplier(nth, technical=True)
            else:
                found = names.other_supplier(nth, product.trades)
            if found.id not in taken:
                taken.add(found.id)
                return found
            bump += 3

    marks = _pick(
        rng,
        (("包1", "包2", "包3"), ("第1包", "第2包", "第3包"), ("A包", "B包", "C包"), ("采购包1", "采购包2", "采购包3")),
    )
    if product.kind == "works":
        marks = ("一标段", "二标段", "三标段")
    if english:
        marks = ("Lot 1", "Lot 2", "Lot 3")
    titles = _LOT_TITLES if technical else _PLAIN_LOT_TITLES
    if english:
        titles = ("Equipment", "Software", "Services", "Spare parts")
    shares = ((1.0,), (0.6, 0.4), (0.5, 0.3, 0.2))[count - 1]
    lots: list[Lot] = []
    left_budget, left_ceiling, taken = budget, ceiling, set[str]()
    for n, share in enumerate(shares):
        last = n == count - 1
        part, top = (left_budget, left_ceiling) if last else (_round(budget * share, 5), _round(ceiling * share, 5))
        left_budget, left_ceiling = left_budget - part, left_ceiling - top
        joint = (bool(script.get("joint")) and n == 0) or (not script and pricing == "total" and rng.random() < 0.05)
        bidders = [one(taken) for _ in range(4 if joint else 3)]
        price = int(top * (0.82 + 0.16 * rng.random()))
        price -= price % _pick(rng, (1, 100, 100, 10_000, 100_000))
        if pricing == "unit_price":
            price = 60 + int(rng.random() * 4_000)
        steps = [price, int(price * 1.011), int(price * 1.019)]
        team = (bidders[0], *bidders[3:])
        bids = [Bid(team, steps[0]), Bid((bidders[1],), steps[1]), Bid((bidders[2],), steps[2])]
        lot = Lot(
            marks[n] if count > 1 else None,
            f"{titles[n]}" if count > 1 else None,
            part,
            top,
            bids,
            failed=script.get("failed_lot") == n or (not script and count > 1 and n > 0 and rng.random() < 0.15),
            pricing=pricing,
            rate=f"{3 + int(rng.random() * 22)}{_pick(rng, ('', '.5', '.25'))}",
        )
        lots.append(lot)
    return lots


def _names(
    rng: Random,
    product: Product,
    buyer: Organization,
    scheme: int | None,
    *,
    published: dt.date,
    method: str,
    portal: str,
    serial: int,
    procedures: int,
) -> tuple[str, str, str | None]:
    place, year = buyer.place, published.year
    if product.english:
        number = _pick(
            rng, (f"LD/{year}/ICB-{serial:04d}", f"RFB-{year}-{serial:04d}", f"LDR{year % 100}-G-{serial:04d}")
        )
        return product.title, number, None
    lead = _pick(rng, (buyer.name, place.short, f"{buyer.name}{year}年", f"{place.short}{year}年度"))
    title = lead + _site(rng, procedures) + product.title
    letter = {"open": "G", "consultation": "C", "negotiation": "T", "inquiry": "X", "single": "D"}[method]
    if scheme is None:
        scheme = 5 if portal == "works" else 4 if portal == "agency" else int(rng.random() * 4)
    stem = place.short[:2]
    number = (
        f"{place.letters}ZC-{place.code}-XMGL-{letter}{year}-{serial:04d}",
        f"{stem}采公（{year}）{serial:04d}号",
        f"{place.code}-{year}{published.month:02d}-{place.letters.lower()}{serial:04d}",
        f"[{place.code}]{place.letters}XM[{ {'G': 'GK', 'C': 'CS', 'T': 'TP', 'X': 'XJ', 'D': 'DY'}[letter] }]{year}{serial:04d}",
        f"{place.letters}ZB{year % 100}{serial:05d}",
        f"E{place.code}{year}{serial:06d}",
    )[scheme]  # fmt: skip
    plan = f"{stem}财采计〔{year}〕{serial + 1_000_000:07d}号" if portal != "works" and rng.random() < 0.18 else None
    return title, number, plan


_SITES = (
    "东城", "西街", "南关", "北湖", "滨河", "工业园", "老城", "新区",
    "站前", "高铁", "大学城", "开发区", "河西", "江东", "古城", "园区",
)  # fmt: skip
_KINDS_OF_SITE = ("片区", "社区", "街道", "三期", "补充", "续建")


def _site(rng: Random, procedures: int) -> str:
    """A part of the place; larger heaps name one more often, so that equal titles stay rare."""
    chance = rng.random()
    if chance > (0.35 if procedures < 500 else 0.97):
        return ""
    return _pick(rng, _SITES) + _pick(rng, _KINDS_OF_SITE)


_STYLES = {
    "national": ("wan_header", "wan_cell", "yuan_header", "yuan_cell", "yuan_cell", "both", "label"),
    "cloud": ("cloud", "cloud", "yuan_header", "yuan_cell"),
    "provincial": ("yuan_cell", "label", "wan_cell", "both", "capitals", "wan_header"),
    "works": ("label",),
    "agency": ("both", "both", "wan_cell", "capitals"),
}


def _style(rng: Random, portal: str) -> str:
    return _pick(rng, _STYLES.get(portal, ("label",)))


def _stages(
    rng: Random, script: dict[str, Any], *, method: str, portal: str, outcome: str, amended: bool
) -> tuple[str, ...]:
    if portal in {"ocds", "eforms"}:
        return ("tender", "award", "contract") if script.get("english") == 0 else ("tender", "award")
    stages = ["planning"] if rng.random() < 0.1 and portal in {"national", "cloud", "works"} else []
    stages.append("single_source" if method == "single" else "tender")
    if amended:
        stages.append("amendment")
    if outcome == "terminated":
        stages.append("termination")
    if outcome == "award":
        if portal == "works":
            stages.append("candidates")
        stages.append("award")
        if rng.random() < 0.75 or "zip" in script or "xlsx" in script:
            stages.append("contract")
    return tuple(stages)


def _again(rng: Random, first: Purchase, mode: str, nth: int) -> Purchase:
    """Turn the first attempt into a failure and return the second round of the same family."""
    first.outcome = "terminated"
    first.stages = (*(s for s in first.stages if s in {"planning", "tender", "amendment"}), "termination")
    for lot in first.lots:
        lot.failed = True
    published = first.decided + dt.timedelta(days=5 + int(rng.random() * 20))
    opening = published + dt.timedelta(days=20)
    decided = opening + dt.timedelta(days=1)
    number = first.number + "-2"
    if mode == "new":
        number = _renumber(first.number)
    mark = " (Second call)" if first.english else _pick(rng, ("（二次）", "（第二次）", "(二次)", "（重新招标）"))
    lots = [replace(lot, failed=False) for lot in first.lots]
    stages = ["tender"]
    if first.portal == "works":
        stages.append("candidates")
    stages += ["award", "contract"] if rng.random() < 0.5 else ["award"]
    return replace(
        first,
        id=f"p{nth:05d}",
        attempt=2,
        title=first.title + mark,
        number=number,
        plan_number=first.plan_number,
        lots=lots,
        published=published,
        opening=opening,
        moved_opening=None,
        decided=decided,
        signed=decided + dt.timedelta(days=14),
        outcome="award",
        stages=tuple(stages),
        traits={},
    )


def _renumber(number: str) -> str:
    """Return a new number of the same scheme, beyond the range of first numbers.

    >>> _renumber("HNZC-436022-XMGL-G2021-0431")
    'HNZC-436022-XMGL-G2021-90431'
    """
    end = len(number)
    while not number[end - 1].isdigit():
        end -= 1
    start = end
    while start and number[start - 1].isdigit():
        start -= 1
    serial = number[start:end]
    head = {True: 4, False: 0}[len(serial) > 7 and serial.startswith("20")]
    return f"{number[:start]}{serial[:head]}9{serial[head:]}{number[end:]}"
