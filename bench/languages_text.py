"""Text in other languages: TED notices as flat pages in their own language, read by the layers for text, against their XML.

The XML holds values and no labels, so each page is made of a title that says the act and the notice's own values under labels, in figures and days as its
language prints them. Two sets of labels: ``lexicon`` takes each of the package's own phrases by turns, which shows what the
layers make of labels that are known; ``others`` takes those that were written by somebody else for the classifier of labels
(``label_words.yaml``), of which those count that the lexicon knows without having been written from them. Neither is a portal's
page: layout is the easiest there is, so the figures bound from above what a portal's page gives.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from importlib import resources

import yaml

from bench.structured import reading_of, ted_files
from counterfile.errors import BadInput
from counterfile.model.notice import Property
from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors.labels import LabelExtractor
from counterfile.plugins.extractors.prose import ProseExtractor
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.extractors.summary import SummaryExtractor
from counterfile.plugins.extractors.tables import TableExtractor
from counterfile.plugins.readers.eforms import EformsReader
from counterfile.stages.extract import extract_reading
from counterfile.text.labels import own_meaning
from counterfile.text.lexicon import Lexicon, lexicons
from counterfile.text.names import name_key
from counterfile.text.phrases import languages_beside

TEXT_LAYERS = (SummaryExtractor(), LabelExtractor(), TableExtractor(), ProseExtractor())
FIELDS: dict[Property, tuple[str, str]] = {
    # what a page prints: the key among the lexicon's labels and parts, and the class of the other list
    Property.BUYER: ("name-buyer", "name:buyer"),
    Property.TITLE: ("title", "title"),
    Property.NUMBER: ("number", "number"),
    Property.SUPPLIER: ("name-supplier", "name:supplier"),
    Property.AWARD_VALUE: ("award", "award"),
    Property.ESTIMATE: ("estimate", "estimate"),
    Property.OPENING: ("opening", "opening"),
    Property.SIGNED: ("signed", "signed"),
}
_PARTS = {"name-buyer": "buyer", "name-supplier": "supplier"}


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return precision and recall by field and by language, with either set of labels."""
    del options
    notices = [(name, content) for name, content in ted_files(every=3)]
    if not notices:
        return {"skipped": "the TED notices are not beside this checkout"}
    return {kind: _measured(notices, labels) for kind, labels in (("lexicon", _own()), ("others", _others()))}


Labels = dict[str, dict[Property, list[str]]]
"""Language to what stands before a value of each field."""


def _own() -> Labels:
    found: Labels = {}
    for spoken in lexicons():
        found[spoken.language] = {
            field: [
                *spoken.words("labels", key),
                *[one for one in spoken.words("parts", _PARTS.get(key, "-")) if own_meaning(one) is not None],
            ]
            for field, (key, _) in FIELDS.items()
        }
    return found


def _others() -> Labels:
    text = resources.files("counterfile.text").joinpath("label_words.yaml").read_text("utf-8")
    told = yaml.safe_load(text)["latin"]["labels"]
    found: Labels = defaultdict(lambda: defaultdict(list))
    for field, (_, name) in FIELDS.items():
        for phrase in re.split(r"[;\n]", "; ".join(told[name])):
            # Of what language a phrase is, the list does not say: one that the lexicon does not know is left out.
            for language in languages_beside(phrase.strip()):
                found[language][field].append(phrase.strip())
    return found


def _measured(notices: list[tuple[str, bytes]], labels: Labels) -> dict[str, object]:
    fields: dict[Property, Counter[str]] = defaultdict(Counter)
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    pages, spent = 0, 0.0
    for name, content in notices:
        try:
            reading = reading_of(EformsReader(), content, name)
        except BadInput:
            continue
        told = extract_reading(reading, (StructuredExtractor(),))
        language = _language(content)
        if not told or language not in labels:
            continue
        truth = _values(told[0][1])
        page = _page(truth, labels[language], _lexicon(language), name)
        if page is None:
            continue
        begun = time.process_time()
        found = extract_reading(page, TEXT_LAYERS)
        spent += time.process_time() - begun
        pages += 1
        said = _values(found[0][1]) if found else {}
        for field in FIELDS:
            if not labels[language].get(field):
                continue
            stated, given = truth.get(field, {}).keys(), said.get(field, {}).keys()
            for counts in (fields[field], languages[language]):
                counts["right"] += len(stated & given)
                counts["missed"] += len(stated - given)
                counts["wrong"] += len(given - stated)
            wrong.update(f"{field}: {language}" for _ in given - stated)
    return {
        "pages": pages,
        "a_second": round(pages / spent) if spent else 0,
        "fields": {field.name.lower(): _rates(counts) for field, counts in fields.items()},
        "languages": {language: _rates(counts) for language, counts in sorted(languages.items())},
        "most_wrong": dict(wrong.most_common(8)),
    }


def _rates(counts: Counter[str]) -> dict[str, float]:
    given, stated = counts["right"] + counts["wrong"], counts["right"] + counts["missed"]
    return {
        "stated": stated,
        "precision": round(counts["right"] / given, 4) if given else 0.0,
        "recall": round(counts["right"] / stated, 4) if stated else 0.0,
    }


def _language(content: bytes) -> str:
    match = re.search(rb"<LG_ORIG>\s*([A-Z]{2})", content)
    return match[1].decode().lower() if match else ""


def _lexicon(language: str) -> Lexicon:
    return next(one for one in lexicons() if one.language == language)


def _values(statements: Iterable[Statement]) -> dict[Property, dict[str, str]]:
    """Return what is said of each field: what is compared, to what is printed. Several of one field are left out but names."""
    found: dict[Property, dict[str, str]] = defaultdict(dict)
    for one in statements:
        if one.property not in FIELDS or (one.property is Property.SUPPLIER and not one.subject):
            continue
        value, printed = one.value, one.value
        if one.amount is not None and one.amount.amount is not None:
            value = printed = f"{one.amount.currency} {one.amount.amount.quantize(Decimal('0.01'))}"
        elif one.property in (Property.BUYER, Property.SUPPLIER):
            value = name_key(value)
        elif one.property in (Property.TITLE, Property.NUMBER):
            value = "".join(value.split()).casefold().rstrip(".,;:")
        found[one.property][value] = printed
    return {field: said for field, said in found.items() if len(said) == 1 or field is Property.BUYER}


def _page(
    truth: dict[Property, dict[str, str]], labels: dict[Property, list[str]], spoken: Lexicon, name: str
) -> Reading | None:
    """Return the flat page of a notice; None where it states less than three of the fields that have a label."""
    turn = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16)
    lines: list[str] = []
    for field, said in truth.items():
        if not labels.get(field):
            continue
        label = labels[field][turn % len(labels[field])]
        for printed in said.values():
            lines.append(f"{label[:1].upper()}{label[1:]}: {_printed(field, printed, spoken, turn)}")
    if len(lines) < 3:
        return None
    act = "award" if truth.keys() & {Property.SUPPLIER, Property.SIGNED, Property.AWARD_VALUE} else "tender"
    said = [one for one in spoken.words("titles", act) if not one.endswith("*")]
    head = said[0] if said else {"award": "Contract award notice", "tender": "Contract notice"}[act]
    text, blocks = "", []
    for number, line in enumerate([f"{head[:1].upper()}{head[1:]}", *lines]):
        kind = BlockKind.PARAGRAPH if number else BlockKind.HEADING
        blocks.append(Block(kind, len(text), len(text) + len(line)))
        text += line + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Reading("rd-" + "0" * 20, digest, "bench", text, tuple(blocks), (), (Segment(0, len(text)),))


def _printed(field: Property, value: str, spoken: Lexicon, turn: int) -> str:
    if field in (Property.OPENING, Property.SIGNED):
        day = date.fromisoformat(value)
        month = spoken.words("months", "names")[day.month - 1].split()[0]
        return (f"{day.day}. {month} {day.year}", f"{day:%d.%m.%Y}", f"{day.day} {month} {day.year}")[turn % 3]
    if field in (Property.AWARD_VALUE, Property.ESTIMATE):
        currency, number = value.split()
        group = ("\u00a0", " ", "." if spoken.decimal == "," else ",")[turn % 3]
        figures = f"{Decimal(number):,.2f}".replace(",", "\0").replace(".", spoken.decimal).replace("\0", group)
        return f"{figures} {currency}"
    return " ".join(value.split())
