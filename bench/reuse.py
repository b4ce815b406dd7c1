"""Reused passages: precision and recall by planted passage, over invented heaps, and CPU seconds.

Each heap has some hundred notices of invented buyers, in the dress of several portals and agencies, with words of their
own in each. Planted are passages that unrelated buyers share: exactly, with other punctuation and line breaks, cut at
line ends, in a table, only in part, in English. Decoys are what notices share without any copying: portals' and
agencies' forms (also of those with three notices), sentences of the law, corrections, second rounds, the same notice on
two portals, sister lots, a buyer's next year, sentences of law and form that only two notices have, stretches
that are too short, and sentences of which every one was changed.

A passage that is found is right if it is a part of one planted passage and all its notices are that one's. One that was
planted is found if a right passage holds nine tenths of it, at two places or more.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, cast

import msgspec

from bench.measuring import SHARED
from counterfile import app, plugins
from counterfile.model.notice import Notice as Found
from counterfile.model.reading import BlockKind, Reading
from counterfile.store.ports import View
from counterfile.views import purchases, reuse
from counterfile.views.overview import register

SEEDS = (501, 502, 503, 504, 505, 506)
"""None of them was looked at while the method was made."""

CHANCE = 10
"""Characters before and behind a planted passage that two texts may have in common by chance."""


@dataclass
class Plant:
    """A passage that unrelated notices share."""

    kind: str
    words: str
    """As compared: what all of them hold."""
    files: set[str] = field(default_factory=set)


@dataclass
class Notice:
    """A notice to be written."""

    name: str
    title: str
    number: str
    buyer: str
    agency: str
    day: str
    stage: str
    body: list[str]


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Score heaps of all seeds, and real notices in which passages are planted."""
    seeds = getattr(options, "seeds", SEEDS)
    result: dict[str, object] = {"invented": _added([_score(seed) for seed in seeds], seeds)}
    real = SHARED / "data" / "cn-notices"
    if real.is_dir():
        with (
            tempfile.TemporaryDirectory() as folder,
            app.open_inquiry(app.create_inquiry(Path(folder) / "inquiry")) as inquiry,
        ):
            list(inquiry.add([real]))
            list(inquiry.run())
            result["real"] = _added([planted_in(inquiry.store, seed) for seed in seeds[:3]], seeds[:3])
    return result


def _added(runs: list[dict[str, Any]], seeds: Sequence[int]) -> dict[str, object]:
    total = {name: sum(run[name] for run in runs) for name in ("planted", "hit", "found", "right")}
    kinds = sorted({kind for run in runs for kind in run["kinds"]})
    return {
        "seeds": list(seeds),
        **total,
        "precision": round(total["right"] / max(1, total["found"]), 4),
        "recall": round(total["hit"] / max(1, total["planted"]), 4),
        "lowest_precision": min(round(run["right"] / max(1, run["found"]), 4) for run in runs),
        "recall_by_kind": {
            kind: round(statistics.mean(hit for run in runs for hit in run["kinds"].get(kind, ())), 3) for kind in kinds
        },
        "wrong": [words for run in runs for words in run["wrong"]],
        "notices": sum(run["notices"] for run in runs),
        "cpu_s_per_heap": round(statistics.mean(run["cpu_s"] for run in runs), 2),
    }


def _score(seed: int) -> dict[str, Any]:
    heap = _Heap(seed)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for notice in heap.notices:
            path = place / "heap" / notice.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(heap.dressed(notice), "utf-8")
        with app.open_inquiry(app.create_inquiry(place / "inquiry")) as inquiry:
            list(inquiry.add([place / "heap"]))
            list(inquiry.run())
            view = inquiry.store
            names = {arrival.digest: arrival.origin.partition("/")[2] for arrival in view.scan_arrivals()}
            named = ((row.id, row.name) for row in register(view).organizations)
            gathered = purchases.gather(view, named, buyer_class=plugins.buyer_class())
            began = time.process_time()
            found = reuse.find(view, gathered)
            spent = time.process_time() - began
    return _judged(seed, heap.plants, found.passages, names.__getitem__) | {"notices": found.notices, "cpu_s": spent}


def _judged(
    seed: int, plants: Sequence[Plant], found: Sequence[reuse.Passage], name: Callable[[str], str]
) -> dict[str, Any]:
    hit: set[int] = set()
    right, wrong = 0, []
    for passage in found:
        words, files = reuse.squash(passage.text), {name(each.document) for each in passage.occurrences}
        plant = next((one for one in plants if files <= one.files and _within(words, one.words)), None)
        right += plant is not None
        if plant is None:
            wrong.append(f"{seed}: {len(words)} characters in {len(files)} files")
        elif len(words) >= 0.9 * len(plant.words):
            hit.add(id(plant))
    kinds: dict[str, list[bool]] = {}
    for one in plants:
        kinds.setdefault(one.kind, []).append(id(one) in hit)
    told = {"planted": len(plants), "hit": len(hit), "found": len(found), "right": right}
    return {**told, "wrong": wrong, "kinds": kinds}


def _within(words: str, planted: str) -> bool:
    """Return whether a passage lies within a planted one, but for some characters around it that are alike by chance."""
    return _common(words, planted) >= len(words) - CHANCE


def _alike(words: str, known: str) -> bool:
    """Return whether two passages are one with other ends."""
    return 2 * _common(words, known) >= len(words)


def _common(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


# --- real notices


def planted_in(view: View, seed: int) -> dict[str, Any]:
    """Score passages that are put between the blocks of real notices of different buyers.

    What is found without them is nobody's to judge here and counts neither way, unless a planted passage is a part of it.
    """
    rng = random.Random(seed)
    named = ((row.id, row.name) for row in register(view).organizations)
    gathered = purchases.gather(view, named, buyer_class=plugins.buyer_class())
    before = [reuse.squash(passage.text) for passage in reuse.find(view, gathered).passages]
    heap, kinds = _Heap(seed), ("exact", "punctuation", "line breaks", "in several")
    by_buyer: dict[str, str] = {}
    for act in gathered.acts:
        purchase = gathered.procedures[act.procedure]
        if purchase.buyer and len(view.notices_in(act.document)) == 1:
            by_buyer.setdefault(purchase.buyer, act.document)
    free = rng.sample(sorted(by_buyer.values()), len(by_buyer))
    plants, put = [], {}
    for number in range(40):
        kind = kinds[number % len(kinds)]
        words = heap.spec(rng.choice((3, 4, 6)))
        changed = {"punctuation": heap.punctuated, "line breaks": heap.broken}.get(kind, str)(words)
        plant = Plant(kind, reuse.squash(words))
        for written in (words, *[changed] * (rng.randint(2, 4) if kind == "in several" else 1)):
            plant.files.add(free[-1])
            put[free.pop()] = written
        plants.append(plant)
    began = time.process_time()
    found = reuse.find(cast(View, _Planted(view, put, rng)), gathered)
    spent = time.process_time() - began
    fresh = [
        passage for passage in found.passages if not any(_alike(reuse.squash(passage.text), one) for one in before)
    ]
    return _judged(seed, plants, fresh, lambda digest: digest) | {"notices": found.notices, "cpu_s": spent}


class _Planted:
    """A view with passages put between the blocks of some documents."""

    def __init__(self, view: View, put: dict[str, str], rng: random.Random) -> None:
        self._view = view
        self._put = put
        self._at = {document: rng.random() for document in put}

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def readings_of(self, digests: Sequence[str]) -> dict[str, Reading]:
        return {digest: self._with(reading) for digest, reading in self._view.readings_of(digests).items()}

    def reading_of(self, digest: str) -> Reading | None:
        return self.readings_of([digest]).get(digest)

    def notices(self, *, after: str = "", limit: int = 1000) -> list[Found]:
        return [
            msgspec.structs.replace(each, end=each.end + len(self._put[each.document]) + 1)
            if each.document in self._put
            else each
            for each in self._view.notices(after=after, limit=limit)
        ]

    def _with(self, reading: Reading) -> Reading:
        words = self._put.get(reading.document)
        if words is None:
            return reading
        own = [block for block in reading.blocks if block.kind is not BlockKind.FURNITURE]
        at = own[int(self._at[reading.document] * len(own))].end
        moved = [
            block
            if block.end <= at
            else msgspec.structs.replace(block, start=block.start + len(words) + 1, end=block.end + len(words) + 1)
            for block in reading.blocks
        ]
        text = f"{reading.text[:at]}\n{words}{reading.text[at:]}"
        return msgspec.structs.replace(reading, text=text, blocks=tuple(moved))


# --- invented heaps


class _Heap:
    """An invented heap with its truth."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.plants: list[Plant] = []
        self.notices: list[Notice] = []
        self.serial = 0
        pick = self.rng
        self.places = pick.sample([a + b for a in _PLACE_A for b in _PLACE_B], 70)
        self.agencies = [
            f"{a}{b}招标代理有限公司" for a, b in zip(pick.sample(_FIRM_A, 9), pick.sample(_FIRM_B, 9), strict=True)
        ]
        self.portals = {f"portal-{sign}": self._form(4) for sign in "abcdefg"}
        self.forms = {agency: self._form(3) for agency in self.agencies}
        self.laws = [self._law() for _ in range(6)]
        self._fill()
        self._plant()
        self._decoy()
        pick.shuffle(self.notices)

    # What a heap is made of

    def _fill(self) -> None:
        for _ in range(110):
            self._tender()

    def _tender(self, buyer: str = "", agency: str = "", portal: str = "", body: Sequence[str] = ()) -> Notice:
        """Add a tender with words of its own around those that are given."""
        pick = self.rng
        self.serial += 1
        buyer = buyer or pick.choice(self.places) + pick.choice(_OFFICES)
        # Some portals and agencies have few notices.
        agency = agency or pick.choices(self.agencies, weights=[8, 7, 6, 5, 5, 4, 3, 0.4, 0.3])[0]
        portal = portal or pick.choices(list(self.portals), weights=[9, 7, 6, 4, 3, 0.4, 0.3])[0]
        thing = f"{pick.choice(_THINGS)}{pick.choice(_KINDS)}"
        own = [self.spec(pick.randint(2, 5)) for _ in range(3)]
        at = pick.randint(1, 2)
        notice = Notice(
            name=f"{portal}/{self.serial:04}.html",
            title=f"{buyer}{thing}{pick.choice(_ENDS)}",
            number=f"{pick.choice('QWRTYPS')}{pick.choice('DFGHJK')}ZB-{2015 + self.serial % 9}-{7000 + self.serial * 13}",
            buyer=buyer,
            agency=agency,
            day=f"20{15 + self.serial % 9}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}",
            stage="招标公告",
            body=[*own[:at], *body, *own[at:], *pick.sample(self.laws, pick.randint(0, 2))],
        )
        self.notices.append(notice)
        return notice

    def spec(self, sentences: int) -> str:
        """Return what somebody wants, some forty characters a sentence."""
        pick = self.rng
        said = []
        for _ in range(sentences):
            part, feature, more = pick.choice(_PARTS), pick.choice(_FEATURES), pick.choice(_MORE)
            low, high = pick.randint(3, 97), pick.randint(101, 4096)
            said.append(
                pick.choice(
                    (
                        f"{part}{feature}不低于{high}{pick.choice(_UNITS)}，{more}误差不超过{low}%",
                        f"{part}应具备{feature}{pick.choice(_VERBS)}功能，并能在{low}秒内完成{more}{pick.choice(_VERBS)}",
                        f"每套{part}配{low}路{more}接口，{feature}范围为{low}~{high}{pick.choice(_UNITS)}",
                        f"{part}与{pick.choice(_PARTS)}之间采用{pick.choice(_LINKS)}，{feature}保存不少于{low}天，{more}可按需扩展至{high}个",
                    )
                )
            )
        return "；".join(said) + "。"

    def english(self, sentences: int) -> str:
        """Return what somebody wants, in English."""
        pick = self.rng
        return " ".join(
            f"Each {pick.choice(_EN_PARTS)} shall {pick.choice(_EN_VERBS)} the {pick.choice(_EN_PARTS)} within {pick.randint(2, 90)} "
            f"{pick.choice(_EN_UNITS)} and keep {pick.randint(100, 990)} {pick.choice(_EN_MORE)}."
            for _ in range(sentences)
        )

    def _form(self, sentences: int) -> list[str]:
        pick = self.rng
        return [
            f"{pick.choice(_FORM_WHO)}{pick.choice(_FORM_HOW)}{pick.choice(_FORM_WHAT)}，{pick.choice(_FORM_HOW)}"
            f"{pick.choice(_FORM_WHAT)}，{pick.choice(_FORM_END)}{pick.choice(_FORM_WHAT)}，{pick.choice(_FORM_TAIL)}。"
            for _ in range(sentences)
        ]

    def _law(self) -> str:
        pick = self.rng
        return (
            f"根据《{pick.choice(_LAWS)}》第{pick.randint(2, 90)}条的规定，{pick.choice(_LAW_WHO)}应当{pick.choice(_LAW_DOES)}，"
            f"不得{pick.choice(_LAW_NOT)}；{pick.choice(_LAW_WHO)}{pick.choice(_LAW_DOES)}的，由{pick.choice(_LAW_BY)}依法处理，"
            f"并{pick.choice(_LAW_DOES)}，{pick.choice(_LAW_WHO)}不得{pick.choice(_LAW_NOT)}。"
        )

    # What is planted

    def _plant(self) -> None:
        kinds: dict[str, Callable[[str], str]] = {
            "exact": lambda words: words,
            "punctuation": self.punctuated,
            "line breaks": self.broken,
            "full width": lambda words: words.translate(_WIDE),
            "table": lambda words: "\t".join(words.split("；")),
        }
        for kind, change in kinds.items():
            for _ in range(4):
                words = self.spec(self.rng.choice((3, 4, 6)))
                self._spread(kind, words, [words, change(words)])
        for _ in range(4):
            words = self.spec(4)
            self._spread("in several", words, [words] * self.rng.randint(3, 6))
        for _ in range(3):
            whole = self.spec(6)
            cut = "；".join(whole.split("；")[:4])
            self._spread("in part", cut, [whole, cut + "；" + self.spec(2)])
        for _ in range(3):
            words = self.english(3)
            self._spread("English", words, [words, words.replace(" ", "\n", 3)])
        for _ in range(3):
            words = self.spec(4)
            # One agency that has many notices wrote it for two of its buyers.
            self._spread("one agency", words, [words, words], agency=self.agencies[0])

    def _spread(self, kind: str, words: str, written: Sequence[str], agency: str = "") -> None:
        plant = Plant(kind, reuse.squash(words))
        buyers = [place + self.rng.choice(_OFFICES) for place in self.rng.sample(self.places, len(written))]
        for buyer, body in zip(buyers, written, strict=True):
            plant.files.add(self._tender(buyer, agency, portal="", body=[body]).name)
        self.plants.append(plant)

    def punctuated(self, words: str) -> str:
        """Return words with other punctuation."""
        return "".join(self.rng.choice("，、；, ;") if sign in "，；" else sign for sign in words).replace("。", ".")

    def broken(self, words: str) -> str:
        """Return words cut into lines of one width."""
        wide = self.rng.randint(24, 38)
        return "\n".join(words[at : at + wide] for at in range(0, len(words), wide))

    # Decoys

    def _decoy(self) -> None:
        pick = self.rng
        for _ in range(6):
            first = self._tender()
            self._again(first, stage="更正公告", body=["更正事项：投标截止时间顺延。", *first.body])
            first = self._tender()
            self._again(first, title=f"{first.title}（二次）", number=first.number + "-2")
            first = self._tender()
            other = pick.choice([name for name in self.portals if not first.name.startswith(name)])
            self._again(first, portal=other)
            first = self._tender()
            self._again(first, title=f"{first.title}第二标段", number=self._number())
            first = self._tender()
            self._again(
                first,
                title=f"{first.buyer}年度{pick.choice(_THINGS)}更新采购项目",
                number=self._number(),
                agency=first.agency,
            )
            first = self._tender()
            self._again(
                first, stage="中标公告", body=[*first.body[:2], "中标供应商：" + pick.choice(_FIRM_A) + "科技有限公司"]
            )
            # The law and a form's sentences, each in two notices only, of different buyers, agencies and portals.
            for words in (self._law() + self._law(), "".join(self._form(3))):
                for place, agency, portal in zip(
                    pick.sample(self.places, 2), self.agencies[:2], list(self.portals)[:2], strict=True
                ):
                    self._tender(place + pick.choice(_OFFICES), agency, portal, body=[words])
            short = self.spec(4)[:58]
            for place in pick.sample(self.places, 2):
                self._tender(place + pick.choice(_OFFICES), body=[short + pick.choice(_PARTS) + self.spec(2)])
            said = self.spec(5).split("；")
            changed = [re.sub(r"\d+", lambda figure: str(int(figure[0]) + 1), each) for each in said]
            for place, body in zip(pick.sample(self.places, 2), (said, changed), strict=True):
                self._tender(place + pick.choice(_OFFICES), body=["；".join(body)])

    def _number(self) -> str:
        self.serial += 1
        return f"{self.rng.choice('XVN')}CG-{2015 + self.serial % 9}-{60000 + self.serial * 7}"

    def _again(
        self,
        first: Notice,
        *,
        title: str = "",
        number: str = "",
        stage: str = "招标公告",
        portal: str = "",
        agency: str = "",
        body: Sequence[str] = (),
    ) -> None:
        self.serial += 1
        self.notices.append(
            Notice(
                name=f"{portal or first.name.partition('/')[0]}/{self.serial:04}.html",
                title=title or first.title,
                number=number or first.number,
                buyer=first.buyer,
                agency=agency or first.agency,
                day=first.day,
                stage=stage,
                body=list(body or first.body),
            )
        )

    def dressed(self, notice: Notice) -> str:
        """Return a notice's page: the portal's form, the agency's, and its own words."""
        portal = notice.name.partition("/")[0]
        top, *bottom = self.portals[portal]
        paragraphs = [
            f"项目名称：{notice.title}",
            f"项目编号：{notice.number}",
            f"采购人：{notice.buyer}",
            f"采购代理机构：{notice.agency}",
            f"发布日期：{notice.day}",
            top,
            "一、采购需求",
            *notice.body,
            "二、其他",
            *self.forms[notice.agency],
            *bottom,
        ]
        inner = "".join(_paragraph(each) for each in paragraphs)
        title = html.escape(f"{notice.title}{notice.stage}")
        return f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>{inner}</body></html>"


def _paragraph(words: str) -> str:
    if "\t" in words:
        rows = "".join(f"<tr><td>{html.escape(cell)}</td></tr>" for cell in words.split("\t"))
        return f"<table>{rows}</table>"
    return f"<p>{html.escape(words).replace(chr(10), '<br>')}</p>"


_WIDE = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}
_PLACE_A = "芜澄岚霁汐渚邺嵘垚淳"
_PLACE_B = ("川市", "岭县", "溪区", "河县", "山市", "湾区", "泽县", "坪市", "桥区", "浦县")
_OFFICES = (
    "公安局",
    "教育局",
    "人民医院",
    "水务局",
    "档案馆",
    "交通运输局",
    "实验中学",
    "气象台",
    "自然博物馆",
    "疾病预防控制中心",
)
_FIRM_A = ("青岚", "碧屿", "远汀", "澜庭", "璟川", "沐野", "霁蓝", "知垚", "云岫", "嘉淳")
_FIRM_B = ("联信", "正衡", "同泽", "博衍", "恒筑", "卓汇", "启明辰", "安泰禾", "中邺", "广霁")
_THINGS = (
    "会议系统",
    "检验设备",
    "视频存储",
    "实验台",
    "泵站机组",
    "文物柜",
    "门诊叫号",
    "雨量监测",
    "教学终端",
    "车辆检测",
    "档案数字化",
    "通风空调",
)
_KINDS = ("购置", "升级改造", "扩容", "运维服务", "建设", "更新")
_ENDS = ("项目", "采购项目", "工程")
_PARTS = (
    "主控单元",
    "采样探头",
    "电源模块",
    "显示终端",
    "传动轴承",
    "散热机组",
    "红外镜头",
    "存储阵列",
    "样品转盘",
    "信号放大器",
    "防水壳体",
    "备用电池",
    "过滤滤芯",
    "温控箱体",
    "标定支架",
    "导轨滑台",
)
_FEATURES = (
    "分辨率",
    "绝缘电阻",
    "采样频率",
    "峰值功率",
    "信噪比",
    "额定载荷",
    "密封等级",
    "响应时延",
    "并发通道",
    "色温",
    "流量",
    "压降",
    "扭矩",
    "重复精度",
)
_MORE = (
    "连续运行",
    "低温启动",
    "断电恢复",
    "多点同步",
    "远程校准",
    "夜间成像",
    "高湿环境",
    "双机热备",
    "自动归档",
    "分级告警",
    "脉冲冲洗",
    "变频调速",
)
_UNITS = ("像素", "兆欧", "赫兹", "千瓦", "分贝", "牛米", "毫升", "毫秒", "流明", "帕")
_VERBS = ("比对", "回放", "拼接", "补偿", "标定", "滤波", "追踪", "切换", "复位", "压缩", "清洗", "称量")
_LINKS = ("光纤直连", "双绞线", "屏蔽电缆", "无线网桥", "工业总线", "不锈钢法兰", "快插接头", "柔性软管")
_EN_PARTS = (
    "control unit",
    "sampling probe",
    "storage array",
    "cooling loop",
    "drive shaft",
    "infrared lens",
    "filter stage",
    "spare battery",
    "sample carousel",
    "guide rail",
)
_EN_VERBS = ("calibrate", "track", "restart", "flush", "align", "replay", "weigh", "compress", "shield", "switch")
_EN_UNITS = ("seconds", "minutes", "cycles", "rotations", "samples")
_EN_MORE = (
    "hours of recordings",
    "raw spectra",
    "calibration curves",
    "channel logs",
    "pressure readings",
    "frames at full size",
)
_FORM_WHO = ("潜在投标人", "供应商", "参加本项目的投标人", "各投标供应商", "有意参加的单位")
_FORM_HOW = ("应在规定时间内登录电子交易平台", "须凭数字证书", "应自行承担费用并", "可在工作时间内", "须按本公告要求")
_FORM_WHAT = (
    "下载招标文件",
    "递交投标文件",
    "办理注册登记",
    "缴纳投标保证金",
    "提交资格审查材料",
    "查阅澄清与答疑",
    "提出质疑",
    "确认开标时间",
)
_FORM_END = ("逾期未完成的不予受理，", "未按时", "开标前仍可", "联合体成员应分别")
_FORM_TAIL = ("由此产生的后果由供应商自行负责", "代理机构不再另行通知", "解释权归采购人所有", "以平台记录的时间为准")
_LAWS = ("政府采购法实施条例", "招标投标管理办法", "公共资源交易规则", "采购活动监督办法", "合同管理暂行规定")
_LAW_WHO = ("采购人", "投标人", "评标委员会成员", "采购代理机构", "中标供应商")
_LAW_DOES = (
    "如实提供有关情况和材料",
    "在法定期限内签订合同",
    "接受财政部门的监督检查",
    "退还投标保证金",
    "公开采购结果",
    "妥善保存采购文件",
)
_LAW_NOT = ("泄露评审情况", "与他人串通报价", "以不合理条件限制供应商", "擅自变更合同内容", "拒绝接受监督检查")
_LAW_BY = ("财政部门", "监督管理部门", "行业主管部门", "有关行政机关")
