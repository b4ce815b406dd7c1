"""``codebook.yaml``: what it may say, and that errors point at their line."""

from __future__ import annotations

from importlib import resources

import pytest

from counterfile.errors import BadUsage
from counterfile.model.codebook import Condition, Kind, Unit, in_language
from counterfile.screening.stopping import rule
from counterfile.views.codebook import checked_answer, parse

WHOLE = """
version: 1
relevant: {terms: [人脸识别]}
screening:
  question: {en: "Is this surveillance?", zh: "是否监控？"}
  start: [人脸识别]
  unit: procedure
  stop: ranked-tail:90
  random: 0.1
  overlap: 0.2
  readers: [heron, wren]
coding: {overlap: 0.3, coders: [heron, wren], scope: all}
questions:
  alerts:
    ask: {en: "Does it give live alerts?", zh: "是否实时预警？"}
    terms: [实时预警, live alert]
    fuzzy: [预警推送]
    examples: [{text: 发现即预警, answer: yes}]
  who:
    ask: Who receives them?
    kind: many of
    version: 2
    options: {police: {en: Police, zh: 公安, terms: [公安机关]}, school: {en: School}}
    when: {question: alerts, is: yes}
  cameras: {ask: "How many cameras?", kind: number, unit: notice}
  opened: {ask: "When?", kind: date}
"""


def test_a_whole_codebook_is_read() -> None:
    book = parse(WHOLE)

    assert book.terms == ("人脸识别",)
    assert book.screening is not None
    assert (book.screening.unit, book.screening.stop, book.screening.random) == (Unit.PROCEDURE, "ranked-tail:90", 0.1)
    assert (book.coding.overlap, book.coding.scope) == (0.3, "all")
    who = book.question("who")
    assert who is not None
    assert (who.kind, who.version, who.when) == (Kind.MANY_OF, 2, Condition("alerts", ("yes",)))
    assert [(option.name, option.terms) for option in who.options] == [("police", ("公安机关",)), ("school", ())]
    assert in_language(who.options[0].labels, "zh") == "公安"
    assert book.question("nothing") is None


def test_a_change_of_meaning_and_one_of_wording_are_told_apart() -> None:
    before = parse(WHOLE).question("who")
    worded = parse(WHOLE.replace("Who receives them?", "Who gets them?")).question("who")
    meant = parse(WHOLE.replace("version: 2", "version: 3")).question("who")
    assert before is not None
    assert worded is not None
    assert meant is not None

    assert (worded.meaning == before.meaning, worded.wording == before.wording) == (True, False)
    assert (meant.meaning == before.meaning, meant.wording == before.wording) == (False, True)


@pytest.mark.parametrize(
    ("name", "written", "stored"),
    [
        ("alerts", " yes ", "yes"),
        ("alerts", "not mentioned", "not mentioned"),
        ("who", "school; police;police", "police; school"),
        ("cameras", "1,250.0", "1250"),
        ("opened", "2023-05", "2023-05"),
    ],
)
def test_answers_are_stored_in_one_form(name: str, written: str, stored: str) -> None:
    question = parse(WHOLE).question(name)
    assert question is not None

    assert checked_answer(question, written) == stored


@pytest.mark.parametrize(
    ("name", "written"),
    [("alerts", "maybe"), ("who", "army"), ("cameras", "many"), ("cameras", "NaN"), ("opened", "2023-13")],
)
def test_other_answers_are_refused(name: str, written: str) -> None:
    question = parse(WHOLE).question(name)
    assert question is not None

    with pytest.raises(BadUsage, match=name):
        checked_answer(question, written)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("screening: {unit: notice}", r"codebook\.yaml:1: screening wants a question"),
        ("screening:\n  question: Is it?\n  random: 2", r"codebook\.yaml:3: '2' is not a share"),
        ("screening:\n  question: Is it?\n  unit: organization", r":3: notices or procedures"),
        ("questions:\n  a:\n    ask: Is it?\n    kind: one of", r":3: a wants options"),
        (
            "questions:\n  a:\n    ask: Is it?\n    when: {question: b, is: yes}",
            r":4: there is no question 'b' above a",
        ),
        ("questions:\n  Äh: {ask: Is it}", r":2: 'Äh' is no name"),
        ("questions:\n  a: {ask: Is it}\n  a: {ask: Is it}", r":3: there are two questions a"),
        ("questions:\n  a:\n    ask: {klingon: no}", r":3: 'klingon' is no language"),
        (
            "questions:\n  a:\n    ask: Is it?\n    examples:\n      - {text: x, answer: often}",
            r":5: a: 'often' is no answer",
        ),
        ("relevant: &a {terms: [x]}\nquestions: *a", r"aliases"),
    ],
)
def test_errors_point_at_their_line(text: str, message: str) -> None:
    with pytest.raises(BadUsage, match=message):
        parse(text)


def shipped() -> str:
    """Return the codebook that a new inquiry gets."""
    return (resources.files("counterfile") / "templates" / "codebook.yaml").read_text("utf-8")


def test_codebook_of_a_new_inquiry_asks_nothing_yet() -> None:
    book = parse(shipped())

    assert book.terms
    assert book.screening is None


def test_example_in_the_codebook_of_a_new_inquiry_holds_once_its_signs_are_taken_away() -> None:
    text = shipped()
    at = text.index("# screening:")
    woken = text[:at] + "\n".join(line.removeprefix("# ") for line in text[at:].splitlines())

    screening = parse(woken).screening

    assert screening is not None
    assert in_language(screening.ask, "en").endswith("?")
    assert rule(screening.stop).name
    assert screening.readers == ("heron", "wren")
