"""Extraction: the score without each layer, notices a second, and single values beside other parsers.

    python -m bench extracting
    COUNTERFILE_PEERS=…/bin/python python -m bench extracting    # with jionlp, price-parser and dateparser there

The peers run in a process of their own, in whatever Python the variable names, on the same strings in the same order;
times are CPU seconds. The strings are invented: each value is printed in every way of a list of ways.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from bench.corpus import labeled as labeled_readings
from bench.corpus import real
from bench.measuring import SHARED
from counterfile import worker
from counterfile.hooks import Extractor
from counterfile.model.reading import Reading
from counterfile.model.value import Basis
from counterfile.stages.extract import extract_reading
from counterfile.text.dates import read_date
from counterfile.text.money import read_amount
from counterfile.views.evaluation import Case, Evaluation, evaluate, labeled, sureness, unproven
from counterfile.views.labels import label
from counterfile.views.layouts import layout_of

EVERY = 4  # of the real notices, for the speed
VALUES = 40  # of each kind, each printed in every way


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Score, time and compare."""
    return {"ablation": _ablation(), "speed": _speed(), "strings": _strings()}


# Layers --------------------------------------------------------------------------------------------------------------


def _ablation() -> dict[str, object]:
    """Return the score on the labeled notices with all layers, without each of them, and with each alone."""
    labels = SHARED / "gold" / "dev" / "labels"
    if not labels.is_dir():
        return {"skipped": "the labeled notices are not beside this checkout"}
    readings = [(path, reading) for path, reading in labeled_readings() if (labels / f"{path.stem}.json").is_file()]
    layers = worker.layers()
    rows = {"all": _figures(_evaluated(readings, layers, labels))}
    for layer in layers:
        kept = [other for other in layers if other is not layer]
        rows[f"without {layer.name}"] = _figures(_evaluated(readings, kept, labels))
        rows[f"{layer.name} alone"] = _figures(_evaluated(readings, [layer], labels))
    return dict(rows)


def _evaluated(readings: Sequence[tuple[Path, Reading]], layers: Sequence[Extractor], labels: Path) -> Evaluation:
    cases = []
    for path, reading in readings:
        wanted = labeled(json.loads((labels / f"{path.stem}.json").read_text("utf-8")))
        notices = extract_reading(reading, layers)
        said = notices[0][1] if notices else ()
        given = label(said, path.name) if said else {}
        proof = (len(said), tuple(unproven(said, reading)))
        layout = wanted.layout or layout_of(reading).id
        cases.append(Case(wanted.id, layout, wanted.label, given, wanted.disputed, sureness(said, given), *proof))
    return evaluate(cases, resamples=200)


def _figures(found: Evaluation) -> dict[str, object]:
    low, high = found.micro.f1.low, found.micro.f1.high
    selective = found.calibration.selective
    return {
        "f1": round(found.micro.f1.value, 4),
        "interval": [round(low, 4), round(high, 4)],
        "precision": round(found.micro.precision.value, 4),
        "macro_layouts_f1": round(found.macro_layouts_f1.value, 4),
        "suppliers": round(found.fields["suppliers"].f1.value, 4),
        "amounts": round(found.fields["amounts"].f1.value, 4),
        "lot_rows_multi": round(found.fields["lot_rows_multi"].f1.value, 4),
        "off_by_power_of_ten": len(found.power_of_ten),
        "unproven": len(found.unproven),
        "ece": round(found.calibration.ece, 4),
        "selective_85": None if selective is None else round(selective.accuracy, 4),
    }


def _speed() -> dict[str, object]:
    """Return how many real notices are extracted in a CPU second, read already, by all layers and the resolver."""
    readings = list(real(EVERY))
    if not readings:
        return {"skipped": "the real notices are not beside this checkout"}
    layers = worker.layers()
    began = time.process_time()
    notices = sum(len(extract_reading(reading, layers)) for reading in readings)
    spent = time.process_time() - began
    return {
        "readings": len(readings),
        "notices": notices,
        "characters": sum(len(reading.text) for reading in readings),
        "cpu_s": round(spent, 2),
        "readings_per_cpu_s": round(len(readings) / spent, 1),
    }


# Strings -------------------------------------------------------------------------------------------------------------

_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def capitals(yuan: int) -> str:
    """Return whole yuan below 10^8 as they are written on cheques.

    >>> capitals(1286000), capitals(50300), capitals(20000001)
    ('壹佰贰拾捌万陆仟元整', '伍万零叁佰元整', '贰仟万零壹元整')
    """
    high, low = divmod(yuan, 10_000)
    words = f"{_under_wan(high)}万" if high else ""
    if low:
        words += ("零" if high and low < 1000 else "") + _under_wan(low)
    return f"{words}元整"


def _under_wan(number: int) -> str:
    words, gap = "", False
    for unit, sign in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + sign
        gap = not digit
    return words


TOTALS: dict[str, Callable[[int], str]] = {
    "plain": lambda yuan: f"{yuan}元",
    "grouped": lambda yuan: f"{yuan:,}.00元",
    "sign": lambda yuan: f"￥{yuan:,}.00",
    "sign and words behind": lambda yuan: f"￥{yuan / 10_000:.4f} 万元（人民币）",
    "wan": lambda yuan: f"{yuan / 10_000:.4f}万元",
    "wan in brackets": lambda yuan: f"{yuan / 10_000:.6f}（万元）",
    "wan without yuan": lambda yuan: f"{yuan / 10_000:g}万",
    "yi": lambda yuan: f"{Decimal(yuan) / 10**8:f}亿元",
    "labeled": lambda yuan: f"中标金额：{yuan / 10_000:.4f}万元",
    "unit in the label": lambda yuan: f"成交价（万元）：{yuan / 10_000:.4f}",
    "unit first": lambda yuan: f"万元 {yuan / 10_000:.4f}",
    "full width": lambda yuan: f"{yuan}元".translate({ord("0") + n: ord("０") + n for n in range(10)}),
    "capitals": capitals,
    "capitals and digits": lambda yuan: f"人民币{capitals(yuan)}（¥{yuan}.00）",
    "small and capital": lambda yuan: f"小写：{yuan}元 大写：{capitals(yuan)}",
}
"""Ways to print a total; what is read must be the yuan, to the cent."""

NO_TOTALS: dict[str, Callable[[int], str]] = {
    "discount": lambda number: f"下浮率 {number % 40 + 1}%",
    "fee rate": lambda number: f"费率：{number % 9 + 0.85:.2f}%",
    "unit price": lambda number: f"单价：{number % 900 + 0.78:.2f}元",
    "by the hour": lambda number: f"{number % 900 + 0.6:.1f}元/工日",
    "range": lambda number: f"{number % 400 + 100}-{number % 400 + 300}万元",
    "above": lambda number: f"{number % 400 + 100}万元以上",
    "tariff": lambda number: f"按计价格[2002]{number % 9000 + 1000}号收费标准的{number % 60 + 20}%计取",
    "zero": lambda number: "总中标金额：0.000000 万元",
    "annex": lambda number: "详见附件",
    "without unit": lambda number: f"{number}",
}
"""Prices that are no total; a program that says one is wrong. The last has no unit, so 元 or 万元 cannot be told."""

DATES: dict[str, Callable[[date], str]] = {
    "hanzi": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "blanks": lambda day: f"{day.year}年{day.month} 月 {day.day} 日",
    "iso": lambda day: f"{day:%Y-%m-%d} 09:30:00",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "points": lambda day: f"{day.year}.{day.month}.{day.day}",
    "numerals": lambda day: f"{_han(day.year)}年{_tens(day.month)}月{_tens(day.day)}日",
    "hour": lambda day: f"{day.year}年{day.month:02}月{day.day:02}日9时30分（北京时间）",
    "packed": lambda day: f"{day:%Y%m%d} - 09:30:00",
    "labeled": lambda day: f"开标时间：{day.year}年{day.month}月{day.day}日 下午2:30",
}
"""Ways to print a day."""


def _han(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(sign)] for sign in str(year))


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    words = {0: "", 1: "十"}.get(tens, f"{'一二三四五六七八九'[tens - 1]}十")
    return words + ("一二三四五六七八九"[ones - 1] if ones else "")


Row = tuple[str, str, str | None]
"""Kind, string, and what is right: yuan to the cent, an ISO day, None for no total."""


def strings(seed: int = 1, count: int = VALUES) -> tuple[list[Row], list[Row]]:
    """Return amounts and dates in every way of printing them."""
    chance = Random(seed)
    sums = [chance.randrange(1, 99_999) * chance.choice((1, 10, 100, 1000)) for _ in range(count)]
    days = [date(2012, 1, 1) + timedelta(chance.randrange(5000)) for _ in range(count)]
    amounts: list[Row] = [(kind, way(yuan), f"{yuan}.00") for kind, way in TOTALS.items() for yuan in sums]
    amounts += [(f"no total: {kind}", way(yuan), None) for kind, way in NO_TOTALS.items() for yuan in sums]
    dates: list[Row] = [(kind, way(day), day.isoformat()) for kind, way in DATES.items() for day in days]
    return amounts, dates


def _strings() -> dict[str, object]:
    amounts, dates = strings()
    ours: dict[str, object] = {
        "amounts": _judged(amounts, *_timed(_our_amount, amounts)),
        "dates": _judged(dates, *_timed(_our_date, dates)),
    }
    return {"counterfile": ours, **_peers(amounts, dates)}


def _our_amount(text: str) -> str | None:
    found = read_amount(text)
    if found is None or found.amount is None or found.basis is not Basis.TOTAL:
        return None
    return f"{found.amount:.2f}"


def _our_date(text: str) -> str | None:
    found = read_date(text)
    return found.isoformat() if found is not None else None


def _timed(read: Callable[[str], str | None], rows: Sequence[Row]) -> tuple[list[str | None], float]:
    read(rows[0][1])
    began = time.process_time()
    found = [read(text) for _, text, _ in rows]
    return found, time.process_time() - began


def _judged(rows: Sequence[Row], found: Sequence[str | None], seconds: float) -> dict[str, object]:
    """Return shares of the totals or days right, wrong, off by a power of ten, missed; and numbers said of none."""
    judged = [(kind, right, got, _same(right, got)) for (kind, _, right), got in zip(rows, found, strict=True)]
    stated = [(right, got, same) for _, right, got, same in judged if right is not None]
    none = [got for _, right, got, _ in judged if right is None]
    wrong = Counter(kind for kind, _, got, same in judged if got is not None and not same)
    result: dict[str, object] = {
        "strings": len(rows),
        "right": round(sum(same for _, _, same in stated) / len(stated), 4),
        "wrong": round(sum(got is not None and not same for _, got, same in stated) / len(stated), 4),
        "missed": round(sum(got is None for _, got, _ in stated) / len(stated), 4),
        "us_each": round(1e6 * seconds / len(rows), 1),
        "wrong_by_way": dict(wrong),
    }
    if none:
        result["total_said_of_none"] = round(sum(got is not None for got in none) / len(none), 4)
        result["off_by_power_of_ten"] = sum(not same and _is_shifted(right, got) for right, got, same in stated)
    return result


def _same(right: str | None, got: str | None) -> bool:
    if right is None or got is None or "-" in right:
        return right == got
    return Decimal(right) == Decimal(got)


def _is_shifted(right: str, got: str | None) -> bool:
    if got is None or not Decimal(got):
        return False
    return (Decimal(right) / Decimal(got)).normalize().as_tuple().digits == (1,)


def _peers(amounts: Sequence[Row], dates: Sequence[Row]) -> dict[str, object]:
    python = os.environ.get("COUNTERFILE_PEERS", "")
    if not python:
        return {"peers": "skipped: COUNTERFILE_PEERS names no Python that has jionlp, price-parser and dateparser"}
    script = Path(__file__).with_name("extracting_peers.py")
    asked = json.dumps({"amounts": [row[1] for row in amounts], "dates": [row[1] for row in dates]})
    # -P keeps this folder off the path: a module of ours must not stand in for one of theirs.
    answer = subprocess.run([python, "-P", str(script)], input=asked, capture_output=True, text=True, check=True)
    found: dict[str, object] = {}
    for peer, kinds in json.loads(answer.stdout).items():
        if isinstance(kinds, str):
            found[peer] = kinds
            continue
        found[peer] = {
            kind: _judged(amounts if kind == "amounts" else dates, values, seconds)
            for kind, (values, seconds) in kinds.items()
        }
    return found
