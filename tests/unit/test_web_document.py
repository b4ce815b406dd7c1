"""A Reading is shown as it was laid out, with its passages marked, in parts of bearable length."""

import pytest

from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.web import document
from counterfile.web.document import Node, Text


def reading(*stretches: tuple[BlockKind, str], **cell: tuple[int, ...]) -> Reading:
    """Return a Reading of these blocks; `cell` gives row, col, rowspan and colspan by the text of a cell."""
    blocks, at = [], 0
    for kind, words in stretches:
        block = Block(kind, at, at + len(words))
        if kind is BlockKind.CELL:
            row, col, rowspan, colspan = cell[words]
            block = Block(kind, at, at + len(words), table=0, row=row, col=col, rowspan=rowspan, colspan=colspan)
        blocks.append(block)
        at += len(words) + 1
    text = "\n".join(words for _, words in stretches)
    return Reading("rd-1", "d" * 64, "text 1", text, tuple(blocks), segments=(Segment(0, len(text)),))


def words(node: Node) -> str:
    return "".join(mark.text for mark in node.marks)


def table(text: Text) -> list[list[tuple[str, int, int]]]:
    (node,) = [node for node in text.nodes if node.kind == "table"]
    return [
        [("".join(mark.text for mark in cell.marks), cell.rowspan, cell.colspan) for cell in row] for row in node.rows
    ]


def test_blocks_become_what_they_were() -> None:
    text = document.render(
        reading(
            (BlockKind.TITLE, "采购公告"),
            (BlockKind.PARAGRAPH, "项目概况"),
            (BlockKind.LIST_ITEM, "摄像机"),
            (BlockKind.LIST_ITEM, "服务器"),
            (BlockKind.FURNITURE, "友情链接"),
        ),
        [],
    )

    assert [node.kind for node in text.nodes] == ["heading", "paragraph", "list", "furniture"]
    assert len(text.nodes[2].items) == 2


def test_text_outside_of_blocks_is_shown_too() -> None:
    found = Reading("rd-1", "d" * 64, "text 1", "项目概况\n其他事项", (Block(BlockKind.PARAGRAPH, 0, 4),))

    assert "其他事项" in "".join(words(node) for node in document.render(found, []).nodes)


def test_missing_cell_keeps_its_place() -> None:
    found = reading((BlockKind.CELL, "a"), (BlockKind.CELL, "b"), a=(0, 0, 1, 1), b=(0, 2, 1, 1))

    assert table(document.render(found, [])) == [[("a", 1, 1), ("", 1, 1), ("b", 1, 1)]]


def test_cell_over_two_rows_takes_the_place_below() -> None:
    cells = {"a": (0, 0, 2, 1), "b": (0, 1, 1, 1), "c": (1, 1, 1, 1)}
    found = reading(*((BlockKind.CELL, name) for name in cells), **cells)

    assert table(document.render(found, [])) == [[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1)]]


def test_claimed_span_reaches_no_further_than_the_table() -> None:
    found = reading((BlockKind.CELL, "a"), a=(0, 0, 1_000_000, 1_000_000))

    assert table(document.render(found, [])) == [[("a", 1, 1)]]


def test_passage_is_anchored_once_though_its_evidence_stands_in_two_places() -> None:
    found = reading((BlockKind.PARAGRAPH, "中标价（元）"), (BlockKind.PARAGRAPH, "7888000.00"))

    text = document.render(found, [(7, 17, "st-1"), (0, 6, "st-1~")], focus="st-1")
    marks = [mark for node in text.nodes for mark in node.marks]

    assert [(mark.text, mark.anchors, mark.focus) for mark in marks] == [
        ("中标价（元）", (), True),
        ("7888000.00", ("ev-st-1",), True),
    ]


def test_part_with_the_passage_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "PART", 20)
    found = reading(*((BlockKind.PARAGRAPH, f"第{number}段" + "文" * 12) for number in range(6)))
    start = found.text.index("第4段")

    text = document.render(found, [(start, start + 3, "st-1")], focus="st-1")

    assert (text.part, text.parts) == (5, 6)
    assert words(text.nodes[0]).startswith("第4段")
    assert document.render(found, [], part=99).part == 6
    assert document.render(found, []).part == 1


def test_furniture_opens_where_something_in_it_was_asked_for() -> None:
    found = reading((BlockKind.FURNITURE, "相关公告：人脸识别门禁"))

    assert not document.render(found, []).nodes[0].open
    assert document.render(found, [], hits=[(5, 9)]).nodes[0].open


def test_document_without_text_is_an_empty_page() -> None:
    assert document.render(reading((BlockKind.PARAGRAPH, "")), []).parts == 1
