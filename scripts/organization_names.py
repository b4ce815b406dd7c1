"""Invented organizations as several parties would write them, for ``organization_model.py``; all put together by chance.

The labeled sets that exist each show one habit (short names of listed companies, translated institutes, corporate
groups). These show the plain ones: a missing 市, another spelling of the legal form, a lost word, a typing error, a branch
and its parent, two schools with different numbers, the same shop at two addresses. And they show short names as exchanges
and people make them, and bodies of learning beside their like, since the set that has the first may not be learned from
and the one that has the second is small.
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
FAR_PROVINCES = _each("黑龙江 新疆 内蒙古 宁夏 青海 西藏 吉林")
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


# ---------------------------------------------------------------- listed companies and institutions


BRAND_SIGNS = (
    "华新中天金海东大国南信安兴科瑞德康宏龙通银长泰恒达利广联三美正盛永方江山光远丰建百嘉荣亚星元京博立诚北万创凯维特隆力诺飞富福云润源航航星圆湘川洪"
    "宝鼎健佳尔宇捷麦普锦双世纪汇鸿吉祥威迪爱奥欧艾斯赛克雷卓越胜伟奇思科英杰良才友好乐居易顺迈乔贝卡司罗米森林木禾田谷稻麻棉桑茶梅兰松柏竹桥港湾湖"
    "河洋浪潮晶芯微纳磁电热冰雪雨露霞虹晨曦昌晖旭朗明亮灿烁煌焕炬烽焰朝阳日月辰宙乾坤太极元亨鑫铭锐锋钧铂钛钢铁石岩岭峰岳峻崇岱泽涛波澜清澄洁净淳浩"
    "瀚渤沃肥腾跃驰骏骐骥鹏鹰鹤雁凤凰麒麟狮虎豹象牛马羊鹿冠领优品尚善仁义礼智孝忠和睦同心协合众群聚集汉唐宋秦楚吴越齐鲁燕赵蜀皖赣闽"
)
BRAND_WORDS = _each(
    "东方 南方 北方 西部 中原 华东 华南 长江 黄河 泰山 昆仑 五洲 四海 九州 神州 华夏 大地 大洋 光明 友谊 红星 新星 银河 春天 黎明 朝阳 金色 阳光 蓝天 绿洲 "
    "雪山 草原 森林 江海 山河 日月 星光 太平 安康 和平 幸福 吉庆 丰收 百花 万里 千里 前进 胜利 先锋 希望"
)
TRADE_WORDS = _each(
    "科技 科技 科技 科技 股份 电子 电子 电气 电器 信息 信息技术 数码 数据 软件 网络 智能 智能装备 自动化 半导体 微电子 光电 光学 激光 通信 通讯 "
    "通信设备 卫星导航 "
    "生物 生物科技 生物制品 医药 药业 制药 医疗 医疗器械 健康 基因 诊断 中药 疫苗 化工 化学 新材料 材料 特种材料 合金 特种合金 钢铁 特殊钢 铝业 铜业 "
    "矿业 煤业 煤电 "
    "能源 新能源 电力 热电 水电 核电 燃气 石油 石化 油田服务 环保 环境 环境科技 生态环境 水务 水业 节能 建设 建筑 工程 工程咨询 路桥 交通 高速公路 "
    "轨道交通 铁路 港口 "
    "机场 航空 航空动力 航天 船舶 物流 供应链 集装箱 汽车 汽车零部件 汽车电子 重型汽车 轮胎 轴承 齿轮 传动 机械 重型机械 精密机械 机床 重工 装备 "
    "装备制造 设备 仪器 仪表 "
    "测控 检测 测试 电机 电缆 电线电缆 电源 电池 锂电 光伏 照明 家居 家具 家用电器 服饰 服装 纺织 化纤 毛纺 皮革 鞋业 食品 调味食品 乳业 酒业 葡萄酒 "
    "饮料 农业 现代农业 "
    "种业 牧业 渔业 水产 饲料 粮油 糖业 林业 木业 纸业 造纸 包装 彩印包装 印刷 出版 出版传媒 传媒 广播电视网络 文化 文化传媒 影视 旅游 酒店 餐饮 "
    "百货 商业 商贸 贸易 "
    "进出口 连锁 大药房 教育 教育科技 园林 园林绿化 景观 设计 勘察设计 规划设计 装饰 置业 地产 房地产 房地产开发 城建 开发 发展 投资 产业 产业发展 "
    "实业 控股 金融 银行 "
    "农村商业银行 证券 期货 保险 信托 租赁 资本 国际 国际贸易 集成电路 工业互联网 系统集成 玻璃 水泥 陶瓷 瓷业 建材 新型建材 塑料 塑胶 橡胶 橡塑 "
    "涂料 油墨 染料 农药 化肥 "
    "磷化工 氯碱 密封 阀门 泵业 制冷 空调 换热器 压缩机 锅炉 电梯 消防 安防 信息安全 物联网 云计算 游戏 互动娱乐 网络营销 品牌营销 人力资源 物业 "
    "会展 体检 眼科 口腔 养老 "
    "开关 高压开关 变压器 继电器 传感器 连接器 线路板 磁性材料 石墨 碳素 金刚石 耐火材料 防水 管道 管业 钢结构 幕墙 门窗 五金 工具 玩具 文具 钟表 "
    "珠宝 眼镜 卫浴 厨具 日化"
)
MARKS = ("ST", "ST", "*ST", "*ST", "*ST", "S*ST", "SST", "S", "PT", "退市", "G", "N", "XD")
SIGN_OF = {
    "北京": "京", "上海": "沪", "天津": "津", "重庆": "渝", "江苏": "苏", "浙江": "浙", "广东": "粤", "山东": "鲁", "河南": "豫",
    "四川": "川", "湖北": "鄂", "湖南": "湘", "河北": "冀", "福建": "闽", "安徽": "皖", "辽宁": "辽", "陕西": "陕", "江西": "赣",
    "云南": "云", "广西": "桂", "山西": "晋", "贵州": "黔", "甘肃": "甘", "海南": "琼", "黑龙江": "龙", "吉林": "吉", "新疆": "新",
    "宁夏": "宁", "青海": "青", "西藏": "藏", "内蒙古": "蒙", "广州": "穗", "深圳": "深", "厦门": "厦", "宁波": "甬", "成都": "蓉",
    "杭州": "杭", "青岛": "青", "大连": "连", "苏州": "苏", "南京": "宁",
}  # fmt: skip
"""Places and the one character that stands for them."""


def _brand(drawing: random.Random) -> str:
    if drawing.random() < 0.16:  # a few words stand in the names of many that have nothing in common
        return drawing.choice(BRAND_WORDS[: drawing.choice((24, 24, len(BRAND_WORDS)))])
    length = drawing.choices((2, 3, 4), (78, 13, 9))[0]
    # The first characters are the usual ones, so that proper names share them as real ones do.
    return "".join(BRAND_SIGNS[int(len(BRAND_SIGNS) * drawing.random() ** 1.3)] for _ in range(length))


def listed(drawing: random.Random) -> Names:
    """Yield a listed company under its full and its short name, and often others with the same proper name."""
    brand = _brand(drawing)
    for number in range(drawing.choices((1, 2, 3), (84, 12, 4))[0]):
        yield from _one_listed(drawing, brand, str(number))
    if drawing.random() < 0.05:
        yield from _local_banks(drawing)
    if drawing.random() < 0.06:  # a subsidiary or a namesake that is not listed
        yield "other", _place(drawing) + brand + drawing.choice(TRADE_WORDS) + "有限公司", "", ""
    if drawing.random() < 0.2:  # any supplier
        yield "supplier", _place(drawing) + _brand(drawing) + drawing.choice(TRADES) + "有限公司", "", ""
    if drawing.random() < 0.1:
        scholar = drawing.choice((*PLACES, *PROVINCES)) + drawing.choice(SCHOLARS)
        yield "=" + scholar, scholar, "", ""
    if drawing.random() < 0.05:  # shops of one street and trade
        place, trade = drawing.choice(PLACES) + "市" + drawing.choice(DISTRICTS) + "区", drawing.choice(TRADES)
        for shop in range(2):
            kind = drawing.choice(("商店", "经营部", "服务部", "经销部", "维修厂", "商行"))
            yield f"shop {shop}", place + _brand(drawing)[:2] + trade + kind, "", ""


def _one_listed(drawing: random.Random, brand: str, cluster: str) -> Names:
    place, words = _place(drawing), drawing.sample(TRADE_WORDS, drawing.choices((0, 1, 2, 3), (7, 55, 33, 5))[0])
    called = "" if place and words and drawing.random() < 0.13 else brand
    group = drawing.choices(("", "集团", "(集团)", "（集团）", "控股"), (78, 12, 3, 2, 5))[0]
    form = drawing.choices(("股份有限公司", "股份公司", "有限公司"), (96, 2, 2))[0]
    trade = "".join(words)
    yield cluster, place + called + trade + group + form, "", ""
    short = _short(drawing, place, called, words, group)
    yield cluster, short, "", ""
    if drawing.random() < 0.05:  # it is renamed when things go badly
        yield cluster, drawing.choice(MARKS) + _two(drawing, place, called, words), "", ""
    if drawing.random() < 0.04:
        yield cluster, place + called + trade + group + "有限责任公司", "", ""


def _local_banks(drawing: random.Random) -> Names:
    """Yield banks of towns, whose names differ in the town alone."""
    for town in drawing.sample(PLACES, drawing.choice((1, 2, 3))):
        kind, short = drawing.choice(
            (("农村商业银行", "农商行"), ("农村商业银行", "银行"), ("银行", "银行"), ("农村商业银行", "农商银行"))
        )
        proper = drawing.choice(("", "", _brand(drawing)[:2]))
        where = drawing.choice(("", drawing.choice(PROVINCES))) + town
        written = (proper or drawing.choice((town, town, _sign(drawing, town)))) + short
        yield f"bank {town}", where + proper + kind + "股份有限公司", "", ""
        yield f"bank {town}", written, "", ""


def _place(drawing: random.Random) -> str:
    """Return what a company's name begins with: nothing, a town, a province, both, or the country."""
    at = drawing.random()
    if at < 0.3:
        return ""
    town, province = drawing.choice(PLACES), drawing.choice((*PROVINCES, *FAR_PROVINCES))
    if at < 0.64:
        return town + ("市" if drawing.random() < 0.15 else "")
    if at < 0.9:
        return province + ("省" if drawing.random() < 0.1 and len(province) == 2 else "")
    return province + town if at < 0.94 else "中国"


def _short(drawing: random.Random, place: str, brand: str, words: list[str], group: str) -> str:
    """Return the short name that an exchange would show, four characters mostly."""
    if drawing.random() < 0.08:
        return drawing.choice(MARKS) + _two(drawing, place, brand, words)
    end = drawing.choice((group.strip("()（）") or "股份", *(_shortened(drawing, words) for _ in range(4))))
    if len(brand) >= 3 and drawing.random() < 0.7:
        return brand if len(brand) > 3 or drawing.random() < 0.7 else brand + end[0]
    if not words:
        return drawing.choice((brand + end, place[:2] + brand))
    at = drawing.random()
    if brand and at < 0.74:
        return brand[:2] + end
    sign = _sign(drawing, place)
    if not brand:
        town = place.rstrip("市省")[:2]
        return drawing.choice(
            (town + _shortened(drawing, words), sign + words[0][0] + end[:2], sign + end + "A", town + end)
        )
    if at < 0.8 and place:
        return place[:2] + brand[:2]
    if at < 0.86 and sign:
        return sign + brand[:2] + drawing.choice(("A", "B", "", ""))
    if at < 0.9 and sign:
        return sign + brand[0] + end
    if at < 0.955:
        return brand[0] + words[0][0] + drawing.choice(("股份", "科技" if "科技" in words else "股份", end))
    if at < 0.985:
        return brand[:2] + words[0][0]
    return _brand(drawing)[:2] + end  # a new name that nothing tells


def _two(drawing: random.Random, place: str, brand: str, words: list[str]) -> str:
    """Return the two characters that are left of a name behind a mark."""
    if not words or (brand and drawing.random() < 0.7):
        return brand[:2]
    sign = _sign(drawing, place) or words[0][0]
    return drawing.choice((sign + (brand or words[0])[0], sign + words[0][0], words[0][:2], (brand or place)[-2:]))


def _sign(drawing: random.Random, place: str) -> str:
    """Return the character that stands for a place, its own first one now and then."""
    bare = place.rstrip("市省")
    return (SIGN_OF.get(bare, bare[:1]) if drawing.random() < 0.7 else bare[:1]) if bare else ""


def _shortened(drawing: random.Random, words: list[str]) -> str:
    """Return two characters out of a trade's words."""
    whole, at = "".join(words), drawing.random()
    if not whole:
        return "股份"
    if at < 0.6 or len(whole) < 3:
        word = drawing.choice((words[0], words[0], words[-1]))
        return word[:2] if at < 0.48 else word[-2:]
    if at < 0.85:
        return words[0][0] + (words[1][0] if len(words) > 1 else words[0][-1])
    first, second = sorted(drawing.sample(range(len(whole)), 2))
    return whole[first] + whole[second]


FIELDS = _each(
    "数学 物理 化学 生物 海洋 地质 地球物理 大气 天文 力学 材料 金属 陶瓷 高分子 化工 冶金 矿业 煤炭 石油 能源 电力 水利 水生 土壤 植物 动物 昆虫 "
    "微生物 病毒 遗传 细胞 "
    "基础医学 肿瘤 心血管 药物 中药 针灸 眼科 血液 营养 公共卫生 农业 作物 水稻 蔬菜 果树 茶叶 畜牧 兽医 水产 淡水渔业 林业 草原 生态 环境 环境工程 "
    "自动化 计算技术 软件 "
    "信息 通信 电子 微电子 光学 激光 半导体 光电技术 仪器 机械 汽车 船舶 航空 航天 空气动力 火箭 交通 公路 铁道 建筑 城市规划 测绘 遥感 气象 地震 "
    "经济 财政 金融 法律 "
    "历史 考古 民族 语言 教育 心理 体育 艺术 社会科学 标准化 计量 检测 核能 等离子体 低温 摩擦 燃烧 爆炸 岩土 冻土 冰川 沙漠 湖泊 湿地 水文 泥沙"
)
QUALITIES = _each(
    "理工 科技 师范 医科 农业 林业 财经 工业 交通 外国语 民族 中医药 海洋 邮电 电力 石油 工商 政法 体育 艺术 传媒 城市 应用技术 建筑 航空"
)
VOCATIONS = _each("职业技术学院 职业学院 高等专科学校 职业大学 师范高等专科学校 医学高等专科学校 技师学院 工业学校")
CLINICS = _each(
    "人民医院 中心医院 中医院 妇幼保健院 儿童医院 肿瘤医院 口腔医院 眼科医院 骨科医院 传染病医院 精神卫生中心 胸科医院 总医院"
)
OFFICES_HAN = _each(
    "科学技术厅 教育厅 财政厅 水利厅 农业农村厅 生态环境厅 自然资源厅 卫生健康委员会 发展和改革委员会 气象局 地震局 统计局 药品监督管理局 林业局"
)


def institutes(drawing: random.Random) -> Names:
    """Yield Chinese bodies of learning and health with those that are next to them and not them."""
    place = drawing.choice((*PLACES, *PROVINCES))
    for make in drawing.sample(
        (_university, _vocational, _clinic, _academy, _laboratory, _provincial, _ministerial), 2
    ):
        yield from make(drawing, place)
    if drawing.random() < 0.15:
        yield from _one_listed(drawing, _brand(drawing), "firm")


def _also(drawing: random.Random, cluster: str, names: list[str], chance: float = 0.35) -> Names:
    """Yield the first of the names and, by chance, some of the others."""
    for name in names[:1] + [name for name in names[1:] if drawing.random() < chance]:
        written = str(_TRADITIONAL.convert(name)) if drawing.random() < 0.1 else name
        yield "=" + cluster, written, "", ""


def _university(drawing: random.Random, place: str) -> Names:
    quality = drawing.choice(("", *QUALITIES))
    whole = place + quality + "大学"
    short = place[0] + (quality or "大")[0] + ("大" if quality else "")
    national = drawing.choice((f"国立{whole}", f"{place}省{whole}", f"{whole}({drawing.choice(PLACES)})"))
    yield from _also(drawing, whole, [whole, short], 0.08)
    if national.startswith("国立"):
        yield from _also(drawing, whole, [whole, national], 0.2)
    for other in drawing.sample(QUALITIES, drawing.choice((0, 1, 2))):
        yield from _also(drawing, place + other + "大学", [place + other + "大学"])
    if drawing.random() < 0.3:
        yield from _also(drawing, whole + "学院", [place + quality + "学院"])
    if drawing.random() < 0.35:
        town, unit = (
            drawing.choice(PLACES),
            drawing.choice(("医学院", "药学院", "软件学院", "深圳研究院", "研究生院", "出版社")),
        )
        yield from _also(drawing, whole + unit, [whole + unit])
        yield from _also(drawing, whole + town, [f"{whole}({town})", f"{whole}{town}校区", f"{whole}{town}分校"])
    if drawing.random() < 0.4:
        proper, number = _brand(drawing)[:2], drawing.choice("一二三四")
        clinic = f"{place}市{proper}医院"
        attached = f"{whole}附属{proper}医院"
        yield from _also(
            drawing,
            attached,
            [attached, f"{whole}附属第{number}医院", f"{attached}({clinic})", clinic, proper + "医院"],
        )


def _vocational(drawing: random.Random, place: str) -> Names:
    """Yield schools of a town, which become colleges under nearly the same name."""
    field = drawing.choice(("", *QUALITIES, *FIELDS[:30]))
    kind = drawing.choice(VOCATIONS)
    whole = place + field + kind
    raised = place + field + drawing.choice(("职业技术大学", "职业大学", "学院", "职业技术学院"))
    short = place[0] + (field or "职")[0] + "院"
    yield from _also(drawing, whole, [whole, raised, place + field + "学校", short], 0.12)
    for other in drawing.sample(FIELDS, drawing.choice((0, 1, 1))):
        yield from _also(drawing, place + other + kind, [place + other + kind])


def _clinic(drawing: random.Random, place: str) -> Names:
    kind, number = drawing.choice(CLINICS), drawing.choice(("", "", "第一", "第二", "第三", "第四"))
    if number and not kind.startswith(("人民", "中心", "中医")):
        kind = "人民医院"
    whole = f"{place}市{number}{kind}"
    names = [whole, f"{place}{number}{kind}", drawing.choice(PROVINCES) + "省" + whole]
    if drawing.random() < 0.3:
        names.append(f"{whole}({drawing.choice(PROVINCES)}大学附属{place}医院)")
    yield from _also(drawing, whole, names, 0.3)
    district = drawing.choice(DISTRICTS)
    if drawing.random() < 0.4:
        yield from _also(
            drawing, place + district + kind, [f"{place}市{district}区{kind}", f"{place}{district}区{kind}"]
        )


def _academy(drawing: random.Random, place: str) -> Names:
    head, short = drawing.choice(
        (
            ("中国科学院", "中科院"),
            ("中国农业科学院", "中国农科院"),
            ("中国医学科学院", "医科院"),
            ("中国林业科学研究院", "中国林科院"),
        )
    )
    for field in drawing.sample(FIELDS, drawing.choice((1, 2))):
        where = drawing.choice(("", "", place))
        whole = f"{head}{where}{field}研究所"
        names = [
            whole,
            f"{short}{where}{field}所",
            f"{short}{where}{field}研究所",
            f"{where}{field}研究所",
            f"{head}{where}{field}研究中心",
        ]
        yield from _also(drawing, whole, names, 0.12)
    if drawing.random() < 0.2:
        yield from _also(drawing, head, [head, short], 0.3)


def _laboratory(drawing: random.Random, place: str) -> Names:
    first, second = drawing.sample(FIELDS, 2)
    host = drawing.choice(("", "", place + "大学", "中国科学院", f"{place}省"))
    field = drawing.choice(
        (first, first + "与" + second, first + drawing.choice(("技术", "工程", "科学", "结构", "过程")))
    )
    kind = drawing.choice(("国家重点实验室", "国家重点实验室", "教育部重点实验室", "国家工程研究中心", "重点实验室"))
    names = [
        host + field + kind,
        field + kind,
        host + field + "全国重点实验室",
        host + field.replace("与", "和") + kind,
    ]
    yield from _also(drawing, field + kind, names, 0.12)
    near = drawing.choice((second + field, drawing.choice(("特种", "精密", "热带", "应用", "分子", "极端")) + field))
    yield from _also(drawing, near + kind, [near + kind])


def _provincial(drawing: random.Random, place: str) -> Names:
    """Yield offices of a province and the academies beside them."""
    level = "省" if place in PROVINCES else "市"
    office, field = drawing.choice(OFFICES_HAN), drawing.choice(FIELDS)
    if level == "市":
        office = office.replace("厅", "局")
    yield from _also(drawing, place + office, [place + level + office, place + office], 0.25)
    whole = f"{place}{level}{field}科学研究院"
    names = [
        whole,
        f"{place}{field}科学研究院",
        f"{place}{level}{field}科学研究所",
        f"{place}{level}{field}科学研究院有限公司",
        f"{place}{field}科学院",
    ]
    yield from _also(drawing, whole, names, 0.15)
    body = drawing.choice(("学会", "协会", "研究会"))
    yield from _also(drawing, f"{place}{field}{body}", [f"{place}{level}{field}{body}", f"{place}{field}{body}"], 0.25)


def _ministerial(drawing: random.Random, place: str) -> Names:
    """Yield numbered institutes of a ministry or of a state group, hospitals of works and of the army."""
    head = drawing.choice(
        ("自然资源部", "水利部", "工业和信息化部", "中国精密仪器集团公司", "中国重型机电集团公司", "交通运输部")
    )
    field, number = drawing.choice(FIELDS), drawing.choice("一二三四五六七八九")
    whole = f"{head}第{number}{field}研究所"
    yield from _also(
        drawing, whole, [whole, f"{field}{number}所", f"第{number}{field}研究所", "简称" + f"{field}{number}所"], 0.18
    )
    other = drawing.choice([sign for sign in "一二三四五六七八九" if sign != number])
    yield from _also(drawing, f"{head}{other}{field}", [f"{head}第{other}{field}研究所", f"{field}{other}所"], 0.18)
    trade = drawing.choice(("煤业", "钢铁", "矿业", "石油", "化工"))
    works = f"{place}{trade}(集团)有限责任公司总医院"
    yield from _also(drawing, works, [works, f"{place[0]}{trade[0]}集团总医院", f"{place}{trade}集团总医院"], 0.3)
    army = drawing.choice(("海军", "空军", "陆军", "火箭军"))
    school = (
        army + drawing.choice((place, "")) + drawing.choice(("工程大学", "军医大学", "指挥学院", "航空大学", "总医院"))
    )
    yield from _also(drawing, school, ["中国人民解放军" + school, school], 0.3)


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
    "listed": listed,
    "institutes": institutes,
    "firms": firms,
    "offices": offices,
    "sites": sites,
}
"""Kinds of invented organizations."""
