"""Long sequences in a file: what was laid down is read back, by stretches."""

from pathlib import Path

import msgspec
import pytest

from counterfile.model.finding import Counted
from counterfile.store.piles import PIECE, STRETCH, Pile, laying, packed, unpacked


def laid(folder: Path, rows: list[Counted], order: tuple[int, ...] = ()) -> Pile[Counted]:
    with laying(folder, "units") as layer:
        layer.lay([("p-1", "before it")])
        head = layer.lay(rows, order)
    return Pile(folder, head, Counted)


def test_rows_are_read_back_one_by_one_in_stretches_and_all(tmp_path: Path) -> None:
    rows = [Counted(f"p-{number:04}", (f"n-{number}",), value="监控") for number in range(2 * STRETCH + 7)]

    pile = laid(tmp_path, rows)

    assert len(pile) == len(rows)
    assert (pile[0], pile[STRETCH], pile[-1]) == (rows[0], rows[STRETCH], rows[-1])
    assert pile[STRETCH - 2 : STRETCH + 2] == rows[STRETCH - 2 : STRETCH + 2]
    assert list(pile) == rows
    assert list(pile.order) == list(range(len(rows)))


def test_an_empty_sequence_has_no_rows(tmp_path: Path) -> None:
    pile = laid(tmp_path, [])

    assert (len(pile), list(pile), pile[:50]) == (0, [], [])
    with pytest.raises(IndexError):
        pile[0]


def test_the_order_in_which_people_see_rows_is_kept_beside(tmp_path: Path) -> None:
    rows = [Counted("p-1", (), within=False), Counted("p-2", ())]

    assert list(laid(tmp_path, rows, (1, 0)).order) == [1, 0]


def test_whoever_reads_on_while_newer_ones_are_laid_finds_the_rows(tmp_path: Path) -> None:
    rows = [Counted(f"p-{number}", ()) for number in range(3)]
    older = laid(tmp_path, rows)

    for _ in range(3):
        laid(tmp_path, [])

    assert list(older) == rows
    assert len(list(tmp_path.iterdir())) == 2


class Heap(msgspec.Struct, frozen=True):
    rows: tuple[Counted, ...]
    names: dict[str, str]
    undated: int
    place: tuple[str, int] = ("", 0)


@pytest.mark.parametrize("count", [0, 1, PIECE, 2 * PIECE + 1])
def test_values_are_read_back_whatever_their_length(count: int) -> None:
    rows = [Counted(f"p-{number}", (f"n-{number}",)) for number in range(count)]
    names = {row.id: "某市采购中心" for row in rows}
    heap = Heap(tuple(rows), names, 3, ("浙江", 7))

    assert unpacked(packed(heap), Heap) == heap
    assert unpacked(packed(rows), list[Counted]) == rows
    assert unpacked(packed(tuple(rows)), tuple[Counted, ...]) == tuple(rows)
    assert unpacked(packed(names), dict[str, str]) == names
    assert unpacked(packed(count), int) == count


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        unpacked(packed(Heap((), {}, 0)), Counted)
    with pytest.raises(msgspec.DecodeError):
        unpacked(packed([1, 2]), dict[str, str])
