"""How right procedures are on the notices in place and on an unseen demo heap, whether order matters, and how fast it is.

The weights were fitted on these notices and on the demo heaps of seeds 1 and 7 (`scripts/procedure_weights.py`), so the
first figures are of development material; the demo heap of seed 11 was not looked at by the fit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from bench.measuring import SHARED
from counterfile import app, demo, flow
from counterfile.demo import NoticeTruth
from counterfile.model.evidence import Span
from counterfile.model.notice import Notice, Property
from counterfile.model.statement import Statement
from counterfile.model.value import Amount, Basis
from counterfile.resolving import _procedure_evaluation as evaluation
from counterfile.resolving import procedures
from counterfile.resolving.measures import Measures
from counterfile.resolving.measures import measure as measures_of
from counterfile.stages.resolve import ResolveStage
from counterfile.store import layout, sqlite
from counterfile.store.memory import MemoryArchive
from counterfile.store.ports import Cluster, Published
from counterfile.text.identifiers import number_key
from counterfile.text.names import core_title, name_key

UNSEEN = 11
ORDERS = 20
LARGE = 5600
"""Purchases that make some 20,000 notices."""


def measure(options: argparse.Namespace) -> dict[str, object]:
    """Return every figure; those of the notices in place are skipped with a word where they are absent."""
    del options
    return {"notices in place": in_place(), "unseen demo heap": unseen(), "speed": speed()}


def in_place() -> dict[str, object]:
    """Return how right the notices' procedures are, with and without numbers."""
    folder = SHARED / "data" / "cn-notices"
    if not folder.is_dir():
        return {"skipped": "the notices are not beside this checkout"}
    truth = json.loads((folder / "procedures.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as made, app.open_inquiry(app.create_inquiry(Path(made) / "inquiry")) as inquiry:
        list(inquiry.add([folder]))
        list(inquiry.run())
        seen, missing = evaluation.of_inquiry(inquiry.store, truth)
        hidden, _ = evaluation.of_inquiry(inquiry.store, truth, numbers=False)
    return {
        "not found": len(missing),
        "with numbers": _told(seen.all),
        "layers": {layer.name: _told(layer.measures) for layer in seen.layers},
        "numbers hidden": _told(hidden.all),
        "numbers hidden, without": {layer.name: _told(layer.measures) for layer in hidden.without},
        "false": len(hidden.false),
        "missed": len(hidden.missed),
    }


def unseen() -> dict[str, object]:
    """Return the same for a demo heap as its truth states it, with second rounds, and whether order matters."""
    notices = [notice for file in demo.truth(UNSEEN, 250).files for notice in file.notices]
    published = _published(notices)
    read = {fact.notice.id: procedures.said(fact.notice.id, fact.statements) for fact in published}
    procedure = {_id(at): notice.procedure for at, notice in enumerate(notices)}
    family = {_id(at): notice.family for at, notice in enumerate(notices)}
    figures: dict[str, object] = {}
    for name, given in (("with numbers", read), ("numbers hidden", evaluation.numberless(read))):
        attempts, families = evaluation.link(given), evaluation.link(given, family=True)
        rounds = [
            (one, two)
            for one in family
            for two in family
            if one < two and family[one] == family[two] and procedure[one] != procedure[two]
        ]
        figures[name] = {
            "procedures": _told(measures_of(attempts, procedure)),
            "families": _told(measures_of(families, family)),
            "pairs of two rounds": len(rounds),
            "of one family": round(sum(families[one] == families[two] for one, two in rounds) / len(rounds), 4),
            "merged": sum(attempts[one] == attempts[two] for one, two in rounds),
        }
    first = _resolved(published, 1)
    orders = []
    for seed in range(ORDERS):
        shuffled = list(published)
        random.Random(seed).shuffle(shuffled)
        orders.append(_resolved(shuffled, 4))
    fewer = _resolved([fact for at, fact in enumerate(published) if at % 10], 1)
    moved = {member for member, cluster in fewer.items() if first[member] != cluster}
    return {
        **figures,
        "orders tried": ORDERS,
        "orders with other files or ids": sum(each != first for each in orders),
        "10 % more notices: share of the others whose id changed": round(len(moved) / len(fewer), 4),
    }


def speed() -> dict[str, object]:
    """Return the CPU seconds that linking takes for a large heap, and for one notice more."""
    notices = [notice for file in demo.truth(3, LARGE).files for notice in file.notices]
    published = _published(notices)
    with tempfile.TemporaryDirectory() as made:
        store = _store(Path(made))
        began = time.process_time()
        _add(published[:-1], store)
        placed = time.process_time()
        _run(store)
        linked = time.process_time()
        _add(published[-1:], store)
        _run(store)
        more = time.process_time()
        counts = store.counts()
        size = (Path(made) / layout.DATABASE).stat().st_size
        store.close()
    return {
        "notices": counts.notices,
        "procedures": counts.procedures,
        "recording and placing, CPU s": round(placed - began, 2),
        "linking and gathering, CPU s": round(linked - placed, 2),
        "one notice more, CPU ms": round(1000 * (more - linked)),
        "database, MB": round(size / 1e6),
    }


def _told(found: Measures) -> dict[str, object]:
    rates = found.pairwise
    return {
        "precision": round(rates.precision.value, 4),
        "recall": round(rates.recall.value, 4),
        "f1": round(rates.f1.value, 4),
        "f1 interval": [round(rates.f1.low, 4), round(rates.f1.high, 4)],
        "b_cubed f1": round(found.b_cubed.f1.value, 4),
        "exact": round(found.exact.value, 4),
    }


def _id(at: int) -> str:
    # Spread, so that neighbors in the order of ids are no neighbors in the heap.
    return f"n-{at * 2654435761 % 2**32:016x}"


def _published(notices: Sequence[NoticeTruth]) -> list[Published]:
    """Return notices with statements of what their truth says: what extraction finds when it finds everything."""
    found = []
    for at, notice in enumerate(notices):
        name = _id(at)
        pairs: list[tuple[Property, str | None, str | None]] = [
            (Property.STAGE, notice.stage, None),
            (Property.ROUND, str(notice.round) if notice.round > 1 else None, None),
            (Property.TITLE, notice.project_title, core_title(notice.project_title or "")),
            (Property.BUYER, notice.buyer, name_key(notice.buyer or "")),
            (Property.AGENCY, notice.agency, name_key(notice.agency or "")),
            (Property.PUBLISHED, notice.published, None),
            (Property.OPENING, notice.opening, None),
            (Property.BUDGET, notice.budget, None),
        ]
        pairs += [(Property.NUMBER, number, number_key(number)) for number in notice.project_numbers]
        pairs += [
            (Property.SUPPLIER, supplier.name, name_key(supplier.name))
            for lot in notice.lots
            for supplier in lot.suppliers
        ]
        statements = tuple(_statement(name, meant, value, key) for meant, value, key in pairs if value)
        found.append(Published(Notice(name, f"{at:064x}", "rd-0", 0, 1), statements))
    return found


def _statement(notice: str, meant: Property, value: str, key: str | None) -> Statement:
    amount = Amount(Basis.TOTAL, Decimal(value), "CNY", None) if meant is Property.BUDGET else None
    return Statement(notice, "", meant, value, (Span(0, 1, "–"),), "text", "L2", amount=amount, key=key or None)


def _store(folder: Path) -> sqlite.SqliteStore:
    path = folder / layout.DATABASE
    sqlite.create(path)
    return sqlite.SqliteStore(path, clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def _add(published: Sequence[Published], store: sqlite.SqliteStore) -> None:
    """Record notices as extraction does, in batches."""
    stage = ResolveStage()
    flow.place_all(stage, store)
    for start in range(0, len(published), flow.BATCH):
        some = published[start : start + flow.BATCH]
        with store.batch() as batch:
            for fact in some:
                batch.record("extract", "1", fact.notice.document, "k", [fact])
            batch.mark_due(flow.GATHER, [f"notice:{fact.notice.id}" for fact in some])
            flow.place(stage, batch, some)


def _resolved(published: Sequence[Published], portions: int) -> dict[str, str]:
    """Return the procedure of each notice after the portions were added one after the other."""
    with tempfile.TemporaryDirectory() as made:
        store = _store(Path(made))
        step = -(-len(published) // portions)
        for start in range(0, len(published), step):
            _add(published[start : start + step], store)
            _run(store)
        found = dict(store.scan_clusters(Cluster.PROCEDURE))
        store.close()
    return found


def _run(store: sqlite.SqliteStore) -> None:
    progress: Iterable[flow.Progress] = flow.run([ResolveStage()], store, MemoryArchive(), workers=1)
    for _ in progress:
        pass
