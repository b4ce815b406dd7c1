"""Screening: records read to 95 % recall beside ASReview, stopping rules over many runs, and speed at 100,000 records.

Peer: ASReview's ELAS u4 in its own simulation, from the same prior knowledge (one relevant record and one other, drawn
by the seed as its command line draws them). Where it is not installed, its column says so.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass

import numpy as np

from bench.measuring import SHARED, Peak
from counterfile.screening.labeled import Labeled, read_labeled
from counterfile.screening.metrics import figures
from counterfile.screening.parts import Read, Record
from counterfile.screening.session import Answer, Decision, Session, Settings, build
from counterfile.screening.simulation import prior_rows, simulate
from counterfile.screening.stopping import rule

SETS = SHARED / "data" / "screening"
RULES = (
    "ranked-tail",
    "ranked-tail:95@80",
    "betting-martingale",
    "in-a-row:50",
    "in-a-row:100",
    "in-a-row:200",
    "knee",
)
LOOKS = 200  # how often a rule is asked in one run: every half percent of the heap


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Measure what the options name, everything by default: ``ranking``, ``stopping``, ``speed``."""
    parts = getattr(options, "parts", None) or ("ranking", "stopping", "speed")
    result: dict[str, object] = {}
    if "speed" in parts:
        result["speed"] = speed(getattr(options, "records", 100_000))
    if not SETS.is_dir():
        return result | {"skipped": "the labeled sets are not beside this checkout"}
    if "ranking" in parts:
        result["ranking"] = ranking(getattr(options, "sets", None), getattr(options, "seeds", (1,)))
    if "stopping" in parts:
        result["stopping"] = stopping(getattr(options, "runs", 23))
    return result


# --- ranking


def ranking(names: list[str] | None, seeds: tuple[int, ...]) -> dict[str, object]:
    """Return loss, n95 and WSS@95 for each set and seed, ours and the peer's."""
    rows = []
    for path in sorted(SETS.glob("*.csv.gz")):
        name = path.name.removesuffix(".csv.gz")
        if names and name not in names:
            continue
        heap = read_labeled(path)
        settings = Settings(random_share=0.0)
        features = build(heap.records, settings)
        for seed in seeds:
            ours = simulate(heap, seed=seed, settings=settings, features=features)
            row = {"set": name, "seed": seed, "ours": _figures(ours.figures), "ours_cpu_s": round(ours.seconds, 1)}
            rows.append(row | _peer(heap, seed))
    return {"rows": rows, "summary": _summary(rows)}


def _figures(found: object) -> dict[str, float]:
    return {name: round(float(getattr(found, name)), 4) for name in ("loss", "n95", "wss95", "recall10")}


def _peer(heap: Labeled, seed: int) -> dict[str, object]:
    try:
        import pandas as pd
        from asreview.learner import ActiveLearningCycle
        from asreview.models.models import get_ai_config
        from asreview.models.stoppers import LastRelevant
        from asreview.simulation.simulate import Simulate
    except ImportError:
        return {"elas_u4": "not installed"}
    labels = np.array(heap.relevant, dtype=np.int64)
    texts = [(record.title or None, record.body or None) for record in heap.records]
    np.random.seed(seed)
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    frame = pd.DataFrame(texts, columns=["title", "abstract"])
    simulation = Simulate(frame, pd.Series(labels), [cycle], stopper=LastRelevant(), print_progress=False)
    for row in prior_rows(labels, (1, 1), seed):
        simulation.label(np.array([row]))
    began = time.process_time()
    simulation.review()
    order = [int(row) for row in simulation._results["record_id"]]
    found = figures(labels[order].tolist(), total=len(labels), priors=2)
    return {"elas_u4": _figures(found), "elas_u4_cpu_s": round(time.process_time() - began, 1)}


def _summary(rows: list[dict[str, object]]) -> dict[str, object]:
    pairs = [(row["ours"], row["elas_u4"]) for row in rows if isinstance(row.get("elas_u4"), dict)]
    if not pairs:
        return {"compared": 0}
    result: dict[str, object] = {"compared": len(pairs)}
    for name, better in (("loss", -1), ("n95", -1), ("wss95", 1)):
        ours, theirs = (np.array([pair[side][name] for pair in pairs]) for side in (0, 1))  # type: ignore[index]
        result[name] = {
            "ours": round(float(ours.mean()), 4),
            "elas_u4": round(float(theirs.mean()), 4),
            "at_or_better": round(float((better * (ours - theirs) >= 0).mean()), 3),
        }
    return result


# --- stopping


@dataclass(frozen=True)
class Replay:
    """Where the relevant records stand in one order of reading."""

    name: str
    total: int
    labels: np.ndarray
    """1 or 0 for each record in the order of reading, the whole heap."""


def replays(runs: int, largest: int = 1500) -> list[Replay]:
    """Return orders of reading: each set sampled down to a prevalence drawn log-uniformly from 0.5 to 10 %."""
    found = []
    for path in sorted(SETS.glob("*.csv.gz")):
        heap = read_labeled(path)
        settings = Settings(random_share=0.0, batch_growth=0.5, batch_most=120)
        for seed in range(runs):
            rng = np.random.default_rng([seed, len(heap.records)])
            rows = _sample(np.array(heap.relevant), rng, largest)
            part = Labeled(
                tuple(heap.records[row] for row in rows), tuple(heap.relevant[row] for row in rows), heap.unlabeled
            )
            run = simulate(part, seed=seed, settings=settings)
            labels = np.zeros(len(rows), dtype=np.int8)
            labels[: len(run.labels)] = run.labels
            found.append(Replay(path.name.removesuffix(".csv.gz"), len(rows), labels))
    return found


def _sample(relevant: np.ndarray, rng: np.random.Generator, largest: int) -> list[int]:
    share = math.exp(rng.uniform(math.log(0.005), math.log(0.1)))
    yes, no = np.flatnonzero(relevant), np.flatnonzero(~relevant)
    total = min(largest, len(relevant))
    wanted = max(8, round(share * total))
    if wanted > len(yes):
        wanted = len(yes)
        total = min(total, int(wanted / share))
    rows = [*rng.choice(yes, wanted, replace=False), *rng.choice(no, min(total - wanted, len(no)), replace=False)]
    rng.shuffle(rows)
    return [int(row) for row in rows]


def stopping(runs: int) -> dict[str, object]:
    """Return for each rule how often it reached 95 % recall, whether its bounds were true, and the work it saved."""
    every = replays(runs)
    oracle = np.mean([1 - _needed(each.labels) / each.total for each in every])
    table = {name: _judge(name, every) for name in RULES}
    return {"runs": len(every), "oracle_work_saved": round(float(oracle), 3), "rules": table}


def _needed(labels: np.ndarray) -> int:
    places = np.flatnonzero(labels)
    return int(places[math.ceil(0.95 * len(places)) - 1]) + 1


def _judge(name: str, every: list[Replay]) -> dict[str, object]:
    stopper = rule(name)
    share = 0.5 if name == "betting-martingale" else 0.0
    hits, holds, saved, recalls = [], [], [], []
    for number, each in enumerate(every):
        labels, random = _mixed(each.labels, share, np.random.default_rng([number, 5]))
        running = np.cumsum(labels)
        reads = [Read(bool(labels[at]), each.total - at, bool(random[at])) for at in range(each.total)]
        true = True
        for read in range(max(2, each.total // LOOKS), each.total + 1, max(1, each.total // LOOKS)):
            verdict = stopper.judge(each.total, reads[:read])
            recall = running[read - 1] / running[-1]
            true &= verdict.recall_low <= recall + 1e-9
            if verdict.stop:
                break
        else:
            read, recall = each.total, 1.0
        hits.append(recall >= 0.95 - 1e-9)
        holds.append(true)
        saved.append(1 - read / each.total)
        recalls.append(recall)
    states = name.startswith(("ranked", "betting"))
    return {
        "reached_95": round(float(np.mean(hits)), 3),
        "bound_true_at_every_look": round(float(np.mean(holds)), 3) if states else None,
        "work_saved": round(float(np.mean(saved)), 3),
        "mean_recall": round(float(np.mean(recalls)), 3),
        "worst_recall": round(float(np.min(recalls)), 3),
    }


def _mixed(labels: np.ndarray, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the labels with a share of random picks mixed in, and which those are."""
    if not share:
        return labels, np.zeros(len(labels), dtype=bool)
    left = list(range(len(labels)))
    order, random = [], []
    while left:
        drawn = rng.random() < share
        order.append(left.pop(int(rng.integers(len(left))) if drawn else 0))
        random.append(drawn)
    return labels[order], np.array(random)


# --- speed


def speed(size: int) -> dict[str, object]:
    """Return CPU seconds to build vectors, fit, rank and give the next record, with texts of some 145 words."""
    rng = np.random.default_rng(1)
    short = size > 200_000
    records = [_record(number, rng, short) for number in range(size)]
    result: dict[str, object] = {"records": size, "texts": "titles" if short else "title and 145 words"}
    with Peak() as peak:
        settings = Settings()
        began = time.process_time()
        features = build(records, settings)
        result["build_cpu_s"] = round(time.process_time() - began, 2)
        result["matrix_mb"] = round((features[1].data.nbytes + features[1].indices.nbytes) / 1e6)
        session = Session(records, (), settings, 1, features=features)
        for number in range(1000):
            answer = Answer.YES if number % 20 == 0 else Answer.NO
            session.decide(Decision(records[number].id, answer))
            if number == 2:
                session.next()  # the library is loaded once, when a program starts to learn
        began = time.process_time()
        session.next()
        result["fit_and_rank_cpu_s_at_1000"] = round(time.process_time() - began, 3)
        began = time.process_time()
        for number in range(1000, 1020):
            session.decide(Decision(records[number].id, Answer.NO))
            session.next()
        result["next_cpu_ms"] = round((time.process_time() - began) / 20 * 1000, 2)
        began = time.process_time()
        session.explain(records[5].id)
        result["explain_cpu_ms"] = round((time.process_time() - began) * 1000, 2)
    result["peak_mb"] = round(peak.bytes / 1e6)
    return result


def _record(number: int, rng: np.random.Generator, short: bool) -> Record:
    title = _words(rng, 10)
    return Record(str(number), title, "" if short else _words(rng, 145))


def _words(rng: np.random.Generator, count: int) -> str:
    # Zipf's law gives as many rare words as real texts have.
    return " ".join(f"w{word}" for word in np.minimum(rng.zipf(1.25, count), 2_000_000).tolist())


def main() -> None:
    """Print one part as JSON: ``python -m bench.screening ranking|stopping|speed``."""
    import json

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["ranking", "stopping", "speed"])
    parser.add_argument("--sets", nargs="*", help="names of sets; all by default")
    parser.add_argument("--seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--runs", type=int, default=23, help="of the stopping rules, for each set")
    parser.add_argument("--records", type=int, default=100_000)
    print(json.dumps(measure(parser.parse_args()), ensure_ascii=False))


if __name__ == "__main__":
    main()
