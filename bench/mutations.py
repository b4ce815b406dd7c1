"""Mutated values offered with quotes: how many are stored though the notice does not say them. None may be.

    python -m bench mutations

True statements of real and of invented notices are mutated as a slip, a bad scan or a model that makes things up would: a
digit changed, a character dropped, a sum ten or ten thousand times as large, a name cut, another notice's value. Each is
offered to the same check that stands before the store (`flow.check`) in three ways: with the true words as its quote,
with its own words at the place of the true ones, and, as an aligner does, with its own words wherever they stand
exactly in the notice. The statements as they are must all pass.

A mutated value may by chance be said by the notice too (another lot's sum): it is stored only where its words stand
apart from the true ones, and is then no mutation. So a hit is *false* where the words that it would be stored with lie
within the true ones or overlap them: such words stand there, but cut (临沅市公安 of 临沅市公安局).

Two figures are given: what `flow.check` passes, and what is not cut by `text.quotes` among that; both are to be 0, also
on structured sources (TED, eForms, OCDS), whose names are in many languages. True values that `text.quotes` holds to be
cut are listed: each is one to look at.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import cast

import msgspec

from bench.corpus import invented, labeled, readings, real
from bench.measuring import SHARED
from counterfile import flow, worker
from counterfile.errors import NoEvidence
from counterfile.model.evidence import Span
from counterfile.model.notice import AMOUNTS, ORGANIZATIONS, Notice, Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.stages.extract import extract_reading
from counterfile.store.ports import Published, View
from counterfile.text.derive import derive
from counterfile.text.quotes import are_cut
from counterfile.views.evaluation import unproven

MUTATED = 10_000
PROCEDURES = 120  # of the demo heap
STRUCTURED = ("ted-eforms-pairs", "ocds-real", "eforms-sdk")
LONGEST = 200_000  # code points of a structured file; packages of a thousand releases add nothing here
_WHOLE = cast(View, None)  # the check is given the Reading, so it looks nothing up

Pool = list[tuple[Reading, Statement]]


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Derive every stored value again, then offer `MUTATED` mutated ones."""
    began = time.process_time()
    result: dict[str, object] = {}
    notices: Pool = []
    fields: Pool = []
    result["cn_notices"] = _stored(real(), notices)
    result["labeled"] = _stored((one for _, one in labeled()), [])
    result["demo"] = _stored((file.reading for file in invented(1, PROCEDURES)), notices)
    result["structured"] = _stored(_structured(), fields)
    result |= offer(notices, MUTATED, Random(1))
    if fields:
        result["of_structured"] = offer(fields, MUTATED, Random(2))
    return result | {"cpu_s": round(time.process_time() - began, 1)}


def _structured() -> Iterator[Reading]:
    """Yield the Readings of real structured files; none where they are not beside this checkout."""
    files = (path for name in STRUCTURED for path in sorted((SHARED / "data" / name).rglob("*")) if path.is_file())
    for path in files:
        yield from (one for _, one in readings(path.name, path.read_bytes()) if len(one.text) <= LONGEST)


def _stored(readings: Iterator[Reading], pool: Pool) -> dict[str, object]:
    """Return how many statements pass and derive again; add them to the pool."""
    statements = notices = refused = 0
    cut: list[str] = []
    wrong: list[str] = []
    for reading in readings:
        for notice, said in extract_reading(reading, worker.layers()):
            notices += 1
            statements += len(said)
            wrong += unproven(said, reading)
            refused += sum(not _passes(one, reading) for one in said)
            cut += [f"{one.property} {one.value} by {one.layer}" for one in said if _is_cut(one, reading)]
            pool += [(reading, one) for one in said if one.notice == notice]
    return {
        "notices": notices,
        "statements": statements,
        "re_derived": statements - len(wrong),
        "refused_though_true": refused,
        "held_to_be_cut": cut,
        "wrong": wrong[:10],
    }


def _passes(one: Statement, reading: Reading) -> bool:
    """Return whether a statement would be stored."""
    notice = Notice(one.notice, reading.document, reading.id, 0, len(reading.text))
    try:
        flow.check([Published(notice, (one,))], reading, _WHOLE)
    except NoEvidence:
        return False
    return True


def _is_cut(one: Statement, reading: Reading) -> bool:
    alone = one.property is Property.NOTICE_TITLE
    return are_cut(reading.text, one.evidence, one.derivation, whole_line=alone)


def offer(pool: Pool, count: int, chance: Random) -> dict[str, object]:
    """Offer `count` mutated values, each in three ways, and count those that are stored falsely.

    Args:
        pool: True statements with their Readings.
        count: Values; a mutation that leaves the value as it was is drawn again.
        chance: Draws statements and mutations.
    """
    tried: Counter[str] = Counter()
    false: Counter[str] = Counter()
    uncut: Counter[str] = Counter()
    elsewhere = 0
    by_property: dict[Property, list[Statement]] = {}
    for _, one in pool:
        by_property.setdefault(one.property, []).append(one)
    while sum(tried.values()) < count:
        reading, one = chance.choice(pool)
        kind, words = _mutate(one, by_property[one.property], chance)
        value = _value(one, words)
        if not words or words == one.evidence[0].quote or value == one.value:
            continue
        tried[kind] += 1
        for way, span in _offers(one, words, reading.text):
            if not _passes(msgspec.structs.replace(one, value=value, evidence=(span, *one.evidence[1:])), reading):
                continue
            if span.end <= one.evidence[0].start or span.start >= one.evidence[0].end:
                elsewhere += 1
                continue
            false[f"{kind}: {way}"] += 1
            if not _is_cut(msgspec.structs.replace(one, evidence=(span, *one.evidence[1:])), reading):
                uncut[f"{kind}: {way}: {one.derivation}"] += 1
    return {
        "mutated": sum(tried.values()),
        "by_kind": dict(sorted(tried.items())),
        "falsely_grounded": sum(false.values()),
        "falsely_grounded_by_kind": dict(sorted(false.items())),
        "falsely_grounded_and_not_cut": sum(uncut.values()),
        "falsely_grounded_and_not_cut_by_kind": dict(sorted(uncut.items())),
        "said_elsewhere_in_its_own_right": elsewhere,
    }


def _offers(one: Statement, words: str, text: str) -> Iterator[tuple[str, Span]]:
    """Yield the spans with which a mutated value is offered: the true one, and its own words where they are or might be."""
    true = one.evidence[0]
    own = Span(true.start, true.start + len(words), words)
    yield "true quote", true
    yield "own words there", own
    sought = next((place for place in _places(words, text) if place != own), None)
    if sought is not None:
        yield "own words sought", sought


def _places(words: str, text: str) -> Iterator[Span]:
    """Yield the first places at which words stand exactly, at most 20."""
    for match in list(re.finditer(re.escape(words), text))[:20]:
        yield Span(match.start(), match.end(), words)


def _value(one: Statement, words: str) -> str:
    """Return the value that mutated words spell; the words themselves where they spell none."""
    try:
        return derive(one.derivation, (words, *(span.quote for span in one.evidence[1:])))
    except NoEvidence:
        return words


# Mutations -----------------------------------------------------------------------------------------------------------


def _mutate(one: Statement, others: Sequence[Statement], chance: Random) -> tuple[str, str]:
    """Return the kind of a mutation and the mutated words; empty words where this kind does not apply."""
    words = one.evidence[0].quote
    kinds = ["character dropped", "another notice's value"]
    kinds += ["digit changed"] * 2 if re.search(r"\d", words) else []
    kinds += ["ten times", "ten thousand times"] if one.property in AMOUNTS else []
    kinds += ["name cut"] * 2 if one.property in ORGANIZATIONS else []
    kind = chance.choice(kinds)
    match kind:
        case "digit changed":
            at = chance.choice([match.start() for match in re.finditer(r"\d", words)])
            digit = chance.choice([sign for sign in "0123456789" if sign != words[at]])
            return kind, words[:at] + digit + words[at + 1 :]
        case "character dropped":
            at = chance.randrange(len(words))
            return kind, words[:at] + words[at + 1 :]
        case "ten times":
            return kind, _times(words, 10)
        case "ten thousand times":
            return kind, _unit_swapped(words) or _times(words, 10_000)
        case "name cut":
            cut = chance.randrange(1, max(2, len(words) // 2))
            return kind, words[cut:] if chance.random() < 0.5 else words[:-cut]
    other = chance.choice(others)
    return kind, other.evidence[0].quote if other.notice != one.notice else ""


def _times(words: str, factor: int) -> str:
    """Return words with their first number multiplied; empty if they have none."""
    number = re.search(r"\d[\d,]*(?:\.\d+)?", words)
    if number is None:
        return ""
    value = Decimal(number.group().replace(",", "")) * factor
    return words[: number.start()] + f"{value:f}" + words[number.end() :]


def _unit_swapped(words: str) -> str:
    """Return words with 万元 for 元 or 元 for 万元; empty if they have neither."""
    if "万元" in words:
        return words.replace("万元", "元", 1)
    return words.replace("元", "万元", 1) if "元" in words else ""
