"""Amounts of generated notices against their truth: how many are off by a power of ten, of 10,000 and more.

    python -m bench magnitudes

Heaps of several seeds are read and extracted in process, so that all that a figure in the demo may go through is gone
through. A notice that prints two totals contradicts itself; that nothing is claimed of it is right.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from bench.corpus import Invented, invented
from counterfile import worker
from counterfile.demo import NoticeTruth
from counterfile.model.notice import notice_id
from counterfile.stages.extract import extract_reading
from counterfile.views.evaluation import Case, Label, evaluate, facts, is_off_by_power, sureness, unproven
from counterfile.views.labels import label

AMOUNTS = 10_000
"""Amounts that are looked at, at least."""

PROCEDURES = 250  # of one heap


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Extract heaps with seeds 1, 2, 3 … until they hold `AMOUNTS` amounts."""
    began = time.process_time()
    cases: list[Case] = []
    printed = seed = 0
    while printed < AMOUNTS:
        seed += 1
        for file in invented(seed, PROCEDURES):
            for case in _cases(file, seed):
                cases.append(case)
                printed += len(_sums(case.wanted))
    found = evaluate(cases, resamples=200)
    given = [(case, amount) for case in cases for amount in _sums(case.given)]
    right = sum(amount in _sums(case.wanted) for case, amount in given)
    off = [
        case.id
        for case, amount in given
        if amount not in _sums(case.wanted) and any(is_off_by_power(amount[1], want) for _, want in _sums(case.wanted))
    ]
    return {
        "heaps": seed,
        "notices": len(cases),
        "amounts_printed": printed,
        "amounts_given": len(given),
        "right": right,
        "wrong": len(given) - right,
        "off_by_power_of_ten": len(off),
        "off_by_power_of_ten_in": off[:20],
        "fields_not_all_right": {
            name: [score.tp, score.fp, score.fn] for name, score in found.fields.items() if score.fp or score.fn
        },
        "lot_rows_multi_f1": round(found.fields["lot_rows_multi"].f1.value, 4),
        "statements": found.statements,
        "re_derived": found.statements - len(found.unproven),
        "ece": round(found.calibration.ece, 4),
        "cpu_s": round(time.process_time() - began, 1),
    }


def _cases(file: Invented, seed: int) -> Iterator[Case]:
    told = dict(extract_reading(file.reading, worker.layers()))
    for notice in file.notices:
        statements = told.get(notice_id(file.reading.document, notice.segment), ())
        given = label(statements, file.path) if statements else {}
        yield Case(
            f"{seed}:{file.path}",
            file.path.partition("/")[0],
            _label(notice),
            given,
            frozenset({"amounts"}) if notice.conflict else frozenset(),
            sureness(statements, given),
            len(statements),
            tuple(unproven(statements, file.reading)),
        )


def _label(notice: NoticeTruth) -> Label:
    found: Label = msgspec.to_builtins(notice)
    return found


def _sums(told: Label) -> frozenset[tuple[str, str]]:
    """Return kind and value of every amount that a label gives."""
    seen = facts(told)
    sums = {(basis, amount) for amount, basis in seen["amounts"]}  # type: ignore[misc, has-type]
    sums |= {(field, amount) for field in ("budget", "ceiling") for amount in seen[field]}
    return frozenset((str(kind), str(amount)) for kind, amount in sums if Decimal(str(amount)))
