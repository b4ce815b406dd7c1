"""Text is cut for highlighting without losing or moving a code point."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfile.views.passages import around, marked

TEXT = "𠮷临沅市公安局采购警务云平台，预算金额：325.03万元。\n其他事项详见附件。"


def test_overlapping_spans_share_their_common_part() -> None:
    pieces = marked("预算50万元整", [(2, 6, "a"), (4, 7, "b")])

    assert [(piece.text, piece.ids) for piece in pieces] == [
        ("预算", ()),
        ("50", ("a",)),
        ("万元", ("a", "b")),
        ("整", ("b",)),
    ]


def test_anchor_goes_where_a_span_begins_and_nowhere_else() -> None:
    pieces = marked("预算50万元整", [(2, 6, "a"), (4, 7, "b")])

    assert [piece.begins for piece in pieces] == [(), ("a",), ("b",), ()]


def test_span_that_began_before_the_stretch_has_no_anchor_in_it() -> None:
    (piece,) = marked("万元", [(4, 8, "a")], offset=6)

    assert (piece.ids, piece.begins) == (("a",), ())


def test_rare_ideographs_do_not_shift_what_is_marked() -> None:
    start = TEXT.index("325.03万元")

    marks = [piece.text for piece in marked(TEXT, [(start, start + 8, "st-1")]) if piece.hit]

    assert marks == ["325.03万元"]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from("abc")), max_size=8),
    st.integers(0, 10),
)
@settings(max_examples=200)
def test_pieces_join_to_the_text_and_cover_exactly_the_spans(
    text: str, spans: list[tuple[int, int, str]], offset: int
) -> None:
    pieces = marked(text, spans, offset)

    assert "".join(piece.text for piece in pieces) == text
    at = offset
    for piece in pieces:
        for position in range(at, at + len(piece.text)):
            covering = {name for start, end, name in spans if start <= position < end}
            assert covering == set(piece.ids)
        at += len(piece.text)


def test_context_ends_with_the_sentence() -> None:
    start = TEXT.index("325.03万元")

    found = around(TEXT, start, start + 8, context=40)

    assert "".join(part.text for part in found.parts) == "𠮷临沅市公安局采购警务云平台，预算金额：325.03万元。"
    assert (found.cut_before, found.cut_after) == (False, False)


def test_context_is_cut_where_no_sentence_ends() -> None:
    found = around("甲" * 100, 50, 52, context=10)

    assert (found.start, found.end, found.cut_before, found.cut_after) == (40, 62, True, True)


@given(st.text(alphabet="甲乙。\n ", min_size=1, max_size=60), st.data())
@settings(max_examples=200)
def test_snippet_always_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    found = around(text, start, end, context=5)

    assert text[found.start : found.end] == "".join(part.text for part in found.parts)
    assert text[start:end] == "".join(part.text for part in found.parts if part.hit)


def test_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 2"):
        around("甲乙", 1, 5)


def test_lone_cell_is_shown_with_the_lines_around_it() -> None:
    text = "中标人\n甲科技有限公司\n中标价（元）\n7888000.00\n工期\n104"
    start = text.index("7888000.00")

    found = around(text, start, start + 10)

    assert "".join(part.text for part in found.parts) == "甲科技有限公司\n中标价（元）\n7888000.00\n工期"
