"""A tagger learns how sentences put values, from corrections alone, and is the same whatever their order."""

from __future__ import annotations

from random import Random

import pytest

from counterfile.model.notice import Property
from counterfile.plugins.extractors.tagger import SHARE, TaggerExtractor
from counterfile.testing.extractors import check_extractor, reading_of
from counterfile.text.prepared import Learned, prepared
from counterfile.text.tagger import MAGIC, Example, Tagger, train, windows

WON, SUM = Property.SUPPLIER.value, Property.AWARD_VALUE.value
_BRANDS = ("青澜", "苍湾", "霁泉", "墨洲", "峤安", "浔津", "洺塘", "桦屏")
_TRADES = ("视讯科技", "系统集成", "网络工程", "数据服务")


def example(chance: Random) -> Example:
    """Return a sentence that no phrase of L4 knows, with its winner and its price."""
    name = f"{chance.choice(_BRANDS)}{chance.choice(_TRADES)}有限公司"
    price = f"{chance.randint(10, 900)}.{chance.randint(1, 9)}万元"
    text = (
        f"经集体研究，此事托付给{name}操办，双方谈定的价款是{price}，年内完成。\n评审工作由监督人员全程见证，特此说明。"
    )
    at, to = text.index(name), text.index(price)
    return Example(text, ((at, at + len(name), WON), (to, to + len(price), SUM)))


EXAMPLES = [example(Random(number)) for number in range(24)]
MODEL = train(EXAMPLES)
TEXT = "经集体研究，此事托付给柏川恒远安防工程有限公司操办，双方谈定的价款是77.3万元，年内完成。"


def test_same_examples_give_the_same_bytes_in_any_order() -> None:
    shuffled = [*EXAMPLES, EXAMPLES[0]]
    Random(3).shuffle(shuffled)

    assert train(shuffled) == MODEL


def test_names_and_sums_never_seen_are_found_in_a_wording_that_was() -> None:
    found = {(TEXT[start:end], name) for start, end, name, sure in Tagger.load(MODEL).tags(TEXT) if sure > 0.8}

    assert found == {("柏川恒远安防工程有限公司", WON), ("77.3万元", SUM)}


def test_sentences_without_values_get_no_tags() -> None:
    assert Tagger.load(MODEL).tags("评审工作由监督人员全程见证，特此说明。\n\n。") == []


def test_without_values_there_is_no_model() -> None:
    assert train([]) == b""
    assert train([Example("特此公告。", ())]) == b""


@pytest.mark.parametrize("spans", [((0, 9, WON),), ((2, 2, WON),), ((0, 3, WON), (2, 4, SUM)), ((0, 2, "phone"),)])
def test_spans_that_do_not_fit_are_refused(spans: tuple[tuple[int, int, str], ...]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        train([Example("某某公司", spans)])


@pytest.mark.parametrize(
    "damaged", [b"", b"x" * 50, MAGIC, MAGIC + b"x" * 40, MODEL[:-20], MODEL[: len(MODEL) // 2] + b"\0" * 9]
)
def test_damaged_models_are_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match=r"tagger|weights"):
        Tagger.load(damaged)


def test_windows_cover_long_lines_and_break_at_sentences() -> None:
    text = "某局发布公告。" * 100 + "\n\n" + "长" * 600

    found = list(windows(text))

    assert "".join(text[start:end] for start, end in found) == text.replace("\n", "")
    assert all(text[end - 1] == "。" for _, end in found[:2])


def test_layer_proposes_grounded_values_below_all_others_and_abstains_without_a_model() -> None:
    plain = reading_of(TEXT, "联系地址：临沅市文昌路161号")
    taught = prepared(plain, learned=Learned(tagger=MODEL))
    layer = TaggerExtractor()

    found = {one.property: one for one in layer.propose(taught, taught.segments[0])}

    assert list(layer.propose(plain, plain.segments[0])) == []
    assert found[Property.SUPPLIER].value == "柏川恒远安防工程有限公司"
    assert found[Property.AWARD_VALUE].value == "CNY 773000.00 total"
    assert all(one.confidence <= SHARE for one in found.values())
    check_extractor(layer, [plain, taught])


def test_lines_with_a_label_are_left_to_the_layers_that_read_labels() -> None:
    taught = prepared(reading_of(f"结果：{TEXT}"), learned=Learned(tagger=MODEL))

    assert list(TaggerExtractor().propose(taught, taught.segments[0])) == []
