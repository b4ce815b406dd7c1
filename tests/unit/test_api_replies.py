"""The right of reply through the API: kept once, of organizations only, with counts that add up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_house import BY, Inquiry, client
from starlette.testclient import TestClient

from counterfile.store.ports import Cluster
from counterfile.text.names import name_key

ROOT = "/api/v1"


@pytest.fixture
def inquiry(tmp_path: Path) -> Inquiry:
    return Inquiry(tmp_path)


@pytest.fixture
def api(inquiry: Inquiry) -> Iterator[TestClient]:
    with client(inquiry) as found:
        yield found


def asking(inquiry: Inquiry, **more: Any) -> dict[str, Any]:
    organization = inquiry.store.cluster(Cluster.ORGANIZATION, name_key("临沅市公安局"))
    days = {"day": "2025-05-03", "deadline": "2025-05-17"}
    return {"organization": organization, "channel": "letter", "findings": ["rounds"], **days, **BY, **more}


def post(api: TestClient, path: str, body: Any, status: int = 201, **headers: str) -> Any:
    response = api.post(ROOT + path, json=body, headers={name.replace("_", "-"): v for name, v in headers.items()})
    assert response.status_code == status, response.text
    return response.json()


def test_an_asking_and_its_answer_are_kept_and_listed(api: TestClient, inquiry: Inquiry) -> None:
    kept = post(api, "/replies", asking(inquiry))
    answer = {"outcome": "answered", "day": "2025-05-10", "words": "Yes, all twelve. 电话：138 0013 8000", **BY}
    post(api, f"/replies/{kept['id']}/answers", answer)

    page = api.get(f"{ROOT}/replies?facets=true").json()

    assert [(each["state"], each["findings"]) for each in page["items"]] == [("answered", ["rounds"])]
    assert page["items"][0]["answers"][0]["words"] == "Yes, all twelve. 电话：*************"
    assert page["facets"][0]["values"] == [{"value": "answered", "count": 1}]
    counts = api.get(f"{ROOT}/replies/counts").json()["counts"]
    assert counts == {"asked": 1, "answered": 1, "declined": 0, "waiting": 0, "overdue": 0, "silent": 0}


def test_an_asking_that_is_sent_twice_is_kept_once(api: TestClient, inquiry: Inquiry) -> None:
    first = post(api, "/replies", asking(inquiry), idempotency_key="k1")
    again = post(api, "/replies", asking(inquiry), idempotency_key="k1")

    assert first == again
    assert api.get(f"{ROOT}/replies").json()["total"] == 1


def test_lists_are_narrowed_by_state_organization_and_finding(api: TestClient, inquiry: Inquiry) -> None:
    post(api, "/replies", asking(inquiry))
    post(api, "/replies", asking(inquiry, organization="沅江监控设备有限公司", findings=[], deadline=""))

    def names(**asked: str) -> list[str]:
        return [each["name"] for each in api.get(f"{ROOT}/replies", params=asked).json()["items"]]

    assert names(state="overdue") == names(finding="rounds") == ["临沅市公安局"]
    assert names(organization="沅江监控设备有限公司") == ["沅江监控设备有限公司"]


def test_an_entry_is_taken_back_by_a_new_one(api: TestClient, inquiry: Inquiry) -> None:
    kept = post(api, "/replies", asking(inquiry))

    taken = post(api, f"/replies/{kept['id']}/withdrawal", BY)

    assert api.get(f"{ROOT}/replies").json()["items"] == []
    assert api.get(taken["url"]).json()["answer"] == "withdrawn"
    post(api, f"/replies/{kept['id']}/withdrawal", BY, status=404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization": "王小明"},
        {"findings": ["none"]},
        {"day": "2025-13-01"},
        {"deadline": "2025-01-01"},
        {"channel": "rumor"},
    ],
)
def test_what_does_not_fit_is_refused(api: TestClient, inquiry: Inquiry, wrong: dict[str, Any]) -> None:
    refused = post(api, "/replies", asking(inquiry, **wrong), status=422)

    assert refused["type"].endswith("/invalid")
    assert api.get(f"{ROOT}/replies").json()["total"] == 0
