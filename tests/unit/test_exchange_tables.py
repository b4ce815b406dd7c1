"""Tables as they are handed out: all that notices say of organizations, nothing of natural persons."""

from __future__ import annotations

import pytest
from exchange_heap import COMPANY_CODE, PERSON, TRADER, TRADER_CODE, Heap

from counterfile.model.judgement import Question
from counterfile.views.exchange.handed_out import HandedOut
from counterfile.views.tables import Workbench, dictionary, table_rows


@pytest.fixture(scope="module")
def heap() -> Heap:
    return Heap()


def test_no_table_names_a_person_or_a_sole_trader(heap: Heap) -> None:
    given = HandedOut(Workbench(heap.store))

    cells = str([list(given.table(name)[1]) for name in dictionary()])

    assert given.left_out == 3
    assert not any(name in cells for name in (PERSON, TRADER, TRADER_CODE))
    assert COMPANY_CODE in cells


def test_everything_else_is_as_in_the_tables(heap: Heap) -> None:
    bench = Workbench(heap.store)
    given = HandedOut(bench)

    for name in dictionary():
        (columns, rows), (before, whole) = given.table(name), table_rows(bench, name)
        assert columns == before
        gone = len(list(whole)) - len(list(rows))
        assert gone == {"organizations": 2, "statements": 3}.get(name, 0)


def test_an_award_to_a_person_keeps_its_row_without_the_name(heap: Heap) -> None:
    columns, rows = HandedOut(Workbench(heap.store)).table("awards")

    found = [dict(zip(columns, row, strict=True)) for row in rows]

    assert sorted((each["label"], len(each["suppliers"]), each["supplier_names"]) for each in found) == [  # type: ignore[arg-type]
        ("包1", 1, ["临沅澄远视讯科技有限公司"]),
        ("包2", 0, []),
        ("第三包", 0, []),
    ]


def test_a_name_that_a_person_corrected_is_looked_at_too() -> None:
    heap = Heap()
    heap.judge(Question.VALUE, f"{heap.award}|lot/1/supplier/1|awards/suppliers/name", "李晓雨")

    given = HandedOut(Workbench(heap.store))

    assert "李晓雨" not in str([list(given.table(name)[1]) for name in dictionary()])
