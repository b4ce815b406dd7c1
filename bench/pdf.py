"""Measure the PDF reader: speed beside other readers, lying text layers found and false alarms, files without text.

python -m bench pdf
python bench/pdf.py [FOLDER...]

Pages that lie are made from real notices: the page is right, and the map from its glyphs to characters is not. Other
readers (pdf_oxide, playa, pdfminer, pypdf, pdfplumber) are measured where they are installed.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]

from pdf_samples import PageSample, Told, lines_of, pdf_of  # noqa: E402

from bench.measuring import SHARED  # noqa: E402
from counterfile.errors import BadInput  # noqa: E402
from counterfile.model.reading import Draft, Source  # noqa: E402
from counterfile.plugins.readers import _pdf_doubt  # noqa: E402
from counterfile.plugins.readers.pdf import PdfReader  # noqa: E402
from counterfile.sandbox import Airlock, Limits  # noqa: E402

FOLDERS = ("pdf-zh", "pdf-mixed", "cn-tender-docs", "hostile")
SLOW = 40  # pages of a file from which on slow readers are spared it
LINES, WIDTH = 30, 38  # of a made page


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return all figures."""
    logging.disable(logging.WARNING)
    folders = getattr(options, "folders", None) or [SHARED / "data" / name for name in FOLDERS]
    files = [path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    pdfs = [(path.name, content) for path in files if b"%PDF-" in (content := path.read_bytes())[:1100]]
    hostile = {path.name for path in files if "hostile" in path.parts}
    if not pdfs:
        return {"skipped": "no PDF files: real documents are not part of the project"}
    return {
        "files": len(pdfs),
        "speed": speed([(name, content) for name, content in pdfs if name not in hostile]),
        "lying": lying(),
        "alarms": alarms(pdfs),
        "tables": tables(files),
        "airlock": airlock(pdfs),
    }


# --- speed -----------------------------------------------------------------------------------------------------------


def speed(pdfs: list[tuple[str, bytes]]) -> dict[str, object]:
    """Return pages a CPU-second of each reader over the same files: those that ours reads, without scans.

    Files with ruled tables are measured apart: only ours finds their cells.
    """
    reader = PdfReader()
    reader.preload()
    groups: dict[str, list[tuple[bytes, int]]] = {"text": [], "tables": []}
    for name, content in pdfs:
        try:
            draft = reader.read(content, name)
        except BadInput:
            continue
        if draft.text and not any(page.source is Source.NONE for page in draft.pages):
            group = "tables" if any(block.table >= 0 for block in draft.blocks) else "text"
            groups[group].append((content, len(draft.pages)))
    ways: dict[str, Callable[[bytes], object]] = {
        "counterfile": lambda content: reader.read(content, ""),
        "pypdfium2_text_without_places": _pdfium_text,
        "pypdfium2_lines": _pdfium_lines,
        **_peers(),
    }
    return {
        group: {
            "files": len(chosen),
            "pages": sum(pages for _, pages in chosen),
            **{name: _pace(name, way, chosen) for name, way in ways.items()},
        }
        for group, chosen in groups.items()
    }


def _pace(name: str, way: Callable[[bytes], object], chosen: list[tuple[bytes, int]]) -> dict[str, float]:
    spent = pages = 0.0
    with _quiet():
        for content, count in chosen:
            if count > SLOW and name in ("playa", "pdfminer", "pypdf", "pdfplumber"):
                continue
            began = time.process_time()
            try:
                way(content)
            except Exception:  # noqa: BLE001 - what another reader cannot read is not counted for it
                continue
            spent += time.process_time() - began
            pages += count
    return {"pages": int(pages), "pages_per_cpu_second": round(pages / max(spent, 1e-9), 1)}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what other readers print of damaged files off the screen."""
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _pdfium_text(content: bytes) -> None:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def _pdfium_lines(content: bytes) -> None:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        for number in range(text.count_rects()):
            text.get_text_bounded(*text.get_rect(number))
        text.close()
        page.close()
    document.close()


def _peers() -> dict[str, Callable[[bytes], object]]:
    found: dict[str, Callable[[bytes], object]] = {}
    try:
        import pdf_oxide

        def oxide(content: bytes) -> None:
            document = pdf_oxide.PdfDocument.from_bytes(content)
            for number in range(document.page_count()):
                document.extract_text_lines(number)

        found["pdf_oxide"] = oxide
    except ImportError:
        pass
    try:
        import playa

        def with_playa(content: bytes) -> None:
            with playa.parse(content) as document:
                for page in document.pages:
                    for text in page.texts:
                        _ = text.chars, text.bbox

        found["playa"] = with_playa
    except ImportError:
        pass
    try:
        from pdfminer.high_level import extract_pages

        found["pdfminer"] = lambda content: list(extract_pages(io.BytesIO(content)))
    except ImportError:
        pass
    try:
        import pypdf

        found["pypdf"] = lambda content: [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except ImportError:
        pass
    try:
        import pdfplumber

        def plumber(content: bytes) -> None:
            with pdfplumber.open(io.BytesIO(content)) as document:
                for page in document.pages:
                    page.extract_text_lines(return_chars=False)

        found["pdfplumber"] = plumber
    except ImportError:
        pass
    return found


# --- text layers that lie --------------------------------------------------------------------------------------------


def lying(seed: int = 3) -> dict[str, object]:
    """Return how many made pages of each kind are doubted; of the true ones, none should be."""
    chance = random.Random(seed)
    found: dict[str, object] = {}
    caught = made = 0
    reader = PdfReader()
    for language, texts in (("chinese", list(_chinese())), ("latin", list(_latin()))):
        if not texts:
            continue
        for kind, make in _lies(chance, language).items():
            doubted = 0
            pages = texts[:: max(len(texts) // 60, 1)][:60]
            for text in pages:
                content, true = make(text)
                try:
                    draft = reader.read(content, "")
                except BadInput:
                    continue
                doubted += (
                    bool(draft.pages[0].doubt)
                    or draft.pages[0].source is Source.NONE
                    or (kind != "true" and draft.text == true)
                )
            found[f"{language}_{kind}"] = f"{doubted}/{len(pages)}"
            if kind != "true":
                caught, made = caught + doubted, made + len(pages)
    found["share"] = round(caught / max(made, 1), 4)
    return found


def _pages_of(text: str, width: int = WIDTH) -> Iterator[str]:
    text = "".join(letter for letter in text if letter <= "\uffff")
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]
    lines = [line.strip() for line in lines if line.strip()]
    for at in range(0, len(lines) - LINES, LINES):
        yield "\n".join(lines[at : at + LINES])


def _chinese() -> Iterator[str]:
    for path in sorted((SHARED / "data" / "cn-notices").rglob("*.txt")):
        for page in _pages_of(path.read_text("utf-8", "replace")):
            if len(_pdf_doubt._NOT_HAN.sub("", page)) > 200:
                yield page


def _latin() -> Iterator[str]:
    for path in sorted((SHARED / "data" / "eforms-sdk").rglob("*.xml"))[:400]:
        from lxml import etree

        try:
            words = " ".join(etree.parse(path).xpath("//text()[string-length(.)>40]"))
        except etree.XMLSyntaxError:
            continue
        yield from _pages_of(" ".join(words.split()), 80)


Made = Callable[[str], tuple[bytes, str]]


def _lies(chance: random.Random, language: str) -> dict[str, Made]:
    """Return the ways to make a page that lies, by name; each gives the file and its true text."""

    def told(make: Callable[[list[str]], Told | None], **more: bool) -> Made:
        def page(text: str) -> tuple[bytes, str]:
            letters = sorted(set(text) - {"\n"})
            sample = PageSample(lines_of(text.split("\n"), top=800, step=22))
            return pdf_of([sample], make(letters), **more), text

        return page

    def scrambled(letters: list[str], keep: Callable[[str], bool]) -> Told:
        moved = [letter for letter in letters if keep(letter)]
        others = moved[:]
        chance.shuffle(others)
        table = dict(zip(moved, others, strict=True))
        return lambda letter: table.get(letter, letter)

    def shifted(letters: list[str], by: int) -> Told:
        solid = [letter for letter in letters if not letter.isspace()]
        table = {letter: solid[(at + by) % len(solid)] for at, letter in enumerate(solid)}
        return lambda letter: table.get(letter, letter)

    def half(text: str) -> tuple[bytes, str]:
        lines = lines_of(text.split("\n"), top=800, step=22)
        for line in lines:
            line.lying = chance.random() < 0.4
        return pdf_of([PageSample(lines)], lambda letter: chr(0xE000 + ord(letter) % 0x1000)), text

    wide = language == "chinese"
    found: dict[str, Made] = {
        "true": told(lambda _: None),
        "private_use": told(
            lambda _: lambda letter: letter if letter.isspace() else chr(0xE000 + ord(letter) % 0x1800)
        ),
        "replacement": told(lambda _: lambda letter: letter if letter.isspace() else "\ufffd"),
        "no_map": told(lambda _: None, map_at_all=False),
        "random_han": told(
            lambda _: lambda letter: letter if letter.isspace() else chr(0x4E00 + hash(letter * 7) % 20_900)
        ),
        "scrambled": told(lambda letters: scrambled(letters, lambda letter: not letter.isspace())),
        "scrambled_letters": told(lambda letters: scrambled(letters, str.isalpha)),
        "shifted": told(lambda letters: shifted(letters, 1)),
        "shifted_far": told(lambda letters: shifted(letters, 40 if wide else 11)),
        "code_shift": told(lambda _: lambda letter: letter if letter.isspace() else chr(max(33, ord(letter) - 29))),
        "controls": told(lambda _: lambda letter: chr(1 + ord(letter) % 30)),
        "one_letter": told(lambda _: lambda letter: letter if letter.isspace() else "国"),
        "missing": told(
            lambda letters: (
                lambda letter: letter if letter.isspace() or letter in letters[: len(letters) // 2] else "\x00"
            )
        ),
        "partly_private": half,
    }
    if wide:
        found |= {
            "gbk_as_latin": told(lambda _: lambda letter: letter.encode("gbk", "replace").decode("latin-1")),
            "utf8_as_latin": told(lambda _: lambda letter: letter.encode().decode("cp1252", "replace")),
            "han_only_scrambled": told(
                lambda letters: scrambled(letters, lambda letter: "\u4e00" <= letter <= "\u9fff")
            ),
        }
    return found


# --- real files ------------------------------------------------------------------------------------------------------


def alarms(pdfs: list[tuple[str, bytes]]) -> dict[str, object]:
    """Return how many pages of real files with text are doubted, and why; some of them rightly."""
    reader = PdfReader()
    reasons: Counter[str] = Counter()
    pages = 0
    for name, content in pdfs:
        try:
            draft = reader.read(content, name)
        except BadInput:
            continue
        text_pages = [page for page in draft.pages if page.end > page.start]
        pages += len(text_pages)
        reasons.update(page.doubt for page in text_pages if page.doubt)
    return {"pages_with_text": pages, "doubted": dict(reasons)}


def tables(files: list[Path]) -> dict[str, object]:
    """Return how many rows of tables are right, cell by cell, where the same list lies beside the PDF as a workbook.

    The PDF may number its rows, and the workbook have a column more at its end.
    """
    import openpyxl

    found: dict[str, object] = {}
    for path in files:
        truth = path.with_suffix(".xlsx")
        if path.suffix != ".pdf" or not truth.exists():
            continue
        draft = PdfReader().read(path.read_bytes(), path.name)
        rows: dict[tuple[int, int], list[str]] = {}
        for block in draft.blocks:
            if block.table >= 0:
                rows.setdefault((block.table, block.row), []).append(draft.text[block.start : block.end])
        mine = {tuple(row[1:]) for row in rows.values()}
        sheet = openpyxl.load_workbook(truth, read_only=True).active
        wanted = [
            tuple("".join(str(cell).split()) for cell in row[:3])
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        right = sum(row in mine for row in wanted)
        number = len({table for table, _ in rows})
        found[f"{len(draft.pages)}_pages"] = {"rows": len(wanted), "right": right, "tables": number}
    return found


def airlock(pdfs: list[tuple[str, bytes]]) -> dict[str, object]:
    """Return the verdicts on all files in the sandbox, and what other readers get of those without text."""
    verdicts: Counter[str] = Counter()
    silent: list[tuple[str, bytes]] = []
    with Airlock(1, Limits(wall_seconds=30.0, cpu_seconds=20)) as box:
        for name, content in pdfs:
            try:
                outcome = box.read(content, name)
            except BadInput as error:
                verdicts[type(error).__name__] += 1
                silent.append((name, content))
                continue
            text = isinstance(outcome, Draft) and outcome.text
            waits = isinstance(outcome, Draft) and any(page.source is Source.NONE for page in outcome.pages)
            verdicts["text" if text else "pictures" if waits else "nothing"] += 1
            if not text and not waits:
                silent.append((name, content))
    rescued = []
    for name, content in silent:
        for peer, way in _text_peers().items():
            try:
                found = way(content).strip()
            except Exception:  # noqa: BLE001 - hostile files break readers in every way
                continue
            if found:
                rescued.append(f"{name} ({peer}: {len(found)} characters)")
                break
    return {"verdicts": dict(verdicts), "silent_where_another_reads": rescued}


def _text_peers() -> dict[str, Callable[[bytes], str]]:
    found: dict[str, Callable[[bytes], str]] = {}
    try:
        from pdfminer.high_level import extract_text

        found["pdfminer"] = lambda content: extract_text(io.BytesIO(content), maxpages=20)
    except ImportError:
        pass
    try:
        import pypdf

        found["pypdf"] = lambda content: "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages[:20]
        )
    except ImportError:
        pass
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    print(json.dumps(measure(parser.parse_args()), ensure_ascii=False, indent=1))
