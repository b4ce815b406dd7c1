"""Invented notices with several lots, printed in many ways, with the rows of lots that each states.

Every notice crosses a way to lay out lots (a table, headings, lists, sentences, one line a cell) with a way to name them
(包1, 第二标段, A包, 标项1 …) and a way to print sums. Names, titles and sums are made up by a seeded generator. The ways
were collected from what readers of notices report, and written before any of them was tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

_HAN = "一二三四五六七八九"


@dataclass(frozen=True)
class Row:
    """What a notice says of one lot."""

    label: str
    title: str
    supplier: str | None
    """None for a lot that failed."""
    amount: Decimal | None
    """Yuan."""


@dataclass(frozen=True)
class Notice:
    """A notice in the markup of ``tests/golden/unseen_notices.py``, and its truth."""

    way: str
    text: str
    rows: tuple[Row, ...]


LABELS: dict[str, Callable[[int], str]] = {
    "包1": lambda number: f"包{number}",
    "第1包": lambda number: f"第{number}包",
    "01包": lambda number: f"0{number}包",
    "A包": lambda number: f"{'ABCDEF'[number - 1]}包",
    "第一包": lambda number: f"第{_HAN[number - 1]}包",
    "第一标段": lambda number: f"第{_HAN[number - 1]}标段",
    "一标段": lambda number: f"{_HAN[number - 1]}标段",
    "1标段": lambda number: f"{number}标段",
    "标段一": lambda number: f"标段{_HAN[number - 1]}",
    "采购包1": lambda number: f"采购包{number}",
    "标项1": lambda number: f"标项{number}",
    "分包1": lambda number: f"分包{number}",
    "标包1": lambda number: f"标包{number}",
    "包组一": lambda number: f"包组{_HAN[number - 1]}",
}
"""Ways to name a lot."""

_PLACES = ["青禾", "澄溪", "栎阳", "云岫", "沅安", "柏川", "岚城", "泽源", "苇河", "丰洛"]
_FIRMS = ["恒岳", "锦程", "瑞泽", "博远", "鼎新", "众诚", "华渡", "联拓", "天禾", "宏宇", "明德", "信泰"]
_TRADES = [
    "科技有限公司",
    "建设工程有限公司",
    "物业服务有限公司",
    "医疗器械有限公司",
    "信息技术股份有限公司",
    "环境工程有限公司",
]
_THINGS = [
    "教学仪器",
    "道路养护",
    "食堂食材配送",
    "医用耗材",
    "安防监控设备",
    "办公家具",
    "绿化管护",
    "垃圾清运",
    "课桌椅",
    "净水设备",
]


def notices(count: int = 240, seed: int = 11) -> Iterator[Notice]:
    """Yield notices, each way and each label in turn."""
    chooser = Random(seed)
    ways, styles = sorted(WAYS), sorted(LABELS)
    for number in range(count):
        way = ways[number % len(ways)]
        label = LABELS[chooser.choice(styles)]
        rows = tuple(_row(chooser, label(at)) for at in range(1, chooser.randint(2, 4) + 1))
        if len({row.supplier for row in rows}) < len(rows):
            rows = tuple(
                Row(row.label, row.title, f"{place}{row.supplier}", row.amount)
                for row, place in zip(rows, _PLACES, strict=False)
            )
        place = chooser.choice(_PLACES)
        text, said = WAYS[way](chooser, f"{place}市", rows)
        yield Notice(way, text, said)


def _row(chooser: Random, label: str) -> Row:
    firm = chooser.choice(_PLACES) + chooser.choice(_FIRMS) + chooser.choice(_TRADES)
    yuan = Decimal(chooser.randrange(80_000, 9_000_000)) + Decimal(chooser.choice(("0", "0", "0.5", "0.38")))
    return Row(label, chooser.choice(_THINGS), firm, yuan)


def _head(chooser: Random, place: str, kind: str) -> str:
    number = f"{'QHZC' if kind != 'x' else ''}-2024-{chooser.randrange(100, 999)}"
    return (
        f"# {place}教育局2024年度采购项目{kind}\n一、项目编号：{number}\n二、项目名称：{place}教育局2024年度采购项目\n"
    )


def _foot(place: str) -> str:
    return (
        f"五、代理服务收费标准及金额：共计2.36万元\n六、联系方式\n采购人：{place}教育局\n"
        f"采购代理机构：{place}正衡招标代理有限公司\n"
    )


def _yuan(amount: Decimal | None) -> str:
    return f"{amount:,.2f}" if amount is not None else "/"


def _wan(amount: Decimal | None) -> str:
    return f"{amount / 10_000:.6f}" if amount is not None else "/"


Made = tuple[str, tuple[Row, ...]]


def _table(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    heads = chooser.choice(
        (
            ("包号", "包名称", "中标供应商", "中标金额（元）"),
            ("标段", "标段名称", "中标人", "中标价(元)"),
            ("分包编号", "采购内容", "成交单位名称", "成交金额（元）"),
        )
    )
    body = "".join(f"| {row.label} | {row.title} | {row.supplier} | {_yuan(row.amount)} |\n" for row in rows)
    text = _head(chooser, place, "中标结果公告") + "三、中标信息\n| " + " | ".join(heads) + " |\n" + body + _foot(place)
    return text, rows


def _table_wan(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(
        f"| {number} | {row.label} {row.title} | {row.supplier} | {_wan(row.amount)} |\n"
        for number, row in enumerate(rows, 1)
    )
    head = "| 序号 | 标的 | 成交供应商名称 | 成交金额（万元） |\n"
    return _head(chooser, place, "成交结果公告") + "三、成交信息\n" + head + body + _foot(place), rows


def _headings(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(
        f"{row.label}：{row.title}\n中标供应商：{row.supplier}\n中标金额：{_yuan(row.amount)}元\n" for row in rows
    )
    return _head(chooser, place, "中标公告") + "三、中标信息\n" + body + _foot(place), rows


def _headings_tables(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(
        f"{row.label}（{row.title}）\n| 供应商名称 | 供应商地址 | 中标金额 |\n| {row.supplier} | {place}建设路8号 | {_yuan(row.amount)}元 |\n"
        for row in rows
    )
    return _head(chooser, place, "中标（成交）结果公告") + "三、中标（成交）信息\n" + body + _foot(place), rows


def _lines(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(f"{row.label}：中标人：{row.supplier}，中标金额：{_wan(row.amount)}万元；\n" for row in rows)
    return _head(chooser, place, "中标公告") + "三、中标结果\n" + body + _foot(place), rows


def _prose(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "；".join(f"{row.label}中标供应商为{row.supplier}，中标金额为人民币{_yuan(row.amount)}元" for row in rows)
    return _head(chooser, place, "中标公告") + "三、经评审，" + body + "。\n" + _foot(place), rows


def _lists(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    names = "；".join(f"{row.label}：{row.supplier}" for row in rows)
    sums = "；".join(f"{row.label}：{_yuan(row.amount)}元" for row in rows)
    text = _head(chooser, place, "成交公告") + f"三、成交信息\n成交供应商：{names}\n成交金额：{sums}\n" + _foot(place)
    return text, rows


def _flat(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    cells = "序号\n包号\n供应商名称\n供应商地址\n中标（成交）金额\n" + "".join(
        f"{number}\n{row.label}\n{row.supplier}\n{place}人民路{number}号\n{_yuan(row.amount)}元\n"
        for number, row in enumerate(rows, 1)
    )
    return _head(chooser, place, "结果公告") + "三、中标（成交）信息\n" + cells + "四、其他\n无\n" + _foot(place), rows


def _transposed(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    columns = (
        ("标段号", [row.label for row in rows]),
        ("中标人", [row.supplier or "/" for row in rows]),
        ("中标金额（元）", [_yuan(row.amount) for row in rows]),
    )
    body = "".join(f"| {head} | " + " | ".join(cells) + " |\n" for head, cells in columns)
    return _head(chooser, place, "中标公告") + "三、中标信息\n" + body + _foot(place), rows


def _failed(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    last = rows[-1]
    said = (*rows[:-1], Row(last.label, last.title, None, None))
    body = "".join(
        f"| {row.label} | {row.supplier} | {_yuan(row.amount)}元 |\n"
        if row.supplier
        else f"| {row.label} | 有效投标人不足三家，废标 | / |\n"
        for row in said
    )
    text = _head(chooser, place, "中标公告") + "三、中标情况\n| 包号 | 中标供应商 | 中标金额 |\n" + body + _foot(place)
    return text, said


def _blocks(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(
        f"（{number}）{row.label}\n成交供应商名称：{row.supplier}\n成交供应商地址：{place}解放路{number}号\n"
        f"成交金额（元）：{row.amount:.2f}\n"
        for number, row in enumerate(rows, 1)
    )
    return _head(chooser, place, "竞争性磋商成交公告") + "三、成交信息\n" + body + _foot(place), rows


def _keyed(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(
        f"| {row.label} |\n| 中标供应商 | {row.supplier} |\n| 中标价 | {_wan(row.amount)}万元 |\n" for row in rows
    )
    return _head(chooser, place, "中标公告") + "三、中标信息\n" + body + _foot(place), rows


def _candidates(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(f"{row.label}\n第一中标候选人：{row.supplier}，投标报价：{_yuan(row.amount)}元\n" for row in rows)
    return _head(chooser, place, "中标候选人公示") + "三、评标结果\n" + body + _foot(place), rows


def _ranked(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    body = "".join(
        f"{row.label}：\n| 排名 | 投标人名称 | 投标报价（元） | 得分 |\n| 1 | {row.supplier} | {_yuan(row.amount)} | 91.2 |\n"
        for row in rows
    )
    return _head(chooser, place, "中标候选人公示") + "三、中标候选人情况\n" + body + _foot(place), rows


def _budgets(chooser: Random, place: str, rows: tuple[Row, ...]) -> Made:
    said = tuple(Row(row.label, row.title, None, row.amount) for row in rows)
    body = "".join(f"| {row.label} | {row.title} | 1批 | {_wan(row.amount)} |\n" for row in rows)
    text = _head(chooser, place, "公开招标公告") + "三、采购需求\n| 包号 | 名称 | 数量 | 预算金额（万元） |\n" + body
    return text + _foot(place), said


WAYS: dict[str, Callable[[Random, str, tuple[Row, ...]], Made]] = {
    "table": _table,
    "table, lot within the title, 万元 in the head": _table_wan,
    "headings and pairs": _headings,
    "headings and tables": _headings_tables,
    "a line a lot": _lines,
    "one sentence": _prose,
    "lists within values": _lists,
    "one line a cell": _flat,
    "lots as columns": _transposed,
    "the last lot failed": _failed,
    "numbered blocks": _blocks,
    "keys under a merged cell": _keyed,
    "candidates by lot": _candidates,
    "ranked tables by lot": _ranked,
    "budgets": _budgets,
}
"""Ways to lay out lots."""
