"""Rows of a table that a portal flattened into one line a cell: where each begins, and which value stands in which column."""

from __future__ import annotations

import re
from itertools import pairwise

from counterfile.plugins.extractors._seen import Column, Spot
from counterfile.text.dates import read_date
from counterfile.text.identifiers import is_uscc
from counterfile.text.kinds import find_lots, ordinal
from counterfile.text.labels import AMOUNT_FIELDS, DATE_FIELDS, Field, Meaning, fold_label
from counterfile.text.money import read_amount
from counterfile.text.names import is_organization

RANKED = Meaning(Field.RANK)
MARK = re.compile(
    r"第[一二三四五六七八九十\d]{1,2}(?:名|位|中标候选人|成交候选人|候选人|中选候选人|候选供应商|中标候选供应商|成交候选供应商)|(?:推荐)?第[一二三四五]?\S{0,4}候选人?"
)
SUM = re.compile(r"[合总小]\s*计(?:金额)?\s*(?:[(（][^()（）]{1,12}[)）])?\s*[:：]?")
"""What stands before the sum of a column."""
_SUM_OF_ALL = re.compile(
    r"(?:(?:[两二三四五六七八九十]|\d{1,2})\s*个?(?:分包|标包|标段|标项|包组|包|品目)|以上|上述|各|全部|所有)\S{0,14}?(?:[合总共]\s*计|总额|总和|之和)"
)
"""Words of a sentence below a table that adds its rows up (两个包中标金额合计：…); no cell of its last row."""
_SUM_IN_LINE = re.compile(r"[合总共]\s*计(?:金额|价)?(?:为|是|[:：])?\s*(?:人民币)?[¥￥]?\d")
JOINT_CELL = re.compile(
    r"\s*[(（]?(?:牵头|联合体)(?:人|方|单位|牵头人|牵头单位|牵头方|成员|主体|主办方)?[)）]?\s*\d?\s*[:：]"
)
"""A cell that names a joint bid's parties with their roles: 牵头人：甲公司 / 联合体成员：乙公司."""
_ADDRESS = re.compile(r"号|室|楼|路|街|道|层|栋|幢|座|镇|乡|村|园区|大厦|开发区")


_HEAD = re.compile(
    r"[\u4e00-\u9fff/、（）()%％]{1,16}(?:[（(][^（）()]{1,8}[)）]|名称|单位|金额|价|数量|要求|时间|期限|工期|地点|号|编码|描述|概况|范围|标准|情况|联合体|"
    r"方式|备注|说明|预算|限价|得分|总分|结果|原因|理由|地址|品牌|型号|规格|产地|等级|内容|类型|包|标段|分包|名次|排名|排序|次序|投标人|中标人|供应商)"
)


def is_head(text: str) -> bool:
    """True for words that look like a column's head though no lexicon knows them: short, without figures, ending as heads do.

    >>> is_head("包最高限价（元）"), is_head("某市恒岳科技有限公司"), is_head("686658")
    (True, False, False)
    """
    words = text.strip()
    return len(words) <= 18 and _HEAD.fullmatch(words) is not None and not is_organization(words)


def adds_up(text: str) -> bool:
    """True for a line below a table that says what its rows come to, in a sentence or beside its own label.

    >>> adds_up("两个包中标金额合计：5881.5271万元。"), adds_up("合计金额：5881.5271万元"), adds_up("合计"), adds_up("3397.6")
    (True, True, False, False)
    """
    match = SUM.match(text.strip())
    beside = match is not None and match.end() < len(text.strip())
    return beside or _SUM_OF_ALL.search(text) is not None or _SUM_IN_LINE.search(text) is not None


def flat_rows(columns: tuple[Column, ...], values: list[Spot]) -> list[tuple[Spot | None, ...]]:
    starts = _row_starts(columns, values)
    rows = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(values)
        rows.append(_align(columns, values[start:end]))
    return rows


def _row_starts(columns: tuple[Column, ...], values: list[Spot]) -> list[int]:
    first = columns[0]
    width = len(columns)
    name = fold_label(first.label.text)
    field_ = first.meaning.field if first.meaning else None
    if name in {"序号", "编号", "排序", "排名", "名次", "行号"} or field_ in {Field.RANK}:
        if ordinal(values[0].text) == 1 or values[0].text.strip() == "1":
            starts, expected = [0], 2
            for number in range(1, len(values)):
                if ordinal(values[number].text) == expected and number - starts[-1] >= 2:
                    starts.append(number)
                    expected += 1
            return starts
        marks = [number for number, value in enumerate(values) if MARK.fullmatch(value.text.strip())]
        if marks and marks[0] == 0:
            return marks
    if len(values) % width == 0:
        return list(range(0, len(values), width))
    party = next(
        (number for number, column in enumerate(columns) if column.meaning and column.meaning.field is Field.NAME), None
    )
    if party is not None and party <= 1:
        marks = [
            number - party for number, value in enumerate(values) if number >= party and is_organization(value.text)
        ]
        if len(marks) > 1 and marks[0] == 0 and all(after - before >= 2 for before, after in pairwise(marks)):
            return marks
    return [0]


def _align(columns: tuple[Column, ...], values: list[Spot]) -> tuple[Spot | None, ...]:
    """Lay values on columns in order, by type: flattening drops empty cells, and a long cell may span lines."""
    if len(values) == len(columns):
        return tuple(values)
    width, count = len(columns), len(values)
    if count > 3 * width + 6:
        values, count = values[: 2 * width], 2 * width
    # best[i][j]: the best score of laying the first i values on the first j columns; a value may also be left out.
    low = float("-inf")
    best = [[low] * (width + 1) for _ in range(count + 1)]
    step: list[list[int]] = [[0] * (width + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for j in range(1, width + 1):
        best[0][j], step[0][j] = best[0][j - 1] - 0.5, 1
    for i in range(1, count + 1):
        best[i][0], step[i][0] = best[i - 1][0] - 1.5, 2
        for j in range(1, width + 1):
            laid = best[i - 1][j - 1] + _fits(columns[j - 1], values[i - 1])
            skipped = best[i][j - 1] - 0.5
            dropped = best[i - 1][j] - 1.5
            score = max(laid, skipped, dropped)
            best[i][j] = score
            step[i][j] = 3 if score == laid else 1 if score == skipped else 2
    row: list[Spot | None] = [None] * width
    i, j = count, width
    while i or j:
        move = step[i][j]
        if move == 3:
            row[j - 1] = values[i - 1]
            i, j = i - 1, j - 1
        elif move == 1:
            j -= 1
        else:
            i -= 1
    return tuple(row)


def _fits(column: Column, value: Spot) -> float:
    what = column.meaning
    text = value.text.strip()
    if what is None:
        return 0.0
    number = bool(re.fullmatch(r"[\d,，.\s]+", text))
    name = fold_label(column.label.text)
    if _SUM_OF_ALL.search(text):
        return -3.0
    if what.field is Field.NAME:
        return 4.0 if is_organization(text) or JOINT_CELL.match(text) else -3.0
    if what.field in AMOUNT_FIELDS:
        return (
            3.0
            if re.search(r"\d|[零壹贰叁肆伍陆柒捌玖]", text) and read_amount(text, column.label.text) is not None
            else -3.0
        )
    if what.field in DATE_FIELDS:
        return 3.0 if read_date(text) else -2.0
    if what.field is Field.PARTY_ID:
        return 4.0 if is_uscc(text) or re.fullmatch(r"[0-9A-Z\-]{9,20}", text) else -3.0
    if what.field is Field.ADDRESS:
        return 1.5 if _ADDRESS.search(text) and not number else -1.0
    if what.field is Field.RANK or name in {"序号", "行号", "数量"}:
        return (
            2.0
            if ordinal(re.sub(r"[^\d一二三四五六七八九十]", "", text) or "x") is not None and len(text) <= 10
            else -2.0
        )
    if re.search(r"得分|分$|分值|评分", name):
        return 2.0 if re.match(r"\d+(?:\.\d+)?分?$", text) else -1.5
    if what.field is Field.LOT:
        return 2.0 if find_lots(text) or len(text) <= 4 else 0.0
    if what.field in {Field.TITLE, Field.LOT_TITLE}:
        return 1.0 if not number and len(text) > 3 and not is_organization(text) else -1.0
    return 0.2 if not number else -0.2


def opens(what: Meaning | None, values: list[Spot]) -> bool:
    """True where these values make their label the first of a transposed table: all ranks, or all names."""
    if what is not None and what.field is Field.RANK:
        return all(MARK.fullmatch(value.text.strip()) for value in values)
    return all(is_organization(value.text) or "牵头" in value.text or "联合体" in value.text for value in values)
