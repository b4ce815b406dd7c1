"""The interface is whole in both languages."""

import re
import string
from importlib import resources

import pytest

from counterfile.model.finding import Unit
from counterfile.model.judgement import Answer, Question
from counterfile.model.notice import LotStatus, Property, Stage
from counterfile.model.value import Basis
from counterfile.views.overview import Look
from counterfile.web import islands, review, words

_SENTENCE = re.compile(r"""(?<![\w.])_\(\s*"((?:[^"\\]|\\.)*)\"""")
_PLURAL = re.compile(r"""(?<![\w.])n_\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)\"""")


def spoken() -> list[str]:
    """Return every sentence of the interface: those of the templates, of the tables of labels and of the code."""
    found: dict[str, None] = {}
    room = resources.files("counterfile.web")
    for template in [*(room / "templates").iterdir(), room / "_method.py"]:
        text = template.read_text("utf-8")
        found.update(dict.fromkeys(_SENTENCE.findall(text)))
        found.update(dict.fromkeys(many for _, many in _PLURAL.findall(text)))
    found.update(dict.fromkeys(words.SPOKEN))
    found.update(dict.fromkeys(islands.sentences()))
    found.update(dict.fromkeys(said for pair in review.KINDS.values() for said in pair))
    for table in words.LABELS:
        found.update(dict.fromkeys(table.values()))
    return list(found)


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_is_translated() -> None:
    assert [sentence for sentence in spoken() if sentence not in words.catalogue()] == []


def test_catalogue_has_no_sentence_that_nobody_says() -> None:
    assert sorted(set(words.catalogue()) - set(spoken())) == []


@pytest.mark.parametrize("sentence", spoken())
def test_translation_has_the_same_placeholders(sentence: str) -> None:
    assert placeholders(sentence) == placeholders(words.catalogue()[sentence])


@pytest.mark.parametrize(
    ("table", "members"),
    [
        (words.STAGES, Stage),
        (words.BASES, Basis),
        (words.LOT_STATUSES, LotStatus),
        (words.PROPERTIES, Property),
        (words.QUESTIONS, Question),
        (words.ANSWERS, Answer),
        (words.UNITS, Unit),
        (words.LOOKS, Look),
    ],
)
def test_every_code_has_a_label(table: dict[str, str], members: type) -> None:
    assert set(members) == set(table)


@pytest.mark.parametrize(
    ("asked", "cookie", "header", "expected"),
    [
        ("zh", "en", "en", "zh"),
        ("fr", "zh", "en", "zh"),
        (None, None, "zh-Hans-CN,zh;q=0.9", "zh"),
        (None, None, "en;q=0.5, zh;q=0.8", "zh"),
        (None, None, "zh;q=0, fr", "en"),
        (None, "<script>", "", "en"),
        (None, None, ";;;q=9,,", "en"),
    ],
)
def test_language_follows_the_address_then_the_cookie_then_the_browser(
    asked: str | None, cookie: str | None, header: str, expected: str
) -> None:
    assert expected == words.choose(asked, cookie, header)


def test_one_document_is_singular_in_english_only() -> None:
    say = words.words("en").count

    assert say("{n} document", "{n} documents", 1) == "1 document"
    assert say("{n} document", "{n} documents", 1200) == "1,200 documents"


def test_damaged_catalogue_names_the_line() -> None:
    with pytest.raises(ValueError, match="line 2"):
        words.read_po('msgid "Budget"\nmsgstr 预算\n')
