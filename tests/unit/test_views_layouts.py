"""One template's notices share a layout, whatever they buy and whatever it costs."""

from __future__ import annotations

from counterfile.model.reading import Block, BlockKind, Reading, Segment
from counterfile.testing.facts import reading
from counterfile.views.layouts import layout_of

ONE = "成交公告\n一、项目编号：LYGA-2021-07\n二、项目名称：监控系统\n采购人名称：临沅市公安局\n成交金额：128.6万元"
SAME = "成交公告\n一、项目编号：HBJY-19\n二、项目名称：校园网\n三、采购人名称：河滨中学\n开标时间：2021年3月4日"
OTHER = "中标公告\n招标编号：HBJY-19\n工程名称：校园网\n招标人：河滨中学"


def test_notices_of_one_template_share_their_layout() -> None:
    assert layout_of(reading("a", ONE)) == layout_of(reading("b", SAME))


def test_other_words_for_the_same_things_are_another_layout() -> None:
    assert layout_of(reading("a", ONE)).id != layout_of(reading("b", OTHER)).id


def test_same_software_on_another_portal_is_another_layout() -> None:
    one, other = (layout_of(reading("a", ONE), host=host) for host in ("a.example.org", "b.example.org"))

    assert one.words == other.words
    assert one.id != other.id


def test_layout_names_its_words() -> None:
    words = dict(layout_of(reading("a", ONE)).words)

    assert (words["name buyer"], words["number"], words["title"]) == ("采购人名称", "项目编号", "项目名称")


def test_label_in_a_cell_of_its_own_needs_no_colon() -> None:
    text = "采购单位\n临沅市公安局"
    blocks = (Block(BlockKind.CELL, 0, 4, table=0, row=0, col=0), Block(BlockKind.CELL, 5, 11, table=0, row=0, col=1))
    found = layout_of(Reading("rd-1", "", "html 1", text, blocks))

    assert found.words == (("name buyer", "采购单位"),)


def test_furniture_and_neighbors_are_not_of_the_layout() -> None:
    text = "采购人：临沅市公安局\n招标人：某站推荐"
    blocks = (Block(BlockKind.PARAGRAPH, 0, 10), Block(BlockKind.FURNITURE, 11, 19))
    whole = Reading("rd-1", "", "html 1", text, blocks)

    assert layout_of(whole).words == (("name buyer", "采购人"),)
    assert layout_of(whole, Segment(11, 19)).words == ()


def test_structured_source_has_its_format_as_layout() -> None:
    blocks = (Block(BlockKind.FIELD, 0, 3, name="/ocid"), Block(BlockKind.FIELD, 4, 9, name="/buyer/name"))
    found = layout_of(Reading("rd-1", "", "ocds 3", "abc\nRiver", blocks))

    assert found.words == (("format", "ocds"),)


def test_id_is_stable() -> None:
    assert layout_of(reading("a", "没有标签的一段话")).id == layout_of(reading("b", "")).id == "ly-f04d559e8614"
