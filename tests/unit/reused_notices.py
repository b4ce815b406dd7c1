"""Invented notices of several buyers, two of whom describe what they want in the same words."""

from __future__ import annotations

from counterfile.model.notice import Property
from counterfile.testing.corpus import Corpus
from counterfile.views import purchases
from counterfile.views.overview import register
from counterfile.views.purchases import Purchases

P = Property

SHARED = (
    "显示终端分辨率不低于1920×1080像素，连续运行误差不超过1.5%；采样探头应在40秒内完成低温启动，"
    "每套配12路屏蔽接口；存储阵列保存不少于90天，断电后自动恢复，支持逐帧回放与多点同步校准。"
)
"""Long enough to be a passage."""

FORM = (
    "潜在投标人应在规定时间内登录电子交易平台下载招标文件，逾期不予受理；投标保证金须由基本账户缴纳，"
    "供应商对采购文件有异议的，可在法定期限内以书面形式提出质疑，由此产生的费用自理。"
)
"""What a portal prints below every notice."""

BUYERS = (
    "芜川市水务局",
    "澄岭县气象台",
    "霁河区档案馆",
    "汐山市博物馆",
    "垚溪县体育馆",
    "淳湾市图书馆",
    "邺坪市渔政处",
    "渚桥区林场",
)
SUBJECTS = ("泵站监测", "雨量雷达", "库房温控", "展柜照明", "计时记分", "书库搬运", "渔港值守", "苗圃灌溉")
OWN = (
    "泵站沿堤分布，巡线道路多处塌陷，夜间须人工值守，闸门由老式绞盘启闭。",
    "雷达塔址在山脊背风面，冬季结冰期长达百日，检修须骑骡上山。",
    "库房原为粮仓，墙体厚而潮，案卷按年份码放，虫蛀痕迹随处可见。",
    "展柜玻璃反光严重，旧灯管发热，青铜器表面已有局部返锈。",
    "体育馆屋顶漏雨，计时牌常年黑屏，裁判席仍用手摇铃。",
    "书库共五层，电梯停运多年，古籍函套须逐一编号后装箱。",
    "渔港水面宽阔，汛期能见度差，岗亭之间靠哨声联络。",
    "苗圃坡度大，水泵扬程不足，旱季靠毛驴驮水浇苗。",
)


def tender(corpus: Corpus, number: int, words: str = "", buyer: str = "", day: str = "", subject: str = "") -> str:
    """Add a tender of one of the buyers, with words of its own before and behind those that are given; return its id."""
    buyer = buyer or BUYERS[number]
    own = OWN[number % len(OWN)]
    return corpus.notice(
        "tender",
        [
            ("", P.PUBLISHED, day or f"20{16 + number}-03-0{1 + number % 9}"),
            ("", P.TITLE, f"{buyer}{subject or SUBJECTS[number % len(SUBJECTS)]}采购"),
            ("", P.BUYER, buyer),
        ],
        words=f"{own}\n{words}\n{FORM}",
    )


def gathered(corpus: Corpus) -> Purchases:
    """Return all procedures."""
    named = ((row.id, row.name) for row in register(corpus.store).organizations)
    return purchases.gather(corpus.store, named)


def heap() -> Corpus:
    """Return eight tenders of eight buyers in one form, the first two with `SHARED`."""
    corpus = Corpus()
    for number in range(len(BUYERS)):
        tender(corpus, number, SHARED if number < 2 else "")
    return corpus
