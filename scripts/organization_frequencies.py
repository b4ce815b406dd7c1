"""Count how common pieces of organizations' names are, for `resolving.linking`: ``organization_frequencies.py CSV OUT.npz``.

CSV (gzipped or not) has a column ``name``: names of organizations of many countries, such as ROR's (CC0). Public bodies
and companies of mainland China, which such lists hold few of, are made up here from the register of places and from our
own lists of bodies, trades and legal forms. Nothing of any name is kept but hashed pieces that occur often, with weights.
"""

from __future__ import annotations

import csv
import gzip
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

from counterfile.resolving import _grams
from counterfile.resolving._linking_weights import STEP
from counterfile.resolving._parts import _TRADES, parse
from counterfile.text.places import _gazetteer

LISTED, BODIES, COMPANIES = 24_000, 12_000, 16_000  # names of each sort
LEAST = 4  # names from which a piece has a weight of its own
_OFFICES = (
    "公安局 教育局 财政局 水利局 交通运输局 住房和城乡建设局 自然资源和规划局 农业农村局 卫生健康局 民政局 司法局 审计局 "
    "统计局 人民政府 人民政府办公室 人民医院 中医医院 妇幼保健院 疾病预防控制中心 第一中学 第二中学 实验小学 第一小学 "
    "幼儿园 职业技术学校 人民法院 人民检察院 城市管理局 应急管理局 市场监督管理局 生态环境局 文化和旅游局 体育局 林业局 "
    "气象局 税务局 公路管理局 机关事务服务中心 大数据管理局 公共资源交易中心 政府采购中心 公安局交通警察大队 街道办事处 "
    "人力资源和社会保障局 医疗保障局 退役军人事务局 发展和改革局 工业和信息化局 融媒体中心 图书馆 博物馆 水务局 消防救援大队"
)
OFFICES = tuple(_OFFICES.split(" "))
SIGNS = (
    "华中宏鑫盛达信诚恒泰瑞祥安康明辉天地源丰博远创智联众合金银龙凤东南西北方正大立新世纪海洋江河山川林森宇宙星辰阳光美佳"
    "和顺利通富强兴旺发隆昌永久长城春秋"
)
FORMS = ["有限公司"] * 7 + ["有限责任公司"] * 2 + ["股份有限公司", "集团有限公司"]


def main(source: str, target: str) -> None:
    """Write the weights."""
    chance = random.Random(1)  # noqa: S311 (which names are drawn is no secret)
    names = [*_listed(Path(source), chance), *_bodies(chance), *_companies(chance)]
    parts = [parse(name) for name in names]
    worded = [each.bare if each.han else each.concepts for each in parts]
    matrices = {
        "pieces": _grams.pieces([each.text for each in parts]),
        "words": _grams.words(worded),
        "bridge": _grams.pieces([each.bridge for each in parts]),
        "terms": _grams.words([each.bridge for each in parts]),
    }
    arrays: dict[str, Any] = {"names": np.array(len(names)), "rare": np.array(np.log((len(names) + 2) / LEAST))}
    for name, matrix in matrices.items():
        counts = np.bincount(matrix.indices, minlength=_grams.COLUMNS)
        columns = np.flatnonzero(counts >= LEAST)
        weights = np.log((len(names) + 2.0) / (counts[columns] + 1.0))
        arrays[f"{name}.columns"] = columns.astype(np.uint32)
        arrays[f"{name}.weights"] = np.round(weights / STEP).clip(0, 255).astype(np.uint8)
    np.savez_compressed(target, **arrays)


def _listed(source: Path, chance: random.Random) -> list[str]:
    with (
        gzip.open(source, "rt", encoding="utf-8") if source.suffix == ".gz" else source.open(encoding="utf-8") as lines
    ):
        names = [row["name"] for row in csv.DictReader(lines)]
    return chance.sample(names, min(LISTED, len(names)))


def _places() -> list[str]:
    return sorted({body.name for body in _gazetteer().codes.values() if len(body.name) >= 2})


def _bodies(chance: random.Random) -> list[str]:
    places = _places()
    return [chance.choice(places) + chance.choice(OFFICES) for _ in range(BODIES)]


def _companies(chance: random.Random) -> list[str]:
    places = [name.rstrip("省市县区") for name in _places()]
    trades = _TRADES.split("|")
    made = []
    for _ in range(COMPANIES):
        core = "".join(chance.choice(SIGNS) for _ in range(chance.choice((2, 2, 2, 3))))
        trade = "".join(chance.sample(trades, chance.choice((1, 1, 2))))
        made.append(chance.choice(places) + core + trade + chance.choice(FORMS))
    return made


if __name__ == "__main__":
    main(*sys.argv[1:3])
