"""Web pages: the notice's own text told from the site's, pages that are no notices, and speed.

Own text: precision, recall and F1 of the characters outside furniture, mean over pages, on invented portal pages in a dozen
layouts and on real pages of hosts whose layout is known (the parts that are the notice's own are named below by selector).
Titles taken from ``<title>`` and meta values are no part of it. Peers are measured on the same pages where installed.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from bench.measuring import SHARED
from counterfile.errors import BadInput, NotADocument
from counterfile.model.reading import BlockKind, Draft
from counterfile.plugins.readers import _charset
from counterfile.plugins.readers.html import HtmlReader
from counterfile.text.languages import runs

HOSTS = (
    ("cn-notices/agency2012-*/*.html", ".arc_title, .right_content h4, .arc_content"),
    (
        "cn-htmlpages/timo106/sample_page.html",
        ".vF_detail_header h2, .vF_detail_header p, .table table, .vF_detail_content",
    ),
    (
        "cn-htmlpages/ccgp-guangdong/*.html",
        ".vF_detail_header h2, .vF_detail_header p, .table table, .vF_detail_content",
    ),
    ("cn-htmlpages/jszbtb/detail_tender.html", ".ewb-trade-h, .ewb-trade-right"),
)
"""Pages of one layout, and what on them is the notice's own."""

_INVISIBLE = "script, style, template, [style*='display:none'], [style*='display: none']"


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Measure all three; what needs real pages says so where they are absent."""
    invented = [(page.html.encode(), _bag(page.own)) for page in _module("portal_pages").pages()]
    result: dict[str, object] = {"own_text_invented": _compared(invented)}
    unseen = [(page.html.encode(), _bag(page.own)) for page in _module("portal_pages").unseen()]
    result["own_text_invented_unseen"] = _compared(unseen)
    real = list(_real_pages())
    if real:
        result["own_text_real"] = _compared(real)
        result["speed"] = _speed()
    result["set_aside"] = _set_aside()
    return result


def _module(name: str):  # type: ignore[no-untyped-def]
    """Load the invented pages, which are the tests'."""
    path = Path(__file__).resolve().parents[1] / "tests" / "unit" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# --- own text --------------------------------------------------------------------------------------------------------


def _bag(lines: Iterable[str]) -> Counter[str]:
    """Return the pairs of neighboring characters, blanks aside."""
    text = re.sub(r"\s+", "", "\n".join(lines))
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _real_pages() -> Iterable[tuple[bytes, Counter[str]]]:
    for pattern, selector in HOSTS:
        for path in sorted((SHARED / "data").glob(pattern)):
            content = path.read_bytes()
            tree = LexborHTMLParser(_charset.decode(content, declared_in=content[:4096]).text)
            for node in tree.css(_INVISIBLE):
                node.decompose()
            yield content, _bag(node.text() for node in tree.css(selector))


def own_lines(draft: Draft, content: bytes) -> list[str]:
    """Return the lines that a reading says are the notice's own, titles from ``<title>`` and meta values aside."""
    tree = LexborHTMLParser(_charset.decode(content, declared_in=content[:4096]).text)
    tags = {re.sub(r"\s+", "", node.text()) for node in tree.css("title")}
    lines = []
    for number, block in enumerate(draft.blocks):
        text = draft.text[block.start : block.end]
        from_tag = number < len(tags) and block.kind is BlockKind.TITLE and re.sub(r"\s+", "", text) in tags
        if block.kind not in {BlockKind.FURNITURE, BlockKind.FIELD} and not from_tag:
            lines.append(text)
    return lines


def _ours(content: bytes) -> str:
    return "\n".join(own_lines(HtmlReader().read(content, "page.html"), content))


def _extractors() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {"counterfile": _ours}
    with contextlib.suppress(ImportError):
        import trafilatura

        found["trafilatura"] = lambda content: (
            trafilatura.extract(_decoded(content), include_tables=True, favor_recall=True) or ""
        )
    with contextlib.suppress(ImportError):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda content: extract_plain_text(_decoded(content), main_content=True)
    with contextlib.suppress(ImportError):
        from readability import Document

        found["readability"] = lambda content: LexborHTMLParser(Document(_decoded(content)).summary()).text(
            separator="\n"
        )
    return found


def _decoded(content: bytes) -> str:
    return _charset.decode(content, declared_in=content[:4096]).text


def _compared(pages: list[tuple[bytes, Counter[str]]]) -> dict[str, object]:
    result: dict[str, object] = {"pages": len(pages)}
    for name, extract in _extractors().items():
        scores = []
        began = time.process_time()
        for content, truth in pages:
            try:
                found = _bag([extract(content)])
            except (BadInput, ValueError):
                found = Counter()
            hit = (found & truth).total()
            precision, recall = hit / max(found.total(), 1), hit / max(truth.total(), 1)
            scores.append((precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)))
        used = time.process_time() - began
        precision, recall, f1 = (round(sum(column) / len(scores), 4) for column in zip(*scores, strict=True))
        least = round(min(score[2] for score in scores), 3)
        result[name] = {
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "least_f1": least,
            "per_cpu_s": round(len(pages) / used),
        }
    return result


# --- pages that are no notices -----------------------------------------------------------------------------------------


def _set_aside() -> dict[str, object]:
    """Count invented pages that are no notices, and real notices, by whether they were set aside."""
    missed: dict[str, list[str]] = defaultdict(list)
    pages = _module("no_notices").pages()
    for kind, html in pages:
        with contextlib.suppress(NotADocument):
            HtmlReader().read(html if isinstance(html, bytes) else html.encode(), "page.html")
            missed[kind].append(html[:80] if isinstance(html, str) else repr(html[:80]))
    result: dict[str, object] = {
        "no_notices": len(pages),
        "set_aside": len(pages) - sum(map(len, missed.values())),
        "missed": {kind: len(found) for kind, found in missed.items()},
    }
    lost = []
    notices = sorted((SHARED / "data" / "cn-notices").rglob("*.html"))
    for path in notices:
        try:
            HtmlReader().read(path.read_bytes(), path.name)
        except BadInput as error:
            lost.append(f"{path.parent.name}/{path.name}: {error}")
    return result | {"real_notices": len(notices), "lost": lost}


# --- speed -------------------------------------------------------------------------------------------------------------


def _speed() -> dict[str, object]:
    """Read all real notices in process, best of three; languages apart and together."""
    files = [(path.name, path.read_bytes()) for path in sorted((SHARED / "data" / "cn-notices").rglob("*.html"))]
    reader = HtmlReader()
    times, language_times = [], []
    for _ in range(3):
        began = time.process_time()
        drafts = [reader.read(content, name) for name, content in files]
        times.append(time.process_time() - began)
        began = time.process_time()
        for draft in drafts:
            runs(draft.text, draft.blocks)
        language_times.append(time.process_time() - began)
    return {
        "files": len(files),
        "per_cpu_s": round(len(files) / min(times)),
        "per_cpu_s_with_languages": round(len(files) / (min(times) + min(language_times))),
        "languages_ms": round(min(language_times) / len(files) * 1000, 3),
    }
