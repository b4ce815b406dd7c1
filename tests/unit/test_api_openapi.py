"""The description of the API is what the code does: checked in, complete, and held to under strange requests."""

import importlib.util
import json
import os
import random
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from api_house import BY, Inquiry, app, document
from hypothesis import HealthCheck, Phase
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import RejectedPositiveData

from counterfile.store.ports import Cluster

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = int(os.environ.get("COUNTERFILE_FUZZ", "3"))
"""Strange requests for each operation; `make fuzz` sends more."""


def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REPOSITORY / "docs" / "reference" / "openapi.json").read_text("utf-8"))
    return found


def test_the_description_is_what_the_code_says() -> None:
    spec = importlib.util.spec_from_file_location("openapi", REPOSITORY / "scripts" / "openapi.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    page = (REPOSITORY / "docs" / "reference" / "openapi.json").read_text("utf-8")

    assert page == module.render(), "run `python scripts/openapi.py` and commit the page"


def test_every_operation_parameter_and_schema_is_described() -> None:
    document_ = described()

    for path, operations in document_["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (path, method)
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], (path, parameter["name"])
    for name, schema in document_["components"]["schemas"].items():
        assert schema.get("description"), name


def test_every_refusal_is_a_problem_and_every_change_may_be_refused_as_busy() -> None:
    for path, operations in described()["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], (path, method, status)


def _known(inquiry: Inquiry) -> dict[str, list[str]]:
    notices = [inquiry.first, inquiry.award, inquiry.second]
    statements = [one.id for some in inquiry.store.statements(notices).values() for one in some]
    return {
        "document": [document(inquiry, inquiry.first), inquiry.failed],
        "notice": notices,
        "procedure": [inquiry.procedure, inquiry.other],
        "organization": inquiry.store.clusters(Cluster.ORGANIZATION),
        "statement": statements,
        "judgement": [f"j-{number}" for number in range(1, 9)],
        "finding": ["rounds"],
        "job": ["job-1"],
        "problem": ["busy"],
        "wanted": [*notices, inquiry.procedure, "j-3", "ac-2", "j-99999999999999999999", statements[0]],
        "one": [*notices, inquiry.procedure, statements[0]],
        "other": [*notices, inquiry.other],
        "about": [*notices, *statements],
        "field": ["buyer", "budget", "supplier"],
        "by": [BY["by"]],
        "reason": [BY["reason"]],
    }


def test_strange_requests_get_described_answers_and_never_a_fault(tmp_path: Path) -> None:
    inquiry = Inquiry(tmp_path)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app(inquiry), headers={"Host": "127.0.0.1"})
    known = _known(inquiry)
    chance = random.Random(5)  # one of its own: Hypothesis makes the common one give the same each time
    statuses: list[int] = []

    def with_known(values: Any, share: float) -> None:
        if isinstance(values, dict):
            for name in values.keys() & known.keys():
                if chance.random() < share:
                    values[name] = chance.choice(known[name])

    def send(case: schemathesis.Case) -> None:
        with_known(case.path_parameters, 0.7)
        with_known(case.query, 0.3)
        with_known(case.body, 0.8)
        response = case.call(headers={"Host": "127.0.0.1"})
        statuses.append(response.status_code)
        assert response.status_code < 500, (case.method, case.path, response.text)
        try:
            case.validate_response(response)
        except FailureGroup as found:
            # What an id means is checked too: a request of the right form may still be about nothing.
            if not all(isinstance(each, RejectedPositiveData) for each in found.exceptions):
                raise

    for result in schema.get_all_operations():
        operation = result.ok()
        given = hypothesis.given(case=operation.as_strategy())(send)
        hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )(given)()

    assert {200, 202, 400, 404, 422} <= set(statuses)


@pytest.mark.parametrize("name", ["FASTAPI_OTEL_AUTO_CONFIGURE", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_nothing_is_reported_anywhere_whatever_the_environment_says(name: str) -> None:
    source = (REPOSITORY / "src" / "counterfile" / "api" / "server.py").read_text("utf-8")

    assert '"auto_configure": False' in source
    assert name not in source
