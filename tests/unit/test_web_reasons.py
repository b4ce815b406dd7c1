"""Every reason that software gives has its Chinese form."""

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

import counterfile
from counterfile import errors
from counterfile.plugins.readers import _html_aside
from counterfile.plugins.readers import zip as zipped
from counterfile.resolving import _linking_weights, procedures
from counterfile.resolving._linking_names import Rule
from counterfile.sandbox import reading
from counterfile.views import tables
from counterfile.web import islands, reasons, words

ZH = words.words("zh")
RAISED = {"BadInput", *(each.__name__ for each in errors.BadInput.__subclasses__())}
ROOMS = ("plugins/readers", "sandbox", "stages")
ASIDE = {"_register_files.py", "unmasked.py", "querying.py"}  # they are said at the command line alone
HAN = re.compile(r"[\u4e00-\u9fff]")


def sentences(node: ast.expr) -> Iterator[str]:
    """Yield what an expression may say, with something in each gap; nothing for what another place says."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*sentences(node.body), *sentences(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        said = ""
        for each in node.values:
            # What follows a word without a blank is a remark in brackets.
            said += str(each.value) if isinstance(each, ast.Constant) else " (7)" if said[-1:].isalpha() else "7"
        yield said


def raised() -> list[str]:
    """Return every sentence with which a reader, the sandbox or a stage refuses a document."""
    found: dict[str, None] = {}
    root = Path(str(counterfile.__file__)).parent
    for path in (each for room in ROOMS for each in sorted((root / room).rglob("*.py")) if each.name not in ASIDE):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                found.update(dict.fromkeys(sentences(node.args[0])))
    found.update(dict.fromkeys(each.hint for each in (errors.BadInput, *errors.BadInput.__subclasses__())))
    found.update(dict.fromkeys(what for _, what in _html_aside._KINDS))
    found.update(dict.fromkeys(kind for *_, kind in (*reading._SIGNATURES, *zipped._PACKAGES)))
    found.update(dict.fromkeys((*reading._SUFFIXES.values(), reading._OLD_OFFICE)))
    return [each for each in found if re.search("[a-z]{3}", each)]


@pytest.mark.parametrize("reason", raised())
def test_reason_of_a_refused_document_is_told_in_chinese(reason: str) -> None:
    assert HAN.search(reasons.tell(reason, ZH)), "locale/zh_Hans.reasons.po has no such sentence"


def test_there_are_many_reasons_and_each_keeps_its_gaps() -> None:
    found = words.read_po((resources.files("counterfile.web") / "locale" / "zh_Hans.reasons.po").read_text("utf-8"))

    assert len(raised()) > 150
    for english, chinese in found.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese))


def test_a_reason_inside_a_reason_is_told_too() -> None:
    told = reasons.tell("the part word/main.xml: more than 300 cells with values", ZH)

    assert told == "部件 word/main.xml：有值的单元格超过 300 个"


def test_what_was_compared_is_told_part_by_part_with_the_words_of_the_notices() -> None:
    told = reasons.tell("title: same (警务云; 平台); but order: same kind (tender)", ZH)

    assert told == "名称：相同 (警务云; 平台)；但先后：类型相同 (tender)"


def test_what_a_person_wrote_stays_as_it_is() -> None:
    assert reasons.tell("checked with the portal; twice", ZH) == "checked with the portal; twice"
    assert reasons.tell("an empty archive", words.words("en")) == "an empty archive"


def test_every_name_and_level_of_a_comparison_is_in_both_languages() -> None:
    weights = procedures.shipped().procedure
    named = {*weights, *(level for levels in weights.values() for level in levels)}
    named |= {name for name, _, _ in (*_linking_weights._ROWS, _linking_weights._LETTERS)}
    named |= {says for _, says, _ in (*_linking_weights._ROWS, _linking_weights._LETTERS)}

    assert sorted(named - set(islands.sentences())) == []
    assert all(HAN.search(reasons.tell(str(rule), ZH)) for rule in Rule)


@pytest.mark.parametrize(
    "said",
    [
        *sorted({column.name for columns in tables.COLUMNS.values() for column in columns}),
        *(f"{name} is not stated" for name in ("province", "opened_year, text", "notice.published")),
        *tables._PROBLEMS.values(),
        tables.TWO_AMOUNTS,
        "procedures; 3 with several answers, counted under each",
        "procedures that meet code:alerts, of procedures; 3 with several answers, counted under each",
        "notices that hold the quoted words",
        "organizations named as suppliers of procedures",
        "different values of province of lots",
        "earliest published of notices",
        "CNY, first suppliers by sum of amount, of 12",
        "first buyer by number of procedures, of 3",
        "CNY, min-max of amount of awards",
        "code:alerts is not answered, or the answer is unsure",
        "code:size is not mentioned",
        "everything asked is stated for 3 of 9 procedures (33 %), and the finding wants 80 %",
    ],
)
def test_what_a_finding_says_of_its_figure_is_told_in_chinese(said: str) -> None:
    told = reasons.tell_figure(said, ZH)

    assert HAN.search(told), "locale/zh_Hans.figures.po has no such sentence"
    assert not re.search(r"[a-z_]{3,}", re.sub("“.*?”", "", told))
    assert reasons.tell_figure(said, words.words("en")) == said


def test_an_exclusion_of_a_person_stays_as_it_was_written() -> None:
    assert reasons.tell_figure("published twice by mistake", ZH) == "published twice by mistake"
