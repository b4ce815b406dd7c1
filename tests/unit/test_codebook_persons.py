"""A codebook asks nothing about persons, and everything about what is bought."""

from __future__ import annotations

import pytest

from counterfile.errors import BadUsage
from counterfile.views.codebook import parse


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        ("What is the name of the contact person?", "quotation"),
        ("Names of all officers involved", "quotation"),
        ("Who was the project leader?", "quotation"),
        ("The suspect's name", "quotation"),
        ("Which persons are listed?", "quotation"),
        ("Which phone number is given?", "number"),
        ("ID card number", "quotation"),
        ("联系人姓名是什么？", "quotation"),
        ("聯繫人的手機號碼", "quotation"),
        ("项目负责人是谁？", "quotation"),
        ("该人员是否为少数民族？", "yes/no"),
        ("Is this person of another ethnicity?", "yes/no"),
        ("Is the suspect an activist?", "yes/no"),
    ],
)
def test_questions_about_persons_are_refused_with_a_sentence(ask: str, kind: str) -> None:
    with pytest.raises(BadUsage, match=r"codebook\.yaml:3: q asks for a person .*: ask what is bought"):
        parse(f"questions:\n  q:\n    ask: {ask!r}\n    kind: {kind}\n")


@pytest.mark.parametrize("unit", ["person", "individual", "人员", "联系人"])
def test_a_person_is_no_unit(unit: str) -> None:
    with pytest.raises(BadUsage, match=r":4: .* is no unit; nothing about persons is coded"):
        parse(f"questions:\n  q:\n    ask: Is it?\n    unit: {unit}\n")


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        ("Can the system tell people apart by ethnicity?", "yes/no"),
        ("Does the resident database hold vehicles?", "yes/no"),
        ("系统是否按民族属性检索人员？", "yes/no"),
        ("该人员库是否包含车辆？", "yes/no"),
        ("What is the product's name?", "quotation"),
        ("产品名称是什么？", "quotation"),
        ("How many persons can be registered?", "number"),
        ("Which bodies receive alerts?", "quotation"),
        ("Names of systems that it connects to", "quotation"),
    ],
)
def test_questions_about_what_a_system_does_are_asked(ask: str, kind: str) -> None:
    book = parse(f"questions:\n  q:\n    ask: {ask!r}\n    kind: {kind}\n")

    assert book.question("q") is not None


def test_read_first_and_ordered_are_yes_or_no() -> None:
    text = "questions:\n  q:\n    ask: Is it?\n    read_first: {}\n"

    question = parse(text.format("yes")).question("q")
    assert question is not None
    assert (question.read_first, question.ordered) == (True, False)
    with pytest.raises(BadUsage, match=":4: 'perhaps' is neither yes nor no"):
        parse(text.format("perhaps"))
