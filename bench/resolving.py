"""Organizations: ours beside exact normalization, rapidfuzz, Splink and nomenklatura; answers replayed; a million names.

    COUNTERFILE_PEERS=…/bin/python python -m bench resolving     # with splink, nomenklatura and rapidfuzz there

Each set is split by a digest of its clusters. Thresholds are chosen on one half and every figure is of the other. The
shipped weights have seen both halves; ``COUNTERFILE_WEIGHTS`` names weights of ``scripts/organization_model.py --half 0``
that have seen the first only, and the figures say which were used. ``COUNTERFILE_LEFT_OUT`` is a path in which SET
stands for a set's name, of weights that never saw that set: they are scored on all of it, and learn from answers on it.
"by EM" are weights without any answers: levels of comparison fitted to the pairs themselves. String scores and nomenklatura judge the candidate
pairs that our blocking gives them, Splink blocks for itself; all are grouped by connected components at their best
threshold. Times are CPU seconds. ``COUNTERFILE_MENTIONS`` is the size of the generated set, a million by default.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import os
import random
import resource
import subprocess
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from rapidfuzz import fuzz, process
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from bench.measuring import SHARED
from counterfile.resolving import blocking, features, levels, model, teaching
from counterfile.resolving.measures import pairwise
from counterfile.resolving.mentions import Mention, Table
from counterfile.resolving.organizations import Groups, Index, cluster, resolve
from counterfile.text.names import name_key

SETS = ("cn_ashare", "ror_zh", "goc", "ror_zh_en")
THRESHOLDS = tuple(number / 40 for number in range(12, 41))
ANSWERS = (0, 20, 50, 100)


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return the figures of every set that is there, of the replay and of the generated million."""
    weights = _weights()
    found: dict[str, object] = {
        "weights": "half 0" if "COUNTERFILE_WEIGHTS" in os.environ else "shipped: these sets were in their training"
    }
    for name in SETS:
        path = SHARED / "data" / "resolving" / f"{name}.csv"
        if not path.is_file():
            found[name] = "skipped: the set is not there"
            continue
        tuning, judged = _Half(path, 0), _Half(path, 1)
        found[name] = {
            "records": len(judged.mentions),
            "ours": _ours(judged, weights),
            "by EM, without answers": _by_em(tuning, judged),
            "exact normalization": _exact(judged),
            **_strings(tuning, judged),
            **_peers(tuning, judged),
        }
        held = os.environ.get("COUNTERFILE_LEFT_OUT", "").replace("SET", name)
        if Path(held).is_file():
            left = _read(Path(held))
            found[f"{name} left out whole"] = _ours(_Half(path, None), left)
            found[f"{name} answers"] = replay(tuning, judged, left)
    if count := int(os.environ.get("COUNTERFILE_MENTIONS", "1000000")):
        found["generated"] = generated(count, weights)
    return found


class _Half:
    """One half of a set, or the whole set where it is None, with its candidate pairs."""

    def __init__(self, path: Path, half: int | None) -> None:
        self.mentions: list[Mention] = []
        clusters: list[str] = []
        packed = path.suffix == ".gz"
        with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                digest = hashlib.sha1(f"x|{row['cluster']}".encode(), usedforsecurity=False).digest()
                if half is None or digest[0] % 2 == half:
                    self.mentions.append(
                        Mention(row["rec_id"], row["name"], row["country"], row["city"], row["address"])
                    )
                    clusters.append(row["cluster"])
        known = {cluster: number for number, cluster in enumerate(dict.fromkeys(clusters))}
        self.truth = np.array([known[cluster] for cluster in clusters])
        began = time.process_time()
        self.table = Table(self.mentions)
        self.ones, self.twos = blocking.block(self.table)
        self.seconds = time.process_time() - began

    def rates(self, label: Sequence[int]) -> dict[str, float]:
        """Return pairwise precision, recall and F1 of a grouping."""
        names = [str(number) for number in range(len(self.truth))]
        rates = pairwise(
            dict(zip(names, map(int, label), strict=True)), dict(zip(names, self.truth.tolist(), strict=True))
        )
        return {name: round(getattr(rates, name), 4) for name in ("precision", "recall", "f1")}

    def linked(self, ones: Any, twos: Any) -> Any:
        """Return the connected components of pairs."""
        count = len(self.truth)
        graph = sparse.coo_matrix((np.ones(len(ones), np.int8), (ones, twos)), shape=(count, count))
        return connected_components(graph, directed=False)[1]


def _weights() -> model.Model:
    return _read(Path(os.environ["COUNTERFILE_WEIGHTS"])) if "COUNTERFILE_WEIGHTS" in os.environ else model.shipped()


def _read(path: Path) -> model.Model:
    with np.load(path, allow_pickle=False) as arrays:
        return model.read(arrays)


def _grouped(half: _Half, weights: model.Model) -> tuple[model.Scored, Groups]:
    scored = model.score(half.table, half.ones, half.twos, weights)
    return scored, cluster(half.table, scored, weights)


def _ours(half: _Half, weights: model.Model) -> dict[str, object]:
    began = time.process_time()
    _, groups = _grouped(half, weights)
    seconds = time.process_time() - began
    return half.rates(groups.proposed) | {
        "automatic": half.rates(groups.automatic),
        "by_group": groups.by_group,
        "pairs_per_second": round(len(half.ones) / seconds),
        "cpu_s": round(seconds + half.seconds, 2),
    }


def _by_em(tuning: _Half, judged: _Half) -> dict[str, object]:
    began = time.process_time()
    scores = []
    for half in (tuning, judged):
        found = levels.levels(features.compare(half.table, half.ones, half.twos))
        scores.append(levels.probability(found, levels.estimate(found)))
    return _best(tuning, judged, *scores) | {"cpu_s": round(time.process_time() - began, 2)}


def _exact(half: _Half) -> dict[str, object]:
    known: dict[str, int] = {}
    label = [known.setdefault(name_key(mention.name), len(known)) for mention in half.mentions]
    return dict(half.rates(label))


def _strings(tuning: _Half, judged: _Half) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, scorer in (("ratio", fuzz.ratio), ("token_sort_ratio", fuzz.token_sort_ratio), ("WRatio", fuzz.WRatio)):
        began = time.process_time()
        scores = [_scores(half, scorer) for half in (tuning, judged)]
        seconds = time.process_time() - began
        found[f"rapidfuzz {name}"] = _best(tuning, judged, *scores) | {"cpu_s": round(seconds, 2)}
    return found


def _scores(half: _Half, scorer: Any) -> Any:
    names = [name.casefold() for name in (mention.name for mention in half.mentions)]
    ones, twos = [names[row] for row in half.ones], [names[row] for row in half.twos]
    return np.asarray(process.cpdist(ones, twos, scorer=scorer)) / 100


def _best(tuning: _Half, judged: _Half, ours: Any, theirs: Any) -> dict[str, object]:
    """Return the figures of the second half at the threshold that is best on the first."""

    def at(half: _Half, scores: Any, threshold: float) -> dict[str, float]:
        kept = scores >= threshold
        return half.rates(half.linked(half.ones[kept], half.twos[kept]))

    best = max(THRESHOLDS, key=lambda threshold: at(tuning, ours, threshold)["f1"])
    return at(judged, theirs, best) | {"threshold": best}


def _peers(tuning: _Half, judged: _Half) -> dict[str, object]:
    """Return the figures of Splink and nomenklatura, run in a Python that has them."""
    python = os.environ.get("COUNTERFILE_PEERS", "")
    if not python:
        return {"peers": "skipped: COUNTERFILE_PEERS names no Python that has splink, nomenklatura and rapidfuzz"}
    script = Path(__file__).with_name("resolving_peers.py")
    asked = json.dumps([_asked(tuning), _asked(judged)])
    answer = subprocess.run([python, "-P", str(script)], input=asked, capture_output=True, text=True, check=True)
    found: dict[str, object] = {}
    for peer, told in json.loads(answer.stdout).items():
        if isinstance(told, str):
            found[peer] = told
            continue
        halves = []
        for half, pairs in zip((tuning, judged), told["halves"], strict=True):
            half_of = msgspec.structs.replace(_Pairs(), ones=pairs[0], twos=pairs[1], scores=pairs[2])
            halves.append((half, half_of))
        found[peer] = _best_of(halves) | {"cpu_s": round(told["seconds"], 2)}
    return found


class _Pairs(msgspec.Struct, frozen=True):
    ones: list[int] = []
    twos: list[int] = []
    scores: list[float] = []


def _best_of(halves: list[tuple[_Half, _Pairs]]) -> dict[str, object]:
    def at(half: _Half, pairs: _Pairs, threshold: float) -> dict[str, float]:
        kept = np.array(pairs.scores) >= threshold
        return half.rates(half.linked(np.array(pairs.ones, int)[kept], np.array(pairs.twos, int)[kept]))

    chances = sorted({0.999, 0.99, 0.95, *THRESHOLDS})
    best = max(chances, key=lambda threshold: at(*halves[0], threshold)["f1"])
    return at(*halves[1], best) | {"threshold": best}


_MOST = 5  # candidates of a mention, the likeliest by ours, that a slow peer is asked about


def _asked(half: _Half) -> dict[str, object]:
    scored = model.score(half.table, half.ones, half.twos, model.shipped())
    order = np.argsort(-scored.log_odds, kind="stable")
    seen = np.zeros(len(half.mentions), int)
    chosen = []
    for at in order.tolist():
        one, two = int(scored.ones[at]), int(scored.twos[at])
        if min(seen[one], seen[two]) < _MOST:
            seen[one] += 1
            seen[two] += 1
            chosen.append((one, two))
    return {"names": [mention.name for mention in half.mentions], "pairs": chosen}


def replay(asked: _Half, judged: _Half, weights: model.Model) -> dict[str, object]:
    """Return F1 on one half after answers on the other, with weights that never saw the set.

    Answers are asked for in tens, by `teaching.ask`; "all" answers every candidate pair of the first half.
    """
    first = model.score(asked.table, asked.ones, asked.twos, weights)
    truth = asked.truth[first.ones] == asked.truth[first.twos]
    answers: dict[int, bool] = {}
    now = first
    found: dict[str, object] = {}
    for step in range(0, max(ANSWERS) + 10, 10):
        if len(answers) in ANSWERS:
            found[str(len(answers))] = _after(judged, weights, teaching.refit(first, first.log_odds, answers))
        for at in teaching.ask(asked.table, now, list(answers), many=10):
            answers[at] = bool(truth[at])
        layer = teaching.refit(first, first.log_odds, answers)
        odds = layer.apply(first.log_odds, first.features)
        now = msgspec.structs.replace(first, log_odds=odds, probability=model.sigmoid(odds))
        if step > max(ANSWERS):
            break
    every = {at: bool(truth[at]) for at in range(len(truth))}
    found["all"] = _after(judged, weights, teaching.refit(first, first.log_odds, every))
    return found


def _after(half: _Half, weights: model.Model, layer: model.Layer) -> dict[str, object]:
    _, groups = _grouped(half, msgspec.structs.replace(weights, layer=layer))
    label = groups.proposed
    rates = half.rates(label)
    both = int(_pairs(label * (half.truth.max() + 1) + half.truth))
    return dict(rates) | {"wrong_pairs": _pairs(label) + _pairs(half.truth) - 2 * both}


def _pairs(label: Any) -> int:
    sizes = np.unique(label, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def _each(words: str) -> list[str]:
    return words.split()


_SIGNS = (
    "晟瑞恒泽宏泰嘉禾铭远卓越弘毅博雅天启星辰云海蓝图鼎盛金桥华信中诺安邦德隆昊融创万和同心聚力航领军优品智汇慧方圆"
    "正大光明荣顺达通联科讯佳音凯旋锐意百川长河"
)
_PLACES = _each("北京 上海 杭州 南京 武汉 成都 西安 长沙 郑州 合肥 济南 沈阳 广州 昆明 贵阳 兰州")
_TRADES = _each("科技 信息技术 电子 建设工程 医疗器械 商贸 物业服务 安防技术 环保科技 教育咨询 机械设备")
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
_SYLLABLES = _each(
    "ka lo mi ran tev sor bel nor dax vin tal ern qui zor pel mar fen gri hol jun kes lum nad ost pra rex"
)
_LATIN = _each("Systems Services Construction Consulting Solutions Technologies Logistics Medical Foods Energy")
_LATIN_FORMS = ("Ltd", "Limited", "Inc.", "LLC", "GmbH", "S.A.", "S.r.l.", "Corp.")


def names(count: int, seed: int = 1) -> tuple[list[str], list[int]]:
    """Return invented names, two thirds Chinese, and which are one organization; one to three spellings of each."""
    drawing = random.Random(seed)
    out: list[str] = []
    truth: list[int] = []
    cluster_of = 0
    while len(out) < count:
        if drawing.random() < 0.7:
            place, trade = drawing.choice(_PLACES), drawing.choice(_TRADES)
            core = "".join(drawing.choice(_SIGNS) for _ in range(drawing.choice((3, 3, 4))))
            rest = trade + drawing.choice(_FORMS)
            spellings = [
                place + core + rest,
                f"{core}（{place}）{rest}",
                place + core + trade,
                f"{place}市{core}{rest}",
            ]
        else:
            core = "".join(drawing.choice(_SYLLABLES) for _ in range(4)).title()
            trade, form = drawing.choice(_LATIN), drawing.choice(_LATIN_FORMS)
            cut = drawing.randrange(1, len(core) - 1)
            whole = f"{core} {trade}"
            spellings = [
                f"{whole} {form}",
                whole,
                f"{whole.upper()} {form}",
                f"{core[:cut]}{core[cut + 1 :]} {trade} {form}",
            ]
        for name in drawing.sample(spellings, drawing.choice((1, 1, 2, 2, 3))):
            out.append(name)
            truth.append(cluster_of)
        cluster_of += 1
    return out[:count], truth[:count]


def heap(count: int, seed: int = 1) -> list[Mention]:
    """Return invented mentions as a heap of notices has them: a quarter are different strings, few names fill the rest."""
    different, _ = names(count // 4, seed)
    drawing = random.Random(seed)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(different))))
    drawn = different + drawing.choices(different, cum_weights=weights, k=count - len(different))
    return [Mention(f"{number:08}", name) for number, name in enumerate(drawn)]


def generated(count: int, weights: model.Model) -> dict[str, object]:
    """Return seconds and memory of resolving so many invented mentions, and of looking one more name up.

    First a heap, in which names come again; then as many different strings, the hardest case, step by step.
    """
    found: dict[str, object] = {"mentions": count}
    began, used = time.perf_counter(), time.process_time()

    def step(name: str) -> None:
        nonlocal began, used
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        found[name] = {"wall_s": round(wall, 1), "cpu_s": round(cpu, 1), "peak_gb": round(peak, 2)}
        began, used = time.perf_counter(), time.process_time()

    heaped = heap(count)
    step("heap made")
    resolve(heaped, model=weights)
    step("heap resolved")
    del heaped
    spelled, truth = names(count)
    mentions = [Mention(f"{number:08}", name) for number, name in enumerate(spelled)]
    found["different strings"] = len(set(spelled))
    step("different strings made")
    table = Table(mentions)
    step("names")
    ones, twos = blocking.block(table)
    step("blocking")
    scored = model.score(table, ones, twos, weights)
    step("scoring")
    groups = cluster(table, scored, weights)
    step("clustering")
    right = dict(zip(map(str, range(count)), truth, strict=True))
    rates = pairwise(dict(zip(right, groups.proposed.tolist(), strict=True)), right)
    found |= {"pairs": len(ones), "f1": round(rates.f1, 3)}
    del table, ones, twos, scored, groups
    index = Index(mentions, weights)
    times = []
    for number, name in enumerate(names(200, seed=2)[0]):
        began = time.perf_counter()
        index.neighbors(Mention(f"new {number}", name))
        times.append(time.perf_counter() - began)
    return found | {"one_more_ms": {"median": _ms(times, 50), "p95": _ms(times, 95)}}


def _ms(times: list[float], share: int) -> float:
    return round(float(np.percentile(times, share)) * 1000, 1)
