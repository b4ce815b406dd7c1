"""From a key press to the next item painted in the review queue, in a real browser over a demo inquiry, or the one of ``--keep``.

Each answer is given by a key; the time runs in the browser from the key event to the frame after the one in which the next
item's question stands on the screen (two animation frames, so that it was painted). Answers are given as fast as a person
might who does not read, four a second, so that the queue's prefetch is tried too; a press on an empty screen counts until
the item that it waited for is there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from bench.pages import build, copied, served

ANSWERS = 120
PAUSE = 0.25  # seconds between two answers
PATIENCE = 300.0  # seconds that are waited for the first item
PROCEDURES = 60

WATCH = """() => {
  window.times = [];
  document.addEventListener("keydown", () => {
    const began = performance.now();
    const before = document.querySelector("review-queue")?.innerText;
    const look = () => {
      if (document.querySelector("review-queue")?.innerText !== before)
        requestAnimationFrame(() => requestAnimationFrame(() => window.times.push(performance.now() - began)));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}"""


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Make a demo inquiry, answer by keys, and return the times."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {"skipped": "playwright is not installed"}
    chromium = os.environ.get("COUNTERFILE_CHROMIUM", "") or shutil.which("chromium") or ""
    if not chromium:
        return {"skipped": "there is no Chromium"}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made = copied(Path(options.keep) / "inquiry", place) if options.keep else build(PROCEDURES, place)
        with served(made, {}) as (port, _), sync_playwright() as running:
            address = f"http://127.0.0.1:{port}"
            browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}).new_page()
            page.context.add_cookies([{"name": "counterfile-by", "value": "heron", "url": address}])
            page.goto("/review/fields")
            page.wait_for_selector("review-queue .answer kbd, review-queue kbd", timeout=PATIENCE * 1000)
            page.evaluate(WATCH)
            for _ in range(ANSWERS):
                page.wait_for_selector("review-queue .answer")
                page.keyboard.press("1")
                time.sleep(PAUSE)
            times = sorted(page.evaluate("window.times"))
            browser.close()
    return {
        "answers": len(times),
        "median_ms": round(times[len(times) // 2], 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
        "most_ms": round(times[-1], 1),
        "load": round(os.getloadavg()[0], 1),
    }
