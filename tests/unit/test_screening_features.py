"""What of a text becomes a feature, and where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from counterfile.screening.features import HashedText
from counterfile.screening.parts import Record

MIXED = [
    Record("1", "某市公安局人脸识别平台采购公告", "采购视频监控设备（含 GPU 服务器），预算128万元。"),
    Record(
        "2", "Notice of award: body cameras", "The county police bought 300 body-worn cameras and a docking station."
    ),
    Record("3", "某县第一中学校服采购", "校服面料要求：棉65%。School uniforms for 1,200 pupils."),
    Record("4", "", "ＡＢＣ系統維護，Ｃafé naïve ﬁle 警務雲 サーバー 보안"),
    Record("5", "", ""),
]


def columns(extractor: HashedText, record: Record) -> set[int]:
    return {term.column for term in extractor.locate(record)}


@pytest.mark.parametrize("inner", [True, False])
@pytest.mark.parametrize("record", MIXED, ids=lambda record: record.id)
def test_every_counted_feature_is_located_and_no_other(record: Record, inner: bool) -> None:
    extractor = HashedText(inner=inner)
    matrix = extractor.fit_transform(MIXED)

    counted = set(matrix[MIXED.index(record)].indices.tolist())

    assert counted == columns(extractor, record)


def test_a_chinese_term_is_found_in_longer_words() -> None:
    extractor = HashedText(inner=False)

    short = columns(extractor, Record("a", "人脸识别"))
    long = columns(extractor, Record("b", "动态人脸识别系统"))

    assert short <= long


def test_characters_do_not_join_across_punctuation() -> None:
    extractor = HashedText(inner=False)

    apart = columns(extractor, Record("a", "采购，公告"))
    joined = columns(extractor, Record("b", "购公"))

    assert len(apart & joined) == 2  # the two characters alone


def test_traditional_and_wide_forms_are_the_same_features() -> None:
    extractor = HashedText(inner=False)

    assert columns(extractor, Record("a", "警務雲ＡＢＣ")) == columns(extractor, Record("b", "警务云abc"))


def test_places_are_code_points_of_the_original_words() -> None:
    record = Record("a", "ﬁne ＧＰＵ 警務")

    words = {record.title[term.start : term.end] for term in HashedText(inner=False).locate(record)}

    assert {"ﬁne", "ＧＰＵ", "警務", "警", "務"} <= words


def test_rows_have_length_one_or_are_empty() -> None:
    matrix = HashedText().fit_transform(MIXED)

    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())

    assert lengths == pytest.approx([1, 1, 1, 1, 0], abs=1e-5)


def test_records_that_come_later_get_the_same_row_as_those_of_the_heap() -> None:
    extractor = HashedText()
    heap = extractor.fit_transform(MIXED)

    later = extractor.transform(MIXED[:1])

    assert (later != heap[0]).nnz == 0


def test_transform_wants_a_heap_first() -> None:
    with pytest.raises(ValueError, match="fit_transform comes first"):
        HashedText().transform(MIXED)


def test_features_do_not_depend_on_the_order_in_which_words_were_met() -> None:
    forward, backward = HashedText(), HashedText()

    first = forward.fit_transform(MIXED)
    second = backward.fit_transform(MIXED[::-1])

    assert abs(first - second[::-1]).max() < 1e-6


def test_a_title_counts_more_than_the_body_but_not_where_titles_are_all_there_is() -> None:
    extractor = HashedText(title=2.0, inner=False, common=1.0)
    matrix = extractor.fit_transform([Record("1", "cameras", "uniforms"), Record("2", "cameras uniforms")])
    camera, uniform = (next(iter(columns(extractor, Record("", word)))) for word in ("cameras", "uniforms"))

    assert matrix[0, camera] > matrix[0, uniform]
    assert matrix[1, camera] == pytest.approx(matrix[1, uniform])


def test_cue_terms_count_more() -> None:
    plain, cued = HashedText(inner=False), HashedText(inner=False, cues=("服务器",))
    column = next(term.column for term in plain.locate(Record("", "服务器")) if term.end - term.start == 3)

    assert cued.fit_transform(MIXED)[0, column] > plain.fit_transform(MIXED)[0, column]


def test_short_heaps_also_get_the_inside_of_words() -> None:
    titles = [Record(str(number), "Aluguel de equipamentos informáticos") for number in range(30)]
    extractor = HashedText()

    extractor.fit_transform(titles)

    assert extractor.inner is True
    assert columns(extractor, Record("a", "informático")) & columns(extractor, Record("b", "informáticas"))


def test_an_empty_heap_has_no_rows() -> None:
    assert HashedText().fit_transform([]).shape[0] == 0
