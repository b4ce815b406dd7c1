"""The tagger (L6) on invented prose: after how many corrections it helps, how right it is, and what fitting costs.

    python -m bench tagger

Sentences of ten ways to put an award in prose, with invented names. A correction points at one right value, as a person
would; its sentence is what is learned from. Scored on other names in the same ten ways (what an inquiry repeats), and on
five ways that were never corrected (what it meets next). A span counts as right where start, end and property are.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from random import Random

from counterfile.model.notice import Property
from counterfile.text.grounding import Grounded, ground
from counterfile.text.tagger import Example, Tagger, train

SIZES = (5, 10, 20, 50, 100, 200)
TESTED = 300
SURE = 0.8  # least confidence at which the layer proposes

Piece = tuple[str, str]
"""A property's name and words; the name is empty for what is no value."""

_SEEN = (
    "经集体研究，{title}交由{supplier}承办，双方谈定的价款是{award}。",
    "{buyer}近日与{supplier}谈妥，{title}的总费用为{award}，年内完成。",
    "此次活动由{buyer}发起，具体事务托付给{agency}打理。",
    "综合打分后排在首位的是{supplier}，其开出的价码为{award}。",
    "为办好{title}，{buyer}请{agency}出面组织各家比价。",
    "{supplier}以{award}的价码拿下了{buyer}的{title}。",
    "最后胜出者{supplier}，拿到的合同额{award}，较预计节省不少。",
    "{title}（档号{number}）花落{supplier}，成交额{award}。",
    "受惠单位{buyer}对{supplier}所提方案表示满意，拟支付{award}。",
    "按照{number}号文件，{agency}负责为{buyer}寻找合作伙伴。",
)
UNSEEN = (
    "众多商家角逐之下，{supplier}脱颖而出，{buyer}将付给它{award}。",
    "{agency}日前完成了{buyer}所托之事，{title}尘埃落定。",
    "评审一致看好{supplier}，总盘子{award}。",
    "{buyer}决定把{title}给{supplier}做，档号{number}。",
    "作为操办方，{agency}宣布{supplier}入选，报出的数目是{award}。",
)
BESIDE = (
    "有意者可于工作日到三楼领取材料，每份售价三百元。",
    "评审费由承办方另行支付，共计{award}。",
    "联系人张某，联系电话详见网站。",
    "{supplier}因材料不全未能进入下一轮。",
    "监督部门为{buyer}纪检组，欢迎来电反映情况。",
)
_PLACES = [
    "临沅",
    "青澜",
    "霁泉",
    "苍湾",
    "墨洲",
    "峤安",
    "浔津",
    "洺塘",
    "桦屏",
    "蕙坪",
    "墨屏",
    "霞浦岭",
    "柏川",
    "澄阳",
    "昙溪",
    "砚州",
]
_BRANDS = [
    "启明",
    "诚达",
    "恒远",
    "视讯",
    "云帆",
    "博睿",
    "天阔",
    "中科联",
    "凯盛",
    "宏图",
    "金澄",
    "汇智",
    "智安",
    "瑞通",
    "远眺",
    "数联",
]
_TRADES = ["科技", "信息技术", "系统集成", "网络工程", "电子", "智能", "数据服务", "安防工程"]
_BODIES = [
    "市公安局",
    "县教育局",
    "区人民医院",
    "市城市管理局",
    "县人民检察院",
    "大学",
    "区卫生健康局",
    "市中级人民法院",
]
_THINGS = [
    "视频监控升级项目",
    "门禁系统建设",
    "指挥中心改造",
    "数据中心运维服务",
    "车辆识别系统采购",
    "会议系统更新",
    "校园安防工程",
]


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Train on ever more corrections and score."""
    chance = Random(4)
    pool = list(corrections(chance, max(SIZES)))
    tests = {
        "same wording": list(sentences(Random(5), _SEEN, TESTED)),
        "wording never seen": list(sentences(Random(6), UNSEEN, TESTED)),
        "nothing to find": [(_flat(_filled(chance, chance.choice(BESIDE)))[0], set()) for _ in range(TESTED)],
    }
    result: dict[str, object] = {}
    for size in SIZES:
        began = time.process_time()
        model = train(pool[:size])
        fitted = time.process_time() - began
        tagger = Tagger.load(model) if model else None
        began = time.process_time()
        scores = {name: score(tagger, rows) for name, rows in tests.items()}
        took = (time.process_time() - began) / sum(len(rows) for rows in tests.values())
        result[f"{size} corrections"] = {
            **scores,
            "fit_cpu_s": round(fitted, 2),
            "tag_ms_a_sentence": round(took * 1000, 2),
            "model_kb": round(len(model) / 1024, 1),
        }
    return result


def corrections(chance: Random, count: int) -> Iterator[Example]:
    """Yield examples: a sentence with all its values, and now and then one beside it that has none."""
    for _ in range(count):
        text, spans = _flat(_filled(chance, chance.choice(_SEEN)))
        if chance.random() < 0.5:
            more, _ = _flat(_filled(chance, chance.choice(BESIDE)))
            text = f"{text}\n{more}"
        yield Example(text, tuple(sorted(spans)))


def sentences(chance: Random, ways: tuple[str, ...], count: int) -> Iterator[tuple[str, set[tuple[int, int, str]]]]:
    """Yield sentences with their spans."""
    for _ in range(count):
        yield _flat(_filled(chance, chance.choice(ways)))


def score(tagger: Tagger | None, rows: list[tuple[str, set[tuple[int, int, str]]]]) -> dict[str, object]:
    """Return precision and recall of what is proposed, and of what then is grounded."""
    proposed = right = grounded = rightly = 0
    wanted = sum(len(spans) for _, spans in rows)
    for text, spans in rows:
        for start, end, name, sure in tagger.tags(text) if tagger else []:
            if sure < SURE:
                continue
            proposed += 1
            right += (start, end, name) in spans
            if isinstance(ground(text, start, end, Property(name)), Grounded):
                grounded += 1
                rightly += (start, end, name) in spans
    return {
        "spans": wanted,
        "proposed": proposed,
        "precision": round(right / proposed, 4) if proposed else None,
        "recall": round(right / wanted, 4) if wanted else None,
        "grounded": grounded,
        "grounded_precision": round(rightly / grounded, 4) if grounded else None,
        "grounded_recall": round(rightly / wanted, 4) if wanted else None,
    }


_NAMES = {
    "supplier": Property.SUPPLIER,
    "buyer": Property.BUYER,
    "agency": Property.AGENCY,
    "award": Property.AWARD_VALUE,
    "number": Property.NUMBER,
    "title": Property.TITLE,
}


def _filled(chance: Random, way: str) -> list[Piece]:
    place, other = chance.choice(_PLACES), chance.choice(_PLACES)
    buyer = place + chance.choice(_BODIES)
    values = {
        "supplier": f"{other}{chance.choice(_BRANDS)}{chance.choice(_TRADES)}有限公司",
        "buyer": buyer,
        "agency": f"{place}{chance.choice(_BRANDS)}招标代理有限公司",
        "award": chance.choice(
            (
                f"{chance.randint(3, 900)}.{chance.randint(1, 9)}万元",
                f"人民币{chance.randint(10, 999)},{chance.randint(100, 999)}元",
                f"{chance.randint(100000, 9999999)}.00元",
            )
        ),
        "number": f"{chance.choice(('LY', 'QLZC', 'ZFCG', 'CG'))}-20{chance.randint(12, 25)}-{chance.randint(1, 999):03}",
        "title": f"{buyer}{chance.choice(_THINGS)}" if chance.random() < 0.3 else chance.choice(_THINGS),
    }
    beside = way in BESIDE
    pieces: list[Piece] = []
    for part in way.replace("}", "{").split("{"):
        pieces.append(("" if beside else part, values[part]) if part in values else ("", part))
    return pieces


def _flat(pieces: list[Piece]) -> tuple[str, set[tuple[int, int, str]]]:
    text = ""
    spans = set()
    for name, words in pieces:
        if name:
            spans.add((len(text), len(text) + len(words), _NAMES[name].value))
        text += words
    return text, spans
