"""The schema of findings accepts what the parser accepts, and refuses what the parser refuses."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import pytest
import yaml
from wrong_findings import BEYOND_THE_SCHEMA, CLAIM, WRONG

from counterfile.demo.figures import fill
from counterfile.model.finding import Unit
from counterfile.views.findings import SCHEMA, parse_finding, schema
from counterfile.views.tables import COLUMNS

rs = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed: it comes with the extra `dev`")
DEMO = sorted(
    (
        each
        for folder in ("findings", "answered")
        for each in resources.files("counterfile.demo").joinpath(folder).iterdir()
        if each.name.endswith(".yaml")
    ),
    key=lambda each: each.name,
)


@pytest.fixture(scope="module")
def validator() -> Any:
    """Return what checks against the schema."""
    return rs.validator_for(schema())


def read(text: str, *, typed: bool = False) -> Any:
    """Return YAML as an editor sees it: texts and, where `typed`, numbers, dates staying texts."""
    loaded = yaml.load(text, Loader=yaml.SafeLoader if typed else yaml.BaseLoader)  # both of them safe
    return plain(loaded)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.name)
@pytest.mark.parametrize("typed", [True, False])
def test_every_finding_of_the_demo_is_accepted_and_names_the_schema(validator: Any, file: Any, typed: bool) -> None:
    text = re.sub(r"(?<=expected: )\{\w+\}", "3", file.read_text("utf-8"))

    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    assert [each.message for each in validator.iter_errors(read(text, typed=typed))] == []


def test_an_expected_figure_filled_in_is_accepted(validator: Any) -> None:
    text = next(file for file in DEMO if file.name == "opened-by-year.yaml").read_text("utf-8")
    filled = fill(text, {"2020": 3, "2021": 4})

    assert parse_finding(filled, "f.yaml").expected == {"2020": 3, "2021": 4}
    assert validator.is_valid(read(filled, typed=True))


RIGHT = [
    "unit: procedure\nmeasure: count\nsql: select id from procedures where budget > 5",
    "unit: procedure\nmeasure: share\nof: {has_award: yes}\nby: [province, opened_year]\nexpected: {police: 3/7}",
    "unit: award\nmeasure: rank\nof: suppliers\nsum: amount\ntop: 3\nexpected: [甲公司, 乙公司]",
    "unit: notice\nmeasure: quotation\nquote: {text: 人脸识别, translation: faces, translator: desk}\nexpected: 2",
    "unit: lot\nmeasure: min-max\nof: award_value\npopulation: {where: {award_value: {from: 5, currency: CNY}}}",
    "unit: procedure\nmeasure: first\nof: published\npopulation: {window: {date: opening, from: 2018, to: 2021-07}}",
    "unit: procedure\nmeasure: count\nalso: [{name: x, where: {'code:faces': yes, text: {all: [人脸, 警]}}}]",
    "unit: procedure\nmeasure: count\nby: ['code:who', opened_year]\npopulation: {where: {'code:size': {from: 3, to: 12.5}}}",
    "unit: organization\nmeasure: count\nby: 'code:kind'\npopulation: {where: {'code:since': {from: 2021-07}}}",
    "unit: procedure\nmeasure: count\nalso: [{name: x, where: {'code:faces': yes}, expected: 4}]",
    "unit: organization\nmeasure: count\npopulation: {where: {role: [buyer, agency], name: {contains: 公安}}}",
    "unit: document\nmeasure: count\npopulation: {where: {state: read, notice.stage: tender}}\ncoverage: 0.8",
    "unit: notice\nmeasure: count\nexclude: [{reason: twice, ids: [n-1]}, {reason: no, where: {round: 2}}]",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_parser_accepts_the_schema_accepts(validator: Any, text: str) -> None:
    assert parse_finding(CLAIM + text, "f.yaml").name == "f"
    assert [each.message for each in validator.iter_errors(read(CLAIM + text))] == []
    assert [each.message for each in validator.iter_errors(read(CLAIM + text, typed=True))] == []


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_what_the_parser_refuses_the_schema_refuses(validator: Any, text: str) -> None:
    assert not validator.is_valid(read(CLAIM + text))


@pytest.mark.parametrize("text", [text for text, message in BEYOND_THE_SCHEMA if "YAML" not in message])
def test_the_schema_leaves_to_the_parser_what_it_cannot_know(validator: Any, text: str) -> None:
    assert validator.is_valid(read(CLAIM + text))


@pytest.mark.parametrize("unit", Unit)
def test_every_column_is_offered_with_its_description(unit: Unit) -> None:
    offered = schema()["definitions"][f"where-{unit}"]["properties"]

    assert {column.name: column.description for column in COLUMNS[unit]}.items() <= {
        name: each["description"] for name, each in offered.items()
    }.items()
