"""Organizations of an inquiry: how right automatic merges are on the demo, and that the order of arrival changes nothing.

``COUNTERFILE_ORDERS=100`` shuffles all real notices so often besides; they are read and extracted once, then linked and
gathered from nothing in each order, in four portions: procedures, families and organizations with their ids.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.measuring import SHARED
from counterfile import app, demo, flow
from counterfile.model.notice import ORGANIZATIONS, Property
from counterfile.stages.resolve import ResolveStage
from counterfile.store import sqlite
from counterfile.store.memory import MemoryArchive
from counterfile.store.ports import Cluster, Published, Store
from counterfile.text.names import name_key

SHUFFLES = 20
PORTIONS = 4
SAMPLE = 150  # real notices beside those of the demo


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Run the demo, score its organizations against what is true, and shuffle it together with real notices."""
    result: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        with app.create_demo(Path(folder) / "demo", seed=1, procedures=60) as inquiry:
            list(inquiry.add([inquiry.folder / "heap"]))
            list(inquiry.run())
            truth = demo.write(Path(folder) / "again", seed=1, procedures=60)
            result |= _scored(inquiry.store, truth)
            found = inquiry.find([], lock=False)
            result["findings_exact"] = f"{sum(bool(each.holds) for each in found)} of {len(found)}"
            notices = list(_published(inquiry.store))
        notices += _real(Path(folder) / "real", SAMPLE)
        result |= _shuffled(notices, Path(folder), SHUFFLES)
        if (orders := int(os.environ.get("COUNTERFILE_ORDERS", "0"))) and (every := _real(Path(folder) / "every")):
            result["all real notices"] = _shuffled(every, Path(folder), orders)
    return result


def _scored(store: Store, truth: Any) -> dict[str, object]:
    true = {name_key(printed): each.id for each in truth.organizations for printed in each.printed}
    found = dict(store.scan_clusters(Cluster.ORGANIZATION))
    right = wrong = missed = 0
    for one, two in combinations(sorted(found), 2):
        same, is_same = found[one] == found[two], true[one] == true[two]
        right, wrong, missed = right + (same and is_same), wrong + (same > is_same), missed + (same < is_same)
    return {"names": len(found), "merged_right": right, "merged_wrong": wrong, "missed": missed}


def _published(store: Store) -> Iterator[Published]:
    for notice in store.notices(limit=100_000):
        yield Published(notice, tuple(store.statements([notice.id], tuple(Property))[notice.id]))


def _real(folder: Path, sample: int | None = None) -> list[Published]:
    """Return the real notices as they are extracted, or those of a sample of their files; none where they are absent."""
    heap = SHARED / "data" / "cn-notices"
    if not heap.is_dir():
        return []
    with app.open_inquiry(app.create_inquiry(folder)) as inquiry:
        files = sorted(path for path in heap.rglob("*") if path.is_file())
        list(inquiry.add(random.Random(1).sample(files, sample) if sample else files))
        list(inquiry.run())
        return list(_published(inquiry.store))


def _shuffled(notices: Sequence[Published], folder: Path, shuffles: int) -> dict[str, object]:
    seen, seconds = set(), 0.0
    documents: dict[str, list[Published]] = {}
    for fact in notices:
        documents.setdefault(fact.notice.document, []).append(fact)
    for seed in range(shuffles + 1):
        order = list(documents.values())
        random.Random(seed).shuffle(order)
        place = folder / f"{seed}.db"
        sqlite.create(place)
        store = sqlite.SqliteStore(place)
        # The first takes all at once, the others come in portions.
        size = len(order) if not seed else -(-len(order) // PORTIONS)
        used = time.process_time()
        for start in range(0, len(order), size):
            arrive(store, [fact for some in order[start : start + size] for fact in some])
        seconds += time.process_time() - used
        seen.add(tuple(sorted((kind, *each) for kind in Cluster for each in store.scan_clusters(kind))))
        store.close()
        place.unlink()
    return {"notices": len(notices), "shuffles": shuffles, "different_files": len(seen) - 1, "cpu_s": round(seconds, 1)}


def arrive(store: Store, notices: Sequence[Published]) -> None:
    """Record notices as extraction does, and link and gather them."""
    stage = ResolveStage()
    flow.place_all(stage, store)
    by_document: dict[str, list[Published]] = {}
    for fact in notices:
        by_document.setdefault(fact.notice.document, []).append(fact)
    with store.batch() as batch:
        for document, facts in by_document.items():
            batch.record("extract", "1", document, "k", facts)
        flow.place(stage, batch, notices)
        batch.mark_due(stage.name, stage.due_after(notices))
        members = {f"notice:{fact.notice.id}" for fact in notices}
        members |= {
            f"name:{one.key}"
            for fact in notices
            for one in fact.statements
            if one.property in ORGANIZATIONS and one.key
        }
        batch.mark_due(flow.GATHER, members)
    list(flow.run([stage], store, MemoryArchive(), workers=1))
