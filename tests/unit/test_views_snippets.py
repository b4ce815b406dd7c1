"""Search results say where the words stand."""

from counterfile.model.notice import Property
from counterfile.testing.corpus import Corpus
from counterfile.views import snippets

P = Property


def words(result: snippets.Result) -> list[str]:
    return ["".join(part.text for part in passage.parts if part.hit) for passage in result.passages]


def test_result_names_the_notice_and_shows_the_words() -> None:
    corpus = Corpus()
    notice = corpus.notice(
        "tender",
        [("", P.NOTICE_TITLE, "临沅市公安局采购公告"), ("", P.PUBLISHED, "2025-03-01")],
        words="系统应具备人脸识别能力。",
    )

    (result,) = snippets.results(corpus.store, "人脸識別").rows

    assert (result.title, result.date, result.stage) == ("临沅市公安局采购公告", "2025-03-01", "tender")
    assert (words(result), result.hits, result.aside) == (["人脸识别"], 1, False)
    assert result.procedure == corpus.procedure(notice)


def test_passages_come_from_the_notice_and_not_from_the_matter_around_it() -> None:
    corpus = Corpus()
    corpus.notice("tender", words="采购人脸识别终端。", furniture="相关公告：人脸识别门禁")

    (result,) = snippets.results(corpus.store, "人脸识别").rows

    assert len(result.passages) == 1
    assert (result.hits, result.aside) == (2, False)


def test_words_that_stand_only_around_the_notice_are_marked_as_aside() -> None:
    corpus = Corpus()
    corpus.notice("tender", words="采购办公桌椅。", furniture="相关公告：人脸识别门禁")

    (result,) = snippets.results(corpus.store, "人脸识别").rows

    assert result.aside


def test_empty_query_finds_nothing() -> None:
    corpus = Corpus()
    corpus.notice("tender", words="采购办公桌椅。")

    assert snippets.results(corpus.store, "  ").rows == ()


def test_pages_of_results_follow_one_another() -> None:
    corpus = Corpus()
    for number in range(5):
        corpus.notice("tender", words=f"第{number}台人脸识别终端。", name=f"{number}.html")

    first = snippets.results(corpus.store, "人脸识别", 0, 3)
    second = snippets.results(corpus.store, "人脸识别", 3, 3)

    assert first.total == 5
    assert [row.name for row in (*first.rows, *second.rows)] == [f"{number}.html" for number in range(5)]
