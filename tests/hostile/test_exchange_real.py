"""Real OCDS publications, read and handed out again: what we read of a release, a reader of ours reads again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counterfile.errors import BadInput
from counterfile.model.document import Arrival, State
from counterfile.model.notice import AMOUNTS, DATES, ORGANIZATIONS, Notice, Property, notice_id
from counterfile.model.reading import Draft, Reading, Segment
from counterfile.model.statement import Statement
from counterfile.plugins.extractors.structured import StructuredExtractor
from counterfile.plugins.readers.ocds import OcdsReader
from counterfile.stages.extract import extract_reading
from counterfile.store.memory import MemoryStore
from counterfile.store.ports import Outcome, Published
from counterfile.views.exchange import ocds
from counterfile.views.tables import Workbench

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ocds-real"
FILES = 40  # evenly taken
LARGEST = 400_000  # bytes of one of them
RELEASES = 6  # of one of them
PLACED = (
    frozenset({*ORGANIZATIONS, *AMOUNTS, *DATES, Property.TITLE, Property.NUMBER, Property.OCID, Property.STAGE})
    - {Property.CANDIDATE, Property.BID_VALUE, Property.FEE, Property.DEPOSIT}
) | {Property.METHOD, Property.LOT_LABEL, Property.LOT_TITLE, Property.SUPPLIER_ID, Property.CONTRACT_NUMBER}
"""What the standard has a place for that we read."""


def statements_of(draft: Draft, digest: str) -> Iterator[tuple[Reading, Segment, tuple[Statement, ...]]]:
    """Yield what each of the first releases of a file says."""
    for segment in draft.segments[:RELEASES] or (Segment(0, len(draft.text)),):
        reading = Reading(f"rd-{digest[:20]}", digest, "ocds 1", draft.text, draft.blocks, draft.pages, (segment,))
        for _, found in extract_reading(reading, [StructuredExtractor()]):
            yield reading, segment, found


def told(statements: tuple[Statement, ...]) -> Counter[tuple[Property, str]]:
    """Count what is said, once a value: of which row it is said is named anew."""
    return Counter(
        {(each.property, each.value) for each in statements if each.property in PLACED and not each.conflict}
    )


def files() -> list[Path]:
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is absent: real files are not part of the project")
    found = sorted(path for path in REAL.rglob("*.json") if path.stat().st_size <= LARGEST)
    return found[:: max(len(found) // FILES, 1)]


def test_what_is_read_of_real_releases_is_read_again_from_what_is_handed_out() -> None:
    read: Counter[Property] = Counter()
    lost: Counter[Property] = Counter()

    for number, path in enumerate(files()):
        try:
            draft = OcdsReader().read(path.read_bytes(), path.name)
        except BadInput:
            continue
        store, before = heap(draft, f"{number:064x}")
        for process in ocds.processes(Workbench(store)):
            for release in process.releases:
                again = OcdsReader().read(json.dumps(release).encode(), "release.json")
                ((*_, found), *_) = statements_of(again, "f" * 64)
                expected = before[release["id"]]
                missing = expected - told(found)
                read.update(name for name, _ in expected)
                lost.update(name for name, _ in missing)
                kept = {(each["property"], each["value"]) for each in release["evidence"]}
                assert {(name.value, value) for name, value in expected} <= kept

    # The rest: numbers and days of several contracts beside several awards. They stand in `evidence`, with their words.
    share = {name.value: f"{lost[name]}/{read[name]}" for name in read if lost[name]}
    assert sum(read.values()) > 200
    assert sum(lost.values()) <= sum(read.values()) * 0.03, share


def heap(draft: Draft, digest: str) -> tuple[MemoryStore, dict[str, Counter[tuple[Property, str]]]]:
    """Return a store with the first releases of a file, and what each of them says."""
    store = MemoryStore()
    published = []
    with store.batch() as batch:
        batch.arrive(Arrival(digest, "file.json", "file.json", None, "folder 1", store.now()), len(draft.text))
    for place, (reading, segment, found) in enumerate(statements_of(draft, digest)):
        notice = Notice(notice_id(digest, place), digest, reading.id, segment.start, segment.end)
        published.append(Published(notice, tuple(_of(each, notice.id) for each in found)))
    whole = Reading(f"rd-{digest[:20]}", digest, "ocds 1", draft.text, draft.blocks, (), draft.segments)
    with store.batch() as batch:
        batch.record("read", "1", digest, digest, [whole, Outcome(State.READ, media_type="application/json")])
        batch.record("extract", "1", digest, whole.id, published)
    return store, {each.notice.id: told(each.statements) for each in published}


def _of(statement: Statement, notice: str) -> Statement:
    return msgspec.structs.replace(statement, notice=notice)
