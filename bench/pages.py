"""Pages at work: twenty readers at once while a heap is taken in, and a reviewer's next item; milliseconds by kind of page.

A reader opens a page, stays on it for a while (`PAUSE`), opens the next. Readers run in a process of their own; times are
taken there, from the request to the last byte. What is asked for is drawn by chance, with a fixed seed, from all files of
the inquiry. `--keep FOLDER` names what ``python -m bench scale --keep FOLDER`` left there; it is copied, never changed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from bench.scale import QUERIES
from counterfile import app, demo
from counterfile.desk import LISTS
from counterfile.store import layout
from counterfile.store.ports import Cluster

READERS = 20
PAUSE = 2.0
"""Seconds that a reader stays on a page, on average (exponential): twenty readers open ten pages a second."""

SECONDS = 60.0
"""Least time of reading; it goes on until the import has ended."""

ALONE = 40
"""Pages of each kind that one reader opens without a pause, before and beside all others."""

ANSWERS = 60
"""Decisions in each review queue."""

IMPORTED = 150
"""Procedures of the heap that is taken in meanwhile: some 500 files."""

FIRST = 30.0
"""Seconds of reading from the moment in which a new server answers."""

PARTIAL = 4
"""Exit status of a run in which some files failed, as some of a demo heap do."""

PATIENCE = 120.0
"""Seconds that are waited for lists that are not there."""

SCREENING = """
screening:
  question: {en: "Is this a purchase of surveillance technology?", zh: "是否采购监控技术？"}
  start: [视频监控, 人脸识别, facial recognition]
  seed: 1
"""

MIX = {
    "start": 1,
    "procedure": 6,
    "organization": 3,
    "document": 4,
    "search": 4,
    "search api": 1,
    "procedures": 2,
    "organizations": 1,
    "findings": 1,
    "status": 1,
    "coverage": 1,
    "duplicates": 1,
    "places": 1,
    "timeline": 1,
}
"""How often each kind of page is opened."""

LISTED = ("/procedures", "/findings", "/coverage", "/duplicates", "/places")
"""Pages that stand once all lists are there."""

Times = dict[str, list[float]]
"""Seconds by kind of page."""


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Serve a copy of an inquiry, read it alone, then by all readers beside an import, then decide."""
    result: dict[str, object] = {"readers": READERS, "pause_s": PAUSE}
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        made = copied(Path(options.keep) / "inquiry", place) if options.keep else build(options.procedures, place)
        with app.open_inquiry(made) as inquiry:
            counts = inquiry.store.counts()
            result |= {"documents": counts.added, "procedures": counts.procedures}
            pages = _pages(inquiry)
        demo.write(place / "heap", seed=9, procedures=IMPORTED)
        with (made / layout.CODEBOOK).open("a") as book:
            book.write(SCREENING)
        _run(made, "screen", "start", "--by", "heron")
        with served(made, result) as (port, server):
            result["first_half_minute"] = _first(port, pages)
            _warm(port, result)
            result["alone"] = _alone(port, server, pages)
            result["import"] = _beside(port, server, pages, made, place / "heap")
            result["review"] = _review(port, pages)
            result["server_mb"] = round(_resident(server) / 1e6)
    result["load"] = round(os.getloadavg()[0], 1)
    return result


def build(procedures: int, place: Path) -> Path:
    """Return a new inquiry of a demo heap."""
    heap = place / "first"
    demo.write(heap, seed=7, procedures=procedures)
    made = app.create_inquiry(place / "inquiry")
    with app.open_inquiry(made) as inquiry:
        list(inquiry.add([heap]))
        list(inquiry.run())
    return made


def copied(inquiry: Path, place: Path) -> Path:
    """Copy an inquiry with its lists; originals, which are never changed, are linked."""

    def link(source: str, target: str) -> None:
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)

    made = place / "inquiry"
    shutil.copytree(inquiry, made, ignore=shutil.ignore_patterns(layout.ARCHIVE, layout.CACHE))
    shutil.copytree(inquiry / layout.ARCHIVE, made / layout.ARCHIVE, copy_function=link)
    if (inquiry / layout.CACHE / LISTS).is_dir():
        shutil.copytree(inquiry / layout.CACHE / LISTS, made / layout.CACHE / LISTS)
    return made


def _pages(inquiry: app.Inquiry) -> dict[str, list[str]]:
    """Return addresses of each kind of page."""
    store, chance = inquiry.store, random.Random(1)

    def some(names: Sequence[str], most: int = 2000) -> list[str]:
        return chance.sample(names, min(most, len(names)))

    procedures = some(store.clusters(Cluster.PROCEDURE, limit=1_000_000))
    organizations = some(store.clusters(Cluster.ORGANIZATION, limit=1_000_000))
    digests = some(sorted({notice.document for notice in store.notices(limit=1_000_000)}))
    queries = [*QUERIES, *(f"{one} {two}" for one in QUERIES for two in QUERIES if one < two)]
    return {
        "start": ["/"],
        "procedure": [f"/procedures/{quote(each)}" for each in procedures],
        "organization": [f"/organizations/{quote(each)}" for each in organizations],
        "document": [f"/documents/{each}" for each in digests],
        "search": [f"/search?{urlencode({'q': each, 'page': page})}" for each in queries for page in (1, 2, 7)],
        "search api": [f"/api/v1/search?{urlencode({'q': each})}" for each in queries],
        "procedures": [f"/procedures?{urlencode({'page': page})}" for page in range(1, 40)],
        "organizations": [f"/organizations?{urlencode({'page': page})}" for page in range(1, 40)],
        **{name: [f"/{name}"] for name in ("findings", "status", "coverage", "duplicates", "places", "timeline")},
    }


# The server


def _run(inquiry: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "counterfile", *command], cwd=inquiry, check=False, capture_output=True
    )
    if done.returncode not in (0, PARTIAL):
        raise RuntimeError(
            f"counterfile {' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}"
        )


@contextlib.contextmanager
def served(inquiry: Path, result: dict[str, object]) -> Iterator[tuple[int, int]]:
    """Serve an inquiry as a user would; give the port and the process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    began = time.monotonic()
    command = [sys.executable, "-m", "counterfile", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=inquiry, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            while True:
                with contextlib.suppress(OSError), _connected(port) as line:
                    result["first_start_page_ms"] = round(_open(line, "/")[0] * 1000)
                    break
                time.sleep(0.05)
            result["first_page_after_s"] = round(time.monotonic() - began, 1)
            yield port, server.pid
        finally:
            server.terminate()


def _warm(port: int, result: dict[str, object]) -> None:
    """Wait until all lists are there, and say how long each took to come."""
    began, waiting = time.monotonic(), dict.fromkeys(LISTED)
    took: dict[str, float] = {}
    with _connected(port) as line:
        while waiting and time.monotonic() - began < PATIENCE:
            for path in list(waiting):
                if _open(line, path)[1] == 200:
                    took[path] = round(time.monotonic() - began, 1)
                    del waiting[path]
            time.sleep(0.5)
    result["lists_after_s"] = took | dict.fromkeys(waiting, None)


def _spent(process: int) -> float:
    """Return the CPU seconds of a process; its children are not counted."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# Readers


@contextlib.contextmanager
def _connected(port: int) -> Iterator[HTTPConnection]:
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.connect()
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield line
    finally:
        line.close()


def _open(line: HTTPConnection, path: str, body: object = None) -> tuple[float, int, bytes]:
    """Return the seconds that an answer took to its last byte, its status and its content."""
    content = json.dumps(body).encode() if body is not None else None
    began = time.perf_counter()
    try:
        answer = _asked(line, path, content)
    except ConnectionError:
        # A server ends a line on which nothing was asked for some seconds; the next request opens it again.
        line.close()
        began = time.perf_counter()
        answer = _asked(line, path, content)
    found = answer.read()
    return time.perf_counter() - began, answer.status, found


def _asked(line: HTTPConnection, path: str, content: bytes | None) -> HTTPResponse:
    line.request("POST" if content else "GET", path, content, {"Content-Type": "application/json"} if content else {})
    return line.getresponse()


def _alone(port: int, server: int, pages: dict[str, list[str]]) -> dict[str, object]:
    """Open pages of each kind one after the other; CPU is the server's, a page."""
    chance, found = random.Random(2), dict[str, object]()
    with _connected(port) as line:
        for kind, paths in pages.items():
            times, before = [], _spent(server)
            for path in (chance.choice(paths) for _ in range(ALONE)):
                seconds, status, _ = _open(line, path)
                times.append(seconds)
                if status not in (200, 308):
                    raise RuntimeError(f"{path}: {status}")
            found[kind] = {**_summed(times), "cpu_ms": round((_spent(server) - before) * 1000 / len(times), 1)}
    return found


@contextlib.contextmanager
def _readers(port: int, pages: dict[str, list[str]], result: dict[str, object]) -> Iterator[None]:
    """Let all readers read until the block ends; then say how long each kind of page took, and what was not answered."""
    context = multiprocessing.get_context("spawn")
    done, answers = context.Event(), context.Queue()
    readers = context.Process(target=_read, args=(port, pages, done, answers))
    readers.start()
    try:
        yield
    finally:
        done.set()
        times, wrong = answers.get()
        readers.join()
    result |= {
        "pages": sum(map(len, times.values())),
        "not_answered": wrong,
        "kinds": {kind: _summed(times[kind]) for kind in pages if times.get(kind)},
    }


def _first(port: int, pages: dict[str, list[str]]) -> dict[str, object]:
    """Let all readers read as soon as a new server answers."""
    found: dict[str, object] = {}
    with _readers(port, pages, found):
        time.sleep(FIRST)
    return found


def _beside(port: int, server: int, pages: dict[str, list[str]], inquiry: Path, heap: Path) -> dict[str, object]:
    """Let all readers read while a heap is added and run."""
    found: dict[str, object] = {}
    began, before = time.monotonic(), _spent(server)
    with _readers(port, pages, found):
        _run(inquiry, "add", str(heap))
        _run(inquiry, "run")
        took = time.monotonic() - began
        time.sleep(max(0.0, SECONDS - took))
    count = found["pages"]
    assert isinstance(count, int)
    found["import_s"] = round(took, 1)
    found["pages_per_s"] = round(count / (time.monotonic() - began), 1)
    found["server_cpu_ms_a_page"] = round((_spent(server) - before) * 1000 / max(count, 1), 1)
    return found


def _read(port: int, pages: dict[str, list[str]], done: threading.Event, answers: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    """Be `READERS` readers until `done`; hand back the times by kind and what was not answered by status."""
    times: Times = {}
    wrong: dict[str, int] = {}
    kept = threading.Lock()

    def reader(number: int) -> None:
        chance = random.Random(number)
        kinds, weights = list(MIX), list(MIX.values())
        with _connected(port) as line:
            while not done.wait(chance.expovariate(1 / PAUSE)):
                kind = chance.choices(kinds, weights)[0]
                try:
                    seconds, status, _ = _open(line, chance.choice(pages[kind]))
                except (OSError, HTTPException):
                    seconds, status = 0.0, 0
                    line.close()
                with kept:
                    if status in (200, 303, 308):
                        times.setdefault(kind, []).append(seconds)
                    else:
                        wrong[f"{kind} {status}"] = wrong.get(f"{kind} {status}", 0) + 1

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((times, wrong))


# Decisions


def _review(port: int, pages: dict[str, list[str]]) -> dict[str, object]:
    """Decide in each queue while the readers read on: an answer is sent, and what comes after those held is asked for."""
    found: dict[str, object] = {}
    with _readers(port, pages, {}):
        for kind in ("screen", "fields", "links"):
            found[kind] = _decided(port, kind)
    return found


def _decided(port: int, kind: str) -> dict[str, object]:
    """Answer as the page does: the next three are held, so a key waits for nothing but what runs out."""
    queue = f"/api/v1/queue/{kind}"
    answered, next_ = list[float](), list[float]()
    refused: dict[int, int] = {}
    with _connected(port) as line:
        began = time.monotonic()
        status, items = 0, list[dict[str, Any]]()
        while not items and status in (0, 503) and time.monotonic() - began < PATIENCE:
            _, status, found = _open(line, f"{queue}?{urlencode({'by': 'heron', 'limit': 4})}")
            items = json.loads(found).get("items", [])
            time.sleep(0.5 if status == 503 else 0)
        ready = round(time.monotonic() - began, 1)
        for _ in range(ANSWERS):
            if not items:
                break
            item = items.pop(0)
            body = {"item": item["id"], "answer": item["options"][0]["answer"], "by": "heron", "reason": "read"}
            seconds, status, _ = _open(line, f"{queue}/answers", body)
            if status != 201:
                refused[status] = refused.get(status, 0) + 1
                continue
            answered.append(seconds)
            held = "\n".join(each["id"] for each in items)
            query = urlencode({"by": "heron", "limit": 1, "without": held})
            seconds, status, found = _open(line, f"{queue}?{query}")
            next_.append(seconds)
            items += json.loads(found).get("items", [])
    return {
        "ready_after_s": ready,
        "answer": _summed(answered),
        "next": _summed(next_),
        "both": _summed([one + other for one, other in zip(answered, next_, strict=True)]),
        "refused": refused,
    }


def _summed(times: list[float]) -> dict[str, float]:
    """Return number, median, 95th percentile and most, in milliseconds."""
    if not times:
        return {"n": 0}
    times = sorted(times)
    picked = {"p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)], "max_ms": times[-1]}
    return {"n": len(times), **{name: round(seconds * 1000, 1) for name, seconds in picked.items()}}
