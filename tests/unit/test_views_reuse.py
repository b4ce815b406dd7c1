"""Passages that unrelated procedures share: what is told, what is left out, and that it is word for word."""

from __future__ import annotations

import pytest
from reused_notices import BUYERS, FORM, SHARED, gathered, heap, tender

from counterfile.model.reading import Block, BlockKind, Reading
from counterfile.testing.corpus import Corpus
from counterfile.views import reuse
from counterfile.views.reuse import Passage, Reason, squash


def found(corpus: Corpus) -> tuple[Passage, ...]:
    return reuse.find(corpus.store, gathered(corpus)).passages


def printed(corpus: Corpus, document: str, start: int, end: int) -> str:
    reading = corpus.store.reading_of(document)
    assert reading is not None
    return reading.text[start:end]


def test_words_that_two_buyers_share_are_one_passage_with_two_places() -> None:
    corpus = heap()

    (passage,) = found(corpus)

    assert squash(SHARED) == squash(passage.text)
    assert (passage.procedures, passage.buyers, passage.first) == (2, 2, "2016-03-01")
    names = gathered(corpus).names
    assert [names[each.buyer] for each in passage.occurrences] == list(BUYERS[:2])


@pytest.mark.parametrize(
    "written",
    [
        SHARED.replace("，", ", ").replace("；", "。"),
        "\n".join(SHARED[at : at + 17] for at in range(0, len(SHARED), 17)),
        SHARED.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"}),
        SHARED.replace("终端", "終端").replace("阵列", "陣列"),
    ],
    ids=["punctuation", "line ends", "full width", "traditional"],
)
def test_every_place_says_the_same_in_its_own_dress(written: str) -> None:
    corpus = heap()
    tender(corpus, 2, written, buyer="嵘浦县渡口管理站", day="2025-01-01", subject="渡船缆绳")

    (passage,) = found(corpus)

    assert len(passage.occurrences) == 3
    for each in passage.occurrences:
        part = passage.text[slice(*each.part)]
        assert squash(part) == squash(printed(corpus, each.document, each.start, each.end)) == squash(SHARED)


def test_place_with_a_part_of_the_passage_names_the_part() -> None:
    corpus = heap()
    half = SHARED[: SHARED.index("；存储")]
    padded = half + "，其余要求由承包人自行勘测后另附图纸说明。"
    longer = SHARED * 2
    corpus = Corpus()
    for number, words in enumerate((longer, longer, SHARED, padded, "", "", "", "")):
        tender(corpus, number, words)

    passages = found(corpus)

    assert squash(passages[0].text) == squash(longer)
    for passage in passages:
        for each in passage.occurrences:
            assert squash(passage.text[slice(*each.part)]) == squash(
                printed(corpus, each.document, each.start, each.end)
            )


def test_another_figure_is_not_the_same_words() -> None:
    corpus = Corpus()
    tender(corpus, 0, SHARED)
    tender(
        corpus,
        1,
        SHARED.replace("1.5%", "15%").replace("12路", "1-2路").replace("90天", "9.0天").replace("40秒", "4.0秒"),
    )

    assert found(corpus) == ()


def test_form_of_the_portal_is_no_passage() -> None:
    corpus = heap()

    assert not any(squash(FORM)[:40] in squash(passage.text) for passage in found(corpus))


def test_words_on_how_one_bids_are_left_out_though_only_two_have_them() -> None:
    corpus = Corpus()
    law = (
        "根据采购办法第七十三条的规定，采购人与中标供应商应当自中标通知书发出之日起签订合同，不得擅自变更；"
        "投标人弄虚作假的，由财政部门依法处理并退还保证金，评标委员会成员不得泄露评审情况。"
    )
    for number in range(8):
        tender(corpus, number, law if number < 2 else "")

    told = reuse.find(corpus.store, gathered(corpus))

    assert told.passages == ()
    assert Reason.PROCEDURE in dict(told.left_out)


def test_what_bidders_say_of_themselves_is_left_out() -> None:
    corpus = Corpus()
    staff = "安全员甲乙，合格证KQ20190011234567、KQ20190011234568；施工员丙丁，上岗证WX2020998877665；" * 3
    for number in range(8):
        tender(corpus, number, staff if number < 2 else "")

    told = reuse.find(corpus.store, gathered(corpus))

    assert (told.passages, dict(told.left_out)[Reason.BID]) == ((), 1)


def test_a_buyers_own_words_in_its_next_purchase_are_left_out() -> None:
    corpus = Corpus()
    for number in range(8):
        tender(corpus, number, SHARED if not number else "")
    tender(corpus, 5, SHARED, buyer=BUYERS[0], subject="堤岸照明")

    assert found(corpus) == ()


def test_one_project_in_two_procedures_is_no_reuse() -> None:
    corpus = Corpus()
    first, second, *_ = [tender(corpus, number, SHARED if number < 2 else "") for number in range(8)]
    corpus.same(first, second)

    assert found(corpus) == ()


def test_what_stands_in_many_procedures_is_a_form() -> None:
    corpus = Corpus()
    for number in range(reuse.MOST + 2):
        tender(
            corpus,
            number % 8,
            SHARED,
            buyer=f"{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[number]}浦县渡口管理站",
            subject=f"渡船{number}号缆绳",
        )

    assert found(corpus) == ()


def test_passage_ends_where_an_identifier_is_masked() -> None:
    corpus = Corpus()
    for number in range(8):
        tender(corpus, number, f"{SHARED}值守电话***********。{SHARED[::-1]}" if number < 2 else "")

    passages = found(corpus)

    assert len(passages) == 2
    assert not any("*" in passage.text for passage in passages)


def test_furniture_is_not_compared() -> None:
    corpus = Corpus()
    for number in range(8):
        corpus.notice("tender", words=f"{BUYERS[number]}自行采购。", furniture=SHARED if number < 2 else "")

    assert found(corpus) == ()


def test_shorter_words_are_no_passage() -> None:
    corpus = Corpus()
    for number in range(8):
        tender(corpus, number, SHARED[: reuse.SHORTEST - 12] if number < 2 else "")

    assert found(corpus) == ()


def test_order_of_arrival_does_not_matter() -> None:
    one, other = Corpus(), Corpus()
    for number in range(8):
        tender(one, number, SHARED if number < 3 else "")
    for number in reversed(range(8)):
        tender(other, number, SHARED if number < 3 else "")

    assert [(each.id, each.procedures) for each in found(one)] == [(each.id, each.procedures) for each in found(other)]


def test_empty_inquiry_has_none() -> None:
    told = reuse.find(Corpus().store, gathered(Corpus()))

    assert (told.passages, told.notices, told.cut) == ((), 0, False)


def test_words_stand_where_they_are_said_to_stand() -> None:
    text = "标题栏\n精度１.５mm，\n見圖。"
    reading = Reading("", "", "", text, (Block(BlockKind.TITLE, 0, 3), Block(BlockKind.PARAGRAPH, 4, len(text))))

    words = reuse.words_of(reading)

    kept = [(chr(code), text[place]) for code, place in zip(words.codes, words.places, strict=True) if code > 1]
    assert kept == [
        ("精", "精"),
        ("度", "度"),
        ("1", "１"),
        (".", "."),
        ("5", "５"),
        ("m", "m"),
        ("m", "m"),
        ("见", "見"),
        ("图", "圖"),
    ]


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("/tender/items/0/description", True),
        ("/Notice/Lot/Project/Note", True),
        ("/Notice/Lot/AppealTerms/Description", False),
        ("/FORM/CONTRACTING_BODY/ADDRESS/OFFICIALNAME", False),
        ("", False),
    ],
)
def test_of_a_structured_source_only_descriptions_are_compared(name: str, own: bool) -> None:
    reading = Reading("", "", "", SHARED, (Block(BlockKind.FIELD, 0, len(SHARED), name=name),))

    words = reuse.words_of(reading)

    assert (words.codes > 1).any() == own


def test_words_about_bidding_are_told_in_several_languages() -> None:
    asked = (
        "The tenderer shall submit the tender before the deadline; the contracting authority may exclude the bidder."
    )
    made = "Each pump station shall restart within forty seconds and keep ninety days of pressure readings on its own array."

    assert (reuse.about(asked), reuse.about(made), reuse.about(SHARED)) == (Reason.PROCEDURE, None, None)


def test_more_pairs_than_are_looked_at_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reuse, "MOST_PAIRS", 1)

    told = reuse.find(heap().store, gathered(heap()))

    assert told.cut
