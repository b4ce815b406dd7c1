"""A heap of the size of the largest known investigation, generated: end to end, then ten notices more, search, files."""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from bench.measuring import Peak, percentiles, timed
from counterfile import app, demo
from counterfile.store import layout
from counterfile.store.ports import Cluster
from counterfile.views import files, snippets

QUERIES = (
    "监控",
    "人脸识别",
    "公安局",
    "一人一档",
    "中标金额",
    "采购项目",
    "万元",
    "social media",
    "食堂",
    "重新招标",
    "视频 学校",
)
PAGES = 300


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Generate, add, run, add ten more, search and open files."""
    result: dict[str, object] = {"procedures_generated": options.procedures}
    with tempfile.TemporaryDirectory() as temporary, Peak() as peak:
        place = Path(options.keep or temporary)
        heap, more = place / "heap", place / "more"
        with timed(result, "generate_s"):
            demo.write(heap, seed=7, procedures=options.procedures)
            demo.write(more, seed=8, procedures=3)
        made = app.create_inquiry(place / "inquiry")
        with app.open_inquiry(made) as inquiry:
            with timed(result, "add_s"):
                list(inquiry.add([heap]))
            with timed(result, "run_s"):
                list(inquiry.run())
            with timed(result, "second_run_s"):
                list(inquiry.run())
            ten = sorted(path for path in more.rglob("*") if path.is_file())[:10]
            with timed(result, "ten_more_s"):
                list(inquiry.add(ten))
                list(inquiry.run())
            store = inquiry.store
            counts = store.counts()
            result["search"] = percentiles([lambda q=q: snippets.results(store, q, 0, 20) for q in QUERIES * 10])
            chosen = random.Random(1).sample(store.clusters(Cluster.PROCEDURE, limit=100_000), PAGES)
            result["file"] = percentiles([lambda p=p: files.procedure_file(store, p) for p in chosen])
        seconds = float(str(result["add_s"])) + float(str(result["run_s"]))
        result |= {
            "documents": counts.added,
            "notices": counts.notices,
            "procedures": counts.procedures,
            "organizations": counts.organizations,
            "statements": counts.statements,
            "notices_per_s": round(counts.notices / seconds, 1),
            "database_mb": round((made / layout.DATABASE).stat().st_size / 1e6),
        }
    result["peak_mb"] = round(peak.bytes / 1e6)
    return result
