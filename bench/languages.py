"""Languages: of each TED notice of a known language, which one most of its own text is told to be in."""

from __future__ import annotations

import argparse
import tarfile
import time
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bench.measuring import SHARED
from counterfile.model.reading import Block, BlockKind
from counterfile.text.languages import UNKNOWN, runs


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Count notices told right, left open and told wrong."""
    archive = SHARED / "data" / "ted-xml.tar.gz"
    if not archive.is_file():
        return {"skipped": "the TED notices are not beside this checkout"}
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    used = 0.0
    for language, texts in _notices(str(archive)):
        blocks, at = [], 0
        for text in texts:
            blocks.append(Block(BlockKind.FIELD, at, at + len(text)))
            at += len(text) + 1
        began = time.process_time()
        found = runs("\n".join(texts), blocks)
        used += time.process_time() - began
        weights: Counter[str] = Counter()
        for run in found:
            weights[run.language] += run.end - run.start
        del weights[UNKNOWN]
        told = max(weights, key=lambda tag: weights[tag]) if weights else UNKNOWN
        counts["right" if told == language else "open" if told == UNKNOWN else "wrong"] += 1
        if told not in {language, UNKNOWN}:
            wrong[f"{language} as {told}"] += 1
    notices = counts.total()
    return {
        "notices": notices,
        **counts,
        "share_right": round(counts["right"] / notices, 4),
        "confused": dict(wrong),
        "ms": round(used / notices * 1000, 3),
    }


def _notices(archive: str) -> Iterator[tuple[str, list[str]]]:
    """Yield language and texts of each notice's original form."""
    with tarfile.open(archive) as files:
        for member in files:
            file = files.extractfile(member) if member.isfile() and member.name.endswith(".xml") else None
            if file is None:
                continue
            root = etree.fromstring(file.read())
            for form in root.iter("{*}*"):
                if form.get("CATEGORY") == "ORIGINAL" and form.get("LG"):
                    yield str(form.get("LG")).lower(), [text.strip() for text in form.itertext() if text.strip()]
                    break
