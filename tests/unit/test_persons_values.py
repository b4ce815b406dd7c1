"""A person's value always wins, for every property, and survives reading and extracting again."""

from __future__ import annotations

import msgspec
import pytest
from taught_notices import award, correct, name, run, said, store_of

from counterfile.cli import correcting as commands
from counterfile.model.document import State
from counterfile.model.notice import AMOUNTS, DATES, LotStatus, Property, Stage
from counterfile.store.memory import MemoryArchive, MemoryStore
from counterfile.store.ports import Outcome
from counterfile.testing import facts
from counterfile.views import corrected, correcting, tables

VALUES: dict[Property, str] = {
    **dict.fromkeys(AMOUNTS, "CNY 345600.00 total"),
    **dict.fromkeys(DATES, "2026-03-17"),
    Property.STAGE: Stage.CONTRACT,
    Property.ROUND: "3",
    Property.RANK: "2",
    Property.LOT_STATUS: LotStatus.FAILED,
    Property.LEAD: "true",
    Property.CONSORTIUM_ALLOWED: "false",
}
EVERY = sorted(Property)


def value_of(meant: Property) -> str:
    return VALUES.get(meant, f"柳湾第{EVERY.index(meant) + 1}号有限公司")


def read_again(store: MemoryStore, text: str) -> None:
    """Read the same file by a better reader, and extract it anew."""
    words = msgspec.structs.replace(facts.reading("notice-0", text), id="rd-again")
    with store.batch() as batch:
        batch.record("read", "2", words.document, "k2", [words, Outcome(State.READ)])
        batch.mark_due("extract", [words.document])
    run(store)


def stated(store: MemoryStore, meant: Property) -> list[tuple[str, str]]:
    """Return row and value of what now counts of a notice."""
    told = corrected.corrected(store).statements([name(0)], [meant])[name(0)]
    return [(one.subject, one.value) for one in told]


@pytest.mark.parametrize("meant", EVERY)
def test_a_person_s_value_wins_and_survives_reading_again(meant: Property) -> None:
    text = award(1, who="中标人", what="中标金额（万元）")
    store = store_of(text)
    given = correct(store, 0, meant.value, value_of(meant)).value
    row = given.subject.split("|")[1]
    assert (row, value_of(meant)) in stated(store, meant)

    read_again(store, f"{text}\n六、本公告期限：自发布之日起1个工作日")

    assert [value for each, value in stated(store, meant) if each == row] == [value_of(meant)]
    assert given.answer == value_of(meant)


@pytest.mark.parametrize("meant", EVERY)
def test_a_value_that_a_person_took_away_stays_away(meant: Property) -> None:
    text = award(1, who="中标人", what="中标金额（万元）")
    store = store_of(text)
    row = correct(store, 0, meant.value, "").value.subject.split("|")[1]

    read_again(store, f"{text}\n六、本公告期限：自发布之日起1个工作日")

    assert [value for each, value in stated(store, meant) if each == row] == []


ROWS = {
    "lot/2": {Property.LOT_LABEL: "第二包", Property.AWARD_VALUE: "CNY 98000.00 total"},
    "lot/2/supplier/1": {Property.SUPPLIER: "岭东安防设备有限公司"},
    "lot/1/supplier/2": {Property.SUPPLIER: "平澜市政工程有限公司", Property.LEAD: "false"},
}


def test_a_lot_and_a_supplier_that_a_person_adds_stay_and_show_in_the_tables() -> None:
    text = award(1, who="中标人", what="中标金额（万元）")
    store = store_of(text)
    for row, told in ROWS.items():
        for meant, value in told.items():
            correct(store, 0, meant.value, value, row=row)

    read_again(store, f"{text}\n六、本公告期限：自发布之日起1个工作日")

    for row, told in ROWS.items():
        for meant, value in told.items():
            assert (row, value) in stated(store, meant)
    bench = tables.Workbench(store)
    columns, listed = tables.table_rows(bench, "organizations")
    shown = {str(cell) for row in listed for cell in row}
    assert columns
    assert {"岭东安防设备有限公司", "平澜市政工程有限公司"} <= shown


def test_withdrawing_what_was_added_brings_back_what_software_reads() -> None:
    store = store_of(award(1, who="中标人", what="中标金额（万元）"))
    before = said(store, 0, Property.SUPPLIER)
    added = correct(store, 0, "supplier", "岭东安防设备有限公司", row="lot/2/supplier/1")
    changed = correct(store, 0, "supplier", "平澜市政工程有限公司")
    assert len(stated(store, Property.SUPPLIER)) == 2

    for one in (added, changed):
        kept = next(each for each in store.history("value?") if each.subject == one.value.subject)
        taken = correcting.withdrawal(store, kept.id, by="heron", reason="misread")
        commands.keep(store, MemoryArchive(), [taken])
    run(store)

    assert [value for _, value in stated(store, Property.SUPPLIER)] == before
