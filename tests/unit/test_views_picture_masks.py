"""Masks on pictures: whatever is a star in the text is covered on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfile.model.reading import Block, BlockKind, Line, Page, Reading, Segment, Source
from counterfile.text.mask import mask
from counterfile.views.picture_masks import MARGIN, Box, boxes, withheld

WIDE = 595.0, 842.0  # an A4 page in points


def reading(text: str, *pages: Page) -> Reading:
    return Reading(
        id="rd-0",
        document="d",
        reader="pdf 1",
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, 0, len(text), page=1),),
        pages=pages or (Page(1, 0, len(text), *WIDE),),
        segments=(Segment(0, len(text)),),
    )


def test_box_of_a_measured_line_is_exact() -> None:
    text, _ = mask("电话13800138000。")
    edges = tuple(range(100, 100 + 10 * (len(text) + 1), 10))

    found = boxes(reading(text), [Line(0, len(text), 1, 100, 200, edges[-1], 220, edges)], 1)

    assert found == (Box(120 - MARGIN, 200 - MARGIN, 230 + MARGIN, 220 + MARGIN),)


def test_line_that_is_not_measured_is_covered_where_the_number_can_be() -> None:
    text, _ = mask("本项目由采购人的联系人负责答疑电话：13800138000。请在工作日致电，逾期不再受理答疑申请")

    (box,) = boxes(reading(text), [Line(0, len(text), 1, 0, 200, 4000, 220)], 1)

    # The number itself stands somewhere around the middle; the ends of the line stay readable.
    assert 0 < box.left < 1800
    assert 2400 < box.right < 4000


def test_number_over_two_lines_gets_two_boxes() -> None:
    text, _ = mask("手机：1380013\n8000，邮编")
    lines = [Line(0, 10, 1, 0, 0, 1000, 100), Line(11, len(text), 1, 0, 120, 800, 220)]

    found = boxes(reading(text), lines, 1)

    assert [box.top for box in found] == [0, 120 - MARGIN]
    assert text == "手机：*******\n****，邮编"


def test_stars_of_the_source_are_covered_too() -> None:
    assert boxes(reading("密级：***"), [Line(0, 6, 1, 0, 0, 600, 100)], 1)


def test_only_lines_of_the_page_count() -> None:
    text = "***\n***"
    pages = (Page(1, 0, 3, *WIDE), Page(2, 4, 7, *WIDE))
    lines = [Line(0, 3, 1, 0, 0, 300, 100), Line(4, 7, 2, 0, 500, 300, 600)]

    assert [box.bottom for box in boxes(reading(text, *pages), lines, 2)] == [600 + MARGIN]


def test_box_ends_at_the_edge_of_the_page() -> None:
    found = boxes(reading("***"), [Line(0, 3, 1, 0, 0, 5950, 8420)], 1)

    assert found == (Box(0, 0, 5950, 8420),)


@pytest.mark.parametrize("text", ["甲　　***　乙", "甲\t***", "a  *** b"])
def test_line_with_gaps_of_unknown_width_is_covered_whole(text: str) -> None:
    (box,) = boxes(reading(text), [Line(0, len(text), 1, 500, 0, 3000, 100)], 1)

    assert (box.left, box.right) == (500 - MARGIN, 3000 + MARGIN)


def test_line_from_top_to_bottom_is_covered_whole() -> None:
    (box,) = boxes(reading("电话***甲乙"), [Line(0, 7, 1, 500, 0, 620, 3000)], 1)

    assert box == Box(500 - MARGIN, 0, 620 + MARGIN, 3000 + MARGIN)


def test_measured_line_from_top_to_bottom_is_covered_whole() -> None:
    (box,) = boxes(reading("电话***甲乙"), [Line(0, 7, 1, 500, 0, 620, 3000, tuple(range(500, 516, 2)))], 1)

    assert (box.left, box.right) == (500 - MARGIN, 620 + MARGIN)


def test_page_that_was_not_recognized_is_withheld() -> None:
    words = reading("", Page(1, 0, 0, *WIDE, source=Source.NONE))

    assert "not recognized yet" in withheld(words, [], 1)


def test_page_whose_text_is_doubted_is_withheld_until_it_is_recognized() -> None:
    doubted = reading("abc", Page(1, 0, 3, *WIDE, doubt="garbled"))
    recognized = reading("abc", Page(1, 0, 3, *WIDE, source=Source.OCR, doubt="garbled"))

    assert "not believed (garbled)" in withheld(doubted, [], 1)
    assert withheld(recognized, [], 1) == ""


def test_page_with_a_masked_number_of_unknown_place_is_withheld() -> None:
    assert "no known place" in withheld(reading("电话***"), [Line(0, 3, 1, 0, 0, 300, 100)], 1)


def test_page_with_its_masks_placed_may_be_shown() -> None:
    assert withheld(reading("电话***"), [Line(0, 5, 1, 0, 0, 300, 100)], 1) == ""


def test_page_that_is_not_there_is_withheld() -> None:
    assert withheld(reading("x"), [], 7) == "the document has no page 7"


SIGNS = st.sampled_from("甲乙采购电话abcWil .:,-/0123*")


@given(st.data(), st.text(SIGNS, min_size=1, max_size=60).map(lambda text: " ".join(text.split()) or "*"))
def test_every_masked_character_lies_under_a_box(data: st.DataObject, text: str) -> None:
    """Print each character with a width of its own: the box covers what is masked, with edges and without."""
    widths = [data.draw(st.integers(92, 108) if ord(sign) > 0x4E00 else st.integers(22, 108)) for sign in text]
    edges = [400]
    for width in widths:
        edges.append(edges[-1] + width)
    page = Page(1, 0, len(text), edges[-1] / 10 + 50, 100.0)
    words = reading(text, page)

    for measured in (tuple(edges), ()):
        line = Line(0, len(text), 1, edges[0], 100, edges[-1], 220, measured)
        found = boxes(words, [line], 1)
        for at, sign in enumerate(text):
            if sign == "*":
                assert any(box.left <= edges[at] and box.right >= edges[at + 1] for box in found)
                assert all(box.top < 100 and box.bottom > 220 for box in found)
